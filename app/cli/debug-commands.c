/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The commands of sluice debug: one table, and what those do that steer the run. */

#include "debug-private.h"

#include <string.h>

#include "base/json.h"
#include "debug/prompt.h"
#include "engine/effect.h"

/* Arguments */

gboolean
sluice_debug_refuse (GError     **error,
                     const char  *format,
                     ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error_literal (error, SLUICE_DEBUG_ERROR, SLUICE_DEBUG_ERROR_BREAKPOINT, text);
  return FALSE;
}

gboolean
sluice_debug_read_number (const char  *text,
                          guint64     *number,
                          GError     **error)
{
  if (g_ascii_string_to_unsigned (text, 10, 0, G_MAXUINT64, number, NULL))
    return TRUE;
  if (*text == '\0')
    return sluice_debug_refuse (error, "Say which: a number is missing");
  return sluice_debug_refuse (error, "“%s” is no number", text);
}

gboolean
sluice_debug_read_switch (const char  *text,
                          gboolean    *is_on,
                          GError     **error)
{
  *is_on = *text == '\0' || g_str_equal (text, "on");
  return *is_on || g_str_equal (text, "off") || sluice_debug_refuse (error, "“%s”: say on or off", text);
}

gboolean
sluice_debug_read_value (const char   *text,
                         SluiceValue  *value,
                         GError      **error)
{
  return sluice_json_read (text, -1, NULL, value, NULL, error);
}

char *
sluice_debug_take_word (const char **text)
{
  gsize length = strcspn (*text, " \t");
  char *word = g_strndup (*text, length);

  *text += length;
  *text += strspn (*text, " \t");
  return word;
}

/* Going on */

static gboolean
go (SluiceDebugSession *self,
    void              (*func) (SluiceDebugger *debugger),
    GError            **error)
{
  if (sluice_run_get_state (self->run) == SLUICE_RUN_READY)
    return sluice_debug_refuse (error, "The run has not begun: run, or start");
  if (sluice_debug_session_has_ended (self))
    return sluice_debug_refuse (error, "The run has ended: restart begins it again, back looks at what was");
  func (self->debugger);
  self->goes_on = TRUE;
  return TRUE;
}

static gboolean
begin (SluiceDebugSession  *self,
       gboolean             stops_at_start,
       GError             **error)
{
  if (sluice_run_get_state (self->run) != SLUICE_RUN_READY)
    return sluice_debug_refuse (error, "The run has begun already: continue goes on, restart begins it again");
  self->stops_at_start = stops_at_start;
  if (stops_at_start)
    sluice_debugger_stop_at_start (self->debugger);
  self->goes_on = TRUE;
  return sluice_run_start (self->run, error);
}

static SLUICE_DEBUG_COMMAND (run)
{
  return begin (self, FALSE, error);
}

static SLUICE_DEBUG_COMMAND (start)
{
  return begin (self, TRUE, error);
}

static SLUICE_DEBUG_COMMAND (continue)
{
  if (self->past != NULL)
    return sluice_debug_session_fork (self, error);
  return go (self, sluice_debugger_continue, error);
}

static SLUICE_DEBUG_COMMAND (over)
{
  return go (self, sluice_debugger_step_over, error);
}

static SLUICE_DEBUG_COMMAND (into)
{
  return go (self, sluice_debugger_step_into, error);
}

static SLUICE_DEBUG_COMMAND (out)
{
  return go (self, sluice_debugger_step_out, error);
}

static SLUICE_DEBUG_COMMAND (phase)
{
  return go (self, sluice_debugger_step_phase, error);
}

static SLUICE_DEBUG_COMMAND (pause)
{
  return go (self, sluice_debugger_pause, error);
}

static SLUICE_DEBUG_COMMAND (stop)
{
  return go (self, sluice_debugger_stop, error);
}

static SLUICE_DEBUG_COMMAND (event)
{
  guint64 lane = 0;

  if (*argument != '\0' && !sluice_debug_read_number (argument, &lane, error))
    return FALSE;
  return self->goes_on = sluice_debugger_next_event (self->debugger, (guint32) MIN (lane, G_MAXUINT32), error);
}

static SLUICE_DEBUG_COMMAND (until)
{
  g_autoptr (SluiceBreakpoint) there = sluice_debug_parse_break (argument, error);

  if (there == NULL)
    return FALSE;
  if (sluice_debug_session_has_ended (self))
    return sluice_debug_refuse (error, "The run has ended: restart begins it again, back looks at what was");
  if (!sluice_debugger_run_to (self->debugger, there, error))
    return FALSE;
  self->goes_on = TRUE;
  return sluice_run_get_state (self->run) != SLUICE_RUN_READY || sluice_run_start (self->run, error);
}

static SLUICE_DEBUG_COMMAND (answer)
{
  SluiceEffect *prompt = sluice_run_get_prompt (self->run, 0);
  SluiceValue answer = SLUICE_VALUE_INIT;

  if (prompt == NULL)
    return sluice_debug_refuse (error, "Nothing is asked");
  if (!sluice_prompt_read (prompt, argument, &answer, error) ||
      !sluice_run_answer (self->run, sluice_effect_get_id (prompt), answer, error))
    return FALSE;
  self->goes_on = TRUE;
  return TRUE;
}

/* Interventions */

static SLUICE_DEBUG_COMMAND (retry)
{
  return self->goes_on = sluice_debugger_retry (self->debugger, error);
}

static SLUICE_DEBUG_COMMAND (skip)
{
  return self->goes_on = sluice_debugger_skip (self->debugger, *argument != '\0' ? argument : NULL, error);
}

static SLUICE_DEBUG_COMMAND (result)
{
  SluiceValue value = SLUICE_VALUE_INIT;

  return self->goes_on = sluice_debug_read_value (argument, &value, error) &&
                         sluice_debugger_use_result (self->debugger, value, error);
}

static SLUICE_DEBUG_COMMAND (fail)
{
  return self->goes_on = sluice_debugger_fail (self->debugger, *argument != '\0' ? argument : "A person failed it",
                                               error);
}

static SLUICE_DEBUG_COMMAND (goto)
{
  SluiceNode *node = sluice_program_find_node (self->program, argument);

  if (node == NULL)
    return sluice_debug_refuse (error, "There is no node “%s”; name it as FLOW/NODE", argument);
  return self->goes_on = sluice_debugger_set_next (self->debugger, node, error);
}

static SLUICE_DEBUG_COMMAND (set)
{
  g_autofree char *place = sluice_debug_take_word (&argument);
  SluiceValue value = SLUICE_VALUE_INIT;

  if (*place == '\0' || *argument == '\0')
    return sluice_debug_refuse (error, "set needs a place and a value, like: set /count 3");
  return sluice_debug_read_value (argument, &value, error) &&
         sluice_debugger_edit_store (self->debugger, SLUICE_CHANGE_ADD, place, value, error);
}

static SLUICE_DEBUG_COMMAND (unset)
{
  return sluice_debugger_edit_store (self->debugger, SLUICE_CHANGE_REMOVE, argument, sluice_value_null (), error);
}

static SLUICE_DEBUG_COMMAND (replace)
{
  g_autofree char *word = sluice_debug_take_word (&argument);
  SluiceValue result = SLUICE_VALUE_INIT;
  guint64 lane;

  return sluice_debug_read_number (word, &lane, error) && sluice_debug_read_value (argument, &result, error) &&
         sluice_debugger_replace_result (self->debugger, (guint32) MIN (lane, G_MAXUINT32), result, error);
}

/* Settings */

static SLUICE_DEBUG_COMMAND (all)
{
  if (!sluice_debug_read_switch (argument, &self->steps_all, error))
    return FALSE;
  sluice_debugger_set_steps_all (self->debugger, self->steps_all);
  return TRUE;
}

static SLUICE_DEBUG_COMMAND (lines)
{
  if (!sluice_debug_read_switch (argument, &self->steps_lines, error))
    return FALSE;
  sluice_debugger_set_steps_lines (self->debugger, self->steps_lines);
  return TRUE;
}

static SLUICE_DEBUG_COMMAND (errors)
{
  static const struct { const char *word; SluiceStopErrors errors; } words[] = {
    { "", SLUICE_STOP_ERRORS_UNCAUGHT },
    { "on", SLUICE_STOP_ERRORS_UNCAUGHT },
    { "attempts", SLUICE_STOP_ERRORS_ATTEMPTS },
    { "off", SLUICE_STOP_ERRORS_NEVER },
  };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_str_equal (argument, words[i].word))
      {
        self->stop_errors = words[i].errors;
        sluice_debugger_set_stop_errors (self->debugger, self->stop_errors);
        return TRUE;
      }
  return sluice_debug_refuse (error, "“%s”: say on, attempts or off", argument);
}

static gboolean print_help (SluiceDebugSession  *self,
                            const char          *argument,
                            GError             **error);

static SLUICE_DEBUG_COMMAND (quit)
{
  self->quits = TRUE;
  return TRUE;
}

/* The table */

typedef enum
{
  ANYTIME,
  PRESENT, /* it makes no sense while a moment of the past is shown */
} When;

static const struct
{
  const char     *name;
  const char     *brief;     /* or NULL */
  const char     *arguments;
  const char     *help;
  SluiceDebugFunc func;
  When            when;
} commands[] = {
  { "run", "r", "", "begin, and go on to the first stop", sluice_debug_do_run, PRESENT },
  { "start", NULL, "", "begin, and stop before the first node", sluice_debug_do_start, PRESENT },
  { "restart", NULL, "", "end the run, and begin anew with the file as it is now", sluice_debug_do_restart, ANYTIME },
  { "continue", "c", "", "go on to the next stop; at a moment of the past: begin a new run there",
    sluice_debug_do_continue, ANYTIME },
  { "over", "n", "", "finish this visit, or this line", sluice_debug_do_over, PRESENT },
  { "into", "s", "", "to the next phase, into a flow or a batch, to the next line", sluice_debug_do_into, PRESENT },
  { "out", "o", "", "finish this flow, or this function", sluice_debug_do_out, PRESENT },
  { "phase", "p", "", "to the next phase of this lane", sluice_debug_do_phase, PRESENT },
  { "pause", NULL, "", "stop as soon as may be", sluice_debug_do_pause, PRESENT },
  { "stop", NULL, "", "end the run, and stay to look at it", sluice_debug_do_stop, PRESENT },
  { "event", "e", "[LANE]", "let one held result through, the oldest first", sluice_debug_do_event, PRESENT },
  { "until", "u", "PLACE", "go on to there once; PLACE as for break", sluice_debug_do_until, PRESENT },
  { "answer", "a", "TEXT", "answer what is asked", sluice_debug_do_answer, PRESENT },
  { "back", NULL, "[NUMBER|stop]", "look at the visit before, at one so many before, or at the last stop",
    sluice_debug_do_back, ANYTIME },
  { "forward", NULL, "[NUMBER]", "look at the visit after, or so many after", sluice_debug_do_forward, ANYTIME },
  { "at", NULL, "VISIT", "look at a visit, as it begins", sluice_debug_do_at, ANYTIME },
  { "now", NULL, "", "look at the run itself again", sluice_debug_do_now, ANYTIME },
  { "retry", NULL, "", "do this visit again", sluice_debug_do_retry, PRESENT },
  { "skip", NULL, "[ACTION]", "end this visit with an action", sluice_debug_do_skip, PRESENT },
  { "result", NULL, "JSON", "go on as if exec had returned this", sluice_debug_do_result, PRESENT },
  { "fail", NULL, "[TEXT]", "fail this visit", sluice_debug_do_fail, PRESENT },
  { "goto", NULL, "NODE", "go on before another node of this flow", sluice_debug_do_goto, PRESENT },
  { "set", NULL, "PLACE JSON", "write a place of the store, like /count", sluice_debug_do_set, PRESENT },
  { "unset", NULL, "PLACE", "take a place of the store away", sluice_debug_do_unset, PRESENT },
  { "interventions", NULL, "", "list what you did to the run", sluice_debug_do_interventions, ANYTIME },
  { "forget", NULL, "", "empty that list", sluice_debug_do_forget, ANYTIME },
  { "keep", NULL, "NUMBER|NODE", "keep one of them in the initial store or as a pin, or a pin, in the file",
    sluice_debug_do_keep, ANYTIME },
  { "unkeep", NULL, "NODE", "take a pin out of the file again", sluice_debug_do_unkeep, ANYTIME },
  { "break", "b", "PLACE", "set a breakpoint (see below)", sluice_debug_do_break, ANYTIME },
  { "breakpoints", "bl", "", "list them", sluice_debug_do_breakpoints, ANYTIME },
  { "delete", "d", "[NUMBER]", "delete one, or all", sluice_debug_do_delete, ANYTIME },
  { "enable", NULL, "NUMBER", "enable one", sluice_debug_do_enable, ANYTIME },
  { "disable", NULL, "NUMBER", "disable one", sluice_debug_do_disable, ANYTIME },
  { "mute", NULL, "[off]", "none of them stops", sluice_debug_do_mute, ANYTIME },
  { "pin", NULL, "NODE [JSON]", "use this, or the last result of the node, instead of running it",
    sluice_debug_do_pin, ANYTIME },
  { "unpin", NULL, "[NODE]", "run it again, or all of them", sluice_debug_do_unpin, ANYTIME },
  { "pins", NULL, "[VERB]", "list what is pinned; or one of: mute, unmute, on NODE, off NODE", sluice_debug_do_pins,
    ANYTIME },
  { "print", NULL, "EXPRESSION",
    "evaluate: shared, params, prep_res, exec_res, item, attempt, error, action, and locals", sluice_debug_do_print,
    ANYTIME },
  { "watch", NULL, "EXPRESSION", "evaluate it at every stop", sluice_debug_do_watch, ANYTIME },
  { "unwatch", NULL, "[NUMBER]", "take one watch away, or all", sluice_debug_do_unwatch, ANYTIME },
  { "watches", NULL, "", "show them", sluice_debug_do_watches, ANYTIME },
  { "store", NULL, "[PLACE]", "show the store, or a place of it", sluice_debug_do_store, ANYTIME },
  { "card", NULL, "[VISIT]", "show what happened in this visit, or in another", sluice_debug_do_card, ANYTIME },
  { "visits", NULL, "[NODE]", "list the visits, of all nodes or of one", sluice_debug_do_visits, ANYTIME },
  { "lanes", "l", "", "list the lanes", sluice_debug_do_lanes, ANYTIME },
  { "lane", NULL, "NUMBER", "step by this one", sluice_debug_do_lane, PRESENT },
  { "where", "w", "", "show where the lane is, and the locals of its script", sluice_debug_do_where, ANYTIME },
  { "frame", "f", "NUMBER", "look into this function of the script, 0 the innermost", sluice_debug_do_frame, ANYTIME },
  { "queues", NULL, "", "list the queues, and who waits", sluice_debug_do_queues, ANYTIME },
  { "held", NULL, "", "list the held results", sluice_debug_do_held, PRESENT },
  { "replace", NULL, "LANE JSON", "write another result in the place of a held one", sluice_debug_do_replace, PRESENT },
  { "all", NULL, "[off]", "let the other lanes run while one steps", sluice_debug_do_all, ANYTIME },
  { "lines", NULL, "[off]", "step into scripts line by line", sluice_debug_do_lines, ANYTIME },
  { "errors", NULL, "[attempts|off]", "stop at errors that nothing catches, or at any attempt's",
    sluice_debug_do_errors, ANYTIME },
  { "help", "h", "", "show this", print_help, ANYTIME },
  { "quit", "q", "", "end the run, and this", sluice_debug_do_quit, ANYTIME },
};

static void
print_break_help (void)
{
  g_print ("\nbreak NODE, or one of these kinds, then: hits N, after NUMBER, once, if EXPRESSION, log TEXT\n");
  for (guint i = 0; i < SLUICE_N_BREAKS; i++)
    {
      const SluiceBreakKindInfo *info = sluice_break_kind_get_info ((SluiceBreakKind) i);
      gboolean has_phase = (info->takes & SLUICE_BREAK_NEEDS_PHASE) != 0;

      g_print ("  %-12s%s%s%s%s%s%s%s%s  %s\n", info->name,
               (info->takes & SLUICE_BREAK_NEEDS_NODE) != 0 ? " NODE" : "",
               (info->takes & SLUICE_BREAK_TAKES_NODE) != 0 ? " [NODE]" : "", has_phase ? " PHASE" : "",
               (info->takes & SLUICE_BREAK_TAKES_ACTION) != 0 ? " [ACTION]" : "",
               (info->takes & SLUICE_BREAK_NEEDS_PLACE) != 0 ? " PLACE" : "",
               (info->takes & SLUICE_BREAK_TAKES_QUEUE) != 0 ? " [QUEUE]" : "",
               (info->takes & SLUICE_BREAK_NEEDS_VALUE) != 0 ? " JSON" : "",
               (info->takes & SLUICE_BREAK_NEEDS_AMOUNT) != 0 ? " NUMBER" : "", info->title);
    }
}

static gboolean
print_help (SluiceDebugSession  *self,
            const char          *argument,
            GError             **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_autofree char *words = g_strdup_printf ("%s%s%s %s", commands[i].name, commands[i].brief != NULL ? ", " : "",
                                                commands[i].brief != NULL ? commands[i].brief : "",
                                                commands[i].arguments);

      g_print ("  %-22s %s\n", words, commands[i].help);
    }
  print_break_help ();
  return TRUE;
}

/* The names in full, or short; -1: there is none. */
static int
find_command (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal (commands[i].name, name) || g_strcmp0 (commands[i].brief, name) == 0)
      return (int) i;
  return -1;
}

static char *
suggest (const char *name)
{
  const char *names[G_N_ELEMENTS (commands) + 1] = { NULL, };

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    names[i] = commands[i].name;
  return sluice_cli_suggest (name, names);
}

static gboolean
do_command (SluiceDebugSession  *self,
            const char          *text,
            GError             **error)
{
  g_autofree char *name = sluice_debug_take_word (&text);
  int command = find_command (name);

  if (command < 0)
    {
      g_autofree char *suggestion = suggest (name);

      return sluice_debug_refuse (error, "There is no command “%s”%s", name,
                                  *suggestion != '\0' ? suggestion : ": help lists them");
    }
  if (commands[command].when == PRESENT && self->past != NULL)
    return sluice_debug_refuse (error, "Visit %" G_GUINT64_FORMAT " is over: continue begins a new run there, "
                                       "now shows the run itself", self->moment);
  if (*text != '\0' && *commands[command].arguments == '\0')
    return sluice_debug_refuse (error, "%s stands alone: what is “%s”?", name, text);
  return commands[command].func (self, text, error);
}

gboolean
sluice_debug_session_do (SluiceDebugSession *self,
                         const char         *line)
{
  g_autofree char *text = g_strstrip (g_strdup (line));
  g_autoptr (GError) error = NULL;

  self->goes_on = FALSE;
  if (*text == '\0' || *text == '#' || do_command (self, text, &error))
    return TRUE;
  self->goes_on = FALSE;
  self->was_refused = TRUE;
  sluice_debug_print_line ("%s", error->message);
  return FALSE;
}
