/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The stream of events of a run, and who watches it. */

#include <time.h>

#include "engine/engine-private.h"
#include "engine/run-private.h"

static void
clear_watcher (gpointer data)
{
  SluiceWatcher *watcher = data;

  if (watcher->destroy != NULL)
    watcher->destroy (watcher->user_data);
}

static void
patched_cb (SluiceStore        *store,
            const SluiceChange *change,
            const SluiceAuthor *author,
            gpointer            user_data)
{
  SluiceRun *self = user_data;
  SluiceEvent event = { .type = SLUICE_EVENT_PATCH };

  event.lane = author->lane;
  if (self->current != NULL && self->current->id == author->lane)
    event.lane_object = self->current;
  else if (author->lane != 0)
    event.lane_object = sluice_run_find_lane (self, author->lane);
  event.visit = author->visit;
  event.phase = author->phase;
  event.item = -1;
  event.node = event.lane_object != NULL ? sluice_lane_get_node (event.lane_object) : NULL;
  event.change = change;
  event.author = author;
  sluice_run_emit (self, &event);
}

static void
taped_cb (SluiceStore        *store,
          const SluiceChange *change,
          const SluiceAuthor *author,
          gpointer            user_data)
{
  SluiceRun *self = user_data;

  self->tape->changed (self, change, author, sluice_run_get_event_time (self, SLUICE_EVENT_PATCH), self->tape_data);
}

/* A patch is only built while the store is watched, so the run watches it only for its own watchers. */
static void
update_mask (SluiceRun *self)
{
  gboolean patches;

  self->watched = 0;
  for (guint i = 0; self->watchers != NULL && i < self->watchers->len; i++)
    if (g_array_index (self->watchers, SluiceWatcher, i).id != 0)
      self->watched |= g_array_index (self->watchers, SluiceWatcher, i).mask;
  self->mask = self->watched | (self->tape != NULL ? SLUICE_TAPE_MASK : 0);

  patches = (self->watched & SLUICE_EVENT_MASK (SLUICE_EVENT_PATCH)) != 0;
  if (patches && self->store_watch == 0)
    self->store_watch = sluice_store_watch (self->store, patched_cb, self, NULL);
  else if (!patches && self->store_watch != 0)
    {
      sluice_store_unwatch (self->store, self->store_watch);
      self->store_watch = 0;
    }
}

/* What frees a watcher's data may take others away, or watch. */
static void
sweep_watchers (SluiceRun *self)
{
  guint i = 0;

  while (i < self->watchers->len)
    {
      SluiceWatcher watcher = g_array_index (self->watchers, SluiceWatcher, i);

      if (watcher.id != 0)
        {
          i++;
          continue;
        }
      g_array_index (self->watchers, SluiceWatcher, i).destroy = NULL;
      g_array_remove_index (self->watchers, i);
      if (watcher.destroy != NULL)
        watcher.destroy (watcher.user_data);
      i = 0;
    }
}

void
sluice_run_clear_watchers (SluiceRun *self)
{
  if (self->store_watch != 0)
    sluice_store_unwatch (self->store, self->store_watch);
  self->store_watch = 0;
  self->mask = self->watched = 0;
  g_clear_pointer (&self->watchers, g_array_unref);
}

/**
 * sluice_run_watch:
 * @self: a run
 * @event_mask: which types, as SLUICE_EVENT_MASK() makes it
 * @func: (scope notified) (closure user_data) (destroy destroy): called for each event, on the
 *   engine's context
 * @user_data: for @func
 * @destroy: (nullable): frees @user_data
 *
 * Watches the run. Types nobody watches cost the run a test of a bit.
 *
 * Returns: an id for sluice_run_unwatch()
 */
guint
sluice_run_watch (SluiceRun       *self,
                  guint            event_mask,
                  SluiceEventFunc  func,
                  gpointer         user_data,
                  GDestroyNotify   destroy)
{
  SluiceWatcher watcher = { 0, event_mask, func, user_data, destroy };

  g_return_val_if_fail (SLUICE_IS_RUN (self), 0);
  g_return_val_if_fail (func != NULL, 0);

  if (self->watchers == NULL)
    {
      self->watchers = g_array_new (FALSE, FALSE, sizeof (SluiceWatcher));
      g_array_set_clear_func (self->watchers, clear_watcher);
    }
  watcher.id = ++self->last_watcher;
  g_array_append_val (self->watchers, watcher);
  update_mask (self);
  return watcher.id;
}

/**
 * sluice_run_unwatch:
 * @self: a run
 * @id: what sluice_run_watch() gave
 *
 * Tells that watcher no more, also in the middle of an event.
 */
void
sluice_run_unwatch (SluiceRun *self,
                    guint      id)
{
  g_return_if_fail (SLUICE_IS_RUN (self));
  g_return_if_fail (id != 0);

  for (guint i = 0; self->watchers != NULL && i < self->watchers->len; i++)
    {
      SluiceWatcher *watcher = &g_array_index (self->watchers, SluiceWatcher, i);

      if (watcher->id != id)
        continue;
      watcher->id = 0;
      update_mask (self);
      if (self->telling == 0)
        sweep_watchers (self);
      return;
    }
}

/**
 * sluice_run_set_tape: (skip)
 * @self: a run
 * @tape: (nullable): what is told, static; %NULL: nobody is
 * @user_data: for its functions
 *
 * Gives what happens most in a run to one who keeps it.
 */
void
sluice_run_set_tape (SluiceRun        *self,
                     const SluiceTape *tape,
                     gpointer          user_data)
{
  g_return_if_fail (SLUICE_IS_RUN (self));

  self->tape = tape;
  self->tape_data = user_data;
  sluice_store_set_tape (self->store, tape != NULL ? taped_cb : NULL, self);
  update_mask (self);
}

/* What nodes do in the middle of a phase, and seldom. */
#define INSIDE_A_PHASE                                                                              \
  (SLUICE_EVENT_MASK (SLUICE_EVENT_EFFECT_BEGAN) | SLUICE_EVENT_MASK (SLUICE_EVENT_EFFECT_ENDED)    \
   | SLUICE_EVENT_MASK (SLUICE_EVENT_QUEUE) | SLUICE_EVENT_MASK (SLUICE_EVENT_LOG))

/* A phase that takes longer than this is worth a look at the clock after each. */
#define QUICK    2  /* µs */
#define MAX_SKIP 15

/* A look at the kernel's own tick, some ms, costs a quarter of one at the clock. */
static gboolean
has_ticked (SluiceEngine *engine)
{
#ifdef CLOCK_MONOTONIC_COARSE
  struct timespec tick;
  gint64 now;

  clock_gettime (CLOCK_MONOTONIC_COARSE, &tick);
  now = (gint64) tick.tv_sec * G_USEC_PER_SEC * 1000 + tick.tv_nsec;
  if (now == engine->last_tick)
    return FALSE;
  engine->last_tick = now;
#endif
  return TRUE;
}

/* To look at the clock costs as much as several events. Where phases take no time worth telling it is looked
 * at after some of them only; one that suddenly takes longer is seen at the next tick or look. */
static void
look (SluiceEngine *engine)
{
  gint64 now = sluice_engine_get_time (engine);

  if (!engine->is_virtual && engine->event_time != 0 && now - engine->event_time <= QUICK * (engine->skip + 1))
    engine->skip = (guint8) MIN (engine->skip * 2 + 1, MAX_SKIP);
  else
    engine->skip = 0;
  engine->looks_left = engine->skip;
  engine->event_time = now;
}

/* In µs since the run started. Between two phases no time worth telling passes. */
gint64
sluice_run_get_event_time (SluiceRun       *self,
                           SluiceEventType  type)
{
  SluiceEngine *engine = self->engine;
  gboolean is_patch = type == SLUICE_EVENT_PATCH;

  if (G_UNLIKELY (engine->event_time == 0 || (SLUICE_EVENT_MASK (type) & INSIDE_A_PHASE)))
    look (engine);
  else if (is_patch || engine->is_stale)
    {
      if (engine->looks_left == 0)
        look (engine);
      else if (!is_patch && --engine->looks_left > 0 && G_UNLIKELY (has_ticked (engine)))
        look (engine);
    }
  if (!is_patch)
    engine->is_stale = FALSE;
  return engine->event_time - self->started;
}

/**
 * sluice_run_emit: (skip)
 * @self: a run
 * @event: (inout): what happened; its serial and time are filled in
 *
 * Tells whoever watches events of that type.
 */
void
sluice_run_emit (SluiceRun   *self,
                 SluiceEvent *event)
{
  guint bit = SLUICE_EVENT_MASK (event->type);
  guint n;

  if (!(self->watched & bit))
    return;

  event->serial = ++self->serial;
  event->time = sluice_run_get_event_time (self, event->type);
  n = self->watchers->len;
  self->telling++;
  for (guint i = 0; i < n; i++)
    {
      SluiceWatcher watcher = g_array_index (self->watchers, SluiceWatcher, i);

      if (watcher.id != 0 && (watcher.mask & bit))
        watcher.func (self, event, watcher.user_data);
    }
  if (--self->telling == 0)
    sweep_watchers (self);
}

/* Run events. */
void
sluice_run_tell_state (SluiceRun       *self,
                       SluiceEventType  type)
{
  SluiceEvent event = { .type = type, .item = -1, .state = self->state };

  if (!sluice_run_is_watched (self, type))
    return;
  if (type == SLUICE_EVENT_RUN_STARTED)
    event.value = sluice_store_get_root (self->store);
  if (type == SLUICE_EVENT_RUN_ENDED)
    {
      event.action = self->action;
      event.error = self->error;
      event.node = self->error_node;
    }
  sluice_run_emit (self, &event);
}

void
sluice_run_warn (SluiceRun  *self,
                 SluiceNode *node,
                 const char *text)
{
  SluiceEvent event = { .type = SLUICE_EVENT_WARNING, .item = -1, .node = node, .text = text };

  if (sluice_run_is_watched (self, SLUICE_EVENT_WARNING))
    sluice_run_emit (self, &event);
}
