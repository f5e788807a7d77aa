/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Pills: what a run says, in a few words on a round ground. A run that goes round says the same again and again, so
 * there are pictures of the last ones, for the zoom that they are seen at.
 */
#include "canvas/canvas-private.h"

#include <math.h>

#define PILL_HEIGHT 22.0
#define PILL_GLYPH 12.0
#define PILL_TEXT 0.82
#define PILL_MAX 270.0
#define KEPT_MAX 200

typedef struct
{
  GskRenderNode *picture; /* in px of the zoomed world, with its upper left corner at 0, 0 */
  double         width;
} Pill;

static void
pill_free (gpointer data)
{
  Pill *self = data;

  gsk_render_node_unref (self->picture);
  g_free (self);
}

/**
 * sluice_canvas_draw_pill:
 * @self: a canvas
 * @snapshot: scaled to the world
 * @x: of its left end
 * @y: of its upper side
 * @icon_name: (nullable): a glyph before the words
 * @text: the words
 * @colour: of all of it
 * @is_filled: whether it is one that catches the eye
 *
 * Draws a pill with a glyph and words.
 *
 * Returns: its right end
 */
double
sluice_canvas_draw_pill (SluiceCanvas  *self,
                         GtkSnapshot   *snapshot,
                         double         x,
                         double         y,
                         const char    *icon_name,
                         const char    *text,
                         const GdkRGBA *colour,
                         gboolean       is_filled)
{
  g_autoptr (PangoLayout) layout = sluice_canvas_create_text (self, text, PILL_TEXT,
                                                              PANGO_WEIGHT_MEDIUM, PILL_MAX - 40);
  double left = x + 9, width;
  const GdkRGBA *ink = is_filled ? &self->palette.background : colour;
  GskRoundedRect pill;
  int text_width;

  pango_layout_get_pixel_size (layout, &text_width, NULL);
  width = text_width + 18 + (icon_name != NULL ? PILL_GLYPH + 5 : 0);
  gsk_rounded_rect_init_from_rect (&pill, &GRAPHENE_RECT_INIT (x, y, width, PILL_HEIGHT),
                                   PILL_HEIGHT / 2);
  gtk_snapshot_push_rounded_clip (snapshot, &pill);
  gtk_snapshot_append_color (snapshot, is_filled ? colour : &self->palette.card, &pill.bounds);
  gtk_snapshot_pop (snapshot);
  gtk_snapshot_append_border (snapshot, &pill, (float[4]) { 1, 1, 1, 1 },
                              (GdkRGBA[4]) { *colour, *colour, *colour, *colour });
  if (icon_name != NULL)
    {
      SluiceRect place = { left, y + (PILL_HEIGHT - PILL_GLYPH) / 2, PILL_GLYPH, PILL_GLYPH };

      sluice_canvas_append_icon (self, snapshot, icon_name, &place, ink);
      left += PILL_GLYPH + 5;
    }
  sluice_canvas_append_text (snapshot, layout, left, y + PILL_HEIGHT / 2, ink);
  return x + width;
}

/* Pixels as they are seen: a texture is copied wherever it is drawn. */
static GskRenderNode *
make_picture (SluiceCanvas  *self,
              GskRenderNode *drawn,
              double         width)
{
  double zoom = sluice_canvas_get_zoom (self);
  int scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  int wide = (int) ceil ((width + 1) * zoom), high = (int) ceil ((PILL_HEIGHT + 1) * zoom);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, wide * scale, high * scale);
  g_autoptr (GdkTexture) texture = NULL;
  g_autoptr (GBytes) bytes = NULL;
  cairo_t *cr = cairo_create (surface);

  cairo_scale (cr, zoom * scale, zoom * scale);
  gsk_render_node_draw (drawn, cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  bytes = g_bytes_new (cairo_image_surface_get_data (surface),
                       (gsize) cairo_image_surface_get_stride (surface) * (gsize) (high * scale));
  texture = gdk_memory_texture_new (wide * scale, high * scale, GDK_MEMORY_DEFAULT, bytes,
                                    (gsize) cairo_image_surface_get_stride (surface));
  cairo_surface_destroy (surface);
  return gsk_texture_node_new (texture, &GRAPHENE_RECT_INIT (0, 0, (float) wide, (float) high));
}

static const Pill *
ensure_kept (SluiceCanvas  *self,
             const char    *icon_name,
             const char    *text,
             const GdkRGBA *colour,
             gboolean       is_filled)
{
  g_autofree char *tint = gdk_rgba_to_string (colour);
  g_autofree char *key = g_strdup_printf ("%s\n%d\n%s\n%s", tint, is_filled, icon_name != NULL ? icon_name : "", text);
  double zoom = sluice_canvas_get_zoom (self);
  int scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  g_autoptr (GskRenderNode) drawn = NULL;
  GtkSnapshot *take;
  Pill *pill;

  if (self->pills_zoom != zoom || self->pills_scale != scale || g_hash_table_size (self->pills) >= KEPT_MAX)
    g_hash_table_remove_all (self->pills);
  self->pills_zoom = zoom;
  self->pills_scale = scale;
  pill = g_hash_table_lookup (self->pills, key);
  if (pill != NULL)
    return pill;
  take = gtk_snapshot_new ();
  pill = g_new (Pill, 1);
  pill->width = sluice_canvas_draw_pill (self, take, 0, 0, icon_name, text, colour, is_filled);
  drawn = gtk_snapshot_free_to_node (take);
  pill->picture = make_picture (self, drawn, pill->width);
  g_hash_table_insert (self->pills, g_steal_pointer (&key), pill);
  return pill;
}

/**
 * sluice_canvas_draw_kept_pill:
 * @self: a canvas
 * @snapshot: scaled to the world
 * @x: of its left end
 * @y: of its upper side
 * @icon_name: (nullable): a glyph before the words
 * @text: the words
 * @colour: of all of it
 * @is_filled: whether it is one that catches the eye
 *
 * Draws a pill as it was drawn before, on whole pixels.
 *
 * Returns: its right end
 */
double
sluice_canvas_draw_kept_pill (SluiceCanvas  *self,
                              GtkSnapshot   *snapshot,
                              double         x,
                              double         y,
                              const char    *icon_name,
                              const char    *text,
                              const GdkRGBA *colour,
                              gboolean       is_filled)
{
  const Pill *pill = ensure_kept (self, icon_name, text, colour, is_filled);
  double zoom = sluice_canvas_get_zoom (self);

  gtk_snapshot_save (snapshot);
  gtk_snapshot_scale (snapshot, (float) (1 / zoom), (float) (1 / zoom));
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) round (x * zoom), (float) round (y * zoom)));
  gtk_snapshot_append_node (snapshot, pill->picture);
  gtk_snapshot_restore (snapshot);
  return x + pill->width;
}

GHashTable *
sluice_canvas_new_pills (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, pill_free);
}
