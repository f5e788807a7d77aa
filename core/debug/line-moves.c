/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Lines before and after the stretch that differs keep their breakpoints; those of the stretch stay as far as it has
 * lines left. That cannot be undone by itself: so where they were in a text is remembered for as long as the text may
 * come back, and then they are there again, also those whose line had gone. */

#include "debug/line-moves.h"

#include <string.h>

#define MAX_TEXTS 500 /* that are remembered */

struct _SluiceLineMoves
{
  SluiceBreakpoints *breakpoints; /* owned */
  GHashTable        *texts;       /* owned: a place with a digest of its text → GPtrArray of SluiceBreakpoint */
  GQueue             order;       /* of the keys of texts, borrowed, the oldest first */
  GHashTable        *gone;        /* owned: a set of ids that were removed here, with their lines */
};

static gpointer
copy_cb (gconstpointer breakpoint,
         gpointer      user_data)
{
  return sluice_breakpoint_copy (breakpoint);
}

SluiceLineMoves *
sluice_line_moves_new (SluiceBreakpoints *breakpoints)
{
  SluiceLineMoves *self = g_new0 (SluiceLineMoves, 1);

  self->breakpoints = g_object_ref (breakpoints);
  self->texts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  g_queue_init (&self->order);
  self->gone = g_hash_table_new (NULL, NULL);
  return self;
}

void
sluice_line_moves_free (SluiceLineMoves *self)
{
  g_object_unref (self->breakpoints);
  g_queue_clear (&self->order);
  g_hash_table_unref (self->texts);
  g_hash_table_unref (self->gone);
  g_free (self);
}

/* Of a script, in no order: copies. */
static GPtrArray *
dup_breakpoints (SluiceLineMoves *self,
                 const char      *address,
                 const char      *phase)
{
  GPtrArray *found = g_ptr_array_new_with_free_func ((GDestroyNotify) sluice_breakpoint_free);

  for (guint i = 0; i < sluice_breakpoints_get_n (self->breakpoints); i++)
    {
      const SluiceBreakpoint *breakpoint = sluice_breakpoints_get (self->breakpoints, i);

      if (breakpoint->kind == SLUICE_BREAK_LINE && g_strcmp0 (breakpoint->address, address) == 0 &&
          g_strcmp0 (breakpoint->what, phase) == 0)
        g_ptr_array_add (found, sluice_breakpoint_copy (breakpoint));
    }
  return found;
}

static char *
dup_key (const char *address,
         const char *phase,
         const char *text)
{
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);

  return g_strdup_printf ("%s\n%s\n%s", address, phase, digest);
}

static void
remember (SluiceLineMoves *self,
          char            *take_key,
          GPtrArray       *breakpoints)
{
  GPtrArray *copies = g_ptr_array_copy (breakpoints, copy_cb, NULL);

  gboolean is_new = !g_hash_table_contains (self->texts, take_key);

  g_ptr_array_set_free_func (copies, (GDestroyNotify) sluice_breakpoint_free);
  g_hash_table_insert (self->texts, take_key, copies); /* an old key stays */
  if (is_new)
    g_queue_push_tail (&self->order, take_key);
  if (self->order.length > MAX_TEXTS)
    g_hash_table_remove (self->texts, g_queue_pop_head (&self->order));
}

/* The stretch of a text that is another one now, in lines that are counted from 0. */
typedef struct
{
  guint first;
  guint n_before;
  guint n_after;
} Stretch;

static Stretch
find_stretch (const char *before,
              const char *after)
{
  g_auto (GStrv) old = g_strsplit (before, "\n", -1);
  g_auto (GStrv) new = g_strsplit (after, "\n", -1);
  guint n_old = g_strv_length (old), n_new = g_strv_length (new);
  Stretch stretch = { 0, };
  guint last = 0;

  while (stretch.first < MIN (n_old, n_new) && g_str_equal (old[stretch.first], new[stretch.first]))
    stretch.first++;
  while (last < MIN (n_old, n_new) - stretch.first && g_str_equal (old[n_old - 1 - last], new[n_new - 1 - last]))
    last++;
  stretch.n_before = n_old - stretch.first - last;
  stretch.n_after = n_new - stretch.first - last;
  return stretch;
}

/* Returns: where a line is after that; 0: it is gone */
static guint
move_line (const Stretch *stretch,
           guint          line)
{
  if (line <= stretch->first)
    return line;
  if (line > stretch->first + stretch->n_before)
    return line - stretch->n_before + stretch->n_after;
  return stretch->n_after > 0 ? MIN (line, stretch->first + stretch->n_after) : 0;
}

static void
set_line (SluiceLineMoves        *self,
          const SluiceBreakpoint *breakpoint,
          guint                   line)
{
  g_autoptr (SluiceBreakpoint) moved = NULL;

  if (line == (guint) breakpoint->amount)
    return;
  if (line == 0)
    {
      g_hash_table_add (self->gone, GUINT_TO_POINTER (breakpoint->id));
      sluice_breakpoints_remove (self->breakpoints, breakpoint->id);
      return;
    }
  moved = sluice_breakpoint_copy (breakpoint);
  moved->amount = line;
  sluice_breakpoints_change (self->breakpoints, breakpoint->id, moved, NULL);
}

static const SluiceBreakpoint *
find_id (GPtrArray *breakpoints,
         guint      id)
{
  for (guint i = 0; breakpoints != NULL && i < breakpoints->len; i++)
    if (((const SluiceBreakpoint *) breakpoints->pdata[i])->id == id)
      return breakpoints->pdata[i];
  return NULL;
}

/* Two that come to one line are one from then on. */
static gboolean
is_there (GHashTable *lines,
          guint       line)
{
  return line > 0 && !g_hash_table_add (lines, GUINT_TO_POINTER (line));
}

static void
move_all (SluiceLineMoves *self,
          GPtrArray       *breakpoints,
          GPtrArray       *known,
          const Stretch   *stretch)
{
  g_autoptr (GHashTable) lines = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < breakpoints->len; i++)
    {
      const SluiceBreakpoint *breakpoint = breakpoints->pdata[i];
      const SluiceBreakpoint *was = find_id (known, breakpoint->id);
      guint line = was != NULL ? (guint) was->amount : move_line (stretch, (guint) breakpoint->amount);

      set_line (self, breakpoint, is_there (lines, line) ? 0 : line);
    }
  for (guint i = 0; known != NULL && i < known->len; i++)
    {
      const SluiceBreakpoint *was = known->pdata[i];

      if (find_id (breakpoints, was->id) == NULL && g_hash_table_remove (self->gone, GUINT_TO_POINTER (was->id)) &&
          !is_there (lines, (guint) was->amount))
        sluice_breakpoints_restore (self->breakpoints, was);
    }
}

gboolean
sluice_line_moves_has_gone (SluiceLineMoves *self)
{
  return g_hash_table_size (self->gone) > 0;
}

void
sluice_line_moves_follow (SluiceLineMoves *self,
                          const char      *address,
                          const char      *phase,
                          const char      *before,
                          const char      *after)
{
  g_autoptr (GPtrArray) breakpoints = dup_breakpoints (self, address, phase);
  g_autofree char *key = NULL;
  GPtrArray *known;
  Stretch stretch;

  if (g_str_equal (before, after) || (breakpoints->len == 0 && g_hash_table_size (self->gone) == 0))
    return;
  key = dup_key (address, phase, after);
  known = g_hash_table_lookup (self->texts, key);
  if (known != NULL)
    g_ptr_array_ref (known);
  remember (self, dup_key (address, phase, before), breakpoints);
  stretch = find_stretch (before, after);
  move_all (self, breakpoints, known, &stretch);
  g_clear_pointer (&known, g_ptr_array_unref);
}
