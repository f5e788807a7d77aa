/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is drawn on the canvas can be told from its ground in each look. */

#include "canvas/palette.h"

#include <adwaita.h>
#include <math.h>

/* As WCAG 2 has it. */
static double
get_luminance (const GdkRGBA *colour)
{
  const double parts[] = { colour->red, colour->green, colour->blue };
  const double weights[] = { 0.2126, 0.7152, 0.0722 };
  double sum = 0;

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    sum += weights[i] * (parts[i] <= 0.04045 ? parts[i] / 12.92 : pow ((parts[i] + 0.055) / 1.055, 2.4));
  return sum;
}

static double
get_contrast (const GdkRGBA *colour,
              const GdkRGBA *ground)
{
  double first = get_luminance (colour) + 0.05, second = get_luminance (ground) + 0.05;

  return MAX (first, second) / MIN (first, second);
}

/* Three to one is what a line needs (success criterion 1.4.11). */
static void
edges_stand_out (void)
{
  const AdwColorScheme schemes[] = { ADW_COLOR_SCHEME_FORCE_LIGHT, ADW_COLOR_SCHEME_FORCE_DARK };
  g_autoptr (GtkWidget) widget = g_object_ref_sink (gtk_label_new (NULL));

  for (guint i = 0; i < G_N_ELEMENTS (schemes); i++)
    {
      SluicePalette palette = { 0 };

      adw_style_manager_set_color_scheme (adw_style_manager_get_default (), schemes[i]);
      sluice_palette_load (&palette, widget);
      g_assert_cmpfloat (get_contrast (&palette.edge, &palette.background), >=, 3);
      g_assert_cmpfloat (get_contrast (&palette.text, &palette.card), >=, 7);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  gtk_disable_setlocale ();
  adw_init ();

  g_test_add_func ("/palette/edges-stand-out", edges_stand_out);
  return g_test_run ();
}
