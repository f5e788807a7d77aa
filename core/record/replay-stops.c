/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The stops of the run before in the record of a fork: each behind as many facts as there. A stop at the very place
 * where the fork goes on is left out, for it stands there itself. */

#include "record/replay-private.h"

#include "engine/run-private.h"

struct _SluiceReplayStops
{
  SluiceRun      *run;      /* borrowed: both live as long as the replay */
  SluiceRecorder *recorder;
  GArray         *places;   /* of guint64: the facts before each of stops, owned */
  GPtrArray      *stops;    /* of GBytes, borrowed from the plan */
  guint           next;
  guint           watch;
  guint64         n_facts;  /* that the run has told */
  guint64         n_visits; /* that had begun at the last of them */
  gint64          time;     /* of the last of them */
};

static guint64
get_place (SluiceReplayStops *self)
{
  return g_array_index (self->places, guint64, self->next);
}

/* Those that lie behind the facts told so far. What comes next is kept already, at a time that may be less than the
 * one it is told with. */
static void
keep_stops (SluiceReplayStops *self)
{
  for (; self->next < self->stops->len && get_place (self) <= self->n_facts; self->next++)
    sluice_recorder_keep_stop (self->recorder,
                               sluice_stop_retime (g_ptr_array_index (self->stops, self->next), self->time),
                               self->n_visits);
}

/* The recorder has the fact by now. */
static void
event_cb (SluiceRun         *run,
          const SluiceEvent *event,
          gpointer           user_data)
{
  SluiceReplayStops *self = user_data;

  keep_stops (self);
  self->n_facts++;
  self->time = event->time;
  self->n_visits = sluice_run_get_n_visits (run);
  if (self->next < self->stops->len && get_place (self) <= self->n_facts)
    sluice_recorder_finish_chunk (self->recorder);
}

static void
find_places (SluiceReplayStops *self,
             SluiceReplayPlan  *plan)
{
  guint64 n_facts = 0;
  guint n_chunks = 0;

  for (guint i = 0; i < plan->stops->len; i++)
    {
      const SluiceReplayStop *stop = &g_array_index (plan->stops, SluiceReplayStop, i);

      for (; n_chunks < stop->n_chunks; n_chunks++)
        {
          g_autoptr (SluiceChunk) chunk = sluice_chunk_new (g_ptr_array_index (plan->chunks, n_chunks));

          n_facts += chunk != NULL ? sluice_chunk_get_n_facts (chunk) : 0;
        }
      g_array_append_val (self->places, n_facts);
      g_ptr_array_add (self->stops, stop->bytes);
    }
}

/* Of a run that is not started, before anybody but @recorder watches it; NULL: the run before was stopped nowhere. */
SluiceReplayStops *
sluice_replay_stops_new (SluiceReplayPlan *plan,
                         SluiceRun        *run,
                         SluiceRecorder   *recorder)
{
  SluiceReplayStops *self;

  if (plan->stops->len == 0)
    return NULL;
  self = g_new0 (SluiceReplayStops, 1);
  self->run = run;
  self->recorder = recorder;
  self->places = g_array_new (FALSE, FALSE, sizeof (guint64));
  self->stops = g_ptr_array_new ();
  find_places (self, plan);
  self->watch = sluice_run_watch (run, SLUICE_FACT_MASK, event_cb, self, NULL);
  return self;
}

void
sluice_replay_stops_free (SluiceReplayStops *self)
{
  sluice_run_unwatch (self->run, self->watch);
  g_array_unref (self->places);
  g_ptr_array_unref (self->stops);
  g_free (self);
}
