/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The scheduler: one source in one main context.
 *
 * Runs with something to do stand in a line; the first one runs its lanes in their order until
 * none is ready (rule S1), or its quantum is used up and another run waits. A dispatch ends when
 * the budget is used up; the lane that was running is the first one in the next dispatch. */

#include "engine/engine-private.h"

#include "engine/call-private.h"
#include "engine/run-private.h"

/* After GTK's redraws, before what is idle: a busy run never holds a frame up, and is not starved. */
#define ENGINE_PRIORITY (G_PRIORITY_HIGH_IDLE + 30)
#define DEFAULT_BUDGET  2000

typedef struct
{
  GSource       source;
  SluiceEngine *engine; /* borrowed: it destroys the source */
} EngineSource;

/**
 * SluiceEngine:
 *
 * The scheduler of runs, on one main context.
 */

enum
{
  PROP_0,
  PROP_CONTEXT,
  PROP_VIRTUAL,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (SluiceEngine, sluice_engine, G_TYPE_OBJECT)

void
sluice_engine_enqueue (SluiceEngine *self,
                       SluiceRun    *run)
{
  if (run->is_ready)
    return;
  run->is_ready = TRUE;
  run->ready_next = NULL;
  if (self->ready_last != NULL)
    self->ready_last->ready_next = run;
  else
    self->ready_first = run;
  self->ready_last = run;
  g_object_ref (run);

  /* Nobody but this thread comes here, but its context may be waiting in a poll on behalf of
   * a nested loop; an empty line was the reason for its time-out. */
  if (self->ready_first == run)
    g_source_set_ready_time (self->source, 0);
}

static SluiceRun *
dequeue (SluiceEngine *self)
{
  SluiceRun *run = self->ready_first;

  self->ready_first = run->ready_next;
  if (self->ready_first == NULL)
    self->ready_last = NULL;
  run->ready_next = NULL;
  run->is_ready = FALSE;
  return run;
}

/* A run that ended without the line's doing stands in it no more. */
void
sluice_engine_forget (SluiceEngine *self,
                      SluiceRun    *run)
{
  SluiceRun **place = &self->ready_first;
  SluiceRun *before = NULL;

  if (!run->is_ready)
    return;
  for (; *place != run; place = &(*place)->ready_next)
    before = *place;
  *place = run->ready_next;
  if (self->ready_last == run)
    self->ready_last = before;
  run->ready_next = NULL;
  run->is_ready = FALSE;
  g_object_unref (run);
}

/* Another run's turn. */
static void
rotate (SluiceEngine *self)
{
  SluiceRun *run;

  self->quantum = SLUICE_QUANTUM;
  if (self->ready_first == NULL || self->ready_first->ready_next == NULL)
    return;
  run = dequeue (self);
  sluice_engine_enqueue (self, run);
  g_object_unref (run);
}

/* Looks at the clock, and at whether another run waits; the fewer transitions a run makes in a
 * while, the more often. */
gboolean
sluice_engine_look (SluiceEngine *self)
{
  gint64 now = g_get_monotonic_time ();
  gint64 elapsed = now - self->last_look;

  self->quantum = self->quantum > self->stride ? self->quantum - self->stride : 0;
  if (elapsed > 200)
    self->stride = 1;
  else if (elapsed < 50 && self->stride < SLUICE_MAX_STRIDE)
    self->stride *= 2;
  self->stride_left = self->stride;
  self->last_look = now;

  if (now >= self->slice_end)
    return TRUE;
  return self->quantum == 0 && self->ready_first != NULL && self->ready_first->ready_next != NULL;
}

static SluiceLane *
pop_lane (SluiceRun *run)
{
  SluiceLane *lane = run->ready_first;

  run->ready_first = lane->ready_next;
  if (run->ready_first != NULL)
    run->ready_first->ready_prev = NULL;
  else
    run->ready_last = NULL;
  lane->is_ready = FALSE;
  return lane;
}

static void
push_lane_first (SluiceRun  *run,
                 SluiceLane *lane)
{
  lane->is_ready = TRUE;
  lane->ready_prev = NULL;
  lane->ready_next = run->ready_first;
  if (run->ready_first != NULL)
    run->ready_first->ready_prev = lane;
  else
    run->ready_last = lane;
  run->ready_first = lane;
}

/* The lane is to stop before each transition, once. */
static void
make_slice_fine (SluiceRun  *run,
                 SluiceLane *lane)
{
  gboolean has_stopped = run->fine_steps == run->steps + 1 && sluice_lane_is_before_boundary (lane);

  sluice_engine_end_slice (run->engine);
  run->engine->stride_left = has_stopped ? 2 : 1;
  run->fine_steps = run->steps + 1;
}

static void
tell_turn (SluiceRun  *run,
           SluiceTurn  turn)
{
  SluiceTurnPlace place = run->ready_first == NULL ? SLUICE_TURN_PLACE_IDLE : SLUICE_TURN_PLACE_END;

  sluice_store_set_author (run->store, NULL);
  run->keeper->turn (run, turn == SLUICE_TURN_YIELDS ? SLUICE_TURN_PLACE_MIDST : place, run->keeper_data);
}

/* One turn of the first ready lane; with none, the run may have come to its end. */
static void
run_turn (SluiceRun *run)
{
  SluiceTurn turn = SLUICE_TURN_WAITS;

  if (G_LIKELY (run->ready_first != NULL && !run->doomed && !run->held_back))
    {
      SluiceLane *lane = pop_lane (run);

      if (G_UNLIKELY (run->fine))
        make_slice_fine (run, lane);
      turn = sluice_lane_run (lane);
      if (turn == SLUICE_TURN_YIELDS)
        push_lane_first (run, lane);
    }
  if (G_UNLIKELY (run->keeper != NULL) && !run->doomed && !run->held_back && sluice_run_is_live (run))
    tell_turn (run, turn);
  if (run->ready_first == NULL || run->doomed)
    {
      sluice_store_set_author (run->store, NULL);
      sluice_run_settle (run);
    }
}

/* Is it the main loop's turn? The lane that ran may have looked at the clock itself. */
static gboolean
is_turn_over (SluiceEngine *self)
{
  if (self->last_look < self->slice_end)
    sluice_engine_is_slice_over (self);
  return self->last_look >= self->slice_end;
}

static gboolean
has_work (SluiceRun *run)
{
  return sluice_run_is_live (run) && ((run->ready_first != NULL && !run->held_back) || run->doomed);
}

static void
run_slice (SluiceEngine *self)
{
  SluiceRun *run;

  self->last_look = g_get_monotonic_time ();
  self->slice_end = self->last_look + self->budget;
  self->quantum = SLUICE_QUANTUM;
  self->stride_left = self->stride;
  self->event_time = 0;

  while ((run = self->ready_first) != NULL)
    {
      run_turn (run);
      if (!has_work (run))
        {
          g_object_unref (dequeue (self));
          self->quantum = SLUICE_QUANTUM;
        }
      if (is_turn_over (self))
        break;
      if (self->quantum == 0)
        rotate (self);
    }
  self->event_time = 0;
  if (self->ready_first != NULL)
    sluice_store_set_author (self->ready_first->store, NULL);
}

#define TIMER_OWNER(timer, type, member) ((type *) ((char *) (timer) - G_STRUCT_OFFSET (type, member)))

static void
fire_attempt (SluiceLane *lane)
{
  if (lane->run->keeper != NULL)
    sluice_lane_tell_timer (lane, SLUICE_INPUT_WAKE);
  else
    sluice_lane_make_ready (lane);
}

static void
fire_timeout (SluiceLane *lane)
{
  if (lane->run->keeper != NULL)
    sluice_lane_tell_timer (lane, SLUICE_INPUT_TIMEOUT);
  else
    sluice_lane_time_is_up (lane);
}

static void
fire_limit (SluiceRun *run)
{
  if (run->keeper != NULL)
    sluice_run_tell_keeper (run, SLUICE_INPUT_LIMIT, NULL, TRUE);
  sluice_run_time_is_up (run);
}

static void
fire (SluiceTimer *timer)
{
  switch ((SluiceTimerKind) timer->kind)
    {
    case SLUICE_TIMER_SLEEP: sluice_effect_end (TIMER_OWNER (timer, SluiceEffect, timer)); break;
    case SLUICE_TIMER_ATTEMPT: fire_attempt (TIMER_OWNER (timer, SluiceLane, timer)); break;
    case SLUICE_TIMER_TIMEOUT: fire_timeout (TIMER_OWNER (timer, SluiceLane, timer)); break;
    case SLUICE_TIMER_RUN: fire_limit (TIMER_OWNER (timer, SluiceRun, limit_timer)); break;
    default: g_assert_not_reached ();
    }
}

static void
fire_timers (SluiceEngine *self,
             gint64        now)
{
  SluiceTimer *timer;

  self->event_time = 0;
  while ((timer = sluice_timers_take (&self->timers, now)) != NULL)
    fire (timer);
}

static gboolean
may_jump (SluiceEngine *self)
{
  return self->is_virtual && self->clock_holds == 0 && self->ready_first == NULL
         && sluice_timers_next (&self->timers) != G_MAXINT64;
}

static gboolean
source_prepare (GSource *source,
                int     *timeout)
{
  SluiceEngine *self = ((EngineSource *) source)->engine;
  gint64 next = sluice_timers_next (&self->timers);
  gint64 left;

  *timeout = -1;
  if (self->ready_first != NULL || may_jump (self))
    return TRUE;
  if (self->is_virtual || next == G_MAXINT64)
    return FALSE;

  left = next - g_get_monotonic_time ();
  if (left <= 0)
    return TRUE;
  *timeout = (int) MIN ((left + 999) / 1000, G_MAXINT);
  return FALSE;
}

static gboolean
source_check (GSource *source)
{
  SluiceEngine *self = ((EngineSource *) source)->engine;

  if (self->ready_first != NULL || may_jump (self))
    return TRUE;
  return !self->is_virtual && sluice_timers_next (&self->timers) <= g_get_monotonic_time ();
}

static gboolean
source_dispatch (GSource     *source,
                 GSourceFunc  callback,
                 gpointer     user_data)
{
  g_autoptr (SluiceEngine) self = g_object_ref (((EngineSource *) source)->engine);

  /* A phase of a run that is run here and now has a main loop of its own: nothing may move under it. */
  if (self->running > 0)
    return G_SOURCE_CONTINUE;

  g_source_set_ready_time (source, -1);
  self->running++;
  if (may_jump (self))
    self->virtual_time = MAX (self->virtual_time, sluice_timers_next (&self->timers));
  fire_timers (self, sluice_engine_get_time (self));
  run_slice (self);
  if (G_UNLIKELY (sluice_value_free_some ()))
    g_source_set_ready_time (source, 0);
  self->running--;
  return G_SOURCE_CONTINUE;
}

static GSourceFuncs source_funcs = { source_prepare, source_check, source_dispatch, NULL, NULL, NULL };

static void
performer_free (gpointer data)
{
  SluicePerformer *performer = data;

  if (performer->destroy != NULL)
    performer->destroy (performer->user_data);
  g_free (performer);
}

static void
sluice_engine_finalize (GObject *object)
{
  SluiceEngine *self = SLUICE_ENGINE (object);

  g_source_destroy (self->source);
  g_source_unref (self->source);
  g_main_context_unref (self->context);
  g_hash_table_unref (self->performers);
  sluice_timers_clear (&self->timers);
  sluice_pool_clear (&self->lanes);
  sluice_pool_clear (&self->visits);
  sluice_pool_clear (&self->calls);
  sluice_pool_clear (&self->effects);

  G_OBJECT_CLASS (sluice_engine_parent_class)->finalize (object);
}

static void
sluice_engine_constructed (GObject *object)
{
  SluiceEngine *self = SLUICE_ENGINE (object);

  G_OBJECT_CLASS (sluice_engine_parent_class)->constructed (object);

  if (self->context == NULL)
    self->context = g_main_context_ref_thread_default ();
  self->source = g_source_new (&source_funcs, sizeof (EngineSource));
  ((EngineSource *) self->source)->engine = self;
  g_source_set_priority (self->source, ENGINE_PRIORITY);
  g_source_set_static_name (self->source, "[sluice] engine");
  g_source_attach (self->source, self->context);
}

static void
sluice_engine_get_property (GObject    *object,
                            guint       id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  SluiceEngine *self = SLUICE_ENGINE (object);

  switch (id)
    {
    case PROP_CONTEXT: g_value_set_boxed (value, self->context); break;
    case PROP_VIRTUAL: g_value_set_boolean (value, self->is_virtual); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
sluice_engine_set_property (GObject      *object,
                            guint         id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  SluiceEngine *self = SLUICE_ENGINE (object);

  switch (id)
    {
    case PROP_CONTEXT: self->context = g_value_dup_boxed (value); break;
    case PROP_VIRTUAL: self->is_virtual = g_value_get_boolean (value); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
sluice_engine_class_init (SluiceEngineClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;

  object_class->constructed = sluice_engine_constructed;
  object_class->finalize = sluice_engine_finalize;
  object_class->get_property = sluice_engine_get_property;
  object_class->set_property = sluice_engine_set_property;

  props[PROP_CONTEXT] = g_param_spec_boxed ("context", "Context", "Where it runs", G_TYPE_MAIN_CONTEXT, flags);
  props[PROP_VIRTUAL] = g_param_spec_boolean ("virtual", "Virtual", "Whether its time is virtual", FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
sluice_engine_init (SluiceEngine *self)
{
  self->performers = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, performer_free);
  self->budget = DEFAULT_BUDGET;
  self->stride = self->stride_left = 1;
  self->quantum = SLUICE_QUANTUM;
  self->lanes.size = sizeof (SluiceLane);
  self->visits.size = sizeof (SluiceVisit);
  self->calls.size = sizeof (SluiceCall);
  self->effects.size = sizeof (SluiceEffect);
}

/**
 * sluice_engine_new:
 * @context: (nullable): where it runs; %NULL: the thread's default
 *
 * Makes an engine. It, its runs and their nodes belong to the thread that runs @context.
 *
 * Returns: (transfer full): the engine
 */
SluiceEngine *
sluice_engine_new (GMainContext *context)
{
  return g_object_new (SLUICE_TYPE_ENGINE, "context", context, NULL);
}

/**
 * sluice_engine_new_virtual:
 * @context: (nullable): where it runs; %NULL: the thread's default
 *
 * Makes an engine whose time is virtual: it stands still while something can run, or a file is
 * being read, and then jumps to the next timer.
 *
 * Returns: (transfer full): the engine
 */
SluiceEngine *
sluice_engine_new_virtual (GMainContext *context)
{
  return g_object_new (SLUICE_TYPE_ENGINE, "context", context, "virtual", TRUE, NULL);
}

/**
 * sluice_engine_get_context:
 * @self: an engine
 *
 * Returns: (transfer none): where it runs
 */
GMainContext *
sluice_engine_get_context (SluiceEngine *self)
{
  g_return_val_if_fail (SLUICE_IS_ENGINE (self), NULL);

  return self->context;
}

/**
 * sluice_engine_get_time:
 * @self: an engine
 *
 * Returns: its clock in µs: monotonic, or virtual and from 0
 */
gint64
sluice_engine_get_time (SluiceEngine *self)
{
  return self->is_virtual ? self->virtual_time : g_get_monotonic_time ();
}

/**
 * sluice_engine_set_dispatch_budget:
 * @self: an engine
 * @microseconds: how long it may run before the main loop gets a turn; 2000 at first
 *
 * Sets how long the runs of the engine may keep the main loop from others.
 */
void
sluice_engine_set_dispatch_budget (SluiceEngine *self,
                                   guint         microseconds)
{
  g_return_if_fail (SLUICE_IS_ENGINE (self));

  self->budget = microseconds;
}

/**
 * sluice_engine_set_performer:
 * @self: an engine
 * @effect_type: a type of effect
 * @func: (nullable) (scope notified) (closure user_data) (destroy destroy): performs them; %NULL:
 *   nobody does
 * @user_data: for @func
 * @destroy: (nullable): frees @user_data
 *
 * Registers who performs the effects of a type, also one of the engine's own.
 */
void
sluice_engine_set_performer (SluiceEngine      *self,
                             const char        *effect_type,
                             SluicePerformFunc  func,
                             gpointer           user_data,
                             GDestroyNotify     destroy)
{
  SluicePerformer *performer;

  g_return_if_fail (SLUICE_IS_ENGINE (self));
  g_return_if_fail (effect_type != NULL);

  self->found_type = NULL;
  if (func == NULL)
    {
      g_hash_table_remove (self->performers, effect_type);
      return;
    }
  performer = g_new (SluicePerformer, 1);
  *performer = (SluicePerformer) { g_intern_string (effect_type), func, user_data, destroy };
  g_hash_table_replace (self->performers, (gpointer) performer->type, performer);
}

/* Types are static strings: what the last one was found to be holds for the same pointer. */
const SluicePerformer *
sluice_engine_find_performer (SluiceEngine *self,
                              const char   *type)
{
  if (type != self->found_type)
    {
      self->found = g_hash_table_lookup (self->performers, type);
      self->found_type = type;
    }
  return self->found;
}

void
sluice_engine_hold_clock (SluiceEngine *self)
{
  self->clock_holds++;
}

void
sluice_engine_free_clock (SluiceEngine *self)
{
  g_assert (self->clock_holds > 0);
  self->clock_holds--;
}

/* Everything @run has ready, without a turn of the main loop. */
void
sluice_engine_run_here (SluiceEngine *self,
                        SluiceRun    *run)
{
  gint64 slice_end = self->slice_end;

  self->slice_end = G_MAXINT64;
  self->running++;
  do
    run_turn (run);
  while (has_work (run));
  self->running--;
  self->slice_end = slice_end;
}

/* Waits here and now for the next timer. FALSE: there is none. */
gboolean
sluice_engine_wait_here (SluiceEngine *self)
{
  gint64 next = sluice_timers_next (&self->timers);

  if (next == G_MAXINT64)
    return FALSE;
  if (self->is_virtual)
    self->virtual_time = MAX (self->virtual_time, next);
  else
    for (gint64 left = next - g_get_monotonic_time (); left > 0; left = next - g_get_monotonic_time ())
      g_usleep (left);
  fire_timers (self, sluice_engine_get_time (self));
  return TRUE;
}
