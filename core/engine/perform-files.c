/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The effects "read" and "list": files below the run's folder, and nowhere else.
 *
 * The kernel keeps the path below the folder (openat2 with RESOLVE_BENEATH), so that neither ".."
 * nor a link leads out, not even one that is made meanwhile. The work is done in a thread. */

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "engine/engine-private.h"
#include "engine/run.h"

#define MAX_BYTES (64 * 1024 * 1024)

typedef struct
{
  char     *folder;
  char     *path;
  gboolean  lists;
} Work;

static void
work_free (Work *work)
{
  g_free (work->folder);
  g_free (work->path);
  g_free (work);
}

static int
fail (const Work  *work,
      int          saved_errno,
      GError     **error)
{
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (saved_errno), "“%s”: %s", work->path,
               saved_errno == EXDEV || saved_errno == ELOOP
                 ? "the path leads out of the flow's folder"
                 : g_strerror (saved_errno));
  return -1;
}

/* Opens a path below the folder. Never waits, as the opening of a pipe could. */
static int
open_below (const Work  *work,
            int          flags,
            GError     **error)
{
  struct open_how how = { .flags = flags | O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY,
                          .resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS };
  int folder = open (work->folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
  int fd;

  if (folder < 0)
    return fail (work, errno, error);
  fd = syscall (SYS_openat2, folder, work->path, &how, sizeof how);
  if (fd < 0)
    fail (work, errno, error);
  close (folder);
  return fd;
}

static gboolean
read_all (const Work    *work,
          int            fd,
          GString       *text,
          GCancellable  *cancellable,
          GError       **error)
{
  char buffer[65536];
  gssize n;

  while ((n = read (fd, buffer, sizeof buffer)) != 0)
    {
      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return fail (work, errno, error) == 0;
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (text->len + n > MAX_BYTES)
        {
          g_set_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE, "“%s” has more than %d MiB.", work->path,
                       MAX_BYTES >> 20);
          return FALSE;
        }
      g_string_append_len (text, buffer, n);
    }
  if (g_utf8_validate_len (text->str, text->len, NULL))
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "“%s” is not UTF-8 text.", work->path);
  return FALSE;
}

static GString *
read_file (const Work    *work,
           GCancellable  *cancellable,
           GError       **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  int fd = open_below (work, 0, error);
  gboolean ok = FALSE;
  struct stat info;

  if (fd < 0)
    return NULL;
  if (fstat (fd, &info) != 0)
    fail (work, errno, error);
  else if (!S_ISREG (info.st_mode))
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE, "“%s” is no regular file.", work->path);
  else
    ok = read_all (work, fd, text, cancellable, error);
  close (fd);
  return ok ? g_steal_pointer (&text) : NULL;
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char * const *) a, *(const char * const *) b);
}

/* Names that are no UTF-8 can't be told and are left out. */
static GPtrArray *
list_folder (const Work  *work,
             GError     **error)
{
  g_autoptr (GPtrArray) names = NULL;
  int fd = open_below (work, O_DIRECTORY, error);
  struct dirent *entry;
  DIR *folder;

  if (fd < 0)
    return NULL;
  folder = fdopendir (fd);
  if (folder == NULL)
    {
      fail (work, errno, error);
      close (fd);
      return NULL;
    }
  names = g_ptr_array_new_with_free_func (g_free);
  while ((entry = readdir (folder)) != NULL)
    if (strcmp (entry->d_name, ".") != 0 && strcmp (entry->d_name, "..") != 0
        && g_utf8_validate (entry->d_name, -1, NULL))
      g_ptr_array_add (names, g_strdup (entry->d_name));
  closedir (folder);
  g_ptr_array_sort (names, compare_names);
  return g_steal_pointer (&names);
}

static void
free_text (gpointer data)
{
  g_string_free (data, TRUE);
}

static void
work_thread (GTask        *task,
             gpointer      source,
             gpointer      task_data,
             GCancellable *cancellable)
{
  const Work *work = task_data;
  GError *error = NULL;
  gpointer result;

  if (work->lists)
    result = list_folder (work, &error);
  else
    result = read_file (work, cancellable, &error);
  if (result == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, result, work->lists ? (GDestroyNotify) g_ptr_array_unref : free_text);
}

static SluiceValue
take_names (GPtrArray *names)
{
  SluiceValue list = sluice_value_array ();

  for (guint i = 0; i < names->len; i++)
    sluice_value_append (&list, sluice_value_string (g_ptr_array_index (names, i)));
  g_ptr_array_unref (names);
  return list;
}

static SluiceValue
take_text (GString *text)
{
  SluiceValue value = sluice_value_string_len (text->str, text->len);

  g_string_free (text, TRUE);
  return value;
}

static void
done_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (SluiceEffect) effect = user_data;
  const Work *work = g_task_get_task_data (G_TASK (result));
  GError *error = NULL;
  gpointer data = g_task_propagate_pointer (G_TASK (result), &error);

  sluice_engine_free_clock (sluice_run_get_engine (sluice_effect_get_run (effect)));
  if (data == NULL)
    sluice_effect_return_error (effect, error);
  else
    sluice_effect_return_value (effect, work->lists ? take_names (data) : take_text (data));
}

static void
begin_work (SluiceEffect *effect,
            const char   *folder,
            const char   *path,
            gboolean      lists)
{
  SluiceEngine *engine = sluice_run_get_engine (sluice_effect_get_run (effect));
  Work *work = g_new (Work, 1);
  g_autoptr (GTask) task = NULL;

  *work = (Work) { g_strdup (folder), g_strdup (path), lists };
  g_main_context_push_thread_default (engine->context);
  task = g_task_new (NULL, sluice_effect_get_cancellable (effect), done_cb, sluice_effect_ref (effect));
  g_main_context_pop_thread_default (engine->context);
  g_task_set_source_tag (task, begin_work);
  g_task_set_task_data (task, work, (GDestroyNotify) work_free);
  sluice_engine_hold_clock (engine);
  g_task_run_in_thread (task, work_thread);
}

/* Both take {"path": …}, relative to the run's folder; "list" without one lists that folder. */
static void
perform_cb (SluiceEffect *effect,
            gpointer      user_data)
{
  gboolean lists = GPOINTER_TO_INT (user_data);
  const char *folder = sluice_run_get_folder (sluice_effect_get_run (effect));
  const char *path = sluice_value_get_member_string (sluice_effect_get_request (effect), "path");

  if (path == NULL && lists)
    path = ".";
  if (folder == NULL)
    sluice_effect_return_error (effect, g_error_new (G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                                                     "“%s”: the flow has no folder yet. Save it first.",
                                                     path != NULL ? path : ""));
  else if (path == NULL || *path == '\0')
    sluice_effect_return_error (effect, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_INVALID_FILENAME,
                                                             "A path to read is missing."));
  else
    begin_work (effect, folder, path, lists);
}

void
sluice_engine_add_file_performers (SluiceEngine *self)
{
  sluice_engine_set_performer (self, "read", perform_cb, GINT_TO_POINTER (FALSE), NULL);
  sluice_engine_set_performer (self, "list", perform_cb, GINT_TO_POINTER (TRUE), NULL);
}
