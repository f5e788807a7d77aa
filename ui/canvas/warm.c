/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The nodes that the run changed last. What it says of them is drawn above the tiles, and kept until
 * it says something else: so a run that goes round a few nodes many times a second leaves the
 * tiles alone. One that has cooled is painted into the tiles.
 *
 * While a run goes on faster than anybody reads, the ring shows where it is in each frame, and the words of a node
 * follow some times a second; they say all there is to say as soon as the run takes its time, stops or ends.
 */
#include "canvas/canvas-private.h"

#include <string.h>

#define WARM_MAX 16
#define REST_STEP 100 /* ms from one look at what is left of a wait to the next */
#define WORDS_STEP 250 /* ms that words stand at least while a run is fast */
#define STAY_STEP 150  /* ms that a run that is fast has to be in a node for that to be told in words */

/* What is kept of one. A node that a run comes to again and again gets the same ring each time. */
typedef struct
{
  guint place;          /* among those that are drawn: it stays */
  GskRenderNode *ring;  /* a picture, and one of the ports above it; or NULL */
  guint ring_look;      /* of the ring that is kept */
  double ring_zoom;     /* that it was drawn for; 0: it has to be drawn */
  gint64 since;         /* monotonic us: since when the ring is to be seen; 0: it is not */
  GskRenderNode *words; /* and the counts on its edges; NULL: none were drawn yet */
  gint64 words_time;    /* monotonic us: when they were drawn */
  double words_zoom;    /* that they were drawn for; 0: they have to be drawn */
  gboolean is_late;     /* they say what was */
  GskRenderNode *shown; /* the ring, if it is to be seen, and the words */
  double zoom;          /* that they were drawn for; 0: they are to be looked at */
} Warm;

static void
warm_free (gpointer data)
{
  Warm *self = data;

  g_clear_pointer (&self->ring, gsk_render_node_unref);
  g_clear_pointer (&self->words, gsk_render_node_unref);
  g_clear_pointer (&self->shown, gsk_render_node_unref);
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
  g_clear_handle_id (&self->words_id, g_source_remove);
  g_hash_table_unref (self->warm_drawings);
  g_queue_free_full (self->warm, g_free);
}

gboolean
sluice_canvas_is_warm (SluiceCanvas *self,
                       const char   *address)
{
  return g_hash_table_contains (self->warm_drawings, address);
}

/* Returns: the place that it leaves */
static guint
cool_oldest (SluiceCanvas *self)
{
  g_autofree char *address = g_queue_pop_tail (self->warm);
  SluiceSceneNode *node = sluice_scene_get_node (sluice_stage_get_scene (self->stage), address);
  guint place = ((Warm *) g_hash_table_lookup (self->warm_drawings, address))->place;

  g_hash_table_remove (self->warm_drawings, address);
  if (node != NULL)
    sluice_canvas_damage_words (self, node);
  return place;
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
  warm->place = self->warm->length < WARM_MAX ? self->warm->length : cool_oldest (self);
  g_queue_push_head (self->warm, g_strdup (node->address));
  g_hash_table_insert (self->warm_drawings, g_queue_peek_head (self->warm), warm);
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
    ((Warm *) warm)->zoom = ((Warm *) warm)->ring_zoom = ((Warm *) warm)->words_zoom = 0;
}

/* The ports lie above the ring, and above the mark of a breakpoint that its picture ends with. */
static GskRenderNode *
make_ring (SluiceCanvas    *self,
           SluiceSceneNode *node,
           guint            look)
{
  GskRenderNode *pictures[2] = { NULL }, *ring;
  guint n_pictures = sluice_canvas_get_detail (self) == SLUICE_DETAIL_FULL ? 2 : 1;

  for (guint i = 0; i < n_pictures; i++)
    {
      GtkSnapshot *take = gtk_snapshot_new ();
      g_autoptr (GskRenderNode) drawn = NULL;

      if (i == 0)
        sluice_canvas_draw_ring (self, take, node, look);
      else
        sluice_canvas_draw_ports (self, take, node);
      drawn = gtk_snapshot_free_to_node (take);
      pictures[i] = sluice_canvas_make_picture (self, drawn, i == 0 ? node : NULL);
    }
  ring = gsk_container_node_new (pictures, n_pictures);
  for (guint i = 0; i < n_pictures; i++)
    gsk_render_node_unref (pictures[i]);
  return ring;
}

/* Returns: (nullable): NULL: the run is not there */
static GskRenderNode *
update_ring (SluiceCanvas    *self,
             Warm            *warm,
             SluiceSceneNode *node)
{
  double zoom = sluice_canvas_get_zoom (self);
  guint look;

  if (!sluice_canvas_has_ring (self, node, &look))
    return NULL;
  if (warm->ring != NULL && warm->ring_zoom == zoom && warm->ring_look == look)
    return warm->ring;
  g_clear_pointer (&warm->ring, gsk_render_node_unref);
  warm->ring = make_ring (self, node, look);
  warm->ring_look = look;
  warm->ring_zoom = zoom;
  return warm->ring;
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

static gboolean
tell_late_cb (gpointer data)
{
  SluiceCanvas *self = data;
  GHashTableIter iter;
  gpointer warm;

  self->words_id = 0;
  g_hash_table_iter_init (&iter, self->warm_drawings);
  while (g_hash_table_iter_next (&iter, NULL, &warm))
    if (((Warm *) warm)->is_late)
      {
        ((Warm *) warm)->zoom = 0;
        gtk_widget_queue_draw (GTK_WIDGET (self));
      }
  return G_SOURCE_REMOVE;
}

/* Where a run that is fast passes through, the words that the last visit left stay until the next one is over. */
static gboolean
may_be_late (SluiceCanvas *self,
             const Warm   *warm,
             gint64        now)
{
  if (warm->words == NULL || warm->words_zoom != sluice_canvas_get_zoom (self) || !sluice_canvas_is_run_fast (self))
    return FALSE;
  return now - warm->words_time < WORDS_STEP * G_TIME_SPAN_MILLISECOND
         || (warm->since != 0 && now - warm->since < STAY_STEP * G_TIME_SPAN_MILLISECOND);
}

static void
draw_words (SluiceCanvas    *self,
            Warm            *warm,
            SluiceSceneNode *node)
{
  GtkSnapshot *take = gtk_snapshot_new ();

  follow_rest (self, node);
  sluice_canvas_draw_run_mark (self, take, node, sluice_canvas_place_kept_pill);
  for (guint i = 0; i < node->n_ports; i++)
    if (node->ports[i].edge != NULL && node->ports[i].edge->route != NULL)
      sluice_canvas_draw_taken_count (self, take, node->ports[i].edge, sluice_canvas_place_kept_pill);
  g_clear_pointer (&warm->words, gsk_render_node_unref);
  warm->words = gtk_snapshot_free_to_node (take);
  if (warm->words == NULL)
    warm->words = gsk_container_node_new (NULL, 0);
  warm->words_zoom = sluice_canvas_get_zoom (self);
}

static void
draw_one (SluiceCanvas    *self,
          Warm            *warm,
          SluiceSceneNode *node)
{
  GskRenderNode *parts[2], *ring = update_ring (self, warm, node);
  gint64 now = g_get_monotonic_time ();
  guint n = 0;

  warm->since = ring == NULL ? 0 : warm->since == 0 ? now : warm->since;
  warm->is_late = may_be_late (self, warm, now);
  if (!warm->is_late)
    {
      draw_words (self, warm, node);
      warm->words_time = now;
    }
  else if (self->words_id == 0)
    self->words_id = g_timeout_add (WORDS_STEP, tell_late_cb, self);
  if (ring != NULL)
    parts[n++] = ring;
  parts[n++] = warm->words;
  g_clear_pointer (&warm->shown, gsk_render_node_unref);
  warm->shown = gsk_container_node_new (parts, n);
  warm->zoom = sluice_canvas_get_zoom (self);
}

/**
 * sluice_canvas_draw_warm:
 * @self: a canvas with a session
 * @snapshot: in widget coordinates
 *
 * Draws what the run says of these nodes, each at its place among them.
 */
void
sluice_canvas_draw_warm (SluiceCanvas *self,
                         GtkSnapshot  *snapshot)
{
  SluiceScene *scene = sluice_stage_get_scene (self->stage);
  SluiceRect view = sluice_viewport_get_area (sluice_stage_get_viewport (self->stage));
  double zoom = sluice_canvas_get_zoom (self);
  gboolean is_fast = sluice_canvas_is_run_fast (self);
  graphene_rect_t seen = GRAPHENE_RECT_INIT (view.x * zoom, view.y * zoom, view.width * zoom, view.height * zoom);
  GskRenderNode *shown[WARM_MAX] = { NULL };

  for (GList *link = self->warm->head; link != NULL; link = link->next)
    {
      SluiceSceneNode *node = sluice_scene_get_node (scene, link->data);
      Warm *warm = g_hash_table_lookup (self->warm_drawings, link->data);
      graphene_rect_t bounds;

      if (node == NULL)
        continue;
      if (warm->zoom != zoom || (warm->is_late && !is_fast))
        draw_one (self, warm, node);
      gsk_render_node_get_bounds (warm->shown, &bounds);
      if (graphene_rect_intersection (&bounds, &seen, NULL))
        shown[warm->place] = warm->shown;
    }
  sluice_canvas_begin_zoomed (self, snapshot);
  for (guint i = 0; i < WARM_MAX; i++)
    if (shown[i] != NULL)
      gtk_snapshot_append_node (snapshot, shown[i]);
  gtk_snapshot_restore (snapshot);
}
