/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "debugger/session/past-index.h"
#include "debugger/session/stop-info.h"

G_BEGIN_DECLS

/* What a record has of one visit of a node: of all of it, also of what came after the moment. */

/* @number: which of the node's visits that have begun by @moment, from 1; 0, or more than there are: the last. One
 * without a number: there is none. The place of the record moves. */
SluiceVisitInfo *sluice_past_visit_read  (SluiceRecord    *record,
                                          SluicePastTable *table,
                                          SluicePastIndex *index,
                                          guint64          moment,
                                          const char      *address,
                                          guint64          number);
/* A result in full, as JSON; NULL: there is none, or it was not kept. */
char            *sluice_past_visit_dup_value (SluiceRecord *record,
                                          SluicePastIndex *index,
                                          guint64          visit,
                                          SluiceVisitPart  part);

G_END_DECLS
