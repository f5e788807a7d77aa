/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "engine/engine.h"
#include "engine/pool.h"
#include "engine/timers.h"

G_BEGIN_DECLS

typedef struct
{
  const char        *type; /* interned */
  SluicePerformFunc  func;
  gpointer           user_data;
  GDestroyNotify     destroy;
} SluicePerformer;

struct _SluiceEngine
{
  GObject       parent_instance;

  GMainContext *context;
  GSource      *source;
  GHashTable   *performers; /* type → SluicePerformer, owned */
  const char   *found_type; /* the last one asked for, by its pointer, and what was found */
  const SluicePerformer *found;

  SluiceTimers  timers;
  gboolean      is_virtual;
  gint64        virtual_time;
  guint         clock_holds; /* work outside that virtual time waits for */

  SluiceRun    *ready_first; /* runs with something to do, owned, in turn */
  SluiceRun    *ready_last;

  guint         running;    /* dispatches and runs here that are under way, one inside the other */
  guint         budget;     /* µs of a dispatch */
  gint64        slice_end;
  gint64        event_time; /* the clock as it was when it was last looked at for an event; 0: look again */
  gint64        last_tick;  /* of the kernel, then */
  guint8        is_stale;   /* code that was not ours has run since */
  guint8        looks_left; /* that may be left out while that code takes no time worth telling */
  guint8        skip;       /* how many at once */
  gint64        last_look;  /* at the clock */
  guint         stride;     /* transitions between two looks at the clock */
  guint         stride_left;
  guint         quantum;    /* transitions left before another run's turn */

  SluicePool    lanes;
  SluicePool    visits;
  SluicePool    calls;
  SluicePool    effects;
};

#define SLUICE_QUANTUM    64 /* transitions between separate runs */
#define SLUICE_MAX_STRIDE 16

void                   sluice_engine_enqueue    (SluiceEngine *self,
                                                 SluiceRun    *run);
void                   sluice_engine_forget     (SluiceEngine *self,
                                                 SluiceRun    *run);
/* Has the slice of the lane that runs ended? Asked at each transition. */
gboolean               sluice_engine_look       (SluiceEngine *self);
/* The loop has its turn after this transition. */
static inline void
sluice_engine_end_slice (SluiceEngine *self)
{
  self->slice_end = 0;
  self->stride_left = 1;
}

const SluicePerformer *sluice_engine_find_performer (SluiceEngine *self,
                                                 const char   *type);
/* Virtual time stands still while work outside is under way. */
void                   sluice_engine_hold_clock (SluiceEngine *self);
void                   sluice_engine_free_clock (SluiceEngine *self);
/* For sluice_run_sync(): runs what @run has ready; then waits for the next timer. */
void                   sluice_engine_run_here   (SluiceEngine *self,
                                                 SluiceRun    *run);
gboolean               sluice_engine_wait_here  (SluiceEngine *self);

static inline gboolean
sluice_engine_is_slice_over (SluiceEngine *self)
{
  if (G_LIKELY (--self->stride_left > 0))
    return FALSE;
  return sluice_engine_look (self);
}

G_END_DECLS
