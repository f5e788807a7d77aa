/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is left out of a long stack, of many visits and of many replies: it is told, and never taken for another. */

#include <string.h>

#include "base/ids.h"
#include "debugger/session/run-view.h"
#include "session-fixture.h"

#define DEPTH 230

/* Flows in each other, and a question in the last. */
static char *
dup_nest (void)
{
  GString *flows = g_string_new ("'main': { 'start': 'in', 'nodes': { 'in': { 'kind': 'flow', "
                                 "'settings': { 'flow': 'f1' } } } }");

  for (guint i = 1; i < DEPTH; i++)
    g_string_append_printf (flows, ", 'f%u': { 'start': 'in', 'nodes': { 'in': { 'kind': 'flow', "
                                   "'settings': { 'flow': 'f%u' } } } }", i, i + 1);
  g_string_append_printf (flows, ", 'f%u': { 'start': 'ask', 'nodes': { 'ask': { 'kind': 'ask', "
                                 "'settings': { 'prompt': '?' } } } }", DEPTH);
  return g_string_free (flows, FALSE);
}

static gboolean
has_prompt (SessionFixture *fixture,
            gconstpointer   data)
{
  return sluice_run_session_get_prompts (fixture->session)->len == 1;
}

static gboolean
is_past (SessionFixture *fixture,
         gconstpointer   data)
{
  return sluice_run_session_get_moment (fixture->session) == GPOINTER_TO_UINT (data);
}

/* Of the flows there is one visit more than there are levels, and the frame of what was started is around all. */
static void
assert_stack (SessionFixture *fixture)
{
  GPtrArray *stack = sluice_run_session_get_stack (fixture->session);

  g_assert_cmpuint (stack->len, ==, 200);
  g_assert_cmpstr (((SluiceFrameInfo *) g_ptr_array_index (stack, 0))->address, ==, "f230/ask");
  g_assert_cmpuint (sluice_run_session_get_n_unlisted_frames (fixture->session), ==, DEPTH + 2 - 200);
}

static void
test_stack (void)
{
  g_autofree char *flows = dup_nest ();
  SessionFixture fixture;

  session_fixture_set_up (&fixture, flows);
  session_fixture_start (&fixture, FALSE);
  session_fixture_wait (&fixture, has_prompt, NULL);
  assert_stack (&fixture);
  sluice_run_session_pause (fixture.session);
  session_fixture_wait_for_state (&fixture, SLUICE_SESSION_STOPPED);
  assert_stack (&fixture);
  sluice_run_session_stop (fixture.session);
  session_fixture_wait_for_state (&fixture, SLUICE_SESSION_CANCELLED);
  session_fixture_wait_for_closed_record (&fixture);
  sluice_run_session_open_past (fixture.session, sluice_run_session_get_record (fixture.session), NULL, DEPTH + 2);
  session_fixture_wait (&fixture, is_past, GUINT_TO_POINTER (DEPTH + 2));
  assert_stack (&fixture);
  session_fixture_tear_down (&fixture);
}

static gboolean
is_at (SessionFixture *fixture,
       gconstpointer   data)
{
  return sluice_run_session_get_state (fixture->session) == SLUICE_SESSION_STOPPED
         && g_strcmp0 (sluice_run_session_get_stop_address (fixture->session), data) == 0;
}

/* Visits: a ring of nodes in a flow, gone round many times, so that there are more visits than are kept. */

#define RING 105
#define ROUNDS 100

static char *
dup_ring (void)
{
  GString *flows = g_string_new ("'main': { 'start': 'first', 'nodes': {"
                                 "  'first': { 'kind': 'script', 'next': { 'default': 'around' } },"
                                 "  'around': { 'kind': 'flow', 'settings': { 'flow': 'ring' },"
                                 "              'next': { 'out': 'last' } },"
                                 "  'last': { 'kind': 'script' } } },"
                                 "'ring': { 'start': 'n1', 'nodes': {");

  g_string_append_printf (flows, " 'n1': { 'kind': 'script', 'post': 'shared.n = (shared.n or 0) + 1 "
                                 "if shared.n > %d then return [[out]] end', 'next': { 'default': 'n2' } }", ROUNDS);
  for (guint i = 2; i <= RING; i++)
    g_string_append_printf (flows, ", 'n%u': { 'kind': 'script', 'next': { 'default': 'n%u' } }", i, i % RING + 1);
  return g_string_free (g_string_append (flows, " } }"), FALSE);
}

static gboolean
is_visit_over (SessionFixture *fixture,
               gconstpointer   data)
{
  const SluiceVisitInfo *visit = sluice_run_session_get_visit (fixture->session);

  return visit != NULL && visit->number == GPOINTER_TO_UINT (data) && visit->duration >= 0;
}

static gboolean
is_visit_behind (SessionFixture *fixture,
                 gconstpointer   data)
{
  const SluiceVisitInfo *visit = sluice_run_session_get_visit (fixture->session);

  return visit != NULL && visit->number > GPOINTER_TO_UINT (data);
}

static gboolean
has_lost (SessionFixture *fixture,
          gconstpointer   data)
{
  return sluice_run_session_get_n_lost_visits (fixture->session) == GPOINTER_TO_UINT (data);
}

/* A visit that goes on is kept whatever goes on in it; of one that is not kept it is not said that it never was. */
static void
test_visits (void)
{
  g_autofree char *flows = dup_ring ();
  SessionFixture fixture;
  const SluiceVisitInfo *visit;

  session_fixture_set_up (&fixture, flows);
  sluice_run_session_show_visit (fixture.session, "main/around", 0);
  session_fixture_run (&fixture);
  session_fixture_wait (&fixture, is_visit_over, GUINT_TO_POINTER (1));
  visit = sluice_run_session_get_visit (fixture.session);
  g_assert_cmpstr (visit->target_address, ==, "main/last");
  g_assert_cmpuint (visit->previous, ==, 0);
  g_assert_cmpuint (visit->next, ==, 0);
  sluice_run_session_show_visit (fixture.session, "main/first", 0);
  session_fixture_wait (&fixture, has_lost, GUINT_TO_POINTER (1));
  g_assert_null (sluice_run_session_get_visit (fixture.session));

  /* Of one that is gone the next that there is. */
  sluice_run_session_show_visit (fixture.session, "ring/n1", 1);
  session_fixture_wait (&fixture, is_visit_behind, GUINT_TO_POINTER (1));
  visit = sluice_run_session_get_visit (fixture.session);
  g_assert_cmpuint (visit->previous, ==, 0);
  g_assert_cmpuint (visit->next, ==, visit->number + 1);
  session_fixture_tear_down (&fixture);
}

/* In the record the visits of a flow are many facts: its end is found behind them, and that some were passed over is
 * told. */
static void
test_long_visit (void)
{
  g_autofree char *flows = dup_ring ();
  SessionFixture fixture;
  const SluiceVisitInfo *visit;

  session_fixture_set_up (&fixture, flows);
  session_fixture_run (&fixture);
  session_fixture_wait_for_closed_record (&fixture);
  sluice_run_session_show_visit (fixture.session, "main/around", 0);
  sluice_run_session_open_past (fixture.session, sluice_run_session_get_record (fixture.session), NULL, 20);
  session_fixture_wait (&fixture, is_past, GUINT_TO_POINTER (20));
  session_fixture_wait (&fixture, is_visit_over, GUINT_TO_POINTER (1));
  visit = sluice_run_session_get_visit (fixture.session);
  g_assert_true (visit->has_gap);
  g_assert_cmpstr (visit->target_address, ==, "main/last");

  /* Going back shows the last that there was then, and no gap where there is none. */
  sluice_run_session_show_visit (fixture.session, "ring/n1", 90);
  sluice_run_session_go_to_moment (fixture.session, 10);
  session_fixture_wait (&fixture, is_visit_over, GUINT_TO_POINTER (1));
  g_assert_false (sluice_run_session_get_visit (fixture.session)->has_gap);
  session_fixture_tear_down (&fixture);
}

/* Replies */

static void
add_reply (SluiceRunView *view,
           guint64        effect,
           const char    *address,
           gboolean       is_open)
{
  SluiceRunDelta *delta = sluice_run_delta_new ();
  SluiceModelReplyDelta *reply = g_new0 (SluiceModelReplyDelta, 1);
  SluiceRunUpdate update = { 0, };

  reply->reply.effect = effect;
  reply->reply.address = sluice_address_intern (address);
  reply->reply.text = g_string_new ("x");
  reply->reply.is_open = is_open;
  delta->model_replies = g_ptr_array_new_with_free_func ((GDestroyNotify) sluice_model_reply_delta_free);
  g_ptr_array_add (delta->model_replies, reply);
  sluice_run_view_apply (view, delta, &update);
  g_assert_true (update.model_replies);
  g_strfreev (update.nodes);
  sluice_run_delta_free (delta);
}

static const SluiceModelReply *
find_reply (SluiceRunView *view,
            guint64        effect)
{
  for (guint i = 0; i < view->model_replies->len; i++)
    if (((SluiceModelReply *) g_ptr_array_index (view->model_replies, i))->effect == effect)
      return g_ptr_array_index (view->model_replies, i);
  return NULL;
}

/* Whatever comes behind it: the last reply of a node stays, and one that goes on is not begun anew in its middle. */
static void
test_replies (void)
{
  SluiceRunView view;

  sluice_run_view_init (&view);
  add_reply (&view, 1, "main/once", FALSE);
  add_reply (&view, 2, "main/often", TRUE);
  for (guint64 effect = 3; effect < 300; effect++)
    add_reply (&view, effect, "main/often", FALSE);
  g_assert_cmpuint (view.model_replies->len, ==, SLUICE_RUN_MAX_REPLIES);
  g_assert_nonnull (find_reply (&view, 1));
  g_assert_null (find_reply (&view, 3));
  g_assert_nonnull (find_reply (&view, 299));
  add_reply (&view, 2, "main/often", FALSE);
  g_assert_cmpstr (find_reply (&view, 2)->text->str, ==, "xx");
  sluice_run_view_clear (&view);
}

/* Writers */

/* As many places again are written after a stop, the first of which is written before it too; there is one more than
 * there is room for. */
static void
test_writers (void)
{
  static const char flow[] =
    "'main': { 'start': 'first', 'nodes': {"
    "  'first': { 'kind': 'script', 'title': 'First', 'post': 'shared.a = { again = 1 } shared.a.again = 2',"
    "             'next': { 'default': 'second' } },"
    "  'second': { 'kind': 'script', 'title': 'Second', 'next': { 'default': 'end' },"
    "              'post': 'shared.b = {} for i = 1, 5000 do shared.b[i] = i end shared.a.again = 3' },"
    "  'end': { 'kind': 'ask', 'settings': { 'prompt': '?' } } } }";
  SessionFixture fixture;
  const char *writer;
  gboolean is_fresh;

  session_fixture_set_up (&fixture, flow);
  session_fixture_start (&fixture, TRUE);
  session_fixture_wait_for_state (&fixture, SLUICE_SESSION_STOPPED);
  sluice_run_session_step_over (fixture.session);
  session_fixture_wait (&fixture, is_at, "main/second");
  g_assert_true (sluice_run_session_get_writer (fixture.session, "/a/again", &writer, &is_fresh));
  g_assert_nonnull (strstr (writer, "First"));
  sluice_run_session_continue (fixture.session);
  session_fixture_wait (&fixture, has_prompt, NULL);
  g_assert_false (sluice_run_session_get_writer (fixture.session, "/a/again", NULL, NULL));
  g_assert_true (sluice_run_session_get_writer (fixture.session, "/b/0", &writer, &is_fresh));
  g_assert_nonnull (strstr (writer, "Second"));
  g_assert_true (is_fresh);
  session_fixture_tear_down (&fixture);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/session/cuts/stack", test_stack);
  g_test_add_func ("/session/cuts/visits", test_visits);
  g_test_add_func ("/session/cuts/a-long-visit-of-a-record", test_long_visit);
  g_test_add_func ("/session/cuts/replies", test_replies);
  g_test_add_func ("/session/cuts/writers", test_writers);
  return g_test_run ();
}
