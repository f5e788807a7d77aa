/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The writing side of a journal.
 *
 * Entries pile up in a list that a thread takes whole, writes and commits; while it does, the next list
 * grows. It starts when somebody waits for a commit, when the list is large, or a while after its first
 * entry. A batch that cannot be written stays in the thread's hands until a retry. */

#include "record/journal-private.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "record/crash.h"

#define COMMIT_INTERVAL (50 * G_TIME_SPAN_MILLISECOND)
#define COMMIT_BYTES    (4 * 1024 * 1024)

typedef struct
{
  guint64     serial;
  guint       kind;
  guint64     key;
  GByteArray *bytes;
} Entry;

typedef struct
{
  guint64           serial; /* all up to this one */
  SluiceJournalFunc func;
  gpointer          user_data;
} Waiter;

struct _SluiceJournal
{
  GObject           parent_instance;

  char             *path;
  GMainContext     *context;
  int               lock;     /* a file descriptor, or -1 */
  sqlite3          *database; /* the thread's, between open and close */
  sqlite3_stmt     *begin;
  sqlite3_stmt     *insert;
  sqlite3_stmt     *commit;
  GThread          *thread;
  guint64           last;     /* serial handed out */
  guint64           size;
  SluiceJournalFunc stalled_func;
  gpointer          stalled_data;

  GMutex            mutex;    /* all below */
  GCond             wake;     /* for the thread */
  GArray           *pending;  /* of Entry */
  gsize             pending_bytes;
  gsize             writing_bytes; /* with the thread */
  gint64            pending_since;
  GQueue            waiters;  /* of Waiter, in order */
  guint64           durable;
  GError           *error;    /* it is stalled, and why */
  guint             is_closing : 1;
  guint             retry : 1;
  guint             telling : 1; /* a call on its context is on its way */
  guint             tell_stalled : 1;
};

G_DEFINE_FINAL_TYPE (SluiceJournal, sluice_journal, G_TYPE_OBJECT)

static void
entry_clear (gpointer data)
{
  g_byte_array_unref (((Entry *) data)->bytes);
}

static GArray *
make_batch (void)
{
  GArray *batch = g_array_new (FALSE, FALSE, sizeof (Entry));

  g_array_set_clear_func (batch, entry_clear);
  return batch;
}

/* On the journal's context */

static gboolean
take_told (SluiceJournal *self,
           Waiter        *waiter)
{
  Waiter *first = g_queue_peek_head (&self->waiters);

  if (first == NULL || first->serial > self->durable)
    return FALSE;
  *waiter = *first;
  g_free (g_queue_pop_head (&self->waiters));
  return TRUE;
}

/* Tells those whose commits are done, in the order they asked, and of a stall. */
static gboolean
tell_cb (gpointer user_data)
{
  SluiceJournal *self = user_data;
  g_autoptr (GError) stall = NULL;
  Waiter waiter;

  g_mutex_lock (&self->mutex);
  self->telling = FALSE;
  while (take_told (self, &waiter))
    {
      g_mutex_unlock (&self->mutex);
      waiter.func (self, NULL, waiter.user_data);
      g_mutex_lock (&self->mutex);
    }
  if (self->tell_stalled && self->error != NULL)
    stall = g_error_copy (self->error);
  self->tell_stalled = FALSE;
  g_mutex_unlock (&self->mutex);

  if (stall != NULL && self->stalled_func != NULL)
    self->stalled_func (self, stall, self->stalled_data);
  return G_SOURCE_REMOVE;
}

/* The mutex is held. */
static void
tell_soon (SluiceJournal *self)
{
  g_autoptr (GSource) source = NULL;

  if (self->telling)
    return;
  self->telling = TRUE;
  source = g_idle_source_new ();
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_static_name (source, "sluice journal");
  g_source_set_callback (source, tell_cb, g_object_ref (self), g_object_unref);
  g_source_attach (source, self->context);
}

/* In the thread */

static gboolean
is_wanted (SluiceJournal *self)
{
  Waiter *last = g_queue_peek_tail (&self->waiters);

  return self->is_closing || self->pending_bytes >= COMMIT_BYTES
         || (last != NULL && last->serial > self->durable);
}

/* Waits for something to be written. NULL: the end. The mutex is held. */
static GArray *
take_batch (SluiceJournal *self)
{
  GArray *batch;

  while (self->pending->len == 0 && !self->is_closing)
    g_cond_wait (&self->wake, &self->mutex);
  while (!is_wanted (self)
         && g_cond_wait_until (&self->wake, &self->mutex, self->pending_since + COMMIT_INTERVAL))
    ;
  if (self->pending->len == 0)
    return NULL;
  batch = g_steal_pointer (&self->pending);
  self->pending = make_batch ();
  self->writing_bytes = self->pending_bytes;
  self->pending_bytes = 0;
  return batch;
}

static gboolean
run_statement (sqlite3_stmt *statement)
{
  gboolean ok = sqlite3_step (statement) == SQLITE_DONE;

  sqlite3_reset (statement);
  return ok;
}

static gboolean
insert_entry (SluiceJournal *self,
              const Entry   *entry)
{
  sqlite3_stmt *insert = self->insert;

  sqlite3_bind_int64 (insert, 1, (sqlite3_int64) entry->serial);
  sqlite3_bind_int (insert, 2, (int) entry->kind);
  sqlite3_bind_int64 (insert, 3, (sqlite3_int64) entry->key);
  sqlite3_bind_int64 (insert, 4, sluice_journal_sum (entry->kind, entry->key, entry->bytes->data, entry->bytes->len));
  sqlite3_bind_blob (insert, 5, entry->bytes->len > 0 ? (const void *) entry->bytes->data : "", (int) entry->bytes->len,
                     SQLITE_STATIC);
  return run_statement (insert);
}

static gboolean
write_batch (SluiceJournal  *self,
             GArray         *batch,
             GError        **error)
{
  gboolean ok = run_statement (self->begin);

  for (guint i = 0; ok && i < batch->len; i++)
    ok = insert_entry (self, &g_array_index (batch, Entry, i));
  sluice_crash_point (SLUICE_CRASH_BEFORE_COMMIT);
  ok = ok && run_statement (self->commit);
  if (!ok)
    {
      sluice_journal_set_error (error, self->database, self->path);
      sqlite3_exec (self->database, "ROLLBACK", NULL, NULL, NULL);
      return FALSE;
    }
  sluice_crash_point (SLUICE_CRASH_AFTER_COMMIT);
  return TRUE;
}

/* Says why, and waits for a retry; FALSE: it is over. The mutex is held. */
static gboolean
stall (SluiceJournal *self,
       GError        *take_error)
{
  g_clear_error (&self->error);
  self->error = take_error;
  self->retry = FALSE;
  self->tell_stalled = TRUE;
  tell_soon (self);
  while (!self->retry && !self->is_closing)
    g_cond_wait (&self->wake, &self->mutex);
  if (!self->retry)
    return FALSE;
  self->retry = FALSE;
  return TRUE;
}

/* TRUE: it is on disk. The mutex is held, but not while the disk is at work. */
static gboolean
save_batch (SluiceJournal *self,
            GArray        *batch)
{
  for (;;)
    {
      g_autoptr (GError) error = NULL;
      gboolean ok;

      g_mutex_unlock (&self->mutex);
      ok = write_batch (self, batch, &error);
      g_mutex_lock (&self->mutex);
      if (ok)
        {
          g_clear_error (&self->error);
          self->writing_bytes = 0;
          self->durable = g_array_index (batch, Entry, batch->len - 1).serial;
          tell_soon (self);
          return TRUE;
        }
      if (!stall (self, g_steal_pointer (&error)))
        return FALSE;
    }
}

static gpointer
run_thread (gpointer data)
{
  SluiceJournal *self = data;
  GArray *batch;

  g_mutex_lock (&self->mutex);
  while ((batch = take_batch (self)) != NULL)
    {
      gboolean ok = save_batch (self, batch);

      g_array_unref (batch);
      if (!ok)
        break;
    }
  g_mutex_unlock (&self->mutex);
  return NULL;
}

/* Life */

/* Nobody else writes this run: the kernel lets go of the lock when the process ends, however it ends. */
static int
take_lock (const char  *path,
           GError     **error)
{
  g_autofree char *name = g_strconcat (path, "-lock", NULL);
  int lock = open (name, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

  if (lock >= 0 && flock (lock, LOCK_EX | LOCK_NB) == 0)
    return lock;
  if (lock >= 0 && errno == EWOULDBLOCK)
    g_set_error (error, SLUICE_JOURNAL_ERROR, SLUICE_JOURNAL_ERROR_HELD,
                 "The run %s is being recorded by another process; end that one first.", path);
  else
    g_set_error (error, SLUICE_JOURNAL_ERROR,
                 errno == ENOSPC ? SLUICE_JOURNAL_ERROR_FULL : SLUICE_JOURNAL_ERROR_FAILED, "The record %s: %s.", path,
                 g_strerror (errno));
  if (lock >= 0)
    close (lock);
  return -1;
}

static guint64
get_last_serial (sqlite3 *database)
{
  sqlite3_stmt *statement = NULL;
  guint64 serial = 0;

  if (sqlite3_prepare_v2 (database, "SELECT max (serial) FROM entry", -1, &statement, NULL) == SQLITE_OK
      && sqlite3_step (statement) == SQLITE_ROW)
    serial = (guint64) sqlite3_column_int64 (statement, 0);
  sqlite3_finalize (statement);
  return serial;
}

/* Kept, because a run that waits for its inputs commits many times a second. */
static gboolean
prepare_statements (SluiceJournal *self)
{
  const struct
  {
    const char    *text;
    sqlite3_stmt **statement;
  } statements[] = {
    { "BEGIN IMMEDIATE", &self->begin },
    { "INSERT INTO entry VALUES (?, ?, ?, ?, ?)", &self->insert },
    { "COMMIT", &self->commit },
  };
  gboolean ok = TRUE;

  for (guint i = 0; ok && i < G_N_ELEMENTS (statements); i++)
    ok = sqlite3_prepare_v2 (self->database, statements[i].text, -1, statements[i].statement, NULL) == SQLITE_OK;
  return ok;
}

static SluiceJournal *
open_journal (const char         *path,
              SluiceJournalMode   mode,
              GError            **error)
{
  g_autoptr (SluiceJournal) self = g_object_new (SLUICE_TYPE_JOURNAL, NULL);

  self->path = g_strdup (path);
  self->lock = take_lock (path, error);
  if (self->lock < 0)
    return NULL;
  self->database = sluice_journal_database_open (path, mode, error);
  if (self->database == NULL)
    return NULL;
  if (!prepare_statements (self))
    {
      sluice_journal_set_error (error, self->database, path);
      return NULL;
    }
  self->last = self->durable = get_last_serial (self->database);
  self->thread = g_thread_new ("sluice journal", run_thread, self);
  return g_steal_pointer (&self);
}

/**
 * sluice_journal_create: (skip)
 * @path: where; there must be no such file
 * @error: return location for an error, of %SLUICE_JOURNAL_ERROR
 *
 * Makes a journal with no entries. Its folder must be there.
 *
 * Returns: (transfer full) (nullable): the journal
 */
SluiceJournal *
sluice_journal_create (const char  *path,
                       GError     **error)
{
  g_return_val_if_fail (path != NULL, NULL);

  /* Asked again under the lock; asked here, no lock is left beside a file that is no record. */
  if (!sluice_journal_database_may_create (path, error))
    return NULL;
  return open_journal (path, SLUICE_JOURNAL_CREATE, error);
}

/**
 * sluice_journal_resume: (skip)
 * @path: the file of an earlier journal
 * @error: return location for an error, of %SLUICE_JOURNAL_ERROR
 *
 * Opens a journal to go on after its last entry. What was never committed is gone.
 *
 * Returns: (transfer full) (nullable): the journal
 */
SluiceJournal *
sluice_journal_resume (const char  *path,
                       GError     **error)
{
  g_return_val_if_fail (path != NULL, NULL);

  return open_journal (path, SLUICE_JOURNAL_WRITE, error);
}

const char *
sluice_journal_get_path (SluiceJournal *self)
{
  g_return_val_if_fail (SLUICE_IS_JOURNAL (self), NULL);

  return self->path;
}

/**
 * sluice_journal_append: (skip)
 * @self: a journal
 * @kind: what sort of entry it is
 * @key: where it belongs, for sluice_journal_reader_seek()
 * @take: (transfer full): its bytes
 *
 * Adds an entry. It is on disk after a while, or once a commit has been told.
 *
 * Returns: its number, from 1
 */
guint64
sluice_journal_append (SluiceJournal *self,
                       guint          kind,
                       guint64        key,
                       GByteArray    *take)
{
  Entry entry = { .kind = kind, .key = key, .bytes = take };

  g_return_val_if_fail (SLUICE_IS_JOURNAL (self) && self->thread != NULL, 0);

  entry.serial = ++self->last;
  self->size += take->len;
  g_mutex_lock (&self->mutex);
  if (self->pending->len == 0)
    self->pending_since = g_get_monotonic_time ();
  g_array_append_val (self->pending, entry);
  self->pending_bytes += take->len;
  if (self->pending->len == 1 || self->pending_bytes >= COMMIT_BYTES)
    g_cond_signal (&self->wake);
  g_mutex_unlock (&self->mutex);
  return entry.serial;
}

/**
 * sluice_journal_commit: (skip)
 * @self: a journal
 * @func: (scope async): called when all entries so far are on disk
 * @user_data: for @func
 *
 * Commits as soon as the disk is free. @func is called in the order of these calls, never before this
 * one returns, and not at all when the journal is closed without having been able to.
 */
void
sluice_journal_commit (SluiceJournal     *self,
                       SluiceJournalFunc  func,
                       gpointer           user_data)
{
  Waiter *waiter = g_new (Waiter, 1);

  g_return_if_fail (SLUICE_IS_JOURNAL (self) && self->thread != NULL);

  *waiter = (Waiter) { .serial = self->last, .func = func, .user_data = user_data };
  g_mutex_lock (&self->mutex);
  g_queue_push_tail (&self->waiters, waiter);
  if (self->durable >= waiter->serial)
    tell_soon (self);
  else
    g_cond_signal (&self->wake);
  g_mutex_unlock (&self->mutex);
}

/**
 * sluice_journal_set_stalled_func: (skip)
 * @self: a journal
 * @func: (nullable): called when a commit has failed
 * @user_data: for @func
 *
 * Promise D4: who records a run pauses it there, tells the reason, and calls sluice_journal_retry()
 * when there may be room again.
 */
void
sluice_journal_set_stalled_func (SluiceJournal     *self,
                                 SluiceJournalFunc  func,
                                 gpointer           user_data)
{
  g_return_if_fail (SLUICE_IS_JOURNAL (self));

  self->stalled_func = func;
  self->stalled_data = user_data;
}

gboolean
sluice_journal_is_stalled (SluiceJournal *self)
{
  gboolean is_stalled;

  g_return_val_if_fail (SLUICE_IS_JOURNAL (self), FALSE);

  g_mutex_lock (&self->mutex);
  is_stalled = self->error != NULL;
  g_mutex_unlock (&self->mutex);
  return is_stalled;
}

/**
 * sluice_journal_retry: (skip)
 * @self: a journal whose commit has failed
 *
 * Tries again to write what could not be written.
 */
void
sluice_journal_retry (SluiceJournal *self)
{
  g_return_if_fail (SLUICE_IS_JOURNAL (self));

  g_mutex_lock (&self->mutex);
  self->retry = TRUE;
  g_cond_signal (&self->wake);
  g_mutex_unlock (&self->mutex);
}

guint64
sluice_journal_get_durable (SluiceJournal *self)
{
  guint64 durable;

  g_return_val_if_fail (SLUICE_IS_JOURNAL (self), 0);

  g_mutex_lock (&self->mutex);
  durable = self->durable;
  g_mutex_unlock (&self->mutex);
  return durable;
}

guint64
sluice_journal_get_backlog (SluiceJournal *self)
{
  guint64 backlog;

  g_return_val_if_fail (SLUICE_IS_JOURNAL (self), 0);

  g_mutex_lock (&self->mutex);
  backlog = self->pending_bytes + self->writing_bytes;
  g_mutex_unlock (&self->mutex);
  return backlog;
}

guint64
sluice_journal_get_size (SluiceJournal *self)
{
  g_return_val_if_fail (SLUICE_IS_JOURNAL (self), 0);

  return self->size;
}

static void
end_thread (SluiceJournal *self)
{
  if (self->thread == NULL)
    return;
  g_mutex_lock (&self->mutex);
  self->is_closing = TRUE;
  self->retry = self->error != NULL; /* once more */
  g_cond_signal (&self->wake);
  g_mutex_unlock (&self->mutex);
  g_thread_join (g_steal_pointer (&self->thread));
}

/**
 * sluice_journal_close: (skip)
 * @self: a journal
 * @error: return location for an error, of %SLUICE_JOURNAL_ERROR
 *
 * Writes what is left, and frees the file for others. Blocks as long as the disk takes. More calls do
 * nothing.
 *
 * Returns: whether all entries are on disk
 */
gboolean
sluice_journal_close (SluiceJournal  *self,
                      GError        **error)
{
  Waiter waiter;

  g_return_val_if_fail (SLUICE_IS_JOURNAL (self), FALSE);

  end_thread (self);
  while (take_told (self, &waiter))
    waiter.func (self, NULL, waiter.user_data);
  g_queue_clear_full (&self->waiters, g_free);
  g_clear_pointer (&self->begin, sqlite3_finalize);
  g_clear_pointer (&self->insert, sqlite3_finalize);
  g_clear_pointer (&self->commit, sqlite3_finalize);
  g_clear_pointer (&self->database, sqlite3_close);
  if (self->lock >= 0)
    close (self->lock);
  self->lock = -1;
  if (self->error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&self->error));
  return FALSE;
}

static void
sluice_journal_finalize (GObject *object)
{
  SluiceJournal *self = SLUICE_JOURNAL (object);

  g_queue_clear_full (&self->waiters, g_free); /* nobody is told from here */
  sluice_journal_close (self, NULL);
  g_array_unref (self->pending);
  g_main_context_unref (self->context);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->wake);
  g_free (self->path);

  G_OBJECT_CLASS (sluice_journal_parent_class)->finalize (object);
}

static void
sluice_journal_class_init (SluiceJournalClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sluice_journal_finalize;
}

static void
sluice_journal_init (SluiceJournal *self)
{
  self->context = g_main_context_ref_thread_default ();
  self->lock = -1;
  self->pending = make_batch ();
  g_mutex_init (&self->mutex);
  g_cond_init (&self->wake);
  g_queue_init (&self->waiters);
}
