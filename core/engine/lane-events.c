/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a lane tells. Nothing here is called unless somebody watches that type of event. */

#include "engine/call-private.h"
#include "engine/engine-private.h"
#include "engine/lane-private.h"
#include "engine/run-private.h"

void
sluice_lane_init_event (SluiceLane      *self,
                        SluiceEvent     *event,
                        SluiceEventType  type)
{
  SluiceVisit *visit = self->visit;

  memset (event, 0, sizeof *event);
  event->type = type;
  event->lane_object = self;
  event->lane = self->id;
  event->parent = sluice_lane_get_parent_id (self);
  event->depth = sluice_lane_get_whole_depth (self);
  event->phase = self->phase;
  event->item = self->index;
  event->lane_state = self->state;
  if (visit == NULL)
    return;
  event->node = visit->node;
  event->visit = visit->serial;
  event->attempt = visit->attempt;
  event->attempts = sluice_visit_get_settings (visit)->retries;
  event->item = visit->index;
  event->n_items = visit->batch != NULL ? (int) visit->batch->n_items : 0;
}

/* When the wait ends by itself; 0: nobody knows. */
static gint64
get_until (SluiceLane *self)
{
  gint64 due = self->open != NULL ? sluice_effect_get_due (self->open) : 0;

  if (due == 0 && sluice_timer_is_set (&self->timer))
    due = self->timer.due;
  return due != 0 ? due - self->run->started : 0;
}

void
sluice_lane_tell (SluiceLane      *self,
                  SluiceEventType  type)
{
  SluiceEvent event;
  g_autofree char *text = NULL;

  sluice_lane_init_event (self, &event, type);
  if (self->failure != NULL)
    event.error = self->failure->error;
  else
    event.action = self->action;
  if (type == SLUICE_EVENT_LANE_STATE)
    {
      event.text = text = sluice_lane_dup_waits_for (self);
      event.until = get_until (self);
    }
  else if (type == SLUICE_EVENT_LANE_STARTED)
    event.item = self->index;
  sluice_run_emit (self->run, &event);
}

void
sluice_lane_tell_phase (SluiceLane      *self,
                        SluiceEventType  type,
                        SluiceValue      value,
                        const GError    *error)
{
  SluiceEvent event;

  sluice_lane_init_event (self, &event, type);
  event.value = value;
  event.error = error;
  if (type == SLUICE_EVENT_PHASE_STARTED && self->phase == SLUICE_PHASE_WAIT)
    event.until = get_until (self);
  if (type == SLUICE_EVENT_PHASE_ENDED && self->phase == SLUICE_PHASE_POST)
    event.action = self->call->action != NULL ? self->call->action : sluice_value_get_string (value);
  sluice_run_emit (self->run, &event);
}

/* Visits begin and end where no code of a node has run since the phase before ended: nobody need look at the clock. */
static inline gint64
get_visit_time (SluiceRun       *run,
                SluiceEventType  type)
{
  const SluiceEngine *engine = run->engine;

  if (G_LIKELY (engine->event_time != 0 && !engine->is_stale))
    return engine->event_time - run->started;
  return sluice_run_get_event_time (run, type);
}

void
sluice_lane_tell_visit_on (SluiceLane      *self,
                           SluiceEventType  type)
{
  SluiceRun *run = self->run;

  if (run->tape != NULL && type == SLUICE_EVENT_VISIT_STARTED)
    run->tape->visit_started (self, get_visit_time (run, type), run->tape_data);
  else if (run->tape != NULL)
    run->tape->visit_ended (self, get_visit_time (run, type), run->tape_data);
  if (sluice_run_is_watched (run, type))
    sluice_lane_tell (self, type);
}

void
sluice_lane_tell_phase_end_on (SluiceLane   *self,
                               SluiceValue   value,
                               const GError *error)
{
  SluiceRun *run = self->run;

  if (run->tape != NULL)
    run->tape->phase_ended (self, self->phase, &value, error,
                            sluice_run_get_event_time (run, SLUICE_EVENT_PHASE_ENDED), run->tape_data);
  if (sluice_run_is_watched (run, SLUICE_EVENT_PHASE_ENDED))
    sluice_lane_tell_phase (self, SLUICE_EVENT_PHASE_ENDED, value, error);
}

/* A result that exec did not return, as if it ended with it. */
void
sluice_lane_tell_mocked (SluiceLane  *self,
                         SluiceValue  result)
{
  SluiceEvent event;
  SluiceRun *run = self->run;

  if (run->tape != NULL)
    run->tape->mocked (self, &result, sluice_run_get_event_time (run, SLUICE_EVENT_PHASE_ENDED), run->tape_data);
  if (!sluice_run_is_watched (self->run, SLUICE_EVENT_PHASE_ENDED))
    return;
  sluice_lane_init_event (self, &event, SLUICE_EVENT_PHASE_ENDED);
  event.phase = SLUICE_PHASE_EXEC;
  event.value = result;
  event.mocked = TRUE;
  sluice_run_emit (self->run, &event);
}

void
sluice_lane_tell_edge (SluiceLane *self,
                       SluiceNode *target)
{
  SluiceEvent event;

  sluice_lane_init_event (self, &event, SLUICE_EVENT_EDGE);
  event.target = target;
  event.action = self->action;
  sluice_run_emit (self->run, &event);
}

void
sluice_lane_tell_effect (SluiceLane      *self,
                         SluiceEventType  type,
                         SluiceEffect    *effect)
{
  SluiceEvent event;

  sluice_lane_init_event (self, &event, type);
  if (effect != NULL)
    {
      event.effect = effect->id;
      event.text = effect->type;
      event.value = type == SLUICE_EVENT_EFFECT_BEGAN ? effect->request : effect->result;
      event.error = effect->error;
      event.line = effect->line;
      event.until = sluice_effect_get_due (effect) != 0 ? sluice_effect_get_due (effect) - self->run->started : 0;
    }
  sluice_run_emit (self->run, &event);
}

void
sluice_lane_tell_queue (SluiceLane  *self,
                        SluiceQueue *queue,
                        const char  *what)
{
  SluiceEvent event;
  g_auto (SluiceValue) items = sluice_queue_dup_items (queue);

  sluice_lane_init_event (self, &event, SLUICE_EVENT_QUEUE);
  event.text = sluice_queue_get_name (queue);
  event.value = items;
  event.action = what;
  sluice_run_emit (self->run, &event);
}

void
sluice_lane_warn (SluiceLane *self,
                  SluiceNode *node,
                  const char *text)
{
  SluiceEvent event;

  if (!sluice_run_is_watched (self->run, SLUICE_EVENT_WARNING))
    return;
  sluice_lane_init_event (self, &event, SLUICE_EVENT_WARNING);
  event.node = node;
  event.text = text;
  sluice_run_emit (self->run, &event);
}

/* Rule T5, in the reference's words. */
void
sluice_lane_warn_no_edge (SluiceLane *self)
{
  const SluiceNodePrivate *settings = sluice_visit_get_settings (self->visit);
  g_autoptr (GString) text = NULL;

  if (!sluice_run_is_watched (self->run, SLUICE_EVENT_WARNING))
    return;
  text = g_string_new (NULL);
  g_string_printf (text, "Flow ends: '%s' not found in [", self->action != NULL ? self->action : "None");
  for (guint i = 0; i < settings->n_edges; i++)
    g_string_append_printf (text, "%s'%s'", i > 0 ? ", " : "", settings->edges[i].action);
  g_string_append_c (text, ']');
  sluice_lane_warn (self, self->visit->node, text->str);
}
