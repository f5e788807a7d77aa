/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "exchange/exchange.h"
#include "exchange/run-marks.h"
#include "graph/catalog.h"
#include "graph/drawing.h"
#include "graph/route.h"

G_BEGIN_DECLS

/* What a picture of a document shows and where, in px at 100 %: the same boxes and routes as on the
 * canvas. Flows stand below one another, each under its title where there are several. */

typedef struct
{
  SluiceSpatialItem     item;        /* its box */
  char                 *address;
  char                 *title;
  char                 *summary;     /* "" for none */
  char                 *description; /* in words: its kind, what it does and where it leads */
  const SluiceKindInfo *kind;        /* NULL: unknown */
  GPtrArray            *ports;       /* SluicePort */
  double                ports_top;   /* below its box's */
  SluicePoint           input;
  gboolean              is_start;
  gboolean              is_entered;  /* an edge leads to it */
  gboolean              is_off;
  SluiceRunMarkState    mark;
  guint64               n_visits;
} SluicePictureNode;

typedef struct
{
  const char  *action; /* borrowed from a port */
  const SluicePictureNode *from; /* borrowed */
  gboolean     is_taken;
  SluiceRoute  route;
} SluicePictureEdge;

typedef struct
{
  SluiceRect      box;
  SluiceItemType  type;   /* frame or note */
  char           *text;
  char           *colour; /* its name, or NULL */
} SluicePictureShape;

/* One flow, where the document has it. */
typedef struct
{
  char               *flow;
  char               *title;
  SluicePoint         offset;    /* from there to the picture */
  SluiceRect          bounds;
  gboolean            has_title;
  gboolean            has_run;   /* the marks of a run are shown */
  GPtrArray          *shapes;    /* SluicePictureShape */
  GPtrArray          *nodes;     /* SluicePictureNode */
  GPtrArray          *edges;     /* SluicePictureEdge */
  SluiceSpatialIndex *index;
} SluicePictureFlow;

typedef struct
{
  char      *title;
  double     width;
  double     height;
  GPtrArray *flows; /* SluicePictureFlow */
} SluicePicture;

/* @flow: only this one; NULL: all. @apart: each flow at 0,0, as on a page of its own. */
SluicePicture *sluice_picture_new  (SluiceDocument *document,
                                    const char     *flow,
                                    gboolean        apart);
/* Shows how far a run came. */
void           sluice_picture_mark (SluicePicture  *self,
                                    SluiceRunMarks *run); /* NULL: nothing is shown */
void           sluice_picture_free (SluicePicture  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SluicePicture, sluice_picture_free)

G_END_DECLS
