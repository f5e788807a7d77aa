/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The store as other languages see it: with JsonNode trees in place of values. */

#include "base/json.h"
#include "store/store.h"

/**
 * sluice_store_new_json:
 * @root: an object
 * @error: return location for a #SluiceJsonError or #SluiceStoreError
 *
 * Makes a store that begins as @root, which counts as no change.
 *
 * Returns: (transfer full): the store; %NULL with an error if @root is no object, or has no JSON form
 */
SluiceStore *
sluice_store_new_json (JsonNode  *root,
                       GError   **error)
{
  g_auto (SluiceValue) value = SLUICE_VALUE_INIT;

  if (!sluice_value_from_json_node (root, &value, error))
    return NULL;
  if (!SLUICE_VALUE_IS_OBJECT (value))
    {
      g_set_error (error, SLUICE_STORE_ERROR, SLUICE_STORE_ERROR_ROOT,
                   "The root of a store must be an object, not %s",
                   sluice_value_type_name (sluice_value_get_value_type (value)));
      return NULL;
    }
  return sluice_store_new_take (sluice_value_steal (&value));
}

/**
 * sluice_store_dup_root_json: (rename-to sluice_store_get_root)
 * @self: a store
 *
 * Copies the whole store.
 *
 * Returns: (transfer full): the root, an object
 */
JsonNode *
sluice_store_dup_root_json (SluiceStore *self)
{
  g_return_val_if_fail (SLUICE_IS_STORE (self), NULL);

  return sluice_value_to_json_node (sluice_store_get_root (self));
}

/**
 * sluice_store_set_root_json: (rename-to sluice_store_set_root)
 * @self: a store
 * @root: an object
 * @error: return location for a #SluiceJsonError or #SluiceStoreError
 *
 * Replaces the whole store: one change at the pointer "".
 *
 * Returns: %FALSE with an error if @root is no object, or has no JSON form
 */
gboolean
sluice_store_set_root_json (SluiceStore  *self,
                            JsonNode     *root,
                            GError      **error)
{
  return sluice_store_change_json (self, SLUICE_CHANGE_REPLACE, "", root, error);
}

/**
 * sluice_store_dup_json: (rename-to sluice_store_get)
 * @self: a store
 * @key: a key of the root
 *
 * Copies the value of a key.
 *
 * Returns: (transfer full): its value, null if it is absent
 */
JsonNode *
sluice_store_dup_json (SluiceStore *self,
                       const char  *key)
{
  g_return_val_if_fail (SLUICE_IS_STORE (self), NULL);
  g_return_val_if_fail (key != NULL, NULL);

  return sluice_value_to_json_node (sluice_store_get (self, key));
}

/**
 * sluice_store_set_json: (rename-to sluice_store_set)
 * @self: a store
 * @key: a key of the root
 * @value: (nullable): its new value; %NULL: null
 * @error: return location for a #SluiceJsonError
 *
 * Sets a key of the root; a key that is there keeps its place in the order.
 *
 * Returns: %FALSE with an error if @value has no JSON form
 */
gboolean
sluice_store_set_json (SluiceStore  *self,
                       const char   *key,
                       JsonNode     *value,
                       GError      **error)
{
  SluiceValue taken = SLUICE_VALUE_INIT;

  g_return_val_if_fail (SLUICE_IS_STORE (self), FALSE);
  g_return_val_if_fail (key != NULL, FALSE);

  if (value != NULL && !sluice_value_from_json_node (value, &taken, error))
    return FALSE;
  sluice_store_set (self, key, taken);
  return TRUE;
}

/**
 * sluice_store_lookup_json: (rename-to sluice_store_lookup)
 * @self: a store
 * @pointer: a JSON Pointer (RFC 6901)
 * @error: return location for a #SluicePointerError
 *
 * Copies the value at a place.
 *
 * Returns: (transfer full): the value; %NULL with an error if there is none at @pointer
 */
JsonNode *
sluice_store_lookup_json (SluiceStore  *self,
                          const char   *pointer,
                          GError      **error)
{
  SluiceValue value;

  g_return_val_if_fail (SLUICE_IS_STORE (self), NULL);
  g_return_val_if_fail (pointer != NULL, NULL);

  if (!sluice_store_lookup (self, pointer, &value, error))
    return NULL;
  return sluice_value_to_json_node (value);
}

/**
 * sluice_store_change_json: (rename-to sluice_store_change)
 * @self: a store
 * @type: what to do (RFC 6902)
 * @pointer: where (RFC 6901)
 * @value: (nullable): the new value; %NULL: null, as for a removal
 * @error: return location for a #SluicePointerError, #SluiceStoreError or #SluiceJsonError
 *
 * Changes the store at a place. On an error nothing has changed.
 *
 * Returns: whether it was changed
 */
gboolean
sluice_store_change_json (SluiceStore       *self,
                          SluiceChangeType   type,
                          const char        *pointer,
                          JsonNode          *value,
                          GError           **error)
{
  SluiceValue taken = SLUICE_VALUE_INIT;

  g_return_val_if_fail (SLUICE_IS_STORE (self), FALSE);
  g_return_val_if_fail (pointer != NULL, FALSE);

  if (value != NULL && !sluice_value_from_json_node (value, &taken, error))
    return FALSE;
  return sluice_store_change (self, type, pointer, taken, error);
}

/* Places */

typedef struct
{
  SluiceStorePlaceFunc func;
  gpointer             user_data;
  GDestroyNotify       destroy;
} Subscriber;

static void
subscriber_free (gpointer data)
{
  Subscriber *self = data;

  if (self->destroy != NULL)
    self->destroy (self->user_data);
  g_free (self);
}

static void
notice_cb (SluiceStore             *store,
           const SluiceStoreNotice *notice,
           gpointer                 user_data)
{
  Subscriber *self = user_data;
  g_autoptr (JsonNode) old_value = notice->had ? sluice_value_to_json_node (notice->old_value) : NULL;
  g_autoptr (JsonNode) value = notice->has ? sluice_value_to_json_node (notice->value) : NULL;

  self->func (store, notice->pointer, old_value, value, notice->author, notice->version, self->user_data);
}

/**
 * SluiceStorePlaceFunc:
 * @store: the store
 * @pointer: the place, as it was subscribed
 * @old_value: (nullable): what was there; %NULL: nothing
 * @value: (nullable): what is there; %NULL: nothing
 * @author: who changed it
 * @version: the number of the change, from 1
 * @user_data: what was given with it
 *
 * Is told of a change that touches a place. It may subscribe and unsubscribe, itself too, but must
 * not change the store.
 */

/**
 * sluice_store_subscribe_json: (rename-to sluice_store_subscribe)
 * @self: a store
 * @pointer: a place (RFC 6901); nothing need be there
 * @func: (scope notified) (closure user_data) (destroy destroy): called after each change that touches
 *   the place
 * @user_data: for @func
 * @destroy: (nullable): frees @user_data, also on an error
 * @error: return location for %SLUICE_POINTER_ERROR_SYNTAX
 *
 * Has the changes of one place told: those at the place and below it, and those around it that gave
 * the place another value. Subscribers are told in the order in which they subscribed.
 *
 * Returns: an id for sluice_store_unsubscribe(), 0 with an error
 */
guint
sluice_store_subscribe_json (SluiceStore           *self,
                             const char            *pointer,
                             SluiceStorePlaceFunc   func,
                             gpointer               user_data,
                             GDestroyNotify         destroy,
                             GError               **error)
{
  Subscriber *subscriber;

  g_return_val_if_fail (SLUICE_IS_STORE (self), 0);
  g_return_val_if_fail (pointer != NULL && func != NULL, 0);

  subscriber = g_new (Subscriber, 1);
  *subscriber = (Subscriber) { func, user_data, destroy };
  return sluice_store_subscribe (self, pointer, notice_cb, subscriber, subscriber_free, error);
}
