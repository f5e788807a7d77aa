/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* How a lane waits: its states, the gate, and what comes while it is parked. */

#include "engine/call-private.h"
#include "engine/engine-private.h"
#include "engine/lane-private.h"
#include "engine/run-private.h"

/* Only another lane can wake it (rule Q2): no time limit will, no child will either. */
static gboolean
is_blocked (SluiceLane *self)
{
  if (self->state == SLUICE_LANE_JOINED)
    return TRUE;
  return self->state == SLUICE_LANE_QUEUE && !sluice_timer_is_set (&self->timer);
}

void
sluice_lane_set_state (SluiceLane      *self,
                       SluiceLaneState  state)
{
  SluiceRun *run = self->run;

  if (self->state == state)
    return;

  if (self->blocked)
    {
      run->n_blocked--;
      if (self->state == SLUICE_LANE_QUEUE)
        run->n_queued--;
    }
  self->state = state;
  self->blocked = is_blocked (self);
  if (self->blocked)
    {
      run->n_blocked++;
      if (state == SLUICE_LANE_QUEUE)
        run->n_queued++;
    }
  if (sluice_run_is_watched (run, SLUICE_EVENT_LANE_STATE) && state != SLUICE_LANE_ENDED)
    sluice_lane_tell (self, SLUICE_EVENT_LANE_STATE);
}

/* At the end of the line: what wakes first goes first (rule S2). A lane that runs needs no wake-up:
 * it looks for itself before it parks; a held one stays so until it is released. */
void
sluice_lane_make_ready (SluiceLane *self)
{
  SluiceRun *run = self->run;

  if (self->is_ready || self->computing
      || self->state == SLUICE_LANE_HELD || self->state == SLUICE_LANE_ENDED)
    return;

  self->is_ready = TRUE;
  self->ready_next = NULL;
  self->ready_prev = run->ready_last;
  if (run->ready_last != NULL)
    run->ready_last->ready_next = self;
  else
    run->ready_first = self;
  run->ready_last = self;
  sluice_lane_set_state (self, SLUICE_LANE_RUNNABLE);
  if (!run->is_ready)
    sluice_engine_enqueue (run->engine, run);
}

/* While a lane is held, the time limit of its attempt stands still. */
void
sluice_lane_pause_limit (SluiceLane *self)
{
  SluiceEngine *engine = self->run->engine;

  if (!sluice_timer_is_set (&self->timer))
    return;
  sluice_timers_unset (&engine->timers, &self->timer);
  self->timer.due -= sluice_engine_get_time (engine);
  self->paused = TRUE;
}

gboolean
sluice_lane_ask_gate (SluiceLane     *self,
                      SluiceBoundary *boundary)
{
  SluiceRun *run = self->run;

  if (self->passes)
    {
      self->passes = FALSE;
      return TRUE;
    }
  boundary->lane = self;
  boundary->node = self->visit->node;
  boundary->visit = self->visit->serial;
  boundary->attempt = self->visit->attempt;
  boundary->item = self->visit->index;
  if (G_UNLIKELY (run->keeper_holds) && run->keeper->holds (run, boundary, run->keeper_data))
    {
      sluice_lane_pause_limit (self);
      sluice_lane_set_state (self, SLUICE_LANE_HELD);
      return FALSE;
    }
  if (!(run->gate_mask & SLUICE_BOUNDARY_MASK (boundary->type)) || run->gate (run, boundary, run->gate_data)
      || run->gate == NULL /* meanwhile */)
    return TRUE;
  if (run->doomed)
    return FALSE;

  sluice_lane_pause_limit (self);
  sluice_lane_set_state (self, SLUICE_LANE_HELD);
  if (run->keeper != NULL && run->keeper->held != NULL)
    run->keeper->held (run, boundary, run->keeper_data);
  return FALSE;
}

gboolean
sluice_lane_pass (SluiceLane         *self,
                  SluiceBoundaryType  type,
                  SluicePhase         phase)
{
  SluiceBoundary boundary = { .type = type, .phase = phase };

  if (type == SLUICE_BOUNDARY_ERROR)
    boundary.error = self->failure->error;
  else if (type == SLUICE_BOUNDARY_EDGE)
    {
      const SluiceEdge *edge = sluice_node_find_edge (sluice_visit_get_settings (self->visit), self->action);

      boundary.action = self->action;
      boundary.target = edge != NULL ? edge->target : NULL;
    }
  return sluice_lane_ask_gate (self, &boundary);
}

/* A result that arrives while the run is stopped; @effect NULL: a call was returned. Told once. */
void
sluice_lane_announce (SluiceLane   *self,
                      SluiceEffect *effect)
{
  if (effect != NULL ? effect->announced : self->announced)
    return;
  if (effect != NULL)
    effect->announced = TRUE;
  else
    self->announced = TRUE;
  if (sluice_run_is_watched (self->run, SLUICE_EVENT_HELD))
    sluice_lane_tell_effect (self, SLUICE_EVENT_HELD, effect);
}

/* A phase that only gave the loop a turn is at no boundary, and where it did so is never the same again. One that
 * has gone on for so many turns may not end by itself: it is held all the same. */
#define LONG_PHASE 50

/* Asks the gate about a result; one that is not let through is told as held. */
static gboolean
may_use (SluiceLane   *self,
         SluiceEffect *effect)
{
  SluiceBoundary boundary = { .type = SLUICE_BOUNDARY_RESULT, .phase = self->phase,
                              .effect = effect != NULL ? effect->id : 0 };

  if (!sluice_lane_asks (self, SLUICE_BOUNDARY_RESULT))
    return TRUE;
  if (effect != NULL && effect->kind == SLUICE_EFFECT_TURN && self->call->turns < LONG_PHASE)
    {
      self->call->turns++;
      return TRUE;
    }
  if (sluice_lane_ask_gate (self, &boundary))
    return TRUE;
  if (!self->run->doomed)
    sluice_lane_announce (self, effect);
  return FALSE;
}

void
sluice_lane_time_is_up (SluiceLane *self)
{
  SluiceCall *call = self->call;

  if (call->returned || call->phase == SLUICE_PHASE_NONE)
    return;
  sluice_call_fail (call, g_error_new (SLUICE_ENGINE_ERROR, SLUICE_ENGINE_ERROR_TIMEOUT,
                                       "“%s” took longer than %g s.", sluice_node_get_title (self->visit->node),
                                       sluice_visit_get_settings (self->visit)->timeout));
}

static gboolean
is_held_in_phase (SluiceLane *self)
{
  SluiceEffect *effect = self->open;

  while (effect != NULL && effect->kind != SLUICE_EFFECT_HOLD)
    effect = effect->next;
  return effect != NULL;
}

void
sluice_lane_start_limit (SluiceLane *self)
{
  SluiceEngine *engine = self->run->engine;
  double timeout = MIN (sluice_visit_get_settings (self->visit)->timeout, 1e9);
  gint64 left = self->paused ? self->timer.due : (gint64) (timeout * G_USEC_PER_SEC);

  if (self->phase != SLUICE_PHASE_EXEC || timeout <= 0 || sluice_timer_is_set (&self->timer))
    return;
  if (G_UNLIKELY (is_held_in_phase (self)))
    {
      self->timer.due = MAX (left, 0);
      self->paused = TRUE;
      return;
    }
  self->paused = FALSE;
  sluice_timers_set (&engine->timers, &self->timer,
                     sluice_engine_get_time (engine) + MAX (left, 0), SLUICE_TIMER_TIMEOUT);
}

/* Of several waits the one a person would want to know about first. */
static SluiceLaneState
waiting_state (SluiceLane *self)
{
  SluiceLaneState state = SLUICE_LANE_IN_FLIGHT;
  gboolean only_queues = self->open != NULL;

  for (SluiceEffect *effect = self->open; effect != NULL; effect = effect->next)
    {
      only_queues = only_queues && sluice_effect_has_queue (effect);
      if (effect->kind == SLUICE_EFFECT_PROMPT)
        return SLUICE_LANE_PERSON;
      if (effect->kind == SLUICE_EFFECT_SLEEP && effect == self->open && effect->next == NULL)
        state = SLUICE_LANE_SLEEPING;
    }
  return only_queues ? SLUICE_LANE_QUEUE : state;
}

/* The phase function has left, or a result was used, and the call is not returned. TRUE: the lane
 * goes on after all. */
gboolean
sluice_lane_await (SluiceLane *self)
{
  SluiceCall *call = self->call;

  if (call->returned)
    return TRUE;
  if (self->run->doomed)
    return FALSE;
  if (self->yields)
    {
      sluice_lane_start_limit (self);
      return FALSE;
    }
  if (self->inbox != NULL)
    return sluice_lane_resume (self);
  if (call->ref_count == 1 && !call->has_come)
    {
      sluice_call_fail_lost (call);
      return TRUE;
    }
  if (sluice_visit_get_settings (self->visit)->timeout > 0)
    sluice_lane_start_limit (self);
  sluice_lane_set_state (self, waiting_state (self));
  return FALSE;
}

/* What came while the lane was parked. FALSE: it goes on waiting, or is held. */
gboolean
sluice_lane_resume (SluiceLane *self)
{
  SluiceCall *call = self->call;

  if (G_LIKELY (call->phase == SLUICE_PHASE_NONE))
    return TRUE;

  while (self->inbox != NULL && !call->returned && !self->yields)
    {
      if (!may_use (self, self->inbox))
        return FALSE;
      sluice_effect_let_through (self->inbox);
      if (self->run->doomed)
        return FALSE;
    }
  if (!call->returned)
    return sluice_lane_await (self);
  if (self->late && !may_use (self, NULL))
    return FALSE;
  self->late = self->announced = FALSE;
  return TRUE;
}
