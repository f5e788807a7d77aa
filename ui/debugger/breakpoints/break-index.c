/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A table from the place to what is there, made anew when the breakpoints change. An edge's key is its node's
 * address and its action with a line break between, which no address has. */
#include "debugger/breakpoints/break-index.h"

#include <glib/gi18n.h>

#include "debugger/breakpoints/break-words.h"

struct _SluiceBreakIndex
{
  SluiceBreakpoints *breakpoints; /* owned */
  GHashTable        *spots;       /* key → SluiceBreakSpot */
  gboolean           has_edges;
  gboolean           has_order; /* one waits for another */
};

static char *
dup_key (const char *address,
         const char *action)
{
  return action != NULL ? g_strconcat (address, "\n", action, NULL) : g_strdup (address);
}

/* Those of any action are the node's. */
static gboolean
is_of_edge (const SluiceBreakpoint *breakpoint)
{
  return (breakpoint->kind == SLUICE_BREAK_TAKEN || breakpoint->kind == SLUICE_BREAK_CONSIDERED) &&
         breakpoint->what != NULL;
}

static char *
dup_place_key (const SluiceBreakpoint *breakpoint)
{
  return dup_key (breakpoint->address, is_of_edge (breakpoint) ? breakpoint->what : NULL);
}

static gboolean
is_main (const SluiceBreakpoint *breakpoint)
{
  return breakpoint->kind == SLUICE_BREAK_NODE || (breakpoint->kind == SLUICE_BREAK_TAKEN && is_of_edge (breakpoint));
}

static void
add (SluiceBreakIndex       *self,
     const SluiceBreakpoint *breakpoint)
{
  g_autofree char *key = dup_place_key (breakpoint);
  SluiceBreakSpot *spot = g_hash_table_lookup (self->spots, key);
  gboolean is_first = spot == NULL;

  if (is_first)
    {
      spot = g_new0 (SluiceBreakSpot, 1);
      g_hash_table_insert (self->spots, g_steal_pointer (&key), spot);
    }
  spot->n++;
  self->has_edges |= is_of_edge (breakpoint);
  if (!is_first && (spot->id != 0 || !is_main (breakpoint)))
    return;
  spot->id = is_main (breakpoint) ? breakpoint->id : 0;
  spot->shape = sluice_break_shape_get (breakpoint);
  spot->enabled = breakpoint->enabled && !sluice_breakpoints_is_muted (self->breakpoints) &&
                  sluice_break_can_come (breakpoint, self->breakpoints);
}

/**
 * sluice_break_index_new:
 * @breakpoints: what is looked up
 *
 * Returns: (transfer full): their places
 */
SluiceBreakIndex *
sluice_break_index_new (SluiceBreakpoints *breakpoints)
{
  SluiceBreakIndex *self = g_new0 (SluiceBreakIndex, 1);

  self->breakpoints = g_object_ref (breakpoints);
  self->spots = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  sluice_break_index_update (self);
  return self;
}

void
sluice_break_index_free (SluiceBreakIndex *self)
{
  g_hash_table_unref (self->spots);
  g_object_unref (self->breakpoints);
  g_free (self);
}

void
sluice_break_index_update (SluiceBreakIndex *self)
{
  g_hash_table_remove_all (self->spots);
  self->has_edges = FALSE;
  self->has_order = FALSE;
  for (guint i = 0; i < sluice_breakpoints_get_n (self->breakpoints); i++)
    {
      const SluiceBreakpoint *breakpoint = sluice_breakpoints_get (self->breakpoints, i);

      self->has_order |= breakpoint->after > 0;
      if (breakpoint->address != NULL)
        add (self, breakpoint);
    }
}

const SluiceBreakSpot *
sluice_break_index_get_node (SluiceBreakIndex *self,
                             const char       *address)
{
  return g_hash_table_lookup (self->spots, address);
}

const SluiceBreakSpot *
sluice_break_index_get_edge (SluiceBreakIndex *self,
                             const char       *address,
                             const char       *action)
{
  g_autofree char *key = NULL;

  if (!self->has_edges)
    return NULL;
  key = dup_key (address, action);
  return g_hash_table_lookup (self->spots, key);
}

gboolean
sluice_break_index_has_edges (SluiceBreakIndex *self)
{
  return self->has_edges;
}

gboolean
sluice_break_index_has_order (SluiceBreakIndex *self)
{
  return self->has_order;
}

/**
 * sluice_break_index_dup_words:
 * @self: an index
 * @document: (nullable): that names the nodes
 * @address: a node
 * @action: (nullable): of an edge that leaves it; %NULL: the node itself
 *
 * Returns: (transfer full) (nullable): a line for each that is there; %NULL: there is none
 */
char *
sluice_break_index_dup_words (SluiceBreakIndex *self,
                              SluiceDocument   *document,
                              const char       *address,
                              const char       *action)
{
  g_autofree char *key = dup_key (address, action);
  GString *text;

  if (!g_hash_table_contains (self->spots, key))
    return NULL;
  text = g_string_new (NULL);
  for (guint i = 0; i < sluice_breakpoints_get_n (self->breakpoints); i++)
    {
      const SluiceBreakpoint *breakpoint = sluice_breakpoints_get (self->breakpoints, i);
      g_autofree char *there = breakpoint->address != NULL ? dup_place_key (breakpoint) : NULL;
      g_autofree char *words = NULL;

      if (g_strcmp0 (there, key) != 0)
        continue;
      words = sluice_break_dup_words (breakpoint, self->breakpoints, document, FALSE);
      g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", words);
    }
  if (sluice_breakpoints_is_muted (self->breakpoints))
    g_string_append_printf (text, "\n%s", _("All breakpoints are muted"));
  return g_string_free (text, FALSE);
}
