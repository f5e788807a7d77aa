/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "debugger/session/past-stops.h"

struct _SluicePastStops
{
  GArray   *stops;   /* of SluicePastStop */
  guint64   visit;   /* the last that has begun */
  guint     n_facts; /* since */
  gboolean  is_last; /* the fact before is a stop */
};

static void
clear_stop (gpointer data)
{
  sluice_stop_mark_free (((SluicePastStop *) data)->mark);
}

SluicePastStops *
sluice_past_stops_new (void)
{
  SluicePastStops *self = g_new0 (SluicePastStops, 1);

  self->stops = g_array_new (FALSE, FALSE, sizeof (SluicePastStop));
  g_array_set_clear_func (self->stops, clear_stop);
  return self;
}

void
sluice_past_stops_free (SluicePastStops *self)
{
  g_array_unref (self->stops);
  g_free (self);
}

static void
add_stop (SluicePastStops  *self,
          const SluiceFact *fact)
{
  SluicePastStop stop = { g_new0 (SluiceStopMark, 1), self->visit, self->n_facts, self->visit, self->n_facts };

  stop.mark->is_within = fact->visit == 0 || fact->visit <= self->visit;
  stop.mark->moment = stop.mark->is_within ? MAX (self->visit, 1) : fact->visit;
  stop.mark->time = fact->time;
  stop.mark->lane = fact->lane;
  stop.mark->line = fact->line;
  stop.mark->phase = fact->phase;
  stop.mark->address = g_strdup (fact->node);
  stop.mark->text = g_strdup (fact->text);
  g_array_append_val (self->stops, stop);
}

/* Where the visit that it was before begins next of all, the stop is where that begins. */
static void
begin_visit (SluicePastStops  *self,
             const SluiceFact *fact)
{
  SluicePastStop *last = self->is_last ? &g_array_index (self->stops, SluicePastStop, self->stops->len - 1) : NULL;

  self->visit = MAX (self->visit, fact->visit);
  self->n_facts = 0;
  if (last == NULL || last->mark->is_within || last->mark->moment != fact->visit)
    return;
  last->after = fact->visit;
  last->n_facts = 0;
}

void
sluice_past_stops_add (SluicePastStops  *self,
                       const SluiceFact *fact)
{
  if (fact->type == SLUICE_EVENT_STOP)
    add_stop (self, fact);
  if (fact->type == SLUICE_EVENT_VISIT_STARTED)
    begin_visit (self, fact);
  else
    self->n_facts++;
  self->is_last = fact->type == SLUICE_EVENT_STOP;
}

const SluicePastStop *
sluice_past_stops_find (SluicePastStops *self,
                        int              number,
                        guint           *index)
{
  int at = number < 0 ? (int) self->stops->len + number : number - 1;

  if (at < 0 || at >= (int) self->stops->len)
    return NULL;
  *index = (guint) at + 1;
  return &g_array_index (self->stops, SluicePastStop, at);
}

GPtrArray *
sluice_past_stops_dup_marks (SluicePastStops *self)
{
  GPtrArray *marks = g_ptr_array_new_with_free_func ((GDestroyNotify) sluice_stop_mark_free);

  for (guint i = 0; i < self->stops->len; i++)
    g_ptr_array_add (marks, sluice_stop_mark_copy (g_array_index (self->stops, SluicePastStop, i).mark));
  return marks;
}
