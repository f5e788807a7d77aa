/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "engine/call.h"
#include "engine/flow.h"
#include "engine/run.h"

G_BEGIN_DECLS

/* Counts "n" of the store up, through all three phases; its action is "done" at the limit. */
SluiceNode *bench_counter_new   (void);
/* Sleeps in each visit, or in each item when it is a parallel batch of the limit's length. */
SluiceNode *bench_sleeper_new   (double      seconds,
                                 SluiceBatch batch);
/* Puts into one queue and gets from the other. */
SluiceNode *bench_pinger_new    (gboolean    serves);

void        bench_set_limit     (gint64      limit);
/* Bytes in use when the last item of a parallel batch began to sleep. */
gsize       bench_get_peak      (void);
/* Bytes that malloc has given out. */
gsize       bench_get_memory    (void);
/* Bytes of the process that are in memory. */
gsize       bench_get_resident  (void);

G_END_DECLS
