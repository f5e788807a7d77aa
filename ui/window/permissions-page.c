/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Rows for what core keeps; a row goes with its entry. */
#include "window/permissions-page.h"

#include "window/needs-list.h"
#include "window/preferences.h"

#include "kinds/trust.h"

#include <glib/gi18n.h>

struct _SluicePermissionsPage
{
  AdwPreferencesPage parent_instance;

  /* Template. */
  AdwPreferencesGroup *flows_group;
  GtkWidget           *empty_row;

  guint                n_rows;
};

G_DEFINE_FINAL_TYPE (SluicePermissionsPage, sluice_permissions_page, ADW_TYPE_PREFERENCES_PAGE)

static void
update_empty (SluicePermissionsPage *self)
{
  gtk_widget_set_visible (self->empty_row, self->n_rows == 0);
}

static void
remove_cb (GtkButton *button,
           gpointer   user_data)
{
  GtkWidget *row = user_data;
  SluicePermissionsPage *self = SLUICE_PERMISSIONS_PAGE (gtk_widget_get_ancestor (row, SLUICE_TYPE_PERMISSIONS_PAGE));
  const SluiceTrustEntry *entry = g_object_get_data (G_OBJECT (row), "entry");
  g_autoptr (GError) error = NULL;

  if (!sluice_trust_revoke (entry, &error))
    {
      sluice_preferences_tell (row, error->message);
      return;
    }
  self->n_rows--;
  adw_preferences_group_remove (self->flows_group, row);
  update_empty (self);
}

static void
free_entry (gpointer data)
{
  sluice_trust_entry_free (data);
}

static void
add_row (SluicePermissionsPage *self,
         SluiceTrustEntry      *take_entry)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_button_new_from_icon_name ("user-trash-symbolic");
  const char *title = take_entry->title != NULL ? take_entry->title : _("New Flow");
  g_autofree char *what = sluice_needs_dup_summary (take_entry->allowed);
  g_autofree char *subtitle = take_entry->path != NULL ? g_strdup_printf ("%s\n%s", what, take_entry->path)
                                                       : g_steal_pointer (&what);
  /* Translators: the name of a flow. */
  g_autofree char *label = g_strdup_printf (_("Remove what “%s” may do"), title);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 4);
  gtk_widget_set_name (row, "allowed-flow");
  gtk_widget_set_name (button, "revoke");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, _("Remove"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_signal_connect_object (button, "clicked", G_CALLBACK (remove_cb), row, 0);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  g_object_set_data_full (G_OBJECT (row), "entry", take_entry, free_entry);
  adw_preferences_group_add (self->flows_group, row);
  self->n_rows++;
}

static void
sluice_permissions_page_class_init (SluicePermissionsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/sluiceflow/Sluice/window/permissions-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SluicePermissionsPage, flows_group);
  gtk_widget_class_bind_template_child (widget_class, SluicePermissionsPage, empty_row);
}

static void
sluice_permissions_page_init (SluicePermissionsPage *self)
{
  g_autoptr (GPtrArray) entries = sluice_trust_list ();

  gtk_widget_init_template (GTK_WIDGET (self));
  while (entries->len > 0)
    add_row (self, g_ptr_array_steal_index (entries, 0));
  update_empty (self);
}
