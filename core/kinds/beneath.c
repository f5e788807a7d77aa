/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The way to a file: which granted folder it is below is told by its text, and then held by the kernel. */

#include "kinds/beneath.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <linux/openat2.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

void
sluice_beneath_free (SluiceBeneath *self)
{
  g_free (self->path);
  g_free (self->whole);
  g_ptr_array_unref (self->folders);
  g_free (self);
}

static int
compare_depth (gconstpointer a,
               gconstpointer b)
{
  gsize length_a = strlen (*(const char * const *) a);
  gsize length_b = strlen (*(const char * const *) b);

  return length_a > length_b ? -1 : length_a < length_b;
}

static void
set_not_granted (SluiceGrantType   type,
                 const char       *path,
                 GError          **error)
{
  g_set_error (error, SLUICE_GRANT_ERROR, type,
               type == SLUICE_GRANT_WRITE
                 ? "“%s”: writing there was not granted to this flow. What only the run knows has to be below a folder "
                   "that the flow names among what it touches (“uses”)."
                 : "“%s”: reading there was not granted to this flow. What only the run knows has to be below a folder "
                   "that the flow names among what it touches (“uses”).",
               path);
}

SluiceBeneath *
sluice_beneath_new (SluiceRun        *run,
                    SluiceGrantType   type,
                    const char       *path,
                    GError          **error)
{
  SluiceGrants *grants = sluice_run_get_grants (run);
  const char *folder = sluice_run_get_folder (run);
  g_autofree char *base = folder != NULL ? g_canonicalize_filename (folder, NULL) : NULL;
  g_autoptr (SluiceBeneath) self = NULL;

  if (path == NULL || *path == '\0')
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_FILENAME, "A path is missing.");
      return NULL;
    }
  if (base == NULL && !g_path_is_absolute (path))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "“%s”: the flow has no folder yet. Save it first.", path);
      return NULL;
    }
  self = g_new0 (SluiceBeneath, 1);
  self->path = g_strdup (path);
  self->whole = g_canonicalize_filename (path, base);
  self->folders = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < sluice_grants_get_n (grants, type); i++)
    {
      const char *granted = sluice_grants_get_name (grants, type, i);

      if (sluice_grant_find_rest (granted, self->whole) != NULL)
        g_ptr_array_add (self->folders, g_strdup (granted));
    }
  g_ptr_array_sort (self->folders, compare_depth);
  if (self->folders->len > 0)
    return g_steal_pointer (&self);
  set_not_granted (type, path, error);
  return NULL;
}

int
sluice_beneath_fail (const SluiceBeneath  *self,
                     int                   saved_errno,
                     GError              **error)
{
  if (saved_errno == EXDEV || saved_errno == ELOOP)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED, "“%s”: the path leads out of the granted folder.",
                 self->path);
  else
    g_set_error (error, G_IO_ERROR, g_io_error_from_errno (saved_errno), "“%s”: %s", self->path,
                 g_strerror (saved_errno));
  return -1;
}

/* Below one granted folder; a grant may also be of the file itself. -1 with errno. */
static int
open_below (const char *granted,
            const char *whole,
            int         flags)
{
  struct open_how how = { .flags = (guint64) (flags | O_CLOEXEC | ((flags & O_PATH) != 0 ? 0 : O_NOCTTY)),
                          .mode = (flags & O_CREAT) != 0 ? 0666 : 0,
                          .resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS };
  const char *rest = sluice_grant_find_rest (granted, whole);
  int folder = open (granted, O_PATH | O_DIRECTORY | O_CLOEXEC);
  g_autofree char *parent = NULL;
  int saved_errno;
  int fd;

  if (folder < 0 && errno == ENOTDIR && rest != NULL && *rest == '\0')
    {
      parent = g_path_get_dirname (granted);
      rest = strrchr (granted, '/') + 1;
      folder = open (parent, O_PATH | O_DIRECTORY | O_CLOEXEC);
    }
  if (folder < 0 || rest == NULL)
    return -1;
  fd = (int) syscall (SYS_openat2, folder, *rest != '\0' ? rest : ".", &how, sizeof how);
  saved_errno = errno;
  close (folder);
  errno = saved_errno;
  return fd;
}

/* From the nearest of the folders that lets it through. */
static int
open_path (const SluiceBeneath *self,
           const char          *whole,
           int                  flags)
{
  int fd = -1;

  for (guint i = 0; i < self->folders->len; i++)
    {
      fd = open_below (g_ptr_array_index (self->folders, i), whole, flags);
      if (fd >= 0 || errno != EXDEV)
        return fd;
    }
  return fd;
}

static int
refuse_kind (const SluiceBeneath  *self,
             GError              **error)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE, "“%s” is no regular file.", self->path);
  return -1;
}

/* What is looked at first without being opened: the opening of a device may do something. */
int
sluice_beneath_open (const SluiceBeneath  *self,
                     int                   flags,
                     GError              **error)
{
  int look = open_path (self, self->whole, O_PATH);
  struct stat info;
  int fd;

  if (look >= 0)
    {
      gboolean is_regular = fstat (look, &info) == 0 && S_ISREG (info.st_mode);

      close (look);
      if (!is_regular)
        return refuse_kind (self, error);
    }
  else if (errno != ENOENT || (flags & O_CREAT) == 0)
    return sluice_beneath_fail (self, errno, error);
  fd = open_path (self, self->whole, flags | O_NONBLOCK);
  if (fd < 0)
    return sluice_beneath_fail (self, errno, error);
  if (fstat (fd, &info) == 0 && S_ISREG (info.st_mode))
    return fd;
  close (fd);
  return refuse_kind (self, error);
}

int
sluice_beneath_open_folder (const SluiceBeneath  *self,
                            GError              **error)
{
  int fd = open_path (self, self->whole, O_RDONLY | O_DIRECTORY);

  return fd >= 0 ? fd : sluice_beneath_fail (self, errno, error);
}

/* Each folder on the way is opened by itself, and made in the one before where it is missing. */
static int
make_folders (const SluiceBeneath *self,
              const char          *whole)
{
  int fd = open_path (self, whole, O_PATH | O_DIRECTORY);
  g_autofree char *above = NULL;
  int saved_errno;
  int parent;

  if (fd >= 0 || errno != ENOENT || g_str_equal (whole, "/"))
    return fd;
  above = g_path_get_dirname (whole);
  parent = make_folders (self, above);
  if (parent < 0)
    return -1;
  if (mkdirat (parent, strrchr (whole, '/') + 1, 0777) != 0 && errno != EEXIST)
    {
      saved_errno = errno;
      close (parent);
      errno = saved_errno;
      return -1;
    }
  close (parent);
  return open_path (self, whole, O_PATH | O_DIRECTORY);
}

/* The granted folder itself may not be there yet: it was granted by its name. */
static void
make_granted (const SluiceBeneath *self)
{
  const char *granted = g_ptr_array_index (self->folders, 0);

  if (!g_file_test (granted, G_FILE_TEST_EXISTS))
    g_mkdir_with_parents (granted, 0777);
}

int
sluice_beneath_open_parent (const SluiceBeneath  *self,
                            gboolean              make,
                            char                **name,
                            GError              **error)
{
  g_autofree char *above = g_path_get_dirname (self->whole);
  int fd = -1;

  /* A grant of just this file: its folder is where it lies. */
  if (self->folders->len > 0 && g_str_equal (g_ptr_array_index (self->folders, 0), self->whole))
    fd = open (above, O_PATH | O_DIRECTORY | O_CLOEXEC);
  else if (make)
    {
      make_granted (self);
      fd = make_folders (self, above);
    }
  else
    fd = open_path (self, above, O_PATH | O_DIRECTORY);
  if (fd < 0)
    return sluice_beneath_fail (self, errno, error);
  *name = g_strdup (strrchr (self->whole, '/') + 1);
  return fd;
}
