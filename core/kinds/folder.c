/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Looks at a folder, name by name. Names that are no UTF-8 can't be told and are left out. */

#include "kinds/folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define MAX_ENTRIES 100000

typedef struct
{
  char   *path; /* below the folder */
  char   *stamp;
} Entry;

typedef struct
{
  const SluiceFolderLook *look;
  GPatternSpec           *pattern;
  GPtrArray              *left;    /* char *: folders to be looked at, below the first */
  GArray                 *entries; /* of Entry */
} Walk;

SluiceFolderLook *
sluice_folder_look_new (SluiceRun    *run,
                        SluiceValue   options,
                        GError      **error)
{
  const char *path = sluice_value_get_member_string (options, "path");
  const char *pattern = sluice_value_get_member_string (options, "pattern");
  const char *entries = sluice_value_get_member_string (options, "entries");
  SluiceBeneath *beneath = sluice_beneath_new (run, SLUICE_GRANT_READ, path != NULL && *path != '\0' ? path : ".",
                                               error);
  SluiceFolderLook *self;

  if (beneath == NULL)
    return NULL;
  self = g_new0 (SluiceFolderLook, 1);
  self->beneath = beneath;
  self->pattern = pattern != NULL && *pattern != '\0' ? g_strdup (pattern) : NULL;
  self->recursive = sluice_value_get_boolean (sluice_value_get_member (options, "recursive"));
  self->files = g_strcmp0 (entries, "folders") != 0;
  self->folders = g_strcmp0 (entries, "files") != 0;
  return self;
}

void
sluice_folder_look_free (SluiceFolderLook *self)
{
  sluice_beneath_free (self->beneath);
  g_free (self->pattern);
  g_free (self);
}

static void
entry_clear (gpointer data)
{
  Entry *entry = data;

  g_free (entry->path);
  g_free (entry->stamp);
}

static int
compare_entries (gconstpointer a,
                 gconstpointer b)
{
  return strcmp (((const Entry *) a)->path, ((const Entry *) b)->path);
}

static char *
dup_stamp (const struct stat *info)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT ".%09ld %" G_GINT64_FORMAT " %" G_GUINT64_FORMAT,
                          (gint64) info->st_mtim.tv_sec, info->st_mtim.tv_nsec, (gint64) info->st_size,
                          (guint64) info->st_ino);
}

static gboolean
matches (const Walk *self,
         const char *name,
         const char *path)
{
  if (self->pattern == NULL)
    return TRUE;
  return g_pattern_spec_match_string (self->pattern, strchr (self->look->pattern, '/') != NULL ? path : name);
}

static void
take_entry (Walk              *self,
            const char        *name,
            char              *take_path,
            const struct stat *info)
{
  g_autofree char *path = take_path;
  gboolean is_folder = S_ISDIR (info->st_mode);
  Entry entry;

  if (is_folder && self->look->recursive)
    g_ptr_array_add (self->left, g_strdup (path));
  if (!(is_folder ? self->look->folders : self->look->files) || !matches (self, name, path))
    return;
  entry.stamp = dup_stamp (info);
  entry.path = g_steal_pointer (&path);
  g_array_append_val (self->entries, entry);
}

static gboolean
look_into (Walk        *self,
           DIR         *folder,
           const char  *prefix,
           GError     **error)
{
  struct dirent *found;
  struct stat info;

  while ((found = readdir (folder)) != NULL)
    {
      const char *name = found->d_name;

      if (strcmp (name, ".") == 0 || strcmp (name, "..") == 0 || !g_utf8_validate (name, -1, NULL)
          || fstatat (dirfd (folder), name, &info, AT_SYMLINK_NOFOLLOW) != 0)
        continue;
      if (self->entries->len + self->left->len >= MAX_ENTRIES)
        {
          g_set_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE, "“%s” has more than %d entries.",
                       self->look->beneath->path, MAX_ENTRIES);
          return FALSE;
        }
      take_entry (self, name, *prefix != '\0' ? g_strconcat (prefix, "/", name, NULL) : g_strdup (name), &info);
    }
  return TRUE;
}

/* @fd is closed. */
static gboolean
look_at (Walk        *self,
         int          fd,
         const char  *prefix,
         GError     **error)
{
  DIR *folder = fdopendir (fd);
  gboolean ok;

  if (folder == NULL)
    {
      sluice_beneath_fail (self->look->beneath, errno, error);
      close (fd);
      return FALSE;
    }
  ok = look_into (self, folder, prefix, error);
  closedir (folder);
  return ok;
}

/* Each folder on the way to it is one of ours, and no link: neither is it. */
static int
open_inner (int         root,
            const char *path)
{
  g_auto (GStrv) names = g_strsplit (path, "/", -1);
  int at = root;

  for (guint i = 0; names[i] != NULL && at >= 0; i++)
    {
      int next = openat (at, names[i], O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);

      if (at != root)
        close (at);
      at = next;
    }
  return at;
}

/* What vanishes meanwhile is not there. */
static gboolean
look_at_inner (Walk          *self,
               int            root,
               GCancellable  *cancellable,
               GError       **error)
{
  while (self->left->len > 0)
    {
      g_autofree char *path = g_ptr_array_steal_index_fast (self->left, self->left->len - 1);
      int fd = open_inner (root, path);

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        {
          if (fd >= 0)
            close (fd);
          return FALSE;
        }
      if (fd >= 0 && !look_at (self, fd, path, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
look_at_file (const SluiceFolderLook  *self,
              SluiceValue             *state,
              GError                 **error)
{
  g_autoptr (GError) local = NULL;
  int fd = sluice_beneath_open (self->beneath, O_RDONLY, &local);
  g_autofree char *name = g_path_get_basename (self->beneath->whole);
  g_autofree char *stamp = NULL;
  struct stat info;

  *state = sluice_value_object ();
  if (fd < 0 && g_error_matches (local, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    return TRUE;
  if (fd < 0)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (fstat (fd, &info) == 0)
    {
      stamp = dup_stamp (&info);
      sluice_value_set_member (state, name, sluice_value_string (stamp));
    }
  close (fd);
  return TRUE;
}

static SluiceValue
make_state (GArray *entries)
{
  SluiceValue state = sluice_value_object ();

  g_array_sort (entries, compare_entries);
  for (guint i = 0; i < entries->len; i++)
    {
      const Entry *entry = &g_array_index (entries, Entry, i);

      sluice_value_set_member (&state, entry->path, sluice_value_string (entry->stamp));
    }
  return state;
}

gboolean
sluice_folder_look_state (const SluiceFolderLook  *self,
                          GCancellable            *cancellable,
                          SluiceValue             *state,
                          GError                 **error)
{
  Walk walk = { .look = self };
  GError *local = NULL;
  int root = sluice_beneath_open_folder (self->beneath, &local);
  gboolean ok;
  int first;

  if (root < 0 && (g_error_matches (local, G_IO_ERROR, G_IO_ERROR_NOT_DIRECTORY)
                   || g_error_matches (local, G_IO_ERROR, G_IO_ERROR_NOT_FOUND)))
    {
      g_error_free (local);
      return look_at_file (self, state, error);
    }
  if (root < 0)
    {
      g_propagate_error (error, local);
      return FALSE;
    }
  walk.pattern = self->pattern != NULL ? g_pattern_spec_new (self->pattern) : NULL;
  walk.left = g_ptr_array_new_with_free_func (g_free);
  walk.entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  g_array_set_clear_func (walk.entries, entry_clear);
  first = fcntl (root, F_DUPFD_CLOEXEC, 3);
  ok = look_at (&walk, first, "", error) && look_at_inner (&walk, root, cancellable, error);
  if (ok)
    *state = make_state (walk.entries);
  close (root);
  g_ptr_array_unref (walk.left);
  g_array_unref (walk.entries);
  g_clear_pointer (&walk.pattern, g_pattern_spec_free);
  return ok;
}
