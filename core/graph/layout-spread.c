/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Spreading. A node that a hundred others follow would have them all in one column, and a hundred nodes that nothing
 * connects would be a tower: where a picture is many times as high as wide, its fullest layers become several, side by
 * side, and its parts stand beside one another in rows. Edges still lead to the right: a layer has none within. */

#include "graph/layout-private.h"

#include <math.h>

#define LONG 14           /* layers of a long picture: it is to be about as high everywhere, to be folded */
#define MOST_FULL 4.0     /* times the mean height of its layers: what is left alone */
#define FULL 2.0          /* what fuller ones are split to */
#define LEAST_FULL 120    /* units */
#define MOST_TALL 3.0     /* times as high as wide: what is left alone */
#define LEAST_TALL 240    /* units; what is lower is left alone too */
#define ASPECT 1.6        /* of what is made of it */
#define SHRINK 0.85       /* from one try to the next */
#define PART_GAP 12       /* units between parts that stand beside one another */

static int
get_box_height (LayoutGraph *graph,
                guint        box)
{
  return LAYOUT_BOX (graph, box)->height + SLUICE_LAYOUT_GAP_Y;
}

/* Per layer: how high all of its boxes are together. */
static int *
measure_layers (LayoutGraph *graph,
                int         *column_width)
{
  int *heights = g_new0 (int, graph->n_layers + 1);

  *column_width = 0;
  for (guint i = 0; i < graph->n_nodes; i++)
    {
      heights[LAYOUT_BOX (graph, i)->layer] += get_box_height (graph, i);
      *column_width = MAX (*column_width, LAYOUT_BOX (graph, i)->width + SLUICE_LAYOUT_GAP_X);
    }
  return heights;
}

/* How high a column may be for the picture to be about as wide as wanted. */
static int
find_limit (LayoutGraph *graph,
            const int   *heights,
            int          column_width)
{
  double limit = 0, mean = 0;

  for (guint layer = 0; layer < graph->n_layers; layer++)
    {
      limit = MAX (limit, heights[layer]);
      mean += (double) heights[layer] / graph->n_layers;
    }
  if (graph->n_layers >= LONG && limit > MAX (LEAST_FULL, MOST_FULL * mean))
    return (int) MAX (LEAST_FULL / 2.0, FULL * mean);
  if (limit < LEAST_TALL || limit < MOST_TALL * graph->n_layers * column_width)
    return G_MAXINT;
  for (; limit > LEAST_TALL / 4.0; limit *= SHRINK)
    {
      double columns = 0;

      for (guint layer = 0; layer < graph->n_layers; layer++)
        columns += ceil (heights[layer] / limit);
      if (columns * column_width >= ASPECT * limit)
        break;
    }
  return (int) limit;
}

/* Gives each box its column: those of a layer fill one after the other, about evenly and in their order. */
void
sluice_layout_spread_layers (LayoutGraph *graph)
{
  int column_width;
  g_autofree int *heights = measure_layers (graph, &column_width);
  g_autofree int *filled = g_new0 (int, graph->n_layers + 1);  /* of the last column of a layer */
  g_autofree int *last = g_new0 (int, graph->n_layers + 1);    /* columns of a layer, less one */
  g_autofree int *columns = g_new0 (int, graph->n_nodes + 1);  /* of its layer, per box */
  int limit = find_limit (graph, heights, column_width);

  if (limit == G_MAXINT)
    return;
  for (guint i = 0; i < graph->n_nodes; i++)
    {
      int layer = LAYOUT_BOX (graph, i)->layer;
      int share = heights[layer] / ((heights[layer] + limit - 1) / limit);

      if (filled[layer] > 0 && filled[layer] + get_box_height (graph, i) / 2 > share)
        {
          last[layer]++;
          filled[layer] = 0;
        }
      columns[i] = last[layer];
      filled[layer] += get_box_height (graph, i);
    }
  for (guint layer = 1; layer < graph->n_layers; layer++)
    last[layer] += last[layer - 1] + 1;
  for (guint i = 0; i < graph->n_nodes; i++)
    {
      LayoutBox *box = LAYOUT_BOX (graph, i);

      box->layer = columns[i] + (box->layer > 0 ? last[box->layer - 1] + 1 : 0);
    }
  graph->n_layers = (guint) last[graph->n_layers - 1] + 1;
  graph->is_spread = TRUE;
}

/* How wide the rows of parts may be; 0 where they are so few that each is a row of its own. */
static double
find_row_width (const LayoutPart *parts,
                guint             n_parts)
{
  double width = 0, height = 0, area = 0;

  for (guint i = 0; i < n_parts; i++)
    {
      width = MAX (width, parts[i].width);
      height += parts[i].height + SLUICE_LAYOUT_GAP_Y;
      area += (double) (parts[i].width + PART_GAP) * (parts[i].height + SLUICE_LAYOUT_GAP_Y);
    }
  if (height < LEAST_TALL)
    return 0;
  return MAX (width, sqrt (ASPECT * area));
}

/* Gives each part its place, in the order of parts: below one another, or in rows. */
void
sluice_layout_spread_parts (LayoutPart *parts,
                            guint       n_parts)
{
  double width = find_row_width (parts, n_parts);
  int x = 0, y = 0, bottom = 0;

  for (guint i = 0; i < n_parts; i++)
    {
      if (x > 0 && x + parts[i].width > width)
        {
          x = 0;
          y = bottom;
        }
      parts[i].x = x;
      parts[i].y = y;
      x += parts[i].width + PART_GAP;
      bottom = MAX (bottom, y + parts[i].height + SLUICE_LAYOUT_GAP_Y);
    }
}
