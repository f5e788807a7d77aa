/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Copies items as text in the flow format: nodes, the edges among them, frames, notes, and where they
 * are. */

#include "graph/edit.h"

#include "base/ids.h"
#include "graph/drawing-private.h"
#include "graph/format.h"

/* Copy */

/* The object at a key of *object, made if it is absent; @change is put there. */
static void
put_in_child (SluiceValue *object,
              const char  *child,
              const char  *key,
              SluiceValue  take)
{
  SluiceValue inner = sluice_value_has_member (*object, child)
                        ? sluice_value_ref (sluice_value_get_member (*object, child))
                        : sluice_value_object ();

  sluice_value_set_member (&inner, key, take);
  sluice_value_set_member (object, child, inner);
}

SluiceValue
sluice_edit_remap_edges (SluiceValue  node,
                         GHashTable  *rename)
{
  SluiceValue copy = sluice_value_ref (node);
  SluiceValue next = sluice_value_get_member (node, "next");
  SluiceValue edges;
  SluiceValueIter iter;
  SluiceValue target;
  const char *action;

  if (!SLUICE_VALUE_IS_OBJECT (next))
    return copy;

  edges = sluice_value_object ();
  sluice_value_iter_init (&iter, next);
  while (sluice_value_iter_next (&iter, &action, &target))
    {
      const char *id = sluice_value_get_string (target);
      const char *renamed = id != NULL ? g_hash_table_lookup (rename, id) : NULL;

      if (renamed != NULL)
        sluice_value_set_member (&edges, action, sluice_value_string (renamed));
      else if (id == NULL)
        sluice_value_set_member (&edges, action, sluice_value_ref (target));
    }
  if (sluice_value_get_length (edges) > 0)
    sluice_value_set_member (&copy, "next", sluice_value_steal (&edges));
  else
    sluice_value_remove_member (&copy, "next");
  sluice_value_unref (edges);
  return copy;
}

/* The bends of the edges that @node has. */
static SluiceValue
shift_bends (SluiceValue bends,
             SluiceValue node,
             int         dx,
             int         dy)
{
  SluiceValue next = sluice_value_get_member (node, "next");
  SluiceValue shifted = sluice_value_object ();
  SluiceValueIter iter;
  SluiceValue points;
  const char *action;

  if (!SLUICE_VALUE_IS_OBJECT (bends) || !SLUICE_VALUE_IS_OBJECT (next))
    return shifted;
  sluice_value_iter_init (&iter, bends);
  while (sluice_value_iter_next (&iter, &action, &points))
    if (SLUICE_VALUE_IS_ARRAY (points) && sluice_value_get_member_string (next, action) != NULL)
      sluice_value_set_member (&shifted, action, sluice_drawing_shift_points (points, dx, dy));
  return shifted;
}

SluiceValue
sluice_edit_shift_node_entry (SluiceDocument *document,
                              const char     *address,
                              SluiceValue     node,
                              int             dx,
                              int             dy)
{
  SluiceValue old = sluice_drawing_get_entry (document, address);
  SluiceValue bends;
  SluiceValue entry;
  int x;
  int y;

  sluice_document_get_position (document, address, &x, &y);
  if (!SLUICE_VALUE_IS_OBJECT (old))
    return sluice_drawing_pair (x + dx, y + dy);

  entry = sluice_value_ref (old);
  sluice_value_set_member (&entry, "at", sluice_drawing_pair (x + dx, y + dy));
  bends = shift_bends (sluice_value_get_member (old, "bends"), node, dx, dy);
  if (sluice_value_get_length (bends) > 0)
    sluice_value_set_member (&entry, "bends", sluice_value_steal (&bends));
  else
    sluice_value_remove_member (&entry, "bends");
  sluice_value_unref (bends);
  return entry;
}

static void
copy_node (SluiceDocument *document,
           const char     *flow,
           const char     *node,
           GHashTable     *selected,
           SluiceValue    *nodes,
           SluiceValue    *layout)
{
  g_autofree char *address = sluice_address_join (flow, node);
  SluiceValue copy = sluice_edit_remap_edges (sluice_document_get_node (document, address), selected);

  put_in_child (layout, flow, node, sluice_edit_shift_node_entry (document, address, copy, 0, 0));
  sluice_value_set_member (nodes, node, copy);
}

SluiceValue
sluice_edit_shift_items (SluiceDocument      *document,
                         const char * const  *addresses,
                         const char          *flow,
                         SluiceItemType       type,
                         int                  dx,
                         int                  dy)
{
  SluiceValue section = sluice_value_object ();

  for (; *addresses != NULL; addresses++)
    {
      SluiceItemType of_type;
      const char *id;
      g_autofree char *of = sluice_drawing_split (*addresses, &of_type, &id);

      if (g_str_equal (of, flow) && of_type == type &&
          sluice_document_get_item_type (document, *addresses) == type)
        sluice_value_set_member (
          &section, id,
          sluice_drawing_shift_entry (sluice_drawing_get_entry (document, *addresses), dx, dy));
    }
  return section;
}

/* The frames and notes of one flow among the addresses. */
static gboolean
copy_items (SluiceDocument      *document,
            const char          *flow,
            const char * const  *addresses,
            SluiceValue         *layout)
{
  static const SluiceItemType types[] = { SLUICE_ITEM_FRAME, SLUICE_ITEM_NOTE };
  gboolean found = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_auto (SluiceValue) section =
        sluice_edit_shift_items (document, addresses, flow, types[i], 0, 0);

      if (sluice_value_get_length (section) == 0)
        continue;
      put_in_child (layout, flow, sluice_drawing_section (types[i]), sluice_value_steal (&section));
      found = TRUE;
    }
  return found;
}

static int
compare_places (gconstpointer a,
                gconstpointer b)
{
  guint one = *(const guint *) a, other = *(const guint *) b;

  return (one > other) - (one < other);
}

/* Where the selected nodes are in the flow, in its order: a large flow is not gone over for a few. */
static GArray *
list_places (SluiceDocument *document,
             const char     *flow,
             GHashTable     *selected)
{
  GArray *places = g_array_new (FALSE, FALSE, sizeof (guint));
  SluiceValue nodes = sluice_document_get_nodes (document, flow);
  GHashTableIter iter;
  gpointer id;

  g_hash_table_iter_init (&iter, selected);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    {
      gint place = sluice_value_find_member (nodes, id);

      if (place >= 0)
        g_array_append_val (places, place);
    }
  g_array_sort (places, compare_places);
  return places;
}

static void
copy_flow (SluiceDocument *document,
           const char     *flow,
           GHashTable     *selected,
           SluiceValue    *flows,
           SluiceValue    *layout)
{
  SluiceValue copy = sluice_value_object ();
  SluiceValue nodes = sluice_value_object ();
  const char *start = sluice_document_get_start (document, flow);
  g_autoptr (GArray) places = list_places (document, flow, selected);

  for (guint i = 0; i < places->len; i++)
    copy_node (document, flow, sluice_document_get_node_id (document, flow, g_array_index (places, guint, i)),
               selected, &nodes, layout);
  if (start != NULL && g_hash_table_contains (selected, start))
    sluice_value_set_member (&copy, "start", sluice_value_string (start));
  sluice_value_set_member (&copy, "nodes", nodes);
  sluice_value_set_member (flows, flow, copy);
}

/* The ids of one flow among @addresses, each as its own new name. */
static GHashTable *
select_of_flow (SluiceDocument     *document,
                const char         *flow,
                const char * const *addresses)
{
  GHashTable *selected = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (; *addresses != NULL; addresses++)
    {
      const char *node;
      g_autofree char *of = sluice_address_dup_flow (*addresses, &node);

      if (g_str_equal (of, flow) && sluice_document_has_node (document, *addresses))
        {
          char *id = g_strdup (node);

          g_hash_table_replace (selected, id, id);
        }
    }
  return selected;
}

/**
 * sluice_edit_copy:
 * @document: a document
 * @addresses: (array zero-terminated=1): items; unknown ones are left out
 *
 * Writes items as a flow file of their own: exactly these, the edges among them, and where they
 * are.
 *
 * Returns: (transfer full): the text
 */
char *
sluice_edit_copy (SluiceDocument     *document,
                  const char * const *addresses)
{
  g_auto (SluiceValue) root = sluice_value_object ();
  SluiceValue flows = sluice_value_object ();
  SluiceValue layout = sluice_value_object ();

  for (guint i = 0; i < sluice_document_get_n_flows (document); i++)
    {
      g_autofree char *flow = g_strdup (sluice_document_get_flow_id (document, i));
      g_autoptr (GHashTable) selected = select_of_flow (document, flow, addresses);

      if (copy_items (document, flow, addresses, &layout) || g_hash_table_size (selected) > 0)
        copy_flow (document, flow, selected, &flows, &layout);
    }
  sluice_value_set_member (&root, "format", sluice_value_integer (SLUICE_FORMAT_CURRENT));
  sluice_value_set_member (&root, "flows", flows);
  sluice_value_set_member (&root, "layout", layout);
  return sluice_format_write (root, NULL);
}
