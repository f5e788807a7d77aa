/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The params of a node as other languages see them. */

#include "base/json.h"
#include "engine/node.h"

/**
 * sluice_node_dup_params_json: (rename-to sluice_node_get_params)
 * @self: a node
 *
 * Copies the node's own params.
 *
 * Returns: (transfer full): an object or null
 */
JsonNode *
sluice_node_dup_params_json (SluiceNode *self)
{
  g_return_val_if_fail (SLUICE_IS_NODE (self), NULL);

  return sluice_value_to_json_node (sluice_node_get_params (self));
}

/**
 * sluice_node_set_params_json: (rename-to sluice_node_set_params)
 * @self: a node
 * @params: (nullable): an object; %NULL or null: none
 * @error: return location for a #SluiceJsonError
 *
 * Sets the params calls see where the node runs alone or starts a run. In a flow the flow's
 * params take their place (rules P1, P3).
 *
 * Returns: %FALSE with an error if @params is no object, or has no JSON form
 */
gboolean
sluice_node_set_params_json (SluiceNode  *self,
                             JsonNode    *params,
                             GError     **error)
{
  g_auto (SluiceValue) taken = SLUICE_VALUE_INIT;

  g_return_val_if_fail (SLUICE_IS_NODE (self), FALSE);

  if (params != NULL && !sluice_value_from_json_node (params, &taken, error))
    return FALSE;
  if (!SLUICE_VALUE_IS_OBJECT (taken) && !SLUICE_VALUE_IS_NULL (taken))
    {
      g_set_error (error, SLUICE_JSON_ERROR, SLUICE_JSON_ERROR_VALUE,
                   "The params of “%s” must be an object, not %s", sluice_node_get_title (self),
                   sluice_value_type_name (sluice_value_get_value_type (taken)));
      return FALSE;
    }
  sluice_node_set_params (self, sluice_value_steal (&taken));
  return TRUE;
}
