/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

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
  SluiceGrants       *grants;      /* of the next run; NULL: nothing */
  GSource            *wakeup;
  SluiceRunView       view;
  char               *message;
  char              **watches;     /* expressions; NULL: none */
  char               *stall;
  GWeakRef            document;    /* what the run was made from */

  SluiceSessionState  state;
  guint               last_request;
  gboolean            steps_all;
  gboolean            is_stale;
  gboolean            is_recording;
};

/* run-session.c */
SluiceValue sluice_run_session_dup_breakpoints (SluiceRunSession       *self);
void        sluice_run_session_follow_document (SluiceRunSession       *self,
                                                SluiceDocument         *document);
void        sluice_run_session_begin           (SluiceRunSession       *self,
                                                SluiceRunOrder         *take_order,
                                                const SluiceBreakpoint *there);

G_END_DECLS
