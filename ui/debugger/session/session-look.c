/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Looking at the folded state of a session: all of it is borrowed until the next update. */

#include "debugger/session/run-session-private.h"

/* What is shown of a run from its beginning to its end: that of the moment's run. */
static SluiceRunView *
get_whole (SluiceRunSession *self)
{
  return self->past_is_own ? &self->view : self->shown;
}

/* A record's node that had not been visited at the moment. */
static gboolean
is_empty (SluiceRunSession     *self,
          const SluiceNodeMark *mark)
{
  return self->shown != &self->view && mark->n_visits == 0 && mark->state == SLUICE_MARK_NONE;
}

/**
 * sluice_run_session_get_node_mark:
 * @self: a session
 * @address: a node, "flow/node"
 *
 * Returns: (nullable): what to show on it; NULL where no run has been. Valid until the next update
 */
const SluiceNodeMark *
sluice_run_session_get_node_mark (SluiceRunSession *self,
                                  const char       *address)
{
  const SluiceNodeMark *mark;

  g_return_val_if_fail (SLUICE_IS_RUN_SESSION (self), NULL);
  g_return_val_if_fail (address != NULL, NULL);

  mark = sluice_run_view_get_node_mark (self->shown, address);
  return mark != NULL && is_empty (self, mark) ? NULL : mark;
}

/**
 * sluice_run_session_get_n_node_marks:
 * @self: a session
 *
 * Returns: of how many nodes there may be something to show
 */
guint
sluice_run_session_get_n_node_marks (SluiceRunSession *self)
{
  g_return_val_if_fail (SLUICE_IS_RUN_SESSION (self), 0);

  return g_hash_table_size (self->shown->nodes);
}

/**
 * sluice_run_session_get_edge_mark:
 * @self: a session
 * @address: the node the edge leaves
 * @action: (nullable): its action; NULL is "default"
 *
 * Returns: (nullable): what to show on it; NULL where it was never taken and is not about to be. Valid until the
 *   next update
 */
const SluiceEdgeMark *
sluice_run_session_get_edge_mark (SluiceRunSession *self,
                                  const char       *address,
                                  const char       *action)
{
  const SluiceEdgeMark *mark;

  g_return_val_if_fail (SLUICE_IS_RUN_SESSION (self), NULL);
  g_return_val_if_fail (address != NULL, NULL);

  mark = sluice_run_view_get_edge_mark (self->shown, address, action);
  return mark != NULL && mark->n_taken == 0 && !mark->is_next ? NULL : mark;
}

/**
 * sluice_run_session_get_model_replies:
 * @self: a session
 *
 * Returns: (transfer none) (element-type SluiceModelReply): replies of models, the latest last: the last of each
 *   node, those that go on, and the newest of the others. Valid until the next update
 */
GPtrArray *
sluice_run_session_get_model_replies (SluiceRunSession *self)
{
  g_return_val_if_fail (SLUICE_IS_RUN_SESSION (self), NULL);

  return self->view.model_replies;
}

/**
 * sluice_run_session_get_stop_address:
 * @self: a session
 *
 * Returns: (nullable): the node it is stopped before or in, or where it failed
 */
const char *
sluice_run_session_get_stop_address (SluiceRunSession *self)
{
  g_return_val_if_fail (SLUICE_IS_RUN_SESSION (self), NULL);

  return self->shown->stop_address;
}

/**
 * sluice_run_session_get_stop_line:
 * @self: a session
 * @phase: (out) (optional): the phase that it is stopped in or before
 *
 * Returns: the line of a script that it is stopped at, from 1; 0 if it is at none
 */
guint
sluice_run_session_get_stop_line (SluiceRunSession *self,
                                  SluicePhase      *phase)
{
  g_return_val_if_fail (SLUICE_IS_RUN_SESSION (self), 0);

  if (phase != NULL)
    *phase = self->shown->stop_phase;
  return self->shown->stop_line;
}

/**
 * sluice_run_session_get_frames:
 * @self: a session
 *
 * Returns: (transfer none): an array of objects with "function", "line" and "locals", lent as the store is
 */
SluiceValue
sluice_run_session_get_frames (SluiceRunSession *self)
{
  g_return_val_if_fail (SLUICE_IS_RUN_SESSION (self), sluice_value_null ());

  return self->shown->frames;
}

/**
 * sluice_run_session_choose_frame:
 * @self: a session
 * @frame: which of sluice_run_session_get_frames()
 *
 * Looks into that function, of the run or of the moment that is shown: the watches see what it sees.
 */
void
sluice_run_session_choose_frame (SluiceRunSession *self,
                                 guint             frame)
{
  g_return_if_fail (SLUICE_IS_RUN_SESSION (self));

  if (self->shown == &self->past)
    sluice_past_reader_choose_frame (self->reader, frame);
  else if (self->fold != NULL)
    sluice_run_fold_set_frame (self->fold, frame);
}

/**
 * sluice_run_session_get_watched:
 * @self: a session
 *
 * Returns: (transfer none): what sluice_run_session_set_watches() asked for, in that order: an array of objects with
 *   "expression", and "value" or "error", lent as the store is; of the moment where one is shown. It is that of the
 *   last update: look at the expressions, for those asked for since are not in it
 */
SluiceValue
sluice_run_session_get_watched (SluiceRunSession *self)
{
  g_return_val_if_fail (SLUICE_IS_RUN_SESSION (self), sluice_value_null ());

  return self->shown->watched;
}

/**
 * sluice_run_session_get_hits:
 * @self: a session
 * @id: of one of its breakpoints
 *
 * Returns: how often it was met in the last run with its condition true
 */
guint
sluice_run_session_get_hits (SluiceRunSession *self,
                             guint             id)
{
  g_return_val_if_fail (SLUICE_IS_RUN_SESSION (self), 0);

  for (guint i = 0; i < self->view.hits->len; i++)
    {
      const SluiceBreakHits *hits = &g_array_index (self->view.hits, SluiceBreakHits, i);

      if (hits->id == id)
        return hits->n_hits;
    }
  return 0;
}

/**
 * sluice_run_session_get_lanes:
 * @self: a session
 *
 * Returns: (element-type gpointer) (transfer none): the lanes alive as SluiceLaneInfo, oldest first, at
 *   most the first thousand. Valid until the next update
 */
GPtrArray *
sluice_run_session_get_lanes (SluiceRunSession *self)
{
  g_return_val_if_fail (SLUICE_IS_RUN_SESSION (self), NULL);

  return self->shown->lanes;
}

/**
 * sluice_run_session_get_n_unlisted_lanes:
 * @self: a session
 * @n_earlier: (out) (optional): how many ended before those that it lists as ended
 *
 * Returns: how many lanes are alive that sluice_run_session_get_lanes() does not list
 */
guint
sluice_run_session_get_n_unlisted_lanes (SluiceRunSession *self,
                                         guint64          *n_earlier)
{
  g_return_val_if_fail (SLUICE_IS_RUN_SESSION (self), 0);

  if (n_earlier != NULL)
    *n_earlier = self->shown->n_earlier_lanes;
  return self->shown->n_more_lanes;
}

/**
 * sluice_run_session_get_stack:
 * @self: a session
 *
 * Returns: (transfer none) (element-type SluiceFrameInfo): where the selected lane is, the innermost first; empty
 *   where none is. Valid until the next update
 */
GPtrArray *
sluice_run_session_get_stack (SluiceRunSession *self)
{
  g_return_val_if_fail (SLUICE_IS_RUN_SESSION (self), NULL);

  return self->shown->stack;
}

/**
 * sluice_run_session_get_n_unlisted_frames:
 * @self: a session
 *
 * Returns: how many frames there are around those that sluice_run_session_get_stack() lists
 */
guint
sluice_run_session_get_n_unlisted_frames (SluiceRunSession *self)
{
  g_return_val_if_fail (SLUICE_IS_RUN_SESSION (self), 0);

  return self->shown->n_more_frames;
}

/**
 * sluice_run_session_get_prompts:
 * @self: a session
 *
 * Returns: (element-type gpointer) (transfer none): the open questions as SluicePrompt, oldest first.
 *   Valid until the next update
 */
GPtrArray *
sluice_run_session_get_prompts (SluiceRunSession *self)
{
  g_return_val_if_fail (SLUICE_IS_RUN_SESSION (self), NULL);

  return self->view.prompts;
}

/**
 * sluice_run_session_get_n_lines:
 * @self: a session
 *
 * Returns: the lines kept: the last 10,000, and before them a note when there were more
 */
guint
sluice_run_session_get_n_lines (SluiceRunSession *self)
{
  g_return_val_if_fail (SLUICE_IS_RUN_SESSION (self), 0);

  return sluice_run_view_get_n_lines (get_whole (self));
}

/* Returns: (nullable): the line at @index, oldest first; valid until the next update */
const SluiceLogLine *
sluice_run_session_get_line (SluiceRunSession *self,
                             guint             index)
{
  g_return_val_if_fail (SLUICE_IS_RUN_SESSION (self), NULL);

  return sluice_run_view_get_line (get_whole (self), index);
}

/**
 * sluice_run_session_get_store:
 * @self: a session
 *
 * Returns: (transfer none): the store's root as of the last update, null before the first. It is lent
 *   by the engine's thread until the next update: look at it, never ref, unref or change it
 */
SluiceValue
sluice_run_session_get_store (SluiceRunSession *self)
{
  g_return_val_if_fail (SLUICE_IS_RUN_SESSION (self), sluice_value_null ());

  return self->shown->store;
}

/**
 * sluice_run_session_get_writer:
 * @self: a session
 * @pointer: a JSON Pointer into the store
 * @writer: (out) (optional) (nullable): who wrote it last, in words; NULL: not the run
 * @is_fresh: (out) (optional): whether it was written since the last stop or start
 *
 * Returns: whether it was written in this run, as far as it is remembered
 */
gboolean
sluice_run_session_get_writer (SluiceRunSession  *self,
                               const char        *pointer,
                               const char       **writer,
                               gboolean          *is_fresh)
{
  const SluiceWriterDelta *found;

  g_return_val_if_fail (SLUICE_IS_RUN_SESSION (self), FALSE);
  g_return_val_if_fail (pointer != NULL, FALSE);

  found = g_hash_table_lookup (self->shown->writers, pointer);
  if (writer != NULL)
    *writer = found != NULL ? found->writer : NULL;
  if (is_fresh != NULL)
    *is_fresh = found != NULL && found->is_fresh;
  return found != NULL;
}

/**
 * sluice_run_session_get_time:
 * @self: a session
 *
 * Returns: when the last update was made, in µs since the start of the run
 */
gint64
sluice_run_session_get_time (SluiceRunSession *self)
{
  g_return_val_if_fail (SLUICE_IS_RUN_SESSION (self), 0);

  return get_whole (self)->time;
}

/**
 * sluice_run_session_get_n_spans:
 * @self: a session
 *
 * Returns: how many stretches were over at the last update, with those that are no longer kept
 */
guint64
sluice_run_session_get_n_spans (SluiceRunSession *self)
{
  const SluiceRunView *view;

  g_return_val_if_fail (SLUICE_IS_RUN_SESSION (self), 0);

  view = get_whole (self);
  return view->first_span + view->spans->len;
}

/* Returns: (nullable): the stretch of that number; NULL: it is not kept. Valid until the next update */
const SluiceSpan *
sluice_run_session_get_span (SluiceRunSession *self,
                             guint64           index)
{
  const SluiceRunView *view;

  g_return_val_if_fail (SLUICE_IS_RUN_SESSION (self), NULL);

  view = get_whole (self);
  if (index < view->first_span || index - view->first_span >= view->spans->len)
    return NULL;
  return &g_array_index (view->spans, SluiceSpan, index - view->first_span);
}

/**
 * sluice_run_session_get_open_spans:
 * @self: a session
 *
 * Returns: (element-type gpointer) (transfer none): the stretches that go on, one a lane, as SluiceSpan;
 *   their end is the time of the update that changed them. Valid until the next update
 */
GArray *
sluice_run_session_get_open_spans (SluiceRunSession *self)
{
  g_return_val_if_fail (SLUICE_IS_RUN_SESSION (self), NULL);

  return get_whole (self)->open_spans;
}

/**
 * sluice_run_session_get_queue_infos:
 * @self: a session
 *
 * Returns: (transfer none) (element-type SluiceQueueInfo): the queues, in the order of their making. Valid until the
 *   next update
 */
GPtrArray *
sluice_run_session_get_queue_infos (SluiceRunSession *self)
{
  g_return_val_if_fail (SLUICE_IS_RUN_SESSION (self), NULL);

  return self->shown->queue_infos;
}

/**
 * sluice_run_session_has_queues:
 * @self: a session
 *
 * Returns: whether it is known what is in the queues; it is not at a moment of a record that an earlier version made
 */
gboolean
sluice_run_session_has_queues (SluiceRunSession *self)
{
  g_return_val_if_fail (SLUICE_IS_RUN_SESSION (self), FALSE);

  return self->shown == &self->view || SLUICE_VALUE_IS_OBJECT (self->past.queues);
}

/**
 * sluice_run_session_get_queues:
 * @self: a session
 *
 * Returns: (transfer none): an object of the queues' contents by name, lent as the store is
 */
SluiceValue
sluice_run_session_get_queues (SluiceRunSession *self)
{
  g_return_val_if_fail (SLUICE_IS_RUN_SESSION (self), sluice_value_null ());

  return self->shown->queues;
}

/**
 * sluice_run_session_set_watches:
 * @self: a session
 * @expressions: what is to be evaluated
 *
 * Takes the place of what was watched before, in this run and later ones.
 */
void
sluice_run_session_set_watches (SluiceRunSession   *self,
                                const char * const *expressions)
{
  g_return_if_fail (SLUICE_IS_RUN_SESSION (self));
  g_return_if_fail (expressions != NULL);

  g_strfreev (self->watches);
  self->watches = g_strdupv ((char **) expressions);
  if (self->fold != NULL)
    sluice_run_fold_set_watches (self->fold, expressions);
  if (self->reader != NULL)
    sluice_past_reader_set_watches (self->reader, self->watches);
}
