/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "base/pointer.h"
#include "engine/types.h"
#include "store/store.h"

G_BEGIN_DECLS

/* Everything that happens in a run is one typed event in one stream (architecture.md, decision
 * 4). An event and all it points to are valid during the callback only. */

typedef enum
{
  SLUICE_EVENT_RUN_STARTED,   /* value: the store's root */
  SLUICE_EVENT_RUN_STATE,     /* state */
  SLUICE_EVENT_RUN_ENDED,     /* state, action (of the last root lane) or error */
  SLUICE_EVENT_LANE_STARTED,  /* parent (0: a root lane), node: the flow it runs, item */
  SLUICE_EVENT_LANE_STATE,    /* lane_state, text (what it waits for), until */
  SLUICE_EVENT_LANE_ENDED,    /* action or error */
  SLUICE_EVENT_VISIT_STARTED, /* node, depth */
  SLUICE_EVENT_VISIT_ENDED,   /* node, action or error */
  SLUICE_EVENT_PHASE_STARTED, /* phase, attempt, attempts, item, n_items; WAIT: until */
  SLUICE_EVENT_PHASE_ENDED,   /* phase, attempt, item, value or error, mocked; WAIT: nothing more */
  SLUICE_EVENT_EDGE,          /* node → target under action; target NULL: the flow ends here */
  SLUICE_EVENT_EFFECT_BEGAN,  /* effect, text (its type), value (its request) */
  SLUICE_EVENT_EFFECT_ENDED,  /* effect, text, value or error */
  SLUICE_EVENT_HELD,          /* effect or 0: a result that arrived while the run is stopped */
  SLUICE_EVENT_PATCH,         /* change, author */
  SLUICE_EVENT_QUEUE,         /* text: its name, value: its items, action: "put", "get", "wait", "leave" */
  SLUICE_EVENT_LOG,           /* text: level, value */
  SLUICE_EVENT_WARNING,       /* text */
  SLUICE_EVENT_STOP,          /* text: why, in words, action: in one ("breakpoint"), phase, line,
                               * value: of a breakpoint; from the debugger */
  SLUICE_EVENT_PROGRESS,      /* effect, text (its type), value: what came of it since the last */
} SluiceEventType;

#define SLUICE_N_EVENTS         (SLUICE_EVENT_PROGRESS + 1)
#define SLUICE_EVENT_MASK(type) (1u << (type))
#define SLUICE_EVENT_MASK_ALL   ((1u << SLUICE_N_EVENTS) - 1)

typedef struct
{
  SluiceEventType     type;
  guint64             serial; /* in the run, from 1; counted only for events somebody watches */
  gint64              time;   /* µs since the run started */
  /*< private >*/
  SluiceLane         *lane_object; /* sluice_event_dup_lane() */
  /*< public >*/
  guint32             lane;   /* from 1; 0: none */
  guint32             parent;
  guint64             visit;  /* from 1 in the run; 0: none */
  guint32             depth;  /* flows around the visit: 0 for a root flow's own, 1 for its nodes */
  SluiceNode         *node;
  SluiceNode         *target;
  SluicePhase         phase;
  int                 attempt;  /* from 0 */
  int                 attempts; /* r */
  int                 item;     /* -1: none */
  int                 n_items;
  const char         *action;
  const char         *text;
  SluiceValue         value;  /* borrowed */
  /*< private >*/
  const GError       *error; /* sluice_event_dup_error() */
  /*< public >*/
  const SluiceChange *change;
  const SluiceAuthor *author;
  guint64             effect;
  SluiceRunState      state;
  SluiceLaneState     lane_state;
  gint64              until;  /* µs since the run started; 0: open-ended */
  gboolean            mocked; /* PHASE_ENDED of exec: a pin or a person gave its value */
  guint               line;   /* of a script, from 1; 0: none */
  /*< private >*/
  SluiceValue         sight;  /* STOP: an object of what can be named there; borrowed */
} SluiceEvent;

#define SLUICE_TYPE_EVENT (sluice_event_get_type ())
GType        sluice_event_get_type  (void) G_GNUC_CONST;
/* For who keeps an event: a copy owns all it points to. */
SluiceEvent *sluice_event_copy      (const SluiceEvent *event);
void         sluice_event_free      (SluiceEvent       *event);
SluiceLane  *sluice_event_dup_lane  (const SluiceEvent *event);
GError      *sluice_event_dup_error (const SluiceEvent *event);

typedef void (*SluiceEventFunc) (SluiceRun         *run,
                                 const SluiceEvent *event,
                                 gpointer           user_data);

const char *sluice_event_type_name (SluiceEventType type); /* "visit-started" … */
/* The event as a JSON object, for traces: only what its type has, ids and addresses, no pointers. */
SluiceValue sluice_event_to_value  (const SluiceEvent *event);
JsonNode   *sluice_event_to_json   (const SluiceEvent *event); /* for other languages */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SluiceEvent, sluice_event_free)

G_END_DECLS
