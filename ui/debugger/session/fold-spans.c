/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The stretches of time a timeline shows: each lane has at most one that goes on, and the end of
 * one is the start of the next. What took no time is left out, so that a run at full speed stays cheap. */

#include "debugger/session/run-fold-private.h"

/* More than a frame's worth is not looked at one by one. */
#define MAX_PENDING 20000

static void
add_span (SluiceRunFold    *self,
          const SluiceSpan *span)
{
  if (self->spans->len >= MAX_PENDING)
    {
      g_array_remove_range (self->spans, 0, MAX_PENDING / 2);
      self->n_dropped_spans += MAX_PENDING / 2;
    }
  g_array_append_val (self->spans, *span);
  self->spans_dirty = TRUE;
}

/* @failed: what it did there went wrong. */
void
sluice_run_fold_end_span (SluiceRunFold *self,
                          FoldLane      *lane,
                          gint64         time,
                          gboolean       failed)
{
  if (lane->span.state == SLUICE_MARK_NONE)
    return;
  lane->span.end = time;
  lane->span.failed = failed;
  if (time > lane->span.start || failed)
    add_span (self, &lane->span);
  lane->span.state = SLUICE_MARK_NONE;
  self->spans_dirty = TRUE;
}

/* What the lane is in from now on; what it was in until now is over. */
void
sluice_run_fold_begin_span (SluiceRunFold   *self,
                            FoldLane        *lane,
                            FoldNode        *node,
                            SluiceMarkState  state,
                            int              attempt,
                            gint64           time)
{
  sluice_run_fold_end_span (self, lane, time, FALSE);
  lane->span = (SluiceSpan) {
    .start = time,
    .address = node != NULL ? node->address : NULL,
    .lane = lane->id,
    .attempt = attempt,
    .state = state,
  };
  self->spans_dirty = TRUE;
}

void
sluice_run_fold_publish_spans (SluiceRunFold  *self,
                               SluiceRunDelta *delta)
{
  GHashTableIter iter;
  FoldLane *lane;

  delta->time = self->start != 0 ? g_get_monotonic_time () - self->start : 0;
  if (!self->spans_dirty)
    return;
  self->spans_dirty = FALSE;
  delta->n_dropped_spans = self->n_dropped_spans;
  self->n_dropped_spans = 0;
  delta->spans = self->spans;
  self->spans = g_array_new (FALSE, FALSE, sizeof (SluiceSpan));

  delta->open_spans = g_array_new (FALSE, FALSE, sizeof (SluiceSpan));
  g_hash_table_iter_init (&iter, self->lanes);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &lane) && delta->open_spans->len < SLUICE_RUN_MAX_LANES)
    if (lane->span.state != SLUICE_MARK_NONE)
      g_array_append_val (delta->open_spans, lane->span);
}
