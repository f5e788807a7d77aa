/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "debugger/session/past-marks.h"

G_BEGIN_DECLS

/* What one pass over a record leaves behind: when each visit began and of what node it is, the marks
 * there were now and then, and what a timeline and a console show. */

typedef struct _SluicePastIndex SluicePastIndex;

/* @table: must outlive it. */
SluicePastIndex       *sluice_past_index_new          (SluicePastTable *table);
void                   sluice_past_index_free         (SluicePastIndex *self);
void                   sluice_past_index_add          (SluicePastIndex *self,
                                                       const SluiceFact *fact);
guint64                sluice_past_index_get_n_visits (SluicePastIndex *self);
gint64                 sluice_past_index_get_end_time (SluicePastIndex *self);
/* @visit: from 1 to the last */
gint64                 sluice_past_index_get_time     (SluicePastIndex *self,
                                                       guint64          visit);
guint                  sluice_past_index_get_node     (SluicePastIndex *self,
                                                       guint64          visit);
/* The last visit that has begun by @time; 0: none has. */
guint64                sluice_past_index_find         (SluicePastIndex *self,
                                                       gint64           time);
/* The last visit that had begun when @visit ended; 0: it has not. */
guint64                sluice_past_index_get_last_within (SluicePastIndex *self,
                                                       guint64          visit);
/* Where the run has failed, and of what; NULL: it has not. */
const char            *sluice_past_index_get_failure  (SluicePastIndex *self,
                                                       const char     **message);
/* The last marks that are kept of a place before @visit begins: when @at began, or 0 before all. */
const SluicePastMarks *sluice_past_index_get_marks    (SluicePastIndex *self,
                                                       guint64          visit,
                                                       guint64         *at);
/* Hands over what a timeline and a console show. */
void                   sluice_past_index_publish      (SluicePastIndex *self,
                                                       SluiceRunDelta  *delta);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SluicePastIndex, sluice_past_index_free)

G_END_DECLS
