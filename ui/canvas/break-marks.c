/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Breakpoints on nodes and edges: a node's are at its top left corner, an edge's at the left end of its label, or in
 * its middle where it has none. */
#include "canvas/canvas-private.h"

#include <math.h>

#define MARK_RADIUS 7.0
#define MARK_INSET 2.0    /* of a node's mark, from its corner */
#define MARK_REACH 9.0    /* px of the world around the middle of an edge's where it takes clicks */
#define FAR_RADIUS 2.5    /* px of the widget */

/* With a rim of what it lies on, so that it is a thing of its own above lines. */
static void
paint_mark (SluiceCanvas          *self,
            cairo_t               *cr,
            const SluiceBreakSpot *spot,
            double                 x,
            double                 y,
            const GdkRGBA         *background)
{
  sluice_break_shape_paint (spot->shape == SLUICE_BREAK_SHAPE_TERMS ? SLUICE_BREAK_SHAPE_PLAIN : spot->shape, cr, TRUE,
                            x, y, MARK_RADIUS + 1.5, background, background);
  sluice_break_shape_paint (spot->shape, cr, spot->enabled, x, y, MARK_RADIUS, &self->palette.breakpoint, background);
}

static void
draw_mark (SluiceCanvas          *self,
           GtkSnapshot           *snapshot,
           const SluiceBreakSpot *spot,
           double                 x,
           double                 y,
           const GdkRGBA         *background)
{
  const float reach = MARK_RADIUS * 1.2f + 2;
  graphene_rect_t bounds = GRAPHENE_RECT_INIT ((float) x - reach, (float) y - reach, 2 * reach, 2 * reach);
  cairo_t *cr = sluice_canvas_append_cairo (self, snapshot, &bounds);

  paint_mark (self, cr, spot, x, y, background);
  cairo_destroy (cr);
}

/**
 * sluice_canvas_draw_node_break:
 * @self: a canvas
 * @snapshot: at the node's corner, scaled to the world
 * @node: a node in view
 *
 * Draws the mark of the node's breakpoints, if it has any.
 */
void
sluice_canvas_draw_node_break (SluiceCanvas    *self,
                               GtkSnapshot     *snapshot,
                               SluiceSceneNode *node)
{
  const SluiceBreakSpot *spot = self->breaks != NULL ? sluice_break_index_get_node (self->breaks, node->address) : NULL;

  if (spot != NULL)
    draw_mark (self, snapshot, spot, MARK_INSET, MARK_INSET, &self->palette.card);
}

/**
 * sluice_canvas_draw_break_above:
 * @self: a canvas
 * @snapshot: scaled to the world
 * @node: a node that has just got a ring
 *
 * Draws the mark of the node's breakpoints again, which the ring goes over.
 */
void
sluice_canvas_draw_break_above (SluiceCanvas    *self,
                                GtkSnapshot     *snapshot,
                                SluiceSceneNode *node)
{
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (node->item.bounds.x, node->item.bounds.y));
  sluice_canvas_draw_node_break (self, snapshot, node);
  gtk_snapshot_restore (snapshot);
}

/**
 * sluice_canvas_paint_break_above:
 * @self: a canvas
 * @cr: in the world
 * @node: a node that has just got a ring
 *
 * The same in a picture.
 */
void
sluice_canvas_paint_break_above (SluiceCanvas    *self,
                                 cairo_t         *cr,
                                 SluiceSceneNode *node)
{
  const SluiceBreakSpot *spot = self->breaks != NULL ? sluice_break_index_get_node (self->breaks, node->address) : NULL;

  if (spot != NULL)
    paint_mark (self, cr, spot, node->item.bounds.x + MARK_INSET, node->item.bounds.y + MARK_INSET,
                &self->palette.card);
}

/**
 * sluice_canvas_draw_break_hint:
 * @self: a canvas
 * @snapshot: scaled to the world
 * @node: the node whose corner the pointer is on
 *
 * Draws where a click sets a breakpoint.
 */
void
sluice_canvas_draw_break_hint (SluiceCanvas    *self,
                               GtkSnapshot     *snapshot,
                               SluiceSceneNode *node)
{
  SluiceBreakSpot hint = { 0, 0, SLUICE_BREAK_SHAPE_PLAIN, FALSE };

  if (self->breaks != NULL && sluice_break_index_get_node (self->breaks, node->address) == NULL)
    draw_mark (self, snapshot, &hint, node->item.bounds.x + MARK_INSET, node->item.bounds.y + MARK_INSET,
               &self->palette.card);
}

/* From afar it is a dot. */
void
sluice_canvas_paint_node_break (SluiceCanvas    *self,
                                cairo_t         *cr,
                                SluiceSceneNode *node)
{
  const SluiceBreakSpot *spot = self->breaks != NULL ? sluice_break_index_get_node (self->breaks, node->address) : NULL;
  double zoom = sluice_canvas_get_zoom (self);

  if (spot != NULL)
    sluice_break_shape_paint (spot->shape, cr, spot->enabled, node->item.bounds.x + MARK_INSET,
                              node->item.bounds.y + MARK_INSET, MAX (MARK_RADIUS, FAR_RADIUS / zoom),
                              &self->palette.breakpoint, &self->palette.card);
}

static SluicePoint
get_edge_place (SluiceSceneEdge *edge)
{
  const SluiceRect *label = &edge->route->label;

  if (label->width > 0)
    return (SluicePoint) { label->x - 1, label->y + label->height / 2 };
  return sluice_curve_get_point (&edge->route->curve, 0.5);
}

static const SluiceBreakSpot *
get_edge_spot (SluiceCanvas    *self,
               SluiceSceneEdge *edge)
{
  if (self->breaks == NULL || edge->route == NULL)
    return NULL;
  return sluice_break_index_get_edge (self->breaks, edge->source->address, sluice_scene_edge_get_action (edge));
}

/**
 * sluice_canvas_draw_edge_break:
 * @self: a canvas
 * @snapshot: scaled to the world
 * @edge: an edge in view
 *
 * Draws the mark of the edge's breakpoints, if it has any.
 */
void
sluice_canvas_draw_edge_break (SluiceCanvas    *self,
                               GtkSnapshot     *snapshot,
                               SluiceSceneEdge *edge)
{
  const SluiceBreakSpot *spot = get_edge_spot (self, edge);
  SluicePoint at;

  if (spot == NULL)
    return;
  at = get_edge_place (edge);
  draw_mark (self, snapshot, spot, at.x, at.y, &self->palette.background);
}

static gboolean
is_on_edge_mark (SluiceCanvas    *self,
                 SluiceSceneEdge *edge,
                 double           x,
                 double           y)
{
  SluicePoint at;

  if (get_edge_spot (self, edge) == NULL)
    return FALSE;
  at = get_edge_place (edge);
  return hypot (x - at.x, y - at.y) <= MARK_REACH;
}

/**
 * sluice_canvas_press_edge:
 * @address: the node that the edge leaves
 * @action: its action
 * @x: in the world
 * @y: in the world
 * @user_data: a canvas
 *
 * Clears the edge's breakpoint if the pointer is on its mark.
 *
 * Returns: whether it was
 */
gboolean
sluice_canvas_press_edge (const char *address,
                          const char *action,
                          double      x,
                          double      y,
                          gpointer    user_data)
{
  SluiceCanvas *self = user_data;
  SluiceSceneEdge *edge = sluice_scene_get_edge (sluice_stage_get_scene (self->stage), address, action);

  if (edge == NULL || !is_on_edge_mark (self, edge, x, y))
    return FALSE;
  sluice_canvas_toggle_edge_breakpoint (self, address, action);
  return TRUE;
}

/* @address: of the node whose breakpoint changed; NULL: many, or another one's */
void
sluice_canvas_breaks_changed (SluiceBreakpoints *breakpoints,
                              const char        *address,
                              SluiceCanvas      *self)
{
  gboolean had_order = sluice_break_index_has_order (self->breaks);

  sluice_break_index_update (self->breaks);
  if (address != NULL && !had_order && !sluice_break_index_has_order (self->breaks))
    sluice_canvas_damage_node (self, address);
  else
    sluice_canvas_damage_all (self);
  sluice_canvas_draw_warm_anew (self);
  sluice_canvas_update_actions (self);
  sluice_canvas_queue_proxies (self, TRUE);
  sluice_canvas_draw_anew (self);
}

/**
 * sluice_canvas_dup_break_words:
 * @self: a canvas
 * @x: in the world
 * @y: in the world
 *
 * Returns: (transfer full) (nullable): what the mark of a breakpoint that is there stands for
 */
char *
sluice_canvas_dup_break_words (SluiceCanvas *self,
                               double        x,
                               double        y)
{
  SluiceScene *scene = sluice_stage_get_scene (self->stage);
  SluiceHit hit = sluice_scene_hit (scene, x, y, sluice_canvas_get_zoom (self));

  if (self->breaks == NULL)
    return NULL;
  if (hit.type == SLUICE_HIT_GUTTER)
    return sluice_break_index_dup_words (self->breaks, self->document, hit.node->address, NULL);
  if ((hit.type == SLUICE_HIT_EDGE || hit.type == SLUICE_HIT_LABEL) && is_on_edge_mark (self, hit.edge, x, y))
    return sluice_break_index_dup_words (self->breaks, self->document, hit.edge->source->address,
                                         sluice_scene_edge_get_action (hit.edge));
  return NULL;
}

/**
 * sluice_canvas_get_break_word:
 * @self: a canvas
 * @address: a node
 * @action: (nullable): of an edge that leaves it
 *
 * Returns: (nullable): what its mark is called
 */
const char *
sluice_canvas_get_break_word (SluiceCanvas *self,
                              const char   *address,
                              const char   *action)
{
  const SluiceBreakSpot *spot = NULL;

  if (self->breaks != NULL)
    spot = action != NULL ? sluice_break_index_get_edge (self->breaks, address, action)
                          : sluice_break_index_get_node (self->breaks, address);
  return spot != NULL ? sluice_break_shape_get_word (spot->shape, spot->enabled) : NULL;
}
