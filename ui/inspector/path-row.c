/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A path relative to the document: typed or chosen; that nothing is there is said. */

#include "inspector/rows.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

#include "inspector/choose-file.h"
#include "inspector/row.h"

static const char FOLDER_KEY[] = "sluice-is-folder";
static const char HINT_KEY[] = "sluice-hint";

static gboolean
is_folder_row (GtkWidget *row)
{
  return g_object_get_data (G_OBJECT (row), FOLDER_KEY) != NULL;
}

/* A file that a run is to write is not there yet: a picture with words, no error. */
static void
update_hint (GtkWidget  *row,
             const char *path)
{
  GtkWidget *hint = g_object_get_data (G_OBJECT (row), HINT_KEY);
  SluiceDocument *document = sluice_binding_get_document (sluice_binding_get (row));
  g_autofree char *absolute = *path != '\0' && strstr (path, "{{") == NULL
                                ? sluice_dup_absolute_path (document, path) : NULL;
  gboolean is_missing =
    absolute != NULL &&
    !g_file_test (absolute, is_folder_row (row) ? G_FILE_TEST_IS_DIR : G_FILE_TEST_EXISTS);
  const char *text = is_folder_row (row) ? _("There is no such folder now") : _("There is no such file now");

  gtk_widget_set_visible (hint, is_missing);
  gtk_widget_set_tooltip_text (hint, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (hint), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

static void
show_path (GtkWidget  *row,
           SluiceValue value)
{
  const char *path = SLUICE_VALUE_IS_STRING (value) ? sluice_value_get_string (value) : "";

  if (strcmp (gtk_editable_get_text (GTK_EDITABLE (row)), path) != 0)
    gtk_editable_set_text (GTK_EDITABLE (row), path);
  update_hint (row, path);
}

static void
path_changed_cb (GtkEditable   *editable,
                 SluiceBinding *binding)
{
  const char *text = gtk_editable_get_text (editable);

  sluice_binding_commit (binding, *text ? sluice_value_string (text) : sluice_value_null ());
}

static void
chosen_cb (GtkWidget  *row,
           const char *path)
{
  gtk_editable_set_text (GTK_EDITABLE (row), path);
}

static void
choose_clicked_cb (GtkWidget *row)
{
  SluiceDocument *document = sluice_binding_get_document (sluice_binding_get (row));

  sluice_choose_file (row, document,
                      is_folder_row (row) ? GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER
                                          : GTK_FILE_CHOOSER_ACTION_OPEN,
                      adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), NULL, chosen_cb);
}

GtkWidget *
sluice_path_row_new (const SluiceField *field,
                     const char        *title,
                     const char        *blurb,
                     gboolean           is_folder)
{
  GtkWidget *row = adw_entry_row_new ();
  GtkWidget *hint = gtk_image_new_from_icon_name ("dialog-warning-symbolic");
  GtkWidget *button = sluice_row_button_new (is_folder ? "folder-open-symbolic" : "document-open-symbolic",
                                             is_folder ? _("Choose a Folder") : _("Choose a File"));

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_editable_set_enable_undo (GTK_EDITABLE (row), FALSE);
  gtk_widget_add_css_class (hint, "warning");
  g_object_set_data (G_OBJECT (row), FOLDER_KEY, GINT_TO_POINTER (is_folder));
  g_object_set_data (G_OBJECT (row), HINT_KEY, hint);
  sluice_row_add_suffix (row, hint);
  g_signal_connect (row, "changed", G_CALLBACK (path_changed_cb),
                    sluice_binding_attach (row, field, show_path));
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (choose_clicked_cb), row);
  sluice_row_dress (row, blurb, TRUE);
  sluice_row_add_suffix (row, button);

  return row;
}
