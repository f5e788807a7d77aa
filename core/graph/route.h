/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "graph/spatial-index.h"

G_BEGIN_DECLS

/* How an edge runs from a port on the right of a node to the port on the left of another: straight
 * across as one smooth curve where it can, around below or above where something is in the way or
 * the target lies behind. */

#define SLUICE_LABEL_HEIGHT 20.0
#define SLUICE_ARROW_LENGTH 7.0 /* the room before a port */
#define SLUICE_BENDS_MAX (SLUICE_CURVE_MAX - 1)

typedef struct
{
  SluicePoint         from;
  SluicePoint         to;
  const SluiceRect   *source;    /* box of the node it leaves */
  const SluiceRect   *target;    /* box of the node it enters */
  guint               port;      /* which port of the source, from the top */
  guint               n_ports;
  double              label_width; /* 0: no label wanted */
  const SluiceRect   *avoid;     /* labels of the source's other edges */
  guint               n_avoid;
  SluiceSpatialIndex *nodes;     /* what is in the way; NULL: nothing */
  const SluicePoint  *bends;     /* that the edge passes whatever is in the way */
  guint               n_bends;   /* at most SLUICE_BENDS_MAX */
} SluiceRouteRequest;

typedef struct
{
  SluiceRect  bounds; /* of curve, arrow and label */
  SluiceRect  reach;  /* a node that changes within this may change the route */
  SluiceRect  label;  /* width 0: there is no room, or none is wanted */
  gboolean    is_around; /* led around something */
  SluiceCurve curve;  /* last, so that a copy may end with its last point */
} SluiceRoute;

void         sluice_route_compute (SluiceRoute              *route,
                                   const SluiceRouteRequest *request);
SluiceRoute *sluice_route_copy    (const SluiceRoute        *route);

G_END_DECLS
