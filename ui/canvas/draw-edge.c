/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Edges: a curve, an arrow at its end, its action in a pill. Each is a render node with bounds of
 * its own, kept while the route stays. Large ones are drawn anew, cut to the view: no render node
 * may ever exceed what a GPU takes as a texture.
 */
#include "canvas/canvas-private.h"

#include <math.h>

#define EDGE_WIDTH 2.0
#define FAR_WIDTH 3.5        /* where a box is all that is seen of a node */
#define ARROW_LENGTH 8.0
#define ARROW_HALF 4.5
#define KEPT_MAX 640.0       /* px at 100 %; four times that at 400 % */
#define LINES_AT_ONCE 256    /* of edges from afar, per render node */
#define LABEL_SCALE 0.82

static void
add_path (cairo_t           *cr,
          const SluiceCurve *curve)
{
  const SluicePoint *p = curve->points;

  cairo_move_to (cr, p[0].x, p[0].y);
  for (guint i = 0; i < curve->n_segments; i++, p += 3)
    cairo_curve_to (cr, p[1].x, p[1].y, p[2].x, p[2].y, p[3].x, p[3].y);
}

static void
add_arrow (cairo_t     *cr,
           SluicePoint  end)
{
  cairo_move_to (cr, end.x - ARROW_LENGTH + 2, end.y - ARROW_HALF);
  cairo_line_to (cr, end.x + 2, end.y);
  cairo_line_to (cr, end.x - ARROW_LENGTH + 2, end.y + ARROW_HALF);
}

static void
paint_edge (cairo_t           *cr,
            const SluiceCurve *curve,
            const GdkRGBA     *colour,
            double             width)
{
  gdk_cairo_set_source_rgba (cr, colour);
  cairo_set_line_width (cr, width);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  add_path (cr, curve);
  cairo_stroke (cr);
  add_arrow (cr, sluice_curve_get_end (curve));
  cairo_stroke (cr);
}

static graphene_rect_t
to_graphene (const SluiceRect *rect)
{
  return GRAPHENE_RECT_INIT ((float) rect->x, (float) rect->y, (float) rect->width,
                             (float) rect->height);
}

/* The part of the bounds that is in view. */
static graphene_rect_t
cut_to_view (SluiceCanvas     *self,
             const SluiceRect *bounds)
{
  SluiceRect view = sluice_viewport_get_area (sluice_stage_get_viewport (self->stage));
  graphene_rect_t all = to_graphene (bounds), seen = to_graphene (&view);

  if (!graphene_rect_intersection (&all, &seen, &all))
    return GRAPHENE_RECT_INIT (0, 0, 0, 0);
  return all;
}

static void
snapshot_edge (SluiceCanvas    *self,
               GtkSnapshot     *snapshot,
               SluiceSceneEdge *edge,
               gboolean         is_cut,
               const GdkRGBA   *colour,
               double           width)
{
  SluiceRect outer = sluice_rect_inflate (edge->route->bounds, width);
  graphene_rect_t bounds = is_cut ? cut_to_view (self, &outer) : to_graphene (&outer);
  cairo_t *cr;

  if (bounds.size.width <= 0 || bounds.size.height <= 0)
    return;
  cr = gtk_snapshot_append_cairo (snapshot, &bounds);
  paint_edge (cr, &edge->route->curve, colour, width);
  cairo_destroy (cr);
}

static gboolean
edge_is_large (const SluiceSceneEdge *edge)
{
  return edge->route->bounds.width > KEPT_MAX || edge->route->bounds.height > KEPT_MAX;
}

/**
 * sluice_canvas_measure_label:
 * @text: an action
 * @user_data: the canvas
 *
 * Returns: the width of its pill at 100 %
 */
double
sluice_canvas_measure_label (const char *text,
                             gpointer    user_data)
{
  g_autoptr (PangoLayout) layout = sluice_canvas_create_text (user_data, text, LABEL_SCALE,
                                                              PANGO_WEIGHT_NORMAL, -1);
  int width;

  pango_layout_get_pixel_size (layout, &width, NULL);
  return width + 16;
}

/* The pill with the edge's action. */
static void
draw_label (SluiceCanvas    *self,
            GtkSnapshot     *snapshot,
            SluiceSceneEdge *edge,
            const GdkRGBA   *colour)
{
  const SluiceRect *label = &edge->route->label;
  g_autoptr (PangoLayout) layout = NULL;
  GskRoundedRect pill;
  GdkRGBA line = sluice_rgba_fade (colour, 0.5);

  gsk_rounded_rect_init_from_rect (&pill,
                                   &GRAPHENE_RECT_INIT (label->x, label->y, label->width,
                                                        label->height),
                                   label->height / 2);
  gtk_snapshot_push_rounded_clip (snapshot, &pill);
  gtk_snapshot_append_color (snapshot, &self->palette.background, &pill.bounds);
  gtk_snapshot_pop (snapshot);
  gtk_snapshot_append_border (snapshot, &pill, (float[4]) { 1, 1, 1, 1 },
                              (GdkRGBA[4]) { line, line, line, line });
  layout = sluice_canvas_create_text (self, sluice_scene_edge_get_action (edge), LABEL_SCALE,
                                      PANGO_WEIGHT_NORMAL, -1);
  sluice_canvas_append_text (snapshot, layout, label->x + 8, label->y + label->height / 2, colour);
}

static GskRenderNode *
make_edge (SluiceCanvas    *self,
           SluiceSceneEdge *edge,
           SluiceDetail     detail)
{
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  gboolean is_near = detail == SLUICE_DETAIL_FULL;

  if (!edge_is_large (edge))
    snapshot_edge (self, snapshot, edge, FALSE, &self->palette.edge,
                   is_near ? EDGE_WIDTH : FAR_WIDTH);
  return gtk_snapshot_free_to_node (snapshot);
}

static SluiceDrawing *
ensure_drawing (SluiceSceneEdge *edge)
{
  if (edge->drawing == NULL)
    edge->drawing = g_new0 (SluiceDrawing, 1);
  return edge->drawing;
}

static void
draw_plain (SluiceCanvas    *self,
            GtkSnapshot     *snapshot,
            SluiceSceneEdge *edge)
{
  SluiceDetail detail = sluice_canvas_get_detail (self);
  SluiceDrawing *drawing = ensure_drawing (edge);
  GskRenderNode **kept = detail == SLUICE_DETAIL_FULL ? &drawing->full : &drawing->box;

  if (*kept == NULL)
    *kept = make_edge (self, edge, detail);
  if (*kept != NULL)
    gtk_snapshot_append_node (snapshot, *kept);
}

/**
 * sluice_canvas_draw_edge_lit:
 * @self: a canvas
 * @snapshot: scaled to the world
 * @edge: an edge
 * @colour: its colour
 * @width: of its line
 *
 * Draws the line of an edge in a colour of its own, over the plain one.
 */
void
sluice_canvas_draw_edge_lit (SluiceCanvas    *self,
                             GtkSnapshot     *snapshot,
                             SluiceSceneEdge *edge,
                             const GdkRGBA   *colour,
                             double           width)
{
  snapshot_edge (self, snapshot, edge, edge_is_large (edge), colour, width);
}

static gboolean
is_hovered (SluiceCanvas    *self,
            SluiceSceneEdge *edge)
{
  const SluiceFeedback *feedback = sluice_stage_get_feedback (self->stage);

  return (feedback->hover == SLUICE_HIT_EDGE || feedback->hover == SLUICE_HIT_LABEL)
         && g_strcmp0 (feedback->hover_address, edge->source->address) == 0
         && g_strcmp0 (feedback->hover_action, sluice_scene_edge_get_action (edge)) == 0;
}

/* The edge that a link being drawn would replace steps back. */
static gboolean
is_replaced (SluiceCanvas    *self,
             SluiceSceneEdge *edge)
{
  const SluiceFeedback *feedback = sluice_stage_get_feedback (self->stage);

  return feedback->has_link && g_str_equal (feedback->link_source, edge->source->address)
         && g_str_equal (feedback->link_action, sluice_scene_edge_get_action (edge));
}

/**
 * sluice_canvas_draw_edge:
 * @self: a canvas
 * @snapshot: scaled to the world
 * @edge: an edge in view
 *
 * Draws an edge and what is true of it at the moment, without the run.
 */
void
sluice_canvas_draw_edge (SluiceCanvas    *self,
                         GtkSnapshot     *snapshot,
                         SluiceSceneEdge *edge)
{
  SluiceSelection *selection = sluice_scene_get_selection (sluice_stage_get_scene (self->stage));
  const char *action = sluice_scene_edge_get_action (edge);

  if (is_replaced (self, edge))
    {
      gtk_snapshot_push_opacity (snapshot, 0.3);
      draw_plain (self, snapshot, edge);
      gtk_snapshot_pop (snapshot);
      return;
    }
  if (sluice_selection_has_edge (selection, edge->source->address, action))
    sluice_canvas_draw_edge_lit (self, snapshot, edge, &self->palette.accent, EDGE_WIDTH + 1);
  else if (is_hovered (self, edge))
    sluice_canvas_draw_edge_lit (self, snapshot, edge, &self->palette.text, EDGE_WIDTH + 0.5);
  else
    draw_plain (self, snapshot, edge);
}

static void
draw_plain_label (SluiceCanvas    *self,
                  GtkSnapshot     *snapshot,
                  SluiceSceneEdge *edge)
{
  SluiceDrawing *drawing = ensure_drawing (edge);

  if (drawing->label == NULL)
    {
      GtkSnapshot *kept = gtk_snapshot_new ();

      draw_label (self, kept, edge, &self->palette.dim_text);
      drawing->label = gtk_snapshot_free_to_node (kept);
    }
  if (drawing->label != NULL)
    gtk_snapshot_append_node (snapshot, drawing->label);
}

/**
 * sluice_canvas_draw_edge_label:
 * @self: a canvas
 * @snapshot: scaled to the world
 * @edge: an edge in view
 *
 * Draws the pill with the edge's action, if it has room for one. All labels come after all edges, so
 * that no line crosses out a word.
 */
void
sluice_canvas_draw_edge_label (SluiceCanvas    *self,
                               GtkSnapshot     *snapshot,
                               SluiceSceneEdge *edge)
{
  SluiceSelection *selection = sluice_scene_get_selection (sluice_stage_get_scene (self->stage));
  const char *action = sluice_scene_edge_get_action (edge);

  if (edge->route->label.width <= 0)
    return;
  if (is_replaced (self, edge))
    {
      gtk_snapshot_push_opacity (snapshot, 0.3);
      draw_plain_label (self, snapshot, edge);
      gtk_snapshot_pop (snapshot);
    }
  else if (sluice_selection_has_edge (selection, edge->source->address, action)
           || sluice_canvas_is_edge_lit (self, edge))
    draw_label (self, snapshot, edge, &self->palette.accent);
  else if (is_hovered (self, edge))
    draw_label (self, snapshot, edge, &self->palette.text);
  else
    draw_plain_label (self, snapshot, edge);
}

/* Many edges in one render node, as large as the view and in its coordinates: under the cairo
 * renderer each such node costs as many pixels as it has. */
typedef struct
{
  SluiceCanvas *canvas;
  GtkSnapshot *snapshot;
  GdkRGBA colour;
  cairo_t *cr;
  guint n;
} Lines;

static cairo_t *
lines_get_cairo (Lines *lines)
{
  const SluiceViewport *view = sluice_stage_get_viewport (lines->canvas->stage);

  if (lines->cr != NULL && lines->n++ % LINES_AT_ONCE == 0)
    g_clear_pointer (&lines->cr, cairo_destroy);
  if (lines->cr == NULL)
    {
      lines->cr = gtk_snapshot_append_cairo (lines->snapshot,
                                             &GRAPHENE_RECT_INIT (0, 0, view->width,
                                                                  view->height));
      gdk_cairo_set_source_rgba (lines->cr, &lines->colour);
      cairo_scale (lines->cr, view->zoom, view->zoom);
      cairo_translate (lines->cr, -view->x, -view->y);
    }
  return lines->cr;
}

static void
add_line_cb (SluiceSceneEdge *edge,
             gpointer         user_data)
{
  Lines *lines = user_data;
  cairo_t *cr = lines_get_cairo (lines);
  SluicePoint from = sluice_curve_get_start (&edge->route->curve);
  SluicePoint to = sluice_curve_get_end (&edge->route->curve);

  cairo_set_line_width (cr, 1 / sluice_stage_get_viewport (lines->canvas->stage)->zoom);
  cairo_move_to (cr, from.x, from.y);
  cairo_line_to (cr, to.x, to.y);
  cairo_stroke (cr);
}

static void
add_large_cb (SluiceSceneEdge *edge,
              gpointer         user_data)
{
  Lines *lines = user_data;
  gboolean is_near = sluice_canvas_get_detail (lines->canvas) == SLUICE_DETAIL_FULL;

  if (edge_is_large (edge) && !is_replaced (lines->canvas, edge))
    paint_edge (lines_get_cairo (lines), &edge->route->curve, &lines->colour,
                is_near ? EDGE_WIDTH : FAR_WIDTH);
}

/**
 * sluice_canvas_draw_large_edges:
 * @self: a canvas
 * @snapshot: in widget coordinates
 *
 * Draws the lines of the edges that are larger than what is kept; from afar all of them, straight.
 */
void
sluice_canvas_draw_large_edges (SluiceCanvas *self,
                                GtkSnapshot  *snapshot)
{
  SluiceRect area = sluice_viewport_get_area (sluice_stage_get_viewport (self->stage));
  gboolean is_far = sluice_canvas_get_detail (self) == SLUICE_DETAIL_LINES;
  Lines lines = { .canvas = self, .snapshot = snapshot,
                  .colour = sluice_rgba_fade (&self->palette.edge, is_far ? 0.6 : 1) };

  sluice_scene_foreach_edge (sluice_stage_get_scene (self->stage), &area,
                             is_far ? add_line_cb : add_large_cb, &lines);
  g_clear_pointer (&lines.cr, cairo_destroy);
}

/**
 * sluice_canvas_draw_link:
 * @self: a canvas
 * @snapshot: scaled to the world
 *
 * Draws the edge that is being drawn with the pointer or by keyboard.
 */
void
sluice_canvas_draw_link (SluiceCanvas *self,
                         GtkSnapshot  *snapshot)
{
  const SluiceFeedback *feedback = sluice_stage_get_feedback (self->stage);
  SluiceSceneNode *source;
  SluiceRouteRequest request = { 0 };
  SluiceRoute route;
  SluiceRect bounds;
  graphene_rect_t seen;
  cairo_t *cr;
  int port;

  if (!feedback->has_link)
    return;
  source = sluice_scene_get_node (sluice_stage_get_scene (self->stage), feedback->link_source);
  port = source != NULL ? sluice_scene_node_find_port (source, feedback->link_action) : -1;
  if (port < 0)
    return;
  request.from = source->ports[port].at;
  request.to = feedback->link_end;
  request.to.x -= feedback->link_target != NULL ? ARROW_LENGTH : 2;
  sluice_route_compute (&route, &request);
  bounds = sluice_rect_inflate (route.bounds, 4);
  seen = cut_to_view (self, &bounds);
  if (seen.size.width <= 0 || seen.size.height <= 0)
    return;
  cr = gtk_snapshot_append_cairo (snapshot, &seen);
  if (feedback->link_target == NULL)
    cairo_set_dash (cr, (double[]) { 7, 5 }, 2, 0);
  paint_edge (cr, &route.curve, &self->palette.accent_bg, EDGE_WIDTH + 0.5);
  cairo_destroy (cr);
}
