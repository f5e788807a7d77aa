/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Every kind of breakpoint and what a person does at a stop: breakpoints as JSON and commands in, what the debugger
 * says out. Time is virtual. */

#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "compile/compile.h"
#include "debug/debugger.h"

typedef struct
{
  SluiceEngine      *engine;
  SluiceProgram     *program;
  SluiceRun         *run;
  SluiceBreakpoints *breakpoints;
  SluiceDebugger    *debugger;
  GString           *said;
} Fixture;

/* Flows, by name. Titles are ids. */
static const struct
{
  const char *name;
  const char *flows;
  const char *run;
} drawings[] = {
  { "loop",
    "'main': { 'start': 'a', 'nodes': {"
    "  'a': { 'kind': 'script', 'post': 'shared.n = (shared.n or 0) + 1', 'next': { 'default': 'b' } },"
    "  'b': { 'kind': 'script', 'post': 'if shared.n < 3 then return [[again]] end return [[done]]',"
    "         'next': { 'again': 'a', 'done': 'end' } },"
    "  'end': { 'kind': 'end' } } }",
    "'main'" },
  { "writes",
    "'main': { 'start': 'a', 'nodes': {"
    "  'a': { 'kind': 'script', 'post': 'shared.n = 1', 'next': { 'default': 'b' } },"
    "  'b': { 'kind': 'script', 'post': 'shared.n = 1', 'next': { 'default': 'c' } },"
    "  'c': { 'kind': 'script', 'post': 'shared.n = 2' } } }",
    "'main'" },
  { "phases",
    "'main': { 'start': 'a', 'nodes': {"
    "  'a': { 'kind': 'script', 'prep': 'return 1', 'exec': 'return prep_res + 1', 'post': 'shared.a = exec_res',"
    "         'next': { 'default': 'b' } },"
    "  'b': { 'kind': 'script', 'post': 'return [[x]]', 'next': { 'y': 'a' } } } }",
    "'main'" },
  { "retry",
    "'main': { 'start': 'f', 'nodes': {"
    "  'f': { 'kind': 'script', 'retries': 2, 'wait': 1, 'exec': 'error([[no]])',"
    "         'fallback': 'return 1', 'post': 'shared.f = exec_res' } } }",
    "'main'" },
  { "error",
    "'main': { 'start': 'f', 'nodes': {"
    "  'f': { 'kind': 'script', 'exec': 'error([[no]])', 'post': 'shared.f = exec_res', 'next': { 'default': 'b' } },"
    "  'b': { 'kind': 'script' } } }",
    "'main'" },
  { "flight",
    "'main': { 'start': 'p', 'nodes': {"
    "  'p': { 'kind': 'script', 'batch': 'parallel', 'prep': 'return { 1, 2, 3 }',"
    "         'exec': 'sleep(item) return item', 'post': 'shared.p = exec_res', 'next': { 'default': 'b' } },"
    "  'b': { 'kind': 'script' } } }",
    "'main'" },
  { "items",
    "'main': { 'start': 'p', 'nodes': {"
    "  'p': { 'kind': 'script', 'batch': 'parallel', 'prep': 'local list = { 1, 2, 3 }\\nreturn list',"
    "         'exec': 'return item', 'post': 'shared.p = exec_res', 'next': { 'default': 'b' } },"
    "  'b': { 'kind': 'script' } } }",
    "'main'" },
  { "lanes",
    "'one': { 'start': 'a', 'nodes': {"
    "  'a': { 'kind': 'script', 'exec': 'sleep(1)', 'next': { 'default': 'b' } }, 'b': { 'kind': 'script' } } },"
    "'two': { 'start': 'x', 'nodes': {"
    "  'x': { 'kind': 'script', 'post': 'shared.x = 1', 'next': { 'default': 'y' } },"
    "  'y': { 'kind': 'script', 'post': 'shared.y = 1' } } }",
    "'one', 'two'" },
  { "queues",
    "'one': { 'start': 'a', 'nodes': {"
    "  'a': { 'kind': 'script', 'prep': 'return queue([[q]]):get()' } } },"
    "'two': { 'start': 'x', 'nodes': {"
    "  'x': { 'kind': 'script', 'prep': 'return queue([[p]]):get()' } } }",
    "'one', 'two'" },
  { "full",
    "'one': { 'start': 'a', 'nodes': {"
    "  'a': { 'kind': 'script', 'prep': 'for i = 1, 3 do queue([[small]]):put(i) end' } } },"
    "'two': { 'start': 'x', 'nodes': {"
    "  'x': { 'kind': 'script', 'prep': 'for i = 1, 3 do shared.last = queue([[small]]):get() end' } } }",
    "'one', 'two'" },
  { "lines",
    "'main': { 'start': 'a', 'nodes': {"
    "  'a': { 'kind': 'script', 'exec': 'local function f (x)\\n  local y = x * 2\\n  return y\\nend\\nlocal s = 0\\n"
    "for i = 1, 2 do\\n  s = s + f (i)\\nend\\nreturn s', 'timeout': 5,"
    "         'post': 'shared.s = exec_res', 'next': { 'default': 'b' } },"
    "  'b': { 'kind': 'script' } } }",
    "'main'" },
  { "closures",
    "'main': { 'start': 'a', 'nodes': {"
    "  'a': { 'kind': 'script', 'prep': 'return 10', 'exec': 'local total, unused = prep_res, 0\\n"
    "local function add (n)\\n  local more = n + 1\\n  total = total + more\\nend\\nadd (4)\\nreturn total' } } }",
    "'main'" },
  { "nested",
    "'main': { 'start': 's', 'nodes': {"
    "  's': { 'kind': 'flow', 'settings': { 'flow': 'sub' }, 'batch': 'parallel',"
    "         'prep': 'local t = {} for i = 1, 8 do t[i] = { i = i } end return t' } } },"
    "'sub': { 'start': 'x', 'nodes': {"
    "  'x': { 'kind': 'script', 'post': 'shared.last = params.i' } } }",
    "'main'" },
};

static char *
to_json (const char *text)
{
  return g_strdelimit (g_strdup (text), "'", '"');
}

static SluiceValue
read_json (const char *text)
{
  g_autofree char *json = to_json (text);
  SluiceValue value = SLUICE_VALUE_INIT;
  GError *error = NULL;

  sluice_json_read (json, -1, NULL, &value, NULL, &error);
  g_assert_no_error (error);
  return value;
}

static SluiceDocument *
create_document (const char *name)
{
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (drawings); i++)
    if (g_str_equal (drawings[i].name, name))
      {
        g_autofree char *text = g_strdup_printf ("{ 'format': 1, 'name': 'Test', 'run': [%s],"
                                                 "  'queues': { 'small': { 'limit': 1 } }, 'flows': { %s } }",
                                                 drawings[i].run, drawings[i].flows);
        g_autofree char *json = to_json (text);
        SluiceDocument *document = sluice_document_new_from_text (json, -1, &error);

        g_assert_no_error (error);
        return document;
      }
  g_assert_not_reached ();
}

static void
append (Fixture    *fixture,
        const char *text)
{
  g_string_append_printf (fixture->said, "%s%s", fixture->said->len > 0 ? "; " : "", text);
}

static void
log_cb (SluiceRun         *run,
        const SluiceEvent *event,
        gpointer           user_data)
{
  g_autofree char *text = sluice_json_write (event->value, SLUICE_JSON_WRITE_COMPACT, NULL);

  append (user_data, text);
}

static void
set_up (Fixture    *fixture,
        const char *drawing,
        const char *breakpoints)
{
  g_autoptr (SluiceDocument) document = create_document (drawing);
  g_autoptr (GError) error = NULL;
  g_auto (SluiceValue) list = read_json (breakpoints);

  fixture->engine = sluice_engine_new_virtual (NULL);
  fixture->program = sluice_compile (document, NULL, &error);
  g_assert_no_error (error);
  fixture->run = sluice_program_create_run (fixture->program, fixture->engine, NULL);
  fixture->breakpoints = sluice_breakpoints_new ();
  for (guint i = 0; i < sluice_value_get_length (list); i++)
    {
      g_autoptr (SluiceBreakpoint) breakpoint =
        sluice_breakpoint_new_from_value (sluice_value_get_element (list, i));

      g_assert_nonnull (breakpoint);
      sluice_breakpoints_add (fixture->breakpoints, breakpoint, &error);
      g_assert_no_error (error);
    }
  fixture->debugger = sluice_debugger_new (fixture->run, fixture->breakpoints);
  fixture->said = g_string_new (NULL);
  sluice_run_watch (fixture->run, SLUICE_EVENT_MASK (SLUICE_EVENT_LOG), log_cb, fixture, NULL);
}

static gboolean
has_ended (Fixture *fixture)
{
  return sluice_run_get_state (fixture->run) >= SLUICE_RUN_FINISHED;
}

static void
tear_down (Fixture *fixture)
{
  g_clear_object (&fixture->debugger);
  if (!has_ended (fixture))
    {
      sluice_run_cancel (fixture->run);
      sluice_run_join (fixture->run, NULL);
    }
  g_clear_object (&fixture->breakpoints);
  g_clear_object (&fixture->run);
  g_clear_object (&fixture->engine);
  g_clear_pointer (&fixture->program, sluice_program_unref);
  g_string_free (fixture->said, TRUE);
}

static void
settle (Fixture *fixture,
        gboolean whole)
{
  while ((whole || !sluice_debugger_is_stopped (fixture->debugger)) && !has_ended (fixture) &&
         g_main_context_iteration (NULL, FALSE))
    continue;
}

static void
say (Fixture *fixture)
{
  const char *message = sluice_debugger_get_message (fixture->debugger);

  if (has_ended (fixture))
    message = sluice_run_state_name (sluice_run_get_state (fixture->run));
  append (fixture, message != NULL ? message : "-");
}

static void
say_value (Fixture     *fixture,
           SluiceValue  take)
{
  g_auto (SluiceValue) value = take;
  g_autofree char *text = sluice_json_write (value, SLUICE_JSON_WRITE_SORT_KEYS, NULL);

  append (fixture, text);
}

static SluiceNode *
find_node (Fixture    *fixture,
           const char *address)
{
  return sluice_program_find_node (fixture->program, address);
}

/* The plain ones; FALSE: it is none. */
static gboolean
step (Fixture    *fixture,
      const char *name)
{
  static const struct
  {
    const char *name;
    void (*func) (SluiceDebugger *debugger);
  } commands[] = {
    { "pause", sluice_debugger_pause },    { "continue", sluice_debugger_continue },
    { "over", sluice_debugger_step_over }, { "into", sluice_debugger_step_into },
    { "out", sluice_debugger_step_out },   { "phase", sluice_debugger_step_phase },
  };

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal (commands[i].name, name))
      {
        commands[i].func (fixture->debugger);
        return TRUE;
      }
  return FALSE;
}

static gboolean
intervene (Fixture    *fixture,
           const char *name,
           const char *argument,
           GError    **error)
{
  SluiceDebugger *debugger = fixture->debugger;

  if (g_str_equal (name, "retry"))
    return sluice_debugger_retry (debugger, error);
  if (g_str_equal (name, "skip"))
    return sluice_debugger_skip (debugger, argument, error);
  if (g_str_equal (name, "result"))
    return sluice_debugger_use_result (debugger, read_json (argument), error);
  if (g_str_equal (name, "fail"))
    return sluice_debugger_fail (debugger, argument, error);
  if (g_str_equal (name, "goto"))
    return sluice_debugger_set_next (debugger, find_node (fixture, argument), error);
  if (g_str_equal (name, "event"))
    return sluice_debugger_next_event (debugger, argument != NULL ? (guint32) atoi (argument) : 0, error);
  if (g_str_equal (name, "to"))
    {
      g_auto (SluiceValue) value = read_json (argument);
      g_autoptr (SluiceBreakpoint) there = sluice_breakpoint_new_from_value (value);

      return sluice_debugger_run_to (debugger, there, error);
    }
  g_error ("No command %s", name);
}

/* What says something by itself, or nothing; FALSE: it is none. */
static gboolean
look (Fixture    *fixture,
      const char *name,
      const char *argument)
{
  SluiceDebugger *debugger = fixture->debugger;

  if (g_str_equal (name, "land"))
    settle (fixture, TRUE);
  else if (g_str_equal (name, "start"))
    sluice_debugger_stop_at_start (debugger);
  else if (g_str_equal (name, "all"))
    sluice_debugger_set_steps_all (debugger, TRUE);
  else if (g_str_equal (name, "lines"))
    sluice_debugger_set_steps_lines (debugger, TRUE);
  else if (g_str_equal (name, "mute"))
    sluice_breakpoints_set_muted (fixture->breakpoints, TRUE);
  else if (g_str_equal (name, "errors"))
    sluice_debugger_set_stop_errors (debugger, (SluiceStopErrors) atoi (argument));
  else if (g_str_equal (name, "lane"))
    sluice_debugger_select_lane (debugger, (guint32) atoi (argument));
  else if (g_str_equal (name, "frame"))
    sluice_debugger_select_frame (debugger, (guint) atoi (argument));
  else if (g_str_equal (name, "frames"))
    say_value (fixture, sluice_debugger_dup_frames (debugger, sluice_debugger_get_lane (debugger)));
  else if (g_str_equal (name, "held"))
    say_value (fixture, sluice_debugger_dup_held_results (debugger));
  else if (g_str_equal (name, "store"))
    say_value (fixture, sluice_value_ref (sluice_store_get_root (sluice_run_get_store (fixture->run))));
  else if (g_str_equal (name, "done"))
    say_value (fixture, sluice_value_ref (sluice_debugger_get_interventions (debugger)));
  else if (g_str_equal (name, "eval"))
    {
      g_autoptr (GError) error = NULL;
      SluiceValue value;

      if (sluice_debugger_evaluate (debugger, argument, &value, &error))
        say_value (fixture, value);
      else
        append (fixture, error->message);
    }
  else if (g_str_equal (name, "edit"))
    {
      g_auto (GStrv) parts = g_strsplit (argument, "=", 2);
      g_autoptr (GError) error = NULL;

      if (!sluice_debugger_edit_store (debugger, SLUICE_CHANGE_ADD, parts[0], read_json (parts[1]), &error))
        append (fixture, error->message);
    }
  else
    return FALSE;
  return TRUE;
}

static void
command (Fixture    *fixture,
         const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, " ", 2);
  g_autoptr (GError) error = NULL;

  if (look (fixture, parts[0], parts[1]))
    return;
  if (g_str_equal (parts[0], "run"))
    g_assert_true (sluice_run_start (fixture->run, NULL));
  else if (!step (fixture, parts[0]) && !intervene (fixture, parts[0], parts[1], &error))
    {
      append (fixture, error->message);
      return;
    }
  /* An intervention leaves it stopped: the lane comes to its next boundary. */
  settle (fixture, !g_str_equal (parts[0], "run") && sluice_debugger_is_stopped (fixture->debugger));
  say (fixture);
}

typedef struct
{
  const char *path;
  const char *drawing;
  const char *breakpoints;
  const char *commands;
  const char *said;
} Case;

static const Case cases[] = {
#include "stops-cases.h"
};

static void
test_case (gconstpointer data)
{
  const Case *c = data;
  g_auto (GStrv) commands = g_strsplit (c->commands, "; ", -1);
  Fixture fixture = { NULL, };

  set_up (&fixture, c->drawing, c->breakpoints);
  for (guint i = 0; commands[i] != NULL; i++)
    command (&fixture, commands[i]);
  g_assert_cmpstr (fixture.said->str, ==, c->said);
  tear_down (&fixture);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  sluice_init ();
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/debug/stops/", cases[i].path, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  return g_test_run ();
}
