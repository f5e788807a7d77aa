/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The rows of the problems are made in two rounds: what could be done about each of them, and then the rows,
 * of which the first of a kind says how many are alike. The document must not change meanwhile. */
#include "window/problem-rows.h"

#include "window/file-reference.h"
#include "window/problem-item.h"

#include "graph/check-fixes.h"

#define AT_ONCE 32 /* between two looks at the clock */

struct _SluiceProblemRows
{
  /* owned */
  SluiceDocument *document;
  GPtrArray      *problems; /* SluiceProblem */
  GPtrArray      *fixes;    /* the title of what can be done about each, or NULL */
  GPtrArray      *items;    /* SluiceProblemItem */
  GHashTable     *counts;   /* code, borrowed → how many that can be fixed none speaks for yet */
};

/**
 * sluice_problem_rows_new:
 * @document: whose problems they are
 * @problems: (element-type SluiceProblem): what sluice_check_document() found
 *
 * Returns: (transfer full): none of the rows yet
 */
SluiceProblemRows *
sluice_problem_rows_new (SluiceDocument *document,
                         GPtrArray      *problems)
{
  SluiceProblemRows *self = g_new0 (SluiceProblemRows, 1);

  self->document = g_object_ref (document);
  self->problems = g_ptr_array_ref (problems);
  self->fixes = g_ptr_array_new_full (problems->len, g_free);
  self->items = g_ptr_array_new_full (problems->len, g_object_unref);
  self->counts = g_hash_table_new (g_str_hash, g_str_equal);
  return self;
}

/**
 * sluice_problem_rows_free:
 * @self: (transfer full): rows that nobody will see
 */
void
sluice_problem_rows_free (SluiceProblemRows *self)
{
  g_hash_table_unref (self->counts);
  g_ptr_array_unref (self->items);
  g_ptr_array_unref (self->fixes);
  g_ptr_array_unref (self->problems);
  g_object_unref (self->document);
  g_free (self);
}

static void
add_fix (SluiceProblemRows *self)
{
  const SluiceProblem *problem = g_ptr_array_index (self->problems, self->fixes->len);
  char *fix = sluice_check_dup_fix_title (self->document, problem->code, problem->pointer);
  guint n = GPOINTER_TO_UINT (g_hash_table_lookup (self->counts, problem->code));

  if (fix != NULL)
    g_hash_table_insert (self->counts, (gpointer) problem->code, GUINT_TO_POINTER (n + 1));
  g_ptr_array_add (self->fixes, fix);
}

static void
add_item (SluiceProblemRows *self)
{
  guint i = self->items->len;
  const SluiceProblem *problem = g_ptr_array_index (self->problems, i);
  g_autofree char *fix = g_steal_pointer (&self->fixes->pdata[i]);
  guint n_alike = 0;

  /* The first of them speaks for all. */
  if (fix != NULL)
    {
      n_alike = GPOINTER_TO_UINT (g_hash_table_lookup (self->counts, problem->code));
      g_hash_table_remove (self->counts, problem->code);
    }
  g_ptr_array_add (self->items, sluice_problem_item_new (problem, self->document, fix, n_alike,
                                                         sluice_problem_lacks_file (problem, self->document)));
}

/**
 * sluice_problem_rows_step:
 * @budget: how long to go on, in µs; negative: to the end
 *
 * Goes on.
 *
 * Returns: whether there is more to do
 */
gboolean
sluice_problem_rows_step (SluiceProblemRows *self,
                          gint64             budget)
{
  gint64 end = g_get_monotonic_time () + budget;

  for (guint n = 1; self->items->len < self->problems->len; n++)
    {
      if (self->fixes->len < self->problems->len)
        add_fix (self);
      else
        add_item (self);
      if (budget >= 0 && n % AT_ONCE == 0 && g_get_monotonic_time () >= end)
        return TRUE;
    }
  return FALSE;
}

/**
 * sluice_problem_rows_finish:
 * @take_self: (transfer full): rows that are all made
 *
 * Returns: (transfer full) (element-type SluiceProblemItem): the rows
 */
GPtrArray *
sluice_problem_rows_finish (SluiceProblemRows *take_self)
{
  GPtrArray *items = g_ptr_array_ref (take_self->items);

  sluice_problem_rows_free (take_self);
  return items;
}
