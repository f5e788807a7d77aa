/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Properties: address, title, icon-name, marks (SluiceOutlineMarks); the last three notify. */

#define SLUICE_TYPE_OUTLINE_ITEM (sluice_outline_item_get_type ())
G_DECLARE_FINAL_TYPE (SluiceOutlineItem, sluice_outline_item, SLUICE, OUTLINE_ITEM, GObject)

typedef enum
{
  SLUICE_OUTLINE_START           = 1 << 0, /* of its flow; of a flow: a run starts it */
  SLUICE_OUTLINE_CURRENT         = 1 << 1, /* a lane is in it now */
  SLUICE_OUTLINE_BREAKPOINT      = 1 << 2,
  SLUICE_OUTLINE_BREAKPOINT_IDLE = 1 << 3, /* set and disabled */
  SLUICE_OUTLINE_OFF             = 1 << 4,
  SLUICE_OUTLINE_PASS_THROUGH    = 1 << 5,
  SLUICE_OUTLINE_ERROR           = 1 << 6,
  SLUICE_OUTLINE_WARNING         = 1 << 7,
} SluiceOutlineMarks;

#define SLUICE_OUTLINE_N_MARKS 8

SluiceOutlineItem *sluice_outline_item_new          (const char         *address,
                                                     gboolean            is_flow);
const char        *sluice_outline_item_get_address  (SluiceOutlineItem  *self);
gboolean           sluice_outline_item_is_flow      (SluiceOutlineItem  *self);
const char        *sluice_outline_item_get_title    (SluiceOutlineItem  *self);
void               sluice_outline_item_set_look     (SluiceOutlineItem  *self,
                                                     const char         *title,
                                                     const char         *icon_name);
SluiceOutlineMarks sluice_outline_item_get_marks    (SluiceOutlineItem  *self);
/* Sets those of @mask to what @marks says of them. */
void               sluice_outline_item_set_marks    (SluiceOutlineItem  *self,
                                                     SluiceOutlineMarks  mask,
                                                     SluiceOutlineMarks  marks);
/* The nodes of a flow; NULL for a node. */
GListStore        *sluice_outline_item_get_nodes    (SluiceOutlineItem  *self);
/* Whether the text that is looked for is in it, or in a node of it. */
gboolean           sluice_outline_item_is_found     (SluiceOutlineItem  *self);
/* @query: folded, "" finds everything. Returns whether anything was found in it. */
gboolean           sluice_outline_item_look_for     (SluiceOutlineItem  *self,
                                                     const char         *query);

G_END_DECLS
