/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A page: one document, one run of it, and the panels that show them. It composes; what its parts do
 * is in the files beside this one, by verb. The parts never know of each other: all read the document
 * or the session, and what one asks for the page tells another. The window around it shows one page
 * of several; a page that is not shown goes on with its run.
 */
#include "window/page-private.h"

#include "window/window-private.h"

#include "base/tidy.h"

#include <glib/gi18n.h>

G_DEFINE_FINAL_TYPE (SluicePage, sluice_page, GTK_TYPE_WIDGET)

/* NULL while the page is on its way from one window to another. */
static SluiceWindow *
get_window (SluicePage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  return SLUICE_IS_WINDOW (root) ? SLUICE_WINDOW (root) : NULL;
}

static void
update_read_only (SluicePage *self)
{
  if (!sluice_document_is_read_only (self->document))
    return;

  sluice_message_bar_show (self->file_bar, SLUICE_MESSAGE_INFO,
                           _("This flow is read-only"),
                           _("It was made by a newer version, and saving it here could lose what that version knows."),
                           _("Save As…"), "win.save-as", NULL);
}

static gboolean
touches_layout_alone (GHashTable *touched)
{
  GHashTableIter iter;
  gpointer touch;

  g_hash_table_iter_init (&iter, touched);
  while (g_hash_table_iter_next (&iter, NULL, &touch))
    if (GPOINTER_TO_UINT (touch) != SLUICE_TOUCH_LAYOUT)
      return FALSE;
  return TRUE;
}

/* What is moved stays as right or wrong as it was, unless a place was what was wrong. */
static void
document_changed_cb (SluicePage            *self,
                     const SluiceChangeSet *change)
{
  /* No job outlives any change. */
  gboolean is_looked_at = self->check_job != NULL || self->problem_rows != NULL;

  if (change->all || change->document || self->has_bad_layout || is_looked_at
      || !touches_layout_alone (change->nodes) || !touches_layout_alone (change->flows))
    sluice_page_queue_check (self);
}

static void
document_notify_cb (SluicePage *self)
{
  sluice_page_update (self);
}

/**
 * sluice_page_dup_title:
 *
 * Returns: (transfer full): what the document is called: its name, or its file's
 */
char *
sluice_page_dup_title (SluicePage *self)
{
  const char *name = sluice_document_get_name (self->document);
  const char *path = sluice_document_get_path (self->document);
  g_autofree char *basename = NULL;

  if (name != NULL && name[0] != '\0')
    return g_strdup (name);
  if (path != NULL || self->origin != NULL)
    basename = g_filename_display_basename (path != NULL ? path : self->origin);

  return basename != NULL ? g_steal_pointer (&basename) : g_strdup (_("New Flow"));
}

/**
 * sluice_page_dup_subtitle:
 *
 * Returns: (transfer full): where the document is
 */
char *
sluice_page_dup_subtitle (SluicePage *self)
{
  const char *path = sluice_document_get_path (self->document);
  g_autofree char *directory = NULL;
  g_autofree char *folder = NULL;

  if (path == NULL)
    return g_strdup (_("Not saved yet"));

  directory = g_path_get_dirname (path);
  folder = g_filename_display_name (directory);
  if (g_str_has_prefix (folder, g_get_home_dir ()))
    return g_strconcat ("~", folder + strlen (g_get_home_dir ()), NULL);

  return g_steal_pointer (&folder);
}

/**
 * sluice_page_set_origin:
 * @path: what the document was read from
 *
 * Says where a document came from that is not saved as a flow file yet.
 */
void
sluice_page_set_origin (SluicePage *self,
                        const char *path)
{
  g_free (self->origin);
  self->origin = g_strdup (path);
  sluice_page_update (self);
}

/**
 * sluice_page_set_document:
 * @document: what the page shows from now on
 */
void
sluice_page_set_document (SluicePage     *self,
                          SluiceDocument *document)
{
  if (self->document != NULL)
    g_signal_handlers_disconnect_by_data (self->document, self);
  sluice_page_stop (self);
  sluice_page_stop_check (self);
  g_set_object (&self->document, document);
  g_clear_pointer (&self->origin, g_free);

  sluice_canvas_set_document (self->canvas, document);
  sluice_inspector_set_document (self->inspector, document);
  sluice_outline_set_document (self->outline, document);
  sluice_break_list_set_document (self->break_list, document);
  sluice_pin_list_set_document (self->pin_list, document);
  sluice_run_panel_set_document (self->run_panel, document);
  sluice_page_follow_lines (self);
  sluice_timeline_set_document (self->timeline, document);
  sluice_flow_trail_set_document (self->trail, document);
  sluice_page_load_breakpoints (self);
  sluice_page_follow_file (self);
  sluice_page_load_pins (self);
  sluice_message_bar_hide (self->file_bar);

  g_signal_connect_object (document, "changed",
                           G_CALLBACK (document_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (document, "notify",
                           G_CALLBACK (document_notify_cb), self, G_CONNECT_SWAPPED);
  update_read_only (self);
  sluice_page_keep_draft (self);
  sluice_page_watch_disk (self);
  sluice_page_update_selection (self);
  sluice_page_update_run (self);
  sluice_page_check_first (self);
}

/**
 * sluice_page_update:
 *
 * Tells the window that what it says about the page may have changed.
 */
void
sluice_page_update (SluicePage *self)
{
  SluiceWindow *window = get_window (self);

  if (window != NULL)
    sluice_window_page_updated (window, self);
}

/**
 * sluice_page_show_error:
 * @title: what did not work
 * @error: why
 */
void
sluice_page_show_error (SluicePage   *self,
                        const char   *title,
                        const GError *error)
{
  SluiceWindow *window = get_window (self);

  if (window != NULL)
    sluice_window_show_error (window, title, error);
}

/**
 * sluice_page_get_error_bar:
 *
 * Returns: (transfer none): the window's bar for errors; the page must be in a window
 */
SluiceMessageBar *
sluice_page_get_error_bar (SluicePage *self)
{
  return get_window (self)->error_bar;
}

/**
 * sluice_page_toast:
 * @text: something to say in passing
 */
void
sluice_page_toast (SluicePage *self,
                   const char *text)
{
  SluiceWindow *window = get_window (self);

  if (window != NULL)
    sluice_window_toast (window, text);
}

static void
sluice_page_size_allocate (GtkWidget *widget,
                           int        width,
                           int        height,
                           int        baseline)
{
  SluicePage *self = SLUICE_PAGE (widget);

  sluice_page_fit_panels (self, width);
  gtk_widget_allocate (self->content, width, height, baseline, NULL);
}

static void
sluice_page_measure (GtkWidget      *widget,
                     GtkOrientation  orientation,
                     int             for_size,
                     int            *minimum,
                     int            *natural,
                     int            *minimum_baseline,
                     int            *natural_baseline)
{
  gtk_widget_measure (SLUICE_PAGE (widget)->content, orientation, for_size,
                      minimum, natural, minimum_baseline, natural_baseline);
}

static gboolean
sluice_page_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (SLUICE_PAGE (widget)->canvas));
}

static void
sluice_page_dispose (GObject *object)
{
  SluicePage *self = SLUICE_PAGE (object);

  if (self->document != NULL)
    g_signal_handlers_disconnect_by_data (self->document, self);
  if (self->session != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->session, self);
      sluice_run_session_stop (self->session);
    }
  if (self->breakpoints != NULL)
    g_signal_handlers_disconnect_by_data (self->breakpoints, self);
  if (self->watches != NULL)
    g_signal_handlers_disconnect_by_data (self->watches, self);
  /* While they go, the canvas and the trail still tell of what becomes empty. */
  if (self->content != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->canvas, self);
      g_signal_handlers_disconnect_by_data (self->trail, self);
      g_signal_handlers_disconnect_by_data (self->prompts, self);
      g_signal_handlers_disconnect_by_data (self->bottom_stack, self);
    }
  g_clear_pointer (&self->start, sluice_page_start_free);
  sluice_page_drop_draft (self);
  sluice_page_release_drafts (self);
  sluice_page_release_stops (self);
  sluice_page_release_pins (self);
  sluice_page_unwatch_disk (self);
  sluice_page_stop_check (self);
  g_clear_handle_id (&self->zoom_source, g_source_remove);
  g_clear_pointer (&self->node_search, gtk_widget_unparent);
  g_clear_pointer (&self->content, gtk_widget_unparent);

  G_OBJECT_CLASS (sluice_page_parent_class)->dispose (object);

  g_clear_object (&self->settings);
  g_clear_object (&self->breakpoints);
  g_clear_object (&self->watches);
  g_clear_object (&self->session);
  g_clear_object (&self->document);
}

static void
sluice_page_finalize (GObject *object)
{
  SluicePage *self = SLUICE_PAGE (object);

  g_ptr_array_unref (self->found);
  g_clear_pointer (&self->last_problems, g_ptr_array_unref);
  g_free (self->origin);
  g_free (self->revealed);
  g_free (self->asking);
  g_free (self->add_from);
  g_free (self->add_action);
  sluice_tidy_trim_soon (); /* what a large flow took is not kept for the next one */

  G_OBJECT_CLASS (sluice_page_parent_class)->finalize (object);
}

static void
ensure_types (void)
{
  g_type_ensure (SLUICE_TYPE_BREAK_LIST);
  g_type_ensure (SLUICE_TYPE_CANVAS);
  g_type_ensure (SLUICE_TYPE_CONSOLE);
  g_type_ensure (SLUICE_TYPE_TIMELINE);
  g_type_ensure (SLUICE_TYPE_FLOW_TRAIL);
  g_type_ensure (SLUICE_TYPE_INSPECTOR);
  g_type_ensure (SLUICE_TYPE_MESSAGE_BAR);
  g_type_ensure (SLUICE_TYPE_MINIMAP);
  g_type_ensure (SLUICE_TYPE_OUTLINE);
  g_type_ensure (SLUICE_TYPE_PALETTE);
  g_type_ensure (SLUICE_TYPE_PROBLEM_LIST);
  g_type_ensure (SLUICE_TYPE_PROMPT_STACK);
  g_type_ensure (SLUICE_TYPE_RUN_LIST);
  g_type_ensure (SLUICE_TYPE_RUN_PANEL);
  g_type_ensure (SLUICE_TYPE_RUN_PICKER);
  g_type_ensure (SLUICE_TYPE_STOP_BANNER);
  g_type_ensure (SLUICE_TYPE_VISIT_CARD);
  g_type_ensure (SLUICE_TYPE_TRAVEL_BAR);
  g_type_ensure (SLUICE_TYPE_PIN_LIST);
  g_type_ensure (SLUICE_TYPE_WATCH_LIST);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, SluicePage, content);
  gtk_widget_class_bind_template_child (widget_class, SluicePage, overlay);
  gtk_widget_class_bind_template_child (widget_class, SluicePage, left_paned);
  gtk_widget_class_bind_template_child (widget_class, SluicePage, right_paned);
  gtk_widget_class_bind_template_child (widget_class, SluicePage, bottom_paned);
  gtk_widget_class_bind_template_child_full (widget_class, "left_panel", FALSE,
                                             G_STRUCT_OFFSET (SluicePage, panels[SLUICE_PANEL_LEFT]));
  gtk_widget_class_bind_template_child_full (widget_class, "right_panel", FALSE,
                                             G_STRUCT_OFFSET (SluicePage, panels[SLUICE_PANEL_RIGHT]));
  gtk_widget_class_bind_template_child_full (widget_class, "bottom_panel", FALSE,
                                             G_STRUCT_OFFSET (SluicePage, panels[SLUICE_PANEL_BOTTOM]));
  gtk_widget_class_bind_template_child (widget_class, SluicePage, left_switcher);
  gtk_widget_class_bind_template_child (widget_class, SluicePage, right_switcher);
  gtk_widget_class_bind_template_child (widget_class, SluicePage, bottom_switcher);
  gtk_widget_class_bind_template_child (widget_class, SluicePage, left_stack);
  gtk_widget_class_bind_template_child (widget_class, SluicePage, palette);
  gtk_widget_class_bind_template_child (widget_class, SluicePage, outline);
  gtk_widget_class_bind_template_child (widget_class, SluicePage, trail);
  gtk_widget_class_bind_template_child (widget_class, SluicePage, find_bar);
  gtk_widget_class_bind_template_child (widget_class, SluicePage, find_entry);
  gtk_widget_class_bind_template_child (widget_class, SluicePage, find_count);
  gtk_widget_class_bind_template_child (widget_class, SluicePage, recovery_bar);
  gtk_widget_class_bind_template_child (widget_class, SluicePage, file_bar);
  gtk_widget_class_bind_template_child (widget_class, SluicePage, record_bar);
  gtk_widget_class_bind_template_child (widget_class, SluicePage, travel_bar);
  gtk_widget_class_bind_template_child (widget_class, SluicePage, run_list);
  gtk_widget_class_bind_template_child (widget_class, SluicePage, minimap);
  gtk_widget_class_bind_template_child (widget_class, SluicePage, stop_banner);
  gtk_widget_class_bind_template_child (widget_class, SluicePage, canvas_frame);
  gtk_widget_class_bind_template_child (widget_class, SluicePage, canvas);
  gtk_widget_class_bind_template_child (widget_class, SluicePage, prompts);
  gtk_widget_class_bind_template_child (widget_class, SluicePage, right_stack);
  gtk_widget_class_bind_template_child (widget_class, SluicePage, inspector);
  gtk_widget_class_bind_template_child (widget_class, SluicePage, run_picker);
  gtk_widget_class_bind_template_child (widget_class, SluicePage, run_panel);
  gtk_widget_class_bind_template_child (widget_class, SluicePage, break_list);
  gtk_widget_class_bind_template_child (widget_class, SluicePage, visit_card);
  gtk_widget_class_bind_template_child (widget_class, SluicePage, watch_list);
  gtk_widget_class_bind_template_child (widget_class, SluicePage, pin_list);
  gtk_widget_class_bind_template_child (widget_class, SluicePage, bottom_stack);
  gtk_widget_class_bind_template_child (widget_class, SluicePage, console_buttons);
  gtk_widget_class_bind_template_child (widget_class, SluicePage, console);
  gtk_widget_class_bind_template_child (widget_class, SluicePage, timeline);
  gtk_widget_class_bind_template_child (widget_class, SluicePage, problems);
  gtk_widget_class_bind_template_child (widget_class, SluicePage, problems_button);
  gtk_widget_class_bind_template_child (widget_class, SluicePage, problems_icon);
  gtk_widget_class_bind_template_child (widget_class, SluicePage, problems_label);
  gtk_widget_class_bind_template_child (widget_class, SluicePage, state_icon);
  gtk_widget_class_bind_template_child (widget_class, SluicePage, status);
  gtk_widget_class_bind_template_child (widget_class, SluicePage, stale_button);
  gtk_widget_class_bind_template_child (widget_class, SluicePage, status_bar);
  gtk_widget_class_bind_template_child (widget_class, SluicePage, zoom_label);
}

static void
sluice_page_class_init (SluicePageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = sluice_page_dispose;
  object_class->finalize = sluice_page_finalize;
  widget_class->size_allocate = sluice_page_size_allocate;
  widget_class->measure = sluice_page_measure;
  widget_class->grab_focus = sluice_page_grab_focus;

  ensure_types ();
  gtk_widget_class_set_template_from_resource (widget_class, "/org/sluiceflow/Sluice/window/page.ui");
  bind_children (widget_class);
}

static void
sluice_page_init (SluicePage *self)
{
  self->settings = g_settings_new ("org.sluiceflow.Sluice");
  self->session = sluice_run_session_new ();
  self->breakpoints = sluice_breakpoints_new ();
  self->watches = sluice_watches_new ();
  gtk_widget_init_template (GTK_WIDGET (self));

  sluice_page_init_panels (self);
  sluice_page_init_canvas (self);
  sluice_page_init_flows (self);
  sluice_page_init_run (self);
  sluice_page_init_stops (self);
  sluice_page_init_pins (self);
  sluice_page_init_record (self);
  sluice_page_init_history (self);
  sluice_page_init_breaks (self);
  sluice_page_init_find (self);
  sluice_page_init_outline (self);
}

/**
 * sluice_page_new:
 *
 * Returns: (transfer floating): a page that needs a document before it is shown
 */
GtkWidget *
sluice_page_new (void)
{
  return g_object_new (SLUICE_TYPE_PAGE, NULL);
}

/**
 * sluice_page_get_document:
 *
 * Returns: (transfer none): its document
 */
SluiceDocument *
sluice_page_get_document (SluicePage *self)
{
  g_return_val_if_fail (SLUICE_IS_PAGE (self), NULL);

  return self->document;
}

/**
 * sluice_page_get_session:
 *
 * Returns: (transfer none): the run of its document, and its state
 */
SluiceRunSession *
sluice_page_get_session (SluicePage *self)
{
  g_return_val_if_fail (SLUICE_IS_PAGE (self), NULL);

  return self->session;
}

/**
 * sluice_page_is_untouched:
 *
 * Returns: whether another document may come in its place without anything lost
 */
gboolean
sluice_page_is_untouched (SluicePage *self)
{
  g_return_val_if_fail (SLUICE_IS_PAGE (self), FALSE);

  return sluice_document_get_path (self->document) == NULL && self->origin == NULL &&
         !sluice_document_is_dirty (self->document) &&
         sluice_document_get_undo_name (self->document) == NULL &&
         sluice_document_get_redo_name (self->document) == NULL &&
         !sluice_run_session_is_active (self->session);
}
