/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* All waits of an engine: a heap by time, and for the same time by order of setting (rule S2). */

typedef struct _SluiceTimer SluiceTimer;
typedef void (*SluiceTimerFunc) (SluiceTimer *timer);

/* Lies in what waits. Zeroed: not set. */
struct _SluiceTimer
{
  SluiceTimerFunc func;
  gint64          due;   /* µs of the engine's clock */
  guint           place; /* in the heap, from 1; 0: not set */
};

typedef struct
{
  gint64       due;
  guint64      order;
  SluiceTimer *timer;
} SluiceTimerEntry;

typedef struct
{
  SluiceTimerEntry *entries; /* a binary heap */
  guint             length;
  guint             capacity;
  guint64           last_order;
} SluiceTimers;

void         sluice_timers_set   (SluiceTimers    *self,
                                  SluiceTimer     *timer,
                                  gint64           due,
                                  SluiceTimerFunc  func);
void         sluice_timers_unset (SluiceTimers    *self,
                                  SluiceTimer     *timer);
/* Takes the first timer that is due at @now, or NULL. */
SluiceTimer *sluice_timers_take  (SluiceTimers    *self,
                                  gint64           now);
void         sluice_timers_clear (SluiceTimers    *self);

/* When the first one is due; G_MAXINT64: none is set. */
static inline gint64
sluice_timers_next (const SluiceTimers *self)
{
  return self->length > 0 ? self->entries[0].due : G_MAXINT64;
}

static inline gboolean
sluice_timer_is_set (const SluiceTimer *timer)
{
  return timer->place != 0;
}

G_END_DECLS
