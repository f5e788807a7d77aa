/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The thread of a record that is looked at: what it is asked for, and what it gives back. */

#include "debugger/session/past-reader-private.h"

#include "debugger/session/past-parting.h"
#include "debugger/session/past-visit.h"

typedef enum
{
  ORDER_GO,
  ORDER_GO_TO_TIME,
  ORDER_GO_TO_STOP,
  ORDER_SHOW_VISIT,
  ORDER_VALUE,
  ORDER_WATCH,
  ORDER_LOOK_INTO,
  ORDER_END,
} OrderType;

typedef struct
{
  OrderType type;
  guint64   moment;
  gint64    time;
  int       stop;
  char     *address;
  char    **watches;
  guint64   number;
  guint     id;
  SluiceVisitPart part;
} Order;

static void
order_free (gpointer data)
{
  Order *order = data;

  g_free (order->address);
  g_strfreev (order->watches);
  g_free (order);
}

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
      take_look->delta->stops = g_steal_pointer (&unseen->delta->stops);
      g_ptr_array_unref (take_look->delta->lines);
      take_look->delta->lines = unseen->delta->lines;
      unseen->delta->lines = g_ptr_array_new ();
    }
  g_clear_pointer (&unseen, sluice_past_look_free);
  g_atomic_pointer_set (&self->slot, take_look);
  g_source_set_ready_time (self->wakeup, 0);
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
      sluice_past_stops_add (self->stops, &fact);
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
  self->stops = sluice_past_stops_new ();
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

/* NULL: it was never stopped there. */
static SluicePastLook *
look_at_stop (SluicePastReader *self,
              int               number)
{
  guint index;
  const SluicePastStop *stop = number != 0 ? sluice_past_stops_find (self->stops, number, &index) : NULL;

  return stop != NULL ? sluice_past_look_new_at_stop (self, stop, index) : NULL;
}

static void
tell_first (SluicePastReader *self)
{
  g_autoptr (SluicePastInfo) info = info_new (self);
  SluicePastLook *look;

  if (self->other != NULL)
    sluice_past_parting_find (self->record, self->other, self->table, info);
  look = look_at_stop (self, self->first_stop);
  if (look == NULL)
    look = sluice_past_look_new (self, self->other != NULL && info->parting > 0 ? info->parting : self->first_moment);
  look->info = g_steal_pointer (&info);
  sluice_past_index_publish (self->index, look->delta);
  look->delta->stops = sluice_past_stops_dup_marks (self->stops);
  put_look (self, look);
}

static gboolean
is_move (const Order *order)
{
  return order->type == ORDER_GO || order->type == ORDER_GO_TO_TIME || order->type == ORDER_GO_TO_STOP;
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
  if (visit->serial != 0 && (order->number == 0 || visit->number == order->number))
    given->text = sluice_past_visit_dup_value (self->record, self->index, visit->serial, order->part);
  if (given->text == NULL)
    given->error = g_strdup ("There is no result.");
  sluice_visit_info_free (visit);
  g_async_queue_push (self->replies, given);
  g_source_set_ready_time (self->wakeup, 0);
}

/* Where the last look was. */
static SluicePastLook *
look_again (SluicePastReader *self)
{
  if (self->stop != 0)
    return look_at_stop (self, (int) self->stop);
  return self->time >= 0 ? sluice_past_look_new_at_time (self, self->time) : sluice_past_look_new (self, self->moment);
}

static void
go_to_stop (SluicePastReader *self,
            int               number)
{
  SluicePastLook *look = look_at_stop (self, number);

  if (look != NULL)
    put_look (self, look);
}

static void
follow (SluicePastReader *self,
        Order            *order)
{
  if (is_move (order))
    self->frame = 0;
  switch (order->type)
    {
    case ORDER_GO:
      put_look (self, sluice_past_look_new (self, order->moment));
      break;
    case ORDER_GO_TO_TIME:
      put_look (self, sluice_past_look_new_at_time (self, order->time));
      break;
    case ORDER_GO_TO_STOP:
      go_to_stop (self, order->stop);
      break;
    case ORDER_SHOW_VISIT:
      g_free (self->look_address);
      self->look_address = g_steal_pointer (&order->address);
      self->look_number = order->number;
      put_look (self, look_again (self));
      break;
    case ORDER_VALUE:
      reply (self, order);
      break;
    case ORDER_WATCH:
      g_strfreev (self->watches);
      self->watches = g_steal_pointer (&order->watches);
      put_look (self, look_again (self));
      break;
    case ORDER_LOOK_INTO:
      self->frame = (guint) order->number;
      put_look (self, look_again (self));
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
  sluice_past_look_clear_loans (self);
  g_clear_pointer (&self->look_address, g_free);
  g_clear_pointer (&self->watches, g_strfreev);
  g_clear_pointer (&self->stops, sluice_past_stops_free);
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
 * @stop: a stop to look at first, from 1; below 0: from the end; 0: none
 * @watches: (nullable): what is evaluated at each moment; %NULL: nothing
 * @wakeup: a source of the UI's context, made ready for each look
 *
 * Returns: (transfer full): a reader; the first look comes when all was read
 */
SluicePastReader *
sluice_past_reader_new (const char *path,
                        const char *other,
                        guint64     moment,
                        int         stop,
                        char      **watches,
                        GSource    *wakeup)
{
  SluicePastReader *self = g_new0 (SluicePastReader, 1);

  self->path = g_strdup (path);
  self->other_path = g_strdup (other);
  self->first_moment = moment;
  self->first_stop = stop;
  self->watches = g_strdupv (watches);
  self->time = -1;
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
  copy->watches = g_strdupv (order->watches);
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

void
sluice_past_reader_go_to_stop (SluicePastReader *self,
                               int               number)
{
  send_order (self, &(Order) { .type = ORDER_GO_TO_STOP, .stop = number });
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

/* In place of what was watched before. */
void
sluice_past_reader_set_watches (SluicePastReader *self,
                                char            **watches)
{
  send_order (self, &(Order) { .type = ORDER_WATCH, .watches = watches });
}

/* Which function of the script there is looked into, until the next move. */
void
sluice_past_reader_choose_frame (SluicePastReader *self,
                                 guint             frame)
{
  send_order (self, &(Order) { .type = ORDER_LOOK_INTO, .number = frame });
}

SluiceReply *
sluice_past_reader_take_reply (SluicePastReader *self)
{
  return g_async_queue_try_pop (self->replies);
}
