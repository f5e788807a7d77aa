/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The items of the outline. Only what changed in the document is looked at again, and an item stays
 * the same object for as long as what it stands for is there, so that the list keeps its place.
 */
#include "outline/outline-model.h"

#include "base/ids.h"
#include "graph/catalog.h"
#include "graph/restructure.h"

#define BREAKPOINT_MARKS (SLUICE_OUTLINE_BREAKPOINT | SLUICE_OUTLINE_BREAKPOINT_IDLE)
#define PROBLEM_MARKS (SLUICE_OUTLINE_ERROR | SLUICE_OUTLINE_WARNING)

struct _SluiceOutlineModel
{
  GObject parent_instance;

  /* Owned. */
  SluiceDocument    *document;
  SluiceRunSession  *session;
  SluiceBreakpoints *breakpoints;
  GListStore        *flows;       /* of SluiceOutlineItem */
  GHashTable        *by_address;  /* address → SluiceOutlineItem, all that are there */
  GHashTable        *problems;    /* address → SluiceOutlineMarks */
};

enum
{
  FOLLOWED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SluiceOutlineModel, sluice_outline_model, G_TYPE_OBJECT)

static void
update_breakpoint (SluiceOutlineModel *self,
                   SluiceOutlineItem  *item)
{
  const char *address = sluice_outline_item_get_address (item);
  SluiceOutlineMarks marks = 0;

  if (self->breakpoints != NULL && !sluice_outline_item_is_flow (item) &&
      sluice_breakpoints_has (self->breakpoints, address))
    marks = sluice_breakpoints_is_enabled (self->breakpoints, address) ? SLUICE_OUTLINE_BREAKPOINT
                                                                       : SLUICE_OUTLINE_BREAKPOINT_IDLE;
  sluice_outline_item_set_marks (item, BREAKPOINT_MARKS, marks);
}

static void
update_problem (SluiceOutlineModel *self,
                SluiceOutlineItem  *item)
{
  gpointer marks = g_hash_table_lookup (self->problems, sluice_outline_item_get_address (item));

  sluice_outline_item_set_marks (item, PROBLEM_MARKS, GPOINTER_TO_UINT (marks));
}

static void
update_run (SluiceOutlineModel *self,
            SluiceOutlineItem  *item)
{
  const SluiceNodeMark *mark = NULL;

  if (self->session != NULL && !sluice_outline_item_is_flow (item))
    mark = sluice_run_session_get_node_mark (self->session, sluice_outline_item_get_address (item));
  sluice_outline_item_set_marks (item, SLUICE_OUTLINE_CURRENT,
                                 mark != NULL && mark->is_current ? SLUICE_OUTLINE_CURRENT : 0);
}

static void
update_node (SluiceOutlineModel *self,
             SluiceOutlineItem  *item)
{
  const char *address = sluice_outline_item_get_address (item);
  const SluiceKindInfo *info = sluice_catalog_lookup (sluice_document_get_node_kind (self->document, address));
  g_autofree char *title = sluice_document_dup_node_title (self->document, address);
  SluiceOutlineMarks marks = 0;

  switch (sluice_document_get_disabled (self->document, address))
    {
    case SLUICE_DISABLED_OFF:
      marks = SLUICE_OUTLINE_OFF;
      break;
    case SLUICE_DISABLED_PASS_THROUGH:
      marks = SLUICE_OUTLINE_PASS_THROUGH;
      break;
    case SLUICE_DISABLED_NO:
    default:
      break;
    }
  sluice_outline_item_set_look (item, title, info != NULL ? info->icon_name : "dialog-question-symbolic");
  sluice_outline_item_set_marks (item, SLUICE_OUTLINE_OFF | SLUICE_OUTLINE_PASS_THROUGH, marks);
}

/* What the flow says of itself and of its start. */
static void
update_flow (SluiceOutlineModel *self,
             SluiceOutlineItem  *item)
{
  const char *flow = sluice_outline_item_get_address (item);
  const char *title = sluice_value_get_member_string (sluice_document_get_flow (self->document, flow), "title");
  const char *start = sluice_document_get_start (self->document, flow);
  g_auto (GStrv) run = sluice_document_dup_run (self->document);
  GListModel *nodes = G_LIST_MODEL (sluice_outline_item_get_nodes (item));
  guint n_nodes = g_list_model_get_n_items (nodes);

  sluice_outline_item_set_look (item, title != NULL && title[0] != '\0' ? title : flow,
                                "sluice-kind-flow-symbolic");
  sluice_outline_item_set_marks (item, SLUICE_OUTLINE_START,
                                 g_strv_contains ((const char * const *) run, flow) ? SLUICE_OUTLINE_START : 0);
  for (guint i = 0; i < n_nodes; i++)
    {
      g_autoptr (SluiceOutlineItem) node = g_list_model_get_item (nodes, i);
      const char *id = strrchr (sluice_outline_item_get_address (node), '/') + 1;

      sluice_outline_item_set_marks (node, SLUICE_OUTLINE_START,
                                     g_strcmp0 (id, start) == 0 ? SLUICE_OUTLINE_START : 0);
    }
}

/* The item that stands for @address already, or a new one. */
static SluiceOutlineItem *
ref_item (SluiceOutlineModel *self,
          const char         *address,
          gboolean            is_flow)
{
  SluiceOutlineItem *item = g_hash_table_lookup (self->by_address, address);

  if (item != NULL)
    return g_object_ref (item);

  item = sluice_outline_item_new (address, is_flow);
  g_hash_table_insert (self->by_address, (gpointer) sluice_outline_item_get_address (item), g_object_ref (item));
  if (!is_flow)
    update_node (self, item);
  update_breakpoint (self, item);
  update_problem (self, item);
  update_run (self, item);

  return item;
}

/* Makes the store hold @items, in one change of what is between what stays at both ends. */
static void
assign (SluiceOutlineModel *self,
        GListStore         *store,
        GPtrArray          *items)
{
  g_autoptr (GPtrArray) gone = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GHashTable) kept = g_hash_table_new (NULL, NULL);
  guint n_before = g_list_model_get_n_items (G_LIST_MODEL (store));
  guint first = 0, n_last = 0;

  for (guint i = 0; i < items->len; i++)
    g_hash_table_add (kept, g_ptr_array_index (items, i));
  for (guint i = 0; i < n_before; i++)
    {
      g_autoptr (SluiceOutlineItem) item = g_list_model_get_item (G_LIST_MODEL (store), i);

      if (first == i && i < items->len && g_ptr_array_index (items, i) == (gpointer) item)
        first++;
      if (!g_hash_table_contains (kept, item))
        g_ptr_array_add (gone, g_object_ref (item));
    }
  while (n_last < MIN (n_before, items->len) - first)
    {
      g_autoptr (SluiceOutlineItem) item = g_list_model_get_item (G_LIST_MODEL (store), n_before - n_last - 1);

      if (g_ptr_array_index (items, items->len - n_last - 1) != (gpointer) item)
        break;
      n_last++;
    }

  for (guint i = 0; i < gone->len; i++)
    g_hash_table_remove (self->by_address, sluice_outline_item_get_address (g_ptr_array_index (gone, i)));
  if (n_before - first - n_last > 0 || items->len - first - n_last > 0)
    g_list_store_splice (store, first, n_before - first - n_last, items->pdata + first, items->len - first - n_last);
}

static void
follow_nodes (SluiceOutlineModel *self,
              SluiceOutlineItem  *flow)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  const char *id = sluice_outline_item_get_address (flow);
  guint n_nodes = sluice_document_get_n_nodes (self->document, id);

  for (guint i = 0; i < n_nodes; i++)
    {
      g_autofree char *address = sluice_address_join (id, sluice_document_get_node_id (self->document, id, i));

      g_ptr_array_add (items, ref_item (self, address, FALSE));
    }
  assign (self, sluice_outline_item_get_nodes (flow), items);
}

/* A flow that goes takes its nodes with it. */
static void
forget_nodes (SluiceOutlineModel *self)
{
  guint n_flows = g_list_model_get_n_items (G_LIST_MODEL (self->flows));

  for (guint i = 0; i < n_flows; i++)
    {
      g_autoptr (SluiceOutlineItem) item = g_list_model_get_item (G_LIST_MODEL (self->flows), i);
      g_autoptr (GPtrArray) none = g_ptr_array_new ();

      if (!sluice_document_has_flow (self->document, sluice_outline_item_get_address (item)))
        assign (self, sluice_outline_item_get_nodes (item), none);
    }
}

static void
follow_flows (SluiceOutlineModel *self)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  guint n_flows = sluice_document_get_n_flows (self->document);

  forget_nodes (self);
  for (guint i = 0; i < n_flows; i++)
    {
      SluiceOutlineItem *item = ref_item (self, sluice_document_get_flow_id (self->document, i), TRUE);

      follow_nodes (self, item);
      update_flow (self, item);
      g_ptr_array_add (items, item);
    }
  assign (self, self->flows, items);
}

static void
follow_all (SluiceOutlineModel *self)
{
  GHashTableIter iter;
  gpointer item;

  follow_flows (self);
  g_hash_table_iter_init (&iter, self->by_address);
  while (g_hash_table_iter_next (&iter, NULL, &item))
    if (!sluice_outline_item_is_flow (item))
      update_node (self, item);
}

static void
follow_changes (SluiceOutlineModel    *self,
                const SluiceChangeSet *change)
{
  g_autoptr (GHashTable) flows = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GHashTableIter iter;
  gpointer key, touch;

  g_hash_table_iter_init (&iter, change->flows);
  while (g_hash_table_iter_next (&iter, &key, &touch))
    if ((GPOINTER_TO_UINT (touch) & SLUICE_TOUCH_CONTENT) != 0)
      g_hash_table_insert (flows, g_strdup (key), GUINT_TO_POINTER (FALSE));

  g_hash_table_iter_init (&iter, change->nodes);
  while (g_hash_table_iter_next (&iter, &key, &touch))
    {
      SluiceOutlineItem *item = g_hash_table_lookup (self->by_address, key);

      if ((GPOINTER_TO_UINT (touch) & (SLUICE_TOUCH_ADDED | SLUICE_TOUCH_REMOVED)) != 0)
        g_hash_table_insert (flows, g_path_get_dirname (key), GUINT_TO_POINTER (TRUE));
      if (item != NULL && (GPOINTER_TO_UINT (touch) & ~(SLUICE_TOUCH_EDGES | SLUICE_TOUCH_LAYOUT)) != 0 &&
          sluice_document_has_node (self->document, key))
        update_node (self, item);
    }

  g_hash_table_iter_init (&iter, flows);
  while (g_hash_table_iter_next (&iter, &key, &touch))
    {
      SluiceOutlineItem *flow = g_hash_table_lookup (self->by_address, key);

      if (flow == NULL)
        continue;
      if (GPOINTER_TO_UINT (touch))
        follow_nodes (self, flow);
      update_flow (self, flow);
    }
}

/* Whether flows came or went, or which of them a run starts. */
static gboolean
touches_flows (const SluiceChangeSet *change)
{
  GHashTableIter iter;
  gpointer touch;

  g_hash_table_iter_init (&iter, change->flows);
  while (g_hash_table_iter_next (&iter, NULL, &touch))
    if ((GPOINTER_TO_UINT (touch) & (SLUICE_TOUCH_ADDED | SLUICE_TOUCH_REMOVED)) != 0)
      return TRUE;

  return change->document;
}

static void
document_changed_cb (SluiceOutlineModel    *self,
                     const SluiceChangeSet *change)
{
  if (change->all)
    {
      follow_all (self);
    }
  else
    {
      if (touches_flows (change))
        follow_flows (self);
      follow_changes (self, change);
    }
  g_signal_emit (self, signals[FOLLOWED], 0);
}

static void
update_each (SluiceOutlineModel *self,
             void              (*update) (SluiceOutlineModel *self, SluiceOutlineItem *item))
{
  GHashTableIter iter;
  gpointer item;

  g_hash_table_iter_init (&iter, self->by_address);
  while (g_hash_table_iter_next (&iter, NULL, &item))
    update (self, item);
}

static void
breakpoints_changed_cb (SluiceOutlineModel *self,
                        const char         *address)
{
  SluiceOutlineItem *item = address != NULL ? g_hash_table_lookup (self->by_address, address) : NULL;

  if (item != NULL)
    update_breakpoint (self, item);
  else if (address == NULL)
    update_each (self, update_breakpoint);
}

static void
session_updated_cb (SluiceOutlineModel    *self,
                    const SluiceRunUpdate *update)
{
  if (update->restarted || update->nodes == NULL)
    {
      if (update->restarted)
        update_each (self, update_run);
      return;
    }

  for (guint i = 0; update->nodes[i] != NULL; i++)
    {
      SluiceOutlineItem *item = g_hash_table_lookup (self->by_address, update->nodes[i]);

      if (item != NULL)
        update_run (self, item);
    }
}

static void
drop_document (SluiceOutlineModel *self)
{
  if (self->document == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->document, self);
  g_clear_object (&self->document);
  g_list_store_remove_all (self->flows);
  g_hash_table_remove_all (self->by_address);
  g_hash_table_remove_all (self->problems);
}

static void
sluice_outline_model_dispose (GObject *object)
{
  SluiceOutlineModel *self = SLUICE_OUTLINE_MODEL (object);

  drop_document (self);
  sluice_outline_model_set_session (self, NULL);
  sluice_outline_model_set_breakpoints (self, NULL);

  G_OBJECT_CLASS (sluice_outline_model_parent_class)->dispose (object);
}

static void
sluice_outline_model_finalize (GObject *object)
{
  SluiceOutlineModel *self = SLUICE_OUTLINE_MODEL (object);

  g_object_unref (self->flows);
  g_hash_table_unref (self->by_address);
  g_hash_table_unref (self->problems);

  G_OBJECT_CLASS (sluice_outline_model_parent_class)->finalize (object);
}

static void
sluice_outline_model_class_init (SluiceOutlineModelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = sluice_outline_model_dispose;
  object_class->finalize = sluice_outline_model_finalize;

  signals[FOLLOWED] = g_signal_new ("followed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                    0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
sluice_outline_model_init (SluiceOutlineModel *self)
{
  self->flows = g_list_store_new (SLUICE_TYPE_OUTLINE_ITEM);
  self->by_address = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_object_unref);
  self->problems = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/**
 * sluice_outline_model_new:
 *
 * Returns: (transfer full): a model of no document
 */
SluiceOutlineModel *
sluice_outline_model_new (void)
{
  return g_object_new (SLUICE_TYPE_OUTLINE_MODEL, NULL);
}

/**
 * sluice_outline_model_set_document:
 * @document: (nullable): what it follows from now on
 *
 * Problems that were told while it followed nothing are taken for this document's.
 */
void
sluice_outline_model_set_document (SluiceOutlineModel *self,
                                   SluiceDocument     *document)
{
  g_return_if_fail (SLUICE_IS_OUTLINE_MODEL (self));

  if (self->document == document)
    return;

  drop_document (self);
  if (document == NULL)
    return;
  self->document = g_object_ref (document);
  g_signal_connect_object (document, "changed",
                           G_CALLBACK (document_changed_cb), self, G_CONNECT_SWAPPED);
  follow_flows (self);
  g_signal_emit (self, signals[FOLLOWED], 0);
}

/**
 * sluice_outline_model_set_session:
 * @session: (nullable): whose current nodes are marked
 */
void
sluice_outline_model_set_session (SluiceOutlineModel *self,
                                  SluiceRunSession   *session)
{
  g_return_if_fail (SLUICE_IS_OUTLINE_MODEL (self));

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_set_object (&self->session, session);
  if (session != NULL)
    g_signal_connect_object (session, "updated",
                             G_CALLBACK (session_updated_cb), self, G_CONNECT_SWAPPED);
  update_each (self, update_run);
}

/**
 * sluice_outline_model_set_breakpoints:
 * @breakpoints: (nullable): what is marked of them
 */
void
sluice_outline_model_set_breakpoints (SluiceOutlineModel *self,
                                      SluiceBreakpoints  *breakpoints)
{
  g_return_if_fail (SLUICE_IS_OUTLINE_MODEL (self));

  if (self->breakpoints != NULL)
    g_signal_handlers_disconnect_by_data (self->breakpoints, self);
  g_set_object (&self->breakpoints, breakpoints);
  if (breakpoints != NULL)
    g_signal_connect_object (breakpoints, "changed",
                             G_CALLBACK (breakpoints_changed_cb), self, G_CONNECT_SWAPPED);
  update_each (self, update_breakpoint);
}

/**
 * sluice_outline_model_set_problems:
 * @problems: (element-type SluiceProblem): what sluice_check_document() found
 */
void
sluice_outline_model_set_problems (SluiceOutlineModel *self,
                                   GPtrArray          *problems)
{
  g_return_if_fail (SLUICE_IS_OUTLINE_MODEL (self));

  g_hash_table_remove_all (self->problems);
  for (guint i = 0; i < problems->len; i++)
    {
      const SluiceProblem *problem = g_ptr_array_index (problems, i);
      SluiceOutlineMarks marks = 0;

      if (problem->address == NULL)
        continue;
      if (problem->severity == SLUICE_PROBLEM_ERROR)
        marks = SLUICE_OUTLINE_ERROR;
      else if (problem->severity == SLUICE_PROBLEM_WARNING &&
               GPOINTER_TO_UINT (g_hash_table_lookup (self->problems, problem->address)) == 0)
        marks = SLUICE_OUTLINE_WARNING;
      if (marks != 0)
        g_hash_table_insert (self->problems, g_strdup (problem->address), GUINT_TO_POINTER (marks));
    }
  update_each (self, update_problem);
}

/**
 * sluice_outline_model_get_flows:
 *
 * Returns: (transfer none): the flows, as SluiceOutlineItem
 */
GListModel *
sluice_outline_model_get_flows (SluiceOutlineModel *self)
{
  g_return_val_if_fail (SLUICE_IS_OUTLINE_MODEL (self), NULL);

  return G_LIST_MODEL (self->flows);
}

/**
 * sluice_outline_model_find:
 * @address: (nullable): of a flow or a node
 *
 * Returns: (transfer none) (nullable): its item
 */
SluiceOutlineItem *
sluice_outline_model_find (SluiceOutlineModel *self,
                           const char         *address)
{
  g_return_val_if_fail (SLUICE_IS_OUTLINE_MODEL (self), NULL);

  return address != NULL ? g_hash_table_lookup (self->by_address, address) : NULL;
}
