/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

#include "outline/outline-item.h"

G_BEGIN_DECLS

/* What a list item of the outline shows. */

#define SLUICE_TYPE_OUTLINE_ROW (sluice_outline_row_get_type ())
G_DECLARE_FINAL_TYPE (SluiceOutlineRow, sluice_outline_row, SLUICE, OUTLINE_ROW, GtkWidget)

GtkWidget         *sluice_outline_row_new      (void);
/* NULL while the list item is not in use. */
void               sluice_outline_row_set_row  (SluiceOutlineRow *self,
                                                GtkTreeListRow   *row);
SluiceOutlineItem *sluice_outline_row_get_item (SluiceOutlineRow *self);

G_END_DECLS
