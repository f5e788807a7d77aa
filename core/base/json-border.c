/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The public border for languages that can't hold a SluiceValue: JsonNode trees to and from a
 * boxed value and JSON text. Text is the quick way over the border for a language with a JSON
 * reader of its own. */

#include "base/json.h"

/**
 * SluiceValue:
 *
 * A JSON value that shares what it has in common with others.
 */

/**
 * SluiceValueIter: (skip)
 *
 * A walk over an array or object.
 */

/**
 * SluiceJsonLimits: (skip)
 * @max_bytes: of the text; 0: 64 MiB
 * @max_depth: containers in each other; 0: %SLUICE_JSON_MAX_DEPTH
 * @max_nodes: values; 0: 16 million
 *
 * What a text that is read may not exceed.
 */

/**
 * SluiceJsonPlace: (skip)
 *
 * A place of a text that is looked for, and where it was found.
 */
/**
 * SluiceJsonPosition: (skip)
 * @offset: in bytes
 * @line: from 1
 * @column: in characters, from 1
 *
 * A place in a JSON text.
 */

/**
 * sluice_value_new_from_json: (constructor)
 * @node: a tree
 * @error: return location for a #SluiceJsonError
 *
 * Makes a boxed value of a JsonNode tree, as properties of type %SLUICE_TYPE_VALUE take it.
 *
 * Returns: (transfer full): the value; %NULL with an error if the tree has no JSON form
 */
SluiceValue *
sluice_value_new_from_json (JsonNode  *node,
                            GError   **error)
{
  SluiceValue value;

  if (!sluice_value_from_json_node (node, &value, error))
    return NULL;
  return g_memdup2 (&value, sizeof value);
}

/**
 * sluice_value_dup_json:
 * @self: a boxed value
 *
 * Makes a JsonNode tree of a boxed value.
 *
 * Returns: (transfer full): the tree
 */
JsonNode *
sluice_value_dup_json (const SluiceValue *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return sluice_value_to_json_node (*self);
}

/**
 * sluice_json_node_to_text:
 * @node: a tree
 * @error: return location for a #SluiceJsonError
 *
 * Writes a tree as compact JSON. Numbers keep their type, and reals all their digits.
 *
 * Returns: (transfer full): the text; %NULL with an error if the tree has no JSON form
 */
char *
sluice_json_node_to_text (JsonNode  *node,
                          GError   **error)
{
  g_auto (SluiceValue) value = SLUICE_VALUE_INIT;

  if (!sluice_value_from_json_node (node, &value, error))
    return NULL;
  return sluice_json_write (value, SLUICE_JSON_WRITE_COMPACT, NULL);
}

/**
 * sluice_json_node_from_text:
 * @text: a JSON text (RFC 8259)
 * @error: return location for a #SluiceJsonError
 *
 * Reads a JSON text as strictly as a flow file is read: no key twice in an object, integers within
 * 64 bits.
 *
 * Returns: (transfer full): the tree; %NULL with an error if the text is no such JSON
 */
JsonNode *
sluice_json_node_from_text (const char  *text,
                            GError     **error)
{
  g_auto (SluiceValue) value = SLUICE_VALUE_INIT;

  g_return_val_if_fail (text != NULL, NULL);

  if (!sluice_json_read (text, -1, NULL, &value, NULL, error))
    return NULL;
  return sluice_value_to_json_node (value);
}
