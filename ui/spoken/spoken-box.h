/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The box of a list's row, which has the row read out as what is written in it. */

#define SLUICE_TYPE_SPOKEN_BOX (sluice_spoken_box_get_type ())
G_DECLARE_FINAL_TYPE (SluiceSpokenBox, sluice_spoken_box, SLUICE, SPOKEN_BOX, GtkBox)

void sluice_speak_row (GtkWidget *content);

G_END_DECLS
