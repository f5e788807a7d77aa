/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "debug/breakpoints.h"
#include "engine/run.h"

G_BEGIN_DECLS

/* Stops, steps and continues a run through its gate (rule S3; debugger.md). One for UI, CLI and
 * later DAP. Belongs to the engine's context. While it is stopped every lane is held at its next
 * boundary or wait; results in flight land as held results. */

#define SLUICE_TYPE_DEBUGGER (sluice_debugger_get_type ())
G_DECLARE_FINAL_TYPE (SluiceDebugger, sluice_debugger, SLUICE, DEBUGGER, GObject)

typedef enum
{
  SLUICE_STOP_NONE,
  SLUICE_STOP_START,      /* asked to stop before the first node */
  SLUICE_STOP_PAUSE,
  SLUICE_STOP_BREAKPOINT,
  SLUICE_STOP_STEP,
  SLUICE_STOP_ERROR,
} SluiceStopReason;

/* Where an error is a stop. */
typedef enum
{
  SLUICE_STOP_ERRORS_NEVER,
  SLUICE_STOP_ERRORS_UNCAUGHT, /* before the run fails of one */
  SLUICE_STOP_ERRORS_ATTEMPTS, /* also where an attempt of exec has failed, whatever comes of it */
} SluiceStopErrors;

/* Signal "stopped" and "continued". Each stop is also a SLUICE_EVENT_STOP of the run, its text the
 * reason in words ("Breakpoint on Suggest a recipe"). */

SluiceDebugger  *sluice_debugger_new              (SluiceRun         *run,
                                                   SluiceBreakpoints *breakpoints);
SluiceRun       *sluice_debugger_get_run          (SluiceDebugger    *self);
gboolean         sluice_debugger_is_stopped       (SluiceDebugger    *self);
SluiceStopReason sluice_debugger_get_reason       (SluiceDebugger    *self);
const char      *sluice_debugger_get_message      (SluiceDebugger    *self); /* in words, or NULL */
/* the one that stopped; steps go by it */
SluiceLane      *sluice_debugger_get_lane         (SluiceDebugger    *self);
void             sluice_debugger_select_lane      (SluiceDebugger    *self,
                                                   guint32            lane);
/* that it is held before or in; or NULL */
SluiceNode      *sluice_debugger_get_held_node    (SluiceDebugger    *self,
                                                   SluiceLane        *lane);

/* before the run starts */
void             sluice_debugger_stop_at_start    (SluiceDebugger    *self);
/* NEVER; a step stops at an uncaught one anyway */
void             sluice_debugger_set_stop_errors  (SluiceDebugger    *self,
                                                   SluiceStopErrors   errors);
void             sluice_debugger_pause            (SluiceDebugger    *self);
void             sluice_debugger_stop_at_fork     (SluiceDebugger    *self);
void             sluice_debugger_continue         (SluiceDebugger    *self);
/* in this frame or above */
void             sluice_debugger_step_over        (SluiceDebugger    *self);
/* also into sub-flows, items */
void             sluice_debugger_step_into        (SluiceDebugger    *self);
void             sluice_debugger_step_out         (SluiceDebugger    *self); /* out of this frame */
/* the next phase boundary of this lane */
void             sluice_debugger_step_phase       (SluiceDebugger    *self);
void             sluice_debugger_stop             (SluiceDebugger    *self); /* cancels the run */
/* Goes on to there once; a stop before it ends it. */
gboolean         sluice_debugger_run_to           (SluiceDebugger    *self,
                                                   const SluiceBreakpoint *there,
                                                   GError           **error);
/* Lets one held result through; @lane 0: the oldest. */
gboolean         sluice_debugger_next_event       (SluiceDebugger    *self,
                                                   guint32            lane,
                                                   GError           **error);
/* FALSE: while one lane steps the others are held */
void             sluice_debugger_set_steps_all    (SluiceDebugger    *self,
                                                   gboolean           steps_all);
gboolean         sluice_debugger_get_steps_all    (SluiceDebugger    *self);
/* FALSE: a step into a phase does not stop at a script's first line */
void             sluice_debugger_set_steps_lines  (SluiceDebugger    *self,
                                                   gboolean           steps_lines);

/* How often a breakpoint was met in this run, whether it stopped or not. */
guint            sluice_debugger_get_hits         (SluiceDebugger  *self,
                                                   guint            id);

/* What is held. */
SluicePhase      sluice_debugger_get_next_phase   (SluiceDebugger    *self,
                                                   SluiceLane        *lane);
SluicePhase      sluice_debugger_get_held_phase   (SluiceDebugger    *self,
                                                   SluiceLane        *lane);
/* of the edge that it is held before; or NULL */
const char      *sluice_debugger_get_held_action  (SluiceDebugger    *self,
                                                   SluiceLane        *lane);
guint            sluice_debugger_get_line         (SluiceDebugger    *self, /* 0: at none */
                                                   SluiceLane        *lane);
SluiceValue      sluice_debugger_dup_frames       (SluiceDebugger    *self, /* of the script at that line */
                                                   SluiceLane        *lane);
SluiceValue      sluice_debugger_dup_held_results (SluiceDebugger    *self); /* the oldest first */
gboolean         sluice_debugger_replace_result (SluiceDebugger   *self,
                                                guint32            lane,
                                                SluiceValue        take_result,
                                                GError           **error);
/* As it was compiled; NULL: none is held there. */
const char      *sluice_debugger_get_script_text  (SluiceDebugger    *self,
                                                   SluiceLane        *lane);
/* The function of that script that is looked into, 0 the innermost; until the next stop. */
void             sluice_debugger_select_frame     (SluiceDebugger    *self,
                                                   guint              frame);
guint            sluice_debugger_get_frame        (SluiceDebugger    *self);
gboolean         sluice_debugger_evaluate         (SluiceDebugger    *self,
                                                   const char        *expression,
                                                   SluiceValue       *result, /* owned */
                                                   GError           **error);

/* Interventions at a stop, on the selected lane. It goes on to its next boundary, which is a stop again. */
gboolean         sluice_debugger_retry            (SluiceDebugger    *self,
                                                   GError           **error);
gboolean         sluice_debugger_skip             (SluiceDebugger    *self,
                                                   const char        *action,
                                                   GError           **error);
gboolean         sluice_debugger_use_result       (SluiceDebugger    *self,
                                                   SluiceValue        take_result,
                                                   GError           **error);
gboolean         sluice_debugger_fail             (SluiceDebugger    *self,
                                                   const char        *message,
                                                   GError           **error);
gboolean         sluice_debugger_set_next         (SluiceDebugger    *self,
                                                   SluiceNode        *node,
                                                   GError           **error);
gboolean         sluice_debugger_edit_store       (SluiceDebugger    *self,
                                                   SluiceChangeType   type,
                                                   const char        *place,
                                                   SluiceValue        take_value,
                                                   GError           **error);
SluiceValue      sluice_debugger_get_interventions (SluiceDebugger   *self); /* an array, borrowed */
void             sluice_debugger_forget_interventions (SluiceDebugger *self);
/* The list of the run before goes on in this one's. */
void             sluice_debugger_inherit_interventions (SluiceDebugger *self,
                                                   SluiceDebugger    *before,
                                                   guint              n_again);

G_END_DECLS
