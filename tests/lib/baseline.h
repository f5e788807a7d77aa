/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "engine/engine.h"

G_BEGIN_DECLS

/* That a run leaves nothing behind: no open file, no child process, no timer, no object of the engine.
 * What its nodes were made of is the leak sanitizer's to find. */

typedef struct
{
  guint n_files;
} Baseline;

/* Once the engine is there: its main context opens a file of its own. */
void baseline_take  (Baseline     *self);
/* Takes the last reference of an engine whose runs are gone. */
void baseline_check (const Baseline *self,
                     SluiceEngine *take_engine);

G_END_DECLS
