/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "debug/debugger.h"

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
} Step;

typedef struct
{
  SluiceBoundaryType  type;
  SluiceNode         *node;    /* borrowed: the run's flows hold it */
  gboolean            is_seen; /* it was stopped at, or stepped from */
} Held;

struct _SluiceDebugger
{
  GObject            parent_instance;

  /* owned */
  SluiceRun         *run;
  SluiceBreakpoints *breakpoints;
  GHashTable        *armed; /* set of interned addresses: the enabled breakpoints */
  GHashTable        *held;  /* lane id → Held */
  char              *message;
  char              *last_error; /* that was stopped at; NULL once a visit has begun since */
  guint              watch;

  Mode               mode;
  Step               step;
  guint              step_depth; /* frames of the lane when the step began */
  guint32            lane;       /* the one that stopped or steps; 0: none yet */
  SluiceStopReason   reason;
  gboolean           stop_at_start;
  gboolean           stop_on_error;
};

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
gboolean     sluice_debugger_is_armed        (SluiceDebugger *self,
                                              SluiceNode     *node);
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
