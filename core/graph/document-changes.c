/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What changes mean for those who look: from pointers into the file to nodes and flows. And the
 * shortening of a step that replaced the same places again and again. */

#include "graph/drawing-private.h"

#include <string.h>

#include "base/ids.h"

static void
touch (GHashTable *table,
       const char *key,
       SluiceTouch what)
{
  guint touched = GPOINTER_TO_UINT (g_hash_table_lookup (table, key));

  g_hash_table_insert (table, g_strdup (key), GUINT_TO_POINTER (touched | what));
}

static void
touch_node (SluiceChangeSet *self,
            const char      *flow,
            const char      *node,
            SluiceTouch      what)
{
  g_autofree char *address = sluice_address_join (flow, node);

  touch (self->nodes, address, what);
}

/* Touches every node that @nodes has a member for. */
static void
touch_members (SluiceChangeSet *self,
               const char      *flow,
               SluiceValue      nodes,
               SluiceTouch      what)
{
  SluiceValueIter iter;
  const char *node;

  if (!SLUICE_VALUE_IS_OBJECT (nodes))
    return;
  sluice_value_iter_init (&iter, nodes);
  while (sluice_value_iter_next (&iter, &node, NULL))
    if (node[0] != '$')
      touch_node (self, flow, node, what);
}

static SluiceTouch
touch_of (const SluiceChange *change,
          SluiceTouch         replaced)
{
  if (change->type == SLUICE_CHANGE_ADD)
    return SLUICE_TOUCH_ADDED;
  return change->type == SLUICE_CHANGE_REMOVE ? SLUICE_TOUCH_REMOVED : replaced;
}

/* All nodes of a flow came, went, or both. */
static void
add_nodes_change (SluiceChangeSet    *self,
                  const char         *flow,
                  SluiceValue         before,
                  SluiceValue         after)
{
  touch_members (self, flow, before, SLUICE_TOUCH_REMOVED);
  touch_members (self, flow, after, SLUICE_TOUCH_ADDED);
}

/* /flows/FLOW/nodes/NODE and below; @rest are the parts behind NODE. */
static void
add_node_change (SluiceChangeSet     *self,
                 const SluiceChange  *change,
                 const char          *flow,
                 const char          *node,
                 char               **rest)
{
  if (rest[0] == NULL)
    touch_node (self, flow, node, touch_of (change, SLUICE_TOUCH_CONTENT | SLUICE_TOUCH_EDGES));
  else if (g_str_equal (rest[0], "next"))
    touch_node (self, flow, node, SLUICE_TOUCH_EDGES);
  else
    touch_node (self, flow, node, SLUICE_TOUCH_CONTENT);
}

/* @parts: behind /flows. */
static void
add_flows_change (SluiceChangeSet     *self,
                  const SluiceChange  *change,
                  char               **parts)
{
  const char *flow = parts[0];

  if (flow == NULL)
    {
      self->all = TRUE;
    }
  else if (parts[1] == NULL)
    {
      touch (self->flows, flow, touch_of (change, SLUICE_TOUCH_CONTENT));
      add_nodes_change (self, flow, sluice_value_get_member (change->old_value, "nodes"),
                        sluice_value_get_member (change->value, "nodes"));
    }
  else if (!g_str_equal (parts[1], "nodes"))
    {
      touch (self->flows, flow, SLUICE_TOUCH_CONTENT);
    }
  else if (parts[2] == NULL)
    {
      add_nodes_change (self, flow, change->old_value, change->value);
    }
  else
    {
      add_node_change (self, change, flow, parts[2], parts + 3);
    }
}

static void
touch_item (SluiceChangeSet *self,
            const char      *flow,
            const char      *section,
            const char      *id,
            SluiceTouch      what)
{
  g_autofree char *address = g_strconcat (flow, "/", section, "/", id, NULL);

  touch (self->items, address, what);
}

/* All frames, or all notes, that @section has a member for. */
static void
touch_items (SluiceChangeSet *self,
             const char      *flow,
             const char      *name,
             SluiceValue      section,
             SluiceTouch      what)
{
  SluiceValueIter iter;
  const char *id;

  if (!SLUICE_VALUE_IS_OBJECT (section))
    return;
  sluice_value_iter_init (&iter, section);
  while (sluice_value_iter_next (&iter, &id, NULL))
    touch_item (self, flow, name, id, what);
}

static void
touch_layout (SluiceChangeSet *self,
              const char      *flow,
              SluiceValue      places,
              SluiceTouch      items)
{
  static const char * const sections[] = { SLUICE_FRAMES, SLUICE_NOTES };

  touch (self->flows, flow, SLUICE_TOUCH_LAYOUT);
  touch_members (self, flow, places, SLUICE_TOUCH_LAYOUT);
  for (guint i = 0; SLUICE_VALUE_IS_OBJECT (places) && i < G_N_ELEMENTS (sections); i++)
    touch_items (self, flow, sections[i], sluice_value_get_member (places, sections[i]), items);
}

static void
touch_layouts (SluiceChangeSet *self,
               SluiceValue      layouts,
               SluiceTouch      items)
{
  SluiceValueIter iter;
  SluiceValue places;
  const char *flow;

  if (!SLUICE_VALUE_IS_OBJECT (layouts))
    return;
  sluice_value_iter_init (&iter, layouts);
  while (sluice_value_iter_next (&iter, &flow, &places))
    touch_layout (self, flow, places, items);
}

/* @parts: "$frames" or "$notes", and what follows. */
static void
add_items_change (SluiceChangeSet     *self,
                  const SluiceChange  *change,
                  const char          *flow,
                  char               **parts)
{
  if (parts[1] != NULL)
    {
      touch_item (self, flow, parts[0], parts[1],
                  parts[2] == NULL ? touch_of (change, SLUICE_TOUCH_LAYOUT) : SLUICE_TOUCH_LAYOUT);
      return;
    }
  touch_items (self, flow, parts[0], change->old_value, SLUICE_TOUCH_REMOVED);
  touch_items (self, flow, parts[0], change->value, SLUICE_TOUCH_ADDED);
}

/* @parts: behind /layout. */
static void
add_layout_change (SluiceChangeSet     *self,
                   const SluiceChange  *change,
                   char               **parts)
{
  const char *flow = parts[0];

  if (flow == NULL)
    {
      touch_layouts (self, change->old_value, SLUICE_TOUCH_REMOVED);
      touch_layouts (self, change->value, SLUICE_TOUCH_ADDED);
    }
  else if (parts[1] == NULL)
    {
      touch_layout (self, flow, change->old_value, SLUICE_TOUCH_REMOVED);
      touch_layout (self, flow, change->value, SLUICE_TOUCH_ADDED);
    }
  else if (parts[1][0] == '$')
    {
      touch (self->flows, flow, SLUICE_TOUCH_LAYOUT);
      add_items_change (self, change, flow, parts + 1);
    }
  else
    {
      touch_node (self, flow, parts[1], SLUICE_TOUCH_LAYOUT);
    }
}

static void
add_change (SluiceChangeSet    *self,
            const SluiceChange *change)
{
  g_auto (GStrv) parts = sluice_pointer_split (change->pointer, NULL);

  if (parts == NULL || parts[0] == NULL)
    self->all = TRUE;
  else if (g_str_equal (parts[0], "flows"))
    add_flows_change (self, change, parts + 1);
  else if (g_str_equal (parts[0], "layout"))
    add_layout_change (self, change, parts + 1);
  else
    self->document = TRUE;
}

/* Nodes that nobody has placed move when the graph around them changes. */
static void
touch_moved_flows (SluiceChangeSet *self,
                   SluiceDocument  *document)
{
  GHashTableIter iter;
  gpointer flow;

  g_hash_table_iter_init (&iter, document->moved_flows);
  while (g_hash_table_iter_next (&iter, &flow, NULL))
    touch_members (self, flow, sluice_document_get_nodes (document, flow), SLUICE_TOUCH_LAYOUT);
  g_hash_table_remove_all (document->moved_flows);
}

static SluiceChangeSet *
change_set_alloc (GPtrArray *changes)
{
  SluiceChangeSet *self = g_new0 (SluiceChangeSet, 1);

  self->changes = changes;
  self->nodes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->flows = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->items = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

/* Says what @changes, as applied, meant. */
SluiceChangeSet *
sluice_change_set_new (SluiceDocument *document,
                       GPtrArray      *changes)
{
  SluiceChangeSet *self = change_set_alloc (g_ptr_array_ref (changes));

  for (guint i = 0; i < changes->len; i++)
    add_change (self, g_ptr_array_index (changes, i));
  touch_moved_flows (self, document);
  return self;
}

SluiceChangeSet *
sluice_change_set_new_all (void)
{
  SluiceChangeSet *self = change_set_alloc (g_ptr_array_new ());

  self->all = TRUE;
  self->document = TRUE;
  return self;
}

void
sluice_change_set_free (SluiceChangeSet *self)
{
  g_ptr_array_unref (self->changes);
  g_hash_table_unref (self->nodes);
  g_hash_table_unref (self->flows);
  g_hash_table_unref (self->items);
  g_free (self);
}

/* Compaction */

/* Where the replacements at the end of the list begin. */
static guint
find_replacements (GPtrArray *changes)
{
  guint first = changes->len;

  while (first > 0)
    {
      const SluiceChange *change = g_ptr_array_index (changes, first - 1);

      if (change->type != SLUICE_CHANGE_REPLACE)
        break;
      first--;
    }
  return first;
}

/* Whether a place above @pointer is in the set too: then the order of the two matters. */
static gboolean
has_ancestor_in (GHashTable *set,
                 const char *pointer)
{
  g_autofree char *above = g_strdup (pointer);
  char *slash;

  while ((slash = strrchr (above, '/')) != NULL)
    {
      *slash = '\0';
      if (g_hash_table_contains (set, above))
        return TRUE;
    }
  return FALSE;
}

static gboolean
are_independent (GPtrArray *changes,
                 guint      first)
{
  g_autoptr (GHashTable) pointers = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = first; i < changes->len; i++)
    g_hash_table_add (pointers, ((SluiceChange *) g_ptr_array_index (changes, i))->pointer);
  for (guint i = first; i < changes->len; i++)
    if (has_ancestor_in (pointers, ((SluiceChange *) g_ptr_array_index (changes, i))->pointer))
      return FALSE;
  return TRUE;
}

/* Joins each replacement with the one of the same place before it. */
static void
join_replacements (GPtrArray *changes,
                   guint      first)
{
  g_autoptr (GHashTable) kept =
    g_hash_table_new (g_str_hash, g_str_equal); /* pointer → SluiceChange */
  guint n = first;

  for (guint i = first; i < changes->len; i++)
    {
      SluiceChange *change = changes->pdata[i];
      SluiceChange *before = g_hash_table_lookup (kept, change->pointer);

      if (before != NULL)
        {
          sluice_value_replace (&before->value, sluice_value_steal (&change->value));
          sluice_change_free (change);
        }
      else
        {
          g_hash_table_insert (kept, change->pointer, change);
          changes->pdata[n++] = change;
        }
    }
  while (changes->len > n)
    g_ptr_array_steal_index (changes, changes->len - 1);
}

/* Drops replacements that lead back to where they began. */
static void
drop_returns (GPtrArray *changes,
              guint      first)
{
  for (guint i = changes->len; i > first; i--)
    {
      const SluiceChange *change = g_ptr_array_index (changes, i - 1);

      if (sluice_value_is_identical (change->old_value, change->value))
        g_ptr_array_remove_index (changes, i - 1);
    }
}

/* Shortens the replacements at the end of a list of changes to one for each place. What comes
 * before an addition or a removal is left alone, because the order counts there. */
void
sluice_changes_compact (GPtrArray *changes)
{
  guint first = find_replacements (changes);

  if (changes->len == first || !are_independent (changes, first))
    return;
  join_replacements (changes, first);
  drop_returns (changes, first);
}
