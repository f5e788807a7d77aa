/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The dress of a row: what it is called, how it goes back to its default, what is wrong. What is
 * wrong stands in a row of its own, right beneath, so that every kind of row can have it. */

#include "inspector/row.h"

#include <adwaita.h>
#include <glib/gi18n.h>

static const char HEAD_KEY[] = "sluice-row-head";
static const char RESET_KEY[] = "sluice-row-reset";
static const char MARKER_KEY[] = "sluice-row-marker";
static const char MESSAGE_KEY[] = "sluice-row-message";
static const char LABEL_KEY[] = "sluice-row-label";

GtkWidget *
sluice_tall_row_new (const char *title,
                     GtkWidget  *body)
{
  GtkWidget *row = adw_preferences_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *label = gtk_label_new (title);

  gtk_widget_add_css_class (row, "sluice-tall-row");
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (label, "sluice-row-title");
  gtk_widget_add_css_class (head, "sluice-row-head");

  gtk_box_append (GTK_BOX (head), label);
  gtk_box_append (GTK_BOX (box), head);
  gtk_box_append (GTK_BOX (box), body);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  g_object_set_data (G_OBJECT (row), HEAD_KEY, head);

  return row;
}

void
sluice_row_add_suffix (GtkWidget *row,
                       GtkWidget *widget)
{
  GtkWidget *head = g_object_get_data (G_OBJECT (row), HEAD_KEY);

  gtk_widget_set_valign (widget, GTK_ALIGN_CENTER);
  if (head != NULL)
    gtk_box_append (GTK_BOX (head), widget);
  else if (ADW_IS_ENTRY_ROW (row))
    adw_entry_row_add_suffix (ADW_ENTRY_ROW (row), widget);
  else
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), widget);
}

GtkWidget *
sluice_row_button_new (const char *icon_name,
                       const char *label)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon_name);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "sluice-row-button");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);

  return button;
}

static GtkWidget *
message_row_new (GtkWidget *row)
{
  GtkWidget *message = adw_preferences_row_new ();
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_ALERT,
                                   "xalign", 0.0, "wrap", TRUE,
                                   "wrap-mode", PANGO_WRAP_WORD_CHAR, "selectable", FALSE, NULL);

  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (message, "sluice-message-row");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (message), label);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (message), FALSE);
  gtk_widget_set_focusable (message, FALSE);
  gtk_widget_set_visible (message, FALSE);
  g_object_set_data (G_OBJECT (row), MESSAGE_KEY, message);
  g_object_set_data (G_OBJECT (row), LABEL_KEY, label);

  return message;
}

static void
set_class (GtkWidget  *widget,
           const char *name,
           gboolean    has)
{
  if (has)
    gtk_widget_add_css_class (widget, name);
  else
    gtk_widget_remove_css_class (widget, name);
}

static void
show_message (GtkWidget     *row,
              SluiceBinding *binding)
{
  GtkWidget *message = g_object_get_data (G_OBJECT (row), MESSAGE_KEY);
  GtkWidget *label = g_object_get_data (G_OBJECT (row), LABEL_KEY);
  gboolean is_error = FALSE;
  const char *text = sluice_binding_get_message (binding, &is_error);
  gboolean is_wrong = text != NULL;

  if (text == NULL && sluice_binding_is_mixed (binding))
    text = _("Not the same in all that is selected");

  set_class (row, "has-error", is_wrong && is_error);
  set_class (row, "has-warning", is_wrong && !is_error);
  gtk_accessible_update_state (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_STATE_INVALID,
                               is_wrong && is_error ? GTK_ACCESSIBLE_INVALID_TRUE
                                                    : GTK_ACCESSIBLE_INVALID_FALSE, -1);
  if (message == NULL)
    return;

  set_class (row, "has-message", text != NULL && gtk_widget_get_visible (row));
  set_class (label, "dim-label", !is_wrong);
  set_class (label, "error", is_wrong && is_error);
  set_class (label, "warning", is_wrong && !is_error);
  gtk_widget_set_visible (message, text != NULL && gtk_widget_get_visible (row));
  if (text != NULL && g_strcmp0 (gtk_label_get_label (GTK_LABEL (label)), text) != 0)
    gtk_label_set_label (GTK_LABEL (label), text);
}

static gboolean
has_visible_child (GtkWidget *box)
{
  for (GtkWidget *child = gtk_widget_get_first_child (box); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_get_visible (child))
      return TRUE;

  return FALSE;
}

/* An entry row keeps a distance to the box of its suffixes, even to one that shows nothing. */
static void
show_reset (GtkWidget *row,
            GtkWidget *reset,
            gboolean   is_set)
{
  GtkWidget *box = gtk_widget_get_parent (reset);

  gtk_widget_set_visible (reset, is_set);
  if (ADW_IS_ENTRY_ROW (row))
    gtk_widget_set_visible (box, has_visible_child (box));
}

static void
notice_cb (GtkWidget     *row,
           SluiceBinding *binding)
{
  GtkWidget *reset = g_object_get_data (G_OBJECT (row), RESET_KEY);
  SluiceNoticeFunc marker = (SluiceNoticeFunc) g_object_get_data (G_OBJECT (row), MARKER_KEY);

  if (reset != NULL)
    show_reset (row, reset, sluice_binding_is_set (binding));
  show_message (row, binding);
  if (marker != NULL)
    marker (row, binding);
}

static void
reset_clicked_cb (GtkWidget *row)
{
  GtkWidget *reset = g_object_get_data (G_OBJECT (row), RESET_KEY);
  gboolean had_focus = gtk_widget_has_focus (reset);

  sluice_binding_reset (sluice_binding_get (row));
  if (had_focus)
    gtk_widget_child_focus (row, GTK_DIR_TAB_FORWARD);
}

void
sluice_row_dress (GtkWidget  *row,
                  const char *blurb,
                  gboolean    has_default)
{
  const char *title = adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row));

  gtk_widget_set_tooltip_text (row, blurb);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, blurb ? blurb : "", -1);
  if (has_default)
    {
      GtkWidget *reset = sluice_row_button_new ("edit-undo-symbolic", _("Reset to Default"));
      g_autofree char *label = g_strdup_printf (_("Reset %s to Default"), title);

      gtk_accessible_update_property (GTK_ACCESSIBLE (reset), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
      g_object_set_data (G_OBJECT (row), RESET_KEY, reset);
      g_signal_connect_swapped (reset, "clicked", G_CALLBACK (reset_clicked_cb), row);
      sluice_row_add_suffix (row, reset);
    }
  sluice_binding_set_notice (sluice_binding_get (row), notice_cb);
}

void
sluice_row_set_marker (GtkWidget        *row,
                       SluiceNoticeFunc  func)
{
  g_object_set_data (G_OBJECT (row), MARKER_KEY, (gpointer) func);
  func (row, sluice_binding_get (row));
}

void
sluice_group_add_row (GtkWidget *group,
                      GtkWidget *row)
{
  SluiceBinding *binding = sluice_binding_get (row);

  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  if (binding == NULL)
    return;

  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), message_row_new (row));
  show_message (row, binding);
}

void
sluice_row_set_visible (GtkWidget *row,
                        gboolean   visible)
{
  gtk_widget_set_visible (row, visible);
  show_message (row, sluice_binding_get (row));
}
