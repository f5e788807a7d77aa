/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

#include "record/history.h"
#include "record/judge.h"

G_BEGIN_DECLS

/* An edited flow, judged by the newest runs there were of it. */

typedef struct
{
  SluiceHistoryRun *run;     /* owned */
  GPtrArray        *changes; /* of SluiceJudgement, owned: at least one */
} SluiceJudgedRun;

typedef struct
{
  GPtrArray         *runs;         /* of SluiceJudgedRun, owned, the newest first: where visits go elsewhere */
  guint              n_runs;       /* that were judged */
  SluiceJudgeCounts  counts;       /* of all of them */
  guint              n_older;      /* runs that there are besides, and that were not looked at */
  guint              n_unknown;    /* records that cannot be opened: nobody knows what they are of */
  guint              n_unreadable; /* runs whose record cannot be read to its end */
  char              *why;          /* the first of them, in words; or NULL */
} SluiceRunVerdict;

void              sluice_run_verdict_free  (SluiceRunVerdict     *self);

void              sluice_run_judge_async   (const char           *text,   /* the flow file's, as edited */
                                            const char           *file,   /* where it lies; NULL: nowhere yet */
                                            const char           *record, /* judged besides those of @file */
                                            guint                 last,
                                            GCancellable         *cancellable,
                                            GAsyncReadyCallback   callback,
                                            gpointer              user_data);
SluiceRunVerdict *sluice_run_judge_finish  (GAsyncResult         *result,
                                            GError              **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SluiceRunVerdict, sluice_run_verdict_free)

G_END_DECLS
