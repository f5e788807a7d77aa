/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Going from stop to stop of a run: the one that is live, or one whose record is open. */

#include "debugger/session/run-session-private.h"

/* The run itself stands behind all of its stops; where it is stopped now, at the last. */
static int
find_before_run (SluiceRunSession *self)
{
  guint n_before = self->view.stops->len - (self->state == SLUICE_SESSION_STOPPED && self->view.stops->len > 0);

  if (self->view.record == NULL || n_before == 0)
    return 0;
  return self->state == SLUICE_SESSION_STOPPED ? -2 : -1;
}

/* The last stop before what is shown, from 1; 0: there is none. */
static int
find_before (SluiceRunSession *self)
{
  guint64 moment = self->wanted != 0 ? self->wanted : self->moment;
  guint at = self->past.stops->len;

  if (self->wanted_stop > 0)
    return self->wanted_stop - 1;
  while (at > 0 && ((SluiceStopMark *) g_ptr_array_index (self->past.stops, at - 1))->moment >= moment)
    at--;
  return (int) at;
}

static int
find_after (SluiceRunSession *self)
{
  guint64 moment = self->wanted != 0 ? self->wanted : self->moment;
  guint n = self->past.stops->len;

  if (self->wanted_stop > 0)
    return (guint) self->wanted_stop < n ? self->wanted_stop + 1 : 0;
  for (guint i = 0; i < n; i++)
    {
      const SluiceStopMark *mark = g_ptr_array_index (self->past.stops, i);

      if (mark->moment > moment || (mark->moment == moment && mark->is_within))
        return (int) i + 1;
    }
  return 0;
}

/* @number: from 1; below 0: from the end; 0: there is none */
static int
find_earlier (SluiceRunSession *self)
{
  if (self->past_state == SLUICE_PAST_NONE)
    return find_before_run (self);
  return self->past_info != NULL ? find_before (self) : 0;
}

gboolean
sluice_run_session_has_earlier_stop (SluiceRunSession *self)
{
  g_return_val_if_fail (SLUICE_IS_RUN_SESSION (self), FALSE);

  return find_earlier (self) != 0;
}

/**
 * sluice_run_session_back_to_stop:
 * @self: a session
 *
 * Goes to the last stop before what is shown: of the run itself, or of the record that is open.
 */
void
sluice_run_session_back_to_stop (SluiceRunSession *self)
{
  int number = find_earlier (self);

  if (number != 0)
    sluice_run_session_go_to_stop (self, number);
}

gboolean
sluice_run_session_has_later_stop (SluiceRunSession *self)
{
  g_return_val_if_fail (SLUICE_IS_RUN_SESSION (self), FALSE);

  return self->past_info != NULL && find_after (self) != 0;
}

/**
 * sluice_run_session_forward_to_stop:
 * @self: a session that shows a moment
 *
 * Goes to the first stop of the record behind what is shown.
 */
void
sluice_run_session_forward_to_stop (SluiceRunSession *self)
{
  if (sluice_run_session_has_later_stop (self))
    sluice_run_session_go_to_stop (self, find_after (self));
}

/**
 * sluice_run_session_go_to_stop:
 * @self: a session
 * @number: which of sluice_run_session_get_stops(), from 1; below 0: counted from the end
 *
 * Shows what the run was like where it was stopped, also in the midst of a visit; the property moment tells when.
 */
void
sluice_run_session_go_to_stop (SluiceRunSession *self,
                               int               number)
{
  g_return_if_fail (SLUICE_IS_RUN_SESSION (self));

  if (self->past_state == SLUICE_PAST_NONE && self->view.record != NULL)
    sluice_run_session_open_past (self, self->view.record, NULL, 0);
  if (self->past_state == SLUICE_PAST_NONE)
    return;
  self->wanted = 0;
  self->wanted_time = -1;
  self->wanted_stop = number;
  if (self->past_info != NULL && number > 0 && (guint) number <= self->past.stops->len)
    self->wanted = ((SluiceStopMark *) g_ptr_array_index (self->past.stops, number - 1))->moment;
  if (self->reader != NULL)
    sluice_past_reader_go_to_stop (self->reader, number);
}

/**
 * sluice_run_session_get_stops:
 * @self: a session
 *
 * Returns: (transfer none) (element-type SluiceStopMark): where the run was stopped, or the one whose record is looked
 *   at, in order. Valid until the next update
 */
GPtrArray *
sluice_run_session_get_stops (SluiceRunSession *self)
{
  g_return_val_if_fail (SLUICE_IS_RUN_SESSION (self), NULL);

  return self->shown->stops;
}

/**
 * sluice_run_session_get_moment_stop:
 * @self: a session
 *
 * Returns: (nullable): the stop that is shown; %NULL: the beginning of a visit is, or the run itself
 */
const SluiceStopMark *
sluice_run_session_get_moment_stop (SluiceRunSession *self)
{
  g_return_val_if_fail (SLUICE_IS_RUN_SESSION (self), NULL);

  if (self->shown != &self->past || self->moment_stop == 0 || self->moment_stop > self->past.stops->len)
    return NULL;
  return g_ptr_array_index (self->past.stops, self->moment_stop - 1);
}
