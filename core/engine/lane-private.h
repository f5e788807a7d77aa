/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "engine/call.h"
#include "engine/effect.h"
#include "engine/node-private.h"
#include "engine/run.h"
#include "engine/timers.h"

G_BEGIN_DECLS

/* A lane: one sequential line of execution, as an iterative state machine. Its visits are a
 * stack, innermost first; a flow's visit stays on it while its nodes are visited, so nesting
 * takes memory but no C stack. The step says what comes next. */

#define SLUICE_MAX_DEPTH 10000 /* rule F3 */

typedef struct _SluiceVisit     SluiceVisit;
typedef struct _SluiceVisitData SluiceVisitData;
typedef struct _SluiceBatchWork SluiceBatchWork;

typedef enum
{
  SLUICE_STEP_VISIT,         /* a visit begins */
  SLUICE_STEP_PREP,
  SLUICE_STEP_PREP_DONE,
  SLUICE_STEP_EXEC,          /* an attempt */
  SLUICE_STEP_EXEC_DONE,
  SLUICE_STEP_WAIT,
  SLUICE_STEP_WAIT_DONE,
  SLUICE_STEP_FALLBACK,
  SLUICE_STEP_FALLBACK_DONE,
  SLUICE_STEP_ITEM_DONE,     /* the exec result of a node or of one item is there */
  SLUICE_STEP_JOINED,        /* the child lanes of a parallel batch are done */
  SLUICE_STEP_ENTRY,         /* a flow begins at its start */
  SLUICE_STEP_ENTRY_DONE,    /* no edge leads on in the flow */
  SLUICE_STEP_FRAME,         /* a flow's nodes are done */
  SLUICE_STEP_POST,
  SLUICE_STEP_POST_DONE,
  SLUICE_STEP_EDGE,
  SLUICE_STEP_FAIL,
  SLUICE_STEP_END,
} SluiceStep;

typedef enum
{
  SLUICE_ROLE_ROOT,
  SLUICE_ROLE_ITEM,  /* of a parallel batch node */
  SLUICE_ROLE_ENTRY, /* of a parallel batch flow */
} SluiceRole;

typedef enum
{
  SLUICE_TURN_WAITS, /* parked until something makes it ready */
  SLUICE_TURN_YIELDS,/* the slice is over: goes on first */
  SLUICE_TURN_ENDED, /* gone */
} SluiceTurn;

/* What a visit keeps for itself (rule C1); the lanes of its items share it. */
struct _SluiceVisitData
{
  guint          ref_count;
  gpointer       data;
  GDestroyNotify destroy;
};

/* Why a lane ends early. Few do: it is made when one does. */
typedef struct
{
  GError     *error; /* owned */
  SluiceNode *node;
  GError     *cause; /* owned: what a failed fallback was for, or NULL */
} SluiceFailure;

/* A batch under way; in parallel, the lanes of its items hold it too. */
struct _SluiceBatchWork
{
  guint          ref_count;
  guint          depth;     /* frames around the lanes of its items */
  SluiceLane    *parent;    /* borrowed; NULL once it goes on without them (rule G3) */
  SluiceValue    items;     /* owned array */
  SluiceValue    results;   /* owned array: in turn */
  SluiceValue   *slots;     /* owned values: in parallel, by index */
  guint          n_items;
  guint          next;      /* the first that has not begun */
  guint          n_running;
  SluiceFailure *failure;   /* owned: the first (rule G3) */
};

struct _SluiceVisit
{
  SluiceVisit       *up;       /* the flow's visit around this one */
  SluiceNode        *node;     /* borrowed: the run's flows hold it */
  guint64            serial;   /* in the run; 0: has not begun */

  SluiceValue        params;   /* owned: what its calls, and in a flow its nodes, see */
  SluiceValue        prep;     /* owned */
  SluiceValue        exec;     /* owned */
  GError            *error;    /* of the last attempt */
  SluiceVisitData   *data;
  SluiceBatchWork   *batch;    /* the first visit of an item's lane has none: its lane has */
  int                index;    /* of the item; -1: no batch */
  guint              attempt : 31;
  guint              begun : 1; /* its beginning was told, so its end is */
};

/* 100,000 of them may be alive at once: what few need is kept elsewhere. */
struct _SluiceLane
{
  SluiceRun       *run; /* borrowed */
  SluiceVisit     *visit;
  SluiceCall      *call; /* owned: of the phase under way */
  const char      *action; /* the last one; NULL: none. Interned, or own_action */
  char            *own_action; /* owned: one the node has no edge for */

  guint            ref_count; /* 1 while it is alive, and those who look at it */
  guint32          id;
  int              index;     /* of the item or entry */
  guint16          n_frames;  /* flows of this lane around the current visit: SLUICE_MAX_DEPTH at most */
  guint8           step;
  guint8           state;     /* a SluiceLaneState */
  guint8           phase;     /* a SluicePhase */
  guint8           is_ready;
  guint8           computing;
  guint8           late;      /* the call was returned after its phase function left */
  guint8           blocked;   /* counts in run->n_blocked */
  guint8           yields;    /* its phase asked for a turn of the main loop */
  guint8           role : 2;
  guint8           passes : 1;    /* the next boundary is not asked about */
  guint8           announced : 1; /* the held result was told */
  guint8           paused : 1;    /* the time limit's rest is in timer.due */

  SluiceTimer      timer;    /* the wait, or the time limit of the attempt */

  SluiceEffect    *open;     /* owned: not ended. The first one's prev is the last, here and below */
  SluiceEffect    *inbox;    /* owned: ended, not yet let through, in that order */

  SluiceFailure   *failure;  /* owned */
  SluiceBatchWork *work;     /* owned: the batch it is an item of */
  SluiceLane      *prev;     /* in the run, by id */
  SluiceLane      *next;
  SluiceLane      *ready_prev;
  SluiceLane      *ready_next;
};

/* lane.c */
SluiceTurn   sluice_lane_run            (SluiceLane      *self);
gboolean     sluice_lane_is_before_boundary (SluiceLane  *self);
/* Enters the flow of the current visit: its nodes see @params. FALSE: it has no start, or fails. */
gboolean     sluice_lane_enter          (SluiceLane      *self,
                                         SluiceValue      take_params);
void         sluice_lane_fail           (SluiceLane      *self,
                                         GError          *take_error);
SluiceFailure *sluice_failure_new       (GError          *take_error,
                                         SluiceNode      *node);
void         sluice_failure_free        (SluiceFailure   *self);
void         sluice_lane_clear_action   (SluiceLane      *self);
SluiceValue  sluice_lane_dup_action     (SluiceLane      *self);

/* lane-life.c: lanes and visits come and go. */
SluiceLane  *sluice_lane_new            (SluiceRun       *run,
                                         SluiceBatchWork *work,
                                         SluiceRole       role,
                                         int              index);
void         sluice_lane_free           (SluiceLane      *self);
void         sluice_lane_abort          (SluiceLane      *self,
                                         const GError    *error); /* with its children */
void         sluice_lane_abort_children (SluiceLane      *self,
                                         SluiceLane      *but,
                                         const GError    *error);
SluiceVisit *sluice_lane_push           (SluiceLane      *self,
                                         SluiceNode      *node,
                                         SluiceValue      params);
void         sluice_lane_pop            (SluiceLane      *self);
void         sluice_visit_reset         (SluiceVisit     *visit,
                                         SluiceNode      *node);

/* lane-wait.c: states, the gate, results that come later. */
void         sluice_lane_set_state      (SluiceLane      *self,
                                         SluiceLaneState  state);
void         sluice_lane_make_ready     (SluiceLane      *self);
gboolean     sluice_lane_ask_gate       (SluiceLane      *self,
                                         SluiceBoundary  *boundary); /* FALSE: held */
gboolean     sluice_lane_pass           (SluiceLane      *self,
                                         SluiceBoundaryType type,
                                         SluicePhase      phase);
void         sluice_lane_pause_limit    (SluiceLane      *self); /* of the attempt: it stands still */
void         sluice_lane_start_limit    (SluiceLane      *self);
gboolean     sluice_lane_await          (SluiceLane      *self); /* the phase function left unreturned */
gboolean     sluice_lane_resume         (SluiceLane      *self); /* FALSE: still waits */
void         sluice_lane_time_is_up     (SluiceLane      *self); /* of the attempt */
void         sluice_lane_announce       (SluiceLane      *self,
                                         SluiceEffect    *effect);

/* batch.c */
gboolean     sluice_lane_begin_batch    (SluiceLane      *self); /* FALSE: waits for child lanes */
void         sluice_lane_next_item      (SluiceLane      *self); /* takes the exec result of this one */
void         sluice_lane_next_entry     (SluiceLane      *self);
void         sluice_lane_joined         (SluiceLane      *self);
void         sluice_lane_report         (SluiceLane      *self); /* an ended child tells its parent */
void         sluice_batch_work_unref    (SluiceBatchWork *work);

/* pins.c */
gboolean     sluice_lane_use_pin        (SluiceLane      *self);

/* lane-events.c: all of it only when somebody watches. */
void         sluice_lane_init_event     (SluiceLane      *self,
                                         SluiceEvent     *event,
                                         SluiceEventType  type);
void         sluice_lane_tell           (SluiceLane      *self,
                                         SluiceEventType  type); /* lane and visit events */
void         sluice_lane_tell_phase     (SluiceLane      *self,
                                         SluiceEventType  type,
                                         SluiceValue      value,
                                         const GError    *error);
void         sluice_lane_tell_visit_on  (SluiceLane      *self, /* to the tape first */
                                         SluiceEventType  type);
void         sluice_lane_tell_phase_end_on (SluiceLane   *self,
                                         SluiceValue      value,
                                         const GError    *error);
void         sluice_lane_tell_mocked    (SluiceLane      *self,
                                         SluiceValue      result);
void         sluice_lane_tell_edge      (SluiceLane      *self,
                                         SluiceNode      *target);
void         sluice_lane_tell_effect    (SluiceLane      *self,
                                         SluiceEventType  type,
                                         SluiceEffect    *effect);
void         sluice_lane_tell_queue     (SluiceLane      *self,
                                         SluiceQueue     *queue,
                                         const char      *what);
void         sluice_lane_warn           (SluiceLane      *self,
                                         SluiceNode      *node,
                                         const char      *text);
void         sluice_lane_warn_no_edge   (SluiceLane      *self);

static inline SluiceNodePrivate *
sluice_visit_get_settings (const SluiceVisit *visit)
{
  return sluice_node_get_private (visit->node);
}

static inline SluiceLane *
sluice_lane_get_parent (const SluiceLane *self)
{
  return self->work != NULL ? self->work->parent : NULL;
}

/* Frames around the current visit, in this lane and those above it. */
static inline guint
sluice_lane_get_whole_depth (const SluiceLane *self)
{
  return self->n_frames + (self->work != NULL ? self->work->depth : 0);
}

/* What its current visit is about: the item of a batch, else the prep result. Borrowed. */
static inline SluiceValue
sluice_lane_get_item (const SluiceLane *self)
{
  const SluiceVisit *visit = self->visit;
  const SluiceBatchWork *work = visit->batch != NULL ? visit->batch : self->work;

  return visit->index < 0 ? visit->prep : sluice_value_get_element (work->items, visit->index);
}

static inline void
sluice_visit_data_unref (SluiceVisitData *data)
{
  if (--data->ref_count > 0)
    return;
  if (data->destroy != NULL)
    data->destroy (data->data);
  g_free (data);
}

G_END_DECLS
