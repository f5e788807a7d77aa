/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

#include "debug/breakpoints.h"
#include "graph/document.h"
#include "rows/switch-row.h"

G_BEGIN_DECLS

/* A breakpoint in the list. It tells by the signals of SluiceSwitchRow. */

#define SLUICE_TYPE_BREAK_ROW (sluice_break_row_get_type ())
G_DECLARE_FINAL_TYPE (SluiceBreakRow, sluice_break_row, SLUICE, BREAK_ROW, SluiceSwitchRow)

GtkWidget *sluice_break_row_new      (guint                   id);
guint      sluice_break_row_get_id   (SluiceBreakRow         *self);
/* @is_waiting: what it waits for was not yet met */
void       sluice_break_row_show     (SluiceBreakRow         *self,
                                      const SluiceBreakpoint *breakpoint,
                                      SluiceBreakpoints      *all,
                                      SluiceDocument         *document,
                                      gboolean                is_waiting);
void       sluice_break_row_set_hits (SluiceBreakRow         *self,
                                      guint                   n_hits);

G_END_DECLS
