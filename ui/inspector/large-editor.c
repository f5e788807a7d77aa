/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The window in which a text has room. */

#include "inspector/large-editor.h"

#include <adwaita.h>
#include <glib/gi18n.h>

static const char VIEW_KEY[] = "sluice-view";
static const char MESSAGE_KEY[] = "sluice-message";
static const char REVEALER_KEY[] = "sluice-revealer";

static gboolean
close_cb (GtkWidget *widget,
          GVariant  *args,
          gpointer   user_data)
{
  gtk_window_close (GTK_WINDOW (widget));
  return GDK_EVENT_STOP;
}

static void
add_shortcuts (GtkWidget *window)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  gtk_shortcut_controller_add_shortcut (
    GTK_SHORTCUT_CONTROLLER (controller),
    gtk_shortcut_new (gtk_alternative_trigger_new (
                        gtk_shortcut_trigger_parse_string ("Escape"),
                        gtk_shortcut_trigger_parse_string ("<Control>Return")),
                      gtk_callback_action_new (close_cb, NULL, NULL)));
  gtk_widget_add_controller (window, controller);
}

static GtkWidget *
message_new (GtkWidget *window)
{
  GtkWidget *revealer = gtk_revealer_new ();
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_ALERT,
                                   "xalign", 0.0, "wrap", TRUE, NULL);

  gtk_widget_add_css_class (label, "sluice-editor-message");
  gtk_revealer_set_child (GTK_REVEALER (revealer), label);
  g_object_set_data (G_OBJECT (window), MESSAGE_KEY, label);
  g_object_set_data (G_OBJECT (window), REVEALER_KEY, revealer);

  return revealer;
}

GtkWidget *
sluice_large_editor_new (GtkWidget         *opener,
                         const char        *title,
                         GtkSourceBuffer   *buffer,
                         SluiceSourceFlags  flags)
{
  GtkWidget *window = adw_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *view = sluice_source_view_new (buffer, (flags & ~SLUICE_SOURCE_ONE_LINE) | SLUICE_SOURCE_NUMBERED);
  GtkRoot *root = gtk_widget_get_root (opener);

  gtk_widget_set_name (window, "large-editor");
  gtk_window_set_title (GTK_WINDOW (window), title);
  gtk_window_set_default_size (GTK_WINDOW (window), 800, 600);
  gtk_window_set_modal (GTK_WINDOW (window), TRUE);
  gtk_window_set_destroy_with_parent (GTK_WINDOW (window), TRUE);
  if (GTK_IS_WINDOW (root))
    gtk_window_set_transient_for (GTK_WINDOW (window), GTK_WINDOW (root));

  gtk_widget_add_css_class (view, "sluice-large-text");
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), view);
  gtk_widget_set_vexpand (scroller, TRUE);
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), scroller);
  gtk_box_append (GTK_BOX (box), message_new (window));
  adw_window_set_content (ADW_WINDOW (window), box);
  g_object_set_data (G_OBJECT (window), VIEW_KEY, view);
  add_shortcuts (window);
  gtk_window_set_focus (GTK_WINDOW (window), view);

  return window;
}

GtkWidget *
sluice_large_editor_get_view (GtkWidget *window)
{
  return g_object_get_data (G_OBJECT (window), VIEW_KEY);
}

void
sluice_large_editor_set_message (GtkWidget  *window,
                                 const char *message,
                                 gboolean    is_error)
{
  GtkWidget *label = g_object_get_data (G_OBJECT (window), MESSAGE_KEY);
  GtkWidget *revealer = g_object_get_data (G_OBJECT (window), REVEALER_KEY);

  if (message != NULL)
    gtk_label_set_label (GTK_LABEL (label), message);
  gtk_widget_remove_css_class (label, is_error ? "warning" : "error");
  gtk_widget_add_css_class (label, is_error ? "error" : "warning");
  gtk_revealer_set_reveal_child (GTK_REVEALER (revealer), message != NULL);
}
