/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Publishing: at most once in a frame, and only when the UI has taken the delta before, what
 * changed is copied out. The store and the queues are not copied: their roots are lent, and the
 * references that keep them alive are dropped when the UI has moved on to a later loan. */

#include "debugger/session/run-fold-private.h"

#include <glib/gi18n.h>
#include <string.h>

#include "base/tidy.h"
#include "debug/prompt.h"

static void
loan_free (FoldLoan *loan)
{
  sluice_value_clear (&loan->store);
  sluice_value_clear (&loan->base);
  sluice_value_clear (&loan->queues);
  sluice_value_clear (&loan->watched);
  sluice_value_clear (&loan->frames);
  g_free (loan);
}

static void
take_back (SluiceRunFold *self)
{
  guint seen = sluice_run_link_get_seen (self->link);
  FoldLoan *loan;

  while ((loan = g_queue_peek_head (&self->loans)) != NULL && loan->serial < seen)
    loan_free (g_queue_pop_head (&self->loans));
}

static SluiceValue
dup_queues (SluiceRunFold *self)
{
  SluiceValue queues = sluice_value_object ();

  for (guint i = 0; i < sluice_run_get_n_queues (self->run); i++)
    {
      SluiceQueue *queue = sluice_run_get_queue (self->run, i);

      sluice_value_set_member (&queues, sluice_queue_get_name (queue),
                               sluice_queue_dup_items (queue));
    }
  return queues;
}

static GPtrArray *
dup_queue_infos (SluiceRunFold *self)
{
  GPtrArray *infos = g_ptr_array_new_with_free_func ((GDestroyNotify) sluice_queue_info_free);

  for (guint i = 0; i < sluice_run_get_n_queues (self->run); i++)
    {
      SluiceQueue *queue = sluice_run_get_queue (self->run, i);
      SluiceQueueInfo *info = g_new0 (SluiceQueueInfo, 1);

      info->name = g_strdup (sluice_queue_get_name (queue));
      info->limit = sluice_queue_get_limit (queue);
      g_ptr_array_add (infos, info);
    }
  return infos;
}

static void
lend_values (SluiceRunFold  *self,
             SluiceRunDelta *delta)
{
  SluiceStore *store = sluice_run_get_store (self->run);
  guint64 version = sluice_store_get_version (store);
  FoldLoan *loan;

  take_back (self);
  if (self->has_lent && !self->queues_dirty && !self->looks_dirty && !self->base_dirty
      && version == self->store_version)
    return;

  loan = g_new0 (FoldLoan, 1);
  loan->serial = delta->serial;
  loan->store = sluice_value_ref (sluice_store_get_root (store));
  loan->base = sluice_value_ref (self->base);
  loan->queues = dup_queues (self);
  loan->watched = sluice_value_ref (self->watched);
  loan->frames = sluice_value_ref (self->frames);
  g_queue_push_tail (&self->loans, loan);

  delta->has_store = TRUE;
  delta->store = loan->store;
  delta->base = loan->base;
  delta->queues = loan->queues;
  delta->queue_infos = dup_queue_infos (self);
  delta->watched = loan->watched;
  delta->frames = loan->frames;
  self->store_version = version;
  self->looks_dirty = FALSE;
  self->queues_dirty = FALSE;
  self->base_dirty = FALSE;
  self->has_lent = TRUE;
}

static const char *
get_address (SluiceNode *node)
{
  return node != NULL ? sluice_node_get_address (node) : NULL;
}

/* The edges that lanes stand before. */
static void
look_at_next (SluiceRunFold *self,
              FoldNode      *node,
              SluiceLane    *lane)
{
  const char *action = sluice_debugger_get_held_action (self->debugger, lane);
  FoldEdge *edge;

  if (action == NULL)
    return;
  edge = sluice_run_fold_get_edge (node, action);
  edge->mark.is_next = TRUE;
  g_ptr_array_add (self->next_edges, edge);
  sluice_run_fold_touch_edge (self, edge);
}

static void
forget_held (SluiceRunFold *self)
{
  for (guint i = 0; i < self->held_nodes->len; i++)
    {
      FoldNode *node = g_ptr_array_index (self->held_nodes, i);

      node->n_held = node->mark.n_results = 0;
      sluice_run_fold_touch_node (self, node);
    }
  g_ptr_array_set_size (self->held_nodes, 0);
  for (guint i = 0; i < self->next_edges->len; i++)
    {
      FoldEdge *edge = g_ptr_array_index (self->next_edges, i);

      edge->mark.is_next = FALSE;
      sluice_run_fold_touch_edge (self, edge);
    }
  g_ptr_array_set_size (self->next_edges, 0);
}

/* Of several lanes in one node the one that is selected tells where it stands. */
static void
look_at_place (SluiceRunFold *self,
               FoldNode      *node,
               SluiceLane    *lane)
{
  if (node->n_held > 1 && lane != sluice_debugger_get_lane (self->debugger))
    return;
  node->mark.line = sluice_debugger_get_line (self->debugger, lane);
  node->mark.phase = node->mark.line > 0 ? sluice_debugger_get_held_phase (self->debugger, lane)
                                         : sluice_debugger_get_next_phase (self->debugger, lane);
}

static void
look_at_held (SluiceRunFold *self)
{
  const GError *error;
  SluiceValue result;

  forget_held (self);
  for (guint i = 0; i < sluice_run_get_n_lanes (self->run); i++)
    {
      SluiceLane *lane = sluice_run_get_lane (self->run, i);
      FoldNode *node;

      node = sluice_run_fold_get_node (self, sluice_debugger_get_held_node (self->debugger, lane));
      if (node == NULL)
        continue;
      if (node->n_held++ == 0)
        g_ptr_array_add (self->held_nodes, node);
      if (sluice_lane_peek_held_result (lane, &result, &error))
        node->mark.n_results++;
      look_at_place (self, node, lane);
      look_at_next (self, node, lane);
      sluice_run_fold_touch_node (self, node);
    }
  self->held_dirty = FALSE;
}

/* The node at which a replay left its record was cancelled with the run; that it diverged is what matters. */
static gboolean
is_diverging (SluiceRunFold *self,
              FoldNode      *node)
{
  return sluice_run_fold_get_divergence (self) != NULL
         && g_strcmp0 (sluice_replay_get_error_node (self->replay), node->address) == 0;
}

static void
publish_nodes (SluiceRunFold  *self,
               SluiceRunDelta *delta)
{
  for (guint i = 0; i < self->dirty_nodes->len; i++)
    {
      FoldNode *node = g_ptr_array_index (self->dirty_nodes, i);
      SluiceNodeMark mark = node->mark;
      SluiceNodeDelta *entry;

      if (is_diverging (self, node))
        {
          mark.state = SLUICE_MARK_FAILED;
          mark.text = sluice_run_fold_get_divergence (self)->message;
        }
      entry = sluice_node_delta_new (node->address, &mark);
      if (node->n_held > 0)
        entry->mark.state = SLUICE_MARK_STOPPED;
      for (guint k = 0; k < node->edges->len; k++)
        {
          FoldEdge *edge = g_ptr_array_index (node->edges, k);

          if (edge->is_dirty)
            sluice_node_delta_add_edge (entry, edge->action, &edge->mark);
          edge->is_dirty = FALSE;
        }
      node->is_dirty = FALSE;
      g_ptr_array_add (delta->nodes, entry);
    }
  g_ptr_array_set_size (self->dirty_nodes, 0);
  delta->has_edges = self->edges_dirty;
  self->edges_dirty = FALSE;
}

static SluicePrompt *
prompt_new (SluiceEffect *effect)
{
  SluiceNode *node = sluice_effect_get_node (effect);
  SluiceLane *lane = sluice_effect_get_lane (effect);
  SluicePrompt *prompt = g_new0 (SluicePrompt, 1);

  prompt->effect = sluice_effect_get_id (effect);
  prompt->lane = lane != NULL ? sluice_lane_get_id (lane) : 0;
  prompt->type = g_strdup (sluice_effect_get_effect_type (effect));
  prompt->address = g_strdup (get_address (node));
  prompt->node_title = g_strdup (node != NULL ? sluice_node_get_title (node) : "");
  prompt->text = sluice_prompt_dup_text (effect);
  prompt->input = g_strdup (sluice_prompt_get_input (effect));
  prompt->fallback = sluice_prompt_dup_fallback (effect);
  prompt->choices = sluice_prompt_dup_choices (effect);
  prompt->allows_empty = sluice_prompt_allows_empty (effect);
  return prompt;
}

static void
publish_prompts (SluiceRunFold  *self,
                 SluiceRunDelta *delta)
{
  guint n_prompts = sluice_run_get_n_prompts (self->run);

  if (!self->prompts_dirty)
    return;
  delta->prompts = g_ptr_array_new_full (n_prompts, (GDestroyNotify) sluice_prompt_free);
  for (guint i = 0; i < n_prompts; i++)
    g_ptr_array_add (delta->prompts, prompt_new (sluice_run_get_prompt (self->run, i)));
  self->prompts_dirty = FALSE;
}

static char *
dup_writer_words (FoldWriter *writer)
{
  if (writer->is_person)
    return g_strdup (_("You"));
  if (writer->node == NULL)
    return NULL;
  if (writer->phase == SLUICE_PHASE_NONE)
    return g_strdup (writer->node->title);
  return g_strdup_printf ("%s, %s", writer->node->title, sluice_phase_name (writer->phase));
}

static void
publish_writers (SluiceRunFold  *self,
                 SluiceRunDelta *delta)
{
  delta->forget_fresh = self->forget_fresh;
  self->forget_fresh = FALSE;
  delta->has_lost_writers = self->has_lost_writers;
  self->has_lost_writers = FALSE;

  for (guint i = 0; i < self->dirty_writers->len; i++)
    {
      const char *pointer = g_ptr_array_index (self->dirty_writers, i);
      FoldWriter *writer = g_hash_table_lookup (self->writers, pointer);
      SluiceWriterDelta *entry = g_new0 (SluiceWriterDelta, 1);

      entry->pointer = g_strdup (pointer);
      entry->writer = dup_writer_words (writer);
      entry->is_fresh = writer->epoch == self->epoch;
      entry->time = writer->time;
      writer->is_dirty = FALSE;
      g_ptr_array_add (delta->writers, entry);
    }
  g_ptr_array_set_size (self->dirty_writers, 0);
}

static void
publish_lines (SluiceRunFold  *self,
               SluiceRunDelta *delta)
{
  SluiceLogLine *line;

  while ((line = g_queue_pop_head (&self->lines)) != NULL)
    g_ptr_array_add (delta->lines, line);
  delta->n_dropped = self->n_dropped;
  self->n_dropped = 0;
}

static SluiceSessionState
get_state (SluiceRunFold *self)
{
  if (sluice_run_fold_get_divergence (self) != NULL)
    return SLUICE_SESSION_FAILED;
  switch (sluice_run_get_state (self->run))
    {
    case SLUICE_RUN_READY:
      return SLUICE_SESSION_STARTING;
    case SLUICE_RUN_FINISHED:
      return SLUICE_SESSION_FINISHED;
    case SLUICE_RUN_FAILED:
      return SLUICE_SESSION_FAILED;
    case SLUICE_RUN_CANCELLED:
      return SLUICE_SESSION_CANCELLED;
    case SLUICE_RUN_RUNNING:
    case SLUICE_RUN_STOPPED:
    default:
      if (sluice_debugger_is_stopped (self->debugger))
        return SLUICE_SESSION_STOPPED;
      if (self->n_busy == 0 && g_hash_table_size (self->lanes) > 0)
        return SLUICE_SESSION_WAITING;
      return SLUICE_SESSION_RUNNING;
    }
}

static const char *
get_failure_address (SluiceRunFold *self)
{
  if (sluice_run_fold_get_divergence (self) != NULL)
    return sluice_replay_get_error_node (self->replay);
  return get_address (sluice_run_get_error_node (self->run));
}

static void
publish_run (SluiceRunFold  *self,
             SluiceRunDelta *delta)
{
  SluiceLane *lane = sluice_debugger_get_lane (self->debugger);

  if (self->held_dirty)
    look_at_held (self);
  delta->state = get_state (self);
  delta->message = sluice_run_fold_dup_message (self, delta->state);
  if (delta->state == SLUICE_SESSION_STOPPED && lane != NULL)
    delta->stop_address = g_strdup (get_address (sluice_run_fold_get_place (self, lane)));
  else if (delta->state == SLUICE_SESSION_FAILED)
    delta->stop_address = g_strdup (get_failure_address (self));

  delta->n_visits = self->n_visits;
  if (self->stops->len > 0)
    {
      delta->stops = self->stops;
      self->stops = g_ptr_array_new_with_free_func ((GDestroyNotify) sluice_stop_mark_free);
    }
  publish_nodes (self, delta);
  sluice_run_fold_publish_lanes (self, delta);
  publish_prompts (self, delta);
  publish_writers (self, delta);
  sluice_run_fold_publish_spans (self, delta);
  sluice_run_fold_publish_looks (self, delta);
  sluice_run_fold_publish_stop (self, delta);
  sluice_run_fold_publish_visit (self, delta);
  sluice_run_fold_publish_model_replies (self, delta);
  lend_values (self, delta);
}

static void
publish (SluiceRunFold *self)
{
  SluiceRunDelta *delta = sluice_run_delta_new ();

  delta->serial = ++self->serial;
  if (self->error != NULL)
    {
      delta->state = SLUICE_SESSION_FAILED;
      delta->message = g_strdup (self->error->message);
    }
  else if (self->run != NULL)
    publish_run (self, delta);
  delta->record = g_strdup (self->record);
  delta->stall = g_strdup (self->stall);
  delta->record_fault = g_strdup (self->record_fault);
  delta->n_flushed = self->n_flushed;
  publish_lines (self, delta);
  if (self->replies->len > 0)
    {
      delta->replies = g_steal_pointer (&self->replies);
      self->replies = g_ptr_array_new_with_free_func ((GDestroyNotify) sluice_reply_free);
    }
  sluice_run_link_put (self->link, delta);
}

/* Of a run that is over its results are looked at, not what was run; the engine is done with that when it is told. */
static void
leave_program (SluiceRunFold *self)
{
  if (self->program == NULL || self->run == NULL || sluice_run_get_state (self->run) < SLUICE_RUN_FINISHED)
    return;
  sluice_program_leave_run (g_steal_pointer (&self->program), self->run);
  sluice_tidy_trim_soon ();
}

static void
flush (SluiceRunFold *self,
       gint64         now)
{
  if (!sluice_run_link_is_free (self->link))
    {
      self->flush_time = now + SLUICE_FOLD_INTERVAL;
      return;
    }
  self->last_flush = now;
  publish (self);
  leave_program (self);
  self->flush_time = G_MAXINT64;
}

/* When a delta is due is looked up before the thread would wait. A ready time is not set for it: GLib wakes a loop for
 * each that is, and events come in the midst of the engine's turns, which go on before the loop waits. */
typedef struct
{
  GSource        source;
  SluiceRunFold *fold;
} FlushSource;

static gboolean
flush_prepare (GSource *source,
               int     *timeout)
{
  gint64 due = ((FlushSource *) source)->fold->flush_time, left;

  *timeout = -1;
  if (due == G_MAXINT64)
    return FALSE;
  left = due - g_get_monotonic_time ();
  *timeout = (int) (MAX (left, 0) + 999) / 1000;
  return left <= 0;
}

static gboolean
flush_check (GSource *source)
{
  gint64 due = ((FlushSource *) source)->fold->flush_time;

  return due != G_MAXINT64 && due <= g_get_monotonic_time ();
}

static gboolean
flush_dispatch (GSource     *source,
                GSourceFunc  callback,
                gpointer     user_data)
{
  flush (((FlushSource *) source)->fold, g_get_monotonic_time ());
  return G_SOURCE_CONTINUE;
}

static GSourceFuncs flush_funcs = { flush_prepare, flush_check, flush_dispatch, NULL, NULL, NULL };

/* Above the engine's source, so that a run at full speed is seen while it goes on. */
void
sluice_run_fold_init_flush (SluiceRunFold *self)
{
  self->flush = g_source_new (&flush_funcs, sizeof (FlushSource));
  ((FlushSource *) self->flush)->fold = self;
  self->flush_time = G_MAXINT64;
  g_source_set_static_name (self->flush, "sluice-flush");
  g_source_set_priority (self->flush, G_PRIORITY_HIGH);
  g_source_attach (self->flush, g_main_context_get_thread_default ());
  g_queue_init (&self->loans);
}

void
sluice_run_fold_clear_flush (SluiceRunFold *self)
{
  g_source_destroy (self->flush);
  g_clear_pointer (&self->flush, g_source_unref);
  g_queue_clear_full (&self->loans, (GDestroyNotify) loan_free);
}

/* Something changed: there will be a delta, soon but not too soon. */
void
sluice_run_fold_touch (SluiceRunFold *self)
{
  if (self->flush_time == G_MAXINT64)
    self->flush_time = self->last_flush + SLUICE_FOLD_INTERVAL;
}
