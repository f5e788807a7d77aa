/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* GtkFileChooserNative in one place of the inspector. */

#include "inspector/choose-file.h"

#include "rows/native-dialog.h"

typedef struct
{
  GWeakRef         widget;
  SluiceDocument  *document; /* owned */
  SluiceChooseFunc func;
} Choice;

static void
choice_free (Choice *choice)
{
  g_weak_ref_clear (&choice->widget);
  g_object_unref (choice->document);
  g_free (choice);
}

/* "prompts/x.md", for a file below the document's folder. */
static char *
dup_written_path (SluiceDocument *document,
                  GFile          *file)
{
  g_autofree char *folder = sluice_document_dup_folder (document);
  g_autoptr (GFile) base = folder != NULL ? g_file_new_for_path (folder) : NULL;
  char *relative = base != NULL ? g_file_get_relative_path (base, file) : NULL;

  if (relative != NULL)
    return relative;
  if (base != NULL && g_file_equal (base, file))
    return g_strdup (".");
  return g_file_get_path (file);
}

static void
answered_cb (GtkNativeDialog *dialog,
             int              response,
             gpointer         user_data)
{
  Choice *choice = user_data;
  g_autoptr (GtkWidget) widget = g_weak_ref_get (&choice->widget);

  /* Its page may have gone meanwhile, as with a node that is in the file no longer. */
  if (response == GTK_RESPONSE_ACCEPT && widget != NULL && gtk_widget_get_root (widget) != NULL)
    {
      g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
      g_autofree char *path = dup_written_path (choice->document, file);

      if (path != NULL)
        choice->func (widget, path);
    }
  choice_free (choice);
}

void
sluice_choose_file (GtkWidget            *widget,
                    SluiceDocument       *document,
                    GtkFileChooserAction  action,
                    const char           *title,
                    const char           *suggestion,
                    SluiceChooseFunc      func)
{
  GtkWindow *parent = GTK_WINDOW (gtk_widget_get_root (widget));
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (title, parent, action, NULL, NULL);
  g_autofree char *folder = sluice_document_dup_folder (document);
  Choice *choice = g_new0 (Choice, 1);

  g_weak_ref_init (&choice->widget, widget);
  choice->document = g_object_ref (document);
  choice->func = func;
  if (folder != NULL)
    {
      g_autoptr (GFile) base = g_file_new_for_path (folder);

      gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (dialog), base, NULL);
    }
  if (suggestion != NULL)
    gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), suggestion);
  sluice_native_dialog_ask (GTK_NATIVE_DIALOG (dialog), parent, answered_cb, choice);
}

char *
sluice_dup_absolute_path (SluiceDocument *document,
                          const char     *path)
{
  g_autofree char *folder = sluice_document_dup_folder (document);

  if (g_path_is_absolute (path))
    return g_strdup (path);
  return folder != NULL ? g_build_filename (folder, path, NULL) : NULL;
}
