/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* JSON Pointer (RFC 6901): building, taking apart, following. */

#include "base/pointer.h"

#include <string.h>

#include "base/pointer-private.h"
#include "base/value-private.h"

G_DEFINE_QUARK (sluice-pointer-error-quark, sluice_pointer_error)

GType
sluice_pointer_error_get_type (void)
{
  static gsize type;
  static const GEnumValue values[] = {
    { SLUICE_POINTER_ERROR_SYNTAX, "SLUICE_POINTER_ERROR_SYNTAX", "syntax" },
    { SLUICE_POINTER_ERROR_NOT_FOUND, "SLUICE_POINTER_ERROR_NOT_FOUND", "not-found" },
    { SLUICE_POINTER_ERROR_TYPE, "SLUICE_POINTER_ERROR_TYPE", "type" },
    { SLUICE_POINTER_ERROR_INDEX, "SLUICE_POINTER_ERROR_INDEX", "index" },
    { 0, NULL, NULL },
  };

  if (g_once_init_enter (&type))
    g_once_init_leave (&type, g_enum_register_static ("SluicePointerError", values));
  return type;
}

/* Parts */

static gboolean
check_syntax (const char  *pointer,
              GError     **error)
{
  if (*pointer != '\0' && *pointer != '/')
    {
      g_set_error (error, SLUICE_POINTER_ERROR, SLUICE_POINTER_ERROR_SYNTAX,
                   "'%s' is not a JSON Pointer: it begins with '/'", pointer);
      return FALSE;
    }
  for (const char *at = strchr (pointer, '~'); at != NULL; at = strchr (at + 1, '~'))
    if (at[1] != '0' && at[1] != '1')
      {
        g_set_error (error, SLUICE_POINTER_ERROR, SLUICE_POINTER_ERROR_SYNTAX,
                     "'%s' is not a JSON Pointer: '~' is written ~0, and '/' in a key ~1", pointer);
        return FALSE;
      }
  return TRUE;
}

gboolean
sluice_pointer_iter_init (SluicePointerIter  *iter,
                          const char         *pointer,
                          GError            **error)
{
  iter->rest = pointer;
  iter->scratch = NULL;
  return check_syntax (pointer, error);
}

void
sluice_pointer_iter_clear (SluicePointerIter *iter)
{
  if (iter->scratch != NULL)
    g_string_free (g_steal_pointer (&iter->scratch), TRUE);
}

static void
unescape (const char *part,
          gsize       length,
          GString    *into)
{
  g_string_truncate (into, 0);
  for (gsize i = 0; i < length; i++)
    {
      if (part[i] != '~')
        g_string_append_c (into, part[i]);
      else
        g_string_append_c (into, part[++i] == '1' ? '/' : '~');
    }
}

gboolean
sluice_pointer_iter_next (SluicePointerIter  *iter,
                          const char        **part,
                          gsize              *length)
{
  if (*iter->rest == '\0')
    return FALSE;

  *part = iter->rest + 1;
  *length = strcspn (*part, "/");
  iter->rest = *part + *length;
  if (memchr (*part, '~', *length) != NULL)
    {
      if (iter->scratch == NULL)
        iter->scratch = g_string_new (NULL);
      unescape (*part, *length, iter->scratch);
      *part = iter->scratch->str;
      *length = iter->scratch->len;
    }
  return TRUE;
}

gboolean
sluice_pointer_parse_index (const char *part,
                            gsize       length,
                            guint      *index)
{
  guint64 number = 0;

  if (length == 0 || length > 10 || (length > 1 && *part == '0'))
    return FALSE;
  for (gsize i = 0; i < length; i++)
    {
      if (!g_ascii_isdigit (part[i]))
        return FALSE;
      number = number * 10 + (guint64) (part[i] - '0');
    }
  *index = (guint) number;
  return number <= G_MAXUINT32;
}

void
sluice_pointer_append (GString    *pointer,
                       const char *part,
                       gsize       length)
{
  g_string_append_c (pointer, '/');
  for (gsize i = 0; i < length; i++)
    {
      if (part[i] == '~')
        g_string_append (pointer, "~0");
      else if (part[i] == '/')
        g_string_append (pointer, "~1");
      else
        g_string_append_c (pointer, part[i]);
    }
}

/**
 * sluice_pointer_join:
 * @base: a pointer
 * @part: a key or index, not escaped
 *
 * Appends a part to a pointer.
 *
 * Returns: (transfer full): the pointer of the part
 */
char *
sluice_pointer_join (const char *base,
                     const char *part)
{
  GString *pointer;

  g_return_val_if_fail (base != NULL && part != NULL, NULL);

  pointer = g_string_new (base);
  sluice_pointer_append (pointer, part, strlen (part));
  return g_string_free (pointer, FALSE);
}

/**
 * sluice_pointer_build:
 * @first: (nullable): the first part, not escaped
 * @...: more parts, then %NULL
 *
 * Makes a pointer of its parts.
 *
 * Returns: (transfer full): the pointer; "" if there are no parts
 */
char *
sluice_pointer_build (const char *first,
                      ...)
{
  GString *pointer = g_string_new (NULL);
  va_list args;

  va_start (args, first);
  for (const char *part = first; part != NULL; part = va_arg (args, const char *))
    sluice_pointer_append (pointer, part, strlen (part));
  va_end (args);
  return g_string_free (pointer, FALSE);
}

/**
 * sluice_pointer_split:
 * @pointer: a pointer
 * @error: return location for a #GError: %SLUICE_POINTER_ERROR_SYNTAX
 *
 * Takes a pointer apart.
 *
 * Returns: (transfer full) (nullable): the parts, not escaped; %NULL if @pointer is none
 */
char **
sluice_pointer_split (const char  *pointer,
                      GError     **error)
{
  g_auto (SluicePointerIter) iter = { NULL };
  GPtrArray *parts;
  const char *part;
  gsize length;

  g_return_val_if_fail (pointer != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!sluice_pointer_iter_init (&iter, pointer, error))
    return NULL;
  parts = g_ptr_array_new ();
  while (sluice_pointer_iter_next (&iter, &part, &length))
    g_ptr_array_add (parts, g_strndup (part, length));
  g_ptr_array_add (parts, NULL);
  return (char **) g_ptr_array_free (parts, FALSE);
}

/**
 * sluice_pointer_is_below:
 * @pointer: a pointer
 * @ancestor: another
 *
 * Returns: %TRUE if @pointer is @ancestor or leads to something in it
 */
gboolean
sluice_pointer_is_below (const char *pointer,
                         const char *ancestor)
{
  gsize length;

  g_return_val_if_fail (pointer != NULL && ancestor != NULL, FALSE);

  length = strlen (ancestor);
  return strncmp (pointer, ancestor, length) == 0 &&
         (pointer[length] == '\0' || pointer[length] == '/');
}

/* Following */

static gboolean
fail_element (SluiceValue   array,
              const char   *pointer,
              const char   *part,
              gsize         length,
              int           parent_length,
              GError      **error)
{
  guint elements = sluice_value_get_length (array);
  guint index;

  if (sluice_pointer_parse_index (part, length, &index))
    g_set_error (error, SLUICE_POINTER_ERROR, SLUICE_POINTER_ERROR_INDEX,
                 "nothing at '%s': the array at '%.*s' has %u element%s",
                 pointer, parent_length, pointer, elements, elements == 1 ? "" : "s");
  else
    g_set_error (error, SLUICE_POINTER_ERROR, SLUICE_POINTER_ERROR_INDEX,
                 "nothing at '%s': '%.*s' is no index for the array at '%.*s'",
                 pointer, (int) length, part, parent_length, pointer);
  return FALSE;
}

static gboolean
fail_step (SluiceValue   value,
           const char   *pointer,
           const char   *part,
           gsize         length,
           int           parent_length,
           GError      **error)
{
  if (SLUICE_VALUE_IS_ARRAY (value))
    return fail_element (value, pointer, part, length, parent_length, error);
  if (SLUICE_VALUE_IS_OBJECT (value))
    g_set_error (error, SLUICE_POINTER_ERROR, SLUICE_POINTER_ERROR_NOT_FOUND,
                 "nothing at '%s': the object at '%.*s' has no member '%.*s'",
                 pointer, parent_length, pointer, (int) length, part);
  else
    g_set_error (error, SLUICE_POINTER_ERROR, SLUICE_POINTER_ERROR_TYPE,
                 "nothing at '%s': at '%.*s' is a %s, which has no parts",
                 pointer, parent_length, pointer, sluice_value_type_name (value.type));
  return FALSE;
}

gboolean
sluice_pointer_step (SluiceValue  *value,
                     const char   *pointer,
                     const char   *part,
                     gsize         length,
                     const char   *rest,
                     GError      **error)
{
  const char *parent_end = rest;
  guint index;

  if (SLUICE_VALUE_IS_OBJECT (*value))
    {
      if (sluice_object_find_value (value->u.pointer, part, length, value))
        return TRUE;
    }
  else if (SLUICE_VALUE_IS_ARRAY (*value))
    {
      if (sluice_pointer_parse_index (part, length, &index) &&
          index < sluice_value_get_length (*value))
        {
          *value = sluice_array_get (value->u.pointer, index);
          return TRUE;
        }
    }
  while (*--parent_end != '/')
    ;
  return fail_step (*value, pointer, part, length, (int) (parent_end - pointer), error);
}

/**
 * sluice_pointer_get: (skip)
 * @root: a value
 * @pointer: a pointer; "" is @root itself
 * @value: (out) (transfer none): what is there, borrowed from @root; untouched on an error
 * @error: return location for a #GError of %SLUICE_POINTER_ERROR
 *
 * Follows a pointer.
 *
 * Returns: %FALSE if there is nothing
 */
gboolean
sluice_pointer_get (SluiceValue   root,
                    const char   *pointer,
                    SluiceValue  *value,
                    GError      **error)
{
  g_auto (SluicePointerIter) iter = { NULL };
  SluiceValue at = root;
  const char *part;
  gsize length;

  g_return_val_if_fail (pointer != NULL && value != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (!sluice_pointer_iter_init (&iter, pointer, error))
    return FALSE;
  while (sluice_pointer_iter_next (&iter, &part, &length))
    if (!sluice_pointer_step (&at, pointer, part, length, iter.rest, error))
      return FALSE;
  *value = at;
  return TRUE;
}
