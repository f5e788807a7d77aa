/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtksourceview/gtksource.h>

#include "source/line-marks.h"

G_BEGIN_DECLS

/* The gutter of a script: its breakpoints, set by a click or F9, and an arrow at the line where a run is stopped,
 * which is lit as well. */

#define SLUICE_TYPE_LINE_GUTTER (sluice_line_gutter_get_type ())
G_DECLARE_FINAL_TYPE (SluiceLineGutter, sluice_line_gutter, SLUICE, LINE_GUTTER, GtkSourceGutterRenderer)

/* Gives a view of the script at @place such a gutter, and its keys. */
SluiceLineGutter *sluice_line_gutter_add       (GtkSourceView           *view,
                                                SluiceLineMarks         *marks,
                                                const SluiceScriptPlace *place);
/* Shows another script. */
void              sluice_line_gutter_set_place (SluiceLineGutter        *self,
                                                SluiceLineMarks         *marks,
                                                const SluiceScriptPlace *place);

G_END_DECLS
