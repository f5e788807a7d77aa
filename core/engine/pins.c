/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Pinned results: while a node has one, its exec is not called, nor are its items or the nodes in it.
 * prep and post are, so that what the flow makes of the result can be tried again and again. */

#include <stdlib.h>
#include <string.h>

#include "base/ids.h"
#include "engine/engine-private.h"
#include "engine/lane-private.h"
#include "engine/run-private.h"

static void
value_free (gpointer data)
{
  sluice_value_unref (*(SluiceValue *) data);
  g_free (data);
}

static void
tell_keeper (SluiceRun         *self,
             const char        *address,
             const SluiceValue *result)
{
  if (self->keeper != NULL && self->keeper->pinned != NULL)
    self->keeper->pinned (self, address, result, self->keeper_data);
}

/**
 * sluice_run_pin: (skip)
 * @self: a run, started or not
 * @address: the address of a node
 * @take_result: (transfer full): what its exec returns from now on
 *
 * Pins the result of a node: visits that come to exec from now on take it and do not call exec. Of a batch
 * it is the list of all results, of a flow the action it ends with. Visits that did so say in their event of
 * exec that it was mocked.
 */
void
sluice_run_pin (SluiceRun   *self,
                const char  *address,
                SluiceValue  take_result)
{
  SluiceValue *value;

  g_return_if_fail (SLUICE_IS_RUN (self));
  g_return_if_fail (address != NULL);

  if (self->pins == NULL)
    self->pins = g_hash_table_new_full (NULL, NULL, NULL, value_free);
  value = g_new (SluiceValue, 1);
  *value = take_result;
  g_hash_table_insert (self->pins, (gpointer) sluice_address_intern (address), value);
  tell_keeper (self, address, value);
}

/**
 * sluice_run_unpin:
 * @self: a run
 * @address: the address of a node
 *
 * Lets the exec of a node be called again.
 *
 * Returns: whether it had a pin
 */
gboolean
sluice_run_unpin (SluiceRun  *self,
                  const char *address)
{
  g_return_val_if_fail (SLUICE_IS_RUN (self), FALSE);
  g_return_val_if_fail (address != NULL, FALSE);

  if (self->pins == NULL || !g_hash_table_remove (self->pins, sluice_address_intern (address)))
    return FALSE;
  if (g_hash_table_size (self->pins) == 0)
    g_clear_pointer (&self->pins, g_hash_table_unref);
  tell_keeper (self, address, NULL);
  return TRUE;
}

static int
compare_texts (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char * const *) a, *(const char * const *) b);
}

/**
 * sluice_run_dup_pins: (skip)
 * @self: a run
 *
 * Returns: (transfer full): an object of pinned results, by address, sorted
 */
SluiceValue
sluice_run_dup_pins (SluiceRun *self)
{
  SluiceValue pins = sluice_value_object ();
  g_autofree gpointer *addresses = NULL;
  guint n;

  g_return_val_if_fail (SLUICE_IS_RUN (self), pins);

  if (self->pins == NULL)
    return pins;
  addresses = g_hash_table_get_keys_as_array (self->pins, &n);
  qsort (addresses, n, sizeof *addresses, compare_texts);
  for (guint i = 0; i < n; i++)
    sluice_value_set_member (&pins, addresses[i],
                             sluice_value_ref (*(SluiceValue *) g_hash_table_lookup (self->pins, addresses[i])));
  return pins;
}

/* A flow's result is its action. */
static void
end_flow (SluiceLane  *self,
          SluiceValue  result)
{
  sluice_lane_clear_action (self);
  if (SLUICE_VALUE_IS_STRING (result))
    self->action = self->own_action = g_strdup (sluice_value_get_string (result));
  self->step = SLUICE_STEP_FRAME;
}

/* The visit has its prep result. FALSE: its node has no pin. */
gboolean
sluice_lane_use_pin (SluiceLane *self)
{
  SluiceVisit *visit = self->visit;
  const char *address = sluice_node_get_address (visit->node);
  SluiceValue *pin = address != NULL ? g_hash_table_lookup (self->run->pins, address) : NULL;

  if (pin == NULL)
    return FALSE;
  self->phase = SLUICE_PHASE_EXEC;
  sluice_lane_tell_mocked (self, *pin);
  sluice_value_replace (&visit->exec, sluice_value_ref (*pin));
  self->step = SLUICE_STEP_POST;
  if (sluice_visit_get_settings (visit)->is_flow)
    end_flow (self, *pin);
  return TRUE;
}
