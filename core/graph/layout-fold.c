/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Folding. A picture of many more layers than rows is a ribbon that nobody can look at as a whole: it
 * is cut into rows, read like lines of text. A cut is made where few links cross it, if there is such a place, so that
 * few have to find their way back to the left. */

#include "graph/layout-private.h"

#include <math.h>

#define LEAST_LAYERS 14    /* fewer stay one row */
#define LEAST_ASPECT 4.0   /* of a ribbon */
#define ASPECT 1.6         /* of the picture that is made of it */
#define LEAST_ROW 144      /* units: eight usual columns */
#define ROW_GAP 6          /* room for the way back */
#define GROWTH 1.1         /* of the number of rows, from one try to the next */
#define LEEWAY 0.2         /* how much shorter or longer a row may be, for a better cut */
#define FEW_CROSSINGS 2    /* each of these weighs as much as a row that is shorter or longer by all of that */

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

/* How bad a cut behind a layer is. Few links to cross it are worth a row that is rather too wide, as the last row is to
 * be the shortest; where all cuts are crossed by many, one more or less is nothing. */
static double
judge_cut (const Fold *fold,
           guint       layer,
           int         width,
           double      wanted)
{
  guint crossings = fold->crossings[layer];
  double distance = width < wanted ? 2 * (wanted - width) : width - wanted;

  return distance + wanted * LEEWAY * (MIN (crossings, FEW_CROSSINGS) + log1p (crossings));
}

/* The last layer of the row that begins with @first: the best cut of those at which the row is about as wide as wanted,
 * or the first at all. */
static guint
find_cut (const Fold *fold,
          guint       first,
          double      wanted)
{
  guint n = fold->graph->n_layers, best = n - 1;
  double least = G_MAXDOUBLE;

  /* What is left over may be so little that it stays in this row. */
  if (fold->lefts[n] - fold->lefts[first] <= wanted * (1 + LEEWAY))
    return n - 1;
  for (guint layer = first; layer + 1 < n; layer++)
    {
      int width = fold->lefts[layer + 1] - fold->lefts[first];
      double cost = judge_cut (fold, layer, width, wanted);

      if (width < wanted * (1 - LEEWAY))
        continue;
      if (width > wanted * (1 + LEEWAY))
        return best < n - 1 ? best : layer;
      if (cost <= least)
        {
          least = cost;
          best = layer;
        }
    }
  return best;
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

/* How wide and high the picture would be with rows of about that width. */
static void
measure_rows (const Fold *fold,
              double      wanted,
              int        *width,
              int        *height)
{
  *width = *height = 0;
  for (guint first = 0; first < fold->graph->n_layers;)
    {
      guint last = find_cut (fold, first, wanted);
      int top, bottom;

      find_extent (fold->graph, first, last, &top, &bottom);
      *width = MAX (*width, fold->lefts[last + 1] - fold->lefts[first]);
      *height += bottom - top + ROW_GAP;
      first = last + 1;
    }
}

/* The width of the rows: as few of them as make the picture no wider than it is to be, all about as wide. A ribbon that
 * wanders up and down is higher as a whole than its pieces are, so that it has to be tried. */
static double
find_row_width (const Fold *fold,
                double      whole)
{
  double wanted = whole;

  for (double n_rows = 2; whole / n_rows >= LEAST_ROW; n_rows = floor (MAX (n_rows + 1, n_rows * GROWTH)))
    {
      int width, height;

      wanted = whole / n_rows;
      measure_rows (fold, wanted, &width, &height);
      if (width <= ASPECT * height)
        break;
    }
  return wanted;
}

/* Cuts a picture that is far wider than high into rows. */
void
sluice_layout_fold (LayoutGraph *graph)
{
  g_autofree int *lefts = g_new0 (int, graph->n_layers + 1);
  g_autofree guint *crossings = g_new0 (guint, graph->n_layers + 1);
  Fold fold = { graph, lefts, crossings };
  int width, height, y = 0;
  double wanted;

  if (graph->n_layers < LEAST_LAYERS)
    return;
  measure_columns (&fold);
  measure_rows (&fold, G_MAXINT, &width, &height);
  if (width < LEAST_ASPECT * height)
    return;

  count_crossings (&fold);
  wanted = find_row_width (&fold, width + SLUICE_LAYOUT_GAP_X);
  for (guint first = 0; first < graph->n_layers;)
    {
      guint last = find_cut (&fold, first, wanted);

      y = move_row (&fold, first, last, y) + ROW_GAP;
      first = last + 1;
    }
}
