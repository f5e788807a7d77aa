/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Folding. A picture of many more layers than rows is a ribbon that nobody can look at as a whole: it
 * is cut into rows, read like lines of text. A cut is made where few links cross it, so that
 * few have to find their way back to the left. */

#include "graph/layout-private.h"

#include <math.h>

#define LEAST_LAYERS 14    /* fewer stay one row */
#define LEAST_ASPECT 4.0   /* of a ribbon */
#define ASPECT 1.6         /* of the picture that is made of it */
#define LEAST_ROW 144      /* units: eight usual columns */
#define ROW_GAP 6          /* room for the way back */
#define LEEWAY 0.2         /* how much shorter or longer a row may be, for a better cut */
#define CROSSINGS_MAX 2

typedef struct
{
  LayoutGraph *graph;
  int         *lefts;     /* per layer, and the end */
  guint       *crossings; /* per layer: how many links lead from it or beyond it to later ones */
} Fold;

static void
find_extent (LayoutGraph *graph,
             guint        first,
             guint        last,
             int         *top,
             int         *bottom)
{
  *top = G_MAXINT;
  *bottom = G_MININT;
  for (guint layer = first; layer <= last; layer++)
    for (guint i = 0; i < graph->layers[layer]->len; i++)
      {
        const LayoutBox *box = LAYOUT_BOX (graph, g_array_index (graph->layers[layer], guint, i));

        *top = MIN (*top, box->y);
        *bottom = MAX (*bottom, box->y + box->height);
      }
}

static void
measure_columns (Fold *fold)
{
  LayoutGraph *graph = fold->graph;

  for (guint i = 0; i < graph->boxes->len; i++)
    {
      const LayoutBox *box = LAYOUT_BOX (graph, i);

      fold->lefts[box->layer] = box->x;
      fold->lefts[graph->n_layers] = MAX (fold->lefts[graph->n_layers], box->x + box->width);
    }
}

static void
count_crossings (Fold *fold)
{
  LayoutGraph *graph = fold->graph;

  for (guint i = 0; i < graph->links->len; i++)
    {
      const LayoutLink *link = LAYOUT_LINK (graph, i);

      fold->crossings[LAYOUT_BOX (graph, link->from)->layer]++;
      fold->crossings[LAYOUT_BOX (graph, link->to)->layer]--;
    }
  for (guint layer = 1; layer < graph->n_layers; layer++)
    fold->crossings[layer] += fold->crossings[layer - 1];
}

/* The last layer of the row that begins with @first: of those at which the row is about as wide as wanted the one with
 * the fewest crossings; else the next that has few; else the last of all. */
static guint
find_cut (const Fold *fold,
          guint       first,
          double      wanted)
{
  guint n = fold->graph->n_layers, best = n - 1;
  double best_distance = G_MAXDOUBLE;

  for (guint layer = first; layer + 1 < n; layer++)
    {
      int width = fold->lefts[layer + 1] - fold->lefts[first];
      /* Rather too wide: the last row is to be the shortest. */
      double distance = (width < wanted ? 2 * (wanted - width) : width - wanted)
                        + wanted * LEEWAY * fold->crossings[layer];

      if (width < wanted * (1 - LEEWAY) || fold->crossings[layer] > CROSSINGS_MAX)
        continue;
      if (width > wanted * (1 + LEEWAY))
        return best < n - 1 ? best : layer;
      if (distance <= best_distance)
        {
          best_distance = distance;
          best = layer;
        }
    }
  /* What is left over may be so little that it stays in this row. */
  return fold->lefts[n] - fold->lefts[first] > wanted * (1 + LEEWAY) ? best : n - 1;
}

/* Moves the layers from @first to @last to the left, their tops to @y. Returns where they end. */
static int
move_row (const Fold *fold,
          guint       first,
          guint       last,
          int         y)
{
  LayoutGraph *graph = fold->graph;
  int top, bottom;

  find_extent (graph, first, last, &top, &bottom);
  for (guint layer = first; layer <= last; layer++)
    for (guint i = 0; i < graph->layers[layer]->len; i++)
      {
        LayoutBox *box = LAYOUT_BOX (graph, g_array_index (graph->layers[layer], guint, i));

        box->x -= fold->lefts[first];
        box->y += y - top;
      }
  return y + bottom - top;
}

/* Cuts a picture that is far wider than high into rows. */
void
sluice_layout_fold (LayoutGraph *graph)
{
  g_autofree int *lefts = g_new0 (int, graph->n_layers + 1);
  g_autofree guint *crossings = g_new0 (guint, graph->n_layers + 1);
  Fold fold = { graph, lefts, crossings };
  double width, height, wanted;
  int top, bottom, y = 0;

  if (graph->n_layers < LEAST_LAYERS)
    return;
  measure_columns (&fold);
  find_extent (graph, 0, graph->n_layers - 1, &top, &bottom);
  width = lefts[graph->n_layers] - lefts[0];
  height = bottom - top + ROW_GAP;
  if (width < LEAST_ASPECT * height)
    return;

  count_crossings (&fold);
  wanted = MAX (LEAST_ROW, sqrt (ASPECT * width * height));
  wanted = (width + SLUICE_LAYOUT_GAP_X) / ceil (width / wanted);
  for (guint first = 0; first < graph->n_layers;)
    {
      guint last = find_cut (&fold, first, wanted);

      y = move_row (&fold, first, last, y) + ROW_GAP;
      first = last + 1;
    }
}
