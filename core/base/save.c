/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Safe loading and saving.
 *
 * GIO's own calls are not enough: on a full disk they can put a partial text in place of the
 * file, or drop its mode, its owner and its link. So the text goes to a temporary file beside the
 * target, is written, synced, read back and closed with every result checked, and only then is
 * renamed over it. The temporary file never survives a failure. */

#include "base/save.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define DEFAULT_MAX_BYTES (64 * 1024 * 1024)
#define CHUNK_BYTES       (64 * 1024)

/* A save that is going on. */
typedef struct
{
  const char *path;      /* borrowed: as the caller named it, for messages */
  char       *target;    /* owned: links resolved */
  char       *folder;    /* owned */
  char       *temporary; /* owned: NULL while there is none */
  int         fd;        /* of the temporary file, or -1 */
} Save;

G_DEFINE_QUARK (sluice-file-error-quark, sluice_file_error)

G_DEFINE_BOXED_TYPE (SluiceFileStamp, sluice_file_stamp,
                     sluice_file_stamp_copy, sluice_file_stamp_free)

/* Errors */

static const struct
{
  int              number;
  SluiceFileError  code;
  const char      *remedy;
  const char      *load_remedy; /* NULL: the same */
} remedies[] = {
  { ENOENT, SLUICE_FILE_ERROR_NOT_FOUND, "check the name, or create the folder", "check the name" },
  { ENOTDIR, SLUICE_FILE_ERROR_NOT_FOUND, "a part of the path is not a folder" },
  { EACCES, SLUICE_FILE_ERROR_DENIED, "change the permissions, or use another folder",
    "change the permissions" },
  { EPERM, SLUICE_FILE_ERROR_DENIED, "change the permissions, or use another folder",
    "change the permissions" },
  { EROFS, SLUICE_FILE_ERROR_DENIED, "the file system is read-only; use another folder" },
  { ENOSPC, SLUICE_FILE_ERROR_FULL, "free some space and try again, or use another disk" },
  { EDQUOT, SLUICE_FILE_ERROR_FULL, "free some of your quota and try again, or use another disk" },
  { EFBIG, SLUICE_FILE_ERROR_FULL, "the file size limit is reached; raise it" },
  { ELOOP, SLUICE_FILE_ERROR_FAILED, "its links lead in a circle; remove one" },
  { ENAMETOOLONG, SLUICE_FILE_ERROR_FAILED, "choose a shorter name" },
};

/* @doing is "load" or "save". Always %FALSE. */
static gboolean
fail (const char  *doing,
      const char  *path,
      int          number,
      GError     **error)
{
  g_autofree char *name = g_filename_display_name (path);
  gboolean is_load = g_str_equal (doing, "load");

  for (gsize i = 0; i < G_N_ELEMENTS (remedies); i++)
    if (remedies[i].number == number)
      {
        const char *remedy = is_load && remedies[i].load_remedy != NULL ? remedies[i].load_remedy
                                                                        : remedies[i].remedy;

        g_set_error (error, SLUICE_FILE_ERROR, remedies[i].code, "Could not %s “%s”: %s; %s",
                     doing, name, g_strerror (number), remedy);
        return FALSE;
      }
  g_set_error (error, SLUICE_FILE_ERROR, SLUICE_FILE_ERROR_FAILED, "Could not %s “%s”: %s",
               doing, name, g_strerror (number));
  return FALSE;
}

static gboolean
fail_with (const char       *path,
           SluiceFileError   code,
           const char       *says,
           GError          **error)
{
  g_autofree char *name = g_filename_display_name (path);

  g_set_error (error, SLUICE_FILE_ERROR, code, "“%s” %s", name, says);
  return FALSE;
}

/* Stamps */

/**
 * sluice_file_stamp_copy:
 * @stamp: a stamp
 *
 * Returns: (transfer full): a copy
 */
SluiceFileStamp *
sluice_file_stamp_copy (const SluiceFileStamp *stamp)
{
  return g_memdup2 (stamp, sizeof *stamp);
}

/**
 * sluice_file_stamp_free:
 * @stamp: (nullable) (transfer full): a stamp
 *
 * Frees a stamp that was made by [func@Sluice.file_stamp_copy].
 */
void
sluice_file_stamp_free (SluiceFileStamp *stamp)
{
  g_free (stamp);
}

/**
 * sluice_file_stamp_equal:
 * @a: a stamp
 * @b: another
 *
 * Returns: %TRUE if both are of the same content, wherever and whenever it was written
 */
gboolean
sluice_file_stamp_equal (const SluiceFileStamp *a,
                         const SluiceFileStamp *b)
{
  g_return_val_if_fail (a != NULL && b != NULL, FALSE);

  return a->size == b->size && memcmp (a->digest, b->digest, sizeof a->digest) == 0;
}

static void
stamp_metadata (SluiceFileStamp   *stamp,
                const struct stat *status)
{
  stamp->device = status->st_dev;
  stamp->inode = status->st_ino;
  stamp->size = status->st_size;
  stamp->modified = (gint64) status->st_mtim.tv_sec * 1000000000 + status->st_mtim.tv_nsec;
}

static void
stamp_digest (SluiceFileStamp *stamp,
              GChecksum       *checksum)
{
  gsize length = sizeof stamp->digest;

  g_checksum_get_digest (checksum, stamp->digest, &length);
}

static void
stamp_text (SluiceFileStamp *stamp,
            const char      *text,
            gsize            length)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);

  if (length > 0)
    g_checksum_update (checksum, (const guchar *) text, (gssize) length);
  stamp_digest (stamp, checksum);
}

static gboolean
has_same_metadata (const SluiceFileStamp *a,
                   const SluiceFileStamp *b)
{
  return a->device == b->device && a->inode == b->inode && a->size == b->size &&
         a->modified == b->modified;
}

/* Loading */

static ssize_t
read_some (int     fd,
           char   *into,
           gsize   wanted)
{
  ssize_t got;

  do
    got = read (fd, into, wanted);
  while (got < 0 && errno == EINTR);
  return got;
}

/* Reads to the end. The file may grow meanwhile: the limit holds for what is read. */
static gboolean
read_all (int          fd,
          const char  *path,
          gsize        max_bytes,
          GString     *text,
          GError     **error)
{
  ssize_t got;

  do
    {
      gsize before = text->len;

      g_string_set_size (text, before + CHUNK_BYTES);
      got = read_some (fd, text->str + before, CHUNK_BYTES);
      if (got < 0)
        return fail ("load", path, errno, error);
      g_string_set_size (text, before + (gsize) got);
      if (text->len > max_bytes)
        {
          g_autofree char *limit = g_format_size_full (max_bytes, G_FORMAT_SIZE_IEC_UNITS);
          g_autofree char *says = g_strdup_printf ("is larger than %s, which is the limit; "
                                                   "split it into smaller files", limit);

          return fail_with (path, SLUICE_FILE_ERROR_TOO_LARGE, says, error);
        }
    }
  while (got > 0);
  return TRUE;
}

static gboolean
load_open (int               fd,
           const char       *path,
           gsize             max_bytes,
           GString          *text,
           SluiceFileStamp  *stamp,
           GError          **error)
{
  struct stat status;

  if (fstat (fd, &status) != 0)
    return fail ("load", path, errno, error);
  if (!S_ISREG (status.st_mode))
    return fail_with (path, SLUICE_FILE_ERROR_NOT_REGULAR,
                      S_ISDIR (status.st_mode) ? "is a folder; choose a file in it"
                                               : "is not a regular file; choose another", error);
  if (!read_all (fd, path, max_bytes, text, error))
    return FALSE;

  stamp_metadata (stamp, &status);
  stamp_text (stamp, text->str, text->len);
  stamp->size = text->len;
  return TRUE;
}

/**
 * sluice_file_load:
 * @path: (type filename): a file; links are followed
 * @max_bytes: the most that is read, 0 for 64 MiB
 * @text: (out) (transfer full): the content, with a NUL behind it
 * @length: (out) (optional): bytes
 * @stamp: (out caller-allocates) (optional): what was loaded, for a later save
 * @error: return location for a #GError of %SLUICE_FILE_ERROR
 *
 * Loads a regular file. Nothing else is opened for good: reading a device or a pipe could wait
 * for ever. Blocks.
 *
 * Returns: %FALSE on an error, %SLUICE_FILE_ERROR_NOT_FOUND if there is no file
 */
gboolean
sluice_file_load (const char       *path,
                  gsize             max_bytes,
                  char            **text,
                  gsize            *length,
                  SluiceFileStamp  *stamp,
                  GError          **error)
{
  SluiceFileStamp loaded;
  GString *content;
  gboolean success;
  int fd;

  g_return_val_if_fail (path != NULL && text != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  fd = g_open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, 0);
  if (fd < 0)
    return fail ("load", path, errno, error);

  content = g_string_new (NULL);
  success = load_open (fd, path, max_bytes != 0 ? max_bytes : DEFAULT_MAX_BYTES, content, &loaded,
                       error);
  close (fd);
  if (!success)
    {
      g_string_free (content, TRUE);
      return FALSE;
    }
  if (length != NULL)
    *length = content->len;
  if (stamp != NULL)
    *stamp = loaded;
  *text = g_string_free (content, FALSE);
  return TRUE;
}

/**
 * sluice_file_is_unchanged:
 * @path: (type filename): a file
 * @stamp: what it was
 *
 * Whether a file is still what it was. The content is read only if the metadata differs: a file
 * that was just touched, or replaced by the same text, is unchanged. Blocks.
 *
 * Returns: %TRUE if it is; %FALSE if it differs, is gone or cannot be read
 */
gboolean
sluice_file_is_unchanged (const char            *path,
                          const SluiceFileStamp *stamp)
{
  g_autofree char *text = NULL;
  SluiceFileStamp now = { 0 };
  struct stat status;

  g_return_val_if_fail (path != NULL && stamp != NULL, FALSE);

  if (stat (path, &status) != 0)
    return FALSE;
  stamp_metadata (&now, &status);
  if (has_same_metadata (&now, stamp))
    return TRUE;
  return now.size == stamp->size &&
         sluice_file_load (path, stamp->size + 1, &text, NULL, &now, NULL) &&
         sluice_file_stamp_equal (&now, stamp);
}

/* Saving */

static void
save_clear (Save *save)
{
  if (save->fd >= 0)
    close (save->fd);
  if (save->temporary != NULL)
    unlink (save->temporary);
  g_free (save->temporary);
  g_free (save->folder);
  g_free (save->target);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Save, save_clear)

/* Where a link that leads nowhere yet points to; a few hops, as the kernel does. */
static char *
resolve_dangling (const char *path)
{
  g_autofree char *at = g_strdup (path);

  for (guint hops = 0; hops < 40; hops++)
    {
      g_autofree char *folder = g_path_get_dirname (at);
      g_autofree char *link = g_file_read_link (at, NULL);

      if (link == NULL)
        return g_steal_pointer (&at);
      g_free (at);
      at = g_path_is_absolute (link) ? g_strdup (link) : g_build_filename (folder, link, NULL);
    }
  errno = ELOOP;
  return NULL;
}

static gboolean
resolve_target (Save    *save,
                GError **error)
{
  g_autofree char *real = realpath (save->path, NULL);

  if (real != NULL)
    save->target = g_strdup (real);
  else if (errno == ENOENT)
    save->target = resolve_dangling (save->path);
  if (save->target == NULL)
    return fail ("save", save->path, errno, error);
  save->folder = g_path_get_dirname (save->target);
  return TRUE;
}

/* The mode and owner of the file that is there, or none. */
static gboolean
check_target (Save         *save,
              struct stat  *status,
              gboolean     *exists,
              GError      **error)
{
  *exists = stat (save->target, status) == 0;
  if (!*exists)
    return errno == ENOENT || fail ("save", save->path, errno, error);
  if (!S_ISREG (status->st_mode))
    return fail_with (save->path, SLUICE_FILE_ERROR_NOT_REGULAR,
                      "is not a regular file; save under another name", error);
  if (access (save->target, W_OK) != 0)
    return fail ("save", save->path, errno, error);
  return TRUE;
}

/* A new file gets the mode that the umask leaves; one that takes the place of another is its
 * owner's alone until it has the mode of that one. */
static gboolean
open_temporary (Save      *save,
                gboolean   replaces,
                GError   **error)
{
  g_autofree char *name = g_build_filename (save->folder, ".sluice-XXXXXX", NULL);

  save->fd = g_mkstemp_full (name, O_RDWR | O_CLOEXEC, replaces ? 0600 : 0666);
  if (save->fd < 0)
    return fail ("save", save->path, errno, error);
  save->temporary = g_steal_pointer (&name);
  return TRUE;
}

/* Copies the owner as far as the system lets us. A group that cannot be kept is replaced by ours,
 * which then gets no more than everybody had. The mode comes last: chown clears bits of it. */
static gboolean
copy_metadata (Save               *save,
               const struct stat  *status,
               GError            **error)
{
  mode_t mode = status->st_mode & 07777;

  if (fchown (save->fd, status->st_uid, status->st_gid) != 0 &&
      fchown (save->fd, (uid_t) -1, status->st_gid) != 0)
    mode = (mode & (S_IRWXU | S_IRWXO)) | ((mode & S_IRWXO) << 3);
  if (fchmod (save->fd, mode) != 0)
    return fail ("save", save->path, errno, error);
  return TRUE;
}

static gboolean
write_text (Save        *save,
            const char  *text,
            gsize        length,
            GError     **error)
{
  while (length > 0)
    {
      ssize_t written = write (save->fd, text, length);

      if (written < 0 && errno == EINTR)
        continue;
      if (written <= 0)
        return fail ("save", save->path, written < 0 ? errno : ENOSPC, error);
      text += written;
      length -= (gsize) written;
    }
  return TRUE;
}

/* Reads back what was written, as a file system that lies is found out only so. */
static gboolean
verify (Save                   *save,
        const SluiceFileStamp  *stamp,
        GError                **error)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *chunk = g_malloc (CHUNK_BYTES);
  SluiceFileStamp found = { 0 };
  ssize_t got;

  if (lseek (save->fd, 0, SEEK_SET) != 0)
    return fail ("save", save->path, errno, error);
  while ((got = read_some (save->fd, chunk, CHUNK_BYTES)) > 0)
    {
      g_checksum_update (checksum, (const guchar *) chunk, got);
      found.size += (guint64) got;
    }
  if (got < 0)
    return fail ("save", save->path, errno, error);
  stamp_digest (&found, checksum);
  return sluice_file_stamp_equal (&found, stamp) || fail ("save", save->path, EIO, error);
}

/* Brings the temporary file to the disk, whole. */
static gboolean
finish_temporary (Save             *save,
                  SluiceFileStamp  *stamp,
                  GError          **error)
{
  struct stat status;
  int fd;

  if (fsync (save->fd) != 0 || fstat (save->fd, &status) != 0)
    return fail ("save", save->path, errno, error);
  stamp_metadata (stamp, &status);
  if (!verify (save, stamp, error))
    return FALSE;
  fd = save->fd;
  save->fd = -1;
  return close (fd) == 0 || fail ("save", save->path, errno, error);
}

/* The content decides: a file that was only touched has not changed, and one that was changed
 * within the resolution of its time stamp has. */
static gboolean
check_expected (Save                   *save,
                const SluiceFileStamp  *expected,
                GError                **error)
{
  g_autofree char *text = NULL;
  SluiceFileStamp now;
  struct stat status;

  if (expected == NULL)
    return TRUE;
  if (stat (save->target, &status) != 0)
    return fail_with (save->path, SLUICE_FILE_ERROR_CHANGED,
                      "has been removed since it was opened; save it under a name", error);
  if ((guint64) status.st_size == expected->size &&
      sluice_file_load (save->target, expected->size + 1, &text, NULL, &now, NULL) &&
      sluice_file_stamp_equal (&now, expected))
    return TRUE;
  return fail_with (save->path, SLUICE_FILE_ERROR_CHANGED,
                    "has been changed on disk since it was opened; compare, overwrite, or save "
                    "under another name", error);
}

static gboolean
sync_folder (Save    *save,
             GError **error)
{
  int fd = g_open (save->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
  int number = 0;

  /* A folder that may be written but not read cannot be opened, and some file systems cannot
   * sync one: the rename is then as durable as it gets. */
  if (fd < 0)
    return TRUE;
  if (fsync (fd) != 0 && errno != EINVAL && errno != ENOTSUP)
    number = errno;
  close (fd);
  return number == 0 || fail ("save", save->path, number, error);
}

static gboolean
put_in_place (Save    *save,
              GError **error)
{
  if (rename (save->temporary, save->target) != 0)
    return fail ("save", save->path, errno, error);
  g_clear_pointer (&save->temporary, g_free);
  return TRUE;
}

/**
 * sluice_file_save:
 * @path: (type filename): a file, there already or not; links are followed
 * @text: the content
 * @length: bytes
 * @expected: (nullable): what must be there still; %NULL to overwrite whatever is
 * @stamp: (out caller-allocates) (optional): what was saved
 * @error: return location for a #GError of %SLUICE_FILE_ERROR
 *
 * Saves a file atomically and durably: after any failure it is the old or the new version, whole,
 * and nothing is left beside it. Mode, owner and links are kept. Blocks until it is on the disk.
 *
 * If only the last step fails, telling the disk of the new name, @stamp is set although an error
 * is.
 *
 * Returns: %FALSE on an error, %SLUICE_FILE_ERROR_CHANGED if the file is not as @expected
 */
gboolean
sluice_file_save (const char             *path,
                  const char             *text,
                  gsize                   length,
                  const SluiceFileStamp  *expected,
                  SluiceFileStamp        *stamp,
                  GError                **error)
{
  g_auto (Save) save = { path, NULL, NULL, NULL, -1 };
  SluiceFileStamp saved = { 0 };
  struct stat status;
  gboolean exists;

  g_return_val_if_fail (path != NULL && (text != NULL || length == 0), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  stamp_text (&saved, text, length);
  saved.size = length;
  if (!resolve_target (&save, error) ||
      !check_target (&save, &status, &exists, error) ||
      !open_temporary (&save, exists, error) ||
      (exists && !copy_metadata (&save, &status, error)) ||
      !write_text (&save, text, length, error) ||
      !finish_temporary (&save, &saved, error) ||
      !check_expected (&save, expected, error) ||
      !put_in_place (&save, error))
    return FALSE;
  if (stamp != NULL)
    *stamp = saved;
  return sync_folder (&save, error);
}
