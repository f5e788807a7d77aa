/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* sluice replay, resume and fork: a run of the past, again. */

#include "cli.h"

#include <string.h>

#include "base/json.h"
#include "kinds/link.h"
#include "record-runs.h"
#include "terminal.h"

static SluiceRunOptions options;
static char *with_file;
static gint64 from_visit;

#define SHOWING                                                                                     \
  { "print-store", 0, 0, G_OPTION_ARG_NONE, &options.print_store,                                   \
    "Print the final store on stdout; log lines go to stderr then", NULL },                         \
  { "trace", 0, 0, G_OPTION_ARG_FILENAME, &options.trace,                                           \
    "Write every event to FILE as JSON Lines; - is stdout", "FILE" },                               \
  { "json", 0, 0, G_OPTION_ARG_NONE, &options.json, "Print log lines and the result as JSON Lines", NULL }

#define ANSWERING                                                                                   \
  { "answer", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.answers,                                    \
    "The answer to the next question; may be repeated", "TEXT" },                                   \
  { "ask", 0, 0, G_OPTION_ARG_NONE, &options.ask,                                                   \
    "Ask on stderr and read answers from stdin even if that is no terminal", NULL }

static const GOptionEntry replay_entries[] = {
  SHOWING,
  { "with", 0, 0, G_OPTION_ARG_FILENAME, &with_file,
    "Replay this flow file instead of the one that was run", "FILE" },
  G_OPTION_ENTRY_NULL
};

static const GOptionEntry resume_entries[] = {
  SHOWING,
  ANSWERING,
  SLUICE_GRANT_ENTRIES (options),
  G_OPTION_ENTRY_NULL
};

static const GOptionEntry fork_entries[] = {
  SHOWING,
  ANSWERING,
  SLUICE_GRANT_ENTRIES (options),
  { "at", 0, 0, G_OPTION_ARG_INT64, &from_visit, "The first visit that is had anew", "VISIT" },
  { "set", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.sets,
    "Set a key of the store there; may be repeated", "KEY=JSON" },
  { "with", 0, 0, G_OPTION_ARG_FILENAME, &with_file, "Go on with this flow file instead of the one that was run",
    "FILE" },
  { "record", 0, 0, G_OPTION_ARG_FILENAME, &options.record,
    "Record the new run in FILE instead of the usual place", "FILE" },
  G_OPTION_ENTRY_NULL
};

static gboolean
takes_one_run (const char *name,
               int         argc,
               char      **argv)
{
  if (argc == 2)
    return TRUE;
  sluice_cli_usage (name, argc < 2 ? "%s needs a RUN; sluice runs lists them" : "%s takes one RUN", name);
  return FALSE;
}

static int
say (const GError *error)
{
  sluice_terminal_error ("%s", error->message);
  return sluice_cli_record_status (error);
}

/* What came of a replay; a run that was interrupted ends where its record does. */
static int
end_replay (SluiceRun       *run,
            SluiceReplay    *replay,
            SluiceRunOutput *output)
{
  const GError *diverged = sluice_replay_get_error (replay);
  const GError *failure = sluice_run_get_error (run);
  g_autoptr (GError) error = NULL;

  if (!sluice_run_output_finish (output, &error))
    {
      sluice_terminal_error ("%s", error->message);
      return SLUICE_EXIT_CANT_WRITE;
    }
  if (diverged != NULL)
    return say (diverged);
  if (sluice_run_get_state (run) == SLUICE_RUN_CANCELLED)
    sluice_terminal_warning ("The record ends here: the run was interrupted or cancelled");
  else if (failure != NULL)
    sluice_terminal_error ("%s", failure->message);
  return failure == NULL ? SLUICE_EXIT_DONE : SLUICE_EXIT_FAILED;
}

static int
replay_record (SluiceRecord *record)
{
  g_autoptr (SluiceRun) run = NULL;
  g_autoptr (SluiceReplay) replay = NULL;
  g_autoptr (SluiceRunOutput) output = NULL;
  g_autoptr (GError) error = NULL;
  int status;

  run = sluice_cli_remake_run (sluice_record_get_info (record), with_file, NULL, TRUE, &status);
  if (run == NULL)
    return status;
  replay = sluice_replay_new (run, sluice_record_get_path (record), &error);
  if (replay == NULL)
    return say (error);
  sluice_replay_set_strict (replay, with_file == NULL);
  output = sluice_run_output_new (run, &options, &error);
  if (output == NULL)
    {
      sluice_terminal_error ("%s", error->message);
      return SLUICE_EXIT_CANT_WRITE;
    }
  sluice_run_join (run, NULL);
  return end_replay (run, replay, output);
}

int
sluice_cli_replay (const char *name,
                   int         argc,
                   char      **argv)
{
  g_autoptr (SluiceRecord) record = NULL;
  int status = SLUICE_EXIT_USAGE;

  if (!sluice_cli_parse (name, replay_entries, &argc, &argv) || !takes_one_run (name, argc, argv))
    return SLUICE_EXIT_USAGE;
  record = sluice_cli_open_record (argv[1], &status);
  return record != NULL ? replay_record (record) : status;
}

int
sluice_cli_resume (const char *name,
                   int         argc,
                   char      **argv)
{
  g_autoptr (SluiceRecord) record = NULL;
  g_autoptr (SluiceRun) run = NULL;
  g_autoptr (SluiceReplay) replay = NULL;
  g_autoptr (GError) error = NULL;
  int status = SLUICE_EXIT_USAGE;

  if (!sluice_cli_parse (name, resume_entries, &argc, &argv) || !takes_one_run (name, argc, argv))
    return SLUICE_EXIT_USAGE;
  record = sluice_cli_open_record (argv[1], &status);
  if (record == NULL)
    return status;
  run = sluice_cli_remake_run (sluice_record_get_info (record), NULL, &options, FALSE, &status);
  if (run == NULL)
    return status;
  replay = sluice_replay_new_resume (run, sluice_record_get_path (record), &error);
  if (replay == NULL)
    return say (error);
  return sluice_cli_play (run, &options, sluice_replay_get_recorder (replay), replay);
}

/* Fork */

static gboolean
parse_set (const char   *name,
           const char   *assignment,
           char        **key,
           SluiceValue  *value)
{
  const char *equals = strchr (assignment, '=');

  if (equals == NULL || equals == assignment || !sluice_json_read (equals + 1, -1, NULL, value, NULL, NULL))
    {
      sluice_cli_usage (name, "--set %s: give KEY=JSON, like --set limit=10", assignment);
      return FALSE;
    }
  *key = g_strndup (assignment, (gsize) (equals - assignment));
  return TRUE;
}

/* A person changes the store: the record has it as such. */
static void
edit_store_cb (SluiceReplay *replay,
               SluiceRun    *run)
{
  static const SluiceAuthor person = { .person = 1 };
  SluiceStore *store = sluice_run_get_store (run);

  sluice_store_set_author (store, &person);
  for (guint i = 0; options.sets != NULL && options.sets[i] != NULL; i++)
    {
      SluiceValue value = SLUICE_VALUE_INIT;
      g_autofree char *key = NULL;

      if (parse_set ("fork", options.sets[i], &key, &value))
        sluice_store_set (store, key, value);
    }
  sluice_store_set_author (store, NULL);
}

static gboolean
check_fork (const char *name,
            int         argc,
            char      **argv)
{
  if (!takes_one_run (name, argc, argv))
    return FALSE;
  if (from_visit < 1)
    {
      sluice_cli_usage (name, "fork needs --at VISIT; sluice show %s lists them", argv[1]);
      return FALSE;
    }
  for (guint i = 0; options.sets != NULL && options.sets[i] != NULL; i++)
    {
      g_auto (SluiceValue) value = SLUICE_VALUE_INIT;
      g_autofree char *key = NULL;

      if (!parse_set (name, options.sets[i], &key, &value))
        return FALSE;
    }
  return TRUE;
}

/* As the file has it, unless flows of others belong to it. */
static char *
dup_linked_text (const char  *file,
                 GError     **error)
{
  g_autoptr (SluiceDocument) document = sluice_document_load (file, error);
  g_autoptr (SluiceDocument) linked = document != NULL ? sluice_link_document (document, error) : NULL;

  return linked != NULL ? g_strdup (sluice_document_get_source (linked, NULL)) : NULL;
}

/* What is run from there on: the old flow, or the one of a file. */
static SluiceRecordInfo *
make_info (SluiceRecord  *record,
           GError       **error)
{
  g_autoptr (SluiceRecordInfo) info = sluice_record_info_copy (sluice_record_get_info (record));

  g_clear_pointer (&info->parent, g_free);
  g_clear_pointer (&info->name, g_free);
  if (with_file == NULL)
    return g_steal_pointer (&info);
  g_clear_pointer (&info->document, g_free);
  g_free (info->file);
  info->file = g_canonicalize_filename (with_file, NULL);
  info->document = dup_linked_text (with_file, error);
  if (info->document == NULL)
    return NULL;
  return g_steal_pointer (&info);
}

static int
fork_record (SluiceRecord *record)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SluiceRecordInfo) info = make_info (record, &error);
  g_autoptr (SluiceRun) run = NULL;
  g_autoptr (SluiceReplay) replay = NULL;
  g_autofree char *path = g_strdup (options.record);
  int status;

  if (info == NULL)
    return say (error);
  run = sluice_cli_remake_run (info, with_file, &options, FALSE, &status);
  if (run == NULL)
    return status;
  if (path == NULL)
    path = sluice_history_new_path (info->file, &error);
  if (path != NULL)
    replay = sluice_replay_new_fork (run, sluice_record_get_path (record), (guint64) from_visit, path, info, &error);
  if (replay == NULL)
    {
      sluice_terminal_error ("%s", error->message);
      return SLUICE_EXIT_CANT_WRITE;
    }
  g_signal_connect (replay, "caught-up", G_CALLBACK (edit_store_cb), run);
  return sluice_cli_play (run, &options, sluice_replay_get_recorder (replay), replay);
}

int
sluice_cli_fork (const char *name,
                 int         argc,
                 char      **argv)
{
  g_autoptr (SluiceRecord) record = NULL;
  int status = SLUICE_EXIT_USAGE;

  if (!sluice_cli_parse (name, fork_entries, &argc, &argv) || !check_fork (name, argc, argv))
    return SLUICE_EXIT_USAGE;
  record = sluice_cli_open_record (argv[1], &status);
  if (record == NULL)
    return status;
  if ((guint64) from_visit > sluice_record_get_n_visits (record))
    return sluice_cli_usage (name, "--at %" G_GINT64_FORMAT ": the run has %" G_GUINT64_FORMAT " visits", from_visit,
                             sluice_record_get_n_visits (record));
  return fork_record (record);
}
