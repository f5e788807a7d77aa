/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What a person does to a run in a debugger is in its record: the run can be had again with all of it. */

#include <glib/gstdio.h>

#include "base/json.h"
#include "engine/async-node.h"
#include "record/recorder.h"
#include "record/replay.h"
#include "drawn.h"
#include "record-fixture.h"

static SluiceRun *
create_run (const char *drawing)
{
  g_autoptr (SluiceEngine) engine = sluice_engine_new_virtual (NULL);

  return drawn_create_run (engine, drawing);
}

/* What a debugger says of stops is no part of what happens. */
#define ALL_EVENTS                                                                                  \
  (SLUICE_EVENT_MASK_ALL                                                                            \
   & ~(SLUICE_EVENT_MASK (SLUICE_EVENT_LANE_STATE) | SLUICE_EVENT_MASK (SLUICE_EVENT_RUN_STATE)      \
       | SLUICE_EVENT_MASK (SLUICE_EVENT_HELD) | SLUICE_EVENT_MASK (SLUICE_EVENT_STOP)))

static void
test_random (Fixture       *fixture,
             gconstpointer  data)
{
  const char *drawing = data;
  guint n_seeds = g_test_slow () ? 2000 : 25;

  for (guint32 seed = 1; seed <= n_seeds; seed++)
    {
      g_autoptr (SluiceRun) run = create_run (drawing);
      g_autoptr (SluiceRun) again = create_run (drawing);
      g_autoptr (SluiceRecorder) recorder = NULL;
      g_autoptr (SluiceReplay) replay = NULL;
      g_autoptr (GString) then = g_string_new (NULL);
      g_autoptr (GString) now = g_string_new (NULL);
      g_autoptr (GError) error = NULL;
      g_autofree char *was = NULL;
      g_autofree char *is = NULL;
      guint n_done;

      g_unlink (fixture->path);
      recorder = fixture_record (run, fixture->path);
      sluice_run_watch (run, ALL_EVENTS, fixture_tell_cb, then, NULL);
      n_done = drawn_play (run, seed);
      g_assert_true (sluice_recorder_close (recorder, &error));
      was = fixture_dup_store (run);

      replay = sluice_replay_new (again, fixture->path, &error);
      g_assert_no_error (error);
      sluice_run_watch (again, ALL_EVENTS, fixture_tell_cb, now, NULL);
      sluice_run_join (again, NULL);
      is = fixture_dup_store (again);
      if (sluice_replay_get_error (replay) != NULL || g_strcmp0 (then->str, now->str) != 0)
        g_test_message ("seed %u: %s\n%s---\n%s", seed,
                        sluice_replay_get_error (replay) != NULL ? sluice_replay_get_error (replay)->message : "",
                        then->str, now->str);
      g_assert_no_error (sluice_replay_get_error (replay));
      g_assert_cmpstr (now->str, ==, then->str);
      g_assert_cmpstr (is, ==, was);
      g_assert_cmpuint (sluice_replay_get_n_acts (replay), ==, n_done);
      g_assert_cmpint (sluice_run_get_state (again), ==, sluice_run_get_state (run));
    }
}

/* Calls that are returned from outside, without an effect */

typedef SluiceAsyncNode      Outsider;
typedef SluiceAsyncNodeClass OutsiderClass;

GType outsider_get_type (void);

G_DEFINE_TYPE (Outsider, outsider, SLUICE_TYPE_ASYNC_NODE)

static guint n_returned;

static gboolean
return_cb (gpointer user_data)
{
  SluiceCall *call = user_data;

  n_returned++;
  if (n_returned % 5 == 0)
    sluice_call_return_error (call, g_error_new (SLUICE_ENGINE_ERROR, SLUICE_ENGINE_ERROR_FAILED, "no"));
  else if (n_returned % 7 != 0)
    sluice_call_return_value (call, sluice_value_integer (n_returned));
  return G_SOURCE_REMOVE; /* else it is dropped */
}

static void
call_unref (gpointer call)
{
  sluice_call_unref (call);
}

static void
outsider_exec (SluiceNode *node,
               SluiceCall *call)
{
  g_idle_add_full (G_PRIORITY_DEFAULT, return_cb, sluice_call_ref (call), call_unref);
}

static void
outsider_fallback (SluiceNode *node,
                   SluiceCall *call)
{
  sluice_call_return_value (call, sluice_value_integer (-1));
}

static void
outsider_post (SluiceNode *node,
               SluiceCall *call)
{
  SluiceStore *store = sluice_call_get_store (call, NULL);
  g_autofree char *key = g_strdup_printf ("%" G_GUINT64_FORMAT, sluice_lane_get_visit (sluice_call_get_lane (call)));

  sluice_store_set (store, key, sluice_value_ref (sluice_call_get_exec_result (call)));
  if (sluice_value_get_length (sluice_store_get_root (store)) < 12)
    sluice_call_return_action (call, "again");
  else
    sluice_call_return (call);
}

static void
outsider_class_init (OutsiderClass *klass)
{
  SLUICE_NODE_CLASS (klass)->exec = outsider_exec;
  SLUICE_NODE_CLASS (klass)->fallback = outsider_fallback;
  SLUICE_NODE_CLASS (klass)->post = outsider_post;
}

static void
outsider_init (Outsider *self)
{
}

/* Two of them side by side. */
static SluiceRun *
create_outside (void)
{
  g_autoptr (SluiceEngine) engine = sluice_engine_new_virtual (NULL);
  SluiceRun *run = sluice_run_new (engine, NULL);

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (SluiceNode) node = g_object_new (outsider_get_type (), "retries", 2, NULL);
      g_autoptr (SluiceNode) flow = NULL;

      sluice_node_set_address (node, i == 0 ? "one/a" : "two/a");
      sluice_node_next (node, node, "again");
      flow = SLUICE_NODE (sluice_flow_new_async (node));
      sluice_node_set_address (flow, i == 0 ? "one" : "two");
      sluice_run_add (run, flow);
    }
  return run;
}

/* How many phases are marked so. */
static guint
count_outside (const char *path)
{
  g_autoptr (SluiceRecord) record = sluice_record_open (path, NULL);
  SluiceFact fact;
  guint n = 0;

  while (sluice_record_step (record, &fact, NULL))
    {
      g_auto (SluiceValue) value = sluice_fact_to_value (&fact);

      g_assert_cmpint (fact.outside, ==, fact.type == SLUICE_EVENT_PHASE_ENDED && fact.phase == SLUICE_PHASE_EXEC);
      g_assert_cmpint (sluice_value_has_member (value, "outside"), ==, fact.outside);
      n += fact.outside;
      sluice_fact_clear (&fact);
    }
  return n;
}

/* In a replay others come back than did then, and at other times: those of the record count. */
static void
test_outside (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr (SluiceRun) run = create_outside ();
  g_autoptr (SluiceRun) again = create_outside ();
  g_autoptr (SluiceRecorder) recorder = NULL;
  g_autoptr (SluiceReplay) replay = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *was = NULL;
  g_autofree char *is = NULL;

  recorder = fixture_record (run, fixture->path);
  g_assert_true (sluice_run_join (run, &error));
  g_assert_no_error (error);
  g_assert_true (sluice_recorder_close (recorder, &error));
  was = fixture_dup_store (run);
  g_assert_cmpuint (count_outside (fixture->path), ==, n_returned);

  n_returned = 1000;
  replay = sluice_replay_new (again, fixture->path, &error);
  g_assert_no_error (error);
  sluice_run_join (again, &error);
  g_assert_no_error (sluice_replay_get_error (replay));
  g_assert_no_error (error);
  is = fixture_dup_store (again);
  g_assert_cmpstr (is, ==, was);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  sluice_init ();
  g_test_add ("/record/acts/loop", Fixture, drawn_flows[0], set_up, test_random, tear_down);
  g_test_add ("/record/acts/parallel", Fixture, drawn_flows[1], set_up, test_random, tear_down);
  g_test_add ("/record/acts/nested", Fixture, drawn_flows[2], set_up, test_random, tear_down);
  g_test_add ("/record/acts/queues", Fixture, drawn_flows[3], set_up, test_random, tear_down);
  g_test_add ("/record/acts/outside", Fixture, NULL, set_up, test_outside, tear_down);
  return g_test_run ();
}
