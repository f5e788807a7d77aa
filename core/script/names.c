/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Runs of a thousand are sorted, one at each step; then the least of what comes next in each is taken. */

#include "script/names.h"

#include <string.h>

#define RUN_LENGTH 1024

static int
compare_names (gconstpointer a,
               gconstpointer b,
               gpointer      user_data)
{
  return strcmp (*(const char * const *) a, *(const char * const *) b);
}

SluiceNames *
sluice_names_new (void)
{
  SluiceNames *self = g_new (SluiceNames, 1);

  self->texts = self->few;
  self->n = 0;
  self->capacity = G_N_ELEMENTS (self->few);
  self->sorted = 0;
  self->n_runs = 0;
  self->n_heap = 0;
  self->at = &self->first_at;
  self->heap = &self->first;
  return self;
}

void
sluice_names_free (SluiceNames *self)
{
  if (self->texts != self->few)
    g_free (self->texts);
  if (self->at != &self->first_at)
    {
      g_free (self->at);
      g_free (self->heap);
    }
  g_free (self);
}

void
sluice_names_add (SluiceNames *self,
                  const char  *text)
{
  if (self->n == self->capacity)
    {
      self->capacity *= 4;
      if (self->texts != self->few)
        self->texts = g_renew (const char *, self->texts, self->capacity);
      else
        self->texts = memcpy (g_new (const char *, self->capacity), self->few, sizeof (self->few));
    }
  self->texts[self->n++] = text;
}

/* All are there. */
void
sluice_names_end (SluiceNames *self)
{
  self->n_runs = (self->n + RUN_LENGTH - 1) / RUN_LENGTH;
  if (self->n_runs <= 1)
    return;
  self->at = g_new (guint, self->n_runs);
  self->heap = g_new (guint, self->n_runs);
}

static inline const char *
names_peek (SluiceNames *self,
            guint        run)
{
  return self->texts[self->at[run]];
}

static void
names_sink (SluiceNames *self,
            guint        place)
{
  guint run = self->heap[place];

  for (guint child = 2 * place + 1; child < self->n_heap; child = 2 * place + 1)
    {
      if (child + 1 < self->n_heap
          && strcmp (names_peek (self, self->heap[child + 1]), names_peek (self, self->heap[child])) < 0)
        child++;
      if (strcmp (names_peek (self, run), names_peek (self, self->heap[child])) <= 0)
        break;
      self->heap[place] = self->heap[child];
      place = child;
    }
  self->heap[place] = run;
}

/* One run more is sorted. Whether all are. */
gboolean
sluice_names_sort_some (SluiceNames *self)
{
  guint first = self->sorted * RUN_LENGTH;

  if (self->sorted == self->n_runs)
    return TRUE;
  g_qsort_with_data (self->texts + first, (int) MIN (RUN_LENGTH, self->n - first), sizeof (char *), compare_names,
                     NULL);
  self->at[self->sorted] = first;
  self->heap[self->sorted] = self->sorted;
  if (++self->sorted < self->n_runs)
    return FALSE;
  self->n_heap = self->n_runs;
  for (guint i = self->n_heap; i-- > 0;)
    names_sink (self, i);
  return TRUE;
}

const char *
sluice_names_take (SluiceNames *self)
{
  guint run;
  const char *text;

  if (self->n_heap == 0)
    return NULL;
  run = self->heap[0];
  text = names_peek (self, run);

  if (++self->at[run] == MIN ((run + 1) * RUN_LENGTH, self->n))
    self->heap[0] = self->heap[--self->n_heap];
  if (self->n_heap > 0)
    names_sink (self, 0);
  return text;
}
