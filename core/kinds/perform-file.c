/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* "read" and "write": the whole of a file at once, in a thread. What is written stands there whole or not at
 * all: it is put beside the file and takes its place. */

#include "kinds/perform-file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "kinds/beneath.h"
#include "kinds/job.h"
#include "kinds/payload.h"

#define ATTEMPTS 100 /* at a name for the file beside it */

typedef struct
{
  SluiceBeneath     *beneath;
  SluicePayloadType  format;
  gboolean           header;
  gsize              max_bytes;
  GString           *content; /* written */
  gboolean           appends;
  gboolean           makes_folders;
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;

  sluice_beneath_free (work->beneath);
  if (work->content != NULL)
    g_string_free (work->content, TRUE);
  g_free (work);
}

/* Reading */

static gboolean
read_all (const Work    *work,
          int            fd,
          GString       *text,
          GCancellable  *cancellable,
          GError       **error)
{
  g_autofree char *buffer = g_malloc (65536);
  gssize n;

  while ((n = read (fd, buffer, 65536)) != 0)
    {
      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return sluice_beneath_fail (work->beneath, errno, error) == 0;
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (text->len + (gsize) n > work->max_bytes)
        {
          g_set_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE, "“%s” has more than %" G_GSIZE_FORMAT " MiB.",
                       work->beneath->path, work->max_bytes >> 20);
          return FALSE;
        }
      g_string_append_len (text, buffer, n);
    }
  return TRUE;
}

static gboolean
read_job (gpointer       data,
          GCancellable  *cancellable,
          SluiceValue   *result,
          GError       **error)
{
  const Work *work = data;
  GString *text;
  gboolean ok;
  int fd = sluice_beneath_open (work->beneath, O_RDONLY, error);

  if (fd < 0)
    return FALSE;
  text = g_string_new (NULL);
  ok = read_all (work, fd, text, cancellable, error)
       && sluice_payload_read (work->format, work->header, work->beneath->path, text->str, text->len, result, error);
  g_string_free (text, TRUE);
  close (fd);
  return ok;
}

/* Writing */

static gboolean
write_all (const Work  *work,
           int          fd,
           GError     **error)
{
  const char *at = work->content->str;
  gsize left = work->content->len;

  while (left > 0)
    {
      gssize n = write (fd, at, left);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return sluice_beneath_fail (work->beneath, errno, error) == 0;
      at += n;
      left -= (gsize) n;
    }
  return fsync (fd) == 0 || sluice_beneath_fail (work->beneath, errno, error) == 0;
}

static gboolean
close_written (const Work  *work,
               int          fd,
               gboolean     ok,
               GError     **error)
{
  if (close (fd) != 0 && ok)
    return sluice_beneath_fail (work->beneath, errno, error) == 0;
  return ok;
}

/* Whether a file may stand there: nothing, or a regular file, whose mode is kept. */
static gboolean
look_at_target (const Work  *work,
                int          folder,
                const char  *name,
                mode_t      *mode,
                GError     **error)
{
  struct stat info;

  *mode = 0;
  if (fstatat (folder, name, &info, AT_SYMLINK_NOFOLLOW) != 0)
    return errno == ENOENT || sluice_beneath_fail (work->beneath, errno, error) == 0;
  *mode = info.st_mode & 0777;
  if (S_ISREG (info.st_mode))
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE,
               S_ISLNK (info.st_mode) ? "“%s” is a link. Name the file that it leads to."
                                      : "“%s” is no regular file.", work->beneath->path);
  return FALSE;
}

static int
open_beside (const Work  *work,
             int          folder,
             const char  *name,
             char       **beside,
             GError     **error)
{
  for (guint i = 0; i < ATTEMPTS; i++)
    {
      g_autofree char *try = g_strdup_printf (".%.200s.%08x", name, g_random_int ());
      int fd = openat (folder, try, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);

      if (fd >= 0)
        {
          *beside = g_steal_pointer (&try);
          return fd;
        }
      if (errno != EEXIST)
        break;
    }
  return sluice_beneath_fail (work->beneath, errno, error);
}

static gboolean
replace_in (const Work  *work,
            int          folder,
            const char  *name,
            GError     **error)
{
  g_autofree char *beside = NULL;
  gboolean ok;
  mode_t mode;
  int handle;
  int fd;

  if (!look_at_target (work, folder, name, &mode, error))
    return FALSE;
  fd = open_beside (work, folder, name, &beside, error);
  if (fd < 0)
    return FALSE;
  if (mode != 0)
    fchmod (fd, mode);
  ok = close_written (work, fd, write_all (work, fd, error), error);
  if (ok && renameat (folder, beside, folder, name) != 0)
    ok = sluice_beneath_fail (work->beneath, errno, error) == 0;
  if (!ok)
    unlinkat (folder, beside, 0);
  /* The folder was opened as a path only: to write it to the disk it has to be opened for real. */
  handle = ok ? openat (folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
  if (handle >= 0)
    {
      fsync (handle);
      close (handle);
    }
  return ok;
}

static gboolean
replace (const Work  *work,
         GError     **error)
{
  g_autofree char *name = NULL;
  int folder = sluice_beneath_open_parent (work->beneath, work->makes_folders, &name, error);
  gboolean ok;

  if (folder < 0)
    return FALSE;
  ok = replace_in (work, folder, name, error);
  close (folder);
  return ok;
}

static gboolean
append (const Work  *work,
        GError     **error)
{
  g_autofree char *name = NULL;
  int fd;

  if (work->makes_folders)
    {
      fd = sluice_beneath_open_parent (work->beneath, TRUE, &name, error);
      if (fd < 0)
        return FALSE;
      close (fd);
    }
  fd = sluice_beneath_open (work->beneath, O_WRONLY | O_APPEND | O_CREAT, error);
  return fd >= 0 && close_written (work, fd, write_all (work, fd, error), error);
}

static gboolean
write_job (gpointer       data,
           GCancellable  *cancellable,
           SluiceValue   *result,
           GError       **error)
{
  const Work *work = data;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  if (!(work->appends ? append (work, error) : replace (work, error)))
    return FALSE;
  *result = sluice_value_object ();
  sluice_value_set_member (result, "path", sluice_value_string (work->beneath->path));
  sluice_value_set_member (result, "size", sluice_value_integer ((gint64) work->content->len));
  return TRUE;
}

/* Beginning */

static Work *
work_new (SluiceEffect     *effect,
          SluiceGrantType   type,
          GError          **error)
{
  SluiceValue options = sluice_effect_get_request (effect);
  SluiceBeneath *beneath = sluice_beneath_new (sluice_effect_get_run (effect), type,
                                               sluice_value_get_member_string (options, "path"), error);
  SluiceValue header = sluice_value_get_member (options, "header");
  gint64 max_size = sluice_value_get_integer (sluice_value_get_member (options, "max-size"));
  Work *work;

  if (beneath == NULL)
    return NULL;
  work = g_new0 (Work, 1);
  work->beneath = beneath;
  work->format = sluice_payload_type_find (sluice_value_get_member_string (options, "format"));
  work->header = SLUICE_VALUE_IS_NULL (header) || sluice_value_get_boolean (header);
  work->max_bytes = (gsize) (max_size > 0 ? MIN (max_size, SLUICE_FILE_MAX_SIZE) : SLUICE_FILE_MAX_SIZE) << 20;
  work->appends = sluice_value_get_boolean (sluice_value_get_member (options, "append"));
  work->makes_folders = sluice_value_get_boolean (sluice_value_get_member (options, "make-folders"));
  return work;
}

void
sluice_file_perform_read (SluiceEffect *effect,
                          gpointer      user_data)
{
  GError *error = NULL;
  Work *work = work_new (effect, SLUICE_GRANT_READ, &error);

  if (work != NULL)
    sluice_job_begin (effect, read_job, work, work_free);
  else
    sluice_effect_return_error (effect, error);
}

void
sluice_file_perform_write (SluiceEffect *effect,
                           gpointer      user_data)
{
  GError *error = NULL;
  Work *work = work_new (effect, SLUICE_GRANT_WRITE, &error);

  if (work != NULL)
    work->content = sluice_payload_write (work->format,
                                          sluice_value_get_member (sluice_effect_get_request (effect), "content"),
                                          &error);
  if (error == NULL)
    {
      sluice_job_begin (effect, write_job, work, work_free);
      return;
    }
  g_clear_pointer (&work, work_free);
  sluice_effect_return_error (effect, error);
}
