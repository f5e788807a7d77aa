/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "engine/call.h"
#include "engine/engine.h"
#include "engine/event.h"
#include "engine/flow.h"
#include "engine/types.h"
#include "store/queue.h"
#include "store/store.h"

G_BEGIN_DECLS

/* One execution: one store, its queues, one or more lanes. */

#define SLUICE_TYPE_RUN (sluice_run_get_type ())
G_DECLARE_FINAL_TYPE (SluiceRun, sluice_run, SLUICE, RUN, GObject)

/* Signal "ended" once, when it is finished, failed or cancelled and nothing of it is left. */

SluiceRun       *sluice_run_new            (SluiceEngine    *engine,
                                            SluiceStore     *store); /* NULL: an empty one */
SluiceEngine    *sluice_run_get_engine     (SluiceRun       *self);
SluiceStore     *sluice_run_get_store      (SluiceRun       *self);

/* Before the start. Each node or flow that is added becomes a root lane, in this order. */
void             sluice_run_add            (SluiceRun       *self,
                                            SluiceNode      *flow_or_node);
void             sluice_run_forget_flows   (SluiceRun       *self); /* once it has ended */
void             sluice_run_set_seed       (SluiceRun       *self,
                                            guint64          seed);
void             sluice_run_set_folder     (SluiceRun       *self,
                                            const char      *path); /* what relative files are relative to */
const char      *sluice_run_get_folder     (SluiceRun       *self);
void             sluice_run_set_max_visits (SluiceRun       *self,
                                            guint64          visits); /* 0: no limit */
void             sluice_run_set_time_limit (SluiceRun       *self,
                                            double           seconds); /* 0: no limit */

#define SLUICE_RUN_STORE_LIMIT (G_GUINT64_CONSTANT (512) * 1024 * 1024)
void             sluice_run_set_store_limit (SluiceRun      *self,
                                            guint64          bytes); /* 0: no limit */
guint64          sluice_run_get_store_limit (SluiceRun      *self);

/* Refuses what sluice_flow_check() refuses. The first lane takes its first step from the main loop. */
gboolean         sluice_run_start          (SluiceRun       *self,
                                            GError         **error);
void             sluice_run_cancel         (SluiceRun       *self); /* ends within one turn; "ended" follows */
/* Runs the engine's context until this run has ended. For main programs and tests. */
gboolean         sluice_run_join           (SluiceRun       *self,
                                            GError         **error); /* the run's own error */
/* Rule A2/A7: runs plain nodes and flows to the end here and now; refuses async ones. */
gboolean         sluice_run_sync           (SluiceRun       *self,
                                            GError         **error);

SluiceRunState   sluice_run_get_state      (SluiceRun       *self);
const GError    *sluice_run_get_error      (SluiceRun       *self);
const GError    *sluice_run_get_error_cause (SluiceRun      *self); /* what a failed fallback was for (rule N7) */
SluiceNode      *sluice_run_get_error_node (SluiceRun       *self); /* where it failed */
const char      *sluice_run_get_action     (SluiceRun       *self); /* of the last root lane; NULL: none */
guint64          sluice_run_get_n_visits   (SluiceRun       *self);

/* Lanes alive, oldest first. */
guint            sluice_run_get_n_lanes    (SluiceRun       *self);
SluiceLane      *sluice_run_get_lane       (SluiceRun       *self,
                                            guint            index);
SluiceLane      *sluice_run_find_lane      (SluiceRun       *self,
                                            guint32          id); /* NULL when it has ended */
guint32          sluice_lane_get_id        (SluiceLane      *lane);
guint32          sluice_lane_get_parent_id (SluiceLane      *lane);
SluiceLaneState  sluice_lane_get_state     (SluiceLane      *lane);
SluiceNode      *sluice_lane_get_node      (SluiceLane      *lane); /* the current visit's, innermost */
guint64          sluice_lane_get_visit     (SluiceLane      *lane);
SluicePhase      sluice_lane_get_phase     (SluiceLane      *lane);
guint            sluice_lane_get_depth     (SluiceLane      *lane); /* frames; 1 in a root flow */
SluiceNode      *sluice_lane_get_frame     (SluiceLane      *lane,
                                            guint            level); /* the flow of frame @level, 0 the outermost */
/* Where a lane is, from the innermost visit outwards, through the lanes above it. */
typedef struct
{
  SluiceLane  *lane;        /* whose visit it is */
  SluiceNode  *node;
  guint64      visit;       /* 0: it has not begun */
  SluiceValue  params;      /* borrowed */
  int          item;        /* of a batch, from 0; -1: none */
  int          n_items;
  gboolean     is_parallel; /* the items have lanes of their own */
  SluiceValue  value;       /* that item, borrowed */
} SluiceFrame;

typedef gboolean (*SluiceFrameFunc) (const SluiceFrame *frame,
                                     gpointer           user_data);

void             sluice_lane_foreach_frame (SluiceLane      *lane,
                                            SluiceFrameFunc  func,
                                            gpointer         user_data);
int              sluice_lane_get_item_place (SluiceLane     *lane, /* -1: of no parallel batch */
                                             int            *n_items);
char            *sluice_lane_dup_path      (SluiceLane      *lane); /* "main/order/pay" */
char            *sluice_lane_dup_waits_for (SluiceLane      *lane); /* in words, or NULL */
/* NULL: it waits for none */
SluiceQueue     *sluice_lane_get_awaited_queue (SluiceLane  *lane,
                                            gboolean        *is_put);
SluiceValue      sluice_lane_get_prep_result (SluiceLane    *lane); /* of the current visit; borrowed */
SluiceValue      sluice_lane_get_exec_result (SluiceLane    *lane);

/* Queues, in order of their making. */
guint            sluice_run_get_n_queues   (SluiceRun       *self);
SluiceQueue     *sluice_run_get_queue      (SluiceRun       *self,
                                            guint            index);
SluiceQueue     *sluice_run_ensure_queue   (SluiceRun       *self,
                                            const char      *name);

/* People. Open prompts are effects of type "ask" and "choose" that wait; an event announces each. */
guint            sluice_run_get_n_prompts  (SluiceRun       *self);
SluiceEffect    *sluice_run_get_prompt     (SluiceRun       *self,
                                            guint            index);
/* FALSE: there is no such effect open, or it can't end early. */
gboolean         sluice_run_stop_effect    (SluiceRun       *self,
                                            guint64          effect);
gboolean         sluice_run_answer         (SluiceRun       *self,
                                            guint64          effect,
                                            SluiceValue      take,
                                            GError         **error); /* BAD_ANSWER leaves it open */
const char      *sluice_run_peek_secret    (SluiceRun       *self,
                                            gint64           number);
void             sluice_run_refuse_prompt  (SluiceRun       *self,
                                            guint64          effect,
                                            GError          *take_error); /* fails the phase that asked */

/* Events. */
guint            sluice_run_watch          (SluiceRun       *self,
                                            guint            event_mask,
                                            SluiceEventFunc  func,
                                            gpointer         user_data,
                                            GDestroyNotify   destroy);
void             sluice_run_unwatch        (SluiceRun       *self,
                                            guint            id);
void             sluice_run_emit           (SluiceRun       *self,
                                            SluiceEvent     *event); /* serial and time are filled in */

/* The gate: what a debugger is built on (rule S3). It is asked at every boundary of every lane,
 * before what follows happens; FALSE holds the lane there until it is released. What completes
 * meanwhile is kept as a held result. With no gate this costs one test of a number. */
typedef enum
{
  SLUICE_BOUNDARY_VISIT,  /* before a visit's prep (for a flow: before its prep) */
  SLUICE_BOUNDARY_PHASE,  /* before exec (each attempt, each item), wait, fallback, post */
  SLUICE_BOUNDARY_EDGE,   /* after post: the action is known, the edge not yet taken */
  SLUICE_BOUNDARY_RESULT, /* a call returned later, or an effect ended: before it is used */
  SLUICE_BOUNDARY_FRAME,  /* a flow's nodes are done: before its post */
  SLUICE_BOUNDARY_ERROR,  /* nothing catches the error: before the visit and those around it fail */
  SLUICE_BOUNDARY_DEADLOCK, /* every lane waits for another: before the run fails. FALSE keeps it waiting */
} SluiceBoundaryType;

typedef struct
{
  SluiceBoundaryType type;
  SluiceLane        *lane;
  SluiceNode        *node;
  guint64            visit;
  SluicePhase        phase;   /* the next phase for PHASE */
  int                attempt;
  int                item;
  const char        *action;  /* EDGE */
  SluiceNode        *target;  /* EDGE */
  guint64            effect;  /* RESULT of an effect */
  const GError      *error;   /* ERROR */
} SluiceBoundary;

typedef gboolean (*SluiceGateFunc) (SluiceRun            *run,
                                    const SluiceBoundary *boundary,
                                    gpointer              user_data);

void             sluice_run_set_gate       (SluiceRun       *self,
                                            SluiceGateFunc   func,
                                            gpointer         user_data,
                                            GDestroyNotify   destroy);
/* Which boundaries it is asked at: all at first. */
#define SLUICE_BOUNDARY_MASK(type) (1u << (type))
#define SLUICE_BOUNDARY_MASK_ALL   ((1u << (SLUICE_BOUNDARY_DEADLOCK + 1)) - 1)
void             sluice_run_set_gate_mask  (SluiceRun       *self,
                                            guint            boundaries);
/* Lets a held lane pass the boundary where it stands, without asking the gate for it again. */
void             sluice_run_release        (SluiceRun       *self,
                                            SluiceLane      *lane);
void             sluice_run_release_all    (SluiceRun       *self);
/* Shown state only: running ⇄ stopped. */
void             sluice_run_set_stopped    (SluiceRun       *self,
                                            gboolean         stopped);

/* What a person does to a lane that does not compute; the gate is asked before what follows. */
gboolean         sluice_run_set_next       (SluiceRun       *self,
                                            SluiceLane      *lane,
                                            SluiceNode      *node, /* of the same flow */
                                            GError         **error);
gboolean         sluice_run_skip           (SluiceRun       *self,
                                            SluiceLane      *lane,
                                            const char      *action,
                                            GError         **error);
gboolean         sluice_run_use_result     (SluiceRun       *self,
                                            SluiceLane      *lane,
                                            SluiceValue      take_result,
                                            GError         **error);
gboolean         sluice_run_fail_visit     (SluiceRun       *self,
                                            SluiceLane      *lane,
                                            GError          *take_error,
                                            GError         **error);
/* The result that arrived and that the gate holds back. */
gboolean         sluice_lane_peek_held_result (SluiceLane    *lane,
                                            SluiceValue     *value,
                                            const GError   **error);
gboolean         sluice_run_replace_result (SluiceRun       *self,
                                            SluiceLane      *lane,
                                            SluiceValue      take_result,
                                            GError         **error);
/* Holds a call in the midst of its phase, until it goes on. */
SluiceEffect    *sluice_call_hold          (SluiceCall      *self,
                                            SluiceEffectFunc done,
                                            gpointer         user_data,
                                            GDestroyNotify   destroy);
void             sluice_effect_go_on       (SluiceEffect    *self);
/* Pinned results, by the address of a node: exec is not called while there is one. */
void             sluice_run_pin            (SluiceRun       *self,
                                            const char      *address,
                                            SluiceValue      take_result);
gboolean         sluice_run_unpin          (SluiceRun       *self,
                                            const char      *address);
SluiceValue      sluice_run_dup_pins       (SluiceRun       *self); /* an object */
SluiceValue      sluice_lane_get_params    (SluiceLane      *lane); /* borrowed, as below */
SluiceValue      sluice_lane_get_current_item (SluiceLane   *lane);
int              sluice_lane_get_attempt   (SluiceLane      *lane); /* from 0 */
const GError    *sluice_lane_get_error     (SluiceLane      *lane);
const char      *sluice_lane_get_action    (SluiceLane      *lane);

/* With JsonNode trees and references, for other languages. */
gboolean         sluice_run_answer_json    (SluiceRun       *self,
                                            guint64          effect,
                                            JsonNode        *answer,
                                            GError         **error);
SluiceEffect    *sluice_run_dup_prompt     (SluiceRun       *self,
                                            guint            index);
SluiceLane      *sluice_run_dup_lane       (SluiceRun       *self,
                                            guint            index);
SluiceLane      *sluice_run_lookup_lane    (SluiceRun       *self,
                                            guint32          id);
SluiceQueue     *sluice_run_dup_queue      (SluiceRun       *self,
                                            guint            index);
SluiceQueue     *sluice_run_make_queue     (SluiceRun       *self,
                                            const char      *name);
JsonNode        *sluice_lane_dup_prep_result_json (SluiceLane *lane);
JsonNode        *sluice_lane_dup_exec_result_json (SluiceLane *lane);

/* What script environments and the like keep per run. */
gpointer         sluice_run_get_data       (SluiceRun       *self,
                                            GQuark           key);
void             sluice_run_set_data       (SluiceRun       *self,
                                            GQuark           key,
                                            gpointer         data,
                                            GDestroyNotify   destroy);

G_END_DECLS
