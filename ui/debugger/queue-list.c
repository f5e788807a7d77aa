/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What is in each queue of the run, and who waits for which. Where all lanes wait for each other, that is told in one
 * sentence instead. While the run goes on it keeps up at a pace that eyes can follow.
 */
#include "debugger/queue-list.h"

#include "debugger/pace.h"
#include "debugger/queue-words.h"
#include "debugger/value-tree.h"
#include "rows/list-rows.h"

#include <glib/gi18n.h>

struct _SluiceQueueList
{
  GtkWidget parent_instance;

  /* Owned. */
  SluiceRunSession *session;
  SluiceDocument   *document;
  char            **shown; /* name of each queue that is waited for, and who waits, in turn */

  SluicePace        pace;

  /* Template. */
  GtkWidget       *content;
  GtkWidget       *deadlock_box;
  GtkLabel        *deadlock;
  GtkWidget       *scroller;
  GtkListBox      *list;
  SluiceValueTree *items;
};

enum
{
  LOCATE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SluiceQueueList, sluice_queue_list, GTK_TYPE_WIDGET)

static void
append_waiters (SluiceQueueList *self,
                GString         *words,
                const char      *name,
                gboolean         is_put)
{
  g_autofree char *who = sluice_dup_queue_waiters (sluice_run_session_get_lanes (self->session), name, is_put);

  if (who == NULL)
    return;
  if (words->len > 0)
    g_string_append_c (words, '\n');
  /* Translators: who waits until there is room in a queue, or an item. */
  g_string_append_printf (words, is_put ? _("Waits to put: %s") : _("Waits to get: %s"), who);
}

/* The name of each queue that somebody waits for, and who, in turn. */
static char **
list_rows (SluiceQueueList *self)
{
  GPtrArray *queues = sluice_run_session_get_queue_infos (self->session);
  g_autoptr (GStrvBuilder) rows = g_strv_builder_new ();

  for (guint i = 0; i < queues->len; i++)
    {
      const SluiceQueueInfo *queue = g_ptr_array_index (queues, i);
      g_autoptr (GString) words = g_string_new (NULL);

      append_waiters (self, words, queue->name, TRUE);
      append_waiters (self, words, queue->name, FALSE);
      if (words->len == 0)
        continue;
      g_strv_builder_add (rows, queue->name);
      g_strv_builder_add (rows, words->str);
    }
  return g_strv_builder_end (rows);
}

static void
fill (SluiceQueueList *self)
{
  sluice_list_rows_clear (self->list, 0);
  for (char **row = self->shown; row[0] != NULL; row += 2)
    sluice_list_rows_append (self->list, &(SluiceRowLabel) { "queue-name", row[0] },
                             &(SluiceRowLabel) { "queue-waits", row[1] }, TRUE);
}

static void
update_deadlock (SluiceQueueList *self)
{
  SluiceSessionState state = sluice_run_session_get_state (self->session);
  g_autofree char *words = NULL;

  if (self->document != NULL && (state == SLUICE_SESSION_STOPPED || state == SLUICE_SESSION_FAILED))
    words = sluice_dup_deadlock_words (self->document, sluice_run_session_get_lanes (self->session));
  gtk_widget_set_visible (self->deadlock_box, words != NULL);
  gtk_label_set_label (self->deadlock, words != NULL ? words : "");
  gtk_widget_set_visible (self->scroller, words == NULL && self->shown[0] != NULL);
}

static void
update_cb (gpointer user_data)
{
  SluiceQueueList *self = user_data;
  g_auto (GStrv) rows = NULL;

  if (self->session == NULL)
    return;
  rows = list_rows (self);
  if (self->shown == NULL || !g_strv_equal ((const char * const *) rows, (const char * const *) self->shown))
    {
      g_strfreev (self->shown);
      self->shown = g_steal_pointer (&rows);
      fill (self);
    }
  update_deadlock (self);
  gtk_widget_set_visible (GTK_WIDGET (self), sluice_run_session_get_queue_infos (self->session)->len > 0
                          || !sluice_run_session_has_queues (self->session));
}

static void
updated_cb (SluiceQueueList       *self,
            const SluiceRunUpdate *change)
{
  SluiceSessionState state = sluice_run_session_get_state (self->session);

  if (!change->store && !change->lanes && !change->restarted)
    return;
  if (change->restarted || (state != SLUICE_SESSION_RUNNING && state != SLUICE_SESSION_WAITING))
    sluice_pace_update_now (&self->pace);
  else
    sluice_pace_update_later (&self->pace);
}

/* Where the first lane stands that waits for it. */
static void
row_activated_cb (SluiceQueueList *self,
                  GtkListBoxRow   *row)
{
  GPtrArray *lanes = sluice_run_session_get_lanes (self->session);
  const char *name = self->shown[2 * gtk_list_box_row_get_index (row)];

  for (guint i = 0; lanes != NULL && i < lanes->len; i++)
    {
      const SluiceLaneInfo *lane = g_ptr_array_index (lanes, i);

      if (lane->address == NULL || g_strcmp0 (lane->queue, name) != 0)
        continue;
      g_signal_emit (self, signals[LOCATE], 0, lane->address);
      return;
    }
}

static void
sluice_queue_list_dispose (GObject *object)
{
  SluiceQueueList *self = SLUICE_QUEUE_LIST (object);

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  g_clear_object (&self->document);
  sluice_pace_clear (&self->pace);
  g_clear_pointer (&self->content, gtk_widget_unparent);
  g_clear_pointer (&self->shown, g_strfreev);

  G_OBJECT_CLASS (sluice_queue_list_parent_class)->dispose (object);
}

static void
sluice_queue_list_class_init (SluiceQueueListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sluice_queue_list_dispose;

  /**
   * SluiceQueueList::locate:
   * @address: a node to bring into view
   */
  signals[LOCATE] = g_signal_new ("locate", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                  0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  g_type_ensure (SLUICE_TYPE_VALUE_TREE);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/sluiceflow/Sluice/debugger/queue-list.ui");
  gtk_widget_class_bind_template_child (widget_class, SluiceQueueList, content);
  gtk_widget_class_bind_template_child (widget_class, SluiceQueueList, deadlock_box);
  gtk_widget_class_bind_template_child (widget_class, SluiceQueueList, deadlock);
  gtk_widget_class_bind_template_child (widget_class, SluiceQueueList, scroller);
  gtk_widget_class_bind_template_child (widget_class, SluiceQueueList, list);
  gtk_widget_class_bind_template_child (widget_class, SluiceQueueList, items);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
sluice_queue_list_init (SluiceQueueList *self)
{
  self->pace = (SluicePace) { .update = update_cb, .user_data = self };
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * sluice_queue_list_new:
 *
 * Returns: (transfer floating): a list with no queue
 */
GtkWidget *
sluice_queue_list_new (void)
{
  return g_object_new (SLUICE_TYPE_QUEUE_LIST, NULL);
}

/**
 * sluice_queue_list_set_session:
 * @session: whose queues it shows
 */
void
sluice_queue_list_set_session (SluiceQueueList  *self,
                               SluiceRunSession *session)
{
  g_return_if_fail (SLUICE_IS_QUEUE_LIST (self));
  g_return_if_fail (SLUICE_IS_RUN_SESSION (session));

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_set_object (&self->session, session);
  sluice_value_tree_set_session (self->items, session, SLUICE_VALUE_TREE_QUEUES);
  g_signal_connect_object (session, "updated", G_CALLBACK (updated_cb), self, G_CONNECT_SWAPPED);
  sluice_pace_update_now (&self->pace);
}

/**
 * sluice_queue_list_set_document:
 * @document: what is run
 *
 * Nodes that fill and empty the queues are looked up in it.
 */
void
sluice_queue_list_set_document (SluiceQueueList *self,
                                SluiceDocument  *document)
{
  g_return_if_fail (SLUICE_IS_QUEUE_LIST (self));

  g_set_object (&self->document, document);
}
