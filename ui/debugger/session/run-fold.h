/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "debugger/session/engine-thread.h"
#include "debugger/session/run-delta.h"
#include "kinds/grants.h"

G_BEGIN_DECLS

/* One run, on the engine's side: compiled, started, commanded and folded there. The UI's thread makes
 * it, sends to it and closes it, and never looks inside. */

typedef struct _SluiceRunFold SluiceRunFold;

typedef enum
{
  SLUICE_COMMAND_PAUSE,
  SLUICE_COMMAND_CONTINUE,
  SLUICE_COMMAND_STEP_OVER,
  SLUICE_COMMAND_STEP_INTO,
  SLUICE_COMMAND_STEP_OUT,
  SLUICE_COMMAND_STEP_PHASE,
  SLUICE_COMMAND_STOP,
} SluiceCommand;

/* Called by the UI's thread; each takes effect in the engine's, in the order of the calls. */
SluiceRunFold *sluice_run_fold_new             (SluiceEngineThread *thread,
                                                SluiceRunLink      *link);
void           sluice_run_fold_start           (SluiceRunFold      *self,
                                                SluiceDocument     *document,
                                                SluiceGrants       *take_grants,
                                                SluiceValue         take_breakpoints,
                                                gboolean            stop_at_start);
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
/* Cancels the run and gives up @self; nothing may be sent after it. */
void           sluice_run_fold_close           (SluiceRunFold      *self);

G_END_DECLS
