/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "debugger/session/past-reader.h"
#include "debugger/session/run-fold.h"
#include "debugger/session/run-session.h"
#include "debugger/session/run-view.h"

G_BEGIN_DECLS

struct _SluiceRunSession
{
  GObject             parent_instance;

  /* owned */
  SluiceEngineThread *thread;
  SluiceRunFold      *fold;        /* NULL: no run yet */
  SluiceRunLink      *link;        /* of the fold */
  SluiceBreakpoints  *breakpoints;
  SluicePrepared     *prepared;    /* that the next run is made of; or NULL */
  SluiceGrants       *grants;      /* of the next run; NULL: nothing */
  SluicePins         *pins;        /* NULL: none */
  char              **pinned;      /* the addresses that had one when this was looked at last, or NULL */
  GSource            *wakeup;
  SluiceRunView       view;
  char               *message;
  char              **watches;     /* expressions; NULL: none */
  char               *stall;
  char               *record_fault;
  GWeakRef            document;    /* what the run was made from */

  /* what is looked at of a record; owned */
  SluicePastReader   *reader;      /* NULL: nothing, or not yet */
  GSource            *past_wakeup;
  SluicePastInfo     *past_info;   /* NULL: it is not read yet */
  SluiceRunView       past;        /* while there is a reader */
  char               *past_path;
  char               *past_other;
  char               *moment_title;

  SluiceRunView      *shown;       /* view or past */
  SluicePastState     past_state;
  guint64             moment;      /* 0: none is shown */
  guint64             wanted;      /* that was asked for last; 0: by its time, or none was */
  int                 wanted_stop; /* from 1; below 0: from the end; 0: none was asked for */
  guint               moment_stop; /* that is shown, from 1; 0: none is */
  gboolean            is_within;   /* what is shown is behind the beginning of the visit */
  gint64              wanted_time; /* to go to when the record is read; -1: none */
  gint64              moment_time;
  guint               n_flushed;
  gboolean            waits_for_flush;
  gboolean            past_is_own; /* of the run itself */

  SluiceSessionState  state;
  char               *look_address; /* whose visit is shown, or NULL */
  guint64             look_number;
  guint               last_request;
  gboolean            steps_all;
  SluiceStopErrors    stop_errors;
  gboolean            is_stale;
  gboolean            is_recording;
};

/* run-session.c */
SluiceValue sluice_run_session_dup_breakpoints (SluiceRunSession       *self);
void        sluice_run_session_follow_document (SluiceRunSession       *self,
                                                SluiceDocument         *document);
void        sluice_run_session_set_stale       (SluiceRunSession       *self);
void        sluice_run_session_begin           (SluiceRunSession       *self,
                                                SluiceRunOrder         *take_order,
                                                const SluiceBreakpoint *there);

void        sluice_run_session_emit_updated    (SluiceRunSession       *self,
                                                SluiceRunUpdate        *update);
void        sluice_run_session_emit_replied    (SluiceRunSession       *self,
                                                const SluiceReply      *reply);
void        sluice_run_session_emit_past_failed (SluiceRunSession      *self,
                                                const GError           *error);

/* session-past.c */
void        sluice_run_session_init_past       (SluiceRunSession       *self);
void        sluice_run_session_clear_past      (SluiceRunSession       *self);
void        sluice_run_session_filter_update   (SluiceRunSession       *self,
                                                SluiceRunUpdate        *update);
void        sluice_run_session_take_flush      (SluiceRunSession       *self,
                                                guint                   n_flushed);

G_END_DECLS
