/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Opening: each file comes into a tab of its own, and one that is open already is gone to. */
#include "window/window-private.h"

#include "window/file-dialog.h"
#include "window/recent.h"

#include <glib/gi18n.h>

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

/* Where @path is open, in whichever window. */
static SluicePage *
find_page (SluiceWindow  *self,
           const char    *path,
           SluiceWindow **window)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));

  for (GList *l = gtk_application_get_windows (application); l != NULL; l = l->next)
    for (int i = 0; SLUICE_IS_WINDOW (l->data) && i < adw_tab_view_get_n_pages (SLUICE_WINDOW (l->data)->tabs); i++)
      {
        SluicePage *page = sluice_window_get_nth_page (l->data, i);

        if (!sluice_page_has_file (page, path))
          continue;
        *window = l->data;
        return page;
      }

  return NULL;
}

/**
 * sluice_window_open:
 * @path: a flow file
 *
 * Opens the file: where it is open already, in place of an untouched flow, else in a new tab.
 *
 * Returns: whether it is open
 */
gboolean
sluice_window_open (SluiceWindow *self,
                    const char   *path)
{
  g_autoptr (SluiceDocument) document = NULL;
  SluiceWindow *window = NULL;
  SluicePage *page;

  g_return_val_if_fail (SLUICE_IS_WINDOW (self), FALSE);

  page = find_page (self, path, &window);
  if (page != NULL)
    {
      sluice_window_select_page (window, page);
      gtk_window_present (GTK_WINDOW (window));
      return TRUE;
    }

  document = load (self, path);
  if (document == NULL)
    return FALSE;

  sluice_message_bar_hide (self->error_bar);
  if (self->page != NULL && sluice_page_is_untouched (self->page))
    sluice_page_set_document (self->page, document);
  else
    sluice_window_add_page (self, document);
  sluice_recent_add (sluice_document_get_path (document));
  gtk_widget_grab_focus (GTK_WIDGET (self->page));

  return TRUE;
}

static void
open_chosen_cb (const char *path,
                gpointer    user_data)
{
  g_autoptr (SluiceWindow) self = user_data;

  if (path != NULL)
    sluice_window_open (self, path);
}

/**
 * sluice_window_ask_open:
 *
 * Asks for a file and opens it.
 */
void
sluice_window_ask_open (SluiceWindow *self)
{
  g_autofree char *folder = self->page != NULL ? sluice_document_dup_folder (self->page->document) : NULL;

  sluice_file_dialog_open (GTK_WINDOW (self), folder, open_chosen_cb, g_object_ref (self));
}
