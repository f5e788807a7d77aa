/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The verbs that rewire several edges at once: a node put into an edge, nodes taken out of theirs,
 * edges cut with the knife. */

#include "graph/restructure.h"

#include <glib/gi18n-lib.h>

#include "graph/catalog.h"
#include "graph/drawing-private.h"

static SluiceValue
get_next (SluiceDocument *document,
          const char     *address)
{
  SluiceValue next = sluice_value_get_member (sluice_document_get_node (document, address), "next");

  return SLUICE_VALUE_IS_OBJECT (next) ? next : sluice_value_null ();
}

/* Splice */

/* The action through which a node is left when it is put into an edge: its default, unless that has
 * an edge, else the first that is open. NULL: all have edges. */
static char *
dup_way_on (SluiceDocument *document,
            const char     *address)
{
  g_autoptr (GPtrArray) ports = sluice_document_dup_ports (document, address);
  const char *first = NULL;

  for (guint i = 0; i < ports->len; i++)
    {
      const SluicePort *port = g_ptr_array_index (ports, i);

      if (port->has_edge)
        continue;
      if (g_str_equal (port->action, "default"))
        return g_strdup ("default");
      if (first == NULL)
        first = port->action;
    }
  return g_strdup (first);
}

static gboolean
is_final (SluiceDocument *document,
          const char     *address)
{
  const SluiceKindInfo *info =
    sluice_catalog_lookup (sluice_document_get_node_kind (document, address));

  return info != NULL && info->is_final;
}

static gboolean
can_splice (SluiceDocument  *document,
            const char      *address,
            const char      *from,
            const char      *action,
            GError         **error)
{
  const char *node;
  const char *source;
  g_autofree char *flow = sluice_address_dup_flow (address, &node);
  g_autofree char *of = sluice_address_dup_flow (from, &source);
  g_autofree char *title = NULL;

  if (!sluice_edit_needs_node (document, address, error) ||
      !sluice_edit_needs_edge (document, from, action, error))
    return FALSE;
  if (!g_str_equal (flow, of))
    return sluice_edit_refuse (error, _("These are of different flows."));
  if (g_str_equal (node, source) ||
      g_strcmp0 (sluice_value_get_member_string (get_next (document, from), action), node) == 0)
    return sluice_edit_refuse (error, _("This edge begins or ends at the node itself."));

  title = sluice_document_dup_node_title (document, address);
  if (is_final (document, address))
    return sluice_edit_refuse (error, _("“%s” ends the flow: nothing can follow it."), title);
  return TRUE;
}

/**
 * sluice_edit_splice:
 * @document: a document
 * @address: the address of a node
 * @from: the address of the node that an edge of the same flow leaves
 * @action: its action
 * @error: return location for an error
 *
 * Puts a node into an edge: the edge leads to it, and its action "default" — or, where that has an
 * edge, the first open one — leads to where the edge led. Other edges of the node stay.
 *
 * Returns: whether it was done
 */
gboolean
sluice_edit_splice (SluiceDocument  *document,
                    const char      *address,
                    const char      *from,
                    const char      *action,
                    GError         **error)
{
  g_autofree char *way_on = NULL;
  g_autofree char *target = NULL;
  g_autofree char *title = NULL;
  g_autofree char *name = NULL;
  const char *node;
  g_autofree char *flow = sluice_address_dup_flow (address, &node);

  if (!can_splice (document, address, from, action, error))
    return FALSE;

  title = sluice_document_dup_node_title (document, address);
  way_on = dup_way_on (document, address);
  if (way_on == NULL)
    return sluice_edit_refuse (error, _("All actions of “%s” have edges already."), title);

  target = g_strdup (sluice_value_get_member_string (get_next (document, from), action));
  name = g_strdup_printf (_("Insert %s"), title);
  sluice_document_begin (document, name, NULL);
  return sluice_edit_end (document, sluice_edit_lead (document, address, way_on, target, error) &&
                                    sluice_edit_lead (document, from, action, node, error));
}

/* Delete and heal */

/* Where the flow goes on behind a node that is passed by. */
typedef enum
{
  WAY_NONE,   /* nowhere that the drawing tells */
  WAY_END,    /* an explicit end */
  WAY_NODE,
} Way;

static Way
get_way (SluiceValue   node,
         const char  **target)
{
  SluiceValue next = sluice_value_get_member (node, "next");
  SluiceValue edge;

  *target = NULL;
  if (!SLUICE_VALUE_IS_OBJECT (next))
    return WAY_NONE;
  if (sluice_value_has_member (next, "default"))
    edge = sluice_value_get_member (next, "default");
  else if (sluice_value_get_length (next) == 1)
    edge = sluice_value_get_member_at (next, 0);
  else
    return WAY_NONE;
  *target = sluice_value_get_string (edge);
  return *target != NULL ? WAY_NODE : SLUICE_VALUE_IS_NULL (edge) ? WAY_END : WAY_NONE;
}

/* Through chains of deleted nodes; a circle of them leads nowhere. */
static Way
follow (SluiceValue   nodes,
        GHashTable   *gone,
        const char   *from,
        const char  **target)
{
  Way way = WAY_NODE;

  *target = from;
  for (guint n = g_hash_table_size (gone); way == WAY_NODE && g_hash_table_contains (gone, *target); n--)
    {
      if (n == 0)
        return WAY_NONE;
      way = get_way (sluice_value_get_member (nodes, *target), target);
    }
  return way;
}

/* Leads the edges of a node that go to deleted ones on. */
static gboolean
heal_node (SluiceDocument  *document,
           const char      *flow,
           const char      *id,
           GHashTable      *gone,
           GError         **error)
{
  g_autofree char *address = g_strconcat (flow, "/", id, NULL);
  g_auto (SluiceValue) next = sluice_value_ref (get_next (document, address));
  SluiceValueIter iter;
  SluiceValue edge;
  const char *action;

  sluice_value_iter_init (&iter, next);
  while (sluice_value_iter_next (&iter, &action, &edge))
    {
      const char *target = sluice_value_get_string (edge);
      Way way;

      if (target == NULL || !g_hash_table_contains (gone, target))
        continue;
      way = follow (sluice_document_get_nodes (document, flow), gone, target, &target);
      if (way != WAY_NONE && !sluice_edit_lead (document, address, action, target, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
heal_start (SluiceDocument  *document,
            const char      *flow,
            GHashTable      *gone,
            GError         **error)
{
  g_autofree char *base = sluice_pointer_build ("flows", flow, NULL);
  const char *start = sluice_document_get_start (document, flow);
  const char *target;

  if (start == NULL || !g_hash_table_contains (gone, start) ||
      follow (sluice_document_get_nodes (document, flow), gone, start, &target) != WAY_NODE)
    return TRUE;
  return sluice_edit_put (document, base, "start", sluice_value_string (target), error);
}

static gboolean
heal_flow (SluiceDocument      *document,
           const char          *flow,
           const char * const  *addresses,
           GError             **error)
{
  g_autoptr (GHashTable) gone = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) ids = NULL;

  for (; *addresses != NULL; addresses++)
    {
      const char *node;
      g_autofree char *of = sluice_address_dup_flow (*addresses, &node);

      if (g_str_equal (of, flow) && sluice_document_has_node (document, *addresses))
        g_hash_table_add (gone, g_strdup (node));
    }
  if (g_hash_table_size (gone) == 0)
    return TRUE;

  ids = sluice_edit_dup_all_ids (document, flow);
  for (guint i = 0; i < ids->len; i++)
    if (!g_hash_table_contains (gone, ids->pdata[i]) &&
        !heal_node (document, flow, ids->pdata[i], gone, error))
      return FALSE;
  return heal_start (document, flow, gone, error);
}

/**
 * sluice_edit_delete_and_heal:
 * @document: a document
 * @addresses: (array zero-terminated=1): items; frames and notes are just deleted
 * @error: return location for an error
 *
 * Deletes nodes so that what led to them goes on: an edge into one leads to the target of its
 * "default" edge, else of its only one, through whole chains. The start goes on likewise. Where
 * nothing tells the way, the edge goes, as with sluice_edit_delete_nodes().
 *
 * Returns: whether it was done
 */
gboolean
sluice_edit_delete_and_heal (SluiceDocument      *document,
                             const char * const  *addresses,
                             GError             **error)
{
  g_autofree char *name = NULL;
  gboolean succeeded = TRUE;

  if (!sluice_edit_needs_items (document, addresses, error))
    return FALSE;

  name = sluice_edit_name_items (document, addresses, _("Delete %s and Heal"),
                                 _("Delete %u Nodes and Heal"), _("Delete %u Items and Heal"));
  sluice_document_begin (document, name, NULL);
  for (guint i = 0; succeeded && i < sluice_document_get_n_flows (document); i++)
    {
      g_autofree char *flow = g_strdup (sluice_document_get_flow_id (document, i));

      succeeded = heal_flow (document, flow, addresses, error);
    }
  return sluice_edit_end (document,
                          succeeded && sluice_edit_delete_items (document, addresses, error));
}

/* Disconnect */

/**
 * sluice_edit_disconnect_many:
 * @document: a document
 * @edges: (array length=n_edges): edges; one that is named twice counts once
 * @n_edges: how many
 * @error: return location for an error
 *
 * Removes edges.
 *
 * Returns: whether it was done
 */
gboolean
sluice_edit_disconnect_many (SluiceDocument    *document,
                             const SluiceEdge  *edges,
                             guint              n_edges,
                             GError           **error)
{
  g_autofree char *name = NULL;
  gboolean succeeded = TRUE;

  if (n_edges == 1)
    return sluice_edit_disconnect (document, edges[0].from, edges[0].action, error);
  if (!sluice_edit_can (document, error))
    return FALSE;
  for (guint i = 0; i < n_edges; i++)
    if (!sluice_edit_needs_edge (document, edges[i].from, edges[i].action, error))
      return FALSE;

  name = g_strdup_printf (_("Disconnect %u Edges"), n_edges);
  sluice_document_begin (document, name, NULL);
  for (guint i = 0; succeeded && i < n_edges; i++)
    succeeded = sluice_edit_cut (document, edges[i].from, edges[i].action, error);
  return sluice_edit_end (document, succeeded);
}
