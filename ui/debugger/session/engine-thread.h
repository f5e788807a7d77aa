/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "engine/engine.h"

G_BEGIN_DECLS

/* The one thread of the process in which runs live, with its own context and engine. It starts
 * with the first reference and is joined with the last. References are taken and dropped by the UI's
 * thread only. */

typedef struct _SluiceEngineThread SluiceEngineThread;

SluiceEngineThread *sluice_engine_thread_acquire    (void);
void                sluice_engine_thread_release    (SluiceEngineThread *self);

/* Calls @func in the engine's thread, before what its runs do next; in the order of sending. */
void                sluice_engine_thread_send       (SluiceEngineThread *self,
                                                     GSourceFunc         func,
                                                     gpointer            data,
                                                     GDestroyNotify      destroy);

/* For what was sent: the thread's own. */
SluiceEngine       *sluice_engine_thread_get_engine (SluiceEngineThread *self);

G_END_DECLS
