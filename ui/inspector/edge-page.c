/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The page of one edge: the action it stands for and the node it leads to. */

#include "inspector/pages.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "graph/drawing.h"
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

/* Bends */

typedef struct
{
  SluiceDocument *document; /* owned */
  char           *address;
  char           *action;
  GtkWidget      *button;   /* borrowed from the row */
} Bends;

static const char BENDS_KEY[] = "sluice-bends";

static void
bends_free (gpointer data)
{
  Bends *self = data;

  g_object_unref (self->document);
  g_free (self->address);
  g_free (self->action);
  g_free (self);
}

static guint
count_bends (Bends *self)
{
  guint n = 0;

  g_free (sluice_document_dup_bends (self->document, self->address, self->action, &n));
  return n;
}

static void
update_bends (GtkWidget *row)
{
  Bends *self = g_object_get_data (G_OBJECT (row), BENDS_KEY);
  guint n = count_bends (self);
  g_autofree char *count = g_strdup_printf (g_dngettext (NULL, "%u bend", "%u bends", n), n);

  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), n > 0 ? count : _("It finds its own way"));
  gtk_widget_set_visible (self->button, n > 0);
}

static void
bends_document_changed_cb (SluiceDocument        *document,
                           const SluiceChangeSet *set,
                           GtkWidget             *row)
{
  Bends *self = g_object_get_data (G_OBJECT (row), BENDS_KEY);

  if (set->all || g_hash_table_contains (set->nodes, self->address))
    update_bends (row);
}

static void
straighten_clicked_cb (GtkWidget *row)
{
  Bends *self = g_object_get_data (G_OBJECT (row), BENDS_KEY);
  guint n = count_bends (self);
  gboolean done = TRUE;

  sluice_document_begin (self->document, _("Remove the Bends of an Edge"), NULL);
  while (done && n-- > 0)
    done = sluice_edit_remove_bend (self->document, self->address, self->action, n, NULL);
  if (done)
    sluice_document_commit (self->document);
  else
    sluice_document_rollback (self->document);
}

static GtkWidget *
bends_row_new (SluiceDocument *document,
               const char     *address,
               const char     *action)
{
  GtkWidget *row = adw_action_row_new ();
  Bends *self = g_new0 (Bends, 1);

  self->document = g_object_ref (document);
  self->address = g_strdup (address);
  self->action = g_strdup (action);
  self->button = gtk_button_new_with_mnemonic (_("_Remove Bends"));
  g_object_set_data_full (G_OBJECT (row), BENDS_KEY, self, bends_free);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _("Way"));
  gtk_widget_set_tooltip_text (row, _("A double click on the edge bends it there; bends are dragged on the canvas"));
  gtk_widget_set_valign (self->button, GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), self->button);
  g_signal_connect_swapped (self->button, "clicked", G_CALLBACK (straighten_clicked_cb), row);
  g_signal_connect_object (document, "changed", G_CALLBACK (bends_document_changed_cb), row, 0);
  update_bends (row);

  return row;
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
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (sluice_page_add_group (page, NULL)),
                             bends_row_new (document, address, action));

  return page;
}
