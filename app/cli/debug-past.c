/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Moments of the run that is debugged: a place of its record that is looked at in its place. The run itself stays as
 * it is meanwhile. */

#include "debug-private.h"

#include <string.h>

#include "debug/sight.h"

static void
flushed_cb (SluiceRecorder *recorder,
            gboolean       *is_done)
{
  *is_done = TRUE;
}

/* What has happened so far is in the file, and what came in meanwhile is let in. */
gboolean
sluice_debug_session_flush (SluiceDebugSession *self)
{
  gboolean is_done = FALSE;
  gulong handler;

  if (self->recorder == NULL)
    return TRUE;
  handler = g_signal_connect (self->recorder, "flushed", G_CALLBACK (flushed_cb), &is_done);
  sluice_recorder_flush (self->recorder);
  while (!is_done && !sluice_recorder_is_stalled (self->recorder))
    g_main_context_iteration (NULL, TRUE);
  g_signal_handler_disconnect (self->recorder, handler);
  return is_done;
}

/* Returns: (transfer full) (nullable): the record of the run as far as it has come */
SluiceRecord *
sluice_debug_session_open_record (SluiceDebugSession  *self,
                                  GError             **error)
{
  if (sluice_run_get_state (self->run) == SLUICE_RUN_READY)
    {
      sluice_debug_refuse (error, "The run has not begun: run, or start");
      return NULL;
    }
  if (self->recorder == NULL)
    sluice_debug_refuse (error, "The run is not recorded, so nothing of it can be looked at again: "
                                "leave --no-record out");
  else if (sluice_debug_session_flush (self))
    return sluice_record_open (self->record, error);
  else
    sluice_debug_refuse (error, "The record can't be written now: make room on its disk");
  return NULL;
}

static void
forget_stop (SluiceDebugSession *self)
{
  self->stop = 0;
  self->frame = 0;
  sluice_value_clear (&self->sight);
}

void
sluice_debug_session_leave_past (SluiceDebugSession *self)
{
  g_clear_object (&self->past);
  self->moment = 0;
  forget_stop (self);
}

gboolean
sluice_debug_session_evaluate (SluiceDebugSession  *self,
                               const char          *expression,
                               SluiceValue         *value,
                               GError             **error)
{
  g_autoptr (SluiceSight) sight = NULL;

  if (self->past == NULL)
    return sluice_debugger_evaluate (self->debugger, expression, value, error);
  sight = sluice_sight_new (self->sight, sluice_record_get_store (self->past), self->frame);
  return sluice_sight_evaluate (sight, expression, value, error);
}

static void
print_moment (SluiceDebugSession *self)
{
  SluiceRecordLane *lane = sluice_record_choose_lane (self->past);
  g_autofree char *path = lane != NULL ? sluice_record_lane_dup_path (lane) : NULL;

  sluice_debug_print_line ("Visit %" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT ": %s", self->moment,
                           sluice_record_get_n_visits (self->past), path != NULL ? path : "no lane is left");
}

static gboolean
go_to (SluiceDebugSession  *self,
       guint64              moment,
       GError             **error)
{
  if (!sluice_record_seek (self->past, moment, error))
    return FALSE;
  self->moment = moment;
  forget_stop (self);
  print_moment (self);
  return TRUE;
}

/* FALSE: there is nothing to look at. A run that is over, or stopped, is looked at as far as it has come. */
static gboolean
open_past (SluiceDebugSession  *self,
           GError             **error)
{
  g_autoptr (SluiceRecord) record = NULL;

  if (self->past != NULL)
    return TRUE;
  record = sluice_debug_session_open_record (self, error);
  if (record == NULL)
    return FALSE;
  if (sluice_record_get_n_visits (record) == 0)
    return sluice_debug_refuse (error, "The run has no visit yet");
  self->past = g_steal_pointer (&record);
  return TRUE;
}

/* A first look that fails leaves the run itself. */
static gboolean
go_first (SluiceDebugSession  *self,
          guint64              moment,
          GError             **error)
{
  if (go_to (self, moment, error))
    return TRUE;
  if (self->moment == 0)
    sluice_debug_session_leave_past (self);
  return FALSE;
}

/* One more than the last visit where the run itself is shown. */
static guint64
get_moment (SluiceDebugSession *self)
{
  return self->moment != 0 ? self->moment : sluice_record_get_n_visits (self->past) + 1;
}

/* Stops */

typedef struct
{
  guint    number;    /* from 1; 0: there is none */
  guint64  visit;     /* that had not begun, or in whose midst it is */
  gboolean is_within;
} Stop;

static void
note_stop (Stop             *stop,
           SluiceRecord     *record,
           const SluiceFact *fact)
{
  guint64 begun = sluice_record_get_visit (record);

  stop->number++;
  stop->is_within = fact->visit != 0 && fact->visit <= begun;
  stop->visit = stop->is_within ? fact->visit : begun + 1;
}

/* Whether a stop comes before what is shown. */
static gboolean
is_before (SluiceDebugSession *self,
           const Stop         *stop)
{
  if (self->stop != 0)
    return stop->number < self->stop;
  return self->moment == 0 || stop->visit < self->moment;
}

/* The one at which the run stands now is not before it. */
static Stop
find_stop (SluiceDebugSession *self)
{
  g_autoptr (SluiceRecord) record = sluice_record_open (self->record, NULL);
  Stop stop = { 0, }, found = { 0, }, before = { 0, };
  g_autofree char *node = NULL;
  SluiceFact fact;

  while (record != NULL && sluice_record_step (record, &fact, NULL))
    {
      if (fact.type == SLUICE_EVENT_STOP)
        {
          note_stop (&stop, record, &fact);
          g_free (node);
          node = g_strdup (fact.node);
          if (is_before (self, &stop))
            {
              before = found;
              found = stop;
            }
        }
      /* What began next was not what the stop was before: another lane was quicker. */
      else if (fact.type == SLUICE_EVENT_VISIT_STARTED && node != NULL)
        {
          found.is_within |= found.number == stop.number && !g_str_equal (fact.node != NULL ? fact.node : "", node);
          g_clear_pointer (&node, g_free);
        }
      sluice_fact_clear (&fact);
    }
  return self->moment == 0 && sluice_debugger_is_stopped (self->debugger) ? before : found;
}

/* A record that stands behind it: the store is then as it was there, in the midst of the visit. */
static SluiceRecord *
open_at_stop (SluiceDebugSession  *self,
              const Stop          *stop,
              char               **words,
              GError             **error)
{
  g_autoptr (SluiceRecord) record = sluice_record_open (self->record, error);
  guint number = 0;
  SluiceFact fact;

  while (record != NULL && number < stop->number && sluice_record_step (record, &fact, error))
    {
      if (fact.type == SLUICE_EVENT_STOP && ++number == stop->number)
        *words = g_strndup (fact.text, strcspn (fact.text, "\n"));
      sluice_fact_clear (&fact);
    }
  return number == stop->number ? g_steal_pointer (&record) : NULL;
}

static gboolean
go_within (SluiceDebugSession *self,
           const Stop         *stop,
           SluiceRecord       *record,
           const char         *words)
{
  g_set_object (&self->past, record);
  self->moment = stop->visit;
  sluice_debug_print_line ("In visit %" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT ": %s", self->moment,
                           sluice_record_get_n_visits (self->past), words);
  return TRUE;
}

static gboolean
go_back (SluiceDebugSession  *self,
         guint64              moment,
         const char          *why_not,
         GError             **error)
{
  if (moment > 0)
    return go_first (self, moment, error);
  if (self->moment == 0)
    sluice_debug_session_leave_past (self);
  return sluice_debug_refuse (error, "%s", why_not);
}

static gboolean
go_to_stop (SluiceDebugSession  *self,
            GError             **error)
{
  Stop stop = find_stop (self);
  g_autoptr (SluiceRecord) there = NULL;
  g_autofree char *words = NULL;

  if (stop.number == 0)
    return go_back (self, 0, "The run had no stop before this", error);
  there = open_at_stop (self, &stop, &words, error);
  if (there == NULL || !(stop.is_within ? go_within (self, &stop, there, words) : go_first (self, stop.visit, error)))
    return FALSE;
  forget_stop (self);
  self->stop = stop.number;
  sluice_value_replace (&self->sight, sluice_record_dup_sight (there));
  return TRUE;
}

/* How many visits; one where none are named. */
static gboolean
read_steps (const char  *argument,
            guint64     *steps,
            GError     **error)
{
  *steps = 1;
  if (*argument != '\0' && !sluice_debug_read_number (argument, steps, error))
    return FALSE;
  return *steps > 0 || sluice_debug_refuse (error, "That is no way to go: say how many visits, from 1 on");
}

static SLUICE_DEBUG_COMMAND (go_back)
{
  guint64 number;

  if (g_str_equal (argument, "stop"))
    return open_past (self, error) && go_to_stop (self, error);
  if (!read_steps (argument, &number, error))
    return FALSE;
  if (!open_past (self, error))
    return FALSE;
  return go_back (self, number < get_moment (self) ? get_moment (self) - number : 0,
                  "The run has fewer visits before this", error);
}

static SLUICE_DEBUG_COMMAND (go_forward)
{
  guint64 number;

  if (self->past == NULL)
    return sluice_debug_refuse (error, "The run itself is shown, and nothing comes after it yet: continue goes on");
  if (!read_steps (argument, &number, error))
    return FALSE;
  if (number <= sluice_record_get_n_visits (self->past) - self->moment)
    return go_to (self, self->moment + number, error);
  return sluice_debug_do_now (self, "", error);
}

static SLUICE_DEBUG_COMMAND (go_at)
{
  guint64 visit;
  guint64 last;

  if (!sluice_debug_read_number (argument, &visit, error) || !open_past (self, error))
    return FALSE;
  last = sluice_record_get_n_visits (self->past);
  return go_back (self, visit <= last ? visit : 0, "The run has no such visit: visits lists them", error);
}

/* What is watched is shown at a moment as at a stop. */
static gboolean
watch_past (SluiceDebugSession *self,
            gboolean            is_there)
{
  if (is_there && self->past != NULL)
    sluice_debug_session_print_watches (self);
  return is_there;
}

SLUICE_DEBUG_COMMAND (back)
{
  return watch_past (self, sluice_debug_do_go_back (self, argument, error));
}

SLUICE_DEBUG_COMMAND (forward)
{
  return watch_past (self, sluice_debug_do_go_forward (self, argument, error));
}

SLUICE_DEBUG_COMMAND (at)
{
  return watch_past (self, sluice_debug_do_go_at (self, argument, error));
}

SLUICE_DEBUG_COMMAND (now)
{
  sluice_debug_session_leave_past (self);
  sluice_debug_session_print_state (self);
  return TRUE;
}
