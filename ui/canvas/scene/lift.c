/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Nodes that are being dragged. Until they are put down, they and their edges are no part of what is
 * painted once and kept, and the other edges don't make way for them: so a drag costs what it moves,
 * however much there is around it.
 */
#include "canvas/scene/scene-private.h"

#define LIFTED_MAX 64 /* more are painted faster with all the rest */

static void
foreach_edge_of (SluiceScene         *self,
                 SluiceSceneNode     *node,
                 SluiceSceneEdgeFunc  func,
                 gpointer             user_data)
{
  for (guint i = 0; i < node->n_ports; i++)
    if (node->ports[i].edge != NULL)
      func (node->ports[i].edge, user_data);
  for (SluiceSceneEdge *edge = node->incoming; edge != NULL; edge = edge->next_incoming)
    if (!edge->source->is_lifted) /* or it was met there */
      func (edge, user_data);
}

static void
damage_edge_cb (SluiceSceneEdge *edge,
                gpointer         user_data)
{
  sluice_scene_damage_edge (user_data, edge);
}

static int
compare_lifted (gconstpointer a,
                gconstpointer b)
{
  const SluiceLifted *one = a, *other = b;

  return (one->node->order > other->node->order) - (one->node->order < other->node->order);
}

/**
 * sluice_scene_lift:
 * @self: a scene
 * @addresses: what is about to be dragged
 *
 * Takes these nodes and their edges out of the drawing, until they are settled. Where they are
 * many, nothing is lifted.
 */
void
sluice_scene_lift (SluiceScene  *self,
                   char        **addresses)
{
  if (g_strv_length (addresses) > LIFTED_MAX)
    return;
  for (guint i = 0; addresses[i] != NULL; i++)
    {
      SluiceSceneNode *node = sluice_scene_get_node (self, addresses[i]);
      SluiceLifted lifted;

      if (node == NULL || node->is_lifted)
        continue;
      sluice_scene_damage (self, &node->item.bounds);
      foreach_edge_of (self, node, damage_edge_cb, self);
      node->is_lifted = TRUE;
      lifted = (SluiceLifted) { node, node->item.bounds };
      g_array_append_val (self->lifted, lifted);
    }
  g_array_sort (self->lifted, compare_lifted);
}

/**
 * sluice_scene_settle:
 * @self: a scene
 *
 * Puts down what was lifted: it is part of the drawing again, and the edges make way.
 */
void
sluice_scene_settle (SluiceScene *self)
{
  if (self->lifted->len == 0)
    return;
  for (guint i = 0; i < self->lifted->len; i++)
    g_array_index (self->lifted, SluiceLifted, i).node->is_lifted = FALSE;
  for (guint i = 0; i < self->lifted->len; i++)
    {
      SluiceLifted *lifted = &g_array_index (self->lifted, SluiceLifted, i);
      SluiceSceneNode *node = lifted->node;

      sluice_scene_damage (self, &node->item.bounds);
      foreach_edge_of (self, node, damage_edge_cb, self);
      if (!scene_rect_equal (&lifted->from, &node->item.bounds))
        {
          sluice_scene_disturb (self, &lifted->from);
          sluice_scene_disturb (self, &node->item.bounds);
        }
    }
  g_array_set_size (self->lifted, 0);
  sluice_scene_finish_moves (self);
}

gboolean
sluice_scene_has_lifted (SluiceScene *self)
{
  return self->lifted->len > 0;
}

/* It is about to go. */
void
sluice_scene_forget_lifted (SluiceScene     *self,
                            SluiceSceneNode *node)
{
  for (guint i = 0; node->is_lifted && i < self->lifted->len; i++)
    if (g_array_index (self->lifted, SluiceLifted, i).node == node)
      {
        g_array_remove_index (self->lifted, i);
        return;
      }
}

/**
 * sluice_scene_foreach_lifted_edge:
 * @self: a scene
 * @func: called for each edge of a lifted node, routed
 * @user_data: for @func
 */
void
sluice_scene_foreach_lifted_edge (SluiceScene         *self,
                                  SluiceSceneEdgeFunc  func,
                                  gpointer             user_data)
{
  for (guint i = 0; i < self->lifted->len; i++)
    {
      SluiceSceneNode *node = g_array_index (self->lifted, SluiceLifted, i).node;

      for (guint j = 0; j < node->n_ports; j++)
        if (node->ports[j].edge != NULL)
          sluice_scene_ensure_route (self, node->ports[j].edge);
      for (SluiceSceneEdge *edge = node->incoming; edge != NULL; edge = edge->next_incoming)
        sluice_scene_ensure_route (self, edge);
      foreach_edge_of (self, node, func, user_data);
    }
}

/**
 * sluice_scene_foreach_lifted_node:
 * @self: a scene
 * @func: called for each lifted node, from bottom to top
 * @user_data: for @func
 */
void
sluice_scene_foreach_lifted_node (SluiceScene         *self,
                                  SluiceSceneNodeFunc  func,
                                  gpointer             user_data)
{
  for (guint i = 0; i < self->lifted->len; i++)
    func (g_array_index (self->lifted, SluiceLifted, i).node, user_data);
}
