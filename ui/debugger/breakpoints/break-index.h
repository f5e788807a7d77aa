/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "debug/breakpoints.h"
#include "debugger/breakpoints/break-shape.h"
#include "graph/document.h"

G_BEGIN_DECLS

/* A document's breakpoints by the place that shows them: what a frame costs does not grow with their number. */

typedef struct
{
  guint            n;       /* there, of any kind */
  guint            id;      /* of the one that the keys are about; 0: none */
  SluiceBreakShape shape;   /* of that one, or else of the first */
  gboolean         enabled; /* and none are muted, and what it waits for can come */
} SluiceBreakSpot;

typedef struct _SluiceBreakIndex SluiceBreakIndex;

SluiceBreakIndex      *sluice_break_index_new      (SluiceBreakpoints *breakpoints);
void                   sluice_break_index_free     (SluiceBreakIndex  *self);
/* After each "changed". */
void                   sluice_break_index_update   (SluiceBreakIndex  *self);
/* NULL: none. The keys are about the one before the node. */
const SluiceBreakSpot *sluice_break_index_get_node (SluiceBreakIndex  *self,
                                                    const char        *address);
/* The keys are about the one that stops where the edge was taken. */
const SluiceBreakSpot *sluice_break_index_get_edge (SluiceBreakIndex  *self,
                                                    const char        *address,
                                                    const char        *action);
gboolean               sluice_break_index_has_edges (SluiceBreakIndex *self);
/* Whether a change of one can change what another one shows. */
gboolean               sluice_break_index_has_order (SluiceBreakIndex *self);
/* Of a spot, one to a line: the kinds and terms of all that are there. */
char                  *sluice_break_index_dup_words (SluiceBreakIndex *self,
                                                     SluiceDocument   *document, /* NULL: none */
                                                     const char       *address,
                                                     const char       *action);  /* NULL: the node's */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SluiceBreakIndex, sluice_break_index_free)

G_END_DECLS
