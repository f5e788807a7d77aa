/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The tiles. They lie in the zoomed world, so that a pan by whole pixels finds them where they are.
 * A tile is painted when it comes into view, all of it, or the part of it that was damaged. Those
 * seen longest ago go first once there are more than three viewports hold.
 */
#include "canvas/tiles.h"

#include <math.h>

#define TILE 256        /* px */
#define VIEWS_KEPT 3

typedef struct
{
  int column;
  int row;
  cairo_surface_t *surface; /* NULL: nothing was painted yet */
  GskRenderNode *node;      /* presents the surface; NULL after it was painted */
  SluiceRect damage;        /* of the world; width 0: none */
  guint64 seen;             /* the frame it was last in view */
} Tile;

struct _SluiceTiles
{
  SluiceTilesFunc paint;
  gpointer user_data;
  GHashTable *tiles; /* set of Tile, owned */
  GPtrArray *seen; /* the nodes of the tiles in view, borrowed */
  GskRenderNode *shown; /* all of them; NULL: none yet */
  double zoom;
  int scale;
  guint64 frame;
};

static guint
tile_hash (gconstpointer key)
{
  const Tile *tile = key;

  return (guint) tile->column * 73856093u ^ (guint) tile->row * 19349663u;
}

static gboolean
tile_equal (gconstpointer a,
            gconstpointer b)
{
  const Tile *one = a, *other = b;

  return one->column == other->column && one->row == other->row;
}

static void
tile_free (gpointer data)
{
  Tile *tile = data;

  g_clear_pointer (&tile->surface, cairo_surface_destroy);
  g_clear_pointer (&tile->node, gsk_render_node_unref);
  g_free (tile);
}

/**
 * sluice_tiles_new:
 * @paint: draws
 * @user_data: for @paint
 *
 * Returns: (transfer full): tiles, none of them painted
 */
SluiceTiles *
sluice_tiles_new (SluiceTilesFunc paint,
                  gpointer        user_data)
{
  SluiceTiles *self = g_new0 (SluiceTiles, 1);

  self->paint = paint;
  self->user_data = user_data;
  self->tiles = g_hash_table_new_full (tile_hash, tile_equal, tile_free, NULL);
  self->seen = g_ptr_array_new ();
  return self;
}

void
sluice_tiles_free (SluiceTiles *self)
{
  g_clear_pointer (&self->shown, gsk_render_node_unref);
  g_ptr_array_unref (self->seen);
  g_hash_table_unref (self->tiles);
  g_free (self);
}

static SluiceRect
tile_get_area (SluiceTiles *self,
               const Tile  *tile)
{
  double size = TILE / self->zoom;

  return SLUICE_RECT_INIT (tile->column * size, tile->row * size, size, size);
}

static void
tile_damage (SluiceTiles      *self,
             Tile             *tile,
             const SluiceRect *area)
{
  SluiceRect whole = tile_get_area (self, tile);

  if (tile->surface == NULL || !sluice_rect_intersects (&whole, area))
    return;
  if (tile->damage.width > 0)
    sluice_rect_union (&tile->damage, area);
  else
    tile->damage = *area;
}

/**
 * sluice_tiles_damage:
 * @self: tiles
 * @area: (nullable): of the world; %NULL: all of it
 *
 * Says where the drawing is another now.
 */
void
sluice_tiles_damage (SluiceTiles      *self,
                     const SluiceRect *area)
{
  GHashTableIter iter;
  gpointer tile;

  if (area == NULL)
    {
      g_clear_pointer (&self->shown, gsk_render_node_unref);
      g_hash_table_remove_all (self->tiles);
      return;
    }
  g_hash_table_iter_init (&iter, self->tiles);
  while (g_hash_table_iter_next (&iter, &tile, NULL))
    tile_damage (self, tile, area);
}

/* Whole pixels, so that what is next to the damage is not blended twice. */
static void
tile_paint (SluiceTiles *self,
            Tile        *tile)
{
  double left = 0, top = 0, right = TILE, bottom = TILE;
  double x = tile->column * (double) TILE, y = tile->row * (double) TILE;
  gboolean is_new = tile->surface == NULL;
  SluiceRect area;
  cairo_t *cr;

  if (is_new)
    {
      tile->surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, TILE * self->scale,
                                                  TILE * self->scale);
      cairo_surface_set_device_scale (tile->surface, self->scale, self->scale);
    }
  else
    {
      left = MAX (0, floor (tile->damage.x * self->zoom - x));
      top = MAX (0, floor (tile->damage.y * self->zoom - y));
      right = MIN (TILE, ceil (sluice_rect_right (&tile->damage) * self->zoom - x));
      bottom = MIN (TILE, ceil (sluice_rect_bottom (&tile->damage) * self->zoom - y));
    }
  tile->damage = SLUICE_RECT_INIT (0, 0, 0, 0);
  g_clear_pointer (&tile->node, gsk_render_node_unref);
  area = SLUICE_RECT_INIT ((x + left) / self->zoom, (y + top) / self->zoom,
                           (right - left) / self->zoom, (bottom - top) / self->zoom);
  cr = cairo_create (tile->surface);
  cairo_rectangle (cr, left, top, right - left, bottom - top);
  cairo_clip (cr);
  cairo_translate (cr, -x, -y);
  cairo_scale (cr, self->zoom, self->zoom);
  self->paint (cr, &area, self->user_data);
  cairo_destroy (cr);
}

static Tile *
tiles_ensure (SluiceTiles *self,
              int          column,
              int          row)
{
  Tile wanted = { .column = column, .row = row };
  Tile *tile = g_hash_table_lookup (self->tiles, &wanted);

  if (tile == NULL)
    {
      tile = g_memdup2 (&wanted, sizeof wanted);
      g_hash_table_add (self->tiles, tile);
    }
  if (tile->surface == NULL || tile->damage.width > 0)
    tile_paint (self, tile);
  tile->seen = self->frame;
  return tile;
}

/* The node is kept as long as the tile stays as it is: what is drawn again is found by that. It lies where the
 * tile does, so that all of them are moved at once: a node to move each would be gone through in every frame. */
static GskRenderNode *
tile_get_node (Tile *tile)
{
  double x = tile->column * (double) TILE, y = tile->row * (double) TILE;
  cairo_t *cr;

  if (tile->node != NULL)
    return tile->node;
  tile->node = gsk_cairo_node_new (&GRAPHENE_RECT_INIT ((float) x, (float) y, TILE, TILE));
  cr = gsk_cairo_node_get_draw_context (tile->node);
  cairo_set_source_surface (cr, tile->surface, x, y);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
  cairo_set_operator (cr, CAIRO_OPERATOR_SOURCE);
  cairo_paint (cr);
  cairo_destroy (cr);
  return tile->node;
}

static gboolean
is_old_cb (gpointer key,
           gpointer value,
           gpointer user_data)
{
  const guint64 *oldest = user_data;

  return ((Tile *) key)->seen < *oldest;
}

static int
compare_seen (gconstpointer a,
              gconstpointer b)
{
  guint64 one = *(const guint64 *) a, other = *(const guint64 *) b;

  return one < other ? 1 : one > other ? -1 : 0;
}

static void
tiles_trim (SluiceTiles *self,
            guint        n_kept)
{
  g_autoptr (GArray) seen = NULL;
  GHashTableIter iter;
  gpointer tile;
  guint64 oldest;

  if (g_hash_table_size (self->tiles) <= n_kept + n_kept / 4)
    return;
  seen = g_array_new (FALSE, FALSE, sizeof (guint64));
  g_hash_table_iter_init (&iter, self->tiles);
  while (g_hash_table_iter_next (&iter, &tile, NULL))
    g_array_append_val (seen, ((Tile *) tile)->seen);
  g_array_sort (seen, compare_seen);
  oldest = g_array_index (seen, guint64, n_kept - 1);
  g_hash_table_foreach_remove (self->tiles, is_old_cb, &oldest);
}

static gboolean
is_shown (SluiceTiles *self)
{
  if (self->shown == NULL || gsk_container_node_get_n_children (self->shown) != self->seen->len)
    return FALSE;
  for (guint i = 0; i < self->seen->len; i++)
    if (gsk_container_node_get_child (self->shown, i) != g_ptr_array_index (self->seen, i))
      return FALSE;
  return TRUE;
}

/* The same node as long as none of them is another: then they need not be compared one by one. */
static GskRenderNode *
get_shown (SluiceTiles *self)
{
  if (!is_shown (self))
    {
      g_clear_pointer (&self->shown, gsk_render_node_unref);
      self->shown = gsk_container_node_new ((GskRenderNode **) self->seen->pdata, self->seen->len);
    }
  return self->shown;
}

/**
 * sluice_tiles_snapshot:
 * @self: tiles
 * @snapshot: in widget coordinates
 * @view: what is seen
 * @scale: device pixels in a px
 *
 * Presents what is in view, and paints what of it is not painted yet.
 */
void
sluice_tiles_snapshot (SluiceTiles          *self,
                       GtkSnapshot          *snapshot,
                       const SluiceViewport *view,
                       int                   scale)
{
  int x = (int) round (view->x * view->zoom), y = (int) round (view->y * view->zoom);
  int left = (int) floor (x / (double) TILE), top = (int) floor (y / (double) TILE);
  int right = (int) floor ((x + view->width - 1) / TILE);
  int bottom = (int) floor ((y + view->height - 1) / TILE);

  if (self->zoom != view->zoom || self->scale != scale)
    sluice_tiles_damage (self, NULL);
  self->zoom = view->zoom;
  self->scale = scale;
  self->frame++;
  g_ptr_array_set_size (self->seen, 0);
  for (int row = top; row <= bottom; row++)
    for (int column = left; column <= right; column++)
      g_ptr_array_add (self->seen, tile_get_node (tiles_ensure (self, column, row)));
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (-x, -y));
  gtk_snapshot_append_node (snapshot, get_shown (self));
  gtk_snapshot_restore (snapshot);
  tiles_trim (self, VIEWS_KEPT * (guint) ((right - left + 1) * (bottom - top + 1)));
}
