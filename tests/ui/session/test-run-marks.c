/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the nodes and edges of the drawing say of a run: where it is, how it came there, where it goes next. */

#include "session-fixture.h"

#include <string.h>

static const char chain[] =
  "'main': { 'start': 'a', 'nodes': {"
  "  'a': { 'kind': 'script', 'title': 'First', 'next': { 'default': 'b' } },"
  "  'b': { 'kind': 'script', 'title': 'Second', 'next': { 'default': 'c' } },"
  "  'c': { 'kind': 'script', 'title': 'Third', 'exec': 'return 1', 'post': 'return [[end]]',"
  "         'next': { 'end': 'd', 'default': 'a' } },"
  "  'd': { 'kind': 'end', 'title': 'Last' } } }";

static const char failing[] =
  "'main': { 'start': 'a', 'nodes': {"
  "  'a': { 'kind': 'script', 'title': 'Flaky', 'retries': 3, 'wait': 1000, 'exec': 'error ([[no]])' } } }";

static const char sleeping[] =
  "'main': { 'start': 'a', 'nodes': { 'a': { 'kind': 'script', 'title': 'Slow', 'exec': 'sleep (1000)' } } }";

static const char parallel[] =
  "'main': { 'start': 'a', 'nodes': {"
  "  'a': { 'kind': 'script', 'title': 'Ask', 'batch': { 'mode': 'parallel' },"
  "         'prep': 'return { 1, 2, 3 }', 'exec': 'return ask (tostring (item))' } } }";

static const SluiceNodeMark *
get_mark (SessionFixture *fixture,
          const char     *address)
{
  static const SluiceNodeMark none;
  const SluiceNodeMark *mark = sluice_run_session_get_node_mark (fixture->session, address);

  return mark != NULL ? mark : &none;
}

static gboolean
is_stopped_at (SessionFixture *fixture,
               gconstpointer   data)
{
  return sluice_run_session_get_state (fixture->session) == SLUICE_SESSION_STOPPED
         && g_strcmp0 (sluice_run_session_get_stop_address (fixture->session), data) == 0;
}

static gboolean
is_next (SessionFixture *fixture,
         gconstpointer   data)
{
  const SluiceEdgeMark *mark = sluice_run_session_get_edge_mark (fixture->session, data, NULL);

  return mark != NULL && mark->is_next;
}

static void
intervene (SessionFixture         *fixture,
           SluiceInterventionType  type,
           const char             *value)
{
  g_assert_cmpuint (sluice_run_session_intervene (fixture->session, &(SluiceIntervention) { type, 0, NULL, value }),
                    >, 0);
}

static void
step (SessionFixture *fixture,
      const char     *to)
{
  sluice_run_session_step_over (fixture->session);
  session_fixture_wait (fixture, is_stopped_at, to);
}

/* A node that a person left out says so, and the edge out of it is dashed until it is taken. */
static void
test_skip (void)
{
  SessionFixture fixture;
  const SluiceEdgeMark *edge;

  session_fixture_set_up (&fixture, chain);
  session_fixture_start (&fixture, TRUE);
  session_fixture_wait (&fixture, is_stopped_at, "main/a");
  step (&fixture, "main/b");
  intervene (&fixture, SLUICE_INTERVENTION_SKIP, "default");
  session_fixture_wait (&fixture, is_next, "main/b");
  edge = sluice_run_session_get_edge_mark (fixture.session, "main/b", NULL);
  g_assert_cmpuint (edge->n_taken, ==, 0);

  step (&fixture, "main/c");
  g_assert_cmpint (get_mark (&fixture, "main/a")->state, ==, SLUICE_MARK_DONE);
  g_assert_cmpint (get_mark (&fixture, "main/b")->state, ==, SLUICE_MARK_SKIPPED);
  g_assert_cmpstr (get_mark (&fixture, "main/b")->text, ==, "default");
  edge = sluice_run_session_get_edge_mark (fixture.session, "main/b", NULL);
  g_assert_false (edge->is_next);
  g_assert_true (edge->is_last);
  g_assert_cmpuint (edge->n_taken, ==, 1);

  intervene (&fixture, SLUICE_INTERVENTION_RESULT, "5");
  sluice_run_session_continue (fixture.session);
  session_fixture_wait_for_state (&fixture, SLUICE_SESSION_FINISHED);
  g_assert_cmpint (get_mark (&fixture, "main/c")->state, ==, SLUICE_MARK_DONE);
  g_assert_true (get_mark (&fixture, "main/c")->is_mocked);
  session_fixture_tear_down (&fixture);
}

/* Where an edge led and the visit did not begin. */
static void
test_queued (void)
{
  SessionFixture fixture;

  session_fixture_set_up (&fixture, chain);
  session_fixture_start (&fixture, TRUE);
  session_fixture_wait (&fixture, is_stopped_at, "main/a");
  step (&fixture, "main/b");
  g_assert_cmpuint (get_mark (&fixture, "main/b")->n_visits, ==, 0);
  g_assert_cmpint (get_mark (&fixture, "main/b")->state, ==, SLUICE_MARK_STOPPED);
  sluice_run_session_stop (fixture.session);
  session_fixture_wait_for_state (&fixture, SLUICE_SESSION_CANCELLED);
  g_assert_cmpint (get_mark (&fixture, "main/b")->state, ==, SLUICE_MARK_CANCELLED);
  session_fixture_tear_down (&fixture);
}

static gboolean
waits (SessionFixture *fixture,
       gconstpointer   data)
{
  return get_mark (fixture, data)->state == SLUICE_MARK_WAIT;
}

static void
check_wait (const char *flows,
            gboolean    is_retry)
{
  SessionFixture fixture;

  session_fixture_set_up (&fixture, flows);
  session_fixture_start (&fixture, FALSE);
  session_fixture_wait (&fixture, waits, "main/a");
  g_assert_cmpint (get_mark (&fixture, "main/a")->is_retry, ==, is_retry);
  g_assert_cmpint (get_mark (&fixture, "main/a")->until, >, g_get_monotonic_time ());
  session_fixture_tear_down (&fixture);
}

/* The wait for another attempt is another than a sleep. */
static void
test_wait (void)
{
  check_wait (failing, TRUE);
  check_wait (sleeping, FALSE);
}

static gboolean
has_prompts (SessionFixture *fixture,
             gconstpointer   data)
{
  return sluice_run_session_get_prompts (fixture->session)->len == GPOINTER_TO_UINT (data);
}

static gboolean
has_results (SessionFixture *fixture,
             gconstpointer   data)
{
  return get_mark (fixture, "main/a")->n_results == GPOINTER_TO_UINT (data);
}

/* On the timeline: the stretches at whose beginning a result was held. */
static gboolean
has_diamonds (SessionFixture *fixture,
              gconstpointer   data)
{
  GArray *spans = sluice_run_session_get_open_spans (fixture->session);
  guint n = 0;

  for (guint i = 0; i < spans->len; i++)
    n += g_array_index (spans, SluiceSpan, i).has_result;
  return n == GPOINTER_TO_UINT (data);
}

static void
test_results (void)
{
  SessionFixture fixture;

  session_fixture_set_up (&fixture, parallel);
  session_fixture_start (&fixture, FALSE);
  session_fixture_wait (&fixture, has_prompts, GUINT_TO_POINTER (3));
  sluice_run_session_pause (fixture.session);
  session_fixture_wait_for_state (&fixture, SLUICE_SESSION_STOPPED);
  session_fixture_answer (&fixture, "one");
  session_fixture_wait (&fixture, has_results, GUINT_TO_POINTER (1));
  session_fixture_wait (&fixture, has_prompts, GUINT_TO_POINTER (2));
  session_fixture_answer (&fixture, "two");
  session_fixture_wait (&fixture, has_results, GUINT_TO_POINTER (2));
  session_fixture_wait (&fixture, has_diamonds, GUINT_TO_POINTER (2));
  sluice_run_session_continue (fixture.session);
  session_fixture_wait (&fixture, has_results, GUINT_TO_POINTER (0));
  session_fixture_tear_down (&fixture);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/session/marks/skipped-and-mocked", test_skip);
  g_test_add_func ("/session/marks/queued-and-never-begun", test_queued);
  g_test_add_func ("/session/marks/waits-and-sleeps", test_wait);
  g_test_add_func ("/session/marks/held-results", test_results);
  return g_test_run ();
}
