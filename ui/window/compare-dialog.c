/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A window with a row for each node that differs between two versions; Escape closes it. */
#include "window/compare-dialog.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "drafts/flow-diff.h"

static const struct
{
  const char *icon_name;
  const char *word;
} looks[] = {
  [SLUICE_DIFFERENCE_ADDED] = { "list-add-symbolic", N_("Added") },
  [SLUICE_DIFFERENCE_REMOVED] = { "list-remove-symbolic", N_("Removed") },
  [SLUICE_DIFFERENCE_CHANGED] = { "document-edit-symbolic", N_("Changed") },
};

static GtkWidget *
new_row (SluiceFlowChange *change)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *icon = gtk_image_new_from_icon_name (looks[change->type].icon_name);
  GtkWidget *word = gtk_label_new (_(looks[change->type].word));
  g_autofree char *subtitle = NULL;

  if (change->text[0] != '\0' && change->address != NULL)
    subtitle = g_strdup_printf ("%s\n%s", change->address, change->text);
  else
    subtitle = g_strdup (change->address != NULL ? change->address : change->text);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), change->title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_accessible_update_property (GTK_ACCESSIBLE (icon), GTK_ACCESSIBLE_PROPERTY_LABEL, "", -1);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
  gtk_widget_add_css_class (word, "dim-label");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), word);
  gtk_widget_set_name (row, "difference");

  return row;
}

static GtkWidget *
new_list (GPtrArray  *changes,
          const char *subtitle)
{
  GtkWidget *page = adw_preferences_page_new ();
  GtkWidget *group = adw_preferences_group_new ();

  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group), subtitle);
  for (guint i = 0; i < changes->len; i++)
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), new_row (g_ptr_array_index (changes, i)));
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (group));

  return page;
}

static GtkWidget *
new_content (GPtrArray  *changes,
             const char *subtitle)
{
  GtkWidget *status;

  if (changes->len > 0)
    return new_list (changes, subtitle);

  status = adw_status_page_new ();
  adw_status_page_set_icon_name (ADW_STATUS_PAGE (status), "object-select-symbolic");
  adw_status_page_set_title (ADW_STATUS_PAGE (status), _("Nothing Differs"));
  adw_status_page_set_description (ADW_STATUS_PAGE (status), _("Both versions say the same."));

  return status;
}

static void
add_escape (GtkWidget *window)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller),
                                        gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape, 0),
                                                          gtk_named_action_new ("window.close")));
  gtk_widget_add_controller (window, controller);
}

/**
 * sluice_compare_dialog_show:
 * @parent: the window that asks
 * @title: what is compared
 * @subtitle: which version is which
 * @before: the one
 * @after: the other
 *
 * Shows what leads from the one to the other.
 */
void
sluice_compare_dialog_show (GtkWindow      *parent,
                            const char     *title,
                            const char     *subtitle,
                            SluiceDocument *before,
                            SluiceDocument *after)
{
  g_autoptr (GPtrArray) changes = sluice_flow_diff (before, after);
  GtkWidget *window = adw_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *content = new_content (changes, subtitle);

  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_widget_set_vexpand (content, TRUE);
  gtk_box_append (GTK_BOX (box), content);
  adw_window_set_content (ADW_WINDOW (window), box);
  gtk_widget_set_name (window, "compare");
  add_escape (window);

  gtk_window_set_title (GTK_WINDOW (window), title);
  gtk_window_set_transient_for (GTK_WINDOW (window), parent);
  gtk_window_set_destroy_with_parent (GTK_WINDOW (window), TRUE);
  gtk_window_set_modal (GTK_WINDOW (window), TRUE);
  gtk_window_set_default_size (GTK_WINDOW (window), 560, 480);
  gtk_window_present (GTK_WINDOW (window));
}
