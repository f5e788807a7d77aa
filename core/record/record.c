/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A record that is read: it stands at a place, behind a fact, and has the state that the run had there.
 * To go to a place is to take the snapshot before it and the facts from there on; states are kept now
 * and then once they were met, which costs little, as stores share what is the same. */

#include "record/record.h"

#include <string.h>

#include "record/entries.h"
#include "record/state.h"

#define KNOWN_EVERY 256                 /* facts */
#define KNOWN_BYTES (64 * 1024 * 1024)  /* of chunks that are kept */
#define MAX_GAP     65536               /* visits that may be missing before one */

/* A place that was met: where a chunk begins, and now and then in it. */
typedef struct
{
  guint64           serial; /* of the chunk */
  SluiceChunkMark   mark;
  SluiceRecordState state;
} KnownState;

struct _SluiceRecord
{
  GObject              parent_instance;

  char                *path;
  SluiceJournalReader *reader;
  SluiceRecordInfo    *info;
  char                *damage;
  gboolean             has_ended;
  SluiceRunState       end_state;
  char                *end_action;
  char                *end_error;
  gint64               end_time;
  guint64              n_visits;
  guint64              n_inputs;

  SluiceRecordState    state;  /* at the place */
  SluiceChunk         *chunk;  /* in chunks: the place is in it; NULL: before the first, or behind the last */
  GHashTable          *chunks; /* serial → SluiceChunk, owned */
  gsize                n_bytes;/* of those */
  guint64              serial; /* of the last entry that was read */
  gboolean             is_set;
  SluiceFact           fact;   /* read, not yet told: seeking has met it */
  gboolean             has_fact;
  char                *stop_texts[SLUICE_STOP_TEXTS]; /* owned: of the last stop that was met */
  GBytes              *stop;   /* owned: the same, as it is kept; NULL: none was met */
  GArray              *known;  /* of KnownState, in order */
};

G_DEFINE_QUARK (sluice-record-error-quark, sluice_record_error)
G_DEFINE_FINAL_TYPE (SluiceRecord, sluice_record, G_TYPE_OBJECT)

static void
clear_known (gpointer data)
{
  sluice_record_state_clear (&((KnownState *) data)->state);
}

static void
note_damage (SluiceRecord *self,
             const char   *what)
{
  if (self->damage == NULL)
    self->damage = g_strdup (what);
}

/* Opening */

static void
read_end (SluiceRecord *self,
          GBytes       *bytes)
{
  SluiceUnpack in;

  sluice_unpack_init (&in, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  self->end_state = (SluiceRunState) sluice_unpack_uint (&in);
  g_free (self->end_action);
  self->end_action = sluice_unpack_text (&in, NULL);
  g_free (self->end_error);
  self->end_error = sluice_unpack_text (&in, NULL);
  self->end_time = sluice_unpack_time (&in);
  self->n_visits = sluice_unpack_uint (&in);
  self->has_ended = sluice_unpack_ok (&in) && self->end_state <= SLUICE_RUN_CANCELLED;
}

/* The last entry of a kind, wherever it is. */
static gboolean
read_last (SluiceRecord       *self,
           guint               kind,
           SluiceJournalEntry *entry)
{
  if (!sluice_journal_reader_seek (self->reader, kind, G_MAXINT64))
    return FALSE;
  return sluice_journal_reader_next (self->reader, entry, NULL);
}

/* A run that has not ended has as many visits, and as much time, as its last chunk tells. */
static void
read_last_chunk (SluiceRecord *self)
{
  g_auto (SluiceJournalEntry) entry = { 0 };
  g_autoptr (SluiceChunk) chunk = NULL;
  SluiceFact fact;

  if (!read_last (self, SLUICE_ENTRY_CHUNK, &entry))
    return;
  self->n_visits = entry.key - 1;
  chunk = sluice_chunk_new (entry.bytes);
  while (chunk != NULL && sluice_chunk_next (chunk, &fact))
    {
      self->end_time = fact.time;
      if (fact.type == SLUICE_EVENT_VISIT_STARTED)
        self->n_visits = MAX (self->n_visits, fact.visit);
      sluice_fact_clear (&fact);
    }
}

static gboolean
read_header (SluiceRecord  *self,
             GError       **error)
{
  g_auto (SluiceJournalEntry) entry = { 0 };
  g_autoptr (GError) problem = NULL;

  if (sluice_journal_reader_next (self->reader, &entry, &problem) && entry.kind == SLUICE_ENTRY_HEADER)
    self->info = sluice_record_info_unpack (entry.bytes);
  if (self->info != NULL)
    return TRUE;
  if (problem != NULL)
    g_propagate_error (error, g_steal_pointer (&problem));
  else
    g_set_error (error, SLUICE_RECORD_ERROR, SLUICE_RECORD_ERROR_EMPTY,
                 "The record %s does not say what was run: it ended before anything was kept.", self->path);
  return FALSE;
}

static void
read_ends (SluiceRecord *self)
{
  g_auto (SluiceJournalEntry) last_input = { 0 };
  g_auto (SluiceJournalEntry) end = { 0 };

  if (read_last (self, SLUICE_ENTRY_INPUT, &last_input))
    self->n_inputs = last_input.key;
  if (read_last (self, SLUICE_ENTRY_END, &end))
    read_end (self, end.bytes);
  if (!self->has_ended)
    {
      self->end_state = SLUICE_RUN_RUNNING;
      read_last_chunk (self);
    }
}

/**
 * sluice_record_open:
 * @path: a record
 * @error: return location for an error, of %SLUICE_JOURNAL_ERROR or %SLUICE_RECORD_ERROR
 *
 * Opens a record to look at it, also while the run goes on. A damaged one opens up to the damage.
 *
 * Returns: (transfer full) (nullable): the record, before its first fact
 */
SluiceRecord *
sluice_record_open (const char  *path,
                    GError     **error)
{
  g_autoptr (SluiceRecord) self = NULL;

  g_return_val_if_fail (path != NULL, NULL);

  self = g_object_new (SLUICE_TYPE_RECORD, NULL);
  self->path = g_strdup (path);
  self->reader = sluice_journal_reader_new (path, error);
  if (self->reader == NULL || !read_header (self, error))
    return NULL;
  read_ends (self);
  if (!sluice_record_seek (self, 0, error))
    return NULL;
  return g_steal_pointer (&self);
}

const char *
sluice_record_get_path (SluiceRecord *self)
{
  g_return_val_if_fail (SLUICE_IS_RECORD (self), NULL);

  return self->path;
}

const SluiceRecordInfo *
sluice_record_get_info (SluiceRecord *self)
{
  g_return_val_if_fail (SLUICE_IS_RECORD (self), NULL);

  return self->info;
}

gboolean
sluice_record_has_ended (SluiceRecord *self)
{
  g_return_val_if_fail (SLUICE_IS_RECORD (self), FALSE);

  return self->has_ended;
}

SluiceRunState
sluice_record_get_state (SluiceRecord *self)
{
  g_return_val_if_fail (SLUICE_IS_RECORD (self), SLUICE_RUN_READY);

  return self->end_state;
}

const char *
sluice_record_get_action (SluiceRecord *self)
{
  g_return_val_if_fail (SLUICE_IS_RECORD (self), NULL);

  return self->end_action;
}

const char *
sluice_record_get_error (SluiceRecord *self)
{
  g_return_val_if_fail (SLUICE_IS_RECORD (self), NULL);

  return self->end_error;
}

gint64
sluice_record_get_time (SluiceRecord *self)
{
  g_return_val_if_fail (SLUICE_IS_RECORD (self), 0);

  return self->end_time;
}

guint64
sluice_record_get_n_visits (SluiceRecord *self)
{
  g_return_val_if_fail (SLUICE_IS_RECORD (self), 0);

  return self->n_visits;
}

guint64
sluice_record_get_n_inputs (SluiceRecord *self)
{
  g_return_val_if_fail (SLUICE_IS_RECORD (self), 0);

  return self->n_inputs;
}

const char *
sluice_record_get_damage (SluiceRecord *self)
{
  g_return_val_if_fail (SLUICE_IS_RECORD (self), NULL);

  return self->damage;
}

/* Moving */

static void
drop_place (SluiceRecord *self)
{
  if (self->has_fact)
    sluice_fact_clear (&self->fact);
  self->has_fact = FALSE;
  self->chunk = NULL;
  sluice_record_state_clear (&self->state);
}

/* Where a place is among those known, or would be. */
static guint
find_place (SluiceRecord *self,
            guint64       serial,
            guint         n_read)
{
  guint first = 0, last = self->known->len;

  while (first < last)
    {
      guint middle = (first + last) / 2;
      KnownState *known = &g_array_index (self->known, KnownState, middle);

      if (known->serial < serial || (known->serial == serial && known->mark.n_read < n_read))
        first = middle + 1;
      else
        last = middle;
    }
  return first;
}

/* The state here is worth keeping. */
static void
keep_state (SluiceRecord *self)
{
  KnownState known = { .serial = self->serial };
  guint at;

  sluice_chunk_get_mark (self->chunk, &known.mark);
  at = find_place (self, known.serial, known.mark.n_read);
  if (at < self->known->len && g_array_index (self->known, KnownState, at).serial == known.serial
      && g_array_index (self->known, KnownState, at).mark.n_read == known.mark.n_read)
    return;
  sluice_record_state_copy (&known.state, &self->state);
  g_array_insert_val (self->known, at, known);
}

/* Everything that was met is forgotten before it becomes too much. */
static void
make_room (SluiceRecord *self,
           gsize         n_bytes)
{
  if (self->n_bytes + n_bytes > KNOWN_BYTES)
    {
      g_array_set_size (self->known, 0);
      g_hash_table_remove_all (self->chunks);
      self->n_bytes = 0;
    }
  self->n_bytes += n_bytes;
}

static SluiceChunk *
get_chunk (SluiceRecord       *self,
           SluiceJournalEntry *entry)
{
  SluiceChunk *chunk = g_hash_table_lookup (self->chunks, &entry->serial);

  if (chunk != NULL)
    {
      sluice_chunk_rewind (chunk);
      return chunk;
    }
  chunk = sluice_chunk_new (entry->bytes);
  if (chunk == NULL)
    return NULL;
  make_room (self, sluice_chunk_get_size (chunk));
  g_hash_table_insert (self->chunks, g_memdup2 (&entry->serial, sizeof entry->serial), chunk);
  return chunk;
}

/* Goes on to the next chunk, or to a stop before it. FALSE: there is none, or none that makes sense. */
static gboolean
next_chunk (SluiceRecord *self)
{
  SluiceJournalEntry entry;
  g_autoptr (GError) error = NULL;
  gboolean is_chunk = FALSE;

  self->chunk = NULL;
  while (!is_chunk && !self->has_fact && sluice_journal_reader_next (self->reader, &entry, &error))
    {
      self->serial = entry.serial;
      is_chunk = entry.kind == SLUICE_ENTRY_CHUNK;
      if (entry.kind == SLUICE_ENTRY_STOP)
        {
          self->has_fact = sluice_stop_unpack (entry.bytes, &self->fact, self->stop_texts);
          g_clear_pointer (&self->stop, g_bytes_unref);
          self->stop = g_bytes_ref (entry.bytes);
        }
      if (is_chunk)
        self->chunk = get_chunk (self, &entry);
      if (is_chunk && self->chunk == NULL)
        note_damage (self, "A part of the record makes no sense; what comes before it does.");
      sluice_journal_entry_clear (&entry);
    }
  if (error != NULL)
    note_damage (self, error->message);
  return self->chunk != NULL || self->has_fact;
}

/* A visit with a number that none can have yet: who keeps something of each would keep it of millions. */
static gboolean
is_far_off (SluiceRecord *self)
{
  return self->fact.type == SLUICE_EVENT_VISIT_STARTED && self->fact.visit > self->state.visit
         && self->fact.visit - self->state.visit > MAX_GAP;
}

static gboolean
next_fact (SluiceRecord *self)
{
  if (self->has_fact)
    return TRUE;
  if (self->chunk != NULL && sluice_chunk_get_n_read (self->chunk) % KNOWN_EVERY == 0)
    keep_state (self);
  while (self->chunk == NULL || !sluice_chunk_next (self->chunk, &self->fact))
    {
      if (!next_chunk (self))
        return FALSE;
      if (self->has_fact)
        return TRUE;
      keep_state (self);
    }
  if (is_far_off (self))
    {
      note_damage (self, "What is recorded there does not follow from what was before it.");
      return FALSE;
    }
  self->has_fact = TRUE;
  return TRUE;
}

static void
pass_fact (SluiceRecord *self)
{
  if (!sluice_record_state_apply (&self->state, &self->fact))
    note_damage (self, "What is recorded there does not follow from what was before it.");
}

/* To the beginning of the record. */
static void
go_to_start (SluiceRecord *self)
{
  drop_place (self);
  sluice_record_state_init (&self->state, self->info->store);
  sluice_journal_reader_rewind (self->reader);
  self->serial = 0;
}

/* The last known place before a visit begins; NULL: there is none. Visits grow with the places. */
static KnownState *
find_known (SluiceRecord *self,
            guint64       visit)
{
  guint first = 0, last = self->known->len;

  while (first < last)
    {
      guint middle = (first + last) / 2;

      if (g_array_index (self->known, KnownState, middle).state.visit < visit)
        first = middle + 1;
      else
        last = middle;
    }
  return first > 0 ? &g_array_index (self->known, KnownState, first - 1) : NULL;
}

static void
go_to_known (SluiceRecord *self,
             KnownState   *known)
{
  drop_place (self);
  sluice_record_state_copy (&self->state, &known->state);
  sluice_journal_reader_stand_after (self->reader, known->serial);
  self->serial = known->serial;
  self->chunk = g_hash_table_lookup (self->chunks, &known->serial);
  sluice_chunk_go_to (self->chunk, &known->mark);
}

/* FALSE: there is no snapshot before the visit, or it makes no sense. */
static gboolean
go_to_snapshot (SluiceRecord *self,
                guint64       visit,
                guint64       after)
{
  g_auto (SluiceJournalEntry) entry = { 0 };
  SluiceRecordState state;

  if (!sluice_journal_reader_seek (self->reader, SLUICE_ENTRY_SNAPSHOT, visit)
      || !sluice_journal_reader_next (self->reader, &entry, NULL) || entry.serial <= after
      || !sluice_record_state_unpack (&state, entry.bytes))
    return FALSE;
  drop_place (self);
  self->state = state;
  self->serial = entry.serial;
  return TRUE;
}

/* To the nearest place before @visit from where facts lead to it. What is known and close is better
 * than a snapshot, which has to be read. */
static void
go_before (SluiceRecord *self,
           guint64       visit)
{
  KnownState *known = find_known (self, visit);
  gboolean is_close = known != NULL && visit - known->state.visit <= KNOWN_EVERY;

  if (!is_close && visit > 0 && go_to_snapshot (self, visit, known != NULL ? known->serial : 0))
    return;
  if (known != NULL)
    go_to_known (self, known);
  else
    go_to_start (self);
}

static gboolean
is_beginning (const SluiceFact *fact,
              guint64           visit)
{
  return fact->type == SLUICE_EVENT_VISIT_STARTED && fact->visit == visit;
}

/**
 * sluice_record_seek:
 * @self: a record
 * @visit: a visit, from 1; 0: before all
 * @error: return location for %SLUICE_RECORD_ERROR_NO_VISIT
 *
 * Goes to the place where a visit begins: what is had there is as its prep was to see it.
 *
 * Returns: whether there is such a visit
 */
gboolean
sluice_record_seek (SluiceRecord  *self,
                    guint64        visit,
                    GError       **error)
{
  g_return_val_if_fail (SLUICE_IS_RECORD (self), FALSE);

  if (!self->is_set || visit <= self->state.visit)
    go_before (self, visit);
  else if (visit - self->state.visit > KNOWN_EVERY / 8)
    go_before (self, visit);
  self->is_set = TRUE;
  while (visit > 0 && next_fact (self))
    {
      gboolean is_there = is_beginning (&self->fact, visit);

      pass_fact (self);
      self->has_fact = FALSE;
      sluice_fact_clear (&self->fact);
      if (is_there)
        return TRUE;
    }
  if (visit == 0)
    return TRUE;
  g_set_error (error, SLUICE_RECORD_ERROR, SLUICE_RECORD_ERROR_NO_VISIT,
               "The record %s has no visit %" G_GUINT64_FORMAT "%s%s", self->path, visit,
               self->damage != NULL ? ": " : ".", self->damage != NULL ? self->damage : "");
  return FALSE;
}

/**
 * sluice_record_seek_end:
 * @self: a record
 * @error: return location for an error
 *
 * Goes behind the last fact.
 *
 * Returns: whether that is the end, and not where the record is damaged
 */
gboolean
sluice_record_seek_end (SluiceRecord  *self,
                        GError       **error)
{
  g_return_val_if_fail (SLUICE_IS_RECORD (self), FALSE);

  go_before (self, G_MAXINT64);
  self->is_set = TRUE;
  while (next_fact (self))
    {
      pass_fact (self);
      self->has_fact = FALSE;
      sluice_fact_clear (&self->fact);
    }
  if (self->damage == NULL)
    return TRUE;
  g_set_error_literal (error, SLUICE_RECORD_ERROR, SLUICE_RECORD_ERROR_DAMAGED, self->damage);
  return FALSE;
}

/**
 * sluice_record_step: (skip)
 * @self: a record
 * @fact: (out caller-allocates) (optional): what was passed; its texts are valid until the next call
 * @error: return location for an error
 *
 * Passes the next fact.
 *
 * Returns: whether there was one; without an error the record ends
 */
gboolean
sluice_record_step (SluiceRecord  *self,
                    SluiceFact    *fact,
                    GError       **error)
{
  gboolean was_damaged = self->damage != NULL;

  g_return_val_if_fail (SLUICE_IS_RECORD (self), FALSE);

  if (!next_fact (self))
    {
      if (!was_damaged && self->damage != NULL)
        g_set_error_literal (error, SLUICE_RECORD_ERROR, SLUICE_RECORD_ERROR_DAMAGED, self->damage);
      return FALSE;
    }
  pass_fact (self);
  self->has_fact = FALSE;
  if (fact != NULL)
    *fact = self->fact;
  else
    sluice_fact_clear (&self->fact);
  return TRUE;
}

guint64
sluice_record_get_visit (SluiceRecord *self)
{
  g_return_val_if_fail (SLUICE_IS_RECORD (self), 0);

  return self->state.visit;
}

/**
 * sluice_record_dup_sight: (skip)
 * @self: a record
 *
 * Returns: (transfer full): what could be named at the stop that sluice_record_step() told last: an object, as
 *   sluice_sight_read() makes it, with lists "not-kept" of the names whose values were too large; null: the version
 *   that recorded it did not keep it
 */
SluiceValue
sluice_record_dup_sight (SluiceRecord *self)
{
  g_return_val_if_fail (SLUICE_IS_RECORD (self), sluice_value_null ());

  return self->stop != NULL ? sluice_stop_unpack_sight (self->stop) : sluice_value_null ();
}

gint64
sluice_record_get_place_time (SluiceRecord *self)
{
  g_return_val_if_fail (SLUICE_IS_RECORD (self), 0);

  return self->state.time;
}

SluiceValue
sluice_record_get_store (SluiceRecord *self)
{
  g_return_val_if_fail (SLUICE_IS_RECORD (self), sluice_value_null ());

  return self->state.store;
}

SluiceValue
sluice_record_get_queues (SluiceRecord *self)
{
  g_return_val_if_fail (SLUICE_IS_RECORD (self), sluice_value_null ());

  return self->state.queues;
}

gboolean
sluice_record_is_store_whole (SluiceRecord *self)
{
  g_return_val_if_fail (SLUICE_IS_RECORD (self), FALSE);

  return self->state.whole;
}

GPtrArray *
sluice_record_get_lanes (SluiceRecord *self)
{
  g_return_val_if_fail (SLUICE_IS_RECORD (self), NULL);

  return self->state.lanes;
}

/**
 * sluice_record_find_visit:
 * @self: a record
 * @time: µs since the run started
 *
 * Finds the visit that a time belongs to. The place of the record moves.
 *
 * Returns: the last visit that has begun by then; 0: none has
 */
guint64
sluice_record_find_visit (SluiceRecord *self,
                          gint64        time)
{
  guint64 first = 0;
  guint64 last;

  g_return_val_if_fail (SLUICE_IS_RECORD (self), 0);

  last = self->n_visits;
  while (first < last)
    {
      guint64 middle = last - (last - first) / 2;

      if (sluice_record_seek (self, middle, NULL) && self->state.time <= time)
        first = middle;
      else
        last = middle - 1;
    }
  return first;
}

static void
sluice_record_finalize (GObject *object)
{
  SluiceRecord *self = SLUICE_RECORD (object);

  drop_place (self);
  g_array_unref (self->known);
  g_hash_table_unref (self->chunks);
  g_clear_object (&self->reader);
  g_clear_pointer (&self->info, sluice_record_info_free);
  g_free (self->damage);
  for (guint i = 0; i < SLUICE_STOP_TEXTS; i++)
    g_free (self->stop_texts[i]);
  g_clear_pointer (&self->stop, g_bytes_unref);
  g_free (self->end_action);
  g_free (self->end_error);
  g_free (self->path);

  G_OBJECT_CLASS (sluice_record_parent_class)->finalize (object);
}

static void
sluice_record_class_init (SluiceRecordClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sluice_record_finalize;
}

static void
sluice_record_init (SluiceRecord *self)
{
  self->known = g_array_new (FALSE, TRUE, sizeof (KnownState));
  g_array_set_clear_func (self->known, clear_known);
  self->chunks = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, (GDestroyNotify) sluice_chunk_free);
}
