/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The only place that knows GtkFileChooserNative. */
#include "window/file-dialog.h"

#include <glib/gi18n.h>

typedef struct
{
  SluiceFileDialogFunc func;
  gpointer             user_data;
} Request;

static void
add_filters (GtkFileChooser *chooser)
{
  g_autoptr (GtkFileFilter) flows = gtk_file_filter_new ();
  g_autoptr (GtkFileFilter) all = gtk_file_filter_new ();

  gtk_file_filter_set_name (flows, _("Flows"));
  gtk_file_filter_add_pattern (flows, "*.flow.json");
  gtk_file_filter_set_name (all, _("All files"));
  gtk_file_filter_add_pattern (all, "*");
  gtk_file_chooser_add_filter (chooser, flows);
  gtk_file_chooser_add_filter (chooser, all);
}

static void
response_cb (GtkNativeDialog *dialog,
             int              response,
             Request         *request)
{
  g_autoptr (GListModel) files = gtk_file_chooser_get_files (GTK_FILE_CHOOSER (dialog));
  guint n_files = response == GTK_RESPONSE_ACCEPT ? g_list_model_get_n_items (files) : 0;

  gtk_native_dialog_hide (dialog);
  for (guint i = 0; i < n_files; i++)
    {
      g_autoptr (GFile) file = g_list_model_get_item (files, i);
      g_autofree char *path = g_file_get_path (file);

      if (path != NULL)
        request->func (path, request->user_data);
    }
  request->func (NULL, request->user_data);
  g_object_unref (dialog);
}

static void
run (GtkWindow            *parent,
     const char           *title,
     GtkFileChooserAction  action,
     const char           *accept,
     const char           *folder,
     const char           *name,
     SluiceFileDialogFunc  func,
     gpointer              user_data)
{
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (title, parent, action, accept, NULL);
  Request *request = g_new (Request, 1);

  request->func = func;
  request->user_data = user_data;
  add_filters (GTK_FILE_CHOOSER (dialog));
  if (folder != NULL)
    {
      g_autoptr (GFile) file = g_file_new_for_path (folder);

      gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (dialog), file, NULL);
    }
  if (name != NULL)
    gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);

  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (dialog), action == GTK_FILE_CHOOSER_ACTION_OPEN);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_signal_connect_data (dialog, "response", G_CALLBACK (response_cb), request,
                         (GClosureNotify) (void (*) (void)) g_free, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

/**
 * sluice_file_dialog_open:
 * @parent: the window that asks
 * @folder: (nullable): where to look first
 * @func: called for each file that was chosen, then with %NULL
 *
 * Asks which flow files to open.
 */
void
sluice_file_dialog_open (GtkWindow            *parent,
                         const char           *folder,
                         SluiceFileDialogFunc  func,
                         gpointer              user_data)
{
  run (parent, _("Open a flow"), GTK_FILE_CHOOSER_ACTION_OPEN, _("_Open"), folder, NULL, func, user_data);
}

/**
 * sluice_file_dialog_save:
 * @parent: the window that asks
 * @folder: (nullable): where to look first
 * @name: the name to suggest
 * @func: called for the file that was chosen, then with %NULL
 *
 * Asks where to save a flow. The dialog itself asks before an existing file is chosen.
 */
void
sluice_file_dialog_save (GtkWindow            *parent,
                         const char           *folder,
                         const char           *name,
                         SluiceFileDialogFunc  func,
                         gpointer              user_data)
{
  run (parent, _("Save the flow"), GTK_FILE_CHOOSER_ACTION_SAVE, _("_Save"), folder, name, func, user_data);
}
