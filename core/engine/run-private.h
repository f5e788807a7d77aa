/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "engine/engine-private.h"
#include "engine/keeper.h"
#include "engine/lane-private.h"
#include "engine/run.h"
#include "engine/tape.h"

G_BEGIN_DECLS

typedef struct
{
  guint           id; /* 0: taken away while watchers were being told */
  guint           mask;
  SluiceEventFunc func;
  gpointer        user_data;
  GDestroyNotify  destroy;
} SluiceWatcher;

struct _SluiceRun
{
  GObject          parent_instance;

  SluiceEngine    *engine; /* owned */
  SluiceStore     *store;  /* owned */
  GPtrArray       *roots;  /* of SluiceNode, owned */
  char            *folder;

  SluiceRunState   state;
  guint            sync : 1;      /* inside sluice_run_sync() */
  guint            doomed : 1;    /* ends at once, all its lanes are dropped: as doom says */
  guint            is_ready : 1;  /* in the engine's line */
  guint            shown_stopped : 1;
  guint            held_back : 1; /* by its keeper: no lane takes a step */
  guint            fine : 1;      /* every transition, and each boundary within, ends a slice */
  SluiceRunState   doom;
  GError          *error;      /* owned: the first */
  SluiceNode      *error_node; /* owned */
  GError          *cause;      /* owned, or NULL */
  char            *action;     /* of the last root lane */
  guint32          last_root;  /* its id */

  SluiceLane      *first; /* lanes alive, by id */
  SluiceLane      *last;
  SluiceLane      *current; /* the one that runs, or NULL */
  guint            n_lanes;
  guint32          last_lane;
  SluiceLane      *cursor; /* the lane at cursor_index: the last one asked for by index */
  guint            cursor_index;
  guint            n_blocked; /* lanes that only other lanes can wake: on queues, or joined */
  guint            n_queued;  /* those of them on queues */
  SluiceLane      *ready_first;
  SluiceLane      *ready_last;
  SluiceRun       *ready_next; /* in the engine's line */

  guint64          n_visits;
  guint64          max_visits;
  double           time_limit; /* s */
  guint64          store_limit; /* bytes */
  SluiceTimer      limit_timer;
  gint64           limit_rest; /* µs left while it is stopped */
  gint64           started;    /* engine time */

  guint64          random[4];
  guint64          last_effect;
  GPtrArray       *prompts;    /* of SluiceEffect, borrowed: open */
  GHashTable      *stops;      /* id of an effect → Stop, owned; NULL: none was set yet */
  GPtrArray       *queues;     /* of SluiceQueue, owned, in order of making */
  GHashTable      *queue_by_name;
  GHashTable      *pins;       /* interned address → SluiceValue, owned; NULL: there are none */

  GArray          *watchers;   /* of SluiceWatcher */
  guint            mask;       /* what anybody watches, or the tape is told of */
  guint            watched;    /* what anybody watches */
  guint            last_watcher;
  guint            telling;
  guint64          serial;
  guint            store_watch;

  const SluiceTape *tape;      /* NULL: there is none */
  gpointer         tape_data;
  const SluiceKeeper *keeper;  /* NULL: there is none */
  gpointer         keeper_data;
  guint64          steps;      /* taken by its lanes */
  guint64          fine_steps; /* where it was at the beginning of the last fine slice, and one */

  GQuark           data_key; /* what sluice_run_set_data() was last called with: it is asked for most */
  gpointer         data;

  guint            ask_mask;  /* the boundaries that the gate or the keeper is asked at */
  gboolean         keeper_holds;
  guint            gate_mask; /* the boundaries it is asked at; 0: there is none */
  SluiceGateFunc   gate;
  gpointer         gate_data;
  GDestroyNotify   gate_destroy;
};

static inline gboolean
sluice_run_is_watched (const SluiceRun *run,
                       SluiceEventType  type)
{
  return G_UNLIKELY ((run->watched & SLUICE_EVENT_MASK (type)) != 0);
}

static inline gboolean
sluice_run_is_live (const SluiceRun *run)
{
  return run->state == SLUICE_RUN_RUNNING || run->state == SLUICE_RUN_STOPPED;
}

/* Is anybody asked at such a boundary? A lane that has leave to pass uses it up there. */
static inline gboolean
sluice_lane_asks (const SluiceLane   *lane,
                  SluiceBoundaryType  type)
{
  guint mask = lane->run->ask_mask;

  return mask != 0 && ((mask & SLUICE_BOUNDARY_MASK (type)) != 0 || lane->passes);
}

/* run.c */
void        sluice_run_doom         (SluiceRun    *self,
                                     SluiceRunState state,
                                     GError       *take_error,
                                     SluiceNode   *node);
void        sluice_run_settle       (SluiceRun    *self); /* nothing of it is ready: ended, deadlocked or waiting? */
void        sluice_run_lane_ended   (SluiceRun    *self,
                                     SluiceLane   *root);
void        sluice_run_time_is_up   (SluiceRun    *self);
/* run-lanes.c */
GError     *sluice_run_describe_deadlock (SluiceRun *self);
/* keeper.c: with a keeper */
void        sluice_run_update_ask_mask (SluiceRun *self);
void        sluice_run_tell_command (SluiceRun    *self,
                                     SluiceCommandType type,
                                     SluiceLane   *lane,
                                     const char   *text,
                                     const SluiceValue *value,
                                     const GError *error);
void        sluice_run_tell_keeper  (SluiceRun    *self,
                                     SluiceInputType type,
                                     SluiceLane   *lane,
                                     gboolean      at_once);
void        sluice_lane_tell_timer  (SluiceLane   *self,
                                     SluiceInputType type);
void        sluice_effect_come      (SluiceEffect *self);
/* run-events.c */
void        sluice_run_clear_watchers (SluiceRun  *self);
gint64      sluice_run_get_event_time (SluiceRun  *self,
                                     SluiceEventType type);
void        sluice_run_tell_state   (SluiceRun    *self,
                                     SluiceEventType type);
void        sluice_run_warn         (SluiceRun    *self,
                                     SluiceNode   *node,
                                     const char   *text);
/* run-prompts.c */
gboolean    sluice_prompt_takes     (SluiceEffect *effect,
                                     SluiceValue  *answer,
                                     GError      **error);
/* run-random.c */
void        sluice_run_seed_random  (SluiceRun    *self,
                                     guint64       seed);
double      sluice_run_next_random  (SluiceRun    *self);

/* A visit begins or ends; most often nobody is told. */
static inline void
sluice_lane_tell_visit (SluiceLane      *self,
                        SluiceEventType  type)
{
  if (G_UNLIKELY ((self->run->mask & SLUICE_EVENT_MASK (type)) != 0))
    sluice_lane_tell_visit_on (self, type);
}

/* What the phase that it is in came to. */
static inline void
sluice_lane_tell_phase_end (SluiceLane   *self,
                            SluiceValue   value,
                            const GError *error)
{
  if (G_UNLIKELY ((self->run->mask & SLUICE_EVENT_MASK (SLUICE_EVENT_PHASE_ENDED)) != 0))
    sluice_lane_tell_phase_end_on (self, value, error);
}

G_END_DECLS
