/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Events as text: their names, and the JSON a trace is made of. A table says what each type has,
 * so that every event of one type has the same members. */

#include "engine/event.h"

#include "engine/node.h"

enum
{
  HAS_NODE   = 1 << 0,
  HAS_PHASE  = 1 << 1,
  HAS_ITEM   = 1 << 2,
  HAS_ACTION = 1 << 3,
  HAS_TEXT   = 1 << 4,
  HAS_VALUE  = 1 << 5,
  HAS_ERROR  = 1 << 6, /* only when there is one */
  HAS_EFFECT = 1 << 7,
  HAS_STATE  = 1 << 8,
  HAS_LANE_STATE = 1 << 9,
  HAS_UNTIL  = 1 << 10, /* only when it is known */
  HAS_PARENT = 1 << 11,
  HAS_TARGET = 1 << 12,
  HAS_CHANGE = 1 << 13,
  HAS_STOP   = 1 << 14, /* its reason, with a phase, a line and a breakpoint only when there are such */
};

static const struct
{
  const char *name;
  guint       has;
} types[SLUICE_N_EVENTS] = {
  [SLUICE_EVENT_RUN_STARTED]   = { "run-started", HAS_VALUE },
  [SLUICE_EVENT_RUN_STATE]     = { "run-state", HAS_STATE },
  [SLUICE_EVENT_RUN_ENDED]     = { "run-ended", HAS_STATE | HAS_ACTION | HAS_ERROR | HAS_NODE },
  [SLUICE_EVENT_LANE_STARTED]  = { "lane-started", HAS_PARENT | HAS_NODE | HAS_ITEM },
  [SLUICE_EVENT_LANE_STATE]    = { "lane-state", HAS_LANE_STATE | HAS_NODE | HAS_TEXT | HAS_UNTIL },
  [SLUICE_EVENT_LANE_ENDED]    = { "lane-ended", HAS_ACTION | HAS_ERROR },
  [SLUICE_EVENT_VISIT_STARTED] = { "visit-started", HAS_NODE },
  [SLUICE_EVENT_VISIT_ENDED]   = { "visit-ended", HAS_NODE | HAS_ACTION | HAS_ERROR },
  [SLUICE_EVENT_PHASE_STARTED] = { "phase-started", HAS_NODE | HAS_PHASE | HAS_ITEM | HAS_UNTIL },
  [SLUICE_EVENT_PHASE_ENDED]   = { "phase-ended", HAS_NODE | HAS_PHASE | HAS_ITEM | HAS_VALUE | HAS_ERROR },
  [SLUICE_EVENT_EDGE]          = { "edge", HAS_NODE | HAS_TARGET | HAS_ACTION },
  [SLUICE_EVENT_EFFECT_BEGAN]  = { "effect-began", HAS_NODE | HAS_EFFECT | HAS_TEXT | HAS_VALUE },
  [SLUICE_EVENT_EFFECT_ENDED]  = { "effect-ended", HAS_NODE | HAS_EFFECT | HAS_TEXT | HAS_VALUE | HAS_ERROR },
  [SLUICE_EVENT_HELD]          = { "held", HAS_NODE | HAS_EFFECT | HAS_TEXT },
  [SLUICE_EVENT_PATCH]         = { "patch", HAS_NODE | HAS_CHANGE | HAS_PHASE },
  [SLUICE_EVENT_QUEUE]         = { "queue", HAS_NODE | HAS_TEXT | HAS_VALUE | HAS_ACTION },
  [SLUICE_EVENT_LOG]           = { "log", HAS_NODE | HAS_TEXT | HAS_VALUE },
  [SLUICE_EVENT_WARNING]       = { "warning", HAS_NODE | HAS_TEXT },
  [SLUICE_EVENT_STOP]          = { "stop", HAS_NODE | HAS_TEXT | HAS_STOP },
  [SLUICE_EVENT_PROGRESS]      = { "progress", HAS_NODE | HAS_EFFECT | HAS_TEXT | HAS_VALUE },
};

/**
 * sluice_event_type_name:
 * @type: a type of event
 *
 * Returns: (transfer none): its name in traces: "visit-started"
 */
const char *
sluice_event_type_name (SluiceEventType type)
{
  g_return_val_if_fail (type < SLUICE_N_EVENTS, NULL);

  return types[type].name;
}

static void
set_string (SluiceValue *object,
            const char  *key,
            const char  *text)
{
  sluice_value_set_member (object, key, text != NULL ? sluice_value_string (text) : sluice_value_null ());
}

static void
set_integer (SluiceValue *object,
             const char  *key,
             gint64       number)
{
  sluice_value_set_member (object, key, sluice_value_integer (number));
}

/* A node by its address in the document, else by its id, else by its title. */
static void
set_node (SluiceValue *object,
          const char  *key,
          SluiceNode  *node)
{
  const char *name = NULL;

  if (node != NULL)
    {
      name = sluice_node_get_address (node);
      if (name == NULL)
        name = sluice_node_get_id (node);
      if (name == NULL)
        name = sluice_node_get_title (node);
    }
  set_string (object, key, name);
}

static void
set_error (SluiceValue  *object,
           const GError *error)
{
  SluiceValue value;

  if (error == NULL)
    return;
  value = sluice_value_object ();
  set_string (&value, "domain", g_quark_to_string (error->domain));
  set_integer (&value, "code", error->code);
  set_string (&value, "message", error->message);
  sluice_value_set_member (object, "error", value);
}

/* As JSON Patch (RFC 6902) writes it, with what was there. */
static void
set_change (SluiceValue        *object,
            const SluiceChange *change)
{
  static const char * const ops[] = { "add", "replace", "remove" };

  set_string (object, "op", ops[change->type]);
  set_string (object, "path", change->pointer);
  if (change->type != SLUICE_CHANGE_REMOVE)
    sluice_value_set_member (object, "value", sluice_value_ref (change->value));
  if (change->type != SLUICE_CHANGE_ADD)
    sluice_value_set_member (object, "old", sluice_value_ref (change->old_value));
}

static void
set_phase (SluiceValue       *object,
           const SluiceEvent *event)
{
  set_string (object, "phase", sluice_phase_name (event->phase));
  if (event->phase != SLUICE_PHASE_EXEC && event->phase != SLUICE_PHASE_WAIT && event->phase != SLUICE_PHASE_FALLBACK)
    return;
  if (event->type == SLUICE_EVENT_PATCH)
    return;
  set_integer (object, "attempt", event->attempt);
  set_integer (object, "attempts", event->attempts);
}

static void
set_lane_members (SluiceValue       *object,
                  const SluiceEvent *event,
                  guint              has)
{
  if (has & HAS_PARENT)
    set_integer (object, "parent", event->parent);
  if ((has & HAS_NODE) && (event->node != NULL || event->lane != 0))
    set_node (object, "node", event->node);
  if (has & HAS_TARGET)
    set_node (object, "target", event->target);
  if (has & HAS_PHASE)
    set_phase (object, event);
  if ((has & HAS_ITEM) && event->item >= 0)
    set_integer (object, "item", event->item);
  if ((has & HAS_ITEM) && event->n_items > 0)
    set_integer (object, "items", event->n_items);
}

static void
set_stop (SluiceValue       *object,
          const SluiceEvent *event)
{
  set_string (object, "reason", event->action);
  if (event->phase != SLUICE_PHASE_NONE)
    set_string (object, "phase", sluice_phase_name (event->phase));
  if (event->line != 0)
    set_integer (object, "line", event->line);
  if (!SLUICE_VALUE_IS_NULL (event->value))
    sluice_value_set_member (object, "breakpoint", sluice_value_ref (event->value));
}

/**
 * sluice_event_to_value: (skip)
 * @event: an event
 *
 * Makes the JSON of an event: ids and addresses, no pointers; times in µs since the run started.
 *
 * Returns: (transfer full): an object
 */
SluiceValue
sluice_event_to_value (const SluiceEvent *event)
{
  SluiceValue object = sluice_value_object ();
  guint has = types[event->type].has;

  set_string (&object, "event", types[event->type].name);
  set_integer (&object, "serial", event->serial);
  set_integer (&object, "time", event->time);
  if (event->lane != 0)
    set_integer (&object, "lane", event->lane);
  if (event->visit != 0)
    set_integer (&object, "visit", event->visit);
  set_lane_members (&object, event, has);
  if (has & HAS_STATE)
    set_string (&object, "state", sluice_run_state_name (event->state));
  if (has & HAS_LANE_STATE)
    set_string (&object, "state", sluice_lane_state_name (event->lane_state));
  if (has & HAS_EFFECT)
    set_integer (&object, "effect", event->effect);
  if ((has & HAS_TEXT) && event->text != NULL)
    set_string (&object, "text", event->text);
  if ((has & HAS_ACTION) && event->error == NULL)
    set_string (&object, "action", event->action);
  if (has & HAS_STOP)
    set_stop (&object, event);
  if ((has & HAS_UNTIL) && event->until != 0)
    set_integer (&object, "until", event->until);
  if (event->mocked)
    sluice_value_set_member (&object, "mocked", sluice_value_boolean (TRUE));
  if ((has & HAS_VALUE) && event->error == NULL)
    sluice_value_set_member (&object, "value", sluice_value_ref (event->value));
  if ((has & HAS_CHANGE) && event->change != NULL)
    set_change (&object, event->change);
  if ((has & HAS_CHANGE) && event->author != NULL && event->author->person)
    sluice_value_set_member (&object, "person", sluice_value_boolean (TRUE));
  if (has & HAS_ERROR)
    set_error (&object, event->error);
  return object;
}
