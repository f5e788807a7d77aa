/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The database of a journal: how it is made, opened and checked. */

#include "record/journal-private.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <zlib.h>

G_DEFINE_QUARK (sluice-journal-error-quark, sluice_journal_error)

#define TEXT_OF(number) G_STRINGIFY (number)

/* A commit is on the disk when it returns. */
static const char opening[] = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY;";

static const char making[] =
  "PRAGMA application_id = " TEXT_OF (SLUICE_JOURNAL_ID) ";"
  "PRAGMA user_version = " TEXT_OF (SLUICE_JOURNAL_VERSION) ";"
  "CREATE TABLE entry (serial INTEGER PRIMARY KEY, kind INTEGER NOT NULL, key INTEGER NOT NULL,"
  " sum INTEGER NOT NULL, bytes BLOB NOT NULL);"
  "CREATE INDEX entry_by_key ON entry (kind, key);";

/* What went wrong with @database, in words that name the file. */
void
sluice_journal_set_error (GError     **error,
                          sqlite3     *database,
                          const char  *path)
{
  int code = sqlite3_extended_errcode (database);
  int number = sqlite3_system_errno (database);

  if ((code & 0xff) == SQLITE_IOERR && (number == EFBIG || number == EDQUOT))
    {
      g_set_error (error, SLUICE_JOURNAL_ERROR, SLUICE_JOURNAL_ERROR_FULL, "The record %s cannot grow: %s.", path,
                   number == EFBIG ? "the file size limit is reached" : "your quota of the disk is used up");
      return;
    }
  switch (code & 0xff)
    {
    case SQLITE_FULL:
      g_set_error (error, SLUICE_JOURNAL_ERROR, SLUICE_JOURNAL_ERROR_FULL,
                   "The record %s cannot grow: no space is left on the disk.", path);
      break;
    case SQLITE_NOTADB:
      g_set_error (error, SLUICE_JOURNAL_ERROR, SLUICE_JOURNAL_ERROR_FORMAT, "%s is no record of a run.", path);
      break;
    case SQLITE_CORRUPT:
      g_set_error (error, SLUICE_JOURNAL_ERROR, SLUICE_JOURNAL_ERROR_DAMAGED, "The record %s is damaged.", path);
      break;
    default:
      g_set_error (error, SLUICE_JOURNAL_ERROR, SLUICE_JOURNAL_ERROR_FAILED, "The record %s: %s (%d).", path,
                   sqlite3_errmsg (database), code);
    }
}

static int
get_number (sqlite3    *database,
            const char *question)
{
  sqlite3_stmt *statement = NULL;
  int number = -1;

  if (sqlite3_prepare_v2 (database, question, -1, &statement, NULL) == SQLITE_OK
      && sqlite3_step (statement) == SQLITE_ROW)
    number = sqlite3_column_int (statement, 0);
  sqlite3_finalize (statement);
  return number;
}

static gboolean
check_format (sqlite3     *database,
              const char  *path,
              GError     **error)
{
  int id = get_number (database, "PRAGMA application_id");
  int version = get_number (database, "PRAGMA user_version");

  if (id == -1)
    sluice_journal_set_error (error, database, path);
  else if (id != SLUICE_JOURNAL_ID)
    g_set_error (error, SLUICE_JOURNAL_ERROR, SLUICE_JOURNAL_ERROR_FORMAT, "%s is no record of a run.", path);
  else if (version > SLUICE_JOURNAL_VERSION)
    g_set_error (error, SLUICE_JOURNAL_ERROR, SLUICE_JOURNAL_ERROR_FORMAT,
                 "The record %s has version %d, and this version of Sluice knows %d: open it with a newer one.", path,
                 version, SLUICE_JOURNAL_VERSION);
  else
    return TRUE;
  return FALSE;
}

static gboolean
prepare (sqlite3            *database,
         SluiceJournalMode   mode,
         const char         *path,
         GError            **error)
{
  sqlite3_busy_timeout (database, 5000);
  /* A file may be damaged anywhere: cells are checked before they are believed. */
  sqlite3_exec (database, "PRAGMA cell_size_check = ON; PRAGMA trusted_schema = OFF;", NULL, NULL, NULL);
  if (mode != SLUICE_JOURNAL_READ && sqlite3_exec (database, opening, NULL, NULL, NULL) != SQLITE_OK)
    {
      sluice_journal_set_error (error, database, path);
      return FALSE;
    }
  if (mode == SLUICE_JOURNAL_CREATE && sqlite3_exec (database, making, NULL, NULL, NULL) != SQLITE_OK)
    {
      sluice_journal_set_error (error, database, path);
      return FALSE;
    }
  return mode == SLUICE_JOURNAL_CREATE || check_format (database, path, error);
}

/* Whether @path is free for a new record. */
gboolean
sluice_journal_database_may_create (const char  *path,
                                    GError     **error)
{
  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;
  g_set_error (error, SLUICE_JOURNAL_ERROR, SLUICE_JOURNAL_ERROR_FAILED,
               "The record %s exists already; choose another name.", path);
  return FALSE;
}

/* One that could not be made leaves nothing that looks like a record, nor the lock that was taken for it. */
static void
remove_new (const char *path)
{
  static const char * const endings[] = { "", "-wal", "-shm", "-journal", "-lock" };

  for (gsize i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *name = g_strconcat (path, endings[i], NULL);

      g_unlink (name);
    }
}

/* Opens a journal's database; a new one is made where there was no file. */
sqlite3 *
sluice_journal_database_open (const char         *path,
                              SluiceJournalMode   mode,
                              GError            **error)
{
  static const int flags[] = {
    [SLUICE_JOURNAL_CREATE] = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_EXCLUSIVE,
    [SLUICE_JOURNAL_WRITE] = SQLITE_OPEN_READWRITE,
    [SLUICE_JOURNAL_READ] = SQLITE_OPEN_READONLY,
  };
  sqlite3 *database = NULL;
  gboolean is_new = FALSE;

  if (mode == SLUICE_JOURNAL_CREATE && !sluice_journal_database_may_create (path, error))
    return NULL;
  if (sqlite3_open_v2 (path, &database, flags[mode] | SQLITE_OPEN_FULLMUTEX, NULL) != SQLITE_OK)
    sluice_journal_set_error (error, database, path);
  else if (prepare (database, mode, path, error))
    return database;
  else
    is_new = mode == SLUICE_JOURNAL_CREATE;
  sqlite3_close (database);
  if (is_new)
    remove_new (path);
  return NULL;
}

/* Over all of an entry: a damaged page is not taken for what somebody did. */
guint32
sluice_journal_sum (guint       kind,
                    guint64     key,
                    const void *bytes,
                    gsize       n_bytes)
{
  guint64 head[] = { GUINT64_TO_LE ((guint64) kind), GUINT64_TO_LE (key) };
  uLong sum = crc32 (0, (const Bytef *) head, sizeof head);

  return (guint32) crc32 (sum, bytes, (uInt) n_bytes);
}
