/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The console: what the nodes of the run logged. The list is virtual, so ten thousand lines cost
 * as much as those in view. It follows its end until somebody scrolls up, and again once they are
 * back down.
 */
#include "debugger/console.h"

#include "debugger/console-line.h"
#include "debugger/console-model.h"
#include "debugger/thumbnail.h"
#include "spoken/spoken-box.h"

#include <glib/gi18n.h>

struct _SluiceConsole
{
  GtkWidget parent_instance;

  /* Owned. */
  SluiceConsoleModel *model;
  gboolean            follows;
  double              upper; /* of the adjustment when it was looked at last */
  guint               scroll_id; /* it will go to its end; 0: it will not */

  /* Template. */
  GtkStack          *stack;
  GtkScrolledWindow *scroller;
  GtkListView       *list;
};

enum
{
  LOCATE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SluiceConsole, sluice_console, GTK_TYPE_WIDGET)

static void
scroll_to_end (SluiceConsole *self)
{
  guint n_lines = g_list_model_get_n_items (G_LIST_MODEL (self->model));

  if (n_lines > 0)
    gtk_widget_activate_action (GTK_WIDGET (self->list), "list.scroll-to-item", "u", n_lines - 1);
}

static gboolean
scroll_cb (gpointer user_data)
{
  SluiceConsole *self = user_data;

  self->scroll_id = 0;
  if (self->follows)
    scroll_to_end (self);
  return G_SOURCE_REMOVE;
}

/* How high rows are is known only once they are there: a picture, or lines that wrap, move the end further down. */
static void
upper_changed_cb (SluiceConsole *self)
{
  if (self->follows && self->scroll_id == 0)
    self->scroll_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, scroll_cb, self, NULL);
}

static void
items_changed_cb (SluiceConsole *self)
{
  gboolean is_empty = g_list_model_get_n_items (G_LIST_MODEL (self->model)) == 0;

  gtk_stack_set_visible_child_name (self->stack, is_empty ? "empty" : "lines");
  if (is_empty)
    self->follows = TRUE;
  else if (self->follows)
    scroll_to_end (self);
}

/* New lines move the end away without anybody scrolling; only a move within the same length counts. */
static void
value_changed_cb (SluiceConsole *self,
                  GtkAdjustment *adjustment)
{
  double upper = gtk_adjustment_get_upper (adjustment);
  double end = upper - gtk_adjustment_get_page_size (adjustment);

  if (upper == self->upper)
    self->follows = gtk_adjustment_get_value (adjustment) >= end - 12;
  self->upper = upper;
}

static void
activate_cb (SluiceConsole *self,
             guint          position)
{
  g_autoptr (SluiceConsoleLine) line = g_list_model_get_item (G_LIST_MODEL (self->model), position);
  const char *address = line != NULL ? sluice_console_line_get_address (line) : NULL;

  if (address != NULL)
    g_signal_emit (self, signals[LOCATE], 0, address);
}

static void
sluice_console_dispose (GObject *object)
{
  SluiceConsole *self = SLUICE_CONSOLE (object);
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self));

  if (self->model != NULL)
    g_signal_handlers_disconnect_by_data (self->model, self);
  g_clear_handle_id (&self->scroll_id, g_source_remove);
  g_clear_pointer (&child, gtk_widget_unparent);
  g_clear_object (&self->model);

  G_OBJECT_CLASS (sluice_console_parent_class)->dispose (object);
}

static void
sluice_console_class_init (SluiceConsoleClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sluice_console_dispose;

  /**
   * SluiceConsole::locate:
   * @address: the node that wrote the line
   */
  signals[LOCATE] = g_signal_new ("locate", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                  0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  g_type_ensure (SLUICE_TYPE_CONSOLE_LINE);
  g_type_ensure (SLUICE_TYPE_SPOKEN_BOX);
  g_type_ensure (SLUICE_TYPE_THUMBNAIL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/sluiceflow/Sluice/debugger/console.ui");
  gtk_widget_class_bind_template_child (widget_class, SluiceConsole, stack);
  gtk_widget_class_bind_template_child (widget_class, SluiceConsole, scroller);
  gtk_widget_class_bind_template_child (widget_class, SluiceConsole, list);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
sluice_console_init (SluiceConsole *self)
{
  g_autoptr (GtkNoSelection) selection = NULL;

  self->follows = TRUE;
  self->model = sluice_console_model_new ();
  gtk_widget_init_template (GTK_WIDGET (self));

  selection = gtk_no_selection_new (G_LIST_MODEL (g_object_ref (self->model)));
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (selection));

  /* After the list, which must know of new lines before it can scroll to them. */
  g_signal_connect_swapped (self->model, "items-changed", G_CALLBACK (items_changed_cb), self);
  g_signal_connect_object (gtk_scrolled_window_get_vadjustment (self->scroller), "value-changed",
                           G_CALLBACK (value_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_scrolled_window_get_vadjustment (self->scroller), "notify::upper",
                           G_CALLBACK (upper_changed_cb), self, G_CONNECT_SWAPPED);
  items_changed_cb (self);
}

/**
 * sluice_console_new:
 *
 * Returns: (transfer floating): an empty console
 */
GtkWidget *
sluice_console_new (void)
{
  return g_object_new (SLUICE_TYPE_CONSOLE, NULL);
}

/**
 * sluice_console_set_session:
 * @session: whose log it shows
 */
void
sluice_console_set_session (SluiceConsole    *self,
                            SluiceRunSession *session)
{
  g_return_if_fail (SLUICE_IS_CONSOLE (self));

  sluice_console_model_set_session (self->model, session);
}

/**
 * sluice_console_get_model:
 *
 * Returns: (transfer none): the list of the lines that are shown
 */
GListModel *
sluice_console_get_model (SluiceConsole *self)
{
  g_return_val_if_fail (SLUICE_IS_CONSOLE (self), NULL);

  return G_LIST_MODEL (self->model);
}

/**
 * sluice_console_clear:
 *
 * Hides the lines there are.
 */
void
sluice_console_clear (SluiceConsole *self)
{
  g_return_if_fail (SLUICE_IS_CONSOLE (self));

  sluice_console_model_clear (self->model);
}

/**
 * sluice_console_copy:
 *
 * Puts all lines that are shown on the clipboard.
 */
void
sluice_console_copy (SluiceConsole *self)
{
  g_autofree char *text = NULL;

  g_return_if_fail (SLUICE_IS_CONSOLE (self));

  text = sluice_console_model_dup_text (self->model);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
}
