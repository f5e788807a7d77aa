/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The problems of the document; activating one leads to its node. */
#include "window/problem-list.h"

#include "window/problem-item.h"
#include "rows/wrap-box.h"
#include "spoken/spoken-box.h"

#define FREED_AT_ONCE 500

struct _SluiceProblemList
{
  GtkWidget parent_instance;

  /* Owned. */
  GListStore *items; /* of SluiceProblemItem */
  GPtrArray  *made;  /* for the last problems; some of them are in items */
  GPtrArray  *past;  /* that are freed bit by bit */
  guint       free_source; /* or 0 */

  /* Template. */
  GtkStack    *stack;
  GtkListView *list;
};

enum
{
  LOCATE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SluiceProblemList, sluice_problem_list, GTK_TYPE_WIDGET)

static void
activate_cb (SluiceProblemList *self,
             guint              position)
{
  g_autoptr (SluiceProblemItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), position);
  const char *address = item != NULL ? sluice_problem_item_get_address (item) : NULL;

  if (address != NULL)
    g_signal_emit (self, signals[LOCATE], 0, address);
}

/* A list makes rows for its model even where nobody sees them. */
static void
sluice_problem_list_map (GtkWidget *widget)
{
  SluiceProblemList *self = SLUICE_PROBLEM_LIST (widget);

  if (gtk_list_view_get_model (self->list) == NULL)
    {
      g_autoptr (GtkNoSelection) selection = gtk_no_selection_new (G_LIST_MODEL (g_object_ref (self->items)));

      gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (selection));
    }
  GTK_WIDGET_CLASS (sluice_problem_list_parent_class)->map (widget);
}

static void
sluice_problem_list_dispose (GObject *object)
{
  SluiceProblemList *self = SLUICE_PROBLEM_LIST (object);
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self));

  g_clear_pointer (&child, gtk_widget_unparent);
  g_clear_object (&self->items);
  g_clear_handle_id (&self->free_source, g_source_remove);
  g_clear_pointer (&self->made, g_ptr_array_unref);
  g_clear_pointer (&self->past, g_ptr_array_unref);

  G_OBJECT_CLASS (sluice_problem_list_parent_class)->dispose (object);
}

static void
sluice_problem_list_class_init (SluiceProblemListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sluice_problem_list_dispose;
  widget_class->map = sluice_problem_list_map;

  /**
   * SluiceProblemList::locate:
   * @address: the node the problem is about
   */
  signals[LOCATE] = g_signal_new ("locate", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                  0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  g_type_ensure (SLUICE_TYPE_PROBLEM_ITEM);
  g_type_ensure (SLUICE_TYPE_SPOKEN_BOX);
  g_type_ensure (SLUICE_TYPE_WRAP_BOX);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/sluiceflow/Sluice/window/problem-list.ui");
  gtk_widget_class_bind_template_child (widget_class, SluiceProblemList, stack);
  gtk_widget_class_bind_template_child (widget_class, SluiceProblemList, list);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
sluice_problem_list_init (SluiceProblemList *self)
{
  self->items = g_list_store_new (SLUICE_TYPE_PROBLEM_ITEM);
  self->made = g_ptr_array_new ();
  self->past = g_ptr_array_new_with_free_func (g_object_unref);
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * sluice_problem_list_new:
 *
 * Returns: (transfer floating): a list with no problem
 */
GtkWidget *
sluice_problem_list_new (void)
{
  return g_object_new (SLUICE_TYPE_PROBLEM_LIST, NULL);
}

static gboolean
shows (SluiceProblemList *self,
       guint              position,
       SluiceProblemItem *item)
{
  g_autoptr (SluiceProblemItem) shown = g_list_model_get_item (G_LIST_MODEL (self->items), position);

  return sluice_problem_item_equal (shown, item);
}

/* A row that is just being clicked stays, where nothing is said anew: only what lies between the rows at both ends that
 * stay as they are is replaced. */
static void
show_items (SluiceProblemList *self,
            GPtrArray         *items)
{
  guint n_shown = g_list_model_get_n_items (G_LIST_MODEL (self->items));
  guint n_most = MIN (n_shown, items->len), n_first = 0, n_last = 0;

  while (n_first < n_most && shows (self, n_first, g_ptr_array_index (items, n_first)))
    n_first++;
  while (n_last < n_most - n_first
         && shows (self, n_shown - 1 - n_last, g_ptr_array_index (items, items->len - 1 - n_last)))
    n_last++;
  if (n_first < n_shown || n_first < items->len)
    g_list_store_splice (self->items, n_first, n_shown - n_first - n_last,
                         items->pdata + n_first, items->len - n_first - n_last);
}

static gboolean
free_cb (gpointer user_data)
{
  SluiceProblemList *self = user_data;
  guint n_kept = self->past->len > FREED_AT_ONCE ? self->past->len - FREED_AT_ONCE : 0;

  g_ptr_array_set_size (self->past, (int) n_kept);
  if (n_kept > 0)
    return G_SOURCE_CONTINUE;
  self->free_source = 0;
  return G_SOURCE_REMOVE;
}

/* To free many takes longer than anybody should wait for. */
static void
free_later (SluiceProblemList *self,
            GPtrArray         *take_items)
{
  g_ptr_array_extend_and_steal (self->past, take_items);
  if (self->free_source == 0)
    self->free_source = g_idle_add_full (G_PRIORITY_LOW, free_cb, self, NULL);
}

/**
 * sluice_problem_list_take_rows:
 * @take_rows: (transfer full): of the problems that there are now, all made
 *
 * Shows what was found.
 */
void
sluice_problem_list_take_rows (SluiceProblemList *self,
                               SluiceProblemRows *take_rows)
{
  GPtrArray *items = sluice_problem_rows_finish (take_rows);

  g_return_if_fail (SLUICE_IS_PROBLEM_LIST (self));

  show_items (self, items);
  free_later (self, self->made);
  self->made = items;
  gtk_stack_set_visible_child_name (self->stack, items->len > 0 ? "problems" : "empty");
}

/**
 * sluice_problem_list_get_model:
 *
 * Returns: (transfer none): the problems, as SluiceProblemItem
 */
GListModel *
sluice_problem_list_get_model (SluiceProblemList *self)
{
  g_return_val_if_fail (SLUICE_IS_PROBLEM_LIST (self), NULL);

  return G_LIST_MODEL (self->items);
}
