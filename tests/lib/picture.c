/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Pictures of widgets, drawn off screen by the cairo renderer: the same pixels on every machine
 * that has the same fonts. SLUICE_UPDATE_PICTURES in the environment of a test renews its reference
 * pictures.
 */
#include "picture.h"

/* A pixel differs when a channel is off by more than this, a picture when more than one in
 * DIFFERENT_PIXELS pixels differs: anti-aliasing varies a little between font versions. */
#define CHANNEL_TOLERANCE 12
#define DIFFERENT_PIXELS 2000

/**
 * sluice_test_render:
 * @widget: a widget that is allocated
 *
 * Returns: (transfer full) (nullable): what @widget looks like, or %NULL where it draws nothing
 */
GdkTexture *
sluice_test_render (GtkWidget *widget)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (widget);
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderer) renderer = gsk_cairo_renderer_new ();
  g_autoptr (GskRenderNode) node = NULL;
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);
  GdkTexture *texture;

  gdk_paintable_snapshot (paintable, snapshot, width, height);
  node = gtk_snapshot_to_node (snapshot);
  if (node == NULL || !gsk_renderer_realize (renderer, NULL, NULL))
    return NULL;
  texture = gsk_renderer_render_texture (renderer, node, &GRAPHENE_RECT_INIT (0, 0, width, height));
  gsk_renderer_unrealize (renderer);
  return texture;
}

static guchar *
download (GdkTexture *texture,
          gsize      *size)
{
  gsize stride = gdk_texture_get_width (texture) * 4;
  guchar *pixels;

  *size = stride * gdk_texture_get_height (texture);
  pixels = g_malloc (*size);
  gdk_texture_download (texture, pixels, stride);
  return pixels;
}

static gboolean
pixels_differ (const guchar *a,
               const guchar *b)
{
  for (guint channel = 0; channel < 4; channel++)
    if (ABS (a[channel] - b[channel]) > CHANNEL_TOLERANCE)
      return TRUE;
  return FALSE;
}

static gboolean
pictures_are_alike (GdkTexture *a,
                    GdkTexture *b)
{
  g_autofree guchar *a_pixels = NULL;
  g_autofree guchar *b_pixels = NULL;
  gsize size, n_different = 0;

  if (gdk_texture_get_width (a) != gdk_texture_get_width (b)
      || gdk_texture_get_height (a) != gdk_texture_get_height (b))
    return FALSE;
  a_pixels = download (a, &size);
  b_pixels = download (b, &size);
  for (gsize i = 0; i < size; i += 4)
    n_different += pixels_differ (a_pixels + i, b_pixels + i);
  return n_different * DIFFERENT_PIXELS <= size / 4;
}

/**
 * sluice_test_assert_picture:
 * @widget: a widget on screen
 * @name: the name of a reference picture, without its folder and .png
 *
 * Fails the test where @widget does not look like the reference in tests/ui/pictures; what it looks
 * like instead is put into the build folder.
 */
void
sluice_test_assert_picture (GtkWidget  *widget,
                            const char *name)
{
  g_autoptr (GdkTexture) got = sluice_test_render (widget);
  g_autoptr (GdkTexture) wanted = NULL;
  g_autofree char *file = g_strconcat (name, ".png", NULL);
  g_autofree char *reference =
    g_build_filename (g_getenv ("SLUICE_SOURCE_DIR"), "tests", "ui", "pictures", file, NULL);
  g_autofree char *result = g_build_filename (g_getenv ("SLUICE_BUILD_DIR"), file, NULL);

  g_assert_nonnull (got);
  if (g_getenv ("SLUICE_UPDATE_PICTURES") != NULL)
    {
      g_assert_true (gdk_texture_save_to_png (got, reference));
      return;
    }
  wanted = gdk_texture_new_from_filename (reference, NULL);
  if (wanted != NULL && pictures_are_alike (got, wanted))
    return;
  gdk_texture_save_to_png (got, result);
  g_test_message ("%s does not look like %s", result, reference);
  g_test_fail ();
}
