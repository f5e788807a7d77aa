/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What was done to a run in the middle of a turn, by a person or by the clock, done again. */

#include "record/replay-private.h"

#include "engine/flow.h"
#include "engine/run-private.h"

static gboolean
change_store (SluiceRun         *run,
              const SluiceKept  *kept,
              GError           **error)
{
  static const SluiceAuthor person = { .person = 1 };
  SluiceStore *store = sluice_run_get_store (run);
  g_autoptr (GError) local = NULL;

  sluice_store_set_author (store, &person);
  sluice_store_change (store, (SluiceChangeType) kept->change, kept->pointer, sluice_value_ref (kept->value), &local);
  sluice_store_set_author (store, NULL);
  if (local == NULL)
    return TRUE;
  g_set_error (error, SLUICE_RECORD_ERROR, SLUICE_RECORD_ERROR_DIVERGED,
               "The run diverges from its record: a change by hand at %s does not fit: %s", kept->pointer,
               local->message);
  return FALSE;
}

static void
pin (SluiceRun        *run,
     const SluiceKept *kept)
{
  if (kept->has_value)
    sluice_run_pin (run, kept->pointer, sluice_value_ref (kept->value));
  else
    sluice_run_unpin (run, kept->pointer);
}

/* Looks along the edges, each node once. */
static SluiceNode *
find_node (SluiceNode *from,
           const char *address)
{
  g_autoptr (GPtrArray) nodes = g_ptr_array_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);

  if (from != NULL)
    g_ptr_array_add (nodes, from);
  while (nodes->len > 0)
    {
      SluiceNode *node = g_ptr_array_steal_index (nodes, nodes->len - 1);
      SluiceNodePrivate *settings = sluice_node_get_private (node);

      if (g_strcmp0 (settings->address, address) == 0)
        return node;
      if (!g_hash_table_add (seen, node))
        continue;
      for (guint i = 0; i < settings->n_edges; i++)
        if (settings->edges[i].target != NULL)
          g_ptr_array_add (nodes, settings->edges[i].target);
    }
  return NULL;
}

/* A node of the flow that the lane is in. */
static SluiceNode *
find_next (SluiceLane *lane,
           const char *address)
{
  SluiceVisit *visit = lane->visit;
  SluiceNode *node = visit != NULL ? find_node (visit->node, address) : NULL;

  if (node == NULL && visit != NULL && visit->up != NULL)
    node = find_node (sluice_flow_peek_start (SLUICE_FLOW (visit->up->node)), address);
  return node;
}

static gboolean
command (SluiceRun         *run,
         SluiceLane        *lane,
         const SluiceKept  *kept,
         GError           **error)
{
  SluiceNode *node;

  switch ((SluiceCommandType) kept->command)
    {
    case SLUICE_COMMAND_NEXT:
      node = find_next (lane, kept->text);
      if (node != NULL)
        return sluice_run_set_next (run, lane, node, error);
      g_set_error (error, SLUICE_RECORD_ERROR, SLUICE_RECORD_ERROR_DIVERGED, "there is no node %s", kept->text);
      return FALSE;
    case SLUICE_COMMAND_SKIP:
      return sluice_run_skip (run, lane, kept->text, error);
    case SLUICE_COMMAND_RESULT:
      return sluice_run_use_result (run, lane, sluice_value_ref (kept->value), error);
    case SLUICE_COMMAND_FAIL:
      return sluice_run_fail_visit (run, lane, g_error_copy (kept->error), error);
    case SLUICE_COMMAND_REPLACE:
      return sluice_run_replace_result (run, lane, sluice_value_ref (kept->value), error);
    case SLUICE_COMMAND_RELEASE:
    default:
      sluice_run_release (run, lane);
      return TRUE;
    }
}

static gboolean
do_command (SluiceRun         *run,
            const SluiceKept  *kept,
            GError           **error)
{
  SluiceLane *lane = sluice_run_find_lane (run, kept->lane);
  g_autoptr (GError) local = NULL;

  if (lane == NULL ? kept->command == SLUICE_COMMAND_RELEASE : command (run, lane, kept, &local))
    return TRUE;
  g_set_error (error, SLUICE_RECORD_ERROR, SLUICE_RECORD_ERROR_DIVERGED,
               "The run diverges from its record: what was done to lane %u by hand does not fit: %s", kept->lane,
               local != NULL ? local->message : "it has ended");
  return FALSE;
}

/* Does to @run what @kept says. FALSE: it does not fit. */
gboolean
sluice_replay_act (SluiceRun         *run,
                   const SluiceKept  *kept,
                   GError           **error)
{
  SluiceLane *lane;

  switch (kept->type)
    {
    case SLUICE_INPUT_CANCEL:
      sluice_run_cancel (run);
      return TRUE;
    case SLUICE_INPUT_LIMIT:
      sluice_run_reach_limit (run);
      return TRUE;
    case SLUICE_INPUT_TIMEOUT:
      lane = sluice_run_find_lane (run, kept->lane);
      if (lane != NULL)
        sluice_lane_reach_timeout (lane);
      return TRUE;
    case SLUICE_KEPT_CHANGE:
      return change_store (run, kept, error);
    case SLUICE_KEPT_PIN:
      pin (run, kept);
      return TRUE;
    case SLUICE_KEPT_COMMAND:
      return do_command (run, kept, error);
    default:
      return TRUE;
    }
}
