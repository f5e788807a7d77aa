/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Deltas and the slot they cross in. The slot holds one delta at most: while the UI has not taken
 * it the engine's side goes on folding, so a slow UI costs neither memory nor wake-ups. */

#include "debugger/session/run-delta.h"

#include "base/json.h"

/* A longer line is cut: a console shows text, not megabytes. */
#define MAX_LINE_BYTES 65536

struct _SluiceRunLink
{
  GSource        *wakeup; /* owned; of the UI's context */
  SluiceRunDelta *slot;   /* atomic */
  gint            seen;   /* atomic */
  gatomicrefcount n_refs;
};

void
sluice_lane_info_free (SluiceLaneInfo *info)
{
  g_free (info->path);
  g_free (info->address);
  g_free (info->title);
  g_free (info->waits_for);
  g_free (info->reason);
  g_free (info->queue);
  g_free (info->action);
  g_free (info->error);
  g_free (info);
}

void
sluice_queue_info_free (SluiceQueueInfo *info)
{
  g_free (info->name);
  g_free (info);
}

void
sluice_prompt_free (SluicePrompt *prompt)
{
  g_free (prompt->type);
  g_free (prompt->address);
  g_free (prompt->node_title);
  g_free (prompt->text);
  g_free (prompt->input);
  g_free (prompt->fallback);
  g_strfreev (prompt->choices);
  g_free (prompt);
}

void
sluice_log_line_free (SluiceLogLine *line)
{
  g_free (line->level);
  g_free (line->address);
  g_free (line->title);
  g_free (line->text);
  g_clear_pointer (&line->picture, sluice_logged_picture_unref);
  g_free (line);
}

static void
edge_delta_clear (gpointer data)
{
  SluiceEdgeDelta *edge = data;

  g_free (edge->action);
}

void
sluice_node_delta_free (SluiceNodeDelta *self)
{
  g_free (self->text);
  g_free (self->tail);
  g_clear_pointer (&self->edges, g_array_unref);
  g_free (self);
}

/* What is logged, as a line that is not too long. */
char *
sluice_log_line_dup_text (SluiceValue value)
{
  g_autofree char *text = sluice_logged_dup_text (value);
  const char *end;
  gsize length;

  length = strlen (text);
  if (length <= MAX_LINE_BYTES)
    return g_steal_pointer (&text);

  end = g_utf8_find_prev_char (text, text + MAX_LINE_BYTES);
  text[end - text] = '\0';
  return g_strconcat (text, "…", NULL);
}

void
sluice_model_reply_delta_free (SluiceModelReplyDelta *self)
{
  g_free (self->reply.title);
  g_string_free (self->reply.text, TRUE);
  g_free (self->reply.model);
  g_free (self->reply.error);
  g_free (self);
}

/* Copies @mark with its text; @address is interned. */
SluiceNodeDelta *
sluice_node_delta_new (const char           *address,
                       const SluiceNodeMark *mark)
{
  SluiceNodeDelta *self = g_new0 (SluiceNodeDelta, 1);

  self->address = address;
  self->mark = *mark;
  self->text = g_strdup (mark->text);
  self->mark.text = self->text;
  self->tail = g_strdup (mark->tail);
  self->mark.tail = self->tail;
  return self;
}

void
sluice_node_delta_add_edge (SluiceNodeDelta      *self,
                            const char           *action,
                            const SluiceEdgeMark *mark)
{
  SluiceEdgeDelta edge = { g_strdup (action), *mark };

  if (self->edges == NULL)
    {
      self->edges = g_array_new (FALSE, FALSE, sizeof (SluiceEdgeDelta));
      g_array_set_clear_func (self->edges, edge_delta_clear);
    }
  g_array_append_val (self->edges, edge);
}

void
sluice_writer_delta_free (SluiceWriterDelta *self)
{
  g_free (self->pointer);
  g_free (self->writer);
  g_free (self);
}

void
sluice_reply_free (SluiceReply *self)
{
  g_free (self->error);
  g_free (self->text);
  g_free (self);
}

SluiceRunDelta *
sluice_run_delta_new (void)
{
  SluiceRunDelta *self = g_new0 (SluiceRunDelta, 1);

  self->nodes = g_ptr_array_new_with_free_func ((GDestroyNotify) sluice_node_delta_free);
  self->lines = g_ptr_array_new_with_free_func ((GDestroyNotify) sluice_log_line_free);
  self->writers = g_ptr_array_new_with_free_func ((GDestroyNotify) sluice_writer_delta_free);
  return self;
}

void
sluice_run_delta_free (SluiceRunDelta *self)
{
  g_free (self->message);
  g_free (self->stop_address);
  g_free (self->record);
  g_free (self->stall);
  g_free (self->record_fault);
  g_clear_pointer (&self->stops, g_ptr_array_unref);
  g_clear_pointer (&self->spans, g_array_unref);
  g_clear_pointer (&self->open_spans, g_array_unref);
  g_clear_pointer (&self->hits, g_array_unref);
  g_clear_pointer (&self->model_replies, g_ptr_array_unref);
  g_ptr_array_unref (self->nodes);
  g_clear_pointer (&self->lanes, g_ptr_array_unref);
  g_clear_pointer (&self->queue_infos, g_ptr_array_unref);
  g_clear_pointer (&self->stack, g_ptr_array_unref);
  g_clear_pointer (&self->prompts, g_ptr_array_unref);
  g_clear_pointer (&self->held, g_ptr_array_unref);
  g_clear_pointer (&self->interventions, g_ptr_array_unref);
  g_clear_pointer (&self->visit, sluice_visit_info_free);
  g_clear_pointer (&self->replies, g_ptr_array_unref);
  g_ptr_array_unref (self->lines);
  g_ptr_array_unref (self->writers);
  g_free (self);
}

/* @wakeup: a source of the UI's context whose ready time is set to wake it. */
SluiceRunLink *
sluice_run_link_new (GSource *wakeup)
{
  SluiceRunLink *self = g_new0 (SluiceRunLink, 1);

  g_atomic_ref_count_init (&self->n_refs);
  self->wakeup = g_source_ref (wakeup);
  return self;
}

SluiceRunLink *
sluice_run_link_ref (SluiceRunLink *self)
{
  g_atomic_ref_count_inc (&self->n_refs);
  return self;
}

void
sluice_run_link_unref (SluiceRunLink *self)
{
  if (!g_atomic_ref_count_dec (&self->n_refs))
    return;
  g_clear_pointer (&self->slot, sluice_run_delta_free);
  g_source_unref (self->wakeup);
  g_free (self);
}

gboolean
sluice_run_link_is_free (SluiceRunLink *self)
{
  return g_atomic_pointer_get (&self->slot) == NULL;
}

/* The slot must be free. */
void
sluice_run_link_put (SluiceRunLink  *self,
                     SluiceRunDelta *take)
{
  g_assert (sluice_run_link_is_free (self));
  g_atomic_pointer_set (&self->slot, take);
  g_source_set_ready_time (self->wakeup, 0);
}

guint
sluice_run_link_get_seen (SluiceRunLink *self)
{
  return (guint) g_atomic_int_get (&self->seen);
}

/* Returns: (transfer full) (nullable): the delta that waits */
SluiceRunDelta *
sluice_run_link_take (SluiceRunLink *self)
{
  return g_atomic_pointer_exchange (&self->slot, NULL);
}

/* The UI looks at what delta @serial lent, and at nothing older. */
void
sluice_run_link_set_seen (SluiceRunLink *self,
                          guint          serial)
{
  g_atomic_int_set (&self->seen, (gint) serial);
}
