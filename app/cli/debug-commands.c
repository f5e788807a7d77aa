/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The commands of sluice debug: one table, and what each of them does. */

#include "debug-private.h"

#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "debug/prompt.h"
#include "engine/effect.h"
#include "terminal.h"

typedef gboolean (*Func) (SluiceDebugSession *self,
                          const char         *argument,
                          GError            **error);

/* Values */

static void
print_value (SluiceValue value)
{
  g_autofree char *text = sluice_json_write (value, SLUICE_JSON_WRITE_PRETTY, NULL);

  g_print ("%s\n", g_strchomp (text));
}

static gboolean
read_value (const char   *text,
            SluiceValue  *value,
            GError      **error)
{
  return sluice_json_read (text, -1, NULL, value, NULL, error);
}

static guint
read_number (const char *text)
{
  return (guint) g_ascii_strtoull (text, NULL, 10);
}

static gboolean
refuse (GError     **error,
        const char  *text)
{
  g_set_error_literal (error, SLUICE_DEBUG_ERROR, SLUICE_DEBUG_ERROR_BREAKPOINT, text);
  return FALSE;
}

/* Going on */

static gboolean
go (SluiceDebugSession *self,
    void              (*func) (SluiceDebugger *debugger),
    GError            **error)
{
  if (sluice_run_get_state (self->run) == SLUICE_RUN_READY)
    return refuse (error, "The run has not begun: run, or start");
  func (self->debugger);
  self->goes_on = TRUE;
  return TRUE;
}

static gboolean
do_run (SluiceDebugSession *self,
        const char         *argument,
        GError            **error)
{
  if (sluice_run_get_state (self->run) != SLUICE_RUN_READY)
    return refuse (error, "The run has begun already");
  self->goes_on = TRUE;
  return sluice_run_start (self->run, error);
}

static gboolean
do_start (SluiceDebugSession *self,
          const char         *argument,
          GError            **error)
{
  sluice_debugger_stop_at_start (self->debugger);
  return do_run (self, argument, error);
}

static gboolean
do_continue (SluiceDebugSession *self,
             const char         *argument,
             GError            **error)
{
  return go (self, sluice_debugger_continue, error);
}

static gboolean
do_over (SluiceDebugSession *self,
         const char         *argument,
         GError            **error)
{
  return go (self, sluice_debugger_step_over, error);
}

static gboolean
do_into (SluiceDebugSession *self,
         const char         *argument,
         GError            **error)
{
  return go (self, sluice_debugger_step_into, error);
}

static gboolean
do_out (SluiceDebugSession *self,
        const char         *argument,
        GError            **error)
{
  return go (self, sluice_debugger_step_out, error);
}

static gboolean
do_phase (SluiceDebugSession *self,
          const char         *argument,
          GError            **error)
{
  return go (self, sluice_debugger_step_phase, error);
}

static gboolean
do_pause (SluiceDebugSession *self,
          const char         *argument,
          GError            **error)
{
  sluice_debugger_pause (self->debugger);
  return TRUE;
}

static gboolean
do_event (SluiceDebugSession *self,
          const char         *argument,
          GError            **error)
{
  self->goes_on = sluice_debugger_next_event (self->debugger, read_number (argument), error);
  return self->goes_on;
}

static gboolean
do_until (SluiceDebugSession *self,
          const char         *argument,
          GError            **error)
{
  g_autoptr (SluiceBreakpoint) there = sluice_debug_parse_break (argument, error);

  if (there == NULL || !sluice_debugger_run_to (self->debugger, there, error))
    return FALSE;
  self->goes_on = TRUE;
  return sluice_run_get_state (self->run) != SLUICE_RUN_READY || sluice_run_start (self->run, error);
}

static gboolean
do_answer (SluiceDebugSession *self,
           const char         *argument,
           GError            **error)
{
  SluiceEffect *prompt = sluice_run_get_prompt (self->run, 0);
  SluiceValue answer = SLUICE_VALUE_INIT;

  if (prompt == NULL)
    return refuse (error, "Nothing is asked");
  if (!sluice_prompt_read (prompt, argument, &answer, error) ||
      !sluice_run_answer (self->run, sluice_effect_get_id (prompt), answer, error))
    return FALSE;
  self->goes_on = TRUE;
  return TRUE;
}

/* Interventions */

static gboolean
do_retry (SluiceDebugSession *self,
          const char         *argument,
          GError            **error)
{
  return self->goes_on = sluice_debugger_retry (self->debugger, error);
}

static gboolean
do_skip (SluiceDebugSession *self,
         const char         *argument,
         GError            **error)
{
  return self->goes_on = sluice_debugger_skip (self->debugger, *argument != '\0' ? argument : NULL, error);
}

static gboolean
do_result (SluiceDebugSession *self,
           const char         *argument,
           GError            **error)
{
  SluiceValue value = SLUICE_VALUE_INIT;

  return self->goes_on = read_value (argument, &value, error) &&
                         sluice_debugger_use_result (self->debugger, value, error);
}

static gboolean
do_fail (SluiceDebugSession *self,
         const char         *argument,
         GError            **error)
{
  return self->goes_on = sluice_debugger_fail (self->debugger, *argument != '\0' ? argument : "A person failed it",
                                               error);
}

static gboolean
do_goto (SluiceDebugSession *self,
         const char         *argument,
         GError            **error)
{
  SluiceNode *node = sluice_program_find_node (self->program, argument);

  if (node == NULL)
    return refuse (error, "There is no such node; name it as FLOW/NODE");
  return self->goes_on = sluice_debugger_set_next (self->debugger, node, error);
}

static gboolean
do_set (SluiceDebugSession *self,
        const char         *argument,
        GError            **error)
{
  g_auto (GStrv) parts = g_strsplit (argument, " ", 2);
  SluiceValue value = SLUICE_VALUE_INIT;

  if (parts[0] == NULL || parts[1] == NULL)
    return refuse (error, "set needs a place and a value, like: set /count 3");
  return read_value (parts[1], &value, error) &&
         sluice_debugger_edit_store (self->debugger, SLUICE_CHANGE_ADD, parts[0], value, error);
}

static gboolean
do_unset (SluiceDebugSession *self,
          const char         *argument,
          GError            **error)
{
  return sluice_debugger_edit_store (self->debugger, SLUICE_CHANGE_REMOVE, argument, sluice_value_null (), error);
}

/* Breakpoints */

static gboolean
do_break (SluiceDebugSession *self,
          const char         *argument,
          GError            **error)
{
  g_autoptr (SluiceBreakpoint) breakpoint = sluice_debug_parse_break (argument, error);
  g_autofree char *words = NULL;
  guint id = breakpoint != NULL ? sluice_breakpoints_add (self->breakpoints, breakpoint, error) : 0;

  if (id == 0)
    return FALSE;
  words = sluice_breakpoint_describe (breakpoint);
  g_print ("Breakpoint %u: %s\n", id, words);
  if (breakpoint->address != NULL && sluice_program_find_node (self->program, breakpoint->address) == NULL)
    g_print ("The file itself has no node %s; a file that it uses may have one\n", breakpoint->address);
  return TRUE;
}

static gboolean
do_breakpoints (SluiceDebugSession *self,
                const char         *argument,
                GError            **error)
{
  for (guint i = 0; i < sluice_breakpoints_get_n (self->breakpoints); i++)
    {
      const SluiceBreakpoint *breakpoint = sluice_breakpoints_get (self->breakpoints, i);
      g_autofree char *words = sluice_breakpoint_describe (breakpoint);

      g_print ("%u: %s\n", breakpoint->id, words);
    }
  if (sluice_breakpoints_is_muted (self->breakpoints))
    g_print ("all are muted\n");
  return TRUE;
}

static gboolean
do_delete (SluiceDebugSession *self,
           const char         *argument,
           GError            **error)
{
  if (*argument == '\0')
    sluice_breakpoints_remove_all (self->breakpoints);
  else if (!sluice_breakpoints_remove (self->breakpoints, read_number (argument)))
    return refuse (error, "There is no breakpoint of that number");
  return TRUE;
}

static gboolean
enable (SluiceDebugSession *self,
        const char         *argument,
        gboolean            enabled,
        GError            **error)
{
  const SluiceBreakpoint *old = sluice_breakpoints_find (self->breakpoints, read_number (argument));
  g_autoptr (SluiceBreakpoint) breakpoint = NULL;

  if (old == NULL)
    return refuse (error, "There is no breakpoint of that number");
  breakpoint = sluice_breakpoint_copy (old);
  breakpoint->enabled = enabled;
  return sluice_breakpoints_change (self->breakpoints, breakpoint->id, breakpoint, error);
}

static gboolean
do_enable (SluiceDebugSession *self,
           const char         *argument,
           GError            **error)
{
  return enable (self, argument, TRUE, error);
}

static gboolean
do_disable (SluiceDebugSession *self,
            const char         *argument,
            GError            **error)
{
  return enable (self, argument, FALSE, error);
}

static gboolean
do_mute (SluiceDebugSession *self,
         const char         *argument,
         GError            **error)
{
  sluice_breakpoints_set_muted (self->breakpoints, !g_str_equal (argument, "off"));
  return TRUE;
}

/* Looking */

static gboolean
do_print (SluiceDebugSession *self,
          const char         *argument,
          GError            **error)
{
  g_auto (SluiceValue) value = SLUICE_VALUE_INIT;

  if (!sluice_debugger_evaluate (self->debugger, argument, &value, error))
    return FALSE;
  print_value (value);
  return TRUE;
}

static gboolean
do_store (SluiceDebugSession *self,
          const char         *argument,
          GError            **error)
{
  SluiceValue value;

  if (!sluice_store_lookup (sluice_run_get_store (self->run), argument, &value, error))
    return FALSE;
  print_value (value);
  return TRUE;
}

static gboolean
do_lanes (SluiceDebugSession *self,
          const char         *argument,
          GError            **error)
{
  for (guint i = 0; i < sluice_run_get_n_lanes (self->run); i++)
    {
      SluiceLane *lane = sluice_run_get_lane (self->run, i);
      g_autofree char *path = sluice_lane_dup_path (lane);
      g_autofree char *waits_for = sluice_lane_dup_waits_for (lane);

      g_print ("%s%u: %s, %s%s%s\n", lane == sluice_debugger_get_lane (self->debugger) ? "* " : "  ",
               sluice_lane_get_id (lane), path, sluice_lane_state_name (sluice_lane_get_state (lane)),
               waits_for != NULL ? ", waits for " : "", waits_for != NULL ? waits_for : "");
    }
  return TRUE;
}

static gboolean
do_lane (SluiceDebugSession *self,
         const char         *argument,
         GError            **error)
{
  if (sluice_run_find_lane (self->run, read_number (argument)) == NULL)
    return refuse (error, "There is no lane of that number");
  sluice_debugger_select_lane (self->debugger, read_number (argument));
  return TRUE;
}

static gboolean
do_where (SluiceDebugSession *self,
          const char         *argument,
          GError            **error)
{
  SluiceLane *lane = sluice_debugger_get_lane (self->debugger);
  g_auto (SluiceValue) frames = sluice_debugger_dup_frames (self->debugger, lane);
  g_autofree char *path = NULL;
  SluicePhase phase;

  if (lane == NULL)
    return refuse (error, "No lane is stopped");
  path = sluice_lane_dup_path (lane);
  phase = sluice_debugger_get_held_phase (self->debugger, lane);
  g_print ("lane %u: %s%s%s\n", sluice_lane_get_id (lane), path, phase != SLUICE_PHASE_NONE ? ", " : "",
           phase != SLUICE_PHASE_NONE ? sluice_phase_name (phase) : "");
  if (sluice_value_get_length (frames) > 0)
    print_value (frames);
  return TRUE;
}

static gboolean
do_frame (SluiceDebugSession *self,
          const char         *argument,
          GError            **error)
{
  SluiceLane *lane = sluice_debugger_get_lane (self->debugger);
  g_auto (SluiceValue) frames = sluice_debugger_dup_frames (self->debugger, lane);
  guint frame = read_number (argument);

  if (frame >= sluice_value_get_length (frames))
    return refuse (error, "The script has no such function: where lists them, the innermost first");
  sluice_debugger_select_frame (self->debugger, frame);
  print_value (sluice_value_get_member (sluice_value_get_element (frames, frame), "locals"));
  return TRUE;
}

static gboolean
do_replace (SluiceDebugSession *self,
            const char         *argument,
            GError            **error)
{
  const char *text = argument + strcspn (argument, " \t");
  SluiceValue result = SLUICE_VALUE_INIT;

  return sluice_json_read (text + strspn (text, " \t"), -1, NULL, &result, NULL, error) &&
         sluice_debugger_replace_result (self->debugger, read_number (argument), result, error);
}

static gboolean
do_held (SluiceDebugSession *self,
         const char         *argument,
         GError            **error)
{
  g_auto (SluiceValue) results = sluice_debugger_dup_held_results (self->debugger);

  print_value (results);
  return TRUE;
}

static gboolean
do_interventions (SluiceDebugSession *self,
                  const char         *argument,
                  GError            **error)
{
  print_value (sluice_debugger_get_interventions (self->debugger));
  return TRUE;
}

/* Settings */

static gboolean
do_all (SluiceDebugSession *self,
        const char         *argument,
        GError            **error)
{
  sluice_debugger_set_steps_all (self->debugger, !g_str_equal (argument, "off"));
  return TRUE;
}

static gboolean
do_lines (SluiceDebugSession *self,
          const char         *argument,
          GError            **error)
{
  sluice_debugger_set_steps_lines (self->debugger, !g_str_equal (argument, "off"));
  return TRUE;
}

static gboolean
do_errors (SluiceDebugSession *self,
           const char         *argument,
           GError            **error)
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
        sluice_debugger_set_stop_errors (self->debugger, words[i].errors);
        return TRUE;
      }
  return refuse (error, "Say on, attempts or off");
}

static gboolean
do_help (SluiceDebugSession *self,
         const char         *argument,
         GError            **error)
{
  sluice_debug_session_print_help ();
  return TRUE;
}

static gboolean
do_quit (SluiceDebugSession *self,
         const char         *argument,
         GError            **error)
{
  self->quits = TRUE;
  return TRUE;
}

static const struct
{
  const char *name;
  const char *brief;     /* or NULL */
  const char *arguments;
  const char *help;
  Func        func;
} commands[] = {
  { "run", "r", "", "begin, and go on to the first stop", do_run },
  { "start", NULL, "", "begin, and stop before the first node", do_start },
  { "continue", "c", "", "go on to the next stop", do_continue },
  { "over", "n", "", "finish this visit, or this line", do_over },
  { "into", "s", "", "to the next phase, into a flow or a batch, to the next line", do_into },
  { "out", "o", "", "finish this flow, or this function", do_out },
  { "phase", "p", "", "to the next phase of this lane", do_phase },
  { "pause", NULL, "", "stop as soon as may be", do_pause },
  { "event", "e", "[LANE]", "let one held result through, the oldest first", do_event },
  { "until", "u", "PLACE", "go on to there once; PLACE as for break", do_until },
  { "answer", "a", "TEXT", "answer what is asked", do_answer },
  { "retry", NULL, "", "do this visit again", do_retry },
  { "skip", NULL, "[ACTION]", "end this visit with an action", do_skip },
  { "result", NULL, "JSON", "go on as if exec had returned this", do_result },
  { "fail", NULL, "[TEXT]", "fail this visit", do_fail },
  { "goto", NULL, "NODE", "go on before another node of this flow", do_goto },
  { "set", NULL, "PLACE JSON", "write a place of the store, like /count", do_set },
  { "unset", NULL, "PLACE", "take a place of the store away", do_unset },
  { "break", "b", "PLACE", "set a breakpoint (see below)", do_break },
  { "breakpoints", "bl", "", "list them", do_breakpoints },
  { "delete", "d", "[NUMBER]", "delete one, or all", do_delete },
  { "enable", NULL, "NUMBER", "enable one", do_enable },
  { "disable", NULL, "NUMBER", "disable one", do_disable },
  { "mute", NULL, "[off]", "none of them stops", do_mute },
  { "pin", NULL, "NODE [JSON]", "use this, or what exec has just returned, instead of running a node",
    sluice_debug_session_pin },
  { "unpin", NULL, "[NODE]", "run it again, or all of them", sluice_debug_session_unpin },
  { "pins", NULL, "", "list what is pinned", sluice_debug_session_list_pins },
  { "print", NULL, "EXPRESSION",
    "evaluate: shared, params, prep_res, exec_res, item, attempt, error, action, and locals", do_print },
  { "store", NULL, "[PLACE]", "show the store, or a place of it", do_store },
  { "lanes", "l", "", "list the lanes", do_lanes },
  { "lane", NULL, "NUMBER", "step by this one", do_lane },
  { "where", "w", "", "show where the lane is, and the locals of its script", do_where },
  { "frame", "f", "NUMBER", "look into this function of the script, 0 the innermost", do_frame },
  { "held", NULL, "", "list the held results", do_held },
  { "replace", NULL, "LANE JSON", "write another result in the place of a held one", do_replace },
  { "interventions", NULL, "", "list what you did to the run", do_interventions },
  { "all", NULL, "[off]", "let the other lanes run while one steps", do_all },
  { "lines", NULL, "[off]", "step into scripts line by line", do_lines },
  { "errors", NULL, "[attempts|off]", "stop at errors that nothing catches, or at any attempt's", do_errors },
  { "help", "h", "", "show this", do_help },
  { "quit", "q", "", "end the run, and this", do_quit },
};

void
sluice_debug_session_print_help (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_autofree char *words = g_strdup_printf ("%s%s%s %s", commands[i].name, commands[i].brief != NULL ? ", " : "",
                                                commands[i].brief != NULL ? commands[i].brief : "",
                                                commands[i].arguments);

      g_print ("  %-22s %s\n", words, commands[i].help);
    }
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

/* The names in full, or short. */
static Func
find_command (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal (commands[i].name, name) || g_strcmp0 (commands[i].brief, name) == 0)
      return commands[i].func;
  return NULL;
}

static char *
suggest (const char *name)
{
  const char *names[G_N_ELEMENTS (commands) + 1] = { NULL, };

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    names[i] = commands[i].name;
  return sluice_cli_suggest (name, names);
}

gboolean
sluice_debug_session_do (SluiceDebugSession *self,
                         const char         *line)
{
  g_autofree char *text = g_strstrip (g_strdup (line));
  g_autoptr (GError) error = NULL;
  char *argument = strpbrk (text, " \t");
  Func func;

  self->goes_on = FALSE;
  if (*text == '\0' || *text == '#')
    return TRUE;
  if (argument != NULL)
    *argument++ = '\0';
  func = find_command (text);
  if (func == NULL)
    {
      g_autofree char *suggestion = suggest (text);

      g_print ("There is no command “%s”%s\n", text, suggestion);
      return FALSE;
    }
  if (func (self, argument != NULL ? g_strchug (argument) : "", &error))
    return TRUE;
  self->goes_on = FALSE;
  g_print ("%s\n", error->message);
  return FALSE;
}
