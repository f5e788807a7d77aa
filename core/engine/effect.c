/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Effects, and the waits on queues, which are no effects of the outside but wait alike.
 *
 * An effect is open, then ended: in its lane's inbox until it is let through; or it is dropped at
 * any time before that. Its lane holds it until then, its performer as long as it likes. */

#include "engine/effect.h"

#include "engine/call-private.h"
#include "engine/engine-private.h"

/**
 * SluiceEffect:
 *
 * A request to the outside and its result: a person, a file, a clock.
 */

/**
 * SluicePerformFunc:
 * @effect: what is asked for
 * @user_data: what was registered with it
 *
 * Performs an effect: ends it once with sluice_effect_return_value() or
 * sluice_effect_return_error(), now or later. An effect that is let go without is an error.
 */
G_DEFINE_BOXED_TYPE (SluiceEffect, sluice_effect, sluice_effect_ref, sluice_effect_unref)

static void
list_append (SluiceEffect **list,
             SluiceEffect  *effect)
{
  effect->next = NULL;
  effect->prev = effect;
  if (*list != NULL)
    {
      effect->prev = (*list)->prev;
      effect->prev->next = effect;
      (*list)->prev = effect;
    }
  else
    *list = effect;
}

static void
list_remove (SluiceEffect **list,
             SluiceEffect  *effect)
{
  SluiceEffect *first = *list;

  if (effect->next != NULL)
    effect->next->prev = effect->prev;
  else
    first->prev = effect->prev;
  if (effect != first)
    effect->prev->next = effect->next;
  else
    *list = effect->next;
  effect->prev = effect->next = NULL;
}

static inline gboolean
is_out (SluiceEffect *self)
{
  return self->state == SLUICE_EFFECT_USED || self->state == SLUICE_EFFECT_DROPPED;
}

static inline SluiceRun *
peek_run (SluiceEffect *self)
{
  return is_out (self) ? self->run : self->call->lane->run;
}

void
sluice_effects_move (SluiceEffect **from,
                     SluiceEffect **to,
                     SluiceEffect  *effect)
{
  list_remove (from, effect);
  list_append (to, effect);
}

/* Nothing may end it any more but its lane. */
static void
close_sources (SluiceEffect *self,
               SluiceRun    *run)
{
  if (self->kind == SLUICE_EFFECT_SLEEP)
    sluice_timers_unset (&run->engine->timers, &self->timer);
  else if (self->kind == SLUICE_EFFECT_PROMPT)
    g_ptr_array_remove (run->prompts, self);
  else if (self->kind == SLUICE_EFFECT_HOLD && self->state == SLUICE_EFFECT_OPEN)
    sluice_engine_free_clock (run->engine);
}

/* The result is set: to the lane with it, but where the run has a keeper and it comes from outside. */
void
sluice_effect_end (SluiceEffect *self)
{
  SluiceRun *run = self->call->lane->run;

  if (run->keeper == NULL || self->id == 0)
    {
      sluice_effect_arrive (self);
      return;
    }
  close_sources (self, run);
  sluice_effect_come (self);
}

/* A lane that is just running and has no gate uses it at once. */
void
sluice_effect_arrive (SluiceEffect *self)
{
  SluiceLane *lane = self->call->lane;

  close_sources (self, lane->run);
  self->state = SLUICE_EFFECT_ENDED;
  sluice_effects_move (&lane->open, &lane->inbox, self);

  if (lane->computing && lane->run->gate == NULL && lane->inbox == self
      && !lane->call->returned)
    {
      sluice_effect_let_through (self);
      return;
    }
  if (lane->state == SLUICE_LANE_HELD)
    sluice_lane_announce (lane, self);
  sluice_lane_make_ready (lane);
}

/* The lane's reference goes. Whoever still holds the effect may look at its run and its node for longer. */
static void
let_go (SluiceEffect *self)
{
  if (self->ref_count > 1)
    {
      self->owns_run = TRUE;
      g_object_ref (self->run);
      g_object_ref (self->node);
    }
  sluice_effect_unref (self);
}

static void
tell_end (SluiceLane   *lane,
          SluiceEffect *self)
{
  if (self->kind == SLUICE_EFFECT_TURN || self->kind == SLUICE_EFFECT_HOLD)
    return;
  if (self->id != 0)
    {
      if (sluice_run_is_watched (lane->run, SLUICE_EVENT_EFFECT_ENDED))
        sluice_lane_tell_effect (lane, SLUICE_EVENT_EFFECT_ENDED, self);
    }
  else if (sluice_run_is_watched (lane->run, SLUICE_EVENT_QUEUE))
    sluice_lane_tell_queue (lane, self->queue, self->state == SLUICE_EFFECT_DROPPED ? "leave"
                                               : self->kind == SLUICE_EFFECT_GET    ? "get"
                                                                                    : "put");
}

void
sluice_effect_let_through (SluiceEffect *self)
{
  SluiceCall *call = self->call;
  SluiceLane *lane = call->lane;

  list_remove (&lane->inbox, self);
  self->state = SLUICE_EFFECT_USED;
  self->run = lane->run;
  tell_end (lane, self);

  sluice_call_set_author (call);
  if (self->done != NULL)
    self->done (call, self->result, self->error, self->user_data);
  self->run->engine->is_stale = TRUE;
  if (self->destroy != NULL)
    self->destroy (self->user_data);
  sluice_call_unref (call);
  let_go (self);
}

/* Its kind has somebody who performs it. */
static inline gboolean
may_be_cancelled (SluiceEffect *self)
{
  return self->kind == SLUICE_EFFECT_PERFORMED || self->kind == SLUICE_EFFECT_PROMPT;
}

/* Rule Q1: an item that was given and never used stands again where it stood. */
static void
give_back (SluiceEffect *self)
{
  if (self->state == SLUICE_EFFECT_OPEN)
    sluice_queue_cancel (g_steal_pointer (&self->waiter));
  else if (self->kind == SLUICE_EFFECT_GET)
    sluice_queue_put_back (self->queue, sluice_value_steal (&self->result), self->order);
}

static void
drop (SluiceEffect *self,
      SluiceLane   *lane)
{
  SluiceCall *call = self->call;

  close_sources (self, lane->run);
  list_remove (self->state == SLUICE_EFFECT_OPEN ? &lane->open : &lane->inbox, self);
  if (sluice_effect_has_queue (self))
    give_back (self);
  self->state = SLUICE_EFFECT_DROPPED;
  self->run = lane->run;
  sluice_value_clear (&self->result);
  g_clear_error (&self->error);
  self->error = g_error_new_literal (SLUICE_ENGINE_ERROR, SLUICE_ENGINE_ERROR_CANCELLED, "No longer wanted.");
  tell_end (lane, self);

  if (may_be_cancelled (self) && self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  if (self->destroy != NULL)
    self->destroy (self->user_data);
  sluice_call_unref (call);
  let_go (self);
}

void
sluice_lane_drop_effects (SluiceLane *lane)
{
  while (lane->inbox != NULL)
    drop (lane->inbox, lane);
  while (lane->open != NULL)
    drop (lane->open, lane);
}

SluiceEffect *
sluice_effect_new (SluiceCall       *call,
                   SluiceEffectKind  kind,
                   SluiceEffectFunc  done,
                   gpointer          user_data,
                   GDestroyNotify    destroy)
{
  SluiceLane *lane = call->lane;
  SluiceEffect *self = sluice_pool_take (&lane->run->engine->effects);

  self->ref_count = 1;
  self->kind = kind;
  self->call = sluice_call_ref (call);
  self->node = lane->visit->node;
  self->done = done;
  self->user_data = user_data;
  self->destroy = destroy;
  list_append (&lane->open, self);
  return self;
}

static void
effect_free (SluiceEffect *self)
{
  SluiceRun *run = peek_run (self);
  SluiceNode *node = self->node;
  gboolean owns_run = self->owns_run;

  sluice_value_unref (self->request);
  sluice_value_unref (self->result);
  g_clear_error (&self->error);
  g_clear_pointer (&self->waits, g_free);
  if (sluice_effect_has_queue (self))
    sluice_queue_unref (self->queue);
  else if (may_be_cancelled (self))
    g_clear_object (&self->cancellable);
  sluice_pool_give (&run->engine->effects, self);
  if (owns_run)
    {
      sluice_node_release (node);
      g_object_unref (run);
    }
}

/**
 * sluice_effect_ref:
 * @self: an effect
 *
 * Returns: (transfer full): the effect
 */
SluiceEffect *
sluice_effect_ref (SluiceEffect *self)
{
  self->ref_count++;
  return self;
}

static void
fail_lost (SluiceEffect *self)
{
  self->error = g_error_new (SLUICE_ENGINE_ERROR, SLUICE_ENGINE_ERROR_NOT_RETURNED,
                             "The performer of “%s” dropped the effect “%s” asked for without returning it.",
                             self->type, sluice_node_get_title (self->node));
  sluice_effect_end (self);
}

static gboolean
is_lost (SluiceEffect *self)
{
  return self->ref_count == 1 && self->state == SLUICE_EFFECT_OPEN && self->kind == SLUICE_EFFECT_PERFORMED
         && !self->performing && !self->has_come;
}

/**
 * sluice_effect_unref:
 * @self: an effect
 *
 * Drops a reference. The performer's last one ends an open effect with
 * %SLUICE_ENGINE_ERROR_NOT_RETURNED.
 */
void
sluice_effect_unref (SluiceEffect *self)
{
  if (--self->ref_count == 0)
    effect_free (self);
  else if (is_lost (self))
    fail_lost (self);
}

/**
 * sluice_effect_get_id:
 * @self: an effect
 *
 * Returns: its number in the run, from 1
 */
guint64
sluice_effect_get_id (SluiceEffect *self)
{
  return self->id;
}

/**
 * sluice_effect_get_effect_type:
 * @self: an effect
 *
 * Returns: (transfer none): its type: "read"
 */
const char *
sluice_effect_get_effect_type (SluiceEffect *self)
{
  return self->type;
}

/**
 * sluice_effect_get_request: (skip)
 * @self: an effect
 *
 * Returns: (transfer none): what is asked for, an object
 */
SluiceValue
sluice_effect_get_request (SluiceEffect *self)
{
  return self->request;
}

/**
 * sluice_effect_get_run:
 * @self: an effect
 *
 * Returns: (transfer none): the run it belongs to
 */
SluiceRun *
sluice_effect_get_run (SluiceEffect *self)
{
  return peek_run (self);
}

/**
 * sluice_effect_get_node:
 * @self: an effect
 *
 * Returns: (transfer none): the node that asked for it
 */
SluiceNode *
sluice_effect_get_node (SluiceEffect *self)
{
  return self->node;
}

/**
 * sluice_effect_get_lane: (skip)
 * @self: an effect
 *
 * Returns: (transfer none) (nullable): the lane that waits; %NULL once it does not any more
 */
SluiceLane *
sluice_effect_get_lane (SluiceEffect *self)
{
  return is_out (self) ? NULL : self->call->lane;
}

/**
 * sluice_effect_get_cancellable:
 * @self: an effect
 *
 * Returns: (transfer none): cancelled when the result is no longer wanted
 */
GCancellable *
sluice_effect_get_cancellable (SluiceEffect *self)
{
  g_assert (may_be_cancelled (self));
  if (self->cancellable == NULL)
    {
      self->cancellable = g_cancellable_new ();
      if (self->state == SLUICE_EFFECT_DROPPED)
        g_cancellable_cancel (self->cancellable);
    }
  return self->cancellable;
}

static gboolean
may_end (SluiceEffect *self)
{
  g_autofree char *text = NULL;

  if (self->state == SLUICE_EFFECT_OPEN && !self->has_come)
    return TRUE;
  if (self->state == SLUICE_EFFECT_DROPPED)
    return FALSE;
  text = g_strdup_printf ("An effect “%s” of “%s” was returned twice.", self->type,
                          sluice_node_get_title (self->node));
  sluice_run_warn (peek_run (self), self->node, text);
  return FALSE;
}

/**
 * sluice_effect_return_value: (skip)
 * @self: an effect
 * @take: (transfer full): its result
 *
 * Ends an effect. Does nothing when the result is no longer wanted.
 */
void
sluice_effect_return_value (SluiceEffect *self,
                            SluiceValue   take)
{
  if (!may_end (self))
    {
      sluice_value_unref (take);
      return;
    }
  self->result = take;
  sluice_effect_end (self);
}

/**
 * sluice_effect_return_error:
 * @self: an effect
 * @take_error: (transfer full): why there is no result
 *
 * Ends an effect with an error. Does nothing when the result is no longer wanted.
 */
void
sluice_effect_return_error (SluiceEffect *self,
                            GError       *take_error)
{
  if (!may_end (self))
    {
      g_clear_error (&take_error);
      return;
    }
  if (take_error == NULL)
    take_error = g_error_new (SLUICE_ENGINE_ERROR, SLUICE_ENGINE_ERROR_FAILED,
                              "The effect “%s” failed without saying why.", self->type);
  self->error = take_error;
  sluice_effect_end (self);
}
