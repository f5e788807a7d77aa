/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The runs there were. */

#include "record/history.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/json.h"
#include "base/save.h"

#define ENDING SLUICE_HISTORY_ENDING

/* What belongs to a record, beside its own file. */
static const char * const companions[] = { "-wal", "-shm", "-lock", ".json", NULL };

void
sluice_history_run_free (SluiceHistoryRun *self)
{
  g_free (self->id);
  g_free (self->path);
  g_free (self->name);
  g_free (self->file);
  g_free (self->flow);
  g_free (self->error);
  g_free (self->parent);
  g_free (self);
}

const char *
sluice_history_run_get_end (SluiceHistoryRun *self)
{
  if (self->held)
    return "running";
  if (!self->readable)
    return "unreadable";
  return self->has_ended ? sluice_run_state_name (self->state) : "interrupted";
}

static void
set_text (SluiceValue *object,
          const char  *key,
          const char  *text)
{
  sluice_value_set_member (object, key, text != NULL ? sluice_value_string (text) : sluice_value_null ());
}

/**
 * sluice_history_run_to_value: (skip)
 * @self: a run
 *
 * Returns: (transfer full): an object of what is known of it; times in seconds, sizes in bytes
 */
SluiceValue
sluice_history_run_to_value (SluiceHistoryRun *self)
{
  SluiceValue object = sluice_value_object ();

  set_text (&object, "run", self->id);
  set_text (&object, "path", self->path);
  set_text (&object, "name", self->name);
  sluice_value_set_member (&object, "pinned", sluice_value_boolean (self->pinned));
  set_text (&object, "file", self->file);
  set_text (&object, "flow", self->flow);
  sluice_value_set_member (&object, "started", sluice_value_real (self->started / 1e6));
  sluice_value_set_member (&object, "seconds", sluice_value_real (self->time / 1e6));
  sluice_value_set_member (&object, "visits", sluice_value_integer ((gint64) self->visits));
  sluice_value_set_member (&object, "size", sluice_value_integer ((gint64) self->size));
  set_text (&object, "result", sluice_history_run_get_end (self));
  set_text (&object, "error", self->error);
  if (self->parent != NULL)
    {
      set_text (&object, "parent", self->parent);
      sluice_value_set_member (&object, "parent-visit", sluice_value_integer ((gint64) self->parent_visit));
    }
  return object;
}

char *
sluice_history_dup_folder (void)
{
  return g_build_filename (g_get_user_state_dir (), "sluice", "runs", NULL);
}

/* "recipe-finder" of "/…/recipe-finder.flow.json" */
static char *
dup_stem (const char *file)
{
  g_autofree char *name = file != NULL ? g_path_get_basename (file) : g_strdup ("untitled");
  char *dot = strchr (name, '.');

  if (dot != NULL && dot != name)
    *dot = '\0';
  return g_strcanon (g_steal_pointer (&name), "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_", '-');
}

/**
 * sluice_history_new_path:
 * @file: (nullable): the flow file
 * @error: return location for a %GFileError
 *
 * Makes up a path for a new record, and the folder for it: only its owner may look into that.
 *
 * Returns: (transfer full) (nullable): the path
 */
char *
sluice_history_new_path (const char  *file,
                         GError     **error)
{
  g_autofree char *folder = sluice_history_dup_folder ();
  g_autofree char *stem = dup_stem (file);
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *time = g_date_time_format (now, "%Y%m%d-%H%M%S");
  g_autofree char *name = g_strdup_printf ("%s-%s-%04x" ENDING, time, stem, g_random_int_range (0, 0x10000));

  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      int number = errno;

      g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (number), "The folder %s could not be made: %s",
                   folder, g_strerror (number));
      return NULL;
    }
  return g_build_filename (folder, name, NULL);
}

/* Reading one */

static SluiceValue
read_note (const char *path)
{
  g_autofree char *name = g_strconcat (path, ".json", NULL);
  g_autofree char *text = NULL;
  SluiceValue note = SLUICE_VALUE_INIT;

  if (!g_file_get_contents (name, &text, NULL, NULL) || !sluice_json_read (text, -1, NULL, &note, NULL, NULL))
    return sluice_value_object ();
  if (SLUICE_VALUE_IS_OBJECT (note))
    return note;
  sluice_value_unref (note);
  return sluice_value_object ();
}

static gboolean
is_held (const char *path)
{
  g_autofree char *name = g_strconcat (path, "-lock", NULL);
  int lock = open (name, O_RDWR | O_CLOEXEC);
  gboolean held;

  if (lock < 0)
    return FALSE;
  held = flock (lock, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;
  close (lock);
  return held;
}

static guint64
get_size (const char *path)
{
  guint64 size = 0;
  GStatBuf info;

  if (g_stat (path, &info) == 0)
    size = (guint64) info.st_size;
  for (guint i = 0; companions[i] != NULL; i++)
    {
      g_autofree char *name = g_strconcat (path, companions[i], NULL);

      if (g_stat (name, &info) == 0)
        size += (guint64) info.st_size;
    }
  return size;
}

static char *
dup_id (const char *path)
{
  char *id = g_path_get_basename (path);

  if (g_str_has_suffix (id, ENDING))
    id[strlen (id) - strlen (ENDING)] = '\0';
  return id;
}

static void
take_record (SluiceHistoryRun *self,
             SluiceRecord     *record)
{
  const SluiceRecordInfo *info = sluice_record_get_info (record);

  self->readable = TRUE;
  if (self->name == NULL)
    self->name = g_strdup (info->name);
  self->file = g_strdup (info->file);
  self->flow = g_strdup (info->flow);
  self->started = info->started;
  self->time = sluice_record_get_time (record);
  self->visits = sluice_record_get_n_visits (record);
  self->has_ended = sluice_record_has_ended (record);
  self->state = sluice_record_get_state (record);
  self->error = g_strdup (sluice_record_get_error (record));
  self->parent = info->parent != NULL ? dup_id (info->parent) : NULL;
  self->parent_visit = info->parent_visit;
}

/**
 * sluice_history_read:
 * @path: a record
 *
 * Returns: (transfer full): what is known of its run; that it can't be read, at least
 */
SluiceHistoryRun *
sluice_history_read (const char *path)
{
  SluiceHistoryRun *self = g_new0 (SluiceHistoryRun, 1);
  g_auto (SluiceValue) note = read_note (path);
  g_autoptr (SluiceRecord) record = NULL;
  g_autoptr (GError) error = NULL;

  self->id = dup_id (path);
  self->path = g_strdup (path);
  self->name = g_strdup (sluice_value_get_member_string (note, "name"));
  self->pinned = sluice_value_get_boolean (sluice_value_get_member (note, "pinned"));
  self->size = get_size (path);
  self->held = is_held (path);
  record = sluice_record_open (path, &error);
  if (record != NULL)
    take_record (self, record);
  else
    self->error = g_strdup (error->message);
  return self;
}

/* Lists */

static gboolean
has_text (const char *text,
          const char *folded)
{
  g_autofree char *mine = text != NULL ? g_utf8_casefold (text, -1) : NULL;

  return mine != NULL && strstr (mine, folded) != NULL;
}

static gboolean
matches (SluiceHistoryRun *run,
         const char       *search)
{
  g_autofree char *folded = NULL;

  if (search == NULL || *search == '\0')
    return TRUE;
  folded = g_utf8_casefold (search, -1);
  return has_text (run->name, folded) || has_text (run->id, folded) || has_text (run->file, folded)
         || has_text (run->flow, folded) || has_text (sluice_history_run_get_end (run), folded);
}

static int
compare_runs (gconstpointer a,
              gconstpointer b)
{
  const SluiceHistoryRun *first = *(SluiceHistoryRun * const *) a;
  const SluiceHistoryRun *second = *(SluiceHistoryRun * const *) b;

  if (first->started != second->started)
    return first->started > second->started ? -1 : 1;
  return g_strcmp0 (second->id, first->id);
}

/**
 * sluice_history_list: (skip)
 * @folder: (nullable): where; %NULL: where runs are recorded by default
 * @search: (nullable): what its name, id, file, flow or end has in it
 *
 * Returns: (transfer full): the runs, newest first
 */
GPtrArray *
sluice_history_list (const char *folder,
                     const char *search)
{
  g_autofree char *usual = folder == NULL ? sluice_history_dup_folder () : NULL;
  const char *where = folder != NULL ? folder : usual;
  g_autoptr (GDir) dir = g_dir_open (where, 0, NULL);
  GPtrArray *runs = g_ptr_array_new_with_free_func ((GDestroyNotify) sluice_history_run_free);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = NULL;
      SluiceHistoryRun *run;

      if (!g_str_has_suffix (name, ENDING))
        continue;
      path = g_build_filename (where, name, NULL);
      run = sluice_history_read (path);
      if (matches (run, search))
        g_ptr_array_add (runs, run);
      else
        sluice_history_run_free (run);
    }
  g_ptr_array_sort (runs, compare_runs);
  return runs;
}

/* The run with that id or name, or the only one whose id begins so. NULL: none, or several. */
static SluiceHistoryRun *
find_run (GPtrArray  *runs,
          const char *wanted,
          guint      *n_found)
{
  SluiceHistoryRun *found = NULL;

  *n_found = 0;
  for (guint i = 0; i < runs->len; i++)
    {
      SluiceHistoryRun *run = g_ptr_array_index (runs, i);

      if (g_str_equal (run->id, wanted) || g_strcmp0 (run->name, wanted) == 0)
        return run;
      if (!g_str_has_prefix (run->id, wanted))
        continue;
      found = run;
      ++*n_found;
    }
  return *n_found == 1 ? found : NULL;
}

/**
 * sluice_history_find:
 * @run: a path with a slash in it or of a file that is there, an id or the beginning of only one, a
 *   name, or "last"
 * @error: return location for %SLUICE_RECORD_ERROR_NOT_FOUND
 *
 * Returns: (transfer full) (nullable): the path of a record
 */
char *
sluice_history_find (const char  *run,
                     GError     **error)
{
  g_autoptr (GPtrArray) runs = NULL;
  SluiceHistoryRun *found;
  guint n_found = 0;

  if (g_file_test (run, G_FILE_TEST_IS_REGULAR))
    return g_strdup (run);
  runs = sluice_history_list (NULL, NULL);
  if (g_str_equal (run, "last") && runs->len > 0)
    found = g_ptr_array_index (runs, 0);
  else
    found = find_run (runs, run, &n_found);
  if (found != NULL)
    return g_strdup (found->path);
  if (n_found > 1)
    g_set_error (error, SLUICE_RECORD_ERROR, SLUICE_RECORD_ERROR_NOT_FOUND,
                 "%u runs begin with “%s”; give more of the one you mean.", n_found, run);
  else if (runs->len == 0)
    g_set_error (error, SLUICE_RECORD_ERROR, SLUICE_RECORD_ERROR_NOT_FOUND,
                 "There is no run “%s”: none is recorded yet.", run);
  else
    g_set_error (error, SLUICE_RECORD_ERROR, SLUICE_RECORD_ERROR_NOT_FOUND,
                 "There is no run “%s”; sluice runs lists those there are.", run);
  return NULL;
}

/* Notes */

static gboolean
save_note (const char   *path,
           const char   *key,
           SluiceValue   take,
           GError      **error)
{
  g_autofree char *name = g_strconcat (path, ".json", NULL);
  g_auto (SluiceValue) note = read_note (path);
  g_autofree char *text = NULL;

  sluice_value_set_member (&note, key, take);
  text = sluice_json_write (note, SLUICE_JSON_WRITE_PRETTY, NULL);
  return g_file_set_contents (name, text, -1, error);
}

/* It stands in a line of a list. */
static gboolean
check_name (const char  *name,
            GError     **error)
{
  for (const char *at = name; at != NULL && *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);
      GUnicodeType type = g_unichar_type (c);

      if (type != G_UNICODE_CONTROL && type != G_UNICODE_LINE_SEPARATOR && type != G_UNICODE_PARAGRAPH_SEPARATOR)
        continue;
      g_set_error (error, SLUICE_RECORD_ERROR, SLUICE_RECORD_ERROR_NAME,
                   "The name of a run is one line of text; this one holds %s (U+%04X).",
                   c == '\n' || c == '\r' || type != G_UNICODE_CONTROL ? "a line break"
                   : c == '\t' ? "a tab" : "a control character", c);
      return FALSE;
    }
  return TRUE;
}

/**
 * sluice_history_set_name:
 * @path: a record
 * @name: (nullable): a line of text; %NULL: it has no name any more
 * @error: return location for a %GFileError, or %SLUICE_RECORD_ERROR_NAME
 *
 * Names a run.
 *
 * Returns: whether it is kept
 */
gboolean
sluice_history_set_name (const char  *path,
                         const char  *name,
                         GError     **error)
{
  if (!check_name (name, error))
    return FALSE;
  return save_note (path, "name", name != NULL ? sluice_value_string (name) : sluice_value_null (), error);
}

gboolean
sluice_history_set_pinned (const char  *path,
                           gboolean     pinned,
                           GError     **error)
{
  return save_note (path, "pinned", sluice_value_boolean (pinned), error);
}

/**
 * sluice_history_remove:
 * @path: a record
 * @error: return location for a %GFileError
 *
 * Removes a record with all that belongs to it, but not while a process records it.
 *
 * Returns: whether it is gone
 */
gboolean
sluice_history_remove (const char  *path,
                       GError     **error)
{
  if (is_held (path))
    {
      g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_ACCES, "The run %s is being recorded.", path);
      return FALSE;
    }
  if (g_unlink (path) != 0)
    {
      int number = errno;

      g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (number), "%s could not be removed: %s", path,
                   g_strerror (number));
      return FALSE;
    }
  for (guint i = 0; companions[i] != NULL; i++)
    {
      g_autofree char *name = g_strconcat (path, companions[i], NULL);

      g_unlink (name);
    }
  return TRUE;
}
