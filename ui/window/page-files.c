/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Saving. A document belongs to this thread and is small, so it happens here and now: a save is
 * over before the next key press, and nothing can come between it and closing.
 */
#include "window/page-private.h"

#include "window/file-dialog.h"
#include "window/recent.h"

#include "base/save.h"

#include <glib/gi18n.h>

typedef struct
{
  SluicePage *page; /* a reference */
  void        (*done) (SluicePage *self);
} SaveRequest;

/**
 * sluice_page_has_file:
 * @path: the path of a file
 *
 * Returns: whether it is the file of the page's document
 */
gboolean
sluice_page_has_file (SluicePage *self,
                        const char   *path)
{
  g_autoptr (GFile) ours = NULL;
  g_autoptr (GFile) theirs = NULL;

  g_return_val_if_fail (SLUICE_IS_PAGE (self), FALSE);

  if (sluice_document_get_path (self->document) == NULL)
    return FALSE;

  ours = g_file_new_for_path (sluice_document_get_path (self->document));
  theirs = g_file_new_for_path (path);

  return g_file_equal (ours, theirs);
}

static gboolean
save_to (SluicePage *self,
         const char   *path,
         gboolean      overwrite)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *name = NULL;
  g_autofree char *text = NULL;

  sluice_canvas_cancel_gesture (self->canvas);
  if (!sluice_document_save (self->document, path, overwrite, &error))
    {
      if (g_error_matches (error, SLUICE_FILE_ERROR, SLUICE_FILE_ERROR_CHANGED))
        sluice_page_show_changed_on_disk (self);
      else
        sluice_message_bar_show (sluice_page_get_error_bar (self), SLUICE_MESSAGE_ERROR,
                                 _("The flow could not be saved"), error->message,
                                 _("Retry"), "win.save",
                                 _("Save As…"), "win.save-as", NULL);
      return FALSE;
    }

  sluice_message_bar_hide (sluice_page_get_error_bar (self));
  sluice_message_bar_hide (self->file_bar);
  sluice_page_watch_disk (self);
  sluice_recent_add (sluice_document_get_path (self->document));
  if (path != NULL)
    {
      sluice_breakpoints_save (self->breakpoints, path, NULL);
      sluice_watches_save (self->watches, path, NULL);
    }

  name = g_filename_display_name (sluice_document_get_path (self->document));
  text = g_strdup_printf (_("Saved %s"), name);
  sluice_page_set_status (self, text);
  return TRUE;
}

/**
 * sluice_page_save:
 * @overwrite: even if the file changed on disk since it was read
 *
 * Saves the document where it came from.
 *
 * Returns: whether it is saved
 */
gboolean
sluice_page_save (SluicePage *self,
                    gboolean      overwrite)
{
  return save_to (self, NULL, overwrite);
}

static void
save_chosen_cb (const char *path,
                gpointer    user_data)
{
  SaveRequest *request = user_data;

  if (path == NULL)
    {
      g_object_unref (request->page);
      g_free (request);
    }
  /* What was closed meanwhile is not saved after all. The dialog has asked whether the file may be replaced. */
  else if (gtk_widget_get_root (GTK_WIDGET (request->page)) != NULL && save_to (request->page, path, TRUE) &&
           request->done != NULL)
    {
      request->done (request->page);
    }
}

static char *
dup_suggested_name (SluicePage *self)
{
  const char *path = sluice_document_get_path (self->document);
  g_autofree char *title = NULL;

  if (path != NULL)
    return g_filename_display_basename (path);

  title = sluice_page_dup_title (self);
  if (self->origin != NULL && strrchr (title, '.') != NULL)
    *strrchr (title, '.') = '\0';
  for (char *at = title; *at != '\0'; at++)
    *at = g_ascii_isupper (*at) ? g_ascii_tolower (*at) : *at == ' ' || *at == '/' ? '-' : *at;

  return g_strconcat (title, ".flow.json", NULL);
}

/**
 * sluice_page_save_then:
 * @ask_where: as another file
 * @done: (nullable): called once the document is saved, and not otherwise
 *
 * Saves the document, and asks where when it must.
 */
void
sluice_page_save_then (SluicePage *self,
                         gboolean      ask_where,
                         void        (*done) (SluicePage *self))
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
  request->page = g_object_ref (self);
  request->done = done;
  sluice_file_dialog_save (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), folder, name, save_chosen_cb, request);
}
