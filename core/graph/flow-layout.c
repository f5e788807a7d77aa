/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* From the nodes of a flow to the plain graph that the layout works on, and back. */

#include "graph/flow-layout.h"

#include "graph/document-private.h"
#include "graph/metrics.h"

/* A label is written in small letters between two boxes; a letter takes about half a unit. */
#define LETTERS_PER_UNIT 2

typedef struct
{
  SluiceDocument *document;
  const char     *flow;
  GPtrArray      *ids;     /* borrowed strings */
  GHashTable     *indices; /* id → its number + 1 */
  GArray         *edges;   /* SluiceLayoutEdge */
} Plan;

/* Describes a node's box and the edges that leave it. Ports are in the order of edges, then of the
 * rest. */
static void
add_node (Plan             *plan,
          guint             index,
          SluiceLayoutNode *node)
{
  g_autofree char *address = g_strconcat (plan->flow, "/", (char *) plan->ids->pdata[index], NULL);
  SluiceValue next =
    sluice_value_get_member (sluice_document_get_node (plan->document, address), "next");
  SluiceValueIter iter;
  SluiceValue target;
  const char *action;

  sluice_document_get_size (plan->document, address, &node->width, &node->height);
  if (!SLUICE_VALUE_IS_OBJECT (next))
    return;

  sluice_value_iter_init (&iter, next);
  for (guint port = 0; sluice_value_iter_next (&iter, &action, &target); port++)
    {
      const char *id = sluice_value_get_string (target);
      guint to = id != NULL ? GPOINTER_TO_UINT (g_hash_table_lookup (plan->indices, id)) : 0;
      SluiceLayoutEdge edge = { index, to - 1, port, 0 };

      if (to == 0)
        continue;
      edge.label_width = (int) MIN (g_utf8_strlen (action, -1), 40) / LETTERS_PER_UNIT + 1;
      g_array_append_val (plan->edges, edge);
    }
}

static GHashTable *
collect_places (Plan             *plan,
                SluiceLayoutNode *nodes)
{
  GHashTable *places = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (guint i = 0; i < plan->ids->len; i++)
    {
      SluicePlace *place = g_new (SluicePlace, 1);

      place->x = nodes[i].x;
      place->y = nodes[i].y;
      g_hash_table_insert (places, g_strdup (plan->ids->pdata[i]), place);
    }
  return places;
}

GHashTable *
sluice_flow_layout (SluiceDocument *document,
                    const char     *flow,
                    GPtrArray      *node_ids)
{
  g_autoptr (GHashTable) indices = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GArray) edges = g_array_new (FALSE, FALSE, sizeof (SluiceLayoutEdge));
  g_autofree SluiceLayoutNode *nodes = g_new0 (SluiceLayoutNode, node_ids->len + 1);
  Plan plan = { document, flow, node_ids, indices, edges };
  const char *start = sluice_document_get_start (document, flow);
  guint first;

  for (guint i = 0; i < node_ids->len; i++)
    g_hash_table_insert (indices, node_ids->pdata[i], GUINT_TO_POINTER (i + 1));
  for (guint i = 0; i < node_ids->len; i++)
    add_node (&plan, i, &nodes[i]);

  first = start != NULL ? GPOINTER_TO_UINT (g_hash_table_lookup (indices, start)) : 0;
  sluice_layout (nodes, node_ids->len, (SluiceLayoutEdge *) edges->data, edges->len,
                 first > 0 ? first - 1 : G_MAXUINT);
  return collect_places (&plan, nodes);
}
