/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A run as the window sees it: the engine in its thread, the folded state here. Each wait ends by
 * what is waited for, or fails at a deadline. */

#include <string.h>

#include "base/json.h"
#include "compile/compile.h"
#include "debugger/session/run-session.h"
#include "graph/edit.h"

#define DEADLINE (20 * G_USEC_PER_SEC)

typedef struct
{
  SluiceRunSession *session;
  SluiceDocument   *document;
  guint             n_updates;
  guint             n_restarts;
  guint             n_new_lines;
  GHashTable       *touched; /* set of addresses */
  gboolean          saw_edges;
  gboolean          saw_store;
} Fixture;

static const char hello[] =
  "'main': { 'start': 'name', 'nodes': {"
  "  'name': { 'kind': 'ask', 'title': 'Ask name', 'settings': { 'prompt': 'Who are you?' },"
  "            'output': 'name', 'next': { 'default': 'greet' } },"
  "  'greet': { 'kind': 'log', 'title': 'Greet', 'settings': { 'message': 'Hello {{ shared.name }}' },"
  "             'next': { 'default': 'again' } },"
  "  'again': { 'kind': 'choice', 'settings': { 'prompt': 'Again?', 'choices': ['yes', 'no'] },"
  "             'next': { 'yes': 'name', 'no': 'end' } },"
  "  'end': { 'kind': 'end' } } }";

static const char endless[] =
  "'main': { 'start': 'a', 'nodes': {"
  "  'a': { 'kind': 'script', 'post': 'shared.n = (shared.n or 0) + 1', 'next': { 'default': 'b' } },"
  "  'b': { 'kind': 'script', 'next': { 'default': 'a' } } } }";

static const char spinning[] =
  "'main': { 'start': 'a', 'nodes': { 'a': { 'kind': 'script', 'exec': 'while true do end' } } }";

static const char counting[] =
  "'main': { 'start': 'a', 'nodes': {"
  "  'a': { 'kind': 'script', 'post': 'shared.n = (shared.n or 0) + 1 if shared.n >= 50000 then return [[done]] end',"
  "         'next': { 'default': 'b', 'done': 'end' } },"
  "  'b': { 'kind': 'script', 'next': { 'default': 'a' } },"
  "  'end': { 'kind': 'end' } } }";

static const char talking[] =
  "'main': { 'start': 'a', 'nodes': {"
  "  'a': { 'kind': 'script', 'post': 'for i = 1, 12000 do log(i) end' } } }";

static const char failing[] =
  "'main': { 'start': 'a', 'nodes': {"
  "  'a': { 'kind': 'script', 'title': 'First', 'next': { 'default': 'f' } },"
  "  'f': { 'kind': 'script', 'title': 'Breaks', 'exec': 'error([[no luck]])' } } }";

static const char queues[] =
  "'one': { 'start': 'a', 'nodes': {"
  "  'a': { 'kind': 'script', 'prep': 'queue([[q]]):put({ 1, 2 }) return queue([[back]]):get()' } } }";

static void
updated_cb (SluiceRunSession      *session,
            const SluiceRunUpdate *update,
            Fixture               *fixture)
{
  fixture->n_updates++;
  fixture->n_restarts += update->restarted ? 1 : 0;
  fixture->n_new_lines += update->n_new_lines;
  fixture->saw_edges |= update->edges;
  fixture->saw_store |= update->store;
  for (guint i = 0; update->nodes[i] != NULL; i++)
    g_hash_table_add (fixture->touched, g_strdup (update->nodes[i]));
}

static SluiceDocument *
create_document (const char *flows,
                 const char *run)
{
  g_autofree char *text = g_strdup_printf ("{ 'format': 1, 'name': 'Test', 'run': ['%s'], 'flows': { %s } }",
                                           run, flows);
  g_autoptr (GError) error = NULL;
  SluiceDocument *document;

  g_strdelimit (text, "'", '"');
  document = sluice_document_new_from_text (text, -1, &error);
  g_assert_no_error (error);
  return document;
}

static void
set_up_flow (Fixture    *fixture,
             const char *flows,
             const char *run)
{
  *fixture = (Fixture) { NULL, };
  fixture->touched = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  fixture->document = create_document (flows, run);
  fixture->session = sluice_run_session_new ();
  g_signal_connect (fixture->session, "updated", G_CALLBACK (updated_cb), fixture);
}

static void
set_up (Fixture    *fixture,
        const char *flows)
{
  set_up_flow (fixture, flows, "main");
}

static void
tear_down (Fixture *fixture)
{
  g_clear_object (&fixture->session);
  g_clear_object (&fixture->document);
  g_hash_table_unref (fixture->touched);
}

static void
start (Fixture  *fixture,
       gboolean  stop_at_start)
{
  g_autoptr (GError) error = NULL;

  sluice_run_session_start (fixture->session, fixture->document, stop_at_start, &error);
  g_assert_no_error (error);
}

typedef gboolean (*Condition) (Fixture      *fixture,
                               gconstpointer data);

static gboolean
tick_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

static void
wait_for (Fixture       *fixture,
          Condition      condition,
          gconstpointer  data)
{
  gint64 deadline = g_get_monotonic_time () + DEADLINE;
  guint tick = g_timeout_add (100, tick_cb, NULL);

  while (!condition (fixture, data))
    {
      if (g_get_monotonic_time () > deadline)
        g_error ("Waited too long; the state is %d, the message %s",
                 sluice_run_session_get_state (fixture->session),
                 sluice_run_session_get_message (fixture->session));
      g_main_context_iteration (NULL, TRUE);
    }
  g_source_remove (tick);
}

static gboolean
is_state (Fixture       *fixture,
          gconstpointer  data)
{
  return (int) sluice_run_session_get_state (fixture->session) == GPOINTER_TO_INT (data);
}

static void
wait_for_state (Fixture            *fixture,
                SluiceSessionState  state)
{
  wait_for (fixture, is_state, GINT_TO_POINTER (state));
}

static gboolean
is_asked (Fixture       *fixture,
          gconstpointer  data)
{
  GPtrArray *prompts = sluice_run_session_get_prompts (fixture->session);

  return prompts->len > 0 &&
         g_str_equal (((const SluicePrompt *) g_ptr_array_index (prompts, 0))->text, data);
}

static const SluicePrompt *
wait_for_prompt (Fixture    *fixture,
                 const char *text)
{
  wait_for (fixture, is_asked, text);
  return g_ptr_array_index (sluice_run_session_get_prompts (fixture->session), 0);
}

static gboolean
is_stopped_at (Fixture       *fixture,
               gconstpointer  data)
{
  return sluice_run_session_get_state (fixture->session) == SLUICE_SESSION_STOPPED &&
         g_strcmp0 (sluice_run_session_get_stop_address (fixture->session), data) == 0;
}

static void
wait_for_stop (Fixture    *fixture,
               const char *address)
{
  wait_for (fixture, is_stopped_at, address);
}

static gboolean
has_counted_past (Fixture       *fixture,
                  gconstpointer  data)
{
  SluiceValue store = sluice_run_session_get_store (fixture->session);

  return sluice_value_get_integer (sluice_value_get_member (store, "n")) > GPOINTER_TO_INT (data);
}

static void
answer (Fixture    *fixture,
        guint64     effect,
        const char *text)
{
  g_autoptr (GError) error = NULL;

  sluice_run_session_answer (fixture->session, effect, text, &error);
  g_assert_no_error (error);
}

static gboolean
has_line (Fixture    *fixture,
          const char *level,
          const char *text)
{
  for (guint i = 0; i < sluice_run_session_get_n_lines (fixture->session); i++)
    {
      const SluiceLogLine *line = sluice_run_session_get_line (fixture->session, i);

      if (g_str_equal (line->level, level) && strstr (line->text, text) != NULL)
        return TRUE;
    }
  return FALSE;
}

static void
test_hello (void)
{
  Fixture fixture;
  const SluicePrompt *prompt;
  const SluiceNodeMark *mark;

  set_up (&fixture, hello);
  g_assert_cmpint (sluice_run_session_get_state (fixture.session), ==, SLUICE_SESSION_IDLE);
  start (&fixture, FALSE);
  g_assert_cmpint (sluice_run_session_get_state (fixture.session), ==, SLUICE_SESSION_STARTING);
  g_assert_true (sluice_run_session_is_active (fixture.session));
  g_assert_cmpuint (fixture.n_restarts, ==, 1);

  prompt = wait_for_prompt (&fixture, "Who are you?");
  g_assert_cmpstr (prompt->type, ==, "ask");
  g_assert_cmpstr (prompt->input, ==, "text");
  g_assert_cmpstr (prompt->address, ==, "main/name");
  g_assert_cmpstr (prompt->node_title, ==, "Ask name");
  wait_for_state (&fixture, SLUICE_SESSION_WAITING);
  mark = sluice_run_session_get_node_mark (fixture.session, "main/name");
  g_assert_cmpint (mark->state, ==, SLUICE_MARK_PERSON);
  g_assert_true (mark->is_current);
  g_assert_cmpuint (mark->n_lanes, ==, 1);
  answer (&fixture, prompt->effect, "Ann");

  prompt = wait_for_prompt (&fixture, "Again?");
  g_assert_cmpstrv (prompt->choices, ((const char *[]) { "yes", "no", NULL }));
  g_assert_true (has_line (&fixture, "info", "Hello Ann"));
  answer (&fixture, prompt->effect, "yes");
  prompt = wait_for_prompt (&fixture, "Who are you?");
  answer (&fixture, prompt->effect, "Bob");
  prompt = wait_for_prompt (&fixture, "Again?");
  answer (&fixture, prompt->effect, "no");

  wait_for_state (&fixture, SLUICE_SESSION_FINISHED);
  g_assert_false (sluice_run_session_is_active (fixture.session));
  g_assert_cmpuint (sluice_run_session_get_prompts (fixture.session)->len, ==, 0);
  g_assert_cmpuint (sluice_run_session_get_lanes (fixture.session)->len, ==, 1);
  g_assert_cmpint (((SluiceLaneInfo *) g_ptr_array_index (sluice_run_session_get_lanes (fixture.session), 0))->state,
                   ==, SLUICE_LANE_ENDED);
  g_assert_cmpstr (sluice_value_get_member_string (sluice_run_session_get_store (fixture.session), "name"), ==, "Bob");
  tear_down (&fixture);
}

static void
test_wrong_answer (void)
{
  Fixture fixture;
  const SluicePrompt *prompt;
  g_autoptr (GError) error = NULL;

  set_up (&fixture, hello);
  start (&fixture, FALSE);
  prompt = wait_for_prompt (&fixture, "Who are you?");
  g_assert_false (sluice_run_session_answer (fixture.session, prompt->effect, "", &error));
  g_assert_error (error, SLUICE_ENGINE_ERROR, SLUICE_ENGINE_ERROR_BAD_ANSWER);
  g_clear_error (&error);
  answer (&fixture, prompt->effect, "Ann");

  prompt = wait_for_prompt (&fixture, "Again?");
  g_assert_false (sluice_run_session_answer (fixture.session, prompt->effect, "maybe", &error));
  g_assert_error (error, SLUICE_ENGINE_ERROR, SLUICE_ENGINE_ERROR_BAD_ANSWER);
  g_clear_error (&error);
  g_assert_false (sluice_run_session_answer (fixture.session, 99, "no", &error));
  g_assert_nonnull (error);
  answer (&fixture, prompt->effect, "no");
  wait_for_state (&fixture, SLUICE_SESSION_FINISHED);
  tear_down (&fixture);
}

static void
test_marks (void)
{
  Fixture fixture;
  const SluicePrompt *prompt;
  const SluiceNodeMark *mark;
  const SluiceEdgeMark *edge;

  set_up (&fixture, hello);
  start (&fixture, FALSE);
  prompt = wait_for_prompt (&fixture, "Who are you?");
  answer (&fixture, prompt->effect, "Ann");
  prompt = wait_for_prompt (&fixture, "Again?");
  answer (&fixture, prompt->effect, "yes");
  prompt = wait_for_prompt (&fixture, "Who are you?");
  answer (&fixture, prompt->effect, "Bob");
  prompt = wait_for_prompt (&fixture, "Again?");
  answer (&fixture, prompt->effect, "no");
  wait_for_state (&fixture, SLUICE_SESSION_FINISHED);

  mark = sluice_run_session_get_node_mark (fixture.session, "main/again");
  g_assert_cmpint (mark->state, ==, SLUICE_MARK_DONE);
  g_assert_cmpstr (mark->text, ==, "no");
  g_assert_cmpuint (mark->n_visits, ==, 2);
  g_assert_false (mark->is_current);
  g_assert_cmpint (mark->duration, >=, 0);
  g_assert_null (sluice_run_session_get_node_mark (fixture.session, "main/nothing"));

  edge = sluice_run_session_get_edge_mark (fixture.session, "main/name", NULL);
  g_assert_cmpuint (edge->n_taken, ==, 2);
  g_assert_false (edge->is_last);
  edge = sluice_run_session_get_edge_mark (fixture.session, "main/again", "yes");
  g_assert_cmpuint (edge->n_taken, ==, 1);
  edge = sluice_run_session_get_edge_mark (fixture.session, "main/again", "no");
  g_assert_true (edge->is_last);
  g_assert_null (sluice_run_session_get_edge_mark (fixture.session, "main/again", "never"));
  g_assert_true (g_hash_table_contains (fixture.touched, "main/greet"));
  g_assert_true (fixture.saw_edges);
  g_assert_true (fixture.saw_store);

  /* A new run begins with nothing. */
  start (&fixture, FALSE);
  g_assert_null (sluice_run_session_get_node_mark (fixture.session, "main/again"));
  g_assert_true (SLUICE_VALUE_IS_NULL (sluice_run_session_get_store (fixture.session)));
  g_assert_cmpuint (sluice_run_session_get_n_lines (fixture.session), ==, 0);
  tear_down (&fixture);
}

static void
test_pause (void)
{
  Fixture fixture;
  gint64 n;

  set_up (&fixture, endless);
  start (&fixture, FALSE);
  wait_for (&fixture, has_counted_past, GINT_TO_POINTER (100));
  sluice_run_session_pause (fixture.session);
  wait_for_state (&fixture, SLUICE_SESSION_STOPPED);
  g_assert_cmpstr (sluice_run_session_get_message (fixture.session), ==, "Paused");
  g_assert_nonnull (sluice_run_session_get_stop_address (fixture.session));
  g_assert_cmpuint (sluice_run_session_get_lanes (fixture.session)->len, ==, 1);

  n = sluice_value_get_integer (sluice_value_get_member (sluice_run_session_get_store (fixture.session), "n"));
  sluice_run_session_continue (fixture.session);
  wait_for (&fixture, has_counted_past, GINT_TO_POINTER ((int) n + 100));
  g_assert_cmpint (sluice_run_session_get_state (fixture.session), ==, SLUICE_SESSION_RUNNING);
  sluice_run_session_stop (fixture.session);
  wait_for_state (&fixture, SLUICE_SESSION_CANCELLED);
  tear_down (&fixture);
}

static gboolean
is_held (Fixture       *fixture,
         gconstpointer  data)
{
  GPtrArray *lanes = sluice_run_session_get_lanes (fixture->session);

  return lanes->len == 1 &&
         ((const SluiceLaneInfo *) g_ptr_array_index (lanes, 0))->state == SLUICE_LANE_HELD;
}

static gboolean
is_in_node (Fixture       *fixture,
            gconstpointer  address)
{
  const SluiceNodeMark *mark = sluice_run_session_get_node_mark (fixture->session, address);

  return mark != NULL && mark->is_current;
}

/* A script that never waits is held within its next slice, and stopped while it is. */
static void
test_pause_a_script (void)
{
  Fixture fixture;

  set_up (&fixture, spinning);
  start (&fixture, FALSE);
  wait_for (&fixture, is_in_node, "main/a");
  sluice_run_session_pause (fixture.session);
  wait_for_stop (&fixture, "main/a");
  wait_for (&fixture, is_held, NULL);
  g_assert_cmpint (sluice_run_session_get_node_mark (fixture.session, "main/a")->state, ==,
                   SLUICE_MARK_STOPPED);
  sluice_run_session_continue (fixture.session);
  wait_for_state (&fixture, SLUICE_SESSION_RUNNING);
  sluice_run_session_stop (fixture.session);
  wait_for_state (&fixture, SLUICE_SESSION_CANCELLED);
  tear_down (&fixture);
}

static void
test_step (void)
{
  Fixture fixture;
  const char *writer = NULL;
  gboolean is_fresh = FALSE;
  const SluiceLaneInfo *lane;

  set_up (&fixture, endless);
  start (&fixture, TRUE);
  wait_for_stop (&fixture, "main/a");
  g_assert_cmpint (sluice_run_session_get_node_mark (fixture.session, "main/a")->state, ==, SLUICE_MARK_STOPPED);
  g_assert_false (sluice_run_session_get_writer (fixture.session, "/n", NULL, NULL));

  sluice_run_session_step_over (fixture.session);
  wait_for_stop (&fixture, "main/b");
  g_assert_cmpstr (sluice_run_session_get_message (fixture.session), ==, "Stopped before b");
  g_assert_cmpint (sluice_run_session_get_node_mark (fixture.session, "main/a")->state, ==, SLUICE_MARK_DONE);
  g_assert_cmpint (sluice_run_session_get_node_mark (fixture.session, "main/b")->state, ==, SLUICE_MARK_STOPPED);
  g_assert_true (sluice_run_session_get_writer (fixture.session, "/n", &writer, &is_fresh));
  g_assert_cmpstr (writer, ==, "a, post");
  g_assert_true (is_fresh);

  /* What was written before the last stop is no longer fresh at the next one. */
  sluice_run_session_step_over (fixture.session);
  wait_for_stop (&fixture, "main/a");
  g_assert_true (sluice_run_session_get_writer (fixture.session, "/n", &writer, &is_fresh));
  g_assert_false (is_fresh);

  sluice_run_session_step_phase (fixture.session);
  wait_for_stop (&fixture, "main/a");
  lane = g_ptr_array_index (sluice_run_session_get_lanes (fixture.session), 0);
  g_assert_cmpstr (lane->address, ==, "main/a");
  g_assert_cmpstr (lane->path, ==, "main/a");
  g_assert_cmpstr (lane->title, ==, "a");
  g_assert_true (lane->is_selected);
  g_assert_cmpint (lane->state, ==, SLUICE_LANE_HELD);
  tear_down (&fixture);
}

static void
test_breakpoints (void)
{
  Fixture fixture;
  g_autoptr (SluiceBreakpoints) breakpoints = sluice_breakpoints_new ();

  set_up (&fixture, endless);
  sluice_run_session_set_breakpoints (fixture.session, breakpoints);
  sluice_breakpoints_set (breakpoints, "main/b", TRUE);
  start (&fixture, FALSE);
  wait_for_stop (&fixture, "main/b");
  g_assert_cmpstr (sluice_run_session_get_message (fixture.session), ==, "Breakpoint on b");

  /* Set while it is stopped, and followed in the next run too. */
  sluice_breakpoints_set (breakpoints, "main/a", TRUE);
  sluice_breakpoints_clear (breakpoints, "main/b");
  sluice_run_session_continue (fixture.session);
  wait_for_stop (&fixture, "main/a");
  start (&fixture, FALSE);
  wait_for_stop (&fixture, "main/a");
  sluice_run_session_set_breakpoints (fixture.session, NULL);
  sluice_run_session_continue (fixture.session);
  wait_for (&fixture, has_counted_past, GINT_TO_POINTER (100));
  tear_down (&fixture);
}

/* 100,000 visits are a handful of updates, and none of them is lost in the sum. */
static void
test_many_visits (void)
{
  Fixture fixture;
  gint64 begin;
  double seconds;

  set_up (&fixture, counting);
  begin = g_get_monotonic_time ();
  start (&fixture, FALSE);
  wait_for_state (&fixture, SLUICE_SESSION_FINISHED);
  seconds = (double) (g_get_monotonic_time () - begin) / G_USEC_PER_SEC;

  g_assert_cmpuint (sluice_run_session_get_node_mark (fixture.session, "main/a")->n_visits, ==, 50000);
  g_assert_cmpuint (sluice_run_session_get_edge_mark (fixture.session, "main/a", "default")->n_taken, ==, 49999);
  /* A delta in 15 ms at most, one for the start, one for what came first. */
  g_assert_cmpfloat (fixture.n_updates, <=, seconds / 0.015 + 2);
  tear_down (&fixture);
}

static void
test_many_lines (void)
{
  Fixture fixture;
  const SluiceLogLine *line;

  set_up (&fixture, talking);
  start (&fixture, FALSE);
  wait_for_state (&fixture, SLUICE_SESSION_FINISHED);
  g_assert_cmpuint (sluice_run_session_get_n_lines (fixture.session), ==, 10001);
  line = sluice_run_session_get_line (fixture.session, 0);
  g_assert_nonnull (strstr (line->text, "older lines were dropped"));
  line = sluice_run_session_get_line (fixture.session, 9999);
  g_assert_cmpstr (line->text, ==, "12000");
  g_assert_cmpstr (line->address, ==, "main/a");
  line = sluice_run_session_get_line (fixture.session, 10000);
  g_assert_cmpstr (line->level, ==, "run");
  g_assert_null (sluice_run_session_get_line (fixture.session, 10001));
  tear_down (&fixture);
}

static void
test_failure (void)
{
  Fixture fixture;
  const SluiceNodeMark *mark;

  set_up (&fixture, failing);
  start (&fixture, FALSE);
  wait_for_state (&fixture, SLUICE_SESSION_FAILED);
  g_assert_true (g_str_has_prefix (sluice_run_session_get_message (fixture.session), "Breaks: "));
  g_assert_cmpstr (sluice_run_session_get_stop_address (fixture.session), ==, "main/f");
  mark = sluice_run_session_get_node_mark (fixture.session, "main/f");
  g_assert_cmpint (mark->state, ==, SLUICE_MARK_FAILED);
  g_assert_nonnull (strstr (mark->text, "no luck"));
  g_assert_true (has_line (&fixture, "error", "no luck"));
  tear_down (&fixture);
}

/* What the checks refuse comes back at once, and a run that goes on stays. */
static void
test_refused (void)
{
  Fixture fixture;
  g_autoptr (SluiceDocument) broken = create_document ("'main': { 'start': 'nowhere', 'nodes': {} }", "main");
  g_autoptr (GError) error = NULL;

  set_up (&fixture, endless);
  start (&fixture, FALSE);
  g_assert_false (sluice_run_session_start (fixture.session, broken, FALSE, &error));
  g_assert_error (error, SLUICE_COMPILE_ERROR, SLUICE_COMPILE_ERROR_PROBLEMS);
  wait_for (&fixture, has_counted_past, GINT_TO_POINTER (100));
  tear_down (&fixture);
}

static void
test_stale (void)
{
  Fixture fixture;
  gboolean is_stale;
  const char *const nodes[] = { "main/a", NULL };

  set_up (&fixture, endless);
  start (&fixture, FALSE);
  g_assert_true (sluice_edit_move_nodes (fixture.document, nodes, 4, 0, NULL, NULL));
  g_object_get (fixture.session, "stale", &is_stale, NULL);
  g_assert_false (is_stale);
  g_assert_true (sluice_edit_set_title (fixture.document, "main/a", "Another", NULL));
  g_object_get (fixture.session, "stale", &is_stale, NULL);
  g_assert_true (is_stale);

  start (&fixture, FALSE);
  g_object_get (fixture.session, "stale", &is_stale, NULL);
  g_assert_false (is_stale);
  tear_down (&fixture);
}

static void
test_stop_while_asking (void)
{
  Fixture fixture;

  set_up (&fixture, hello);
  start (&fixture, FALSE);
  wait_for_prompt (&fixture, "Who are you?");
  sluice_run_session_stop (fixture.session);
  wait_for_state (&fixture, SLUICE_SESSION_CANCELLED);
  g_assert_cmpuint (sluice_run_session_get_prompts (fixture.session)->len, ==, 0);
  g_assert_cmpint (sluice_run_session_get_node_mark (fixture.session, "main/name")->state, ==, SLUICE_MARK_CANCELLED);
  g_assert_false (sluice_run_session_get_node_mark (fixture.session, "main/name")->is_current);
  tear_down (&fixture);
}

/* Two sessions share the thread and nothing else; one may go while it runs. */
static void
test_two (void)
{
  Fixture one;
  Fixture two;
  const SluicePrompt *prompt;

  set_up (&one, hello);
  set_up (&two, endless);
  start (&one, FALSE);
  start (&two, FALSE);
  wait_for (&two, has_counted_past, GINT_TO_POINTER (1000));
  prompt = wait_for_prompt (&one, "Who are you?");
  tear_down (&two);
  answer (&one, prompt->effect, "Ann");
  wait_for_prompt (&one, "Again?");
  tear_down (&one);
}

static gboolean
has_queue (Fixture       *fixture,
           gconstpointer  data)
{
  return sluice_value_has_member (sluice_run_session_get_queues (fixture->session), data);
}

static void
test_queues (void)
{
  Fixture fixture;
  g_autofree char *text = NULL;

  set_up_flow (&fixture, queues, "one");
  start (&fixture, FALSE);
  wait_for_state (&fixture, SLUICE_SESSION_FAILED);
  wait_for (&fixture, has_queue, "q");
  text = sluice_json_write (sluice_run_session_get_queues (fixture.session), SLUICE_JSON_WRITE_COMPACT, NULL);
  g_assert_cmpstr (text, ==, "{\"q\":[[1,2]],\"back\":[]}");
  g_assert_nonnull (strstr (sluice_run_session_get_message (fixture.session), "back"));
  tear_down (&fixture);
}

static void
count_notify_cb (GObject    *object,
                 GParamSpec *pspec,
                 guint      *n)
{
  (*n)++;
}

static void
test_properties (void)
{
  Fixture fixture;
  guint n_active = 0;
  guint n_prompts = 0;
  guint value;

  set_up (&fixture, hello);
  g_signal_connect (fixture.session, "notify::active", G_CALLBACK (count_notify_cb), &n_active);
  g_signal_connect (fixture.session, "notify::n-prompts", G_CALLBACK (count_notify_cb), &n_prompts);
  start (&fixture, FALSE);
  wait_for_prompt (&fixture, "Who are you?");
  g_object_get (fixture.session, "n-prompts", &value, NULL);
  g_assert_cmpuint (value, ==, 1);
  sluice_run_session_stop (fixture.session);
  wait_for_state (&fixture, SLUICE_SESSION_CANCELLED);
  g_assert_cmpuint (n_active, ==, 2);
  g_assert_cmpuint (n_prompts, ==, 2);
  tear_down (&fixture);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/session/hello", test_hello);
  g_test_add_func ("/session/wrong-answer", test_wrong_answer);
  g_test_add_func ("/session/marks", test_marks);
  g_test_add_func ("/session/pause", test_pause);
  g_test_add_func ("/session/pause-a-script", test_pause_a_script);
  g_test_add_func ("/session/step", test_step);
  g_test_add_func ("/session/breakpoints", test_breakpoints);
  g_test_add_func ("/session/many-visits", test_many_visits);
  g_test_add_func ("/session/many-lines", test_many_lines);
  g_test_add_func ("/session/failure", test_failure);
  g_test_add_func ("/session/refused", test_refused);
  g_test_add_func ("/session/stale", test_stale);
  g_test_add_func ("/session/stop-while-asking", test_stop_while_asking);
  g_test_add_func ("/session/two", test_two);
  g_test_add_func ("/session/queues", test_queues);
  g_test_add_func ("/session/properties", test_properties);
  return g_test_run ();
}
