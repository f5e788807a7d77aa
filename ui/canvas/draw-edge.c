/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Edges: a curve, an arrow at its end, its action in a pill. They are painted into the tiles; one that
 * is lit above them is cut to the view: no render node may ever exceed what a GPU takes as a texture.
 */
#include "canvas/canvas-private.h"

#include <math.h>

#define EDGE_WIDTH 2.0
#define THIN 1.1            /* px of the widget: no line gets thinner */
#define FAR_ALPHA 0.6
#define ARROW_LENGTH 8.0
#define ARROW_HALF 4.5
#define SPLITS 4             /* of a curve that is partly out of sight, one after the other */
#define LABEL_SCALE 0.82
#define WIDTHS_MAX 1000     /* that are known by heart; most edges share a few actions */

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

/**
 * sluice_canvas_paint_line:
 * @cr: scaled to the world
 * @curve: how the edge runs
 * @colour: its colour
 * @width: of its line
 *
 * Paints the line of an edge with its arrow, dashed if @cr is.
 */
void
sluice_canvas_paint_line (cairo_t           *cr,
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
  cairo_set_dash (cr, NULL, 0, 0);
  add_arrow (cr, sluice_curve_get_end (curve));
  cairo_stroke (cr);
}

static graphene_rect_t
to_graphene (const SluiceRect *rect)
{
  return GRAPHENE_RECT_INIT ((float) rect->x, (float) rect->y, (float) rect->width,
                             (float) rect->height);
}

/**
 * sluice_canvas_cut_to_view:
 * @self: a canvas
 * @bounds: of the world
 *
 * Returns: the part of the bounds that is in view
 */
graphene_rect_t
sluice_canvas_cut_to_view (SluiceCanvas     *self,
                           const SluiceRect *bounds)
{
  SluiceRect view = sluice_viewport_get_area (sluice_stage_get_viewport (self->stage));
  graphene_rect_t all = to_graphene (bounds), seen = to_graphene (&view);

  if (!graphene_rect_intersection (&all, &seen, &all))
    return GRAPHENE_RECT_INIT (0, 0, 0, 0);
  return all;
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
  SluiceCanvas *self = user_data;
  g_autoptr (PangoLayout) layout = NULL;
  gpointer known;
  int width;

  if (g_hash_table_lookup_extended (self->label_widths, text, NULL, &known))
    return GPOINTER_TO_INT (known);
  layout = sluice_canvas_create_text (self, text, LABEL_SCALE, PANGO_WEIGHT_NORMAL, -1);
  pango_layout_get_pixel_size (layout, &width, NULL);
  if (g_hash_table_size (self->label_widths) >= WIDTHS_MAX)
    g_hash_table_remove_all (self->label_widths);
  g_hash_table_insert (self->label_widths, g_strdup (text), GINT_TO_POINTER (width + 16));
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

/**
 * sluice_canvas_append_cairo:
 * @self: a canvas
 * @snapshot: scaled to the world
 * @bounds: of what will be painted, in the world
 *
 * Cairo replays what was recorded at the wrong place where it is scaled and but a part of it is wanted:
 * so the node is at the scale of the widget, and what is painted into it is scaled.
 *
 * Returns: (transfer full): to paint with, in the world
 */
cairo_t *
sluice_canvas_append_cairo (SluiceCanvas          *self,
                            GtkSnapshot           *snapshot,
                            const graphene_rect_t *bounds)
{
  float zoom = (float) sluice_canvas_get_zoom (self);
  cairo_t *cr;

  gtk_snapshot_save (snapshot);
  gtk_snapshot_scale (snapshot, 1 / zoom, 1 / zoom);
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (bounds->origin.x * zoom,
                                                                 bounds->origin.y * zoom,
                                                                 bounds->size.width * zoom,
                                                                 bounds->size.height * zoom));
  gtk_snapshot_restore (snapshot);
  cairo_scale (cr, zoom, zoom);
  return cr;
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
  double thick = MAX (width, 2 * THIN / sluice_canvas_get_zoom (self));
  SluiceRect outer = sluice_rect_inflate (edge->route->bounds, thick);
  graphene_rect_t bounds = sluice_canvas_cut_to_view (self, &outer);
  cairo_t *cr;

  if (bounds.size.width <= 0 || bounds.size.height <= 0)
    return;
  cr = sluice_canvas_append_cairo (self, snapshot, &bounds);
  sluice_canvas_paint_line (cr, &edge->route->curve, colour, thick);
  cairo_destroy (cr);
}

/* The edge that a link being drawn would replace steps back. */
static gboolean
is_replaced (SluiceCanvas    *self,
             SluiceSceneEdge *edge)
{
  const SluiceFeedback *feedback = sluice_stage_get_feedback (self->stage);

  return feedback->has_link && g_strcmp0 (feedback->link_source, edge->source->address) == 0
         && g_str_equal (feedback->link_action, sluice_scene_edge_get_action (edge));
}

static gboolean
is_selected (SluiceCanvas    *self,
             SluiceSceneEdge *edge)
{
  SluiceSelection *selection = sluice_scene_get_selection (sluice_stage_get_scene (self->stage));

  return sluice_selection_has_edge (selection, edge->source->address,
                                    sluice_scene_edge_get_action (edge));
}

/* A cubic as it is split: the parts that are out of sight are left out of the path. */
typedef struct
{
  cairo_t    *cr;
  SluiceRect  area;    /* what is in sight */
  gboolean    is_down; /* the path goes on from its last point */
  gboolean    is_any;  /* there is something in the path */
} Pen;

static SluicePoint
middle (SluicePoint a,
        SluicePoint b)
{
  return (SluicePoint) { (a.x + b.x) / 2, (a.y + b.y) / 2 };
}

static SluiceRect
get_hull (const SluicePoint p[4])
{
  double left = MIN (MIN (p[0].x, p[1].x), MIN (p[2].x, p[3].x));
  double right = MAX (MAX (p[0].x, p[1].x), MAX (p[2].x, p[3].x));
  double top = MIN (MIN (p[0].y, p[1].y), MIN (p[2].y, p[3].y));
  double bottom = MAX (MAX (p[0].y, p[1].y), MAX (p[2].y, p[3].y));

  return SLUICE_RECT_INIT (left, top, right - left, bottom - top);
}

/* Split until a part is all in sight, all out of it, or not worth splitting. */
static void
add_cubic (Pen               *pen,
           const SluicePoint  p[4],
           guint              n_splits)
{
  SluiceRect hull = sluice_rect_inflate (get_hull (p), 1);
  SluicePoint a, b, c, ab, bc, at;

  if (!sluice_rect_intersects (&hull, &pen->area))
    {
      pen->is_down = FALSE;
      return;
    }
  if (n_splits == 0 || sluice_rect_holds (&pen->area, &hull))
    {
      if (!pen->is_down)
        cairo_move_to (pen->cr, p[0].x, p[0].y);
      cairo_curve_to (pen->cr, p[1].x, p[1].y, p[2].x, p[2].y, p[3].x, p[3].y);
      pen->is_down = pen->is_any = TRUE;
      return;
    }
  a = middle (p[0], p[1]);
  b = middle (p[1], p[2]);
  c = middle (p[2], p[3]);
  ab = middle (a, b);
  bc = middle (b, c);
  at = middle (ab, bc);
  add_cubic (pen, (SluicePoint[4]) { p[0], a, ab, at }, n_splits - 1);
  add_cubic (pen, (SluicePoint[4]) { at, bc, c, p[3] }, n_splits - 1);
}

/* As much of the edge as can be seen within what @cr is clipped to; FALSE: nothing. To stroke a curve takes cairo
 * as long as it is, wherever it is. */
static gboolean
add_edge (SluiceCanvas    *self,
          cairo_t         *cr,
          SluiceSceneEdge *edge,
          double           width)
{
  Pen pen = { .cr = cr };
  double left, top, right, bottom;
  SluicePoint from, to;

  if (sluice_canvas_get_detail (self) == SLUICE_DETAIL_LINES)
    {
      sluice_scene_edge_get_ends (edge, &from, &to);
      cairo_move_to (cr, from.x, from.y);
      cairo_line_to (cr, to.x, to.y);
      return TRUE;
    }
  cairo_clip_extents (cr, &left, &top, &right, &bottom);
  pen.area = sluice_rect_inflate (sluice_rect_from_corners (left, top, right, bottom), width + ARROW_LENGTH);
  for (guint i = 0; i < edge->route->curve.n_segments; i++)
    add_cubic (&pen, &edge->route->curve.points[3 * i], SPLITS);
  return pen.is_any;
}

static void
stroke_edge (SluiceCanvas    *self,
             cairo_t         *cr,
             SluiceSceneEdge *edge,
             const GdkRGBA   *colour,
             double           width)
{
  SluiceDetail detail = sluice_canvas_get_detail (self);
  double thin = THIN / sluice_canvas_get_zoom (self);
  GdkRGBA faint = sluice_rgba_fade (colour, FAR_ALPHA);

  if (detail == SLUICE_DETAIL_LINES)
    width = thin;
  else if (detail == SLUICE_DETAIL_BOXES)
    width = MAX (width, thin);
  if (!add_edge (self, cr, edge, width))
    return;
  gdk_cairo_set_source_rgba (cr, detail == SLUICE_DETAIL_LINES ? &faint : colour);
  cairo_set_line_width (cr, width);
  if (detail == SLUICE_DETAIL_FULL)
    {
      cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
      cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
    }
  cairo_stroke (cr);
  /* From afar it is a smudge. */
  if (detail == SLUICE_DETAIL_FULL)
    {
      add_arrow (cr, sluice_curve_get_end (&edge->route->curve));
      cairo_stroke (cr);
    }
}

/**
 * sluice_canvas_paint_edge:
 * @self: a canvas
 * @cr: scaled to the world
 * @edge: an edge in view
 *
 * Paints the line of an edge as it is for longer: plain, selected, taken by the run.
 */
void
sluice_canvas_paint_edge (SluiceCanvas    *self,
                          cairo_t         *cr,
                          SluiceSceneEdge *edge)
{
  GdkRGBA faint = sluice_rgba_fade (&self->palette.edge, 0.3);
  GdkRGBA taken = sluice_rgba_fade (&self->palette.accent_bg, 0.3);

  edge->is_lit = sluice_canvas_is_edge_taken (self, edge);
  if (is_selected (self, edge))
    stroke_edge (self, cr, edge, &self->palette.accent, EDGE_WIDTH + 1);
  else
    stroke_edge (self, cr, edge, is_replaced (self, edge) ? &faint : &self->palette.edge, EDGE_WIDTH);
  if (edge->is_lit)
    stroke_edge (self, cr, edge, &taken, EDGE_WIDTH);
}

/**
 * sluice_canvas_draw_hovered_edge:
 * @self: a canvas
 * @snapshot: scaled to the world
 *
 * Draws the edge under the pointer, or with its label under it, over the plain one.
 */
void
sluice_canvas_draw_hovered_edge (SluiceCanvas *self,
                                 GtkSnapshot  *snapshot)
{
  const SluiceFeedback *feedback = sluice_stage_get_feedback (self->stage);
  SluiceSceneEdge *edge;

  if (feedback->hover != SLUICE_HIT_EDGE && feedback->hover != SLUICE_HIT_LABEL)
    return;
  edge = sluice_scene_get_edge (sluice_stage_get_scene (self->stage), feedback->hover_address,
                                feedback->hover_action);
  if (edge == NULL || is_selected (self, edge))
    return;
  sluice_canvas_draw_edge_lit (self, snapshot, edge, &self->palette.text, EDGE_WIDTH + 0.5);
  if (sluice_canvas_get_detail (self) != SLUICE_DETAIL_FULL)
    return;
  sluice_canvas_draw_ports (self, snapshot, edge->source);
  if (edge->route->label.width > 0)
    draw_label (self, snapshot, edge, &self->palette.text);
}

static void
draw_plain_label (SluiceCanvas    *self,
                  GtkSnapshot     *snapshot,
                  SluiceSceneEdge *edge)
{
  SluiceDrawing *drawing = edge->drawing;
  GtkSnapshot *kept;

  if (drawing == NULL)
    {
      kept = gtk_snapshot_new ();
      draw_label (self, kept, edge, &self->palette.dim_text);
      edge->drawing = drawing = g_new0 (SluiceDrawing, 1);
      drawing->node = gtk_snapshot_free_to_node (kept);
      self->n_drawings++;
    }
  if (drawing->node != NULL)
    gtk_snapshot_append_node (snapshot, drawing->node);
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
  if (edge->route->label.width <= 0)
    return;
  if (is_replaced (self, edge))
    {
      gtk_snapshot_push_opacity (snapshot, 0.3);
      draw_plain_label (self, snapshot, edge);
      gtk_snapshot_pop (snapshot);
    }
  else if (is_selected (self, edge) || sluice_canvas_is_edge_taken (self, edge))
    draw_label (self, snapshot, edge, &self->palette.accent);
  else
    draw_plain_label (self, snapshot, edge);
}

/* From where to where; FALSE: one of the nodes has gone. */
static gboolean
find_link_ends (SluiceCanvas       *self,
                SluiceRouteRequest *request)
{
  const SluiceFeedback *feedback = sluice_stage_get_feedback (self->stage);
  SluiceScene *scene = sluice_stage_get_scene (self->stage);
  SluiceSceneNode *source = feedback->link_source != NULL ? sluice_scene_get_node (scene, feedback->link_source) : NULL;
  SluiceSceneNode *target = feedback->link_is_back ? sluice_scene_get_node (scene, feedback->link_target) : NULL;
  int port = source != NULL ? sluice_scene_node_find_port (source, feedback->link_action) : -1;

  if ((feedback->link_is_back && target == NULL) || (feedback->link_source != NULL && port < 0))
    return FALSE;
  request->from = port >= 0 ? sluice_scene_node_place_port (source, port) : feedback->link_end;
  request->to = target != NULL ? sluice_scene_node_place_port (target, -1) : feedback->link_end;
  request->to.x -= feedback->link_target != NULL ? ARROW_LENGTH : 2;
  return TRUE;
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
  SluiceRouteRequest request = { 0 };
  SluiceRoute route;
  SluiceRect bounds;
  graphene_rect_t seen;
  cairo_t *cr;

  if (!feedback->has_link || !find_link_ends (self, &request))
    return;
  sluice_route_compute (&route, &request);
  bounds = sluice_rect_inflate (route.bounds, 4);
  seen = sluice_canvas_cut_to_view (self, &bounds);
  if (seen.size.width <= 0 || seen.size.height <= 0)
    return;
  cr = sluice_canvas_append_cairo (self, snapshot, &seen);
  if (feedback->link_target == NULL || feedback->link_source == NULL)
    cairo_set_dash (cr, (double[]) { 7, 5 }, 2, 0);
  sluice_canvas_paint_line (cr, &route.curve, &self->palette.accent_bg, EDGE_WIDTH + 0.5);
  cairo_destroy (cr);
}
