/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A view of the session's log. The log only grows at its end and forgets at its start, so serials
 * say what is new and what is gone. A cleared console looks at lines after the last one cleared.
 */
#include "debugger/console-model.h"

#include "debugger/console-line.h"

struct _SluiceConsoleModel
{
  GObject parent_instance;

  /* Owned. */
  SluiceRunSession *session;

  guint   n_items;
  guint64 first;   /* serial of item 0, while there are items */
  guint64 cleared; /* lines up to this serial are not shown */
};

static GType
list_get_item_type (GListModel *model)
{
  return SLUICE_TYPE_CONSOLE_LINE;
}

static guint
list_get_n_items (GListModel *model)
{
  return SLUICE_CONSOLE_MODEL (model)->n_items;
}

/* The session's index of the first line that is shown. */
static guint
find_start (SluiceConsoleModel *self)
{
  guint n_lines = sluice_run_session_get_n_lines (self->session);
  guint64 first;

  if (n_lines == 0)
    return 0;

  first = sluice_run_session_get_line (self->session, 0)->serial;
  if (self->cleared < first)
    return 0;

  return (guint) MIN ((guint64) n_lines, self->cleared - first + 1);
}

static gpointer
list_get_item (GListModel *model,
               guint       position)
{
  SluiceConsoleModel *self = SLUICE_CONSOLE_MODEL (model);
  guint index;

  if (self->session == NULL || position >= self->n_items)
    return NULL;

  index = find_start (self) + position;
  if (index >= sluice_run_session_get_n_lines (self->session))
    return NULL;

  return sluice_console_line_new (sluice_run_session_get_line (self->session, index));
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = list_get_item_type;
  iface->get_n_items = list_get_n_items;
  iface->get_item = list_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (SluiceConsoleModel, sluice_console_model, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static void
update (SluiceConsoleModel *self)
{
  guint start = self->session != NULL ? find_start (self) : 0;
  guint n_lines = self->session != NULL ? sluice_run_session_get_n_lines (self->session) : 0;
  guint n_items = n_lines - start;
  guint64 first = n_items > 0 ? sluice_run_session_get_line (self->session, start)->serial : 0;
  guint old_n_items = self->n_items;
  guint64 old_first = self->first;
  guint n_gone = n_items == 0 || first < old_first || first - old_first > old_n_items
                   ? old_n_items
                   : (guint) (first - old_first);
  guint n_kept = old_n_items - n_gone;

  self->first = first;
  self->n_items = n_kept;
  if (n_gone > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, n_gone, 0);

  self->n_items = n_items;
  if (n_items > n_kept)
    g_list_model_items_changed (G_LIST_MODEL (self), n_kept, 0, n_items - n_kept);
}

static void
updated_cb (SluiceConsoleModel    *self,
            const SluiceRunUpdate *change)
{
  if (change->restarted)
    {
      guint n_old = self->n_items;

      self->n_items = 0;
      self->cleared = 0;
      if (n_old > 0)
        g_list_model_items_changed (G_LIST_MODEL (self), 0, n_old, 0);
    }
  if (change->restarted || change->n_new_lines > 0)
    update (self);
}

static void
sluice_console_model_dispose (GObject *object)
{
  SluiceConsoleModel *self = SLUICE_CONSOLE_MODEL (object);

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  self->n_items = 0;

  G_OBJECT_CLASS (sluice_console_model_parent_class)->dispose (object);
}

static void
sluice_console_model_class_init (SluiceConsoleModelClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = sluice_console_model_dispose;
}

static void
sluice_console_model_init (SluiceConsoleModel *self)
{
}

/**
 * sluice_console_model_new:
 *
 * Returns: (transfer full): an empty list
 */
SluiceConsoleModel *
sluice_console_model_new (void)
{
  return g_object_new (SLUICE_TYPE_CONSOLE_MODEL, NULL);
}

/**
 * sluice_console_model_set_session:
 * @session: whose log it shows
 */
void
sluice_console_model_set_session (SluiceConsoleModel *self,
                                  SluiceRunSession   *session)
{
  g_return_if_fail (SLUICE_IS_CONSOLE_MODEL (self));
  g_return_if_fail (SLUICE_IS_RUN_SESSION (session));

  if (self->session == session)
    return;

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_set_object (&self->session, session);
  g_signal_connect_object (session, "updated", G_CALLBACK (updated_cb), self, G_CONNECT_SWAPPED);
  self->cleared = 0;
  update (self);
}

/**
 * sluice_console_model_clear:
 *
 * Hides the lines there are. The run goes on writing below.
 */
void
sluice_console_model_clear (SluiceConsoleModel *self)
{
  guint n_lines;

  g_return_if_fail (SLUICE_IS_CONSOLE_MODEL (self));

  n_lines = self->session != NULL ? sluice_run_session_get_n_lines (self->session) : 0;
  if (n_lines == 0)
    return;

  self->cleared = sluice_run_session_get_line (self->session, n_lines - 1)->serial;
  update (self);
}
