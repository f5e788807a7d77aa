/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a person in a debugger does to a lane that does not compute: its visit is done again, ends with an
 * action, gets a result, fails, or makes room for another node. The lane leaves the phase it is in,
 * if any, and goes on from there: a gate is asked before anything else happens. */

#include "engine/call-private.h"
#include "engine/engine-private.h"
#include "engine/lane-private.h"
#include "engine/run-private.h"

static gboolean
check (SluiceRun   *run,
       SluiceLane  *lane,
       gboolean     in_flow,
       GError     **error)
{
  const char *what = NULL;

  if (!sluice_run_is_live (run) || lane->visit == NULL)
    what = "The run has ended.";
  else if (lane->computing)
    what = "The lane is at work: pause it first.";
  else if (in_flow && lane->visit->up == NULL)
    what = "This needs a node in a flow: the lane is at an item of a batch, or at the flow itself.";
  if (what == NULL)
    return TRUE;
  g_set_error_literal (error, SLUICE_ENGINE_ERROR, SLUICE_ENGINE_ERROR_PHASE, what);
  return FALSE;
}

/* Nothing of the phase is left: what is out is called off, its lanes are taken down. */
static void
leave_phase (SluiceLane *self)
{
  g_autoptr (GError) reason = g_error_new_literal (SLUICE_ENGINE_ERROR, SLUICE_ENGINE_ERROR_CANCELLED,
                                                   "A person went on without it.");

  if (self->visit->batch != NULL)
    sluice_lane_abort_children (self, NULL, reason);
  if (self->call->phase != SLUICE_PHASE_NONE)
    sluice_lane_tell_phase_end (self, sluice_value_null (), reason);
  g_clear_pointer (&self->failure, sluice_failure_free);
  g_clear_error (&self->call->error);
  self->call->returned = TRUE; /* whoever holds it may still return it */
  self->call->unwanted = TRUE;
  sluice_call_recycle (self);
  self->late = self->announced = self->yields = self->passes = FALSE;
}

static void
go_on (SluiceLane *self,
       SluiceStep  step)
{
  self->step = step;
  sluice_lane_set_state (self, SLUICE_LANE_RUNNABLE);
  sluice_lane_make_ready (self);
}

static void
end_visit (SluiceLane *self)
{
  if (self->visit->begun)
    sluice_lane_tell_visit (self, SLUICE_EVENT_VISIT_ENDED);
  self->visit->begun = FALSE;
}

static void
begin_visit (SluiceLane *self)
{
  if (!self->visit->begun)
    sluice_lane_tell_visit (self, SLUICE_EVENT_VISIT_STARTED);
  self->visit->begun = TRUE;
}

/**
 * sluice_run_set_next: (skip)
 * @self: a run
 * @lane: one of its lanes, which does not compute
 * @node: a node of the same flow as the lane's current one; that one for another try
 * @error: return location for an error
 *
 * Leaves the current visit where it is and goes on before a visit of @node.
 *
 * Returns: %FALSE with %SLUICE_ENGINE_ERROR_PHASE where that can't be
 */
gboolean
sluice_run_set_next (SluiceRun   *self,
                     SluiceLane  *lane,
                     SluiceNode  *node,
                     GError     **error)
{
  g_return_val_if_fail (SLUICE_IS_RUN (self), FALSE);
  g_return_val_if_fail (lane != NULL && lane->run == self, FALSE);
  g_return_val_if_fail (SLUICE_IS_NODE (node), FALSE);

  if (!check (self, lane, TRUE, error))
    return FALSE;
  leave_phase (lane);
  sluice_lane_clear_action (lane);
  end_visit (lane);
  sluice_visit_reset (lane->visit, node);
  sluice_run_tell_command (self, SLUICE_COMMAND_NEXT, lane, sluice_node_get_address (node), NULL, NULL);
  go_on (lane, SLUICE_STEP_VISIT);
  return TRUE;
}

/**
 * sluice_run_skip: (skip)
 * @self: a run
 * @lane: one of its lanes, which does not compute
 * @action: (nullable): the action; %NULL: "default"
 * @error: return location for an error
 *
 * Ends the current visit with @action; what phases are left of it are passed over.
 *
 * Returns: %FALSE with %SLUICE_ENGINE_ERROR_PHASE where that can't be
 */
gboolean
sluice_run_skip (SluiceRun   *self,
                 SluiceLane  *lane,
                 const char  *action,
                 GError     **error)
{
  const SluiceEdge *edge;

  g_return_val_if_fail (SLUICE_IS_RUN (self), FALSE);
  g_return_val_if_fail (lane != NULL && lane->run == self, FALSE);

  if (!check (self, lane, TRUE, error))
    return FALSE;
  leave_phase (lane);
  sluice_lane_clear_action (lane);
  edge = action != NULL ? sluice_node_find_edge (sluice_visit_get_settings (lane->visit), action) : NULL;
  if (edge != NULL)
    lane->action = edge->action;
  else if (action != NULL)
    lane->action = lane->own_action = g_strdup (action);
  end_visit (lane);
  sluice_run_tell_command (self, SLUICE_COMMAND_SKIP, lane, action, NULL, NULL);
  go_on (lane, SLUICE_STEP_EDGE);
  return TRUE;
}

/**
 * sluice_run_use_result: (skip)
 * @self: a run
 * @lane: one of its lanes, which does not compute
 * @take_result: (transfer full): the exec result of the current visit, or of its item
 * @error: return location for an error
 *
 * Goes on after exec as if it had returned @take_result.
 *
 * Returns: %FALSE with %SLUICE_ENGINE_ERROR_PHASE where that can't be
 */
gboolean
sluice_run_use_result (SluiceRun    *self,
                       SluiceLane   *lane,
                       SluiceValue   take_result,
                       GError      **error)
{
  g_return_val_if_fail (SLUICE_IS_RUN (self), FALSE);
  g_return_val_if_fail (lane != NULL && lane->run == self, FALSE);

  if (!check (self, lane, FALSE, error))
    {
      sluice_value_unref (take_result);
      return FALSE;
    }
  leave_phase (lane);
  begin_visit (lane);
  g_clear_error (&lane->visit->error);
  sluice_run_tell_command (self, SLUICE_COMMAND_RESULT, lane, NULL, &take_result, NULL);
  sluice_lane_tell_mocked (lane, take_result);
  sluice_value_replace (&lane->visit->exec, take_result);
  go_on (lane, SLUICE_STEP_ITEM_DONE);
  return TRUE;
}

/**
 * sluice_run_fail_visit: (skip)
 * @self: a run
 * @lane: one of its lanes, which does not compute
 * @take_error: (transfer full): what went wrong
 * @error: return location for an error
 *
 * Fails the current visit: neither another attempt nor the fallback follows.
 *
 * Returns: %FALSE with %SLUICE_ENGINE_ERROR_PHASE where that can't be
 */
gboolean
sluice_run_fail_visit (SluiceRun   *self,
                       SluiceLane  *lane,
                       GError      *take_error,
                       GError     **error)
{
  g_return_val_if_fail (SLUICE_IS_RUN (self), FALSE);
  g_return_val_if_fail (lane != NULL && lane->run == self, FALSE);

  if (!check (self, lane, FALSE, error))
    {
      g_error_free (take_error);
      return FALSE;
    }
  leave_phase (lane);
  begin_visit (lane);
  sluice_run_tell_command (self, SLUICE_COMMAND_FAIL, lane, NULL, NULL, take_error);
  sluice_lane_fail (lane, take_error);
  go_on (lane, SLUICE_STEP_FAIL);
  return TRUE;
}

/* The result that the lane stands at: an effect's, or what its phase returned late. */
static gboolean
find_held_result (SluiceLane    *self,
                  SluiceValue  **value,
                  GError      ***error)
{
  if (self->state != SLUICE_LANE_HELD || self->call->phase == SLUICE_PHASE_NONE)
    return FALSE;
  if (self->inbox == NULL && !(self->call->returned && self->late))
    return FALSE;
  *value = self->inbox != NULL ? &self->inbox->result : &self->call->value;
  *error = self->inbox != NULL ? &self->inbox->error : &self->call->error;
  return TRUE;
}

/**
 * sluice_lane_peek_held_result: (skip)
 * @lane: a lane
 * @value: (out): the result, borrowed
 * @error: (out) (nullable): in its place, what went wrong; borrowed
 *
 * Looks at the result that arrived and that a gate has not let through.
 *
 * Returns: whether the lane is held at one
 */
gboolean
sluice_lane_peek_held_result (SluiceLane    *lane,
                              SluiceValue   *value,
                              const GError **error)
{
  SluiceValue *place;
  GError **fault;

  g_return_val_if_fail (lane != NULL, FALSE);

  if (!find_held_result (lane, &place, &fault))
    return FALSE;
  *value = *place;
  *error = *fault;
  return TRUE;
}

/**
 * sluice_run_replace_result: (skip)
 * @self: a run
 * @lane: one of its lanes, held at a result
 * @take_result: (transfer full): what takes the place of that result, or of the error there
 * @error: return location for an error
 *
 * The lane stays held; what it goes on with is @take_result.
 *
 * Returns: %FALSE with %SLUICE_ENGINE_ERROR_PHASE where no result is held
 */
gboolean
sluice_run_replace_result (SluiceRun    *self,
                           SluiceLane   *lane,
                           SluiceValue   take_result,
                           GError      **error)
{
  SluiceValue *place;
  GError **fault;

  g_return_val_if_fail (SLUICE_IS_RUN (self), FALSE);
  g_return_val_if_fail (lane != NULL && lane->run == self, FALSE);

  if (!sluice_run_is_live (self) || !find_held_result (lane, &place, &fault))
    {
      sluice_value_unref (take_result);
      g_set_error_literal (error, SLUICE_ENGINE_ERROR, SLUICE_ENGINE_ERROR_PHASE, "No result is held there.");
      return FALSE;
    }
  sluice_run_tell_command (self, SLUICE_COMMAND_REPLACE, lane, NULL, &take_result, NULL);
  g_clear_error (fault);
  sluice_value_replace (place, take_result);
  return TRUE;
}

/**
 * sluice_call_hold: (skip)
 * @self: a call whose phase a debugger holds in its midst
 * @done: called when it goes on
 * @user_data: for @done
 * @destroy: frees @user_data, after @done or without it
 *
 * The call waits for sluice_effect_go_on(). Meanwhile the time limit of the attempt stands still, and so does
 * virtual time.
 *
 * Returns: (transfer none) (nullable): what it waits for; %NULL if it is no longer wanted
 */
SluiceEffect *
sluice_call_hold (SluiceCall       *self,
                  SluiceEffectFunc  done,
                  gpointer          user_data,
                  GDestroyNotify    destroy)
{
  SluiceEffect *effect;

  if (self->lane == NULL || self->returned || self->lane->run->doomed)
    {
      destroy (user_data);
      return NULL;
    }
  sluice_lane_pause_limit (self->lane);
  sluice_engine_hold_clock (self->lane->run->engine);
  effect = sluice_effect_new (self, SLUICE_EFFECT_HOLD, done, user_data, destroy);
  effect->type = "the debugger";
  return effect;
}

/**
 * sluice_effect_go_on: (skip)
 * @self: what sluice_call_hold() gave
 *
 * The phase goes on, in its lane's turn.
 */
void
sluice_effect_go_on (SluiceEffect *self)
{
  if (self->state == SLUICE_EFFECT_OPEN)
    sluice_effect_end (self);
}

/* What conditions and watches see of a lane. */

/**
 * sluice_lane_get_params: (skip)
 * @lane: a lane
 *
 * Returns: (transfer none): what calls of its current visit see as params
 */
SluiceValue
sluice_lane_get_params (SluiceLane *lane)
{
  return lane->visit != NULL ? lane->visit->params : sluice_value_null ();
}

/**
 * sluice_lane_get_current_item: (skip)
 * @lane: a lane
 *
 * Returns: (transfer none): the item of the batch that it is at, else the prep result
 */
SluiceValue
sluice_lane_get_current_item (SluiceLane *lane)
{
  return lane->visit != NULL ? sluice_lane_get_item (lane) : sluice_value_null ();
}

/**
 * sluice_lane_get_attempt:
 * @lane: a lane
 *
 * Returns: which attempt of exec it is at, from 0
 */
int
sluice_lane_get_attempt (SluiceLane *lane)
{
  return lane->visit != NULL ? (int) lane->visit->attempt : 0;
}

/**
 * sluice_lane_get_error: (skip)
 * @lane: a lane
 *
 * Returns: (transfer none) (nullable): what it fails with, or what its last attempt failed with
 */
const GError *
sluice_lane_get_error (SluiceLane *lane)
{
  if (lane->failure != NULL)
    return lane->failure->error;
  return lane->visit != NULL ? lane->visit->error : NULL;
}

/**
 * sluice_lane_get_action: (skip)
 * @lane: a lane
 *
 * Returns: (transfer none) (nullable): the action of its last visit that has ended; %NULL: "default"
 */
const char *
sluice_lane_get_action (SluiceLane *lane)
{
  return lane->action;
}
