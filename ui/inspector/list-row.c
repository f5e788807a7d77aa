/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A list of strings, one entry a line. The entries are rebuilt only when their number changes,
 * so that typing in one keeps its focus. */

#include "inspector/rows.h"

#include <adwaita.h>
#include <glib/gi18n.h>

static const char BOX_KEY[] = "sluice-list-box";

static GtkWidget *
get_box (GtkWidget *row)
{
  return g_object_get_data (G_OBJECT (row), BOX_KEY);
}

static GtkWidget *
get_entry (GtkWidget *line)
{
  return gtk_widget_get_first_child (line);
}

static void
commit_list (GtkWidget *row)
{
  SluiceValue list = sluice_value_array ();

  for (GtkWidget *line = gtk_widget_get_first_child (get_box (row)); line != NULL;
       line = gtk_widget_get_next_sibling (line))
    sluice_value_append (&list, sluice_value_string (
      gtk_editable_get_text (GTK_EDITABLE (get_entry (line)))));

  sluice_binding_commit (sluice_binding_get (row), list);
}

static void
remove_clicked_cb (GtkWidget *line)
{
  GtkWidget *row = gtk_widget_get_ancestor (line, ADW_TYPE_PREFERENCES_ROW);

  gtk_box_remove (GTK_BOX (get_box (row)), line);
  commit_list (row);
}

static void
entry_changed_cb (GtkWidget *entry)
{
  GtkWidget *row = gtk_widget_get_ancestor (entry, ADW_TYPE_PREFERENCES_ROW);

  if (row != NULL && !sluice_binding_is_showing (sluice_binding_get (row)))
    commit_list (row);
}

static GtkWidget *
add_line (GtkWidget  *row,
          const char *text)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *entry = gtk_entry_new ();
  GtkWidget *button = gtk_button_new_from_icon_name ("list-remove-symbolic");

  gtk_editable_set_enable_undo (GTK_EDITABLE (entry), FALSE);
  gtk_editable_set_text (GTK_EDITABLE (entry), text);
  gtk_widget_set_hexpand (entry, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), -1);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, _("Remove"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Remove"), -1);
  gtk_box_append (GTK_BOX (line), entry);
  gtk_box_append (GTK_BOX (line), button);
  gtk_box_append (GTK_BOX (get_box (row)), line);

  g_signal_connect (entry, "changed", G_CALLBACK (entry_changed_cb), NULL);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (remove_clicked_cb), line);

  return entry;
}

static guint
count_lines (GtkWidget *row)
{
  guint n = 0;

  for (GtkWidget *line = gtk_widget_get_first_child (get_box (row)); line != NULL;
       line = gtk_widget_get_next_sibling (line))
    n++;

  return n;
}

static void
show_list (GtkWidget  *row,
           SluiceValue value)
{
  guint n = SLUICE_VALUE_IS_ARRAY (value) ? sluice_value_get_length (value) : 0;
  GtkWidget *line;

  for (guint have = count_lines (row); have > n; have--)
    gtk_box_remove (GTK_BOX (get_box (row)), gtk_widget_get_last_child (get_box (row)));
  for (guint have = count_lines (row); have < n; have++)
    add_line (row, "");

  line = gtk_widget_get_first_child (get_box (row));
  for (guint i = 0; i < n; i++, line = gtk_widget_get_next_sibling (line))
    {
      GtkEditable *entry = GTK_EDITABLE (get_entry (line));
      const char *text = sluice_value_get_string (sluice_value_get_element (value, i));

      if (g_strcmp0 (gtk_editable_get_text (entry), text ? text : "") != 0)
        gtk_editable_set_text (entry, text ? text : "");
    }
}

static void
add_clicked_cb (GtkWidget *row)
{
  GtkWidget *entry = add_line (row, "");

  commit_list (row);
  gtk_widget_grab_focus (entry);
}

GtkWidget *
sluice_list_row_new (const SluiceField *field,
                     const char        *title,
                     const char        *blurb)
{
  GtkWidget *row = adw_preferences_row_new ();
  GtkWidget *outer = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (title);
  GtkWidget *button = gtk_button_new_from_icon_name ("list-add-symbolic");
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  gtk_widget_add_css_class (row, "sluice-text-row");
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_set_tooltip_text (label, blurb);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, _("Add"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Add"), -1);

  gtk_box_append (GTK_BOX (head), label);
  gtk_box_append (GTK_BOX (head), button);
  gtk_box_append (GTK_BOX (outer), head);
  gtk_box_append (GTK_BOX (outer), box);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), outer);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);

  g_object_set_data (G_OBJECT (row), BOX_KEY, box);
  sluice_binding_attach (row, field, show_list);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (add_clicked_cb), row);

  return row;
}
