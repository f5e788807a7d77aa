/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Lets the words of all buttons within a widget be shortened where there is no room for them. */
void sluice_shorten_buttons (GtkWidget *within);

G_END_DECLS
