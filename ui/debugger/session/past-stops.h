/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "debugger/session/stop-info.h"
#include "record/record.h"

G_BEGIN_DECLS

/* Where a recorded run was stopped, gathered in one pass over its facts, and how to come there again. */

typedef struct
{
  SluiceStopMark *mark;    /* owned */
  guint64         after;   /* the last visit that had begun; 0: none */
  guint           n_facts; /* between its beginning and the stop */
  guint64         told_after;   /* the same of where it is told, which may be before the beginning of that visit */
  guint           n_told_facts;
} SluicePastStop;

typedef struct _SluicePastStops SluicePastStops;

SluicePastStops      *sluice_past_stops_new       (void);
void                  sluice_past_stops_free      (SluicePastStops  *self);
void                  sluice_past_stops_add       (SluicePastStops  *self,
                                                   const SluiceFact *fact);
/* @number: from 1; below 0: from the end. NULL: there is none. */
const SluicePastStop *sluice_past_stops_find      (SluicePastStops  *self,
                                                   int               number,
                                                   guint            *index); /* from 1 */
GPtrArray            *sluice_past_stops_dup_marks (SluicePastStops  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SluicePastStops, sluice_past_stops_free)

G_END_DECLS
