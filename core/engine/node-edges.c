/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The edges of a node, and who owns it. An edge holds its target, a flow holds every node it
 * reaches; a node whose last flow goes loses its edges, and with them the loops that would keep
 * it alive. */

#include <string.h>

#include "engine/node-private.h"

const SluiceEdge *
sluice_node_find_edge (const SluiceNodePrivate *priv,
                       const char              *action)
{
  const char *key = action != NULL && *action != '\0' ? action : sluice_default_action;

  for (guint i = 0; i < priv->n_edges; i++)
    if (priv->edges[i].action == key)
      return &priv->edges[i];
  if (key == sluice_default_action)
    return NULL;
  for (guint i = 0; i < priv->n_edges; i++)
    if (strcmp (priv->edges[i].action, key) == 0)
      return &priv->edges[i];
  return NULL;
}

static void
set_edge (SluiceNodePrivate *priv,
          const char        *action, /* interned */
          SluiceNode        *target)
{
  SluiceEdge *edge = (SluiceEdge *) sluice_node_find_edge (priv, action);

  if (edge != NULL)
    {
      SluiceNode *before = edge->target;

      if (priv->overwritten == NULL)
        priv->overwritten = g_ptr_array_new ();
      g_ptr_array_add (priv->overwritten, (gpointer) action);
      edge->target = target;
      if (before != NULL)
        sluice_node_release (before);
      return;
    }

  if ((priv->n_edges & (priv->n_edges - 1)) == 0) /* full at 0, 1, 2, 4, 8 … */
    priv->edges = g_renew (SluiceEdge, priv->edges, MAX (1, priv->n_edges * 2));
  priv->edges[priv->n_edges++] = (SluiceEdge) { action, target };
}

/**
 * sluice_node_next:
 * @self: a node
 * @target: (nullable): where the edge leads; %NULL: the flow ends there (rule T6)
 * @action: (nullable): the action; %NULL: "default"
 *
 * Wires an edge (rule T1). A second edge for one action replaces the first, and every run that
 * starts says so (rule T2). A flow is not rewired while it runs.
 *
 * Returns: (transfer none) (nullable): @target, so that calls chain
 */
SluiceNode *
sluice_node_next (SluiceNode *self,
                  SluiceNode *target,
                  const char *action)
{
  SluiceNodePrivate *priv = sluice_node_get_private (self);

  g_return_val_if_fail (SLUICE_IS_NODE (self), target);
  g_return_val_if_fail (target == NULL || SLUICE_IS_NODE (target), target);

  set_edge (priv,
            action != NULL && *action != '\0' ? g_intern_string (action) : sluice_default_action,
            target != NULL ? g_object_ref (target) : NULL);
  if (target != NULL && priv->owner != NULL)
    {
      sluice_flow_own (priv->owner, target);
      for (guint i = 0; priv->more_owners != NULL && i < priv->more_owners->len; i++)
        sluice_flow_own (g_ptr_array_index (priv->more_owners, i), target);
    }
  return target;
}

/**
 * sluice_node_get_successor:
 * @self: a node
 * @action: (nullable): an action; %NULL or empty: "default" (rule T4)
 * @target: (out) (optional) (nullable) (transfer none): where its edge leads; %NULL: an explicit end
 *
 * Looks an action up.
 *
 * Returns: %FALSE if there is no such edge
 */
gboolean
sluice_node_get_successor (SluiceNode  *self,
                           const char  *action,
                           SluiceNode **target)
{
  const SluiceEdge *edge;

  g_return_val_if_fail (SLUICE_IS_NODE (self), FALSE);

  edge = sluice_node_find_edge (sluice_node_get_private (self), action);
  if (target != NULL)
    *target = edge != NULL ? edge->target : NULL;
  return edge != NULL;
}

/**
 * sluice_node_get_n_edges:
 * @self: a node
 *
 * Returns: how many edges leave it
 */
guint
sluice_node_get_n_edges (SluiceNode *self)
{
  g_return_val_if_fail (SLUICE_IS_NODE (self), 0);

  return sluice_node_get_private (self)->n_edges;
}

/**
 * sluice_node_get_edge:
 * @self: a node
 * @index: which edge, in order of insertion
 * @target: (out) (optional) (nullable) (transfer none): where it leads
 *
 * Returns: (transfer none) (nullable): the edge's action; %NULL if there are fewer edges
 */
const char *
sluice_node_get_edge (SluiceNode  *self,
                      guint        index,
                      SluiceNode **target)
{
  SluiceNodePrivate *priv = sluice_node_get_private (self);

  g_return_val_if_fail (SLUICE_IS_NODE (self), NULL);

  if (index >= priv->n_edges)
    return NULL;
  if (target != NULL)
    *target = priv->edges[index].target;
  return priv->edges[index].action;
}

/**
 * sluice_node_clear_edges:
 * @self: a node
 *
 * Takes every edge away that leaves the node.
 */
void
sluice_node_clear_edges (SluiceNode *self)
{
  SluiceNodePrivate *priv = sluice_node_get_private (self);
  g_autofree SluiceEdge *edges = g_steal_pointer (&priv->edges);
  guint n_edges = priv->n_edges;

  g_return_if_fail (SLUICE_IS_NODE (self));

  priv->n_edges = 0;
  for (guint i = 0; i < n_edges; i++)
    if (edges[i].target != NULL)
      sluice_node_release (edges[i].target);
}

gboolean
sluice_node_add_owner (SluiceNode *self,
                       SluiceFlow *flow)
{
  SluiceNodePrivate *priv = sluice_node_get_private (self);

  if (priv->owner == flow)
    return FALSE;
  if (priv->owner == NULL)
    {
      priv->owner = flow;
      return TRUE;
    }
  if (priv->more_owners == NULL)
    priv->more_owners = g_ptr_array_new ();
  else if (g_ptr_array_find (priv->more_owners, flow, NULL))
    return FALSE;
  g_ptr_array_add (priv->more_owners, flow);
  return TRUE;
}

void
sluice_node_remove_owner (SluiceNode *self,
                          SluiceFlow *flow)
{
  SluiceNodePrivate *priv = sluice_node_get_private (self);

  if (priv->owner != flow)
    {
      if (priv->more_owners != NULL)
        g_ptr_array_remove_fast (priv->more_owners, flow);
      return;
    }

  if (priv->more_owners != NULL && priv->more_owners->len > 0)
    priv->owner = g_ptr_array_steal_index_fast (priv->more_owners, priv->more_owners->len - 1);
  else
    priv->owner = NULL;
  if (priv->owner == NULL)
    sluice_node_clear_edges (self);
}
