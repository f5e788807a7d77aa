/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The stops that a run which goes on from a record has had in it: they are those of the run before, each at the time
 * at which this one came past. */

#include "debugger/session/run-fold-private.h"

#include "debugger/session/past-stops.h"

/* A fork goes on before @visit; 0: all of the record is had again. */
void
sluice_run_fold_init_earlier (SluiceRunFold *self,
                              SluiceRecord  *record,
                              guint64        visit)
{
  SluicePastStops *stops = sluice_past_stops_new ();
  gboolean is_there = FALSE;
  SluiceFact fact;

  while (!is_there && sluice_record_step (record, &fact, NULL))
    {
      is_there = visit > 0 && fact.type == SLUICE_EVENT_VISIT_STARTED && fact.visit >= visit;
      if (!is_there)
        sluice_past_stops_add (stops, &fact);
      sluice_fact_clear (&fact);
    }
  self->earlier_stops = sluice_past_stops_dup_marks (stops);
  sluice_past_stops_free (stops);
  /* At the very place where it goes on it stands itself. */
  while (visit > 0 && self->earlier_stops->len > 0
         && ((SluiceStopMark *) g_ptr_array_index (self->earlier_stops, self->earlier_stops->len - 1))->moment >= visit)
    g_ptr_array_set_size (self->earlier_stops, (int) self->earlier_stops->len - 1);
}

void
sluice_run_fold_clear_earlier (SluiceRunFold *self)
{
  g_clear_pointer (&self->earlier_stops, g_ptr_array_unref);
}

/* The visit @moment is about to begin. */
void
sluice_run_fold_pass_earlier (SluiceRunFold *self,
                              guint64        moment,
                              gint64         time)
{
  while (self->earlier_stops != NULL && self->earlier_stops->len > 0)
    {
      SluiceStopMark *mark = g_ptr_array_index (self->earlier_stops, 0);

      if (mark->moment > moment || (mark->moment == moment && mark->is_within))
        return;
      mark->time = time;
      g_ptr_array_add (self->stops, g_ptr_array_steal_index (self->earlier_stops, 0));
    }
}
