/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The shared store of the run, or its queues, as a tree. It reads the value the session lends,
 * once an update, and only as deep as somebody has opened it. What a person does to it is in
 * value-tree-verbs.c.
 */
#include "debugger/value-tree-private.h"

#include "spoken/spoken-box.h"

#include "base/pointer.h"

#include <glib/gi18n.h>

/* From here on there is room to say beside each value who wrote it. */
#define WIDE 440

G_DEFINE_FINAL_TYPE (SluiceValueTree, sluice_value_tree, GTK_TYPE_WIDGET)

static SluiceValue
get_locals (SluiceValueTree *self)
{
  SluiceValue frames = sluice_run_session_get_frames (self->session);

  for (guint i = 0; i < sluice_value_get_length (frames); i++)
    if (sluice_value_has_member (sluice_value_get_element (frames, i), "chosen"))
      return sluice_value_get_member (sluice_value_get_element (frames, i), "locals");
  return sluice_value_null ();
}

static SluiceValue
get_watched (SluiceValueTree *self)
{
  SluiceValue watched = sluice_run_session_get_watched (self->session);

  return self->watch < sluice_value_get_length (watched) ? sluice_value_get_element (watched, self->watch)
                                                         : sluice_value_null ();
}

SluiceValue
sluice_value_tree_get_value (SluiceValueTree *self)
{
  if (self->session == NULL)
    return sluice_value_null ();

  switch (self->source)
    {
    case SLUICE_VALUE_TREE_QUEUES:
      return sluice_run_session_get_queues (self->session);
    case SLUICE_VALUE_TREE_LOCALS:
      return get_locals (self);
    case SLUICE_VALUE_TREE_WATCH:
      return sluice_value_get_member (get_watched (self), "value");
    case SLUICE_VALUE_TREE_STORE:
    default:
      return sluice_run_session_get_store (self->session);
    }
}

/* What queues and locals were before is not known: nothing is news there. */
static SluiceValue
get_base (SluiceValueTree *self)
{
  if (self->session != NULL && self->source == SLUICE_VALUE_TREE_WATCH &&
      sluice_value_has_member (get_watched (self), "base"))
    return sluice_value_get_member (get_watched (self), "base");
  if (self->session == NULL || self->source != SLUICE_VALUE_TREE_STORE)
    return sluice_value_tree_get_value (self);

  return sluice_run_session_get_base_store (self->session);
}

static SluiceValuePair
look_up (SluiceValueTree *self,
         const char      *pointer)
{
  SluiceValuePair pair = { sluice_value_null (), sluice_value_null (), FALSE, FALSE };

  pair.has = sluice_pointer_get (sluice_value_tree_get_value (self), pointer, &pair.value, NULL);
  pair.had = sluice_pointer_get (get_base (self), pointer, &pair.base, NULL);
  return pair;
}

/* Writers are known of the store alone. */
static SluiceRunSession *
get_writers (SluiceValueTree *self)
{
  return self->source == SLUICE_VALUE_TREE_STORE ? self->session : NULL;
}

static GListModel *
create_children (gpointer item,
                 gpointer user_data)
{
  SluiceValueTree *self = user_data;
  SluiceValueItem *value_item = item;
  GListModel *children;

  if (!sluice_value_item_is_container (value_item))
    return NULL;

  if (sluice_value_item_get_children (value_item) == NULL)
    {
      SluiceValuePair pair = look_up (self, sluice_value_item_get_pointer (value_item));

      sluice_value_item_open (value_item, &pair, get_writers (self));
    }
  children = sluice_value_item_get_children (value_item);

  return g_object_ref (children);
}

/* Returns: whether one of the queues takes another number of items than was known of it */
static gboolean
update_limits (SluiceValueTree *self)
{
  GPtrArray *queues = sluice_run_session_get_queue_infos (self->session);
  GListModel *items = sluice_value_item_get_children (self->root);
  gboolean is_new = FALSE;

  for (guint i = 0; i < MIN (queues->len, g_list_model_get_n_items (items)); i++)
    {
      g_autoptr (SluiceValueItem) item = g_list_model_get_item (items, i);
      const SluiceQueueInfo *queue = g_ptr_array_index (queues, i);

      if (g_strcmp0 (sluice_value_item_get_key (item), queue->name) == 0)
        is_new |= sluice_value_item_set_limit (item, queue->limit);
    }
  return is_new;
}

static void
update (SluiceValueTree *self)
{
  SluiceValuePair pair = look_up (self, "");

  self->is_stale = FALSE;
  sluice_value_item_update (self->root, &pair, get_writers (self));
  if (self->source == SLUICE_VALUE_TREE_QUEUES && update_limits (self))
    sluice_value_item_update (self->root, &pair, get_writers (self));
  if (self->source == SLUICE_VALUE_TREE_QUEUES)
    gtk_label_set_label (self->empty_label, sluice_run_session_has_queues (self->session) ? _("No queue is used")
                                            : _("The record does not have what was in them"));
  gtk_stack_set_visible_child_name (self->stack, sluice_value_tree_is_empty (self) ? "empty" : "tree");
}

static gboolean
has_focus (SluiceValueTree *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->view));
}

/* A row that goes must not take the keyboard along. */
static void
update_if_stale (SluiceValueTree *self)
{
  gboolean had_focus = has_focus (self);

  if (!self->is_stale || self->session == NULL)
    return;
  update (self);
  if (had_focus && !has_focus (self) && gtk_widget_get_mapped (GTK_WIDGET (self->view)))
    gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static void
updated_cb (SluiceValueTree       *self,
            const SluiceRunUpdate *change)
{
  /* Queues have no mark of their own: what changes them changes a lane or the store. */
  if (change->restarted || change->store || (self->source == SLUICE_VALUE_TREE_QUEUES && change->lanes) ||
      (self->source >= SLUICE_VALUE_TREE_LOCALS && change->looks))
    self->is_stale = TRUE;
  if (change->restarted)
    sluice_value_tree_close_editor (self);
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  update_if_stale (self);
  sluice_value_tree_update_verbs (self);
}

static void
sluice_value_tree_map (GtkWidget *widget)
{
  SluiceValueTree *self = SLUICE_VALUE_TREE (widget);

  GTK_WIDGET_CLASS (sluice_value_tree_parent_class)->map (widget);
  update_if_stale (self);
  sluice_value_tree_update_verbs (self);
}

static gboolean
has_column (SluiceValueTree     *self,
            GtkColumnViewColumn *column)
{
  GListModel *columns = gtk_column_view_get_columns (self->view);
  gboolean found = FALSE;

  for (guint i = 0; !found && i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr (GtkColumnViewColumn) at = g_list_model_get_item (columns, i);

      found = at == column;
    }
  return found;
}

/* Who wrote a value is told beside it where there is room, and by its tooltip in any case. A column that is
 * only hidden would take its share of the room. */
static gboolean
fit_columns_cb (gpointer data)
{
  SluiceValueTree *self = data;
  gboolean wants;

  self->fit_id = 0;
  wants = self->is_wide && self->source == SLUICE_VALUE_TREE_STORE;
  if (wants && !has_column (self, self->writer_column))
    gtk_column_view_append_column (self->view, self->writer_column);
  else if (!wants && has_column (self, self->writer_column))
    gtk_column_view_remove_column (self->view, self->writer_column);

  return G_SOURCE_REMOVE;
}

static void
sluice_value_tree_size_allocate (GtkWidget *widget,
                                 int        width,
                                 int        height,
                                 int        baseline)
{
  SluiceValueTree *self = SLUICE_VALUE_TREE (widget);

  GTK_WIDGET_CLASS (sluice_value_tree_parent_class)->size_allocate (widget, width, height, baseline);
  if (self->is_wide == (width >= WIDE))
    return;
  self->is_wide = width >= WIDE;
  if (self->fit_id == 0)
    self->fit_id = g_idle_add (fit_columns_cb, self);
}

static void
sluice_value_tree_dispose (GObject *object)
{
  SluiceValueTree *self = SLUICE_VALUE_TREE (object);
  GtkWidget *child;

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  g_clear_handle_id (&self->fit_id, g_source_remove);
  g_clear_handle_id (&self->edit_id, g_source_remove);
  self->edits_at_end = FALSE;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->editor);
  g_clear_pointer (&self->edited, g_free);
  sluice_value_tree_clear_verbs (self);
  g_clear_object (&self->model);
  g_clear_object (&self->root);

  G_OBJECT_CLASS (sluice_value_tree_parent_class)->dispose (object);
}

static void
sluice_value_tree_class_init (SluiceValueTreeClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sluice_value_tree_dispose;
  widget_class->map = sluice_value_tree_map;
  widget_class->size_allocate = sluice_value_tree_size_allocate;

  g_type_ensure (SLUICE_TYPE_VALUE_ITEM);
  g_type_ensure (SLUICE_TYPE_SPOKEN_BOX);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/sluiceflow/Sluice/debugger/value-tree.ui");
  gtk_widget_class_bind_template_child (widget_class, SluiceValueTree, stack);
  gtk_widget_class_bind_template_child (widget_class, SluiceValueTree, empty_label);
  gtk_widget_class_bind_template_child (widget_class, SluiceValueTree, view);
  gtk_widget_class_bind_template_child (widget_class, SluiceValueTree, writer_column);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  sluice_value_tree_install_verbs (widget_class);
}

static void
sluice_value_tree_init (SluiceValueTree *self)
{
  g_autoptr (GtkSingleSelection) selection = NULL;

  self->root = sluice_value_item_new_root ();
  gtk_widget_init_template (GTK_WIDGET (self));

  self->model = gtk_tree_list_model_new (g_object_ref (sluice_value_item_get_children (self->root)),
                                         FALSE, FALSE, create_children, self, NULL);
  selection = gtk_single_selection_new (G_LIST_MODEL (g_object_ref (self->model)));
  gtk_single_selection_set_autoselect (selection, FALSE);
  gtk_single_selection_set_can_unselect (selection, TRUE);
  gtk_column_view_set_model (self->view, GTK_SELECTION_MODEL (selection));
  sluice_value_tree_init_verbs (self);
}

/**
 * sluice_value_tree_new:
 *
 * Returns: (transfer floating): an empty tree
 */
GtkWidget *
sluice_value_tree_new (void)
{
  return g_object_new (SLUICE_TYPE_VALUE_TREE, NULL);
}

/**
 * sluice_value_tree_set_session:
 * @session: whose values it shows
 * @source: which of them
 */
void
sluice_value_tree_set_session (SluiceValueTree       *self,
                               SluiceRunSession      *session,
                               SluiceValueTreeSource  source)
{
  static const struct
  {
    const char *id;
    const char *name;
    const char *empty;
  } words[] = {
    [SLUICE_VALUE_TREE_STORE] = { "store-tree", N_("Shared Store"), N_("The store is empty") },
    [SLUICE_VALUE_TREE_QUEUES] = { "queue-tree", N_("Queues"), N_("No queue is used") },
    [SLUICE_VALUE_TREE_LOCALS] = { "locals-tree", N_("Locals"), N_("No locals here") },
    [SLUICE_VALUE_TREE_WATCH] = { "watch-tree", N_("Watched Value"), N_("Nothing in it") },
  };
  const char *name = _(words[source].name);
  GtkWidget *header = gtk_widget_get_first_child (GTK_WIDGET (self->view));
  GtkWidget *rows = gtk_widget_get_last_child (GTK_WIDGET (self->view));

  g_return_if_fail (SLUICE_IS_VALUE_TREE (self));
  g_return_if_fail (SLUICE_IS_RUN_SESSION (session));

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_set_object (&self->session, session);
  self->source = source;
  gtk_label_set_label (self->empty_label, _(words[source].empty));
  gtk_widget_set_name (GTK_WIDGET (self->view), words[source].id);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (header), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Columns"), -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (rows), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect_object (session, "updated", G_CALLBACK (updated_cb), self, G_CONNECT_SWAPPED);
  sluice_value_tree_follow_replies (self);
  update (self);
  sluice_value_tree_update_verbs (self);
}

/**
 * sluice_value_tree_set_watch:
 * @index: which of the session's watches it shows, if it shows one
 */
void
sluice_value_tree_set_watch (SluiceValueTree *self,
                             guint            index)
{
  g_return_if_fail (SLUICE_IS_VALUE_TREE (self));

  if (self->watch == index)
    return;
  self->watch = index;
  update (self);
}

/**
 * sluice_value_tree_get_model:
 *
 * Returns: (transfer none): the rows, as GtkTreeListRow of SluiceValueItem
 */
GListModel *
sluice_value_tree_get_model (SluiceValueTree *self)
{
  g_return_val_if_fail (SLUICE_IS_VALUE_TREE (self), NULL);

  update_if_stale (self);
  return G_LIST_MODEL (self->model);
}

/**
 * sluice_value_tree_is_empty:
 *
 * Returns: whether there is nothing to show
 */
gboolean
sluice_value_tree_is_empty (SluiceValueTree *self)
{
  g_return_val_if_fail (SLUICE_IS_VALUE_TREE (self), TRUE);

  update_if_stale (self);
  return g_list_model_get_n_items (sluice_value_item_get_children (self->root)) == 0;
}
