/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The console: what the nodes of the run logged. The list is virtual, so ten thousand lines cost
 * as much as those in view. It follows its end until somebody scrolls up, and again once they are
 * back down. Lines can be picked by words; a line that is chosen leads to its node, and opened to
 * its visit.
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
  GtkFilterListModel *found;
  GtkFilter          *filter;    /* of that, while there are words */
  GtkSelectionModel  *selection;
  GStrv               words;     /* casefolded; NULL: all lines are shown */
  gboolean            follows;
  double              upper; /* of the adjustment when it was looked at last */
  guint               scroll_id; /* it will go to its end; 0: it will not */

  /* Template. */
  GtkWidget         *content;
  GtkWidget         *search_bar;
  GtkEditable       *search;
  GtkLabel          *n_found;
  GtkStack          *stack;
  GtkScrolledWindow *scroller;
  GtkListView       *list;
};

enum
{
  LOCATE,
  VISIT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SluiceConsole, sluice_console, GTK_TYPE_WIDGET)

static guint
get_n_found (SluiceConsole *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->found));
}

static void
scroll_to_end (SluiceConsole *self)
{
  guint n_lines = get_n_found (self);

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
tell_found (SluiceConsole *self)
{
  guint n_lines = g_list_model_get_n_items (G_LIST_MODEL (self->model));
  g_autofree char *text = NULL;

  if (self->words != NULL)
    /* Translators: how many lines are shown, of how many there are. */
    text = g_strdup_printf (ngettext ("%u of %u line", "%u of %u lines", n_lines), get_n_found (self), n_lines);
  gtk_label_set_label (self->n_found, text != NULL ? text : "");
}

static void
items_changed_cb (SluiceConsole *self)
{
  gboolean is_empty = g_list_model_get_n_items (G_LIST_MODEL (self->model)) == 0;

  tell_found (self);
  gtk_stack_set_visible_child_name (self->stack, is_empty ? "empty" : get_n_found (self) == 0 ? "none" : "lines");
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

/* What one line leads to */

static void
locate (SluiceConsole     *self,
        SluiceConsoleLine *line)
{
  const char *address = sluice_console_line_get_address (line);

  if (address != NULL)
    g_signal_emit (self, signals[LOCATE], 0, address);
}

static void
activate_cb (SluiceConsole *self,
             guint          position)
{
  g_autoptr (SluiceConsoleLine) line = g_list_model_get_item (G_LIST_MODEL (self->found), position);

  if (line == NULL)
    return;
  locate (self, line);
  if (sluice_console_line_get_visit (line) > 0)
    g_signal_emit (self, signals[VISIT], 0, sluice_console_line_get_visit (line));
}

static void
selection_changed_cb (SluiceConsole *self)
{
  g_autoptr (GtkBitset) chosen = gtk_selection_model_get_selection (self->selection);
  g_autoptr (SluiceConsoleLine) line = NULL;

  if (gtk_bitset_get_size (chosen) != 1 || gtk_widget_get_focus_child (GTK_WIDGET (self->list)) == NULL)
    return;
  line = g_list_model_get_item (G_LIST_MODEL (self->found), gtk_bitset_get_nth (chosen, 0));
  if (line != NULL)
    locate (self, line);
}

/* Copying */

static void
copy_lines (SluiceConsole *self,
            GtkBitset     *chosen) /* NULL: all that are shown */
{
  guint n = chosen != NULL ? (guint) gtk_bitset_get_size (chosen) : get_n_found (self);
  GString *text = g_string_new (NULL);
  g_autofree char *copy = NULL;

  for (guint i = 0; i < n; i++)
    {
      guint position = chosen != NULL ? gtk_bitset_get_nth (chosen, i) : i;
      g_autoptr (SluiceConsoleLine) line = g_list_model_get_item (G_LIST_MODEL (self->found), position);
      g_autofree char *words = sluice_console_line_to_string (line);

      g_string_append_printf (text, "%s\n", words);
    }
  copy = g_string_free (text, FALSE);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), copy);
}

static gboolean
copy_cb (GtkWidget *widget,
         GVariant  *args,
         gpointer   user_data)
{
  SluiceConsole *self = SLUICE_CONSOLE (widget);
  g_autoptr (GtkBitset) chosen = gtk_selection_model_get_selection (self->selection);

  copy_lines (self, gtk_bitset_is_empty (chosen) ? NULL : chosen);
  return GDK_EVENT_STOP;
}

/* Lines with certain words */

static gboolean
has_words (gpointer item,
           gpointer user_data)
{
  SluiceConsole *self = user_data;

  return sluice_console_line_has_words (item, (const char * const *) self->words);
}

static void
search_cb (SluiceConsole *self)
{
  g_autofree char *text = g_utf8_casefold (gtk_editable_get_text (self->search), -1);
  g_auto (GStrv) before = g_steal_pointer (&self->words);
  g_autofree char *old = before != NULL ? g_strjoinv (" ", before) : NULL;

  if (*g_strstrip (text) != '\0')
    self->words = g_strsplit_set (text, " \t", -1);
  gtk_filter_list_model_set_filter (self->found, self->words != NULL ? self->filter : NULL);
  if (old != NULL && self->words != NULL)
    gtk_filter_changed (self->filter, g_str_has_prefix (text, old) ? GTK_FILTER_CHANGE_MORE_STRICT
                                                                   : GTK_FILTER_CHANGE_DIFFERENT);
  items_changed_cb (self);
}

static void
focus_lines (SluiceConsole *self)
{
  gtk_widget_child_focus (GTK_WIDGET (self->scroller), GTK_DIR_TAB_FORWARD);
}

static void
close_search (SluiceConsole *self)
{
  gtk_editable_set_text (self->search, "");
  gtk_widget_set_visible (self->search_bar, FALSE);
  focus_lines (self);
}

static void
sluice_console_dispose (GObject *object)
{
  SluiceConsole *self = SLUICE_CONSOLE (object);

  if (self->found != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->found, self);
      gtk_filter_list_model_set_filter (self->found, NULL);
    }
  if (self->selection != NULL)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  if (self->model != NULL)
    g_signal_handlers_disconnect_by_data (self->model, self);
  g_clear_handle_id (&self->scroll_id, g_source_remove);
  g_clear_pointer (&self->content, gtk_widget_unparent);
  g_clear_object (&self->selection);
  g_clear_object (&self->found);
  g_clear_object (&self->filter);
  g_clear_object (&self->model);
  g_clear_pointer (&self->words, g_strfreev);

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
  /**
   * SluiceConsole::visit:
   * @visit: of the run, that wrote the line
   */
  signals[VISIT] = g_signal_new ("visit", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT64);

  gtk_widget_class_add_binding (widget_class, GDK_KEY_c, GDK_CONTROL_MASK, copy_cb, NULL);
  g_type_ensure (SLUICE_TYPE_CONSOLE_LINE);
  g_type_ensure (SLUICE_TYPE_SPOKEN_BOX);
  g_type_ensure (SLUICE_TYPE_THUMBNAIL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/sluiceflow/Sluice/debugger/console.ui");
  gtk_widget_class_bind_template_child (widget_class, SluiceConsole, content);
  gtk_widget_class_bind_template_child (widget_class, SluiceConsole, search_bar);
  gtk_widget_class_bind_template_child (widget_class, SluiceConsole, search);
  gtk_widget_class_bind_template_child (widget_class, SluiceConsole, n_found);
  gtk_widget_class_bind_template_child (widget_class, SluiceConsole, stack);
  gtk_widget_class_bind_template_child (widget_class, SluiceConsole, scroller);
  gtk_widget_class_bind_template_child (widget_class, SluiceConsole, list);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_cb);
  gtk_widget_class_bind_template_callback (widget_class, focus_lines);
  gtk_widget_class_bind_template_callback (widget_class, close_search);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
sluice_console_init (SluiceConsole *self)
{
  self->follows = TRUE;
  self->model = sluice_console_model_new ();
  gtk_widget_init_template (GTK_WIDGET (self));

  self->found = gtk_filter_list_model_new (G_LIST_MODEL (g_object_ref (self->model)), NULL);
  gtk_filter_list_model_set_incremental (self->found, TRUE);
  self->filter = GTK_FILTER (gtk_custom_filter_new (has_words, self, NULL));
  self->selection = GTK_SELECTION_MODEL (gtk_multi_selection_new (G_LIST_MODEL (g_object_ref (self->found))));
  gtk_list_view_set_model (self->list, self->selection);
  g_signal_connect_swapped (self->selection, "selection-changed", G_CALLBACK (selection_changed_cb), self);

  /* After the list, which must know of new lines before it can scroll to them. */
  g_signal_connect_swapped (self->found, "items-changed", G_CALLBACK (items_changed_cb), self);
  g_signal_connect_swapped (self->model, "items-changed", G_CALLBACK (tell_found), self);
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
 * Returns: (transfer none): the list of the lines there are
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
  g_return_if_fail (SLUICE_IS_CONSOLE (self));

  copy_lines (self, NULL);
}

/**
 * sluice_console_open_search:
 *
 * Asks for the words that lines are to have to be shown.
 */
void
sluice_console_open_search (SluiceConsole *self)
{
  g_return_if_fail (SLUICE_IS_CONSOLE (self));

  gtk_widget_set_visible (self->search_bar, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
  gtk_editable_select_region (self->search, 0, -1);
}
