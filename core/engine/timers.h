/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* All waits of an engine, by time, and for the same time by order of setting (rule S2). Most are
 * set for a time after all the others, as when many lanes sleep equally long: those stand in a
 * line, the rest in a heap. */

/* What it is for: where it lies, and what happens then. */
typedef enum
{
  SLUICE_TIMER_SLEEP,    /* of an effect */
  SLUICE_TIMER_ATTEMPT,  /* a lane's wait for its next attempt */
  SLUICE_TIMER_TIMEOUT,  /* the time limit of a lane's attempt */
  SLUICE_TIMER_RUN,      /* the time limit of a run */
} SluiceTimerKind;

/* Lies in what waits. Zeroed: not set. */
typedef struct
{
  gint64 due;   /* µs of the engine's clock */
  guint  place; /* in the heap, from 1; or SLUICE_TIMER_IN_LINE and in the line; 0: not set */
  guint8 kind;  /* a SluiceTimerKind */
} SluiceTimer;

typedef struct
{
  gint64       due;
  guint64      order;
  SluiceTimer *timer;
} SluiceTimerEntry;

/* In the line, where many stand, the time is the timer's own. */
typedef struct
{
  guint64      order;
  SluiceTimer *timer; /* NULL: was unset. Neither the first nor the last is */
} SluiceTimerPlace;

#define SLUICE_TIMER_IN_LINE 0x80000000u

typedef struct
{
  SluiceTimerEntry *entries; /* a binary heap */
  guint             length;
  guint             capacity;
  guint64           last_order;

  SluiceTimerPlace *line;    /* a ring, sorted */
  guint             line_capacity;
  guint             line_head;     /* where the first one is in the ring */
  guint             line_first;    /* its place: places count on, and turn over */
  guint             line_length;
} SluiceTimers;

void         sluice_timers_set   (SluiceTimers    *self,
                                  SluiceTimer     *timer,
                                  gint64           due,
                                  SluiceTimerKind  kind);
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
  gint64 in_heap = self->length > 0 ? self->entries[0].due : G_MAXINT64;
  gint64 in_line = G_MAXINT64;

  if (self->line_length > 0)
    in_line = self->line[self->line_head].timer->due;
  return MIN (in_heap, in_line);
}

static inline gboolean
sluice_timer_is_set (const SluiceTimer *timer)
{
  return timer->place != 0;
}

G_END_DECLS
