/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Values in sluice debug: whole where a program reads them, cut where a person does. What was cut is said. */

#include "debug-private.h"

#include <string.h>

#include "base/json.h"
#include "terminal.h"

#define MAX_SHORT 200   /* bytes of a value in a line */
#define MAX_SHOWN 20000 /* bytes of one on a terminal */

/* The end of the last character that is whole within @length bytes. */
static gsize
cut (const char *text,
     gsize       length)
{
  while (length > 0 && ((guchar) text[length] & 0xc0) == 0x80)
    length--;
  return length;
}

void
sluice_debug_print_value (SluiceValue value)
{
  g_autofree char *text = g_strchomp (sluice_json_write (value, SLUICE_JSON_WRITE_PRETTY, NULL));
  gsize length = strlen (text);
  gsize shown = sluice_terminal_is (stdout) && length > MAX_SHOWN ? cut (text, MAX_SHOWN) : length;
  g_autofree char *safe = NULL;

  text[shown] = '\0';
  safe = sluice_terminal_dup_safe (stdout, text);
  g_print ("%s\n", safe);
  if (shown < length)
    g_print ("… and %" G_GSIZE_FORMAT " bytes more; name a place in it, or write to a file to see all of it\n",
             length - shown);
}

/* Returns: (transfer full): on one line */
char *
sluice_debug_dup_short (SluiceValue value)
{
  g_autofree char *text = sluice_json_write (value, SLUICE_JSON_WRITE_COMPACT, NULL);
  gsize length = strlen (text);
  gsize shown;

  if (length <= MAX_SHORT)
    return g_steal_pointer (&text);
  shown = cut (text, MAX_SHORT);
  return g_strdup_printf ("%.*s… (%" G_GSIZE_FORMAT " bytes more)", (int) shown, text, length - shown);
}

void
sluice_debug_print_line (const char *format,
                         ...)
{
  g_autofree char *line = NULL;
  g_autofree char *safe = NULL;
  va_list arguments;

  va_start (arguments, format);
  line = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  safe = sluice_terminal_dup_safe (stdout, line);
  g_print ("%s\n", safe);
}
