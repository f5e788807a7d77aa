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
 * sluice_dup_time_words:
 * @time: µs since the start of the run
 *
 * Returns: (transfer full): "1:02.345", and "1:00:02.345" from an hour on
 */
char *
sluice_dup_time_words (gint64 time)
{
  gint64 milliseconds = time / 1000;
  int seconds = (int) (milliseconds / 1000 % 60);
  int minutes = (int) (milliseconds / 60000 % 60);
  gint64 hours = milliseconds / 3600000;

  if (hours > 0)
    return g_strdup_printf ("%" G_GINT64_FORMAT ":%02d:%02d.%03d", hours, minutes, seconds,
                            (int) (milliseconds % 1000));

  return g_strdup_printf ("%d:%02d.%03d", minutes, seconds, (int) (milliseconds % 1000));
}

/**
 * sluice_dup_item_words:
 * @item: of a batch, from 0; -1: none
 * @n_items: how many it has; 0: not known
 *
 * Returns: (transfer full) (nullable): which one it is, translated
 */
char *
sluice_dup_item_words (int item,
                       int n_items)
{
  if (item < 0)
    return NULL;
  if (n_items <= 0)
    return g_strdup_printf (_("item %d"), item + 1);
  return g_strdup_printf (_("item %d of %d"), item + 1, n_items);
}

static char *
dup_flight (const SluiceLaneInfo *info)
{
  g_autofree char *since = info->since >= 0 ? sluice_dup_time_words (info->since) : NULL;

  if (since == NULL)
    return info->waits_for != NULL ? g_strdup_printf (_("In flight, for %s"), info->waits_for)
                                   : g_strdup (_("In flight"));
  /* Translators: a time of the run, and what a lane waits for: "http". */
  return g_strdup_printf (_("In flight since %s, for %s"), since, info->waits_for);
}

static char *
dup_held (const SluiceLaneInfo *info)
{
  if (info->reason != NULL && info->has_result)
    /* Translators: why a lane is stopped. */
    return g_strdup_printf (_("%s, with a held result"), info->reason);
  if (info->reason != NULL)
    return g_strdup (info->reason);
  return g_strdup (info->has_result ? _("Held with a result") : _("Held"));
}

static char *
dup_sleep (const SluiceLaneInfo *info)
{
  g_autofree char *until = info->until > 0 ? sluice_dup_time_words (info->until) : NULL;

  if (until == NULL)
    return g_strdup (_("Sleeping"));
  if (info->is_retry && info->waits_for != NULL)
    /* Translators: a time of the run, and "attempt 2 of 3". */
    return g_strdup_printf (_("Sleeping until %s, then %s"), until, info->waits_for);
  return g_strdup_printf (_("Sleeping until %s"), until);
}

static char *
dup_end (const SluiceLaneInfo *info)
{
  if (info->is_cancelled)
    return g_strdup (_("Cancelled"));
  if (info->is_deadlocked && info->queue != NULL)
    return g_strdup_printf (info->is_put ? _("Ended, waiting for room in the queue “%s”")
                                         : _("Ended, waiting for an item of the queue “%s”"), info->queue);
  if (info->error != NULL)
    return g_strdup_printf (_("Failed: %s"), info->error);
  return info->action != NULL ? g_strdup_printf (_("Ended with “%s”"), info->action) : g_strdup (_("Ended"));
}

/**
 * sluice_lane_info_dup_state:
 * @info: a lane
 *
 * Returns: (transfer full): its state with all that is known of it, translated
 */
char *
sluice_lane_info_dup_state (const SluiceLaneInfo *info)
{
  switch (info->state)
    {
    case SLUICE_LANE_RUNNABLE:
      return g_strdup (_("Runnable"));
    case SLUICE_LANE_COMPUTING:
      return g_strdup (_("Computing"));
    case SLUICE_LANE_IN_FLIGHT:
      return dup_flight (info);
    case SLUICE_LANE_HELD:
      return dup_held (info);
    case SLUICE_LANE_SLEEPING:
      return dup_sleep (info);
    case SLUICE_LANE_PERSON:
    case SLUICE_LANE_QUEUE:
      /* Translators: "an answer to “Your name?”", "an item of the queue “orders”". */
      return info->waits_for != NULL ? g_strdup_printf (_("Waits for %s"), info->waits_for) : g_strdup (_("Waits"));
    case SLUICE_LANE_JOINED:
      return info->waits_for != NULL ? g_strdup_printf (_("Joined, waits for %s"), info->waits_for)
                                     : g_strdup (_("Joined"));
    case SLUICE_LANE_ENDED:
      return dup_end (info);
    default:
      g_return_val_if_reached (NULL);
    }
}

/**
 * sluice_lane_info_get_icon:
 * @info: a lane
 *
 * Returns: (transfer none): the name of its state's symbolic icon; of a lane that has ended it tells how
 */
const char *
sluice_lane_info_get_icon (const SluiceLaneInfo *info)
{
  switch (info->state)
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
      if (info->is_cancelled)
        return "media-playback-stop-symbolic";
      return info->error != NULL ? "dialog-error-symbolic" : "object-select-symbolic";
    default:
      g_return_val_if_reached (NULL);
    }
}
