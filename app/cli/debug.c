/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* sluice debug: the debugger in a terminal, or with its commands from a pipe. Results that come while it is stopped
 * land as held ones, for the loop goes on while it waits for a command. */

#include "cli.h"

#include <gio/gunixinputstream.h>
#include <glib-unix.h>
#include <signal.h>
#include <unistd.h>

#include "debug-private.h"
#include "debug/prompt.h"
#include "run-private.h"
#include "terminal.h"

static SluiceRunOptions options = { .timeout = G_MAXDOUBLE, .max_visits = G_MAXINT64 };
static char **breaks;
static gboolean fresh;

static const GOptionEntry entries[] = {
  { "flow", 0, 0, G_OPTION_ARG_STRING, &options.flow, "Run this flow of the file only", "NAME" },
  { "set", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.sets,
    "Set a key of the store before the start; may be repeated", "KEY=JSON" },
  { "store", 0, 0, G_OPTION_ARG_FILENAME, &options.store,
    "Start with this store (a JSON object) instead of the file's own", "FILE" },
  SLUICE_GRANT_ENTRIES (options),
  { "break", 'b', 0, G_OPTION_ARG_STRING_ARRAY, &breaks, "Set a breakpoint, as the command does; may be repeated",
    "PLACE" },
  { "fresh", 0, 0, G_OPTION_ARG_NONE, &fresh, "Take no breakpoints that are kept for FILE, and keep none", NULL },
  { "pins", 0, 0, G_OPTION_ARG_NONE, &options.pins,
    "Use the results that are pinned for FILE instead of running their nodes", NULL },
  { "record", 0, 0, G_OPTION_ARG_FILENAME, &options.record,
    "Record the run in FILE instead of the usual place", "FILE" },
  { "no-record", 0, 0, G_OPTION_ARG_NONE, &options.no_record,
    "Don't record the run: it can't be resumed or looked at later", NULL },
  G_OPTION_ENTRY_NULL
};

/* Stops */

static gboolean
has_ended (SluiceDebugSession *self)
{
  return sluice_run_get_state (self->run) >= SLUICE_RUN_FINISHED;
}

/* A step of a lane that only others, or a person, could wake. */
static gboolean
is_stuck (SluiceDebugSession *self)
{
  SluiceLane *lane = sluice_debugger_get_lane (self->debugger);

  return lane != NULL && !sluice_debugger_is_stopped (self->debugger) &&
         sluice_lane_get_state (lane) == SLUICE_LANE_QUEUE &&
         sluice_debugger_get_message (self->debugger) != NULL;
}

static void
settle (SluiceDebugSession *self)
{
  while (!has_ended (self) && !sluice_debugger_is_stopped (self->debugger) &&
         sluice_run_get_n_prompts (self->run) == 0 && !is_stuck (self))
    g_main_context_iteration (NULL, TRUE);
}

static void
print_end (SluiceDebugSession *self)
{
  const GError *error = sluice_run_get_error (self->run);

  g_print ("The run has %s%s%s\n",
           sluice_run_get_state (self->run) == SLUICE_RUN_CANCELLED
             ? "been cancelled" : sluice_run_state_name (sluice_run_get_state (self->run)),
           error != NULL ? ": " : "", error != NULL ? error->message : "");
}

static void
print_state (SluiceDebugSession *self)
{
  const char *message = sluice_debugger_get_message (self->debugger);

  if (has_ended (self))
    print_end (self);
  else if (sluice_debugger_is_stopped (self->debugger) || is_stuck (self))
    g_print ("%s\n", message != NULL ? message : "Stopped");
  else if (sluice_run_get_n_prompts (self->run) > 0)
    {
      g_autofree char *text = sluice_prompt_dup_text (sluice_run_get_prompt (self->run, 0));

      g_print ("It asks: %s (answer TEXT)\n", text);
    }
}

/* An intervention leaves the run stopped: its lane comes to its next boundary. */
static void
land (SluiceDebugSession *self)
{
  while (!has_ended (self) && g_main_context_iteration (NULL, FALSE))
    continue;
}

/* Commands */

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

/* Returns: (transfer full) (nullable): a line, NULL at the end */
static char *
read_line (GDataInputStream *input)
{
  g_autoptr (GAsyncResult) result = NULL;

  if (sluice_terminal_is (stdout) && isatty (STDIN_FILENO))
    g_print ("(sluice) ");
  g_data_input_stream_read_line_async (input, G_PRIORITY_DEFAULT, NULL, read_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return g_data_input_stream_read_line_finish_utf8 (input, result, NULL, NULL);
}

static void
read_commands (SluiceDebugSession *self)
{
  g_autoptr (GInputStream) raw = g_unix_input_stream_new (STDIN_FILENO, FALSE);
  g_autoptr (GDataInputStream) input = g_data_input_stream_new (raw);
  char *line;

  while (!self->quits && (line = read_line (input)) != NULL)
    {
      gboolean was_stopped = sluice_debugger_is_stopped (self->debugger);

      sluice_debug_session_do (self, line);
      g_free (line);
      if (!self->goes_on)
        continue;
      if (was_stopped && sluice_debugger_is_stopped (self->debugger))
        land (self);
      settle (self);
      print_state (self);
    }
}

static gboolean
sigint_cb (gpointer data)
{
  SluiceDebugSession *self = data;

  if (sluice_debugger_is_stopped (self->debugger) || sluice_run_get_state (self->run) == SLUICE_RUN_READY)
    _exit (SLUICE_EXIT_INTERRUPTED);
  sluice_debugger_pause (self->debugger);
  return G_SOURCE_CONTINUE;
}

/* The session */

static void
keep_breakpoints (SluiceDebugSession *self)
{
  g_autoptr (GError) error = NULL;

  if (!sluice_breakpoints_save (self->breakpoints, self->path, &error))
    sluice_terminal_warning ("The breakpoints could not be kept: %s", error->message);
}

static gboolean
set_breakpoints (SluiceDebugSession *self,
                 const char         *name)
{
  g_autoptr (GError) error = NULL;

  if (!self->fresh && !sluice_breakpoints_load (self->breakpoints, self->path, &error))
    {
      sluice_terminal_warning ("%s", error->message);
      g_clear_error (&error);
    }
  for (guint i = 0; breaks != NULL && breaks[i] != NULL; i++)
    {
      g_autoptr (SluiceBreakpoint) breakpoint = sluice_debug_parse_break (breaks[i], &error);

      if (breakpoint == NULL || sluice_breakpoints_add (self->breakpoints, breakpoint, &error) == 0)
        {
          sluice_cli_usage (name, "--break %s: %s", breaks[i], error->message);
          return FALSE;
        }
    }
  if (!self->fresh)
    g_signal_connect_swapped (self->breakpoints, "changed", G_CALLBACK (keep_breakpoints), self);
  return TRUE;
}

static int
debug (SluiceDebugSession *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SluiceRunOutput) output = sluice_run_output_new (self->run, &options, &error);
  guint source;
  int status;

  if (output == NULL)
    {
      sluice_terminal_error ("%s", error->message);
      return SLUICE_EXIT_CANT_WRITE;
    }
  sluice_run_output_set_quiet (output, TRUE);
  self->debugger = sluice_debugger_new (self->run, self->breakpoints);
  source = g_unix_signal_add (SIGINT, sigint_cb, self);
  if (isatty (STDIN_FILENO))
    g_print ("start, run, or help\n");
  read_commands (self);
  g_source_remove (source);

  status = sluice_run_get_state (self->run) == SLUICE_RUN_FAILED ? SLUICE_EXIT_FAILED : SLUICE_EXIT_DONE;
  if (!has_ended (self) && sluice_run_get_state (self->run) != SLUICE_RUN_READY)
    {
      sluice_debugger_stop (self->debugger);
      sluice_run_join (self->run, NULL);
    }
  g_clear_object (&self->debugger);
  return status;
}

static gboolean
end_record (SluiceRecorder *recorder)
{
  g_autoptr (GError) error = NULL;

  if (sluice_recorder_close (recorder, &error))
    return TRUE;
  sluice_terminal_error ("%s", error->message);
  return FALSE;
}

int
sluice_cli_debug (const char *name,
                  int         argc,
                  char      **argv)
{
  g_autoptr (SluiceProgram) program = NULL;
  g_autoptr (SluiceRun) run = NULL;
  g_autoptr (SluiceBreakpoints) breakpoints = NULL;
  g_autoptr (SluiceRecorder) recorder = NULL;
  SluiceDebugSession session = { NULL, };
  int status = SLUICE_EXIT_USAGE;

  if (!sluice_cli_parse (name, entries, &argc, &argv))
    return SLUICE_EXIT_USAGE;
  if (argc != 2)
    return sluice_cli_usage (name, argc < 2 ? "debug needs a FILE" : "debug takes one FILE");
  if (options.record != NULL && options.no_record)
    return sluice_cli_usage (name, "--record and --no-record: which of them?");
  run = sluice_run_prepare (name, argv[1], &options, &program, &status);
  if (run == NULL)
    return status;
  breakpoints = sluice_breakpoints_new ();
  session = (SluiceDebugSession) { .program = program, .run = run, .breakpoints = breakpoints, .path = argv[1],
                                   .fresh = fresh, .keeps_pins = options.pins };
  if (!set_breakpoints (&session, name))
    return SLUICE_EXIT_USAGE;
  if (!sluice_run_begin_record (run, argv[1], &options, &recorder))
    return SLUICE_EXIT_CANT_WRITE;
  status = debug (&session);
  if (recorder != NULL && !end_record (recorder))
    status = SLUICE_EXIT_CANT_WRITE;
  g_signal_handlers_disconnect_by_data (breakpoints, &session);
  g_clear_object (&session.pins);
  return status;
}
