/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Layers: edges that close a circle are left out, every box stands behind all that lead to it, and
 * links that skip layers get a bend in each. */

#include "graph/layout-private.h"

#define BENDS_MAX 1200 /* more links than that nobody follows by eye */

/* Edges by their source: offsets into a list, with one more at the end. */
static void
index_edges (const SluiceLayoutEdge *edges,
             guint                   n_edges,
             guint                   n_nodes,
             guint                 **first,
             guint                 **sorted)
{
  guint *at;

  *first = g_new0 (guint, n_nodes + 2);
  *sorted = g_new (guint, n_edges + 1);
  at = *first + 1;
  for (guint i = 0; i < n_edges; i++)
    at[edges[i].from + 1]++;
  for (guint i = 0; i < n_nodes; i++)
    at[i + 1] += at[i];
  for (guint i = 0; i < n_edges; i++)
    (*sorted)[at[edges[i].from]++] = i;
}

typedef enum
{
  NEW,
  OPEN, /* on the way from where the walk began */
  DONE,
} WalkState;

typedef struct
{
  const SluiceLayoutEdge *edges;
  guint                  *first;
  guint                  *sorted;
  guint                  *next;  /* per node: which of its edges comes next */
  WalkState              *states;
  GArray                 *stack; /* guint: the nodes that are open */
} Walk;

/* Follows the edges from @root in depth. An edge into an open node closes a circle; all others are
 * links. */
static void
walk_from (LayoutGraph *graph,
           Walk        *walk,
           guint        root)
{
  if (walk->states[root] != NEW)
    return;

  walk->states[root] = OPEN;
  g_array_append_val (walk->stack, root);
  while (walk->stack->len > 0)
    {
      guint node = g_array_index (walk->stack, guint, walk->stack->len - 1);
      const SluiceLayoutEdge *edge;

      if (walk->next[node] == walk->first[node + 1])
        {
          walk->states[node] = DONE;
          g_array_set_size (walk->stack, walk->stack->len - 1);
          continue;
        }
      edge = &walk->edges[walk->sorted[walk->next[node]++]];
      if (walk->states[edge->to] != OPEN)
        {
          LayoutLink link = { edge->from, edge->to, edge->port, edge->label_width };

          g_array_append_val (graph->links, link);
        }
      if (walk->states[edge->to] == NEW)
        {
          walk->states[edge->to] = OPEN;
          g_array_append_val (walk->stack, edge->to);
        }
    }
}

/* Begins at the start, then at nodes that nothing leads to, then wherever a circle is left. */
void
sluice_layout_break_circles (LayoutGraph            *graph,
                             const SluiceLayoutEdge *edges,
                             guint                   n_edges,
                             guint                   start)
{
  guint n = graph->n_nodes;
  g_autofree guint *first = NULL;
  g_autofree guint *sorted = NULL;
  g_autofree guint *next = g_new (guint, n);
  g_autofree WalkState *states = g_new0 (WalkState, n);
  g_autofree gboolean *has_in = g_new0 (gboolean, n);
  g_autoptr (GArray) stack = g_array_new (FALSE, FALSE, sizeof (guint));
  Walk walk = { edges };

  index_edges (edges, n_edges, n, &first, &sorted);
  walk.first = first;
  walk.sorted = sorted;
  walk.next = next;
  walk.states = states;
  walk.stack = stack;
  for (guint i = 0; i < n; i++)
    next[i] = first[i];
  for (guint i = 0; i < n_edges; i++)
    has_in[edges[i].to] = TRUE;

  if (start < n)
    walk_from (graph, &walk, start);
  for (guint i = 0; i < n; i++)
    if (!has_in[i])
      walk_from (graph, &walk, i);
  for (guint i = 0; i < n; i++)
    walk_from (graph, &walk, i);
}

/* What nothing leads to stands right before the first that it leads to, and not all of it in the first column; but the
 * start is where the picture begins. */
static void
pull_roots (LayoutGraph *graph,
            guint        start)
{
  for (guint i = 0; i < graph->n_nodes; i++)
    {
      int nearest = G_MAXINT;

      if (i == start || graph->first_in[i] != graph->first_in[i + 1])
        continue;
      for (guint l = graph->first_out[i]; l < graph->first_out[i + 1]; l++)
        nearest = MIN (nearest, LAYOUT_BOX (graph, LAYOUT_LINK (graph, graph->out[l])->to)->layer);
      if (nearest != G_MAXINT)
        LAYOUT_BOX (graph, i)->layer = nearest - 1;
    }
}

/* The layer of a box is the longest way to it. */
void
sluice_layout_assign_layers (LayoutGraph *graph,
                             guint        start)
{
  guint n = graph->n_nodes;
  g_autofree guint *n_in = g_new0 (guint, n);
  g_autoptr (GArray) ready = g_array_new (FALSE, FALSE, sizeof (guint));

  sluice_layout_index_links (graph);
  for (guint i = 0; i < graph->links->len; i++)
    n_in[LAYOUT_LINK (graph, i)->to]++;
  for (guint i = 0; i < n; i++)
    if (n_in[i] == 0)
      g_array_append_val (ready, i);

  for (guint r = 0; r < ready->len; r++)
    {
      guint from = g_array_index (ready, guint, r);
      int layer = LAYOUT_BOX (graph, from)->layer;

      graph->n_layers = MAX (graph->n_layers, (guint) layer + 1);
      for (guint i = graph->first_out[from]; i < graph->first_out[from + 1]; i++)
        {
          guint to = LAYOUT_LINK (graph, graph->out[i])->to;

          LAYOUT_BOX (graph, to)->layer = MAX (LAYOUT_BOX (graph, to)->layer, layer + 1);
          if (--n_in[to] == 0)
            g_array_append_val (ready, to);
        }
    }
  pull_roots (graph, start);
}

/* Replaces one long link by a chain of links over bends. */
static void
split_link (LayoutGraph *graph,
            guint        index)
{
  LayoutLink link = *LAYOUT_LINK (graph, index);
  int last = LAYOUT_BOX (graph, link.to)->layer;
  guint before = link.from;

  for (int layer = LAYOUT_BOX (graph, link.from)->layer + 1; layer < last; layer++)
    {
      LayoutBox bend = { .width = 0, .height = 1, .layer = layer, .is_bend = TRUE };
      LayoutLink piece = { before, graph->boxes->len, before == link.from ? link.port : 0,
                           before == link.from ? link.label_width : 0 };

      g_array_append_val (graph->boxes, bend);
      if (before == link.from)
        *LAYOUT_LINK (graph, index) = piece;
      else
        g_array_append_val (graph->links, piece);
      before = piece.to;
    }
  if (before != link.from)
    {
      LayoutLink piece = { before, link.to, 0, 0 };

      g_array_append_val (graph->links, piece);
    }
}

/* Links that skip layers get bends, as long as these are not too many: they would fill a large picture, and the longest
 * links there can't be followed by eye anyway. Those stay links over several layers. Nor are there bends
 * where layers were split: they would fill the columns again. */
void
sluice_layout_add_bends (LayoutGraph *graph)
{
  guint n_links = graph->links->len;
  guint budget = graph->is_spread ? 0 : BENDS_MAX;

  for (guint i = 0; i < n_links; i++)
    {
      const LayoutLink *link = LAYOUT_LINK (graph, i);
      int span = LAYOUT_BOX (graph, link->to)->layer - LAYOUT_BOX (graph, link->from)->layer;

      if (span < 2 || (guint) span - 1 > budget)
        continue;
      budget -= (guint) span - 1;
      split_link (graph, i);
    }
}

static void
index_ends (LayoutGraph  *graph,
            gboolean      is_out,
            guint       **first,
            guint       **list)
{
  guint n = graph->boxes->len;
  guint *at;

  g_free (*first);
  g_free (*list);
  *first = g_new0 (guint, n + 2);
  *list = g_new (guint, graph->links->len + 1);
  at = *first + 1;
  for (guint i = 0; i < graph->links->len; i++)
    at[(is_out ? LAYOUT_LINK (graph, i)->from : LAYOUT_LINK (graph, i)->to) + 1]++;
  for (guint i = 0; i < n; i++)
    at[i + 1] += at[i];
  for (guint i = 0; i < graph->links->len; i++)
    (*list)[at[is_out ? LAYOUT_LINK (graph, i)->from : LAYOUT_LINK (graph, i)->to]++] = i;
}

/* Lists the links of each box, in the order of links. */
void
sluice_layout_index_links (LayoutGraph *graph)
{
  index_ends (graph, TRUE, &graph->first_out, &graph->out);
  index_ends (graph, FALSE, &graph->first_in, &graph->in);
}
