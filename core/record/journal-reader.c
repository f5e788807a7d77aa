/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The reading side of a journal: entries in order, from any place, up to where they make no sense
 * (promise D3). A journal that is being written is read as far as it was committed. */

#include "record/journal-private.h"

struct _SluiceJournalReader
{
  GObject       parent_instance;

  char         *path;
  sqlite3      *database;
  sqlite3_stmt *next; /* from a serial on */
  sqlite3_stmt *find;
  guint64       last; /* serial of the entry before; 0: it stands at the first */
  gboolean      is_bound;
};

G_DEFINE_FINAL_TYPE (SluiceJournalReader, sluice_journal_reader, G_TYPE_OBJECT)

void
sluice_journal_entry_clear (SluiceJournalEntry *entry)
{
  g_clear_pointer (&entry->bytes, g_bytes_unref);
}

/**
 * sluice_journal_reader_new: (skip)
 * @path: the file of a journal
 * @error: return location for an error, of %SLUICE_JOURNAL_ERROR
 *
 * Opens a journal to read it; it stands at the first entry.
 *
 * Returns: (transfer full) (nullable): the reader
 */
SluiceJournalReader *
sluice_journal_reader_new (const char  *path,
                           GError     **error)
{
  g_autoptr (SluiceJournalReader) self = g_object_new (SLUICE_TYPE_JOURNAL_READER, NULL);

  self->path = g_strdup (path);
  self->database = sluice_journal_database_open (path, SLUICE_JOURNAL_READ, error);
  if (self->database == NULL)
    return NULL;
  if (sqlite3_prepare_v2 (self->database,
                          "SELECT serial, kind, key, sum, bytes FROM entry WHERE serial > ? ORDER BY serial", -1,
                          &self->next, NULL) != SQLITE_OK
      || sqlite3_prepare_v2 (self->database,
                             "SELECT serial FROM entry WHERE kind = ? AND key <= ?"
                             " ORDER BY key DESC, serial DESC LIMIT 1", -1, &self->find, NULL) != SQLITE_OK)
    {
      sluice_journal_set_error (error, self->database, path);
      return NULL;
    }
  return g_steal_pointer (&self);
}

void
sluice_journal_reader_stand_after (SluiceJournalReader *self,
                                   guint64              serial)
{
  sqlite3_reset (self->next);
  self->is_bound = FALSE;
  self->last = serial;
}

void
sluice_journal_reader_rewind (SluiceJournalReader *self)
{
  g_return_if_fail (SLUICE_IS_JOURNAL_READER (self));

  sluice_journal_reader_stand_after (self, 0);
}

/**
 * sluice_journal_reader_seek: (skip)
 * @self: a reader
 * @kind: what sort of entry
 * @key: where it belongs, or after
 *
 * Goes to the last entry of that kind that belongs at @key or before. Entries of a kind are appended
 * with keys that grow.
 *
 * Returns: whether there is one
 */
gboolean
sluice_journal_reader_seek (SluiceJournalReader *self,
                            guint                kind,
                            guint64              key)
{
  gboolean found;

  g_return_val_if_fail (SLUICE_IS_JOURNAL_READER (self), FALSE);

  sqlite3_bind_int (self->find, 1, (int) kind);
  sqlite3_bind_int64 (self->find, 2, (sqlite3_int64) MIN (key, (guint64) G_MAXINT64));
  found = sqlite3_step (self->find) == SQLITE_ROW;
  if (found)
    sluice_journal_reader_stand_after (self, (guint64) sqlite3_column_int64 (self->find, 0) - 1);
  sqlite3_reset (self->find);
  return found;
}

static gboolean
read_row (SluiceJournalReader  *self,
          SluiceJournalEntry   *entry,
          GError              **error)
{
  const void *bytes = sqlite3_column_blob (self->next, 4);
  gsize n_bytes = (gsize) sqlite3_column_bytes (self->next, 4);
  guint64 serial = (guint64) sqlite3_column_int64 (self->next, 0);
  guint kind = (guint) sqlite3_column_int (self->next, 1);
  guint64 key = (guint64) sqlite3_column_int64 (self->next, 2);

  if (serial != self->last + 1
      || (guint32) sqlite3_column_int64 (self->next, 3) != sluice_journal_sum (kind, key, bytes, n_bytes))
    {
      g_set_error (error, SLUICE_JOURNAL_ERROR, SLUICE_JOURNAL_ERROR_DAMAGED,
                   "The record %s is damaged after entry %" G_GUINT64_FORMAT ".", self->path, self->last);
      return FALSE;
    }
  *entry = (SluiceJournalEntry) { serial, kind, key, g_bytes_new (bytes, n_bytes) };
  self->last = serial;
  return TRUE;
}

/**
 * sluice_journal_reader_next: (skip)
 * @self: a reader
 * @entry: (out caller-allocates): the entry it stands at
 * @error: return location for an error: %SLUICE_JOURNAL_ERROR_DAMAGED at the first entry that makes no sense
 *
 * Reads an entry and goes on to the next. At the end it may be asked again when the journal has grown.
 *
 * Returns: whether there was an entry
 */
gboolean
sluice_journal_reader_next (SluiceJournalReader  *self,
                            SluiceJournalEntry   *entry,
                            GError              **error)
{
  int result;

  g_return_val_if_fail (SLUICE_IS_JOURNAL_READER (self), FALSE);

  if (!self->is_bound)
    {
      sqlite3_bind_int64 (self->next, 1, (sqlite3_int64) self->last);
      self->is_bound = TRUE;
    }
  result = sqlite3_step (self->next);
  if (result == SQLITE_ROW)
    return read_row (self, entry, error);
  if (result != SQLITE_DONE)
    sluice_journal_set_error (error, self->database, self->path);
  sluice_journal_reader_stand_after (self, self->last);
  return FALSE;
}

static void
sluice_journal_reader_finalize (GObject *object)
{
  SluiceJournalReader *self = SLUICE_JOURNAL_READER (object);

  sqlite3_finalize (self->next);
  sqlite3_finalize (self->find);
  sqlite3_close (self->database);
  g_free (self->path);

  G_OBJECT_CLASS (sluice_journal_reader_parent_class)->finalize (object);
}

static void
sluice_journal_reader_class_init (SluiceJournalReaderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sluice_journal_reader_finalize;
}

static void
sluice_journal_reader_init (SluiceJournalReader *self)
{
}
