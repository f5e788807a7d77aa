/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "kinds/process.h"

G_BEGIN_DECLS

/* What a child does between fork and exec: nothing that may take a lock. It starts the program and stays its guard.
 * @streams: the program's three; @failed: told with which errno it could not be started; @alive: its other end is
 * closed when the program is to be ended. The guard ends with the program's status, 128 and the signal where that was
 * one, and not before all is gone that came of the program. */
_Noreturn void sluice_guard_become (const SluiceProcessSetup *setup,
                                    const int                 streams[3],
                                    int                       failed,
                                    int                       alive);

G_END_DECLS
