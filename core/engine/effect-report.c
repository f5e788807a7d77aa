/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is known of an effect before it ends: pieces of its result, and how it may be ended early. */

#include "engine/effect.h"

#include "engine/call-private.h"
#include "engine/lane-private.h"
#include "engine/run-private.h"

/**
 * SluiceEffectStopFunc:
 * @effect: an effect that is open
 * @user_data: what was set with it
 *
 * Ends an effect with what it has, because a person wants no more.
 */

typedef struct
{
  SluiceEffect         *effect; /* borrowed: its performer takes the entry back */
  SluiceEffectStopFunc  func;
  gpointer              user_data;
} Stop;

/**
 * sluice_effect_report: (skip)
 * @self: an effect that is open
 * @take: (transfer full): what came of its result since the last report
 *
 * Tells who watches the run. Records and replays know nothing of it: they have the whole result.
 */
void
sluice_effect_report (SluiceEffect *self,
                      SluiceValue   take)
{
  SluiceLane *lane = sluice_effect_get_lane (self);
  SluiceEvent event;

  if (lane != NULL && self->state == SLUICE_EFFECT_OPEN && sluice_run_is_watched (lane->run, SLUICE_EVENT_PROGRESS))
    {
      sluice_lane_init_event (lane, &event, SLUICE_EVENT_PROGRESS);
      event.effect = self->id;
      event.text = self->type;
      event.value = take;
      sluice_run_emit (lane->run, &event);
    }
  sluice_value_unref (take);
}

/**
 * sluice_effect_set_waits_for:
 * @self: an effect
 * @text: (nullable): what its performer waits for before it begins: "its turn with example.org"; %NULL: it has begun
 *
 * Says why nothing has been done for an effect yet. Whoever watches the lane is told anew what that waits for.
 */
void
sluice_effect_set_waits_for (SluiceEffect *self,
                             const char   *text)
{
  SluiceLane *lane = sluice_effect_get_lane (self);

  if (lane == NULL || self->state != SLUICE_EFFECT_OPEN || g_strcmp0 (text, self->waits) == 0)
    return;
  g_free (self->waits);
  self->waits = g_strdup (text);
  if (lane->state == SLUICE_LANE_IN_FLIGHT && sluice_run_is_watched (lane->run, SLUICE_EVENT_LANE_STATE))
    sluice_lane_tell (lane, SLUICE_EVENT_LANE_STATE);
}

/**
 * sluice_effect_set_stop_func: (skip)
 * @self: an effect
 * @func: (nullable): ends it with what it has; %NULL takes back what was set
 * @user_data: for @func
 *
 * Lets a person end an effect early. The performer takes it back before it lets the effect go.
 */
void
sluice_effect_set_stop_func (SluiceEffect         *self,
                             SluiceEffectStopFunc  func,
                             gpointer              user_data)
{
  SluiceRun *run = sluice_effect_get_run (self);
  Stop *stop;

  if (func == NULL)
    {
      if (run->stops != NULL)
        g_hash_table_remove (run->stops, &self->id);
      return;
    }
  if (run->stops == NULL)
    run->stops = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, g_free);
  stop = g_new (Stop, 1);
  *stop = (Stop) { self, func, user_data };
  g_hash_table_replace (run->stops, &self->id, stop);
}

/**
 * sluice_run_stop_effect:
 * @self: a run
 * @effect: the number of an effect
 *
 * Ends an open effect with what it has, as a model's answer that has said enough.
 *
 * Returns: whether there was such an effect, and its performer can do that
 */
gboolean
sluice_run_stop_effect (SluiceRun *self,
                        guint64    effect)
{
  Stop *found;
  Stop stop;

  g_return_val_if_fail (SLUICE_IS_RUN (self), FALSE);

  found = self->stops != NULL ? g_hash_table_lookup (self->stops, &effect) : NULL;
  if (found == NULL || found->effect->state != SLUICE_EFFECT_OPEN)
    return FALSE;
  stop = *found;
  stop.func (stop.effect, stop.user_data);
  return TRUE;
}
