/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Looking at a moment of a record. The state that is shown is then that of the moment; a run that is
 * live goes on behind it, and what it asks of a person is still shown. */

#include "debugger/session/run-session-private.h"

static void
set_past_state (SluiceRunSession *self,
                SluicePastState   state)
{
  if (self->past_state == state)
    return;
  self->past_state = state;
  g_object_notify (G_OBJECT (self), "past");
}

static void
set_moment (SluiceRunSession *self,
            guint64           moment)
{
  if (self->moment == moment)
    return;
  self->moment = moment;
  g_object_notify (G_OBJECT (self), "moment");
}

/* Updates */

static gboolean
is_same_mark (const SluiceNodeMark *a,
              const SluiceNodeMark *b)
{
  return a->state == b->state && a->is_mocked == b->is_mocked && a->is_current == b->is_current
         && a->is_past == b->is_past && a->has_begun == b->has_begun && a->phase == b->phase && a->line == b->line
         && a->n_lanes == b->n_lanes && a->attempt == b->attempt && a->n_visits == b->n_visits
         && a->duration == b->duration && g_strcmp0 (a->text, b->text) == 0;
}

static gboolean
has_same_edges (SluiceRunView         *view,
                const SluiceNodeDelta *node)
{
  for (guint i = 0; node->edges != NULL && i < node->edges->len; i++)
    {
      const SluiceEdgeDelta *edge = &g_array_index (node->edges, SluiceEdgeDelta, i);
      const SluiceEdgeMark *before = sluice_run_view_get_edge_mark (view, node->address, edge->action);

      if (before == NULL || memcmp (before, &edge->mark, sizeof *before) != 0)
        return FALSE;
    }
  return TRUE;
}

/* A look has all nodes; only what differs from the one before is worth telling. */
static void
drop_same (SluiceRunView  *view,
           SluiceRunDelta *delta)
{
  for (guint i = delta->nodes->len; i-- > 0;)
    {
      const SluiceNodeDelta *node = g_ptr_array_index (delta->nodes, i);
      const SluiceNodeMark *before = sluice_run_view_get_node_mark (view, node->address);

      if (before != NULL && is_same_mark (before, &node->mark) && has_same_edges (view, node))
        g_ptr_array_remove_index_fast (delta->nodes, i);
    }
}

static void
add_addresses (GStrvBuilder  *addresses,
               SluiceRunView *view)
{
  GHashTableIter iter;
  gpointer address;

  g_hash_table_iter_init (&iter, view->nodes);
  while (g_hash_table_iter_next (&iter, &address, NULL))
    g_strv_builder_add (addresses, address);
}

/* Another state is shown from here on: a record's, or that of the run again. */
static void
emit_changed_view (SluiceRunSession *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) nodes = NULL;
  SluiceRunUpdate update = { .restarted = !self->past_is_own, .edges = TRUE, .lanes = TRUE, .stack = TRUE,
                             .store = TRUE, .prompts = TRUE, .spans = TRUE, .visit = TRUE, .looks = TRUE };

  add_addresses (builder, &self->view);
  if (self->past_info != NULL)
    add_addresses (builder, &self->past);
  nodes = g_strv_builder_end (builder);
  update.nodes = nodes;
  sluice_run_session_emit_updated (self, &update);
}

static void
take_look (SluiceRunSession *self,
           SluicePastLook   *look)
{
  SluiceRunUpdate update = { 0, };
  gboolean is_first = look->info != NULL;
  gboolean is_elsewhere = look->stop != self->moment_stop || look->time != self->moment_time;

  if (is_first)
    self->past_info = g_steal_pointer (&look->info);
  else
    drop_same (&self->past, look->delta);
  g_hash_table_remove_all (self->past.writers);
  sluice_run_view_apply (&self->past, look->delta, &update);
  self->moment_time = look->time;
  g_free (self->moment_title);
  self->moment_title = g_steal_pointer (&look->title);
  sluice_past_reader_set_seen (self->reader, look->serial);

  g_object_freeze_notify (G_OBJECT (self));
  self->shown = &self->past;
  self->moment_stop = look->stop;
  self->is_within = look->is_within;
  set_past_state (self, SLUICE_PAST_SHOWN);
  if (is_elsewhere && self->moment == look->moment)
    g_object_notify (G_OBJECT (self), "moment");
  set_moment (self, look->moment);
  if (self->wanted == 0)
    self->wanted = look->moment;
  if (self->wanted_stop < 0)
    self->wanted_stop = (int) look->stop; /* counted from the end, it is the first that is shown */
  g_object_thaw_notify (G_OBJECT (self));
  if (is_first)
    emit_changed_view (self);
  else
    sluice_run_session_emit_updated (self, &update);
  g_strfreev (update.nodes);
}

static void
take_replies (SluiceRunSession *self)
{
  SluiceReply *reply;

  while (self->reader != NULL && (reply = sluice_past_reader_take_reply (self->reader)) != NULL)
    {
      sluice_run_session_emit_replied (self, reply);
      sluice_reply_free (reply);
    }
}

static gboolean
wakeup_cb (gpointer data)
{
  g_autoptr (SluiceRunSession) self = g_object_ref (data);
  g_autoptr (SluicePastLook) look = NULL;

  g_source_set_ready_time (self->past_wakeup, -1);
  take_replies (self);
  if (self->reader != NULL)
    look = sluice_past_reader_take (self->reader);
  if (look == NULL)
    return G_SOURCE_CONTINUE;
  if (look->error == NULL)
    {
      take_look (self, look);
      return G_SOURCE_CONTINUE;
    }
  sluice_run_session_close_past (self);
  sluice_run_session_emit_past_failed (self, look->error);
  return G_SOURCE_CONTINUE;
}

static gboolean
wakeup_dispatch (GSource     *source,
                 GSourceFunc  callback,
                 gpointer     user_data)
{
  return callback (user_data);
}

static GSourceFuncs wakeup_funcs = { NULL, NULL, wakeup_dispatch, NULL, NULL, NULL };

void
sluice_run_session_init_past (SluiceRunSession *self)
{
  self->shown = &self->view;
  self->wanted_time = -1;
  self->past_wakeup = g_source_new (&wakeup_funcs, sizeof (GSource));
  g_source_set_static_name (self->past_wakeup, "sluice-past-look");
  g_source_set_callback (self->past_wakeup, wakeup_cb, self, NULL);
  g_source_attach (self->past_wakeup, g_main_context_get_thread_default ());
}

void
sluice_run_session_clear_past (SluiceRunSession *self)
{
  sluice_run_session_close_past (self);
  if (self->past_wakeup != NULL)
    g_source_destroy (self->past_wakeup);
  g_clear_pointer (&self->past_wakeup, g_source_unref);
}

/* What of a live run's update is to be seen while a moment is shown. */
void
sluice_run_session_filter_update (SluiceRunSession *self,
                                  SluiceRunUpdate  *update)
{
  if (self->shown == &self->view)
    return;
  g_strfreev (update->nodes);
  update->nodes = g_new0 (char *, 1);
  update->edges = update->lanes = update->stack = update->store = update->visit = FALSE;
  if (self->past_is_own)
    return;
  update->spans = FALSE;
  update->n_new_lines = 0;
}

/* Opening and closing */

static void
start_reader (SluiceRunSession *self)
{
  self->waits_for_flush = FALSE;
  sluice_run_view_init (&self->past);
  self->reader = sluice_past_reader_new (self->past_path, self->past_other, self->wanted, self->wanted_stop,
                                         self->watches, self->past_wakeup);
  if (self->look_address != NULL)
    sluice_past_reader_show_visit (self->reader, self->look_address, self->look_number);
  if (self->wanted_time >= 0)
    sluice_past_reader_go_to_time (self->reader, self->wanted_time);
}

/* The record of the run that is live is up to date. */
void
sluice_run_session_take_flush (SluiceRunSession *self,
                               guint             n_flushed)
{
  gboolean is_new = n_flushed != self->n_flushed;

  self->n_flushed = n_flushed;
  if (is_new && self->waits_for_flush)
    start_reader (self);
}

/**
 * sluice_run_session_open_past:
 * @self: a session
 * @path: a record: that of the run, or of another
 * @other: (nullable): one that it is compared with
 * @moment: what to look at first: a visit, or 0 for the end, or where the two part
 *
 * Shows a moment of a record in place of the run; the property past tells when. What can't be read is told
 * by SluiceRunSession::past-failed.
 */
void
sluice_run_session_open_past (SluiceRunSession *self,
                              const char       *path,
                              const char       *other,
                              guint64           moment)
{
  g_return_if_fail (SLUICE_IS_RUN_SESSION (self));
  g_return_if_fail (path != NULL);

  g_object_freeze_notify (G_OBJECT (self));
  sluice_run_session_close_past (self);
  self->past_path = g_strdup (path);
  self->past_other = g_strdup (other);
  self->past_is_own = g_strcmp0 (path, self->view.record) == 0;
  self->wanted = moment;
  self->wanted_time = -1;
  self->wanted_stop = 0;
  set_past_state (self, SLUICE_PAST_READING);
  if (self->past_is_own && self->fold != NULL)
    {
      self->waits_for_flush = TRUE;
      sluice_run_fold_command (self->fold, SLUICE_COMMAND_FLUSH);
    }
  else
    start_reader (self);
  g_object_thaw_notify (G_OBJECT (self));
}

/**
 * sluice_run_session_close_past:
 * @self: a session
 *
 * Shows the run again, if a moment of a record is shown.
 */
void
sluice_run_session_close_past (SluiceRunSession *self)
{
  gboolean was_shown;

  g_return_if_fail (SLUICE_IS_RUN_SESSION (self));

  if (self->past_state == SLUICE_PAST_NONE)
    return;
  was_shown = self->shown != &self->view;
  self->shown = &self->view;
  self->waits_for_flush = FALSE;
  if (was_shown)
    emit_changed_view (self);
  self->past_is_own = FALSE;
  if (self->reader != NULL)
    sluice_run_view_clear (&self->past);
  g_clear_pointer (&self->reader, sluice_past_reader_free);
  g_clear_pointer (&self->past_info, sluice_past_info_free);
  g_clear_pointer (&self->past_path, g_free);
  g_clear_pointer (&self->past_other, g_free);
  g_clear_pointer (&self->moment_title, g_free);
  self->wanted = 0;
  self->wanted_stop = 0;
  self->moment_stop = 0;
  self->is_within = FALSE;
  g_object_freeze_notify (G_OBJECT (self));
  set_moment (self, 0);
  set_past_state (self, SLUICE_PAST_NONE);
  g_object_thaw_notify (G_OBJECT (self));
}

/* Moving */

static guint64
get_last_moment (SluiceRunSession *self)
{
  if (self->past_info != NULL)
    return self->past_info->n_visits + 1;
  return self->past_state == SLUICE_PAST_NONE || self->past_is_own ? self->view.n_visits + 1 : G_MAXUINT64;
}

/**
 * sluice_run_session_go_to_moment:
 * @self: a session that shows a moment
 * @moment: another: a visit, or one more than the last for the end
 *
 * Goes there; the property moment tells when.
 */
void
sluice_run_session_go_to_moment (SluiceRunSession *self,
                                 guint64           moment)
{
  g_return_if_fail (SLUICE_IS_RUN_SESSION (self));

  if (self->past_state == SLUICE_PAST_NONE)
    return;
  self->wanted = CLAMP (moment, 1, get_last_moment (self));
  self->wanted_stop = 0;
  self->is_within = FALSE;
  if (self->reader != NULL)
    sluice_past_reader_go (self->reader, self->wanted);
}

/**
 * sluice_run_session_go_to_time:
 * @self: a session that shows a moment
 * @time: µs since the start of the run
 *
 * Goes to the visit that had begun last by then, in the record that is shown or else in that of the run.
 */
void
sluice_run_session_go_to_time (SluiceRunSession *self,
                               gint64            time)
{
  g_return_if_fail (SLUICE_IS_RUN_SESSION (self));

  self->wanted = 0;
  self->wanted_stop = 0;
  if (self->reader != NULL)
    {
      sluice_past_reader_go_to_time (self->reader, time);
      return;
    }
  if (self->past_state == SLUICE_PAST_NONE && self->view.record != NULL)
    sluice_run_session_open_past (self, self->view.record, NULL, 0);
  self->wanted_time = time;
}

static guint64
get_wanted (SluiceRunSession *self)
{
  return self->wanted != 0 ? self->wanted : self->moment;
}

/* To a moment of the run itself, or of the record that is open. */
static void
go (SluiceRunSession *self,
    guint64           moment)
{
  if (self->past_state == SLUICE_PAST_NONE)
    sluice_run_session_open_past (self, self->view.record, NULL, moment);
  else
    sluice_run_session_go_to_moment (self, moment);
}

/**
 * sluice_run_session_show_moment:
 * @self: a session
 * @moment: a visit of the run, or of the record that is shown
 *
 * Goes there, as a step back does.
 *
 * Returns: whether there is a record to look at
 */
gboolean
sluice_run_session_show_moment (SluiceRunSession *self,
                                guint64           moment)
{
  g_return_val_if_fail (SLUICE_IS_RUN_SESSION (self), FALSE);

  if (self->past_state == SLUICE_PAST_NONE && (self->view.record == NULL || self->view.n_visits == 0))
    return FALSE;
  go (self, moment);
  return TRUE;
}

/* Whether what is shown, or on its way, is behind the beginning of its visit. */
static gboolean
is_within_visit (SluiceRunSession *self)
{
  const SluiceStopMark *mark = NULL;

  if (self->past_info != NULL && self->wanted_stop > 0 && (guint) self->wanted_stop <= self->past.stops->len)
    mark = g_ptr_array_index (self->past.stops, self->wanted_stop - 1);
  return mark != NULL ? mark->is_within : self->is_within && get_wanted (self) == self->moment;
}

gboolean
sluice_run_session_can_step_back (SluiceRunSession *self)
{
  g_return_val_if_fail (SLUICE_IS_RUN_SESSION (self), FALSE);

  if (self->past_state == SLUICE_PAST_NONE)
    return self->view.record != NULL && self->view.n_visits > 0;
  return get_wanted (self) > 1 || is_within_visit (self);
}

/**
 * sluice_run_session_step_back:
 * @self: a session
 *
 * Goes to the visit before the moment that is shown, in the midst of one to its beginning; from a run itself, to the
 * last that has begun.
 */
void
sluice_run_session_step_back (SluiceRunSession *self)
{
  if (!sluice_run_session_can_step_back (self))
    return;
  if (self->past_state == SLUICE_PAST_NONE)
    go (self, self->view.n_visits);
  else
    go (self, get_wanted (self) - (is_within_visit (self) ? 0 : 1));
}

gboolean
sluice_run_session_can_step_forward (SluiceRunSession *self)
{
  g_return_val_if_fail (SLUICE_IS_RUN_SESSION (self), FALSE);

  return self->past_info != NULL && get_wanted (self) < get_last_moment (self);
}

void
sluice_run_session_step_forward (SluiceRunSession *self)
{
  if (sluice_run_session_can_step_forward (self))
    go (self, get_wanted (self) + 1);
}

/* Looking */

SluicePastState
sluice_run_session_get_past_state (SluiceRunSession *self)
{
  g_return_val_if_fail (SLUICE_IS_RUN_SESSION (self), SLUICE_PAST_NONE);

  return self->past_state;
}

/**
 * sluice_run_session_get_past:
 * @self: a session
 *
 * Returns: (nullable): the record that is looked at; %NULL while none is, or is not read yet
 */
const SluicePastInfo *
sluice_run_session_get_past (SluiceRunSession *self)
{
  g_return_val_if_fail (SLUICE_IS_RUN_SESSION (self), NULL);

  return self->past_info;
}

/* Whether the record is the one of the session's own run. */
gboolean
sluice_run_session_is_past_own (SluiceRunSession *self)
{
  g_return_val_if_fail (SLUICE_IS_RUN_SESSION (self), FALSE);

  return self->past_state != SLUICE_PAST_NONE && self->past_is_own;
}

/* The moment that is shown: a visit as it begins, or one more than the last; 0: the run itself is. */
guint64
sluice_run_session_get_moment (SluiceRunSession *self)
{
  g_return_val_if_fail (SLUICE_IS_RUN_SESSION (self), 0);

  return self->moment;
}

gint64
sluice_run_session_get_moment_time (SluiceRunSession *self)
{
  g_return_val_if_fail (SLUICE_IS_RUN_SESSION (self), 0);

  return self->moment_time;
}

/* Returns: (nullable): the title of the node whose visit begins; %NULL at the end */
const char *
sluice_run_session_get_moment_title (SluiceRunSession *self)
{
  g_return_val_if_fail (SLUICE_IS_RUN_SESSION (self), NULL);

  return self->moment_title;
}
