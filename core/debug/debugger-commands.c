/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Settings, what is held, and commands that take more than a word. */

#include "debug/debugger-private.h"

#include <string.h>

#include "script/script.h"

gboolean
sluice_debugger_check_stopped (SluiceDebugger *self,
                               GError        **error)
{
  if (self->mode == MODE_STOPPED)
    return TRUE;
  g_set_error_literal (error, SLUICE_DEBUG_ERROR, SLUICE_DEBUG_ERROR_NOT_STOPPED, "The run is not stopped.");
  return FALSE;
}

/* Settings */

/**
 * sluice_debugger_set_steps_all:
 * @self: a debugger
 * @steps_all: whether the other lanes run while one steps; at first they are held
 */
void
sluice_debugger_set_steps_all (SluiceDebugger *self,
                               gboolean        steps_all)
{
  g_return_if_fail (SLUICE_IS_DEBUGGER (self));

  self->steps_all = !!steps_all;
}

gboolean
sluice_debugger_get_steps_all (SluiceDebugger *self)
{
  g_return_val_if_fail (SLUICE_IS_DEBUGGER (self), FALSE);

  return self->steps_all;
}

/**
 * sluice_debugger_set_steps_lines:
 * @self: a debugger
 * @steps_lines: whether a step into a phase that is a script stops at its first line; at first it does not
 */
void
sluice_debugger_set_steps_lines (SluiceDebugger *self,
                                 gboolean        steps_lines)
{
  g_return_if_fail (SLUICE_IS_DEBUGGER (self));

  self->steps_lines = !!steps_lines;
}

/* What is held */

/**
 * sluice_debugger_get_hits:
 * @self: a debugger
 * @id: the id of a breakpoint
 *
 * Returns: how often it was met in this run with its condition true; hits before its hit count is reached and those
 *   that were logged count as well
 */
guint
sluice_debugger_get_hits (SluiceDebugger *self,
                          guint           id)
{
  g_return_val_if_fail (SLUICE_IS_DEBUGGER (self), 0);

  return sluice_traps_get_hits (self->traps, id);
}

/**
 * sluice_debugger_get_line:
 * @self: a debugger
 * @lane: a lane of its run
 *
 * Returns: the line of a script that @lane is held at, from 1; 0 if it is at none
 */
guint
sluice_debugger_get_line (SluiceDebugger *self,
                          SluiceLane     *lane)
{
  g_return_val_if_fail (SLUICE_IS_DEBUGGER (self), 0);

  return lane != NULL ? sluice_script_get_line (self->run, sluice_lane_get_id (lane)) : 0;
}

/**
 * sluice_debugger_get_held_phase:
 * @self: a debugger
 * @lane: a lane of its run
 *
 * Returns: the phase that @lane is held before, or in at a line; %SLUICE_PHASE_NONE if it is at none
 */
SluicePhase
sluice_debugger_get_held_phase (SluiceDebugger *self,
                                SluiceLane     *lane)
{
  Held *held;

  g_return_val_if_fail (SLUICE_IS_DEBUGGER (self), SLUICE_PHASE_NONE);

  held = lane != NULL ? sluice_debugger_find_held (self, lane) : NULL;
  return held != NULL ? held->boundary.phase : SLUICE_PHASE_NONE;
}

/**
 * sluice_debugger_get_next_phase:
 * @self: a debugger
 * @lane: a lane of its run
 *
 * Returns: the phase that begins when @lane goes on from where it is held; %SLUICE_PHASE_NONE if it is held in the
 *   midst of one, at an edge, or not at all
 */
SluicePhase
sluice_debugger_get_next_phase (SluiceDebugger *self,
                                SluiceLane     *lane)
{
  Held *held;

  g_return_val_if_fail (SLUICE_IS_DEBUGGER (self), SLUICE_PHASE_NONE);

  held = lane != NULL ? sluice_debugger_find_held (self, lane) : NULL;
  if (held == NULL || held->line > 0
      || (held->boundary.type != SLUICE_BOUNDARY_VISIT && held->boundary.type != SLUICE_BOUNDARY_PHASE))
    return SLUICE_PHASE_NONE;
  return held->boundary.phase;
}

/**
 * sluice_debugger_get_held_action:
 * @self: a debugger
 * @lane: a lane of its run
 *
 * Returns: (transfer none) (nullable): the action under which @lane leaves the node when it goes on; %NULL where it
 *   is held before something else, or not at all
 */
const char *
sluice_debugger_get_held_action (SluiceDebugger *self,
                                 SluiceLane     *lane)
{
  Held *held;

  g_return_val_if_fail (SLUICE_IS_DEBUGGER (self), NULL);

  held = lane != NULL ? sluice_debugger_find_held (self, lane) : NULL;
  if (held == NULL || held->boundary.type != SLUICE_BOUNDARY_EDGE)
    return NULL;
  return held->boundary.action != NULL ? held->boundary.action : "default";
}

static SluiceLane *
find_oldest_result (SluiceDebugger *self,
                    guint64         after,
                    guint64        *serial)
{
  SluiceLane *oldest = NULL;

  for (guint i = 0; i < sluice_run_get_n_lanes (self->run); i++)
    {
      SluiceLane *lane = sluice_run_get_lane (self->run, i);
      Held *held = sluice_debugger_find_held (self, lane);

      if (held == NULL || held->line > 0 || held->boundary.type != SLUICE_BOUNDARY_RESULT || held->serial <= after ||
          (oldest != NULL && held->serial > *serial))
        continue;
      oldest = lane;
      *serial = held->serial;
    }
  return oldest;
}

static void
add_held_value (SluiceLane  *lane,
                SluiceValue *result)
{
  SluiceValue value;
  const GError *error;

  if (!sluice_lane_peek_held_result (lane, &value, &error))
    return;
  if (error != NULL)
    sluice_value_set_member (result, "error", sluice_value_string (error->message));
  else
    sluice_value_set_member (result, "value", sluice_value_ref (value));
}

/**
 * sluice_debugger_dup_held_results: (skip)
 * @self: a debugger
 *
 * The results that arrived while the run is stopped and that a lane stands at: objects with "lane", "node" (its
 * address), "title", "effect" (0: what the phase returned) and "value" or "error", the oldest first.
 *
 * Returns: (transfer full): an array
 */
SluiceValue
sluice_debugger_dup_held_results (SluiceDebugger *self)
{
  SluiceValue results = sluice_value_array ();
  guint64 serial = 0;
  SluiceLane *lane;

  g_return_val_if_fail (SLUICE_IS_DEBUGGER (self), results);

  while ((lane = find_oldest_result (self, serial, &serial)) != NULL)
    {
      Held *held = sluice_debugger_find_held (self, lane);
      SluiceValue result = sluice_value_object ();
      const char *address = sluice_node_get_address (held->boundary.node);

      sluice_value_set_member (&result, "lane", sluice_value_integer (sluice_lane_get_id (lane)));
      if (address != NULL)
        sluice_value_set_member (&result, "node", sluice_value_string (address));
      sluice_value_set_member (&result, "title",
                               sluice_value_string (sluice_node_get_title (held->boundary.node)));
      sluice_value_set_member (&result, "effect", sluice_value_integer ((gint64) held->boundary.effect));
      add_held_value (lane, &result);
      sluice_value_append (&results, result);
    }
  return results;
}

/* Going on */

/**
 * sluice_debugger_next_event:
 * @self: a debugger that is stopped
 * @lane: the number of a lane that stands at a held result; 0: the one that has waited longest
 * @error: return location for an error
 *
 * Lets exactly one held result through: its lane goes on to its next boundary, and the others stay held.
 *
 * Returns: %FALSE with %SLUICE_DEBUG_ERROR when there is no such result
 */
gboolean
sluice_debugger_next_event (SluiceDebugger *self,
                            guint32         lane,
                            GError        **error)
{
  SluiceLane *chosen;
  Held *held;
  guint64 serial = 0;

  g_return_val_if_fail (SLUICE_IS_DEBUGGER (self), FALSE);

  if (!sluice_debugger_check_stopped (self, error))
    return FALSE;
  chosen = lane != 0 ? sluice_run_find_lane (self->run, lane) : find_oldest_result (self, 0, &serial);
  held = chosen != NULL ? sluice_debugger_find_held (self, chosen) : NULL;
  if (held == NULL || held->line > 0 || held->boundary.type != SLUICE_BOUNDARY_RESULT)
    {
      g_set_error_literal (error, SLUICE_DEBUG_ERROR, SLUICE_DEBUG_ERROR_NO_LANE, "No result is held there.");
      return FALSE;
    }
  sluice_debugger_step (self, chosen, STEP_EVENT);
  return TRUE;
}

/**
 * sluice_debugger_run_to: (skip)
 * @self: a debugger
 * @there: where to stop: of any kind, most often a node, an edge, a line or a place of the store
 * @error: return location for an error
 *
 * Goes on to there, once: any stop before that ends it. Breakpoints stop as ever; one that is muted does not.
 * Before the start of the run it is where that stops first.
 *
 * Returns: %FALSE with the error of sluice_breakpoint_check()
 */
gboolean
sluice_debugger_run_to (SluiceDebugger         *self,
                        const SluiceBreakpoint *there,
                        GError                **error)
{
  g_return_val_if_fail (SLUICE_IS_DEBUGGER (self), FALSE);

  if (!sluice_breakpoint_check (there, error))
    return FALSE;
  g_clear_pointer (&self->here, sluice_breakpoint_free);
  self->here = sluice_breakpoint_copy (there);
  self->here->id = G_MAXUINT;
  self->here->enabled = TRUE;
  sluice_debugger_arm (self);
  sluice_debugger_continue (self);
  return TRUE;
}
