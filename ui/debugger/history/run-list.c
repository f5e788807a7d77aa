/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The list of runs. Records are read in a thread, when the list is seen; what is done to the chosen
 * ones is in run-list-verbs.c.
 */
#include "debugger/history/run-list-private.h"

#include "spoken/spoken-box.h"

#include <glib/gi18n.h>

enum
{
  OPENED,
  FORKED,
  EXPORTED,
  FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SluiceRunList, sluice_run_list, GTK_TYPE_WIDGET)

void
sluice_run_list_emit_failed (SluiceRunList *self,
                             const char    *text,
                             const GError  *error)
{
  g_signal_emit (self, signals[FAILED], 0, text, error);
}

void
sluice_run_list_emit_opened (SluiceRunList *self,
                             const char    *path,
                             const char    *other)
{
  g_signal_emit (self, signals[OPENED], 0, path, other);
}

void
sluice_run_list_emit_request (SluiceRunList        *self,
                              SluiceRunListRequest  request,
                              const char           *path)
{
  g_signal_emit (self, signals[request == SLUICE_RUN_LIST_FORK ? FORKED : EXPORTED], 0, path);
}

GPtrArray *
sluice_run_list_dup_selected (SluiceRunList *self)
{
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->selection));

  for (guint i = 0; i < n_items; i++)
    if (gtk_selection_model_is_selected (self->selection, i))
      g_ptr_array_add (items, g_list_model_get_item (G_LIST_MODEL (self->selection), i));
  return items;
}

/* What is shown */

static gboolean
is_shown (gpointer item,
          gpointer user_data)
{
  SluiceRunList *self = user_data;

  return (gtk_toggle_button_get_active (self->all) || sluice_run_item_is_of (item, self->file))
         && (self->folded == NULL || sluice_run_item_matches (item, self->folded));
}

static void
update_empty (SluiceRunList *self)
{
  gboolean is_empty = g_list_model_get_n_items (G_LIST_MODEL (self->selection)) == 0;

  gtk_stack_set_visible_child_name (self->stack, is_empty ? "empty" : "list");
  if (self->is_loading && g_list_model_get_n_items (G_LIST_MODEL (self->runs)) == 0)
    gtk_label_set_label (self->empty, _("Looking for runs…"));
  else if (self->folded != NULL)
    gtk_label_set_label (self->empty, _("No run has that in it"));
  else if (gtk_toggle_button_get_active (self->all))
    gtk_label_set_label (self->empty, _("No runs yet: each is recorded as it happens"));
  else
    gtk_label_set_label (self->empty, _("No runs of this flow yet: each is recorded as it happens"));
}

static void
items_changed_cb (SluiceRunList *self)
{
  update_empty (self);
  sluice_run_list_update_verbs (self);
}

static void
filter_cb (SluiceRunList *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->search));

  g_clear_pointer (&self->folded, g_free);
  if (*text != '\0')
    self->folded = g_utf8_casefold (text, -1);
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
  update_empty (self);
}

/* Loading */

static void
load_thread (GTask        *task,
             gpointer      source,
             gpointer      data,
             GCancellable *cancellable)
{
  g_task_return_pointer (task, sluice_history_list (NULL, NULL), (GDestroyNotify) g_ptr_array_unref);
}

static gboolean
is_of_run (SluiceRunItem          *item,
           const SluiceHistoryRun *run)
{
  return item != NULL && g_str_equal (sluice_run_item_get_run (item)->path, run->path);
}

/* Those whose records are gone. */
static void
remove_gone (SluiceRunList *self,
             GPtrArray     *runs)
{
  g_autoptr (GHashTable) paths = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < runs->len; i++)
    g_hash_table_add (paths, ((SluiceHistoryRun *) g_ptr_array_index (runs, i))->path);
  for (guint i = g_list_model_get_n_items (G_LIST_MODEL (self->runs)); i > 0; i--)
    {
      g_autoptr (SluiceRunItem) item = g_list_model_get_item (G_LIST_MODEL (self->runs), i - 1);

      if (!g_hash_table_contains (paths, sluice_run_item_get_run (item)->path))
        g_list_store_remove (self->runs, i - 1);
    }
}

/* How many of @runs from @first on come before the item at @position. */
static guint
count_new (SluiceRunList *self,
           GPtrArray     *runs,
           guint          first,
           guint          position)
{
  g_autoptr (SluiceRunItem) next = g_list_model_get_item (G_LIST_MODEL (self->runs), position);
  guint n = 0;

  while (first + n < runs->len && !is_of_run (next, g_ptr_array_index (runs, first + n)))
    n++;
  return n;
}

/* Rows stay while their runs do, so that the keyboard and what is chosen stay where they are. */
static void
merge (SluiceRunList *self,
       GPtrArray     *runs) /* of SluiceHistoryRun, which it takes; newest first, as the items are */
{
  guint i = 0, n_left;

  remove_gone (self, runs);
  while (i < runs->len)
    {
      guint n_new = count_new (self, runs, i, i);
      g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
      g_autoptr (SluiceRunItem) known = g_list_model_get_item (G_LIST_MODEL (self->runs), i);

      for (guint k = 0; k < n_new; k++)
        g_ptr_array_add (items, sluice_run_item_new (g_ptr_array_index (runs, i + k)));
      if (n_new > 0)
        g_list_store_splice (self->runs, i, 0, items->pdata, items->len);
      i += n_new;
      if (i < runs->len)
        sluice_run_item_update (known, g_ptr_array_index (runs, i++));
    }
  n_left = g_list_model_get_n_items (G_LIST_MODEL (self->runs)) - i;
  if (n_left > 0)
    g_list_store_splice (self->runs, i, n_left, NULL, 0);
}

/* Where the row that had the keyboard is gone, it is for the one in its place, which is chosen. */
static void
restore_focus (SluiceRunList *self)
{
  g_autoptr (GtkBitset) chosen = gtk_selection_model_get_selection (self->selection);
  guint position;

  if (gtk_widget_get_focus_child (GTK_WIDGET (self->list)) == NULL)
    gtk_widget_grab_focus (gtk_widget_get_mapped (GTK_WIDGET (self->list)) ? GTK_WIDGET (self->list)
                                                                           : GTK_WIDGET (self->search));
  if (gtk_bitset_is_empty (chosen) && sluice_run_list_find_focus (self, &position))
    gtk_selection_model_select_item (self->selection, position, TRUE);
}

static void load (SluiceRunList *self);

static void
loaded_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  SluiceRunList *self = SLUICE_RUN_LIST (source);
  g_autoptr (GPtrArray) runs = g_task_propagate_pointer (G_TASK (result), NULL);
  gboolean had_focus;

  self->is_loading = FALSE;
  if (self->content == NULL)
    return;
  had_focus = gtk_widget_get_focus_child (GTK_WIDGET (self->list)) != NULL;
  g_ptr_array_set_free_func (runs, NULL);
  merge (self, runs);
  /* A record that has just begun says only later what it is of. */
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
  items_changed_cb (self);
  if (had_focus)
    restore_focus (self);
  if (self->is_stale && gtk_widget_get_mapped (GTK_WIDGET (self)))
    load (self);
}

static void
load (SluiceRunList *self)
{
  g_autoptr (GTask) task = NULL;

  self->is_stale = FALSE;
  self->is_loading = TRUE;
  update_empty (self);
  task = g_task_new (self, NULL, loaded_cb, NULL);
  g_task_set_source_tag (task, load);
  g_task_run_in_thread (task, load_thread);
}

static void
sluice_run_list_map (GtkWidget *widget)
{
  SluiceRunList *self = SLUICE_RUN_LIST (widget);

  GTK_WIDGET_CLASS (sluice_run_list_parent_class)->map (widget);
  if (self->is_stale && !self->is_loading)
    load (self);
}

/* Life */

static void
sluice_run_list_dispose (GObject *object)
{
  SluiceRunList *self = SLUICE_RUN_LIST (object);

  if (self->selection != NULL)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  sluice_run_list_clear_menu (self);
  g_clear_pointer (&self->content, gtk_widget_unparent);
  g_clear_object (&self->selection);
  g_clear_object (&self->filter);
  g_clear_object (&self->runs);

  G_OBJECT_CLASS (sluice_run_list_parent_class)->dispose (object);
}

static void
sluice_run_list_finalize (GObject *object)
{
  SluiceRunList *self = SLUICE_RUN_LIST (object);

  g_free (self->file);
  g_free (self->shown);
  g_free (self->folded);

  G_OBJECT_CLASS (sluice_run_list_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, SluiceRunList, content);
  gtk_widget_class_bind_template_child (widget_class, SluiceRunList, search);
  gtk_widget_class_bind_template_child (widget_class, SluiceRunList, all);
  gtk_widget_class_bind_template_child (widget_class, SluiceRunList, stack);
  gtk_widget_class_bind_template_child (widget_class, SluiceRunList, empty);
  gtk_widget_class_bind_template_child (widget_class, SluiceRunList, list);
  gtk_widget_class_bind_template_child (widget_class, SluiceRunList, open_button);
  gtk_widget_class_bind_template_child (widget_class, SluiceRunList, compare_button);
  gtk_widget_class_bind_template_child (widget_class, SluiceRunList, rename_button);
  gtk_widget_class_bind_template_child (widget_class, SluiceRunList, name);
  gtk_widget_class_bind_template_child (widget_class, SluiceRunList, pin);
  gtk_widget_class_bind_template_child (widget_class, SluiceRunList, delete_button);
  gtk_widget_class_bind_template_child (widget_class, SluiceRunList, delete_words);
  gtk_widget_class_bind_template_child (widget_class, SluiceRunList, clean_button);
  gtk_widget_class_bind_template_child (widget_class, SluiceRunList, keep);
  gtk_widget_class_bind_template_child (widget_class, SluiceRunList, clean_words);
  gtk_widget_class_bind_template_callback (widget_class, filter_cb);
}

static void
sluice_run_list_class_init (SluiceRunListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = sluice_run_list_dispose;
  object_class->finalize = sluice_run_list_finalize;
  widget_class->map = sluice_run_list_map;

  /**
   * SluiceRunList::opened:
   * @path: a record
   * @other: (nullable): the one that it is to be compared with
   */
  signals[OPENED] = g_signal_new ("opened", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
  /**
   * SluiceRunList::forked:
   * @path: a record of the document, from whose beginning another run is to begin
   */
  signals[FORKED] = g_signal_new ("forked", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);
  /**
   * SluiceRunList::exported:
   * @path: a record that is to be written as text
   */
  signals[EXPORTED] = g_signal_new ("exported", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 1, G_TYPE_STRING);
  /**
   * SluiceRunList::failed:
   * @text: what could not be done
   * @error: why
   */
  signals[FAILED] = g_signal_new ("failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_ERROR);

  g_type_ensure (SLUICE_TYPE_RUN_ITEM);
  g_type_ensure (SLUICE_TYPE_SPOKEN_BOX);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/sluiceflow/Sluice/history/run-list.ui");
  bind_children (widget_class);
  sluice_run_list_install_verbs (widget_class);
  sluice_run_list_install_menu (widget_class);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
sluice_run_list_init (SluiceRunList *self)
{
  GListModel *filtered;

  self->is_stale = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  self->runs = g_list_store_new (SLUICE_TYPE_RUN_ITEM);
  self->filter = gtk_custom_filter_new (is_shown, self, NULL);
  filtered = G_LIST_MODEL (gtk_filter_list_model_new (g_object_ref (G_LIST_MODEL (self->runs)),
                                                      g_object_ref (GTK_FILTER (self->filter))));
  self->selection = GTK_SELECTION_MODEL (gtk_multi_selection_new (filtered));
  gtk_list_view_set_model (self->list, self->selection);
  g_signal_connect_swapped (self->selection, "items-changed", G_CALLBACK (items_changed_cb), self);
  g_signal_connect_swapped (self->selection, "selection-changed", G_CALLBACK (sluice_run_list_update_verbs), self);
  sluice_run_list_init_verbs (self);
  sluice_run_list_init_menu (self);
  items_changed_cb (self);
}

/**
 * sluice_run_list_new:
 *
 * Returns: (transfer floating): a list that loads when it is seen
 */
GtkWidget *
sluice_run_list_new (void)
{
  return g_object_new (SLUICE_TYPE_RUN_LIST, NULL);
}

/**
 * sluice_run_list_set_file:
 * @file: (nullable): the document's path; %NULL: it is not saved
 *
 * Its runs are shown, unless all are wanted.
 */
void
sluice_run_list_set_file (SluiceRunList *self,
                          const char    *file)
{
  g_return_if_fail (SLUICE_IS_RUN_LIST (self));

  if (g_strcmp0 (self->file, file) == 0)
    return;
  g_free (self->file);
  self->file = g_strdup (file);
  filter_cb (self);
}

/**
 * sluice_run_list_set_shown:
 * @path: (nullable): the record that is looked at
 */
void
sluice_run_list_set_shown (SluiceRunList *self,
                           const char    *path)
{
  g_return_if_fail (SLUICE_IS_RUN_LIST (self));

  g_free (self->shown);
  self->shown = g_strdup (path);
  sluice_run_list_update_verbs (self);
}

/**
 * sluice_run_list_refresh:
 *
 * Looks for the runs there are, at once if the list is seen.
 */
void
sluice_run_list_refresh (SluiceRunList *self)
{
  g_return_if_fail (SLUICE_IS_RUN_LIST (self));

  self->is_stale = TRUE;
  if (gtk_widget_get_mapped (GTK_WIDGET (self)) && !self->is_loading)
    load (self);
}

/**
 * sluice_run_list_focus:
 *
 * Moves the focus to where runs are searched for.
 */
void
sluice_run_list_focus (SluiceRunList *self)
{
  g_return_if_fail (SLUICE_IS_RUN_LIST (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}
