/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The UI's side of a run. Values are lent: nothing here refs or unrefs them. */

#include "debugger/session/run-view.h"

#include <glib/gi18n.h>

typedef struct
{
  SluiceNodeDelta *latest; /* owned; its mark is the node's */
  GArray          *edges;  /* of SluiceEdgeDelta; NULL: none taken */
} ViewNode;

static void
edge_clear (gpointer data)
{
  SluiceEdgeDelta *edge = data;

  g_free (edge->action);
}

static void
view_node_free (ViewNode *node)
{
  sluice_node_delta_free (node->latest);
  g_clear_pointer (&node->edges, g_array_unref);
  g_free (node);
}

static void
model_reply_free (gpointer data)
{
  SluiceModelReply *reply = data;

  g_free (reply->title);
  g_string_free (reply->text, TRUE);
  g_free (reply->model);
  g_free (reply->error);
  g_free (reply);
}

void
sluice_run_view_init (SluiceRunView *self)
{
  *self = (SluiceRunView) { 0, };
  self->nodes = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                       (GDestroyNotify) view_node_free);
  self->writers = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                         (GDestroyNotify) sluice_writer_delta_free);
  self->lanes = g_ptr_array_new_with_free_func ((GDestroyNotify) sluice_lane_info_free);
  self->queue_infos = g_ptr_array_new_with_free_func ((GDestroyNotify) sluice_queue_info_free);
  self->stack = g_ptr_array_new_with_free_func ((GDestroyNotify) sluice_frame_info_free);
  self->prompts = g_ptr_array_new_with_free_func ((GDestroyNotify) sluice_prompt_free);
  self->held = g_ptr_array_new_with_free_func ((GDestroyNotify) sluice_held_info_free);
  self->interventions = g_ptr_array_new_with_free_func ((GDestroyNotify) sluice_intervention_info_free);
  self->model_replies = g_ptr_array_new_with_free_func (model_reply_free);
  self->lines = g_ptr_array_new_with_free_func ((GDestroyNotify) sluice_log_line_free);
  self->spans = g_array_new (FALSE, FALSE, sizeof (SluiceSpan));
  self->open_spans = g_array_new (FALSE, FALSE, sizeof (SluiceSpan));
  self->stops = g_ptr_array_new_with_free_func ((GDestroyNotify) sluice_stop_mark_free);
  self->hits = g_array_new (FALSE, FALSE, sizeof (SluiceBreakHits));
}

void
sluice_run_view_clear (SluiceRunView *self)
{
  g_clear_pointer (&self->nodes, g_hash_table_unref);
  g_clear_pointer (&self->writers, g_hash_table_unref);
  g_clear_pointer (&self->lanes, g_ptr_array_unref);
  g_clear_pointer (&self->queue_infos, g_ptr_array_unref);
  g_clear_pointer (&self->stack, g_ptr_array_unref);
  g_clear_pointer (&self->prompts, g_ptr_array_unref);
  g_clear_pointer (&self->held, g_ptr_array_unref);
  g_clear_pointer (&self->interventions, g_ptr_array_unref);
  g_clear_pointer (&self->model_replies, g_ptr_array_unref);
  g_clear_pointer (&self->lines, g_ptr_array_unref);
  g_clear_pointer (&self->spans, g_array_unref);
  g_clear_pointer (&self->open_spans, g_array_unref);
  g_clear_pointer (&self->stops, g_ptr_array_unref);
  g_clear_pointer (&self->hits, g_array_unref);
  g_clear_pointer (&self->note, sluice_log_line_free);
  g_clear_pointer (&self->stop_address, g_free);
  g_clear_pointer (&self->visit, sluice_visit_info_free);
  g_clear_pointer (&self->record, g_free);
}

/* Nodes and edges */

static SluiceEdgeDelta *
find_edge (ViewNode   *node,
           const char *action)
{
  for (guint i = 0; node->edges != NULL && i < node->edges->len; i++)
    {
      SluiceEdgeDelta *edge = &g_array_index (node->edges, SluiceEdgeDelta, i);

      if (strcmp (edge->action, action) == 0)
        return edge;
    }
  return NULL;
}

static void
apply_edges (ViewNode *node,
             GArray   *edges)
{
  for (guint i = 0; edges != NULL && i < edges->len; i++)
    {
      SluiceEdgeDelta *delta = &g_array_index (edges, SluiceEdgeDelta, i);
      SluiceEdgeDelta *edge = find_edge (node, delta->action);

      if (edge != NULL)
        {
          edge->mark = delta->mark;
          continue;
        }
      if (node->edges == NULL)
        {
          node->edges = g_array_new (FALSE, FALSE, sizeof (SluiceEdgeDelta));
          g_array_set_clear_func (node->edges, edge_clear);
        }
      g_array_append_val (node->edges, *delta);
      delta->action = NULL;
    }
}

static char **
apply_nodes (SluiceRunView *self,
             GPtrArray     *deltas)
{
  g_autoptr (GStrvBuilder) addresses = g_strv_builder_new ();

  for (guint i = 0; i < deltas->len; i++)
    {
      SluiceNodeDelta *delta = g_ptr_array_index (deltas, i);
      ViewNode *node = g_hash_table_lookup (self->nodes, delta->address);

      if (node == NULL)
        {
          node = g_new0 (ViewNode, 1);
          g_hash_table_insert (self->nodes, (gpointer) delta->address, node);
        }
      apply_edges (node, delta->edges);
      g_clear_pointer (&node->latest, sluice_node_delta_free);
      node->latest = delta;
      g_strv_builder_add (addresses, delta->address);
    }
  g_ptr_array_set_free_func (deltas, NULL);
  g_ptr_array_set_size (deltas, 0);
  return g_strv_builder_end (addresses);
}

const SluiceNodeMark *
sluice_run_view_get_node_mark (SluiceRunView *self,
                               const char    *address)
{
  ViewNode *node = g_hash_table_lookup (self->nodes, address);

  return node != NULL ? &node->latest->mark : NULL;
}

const SluiceEdgeMark *
sluice_run_view_get_edge_mark (SluiceRunView *self,
                               const char    *address,
                               const char    *action)
{
  ViewNode *node = g_hash_table_lookup (self->nodes, address);
  SluiceEdgeDelta *edge;

  if (node == NULL)
    return NULL;
  edge = find_edge (node, action != NULL ? action : "default");
  return edge != NULL ? &edge->mark : NULL;
}

/* Lines */

static void
count_dropped (SluiceRunView *self,
               guint64        n)
{
  if (n == 0)
    return;
  self->n_dropped += n;
  if (self->note == NULL)
    {
      self->note = g_new0 (SluiceLogLine, 1);
      self->note->level = g_strdup ("info");
    }
  g_free (self->note->text);
  self->note->text = g_strdup_printf (ngettext ("%lu older line was dropped", "%lu older lines were dropped",
                                                self->n_dropped), (gulong) self->n_dropped);
}

static void
add_line (SluiceRunView *self,
          SluiceLogLine *line)
{
  gpointer *place;

  if (self->lines->len < SLUICE_RUN_MAX_LINES)
    {
      g_ptr_array_add (self->lines, line);
      return;
    }
  place = &g_ptr_array_index (self->lines, self->first_line);
  sluice_log_line_free (*place);
  *place = line;
  self->first_line = (self->first_line + 1) % SLUICE_RUN_MAX_LINES;
  count_dropped (self, 1);
}

static guint
apply_lines (SluiceRunView  *self,
             SluiceRunDelta *delta)
{
  guint n_lines = delta->lines->len;

  /* They came before all the lines of this delta and after all that are here. */
  count_dropped (self, delta->n_dropped);
  for (guint i = 0; i < n_lines; i++)
    add_line (self, g_ptr_array_index (delta->lines, i));
  g_ptr_array_set_free_func (delta->lines, NULL);
  g_ptr_array_set_size (delta->lines, 0);
  return n_lines;
}

guint
sluice_run_view_get_n_lines (SluiceRunView *self)
{
  return self->lines->len + (self->note != NULL ? 1 : 0);
}

/* The note comes first, then the lines, oldest first. */
const SluiceLogLine *
sluice_run_view_get_line (SluiceRunView *self,
                          guint          index)
{
  guint n_notes = self->note != NULL ? 1 : 0;

  if (index < n_notes)
    return self->note;
  index -= n_notes;
  if (index >= self->lines->len)
    return NULL;
  return g_ptr_array_index (self->lines, (self->first_line + index) % self->lines->len);
}

/* Writers */

static gboolean
is_stale_cb (gpointer key,
             gpointer value,
             gpointer data)
{
  return !((SluiceWriterDelta *) value)->is_fresh;
}

/* Whoever wrote a place last is not told of it rather than who wrote it before. */
static void
apply_writers (SluiceRunView  *self,
               SluiceRunDelta *delta)
{
  if (delta->forget_fresh)
    {
      GHashTableIter iter;
      gpointer value;

      g_hash_table_iter_init (&iter, self->writers);
      while (g_hash_table_iter_next (&iter, NULL, &value))
        ((SluiceWriterDelta *) value)->is_fresh = FALSE;
    }

  if (delta->has_lost_writers || g_hash_table_size (self->writers) + delta->writers->len > SLUICE_RUN_MAX_WRITERS)
    g_hash_table_foreach_remove (self->writers, is_stale_cb, NULL);

  for (guint i = 0; i < delta->writers->len; i++)
    {
      SluiceWriterDelta *writer = g_ptr_array_index (delta->writers, i);

      if (g_hash_table_size (self->writers) >= SLUICE_RUN_MAX_WRITERS &&
          !g_hash_table_contains (self->writers, writer->pointer))
        sluice_writer_delta_free (writer);
      else
        g_hash_table_replace (self->writers, writer->pointer, writer);
    }
  g_ptr_array_set_free_func (delta->writers, NULL);
  g_ptr_array_set_size (delta->writers, 0);
}

/* Stretches of time */

/* Drops the oldest, many at once. */
static void
trim_spans (SluiceRunView *self)
{
  guint n = self->spans->len;

  if (n <= SLUICE_RUN_MAX_SPANS + SLUICE_RUN_MAX_SPANS / 5)
    return;
  g_array_remove_range (self->spans, 0, n - SLUICE_RUN_MAX_SPANS);
  self->first_span += n - SLUICE_RUN_MAX_SPANS;
}

static gboolean
apply_spans (SluiceRunView  *self,
             SluiceRunDelta *delta)
{
  self->time = MAX (self->time, delta->time);
  if (delta->spans == NULL)
    return FALSE;
  if (delta->n_dropped_spans > 0)
    {
      self->first_span += self->spans->len + delta->n_dropped_spans;
      g_array_set_size (self->spans, 0);
    }
  g_array_append_vals (self->spans, delta->spans->data, delta->spans->len);
  trim_spans (self);

  g_array_unref (self->open_spans);
  self->open_spans = g_steal_pointer (&delta->open_spans);
  for (guint i = 0; i < self->open_spans->len; i++)
    g_array_index (self->open_spans, SluiceSpan, i).end = self->time;
  return TRUE;
}

static void
apply_hits (SluiceRunView   *self,
            SluiceRunDelta  *delta,
            SluiceRunUpdate *update)
{
  if (delta->hits == NULL)
    return;
  g_array_unref (self->hits);
  self->hits = g_steal_pointer (&delta->hits);
  update->hits = TRUE;
}

/* Replies */

static SluiceModelReply *
find_reply (SluiceRunView *self,
            guint64        effect)
{
  for (guint i = self->model_replies->len; i-- > 0;)
    {
      SluiceModelReply *reply = g_ptr_array_index (self->model_replies, i);

      if (reply->effect == effect)
        return reply;
    }
  return NULL;
}

/* Takes all of @from, but puts its text behind what there is. */
static void
merge_reply (SluiceModelReply      *self,
             SluiceModelReplyDelta *from)
{
  GString *text = self->text;

  if (from->is_anew)
    g_string_truncate (text, 0);
  g_string_append_len (text, from->reply.text->str, (gssize) from->reply.text->len);
  g_string_free (from->reply.text, TRUE);
  g_free (self->title);
  g_free (self->model);
  g_free (self->error);
  *self = from->reply;
  self->text = text;
  g_free (from);
}

/* Address → its last reply; both borrowed. */
static GHashTable *
find_last_replies (SluiceRunView *self)
{
  GHashTable *last = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < self->model_replies->len; i++)
    {
      SluiceModelReply *reply = g_ptr_array_index (self->model_replies, i);

      if (reply->address != NULL)
        g_hash_table_replace (last, (gpointer) reply->address, reply);
    }
  return last;
}

/* The oldest go. One that goes on would come back as half a reply, and the last of a node is what is shown of it. */
static void
drop_replies (SluiceRunView *self)
{
  g_autoptr (GHashTable) last = NULL;
  guint i = 0;

  if (self->model_replies->len <= SLUICE_RUN_MAX_REPLIES)
    return;
  last = find_last_replies (self);
  while (i < self->model_replies->len && self->model_replies->len > SLUICE_RUN_MAX_REPLIES)
    {
      SluiceModelReply *reply = g_ptr_array_index (self->model_replies, i);

      if (reply->is_open || (reply->address != NULL && g_hash_table_lookup (last, reply->address) == reply))
        i++;
      else
        g_ptr_array_remove_index (self->model_replies, i);
    }
}

static gboolean
apply_replies (SluiceRunView *self,
               GPtrArray     *deltas)
{
  if (deltas == NULL)
    return FALSE;
  for (guint i = 0; i < deltas->len; i++)
    {
      SluiceModelReplyDelta *delta = g_ptr_array_index (deltas, i);
      SluiceModelReply *reply = find_reply (self, delta->reply.effect);

      if (reply == NULL)
        {
          reply = g_new0 (SluiceModelReply, 1);
          reply->text = g_string_new (NULL);
          g_ptr_array_add (self->model_replies, reply);
        }
      merge_reply (reply, delta);
    }
  g_ptr_array_set_free_func (deltas, NULL);
  drop_replies (self);
  return TRUE;
}

/* All of it */

static gboolean
take_array (GPtrArray **place,
            GPtrArray **from)
{
  if (*from == NULL)
    return FALSE;
  g_ptr_array_unref (*place);
  *place = g_steal_pointer (from);
  return TRUE;
}

/* Takes what is new behind what there is. */
static gboolean
add_array (GPtrArray *place,
           GPtrArray *from)
{
  if (from == NULL)
    return FALSE;
  for (guint i = 0; i < from->len; i++)
    g_ptr_array_add (place, g_ptr_array_index (from, i));
  g_ptr_array_set_free_func (from, NULL);
  g_ptr_array_set_size (from, 0);
  return TRUE;
}

void
sluice_run_view_apply (SluiceRunView   *self,
                       SluiceRunDelta  *delta,
                       SluiceRunUpdate *update)
{
  g_free (self->stop_address);
  self->stop_address = g_steal_pointer (&delta->stop_address);
  if (delta->record != NULL)
    {
      g_free (self->record);
      self->record = g_steal_pointer (&delta->record);
    }
  self->n_visits = delta->n_visits;

  update->edges = delta->has_edges;
  update->store = delta->has_store || delta->forget_fresh || delta->writers->len > 0;
  update->nodes = apply_nodes (self, delta->nodes);
  if (delta->lanes != NULL)
    {
      self->n_more_lanes = delta->n_more_lanes;
      self->n_earlier_lanes = delta->n_earlier_lanes;
    }
  update->lanes = take_array (&self->lanes, &delta->lanes);
  if (delta->visit != NULL)
    {
      g_clear_pointer (&self->visit, sluice_visit_info_free);
      self->visit = g_steal_pointer (&delta->visit);
      update->visit = TRUE;
    }
  update->held = take_array (&self->held, &delta->held);
  update->interventions = take_array (&self->interventions, &delta->interventions);
  if (delta->stack != NULL)
    self->n_more_frames = delta->n_more_frames;
  update->stack = take_array (&self->stack, &delta->stack);
  update->prompts = take_array (&self->prompts, &delta->prompts);
  update->n_new_lines = apply_lines (self, delta);
  update->spans = apply_spans (self, delta);
  update->spans |= add_array (self->stops, delta->stops);
  update->model_replies = apply_replies (self, delta->model_replies);
  apply_writers (self, delta);
  apply_hits (self, delta, update);
  update->looks |= delta->has_store || self->stop_line != delta->stop_line;
  self->stop_line = delta->stop_line;
  self->stop_phase = delta->stop_phase;
  if (delta->has_store)
    {
      self->store = delta->store;
      self->base = delta->base;
      self->queues = delta->queues;
      take_array (&self->queue_infos, &delta->queue_infos);
      self->watched = delta->watched;
      self->frames = delta->frames;
    }
}

const SluicePrompt *
sluice_run_view_find_prompt (SluiceRunView *self,
                             guint64        effect)
{
  for (guint i = 0; i < self->prompts->len; i++)
    {
      const SluicePrompt *prompt = g_ptr_array_index (self->prompts, i);

      if (prompt->effect == effect)
        return prompt;
    }
  return NULL;
}
