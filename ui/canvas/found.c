/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a search has found: a ring around each node, wider for as long as one sees little of it. */
#include "canvas/canvas-private.h"

#define CARD_RADIUS 10.0
#define GAP 3.0        /* between the card and its ring */
#define RING_WIDTH 2.5
#define FAR_WIDTH 2.0  /* px of the widget, at least */

/**
 * sluice_canvas_set_found:
 * @self: a canvas
 * @addresses: (nullable) (array zero-terminated=1): nodes, of any flow; %NULL: none
 *
 * Rings these nodes, until it is told of others.
 */
void
sluice_canvas_set_found (SluiceCanvas       *self,
                         const char * const *addresses)
{
  g_return_if_fail (SLUICE_IS_CANVAS (self));

  if (self->found != NULL && addresses != NULL
      && g_strv_equal ((const char * const *) self->found, addresses))
    return;
  if (self->found == NULL && addresses == NULL)
    return;
  g_strfreev (self->found);
  self->found = g_strdupv ((char **) addresses);
  sluice_canvas_draw_anew (self);
}

/**
 * sluice_canvas_draw_found:
 * @self: a canvas
 * @snapshot: scaled to the world
 * @area: what of the world is seen
 */
void
sluice_canvas_draw_found (SluiceCanvas     *self,
                          GtkSnapshot      *snapshot,
                          const SluiceRect *area)
{
  SluiceScene *scene = sluice_stage_get_scene (self->stage);
  double width = MAX (RING_WIDTH, FAR_WIDTH / sluice_canvas_get_zoom (self));

  for (guint i = 0; self->found != NULL && self->found[i] != NULL; i++)
    {
      SluiceSceneNode *node = sluice_scene_get_node (scene, self->found[i]);
      SluiceRect ring;

      if (node == NULL)
        continue;
      ring = sluice_rect_inflate (node->item.bounds, GAP + width);
      if (sluice_rect_intersects (area, &ring))
        sluice_canvas_append_ring (snapshot, &node->item.bounds, GAP + width, CARD_RADIUS, width,
                                   &self->palette.warning);
    }
}
