/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

#include "outline/outline-model.h"

G_BEGIN_DECLS

/* The flows of a document and their nodes, as a list to go by and to edit with the keyboard.
 * Signals: "show-flow" (const char *flow), "locate" (const char *address): it was selected;
 * "activate" (const char *address, or the flow's id): Enter or a double click; "message" (const char
 * *text): what a refused edit says. */

#define SLUICE_TYPE_OUTLINE (sluice_outline_get_type ())
G_DECLARE_FINAL_TYPE (SluiceOutline, sluice_outline, SLUICE, OUTLINE, GtkWidget)

GtkWidget          *sluice_outline_new          (void);
SluiceOutlineModel *sluice_outline_get_model    (SluiceOutline  *self);
void                sluice_outline_set_document (SluiceOutline  *self,
                                                 SluiceDocument *document);
/* The address of a node or a flow, or NULL; says nothing to anybody. */
void                sluice_outline_select       (SluiceOutline  *self,
                                                 const char     *address);
const char         *sluice_outline_get_selected (SluiceOutline  *self);
/* The rows, as GtkTreeListRow of SluiceOutlineItem. */
GListModel         *sluice_outline_get_rows     (SluiceOutline  *self);
void                sluice_outline_focus        (SluiceOutline  *self);

G_END_DECLS
