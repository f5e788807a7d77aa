/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The page of one edge: the action it stands for and the node it leads to. */

#include "inspector/pages.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "graph/edit.h"

static void
action_applied_cb (AdwEntryRow *row,
                   GtkWidget   *page)
{
  SluiceDocument *document = g_object_get_data (G_OBJECT (page), "document");
  const char *address = g_object_get_data (G_OBJECT (page), "address");
  const char *action = g_object_get_data (G_OBJECT (page), "action");
  GtkLabel *message = g_object_get_data (G_OBJECT (page), "message");
  g_autofree char *wanted = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (row))));
  g_autoptr (GError) error = NULL;

  if (g_str_equal (wanted, action) ||
      sluice_edit_rename_action (document, address, action, wanted, &error))
    {
      gtk_widget_remove_css_class (GTK_WIDGET (row), "error");
      gtk_label_set_label (message, "");
      gtk_widget_set_visible (GTK_WIDGET (message), FALSE);
      return;
    }

  gtk_widget_add_css_class (GTK_WIDGET (row), "error");
  gtk_label_set_label (message, error->message);
  gtk_widget_set_visible (GTK_WIDGET (message), TRUE);
}

GtkWidget *
sluice_edge_page_new (SluiceDocument *document,
                      const char     *address,
                      const char     *action)
{
  GtkWidget *page = sluice_inspector_page_new ();
  GtkWidget *group = adw_preferences_group_new ();
  GtkWidget *row = adw_entry_row_new ();
  GtkWidget *message = g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_ALERT,
                                     "xalign", 0.0, "wrap", TRUE, "visible", FALSE, NULL);
  g_autofree char *title = sluice_document_dup_node_title (document, address);
  g_autofree char *subtitle = g_strdup_printf (_("Taken when “%s” returns “%s”"), title, action);

  g_object_set_data_full (G_OBJECT (page), "document", g_object_ref (document), g_object_unref);
  g_object_set_data_full (G_OBJECT (page), "address", g_strdup (address), g_free);
  g_object_set_data_full (G_OBJECT (page), "action", g_strdup (action), g_free);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _("Action"));
  gtk_editable_set_text (GTK_EDITABLE (row), action);
  adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (row), TRUE);
  g_signal_connect_object (row, "apply", G_CALLBACK (action_applied_cb), page, 0);
  gtk_widget_set_tooltip_text (row, _("What the node returns for this edge to be taken"));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  gtk_widget_add_css_class (message, "caption");
  gtk_widget_add_css_class (message, "error");
  gtk_widget_add_css_class (message, "sluice-group-message");
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), message);
  g_object_set_data (G_OBJECT (page), "message", message);

  gtk_box_append (GTK_BOX (page), sluice_page_head_new ("sluice-edge-symbolic", _("Edge"), subtitle));
  gtk_box_append (GTK_BOX (page), group);
  gtk_box_append (GTK_BOX (page), sluice_edges_group_new (document, address, action));

  return page;
}
