/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The edges of a scene: a port owns the one that leaves it. The edges of a node are routed together.
 * Few stale ones are routed at once, many (a large file was opened) when they come into view.
 */
#include "canvas/scene/scene-private.h"

#include "base/ids.h"

#include <string.h>

#define ROUTE_AT_ONCE 4096
#define UNROUTED_REACH 240.0 /* how far around its ends an edge may run that was not routed yet */
#define LABEL_CHARACTER 7.0  /* a guess, for when nobody measures */
#define LABEL_PADDING 16.0

/* What is painted of an edge; a lifted one is painted apart. Of one without a route that is the straight
 * line, from afar. */
void
sluice_scene_damage_edge (SluiceScene     *self,
                          SluiceSceneEdge *edge)
{
  if (!sluice_scene_edge_is_lifted (edge) && sluice_spatial_item_is_placed (&edge->item))
    sluice_scene_damage (self, edge->route != NULL ? &edge->route->bounds : &edge->item.bounds);
}

static void
link_incoming (SluiceSceneEdge *edge)
{
  SluiceSceneNode *target = edge->target;
  SluiceSceneEdge *first = target->incoming;

  edge->previous_incoming = first != NULL ? first->previous_incoming : edge;
  if (first != NULL)
    {
      first->previous_incoming->next_incoming = edge;
      first->previous_incoming = edge;
    }
  else
    target->incoming = edge;
  target->n_incoming++;
}

static void
unlink_incoming (SluiceSceneEdge *edge)
{
  SluiceSceneNode *target = edge->target;

  if (edge->next_incoming != NULL)
    edge->next_incoming->previous_incoming = edge->previous_incoming;
  else if (target->incoming != edge)
    target->incoming->previous_incoming = edge->previous_incoming;
  if (target->incoming == edge)
    target->incoming = edge->next_incoming;
  else
    edge->previous_incoming->next_incoming = edge->next_incoming;
  target->n_incoming--;
}

void
sluice_scene_free_edge (SluiceScene     *self,
                        SluiceSceneEdge *edge)
{
  sluice_scene_free_drawing (self, &edge->drawing);
  sluice_scene_damage_edge (self, edge);
  sluice_spatial_index_remove (self->edge_index, &edge->item);
  unlink_incoming (edge);
  g_free (edge->bends);
  g_free (edge->route);
  g_free (edge);
}

void
sluice_scene_mark_stale (SluiceScene     *self,
                         SluiceSceneNode *node)
{
  if (node->n_ports == 0)
    return;
  node->is_stale = TRUE;
  if (!node->is_queued)
    g_ptr_array_add (self->queue, node);
  node->is_queued = TRUE;
}

static gboolean
mark_source_stale_cb (SluiceSpatialItem *item,
                      gpointer           user_data)
{
  SluiceSceneEdge *edge = (SluiceSceneEdge *) item;

  if (edge->route != NULL)
    sluice_scene_mark_stale (user_data, edge->source);
  return TRUE;
}

/* Boxes are obstacles: edges that run near one look for their way again when it changes. */
void
sluice_scene_disturb (SluiceScene      *self,
                      const SluiceRect *box)
{
  SluiceRect area = sluice_rect_inflate (*box, 8);

  sluice_spatial_index_search (self->edge_index, &area, mark_source_stale_cb, self);
}

static SluiceRect
edge_get_rough_bounds (SluiceSceneEdge *edge)
{
  SluiceRect bounds = edge->source->item.bounds;

  sluice_rect_union (&bounds, &edge->target->item.bounds);
  return sluice_rect_inflate (bounds, UNROUTED_REACH);
}

/* Returns whether there is a node of that id. */
static gboolean
scene_link_port (SluiceScene     *self,
                 SluiceSceneNode *node,
                 guint            port,
                 const char      *id)
{
  g_autofree char *address = sluice_address_join (self->flow, id);
  SluiceSceneNode *target = g_hash_table_lookup (self->nodes, address);
  SluiceSceneEdge *edge;

  if (target == NULL)
    return FALSE;
  edge = node->ports[port].edge = g_new0 (SluiceSceneEdge, 1);
  edge->source = node;
  edge->target = target;
  edge->port = port;
  link_incoming (edge);
  sluice_scene_mark_stale (self, node);
  return TRUE;
}

static char **
scene_ensure_targets (SluiceScene     *self,
                      SluiceSceneNode *node)
{
  char **targets = g_hash_table_lookup (self->dangling, node);

  if (targets == NULL)
    {
      targets = g_new0 (char *, node->n_ports);
      g_hash_table_insert (self->dangling, node, targets);
    }
  return targets;
}

const char *
sluice_scene_get_target (SluiceScene           *self,
                         const SluiceSceneNode *node,
                         guint                  port)
{
  char **targets = g_hash_table_lookup (self->dangling, node);

  if (node->ports[port].edge != NULL)
    return node->ports[port].edge->target->id;
  return targets != NULL ? targets[port] : NULL;
}

void
sluice_scene_link_ports (SluiceScene        *self,
                         SluiceSceneNode    *node,
                         const char * const *targets)
{
  for (guint i = 0; i < node->n_ports; i++)
    if (targets[i] != NULL && !scene_link_port (self, node, i, targets[i]))
      scene_ensure_targets (self, node)[i] = g_strdup (targets[i]);
}

void
sluice_scene_detach_edge (SluiceScene     *self,
                          SluiceSceneEdge *edge)
{
  SluiceSceneNode *source = edge->source;

  scene_ensure_targets (self, source)[edge->port] = g_strdup (edge->target->id);
  source->ports[edge->port].edge = NULL;
  sluice_scene_mark_stale (self, source);
  sluice_scene_free_edge (self, edge);
}

/* Returns whether all the edges of the node have found their target. */
static gboolean
scene_link_missing (SluiceScene      *self,
                    SluiceSceneNode  *node,
                    char            **targets)
{
  gboolean all = TRUE;

  for (guint i = 0; i < node->n_ports; i++)
    {
      if (targets[i] == NULL)
        continue;
      if (scene_link_port (self, node, i, targets[i]))
        g_clear_pointer (&targets[i], g_free);
      else
        all = FALSE;
    }
  return all;
}

void
sluice_scene_link_dangling (SluiceScene *self)
{
  GHashTableIter iter;
  gpointer node, targets;

  g_hash_table_iter_init (&iter, self->dangling);
  while (g_hash_table_iter_next (&iter, &node, &targets))
    if (scene_link_missing (self, node, targets))
      {
        g_free (targets);
        g_hash_table_iter_remove (&iter);
      }
}

void
sluice_scene_forget_dangling (SluiceScene     *self,
                              SluiceSceneNode *node)
{
  char **targets = g_hash_table_lookup (self->dangling, node);

  if (targets == NULL)
    return;
  for (guint i = 0; i < node->n_ports; i++)
    g_free (targets[i]);
  g_free (targets);
  g_hash_table_remove (self->dangling, node);
}

static double
scene_measure_label (SluiceScene *self,
                     const char  *action)
{
  if (g_str_equal (action, "default"))
    return 0;
  if (self->client.measure_label != NULL)
    return self->client.measure_label (action, self->client_data);
  return g_utf8_strlen (action, -1) * LABEL_CHARACTER + LABEL_PADDING;
}

static gboolean
route_equal (const SluiceRoute *a,
             const SluiceRoute *b)
{
  return a->curve.n_segments == b->curve.n_segments && scene_rect_equal (&a->label, &b->label)
         && scene_rect_equal (&a->bounds, &b->bounds)
         && memcmp (a->curve.points, b->curve.points,
                    (3 * a->curve.n_segments + 1) * sizeof (SluicePoint)) == 0;
}

/* Who looked for an edge by its rough bounds has seen its first route, if it lies within them. */
static void
scene_damage_route (SluiceScene       *self,
                    SluiceSceneEdge   *edge,
                    const SluiceRoute *old,
                    gboolean           is_looked_at)
{
  if (old == NULL && !is_looked_at)
    {
      if (sluice_spatial_item_is_placed (&edge->item))
        sluice_scene_damage (self, &edge->item.bounds);
      sluice_scene_damage (self, &edge->route->bounds);
    }
  else if (old == NULL)
    {
      if (!self->shows_lines && !sluice_rect_holds (&edge->item.bounds, &edge->route->bounds))
        sluice_scene_damage (self, &edge->route->bounds);
    }
  else if (!route_equal (old, edge->route))
    {
      sluice_scene_free_drawing (self, &edge->drawing);
      if (sluice_scene_edge_is_lifted (edge))
        return;
      sluice_scene_damage (self, &old->bounds);
      sluice_scene_damage (self, &edge->route->bounds);
    }
}

/* What the document says of its bends, in px. */
static void
scene_update_bends (SluiceScene     *self,
                    SluiceSceneEdge *edge)
{
  const SluiceSceneNode *source = edge->source;
  guint n_bends;
  g_autofree SluiceGridPoint *bends =
    sluice_document_dup_bends (self->document, source->address, source->ports[edge->port].action, &n_bends);

  g_clear_pointer (&edge->bends, g_free);
  edge->n_bends = MIN (n_bends, SLUICE_BENDS_MAX);
  if (edge->n_bends > 0)
    edge->bends = g_new (SluicePoint, edge->n_bends);
  for (guint i = 0; i < edge->n_bends; i++)
    edge->bends[i] = (SluicePoint) { bends[i].x * SLUICE_GRID, bends[i].y * SLUICE_GRID };
}

static void
scene_route_edge (SluiceScene     *self,
                  SluiceSceneEdge *edge,
                  GArray          *labels,
                  gboolean         is_looked_at)
{
  SluiceSceneNode *source = edge->source, *target = edge->target;
  SluiceRouteRequest request = {
    .source = &source->item.bounds,
    .target = &target->item.bounds,
    .port = edge->port,
    .n_ports = source->n_ports,
    .label_width = scene_measure_label (self, source->ports[edge->port].action),
    .avoid = (const SluiceRect *) (gpointer) labels->data,
    .n_avoid = labels->len,
    .nodes = self->node_index,
  };

  g_autofree SluiceRoute *old = g_steal_pointer (&edge->route);
  SluiceRoute route = { 0 };

  sluice_scene_edge_get_ends (edge, &request.from, &request.to);
  scene_update_bends (self, edge);
  request.bends = edge->bends;
  request.n_bends = edge->n_bends;
  sluice_route_compute (&route, &request);
  edge->route = sluice_route_copy (&route);
  scene_damage_route (self, edge, old, is_looked_at);
  if (edge->route->label.width > 0)
    g_array_append_val (labels, edge->route->label);
  sluice_spatial_index_put (self->edge_index, &edge->item, &edge->route->reach);
}

/* Routes all edges that leave a node, the upper ports first. */
static void
scene_route_ports (SluiceScene     *self,
                   SluiceSceneNode *node,
                   gboolean         is_looked_at)
{
  g_autoptr (GArray) labels = g_array_new (FALSE, FALSE, sizeof (SluiceRect));

  node->is_stale = FALSE;
  for (guint i = 0; i < node->n_ports; i++)
    if (node->ports[i].edge != NULL)
      scene_route_edge (self, node->ports[i].edge, labels, is_looked_at);
}

void
sluice_scene_route_node (SluiceScene     *self,
                         SluiceSceneNode *node)
{
  scene_route_ports (self, node, TRUE);
}

static void
scene_guess_bounds (SluiceScene     *self,
                    SluiceSceneNode *node)
{
  for (guint i = 0; i < node->n_ports; i++)
    if (node->ports[i].edge != NULL)
      {
        SluiceRect bounds = edge_get_rough_bounds (node->ports[i].edge);

        sluice_spatial_index_put (self->edge_index, &node->ports[i].edge->item, &bounds);
      }
}

/* What stays stale after this is routed when it is looked at; so much is painted anew as a whole. */
void
sluice_scene_route_stale (SluiceScene *self)
{
  gboolean is_much = self->queue->len > ROUTE_AT_ONCE;

  if (is_much)
    sluice_scene_damage (self, NULL);
  for (guint i = 0; i < self->queue->len; i++)
    {
      SluiceSceneNode *node = g_ptr_array_index (self->queue, i);

      node->is_queued = FALSE;
      if (is_much)
        scene_guess_bounds (self, node);
      else if (node->is_stale)
        scene_route_ports (self, node, FALSE);
    }
  g_ptr_array_set_size (self->queue, 0);
  if (is_much)
    {
      g_ptr_array_unref (self->queue);
      self->queue = g_ptr_array_new ();
    }
}
