/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The scheduler: turns, budgets, clocks, and runs beside each other. */

#include "probe.h"

static SluiceRun *
start_endless (Probe *probe)
{
  g_autoptr (SluiceNode) node = g_object_new (SLUICE_TYPE_NODE, NULL);
  g_autoptr (SluiceFlow) flow = sluice_flow_new (node);
  SluiceRun *run = sluice_run_new (probe->engine, NULL);

  sluice_node_next (node, node, NULL);
  sluice_run_add (run, SLUICE_NODE (flow));
  g_assert_true (sluice_run_start (run, NULL));
  return run;
}

static gboolean
cancel_cb (gpointer user_data)
{
  if (sluice_run_get_n_visits (user_data) <= 100)
    return G_SOURCE_CONTINUE;
  sluice_run_cancel (user_data);
  return G_SOURCE_REMOVE;
}

/* An endless run leaves the main loop its turns: else nobody would ever cancel it. */
static void
test_endless (void)
{
  g_autoptr (Probe) probe = probe_new ("");
  g_autoptr (SluiceRun) run = start_endless (probe);
  g_autoptr (GError) error = NULL;

  g_timeout_add (5, cancel_cb, run);
  g_assert_false (sluice_run_join (run, &error));
  g_assert_error (error, SLUICE_ENGINE_ERROR, SLUICE_ENGINE_ERROR_CANCELLED);
}

/* Quick steps look at the clock the more seldom, and yet each look that finds the time to be up leaves
 * the loop. With no budget every look does, and none is further than this many visits from the last. */
static void
test_quick_steps_take_turns (void)
{
  const guint64 most = 16, all = 200000;
  g_autoptr (SluiceEngine) engine = sluice_engine_new (NULL);
  g_autoptr (SluiceNode) node = g_object_new (SLUICE_TYPE_NODE, NULL);
  g_autoptr (SluiceFlow) flow = sluice_flow_new (node);
  g_autoptr (SluiceRun) run = sluice_run_new (engine, NULL);
  guint64 before = 0;

  sluice_node_next (node, node, NULL);
  sluice_engine_set_dispatch_budget (engine, 0);
  sluice_run_add (run, SLUICE_NODE (flow));
  sluice_run_set_max_visits (run, all);
  g_assert_true (sluice_run_start (run, NULL));
  while (sluice_run_get_state (run) == SLUICE_RUN_RUNNING)
    {
      g_main_context_iteration (NULL, TRUE);
      g_assert_cmpuint (sluice_run_get_n_visits (run) - before, <=, most);
      before = sluice_run_get_n_visits (run);
    }
  g_assert_cmpuint (before, >=, all);
}

/* Separate runs take turns, also within one dispatch. */
static void
test_runs_take_turns (void)
{
  g_autoptr (Probe) probe = probe_new ("");
  SluiceRun *runs[3];

  for (guint i = 0; i < G_N_ELEMENTS (runs); i++)
    runs[i] = start_endless (probe);
  sluice_engine_set_dispatch_budget (probe->engine, 20000);
  g_main_context_iteration (NULL, FALSE);
  for (guint i = 0; i < G_N_ELEMENTS (runs); i++)
    {
      g_assert_cmpuint (sluice_run_get_n_visits (runs[i]), >, 64);
      sluice_run_cancel (runs[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (runs); i++)
    {
      sluice_run_join (runs[i], NULL);
      g_object_unref (runs[i]);
    }
}

static void
test_virtual_time (void)
{
  g_autoptr (Probe) probe = probe_new ("node a async exec={sleep 86400; sleep 0.5}\nnode b async exec={sleep 3600; say b}\nrun a\nrun b");
  gint64 began = g_get_monotonic_time ();

  probe_finish (probe);
  g_assert_cmpstr (probe->journal->str, ==, "a.exec b.exec +3600 b +82800.5 = finished");
  g_assert_cmpint (g_get_monotonic_time () - began, <, 10 * G_USEC_PER_SEC);
}

/* The real clock: no wait is shorter than it says. */
static void
test_real_time (void)
{
  g_autoptr (SluiceEngine) engine = sluice_engine_new (NULL);
  g_autoptr (SluiceRun) run = sluice_run_new (engine, NULL);
  g_autoptr (Probe) probe = probe_new ("node a async retries=2 wait=0.02 exec={fail-until 1}");
  gint64 began = g_get_monotonic_time ();

  sluice_run_add (run, probe_get (probe, "a"));
  g_assert_true (sluice_run_join (run, NULL));
  g_assert_cmpint (g_get_monotonic_time () - began, >=, 20000);
}

/* An engine of another thread's context runs when that context does. */
static void
test_own_context (void)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (SluiceEngine) engine = sluice_engine_new_virtual (context);
  g_autoptr (SluiceRun) run = sluice_run_new (engine, NULL);
  g_autoptr (Probe) probe = probe_new ("node a async exec={sleep 1; sleep 1}");

  g_assert_true (sluice_engine_get_context (engine) == context);
  sluice_run_add (run, probe_get (probe, "a"));
  g_assert_true (sluice_run_start (run, NULL));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (sluice_run_get_n_visits (run), ==, 0);
  g_assert_true (sluice_run_join (run, NULL));
  g_assert_cmpint (sluice_engine_get_time (engine), ==, 2000000);
}

/* A run inside a phase of another. */
typedef SluiceNode      Nester;
typedef SluiceNodeClass NesterClass;

GType nester_get_type (void);
G_DEFINE_TYPE (Nester, nester, SLUICE_TYPE_NODE)

static void
nester_exec (SluiceNode *node,
             SluiceCall *call)
{
  SluiceEngine *engine = sluice_run_get_engine (sluice_call_get_run (call));
  g_autoptr (SluiceRun) inner = sluice_run_new (engine, NULL);
  g_autoptr (SluiceNode) leaf = g_object_new (SLUICE_TYPE_NODE, NULL);
  g_autoptr (GError) error = NULL;

  sluice_run_add (inner, leaf);
  if (sluice_run_sync (inner, &error))
    sluice_call_return_value (call, sluice_value_integer (sluice_run_get_n_visits (inner)));
  else
    sluice_call_return_error (call, g_steal_pointer (&error));
}

static void
nester_class_init (NesterClass *klass)
{
  klass->exec = nester_exec;
}

static void
nester_init (Nester *self)
{
}

static void
test_run_in_a_phase (void)
{
  g_autoptr (Probe) probe = probe_new ("");
  g_autoptr (SluiceNode) node = g_object_new (nester_get_type (), NULL);

  sluice_run_add (probe->run, node);
  probe_finish (probe);
  g_assert_cmpstr (probe->journal->str, ==, "= finished");
}

/* Joining from within would wait for ever: it is refused, in a phase and in an event. */
static void
join_another_cb (SluiceRun         *run,
                 const SluiceEvent *event,
                 gpointer           user_data)
{
  guint *n_refused = user_data;
  g_autoptr (SluiceRun) other = sluice_run_new (sluice_run_get_engine (run), NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (sluice_run_join (other, &error));
  g_assert_error (error, SLUICE_ENGINE_ERROR, SLUICE_ENGINE_ERROR_PHASE);
  g_assert_cmpint (sluice_run_get_state (other), ==, SLUICE_RUN_READY);
  (*n_refused)++;
}

static void
test_join_from_within (void)
{
  g_autoptr (Probe) probe = probe_new ("node a exec={return}\nrun a");
  guint n_refused = 0;

  sluice_run_watch (probe->run, SLUICE_EVENT_MASK (SLUICE_EVENT_PHASE_STARTED), join_another_cb, &n_refused, NULL);
  probe_finish (probe);
  g_assert_cmpuint (n_refused, ==, 3);
}

/* A phase that has a main loop of its own: its run is not taken down under it, nor its other lane run. */
static void
iterate_cb (SluiceRun         *run,
            const SluiceEvent *event,
            gpointer           user_data)
{
  guint *n_turns = user_data;

  if (*n_turns == 0)
    sluice_run_cancel (run);
  for (guint i = 0; i < 3; i++, ++*n_turns)
    g_main_context_iteration (NULL, FALSE);
  g_assert_cmpint (sluice_run_get_state (run), ==, SLUICE_RUN_RUNNING);
}

static void
test_main_loop_within (void)
{
  g_autoptr (Probe) probe = probe_new ("node a exec={return}\nnode b exec={return}\nrun a\nrun b");
  g_autoptr (GError) error = NULL;
  guint n_turns = 0;

  sluice_run_watch (probe->run, SLUICE_EVENT_MASK (SLUICE_EVENT_PHASE_STARTED), iterate_cb, &n_turns, NULL);
  g_assert_false (sluice_run_sync (probe->run, &error));
  g_assert_error (error, SLUICE_ENGINE_ERROR, SLUICE_ENGINE_ERROR_CANCELLED);
  g_assert_cmpuint (n_turns, ==, 3);
}

/* A watcher calls a run off as it starts, and waits for its end. */
static void
call_off_cb (SluiceRun         *run,
             const SluiceEvent *event,
             gpointer           user_data)
{
  sluice_run_cancel (run);
  sluice_run_join (run, NULL);
}

static void
test_called_off_as_it_starts (void)
{
  g_autoptr (Probe) probe = probe_new ("node a exec={return}\nrun a");

  sluice_run_watch (probe->run, SLUICE_EVENT_MASK (SLUICE_EVENT_RUN_STARTED), call_off_cb, NULL, NULL);
  g_assert_true (sluice_run_start (probe->run, NULL));
  g_assert_cmpint (sluice_run_get_state (probe->run), ==, SLUICE_RUN_CANCELLED);
  g_assert_cmpuint (sluice_run_get_n_lanes (probe->run), ==, 0);
}

/* The first failing lane takes the others with it. */
static void
test_a_root_fails (void)
{
  probe_check ("node a async exec={sleep 5}\nnode b async exec={sleep 1; error no}\nnode c async exec={get q}\nrun a\nrun b\nrun c",
               "a.exec b.exec c.exec +1 = failed: no");
  probe_check ("node a async batch=parallel prep={return [1,2]} exec={sleep 5; say done}\n"
               "node b async exec={sleep 1; error no}\nrun a\nrun b",
               "a.prep b.exec a.exec[0] a.exec[1] +1 = failed: no");
}

static void
test_nothing_to_run (void)
{
  probe_check ("", "= finished");
}

static void
test_lanes (void)
{
  g_autoptr (Probe) probe = probe_new ("node a async batch=parallel prep={return [1,2]} exec={ask x}\nflow g async start=a\n"
                                       "flow f async start=g\nrun f");
  g_autofree char *path = NULL;
  g_autofree char *child_path = NULL;
  g_autofree char *waits_for = NULL;
  SluiceLane *lane;
  SluiceLane *child;

  probe_settle (probe);
  g_assert_cmpuint (sluice_run_get_n_lanes (probe->run), ==, 3);
  lane = sluice_run_get_lane (probe->run, 0);
  child = sluice_run_get_lane (probe->run, 2);
  path = sluice_lane_dup_path (lane);
  child_path = sluice_lane_dup_path (child);
  waits_for = sluice_lane_dup_waits_for (lane);
  g_assert_cmpstr (path, ==, "f/g/a");
  g_assert_cmpstr (child_path, ==, "f/g/a");
  g_assert_cmpstr (waits_for, ==, "2 lanes");
  g_assert_cmpuint (sluice_lane_get_depth (lane), ==, 2);
  g_assert_true (sluice_lane_get_frame (lane, 0) == probe_get (probe, "f"));
  g_assert_true (sluice_lane_get_frame (lane, 1) == probe_get (probe, "g"));
  g_assert_null (sluice_lane_get_frame (lane, 2));
  g_assert_cmpint (sluice_lane_get_state (lane), ==, SLUICE_LANE_JOINED);
  g_assert_cmpuint (sluice_lane_get_parent_id (child), ==, sluice_lane_get_id (lane));
  g_assert_true (sluice_run_find_lane (probe->run, sluice_lane_get_id (child)) == child);
  g_assert_cmpuint (sluice_value_get_length (sluice_lane_get_prep_result (lane)), ==, 2);
  g_assert_true (sluice_lane_get_node (child) == probe_get (probe, "a"));
  g_assert_cmpint (sluice_lane_get_phase (child), ==, SLUICE_PHASE_EXEC);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/engine/engine/an-endless-run-can-be-cancelled", test_endless);
  g_test_add_func ("/engine/engine/quick-steps-take-turns", test_quick_steps_take_turns);
  g_test_add_func ("/engine/engine/runs-take-turns", test_runs_take_turns);
  g_test_add_func ("/engine/engine/virtual-time", test_virtual_time);
  g_test_add_func ("/engine/engine/real-time", test_real_time);
  g_test_add_func ("/engine/engine/a-context-of-its-own", test_own_context);
  g_test_add_func ("/engine/run/in-a-phase-of-another", test_run_in_a_phase);
  g_test_add_func ("/engine/run/joined-from-within", test_join_from_within);
  g_test_add_func ("/engine/run/a-main-loop-within", test_main_loop_within);
  g_test_add_func ("/engine/run/called-off-as-it-starts", test_called_off_as_it_starts);
  g_test_add_func ("/engine/run/a-root-fails", test_a_root_fails);
  g_test_add_func ("/engine/run/nothing-to-run", test_nothing_to_run);
  g_test_add_func ("/engine/run/lanes", test_lanes);

  return g_test_run ();
}
