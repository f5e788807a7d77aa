/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Layered layout, after Sugiyama, Tagawa and Toda: break circles, put each box in a layer, order
 * the layers so that few edges cross, and give boxes places near what they are connected to. Parts
 * that are not connected are laid out each for itself and stand below one another. What would be a ribbon is folded
 * into rows, what would be a tower is spread into columns: a picture can be looked at as a whole.
 *
 * Nothing here is random, and ties are decided by the order of nodes: the same graph always gets
 * the same picture. */

#include "graph/layout.h"

#include <string.h>

#include "graph/layout-private.h"

/* Parts of the graph */

static guint
find_root (guint *parents,
           guint  i)
{
  while (parents[i] != i)
    {
      parents[i] = parents[parents[i]];
      i = parents[i];
    }
  return i;
}

/* Numbers the connected parts; the one with the start is the first, the others follow in the order
 * of their first nodes. Returns how many there are. */
static guint
find_parts (guint                   n_nodes,
            const SluiceLayoutEdge *edges,
            guint                   n_edges,
            guint                   start,
            guint                  *parts)
{
  g_autofree guint *parents = g_new (guint, n_nodes);
  g_autofree guint *numbers = g_new (guint, n_nodes);
  guint n = 0;

  for (guint i = 0; i < n_nodes; i++)
    {
      parents[i] = i;
      numbers[i] = G_MAXUINT;
    }
  for (guint i = 0; i < n_edges; i++)
    {
      guint a = find_root (parents, edges[i].from);
      guint b = find_root (parents, edges[i].to);

      parents[MAX (a, b)] = MIN (a, b);
    }
  if (start < n_nodes)
    numbers[find_root (parents, start)] = n++;
  for (guint i = 0; i < n_nodes; i++)
    {
      guint root = find_root (parents, i);

      if (numbers[root] == G_MAXUINT)
        numbers[root] = n++;
      parts[i] = numbers[root];
    }
  return n;
}

/* One part */

static void
graph_init (LayoutGraph            *graph,
            const SluiceLayoutNode *nodes,
            const guint            *members,
            guint                   n_members)
{
  *graph = (LayoutGraph) { 0 };
  graph->boxes = g_array_sized_new (FALSE, TRUE, sizeof (LayoutBox), n_members);
  graph->links = g_array_new (FALSE, TRUE, sizeof (LayoutLink));
  graph->n_nodes = n_members;
  for (guint i = 0; i < n_members; i++)
    {
      LayoutBox box = { nodes[members[i]].width, nodes[members[i]].height };

      g_array_append_val (graph->boxes, box);
    }
}

static void
graph_clear (LayoutGraph *graph)
{
  for (guint i = 0; i < graph->n_layers; i++)
    g_array_unref (graph->layers[i]);
  g_free (graph->layers);
  g_free (graph->first_out);
  g_free (graph->out);
  g_free (graph->first_in);
  g_free (graph->in);
  g_array_unref (graph->boxes);
  g_array_unref (graph->links);
}

/* Moves the part so that its nodes begin at 0, 0. */
static void
write_back (LayoutGraph      *graph,
            SluiceLayoutNode *nodes,
            const guint      *members,
            LayoutPart       *part)
{
  int left = G_MAXINT;
  int upper = G_MAXINT;

  for (guint i = 0; i < graph->n_nodes; i++)
    {
      left = MIN (left, LAYOUT_BOX (graph, i)->x);
      upper = MIN (upper, LAYOUT_BOX (graph, i)->y);
    }
  for (guint i = 0; i < graph->n_nodes; i++)
    {
      SluiceLayoutNode *node = &nodes[members[i]];

      node->x = LAYOUT_BOX (graph, i)->x - left;
      node->y = LAYOUT_BOX (graph, i)->y - upper;
      part->width = MAX (part->width, node->x + node->width);
      part->height = MAX (part->height, node->y + node->height);
    }
}

static void
lay_out_part (SluiceLayoutNode       *nodes,
              const guint            *members,
              guint                   n_members,
              const SluiceLayoutEdge *edges, /* between numbers of members */
              guint                   n_edges,
              guint                   start,
              LayoutPart             *part)
{
  LayoutGraph graph;

  graph_init (&graph, nodes, members, n_members);
  sluice_layout_break_circles (&graph, edges, n_edges, start);
  sluice_layout_assign_layers (&graph, start);
  sluice_layout_spread_layers (&graph);
  sluice_layout_add_bends (&graph);
  sluice_layout_index_links (&graph);
  sluice_layout_order (&graph);
  sluice_layout_place (&graph);
  sluice_layout_fold (&graph);
  write_back (&graph, nodes, members, part);
  graph_clear (&graph);
}

/* Sorts numbers 0 … n - 1 by the part that each belongs to, keeping their order. @first gets where
 * each part begins, and one more. */
static guint *
sort_by_part (const guint *part_of,
              guint        n,
              guint        n_parts,
              guint       *first)
{
  guint *sorted = g_new (guint, n + 1);
  g_autofree guint *at = g_new0 (guint, n_parts + 1);

  for (guint i = 0; i < n; i++)
    at[part_of[i] + 1]++;
  for (guint p = 0; p < n_parts; p++)
    at[p + 1] += at[p];
  memcpy (first, at, sizeof (guint) * (n_parts + 1));
  for (guint i = 0; i < n; i++)
    sorted[at[part_of[i]]++] = i;
  return sorted;
}

/* The edges with the numbers that nodes have within their part, grouped by part. */
static SluiceLayoutEdge *
localize_edges (const SluiceLayoutEdge *edges,
                guint                   n_edges,
                const guint            *parts,
                guint                   n_parts,
                const guint            *local,
                guint                  *first)
{
  g_autofree guint *part_of = g_new (guint, n_edges + 1);
  g_autofree guint *sorted = NULL;
  SluiceLayoutEdge *localized = g_new (SluiceLayoutEdge, n_edges + 1);

  for (guint i = 0; i < n_edges; i++)
    part_of[i] = parts[edges[i].from];
  sorted = sort_by_part (part_of, n_edges, n_parts, first);
  for (guint i = 0; i < n_edges; i++)
    {
      localized[i] = edges[sorted[i]];
      localized[i].from = local[localized[i].from];
      localized[i].to = local[localized[i].to];
    }
  return localized;
}

/* Lays a graph out; see the header. Places come out in @nodes. */
void
sluice_layout (SluiceLayoutNode       *nodes,
               guint                   n_nodes,
               const SluiceLayoutEdge *edges,
               guint                   n_edges,
               guint                   start)
{
  g_autofree guint *parts = g_new (guint, n_nodes + 1);
  g_autofree guint *local = g_new (guint, n_nodes + 1);
  guint n_parts = find_parts (n_nodes, edges, n_edges, start, parts);
  g_autofree guint *first = g_new (guint, n_parts + 1);
  g_autofree guint *first_edge = g_new (guint, n_parts + 1);
  g_autofree guint *members = sort_by_part (parts, n_nodes, n_parts, first);
  g_autofree SluiceLayoutEdge *localized = NULL;
  g_autofree LayoutPart *places = g_new0 (LayoutPart, n_parts + 1);

  for (guint i = 0; i < n_nodes; i++)
    local[members[i]] = i - first[parts[members[i]]];
  localized = localize_edges (edges, n_edges, parts, n_parts, local, first_edge);

  for (guint p = 0; p < n_parts; p++)
    {
      gboolean has_start = start < n_nodes && parts[start] == p;

      lay_out_part (nodes, members + first[p], first[p + 1] - first[p], localized + first_edge[p],
                    first_edge[p + 1] - first_edge[p], has_start ? local[start] : G_MAXUINT, &places[p]);
    }
  sluice_layout_spread_parts (places, n_parts);
  for (guint i = 0; i < n_nodes; i++)
    {
      nodes[i].x += places[parts[i]].x;
      nodes[i].y += places[parts[i]].y;
    }
}
