/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "base/json.h"
#include "baseline.h"
#include "engine/call.h"
#include "engine/run.h"

G_BEGIN_DECLS

/* Flows written as text, run on a virtual clock, with a journal of what happened as text.
 *
 *   node a [async] [retries=3] [wait=1.5] [timeout=2] [batch=each|parallel] [limit=2]
 *          [on-error=cancel-siblings] [params={…}] [disabled]
 *          [prep={…}] [exec={…}] [fallback={…}] [post={…}]
 *   flow f [async] start=a [collect] …as a node, without exec and fallback
 *   edge a b            under "default"
 *   edge a x b          under "x"; "-" for b is an explicit end
 *   run f               a root lane; several run together
 *
 * A phase is commands with semicolons between them. What a command gives is the last value:
 *   return [JSON]  return-last  return-item  return-prep  return-exec  return-params  return-attempt
 *   action NAME    error TEXT   cancelled    fail-until K (an error while the attempt is < K)
 *   sleep S        ask TEXT     choose A,B   read PATH    effect TYPE     get QUEUE    put QUEUE JSON
 *   turn (of the main loop)
 *   set KEY JSON   copy KEY (of the last value)   count KEY   load KEY   say TEXT
 *   sleep, for the last value   error-if JSON TEXT (if the last value is that)
 *   action-if-negative NAME (if the last value is)
 *   is JSON   param NAME   add N   times N   times-param NAME   sum   flatten   chunk N   pick LIST
 *   make KEYS (of attempts, result)
 *   entries PARAM (params for each key or index of the last value)
 *   look-up POINTER   put-at POINTER   append-at POINTER   ensure-list POINTER
 *   drop           twice        hold (kept in probe->held)
 *   remember       recall (in what the visit keeps for itself)
 *
 * The journal has "a.prep", "a.exec@1" (attempt 1), "a.exec[2]" (item 2), "+1.5" where time has
 * passed, "(warning)", what was said, and the end: "= finished ACTION" or "= failed: message". */

typedef struct
{
  SluiceEngine *engine;
  Baseline      baseline;
  SluiceStore  *store;
  SluiceRun    *run;
  GHashTable   *nodes;   /* name → SluiceNode, owned */
  GString      *journal;
  gint64        last_time;
  GPtrArray    *held;    /* of SluiceCall, owned */
  gboolean      quiet;   /* phases are not written down */
} Probe;

Probe      *probe_new         (const char      *text);
void        probe_free        (Probe           *self);
SluiceNode *probe_get         (Probe           *self,
                               const char      *name);
void        probe_say         (Probe           *self,
                               const char      *format,
                               ...) G_GNUC_PRINTF (2, 3);
/* Runs to the end, and writes it down. */
void        probe_finish      (Probe           *self);
/* Turns of the main loop until nothing happens any more but by time. */
void        probe_settle      (Probe           *self);
/* Builds, runs to the end, compares. */
void        probe_check       (const char      *text,
                               const char      *expected);
/* The same, and the store at the end. */
void        probe_check_store (const char      *text,
                               const char      *expected,
                               const char      *store);
void        probe_check_sync  (const char      *text,
                               const char      *expected);
SluiceValue probe_json        (const char      *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Probe, probe_free)

/* A table of texts and journals, each row a test. */
typedef struct
{
  const char *path;
  const char *text;
  const char *journal;
  const char *store; /* or NULL */
} ProbeRow;

void        probe_add_rows    (const ProbeRow  *rows,
                               gsize            n_rows);

G_END_DECLS
