/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* sluice show and compare: what happened in a run, and where two part. */

#include "cli.h"

#include "base/json.h"
#include "record-runs.h"
#include "record/compare.h"
#include "terminal.h"

static gboolean as_json;
static gboolean store;
static gint64 at_visit;

static const GOptionEntry show_entries[] = {
  { "at", 0, 0, G_OPTION_ARG_INT64, &at_visit, "Show this visit: its phases, effects, changes and action", "VISIT" },
  { "store", 0, 0, G_OPTION_ARG_NONE, &store, "Print the store as that visit begins, or as the run ended", NULL },
  { "json", 0, 0, G_OPTION_ARG_NONE, &as_json, "Print JSON", NULL },
  G_OPTION_ENTRY_NULL
};

static const GOptionEntry compare_entries[] = {
  { "json", 0, 0, G_OPTION_ARG_NONE, &as_json, "Print JSON", NULL },
  G_OPTION_ENTRY_NULL
};

static void
print_value (SluiceValue value)
{
  g_autofree char *text = sluice_json_write (value, as_json ? 0 : SLUICE_JSON_WRITE_PRETTY, NULL);
  g_autofree char *safe = sluice_terminal_dup_safe (stdout, text);

  g_print ("%s\n", safe);
}

static int
fail (const GError *error)
{
  sluice_terminal_error ("%s", error->message);
  return SLUICE_EXIT_FAILED;
}

static int
show_store (SluiceRecord *record)
{
  g_autoptr (GError) error = NULL;
  gboolean ok = at_visit > 0 ? sluice_record_seek (record, (guint64) at_visit, &error)
                             : sluice_record_seek_end (record, &error);

  if (!ok)
    return fail (error);
  if (!sluice_record_is_store_whole (record))
    sluice_terminal_warning ("A value of the store was too large to be kept; it is null here");
  print_value (sluice_record_get_store (record));
  return SLUICE_EXIT_DONE;
}

static int
show_visit (SluiceRecord *record)
{
  g_auto (SluiceValue) card = SLUICE_VALUE_INIT;
  g_autoptr (GError) error = NULL;

  if (!sluice_record_get_card (record, (guint64) at_visit, &card, &error))
    return fail (error);
  print_value (card);
  return SLUICE_EXIT_DONE;
}

static void
print_fact (const SluiceFact *fact)
{
  g_autofree char *line = NULL;
  g_autofree char *safe = NULL;

  if (as_json)
    {
      sluice_terminal_json_line (stdout, sluice_fact_to_value (fact));
      return;
    }
  if (fact->type == SLUICE_EVENT_VISIT_STARTED)
    line = g_strdup_printf ("%10.3f s  %6" G_GUINT64_FORMAT "  lane %u  %*s%s", fact->time / 1e6, fact->visit,
                            fact->lane, (int) fact->depth * 2, "", fact->node != NULL ? fact->node : "");
  else if (fact->type == SLUICE_EVENT_VISIT_ENDED && fact->error != NULL)
    line = g_strdup_printf ("%10.3f s  %6" G_GUINT64_FORMAT "  failed: %s", fact->time / 1e6, fact->visit, fact->error);
  else if (fact->type == SLUICE_EVENT_STOP)
    line = g_strdup_printf ("%10.3f s          stopped: %s", fact->time / 1e6, fact->text);
  else
    return;
  safe = sluice_terminal_dup_safe (stdout, line);
  g_print ("%s\n", safe);
}

static int
show_run (SluiceRecord *record)
{
  g_autoptr (SluiceHistoryRun) run = sluice_history_read (sluice_record_get_path (record));
  g_auto (SluiceValue) head = sluice_history_run_to_value (run);
  g_autoptr (GError) error = NULL;
  SluiceFact fact;

  print_value (head);
  while (sluice_record_step (record, &fact, &error))
    {
      print_fact (&fact);
      sluice_fact_clear (&fact);
    }
  return error != NULL ? fail (error) : SLUICE_EXIT_DONE;
}

int
sluice_cli_show (const char *name,
                 int         argc,
                 char      **argv)
{
  g_autoptr (SluiceRecord) record = NULL;
  int status = SLUICE_EXIT_USAGE;

  if (!sluice_cli_parse (name, show_entries, &argc, &argv))
    return SLUICE_EXIT_USAGE;
  if (argc != 2 || at_visit < 0)
    return sluice_cli_usage (name, at_visit < 0 ? "--at: give a visit from 1 on"
                                                : "show needs a RUN; sluice runs lists them");
  record = sluice_cli_open_record (argv[1], &status);
  if (record == NULL)
    return status;
  if (store)
    return show_store (record);
  return at_visit > 0 ? show_visit (record) : show_run (record);
}

int
sluice_cli_compare (const char *name,
                    int         argc,
                    char      **argv)
{
  g_autoptr (SluiceRecord) first = NULL;
  g_autoptr (SluiceRecord) second = NULL;
  g_auto (SluiceValue) difference = SLUICE_VALUE_INIT;
  int status = SLUICE_EXIT_USAGE;

  if (!sluice_cli_parse (name, compare_entries, &argc, &argv))
    return SLUICE_EXIT_USAGE;
  if (argc != 3)
    return sluice_cli_usage (name, "compare needs two runs: A B");
  first = sluice_cli_open_record (argv[1], &status);
  second = first != NULL ? sluice_cli_open_record (argv[2], &status) : NULL;
  if (second == NULL)
    return status;
  if (!sluice_record_compare (first, second, &difference))
    {
      if (as_json)
        print_value (difference);
      else
        sluice_terminal_line (stdout, SLUICE_COLOUR_NONE, "The runs do the same");
      return SLUICE_EXIT_DONE;
    }
  print_value (difference);
  return SLUICE_EXIT_FAILED;
}
