/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The keeper of a run that is recorded.
 *
 * An input is written, and waits in a line until its commit is told; then it is used as soon as no lane
 * is ready, or after so many steps of the run that it need not wait for ever. That place is the same
 * whenever the run is had again, however fast the disk was: where the step is reached before the commit,
 * the run waits. The end of a short wait that could not but come is not waited for: a run that is had again
 * without it comes to it once more (promise D1).
 *
 * The time that a script reads is written, and used at once. What comes of it and is acknowledged was written after
 * it, and entries are committed in their order: no record has the one without the other. Where the time is lost,
 * everything behind it is, and is done again with the time of then, as what was asked for outside and not answered
 * is asked for again. Random numbers need no entry: they follow from the seed, which is in the first one. */

#include "record/recorder-private.h"

#include "engine/engine-private.h"
#include "engine/run-private.h"
#include "record/crash.h"

#define PATIENCE         2000                 /* steps that an input waits at most */
#define SHORT_WAIT       1.0                  /* s that may be waited a second time after a crash */

typedef struct
{
  SluiceInput *input;
  guint64      number;
  guint64      steps; /* after these at the latest */
} Waiting;

enum
{
  STALLED,
  RESUMED,
  FLUSHED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SluiceRecorder, sluice_recorder, G_TYPE_OBJECT)

static void
waiting_free (gpointer data)
{
  Waiting *self = data;

  sluice_input_free (self->input);
  g_free (self);
}

void
sluice_recorder_hold_back (SluiceRecorder *self,
           gboolean        holds)
{
  if (self->holds == holds)
    return;
  self->holds = holds;
  sluice_run_hold_back (self->run, holds);
}

void
sluice_recorder_let_go_on (SluiceRecorder *self)
{
  if (self->is_stalled || (self->act > 0 && sluice_journal_get_durable (self->journal) < self->act))
    return;
  if (self->act > 0)
    sluice_engine_free_clock (self->run->engine);
  self->act = 0;
  sluice_recorder_hold_back (self, FALSE);
}

/* Inputs */

static GByteArray *
pack_input (SluiceRecorder    *self,
            const SluiceInput *input,
            guint64            steps)
{
  SluiceKept kept = { .taken = self->taken, .steps = steps };

  sluice_kept_set_input (&kept, input);
  kept.in_phase = input->at_once && sluice_run_is_interrupted (self->run);
  return sluice_kept_pack (&kept);
}

static guint64
keep_input (SluiceRecorder *self,
            GByteArray     *take)
{
  return sluice_journal_append (self->journal, SLUICE_ENTRY_INPUT, ++self->n_inputs, take);
}

void
sluice_recorder_keep (SluiceRecorder   *self,
                      const SluiceKept *kept)
{
  if (self->journal != NULL)
    keep_input (self, sluice_kept_pack (kept));
}

void
sluice_recorder_keep_stop (SluiceRecorder *self,
                           GByteArray     *take,
                           guint64         n_visits)
{
  if (self->journal != NULL)
    sluice_journal_append (self->journal, SLUICE_ENTRY_STOP, n_visits, take);
  else
    g_byte_array_unref (take);
}

void
sluice_recorder_keep_own (SluiceRecorder *self)
{
  if (self->journal != NULL)
    sluice_journal_append (self->journal, SLUICE_ENTRY_OWN, sluice_run_get_n_visits (self->run), g_byte_array_new ());
}

/* The inputs that are on disk by now; the run may use them. */
static void
kept_cb (SluiceJournal *journal,
         const GError  *error,
         gpointer       user_data)
{
  SluiceRecorder *self = user_data;
  guint64 durable = sluice_journal_get_durable (journal);

  for (GList *l = self->waiting.head; l != NULL; l = l->next)
    {
      Waiting *waiting = l->data;

      if (waiting->number > durable)
        break;
      self->kept = waiting->number;
    }
  sluice_recorder_let_go_on (self);
  sluice_run_poke (self->run);
}

/* What is used as it comes: the run does nothing with it before it is on disk (promise D2). */
static void
keep_at_once (SluiceRecorder *self,
              GByteArray     *take)
{
  guint64 number = keep_input (self, take);

  if (!sluice_run_is_live (self->run))
    return;
  if (self->act == 0)
    sluice_engine_hold_clock (self->run->engine);
  self->act = number;
  sluice_recorder_hold_back (self, TRUE);
  sluice_journal_commit (self->journal, kept_cb, self);
}

/* It need not be on disk before it is used. It is written in its turn, before anything that came later: a record that
 * has what came of it has it, too. */
static gboolean
may_come_again (SluiceRecorder    *self,
                const SluiceInput *input)
{
  double seconds;

  return g_queue_is_empty (&self->waiting) && !self->holds && sluice_input_is_foregone (input, &seconds)
         && seconds <= SHORT_WAIT;
}

static void
came_cb (SluiceRun   *run,
         SluiceInput *take_input,
         gpointer     user_data)
{
  SluiceRecorder *self = user_data;
  Waiting *waiting;
  guint64 steps = sluice_run_get_steps (run);
  gboolean is_sure;

  if (take_input->at_once)
    {
      keep_at_once (self, pack_input (self, take_input, steps));
      sluice_input_free (take_input);
      return;
    }
  is_sure = may_come_again (self, take_input);
  waiting = g_new (Waiting, 1);
  *waiting = (Waiting) { take_input, 0, steps + PATIENCE };
  self->n_inputs++;
  waiting->number = sluice_journal_append (self->journal, SLUICE_ENTRY_INPUT, self->n_inputs,
                                           pack_input (self, take_input, waiting->steps));
  g_queue_push_tail (&self->waiting, waiting);
  sluice_engine_hold_clock (run->engine);
  sluice_crash_point (SLUICE_CRASH_INPUT);
  if (is_sure)
    {
      self->kept = waiting->number;
      sluice_run_poke (run);
    }
  else
    sluice_journal_commit (self->journal, kept_cb, self);
}

static void
use_first (SluiceRecorder *self)
{
  Waiting *waiting = g_queue_pop_head (&self->waiting);

  self->taken++;
  sluice_engine_free_clock (self->run->engine);
  sluice_crash_point (SLUICE_CRASH_USE);
  sluice_input_use (waiting->input);
  waiting_free (waiting);
}

static void
turn_cb (SluiceRun       *run,
         SluiceTurnPlace  place,
         gpointer         user_data)
{
  SluiceRecorder *self = user_data;
  Waiting *first;

  if (place == SLUICE_TURN_PLACE_MIDST)
    return;
  while ((first = g_queue_peek_head (&self->waiting)) != NULL)
    {
      gboolean is_due = sluice_run_get_steps (run) >= first->steps;

      if (run->ready_first != NULL && !is_due)
        return;
      if (first->number > self->kept)
        {
          if (is_due)
            sluice_recorder_hold_back (self, TRUE);
          return;
        }
      use_first (self);
    }
}

static gboolean
begins_cb (SluiceRun    *run,
           SluiceEffect *effect,
           gpointer      user_data)
{
  return TRUE;
}

static void
clock_cb (SluiceRun *run,
          double    *now,
          gpointer   user_data)
{
  SluiceRecorder *self = user_data;
  SluiceKept kept = { .type = SLUICE_KEPT_CLOCK, .number = *now };

  keep_input (self, sluice_kept_pack (&kept));
}

/* What a person or a debugger does is used as it comes: the run is to be there again when it is. Who is held somewhere,
 * or no longer, is no matter to a run that goes on. */
void
sluice_recorder_keep_act (SluiceRecorder *self,
                          SluiceKept     *kept)
{
  kept->at_once = TRUE;
  kept->taken = self->taken;
  kept->in_phase = sluice_run_is_interrupted (self->run);
  kept->steps = sluice_run_get_steps (self->run);
  if (kept->type == SLUICE_KEPT_HOLD || (kept->type == SLUICE_KEPT_COMMAND && kept->command == SLUICE_COMMAND_RELEASE))
    keep_input (self, sluice_kept_pack (kept));
  else
    keep_at_once (self, sluice_kept_pack (kept));
  sluice_crash_point (SLUICE_CRASH_ACT);
}

static const SluiceKeeper keeper = {
  .begins = begins_cb,
  .came = came_cb,
  .turn = turn_cb,
  .clock = clock_cb,
  .pinned = sluice_recorder_pinned_cb,
  .held = sluice_recorder_held_cb,
  .commanded = sluice_recorder_commanded_cb,
};

/* A disk that takes no more */

static void
goes_on_cb (SluiceJournal *journal,
            const GError  *error,
            gpointer       user_data)
{
  SluiceRecorder *self = user_data;

  if (!self->is_stalled)
    return;
  self->is_stalled = FALSE;
  sluice_recorder_let_go_on (self);
  g_signal_emit (self, signals[RESUMED], 0);
}

static void
stalled_cb (SluiceJournal *journal,
            const GError  *error,
            gpointer       user_data)
{
  SluiceRecorder *self = user_data;

  if (!self->is_stalled)
    sluice_journal_commit (journal, goes_on_cb, self);
  self->is_stalled = TRUE;
  if (sluice_run_is_live (self->run))
    sluice_recorder_hold_back (self, TRUE);
  g_signal_emit (self, signals[STALLED], 0, error);
}

/* Life */

static void
sluice_recorder_finalize (GObject *object)
{
  SluiceRecorder *self = SLUICE_RECORDER (object);

  sluice_recorder_close (self, NULL);
  g_clear_object (&self->run);
  g_clear_pointer (&self->writer, sluice_chunk_writer_free);
  g_queue_clear_full (&self->waiting, waiting_free);
  g_free (self->path);

  G_OBJECT_CLASS (sluice_recorder_parent_class)->finalize (object);
}

static void
sluice_recorder_class_init (SluiceRecorderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sluice_recorder_finalize;

  /**
   * SluiceRecorder::stalled:
   * @self: a recorder
   * @error: why
   *
   * The disk takes no more; the run is held back. Emitted again when a retry fails.
   */
  signals[STALLED] = g_signal_new ("stalled", SLUICE_TYPE_RECORDER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, G_TYPE_ERROR | G_SIGNAL_TYPE_STATIC_SCOPE);
  /**
   * SluiceRecorder::resumed:
   * @self: a recorder
   *
   * All is on disk, and the run goes on.
   */
  signals[RESUMED] = g_signal_new ("resumed", SLUICE_TYPE_RECORDER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
  /**
   * SluiceRecorder::flushed:
   * @self: a recorder
   *
   * What had happened when sluice_recorder_flush() was called is on disk.
   */
  signals[FLUSHED] = g_signal_new ("flushed", SLUICE_TYPE_RECORDER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static void
sluice_recorder_init (SluiceRecorder *self)
{
  self->writer = sluice_chunk_writer_new (SLUICE_RECORDER_VALUE_BUDGET);
  self->max_size = SLUICE_RECORDER_MAX_SIZE;
  g_queue_init (&self->waiting);
}

SluiceRecorder *
sluice_recorder_new_quiet (SluiceRun     *run,
                           SluiceJournal *journal,
                           guint64        n_inputs,
                           gint64         time)
{
  SluiceRecorder *self = g_object_new (SLUICE_TYPE_RECORDER, NULL);

  self->run = g_object_ref (run);
  self->journal = journal != NULL ? g_object_ref (journal) : NULL;
  self->path = journal != NULL ? g_strdup (sluice_journal_get_path (journal)) : NULL;
  self->n_inputs = n_inputs;
  self->offset = time;
  sluice_recorder_watch_run (self);
  if (journal != NULL)
    sluice_journal_set_stalled_func (journal, stalled_cb, self);
  return self;
}

void
sluice_recorder_set_chunk_func (SluiceRecorder  *self,
                                SluiceChunkFunc  func,
                                guint            n_facts,
                                gpointer         user_data)
{
  self->chunk_func = func;
  self->chunk_facts = n_facts;
  self->chunk_data = user_data;
}

void
sluice_recorder_go_live (SluiceRecorder *self,
                         guint64         taken)
{
  g_return_if_fail (self->journal != NULL);

  self->is_live = TRUE;
  self->taken = taken;
  sluice_run_set_keeper (self->run, &keeper, self);
}

/**
 * sluice_recorder_new:
 * @run: a run that is not started
 * @path: where; there must be no such file
 * @info: what is run: document, flow, folder, limits
 * @error: return location for an error, of %SLUICE_JOURNAL_ERROR
 *
 * Records a run from its start. The seed of @info is given to the run.
 *
 * Returns: (transfer full) (nullable): the recorder
 */
SluiceRecorder *
sluice_recorder_new (SluiceRun               *run,
                     const char              *path,
                     const SluiceRecordInfo  *info,
                     GError                 **error)
{
  g_autoptr (SluiceJournal) journal = NULL;
  SluiceRecorder *self;

  g_return_val_if_fail (SLUICE_IS_RUN (run), NULL);
  g_return_val_if_fail (path != NULL && info != NULL, NULL);

  journal = sluice_journal_create (path, error);
  if (journal == NULL)
    return NULL;
  self = sluice_recorder_new_quiet (run, journal, 0, 0);
  sluice_recorder_begin (self, info);
  sluice_recorder_go_live (self, 0);
  return self;
}

/* The header of a new record; the run has the seed it says. */
void
sluice_recorder_begin (SluiceRecorder         *self,
                       const SluiceRecordInfo *info)
{
  g_autoptr (SluiceRecordInfo) full = sluice_record_info_copy (info);

  g_free (full->program);
  full->program = g_strdup ("sluice " SLUICE_VERSION);
  full->started = g_get_real_time ();
  sluice_value_replace (&full->store, sluice_value_ref (sluice_store_get_root (sluice_run_get_store (self->run))));
  sluice_run_set_seed (self->run, full->seed);
  sluice_journal_append (self->journal, SLUICE_ENTRY_HEADER, 0, sluice_record_info_pack (full));
  sluice_recorder_keep_pins (self, self->run);
}

/**
 * sluice_recorder_set_max_size:
 * @self: a recorder
 * @bytes: how large the record may grow; 0: without a limit. %SLUICE_RECORDER_MAX_SIZE at first
 *
 * Sets what the record may take on disk. A run goes on when it has come to that, and can be replayed and resumed as
 * ever, but of values longer than some bytes only the size and a digest are kept from there on.
 */
void
sluice_recorder_set_max_size (SluiceRecorder *self,
                              guint64         bytes)
{
  g_return_if_fail (SLUICE_IS_RECORDER (self));

  self->max_size = bytes;
}

gboolean
sluice_recorder_is_lean (SluiceRecorder *self)
{
  g_return_val_if_fail (SLUICE_IS_RECORDER (self), FALSE);

  return self->is_lean;
}

const char *
sluice_recorder_get_path (SluiceRecorder *self)
{
  g_return_val_if_fail (SLUICE_IS_RECORDER (self), NULL);

  return self->path;
}

gboolean
sluice_recorder_is_stalled (SluiceRecorder *self)
{
  g_return_val_if_fail (SLUICE_IS_RECORDER (self), FALSE);

  return self->is_stalled;
}

void
sluice_recorder_retry (SluiceRecorder *self)
{
  g_return_if_fail (SLUICE_IS_RECORDER (self));

  if (self->is_stalled)
    sluice_journal_retry (self->journal);
}

static void
flushed_cb (SluiceJournal *journal,
            const GError  *error,
            gpointer       user_data)
{
  if (error == NULL)
    g_signal_emit (user_data, signals[FLUSHED], 0);
}

/**
 * sluice_recorder_flush:
 * @self: a recorder
 *
 * Writes what has happened so far, so that a reader of the record finds it; SluiceRecorder::flushed follows.
 */
void
sluice_recorder_flush (SluiceRecorder *self)
{
  g_return_if_fail (SLUICE_IS_RECORDER (self));

  if (self->journal == NULL)
    return;
  if (self->is_live && self->chunk_func == NULL)
    sluice_recorder_finish_chunk (self);
  sluice_journal_commit (self->journal, flushed_cb, self);
}

/* Nothing of the run reaches the recorder any more. */
static void
leave_run (SluiceRecorder *self)
{
  sluice_recorder_unwatch_run (self);
  if (self->is_live)
    sluice_run_set_keeper (self->run, NULL, NULL);
  self->is_live = FALSE;
  if (self->act > 0)
    sluice_engine_free_clock (self->run->engine);
  self->act = 0;
}

/**
 * sluice_recorder_give_up:
 * @self: a recorder
 *
 * Lets the run go on unrecorded. What its record has so far can be read, but not resumed from here on.
 */
void
sluice_recorder_give_up (SluiceRecorder *self)
{
  g_return_if_fail (SLUICE_IS_RECORDER (self));

  leave_run (self);
  while (!g_queue_is_empty (&self->waiting))
    use_first (self);
  self->is_stalled = FALSE;
  sluice_recorder_hold_back (self, FALSE);
}

/**
 * sluice_recorder_close:
 * @self: a recorder
 * @error: return location for an error, of %SLUICE_JOURNAL_ERROR
 *
 * Writes what is left and lets the file go; a run that has not ended can be resumed from it. Blocks.
 *
 * Returns: whether all is on disk
 */
gboolean
sluice_recorder_close (SluiceRecorder  *self,
                       GError         **error)
{
  gboolean ok;

  g_return_val_if_fail (SLUICE_IS_RECORDER (self), FALSE);

  if (self->journal == NULL)
    {
      leave_run (self);
      return TRUE;
    }
  if (self->is_live && self->chunk_func == NULL)
    sluice_recorder_finish_chunk (self);
  leave_run (self);
  sluice_journal_set_stalled_func (self->journal, NULL, NULL);
  ok = sluice_journal_close (self->journal, error);
  g_clear_object (&self->journal);
  return ok;
}
