/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Reading what takes a while, like a project in Python: the window can be used meanwhile, tells what is being read,
 * and offers to leave it. */
#include "window/window-private.h"

#include "window/file-dialog.h"

#include <glib/gi18n.h>

#define PATIENCE 300 /* ms before it is told */

typedef struct
{
  SluiceWindow *window;      /* owned */
  char         *path;        /* owned */
  GCancellable *cancellable; /* owned */
  guint         telling;     /* a source; 0: it was told, or is over */
} Import;

static void
import_free (Import *import)
{
  g_clear_handle_id (&import->telling, g_source_remove);
  g_object_unref (import->cancellable);
  g_object_unref (import->window);
  g_free (import->path);
  g_free (import);
}

static gboolean
tell_cb (gpointer user_data)
{
  Import *import = user_data;
  g_autofree char *name = g_filename_display_basename (import->path);
  g_autofree char *title = g_strdup_printf (_("Reading “%s”…"), name);

  import->telling = 0;
  sluice_message_bar_show (import->window->import_bar, SLUICE_MESSAGE_BUSY, title, NULL, _("Cancel"),
                           "win.cancel-imports", NULL);
  return G_SOURCE_REMOVE;
}

static void
forget (Import *import)
{
  SluiceWindow *self = import->window;

  g_queue_remove (&self->imports, import);
  if (g_queue_is_empty (&self->imports) && self->import_bar != NULL)
    sluice_message_bar_hide (self->import_bar);
}

static void
imported_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  Import *import = user_data;
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  g_autoptr (SluiceDocument) document = sluice_exchange_import_finish (result, notes, &error);

  forget (import);
  if (document != NULL)
    sluice_window_show_imported (import->window, import->path, document, notes);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    sluice_window_show_unopened (import->window, import->path, error);
  import_free (import);
}

/**
 * sluice_window_import:
 * @format: one whose reading takes a while
 * @path: the file or folder
 *
 * Begins to read it; what it holds comes into a tab when it is there.
 */
void
sluice_window_import (SluiceWindow               *self,
                      const SluiceExchangeFormat *format,
                      const char                 *path)
{
  Import *import = g_new0 (Import, 1);

  sluice_message_bar_hide (self->error_bar);
  import->window = g_object_ref (self);
  import->path = g_strdup (path);
  import->cancellable = g_cancellable_new ();
  import->telling = g_timeout_add (PATIENCE, tell_cb, import);
  g_queue_push_tail (&self->imports, import);
  sluice_exchange_import_async (format, path, import->cancellable, imported_cb, import);
}

/**
 * sluice_window_cancel_imports:
 *
 * Leaves whatever is being read.
 */
void
sluice_window_cancel_imports (SluiceWindow *self)
{
  g_autoptr (GList) imports = g_list_copy (self->imports.head);

  for (GList *l = imports; l != NULL; l = l->next)
    {
      Import *import = l->data;

      g_clear_handle_id (&import->telling, g_source_remove);
      g_cancellable_cancel (import->cancellable);
    }
}

static void
folder_chosen_cb (const char *path,
                  gpointer    user_data)
{
  SluiceWindow *self = user_data;

  if (path != NULL)
    sluice_window_open (self, path);
  else
    g_object_unref (self);
}

/**
 * sluice_window_ask_import:
 *
 * Asks for the folder of a project and reads it.
 */
void
sluice_window_ask_import (SluiceWindow *self)
{
  g_autofree char *folder = self->page != NULL ? sluice_document_dup_folder (self->page->document) : NULL;

  sluice_file_dialog_import (GTK_WINDOW (self), folder, folder_chosen_cb, g_object_ref (self));
}
