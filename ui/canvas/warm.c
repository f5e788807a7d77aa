/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The nodes that the run changed last. What it says of them is drawn above the tiles, and kept until
 * it says something else: so a run that goes round a few nodes many times a second leaves the
 * tiles alone. One that has cooled is painted into the tiles.
 */
#include "canvas/canvas-private.h"

#include <string.h>

#define WARM_MAX 16
#define REST_STEP 100 /* ms from one look at what is left of a wait to the next */

/* A picture: to show it again costs a copy, whatever is on it. */
typedef struct
{
  GskRenderNode *node; /* in whole px of the zoomed world */
  graphene_rect_t bounds;
} Piece;

/* What is kept of one. A node that a run comes to again and again gets the same ring each time. */
typedef struct
{
  Piece *ring;        /* owned, or NULL */
  guint ring_look;    /* of the ring that is kept */
  double ring_zoom;   /* that it was drawn for; 0: it has to be drawn */
  gboolean has_ring;  /* it is to be seen now */
  GPtrArray *pieces;  /* Piece, owned: the words, and the counts on its edges */
  double zoom;        /* that they were drawn for; 0: they say what was */
} Warm;

static void
piece_free (gpointer data)
{
  Piece *self = data;

  gsk_render_node_unref (self->node);
  g_free (self);
}

static void
warm_free (gpointer data)
{
  Warm *self = data;

  g_clear_pointer (&self->ring, piece_free);
  g_ptr_array_unref (self->pieces);
  g_free (self);
}

void
sluice_canvas_init_warm (SluiceCanvas *self)
{
  self->warm = g_queue_new ();
  self->warm_drawings = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, warm_free);
}

void
sluice_canvas_free_warm (SluiceCanvas *self)
{
  g_clear_handle_id (&self->rests_id, g_source_remove);
  g_hash_table_unref (self->warm_drawings);
  g_queue_free_full (self->warm, g_free);
}

gboolean
sluice_canvas_is_warm (SluiceCanvas *self,
                       const char   *address)
{
  return g_hash_table_contains (self->warm_drawings, address);
}

static void
cool_oldest (SluiceCanvas *self)
{
  g_autofree char *address = g_queue_pop_tail (self->warm);
  SluiceSceneNode *node = sluice_scene_get_node (sluice_stage_get_scene (self->stage), address);

  g_hash_table_remove (self->warm_drawings, address);
  if (node != NULL)
    sluice_canvas_damage_words (self, node);
}

/**
 * sluice_canvas_warm:
 * @self: a canvas
 * @node: a node that the run did something with
 *
 * Has what the run says of it drawn above the tiles from now on.
 */
void
sluice_canvas_warm (SluiceCanvas    *self,
                    SluiceSceneNode *node)
{
  Warm *warm = g_hash_table_lookup (self->warm_drawings, node->address);
  GList *link;

  if (warm != NULL)
    {
      warm->zoom = 0;
      link = g_queue_find_custom (self->warm, node->address, (GCompareFunc) strcmp);
      g_queue_unlink (self->warm, link);
      g_queue_push_head_link (self->warm, link);
      return;
    }
  sluice_canvas_damage_words (self, node);
  warm = g_new0 (Warm, 1);
  warm->pieces = g_ptr_array_new_with_free_func (piece_free);
  g_queue_push_head (self->warm, g_strdup (node->address));
  g_hash_table_insert (self->warm_drawings, g_queue_peek_head (self->warm), warm);
  if (self->warm->length > WARM_MAX)
    cool_oldest (self);
}

/**
 * sluice_canvas_forget_warm:
 * @self: a canvas
 *
 * For another run, or another flow: all is painted anew.
 */
void
sluice_canvas_forget_warm (SluiceCanvas *self)
{
  g_hash_table_remove_all (self->warm_drawings);
  g_queue_clear_full (self->warm, g_free);
}

/**
 * sluice_canvas_draw_warm_anew:
 * @self: a canvas
 *
 * For other colours, or nodes at other places.
 */
void
sluice_canvas_draw_warm_anew (SluiceCanvas *self)
{
  GHashTableIter iter;
  gpointer warm;

  g_hash_table_iter_init (&iter, self->warm_drawings);
  while (g_hash_table_iter_next (&iter, NULL, &warm))
    ((Warm *) warm)->zoom = ((Warm *) warm)->ring_zoom = 0;
}

/* Renders what was drawn of the world, as large as it is seen; NULL: nothing was. */
static Piece *
make_piece (SluiceCanvas *self,
            GtkSnapshot  *take)
{
  g_autoptr (GskRenderNode) drawn = gtk_snapshot_free_to_node (take);
  double zoom = sluice_canvas_get_zoom (self);
  int scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  graphene_rect_t bounds;
  cairo_surface_t *surface;
  Piece *piece;
  cairo_t *cr;

  if (drawn == NULL)
    return NULL;
  gsk_render_node_get_bounds (drawn, &bounds);
  graphene_rect_scale (&bounds, (float) zoom, (float) zoom, &bounds);
  graphene_rect_round_extents (&bounds, &bounds);
  surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int) bounds.size.width * scale,
                                        (int) bounds.size.height * scale);
  cairo_surface_set_device_scale (surface, scale, scale);
  cr = cairo_create (surface);
  cairo_translate (cr, -bounds.origin.x, -bounds.origin.y);
  cairo_scale (cr, zoom, zoom);
  gsk_render_node_draw (drawn, cr);
  cairo_destroy (cr);

  piece = g_new0 (Piece, 1);
  piece->bounds = bounds;
  piece->node = gsk_cairo_node_new (&bounds);
  cr = gsk_cairo_node_get_draw_context (piece->node);
  cairo_set_source_surface (cr, surface, bounds.origin.x, bounds.origin.y);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
  cairo_paint (cr);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  return piece;
}

static void
add_piece (SluiceCanvas *self,
           Warm         *warm,
           GtkSnapshot  *take)
{
  Piece *piece = make_piece (self, take);

  if (piece != NULL)
    g_ptr_array_add (warm->pieces, piece);
}

static void
update_ring (SluiceCanvas    *self,
             Warm            *warm,
             SluiceSceneNode *node)
{
  double zoom = sluice_canvas_get_zoom (self);
  GtkSnapshot *snapshot;
  guint look;

  warm->has_ring = sluice_canvas_has_ring (self, node, &look);
  if (!warm->has_ring || (warm->ring_zoom == zoom && warm->ring_look == look))
    return;
  snapshot = gtk_snapshot_new ();
  sluice_canvas_draw_ring (self, snapshot, node, look);
  g_clear_pointer (&warm->ring, piece_free);
  warm->ring = make_piece (self, snapshot);
  warm->ring_look = look;
  warm->ring_zoom = zoom;
}

/* Tenths of a second are told in the last minute only. */
static gboolean
is_told_anew (double rest)
{
  return rest > 0 && (rest < 60 || rest - (int) rest >= 1 - REST_STEP / 1000.0);
}

static gboolean
tell_rests_cb (gpointer data)
{
  SluiceCanvas *self = data;
  gboolean any = FALSE;
  GHashTableIter iter;
  gpointer address, warm;

  g_hash_table_iter_init (&iter, self->warm_drawings);
  while (g_hash_table_iter_next (&iter, &address, &warm))
    {
      double rest = sluice_canvas_get_rest (self, address);

      any |= rest > 0;
      if (!is_told_anew (rest))
        continue;
      ((Warm *) warm)->zoom = 0;
      gtk_widget_queue_draw (GTK_WIDGET (self));
    }
  if (any)
    return G_SOURCE_CONTINUE;
  self->rests_id = 0;
  return G_SOURCE_REMOVE;
}

static void
follow_rest (SluiceCanvas    *self,
             SluiceSceneNode *node)
{
  if (self->rests_id == 0 && sluice_canvas_get_detail (self) == SLUICE_DETAIL_FULL
      && sluice_canvas_get_rest (self, node->address) * 1000 > REST_STEP)
    self->rests_id = g_timeout_add (REST_STEP, tell_rests_cb, self);
}

static void
add_pieces (SluiceCanvas    *self,
            Warm            *warm,
            SluiceSceneNode *node)
{
  GtkSnapshot *snapshot = gtk_snapshot_new ();

  warm->zoom = sluice_canvas_get_zoom (self);
  g_ptr_array_set_size (warm->pieces, 0);
  update_ring (self, warm, node);
  follow_rest (self, node);
  sluice_canvas_draw_run_mark (self, snapshot, node);
  add_piece (self, warm, snapshot);
  for (guint i = 0; i < node->n_ports; i++)
    if (node->ports[i].edge != NULL && node->ports[i].edge->route != NULL)
      {
        snapshot = gtk_snapshot_new ();
        sluice_canvas_draw_taken_count (self, snapshot, node->ports[i].edge);
        add_piece (self, warm, snapshot);
      }
}

static void
show_piece (GtkSnapshot           *snapshot,
            const Piece           *piece,
            const graphene_rect_t *seen)
{
  if (graphene_rect_intersection (&piece->bounds, seen, NULL))
    gtk_snapshot_append_node (snapshot, piece->node);
}

static void
show_ring (SluiceCanvas          *self,
           GtkSnapshot           *snapshot,
           const Warm            *warm,
           SluiceSceneNode       *node,
           const graphene_rect_t *seen)
{
  float zoom = (float) sluice_canvas_get_zoom (self);

  show_piece (snapshot, warm->ring, seen);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_scale (snapshot, zoom, zoom);
  sluice_canvas_draw_break_above (self, snapshot, node);
  gtk_snapshot_restore (snapshot);
}

/**
 * sluice_canvas_draw_warm:
 * @self: a canvas with a session
 * @snapshot: scaled to the world
 *
 * Draws what the run says of these nodes, the last on top.
 */
void
sluice_canvas_draw_warm (SluiceCanvas *self,
                         GtkSnapshot  *snapshot)
{
  SluiceScene *scene = sluice_stage_get_scene (self->stage);
  SluiceRect view = sluice_viewport_get_area (sluice_stage_get_viewport (self->stage));
  double zoom = sluice_canvas_get_zoom (self);
  graphene_rect_t seen = GRAPHENE_RECT_INIT (view.x * zoom, view.y * zoom, view.width * zoom, view.height * zoom);

  gtk_snapshot_save (snapshot);
  gtk_snapshot_scale (snapshot, 1 / zoom, 1 / zoom);
  for (GList *link = self->warm->tail; link != NULL; link = link->prev)
    {
      SluiceSceneNode *node = sluice_scene_get_node (scene, link->data);
      Warm *warm = g_hash_table_lookup (self->warm_drawings, link->data);

      if (node != NULL && warm->zoom != zoom)
        add_pieces (self, warm, node);
      if (node != NULL && warm->has_ring && warm->ring != NULL)
        show_ring (self, snapshot, warm, node, &seen);
      for (guint i = 0; node != NULL && i < warm->pieces->len; i++)
        show_piece (snapshot, g_ptr_array_index (warm->pieces, i), &seen);
    }
  gtk_snapshot_restore (snapshot);
}
