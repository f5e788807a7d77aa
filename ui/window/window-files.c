/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Opening and saving. A document belongs to this thread and is small, so both happen here and now:
 * a save is over before the next key press, and nothing can come between it and closing.
 */
#include "window/window-private.h"

#include "window/file-dialog.h"

#include "base/save.h"

#include <glib/gi18n.h>

typedef struct
{
  SluiceWindow *window; /* a reference */
  void        (*done) (SluiceWindow *self);
} SaveRequest;

static void
remember_recent (const char *path)
{
  g_autofree char *uri = g_filename_to_uri (path, NULL, NULL);
  GtkRecentData data = {
    .mime_type = (char *) "application/vnd.sluice.flow+json",
    .app_name = (char *) "Sluice",
    .app_exec = (char *) "sluice-editor %f",
  };

  if (uri != NULL)
    gtk_recent_manager_add_full (gtk_recent_manager_get_default (), uri, &data);
}

/**
 * sluice_window_has_file:
 * @path: the path of a file
 *
 * Returns: whether it is the file of the window's document
 */
gboolean
sluice_window_has_file (SluiceWindow *self,
                        const char   *path)
{
  g_autoptr (GFile) ours = NULL;
  g_autoptr (GFile) theirs = NULL;

  g_return_val_if_fail (SLUICE_IS_WINDOW (self), FALSE);

  if (sluice_document_get_path (self->document) == NULL)
    return FALSE;

  ours = g_file_new_for_path (sluice_document_get_path (self->document));
  theirs = g_file_new_for_path (path);

  return g_file_equal (ours, theirs);
}

/* A file that cannot be opened leaves everything as it is, and the window that asked says why. */
static SluiceDocument *
load (SluiceWindow *self,
      const char   *path)
{
  g_autoptr (GError) error = NULL;
  SluiceDocument *document = sluice_document_load (path, &error);

  if (document == NULL)
    {
      g_autofree char *name = g_path_get_basename (path);
      g_autofree char *title = g_strdup_printf (_("“%s” could not be opened"), name);

      sluice_window_show_error (self, title, error);
    }

  return document;
}

static void
take (SluiceWindow   *self,
      SluiceDocument *document)
{
  sluice_message_bar_hide (self->error_bar);
  sluice_window_set_document (self, document);
  sluice_window_show_editor (self);
  remember_recent (sluice_document_get_path (document));
}

/**
 * sluice_window_open:
 * @path: a flow file
 *
 * Opens the file in place of the document, which must be untouched.
 *
 * Returns: whether it was opened
 */
gboolean
sluice_window_open (SluiceWindow *self,
                    const char   *path)
{
  g_autoptr (SluiceDocument) document = NULL;

  g_return_val_if_fail (SLUICE_IS_WINDOW (self), FALSE);

  document = load (self, path);
  if (document == NULL)
    return FALSE;

  take (self, document);
  return TRUE;
}

/**
 * sluice_window_open_anywhere:
 * @path: a flow file
 *
 * Opens the file: in the window that has it, here if this window is untouched, else in a new one.
 */
void
sluice_window_open_anywhere (SluiceWindow *self,
                             const char   *path)
{
  g_autoptr (SluiceDocument) document = NULL;
  GtkApplication *application;
  SluiceWindow *window;

  g_return_if_fail (SLUICE_IS_WINDOW (self));

  application = gtk_window_get_application (GTK_WINDOW (self));
  for (GList *l = gtk_application_get_windows (application); l != NULL; l = l->next)
    if (SLUICE_IS_WINDOW (l->data) && sluice_window_has_file (l->data, path))
      {
        gtk_window_present (l->data);
        return;
      }

  document = load (self, path);
  if (document == NULL)
    return;

  window = sluice_window_is_untouched (self) ? self : sluice_window_new (ADW_APPLICATION (application));
  take (window, document);
  gtk_window_present (GTK_WINDOW (window));
}

static void
open_chosen_cb (const char *path,
                gpointer    user_data)
{
  g_autoptr (SluiceWindow) self = user_data;

  if (path != NULL)
    sluice_window_open_anywhere (self, path);
}

/**
 * sluice_window_ask_open:
 *
 * Asks for a file and opens it.
 */
void
sluice_window_ask_open (SluiceWindow *self)
{
  g_autofree char *folder = sluice_document_dup_folder (self->document);

  sluice_file_dialog_open (GTK_WINDOW (self), folder, open_chosen_cb, g_object_ref (self));
}

static gboolean
save_to (SluiceWindow *self,
         const char   *path,
         gboolean      overwrite)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (!sluice_document_save (self->document, path, overwrite, &error))
    {
      if (g_error_matches (error, SLUICE_FILE_ERROR, SLUICE_FILE_ERROR_CHANGED))
        sluice_window_show_changed_on_disk (self);
      else
        sluice_window_show_error (self, _("The flow could not be saved"), error);
      return FALSE;
    }

  sluice_message_bar_hide (self->error_bar);
  sluice_message_bar_hide (self->file_bar);
  sluice_window_watch_disk (self);
  remember_recent (sluice_document_get_path (self->document));
  if (path != NULL)
    sluice_breakpoints_save (self->breakpoints, path, NULL);

  text = g_strdup_printf (_("Saved %s"), sluice_document_get_path (self->document));
  sluice_window_set_status (self, text);
  return TRUE;
}

/**
 * sluice_window_save:
 * @overwrite: even if the file changed on disk since it was read
 *
 * Saves the document where it came from.
 *
 * Returns: whether it is saved
 */
gboolean
sluice_window_save (SluiceWindow *self,
                    gboolean      overwrite)
{
  return save_to (self, NULL, overwrite);
}

static void
save_chosen_cb (const char *path,
                gpointer    user_data)
{
  g_autofree SaveRequest *request = user_data;
  g_autoptr (SluiceWindow) self = request->window;

  /* The dialog has asked already whether the file may be replaced. */
  if (path != NULL && save_to (self, path, TRUE) && request->done != NULL)
    request->done (self);
}

static char *
dup_suggested_name (SluiceWindow *self)
{
  const char *path = sluice_document_get_path (self->document);
  g_autofree char *title = NULL;

  if (path != NULL)
    return g_path_get_basename (path);

  title = sluice_window_dup_title (self);
  for (char *at = title; *at != '\0'; at++)
    *at = g_ascii_isupper (*at) ? g_ascii_tolower (*at) : *at == ' ' || *at == '/' ? '-' : *at;

  return g_strconcat (title, ".flow.json", NULL);
}

/**
 * sluice_window_save_then:
 * @ask_where: as another file
 * @done: (nullable): called once the document is saved, and not otherwise
 *
 * Saves the document, and asks where when it must.
 */
void
sluice_window_save_then (SluiceWindow *self,
                         gboolean      ask_where,
                         void        (*done) (SluiceWindow *self))
{
  g_autofree char *folder = NULL;
  g_autofree char *name = NULL;
  SaveRequest *request;

  if (!ask_where && sluice_document_get_path (self->document) != NULL)
    {
      if (save_to (self, NULL, FALSE) && done != NULL)
        done (self);
      return;
    }

  folder = sluice_document_dup_folder (self->document);
  name = dup_suggested_name (self);
  request = g_new (SaveRequest, 1);
  request->window = g_object_ref (self);
  request->done = done;
  sluice_file_dialog_save (GTK_WINDOW (self), folder, name, save_chosen_cb, request);
}
