/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Walks a document's flows in the order in which a reader meets them. Names are made of the path, and
 * made unique: ids may differ in a hyphen only.
 */
#include "exchange/nesting.h"

#include <string.h>

#include "base/ids.h"

typedef struct
{
  SluiceDocument *document;
  GHashTable     *drawn; /* set of flow ids, borrowed from the document */
  GHashTable     *names; /* set of names, owned */
} Walk;

static void
nested_node_free (gpointer data);

static void
nesting_free (gpointer data)
{
  SluiceNesting *self = data;

  if (self == NULL)
    return;
  g_free (self->flow);
  g_free (self->name);
  g_free (self->title);
  g_hash_table_unref (self->by_id);
  g_ptr_array_unref (self->nodes);
  g_free (self);
}

static void
nested_node_free (gpointer data)
{
  SluiceNestingNode *node = data;

  g_free (node->id);
  g_free (node->address);
  g_free (node->name);
  g_free (node->title);
  nesting_free (node->nested);
  g_free (node);
}

/* Words that diagram languages take for themselves get a '_' behind them. */
static gboolean
is_reserved (const char *name)
{
  static const char * const words[] = {
    "call", "class", "classdef", "click", "default", "digraph", "direction", "edge", "end", "flowchart",
    "graph", "href", "linkstyle", "node", "start", "strict", "style", "subgraph", NULL
  };

  return g_strv_contains (words, name);
}

static char *
make_name (Walk       *walk,
           const char *prefix,
           const char *id)
{
  g_autoptr (GString) base = g_string_new (prefix);
  g_autofree char *name = NULL;

  if (base->len > 0)
    g_string_append_c (base, '_');
  g_string_append (base, id);
  for (gsize i = 0; i < base->len; i++)
    if (!g_ascii_isalnum (base->str[i]))
      base->str[i] = '_';
  name = g_strdup (base->str);
  if (is_reserved (name))
    {
      g_free (name);
      name = g_strconcat (base->str, "_", NULL);
    }
  for (guint n = 2; g_hash_table_contains (walk->names, name); n++)
    {
      g_free (name);
      name = g_strdup_printf ("%s_%u", base->str, n);
    }
  g_hash_table_add (walk->names, g_strdup (name));
  return g_steal_pointer (&name);
}

static SluiceNesting *
walk_flow (Walk       *walk,
           const char *flow,
           const char *name,
           const char *prefix)
{
  SluiceNesting *self = g_new0 (SluiceNesting, 1);
  const char *title = sluice_value_get_member_string (sluice_document_get_flow (walk->document, flow), "title");
  const char *start = sluice_document_get_start (walk->document, flow);

  g_hash_table_add (walk->drawn, (gpointer) flow);
  self->flow = g_strdup (flow);
  self->name = g_strdup (name);
  self->title = g_strdup (title != NULL && *title != '\0' ? title : flow);
  self->nodes = g_ptr_array_new_with_free_func (nested_node_free);
  self->by_id = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < sluice_document_get_n_nodes (walk->document, flow); i++)
    {
      SluiceNestingNode *node = g_new0 (SluiceNestingNode, 1);
      const char *inner;

      node->id = g_strdup (sluice_document_get_node_id (walk->document, flow, i));
      node->address = sluice_address_join (flow, node->id);
      node->title = sluice_document_dup_node_title (walk->document, node->address);
      node->kind = sluice_document_get_node_kind (walk->document, node->address);
      node->is_start = g_strcmp0 (start, node->id) == 0;
      node->name = make_name (walk, prefix, node->id);
      g_ptr_array_add (self->nodes, node);
      g_hash_table_insert (self->by_id, node->id, node);

      if (g_strcmp0 (node->kind, "flow") != 0)
        continue;
      inner = sluice_value_get_string (sluice_document_get_setting (walk->document, node->address, "flow"));
      if (inner != NULL && sluice_document_has_flow (walk->document, inner)
          && !g_hash_table_contains (walk->drawn, inner))
        node->nested = walk_flow (walk, inner, node->name, node->name);
    }
  return self;
}

static void
walk_root (Walk       *walk,
           const char *flow,
           gboolean    is_alone,
           GPtrArray  *into)
{
  g_autofree char *name = NULL;

  if (!sluice_document_has_flow (walk->document, flow) || g_hash_table_contains (walk->drawn, flow))
    return;
  name = make_name (walk, NULL, flow);
  g_ptr_array_add (into, walk_flow (walk, flow, name, is_alone ? NULL : name));
}

/* Whether one flow holds all others, so that the names of its nodes need no prefix. */
static gboolean
leads_to_all (Walk       *walk,
              const char *flow)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) waiting = g_ptr_array_new ();

  g_ptr_array_add (waiting, (gpointer) flow);
  while (waiting->len > 0)
    {
      const char *id = g_ptr_array_steal_index (waiting, waiting->len - 1);

      if (!sluice_document_has_flow (walk->document, id) || !g_hash_table_add (seen, (gpointer) id))
        continue;
      for (guint i = 0; i < sluice_document_get_n_nodes (walk->document, id); i++)
        {
          g_autofree char *address = sluice_address_join (id, sluice_document_get_node_id (walk->document, id, i));
          SluiceValue inner = sluice_document_get_setting (walk->document, address, "flow");

          if (sluice_value_get_string (inner) != NULL)
            g_ptr_array_add (waiting, (gpointer) sluice_value_get_string (inner));
        }
    }
  return g_hash_table_size (seen) == sluice_document_get_n_flows (walk->document);
}

/**
 * sluice_nesting_new:
 * @document: a document
 * @flow: (nullable): the flow to begin with; %NULL for all
 *
 * Returns: (transfer full): an array of #SluiceNesting, the flows that are nested in no other
 */
GPtrArray *
sluice_nesting_new (SluiceDocument *document,
                    const char     *flow)
{
  g_autoptr (GHashTable) drawn = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GPtrArray *nestings = g_ptr_array_new_with_free_func (nesting_free);
  Walk walk = { document, drawn, names };
  g_auto (GStrv) run = NULL;
  gboolean is_alone;

  if (flow != NULL)
    {
      walk_root (&walk, flow, TRUE, nestings);
      return nestings;
    }
  run = sluice_document_dup_run (document);
  is_alone = run != NULL && run[0] != NULL && run[1] == NULL && leads_to_all (&walk, run[0]);
  for (guint i = 0; run != NULL && run[i] != NULL; i++)
    for (guint k = 0; k < sluice_document_get_n_flows (document); k++)
      if (g_str_equal (sluice_document_get_flow_id (document, k), run[i]))
        walk_root (&walk, sluice_document_get_flow_id (document, k), is_alone, nestings);
  for (guint i = 0; i < sluice_document_get_n_flows (document); i++)
    walk_root (&walk, sluice_document_get_flow_id (document, i), FALSE, nestings);
  return nestings;
}

const SluiceNestingNode *
sluice_nesting_find (const SluiceNesting *self,
                     const char          *node)
{
  return node != NULL ? g_hash_table_lookup (self->by_id, node) : NULL;
}
