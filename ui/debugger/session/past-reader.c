/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The thread of a record that is looked at. Values are not shared between threads but lent: a look's
 * store is kept here until the UI has moved on to a later one. */

#include "debugger/session/past-reader.h"

#include "debugger/session/past-index.h"
#include "debugger/session/past-parting.h"
#include "debugger/session/past-visit.h"

#include <glib/gi18n.h>

typedef enum
{
  ORDER_GO,
  ORDER_GO_TO_TIME,
  ORDER_SHOW_VISIT,
  ORDER_VALUE,
  ORDER_END,
} OrderType;

typedef struct
{
  OrderType type;
  guint64   moment;
  gint64    time;
  char     *address;
  guint64   number;
  guint     id;
  SluiceVisitPart part;
} Order;

static void
order_free (gpointer data)
{
  g_free (((Order *) data)->address);
  g_free (data);
}

typedef struct
{
  guint       serial;
  SluiceValue store;
  SluiceValue queues;
  SluiceValue base;  /* what it is compared with: one visit earlier, or in the other run */
} Loan;

struct _SluicePastReader
{
  /* set before the thread starts */
  GThread        *thread;
  GAsyncQueue    *orders;   /* of Order */
  GAsyncQueue    *replies;  /* of SluiceReply */
  GSource        *wakeup;
  char           *path;
  char           *other_path;
  guint64         first_moment;

  /* shared */
  SluicePastLook *slot;     /* atomic */
  gint            seen;     /* atomic */
  gint            is_over;  /* atomic */

  /* the thread's */
  SluiceRecord    *record;
  SluiceRecord    *other;
  SluiceDocument  *document;
  SluicePastTable *table;
  SluicePastIndex *index;
  GQueue           loans;   /* of Loan, the oldest first */
  guint            serial;
  guint64          moment;  /* of the last look */
  char            *look_address; /* whose visit is shown; or NULL */
  guint64          look_number;
};

void
sluice_past_info_free (SluicePastInfo *self)
{
  g_free (self->path);
  g_free (self->document);
  g_free (self->file);
  g_free (self->parent);
  g_free (self->error);
  g_free (self->damage);
  g_free (self->other);
  g_free (self->parting_words);
  g_free (self);
}

void
sluice_past_look_free (SluicePastLook *self)
{
  g_clear_error (&self->error);
  g_clear_pointer (&self->info, sluice_past_info_free);
  g_clear_pointer (&self->delta, sluice_run_delta_free);
  g_free (self->node);
  g_free (self->title);
  g_free (self);
}

/* Giving looks */

static void
loan_free (gpointer data)
{
  Loan *loan = data;

  sluice_value_clear (&loan->store);
  sluice_value_clear (&loan->base);
  sluice_value_clear (&loan->queues);
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

static void
put_look (SluicePastReader *self,
          SluicePastLook   *take_look)
{
  SluicePastLook *unseen;

  unseen = g_atomic_pointer_exchange (&self->slot, NULL);
  /* What only the first has goes on with the next. */
  if (unseen != NULL && unseen->info != NULL)
    {
      take_look->info = g_steal_pointer (&unseen->info);
      take_look->delta->spans = g_steal_pointer (&unseen->delta->spans);
      take_look->delta->open_spans = g_steal_pointer (&unseen->delta->open_spans);
      take_look->delta->n_dropped_spans = unseen->delta->n_dropped_spans;
      take_look->delta->n_dropped = unseen->delta->n_dropped;
      g_ptr_array_unref (take_look->delta->lines);
      take_look->delta->lines = unseen->delta->lines;
      unseen->delta->lines = g_ptr_array_new ();
    }
  g_clear_pointer (&unseen, sluice_past_look_free);
  g_atomic_pointer_set (&self->slot, take_look);
  g_source_set_ready_time (self->wakeup, 0);
}

/* A moment */

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

/* To the moment, from the last place before it whose marks are kept; @base: the store as the visit before began. */
static SluicePastMarks *
go_to (SluicePastReader *self,
       guint64           moment,
       SluiceRunDelta   *delta,
       SluiceValue      *base)
{
  guint64 at;
  SluicePastMarks *marks = sluice_past_marks_copy (sluice_past_index_get_marks (self->index, moment, &at));
  gboolean is_there = !sluice_record_seek (self->record, at, NULL);
  SluiceFact fact;

  note_base (self, at, moment, base);
  while (!is_there && sluice_record_step (self->record, &fact, NULL))
    {
      sluice_past_marks_fold (marks, self->table, &fact);
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

static SluiceLaneInfo *
lane_info_new (SluicePastReader *self,
               SluiceRecordLane *lane,
               guint64           moment)
{
  SluiceLaneInfo *info = g_new0 (SluiceLaneInfo, 1);
  guint node = 0;

  for (guint i = 0; i < lane->frames->len; i++)
    {
      SluiceRecordFrame *frame = &g_array_index (lane->frames, SluiceRecordFrame, i);

      node = sluice_past_table_find_node (self->table, frame->node);
      info->is_selected = frame->visit == moment;
    }
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
  if (info->is_selected)
    /* Translators: of the visit of a lane whose beginning is shown. */
    info->reason = g_strdup (_("About to begin"));
  return info;
}

static GPtrArray *
dup_lanes (SluicePastReader *self,
           guint64           moment)
{
  GPtrArray *lanes = sluice_record_get_lanes (self->record);
  GPtrArray *infos = g_ptr_array_new_with_free_func ((GDestroyNotify) sluice_lane_info_free);

  for (guint i = 0; i < MIN (lanes->len, SLUICE_RUN_MAX_LANES); i++)
    g_ptr_array_add (infos, lane_info_new (self, g_ptr_array_index (lanes, i), moment));
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

/* Of the lane at the moment, and of those whose batches it works for. */
static GPtrArray *
dup_stack (SluicePastReader *self)
{
  GPtrArray *lanes = sluice_record_get_lanes (self->record);
  GPtrArray *stack = g_ptr_array_new_with_free_func ((GDestroyNotify) sluice_frame_info_free);
  SluiceRecordLane *lane = sluice_record_choose_lane (self->record);
  int item = -1;

  while (lane != NULL && stack->len < SLUICE_RUN_MAX_FRAMES)
    {
      for (guint i = lane->frames->len; i-- > 0 && stack->len < SLUICE_RUN_MAX_FRAMES; item = -1)
        g_ptr_array_add (stack, frame_info_new (self, lane, &g_array_index (lane->frames, SluiceRecordFrame, i), item));
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

/* How many items they take stands in the document that was run. */
static GPtrArray *
dup_queue_infos (SluicePastReader *self,
                 SluiceValue       queues)
{
  SluiceValue seeds = self->document != NULL
                        ? sluice_value_get_member (sluice_document_get_root (self->document), "queues")
                        : sluice_value_null ();
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
      SluiceValue       take_base)
{
  Loan *loan = g_new0 (Loan, 1);

  take_back (self);
  loan->serial = look->serial;
  loan->store = sluice_value_ref (sluice_record_get_store (self->record));
  look->delta->has_store = TRUE;
  loan->queues = sluice_value_ref (sluice_record_get_queues (self->record));
  look->delta->queues = loan->queues;
  look->delta->queue_infos = dup_queue_infos (self, loan->queues);
  look->delta->store = loan->store;
  loan->base = take_base;
  if (self->other != NULL)
    sluice_value_replace (&loan->base, sluice_value_ref (get_other_store (self, look->moment)));
  look->delta->base = loan->base;
  g_queue_push_tail (&self->loans, loan);
}

static SluicePastLook *
look_new (SluicePastReader *self,
          guint64           moment)
{
  guint64 n_visits = sluice_past_index_get_n_visits (self->index);
  SluicePastLook *look = g_new0 (SluicePastLook, 1);
  g_autoptr (SluicePastMarks) marks = NULL;
  SluiceValue base = SLUICE_VALUE_INIT;
  guint node;

  look->serial = ++self->serial;
  look->moment = moment == 0 ? n_visits + 1 : MIN (moment, n_visits + 1);
  look->time = sluice_past_index_get_time (self->index, look->moment);
  look->delta = sluice_run_delta_new ();
  look->delta->forget_fresh = TRUE;
  look->delta->time = look->time;
  node = sluice_past_index_get_node (self->index, look->moment);
  look->node = g_strdup (sluice_past_table_get_address (self->table, node));
  look->title = g_strdup (sluice_past_table_get_title (self->table, node));
  look->delta->stop_address = g_strdup (look->node);
  marks = go_to (self, look->moment, look->delta, &base);
  look->delta->lanes = dup_lanes (self, look->moment);
  look->delta->stack = dup_stack (self);
  sluice_past_marks_publish (marks, self->table, node, look->delta);
  self->moment = look->moment;
  lend (self, look, base);
  if (self->look_address != NULL)
    look->delta->visit = sluice_past_visit_read (self->record, self->table, self->index, look->moment,
                                                 self->look_address, self->look_number);
  return look;
}

/* The record as a whole */

static SluicePastInfo *
info_new (SluicePastReader *self)
{
  const SluiceRecordInfo *about = sluice_record_get_info (self->record);
  SluicePastInfo *info = g_new0 (SluicePastInfo, 1);

  info->path = g_strdup (self->path);
  info->document = g_strdup (about->document);
  info->file = g_strdup (about->file);
  info->parent = g_strdup (about->parent);
  info->parent_visit = about->parent_visit;
  info->started = about->started;
  info->length = sluice_past_index_get_end_time (self->index);
  info->n_visits = sluice_past_index_get_n_visits (self->index);
  info->has_ended = sluice_record_has_ended (self->record);
  info->state = sluice_record_get_state (self->record);
  info->error = g_strdup (sluice_record_get_error (self->record));
  info->damage = g_strdup (sluice_record_get_damage (self->record));
  return info;
}

/* Returns: whether all of it was read, and nobody had enough of it */
static gboolean
read_all (SluicePastReader *self)
{
  SluiceFact fact;

  while (sluice_record_step (self->record, &fact, NULL))
    {
      sluice_past_index_add (self->index, &fact);
      sluice_fact_clear (&fact);
      if (g_atomic_int_get (&self->is_over))
        return FALSE;
    }
  return TRUE;
}

static gboolean
open_records (SluicePastReader  *self,
              GError           **error)
{
  const SluiceRecordInfo *about;

  self->record = sluice_record_open (self->path, error);
  if (self->record == NULL)
    return FALSE;
  if (self->other_path != NULL)
    self->other = sluice_record_open (self->other_path, error);
  if (self->other_path != NULL && self->other == NULL)
    return FALSE;
  about = sluice_record_get_info (self->record);
  if (about->document != NULL)
    self->document = sluice_document_new_from_text (about->document, -1, NULL);
  self->table = sluice_past_table_new (self->document);
  self->index = sluice_past_index_new (self->table);
  return TRUE;
}

static void
tell_error (SluicePastReader *self,
            GError           *take_error)
{
  SluicePastLook *look = g_new0 (SluicePastLook, 1);

  look->error = take_error;
  put_look (self, look);
}

static void
tell_first (SluicePastReader *self)
{
  g_autoptr (SluicePastInfo) info = info_new (self);
  SluicePastLook *look;

  if (self->other != NULL)
    sluice_past_parting_find (self->record, self->other, self->table, info);
  look = look_new (self, self->other != NULL && info->parting > 0 ? info->parting : self->first_moment);
  look->info = g_steal_pointer (&info);
  sluice_past_index_publish (self->index, look->delta);
  put_look (self, look);
}

static gboolean
is_move (const Order *order)
{
  return order->type == ORDER_GO || order->type == ORDER_GO_TO_TIME;
}

/* Of moves that were asked for one after the other the last counts. */
static Order *
next_order (SluicePastReader *self)
{
  Order *order = g_async_queue_pop (self->orders);
  Order *later;

  while (is_move (order) && (later = g_async_queue_try_pop (self->orders)) != NULL)
    {
      if (!is_move (later))
        {
          g_async_queue_push_front (self->orders, later);
          break;
        }
      order_free (order);
      order = later;
    }
  return order;
}

static void
reply (SluicePastReader *self,
       const Order      *order)
{
  SluiceReply *given = g_new0 (SluiceReply, 1);
  SluiceVisitInfo *visit = sluice_past_visit_read (self->record, self->table, self->index, self->moment,
                                                   order->address, order->number);

  given->id = order->id;
  given->text = visit->serial != 0 ? sluice_past_visit_dup_value (self->record, visit->serial, order->part) : NULL;
  if (given->text == NULL)
    given->error = g_strdup ("There is no result.");
  sluice_visit_info_free (visit);
  g_async_queue_push (self->replies, given);
  g_source_set_ready_time (self->wakeup, 0);
}

static void
follow (SluicePastReader *self,
        Order            *order)
{
  switch (order->type)
    {
    case ORDER_GO:
      put_look (self, look_new (self, order->moment));
      break;
    case ORDER_GO_TO_TIME:
      put_look (self, look_new (self, MAX (1, sluice_past_index_find (self->index, order->time))));
      break;
    case ORDER_SHOW_VISIT:
      g_free (self->look_address);
      self->look_address = g_steal_pointer (&order->address);
      self->look_number = order->number;
      put_look (self, look_new (self, self->moment));
      break;
    case ORDER_VALUE:
      reply (self, order);
      break;
    case ORDER_END:
    default:
      g_assert_not_reached ();
    }
}

static void
serve (SluicePastReader *self)
{
  Order *order = next_order (self);

  while (order->type != ORDER_END)
    {
      follow (self, order);
      order_free (order);
      order = next_order (self);
    }
  order_free (order);
}

static gpointer
read_thread_main (gpointer data)
{
  SluicePastReader *self = data;
  GError *error = NULL;

  if (!open_records (self, &error))
    tell_error (self, error);
  else if (read_all (self))
    {
      tell_first (self);
      serve (self);
    }
  g_queue_clear_full (&self->loans, loan_free);
  g_clear_pointer (&self->look_address, g_free);
  g_clear_pointer (&self->index, sluice_past_index_free);
  g_clear_pointer (&self->table, sluice_past_table_free);
  g_clear_object (&self->document);
  g_clear_object (&self->record);
  g_clear_object (&self->other);
  return NULL;
}

/**
 * sluice_past_reader_new:
 * @path: a record
 * @other: (nullable): another, which it is compared with
 * @moment: the first to look at; 0: the end, or where the two part
 * @wakeup: a source of the UI's context, made ready for each look
 *
 * Returns: (transfer full): a reader; the first look comes when all was read
 */
SluicePastReader *
sluice_past_reader_new (const char *path,
                        const char *other,
                        guint64     moment,
                        GSource    *wakeup)
{
  SluicePastReader *self = g_new0 (SluicePastReader, 1);

  self->path = g_strdup (path);
  self->other_path = g_strdup (other);
  self->first_moment = moment;
  self->wakeup = g_source_ref (wakeup);
  self->orders = g_async_queue_new_full (order_free);
  self->replies = g_async_queue_new_full ((GDestroyNotify) sluice_reply_free);
  g_queue_init (&self->loans);
  self->thread = g_thread_new ("sluice-past", read_thread_main, self);
  return self;
}

static void
send_order (SluicePastReader *self,
            const Order      *order)
{
  Order *copy = g_memdup2 (order, sizeof *order);

  copy->address = g_strdup (order->address);
  g_async_queue_push (self->orders, copy);
}

/* Nothing that it lent may be looked at any more. */
void
sluice_past_reader_free (SluicePastReader *self)
{
  g_atomic_int_set (&self->is_over, TRUE);
  send_order (self, &(Order) { .type = ORDER_END });
  g_thread_join (self->thread);
  g_clear_pointer (&self->slot, sluice_past_look_free);
  g_async_queue_unref (self->orders);
  g_async_queue_unref (self->replies);
  g_source_unref (self->wakeup);
  g_free (self->path);
  g_free (self->other_path);
  g_free (self);
}

void
sluice_past_reader_go (SluicePastReader *self,
                       guint64           moment)
{
  send_order (self, &(Order) { .type = ORDER_GO, .moment = moment });
}

void
sluice_past_reader_go_to_time (SluicePastReader *self,
                               gint64            time)
{
  send_order (self, &(Order) { .type = ORDER_GO_TO_TIME, .time = time });
}

SluicePastLook *
sluice_past_reader_take (SluicePastReader *self)
{
  return g_atomic_pointer_exchange (&self->slot, NULL);
}

void
sluice_past_reader_set_seen (SluicePastReader *self,
                             guint             serial)
{
  g_atomic_int_set (&self->seen, (gint) serial);
}

void
sluice_past_reader_show_visit (SluicePastReader *self,
                               const char       *address,
                               guint64           number)
{
  send_order (self, &(Order) { .type = ORDER_SHOW_VISIT, .address = (char *) address, .number = number });
}

void
sluice_past_reader_request_value (SluicePastReader *self,
                                  guint             id,
                                  const char       *address,
                                  guint64           number,
                                  SluiceVisitPart   part)
{
  send_order (self, &(Order) { .type = ORDER_VALUE, .id = id, .address = (char *) address, .number = number,
                               .part = part });
}

SluiceReply *
sluice_past_reader_take_reply (SluicePastReader *self)
{
  return g_async_queue_try_pop (self->replies);
}
