/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The lanes as the UI lists them: those that are alive, with their state, the last ones that ended, and the stack of
 * the one that is selected. */

#include "debugger/session/run-fold-private.h"

#include <string.h>

#include "base/json.h"

/* The node a lane stands at: where the debugger holds it, else the one it is in. */
SluiceNode *
sluice_run_fold_get_place (SluiceRunFold *self,
                           SluiceLane    *lane)
{
  SluiceNode *held = sluice_debugger_get_held_node (self->debugger, lane);

  return held != NULL ? held : sluice_lane_get_node (lane);
}

static const char *
get_address (SluiceNode *node)
{
  return node != NULL ? sluice_node_get_address (node) : NULL;
}

void
sluice_run_fold_init_lanes (SluiceRunFold *self)
{
  g_queue_init (&self->ended);
}

void
sluice_run_fold_clear_lanes (SluiceRunFold *self)
{
  g_queue_clear_full (&self->ended, (GDestroyNotify) sluice_lane_info_free);
}

/* Which queue it waits for. It stays known: when all lanes are deadlocked they are gone before anybody looks. */
void
sluice_run_fold_note_queue (FoldLane   *lane,
                            SluiceLane *object)
{
  SluiceQueue *queue = sluice_lane_get_awaited_queue (object, &lane->is_put);
  const char *name = queue != NULL ? sluice_queue_get_name (queue) : NULL;

  if (g_strcmp0 (lane->queue, name) == 0)
    return;
  g_free (lane->queue);
  lane->queue = g_strdup (name);
}

static void
tell_deadlock (SluiceLaneInfo *info,
               const FoldLane *lane)
{
  info->is_deadlocked = TRUE;
  info->queue = g_strdup (lane->queue);
  info->is_put = lane->is_put;
  if (lane->wait_node == NULL)
    return;
  g_free (info->title);
  g_free (info->address);
  g_free (info->path);
  info->title = g_strdup (lane->wait_node->title);
  info->address = g_strdup (lane->wait_node->address);
  info->path = lane->flow != NULL ? g_strconcat (lane->flow, strchr (lane->wait_node->address, '/'), NULL)
                                  : g_strdup (lane->wait_node->address);
}

/* What is told of it once it has ended. */
void
sluice_run_fold_keep_lane (SluiceRunFold     *self,
                           FoldLane          *lane,
                           const SluiceEvent *event)
{
  gboolean is_cancelled = g_error_matches (event->error, SLUICE_ENGINE_ERROR, SLUICE_ENGINE_ERROR_CANCELLED);
  SluiceLaneInfo *info = g_new0 (SluiceLaneInfo, 1);

  info->id = lane->id;
  info->parent = lane->parent;
  info->state = SLUICE_LANE_ENDED;
  info->title = g_strdup (lane->node != NULL ? lane->node->title : lane->title);
  info->address = g_strdup (lane->node != NULL ? lane->node->address : NULL);
  info->path = g_strdup (info->address != NULL ? info->address : info->title);
  info->since = event->time;
  info->item = lane->item;
  info->n_items = lane->n_items;
  info->action = g_strdup (event->error == NULL ? event->action : NULL);
  info->error = g_strdup (event->error != NULL && !is_cancelled ? event->error->message : NULL);
  info->is_cancelled = is_cancelled;
  if (g_error_matches (event->error, SLUICE_ENGINE_ERROR, SLUICE_ENGINE_ERROR_DEADLOCK))
    tell_deadlock (info, lane);
  g_queue_push_tail (&self->ended, info);
  if (self->ended.length <= SLUICE_RUN_MAX_ENDED)
    return;
  sluice_lane_info_free (g_queue_pop_head (&self->ended));
  self->n_earlier_lanes++;
}

static SluiceLaneInfo *
ended_info_copy (const SluiceLaneInfo *info)
{
  SluiceLaneInfo *copy = g_memdup2 (info, sizeof *info);

  copy->path = g_strdup (info->path);
  copy->address = g_strdup (info->address);
  copy->title = g_strdup (info->title);
  copy->action = g_strdup (info->action);
  copy->error = g_strdup (info->error);
  copy->queue = g_strdup (info->queue);
  return copy;
}

static SluiceLaneInfo *
lane_info_new (SluiceRunFold *self,
               SluiceLane    *lane,
               SluiceLane    *selected)
{
  SluiceLaneInfo *info = g_new0 (SluiceLaneInfo, 1);
  SluiceNode *place = sluice_run_fold_get_place (self, lane);
  const FoldLane *known;
  const GError *error;
  SluiceValue result;

  info->id = sluice_lane_get_id (lane);
  info->parent = sluice_lane_get_parent_id (lane);
  info->state = sluice_lane_get_state (lane);
  info->path = sluice_lane_dup_path (lane);
  info->address = g_strdup (get_address (place));
  info->title = g_strdup (place != NULL ? sluice_node_get_title (place) : NULL);
  info->waits_for = sluice_lane_dup_waits_for (lane);
  info->item = sluice_lane_get_item_place (lane, &info->n_items);
  info->is_selected = lane == selected;
  info->since = -1;
  known = g_hash_table_lookup (self->lanes, GUINT_TO_POINTER (info->id));
  if (known != NULL)
    {
      info->since = known->since;
      info->until = known->until;
    }
  if (info->state == SLUICE_LANE_QUEUE && known != NULL)
    {
      info->queue = g_strdup (known->queue);
      info->is_put = known->is_put;
    }
  info->is_retry = info->state == SLUICE_LANE_SLEEPING && sluice_lane_get_phase (lane) == SLUICE_PHASE_WAIT;
  /* To the engine a script that stands at a line is out for the debugger. */
  if (info->state == SLUICE_LANE_IN_FLIGHT && sluice_debugger_get_line (self->debugger, lane) > 0)
    info->state = SLUICE_LANE_HELD;
  if (info->state != SLUICE_LANE_HELD)
    return info;
  info->has_result = sluice_lane_peek_held_result (lane, &result, &error);
  if (info->id == self->stop_lane && sluice_debugger_is_stopped (self->debugger))
    info->reason = g_strdup (sluice_debugger_get_message (self->debugger));
  return info;
}

/* The stack */

typedef struct
{
  SluiceRunFold *fold;
  GPtrArray     *frames;
  guint          n_more;  /* around those */
  gboolean       with_values;
} Stack;

static void
shorten (SluiceValue      value,
         SluiceShortText *place)
{
  if (!SLUICE_VALUE_IS_NULL (value))
    sluice_fold_shorten (sluice_json_write (value, SLUICE_JSON_WRITE_COMPACT, NULL), place);
}

static gboolean
add_frame_cb (const SluiceFrame *frame,
              gpointer           user_data)
{
  Stack *stack = user_data;
  SluiceFrameInfo *info;

  if (stack->frames->len >= SLUICE_RUN_MAX_FRAMES)
    {
      stack->n_more++;
      return TRUE;
    }
  info = g_new0 (SluiceFrameInfo, 1);
  info->address = g_strdup (sluice_node_get_address (frame->node));
  info->title = g_strdup (sluice_node_get_title (frame->node));
  info->lane = sluice_lane_get_id (frame->lane);
  info->number = sluice_run_fold_find_number (stack->fold, frame->visit);
  info->item = frame->item;
  info->n_items = frame->n_items;
  info->is_parallel = frame->is_parallel;
  if (stack->with_values)
    {
      if (sluice_value_get_length (frame->params) > 0)
        shorten (frame->params, &info->params);
      shorten (frame->value, &info->value);
    }
  g_ptr_array_add (stack->frames, info);
  return TRUE;
}

/* Values are told at a stop only: they may be large, and change with every visit. */
static GPtrArray *
dup_stack (SluiceRunFold *self,
           SluiceLane    *lane,
           guint         *n_more)
{
  Stack stack = { self, g_ptr_array_new_with_free_func ((GDestroyNotify) sluice_frame_info_free), 0,
                  sluice_debugger_is_stopped (self->debugger) };

  if (lane == NULL)
    lane = sluice_run_get_lane (self->run, 0);
  if (lane != NULL)
    sluice_lane_foreach_frame (lane, add_frame_cb, &stack);
  *n_more = stack.n_more;
  return stack.frames;
}

void
sluice_run_fold_publish_lanes (SluiceRunFold  *self,
                               SluiceRunDelta *delta)
{
  SluiceLane *selected = sluice_debugger_get_lane (self->debugger);
  guint n_lanes = MIN (sluice_run_get_n_lanes (self->run), SLUICE_RUN_MAX_LANES);

  if (!self->lanes_dirty)
    return;
  delta->lanes = g_ptr_array_new_full (n_lanes, (GDestroyNotify) sluice_lane_info_free);
  for (guint i = 0; i < n_lanes; i++)
    g_ptr_array_add (delta->lanes,
                     lane_info_new (self, sluice_run_get_lane (self->run, i), selected));
  for (GList *link = self->ended.head; link != NULL; link = link->next)
    g_ptr_array_add (delta->lanes, ended_info_copy (link->data));
  delta->n_more_lanes = sluice_run_get_n_lanes (self->run) - n_lanes;
  delta->n_earlier_lanes = self->n_earlier_lanes;
  delta->stack = dup_stack (self, selected, &delta->n_more_frames);
  self->lanes_dirty = FALSE;
}
