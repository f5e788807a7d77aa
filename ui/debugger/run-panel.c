/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The page of a run: its lanes, its queues when there are any, and its shared store. */
#include "debugger/run-panel.h"

#include "debugger/held-list.h"
#include "debugger/intervention-list.h"
#include "debugger/lane-list.h"
#include "debugger/queue-list.h"
#include "debugger/reply-view.h"
#include "debugger/script-pane.h"
#include "debugger/stack-list.h"
#include "debugger/value-tree.h"

struct _SluiceRunPanel
{
  GtkWidget parent_instance;

  /* Owned. */
  SluiceRunSession *session;

  /* Template. */
  GtkWidget       *content;
  SluiceReplyView *reply;
  SluiceLaneList  *lanes;
  SluiceStackList *stack;
  SluiceHeldList  *held;
  SluiceInterventionList *interventions;
  SluiceScriptPane *script;
  SluiceQueueList *queues;
  SluiceValueTree *store;
};

enum
{
  LOCATE,
  FRAME,
  KEEP,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SluiceRunPanel, sluice_run_panel, GTK_TYPE_WIDGET)

static void
locate_cb (SluiceRunPanel *self,
           const char     *address)
{
  g_signal_emit (self, signals[LOCATE], 0, address);
}

static void
frame_cb (SluiceRunPanel *self,
          guint           index)
{
  g_signal_emit (self, signals[FRAME], 0, index);
}

static void
keep_cb (SluiceRunPanel *self,
         guint           index)
{
  g_signal_emit (self, signals[KEEP], 0, index);
}

static void
sluice_run_panel_dispose (GObject *object)
{
  SluiceRunPanel *self = SLUICE_RUN_PANEL (object);

  g_clear_object (&self->session);
  g_clear_pointer (&self->content, gtk_widget_unparent);

  G_OBJECT_CLASS (sluice_run_panel_parent_class)->dispose (object);
}

static void
sluice_run_panel_class_init (SluiceRunPanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sluice_run_panel_dispose;

  /**
   * SluiceRunPanel::locate:
   * @address: a node to bring into view
   */
  signals[LOCATE] = g_signal_new ("locate", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                  0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  /**
   * SluiceRunPanel::frame:
   * @index: which frame of the session's stack is to be shown
   */
  signals[FRAME] = g_signal_new ("frame", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);

  /**
   * SluiceRunPanel::keep:
   * @index: which of the session's interventions is to be kept
   */
  signals[KEEP] = g_signal_new ("keep", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);

  g_type_ensure (SLUICE_TYPE_HELD_LIST);
  g_type_ensure (SLUICE_TYPE_INTERVENTION_LIST);
  g_type_ensure (SLUICE_TYPE_LANE_LIST);
  g_type_ensure (SLUICE_TYPE_QUEUE_LIST);
  g_type_ensure (SLUICE_TYPE_REPLY_VIEW);
  g_type_ensure (SLUICE_TYPE_SCRIPT_PANE);
  g_type_ensure (SLUICE_TYPE_STACK_LIST);
  g_type_ensure (SLUICE_TYPE_VALUE_TREE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/sluiceflow/Sluice/debugger/run-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, SluiceRunPanel, content);
  gtk_widget_class_bind_template_child (widget_class, SluiceRunPanel, reply);
  gtk_widget_class_bind_template_child (widget_class, SluiceRunPanel, lanes);
  gtk_widget_class_bind_template_child (widget_class, SluiceRunPanel, stack);
  gtk_widget_class_bind_template_callback (widget_class, frame_cb);
  gtk_widget_class_bind_template_child (widget_class, SluiceRunPanel, held);
  gtk_widget_class_bind_template_child (widget_class, SluiceRunPanel, interventions);
  gtk_widget_class_bind_template_callback (widget_class, keep_cb);
  gtk_widget_class_bind_template_child (widget_class, SluiceRunPanel, script);
  gtk_widget_class_bind_template_child (widget_class, SluiceRunPanel, queues);
  gtk_widget_class_bind_template_child (widget_class, SluiceRunPanel, store);
  gtk_widget_class_bind_template_callback (widget_class, locate_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
sluice_run_panel_init (SluiceRunPanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * sluice_run_panel_new:
 *
 * Returns: (transfer floating): a page that shows no run
 */
GtkWidget *
sluice_run_panel_new (void)
{
  return g_object_new (SLUICE_TYPE_RUN_PANEL, NULL);
}

/**
 * sluice_run_panel_set_session:
 * @session: the session it shows
 */
void
sluice_run_panel_set_session (SluiceRunPanel   *self,
                              SluiceRunSession *session)
{
  g_return_if_fail (SLUICE_IS_RUN_PANEL (self));
  g_return_if_fail (SLUICE_IS_RUN_SESSION (session));

  g_set_object (&self->session, session);
  sluice_reply_view_set_session (self->reply, session);
  sluice_lane_list_set_session (self->lanes, session);
  sluice_stack_list_set_session (self->stack, session);
  sluice_held_list_set_session (self->held, session);
  sluice_intervention_list_set_session (self->interventions, session);
  sluice_script_pane_set_session (self->script, session);
  sluice_queue_list_set_session (self->queues, session);
  sluice_value_tree_set_session (self->store, session, SLUICE_VALUE_TREE_STORE);
}

/**
 * sluice_run_panel_set_address:
 * @address: (nullable): the node that is looked at
 */
void
sluice_run_panel_set_address (SluiceRunPanel *self,
                              const char     *address)
{
  g_return_if_fail (SLUICE_IS_RUN_PANEL (self));

  sluice_reply_view_set_address (self->reply, address);
}

/**
 * sluice_run_panel_set_document:
 * @document: what is run
 */
void
sluice_run_panel_set_document (SluiceRunPanel *self,
                               SluiceDocument *document)
{
  g_return_if_fail (SLUICE_IS_RUN_PANEL (self));

  sluice_script_pane_set_document (self->script, document);
  sluice_queue_list_set_document (self->queues, document);
}

/**
 * sluice_run_panel_get_store_model:
 *
 * Returns: (transfer none): the rows of the store's tree
 */
GListModel *
sluice_run_panel_get_store_model (SluiceRunPanel *self)
{
  g_return_val_if_fail (SLUICE_IS_RUN_PANEL (self), NULL);

  return sluice_value_tree_get_model (self->store);
}

/**
 * sluice_run_panel_get_lane_model:
 *
 * Returns: (transfer none): the lanes
 */
GListModel *
sluice_run_panel_get_lane_model (SluiceRunPanel *self)
{
  g_return_val_if_fail (SLUICE_IS_RUN_PANEL (self), NULL);

  return sluice_lane_list_get_model (self->lanes);
}
