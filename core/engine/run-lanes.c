/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a run shows of its lanes and queues. */

#include "engine/call-private.h"
#include "engine/run-private.h"

#include <glib/gi18n-lib.h>

/**
 * sluice_run_get_n_lanes:
 * @self: a run
 *
 * Returns: how many lanes are alive
 */
guint
sluice_run_get_n_lanes (SluiceRun *self)
{
  g_return_val_if_fail (SLUICE_IS_RUN (self), 0);

  return self->n_lanes;
}

/**
 * sluice_run_get_lane: (skip)
 * @self: a run
 * @index: which lane, the oldest first
 *
 * Gets a lane that is alive. Asking for one after the other is quick.
 *
 * Returns: (transfer none) (nullable): the lane
 */
SluiceLane *
sluice_run_get_lane (SluiceRun *self,
                     guint      index)
{
  g_return_val_if_fail (SLUICE_IS_RUN (self), NULL);

  if (index >= self->n_lanes)
    return NULL;
  if (self->cursor == NULL || self->cursor_index > index)
    {
      self->cursor = self->first;
      self->cursor_index = 0;
    }
  for (; self->cursor_index < index; self->cursor_index++)
    self->cursor = self->cursor->next;
  return self->cursor;
}

/**
 * sluice_run_find_lane: (skip)
 * @self: a run
 * @id: a lane's number
 *
 * Returns: (transfer none) (nullable): the lane; %NULL when it has ended
 */
SluiceLane *
sluice_run_find_lane (SluiceRun *self,
                      guint32    id)
{
  g_return_val_if_fail (SLUICE_IS_RUN (self), NULL);

  for (SluiceLane *lane = self->last; lane != NULL && lane->id >= id; lane = lane->prev)
    if (lane->id == id)
      return lane;
  return NULL;
}

/**
 * sluice_lane_get_id:
 * @lane: a lane
 *
 * Returns: its number in the run, from 1
 */
guint32
sluice_lane_get_id (SluiceLane *lane)
{
  return lane->id;
}

/**
 * sluice_lane_get_parent_id:
 * @lane: a lane
 *
 * Returns: the lane whose batch it belongs to; 0: a root lane, or its parent has failed
 */
guint32
sluice_lane_get_parent_id (SluiceLane *lane)
{
  SluiceLane *parent = sluice_lane_get_parent (lane);

  return parent != NULL ? parent->id : 0;
}

/**
 * sluice_lane_get_state:
 * @lane: a lane
 *
 * Returns: what it is doing
 */
SluiceLaneState
sluice_lane_get_state (SluiceLane *lane)
{
  return lane->state;
}

/**
 * sluice_lane_get_node:
 * @lane: a lane
 *
 * Returns: (transfer none) (nullable): the node of the innermost visit
 */
SluiceNode *
sluice_lane_get_node (SluiceLane *lane)
{
  return lane->visit != NULL ? lane->visit->node : NULL;
}

/**
 * sluice_lane_get_visit:
 * @lane: a lane
 *
 * Returns: the number of the innermost visit
 */
guint64
sluice_lane_get_visit (SluiceLane *lane)
{
  return lane->visit != NULL ? lane->visit->serial : 0;
}

/**
 * sluice_lane_get_phase:
 * @lane: a lane
 *
 * Returns: the phase it is in, or stands before
 */
SluicePhase
sluice_lane_get_phase (SluiceLane *lane)
{
  return lane->phase;
}

/**
 * sluice_lane_get_depth:
 * @lane: a lane
 *
 * Returns: how many flows of this lane are around the current visit: 0 in a root flow's own
 *   phases, 1 in its nodes
 */
guint
sluice_lane_get_depth (SluiceLane *lane)
{
  return lane->n_frames;
}

/**
 * sluice_lane_get_frame:
 * @lane: a lane
 * @level: 0 is the outermost
 *
 * Returns: (transfer none) (nullable): the flow of that frame
 */
SluiceNode *
sluice_lane_get_frame (SluiceLane *lane,
                       guint       level)
{
  SluiceVisit *visit = lane->visit;

  if (level >= lane->n_frames)
    return NULL;
  for (guint up = lane->n_frames - level; up > 0; up--)
    visit = visit->up;
  return visit->node;
}

static const char *
name_of (SluiceNode *node)
{
  const char *id = sluice_node_get_id (node);

  return id != NULL ? id : sluice_node_get_title (node);
}

/**
 * sluice_lane_dup_path:
 * @lane: a lane
 *
 * Returns: (transfer full): the way to its current node, through the lanes above it too: "main/order/pay"
 */
char *
sluice_lane_dup_path (SluiceLane *lane)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autoptr (GString) path = g_string_new (NULL);
  gboolean stood_for = FALSE;

  for (; lane != NULL; lane = sluice_lane_get_parent (lane))
    {
      /* A child's first visit stands for its parent's innermost one, which is passed over. */
      SluiceVisit *visit = stood_for && lane->visit != NULL ? lane->visit->up : lane->visit;

      for (; visit != NULL; visit = visit->up)
        g_ptr_array_add (names, (gpointer) name_of (visit->node));
      stood_for = TRUE;
    }
  for (guint i = names->len; i > 0; i--)
    {
      g_string_append (path, g_ptr_array_index (names, i - 1));
      if (i > 1)
        g_string_append_c (path, '/');
    }
  return g_string_free (g_steal_pointer (&path), FALSE);
}

static char *
describe_effect (const SluiceEffect *effect)
{
  const char *prompt;
  switch ((SluiceEffectKind) effect->kind)
    {
    case SLUICE_EFFECT_GET:
      return g_strdup_printf (_("an item of the queue “%s”"), sluice_queue_get_name (effect->queue));
    case SLUICE_EFFECT_PUT:
      return g_strdup_printf (_("room in the queue “%s”"), sluice_queue_get_name (effect->queue));
    case SLUICE_EFFECT_PROMPT:
      prompt = sluice_value_get_member_string (effect->request, "prompt");
      return prompt != NULL && *prompt != '\0' ? g_strdup_printf (_("an answer to “%s”"), prompt)
                                               : g_strdup (_("an answer"));
    case SLUICE_EFFECT_SLEEP:
      return g_strdup_printf (_("%g s"), sluice_value_get_real (effect->request));
    case SLUICE_EFFECT_PERFORMED:
    default:
      return g_strdup (effect->waits != NULL ? effect->waits : effect->type);
    }
}

static char *
describe_flight (SluiceLane *lane)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (const SluiceEffect *effect = lane->open; effect != NULL; effect = effect->next)
    {
      g_autofree char *part = describe_effect (effect);

      g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", part);
    }
  if (text->len == 0)
    g_string_append_printf (text, _("the result of %s"), sluice_phase_name (lane->phase));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * sluice_lane_dup_waits_for:
 * @lane: a lane
 *
 * Returns: (transfer full) (nullable): what it waits for, in words; %NULL if it does not wait
 */
char *
sluice_lane_dup_waits_for (SluiceLane *lane)
{
  switch ((SluiceLaneState) lane->state)
    {
    case SLUICE_LANE_IN_FLIGHT:
    case SLUICE_LANE_PERSON:
    case SLUICE_LANE_QUEUE:
      return describe_flight (lane);
    case SLUICE_LANE_SLEEPING:
      if (lane->phase != SLUICE_PHASE_WAIT)
        return describe_flight (lane);
      return g_strdup_printf (_("attempt %d of %d"), lane->visit->attempt + 2,
                              sluice_visit_get_settings (lane->visit)->retries);
    case SLUICE_LANE_JOINED:
      return g_strdup_printf (ngettext ("%u lane", "%u lanes", lane->visit->batch->n_running),
                              lane->visit->batch->n_running);
    case SLUICE_LANE_RUNNABLE:
    case SLUICE_LANE_COMPUTING:
    case SLUICE_LANE_HELD:
    case SLUICE_LANE_ENDED:
    default:
      return NULL;
    }
}

/* Rule Q2: who waits for what. This is how the run ends, and the same in every language: a record of it is replayed
 * in any. */
GError *
sluice_run_describe_deadlock (SluiceRun *self)
{
  g_autoptr (GString) text = g_string_new ("Deadlock: every lane waits for a queue.");

  for (SluiceLane *lane = self->first; lane != NULL; lane = lane->next)
    {
      g_autofree char *path = sluice_lane_dup_path (lane);
      gboolean is_put;
      SluiceQueue *queue = sluice_lane_get_awaited_queue (lane, &is_put);

      if (queue != NULL)
        g_string_append_printf (text, " Lane %u at %s waits for %s the queue “%s”.", lane->id, path,
                                is_put ? "room in" : "an item of", sluice_queue_get_name (queue));
    }
  return g_error_new_literal (SLUICE_ENGINE_ERROR, SLUICE_ENGINE_ERROR_DEADLOCK, text->str);
}

/**
 * sluice_lane_get_awaited_queue: (skip)
 * @lane: a lane
 * @is_put: (out): whether it waits for room, to put an item in; else it waits for an item
 *
 * Returns: (transfer none) (nullable): the queue it waits for; %NULL if it waits for none
 */
SluiceQueue *
sluice_lane_get_awaited_queue (SluiceLane *lane,
                               gboolean   *is_put)
{
  g_return_val_if_fail (lane != NULL, NULL);

  for (const SluiceEffect *effect = lane->open; effect != NULL; effect = effect->next)
    if (effect->kind == SLUICE_EFFECT_GET || effect->kind == SLUICE_EFFECT_PUT)
      {
        *is_put = effect->kind == SLUICE_EFFECT_PUT;
        return effect->queue;
      }
  return NULL;
}

/**
 * sluice_lane_get_prep_result: (skip)
 * @lane: a lane
 *
 * Returns: (transfer none): what prep of the current visit returned
 */
SluiceValue
sluice_lane_get_prep_result (SluiceLane *lane)
{
  return lane->visit != NULL ? lane->visit->prep : sluice_value_null ();
}

/**
 * sluice_lane_get_exec_result: (skip)
 * @lane: a lane
 *
 * Returns: (transfer none): the exec result of the current visit
 */
SluiceValue
sluice_lane_get_exec_result (SluiceLane *lane)
{
  return lane->visit != NULL ? lane->visit->exec : sluice_value_null ();
}

/**
 * sluice_run_get_n_queues:
 * @self: a run
 *
 * Returns: how many queues it has
 */
guint
sluice_run_get_n_queues (SluiceRun *self)
{
  g_return_val_if_fail (SLUICE_IS_RUN (self), 0);

  return self->queues->len;
}

/**
 * sluice_run_get_queue: (skip)
 * @self: a run
 * @index: which queue, in order of their making
 *
 * Returns: (transfer none) (nullable): the queue
 */
SluiceQueue *
sluice_run_get_queue (SluiceRun *self,
                      guint      index)
{
  g_return_val_if_fail (SLUICE_IS_RUN (self), NULL);

  return index < self->queues->len ? g_ptr_array_index (self->queues, index) : NULL;
}

/* A few names are compared quicker than one is hashed, and short ones quicker here than by a call. */
#define FEW_QUEUES 4

static inline gboolean
is_name (const char *a,
         const char *b)
{
  while (*a == *b && *a != '\0')
    {
      a++;
      b++;
    }
  return *a == *b;
}

static SluiceQueue *
find_queue (SluiceRun  *self,
            const char *name)
{
  if (self->queues->len > FEW_QUEUES)
    return g_hash_table_lookup (self->queue_by_name, name);
  for (guint i = 0; i < self->queues->len; i++)
    if (is_name (sluice_queue_get_name (self->queues->pdata[i]), name))
      return self->queues->pdata[i];
  return NULL;
}

/**
 * sluice_run_ensure_queue: (skip)
 * @self: a run
 * @name: a queue's name
 *
 * Gets a queue of the run, making it on first use, without a limit.
 *
 * Returns: (transfer none): the queue
 */
SluiceQueue *
sluice_run_ensure_queue (SluiceRun  *self,
                         const char *name)
{
  SluiceQueue *queue;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  queue = find_queue (self, name);
  if (queue == NULL)
    {
      queue = sluice_queue_new (name, 0);
      g_ptr_array_add (self->queues, queue);
      g_hash_table_insert (self->queue_by_name, (gpointer) sluice_queue_get_name (queue), queue);
    }
  return queue;
}

/**
 * sluice_run_get_data: (skip)
 * @self: a run
 * @key: a name of your own
 *
 * Returns: (transfer none) (nullable): what was kept under it
 */
gpointer
sluice_run_get_data (SluiceRun *self,
                     GQuark     key)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (G_LIKELY (self->data_key == key))
    return self->data;
  return g_object_get_qdata (G_OBJECT (self), key);
}

/**
 * sluice_run_set_data: (skip)
 * @self: a run
 * @key: a name of your own
 * @data: what to keep
 * @destroy: (nullable): frees it when the run goes
 *
 * Keeps something with the run.
 */
void
sluice_run_set_data (SluiceRun      *self,
                     GQuark          key,
                     gpointer        data,
                     GDestroyNotify  destroy)
{
  g_return_if_fail (SLUICE_IS_RUN (self));

  self->data_key = 0;
  g_object_set_qdata_full (G_OBJECT (self), key, data, destroy);
  self->data_key = key;
  self->data = data;
}
