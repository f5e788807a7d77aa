/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Files that are named by nodes of other ones. The check looks at them again and again, while a document is edited: it
 * keeps what it found, and reads a file anew when that has changed. */

#include "kinds/link-file.h"

#include <string.h>
#include <sys/stat.h>

#include "base/ids.h"
#include "base/save.h"

#define MAX_CHECKED (1024 * 1024) /* bytes: to read more takes too long between two key strokes */
#define MAX_KNOWN   64

G_DEFINE_QUARK (sluice-link-error-quark, sluice_link_error)

/* One file */

void
sluice_link_file_init (SluiceLinkFile *self,
                       SluiceDocument *document)
{
  g_autoptr (GStrvBuilder) flows = g_strv_builder_new ();

  for (guint i = 0; i < sluice_document_get_n_flows (document); i++)
    g_strv_builder_add (flows, sluice_document_get_flow_id (document, i));
  self->flows = g_strv_builder_end (flows);
  self->run = sluice_document_dup_run (document);
}

void
sluice_link_file_clear (SluiceLinkFile *self)
{
  g_clear_pointer (&self->flows, g_strfreev);
  g_clear_pointer (&self->run, g_strfreev);
  g_clear_error (&self->error);
}

static const char *
choose_only (const SluiceLinkFile *self,
             const char           *file,
             GError              **error)
{
  if (g_strv_length (self->run) == 1)
    return self->run[0];
  if (g_strv_length (self->run) == 0)
    g_set_error (error, SLUICE_LINK_ERROR, SLUICE_LINK_ERROR_NO_FLOW, "“%s” has no flow to run; add one to it", file);
  else
    g_set_error (error, SLUICE_LINK_ERROR, SLUICE_LINK_ERROR_NO_FLOW,
                 "“%s” runs several flows; name one of them, as in “%s#%s”", file, file, self->run[0]);
  return NULL;
}

const char *
sluice_link_file_choose (const SluiceLinkFile  *self,
                         const char            *name,
                         GError               **error)
{
  const char *hash = strchr (name, '#');
  g_autofree char *file = g_strndup (name, strcspn (name, "#"));
  const char *near;

  if (hash == NULL || hash[1] == '\0')
    return choose_only (self, file, error);
  for (guint i = 0; self->flows[i] != NULL; i++)
    if (g_str_equal (self->flows[i], hash + 1))
      return self->flows[i];
  near = sluice_id_closest (hash + 1, (const char * const *) self->flows);
  if (near != NULL)
    g_set_error (error, SLUICE_LINK_ERROR, SLUICE_LINK_ERROR_NO_FLOW,
                 "“%s” has no flow “%s”; did you mean “%s#%s”?", file, hash + 1, file, near);
  else
    g_set_error (error, SLUICE_LINK_ERROR, SLUICE_LINK_ERROR_NO_FLOW,
                 "“%s” has no flow “%s”; name one that it has", file, hash + 1);
  return NULL;
}

char *
sluice_link_dup_path (SluiceDocument  *document,
                      const char      *name,
                      GError         **error)
{
  g_autofree char *file = g_strndup (name, strcspn (name, "#"));
  g_autofree char *folder = sluice_document_dup_folder (document);

  if (!g_str_has_suffix (file, ".json"))
    g_set_error (error, SLUICE_LINK_ERROR, SLUICE_LINK_ERROR_BAD_FILE,
                 "“%s” is no flow file; name one that ends with “.flow.json”", file);
  else if (folder == NULL && !g_path_is_absolute (file))
    g_set_error (error, SLUICE_LINK_ERROR, SLUICE_LINK_ERROR_NO_FILE,
                 "“%s” is looked for beside the document; save the document first", file);
  else
    return g_canonicalize_filename (file, folder);
  return NULL;
}

SluiceDocument *
sluice_link_load (const char  *path,
                  const char  *name,
                  GError     **error)
{
  g_autofree char *file = g_strndup (name, strcspn (name, "#"));
  g_autoptr (GError) read_error = NULL;
  g_autoptr (SluiceDocument) document = sluice_document_load (path, &read_error);

  if (document != NULL && !sluice_document_is_read_only (document))
    return g_steal_pointer (&document);
  if (document != NULL)
    g_set_error (error, SLUICE_LINK_ERROR, SLUICE_LINK_ERROR_BAD_FILE,
                 "“%s” was written by a newer version of Sluice; update this one", file);
  else if (g_error_matches (read_error, SLUICE_FILE_ERROR, SLUICE_FILE_ERROR_NOT_FOUND))
    g_set_error (error, SLUICE_LINK_ERROR, SLUICE_LINK_ERROR_NO_FILE,
                 "there is no file “%s” beside the document; choose another file, or create it", file);
  else
    g_set_error (error, SLUICE_LINK_ERROR, SLUICE_LINK_ERROR_BAD_FILE,
                 "“%s” can't be read: %s; repair it, or choose another file", file, read_error->message);
  return NULL;
}

/* What is known of files */

static GHashTable *known; /* path → SluiceLinkFile, owned */
G_LOCK_DEFINE_STATIC (known);

static void
file_free (gpointer data)
{
  sluice_link_file_clear (data);
  g_free (data);
}

static gboolean
is_as_known (const SluiceLinkFile *file,
             const struct stat    *status)
{
  return file->size == (guint64) status->st_size && file->inode == (guint64) status->st_ino
         && file->modified == (gint64) status->st_mtim.tv_sec * 1000000000 + status->st_mtim.tv_nsec;
}

static SluiceLinkFile *
read_file (const char        *path,
           const char        *name,
           const struct stat *status)
{
  SluiceLinkFile *file = g_new0 (SluiceLinkFile, 1);
  g_autoptr (SluiceDocument) document = sluice_link_load (path, name, &file->error);

  file->size = (guint64) status->st_size;
  file->inode = (guint64) status->st_ino;
  file->modified = (gint64) status->st_mtim.tv_sec * 1000000000 + status->st_mtim.tv_nsec;
  if (document != NULL)
    sluice_link_file_init (file, document);
  return file;
}

/* With the lock held. */
static const SluiceLinkFile *
find_file (const char        *path,
           const char        *name,
           const struct stat *status)
{
  SluiceLinkFile *file;

  if (known == NULL)
    known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, file_free);
  file = g_hash_table_lookup (known, path);
  if (file != NULL && is_as_known (file, status))
    return file;
  if (g_hash_table_size (known) >= MAX_KNOWN)
    g_hash_table_remove_all (known);
  file = read_file (path, name, status);
  g_hash_table_insert (known, g_strdup (path), file);
  return file;
}

static gboolean
check_file (const char         *path,
            const char         *name,
            const struct stat  *status,
            GError            **error)
{
  const SluiceLinkFile *file;
  gboolean is_good;

  G_LOCK (known);
  file = find_file (path, name, status);
  if (file->error != NULL)
    g_propagate_error (error, g_error_copy (file->error));
  is_good = file->error == NULL && sluice_link_file_choose (file, name, error) != NULL;
  G_UNLOCK (known);
  return is_good;
}

/**
 * sluice_link_check:
 * @document: a document
 * @name: what one of its nodes names: a flow of another file
 * @error: return location for %SLUICE_LINK_ERROR
 *
 * Looks whether the file is there and has the flow. What that file names in its turn is looked at before a run, and so
 * is a file that takes long to read.
 *
 * Returns: whether nothing is wrong with it
 */
gboolean
sluice_link_check (SluiceDocument  *document,
                   const char      *name,
                   GError         **error)
{
  g_autofree char *path = sluice_link_dup_path (document, name, error);
  g_autoptr (SluiceDocument) read = NULL;
  struct stat status;

  if (path == NULL)
    return FALSE;
  if (g_strcmp0 (path, sluice_document_get_path (document)) == 0)
    {
      g_set_error (error, SLUICE_LINK_ERROR, SLUICE_LINK_ERROR_CIRCLE,
                   "“%s” is this very file; name the flow alone", name);
      return FALSE;
    }
  if (stat (path, &status) == 0 && S_ISREG (status.st_mode))
    return status.st_size > MAX_CHECKED || check_file (path, name, &status, error);
  read = sluice_link_load (path, name, error); /* which says why it can't */
  return read != NULL;
}
