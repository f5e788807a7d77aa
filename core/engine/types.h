/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

#include "base/value.h"

G_BEGIN_DECLS

typedef struct _SluiceEngine SluiceEngine;
typedef struct _SluiceRun    SluiceRun;
typedef struct _SluiceNode   SluiceNode;
typedef struct _SluiceFlow   SluiceFlow;
typedef struct _SluiceLane   SluiceLane; /* valid while it is alive; referenced, for longer */
typedef struct _SluiceCall   SluiceCall;
typedef struct _SluiceEffect SluiceEffect;

#define SLUICE_ENGINE_ERROR (sluice_engine_error_quark ())
GQuark sluice_engine_error_quark (void);

typedef enum
{
  SLUICE_ENGINE_ERROR_FAILED,        /* a node says it failed, with no better code */
  SLUICE_ENGINE_ERROR_NOT_RETURNED,  /* a call was dropped without a return */
  SLUICE_ENGINE_ERROR_TWICE,         /* a call was returned twice */
  SLUICE_ENGINE_ERROR_PHASE,         /* e.g. the store asked for in exec, an action returned by exec */
  SLUICE_ENGINE_ERROR_BATCH_ITEMS,   /* rule B3, BF2: not a list of what the batch takes */
  SLUICE_ENGINE_ERROR_USE_ASYNC,     /* rules A2, A7: "Use run_async." */
  SLUICE_ENGINE_ERROR_ASYNC_IN_PLAIN,/* rule A5 */
  SLUICE_ENGINE_ERROR_TOO_DEEP,      /* rule F3 */
  SLUICE_ENGINE_ERROR_DEADLOCK,      /* rule Q2; the message says who waits for what */
  SLUICE_ENGINE_ERROR_TIMEOUT,       /* a node's timeout, a run's time limit */
  SLUICE_ENGINE_ERROR_VISITS,        /* a run's visit limit */
  SLUICE_ENGINE_ERROR_CANCELLED,
  SLUICE_ENGINE_ERROR_NO_PERFORMER,  /* nobody performs effects of that type here */
  SLUICE_ENGINE_ERROR_NO_ANSWER,     /* a person is needed and none is there */
  SLUICE_ENGINE_ERROR_BAD_ANSWER,    /* an answer that the prompt does not take */
} SluiceEngineError;

typedef enum
{
  SLUICE_PHASE_NONE,
  SLUICE_PHASE_PREP,
  SLUICE_PHASE_EXEC,
  SLUICE_PHASE_WAIT, /* between attempts */
  SLUICE_PHASE_FALLBACK,
  SLUICE_PHASE_POST,
} SluicePhase;

typedef enum
{
  SLUICE_BATCH_NONE,
  SLUICE_BATCH_EACH,
  SLUICE_BATCH_PARALLEL,
} SluiceBatch;

typedef enum
{
  SLUICE_ON_ERROR_LET_RUN,        /* rule G3, as the reference */
  SLUICE_ON_ERROR_CANCEL_SIBLINGS,
} SluiceOnError;

typedef enum
{
  SLUICE_RUN_READY,
  SLUICE_RUN_RUNNING, /* waiting is running with nothing runnable */
  SLUICE_RUN_STOPPED, /* a gate holds it */
  SLUICE_RUN_FINISHED,
  SLUICE_RUN_FAILED,
  SLUICE_RUN_CANCELLED,
} SluiceRunState;

typedef enum
{
  SLUICE_LANE_RUNNABLE,
  SLUICE_LANE_COMPUTING,
  SLUICE_LANE_IN_FLIGHT, /* a phase or effect is out */
  SLUICE_LANE_HELD,      /* a gate holds it at a boundary */
  SLUICE_LANE_SLEEPING,  /* between attempts, or in a sleep effect */
  SLUICE_LANE_PERSON,    /* waits for a person */
  SLUICE_LANE_QUEUE,     /* waits for a queue */
  SLUICE_LANE_JOINED,    /* waits for its child lanes */
  SLUICE_LANE_ENDED,
} SluiceLaneState;

#define SLUICE_TYPE_ENGINE_ERROR (sluice_engine_error_get_type ())
#define SLUICE_TYPE_BATCH        (sluice_batch_get_type ())
#define SLUICE_TYPE_ON_ERROR     (sluice_on_error_get_type ())
GType       sluice_engine_error_get_type (void) G_GNUC_CONST;
GType       sluice_batch_get_type    (void) G_GNUC_CONST;
GType       sluice_on_error_get_type (void) G_GNUC_CONST;

/* Who keeps a reference of a lane sees it as ended, with no node and no visit, when it has gone. */
#define SLUICE_TYPE_LANE (sluice_lane_get_type ())
GType       sluice_lane_get_type     (void) G_GNUC_CONST;
SluiceLane *sluice_lane_ref          (SluiceLane *self);
void        sluice_lane_unref        (SluiceLane *self);

const char *sluice_phase_name      (SluicePhase     phase); /* "prep" … */
const char *sluice_run_state_name  (SluiceRunState  state);
const char *sluice_lane_state_name (SluiceLaneState state);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SluiceLane, sluice_lane_unref)

G_END_DECLS
