/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* PDF: a page for each flow, as large as the flow, and an outline to turn to them by. */

#include "exchange/formats-private.h"

#include <cairo-pdf.h>
#include <glib/gi18n-lib.h>

#include "exchange/paint.h"
#include "exchange/pen-cairo.h"

#define POINTS 0.75 /* a px is 1/96 inch, a point 1/72 */
#define MARGIN 32.0

static cairo_status_t
append_cb (void                *closure,
           const unsigned char *data,
           unsigned int         length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static void
draw_page (cairo_surface_t         *surface,
           const SluicePictureFlow *flow,
           guint                    page,
           SluiceTheme              theme)
{
  double width = flow->offset.x + sluice_rect_right (&flow->bounds) + MARGIN;
  double height = flow->offset.y + sluice_rect_bottom (&flow->bounds) + MARGIN;
  SluiceInk ground = sluice_paint_get_ground (theme);
  g_autofree char *link = g_strdup_printf ("page=%u", page);
  SluiceCairoPen pen;
  cairo_t *cr;

  cairo_pdf_surface_set_size (surface, width * POINTS, height * POINTS);
  cr = cairo_create (surface);
  cairo_set_source_rgba (cr, ground.red, ground.green, ground.blue, ground.alpha);
  cairo_paint (cr);
  cairo_scale (cr, POINTS, POINTS);
  sluice_cairo_pen_init (&pen, cr);
  sluice_paint_flow (&pen.pen, flow, theme);
  cairo_show_page (cr);
  cairo_pdf_surface_add_outline (surface, CAIRO_PDF_OUTLINE_ROOT, flow->title, link, 0);
  cairo_destroy (cr);
}

gboolean
sluice_pdf_write (SluiceDocument             *document,
                  const SluiceExportOptions  *options,
                  SluiceExport               *into,
                  GError                    **error)
{
  g_autoptr (SluicePicture) picture = sluice_picture_new (document, options->flow, TRUE);
  g_autoptr (GByteArray) pdf = g_byte_array_new ();
  cairo_surface_t *surface = cairo_pdf_surface_create_for_stream (append_cb, pdf, 1, 1);
  cairo_status_t status;

  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, picture->title);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATOR, "Sluice");
  sluice_picture_mark (picture, options->run);
  for (guint i = 0; i < picture->flows->len; i++)
    draw_page (surface, g_ptr_array_index (picture->flows, i), i + 1, options->theme);
  cairo_surface_finish (surface);
  status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  if (status != CAIRO_STATUS_SUCCESS)
    {
      g_set_error (error, SLUICE_EXCHANGE_ERROR, SLUICE_EXCHANGE_ERROR_FAILED, _("The pages can't be made: %s"),
                   cairo_status_to_string (status));
      return FALSE;
    }
  sluice_export_add (into, NULL, g_byte_array_free_to_bytes (g_steal_pointer (&pdf)));
  return TRUE;
}
