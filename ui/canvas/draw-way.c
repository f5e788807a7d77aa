/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The way of the run: the edge that a lane came along last is solid and has a chevron, those before it fade from visit
 * to visit, and the one that a lane stands before is dashed. Few edges are on it at a time; what is drawn of each is
 * kept until it looks otherwise. That an edge was taken at all, and how often, is painted into the tiles.
 */
#include "canvas/canvas-private.h"

#include <math.h>

#define FADE_VISITS 8        /* after so many an edge is no more than one that was taken */
#define KEPT_VISITS 64       /* so long its drawing is kept: a loop comes along again */
#define FAST 150000          /* µs from edge to edge: what comes quicker leaves no trace that eyes could follow */
#define WIDTH 3.0
#define CHEVRON 6.0
#define CASING 4.0           /* of the background, around a chevron and below dashes */
#define DASH 8.0
#define COUNT_HEIGHT 22.0
#define WHOLE_MAX 4000.0     /* px: what is longer is cut to the view */
#define PICTURE_MAX 300000.0 /* square px: what is larger is drawn stroke by stroke */

typedef enum
{
  LOOK_NEXT,
  LOOK_LAST,
  LOOK_FADING, /* and from here on, by age */
} Look;

/* An edge of the way. */
typedef struct
{
  char *address;
  char *action;
  char *key;           /* both */
  guint64 rank;        /* when it was taken */
  gboolean is_last;
  gboolean is_next;
  guint look;          /* that it has, or is to have */
  GskRenderNode *node; /* what was drawn, NULL: nothing yet */
  double zoom;         /* that it was drawn for */
  graphene_rect_t bounds; /* of the world, that were drawn */
  gboolean is_picture; /* in px of the zoomed world */
} Step;

static void
step_free (gpointer data)
{
  Step *self = data;

  g_clear_pointer (&self->node, gsk_render_node_unref);
  g_free (self->address);
  g_free (self->action);
  g_free (self->key);
  g_free (self);
}

void
sluice_canvas_init_way (SluiceCanvas *self)
{
  self->way = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, step_free);
  self->way_order = g_ptr_array_new ();
}

void
sluice_canvas_free_way (SluiceCanvas *self)
{
  g_clear_handle_id (&self->way_id, g_source_remove);
  g_ptr_array_unref (self->way_order);
  g_hash_table_unref (self->way);
}

/**
 * sluice_canvas_forget_way:
 * @self: a canvas
 *
 * For another run, or another flow.
 */
void
sluice_canvas_forget_way (SluiceCanvas *self)
{
  g_ptr_array_set_size (self->way_order, 0);
  g_hash_table_remove_all (self->way);
  self->way_end = 0;
}

/**
 * sluice_canvas_draw_way_anew:
 * @self: a canvas
 *
 * For other colours, or edges at other places.
 */
void
sluice_canvas_draw_way_anew (SluiceCanvas *self)
{
  for (guint i = 0; i < self->way_order->len; i++)
    g_clear_pointer (&((Step *) g_ptr_array_index (self->way_order, i))->node, gsk_render_node_unref);
}

/**
 * sluice_canvas_follow_way:
 * @self: a canvas with a session
 * @edge: an edge
 * @mark: (nullable): what the run says of it now
 *
 * Takes note of an edge that the run may have come along; sluice_canvas_settle_way() has to follow.
 */
void
sluice_canvas_follow_way (SluiceCanvas         *self,
                          SluiceSceneEdge      *edge,
                          const SluiceEdgeMark *mark)
{
  const char *action = sluice_scene_edge_get_action (edge);
  g_autofree char *key = g_strconcat (edge->source->address, "\n", action, NULL);
  gboolean is_on_way = mark != NULL && (mark->n_taken > 0 || mark->is_next);
  Step *step = g_hash_table_lookup (self->way, key);

  if (!is_on_way)
    {
      g_hash_table_remove (self->way, key);
      return;
    }
  if (step == NULL)
    {
      step = g_new0 (Step, 1);
      step->address = g_strdup (edge->source->address);
      step->action = g_strdup (action);
      step->key = g_steal_pointer (&key);
      g_hash_table_insert (self->way, step->key, step);
    }
  step->rank = mark->n_taken > 0 ? mark->last : 0;
  step->is_last = mark->is_last;
  step->is_next = mark->is_next;
}

static void
follow_again_cb (SluiceSceneNode *node,
                 gpointer         user_data)
{
  SluiceCanvas *self = user_data;

  for (guint i = 0; i < node->n_ports; i++)
    if (node->ports[i].edge != NULL)
      sluice_canvas_follow_way (self, node->ports[i].edge,
                                sluice_run_session_get_edge_mark (self->session, node->address,
                                                                  node->ports[i].action));
}

static guint64
find_end (SluiceCanvas *self)
{
  guint64 end = 0;
  GHashTableIter iter;
  gpointer step;

  g_hash_table_iter_init (&iter, self->way);
  while (g_hash_table_iter_next (&iter, NULL, &step))
    end = MAX (end, ((Step *) step)->rank);
  return end;
}

static guint
get_look (const Step *step,
          guint64     end)
{
  if (step->is_next)
    return LOOK_NEXT;
  return step->is_last ? LOOK_LAST : LOOK_FADING + (guint) MIN (end - step->rank, FADE_VISITS) / 2;
}

/* The one to be drawn last comes last. */
static int
compare_steps (gconstpointer a,
               gconstpointer b)
{
  const Step *first = *(const Step * const *) a;
  const Step *second = *(const Step * const *) b;

  if (first->look != second->look)
    return first->look > second->look ? -1 : 1;
  return first->rank < second->rank ? -1 : first->rank > second->rank;
}

/* It stays where it is for a while: how it came there can be seen. */
static gboolean
calm_down_cb (gpointer data)
{
  SluiceCanvas *self = data;

  if (self->session != NULL && g_get_monotonic_time () - self->way_time < FAST)
    return G_SOURCE_CONTINUE;
  self->way_id = 0;
  self->way_is_fast = FALSE;
  if (self->session != NULL)
    sluice_canvas_settle_way (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  return G_SOURCE_REMOVE;
}

/**
 * sluice_canvas_is_run_fast:
 * @self: a canvas
 *
 * Returns: whether the run goes on so quickly that eyes can't follow each of its visits
 */
gboolean
sluice_canvas_is_run_fast (SluiceCanvas *self)
{
  SluiceSessionState state = self->session != NULL ? sluice_run_session_get_state (self->session) : SLUICE_SESSION_IDLE;

  return self->way_is_fast && (state == SLUICE_SESSION_RUNNING || state == SLUICE_SESSION_WAITING)
         && sluice_run_session_get_moment (self->session) == 0;
}

/* Returns: whether the edges before the last one are not worth their drawing */
static gboolean
note_end (SluiceCanvas *self,
          guint64       end)
{
  gint64 now = g_get_monotonic_time ();

  if (end != self->way_end)
    {
      self->way_is_fast = now - self->way_time < FAST;
      self->way_time = now;
    }
  if (!sluice_canvas_is_run_fast (self))
    return FALSE;
  if (self->way_id == 0)
    self->way_id = g_timeout_add (2 * FAST / 1000, calm_down_cb, self);
  return TRUE;
}

/**
 * sluice_canvas_settle_way:
 * @self: a canvas with a session
 *
 * Brings the way in line with what was noted: the oldest edges leave it.
 */
void
sluice_canvas_settle_way (SluiceCanvas *self)
{
  SluiceScene *scene = sluice_stage_get_scene (self->stage);
  guint64 end = find_end (self);
  gboolean is_fast = note_end (self, end);
  GHashTableIter iter;
  SluiceRect extent;
  gpointer data;

  /* A moment before: what had left the way may be on it again. */
  if (end < self->way_end && sluice_scene_get_extent (scene, &extent))
    {
      sluice_scene_foreach_node (scene, &extent, follow_again_cb, self);
      end = find_end (self);
    }
  self->way_end = end;
  g_ptr_array_set_size (self->way_order, 0);
  g_hash_table_iter_init (&iter, self->way);
  while (g_hash_table_iter_next (&iter, NULL, &data))
    {
      Step *step = data;
      guint look = get_look (step, end);

      if (look > LOOK_LAST && end - step->rank >= KEPT_VISITS)
        {
          g_hash_table_iter_remove (&iter);
          continue;
        }
      if (look > LOOK_LAST && (is_fast || end - step->rank >= FADE_VISITS))
        continue;
      if (look != step->look)
        g_clear_pointer (&step->node, gsk_render_node_unref);
      step->look = look;
      g_ptr_array_add (self->way_order, step);
    }
  g_ptr_array_sort (self->way_order, compare_steps);
}

/* Beyond the label, which stands in the middle. */
static void
paint_chevron (SluiceCanvas      *self,
               cairo_t           *cr,
               SluiceSceneEdge   *edge,
               const GdkRGBA     *colour)
{
  const SluiceCurve *curve = &edge->route->curve;
  double place = edge->route->label.width > 0 ? 0.78 : 0.6;
  SluicePoint at = sluice_curve_get_point (curve, place);
  SluicePoint before = sluice_curve_get_point (curve, place - 0.02);

  cairo_save (cr);
  cairo_translate (cr, at.x, at.y);
  cairo_rotate (cr, atan2 (at.y - before.y, at.x - before.x));
  cairo_move_to (cr, -CHEVRON, -CHEVRON);
  cairo_line_to (cr, CHEVRON * 0.4, 0);
  cairo_line_to (cr, -CHEVRON, CHEVRON);
  cairo_restore (cr);
  gdk_cairo_set_source_rgba (cr, &self->palette.background);
  cairo_set_line_width (cr, WIDTH + CASING);
  cairo_stroke_preserve (cr);
  gdk_cairo_set_source_rgba (cr, colour);
  cairo_set_line_width (cr, WIDTH);
  cairo_stroke (cr);
}

static void
paint_step (SluiceCanvas    *self,
            cairo_t         *cr,
            SluiceSceneEdge *edge,
            guint            look)
{
  const SluiceCurve *curve = &edge->route->curve;
  double width = MAX (WIDTH, 2.2 / sluice_canvas_get_zoom (self));
  gboolean is_near = sluice_canvas_get_detail (self) == SLUICE_DETAIL_FULL;
  GdkRGBA colour = self->palette.accent_bg;

  switch (look)
    {
    case LOOK_NEXT:
      sluice_canvas_paint_line (cr, curve, &self->palette.background, width + CASING);
      cairo_set_dash (cr, (double[]) { DASH, DASH }, 2, 0);
      sluice_canvas_paint_line (cr, curve, &self->palette.warning, width);
      break;
    case LOOK_LAST:
      sluice_canvas_paint_line (cr, curve, &colour, width);
      if (is_near)
        paint_chevron (self, cr, edge, &colour);
      break;
    default:
      colour = sluice_rgba_fade (&colour, 0.75 - 0.15 * (look - LOOK_FADING));
      sluice_canvas_paint_line (cr, curve, &colour, width - 0.2 * (1 + look - LOOK_FADING));
    }
}

static void
draw_step (SluiceCanvas          *self,
           GtkSnapshot           *snapshot,
           SluiceSceneEdge       *edge,
           guint                  look,
           const graphene_rect_t *bounds)
{
  cairo_t *cr = sluice_canvas_append_cairo (self, snapshot, bounds);

  paint_step (self, cr, edge, look);
  cairo_destroy (cr);
  if (sluice_canvas_get_detail (self) != SLUICE_DETAIL_FULL)
    return;
  /* They stand in the tiles, too, below the line. */
  sluice_canvas_draw_edge_label (self, snapshot, edge);
  sluice_canvas_draw_ports (self, snapshot, edge->source);
}

static void
keep_drawing (SluiceCanvas          *self,
              SluiceSceneEdge       *edge,
              Step                  *step,
              const graphene_rect_t *bounds)
{
  GtkSnapshot *take = gtk_snapshot_new ();
  double zoom = sluice_canvas_get_zoom (self);
  g_autoptr (GskRenderNode) drawn = NULL;

  draw_step (self, take, edge, step->look, bounds);
  drawn = gtk_snapshot_free_to_node (take);
  g_clear_pointer (&step->node, gsk_render_node_unref);
  step->zoom = zoom;
  step->bounds = *bounds;
  step->is_picture = bounds->size.width * bounds->size.height * zoom * zoom <= PICTURE_MAX;
  step->node = step->is_picture ? sluice_canvas_make_picture (self, drawn, NULL) : g_steal_pointer (&drawn);
}

static void
show_step (SluiceCanvas    *self,
           GtkSnapshot     *snapshot,
           SluiceSceneEdge *edge,
           Step            *step)
{
  double zoom = sluice_canvas_get_zoom (self);
  SluiceRect reach = sluice_rect_inflate (edge->route->bounds, WIDTH + CASING + CHEVRON);
  graphene_rect_t seen = sluice_canvas_cut_to_view (self, &reach);

  if (seen.size.width <= 0 || seen.size.height <= 0)
    return;
  if (MAX (reach.width, reach.height) * zoom <= WHOLE_MAX)
    seen = GRAPHENE_RECT_INIT ((float) reach.x, (float) reach.y, (float) reach.width, (float) reach.height);
  if (step->node == NULL || step->zoom != zoom || !graphene_rect_equal (&step->bounds, &seen))
    keep_drawing (self, edge, step, &seen);
  if (step->is_picture)
    sluice_canvas_begin_zoomed (self, snapshot);
  else
    sluice_canvas_begin_world (self, snapshot);
  gtk_snapshot_append_node (snapshot, step->node);
  gtk_snapshot_restore (snapshot);
}

/**
 * sluice_canvas_draw_way:
 * @self: a canvas with a session
 * @snapshot: in widget coordinates
 *
 * Draws the edges that the run came along last, and those that it is about to take.
 */
void
sluice_canvas_draw_way (SluiceCanvas *self,
                        GtkSnapshot  *snapshot)
{
  SluiceScene *scene = sluice_stage_get_scene (self->stage);

  for (guint i = 0; i < self->way_order->len; i++)
    {
      Step *step = g_ptr_array_index (self->way_order, i);
      SluiceSceneEdge *edge = sluice_scene_get_edge (scene, step->address, step->action);

      if (edge != NULL && edge->route != NULL && !sluice_scene_edge_is_lifted (edge))
        show_step (self, snapshot, edge, step);
    }
}

static const SluiceEdgeMark *
get_edge_mark (SluiceCanvas    *self,
               SluiceSceneEdge *edge)
{
  const SluiceEdgeMark *mark;

  if (self->session == NULL)
    return NULL;
  mark = sluice_run_session_get_edge_mark (self->session, edge->source->address,
                                           sluice_scene_edge_get_action (edge));
  return mark != NULL && mark->n_taken > 0 ? mark : NULL;
}

/**
 * sluice_canvas_is_edge_taken:
 * @self: a canvas
 * @edge: an edge
 *
 * Returns: whether a lane of the run on show came along
 */
gboolean
sluice_canvas_is_edge_taken (SluiceCanvas    *self,
                             SluiceSceneEdge *edge)
{
  return get_edge_mark (self, edge) != NULL;
}

/* How often: behind the label, or on the middle of an edge that has none. */
static void
draw_count (SluiceCanvas    *self,
            GtkSnapshot     *snapshot,
            SluiceSceneEdge *edge,
            guint64          n,
            SluicePillFunc   draw_pill)
{
  const SluiceRect *label = &edge->route->label;
  SluicePoint at = sluice_curve_get_point (&edge->route->curve, 0.5);
  g_autofree char *text = g_strdup_printf ("×%" G_GUINT64_FORMAT, n);

  if (label->width > 0)
    at = (SluicePoint) { sluice_rect_right (label) + 3, label->y - 1 };
  else
    at = (SluicePoint) { at.x - 16, at.y - COUNT_HEIGHT / 2 };
  draw_pill (self, snapshot, at.x, at.y, NULL, text, &self->palette.accent, FALSE);
}

/**
 * sluice_canvas_draw_taken_count:
 * @self: a canvas with a session
 * @snapshot: what @draw_pill draws on
 * @edge: an edge
 * @draw_pill: draws the count
 *
 * Says how often an edge was taken, if more than once and from near.
 */
void
sluice_canvas_draw_taken_count (SluiceCanvas    *self,
                                GtkSnapshot     *snapshot,
                                SluiceSceneEdge *edge,
                                SluicePillFunc   draw_pill)
{
  const SluiceEdgeMark *mark = get_edge_mark (self, edge);

  if (mark != NULL && mark->n_taken > 1 && sluice_canvas_get_detail (self) == SLUICE_DETAIL_FULL)
    draw_count (self, snapshot, edge, mark->n_taken, draw_pill);
}

/**
 * sluice_canvas_draw_run_count:
 * @self: a canvas with a session
 * @snapshot: scaled to the world
 * @edge: an edge in view
 *
 * Says how often an edge was taken whose node has cooled; see warm.c.
 */
void
sluice_canvas_draw_run_count (SluiceCanvas    *self,
                              GtkSnapshot     *snapshot,
                              SluiceSceneEdge *edge)
{
  if (!sluice_canvas_is_warm (self, edge->source->address))
    sluice_canvas_draw_taken_count (self, snapshot, edge, sluice_canvas_draw_pill);
}
