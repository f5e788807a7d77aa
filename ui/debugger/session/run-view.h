/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "debugger/session/run-delta.h"

G_BEGIN_DECLS

/* The folded state on the UI's side: deltas are merged into it, the session's getters read it. */

typedef struct
{
  /* owned */
  GHashTable *nodes;     /* address, interned → ViewNode */
  GHashTable *writers;   /* pointer → SluiceWriterDelta, keys borrowed from the values */
  GPtrArray  *lanes;     /* of SluiceLaneInfo */
  guint       n_more_lanes;    /* alive, that are not in that */
  guint64     n_earlier_lanes; /* ended, the same */
  GPtrArray  *queue_infos; /* of SluiceQueueInfo */
  GPtrArray  *stack;     /* of SluiceFrameInfo */
  guint       n_more_frames;   /* around those */
  GPtrArray  *prompts;   /* of SluicePrompt */
  GPtrArray  *held;      /* of SluiceHeldInfo */
  GPtrArray  *interventions; /* of SluiceInterventionInfo */
  GPtrArray  *model_replies; /* of SluiceModelReply, the latest last */
  GPtrArray  *lines;     /* of SluiceLogLine, a ring once it is full */
  SluiceLogLine *note;   /* says how many lines were dropped; NULL: none */
  GArray     *spans;     /* of SluiceSpan: the last that are over */
  GArray     *open_spans; /* of SluiceSpan */
  GPtrArray  *stops;     /* of SluiceStopMark */
  char       *stop_address;
  SluiceVisitInfo *visit; /* or NULL */
  char       *record;    /* its path; NULL: it is not recorded */

  /* lent */
  SluiceValue store;
  SluiceValue base;
  SluiceValue queues;
  SluiceValue watched;
  SluiceValue frames;

  GArray     *hits;      /* of SluiceBreakHits, owned */
  guint       stop_line;
  SluicePhase stop_phase;
  guint       first_line; /* the ring's oldest */
  guint64     n_dropped;
  guint64     first_span; /* the number of the first that is kept */
  gint64      time;       /* µs since the start of the run */
  guint64     n_visits;   /* that have begun */
} SluiceRunView;

void                  sluice_run_view_init          (SluiceRunView  *self);
void                  sluice_run_view_clear         (SluiceRunView  *self);
/* Takes what it needs out of @delta; @update says what changed, its nodes are owned by the caller. */
void                  sluice_run_view_apply         (SluiceRunView  *self,
                                                     SluiceRunDelta *delta,
                                                     SluiceRunUpdate *update);
const SluiceNodeMark *sluice_run_view_get_node_mark (SluiceRunView  *self,
                                                     const char     *address);
const SluiceEdgeMark *sluice_run_view_get_edge_mark (SluiceRunView  *self,
                                                     const char     *address,
                                                     const char     *action);
const SluicePrompt   *sluice_run_view_find_prompt   (SluiceRunView  *self,
                                                     guint64         effect);
guint                 sluice_run_view_get_n_lines   (SluiceRunView  *self);
const SluiceLogLine  *sluice_run_view_get_line      (SluiceRunView  *self,
                                                     guint           index);

G_END_DECLS
