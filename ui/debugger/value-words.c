/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Values in words: in one line, in several, and what became of them. */
#include "debugger/value-words.h"

#include <glib/gi18n.h>
#include <string.h>

#include "base/json.h"
#include "base/pointer.h"

#define MAX_SUMMARY 160 /* characters */
#define MAX_DETAILS 1200
/* Two values are compared as deep as this many of their parts, and taken for different beyond. */
#define MAX_COMPARED 4000

/* One line, cut to @n_chars characters, in quotes. */
static char *
quote_string (SluiceValue value,
              glong       n_chars)
{
  const char *text = sluice_value_get_string (value);
  gsize n_bytes = MIN (sluice_value_get_string_length (value), (gsize) n_chars * 4 + 4);
  gboolean is_cut = g_utf8_strlen (text, (gssize) n_bytes) > n_chars;
  g_autofree char *start = is_cut ? g_utf8_substring (text, 0, n_chars) : g_strdup (text);

  for (char *at = start; *at != '\0'; at++)
    if (*at == '\n' || *at == '\t' || *at == '\r')
      *at = ' ';

  return g_strdup_printf ("“%s%s”", start, is_cut ? "…" : "");
}

/**
 * sluice_value_words_summarize:
 * @value: a value
 *
 * Returns: (transfer full): it in one short line
 */
char *
sluice_value_words_summarize (SluiceValue value)
{
  char number[32];
  guint n_members = sluice_value_get_length (value);

  switch (sluice_value_get_value_type (value))
    {
    case SLUICE_VALUE_NULL:
      return g_strdup ("null");
    case SLUICE_VALUE_BOOLEAN:
      return g_strdup (sluice_value_get_boolean (value) ? "true" : "false");
    case SLUICE_VALUE_INTEGER:
      return g_strdup_printf ("%" G_GINT64_FORMAT, sluice_value_get_integer (value));
    case SLUICE_VALUE_REAL:
      sluice_json_write_real (sluice_value_get_real (value), number);
      return g_strdup (number);
    case SLUICE_VALUE_STRING:
      return quote_string (value, MAX_SUMMARY);
    case SLUICE_VALUE_ARRAY:
      return g_strdup_printf (ngettext ("%u item", "%u items", n_members), n_members);
    case SLUICE_VALUE_OBJECT:
      return g_strdup_printf (ngettext ("%u member", "%u members", n_members), n_members);
    default:
      g_return_val_if_reached (NULL);
    }
}

/**
 * sluice_value_words_dup_text:
 * @value: a value
 *
 * Returns: (transfer full) (nullable): more of a string than its summary; %NULL for anything else
 */
char *
sluice_value_words_dup_text (SluiceValue value)
{
  const char *text = sluice_value_get_string (value);
  g_autofree char *start = NULL;

  if (text == NULL)
    return NULL;
  if (g_utf8_strlen (text, MIN (sluice_value_get_string_length (value), MAX_DETAILS * 4)) <= MAX_DETAILS)
    return g_strdup (text);
  start = g_utf8_substring (text, 0, MAX_DETAILS);
  return g_strconcat (start, "…", NULL);
}

/* Returns: (transfer none): the name of the icon for values of a type */
const char *
sluice_value_words_get_icon (SluiceValueType type)
{
  static const char * const names[] = {
    [SLUICE_VALUE_NULL] = "sluice-type-null-symbolic",
    [SLUICE_VALUE_BOOLEAN] = "sluice-type-boolean-symbolic",
    [SLUICE_VALUE_INTEGER] = "sluice-type-number-symbolic",
    [SLUICE_VALUE_REAL] = "sluice-type-number-symbolic",
    [SLUICE_VALUE_STRING] = "sluice-type-text-symbolic",
    [SLUICE_VALUE_ARRAY] = "sluice-type-list-symbolic",
    [SLUICE_VALUE_OBJECT] = "sluice-type-object-symbolic",
  };

  return names[type];
}

/* Two roots share what did not change, so most of a large value is passed over at once. */
static gboolean
is_alike (SluiceValue  a,
          SluiceValue  b,
          guint       *budget)
{
  guint n = sluice_value_get_length (a);

  if (sluice_value_is_same (a, b))
    return TRUE;
  if (sluice_value_get_value_type (a) != sluice_value_get_value_type (b) || *budget == 0)
    return FALSE;
  (*budget)--;
  if (!SLUICE_VALUE_IS_ARRAY (a) && !SLUICE_VALUE_IS_OBJECT (a))
    return sluice_value_equal (a, b);
  if (n != sluice_value_get_length (b))
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      if (SLUICE_VALUE_IS_ARRAY (a))
        {
          if (!is_alike (sluice_value_get_element (a, i), sluice_value_get_element (b, i), budget))
            return FALSE;
        }
      else if (strcmp (sluice_value_get_key (a, i), sluice_value_get_key (b, i)) != 0 ||
               !is_alike (sluice_value_get_member_at (a, i), sluice_value_get_member_at (b, i), budget))
        return FALSE;
    }
  return TRUE;
}

/**
 * sluice_value_words_find_change:
 * @pair: what is there, and what was
 *
 * Returns: what became of it
 */
SluiceValueChange
sluice_value_words_find_change (const SluiceValuePair *pair)
{
  guint budget = MAX_COMPARED;

  if (!pair->had)
    return pair->has ? SLUICE_VALUE_CHANGE_ADDED : SLUICE_VALUE_CHANGE_NONE;
  if (!pair->has)
    return SLUICE_VALUE_CHANGE_REMOVED;
  return is_alike (pair->value, pair->base, &budget) ? SLUICE_VALUE_CHANGE_NONE : SLUICE_VALUE_CHANGE_CHANGED;
}

/**
 * sluice_value_words_format_time:
 * @time: µs
 *
 * Returns: (transfer full): "250 µs", "3.2 ms", "1.24 s", "2:05 min"
 */
char *
sluice_value_words_format_time (gint64 time)
{
  if (time < 1000)
    return g_strdup_printf ("%" G_GINT64_FORMAT " µs", time);
  if (time < G_USEC_PER_SEC)
    return g_strdup_printf ("%.*f ms", time < 10000 ? 1 : 0, time / 1e3);
  if (time < 60 * G_USEC_PER_SEC)
    return g_strdup_printf ("%.2f s", time / 1e6);
  return g_strdup_printf ("%" G_GINT64_FORMAT ":%02d min", time / (60 * G_USEC_PER_SEC),
                          (int) (time / G_USEC_PER_SEC % 60));
}

/* A name that Lua would take for something else is written in quotes. */
static gboolean
is_name (const char *text)
{
  static const char * const words[] = {
    "and", "break", "do", "else", "elseif", "end", "false", "for", "function", "goto", "if", "in", "local", "nil",
    "not", "or", "repeat", "return", "then", "true", "until", "while", NULL,
  };

  if (!g_ascii_isalpha (*text) && *text != '_')
    return FALSE;
  for (const char *at = text; *at != '\0'; at++)
    if (!g_ascii_isalnum (*at) && *at != '_')
      return FALSE;
  return !g_strv_contains (words, text);
}

/* Everything that is not plain is written by its bytes, which Lua reads back. */
static char *
dup_quoted (const char *text)
{
  GString *quoted = g_string_new ("\"");

  for (const guchar *at = (const guchar *) text; *at != '\0'; at++)
    if (*at < ' ' || *at == '"' || *at == '\\' || *at == 0x7f)
      g_string_append_printf (quoted, "\\%03u", *at);
    else
      g_string_append_c (quoted, (char) *at);
  g_string_append_c (quoted, '"');
  return g_string_free (quoted, FALSE);
}

static void
append_part (GString     *expression,
             SluiceValue  container,
             const char  *part)
{
  g_autofree char *quoted = NULL;

  if (SLUICE_VALUE_IS_ARRAY (container))
    {
      g_string_append_printf (expression, "[%" G_GUINT64_FORMAT "]", g_ascii_strtoull (part, NULL, 10) + 1);
      return;
    }
  if (is_name (part))
    {
      g_string_append_printf (expression, "%s%s", expression->len > 0 ? "." : "", part);
      return;
    }
  quoted = dup_quoted (part);
  g_string_append_printf (expression, "[%s]", quoted);
}

/**
 * sluice_value_words_dup_expression:
 * @root: what the pointer is about
 * @prefix: (nullable): what it is called in a script, as "shared"; %NULL: its members have names of their own
 * @pointer: a JSON Pointer
 *
 * Returns: (transfer full): the expression that a script would write for the place
 */
char *
sluice_value_words_dup_expression (SluiceValue  root,
                                   const char  *prefix,
                                   const char  *pointer)
{
  g_auto (GStrv) parts = sluice_pointer_split (pointer, NULL);
  GString *expression = g_string_new (prefix);
  SluiceValue at = root;

  for (guint i = 0; parts != NULL && parts[i] != NULL; i++)
    {
      append_part (expression, at, parts[i]);
      if (SLUICE_VALUE_IS_ARRAY (at))
        {
          guint64 index = g_ascii_strtoull (parts[i], NULL, 10);

          at = index < sluice_value_get_length (at) ? sluice_value_get_element (at, (guint) index)
                                                    : sluice_value_null ();
        }
      else
        at = sluice_value_get_member (at, parts[i]);
    }
  return g_string_free (expression, FALSE);
}
