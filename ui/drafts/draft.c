/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A draft is two files below the XDG state folder: the draft itself, replaced whole by each write, and
 * a lock beside it, which the system frees when the process ends in whatever way. So a draft whose
 * lock can be had is left over from a crash, and of two programs that look only one gets it. The
 * document's own file is never touched.
 *
 * Invariant: whoever has the lock may write and remove; the draft goes before its lock.
 */
#include "drafts/draft.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/json.h"
#include "base/save.h"

#define SUFFIX ".draft"
#define FORMAT 1

struct _SluiceDraft
{
  GObject      parent_instance;

  GMutex       mutex;      /* a write in another thread and what ends the draft exclude each other */
  char        *file;       /* NULL until it is locked */
  char        *lock_file;
  int          lock_fd;    /* -1: not ours */
  gboolean     is_removed;

  SluiceValue  content;    /* of a claimed one, else null */
};

G_DEFINE_FINAL_TYPE (SluiceDraft, sluice_draft, G_TYPE_OBJECT)

static void
sluice_draft_finalize (GObject *object)
{
  SluiceDraft *self = SLUICE_DRAFT (object);

  if (self->lock_fd >= 0)
    close (self->lock_fd);
  sluice_value_clear (&self->content);
  g_free (self->file);
  g_free (self->lock_file);
  g_mutex_clear (&self->mutex);

  G_OBJECT_CLASS (sluice_draft_parent_class)->finalize (object);
}

static void
sluice_draft_class_init (SluiceDraftClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sluice_draft_finalize;
}

static void
sluice_draft_init (SluiceDraft *self)
{
  g_mutex_init (&self->mutex);
  self->lock_fd = -1;
}

/**
 * sluice_draft_dup_folder:
 *
 * Returns: (transfer full): where the drafts are
 */
char *
sluice_draft_dup_folder (void)
{
  return g_build_filename (g_get_user_state_dir (), "sluice", "drafts", NULL);
}

/* Takes the lock of the draft called @name, unless somebody has it. */
static gboolean
lock (SluiceDraft *self,
      const char  *folder,
      const char  *name)
{
  g_autofree char *file = g_strconcat (folder, G_DIR_SEPARATOR_S, name, SUFFIX, NULL);
  g_autofree char *lock_file = g_strconcat (folder, G_DIR_SEPARATOR_S, name, ".lock", NULL);
  int fd = g_open (lock_file, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

  if (fd < 0)
    return FALSE;
  if (flock (fd, LOCK_EX | LOCK_NB) != 0)
    {
      int number = errno;

      close (fd);
      errno = number;
      return FALSE;
    }

  self->lock_fd = fd;
  self->file = g_steal_pointer (&file);
  self->lock_file = g_steal_pointer (&lock_file);
  return TRUE;
}

/* A name nobody else has; another is tried where somebody was quicker to look into the folder. */
static gboolean
lock_new (SluiceDraft  *self,
          GError      **error)
{
  g_autofree char *folder = sluice_draft_dup_folder ();

  if (g_mkdir_with_parents (folder, 0700) == 0)
    do
      {
        g_autofree char *name = g_uuid_string_random ();

        if (lock (self, folder, name))
          return TRUE;
      }
    while (errno == EWOULDBLOCK);

  g_set_error (error, SLUICE_FILE_ERROR, SLUICE_FILE_ERROR_FAILED,
               "Could not make a draft in “%s”: %s", folder, g_strerror (errno));
  return FALSE;
}

/**
 * sluice_draft_new:
 *
 * Returns: (transfer full): a draft that is not on disk before it is written
 */
SluiceDraft *
sluice_draft_new (void)
{
  return g_object_new (SLUICE_TYPE_DRAFT, NULL);
}

/**
 * sluice_draft_write:
 * @text: what sluice_draft_format() made
 * @length: its length in bytes
 * @error: return location for an error of SLUICE_FILE_ERROR
 *
 * Writes the draft so that, whatever happens, the old or the new one is there whole. A draft that was
 * removed meanwhile stays removed. Blocks; may be called from any thread.
 *
 * Returns: %FALSE on an error
 */
gboolean
sluice_draft_write (SluiceDraft  *self,
                    const char   *text,
                    gsize         length,
                    GError      **error)
{
  gboolean success;

  g_return_val_if_fail (SLUICE_IS_DRAFT (self), FALSE);

  g_mutex_lock (&self->mutex);
  if (self->is_removed)
    success = TRUE;
  else
    success = (self->lock_fd >= 0 || lock_new (self, error)) &&
              sluice_file_save (self->file, text, length, NULL, NULL, error);
  g_mutex_unlock (&self->mutex);

  return success;
}

/**
 * sluice_draft_remove:
 *
 * Ends the draft: it is not needed any more. Waits for a write that is going on.
 */
void
sluice_draft_remove (SluiceDraft *self)
{
  g_return_if_fail (SLUICE_IS_DRAFT (self));

  g_mutex_lock (&self->mutex);
  self->is_removed = TRUE;
  if (self->lock_fd >= 0)
    {
      g_unlink (self->file);
      g_unlink (self->lock_file);
      close (self->lock_fd);
      self->lock_fd = -1;
    }
  g_mutex_unlock (&self->mutex);
}

/* What is not a draft of ours, or was cut, has nothing to offer. */
static gboolean
read_content (SluiceDraft *self)
{
  g_autofree char *text = NULL;
  gsize length;

  return sluice_file_load (self->file, 0, &text, &length, NULL, NULL) &&
         sluice_json_read (text, (gssize) length, NULL, &self->content, NULL, NULL) &&
         sluice_value_get_integer (sluice_value_get_member (self->content, "draft")) == FORMAT &&
         sluice_value_get_member_string (self->content, "text") != NULL;
}

static int
compare_newest_first (gconstpointer a,
                      gconstpointer b)
{
  gint64 time_a = sluice_draft_get_time (*(SluiceDraft * const *) a);
  gint64 time_b = sluice_draft_get_time (*(SluiceDraft * const *) b);

  return time_a > time_b ? -1 : time_a < time_b;
}

/**
 * sluice_draft_claim_orphans:
 *
 * Takes all drafts whose process has ended. They are this one's from then on, until they are removed
 * or let go, which leaves them for the next to ask.
 *
 * Returns: (transfer full) (element-type SluiceDraft): the newest first
 */
GPtrArray *
sluice_draft_claim_orphans (void)
{
  GPtrArray *drafts = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *folder = sluice_draft_dup_folder ();
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *found;

  while (dir != NULL && (found = g_dir_read_name (dir)) != NULL)
    {
      g_autoptr (SluiceDraft) draft = NULL;
      g_autofree char *name = NULL;

      if (!g_str_has_suffix (found, SUFFIX))
        continue;
      draft = sluice_draft_new ();
      name = g_strndup (found, strlen (found) - strlen (SUFFIX));
      if (lock (draft, folder, name) && read_content (draft))
        g_ptr_array_add (drafts, g_steal_pointer (&draft));
    }
  g_ptr_array_sort (drafts, compare_newest_first);

  return drafts;
}

/**
 * sluice_draft_get_path:
 *
 * Returns: (transfer none) (nullable): the file of the document, %NULL if it never had one
 */
const char *
sluice_draft_get_path (SluiceDraft *self)
{
  return sluice_value_get_member_string (self->content, "path");
}

/**
 * sluice_draft_get_title:
 *
 * Returns: (transfer none): what the document is called
 */
const char *
sluice_draft_get_title (SluiceDraft *self)
{
  const char *title = sluice_value_get_member_string (self->content, "title");

  return title != NULL ? title : "";
}

/**
 * sluice_draft_get_text:
 *
 * Returns: (transfer none) (nullable): the flow file as it would have been saved
 */
const char *
sluice_draft_get_text (SluiceDraft *self)
{
  return sluice_value_get_member_string (self->content, "text");
}

/**
 * sluice_draft_get_time:
 *
 * Returns: when it was written, in µs since 1970
 */
gint64
sluice_draft_get_time (SluiceDraft *self)
{
  return sluice_value_get_integer (sluice_value_get_member (self->content, "time"));
}

/**
 * sluice_draft_is_based_on:
 * @base: (nullable): the digest of what the document's file holds
 *
 * Returns: whether that is what the changes were made to
 */
gboolean
sluice_draft_is_based_on (SluiceDraft *self,
                          const char  *base)
{
  return g_strcmp0 (base, sluice_value_get_member_string (self->content, "base")) == 0;
}

static void
set_string (SluiceValue *object,
            const char  *key,
            const char  *text)
{
  sluice_value_set_member (object, key, text != NULL ? sluice_value_string (text) : sluice_value_null ());
}

/**
 * sluice_draft_format:
 * @path: (nullable): the document's file
 * @title: what it is called
 * @base: (nullable): the digest of what its file held when it was read or saved
 * @text: the document as it is now
 * @length: (out): the length of what is returned, in bytes
 *
 * May be called from any thread.
 *
 * Returns: (transfer full): what a draft's file holds
 */
char *
sluice_draft_format (const char *path,
                     const char *title,
                     const char *base,
                     const char *text,
                     gsize      *length)
{
  g_auto (SluiceValue) content = sluice_value_object ();
  g_autofree char *utf8_path = path != NULL && g_utf8_validate (path, -1, NULL) ? g_strdup (path) : NULL;

  sluice_value_set_member (&content, "draft", sluice_value_integer (FORMAT));
  sluice_value_set_member (&content, "time", sluice_value_integer (g_get_real_time ()));
  set_string (&content, "path", utf8_path);
  set_string (&content, "title", title);
  set_string (&content, "base", base);
  set_string (&content, "text", text);

  return sluice_json_write (content, SLUICE_JSON_WRITE_PRETTY, length);
}
