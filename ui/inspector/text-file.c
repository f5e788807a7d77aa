/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The menu that moves a text between the document and a file beside it. */

#include "inspector/text-file.h"

#include <glib/gi18n.h>
#include <string.h>

#include "base/ids.h"
#include "base/save.h"
#include "inspector/binding.h"
#include "inspector/choose-file.h"
#include "inspector/row.h"
#include "kinds/texts.h"

static const char ROW_KEY[] = "sluice-row";
static const char FILE_KEY[] = "sluice-file";

char *
sluice_text_file_dup_content (SluiceDocument *document,
                              SluiceValue     reference)
{
  g_autofree char *folder = sluice_document_dup_folder (document);
  g_auto (SluiceValue) text = SLUICE_VALUE_INIT;

  if (!sluice_texts_resolve (reference, folder, &text, NULL))
    return NULL;
  return g_strdup (sluice_value_get_string (text));
}

static void
take_back (GtkWidget *row)
{
  SluiceBinding *binding = sluice_binding_get (row);
  SluiceDocument *document = sluice_binding_get_document (binding);
  g_autofree char *folder = sluice_document_dup_folder (document);
  g_auto (SluiceValue) text = SLUICE_VALUE_INIT;
  g_autoptr (GError) error = NULL;

  if (sluice_texts_resolve (sluice_binding_get_value (binding), folder, &text, &error))
    sluice_binding_commit (binding, sluice_text_to_value (sluice_value_get_string (text)));
  else
    sluice_binding_set_error (binding, error->message);
}

static void
put_into (GtkWidget  *row,
          const char *path)
{
  SluiceBinding *binding = sluice_binding_get (row);
  g_autofree char *absolute = sluice_dup_absolute_path (sluice_binding_get_document (binding), path);
  g_autofree char *text = sluice_text_from_value (sluice_binding_get_value (binding));
  g_autoptr (GError) error = NULL;
  SluiceValue reference;

  if (g_path_is_absolute (path))
    {
      sluice_binding_set_error (binding, _("Choose a place below the document's folder, "
                                           "so that the file goes with it"));
      return;
    }
  if (text == NULL || !sluice_file_save (absolute, text, strlen (text), NULL, NULL, &error))
    {
      sluice_binding_set_error (binding, error != NULL ? error->message : _("There is no text to put into a file"));
      return;
    }

  reference = sluice_value_object ();
  sluice_value_set_member (&reference, "$file", sluice_value_string (path));
  sluice_binding_commit (binding, reference);
}

static void
choose (GtkWidget *row)
{
  SluiceBinding *binding = sluice_binding_get (row);
  SluiceDocument *document = sluice_binding_get_document (binding);
  g_autofree char *folder = sluice_document_dup_folder (document);
  g_autofree char *node = NULL;
  g_autofree char *name = NULL;
  const char *field = strrchr (sluice_binding_get_pointer (binding), '/') + 1;

  if (folder == NULL || sluice_document_get_path (document) == NULL)
    {
      sluice_binding_set_error (binding, _("Save the document first: the file is kept beside it"));
      return;
    }
  sluice_address_split (sluice_binding_get_address (binding), NULL, &node);
  name = g_strdup_printf ("%s-%s%s", node != NULL ? node : "text", field,
                          strstr ("prep exec post fallback code", field) != NULL ? ".lua" : ".md");
  sluice_choose_file (row, document, GTK_FILE_CHOOSER_ACTION_SAVE, _("Keep the Text in a File"), name, put_into);
}

static void
open_file (GtkWidget  *row,
           const char *file)
{
  SluiceDocument *document = sluice_binding_get_document (sluice_binding_get (row));
  g_autofree char *path = sluice_dup_absolute_path (document, file);
  g_autofree char *uri = path != NULL ? g_filename_to_uri (path, NULL, NULL) : NULL;
  GtkRoot *root = gtk_widget_get_root (row);

  if (uri != NULL)
    gtk_show_uri (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, uri, GDK_CURRENT_TIME);
}

static GtkWidget *
item_new (GtkWidget  *popover,
          const char *label,
          GCallback   func)
{
  GtkWidget *item = gtk_button_new_with_label (label);

  gtk_widget_add_css_class (item, "flat");
  gtk_label_set_xalign (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (item))), 0);
  g_signal_connect_swapped (item, "clicked", func, popover);
  return item;
}

static GtkWidget *
row_of (GtkWidget *popover)
{
  gtk_popover_popdown (GTK_POPOVER (popover));
  return g_object_get_data (G_OBJECT (popover), ROW_KEY);
}

static void
choose_clicked_cb (GtkWidget *popover)
{
  choose (row_of (popover));
}

static void
take_clicked_cb (GtkWidget *popover)
{
  take_back (row_of (popover));
}

static void
open_clicked_cb (GtkWidget *popover)
{
  open_file (row_of (popover), g_object_get_data (G_OBJECT (popover), FILE_KEY));
}

static void
create_popup_cb (GtkMenuButton *button,
                 gpointer       row)
{
  const char *file = g_object_get_data (G_OBJECT (button), FILE_KEY);
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  g_object_set_data (G_OBJECT (popover), ROW_KEY, row);
  g_object_set_data_full (G_OBJECT (popover), FILE_KEY, g_strdup (file), g_free);
  gtk_widget_add_css_class (popover, "menu");
  if (file == NULL)
    {
      gtk_box_append (GTK_BOX (box), item_new (popover, _("Keep in a File…"), G_CALLBACK (choose_clicked_cb)));
    }
  else
    {
      gtk_box_append (GTK_BOX (box), item_new (popover, _("Open the File"), G_CALLBACK (open_clicked_cb)));
      gtk_box_append (GTK_BOX (box), item_new (popover, _("Take Into the Document"), G_CALLBACK (take_clicked_cb)));
    }
  gtk_popover_set_child (GTK_POPOVER (popover), box);
  gtk_menu_button_set_popover (button, popover);
}

GtkWidget *
sluice_text_file_button_new (GtkWidget *row)
{
  GtkWidget *button = gtk_menu_button_new ();

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "sluice-row-button");
  gtk_widget_add_css_class (button, "sluice-file-button");
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (button), create_popup_cb, row, NULL);

  return button;
}

void
sluice_text_file_button_update (GtkWidget  *button,
                                const char *file,
                                gboolean    is_empty)
{
  g_autofree char *label = file != NULL ? g_strdup_printf (_("Kept in %s"), file)
                                        : g_strdup (_("Kept in the Document"));

  g_object_set_data_full (G_OBJECT (button), FILE_KEY, g_strdup (file), g_free);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (button), NULL);
  if (file != NULL)
    {
      g_autofree char *name = g_path_get_basename (file);

      gtk_menu_button_set_label (GTK_MENU_BUTTON (button), name);
    }
  else
    {
      gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "view-more-symbolic");
    }
  gtk_widget_set_visible (button, !is_empty);
  gtk_widget_set_tooltip_text (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}
