/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The page of watches. Its rows follow the list by their place; a row that is being written in is left alone. */
#include "debugger/watches/watch-list.h"

#include <glib/gi18n.h>

#include "debugger/watches/watch-row.h"
#include "rows/list-rows.h"

struct _SluiceWatchList
{
  GtkWidget parent_instance;

  /* Owned. */
  SluiceWatches    *watches;
  SluiceRunSession *session;

  /* Template. */
  GtkWidget        *content;
  GtkEntry         *entry;
  GtkLabel         *full;
  GtkStack         *stack;
  GtkListBox       *list;
};

G_DEFINE_FINAL_TYPE (SluiceWatchList, sluice_watch_list, GTK_TYPE_WIDGET)

static guint
get_index (SluiceWatchRow *row)
{
  return (guint) gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row));
}

static void
focus_row (SluiceWatchList *self,
           guint            index)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, (int) index);

  gtk_widget_grab_focus (row != NULL ? GTK_WIDGET (row) : GTK_WIDGET (self->entry));
}

static void
commit_cb (SluiceWatchRow  *row,
           const char      *expression,
           SluiceWatchList *self)
{
  sluice_watches_set (self->watches, get_index (row), expression);
}

static void
remove_cb (SluiceWatchRow  *row,
           SluiceWatchList *self)
{
  guint index = get_index (row);

  sluice_watches_remove (self->watches, index);
  focus_row (self, index > 0 && index >= sluice_watches_get_n (self->watches) ? index - 1 : index);
}

static void
move_cb (SluiceWatchRow  *row,
         int              by,
         SluiceWatchList *self)
{
  guint index = get_index (row);

  if (by < 0 && index == 0)
    return;
  sluice_watches_move (self->watches, index, (guint) ((int) index + by));
  focus_row (self, MIN ((guint) ((int) index + by), sluice_watches_get_n (self->watches) - 1));
}

static void
drop_cb (SluiceWatchRow  *row,
         guint            from,
         SluiceWatchList *self)
{
  sluice_watches_move (self->watches, from, get_index (row));
}

static GtkWidget *
create_row (SluiceWatchList *self)
{
  GtkWidget *row = sluice_watch_row_new (self->session);

  g_signal_connect_object (row, "commit", G_CALLBACK (commit_cb), self, 0);
  g_signal_connect_object (row, "remove", G_CALLBACK (remove_cb), self, 0);
  g_signal_connect_object (row, "move", G_CALLBACK (move_cb), self, 0);
  g_signal_connect_object (row, "drop", G_CALLBACK (drop_cb), self, 0);
  return row;
}

/* What the session knows of the expression at @index; it may be behind the list. */
static SluiceValue
get_entry (SluiceWatchList *self,
           guint            index)
{
  SluiceValue entry = sluice_value_get_element (sluice_run_session_get_watched (self->session), index);

  if (!SLUICE_VALUE_IS_OBJECT (entry) || g_strcmp0 (sluice_value_get_member_string (entry, "expression"),
                                                    sluice_watches_get (self->watches, index)) != 0)
    return sluice_value_null ();
  return entry;
}

static void
update_values (SluiceWatchList *self)
{
  for (guint i = 0; i < sluice_watches_get_n (self->watches); i++)
    sluice_watch_row_show (SLUICE_WATCH_ROW (gtk_list_box_get_row_at_index (self->list, (int) i)), i,
                           get_entry (self, i));
}

/* Why no more can be added, where that is so. */
static void
show_full (SluiceWatchList *self,
           guint            n)
{
  g_autofree char *words = g_strdup_printf (ngettext ("%u watch, and no room for more: remove one to add another",
                                                      "%u watches, and no room for more: remove one to add another",
                                                      n), n);

  gtk_label_set_label (self->full, words);
  gtk_widget_set_visible (GTK_WIDGET (self->full), sluice_watches_is_full (self->watches));
}

static void
update (SluiceWatchList *self)
{
  guint n = sluice_watches_get_n (self->watches);
  GtkListBoxRow *row;

  for (guint i = 0; i < n; i++)
    {
      row = gtk_list_box_get_row_at_index (self->list, (int) i);
      if (row == NULL)
        {
          gtk_list_box_append (self->list, create_row (self));
          row = gtk_list_box_get_row_at_index (self->list, (int) i);
        }
      sluice_watch_row_set_expression (SLUICE_WATCH_ROW (row), sluice_watches_get (self->watches, i));
    }
  sluice_list_rows_clear (self->list, n);
  gtk_stack_set_visible_child_name (self->stack, n > 0 ? "list" : "empty");
  show_full (self, n);
  sluice_run_session_set_watches (self->session, sluice_watches_get_expressions (self->watches));
  update_values (self);
}

static void
updated_cb (SluiceWatchList       *self,
            const SluiceRunUpdate *change)
{
  if (change->looks || change->restarted)
    update_values (self);
}

static void
add_cb (SluiceWatchList *self)
{
  GtkEditable *entry = GTK_EDITABLE (self->entry);

  if (sluice_watches_add (self->watches, gtk_editable_get_text (entry)))
    gtk_editable_set_text (entry, "");
}

static void
sluice_watch_list_dispose (GObject *object)
{
  SluiceWatchList *self = SLUICE_WATCH_LIST (object);

  if (self->watches != NULL)
    g_signal_handlers_disconnect_by_data (self->watches, self);
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->watches);
  g_clear_object (&self->session);
  g_clear_pointer (&self->content, gtk_widget_unparent);

  G_OBJECT_CLASS (sluice_watch_list_parent_class)->dispose (object);
}

static void
sluice_watch_list_class_init (SluiceWatchListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sluice_watch_list_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/sluiceflow/Sluice/watches/watch-list.ui");
  gtk_widget_class_bind_template_child (widget_class, SluiceWatchList, content);
  gtk_widget_class_bind_template_child (widget_class, SluiceWatchList, entry);
  gtk_widget_class_bind_template_child (widget_class, SluiceWatchList, full);
  gtk_widget_class_bind_template_child (widget_class, SluiceWatchList, stack);
  gtk_widget_class_bind_template_child (widget_class, SluiceWatchList, list);
  gtk_widget_class_bind_template_callback (widget_class, add_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static gboolean
down_cb (GtkWidget *entry,
         GVariant  *args,
         gpointer   self)
{
  focus_row (self, 0);
  return GDK_EVENT_STOP;
}

static void
sluice_watch_list_init (SluiceWatchList *self)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (keys),
                                        gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Down, 0),
                                                          gtk_callback_action_new (down_cb, self, NULL)));
  gtk_widget_add_controller (GTK_WIDGET (self->entry), keys);
}

/**
 * sluice_watch_list_new:
 *
 * Returns: (transfer floating): a page with no watch
 */
GtkWidget *
sluice_watch_list_new (void)
{
  return g_object_new (SLUICE_TYPE_WATCH_LIST, NULL);
}

/**
 * sluice_watch_list_set:
 * @watches: what it lists
 * @session: what evaluates them
 */
void
sluice_watch_list_set (SluiceWatchList  *self,
                       SluiceWatches    *watches,
                       SluiceRunSession *session)
{
  g_return_if_fail (SLUICE_IS_WATCH_LIST (self));
  g_return_if_fail (self->watches == NULL);

  self->watches = g_object_ref (watches);
  self->session = g_object_ref (session);
  g_signal_connect_object (watches, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "updated", G_CALLBACK (updated_cb), self, G_CONNECT_SWAPPED);
  update (self);
}

/**
 * sluice_watch_list_focus:
 *
 * Gives the keyboard to where a watch is added.
 */
void
sluice_watch_list_focus (SluiceWatchList *self)
{
  g_return_if_fail (SLUICE_IS_WATCH_LIST (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}
