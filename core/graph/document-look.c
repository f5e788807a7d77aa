/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What a document holds: flows, nodes and their fields. A piece that has the wrong shape (nodes
 * that are a list, say) counts as absent here; the checks name it. */

#include "graph/document.h"

#include <string.h>

#include "base/ids.h"
#include "graph/document-private.h"

/* The getters of SluiceValue give null for what is absent; this also for what has another shape. */
static SluiceValue
object_or_null (SluiceValue value)
{
  return SLUICE_VALUE_IS_OBJECT (value) ? value : sluice_value_null ();
}

static guint
count_objects (SluiceValue container)
{
  SluiceValueIter iter;
  SluiceValue value;
  guint n = 0;

  sluice_value_iter_init (&iter, container);
  while (sluice_value_iter_next (&iter, NULL, &value))
    if (SLUICE_VALUE_IS_OBJECT (value))
      n++;
  return n;
}

/* The key of the member that is the @index-th object. */
static const char *
nth_object (SluiceValue container,
            guint       index)
{
  SluiceValueIter iter;
  SluiceValue value;
  const char *key;

  sluice_value_iter_init (&iter, container);
  while (sluice_value_iter_next (&iter, &key, &value))
    if (SLUICE_VALUE_IS_OBJECT (value) && index-- == 0)
      return key;
  return NULL;
}

/* Derived data */

SluiceFlowCache *
sluice_document_get_cache (SluiceDocument *self,
                           const char     *flow)
{
  SluiceFlowCache *cache = g_hash_table_lookup (self->caches, flow);

  if (cache == NULL)
    {
      cache = g_new0 (SluiceFlowCache, 1);
      g_hash_table_insert (self->caches, g_strdup (flow), cache);
    }
  return cache;
}

void
sluice_document_clear_caches (SluiceDocument *self)
{
  g_hash_table_remove_all (self->caches);
  self->are_flows_checked = FALSE;
  g_hash_table_remove_all (self->moved_flows);
}

/* Fields that change neither the size of a node nor what it is connected to. */
static gboolean
is_cosmetic (const char *key)
{
  static const char *const keys[] = {
    "title", "note",   "disabled", "retries", "wait", "timeout",
    "batch", "params", "input",    "output",  "pin",  NULL,
  };

  return g_strv_contains (keys, key);
}

static void
forget_places (SluiceDocument *self,
               const char     *flow)
{
  SluiceFlowCache *cache = g_hash_table_lookup (self->caches, flow);

  if (cache == NULL || cache->automatic == NULL)
    return;
  g_clear_pointer (&cache->automatic, g_hash_table_unref);
  g_hash_table_add (self->moved_flows, g_strdup (flow));
}

static void
forget_flow (SluiceDocument *self,
             const char     *flow)
{
  forget_places (self, flow);
  g_hash_table_remove (self->caches, flow);
}

static void
forget_all_flows (SluiceDocument *self)
{
  g_autofree gpointer *flows = g_hash_table_get_keys_as_array (self->caches, NULL);

  self->are_flows_checked = FALSE;
  for (gpointer *flow = flows; *flow != NULL; flow++)
    forget_places (self, *flow);
  g_hash_table_remove_all (self->caches);
}

/* A node came, went or was replaced: an index is still its place unless it is no object. */
static void
forget_node (SluiceDocument     *self,
             const char         *flow,
             const SluiceChange *change)
{
  SluiceFlowCache *cache = g_hash_table_lookup (self->caches, flow);

  forget_places (self, flow);
  if (cache != NULL && (!cache->is_plain || (change->type != SLUICE_CHANGE_REMOVE &&
                                             !SLUICE_VALUE_IS_OBJECT (change->value))))
    cache->is_checked = FALSE;
}

/* A change at /flows/FLOW or below it. */
static void
forget_in_flow (SluiceDocument      *self,
                const SluiceChange  *change,
                char               **parts,
                guint                n)
{
  if (n == 2)
    self->are_flows_checked = FALSE;
  if (n == 4 && g_str_equal (parts[2], "nodes"))
    forget_node (self, parts[1], change);
  else if (n == 2 || g_str_equal (parts[2], "nodes"))
    {
      if (n < 4)
        forget_flow (self, parts[1]);
      else if (!is_cosmetic (parts[4]))
        forget_places (self, parts[1]);
    }
  else if (g_str_equal (parts[2], "start"))
    {
      forget_places (self, parts[1]);
    }
}

/* Drops what was derived of the part that a change is about. */
void
sluice_document_forget_derived (SluiceDocument     *self,
                                const SluiceChange *change)
{
  g_auto (GStrv) parts = sluice_pointer_split (change->pointer, NULL);
  guint n = parts != NULL ? g_strv_length (parts) : 0;
  gboolean is_flows = n > 0 && g_str_equal (parts[0], "flows");

  if (n > 0 && !is_flows && !g_str_equal (parts[0], "layout"))
    return;
  if (n < 2)
    {
      forget_all_flows (self);
      return;
    }
  sluice_document_count_unplaced (self, change, parts, n);
  if (is_flows)
    forget_in_flow (self, change, parts, n);
  else if (n == 2 || parts[2][0] != '$') /* frames and notes place no node */
    forget_places (self, parts[1]);
}

/* Addresses */

char *
sluice_address_dup_flow (const char  *address,
                         const char **node)
{
  const char *slash = address != NULL ? strchr (address, '/') : NULL;

  *node = slash != NULL ? slash + 1 : "";
  return slash != NULL ? g_strndup (address, (gsize) (slash - address)) : g_strdup ("");
}

/* Flows */

/**
 * sluice_document_get_name:
 * @self: a document
 *
 * Returns: (transfer none): the name that its author gave it, "" if none
 */
const char *
sluice_document_get_name (SluiceDocument *self)
{
  const char *name = sluice_value_get_member_string (self->root, "name");

  return name != NULL ? name : "";
}

static SluiceValue
get_flows (SluiceDocument *self)
{
  return object_or_null (sluice_value_get_member (self->root, "flows"));
}

/* Whether a flow's index is its place in the file. */
static gboolean
are_flows_plain (SluiceDocument *self)
{
  if (!self->are_flows_checked)
    {
      self->are_flows_plain =
        count_objects (get_flows (self)) == sluice_value_get_length (get_flows (self));
      self->are_flows_checked = TRUE;
    }
  return self->are_flows_plain;
}

/**
 * sluice_document_get_n_flows:
 * @self: a document
 *
 * Returns: how many flows it has
 */
guint
sluice_document_get_n_flows (SluiceDocument *self)
{
  return are_flows_plain (self) ? sluice_value_get_length (get_flows (self))
                                : count_objects (get_flows (self));
}

/**
 * sluice_document_get_flow_id:
 * @self: a document
 * @index: a number below sluice_document_get_n_flows()
 *
 * Returns: (transfer none) (nullable): the id of a flow, in document order; valid until the next
 * change
 */
const char *
sluice_document_get_flow_id (SluiceDocument *self,
                             guint           index)
{
  if (index >= sluice_value_get_length (get_flows (self)))
    return NULL;
  return are_flows_plain (self) ? sluice_value_get_key (get_flows (self), index)
                                : nth_object (get_flows (self), index);
}

/**
 * sluice_document_get_flow:
 * @self: a document
 * @flow: the id of a flow
 *
 * Returns: (transfer none): the flow's object, or null
 */
SluiceValue
sluice_document_get_flow (SluiceDocument *self,
                          const char     *flow)
{
  return flow != NULL ? object_or_null (sluice_value_get_member (get_flows (self), flow))
                      : sluice_value_null ();
}

/**
 * sluice_document_has_flow:
 * @self: a document
 * @flow: an id
 *
 * Returns: whether there is a flow of that id
 */
gboolean
sluice_document_has_flow (SluiceDocument *self,
                          const char     *flow)
{
  return SLUICE_VALUE_IS_OBJECT (sluice_document_get_flow (self, flow));
}

static gboolean
has_node_in (SluiceDocument *self,
             const char     *flow,
             const char     *node)
{
  SluiceValue nodes = sluice_document_get_nodes (self, flow);

  return SLUICE_VALUE_IS_OBJECT (sluice_value_get_member (nodes, node));
}

/**
 * sluice_document_get_start:
 * @self: a document
 * @flow: the id of a flow
 *
 * Returns: (transfer none) (nullable): the id of the node that the flow starts with, or %NULL if it
 *   has none or names one that does not exist
 */
const char *
sluice_document_get_start (SluiceDocument *self,
                           const char     *flow)
{
  const char *start =
    sluice_value_get_member_string (sluice_document_get_flow (self, flow), "start");

  if (start == NULL || !has_node_in (self, flow, start))
    return NULL;
  return start;
}

/**
 * sluice_document_dup_run:
 * @self: a document
 *
 * Gets the flows that a run starts, in order: those that "run" names and that exist. A document
 * that does not say runs its first flow.
 *
 * Returns: (transfer full): their ids
 */
char **
sluice_document_dup_run (SluiceDocument *self)
{
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();
  SluiceValue run = sluice_value_get_member (self->root, "run");
  const char *first = sluice_document_get_flow_id (self, 0);

  if (SLUICE_VALUE_IS_STRING (run) &&
      sluice_document_has_flow (self, sluice_value_get_string (run)))
    g_strv_builder_add (ids, sluice_value_get_string (run));
  else if (SLUICE_VALUE_IS_ARRAY (run))
    for (guint i = 0; i < sluice_value_get_length (run); i++)
      {
        const char *id = sluice_value_get_string (sluice_value_get_element (run, i));

        if (sluice_document_has_flow (self, id))
          g_strv_builder_add (ids, id);
      }
  else if (first != NULL)
    g_strv_builder_add (ids, first);
  return g_strv_builder_end (ids);
}

/* Nodes */

SluiceValue
sluice_document_get_nodes (SluiceDocument *self,
                           const char     *flow)
{
  return object_or_null (sluice_value_get_member (sluice_document_get_flow (self, flow), "nodes"));
}

/* Whether a node's index is its place in the file: so it is unless a piece has the wrong shape. */
static gboolean
is_plain (SluiceDocument *self,
          const char     *flow,
          SluiceValue     nodes)
{
  SluiceFlowCache *cache = sluice_document_get_cache (self, flow);

  if (!cache->is_checked)
    {
      cache->is_plain = count_objects (nodes) == sluice_value_get_length (nodes);
      cache->is_checked = TRUE;
    }
  return cache->is_plain;
}

/**
 * sluice_document_get_n_nodes:
 * @self: a document
 * @flow: the id of a flow
 *
 * Returns: how many nodes it has
 */
guint
sluice_document_get_n_nodes (SluiceDocument *self,
                             const char     *flow)
{
  SluiceValue nodes = sluice_document_get_nodes (self, flow);

  if (SLUICE_VALUE_IS_NULL (nodes))
    return 0;
  return is_plain (self, flow, nodes) ? sluice_value_get_length (nodes) : count_objects (nodes);
}

/**
 * sluice_document_get_node_id:
 * @self: a document
 * @flow: the id of a flow
 * @index: a number below sluice_document_get_n_nodes()
 *
 * Returns: (transfer none) (nullable): the id of a node, in document order; valid until the next
 * change
 */
const char *
sluice_document_get_node_id (SluiceDocument *self,
                             const char     *flow,
                             guint           index)
{
  SluiceValue nodes = sluice_document_get_nodes (self, flow);

  if (index >= sluice_value_get_length (nodes))
    return NULL;
  return is_plain (self, flow, nodes) ? sluice_value_get_key (nodes, index)
                                      : nth_object (nodes, index);
}

/**
 * sluice_document_get_node:
 * @self: a document
 * @address: the address of a node
 *
 * Returns: (transfer none): the node's object, or null
 */
SluiceValue
sluice_document_get_node (SluiceDocument *self,
                          const char     *address)
{
  const char *node;
  g_autofree char *flow = sluice_address_dup_flow (address, &node);

  return object_or_null (sluice_value_get_member (sluice_document_get_nodes (self, flow), node));
}

/**
 * sluice_document_has_node:
 * @self: a document
 * @address: an address
 *
 * Returns: whether there is a node at it
 */
gboolean
sluice_document_has_node (SluiceDocument *self,
                          const char     *address)
{
  return SLUICE_VALUE_IS_OBJECT (sluice_document_get_node (self, address));
}

/**
 * sluice_document_get_node_kind:
 * @self: a document
 * @address: the address of a node
 *
 * Returns: (transfer none) (nullable): its kind, which need not be known; %NULL if it has none
 */
const char *
sluice_document_get_node_kind (SluiceDocument *self,
                               const char     *address)
{
  return sluice_value_get_member_string (sluice_document_get_node (self, address), "kind");
}

/**
 * sluice_document_dup_node_title:
 * @self: a document
 * @address: the address of a node
 *
 * Returns: (transfer full): its title, or its id if it has none
 */
char *
sluice_document_dup_node_title (SluiceDocument *self,
                                const char     *address)
{
  const char *title =
    sluice_value_get_member_string (sluice_document_get_node (self, address), "title");
  const char *node;
  g_autofree char *flow = sluice_address_dup_flow (address, &node);

  return g_strdup (title != NULL && *title != '\0' ? title : node);
}

/**
 * sluice_document_get_setting:
 * @self: a document
 * @address: the address of a node
 * @name: the name of a setting
 *
 * Returns: (transfer none): what the node sets, null if nothing; the kind's default is not looked
 * up
 */
SluiceValue
sluice_document_get_setting (SluiceDocument *self,
                             const char     *address,
                             const char     *name)
{
  SluiceValue node = sluice_document_get_node (self, address);

  return sluice_value_get_member (object_or_null (sluice_value_get_member (node, "settings")),
                                  name);
}

/* Texts */

/**
 * sluice_text_from_value:
 * @value: a value
 *
 * Reads a text (flow-file.md, rule 5): a string, or the list of its lines.
 *
 * Returns: (transfer full) (nullable): the text; %NULL if @value is something else
 */
char *
sluice_text_from_value (SluiceValue value)
{
  g_autoptr (GString) text = NULL;

  if (SLUICE_VALUE_IS_STRING (value))
    return sluice_value_dup_string (value);
  if (!SLUICE_VALUE_IS_ARRAY (value))
    return NULL;

  text = g_string_new (NULL);
  for (guint i = 0; i < sluice_value_get_length (value); i++)
    {
      const char *line = sluice_value_get_string (sluice_value_get_element (value, i));

      if (line == NULL)
        return NULL;
      if (i > 0)
        g_string_append_c (text, '\n');
      g_string_append (text, line);
    }
  return g_strdup (text->str);
}

/**
 * sluice_text_to_value:
 * @text: a text
 *
 * Writes a text as the file has it: a string, or an array of its lines when it has more than one.
 *
 * Returns: (transfer full): the value
 */
SluiceValue
sluice_text_to_value (const char *text)
{
  g_auto (GStrv) lines = NULL;
  SluiceValue value;

  g_return_val_if_fail (text != NULL, sluice_value_null ());

  if (strchr (text, '\n') == NULL)
    return sluice_value_string (text);

  lines = g_strsplit (text, "\n", -1);
  value = sluice_value_array ();
  for (char **line = lines; *line != NULL; line++)
    sluice_value_append (&value, sluice_value_string (*line));
  return value;
}

/**
 * sluice_document_dup_text:
 * @self: a document
 * @address: the address of a node
 * @key: a key of the node that holds a text: "prep", "note"
 *
 * Returns: (transfer full) (nullable): the text, or %NULL if there is none
 */
char *
sluice_document_dup_text (SluiceDocument *self,
                          const char     *address,
                          const char     *key)
{
  return sluice_text_from_value (
    sluice_value_get_member (sluice_document_get_node (self, address), key));
}
