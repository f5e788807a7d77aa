/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * How full each queue of the run is, who waits for it, and what is in it. While the run goes on it keeps up at a pace
 * that eyes can follow.
 */
#include "debugger/queue-list.h"

#include "debugger/queue-words.h"
#include "debugger/value-tree.h"
#include "spoken/spoken-box.h"

#include <glib/gi18n.h>

#define UPDATE_INTERVAL 200 /* ms, while the run goes on */

struct _SluiceQueueList
{
  GtkWidget parent_instance;

  /* Owned. */
  SluiceRunSession *session;
  SluiceDocument   *document;
  GPtrArray        *shown; /* of char: what each row says */

  guint             update_id;

  /* Template. */
  GtkWidget       *content;
  GtkWidget       *deadlock_box;
  GtkLabel        *deadlock;
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

static guint
count_items (SluiceQueueList *self,
             const char      *name)
{
  return sluice_value_get_length (sluice_value_get_member (sluice_run_session_get_queues (self->session), name));
}

static void
append_waiters (SluiceQueueList *self,
                GString         *words,
                const char      *name,
                gboolean         is_put)
{
  g_autofree char *who = sluice_dup_queue_waiters (sluice_run_session_get_lanes (self->session), name, is_put);

  if (who == NULL)
    return;
  g_string_append (words, "\n");
  /* Translators: who waits until there is room in a queue, or an item. */
  g_string_append_printf (words, is_put ? _("Waits to put: %s") : _("Waits to get: %s"), who);
}

/* "3 of 10 items", and who waits. */
static char *
dup_state (SluiceQueueList       *self,
           const SluiceQueueInfo *queue)
{
  guint n = count_items (self, queue->name);
  GString *words = g_string_new (NULL);

  if (queue->limit > 0)
    g_string_append_printf (words, ngettext ("%u of %u item", "%u of %u items", queue->limit), n, queue->limit);
  else
    g_string_append_printf (words, ngettext ("%u item, no limit", "%u items, no limit", n), n);
  append_waiters (self, words, queue->name, TRUE);
  append_waiters (self, words, queue->name, FALSE);
  return g_string_free (words, FALSE);
}

static GtkWidget *
make_label (const char *name,
            const char *text,
            gboolean    is_quiet)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "name", name, "label", text, "xalign", 0.0, "wrap", TRUE, NULL);

  if (is_quiet)
    {
      gtk_widget_add_css_class (label, "caption");
      gtk_widget_add_css_class (label, "dim-label");
    }
  return label;
}

static void
append_row (SluiceQueueList *self,
            const char      *name,
            const char      *state)
{
  GtkWidget *content = g_object_new (SLUICE_TYPE_SPOKEN_BOX, "orientation", GTK_ORIENTATION_VERTICAL, NULL);
  GtkWidget *row = gtk_list_box_row_new ();

  gtk_box_append (GTK_BOX (content), make_label ("queue-name", name, FALSE));
  gtk_box_append (GTK_BOX (content), make_label ("queue-state", state, TRUE));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), content);
  gtk_list_box_append (self->list, row);
}

static gboolean
is_shown (SluiceQueueList *self,
          GPtrArray       *rows)
{
  if (rows->len != self->shown->len)
    return FALSE;
  for (guint i = 0; i < rows->len; i++)
    if (!g_str_equal (rows->pdata[i], self->shown->pdata[i]))
      return FALSE;
  return TRUE;
}

/* Name and state of each in turn. */
static GPtrArray *
list_rows (SluiceQueueList *self)
{
  GPtrArray *queues = sluice_run_session_get_queue_infos (self->session);
  GPtrArray *rows = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < queues->len; i++)
    {
      const SluiceQueueInfo *queue = g_ptr_array_index (queues, i);

      g_ptr_array_add (rows, g_strdup (queue->name));
      g_ptr_array_add (rows, dup_state (self, queue));
    }
  return rows;
}

static void
fill (SluiceQueueList *self,
      GPtrArray       *rows)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
  for (guint i = 0; i + 1 < rows->len; i += 2)
    append_row (self, rows->pdata[i], rows->pdata[i + 1]);
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
}

static void
update (SluiceQueueList *self)
{
  g_autoptr (GPtrArray) rows = NULL;

  g_clear_handle_id (&self->update_id, g_source_remove);
  if (self->session == NULL)
    return;
  rows = list_rows (self);
  if (!is_shown (self, rows))
    {
      fill (self, rows);
      g_ptr_array_unref (self->shown);
      self->shown = g_steal_pointer (&rows);
    }
  update_deadlock (self);
  gtk_widget_set_visible (GTK_WIDGET (self), sluice_run_session_get_queue_infos (self->session)->len > 0);
}

static gboolean
update_later_cb (gpointer data)
{
  SluiceQueueList *self = data;

  self->update_id = 0;
  update (self);
  return G_SOURCE_REMOVE;
}

static void
updated_cb (SluiceQueueList       *self,
            const SluiceRunUpdate *change)
{
  SluiceSessionState state = sluice_run_session_get_state (self->session);

  if (!change->store && !change->lanes && !change->restarted)
    return;
  if (change->restarted || (state != SLUICE_SESSION_RUNNING && state != SLUICE_SESSION_WAITING))
    update (self);
  else if (self->update_id == 0)
    self->update_id = g_timeout_add (UPDATE_INTERVAL, update_later_cb, self);
}

/* Where the first lane stands that waits for it. */
static void
row_activated_cb (SluiceQueueList *self,
                  GtkListBoxRow   *row)
{
  GPtrArray *queues = sluice_run_session_get_queue_infos (self->session);
  GPtrArray *lanes = sluice_run_session_get_lanes (self->session);
  guint index = (guint) gtk_list_box_row_get_index (row);

  for (guint i = 0; lanes != NULL && index < queues->len && i < lanes->len; i++)
    {
      const SluiceLaneInfo *lane = g_ptr_array_index (lanes, i);

      if (lane->address == NULL || g_strcmp0 (lane->queue, ((SluiceQueueInfo *) queues->pdata[index])->name) != 0)
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
  g_clear_handle_id (&self->update_id, g_source_remove);
  g_clear_pointer (&self->content, gtk_widget_unparent);
  g_clear_pointer (&self->shown, g_ptr_array_unref);

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
  gtk_widget_class_bind_template_child (widget_class, SluiceQueueList, list);
  gtk_widget_class_bind_template_child (widget_class, SluiceQueueList, items);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
sluice_queue_list_init (SluiceQueueList *self)
{
  self->shown = g_ptr_array_new_with_free_func (g_free);
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
  update (self);
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
