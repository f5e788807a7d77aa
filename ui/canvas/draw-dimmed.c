/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * While an edge is drawn, what it can't connect stands back: notes, the bars of frames, and the ports that other
 * edges leave from; where it is drawn from its end, the inputs of other nodes. Every node can be led to, so that no
 * card does.
 */
/*
 * While an edge is drawn, what it can't connect stands back: notes, the bars of frames, and the ports that other edges
 * leave from; where it is drawn from its end, the inputs of other nodes. Every node can be led to: no card does.
 */
#include "canvas/canvas-private.h"
#include "canvas/scene/shapes.h"

#define VEIL 0.62
#define PORT_VEIL 0.75

typedef struct
{
  SluiceCanvas *canvas;
  GtkSnapshot *snapshot;
  cairo_region_t *veiled; /* in the world; boxes have whole numbers there */
} Dimming;

static cairo_rectangle_int_t
get_place (const SluiceRect *box)
{
  return (cairo_rectangle_int_t) { (int) box->x, (int) box->y, (int) box->width, (int) box->height };
}

static void
veil_shape_cb (SluiceSceneShape *shape,
               gpointer          user_data)
{
  Dimming *dimming = user_data;
  cairo_rectangle_int_t place = get_place (&shape->bounds);

  if (shape->type == SLUICE_ITEM_FRAME)
    place.height = MIN (place.height, (int) SLUICE_FRAME_BAR);
  cairo_region_union_rectangle (dimming->veiled, &place);
}

static gboolean
is_leaving (SluiceCanvas    *self,
            SluiceSceneNode *node,
            guint            port)
{
  const SluiceFeedback *feedback = sluice_stage_get_feedback (self->stage);

  return g_strcmp0 (feedback->link_source, node->address) == 0
         && g_strcmp0 (feedback->link_action, node->ports[port].action) == 0;
}

static void
veil_port (Dimming     *dimming,
           SluicePoint  at)
{
  double radius = SLUICE_PORT_RADIUS;
  GdkRGBA veil = sluice_rgba_fade (&dimming->canvas->palette.card, PORT_VEIL);
  GskRoundedRect circle;

  gsk_rounded_rect_init_from_rect (&circle, &GRAPHENE_RECT_INIT (at.x - radius, at.y - radius, 2 * radius, 2 * radius),
                                   radius);
  gtk_snapshot_push_rounded_clip (dimming->snapshot, &circle);
  gtk_snapshot_append_color (dimming->snapshot, &veil, &circle.bounds);
  gtk_snapshot_pop (dimming->snapshot);
}

/* A card above a note or a bar is a target like any other. */
static void
spare_node_cb (SluiceSceneNode *node,
               gpointer         user_data)
{
  Dimming *dimming = user_data;
  const SluiceFeedback *feedback = sluice_stage_get_feedback (dimming->canvas->stage);
  cairo_rectangle_int_t place = get_place (&node->item.bounds);

  cairo_region_subtract_rectangle (dimming->veiled, &place);
  if (sluice_canvas_get_detail (dimming->canvas) != SLUICE_DETAIL_FULL)
    return;
  if (feedback->link_is_back && g_strcmp0 (feedback->link_target, node->address) != 0)
    veil_port (dimming, sluice_scene_node_place_port (node, -1));
  for (guint i = 0; !feedback->link_is_back && i < node->n_ports; i++)
    if (!is_leaving (dimming->canvas, node, i))
      veil_port (dimming, sluice_scene_node_place_port (node, (int) i));
}

/**
 * sluice_canvas_draw_dimmed:
 * @self: a canvas
 * @snapshot: scaled to the world
 * @area: what is in view
 *
 * Dims what the edge being drawn can't lead to.
 */
void
sluice_canvas_draw_dimmed (SluiceCanvas     *self,
                           GtkSnapshot      *snapshot,
                           const SluiceRect *area)
{
  SluiceScene *scene = sluice_stage_get_scene (self->stage);
  GdkRGBA veil = sluice_rgba_fade (&self->palette.background, VEIL);
  Dimming dimming = { self, snapshot };

  if (!sluice_stage_get_feedback (self->stage)->has_link)
    return;
  dimming.veiled = cairo_region_create ();
  sluice_scene_foreach_shape (scene, area, veil_shape_cb, &dimming);
  sluice_scene_foreach_node (scene, area, spare_node_cb, &dimming);
  for (int i = 0; i < cairo_region_num_rectangles (dimming.veiled); i++)
    {
      cairo_rectangle_int_t place;

      cairo_region_get_rectangle (dimming.veiled, i, &place);
      gtk_snapshot_append_color (snapshot, &veil, &GRAPHENE_RECT_INIT (place.x, place.y, place.width, place.height));
    }
  cairo_region_destroy (dimming.veiled);
}
