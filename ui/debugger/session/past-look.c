/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What a recorded run was like at a place of its record. Values are not shared between threads but lent: a look's
 * store is kept here until the UI has moved on to a later one. */

#include "debugger/session/past-reader-private.h"

#include <glib/gi18n.h>
#include <string.h>

#include "debugger/session/past-visit.h"

typedef struct
{
  guint       serial;
  SluiceValue store;
  SluiceValue queues;
  SluiceValue frames;
  SluiceValue watched;
  SluiceValue base;  /* what it is compared with: one visit earlier, or in the other run */
} Loan;

static void
loan_free (gpointer data)
{
  Loan *loan = data;

  sluice_value_clear (&loan->store);
  sluice_value_clear (&loan->base);
  sluice_value_clear (&loan->queues);
  sluice_value_clear (&loan->frames);
  sluice_value_clear (&loan->watched);
  g_free (loan);
}

static void
take_back (SluicePastReader *self)
{
  guint seen = (guint) g_atomic_int_get (&self->seen);
  Loan *loan;

  while ((loan = g_queue_peek_head (&self->loans)) != NULL && loan->serial < seen)
    loan_free (g_queue_pop_head (&self->loans));
}

/* Who wrote what last is told of what the last visit before the moment did. */
static void
add_writer (SluicePastReader *self,
            SluiceRunDelta   *delta,
            const SluiceFact *fact)
{
  SluiceWriterDelta *writer;

  if (delta->writers->len >= SLUICE_RUN_MAX_WRITERS)
    return;
  writer = g_new0 (SluiceWriterDelta, 1);
  writer->pointer = g_strdup (fact->text);
  writer->is_fresh = TRUE;
  writer->time = fact->time;
  if (!fact->person)
    writer->writer = g_strdup (sluice_past_table_get_title (self->table, sluice_past_index_get_node (self->index,
                                                                                                    fact->visit)));
  g_ptr_array_add (delta->writers, writer);
}

static void
note_base (SluicePastReader *self,
           guint64           at,
           guint64           moment,
           SluiceValue      *base)
{
  if (at + 1 >= moment && SLUICE_VALUE_IS_NULL (*base))
    *base = sluice_value_ref (sluice_record_get_store (self->record));
}

/* Passes one fact more; FALSE at the end. */
static gboolean
pass (SluicePastReader *self,
      SluicePastMarks  *marks,
      SluiceFact       *fact)
{
  if (!sluice_record_step (self->record, fact, NULL))
    return FALSE;
  sluice_past_marks_fold (marks, self->table, fact);
  return TRUE;
}

/* To the moment, from the last place before it whose marks are kept; @base: the store as the visit before began. */
static SluicePastMarks *
go_to (SluicePastReader *self,
       guint64           moment,
       SluiceRunDelta   *delta,
       SluiceValue      *base)
{
  guint64 at;
  SluicePastMarks *marks = sluice_past_marks_copy (sluice_past_index_get_marks (self->index, moment, &at));
  gboolean is_there = !sluice_record_seek (self->record, at, NULL) || moment == 0;
  SluiceFact fact;

  note_base (self, at, moment, base);
  while (!is_there && pass (self, marks, &fact))
    {
      if (fact.type == SLUICE_EVENT_VISIT_STARTED)
        {
          at = fact.visit;
          is_there = at >= moment;
          note_base (self, at, moment, base);
        }
      else if (fact.type == SLUICE_EVENT_PATCH && at + 1 >= moment)
        add_writer (self, delta, &fact);
      sluice_fact_clear (&fact);
    }
  return marks;
}

/* On into the visit: what has changed since it began is what is fresh there. */
static void
go_on (SluicePastReader *self,
       SluicePastMarks  *marks,
       guint             n_facts,
       SluiceRunDelta   *delta,
       SluiceValue      *base)
{
  SluiceFact fact;

  if (n_facts == 0)
    return;
  g_ptr_array_set_size (delta->writers, 0);
  sluice_value_replace (base, sluice_value_ref (sluice_record_get_store (self->record)));
  for (guint i = 0; i < n_facts && pass (self, marks, &fact); i++)
    {
      if (fact.type == SLUICE_EVENT_PATCH)
        add_writer (self, delta, &fact);
      sluice_fact_clear (&fact);
    }
}

static SluiceLaneInfo *
lane_info_new (SluicePastReader *self,
               SluiceRecordLane *lane,
               const char       *reason)
{
  SluiceLaneInfo *info = g_new0 (SluiceLaneInfo, 1);
  guint node = 0;

  for (guint i = 0; i < lane->frames->len; i++)
    {
      SluiceRecordFrame *frame = &g_array_index (lane->frames, SluiceRecordFrame, i);

      node = sluice_past_table_find_node (self->table, frame->node);
    }
  info->is_selected = reason != NULL;
  info->reason = g_strdup (reason);
  info->id = lane->id;
  info->parent = lane->parent;
  info->since = -1;
  info->item = lane->parent != 0 ? lane->item : -1;
  info->state = info->is_selected ? SLUICE_LANE_HELD : lane->waits_for != NULL ? SLUICE_LANE_IN_FLIGHT
                                                                                : SLUICE_LANE_RUNNABLE;
  info->path = sluice_record_lane_dup_path (lane);
  info->address = g_strdup (sluice_past_table_get_address (self->table, node));
  info->title = g_strdup (sluice_past_table_get_title (self->table, node));
  info->waits_for = g_strdup (lane->waits_for);
  return info;
}

static GPtrArray *
dup_lanes (SluicePastReader *self,
           guint32           selected,
           const char       *reason)
{
  GPtrArray *lanes = sluice_record_get_lanes (self->record);
  GPtrArray *infos = g_ptr_array_new_with_free_func ((GDestroyNotify) sluice_lane_info_free);

  for (guint i = 0; i < MIN (lanes->len, SLUICE_RUN_MAX_LANES); i++)
    {
      SluiceRecordLane *lane = g_ptr_array_index (lanes, i);

      g_ptr_array_add (infos, lane_info_new (self, lane, lane->id == selected ? reason : NULL));
    }
  return infos;
}

static SluiceRecordLane *
find_lane (GPtrArray *lanes,
           guint32    id)
{
  for (guint i = 0; i < lanes->len; i++)
    if (((SluiceRecordLane *) g_ptr_array_index (lanes, i))->id == id)
      return g_ptr_array_index (lanes, i);
  return NULL;
}

/* The lane in which the visit begins; 0: none does. */
static guint32
find_lane_of (GPtrArray *lanes,
              guint64    moment)
{
  for (guint i = 0; i < lanes->len; i++)
    {
      SluiceRecordLane *lane = g_ptr_array_index (lanes, i);

      if (lane->frames->len > 0
          && g_array_index (lane->frames, SluiceRecordFrame, lane->frames->len - 1).visit == moment)
        return lane->id;
    }
  return 0;
}

/* @item: of the batch there that the lane below works on; -1: none */
static SluiceFrameInfo *
frame_info_new (SluicePastReader        *self,
                const SluiceRecordLane  *lane,
                const SluiceRecordFrame *frame,
                int                      item)
{
  SluiceFrameInfo *info = g_new0 (SluiceFrameInfo, 1);
  guint node = sluice_past_table_find_node (self->table, frame->node);

  info->address = g_strdup (sluice_past_table_get_address (self->table, node));
  info->title = g_strdup (node != 0 ? sluice_past_table_get_title (self->table, node) : lane->node);
  info->lane = lane->id;
  info->item = item;
  info->is_parallel = item >= 0;
  return info;
}

/* Of the lane that is selected, or the first, and of those whose batches it works for. */
static GPtrArray *
dup_stack (SluicePastReader *self,
           guint32           selected,
           guint            *n_more)
{
  GPtrArray *lanes = sluice_record_get_lanes (self->record);
  GPtrArray *stack = g_ptr_array_new_with_free_func ((GDestroyNotify) sluice_frame_info_free);
  SluiceRecordLane *lane = find_lane (lanes, selected);
  int item = -1;

  if (lane == NULL)
    lane = sluice_record_choose_lane (self->record);

  while (lane != NULL)
    {
      for (guint i = lane->frames->len; i-- > 0; item = -1)
        if (stack->len < SLUICE_RUN_MAX_FRAMES)
          g_ptr_array_add (stack,
                           frame_info_new (self, lane, &g_array_index (lane->frames, SluiceRecordFrame, i), item));
        else
          (*n_more)++;
      item = lane->item;
      lane = lane->parent != 0 ? find_lane (lanes, lane->parent) : NULL;
    }
  return stack;
}

/* The other run's store at the same visit, or as it ended if it came to an end before. */
static SluiceValue
get_other_store (SluicePastReader *self,
                 guint64           moment)
{
  if (!sluice_record_seek (self->other, moment, NULL))
    sluice_record_seek_end (self->other, NULL);
  return sluice_record_get_store (self->other);
}

/* What was in the queues at first, and how many items they take, stands in the document that was run. */
static SluiceValue
get_seeds (SluicePastReader *self)
{
  return self->document != NULL ? sluice_value_get_member (sluice_document_get_root (self->document), "queues")
                                : sluice_value_null ();
}

/* The record tells of a queue from when something is put into it or taken out. */
static SluiceValue
dup_queues (SluicePastReader *self)
{
  SluiceValue queues = sluice_value_ref (sluice_record_get_queues (self->record));
  SluiceValue seeds = get_seeds (self);

  for (guint i = 0; SLUICE_VALUE_IS_OBJECT (seeds) && i < sluice_value_get_length (seeds); i++)
    {
      const char *name = sluice_value_get_key (seeds, i);
      SluiceValue items = sluice_value_get_member (sluice_value_get_member_at (seeds, i), "items");

      if (!sluice_value_has_member (queues, name))
        sluice_value_set_member (&queues, name,
                                 SLUICE_VALUE_IS_ARRAY (items) ? sluice_value_ref (items) : sluice_value_array ());
    }
  return queues;
}

static GPtrArray *
dup_queue_infos (SluicePastReader *self,
                 SluiceValue       queues)
{
  SluiceValue seeds = get_seeds (self);
  GPtrArray *infos = g_ptr_array_new_with_free_func ((GDestroyNotify) sluice_queue_info_free);

  for (guint i = 0; i < sluice_value_get_length (queues); i++)
    {
      SluiceQueueInfo *info = g_new0 (SluiceQueueInfo, 1);
      SluiceValue limit;

      info->name = g_strdup (sluice_value_get_key (queues, i));
      limit = sluice_value_get_member (sluice_value_get_member (seeds, info->name), "limit");
      info->limit = (guint) CLAMP (sluice_value_get_integer (limit), 0, G_MAXINT);
      g_ptr_array_add (infos, info);
    }
  return infos;
}

static void
lend (SluicePastReader *self,
      SluicePastLook   *look,
      SluiceValue       sight,
      SluiceValue       take_base)
{
  Loan *loan = g_new0 (Loan, 1);

  take_back (self);
  loan->serial = look->serial;
  loan->store = sluice_value_ref (sluice_record_get_store (self->record));
  look->delta->has_store = TRUE;
  loan->queues = dup_queues (self);
  look->delta->queues = loan->queues;
  look->delta->queue_infos = dup_queue_infos (self, loan->queues);
  look->delta->store = loan->store;
  if (look->delta->stop_line > 0)
    loan->frames = sluice_past_sight_dup_frames (self, sight, look->delta);
  look->delta->frames = loan->frames;
  loan->watched = sluice_past_sight_watch (self, sight);
  look->delta->watched = loan->watched;
  loan->base = take_base;
  if (self->other != NULL)
    sluice_value_replace (&loan->base, sluice_value_ref (get_other_store (self, look->moment)));
  look->delta->base = loan->base;
  g_queue_push_tail (&self->loans, loan);
}

static SluicePastLook *
look_new (SluicePastReader *self,
          guint64           moment,
          gint64            time,
          guint             node)
{
  SluicePastLook *look = g_new0 (SluicePastLook, 1);

  look->serial = ++self->serial;
  look->moment = moment;
  look->time = time;
  look->delta = sluice_run_delta_new ();
  look->delta->forget_fresh = TRUE;
  look->delta->time = time;
  look->node = g_strdup (sluice_past_table_get_address (self->table, node));
  look->title = g_strdup (sluice_past_table_get_title (self->table, node));
  look->delta->stop_address = g_strdup (look->node);
  return look;
}

/* Lines of scripts */

/* "main/fetch exec, line 3: no such host", maybe with more around it. */
static void
set_failing_line (SluiceRunDelta *delta,
                  const char     *message)
{
  for (SluicePhase phase = SLUICE_PHASE_PREP; phase <= SLUICE_PHASE_POST; phase++)
    {
      g_autofree char *start = g_strdup_printf ("%s %s, line ", delta->stop_address, sluice_phase_name (phase));
      const char *at = strstr (message, start);

      if (at == NULL)
        continue;
      delta->stop_line = (guint) g_ascii_strtoull (at + strlen (start), NULL, 10);
      delta->stop_phase = phase;
      return;
    }
}

/* Where the script stands that waits for what it asked for. */
static void
set_waiting_line (SluiceRunDelta   *delta,
                  SluiceRecordLane *lane)
{
  if (lane == NULL || lane->line == 0 || lane->frames->len == 0)
    return;
  g_free (delta->stop_address);
  delta->stop_address = g_strdup (g_array_index (lane->frames, SluiceRecordFrame, lane->frames->len - 1).node);
  delta->stop_line = lane->line;
  delta->stop_phase = lane->phase;
}

/* The record stands where the look is of; @sight: what could be named there, or null. */
static void
fill (SluicePastReader *self,
      SluicePastLook   *look,
      SluicePastMarks  *marks,
      guint             node,
      guint32           lane,
      const char       *reason,
      SluiceValue       sight,
      SluiceValue       take_base)
{
  GPtrArray *lanes = sluice_record_get_lanes (self->record);

  if (look->delta->stop_line == 0)
    set_waiting_line (look->delta, lane != 0 || lanes->len == 0 ? find_lane (lanes, lane)
                                                                : g_ptr_array_index (lanes, 0));
  look->delta->lanes = dup_lanes (self, lane, reason);
  look->delta->n_more_lanes = lanes->len - look->delta->lanes->len;
  look->delta->stack = dup_stack (self, lane, &look->delta->n_more_frames);
  sluice_past_marks_publish (marks, self->table, node, look->is_within, look->delta);
  self->moment = look->moment;
  self->stop = look->stop;
  self->time = look->is_within && look->stop == 0 ? look->time : -1;
  lend (self, look, sight, take_base);
  if (self->look_address != NULL)
    look->delta->visit = sluice_past_visit_read (self->record, self->table, self->index, look->moment,
                                                 self->look_address, self->look_number);
}

SluicePastLook *
sluice_past_look_new (SluicePastReader *self,
                      guint64           moment)
{
  guint64 last = sluice_past_index_get_n_visits (self->index) + 1;
  guint64 place = moment == 0 ? last : MIN (moment, last);
  guint node = sluice_past_index_get_node (self->index, place);
  SluicePastLook *look = look_new (self, place, sluice_past_index_get_time (self->index, place), node);
  SluiceValue base = SLUICE_VALUE_INIT;
  g_autoptr (SluicePastMarks) marks = go_to (self, place, look->delta, &base);
  const char *message;
  const char *failed = sluice_past_index_get_failure (self->index, &message);

  if (place == last && failed != NULL)
    {
      look->delta->stop_address = g_strdup (failed);
      set_failing_line (look->delta, message);
    }
  fill (self, look, marks, node, find_lane_of (sluice_record_get_lanes (self->record), place),
        /* Translators: of the visit of a lane whose beginning is shown. */
        _("About to begin"), sluice_value_null (), base);
  return look;
}

/* How many facts of the visit lie before @time, and of others meanwhile. */
static guint
count_facts (SluicePastReader *self,
             guint64           visit,
             gint64            time)
{
  gboolean is_over = !sluice_record_seek (self->record, visit, NULL);
  SluiceFact fact;
  guint n = 0;

  while (!is_over && sluice_record_step (self->record, &fact, NULL))
    {
      is_over = fact.type == SLUICE_EVENT_VISIT_STARTED || fact.time > time;
      n += !is_over;
      sluice_fact_clear (&fact);
    }
  return n;
}

SluicePastLook *
sluice_past_look_new_at_time (SluicePastReader *self,
                              gint64            time)
{
  guint64 visit = sluice_past_index_find (self->index, time);
  guint n_facts = visit > 0 ? count_facts (self, visit, time) : 0;
  guint node = sluice_past_index_get_node (self->index, visit);
  SluiceValue base = SLUICE_VALUE_INIT;
  g_autoptr (SluicePastMarks) marks = NULL;
  SluicePastLook *look;

  if (n_facts == 0 && (visit == 0 || sluice_past_index_get_time (self->index, visit) >= time))
    return sluice_past_look_new (self, MAX (visit, 1));
  look = look_new (self, visit, MIN (time, sluice_past_index_get_end_time (self->index)), node);
  look->is_within = TRUE;
  marks = go_to (self, visit, look->delta, &base);
  go_on (self, marks, n_facts, look->delta, &base);
  fill (self, look, marks, 0, find_lane_of (sluice_record_get_lanes (self->record), visit), NULL,
        sluice_value_null (), base);
  return look;
}

SluicePastLook *
sluice_past_look_new_at_stop (SluicePastReader     *self,
                              const SluicePastStop *stop,
                              guint                 number)
{
  guint64 last = sluice_past_index_get_n_visits (self->index) + 1;
  guint node = sluice_past_table_find_node (self->table, stop->mark->address);
  SluicePastLook *look = look_new (self, MIN (stop->mark->moment, last), stop->mark->time, node);
  SluiceValue base = SLUICE_VALUE_INIT;
  g_auto (SluiceValue) sight = sluice_past_sight_read (self, stop);
  g_autoptr (SluicePastMarks) marks = go_to (self, stop->after, look->delta, &base);

  go_on (self, marks, stop->n_facts, look->delta, &base);
  look->stop = number;
  look->is_within = stop->mark->is_within;
  look->delta->stop_line = stop->mark->line;
  look->delta->stop_phase = stop->mark->phase;
  if (stop->mark->line == 0 && stop->mark->address != NULL)
    set_failing_line (look->delta, stop->mark->text);
  fill (self, look, marks, node, stop->mark->lane, stop->mark->text, sight, base);
  return look;
}

void
sluice_past_look_clear_loans (SluicePastReader *self)
{
  g_queue_clear_full (&self->loans, loan_free);
}
