/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The formats there have been. A file of an older format is brought to the current one by one
 * migration after the other, each with a golden file in the tests; format 1 is the first, so there
 * is none yet. A newer format is left alone: its document can be looked at and not edited. */

#include "graph/format.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "graph/document.h"

typedef struct
{
  gint64 from;                       /* turns this format into the next one */
  void (*migrate) (SluiceValue *root);
} Migration;

static const Migration migrations[] = {
  { 0, NULL }, /* ends the table */
};

/**
 * sluice_format_n_migrations:
 *
 * Returns: how many older formats can be read
 */
guint
sluice_format_n_migrations (void)
{
  guint n = 0;

  while (migrations[n].migrate != NULL)
    n++;
  return n;
}

static void
migrate_all (SluiceValue *root,
             gint64       format)
{
  for (const Migration *step = migrations; step->migrate != NULL; step++)
    if (step->from == format)
      {
        step->migrate (root);
        format++;
      }
  sluice_value_set_member (root, "format", sluice_value_integer (format));
}

static gboolean
refuse (GError     **error,
        const char  *message)
{
  g_set_error_literal (error, SLUICE_DOCUMENT_ERROR, SLUICE_DOCUMENT_ERROR_FORMAT, message);
  return FALSE;
}

/**
 * sluice_format_migrate:
 * @root: (inout): what was read
 * @state: (out): whether it can be edited
 * @error: return location for an error
 *
 * Looks at the format of a file and brings an older one to the current.
 *
 * Returns: %FALSE with %SLUICE_DOCUMENT_ERROR_FORMAT if it is no flow file
 */
gboolean
sluice_format_migrate (SluiceValue        *root,
                       SluiceFormatState  *state,
                       GError            **error)
{
  SluiceValue format;
  gint64 number;

  *state = SLUICE_FORMAT_READABLE;
  if (!SLUICE_VALUE_IS_OBJECT (*root))
    return refuse (
      error,
      _("This is JSON, but no flow file: an object with \"format\" and \"flows\" is expected."));
  if (!sluice_value_has_member (*root, "format"))
    return refuse (error, _("format: missing; a flow file begins with \"format\": 1."));

  format = sluice_value_get_member (*root, "format");
  if (!SLUICE_VALUE_IS_INTEGER (format))
    return refuse (error, _("format: a whole number is expected; this version reads format 1."));

  number = sluice_value_get_integer (format);
  if (number > SLUICE_FORMAT_CURRENT)
    {
      *state = SLUICE_FORMAT_NEWER;
      return TRUE;
    }
  if (number < SLUICE_FORMAT_CURRENT - (gint64) sluice_format_n_migrations ())
    return refuse (error, _("format: there has been no such format; the first is 1."));
  if (number < SLUICE_FORMAT_CURRENT)
    migrate_all (root, number);
  return TRUE;
}

/* Conflict markers */

/**
 * sluice_format_get_marker:
 * @line: a line of a text
 * @length: its length in bytes
 *
 * Returns: the first letter of the marker that git began the line with: '<' ours, '|' what both had,
 * '=' theirs, '>' the end; 0: it is no marker
 */
char
sluice_format_get_marker (const char *line,
                          gsize       length)
{
  static const char * const markers[] = { "<<<<<<<", "|||||||", "=======", ">>>>>>>" };

  for (guint i = 0; i < G_N_ELEMENTS (markers); i++)
    if (length >= 7 && memcmp (line, markers[i], 7) == 0 &&
        (length == 7 || line[7] == ' ' || line[7] == '\r'))
      return line[0];
  return 0;
}

static char *
list_lines (GArray *lines)
{
  g_autoptr (GString) list = g_string_new (NULL);

  for (guint i = 0; i < lines->len; i++)
    {
      if (i > 0)
        g_string_append (list, i + 1 < lines->len ? ", " : _(" and "));
      g_string_append_printf (list, "%u", g_array_index (lines, guint, i));
    }
  return g_strdup (list->str);
}

/**
 * sluice_format_find_conflicts:
 * @text: a text
 * @length: its length in bytes
 *
 * Looks for what git leaves in a file that it could not merge.
 *
 * Returns: (transfer full) (nullable): the numbers of such lines, for a message; %NULL if there are
 * none
 */
char *
sluice_format_find_conflicts (const char *text,
                              gsize       length)
{
  g_autoptr (GArray) lines = g_array_new (FALSE, FALSE, sizeof (guint));
  const char *end = text + length;
  guint number = 1;

  for (const char *line = text; line < end; number++)
    {
      const char *newline = memchr (line, '\n', (gsize) (end - line));
      const char *stop = newline != NULL ? newline : end;

      if (sluice_format_get_marker (line, (gsize) (stop - line)) != 0)
        g_array_append_val (lines, number);
      line = stop + 1;
    }
  return lines->len > 0 ? list_lines (lines) : NULL;
}
