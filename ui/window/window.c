/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The window: tabs with a page each, and around them what is there once: the header bar, the
 * actions, errors and toasts. They are about the page that is shown.
 */
#include "window/window-private.h"

#include "debugger/state-words.h"
#include "window/frame-memory.h"

#include <glib/gi18n.h>

G_DEFINE_FINAL_TYPE (SluiceWindow, sluice_window, ADW_TYPE_APPLICATION_WINDOW)

static void
update_title (SluiceWindow *self)
{
  SluicePage *page = self->page;
  g_autofree char *title = NULL;
  g_autofree char *subtitle = NULL;
  g_autofree char *marked = NULL;
  g_autofree char *shown = NULL;
  const char *path;

  gtk_widget_set_visible (GTK_WIDGET (self->subtitle_label), page != NULL);
  if (page == NULL)
    {
      gtk_label_set_label (self->title_label, _("Sluice"));
      gtk_widget_set_tooltip_text (self->title_box, NULL);
      gtk_window_set_title (GTK_WINDOW (self), _("Sluice"));
      return;
    }

  title = sluice_page_dup_title (page);
  subtitle = sluice_page_dup_subtitle (page);
  marked = g_strconcat (sluice_document_is_dirty (page->document) ? "• " : "", title, NULL);
  gtk_label_set_label (self->title_label, marked);
  gtk_label_set_label (self->subtitle_label, subtitle);
  path = sluice_document_get_path (page->document);
  shown = path != NULL ? g_filename_display_name (path) : NULL;
  /* Both ask the display, whatever they are set to; this is called after each edit. */
  if (g_strcmp0 (gtk_widget_get_tooltip_text (self->title_box), shown) != 0)
    gtk_widget_set_tooltip_text (self->title_box, shown);
  if (g_strcmp0 (gtk_window_get_title (GTK_WINDOW (self)), marked) != 0)
    gtk_window_set_title (GTK_WINDOW (self), marked);
}

static void
update_tab (SluiceWindow *self,
            SluicePage   *page)
{
  AdwTabPage *tab = adw_tab_view_get_page (self->tabs, GTK_WIDGET (page));
  g_autofree char *title = sluice_page_dup_title (page);
  g_autofree char *marked = g_strconcat (sluice_document_is_dirty (page->document) ? "• " : "", title, NULL);
  g_autofree char *subtitle = sluice_page_dup_subtitle (page);
  g_autofree char *tooltip = g_markup_printf_escaped ("%s\n%s", title, subtitle);
  const char *icon_name = sluice_page_get_run_icon (page);
  g_autoptr (GIcon) icon = icon_name != NULL ? g_themed_icon_new (icon_name) : NULL;

  adw_tab_page_set_title (tab, marked);
  adw_tab_page_set_tooltip (tab, tooltip);
  adw_tab_page_set_indicator_icon (tab, icon);
  adw_tab_page_set_indicator_tooltip (tab, sluice_session_state_title (sluice_run_session_get_state (page->session)));
}

/**
 * sluice_window_page_updated:
 * @page: a page of the window
 *
 * Says anew what the window says of the page, and enables what can be done with it.
 */
void
sluice_window_page_updated (SluiceWindow *self,
                            SluicePage   *page)
{
  update_tab (self, page);
  if (page != self->page)
    return;

  update_title (self);
  sluice_window_update_actions (self);
}

static void
selected_page_cb (SluiceWindow *self)
{
  AdwTabPage *tab = adw_tab_view_get_selected_page (self->tabs);

  if (self->page != NULL)
    sluice_page_save_sizes (self->page);
  self->page = tab != NULL ? SLUICE_PAGE (adw_tab_page_get_child (tab)) : NULL;

  gtk_stack_set_visible_child_name (self->pages, self->page != NULL ? "editor" : "start");
  sluice_window_place_controls (self);
  sluice_run_controls_set_session (self->run_controls, self->page != NULL ? self->page->session : NULL);
  sluice_run_controls_set_session (self->narrow_run_controls, self->page != NULL ? self->page->session : NULL);
  if (self->page != NULL)
    sluice_page_restore_panels (self->page);
  update_title (self);
  sluice_window_update_actions (self);
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
  sluice_window_fit_width (SLUICE_WINDOW (widget), width);
  GTK_WIDGET_CLASS (sluice_window_parent_class)->size_allocate (widget, width, height, baseline);
}

static void
sluice_window_realize (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (sluice_window_parent_class)->realize (widget);
  sluice_frame_memory_keep (GTK_NATIVE (widget));
}

/* What was opened before the window was there could not take the focus for good. */
static void
sluice_window_map (GtkWidget *widget)
{
  SluiceWindow *self = SLUICE_WINDOW (widget);

  GTK_WIDGET_CLASS (sluice_window_parent_class)->map (widget);
  if (self->page != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (self->page));
}

static void
sluice_window_dispose (GObject *object)
{
  SluiceWindow *self = SLUICE_WINDOW (object);

  self->page = NULL;
  sluice_window_cancel_imports (self);
  if (self->finder != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->finder));
  self->finder = NULL;
  if (self->tabs != NULL)
    g_signal_handlers_disconnect_by_data (self->tabs, self);

  G_OBJECT_CLASS (sluice_window_parent_class)->dispose (object);

  g_clear_object (&self->primary_menu);
  g_clear_object (&self->undo_menu);
  g_clear_object (&self->recent_menu);
  g_clear_pointer (&self->failures, g_ptr_array_unref);
  g_clear_object (&self->settings);
}

static void
ensure_types (void)
{
  g_type_ensure (SLUICE_TYPE_MESSAGE_BAR);
  g_type_ensure (SLUICE_TYPE_RUN_CONTROLS);
  g_type_ensure (SLUICE_TYPE_START_PAGE);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, SluiceWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, SluiceWindow, content);
  gtk_widget_class_bind_template_child (widget_class, SluiceWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, SluiceWindow, start_page);
  gtk_widget_class_bind_template_child (widget_class, SluiceWindow, tab_bar);
  gtk_widget_class_bind_template_child (widget_class, SluiceWindow, tabs);
  gtk_widget_class_bind_template_child (widget_class, SluiceWindow, title_box);
  gtk_widget_class_bind_template_child (widget_class, SluiceWindow, title_label);
  gtk_widget_class_bind_template_child (widget_class, SluiceWindow, subtitle_label);
  gtk_widget_class_bind_template_child (widget_class, SluiceWindow, run_controls);
  gtk_widget_class_bind_template_child (widget_class, SluiceWindow, run_bar);
  gtk_widget_class_bind_template_child (widget_class, SluiceWindow, narrow_run_controls);
  gtk_widget_class_bind_template_child (widget_class, SluiceWindow, menu_button);
  gtk_widget_class_bind_template_child (widget_class, SluiceWindow, open_button);
  gtk_widget_class_bind_template_child (widget_class, SluiceWindow, open_menu);
  gtk_widget_class_bind_template_child (widget_class, SluiceWindow, open_menu_button);
  gtk_widget_class_bind_template_child (widget_class, SluiceWindow, panel_buttons);
  gtk_widget_class_bind_template_child (widget_class, SluiceWindow, header_bar);
  gtk_widget_class_bind_template_child (widget_class, SluiceWindow, error_bar);
  gtk_widget_class_bind_template_child (widget_class, SluiceWindow, import_bar);
}

static void
sluice_window_class_init (SluiceWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = sluice_window_dispose;
  widget_class->map = sluice_window_map;
  widget_class->realize = sluice_window_realize;
  widget_class->size_allocate = sluice_window_size_allocate;
  GTK_WINDOW_CLASS (klass)->close_request = sluice_window_close_request;

  ensure_types ();
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/sluiceflow/Sluice/window/window.ui");
  bind_children (widget_class);
  sluice_window_bind_class_keys (widget_class);
}

static void
restore_size (SluiceWindow *self)
{
  int width = g_settings_get_int (self->settings, "window-width");

  gtk_window_set_default_size (GTK_WINDOW (self), width, g_settings_get_int (self->settings, "window-height"));
  sluice_window_fit_width (self, width);
  if (g_settings_get_boolean (self->settings, "window-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));
}

static void
sluice_window_init (SluiceWindow *self)
{
  self->settings = g_settings_new ("org.sluiceflow.Sluice");
  gtk_widget_init_template (GTK_WIDGET (self));

  restore_size (self);
  sluice_window_init_actions (self);
  sluice_window_init_tabs (self);
  g_signal_connect_object (self->tabs, "notify::selected-page",
                           G_CALLBACK (selected_page_cb), self, G_CONNECT_SWAPPED);
  sluice_window_init_files (self);
  sluice_window_init_find (self);
  selected_page_cb (self);
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
