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
  /* What it says, and how. */
  char            *icon_name; /* or NULL */
  char            *text;
  GdkRGBA          colour;
  gboolean         is_filled;

  /* In px of the zoomed world, with its upper left corner at 0, 0. */
  cairo_surface_t *surface;
  GskRenderNode   *picture;
  GskRenderNode   *texture;   /* NULL: nobody needed one yet */
  double           width;     /* in the world */
} Pill;

static guint
pill_hash (gconstpointer key)
{
  const Pill *pill = key;

  return g_str_hash (pill->text) ^ (pill->icon_name != NULL ? g_str_hash (pill->icon_name) : 0);
}

static gboolean
pill_equal (gconstpointer a,
            gconstpointer b)
{
  const Pill *one = a, *other = b;

  return one->is_filled == other->is_filled && gdk_rgba_equal (&one->colour, &other->colour)
         && g_str_equal (one->text, other->text) && g_strcmp0 (one->icon_name, other->icon_name) == 0;
}

static void
pill_free (gpointer data)
{
  Pill *self = data;

  g_free (self->icon_name);
  g_free (self->text);
  cairo_surface_destroy (self->surface);
  gsk_render_node_unref (self->picture);
  g_clear_pointer (&self->texture, gsk_render_node_unref);
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

static void
pill_paint (Pill         *pill,
            SluiceCanvas *self)
{
  double zoom = sluice_canvas_get_zoom (self);
  int scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  g_autoptr (GskRenderNode) drawn = NULL;
  GtkSnapshot *take = gtk_snapshot_new ();
  int wide, high;
  cairo_t *cr;

  pill->width = sluice_canvas_draw_pill (self, take, 0, 0, pill->icon_name, pill->text, &pill->colour,
                                         pill->is_filled);
  drawn = gtk_snapshot_free_to_node (take);
  wide = (int) ceil ((pill->width + 1) * zoom);
  high = (int) ceil ((PILL_HEIGHT + 1) * zoom);
  pill->surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, wide * scale, high * scale);
  cairo_surface_set_device_scale (pill->surface, scale, scale);
  cr = cairo_create (pill->surface);
  cairo_scale (cr, zoom, zoom);
  gsk_render_node_draw (drawn, cr);
  cairo_destroy (cr);

  pill->picture = gsk_cairo_node_new (&GRAPHENE_RECT_INIT (0, 0, (float) wide, (float) high));
  cr = gsk_cairo_node_get_draw_context (pill->picture);
  cairo_set_source_surface (cr, pill->surface, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
  cairo_paint (cr);
  cairo_destroy (cr);
}

/* For where the world is scaled: cairo replays at the wrong place what it recorded for another scale. */
static GskRenderNode *
pill_ensure_texture (Pill *pill)
{
  g_autoptr (GdkTexture) texture = NULL;
  g_autoptr (GBytes) bytes = NULL;
  graphene_rect_t bounds;
  int stride, wide, high;

  if (pill->texture != NULL)
    return pill->texture;
  cairo_surface_flush (pill->surface);
  stride = cairo_image_surface_get_stride (pill->surface);
  wide = cairo_image_surface_get_width (pill->surface);
  high = cairo_image_surface_get_height (pill->surface);
  bytes = g_bytes_new (cairo_image_surface_get_data (pill->surface), (gsize) stride * (gsize) high);
  texture = gdk_memory_texture_new (wide, high, GDK_MEMORY_DEFAULT, bytes, (gsize) stride);
  gsk_render_node_get_bounds (pill->picture, &bounds);
  pill->texture = gsk_texture_node_new (texture, &bounds);
  return pill->texture;
}

static Pill *
ensure_kept (SluiceCanvas  *self,
             const char    *icon_name,
             const char    *text,
             const GdkRGBA *colour,
             gboolean       is_filled)
{
  Pill wanted = { .icon_name = (char *) icon_name, .text = (char *) text, .colour = *colour,
                  .is_filled = is_filled };
  double zoom = sluice_canvas_get_zoom (self);
  int scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  Pill *pill;

  if (self->pills_zoom != zoom || self->pills_scale != scale || g_hash_table_size (self->pills) >= KEPT_MAX)
    g_hash_table_remove_all (self->pills);
  self->pills_zoom = zoom;
  self->pills_scale = scale;
  pill = g_hash_table_lookup (self->pills, &wanted);
  if (pill != NULL)
    return pill;
  pill = g_memdup2 (&wanted, sizeof wanted);
  pill->icon_name = g_strdup (icon_name);
  pill->text = g_strdup (text);
  pill_paint (pill, self);
  g_hash_table_add (self->pills, pill);
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
  Pill *pill = ensure_kept (self, icon_name, text, colour, is_filled);
  double zoom = sluice_canvas_get_zoom (self);

  gtk_snapshot_save (snapshot);
  gtk_snapshot_scale (snapshot, (float) (1 / zoom), (float) (1 / zoom));
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) round (x * zoom), (float) round (y * zoom)));
  gtk_snapshot_append_node (snapshot, pill_ensure_texture (pill));
  gtk_snapshot_restore (snapshot);
  return x + pill->width;
}

/**
 * sluice_canvas_place_kept_pill:
 * @self: a canvas
 * @snapshot: in px of the zoomed world
 * @x: of its left end, in the world
 * @y: of its upper side, in the world
 * @icon_name: (nullable): a glyph before the words
 * @text: the words
 * @colour: of all of it
 * @is_filled: whether it is one that catches the eye
 *
 * Places a pill as it was drawn before, on whole pixels.
 *
 * Returns: its right end, in the world
 */
double
sluice_canvas_place_kept_pill (SluiceCanvas  *self,
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
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) round (x * zoom), (float) round (y * zoom)));
  gtk_snapshot_append_node (snapshot, pill->picture);
  gtk_snapshot_restore (snapshot);
  return x + pill->width;
}

GHashTable *
sluice_canvas_new_pills (void)
{
  return g_hash_table_new_full (pill_hash, pill_equal, pill_free, NULL);
}
