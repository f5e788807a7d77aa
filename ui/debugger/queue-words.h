/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "debugger/session/run-session.h"

G_BEGIN_DECLS

/* Queues in words: who waits for one, and why nobody goes on when all wait. */

/* "Give a hint (lane 1), Guess (lane 2)"; NULL: nobody waits for that. */
char *sluice_dup_queue_waiters  (GPtrArray      *lanes, /* of SluiceLaneInfo */
                                 const char     *queue,
                                 gboolean        is_put);
/* "A waits for an item of “x”, which only B fills; B waits …"; NULL: somebody can go on. */
char *sluice_dup_deadlock_words (SluiceDocument *document,
                                 GPtrArray      *lanes);

G_END_DECLS
