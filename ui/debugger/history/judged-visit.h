/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "debugger/history/run-judge.h"
#include "graph/document.h"

G_BEGIN_DECLS

/* A visit that would go elsewhere, as a list item. Properties, for binding: title (the node's), run (which, and the
 * number of the visit), before and now (the action, and where it leads). */

#define SLUICE_TYPE_JUDGED_VISIT (sluice_judged_visit_get_type ())
G_DECLARE_FINAL_TYPE (SluiceJudgedVisit, sluice_judged_visit, SLUICE, JUDGED_VISIT, GObject)

SluiceJudgedVisit *sluice_judged_visit_new        (SluiceDocument        *document,
                                                   const char            *path, /* of the record */
                                                   const char            *run,  /* how it is called */
                                                   const SluiceJudgement *judgement);
const char        *sluice_judged_visit_get_path   (SluiceJudgedVisit     *self);
guint64            sluice_judged_visit_get_number (SluiceJudgedVisit     *self);

G_END_DECLS
