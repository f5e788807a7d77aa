/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The keeper of a run that is recorded.
 *
 * An input is written, and waits in a line until its commit is told; then it is used as soon as no lane
 * is ready, or after so many steps of the run that it need not wait for ever. That place is the same
 * whenever the run is had again, however fast the disk was: where the step is reached before the commit,
 * the run waits. */

#include "record/recorder-private.h"

#include "engine/engine-private.h"
#include "engine/run-private.h"
#include "engine/tape.h"
#include "record/crash.h"
#include "record/state.h"

#define CHUNK_FACTS      4096
#define CHUNK_BYTES      (256 * 1024)
#define CHUNK_AGE        250                  /* ms */
#define SNAPSHOT_BYTES   (128 * 1024)         /* of chunks between two, at least */
#define VALUE_BUDGET     (64 * 1024)
#define LEAN_BUDGET      256                  /* of one value, once the record is as large as it may be */
#define BACKLOG          (64 * 1024 * 1024)   /* not on disk: the run waits */
#define PATIENCE         2000                 /* steps that an input waits at most */

typedef struct
{
  SluiceInput *input;
  guint64      number;
  guint64      steps; /* after these at the latest */
} Waiting;

struct _SluiceRecorder
{
  GObject            parent_instance;

  SluiceRun         *run;     /* owned */
  SluiceJournal     *journal; /* owned; NULL: nothing is kept, or no longer */
  char              *path;
  SluiceChunkWriter *writer;
  guint              watch;
  GSource           *flush;   /* owned, while a chunk has facts */

  SluiceChunkFunc    chunk_func;
  gpointer           chunk_data;
  guint              chunk_facts; /* of the chunk under way */

  GQueue             waiting; /* of Waiting, owned, in order */
  guint64            n_inputs;
  guint64            kept;    /* inputs up to this one are on disk */
  guint64            taken;
  gint64             offset;  /* of times: those of a run that was resumed go on */
  guint64            since_snapshot; /* bytes of chunks */
  guint64            snapshot_size;
  guint64            max_size;   /* bytes; 0: no limit */
  gboolean           is_lean;    /* it has come to that */
  gboolean           is_live;
  gboolean           holds;   /* the run back */
  gboolean           is_stalled;
};

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

static void
hold_back (SluiceRecorder *self,
           gboolean        holds)
{
  if (self->holds == holds)
    return;
  self->holds = holds;
  sluice_run_hold_back (self->run, holds);
}

/* Chunks and snapshots */

static void
drop_flush (SluiceRecorder *self)
{
  if (self->flush == NULL)
    return;
  g_source_destroy (self->flush);
  g_clear_pointer (&self->flush, g_source_unref);
}

static void
backlog_done_cb (SluiceJournal *journal,
                 const GError  *error,
                 gpointer       user_data)
{
  SluiceRecorder *self = user_data;

  if (!self->is_stalled)
    hold_back (self, FALSE);
}

static void
keep_chunk (SluiceRecorder *self,
            GByteArray     *take,
            guint64         first_visit)
{
  if (self->journal == NULL)
    {
      g_byte_array_unref (take);
      return;
    }
  self->since_snapshot += take->len;
  sluice_journal_append (self->journal, SLUICE_ENTRY_CHUNK, first_visit, take);
  if (sluice_journal_get_backlog (self->journal) < BACKLOG || self->holds)
    return;
  hold_back (self, TRUE);
  sluice_journal_commit (self->journal, backlog_done_cb, self);
}

static void
finish_chunk (SluiceRecorder *self)
{
  guint64 first_visit = sluice_chunk_writer_get_first_visit (self->writer);
  GByteArray *chunk;

  drop_flush (self);
  if (sluice_chunk_writer_get_n_facts (self->writer) == 0)
    return;
  chunk = sluice_chunk_writer_finish (self->writer);
  if (self->chunk_func == NULL)
    {
      keep_chunk (self, chunk, first_visit);
      return;
    }
  self->chunk_facts = self->chunk_func (chunk, self->chunk_data);
  if (self->chunk_facts == 0)
    self->chunk_func = NULL;
}

static gint64
get_time (SluiceRecorder *self)
{
  return sluice_engine_get_time (self->run->engine) - self->run->started + self->offset;
}

static void
keep_snapshot (SluiceRecorder *self,
               guint64         visit)
{
  GByteArray *bytes = sluice_snapshot_pack (self->run, visit - 1, get_time (self));

  self->snapshot_size = bytes->len;
  self->since_snapshot = 0;
  sluice_journal_append (self->journal, SLUICE_ENTRY_SNAPSHOT, visit, bytes);
}

static gboolean
flush_cb (gpointer user_data)
{
  SluiceRecorder *self = user_data;

  finish_chunk (self);
  return G_SOURCE_REMOVE;
}

/* What has happened is to be seen soon by who reads along. */
static void
flush_later (SluiceRecorder *self)
{
  if (self->flush != NULL || self->chunk_func != NULL || self->journal == NULL)
    return;
  self->flush = g_timeout_source_new (CHUNK_AGE);
  g_source_set_static_name (self->flush, "[sluice] record");
  g_source_set_callback (self->flush, flush_cb, self, NULL);
  g_source_attach (self->flush, sluice_engine_get_context (self->run->engine));
}

static gboolean
is_chunk_full (SluiceRecorder *self)
{
  guint n_facts = sluice_chunk_writer_get_n_facts (self->writer);

  if (self->chunk_facts > 0)
    return n_facts >= self->chunk_facts;
  return n_facts >= CHUNK_FACTS || sluice_chunk_writer_get_size (self->writer) >= CHUNK_BYTES;
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

static void
keep_input (SluiceRecorder *self,
            GByteArray     *take)
{
  sluice_journal_append (self->journal, SLUICE_ENTRY_INPUT, ++self->n_inputs, take);
}

void
sluice_recorder_keep (SluiceRecorder   *self,
                      const SluiceKept *kept)
{
  if (self->journal != NULL)
    keep_input (self, sluice_kept_pack (kept));
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
  if (!self->is_stalled)
    hold_back (self, FALSE);
  sluice_run_poke (self->run);
}

static void
came_cb (SluiceRun   *run,
         SluiceInput *take_input,
         gpointer     user_data)
{
  SluiceRecorder *self = user_data;
  Waiting *waiting;
  guint64 steps = sluice_run_get_steps (run);

  if (take_input->at_once)
    {
      keep_input (self, pack_input (self, take_input, steps));
      sluice_input_free (take_input);
      return;
    }
  waiting = g_new (Waiting, 1);
  *waiting = (Waiting) { take_input, 0, steps + PATIENCE };
  self->n_inputs++;
  waiting->number = sluice_journal_append (self->journal, SLUICE_ENTRY_INPUT, self->n_inputs,
                                           pack_input (self, take_input, waiting->steps));
  g_queue_push_tail (&self->waiting, waiting);
  sluice_engine_hold_clock (run->engine);
  sluice_crash_point ("record-input");
  sluice_journal_commit (self->journal, kept_cb, self);
}

static void
use_first (SluiceRecorder *self)
{
  Waiting *waiting = g_queue_pop_head (&self->waiting);

  self->taken++;
  sluice_engine_free_clock (self->run->engine);
  sluice_crash_point ("record-use");
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
            hold_back (self, TRUE);
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

/* What a person or a debugger does is used as it comes: the run is to be there again when it is. */
void
sluice_recorder_keep_act (SluiceRecorder *self,
                          SluiceKept     *kept)
{
  kept->at_once = TRUE;
  kept->taken = self->taken;
  kept->in_phase = sluice_run_is_interrupted (self->run);
  kept->steps = sluice_run_get_steps (self->run);
  keep_input (self, sluice_kept_pack (kept));
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

/* Events */

void
sluice_recorder_end (SluiceRecorder *self)
{
  if (self->journal == NULL)
    return;
  sluice_journal_append (self->journal, SLUICE_ENTRY_END, 0, sluice_record_end_pack (self->run, get_time (self)));
  sluice_journal_commit (self->journal, backlog_done_cb, self);
}

/* A chunk that is full is handed on; a snapshot comes before the first visit of the next. */
static void
begin_next_chunk (SluiceRecorder *self,
                  guint64         visit)
{
  finish_chunk (self);
  if (G_UNLIKELY (self->max_size > 0 && !self->is_lean && self->journal != NULL
                  && sluice_journal_get_size (self->journal) >= self->max_size))
    {
      self->is_lean = TRUE;
      sluice_chunk_writer_set_value_budget (self->writer, LEAN_BUDGET);
    }
  if (self->journal != NULL && self->chunk_func == NULL && visit != 0 && !self->is_lean
      && self->since_snapshot >= MAX (SNAPSHOT_BYTES, self->snapshot_size))
    keep_snapshot (self, visit);
}

/* Before a fact; @visit is the one it begins, if it does. */
static inline void
make_room (SluiceRecorder *self,
           guint64         visit)
{
  if (G_UNLIKELY (is_chunk_full (self)))
    begin_next_chunk (self, visit);
  if (G_UNLIKELY (self->flush == NULL))
    flush_later (self);
}

static void
visit_started_cb (SluiceLane *lane,
                  gint64      time,
                  gpointer    user_data)
{
  SluiceRecorder *self = user_data;

  make_room (self, lane->visit->serial);
  sluice_chunk_writer_add_visit_started (self->writer, lane, time + self->offset);
}

static void
visit_ended_cb (SluiceLane *lane,
                gint64      time,
                gpointer    user_data)
{
  SluiceRecorder *self = user_data;

  make_room (self, 0);
  sluice_chunk_writer_add_visit_ended (self->writer, lane, time + self->offset);
}

static void
phase_ended_cb (SluiceLane        *lane,
                SluicePhase        phase,
                const SluiceValue *value,
                const GError      *error,
                gint64             time,
                gpointer           user_data)
{
  SluiceRecorder *self = user_data;

  make_room (self, 0);
  sluice_chunk_writer_add_phase (self->writer, lane, phase, value, error, time + self->offset);
}

static void
mocked_cb (SluiceLane        *lane,
           const SluiceValue *value,
           gint64             time,
           gpointer           user_data)
{
  SluiceRecorder *self = user_data;

  make_room (self, 0);
  sluice_chunk_writer_add_mocked (self->writer, lane, value, time + self->offset);
}

static void
changed_cb (SluiceRun          *run,
            const SluiceChange *change,
            const SluiceAuthor *author,
            gint64              time,
            gpointer            user_data)
{
  SluiceRecorder *self = user_data;

  if (G_UNLIKELY (author->person) && self->is_live)
    sluice_recorder_keep_change (self, change);
  make_room (self, 0);
  sluice_chunk_writer_add_patch (self->writer, author, change, time + self->offset);
}

static const SluiceTape tape = { visit_started_cb, visit_ended_cb, phase_ended_cb, mocked_cb, changed_cb };

static void
event_cb (SluiceRun         *run,
          const SluiceEvent *event,
          gpointer           user_data)
{
  SluiceRecorder *self = user_data;

  make_room (self, 0);
  sluice_chunk_writer_add (self->writer, event, event->time + self->offset);
  if (event->type == SLUICE_EVENT_RUN_ENDED)
    {
      finish_chunk (self);
      if (self->is_live)
        sluice_recorder_end (self);
    }
}

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
  hold_back (self, FALSE);
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
    hold_back (self, TRUE);
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
  self->writer = sluice_chunk_writer_new (VALUE_BUDGET);
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
  self->watch = sluice_run_watch (run, SLUICE_FACT_MASK & ~SLUICE_TAPE_MASK, event_cb, self, NULL);
  sluice_run_set_tape (run, &tape, self);
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
    finish_chunk (self);
  sluice_journal_commit (self->journal, flushed_cb, self);
}

/* Nothing of the run reaches the recorder any more. */
static void
leave_run (SluiceRecorder *self)
{
  drop_flush (self);
  if (self->watch != 0 && self->run != NULL)
    {
      sluice_run_unwatch (self->run, self->watch);
      sluice_run_set_tape (self->run, NULL, NULL);
    }
  self->watch = 0;
  if (self->is_live)
    sluice_run_set_keeper (self->run, NULL, NULL);
  self->is_live = FALSE;
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
  hold_back (self, FALSE);
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
    finish_chunk (self);
  leave_run (self);
  sluice_journal_set_stalled_func (self->journal, NULL, NULL);
  ok = sluice_journal_close (self->journal, error);
  g_clear_object (&self->journal);
  return ok;
}
