/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A binary heap, and a sorted line. An entry of the heap carries what is compared, so that sifting touches
 * no timer but to tell it its new place. */

#include "engine/timers.h"

static inline gboolean
is_before (const SluiceTimerEntry *a,
           const SluiceTimerEntry *b)
{
  return a->due != b->due ? a->due < b->due : a->order < b->order;
}

static inline void
put (SluiceTimers     *self,
     guint             at,
     SluiceTimerEntry  entry)
{
  self->entries[at] = entry;
  entry.timer->place = at + 1;
}

static void
sift_up (SluiceTimers     *self,
         guint             at,
         SluiceTimerEntry  entry)
{
  while (at > 0)
    {
      guint up = (at - 1) / 2;

      if (!is_before (&entry, &self->entries[up]))
        break;
      put (self, at, self->entries[up]);
      at = up;
    }
  put (self, at, entry);
}

static void
sift_down (SluiceTimers     *self,
           guint             at,
           SluiceTimerEntry  entry)
{
  guint child;

  while ((child = at * 2 + 1) < self->length)
    {
      if (child + 1 < self->length && is_before (&self->entries[child + 1], &self->entries[child]))
        child++;
      if (!is_before (&self->entries[child], &entry))
        break;
      put (self, at, self->entries[child]);
      at = child;
    }
  put (self, at, entry);
}

/* The entry that is @i behind the first. */
static inline SluiceTimerPlace *
line_at (SluiceTimers *self,
         guint         i)
{
  guint at = self->line_head + i;

  return &self->line[at < self->line_capacity ? at : at - self->line_capacity];
}

static inline SluiceTimerPlace *
line_find (SluiceTimers *self,
           guint         place)
{
  return line_at (self, (place - self->line_first) & ~SLUICE_TIMER_IN_LINE);
}

/* Room for one more: without those that were unset, or a quarter more. */
static void
line_make_room (SluiceTimers *self)
{
  guint capacity = self->line_capacity;
  SluiceTimerPlace *line;
  guint length = 0;

  for (guint i = 0; i < self->line_length; i++)
    length += line_at (self, i)->timer != NULL;
  if (length >= capacity / 2)
    capacity = MAX (16, capacity + capacity / 4);
  line = g_new (SluiceTimerPlace, capacity);

  length = 0;
  for (guint i = 0; i < self->line_length; i++)
    {
      SluiceTimerPlace *place = line_at (self, i);

      if (place->timer == NULL)
        continue;
      line[length] = *place;
      place->timer->place = SLUICE_TIMER_IN_LINE | length++;
    }
  g_free (self->line);
  self->line = line;
  self->line_capacity = capacity;
  self->line_head = self->line_first = 0;
  self->line_length = length;
}

/* FALSE: a timer in the line is due later. */
static gboolean
line_join (SluiceTimers *self,
           SluiceTimer  *timer,
           guint64       order)
{
  guint place;

  if (self->line_length > 0 && line_at (self, self->line_length - 1)->timer->due > timer->due)
    return FALSE;
  if (self->line_length == self->line_capacity)
    line_make_room (self);
  place = self->line_first + self->line_length;
  *line_at (self, self->line_length++) = (SluiceTimerPlace) { order, timer };
  timer->place = SLUICE_TIMER_IN_LINE | place;
  return TRUE;
}

static void
line_leave (SluiceTimers *self,
            SluiceTimer  *timer)
{
  SluiceTimerPlace *place = line_find (self, timer->place);

  g_assert (place->timer == timer);
  place->timer = NULL;
  timer->place = 0;
  while (self->line_length > 0 && line_at (self, 0)->timer == NULL)
    {
      self->line_head = self->line_head + 1 < self->line_capacity ? self->line_head + 1 : 0;
      self->line_first++;
      self->line_length--;
    }
  while (self->line_length > 0 && line_at (self, self->line_length - 1)->timer == NULL)
    self->line_length--;
}

void
sluice_timers_set (SluiceTimers    *self,
                   SluiceTimer     *timer,
                   gint64           due,
                   SluiceTimerKind  kind)
{
  guint64 order = ++self->last_order;

  sluice_timers_unset (self, timer);
  timer->due = due;
  timer->kind = kind;

  if (line_join (self, timer, order))
    return;
  if (self->length == self->capacity)
    {
      self->capacity = MAX (16, self->capacity * 2);
      self->entries = g_renew (SluiceTimerEntry, self->entries, self->capacity);
    }
  sift_up (self, self->length++, (SluiceTimerEntry) { due, order, timer });
}

void
sluice_timers_unset (SluiceTimers *self,
                     SluiceTimer  *timer)
{
  guint at = timer->place - 1;
  SluiceTimerEntry last;

  if (timer->place == 0)
    return;
  if (timer->place & SLUICE_TIMER_IN_LINE)
    {
      line_leave (self, timer);
      return;
    }

  g_assert (at < self->length && self->entries[at].timer == timer);
  timer->place = 0;
  last = self->entries[--self->length];
  if (at == self->length)
    return;
  if (at > 0 && is_before (&last, &self->entries[(at - 1) / 2]))
    sift_up (self, at, last);
  else
    sift_down (self, at, last);
}

SluiceTimer *
sluice_timers_take (SluiceTimers *self,
                    gint64        now)
{
  SluiceTimerEntry first = { G_MAXINT64, G_MAXUINT64, NULL };

  if (self->length > 0)
    first = self->entries[0];
  if (self->line_length > 0)
    {
      const SluiceTimerPlace *place = line_at (self, 0);
      SluiceTimerEntry in_line = { place->timer->due, place->order, place->timer };

      if (is_before (&in_line, &first))
        first = in_line;
    }
  if (first.timer == NULL || first.due > now)
    return NULL;
  sluice_timers_unset (self, first.timer);
  return first.timer;
}

void
sluice_timers_clear (SluiceTimers *self)
{
  g_clear_pointer (&self->entries, g_free);
  g_clear_pointer (&self->line, g_free);
  self->length = self->capacity = 0;
  self->line_length = self->line_capacity = 0;
}
