/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* How far a run came. Addresses are those of the document; what is not in it is asked for by nobody. */

#include "exchange/run-marks.h"

typedef struct
{
  SluiceRunMarkState state;
  guint64            n_visits;
} Mark;

struct _SluiceRunMarks
{
  GHashTable *nodes; /* address → Mark, owned */
  GHashTable *edges; /* set of "address action", owned */
};

SluiceRunMarks *
sluice_run_marks_new (void)
{
  SluiceRunMarks *self = g_new0 (SluiceRunMarks, 1);

  self->nodes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->edges = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

void
sluice_run_marks_free (SluiceRunMarks *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->nodes);
  g_hash_table_unref (self->edges);
  g_free (self);
}

static Mark *
ensure (SluiceRunMarks *self,
        const char     *address)
{
  Mark *mark = g_hash_table_lookup (self->nodes, address);

  if (mark == NULL)
    {
      mark = g_new0 (Mark, 1);
      g_hash_table_insert (self->nodes, g_strdup (address), mark);
    }
  return mark;
}

void
sluice_run_marks_set (SluiceRunMarks     *self,
                      const char         *address,
                      SluiceRunMarkState  state,
                      guint64             n_visits)
{
  *ensure (self, address) = (Mark) { state, n_visits };
}

void
sluice_run_marks_begin (SluiceRunMarks *self,
                        const char     *address)
{
  Mark *mark = ensure (self, address);

  mark->state = SLUICE_RUN_MARK_RUNNING;
  mark->n_visits++;
}

void
sluice_run_marks_take_edge (SluiceRunMarks *self,
                            const char     *address,
                            const char     *action)
{
  g_hash_table_add (self->edges, g_strdup_printf ("%s %s", address, action));
}

SluiceRunMarkState
sluice_run_marks_get_state (SluiceRunMarks *self,
                            const char     *address)
{
  const Mark *mark = g_hash_table_lookup (self->nodes, address);

  return mark != NULL ? mark->state : SLUICE_RUN_MARK_NONE;
}

guint64
sluice_run_marks_get_visits (SluiceRunMarks *self,
                             const char     *address)
{
  const Mark *mark = g_hash_table_lookup (self->nodes, address);

  return mark != NULL ? mark->n_visits : 0;
}

gboolean
sluice_run_marks_has_edge (SluiceRunMarks *self,
                           const char     *address,
                           const char     *action)
{
  g_autofree char *edge = g_strdup_printf ("%s %s", address, action);

  return g_hash_table_contains (self->edges, edge);
}

const char *
sluice_run_marks_get_name (SluiceRunMarkState state)
{
  static const char * const names[] = { NULL, "done", "running", "failed" };

  return state < G_N_ELEMENTS (names) ? names[state] : NULL;
}
