/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The scene. A node owns its ports and a port owns the edge that leaves it, as in the document;
 * what a change set names is looked up anew there, nothing else is touched. What edges need is in
 * scene-edges.c.
 */
#include "canvas/scene/scene-private.h"

#include "base/ids.h"
#include "canvas/scene/shapes.h"
#include "graph/metrics.h"

#include <string.h>

void
sluice_scene_free_drawing (SluiceScene *self,
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
scene_clear_ports (SluiceScene     *self,
                   SluiceSceneNode *node)
{
  for (guint i = 0; i < node->n_ports; i++)
    {
      if (node->ports[i].edge != NULL)
        sluice_scene_free_edge (self, node->ports[i].edge);
      g_ref_string_release (node->ports[i].action);
    }
  if (node->n_ports == 0)
    return;
  sluice_scene_forget_dangling (self, node);
  g_clear_pointer (&node->ports, g_free);
  node->n_ports = 0;
}

static void
scene_detach_incoming (SluiceScene     *self,
                       SluiceSceneNode *node)
{
  while (node->incoming != NULL)
    sluice_scene_detach_edge (self, node->incoming);
}

static void
scene_remove_node (SluiceScene     *self,
                   SluiceSceneNode *node)
{
  scene_detach_incoming (self, node);
  scene_clear_ports (self, node);
  sluice_scene_free_drawing (self, &node->drawing);
  sluice_scene_damage (self, &node->item.bounds);
  sluice_spatial_index_remove (self->node_index, &node->item);
  sluice_scene_disturb (self, &node->item.bounds);
  if (node->is_queued)
    g_ptr_array_remove_fast (self->queue, node);
  sluice_scene_forget_lifted (self, node);
  g_hash_table_remove (self->nodes, node->address);
}

static SluiceSceneNode *
scene_add_node (SluiceScene *self,
                const char  *address)
{
  gsize size = strlen (address) + 1;
  SluiceSceneNode *node = g_malloc0 (sizeof (SluiceSceneNode) + size);

  memcpy (node->address, address, size);
  node->id = node->address + strlen (self->flow) + 1;
  node->order = self->next_order++;
  g_hash_table_insert (self->nodes, node->address, node);
  return node;
}

/* Takes the ports from the document. */
static void
scene_update_ports (SluiceScene     *self,
                    SluiceSceneNode *node)
{
  g_autoptr (GPtrArray) ports = sluice_document_dup_ports (self->document, node->address);
  g_autofree const char **targets = g_new0 (const char *, ports->len);

  scene_clear_ports (self, node);
  node->ports_top = (float) sluice_document_get_ports_top (self->document, node->address);
  node->input_top = (float) sluice_document_get_input_offset (self->document, node->address);
  node->n_ports = ports->len;
  node->ports = g_new0 (SluiceScenePort, ports->len);
  for (guint i = 0; i < ports->len; i++)
    {
      SluicePort *port = g_ptr_array_index (ports, i);

      node->ports[i].action = g_ref_string_new_intern (port->action);
      node->ports[i].has_edge = port->has_edge;
      node->ports[i].is_end = port->is_end;
      targets[i] = port->target;
    }
  sluice_scene_link_ports (self, node, targets);
}

/* Its size is what sluice_document_get_size () says, from the ports that are known already. */
static SluiceRect
scene_get_box (SluiceScene           *self,
               const SluiceSceneNode *node)
{
  int x, y;

  sluice_document_get_position (self->document, node->address, &x, &y);
  return SLUICE_RECT_INIT (x * SLUICE_GRID, y * SLUICE_GRID, SLUICE_NODE_WIDTH * SLUICE_GRID,
                           node->ports_top + node->n_ports * SLUICE_NODE_PORT * SLUICE_GRID);
}

/* A lifted node is in nobody's way and painted apart; sluice_scene_settle () sees to what it left. */
static void
scene_clear_place (SluiceScene      *self,
                   SluiceSceneNode  *node,
                   const SluiceRect *box)
{
  if (node->is_lifted)
    return;
  sluice_scene_disturb (self, box);
  sluice_scene_damage (self, box);
}

static void
scene_update_box (SluiceScene     *self,
                  SluiceSceneNode *node)
{
  SluiceRect old = node->item.bounds, box = scene_get_box (self, node);
  gboolean is_new = !sluice_spatial_item_is_placed (&node->item);

  box.x += node->shift.x * self->transition;
  box.y += node->shift.y * self->transition;
  if (is_new || !scene_rect_equal (&old, &box))
    {
      if (!is_new)
        scene_clear_place (self, node, &old);
      sluice_spatial_index_put (self->node_index, &node->item, &box);
      scene_clear_place (self, node, &box);
    }
  sluice_scene_mark_stale (self, node);
  for (SluiceSceneEdge *edge = node->incoming; edge != NULL; edge = edge->next_incoming)
    sluice_scene_mark_stale (self, edge->source);
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
      sluice_scene_free_drawing (self, &node->drawing);
      sluice_scene_damage (self, &node->item.bounds);
    }
  scene_update_box (self, node);
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
          sluice_scene_free_drawing (self, &node->drawing);
          sluice_scene_damage (self, &node->item.bounds);
        }
    }
  g_free (self->start);
  self->start = g_steal_pointer (&start);
}

static void
scene_finish_update (SluiceScene *self)
{
  sluice_scene_link_dangling (self);
  sluice_scene_route_stale (self);
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

  sluice_scene_damage (self, NULL); /* first: no part of it needs to be looked for any more */
  g_hash_table_iter_init (&iter, self->nodes);
  while (g_hash_table_iter_next (&iter, NULL, &node))
    scene_clear_ports (self, node);
  g_hash_table_iter_init (&iter, self->nodes);
  while (g_hash_table_iter_next (&iter, NULL, &node))
    {
      sluice_scene_free_drawing (self, &((SluiceSceneNode *) node)->drawing);
      sluice_spatial_index_remove (self->node_index, node);
    }
  g_array_set_size (self->lifted, 0);
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
  g_autofree SluiceSceneNode **nodes = NULL;
  guint n = 0;

  scene_clear (self);
  if (self->document != NULL && self->flow != NULL)
    n = sluice_document_get_n_nodes (self->document, self->flow);
  nodes = g_new (SluiceSceneNode *, n);
  for (guint i = 0; i < n; i++)
    {
      const char *id = sluice_document_get_node_id (self->document, self->flow, i);
      g_autofree char *address = sluice_address_join (self->flow, id);

      nodes[i] = scene_add_node (self, address);
    }
  for (guint i = 0; i < n; i++)
    scene_update_node (self, nodes[i]->address, SLUICE_TOUCH_ADDED);
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

  self->nodes = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  self->dangling = g_hash_table_new (NULL, NULL);
  self->queue = g_ptr_array_new ();
  self->lifted = g_array_new (FALSE, FALSE, sizeof (SluiceLifted));
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
  g_array_unref (self->lifted);
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
 * sluice_scene_set_shows_lines:
 * @self: a scene
 * @shows_lines: whether all that is painted of edges are straight lines from end to end
 *
 * From so far that they are, an edge that is routed because the pointer came near it has not to be painted again.
 * With long edges that would be most of the drawing.
 */
void
sluice_scene_set_shows_lines (SluiceScene *self,
                              gboolean     shows_lines)
{
  self->shows_lines = shows_lines;
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
  sluice_scene_free_drawing (self, &node->drawing);
  for (guint i = 0; i < node->n_ports; i++)
    if (node->ports[i].edge != NULL)
      sluice_scene_free_drawing (self, &node->ports[i].edge->drawing);
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
      sluice_scene_mark_stale (self, node);
    }
  sluice_scene_route_stale (self);
  sluice_scene_damage (self, NULL);
}
