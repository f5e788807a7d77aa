/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "debugger/session/run-delta.h"
#include "record/record.h"

G_BEGIN_DECLS

/* What nodes and edges had to show at a place of a record: folded from its facts, as a live run's are
 * from events. Marks are numbers in arrays, so that many of them can be kept; what the numbers stand
 * for is in a table they share, which only grows. */

typedef struct _SluicePastTable SluicePastTable;
typedef struct _SluicePastMarks SluicePastMarks;

/* @document: what was run; NULL: it can't be read, so that nodes have no titles */
SluicePastTable *sluice_past_table_new       (SluiceDocument        *document);
void             sluice_past_table_free      (SluicePastTable       *self);
guint            sluice_past_table_find_node (SluicePastTable       *self,
                                              const char            *address); /* NULL: 0, which is none */
const char      *sluice_past_table_get_address (SluicePastTable     *self, /* interned; NULL for 0 */
                                              guint                  node);
const char      *sluice_past_table_get_title (SluicePastTable       *self,
                                              guint                  node);

/* Where an edge of the flow that was run leads; 0: it has no such edge. */
guint            sluice_past_table_find_target (SluicePastTable     *self,
                                              const char            *address,
                                              const char            *action);

SluicePastMarks *sluice_past_marks_new       (void);
SluicePastMarks *sluice_past_marks_copy      (const SluicePastMarks *self);
void             sluice_past_marks_free      (SluicePastMarks       *self);
gsize            sluice_past_marks_get_size  (const SluicePastMarks *self); /* bytes */
void             sluice_past_marks_fold      (SluicePastMarks       *self,
                                              SluicePastTable       *table,
                                              const SluiceFact      *fact);
/* All nodes of the table: those that were not visited yet too. */
void             sluice_past_marks_publish   (SluicePastMarks       *self,
                                              SluicePastTable       *table,
                                              guint                  stop_node, /* 0: it is stopped nowhere */
                                              gboolean               has_begun, /* the visit there */
                                              SluiceRunDelta        *delta);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SluicePastTable, sluice_past_table_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SluicePastMarks, sluice_past_marks_free)

G_END_DECLS
