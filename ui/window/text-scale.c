/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The desktop's size of text, as GTK has it: 1024 times the dots of an inch, of which 96 are usual. */
#include "window/text-scale.h"

#define USUAL (96 * 1024)

#define TINY_WIDTH 480 /* where text is of the usual size */

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

/**
 * sluice_text_scale_fit:
 * @widget: a widget
 * @width: what it has, in px
 * @narrow_width: below what it is narrow where text is of the usual size
 * @is_narrow: (inout): whether it is narrow
 * @is_tiny: (inout): whether it is narrower than words have room in
 *
 * Returns: whether one of them has changed
 */
gboolean
sluice_text_scale_fit (GtkWidget *widget,
                       int        width,
                       int        narrow_width,
                       gboolean  *is_narrow,
                       gboolean  *is_tiny)
{
  double scale = sluice_text_scale_get (widget);
  gboolean was_narrow = *is_narrow, was_tiny = *is_tiny;

  *is_narrow = width < narrow_width * scale;
  *is_tiny = width < TINY_WIDTH * scale;
  return *is_narrow != was_narrow || *is_tiny != was_tiny;
}
