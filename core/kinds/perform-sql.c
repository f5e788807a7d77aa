/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* "sql": statements on a database of SQLite that lies below a granted folder, in a thread. Values come in as
 * parameters. What writes is one transaction: all of it or nothing. No statement reaches another file. */

#include "kinds/perform-sql.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <string.h>
#include <unistd.h>

#include "base/json.h"
#include "kinds/beneath.h"
#include "kinds/job.h"

#define DEFAULT_TIME 30.0                /* s */
#define DEFAULT_ROWS 10000
#define MAX_BYTES    (64 * 1024 * 1024)  /* of a result, and of one value */
#define LOOK_EVERY   1000                /* steps of SQLite's machine between two looks at the clock */

typedef struct
{
  SluiceBeneath *beneath;
  char          *query;
  SluiceValue    params; /* shares no block with the run's */
  gboolean       read_only;
  double         time_limit;
  gint64         max_rows;

  /* while it works, in its thread */
  sqlite3       *database;
  GCancellable  *cancellable;
  gint64         deadline;
  guint          n_bound;  /* of a list of parameters */
  gsize          bytes;
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;

  sluice_beneath_free (work->beneath);
  g_free (work->query);
  sluice_value_unref (work->params);
  g_free (work);
}

/* Limits */

static int
progress_cb (void *user_data)
{
  Work *work = user_data;

  return g_cancellable_is_cancelled (work->cancellable) || g_get_monotonic_time () > work->deadline;
}

/* Nothing that opens another file, or loads code. Plain VACUUM attaches a file without a name. */
static int
authorize_cb (void       *user_data,
              int         action,
              const char *first,
              const char *second,
              const char *database,
              const char *trigger)
{
  static const char * const pragmas[] = { "temp_store_directory", "data_store_directory", "writable_schema",
                                          "trusted_schema", NULL };

  if (action == SQLITE_ATTACH)
    return first != NULL && *first == '\0' ? SQLITE_OK : SQLITE_DENY;
  if (action == SQLITE_PRAGMA && first != NULL)
    for (guint i = 0; pragmas[i] != NULL; i++)
      if (g_ascii_strcasecmp (first, pragmas[i]) == 0)
        return SQLITE_DENY;
  if (action == SQLITE_FUNCTION && g_strcmp0 (second, "load_extension") == 0)
    return SQLITE_DENY;
  return SQLITE_OK;
}

static gboolean
fail (Work    *work,
      GError **error)
{
  if (g_cancellable_set_error_if_cancelled (work->cancellable, error))
    return FALSE;
  if (sqlite3_errcode (work->database) == SQLITE_INTERRUPT)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "“%s”: the query was not done within %g s.",
                 work->beneath->path, work->time_limit);
  else
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "“%s”: %s", work->beneath->path,
                 sqlite3_errmsg (work->database));
  return FALSE;
}

/* Parameters */

static int
bind_value (sqlite3_stmt *statement,
            int           index,
            SluiceValue   value)
{
  g_autofree char *json = NULL;

  switch (sluice_value_get_value_type (value))
    {
    case SLUICE_VALUE_NULL:
      return sqlite3_bind_null (statement, index);

    case SLUICE_VALUE_BOOLEAN:
      return sqlite3_bind_int (statement, index, sluice_value_get_boolean (value));

    case SLUICE_VALUE_INTEGER:
      return sqlite3_bind_int64 (statement, index, sluice_value_get_integer (value));

    case SLUICE_VALUE_REAL:
      return sqlite3_bind_double (statement, index, sluice_value_get_real (value));

    case SLUICE_VALUE_STRING:
      return sqlite3_bind_text (statement, index, sluice_value_get_string (value),
                                (int) sluice_value_get_string_length (value), SQLITE_TRANSIENT);

    default:
      json = sluice_json_write (value, SLUICE_JSON_WRITE_COMPACT, NULL);
      return sqlite3_bind_text (statement, index, json, -1, SQLITE_TRANSIENT);
    }
}

/* By name from an object, in turn from a list: each statement takes as many as it has. */
static gboolean
find_param (Work          *work,
            sqlite3_stmt  *statement,
            int            index,
            SluiceValue   *value,
            GError       **error)
{
  const char *name = sqlite3_bind_parameter_name (statement, index);
  guint place = work->n_bound + (guint) index - 1;

  if (SLUICE_VALUE_IS_OBJECT (work->params) && name != NULL && sluice_value_has_member (work->params, name + 1))
    *value = sluice_value_get_member (work->params, name + 1);
  else if (SLUICE_VALUE_IS_ARRAY (work->params) && place < sluice_value_get_length (work->params))
    *value = sluice_value_get_element (work->params, place);
  else
    {
      g_autofree char *number = g_strdup_printf ("number %d", index);

      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                   "“%s”: the query has a parameter %s without a value.", work->beneath->path,
                   name != NULL ? name : number);
      return FALSE;
    }
  return TRUE;
}

static gboolean
bind_params (Work          *work,
             sqlite3_stmt  *statement,
             GError       **error)
{
  int n = sqlite3_bind_parameter_count (statement);

  for (int i = 1; i <= n; i++)
    {
      SluiceValue value;

      if (!find_param (work, statement, i, &value, error))
        return FALSE;
      if (bind_value (statement, i, value) != SQLITE_OK)
        return fail (work, error);
    }
  work->n_bound += (guint) n;
  return TRUE;
}

/* Rows */

/* What is no text is told in Base64. */
static SluiceValue
read_column (Work         *work,
             sqlite3_stmt *statement,
             int           column)
{
  const char *text;
  g_autofree char *coded = NULL;
  gsize length;

  switch (sqlite3_column_type (statement, column))
    {
    case SQLITE_INTEGER:
      return sluice_value_integer (sqlite3_column_int64 (statement, column));

    case SQLITE_FLOAT:
      return sluice_value_real (sqlite3_column_double (statement, column));

    case SQLITE_NULL:
      return sluice_value_null ();

    default:
      text = sqlite3_column_blob (statement, column);
      length = (gsize) sqlite3_column_bytes (statement, column);
      work->bytes += length;
      if (sqlite3_column_type (statement, column) == SQLITE_TEXT && g_utf8_validate_len (text, length, NULL))
        return sluice_value_string_len (text, length);
      coded = g_base64_encode ((const guchar *) text, length);
      return sluice_value_string (coded);
    }
}

static SluiceValue
read_row (Work         *work,
          sqlite3_stmt *statement)
{
  SluiceValue row = sluice_value_object ();

  for (int i = 0; i < sqlite3_column_count (statement); i++)
    {
      const char *name = sqlite3_column_name (statement, i);
      g_autofree char *other = sluice_value_has_member (row, name) ? g_strdup_printf ("%s_%d", name, i + 1) : NULL;

      sluice_value_set_member (&row, other != NULL ? other : name, read_column (work, statement, i));
    }
  work->bytes += 32;
  return row;
}

static gboolean
step_through (Work          *work,
              sqlite3_stmt  *statement,
              SluiceValue   *rows,
              GError       **error)
{
  int code;

  while ((code = sqlite3_step (statement)) == SQLITE_ROW)
    {
      if (sluice_value_get_length (*rows) >= work->max_rows || work->bytes > MAX_BYTES)
        {
          g_set_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE,
                       "“%s”: the query gives more than %" G_GINT64_FORMAT " rows or %d MiB.", work->beneath->path,
                       work->max_rows, MAX_BYTES >> 20);
          return FALSE;
        }
      sluice_value_append (rows, read_row (work, statement));
    }
  return code == SQLITE_DONE || fail (work, error);
}

/* One statement; its rows, or what it changed. */
static gboolean
run_statement (Work          *work,
               sqlite3_stmt  *statement,
               SluiceValue   *result,
               GError       **error)
{
  SluiceValue rows = sluice_value_array ();

  if (!bind_params (work, statement, error) || !step_through (work, statement, &rows, error))
    {
      sluice_value_unref (rows);
      return FALSE;
    }
  if (sqlite3_column_count (statement) > 0)
    {
      sluice_value_replace (result, rows);
      return TRUE;
    }
  sluice_value_unref (rows);
  sluice_value_replace (result, sluice_value_object ());
  sluice_value_set_member (result, "changes", sluice_value_integer (sqlite3_changes64 (work->database)));
  sluice_value_set_member (result, "last-id", sluice_value_integer (sqlite3_last_insert_rowid (work->database)));
  return TRUE;
}

/* @rest: what comes after it. NULL without an error: there is none. */
static sqlite3_stmt *
prepare (Work        *work,
         const char  *query,
         const char **rest,
         GError     **error)
{
  sqlite3_stmt *statement = NULL;

  while (*query != '\0' && statement == NULL)
    {
      if (sqlite3_prepare_v2 (work->database, query, -1, &statement, rest) != SQLITE_OK)
        {
          fail (work, error);
          return NULL;
        }
      query = *rest;
    }
  return statement;
}

static gboolean
run_all (Work         *work,
         SluiceValue  *result,
         GError      **error)
{
  const char *rest = work->query;
  sqlite3_stmt *statement;
  GError *local = NULL;

  while (local == NULL && (statement = prepare (work, rest, &rest, &local)) != NULL)
    {
      run_statement (work, statement, result, &local);
      sqlite3_finalize (statement);
    }
  if (local == NULL && SLUICE_VALUE_IS_ARRAY (work->params) && work->n_bound < sluice_value_get_length (work->params))
    g_set_error (&local, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "“%s”: the query takes %u parameters, not %u.",
                 work->beneath->path, work->n_bound, sluice_value_get_length (work->params));
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, local);
  sluice_value_clear (result);
  return FALSE;
}

/* Whether the query is one statement that writes nothing. */
static gboolean
only_reads (Work *work)
{
  const char *rest = work->query;
  sqlite3_stmt *first = prepare (work, rest, &rest, NULL);
  sqlite3_stmt *second = first != NULL ? prepare (work, rest, &rest, NULL) : NULL;
  gboolean reads = first != NULL && second == NULL && sqlite3_stmt_readonly (first);

  sqlite3_finalize (first);
  sqlite3_finalize (second);
  return reads;
}

static gboolean
execute (Work        *work,
         const char  *command,
         GError     **error)
{
  return sqlite3_exec (work->database, command, NULL, NULL, NULL) == SQLITE_OK || fail (work, error);
}

static gboolean
run_query (Work         *work,
           SluiceValue  *result,
           GError      **error)
{
  if (work->read_only || only_reads (work))
    return run_all (work, result, error);
  if (!execute (work, "BEGIN IMMEDIATE", error))
    return FALSE;
  if (run_all (work, result, error) && execute (work, "COMMIT", error))
    return TRUE;
  sqlite3_progress_handler (work->database, 0, NULL, NULL);
  sqlite3_exec (work->database, "ROLLBACK", NULL, NULL, NULL);
  sluice_value_clear (result);
  return FALSE;
}

/* Opening */

/* The real path of the file: SQLite wants one. That its last name is no link is for SQLite to see. */
static char *
dup_path (Work    *work,
          GError **error)
{
  g_autofree char *name = NULL;
  g_autofree char *link = NULL;
  g_autofree char *folder = NULL;
  struct stat info;
  int fd = sluice_beneath_open_parent (work->beneath, FALSE, &name, error);
  gboolean is_there;

  if (fd < 0)
    return NULL;
  is_there = fstatat (fd, name, &info, AT_SYMLINK_NOFOLLOW) == 0;
  link = g_strdup_printf ("/proc/self/fd/%d", fd);
  folder = g_file_read_link (link, error);
  close (fd);
  if (is_there && !S_ISREG (info.st_mode))
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE, "“%s” is no regular file.", work->beneath->path);
  else if (!is_there && work->read_only)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "“%s”: there is no such database.", work->beneath->path);
  else if (folder != NULL)
    return g_build_filename (folder, name, NULL);
  return NULL;
}

static gboolean
open_database (Work    *work,
               GError **error)
{
  int flags = work->read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  g_autofree char *path = dup_path (work, error);

  if (path == NULL)
    return FALSE;
  if (sqlite3_open_v2 (path, &work->database, flags | SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
    return fail (work, error);
  sqlite3_busy_timeout (work->database, (int) (MIN (work->time_limit, 3600) * 1000));
  sqlite3_limit (work->database, SQLITE_LIMIT_LENGTH, MAX_BYTES);
  sqlite3_limit (work->database, SQLITE_LIMIT_ATTACHED, 1);
  sqlite3_db_config (work->database, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config (work->database, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  sqlite3_set_authorizer (work->database, authorize_cb, NULL);
  sqlite3_progress_handler (work->database, LOOK_EVERY, progress_cb, work);
  return TRUE;
}

static gboolean
sql_job (gpointer       data,
         GCancellable  *cancellable,
         SluiceValue   *result,
         GError       **error)
{
  Work *work = data;
  gboolean ok;

  work->cancellable = cancellable;
  work->deadline = g_get_monotonic_time () + (gint64) (work->time_limit * G_USEC_PER_SEC);
  ok = open_database (work, error) && run_query (work, result, error);
  sqlite3_close (work->database);
  return ok;
}

void
sluice_sql_perform (SluiceEffect *effect,
                    gpointer      user_data)
{
  SluiceValue options = sluice_effect_get_request (effect);
  SluiceRun *run = sluice_effect_get_run (effect);
  const char *path = sluice_value_get_member_string (options, "database");
  const char *query = sluice_value_get_member_string (options, "query");
  double time_limit = sluice_value_get_real (sluice_value_get_member (options, "timeout"));
  gint64 max_rows = sluice_value_get_integer (sluice_value_get_member (options, "max-rows"));
  gboolean read_only = sluice_value_get_boolean (sluice_value_get_member (options, "read-only"));
  g_autoptr (SluiceBeneath) beneath = NULL;
  GError *error = NULL;
  Work *work;

  beneath = sluice_beneath_new (run, SLUICE_GRANT_READ, path, &error);
  if (beneath != NULL && !read_only)
    {
      sluice_beneath_free (beneath);
      beneath = sluice_beneath_new (run, SLUICE_GRANT_WRITE, path, &error);
    }
  if (beneath == NULL)
    {
      sluice_effect_return_error (effect, error);
      return;
    }
  work = g_new0 (Work, 1);
  work->beneath = g_steal_pointer (&beneath);
  work->query = g_strdup (query != NULL ? query : "");
  work->params = sluice_value_deep_copy (sluice_value_get_member (options, "params"));
  work->read_only = read_only;
  work->time_limit = time_limit > 0 ? MIN (time_limit, 1e6) : DEFAULT_TIME;
  work->max_rows = max_rows > 0 ? max_rows : DEFAULT_ROWS;
  sluice_job_begin (effect, sql_job, work, work_free);
}
