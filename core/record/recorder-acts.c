/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What a person and a debugger do to a run, as its record keeps it. */

#include "record/recorder-private.h"

void
sluice_recorder_pinned_cb (SluiceRun         *run,
                           const char        *address,
                           const SluiceValue *result,
                           gpointer           user_data)
{
  SluiceKept kept = { .type = SLUICE_KEPT_PIN, .pointer = (char *) address, .has_value = result != NULL };

  if (result != NULL)
    kept.value = *result;
  sluice_recorder_keep_act (user_data, &kept);
}

/* Those the run has before it starts. */
void
sluice_recorder_keep_pins (SluiceRecorder *self,
                           SluiceRun      *run)
{
  g_auto (SluiceValue) pins = sluice_run_dup_pins (run);

  for (guint i = 0; i < sluice_value_get_length (pins); i++)
    {
      SluiceValue result = sluice_value_get_member_at (pins, i);

      sluice_recorder_pinned_cb (run, sluice_value_get_key (pins, i), &result, self);
    }
}

void
sluice_recorder_held_cb (SluiceRun            *run,
                         const SluiceBoundary *boundary,
                         gpointer              user_data)
{
  SluiceKept kept = { .type = SLUICE_KEPT_HOLD, .lane = sluice_lane_get_id (boundary->lane) };

  sluice_recorder_keep_act (user_data, &kept);
}

void
sluice_recorder_commanded_cb (SluiceRun           *run,
                              const SluiceCommand *command,
                              gpointer             user_data)
{
  SluiceKept kept = { .type = SLUICE_KEPT_COMMAND, .command = command->type,
                      .lane = sluice_lane_get_id (command->lane), .text = (char *) command->text,
                      .error = (GError *) command->error, .value = command->value,
                      .has_value = command->type == SLUICE_COMMAND_RESULT ||
                                   command->type == SLUICE_COMMAND_REPLACE };

  sluice_recorder_keep_act (user_data, &kept);
}

/* Somebody has changed the store: no lane would do it again. */
void
sluice_recorder_keep_change (SluiceRecorder     *self,
                             const SluiceChange *change)
{
  SluiceKept kept = { .type = SLUICE_KEPT_CHANGE, .change = (int) change->type, .pointer = change->pointer,
                      .place = change->place, .value = change->value };

  sluice_recorder_keep_act (self, &kept);
}
