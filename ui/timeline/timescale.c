/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "timeline/timescale.h"

typedef struct
{
  gint64 start;
  gint64 end;
} Busy;

void
sluice_timescale_init (SluiceTimescale *self)
{
  *self = (SluiceTimescale) { .folds = TRUE };
  self->busy = g_array_new (FALSE, FALSE, sizeof (Busy));
  self->gaps = g_array_new (FALSE, FALSE, sizeof (SluiceGap));
}

void
sluice_timescale_clear (SluiceTimescale *self)
{
  g_clear_pointer (&self->busy, g_array_unref);
  g_clear_pointer (&self->gaps, g_array_unref);
}

void
sluice_timescale_reset (SluiceTimescale *self)
{
  g_array_set_size (self->busy, 0);
  self->end = 0;
  self->last = 0;
  self->is_stale = TRUE;
}

static gboolean
is_wait (SluiceMarkState state)
{
  return state == SLUICE_MARK_WAIT || state == SLUICE_MARK_PERSON || state == SLUICE_MARK_QUEUE
         || state == SLUICE_MARK_STOPPED;
}

/* A wait is idle but for its first and last moment. What is less than a gap apart is one. */
void
sluice_timescale_add (SluiceTimescale  *self,
                      const SluiceSpan *span)
{
  Busy busy = { span->start, is_wait (span->state) ? span->start : span->end };

  while (self->busy->len > 0)
    {
      Busy *last = &g_array_index (self->busy, Busy, self->busy->len - 1);

      if (last->end + SLUICE_TIMESCALE_MIN_GAP <= busy.start)
        break;
      busy.start = MIN (busy.start, last->start);
      busy.end = MAX (busy.end, last->end);
      g_array_set_size (self->busy, self->busy->len - 1);
    }
  g_array_append_val (self->busy, busy);
  self->last = MAX (self->last, span->end);
  self->end = MAX (self->end, self->last);
  self->is_stale = TRUE;
}

void
sluice_timescale_set_end (SluiceTimescale *self,
                          gint64           end)
{
  end = MAX (end, self->last);
  if (end == self->end)
    return;
  self->end = end;
  self->is_stale = TRUE;
}

void
sluice_timescale_set_folds (SluiceTimescale *self,
                            gboolean         folds)
{
  self->folds = folds;
  self->is_stale = TRUE;
}

static void
add_gap (SluiceTimescale *self,
         gint64           start,
         gint64           end)
{
  gint64 before = self->gaps->len > 0 ? g_array_index (self->gaps, SluiceGap, self->gaps->len - 1).saved : 0;
  SluiceGap gap = { start, end, before + (end - start) - SLUICE_TIMESCALE_FOLD };

  if (end - start >= SLUICE_TIMESCALE_MIN_GAP)
    g_array_append_val (self->gaps, gap);
}

GArray *
sluice_timescale_get_gaps (SluiceTimescale *self)
{
  gint64 last = 0;

  if (!self->is_stale)
    return self->gaps;
  self->is_stale = FALSE;
  g_array_set_size (self->gaps, 0);
  if (!self->folds)
    return self->gaps;
  for (guint i = 0; i < self->busy->len; i++)
    {
      const Busy *busy = &g_array_index (self->busy, Busy, i);

      add_gap (self, last, busy->start);
      last = busy->end;
    }
  add_gap (self, last, self->end);
  return self->gaps;
}

/* The place on the line of a moment within a gap: the fold is shared out evenly. */
static gint64
squeeze (gint64 part,
         gint64 whole,
         gint64 into)
{
  return (gint64) ((double) part / (double) whole * (double) into);
}

gint64
sluice_timescale_to_line (SluiceTimescale *self,
                          gint64           time)
{
  GArray *gaps = sluice_timescale_get_gaps (self);
  guint low = 0, high = gaps->len;
  gint64 saved;

  while (low < high) /* the first gap that ends after it */
    {
      guint middle = (low + high) / 2;

      if (g_array_index (gaps, SluiceGap, middle).end <= time)
        low = middle + 1;
      else
        high = middle;
    }
  saved = low > 0 ? g_array_index (gaps, SluiceGap, low - 1).saved : 0;
  if (low < gaps->len)
    {
      const SluiceGap *gap = &g_array_index (gaps, SluiceGap, low);

      if (time > gap->start)
        return gap->start - saved + squeeze (time - gap->start, gap->end - gap->start, SLUICE_TIMESCALE_FOLD);
    }
  return time - saved;
}

gint64
sluice_timescale_to_time (SluiceTimescale *self,
                          gint64           line)
{
  GArray *gaps = sluice_timescale_get_gaps (self);
  guint low = 0, high = gaps->len;
  gint64 saved;

  while (low < high)
    {
      guint middle = (low + high) / 2;
      const SluiceGap *gap = &g_array_index (gaps, SluiceGap, middle);

      if (gap->end - gap->saved <= line)
        low = middle + 1;
      else
        high = middle;
    }
  saved = low > 0 ? g_array_index (gaps, SluiceGap, low - 1).saved : 0;
  if (low < gaps->len)
    {
      const SluiceGap *gap = &g_array_index (gaps, SluiceGap, low);

      if (line > gap->start - saved)
        return gap->start + squeeze (line - (gap->start - saved), SLUICE_TIMESCALE_FOLD, gap->end - gap->start);
    }
  return line + saved;
}
