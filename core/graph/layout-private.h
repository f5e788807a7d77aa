/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "graph/layout.h"

G_BEGIN_DECLS

/* The graph as the phases of the layout see it: boxes and, where an edge spans layers, a thin box in
 * each layer between, so that every link leads from one layer to the next. Edges that would close a
 * circle are no links. */

typedef struct
{
  int      width;
  int      height;
  guint    component;
  int      layer;
  guint    rank;     /* its place in its layer, from the top */
  int      x;
  int      y;
  gboolean is_bend;  /* stands for a piece of an edge */
} LayoutBox;

typedef struct
{
  guint from;
  guint to;
  guint port;
  int   label_width;
} LayoutLink;

typedef struct
{
  GArray  *boxes;   /* LayoutBox: the nodes, then the bends */
  GArray  *links;   /* LayoutLink */
  guint    n_nodes;
  guint    n_layers;
  gboolean is_spread; /* layers were split: no bends */
  GArray **layers;  /* n_layers arrays of guint: boxes from top to bottom */
  /* links by box, after sluice_layout_index_links() */
  guint   *first_out; /* per box: into out; one more at the end */
  guint   *out;       /* links */
  guint   *first_in;
  guint   *in;
} LayoutGraph;

#define LAYOUT_BOX(graph, i)  (&g_array_index ((graph)->boxes, LayoutBox, (i)))
#define LAYOUT_LINK(graph, i) (&g_array_index ((graph)->links, LayoutLink, (i)))

/* layout-layers.c: which links there are, which layer each box is in, bends for long links. */
void sluice_layout_break_circles (LayoutGraph            *graph,
                                  const SluiceLayoutEdge *edges,
                                  guint                   n_edges,
                                  guint                   start);
void sluice_layout_assign_layers (LayoutGraph            *graph,
                                  guint                   start);
void sluice_layout_add_bends     (LayoutGraph            *graph);
void sluice_layout_index_links   (LayoutGraph            *graph);

/* layout-spread.c: no layer much higher than the picture is wide, and no tower of parts. */
void sluice_layout_spread_layers (LayoutGraph            *graph);

typedef struct
{
  int width;
  int height;
  /* out */
  int x;
  int y;
} LayoutPart;

void sluice_layout_spread_parts  (LayoutPart             *parts,
                                  guint                   n_parts);

/* layout-order.c: the order within each layer. */
void sluice_layout_order         (LayoutGraph            *graph);

/* layout-place.c: coordinates. */
void sluice_layout_place         (LayoutGraph            *graph);

/* layout-fold.c: rows of what would be a ribbon. */
void sluice_layout_fold          (LayoutGraph            *graph);

G_END_DECLS
