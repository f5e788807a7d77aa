/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A binary heap. An entry carries what is compared, so that sifting touches no timer but to tell
 * it its new place. */

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

void
sluice_timers_set (SluiceTimers    *self,
                   SluiceTimer     *timer,
                   gint64           due,
                   SluiceTimerFunc  func)
{
  SluiceTimerEntry entry = { due, ++self->last_order, timer };

  sluice_timers_unset (self, timer);
  timer->due = due;
  timer->func = func;

  if (self->length == self->capacity)
    {
      self->capacity = MAX (16, self->capacity * 2);
      self->entries = g_renew (SluiceTimerEntry, self->entries, self->capacity);
    }
  sift_up (self, self->length++, entry);
}

void
sluice_timers_unset (SluiceTimers *self,
                     SluiceTimer  *timer)
{
  guint at = timer->place - 1;
  SluiceTimerEntry last;

  if (timer->place == 0)
    return;

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
  SluiceTimer *timer;

  if (sluice_timers_next (self) > now)
    return NULL;
  timer = self->entries[0].timer;
  sluice_timers_unset (self, timer);
  return timer;
}

void
sluice_timers_clear (SluiceTimers *self)
{
  g_clear_pointer (&self->entries, g_free);
  self->length = self->capacity = 0;
}
