/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Pictures in the console. The shelf is behind a lock: jobs put there what they have read, and windows look for it
 * in threads of their own. */

#include "kinds/logged-picture.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/json.h"
#include "kinds/job.h"
#include "kinds/picture-file.h"
#include "kinds/settings.h"

#define SHELF_SIZE (32 << 20) /* bytes, of all on it */

/* The shelf */

typedef struct
{
  gint    ref_count;
  GMutex  lock;
  GQueue  hashes; /* char *, owned by bytes; the latest first */
  GHashTable *bytes; /* hash → GBytes, owned */
  gsize   size;
} Shelf;

static G_DEFINE_QUARK (sluice-run-shelf, run_shelf)

static Shelf *
shelf_ref (Shelf *self)
{
  g_atomic_int_inc (&self->ref_count);
  return self;
}

static void
shelf_unref (gpointer data)
{
  Shelf *self = data;

  if (!g_atomic_int_dec_and_test (&self->ref_count))
    return;
  g_queue_clear (&self->hashes);
  g_hash_table_unref (self->bytes);
  g_mutex_clear (&self->lock);
  g_free (self);
}

static Shelf *
ensure_shelf (SluiceRun *run)
{
  Shelf *shelf = sluice_run_get_data (run, run_shelf_quark ());

  if (shelf != NULL)
    return shelf;
  shelf = g_new0 (Shelf, 1);
  shelf->ref_count = 1;
  g_mutex_init (&shelf->lock);
  shelf->bytes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
  sluice_run_set_data (run, run_shelf_quark (), shelf, shelf_unref);
  return shelf;
}

static void
shelf_put (Shelf      *self,
           const char *hash,
           GBytes     *bytes)
{
  g_autofree char *key = g_strdup (hash);

  g_mutex_lock (&self->lock);
  if (!g_hash_table_contains (self->bytes, hash))
    {
      self->size += g_bytes_get_size (bytes);
      g_queue_push_head (&self->hashes, key);
      g_hash_table_insert (self->bytes, g_steal_pointer (&key), g_bytes_ref (bytes));
    }
  while (self->size > SHELF_SIZE)
    {
      const char *oldest = g_queue_pop_tail (&self->hashes);

      self->size -= g_bytes_get_size (g_hash_table_lookup (self->bytes, oldest));
      g_hash_table_remove (self->bytes, oldest);
    }
  g_mutex_unlock (&self->lock);
}

static GBytes *
shelf_dup (Shelf      *self,
           const char *hash)
{
  GBytes *bytes;

  g_mutex_lock (&self->lock);
  bytes = g_hash_table_lookup (self->bytes, hash);
  if (bytes != NULL)
    g_bytes_ref (bytes);
  g_mutex_unlock (&self->lock);
  return bytes;
}

/* What is known of a picture */

struct _SluiceLoggedPicture
{
  gint   ref_count;
  char  *name;  /* as the flow has it; "" for one that came as data */
  char  *file;  /* its whole path; "" */
  char  *type;  /* "image/png" */
  char  *hash;  /* SHA-256 of its bytes */
  gint64 size;  /* bytes */
  guint  width; /* pixels; 0: it does not say */
  guint  height;
  Shelf *shelf; /* owned; NULL: it comes from a record */
};

G_DEFINE_BOXED_TYPE (SluiceLoggedPicture, sluice_logged_picture, sluice_logged_picture_ref,
                     sluice_logged_picture_unref)

static SluiceValue
describe (const SluiceBeneath *file, /* or NULL */
          GBytes              *bytes)
{
  SluiceValue value = sluice_value_object ();
  g_autofree char *hash = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  const guchar *data;
  gsize length;
  guint width;
  guint height;

  data = g_bytes_get_data (bytes, &length);
  sluice_value_set_member (&value, "picture", sluice_value_string (file != NULL ? file->path : ""));
  sluice_value_set_member (&value, "file", sluice_value_string (file != NULL ? file->whole : ""));
  sluice_value_set_member (&value, "type", sluice_value_string (sluice_picture_find_type (data, length)));
  sluice_value_set_member (&value, "size", sluice_value_integer ((gint64) length));
  if (sluice_picture_find_size (data, length, &width, &height))
    {
      sluice_value_set_member (&value, "width", sluice_value_integer (width));
      sluice_value_set_member (&value, "height", sluice_value_integer (height));
    }
  sluice_value_set_member (&value, "sha256", sluice_value_string (hash));
  return value;
}

static char *
dup_member (SluiceValue  value,
            const char  *name)
{
  const char *text = sluice_value_get_member_string (value, name);

  return g_strdup (text != NULL ? text : "");
}

static guint
get_pixels (SluiceValue  value,
            const char  *name)
{
  return (guint) CLAMP (sluice_value_get_integer (sluice_value_get_member (value, name)), 0, G_MAXINT);
}

static gboolean
is_picture (SluiceValue value)
{
  const char *type = sluice_value_get_member_string (value, "type");

  return type != NULL && g_str_has_prefix (type, "image/") && sluice_value_get_member_string (value, "picture") != NULL
         && sluice_value_get_member_string (value, "sha256") != NULL;
}

SluiceLoggedPicture *
sluice_logged_picture_new (SluiceValue  value,
                           SluiceRun   *run)
{
  SluiceLoggedPicture *self;

  if (!is_picture (value))
    return NULL;
  self = g_new0 (SluiceLoggedPicture, 1);
  self->ref_count = 1;
  self->name = dup_member (value, "picture");
  self->file = dup_member (value, "file");
  self->type = dup_member (value, "type");
  self->hash = dup_member (value, "sha256");
  self->size = sluice_value_get_integer (sluice_value_get_member (value, "size"));
  self->width = get_pixels (value, "width");
  self->height = get_pixels (value, "height");
  self->shelf = run != NULL ? shelf_ref (ensure_shelf (run)) : NULL;
  return self;
}

SluiceLoggedPicture *
sluice_logged_picture_ref (SluiceLoggedPicture *self)
{
  g_atomic_int_inc (&self->ref_count);
  return self;
}

void
sluice_logged_picture_unref (SluiceLoggedPicture *self)
{
  if (!g_atomic_int_dec_and_test (&self->ref_count))
    return;
  g_free (self->name);
  g_free (self->file);
  g_free (self->type);
  g_free (self->hash);
  g_clear_pointer (&self->shelf, shelf_unref);
  g_free (self);
}

const char *
sluice_logged_picture_get_name (SluiceLoggedPicture *self)
{
  return *self->name != '\0' ? self->name : NULL;
}

gboolean
sluice_logged_picture_get_size (SluiceLoggedPicture *self,
                                guint               *width,
                                guint               *height)
{
  *width = self->width;
  *height = self->height;
  return self->width > 0 && self->height > 0
         && (guint64) self->width * self->height <= SLUICE_LOGGED_PICTURE_MAX_PIXELS;
}

char *
sluice_logged_picture_dup_text (SluiceLoggedPicture *self)
{
  g_autofree char *type = g_ascii_strup (self->type + strlen ("image/"), -1);
  g_autofree char *size = g_format_size ((guint64) MAX (self->size, 0));
  g_autoptr (GString) text = g_string_new (self->name);

  if (text->len > 0)
    g_string_append (text, " · ");
  g_string_append_printf (text, "%s, ", type);
  if (self->width > 0 && self->height > 0)
    g_string_append_printf (text, "%u × %u, ", self->width, self->height);
  g_string_append (text, size);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

char *
sluice_logged_dup_text (SluiceValue value)
{
  g_autoptr (SluiceLoggedPicture) picture = sluice_logged_picture_new (value, NULL);

  if (picture != NULL)
    return sluice_logged_picture_dup_text (picture);
  if (SLUICE_VALUE_IS_STRING (value))
    return sluice_value_dup_string (value);
  return sluice_json_write (value, SLUICE_JSON_WRITE_COMPACT, NULL);
}

/* Loading */

/* The file again, if it is still the picture that was shown. Never more of it than it had then. */
static GBytes *
read_again (SluiceLoggedPicture  *self,
            GError              **error)
{
  g_autofree char *hash = NULL;
  GBytes *bytes = NULL;
  struct stat info;
  guchar *data;
  int fd = *self->file != '\0' ? open (self->file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC) : -1;

  if (fd >= 0 && fstat (fd, &info) == 0 && S_ISREG (info.st_mode) && info.st_size == self->size
      && info.st_size <= SLUICE_LOGGED_PICTURE_MAX_SIZE)
    {
      gssize n;

      data = g_malloc ((gsize) info.st_size);
      n = read (fd, data, (gsize) info.st_size);
      bytes = g_bytes_new_take (data, (gsize) MAX (n, 0));
      hash = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
    }
  if (fd >= 0)
    close (fd);
  if (g_strcmp0 (hash, self->hash) == 0)
    return bytes;
  g_clear_pointer (&bytes, g_bytes_unref);
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "The picture is no longer there as it was shown.");
  return NULL;
}

static void
load_thread (GTask        *task,
             gpointer      source,
             gpointer      task_data,
             GCancellable *cancellable)
{
  SluiceLoggedPicture *self = task_data;
  GBytes *bytes = self->shelf != NULL ? shelf_dup (self->shelf, self->hash) : NULL;
  GError *error = NULL;

  if (bytes == NULL)
    bytes = read_again (self, &error);
  if (bytes != NULL)
    g_task_return_pointer (task, bytes, (GDestroyNotify) g_bytes_unref);
  else
    g_task_return_error (task, error);
}

void
sluice_logged_picture_load_async (SluiceLoggedPicture *self,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, sluice_logged_picture_load_async);
  g_task_set_task_data (task, sluice_logged_picture_ref (self), (GDestroyNotify) sluice_logged_picture_unref);
  g_task_run_in_thread (task, load_thread);
}

GBytes *
sluice_logged_picture_load_finish (GAsyncResult  *result,
                                   GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Reading it for the first time */

typedef struct
{
  SluiceBeneath *file;    /* owned; NULL: it is data */
  char          *address; /* owned; NULL: it is a file */
  Shelf         *shelf;   /* owned */
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;

  g_clear_pointer (&work->file, sluice_beneath_free);
  g_free (work->address);
  shelf_unref (work->shelf);
  g_free (work);
}

static gboolean
read_job (gpointer       data,
          GCancellable  *cancellable,
          SluiceValue   *result,
          GError       **error)
{
  const Work *work = data;
  g_autoptr (GBytes) bytes = NULL;

  if (work->file != NULL)
    bytes = sluice_picture_read_file (work->file, SLUICE_LOGGED_PICTURE_MAX_SIZE, cancellable, error);
  else
    bytes = sluice_picture_read_data (work->address, SLUICE_LOGGED_PICTURE_MAX_SIZE, error);
  if (bytes == NULL)
    return FALSE;
  *result = describe (work->file, bytes);
  shelf_put (work->shelf, sluice_value_get_member_string (*result, "sha256"), bytes);
  return TRUE;
}

void
sluice_logged_picture_perform (SluiceEffect *effect,
                               gpointer      user_data)
{
  const char *path = sluice_value_get_member_string (sluice_effect_get_request (effect), "path");
  SluiceRun *run = sluice_effect_get_run (effect);
  gboolean is_data = path != NULL && g_ascii_strncasecmp (path, "data:", 5) == 0;
  SluiceBeneath *file = NULL;
  GError *error = NULL;
  Work *work;

  if (path != NULL && (g_ascii_strncasecmp (path, "http:", 5) == 0 || g_ascii_strncasecmp (path, "https:", 6) == 0))
    error = g_error_new_literal (SLUICE_KIND_ERROR, SLUICE_KIND_ERROR_SETTING,
                                 "A picture of the web is not fetched for the console: give a file, or a data "
                                 "address.");
  else if (!is_data)
    file = sluice_beneath_new (run, SLUICE_GRANT_READ, path, &error);
  if (error != NULL)
    {
      sluice_effect_return_error (effect, error);
      return;
    }
  work = g_new0 (Work, 1);
  work->file = file;
  work->address = is_data ? g_strdup (path) : NULL;
  work->shelf = shelf_ref (ensure_shelf (run));
  sluice_job_begin (effect, read_job, work, work_free);
}
