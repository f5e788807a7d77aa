/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "debugger/session/engine-thread.h"
#include "debugger/session/prepared.h"
#include "debugger/session/run-delta.h"
#include "kinds/grants.h"

G_BEGIN_DECLS

/* One run, on the engine's side: compiled, started, commanded and folded there. The UI's thread makes
 * it, sends to it and closes it, and never looks inside. */

typedef struct _SluiceRunFold SluiceRunFold;

/* What is to be run. */
typedef struct
{
  SluiceRunBeginning  begin;
  SluicePrepared     *prepared;    /* owned, released; NULL: the record's document */
  char               *file;        /* its path, or NULL */
  char               *folder;      /* what its files are relative to, or NULL */
  char               *record;      /* of the run that it begins as; NULL for a new one */
  guint64             visit;       /* FORK: the first that is had anew */
  SluiceGrants       *grants;      /* what it may touch, or NULL: nothing */
  SluiceValue         breakpoints; /* as sluice_breakpoints_to_value() gives them */
  gboolean            stops_at_start;
  gboolean            is_recorded; /* NEW */
  gboolean            is_strict;   /* REPLAY: nothing at all may differ */
} SluiceRunOrder;

SluiceRunOrder *sluice_run_order_new           (void);
void            sluice_run_order_free          (SluiceRunOrder     *self);

typedef enum
{
  SLUICE_COMMAND_PAUSE,
  SLUICE_COMMAND_CONTINUE,
  SLUICE_COMMAND_STEP_OVER,
  SLUICE_COMMAND_STEP_INTO,
  SLUICE_COMMAND_STEP_OUT,
  SLUICE_COMMAND_STEP_PHASE,
  SLUICE_COMMAND_STOP,
  SLUICE_COMMAND_FLUSH,          /* the record, so that it can be read up to now */
  SLUICE_COMMAND_RETRY_RECORD,   /* to write it, after the disk took no more */
  SLUICE_COMMAND_GIVE_UP_RECORD, /* and go on without */
} SluiceCommand;

/* Called by the UI's thread; each takes effect in the engine's, in the order of the calls. */
SluiceRunFold *sluice_run_fold_new             (SluiceEngineThread *thread,
                                                SluiceRunLink      *link);
void           sluice_run_fold_start           (SluiceRunFold      *self,
                                                SluiceRunOrder     *take_order);
void           sluice_run_fold_command         (SluiceRunFold      *self,
                                                SluiceCommand       command);
void           sluice_run_fold_select_lane     (SluiceRunFold      *self,
                                                guint32             lane);
void           sluice_run_fold_set_breakpoints (SluiceRunFold      *self,
                                                SluiceValue         take_breakpoints);
void           sluice_run_fold_answer          (SluiceRunFold      *self,
                                                guint64             effect,
                                                const char         *text);
void           sluice_run_fold_set_watches     (SluiceRunFold      *self,
                                                const char * const *expressions);
void           sluice_run_fold_run_to          (SluiceRunFold      *self,
                                                const SluiceBreakpoint *there);
/* As sluice_pins_to_value() gives them; before the start or at any time. */
void           sluice_run_fold_set_pins        (SluiceRunFold      *self,
                                                SluiceValue         take_pins);
/* Which visit is published: of a node, or none; @number 0: its last one. */
void           sluice_run_fold_show_visit      (SluiceRunFold      *self,
                                                const char         *address,
                                                guint64             number);
void           sluice_run_fold_request_value   (SluiceRunFold      *self,
                                                guint               id,
                                                const char         *address,
                                                guint64             number,
                                                SluiceVisitPart     part);
void           sluice_run_fold_intervene       (SluiceRunFold      *self,
                                                guint               id,
                                                const SluiceIntervention *what);
/* The list of what was done to the run before goes on; or it is thrown away. */
void           sluice_run_fold_set_before      (SluiceRunFold      *self,
                                                SluiceRunFold      *before);
void           sluice_run_fold_forget_interventions (SluiceRunFold *self);
void           sluice_run_fold_set_frame       (SluiceRunFold      *self,
                                                guint               frame);
void           sluice_run_fold_set_stop_errors (SluiceRunFold      *self,
                                                SluiceStopErrors    errors);
void           sluice_run_fold_set_steps_all   (SluiceRunFold      *self,
                                                gboolean            steps_all);
void           sluice_run_fold_stop_model_reply      (SluiceRunFold      *self,
                                                guint64             effect);
/* Cancels the run and gives up @self; nothing may be sent after it. */
void           sluice_run_fold_close           (SluiceRunFold      *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SluiceRunOrder, sluice_run_order_free)

G_END_DECLS
