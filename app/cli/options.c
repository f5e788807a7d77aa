/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Command lines: GOption, and words for what is wrong with one. */

#include "cli.h"

#include <stdarg.h>
#include <string.h>

#include "base/ids.h"
#include "terminal.h"

char *
sluice_cli_suggest (const char         *wanted,
                    const char * const *candidates)
{
  const char *closest = sluice_id_closest (wanted, candidates);

  return closest != NULL ? g_strdup_printf ("; did you mean %s?", closest) : g_strdup ("");
}

int
sluice_cli_usage (const char *name,
                  const char *format,
                  ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  sluice_terminal_error ("%s", text);
  if (name != NULL)
    g_printerr ("See: sluice %s --help\n", name);
  else
    g_printerr ("See: sluice --help\n");
  return SLUICE_EXIT_USAGE;
}

/* The first argument that looks like an option and is none of @entries. */
static const char *
find_unknown (const GOptionEntry  *entries,
              char               **argv)
{
  for (guint i = 1; argv[i] != NULL && !g_str_equal (argv[i], "--"); i++)
    {
      g_auto (GStrv) parts = NULL;
      gboolean is_known = FALSE;

      if (!g_str_has_prefix (argv[i], "--"))
        continue;
      parts = g_strsplit (argv[i] + 2, "=", 2);
      for (guint k = 0; entries[k].long_name != NULL; k++)
        is_known |= g_str_equal (entries[k].long_name, parts[0]);
      if (!is_known)
        return argv[i];
    }
  return NULL;
}

static char *
suggest_option (const GOptionEntry  *entries,
                char               **argv)
{
  const char *unknown = find_unknown (entries, argv);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_auto (GStrv) parts = NULL;
  const char *closest;

  if (unknown == NULL)
    return g_strdup ("");
  for (guint i = 0; entries[i].long_name != NULL; i++)
    if ((entries[i].flags & G_OPTION_FLAG_HIDDEN) == 0)
      g_ptr_array_add (names, (gpointer) entries[i].long_name);
  g_ptr_array_add (names, NULL);

  parts = g_strsplit (unknown + 2, "=", 2);
  closest = sluice_id_closest (parts[0], (const char * const *) names->pdata);
  return closest != NULL ? g_strdup_printf ("; did you mean --%s?", closest) : g_strdup ("");
}

/* The first argument that is no text; there is one where GOption could not convert one. */
static char *
dup_not_text (char **argv)
{
  guint i = 1;

  while (argv[i] != NULL && g_utf8_validate (argv[i], -1, NULL))
    i++;
  return g_utf8_make_valid (argv[i] != NULL ? argv[i] : "", -1);
}

/* GOption leaves the "--" before what begins with a dash. */
static void
drop_separator (int   *argc,
                char **argv)
{
  for (int i = 1; i < *argc; i++)
    if (g_str_equal (argv[i], "--"))
      {
        memmove (&argv[i], &argv[i + 1], (gsize) (*argc - i) * sizeof *argv); /* and the NULL at their end */
        (*argc)--;
        return;
      }
}

/**
 * sluice_cli_parse:
 * @name: the subcommand
 * @entries: its options
 * @argc: (inout): as main() gets it, beginning with the subcommand
 * @argv: (inout): likewise; what is left are its arguments
 *
 * Says on stderr what is wrong with the options.
 *
 * Returns: whether they are right
 */
gboolean
sluice_cli_parse (const char          *name,
                  const GOptionEntry  *entries,
                  int                 *argc,
                  char              ***argv)
{
  const SluiceSubcommand *subcommand = sluice_cli_find_subcommand (name);
  g_autoptr (GOptionContext) context = g_option_context_new (subcommand->arguments);
  g_autoptr (GError) error = NULL;
  g_autofree char *prgname = g_strdup_printf ("sluice %s", name);

  g_set_prgname (prgname);
  g_option_context_set_summary (context, subcommand->summary);
  g_option_context_set_description (context, subcommand->details);
  g_option_context_add_main_entries (context, entries, NULL);
  if (g_option_context_parse (context, argc, argv, &error))
    {
      drop_separator (argc, *argv);
      g_set_prgname ("sluice");
      return TRUE;
    }

  if (g_error_matches (error, G_OPTION_ERROR, G_OPTION_ERROR_UNKNOWN_OPTION))
    {
      g_autofree char *suggestion = suggest_option (entries, *argv);

      sluice_cli_usage (name, "%s%s", error->message, suggestion);
    }
  else if (error->domain == G_CONVERT_ERROR)
    {
      g_autofree char *argument = dup_not_text (*argv);

      sluice_cli_usage (name, "“%s” is not UTF-8; give it in UTF-8", argument);
    }
  else
    sluice_cli_usage (name, "%s", error->message);
  return FALSE;
}
