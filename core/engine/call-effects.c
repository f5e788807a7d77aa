/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a call can wait for: effects of the outside, queues of the run, a turn of the main loop. */

#include <string.h>

#include "engine/call-private.h"
#include "engine/engine-private.h"

/**
 * SluiceEffectFunc: (skip)
 * @call: the call that waited
 * @result: the result, borrowed; null with an error
 * @error: (nullable): what went wrong
 * @user_data: what was given with it
 *
 * Gets the result of an effect or of a queue.
 */

/* A sleep of no time is due at once: when the clock was last looked at is near enough. */
static gint64
get_due (SluiceEngine *engine,
         double        wait)
{
  if (wait == 0.0 && !engine->is_virtual)
    return engine->last_look;
  return sluice_engine_get_time (engine) + (gint64) (wait * G_USEC_PER_SEC);
}

static void
begin_sleep (SluiceEffect *self)
{
  SluiceEngine *engine = self->call->lane->run->engine;
  SluiceValue seconds = sluice_value_get_member (self->request, "seconds");
  double wait = CLAMP (sluice_value_get_real (seconds), 0.0, 1e9);

  if (!SLUICE_VALUE_IS_NUMBER (seconds))
    sluice_effect_return_error (self, g_error_new (SLUICE_ENGINE_ERROR, SLUICE_ENGINE_ERROR_FAILED,
                                                   "“%s” asked to sleep for no number of seconds.",
                                                   sluice_node_get_title (self->node)));
  else
    {
      /* Of the request only the number is kept: 100,000 lanes may sleep at once. */
      sluice_value_replace (&self->request, sluice_value_real (sluice_value_get_real (seconds)));
      sluice_timers_set (&engine->timers, &self->timer, get_due (engine, wait), SLUICE_TIMER_SLEEP);
    }
}

static void
perform (SluiceEffect          *self,
         const SluicePerformer *performer)
{
  self->performing = TRUE;
  performer->func (self, performer->user_data);
  self->performing = FALSE;
}

static GError *
no_performer (SluiceEffect *self)
{
  return g_error_new (SLUICE_ENGINE_ERROR, SLUICE_ENGINE_ERROR_NO_PERFORMER,
                      "Nobody here performs effects of type “%s”, which “%s” asks for.",
                      self->type, sluice_node_get_title (self->node));
}

/* Whoever is there for its type begins with it. */
void
sluice_effect_perform (SluiceEffect *self)
{
  SluiceRun *run = self->call->lane->run;
  const SluicePerformer *performer;

  if (self->kind == SLUICE_EFFECT_SLEEP)
    begin_sleep (self);
  else if (self->kind == SLUICE_EFFECT_PROMPT)
    g_ptr_array_add (run->prompts, self);
  else if ((performer = sluice_engine_find_performer (run->engine, self->type)) != NULL)
    perform (self, performer);
  else
    sluice_effect_return_error (self, no_performer (self));
}

static SluiceEffectKind
kind_of (const char            *type,
         const SluicePerformer *performer)
{
  if (performer != NULL)
    return SLUICE_EFFECT_PERFORMED;
  if (strcmp (type, "sleep") == 0)
    return SLUICE_EFFECT_SLEEP;
  if (strcmp (type, "ask") == 0 || strcmp (type, "choose") == 0)
    return SLUICE_EFFECT_PROMPT;
  return SLUICE_EFFECT_PERFORMED;
}

/* An effect that can't begin any more: its call has been returned, or is no longer wanted. */
static gboolean
is_too_late (SluiceCall     *call,
             gpointer        user_data,
             GDestroyNotify  destroy)
{
  if (call->lane != NULL && !call->returned && !call->lane->run->doomed)
    return FALSE;
  if (destroy != NULL)
    destroy (user_data);
  return TRUE;
}

/**
 * sluice_call_begin_effect: (skip)
 * @self: a call that is not returned
 * @type: a static string: "sleep" {seconds}, "ask" {prompt}, "choose" {prompt, choices}, "read"
 *   {path}, "list" {path}, or what a performer was registered for
 * @take_request: (transfer full): what is asked for, an object
 * @done: gets the result, or %SLUICE_ENGINE_ERROR_NO_PERFORMER and what the performer says
 * @user_data: for @done
 * @destroy: (nullable): frees @user_data, after @done or without it
 *
 * Begins an effect. The call is held until it has ended.
 */
void
sluice_call_begin_effect (SluiceCall       *self,
                          const char       *type,
                          SluiceValue       take_request,
                          SluiceEffectFunc  done,
                          gpointer          user_data,
                          GDestroyNotify    destroy)
{
  const SluicePerformer *performer;
  SluiceRun *run;
  g_autoptr (SluiceEffect) effect = NULL;

  if (is_too_late (self, user_data, destroy))
    {
      sluice_value_unref (take_request);
      return;
    }

  run = self->lane->run;
  performer = sluice_engine_find_performer (run->engine, type);
  effect = sluice_effect_ref (sluice_effect_new (self, kind_of (type, performer), done, user_data, destroy));
  effect->id = ++run->last_effect;
  effect->type = type;
  effect->request = take_request;
  effect->line = self->line;
  self->line = 0;
  if (sluice_run_is_watched (run, SLUICE_EVENT_EFFECT_BEGAN))
    sluice_lane_tell_effect (self->lane, SLUICE_EVENT_EFFECT_BEGAN, effect);

  if (G_UNLIKELY (run->keeper != NULL) && !run->keeper->begins (run, effect, run->keeper_data))
    return;
  sluice_effect_perform (effect);
}

static void
queue_served_cb (SluiceQueue *queue,
                 SluiceValue  take_value,
                 gpointer     user_data)
{
  SluiceEffect *self = user_data;

  self->result = take_value;
  self->order = sluice_queue_get_given (queue);
  sluice_effect_end (self);
}

/* A put or get that need not wait: no effect is made for it. */
static void
serve_at_once (SluiceCall       *call,
               SluiceQueue      *queue,
               const char       *what,
               SluiceValue       take,
               SluiceEffectFunc  done,
               gpointer          user_data,
               GDestroyNotify    destroy)
{
  if (sluice_run_is_watched (call->lane->run, SLUICE_EVENT_QUEUE))
    sluice_lane_tell_queue (call->lane, queue, what);
  if (done != NULL)
    done (call, take, NULL, user_data);
  if (destroy != NULL)
    destroy (user_data);
  sluice_value_unref (take);
}

static SluiceEffect *
wait_in_queue (SluiceCall       *call,
               SluiceEffectKind  kind,
               SluiceQueue      *queue,
               SluiceEffectFunc  done,
               gpointer          user_data,
               GDestroyNotify    destroy)
{
  SluiceEffect *self = sluice_effect_new (call, kind, done, user_data, destroy);

  self->type = kind == SLUICE_EFFECT_GET ? "get" : "put";
  self->queue = sluice_queue_ref (queue);
  if (sluice_run_is_watched (call->lane->run, SLUICE_EVENT_QUEUE))
    sluice_lane_tell_queue (call->lane, queue, "wait");
  return self;
}

/**
 * sluice_call_queue_put: (skip)
 * @self: a call that is not returned
 * @queue: the queue's name
 * @take: (transfer full): the item
 * @done: (nullable): called with null once it is in, which takes time only in a queue with a limit
 * @user_data: for @done
 * @destroy: (nullable): frees @user_data
 *
 * Puts an item into a queue of the run (rule Q1).
 */
void
sluice_call_queue_put (SluiceCall       *self,
                       const char       *queue,
                       SluiceValue       take,
                       SluiceEffectFunc  done,
                       gpointer          user_data,
                       GDestroyNotify    destroy)
{
  SluiceEffect *effect;
  SluiceQueue *into;

  if (is_too_late (self, user_data, destroy))
    {
      sluice_value_unref (take);
      return;
    }
  into = sluice_run_ensure_queue (self->lane->run, queue);
  if (sluice_queue_try_put (into, take))
    {
      serve_at_once (self, into, "put", sluice_value_null (), done, user_data, destroy);
      return;
    }
  effect = wait_in_queue (self, SLUICE_EFFECT_PUT, into, done, user_data, destroy);
  effect->waiter = sluice_queue_put (into, take, queue_served_cb, effect);
}

/**
 * sluice_call_queue_get: (skip)
 * @self: a call that is not returned
 * @queue: the queue's name
 * @done: gets the item
 * @user_data: for @done
 * @destroy: (nullable): frees @user_data
 *
 * Gets the next item of a queue of the run, now or when there is one (rule Q1).
 */
void
sluice_call_queue_get (SluiceCall       *self,
                       const char       *queue,
                       SluiceEffectFunc  done,
                       gpointer          user_data,
                       GDestroyNotify    destroy)
{
  SluiceEffect *effect;
  SluiceQueue *from;
  SluiceValue item;

  if (is_too_late (self, user_data, destroy))
    return;
  from = sluice_run_ensure_queue (self->lane->run, queue);
  if (sluice_queue_try_get (from, &item))
    {
      serve_at_once (self, from, "get", item, done, user_data, destroy);
      return;
    }
  effect = wait_in_queue (self, SLUICE_EFFECT_GET, from, done, user_data, destroy);
  effect->waiter = sluice_queue_get (from, queue_served_cb, effect);
}

/**
 * sluice_call_yield: (skip)
 * @self: a call that is not returned
 * @done: called with null after a turn of the main loop
 * @user_data: for @done
 * @destroy: (nullable): frees @user_data, after @done or without it
 *
 * Gives the main loop a turn in the midst of a phase that computes. The same lane goes on first (rule
 * S1), unless a gate holds it, its time is up or the run is cancelled.
 */
void
sluice_call_yield (SluiceCall       *self,
                   SluiceEffectFunc  done,
                   gpointer          user_data,
                   GDestroyNotify    destroy)
{
  SluiceEffect *effect;

  if (is_too_late (self, user_data, destroy))
    return;
  effect = sluice_effect_new (self, SLUICE_EFFECT_TURN, done, user_data, destroy);
  effect->type = "turn";
  effect->state = SLUICE_EFFECT_ENDED;
  sluice_effects_move (&self->lane->open, &self->lane->inbox, effect);
  self->lane->yields = TRUE;
  sluice_engine_end_slice (self->lane->run->engine);
  sluice_lane_make_ready (self->lane);
}

/* An effect whose result is there at once: told like the others, so that a record has it. */
static void
tell_instant (SluiceCall *call,
              const char *type,
              double      result)
{
  SluiceEffect effect = { .type = type, .kind = SLUICE_EFFECT_PERFORMED };
  SluiceLane *lane = call->lane;

  if (lane == NULL)
    return;
  effect.id = ++lane->run->last_effect;
  effect.result = sluice_value_real (result);
  if (sluice_run_is_watched (lane->run, SLUICE_EVENT_EFFECT_BEGAN))
    sluice_lane_tell_effect (lane, SLUICE_EVENT_EFFECT_BEGAN, &effect);
  if (sluice_run_is_watched (lane->run, SLUICE_EVENT_EFFECT_ENDED))
    sluice_lane_tell_effect (lane, SLUICE_EVENT_EFFECT_ENDED, &effect);
}

/**
 * sluice_call_get_now:
 * @self: a call
 *
 * Returns: the time, seconds since 1970; with a virtual clock, since its beginning
 */
double
sluice_call_get_now (SluiceCall *self)
{
  SluiceEngine *engine = sluice_call_peek_run (self)->engine;
  gint64 time = engine->is_virtual ? engine->virtual_time : g_get_real_time ();
  double now = time / (double) G_USEC_PER_SEC;
  SluiceRun *run = sluice_call_peek_run (self);

  if (run->keeper != NULL)
    run->keeper->clock (run, &now, run->keeper_data);
  tell_instant (self, "now", now);
  return now;
}

/**
 * sluice_call_random:
 * @self: a call
 *
 * Returns: the next random number of the run, in [0, 1), as its seed says
 */
double
sluice_call_random (SluiceCall *self)
{
  double number = sluice_run_next_random (sluice_call_peek_run (self));

  tell_instant (self, "random", number);
  return number;
}
