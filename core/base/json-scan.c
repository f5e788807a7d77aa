/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The tokens of JSON as RFC 8259 has them, and nothing more lenient. What people write instead
 * (comments, single quotes, leading zeros) gets a message that says what to do.
 *
 * The text has been checked to be UTF-8 before, so only escapes can make a bad character. */

#include <errno.h>
#include <math.h>
#include <string.h>

#include "base/json-private.h"

#define NUMBER_BYTES 64 /* longer ones are copied to the heap to be read */

G_DEFINE_QUARK (sluice-json-error-quark, sluice_json_error)

GType
sluice_json_error_get_type (void)
{
  static gsize type;
  static const GEnumValue values[] = {
    { SLUICE_JSON_ERROR_SYNTAX, "SLUICE_JSON_ERROR_SYNTAX", "syntax" },
    { SLUICE_JSON_ERROR_ENCODING, "SLUICE_JSON_ERROR_ENCODING", "encoding" },
    { SLUICE_JSON_ERROR_DUPLICATE, "SLUICE_JSON_ERROR_DUPLICATE", "duplicate" },
    { SLUICE_JSON_ERROR_RANGE, "SLUICE_JSON_ERROR_RANGE", "range" },
    { SLUICE_JSON_ERROR_LIMIT, "SLUICE_JSON_ERROR_LIMIT", "limit" },
    { SLUICE_JSON_ERROR_VALUE, "SLUICE_JSON_ERROR_VALUE", "value" },
    { 0, NULL, NULL },
  };

  if (g_once_init_enter (&type))
    g_once_init_leave (&type, g_enum_register_static ("SluiceJsonError", values));
  return type;
}

void
sluice_json_scan_init (SluiceJsonScan *scan,
                       const char     *text,
                       gsize           length)
{
  scan->start = text;
  scan->end = text + length;
  scan->at = text;
  scan->scratch = g_string_new (NULL);
  scan->error = NULL;
}

void
sluice_json_scan_clear (SluiceJsonScan *scan)
{
  g_string_free (g_steal_pointer (&scan->scratch), TRUE);
  g_clear_error (&scan->error);
}

gboolean
sluice_json_scan_fail (SluiceJsonScan  *scan,
                       const char      *at,
                       SluiceJsonError  code,
                       const char      *format,
                       ...)
{
  va_list args;

  va_start (args, format);
  g_clear_error (&scan->error);
  scan->error = g_error_new_valist (SLUICE_JSON_ERROR, code, format, args);
  scan->at = at;
  va_end (args);
  return FALSE;
}

/* What people write where JSON has nothing of the kind. */
static const char *
hint_for (const SluiceJsonScan *scan)
{
  static const struct { const char *begins, *hint; } hints[] = {
    { "//", "JSON has no comments; remove it" },
    { "/*", "JSON has no comments; remove it" },
    { "#", "JSON has no comments; remove it" },
    { "'", "strings are written in double quotes" },
    { "+", "a number has no '+' in front" },
    { ".", "a number begins with a digit" },
    { "NaN", "JSON has finite numbers only" },
    { "Infinity", "JSON has finite numbers only" },
    { "True", "true is written in lower case" },
    { "False", "false is written in lower case" },
    { "None", "write null" },
    { "undefined", "write null" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (hints); i++)
    {
      gsize length = strlen (hints[i].begins);

      if ((gsize) (scan->end - scan->at) >= length &&
          memcmp (scan->at, hints[i].begins, length) == 0)
        return hints[i].hint;
    }
  return NULL;
}

gboolean
sluice_json_scan_fail_expected (SluiceJsonScan *scan,
                                const char     *expected)
{
  const char *at = scan->at;
  const char *hint = hint_for (scan);
  gunichar found;

  if (at == scan->end)
    return sluice_json_scan_fail (scan, at, SLUICE_JSON_ERROR_SYNTAX,
                                  "expected %s, but the text ends", expected);
  if (hint != NULL)
    return sluice_json_scan_fail (scan, at, SLUICE_JSON_ERROR_SYNTAX,
                                  "expected %s: %s", expected, hint);

  found = g_utf8_get_char (at);
  if (!g_unichar_isgraph (found))
    return sluice_json_scan_fail (scan, at, SLUICE_JSON_ERROR_SYNTAX,
                                  "expected %s, found the character U+%04X", expected, found);
  return sluice_json_scan_fail (scan, at, SLUICE_JSON_ERROR_SYNTAX, "expected %s, found '%.*s'",
                                expected, (int) (g_utf8_next_char (at) - at), at);
}

char
sluice_json_scan_peek (SluiceJsonScan *scan)
{
  const char *at = scan->at;

  while (at < scan->end && (*at == ' ' || *at == '\n' || *at == '\t' || *at == '\r'))
    at++;
  scan->at = at;
  return at < scan->end ? *at : '\0';
}

/* Strings */

static gboolean
scan_hex4 (SluiceJsonScan *scan,
           const char     *escape,
           gunichar       *unit)
{
  *unit = 0;
  for (guint i = 2; i < 6; i++)
    {
      if (escape + i >= scan->end || !g_ascii_isxdigit (escape[i]))
        return sluice_json_scan_fail (scan, escape, SLUICE_JSON_ERROR_SYNTAX,
                                      "\\u is followed by four hexadecimal digits");
      *unit = *unit * 16 + (gunichar) g_ascii_xdigit_value (escape[i]);
    }
  return TRUE;
}

/* \uXXXX, or two of them for a character outside the basic plane. */
static gboolean
scan_unicode_escape (SluiceJsonScan  *scan,
                     const char     **at)
{
  const char *escape = *at;
  gunichar high, low;

  if (!scan_hex4 (scan, escape, &high))
    return FALSE;
  *at += 6;
  if (high >= 0xdc00 && high <= 0xdfff)
    return sluice_json_scan_fail (scan, escape, SLUICE_JSON_ERROR_ENCODING,
                                  "\\u%04x is the second half of a character without the first",
                                  high);
  if (high >= 0xd800 && high <= 0xdbff)
    {
      if (scan->end - *at < 6 || (*at)[0] != '\\' || (*at)[1] != 'u' ||
          !scan_hex4 (scan, *at, &low) || low < 0xdc00 || low > 0xdfff)
        return sluice_json_scan_fail (scan, escape, SLUICE_JSON_ERROR_ENCODING,
                                      "\\u%04x is the first half of a character without the second",
                                      high);
      high = 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
      *at += 6;
    }

  if (high == 0)
    g_string_append_c (scan->scratch, '\0');
  else
    g_string_append_unichar (scan->scratch, high);
  return TRUE;
}

static gboolean
scan_escape (SluiceJsonScan  *scan,
             const char     **at)
{
  static const char from[] = "\"\\/bfnrt";
  static const char to[] = "\"\\/\b\f\n\r\t";
  const char *found;

  if (*at + 1 == scan->end)
    return sluice_json_scan_fail (scan, scan->end, SLUICE_JSON_ERROR_SYNTAX,
                                  "the text ends inside a string");
  if ((*at)[1] == 'u')
    return scan_unicode_escape (scan, at);

  found = (*at)[1] != '\0' ? strchr (from, (*at)[1]) : NULL;
  if (found == NULL)
    return sluice_json_scan_fail (scan, *at, SLUICE_JSON_ERROR_SYNTAX,
                                  "no such escape in a string; a backslash itself is written \\\\");
  g_string_append_c (scan->scratch, to[found - from]);
  *at += 2;
  return TRUE;
}

/* The end of what needs no translation. */
static const char *
skip_plain (const char *at,
            const char *end)
{
  while (at < end && *at != '"' && *at != '\\' && (guchar) *at >= 0x20)
    at++;
  return at;
}

gboolean
sluice_json_scan_string (SluiceJsonScan  *scan,
                         const char     **text,
                         gsize           *length)
{
  const char *begin = scan->at + 1;
  const char *at = skip_plain (begin, scan->end);

  if (at < scan->end && *at == '"')
    {
      *text = begin;
      *length = at - begin;
      scan->at = at + 1;
      return TRUE;
    }

  g_string_truncate (scan->scratch, 0);
  for (;;)
    {
      g_string_append_len (scan->scratch, begin, at - begin);
      if (at == scan->end)
        return sluice_json_scan_fail (scan, at, SLUICE_JSON_ERROR_SYNTAX,
                                      "the text ends inside a string");
      if (*at == '"')
        break;
      if (*at != '\\')
        return sluice_json_scan_fail (scan, at, SLUICE_JSON_ERROR_SYNTAX,
                                      "a string holds no line break or control character; "
                                      "write \\u%04x%s", (guchar) *at,
                                      *at == '\n' ? " or \\n" : "");
      if (!scan_escape (scan, &at))
        return FALSE;
      begin = at;
      at = skip_plain (begin, scan->end);
    }
  *text = scan->scratch->str;
  *length = scan->scratch->len;
  scan->at = at + 1;
  return TRUE;
}

/* Numbers */

static const char *
skip_digits (const char *at,
             const char *end)
{
  while (at < end && g_ascii_isdigit (*at))
    at++;
  return at;
}

static gboolean
read_integer (SluiceJsonScan *scan,
              const char     *begin,
              const char     *end,
              SluiceValue    *value)
{
  gboolean negative = *begin == '-';
  guint64 limit = (guint64) G_MAXINT64 + (negative ? 1 : 0);
  guint64 magnitude = 0;

  for (const char *at = begin + (negative ? 1 : 0); at < end; at++)
    {
      guint64 digit = (guint64) (*at - '0');

      if (magnitude > (limit - digit) / 10)
        return sluice_json_scan_fail (scan, begin, SLUICE_JSON_ERROR_RANGE,
                                      "the integer %.*s%s is outside 64 bits; write it as a string, "
                                      "or as a real with a fraction or exponent",
                                      (int) MIN (end - begin, 24), begin,
                                      end - begin > 24 ? "…" : "");
      magnitude = magnitude * 10 + digit;
    }
  if (negative && magnitude == 0)
    *value = sluice_value_real (-0.0);
  else
    *value = sluice_value_integer (negative ? (gint64) (0 - magnitude) : (gint64) magnitude);
  return TRUE;
}

static gboolean
read_real (SluiceJsonScan *scan,
           const char     *begin,
           const char     *end,
           SluiceValue    *value)
{
  char buffer[NUMBER_BYTES];
  g_autofree char *longer = NULL;
  const char *text = buffer;
  gsize length = end - begin;
  double real;

  if (length < sizeof buffer)
    {
      memcpy (buffer, begin, length);
      buffer[length] = '\0';
    }
  else
    {
      text = longer = g_strndup (begin, length);
    }
  real = g_ascii_strtod (text, NULL);
  if (!isfinite (real))
    return sluice_json_scan_fail (scan, begin, SLUICE_JSON_ERROR_RANGE,
                                  "the number %.24s%s is outside a double (about ±1.8e308); "
                                  "write it as a string", text, length > 24 ? "…" : "");
  *value = sluice_value_real (real);
  return TRUE;
}

/* The digits that must follow a '.' or 'e'. */
static gboolean
scan_digits (SluiceJsonScan  *scan,
             const char     **at,
             const char      *where)
{
  const char *end = skip_digits (*at, scan->end);

  if (end == *at)
    return sluice_json_scan_fail (scan, *at, SLUICE_JSON_ERROR_SYNTAX,
                                  "a number needs a digit %s", where);
  *at = end;
  return TRUE;
}

gboolean
sluice_json_scan_number (SluiceJsonScan *scan,
                         SluiceValue    *value)
{
  const char *begin = scan->at;
  const char *at = *begin == '-' ? begin + 1 : begin;
  const char *digits = at;
  gboolean is_real = FALSE;

  if (!scan_digits (scan, &at, "after its '-'"))
    return FALSE;
  if (*digits == '0' && at - digits > 1)
    return sluice_json_scan_fail (scan, begin, SLUICE_JSON_ERROR_SYNTAX,
                                  "a number has no leading zeros");
  if (at < scan->end && *at == '.')
    {
      at++;
      is_real = TRUE;
      if (!scan_digits (scan, &at, "after its point"))
        return FALSE;
    }
  if (at < scan->end && (*at == 'e' || *at == 'E'))
    {
      at++;
      is_real = TRUE;
      if (at < scan->end && (*at == '+' || *at == '-'))
        at++;
      if (!scan_digits (scan, &at, "in its exponent"))
        return FALSE;
    }
  scan->at = at;
  return is_real ? read_real (scan, begin, at, value) : read_integer (scan, begin, at, value);
}

gboolean
sluice_json_scan_word (SluiceJsonScan *scan,
                       SluiceValue    *value)
{
  static const struct { const char *word; SluiceValueType type; gint64 integer; } words[] = {
    { "null", SLUICE_VALUE_NULL, 0 },
    { "true", SLUICE_VALUE_BOOLEAN, 1 },
    { "false", SLUICE_VALUE_BOOLEAN, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    {
      gsize length = strlen (words[i].word);

      if ((gsize) (scan->end - scan->at) < length ||
          memcmp (scan->at, words[i].word, length) != 0)
        continue;
      value->type = words[i].type;
      value->extra = 0;
      value->u.integer = words[i].integer;
      scan->at += length;
      return TRUE;
    }
  return sluice_json_scan_fail_expected (scan, "a value");
}

void
sluice_json_scan_get_position (const SluiceJsonScan *scan,
                               SluiceJsonPosition   *position)
{
  const char *line = scan->start;

  position->offset = scan->at - scan->start;
  position->line = 1;
  position->column = 1;
  for (const char *at = scan->start; at < scan->at; at++)
    if (*at == '\n')
      {
        position->line++;
        line = at + 1;
      }
  for (const char *at = line; at < scan->at; at++)
    if ((*at & 0xc0) != 0x80)
      position->column++;
}
