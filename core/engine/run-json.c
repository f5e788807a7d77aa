/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A run as other languages see it: with JsonNode trees in place of values, and with references in
 * place of what lives only as long as the run lets it. */

#include "base/json.h"
#include "engine/effect.h"
#include "engine/run.h"

/**
 * sluice_run_answer_json: (rename-to sluice_run_answer)
 * @self: a run
 * @effect: the id of an open prompt
 * @answer: (nullable): the answer; %NULL: null
 * @error: return location for %SLUICE_ENGINE_ERROR_BAD_ANSWER or a #SluiceJsonError
 *
 * Answers a prompt. An answer it does not take leaves it open.
 *
 * Returns: whether it was answered
 */
gboolean
sluice_run_answer_json (SluiceRun  *self,
                        guint64     effect,
                        JsonNode   *answer,
                        GError    **error)
{
  SluiceValue taken = SLUICE_VALUE_INIT;

  g_return_val_if_fail (SLUICE_IS_RUN (self), FALSE);

  if (answer != NULL && !sluice_value_from_json_node (answer, &taken, error))
    return FALSE;
  return sluice_run_answer (self, effect, taken, error);
}

/**
 * sluice_run_dup_prompt: (rename-to sluice_run_get_prompt)
 * @self: a run
 * @index: which open prompt, the oldest first
 *
 * Gets a question that waits for an answer.
 *
 * Returns: (transfer full) (nullable): the effect; %NULL if fewer wait
 */
SluiceEffect *
sluice_run_dup_prompt (SluiceRun *self,
                       guint      index)
{
  SluiceEffect *prompt = sluice_run_get_prompt (self, index);

  return prompt != NULL ? sluice_effect_ref (prompt) : NULL;
}

/**
 * sluice_run_dup_lane: (rename-to sluice_run_get_lane)
 * @self: a run
 * @index: which lane, the oldest first
 *
 * Gets a lane that is alive. Asking for one after the other is quick.
 *
 * Returns: (transfer full) (nullable): the lane; %NULL if there are fewer
 */
SluiceLane *
sluice_run_dup_lane (SluiceRun *self,
                     guint      index)
{
  SluiceLane *lane = sluice_run_get_lane (self, index);

  return lane != NULL ? sluice_lane_ref (lane) : NULL;
}

/**
 * sluice_run_lookup_lane: (rename-to sluice_run_find_lane)
 * @self: a run
 * @id: a lane's number
 *
 * Finds a lane that is alive.
 *
 * Returns: (transfer full) (nullable): the lane; %NULL when it has ended
 */
SluiceLane *
sluice_run_lookup_lane (SluiceRun *self,
                        guint32    id)
{
  SluiceLane *lane = sluice_run_find_lane (self, id);

  return lane != NULL ? sluice_lane_ref (lane) : NULL;
}

/**
 * sluice_run_dup_queue: (rename-to sluice_run_get_queue)
 * @self: a run
 * @index: which queue, in order of their making
 *
 * Gets a queue of the run.
 *
 * Returns: (transfer full) (nullable): the queue; %NULL if there are fewer
 */
SluiceQueue *
sluice_run_dup_queue (SluiceRun *self,
                      guint      index)
{
  SluiceQueue *queue = sluice_run_get_queue (self, index);

  return queue != NULL ? sluice_queue_ref (queue) : NULL;
}

/**
 * sluice_run_make_queue: (rename-to sluice_run_ensure_queue)
 * @self: a run
 * @name: a queue's name
 *
 * Gets a queue of the run, making it on first use, without a limit.
 *
 * Returns: (transfer full): the queue
 */
SluiceQueue *
sluice_run_make_queue (SluiceRun  *self,
                       const char *name)
{
  g_return_val_if_fail (SLUICE_IS_RUN (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  return sluice_queue_ref (sluice_run_ensure_queue (self, name));
}

/**
 * sluice_lane_dup_prep_result_json: (rename-to sluice_lane_get_prep_result)
 * @lane: a lane
 *
 * Copies what prep of the current visit returned.
 *
 * Returns: (transfer full): the prep result
 */
JsonNode *
sluice_lane_dup_prep_result_json (SluiceLane *lane)
{
  return sluice_value_to_json_node (sluice_lane_get_prep_result (lane));
}

/**
 * sluice_lane_dup_exec_result_json: (rename-to sluice_lane_get_exec_result)
 * @lane: a lane
 *
 * Copies the exec result of the current visit.
 *
 * Returns: (transfer full): the exec result
 */
JsonNode *
sluice_lane_dup_exec_result_json (SluiceLane *lane)
{
  return sluice_value_to_json_node (sluice_lane_get_exec_result (lane));
}
