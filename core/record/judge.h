/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "record/record.h"

G_BEGIN_DECLS

/* Judges an edited flow by what has happened: each visit of a record is had again with the store it found and
 * the exec result it got, and where its node goes now is held against where it went. Nothing is called. */

/* The node of that address in the edited flow, in the thread it is judged in; NULL: it has none. */
typedef SluiceNode *(*SluiceJudgeFindFunc) (const char *address,
                                            gpointer    user_data);

typedef struct
{
  guint64  visit;
  char    *node;       /* its address */
  char    *old_action; /* NULL: none, which takes the edge "default" */
  char    *old_target; /* the address of the node that came next; NULL: the flow ended */
  char    *new_action;
  char    *new_target;
  char    *problem;    /* in words, why it has no new action; NULL: it has */
} SluiceJudgement;

typedef struct
{
  guint64 n_judged;   /* visits that were judged */
  guint64 n_skipped;  /* visits that could not be: the sum of what follows, and those whose values are not kept */
  guint64 n_failed;   /* they failed: there is no action to hold against */
  guint64 n_too_old;  /* in batches of flows recorded before the params of entries were kept */
  guint64 n_unfinished; /* their run was left, or goes on still: they are under way, or none came next */
  guint64 n_asking;   /* what is edited asks for something outside, or for the time */
  guint64 n_changed;  /* they go elsewhere, or nowhere */
} SluiceJudgeCounts;

void       sluice_judgement_free (SluiceJudgement      *self);
/* Of SluiceJudgement: the visits that would now go elsewhere, in order. */
GPtrArray *sluice_record_judge   (SluiceRecord         *record,
                                  SluiceJudgeFindFunc   find,
                                  gpointer              user_data,
                                  SluiceJudgeCounts    *counts,
                                  GCancellable         *cancellable,
                                  GError              **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SluiceJudgement, sluice_judgement_free)

G_END_DECLS
