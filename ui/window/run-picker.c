/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A menu of runs. Those that live are in the tabs of the program's windows; records of the flow are looked for when the
 * menu opens.
 */
#include "window/run-picker.h"

#include "debugger/history/run-item.h"
#include "debugger/state-words.h"
#include "window/page-private.h"
#include "window/window-private.h"

#include <glib/gi18n.h>

#define MAX_RECORDS 10

struct _SluiceRunPicker
{
  GtkWidget parent_instance;

  /* Owned. */
  SluiceRunSession *session;
  GPtrArray        *pages;  /* of GWeakRef, owned: those that the menu lists */
  GtkWidget        *button;
  GtkWidget        *label;
};

G_DEFINE_FINAL_TYPE (SluiceRunPicker, sluice_run_picker, GTK_TYPE_WIDGET)

static void
weak_free (gpointer data)
{
  g_weak_ref_clear (data);
  g_free (data);
}

static SluicePage *
get_page (SluiceRunPicker *self)
{
  return SLUICE_PAGE (gtk_widget_get_ancestor (GTK_WIDGET (self), SLUICE_TYPE_PAGE));
}

/* What it says */

static char *
dup_shown (SluiceRunPicker *self)
{
  const SluicePastInfo *info = sluice_run_session_get_past (self->session);
  g_autoptr (SluiceRunItem) item = NULL;
  g_autofree char *title = NULL;

  if (info == NULL || sluice_run_session_is_past_own (self->session))
    return g_strdup_printf (_("This run · %s"),
                            sluice_session_state_title (sluice_run_session_get_state (self->session)));
  item = sluice_run_item_new (sluice_history_read (info->path));
  g_object_get (item, "title", &title, NULL);
  /* Translators: a run of the past is shown; its name, or when it began. */
  return g_strdup_printf (_("Recorded · %s"), title);
}

static void
update (SluiceRunPicker *self)
{
  g_autofree char *shown = dup_shown (self);

  gtk_label_set_label (GTK_LABEL (self->label), shown);
  gtk_widget_set_tooltip_text (self->button, _("Choose the run that is shown"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, shown, -1);
}

/* Its menu */

static void
append (GMenu      *menu,
        const char *title,
        const char *action,
        GVariant   *target)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (title, NULL);

  g_menu_item_set_action_and_target_value (item, action, target);
  g_menu_append_item (menu, item);
}

static void
append_page (SluiceRunPicker *self,
             GMenu           *menu,
             SluicePage      *page)
{
  g_autofree char *title = NULL;
  g_autofree char *name = NULL;
  GWeakRef *kept;

  if (page->session == self->session || !sluice_run_session_is_active (page->session))
    return;
  name = sluice_page_dup_title (page);
  /* Translators: a flow, and how its run is. */
  title = g_strdup_printf (_("%s · %s"), name,
                           sluice_session_state_title (sluice_run_session_get_state (page->session)));
  kept = g_new0 (GWeakRef, 1);
  g_weak_ref_init (kept, page);
  g_ptr_array_add (self->pages, kept);
  append (menu, title, "picker.page", g_variant_new_uint32 (self->pages->len - 1));
}

static GMenu *
list_live (SluiceRunPicker *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkApplication *application = GTK_IS_WINDOW (root) ? gtk_window_get_application (GTK_WINDOW (root)) : NULL;
  GMenu *menu = g_menu_new ();

  g_ptr_array_set_size (self->pages, 0);
  append (menu, _("The Run of This Tab"), "picker.present", NULL);
  for (GList *link = application != NULL ? gtk_application_get_windows (application) : NULL; link != NULL;
       link = link->next)
    {
      SluiceWindow *window = SLUICE_IS_WINDOW (link->data) ? link->data : NULL;

      for (int i = 0; window != NULL && i < adw_tab_view_get_n_pages (window->tabs); i++)
        append_page (self, menu, sluice_window_get_nth_page (window, i));
    }
  return menu;
}

static GMenu *
list_records (SluiceRunPicker *self)
{
  SluicePage *page = get_page (self);
  const char *file = page != NULL ? sluice_document_get_path (page->document) : NULL;
  g_autoptr (GPtrArray) runs = file != NULL ? sluice_history_list (NULL, NULL) : NULL;
  GMenu *menu = g_menu_new ();

  for (guint i = 0; runs != NULL && i < runs->len; i++)
    {
      SluiceHistoryRun *run = g_ptr_array_index (runs, i);
      g_autofree char *path = g_strdup (run->path);
      g_autofree char *title = NULL, *end = NULL, *words = NULL;
      g_autoptr (SluiceRunItem) item = NULL;

      if (!run->readable || g_strcmp0 (run->file, file) != 0
          || g_menu_model_get_n_items (G_MENU_MODEL (menu)) >= MAX_RECORDS)
        continue;
      item = sluice_run_item_new (sluice_history_read (path));
      g_object_get (item, "title", &title, "end", &end, NULL);
      words = g_strdup_printf (_("%s · %s"), title, end);
      append (menu, words, "picker.record", g_variant_new_string (path));
    }
  return menu;
}

static void
fill (GtkMenuButton *button,
      gpointer       user_data)
{
  SluiceRunPicker *self = user_data;
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) live = list_live (self);
  g_autoptr (GMenu) records = list_records (self);

  g_menu_append_section (menu, _("Live"), G_MENU_MODEL (live));
  /* The last ones: where all of them are can be looked through, by name too. */
  if (g_menu_model_get_n_items (G_MENU_MODEL (records)) > 0)
    g_menu_append (records, _("_All Runs"), "win.show-runs");
  g_menu_append_section (menu, _("Recorded"), G_MENU_MODEL (records));
  gtk_menu_button_set_menu_model (button, G_MENU_MODEL (menu));
}

/* What is chosen */

static void
page_cb (GtkWidget  *widget,
         const char *action,
         GVariant   *parameter)
{
  SluiceRunPicker *self = SLUICE_RUN_PICKER (widget);
  guint index = g_variant_get_uint32 (parameter);
  g_autoptr (SluicePage) page = NULL;
  GtkRoot *root;

  if (index >= self->pages->len)
    return;
  page = g_weak_ref_get (g_ptr_array_index (self->pages, index));
  root = page != NULL ? gtk_widget_get_root (GTK_WIDGET (page)) : NULL;
  if (root == NULL)
    return;
  sluice_window_select_page (SLUICE_WINDOW (root), page);
  sluice_page_show_panel (page, SLUICE_PANEL_RIGHT);
  gtk_stack_set_visible_child_name (page->right_stack, "run");
  gtk_window_present (GTK_WINDOW (root));
}

static void
present_cb (GtkWidget  *widget,
            const char *action,
            GVariant   *parameter)
{
  sluice_run_session_close_past (SLUICE_RUN_PICKER (widget)->session);
}

static void
record_cb (GtkWidget  *widget,
           const char *action,
           GVariant   *parameter)
{
  SluicePage *page = get_page (SLUICE_RUN_PICKER (widget));

  if (page != NULL)
    sluice_page_show_past (page, g_variant_get_string (parameter, NULL), NULL);
}

/* Life */

static void
sluice_run_picker_dispose (GObject *object)
{
  SluiceRunPicker *self = SLUICE_RUN_PICKER (object);

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  g_clear_pointer (&self->button, gtk_widget_unparent);
  g_clear_pointer (&self->pages, g_ptr_array_unref);

  G_OBJECT_CLASS (sluice_run_picker_parent_class)->dispose (object);
}

static void
sluice_run_picker_class_init (SluiceRunPickerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sluice_run_picker_dispose;
  gtk_widget_class_install_action (widget_class, "picker.page", "u", page_cb);
  gtk_widget_class_install_action (widget_class, "picker.present", NULL, present_cb);
  gtk_widget_class_install_action (widget_class, "picker.record", "s", record_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
sluice_run_picker_init (SluiceRunPicker *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *arrow = gtk_image_new_from_icon_name ("pan-down-symbolic");

  self->pages = g_ptr_array_new_with_free_func (weak_free);
  self->button = gtk_menu_button_new ();
  self->label = gtk_label_new (NULL);
  gtk_label_set_ellipsize (GTK_LABEL (self->label), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (self->label), 0);
  gtk_widget_set_hexpand (self->label, TRUE);
  gtk_box_append (GTK_BOX (box), self->label);
  gtk_box_append (GTK_BOX (box), arrow);
  gtk_menu_button_set_child (GTK_MENU_BUTTON (self->button), box);
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (self->button), fill, self, NULL);
  gtk_widget_set_name (self->button, "run-picker");
  gtk_widget_add_css_class (self->button, "flat");
  gtk_widget_add_css_class (GTK_WIDGET (self), "run-picker");
  gtk_widget_set_parent (self->button, GTK_WIDGET (self));
}

/**
 * sluice_run_picker_new:
 *
 * Returns: (transfer floating): a picker without a session
 */
GtkWidget *
sluice_run_picker_new (void)
{
  return g_object_new (SLUICE_TYPE_RUN_PICKER, NULL);
}

/**
 * sluice_run_picker_set_session:
 * @session: the one of the page it is on
 */
void
sluice_run_picker_set_session (SluiceRunPicker  *self,
                               SluiceRunSession *session)
{
  g_return_if_fail (SLUICE_IS_RUN_PICKER (self));
  g_return_if_fail (SLUICE_IS_RUN_SESSION (session));

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_set_object (&self->session, session);
  g_signal_connect_object (session, "notify::state", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::past", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
