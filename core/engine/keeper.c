/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Inputs of a run: on their way from what brings them to the keeper, and from the keeper to a lane. */

#include "engine/keeper.h"

#include "engine/call-private.h"
#include "engine/engine-private.h"
#include "engine/run-private.h"

/**
 * sluice_run_set_keeper: (skip)
 * @self: a run
 * @keeper: (nullable): what is asked, static
 * @user_data: for its functions
 *
 * Gives what comes into the run from outside to a keeper, instead of to the lanes.
 */
void
sluice_run_set_keeper (SluiceRun          *self,
                       const SluiceKeeper *keeper,
                       gpointer            user_data)
{
  g_return_if_fail (SLUICE_IS_RUN (self));

  self->keeper = keeper;
  self->keeper_data = user_data;
  self->keeper_holds = FALSE;
  sluice_run_update_ask_mask (self);
}

void
sluice_run_update_ask_mask (SluiceRun *self)
{
  self->ask_mask = self->gate_mask | (self->keeper_holds ? SLUICE_BOUNDARY_MASK_ALL : 0);
}

void
sluice_run_set_keeper_holds (SluiceRun *self,
                             gboolean   holds)
{
  self->keeper_holds = holds;
  sluice_run_update_ask_mask (self);
}

void
sluice_run_tell_command (SluiceRun         *self,
                         SluiceCommandType  type,
                         SluiceLane        *lane,
                         const char        *text,
                         const SluiceValue *value,
                         const GError      *error)
{
  SluiceCommand command = { .type = type, .lane = lane, .text = text, .error = error };

  if (self->keeper == NULL || self->keeper->commanded == NULL)
    return;
  if (value != NULL)
    command.value = *value;
  self->keeper->commanded (self, &command, self->keeper_data);
}

guint64
sluice_run_get_steps (SluiceRun *self)
{
  return self->steps;
}

gboolean
sluice_run_is_interrupted (SluiceRun *self)
{
  return self->ready_first != NULL && self->ready_first->yields;
}

void
sluice_run_poke (SluiceRun *self)
{
  if (sluice_run_is_live (self))
    sluice_engine_enqueue (self->engine, self);
}

void
sluice_run_hold_back (SluiceRun *self,
                      gboolean   held_back)
{
  self->held_back = held_back;
  if (held_back)
    sluice_engine_end_slice (self->engine);
  else
    sluice_run_poke (self);
}

void
sluice_run_set_fine (SluiceRun *self,
                     gboolean   fine)
{
  self->fine = fine;
}

void
sluice_run_reach_limit (SluiceRun *self)
{
  sluice_run_time_is_up (self);
}

void
sluice_lane_reach_timeout (SluiceLane *lane)
{
  if (lane->call != NULL)
    sluice_lane_time_is_up (lane);
}

/* A call that is returned from outside: what it came to waits until it is kept. */
void
sluice_call_come (SluiceCall  *self,
                  SluiceValue  take,
                  GError      *take_error)
{
  SluiceLane *lane = self->lane;
  SluiceRun *run = lane->run;
  SluiceInput *input = g_new0 (SluiceInput, 1);

  self->has_come = TRUE;
  input->type = SLUICE_INPUT_RETURN;
  input->lane = sluice_lane_ref (lane);
  input->visit = lane->visit->serial;
  input->attempt = lane->visit->attempt;
  input->item = lane->visit->index;
  input->phase = self->phase;
  input->value = take;
  input->error = take_error;
  run->keeper->came (run, input, run->keeper_data);
}

/* Tells the keeper of something that concerns no effect. */
void
sluice_run_tell_keeper (SluiceRun       *self,
                        SluiceInputType  type,
                        SluiceLane      *lane,
                        gboolean         at_once)
{
  SluiceInput *input = g_new0 (SluiceInput, 1);

  input->type = type;
  input->at_once = at_once;
  if (lane != NULL)
    {
      input->lane = sluice_lane_ref (lane);
      input->visit = lane->visit->serial;
      input->attempt = lane->visit->attempt;
      input->item = lane->visit->index;
    }
  self->keeper->came (self, input, self->keeper_data);
}

/* Its result is there, and waits until it is kept. */
void
sluice_effect_come (SluiceEffect *self)
{
  SluiceRun *run = self->call->lane->run;
  SluiceInput *input = g_new0 (SluiceInput, 1);

  self->has_come = TRUE;
  input->type = SLUICE_INPUT_RESULT;
  input->effect = sluice_effect_ref (self);
  run->keeper->came (run, input, run->keeper_data);
}

/* A lane's timer fires. A lane that computes can't wait for the end of its turn. */
void
sluice_lane_tell_timer (SluiceLane      *self,
                        SluiceInputType  type)
{
  gboolean at_once = type == SLUICE_INPUT_TIMEOUT && self->yields;

  sluice_run_tell_keeper (self->run, type, self, at_once);
  if (at_once)
    sluice_lane_time_is_up (self);
}

static gboolean
is_still_there (SluiceInput *self)
{
  SluiceLane *lane = self->lane;
  SluiceVisit *visit = lane->state != SLUICE_LANE_ENDED ? lane->visit : NULL;

  return visit != NULL && visit->serial == self->visit && visit->index == self->item
         && (int) visit->attempt == self->attempt;
}

/* One that is used before its time, in a run that is had again, does not come a second time. */
static void
unset_timer (SluiceLane *lane)
{
  sluice_timers_unset (&lane->run->engine->timers, &lane->timer);
}

/**
 * sluice_input_use: (skip)
 * @self: an input that was not used at once
 *
 * Gives it to its lane. It does nothing where it has come too late.
 */
void
sluice_input_use (SluiceInput *self)
{
  switch (self->type)
    {
    case SLUICE_INPUT_RESULT:
      if (self->effect->state == SLUICE_EFFECT_OPEN)
        sluice_effect_arrive (self->effect);
      break;
    case SLUICE_INPUT_WAKE:
      if (!is_still_there (self))
        break;
      unset_timer (self->lane);
      sluice_lane_make_ready (self->lane);
      break;
    case SLUICE_INPUT_TIMEOUT:
      if (!is_still_there (self))
        break;
      unset_timer (self->lane);
      sluice_lane_reach_timeout (self->lane);
      break;
    case SLUICE_INPUT_RETURN:
      if (is_still_there (self) && self->lane->call->phase == self->phase)
        sluice_lane_return (self->lane, sluice_value_steal (&self->value), g_steal_pointer (&self->error));
      break;
    case SLUICE_INPUT_LIMIT:
    case SLUICE_INPUT_CANCEL:
    default:
      g_assert_not_reached ();
    }
}

/* Only this lane will ever go on by itself: the others wait for lanes, and its own attempt has no time limit. */
static gboolean
sleeps_alone (SluiceLane *self)
{
  SluiceRun *run = self->run;

  return run->state == SLUICE_RUN_RUNNING && run->n_lanes - run->n_blocked == 1 && self->state == SLUICE_LANE_SLEEPING
         && !sluice_timer_is_set (&self->timer);
}

/**
 * sluice_input_is_foregone: (skip)
 * @self: an input that has come
 * @seconds: (out): how long the wait was that is over
 *
 * A run that is had again up to here and goes on by itself comes to such an input without being given it, and to
 * nothing else before: it waits once more, and does what it did. What ends the run from outside is apart from that.
 *
 * Returns: whether it is so; %FALSE: it says what might have been otherwise
 */
gboolean
sluice_input_is_foregone (const SluiceInput *self,
                          double            *seconds)
{
  SluiceLane *lane = self->type == SLUICE_INPUT_RESULT ? sluice_effect_get_lane (self->effect) : self->lane;

  if (self->at_once || lane == NULL || !sleeps_alone (lane))
    return FALSE;
  if (self->type == SLUICE_INPUT_WAKE)
    {
      *seconds = sluice_visit_get_settings (lane->visit)->wait;
      return TRUE;
    }
  if (self->type != SLUICE_INPUT_RESULT || self->effect->kind != SLUICE_EFFECT_SLEEP || self->effect->error != NULL)
    return FALSE;
  *seconds = sluice_value_get_real (self->effect->request);
  return TRUE;
}

void
sluice_input_free (SluiceInput *self)
{
  g_clear_pointer (&self->effect, sluice_effect_unref);
  g_clear_pointer (&self->lane, sluice_lane_unref);
  sluice_value_unref (self->value);
  g_clear_error (&self->error);
  g_free (self);
}

/**
 * sluice_effect_settle: (skip)
 * @self: an effect
 * @take: (transfer full): its result
 * @take_error: (transfer full) (nullable): or why there is none
 *
 * Ends an effect in place of who performs it, here and now. A result that waits to be kept is forgotten.
 */
void
sluice_effect_settle (SluiceEffect *self,
                      SluiceValue   take,
                      GError       *take_error)
{
  if (self->state != SLUICE_EFFECT_OPEN)
    {
      sluice_value_unref (take);
      g_clear_error (&take_error);
      return;
    }
  sluice_value_replace (&self->result, take);
  g_clear_error (&self->error);
  self->error = take_error;
  self->has_come = TRUE;
  sluice_effect_arrive (self);
}

gboolean
sluice_effect_is_open (SluiceEffect *self)
{
  return self->state == SLUICE_EFFECT_OPEN && !self->has_come;
}

const SluiceValue *
sluice_effect_peek_result (SluiceEffect *self)
{
  return &self->result;
}

const GError *
sluice_effect_peek_error (SluiceEffect *self)
{
  return self->error;
}
