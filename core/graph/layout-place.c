/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Coordinates. Layers stand from left to right with room for the labels between them. Within a
 * layer every box wishes to be level with the mean of those that it is linked to; the wishes of a
 * layer are met as closely as its order and the gaps allow, in the sense of least squares. */

#include "graph/layout-private.h"

#include <math.h>

#define N_SWEEPS 6
#define LABEL_GAP_MAX 20 /* a label that is longer is cut */
#define BEND_GAP 1
#define MANY_NODES 100   /* fewer may wander */
#define EMPTY 1.5        /* times as high as the highest layer: what is pressed to that */

/* Columns */

static int
get_layer_width (LayoutGraph *graph,
                 guint        layer)
{
  int width = 0;

  for (guint i = 0; i < graph->layers[layer]->len; i++)
    width = MAX (width, LAYOUT_BOX (graph, g_array_index (graph->layers[layer], guint, i))->width);
  return width;
}

/* The room behind a layer: the longest label that stands there, with two units on each side. */
static int
get_layer_gap (LayoutGraph *graph,
               guint        layer)
{
  int gap = SLUICE_LAYOUT_GAP_X;

  for (guint i = 0; i < graph->layers[layer]->len; i++)
    {
      guint box = g_array_index (graph->layers[layer], guint, i);

      for (guint l = graph->first_out[box]; l < graph->first_out[box + 1]; l++)
        gap = MAX (gap, LAYOUT_LINK (graph, graph->out[l])->label_width + 4);
    }
  return MIN (gap, LABEL_GAP_MAX);
}

static void
place_columns (LayoutGraph *graph)
{
  int x = 0;

  for (guint layer = 0; layer < graph->n_layers; layer++)
    {
      for (guint i = 0; i < graph->layers[layer]->len; i++)
        LAYOUT_BOX (graph, g_array_index (graph->layers[layer], guint, i))->x = x;
      x += get_layer_width (graph, layer) + get_layer_gap (graph, layer);
    }
}

/* Rows */

/* The least distance between the tops of two neighbours in a layer. */
static int
get_distance (const LayoutBox *upper,
              const LayoutBox *lower)
{
  return upper->height + (upper->is_bend && lower->is_bend ? BEND_GAP : SLUICE_LAYOUT_GAP_Y);
}

/* Boxes that have come together and move as one. */
typedef struct
{
  double sum;     /* of wishes, each less its box's distance from the layer's top */
  guint  n;
} Block;

static double
get_mean_wish (const Block *block)
{
  return block->sum / block->n;
}

/* Places one layer: wishes, taken relative to boxes packed as tightly as can be, become a sequence
 * that must not fall; pooling neighbours that would is the least-squares answer. */
static void
place_layer (LayoutGraph  *graph,
             guint         layer,
             const double *wishes) /* by rank */
{
  GArray *boxes = graph->layers[layer];
  g_autofree Block *blocks = g_new (Block, boxes->len + 1);
  g_autofree int *packed = g_new (int, boxes->len + 1);
  const LayoutBox *above = NULL;
  guint n_blocks = 0;
  guint rank = 0;

  for (guint i = 0; i < boxes->len; i++)
    {
      LayoutBox *box = LAYOUT_BOX (graph, g_array_index (boxes, guint, i));

      packed[i] = above != NULL ? packed[i - 1] + get_distance (above, box) : 0;
      above = box;
      blocks[n_blocks++] = (Block) { wishes[i] - packed[i], 1 };
      while (n_blocks > 1 &&
             get_mean_wish (&blocks[n_blocks - 2]) > get_mean_wish (&blocks[n_blocks - 1]))
        {
          blocks[n_blocks - 2].sum += blocks[n_blocks - 1].sum;
          blocks[n_blocks - 2].n += blocks[n_blocks - 1].n;
          n_blocks--;
        }
    }

  for (guint b = 0; b < n_blocks; b++)
    {
      int top = (int) floor (get_mean_wish (&blocks[b]) + 0.5);

      for (guint i = 0; i < blocks[b].n; i++, rank++)
        LAYOUT_BOX (graph, g_array_index (boxes, guint, rank))->y = top + packed[rank];
    }
}

/* The mean row of what a box is linked to on one side; where it is if that is nothing. */
static double
get_wish (LayoutGraph *graph,
          guint        box,
          gboolean     is_down)
{
  const guint *first = is_down ? graph->first_in : graph->first_out;
  const guint *links = is_down ? graph->in : graph->out;
  double sum = 0;

  for (guint i = first[box]; i < first[box + 1]; i++)
    {
      const LayoutLink *link = LAYOUT_LINK (graph, links[i]);

      sum += LAYOUT_BOX (graph, is_down ? link->from : link->to)->y;
    }
  return first[box] == first[box + 1] ? LAYOUT_BOX (graph, box)->y
                                      : sum / (first[box + 1] - first[box]);
}

static void
align_layer (LayoutGraph *graph,
             guint        layer,
             gboolean     is_down)
{
  GArray *boxes = graph->layers[layer];
  g_autofree double *wishes = g_new (double, boxes->len + 1);

  for (guint i = 0; i < boxes->len; i++)
    wishes[i] = get_wish (graph, g_array_index (boxes, guint, i), is_down);
  place_layer (graph, layer, wishes);
}

/* Each layer by itself: as tight as can be, around its middle. */
static void
stack_layer (LayoutGraph *graph,
             guint        layer)
{
  g_autofree double *wishes = g_new0 (double, graph->layers[layer]->len + 1);

  place_layer (graph, layer, wishes);
}

/* What wanders up and down from layer to layer becomes a picture that is high and mostly empty: a large one is pressed
 * together around its middle. */
static void
press_layers (LayoutGraph *graph)
{
  int top = G_MAXINT, bottom = G_MININT, highest = 0;
  double middle, factor;

  for (guint layer = 0; layer < graph->n_layers; layer++)
    {
      int height = 0;

      for (guint i = 0; i < graph->layers[layer]->len; i++)
        {
          const LayoutBox *box = LAYOUT_BOX (graph, g_array_index (graph->layers[layer], guint, i));

          top = MIN (top, box->y);
          bottom = MAX (bottom, box->y + box->height);
          height += box->height + (box->is_bend ? BEND_GAP : SLUICE_LAYOUT_GAP_Y);
        }
      highest = MAX (highest, height);
    }
  if (graph->n_nodes < MANY_NODES || bottom - top <= EMPTY * highest)
    return;

  middle = (top + bottom) / 2.0;
  factor = EMPTY * highest / (bottom - top);
  for (guint layer = 0; layer < graph->n_layers; layer++)
    {
      GArray *boxes = graph->layers[layer];
      g_autofree double *wishes = g_new (double, boxes->len + 1);

      for (guint i = 0; i < boxes->len; i++)
        wishes[i] = middle + (LAYOUT_BOX (graph, g_array_index (boxes, guint, i))->y - middle) * factor;
      place_layer (graph, layer, wishes);
    }
}

/* Gives every box its place. The last sweep goes from left to right: what follows a box is level
 * with it. */
void
sluice_layout_place (LayoutGraph *graph)
{
  place_columns (graph);
  for (guint layer = 0; layer < graph->n_layers; layer++)
    stack_layer (graph, layer);
  for (guint sweep = 0; sweep < N_SWEEPS; sweep++)
    for (guint i = 1; i < graph->n_layers; i++)
      {
        gboolean is_down = sweep % 2 == 1;

        align_layer (graph, is_down ? i : graph->n_layers - 1 - i, is_down);
      }
  press_layers (graph);
}
