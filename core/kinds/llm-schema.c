/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a structured reply is held against: required keys, or a JSON Schema. Of the schema that is checked what can be
 * said to a model in a sentence; annotations and formats are left to it. What is wrong is told with its place. */

#include "kinds/llm-reply.h"

#include <string.h>

#include "base/json.h"
#include "base/pointer.h"
#include "net/http.h"

#define MAX_LOOKS 1000000

typedef struct
{
  SluiceValue  root;    /* borrowed: the whole schema, for what it refers to */
  const char  *pointer; /* of the value that is looked at */
  guint        depth;   /* that is left */
  guint       *budget;  /* looks that are left: a schema that refers to itself may ask for any number */
} Place;

static gboolean check_value (const Place  *place,
                             SluiceValue   value,
                             SluiceValue   schema,
                             GError      **error);

G_GNUC_PRINTF (3, 4)
static gboolean
wrong (GError      **error,
       const Place  *place,
       const char   *format,
       ...)
{
  g_autofree char *what = NULL;
  va_list list;

  va_start (list, format);
  what = g_strdup_vprintf (format, list);
  va_end (list);
  g_set_error (error, SLUICE_HTTP_ERROR, SLUICE_HTTP_ERROR_PAYLOAD, "%s: %s.",
               *place->pointer != '\0' ? place->pointer : "The value", what);
  return FALSE;
}

static char *
dup_text (SluiceValue value)
{
  return sluice_json_write (value, SLUICE_JSON_WRITE_COMPACT, NULL);
}

/* Types and constants */

static gboolean
is_of_type (SluiceValue  value,
            const char  *type)
{
  if (strcmp (type, "integer") == 0)
    return SLUICE_VALUE_IS_INTEGER (value);
  if (strcmp (type, "number") == 0)
    return SLUICE_VALUE_IS_NUMBER (value);
  return strcmp (type, sluice_value_type_name (sluice_value_get_value_type (value))) == 0;
}

static gboolean
check_type (const Place  *place,
            SluiceValue   value,
            SluiceValue   types,
            GError      **error)
{
  g_autofree char *list = NULL;

  if (SLUICE_VALUE_IS_NULL (types)
      || (SLUICE_VALUE_IS_STRING (types) && is_of_type (value, sluice_value_get_string (types))))
    return TRUE;
  for (guint i = 0; SLUICE_VALUE_IS_ARRAY (types) && i < sluice_value_get_length (types); i++)
    {
      const char *type = sluice_value_get_string (sluice_value_get_element (types, i));

      if (type != NULL && is_of_type (value, type))
        return TRUE;
    }
  list = dup_text (types);
  return wrong (error, place, "it must be of type %s", list);
}

static gboolean
check_constants (const Place  *place,
                 SluiceValue   value,
                 SluiceValue   schema,
                 GError      **error)
{
  SluiceValue choices = sluice_value_get_member (schema, "enum");
  SluiceValue constant = sluice_value_get_member (schema, "const");
  g_autofree char *text = NULL;

  if (sluice_value_has_member (schema, "const") && !sluice_value_equal (value, constant))
    {
      text = dup_text (constant);
      return wrong (error, place, "it must be %s", text);
    }
  if (!SLUICE_VALUE_IS_ARRAY (choices))
    return TRUE;
  for (guint i = 0; i < sluice_value_get_length (choices); i++)
    if (sluice_value_equal (value, sluice_value_get_element (choices, i)))
      return TRUE;
  text = dup_text (choices);
  return wrong (error, place, "it must be one of %s", text);
}

/* Limits */

static gboolean
get_limit (SluiceValue  schema,
           const char  *key,
           double      *limit)
{
  SluiceValue value = sluice_value_get_member (schema, key);

  *limit = sluice_value_get_real (value);
  return SLUICE_VALUE_IS_NUMBER (value);
}

static gboolean
check_number (const Place  *place,
              SluiceValue   value,
              SluiceValue   schema,
              GError      **error)
{
  double number = sluice_value_get_real (value);
  double limit;

  if (!SLUICE_VALUE_IS_NUMBER (value))
    return TRUE;
  if (get_limit (schema, "minimum", &limit) && number < limit)
    return wrong (error, place, "it must be at least %g", limit);
  if (get_limit (schema, "maximum", &limit) && number > limit)
    return wrong (error, place, "it must be at most %g", limit);
  if (get_limit (schema, "exclusiveMinimum", &limit) && number <= limit)
    return wrong (error, place, "it must be more than %g", limit);
  if (get_limit (schema, "exclusiveMaximum", &limit) && number >= limit)
    return wrong (error, place, "it must be less than %g", limit);
  return TRUE;
}

static gboolean
check_count (const Place  *place,
             SluiceValue   schema,
             const char   *least,
             const char   *most,
             guint64       n,
             const char   *of_what,
             GError      **error)
{
  double limit;

  if (get_limit (schema, least, &limit) && (double) n < limit)
    return wrong (error, place, "it must have at least %g %s", limit, of_what);
  if (get_limit (schema, most, &limit) && (double) n > limit)
    return wrong (error, place, "it must have at most %g %s", limit, of_what);
  return TRUE;
}

static gboolean
check_text (const Place  *place,
            SluiceValue   value,
            SluiceValue   schema,
            GError      **error)
{
  const char *pattern = sluice_value_get_member_string (schema, "pattern");
  const char *text = sluice_value_get_string (value);
  g_autoptr (GRegex) regex = NULL;

  if (text == NULL)
    return TRUE;
  if (!check_count (place, schema, "minLength", "maxLength", (guint64) g_utf8_strlen (text, -1), "characters", error))
    return FALSE;
  regex = pattern != NULL ? g_regex_new (pattern, 0, 0, NULL) : NULL;
  return regex == NULL || g_regex_match (regex, text, 0, NULL)
         || wrong (error, place, "it must match the pattern %s", pattern);
}

/* Objects and lists */

static gboolean
check_required (const Place  *place,
                SluiceValue   value,
                SluiceValue   keys,
                GError      **error)
{
  for (guint i = 0; SLUICE_VALUE_IS_ARRAY (keys) && i < sluice_value_get_length (keys); i++)
    {
      const char *key = sluice_value_get_string (sluice_value_get_element (keys, i));

      if (key != NULL && !sluice_value_has_member (value, key))
        return wrong (error, place, "the key “%s” is missing", key);
    }
  return TRUE;
}

static gboolean
check_within (const Place  *place,
              const char   *name,
              SluiceValue   value,
              SluiceValue   schema,
              GError      **error)
{
  g_autofree char *pointer = sluice_pointer_join (place->pointer, name);

  return check_value (&(Place) { place->root, pointer, place->depth - 1, place->budget }, value, schema, error);
}

static gboolean
check_object (const Place  *place,
              SluiceValue   value,
              SluiceValue   schema,
              GError      **error)
{
  SluiceValue properties = sluice_value_get_member (schema, "properties");
  SluiceValue others = sluice_value_get_member (schema, "additionalProperties");
  gboolean is_closed = sluice_value_has_member (schema, "additionalProperties") && SLUICE_VALUE_IS_BOOLEAN (others)
                       && !sluice_value_get_boolean (others);
  SluiceValueIter iter;
  SluiceValue child;
  const char *key;

  if (!SLUICE_VALUE_IS_OBJECT (value))
    return TRUE;
  if (!check_required (place, value, sluice_value_get_member (schema, "required"), error))
    return FALSE;
  sluice_value_iter_init (&iter, value);
  while (sluice_value_iter_next (&iter, &key, &child))
    {
      gboolean is_known = sluice_value_has_member (properties, key);

      if (!is_known && is_closed)
        return wrong (error, place, "the key “%s” is not one of those that are asked for", key);
      if (!check_within (place, key, child, is_known ? sluice_value_get_member (properties, key) : others, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
check_unique (const Place  *place,
              SluiceValue   value,
              GError      **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < sluice_value_get_length (value); i++)
    if (!g_hash_table_add (seen, sluice_json_write (sluice_value_get_element (value, i), SLUICE_JSON_WRITE_SORT_KEYS,
                                                    NULL)))
      return wrong (error, place, "it must not have the same element twice");
  return TRUE;
}

static gboolean
check_list (const Place  *place,
            SluiceValue   value,
            SluiceValue   schema,
            GError      **error)
{
  SluiceValue items = sluice_value_get_member (schema, "items");

  if (!SLUICE_VALUE_IS_ARRAY (value))
    return TRUE;
  if (!check_count (place, schema, "minItems", "maxItems", sluice_value_get_length (value), "elements", error)
      || (sluice_value_get_boolean (sluice_value_get_member (schema, "uniqueItems"))
          && !check_unique (place, value, error)))
    return FALSE;
  for (guint i = 0; i < sluice_value_get_length (value); i++)
    {
      g_autofree char *number = g_strdup_printf ("%u", i);

      if (!check_within (place, number, sluice_value_get_element (value, i), items, error))
        return FALSE;
    }
  return TRUE;
}

/* Schemas of schemas */

static guint
count_fits (const Place *place,
            SluiceValue  value,
            SluiceValue  schemas)
{
  guint n = 0;

  for (guint i = 0; i < sluice_value_get_length (schemas); i++)
    n += check_value (place, value, sluice_value_get_element (schemas, i), NULL);
  return n;
}

static gboolean
check_choices (const Place  *outer,
               SluiceValue   value,
               SluiceValue   schema,
               GError      **error)
{
  const Place place = { outer->root, outer->pointer, outer->depth - 1, outer->budget };
  SluiceValue all = sluice_value_get_member (schema, "allOf");
  SluiceValue any = sluice_value_get_member (schema, "anyOf");
  SluiceValue one = sluice_value_get_member (schema, "oneOf");
  SluiceValue not = sluice_value_get_member (schema, "not");

  for (guint i = 0; SLUICE_VALUE_IS_ARRAY (all) && i < sluice_value_get_length (all); i++)
    if (!check_value (&place, value, sluice_value_get_element (all, i), error))
      return FALSE;
  if (SLUICE_VALUE_IS_ARRAY (any) && count_fits (&place, value, any) == 0)
    return wrong (error, &place, "it fits none of the shapes under anyOf");
  if (SLUICE_VALUE_IS_ARRAY (one) && count_fits (&place, value, one) != 1)
    return wrong (error, &place, "it must fit just one of the shapes under oneOf");
  if (SLUICE_VALUE_IS_OBJECT (not) && check_value (&place, value, not, NULL))
    return wrong (error, &place, "it has a shape that it must not have");
  return TRUE;
}

/* "#/$defs/name": within the schema itself, and nowhere else. */
static SluiceValue
look_up (const Place *place,
         const char  *reference)
{
  SluiceValue found = sluice_value_null ();

  if (reference[0] == '#')
    sluice_pointer_get (place->root, reference + 1, &found, NULL);
  return found;
}

static gboolean
check_value (const Place  *place,
             SluiceValue   value,
             SluiceValue   schema,
             GError      **error)
{
  const char *reference = sluice_value_get_member_string (schema, "$ref");

  if (!SLUICE_VALUE_IS_OBJECT (schema))
    return !SLUICE_VALUE_IS_BOOLEAN (schema) || sluice_value_get_boolean (schema)
           || wrong (error, place, "it must not be there");
  if (place->depth == 0 || *place->budget == 0)
    return wrong (error, place, "it is nested too deep, or its schema is");
  --*place->budget;
  if (reference != NULL
      && !check_value (&(Place) { place->root, place->pointer, place->depth - 1, place->budget }, value,
                       look_up (place, reference), error))
    return FALSE;
  return check_type (place, value, sluice_value_get_member (schema, "type"), error)
         && check_constants (place, value, schema, error)
         && check_number (place, value, schema, error)
         && check_text (place, value, schema, error)
         && check_object (place, value, schema, error)
         && check_list (place, value, schema, error)
         && check_choices (place, value, schema, error);
}

gboolean
sluice_llm_check_schema (SluiceValue   value,
                         SluiceValue   schema,
                         GError      **error)
{
  guint budget = MAX_LOOKS;

  return check_value (&(Place) { schema, "", SLUICE_JSON_MAX_DEPTH, &budget }, value, schema, error);
}

gboolean
sluice_llm_check_keys (SluiceValue   value,
                       SluiceValue   keys,
                       GError      **error)
{
  const Place place = { sluice_value_null (), "", 0, NULL };

  if (SLUICE_VALUE_IS_ARRAY (keys) && sluice_value_get_length (keys) > 0 && !SLUICE_VALUE_IS_OBJECT (value))
    return wrong (error, &place, "it must be of type \"object\"");
  return check_required (&place, value, keys, error);
}
