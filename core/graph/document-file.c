/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* From file to document and back. Reading is strict about JSON and lenient about what it says: what
 * can be opened is opened, and the checks tell what is wrong with it. Nothing of an open document
 * changes unless all that was read is good. */

#include "graph/document.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "base/json.h"
#include "graph/document-private.h"
#include "graph/format.h"

/* What reading gives, before it becomes a document's content. */
typedef struct
{
  SluiceValue       root;
  SluiceFormatState state;
  char             *text;
  gsize             length;
  SluiceFileStamp   stamp;
} Content;

static void
content_clear (Content *content)
{
  sluice_value_clear (&content->root);
  g_clear_pointer (&content->text, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Content, content_clear)

/* Markers of a merge that git could not finish explain more than where the JSON breaks. */
static void
explain_conflict (const char  *text,
                  gsize        length,
                  GError     **error)
{
  g_autofree char *lines = sluice_format_find_conflicts (text, length);

  if (lines == NULL)
    return;
  g_clear_error (error);
  g_set_error (error, SLUICE_DOCUMENT_ERROR, SLUICE_DOCUMENT_ERROR_CONFLICT,
               _("The file holds both sides of a merge: conflict markers in lines %s. "
                 "Decide between them, then open it again."), lines);
}

static gboolean
content_read (Content  *content,
              GError  **error)
{
  if (!sluice_json_read (content->text, (gssize) content->length, NULL, &content->root, NULL,
                         error))
    {
      explain_conflict (content->text, content->length, error);
      return FALSE;
    }
  return sluice_format_migrate (&content->root, &content->state, error);
}

static gboolean
content_load (Content     *content,
              const char  *path,
              GError     **error)
{
  g_autofree char *name = NULL;
  GError *read_error = NULL;

  if (!sluice_file_load (path, 0, &content->text, &content->length, &content->stamp, error))
    return FALSE;
  if (content_read (content, &read_error))
    return TRUE;

  /* Errors of JSON begin with "line:column: ". */
  name = g_filename_display_name (path);
  g_propagate_prefixed_error (error, read_error, "%s:%s", name,
                              read_error->domain == SLUICE_JSON_ERROR ? "" : " ");
  return FALSE;
}

/* Makes what was read the content of a document. */
static void
take_content (SluiceDocument *self,
              Content        *content)
{
  gint64 format = sluice_value_get_integer (sluice_value_get_member (content->root, "format"));

  sluice_document_forget_steps (self);
  sluice_document_clear_caches (self);
  sluice_value_replace (&self->root, sluice_value_steal (&content->root));
  sluice_document_take_source (self, g_steal_pointer (&content->text), content->length);
  g_clear_pointer (&self->read_only_reason, g_free);
  if (content->state == SLUICE_FORMAT_NEWER)
    self->read_only_reason = g_strdup_printf (
      _("This file has format %lld, and this version of Sluice knows format %d. "
         "It can be looked at; editing or running it needs a newer version."),
      (long long) format, SLUICE_FORMAT_CURRENT);
}

static void
take_stamp (SluiceDocument        *self,
            const SluiceFileStamp *stamp)
{
  g_clear_pointer (&self->stamp, sluice_file_stamp_free);
  self->stamp = sluice_file_stamp_copy (stamp);
}

/**
 * sluice_document_new_from_text:
 * @text: a flow file
 * @length: its length in bytes, or -1 if it ends with a NUL
 * @error: return location for an error of SLUICE_JSON_ERROR or SLUICE_DOCUMENT_ERROR
 *
 * Reads a document from text. A newer format gives a read-only document.
 *
 * Returns: (transfer full) (nullable): an untitled document, %NULL on an error
 */
SluiceDocument *
sluice_document_new_from_text (const char  *text,
                               gssize       length,
                               GError     **error)
{
  g_auto (Content) content = { SLUICE_VALUE_INIT };
  SluiceDocument *self;

  g_return_val_if_fail (text != NULL, NULL);

  content.length = length >= 0 ? (gsize) length : strlen (text);
  content.text = g_malloc (content.length + 1);
  memcpy (content.text, text, content.length);
  content.text[content.length] = '\0';
  if (!content_read (&content, error))
    return NULL;

  self = g_object_new (SLUICE_TYPE_DOCUMENT, NULL);
  take_content (self, &content);
  return self;
}

/**
 * sluice_document_new_for_path:
 * @text: a flow file
 * @length: its length in bytes, or -1 if it ends with a NUL
 * @path: (nullable): the file that had this text
 * @error: return location for an error of SLUICE_JSON_ERROR or SLUICE_DOCUMENT_ERROR
 *
 * Reads a document as a file had it, say when it was run: what it names is relative to that file.
 *
 * Returns: (transfer full) (nullable): the document, %NULL on an error
 */
SluiceDocument *
sluice_document_new_for_path (const char  *text,
                              gssize       length,
                              const char  *path,
                              GError     **error)
{
  SluiceDocument *self = sluice_document_new_from_text (text, length, error);

  if (self != NULL && path != NULL)
    self->path = g_canonicalize_filename (path, NULL);
  return self;
}

/**
 * sluice_document_new_of_root: (skip)
 * @take_root: (transfer full): what a document had as its root
 * @path: (nullable): the file of that document, in full
 *
 * Makes a document of the content of another, say in the thread that @take_root was copied for.
 *
 * Returns: (transfer full): the document
 */
SluiceDocument *
sluice_document_new_of_root (SluiceValue  take_root,
                             const char  *path)
{
  SluiceDocument *self = g_object_new (SLUICE_TYPE_DOCUMENT, NULL);

  sluice_value_replace (&self->root, take_root);
  self->path = g_strdup (path);
  return self;
}

/**
 * sluice_document_load:
 * @path: a file
 * @error: return location for an error of SLUICE_FILE_ERROR, SLUICE_JSON_ERROR or
 * SLUICE_DOCUMENT_ERROR
 *
 * Reads a document from a file. The message of an error begins "file:line:column: " where that is
 * known.
 *
 * Returns: (transfer full) (nullable): the document, %NULL on an error
 */
SluiceDocument *
sluice_document_load (const char  *path,
                      GError     **error)
{
  g_auto (Content) content = { SLUICE_VALUE_INIT };
  SluiceDocument *self;

  g_return_val_if_fail (path != NULL, NULL);

  if (!content_load (&content, path, error))
    return NULL;

  self = g_object_new (SLUICE_TYPE_DOCUMENT, NULL);
  take_content (self, &content);
  take_stamp (self, &content.stamp);
  self->path = g_canonicalize_filename (path, NULL);
  return self;
}

/**
 * sluice_document_new_in_place:
 * @content: a document
 * @path: the file that it is to replace
 * @text: what the file holds, which need not be a flow
 * @length: its length in bytes
 * @stamp: what the file was when it was read
 *
 * Makes a document with the content of another that is not saved yet: nothing that is undone leads back
 * to what the file holds. Saving tells of a file that changed since @stamp.
 *
 * Returns: (transfer full): the document
 */
SluiceDocument *
sluice_document_new_in_place (SluiceDocument        *content,
                              const char            *path,
                              const char            *text,
                              gsize                  length,
                              const SluiceFileStamp *stamp)
{
  SluiceDocument *self = g_object_new (SLUICE_TYPE_DOCUMENT, NULL);

  sluice_value_replace (&self->root, sluice_value_ref (content->root));
  self->read_only_reason = g_strdup (content->read_only_reason);
  sluice_document_take_source (self, g_strndup (text, length), length);
  take_stamp (self, stamp);
  self->path = g_canonicalize_filename (path, NULL);
  self->saved_serial = G_MAXUINT64;
  return self;
}

/**
 * sluice_document_reload:
 * @self: a document that has a file
 * @error: return location for an error, as of sluice_document_load()
 *
 * Reads the file again, giving up what was edited and what could be undone. On an error the
 * document is untouched.
 *
 * Returns: whether it was read
 */
gboolean
sluice_document_reload (SluiceDocument  *self,
                        GError         **error)
{
  g_auto (Content) content = { SLUICE_VALUE_INIT };
  g_autoptr (SluiceChangeSet) changes = NULL;
  gboolean was_read_only = sluice_document_is_read_only (self);

  g_return_val_if_fail (SLUICE_IS_DOCUMENT (self), FALSE);
  g_return_val_if_fail (self->open == NULL, FALSE);

  if (self->path == NULL)
    {
      g_set_error_literal (error, SLUICE_FILE_ERROR, SLUICE_FILE_ERROR_NOT_FOUND,
                           _("The document has no file yet."));
      return FALSE;
    }
  if (!content_load (&content, self->path, error))
    return FALSE;

  take_content (self, &content);
  take_stamp (self, &content.stamp);
  changes = sluice_change_set_new_all ();
  sluice_document_emit_changed (self, changes);
  sluice_document_notify_state (self);
  if (was_read_only != sluice_document_is_read_only (self))
    g_object_notify (G_OBJECT (self), "read-only");
  return TRUE;
}

/* The text to save: what was read, to the byte, as long as nothing is changed. */
static char *
dup_save_text (SluiceDocument *self,
               gsize          *length)
{
  const char *source = sluice_document_is_dirty (self) ? NULL : sluice_document_get_source (self, length);
  char *text;

  if (source == NULL)
    return sluice_document_to_text (self, length);
  text = g_malloc (*length + 1);
  memcpy (text, source, *length + 1);
  return text;
}

static void
take_saved (SluiceDocument        *self,
            const char            *path,
            char                  *take_text,
            gsize                  length,
            const SluiceFileStamp *stamp)
{
  g_autofree char *absolute = g_canonicalize_filename (path, NULL);

  sluice_document_take_source (self, take_text, length);
  take_stamp (self, stamp);
  sluice_document_mark_saved (self);
  if (g_strcmp0 (self->path, absolute) != 0)
    {
      g_free (self->path);
      self->path = g_steal_pointer (&absolute);
      g_object_notify (G_OBJECT (self), "path");
    }
  sluice_document_notify_state (self);
}

/**
 * sluice_document_save:
 * @self: a document with no open transaction
 * @path: (nullable): where to; %NULL: where it came from
 * @overwrite: whether to write even if the file was changed on disk since it was read
 * @error: return location for an error of SLUICE_FILE_ERROR
 *
 * Saves the document so that, whatever happens, the file is whole (flow-file.md, rule 11). What was
 * read is written back to the byte while nothing is changed, else in canonical form. From then on
 * the document's file is @path.
 *
 * Returns: whether it was saved; %SLUICE_FILE_ERROR_CHANGED if somebody else changed the file
 */
gboolean
sluice_document_save (SluiceDocument  *self,
                      const char      *path,
                      gboolean         overwrite,
                      GError         **error)
{
  g_autofree char *target = NULL;
  g_autofree char *text = NULL;
  SluiceFileStamp stamp;
  gboolean is_own;
  gsize length;

  g_return_val_if_fail (SLUICE_IS_DOCUMENT (self), FALSE);
  g_return_val_if_fail (self->open == NULL, FALSE);

  if (path == NULL && self->path == NULL)
    {
      g_set_error_literal (error, SLUICE_FILE_ERROR, SLUICE_FILE_ERROR_NOT_FOUND,
                           _("The document has no file yet. Choose a name for it."));
      return FALSE;
    }
  target = g_canonicalize_filename (path != NULL ? path : self->path, NULL);
  is_own = g_strcmp0 (target, self->path) == 0;
  text = dup_save_text (self, &length);
  if (!sluice_file_save (target, text, length, is_own && !overwrite ? self->stamp : NULL, &stamp,
                         error))
    return FALSE;

  take_saved (self, target, g_steal_pointer (&text), length, &stamp);
  return TRUE;
}

/**
 * sluice_document_get_path:
 * @self: a document
 *
 * Returns: (transfer none) (nullable): its file, absolute; %NULL while it is untitled
 */
const char *
sluice_document_get_path (SluiceDocument *self)
{
  return self->path;
}

/**
 * sluice_document_dup_folder:
 * @self: a document
 *
 * Returns: (transfer full) (nullable): the folder that relative files of its nodes are in; %NULL
 * while it is untitled
 */
char *
sluice_document_dup_folder (SluiceDocument *self)
{
  return self->path != NULL ? g_path_get_dirname (self->path) : NULL;
}
