/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The outline: flows and their nodes in document order, from when it is first shown. What is selected
 * in it is told, so that the canvas can go there, and is told to it when the canvas goes elsewhere. A
 * filter leaves what is called so; the selection is remembered while its row is filtered away.
 */
#include "outline/outline-private.h"

#include "outline/outline-row.h"

enum
{
  SHOW_FLOW,
  LOCATE,
  ACTIVATE,
  MESSAGE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SluiceOutline, sluice_outline, GTK_TYPE_WIDGET)

static SluiceOutlineItem *
ref_item_at (SluiceOutline *self,
             guint          position)
{
  g_autoptr (GtkTreeListRow) row = g_list_model_get_item (G_LIST_MODEL (self->selection), position);

  return row != NULL ? gtk_tree_list_row_get_item (row) : NULL;
}

static guint
find_position (SluiceOutline *self,
               const char    *address)
{
  guint n_rows = g_list_model_get_n_items (G_LIST_MODEL (self->selection));

  for (guint i = 0; address != NULL && i < n_rows; i++)
    {
      g_autoptr (SluiceOutlineItem) item = ref_item_at (self, i);

      if (g_str_equal (sluice_outline_item_get_address (item), address))
        return i;
    }

  return GTK_INVALID_LIST_POSITION;
}

static gboolean
has_focus (SluiceOutline *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->list));
}

/* Selects the row of what is to be selected, if it has one, and brings it into view. */
static void
show_selected (SluiceOutline *self)
{
  guint position = find_position (self, self->address);

  if (gtk_single_selection_get_selected (self->selection) != position)
    {
      self->is_selecting = TRUE;
      gtk_single_selection_set_selected (self->selection, position);
      self->is_selecting = FALSE;
    }
  if (position != GTK_INVALID_LIST_POSITION)
    gtk_widget_activate_action (GTK_WIDGET (self->list), "list.scroll-to-item", "u", position);
  if (position != GTK_INVALID_LIST_POSITION && has_focus (self))
    sluice_outline_focus (self);
  sluice_outline_update_verbs (self);
}

static void
follow_document (SluiceOutline  *self,
                 SluiceDocument *document)
{
  self->is_selecting = TRUE;
  sluice_outline_model_set_document (self->model, document);
  self->is_selecting = FALSE;
}

static void
selected_cb (SluiceOutline *self)
{
  SluiceOutlineItem *item = sluice_outline_get_selected_item (self);
  const char *address = item != NULL ? sluice_outline_item_get_address (item) : NULL;

  if (item == NULL)
    sluice_outline_update_verbs (self);
  if (self->is_selecting || address == NULL || g_strcmp0 (address, self->address) == 0)
    return;

  g_free (self->address);
  self->address = g_strdup (address);
  sluice_outline_update_verbs (self);
  g_signal_emit (self, signals[sluice_outline_item_is_flow (item) ? SHOW_FLOW : LOCATE], 0, self->address);
}

static void
activate_cb (SluiceOutline *self,
             guint          position)
{
  g_autoptr (SluiceOutlineItem) item = ref_item_at (self, position);
  g_autofree char *address = item != NULL ? g_strdup (sluice_outline_item_get_address (item)) : NULL;

  if (address != NULL)
    g_signal_emit (self, signals[ACTIVATE], 0, address);
}

/* Flows that are folded would hide what was found in them. */
static void
unfold (SluiceOutline *self)
{
  guint n_flows = g_list_model_get_n_items (sluice_outline_model_get_flows (self->model));

  for (guint i = 0; i < n_flows; i++)
    {
      g_autoptr (GtkTreeListRow) row = gtk_tree_list_model_get_child_row (self->tree, i);

      gtk_tree_list_row_set_expanded (row, TRUE);
    }
}

static void
look_for_query (SluiceOutline *self)
{
  GListModel *flows = sluice_outline_model_get_flows (self->model);
  guint n_flows = g_list_model_get_n_items (flows);
  gboolean found_any = FALSE;

  for (guint i = 0; i < n_flows; i++)
    {
      g_autoptr (SluiceOutlineItem) flow = g_list_model_get_item (flows, i);

      if (sluice_outline_item_look_for (flow, self->query))
        found_any = TRUE;
    }
  if (self->query[0] != '\0')
    unfold (self);

  /* A row that goes would leave the selection to its neighbour. */
  self->is_selecting = TRUE;
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
  self->is_selecting = FALSE;
  gtk_stack_set_visible_child_name (self->stack, found_any || self->query[0] == '\0' ? "rows" : "none");
  show_selected (self);
}

static gboolean
match_cb (gpointer row,
          gpointer user_data)
{
  g_autoptr (SluiceOutlineItem) item = gtk_tree_list_row_get_item (row);

  return sluice_outline_item_is_found (item);
}

static void
search_changed_cb (SluiceOutline *self)
{
  g_free (self->query);
  self->query = g_utf8_casefold (gtk_editable_get_text (GTK_EDITABLE (self->search)), -1);
  look_for_query (self);
}

/* Enter goes to the first node that was found. */
static void
search_activate_cb (SluiceOutline *self)
{
  guint n_rows = g_list_model_get_n_items (G_LIST_MODEL (self->selection));

  for (guint i = 0; i < n_rows; i++)
    {
      g_autoptr (SluiceOutlineItem) item = ref_item_at (self, i);

      if (!sluice_outline_item_is_flow (item))
        {
          activate_cb (self, i);
          return;
        }
    }
}

static void
search_stop_cb (SluiceOutline *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  sluice_outline_focus (self);
}

static gboolean
follow_cb (gpointer user_data)
{
  SluiceOutline *self = user_data;

  self->follow_source = 0;
  if (self->query[0] != '\0')
    look_for_query (self);
  else
    show_selected (self);

  return G_SOURCE_REMOVE;
}

/* After all of a change was told to everybody. */
static void
followed_cb (SluiceOutline *self)
{
  if (self->follow_source == 0)
    self->follow_source = g_idle_add_full (G_PRIORITY_HIGH_IDLE, follow_cb, self, NULL);
}

static GListModel *
create_nodes (gpointer item,
              gpointer user_data)
{
  GListStore *nodes = sluice_outline_item_get_nodes (item);

  return nodes != NULL ? G_LIST_MODEL (g_object_ref (nodes)) : NULL;
}

static void
setup_cb (GtkListItemFactory *factory,
          GtkListItem        *list_item)
{
  gtk_list_item_set_child (list_item, sluice_outline_row_new ());
}

static void
bind_cb (GtkListItemFactory *factory,
         GtkListItem        *list_item)
{
  sluice_outline_row_set_row (SLUICE_OUTLINE_ROW (gtk_list_item_get_child (list_item)),
                              gtk_list_item_get_item (list_item));
}

static void
unbind_cb (GtkListItemFactory *factory,
           GtkListItem        *list_item)
{
  sluice_outline_row_set_row (SLUICE_OUTLINE_ROW (gtk_list_item_get_child (list_item)), NULL);
}

/* It follows the document from when somebody first looks. */
static void
sluice_outline_map (GtkWidget *widget)
{
  SluiceOutline *self = SLUICE_OUTLINE (widget);

  follow_document (self, self->document);
  GTK_WIDGET_CLASS (sluice_outline_parent_class)->map (widget);
}

static void
sluice_outline_dispose (GObject *object)
{
  SluiceOutline *self = SLUICE_OUTLINE (object);

  g_clear_handle_id (&self->follow_source, g_source_remove);
  if (self->model != NULL)
    g_signal_handlers_disconnect_by_data (self->model, self);
  if (self->selection != NULL)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  g_clear_pointer (&self->menu, gtk_widget_unparent);
  g_clear_pointer (&self->rename, gtk_widget_unparent);
  g_clear_pointer (&self->content, gtk_widget_unparent);

  G_OBJECT_CLASS (sluice_outline_parent_class)->dispose (object);

  g_clear_object (&self->selection);
  g_clear_object (&self->filter);
  g_clear_object (&self->tree);
  g_clear_object (&self->model);
  g_clear_object (&self->document);
}

static void
sluice_outline_finalize (GObject *object)
{
  SluiceOutline *self = SLUICE_OUTLINE (object);

  g_free (self->query);
  g_free (self->address);

  G_OBJECT_CLASS (sluice_outline_parent_class)->finalize (object);
}

static void
add_signal (SluiceOutlineClass *klass,
            guint               signal,
            const char         *name)
{
  signals[signal] = g_signal_new (name, G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                  0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
sluice_outline_class_init (SluiceOutlineClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = sluice_outline_dispose;
  object_class->finalize = sluice_outline_finalize;
  widget_class->map = sluice_outline_map;

  add_signal (klass, SHOW_FLOW, "show-flow");
  add_signal (klass, LOCATE, "locate");
  add_signal (klass, ACTIVATE, "activate");
  add_signal (klass, MESSAGE, "message");

  gtk_widget_class_set_template_from_resource (widget_class, "/org/sluiceflow/Sluice/outline/outline.ui");
  gtk_widget_class_bind_template_child (widget_class, SluiceOutline, content);
  gtk_widget_class_bind_template_child (widget_class, SluiceOutline, search);
  gtk_widget_class_bind_template_child (widget_class, SluiceOutline, stack);
  gtk_widget_class_bind_template_child (widget_class, SluiceOutline, list);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_stop_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "outline");
  sluice_outline_install_verbs (widget_class);
}

static void
make_models (SluiceOutline *self)
{
  GListModel *flows = sluice_outline_model_get_flows (self->model);
  GtkFilterListModel *found;

  self->tree = gtk_tree_list_model_new (g_object_ref (flows), FALSE, TRUE, create_nodes, NULL, NULL);
  self->filter = gtk_custom_filter_new (match_cb, NULL, NULL);
  found = gtk_filter_list_model_new (G_LIST_MODEL (g_object_ref (self->tree)),
                                     GTK_FILTER (g_object_ref (self->filter)));
  self->selection = gtk_single_selection_new (G_LIST_MODEL (found));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  g_signal_connect_object (self->selection, "notify::selected-item",
                           G_CALLBACK (selected_cb), self, G_CONNECT_SWAPPED);
}

static void
sluice_outline_init (SluiceOutline *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  self->model = sluice_outline_model_new ();
  self->query = g_strdup ("");
  gtk_widget_init_template (GTK_WIDGET (self));

  make_models (self);
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), NULL);
  gtk_list_view_set_factory (self->list, factory);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (self->selection));
  g_signal_connect_object (self->model, "followed", G_CALLBACK (followed_cb), self, G_CONNECT_SWAPPED);
  sluice_outline_connect_menu (self);
  sluice_outline_update_verbs (self);
}

/**
 * sluice_outline_get_selected_item:
 *
 * Returns: (transfer none) (nullable): what is selected
 */
SluiceOutlineItem *
sluice_outline_get_selected_item (SluiceOutline *self)
{
  guint position = gtk_single_selection_get_selected (self->selection);
  g_autoptr (SluiceOutlineItem) item = ref_item_at (self, position);

  return item;
}

/**
 * sluice_outline_find_row_widget:
 *
 * Returns: (transfer none) (nullable): the row that is selected, if it is on screen or about to be
 */
GtkWidget *
sluice_outline_find_row_widget (SluiceOutline *self)
{
  SluiceOutlineItem *item = sluice_outline_get_selected_item (self);

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->list));
       item != NULL && child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *row = gtk_widget_get_first_child (child);

      if (SLUICE_IS_OUTLINE_ROW (row) &&
          sluice_outline_row_get_item (SLUICE_OUTLINE_ROW (row)) == item)
        return row;
    }

  return NULL;
}

/**
 * sluice_outline_new:
 *
 * Returns: (transfer floating): an outline of no document
 */
GtkWidget *
sluice_outline_new (void)
{
  return g_object_new (SLUICE_TYPE_OUTLINE, NULL);
}

/**
 * sluice_outline_get_model:
 *
 * Returns: (transfer none): what it shows; its run, breakpoints and problems are set there
 */
SluiceOutlineModel *
sluice_outline_get_model (SluiceOutline *self)
{
  g_return_val_if_fail (SLUICE_IS_OUTLINE (self), NULL);

  return self->model;
}

/**
 * sluice_outline_set_document:
 * @document: what it shows
 */
void
sluice_outline_set_document (SluiceOutline  *self,
                             SluiceDocument *document)
{
  g_return_if_fail (SLUICE_IS_OUTLINE (self));

  g_set_object (&self->document, document);
  g_clear_pointer (&self->address, g_free);
  follow_document (self, gtk_widget_get_mapped (GTK_WIDGET (self)) ? document : NULL);
}

/**
 * sluice_outline_select:
 * @address: (nullable): of a node, or the id of a flow
 *
 * Selects its row without telling of it.
 */
void
sluice_outline_select (SluiceOutline *self,
                       const char    *address)
{
  g_return_if_fail (SLUICE_IS_OUTLINE (self));

  if (g_strcmp0 (self->address, address) == 0)
    return;

  g_free (self->address);
  self->address = g_strdup (address);
  show_selected (self);
}

/**
 * sluice_outline_get_selected:
 *
 * Returns: (transfer none) (nullable): the address of what is selected
 */
const char *
sluice_outline_get_selected (SluiceOutline *self)
{
  g_return_val_if_fail (SLUICE_IS_OUTLINE (self), NULL);

  return self->address;
}

/**
 * sluice_outline_get_rows:
 *
 * Returns: (transfer none): the rows, as GtkTreeListRow
 */
GListModel *
sluice_outline_get_rows (SluiceOutline *self)
{
  g_return_val_if_fail (SLUICE_IS_OUTLINE (self), NULL);

  return G_LIST_MODEL (self->selection);
}

/**
 * sluice_outline_focus:
 *
 * Gives the list the keyboard, at the row that is selected.
 */
void
sluice_outline_focus (SluiceOutline *self)
{
  GtkWidget *row;

  g_return_if_fail (SLUICE_IS_OUTLINE (self));

  row = sluice_outline_find_row_widget (self);
  gtk_widget_grab_focus (row != NULL ? gtk_widget_get_parent (row) : GTK_WIDGET (self->list));
}
