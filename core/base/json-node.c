/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The border to json-glib: trees of JsonNode, which the public interface and other libraries
 * speak. Both ways go down the tree by recursion, as json-glib itself does. */

#include "base/json.h"

#include <math.h>
#include <string.h>

#include "base/value-private.h"

#define MAX_DEPTH 1000 /* of a JsonNode that is taken */

static JsonNode *
array_to_node (SluiceValue value)
{
  g_autoptr (JsonArray) array = json_array_sized_new (sluice_value_get_length (value));
  SluiceValueIter iter;
  SluiceValue child;

  sluice_value_iter_init (&iter, value);
  while (sluice_value_iter_next (&iter, NULL, &child))
    json_array_add_element (array, sluice_value_to_json_node (child));
  return json_node_init_array (json_node_alloc (), array);
}

static JsonNode *
object_to_node (SluiceValue value)
{
  g_autoptr (JsonObject) object = json_object_new ();
  SluiceValueIter iter;
  SluiceValue child;
  const char *key;

  sluice_value_iter_init (&iter, value);
  while (sluice_value_iter_next (&iter, &key, &child))
    json_object_set_member (object, key, sluice_value_to_json_node (child));
  return json_node_init_object (json_node_alloc (), object);
}

/**
 * sluice_value_to_json_node: (skip)
 * @value: a value
 *
 * Makes a JsonNode tree of a value. json-glib has no strings with NULs: they are cut there.
 *
 * Returns: (transfer full): the tree
 */
JsonNode *
sluice_value_to_json_node (SluiceValue value)
{
  switch (value.type)
    {
    case SLUICE_VALUE_BOOLEAN:
      return json_node_init_boolean (json_node_alloc (), value.u.integer != 0);
    case SLUICE_VALUE_INTEGER:
      return json_node_init_int (json_node_alloc (), value.u.integer);
    case SLUICE_VALUE_REAL:
      return json_node_init_double (json_node_alloc (), value.u.real);
    case SLUICE_VALUE_STRING:
      return json_node_init_string (json_node_alloc (), sluice_value_get_string (value));
    case SLUICE_VALUE_ARRAY:
      return array_to_node (value);
    case SLUICE_VALUE_OBJECT:
      return object_to_node (value);
    default:
      return json_node_init_null (json_node_alloc ());
    }
}

static gboolean take_node (JsonNode     *node,
                           guint         depth,
                           SluiceValue  *value,
                           GError      **error);

static gboolean
check_utf8 (const char  *text,
            GError     **error)
{
  if (g_utf8_validate (text, -1, NULL))
    return TRUE;
  g_set_error_literal (error, SLUICE_JSON_ERROR, SLUICE_JSON_ERROR_ENCODING,
                       "a string of the tree is not UTF-8");
  return FALSE;
}

static gboolean
take_scalar (JsonNode     *node,
             SluiceValue  *value,
             GError      **error)
{
  GType type = json_node_get_value_type (node);
  const char *text;

  if (type == G_TYPE_BOOLEAN)
    {
      *value = sluice_value_boolean (json_node_get_boolean (node));
    }
  else if (type == G_TYPE_INT64)
    {
      *value = sluice_value_integer (json_node_get_int (node));
    }
  else if (type == G_TYPE_DOUBLE)
    {
      if (!isfinite (json_node_get_double (node)))
        {
          g_set_error (error, SLUICE_JSON_ERROR, SLUICE_JSON_ERROR_VALUE,
                       "%g has no JSON form; use a string or null", json_node_get_double (node));
          return FALSE;
        }
      *value = sluice_value_real (json_node_get_double (node));
    }
  else
    {
      text = json_node_get_string (node);
      if (text != NULL && !check_utf8 (text, error))
        return FALSE;
      *value = text != NULL ? sluice_value_string (text) : sluice_value_null ();
    }
  return TRUE;
}

static gboolean
take_array (JsonArray    *array,
            guint         depth,
            SluiceValue  *value,
            GError      **error)
{
  g_auto (SluiceValue) made = sluice_value_array ();
  guint length = json_array_get_length (array);

  for (guint i = 0; i < length; i++)
    {
      SluiceValue child;

      if (!take_node (json_array_get_element (array, i), depth + 1, &child, error))
        {
          g_prefix_error (error, "[%u]: ", i);
          return FALSE;
        }
      sluice_value_append (&made, child);
    }
  *value = sluice_value_steal (&made);
  return TRUE;
}

static gboolean
take_object (JsonObject   *object,
             guint         depth,
             SluiceValue  *value,
             GError      **error)
{
  g_auto (SluiceValue) made = sluice_value_object ();
  JsonObjectIter iter;
  const char *key;
  JsonNode *member;

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &key, &member))
    {
      SluiceValue child;

      if (!check_utf8 (key, error))
        return FALSE;
      if (!take_node (member, depth + 1, &child, error))
        {
          g_prefix_error (error, "\"%s\": ", key);
          return FALSE;
        }
      sluice_value_set_member (&made, key, child);
    }
  *value = sluice_value_steal (&made);
  return TRUE;
}

static gboolean
take_node (JsonNode     *node,
           guint         depth,
           SluiceValue  *value,
           GError      **error)
{
  if (depth > MAX_DEPTH)
    {
      g_set_error (error, SLUICE_JSON_ERROR, SLUICE_JSON_ERROR_LIMIT,
                   "the tree is nested deeper than %d levels", MAX_DEPTH);
      return FALSE;
    }
  switch (json_node_get_node_type (node))
    {
    case JSON_NODE_ARRAY:
      return take_array (json_node_get_array (node), depth, value, error);
    case JSON_NODE_OBJECT:
      return take_object (json_node_get_object (node), depth, value, error);
    case JSON_NODE_VALUE:
      return take_scalar (node, value, error);
    default:
      *value = sluice_value_null ();
      return TRUE;
    }
}

/**
 * sluice_value_from_json_node: (skip)
 * @node: a tree
 * @value: (out): an owned value; untouched on an error
 * @error: return location for a #GError of %SLUICE_JSON_ERROR
 *
 * Makes a value of a JsonNode tree.
 *
 * Returns: %FALSE if the tree holds NaN or an infinity, text that is not UTF-8, or is nested
 *   deeper than 1000 levels
 */
gboolean
sluice_value_from_json_node (JsonNode     *node,
                             SluiceValue  *value,
                             GError      **error)
{
  g_return_val_if_fail (node != NULL && value != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return take_node (node, 0, value, error);
}
