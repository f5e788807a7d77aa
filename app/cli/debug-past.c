/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Moments of the run that is debugged: a place of its record that is looked at in its place. The run itself stays as
 * it is meanwhile. */

#include "debug-private.h"

static void
flushed_cb (SluiceRecorder *recorder,
            gboolean       *is_done)
{
  *is_done = TRUE;
}

/* What has happened so far is in the file. */
static gboolean
flush (SluiceDebugSession  *self,
       GError             **error)
{
  gboolean is_done = FALSE;
  gulong handler;

  if (self->recorder == NULL)
    return sluice_debug_refuse (error, "The run is not recorded, so nothing of it can be looked at again: "
                                       "leave --no-record out");
  handler = g_signal_connect (self->recorder, "flushed", G_CALLBACK (flushed_cb), &is_done);
  sluice_recorder_flush (self->recorder);
  while (!is_done && !sluice_recorder_is_stalled (self->recorder))
    g_main_context_iteration (NULL, TRUE);
  g_signal_handler_disconnect (self->recorder, handler);
  return is_done || sluice_debug_refuse (error, "The record can't be written now: make room on its disk");
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
  return flush (self, error) ? sluice_record_open (self->record, error) : NULL;
}

void
sluice_debug_session_leave_past (SluiceDebugSession *self)
{
  g_clear_object (&self->past);
  self->moment = 0;
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

/* The last stop before a visit, as the visit that would have begun next; 0: there was none. */
static guint64
find_stop (SluiceDebugSession *self,
           guint64             before)
{
  g_autoptr (SluiceRecord) record = sluice_record_open (self->record, NULL);
  guint64 found = 0;
  SluiceFact fact;

  while (record != NULL && sluice_record_get_visit (record) + 1 < before && sluice_record_step (record, &fact, NULL))
    {
      if (fact.type == SLUICE_EVENT_STOP && sluice_record_get_visit (record) + 1 < before)
        found = sluice_record_get_visit (record) + 1;
      sluice_fact_clear (&fact);
    }
  return found;
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

SLUICE_DEBUG_COMMAND (back)
{
  guint64 number = 1;

  if (g_str_equal (argument, "stop"))
    return open_past (self, error) &&
           go_back (self, find_stop (self, get_moment (self)), "The run had no stop before this", error);
  if (*argument != '\0' && !sluice_debug_read_number (argument, &number, error))
    return FALSE;
  if (!open_past (self, error))
    return FALSE;
  return go_back (self, number < get_moment (self) ? get_moment (self) - number : 0,
                  "The run has fewer visits before this", error);
}

SLUICE_DEBUG_COMMAND (forward)
{
  guint64 number = 1;

  if (self->past == NULL)
    return sluice_debug_refuse (error, "The run itself is shown, and nothing comes after it yet: continue goes on");
  if (*argument != '\0' && !sluice_debug_read_number (argument, &number, error))
    return FALSE;
  if (number <= sluice_record_get_n_visits (self->past) - self->moment)
    return go_to (self, self->moment + number, error);
  return sluice_debug_do_now (self, "", error);
}

SLUICE_DEBUG_COMMAND (at)
{
  guint64 visit;

  guint64 last;

  if (!sluice_debug_read_number (argument, &visit, error) || !open_past (self, error))
    return FALSE;
  last = sluice_record_get_n_visits (self->past);
  return go_back (self, visit <= last ? visit : 0, "The run has no such visit: visits lists them", error);
}

SLUICE_DEBUG_COMMAND (now)
{
  sluice_debug_session_leave_past (self);
  sluice_debug_session_print_state (self);
  return TRUE;
}
