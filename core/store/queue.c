/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A named queue (rules Q1, Q2): a ring of values, and two lists of who waits.
 *
 * While somebody waits to get, the ring is empty; while somebody waits to put, it is full. Who
 * waits first is served first. Items are numbered as they come in and stand in the ring in that
 * order, so that those which are given back find their places again. Waiters that were served are
 * kept for the next ones, so that two lanes that play ping-pong allocate nothing. */

#include "store/queue.h"

#define SPARE_WAITERS 16

struct _SluiceQueueWaiter
{
  SluiceQueue       *queue; /* borrowed */
  SluiceQueueWaiter *prev;
  SluiceQueueWaiter *next;
  SluiceValue        value; /* owned: what a putter brings */
  SluiceQueueFunc    func;
  gpointer           user_data;
  gboolean           puts;
};

typedef struct
{
  SluiceValue value; /* owned */
  guint64     order; /* from 1 */
} Item;

typedef struct
{
  SluiceQueueWaiter *first;
  SluiceQueueWaiter *last;
  guint              length;
} Line;

struct _SluiceQueue
{
  guint              ref_count;
  char              *name;
  guint              limit; /* 0: none */

  Item              *ring;
  guint              capacity; /* a power of two, or 0 */
  guint              head;
  guint              length;
  guint64            last_order; /* of the items that came in */
  guint64            given;      /* the order of the item that went out last */

  Line               getters;
  Line               putters;
  SluiceQueueWaiter *spare; /* linked by next */
  guint              n_spare;
};

/**
 * SluiceQueue:
 *
 * A named queue of a run (rule Q1). Nodes put and get with their call.
 */

/**
 * SluiceQueueWaiter: (skip)
 *
 * Who waits in a queue.
 */

/**
 * SluiceQueueFunc: (skip)
 * @queue: the queue
 * @take_value: (transfer full): the item of a get, null of a put
 * @user_data: what was given with it
 *
 * Is told that a waiter was served.
 */
G_DEFINE_BOXED_TYPE (SluiceQueue, sluice_queue, sluice_queue_ref, sluice_queue_unref)

static void
ring_grow (SluiceQueue *self)
{
  guint capacity = MAX (8, self->capacity * 2);
  Item *ring = g_new (Item, capacity);

  for (guint i = 0; i < self->length; i++)
    ring[i] = self->ring[(self->head + i) & (self->capacity - 1)];
  g_free (self->ring);
  self->ring = ring;
  self->capacity = capacity;
  self->head = 0;
}

static Item *
ring_at (SluiceQueue *self,
         guint        index)
{
  return &self->ring[(self->head + index) & (self->capacity - 1)];
}

static void
ring_push (SluiceQueue *self,
           SluiceValue  take)
{
  if (self->length == self->capacity)
    ring_grow (self);
  *ring_at (self, self->length++) = (Item) { take, ++self->last_order };
}

/* What comes back is older than most that is there: its place is near the head. */
static void
ring_put_back (SluiceQueue *self,
               Item         item)
{
  guint at = 0;

  if (self->length == self->capacity)
    ring_grow (self);
  self->head = (self->head - 1) & (self->capacity - 1);
  self->length++;
  for (; at + 1 < self->length && ring_at (self, at + 1)->order < item.order; at++)
    *ring_at (self, at) = *ring_at (self, at + 1);
  *ring_at (self, at) = item;
}

static SluiceValue
ring_pop (SluiceQueue *self)
{
  Item item = self->ring[self->head];

  self->head = (self->head + 1) & (self->capacity - 1);
  self->length--;
  self->given = item.order;
  return item.value;
}

static SluiceQueueWaiter *
line_join (SluiceQueue     *self,
           Line            *line,
           SluiceQueueFunc  func,
           gpointer         user_data)
{
  SluiceQueueWaiter *waiter = self->spare;

  if (waiter != NULL)
    {
      self->spare = waiter->next;
      self->n_spare--;
    }
  else
    waiter = g_new (SluiceQueueWaiter, 1);

  *waiter = (SluiceQueueWaiter) { .queue = self, .prev = line->last, .func = func, .user_data = user_data,
                                  .puts = line == &self->putters };
  if (line->last != NULL)
    line->last->next = waiter;
  else
    line->first = waiter;
  line->last = waiter;
  line->length++;
  return waiter;
}

static void
line_leave (SluiceQueueWaiter *waiter)
{
  SluiceQueue *self = waiter->queue;
  Line *line = waiter->puts ? &self->putters : &self->getters;

  if (waiter->prev != NULL)
    waiter->prev->next = waiter->next;
  else
    line->first = waiter->next;
  if (waiter->next != NULL)
    waiter->next->prev = waiter->prev;
  else
    line->last = waiter->prev;
  line->length--;

  if (self->n_spare < SPARE_WAITERS)
    {
      waiter->next = self->spare;
      self->spare = waiter;
      self->n_spare++;
    }
  else
    g_free (waiter);
}

/* Gives an item to whoever waits longest. */
static void
serve_getter (SluiceQueue *self,
              Item         item)
{
  SluiceQueueWaiter *waiter = self->getters.first;
  SluiceQueueFunc func = waiter->func;
  gpointer user_data = waiter->user_data;

  line_leave (waiter);
  self->given = item.order;
  func (self, item.value, user_data);
}

static gboolean
is_full (SluiceQueue *self)
{
  return self->limit != 0 && self->length >= self->limit;
}

/* Lets in who waits to put, as far as there is room. */
static void
admit_putters (SluiceQueue *self)
{
  sluice_queue_ref (self);
  while (self->putters.first != NULL && !is_full (self))
    {
      SluiceQueueWaiter *waiter = self->putters.first;
      SluiceQueueFunc func = waiter->func;
      gpointer user_data = waiter->user_data;
      SluiceValue value = sluice_value_steal (&waiter->value);

      line_leave (waiter);
      if (self->getters.first != NULL)
        serve_getter (self, (Item) { value, ++self->last_order });
      else
        ring_push (self, value);
      func (self, sluice_value_null (), user_data);
    }
  sluice_queue_unref (self);
}

/**
 * sluice_queue_new:
 * @name: its name
 * @limit: how many items fit; 0: any number
 *
 * Makes an empty queue.
 *
 * Returns: (transfer full): the queue
 */
SluiceQueue *
sluice_queue_new (const char *name,
                  guint       limit)
{
  SluiceQueue *self = g_new0 (SluiceQueue, 1);

  self->ref_count = 1;
  self->name = g_strdup (name);
  self->limit = limit;
  return self;
}

/**
 * sluice_queue_ref:
 * @self: a queue
 *
 * Returns: (transfer full): the queue
 */
SluiceQueue *
sluice_queue_ref (SluiceQueue *self)
{
  self->ref_count++;
  return self;
}

/**
 * sluice_queue_unref:
 * @self: a queue
 *
 * Drops a reference. With the last one the items go, and whoever waits is told nothing.
 */
void
sluice_queue_unref (SluiceQueue *self)
{
  SluiceQueueWaiter *spare;

  if (--self->ref_count > 0)
    return;

  while (self->getters.first != NULL)
    sluice_queue_cancel (self->getters.first);
  while (self->putters.first != NULL)
    sluice_queue_cancel (self->putters.first);
  while (self->length > 0)
    sluice_value_unref (ring_pop (self));
  while ((spare = self->spare) != NULL)
    {
      self->spare = spare->next;
      g_free (spare);
    }
  g_free (self->ring);
  g_free (self->name);
  g_free (self);
}

/**
 * sluice_queue_get_name:
 * @self: a queue
 *
 * Returns: (transfer none): its name
 */
const char *
sluice_queue_get_name (SluiceQueue *self)
{
  return self->name;
}

/**
 * sluice_queue_get_limit:
 * @self: a queue
 *
 * Returns: how many items fit; 0: any number
 */
guint
sluice_queue_get_limit (SluiceQueue *self)
{
  return self->limit;
}

/**
 * sluice_queue_set_limit:
 * @self: a queue
 * @limit: how many items fit; 0: any number
 *
 * Changes the limit. More room lets in who waits to put; less takes nothing away.
 */
void
sluice_queue_set_limit (SluiceQueue *self,
                        guint        limit)
{
  self->limit = limit;
  admit_putters (self);
}

/**
 * sluice_queue_get_size:
 * @self: a queue
 *
 * Returns: how many items are in it
 */
guint
sluice_queue_get_size (SluiceQueue *self)
{
  return self->length;
}

/**
 * sluice_queue_peek: (skip)
 * @self: a queue
 * @index: 0 is the next item to be got
 *
 * Returns: (transfer none): the item, null if there are fewer
 */
SluiceValue
sluice_queue_peek (SluiceQueue *self,
                   guint        index)
{
  if (index >= self->length)
    return sluice_value_null ();
  return ring_at (self, index)->value;
}

/**
 * sluice_queue_dup_items: (skip)
 * @self: a queue
 *
 * Returns: (transfer full): the items as an array, the next one first
 */
SluiceValue
sluice_queue_dup_items (SluiceQueue *self)
{
  SluiceValue items = sluice_value_array ();

  for (guint i = 0; i < self->length; i++)
    sluice_value_append (&items, sluice_value_ref (sluice_queue_peek (self, i)));
  return items;
}

/**
 * sluice_queue_get_n_getters:
 * @self: a queue
 *
 * Returns: how many wait for an item
 */
guint
sluice_queue_get_n_getters (SluiceQueue *self)
{
  return self->getters.length;
}

/**
 * sluice_queue_get_n_putters:
 * @self: a queue
 *
 * Returns: how many wait for room
 */
guint
sluice_queue_get_n_putters (SluiceQueue *self)
{
  return self->putters.length;
}

/**
 * sluice_queue_try_get: (skip)
 * @self: a queue
 * @value: (out) (transfer full): the item
 *
 * Takes the next item if there is one.
 *
 * Returns: whether there was one
 */
gboolean
sluice_queue_try_get (SluiceQueue *self,
                      SluiceValue *value)
{
  if (self->length == 0)
    return FALSE;

  *value = ring_pop (self);
  if (self->putters.first != NULL)
    admit_putters (self);
  return TRUE;
}

/**
 * sluice_queue_try_put: (skip)
 * @self: a queue
 * @take: (transfer full): the item; stays the caller's when there is no room
 *
 * Puts an item if there is room.
 *
 * Returns: whether there was
 */
gboolean
sluice_queue_try_put (SluiceQueue *self,
                      SluiceValue  take)
{
  if (self->getters.first != NULL)
    serve_getter (self, (Item) { take, ++self->last_order });
  else if (is_full (self))
    return FALSE;
  else
    ring_push (self, take);
  return TRUE;
}

/**
 * sluice_queue_get_given: (skip)
 * @self: a queue
 *
 * Gets which item went out last: inside the function of a getter, and after sluice_queue_try_get(),
 * its own.
 *
 * Returns: its number in the order in which the items came in, from 1; 0 if none went out
 */
guint64
sluice_queue_get_given (SluiceQueue *self)
{
  return self->given;
}

/**
 * sluice_queue_put_back: (skip)
 * @self: a queue
 * @take: (transfer full): an item that was got
 * @order: what sluice_queue_get_given() said of it
 *
 * Gives back an item whose getter was cancelled before it could use it: it stands where it stood,
 * limit or not (rule Q1: a cancelled waiter loses nothing), in whatever order several come back.
 */
void
sluice_queue_put_back (SluiceQueue *self,
                       SluiceValue  take,
                       guint64      order)
{
  Item item = { take, order };

  if (self->getters.first != NULL)
    serve_getter (self, item);
  else
    ring_put_back (self, item);
}

/**
 * sluice_queue_get: (skip)
 * @self: a queue
 * @func: gets the item
 * @user_data: for @func
 *
 * Gets the next item, now or when there is one.
 *
 * Returns: (transfer none) (nullable): who waits, for sluice_queue_cancel(), until @func is called;
 *   %NULL when it has been called
 */
SluiceQueueWaiter *
sluice_queue_get (SluiceQueue     *self,
                  SluiceQueueFunc  func,
                  gpointer         user_data)
{
  SluiceValue value;

  if (!sluice_queue_try_get (self, &value))
    return line_join (self, &self->getters, func, user_data);

  func (self, value, user_data);
  return NULL;
}

/**
 * sluice_queue_put: (skip)
 * @self: a queue
 * @take: (transfer full): the item
 * @func: called with null when it is in
 * @user_data: for @func
 *
 * Puts an item, now or when there is room.
 *
 * Returns: (transfer none) (nullable): as sluice_queue_get()
 */
SluiceQueueWaiter *
sluice_queue_put (SluiceQueue     *self,
                  SluiceValue      take,
                  SluiceQueueFunc  func,
                  gpointer         user_data)
{
  if (!sluice_queue_try_put (self, take))
    {
      SluiceQueueWaiter *waiter = line_join (self, &self->putters, func, user_data);

      waiter->value = take;
      return waiter;
    }

  func (self, sluice_value_null (), user_data);
  return NULL;
}

/**
 * sluice_queue_cancel: (skip)
 * @waiter: who waits
 *
 * Leaves the line; the function is not called, what was to be put is dropped.
 */
void
sluice_queue_cancel (SluiceQueueWaiter *waiter)
{
  sluice_value_clear (&waiter->value);
  line_leave (waiter);
}
