/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "engine/run.h"

G_BEGIN_DECLS

/* What an expression can name where a run stands, beside its store. It is kept with a stop, so that expressions are
 * answered there again when the run is long over: an object of "params", "prep_res", "exec_res", "item", "attempt",
 * "error" (its message, domain and code) and "action", as far as there are any, and "frames" of the script that is held
 * at a line, as sluice_script_dup_frames() has them. What a record had no room for is listed by its name in "not-kept",
 * of the object and of each frame. */

SluiceValue  sluice_sight_read     (SluiceRun    *run,
                                    SluiceLane   *lane);  /* NULL: nothing is seen */

/* Expressions there. One serves a thread. */
typedef struct _SluiceSight SluiceSight;

SluiceSight *sluice_sight_new      (SluiceValue   kept,   /* null: of a moment that was no stop */
                                    SluiceValue   store,  /* as it was */
                                    guint         frame); /* 0: the innermost */
void         sluice_sight_free     (SluiceSight  *self);
gboolean     sluice_sight_evaluate (SluiceSight  *self,
                                    const char   *expression,
                                    SluiceValue  *result, /* owned */
                                    GError      **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SluiceSight, sluice_sight_free)

G_END_DECLS
