/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A file that a node names and that is not there: another is chosen in its place, or it is created, as a text that
 * is still empty.
 */
#include "window/page-private.h"

#include <glib/gi18n.h>

#include "graph/edit.h"
#include "inspector/choose-file.h"
#include "window/file-reference.h"

static const char POINTER_KEY[] = "sluice-missing";

static gboolean
name_file (SluiceDocument            *document,
           const SluiceFileReference *reference,
           const char                *path,
           GError                   **error)
{
  SluiceValue value = sluice_value_object ();

  sluice_value_set_member (&value, "$file", sluice_value_string (path));
  if (reference->setting != NULL)
    return sluice_edit_set_setting (document, reference->address, reference->setting, value, error);
  return sluice_edit_set_key (document, reference->address, reference->key, value, error);
}

static void
chosen_cb (GtkWidget  *widget,
           const char *path)
{
  SluicePage *self = SLUICE_PAGE (widget);
  g_autofree char *pointer = g_object_steal_data (G_OBJECT (self), POINTER_KEY);
  g_auto (SluiceFileReference) reference = { NULL };
  g_autoptr (GError) error = NULL;

  if (pointer == NULL || !sluice_file_reference_find (&reference, self->document, pointer))
    return;
  if (g_path_is_absolute (path))
    g_set_error_literal (&error, SLUICE_DOCUMENT_ERROR, SLUICE_DOCUMENT_ERROR_EDIT,
                         _("Choose a place below the document's folder, so that the file goes with it"));
  else
    name_file (self->document, &reference, path, &error);
  if (error != NULL)
    sluice_page_show_error (self, _("The file cannot be used"), error);
  sluice_page_check_now (self);
}

/**
 * sluice_page_choose_missing:
 * @pointer: what names a file that is not there
 *
 * Asks for a file that is named in its place.
 */
void
sluice_page_choose_missing (SluicePage *self,
                            const char *pointer)
{
  g_object_set_data_full (G_OBJECT (self), POINTER_KEY, g_strdup (pointer), g_free);
  sluice_choose_file (GTK_WIDGET (self), self->document, GTK_FILE_CHOOSER_ACTION_OPEN, _("Choose a File"), NULL,
                      chosen_cb);
}

/* Returns: the path of the file, if it is below the folder of the document */
static char *
dup_path_below (SluiceDocument  *document,
                const char      *file,
                GError         **error)
{
  g_autofree char *folder = sluice_document_dup_folder (document);
  g_autoptr (GFile) base = folder != NULL ? g_file_new_for_path (folder) : NULL;
  g_autofree char *path = base != NULL ? g_canonicalize_filename (file, folder) : NULL;
  g_autoptr (GFile) target = path != NULL ? g_file_new_for_path (path) : NULL;

  if (target != NULL && g_file_has_prefix (target, base))
    return g_steal_pointer (&path);
  g_set_error_literal (error, SLUICE_DOCUMENT_ERROR, SLUICE_DOCUMENT_ERROR_EDIT,
                       _("Choose a place below the document's folder, so that the file goes with it"));
  return NULL;
}

static gboolean
create_file (const char  *path,
             GError     **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (GFile) file = NULL;
  g_autoptr (GFileOutputStream) stream = NULL;

  if (g_mkdir_with_parents (folder, 0777) != 0)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, _("The folder “%s” cannot be made"), folder);
      return FALSE;
    }
  file = g_file_new_for_path (path);
  stream = g_file_create (file, G_FILE_CREATE_NONE, NULL, error);
  return stream != NULL;
}

/**
 * sluice_page_create_missing:
 * @pointer: what names a file that is not there
 *
 * Creates the file.
 */
void
sluice_page_create_missing (SluicePage *self,
                            const char *pointer)
{
  g_auto (SluiceFileReference) reference = { NULL };
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  if (!sluice_file_reference_find (&reference, self->document, pointer))
    return;
  path = dup_path_below (self->document, reference.file, &error);
  if (path == NULL || !create_file (path, &error))
    {
      sluice_page_show_error (self, _("The file could not be created"), error);
      return;
    }
  text = g_strdup_printf (_("Created “%s”"), reference.file);
  sluice_page_toast (self, text);
  sluice_page_check_now (self);
}
