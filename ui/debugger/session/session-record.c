/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The record of a session's runs, as the UI has to do with it. */

#include "debugger/session/run-session-private.h"

void
sluice_run_session_set_recording (SluiceRunSession *self,
                                  gboolean          is_recording)
{
  g_return_if_fail (SLUICE_IS_RUN_SESSION (self));

  if (self->is_recording == is_recording)
    return;
  self->is_recording = is_recording;
  g_object_notify (G_OBJECT (self), "recording");
}

/**
 * sluice_run_session_get_stall:
 * @self: a session
 *
 * Returns: (nullable): why the record can't be written, so that the run waits
 */
const char *
sluice_run_session_get_stall (SluiceRunSession *self)
{
  g_return_val_if_fail (SLUICE_IS_RUN_SESSION (self), NULL);

  return self->stall;
}

/**
 * sluice_run_session_get_record_fault:
 * @self: a session
 *
 * Returns: (nullable): why the run has no record though it was to have one
 */
const char *
sluice_run_session_get_record_fault (SluiceRunSession *self)
{
  g_return_val_if_fail (SLUICE_IS_RUN_SESSION (self), NULL);

  return self->record_fault;
}

/**
 * sluice_run_session_retry_record:
 * @self: a session whose record can't be written
 *
 * Tries again; the run goes on if it works.
 */
void
sluice_run_session_retry_record (SluiceRunSession *self)
{
  g_return_if_fail (SLUICE_IS_RUN_SESSION (self));

  if (self->fold != NULL)
    sluice_run_fold_command (self->fold, SLUICE_COMMAND_RETRY_RECORD);
}

/**
 * sluice_run_session_give_up_record:
 * @self: a session whose record can't be written
 *
 * Lets the run go on unrecorded.
 */
void
sluice_run_session_give_up_record (SluiceRunSession *self)
{
  g_return_if_fail (SLUICE_IS_RUN_SESSION (self));

  if (self->fold != NULL)
    sluice_run_fold_command (self->fold, SLUICE_COMMAND_GIVE_UP_RECORD);
}

/**
 * sluice_run_session_get_record:
 * @self: a session
 *
 * Returns: (nullable): the path of the run's record; %NULL: it is not recorded
 */
const char *
sluice_run_session_get_record (SluiceRunSession *self)
{
  g_return_val_if_fail (SLUICE_IS_RUN_SESSION (self), NULL);

  return self->view.record;
}
