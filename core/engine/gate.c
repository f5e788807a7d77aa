/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The gate of a run (rule S3), as a debugger sees it. How a lane asks is in lane-wait.c. */

#include "engine/engine-private.h"
#include "engine/run-private.h"

/**
 * SluiceBoundary: (skip)
 *
 * Where a lane stands when the gate is asked.
 */

/**
 * SluiceGateFunc: (skip)
 * @run: the run
 * @boundary: where a lane stands
 * @user_data: what was given with it
 *
 * Is asked at every boundary of every lane.
 *
 * Returns: %FALSE holds the lane there
 */

/**
 * sluice_run_set_gate: (skip)
 * @self: a run
 * @func: (nullable): asked at every boundary of every lane; %NULL: nobody is, and every held lane goes on
 * @user_data: for @func
 * @destroy: (nullable): frees @user_data
 */
void
sluice_run_set_gate (SluiceRun      *self,
                     SluiceGateFunc  func,
                     gpointer        user_data,
                     GDestroyNotify  destroy)
{
  GDestroyNotify old_destroy = self->gate_destroy;
  gpointer old_data = self->gate_data;

  g_return_if_fail (SLUICE_IS_RUN (self));

  self->gate = func;
  self->gate_mask = func != NULL ? SLUICE_BOUNDARY_MASK_ALL : 0;
  self->gate_data = user_data;
  self->gate_destroy = destroy;
  sluice_run_update_ask_mask (self);
  for (SluiceLane *lane = self->first; lane != NULL; lane = lane->next)
    lane->passes = FALSE;
  if (func == NULL)
    sluice_run_release_all (self);
  if (old_destroy != NULL)
    old_destroy (old_data);
}

/**
 * sluice_run_set_gate_mask: (skip)
 * @self: a run with a gate
 * @boundaries: as SLUICE_BOUNDARY_MASK() makes it
 *
 * Sets at which boundaries the gate is asked: at the others lanes pass by, as quickly as without a
 * gate. Without effect while there is none; a new gate is asked at all of them.
 */
void
sluice_run_set_gate_mask (SluiceRun *self,
                          guint      boundaries)
{
  g_return_if_fail (SLUICE_IS_RUN (self));

  if (self->gate == NULL)
    return;
  self->gate_mask = boundaries;
  sluice_run_update_ask_mask (self);
}

/**
 * sluice_run_release: (skip)
 * @self: a run
 * @lane: one of its lanes
 *
 * Lets a held lane pass the boundary where it stands. What else it has got meanwhile waits for the
 * gate's word, one by one. Does nothing to a lane that is not held.
 */
void
sluice_run_release (SluiceRun  *self,
                    SluiceLane *lane)
{
  g_return_if_fail (SLUICE_IS_RUN (self));
  g_return_if_fail (lane != NULL && lane->run == self);

  if (lane->state != SLUICE_LANE_HELD || lane->computing)
    return;
  sluice_run_tell_command (self, SLUICE_COMMAND_RELEASE, lane, NULL, NULL, NULL);
  lane->passes = self->gate != NULL;
  sluice_lane_set_state (lane, SLUICE_LANE_RUNNABLE);
  sluice_lane_make_ready (lane);
}

/**
 * sluice_run_release_all:
 * @self: a run
 *
 * Releases every lane that is held.
 */
void
sluice_run_release_all (SluiceRun *self)
{
  g_return_if_fail (SLUICE_IS_RUN (self));

  for (SluiceLane *lane = self->first; lane != NULL; lane = lane->next)
    sluice_run_release (self, lane);
}

/**
 * sluice_run_set_stopped:
 * @self: a run
 * @stopped: whether it is shown as stopped
 *
 * Shows the run as stopped or running. While it is stopped its time limit stands still; what holds
 * its lanes is the gate.
 */
void
sluice_run_set_stopped (SluiceRun *self,
                        gboolean   stopped)
{
  SluiceRunState state = stopped ? SLUICE_RUN_STOPPED : SLUICE_RUN_RUNNING;
  SluiceTimers *timers;
  gint64 now;

  g_return_if_fail (SLUICE_IS_RUN (self));

  if (!sluice_run_is_live (self) || self->state == state)
    return;

  timers = &self->engine->timers;
  now = sluice_engine_get_time (self->engine);
  self->state = state;
  if (stopped && sluice_timer_is_set (&self->limit_timer))
    {
      self->limit_rest = MAX (self->limit_timer.due - now, 1);
      sluice_timers_unset (timers, &self->limit_timer);
    }
  else if (!stopped && self->limit_rest > 0)
    {
      sluice_timers_set (timers, &self->limit_timer, now + self->limit_rest, SLUICE_TIMER_RUN);
      self->limit_rest = 0;
    }
  sluice_run_tell_state (self, SLUICE_EVENT_RUN_STATE);
  /* Nobody else would look again whether its lanes are deadlocked. */
  if (!stopped && self->n_blocked == self->n_lanes && !self->is_ready)
    sluice_engine_enqueue (self->engine, self);
}
