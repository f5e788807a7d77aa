/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Pictures: what is in them, that they come back as flows, and that pixels and vectors agree. */

#include "exchange/exchange.h"

#include <cairo.h>
#include <glib/gstdio.h>
#include <string.h>

#include "exchange/pen.h"
#include "kinds/kinds.h"
#include "notation.h"

#define GRAPH "*a@0,0 b:choice'Say <yes> & “no”'@18,0 c:end@40,4 d:wizard@18,12 a-default->b b-yes->c b-no->a"

static GBytes *
export (SluiceDocument            *document,
        const char                *format,
        const SluiceExportOptions *options)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SluiceExport) made = sluice_exchange_export (document, sluice_exchange_find (format), options, &error);
  const SluiceExportFile *file;

  g_assert_no_error (error);
  g_assert_cmpuint (made->files->len, ==, 1);
  file = g_ptr_array_index (made->files, 0);
  return g_bytes_ref (file->content);
}

static SluiceDocument *
import (const char  *format,
        gconstpointer data,
        gsize        length,
        GError     **error)
{
  g_autofree char *folder = g_dir_make_tmp ("sluice-picture-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "picture", NULL);
  SluiceDocument *document;

  g_assert_true (g_file_set_contents (path, data, (gssize) length, NULL));
  document = sluice_exchange_import (sluice_exchange_find (format), path, NULL, error);
  g_remove (path);
  g_rmdir (folder);
  return document;
}

/* The flow in a picture is the flow, to the letter. */
static void
test_comes_back (gconstpointer data)
{
  const char *format = data;
  g_autoptr (SluiceDocument) document = notation_parse (GRAPH);
  g_autoptr (GBytes) picture = export (document, format, NULL);
  g_autoptr (SluiceDocument) again = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *before = sluice_document_to_text (document, NULL);
  g_autofree char *after = NULL;

  again = import (format, g_bytes_get_data (picture, NULL), g_bytes_get_size (picture), &error);
  g_assert_no_error (error);
  after = sluice_document_to_text (again, NULL);
  g_assert_cmpstr (after, ==, before);
}

/* Whatever happens to a picture on its way, reading it ends well. */
static void
test_damaged (gconstpointer data)
{
  const char *format = data;
  g_autoptr (SluiceDocument) document = notation_parse (GRAPH);
  g_autoptr (GBytes) picture = export (document, format, NULL);
  g_autoptr (GRand) rand = g_rand_new_with_seed (11);

  for (guint i = 0; i < 200; i++)
    {
      gsize length = g_bytes_get_size (picture);
      g_autofree guint8 *copy = g_memdup2 (g_bytes_get_data (picture, NULL), length);
      g_autoptr (GError) error = NULL;
      g_autoptr (SluiceDocument) again = NULL;

      if (i % 3 == 0)
        length = (gsize) g_rand_int_range (rand, 0, (gint32) length);
      else
        for (guint k = 0; k < 3; k++)
          copy[g_rand_int_range (rand, 0, (gint32) length)] = (guint8) g_rand_int_range (rand, 0, 256);
      again = import (format, copy, length, &error);
      g_assert_true ((again == NULL) == (error != NULL));
    }
}

static void
test_without_flow (void)
{
  static const char svg[] = "<svg xmlns=\"http://www.w3.org/2000/svg\"/>";
  g_autoptr (GError) error = NULL;

  g_assert_null (import ("svg", svg, strlen (svg), &error));
  g_assert_error (error, SLUICE_EXCHANGE_ERROR, SLUICE_EXCHANGE_ERROR_SYNTAX);
  g_clear_error (&error);
  g_assert_null (import ("png", svg, strlen (svg), &error));
  g_assert_error (error, SLUICE_EXCHANGE_ERROR, SLUICE_EXCHANGE_ERROR_SYNTAX);
}

/* Text is text, and each node says what it is. */
static void
test_svg (void)
{
  g_autoptr (SluiceDocument) document = notation_parse (GRAPH);
  g_autoptr (GBytes) picture = export (document, "svg", NULL);
  g_autofree char *svg = g_strndup (g_bytes_get_data (picture, NULL), g_bytes_get_size (picture));

  g_assert_nonnull (strstr (svg, "<title>Say &lt;yes&gt; &amp; “no”</title>"));
  g_assert_nonnull (strstr (svg, ">Say &lt;yes&gt; &amp; “no”</text>"));
  g_assert_nonnull (strstr (svg, "<desc>Choice. Leads by “yes” to c, by “no” to a.</desc>"));
  g_assert_nonnull (strstr (svg, "<desc>Unknown kind."));
  g_assert_nonnull (strstr (svg, "stroke-dasharray"));
  /* The box of b: 18 × 16 px from the left, and the margin. */
  g_assert_nonnull (strstr (svg, "translate(288 0)"));
}

typedef struct
{
  const guint8 *data;
  gsize         left;
} Stream;

static cairo_status_t
read_cb (void          *closure,
         unsigned char *data,
         unsigned int   length)
{
  Stream *stream = closure;

  if (length > stream->left)
    return CAIRO_STATUS_READ_ERROR;
  memcpy (data, stream->data, length);
  stream->data += length;
  stream->left -= length;
  return CAIRO_STATUS_SUCCESS;
}

static cairo_surface_t *
decode (GBytes *png)
{
  Stream stream = { .data = g_bytes_get_data (png, NULL), .left = g_bytes_get_size (png) };
  cairo_surface_t *surface = cairo_image_surface_create_from_png_stream (read_cb, &stream);

  g_assert_cmpint (cairo_surface_status (surface), ==, CAIRO_STATUS_SUCCESS);
  return surface;
}

static guint32
get_pixel (cairo_surface_t *surface,
           int              x,
           int              y)
{
  const guint8 *row = cairo_image_surface_get_data (surface) + y * cairo_image_surface_get_stride (surface);
  guint32 pixel;

  memcpy (&pixel, row + 4 * x, sizeof pixel);
  return pixel;
}

static void
test_png_scales (void)
{
  g_autoptr (SluiceDocument) document = notation_parse (GRAPH);
  int width = 0, height = 0;

  for (guint scale = 1; scale <= 4; scale++)
    {
      SluiceExportOptions options = { .scale = scale };
      g_autoptr (GBytes) png = export (document, "png", &options);
      cairo_surface_t *surface = decode (png);

      if (scale == 1)
        {
          width = cairo_image_surface_get_width (surface);
          height = cairo_image_surface_get_height (surface);
        }
      g_assert_cmpint (cairo_image_surface_get_width (surface), ==, width * (int) scale);
      g_assert_cmpint (cairo_image_surface_get_height (surface), ==, height * (int) scale);
      cairo_surface_destroy (surface);
    }
}

static void
test_themes (void)
{
  static const guint32 corners[] = {
    [SLUICE_THEME_LIGHT] = 0xfffafafa, [SLUICE_THEME_DARK] = 0xff242424, [SLUICE_THEME_TRANSPARENT] = 0,
  };
  g_autoptr (SluiceDocument) document = notation_parse (GRAPH);

  for (guint i = 0; i < G_N_ELEMENTS (corners); i++)
    {
      SluiceExportOptions options = { .theme = i };
      g_autoptr (GBytes) png = export (document, "png", &options);
      cairo_surface_t *surface = decode (png);

      /* PNG without alpha is read into pixels whose first byte says nothing. */
      g_assert_cmphex (get_pixel (surface, 1, 1) | (i < 2 ? 0xff000000 : 0), ==, corners[i]);
      cairo_surface_destroy (surface);
    }
}

static void
test_too_large (void)
{
  g_autoptr (SluiceDocument) document = notation_parse ("*a@0,0 b@9000,0 a-x->b");
  g_autoptr (GError) error = NULL;

  g_assert_null (sluice_exchange_export (document, sluice_exchange_find ("png"), NULL, &error));
  g_assert_error (error, SLUICE_EXCHANGE_ERROR, SLUICE_EXCHANGE_ERROR_OPTION);
}

static void
test_pdf (void)
{
  g_autoptr (SluiceDocument) document = notation_parse (GRAPH);
  g_autoptr (GBytes) pdf = export (document, "pdf", NULL);

  g_assert_cmpmem (g_bytes_get_data (pdf, NULL), 5, "%PDF-", 5);
}

static void
test_thumbnails (void)
{
  static const guint sizes[] = { 16, 128, 256, 1024 };
  g_autoptr (SluiceDocument) document = notation_parse (GRAPH);

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) png = sluice_exchange_thumbnail (document, sizes[i], &error);
      cairo_surface_t *surface;

      g_assert_no_error (error);
      surface = decode (png);
      g_assert_cmpint (cairo_image_surface_get_width (surface), <=, sizes[i]);
      g_assert_cmpint (cairo_image_surface_get_height (surface), <=, sizes[i]);
      g_assert_cmpint (cairo_image_surface_get_width (surface), >=, MIN (sizes[i], 512));
      cairo_surface_destroy (surface);
    }
  g_assert_null (sluice_exchange_thumbnail (document, 0, NULL));
}

static void
test_texts_are_shortened (void)
{
  g_autofree char *all = sluice_pen_shorten ("Add up the order", 14, FALSE, 1000);
  g_autofree char *some = sluice_pen_shorten ("Add up the order", 14, FALSE, 60);
  g_autofree char *none = sluice_pen_shorten ("Add up the order", 14, FALSE, 1);

  g_assert_cmpstr (all, ==, "Add up the order");
  g_assert_true (g_str_has_prefix (some, "Add"));
  g_assert_true (g_str_has_suffix (some, "…"));
  g_assert_cmpfloat (sluice_pen_measure (some, 14, FALSE), <=, 60);
  g_assert_cmpstr (none, ==, "…");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  sluice_kinds_register ();
  g_test_add_data_func ("/exchange/svg/comes-back", "svg", test_comes_back);
  g_test_add_data_func ("/exchange/png/comes-back", "png", test_comes_back);
  g_test_add_data_func ("/exchange/svg/damaged", "svg", test_damaged);
  g_test_add_data_func ("/exchange/png/damaged", "png", test_damaged);
  g_test_add_func ("/exchange/svg/words", test_svg);
  g_test_add_func ("/exchange/png/scales", test_png_scales);
  g_test_add_func ("/exchange/png/too-large", test_too_large);
  g_test_add_func ("/exchange/picture/without-flow", test_without_flow);
  g_test_add_func ("/exchange/picture/themes", test_themes);
  g_test_add_func ("/exchange/picture/texts-are-shortened", test_texts_are_shortened);
  g_test_add_func ("/exchange/pdf", test_pdf);
  g_test_add_func ("/exchange/thumbnails", test_thumbnails);
  return g_test_run ();
}
