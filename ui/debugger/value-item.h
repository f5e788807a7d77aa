/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

#include "debugger/session/run-session.h"
#include "debugger/value-words.h"

G_BEGIN_DECLS

/* A place in a value that is looked at now and then, as a list item. */

#define SLUICE_TYPE_VALUE_ITEM (sluice_value_item_get_type ())
G_DECLARE_FINAL_TYPE (SluiceValueItem, sluice_value_item, SLUICE, VALUE_ITEM, GObject)

/* More members than this are not listed one by one. */
#define SLUICE_VALUE_ITEM_MAX_CHILDREN 1000

SluiceValueItem   *sluice_value_item_new_root     (void);
void               sluice_value_item_update       (SluiceValueItem       *self,
                                                   const SluiceValuePair *pair,
                                                   SluiceRunSession      *session);
gboolean           sluice_value_item_set_limit    (SluiceValueItem       *self,
                                                   guint                  limit);
GListModel        *sluice_value_item_get_children (SluiceValueItem       *self);
void               sluice_value_item_open         (SluiceValueItem       *self,
                                                   const SluiceValuePair *pair,
                                                   SluiceRunSession      *session);
gboolean           sluice_value_item_is_container (SluiceValueItem       *self);
gboolean           sluice_value_item_is_list      (SluiceValueItem       *self);
const char        *sluice_value_item_get_key      (SluiceValueItem       *self);
const char        *sluice_value_item_get_pointer  (SluiceValueItem       *self);
const char        *sluice_value_item_get_summary  (SluiceValueItem       *self);
SluiceValueChange  sluice_value_item_get_change   (SluiceValueItem       *self);

G_END_DECLS
