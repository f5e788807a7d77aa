/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "json-model.h"

#include <string.h>

/* Pointers */

static char *
replace_all (const char *text,
             const char *what,
             const char *by)
{
  g_auto (GStrv) pieces = g_strsplit (text, what, -1);

  return *text == '\0' ? g_strdup ("") : g_strjoinv (by, pieces);
}

char **
json_model_split (const char *pointer)
{
  char **parts;

  if (*pointer == '\0')
    return g_new0 (char *, 1);
  if (*pointer != '/' || !g_regex_match_simple ("^([^~]|~[01])*\\z", pointer, G_REGEX_RAW | G_REGEX_DOTALL, 0))
    return NULL;
  parts = g_strsplit (pointer + 1, "/", -1);
  if (parts[0] == NULL)
    {
      g_free (parts);
      parts = g_new0 (char *, 2);
      parts[0] = g_strdup ("");
    }
  for (guint i = 0; parts[i] != NULL; i++)
    {
      g_autofree char *escaped = parts[i];
      g_autofree char *slashes = replace_all (escaped, "~1", "/");

      parts[i] = replace_all (slashes, "~0", "~");
    }
  return parts;
}

char *
json_model_build (char **parts)
{
  GString *pointer = g_string_new (NULL);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      g_autofree char *tildes = replace_all (parts[i], "~", "~0");
      g_autofree char *slashes = replace_all (tildes, "/", "~1");

      g_string_append_printf (pointer, "/%s", slashes);
    }
  return g_string_free (pointer, FALSE);
}

/* The index that a part says, or -1. */
static gint64
read_index (const char *part)
{
  g_autofree char *again = NULL;
  guint64 index;

  if (!g_ascii_string_to_unsigned (part, 10, 0, G_MAXUINT32, &index, NULL))
    return -1;
  again = g_strdup_printf ("%" G_GUINT64_FORMAT, index);
  return g_str_equal (again, part) ? (gint64) index : -1;
}

static JsonModelResult
get_part (JsonNode   *node,
          const char *part,
          JsonNode  **child)
{
  if (JSON_NODE_HOLDS_OBJECT (node))
    {
      *child = json_object_get_member (json_node_get_object (node), part);
      return *child != NULL ? JSON_MODEL_OK : JSON_MODEL_NOT_FOUND;
    }
  if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);
      gint64 index = read_index (part);

      if (index < 0 || index >= json_array_get_length (array))
        return JSON_MODEL_INDEX;
      *child = json_array_get_element (array, (guint) index);
      return JSON_MODEL_OK;
    }
  return JSON_MODEL_TYPE;
}

JsonModelResult
json_model_get (JsonNode   *root,
                const char *pointer,
                JsonNode  **node)
{
  g_auto (GStrv) parts = json_model_split (pointer);
  JsonModelResult result = parts != NULL ? JSON_MODEL_OK : JSON_MODEL_SYNTAX;

  *node = root;
  for (guint i = 0; result == JSON_MODEL_OK && parts[i] != NULL; i++)
    result = get_part (*node, parts[i], node);
  return result;
}

/* Changes */

static JsonNode *copy_node (JsonNode *node);

static void
copy_element (JsonArray *array,
              guint      index,
              JsonNode  *element,
              gpointer   user_data)
{
  json_array_add_element (user_data, copy_node (element));
}

static void
copy_member (JsonObject *object,
             const char *key,
             JsonNode   *member,
             gpointer    user_data)
{
  json_object_set_member (user_data, key, copy_node (member));
}

/* json_node_copy() shares containers. */
static JsonNode *
copy_node (JsonNode *node)
{
  JsonNode *copy;

  if (JSON_NODE_HOLDS_ARRAY (node))
    {
      copy = json_node_new (JSON_NODE_ARRAY);
      json_node_take_array (copy, json_array_new ());
      json_array_foreach_element (json_node_get_array (node), copy_element, json_node_get_array (copy));
      return copy;
    }
  if (JSON_NODE_HOLDS_OBJECT (node))
    {
      copy = json_node_new (JSON_NODE_OBJECT);
      json_node_take_object (copy, json_object_new ());
      json_object_foreach_member (json_node_get_object (node), copy_member, json_node_get_object (copy));
      return copy;
    }
  return json_node_copy (node);
}

/* Takes away the element at @index, if @removes, and puts @take there. */
static void
splice (JsonArray *array,
        guint      index,
        gboolean   removes,
        JsonNode  *take)
{
  GList *all = json_array_get_elements (array);
  g_autoptr (GPtrArray) behind = g_ptr_array_new ();

  for (GList *l = g_list_nth (all, index + (removes ? 1 : 0)); l != NULL; l = l->next)
    g_ptr_array_add (behind, json_node_ref (l->data));
  g_list_free (all);
  while (json_array_get_length (array) > index)
    json_array_remove_element (array, json_array_get_length (array) - 1);
  if (take != NULL)
    json_array_add_element (array, take);
  for (guint i = 0; i < behind->len; i++)
    json_array_add_element (array, behind->pdata[i]);
}

static JsonModelResult
change_array (JsonArray        *array,
              SluiceChangeType  type,
              const char       *part,
              JsonNode         *value)
{
  guint length = json_array_get_length (array);
  gboolean adds = type == SLUICE_CHANGE_ADD;
  gint64 index = adds && g_str_equal (part, "-") ? length : read_index (part);

  if (index < 0 || index > length || (index == length && !adds))
    return JSON_MODEL_INDEX;
  splice (array, (guint) index, !adds, type == SLUICE_CHANGE_REMOVE ? NULL : copy_node (value));
  return JSON_MODEL_OK;
}

static JsonModelResult
change_object (JsonObject       *object,
               SluiceChangeType  type,
               const char       *part,
               JsonNode         *value)
{
  if (type != SLUICE_CHANGE_ADD && !json_object_has_member (object, part))
    return JSON_MODEL_NOT_FOUND;
  if (type == SLUICE_CHANGE_REMOVE)
    json_object_remove_member (object, part);
  else
    json_object_set_member (object, part, copy_node (value));
  return JSON_MODEL_OK;
}

JsonModelResult
json_model_change (JsonNode        **root,
                   SluiceChangeType  type,
                   const char       *pointer,
                   JsonNode         *value)
{
  g_auto (GStrv) parts = json_model_split (pointer);
  JsonNode *node = *root;
  JsonModelResult result = JSON_MODEL_OK;
  guint i = 0;

  if (parts == NULL)
    return JSON_MODEL_SYNTAX;
  if (parts[0] == NULL)
    {
      if (type == SLUICE_CHANGE_REMOVE || !JSON_NODE_HOLDS_OBJECT (value))
        return JSON_MODEL_ROOT;
      json_node_unref (*root);
      *root = copy_node (value);
      return JSON_MODEL_OK;
    }
  for (; result == JSON_MODEL_OK && parts[i + 1] != NULL; i++)
    result = get_part (node, parts[i], &node);
  if (result != JSON_MODEL_OK)
    return result;
  if (JSON_NODE_HOLDS_OBJECT (node))
    return change_object (json_node_get_object (node), type, parts[i], value);
  if (JSON_NODE_HOLDS_ARRAY (node))
    return change_array (json_node_get_array (node), type, parts[i], value);
  return JSON_MODEL_TYPE;
}

/* Comparing */

static gboolean
scalar_equals (JsonNode    *node,
               SluiceValue  value)
{
  switch (sluice_value_get_value_type (value))
    {
    case SLUICE_VALUE_NULL:
      return JSON_NODE_HOLDS_NULL (node);
    case SLUICE_VALUE_BOOLEAN:
      return json_node_get_value_type (node) == G_TYPE_BOOLEAN &&
             json_node_get_boolean (node) == sluice_value_get_boolean (value);
    case SLUICE_VALUE_INTEGER:
      return json_node_get_value_type (node) == G_TYPE_INT64 &&
             json_node_get_int (node) == sluice_value_get_integer (value);
    case SLUICE_VALUE_REAL:
      return json_node_get_value_type (node) == G_TYPE_DOUBLE &&
             memcmp (&(double) { json_node_get_double (node) }, &(double) { sluice_value_get_real (value) },
                     sizeof (double)) == 0;
    case SLUICE_VALUE_STRING:
      return json_node_get_value_type (node) == G_TYPE_STRING &&
             g_strcmp0 (json_node_get_string (node), sluice_value_get_string (value)) == 0;
    default:
      return FALSE;
    }
}

gboolean
json_model_equals (JsonNode    *node,
                   SluiceValue  value)
{
  SluiceValueIter iter;
  SluiceValue child;
  const char *key;
  guint i = 0;

  sluice_value_iter_init (&iter, value);
  if (SLUICE_VALUE_IS_ARRAY (value))
    {
      JsonArray *array = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

      if (array == NULL || json_array_get_length (array) != sluice_value_get_length (value))
        return FALSE;
      while (sluice_value_iter_next (&iter, &key, &child))
        if (!json_model_equals (json_array_get_element (array, i++), child))
          return FALSE;
      return TRUE;
    }
  if (SLUICE_VALUE_IS_OBJECT (value))
    {
      JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
      g_autoptr (GList) keys = NULL;
      GList *at;

      if (object == NULL || json_object_get_size (object) != sluice_value_get_length (value))
        return FALSE;
      at = keys = json_object_get_members (object);
      for (; sluice_value_iter_next (&iter, &key, &child); at = at->next)
        if (!g_str_equal (at->data, key) || !json_model_equals (json_object_get_member (object, key), child))
          return FALSE;
      return TRUE;
    }
  return scalar_equals (node, value);
}
