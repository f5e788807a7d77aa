/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Folding: each event of a run changes a few fields here and arms the next delta. A run at full
 * speed passes through this file for everything it does, so nothing here allocates for an event
 * that repeats. */

#include "debugger/session/run-fold-private.h"

#include <glib/gi18n.h>

static void
fold_node_free (FoldNode *node)
{
  sluice_run_fold_clear_cards (node);
  g_ptr_array_unref (node->edges);
  g_free (node->title);
  g_free (node->text);
  if (node->tail != NULL)
    g_string_free (node->tail, TRUE);
  g_free (node);
}

static void
fold_lane_free (FoldLane *lane)
{
  g_array_unref (lane->visits);
  g_free (lane->title);
  g_free (lane->flow);
  g_free (lane->queue);
  g_free (lane);
}

void
sluice_run_fold_init_tables (SluiceRunFold *self)
{
  self->nodes = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) fold_node_free);
  self->lanes = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) fold_lane_free);
  self->writers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->dirty_nodes = g_ptr_array_new ();
  self->held_nodes = g_ptr_array_new ();
  self->next_edges = g_ptr_array_new ();
  self->dirty_writers = g_ptr_array_new ();
  self->spans = g_array_new (FALSE, FALSE, sizeof (SluiceSpan));
  self->stops = g_ptr_array_new_with_free_func ((GDestroyNotify) sluice_stop_mark_free);
  self->replies = g_ptr_array_new_with_free_func ((GDestroyNotify) sluice_reply_free);
  sluice_run_fold_init_model_replies (self);
  g_queue_init (&self->lines);
  sluice_run_fold_init_visits (self);
  sluice_run_fold_init_lanes (self);
}

void
sluice_run_fold_clear_tables (SluiceRunFold *self)
{
  g_queue_clear_full (&self->lines, (GDestroyNotify) sluice_log_line_free);
  sluice_run_fold_clear_model_replies (self);
  g_array_unref (self->spans);
  g_ptr_array_unref (self->stops);
  g_ptr_array_unref (self->replies);
  sluice_value_clear (&self->base);
  sluice_value_clear (&self->held_results);
  sluice_run_fold_clear_visits (self);
  sluice_run_fold_clear_lanes (self);
  g_ptr_array_unref (self->dirty_writers);
  g_ptr_array_unref (self->next_edges);
  g_ptr_array_unref (self->held_nodes);
  g_ptr_array_unref (self->dirty_nodes);
  g_hash_table_unref (self->writers);
  g_hash_table_unref (self->lanes);
  g_hash_table_unref (self->nodes);
}

/* Returns: (nullable): what is kept of @node; NULL where it has no place in the document */
FoldNode *
sluice_run_fold_get_node (SluiceRunFold *self,
                          SluiceNode    *node)
{
  const char *address = node != NULL ? sluice_node_get_address (node) : NULL;
  FoldNode *found;

  if (address == NULL)
    return NULL;
  if (self->last_node != NULL && self->last_node->address == address)
    return self->last_node;

  found = g_hash_table_lookup (self->nodes, address);
  if (found == NULL)
    {
      found = g_new0 (FoldNode, 1);
      found->address = address;
      found->title = g_strdup (sluice_node_get_title (node));
      sluice_run_fold_init_edges (found);
      found->mark.duration = -1;
      g_hash_table_insert (self->nodes, (gpointer) address, found);
    }
  self->last_node = found;
  return found;
}

static FoldLane *
get_lane (SluiceRunFold *self,
          guint32        id)
{
  FoldLane *lane;

  if (id == 0)
    return NULL;
  if (self->last_lane != NULL && self->last_lane->id == id)
    return self->last_lane;

  lane = g_hash_table_lookup (self->lanes, GUINT_TO_POINTER (id));
  if (lane != NULL)
    self->last_lane = lane;
  return lane;
}

void
sluice_run_fold_touch_node (SluiceRunFold *self,
                            FoldNode      *node)
{
  if (!node->is_dirty)
    {
      node->is_dirty = TRUE;
      g_ptr_array_add (self->dirty_nodes, node);
    }
  sluice_run_fold_touch (self);
}

void
sluice_run_fold_set_text (FoldNode   *node,
                          const char *text)
{
  if (g_strcmp0 (node->text, text) == 0)
    return;
  g_free (node->text);
  node->text = g_strdup (text);
  node->mark.text = node->text;
}

static gint64
to_monotonic (SluiceRunFold *self,
              gint64         until)
{
  return until > 0 ? self->start + until : 0;
}

void
sluice_run_fold_add_line (SluiceRunFold *self,
                          const char    *level,
                          FoldNode      *node,
                          gint64         time,
                          char          *take_text)
{
  SluiceLogLine *line = g_new0 (SluiceLogLine, 1);

  line->serial = ++self->line_serial;
  line->time = time;
  line->level = g_strdup (level);
  line->address = node != NULL ? g_strdup (node->address) : NULL;
  line->title = node != NULL ? g_strdup (node->title) : NULL;
  line->text = take_text;
  g_queue_push_tail (&self->lines, line);

  if (g_queue_get_length (&self->lines) > SLUICE_RUN_MAX_LINES)
    {
      sluice_log_line_free (g_queue_pop_head (&self->lines));
      self->n_dropped++;
    }
  sluice_run_fold_touch (self);
}

/* Runs */

static void
fold_run_started (SluiceRunFold     *self,
                  const SluiceEvent *event)
{
  self->start = g_get_monotonic_time () - event->time;
  self->n_tokens = 0;
  self->cost = 0;
  sluice_run_fold_add_line (self, "run", NULL, event->time, g_strdup (_("Started")));
}

static char *
words_of_end (SluiceRunFold     *self,
              const SluiceEvent *event)
{
  if (event->state == SLUICE_RUN_CANCELLED)
    return g_strdup (_("Stopped"));
  if (event->error != NULL)
    return g_strdup_printf (_("Failed: %s"), event->error->message);
  if (event->action != NULL)
    return g_strdup_printf (_("Finished with “%s”"), event->action);
  return g_strdup (_("Finished"));
}

static void
fold_run_ended (SluiceRunFold     *self,
                const SluiceEvent *event)
{
  SluiceNode *node = event->node;
  gboolean is_failure = event->error != NULL && event->state == SLUICE_RUN_FAILED;
  g_autofree char *words = words_of_end (self, event);
  g_autofree char *usage = sluice_run_fold_dup_usage (self);

  if (node == NULL && is_failure)
    node = sluice_run_get_error_node (self->run);
  sluice_run_fold_add_line (self, is_failure ? "error" : "run",
                            sluice_run_fold_get_node (self, node), event->time,
                            g_strconcat (words, usage, NULL));
  self->prompts_dirty = TRUE;
  self->lanes_dirty = TRUE;
  self->held_dirty = TRUE;
}

/* Lanes */

static gboolean
is_busy (SluiceLaneState state)
{
  return state == SLUICE_LANE_RUNNABLE || state == SLUICE_LANE_COMPUTING;
}

static void
fold_lane_started (SluiceRunFold     *self,
                   const SluiceEvent *event)
{
  FoldLane *lane = g_new0 (FoldLane, 1);
  FoldNode *node = sluice_run_fold_get_node (self, event->node);

  lane->id = event->lane;
  lane->parent = event->parent;
  lane->item = -1;
  if (event->lane_object != NULL)
    lane->item = sluice_lane_get_item_place (event->lane_object, &lane->n_items);
  lane->node = node;
  if (node == NULL)
    {
      lane->title = g_strdup (event->node != NULL ? sluice_node_get_title (event->node) : NULL);
      lane->flow = g_strdup (event->node != NULL ? sluice_node_get_id (event->node) : NULL);
    }
  lane->since = event->time;
  lane->state = SLUICE_LANE_RUNNABLE;
  lane->visits = g_array_new (FALSE, FALSE, sizeof (FoldVisit));
  self->n_busy++;
  /* An item or entry is in the visit of its parent. */
  if (node != NULL && event->parent != 0)
    {
      FoldVisit visit = { 0, node, event->time, FALSE };

      g_array_append_val (lane->visits, visit);
      node->mark.n_lanes++;
      sluice_run_fold_touch_node (self, node);
    }
  self->last_lane = NULL;
  g_hash_table_insert (self->lanes, GUINT_TO_POINTER (lane->id), lane);
  self->lanes_dirty = TRUE;
  sluice_run_fold_touch (self);
}

static void
fold_lane_ended (SluiceRunFold     *self,
                 const SluiceEvent *event)
{
  FoldLane *lane = get_lane (self, event->lane);

  if (lane == NULL)
    return;
  if (is_busy (lane->state))
    self->n_busy--;
  sluice_run_fold_end_span (self, lane, event->time, FALSE);

  /* What it was in of its parent's, and visits that a cancel cut short. */
  for (guint i = lane->visits->len; i-- > 0;)
    {
      FoldNode *node = g_array_index (lane->visits, FoldVisit, i).node;

      if (node == NULL)
        continue;
      node->mark.n_lanes--;
      node->mark.is_current = node->mark.n_lanes > 0;
      if (g_array_index (lane->visits, FoldVisit, i).serial != 0)
        {
          node->mark.state = SLUICE_MARK_CANCELLED;
          sluice_run_fold_set_text (node, NULL);
        }
      sluice_run_fold_touch_node (self, node);
    }
  sluice_run_fold_leave_way (self, lane);
  sluice_run_fold_keep_lane (self, lane, event);
  /* The last edge of the last lane stays to be seen when the run is over. */
  if (g_hash_table_size (self->lanes) > 1)
    sluice_run_fold_set_last_edge (self, lane, NULL);

  self->last_lane = NULL;
  g_hash_table_remove (self->lanes, GUINT_TO_POINTER (event->lane));
  self->lanes_dirty = TRUE;
  self->held_dirty = TRUE;
  sluice_run_fold_touch (self);
}

static SluiceMarkState
mark_of_phase (SluicePhase phase)
{
  switch (phase)
    {
    case SLUICE_PHASE_EXEC:
      return SLUICE_MARK_EXEC;
    case SLUICE_PHASE_WAIT:
      return SLUICE_MARK_WAIT;
    case SLUICE_PHASE_FALLBACK:
      return SLUICE_MARK_FALLBACK;
    case SLUICE_PHASE_POST:
      return SLUICE_MARK_POST;
    case SLUICE_PHASE_NONE:
    case SLUICE_PHASE_PREP:
    default:
      return SLUICE_MARK_PREP;
    }
}

static void
mark_wait (SluiceRunFold     *self,
           FoldNode          *node,
           const SluiceEvent *event)
{
  switch (event->lane_state)
    {
    case SLUICE_LANE_PERSON:
      node->mark.state = SLUICE_MARK_PERSON;
      break;
    case SLUICE_LANE_QUEUE:
      /* A "wait" of the queue may have said its name already. */
      if (node->mark.state != SLUICE_MARK_QUEUE)
        sluice_run_fold_set_text (node, event->text);
      node->mark.state = SLUICE_MARK_QUEUE;
      break;
    case SLUICE_LANE_SLEEPING:
      node->mark.state = SLUICE_MARK_WAIT;
      node->mark.until = to_monotonic (self, event->until);
      node->mark.is_retry = event->phase == SLUICE_PHASE_WAIT;
      break;
    case SLUICE_LANE_RUNNABLE:
    case SLUICE_LANE_COMPUTING:
      if (node->mark.state != SLUICE_MARK_PERSON && node->mark.state != SLUICE_MARK_QUEUE &&
          node->mark.state != SLUICE_MARK_WAIT)
        return;
      if (event->lane_object != NULL)
        node->mark.state = mark_of_phase (sluice_lane_get_phase (event->lane_object));
      node->mark.until = 0;
      sluice_run_fold_set_text (node, NULL);
      break;
    case SLUICE_LANE_IN_FLIGHT:
    case SLUICE_LANE_HELD:
    case SLUICE_LANE_JOINED:
    case SLUICE_LANE_ENDED:
    default:
      return;
    }
  sluice_run_fold_touch_node (self, node);
}

static FoldNode *
node_of_event (SluiceRunFold     *self,
               const SluiceEvent *event,
               FoldLane          *lane)
{
  if (event->node != NULL)
    return sluice_run_fold_get_node (self, event->node);
  if (lane != NULL && lane->visits->len > 0)
    return g_array_index (lane->visits, FoldVisit, lane->visits->len - 1).node;
  if (event->lane_object != NULL)
    return sluice_run_fold_get_node (self, sluice_lane_get_node (event->lane_object));
  return NULL;
}

/* A wait is a stretch of its own; after it the phase goes on. */
static void
split_span (SluiceRunFold     *self,
            FoldLane          *lane,
            FoldNode          *node,
            const SluiceEvent *event)
{
  SluiceMarkState state;
  const GError *error;
  SluiceValue result;

  switch (event->lane_state)
    {
    case SLUICE_LANE_PERSON:
      state = SLUICE_MARK_PERSON;
      break;
    case SLUICE_LANE_QUEUE:
      state = SLUICE_MARK_QUEUE;
      break;
    case SLUICE_LANE_SLEEPING:
      state = SLUICE_MARK_WAIT;
      break;
    case SLUICE_LANE_HELD:
      state = SLUICE_MARK_STOPPED;
      break;
    case SLUICE_LANE_RUNNABLE:
    case SLUICE_LANE_COMPUTING:
      if (lane->span.state == SLUICE_MARK_NONE || event->lane_object == NULL
          || sluice_lane_get_phase (event->lane_object) == SLUICE_PHASE_NONE)
        return;
      state = mark_of_phase (sluice_lane_get_phase (event->lane_object));
      break;
    case SLUICE_LANE_JOINED: /* its items do what it would */
      state = SLUICE_MARK_EXEC;
      break;
    case SLUICE_LANE_IN_FLIGHT:
    case SLUICE_LANE_ENDED:
    default:
      return;
    }
  if (state != lane->span.state)
    sluice_run_fold_begin_span (self, lane, node, state, lane->span.attempt, event->time);
  if (state == SLUICE_MARK_STOPPED && event->lane_object != NULL)
    lane->span.has_result |= sluice_lane_peek_held_result (event->lane_object, &result, &error);
}

static void
fold_lane_state (SluiceRunFold     *self,
                 const SluiceEvent *event)
{
  FoldLane *lane = get_lane (self, event->lane);
  FoldNode *node;

  if (lane == NULL)
    return;
  if (is_busy (lane->state) != is_busy (event->lane_state))
    self->n_busy += is_busy (event->lane_state) ? 1 : -1;
  if (lane->state == SLUICE_LANE_HELD || event->lane_state == SLUICE_LANE_HELD)
    self->held_dirty = TRUE;
  if (lane->state != event->lane_state)
    lane->since = event->time;
  lane->until = event->until;
  if (event->lane_state == SLUICE_LANE_QUEUE && event->lane_object != NULL)
    sluice_run_fold_note_queue (lane, event->lane_object);
  lane->state = event->lane_state;
  self->lanes_dirty = TRUE;

  node = node_of_event (self, event, lane);
  split_span (self, lane, node, event);
  if (node != NULL && node->mark.n_lanes > 0)
    mark_wait (self, node, event);
  sluice_run_fold_touch (self);
}

/* Visits */

static void
fold_visit_started (SluiceRunFold     *self,
                    const SluiceEvent *event)
{
  FoldLane *lane = get_lane (self, event->lane);
  FoldNode *node = sluice_run_fold_get_node (self, event->node);
  FoldVisit visit = { event->visit, node, event->time, FALSE };

  if (lane != NULL)
    {
      lane->next = NULL;
      g_array_append_val (lane->visits, visit);
    }
  sluice_run_fold_pass_earlier (self, event->visit, event->time);
  self->n_visits = event->visit;
  self->lanes_dirty = TRUE;
  if (node == NULL)
    {
      sluice_run_fold_touch (self);
      return;
    }

  if (node->mark.n_lanes == 0)
    sluice_run_fold_forget_usage (node);
  node->mark.state = SLUICE_MARK_PREP;
  node->mark.is_current = TRUE;
  node->mark.n_lanes++;
  node->mark.n_visits++;
  node->mark.attempt = 0;
  node->mark.is_mocked = FALSE;
  node->mark.until = 0;
  sluice_run_fold_set_text (node, NULL);
  sluice_run_fold_touch_node (self, node);
}

/* FALSE: the visit was over before it began, by a limit or a cancel. */
static gboolean
pop_visit (FoldLane  *lane,
           guint64    serial,
           FoldVisit *visit)
{
  if (lane == NULL || lane->visits->len == 0)
    return FALSE;
  *visit = g_array_index (lane->visits, FoldVisit, lane->visits->len - 1);
  if (visit->serial != serial)
    return FALSE;
  g_array_set_size (lane->visits, lane->visits->len - 1);
  return TRUE;
}

static void
fold_visit_ended (SluiceRunFold     *self,
                  const SluiceEvent *event)
{
  FoldNode *node = sluice_run_fold_get_node (self, event->node);
  FoldLane *lane = get_lane (self, event->lane);
  FoldVisit visit = { 0, NULL, event->time, TRUE };
  gboolean began = pop_visit (lane, event->visit, &visit);
  gboolean is_cancelled = g_error_matches (event->error, SLUICE_ENGINE_ERROR,
                                           SLUICE_ENGINE_ERROR_CANCELLED);

  if (lane != NULL)
    sluice_run_fold_end_span (self, lane, event->time, event->error != NULL && !is_cancelled);
  if (lane != NULL && lane->wait_node == NULL
      && g_error_matches (event->error, SLUICE_ENGINE_ERROR, SLUICE_ENGINE_ERROR_DEADLOCK))
    lane->wait_node = node;
  if (node == NULL || (is_cancelled && !began))
    return;

  node->mark.until = 0;
  if (event->error == NULL)
    {
      node->mark.state = visit.had_post ? SLUICE_MARK_DONE : SLUICE_MARK_SKIPPED;
      sluice_run_fold_set_text (node, event->action);
    }
  else
    {
      node->mark.state = is_cancelled ? SLUICE_MARK_CANCELLED : SLUICE_MARK_FAILED;
      sluice_run_fold_set_text (node, is_cancelled ? NULL : event->error->message);
    }
  if (began)
    {
      node->mark.duration = event->time - visit.start;
      node->mark.n_lanes--;
      node->mark.is_current = node->mark.n_lanes > 0;
    }
  sluice_run_fold_touch_node (self, node);
}

/* Another attempt, a wait for one, or the fallback: what was tried before has failed. */
static gboolean
tells_failure (const FoldLane    *lane,
               const SluiceEvent *event)
{
  return event->phase == SLUICE_PHASE_WAIT || event->phase == SLUICE_PHASE_FALLBACK
         || (event->phase == SLUICE_PHASE_EXEC && lane->span.state != SLUICE_MARK_WAIT
             && event->attempt > lane->span.attempt);
}

static void
fold_phase_started (SluiceRunFold     *self,
                    const SluiceEvent *event)
{
  FoldNode *node = sluice_run_fold_get_node (self, event->node);
  FoldLane *lane = get_lane (self, event->lane);

  if (lane != NULL)
    {
      sluice_run_fold_end_span (self, lane, event->time, tells_failure (lane, event));
      sluice_run_fold_begin_span (self, lane, node, mark_of_phase (event->phase), event->attempt, event->time);
      if (event->phase == SLUICE_PHASE_POST && lane->visits->len > 0)
        g_array_index (lane->visits, FoldVisit, lane->visits->len - 1).had_post = TRUE;
    }
  if (node == NULL)
    return;
  node->mark.state = mark_of_phase (event->phase);
  node->mark.attempt = event->attempt;
  node->mark.attempts = event->attempts;
  node->mark.until = event->phase == SLUICE_PHASE_WAIT ? to_monotonic (self, event->until) : 0;
  node->mark.is_retry = event->phase == SLUICE_PHASE_WAIT;
  sluice_run_fold_set_text (node, NULL);
  sluice_run_fold_touch_node (self, node);
}

static void
fold_edge (SluiceRunFold     *self,
           const SluiceEvent *event)
{
  sluice_run_fold_edge (self, get_lane (self, event->lane), event);
}

/* Prompts, store, queues */

static void
fold_effect (SluiceRunFold     *self,
             const SluiceEvent *event)
{
  if (g_strcmp0 (event->text, "llm") == 0)
    sluice_run_fold_model_reply (self, event);
  else if (g_strcmp0 (event->text, "embed") == 0)
    sluice_run_fold_vectors (self, event);
  if (g_strcmp0 (event->text, "ask") != 0 && g_strcmp0 (event->text, "choose") != 0)
    return;
  self->prompts_dirty = TRUE;
  sluice_run_fold_touch (self);
}

static gboolean
is_stale_writer_cb (gpointer key,
                    gpointer value,
                    gpointer data)
{
  SluiceRunFold *self = data;
  FoldWriter *writer = value;

  return !writer->is_dirty && writer->epoch != self->epoch;
}

/* Returns: (nullable): NULL when there is no room for one more pointer */
static FoldWriter *
get_writer (SluiceRunFold *self,
            const char    *pointer,
            const char   **key)
{
  gpointer value;

  if (g_hash_table_lookup_extended (self->writers, pointer, (gpointer *) key, &value))
    return value;

  if (g_hash_table_size (self->writers) >= SLUICE_RUN_MAX_WRITERS)
    {
      if (self->purge_epoch == self->epoch)
        return NULL;
      self->purge_epoch = self->epoch;
      g_hash_table_foreach_remove (self->writers, is_stale_writer_cb, self);
      if (g_hash_table_size (self->writers) >= SLUICE_RUN_MAX_WRITERS)
        return NULL;
    }
  *key = g_strdup (pointer);
  value = g_new0 (FoldWriter, 1);
  g_hash_table_insert (self->writers, (gpointer) *key, value);
  return value;
}

static void
fold_patch (SluiceRunFold     *self,
            const SluiceEvent *event)
{
  const char *key = NULL;
  FoldWriter *writer = get_writer (self, event->change->pointer, &key);

  sluice_run_fold_touch (self);
  if (writer == NULL)
    {
      self->has_lost_writers = TRUE;
      return;
    }

  writer->node = NULL;
  writer->time = event->time;
  writer->is_person = event->author != NULL && event->author->person != 0;
  if (event->author != NULL && event->author->lane != 0)
    {
      writer->node = node_of_event (self, event, get_lane (self, event->author->lane));
      writer->phase = event->author->phase;
    }
  writer->epoch = self->epoch;
  if (!writer->is_dirty)
    {
      writer->is_dirty = TRUE;
      g_ptr_array_add (self->dirty_writers, (gpointer) key);
    }
}

static void
fold_queue (SluiceRunFold     *self,
            const SluiceEvent *event)
{
  if (g_strcmp0 (event->action, "wait") == 0)
    {
      FoldNode *node = node_of_event (self, event, get_lane (self, event->lane));

      if (node != NULL)
        {
          node->mark.state = SLUICE_MARK_QUEUE;
          sluice_run_fold_set_text (node, event->text);
          sluice_run_fold_touch_node (self, node);
        }
    }
  self->queues_dirty = TRUE;
  sluice_run_fold_touch (self);
}

/* Lines */

static void
fold_log (SluiceRunFold     *self,
          const SluiceEvent *event)
{
  SluiceLogLine *line;

  sluice_run_fold_add_line (self, event->text != NULL ? event->text : "info",
                            sluice_run_fold_get_node (self, event->node), event->time,
                            sluice_log_line_dup_text (event->value));
  line = g_queue_peek_tail (&self->lines);
  line->visit = event->visit;
  line->picture = sluice_logged_picture_new (event->value, self->run);
}

static void
fold_warning (SluiceRunFold     *self,
              const SluiceEvent *event)
{
  sluice_run_fold_add_line (self, "warning", sluice_run_fold_get_node (self, event->node),
                            event->time, g_strdup (event->text));
}

static void
fold_look (SluiceRunFold     *self,
           const SluiceEvent *event)
{
  self->lanes_dirty = TRUE;
  self->held_dirty = TRUE;
  self->prompts_dirty = TRUE;
  sluice_run_fold_touch (self);
}

static void
fold_stop (SluiceRunFold     *self,
           const SluiceEvent *event)
{
  SluiceStopMark *mark = g_new0 (SluiceStopMark, 1);
  FoldNode *node = sluice_run_fold_get_node (self, event->node);

  mark->is_within = event->visit == 0 || event->visit <= self->n_visits;
  mark->moment = mark->is_within ? MAX (self->n_visits, 1) : event->visit;
  mark->time = event->time;
  mark->lane = event->lane;
  mark->line = event->line;
  mark->phase = event->phase;
  mark->address = node != NULL ? g_strdup (node->address) : NULL;
  mark->text = g_strdup (event->text);
  g_ptr_array_add (self->stops, mark);
  self->stop_lane = event->lane;
  fold_look (self, event);
}

typedef void (*FoldFunc) (SluiceRunFold     *self,
                          const SluiceEvent *event);

static const FoldFunc folds[SLUICE_N_EVENTS] = {
  [SLUICE_EVENT_RUN_STARTED] = fold_run_started,
  [SLUICE_EVENT_RUN_STATE] = fold_look,
  [SLUICE_EVENT_RUN_ENDED] = fold_run_ended,
  [SLUICE_EVENT_LANE_STARTED] = fold_lane_started,
  [SLUICE_EVENT_LANE_STATE] = fold_lane_state,
  [SLUICE_EVENT_LANE_ENDED] = fold_lane_ended,
  [SLUICE_EVENT_VISIT_STARTED] = fold_visit_started,
  [SLUICE_EVENT_VISIT_ENDED] = fold_visit_ended,
  [SLUICE_EVENT_PHASE_STARTED] = fold_phase_started,
  [SLUICE_EVENT_EDGE] = fold_edge,
  [SLUICE_EVENT_EFFECT_BEGAN] = fold_effect,
  [SLUICE_EVENT_EFFECT_ENDED] = fold_effect,
  [SLUICE_EVENT_HELD] = fold_look,
  [SLUICE_EVENT_PATCH] = fold_patch,
  [SLUICE_EVENT_QUEUE] = fold_queue,
  [SLUICE_EVENT_LOG] = fold_log,
  [SLUICE_EVENT_WARNING] = fold_warning,
  [SLUICE_EVENT_STOP] = fold_stop,
  [SLUICE_EVENT_PROGRESS] = sluice_run_fold_progress,
};

static void
event_cb (SluiceRun         *run,
          const SluiceEvent *event,
          gpointer           user_data)
{
  sluice_run_fold_see_event (user_data, event);
  if (folds[event->type] != NULL)
    folds[event->type] (user_data, event);
}

/* Watches the events that are folded, and no others. */
void
sluice_run_fold_watch (SluiceRunFold *self)
{
  guint mask = SLUICE_EVENT_MASK (SLUICE_EVENT_PHASE_ENDED);

  for (guint type = 0; type < SLUICE_N_EVENTS; type++)
    if (folds[type] != NULL)
      mask |= SLUICE_EVENT_MASK (type);
  self->watch = sluice_run_watch (self->run, mask, event_cb, self, NULL);
}
