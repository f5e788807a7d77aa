/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* sluice diff: what changed between two flow files, per node and action. */

#include "cli.h"

#include <string.h>

#include "base/json.h"
#include "exchange/compare.h"
#include "exchange/lines.h"
#include "terminal.h"

#define MAX_SHOWN 60 /* characters of a value */

static gboolean with_layout;
static gboolean as_json;

static const GOptionEntry entries[] = {
  { "layout", 0, 0, G_OPTION_ARG_NONE, &with_layout, "Count places, frames, notes and colours too", NULL },
  { "json", 0, 0, G_OPTION_ARG_NONE, &as_json, "Print one JSON object for each difference", NULL },
  G_OPTION_ENTRY_NULL
};

static const SluiceColour colours[] = {
  [SLUICE_DIFFERENCE_ADDED] = SLUICE_COLOUR_GREEN,
  [SLUICE_DIFFERENCE_REMOVED] = SLUICE_COLOUR_RED,
  [SLUICE_DIFFERENCE_CHANGED] = SLUICE_COLOUR_YELLOW,
};

static const char * const signs[] = {
  [SLUICE_DIFFERENCE_ADDED] = "+", [SLUICE_DIFFERENCE_REMOVED] = "-", [SLUICE_DIFFERENCE_CHANGED] = "~",
};

static char *
dup_shown (const SluiceDifference *difference,
           SluiceValue             value)
{
  g_autofree char *text = NULL;

  if (difference->key != NULL && g_str_has_prefix (difference->key, "next."))
    return g_strdup (SLUICE_VALUE_IS_STRING (value) ? sluice_value_get_string (value) : "end");
  text = sluice_json_write (value, SLUICE_JSON_WRITE_COMPACT, NULL);
  if (g_utf8_strlen (text, -1) > MAX_SHOWN)
    {
      g_autofree char *start = g_utf8_substring (text, 0, MAX_SHOWN - 1);

      return g_strconcat (start, "…", NULL);
    }
  return g_steal_pointer (&text);
}

/* "next.ok" is the edge “ok”. */
static char *
dup_name (const char *key)
{
  if (g_str_has_prefix (key, "next."))
    return g_strdup_printf ("edge “%s”", key + strlen ("next."));
  return g_strdup (key);
}

static gboolean
is_text (SluiceValue value)
{
  g_autofree char *text = sluice_text_from_value (value);

  return text != NULL && strchr (text, '\n') != NULL;
}

static void
print_lines (const SluiceDifference *difference)
{
  g_autofree char *before = sluice_text_from_value (difference->before);
  g_autofree char *after = sluice_text_from_value (difference->after);
  g_autoptr (GPtrArray) lines = sluice_lines_compare (before, after);

  for (guint i = 0; i < lines->len; i++)
    {
      const SluiceLine *line = g_ptr_array_index (lines, i);
      gboolean is_new = line->side == SLUICE_LINE_SECOND;
      g_autofree char *shown = NULL;

      if (line->side == SLUICE_LINE_BOTH)
        continue;
      shown = g_strdup_printf ("      %c %s", is_new ? '+' : '-', line->text);
      sluice_terminal_line (stdout, is_new ? SLUICE_COLOUR_GREEN : SLUICE_COLOUR_RED, shown);
    }
}

static void
print_key (const SluiceDifference *difference)
{
  g_autofree char *name = dup_name (difference->key);
  g_autofree char *before = dup_shown (difference, difference->before);
  g_autofree char *after = dup_shown (difference, difference->after);
  g_autofree char *before_text = sluice_text_from_value (difference->before);
  g_autofree char *after_text = sluice_text_from_value (difference->after);
  g_autofree char *line = NULL;
  gboolean as_lines = difference->type == SLUICE_DIFFERENCE_CHANGED && before_text != NULL && after_text != NULL
                      && (is_text (difference->before) || is_text (difference->after));

  if (as_lines)
    line = g_strdup_printf ("  ~ %s", name);
  else if (difference->type == SLUICE_DIFFERENCE_CHANGED)
    line = g_strdup_printf ("  ~ %s: %s → %s", name, before, after);
  else
    line = g_strdup_printf ("  %s %s: %s", signs[difference->type], name,
                            difference->type == SLUICE_DIFFERENCE_ADDED ? after : before);
  sluice_terminal_line (stdout, colours[difference->type], line);
  if (as_lines)
    print_lines (difference);
}

static void
print_difference (const SluiceDifference *difference,
                  const char             *previous)
{
  g_autofree char *title = difference->title != NULL ? g_strdup_printf (" “%s”", difference->title) : g_strdup ("");
  const char *address = *difference->address != '\0' ? difference->address : "file";
  g_autofree char *line = NULL;

  if (difference->key == NULL)
    {
      line = g_strdup_printf ("%s %s%s", signs[difference->type], address, title);
      sluice_terminal_line (stdout, colours[difference->type], line);
      return;
    }
  if (g_strcmp0 (previous, difference->address) != 0)
    {
      line = g_strdup_printf ("%s%s", address, title);
      sluice_terminal_line (stdout, SLUICE_COLOUR_BOLD, line);
    }
  print_key (difference);
}

static void
print_json (const SluiceDifference *difference)
{
  static const char * const types[] = {
    [SLUICE_DIFFERENCE_ADDED] = "added", [SLUICE_DIFFERENCE_REMOVED] = "removed",
    [SLUICE_DIFFERENCE_CHANGED] = "changed",
  };
  SluiceValue object = sluice_value_object ();

  sluice_value_set_member (&object, "type", sluice_value_string (types[difference->type]));
  sluice_value_set_member (&object, "address", sluice_value_string (difference->address));
  if (difference->key != NULL)
    sluice_value_set_member (&object, "key", sluice_value_string (difference->key));
  if (difference->type != SLUICE_DIFFERENCE_ADDED)
    sluice_value_set_member (&object, "before", sluice_value_ref (difference->before));
  if (difference->type != SLUICE_DIFFERENCE_REMOVED)
    sluice_value_set_member (&object, "after", sluice_value_ref (difference->after));
  sluice_terminal_json_line (stdout, object);
}

int
sluice_cli_diff (const char *name,
                 int         argc,
                 char      **argv)
{
  g_autoptr (SluiceDocument) before = NULL;
  g_autoptr (SluiceDocument) after = NULL;
  g_autoptr (GPtrArray) differences = NULL;
  const char *previous = NULL;
  int status = SLUICE_EXIT_DONE;

  if (!sluice_cli_parse (name, entries, &argc, &argv))
    return SLUICE_EXIT_USAGE;
  if (argc != 3)
    return sluice_cli_usage (name, "diff needs two files");
  before = sluice_cli_load (argv[1], &status);
  after = before != NULL ? sluice_cli_load (argv[2], &status) : NULL;
  if (after == NULL)
    return status;

  differences = sluice_documents_compare (before, after, with_layout);
  for (guint i = 0; i < differences->len; i++)
    {
      const SluiceDifference *difference = g_ptr_array_index (differences, i);

      if (as_json)
        print_json (difference);
      else
        print_difference (difference, previous);
      previous = difference->key != NULL ? difference->address : NULL;
    }
  return differences->len > 0 ? SLUICE_EXIT_FAILED : SLUICE_EXIT_DONE;
}
