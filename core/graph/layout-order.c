/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The order of boxes within each layer: sweeps put every box at the mean of those that it is linked
 * to in the layer before, then behind; the order with the fewest crossings is kept. */

#include "graph/layout-private.h"

#include <stdlib.h>
#include <string.h>

#define N_SWEEPS 8

/* Ports are part of a box's place, so that links from one box leave in the order of its ports. */
#define PORT_SHARE (1.0 / 64)

typedef struct
{
  double mean;
  guint  rank; /* ties keep their order */
  guint  box;
} Wish;

static int
compare_wishes (const void *a,
                const void *b)
{
  const Wish *left = a;
  const Wish *right = b;

  if (left->mean != right->mean)
    return left->mean < right->mean ? -1 : 1;
  return (left->rank > right->rank) - (left->rank < right->rank);
}

static void
number_layer (LayoutGraph *graph,
              guint        layer)
{
  for (guint i = 0; i < graph->layers[layer]->len; i++)
    LAYOUT_BOX (graph, g_array_index (graph->layers[layer], guint, i))->rank = i;
}

/* Where a link begins or ends in the order of its layer. */
static double
get_start (LayoutGraph      *graph,
           const LayoutLink *link)
{
  return LAYOUT_BOX (graph, link->from)->rank + MIN (link->port, 60) * PORT_SHARE;
}

static double
get_end (LayoutGraph      *graph,
         const LayoutLink *link)
{
  return LAYOUT_BOX (graph, link->to)->rank;
}

/* The mean place of what a box is linked to on one side; its own if that is nothing. */
static double
get_mean (LayoutGraph *graph,
          guint        box,
          gboolean     is_down)
{
  const guint *first = is_down ? graph->first_in : graph->first_out;
  const guint *links = is_down ? graph->in : graph->out;
  double sum = 0;

  for (guint i = first[box]; i < first[box + 1]; i++)
    {
      const LayoutLink *link = LAYOUT_LINK (graph, links[i]);

      sum += is_down ? get_start (graph, link)
                     : get_end (graph, link) - MIN (link->port, 60) * PORT_SHARE;
    }
  return first[box] == first[box + 1] ? LAYOUT_BOX (graph, box)->rank
                                      : sum / (first[box + 1] - first[box]);
}

static void
sort_layer (LayoutGraph *graph,
            guint        layer,
            gboolean     is_down)
{
  GArray *boxes = graph->layers[layer];
  g_autofree Wish *wishes = g_new (Wish, boxes->len + 1);

  for (guint i = 0; i < boxes->len; i++)
    {
      guint box = g_array_index (boxes, guint, i);

      wishes[i] = (Wish) { get_mean (graph, box, is_down), i, box };
    }
  qsort (wishes, boxes->len, sizeof (Wish), compare_wishes);
  for (guint i = 0; i < boxes->len; i++)
    g_array_index (boxes, guint, i) = wishes[i].box;
  number_layer (graph, layer);
}

/* Crossings */

typedef struct
{
  double start;
  guint  end;
} Line;

static int
compare_lines (const void *a,
               const void *b)
{
  const Line *left = a;
  const Line *right = b;

  if (left->start != right->start)
    return left->start < right->start ? -1 : 1;
  return (left->end > right->end) - (left->end < right->end);
}

/* Counts pairs of lines that are in one order at the start and in the other at the end, with a
 * Fenwick tree over the ends. */
static guint64
count_inversions (Line  *lines,
                  guint  n_lines,
                  guint  n_ends)
{
  g_autofree guint *tree = g_new0 (guint, n_ends + 1);
  guint64 crossings = 0;

  if (n_lines > 1)
    qsort (lines, n_lines, sizeof (Line), compare_lines);
  for (guint i = 0; i < n_lines; i++)
    {
      guint before = 0;

      for (guint at = lines[i].end + 1; at > 0; at -= at & -at)
        before += tree[at];
      crossings += i - before;
      for (guint at = lines[i].end + 1; at <= n_ends; at += at & -at)
        tree[at]++;
    }
  return crossings;
}

/* Crossings between a layer and the next. */
static guint64
count_layer (LayoutGraph *graph,
             guint        layer)
{
  g_autoptr (GArray) lines = g_array_new (FALSE, FALSE, sizeof (Line));

  for (guint i = 0; i < graph->layers[layer]->len; i++)
    {
      guint box = g_array_index (graph->layers[layer], guint, i);

      for (guint l = graph->first_out[box]; l < graph->first_out[box + 1]; l++)
        {
          const LayoutLink *link = LAYOUT_LINK (graph, graph->out[l]);
          Line line = { get_start (graph, link), LAYOUT_BOX (graph, link->to)->rank };

          if (LAYOUT_BOX (graph, link->to)->layer == (int) layer + 1)
            g_array_append_val (lines, line);
        }
    }
  return count_inversions ((Line *) lines->data, lines->len, graph->layers[layer + 1]->len);
}

static guint64
count_crossings (LayoutGraph *graph)
{
  guint64 crossings = 0;

  for (guint layer = 0; layer + 1 < graph->n_layers; layer++)
    crossings += count_layer (graph, layer);
  return crossings;
}

/* Orders */

/* The first order: as walks from where nothing leads to meet the boxes, by ports from the top. */
static void
fill_layers (LayoutGraph *graph)
{
  guint n = graph->boxes->len;
  g_autofree gboolean *is_met = g_new0 (gboolean, n);
  g_autoptr (GArray) stack = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint root = 0; root < n; root++)
    {
      if (graph->first_in[root] != graph->first_in[root + 1])
        continue;
      g_array_append_val (stack, root);
      while (stack->len > 0)
        {
          guint box = g_array_index (stack, guint, stack->len - 1);

          g_array_set_size (stack, stack->len - 1);
          if (is_met[box])
            continue;
          is_met[box] = TRUE;
          g_array_append_val (graph->layers[LAYOUT_BOX (graph, box)->layer], box);
          for (guint i = graph->first_out[box + 1]; i > graph->first_out[box]; i--)
            g_array_append_val (stack, LAYOUT_LINK (graph, graph->out[i - 1])->to);
        }
    }
}

static void
save_order (LayoutGraph *graph,
            guint       *order)
{
  for (guint i = 0; i < graph->boxes->len; i++)
    order[i] = LAYOUT_BOX (graph, i)->rank;
}

static void
restore_order (LayoutGraph *graph,
               const guint *order)
{
  for (guint i = 0; i < graph->boxes->len; i++)
    {
      LayoutBox *box = LAYOUT_BOX (graph, i);

      box->rank = order[i];
      g_array_index (graph->layers[box->layer], guint, box->rank) = i;
    }
}

static void
sweep (LayoutGraph *graph,
       gboolean     is_down)
{
  for (guint i = 1; i < graph->n_layers; i++)
    sort_layer (graph, is_down ? i : graph->n_layers - 1 - i, is_down);
}

/* Orders the boxes of every layer; the first order stays if no other has fewer crossings. */
void
sluice_layout_order (LayoutGraph *graph)
{
  g_autofree guint *best = g_new (guint, graph->boxes->len);
  guint64 fewest;

  graph->layers = g_new (GArray *, graph->n_layers);
  for (guint i = 0; i < graph->n_layers; i++)
    graph->layers[i] = g_array_new (FALSE, FALSE, sizeof (guint));
  fill_layers (graph);
  for (guint i = 0; i < graph->n_layers; i++)
    number_layer (graph, i);

  save_order (graph, best);
  fewest = count_crossings (graph);
  for (guint i = 0; i < N_SWEEPS && fewest > 0; i++)
    {
      guint64 crossings;

      sweep (graph, i % 2 == 0);
      crossings = count_crossings (graph);
      if (crossings < fewest)
        {
          fewest = crossings;
          save_order (graph, best);
        }
    }
  restore_order (graph, best);
}
