/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What a person does to a run that is stopped. Each intervention is listed, so that it can be kept in the document or
 * thrown away, and stays so in the list of the run that takes the place of this one. */

#include "debug/intervention.h"

#include <string.h>

#include "debug/debugger-private.h"

#define EARLIER "earlier"

/* Entries of the list */

/**
 * sluice_intervention_get_kind: (skip)
 * @entry: an element of sluice_debugger_get_interventions()
 *
 * Returns: what was done
 */
SluiceInterventionType
sluice_intervention_get_kind (SluiceValue entry)
{
  static const struct
  {
    const char             *name;
    SluiceInterventionType  type;
  } types[] = {
    { "retry", SLUICE_INTERVENTION_RETRY },   { "skip", SLUICE_INTERVENTION_SKIP },
    { "result", SLUICE_INTERVENTION_RESULT }, { "fail", SLUICE_INTERVENTION_FAIL },
    { "next", SLUICE_INTERVENTION_NEXT },     { "held", SLUICE_INTERVENTION_HELD },
  };
  const char *name = sluice_value_get_member_string (entry, "type");

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    if (g_strcmp0 (types[i].name, name) == 0)
      return types[i].type;
  if (!sluice_value_has_member (entry, "value"))
    return SLUICE_INTERVENTION_STORE_REMOVE;
  return sluice_value_has_member (entry, "had") ? SLUICE_INTERVENTION_STORE_REPLACE : SLUICE_INTERVENTION_STORE_ADD;
}

gboolean
sluice_intervention_is_earlier (SluiceValue entry)
{
  return sluice_value_get_boolean (sluice_value_get_member (entry, EARLIER));
}

gboolean
sluice_intervention_can_keep (SluiceInterventionType type)
{
  switch (type)
    {
    case SLUICE_INTERVENTION_RESULT:
    case SLUICE_INTERVENTION_STORE_ADD:
    case SLUICE_INTERVENTION_STORE_REPLACE:
    case SLUICE_INTERVENTION_STORE_REMOVE:
      return TRUE;
    case SLUICE_INTERVENTION_RETRY:
    case SLUICE_INTERVENTION_SKIP:
    case SLUICE_INTERVENTION_FAIL:
    case SLUICE_INTERVENTION_NEXT:
    case SLUICE_INTERVENTION_HELD:
    case SLUICE_INTERVENTION_RELEASE:
    default:
      return FALSE;
    }
}

/* The list */

/**
 * sluice_debugger_get_interventions: (skip)
 * @self: a debugger
 *
 * What a person did to the run, in that order: objects with "type" ("retry", "skip", "result", "held", "fail", "next",
 * "store"), "lane", "visit" and "node" where it was about one, and "action", "result", "message", "to", or
 * "place", "had" (unless there was nothing) and "value" (unless it was removed). First come those of runs before this
 * one, with "earlier" where this one has not had them again.
 *
 * Returns: (transfer none): an array
 */
SluiceValue
sluice_debugger_get_interventions (SluiceDebugger *self)
{
  g_return_val_if_fail (SLUICE_IS_DEBUGGER (self), sluice_value_null ());

  return self->interventions;
}

static void
list (SluiceDebugger *self,
      SluiceValue     take_entry)
{
  self->n_interventions++;
  sluice_value_append (&self->interventions, take_entry);
}

/**
 * sluice_debugger_forget_interventions:
 * @self: a debugger
 *
 * Empties the list. What was done to the run stays done.
 */
void
sluice_debugger_forget_interventions (SluiceDebugger *self)
{
  g_return_if_fail (SLUICE_IS_DEBUGGER (self));

  sluice_value_replace (&self->interventions, sluice_value_array ());
  self->n_inherited = 0;
}

/* What was inherited once is not listed twice. */
static SluiceValue
take_own (SluiceDebugger *self)
{
  SluiceValue own = sluice_value_array ();

  for (guint i = self->n_inherited; i < sluice_value_get_length (self->interventions); i++)
    sluice_value_append (&own, sluice_value_ref (sluice_value_get_element (self->interventions, i)));
  sluice_debugger_forget_interventions (self);
  return own;
}

/**
 * sluice_debugger_inherit_interventions:
 * @self: the debugger of a run to which nothing was done yet, but again
 * @before: that of the run before it
 * @n_again: how many things were done to this run again, as sluice_replay_get_n_acts() tells; 0 where it begins anew
 *
 * Goes on with the list of the run before: nothing of it is forgotten until a person throws it away. What this run has
 * not had again is marked as of an earlier one. May be called once more when more has been done again.
 */
void
sluice_debugger_inherit_interventions (SluiceDebugger *self,
                                       SluiceDebugger *before,
                                       guint           n_again)
{
  g_auto (SluiceValue) own = SLUICE_VALUE_INIT;
  guint n_own = 0, n_gone;

  g_return_if_fail (SLUICE_IS_DEBUGGER (self));
  g_return_if_fail (SLUICE_IS_DEBUGGER (before));

  own = take_own (self);
  for (guint i = 0; i < sluice_value_get_length (before->interventions); i++)
    if (!sluice_intervention_is_earlier (sluice_value_get_element (before->interventions, i)))
      n_own++;
  n_gone = before->n_interventions - n_own;
  self->n_interventions = n_again + sluice_value_get_length (own);
  for (guint i = 0, n = n_gone; i < sluice_value_get_length (before->interventions); i++)
    {
      SluiceValue entry = sluice_value_ref (sluice_value_get_element (before->interventions, i));

      if (!sluice_intervention_is_earlier (entry) && n++ >= n_again)
        sluice_value_set_member (&entry, EARLIER, sluice_value_boolean (TRUE));
      sluice_value_append (&self->interventions, entry);
      self->n_inherited++;
    }
  for (guint i = 0; i < sluice_value_get_length (own); i++)
    sluice_value_append (&self->interventions, sluice_value_ref (sluice_value_get_element (own, i)));
}

/* What can be done */

static SluiceLane *
get_lane (SluiceDebugger *self,
          GError        **error)
{
  SluiceLane *lane;

  if (!sluice_debugger_check_stopped (self, error))
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
  list (self, take_entry);
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

  if (!sluice_debugger_check_stopped (self, error))
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
  list (self, entry);
  return TRUE;
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
  list (self, entry);
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

  if (!sluice_debugger_check_stopped (self, error))
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
