/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The debugger as a person has it: commands in, what it says after each of them out. Time is
 * virtual, so that what is in flight lands when nothing else can happen. */

#include <stdlib.h>
#include <string.h>

#include "compile/compile.h"
#include "debug/debugger.h"

typedef struct
{
  SluiceEngine      *engine;
  SluiceRun         *run;
  SluiceBreakpoints *breakpoints;
  SluiceDebugger    *debugger;
  GString           *said;
  guint              n_stopped;
  guint              n_continued;
} Fixture;

/* Flows, by name. Titles are ids, so that messages are short. */
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
  { "phases",
    "'main': { 'start': 'a', 'nodes': {"
    "  'a': { 'kind': 'script', 'prep': 'return 1', 'exec': 'return 2', 'post': 'shared.a = exec_res',"
    "         'next': { 'default': 'b' } },"
    "  'b': { 'kind': 'script', 'exec': 'return 3' } } }",
    "'main'" },
  { "nested",
    "'main': { 'start': 'a', 'nodes': {"
    "  'a': { 'kind': 'script', 'next': { 'default': 's' } },"
    "  's': { 'kind': 'flow', 'settings': { 'flow': 'sub' }, 'next': { 'default': 'b' } },"
    "  'b': { 'kind': 'script' } } },"
    "'sub': { 'start': 'x', 'nodes': {"
    "  'x': { 'kind': 'script', 'next': { 'default': 'y' } },"
    "  'y': { 'kind': 'script' } } }",
    "'main'" },
  { "batch",
    "'main': { 'start': 'a', 'nodes': {"
    "  'a': { 'kind': 'script', 'next': { 'default': 's' } },"
    "  's': { 'kind': 'script', 'batch': 'each', 'prep': 'return { 1, 2, 3 }', 'exec': 'return item * 2',"
    "         'next': { 'default': 'b' } },"
    "  'b': { 'kind': 'script' } } }",
    "'main'" },
  { "parallel",
    "'main': { 'start': 'a', 'nodes': {"
    "  'a': { 'kind': 'script', 'next': { 'default': 'p' } },"
    "  'p': { 'kind': 'script', 'batch': 'parallel', 'prep': 'return { 1, 2, 3 }',"
    "         'exec': 'sleep(item) return item', 'next': { 'default': 'b' } },"
    "  'b': { 'kind': 'script' } } }",
    "'main'" },
  { "entries",
    "'main': { 'start': 's', 'nodes': {"
    "  's': { 'kind': 'flow', 'settings': { 'flow': 'sub' }, 'batch': 'parallel',"
    "         'prep': 'return { { n = 1 }, { n = 2 } }', 'next': { 'default': 'b' } },"
    "  'b': { 'kind': 'script' } } },"
    "'sub': { 'start': 'x', 'nodes': { 'x': { 'kind': 'script', 'exec': 'sleep(1)' } } }",
    "'main'" },
  { "flight",
    "'main': { 'start': 'a', 'nodes': {"
    "  'a': { 'kind': 'script', 'exec': 'sleep(5) return 1', 'next': { 'default': 'b' } },"
    "  'b': { 'kind': 'script', 'next': { 'default': 'c' } },"
    "  'c': { 'kind': 'script' } } }",
    "'main'" },
  { "person",
    "'main': { 'start': 'a', 'nodes': {"
    "  'a': { 'kind': 'ask', 'settings': { 'prompt': 'Name?' }, 'next': { 'default': 'b' } },"
    "  'b': { 'kind': 'script' } } }",
    "'main'" },
  { "error",
    "'main': { 'start': 'a', 'nodes': {"
    "  'a': { 'kind': 'script', 'next': { 'default': 'f' } },"
    "  'f': { 'kind': 'script', 'exec': 'error([[no]])', 'next': { 'default': 'b' } },"
    "  'b': { 'kind': 'script' } } }",
    "'main'" },
  { "retry",
    "'main': { 'start': 'f', 'nodes': {"
    "  'f': { 'kind': 'script', 'retries': 2, 'wait': 1, 'exec': 'error([[no]])',"
    "         'fallback': 'return 1', 'post': 'return nil' } } }",
    "'main'" },
  { "two",
    "'one': { 'start': 'a', 'nodes': {"
    "  'a': { 'kind': 'script', 'next': { 'default': 'b' } }, 'b': { 'kind': 'script' } } },"
    "'two': { 'start': 'x', 'nodes': {"
    "  'x': { 'kind': 'script', 'next': { 'default': 'y' } }, 'y': { 'kind': 'script' } } }",
    "'one', 'two'" },
  { "deadlock",
    "'one': { 'start': 'a', 'nodes': {"
    "  'a': { 'kind': 'script', 'prep': 'return queue([[q]]):get()' } } },"
    "'two': { 'start': 'x', 'nodes': {"
    "  'x': { 'kind': 'script', 'prep': 'return queue([[p]]):get()' } } }",
    "'one', 'two'" },
};

static SluiceDocument *
create_document (const char *name)
{
  g_autoptr (GError) error = NULL;
  SluiceDocument *document;

  for (guint i = 0; i < G_N_ELEMENTS (drawings); i++)
    if (g_str_equal (drawings[i].name, name))
      {
        g_autofree char *text = g_strdup_printf ("{ 'format': 1, 'name': 'Test', 'run': [%s], 'flows': { %s } }",
                                                 drawings[i].run, drawings[i].flows);

        g_strdelimit (text, "'", '"');
        document = sluice_document_new_from_text (text, -1, &error);
        g_assert_no_error (error);
        return document;
      }
  g_assert_not_reached ();
}

static void
stopped_cb (Fixture *fixture)
{
  fixture->n_stopped++;
}

static void
continued_cb (Fixture *fixture)
{
  fixture->n_continued++;
}

static void
set_up (Fixture    *fixture,
        const char *drawing,
        const char *breakpoints)
{
  g_autoptr (SluiceDocument) document = create_document (drawing);
  g_autoptr (SluiceProgram) program = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) addresses = g_strsplit (breakpoints, " ", -1);

  fixture->engine = sluice_engine_new_virtual (NULL);
  program = sluice_compile (document, NULL, &error);
  g_assert_no_error (error);
  fixture->run = sluice_program_create_run (program, fixture->engine, NULL);
  fixture->breakpoints = sluice_breakpoints_new ();
  for (guint i = 0; addresses[i] != NULL; i++)
    if (*addresses[i] != '\0')
      sluice_breakpoints_set (fixture->breakpoints, addresses[i], TRUE);
  fixture->debugger = sluice_debugger_new (fixture->run, fixture->breakpoints);
  g_signal_connect_swapped (fixture->debugger, "stopped", G_CALLBACK (stopped_cb), fixture);
  g_signal_connect_swapped (fixture->debugger, "continued", G_CALLBACK (continued_cb), fixture);
  fixture->said = g_string_new (NULL);
}

static void
tear_down (Fixture *fixture)
{
  g_clear_object (&fixture->debugger);
  if (sluice_run_get_state (fixture->run) < SLUICE_RUN_FINISHED)
    {
      sluice_run_cancel (fixture->run);
      sluice_run_join (fixture->run, NULL);
    }
  g_clear_object (&fixture->breakpoints);
  g_clear_object (&fixture->run);
  g_clear_object (&fixture->engine);
  g_string_free (fixture->said, TRUE);
}

static gboolean
has_ended (Fixture *fixture)
{
  return sluice_run_get_state (fixture->run) >= SLUICE_RUN_FINISHED;
}

/* Until it stops, ends, or only a person could go on. */
static void
settle (Fixture *fixture)
{
  while (!sluice_debugger_is_stopped (fixture->debugger) && !has_ended (fixture) &&
         g_main_context_iteration (NULL, FALSE))
    continue;
}

/* While it is stopped: what is in flight lands. */
static void
settle_held (Fixture *fixture)
{
  while (g_main_context_iteration (NULL, FALSE))
    continue;
}

static void
say (Fixture *fixture)
{
  const GError *error = sluice_run_get_error (fixture->run);
  const char *message = sluice_debugger_get_message (fixture->debugger);

  if (fixture->said->len > 0)
    g_string_append (fixture->said, "; ");
  if (has_ended (fixture))
    g_string_append (fixture->said, sluice_run_state_name (sluice_run_get_state (fixture->run)));
  else
    g_string_append (fixture->said, message != NULL ? message : "-");
  if (has_ended (fixture) && error != NULL && sluice_run_get_state (fixture->run) == SLUICE_RUN_FAILED)
    g_string_append_printf (fixture->said, " (%d)", error->code);
}

static void
answer (Fixture    *fixture,
        const char *text)
{
  SluiceEffect *prompt = sluice_run_get_prompt (fixture->run, 0);
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (prompt);
  sluice_run_answer (fixture->run, sluice_effect_get_id (prompt), sluice_value_string (text), &error);
  g_assert_no_error (error);
}

static void
command (Fixture    *fixture,
         const char *name)
{
  static const struct
  {
    const char *name;
    void (*func) (SluiceDebugger *debugger);
  } commands[] = {
    { "pause", sluice_debugger_pause },          { "continue", sluice_debugger_continue },
    { "over", sluice_debugger_step_over },       { "into", sluice_debugger_step_into },
    { "out", sluice_debugger_step_out },         { "phase", sluice_debugger_step_phase },
    { "stop", sluice_debugger_stop },
  };

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal (commands[i].name, name))
      {
        commands[i].func (fixture->debugger);
        if (g_str_equal (name, "stop"))
          sluice_run_join (fixture->run, NULL);
        settle (fixture);
        say (fixture);
        return;
      }

  if (g_str_equal (name, "start"))
    sluice_debugger_stop_at_start (fixture->debugger);
  if (g_str_equal (name, "start") || g_str_equal (name, "run"))
    {
      g_assert_true (sluice_run_start (fixture->run, NULL));
      settle (fixture);
      say (fixture);
    }
  else if (g_str_has_prefix (name, "lane-"))
    sluice_debugger_select_lane (fixture->debugger, (guint32) atoi (name + 5));
  else if (g_str_equal (name, "errors"))
    sluice_debugger_set_stop_errors (fixture->debugger, SLUICE_STOP_ERRORS_UNCAUGHT);
  else if (g_str_equal (name, "land"))
    settle_held (fixture);
  else if (g_str_equal (name, "answer"))
    {
      answer (fixture, "Ann");
      settle (fixture);
      say (fixture);
    }
  else
    g_error ("No command %s", name);
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
  { "loop/start-and-over", "loop", "", "start over over over over over over over",
    "Stopped before a; Stopped before b; Stopped before a; Stopped before b; Stopped before a; "
    "Stopped before b; Stopped before end; finished" },
  { "loop/continue", "loop", "", "start continue", "Stopped before a; finished" },
  { "loop/breakpoint-each-time", "loop", "main/b", "run continue continue continue",
    "Breakpoint on b; Breakpoint on b; Breakpoint on b; finished" },
  { "loop/into-goes-through-phases", "loop", "", "start into into into",
    "Stopped before a; Stopped before the exec of a; Stopped before the post of a; Stopped before b" },
  { "loop/out-finishes-the-run", "loop", "", "start out", "Stopped before a; finished" },
  { "loop/out-stops-at-a-breakpoint", "loop", "main/b", "start out",
    "Stopped before a; Breakpoint on b" },
  { "loop/stop", "loop", "", "start stop", "Stopped before a; cancelled" },
  { "loop/pause-twice-is-once", "loop", "", "start pause pause continue",
    "Stopped before a; Stopped before a; Stopped before a; finished" },
  { "loop/steps-do-nothing-while-it-runs", "loop", "", "over run", "-; finished" },
  { "loop/pause-before-the-start", "loop", "", "pause run", "-; Stopped before a" },

  { "phases/phase", "phases", "", "start phase phase phase phase phase phase",
    "Stopped before a; Stopped before the exec of a; Stopped before the post of a; Stopped before b; "
    "Stopped before the exec of b; Stopped before the post of b; finished" },
  { "phases/over-from-a-phase", "phases", "", "start phase over",
    "Stopped before a; Stopped before the exec of a; Stopped before b" },

  { "nested/over-counts-as-one", "nested", "", "start over over over",
    "Stopped before a; Stopped before s; Stopped before b; finished" },
  { "nested/into", "nested", "", "start over into into into into into into into into",
    "Stopped before a; Stopped before s; Stopped before x; Stopped before the exec of x; "
    "Stopped before the post of x; Stopped before y; Stopped before the exec of y; "
    "Stopped before the post of y; Stopped before the post of s; Stopped before b" },
  { "nested/out", "nested", "", "start over into out out",
    "Stopped before a; Stopped before s; Stopped before x; Stopped before b; finished" },
  { "nested/over-leaves-the-frame-at-its-end", "nested", "", "start over into over over over",
    "Stopped before a; Stopped before s; Stopped before x; Stopped before y; Stopped before b; finished" },
  { "nested/breakpoint-inside", "nested", "sub/y", "run over",
    "Breakpoint on y; Stopped before b" },
  { "nested/over-stops-at-a-breakpoint-inside", "nested", "sub/y", "start over over",
    "Stopped before a; Stopped before s; Breakpoint on y" },

  { "batch/over-counts-as-one", "batch", "main/s", "run over over",
    "Breakpoint on s; Stopped before b; finished" },
  { "batch/into-is-the-first-item", "batch", "main/s", "run into into into into",
    "Breakpoint on s; Stopped before the exec of s; Stopped before the exec of s; "
    "Stopped before the exec of s; Stopped before the post of s" },

  { "parallel/over-counts-as-one", "parallel", "main/p", "run over over",
    "Breakpoint on p; Stopped before b; finished" },
  { "parallel/into-is-the-first-item", "parallel", "main/p", "run into",
    "Breakpoint on p; Stopped before the exec of p" },
  { "parallel/into-the-end-of-a-lane", "parallel", "main/p", "run into into continue",
    "Breakpoint on p; Stopped before the exec of p; Lane 2 has ended; finished" },
  { "parallel/phase-stays-in-its-lane", "parallel", "main/p", "run phase phase",
    "Breakpoint on p; Stopped before the post of p; Stopped before b" },
  { "entries/into-and-out", "entries", "", "start into out continue",
    "Stopped before s; Stopped before x; Lane 2 has ended; finished" },
  { "entries/breakpoint-in-each-lane", "entries", "sub/x", "run continue continue",
    "Breakpoint on x; Breakpoint on x; finished" },

  { "flight/pause-holds-the-result", "flight", "", "start over land pause land continue",
    "Stopped before a; Stopped before b; Stopped before b; finished" },
  { "flight/step-lands-and-stops", "flight", "", "start phase over",
    "Stopped before a; Stopped before the exec of a; Stopped before b" },

  { "person/step-says-what-it-waits-for", "person", "", "start over answer",
    "Stopped before a; The step waits for an answer to “Name?”; Stopped before b" },
  { "person/pause-then-answer-is-held", "person", "", "run pause answer land over",
    "-; Paused; Paused; Stopped before b" },
  { "person/pause-then-answer-then-continue", "person", "", "run pause answer continue",
    "-; Paused; Paused; finished" },

  { "error/step-stops-at-it", "error", "", "start over over over",
    "Stopped before a; Stopped before f; f failed: main/f exec, line 1: no; failed (1)" },
  { "error/stop-on-error", "error", "", "errors run continue", "f failed: main/f exec, line 1: no; failed (1)" },
  { "error/a-plain-run-fails", "error", "", "run", "failed (1)" },
  { "retry/attempts", "retry", "", "start phase phase phase phase phase phase",
    "Stopped before f; Stopped before the exec of f; Stopped before the wait of f; "
    "Stopped before attempt 2 of f; Stopped before the fallback of f; Stopped before the post of f; finished" },

  { "two/one-steps-the-other-is-held", "two", "", "start over over continue",
    "Stopped before a; Stopped before b; Lane 1 has ended; finished" },
  { "two/breakpoints-of-both-are-seen", "two", "one/a two/x", "run continue continue",
    "Breakpoint on a; Breakpoint on x; finished" },
  { "two/select-a-lane", "two", "one/a two/x", "run land lane-2 over over continue",
    "Breakpoint on a; Breakpoint on x; Stopped before y; finished" },

  { "deadlock/found-after-continue", "deadlock", "", "start continue",
    "Stopped before a; failed (8)" },
  { "deadlock/not-while-a-lane-is-held", "deadlock", "two/x", "start over stop",
    "Stopped before a; The step waits for an item of the queue “q”, while other lanes are held; "
    "cancelled" },
  { "deadlock/continue-ends-a-step-that-waits", "deadlock", "two/x", "start over continue stop",
    "Stopped before a; The step waits for an item of the queue “q”, while other lanes are held; "
    "Breakpoint on x; cancelled" },
};

static void
test_case (gconstpointer data)
{
  const Case *c = data;
  g_auto (GStrv) commands = g_strsplit (c->commands, " ", -1);
  Fixture fixture = { NULL, };

  set_up (&fixture, c->drawing, c->breakpoints);
  for (guint i = 0; commands[i] != NULL; i++)
    command (&fixture, commands[i]);
  g_assert_cmpstr (fixture.said->str, ==, c->said);
  tear_down (&fixture);
}

static void
stop_event_cb (SluiceRun         *run,
               const SluiceEvent *event,
               gpointer           user_data)
{
  g_string_append_printf (user_data, "%s@%s;", event->text, sluice_node_get_address (event->node));
}

/* A stop is an event of the run, and a signal; the run is shown as stopped. */
static void
test_events (void)
{
  Fixture fixture = { NULL, };
  g_autoptr (GString) events = g_string_new (NULL);

  set_up (&fixture, "loop", "main/b");
  sluice_run_watch (fixture.run, SLUICE_EVENT_MASK (SLUICE_EVENT_STOP), stop_event_cb, events, NULL);
  command (&fixture, "start");
  g_assert_cmpint (sluice_run_get_state (fixture.run), ==, SLUICE_RUN_STOPPED);
  g_assert_cmpint (sluice_debugger_get_reason (fixture.debugger), ==, SLUICE_STOP_START);
  g_assert_cmpuint (fixture.n_stopped, ==, 1);
  g_assert_cmpuint (fixture.n_continued, ==, 0);

  command (&fixture, "continue");
  g_assert_cmpint (sluice_debugger_get_reason (fixture.debugger), ==, SLUICE_STOP_BREAKPOINT);
  g_assert_cmpuint (fixture.n_stopped, ==, 2);
  g_assert_cmpuint (fixture.n_continued, ==, 1);
  g_assert_cmpstr (events->str, ==, "Stopped before a@main/a;Breakpoint on b@main/b;");
  tear_down (&fixture);
}

/* Where a held lane stands, which is not yet where its current visit is. */
static void
test_held_node (void)
{
  Fixture fixture = { NULL, };
  SluiceLane *lane;

  set_up (&fixture, "flight", "main/b");
  command (&fixture, "run");
  lane = sluice_debugger_get_lane (fixture.debugger);
  g_assert_nonnull (lane);
  g_assert_cmpint (sluice_lane_get_state (lane), ==, SLUICE_LANE_HELD);
  g_assert_cmpstr (sluice_node_get_id (sluice_debugger_get_held_node (fixture.debugger, lane)), ==, "b");

  command (&fixture, "continue");
  g_assert_null (sluice_debugger_get_lane (fixture.debugger));
  tear_down (&fixture);
}

static void
count_held_cb (SluiceRun         *run,
               const SluiceEvent *event,
               gpointer           user_data)
{
  (*(guint *) user_data)++;
}

/* Rule S3: what completes during a stop is kept, and used when the run goes on. */
static void
test_held_result (void)
{
  Fixture fixture = { NULL, };
  guint n_held = 0;

  set_up (&fixture, "parallel", "");
  sluice_run_watch (fixture.run, SLUICE_EVENT_MASK (SLUICE_EVENT_HELD), count_held_cb, &n_held, NULL);
  g_assert_true (sluice_run_start (fixture.run, NULL));
  while (sluice_run_get_n_lanes (fixture.run) < 4 ||
         sluice_lane_get_state (sluice_run_get_lane (fixture.run, 3)) != SLUICE_LANE_SLEEPING)
    g_main_context_iteration (NULL, FALSE);

  sluice_debugger_pause (fixture.debugger);
  settle_held (&fixture);
  g_assert_cmpuint (n_held, ==, 3);
  g_assert_cmpuint (sluice_run_get_n_lanes (fixture.run), ==, 4);
  g_assert_true (sluice_debugger_is_stopped (fixture.debugger));

  command (&fixture, "continue");
  g_assert_cmpint (sluice_run_get_state (fixture.run), ==, SLUICE_RUN_FINISHED);
  tear_down (&fixture);
}

/* Breakpoints are followed while the run goes on. */
static void
test_change_breakpoints (void)
{
  Fixture fixture = { NULL, };

  set_up (&fixture, "loop", "main/a");
  command (&fixture, "run");
  sluice_breakpoints_clear (fixture.breakpoints, "main/a");
  sluice_breakpoints_set (fixture.breakpoints, "main/b", TRUE);
  command (&fixture, "continue");
  sluice_breakpoints_set (fixture.breakpoints, "main/b", FALSE);
  command (&fixture, "continue");
  g_assert_cmpstr (fixture.said->str, ==, "Breakpoint on a; Breakpoint on b; finished");
  tear_down (&fixture);
}

/* An application that loses its debugger goes on. */
static void
test_drop (void)
{
  Fixture fixture = { NULL, };
  SluiceDebugger *debugger;

  set_up (&fixture, "two", "one/b");
  command (&fixture, "run");
  debugger = g_steal_pointer (&fixture.debugger);
  g_assert_true (sluice_debugger_is_stopped (debugger));
  g_object_unref (debugger);
  g_assert_true (sluice_run_join (fixture.run, NULL));
  g_assert_cmpint (sluice_run_get_state (fixture.run), ==, SLUICE_RUN_FINISHED);
  tear_down (&fixture);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  sluice_init ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/debug/debugger/%s", cases[i].path);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/debug/debugger/events", test_events);
  g_test_add_func ("/debug/debugger/held-node", test_held_node);
  g_test_add_func ("/debug/debugger/S3-results-are-held", test_held_result);
  g_test_add_func ("/debug/debugger/change-breakpoints", test_change_breakpoints);
  g_test_add_func ("/debug/debugger/drop", test_drop);
  return g_test_run ();
}
