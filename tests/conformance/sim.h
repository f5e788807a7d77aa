/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "engine/call.h"
#include "engine/run.h"

G_BEGIN_DECLS

/* Random flows, run in a random order of completions, beside a model of the rules.
 *
 * A plan says what a flow is made of and what each phase of it does. sim-plan.c draws one,
 * sim-node.c turns it into nodes, sim-model.c works out what a run of it must come to, and
 * sim-world.c looks at what the run does on its way there. */

#define SIM_MAX_PLANS   40
#define SIM_MAX_ITEMS   5
#define SIM_MAX_NODES   4
#define SIM_MAX_ROOTS   3
#define SIM_MAX_LEVELS  4
#define SIM_N_PHASES    (SLUICE_PHASE_POST + 1)
#define SIM_N_QUEUES    3

typedef struct
{
  guint64 state;
} SimRandom;

guint    sim_random (SimRandom *self,
                     guint      n); /* in [0, n) */
gboolean sim_chance (SimRandom *self,
                     guint      percent);

typedef enum
{
  SIM_WAIT_NONE,
  SIM_WAIT_TURN,  /* of the main loop: no real wait */
  SIM_WAIT_SLEEP,
  SIM_WAIT_BOTH,  /* two sleeps at once */
  SIM_WAIT_HELD,  /* until the test returns it */
  SIM_WAIT_ASK,   /* until the test answers */
  SIM_WAIT_QUEUE, /* puts a token, sleeps, and gets one */
  SIM_WAIT_GET,   /* gets a token, and puts one after a sleep */
} SimWait;

typedef enum
{
  SIM_FALLBACK_NONE,
  SIM_FALLBACK_VALUE,
  SIM_FALLBACK_ERROR,
} SimFallback;

typedef enum
{
  SIM_ACTION_NONE,
  SIM_ACTION_EMPTY,
  SIM_ACTION_DEFAULT,
  SIM_ACTION_X,
  SIM_ACTION_Y,
  SIM_ACTION_END,
  SIM_N_ACTIONS,
} SimAction;

extern const char * const sim_action_names[SIM_N_ACTIONS];

typedef struct _SimPlan SimPlan;

typedef struct
{
  SimAction  action;
  SimPlan   *target; /* NULL: an explicit end */
} SimEdge;

struct _SimPlan
{
  guint        id;
  guint        level;  /* batch flows around it */
  gboolean     is_flow;
  gboolean     async;
  gboolean     is_root;

  SluiceBatch  batch;
  guint        n_items;
  guint        limit;
  gboolean     cancels;  /* siblings, on an error */
  gboolean     collects; /* a batch flow's actions */
  gboolean     has_post; /* a flow's own */

  int          retries;
  guint        wait;    /* ms */
  guint        timeout; /* ms; only where exec sleeps */
  guint8       waits[SIM_N_PHASES]; /* of SimWait */
  guint8       ms[SIM_N_PHASES];
  guint8       failures[SIM_MAX_ITEMS]; /* attempts that fail */
  gboolean     is_cancelled; /* the failures are cancellations */
  SimFallback  fallback;
  gboolean     prep_fails;
  gboolean     post_fails;

  SimAction    actions[3]; /* of the first, second … visit; then the end */
  SimEdge      edges[SIM_N_ACTIONS];
  guint        n_edges;
  SimPlan     *nodes[SIM_MAX_NODES]; /* of a flow, its start first */
  guint        n_nodes;

  SluiceNode  *node; /* owned */
};

typedef struct
{
  SimPlan  plans[SIM_MAX_PLANS];
  guint    n_plans;
  SimPlan *roots[SIM_MAX_ROOTS];
  guint    n_roots;
  gboolean async;
  gboolean has_cancels;
} SimPlans;

/* sim-plan.c */
void         sim_plans_draw       (SimPlans      *self,
                                   SimRandom     *random);
void         sim_plans_print      (SimPlans      *self);
/* What is known of a plan without running anything. */
SimAction    sim_plan_get_action  (const SimPlan *self,
                                   guint          visit); /* from 1 */
const SimEdge *sim_plan_find_edge (const SimPlan *self,
                                   SimAction      action);
gboolean     sim_plan_times_out   (const SimPlan *self);
gboolean     sim_plan_fails       (const SimPlan *self,
                                   guint          item,
                                   int            attempt);
char        *sim_plan_dup_error   (const SimPlan *self,
                                   SluicePhase    phase,
                                   guint          item,
                                   int            attempt);
/* The exec result of an item: a number, or -1 for null. */
int          sim_plan_get_result  (const SimPlan *self,
                                   guint          item);

/* sim-model.c */
typedef struct
{
  guint       counts[SIM_MAX_PLANS][SIM_N_PHASES]; /* calls */
  GHashTable *store;     /* "p3:17" → how often, owned */
  guint       n_calls;
  guint       n_warnings;
  gboolean    is_uncertain; /* which lane comes first decides: the counts are the most there can be */
  gboolean    is_timeless;  /* how long it takes is not known */
  GPtrArray  *errors;    /* owned: one of them is the run's; empty: it finishes */
  SimAction   action;    /* of the last root */
  guint       ms;
} SimModel;

#define SIM_MAX_CALLS 400

/* FALSE: too much for a test. */
gboolean     sim_model_work_out   (SimModel       *self,
                                   const SimPlans *plans);
void         sim_model_clear      (SimModel       *self);
/* What a batch flow that collects writes down of each action, so that order counts. */
guint        sim_fold_action      (guint           sum,
                                   const char     *action);

/* sim-node.c */
void         sim_plans_build      (SimPlans       *self);
void         sim_plans_release    (SimPlans       *self); /* every node must go */
SimPlan     *sim_node_get_plan    (SluiceNode     *node);
/* Returns what the phase returns. */
void         sim_call_finish      (SluiceCall     *call);

/* sim-world.c */
typedef struct
{
  guint    waited : 1;  /* really, since its last post */
  guint    marked : 1;  /* that post has left the lane's mark in the store */
  guint    in_phase : 1;
  guint    is_open : 1;
} SimLane;

typedef struct
{
  guint8   is_open;
  guint8   n_preps;
  guint8   n_posts;
  guint8   next_attempt[SIM_MAX_ITEMS];
  guint8   n_fallbacks[SIM_MAX_ITEMS];
  gint64   failed_at[SIM_MAX_ITEMS]; /* µs */
} SimVisit;

typedef struct
{
  SimPlans    *plans;
  SimRandom    random;
  SluiceRun   *run;
  GArray      *lanes;   /* of SimLane, by id */
  GArray      *visits;  /* of SimVisit, by serial */
  GPtrArray   *held;    /* of SluiceCall, owned */
  guint        counts[SIM_MAX_PLANS][SIM_N_PHASES];
  guint        tickets[SIM_N_QUEUES];
  guint        tokens[SIM_N_QUEUES];
  guint        n_calls;
  guint        n_warnings;
  guint        n_open; /* lanes, visits and effects that were told to begin */
  guint32      busy;    /* the lane that may not be interrupted; 0: none */
  guint64      last_serial;
  gint64       last_time;
  guint        cancel_at; /* calls; 0: never */
  gboolean     cancels_inside;
  gboolean     is_cancelled;
  gboolean     has_dropped; /* a lane ended with an error: queue tickets may be lost */
  gboolean     is_gated;
  gboolean     has_ended;
  gint64       ended_at; /* µs of the run */
} SimWorld;

SimWorld    *sim_world_new        (SimPlans       *plans,
                                   SluiceEngine   *engine,
                                   guint64         seed);
void         sim_world_free       (SimWorld       *self);
SimWorld    *sim_world_of         (SluiceRun      *run);
/* A phase begins, with its call. */
void         sim_world_enter      (SimWorld       *self,
                                   SluiceCall     *call);
/* A callback in the midst of it. */
void         sim_world_go_on      (SimWorld       *self,
                                   SluiceCall     *call);
SimVisit    *sim_world_get_visit  (SimWorld       *self,
                                   guint64         serial);
SimLane     *sim_world_get_lane   (SimWorld       *self,
                                   guint32         id);
/* Something from outside, drawn at random: FALSE: there was nothing to do. */
gboolean     sim_world_act        (SimWorld       *self);
void         sim_world_check_end  (SimWorld       *self,
                                   const SimModel *model);
/* Number of visits in a store key, and what the params of a call make of it. */
guint        sim_call_get_code    (SluiceCall     *call);
void         sim_key              (char            key[24],
                                   char            what,
                                   guint           id,
                                   guint           code);

/* A broken invariant: the seed is told, and the test ends. */
extern guint64 sim_seed;
#define sim_check(condition, ...) \
  G_STMT_START { if (G_UNLIKELY (!(condition))) sim_fail (G_STRLOC, #condition, " " __VA_ARGS__); } G_STMT_END
void         sim_fail             (const char     *where,
                                   const char     *what,
                                   const char     *format,
                                   ...) G_GNUC_PRINTF (3, 4) G_GNUC_NORETURN;

G_END_DECLS
