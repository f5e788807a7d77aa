/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The lanes of a run, the call stack of one, and what waits for queues. */

#include "base/json.h"
#include "session-fixture.h"

static const char nested[] =
  "'main': { 'start': 'all', 'nodes': {"
  "  'all': { 'kind': 'flow', 'title': 'All', 'settings': { 'flow': 'one' }, 'batch': 'parallel',"
  "           'prep': 'return { { n = 1 }, { n = 2 } }' } } },"
  "'one': { 'start': 'each', 'nodes': {"
  "  'each': { 'kind': 'script', 'title': 'Each', 'batch': 'each', 'prep': 'return { [[a]], [[b]] }',"
  "            'exec': 'return ask (item)' } } }";

static const char quick[] =
  "'main': { 'start': 'all', 'nodes': {"
  "  'all': { 'kind': 'script', 'title': 'All', 'batch': 'parallel', 'prep': 'return { 1, 2 }',"
  "           'exec': 'return item' } } }";

static const char deadlocked[] =
  "'main': { 'start': 'get', 'nodes': {"
  "  'get': { 'kind': 'script', 'title': 'Get', 'prep': 'queue ([[in]]):put (7)',"
  "           'exec': 'queue ([[in]]):get () return queue ([[in]]):get ()' } } }";

static const char alike[] =
  "'main': { 'start': 'all', 'nodes': {"
  "  'all': { 'kind': 'script', 'title': 'All', 'batch': 'parallel', 'prep': 'return { 1, 2, 3, 4, 5, 6 }',"
  "           'exec': 'return queue (item < 6 and [[in]] or [[out]]):get ()' } } }";

static gboolean
has_prompts (SessionFixture *fixture,
             gconstpointer   data)
{
  return sluice_run_session_get_prompts (fixture->session)->len == GPOINTER_TO_UINT (data);
}

static char *
tell_stack (SessionFixture *fixture)
{
  GPtrArray *stack = sluice_run_session_get_stack (fixture->session);
  GString *told = g_string_new (NULL);

  for (guint i = 0; i < stack->len; i++)
    {
      const SluiceFrameInfo *frame = g_ptr_array_index (stack, i);

      g_string_append_printf (told, "%s%s", i > 0 ? " < " : "", frame->address != NULL ? frame->address : "-");
      if (frame->item >= 0)
        g_string_append_printf (told, "[%d/%d%s]", frame->item + 1, frame->n_items,
                                frame->is_parallel ? " parallel" : "");
      if (frame->value.text != NULL)
        g_string_append_printf (told, "=%s", frame->value.text);
    }
  return g_string_free (told, FALSE);
}

static gboolean
is_stack (SessionFixture *fixture,
          gconstpointer   data)
{
  g_autofree char *told = tell_stack (fixture);

  return g_strcmp0 (told, data) == 0;
}

/* Through the batch in the lane, and the parallel one around it; with the items once it is stopped. */
static void
test_stack (void)
{
  SessionFixture fixture;

  session_fixture_set_up (&fixture, nested);
  session_fixture_start (&fixture, FALSE);
  session_fixture_wait (&fixture, has_prompts, GUINT_TO_POINTER (2));
  sluice_run_session_select_lane (fixture.session, 3);
  session_fixture_wait (&fixture, is_stack, "one/each[1/2] < main/all[2/2 parallel] < main");
  sluice_run_session_pause (fixture.session);
  session_fixture_wait (&fixture, is_stack, "one/each[1/2]=\"a\" < main/all[2/2 parallel]={\"n\":2} < main");
  session_fixture_tear_down (&fixture);
}

static const SluiceLaneInfo *
find_lane (SessionFixture *fixture,
           guint32         id)
{
  GPtrArray *lanes = sluice_run_session_get_lanes (fixture->session);

  for (guint i = 0; i < lanes->len; i++)
    if (((SluiceLaneInfo *) g_ptr_array_index (lanes, i))->id == id)
      return g_ptr_array_index (lanes, i);
  g_assert_not_reached ();
}

/* Those that have ended come last, with the item they were there for. */
static void
test_ended (void)
{
  SessionFixture fixture;
  const SluiceLaneInfo *lane;

  session_fixture_set_up (&fixture, quick);
  session_fixture_run (&fixture);
  g_assert_cmpuint (sluice_run_session_get_lanes (fixture.session)->len, ==, 3);
  lane = find_lane (&fixture, 2);
  g_assert_cmpint (lane->state, ==, SLUICE_LANE_ENDED);
  g_assert_cmpstr (lane->title, ==, "All");
  g_assert_cmpint (lane->item, ==, 0);
  g_assert_cmpint (lane->n_items, ==, 2);
  g_assert_null (lane->error);
  session_fixture_tear_down (&fixture);
}

/* What is not listed is counted. */
static void
test_unlisted (void)
{
  static const char flow[] =
    "'main': { 'start': 'all', 'nodes': {"
    "  'all': { 'kind': 'script', 'batch': 'parallel', 'exec': 'if item > 40 then return ask ([[?]]) end',"
    "           'prep': 'local list = {} for i = 1, 1045 do list[i] = i end return list' } } }";
  SessionFixture fixture;
  guint64 n_earlier;

  session_fixture_set_up (&fixture, flow);
  session_fixture_start (&fixture, FALSE);
  session_fixture_wait (&fixture, has_prompts, GUINT_TO_POINTER (1005));
  g_assert_cmpuint (sluice_run_session_get_lanes (fixture.session)->len, ==, 1020);
  g_assert_cmpuint (sluice_run_session_get_n_unlisted_lanes (fixture.session, &n_earlier), ==, 6);
  g_assert_cmpuint (n_earlier, ==, 20);
  session_fixture_tear_down (&fixture);
}

static gboolean
is_at_moment (SessionFixture *fixture,
              gconstpointer   data)
{
  return sluice_run_session_get_moment (fixture->session) == GPOINTER_TO_UINT (data);
}

static char *
dup_queues (SessionFixture *fixture)
{
  return sluice_json_write (sluice_run_session_get_queues (fixture->session), SLUICE_JSON_WRITE_COMPACT, NULL);
}

/* What a lane waited for when all were deadlocked is told after the run has failed, and the record has the queue. */
static void
test_queues (void)
{
  SessionFixture fixture;
  const SluiceLaneInfo *lane;
  const SluiceQueueInfo *queue;
  g_autofree char *queues = NULL;

  session_fixture_set_up (&fixture, deadlocked);
  session_fixture_start (&fixture, FALSE);
  session_fixture_wait_for_state (&fixture, SLUICE_SESSION_FAILED);
  lane = find_lane (&fixture, 1);
  g_assert_true (lane->is_deadlocked);
  g_assert_false (lane->is_put);
  g_assert_cmpstr (lane->queue, ==, "in");
  g_assert_cmpstr (lane->address, ==, "main/get");
  g_assert_cmpuint (sluice_run_session_get_queue_infos (fixture.session)->len, ==, 1);
  queue = g_ptr_array_index (sluice_run_session_get_queue_infos (fixture.session), 0);
  g_assert_cmpstr (queue->name, ==, "in");
  g_assert_cmpuint (queue->limit, ==, 0);

  session_fixture_wait_for_closed_record (&fixture);
  sluice_run_session_open_past (fixture.session, sluice_run_session_get_record (fixture.session), NULL, 0);
  session_fixture_wait (&fixture, is_at_moment, GUINT_TO_POINTER (3));
  queues = dup_queues (&fixture);
  g_assert_cmpstr (queues, ==, "{\"in\":[]}");
  session_fixture_tear_down (&fixture);
}

/* Of lanes that wait alike the message tells once. */
static void
test_alike (void)
{
  SessionFixture fixture;

  session_fixture_set_up (&fixture, alike);
  session_fixture_start (&fixture, FALSE);
  session_fixture_wait_for_state (&fixture, SLUICE_SESSION_FAILED);
  g_assert_cmpstr (sluice_run_session_get_message (fixture.session), ==,
                   "Deadlock: All waits for “out”, All waits for “in”");
  session_fixture_tear_down (&fixture);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/session/lanes/stack", test_stack);
  g_test_add_func ("/session/lanes/ended", test_ended);
  g_test_add_func ("/session/lanes/unlisted", test_unlisted);
  g_test_add_func ("/session/lanes/queues", test_queues);
  g_test_add_func ("/session/lanes/alike", test_alike);
  return g_test_run ();
}
