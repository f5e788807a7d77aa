/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "exchange/exchange.h"

G_BEGIN_DECLS

/* How far a run came, for pictures and diagrams of it: plain data, filled by whoever knows the run. */

typedef enum
{
  SLUICE_RUN_MARK_NONE,    /* the run did not come here */
  SLUICE_RUN_MARK_DONE,
  SLUICE_RUN_MARK_RUNNING, /* or it was when the run was interrupted */
  SLUICE_RUN_MARK_FAILED,
} SluiceRunMarkState;

SluiceRunMarks    *sluice_run_marks_new        (void);
void               sluice_run_marks_free       (SluiceRunMarks     *self);
void               sluice_run_marks_set        (SluiceRunMarks     *self,
                                                const char         *address,
                                                SluiceRunMarkState  state,
                                                guint64             n_visits);
/* A visit began: one more, and it runs. */
void               sluice_run_marks_begin      (SluiceRunMarks     *self,
                                                const char         *address);
void               sluice_run_marks_take_edge  (SluiceRunMarks     *self,
                                                const char         *address,
                                                const char         *action);
SluiceRunMarkState sluice_run_marks_get_state  (SluiceRunMarks     *self,
                                                const char         *address);
guint64            sluice_run_marks_get_visits (SluiceRunMarks     *self,
                                                const char         *address);
gboolean           sluice_run_marks_has_edge   (SluiceRunMarks     *self,
                                                const char         *address,
                                                const char         *action);
/* "done", "running", "failed"; NULL: none. */
const char        *sluice_run_marks_get_name   (SluiceRunMarkState  state);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SluiceRunMarks, sluice_run_marks_free)

G_END_DECLS
