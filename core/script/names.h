/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Strings in the order of their bytes, sorted in steps: collect them, end, sort until nothing is left to do,
 * and take them one by one, the least first. The strings are borrowed. */
typedef struct
{
  const char **texts;    /* owned where it is not @few */
  guint        n;
  guint        capacity;
  guint        sorted;   /* runs that are sorted */
  guint        n_runs;
  guint       *at;       /* owned where it is not @first_at: of each run, what comes next */
  guint       *heap;     /* owned where it is not @first: runs, that of the least string first */
  guint        n_heap;
  guint        first_at;
  guint        first;
  const char  *few[16];  /* so many need no memory of their own */
} SluiceNames;

SluiceNames *sluice_names_new       (void);
void         sluice_names_free      (SluiceNames *self);
void         sluice_names_add       (SluiceNames *self,
                                     const char  *text);
void         sluice_names_end       (SluiceNames *self); /* all are added */
gboolean     sluice_names_sort_some (SluiceNames *self); /* whether all are sorted */
const char  *sluice_names_take      (SluiceNames *self); /* borrowed; NULL after the last */

static inline gboolean
sluice_names_are_sorted (const SluiceNames *self)
{
  return self->sorted == self->n_runs;
}

G_END_DECLS
