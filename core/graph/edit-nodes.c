/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The verbs on nodes as a whole: add, delete, move, lay out. */

#include "graph/edit.h"

#include <glib/gi18n-lib.h>

#include "base/ids.h"
#include "graph/catalog.h"
#include "graph/drawing-private.h"
#include "graph/flow-layout.h"

/* Add */

static SluiceValue
make_node (const char *kind,
           const char *title)
{
  SluiceValue node = sluice_value_object ();

  sluice_value_set_member (&node, "kind", sluice_value_string (kind));
  if (title != NULL && *title != '\0')
    sluice_value_set_member (&node, "title", sluice_value_string (title));
  return node;
}

static gboolean
add_node (SluiceDocument  *document,
          const char      *flow,
          const char      *id,
          SluiceValue      take,
          SluicePlace      place,
          GError         **error)
{
  g_auto (SluiceValue) node = take;
  g_autofree char *base = sluice_pointer_build ("flows", flow, NULL);
  g_autofree char *nodes = sluice_pointer_join (base, "nodes");

  return sluice_edit_fix_layout (document, flow, error) &&
         sluice_edit_put (document, nodes, id, sluice_value_steal (&node), error) &&
         sluice_edit_set_place (document, flow, id, place.x, place.y, error) &&
         (sluice_document_get_start (document, flow) != NULL ||
          sluice_edit_put (document, base, "start", sluice_value_string (id), error));
}

/**
 * sluice_edit_add_node:
 * @document: a document
 * @flow: the id of a flow
 * @kind: the id of a kind
 * @title: (nullable): the title; its id is made of it, or else of @kind
 * @x: in grid units
 * @y: in grid units
 * @error: return location for an error
 *
 * Adds a node. It becomes the start of a flow that has none.
 *
 * Returns: (transfer full) (nullable): its address, %NULL on an error
 */
char *
sluice_edit_add_node (SluiceDocument  *document,
                      const char      *flow,
                      const char      *kind,
                      const char      *title,
                      int              x,
                      int              y,
                      GError         **error)
{
  const SluiceKindInfo *info = sluice_catalog_lookup (kind);
  g_autofree char *name = NULL;
  g_autofree char *wanted = NULL;
  g_autofree char *id = NULL;
  gboolean has_title = title != NULL && *title != '\0';

  g_return_val_if_fail (kind != NULL, NULL);

  if (!sluice_edit_needs_flow (document, flow, error))
    return NULL;

  wanted = sluice_id_from_title (has_title ? title : kind);
  id = sluice_edit_unique_node (document, flow, wanted);
  name = g_strdup_printf (_("Add %s"), has_title ? title : info != NULL ? _(info->title) : kind);
  sluice_document_begin (document, name, NULL);
  if (!sluice_edit_end (document, add_node (document, flow, id, make_node (kind, title),
                                            (SluicePlace) { x, y }, error)))
    return NULL;
  return sluice_address_join (flow, id);
}

/* Delete */

/* The order of ids in the object of a flow's nodes. */
static gint
compare_places (gconstpointer a,
                gconstpointer b,
                gpointer      user_data)
{
  const SluiceValue *nodes = user_data;
  int left = sluice_value_find_member (*nodes, *(const char * const *) a);
  int right = sluice_value_find_member (*nodes, *(const char * const *) b);

  return (left > right) - (left < right);
}

/* The ids of the nodes of one flow among @addresses, each once, in document order. */
static GPtrArray *
dup_ids_of_flow (SluiceDocument     *document,
                 const char         *flow,
                 const char * const *addresses)
{
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GHashTable) found = g_hash_table_new (g_str_hash, g_str_equal);
  SluiceValue nodes = sluice_document_get_nodes (document, flow);

  for (; *addresses != NULL; addresses++)
    {
      const char *node;
      g_autofree char *of = sluice_address_dup_flow (*addresses, &node);

      if (g_str_equal (of, flow) && g_hash_table_add (found, (gpointer) node))
        g_ptr_array_add (ids, g_strdup (node));
    }
  g_ptr_array_sort_with_data (ids, compare_places, &nodes);
  return ids;
}

/* Whether a value of "next" leads to a node in @gone. */
static gboolean
leads_into (SluiceValue  target,
            GHashTable  *gone)
{
  return SLUICE_VALUE_IS_STRING (target) &&
         g_hash_table_contains (gone, sluice_value_get_string (target));
}

/* Removes the edges of one node that lead to nodes in @gone. */
static gboolean
delete_edges (SluiceDocument  *document,
              const char      *address,
              GHashTable      *gone,
              GError         **error)
{
  g_autofree char *base = sluice_edit_node_pointer (address, "next");
  SluiceValue next = sluice_value_get_member (sluice_document_get_node (document, address), "next");
  g_autoptr (GPtrArray) actions = g_ptr_array_new_with_free_func (g_free);
  SluiceValueIter iter;
  SluiceValue target;
  const char *action;

  if (!SLUICE_VALUE_IS_OBJECT (next))
    return TRUE;
  sluice_value_iter_init (&iter, next);
  while (sluice_value_iter_next (&iter, &action, &target))
    if (leads_into (target, gone))
      g_ptr_array_add (actions, g_strdup (action));

  for (guint i = 0; i < actions->len; i++)
    if (!sluice_edit_put_bends (document, address, actions->pdata[i], sluice_value_null (), error) ||
        !sluice_edit_drop (document, base, actions->pdata[i], TRUE, error))
      return FALSE;
  return TRUE;
}

static gboolean
has_edge_into (SluiceValue  node,
               GHashTable  *gone)
{
  SluiceValue next = SLUICE_VALUE_IS_OBJECT (node) ? sluice_value_get_member (node, "next")
                                                   : sluice_value_null ();
  SluiceValueIter iter;
  SluiceValue target;

  if (!SLUICE_VALUE_IS_OBJECT (next))
    return FALSE;
  sluice_value_iter_init (&iter, next);
  while (sluice_value_iter_next (&iter, NULL, &target))
    if (leads_into (target, gone))
      return TRUE;
  return FALSE;
}

/* The addresses of the nodes that stay and have an edge to one in @gone. Nobody keeps who leads to
 * whom: the nodes are walked as they lie in the file, which costs no search for any of them. */
static GPtrArray *
dup_sources_of (SluiceDocument *document,
                const char     *flow,
                GHashTable     *gone)
{
  GPtrArray *sources = g_ptr_array_new_with_free_func (g_free);
  SluiceValueIter iter;
  SluiceValue node;
  const char *id;

  sluice_value_iter_init (&iter, sluice_document_get_nodes (document, flow));
  while (sluice_value_iter_next (&iter, &id, &node))
    if (has_edge_into (node, gone) && !g_hash_table_contains (gone, id))
      g_ptr_array_add (sources, sluice_address_join (flow, id));
  return sources;
}

static gboolean
delete_edges_into (SluiceDocument  *document,
                   const char      *flow,
                   GHashTable      *gone,
                   GError         **error)
{
  g_autoptr (GPtrArray) sources = dup_sources_of (document, flow, gone);

  for (guint i = 0; i < sources->len; i++)
    if (!delete_edges (document, sources->pdata[i], gone, error))
      return FALSE;
  return TRUE;
}

/* The start's name, also if there is no such node. */
static gboolean
delete_start (SluiceDocument  *document,
              const char      *flow,
              GHashTable      *gone,
              GError         **error)
{
  g_autofree char *base = sluice_pointer_build ("flows", flow, NULL);
  const char *start = sluice_document_get_start (document, flow);

  return start == NULL || !g_hash_table_contains (gone, start) ||
         sluice_edit_drop (document, base, "start", FALSE, error);
}

/* Removes the last place of a flow with the object around it, so that no empty ones are left. */
static gboolean
delete_place (SluiceDocument  *document,
              const char      *flow,
              const char      *node,
              GError         **error)
{
  g_autofree char *base = sluice_edit_layout_pointer (flow);
  SluiceValue places;

  if (!sluice_edit_drop (document, base, node, TRUE, error))
    return FALSE;
  if (sluice_pointer_get (document->root, base, &places, NULL))
    return TRUE;
  return !SLUICE_VALUE_IS_OBJECT (sluice_value_get_member (document->root, "layout")) ||
         sluice_value_get_length (sluice_value_get_member (document->root, "layout")) > 0 ||
         sluice_edit_drop (document, "", "layout", FALSE, error);
}

static gboolean
delete_of_flow (SluiceDocument  *document,
                const char      *flow,
                GPtrArray       *ids,
                GError         **error)
{
  g_autofree char *nodes = sluice_pointer_build ("flows", flow, "nodes", NULL);
  g_autoptr (GHashTable) gone = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < ids->len; i++)
    g_hash_table_add (gone, ids->pdata[i]);
  if (!delete_edges_into (document, flow, gone, error) ||
      !delete_start (document, flow, gone, error))
    return FALSE;

  /* From the last to the first, so that little has to be moved in the lists of members. */
  for (guint i = ids->len; i > 0; i--)
    if (!delete_place (document, flow, ids->pdata[i - 1], error) ||
        !sluice_edit_drop (document, nodes, ids->pdata[i - 1], FALSE, error))
      return FALSE;
  return TRUE;
}

typedef gboolean (*FlowVerb) (SluiceDocument  *document,
                              const char      *flow,
                              GPtrArray       *ids,
                              GError         **error);

/* Does something with the nodes among @addresses of each flow. */
static gboolean
for_each_flow (SluiceDocument      *document,
               const char * const  *addresses,
               FlowVerb             verb,
               GError             **error)
{
  for (guint i = 0; i < sluice_document_get_n_flows (document); i++)
    {
      g_autofree char *flow = g_strdup (sluice_document_get_flow_id (document, i));
      g_autoptr (GPtrArray) ids = dup_ids_of_flow (document, flow, addresses);

      if (ids->len > 0 && !verb (document, flow, ids, error))
        return FALSE;
    }
  return TRUE;
}

/**
 * sluice_edit_delete_nodes:
 * @document: a document
 * @addresses: (array zero-terminated=1): nodes
 * @error: return location for an error
 *
 * Deletes nodes, the edges from and to them, and their places. A flow whose start is deleted has
 * none.
 *
 * Returns: whether it was done
 */
gboolean
sluice_edit_delete_nodes (SluiceDocument      *document,
                          const char * const  *addresses,
                          GError             **error)
{
  g_autofree char *name = NULL;

  if (!sluice_edit_needs_nodes (document, addresses, error))
    return FALSE;

  name = sluice_edit_name_nodes (document, addresses, _("Delete %s"), _("Delete %u Nodes"));
  sluice_document_begin (document, name, NULL);
  return sluice_edit_end (document, for_each_flow (document, addresses, delete_of_flow, error));
}

/* Move */

/* Moves the bends of the edges of a node whose other ends move too. */
static gboolean
move_bends (SluiceDocument  *document,
            const char      *flow,
            const char      *node,
            GHashTable      *moving,
            int              dx,
            int              dy,
            GError         **error)
{
  g_autofree char *base = sluice_pointer_build ("layout", flow, node, "bends", NULL);
  g_autofree char *address = sluice_address_join (flow, node);
  SluiceValue entry = sluice_document_get_entry (document, flow, node);
  SluiceValue bends = SLUICE_VALUE_IS_OBJECT (entry) ? sluice_value_get_member (entry, "bends")
                                                     : sluice_value_null ();
  g_autoptr (GPtrArray) ports = NULL;

  if (!SLUICE_VALUE_IS_OBJECT (bends))
    return TRUE;

  ports = sluice_document_dup_ports (document, address);
  for (guint i = 0; i < ports->len; i++)
    {
      SluicePort *port = g_ptr_array_index (ports, i);
      SluiceValue points;

      entry = sluice_document_get_entry (document, flow, node);
      points = sluice_value_get_member (sluice_value_get_member (entry, "bends"), port->action);
      if (port->target != NULL && g_hash_table_contains (moving, port->target) &&
          SLUICE_VALUE_IS_ARRAY (points) &&
          !sluice_edit_put (document, base, port->action,
                            sluice_drawing_shift_points (points, dx, dy), error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
move_of_flow (SluiceDocument  *document,
              const char      *flow,
              GPtrArray       *ids,
              int              dx,
              int              dy,
              GError         **error)
{
  g_autoptr (GHashTable) moving = g_hash_table_new (g_str_hash, g_str_equal);

  if (!sluice_edit_fix_layout (document, flow, error))
    return FALSE;
  for (guint i = 0; i < ids->len; i++)
    g_hash_table_add (moving, ids->pdata[i]);
  for (guint i = 0; i < ids->len; i++)
    {
      g_autofree char *address = sluice_address_join (flow, ids->pdata[i]);
      int x;
      int y;

      sluice_document_get_position (document, address, &x, &y);
      if (!sluice_edit_set_place (document, flow, ids->pdata[i], x + dx, y + dy, error) ||
          !move_bends (document, flow, ids->pdata[i], moving, dx, dy, error))
        return FALSE;
    }
  return TRUE;
}

/**
 * sluice_edit_move_nodes:
 * @document: a document
 * @addresses: (array zero-terminated=1): nodes
 * @dx: in grid units
 * @dy: in grid units
 * @merge_key: (nullable): as in sluice_document_begin()
 * @error: return location for an error
 *
 * Moves nodes. The first move in a flow without layout writes down where all its nodes are.
 *
 * Returns: whether it was done
 */
gboolean
sluice_edit_move_nodes (SluiceDocument      *document,
                        const char * const  *addresses,
                        int                  dx,
                        int                  dy,
                        const char          *merge_key,
                        GError             **error)
{
  g_autofree char *name = NULL;
  gboolean succeeded = TRUE;

  if (!sluice_edit_needs_nodes (document, addresses, error))
    return FALSE;
  if (dx == 0 && dy == 0)
    return TRUE;

  name = sluice_edit_name_nodes (document, addresses, _("Move %s"), _("Move %u Nodes"));
  sluice_document_begin (document, name, merge_key);
  for (guint i = 0; succeeded && i < sluice_document_get_n_flows (document); i++)
    {
      g_autofree char *flow = g_strdup (sluice_document_get_flow_id (document, i));
      g_autoptr (GPtrArray) ids = dup_ids_of_flow (document, flow, addresses);

      if (ids->len > 0)
        succeeded = move_of_flow (document, flow, ids, dx, dy, error);
    }
  return sluice_edit_end (document, succeeded);
}

/* Lay out */

/* The top left of the box around some nodes. */
static SluicePlace
get_origin (SluiceDocument *document,
            const char     *flow,
            GPtrArray      *ids)
{
  SluicePlace origin = { G_MAXINT, G_MAXINT };

  for (guint i = 0; i < ids->len; i++)
    {
      g_autofree char *address = sluice_address_join (flow, ids->pdata[i]);
      int x;
      int y;

      sluice_document_get_position (document, address, &x, &y);
      origin.x = MIN (origin.x, x);
      origin.y = MIN (origin.y, y);
    }
  return origin;
}

static gboolean
lay_out_nodes (SluiceDocument  *document,
               const char      *flow,
               GPtrArray       *ids,
               GError         **error)
{
  g_autoptr (GHashTable) places = sluice_flow_layout (document, flow, ids);
  gboolean is_all = ids->len == sluice_document_get_n_nodes (document, flow);
  SluicePlace origin = is_all ? (SluicePlace) { 0, 0 } : get_origin (document, flow, ids);

  if (!sluice_edit_fix_layout (document, flow, error))
    return FALSE;
  for (guint i = 0; i < ids->len; i++)
    {
      SluicePlace *place = g_hash_table_lookup (places, ids->pdata[i]);

      if (!sluice_edit_set_place (document, flow, ids->pdata[i], origin.x + place->x,
                                  origin.y + place->y, error))
        return FALSE;
    }
  return TRUE;
}

GPtrArray *
sluice_edit_dup_all_ids (SluiceDocument *document,
                         const char     *flow)
{
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < sluice_document_get_n_nodes (document, flow); i++)
    g_ptr_array_add (ids, g_strdup (sluice_document_get_node_id (document, flow, i)));
  return ids;
}

/**
 * sluice_edit_lay_out:
 * @document: a document
 * @flow: the id of a flow
 * @addresses: (nullable) (array zero-terminated=1): nodes of that flow, %NULL for all
 * @error: return location for an error
 *
 * Lays nodes out in layers from left to right. Some nodes keep their common top left; all begin at
 * 0, 0.
 *
 * Returns: whether it was done
 */
gboolean
sluice_edit_lay_out (SluiceDocument      *document,
                     const char          *flow,
                     const char * const  *addresses,
                     GError             **error)
{
  g_autoptr (GPtrArray) ids = NULL;
  g_autofree char *name = NULL;

  if (!sluice_edit_needs_flow (document, flow, error) ||
      (addresses != NULL && !sluice_edit_needs_nodes (document, addresses, error)))
    return FALSE;

  ids = addresses != NULL ? dup_ids_of_flow (document, flow, addresses)
                          : sluice_edit_dup_all_ids (document, flow);
  name = addresses != NULL
           ? sluice_edit_name_nodes (document, addresses, _("Lay Out %s"), _("Lay Out %u Nodes"))
           : g_strdup (_("Lay Out the Flow"));
  sluice_document_begin (document, name, NULL);
  return sluice_edit_end (document, lay_out_nodes (document, flow, ids, error));
}
