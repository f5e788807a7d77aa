/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "debugger/session/run-session.h"

G_BEGIN_DECLS

/* Properties, all read-only: key, summary, details, icon-name, is-fresh, css-classes. */

#define SLUICE_TYPE_VALUE_ITEM (sluice_value_item_get_type ())
G_DECLARE_FINAL_TYPE (SluiceValueItem, sluice_value_item, SLUICE, VALUE_ITEM, GObject)

#define SLUICE_VALUE_ITEM_MAX_CHILDREN 1000

SluiceValueItem *sluice_value_item_new_root     (void);
void             sluice_value_item_update       (SluiceValueItem  *self,
                                                 SluiceValue       value,
                                                 SluiceRunSession *session);
GListModel      *sluice_value_item_get_children (SluiceValueItem  *self);
void             sluice_value_item_open         (SluiceValueItem  *self,
                                                 SluiceValue       value,
                                                 SluiceRunSession *session);
gboolean         sluice_value_item_is_container (SluiceValueItem  *self);
const char      *sluice_value_item_get_key      (SluiceValueItem  *self);
const char      *sluice_value_item_get_pointer  (SluiceValueItem  *self);
const char      *sluice_value_item_get_summary  (SluiceValueItem  *self);
gboolean         sluice_value_item_is_fresh     (SluiceValueItem  *self);

G_END_DECLS
