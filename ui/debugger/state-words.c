/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The states of runs and lanes as people read them; each has a glyph beside its colour. */
#include "debugger/state-words.h"

#include <glib/gi18n.h>

/**
 * sluice_session_state_title:
 *
 * Returns: (transfer none): the state in a word or two, translated
 */
const char *
sluice_session_state_title (SluiceSessionState state)
{
  switch (state)
    {
    case SLUICE_SESSION_IDLE:
      return _("Ready");
    case SLUICE_SESSION_STARTING:
      return _("Starting");
    case SLUICE_SESSION_RUNNING:
      return _("Running");
    case SLUICE_SESSION_WAITING:
      return _("Waiting");
    case SLUICE_SESSION_STOPPED:
      return _("Stopped");
    case SLUICE_SESSION_FINISHED:
      return _("Finished");
    case SLUICE_SESSION_FAILED:
      return _("Failed");
    case SLUICE_SESSION_CANCELLED:
      return _("Cancelled");
    default:
      g_return_val_if_reached ("");
    }
}

/**
 * sluice_lane_state_title:
 *
 * Returns: (transfer none): the state in a few words, translated
 */
const char *
sluice_lane_state_title (SluiceLaneState state)
{
  switch (state)
    {
    case SLUICE_LANE_RUNNABLE:
      return _("Ready to go on");
    case SLUICE_LANE_COMPUTING:
      return _("Computing");
    case SLUICE_LANE_IN_FLIGHT:
      return _("In flight");
    case SLUICE_LANE_HELD:
      return _("Stopped");
    case SLUICE_LANE_SLEEPING:
      return _("Sleeping");
    case SLUICE_LANE_PERSON:
      return _("Waits for a person");
    case SLUICE_LANE_QUEUE:
      return _("Waits for a queue");
    case SLUICE_LANE_JOINED:
      return _("Waits for its lanes");
    case SLUICE_LANE_ENDED:
      return _("Ended");
    default:
      g_return_val_if_reached ("");
    }
}

/**
 * sluice_lane_state_icon:
 *
 * Returns: (transfer none): the name of the state's symbolic icon
 */
const char *
sluice_lane_state_icon (SluiceLaneState state)
{
  switch (state)
    {
    case SLUICE_LANE_RUNNABLE:
    case SLUICE_LANE_COMPUTING:
      return "media-playback-start-symbolic";
    case SLUICE_LANE_IN_FLIGHT:
      return "sluice-flight-symbolic";
    case SLUICE_LANE_HELD:
      return "media-playback-pause-symbolic";
    case SLUICE_LANE_SLEEPING:
      return "sluice-sleep-symbolic";
    case SLUICE_LANE_PERSON:
      return "avatar-default-symbolic";
    case SLUICE_LANE_QUEUE:
      return "view-list-symbolic";
    case SLUICE_LANE_JOINED:
      return "sluice-join-symbolic";
    case SLUICE_LANE_ENDED:
      return "object-select-symbolic";
    default:
      g_return_val_if_reached (NULL);
    }
}
