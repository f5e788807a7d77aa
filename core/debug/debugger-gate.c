/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The gate, asked at every boundary of every lane. What it does while the run is simply running is a few
 * comparisons, and one look into a table of pointers where a visit begins. */

#include "debug/debugger-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "debug/sight.h"
#include "engine/flow.h"

SluiceLane *
sluice_debugger_find_lane (SluiceDebugger *self)
{
  return self->lane != 0 ? sluice_run_find_lane (self->run, self->lane) : NULL;
}

Held *
sluice_debugger_find_held (SluiceDebugger *self,
                           SluiceLane     *lane)
{
  return g_hash_table_lookup (self->held, GUINT_TO_POINTER (sluice_lane_get_id (lane)));
}

Held *
sluice_debugger_hold (SluiceDebugger       *self,
                      const SluiceBoundary *boundary,
                      gboolean              is_seen)
{
  Held *held = g_new0 (Held, 1);

  held->boundary = *boundary;
  held->is_seen = is_seen;
  held->serial = ++self->last_held;
  g_hash_table_insert (self->held, GUINT_TO_POINTER (sluice_lane_get_id (boundary->lane)), held);
  return held;
}

/* Stopping */

static const char * const reasons[] = {
  [SLUICE_STOP_START] = "start", [SLUICE_STOP_PAUSE] = "pause", [SLUICE_STOP_BREAKPOINT] = "breakpoint",
  [SLUICE_STOP_STEP] = "step",   [SLUICE_STOP_ERROR] = "error",
};

static void
tell_stop (SluiceDebugger *self,
           SluiceLane     *lane,
           SluiceNode     *node)
{
  g_auto (SluiceValue) met = sluice_traps_take_met (self->traps);
  g_auto (SluiceValue) sight = sluice_sight_read (self->run, lane);
  SluiceEvent event = { .type = SLUICE_EVENT_STOP, .item = -1, .node = node, .text = self->message };
  Held *held = lane != NULL ? sluice_debugger_find_held (self, lane) : NULL;

  event.lane_object = lane;
  event.lane = lane != NULL ? sluice_lane_get_id (lane) : 0;
  event.visit = lane != NULL ? sluice_lane_get_visit (lane) : 0;
  event.action = reasons[self->reason];
  if (self->reason == SLUICE_STOP_BREAKPOINT)
    event.value = met;
  if (held != NULL)
    {
      if (held->boundary.type == SLUICE_BOUNDARY_VISIT || held->boundary.type == SLUICE_BOUNDARY_PHASE)
        event.phase = held->boundary.phase;
      event.attempt = held->boundary.attempt;
      event.item = held->boundary.item;
      event.line = held->line;
    }
  event.sight = sight;
  sluice_run_emit (self->run, &event);
}

/* While the run is simply running, only the beginnings of visits, errors and what breakpoints are about can
 * stop it. */
void
sluice_debugger_set_mode (SluiceDebugger *self,
                          Mode            mode)
{
  guint boundaries = SLUICE_BOUNDARY_MASK_ALL;

  if (mode == MODE_RUNNING)
    boundaries = sluice_debugger_get_mask (self);
  self->mode = mode;
  sluice_run_set_gate_mask (self->run, boundaries);
  sluice_debugger_update_lines (self);
}

void
sluice_debugger_halt (SluiceDebugger   *self,
                      SluiceStopReason  reason,
                      SluiceLane       *lane,
                      SluiceNode       *node,
                      char             *take_message)
{
  sluice_debugger_set_mode (self, MODE_STOPPED);
  self->reason = reason;
  self->lane = lane != NULL ? sluice_lane_get_id (lane) : 0;
  self->stop_at_start = FALSE;
  self->redirected = 0;
  self->frame = 0;
  g_clear_pointer (&self->pending, g_free);
  g_free (self->message);
  self->message = take_message;
  if (self->here != NULL)
    {
      g_clear_pointer (&self->here, sluice_breakpoint_free);
      sluice_debugger_arm (self);
    }

  sluice_run_set_stopped (self->run, TRUE);
  tell_stop (self, lane, node);
  g_signal_emit_by_name (self, "stopped");
}

/* Stops at @boundary, where its lane is held. Returns: FALSE, for the gate */
static gboolean
stop_here (SluiceDebugger       *self,
           SluiceStopReason      reason,
           const SluiceBoundary *boundary,
           char                 *take_message)
{
  sluice_debugger_hold (self, boundary, TRUE);
  sluice_debugger_halt (self, reason, boundary->lane, boundary->node, take_message);
  return FALSE;
}

static char *
words_of_place (const SluiceBoundary *boundary)
{
  const char *title = sluice_node_get_title (boundary->node);

  switch (boundary->type)
    {
    case SLUICE_BOUNDARY_VISIT:
      return g_strdup_printf (_("Stopped before %s"), title);
    case SLUICE_BOUNDARY_PHASE:
      if (boundary->phase == SLUICE_PHASE_WAIT)
        return g_strdup_printf (_("Stopped before the wait of %s"), title);
      if (boundary->phase == SLUICE_PHASE_EXEC && boundary->attempt > 0)
        return g_strdup_printf (_("Stopped before attempt %d of %s"), boundary->attempt + 1, title);
      return g_strdup_printf (_("Stopped before the %s of %s"), sluice_phase_name (boundary->phase),
                              title);
    case SLUICE_BOUNDARY_EDGE:
      return g_strdup_printf (_("Stopped after %s"), title);
    case SLUICE_BOUNDARY_RESULT:
      return g_strdup_printf (_("Stopped at a result for %s"), title);
    case SLUICE_BOUNDARY_FRAME:
    case SLUICE_BOUNDARY_ERROR:
    case SLUICE_BOUNDARY_DEADLOCK:
    default:
      return g_strdup_printf (_("Stopped in %s"), title);
    }
}

/* The gate */

/* Whether @lane is the one that steps or works for it. */
gboolean
sluice_debugger_is_stepping (SluiceDebugger *self,
                             SluiceLane     *lane)
{
  while (lane != NULL)
    {
      guint32 parent = sluice_lane_get_parent_id (lane);

      if (sluice_lane_get_id (lane) == self->lane)
        return TRUE;
      lane = parent != 0 ? sluice_run_find_lane (self->run, parent) : NULL;
    }
  return FALSE;
}

/* The flow that is run is no node that anybody drew. */
static gboolean
is_drawn (const SluiceBoundary *boundary)
{
  return sluice_lane_get_depth (boundary->lane) > 0 || !SLUICE_IS_FLOW (boundary->node);
}

static gboolean
is_step_end (SluiceDebugger       *self,
             const SluiceBoundary *boundary)
{
  gboolean is_own = sluice_lane_get_id (boundary->lane) == self->lane;
  gboolean is_phase = (boundary->type == SLUICE_BOUNDARY_VISIT ||
                       boundary->type == SLUICE_BOUNDARY_PHASE) && is_drawn (boundary);

  /* From a line a script comes to its end, and from there into what works for its lane. */
  if (self->line_step)
    return is_phase && (is_own || self->step == STEP_INTO);
  switch (self->step)
    {
    case STEP_INTO:
      return is_phase;
    case STEP_PHASE:
      return is_phase && is_own;
    case STEP_OVER:
      return is_own && boundary->type == SLUICE_BOUNDARY_VISIT &&
             sluice_lane_get_depth (boundary->lane) <= self->step_depth;
    case STEP_EVENT:
      return is_own;
    case STEP_OUT:
      return is_own && boundary->type == SLUICE_BOUNDARY_VISIT &&
             sluice_lane_get_depth (boundary->lane) < self->step_depth;
    default:
      g_assert_not_reached ();
    }
}

/* An error that leaves a child lane comes by again when it leaves the parent's visit. */
static gboolean
stop_at_error (SluiceDebugger       *self,
               const SluiceBoundary *boundary)
{
  if (g_strcmp0 (self->last_error, boundary->error->message) == 0)
    return TRUE;
  g_free (self->last_error);
  self->last_error = g_strdup (boundary->error->message);
  /* More lines, if there are any, show the source. */
  return stop_here (self, SLUICE_STOP_ERROR, boundary,
                    g_strdup_printf (_("%s failed: %.*s"), sluice_node_get_title (boundary->node),
                                     (int) strcspn (boundary->error->message, "\n"),
                                     boundary->error->message));
}

/* Whether something that came before is to be stopped at here. */
static gboolean
is_pending (SluiceDebugger       *self,
            const SluiceBoundary *boundary)
{
  return G_UNLIKELY (self->pending != NULL) && sluice_lane_get_id (boundary->lane) == self->pending_lane;
}

/* Breakpoints at the same boundary count it and write what they log; what came before says why it stops. */
static gboolean
stop_at_pending (SluiceDebugger       *self,
                 const SluiceBoundary *boundary)
{
  g_autofree char *unused = NULL;

  sluice_debugger_meets (self, boundary, &unused);
  return stop_here (self, SLUICE_STOP_BREAKPOINT, boundary, g_steal_pointer (&self->pending));
}

static gboolean
gate_while_running (SluiceDebugger       *self,
                    const SluiceBoundary *boundary)
{
  g_autofree char *message = NULL;

  if (is_pending (self, boundary))
    return stop_at_pending (self, boundary);
  if (boundary->type == SLUICE_BOUNDARY_ERROR && self->stop_errors != SLUICE_STOP_ERRORS_NEVER)
    return stop_at_error (self, boundary);
  if (boundary->type == SLUICE_BOUNDARY_VISIT)
    g_clear_pointer (&self->last_error, g_free);
  if (sluice_debugger_meets (self, boundary, &message))
    {
      if (boundary->type == SLUICE_BOUNDARY_ERROR && message == NULL)
        return stop_at_error (self, boundary);
      return stop_here (self, SLUICE_STOP_BREAKPOINT, boundary, g_steal_pointer (&message));
    }
  if (G_UNLIKELY (self->stop_at_start) && boundary->type == SLUICE_BOUNDARY_VISIT && is_drawn (boundary))
    return stop_here (self, SLUICE_STOP_START, boundary, words_of_place (boundary));
  return TRUE;
}

static gboolean
gate_while_stepping (SluiceDebugger       *self,
                     const SluiceBoundary *boundary)
{
  g_autofree char *message = NULL;

  if (!sluice_debugger_is_stepping (self, boundary->lane))
    {
      if (self->steps_all)
        return gate_while_running (self, boundary);
      sluice_debugger_hold (self, boundary, FALSE);
      return FALSE;
    }
  if (is_pending (self, boundary))
    return stop_at_pending (self, boundary);
  if (boundary->type == SLUICE_BOUNDARY_ERROR)
    return stop_at_error (self, boundary);
  if (boundary->type == SLUICE_BOUNDARY_VISIT)
    g_clear_pointer (&self->last_error, g_free);
  if (sluice_debugger_meets (self, boundary, &message))
    return stop_here (self, SLUICE_STOP_BREAKPOINT, boundary, g_steal_pointer (&message));
  if (is_step_end (self, boundary))
    return stop_here (self, SLUICE_STOP_STEP, boundary, words_of_place (boundary));
  return TRUE;
}

/* The run is stopped and stays so. What a person sent elsewhere is told where it has come to. */
static gboolean
gate_while_stopped (SluiceDebugger       *self,
                    const SluiceBoundary *boundary)
{
  if (self->redirected == 0 || sluice_lane_get_id (boundary->lane) != self->redirected)
    {
      sluice_debugger_hold (self, boundary, FALSE);
      return FALSE;
    }
  if (boundary->type == SLUICE_BOUNDARY_ERROR)
    return stop_at_error (self, boundary);
  return stop_here (self, SLUICE_STOP_STEP, boundary, words_of_place (boundary));
}

static gboolean
stop_at_deadlock (SluiceDebugger       *self,
                  const SluiceBoundary *boundary)
{
  g_autofree char *message = NULL;

  if (self->deadlocked || !sluice_debugger_meets (self, boundary, &message))
    return TRUE;
  self->deadlocked = TRUE;
  sluice_debugger_halt (self, SLUICE_STOP_BREAKPOINT, boundary->lane, boundary->node, g_steal_pointer (&message));
  return FALSE;
}

gboolean
sluice_debugger_gate_cb (SluiceRun            *run,
                         const SluiceBoundary *boundary,
                         gpointer              user_data)
{
  SluiceDebugger *self = user_data;

  /* What nearly every visit comes to. */
  if (G_LIKELY (self->mode == MODE_RUNNING && boundary->type == SLUICE_BOUNDARY_VISIT && self->pending == NULL &&
                self->last_error == NULL && !self->stop_at_start && !self->deadlocked &&
                !sluice_traps_is_near (self->traps, boundary->node)))
    return TRUE;
  if (boundary->type == SLUICE_BOUNDARY_DEADLOCK)
    return self->mode != MODE_STOPPED && stop_at_deadlock (self, boundary);
  self->deadlocked = FALSE;
  switch (self->mode)
    {
    case MODE_RUNNING:
      return gate_while_running (self, boundary);
    case MODE_STEPPING:
      return gate_while_stepping (self, boundary);
    case MODE_STOPPED:
    default:
      return gate_while_stopped (self, boundary);
    }
}

/* Lanes that end */

static gboolean
has_other_child (SluiceDebugger *self,
                 guint32         parent,
                 guint32         but)
{
  for (guint i = 0; i < sluice_run_get_n_lanes (self->run); i++)
    {
      SluiceLane *lane = sluice_run_get_lane (self->run, i);

      if (sluice_lane_get_parent_id (lane) == parent && sluice_lane_get_id (lane) != but)
        return TRUE;
    }
  return FALSE;
}

SluiceLane *
sluice_debugger_find_other_lane (SluiceDebugger *self,
                                 guint32         but)
{
  for (guint i = 0; i < sluice_run_get_n_lanes (self->run); i++)
    {
      SluiceLane *lane = sluice_run_get_lane (self->run, i);

      if (sluice_lane_get_id (lane) != but)
        return lane;
    }
  return NULL;
}

SluiceNode *
sluice_debugger_get_place (SluiceDebugger *self,
                           SluiceLane     *lane)
{
  Held *held = sluice_debugger_find_held (self, lane);

  return held != NULL ? held->boundary.node : sluice_lane_get_node (lane);
}

/* A step cannot end in a lane that is gone. It goes on in the lane around when nothing else works
 * for that one; else it ends where the others are held. */
static void
step_past_end (SluiceDebugger    *self,
               const SluiceEvent *event)
{
  SluiceLane *parent = event->parent != 0 ? sluice_run_find_lane (self->run, event->parent) : NULL;
  SluiceLane *next = parent != NULL ? parent : sluice_debugger_find_other_lane (self, event->lane);

  if (next == NULL)
    return;
  if (parent != NULL &&
      (event->error != NULL || !has_other_child (self, event->parent, event->lane)))
    {
      self->lane = event->parent;
      self->step_depth = sluice_lane_get_depth (parent);
      return;
    }
  if (event->error == NULL)
    sluice_debugger_halt (self, SLUICE_STOP_STEP, next, sluice_debugger_get_place (self, next),
                          g_strdup_printf (_("Lane %u has ended"), event->lane));
}

void
sluice_debugger_event_cb (SluiceRun         *run,
                          const SluiceEvent *event,
                          gpointer           user_data)
{
  SluiceDebugger *self = user_data;

  g_hash_table_remove (self->held, GUINT_TO_POINTER (event->lane));
  if (self->pending != NULL && event->lane == self->pending_lane && self->mode != MODE_STOPPED)
    {
      sluice_debugger_halt (self, SLUICE_STOP_BREAKPOINT, sluice_debugger_find_other_lane (self, event->lane),
                            NULL, g_steal_pointer (&self->pending));
      return;
    }
  if (self->mode == MODE_STEPPING && event->lane == self->lane)
    step_past_end (self, event);
}
