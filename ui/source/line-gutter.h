/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

#include "source/line-marks.h"

G_BEGIN_DECLS

/* The gutter of a script: its breakpoints, set by a click or F9, and an arrow at the line where a run is stopped,
 * which is lit as well. */

#define SLUICE_TYPE_LINE_GUTTER (sluice_line_gutter_get_type ())
G_DECLARE_FINAL_TYPE (SluiceLineGutter, sluice_line_gutter, SLUICE, LINE_GUTTER, GtkWidget)

/* Gives a view of the script at @place such a gutter, and its keys. */
SluiceLineGutter *sluice_line_gutter_add       (GtkTextView             *view,
                                                SluiceLineMarks         *marks,
                                                const SluiceScriptPlace *place,
                                                gboolean                 shows_numbers);
/* Shows another script. */
void              sluice_line_gutter_set_place (SluiceLineGutter        *self,
                                                SluiceLineMarks         *marks,
                                                const SluiceScriptPlace *place);
G_END_DECLS
