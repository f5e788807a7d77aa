/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "engine/effect.h"
#include "engine/types.h"

G_BEGIN_DECLS

/* The scheduler: one GSource of one GMainContext, one timer heap, all runs of that context
 * (rules S1, S2; architecture.md, decision 3). All its state belongs to that context's thread. */

#define SLUICE_TYPE_ENGINE (sluice_engine_get_type ())
G_DECLARE_FINAL_TYPE (SluiceEngine, sluice_engine, SLUICE, ENGINE, GObject)

/* NULL @context: the thread's default. */
SluiceEngine *sluice_engine_new             (GMainContext      *context);
/* Time is virtual: it stands still while something can run, then jumps to the next timer. */
SluiceEngine *sluice_engine_new_virtual     (GMainContext      *context);
GMainContext *sluice_engine_get_context     (SluiceEngine      *self);
gint64        sluice_engine_get_time        (SluiceEngine      *self); /* µs, monotonic or virtual */
void          sluice_engine_set_dispatch_budget (SluiceEngine  *self,
                                                 guint          microseconds); /* 2000 */
void          sluice_engine_set_performer   (SluiceEngine      *self,
                                             const char        *effect_type,
                                             SluicePerformFunc  func,
                                             gpointer           user_data,
                                             GDestroyNotify     destroy);

G_END_DECLS
