/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A queue as other languages see it: with JsonNode trees in place of values. A node waits for a
 * queue with its call, so waiting is not among this. */

#include "base/json.h"
#include "store/queue.h"

/**
 * sluice_queue_dup_items_json: (rename-to sluice_queue_dup_items)
 * @self: a queue
 *
 * Copies what is in the queue.
 *
 * Returns: (transfer full): an array, the next item first
 */
JsonNode *
sluice_queue_dup_items_json (SluiceQueue *self)
{
  g_auto (SluiceValue) items = sluice_queue_dup_items (self);

  return sluice_value_to_json_node (items);
}

/**
 * sluice_queue_try_get_json: (rename-to sluice_queue_try_get)
 * @self: a queue
 *
 * Takes the next item if there is one.
 *
 * Returns: (transfer full) (nullable): the item; %NULL if there is none
 */
JsonNode *
sluice_queue_try_get_json (SluiceQueue *self)
{
  g_auto (SluiceValue) item = SLUICE_VALUE_INIT;

  if (!sluice_queue_try_get (self, &item))
    return NULL;
  return sluice_value_to_json_node (item);
}

/**
 * sluice_queue_try_put_json: (rename-to sluice_queue_try_put)
 * @self: a queue
 * @item: (nullable): the item; %NULL: null
 * @error: return location for a #SluiceJsonError
 *
 * Puts an item if there is room.
 *
 * Returns: whether there was; %FALSE with an error if @item has no JSON form
 */
gboolean
sluice_queue_try_put_json (SluiceQueue  *self,
                           JsonNode     *item,
                           GError      **error)
{
  SluiceValue taken = SLUICE_VALUE_INIT;

  if (item != NULL && !sluice_value_from_json_node (item, &taken, error))
    return FALSE;
  if (sluice_queue_try_put (self, taken))
    return TRUE;
  sluice_value_unref (taken);
  return FALSE;
}
