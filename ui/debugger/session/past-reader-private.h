/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "debugger/session/past-index.h"
#include "debugger/session/past-reader.h"
#include "debugger/session/past-stops.h"

G_BEGIN_DECLS

struct _SluicePastReader
{
  /* set before the thread starts */
  GThread        *thread;
  GAsyncQueue    *orders;   /* of Order */
  GAsyncQueue    *replies;  /* of SluiceReply */
  GSource        *wakeup;
  char           *path;
  char           *other_path;
  guint64         first_moment;
  int             first_stop;

  /* shared */
  SluicePastLook *slot;     /* atomic */
  gint            seen;     /* atomic */
  gint            is_over;  /* atomic */

  /* the thread's */
  SluiceRecord    *record;
  SluiceRecord    *other;
  SluiceDocument  *document;
  SluicePastTable *table;
  SluicePastIndex *index;
  GQueue           loans;   /* of Loan, the oldest first */
  guint            serial;
  SluicePastStops *stops;
  guint64          moment;  /* of the last look */
  guint            stop;    /* the same */
  gint64           time;    /* the same, in the midst of a visit; -1: none */
  char           **watches; /* expressions; NULL: none */
  guint            frame;   /* that is looked into at the last look */
  char            *look_address; /* whose visit is shown; or NULL */
  guint64          look_number;
};

/* past-look.c, in the reader's thread. @moment: a visit as it begins; 0 or too large: the end */
SluicePastLook *sluice_past_look_new         (SluicePastReader     *self,
                                              guint64               moment);
/* Also in the midst of a visit. */
SluicePastLook *sluice_past_look_new_at_time (SluicePastReader     *self,
                                              gint64                time);
/* Where the run was stopped; @stop is the one of that number, from 1. */
SluicePastLook *sluice_past_look_new_at_stop (SluicePastReader     *self,
                                              const SluicePastStop *stop,
                                              guint                 number);
void            sluice_past_look_clear_loans (SluicePastReader     *self);

/* past-sight.c, the same: where the record stands, and what it has of the stop there; @sight: null: it is none. */
SluiceValue     sluice_past_sight_read       (SluicePastReader     *self,
                                              const SluicePastStop *stop);
SluiceValue     sluice_past_sight_watch      (SluicePastReader     *self,
                                              SluiceValue           sight);
SluiceValue     sluice_past_sight_dup_frames (SluicePastReader     *self,
                                              SluiceValue           sight,
                                              const SluiceRunDelta *delta);

G_END_DECLS
