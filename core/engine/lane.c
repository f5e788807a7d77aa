/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The state machine of a lane. sluice_lane_run() goes from step to step until the lane really has
 * to wait (rule S1), or its slice is over. A step either ends with the next one set, or parks the
 * lane; a parked lane does its step again, or goes on with the one that was set.
 *
 * A phase a class has left to its default returns nothing and is passed by silently. */

#include "engine/lane-private.h"

#include "engine/call-private.h"
#include "engine/engine-private.h"
#include "engine/run-private.h"

typedef void (*PhaseFunc) (SluiceNode *node,
                           SluiceCall *call);

static inline gboolean
passes (SluiceLane         *self,
        SluiceBoundaryType  type,
        SluicePhase         phase)
{
  return G_LIKELY (!sluice_lane_asks (self, type)) || sluice_lane_pass (self, type, phase);
}

/* Calls a phase. TRUE: it has been returned, and @done can go on. */
static inline gboolean
call_phase (SluiceLane  *self,
            SluicePhase  phase,
            PhaseFunc    func,
            SluiceStep   done)
{
  SluiceCall *call = self->call;

  self->step = done;
  self->phase = phase;
  call->phase = phase;
  if (sluice_run_is_watched (self->run, SLUICE_EVENT_PHASE_STARTED))
    sluice_lane_tell_phase (self, SLUICE_EVENT_PHASE_STARTED, sluice_value_null (), NULL);

  sluice_call_set_author (call);
  func (self->visit->node, call);
  self->run->engine->is_stale = TRUE;
  if (G_UNLIKELY (self->run->doomed))
    return FALSE;
  return G_LIKELY (call->returned) || sluice_lane_await (self);
}

/* What the phase returned. The value stays in the call until it is taken. */
static inline GError *
end_phase (SluiceLane *self)
{
  SluiceCall *call = self->call;

  sluice_lane_tell_phase_end (self, call->value, call->error);
  return g_steal_pointer (&call->error);
}

static inline SluiceValue
take_value (SluiceLane *self)
{
  SluiceValue value = self->call->value;

  self->call->value = sluice_value_null ();
  return value;
}

void
sluice_lane_fail (SluiceLane *self,
                  GError     *take_error)
{
  self->failure = sluice_failure_new (take_error, self->visit->node);
  self->step = SLUICE_STEP_FAIL;
}

void
sluice_lane_clear_action (SluiceLane *self)
{
  self->action = NULL;
  if (G_UNLIKELY (self->own_action != NULL))
    g_clear_pointer (&self->own_action, g_free);
}

/* The action as a value: a string, or null when there is none. */
SluiceValue
sluice_lane_dup_action (SluiceLane *self)
{
  return self->action != NULL ? sluice_value_string (self->action) : sluice_value_null ();
}

/* Its end is told; a lane that is then held at the edge, and taken down there, has no other. */
static inline void
end_visit (SluiceLane *self)
{
  sluice_lane_tell_visit (self, SLUICE_EVENT_VISIT_ENDED);
  self->visit->begun = FALSE;
  self->step = SLUICE_STEP_EDGE;
}

static gboolean
step_visit (SluiceLane *self)
{
  SluiceVisit *visit = self->visit;
  SluiceRun *run = self->run;

  if (visit->serial == 0)
    visit->serial = ++run->n_visits;
  self->phase = SLUICE_PHASE_NONE;
  if (!passes (self, SLUICE_BOUNDARY_VISIT, SLUICE_PHASE_PREP))
    return FALSE;

  visit->begun = TRUE;
  sluice_lane_tell_visit (self, SLUICE_EVENT_VISIT_STARTED);
  if (G_UNLIKELY (run->max_visits != 0 && visit->serial > run->max_visits))
    {
      sluice_lane_fail (self, g_error_new (SLUICE_ENGINE_ERROR, SLUICE_ENGINE_ERROR_VISITS,
                                           "The run has made %" G_GUINT64_FORMAT " visits, its limit.",
                                           run->max_visits));
      return TRUE;
    }
  if (G_UNLIKELY (sluice_visit_get_settings (visit)->disabled))
    {
      sluice_lane_clear_action (self);
      end_visit (self);
      return TRUE;
    }
  self->step = SLUICE_STEP_PREP;
  return TRUE;
}

/* Where a visit goes on once its prep result is there. */
static gboolean
after_prep (SluiceLane *self)
{
  const SluiceNodePrivate *settings = sluice_visit_get_settings (self->visit);

  if (G_UNLIKELY (self->run->pins != NULL) && sluice_lane_use_pin (self))
    return TRUE;
  if (settings->batch != SLUICE_BATCH_NONE)
    return sluice_lane_begin_batch (self);
  self->step = settings->is_flow ? SLUICE_STEP_ENTRY : SLUICE_STEP_EXEC;
  return TRUE;
}

static inline gboolean
step_prep (SluiceLane *self)
{
  PhaseFunc prep = SLUICE_NODE_GET_CLASS (self->visit->node)->prep;

  if (prep == sluice_node_default_prep || prep == NULL)
    return after_prep (self);
  return call_phase (self, SLUICE_PHASE_PREP, prep, SLUICE_STEP_PREP_DONE);
}

static inline gboolean
step_prep_done (SluiceLane *self)
{
  GError *error = end_phase (self);

  self->visit->prep = take_value (self);
  sluice_call_recycle (self);
  if (G_UNLIKELY (error != NULL))
    {
      sluice_lane_fail (self, error);
      return TRUE;
    }
  return after_prep (self);
}

static inline gboolean
step_exec (SluiceLane *self)
{
  const SluiceNodePrivate *settings = sluice_visit_get_settings (self->visit);
  PhaseFunc exec = SLUICE_NODE_GET_CLASS (self->visit->node)->exec;

  self->phase = SLUICE_PHASE_EXEC;
  if (settings->retries <= 0 /* rule N6 */ || exec == sluice_node_default_exec || exec == NULL)
    {
      self->step = SLUICE_STEP_ITEM_DONE;
      return TRUE;
    }
  if (!passes (self, SLUICE_BOUNDARY_PHASE, SLUICE_PHASE_EXEC))
    return FALSE;
  return call_phase (self, SLUICE_PHASE_EXEC, exec, SLUICE_STEP_EXEC_DONE);
}

static gboolean
is_cancellation (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
         || g_error_matches (error, SLUICE_ENGINE_ERROR, SLUICE_ENGINE_ERROR_CANCELLED);
}

/* Rules N4, N5, N7, N8: another attempt, the fallback, or the end. */
static void
attempt_failed (SluiceLane *self,
                GError     *take_error)
{
  SluiceVisit *visit = self->visit;

  if (is_cancellation (take_error))
    {
      sluice_lane_fail (self, take_error);
      return;
    }
  g_clear_error (&visit->error);
  visit->error = take_error;
  if (visit->attempt >= sluice_visit_get_settings (visit)->retries - 1)
    self->step = SLUICE_STEP_FALLBACK;
  else if (sluice_visit_get_settings (visit)->wait > 0)
    self->step = SLUICE_STEP_WAIT;
  else
    {
      visit->attempt++;
      self->step = SLUICE_STEP_EXEC;
    }
}

static inline gboolean
step_exec_done (SluiceLane *self)
{
  GError *error = end_phase (self);

  if (G_UNLIKELY (error != NULL))
    {
      sluice_call_recycle (self);
      attempt_failed (self, error);
      return TRUE;
    }
  self->visit->exec = take_value (self);
  sluice_call_recycle (self);
  self->step = SLUICE_STEP_ITEM_DONE;
  return TRUE;
}

static gboolean
step_wait (SluiceLane *self)
{
  SluiceEngine *engine = self->run->engine;
  double wait = MIN (sluice_visit_get_settings (self->visit)->wait, 1e9);

  self->phase = SLUICE_PHASE_WAIT;
  if (!passes (self, SLUICE_BOUNDARY_PHASE, SLUICE_PHASE_WAIT))
    return FALSE;

  self->step = SLUICE_STEP_WAIT_DONE;
  sluice_timers_set (&engine->timers, &self->timer,
                     sluice_engine_get_time (engine) + (gint64) (wait * G_USEC_PER_SEC), SLUICE_TIMER_ATTEMPT);
  if (sluice_run_is_watched (self->run, SLUICE_EVENT_PHASE_STARTED))
    sluice_lane_tell_phase (self, SLUICE_EVENT_PHASE_STARTED, sluice_value_null (), NULL);
  sluice_lane_set_state (self, SLUICE_LANE_SLEEPING);
  return FALSE;
}

static gboolean
step_wait_done (SluiceLane *self)
{
  sluice_lane_tell_phase_end (self, sluice_value_null (), NULL);
  self->visit->attempt++;
  self->step = SLUICE_STEP_EXEC;
  return TRUE;
}

static gboolean
step_fallback (SluiceLane *self)
{
  PhaseFunc fallback = SLUICE_NODE_GET_CLASS (self->visit->node)->fallback;

  self->phase = SLUICE_PHASE_FALLBACK;
  if (fallback == sluice_node_default_fallback || fallback == NULL)
    {
      sluice_lane_fail (self, g_steal_pointer (&self->visit->error));
      return TRUE;
    }
  if (!passes (self, SLUICE_BOUNDARY_PHASE, SLUICE_PHASE_FALLBACK))
    return FALSE;
  return call_phase (self, SLUICE_PHASE_FALLBACK, fallback, SLUICE_STEP_FALLBACK_DONE);
}

/* Rule N7: a fallback's own error keeps what it was for as its cause. */
static void
fallback_failed (SluiceLane *self,
                 GError     *take_error)
{
  GError *cause = g_steal_pointer (&self->visit->error);
  g_autofree char *message = NULL;

  sluice_lane_fail (self, take_error);
  if (cause->domain == take_error->domain && cause->code == take_error->code
      && g_strcmp0 (cause->message, take_error->message) == 0)
    {
      g_error_free (cause);
      return;
    }
  message = g_steal_pointer (&take_error->message);
  take_error->message = g_strdup_printf ("%s (in the fallback for: %s)", message, cause->message);
  self->failure->cause = cause;
}

static gboolean
step_fallback_done (SluiceLane *self)
{
  GError *error = end_phase (self);

  self->visit->exec = take_value (self);
  sluice_call_recycle (self);
  if (error != NULL)
    fallback_failed (self, error);
  else
    self->step = SLUICE_STEP_ITEM_DONE;
  return TRUE;
}

static inline gboolean
step_item_done (SluiceLane *self)
{
  if (G_LIKELY (self->visit->index < 0))
    self->step = SLUICE_STEP_POST;
  else if (self->role == SLUICE_ROLE_ITEM && self->visit->up == NULL)
    self->step = SLUICE_STEP_END;
  else
    sluice_lane_next_item (self);
  return TRUE;
}

gboolean
sluice_lane_enter (SluiceLane  *self,
                   SluiceValue  take_params)
{
  SluiceNode *start = sluice_flow_peek_start (SLUICE_FLOW (self->visit->node));

  sluice_lane_clear_action (self);
  if (start == NULL) /* rule F4 */
    {
      sluice_value_unref (take_params);
      self->step = SLUICE_STEP_ENTRY_DONE;
      return FALSE;
    }
  if (sluice_lane_get_whole_depth (self) >= SLUICE_MAX_DEPTH)
    {
      sluice_value_unref (take_params);
      sluice_lane_fail (self, g_error_new (SLUICE_ENGINE_ERROR, SLUICE_ENGINE_ERROR_TOO_DEEP,
                                           "Flows are nested more than %d deep at “%s”.", SLUICE_MAX_DEPTH,
                                           sluice_node_get_title (self->visit->node)));
      return FALSE;
    }

  sluice_lane_push (self, start, take_params);
  self->n_frames++;
  self->step = SLUICE_STEP_VISIT;
  return TRUE;
}

static gboolean
step_entry_done (SluiceLane *self)
{
  SluiceVisit *visit = self->visit;

  if (visit->batch != NULL)
    sluice_lane_next_entry (self);
  else if (self->role == SLUICE_ROLE_ENTRY && visit->up == NULL)
    self->step = SLUICE_STEP_END;
  else
    {
      if (SLUICE_NODE_GET_CLASS (visit->node)->post != sluice_flow_default_post)
        visit->exec = sluice_lane_dup_action (self);
      self->step = SLUICE_STEP_FRAME;
    }
  return TRUE;
}

static gboolean
step_frame (SluiceLane *self)
{
  self->phase = SLUICE_PHASE_POST;
  if (!passes (self, SLUICE_BOUNDARY_FRAME, SLUICE_PHASE_POST))
    return FALSE;
  self->step = SLUICE_STEP_POST;
  return TRUE;
}

static inline gboolean
step_post (SluiceLane *self)
{
  const SluiceNodePrivate *settings = sluice_visit_get_settings (self->visit);
  PhaseFunc post = SLUICE_NODE_GET_CLASS (self->visit->node)->post;

  self->phase = SLUICE_PHASE_POST;
  if (post == sluice_node_default_post || post == sluice_flow_default_post || post == NULL)
    {
      /* Rule F2: the last action stays, unless there was one for each entry (rule BF1). */
      if (post != sluice_flow_default_post || settings->batch != SLUICE_BATCH_NONE)
        sluice_lane_clear_action (self);
      end_visit (self);
      return TRUE;
    }
  if (!passes (self, SLUICE_BOUNDARY_PHASE, SLUICE_PHASE_POST))
    return FALSE;
  return call_phase (self, SLUICE_PHASE_POST, post, SLUICE_STEP_POST_DONE);
}

/* Rules N1, T8: what post returned is the action, a string or nothing. */
static GError *
set_action (SluiceLane  *self,
            SluiceValue  take)
{
  const SluiceEdge *edge;

  if (!SLUICE_VALUE_IS_STRING (take))
    {
      GError *error = NULL;

      if (!SLUICE_VALUE_IS_NULL (take))
        error = g_error_new (SLUICE_ENGINE_ERROR, SLUICE_ENGINE_ERROR_PHASE,
                             "post of “%s” returned a value of type %s: an action is a string, or nothing.",
                             sluice_node_get_title (self->visit->node),
                             sluice_value_type_name (sluice_value_get_value_type (take)));
      sluice_value_unref (take);
      return error;
    }

  self->action = sluice_value_get_string (take);
  edge = *self->action != '\0' ? sluice_node_find_edge (sluice_visit_get_settings (self->visit), self->action) : NULL;
  if (edge != NULL)
    self->action = edge->action;
  else
    self->action = self->own_action = g_strdup (self->action);
  sluice_value_unref (take);
  return NULL;
}

static inline gboolean
step_post_done (SluiceLane *self)
{
  const char *action = self->call->action;
  GError *error = end_phase (self);
  SluiceValue value = take_value (self);

  sluice_call_recycle (self);
  sluice_lane_clear_action (self);
  if (G_LIKELY (error == NULL))
    {
      if (G_LIKELY (action != NULL))
        self->action = action;
      else if (!SLUICE_VALUE_IS_NULL (value))
        error = set_action (self, value);
    }
  else
    sluice_value_unref (value);

  if (G_UNLIKELY (error != NULL))
    sluice_lane_fail (self, error);
  else
    end_visit (self);
  return TRUE;
}

/* Rules T4–T6. */
static inline gboolean
step_edge (SluiceLane *self)
{
  SluiceVisit *visit = self->visit;
  const SluiceEdge *edge;

  if (visit->up == NULL)
    {
      self->step = SLUICE_STEP_END;
      return TRUE;
    }

  self->phase = SLUICE_PHASE_NONE;
  edge = sluice_node_find_edge (sluice_visit_get_settings (visit), self->action);
  if (!passes (self, SLUICE_BOUNDARY_EDGE, SLUICE_PHASE_NONE))
    return FALSE;
  if (G_UNLIKELY (edge == NULL && sluice_visit_get_settings (visit)->n_edges > 0))
    sluice_lane_warn_no_edge (self);
  if (sluice_run_is_watched (self->run, SLUICE_EVENT_EDGE))
    sluice_lane_tell_edge (self, edge != NULL ? edge->target : NULL);

  if (edge != NULL && edge->target != NULL)
    {
      sluice_visit_reset (visit, edge->target);
      self->step = SLUICE_STEP_VISIT;
    }
  else
    {
      sluice_lane_pop (self);
      self->step = SLUICE_STEP_ENTRY_DONE;
    }
  return TRUE;
}

/* Rule F6: every enclosing visit ends with the error, its post skipped. A child lane's first one
 * is its parent's, and has not begun here. */
static gboolean
step_fail (SluiceLane *self)
{
  if (!is_cancellation (self->failure->error) && !passes (self, SLUICE_BOUNDARY_ERROR, self->phase))
    return FALSE;
  while (self->visit != NULL)
    {
      if (self->visit->begun)
        sluice_lane_tell_visit (self, SLUICE_EVENT_VISIT_ENDED);
      sluice_lane_pop (self);
    }
  self->step = SLUICE_STEP_END;
  return TRUE;
}

static void
step_end (SluiceLane *self)
{
  SluiceRun *run = self->run;

  run->current = NULL;
  self->computing = FALSE;
  sluice_lane_set_state (self, SLUICE_LANE_ENDED);
  if (sluice_run_is_watched (run, SLUICE_EVENT_LANE_ENDED))
    sluice_lane_tell (self, SLUICE_EVENT_LANE_ENDED);
  if (self->role == SLUICE_ROLE_ROOT)
    sluice_run_lane_ended (run, self);
  else
    sluice_lane_report (self);
  sluice_lane_free (self);
}

/* One step. FALSE: the lane waits. */
static inline gboolean
do_step (SluiceLane *self)
{
  switch ((SluiceStep) self->step)
    {
    case SLUICE_STEP_VISIT: return step_visit (self);
    case SLUICE_STEP_PREP: return step_prep (self);
    case SLUICE_STEP_PREP_DONE: return step_prep_done (self);
    case SLUICE_STEP_EXEC: return step_exec (self);
    case SLUICE_STEP_EXEC_DONE: return step_exec_done (self);
    case SLUICE_STEP_WAIT: return step_wait (self);
    case SLUICE_STEP_WAIT_DONE: return step_wait_done (self);
    case SLUICE_STEP_FALLBACK: return step_fallback (self);
    case SLUICE_STEP_FALLBACK_DONE: return step_fallback_done (self);
    case SLUICE_STEP_ITEM_DONE: return step_item_done (self);
    case SLUICE_STEP_JOINED: sluice_lane_joined (self); return TRUE;
    case SLUICE_STEP_ENTRY: sluice_lane_enter (self, sluice_value_ref (self->visit->params)); return TRUE;
    case SLUICE_STEP_ENTRY_DONE: return step_entry_done (self);
    case SLUICE_STEP_FRAME: return step_frame (self);
    case SLUICE_STEP_POST: return step_post (self);
    case SLUICE_STEP_POST_DONE: return step_post_done (self);
    case SLUICE_STEP_EDGE: return step_edge (self);
    case SLUICE_STEP_FAIL: return step_fail (self);
    case SLUICE_STEP_END:
    default: g_assert_not_reached ();
    }
}

/* Does it stand before a transition that a gate may be asked about, with no phase under way? */
gboolean
sluice_lane_is_before_boundary (SluiceLane *self)
{
  switch (self->step)
    {
    case SLUICE_STEP_VISIT:
    case SLUICE_STEP_EXEC:
    case SLUICE_STEP_WAIT:
    case SLUICE_STEP_FALLBACK:
    case SLUICE_STEP_FRAME:
    case SLUICE_STEP_POST:
    case SLUICE_STEP_EDGE:
    case SLUICE_STEP_FAIL:
      return self->call->phase == SLUICE_PHASE_NONE;
    default:
      return FALSE;
    }
}

/* Runs the lane to its next wait, the end of the slice, or its own end. */
SluiceTurn
sluice_lane_run (SluiceLane *self)
{
  SluiceEngine *engine = self->run->engine;
  gboolean goes_on;

  self->run->current = self;
  sluice_lane_set_state (self, SLUICE_LANE_COMPUTING);
  self->computing = TRUE;
  self->yields = FALSE;
  goes_on = sluice_lane_resume (self);
  while (goes_on)
    {
      if (self->step == SLUICE_STEP_END)
        {
          step_end (self);
          return SLUICE_TURN_ENDED;
        }
      if ((self->step == SLUICE_STEP_VISIT || self->step == SLUICE_STEP_EXEC
           || G_UNLIKELY (self->run->fine && sluice_lane_is_before_boundary (self)))
          && sluice_engine_is_slice_over (engine))
        {
          self->run->current = NULL;
          self->computing = FALSE;
          return SLUICE_TURN_YIELDS;
        }
      self->run->steps++;
      goes_on = do_step (self);
    }
  self->run->current = NULL;
  self->computing = FALSE;
  return self->yields ? SLUICE_TURN_YIELDS : SLUICE_TURN_WAITS;
}
