/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The keeper of a run that is had again: no effect is performed until it has caught up, and what comes
 * from the record is used at the place where it was used then. */

#include "record/replay-private.h"

#include "engine/engine-private.h"
#include "engine/run-private.h"
#include "record/crash.h"

typedef enum
{
  MODE_REPLAY,
  MODE_RESUME,
  MODE_FORK,
} Mode;

struct _SluiceReplay
{
  GObject           parent_instance;

  Mode              mode;
  SluiceRun        *run;
  SluiceRecorder   *recorder; /* it tells what happens as facts; live after this */
  SluiceReplayPlan *plan;
  guint             next;        /* in plan->inputs */
  guint             next_once;   /* in plan->at_once */
  guint             next_clock;
  guint             next_chunk;
  guint             n_acts;
  guint64           fork_visit;  /* 0: none */
  SluiceReplayStops *stops;      /* owned, of the run before, while a fork has not caught up; or NULL */
  GHashTable       *effects;     /* id → SluiceEffect, owned: begun, and not used */
  GPtrArray        *early;       /* of SluiceInput, owned: timers of this time, not of the record's */
  GError           *error;
  char             *error_node;  /* its address */
  guint             lane_watch;
  gboolean          strict;
  gboolean          caught_up;
  gboolean          over;        /* the run ends here: nothing is fed or performed any more */
  gboolean          done;        /* no longer the keeper */
};

enum
{
  CAUGHT_UP,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SluiceReplay, sluice_replay, G_TYPE_OBJECT)

static void
leave_run (SluiceReplay *self)
{
  if (self->done)
    return;
  self->done = TRUE;
  g_clear_pointer (&self->stops, sluice_replay_stops_free);
  sluice_run_set_fine (self->run, FALSE);
  sluice_run_set_keeper (self->run, NULL, NULL);
  sluice_engine_free_clock (self->run->engine);
}

static void
catch_up (SluiceReplay *self)
{
  if (self->caught_up)
    return;
  self->caught_up = TRUE;
  g_signal_emit (self, signals[CAUGHT_UP], 0);
}

/* The run has left its record: it ends here, and nothing was asked of anybody. */
static void
diverge (SluiceReplay *self,
         const char   *node,
         GError       *take_error)
{
  if (self->error != NULL)
    {
      g_error_free (take_error);
      return;
    }
  self->error = take_error;
  self->error_node = g_strdup (node);
  self->over = TRUE;
  sluice_recorder_close (self->recorder, NULL);
  sluice_run_cancel (self->run);
}

/* Inputs of the record */

static void
use_result (SluiceReplay     *self,
            const SluiceKept *kept)
{
  SluiceEffect *found = g_hash_table_lookup (self->effects, &kept->effect);
  g_autoptr (SluiceEffect) effect = found != NULL ? sluice_effect_ref (found) : NULL;
  GError *divergence;

  if (effect == NULL)
    {
      diverge (self, kept->node, sluice_replay_make_unasked (kept));
      return;
    }
  g_hash_table_remove (self->effects, &kept->effect);
  /* A fork may have another prompt, say, from the beginning: what came before its visit stays what it was. */
  divergence = sluice_replay_compare_request (effect, kept, self->mode != MODE_FORK);
  if (divergence != NULL)
    {
      SluiceNode *node = sluice_effect_get_node (effect);

      diverge (self, node != NULL ? sluice_node_get_address (node) : NULL, divergence);
      return;
    }
  sluice_effect_settle (effect, sluice_value_ref (kept->value),
                        kept->error != NULL ? g_error_copy (kept->error) : NULL);
}

static void
use_timer (SluiceReplay     *self,
           const SluiceKept *kept)
{
  SluiceLane *lane = sluice_run_find_lane (self->run, kept->lane);
  SluiceInput input = { .type = (SluiceInputType) kept->type, .lane = lane, .visit = kept->visit,
                        .attempt = kept->attempt, .item = kept->item, .phase = (SluicePhase) kept->phase };

  if (lane == NULL)
    return;
  if (kept->type == SLUICE_INPUT_RETURN)
    {
      input.value = sluice_value_ref (kept->value);
      input.error = kept->error != NULL ? g_error_copy (kept->error) : NULL;
    }
  sluice_input_use (&input);
  sluice_value_unref (input.value);
  g_clear_error (&input.error);
}

/* A person has done it. */
static gboolean
is_act (const SluiceKept *kept)
{
  return kept->type == SLUICE_KEPT_CHANGE ||
         (kept->type == SLUICE_KEPT_COMMAND && kept->command != SLUICE_COMMAND_RELEASE);
}

/* A lane that never waits would run on past the place where the record ends, or a fork leaves it. */
static gboolean
is_near_end (SluiceReplay *self)
{
  return self->fork_visit > 0 || (self->mode == MODE_RESUME && self->next_chunk + 1 >= self->plan->chunks->len);
}

static void
use_at_once (SluiceReplay     *self,
             const SluiceKept *kept)
{
  g_autoptr (GError) error = NULL;

  if (!sluice_replay_act (self->run, kept, &error))
    diverge (self, NULL, g_steal_pointer (&error));
  else if (is_act (kept))
    self->n_acts++;
}

static const SluiceKept *
peek (GPtrArray *kept,
      guint      at)
{
  return at < kept->len ? g_ptr_array_index (kept, at) : NULL;
}

/* What a fork has used is an input of its own record too, as what it asked for itself. */
static void
pass_on (SluiceReplay     *self,
         const SluiceKept *kept)
{
  SluiceEffect *effect = kept->type == SLUICE_INPUT_RESULT ? g_hash_table_lookup (self->effects, &kept->effect) : NULL;
  SluiceKept own = *kept;

  if (self->mode != MODE_FORK)
    return;
  own.digest = effect != NULL ? sluice_request_digest (effect) : kept->digest;
  sluice_recorder_keep (self->recorder, &own);
  sluice_crash_point (SLUICE_CRASH_FORK);
}

/* Things that were done in the middle of a lane's turn are due at a step. FALSE: nothing is. */
static gboolean
do_at_once (SluiceReplay *self)
{
  const SluiceKept *kept = peek (self->plan->at_once, self->next_once);
  gboolean is_next = kept != NULL && kept->taken == self->next;

  /* A hold that was not come to: what it was about is not there, such as a line of a script. */
  if (is_next && kept->type == SLUICE_KEPT_HOLD && sluice_run_get_steps (self->run) <= kept->steps
      && self->run->ready_first != NULL)
    is_next = FALSE;
  sluice_run_set_fine (self->run, is_near_end (self) || is_next);
  /* What was done between two phases waits for the end of one that is interrupted now, and was not then. */
  if (is_next && !kept->in_phase && sluice_run_is_interrupted (self->run)
      && sluice_run_get_steps (self->run) <= kept->steps)
    return FALSE;
  if (!is_next || (sluice_run_get_steps (self->run) < kept->steps && self->run->ready_first != NULL))
    return FALSE;
  self->next_once++;
  pass_on (self, kept);
  use_at_once (self, kept);
  return TRUE;
}

static gboolean
use_next (SluiceReplay *self)
{
  const SluiceKept *kept = peek (self->plan->inputs, self->next);

  if (kept == NULL || (self->run->ready_first != NULL && sluice_run_get_steps (self->run) < kept->steps))
    return FALSE;
  self->next++;
  pass_on (self, kept);
  if (kept->type == SLUICE_INPUT_RESULT)
    use_result (self, kept);
  else
    use_timer (self, kept);
  return TRUE;
}

/* The end of the record */

static gboolean
is_used_up (SluiceReplay *self)
{
  return self->next == self->plan->inputs->len && self->next_once == self->plan->at_once->len;
}

static int
compare_effects (gconstpointer a,
                 gconstpointer b)
{
  guint64 first = sluice_effect_get_id (*(SluiceEffect * const *) a);
  guint64 second = sluice_effect_get_id (*(SluiceEffect * const *) b);

  return first < second ? -1 : first > second;
}

/* What was under way then is begun again, in its order. */
static void
begin_effects (SluiceReplay *self)
{
  g_autoptr (GPtrArray) effects = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer effect;

  g_hash_table_iter_init (&iter, self->effects);
  while (g_hash_table_iter_next (&iter, NULL, &effect))
    g_ptr_array_add (effects, effect);
  g_ptr_array_sort (effects, compare_effects);
  for (guint i = 0; i < effects->len; i++)
    if (sluice_effect_is_open (g_ptr_array_index (effects, i)))
      sluice_effect_perform (g_ptr_array_index (effects, i));
  g_hash_table_remove_all (self->effects);
}

static void
go_live (SluiceReplay *self)
{
  const SluiceKeeper *live;

  leave_run (self);
  sluice_recorder_go_live (self->recorder, self->next);
  live = self->run->keeper;
  sluice_run_release_all (self->run); /* who held them is no longer there */
  catch_up (self);
  if (self->mode == MODE_FORK)
    {
      sluice_crash_point (SLUICE_CRASH_LIVE);
      sluice_recorder_keep_own (self->recorder);
    }
  begin_effects (self);
  for (guint i = 0; i < self->early->len; i++)
    live->came (self->run, g_steal_pointer (&g_ptr_array_index (self->early, i)), self->run->keeper_data);
  g_ptr_array_set_size (self->early, 0);
  sluice_run_poke (self->run);
}

/* The record says no more, and the run has not ended. */
static void
come_to_end (SluiceReplay *self)
{
  if (self->mode != MODE_REPLAY)
    {
      go_live (self);
      return;
    }
  if (self->plan->has_ended)
    {
      diverge (self, NULL,
               g_error_new (SLUICE_RECORD_ERROR, SLUICE_RECORD_ERROR_DIVERGED,
                            "The run diverges from its record: it waits for something where it had ended."));
      return;
    }
  self->over = TRUE;
  catch_up (self);
  sluice_run_cancel (self->run);
}

static gboolean
begins_visit (SluiceReplay *self)
{
  SluiceLane *lane = self->run->ready_first;

  return lane != NULL && lane->step == SLUICE_STEP_VISIT && lane->visit->serial == 0;
}

/* Does the visit that a fork is about begin next? */
static gboolean
is_at_fork (SluiceReplay *self)
{
  return self->fork_visit > 0 && sluice_run_get_n_visits (self->run) + 1 == self->fork_visit && begins_visit (self);
}

/* What was changed while the lane was held before that visit is there as it begins. */
static void
do_edits_at_fork (SluiceReplay *self)
{
  guint64 steps = sluice_run_get_steps (self->run);
  guint32 lane = sluice_lane_get_id (self->run->ready_first);
  const SluiceKept *kept;

  for (; (kept = peek (self->plan->at_once, self->next_once)) != NULL; self->next_once++)
    {
      gboolean is_edit = kept->type == SLUICE_KEPT_CHANGE || kept->type == SLUICE_KEPT_PIN;
      SluiceKept sooner = *kept;

      if (kept->taken != self->next || kept->steps > steps + 1
          || !(is_edit || (kept->type == SLUICE_KEPT_HOLD && kept->lane == lane)))
        return;
      if (!is_edit)
        continue;
      sooner.steps = MIN (kept->steps, steps);
      pass_on (self, &sooner);
      use_at_once (self, kept);
    }
}

static gboolean
is_feeding (SluiceReplay *self)
{
  return !self->done && !self->over && !self->run->doomed;
}

/* All was used, and the run has come as far as it had. What waits for a queue only is left to the engine. */
static gboolean
is_at_end (SluiceReplay *self)
{
  SluiceRun *run = self->run;

  if (!is_used_up (self) || run->n_blocked == run->n_lanes)
    return FALSE;
  return run->ready_first == NULL
         || (self->mode == MODE_RESUME && self->next_clock == self->plan->clock->len
             && self->next_chunk == self->plan->chunks->len);
}

/* All facts of the record have come, and a gate may be asked next: their chunk need not wait for one behind them. */
static gboolean
is_at_last_fact (SluiceReplay *self)
{
  SluiceLane *lane = self->run->ready_first;

  if (self->mode != MODE_RESUME || lane == NULL || !sluice_lane_is_before_boundary (lane) || !is_used_up (self))
    return FALSE;
  sluice_recorder_compare_chunk (self->recorder);
  return is_feeding (self) && is_at_end (self);
}

/* Nothing comes any more, and what is left is about another place. A debugger may hold a lane that goes on later. */
static gboolean
is_stuck (SluiceReplay *self)
{
  SluiceRun *run = self->run;

  return self->next == self->plan->inputs->len && !is_used_up (self) && run->ready_first == NULL && run->gate == NULL
         && run->n_lanes > 0 && run->n_blocked < run->n_lanes;
}

/* The keeper */

static gboolean
begins_cb (SluiceRun    *run,
           SluiceEffect *effect,
           gpointer      user_data)
{
  SluiceReplay *self = user_data;
  guint64 id = sluice_effect_get_id (effect);

  g_hash_table_insert (self->effects, g_memdup2 (&id, sizeof id), sluice_effect_ref (effect));
  return FALSE;
}

static void
came_cb (SluiceRun   *run,
         SluiceInput *take_input,
         gpointer     user_data)
{
  SluiceReplay *self = user_data;

  if (self->mode == MODE_REPLAY || take_input->at_once)
    sluice_input_free (take_input);
  else
    g_ptr_array_add (self->early, take_input);
}

static void
turn_cb (SluiceRun       *run,
         SluiceTurnPlace  place,
         gpointer         user_data)
{
  SluiceReplay *self = user_data;
  g_autoptr (SluiceReplay) keep = g_object_ref (self);

  if (is_feeding (self) && is_at_fork (self))
    {
      do_edits_at_fork (self);
      if (is_feeding (self))
        go_live (self);
      return;
    }
  while (is_feeding (self) && do_at_once (self))
    ;
  if (is_feeding (self) && is_at_last_fact (self))
    go_live (self);
  if (place == SLUICE_TURN_PLACE_MIDST)
    return;
  while (is_feeding (self) && use_next (self))
    while (is_feeding (self) && do_at_once (self))
      ;
  if (is_feeding (self) && is_at_end (self))
    come_to_end (self);
  else if (is_feeding (self) && is_stuck (self))
    diverge (self, NULL,
             g_error_new (SLUICE_RECORD_ERROR, SLUICE_RECORD_ERROR_DIVERGED,
                          "The run diverges from its record: what was done to it by hand has no place any more."));
}

static void
clock_cb (SluiceRun *run,
          double    *now,
          gpointer   user_data)
{
  SluiceReplay *self = user_data;
  const SluiceKept *kept = peek (self->plan->clock, self->next_clock);

  if (kept == NULL)
    {
      if (self->mode == MODE_RESUME)
        {
          SluiceKept fresh = { .type = SLUICE_KEPT_CLOCK, .number = *now };

          sluice_recorder_keep (self->recorder, &fresh);
        }
      return;
    }
  self->next_clock++;
  pass_on (self, kept);
  *now = kept->number;
}

/* The lane was held there. */
static gboolean
holds_cb (SluiceRun            *run,
          const SluiceBoundary *boundary,
          gpointer              user_data)
{
  SluiceReplay *self = user_data;
  const SluiceKept *kept = peek (self->plan->at_once, self->next_once);

  if (!is_feeding (self) || kept == NULL || kept->type != SLUICE_KEPT_HOLD || kept->taken != self->next
      || kept->steps != sluice_run_get_steps (run) || kept->lane != sluice_lane_get_id (boundary->lane))
    return FALSE;
  self->next_once++;
  pass_on (self, kept);
  return TRUE;
}

static const SluiceKeeper keeper = {
  .begins = begins_cb,
  .came = came_cb,
  .turn = turn_cb,
  .clock = clock_cb,
  .holds = holds_cb,
};

/* Facts: as they were */

static guint
count_next (SluiceReplay *self)
{
  g_autoptr (SluiceChunk) chunk = NULL;

  if (self->next_chunk < self->plan->chunks->len)
    chunk = sluice_chunk_new (g_ptr_array_index (self->plan->chunks, self->next_chunk));
  return chunk != NULL ? sluice_chunk_get_n_facts (chunk) : 0;
}

static guint
compare_chunk (GByteArray *take_chunk,
               gpointer    user_data)
{
  SluiceReplay *self = user_data;
  g_autoptr (GBytes) now = g_byte_array_free_to_bytes (take_chunk);
  GBytes *then;

  if (self->next_chunk == self->plan->chunks->len)
    return 0;
  then = g_ptr_array_index (self->plan->chunks, self->next_chunk++);
  if (self->strict && !self->over && !sluice_chunk_is_same (then, now))
    {
      g_autofree char *node = NULL;
      GError *difference = sluice_replay_find_difference (then, now, &node);

      if (difference != NULL)
        diverge (self, node, difference);
    }
  if (!self->done && is_near_end (self))
    {
      sluice_run_set_fine (self->run, TRUE);
      sluice_engine_end_slice (self->run->engine);
    }
  return count_next (self);
}

/* Life */

static void
ended_cb (SluiceRun    *run,
          SluiceReplay *self)
{
  g_autoptr (SluiceReplay) keep = g_object_ref (self);

  if (self->done)
    return;
  leave_run (self);
  if (self->over)
    return;
  if (self->mode == MODE_FORK && !self->run->doomed && sluice_run_get_error (run) == NULL)
    self->error = sluice_replay_make_lost (self->fork_visit);
  else if (!is_used_up (self) && !self->run->doomed)
    self->error = sluice_replay_make_left (self->plan->inputs->len - self->next);
  else if (self->mode != MODE_REPLAY)
    sluice_recorder_end (self->recorder);
  catch_up (self);
}

static void
sluice_replay_finalize (GObject *object)
{
  SluiceReplay *self = SLUICE_REPLAY (object);

  leave_run (self);
  g_clear_object (&self->recorder);
  g_clear_object (&self->run);
  g_clear_pointer (&self->plan, sluice_replay_plan_free);
  g_hash_table_unref (self->effects);
  g_ptr_array_unref (self->early);
  g_clear_error (&self->error);
  g_free (self->error_node);

  G_OBJECT_CLASS (sluice_replay_parent_class)->finalize (object);
}

static void
sluice_replay_class_init (SluiceReplayClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sluice_replay_finalize;

  /**
   * SluiceReplay::caught-up:
   * @self: a replay
   *
   * The record is used up. A run that was resumed or forked is live from here.
   */
  signals[CAUGHT_UP] = g_signal_new ("caught-up", SLUICE_TYPE_REPLAY, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                     G_TYPE_NONE, 0);
}

static void
early_free (gpointer input)
{
  if (input != NULL)
    sluice_input_free (input);
}

static void
sluice_replay_init (SluiceReplay *self)
{
  self->strict = TRUE;
  self->effects = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, (GDestroyNotify) sluice_effect_unref);
  self->early = g_ptr_array_new_with_free_func (early_free);
}

static gboolean
has_holds (SluiceReplayPlan *plan)
{
  for (guint i = 0; i < plan->at_once->len; i++)
    if (peek (plan->at_once, i)->type == SLUICE_KEPT_HOLD)
      return TRUE;
  return FALSE;
}

/* Takes the run; the recorder tells it what happens. */
static SluiceReplay *
replay_new (SluiceRun        *run,
            Mode              mode,
            SluiceReplayPlan *take_plan,
            SluiceJournal    *journal)
{
  SluiceReplay *self = g_object_new (SLUICE_TYPE_REPLAY, NULL);

  self->mode = mode;
  self->run = g_object_ref (run);
  self->plan = take_plan;
  if (mode == MODE_RESUME)
    self->recorder = sluice_recorder_new_quiet (run, journal, self->plan->kept->len, self->plan->time);
  else
    self->recorder = sluice_recorder_new_quiet (run, journal, 0, 0);
  if (mode != MODE_FORK && self->plan->chunks->len > 0)
    sluice_recorder_set_chunk_func (self->recorder, compare_chunk, count_next (self), self);
  sluice_run_set_seed (run, self->plan->info->seed);
  sluice_run_set_keeper (run, &keeper, self);
  sluice_run_set_keeper_holds (run, has_holds (self->plan));
  if (is_near_end (self) || (self->plan->at_once->len > 0 && peek (self->plan->at_once, 0)->taken == 0))
    sluice_run_set_fine (run, TRUE);
  sluice_engine_hold_clock (run->engine);
  g_signal_connect_object (run, "ended", G_CALLBACK (ended_cb), self, 0);
  return self;
}

/**
 * sluice_replay_new:
 * @run: a run that is not started, as the record's was made
 * @path: the record
 * @error: return location for an error, of %SLUICE_JOURNAL_ERROR or %SLUICE_RECORD_ERROR
 *
 * Feeds a run with what came into another: it makes no call, and takes no time.
 *
 * Returns: (transfer full) (nullable): the replay
 */
SluiceReplay *
sluice_replay_new (SluiceRun   *run,
                   const char  *path,
                   GError     **error)
{
  SluiceReplayPlan *plan = sluice_replay_plan_load (path, error);

  return plan != NULL ? replay_new (run, MODE_REPLAY, plan, NULL) : NULL;
}

/**
 * sluice_replay_new_resume:
 * @run: a run that is not started, as the record's was made
 * @path: the record of a run that has not ended
 * @error: return location for an error, of %SLUICE_JOURNAL_ERROR or %SLUICE_RECORD_ERROR
 *
 * Goes on with a run that was interrupted: what was finished is not repeated, what was under way is
 * begun again.
 *
 * Returns: (transfer full) (nullable): the replay
 */
SluiceReplay *
sluice_replay_new_resume (SluiceRun   *run,
                          const char  *path,
                          GError     **error)
{
  g_autoptr (SluiceJournal) journal = sluice_journal_resume (path, error);
  g_autoptr (SluiceReplayPlan) plan = NULL;

  if (journal == NULL)
    return NULL;
  plan = sluice_replay_plan_load (path, error);
  if (plan == NULL || !sluice_replay_plan_can_go_on (plan, path, error))
    return NULL;
  return replay_new (run, MODE_RESUME, g_steal_pointer (&plan), journal);
}

/**
 * sluice_replay_new_fork:
 * @run: a run that is not started, as the record's was made or from an edited document
 * @path: the record
 * @visit: the first visit that is had anew, from 1
 * @new_path: where the new run is recorded
 * @info: what is run, for its record
 * @error: return location for an error, of %SLUICE_JOURNAL_ERROR or %SLUICE_RECORD_ERROR
 *
 * Begins a new run in the middle of an old one.
 *
 * Returns: (transfer full) (nullable): the replay
 */
SluiceReplay *
sluice_replay_new_fork (SluiceRun               *run,
                        const char              *path,
                        guint64                  visit,
                        const char              *new_path,
                        const SluiceRecordInfo  *info,
                        GError                 **error)
{
  g_autoptr (SluiceReplayPlan) plan = sluice_replay_plan_load (path, error);
  g_autoptr (SluiceJournal) journal = NULL;
  g_autoptr (SluiceRecordInfo) full = NULL;
  SluiceReplay *self;

  g_return_val_if_fail (visit > 0, NULL);

  if (plan == NULL)
    return NULL;
  sluice_replay_plan_drop_cancel (plan);
  journal = sluice_journal_create (new_path, error);
  if (journal == NULL)
    return NULL;
  full = sluice_record_info_copy (info);
  full->seed = plan->info->seed;
  full->parent_visit = visit;
  if (full->parent == NULL)
    full->parent = g_strdup (path);
  self = replay_new (run, MODE_FORK, g_steal_pointer (&plan), journal);
  self->fork_visit = visit;
  self->stops = sluice_replay_stops_new (self->plan, run, self->recorder);
  sluice_recorder_begin (self->recorder, full);
  sluice_run_set_fine (run, TRUE);
  return self;
}

gboolean
sluice_replay_has_caught_up (SluiceReplay *self)
{
  g_return_val_if_fail (SLUICE_IS_REPLAY (self), FALSE);

  return self->caught_up;
}

const GError *
sluice_replay_get_error (SluiceReplay *self)
{
  g_return_val_if_fail (SLUICE_IS_REPLAY (self), NULL);

  return self->error;
}

const char *
sluice_replay_get_error_node (SluiceReplay *self)
{
  g_return_val_if_fail (SLUICE_IS_REPLAY (self), NULL);

  return self->error_node;
}

guint64
sluice_replay_get_n_used (SluiceReplay *self)
{
  g_return_val_if_fail (SLUICE_IS_REPLAY (self), 0);

  return self->next + self->next_once;
}

/**
 * sluice_replay_get_n_acts:
 * @self: a replay
 *
 * Returns: how much of what a person did to the run at stops was done again: edits of the store, results that were
 *   used, nodes that were skipped, failed or gone to
 */
guint
sluice_replay_get_n_acts (SluiceReplay *self)
{
  g_return_val_if_fail (SLUICE_IS_REPLAY (self), 0);

  return self->n_acts;
}

void
sluice_replay_set_strict (SluiceReplay *self,
                          gboolean      strict)
{
  g_return_if_fail (SLUICE_IS_REPLAY (self));

  self->strict = strict;
}

SluiceRecorder *
sluice_replay_get_recorder (SluiceReplay *self)
{
  g_return_val_if_fail (SLUICE_IS_REPLAY (self), NULL);

  return self->mode != MODE_REPLAY ? self->recorder : NULL;
}
