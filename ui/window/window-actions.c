/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The window's actions in one table. They are on its GActionMap, so that a script reaches them over
 * D-Bus; what they do is in the files of their verbs. Keys that a text entry needs for itself are
 * class bindings, which come after the focused widget; the others are the application's.
 */
#include "window/window-private.h"

#include <glib/gi18n.h>

#define SESSION_COMMAND(name, call)                      \
  static void                                            \
  name##_cb (GSimpleAction *action,                      \
             GVariant      *parameter,                   \
             gpointer       user_data)                   \
  {                                                      \
    call (SLUICE_WINDOW (user_data)->session);           \
  }

#define WINDOW_COMMAND(name, call)                       \
  static void                                            \
  name##_cb (GSimpleAction *action,                      \
             GVariant      *parameter,                   \
             gpointer       user_data)                   \
  {                                                      \
    SluiceWindow *self = SLUICE_WINDOW (user_data);      \
                                                         \
    call;                                                \
  }

SESSION_COMMAND (pause, sluice_run_session_pause)
SESSION_COMMAND (stop, sluice_run_session_stop)
SESSION_COMMAND (step_over, sluice_run_session_step_over)
SESSION_COMMAND (step_out, sluice_run_session_step_out)
SESSION_COMMAND (step_phase, sluice_run_session_step_phase)

WINDOW_COMMAND (run, sluice_window_run (self))
WINDOW_COMMAND (restart, sluice_window_restart (self))
WINDOW_COMMAND (step_into, sluice_window_step_into (self))

WINDOW_COMMAND (open, sluice_window_ask_open (self))
WINDOW_COMMAND (save, sluice_window_save_then (self, FALSE, NULL))
WINDOW_COMMAND (save_as, sluice_window_save_then (self, TRUE, NULL))
WINDOW_COMMAND (overwrite, sluice_window_save (self, TRUE))
WINDOW_COMMAND (reload, sluice_window_reload (self))
WINDOW_COMMAND (new_here, sluice_window_show_editor (self))
WINDOW_COMMAND (open_path, sluice_window_open_anywhere (self, g_variant_get_string (parameter, NULL)))

WINDOW_COMMAND (undo, sluice_document_undo (self->document))
WINDOW_COMMAND (redo, sluice_document_redo (self->document))
WINDOW_COMMAND (add_node, sluice_window_open_node_search (self))
WINDOW_COMMAND (lay_out, sluice_window_canvas_action (self, "canvas.lay-out"))
WINDOW_COMMAND (toggle_breakpoint, sluice_window_canvas_action (self, "canvas.toggle-breakpoint"))
WINDOW_COMMAND (zoom_in, sluice_window_canvas_action (self, "canvas.zoom-in"))
WINDOW_COMMAND (zoom_out, sluice_window_canvas_action (self, "canvas.zoom-out"))
WINDOW_COMMAND (zoom_reset, sluice_window_canvas_action (self, "canvas.zoom-reset"))
WINDOW_COMMAND (zoom_fit, sluice_window_canvas_action (self, "canvas.zoom-fit"))

WINDOW_COMMAND (add_flow, sluice_window_add_flow (self))
WINDOW_COMMAND (flow_up, sluice_flow_trail_leave (self->trail))
WINDOW_COMMAND (show_flow, sluice_flow_trail_go (self->trail, g_variant_get_string (parameter, NULL)))
WINDOW_COMMAND (show_problems, sluice_window_show_problems (self))
WINDOW_COMMAND (console_copy, sluice_console_copy (self->console))
WINDOW_COMMAND (console_clear, sluice_console_clear (self->console))
WINDOW_COMMAND (show_menu, gtk_menu_button_popup (self->menu_button))
WINDOW_COMMAND (close_window, gtk_window_close (GTK_WINDOW (self)))

WINDOW_COMMAND (toggle_left, sluice_window_toggle_panel (self, SLUICE_PANEL_LEFT))
WINDOW_COMMAND (toggle_right, sluice_window_toggle_panel (self, SLUICE_PANEL_RIGHT))
WINDOW_COMMAND (toggle_bottom, sluice_window_toggle_panel (self, SLUICE_PANEL_BOTTOM))

/* A new flow comes into this window while nothing is in it, else into one of its own. */
static void
new_cb (GSimpleAction *action,
        GVariant      *parameter,
        gpointer       user_data)
{
  SluiceWindow *self = SLUICE_WINDOW (user_data);
  gboolean is_on_start_page = g_str_equal (gtk_stack_get_visible_child_name (self->pages), "start");
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));
  SluiceWindow *window = is_on_start_page ? self : sluice_window_new (ADW_APPLICATION (application));

  sluice_window_show_editor (window);
  gtk_window_present (GTK_WINDOW (window));
}

static const GActionEntry entries[] = {
  { "run", run_cb },
  { "pause", pause_cb },
  { "stop", stop_cb },
  { "restart", restart_cb },
  { "step-over", step_over_cb },
  { "step-into", step_into_cb },
  { "step-out", step_out_cb },
  { "step-phase", step_phase_cb },

  { "new", new_cb },
  { "new-here", new_here_cb },
  { "open", open_cb },
  { "open-path", open_path_cb, "s" },
  { "save", save_cb },
  { "save-as", save_as_cb },
  { "overwrite", overwrite_cb },
  { "reload", reload_cb },
  { "close", close_window_cb },

  { "undo", undo_cb },
  { "redo", redo_cb },
  { "add-node", add_node_cb },
  { "lay-out", lay_out_cb },
  { "toggle-breakpoint", toggle_breakpoint_cb },
  { "zoom-in", zoom_in_cb },
  { "zoom-out", zoom_out_cb },
  { "zoom-reset", zoom_reset_cb },
  { "zoom-fit", zoom_fit_cb },

  { "add-flow", add_flow_cb },
  { "flow-up", flow_up_cb },
  { "show-flow", show_flow_cb, "s" },
  { "show-problems", show_problems_cb },
  { "console-copy", console_copy_cb },
  { "console-clear", console_clear_cb },
  { "show-menu", show_menu_cb },

  { "toggle-left", toggle_left_cb, NULL, "true" },
  { "toggle-right", toggle_right_cb, NULL, "true" },
  { "toggle-bottom", toggle_bottom_cb, NULL, "true" },
};

static const struct
{
  const char *action;
  const char *keys[3];
} keys[] = {
  { "win.run", { "F5" } },
  { "win.pause", { "F6" } },
  { "win.stop", { "<Shift>F5" } },
  { "win.restart", { "<Control><Shift>F5" } },
  { "win.step-over", { "F10" } },
  { "win.step-into", { "F11" } },
  { "win.step-out", { "<Shift>F11" } },
  { "win.step-phase", { "<Alt>F11" } },
  { "win.new", { "<Control>n" } },
  { "win.open", { "<Control>o" } },
  { "win.save", { "<Control>s" } },
  { "win.save-as", { "<Control><Shift>s" } },
  { "win.close", { "<Control>w" } },
  { "win.flow-up", { "<Alt>Up" } },
  { "win.show-problems", { "<Control><Shift>m" } },
  { "win.toggle-left", { "<Control><Shift>e" } },
  { "win.toggle-right", { "<Control><Shift>i" } },
  { "win.toggle-bottom", { "<Control><Shift>y" } },
  { "win.show-help-overlay", { "<Control>question", "<Control>F1" } },
  { "app.new-window", { "<Control><Shift>n" } },
  { "app.quit", { "<Control>q" } },
};

/**
 * sluice_window_install_keys:
 * @application: the application whose windows get them
 *
 * Sets the keys of actions that no text entry wants for itself.
 */
void
sluice_window_install_keys (GtkApplication *application)
{
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_application_set_accels_for_action (application, keys[i].action, (const char * const *) keys[i].keys);
}

/**
 * sluice_window_bind_class_keys:
 * @widget_class: the window's
 *
 * Binds the keys that come after the focused widget.
 */
void
sluice_window_bind_class_keys (GtkWidgetClass *widget_class)
{
  const GdkModifierType control = GDK_CONTROL_MASK;
  const GdkModifierType control_shift = GDK_CONTROL_MASK | GDK_SHIFT_MASK;

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, control, "win.undo", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, control_shift, "win.redo", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_y, control, "win.redo", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F9, 0, "win.toggle-breakpoint", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_plus, control, "win.zoom-in", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_equal, control, "win.zoom-in", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_minus, control, "win.zoom-out", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_0, control, "win.zoom-reset", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_1, control, "win.zoom-fit", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_l, control, "win.lay-out", NULL);
}

/**
 * sluice_window_set_enabled:
 * @action: an action of the window, without its prefix
 */
void
sluice_window_set_enabled (SluiceWindow *self,
                           const char   *action,
                           gboolean      is_enabled)
{
  GAction *found = g_action_map_lookup_action (G_ACTION_MAP (self), action);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (found), is_enabled);
}

static void
append_verb (GMenu      *menu,
             const char *verb,
             const char *name,
             const char *action,
             const char *key)
{
  g_autofree char *label = name != NULL ? g_strdup_printf ("%s: %s", verb, name) : g_strdup (verb);
  g_autoptr (GMenuItem) item = g_menu_item_new (label, action);

  g_menu_item_set_attribute (item, "accel", "s", key);
  g_menu_append_item (menu, item);
}

/* The menu names what would be undone. */
static void
update_undo_menu (SluiceWindow *self)
{
  g_menu_remove_all (self->undo_menu);
  append_verb (self->undo_menu, _("_Undo"), sluice_document_get_undo_name (self->document),
               "win.undo", "<Control>z");
  append_verb (self->undo_menu, _("_Redo"), sluice_document_get_redo_name (self->document),
               "win.redo", "<Control><Shift>z");
}

/**
 * sluice_window_update_edit_actions:
 *
 * Enables what can be done to the document as it is now.
 */
void
sluice_window_update_edit_actions (SluiceWindow *self)
{
  static const char * const of_editor[] = {
    "save-as", "add-node", "lay-out", "toggle-breakpoint", "zoom-in", "zoom-out", "zoom-reset",
    "zoom-fit", "add-flow", "show-problems", "toggle-left", "toggle-right", "toggle-bottom",
  };
  gboolean is_editor = g_strcmp0 (gtk_stack_get_visible_child_name (self->pages), "editor") == 0;
  gboolean is_read_only = sluice_document_is_read_only (self->document);

  for (gsize i = 0; i < G_N_ELEMENTS (of_editor); i++)
    sluice_window_set_enabled (self, of_editor[i], is_editor);

  sluice_window_set_enabled (self, "save", is_editor && !is_read_only);
  sluice_window_set_enabled (self, "undo", sluice_document_get_undo_name (self->document) != NULL);
  sluice_window_set_enabled (self, "redo", sluice_document_get_redo_name (self->document) != NULL);
  update_undo_menu (self);
}

/**
 * sluice_window_init_actions:
 *
 * Gives the window its actions and menus.
 */
void
sluice_window_init_actions (SluiceWindow *self)
{
  g_autoptr (GtkBuilder) builder = gtk_builder_new_from_resource ("/org/sluiceflow/Sluice/window/menus.ui");
  GMenu *menu = G_MENU (gtk_builder_get_object (builder, "primary_menu"));

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);

  self->undo_menu = g_menu_new ();
  g_menu_insert_section (menu, 2, NULL, G_MENU_MODEL (self->undo_menu));
  gtk_menu_button_set_menu_model (self->menu_button, G_MENU_MODEL (menu));
}
