/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What is said of the run as a whole: why it is stopped, or how it ended. What the engine and the debugger say
 * themselves is passed on; a deadlock is told in the titles of the nodes. */

#include "debugger/session/run-fold-private.h"

#include <glib/gi18n.h>
#include <string.h>

#define MAX_WAITING 3 /* lanes that are told one by one */

/**
 * sluice_run_fold_get_divergence:
 *
 * Returns: (transfer none) (nullable): where a replay left its record; %NULL: it does what that says, or there is none
 */
const GError *
sluice_run_fold_get_divergence (SluiceRunFold *self)
{
  return self->replay != NULL ? sluice_replay_get_error (self->replay) : NULL;
}

/* Of several lanes that wait alike one is told. */
static void
add_waiting (GPtrArray  *waits,
             const char *title,
             const char *queue)
{
  /* Translators: a node, and the queue it waits for. */
  g_autofree char *words = g_strdup_printf (_("%s waits for “%s”"), title, queue);

  if (!g_ptr_array_find_with_equal_func (waits, words, g_str_equal, NULL))
    g_ptr_array_add (waits, g_steal_pointer (&words));
}

static char *
finish_deadlock (GPtrArray *waits)
{
  guint n_more = waits->len > MAX_WAITING ? waits->len - MAX_WAITING : 0;
  g_autofree char *who = NULL;

  if (waits->len == 0)
    return NULL;
  g_ptr_array_set_size (waits, waits->len - n_more);
  g_ptr_array_add (waits, NULL);
  who = g_strjoinv (_(", "), (char **) waits->pdata);
  if (n_more == 0)
    /* Translators: every lane waits for a queue; then who for which. */
    return g_strdup_printf (_("Deadlock: %s"), who);
  return g_strdup_printf (ngettext ("Deadlock: %s, and %u more lane for another",
                                    "Deadlock: %s, and %u more lanes for others", n_more), who, n_more);
}

/* NULL: one of the lanes does not wait for a queue, nor for such lanes. */
static char *
dup_live_deadlock (SluiceRunFold *self)
{
  g_autoptr (GPtrArray) waits = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < sluice_run_get_n_lanes (self->run); i++)
    {
      SluiceLane *lane = sluice_run_get_lane (self->run, i);
      SluiceNode *node = sluice_run_fold_get_place (self, lane);
      gboolean is_put;
      SluiceQueue *queue = sluice_lane_get_awaited_queue (lane, &is_put);

      if (sluice_lane_get_state (lane) == SLUICE_LANE_QUEUE && queue != NULL && node != NULL)
        add_waiting (waits, sluice_node_get_title (node), sluice_queue_get_name (queue));
      else if (sluice_lane_get_state (lane) != SLUICE_LANE_JOINED)
        return NULL;
    }
  return finish_deadlock (waits);
}

/* Of lanes that have ended of it. */
static char *
dup_ended_deadlock (SluiceRunFold *self)
{
  g_autoptr (GPtrArray) waits = g_ptr_array_new_with_free_func (g_free);

  for (GList *link = self->ended.head; link != NULL; link = link->next)
    {
      const SluiceLaneInfo *lane = link->data;

      if (lane->is_deadlocked && lane->queue != NULL)
        add_waiting (waits, lane->title, lane->queue);
    }
  return finish_deadlock (waits);
}

static char *
dup_failure (SluiceRunFold *self)
{
  const GError *error = sluice_run_get_error (self->run);
  SluiceNode *node = sluice_run_get_error_node (self->run);
  char *deadlock = NULL;

  if (sluice_run_fold_get_divergence (self) != NULL)
    return g_strdup (sluice_run_fold_get_divergence (self)->message);
  if (error == NULL)
    return g_strdup (_("The run failed"));
  if (g_error_matches (error, SLUICE_ENGINE_ERROR, SLUICE_ENGINE_ERROR_DEADLOCK))
    deadlock = dup_ended_deadlock (self);
  if (deadlock != NULL)
    return deadlock;
  if (node == NULL)
    return g_strdup (error->message);
  /* More lines, if there are any, show the source: they are in the log. */
  return g_strdup_printf ("%s: %.*s", sluice_node_get_title (node), (int) strcspn (error->message, "\n"),
                          error->message);
}

static char *
dup_end (SluiceRunFold *self)
{
  const char *action = sluice_run_get_action (self->run);

  if (self->is_replay)
    return g_strdup (_("Replayed: all results came from the record, and no call was made"));
  return action != NULL ? g_strdup_printf (_("Finished with “%s”"), action) : g_strdup (_("Finished"));
}

/* A person may have brought the lane that was stopped to its end, as by a result for an item of a batch. */
static gboolean
has_ended_since (SluiceRunFold *self)
{
  SluiceStopReason reason = sluice_debugger_get_reason (self->debugger);

  return (reason == SLUICE_STOP_ERROR || reason == SLUICE_STOP_STEP || reason == SLUICE_STOP_BREAKPOINT)
         && sluice_debugger_get_lane (self->debugger) == NULL && sluice_run_get_n_lanes (self->run) > 0;
}

static char *
dup_stop (SluiceRunFold *self)
{
  char *deadlock = NULL;

  if (self->is_at_fork)
    return g_strdup (_("A new run begins here: what it has so far is from the record"));
  if (sluice_debugger_get_reason (self->debugger) == SLUICE_STOP_BREAKPOINT)
    deadlock = dup_live_deadlock (self);
  if (deadlock == NULL && has_ended_since (self))
    return g_strdup (_("The lane that was stopped has ended; the others are held"));
  return deadlock != NULL ? deadlock : g_strdup (sluice_debugger_get_message (self->debugger));
}

/**
 * sluice_run_fold_dup_message:
 * @state: of the run
 *
 * Returns: (transfer full) (nullable): what is to be said of it, %NULL where the state says all
 */
char *
sluice_run_fold_dup_message (SluiceRunFold      *self,
                             SluiceSessionState  state)
{
  switch (state)
    {
    case SLUICE_SESSION_FAILED:
      return dup_failure (self);
    case SLUICE_SESSION_CANCELLED:
      return g_strdup (self->is_replay ? _("The record ends here") : _("Stopped"));
    case SLUICE_SESSION_FINISHED:
      return dup_end (self);
    case SLUICE_SESSION_STOPPED:
      return dup_stop (self);
    case SLUICE_SESSION_RUNNING:
    case SLUICE_SESSION_WAITING:
      return g_strdup (sluice_debugger_get_message (self->debugger));
    case SLUICE_SESSION_IDLE:
    case SLUICE_SESSION_STARTING:
    default:
      return NULL;
    }
}
