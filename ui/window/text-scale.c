/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The desktop's size of text, as GTK has it: 1024 times the dots of an inch, of which 96 are usual. */
#include "window/text-scale.h"

#define USUAL (96 * 1024)

/**
 * sluice_text_scale_get:
 * @widget: a widget
 *
 * Returns: the scale of text on its display; text that is smaller than usual counts as usual
 */
double
sluice_text_scale_get (GtkWidget *widget)
{
  int dpi = 0;

  g_object_get (gtk_widget_get_settings (widget), "gtk-xft-dpi", &dpi, NULL);
  return CLAMP ((double) dpi / USUAL, 1, 3);
}
