/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "timeline/timeline-rows.h"

/* More than a session keeps. */
#define MAX_SPANS 150000

static void
row_free (gpointer data)
{
  SluiceTimelineRow *row = data;

  g_array_unref (row->spans);
  g_array_unref (row->signs);
  g_free (row);
}

void
sluice_timeline_rows_init (SluiceTimelineRows *self)
{
  *self = (SluiceTimelineRows) { 0 };
  self->rows = g_ptr_array_new_with_free_func (row_free);
  self->by_lane = g_hash_table_new (NULL, NULL);
  sluice_timescale_init (&self->scale);
}

void
sluice_timeline_rows_clear (SluiceTimelineRows *self)
{
  g_clear_pointer (&self->by_lane, g_hash_table_unref);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  sluice_timescale_clear (&self->scale);
}

void
sluice_timeline_rows_reset (SluiceTimelineRows *self)
{
  g_hash_table_remove_all (self->by_lane);
  g_ptr_array_set_size (self->rows, 0);
  sluice_timescale_reset (&self->scale);
  self->seen = 0;
  self->n_spans = 0;
  self->n_hidden = 0;
  self->n_lost = 0;
}

static SluiceTimelineRow *
get_row (SluiceTimelineRows *self,
         guint32             lane)
{
  SluiceTimelineRow *row = g_hash_table_lookup (self->by_lane, GUINT_TO_POINTER (lane));
  guint place = self->rows->len;

  if (row != NULL)
    return row;
  if (self->rows->len >= SLUICE_TIMELINE_MAX_ROWS)
    {
      /* Lanes are counted from 1, so that the last says how many there are. */
      self->n_hidden = MAX (self->n_hidden, lane > self->rows->len ? lane - self->rows->len : 1);
      return NULL;
    }
  row = g_new0 (SluiceTimelineRow, 1);
  row->lane = lane;
  row->spans = g_array_new (FALSE, FALSE, sizeof (SluiceSpan));
  row->signs = g_array_new (FALSE, FALSE, sizeof (guint));
  while (place > 0 && ((SluiceTimelineRow *) self->rows->pdata[place - 1])->lane > lane)
    place--;
  g_ptr_array_insert (self->rows, (gint) place, row);
  g_hash_table_insert (self->by_lane, GUINT_TO_POINTER (lane), row);
  return row;
}

static void
close_rows (SluiceTimelineRows *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      SluiceTimelineRow *row = self->rows->pdata[i];

      if (row->is_open)
        {
          g_array_set_size (row->spans, row->spans->len - 1);
          g_array_set_size (row->signs, sluice_timeline_row_find_sign (row, row->spans->len));
        }
      row->is_open = FALSE;
    }
}

static void
add_span (SluiceTimelineRows *self,
          const SluiceSpan   *span,
          gboolean            is_open)
{
  SluiceTimelineRow *row = get_row (self, span->lane);

  sluice_timescale_add (&self->scale, span);
  if (row == NULL)
    return;
  if (span->failed || span->has_result)
    g_array_append_val (row->signs, row->spans->len);
  g_array_append_vals (row->spans, span, 1);
  row->is_open = is_open;
  self->n_spans += is_open ? 0 : 1;
}

void
sluice_timeline_rows_update (SluiceTimelineRows *self,
                             SluiceRunSession   *session)
{
  guint64 n = sluice_run_session_get_n_spans (session);
  GArray *open = sluice_run_session_get_open_spans (session);

  close_rows (self);
  if (self->n_spans > MAX_SPANS)
    sluice_timeline_rows_reset (self); /* and those that the session still keeps are read again */
  for (guint64 i = self->seen; i < n; i++)
    {
      const SluiceSpan *span = sluice_run_session_get_span (session, i);

      if (span != NULL)
        add_span (self, span, FALSE);
      else
        self->n_lost++;
    }
  self->seen = n;
  for (guint i = 0; i < open->len; i++)
    add_span (self, &g_array_index (open, SluiceSpan, i), TRUE);
  /* A run that is over ends with its last stretch, however long its record took. */
  sluice_timescale_set_end (&self->scale,
                            sluice_run_session_is_active (session) ? sluice_run_session_get_time (session) : 0);
}

guint
sluice_timeline_row_find (const SluiceTimelineRow *row,
                          gint64                   time)
{
  guint low = 0, high = row->spans->len;

  while (low < high)
    {
      guint middle = (low + high) / 2;

      if (g_array_index (row->spans, SluiceSpan, middle).end <= time)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

guint
sluice_timeline_row_find_sign (const SluiceTimelineRow *row,
                               guint                    index)
{
  guint low = 0, high = row->signs->len;

  while (low < high)
    {
      guint middle = (low + high) / 2;

      if (g_array_index (row->signs, guint, middle) < index)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}
