/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* sluice run: one run of one file, on this thread's main loop. */

#include "cli.h"

#include <string.h>

#include "base/json.h"
#include "debug/kept-pins.h"
#include "record/history.h"
#include "run-private.h"
#include "terminal.h"

static SluiceRunOptions options = { .timeout = G_MAXDOUBLE, .max_visits = G_MAXINT64 };

static gboolean
parse_seed_cb (const char  *name,
               const char  *text,
               gpointer     data,
               GError     **error)
{
  options.has_seed = TRUE;
  if (g_ascii_string_to_signed (text, 10, 0, G_MAXINT64, &options.seed, NULL))
    return TRUE;
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               "--seed %s: give a whole number that is not negative", text);
  return FALSE;
}

static const GOptionEntry entries[] = {
  { "flow", 0, 0, G_OPTION_ARG_STRING, &options.flow, "Run this flow of the file only", "NAME" },
  { "set", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.sets,
    "Set a key of the store before the start; may be repeated", "KEY=JSON" },
  { "store", 0, 0, G_OPTION_ARG_FILENAME, &options.store,
    "Start with this store (a JSON object) instead of the file's own", "FILE" },
  { "answer", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.answers,
    "The answer to the next question; may be repeated", "TEXT" },
  { "ask", 0, 0, G_OPTION_ARG_NONE, &options.ask,
    "Ask on stderr and read answers from stdin even if that is no terminal", NULL },
  { "print-store", 0, 0, G_OPTION_ARG_NONE, &options.print_store,
    "Print the final store on stdout; log lines go to stderr then", NULL },
  { "trace", 0, 0, G_OPTION_ARG_FILENAME, &options.trace,
    "Write every event to FILE as JSON Lines; - is stdout", "FILE" },
  { "timeout", 0, 0, G_OPTION_ARG_DOUBLE, &options.timeout,
    "End the run after this time, with 124", "S" },
  { "max-visits", 0, 0, G_OPTION_ARG_INT64, &options.max_visits,
    "End the run after so many visits, with 124", "N" },
  SLUICE_GRANT_ENTRIES (options),
  { "seed", 0, 0, G_OPTION_ARG_CALLBACK, (gpointer) parse_seed_cb,
    "Make its random numbers the same each time", "N" },
  SLUICE_RECORD_ENTRIES (options),
  { "pins", 0, 0, G_OPTION_ARG_NONE, &options.pins,
    "Use the results that are pinned for FILE instead of running their nodes", NULL },
  { "json", 0, 0, G_OPTION_ARG_NONE, &options.json,
    "Print log lines and the result as JSON Lines", NULL },
  G_OPTION_ENTRY_NULL
};

/* Says what is wrong with it. */
gboolean
sluice_run_is_record_size (const char *name,
                           double      megabytes)
{
  if (megabytes >= 0 && megabytes <= 1e9) /* nor what is no number */
    return TRUE;
  sluice_cli_usage (name, "--record-size %g: give megabytes from 0 on", megabytes);
  return FALSE;
}

static gboolean
check_options (const char *name,
               int         argc,
               char      **argv)
{
  gboolean trace_on_stdout = options.trace != NULL && g_str_equal (options.trace, "-");

  if (argc < 2)
    sluice_cli_usage (name, "run needs a FILE");
  else if (argc > 2)
    sluice_cli_usage (name, "run takes one FILE: %s or %s?", argv[1], argv[2]);
  else if (!(options.timeout > 0)) /* nor what is no number */
    sluice_cli_usage (name, "--timeout %g: give seconds, like 30 or 0.5", options.timeout);
  else if (options.max_visits < 1)
    sluice_cli_usage (name, "--max-visits %" G_GINT64_FORMAT ": give a whole number from 1 on",
                      options.max_visits);
  else if (options.record != NULL && options.no_record)
    sluice_cli_usage (name, "--record and --no-record: which of them?");
  else if (!sluice_run_is_record_size (name, options.record_size))
    return FALSE;
  else if (trace_on_stdout && (options.print_store || options.json))
    sluice_cli_usage (name, "--trace - and --%s both write to stdout; give --trace a FILE",
                      options.print_store ? "print-store" : "json");
  else
    return TRUE;
  return FALSE;
}

/* The store */

/* A wrong --store is a bad file, like a wrong flow file. */
static SluiceStore *
load_store (const char *path,
            int        *status)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  SluiceValue root = SLUICE_VALUE_INIT;
  gsize length;

  if (!sluice_file_load (path, 0, &text, &length, NULL, &error))
    {
      *status = sluice_cli_file_status (error);
      sluice_terminal_error ("--store %s: %s", path, error->message);
      return NULL;
    }
  if (!sluice_json_read (text, (gssize) length, NULL, &root, NULL, &error))
    {
      *status = SLUICE_EXIT_BAD_FILE;
      sluice_terminal_error ("--store %s:%s", path, error->message);
      return NULL;
    }
  if (!SLUICE_VALUE_IS_OBJECT (root))
    {
      *status = SLUICE_EXIT_BAD_FILE;
      sluice_terminal_error ("--store %s: a store is a JSON object, like {\"key\": 1}; this is of type %s",
                             path, sluice_value_type_name (sluice_value_get_value_type (root)));
      sluice_value_unref (root);
      return NULL;
    }
  return sluice_store_new_take (root);
}

static gboolean
set_key (SluiceStore *store,
         const char  *name,
         const char  *assignment)
{
  const char *equals = strchr (assignment, '=');
  g_autoptr (GError) error = NULL;
  g_autofree char *key = NULL;
  SluiceValue value = SLUICE_VALUE_INIT;

  if (equals == NULL || equals == assignment)
    {
      sluice_cli_usage (name, "--set %s: give KEY=JSON, like --set limit=10", assignment);
      return FALSE;
    }
  key = g_strndup (assignment, (gsize) (equals - assignment));
  if (!sluice_json_read (equals + 1, -1, NULL, &value, NULL, &error))
    {
      sluice_cli_usage (name, "--set %s: %s is no JSON (a text is quoted: --set '%s=\"text\"')",
                        assignment, equals + 1, key);
      return FALSE;
    }
  sluice_store_set (store, key, value);
  return TRUE;
}

static SluiceStore *
create_store (SluiceProgram *program,
              const char    *name,
              int           *status)
{
  g_autoptr (SluiceStore) store = NULL;

  if (options.store != NULL)
    store = load_store (options.store, status);
  else
    store = sluice_store_new_take (sluice_program_dup_shared (program));
  for (guint i = 0; store != NULL && options.sets != NULL && options.sets[i] != NULL; i++)
    if (!set_key (store, name, options.sets[i]))
      {
        *status = SLUICE_EXIT_USAGE;
        return NULL;
      }
  return g_steal_pointer (&store);
}

/* The program */

static gboolean
has_flow (SluiceDocument *document,
          const char     *name)
{
  g_autoptr (GPtrArray) flows = NULL;
  g_autofree char *suggestion = NULL;
  g_autofree char *list = NULL;

  if (options.flow == NULL || sluice_document_has_flow (document, options.flow))
    return TRUE;

  flows = g_ptr_array_new ();
  for (guint i = 0; i < sluice_document_get_n_flows (document); i++)
    g_ptr_array_add (flows, (gpointer) sluice_document_get_flow_id (document, i));
  g_ptr_array_add (flows, NULL);
  suggestion = sluice_cli_suggest (options.flow, (const char * const *) flows->pdata);
  list = g_strjoinv (", ", (char **) flows->pdata);
  sluice_cli_usage (name, "--flow %s: there is no such flow%s The file has: %s", options.flow,
                    *suggestion != '\0' ? suggestion : ".", list);
  return FALSE;
}

static gboolean
is_sound (SluiceDocument *document,
          const char     *path)
{
  g_autoptr (GPtrArray) problems = sluice_check_document (document);

  for (guint i = 0; i < problems->len; i++)
    {
      SluiceProblem *problem = g_ptr_array_index (problems, i);

      if (problem->severity == SLUICE_PROBLEM_ERROR)
        sluice_cli_print_problem (problem, path, stderr);
    }
  return !sluice_problems_have_errors (problems);
}

/* Whoever sees them in the editor is not to think that they are used here. */
static void
say_unused_pins (SluiceDocument *document)
{
  g_autoptr (SluicePins) pins = sluice_pins_new ();
  guint n;

  sluice_pins_take_kept (pins, document);
  n = sluice_pins_get_n (pins);
  if (n > 0)
    sluice_terminal_warning ("The result of %s%s is pinned in the file; it is used with --pins only",
                             sluice_pins_get (pins, 0)->address, n > 1 ? " and of others" : "");
}

/* What a record keeps of the program that was loaded last: with the flows of other files, the text as it was linked. */
static char *linked_text;

char *
sluice_run_dup_text (const char  *file,
                     GError     **error)
{
  char *text = NULL;

  if (linked_text != NULL)
    return g_strdup (linked_text);
  return sluice_file_load (file, 0, &text, NULL, NULL, error) ? text : NULL;
}

static SluiceProgram *
load_program (const char    *name,
              const char    *path,
              SluiceGrants **granted,
              int           *status)
{
  g_autoptr (SluiceDocument) document = NULL;
  g_autoptr (SluiceDocument) linked = NULL;
  g_autoptr (GError) error = NULL;
  SluiceProgram *program;

  document = sluice_cli_load (path, status);
  if (document == NULL)
    return NULL;
  *status = SLUICE_EXIT_USAGE;
  if (!has_flow (document, name))
    return NULL;

  *status = SLUICE_EXIT_BAD_FILE;
  if (!is_sound (document, path))
    return NULL;
  linked = sluice_cli_link (document, status);
  if (linked == NULL)
    return NULL;
  g_free (linked_text);
  linked_text = linked != document ? sluice_document_to_text (linked, NULL) : NULL;
  *granted = sluice_cli_make_grants (linked, &options);
  if (!options.pins)
    say_unused_pins (document);
  program = sluice_compile (linked, options.flow, &error);
  if (program == NULL)
    sluice_terminal_error ("%s: %s", path, error->message);
  return program;
}

static SluiceRun *
create_run (SluiceProgram *program,
            SluiceStore   *store,
            SluiceGrants  *granted)
{
  g_autoptr (SluiceEngine) engine = sluice_engine_new (NULL);
  SluiceRun *run = sluice_program_create_run (program, engine, store);

  sluice_run_set_grants (run, granted);
  if (options.timeout < G_MAXDOUBLE)
    sluice_run_set_time_limit (run, options.timeout);
  if (options.max_visits < G_MAXINT64)
    sluice_run_set_max_visits (run, (guint64) options.max_visits);
  if (options.has_seed)
    sluice_run_set_seed (run, (guint64) options.seed);
  return run;
}

/* A file that can't be read is for others to tell of. */
void
sluice_run_take_kept_pins (SluicePins *pins,
                           const char *path)
{
  g_autofree char *text = NULL;
  g_autoptr (SluiceDocument) document = NULL;

  if (sluice_file_load (path, 0, &text, NULL, NULL, NULL))
    document = sluice_document_new_for_path (text, -1, path, NULL);
  if (document != NULL)
    sluice_pins_take_kept (pins, document);
}

/* Says which results are not had anew: nobody is to take them for fresh. */
SluicePins *
sluice_run_load_pins (const char *path)
{
  SluicePins *pins = sluice_pins_new ();
  g_autoptr (GString) list = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  if (!sluice_pins_load (pins, path, &error))
    sluice_terminal_warning ("%s", error->message);
  sluice_run_take_kept_pins (pins, path);
  for (guint i = 0; i < sluice_pins_get_n (pins); i++)
    {
      const char *address = sluice_pins_get (pins, i)->address;

      if (sluice_pins_is_used (pins, address))
        g_string_append_printf (list, "%s%s", list->len > 0 ? ", " : "", address);
    }
  if (list->len > 0)
    sluice_terminal_warning ("Pinned results are used for: %s", list->str);
  else if (sluice_pins_get_n (pins) > 0)
    sluice_terminal_warning ("The results that are pinned for %s are all off or muted", path);
  else
    sluice_terminal_warning ("No results are pinned for %s", path);
  return pins;
}

/* The record */

static SluiceRecordInfo *
make_info (const char *file)
{
  SluiceRecordInfo *info = sluice_record_info_new ();

  info->file = g_canonicalize_filename (file, NULL);
  info->flow = g_strdup (options.flow);
  info->seed = options.has_seed ? (guint64) options.seed : ((guint64) g_random_int () << 32) | g_random_int ();
  if (options.max_visits < G_MAXINT64)
    info->max_visits = (guint64) options.max_visits;
  if (options.timeout < G_MAXDOUBLE)
    info->time_limit = options.timeout;
  return info;
}

/* Where nobody asked for a record, a run goes without one. */
gboolean
sluice_run_begin_record (SluiceRun               *run,
                         const char              *file,
                         const SluiceRunOptions  *given,
                         SluiceRecorder         **recorder)
{
  g_autoptr (SluiceRecordInfo) info = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_strdup (given->record);

  options = *given;
  info = make_info (file);
  *recorder = NULL;
  if (options.no_record)
    return TRUE;
  info->document = sluice_run_dup_text (file, &error);
  if (info->document == NULL)
    g_prefix_error (&error, "The record needs the flow file: ");
  else if (path != NULL || (path = sluice_history_new_path (file, &error)) != NULL)
    *recorder = sluice_recorder_new (run, path, info, &error);
  if (*recorder != NULL && options.record_size > 0)
    sluice_recorder_set_max_size (*recorder, (guint64) (options.record_size * 1e6));
  if (error == NULL)
    return TRUE;
  if (options.record != NULL)
    {
      sluice_terminal_error ("%s", error->message);
      return FALSE;
    }
  sluice_terminal_warning ("The run is not recorded: %s", error->message);
  return TRUE;
}

SluiceRun *
sluice_run_prepare (const char              *name,
                    const char              *path,
                    const SluiceRunOptions  *given,
                    SluiceProgram          **program,
                    int                     *status)
{
  g_autoptr (SluiceGrants) granted = NULL;
  g_autoptr (SluiceStore) store = NULL;
  SluiceRun *run;

  options = *given;
  *program = load_program (name, path, &granted, status);
  if (*program == NULL)
    return NULL;
  store = create_store (*program, name, status);
  if (store == NULL)
    return NULL;
  run = create_run (*program, store, granted);
  if (options.pins && !options.is_debugged)
    {
      g_autoptr (SluicePins) pins = sluice_run_load_pins (path);

      sluice_pins_attach (pins, run);
    }
  return run;
}

/* As the run that is had again began; a limit of time is that of the options. */
SluiceRun *
sluice_run_prepare_again (const char              *name,
                          const char              *path,
                          const SluiceRunOptions  *given,
                          const SluiceRecordInfo  *past,
                          SluiceProgram          **program,
                          int                     *status)
{
  g_autoptr (SluiceGrants) granted = NULL;
  g_autoptr (SluiceStore) store = sluice_store_new_take (sluice_value_ref (past->store));
  SluiceRun *run;

  options = *given;
  *program = load_program (name, path, &granted, status);
  if (*program == NULL)
    return NULL;
  run = create_run (*program, store, granted);
  sluice_run_set_max_visits (run, past->max_visits);
  return run;
}

int
sluice_cli_run (const char *name,
                int         argc,
                char      **argv)
{
  g_autoptr (SluiceProgram) program = NULL;
  g_autoptr (SluiceRun) run = NULL;
  g_autoptr (SluiceRecorder) recorder = NULL;
  int status = SLUICE_EXIT_USAGE;

  if (!sluice_cli_parse (name, entries, &argc, &argv) || !check_options (name, argc, argv))
    return SLUICE_EXIT_USAGE;
  run = sluice_run_prepare (name, argv[1], &options, &program, &status);
  if (run == NULL)
    return status;
  if (!sluice_run_begin_record (run, argv[1], &options, &recorder))
    return SLUICE_EXIT_CANT_WRITE;
  return sluice_cli_play (run, &options, recorder, NULL);
}
