/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Contents between bytes and values. Reading is strict: JSON must be whole, a table well formed. */

#include "kinds/payload.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/json.h"
#include "kinds/csv.h"
#include "kinds/settings.h"

static const char * const nicks[] = { "text", "lines", "json", "csv" };

G_DEFINE_ENUM_TYPE (SluicePayloadType, sluice_payload_type,
                    SLUICE_SETTING_CHOICE (SLUICE_PAYLOAD_TEXT, "text", N_("Text")),
                    SLUICE_SETTING_CHOICE (SLUICE_PAYLOAD_LINES, "lines", N_("Lines")),
                    SLUICE_SETTING_CHOICE (SLUICE_PAYLOAD_JSON, "json", "JSON"),
                    SLUICE_SETTING_CHOICE (SLUICE_PAYLOAD_CSV, "csv", "CSV"))

SluicePayloadType
sluice_payload_type_find (const char *nick)
{
  for (guint i = 0; i < G_N_ELEMENTS (nicks); i++)
    if (g_strcmp0 (nick, nicks[i]) == 0)
      return (SluicePayloadType) i;
  return SLUICE_PAYLOAD_TEXT;
}

/* A last line may end or not; CRLF counts as LF. */
static SluiceValue
read_lines (const char *text,
            gsize       length)
{
  SluiceValue lines = sluice_value_array ();
  const char *end = text + length;

  while (text < end)
    {
      const char *stop = memchr (text, '\n', (gsize) (end - text));
      gsize size = (gsize) ((stop != NULL ? stop : end) - text);

      sluice_value_append (&lines, sluice_value_string_len (text, size - (size > 0 && text[size - 1] == '\r')));
      text += size + 1;
    }
  return lines;
}

gboolean
sluice_payload_read (SluicePayloadType   type,
                     gboolean            header,
                     const char         *what,
                     const char         *text,
                     gsize               length,
                     SluiceValue        *value,
                     GError            **error)
{
  if (!g_utf8_validate_len (text, length, NULL))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "“%s” is not UTF-8 text.", what);
      return FALSE;
    }
  switch (type)
    {
    case SLUICE_PAYLOAD_JSON:
      if (!sluice_json_read (text, (gssize) length, NULL, value, NULL, error))
        {
          g_prefix_error (error, "“%s”: ", what);
          return FALSE;
        }
      return TRUE;

    case SLUICE_PAYLOAD_CSV:
      if (!sluice_csv_read (text, length, header, value, error))
        {
          g_prefix_error (error, "“%s”: ", what);
          return FALSE;
        }
      return TRUE;

    case SLUICE_PAYLOAD_LINES:
      *value = read_lines (text, length);
      return TRUE;

    case SLUICE_PAYLOAD_TEXT:
    default:
      *value = sluice_value_string_len (text, length);
      return TRUE;
    }
}

/* What is no text is written as JSON. */
static void
append_text (GString     *text,
             SluiceValue  value)
{
  g_autofree char *json = NULL;

  if (SLUICE_VALUE_IS_STRING (value))
    {
      g_string_append_len (text, sluice_value_get_string (value), (gssize) sluice_value_get_string_length (value));
      return;
    }
  if (SLUICE_VALUE_IS_NULL (value))
    return;
  json = sluice_json_write (value, SLUICE_JSON_WRITE_COMPACT, NULL);
  g_string_append (text, json);
}

static GString *
write_lines (SluiceValue value)
{
  GString *text = g_string_new (NULL);

  if (!SLUICE_VALUE_IS_ARRAY (value))
    append_text (text, value);
  for (guint i = 0; SLUICE_VALUE_IS_ARRAY (value) && i < sluice_value_get_length (value); i++)
    {
      append_text (text, sluice_value_get_element (value, i));
      g_string_append_c (text, '\n');
    }
  if (text->len > 0 && text->str[text->len - 1] != '\n')
    g_string_append_c (text, '\n');
  return text;
}

GString *
sluice_payload_write (SluicePayloadType   type,
                      SluiceValue         value,
                      GError            **error)
{
  g_autofree char *table = NULL;
  GString *text;

  switch (type)
    {
    case SLUICE_PAYLOAD_CSV:
      table = sluice_csv_write (value, error);
      return table != NULL ? g_string_new (table) : NULL;

    case SLUICE_PAYLOAD_LINES:
      return write_lines (value);

    case SLUICE_PAYLOAD_JSON:
      text = g_string_new (NULL);
      sluice_json_write_to (value, SLUICE_JSON_WRITE_PRETTY, 0, text);
      g_string_append_c (text, '\n');
      return text;

    case SLUICE_PAYLOAD_TEXT:
    default:
      text = g_string_new (NULL);
      append_text (text, value);
      return text;
    }
}
