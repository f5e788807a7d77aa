/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What lies above the tiles comes in layers. GTK finds out what is to be painted again by comparing the nodes of two
 * frames, but it does not look into one that is scaled: whatever differs within it, all that it reaches over is painted
 * again. So each layer, and each part of one that changes by itself, is scaled on its own, and what did not change is
 * the same node as in the frame before.
 */
#include "canvas/canvas-private.h"

#include <math.h>

/**
 * sluice_canvas_begin_world:
 * @self: a canvas
 * @snapshot: in widget coordinates
 *
 * Has what follows drawn in the world, until gtk_snapshot_restore().
 */
void
sluice_canvas_begin_world (SluiceCanvas *self,
                           GtkSnapshot  *snapshot)
{
  const SluiceViewport *view = sluice_stage_get_viewport (self->stage);

  gtk_snapshot_save (snapshot);
  gtk_snapshot_scale (snapshot, (float) view->zoom, (float) view->zoom);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) -view->x, (float) -view->y));
}

/**
 * sluice_canvas_begin_zoomed:
 * @self: a canvas
 * @snapshot: in widget coordinates
 *
 * Has what follows drawn in px of the zoomed world, until gtk_snapshot_restore().
 */
void
sluice_canvas_begin_zoomed (SluiceCanvas *self,
                            GtkSnapshot  *snapshot)
{
  const SluiceViewport *view = sluice_stage_get_viewport (self->stage);

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) round (-view->x * view->zoom),
                                                          (float) round (-view->y * view->zoom)));
}

/**
 * sluice_canvas_show_layer:
 * @self: a canvas
 * @snapshot: in widget coordinates
 * @layer: which
 * @draw: draws it in the world
 *
 * Shows a layer, which is drawn if it is not kept.
 */
void
sluice_canvas_show_layer (SluiceCanvas   *self,
                          GtkSnapshot    *snapshot,
                          SluiceLayer     layer,
                          SluiceLayerFunc draw)
{
  if (self->layers[layer] == NULL)
    {
      GtkSnapshot *kept = gtk_snapshot_new ();

      draw (self, kept);
      self->layers[layer] = gtk_snapshot_free_to_node (kept);
      if (self->layers[layer] == NULL)
        self->layers[layer] = gsk_container_node_new (NULL, 0);
    }
  sluice_canvas_begin_world (self, snapshot);
  gtk_snapshot_append_node (snapshot, self->layers[layer]);
  gtk_snapshot_restore (snapshot);
}

/**
 * sluice_canvas_drop_layer:
 * @self: a canvas
 * @layer: which
 *
 * Does not keep a layer any longer.
 */
void
sluice_canvas_drop_layer (SluiceCanvas *self,
                          SluiceLayer   layer)
{
  g_clear_pointer (&self->layers[layer], gsk_render_node_unref);
}

/**
 * sluice_canvas_draw_anew:
 * @self: a canvas
 *
 * Has all layers drawn again. Where no more than the run has changed, gtk_widget_queue_draw() will do.
 */
void
sluice_canvas_draw_anew (SluiceCanvas *self)
{
  for (guint i = 0; i < SLUICE_N_LAYERS; i++)
    sluice_canvas_drop_layer (self, i);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * sluice_canvas_make_picture:
 * @self: a canvas
 * @drawn: of the world
 * @marked: (nullable): the node whose breakpoint's mark is painted over it. As a part of @drawn it would be lost:
 *   cairo replays at the wrong place what it recorded for another scale
 *
 * Paints what was drawn as large as it is seen: to show it again costs a copy, whatever is on it.
 *
 * Returns: (transfer full): the picture, in whole px of the zoomed world
 */
GskRenderNode *
sluice_canvas_make_picture (SluiceCanvas    *self,
                            GskRenderNode   *drawn,
                            SluiceSceneNode *marked)
{
  double zoom = sluice_canvas_get_zoom (self);
  int scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  graphene_rect_t bounds;
  cairo_surface_t *surface;
  GskRenderNode *picture;
  cairo_t *cr;

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
  if (marked != NULL)
    sluice_canvas_paint_break_above (self, cr, marked);
  cairo_destroy (cr);

  picture = gsk_cairo_node_new (&bounds);
  cr = gsk_cairo_node_get_draw_context (picture);
  cairo_set_source_surface (cr, surface, bounds.origin.x, bounds.origin.y);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
  cairo_paint (cr);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  return picture;
}
