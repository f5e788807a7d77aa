/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The call a phase gets. A lane has one, and uses it again for the next phase if nobody else has
 * kept it; a call that was kept is dropped instead, with a copy of what it is about, so that
 * looking at it and returning it late stay harmless. */

#include "engine/call-private.h"

#include "engine/engine-private.h"

/**
 * SluiceCall:
 *
 * The handle a phase gets. It is returned once: before the phase leaves, or later by who has kept
 * a reference. A call that is let go unreturned is an error that names the node. Who has returned a
 * call lets it go: its lane goes on without it, and from then on it holds the run, which holds the
 * node.
 */
G_DEFINE_BOXED_TYPE (SluiceCall, sluice_call, sluice_call_ref, sluice_call_unref)

SluiceCall *
sluice_call_new (SluiceLane *lane)
{
  SluiceCall *self = sluice_pool_take (&lane->run->engine->calls);

  self->ref_count = 1;
  self->lane = lane;
  return self;
}

/**
 * sluice_call_ref:
 * @self: a call
 *
 * Returns: (transfer full): the call
 */
SluiceCall *
sluice_call_ref (SluiceCall *self)
{
  self->ref_count++;
  return self;
}

static void
more_free (SluiceCallMore *more)
{
  sluice_value_unref (more->params);
  sluice_value_unref (more->prep);
  sluice_value_unref (more->exec);
  sluice_value_unref (more->item);
  g_clear_error (&more->error);
  g_clear_object (&more->cancellable);
  g_clear_pointer (&more->node, sluice_node_release);
  g_clear_object (&more->run);
  g_free (more);
}

static SluiceCallMore *
ensure_more (SluiceCall *self)
{
  if (self->more == NULL)
    self->more = g_new0 (SluiceCallMore, 1);
  return self->more;
}

static void
call_free (SluiceCall *self,
           SluiceRun  *run)
{
  SluiceCallMore *more = self->more;

  sluice_value_unref (self->value);
  g_clear_error (&self->error);
  sluice_pool_give (&run->engine->calls, self);
  if (more != NULL)
    more_free (more);
}

/**
 * sluice_call_unref:
 * @self: a call
 *
 * Drops a reference. The last one of a call that is not returned makes its phase fail with
 * %SLUICE_ENGINE_ERROR_NOT_RETURNED.
 */
void
sluice_call_unref (SluiceCall *self)
{
  if (--self->ref_count == 0)
    call_free (self, sluice_call_peek_run (self));
  else if (self->ref_count == 1 && self->lane != NULL && self->phase != SLUICE_PHASE_NONE && !self->returned
           && !self->has_come && !self->lane->computing)
    sluice_call_fail_lost (self);
}

static const char *
get_title (SluiceCall *self)
{
  return sluice_node_get_title (sluice_call_get_node (self));
}

/* A result is there. A lane that is just in the phase looks for itself. */
static void
wake_lane (SluiceCall *self)
{
  SluiceLane *lane = self->lane;

  if (lane->computing)
    return;
  lane->late = TRUE;
  sluice_lane_make_ready (lane);
}

/* Is it returned from outside, in a run whose keeper has to know? */
static inline gboolean
comes_from_outside (SluiceCall *self)
{
  const SluiceLane *lane = self->lane;

  return G_UNLIKELY (!lane->computing) && lane->run->keeper != NULL && !lane->run->doomed;
}

void
sluice_call_fail_lost (SluiceCall *self)
{
  GError *error = g_error_new (SLUICE_ENGINE_ERROR, SLUICE_ENGINE_ERROR_NOT_RETURNED,
                               "%s of “%s” dropped its call without returning it.",
                               sluice_phase_name (self->phase), get_title (self));

  if (comes_from_outside (self))
    {
      sluice_call_come (self, sluice_value_null (), error);
      return;
    }
  self->returned = TRUE;
  self->error = error;
  wake_lane (self);
}

/* What came from outside is used. */
void
sluice_lane_return (SluiceLane  *lane,
                    SluiceValue  take,
                    GError      *take_error)
{
  SluiceCall *call = lane->call;

  /* Of a run that is had again what was recorded is used, also where the same has not come again yet. */
  call->unwanted |= !call->has_come;
  call->has_come = FALSE;
  if (call->returned || call->phase == SLUICE_PHASE_NONE)
    {
      sluice_value_unref (take);
      g_clear_error (&take_error);
      return;
    }
  call->returned = call->outside = TRUE;
  call->value = take;
  call->error = take_error;
  wake_lane (call);
}

/* The lane can't wait any longer: what is out is called off. */
void
sluice_call_fail (SluiceCall *self,
                  GError     *take_error)
{
  self->returned = self->unwanted = TRUE;
  self->error = take_error;
  sluice_lane_drop_effects (self->lane);
  if (self->more != NULL && self->more->cancellable != NULL)
    g_cancellable_cancel (self->more->cancellable);
  wake_lane (self);
}

/* What is still to be seen of the visit once the lane has gone on. */
static void
copy_visit (SluiceCallMore   *copy,
            const SluiceLane *lane)
{
  const SluiceVisit *visit = lane->visit;

  copy->run = g_object_ref (lane->run);
  copy->index = -1;
  if (visit == NULL)
    return;
  copy->node = g_object_ref (visit->node);
  copy->visit = visit->serial;
  copy->params = sluice_value_ref (visit->params);
  copy->prep = sluice_value_ref (visit->prep);
  copy->exec = sluice_value_ref (visit->exec);
  copy->item = sluice_value_ref (sluice_lane_get_item (lane));
  copy->error = visit->error != NULL ? g_error_copy (visit->error) : NULL;
  copy->index = visit->index;
  copy->attempt = visit->attempt;
}

/* Takes the lane's reference. */
void
sluice_call_drop (SluiceCall *self)
{
  SluiceLane *lane = self->lane;
  g_autoptr (GCancellable) cancellable = NULL;

  if (self->more != NULL && self->more->cancellable != NULL && (!self->returned || self->unwanted))
    cancellable = g_object_ref (self->more->cancellable);
  self->dropped = TRUE;
  self->unwanted |= !self->returned;
  lane->call = NULL;
  if (--self->ref_count == 0)
    call_free (self, lane->run);
  else
    {
      copy_visit (ensure_more (self), lane);
      self->lane = NULL;
    }

  if (cancellable != NULL)
    g_cancellable_cancel (cancellable);
}

void
sluice_call_recycle (SluiceLane *lane)
{
  SluiceCall *self = lane->call;

  if (G_UNLIKELY (lane->open != NULL || lane->inbox != NULL))
    sluice_lane_drop_effects (lane);
  if (G_UNLIKELY (sluice_timer_is_set (&lane->timer) || lane->paused))
    {
      sluice_timers_unset (&lane->run->engine->timers, &lane->timer);
      lane->paused = FALSE;
    }

  if (G_UNLIKELY (self->ref_count > 1 || self->more != NULL))
    {
      sluice_call_drop (self);
      lane->call = sluice_call_new (lane);
      return;
    }
  if (G_UNLIKELY (!SLUICE_VALUE_IS_NULL (self->value)))
    sluice_value_clear (&self->value);
  self->phase = SLUICE_PHASE_NONE;
  self->returned = self->unwanted = self->has_come = self->outside = FALSE;
  self->turns = 0;
  self->action = NULL;
}

void
sluice_call_set_author (SluiceCall *self)
{
  SluiceLane *lane = self->lane;

  sluice_store_set_author_visit (lane->run->store, lane->id, lane->visit->serial, self->phase);
}

/* The second return of a call. While the first is not yet used, the phase fails; later it can
 * only be told. */
static void
returned_twice (SluiceCall *self)
{
  g_autofree char *text = NULL;

  if (self->unwanted)
    return;
  text = g_strdup_printf ("“%s” returned a call twice.", get_title (self));
  if (self->dropped || self->has_come || self->phase == SLUICE_PHASE_NONE)
    {
      sluice_run_warn (sluice_call_peek_run (self), sluice_call_get_node (self), text);
      return;
    }
  sluice_value_clear (&self->value);
  g_clear_error (&self->error);
  self->action = NULL;
  self->error = g_error_new_literal (SLUICE_ENGINE_ERROR, SLUICE_ENGINE_ERROR_TWICE, text);
}

/* TRUE: the caller fills the result in, and then wakes the lane. */
static inline gboolean
begin_return (SluiceCall *self)
{
  if (G_UNLIKELY (self->returned || self->dropped || self->has_come || self->phase == SLUICE_PHASE_NONE))
    {
      returned_twice (self);
      return FALSE;
    }
  self->returned = TRUE;
  return TRUE;
}

/* It is filled in. What comes from outside is used once the keeper of the run says so. */
static inline void
end_return (SluiceCall *self)
{
  SluiceValue value;

  if (G_LIKELY (!comes_from_outside (self)))
    {
      wake_lane (self);
      return;
    }
  value = self->action != NULL ? sluice_value_string (self->action) : sluice_value_ref (self->value);
  self->returned = FALSE;
  self->action = NULL;
  sluice_value_clear (&self->value);
  sluice_call_come (self, value, g_steal_pointer (&self->error));
}

/**
 * sluice_call_return:
 * @self: a call
 *
 * Returns nothing: null, and in post no action.
 */
void
sluice_call_return (SluiceCall *self)
{
  if (begin_return (self))
    end_return (self);
}

/**
 * sluice_call_return_value: (skip)
 * @self: a call
 * @take: (transfer full): the result; in post a string is the action, and null none (rule N1)
 *
 * Returns a value.
 */
void
sluice_call_return_value (SluiceCall  *self,
                          SluiceValue  take)
{
  if (!begin_return (self))
    {
      sluice_value_unref (take);
      return;
    }
  self->value = take;
  end_return (self);
}

/**
 * sluice_call_return_action:
 * @self: a call of post
 * @action: (nullable): the action; %NULL: none, which takes the edge "default" (rule T4)
 *
 * Returns the node's action.
 */
void
sluice_call_return_action (SluiceCall *self,
                           const char *action)
{
  const SluiceEdge *edge = NULL;

  if (!begin_return (self))
    return;

  if (G_UNLIKELY (self->phase != SLUICE_PHASE_POST))
    self->error = g_error_new (SLUICE_ENGINE_ERROR, SLUICE_ENGINE_ERROR_PHASE,
                               "%s of “%s” returned an action: only post does.",
                               sluice_phase_name (self->phase), get_title (self));
  else if (action != NULL)
    {
      if (*action != '\0')
        edge = sluice_node_find_edge (sluice_visit_get_settings (self->lane->visit), action);
      if (edge != NULL)
        self->action = edge->action;
      else
        self->value = sluice_value_string (action);
    }
  end_return (self);
}

/**
 * sluice_call_return_error:
 * @self: a call
 * @take_error: (transfer full): what went wrong
 *
 * Returns an error. In exec it is an attempt's (rules N4–N8), elsewhere it ends the run (rule N9).
 */
void
sluice_call_return_error (SluiceCall *self,
                          GError     *take_error)
{
  if (!begin_return (self))
    {
      g_clear_error (&take_error);
      return;
    }
  if (take_error == NULL)
    take_error = g_error_new (SLUICE_ENGINE_ERROR, SLUICE_ENGINE_ERROR_FAILED,
                              "“%s” failed without saying why.", get_title (self));
  self->error = take_error;
  end_return (self);
}

/**
 * sluice_call_is_returned:
 * @self: a call
 *
 * Returns: whether it has been returned, or nobody wants its result any more
 */
gboolean
sluice_call_is_returned (SluiceCall *self)
{
  return self->returned || self->dropped || self->lane->run->doomed;
}

/**
 * sluice_call_get_phase:
 * @self: a call
 *
 * Returns: the phase it is for
 */
SluicePhase
sluice_call_get_phase (SluiceCall *self)
{
  return self->phase;
}

/**
 * sluice_call_get_node:
 * @self: a call
 *
 * Returns: (transfer none): the node that is visited
 */
SluiceNode *
sluice_call_get_node (SluiceCall *self)
{
  if (self->lane == NULL)
    return self->more->node;
  return self->lane->visit != NULL ? self->lane->visit->node : NULL;
}

/**
 * sluice_call_get_run:
 * @self: a call
 *
 * Returns: (transfer none): the run
 */
SluiceRun *
sluice_call_get_run (SluiceCall *self)
{
  return sluice_call_peek_run (self);
}

/**
 * sluice_call_get_lane: (skip)
 * @self: a call
 *
 * Returns: (transfer none) (nullable): the lane; %NULL once it has gone on without this call
 */
SluiceLane *
sluice_call_get_lane (SluiceCall *self)
{
  return self->lane;
}

/**
 * sluice_call_get_visit:
 * @self: a call
 *
 * Returns: the visit's number in the run, from 1
 */
guint64
sluice_call_get_visit (SluiceCall *self)
{
  return self->lane != NULL ? self->lane->visit->serial : self->more->visit;
}

/**
 * sluice_call_get_prep_result: (skip)
 * @self: a call
 *
 * Returns: (transfer none): what prep returned; null in prep itself
 */
SluiceValue
sluice_call_get_prep_result (SluiceCall *self)
{
  return self->lane != NULL ? self->lane->visit->prep : self->more->prep;
}

/**
 * sluice_call_get_exec_result: (skip)
 * @self: a call of post
 *
 * Returns: (transfer none): the exec result; of a flow its last action (rule F1)
 */
SluiceValue
sluice_call_get_exec_result (SluiceCall *self)
{
  return self->lane != NULL ? self->lane->visit->exec : self->more->exec;
}

/**
 * sluice_call_get_item: (skip)
 * @self: a call
 *
 * Gets what an attempt is about: the item of a batch, else the prep result.
 *
 * Returns: (transfer none): the item
 */
SluiceValue
sluice_call_get_item (SluiceCall *self)
{
  return self->lane != NULL ? sluice_lane_get_item (self->lane) : self->more->item;
}

/**
 * sluice_call_get_item_index:
 * @self: a call
 *
 * Returns: which item of a batch it is about, from 0; -1: of no batch
 */
int
sluice_call_get_item_index (SluiceCall *self)
{
  return self->lane != NULL ? self->lane->visit->index : self->more->index;
}

/**
 * sluice_call_get_attempt:
 * @self: a call of exec or fallback
 *
 * Returns: the attempt, from 0 (rule N4)
 */
int
sluice_call_get_attempt (SluiceCall *self)
{
  return self->lane != NULL ? self->lane->visit->attempt : self->more->attempt;
}

/**
 * sluice_call_get_error:
 * @self: a call of fallback
 *
 * Returns: (transfer none) (nullable): the error of the last attempt
 */
const GError *
sluice_call_get_error (SluiceCall *self)
{
  return self->lane != NULL ? self->lane->visit->error : self->more->error;
}

/**
 * sluice_call_get_params: (skip)
 * @self: a call
 *
 * Returns: (transfer none): the params of the visit (rules P1–P4), an object
 */
SluiceValue
sluice_call_get_params (SluiceCall *self)
{
  return self->lane != NULL ? self->lane->visit->params : self->more->params;
}

/**
 * sluice_call_get_store:
 * @self: a call
 * @error: return location for an error
 *
 * Gets the shared store, in prep and post.
 *
 * Returns: (transfer none) (nullable): the store; %NULL with %SLUICE_ENGINE_ERROR_PHASE in exec and
 *   fallback, with %SLUICE_ENGINE_ERROR_CANCELLED when the result is no longer wanted
 */
SluiceStore *
sluice_call_get_store (SluiceCall  *self,
                       GError     **error)
{
  if (G_UNLIKELY (self->phase != SLUICE_PHASE_PREP && self->phase != SLUICE_PHASE_POST))
    {
      g_set_error (error, SLUICE_ENGINE_ERROR, SLUICE_ENGINE_ERROR_PHASE,
                   "%s of “%s” asked for the store: only prep and post have it.",
                   sluice_phase_name (self->phase), get_title (self));
      return NULL;
    }
  if (G_UNLIKELY (self->lane == NULL))
    {
      g_set_error (error, SLUICE_ENGINE_ERROR, SLUICE_ENGINE_ERROR_CANCELLED,
                   "The result of “%s” is no longer wanted.", get_title (self));
      return NULL;
    }
  if (G_UNLIKELY (!self->lane->computing))
    sluice_call_set_author (self);
  return self->lane->run->store;
}

/**
 * sluice_call_get_cancellable:
 * @self: a call
 *
 * Returns: (transfer none): cancelled when the result is no longer wanted
 */
GCancellable *
sluice_call_get_cancellable (SluiceCall *self)
{
  SluiceCallMore *more = ensure_more (self);

  if (more->cancellable == NULL)
    {
      more->cancellable = g_cancellable_new ();
      if (self->unwanted)
        g_cancellable_cancel (more->cancellable);
    }
  return more->cancellable;
}

/**
 * sluice_call_get_data: (skip)
 * @self: a call
 *
 * Returns: (transfer none) (nullable): what sluice_call_set_data() has set in this visit
 */
gpointer
sluice_call_get_data (SluiceCall *self)
{
  SluiceVisitData *data = self->lane != NULL ? self->lane->visit->data : NULL;

  return data != NULL ? data->data : NULL;
}

/**
 * sluice_call_set_data: (skip)
 * @self: a call
 * @data: what the visit keeps for itself (rule C1)
 * @destroy: (nullable): frees it when the visit ends
 *
 * All phases and attempts of the visit see it; the items of a parallel batch see what prep set.
 */
void
sluice_call_set_data (SluiceCall     *self,
                      gpointer        data,
                      GDestroyNotify  destroy)
{
  SluiceVisitData **place = self->lane != NULL ? &self->lane->visit->data : NULL;

  if (place == NULL)
    {
      if (destroy != NULL)
        destroy (data);
      return;
    }
  if (*place != NULL)
    g_clear_pointer (place, sluice_visit_data_unref);
  if (data == NULL)
    return;
  *place = g_new (SluiceVisitData, 1);
  **place = (SluiceVisitData) { 1, data, destroy };
}

/**
 * sluice_call_log: (skip)
 * @self: a call
 * @level: "info", "warning" or "error"
 * @take_value: (transfer full): what to show
 *
 * Tells whoever watches %SLUICE_EVENT_LOG.
 */
void
sluice_call_log (SluiceCall  *self,
                 const char  *level,
                 SluiceValue  take_value)
{
  if (self->lane != NULL && sluice_run_is_watched (self->lane->run, SLUICE_EVENT_LOG))
    {
      SluiceEvent event;

      sluice_lane_init_event (self->lane, &event, SLUICE_EVENT_LOG);
      event.text = level;
      event.value = take_value;
      sluice_run_emit (self->lane->run, &event);
    }
  sluice_value_unref (take_value);
}
