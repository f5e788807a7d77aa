/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The window: one document, one run of it, and the panels that show them. It composes; what its
 * parts do is in the files beside this one, by verb. The parts never know of each other: all read
 * the document or the session, and what one asks for the window tells another.
 */
#include "window/window-private.h"

#include <glib/gi18n.h>

G_DEFINE_FINAL_TYPE (SluiceWindow, sluice_window, ADW_TYPE_APPLICATION_WINDOW)

static char *
dup_subtitle (SluiceWindow *self)
{
  const char *path = sluice_document_get_path (self->document);
  g_autofree char *folder = NULL;

  if (path == NULL)
    return g_strdup (_("Not saved yet"));

  folder = g_path_get_dirname (path);
  if (g_str_has_prefix (folder, g_get_home_dir ()))
    return g_strconcat ("~", folder + strlen (g_get_home_dir ()), NULL);

  return g_steal_pointer (&folder);
}

static void
update_title (SluiceWindow *self)
{
  g_autofree char *title = sluice_window_dup_title (self);
  g_autofree char *subtitle = dup_subtitle (self);
  g_autofree char *marked = g_strconcat (sluice_document_is_dirty (self->document) ? "• " : "", title, NULL);
  gboolean shows_editor = g_strcmp0 (gtk_stack_get_visible_child_name (self->pages), "editor") == 0;

  gtk_label_set_label (self->title_label, shows_editor ? marked : _("Sluice"));
  gtk_label_set_label (self->subtitle_label, subtitle);
  gtk_widget_set_visible (GTK_WIDGET (self->subtitle_label), shows_editor);
  gtk_widget_set_tooltip_text (self->title_box,
                               shows_editor ? sluice_document_get_path (self->document) : NULL);
  gtk_window_set_title (GTK_WINDOW (self), shows_editor ? marked : _("Sluice"));
}

static void
update_read_only (SluiceWindow *self)
{
  if (!sluice_document_is_read_only (self->document))
    return;

  sluice_message_bar_show (self->file_bar, SLUICE_MESSAGE_INFO,
                           _("This flow is read-only"),
                           _("It was made by a newer version, and saving it here could lose what that version knows."),
                           _("Save As…"), "win.save-as", NULL);
}

static void
document_changed_cb (SluiceWindow          *self,
                     const SluiceChangeSet *change)
{
  sluice_window_queue_check (self);
}

static void
document_notify_cb (SluiceWindow *self)
{
  update_title (self);
  sluice_window_update_edit_actions (self);
}

/**
 * sluice_window_dup_title:
 *
 * Returns: (transfer full): what the document is called: its name, or its file's
 */
char *
sluice_window_dup_title (SluiceWindow *self)
{
  const char *name = sluice_document_get_name (self->document);
  const char *path = sluice_document_get_path (self->document);
  g_autofree char *basename = path != NULL ? g_path_get_basename (path) : NULL;

  if (name != NULL && name[0] != '\0')
    return g_strdup (name);

  return basename != NULL ? g_steal_pointer (&basename) : g_strdup (_("New Flow"));
}

/**
 * sluice_window_set_document:
 * @document: what the window shows from now on
 */
void
sluice_window_set_document (SluiceWindow   *self,
                            SluiceDocument *document)
{
  if (self->document != NULL)
    g_signal_handlers_disconnect_by_data (self->document, self);
  sluice_run_session_stop (self->session);
  g_set_object (&self->document, document);

  sluice_canvas_set_document (self->canvas, document);
  sluice_inspector_set_document (self->inspector, document);
  sluice_flow_trail_set_document (self->trail, document);
  sluice_window_load_breakpoints (self);
  sluice_message_bar_hide (self->file_bar);

  g_signal_connect_object (document, "changed",
                           G_CALLBACK (document_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (document, "notify",
                           G_CALLBACK (document_notify_cb), self, G_CONNECT_SWAPPED);
  document_notify_cb (self);
  update_read_only (self);
  sluice_window_watch_disk (self);
  sluice_window_update_selection (self);
  sluice_window_update_run (self);
  sluice_window_check_now (self);
}

/**
 * sluice_window_show_editor:
 *
 * Leaves the start page for the document.
 */
void
sluice_window_show_editor (SluiceWindow *self)
{
  gtk_stack_set_visible_child_name (self->pages, "editor");
  gtk_widget_set_visible (GTK_WIDGET (self->run_controls), TRUE);
  gtk_widget_set_visible (self->panel_buttons, TRUE);
  update_title (self);
  sluice_window_update_edit_actions (self);
  sluice_window_update_run (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->canvas));
}

/**
 * sluice_window_show_error:
 * @title: what did not work
 * @error: why
 *
 * The one place where the window tells of errors.
 */
void
sluice_window_show_error (SluiceWindow *self,
                          const char   *title,
                          const GError *error)
{
  sluice_message_bar_show (self->error_bar, SLUICE_MESSAGE_ERROR, title,
                           error != NULL ? error->message : NULL, NULL);
}

/**
 * sluice_window_toast:
 * @text: something to say in passing
 */
void
sluice_window_toast (SluiceWindow *self,
                     const char   *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (escaped));
}

static void
sluice_window_size_allocate (GtkWidget *widget,
                             int        width,
                             int        height,
                             int        baseline)
{
  sluice_window_fit_panels (SLUICE_WINDOW (widget), width);

  GTK_WIDGET_CLASS (sluice_window_parent_class)->size_allocate (widget, width, height, baseline);
}

static void
sluice_window_dispose (GObject *object)
{
  SluiceWindow *self = SLUICE_WINDOW (object);

  if (self->document != NULL)
    g_signal_handlers_disconnect_by_data (self->document, self);
  if (self->session != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->session, self);
      sluice_run_session_stop (self->session);
    }
  if (self->breakpoints != NULL)
    g_signal_handlers_disconnect_by_data (self->breakpoints, self);
  sluice_window_unwatch_disk (self);
  g_clear_handle_id (&self->check_source, g_source_remove);
  g_clear_pointer (&self->node_search, gtk_widget_unparent);

  G_OBJECT_CLASS (sluice_window_parent_class)->dispose (object);

  g_clear_object (&self->undo_menu);
  g_clear_object (&self->settings);
  g_clear_object (&self->breakpoints);
  g_clear_object (&self->session);
  g_clear_object (&self->document);
}

static void
sluice_window_finalize (GObject *object)
{
  SluiceWindow *self = SLUICE_WINDOW (object);

  g_free (self->add_from);
  g_free (self->add_action);

  G_OBJECT_CLASS (sluice_window_parent_class)->finalize (object);
}

static void
ensure_types (void)
{
  g_type_ensure (SLUICE_TYPE_CANVAS);
  g_type_ensure (SLUICE_TYPE_CONSOLE);
  g_type_ensure (SLUICE_TYPE_FLOW_TRAIL);
  g_type_ensure (SLUICE_TYPE_INSPECTOR);
  g_type_ensure (SLUICE_TYPE_MESSAGE_BAR);
  g_type_ensure (SLUICE_TYPE_PALETTE);
  g_type_ensure (SLUICE_TYPE_PROBLEM_LIST);
  g_type_ensure (SLUICE_TYPE_PROMPT_STACK);
  g_type_ensure (SLUICE_TYPE_RUN_CONTROLS);
  g_type_ensure (SLUICE_TYPE_RUN_PANEL);
  g_type_ensure (SLUICE_TYPE_START_PAGE);
  g_type_ensure (SLUICE_TYPE_STOP_BANNER);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, SluiceWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, SluiceWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, SluiceWindow, start_page);
  gtk_widget_class_bind_template_child (widget_class, SluiceWindow, title_box);
  gtk_widget_class_bind_template_child (widget_class, SluiceWindow, title_label);
  gtk_widget_class_bind_template_child (widget_class, SluiceWindow, subtitle_label);
  gtk_widget_class_bind_template_child (widget_class, SluiceWindow, run_controls);
  gtk_widget_class_bind_template_child (widget_class, SluiceWindow, menu_button);
  gtk_widget_class_bind_template_child (widget_class, SluiceWindow, panel_buttons);
  gtk_widget_class_bind_template_child (widget_class, SluiceWindow, left_paned);
  gtk_widget_class_bind_template_child (widget_class, SluiceWindow, right_paned);
  gtk_widget_class_bind_template_child (widget_class, SluiceWindow, bottom_paned);
  gtk_widget_class_bind_template_child_full (widget_class, "left_panel", FALSE,
                                             G_STRUCT_OFFSET (SluiceWindow, panels[SLUICE_PANEL_LEFT]));
  gtk_widget_class_bind_template_child_full (widget_class, "right_panel", FALSE,
                                             G_STRUCT_OFFSET (SluiceWindow, panels[SLUICE_PANEL_RIGHT]));
  gtk_widget_class_bind_template_child_full (widget_class, "bottom_panel", FALSE,
                                             G_STRUCT_OFFSET (SluiceWindow, panels[SLUICE_PANEL_BOTTOM]));
  gtk_widget_class_bind_template_child (widget_class, SluiceWindow, palette);
  gtk_widget_class_bind_template_child (widget_class, SluiceWindow, trail);
  gtk_widget_class_bind_template_child (widget_class, SluiceWindow, error_bar);
  gtk_widget_class_bind_template_child (widget_class, SluiceWindow, file_bar);
  gtk_widget_class_bind_template_child (widget_class, SluiceWindow, stop_banner);
  gtk_widget_class_bind_template_child (widget_class, SluiceWindow, canvas_frame);
  gtk_widget_class_bind_template_child (widget_class, SluiceWindow, canvas);
  gtk_widget_class_bind_template_child (widget_class, SluiceWindow, prompts);
  gtk_widget_class_bind_template_child (widget_class, SluiceWindow, right_stack);
  gtk_widget_class_bind_template_child (widget_class, SluiceWindow, inspector);
  gtk_widget_class_bind_template_child (widget_class, SluiceWindow, run_panel);
  gtk_widget_class_bind_template_child (widget_class, SluiceWindow, bottom_stack);
  gtk_widget_class_bind_template_child (widget_class, SluiceWindow, console_buttons);
  gtk_widget_class_bind_template_child (widget_class, SluiceWindow, console);
  gtk_widget_class_bind_template_child (widget_class, SluiceWindow, problems);
  gtk_widget_class_bind_template_child (widget_class, SluiceWindow, problems_button);
  gtk_widget_class_bind_template_child (widget_class, SluiceWindow, problems_icon);
  gtk_widget_class_bind_template_child (widget_class, SluiceWindow, problems_label);
  gtk_widget_class_bind_template_child (widget_class, SluiceWindow, state_icon);
  gtk_widget_class_bind_template_child (widget_class, SluiceWindow, status);
  gtk_widget_class_bind_template_child (widget_class, SluiceWindow, stale_button);
  gtk_widget_class_bind_template_child (widget_class, SluiceWindow, zoom_label);
}

static void
sluice_window_class_init (SluiceWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = sluice_window_dispose;
  object_class->finalize = sluice_window_finalize;
  widget_class->size_allocate = sluice_window_size_allocate;
  GTK_WINDOW_CLASS (klass)->close_request = sluice_window_close_request;

  ensure_types ();
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/sluiceflow/Sluice/window/window.ui");
  bind_children (widget_class);
  sluice_window_bind_class_keys (widget_class);
}

static void
sluice_window_init (SluiceWindow *self)
{
  g_autoptr (SluiceDocument) document = sluice_document_new ();

  self->settings = g_settings_new ("org.sluiceflow.Sluice");
  self->session = sluice_run_session_new ();
  self->breakpoints = sluice_breakpoints_new ();
  gtk_widget_init_template (GTK_WIDGET (self));

  sluice_window_init_actions (self);
  sluice_window_init_panels (self);
  sluice_window_init_canvas (self);
  sluice_window_init_flows (self);
  sluice_window_init_run (self);
  sluice_start_page_refresh (self->start_page);
  sluice_window_set_document (self, document);
}

/**
 * sluice_window_new:
 * @application: whose window it is
 *
 * Returns: (transfer none): a window that shows the start page
 */
SluiceWindow *
sluice_window_new (AdwApplication *application)
{
  return g_object_new (SLUICE_TYPE_WINDOW, "application", application, NULL);
}

/**
 * sluice_window_get_document:
 *
 * Returns: (transfer none): its document
 */
SluiceDocument *
sluice_window_get_document (SluiceWindow *self)
{
  g_return_val_if_fail (SLUICE_IS_WINDOW (self), NULL);

  return self->document;
}

/**
 * sluice_window_get_session:
 *
 * Returns: (transfer none): the run of its document, and its state
 */
SluiceRunSession *
sluice_window_get_session (SluiceWindow *self)
{
  g_return_val_if_fail (SLUICE_IS_WINDOW (self), NULL);

  return self->session;
}

/**
 * sluice_window_is_untouched:
 *
 * Returns: whether another file may be opened in its place without anything lost
 */
gboolean
sluice_window_is_untouched (SluiceWindow *self)
{
  g_return_val_if_fail (SLUICE_IS_WINDOW (self), FALSE);

  return sluice_document_get_path (self->document) == NULL &&
         !sluice_document_is_dirty (self->document) &&
         sluice_document_get_undo_name (self->document) == NULL &&
         sluice_document_get_redo_name (self->document) == NULL &&
         !sluice_run_session_is_active (self->session);
}
