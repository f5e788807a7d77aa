/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* sluice runs and prune: the list of records. */

#include "cli.h"

#include <string.h>

#include "record-runs.h"
#include "record/record.h"
#include "terminal.h"

static gboolean as_json;
static gboolean only_say;
static char *new_name;
static gboolean pin;
static gboolean unpin;
static int max_runs;
static double max_megabytes;
static double max_days;

static const GOptionEntry runs_entries[] = {
  { "name", 0, 0, G_OPTION_ARG_STRING, &new_name, "Give the RUN this name; an empty one takes it away", "TEXT" },
  { "pin", 0, 0, G_OPTION_ARG_NONE, &pin, "Keep the RUN whatever is pruned", NULL },
  { "unpin", 0, 0, G_OPTION_ARG_NONE, &unpin, "Let the RUN be pruned", NULL },
  { "json", 0, 0, G_OPTION_ARG_NONE, &as_json, "Print JSON Lines", NULL },
  G_OPTION_ENTRY_NULL
};

static const GOptionEntry prune_entries[] = {
  { "keep", 0, 0, G_OPTION_ARG_INT, &max_runs, "Keep the newest N runs at most", "N" },
  { "size", 0, 0, G_OPTION_ARG_DOUBLE, &max_megabytes, "Keep so many megabytes at most, the newest first", "MB" },
  { "days", 0, 0, G_OPTION_ARG_DOUBLE, &max_days, "Keep none that is older", "DAYS" },
  { "dry-run", 'n', 0, G_OPTION_ARG_NONE, &only_say, "Only say what would go", NULL },
  { "json", 0, 0, G_OPTION_ARG_NONE, &as_json, "Print JSON Lines", NULL },
  G_OPTION_ENTRY_NULL
};

static void
print_run (SluiceHistoryRun *run)
{
  g_autoptr (GDateTime) time = NULL;
  g_autofree char *when = NULL;
  g_autofree char *size = NULL;
  g_autofree char *line = NULL;
  g_autofree char *safe = NULL;

  if (as_json)
    {
      sluice_terminal_json_line (stdout, sluice_history_run_to_value (run));
      return;
    }
  time = g_date_time_new_from_unix_local (run->started / G_USEC_PER_SEC);
  when = g_date_time_format (time, "%Y-%m-%d %H:%M");
  size = g_format_size (run->size);
  line = g_strdup_printf ("%s  %-11s  %8" G_GUINT64_FORMAT " visits  %8.1f s  %8s  %s%s%s%s", when,
                          sluice_history_run_get_end (run), run->visits, run->time / 1e6, size,
                          run->pinned ? "* " : "", run->id, run->name != NULL ? "  " : "",
                          run->name != NULL ? run->name : "");
  safe = sluice_terminal_dup_safe (stdout, line);
  g_print ("%s\n", safe);
}

/* Nothing is written beside a file that is none. FALSE: it is none, which has been said. */
static gboolean
is_record (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SluiceRecord) record = sluice_record_open (path, &error);

  if (record == NULL)
    sluice_terminal_error ("%s", error->message);
  return record != NULL;
}

static int
note_run (const char *wanted)
{
  int status = SLUICE_EXIT_DONE;
  g_autofree char *path = sluice_cli_find_record (wanted, &status);
  g_autoptr (SluiceHistoryRun) run = NULL;
  g_autoptr (GError) error = NULL;

  if (path == NULL || !is_record (path))
    return path == NULL ? status : SLUICE_EXIT_BAD_FILE;
  if ((new_name != NULL && !sluice_history_set_name (path, *new_name != '\0' ? new_name : NULL, &error))
      || ((pin || unpin) && !sluice_history_set_pinned (path, pin, &error)))
    {
      sluice_terminal_error ("%s", error->message);
      return g_error_matches (error, SLUICE_RECORD_ERROR, SLUICE_RECORD_ERROR_NAME) ? SLUICE_EXIT_USAGE
                                                                                    : SLUICE_EXIT_CANT_WRITE;
    }
  run = sluice_history_read (path);
  print_run (run);
  return SLUICE_EXIT_DONE;
}

int
sluice_cli_runs (const char *name,
                 int         argc,
                 char      **argv)
{
  g_autoptr (GPtrArray) runs = NULL;
  gboolean notes;

  if (!sluice_cli_parse (name, runs_entries, &argc, &argv))
    return SLUICE_EXIT_USAGE;
  notes = new_name != NULL || pin || unpin;
  if (pin && unpin)
    return sluice_cli_usage (name, "--pin and --unpin: which of them?");
  if (argc > 2 || (notes && argc < 2))
    return sluice_cli_usage (name, notes ? "--name, --pin and --unpin need one RUN" : "runs takes one text to find");
  if (notes)
    return note_run (argv[1]);

  runs = sluice_history_list (NULL, argc > 1 ? argv[1] : NULL);
  for (guint i = 0; i < runs->len; i++)
    print_run (g_ptr_array_index (runs, i));
  if (runs->len == 0 && !as_json && sluice_terminal_is (stderr))
    sluice_terminal_line (stderr, SLUICE_COLOUR_NONE, "No runs");
  return SLUICE_EXIT_DONE;
}

int
sluice_cli_prune (const char *name,
                  int         argc,
                  char      **argv)
{
  g_autoptr (GPtrArray) runs = NULL;
  g_autoptr (GPtrArray) chosen = NULL;
  int status = SLUICE_EXIT_DONE;

  if (!sluice_cli_parse (name, prune_entries, &argc, &argv))
    return SLUICE_EXIT_USAGE;
  if (argc > 1)
    return sluice_cli_usage (name, "prune takes no arguments; what is “%s”?", argv[1]);
  if (max_runs < 0 || !(max_megabytes >= 0) || !(max_days >= 0))
    return sluice_cli_usage (name, "prune takes --keep N, --size MB and --days DAYS, none of them negative");
  if (max_runs == 0 && max_megabytes == 0 && max_days == 0)
    return sluice_cli_usage (name, "prune needs --keep N, --size MB or --days DAYS: what is too much?");

  runs = sluice_history_list (NULL, NULL);
  chosen = sluice_history_choose (runs, (guint) max_runs, (guint64) (max_megabytes * 1e6), max_days);
  for (guint i = 0; i < chosen->len; i++)
    {
      SluiceHistoryRun *run = g_ptr_array_index (chosen, i);
      g_autoptr (GError) error = NULL;

      if (only_say || sluice_history_remove (run->path, &error))
        {
          print_run (run);
          continue;
        }
      sluice_terminal_error ("%s", error->message);
      status = SLUICE_EXIT_CANT_WRITE;
    }
  return status;
}
