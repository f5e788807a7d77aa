/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What is being dragged, above the tiles: the cards and their edges, drawn anew each frame.
 */
#include "canvas/canvas-private.h"

#define EDGE_REACH 4.0 /* px of the widget: half the width of the thickest line */

typedef struct
{
  SluiceCanvas *canvas;
  GtkSnapshot *snapshot;
} Lifted;

static void
draw_edge_cb (SluiceSceneEdge *edge,
              gpointer         user_data)
{
  Lifted *lifted = user_data;
  SluiceCanvas *self = lifted->canvas;
  double zoom = sluice_canvas_get_zoom (self);
  SluiceRect outer = sluice_rect_inflate (edge->route->bounds, EDGE_REACH / MIN (zoom, 1));
  graphene_rect_t bounds = sluice_canvas_cut_to_view (self, &outer);
  cairo_t *cr;

  if (bounds.size.width <= 0 || bounds.size.height <= 0)
    return;
  cr = sluice_canvas_append_cairo (self, lifted->snapshot, &bounds);
  sluice_canvas_paint_edge (self, cr, edge);
  cairo_destroy (cr);
}

static void
draw_other_end_cb (SluiceSceneEdge *edge,
                   gpointer         user_data)
{
  Lifted *lifted = user_data;

  sluice_canvas_draw_end_ports (lifted->canvas, lifted->snapshot, edge);
}

static void
draw_label_cb (SluiceSceneEdge *edge,
               gpointer         user_data)
{
  Lifted *lifted = user_data;

  sluice_canvas_draw_edge_label (lifted->canvas, lifted->snapshot, edge);
  sluice_canvas_draw_run_count (lifted->canvas, lifted->snapshot, edge);
}

static void
draw_node_cb (SluiceSceneNode *node,
              gpointer         user_data)
{
  Lifted *lifted = user_data;

  sluice_canvas_draw_node (lifted->canvas, lifted->snapshot, node);
  if (lifted->canvas->session != NULL)
    sluice_canvas_draw_run_node (lifted->canvas, lifted->snapshot, node);
}

static void
draw_box_cb (SluiceSceneNode *node,
             gpointer         user_data)
{
  Lifted *lifted = user_data;
  SluiceRect reach = sluice_canvas_get_node_reach (lifted->canvas, node);
  graphene_rect_t bounds = sluice_canvas_cut_to_view (lifted->canvas, &reach);
  cairo_t *cr;

  if (bounds.size.width <= 0 || bounds.size.height <= 0)
    return;
  cr = sluice_canvas_append_cairo (lifted->canvas, lifted->snapshot, &bounds);
  sluice_canvas_paint_box (lifted->canvas, cr, node);
  cairo_destroy (cr);
}

/**
 * sluice_canvas_draw_lifted:
 * @self: a canvas
 * @snapshot: scaled to the world
 *
 * Draws the nodes that are being dragged, and their edges, in the detail of the zoom.
 */
void
sluice_canvas_draw_lifted (SluiceCanvas *self,
                           GtkSnapshot  *snapshot)
{
  SluiceScene *scene = sluice_stage_get_scene (self->stage);
  gboolean is_near = sluice_canvas_get_detail (self) == SLUICE_DETAIL_FULL;
  Lifted lifted = { self, snapshot };

  if (!sluice_scene_has_lifted (scene))
    return;
  sluice_scene_foreach_lifted_edge (scene, draw_edge_cb, &lifted);
  if (is_near)
    {
      sluice_scene_foreach_lifted_edge (scene, draw_other_end_cb, &lifted);
      sluice_scene_foreach_lifted_edge (scene, draw_label_cb, &lifted);
    }
  sluice_scene_foreach_lifted_node (scene, is_near ? draw_node_cb : draw_box_cb, &lifted);
}
