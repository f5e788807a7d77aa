/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The window's actions in one table. They are on its GActionMap, so that a script reaches them over
 * D-Bus; what they do is in the files of their verbs. Keys that a text entry needs for itself are
 * class bindings, which come after the focused widget; the others are the application's.
 */
#include "window/judge-dialog.h"
#include "window/shortcuts-list.h"
#include "window/window-private.h"

#include <glib/gi18n.h>

/* About the page that is shown; on the start page these are not enabled. */
#define PAGE_COMMAND(name, call)                         \
  static void                                            \
  name##_cb (GSimpleAction *action,                      \
             GVariant      *parameter,                   \
             gpointer       user_data)                   \
  {                                                      \
    SluicePage *page = SLUICE_WINDOW (user_data)->page;  \
                                                         \
    if (page != NULL)                                    \
      call;                                              \
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

PAGE_COMMAND (pause, sluice_run_session_pause (page->session))
PAGE_COMMAND (stop, sluice_page_stop (page))
PAGE_COMMAND (step_over, sluice_run_session_step_over (page->session))
PAGE_COMMAND (step_out, sluice_run_session_step_out (page->session))
PAGE_COMMAND (step_phase, sluice_run_session_step_phase (page->session))

PAGE_COMMAND (step_back, sluice_run_session_step_back (page->session))
PAGE_COMMAND (step_forward, sluice_run_session_step_forward (page->session))
PAGE_COMMAND (back_to_stop, sluice_run_session_back_to_stop (page->session))
PAGE_COMMAND (next_stop, sluice_run_session_forward_to_stop (page->session))
PAGE_COMMAND (close_past, sluice_run_session_close_past (page->session))
PAGE_COMMAND (fork, sluice_page_fork (page))
PAGE_COMMAND (fork_node, sluice_page_fork_node (page))
PAGE_COMMAND (replay, sluice_page_replay (page))
PAGE_COMMAND (resume, sluice_page_resume (page))
PAGE_COMMAND (show_runs, sluice_page_show_runs (page))
PAGE_COMMAND (judge, sluice_judge_dialog_show (GTK_WINDOW (user_data), page))
PAGE_COMMAND (retry_record, sluice_run_session_retry_record (page->session))
PAGE_COMMAND (give_up_record, sluice_run_session_give_up_record (page->session))
PAGE_COMMAND (run, sluice_page_run (page))
PAGE_COMMAND (restart, sluice_page_restart (page))
PAGE_COMMAND (step_into, sluice_page_step_into (page))

WINDOW_COMMAND (open, sluice_window_ask_open (self))
WINDOW_COMMAND (import, sluice_window_ask_import (self))
WINDOW_COMMAND (cancel_imports, sluice_window_cancel_imports (self))
PAGE_COMMAND (save, sluice_page_save_then (page, FALSE, NULL))
PAGE_COMMAND (save_as, sluice_page_save_then (page, TRUE, NULL))
PAGE_COMMAND (overwrite, sluice_page_save (page, TRUE))
PAGE_COMMAND (reload, sluice_page_ask_reload (page))
PAGE_COMMAND (drop_changes, sluice_page_reload (page))
PAGE_COMMAND (compare_disk, sluice_page_compare_disk (page))
PAGE_COMMAND (restore_draft, sluice_page_restore_draft (page))
PAGE_COMMAND (discard_draft, sluice_page_discard_draft (page))
PAGE_COMMAND (compare_draft, sluice_page_compare_draft (page))
PAGE_COMMAND (show_folder, sluice_window_show_folder (user_data))
WINDOW_COMMAND (open_path, sluice_window_open (self, g_variant_get_string (parameter, NULL)))
WINDOW_COMMAND (export, sluice_window_export (self, g_variant_get_string (parameter, NULL)))

PAGE_COMMAND (undo, sluice_document_undo (page->document))
PAGE_COMMAND (redo, sluice_document_redo (page->document))
PAGE_COMMAND (add_node, sluice_page_open_node_search (page))
PAGE_COMMAND (lay_out, sluice_page_canvas_action (page, "canvas.lay-out"))
PAGE_COMMAND (toggle_breakpoint, sluice_page_canvas_action (page, "canvas.toggle-breakpoint"))
PAGE_COMMAND (edit_breakpoint, sluice_page_canvas_action (page, "canvas.edit-breakpoint"))
PAGE_COMMAND (enable_breakpoint, sluice_page_canvas_action (page, "canvas.enable-breakpoint"))
PAGE_COMMAND (run_to_here, sluice_page_canvas_action (page, "canvas.run-to-here"))
PAGE_COMMAND (show_breakpoints, sluice_page_show_breakpoints (page))
PAGE_COMMAND (stop_at_change, sluice_page_stop_at_change (page, g_variant_get_string (parameter, NULL)))
PAGE_COMMAND (watch, sluice_page_watch (page, g_variant_get_string (parameter, NULL)))
PAGE_COMMAND (show_pins, sluice_page_show_pins (page))
PAGE_COMMAND (mute_pins, sluice_page_mute_pins (page))
PAGE_COMMAND (show_watches, sluice_page_show_watches (page))
PAGE_COMMAND (mute_breakpoints, sluice_page_mute_breakpoints (page))
PAGE_COMMAND (zoom_in, sluice_page_canvas_action (page, "canvas.zoom-in"))
PAGE_COMMAND (zoom_out, sluice_page_canvas_action (page, "canvas.zoom-out"))
PAGE_COMMAND (zoom_reset, sluice_page_canvas_action (page, "canvas.zoom-reset"))
PAGE_COMMAND (zoom_fit, sluice_page_canvas_action (page, "canvas.zoom-fit"))

PAGE_COMMAND (add_flow, sluice_page_add_flow (page))
PAGE_COMMAND (flow_up, sluice_flow_trail_leave (page->trail))
PAGE_COMMAND (show_flow, sluice_flow_trail_go (page->trail, g_variant_get_string (parameter, NULL)))
PAGE_COMMAND (locate, sluice_page_go_to (page, g_variant_get_string (parameter, NULL)))
PAGE_COMMAND (find, sluice_page_find (page))
WINDOW_COMMAND (go_to, sluice_window_go_to (self))
WINDOW_COMMAND (show_commands, sluice_window_show_commands (self))
PAGE_COMMAND (show_outline, sluice_page_show_outline (page))
PAGE_COMMAND (show_problems, sluice_page_show_problems (page))
PAGE_COMMAND (show_timeline, sluice_page_show_timeline (page))
PAGE_COMMAND (console_copy, sluice_console_copy (page->console))
PAGE_COMMAND (console_filter, sluice_page_filter_console (page))
PAGE_COMMAND (console_clear, sluice_console_clear (page->console))
WINDOW_COMMAND (next_pane, sluice_window_focus_pane (self, 1))
WINDOW_COMMAND (previous_pane, sluice_window_focus_pane (self, -1))
WINDOW_COMMAND (focus_canvas, sluice_window_focus_canvas (self))
WINDOW_COMMAND (show_menu, gtk_menu_button_popup (self->menu_button))
WINDOW_COMMAND (close_page, sluice_window_close_page (self))
WINDOW_COMMAND (close_window, gtk_window_close (GTK_WINDOW (self)))

PAGE_COMMAND (toggle_left, sluice_page_toggle_panel (page, SLUICE_PANEL_LEFT))
PAGE_COMMAND (toggle_right, sluice_page_toggle_panel (page, SLUICE_PANEL_RIGHT))
PAGE_COMMAND (toggle_bottom, sluice_page_toggle_panel (page, SLUICE_PANEL_BOTTOM))

static void
new_cb (GSimpleAction *action,
        GVariant      *parameter,
        gpointer       user_data)
{
  g_autoptr (SluiceDocument) document = sluice_document_new ();

  sluice_window_add_page (user_data, document);
}

WINDOW_COMMAND (show_help_overlay, sluice_shortcuts_show (GTK_APPLICATION_WINDOW (self)))
PAGE_COMMAND (connect_from, sluice_window_connect_from (user_data, g_variant_get_string (parameter, NULL)))

static void
connect_cb (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       user_data)
{
  SluiceWindow *self = user_data;
  const char *from, *name, *to;

  g_variant_get (parameter, "(&s&s&s)", &from, &name, &to);
  if (self->page != NULL)
    sluice_window_connect (self, from, name, to);
}

PAGE_COMMAND (fix_all, sluice_page_fix_all (page, g_variant_get_string (parameter, NULL)))

static void
choose_missing_cb (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       user_data)
{
  SluicePage *page = SLUICE_WINDOW (user_data)->page;

  if (page != NULL)
    sluice_page_choose_missing (page, g_variant_get_string (parameter, NULL));
}

static void
create_missing_cb (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       user_data)
{
  SluicePage *page = SLUICE_WINDOW (user_data)->page;

  if (page != NULL)
    sluice_page_create_missing (page, g_variant_get_string (parameter, NULL));
}

static void
show_merge_cb (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  SluiceWindow *self = user_data;
  SluicePage *page = self->page;

  if (!sluice_window_show_merge (self, sluice_document_get_path (page->document), page))
    sluice_page_reload (page);
}

static void
fix_problem_cb (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  SluicePage *page = SLUICE_WINDOW (user_data)->page;
  const char *code, *pointer;

  g_variant_get (parameter, "(&s&s)", &code, &pointer);
  if (page != NULL)
    sluice_page_fix_problem (page, code, pointer);
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
  { "step-back", step_back_cb },
  { "step-forward", step_forward_cb },
  { "back-to-stop", back_to_stop_cb },
  { "next-stop", next_stop_cb },
  { "close-past", close_past_cb },
  { "fork", fork_cb },
  { "fork-node", fork_node_cb },
  { "replay", replay_cb },
  { "resume", resume_cb },
  { "show-runs", show_runs_cb },
  { "judge", judge_cb },
  { "retry-record", retry_record_cb },
  { "give-up-record", give_up_record_cb },

  { "new", new_cb },
  { "open", open_cb },
  { "import", import_cb },
  { "cancel-imports", cancel_imports_cb },
  { "open-path", open_path_cb, "s" },
  { "show-folder", show_folder_cb },
  { "export", export_cb, "s" },
  { "save", save_cb },
  { "save-as", save_as_cb },
  { "overwrite", overwrite_cb },
  { "reload", reload_cb },
  { "drop-changes", drop_changes_cb },
  { "compare-disk", compare_disk_cb },
  { "show-merge", show_merge_cb },
  { "restore-draft", restore_draft_cb },
  { "discard-draft", discard_draft_cb },
  { "compare-draft", compare_draft_cb },
  { "close", close_page_cb },
  { "close-window", close_window_cb },

  { "undo", undo_cb },
  { "redo", redo_cb },
  { "add-node", add_node_cb },
  { "lay-out", lay_out_cb },
  { "toggle-breakpoint", toggle_breakpoint_cb },
  { "edit-breakpoint", edit_breakpoint_cb },
  { "enable-breakpoint", enable_breakpoint_cb },
  { "run-to-here", run_to_here_cb },
  { "show-breakpoints", show_breakpoints_cb },
  { "mute-breakpoints", mute_breakpoints_cb },
  { "show-watches", show_watches_cb },
  { "stop-at-change", stop_at_change_cb, "s" },
  { "watch", watch_cb, "s" },
  { "show-pins", show_pins_cb },
  { "mute-pins", mute_pins_cb },
  { "zoom-in", zoom_in_cb },
  { "zoom-out", zoom_out_cb },
  { "zoom-reset", zoom_reset_cb },
  { "zoom-fit", zoom_fit_cb },

  { "add-flow", add_flow_cb },
  { "flow-up", flow_up_cb },
  { "show-flow", show_flow_cb, "s" },
  { "locate", locate_cb, "s" },
  { "find", find_cb },
  { "go-to", go_to_cb },
  { "show-commands", show_commands_cb },
  { "show-outline", show_outline_cb },
  { "show-problems", show_problems_cb },
  { "show-timeline", show_timeline_cb },
  { "fix-all", fix_all_cb, "s" },
  { "connect-from", connect_from_cb, "s" },
  { "connect", connect_cb, "(sss)" },
  { "fix-problem", fix_problem_cb, "(ss)" },
  { "choose-missing", choose_missing_cb, "s" },
  { "create-missing", create_missing_cb, "s" },
  { "console-copy", console_copy_cb },
  { "console-clear", console_clear_cb },
  { "console-filter", console_filter_cb },
  { "next-pane", next_pane_cb },
  { "previous-pane", previous_pane_cb },
  { "focus-canvas", focus_canvas_cb },
  { "show-menu", show_menu_cb },
  { "show-help-overlay", show_help_overlay_cb },

  { "toggle-left", toggle_left_cb, NULL, "false" },
  { "toggle-right", toggle_right_cb, NULL, "false" },
  { "toggle-bottom", toggle_bottom_cb, NULL, "false" },
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
  { "win.step-back", { "<Shift>F10" } },
  { "win.step-forward", { "<Control><Shift>F10" } },
  { "win.back-to-stop", { "<Shift>F6" } },
  { "win.next-stop", { "<Alt>F6" } },
  { "win.fork", { "<Control>F5" } },
  { "win.show-runs", { "<Control>h" } },
  { "win.judge", { "<Control>j" } },
  { "win.next-event", { "<Control>period" } },
  { "win.new", { "<Control>n", "<Control>t" } },
  { "win.open", { "<Control>o" } },
  { "win.save", { "<Control>s" } },
  { "win.save-as", { "<Control><Shift>s" } },
  { "win.close", { "<Control>w" } },
  { "win.close-window", { "<Control><Shift>w" } },
  { "win.flow-up", { "<Alt>Up" } },
  { "win.find", { "<Control>f" } },
  { "win.go-to", { "<Control>k" } },
  { "win.show-commands", { "<Control><Shift>p" } },
  { "win.show-outline", { "<Control><Shift>o" } },
  { "win.show-problems", { "<Control><Shift>m" } },
  { "win.show-timeline", { "<Control><Shift>l" } },
  { "win.show-breakpoints", { "<Control><Shift>b" } },
  { "win.show-watches", { "<Control><Shift>h" } },
  { "win.show-pins", { "<Control><Shift>k" } },
  { "win.mute-breakpoints", { "<Control><Shift>F9" } },
  { "win.toggle-left", { "<Control><Shift>e" } },
  { "win.toggle-right", { "<Control><Shift>i" } },
  { "win.toggle-bottom", { "<Control><Shift>y" } },
  { "win.minimap-visible", { "<Alt>m" } },
  { "win.next-pane", { "<Control>F6" } },
  { "win.previous-pane", { "<Control><Shift>F6" } },
  { "win.show-help-overlay", { "<Control>question", "<Control>F1" } },
  { "app.help", { "F1" } },
  { "app.new-window", { "<Control><Shift>n" } },
  { "app.preferences", { "<Control>comma" } },
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
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "win.focus-canvas", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_p, control, "win.pin-result", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F9, 0, "win.toggle-breakpoint", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F9, GDK_SHIFT_MASK, "win.edit-breakpoint", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F9, control, "win.enable-breakpoint", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F10, control, "win.run-to-here", NULL);
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

static const char *
get_undo_name (SluiceWindow *self)
{
  return self->page != NULL ? sluice_document_get_undo_name (self->page->document) : NULL;
}

static const char *
get_redo_name (SluiceWindow *self)
{
  return self->page != NULL ? sluice_document_get_redo_name (self->page->document) : NULL;
}

/* The menu names what would be undone. */
static void
fill_undo_menu (SluiceWindow *self)
{
  g_menu_remove_all (self->undo_menu);
  append_verb (self->undo_menu, _("_Undo"), get_undo_name (self), "win.undo", "<Control>z");
  append_verb (self->undo_menu, _("_Redo"), get_redo_name (self), "win.redo", "<Control><Shift>z");
}

/* Whenever it is opened: to build it anew takes longer than most of what is undone. */
static void
create_menu_cb (GtkMenuButton *button,
                gpointer       user_data)
{
  SluiceWindow *self = user_data;

  fill_undo_menu (self);
  if (gtk_menu_button_get_menu_model (button) == NULL)
    gtk_menu_button_set_menu_model (button, self->primary_menu);
}

static void
update_undo (SluiceWindow *self)
{
  GtkPopover *popover = gtk_menu_button_get_popover (self->menu_button);

  sluice_window_set_enabled (self, "undo", get_undo_name (self) != NULL);
  sluice_window_set_enabled (self, "redo", get_redo_name (self) != NULL);
  if (popover != NULL && gtk_widget_get_visible (GTK_WIDGET (popover)))
    fill_undo_menu (self);
}

static void
update_panel_states (SluiceWindow *self)
{
  static const char * const of_panels[SLUICE_N_PANELS] = {
    [SLUICE_PANEL_LEFT] = "toggle-left",
    [SLUICE_PANEL_RIGHT] = "toggle-right",
    [SLUICE_PANEL_BOTTOM] = "toggle-bottom",
  };

  for (SluicePanel panel = 0; panel < SLUICE_N_PANELS; panel++)
    {
      GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), of_panels[panel]);
      gboolean is_shown = self->page != NULL && gtk_widget_get_visible (self->page->panels[panel]);

      g_simple_action_set_enabled (G_SIMPLE_ACTION (action), self->page != NULL);
      g_simple_action_set_state (G_SIMPLE_ACTION (action), g_variant_new_boolean (is_shown));
    }
}

/**
 * sluice_window_update_actions:
 *
 * Enables what can be done to the page as it is now.
 */
void
sluice_window_update_actions (SluiceWindow *self)
{
  static const char * const of_page[] = {
    "save-as", "add-node", "lay-out", "toggle-breakpoint", "edit-breakpoint", "enable-breakpoint", "run-to-here",
    "show-breakpoints", "mute-breakpoints", "show-watches", "stop-at-change", "watch", "show-pins", "mute-pins",
    "zoom-in", "zoom-out", "zoom-reset", "zoom-fit", "add-flow", "show-flow", "show-outline", "show-problems", "locate",
    "show-timeline", "find", "console-copy", "console-clear", "console-filter", "show-runs", "judge", "export",
  };
  static const char * const of_file[] = { "show-folder", "overwrite", "reload", "drop-changes", "compare-disk",
                                          "show-merge" };
  static const char * const of_run[] = {
    "run", "pause", "stop", "restart", "step-over", "step-into", "step-out", "step-phase",
  };
  static const char * const of_past[] = {
    "step-back", "step-forward", "back-to-stop", "next-stop", "close-past", "fork", "fork-node", "replay",
    "resume",
  };
  SluicePage *page = self->page;
  gboolean has_file = page != NULL && sluice_document_get_path (page->document) != NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (of_past); i++)
    sluice_window_set_enabled (self, of_past[i], page != NULL && sluice_page_can_travel (page, of_past[i]));
  for (gsize i = 0; i < G_N_ELEMENTS (of_page); i++)
    sluice_window_set_enabled (self, of_page[i], page != NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (of_run); i++)
    sluice_window_set_enabled (self, of_run[i], page != NULL && sluice_page_can_do (page, of_run[i]));
  for (gsize i = 0; i < G_N_ELEMENTS (of_file); i++)
    sluice_window_set_enabled (self, of_file[i], has_file);
  sluice_window_update_stops (self);
  sluice_window_set_enabled (self, "save", page != NULL && !sluice_document_is_read_only (page->document));
  sluice_window_set_enabled (self, "flow-up", page != NULL && sluice_flow_trail_get_depth (page->trail) > 1);
  update_undo (self);
  update_panel_states (self);
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
  g_autoptr (GAction) minimap = g_settings_create_action (self->settings, "minimap-visible");

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  g_action_map_add_action (G_ACTION_MAP (self), minimap);
  sluice_window_init_stops (self);

  sluice_window_fill_export_menu (G_MENU (gtk_builder_get_object (builder, "export_menu")));
  self->undo_menu = g_menu_new ();
  g_menu_insert_section (menu, 2, NULL, G_MENU_MODEL (self->undo_menu));
  self->primary_menu = g_object_ref (G_MENU_MODEL (menu));
  gtk_menu_button_set_create_popup_func (self->menu_button, create_menu_cb, self, NULL);
}
