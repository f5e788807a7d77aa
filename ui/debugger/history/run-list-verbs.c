/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is done to the chosen runs: opened, compared, renamed, pinned, deleted; and cleaning up. */
#include "debugger/history/run-list-private.h"

#include <glib/gi18n.h>

static const SluiceHistoryRun *
get_run (GPtrArray *items,
         guint      index)
{
  return sluice_run_item_get_run (g_ptr_array_index (items, index));
}

static gboolean
is_pinned (GPtrArray *items)
{
  for (guint i = 0; i < items->len; i++)
    if (!get_run (items, i)->pinned)
      return FALSE;
  return items->len > 0;
}

static gboolean
can_compare (SluiceRunList *self,
             GPtrArray     *items)
{
  for (guint i = 0; i < items->len; i++)
    if (!get_run (items, i)->readable)
      return FALSE;
  return items->len == 2
         || (items->len == 1 && self->shown != NULL && !g_str_equal (get_run (items, 0)->path, self->shown));
}

static gboolean
can_fork (SluiceRunList          *self,
          const SluiceHistoryRun *run)
{
  return run->readable && run->visits > 0 && self->file != NULL && g_strcmp0 (run->file, self->file) == 0;
}

static void
enable (SluiceRunList *self,
        const char    *action,
        gboolean       is_enabled)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), action, is_enabled);
}

void
sluice_run_list_update_verbs (SluiceRunList *self)
{
  g_autoptr (GPtrArray) items = sluice_run_list_dup_selected (self);

  enable (self, "runs.open", items->len == 1 && get_run (items, 0)->readable);
  enable (self, "runs.compare", can_compare (self, items));
  enable (self, "runs.rename", items->len == 1);
  enable (self, "runs.delete", items->len > 0);
  enable (self, "runs.pin", items->len > 0);
  enable (self, "runs.export", items->len == 1 && get_run (items, 0)->readable);
  enable (self, "runs.fork", items->len == 1 && can_fork (self, get_run (items, 0)));
  gtk_widget_set_sensitive (GTK_WIDGET (self->rename_button), items->len == 1);
  gtk_widget_set_sensitive (GTK_WIDGET (self->delete_button), items->len > 0);
  gtk_widget_set_sensitive (GTK_WIDGET (self->pin), items->len > 0);
  self->is_told = TRUE;
  gtk_toggle_button_set_active (self->pin, is_pinned (items));
  self->is_told = FALSE;
}

/* Opening */

static void
open_cb (GtkWidget  *widget,
         const char *action,
         GVariant   *parameter)
{
  SluiceRunList *self = SLUICE_RUN_LIST (widget);
  g_autoptr (GPtrArray) items = sluice_run_list_dup_selected (self);

  if (items->len == 1)
    sluice_run_list_emit_opened (self, get_run (items, 0)->path, NULL);
}

static void
activate_cb (SluiceRunList *self,
             guint          position)
{
  g_autoptr (SluiceRunItem) item = g_list_model_get_item (G_LIST_MODEL (self->selection), position);

  if (item != NULL && sluice_run_item_get_run (item)->readable)
    sluice_run_list_emit_opened (self, sluice_run_item_get_run (item)->path, NULL);
}

/* The newer one is shown; the list has the newest first. */
static void
compare_cb (GtkWidget  *widget,
            const char *action,
            GVariant   *parameter)
{
  SluiceRunList *self = SLUICE_RUN_LIST (widget);
  g_autoptr (GPtrArray) items = sluice_run_list_dup_selected (self);
  g_autofree char *shown = g_strdup (self->shown);

  if (items->len == 2)
    sluice_run_list_emit_opened (self, get_run (items, 0)->path, get_run (items, 1)->path);
  else if (items->len == 1 && shown != NULL)
    sluice_run_list_emit_opened (self, shown, get_run (items, 0)->path);
}

static void
request (SluiceRunList        *self,
         SluiceRunListRequest  what)
{
  g_autoptr (GPtrArray) items = sluice_run_list_dup_selected (self);

  if (items->len == 1)
    sluice_run_list_emit_request (self, what, get_run (items, 0)->path);
}

static void
fork_cb (GtkWidget  *widget,
         const char *action,
         GVariant   *parameter)
{
  request (SLUICE_RUN_LIST (widget), SLUICE_RUN_LIST_FORK);
}

static void
export_cb (GtkWidget  *widget,
           const char *action,
           GVariant   *parameter)
{
  request (SLUICE_RUN_LIST (widget), SLUICE_RUN_LIST_EXPORT);
}

/* Names and pins */

static void
rename_shown_cb (SluiceRunList *self)
{
  g_autoptr (GPtrArray) items = sluice_run_list_dup_selected (self);
  const char *name = items->len == 1 ? get_run (items, 0)->name : NULL;

  gtk_editable_set_text (GTK_EDITABLE (self->name), name != NULL ? name : "");
  gtk_widget_grab_focus (GTK_WIDGET (self->name));
}

static void
rename_cb (GtkWidget  *widget,
           const char *action,
           GVariant   *parameter)
{
  gtk_menu_button_popup (SLUICE_RUN_LIST (widget)->rename_button);
}

static void
named_cb (SluiceRunList *self)
{
  g_autoptr (GPtrArray) items = sluice_run_list_dup_selected (self);
  const char *name = gtk_editable_get_text (GTK_EDITABLE (self->name));
  g_autoptr (GError) error = NULL;

  if (items->len == 1
      && !sluice_history_set_name (get_run (items, 0)->path, *name != '\0' ? name : NULL, &error))
    sluice_run_list_emit_failed (self, _("The run could not be renamed"), error);
  gtk_menu_button_popdown (self->rename_button);
  gtk_widget_grab_focus (GTK_WIDGET (self->list));
  sluice_run_list_refresh (self);
}

static void
pin_cb (SluiceRunList *self)
{
  g_autoptr (GPtrArray) items = sluice_run_list_dup_selected (self);
  g_autoptr (GError) error = NULL;

  if (self->is_told)
    return;
  for (guint i = 0; i < items->len && error == NULL; i++)
    sluice_history_set_pinned (get_run (items, i)->path, gtk_toggle_button_get_active (self->pin), &error);
  if (error != NULL)
    sluice_run_list_emit_failed (self, _("The run could not be pinned"), error);
  sluice_run_list_refresh (self);
}

static void
toggle_pin_cb (GtkWidget  *widget,
               const char *action,
               GVariant   *parameter)
{
  GtkToggleButton *pin = SLUICE_RUN_LIST (widget)->pin;

  gtk_toggle_button_set_active (pin, !gtk_toggle_button_get_active (pin));
}

/* Deleting */

static void
delete_shown_cb (SluiceRunList *self)
{
  g_autoptr (GPtrArray) items = sluice_run_list_dup_selected (self);
  g_autofree char *words = g_strdup_printf (ngettext ("Delete %u run? It cannot be had back.",
                                                      "Delete %u runs? They cannot be had back.", items->len),
                                            items->len);

  gtk_label_set_label (self->delete_words, words);
}

static void
delete_cb (GtkWidget  *widget,
           const char *action,
           GVariant   *parameter)
{
  gtk_menu_button_popup (SLUICE_RUN_LIST (widget)->delete_button);
}

static void
remove_runs (SluiceRunList *self,
             GPtrArray     *paths)
{
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < paths->len && error == NULL; i++)
    sluice_history_remove (g_ptr_array_index (paths, i), &error);
  if (error != NULL)
    sluice_run_list_emit_failed (self, _("The run could not be deleted"), error);
  gtk_widget_grab_focus (GTK_WIDGET (self->list));
  sluice_run_list_refresh (self);
}

static void
deleted_cb (SluiceRunList *self)
{
  g_autoptr (GPtrArray) items = sluice_run_list_dup_selected (self);
  g_autoptr (GPtrArray) paths = g_ptr_array_new ();

  for (guint i = 0; i < items->len; i++)
    g_ptr_array_add (paths, get_run (items, i)->path);
  gtk_menu_button_popdown (self->delete_button);
  remove_runs (self, paths);
}

/* Cleaning up */

/* The paths of what is too much of the runs that there are, of all flows. */
static GPtrArray *
choose (SluiceRunList *self,
        guint64       *bytes)
{
  g_autoptr (GPtrArray) runs = g_ptr_array_new ();
  g_autoptr (GPtrArray) chosen = NULL;
  GPtrArray *paths = g_ptr_array_new ();
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->runs));

  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr (SluiceRunItem) item = g_list_model_get_item (G_LIST_MODEL (self->runs), i);

      g_ptr_array_add (runs, (gpointer) sluice_run_item_get_run (item));
    }
  chosen = sluice_history_choose (runs, (guint) MAX (1, gtk_spin_button_get_value_as_int (self->keep)), 0, 0);
  *bytes = 0;
  for (guint i = 0; i < chosen->len; i++)
    {
      const SluiceHistoryRun *run = g_ptr_array_index (chosen, i);

      *bytes += run->size;
      g_ptr_array_add (paths, run->path);
    }
  return paths;
}

static void
clean_shown_cb (SluiceRunList *self)
{
  guint64 bytes;
  g_autoptr (GPtrArray) paths = choose (self, &bytes);
  g_autofree char *size = g_format_size (bytes);
  /* Translators: how many runs would be deleted, and their size: "12 runs go, 3.4 MB". */
  g_autofree char *words = g_strdup_printf (ngettext ("%u run goes, %s", "%u runs go, %s", paths->len), paths->len,
                                            size);

  gtk_label_set_label (self->clean_words, paths->len > 0 ? words : _("None is too many"));
  enable (self, "runs.clean", paths->len > 0);
}

static void
clean_cb (GtkWidget  *widget,
          const char *action,
          GVariant   *parameter)
{
  SluiceRunList *self = SLUICE_RUN_LIST (widget);
  guint64 bytes;
  g_autoptr (GPtrArray) paths = choose (self, &bytes);

  gtk_menu_button_popdown (self->clean_button);
  remove_runs (self, paths);
}

void
sluice_run_list_install_verbs (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "runs.open", NULL, open_cb);
  gtk_widget_class_install_action (widget_class, "runs.compare", NULL, compare_cb);
  gtk_widget_class_install_action (widget_class, "runs.rename", NULL, rename_cb);
  gtk_widget_class_install_action (widget_class, "runs.fork", NULL, fork_cb);
  gtk_widget_class_install_action (widget_class, "runs.export", NULL, export_cb);
  gtk_widget_class_install_action (widget_class, "runs.pin", NULL, toggle_pin_cb);
  gtk_widget_class_install_action (widget_class, "runs.delete", NULL, delete_cb);
  gtk_widget_class_install_action (widget_class, "runs.clean", NULL, clean_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F2, 0, "runs.rename", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, 0, "runs.delete", NULL);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, named_cb);
  gtk_widget_class_bind_template_callback (widget_class, pin_cb);
  gtk_widget_class_bind_template_callback (widget_class, deleted_cb);
  gtk_widget_class_bind_template_callback (widget_class, clean_shown_cb);
}

void
sluice_run_list_init_verbs (SluiceRunList *self)
{
  g_signal_connect_object (gtk_menu_button_get_popover (self->rename_button), "show", G_CALLBACK (rename_shown_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_menu_button_get_popover (self->delete_button), "show", G_CALLBACK (delete_shown_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_menu_button_get_popover (self->clean_button), "show", G_CALLBACK (clean_shown_cb),
                           self, G_CONNECT_SWAPPED);
}
