/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "debug/debugger.h"
#include "debug/traps.h"

G_BEGIN_DECLS

/* The debugger's state, which its commands (debugger.c) and its gate (debugger-gate.c) share. */

typedef enum
{
  MODE_RUNNING,
  MODE_STOPPED,
  MODE_STEPPING,
} Mode;

typedef enum
{
  STEP_OVER,
  STEP_INTO,
  STEP_OUT,
  STEP_PHASE,
  STEP_EVENT, /* one held result is let through */
} Step;

typedef struct
{
  SluiceBoundary  boundary; /* what it points to lives as long as the lane is held */
  gboolean        is_seen;  /* it was stopped at, or stepped from */
  guint           line;     /* of a script, in place of a boundary; or 0 */
  guint           depth;    /* calls around that line */
  guint64         serial;   /* in the order in which they were held */
} Held;

struct _SluiceDebugger
{
  GObject            parent_instance;

  /* owned */
  SluiceRun         *run;
  SluiceBreakpoints *breakpoints;
  SluiceTraps       *traps;
  SluiceBreakpoint  *here;  /* run to here, or NULL */
  GHashTable        *held;  /* lane id → Held */
  char              *message;
  char              *last_error; /* that was stopped at; NULL once a visit has begun since */
  char              *pending; /* why to stop at the next boundary of pending_lane, or NULL */
  SluiceValue        interventions; /* an array */
  guint              n_interventions; /* that this run has had, those that are no longer listed too */
  guint              n_inherited; /* of the list: from the run before */
  GHashTable        *watches; /* an expression with the names in its sight → SluiceScript */
  guint              watch;
  guint              events; /* another watch: what the breakpoints are about; 0: none */

  Mode               mode;
  Step               step;
  guint              step_depth; /* frames of the lane when the step began */
  guint32            lane;       /* the one that stopped or steps; 0: none yet */
  SluiceStopReason   reason;
  gboolean           stop_at_start;
  SluiceStopErrors   stop_errors;
  gboolean           steps_all;    /* while one lane steps the others run */
  gboolean           steps_lines;  /* into a script is to its first line */
  gboolean           line_step;    /* the step began at a line */
  guint              line_depth;   /* calls around that */
  guint32            pending_lane;
  guint              frame;        /* of the script that is looked into, 0 the innermost */
  guint32            redirected;   /* a person sent it elsewhere: where it comes to is a stop; or 0 */
  guint64            last_held;
  gint64             tokens;       /* that models have used */
  double             cost;         /* as they say */
  gint64             began;        /* engine time of the first visit; 0: not yet */
  guint              deadlocked : 1; /* it was stopped at */
};

/* debugger-stops.c */
void         sluice_debugger_arm             (SluiceDebugger *self);
/* Whether a breakpoint stops at @boundary; @message says why, owned. */
gboolean     sluice_debugger_meets           (SluiceDebugger       *self,
                                              const SluiceBoundary *boundary,
                                              char                **message);
guint        sluice_debugger_get_mask        (SluiceDebugger *self); /* while it is simply running */
void         sluice_debugger_update_lines    (SluiceDebugger *self);
void         sluice_debugger_place_cb        (const SluiceTrap        *trap,
                                              const SluiceStoreNotice *notice,
                                              gpointer                 user_data);
/* debugger-commands.c */
gboolean     sluice_debugger_check_stopped   (SluiceDebugger *self,
                                              GError        **error);
/* debugger.c */
void         sluice_debugger_release         (SluiceDebugger *self,
                                              SluiceLane     *lane);
SluiceLane  *sluice_debugger_choose_lane     (SluiceDebugger *self);
void         sluice_debugger_step            (SluiceDebugger *self,
                                              SluiceLane     *lane,
                                              Step            step);

/* debugger-gate.c */
SluiceLane  *sluice_debugger_find_lane       (SluiceDebugger *self);
Held        *sluice_debugger_find_held       (SluiceDebugger *self,
                                              SluiceLane     *lane);
void         sluice_debugger_set_mode        (SluiceDebugger *self,
                                              Mode            mode);
void         sluice_debugger_halt            (SluiceDebugger   *self,
                                              SluiceStopReason  reason,
                                              SluiceLane       *lane,
                                              SluiceNode       *node,
                                              char             *take_message);
Held        *sluice_debugger_hold            (SluiceDebugger       *self,
                                              const SluiceBoundary *boundary,
                                              gboolean              is_seen);
gboolean     sluice_debugger_is_stepping     (SluiceDebugger *self,
                                              SluiceLane     *lane);
gboolean     sluice_debugger_gate_cb         (SluiceRun            *run,
                                              const SluiceBoundary *boundary,
                                              gpointer              user_data);
SluiceLane  *sluice_debugger_find_other_lane (SluiceDebugger *self,
                                              guint32         but);
SluiceNode  *sluice_debugger_get_place       (SluiceDebugger *self,
                                              SluiceLane     *lane);
void         sluice_debugger_event_cb        (SluiceRun         *run,
                                              const SluiceEvent *event,
                                              gpointer           user_data);

G_END_DECLS
