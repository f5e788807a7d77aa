/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "engine/async-node.h"
#include "engine/call.h"
#include "engine/effect.h"
#include "engine/flow.h"
#include "engine/run.h"

G_BEGIN_DECLS

/* Flows for the record's tests. A worker asks somebody outside to do a work, puts what comes of it into
 * the store under its own name and the number of its round, and goes on. */

typedef struct
{
  int         rounds;   /* of a loop over "again" */
  int         failures; /* attempts of a work that fail before one is done */
  int         items;    /* of a batch; 0: none */
  double      sleep;    /* s before the work */
  gboolean    idle;     /* there is no work */
  const char *put;      /* the queue its result goes to */
  const char *get;      /* the queue it takes an item from first */
  gboolean    clock;    /* it keeps the time and a random number */
  int         size;     /* bytes of a text that it puts into the store */
} WorkerPlan;

SluiceNode *worker_new          (const char       *id,
                                 const WorkerPlan *plan);

typedef enum
{
  WORKS_CHAIN,   /* one after the other, in a loop */
  WORKS_RETRY,
  WORKS_PARALLEL,/* the items of a batch */
  WORKS_QUEUES,  /* two lanes */
  WORKS_NESTED,
  WORKS_ENTRIES, /* a parallel batch flow */
  WORKS_CLOCK,
  WORKS_NAPS,    /* a lane that sleeps more than it works */
  WORKS_RACE,    /* lanes that only sleep: which of them wakes first is never sure */
  N_WORKS
} Works;

const char *works_name          (Works             works);
/* A run of it that is not started. @limit: rounds of the longest loop. */
SluiceRun  *works_create_run    (SluiceEngine     *engine,
                                 Works             works);
/* What the clock said when the visit that goes on was prepared; it asks for nothing with it. */
double      works_get_last_now  (void);
/* Two nodes that visit each other so often, and ask for nothing. */
SluiceRun  *works_create_loop   (SluiceEngine     *engine,
                                 gint64            visits);
/* Who is asked by effects of that type. @log: a file that gets a line with the name for each that is begun; NULL: none.
 * They are done after some turns of the main loop, in an order that @seed says. */
typedef char *(*OfficeNameFunc) (SluiceEffect *effect);
typedef void  (*OfficeWorkFunc) (SluiceEffect *effect);
void        office_open         (SluiceEngine     *engine,
                                 const char       *type,
                                 OfficeNameFunc    name,
                                 OfficeWorkFunc    work,
                                 guint32           seed,
                                 const char       *log);
void        works_set_performer (SluiceEngine     *engine,
                                 guint32           seed,
                                 const char       *log);
/* Nobody may ask for anything. */
void        works_forbid        (SluiceEngine     *engine);

G_END_DECLS
