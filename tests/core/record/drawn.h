/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "compile/compile.h"
#include "engine/run.h"

G_BEGIN_DECLS

/* Flows of scripts, as they are drawn, and somebody who debugs them: for tests of what a record keeps of both. */

#define N_DRAWN 4
extern const char * const drawn_flows[N_DRAWN];

SluiceProgram *drawn_compile    (const char    *drawing);
/* Not started; it ends after some visits at the latest. */
SluiceRun     *drawn_create_run (SluiceEngine  *engine,
                                 const char    *drawing);
/* Runs it to its end in a debugger, with steps, skips, results, pins and edits as @seed has them.
 * Returns: how many things were done by hand */
guint          drawn_play       (SluiceRun     *run,
                                 guint32        seed);

G_END_DECLS
