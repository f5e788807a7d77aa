/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "graph/document.h"

G_BEGIN_DECLS

/* A flowchart as it was read, before it becomes a document. */

typedef struct _SluiceChartItem SluiceChartItem;

/* A node, or a subgraph. */
struct _SluiceChartItem
{
  char            *name;
  char            *text;         /* NULL: none was given, the name serves */
  const char      *kind;         /* by its shape: "script", "choice" …; "point" a blank circle */
  SluiceChartItem *parent;       /* the subgraph it is in, borrowed; NULL: none */
  gboolean         is_group;
  gboolean         is_start;
  gboolean         is_dissolved; /* of a subgraph: edges cross its border */

  /* by the builder */
  char            *id;           /* of the node; NULL: it is none */
  char            *flow;         /* id of the flow that a subgraph is */
  GPtrArray       *edges;        /* SluiceChartEdge that leave it, borrowed */
};

typedef struct
{
  SluiceChartItem *from;
  SluiceChartItem *to;
  char            *label; /* or NULL */
} SluiceChartEdge;

typedef struct
{
  char       *title;   /* or NULL */
  GPtrArray  *items;   /* SluiceChartItem, in order of their first mention */
  GHashTable *by_name; /* name → SluiceChartItem, borrowed from items */
  GPtrArray  *edges;   /* SluiceChartEdge, in order */
} SluiceChart;

SluiceDocument *sluice_chart_build (SluiceChart  *chart,
                                    GPtrArray    *notes,
                                    GError      **error);

G_END_DECLS
