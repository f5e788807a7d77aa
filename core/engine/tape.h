/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "engine/lane-private.h"
#include "engine/run.h"

G_BEGIN_DECLS

/* Who keeps all that a run does, and must not slow it down: what happens most is told by the lane itself,
 * without an event being made of it. It neither changes anything nor lets it go; times are as those of
 * events. All else it watches. */

typedef struct
{
  void (*visit_started) (SluiceLane         *lane,
                         gint64              time,
                         gpointer            user_data);
  void (*visit_ended)   (SluiceLane         *lane,
                         gint64              time,
                         gpointer            user_data);
  void (*phase_ended)   (SluiceLane         *lane,
                         SluicePhase         phase,
                         const SluiceValue  *value,
                         const GError       *error, /* NULL: none */
                         gint64              time,
                         gpointer            user_data);
  void (*mocked)        (SluiceLane         *lane,  /* a result that exec did not return */
                         const SluiceValue  *value,
                         gint64              time,
                         gpointer            user_data);
  void (*changed)       (SluiceRun          *run,
                         const SluiceChange *change,
                         const SluiceAuthor *author,
                         gint64              time,
                         gpointer            user_data);
} SluiceTape;

#define SLUICE_TAPE_MASK                                                                            \
  (SLUICE_EVENT_MASK (SLUICE_EVENT_VISIT_STARTED) | SLUICE_EVENT_MASK (SLUICE_EVENT_VISIT_ENDED)    \
   | SLUICE_EVENT_MASK (SLUICE_EVENT_PHASE_ENDED) | SLUICE_EVENT_MASK (SLUICE_EVENT_PATCH))

/* One at a time, told before anybody else. NULL: none. */
void sluice_run_set_tape (SluiceRun        *self,
                          const SluiceTape *tape,
                          gpointer          user_data);

G_END_DECLS
