/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What is asked of a scene: what lies in an area, under a point, next to a node. Looking at an edge
 * that was not routed yet routes it.
 */
#include "canvas/scene/scene-private.h"

#include "canvas/scene/shapes.h"
#include "graph/metrics.h"

#include <math.h>

#define PORT_INSIDE 12.0  /* px within the box that still belong to a port on its side */
#define GUTTER_SIZE 12.0  /* around the top left corner */
#define BEND_REACH 8.0
#define LINE_REACH 80.0   /* more than half of how thick a line gets, seen from farthest */

guint
sluice_scene_get_n_nodes (SluiceScene *self)
{
  return g_hash_table_size (self->nodes);
}

SluiceSceneNode *
sluice_scene_get_node (SluiceScene *self,
                       const char  *address)
{
  return g_hash_table_lookup (self->nodes, address);
}

SluicePoint
sluice_scene_node_place_port (const SluiceSceneNode *node,
                              int                    port)
{
  const SluiceRect *box = &node->item.bounds;

  if (port < 0)
    return (SluicePoint) { box->x, box->y + node->input_top };
  return (SluicePoint) { sluice_rect_right (box),
                         box->y + node->ports_top + (port + 0.5) * SLUICE_NODE_PORT * SLUICE_GRID };
}

int
sluice_scene_node_find_port (const SluiceSceneNode *node,
                             const char            *action)
{
  for (guint i = 0; i < node->n_ports; i++)
    if (g_str_equal (node->ports[i].action, action))
      return (int) i;
  return -1;
}

const char *
sluice_scene_edge_get_action (const SluiceSceneEdge *edge)
{
  return edge->source->ports[edge->port].action;
}

/**
 * sluice_scene_edge_get_plain_curve:
 * @edge: an edge
 * @curve: (out): how it runs if no node is in its way
 */
void
sluice_scene_edge_get_plain_curve (const SluiceSceneEdge *edge,
                                   SluiceCurve           *curve)
{
  SluiceRouteRequest request = {
    .port = edge->port,
    .n_ports = edge->source->n_ports,
    .bends = edge->bends,
    .n_bends = edge->n_bends,
  };
  SluiceRoute route = { 0 };

  sluice_scene_edge_get_ends (edge, &request.from, &request.to);
  sluice_route_compute (&route, &request);
  *curve = route.curve;
}

/**
 * sluice_scene_edge_find_bend_place:
 * @edge: an edge
 * @x: a point on it
 * @y: a point on it
 *
 * Returns: the index that a bend there gets; a bent edge has one segment before each bend
 */
guint
sluice_scene_edge_find_bend_place (const SluiceSceneEdge *edge,
                                   double                 x,
                                   double                 y)
{
  const SluiceCurve *all = &edge->route->curve;
  double nearest = G_MAXDOUBLE;
  guint place = 0;

  for (guint i = 0; edge->n_bends > 0 && i < all->n_segments; i++)
    {
      const SluicePoint *p = &all->points[3 * i];
      SluiceCurve segment;
      double distance;

      sluice_curve_start (&segment, p[0].x, p[0].y);
      sluice_curve_cubic_to (&segment, p[1], p[2], p[3]);
      distance = sluice_curve_get_distance (&segment, x, y);
      if (distance < nearest)
        {
          nearest = distance;
          place = i;
        }
    }
  return place;
}

/**
 * sluice_scene_edge_get_ends:
 * @edge: an edge, which need not be routed
 * @from: (out): where it leaves its port
 * @to: (out): where its arrow begins
 */
void
sluice_scene_edge_get_ends (const SluiceSceneEdge *edge,
                            SluicePoint           *from,
                            SluicePoint           *to)
{
  *from = sluice_scene_node_place_port (edge->source, (int) edge->port);
  *to = sluice_scene_node_place_port (edge->target, -1);
  to->x -= SLUICE_ARROW_LENGTH;
}

/**
 * sluice_scene_get_edge:
 * @self: a scene
 * @address: the node it leaves
 * @action: under which action
 *
 * Returns: (transfer none) (nullable): the edge, routed
 */
SluiceSceneEdge *
sluice_scene_get_edge (SluiceScene *self,
                       const char  *address,
                       const char  *action)
{
  SluiceSceneNode *node = sluice_scene_get_node (self, address);
  int port = node != NULL ? sluice_scene_node_find_port (node, action) : -1;

  if (port < 0 || node->ports[port].edge == NULL)
    return NULL;
  sluice_scene_ensure_route (self, node->ports[port].edge);
  return node->ports[port].edge;
}

/**
 * sluice_scene_get_extent:
 * @self: a scene
 * @extent: (out): what holds all nodes
 *
 * Returns: FALSE when there is no node
 */
gboolean
sluice_scene_get_extent (SluiceScene *self,
                         SluiceRect  *extent)
{
  GHashTableIter iter;
  gpointer node;
  gboolean any = FALSE;

  g_hash_table_iter_init (&iter, self->nodes);
  while (g_hash_table_iter_next (&iter, NULL, &node))
    {
      const SluiceRect *box = &((SluiceSceneNode *) node)->item.bounds;

      if (any)
        sluice_rect_union (extent, box);
      else
        *extent = *box;
      any = TRUE;
    }
  return any;
}

void
sluice_scene_add_routes (SluiceScene *self,
                         SluiceRect  *extent)
{
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, self->nodes);
  while (g_hash_table_iter_next (&iter, NULL, &key))
    {
      const SluiceSceneNode *node = key;

      for (guint i = 0; i < node->n_ports; i++)
        if (node->ports[i].edge != NULL && node->ports[i].edge->route != NULL)
          sluice_rect_union (extent, &node->ports[i].edge->route->bounds);
    }
}

gboolean
sluice_scene_get_extent_of (SluiceScene  *self,
                            char        **addresses,
                            SluiceRect   *extent)
{
  gboolean any = FALSE;
  SluiceRect box;

  for (guint i = 0; addresses[i] != NULL; i++)
    {
      if (!sluice_scene_get_item_box (self, addresses[i], &box))
        continue;
      if (any)
        sluice_rect_union (extent, &box);
      else
        *extent = box;
      any = TRUE;
    }
  return any;
}

static gboolean
collect_cb (SluiceSpatialItem *item,
            gpointer           user_data)
{
  g_ptr_array_add (user_data, item);
  return TRUE;
}

static int
compare_order (gconstpointer a,
               gconstpointer b)
{
  const SluiceSceneNode *one = *(SluiceSceneNode * const *) a;
  const SluiceSceneNode *other = *(SluiceSceneNode * const *) b;

  return (one->order > other->order) - (one->order < other->order);
}

static GPtrArray *
dup_nodes_in (SluiceScene      *self,
              const SluiceRect *area)
{
  GPtrArray *found = g_ptr_array_new ();

  sluice_spatial_index_search (self->node_index, area, collect_cb, found);
  g_ptr_array_sort (found, compare_order);
  return found;
}

/**
 * sluice_scene_select_all:
 * @self: a scene
 *
 * Selects everything, the nodes last and of them the one on top.
 */
void
sluice_scene_select_all (SluiceScene *self)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer node;

  g_hash_table_iter_init (&iter, self->nodes);
  while (g_hash_table_iter_next (&iter, NULL, &node))
    g_ptr_array_add (all, node);
  g_ptr_array_sort (all, compare_order);
  for (guint i = 0; i < all->len; i++)
    all->pdata[i] = ((SluiceSceneNode *) all->pdata[i])->address;
  for (guint i = 0; i < self->shapes->len; i++)
    g_ptr_array_insert (all, (int) i,
                        ((SluiceSceneShape *) g_ptr_array_index (self->shapes, i))->address);
  g_ptr_array_add (all, NULL);
  sluice_selection_set (self->selection, (const char * const *) all->pdata);
}

/**
 * sluice_scene_foreach_any_node:
 * @self: a scene
 * @func: called for each, in no order; it must not change the document
 * @user_data: for @func
 */
void
sluice_scene_foreach_any_node (SluiceScene         *self,
                               SluiceSceneNodeFunc  func,
                               gpointer             user_data)
{
  GHashTableIter iter;
  gpointer node;

  g_hash_table_iter_init (&iter, self->nodes);
  while (g_hash_table_iter_next (&iter, NULL, &node))
    func (node, user_data);
}

/**
 * sluice_scene_foreach_node:
 * @self: a scene
 * @area: where
 * @func: called for each, from bottom to top; it must not change the document
 * @user_data: for @func
 */
void
sluice_scene_foreach_node (SluiceScene         *self,
                           const SluiceRect    *area,
                           SluiceSceneNodeFunc  func,
                           gpointer             user_data)
{
  g_autoptr (GPtrArray) found = dup_nodes_in (self, area);

  for (guint i = 0; i < found->len; i++)
    func (g_ptr_array_index (found, i), user_data);
}

static int
compare_edge_order (gconstpointer a,
                    gconstpointer b)
{
  const SluiceSceneEdge *one = *(SluiceSceneEdge * const *) a;
  const SluiceSceneEdge *other = *(SluiceSceneEdge * const *) b;

  if (one->source != other->source)
    return one->source->order > other->source->order ? 1 : -1;
  return (one->port > other->port) - (one->port < other->port);
}

static GPtrArray *
dup_edges_in (SluiceScene      *self,
              const SluiceRect *area)
{
  GPtrArray *found = g_ptr_array_new ();

  sluice_spatial_index_search (self->edge_index, area, collect_cb, found);
  g_ptr_array_sort (found, compare_edge_order);
  return found;
}

typedef struct
{
  const SluiceRect *area;
  GPtrArray        *found;
} Lines;

/* Of long edges far more have the area between their ends than come through it. */
static gboolean
collect_line_cb (SluiceSpatialItem *item,
                 gpointer           user_data)
{
  Lines *lines = user_data;
  SluicePoint from, to;
  SluiceCurve line;

  sluice_scene_edge_get_ends ((SluiceSceneEdge *) item, &from, &to);
  sluice_curve_start (&line, from.x, from.y);
  sluice_curve_line_to (&line, to.x, to.y);
  if (sluice_curve_crosses (&line, lines->area))
    g_ptr_array_add (lines->found, item);
  return TRUE;
}

/**
 * sluice_scene_foreach_line:
 * @self: a scene
 * @area: where
 * @func: called for each edge whose straight line may be there, in a fixed order; it must not change the document
 * @user_data: for @func
 *
 * What is seen from so far that an edge is a line needs no route.
 */
void
sluice_scene_foreach_line (SluiceScene         *self,
                           const SluiceRect    *area,
                           SluiceSceneEdgeFunc  func,
                           gpointer             user_data)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new ();
  SluiceRect near = sluice_rect_inflate (*area, LINE_REACH);
  Lines lines = { &near, found };

  sluice_spatial_index_search (self->edge_index, area, collect_line_cb, &lines);
  g_ptr_array_sort (found, compare_edge_order);
  for (guint i = 0; i < found->len; i++)
    func (g_ptr_array_index (found, i), user_data);
}

/**
 * sluice_scene_foreach_edge:
 * @self: a scene
 * @area: where
 * @func: called for each, in a fixed order; it must not change the document
 * @user_data: for @func
 */
void
sluice_scene_foreach_edge (SluiceScene         *self,
                           const SluiceRect    *area,
                           SluiceSceneEdgeFunc  func,
                           gpointer             user_data)
{
  g_autoptr (GPtrArray) found = dup_edges_in (self, area);

  for (guint i = 0; i < found->len; i++)
    {
      SluiceSceneEdge *edge = g_ptr_array_index (found, i);

      sluice_scene_ensure_route (self, edge);
      if (sluice_rect_intersects (&edge->route->bounds, area))
        func (edge, user_data);
    }
}

/* A port is taken from outside of the box within the magnet, from inside within less: the row
 * beside it belongs to the node. */
static double
port_distance (const SluiceSceneNode *node,
               SluicePoint            at,
               double                 x,
               double                 y,
               double                 zoom)
{
  double distance = hypot (at.x - x, at.y - y) * zoom;
  gboolean is_inside = sluice_rect_contains (&node->item.bounds, x, y);
  double reach = is_inside ? MIN (PORT_INSIDE, SLUICE_PORT_MAGNET * zoom) : SLUICE_PORT_MAGNET;

  return distance <= reach ? distance : G_MAXDOUBLE;
}

static void
hit_ports (SluiceHit       *hit,
           double          *nearest,
           SluiceSceneNode *node,
           double           x,
           double           y,
           double           zoom)
{
  for (guint i = 0; i < node->n_ports; i++)
    {
      double distance = port_distance (node, sluice_scene_node_place_port (node, (int) i), x, y, zoom);

      if (distance < *nearest)
        {
          *nearest = distance;
          *hit = (SluiceHit) { SLUICE_HIT_PORT, node, node->ports[i].edge, i };
        }
    }
}

/* It has the ends of its edges to offer, or a new edge. */
static void
hit_input (SluiceHit       *hit,
           double          *nearest,
           SluiceSceneNode *node,
           double           x,
           double           y,
           double           zoom)
{
  double distance = port_distance (node, sluice_scene_node_place_port (node, -1), x, y, zoom);

  if (distance < *nearest)
    {
      *nearest = distance;
      *hit = (SluiceHit) { SLUICE_HIT_INPUT, node, NULL, 0 };
    }
}

static gboolean
is_in_gutter (const SluiceSceneNode *node,
              double                 x,
              double                 y)
{
  return fabs (x - node->item.bounds.x) <= GUTTER_SIZE
         && fabs (y - node->item.bounds.y) <= GUTTER_SIZE;
}

/* Which bend of an edge is there; -1: none. */
static int
find_bend (const SluiceSceneEdge *edge,
           double                 x,
           double                 y,
           double                 zoom)
{
  for (guint i = 0; i < edge->n_bends; i++)
    if (hypot (edge->bends[i].x - x, edge->bends[i].y - y) * zoom <= BEND_REACH)
      return (int) i;
  return -1;
}

static void
hit_edges (SluiceScene *self,
           SluiceHit   *hit,
           double       x,
           double       y,
           double       zoom)
{
  double reach = SLUICE_EDGE_REACH / zoom, nearest = reach;
  SluiceRect area = SLUICE_RECT_INIT (x - reach, y - reach, 2 * reach, 2 * reach);
  g_autoptr (GPtrArray) found = g_ptr_array_new ();

  sluice_spatial_index_search (self->edge_index, &area, collect_cb, found);
  g_ptr_array_sort (found, compare_edge_order);
  for (guint i = 0; i < found->len; i++)
    {
      SluiceSceneEdge *edge = g_ptr_array_index (found, i);
      double distance;

      sluice_scene_ensure_route (self, edge);
      if (edge->route->label.width > 0 && sluice_rect_contains (&edge->route->label, x, y))
        {
          *hit = (SluiceHit) { SLUICE_HIT_LABEL, edge->source, edge, edge->port };
          return;
        }
      distance = sluice_curve_get_distance (&edge->route->curve, x, y);
      if (find_bend (edge, x, y, zoom) >= 0)
        {
          *hit = (SluiceHit) { .type = SLUICE_HIT_BEND, .node = edge->source, .edge = edge,
                               .port = edge->port, .bend = (guint) find_bend (edge, x, y, zoom) };
          return;
        }
      if (distance <= nearest)
        {
          nearest = distance;
          *hit = (SluiceHit) { SLUICE_HIT_EDGE, edge->source, edge, edge->port };
        }
    }
}

/**
 * sluice_scene_hit:
 * @self: a scene
 * @x: in the world
 * @y: in the world
 * @zoom: the viewport's
 *
 * Returns: what is under the point: a port before a node, that before a label, that before an edge
 */
SluiceHit
sluice_scene_hit (SluiceScene *self,
                  double       x,
                  double       y,
                  double       zoom)
{
  double reach = SLUICE_PORT_MAGNET / zoom, nearest = G_MAXDOUBLE;
  SluiceRect area = SLUICE_RECT_INIT (x - reach, y - reach, 2 * reach, 2 * reach);
  g_autoptr (GPtrArray) found = dup_nodes_in (self, &area);
  SluiceHit hit = { SLUICE_HIT_NOTHING, NULL, NULL, 0 };
  SluiceSceneNode *under = NULL;

  for (guint i = 0; i < found->len; i++)
    {
      SluiceSceneNode *node = g_ptr_array_index (found, i);

      if (sluice_rect_contains (&node->item.bounds, x, y))
        under = node;
      if (is_in_gutter (node, x, y))
        hit = (SluiceHit) { SLUICE_HIT_GUTTER, node, NULL, 0 };
    }
  if (hit.type == SLUICE_HIT_GUTTER)
    return hit;
  for (guint i = 0; i < found->len; i++)
    {
      SluiceSceneNode *node = g_ptr_array_index (found, i);

      if (zoom < SLUICE_BOXES_BELOW || (under != NULL && node != under))
        continue; /* what is not drawn, or covered by a node, can't be taken */
      hit_ports (&hit, &nearest, node, x, y, zoom);
      hit_input (&hit, &nearest, node, x, y, zoom);
    }
  if (hit.type == SLUICE_HIT_NOTHING && under != NULL)
    hit = (SluiceHit) { SLUICE_HIT_NODE, under, NULL, 0 };
  if (hit.type == SLUICE_HIT_NOTHING)
    hit_edges (self, &hit, x, y, zoom);
  if (hit.type == SLUICE_HIT_NOTHING)
    sluice_scene_hit_shapes (self, &hit, x, y, zoom);
  return hit;
}

/**
 * sluice_scene_find_target:
 * @self: a scene
 * @x: in the world
 * @y: in the world
 * @zoom: the viewport's
 *
 * Returns: (transfer none) (nullable): the node a link dropped here would connect to
 */
SluiceSceneNode *
sluice_scene_find_target (SluiceScene *self,
                          double       x,
                          double       y,
                          double       zoom)
{
  double reach = SLUICE_PORT_MAGNET / zoom, nearest = reach;
  SluiceRect area = SLUICE_RECT_INIT (x - reach, y - reach, 2 * reach, 2 * reach);
  g_autoptr (GPtrArray) found = dup_nodes_in (self, &area);
  SluiceSceneNode *target = NULL, *under = NULL;

  for (guint i = 0; i < found->len; i++)
    {
      SluiceSceneNode *node = g_ptr_array_index (found, i);
      SluicePoint input = sluice_scene_node_place_port (node, -1);
      double distance = hypot (input.x - x, input.y - y);

      if (sluice_rect_contains (&node->item.bounds, x, y))
        under = node;
      if (distance <= nearest)
        {
          nearest = distance;
          target = node;
        }
    }
  return under != NULL ? under : target;
}

static int
find_open_port (const SluiceSceneNode *node)
{
  for (guint i = 0; i < node->n_ports; i++)
    if (!node->ports[i].has_edge)
      return (int) i;
  return 0;
}

/**
 * sluice_scene_find_source:
 * @self: a scene
 * @x: in the world
 * @y: in the world
 * @zoom: the viewport's
 * @target: address of the node that the link leads to: no card of its own is meant by it, but its ports are
 * @port: (out): which of its ports
 *
 * Returns: (transfer none) (nullable): the node that a link dropped here would leave
 */
SluiceSceneNode *
sluice_scene_find_source (SluiceScene *self,
                          double       x,
                          double       y,
                          double       zoom,
                          const char  *target,
                          int         *port)
{
  double reach = SLUICE_PORT_MAGNET / zoom, nearest = reach;
  SluiceRect area = SLUICE_RECT_INIT (x - reach, y - reach, 2 * reach, 2 * reach);
  g_autoptr (GPtrArray) found = dup_nodes_in (self, &area);
  SluiceSceneNode *source = NULL, *under = NULL;

  *port = 0;
  for (guint i = 0; i < found->len; i++)
    {
      SluiceSceneNode *node = g_ptr_array_index (found, i);

      if (node->n_ports > 0 && sluice_rect_contains (&node->item.bounds, x, y) && !g_str_equal (node->address, target))
        under = node;
      for (guint k = 0; k < node->n_ports; k++)
        {
          SluicePoint at = sluice_scene_node_place_port (node, (int) k);
          double distance = hypot (at.x - x, at.y - y);

          if (distance <= nearest)
            {
              nearest = distance;
              source = node;
              *port = (int) k;
            }
        }
    }
  if (source == NULL && under != NULL)
    *port = find_open_port (under);
  return source != NULL ? source : under;
}

static SluicePoint
centre_of (const SluiceSceneNode *node)
{
  return (SluicePoint) { node->item.bounds.x + node->item.bounds.width / 2,
                         node->item.bounds.y + node->item.bounds.height / 2 };
}

/* The distance, with what lies off the way counted double; negative when it is not that way. */
static double
distance_towards (SluicePoint     from,
                  SluicePoint     to,
                  SluiceDirection direction)
{
  double dx = to.x - from.x, dy = to.y - from.y;
  double along = direction == SLUICE_LEFT ? -dx : direction == SLUICE_RIGHT ? dx
                 : direction == SLUICE_UP ? -dy : dy;
  double across = direction == SLUICE_LEFT || direction == SLUICE_RIGHT ? fabs (dy) : fabs (dx);

  return along > 0 && across <= 2 * along ? along + 2 * across : -1;
}

static SluiceSceneNode *
find_first (SluiceScene *self)
{
  SluiceSceneNode *first = self->start != NULL ? sluice_scene_get_node (self, self->start) : NULL;
  GHashTableIter iter;
  gpointer node;

  if (first != NULL)
    return first;
  g_hash_table_iter_init (&iter, self->nodes);
  while (g_hash_table_iter_next (&iter, NULL, &node))
    if (first == NULL || ((SluiceSceneNode *) node)->order < first->order)
      first = node;
  return first;
}

/**
 * sluice_scene_find_neighbour:
 * @self: a scene
 * @from: (nullable): address of a node; NULL: none
 * @direction: which way
 *
 * Returns: (transfer none) (nullable): the nearest node that way; from nothing the start, or the
 *   first node
 */
SluiceSceneNode *
sluice_scene_find_neighbour (SluiceScene     *self,
                             const char      *from,
                             SluiceDirection  direction)
{
  SluiceSceneNode *origin = from != NULL ? sluice_scene_get_node (self, from) : NULL;
  SluiceSceneNode *best = NULL;
  double nearest = G_MAXDOUBLE;
  GHashTableIter iter;
  gpointer node;

  if (origin == NULL)
    return find_first (self);
  g_hash_table_iter_init (&iter, self->nodes);
  while (g_hash_table_iter_next (&iter, NULL, &node))
    {
      double distance = distance_towards (centre_of (origin), centre_of (node), direction);

      if (node == origin || distance < 0)
        continue;
      if (distance < nearest
          || (distance == nearest && ((SluiceSceneNode *) node)->order < best->order))
        {
          nearest = distance;
          best = node;
        }
    }
  return best;
}
