/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "base/value.h"

G_BEGIN_DECLS

/* The actions that a node may return, as the look-up of the next node sees them: nothing counts as
 * "default" (rule T4). What can't be told may be anything. */
typedef struct
{
  gboolean   any;
  GPtrArray *actions; /* owned strings: when not any */
} SluiceReturns;

void      sluice_returns_init  (SluiceReturns       *self,
                                SluiceValue          node);
void      sluice_returns_clear (SluiceReturns       *self);
gboolean  sluice_returns_has   (const SluiceReturns *self,
                                const char          *action);

/* "disabled" of a node. */
gboolean  sluice_node_is_off         (SluiceValue node);
gboolean  sluice_node_is_passed_by   (SluiceValue node);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SluiceReturns, sluice_returns_clear)

G_END_DECLS
