/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Layered layout of a directed graph from left to right, in whole units. The same graph always gets
 * the same picture, and order decides what geometry leaves open. */

#define SLUICE_LAYOUT_GAP_X 6 /* the least between layers */
#define SLUICE_LAYOUT_GAP_Y 3 /* the least between boxes of a layer */

typedef struct
{
  int  width;
  int  height;
  /* out */
  int  x;
  int  y;
} SluiceLayoutNode;

typedef struct
{
  guint from;
  guint to;
  guint port;        /* which of the ports of from, from the top */
  int   label_width; /* room that its label needs, in units */
} SluiceLayoutEdge;

/* @start: the node that the picture begins with, or G_MAXUINT. The top left of all is at 0, 0. */
void sluice_layout (SluiceLayoutNode       *nodes,
                    guint                   n_nodes,
                    const SluiceLayoutEdge *edges,
                    guint                   n_edges,
                    guint                   start);

G_END_DECLS
