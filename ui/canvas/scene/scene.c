/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The scene. A node owns its ports and a port owns the edge that leaves it, as in the document;
 * what a change set names is looked up anew there, nothing else is touched. The edges of a node are
 * routed together. Few stale ones are routed at once, many (a large file was opened) when they
 * come into view.
 */
#include "canvas/scene/scene-private.h"

#include "base/ids.h"
#include "canvas/scene/shapes.h"
#include "graph/metrics.h"

#include <string.h>

#define ROUTE_AT_ONCE 4096
#define UNROUTED_REACH 240.0 /* how far around its ends an edge may run that was not routed yet */
#define LABEL_CHARACTER 7.0  /* a guess, for when nobody measures */
#define LABEL_PADDING 16.0

static void
scene_drop_drawing (SluiceScene *self,
                    gpointer    *drawing)
{
  gpointer dropped = g_steal_pointer (drawing);

  if (dropped != NULL && self->client.drop_drawing != NULL)
    self->client.drop_drawing (dropped, self->client_data);
}

void
sluice_scene_damage (SluiceScene      *self,
                     const SluiceRect *area)
{
  if (self->client.damage != NULL)
    self->client.damage (area, self->client_data);
}

static void
scene_free_edge (SluiceScene     *self,
                 SluiceSceneEdge *edge)
{
  scene_drop_drawing (self, &edge->drawing);
  if (edge->route != NULL)
    sluice_scene_damage (self, &edge->route->bounds);
  sluice_spatial_index_remove (self->edge_index, &edge->item);
  g_ptr_array_remove_fast (edge->target->incoming, edge);
  g_free (edge->bends);
  g_free (edge->route);
  g_free (edge);
}

static void
scene_clear_ports (SluiceScene     *self,
                   SluiceSceneNode *node)
{
  for (guint i = 0; i < node->n_ports; i++)
    {
      if (node->ports[i].edge != NULL)
        scene_free_edge (self, node->ports[i].edge);
      g_free (node->ports[i].action);
      g_free (node->ports[i].target);
    }
  g_clear_pointer (&node->ports, g_free);
  node->n_ports = 0;
  g_hash_table_remove (self->dangling, node);
}

static void
scene_mark_stale (SluiceScene     *self,
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
    scene_mark_stale (user_data, edge->source);
  return TRUE;
}

/* Boxes are obstacles: edges that run near one look for their way again when it changes. */
static void
scene_disturb (SluiceScene      *self,
               const SluiceRect *box)
{
  SluiceRect area = sluice_rect_inflate (*box, 8);

  sluice_spatial_index_search (self->edge_index, &area, mark_source_stale_cb, self);
}

static void
scene_detach_incoming (SluiceScene     *self,
                       SluiceSceneNode *node)
{
  while (node->incoming->len > 0)
    {
      SluiceSceneEdge *edge = g_ptr_array_index (node->incoming, 0);

      g_hash_table_add (self->dangling, edge->source);
      edge->source->ports[edge->port].edge = NULL;
      scene_mark_stale (self, edge->source);
      scene_free_edge (self, edge);
    }
}

static void
scene_remove_node (SluiceScene     *self,
                   SluiceSceneNode *node)
{
  scene_detach_incoming (self, node);
  scene_clear_ports (self, node);
  scene_drop_drawing (self, &node->drawing);
  sluice_scene_damage (self, &node->item.bounds);
  sluice_spatial_index_remove (self->node_index, &node->item);
  scene_disturb (self, &node->item.bounds);
  if (node->is_queued)
    g_ptr_array_remove_fast (self->queue, node);
  g_hash_table_remove (self->nodes, node->address);
}

static void
node_free (gpointer data)
{
  SluiceSceneNode *node = data;

  g_ptr_array_unref (node->incoming);
  g_free (node->id);
  g_free (node->address);
  g_free (node);
}

static SluiceSceneNode *
scene_add_node (SluiceScene *self,
                const char  *address)
{
  SluiceSceneNode *node = g_new0 (SluiceSceneNode, 1);

  node->address = g_strdup (address);
  node->id = g_strdup (address + strlen (self->flow) + 1);
  node->incoming = g_ptr_array_new ();
  node->order = self->next_order++;
  g_hash_table_insert (self->nodes, node->address, node);
  return node;
}

/* Takes the ports from the document; their edges come once all nodes are there. */
static void
scene_update_ports (SluiceScene     *self,
                    SluiceSceneNode *node)
{
  g_autoptr (GPtrArray) ports = sluice_document_dup_ports (self->document, node->address);

  scene_clear_ports (self, node);
  node->n_ports = ports->len;
  node->ports = g_new0 (SluiceScenePort, ports->len);
  for (guint i = 0; i < ports->len; i++)
    {
      SluicePort *port = g_ptr_array_index (ports, i);

      node->ports[i].action = g_steal_pointer (&port->action);
      node->ports[i].target = g_steal_pointer (&port->target);
      node->ports[i].has_edge = port->has_edge;
      node->ports[i].is_end = port->is_end;
      if (node->ports[i].target != NULL)
        g_hash_table_add (self->dangling, node);
    }
}

static SluiceRect
scene_get_box (SluiceScene *self,
               const char  *address)
{
  int x, y, width, height;

  sluice_document_get_position (self->document, address, &x, &y);
  sluice_document_get_size (self->document, address, &width, &height);
  return SLUICE_RECT_INIT (x * SLUICE_GRID, y * SLUICE_GRID, width * SLUICE_GRID,
                           height * SLUICE_GRID);
}

static gboolean
rect_equal (const SluiceRect *a,
            const SluiceRect *b)
{
  return a->x == b->x && a->y == b->y && a->width == b->width && a->height == b->height;
}

static void
scene_place_ports (SluiceScene     *self,
                   SluiceSceneNode *node)
{
  const SluiceRect *box = &node->item.bounds;
  double top = sluice_document_get_ports_top (self->document, node->address);

  node->input = (SluicePoint) { box->x,
                                box->y + sluice_document_get_input_offset (self->document,
                                                                           node->address) };
  for (guint i = 0; i < node->n_ports; i++)
    node->ports[i].at = (SluicePoint) { sluice_rect_right (box),
                                        box->y + top + (i + 0.5) * SLUICE_NODE_PORT * SLUICE_GRID };
}

static void
scene_update_box (SluiceScene     *self,
                  SluiceSceneNode *node)
{
  SluiceRect old = node->item.bounds, box = scene_get_box (self, node->address);
  gboolean is_new = node->item.cell == NULL;

  box.x += node->shift.x * self->transition;
  box.y += node->shift.y * self->transition;
  if (is_new || !rect_equal (&old, &box))
    {
      if (!is_new)
        {
          scene_disturb (self, &old);
          sluice_scene_damage (self, &old);
        }
      sluice_scene_damage (self, &box);
      sluice_spatial_index_put (self->node_index, &node->item, &box);
      scene_disturb (self, &box);
    }
  scene_place_ports (self, node);
  scene_mark_stale (self, node);
  for (guint i = 0; i < node->incoming->len; i++)
    scene_mark_stale (self, ((SluiceSceneEdge *) g_ptr_array_index (node->incoming, i))->source);
}

/* Whether it has another colour now: that is layout, but shows. */
static gboolean
scene_update_colour (SluiceScene     *self,
                     SluiceSceneNode *node)
{
  const char *colour =
    g_intern_string (sluice_document_get_colour (self->document, node->address));
  gboolean changed = colour != node->colour;

  node->colour = colour;
  return changed;
}

/* Brings one node in line with the document; its edges follow. */
static void
scene_update_node (SluiceScene *self,
                   const char  *address,
                   SluiceTouch  touch)
{
  SluiceSceneNode *node = g_hash_table_lookup (self->nodes, address);

  if (!sluice_document_has_node (self->document, address))
    {
      if (node != NULL)
        scene_remove_node (self, node);
      return;
    }
  if (node == NULL)
    {
      node = scene_add_node (self, address);
      touch |= SLUICE_TOUCH_ADDED;
    }
  if (scene_update_colour (self, node))
    touch |= SLUICE_TOUCH_CONTENT;
  if (touch & ~SLUICE_TOUCH_LAYOUT)
    {
      scene_update_ports (self, node);
      scene_drop_drawing (self, &node->drawing);
      sluice_scene_damage (self, &node->item.bounds);
    }
  scene_update_box (self, node);
}

static SluiceRect
edge_get_rough_bounds (SluiceSceneEdge *edge)
{
  SluiceRect bounds = edge->source->item.bounds;

  sluice_rect_union (&bounds, &edge->target->item.bounds);
  return sluice_rect_inflate (bounds, UNROUTED_REACH);
}

/* Returns whether all the edges of the node found their target. */
static gboolean
scene_link_ports (SluiceScene     *self,
                  SluiceSceneNode *node)
{
  gboolean all = TRUE;

  for (guint i = 0; i < node->n_ports; i++)
    {
      SluiceScenePort *port = &node->ports[i];
      g_autofree char *address = NULL;
      SluiceSceneNode *target;
      SluiceRect bounds;

      if (port->target == NULL || port->edge != NULL)
        continue;
      address = sluice_address_join (self->flow, port->target);
      target = g_hash_table_lookup (self->nodes, address);
      if (target == NULL)
        {
          all = FALSE;
          continue;
        }
      port->edge = g_new0 (SluiceSceneEdge, 1);
      port->edge->source = node;
      port->edge->target = target;
      port->edge->port = i;
      g_ptr_array_add (target->incoming, port->edge);
      bounds = edge_get_rough_bounds (port->edge);
      sluice_spatial_index_put (self->edge_index, &port->edge->item, &bounds);
      scene_mark_stale (self, node);
    }
  return all;
}

static void
scene_link_dangling (SluiceScene *self)
{
  GHashTableIter iter;
  gpointer node;

  g_hash_table_iter_init (&iter, self->dangling);
  while (g_hash_table_iter_next (&iter, &node, NULL))
    if (scene_link_ports (self, node))
      g_hash_table_iter_remove (&iter);
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
  return a->curve.n_segments == b->curve.n_segments && rect_equal (&a->label, &b->label)
         && rect_equal (&a->bounds, &b->bounds)
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
  SluiceRect seen = edge->item.bounds;

  if (old == NULL && !is_looked_at)
    sluice_scene_damage (self, &edge->route->bounds);
  else if (old == NULL)
    {
      sluice_rect_union (&seen, &edge->route->bounds);
      if (!rect_equal (&seen, &edge->item.bounds))
        sluice_scene_damage (self, &edge->route->bounds);
    }
  else if (!route_equal (old, edge->route))
    {
      scene_drop_drawing (self, &edge->drawing);
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
  g_autofree SluiceGridPoint *bends =
    sluice_document_dup_bends (self->document, source->address, source->ports[edge->port].action,
                               &edge->n_bends);

  g_clear_pointer (&edge->bends, g_free);
  edge->n_bends = MIN (edge->n_bends, SLUICE_BENDS_MAX);
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
    .from = source->ports[edge->port].at,
    .to = { target->input.x - SLUICE_ARROW_LENGTH, target->input.y },
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

  scene_update_bends (self, edge);
  request.bends = edge->bends;
  request.n_bends = edge->n_bends;
  edge->route = g_new0 (SluiceRoute, 1);
  sluice_route_compute (edge->route, &request);
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

        sluice_scene_damage (self, &bounds);
        sluice_spatial_index_put (self->edge_index, &node->ports[i].edge->item, &bounds);
      }
}

/* What stays stale after this is routed when it is looked at. */
static void
scene_route_stale (SluiceScene *self)
{
  gboolean is_much = self->queue->len > ROUTE_AT_ONCE;

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
}

static void
scene_prune_selection (SluiceScene *self)
{
  g_auto (GStrv) selected = sluice_selection_dup (self->selection);
  const char *address, *action;

  for (guint i = 0; selected[i] != NULL; i++)
    if (!g_hash_table_contains (self->nodes, selected[i])
        && sluice_scene_get_shape (self, selected[i]) == NULL)
      sluice_selection_remove (self->selection, selected[i]);
  if (sluice_selection_get_edge (self->selection, &address, &action)
      && sluice_scene_get_edge (self, address, action) == NULL)
    sluice_selection_clear (self->selection);
}

static void
scene_update_start (SluiceScene *self)
{
  const char *id = NULL;
  g_autofree char *start = NULL;
  SluiceSceneNode *node;

  if (self->document != NULL)
    id = sluice_document_get_start (self->document, self->flow);
  start = id != NULL ? sluice_address_join (self->flow, id) : NULL;
  if (g_strcmp0 (start, self->start) == 0)
    return;
  for (int i = 0; i < 2; i++)
    {
      const char *address = i == 0 ? self->start : start;

      node = address != NULL ? g_hash_table_lookup (self->nodes, address) : NULL;
      if (node != NULL)
        {
          scene_drop_drawing (self, &node->drawing);
          sluice_scene_damage (self, &node->item.bounds);
        }
    }
  g_free (self->start);
  self->start = g_steal_pointer (&start);
}

static void
scene_finish_update (SluiceScene *self)
{
  scene_link_dangling (self);
  scene_route_stale (self);
  scene_update_start (self);
  scene_prune_selection (self);
  if (self->client.changed != NULL)
    self->client.changed (self->client_data);
}

void
sluice_scene_move_node (SluiceScene     *self,
                        SluiceSceneNode *node)
{
  scene_update_box (self, node);
}

void
sluice_scene_finish_moves (SluiceScene *self)
{
  scene_finish_update (self);
}

static void
scene_clear (SluiceScene *self)
{
  GHashTableIter iter;
  gpointer node;

  g_hash_table_iter_init (&iter, self->nodes);
  while (g_hash_table_iter_next (&iter, NULL, &node))
    scene_clear_ports (self, node);
  g_hash_table_iter_init (&iter, self->nodes);
  while (g_hash_table_iter_next (&iter, NULL, &node))
    {
      scene_drop_drawing (self, &((SluiceSceneNode *) node)->drawing);
      sluice_spatial_index_remove (self->node_index, node);
    }
  sluice_scene_damage (self, NULL);
  g_ptr_array_set_size (self->queue, 0);
  g_hash_table_remove_all (self->dangling);
  g_hash_table_remove_all (self->nodes);
  sluice_scene_clear_shapes (self);
  g_hash_table_remove_all (self->kept_places);
  self->transition = 0;
  self->next_order = 0;
}

static void
scene_rebuild (SluiceScene *self)
{
  guint n = 0;

  scene_clear (self);
  if (self->document != NULL && self->flow != NULL)
    n = sluice_document_get_n_nodes (self->document, self->flow);
  for (guint i = 0; i < n; i++)
    {
      const char *id = sluice_document_get_node_id (self->document, self->flow, i);
      g_autofree char *address = sluice_address_join (self->flow, id);

      scene_update_node (self, address, SLUICE_TOUCH_ADDED);
    }
  sluice_scene_update_shapes (self);
  scene_finish_update (self);
}

static gboolean
scene_shows (SluiceScene *self,
             const char  *address)
{
  gsize length = strlen (self->flow);

  return strncmp (address, self->flow, length) == 0 && address[length] == '/';
}

/* A flow gets its layout all at once when the first of its nodes is placed. */
static gboolean
change_is_of_whole_flow (SluiceScene           *self,
                         const SluiceChangeSet *set)
{
  SluiceTouch touch = GPOINTER_TO_UINT (g_hash_table_lookup (set->flows, self->flow));

  return set->all || (touch & (SLUICE_TOUCH_ADDED | SLUICE_TOUCH_REMOVED)) != 0;
}

static void
changed_cb (SluiceDocument        *document,
            const SluiceChangeSet *set,
            SluiceScene           *self)
{
  GHashTableIter iter;
  gpointer address, touch;

  if (change_is_of_whole_flow (self, set))
    {
      scene_rebuild (self);
      return;
    }
  g_hash_table_iter_init (&iter, set->nodes);
  while (g_hash_table_iter_next (&iter, &address, &touch))
    if (scene_shows (self, address))
      scene_update_node (self, address, GPOINTER_TO_UINT (touch));
  if (GPOINTER_TO_UINT (g_hash_table_lookup (set->flows, self->flow)) & SLUICE_TOUCH_LAYOUT)
    sluice_scene_update_shapes (self);
  scene_finish_update (self);
}

SluiceScene *
sluice_scene_new (void)
{
  SluiceScene *self = g_new0 (SluiceScene, 1);

  self->nodes = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, node_free);
  self->dangling = g_hash_table_new (NULL, NULL);
  self->queue = g_ptr_array_new ();
  self->shapes = g_ptr_array_new ();
  self->kept_places = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->node_index = sluice_spatial_index_new ();
  self->edge_index = sluice_spatial_index_new ();
  self->selection = sluice_selection_new ();
  return self;
}

static void
scene_forget_document (SluiceScene *self)
{
  if (self->document != NULL)
    g_clear_signal_handler (&self->changed_id, self->document);
  g_clear_object (&self->document);
  g_clear_pointer (&self->flow, g_free);
}

void
sluice_scene_free (SluiceScene *self)
{
  scene_clear (self);
  scene_forget_document (self);
  sluice_selection_free (self->selection);
  sluice_spatial_index_free (self->edge_index);
  sluice_spatial_index_free (self->node_index);
  g_ptr_array_unref (self->queue);
  g_ptr_array_unref (self->shapes);
  g_hash_table_unref (self->kept_places);
  g_hash_table_unref (self->dangling);
  g_hash_table_unref (self->nodes);
  g_free (self->start);
  g_free (self);
}

/**
 * sluice_scene_set_client:
 * @self: a scene
 * @client: copied; functions may be NULL
 * @user_data: for its functions
 *
 * Says who draws this scene.
 */
void
sluice_scene_set_client (SluiceScene             *self,
                         const SluiceSceneClient *client,
                         gpointer                 user_data)
{
  self->client = *client;
  self->client_data = user_data;
}

/**
 * sluice_scene_set_flow:
 * @self: a scene
 * @document: (nullable): a document, referenced
 * @flow: (nullable): which flow of it
 *
 * Shows another flow; the selection is dropped.
 */
void
sluice_scene_set_flow (SluiceScene    *self,
                       SluiceDocument *document,
                       const char     *flow)
{
  g_autofree char *copy = g_strdup (flow != NULL ? flow : "main");

  if (document != NULL)
    g_object_ref (document);
  sluice_selection_clear (self->selection);
  scene_clear (self);
  scene_forget_document (self);
  self->document = document;
  self->flow = g_steal_pointer (&copy);
  if (document != NULL)
    self->changed_id = g_signal_connect (document, "changed", G_CALLBACK (changed_cb), self);
  scene_rebuild (self);
}

SluiceDocument *
sluice_scene_get_document (SluiceScene *self)
{
  return self->document;
}

const char *
sluice_scene_get_flow (SluiceScene *self)
{
  return self->flow;
}

SluiceSelection *
sluice_scene_get_selection (SluiceScene *self)
{
  return self->selection;
}

static void
scene_drop_drawings (SluiceScene     *self,
                     SluiceSceneNode *node)
{
  scene_drop_drawing (self, &node->drawing);
  for (guint i = 0; i < node->n_ports; i++)
    if (node->ports[i].edge != NULL)
      scene_drop_drawing (self, &node->ports[i].edge->drawing);
}

/**
 * sluice_scene_drop_drawings:
 * @self: a scene
 *
 * Drops every drawing; they are made again as they are needed.
 */
void
sluice_scene_drop_drawings (SluiceScene *self)
{
  GHashTableIter iter;
  gpointer node;

  g_hash_table_iter_init (&iter, self->nodes);
  while (g_hash_table_iter_next (&iter, NULL, &node))
    scene_drop_drawings (self, node);
}

/**
 * sluice_scene_restyle:
 * @self: a scene
 *
 * Drops every drawing and measures the labels anew, after fonts or colours changed.
 */
void
sluice_scene_restyle (SluiceScene *self)
{
  GHashTableIter iter;
  gpointer node;

  g_hash_table_iter_init (&iter, self->nodes);
  while (g_hash_table_iter_next (&iter, NULL, &node))
    {
      scene_drop_drawings (self, node);
      scene_mark_stale (self, node);
    }
  scene_route_stale (self);
  sluice_scene_damage (self, NULL);
}
