/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Stops and steps a run through its gate. A lane that the gate holds is remembered with the
 * boundary where it stands; to go on is to forget and release it. */

#include "debug/debugger-private.h"

#include "script/script.h"

#include <glib/gi18n-lib.h>

enum
{
  STOPPED,
  CONTINUED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SluiceDebugger, sluice_debugger, G_TYPE_OBJECT)

static gboolean
is_live (SluiceDebugger *self)
{
  SluiceRunState state = sluice_run_get_state (self->run);

  return state == SLUICE_RUN_RUNNING || state == SLUICE_RUN_STOPPED;
}

void
sluice_debugger_release (SluiceDebugger *self,
                         SluiceLane     *lane)
{
  guint32 id = sluice_lane_get_id (lane);

  g_hash_table_remove (self->held, GUINT_TO_POINTER (id));
  if (sluice_script_is_held (self->run, id))
    sluice_script_go_on (self->run, id);
  else
    sluice_run_release (self->run, lane);
}

/* The gate holds nobody again before this is done. */
static void
let_all_go (SluiceDebugger *self)
{
  g_hash_table_remove_all (self->held);
  for (guint i = 0; i < sluice_run_get_n_lanes (self->run); i++)
    sluice_script_go_on (self->run, sluice_lane_get_id (sluice_run_get_lane (self->run, i)));
  sluice_run_release_all (self->run);
}

static void
ended_cb (SluiceDebugger *self)
{
  sluice_debugger_set_mode (self, MODE_RUNNING);
  self->reason = SLUICE_STOP_NONE;
  self->lane = 0;
  g_clear_pointer (&self->message, g_free);
  g_hash_table_remove_all (self->held);
}

/* The class */

static void
sluice_debugger_dispose (GObject *object)
{
  SluiceDebugger *self = SLUICE_DEBUGGER (object);

  if (self->run != NULL)
    {
      sluice_run_set_gate (self->run, NULL, NULL, NULL);
      sluice_run_unwatch (self->run, self->watch);
      if (self->events != 0)
        sluice_run_unwatch (self->run, self->events);
      sluice_script_watch_lines (self->run, NULL, NULL);
      g_clear_pointer (&self->traps, sluice_traps_free);
      g_signal_handlers_disconnect_by_data (self->run, self);
      if (self->mode != MODE_RUNNING && is_live (self))
        {
          sluice_run_set_stopped (self->run, FALSE);
          let_all_go (self);
        }
    }
  if (self->breakpoints != NULL)
    g_signal_handlers_disconnect_by_data (self->breakpoints, self);
  g_clear_object (&self->run);
  g_clear_object (&self->breakpoints);

  G_OBJECT_CLASS (sluice_debugger_parent_class)->dispose (object);
}

static void
sluice_debugger_finalize (GObject *object)
{
  SluiceDebugger *self = SLUICE_DEBUGGER (object);

  g_hash_table_unref (self->held);
  g_free (self->message);
  g_free (self->last_error);
  g_free (self->pending);
  g_hash_table_unref (self->watches);
  sluice_value_unref (self->interventions);
  g_clear_pointer (&self->here, sluice_breakpoint_free);

  G_OBJECT_CLASS (sluice_debugger_parent_class)->finalize (object);
}

static void
sluice_debugger_class_init (SluiceDebuggerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = sluice_debugger_dispose;
  object_class->finalize = sluice_debugger_finalize;

  /**
   * SluiceDebugger::stopped:
   * @self: the debugger
   *
   * The run has stopped. May be emitted while a lane stands at its boundary: look, and give commands
   * from the main loop.
   */
  signals[STOPPED] = g_signal_new ("stopped", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                   0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  /**
   * SluiceDebugger::continued:
   * @self: the debugger
   *
   * The run goes on, or a step has begun.
   */
  signals[CONTINUED] = g_signal_new ("continued", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                     0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
sluice_debugger_init (SluiceDebugger *self)
{
  self->interventions = sluice_value_array ();
  self->watches = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) sluice_script_unref);
  self->held = g_hash_table_new_full (NULL, NULL, NULL, g_free);
}

/**
 * sluice_debugger_new:
 * @run: the run; it has no gate yet
 * @breakpoints: (nullable): where it stops, followed while it lives; NULL: nowhere
 *
 * Attaches to a run, before its start or while it runs. Dropping the debugger lets everything go on.
 *
 * Returns: (transfer full): the debugger
 */
SluiceDebugger *
sluice_debugger_new (SluiceRun         *run,
                     SluiceBreakpoints *breakpoints)
{
  SluiceDebugger *self;

  g_return_val_if_fail (SLUICE_IS_RUN (run), NULL);
  g_return_val_if_fail (breakpoints == NULL || SLUICE_IS_BREAKPOINTS (breakpoints), NULL);

  self = g_object_new (SLUICE_TYPE_DEBUGGER, NULL);
  self->run = g_object_ref (run);
  self->watch = sluice_run_watch (run, SLUICE_EVENT_MASK (SLUICE_EVENT_LANE_ENDED),
                                  sluice_debugger_event_cb, self, NULL);
  g_signal_connect_swapped (run, "ended", G_CALLBACK (ended_cb), self);
  self->traps = sluice_traps_new (run, sluice_debugger_place_cb, self);
  sluice_run_set_gate (run, sluice_debugger_gate_cb, self, NULL);
  sluice_debugger_set_mode (self, MODE_RUNNING);
  if (breakpoints != NULL)
    {
      self->breakpoints = g_object_ref (breakpoints);
      g_signal_connect_swapped (breakpoints, "changed", G_CALLBACK (sluice_debugger_arm), self);
      sluice_debugger_arm (self);
    }
  return self;
}

/* Returns: (transfer none): the run it is attached to */
SluiceRun *
sluice_debugger_get_run (SluiceDebugger *self)
{
  g_return_val_if_fail (SLUICE_IS_DEBUGGER (self), NULL);

  return self->run;
}

gboolean
sluice_debugger_is_stopped (SluiceDebugger *self)
{
  g_return_val_if_fail (SLUICE_IS_DEBUGGER (self), FALSE);

  return self->mode == MODE_STOPPED;
}

/* Returns: why it is stopped; SLUICE_STOP_NONE when it is not */
SluiceStopReason
sluice_debugger_get_reason (SluiceDebugger *self)
{
  g_return_val_if_fail (SLUICE_IS_DEBUGGER (self), SLUICE_STOP_NONE);

  return self->reason;
}

/**
 * sluice_debugger_get_message:
 * @self: a debugger
 *
 * Returns: (nullable): why it is stopped, or what a step waits for, in words; valid until the next
 *   call into the debugger
 */
const char *
sluice_debugger_get_message (SluiceDebugger *self)
{
  SluiceLane *lane;

  g_return_val_if_fail (SLUICE_IS_DEBUGGER (self), NULL);

  if (self->mode == MODE_STEPPING)
    {
      g_autofree char *waits_for = NULL;

      lane = sluice_debugger_find_lane (self);
      waits_for = lane != NULL ? sluice_lane_dup_waits_for (lane) : NULL;
      g_clear_pointer (&self->message, g_free);
      if (waits_for != NULL)
        self->message = g_strdup_printf (g_hash_table_size (self->held) > 0
                                           ? _("The step waits for %s, while other lanes are held")
                                           : _("The step waits for %s"), waits_for);
    }
  return self->message;
}

/**
 * sluice_debugger_get_lane:
 * @self: a debugger
 *
 * Returns: (transfer none) (nullable): the lane that stopped or steps, or was selected since
 */
SluiceLane *
sluice_debugger_get_lane (SluiceDebugger *self)
{
  g_return_val_if_fail (SLUICE_IS_DEBUGGER (self), NULL);

  return sluice_debugger_find_lane (self);
}

/**
 * sluice_debugger_select_lane:
 * @self: a debugger
 * @lane: the id of a lane that is alive
 *
 * Makes it the lane that the steps go by. Does nothing while a step is under way.
 */
void
sluice_debugger_select_lane (SluiceDebugger *self,
                             guint32         lane)
{
  g_return_if_fail (SLUICE_IS_DEBUGGER (self));

  if (self->mode != MODE_STEPPING && sluice_run_find_lane (self->run, lane) != NULL)
    {
      self->lane = lane;
      self->frame = 0;
    }
}

/**
 * sluice_debugger_get_held_node:
 * @self: a debugger
 * @lane: a lane of its run
 *
 * Returns: (transfer none) (nullable): the node that @lane is held before or in, or NULL if it is not
 */
SluiceNode *
sluice_debugger_get_held_node (SluiceDebugger *self,
                               SluiceLane     *lane)
{
  Held *held;

  g_return_val_if_fail (SLUICE_IS_DEBUGGER (self), NULL);
  g_return_val_if_fail (lane != NULL, NULL);

  held = sluice_debugger_find_held (self, lane);
  return held != NULL ? held->boundary.node : NULL;
}

/* Commands */

/**
 * sluice_debugger_stop_at_start:
 * @self: a debugger of a run that has not started
 *
 * Stops before the first node that is visited, inside the flow that is run.
 */
void
sluice_debugger_stop_at_start (SluiceDebugger *self)
{
  g_return_if_fail (SLUICE_IS_DEBUGGER (self));

  self->stop_at_start = TRUE;
}

/**
 * sluice_debugger_set_stop_errors:
 * @self: a debugger
 * @errors: which errors are stops, with no breakpoint for them
 *
 * A step stops at an error that nothing catches in any case. Muting breakpoints does not change this.
 */
void
sluice_debugger_set_stop_errors (SluiceDebugger   *self,
                                 SluiceStopErrors  errors)
{
  g_return_if_fail (SLUICE_IS_DEBUGGER (self));

  if (self->stop_errors == errors)
    return;
  self->stop_errors = errors;
  sluice_debugger_arm (self);
}

SluiceLane *
sluice_debugger_choose_lane (SluiceDebugger *self)
{
  SluiceLane *lane = sluice_debugger_find_lane (self);

  for (guint i = 0; lane == NULL && i < sluice_run_get_n_lanes (self->run); i++)
    {
      SluiceLane *candidate = sluice_run_get_lane (self->run, i);

      if (sluice_lane_get_state (candidate) != SLUICE_LANE_JOINED)
        lane = candidate;
    }
  return lane != NULL ? lane : sluice_debugger_find_other_lane (self, 0);
}

static void
halt_as (SluiceDebugger *self,
         const char     *message)
{
  SluiceLane *lane;
  SluiceNode *node;

  if (self->mode == MODE_STOPPED || !is_live (self))
    return;

  lane = sluice_debugger_choose_lane (self);
  node = lane != NULL ? sluice_debugger_get_place (self, lane) : NULL;
  sluice_debugger_halt (self, SLUICE_STOP_PAUSE, lane, node, g_strdup (message));
}

/**
 * sluice_debugger_pause:
 * @self: a debugger
 *
 * Stops at once: from here on each lane is held at its next boundary, and what is in flight lands as
 * a held result. Before the start it is as sluice_debugger_stop_at_start().
 */
void
sluice_debugger_pause (SluiceDebugger *self)
{
  g_return_if_fail (SLUICE_IS_DEBUGGER (self));

  if (sluice_run_get_state (self->run) == SLUICE_RUN_READY)
    self->stop_at_start = TRUE;
  halt_as (self, _("Paused"));
}

/**
 * sluice_debugger_stop_at_fork:
 * @self: a debugger
 *
 * Stops as sluice_debugger_pause() does, and says why: the run has left the record that it was forked from.
 */
void
sluice_debugger_stop_at_fork (SluiceDebugger *self)
{
  g_return_if_fail (SLUICE_IS_DEBUGGER (self));

  halt_as (self, _("Forked here"));
}

/* Whether a step lets @lane go on. */
static gboolean
is_let_go_by_step (SluiceDebugger *self,
                   SluiceLane     *lane)
{
  return self->steps_all || sluice_debugger_is_stepping (self, lane);
}

/* Of the lanes that would go on in @mode, the first that came to a breakpoint while another one was stopped. */
static gboolean
stop_at_unseen (SluiceDebugger *self,
                Mode            mode)
{
  for (guint i = 0; i < sluice_run_get_n_lanes (self->run); i++)
    {
      SluiceLane *lane = sluice_run_get_lane (self->run, i);
      Held *held = sluice_debugger_find_held (self, lane);
      char *message = NULL;

      if (held == NULL || held->is_seen || (mode == MODE_STEPPING && !is_let_go_by_step (self, lane)))
        continue;
      held->is_seen = TRUE;
      if (!sluice_debugger_meets (self, &held->boundary, &message))
        continue;
      if (message == NULL)
        message = g_strdup_printf (_("%s failed"), sluice_node_get_title (held->boundary.node));
      sluice_debugger_halt (self, SLUICE_STOP_BREAKPOINT, lane, held->boundary.node, message);
      return TRUE;
    }
  return FALSE;
}

static void
go_on (SluiceDebugger *self,
       Mode            mode)
{
  sluice_debugger_set_mode (self, mode);
  self->reason = SLUICE_STOP_NONE;
  g_clear_pointer (&self->message, g_free);
  sluice_run_set_stopped (self->run, FALSE);
  g_signal_emit (self, signals[CONTINUED], 0);
}

/**
 * sluice_debugger_continue:
 * @self: a debugger
 *
 * Lets every lane go on to the next stop. A lane that came to a breakpoint while another one was
 * stopped is stopped at now, before anything moves. Ends a step that is under way.
 */
void
sluice_debugger_continue (SluiceDebugger *self)
{
  g_return_if_fail (SLUICE_IS_DEBUGGER (self));

  self->stop_at_start = FALSE;
  if (self->mode == MODE_RUNNING || stop_at_unseen (self, MODE_RUNNING))
    return;
  go_on (self, MODE_RUNNING);
  let_all_go (self);
}

static void
release_stepping (SluiceDebugger *self)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (guint32));

  for (guint i = 0; i < sluice_run_get_n_lanes (self->run); i++)
    {
      SluiceLane *lane = sluice_run_get_lane (self->run, i);
      guint32 id = sluice_lane_get_id (lane);

      if (sluice_debugger_find_held (self, lane) != NULL && is_let_go_by_step (self, lane))
        g_array_append_val (ids, id);
    }
  for (guint i = 0; i < ids->len; i++)
    {
      SluiceLane *lane = sluice_run_find_lane (self->run, g_array_index (ids, guint32, i));

      if (lane != NULL)
        sluice_debugger_release (self, lane);
    }
}

void
sluice_debugger_step (SluiceDebugger *self,
                      SluiceLane     *lane,
                      Step            step)
{
  Held *held = sluice_debugger_find_held (self, lane);

  self->lane = sluice_lane_get_id (lane);
  self->step = step;
  self->step_depth = sluice_lane_get_depth (lane);
  self->line_step = held != NULL && held->line > 0 && step != STEP_PHASE;
  self->line_depth = held != NULL ? held->depth : 0;
  if (stop_at_unseen (self, MODE_STEPPING))
    return;
  go_on (self, MODE_STEPPING);
  release_stepping (self);
}

static void
begin_step (SluiceDebugger *self,
            Step            step)
{
  SluiceLane *lane;

  if (self->mode != MODE_STOPPED || !is_live (self))
    return;
  lane = sluice_debugger_choose_lane (self);
  if (lane != NULL)
    sluice_debugger_step (self, lane, step);
}

/**
 * sluice_debugger_step_over:
 * @self: a debugger that is stopped
 *
 * Goes on to before the next visit of the selected lane in this frame or one above: a nested flow
 * and a batch count as one. Other lanes stay held but for those that work for this one. A lane that
 * waits is waited for. A lane that would go on and came to a breakpoint while another one was stopped
 * is stopped at first, as by sluice_debugger_continue(). From a line of a script: to the next line of
 * the same function, or of one around it.
 */
void
sluice_debugger_step_over (SluiceDebugger *self)
{
  g_return_if_fail (SLUICE_IS_DEBUGGER (self));

  begin_step (self, STEP_OVER);
}

/**
 * sluice_debugger_step_into:
 * @self: a debugger that is stopped
 *
 * Goes on to the next phase or visit of the selected lane or of one that works for it: the start of a
 * nested flow, the first item of a batch, or the next phase. From a line of a script: to the next line.
 */
void
sluice_debugger_step_into (SluiceDebugger *self)
{
  g_return_if_fail (SLUICE_IS_DEBUGGER (self));

  begin_step (self, STEP_INTO);
}

/**
 * sluice_debugger_step_out:
 * @self: a debugger that is stopped
 *
 * Goes on to before the next visit outside the frame that the selected lane is in. From the
 * outermost frame the lane goes on to its end. From a line of a script: out of its function.
 */
void
sluice_debugger_step_out (SluiceDebugger *self)
{
  g_return_if_fail (SLUICE_IS_DEBUGGER (self));

  begin_step (self, STEP_OUT);
}

/**
 * sluice_debugger_step_phase:
 * @self: a debugger that is stopped
 *
 * Goes on to the next phase boundary of the selected lane itself.
 */
void
sluice_debugger_step_phase (SluiceDebugger *self)
{
  g_return_if_fail (SLUICE_IS_DEBUGGER (self));

  begin_step (self, STEP_PHASE);
}

/**
 * sluice_debugger_stop:
 * @self: a debugger
 *
 * Cancels the run.
 */
void
sluice_debugger_stop (SluiceDebugger *self)
{
  g_return_if_fail (SLUICE_IS_DEBUGGER (self));

  if (is_live (self))
    sluice_run_cancel (self->run);
}
