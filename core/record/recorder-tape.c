/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What happens in a run, as a recorder keeps it: facts in chunks, a snapshot now and then between two of them, and the
 * stops of a debugger. This runs for every event of a run that is recorded. */

#include "record/recorder-private.h"

#include "engine/engine-private.h"
#include "engine/run-private.h"
#include "engine/tape.h"
#include "record/state.h"

#define CHUNK_FACTS      4096
#define CHUNK_BYTES      (256 * 1024)
#define CHUNK_AGE        250                  /* ms */
#define SNAPSHOT_BYTES   (128 * 1024)         /* of chunks between two, at least */
#define LEAN_BUDGET      256                  /* of one value, once the record is as large as it may be */
#define BACKLOG          (64 * 1024 * 1024)   /* not on disk: the run waits */

/* Chunks and snapshots */

void
sluice_recorder_drop_flush (SluiceRecorder *self)
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

  sluice_recorder_let_go_on (self);
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
  sluice_recorder_hold_back (self, TRUE);
  sluice_journal_commit (self->journal, backlog_done_cb, self);
}

void
sluice_recorder_finish_chunk (SluiceRecorder *self)
{
  guint64 first_visit = sluice_chunk_writer_get_first_visit (self->writer);
  GByteArray *chunk;

  sluice_recorder_drop_flush (self);
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

/* A chunk that is compared is complete before a fact behind it comes. */
void
sluice_recorder_compare_chunk (SluiceRecorder *self)
{
  if (self->chunk_func != NULL && sluice_chunk_writer_is_full (self->writer, self->chunk_facts, G_MAXSIZE))
    sluice_recorder_finish_chunk (self);
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

  sluice_recorder_finish_chunk (self);
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
  if (G_UNLIKELY (self->chunk_facts > 0))
    return sluice_chunk_writer_is_full (self->writer, self->chunk_facts, G_MAXSIZE);
  return sluice_chunk_writer_is_full (self->writer, CHUNK_FACTS, CHUNK_BYTES);
}

/* Events */

void
sluice_recorder_end (SluiceRecorder *self)
{
  if (self->journal == NULL)
    return;
  sluice_journal_append (self->journal, SLUICE_ENTRY_END, 0, sluice_record_end_pack (self->run, get_time (self)));
  sluice_journal_commit (self->journal, backlog_done_cb, self);
}

/* What is written has grown. */
static void
note_size (SluiceRecorder *self)
{
  if (G_UNLIKELY (self->max_size > 0 && !self->is_lean && self->journal != NULL
                  && sluice_journal_get_size (self->journal) >= self->max_size))
    {
      self->is_lean = TRUE;
      sluice_chunk_writer_set_value_budget (self->writer, LEAN_BUDGET);
    }
  self->is_due = self->journal != NULL && self->chunk_func == NULL && !self->is_lean
                 && self->since_snapshot >= MAX (SNAPSHOT_BYTES, self->snapshot_size);
}

/* A chunk that is full is handed on. A snapshot comes before a visit, the next one to begin if none does here. */
static void
begin_next_chunk (SluiceRecorder *self,
                  guint64         visit)
{
  sluice_recorder_finish_chunk (self);
  note_size (self);
  if (!self->is_due || visit == 0)
    return;
  self->is_due = FALSE;
  keep_snapshot (self, visit);
}

/* Before a fact; @visit is the one it begins, if it does. */
static inline void
make_room (SluiceRecorder *self,
           guint64         visit)
{
  if (G_UNLIKELY (is_chunk_full (self) || (visit != 0 && self->is_due)))
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

/* A stop is no part of what the run does: a replay, which nobody stops, has the same facts. So it is an entry of its
 * own, behind all that was before it. */
static void
keep_stop (SluiceRecorder    *self,
           const SluiceEvent *event)
{
  GByteArray *stop;

  if (!self->is_live || self->journal == NULL)
    return;
  sluice_recorder_finish_chunk (self);
  note_size (self);
  stop = sluice_stop_pack (event, event->time + self->offset,
                           self->is_lean ? LEAN_BUDGET : SLUICE_RECORDER_VALUE_BUDGET);
  self->since_snapshot += stop->len;
  sluice_journal_append (self->journal, SLUICE_ENTRY_STOP, sluice_run_get_n_visits (self->run), stop);
  sluice_journal_commit (self->journal, backlog_done_cb, self);
}

static void
event_cb (SluiceRun         *run,
          const SluiceEvent *event,
          gpointer           user_data)
{
  SluiceRecorder *self = user_data;

  if (event->type == SLUICE_EVENT_STOP)
    {
      keep_stop (self, event);
      return;
    }
  make_room (self, 0);
  sluice_chunk_writer_add (self->writer, event, event->time + self->offset);
  if (event->type == SLUICE_EVENT_RUN_ENDED)
    {
      sluice_recorder_finish_chunk (self);
      if (self->is_live)
        sluice_recorder_end (self);
    }
}

void
sluice_recorder_watch_run (SluiceRecorder *self)
{
  guint mask = SLUICE_FACT_MASK & ~SLUICE_TAPE_MASK;

  self->watch = sluice_run_watch (self->run, mask | SLUICE_EVENT_MASK (SLUICE_EVENT_STOP), event_cb, self, NULL);
  sluice_run_set_tape (self->run, &tape, self);
}

void
sluice_recorder_unwatch_run (SluiceRecorder *self)
{
  sluice_recorder_drop_flush (self);
  if (self->watch != 0 && self->run != NULL)
    {
      sluice_run_unwatch (self->run, self->watch);
      sluice_run_set_tape (self->run, NULL, NULL);
    }
  self->watch = 0;
}
