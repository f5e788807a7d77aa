/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The lanes of the run: where each is, its state and what it waits for. Activating a lane makes it
 * the one that steps go by, and shows where it is.
 */
#include "debugger/lane-list.h"

#include <glib/gi18n.h>

#include "debugger/lane-item.h"
#include "spoken/spoken-box.h"

struct _SluiceLaneList
{
  GtkWidget parent_instance;

  /* Owned. */
  SluiceRunSession *session;
  GListStore       *items; /* of SluiceLaneItem, in the session's order */

  gboolean is_stale; /* what changed while nobody could see it is still to be taken over */

  /* Template. */
  GtkStack    *stack;
  GtkListView *list;
  GtkLabel    *unlisted;
};

enum
{
  LOCATE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SluiceLaneList, sluice_lane_list, GTK_TYPE_WIDGET)

static guint32
get_id_at (SluiceLaneList *self,
           guint           position)
{
  g_autoptr (SluiceLaneItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), position);

  return item != NULL ? sluice_lane_item_get_id (item) : 0;
}

/* Where a lane is in the list from a place on; FALSE: it is not there. */
static gboolean
find_from (SluiceLaneList *self,
           guint           from,
           guint32         id,
           guint          *position)
{
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->items));

  for (*position = from; *position < n_items; (*position)++)
    if (get_id_at (self, *position) == id)
      return TRUE;
  return FALSE;
}

/* Which there are besides, and where they are seen. */
static void
show_unlisted (SluiceLaneList *self)
{
  guint64 n_earlier;
  guint n_more = sluice_run_session_get_n_unlisted_lanes (self->session, &n_earlier);
  g_autofree char *more = g_strdup_printf (ngettext ("%u more lane is not listed", "%u more lanes are not listed",
                                                     n_more), n_more);
  g_autofree char *earlier = g_strdup_printf (ngettext ("%lu lane that ended before is on the timeline",
                                                        "%lu lanes that ended before are on the timeline",
                                                        (gulong) n_earlier), (gulong) n_earlier);
  g_autofree char *both = g_strdup_printf ("%s · %s", more, earlier);

  gtk_label_set_label (self->unlisted, n_more > 0 && n_earlier > 0 ? both : n_more > 0 ? more : earlier);
  gtk_widget_set_visible (GTK_WIDGET (self->unlisted), n_more > 0 || n_earlier > 0);
}

/* Lanes come anywhere, and when they end they go to the end of the list: what stands in between has gone on there, or
 * is not told any more. */
static void
update (SluiceLaneList *self)
{
  GPtrArray *lanes = sluice_run_session_get_lanes (self->session);
  guint n_lanes = lanes != NULL ? lanes->len : 0;
  guint i;

  self->is_stale = FALSE;
  for (i = 0; i < n_lanes; i++)
    {
      const SluiceLaneInfo *info = g_ptr_array_index (lanes, i);
      g_autoptr (SluiceLaneItem) item = NULL;
      guint position;

      if (find_from (self, i, info->id, &position))
        {
          if (position > i)
            g_list_store_splice (self->items, i, position - i, NULL, 0);
          item = g_list_model_get_item (G_LIST_MODEL (self->items), i);
          sluice_lane_item_update (item, info);
          continue;
        }

      item = sluice_lane_item_new (info);
      g_list_store_insert (self->items, i, item);
    }

  g_list_store_splice (self->items, i, g_list_model_get_n_items (G_LIST_MODEL (self->items)) - i, NULL, 0);
  gtk_stack_set_visible_child_name (self->stack, n_lanes > 0 ? "lanes" : "empty");
  show_unlisted (self);
}

static void
updated_cb (SluiceLaneList        *self,
            const SluiceRunUpdate *change)
{
  if (change->restarted)
    g_list_store_remove_all (self->items);
  if (!change->lanes && !change->restarted)
    return;
  self->is_stale = TRUE;
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    update (self);
}

static void
sluice_lane_list_map (GtkWidget *widget)
{
  SluiceLaneList *self = SLUICE_LANE_LIST (widget);

  GTK_WIDGET_CLASS (sluice_lane_list_parent_class)->map (widget);
  if (self->is_stale && self->session != NULL)
    update (self);
}

static void
activate_cb (SluiceLaneList *self,
             guint           position)
{
  g_autoptr (SluiceLaneItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), position);
  const char *address;

  if (item == NULL)
    return;

  sluice_run_session_select_lane (self->session, sluice_lane_item_get_id (item));
  address = sluice_lane_item_get_address (item);
  if (address != NULL)
    g_signal_emit (self, signals[LOCATE], 0, address);
}

static void
sluice_lane_list_dispose (GObject *object)
{
  SluiceLaneList *self = SLUICE_LANE_LIST (object);
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self));

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  g_clear_pointer (&child, gtk_widget_unparent);
  g_clear_object (&self->items);

  G_OBJECT_CLASS (sluice_lane_list_parent_class)->dispose (object);
}

static void
sluice_lane_list_class_init (SluiceLaneListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sluice_lane_list_dispose;
  widget_class->map = sluice_lane_list_map;

  /**
   * SluiceLaneList::locate:
   * @address: the node the chosen lane is in
   */
  signals[LOCATE] = g_signal_new ("locate", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                  0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  g_type_ensure (SLUICE_TYPE_LANE_ITEM);
  g_type_ensure (SLUICE_TYPE_SPOKEN_BOX);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/sluiceflow/Sluice/debugger/lane-list.ui");
  gtk_widget_class_bind_template_child (widget_class, SluiceLaneList, stack);
  gtk_widget_class_bind_template_child (widget_class, SluiceLaneList, list);
  gtk_widget_class_bind_template_child (widget_class, SluiceLaneList, unlisted);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
sluice_lane_list_init (SluiceLaneList *self)
{
  g_autoptr (GtkNoSelection) selection = NULL;

  self->items = g_list_store_new (SLUICE_TYPE_LANE_ITEM);
  gtk_widget_init_template (GTK_WIDGET (self));

  selection = gtk_no_selection_new (G_LIST_MODEL (g_object_ref (self->items)));
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (selection));
}

/**
 * sluice_lane_list_new:
 *
 * Returns: (transfer floating): a list with no lane
 */
GtkWidget *
sluice_lane_list_new (void)
{
  return g_object_new (SLUICE_TYPE_LANE_LIST, NULL);
}

/**
 * sluice_lane_list_set_session:
 * @session: whose lanes it shows
 */
void
sluice_lane_list_set_session (SluiceLaneList   *self,
                              SluiceRunSession *session)
{
  g_return_if_fail (SLUICE_IS_LANE_LIST (self));
  g_return_if_fail (SLUICE_IS_RUN_SESSION (session));

  if (self->session == session)
    return;

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_set_object (&self->session, session);
  g_signal_connect_object (session, "updated", G_CALLBACK (updated_cb), self, G_CONNECT_SWAPPED);
  g_list_store_remove_all (self->items);
  update (self);
}

/**
 * sluice_lane_list_get_model:
 *
 * Returns: (transfer none): the lanes shown, as SluiceLaneItem
 */
GListModel *
sluice_lane_list_get_model (SluiceLaneList *self)
{
  g_return_val_if_fail (SLUICE_IS_LANE_LIST (self), NULL);

  return G_LIST_MODEL (self->items);
}
