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
#include "terminal.h"

#define PROMPT "(sluice) "

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
  { "fresh", 0, 0, G_OPTION_ARG_NONE, &fresh,
    "Take no breakpoints and watches that are kept for FILE, and keep none", NULL },
  { "pins", 0, 0, G_OPTION_ARG_NONE, &options.pins,
    "Use the results that are pinned for FILE instead of running their nodes", NULL },
  SLUICE_RECORD_ENTRIES (options),
  G_OPTION_ENTRY_NULL
};

/* Stops */

gboolean
sluice_debug_session_has_ended (SluiceDebugSession *self)
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
  while (!sluice_debug_session_has_ended (self) && !sluice_debugger_is_stopped (self->debugger) &&
         sluice_run_get_n_prompts (self->run) == 0 && !is_stuck (self))
    g_main_context_iteration (NULL, TRUE);
}

static void
print_end (SluiceDebugSession *self)
{
  const GError *error = sluice_run_get_error (self->run);
  gboolean is_cancelled = sluice_run_get_state (self->run) == SLUICE_RUN_CANCELLED;
  const char *state = is_cancelled ? "been cancelled" : sluice_run_state_name (sluice_run_get_state (self->run));
  gboolean says_why = error != NULL && !is_cancelled;

  sluice_debug_print_line ("The run has %s%s%s", state, says_why ? ": " : "", says_why ? error->message : "");
  if (error != NULL && error->domain == SLUICE_GRANT_ERROR)
    sluice_cli_say_missing_grants (self->run, error);
  sluice_debug_session_count_interventions (self);
}

void
sluice_debug_session_print_state (SluiceDebugSession *self)
{
  const char *message = sluice_debugger_get_message (self->debugger);

  if (sluice_run_get_state (self->run) == SLUICE_RUN_READY)
    g_print ("The run has not begun\n");
  else if (sluice_debug_session_has_ended (self))
    print_end (self);
  else if (sluice_debugger_is_stopped (self->debugger) || is_stuck (self))
    {
      sluice_debug_print_line ("%s", message != NULL ? message : "Stopped");
      sluice_debug_session_print_watches (self);
    }
  else if (sluice_run_get_n_prompts (self->run) > 0)
    {
      g_autofree char *text = sluice_prompt_dup_text (sluice_run_get_prompt (self->run, 0));

      sluice_debug_print_line ("It asks: %s (answer TEXT)", text);
    }
}

/* An intervention, or an answer, leaves the run stopped: its lane comes to its next boundary, once it is on disk what
 * has come from outside. */
static void
land (SluiceDebugSession *self)
{
  sluice_debug_session_flush (self);
  while (!sluice_debug_session_has_ended (self) && g_main_context_iteration (NULL, FALSE))
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

static void
print_prompt (SluiceDebugSession *self,
              const char         *prompt)
{
  if (self->is_typed && sluice_terminal_is (stdout))
    g_print ("%s", prompt);
}

/* What came of a signal while a command is awaited. What was typed of one is gone with it. */
static void
show_interrupt (SluiceDebugSession *self)
{
  if (!self->was_signalled ||
      !(sluice_debugger_is_stopped (self->debugger) || sluice_debug_session_has_ended (self)))
    return;
  self->was_signalled = FALSE;
  land (self);
  print_prompt (self, "\n");
  sluice_debug_session_print_state (self);
  print_prompt (self, PROMPT);
}

/* Returns: (transfer full) (nullable): a line, NULL at the end */
static char *
read_line (SluiceDebugSession *self,
           GDataInputStream   *input)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  char *line;

  print_prompt (self, PROMPT);
  g_data_input_stream_read_line_async (input, G_PRIORITY_DEFAULT, self->reading, read_cb, &result);
  while (result == NULL)
    {
      g_main_context_iteration (NULL, TRUE);
      show_interrupt (self);
    }
  line = g_data_input_stream_read_line_finish (input, result, NULL, &error);
  if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    sluice_terminal_error ("The commands can't be read: %s", error->message);
  return line;
}

static void
do_line (SluiceDebugSession *self,
         const char         *line)
{
  gboolean was_stopped = sluice_debugger_is_stopped (self->debugger);

  if (!g_utf8_validate (line, -1, NULL))
    {
      g_print ("This line is no UTF-8\n");
      self->was_refused = TRUE;
      return;
    }
  self->was_paused = FALSE;
  sluice_debug_session_do (self, line);
  if (!self->goes_on)
    return;
  if (was_stopped && sluice_debugger_is_stopped (self->debugger))
    land (self);
  settle (self);
  self->was_signalled = FALSE;
  sluice_debug_session_print_state (self);
}

static void
read_commands (SluiceDebugSession *self)
{
  g_autoptr (GInputStream) raw = g_unix_input_stream_new (STDIN_FILENO, FALSE);
  g_autoptr (GDataInputStream) input = g_data_input_stream_new (raw);
  char *line;

  while (!self->quits && (line = read_line (self, input)) != NULL)
    {
      do_line (self, line);
      g_free (line);
    }
  if (!self->quits || self->interrupted)
    print_prompt (self, "\n"); /* no line was ended there */
}

/* What runs is paused, what is paused is stopped, and where nothing goes on the program ends. */
static gboolean
sigint_cb (gpointer data)
{
  SluiceDebugSession *self = data;

  if (sluice_run_get_state (self->run) == SLUICE_RUN_READY || sluice_debug_session_has_ended (self))
    {
      self->quits = self->interrupted = TRUE;
      g_cancellable_cancel (self->reading);
      return G_SOURCE_CONTINUE;
    }
  if (sluice_debugger_is_stopped (self->debugger) || self->was_paused)
    sluice_debugger_stop (self->debugger);
  else
    sluice_debugger_pause (self->debugger);
  self->was_paused = self->was_signalled = TRUE;
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

static void
keep_watches (SluiceDebugSession *self)
{
  g_autoptr (GError) error = NULL;

  if (!sluice_watches_save (self->watches, self->path, &error))
    sluice_terminal_warning ("The watches could not be kept: %s", error->message);
}

static void
set_watches (SluiceDebugSession *self)
{
  g_autoptr (GError) error = NULL;

  self->watches = sluice_watches_new ();
  if (self->fresh)
    return;
  if (!sluice_watches_load (self->watches, self->path, &error))
    sluice_terminal_warning ("%s", error->message);
  g_signal_connect_swapped (self->watches, "changed", G_CALLBACK (keep_watches), self);
}

static int
get_status (SluiceDebugSession *self)
{
  if (self->interrupted)
    return SLUICE_EXIT_INTERRUPTED;
  if (sluice_run_get_state (self->run) == SLUICE_RUN_FAILED)
    return sluice_run_get_exit_status (self->run);
  return self->was_refused && !self->is_typed ? SLUICE_EXIT_USAGE : SLUICE_EXIT_DONE;
}

static int
debug (SluiceDebugSession *self)
{
  guint source = g_unix_signal_add (SIGINT, sigint_cb, self);
  int status;

  if (self->is_typed)
    g_print ("start, run, or help\n");
  read_commands (self);
  g_source_remove (source);
  status = get_status (self);
  sluice_debug_session_drop (self);
  return self->status != 0 ? self->status : status;
}

static void
keep_pins (SluiceDebugSession *self)
{
  g_autoptr (GError) error = NULL;

  if (!sluice_pins_save (self->pins, self->path, &error))
    sluice_terminal_warning ("The pins could not be kept: %s", error->message);
}

static void
set_pins (SluiceDebugSession *self)
{
  self->pins = self->options->pins ? sluice_run_load_pins (self->path) : sluice_pins_new ();
  if (self->options->pins)
    g_signal_connect_swapped (self->pins, "changed", G_CALLBACK (keep_pins), self);
}

static void
session_clear (SluiceDebugSession *self)
{
  sluice_debug_session_drop (self);
  if (self->breakpoints != NULL)
    g_signal_handlers_disconnect_by_data (self->breakpoints, self);
  if (self->pins != NULL)
    g_signal_handlers_disconnect_by_data (self->pins, self);
  if (self->watches != NULL)
    g_signal_handlers_disconnect_by_data (self->watches, self);
  g_clear_object (&self->breakpoints);
  g_clear_object (&self->pins);
  g_clear_object (&self->watches);
  g_clear_object (&self->reading);
}

static gboolean
check_options (const char *name,
               int         argc)
{
  if (argc != 2)
    sluice_cli_usage (name, argc < 2 ? "debug needs a FILE" : "debug takes one FILE");
  else if (options.record != NULL && options.no_record)
    sluice_cli_usage (name, "--record and --no-record: which of them?");
  else
    return sluice_run_is_record_size (name, options.record_size);
  return FALSE;
}

int
sluice_cli_debug (const char *name,
                  int         argc,
                  char      **argv)
{
  SluiceDebugSession session = { .name = name, .options = &options };
  int status = SLUICE_EXIT_USAGE;

  if (!sluice_cli_parse (name, entries, &argc, &argv) || !check_options (name, argc))
    return SLUICE_EXIT_USAGE;
  session.path = argv[1];
  session.fresh = fresh;
  session.is_typed = isatty (STDIN_FILENO);
  session.reading = g_cancellable_new ();
  session.breakpoints = sluice_breakpoints_new ();
  set_pins (&session);
  set_watches (&session);
  if (set_breakpoints (&session, name) && sluice_debug_session_load (&session, &status))
    status = debug (&session);
  session_clear (&session);
  return status;
}
