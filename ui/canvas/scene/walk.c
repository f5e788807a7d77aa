/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Walks over the edges: breadth first for all that can be reached, or one step for the keys. */
#include "canvas/scene/walk.h"

typedef struct
{
  SluiceScene *scene;
  SluiceReach reach;
  GHashTable *seen; /* SluiceSceneNode, borrowed */
  GPtrArray *queue; /* the same, in the order they were found */
} Search;

static void
search_add (Search          *search,
            SluiceSceneNode *node)
{
  if (g_hash_table_add (search->seen, node))
    g_ptr_array_add (search->queue, node);
}

static void
search_step (Search          *search,
             SluiceSceneNode *node)
{
  for (guint i = 0; search->reach != SLUICE_REACH_UPSTREAM && i < node->n_ports; i++)
    if (node->ports[i].edge != NULL)
      search_add (search, node->ports[i].edge->target);
  if (search->reach != SLUICE_REACH_DOWNSTREAM)
    for (SluiceSceneEdge *edge = node->incoming; edge != NULL; edge = edge->next_incoming)
      search_add (search, edge->source);
}

/**
 * sluice_scene_dup_reach:
 * @self: a scene
 * @from: NULL-terminated addresses
 * @reach: which way to follow the edges
 *
 * Returns: (transfer full): the addresses of all that can be reached from there, the nearest first;
 *   @from itself comes last, so that the keys go on acting there
 */
char **
sluice_scene_dup_reach (SluiceScene        *self,
                        const char * const *from,
                        SluiceReach         reach)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  g_autoptr (GPtrArray) queue = g_ptr_array_new ();
  Search search = { self, reach, seen, queue };
  GPtrArray *addresses = g_ptr_array_new ();
  guint n_from;

  for (guint i = 0; from[i] != NULL; i++)
    if (sluice_scene_get_node (self, from[i]) != NULL)
      search_add (&search, sluice_scene_get_node (self, from[i]));
  n_from = queue->len;
  for (guint i = 0; i < queue->len; i++)
    search_step (&search, g_ptr_array_index (queue, i));
  for (guint i = 0; i < queue->len; i++)
    {
      SluiceSceneNode *node = g_ptr_array_index (queue, (i + n_from) % queue->len);

      g_ptr_array_add (addresses, g_strdup (node->address));
    }
  g_ptr_array_add (addresses, NULL);
  return (char **) g_ptr_array_free (addresses, FALSE);
}

/* The incoming edge that was drawn first. */
static SluiceSceneEdge *
find_way_back (const SluiceSceneNode *node)
{
  SluiceSceneEdge *best = NULL;

  for (SluiceSceneEdge *edge = node->incoming; edge != NULL; edge = edge->next_incoming)
    if (best == NULL || edge->source->order < best->source->order
        || (edge->source == best->source && edge->port < best->port))
      best = edge;
  return best;
}

/* The target of the next port with an edge, from a port on, @step 1 or -1; NULL: there is none. */
static SluiceSceneNode *
find_branch (const SluiceSceneNode *node,
             int                    port,
             int                    step)
{
  for (; port >= 0 && port < (int) node->n_ports; port += step)
    if (node->ports[port].edge != NULL)
      return node->ports[port].edge->target;
  return NULL;
}

/**
 * sluice_scene_follow:
 * @self: a scene
 * @from: address of a node
 * @direction: right along its first edge, left back along the one that leads there, up and down to
 *   where the other edges of that same node lead
 *
 * Returns: (transfer none) (nullable): the node one edge further
 */
SluiceSceneNode *
sluice_scene_follow (SluiceScene     *self,
                     const char      *from,
                     SluiceDirection  direction)
{
  SluiceSceneNode *node = from != NULL ? sluice_scene_get_node (self, from) : NULL;
  SluiceSceneEdge *back = node != NULL ? find_way_back (node) : NULL;

  if (node == NULL)
    return NULL;
  if (direction == SLUICE_RIGHT)
    return find_branch (node, 0, 1);
  if (back == NULL)
    return NULL;
  if (direction == SLUICE_LEFT)
    return back->source;
  return direction == SLUICE_DOWN ? find_branch (back->source, (int) back->port + 1, 1)
                                  : find_branch (back->source, (int) back->port - 1, -1);
}
