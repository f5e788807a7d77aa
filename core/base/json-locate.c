/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Finding the place of a value in a text that has been read before, so that a problem found in a
 * document can be shown at its line. */

#include "base/json.h"

#include <string.h>

#include "base/json-private.h"
#include "base/pointer.h"

static gboolean
skip_string (SluiceJsonScan *scan)
{
  const char *text;
  gsize length;

  return sluice_json_scan_string (scan, &text, &length);
}

/* Skips a value: to the end of a string or word, or to the bracket that closes what opens here. */
static gboolean
skip_value (SluiceJsonScan *scan)
{
  gsize depth = 0;

  do
    {
      char next = sluice_json_scan_peek (scan);

      if (next == '\0')
        return FALSE;
      if (next == '"')
        {
          if (!skip_string (scan))
            return FALSE;
          continue;
        }
      if (next == '[' || next == '{')
        depth++;
      else if (next == ']' || next == '}')
        depth--;
      else if (next != ',' && next != ':')
        while (scan->at + 1 < scan->end && strchr (",:]} \t\r\n", scan->at[1]) == NULL)
          scan->at++;
      scan->at++;
    }
  while (depth > 0);
  return TRUE;
}

/* From the '{' to the value of a member; @key_at is where its key begins. */
static gboolean
enter_member (SluiceJsonScan  *scan,
              const char      *key,
              const char     **key_at)
{
  const char *text;
  gsize length;

  for (scan->at++; sluice_json_scan_peek (scan) == '"'; scan->at++)
    {
      gboolean found;

      *key_at = scan->at;
      if (!sluice_json_scan_string (scan, &text, &length))
        return FALSE;
      found = strlen (key) == length && memcmp (key, text, length) == 0;
      if (sluice_json_scan_peek (scan) != ':')
        return FALSE;
      scan->at++;
      if (found)
        return TRUE;
      if (!skip_value (scan) || sluice_json_scan_peek (scan) != ',')
        return FALSE;
    }
  return FALSE;
}

static gboolean
enter_element (SluiceJsonScan *scan,
               const char     *part)
{
  guint64 index;

  if (!g_ascii_string_to_unsigned (part, 10, 0, G_MAXUINT32, &index, NULL))
    return FALSE;
  scan->at++;
  for (guint64 i = 0; i < index; i++)
    {
      if (sluice_json_scan_peek (scan) == ']' || !skip_value (scan) ||
          sluice_json_scan_peek (scan) != ',')
        return FALSE;
      scan->at++;
    }
  return sluice_json_scan_peek (scan) != ']';
}

static gboolean
locate (SluiceJsonScan      *scan,
        char               **parts,
        gboolean             at_key)
{
  const char *key_at = NULL;

  sluice_json_scan_peek (scan);
  for (guint i = 0; parts[i] != NULL; i++)
    {
      char next = sluice_json_scan_peek (scan);

      key_at = NULL;
      if (next == '{' ? !enter_member (scan, parts[i], &key_at)
                      : next != '[' || !enter_element (scan, parts[i]))
        return FALSE;
    }
  sluice_json_scan_peek (scan);
  if (at_key && key_at != NULL)
    scan->at = key_at;
  return scan->at < scan->end;
}

/**
 * sluice_json_locate: (skip)
 * @text: a JSON text that has been read without error
 * @length: its length in bytes, or -1 if it ends with a NUL
 * @pointer: a JSON Pointer
 * @at_key: for a member: give the place of its key
 * @position: (out): the place
 *
 * Finds where a value begins in a text, in time proportional to what is before it.
 *
 * Returns: %FALSE if there is nothing at @pointer; @position is untouched then
 */
gboolean
sluice_json_locate (const char         *text,
                    gssize              length,
                    const char         *pointer,
                    gboolean            at_key,
                    SluiceJsonPosition *position)
{
  g_auto (GStrv) parts = NULL;
  SluiceJsonScan scan;
  gboolean found;

  g_return_val_if_fail (text != NULL || length == 0, FALSE);
  g_return_val_if_fail (pointer != NULL && position != NULL, FALSE);

  parts = sluice_pointer_split (pointer, NULL);
  if (parts == NULL)
    return FALSE;
  sluice_json_scan_init (&scan, text, length < 0 ? strlen (text) : (gsize) length);
  found = locate (&scan, parts, at_key);
  if (found)
    sluice_json_scan_get_position (&scan, position);
  sluice_json_scan_clear (&scan);
  return found;
}
