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
