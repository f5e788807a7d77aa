/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Commands that take more than a word, and what a person does to a run that is stopped. Each intervention is
 * listed, so that it can be kept in the document or thrown away. */

#include "debug/debugger-private.h"

#include <string.h>

#include "script/script.h"

static gboolean
is_stopped (SluiceDebugger *self,
            GError        **error)
{
  if (self->mode == MODE_STOPPED)
    return TRUE;
  g_set_error_literal (error, SLUICE_DEBUG_ERROR, SLUICE_DEBUG_ERROR_NOT_STOPPED, "The run is not stopped.");
  return FALSE;
}

static SluiceLane *
get_lane (SluiceDebugger *self,
          GError        **error)
{
  SluiceLane *lane;

  if (!is_stopped (self, error))
    return NULL;
  lane = sluice_debugger_choose_lane (self);
  if (lane == NULL)
    g_set_error_literal (error, SLUICE_DEBUG_ERROR, SLUICE_DEBUG_ERROR_NO_LANE, "No lane is left.");
  return lane;
}

/* An intervention, told as it was before and listed if it could be done. */
static SluiceValue
describe (SluiceDebugger *self,
          SluiceLane     *lane,
          const char     *type,
          const char     *key,
          SluiceValue     take)
{
  SluiceValue entry = sluice_value_object ();
  SluiceNode *node = sluice_debugger_get_place (self, lane);

  sluice_value_set_member (&entry, "type", sluice_value_string (type));
  sluice_value_set_member (&entry, "lane", sluice_value_integer (sluice_lane_get_id (lane)));
  sluice_value_set_member (&entry, "visit", sluice_value_integer ((gint64) sluice_lane_get_visit (lane)));
  if (node != NULL && sluice_node_get_address (node) != NULL)
    sluice_value_set_member (&entry, "node", sluice_value_string (sluice_node_get_address (node)));
  if (key != NULL)
    sluice_value_set_member (&entry, key, take);
  return entry;
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

/**
 * sluice_debugger_replace_result: (skip)
 * @self: a debugger that is stopped
 * @lane: the number of a lane that stands at a held result
 * @take_result: (transfer full): what it is to be
 * @error: return location for an error
 *
 * Puts another result in the place of one that is held. It stays held.
 *
 * Returns: %FALSE with %SLUICE_DEBUG_ERROR when there is no such result
 */
gboolean
sluice_debugger_replace_result (SluiceDebugger *self,
                                guint32         lane,
                                SluiceValue     take_result,
                                GError        **error)
{
  g_auto (SluiceValue) result = take_result;
  SluiceLane *chosen;
  SluiceValue entry;

  g_return_val_if_fail (SLUICE_IS_DEBUGGER (self), FALSE);

  if (!is_stopped (self, error))
    return FALSE;
  chosen = sluice_run_find_lane (self->run, lane);
  if (chosen == NULL)
    {
      g_set_error_literal (error, SLUICE_DEBUG_ERROR, SLUICE_DEBUG_ERROR_NO_LANE, "No result is held there.");
      return FALSE;
    }
  if (!sluice_run_replace_result (self->run, chosen, sluice_value_ref (result), error))
    return FALSE;
  entry = describe (self, chosen, "held", "result", sluice_value_ref (result));
  sluice_value_append (&self->interventions, entry);
  return TRUE;
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

  if (!is_stopped (self, error))
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

/* Interventions */

/**
 * sluice_debugger_get_interventions: (skip)
 * @self: a debugger
 *
 * What a person did to the run, in that order: objects with "type" ("retry", "skip", "result", "held", "fail", "next",
 * "store"), "lane", "visit" and "node" where it was about one, and "action", "result", "message", "to", or
 * "place", "had" (unless there was nothing) and "value" (unless it was removed).
 *
 * Returns: (transfer none): an array
 */
SluiceValue
sluice_debugger_get_interventions (SluiceDebugger *self)
{
  g_return_val_if_fail (SLUICE_IS_DEBUGGER (self), sluice_value_null ());

  return self->interventions;
}

/* The lane goes to its next boundary and is stopped at there; or nothing was done. */
static gboolean
redirect (SluiceDebugger *self,
          SluiceLane     *lane,
          gboolean        done,
          SluiceValue     take_entry)
{
  guint32 id = sluice_lane_get_id (lane);

  if (!done)
    {
      sluice_value_unref (take_entry);
      return FALSE;
    }
  sluice_value_append (&self->interventions, take_entry);
  g_hash_table_remove (self->held, GUINT_TO_POINTER (id));
  g_clear_pointer (&self->last_error, g_free);
  self->lane = self->redirected = id;
  return TRUE;
}

/**
 * sluice_debugger_retry:
 * @self: a debugger that is stopped
 * @error: return location for an error
 *
 * Does the selected lane's visit again, from before its prep; also after an error, which is forgotten. What the
 * visit has written stays.
 *
 * Returns: %FALSE with an error where that can't be
 */
gboolean
sluice_debugger_retry (SluiceDebugger *self,
                       GError        **error)
{
  SluiceLane *lane;
  SluiceValue entry;

  g_return_val_if_fail (SLUICE_IS_DEBUGGER (self), FALSE);

  lane = get_lane (self, error);
  if (lane == NULL)
    return FALSE;
  entry = describe (self, lane, "retry", NULL, sluice_value_null ());
  return redirect (self, lane, sluice_run_set_next (self->run, lane, sluice_lane_get_node (lane), error), entry);
}

/**
 * sluice_debugger_skip:
 * @self: a debugger that is stopped
 * @action: (nullable): the action; %NULL: "default"
 * @error: return location for an error
 *
 * Ends the selected lane's visit with @action, without what is left of it.
 *
 * Returns: %FALSE with an error where that can't be
 */
gboolean
sluice_debugger_skip (SluiceDebugger *self,
                      const char     *action,
                      GError        **error)
{
  SluiceLane *lane;
  SluiceValue entry;

  g_return_val_if_fail (SLUICE_IS_DEBUGGER (self), FALSE);

  lane = get_lane (self, error);
  if (lane == NULL)
    return FALSE;
  entry = describe (self, lane, "skip", "action", sluice_value_string (action != NULL ? action : "default"));
  return redirect (self, lane, sluice_run_skip (self->run, lane, action, error), entry);
}

/**
 * sluice_debugger_use_result: (skip)
 * @self: a debugger that is stopped
 * @take_result: (transfer full): the exec result
 * @error: return location for an error
 *
 * Goes on after exec of the selected lane's visit as if it had returned @take_result; with a held result, in its
 * place.
 *
 * Returns: %FALSE with an error where that can't be
 */
gboolean
sluice_debugger_use_result (SluiceDebugger *self,
                            SluiceValue     take_result,
                            GError        **error)
{
  g_auto (SluiceValue) result = take_result;
  SluiceLane *lane;
  SluiceValue entry;

  g_return_val_if_fail (SLUICE_IS_DEBUGGER (self), FALSE);

  lane = get_lane (self, error);
  if (lane == NULL)
    return FALSE;
  entry = describe (self, lane, "result", "result", sluice_value_ref (result));
  return redirect (self, lane, sluice_run_use_result (self->run, lane, sluice_value_ref (result), error), entry);
}

/**
 * sluice_debugger_fail:
 * @self: a debugger that is stopped
 * @message: what went wrong
 * @error: return location for an error
 *
 * Fails the selected lane's visit: neither another attempt nor the fallback follows.
 *
 * Returns: %FALSE with an error where that can't be
 */
gboolean
sluice_debugger_fail (SluiceDebugger *self,
                      const char     *message,
                      GError        **error)
{
  SluiceLane *lane;
  SluiceValue entry;
  GError *fault;

  g_return_val_if_fail (SLUICE_IS_DEBUGGER (self), FALSE);
  g_return_val_if_fail (message != NULL, FALSE);

  lane = get_lane (self, error);
  if (lane == NULL)
    return FALSE;
  entry = describe (self, lane, "fail", "message", sluice_value_string (message));
  fault = g_error_new_literal (SLUICE_ENGINE_ERROR, SLUICE_ENGINE_ERROR_FAILED, message);
  return redirect (self, lane, sluice_run_fail_visit (self->run, lane, fault, error), entry);
}

/* By the address, which names the flow. */
static gboolean
is_same_flow (SluiceNode *one,
              SluiceNode *other)
{
  const char *a = one != NULL ? sluice_node_get_address (one) : NULL;
  const char *b = sluice_node_get_address (other);
  const char *slash = a != NULL ? strrchr (a, '/') : NULL;

  return slash != NULL && b != NULL && strncmp (a, b, (gsize) (slash - a) + 1) == 0 &&
         strchr (b + (slash - a) + 1, '/') == NULL;
}

/**
 * sluice_debugger_set_next:
 * @self: a debugger that is stopped
 * @node: a node of the flow that the selected lane is in
 * @error: return location for an error
 *
 * Leaves the selected lane's visit where it is and goes on before @node, in the same frame.
 *
 * Returns: %FALSE with %SLUICE_DEBUG_ERROR_NO_NODE if @node is in another flow, or where that can't be
 */
gboolean
sluice_debugger_set_next (SluiceDebugger *self,
                          SluiceNode     *node,
                          GError        **error)
{
  SluiceLane *lane;
  SluiceValue entry;

  g_return_val_if_fail (SLUICE_IS_DEBUGGER (self), FALSE);
  g_return_val_if_fail (SLUICE_IS_NODE (node), FALSE);

  lane = get_lane (self, error);
  if (lane == NULL)
    return FALSE;
  if (!is_same_flow (sluice_lane_get_node (lane), node))
    {
      g_set_error (error, SLUICE_DEBUG_ERROR, SLUICE_DEBUG_ERROR_NO_NODE, "%s is not in the flow the lane is in.",
                   sluice_node_get_title (node));
      return FALSE;
    }
  entry = describe (self, lane, "next", "to", sluice_value_string (sluice_node_get_address (node)));
  return redirect (self, lane, sluice_run_set_next (self->run, lane, node, error), entry);
}

static void
note_edit (SluiceDebugger *self,
           const char     *place,
           gboolean        had,
           SluiceValue     old_value,
           gboolean        has,
           SluiceValue     value)
{
  SluiceValue entry = sluice_value_object ();

  sluice_value_set_member (&entry, "type", sluice_value_string ("store"));
  sluice_value_set_member (&entry, "place", sluice_value_string (place));
  if (had)
    sluice_value_set_member (&entry, "had", sluice_value_ref (old_value));
  if (has)
    sluice_value_set_member (&entry, "value", sluice_value_ref (value));
  sluice_value_append (&self->interventions, entry);
}

/**
 * sluice_debugger_edit_store: (skip)
 * @self: a debugger that is stopped
 * @type: what to do at the place
 * @place: a JSON Pointer
 * @take_value: (transfer full): the value
 * @error: return location for an error
 *
 * Changes the store, as a person: the change has its author's person set. No breakpoint stops at it.
 *
 * Returns: %FALSE with %SLUICE_DEBUG_ERROR_NOT_STOPPED, or the error of sluice_store_change()
 */
gboolean
sluice_debugger_edit_store (SluiceDebugger   *self,
                            SluiceChangeType  type,
                            const char       *place,
                            SluiceValue       take_value,
                            GError          **error)
{
  static const SluiceAuthor person = { .person = 1 };
  g_auto (SluiceValue) value = take_value;
  g_auto (SluiceValue) old_value = SLUICE_VALUE_INIT;
  SluiceStore *store;
  SluiceAuthor author;
  SluiceValue there;
  gboolean had;
  gboolean done;

  g_return_val_if_fail (SLUICE_IS_DEBUGGER (self), FALSE);
  g_return_val_if_fail (place != NULL, FALSE);

  if (!is_stopped (self, error))
    return FALSE;
  store = sluice_run_get_store (self->run);
  had = sluice_store_lookup (store, place, &there, NULL);
  if (had)
    old_value = sluice_value_ref (there);
  author = *sluice_store_get_author (store);
  sluice_store_set_author (store, &person);
  done = sluice_store_change (store, type, place, sluice_value_ref (value), error);
  sluice_store_set_author (store, &author);
  if (done)
    note_edit (self, place, had, old_value, type != SLUICE_CHANGE_REMOVE, value);
  return done;
}
