/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* An effect as other languages see it: with JsonNode trees in place of values. */

#include "base/json.h"
#include "engine/effect.h"
#include "engine/node.h"

/**
 * sluice_effect_dup_request_json: (rename-to sluice_effect_get_request)
 * @self: an effect
 *
 * Copies what is asked for.
 *
 * Returns: (transfer full): an object
 */
JsonNode *
sluice_effect_dup_request_json (SluiceEffect *self)
{
  return sluice_value_to_json_node (sluice_effect_get_request (self));
}

/**
 * sluice_effect_return_json: (rename-to sluice_effect_return_value)
 * @self: an effect
 * @value: (nullable): its result; %NULL: null
 *
 * Ends an effect. One that has no JSON form, such as NaN, ends it with a #SluiceJsonError. Does
 * nothing when the result is no longer wanted.
 */
void
sluice_effect_return_json (SluiceEffect *self,
                           JsonNode     *value)
{
  SluiceValue taken = SLUICE_VALUE_INIT;
  GError *error = NULL;

  if (value == NULL || sluice_value_from_json_node (value, &taken, &error))
    {
      sluice_effect_return_value (self, taken);
      return;
    }
  g_prefix_error (&error, "The effect “%s” of “%s” gave what JSON can't hold: ",
                  sluice_effect_get_effect_type (self),
                  sluice_node_get_title (sluice_effect_get_node (self)));
  sluice_effect_return_error (self, error);
}

/**
 * sluice_effect_dup_lane: (rename-to sluice_effect_get_lane)
 * @self: an effect
 *
 * Gets the lane that waits for the effect.
 *
 * Returns: (transfer full) (nullable): the lane; %NULL once it does not wait any more
 */
SluiceLane *
sluice_effect_dup_lane (SluiceEffect *self)
{
  SluiceLane *lane = sluice_effect_get_lane (self);

  return lane != NULL ? sluice_lane_ref (lane) : NULL;
}
