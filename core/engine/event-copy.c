/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Events that outlive their callback: a copy owns all that an event only points to. */

#include "base/json.h"
#include "engine/event.h"
#include "engine/node.h"

/**
 * SluiceEvent:
 * @type: what happened; it says which of the others are set
 * @serial: its number in the run, from 1
 * @time: µs since the run started
 * @lane: the lane's number, from 1; 0: none
 * @parent: the number of the lane above; 0: none
 * @visit: the visit's number in the run, from 1; 0: none
 * @depth: how many flows are around the visit
 * @node: (nullable): the node
 * @target: (nullable): where an edge leads
 * @phase: the phase
 * @attempt: the attempt, from 0
 * @attempts: how many there are at most
 * @item: the item of a batch, from 0; -1: none
 * @n_items: how many there are
 * @action: (nullable): the action
 * @text: (nullable): a text
 * @value: a value
 * @change: (nullable): what has changed in the store
 * @author: (nullable): who has changed it
 * @effect: the effect's number; 0: none
 * @state: the state of the run
 * @lane_state: the state of the lane
 * @until: when a wait ends, µs since the run started; 0: open-ended
 * @mocked: whether exec was not called: a pin or a person gave its value
 *
 * One thing that happened in a run.
 */

/**
 * SluiceEventFunc:
 * @run: the run
 * @event: what happened
 * @user_data: what was given with it
 *
 * Is told what happens. The event and all it points to are valid until it leaves;
 * sluice_event_copy() keeps them.
 */
G_DEFINE_BOXED_TYPE (SluiceEvent, sluice_event, sluice_event_copy, sluice_event_free)

/**
 * sluice_event_copy:
 * @event: an event
 *
 * Copies an event, so that it can be kept after its callback.
 *
 * Returns: (transfer full): the copy
 */
SluiceEvent *
sluice_event_copy (const SluiceEvent *event)
{
  SluiceEvent *copy;

  g_return_val_if_fail (event != NULL, NULL);

  copy = g_memdup2 (event, sizeof *event);
  if (event->lane_object != NULL)
    sluice_lane_ref (copy->lane_object);
  if (event->node != NULL)
    g_object_ref (copy->node);
  if (event->target != NULL)
    g_object_ref (copy->target);
  copy->action = g_strdup (event->action);
  copy->text = g_strdup (event->text);
  copy->value = sluice_value_ref (event->value);
  copy->sight = sluice_value_ref (event->sight);
  if (event->error != NULL)
    copy->error = g_error_copy (event->error);
  if (event->change != NULL)
    copy->change = sluice_change_copy (event->change);
  if (event->author != NULL)
    copy->author = sluice_author_copy (event->author);
  return copy;
}

/**
 * sluice_event_free:
 * @event: (transfer full): a copy of an event
 *
 * Frees what sluice_event_copy() has made.
 */
void
sluice_event_free (SluiceEvent *event)
{
  g_clear_pointer (&event->lane_object, sluice_lane_unref);
  g_clear_object (&event->node);
  g_clear_object (&event->target);
  g_free ((char *) event->action);
  g_free ((char *) event->text);
  sluice_value_clear (&event->value);
  sluice_value_clear (&event->sight);
  g_clear_error ((GError **) &event->error);
  g_clear_pointer ((SluiceChange **) &event->change, sluice_change_free);
  g_clear_pointer ((SluiceAuthor **) &event->author, sluice_author_free);
  g_free (event);
}

/**
 * sluice_event_to_json:
 * @event: an event
 *
 * Makes the JSON of an event: ids and addresses, no pointers; times in µs since the run started.
 *
 * Returns: (transfer full): an object
 */
JsonNode *
sluice_event_to_json (const SluiceEvent *event)
{
  g_auto (SluiceValue) value = SLUICE_VALUE_INIT;

  g_return_val_if_fail (event != NULL, NULL);

  value = sluice_event_to_value (event);
  return sluice_value_to_json_node (value);
}

/**
 * sluice_event_dup_lane:
 * @event: an event
 *
 * Gets the lane it happened in.
 *
 * Returns: (transfer full) (nullable): the lane; %NULL: in none
 */
SluiceLane *
sluice_event_dup_lane (const SluiceEvent *event)
{
  g_return_val_if_fail (event != NULL, NULL);

  return event->lane_object != NULL ? sluice_lane_ref (event->lane_object) : NULL;
}

/**
 * sluice_event_dup_error:
 * @event: an event
 *
 * Gets the error of an event that tells one.
 *
 * Returns: (transfer full) (nullable): the error; %NULL: none
 */
GError *
sluice_event_dup_error (const SluiceEvent *event)
{
  g_return_val_if_fail (event != NULL, NULL);

  return event->error != NULL ? g_error_copy (event->error) : NULL;
}
