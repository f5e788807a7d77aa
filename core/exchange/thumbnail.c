/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Thumbnails, as file managers show them: the first flow that runs, no larger than asked. */

#include <glib/gi18n-lib.h>
#include <math.h>

#include "exchange/exchange.h"
#include "exchange/paint.h"
#include "exchange/pen-cairo.h"
#include "exchange/raster.h"

#define READABLE 0.45   /* less than this, and nothing can be read */
#define LARGEST 4096u   /* px */

/**
 * sluice_exchange_thumbnail:
 * @document: a document
 * @size: how many pixels it may be wide and high, 16 to 4096
 * @error: return location
 *
 * Returns: (transfer full) (nullable): a PNG picture, or %NULL with @error set
 */
GBytes *
sluice_exchange_thumbnail (SluiceDocument  *document,
                           guint            size,
                           GError         **error)
{
  g_auto (GStrv) run = sluice_document_dup_run (document);
  const char *first = run[0] != NULL ? run[0] : sluice_document_get_flow_id (document, 0);
  g_autoptr (SluicePicture) picture = sluice_picture_new (document, first, FALSE);
  SluiceInk ground = sluice_paint_get_ground (SLUICE_THEME_LIGHT);
  cairo_surface_t *surface;
  SluiceCairoPen pen;
  GBytes *png;
  double scale;
  cairo_t *cr;

  if (size < 16 || size > LARGEST)
    {
      g_set_error (error, SLUICE_EXCHANGE_ERROR, SLUICE_EXCHANGE_ERROR_OPTION,
                   _("A thumbnail is 16 to %u pixels wide"), LARGEST);
      return NULL;
    }
  scale = MIN (1, size / MAX (picture->width, picture->height));
  surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int) MAX (round (picture->width * scale), 1),
                                        (int) MAX (round (picture->height * scale), 1));
  cr = cairo_create (surface);
  cairo_set_source_rgba (cr, ground.red, ground.green, ground.blue, ground.alpha);
  cairo_paint (cr);
  cairo_scale (cr, scale, scale);
  sluice_cairo_pen_init (&pen, cr);
  for (guint i = 0; i < picture->flows->len; i++)
    if (scale >= READABLE)
      sluice_paint_flow (&pen.pen, g_ptr_array_index (picture->flows, i), SLUICE_THEME_LIGHT);
    else
      sluice_paint_from_afar (&pen.pen, g_ptr_array_index (picture->flows, i), SLUICE_THEME_LIGHT);
  cairo_destroy (cr);
  png = sluice_png_new (surface, NULL, error);
  cairo_surface_destroy (surface);
  return png;
}
