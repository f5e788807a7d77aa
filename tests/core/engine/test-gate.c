/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Rule S3: the gate holds lanes at their boundaries, and keeps what arrives meanwhile. */

#include "probe.h"

typedef struct
{
  Probe      *probe;
  const char *holds;  /* the boundary to hold at, as it is written down; "*" is all, NULL none */
  gboolean    writes;
} Gate;

/* "visit a", "exec a@1", "edge a x b", "result a 1", "frame f". */
static char *
describe (const SluiceBoundary *boundary)
{
  const char *node = sluice_node_get_id (boundary->node);

  switch (boundary->type)
    {
    case SLUICE_BOUNDARY_VISIT:
      return g_strdup_printf ("visit %s", node);
    case SLUICE_BOUNDARY_PHASE:
      return g_strdup_printf ("%s %s%s", sluice_phase_name (boundary->phase), node,
                              boundary->phase == SLUICE_PHASE_EXEC && boundary->attempt > 0 ? "@" : "");
    case SLUICE_BOUNDARY_EDGE:
      return g_strdup_printf ("edge %s %s %s", node, boundary->action != NULL ? boundary->action : "-",
                              boundary->target != NULL ? sluice_node_get_id (boundary->target) : "end");
    case SLUICE_BOUNDARY_RESULT:
      return g_strdup_printf ("result %s %u", node, (guint) boundary->effect);
    case SLUICE_BOUNDARY_ERROR:
      return g_strdup_printf ("error %s: %s", node, boundary->error->message);
    case SLUICE_BOUNDARY_FRAME:
    default:
      return g_strdup_printf ("frame %s", node);
    }
}

static gboolean
gate_cb (SluiceRun            *run,
         const SluiceBoundary *boundary,
         gpointer              user_data)
{
  Gate *gate = user_data;
  g_autofree char *text = describe (boundary);
  gboolean holds = gate->holds != NULL && (*gate->holds == '*' || strcmp (gate->holds, text) == 0);

  if (gate->writes)
    probe_say (gate->probe, "<%s>", text);
  return !holds;
}

static void
test_boundaries (void)
{
  g_autoptr (Probe) probe = probe_new ("node a retries=2 wait=1 prep={return} exec={fail-until 1} post={action x}\n"
                                       "node b async exec={error no} fallback={sleep 1}\n"
                                       "flow f async start=a post={return-exec}\nedge a x b\nrun f");
  Gate gate = { probe, NULL, TRUE };

  sluice_run_set_gate (probe->run, gate_cb, &gate, NULL);
  probe_finish (probe);
  g_assert_cmpstr (probe->journal->str, ==,
                   "<visit f> <visit a> a.prep <exec a> a.exec <wait a> +1 <exec a@> a.exec@1 <post a> a.post "
                   "<edge a x b> <visit b> <exec b> b.exec <fallback b> b.fallback +1 <result b 1> "
                   "<post b> <edge b - end> <frame f> <post f> f.post = finished");
}

/* An error nobody catches is a boundary of the visit it leaves, one that is caught is none. */
static void
test_error_boundary (void)
{
  g_autoptr (Probe) probe = probe_new ("node a exec={error caught} fallback={return}\nnode b prep={error not}\n"
                                       "flow f start=a\nedge a b\nrun f");
  Gate gate = { probe, "error b: not", FALSE };

  sluice_run_set_gate (probe->run, gate_cb, &gate, NULL);
  probe_settle (probe);
  g_assert_true (sluice_lane_get_node (sluice_run_get_lane (probe->run, 0)) == probe_get (probe, "b"));
  sluice_run_release_all (probe->run);
  probe_finish (probe);
  g_assert_cmpstr (probe->journal->str, ==, "a.exec a.fallback b.prep = failed: not");
}

/* Holds at each boundary in turn; released, everything goes on as if nothing had happened. */
static void
test_release_everywhere (void)
{
  const char *text = "node a async retries=2 wait=1 prep={return} exec={sleep 1; fail-until 1; return 5} post={exec; show; action x}\n"
                     "node b batch=each prep={return [1,2]} exec={return-item} post={exec; show; return}\n"
                     "flow f async start=a\nedge a x b\nrun f";
  g_autoptr (Probe) plain = probe_new (text);
  g_autoptr (Probe) held = probe_new (text);
  Gate gate = { held, "*", FALSE };
  guint stops = 0;

  probe_finish (plain);
  sluice_run_set_gate (held->run, gate_cb, &gate, NULL);
  probe_settle (held);
  while (sluice_run_get_n_lanes (held->run) > 0)
    {
      g_assert_cmpint (sluice_lane_get_state (sluice_run_get_lane (held->run, 0)), ==, SLUICE_LANE_HELD);
      stops++;
      sluice_run_release_all (held->run);
      probe_settle (held);
    }
  probe_finish (held);
  g_assert_cmpuint (stops, >, 12);
  g_assert_cmpstr (held->journal->str, ==, plain->journal->str);
}

static void
held_cb (SluiceRun         *run,
         const SluiceEvent *event,
         gpointer           user_data)
{
  probe_say (user_data, "[held %s %u]", sluice_node_get_id (event->node), (guint) event->effect);
}

/* Results that arrive while the run is stopped are told, kept, and used in order. */
static void
test_held_results (void)
{
  g_autoptr (Probe) probe = probe_new ("node a async exec={sleep 1; say a}\nnode b async exec={sleep 2; say b}\n"
                                       "node c async exec={hold} post={say c}\nrun a\nrun b\nrun c");
  Gate gate = { probe, NULL, FALSE };

  sluice_run_watch (probe->run, SLUICE_EVENT_MASK (SLUICE_EVENT_HELD), held_cb, probe, NULL);
  sluice_run_set_gate (probe->run, gate_cb, &gate, NULL);
  sluice_run_start (probe->run, NULL);
  while (probe->held->len == 0)
    g_main_context_iteration (NULL, FALSE);
  gate.holds = "*";
  sluice_run_set_stopped (probe->run, TRUE);
  g_assert_cmpint (sluice_run_get_state (probe->run), ==, SLUICE_RUN_STOPPED);
  probe_settle (probe);
  sluice_call_return (probe->held->pdata[0]);
  probe_settle (probe);
  g_assert_cmpstr (probe->journal->str, ==, "a.exec b.exec c.exec +1 [held a 1] +1 [held b 2] [held c 0]");
  gate.holds = NULL;
  sluice_run_set_stopped (probe->run, FALSE);
  sluice_run_release (probe->run, sluice_run_get_lane (probe->run, 1));
  probe_settle (probe);
  sluice_run_release_all (probe->run);
  probe_finish (probe);
  g_assert_cmpstr (probe->journal->str, ==,
                   "a.exec b.exec c.exec +1 [held a 1] +1 [held b 2] [held c 0] b a c.post c = finished");
}

/* The time limit of an attempt and of the run stand still while it is held. */
static void
test_limits_stand_still (void)
{
  g_autoptr (Probe) probe = probe_new ("node a async timeout=4 exec={sleep 3; hold}\n"
                                       "node b async exec={sleep 10}\nrun a\nrun b");
  Gate gate = { probe, "result a 1", FALSE };

  sluice_run_set_time_limit (probe->run, 12);
  sluice_run_set_gate (probe->run, gate_cb, &gate, NULL);
  g_assert_true (sluice_run_start (probe->run, NULL));
  while (sluice_engine_get_time (probe->engine) < 3000000)
    g_main_context_iteration (NULL, FALSE);
  sluice_run_set_stopped (probe->run, TRUE);
  probe_settle (probe);
  g_assert_cmpint (sluice_engine_get_time (probe->engine), ==, 10000000);
  sluice_run_set_stopped (probe->run, FALSE);
  gate.holds = NULL;
  sluice_run_release_all (probe->run);
  probe_finish (probe);
  g_assert_cmpstr (probe->journal->str, ==, "a.exec b.exec +11 = failed: “a” took longer than 4 s.");
}

static void
test_gate_goes (void)
{
  g_autoptr (Probe) probe = probe_new ("node a exec={} post={}\nnode b exec={}\nrun a\nrun b");
  Gate gate = { probe, "*", FALSE };

  sluice_run_set_gate (probe->run, gate_cb, &gate, NULL);
  probe_settle (probe);
  g_assert_cmpstr (probe->journal->str, ==, "");
  sluice_run_set_gate (probe->run, NULL, NULL, NULL);
  probe_finish (probe);
  g_assert_cmpstr (probe->journal->str, ==, "a.exec a.post b.exec = finished");
}

static void
test_cancel_while_held (void)
{
  g_autoptr (Probe) probe = probe_new ("node a async exec={sleep 1; say never}\nrun a");
  Gate gate = { probe, "result a 1", FALSE };

  sluice_run_set_gate (probe->run, gate_cb, &gate, NULL);
  probe_settle (probe);
  g_assert_cmpint (sluice_lane_get_state (sluice_run_get_lane (probe->run, 0)), ==, SLUICE_LANE_HELD);
  sluice_run_cancel (probe->run);
  probe_finish (probe);
  g_assert_cmpstr (probe->journal->str, ==, "a.exec +1 = cancelled: The run was cancelled.");
}

/* A visit that is held before it begins has not begun when the run is cancelled. */
static void
balance_cb (SluiceRun         *run,
            const SluiceEvent *event,
            gpointer           user_data)
{
  *(int *) user_data += event->type == SLUICE_EVENT_VISIT_STARTED ? 1 : -1;
}

static int
cancel_at (const char *boundary,
           const char *node)
{
  g_autoptr (Probe) probe = probe_new ("node a\nnode b\nedge a b\nflow f start=a\nrun f");
  Gate gate = { probe, boundary, FALSE };
  int balance = 0;

  sluice_run_watch (probe->run,
                    SLUICE_EVENT_MASK (SLUICE_EVENT_VISIT_STARTED) | SLUICE_EVENT_MASK (SLUICE_EVENT_VISIT_ENDED),
                    balance_cb, &balance, NULL);
  sluice_run_set_gate (probe->run, gate_cb, &gate, NULL);
  probe_settle (probe);
  g_assert_true (sluice_lane_get_node (sluice_run_get_lane (probe->run, 0)) == probe_get (probe, node));
  sluice_run_cancel (probe->run);
  probe_finish (probe);
  return balance;
}

static void
test_cancel_before_a_visit (void)
{
  g_assert_cmpint (cancel_at ("visit b", "b"), ==, 0);
}

/* The end of a visit that is held at its edge was told before. */
static void
test_cancel_at_an_edge (void)
{
  g_assert_cmpint (cancel_at ("edge a - b", "a"), ==, 0);
}

/* Asked at some boundaries only; a lane that was held at one of the others has no leave for the next. */
static void
test_mask (void)
{
  g_autoptr (Probe) probe = probe_new ("node a exec={return} post={action x}\nnode b exec={return}\n"
                                       "flow f start=a\nedge a x b\nrun f");
  Gate gate = { probe, "exec a", TRUE };

  sluice_run_set_gate (probe->run, gate_cb, &gate, NULL);
  probe_settle (probe);
  sluice_run_set_gate_mask (probe->run, SLUICE_BOUNDARY_MASK (SLUICE_BOUNDARY_VISIT));
  gate.holds = "visit b";
  sluice_run_release_all (probe->run);
  probe_settle (probe);
  g_assert_cmpstr (probe->journal->str, ==, "<visit f> <visit a> <exec a> a.exec a.post <visit b>");
  g_assert_cmpint (sluice_lane_get_state (sluice_run_get_lane (probe->run, 0)), ==, SLUICE_LANE_HELD);
  sluice_run_release_all (probe->run);
  probe_finish (probe);
  g_assert_cmpstr (probe->journal->str, ==, "<visit f> <visit a> <exec a> a.exec a.post <visit b> b.exec = finished");
}

static gboolean
leave_cb (SluiceRun            *run,
          const SluiceBoundary *boundary,
          gpointer              user_data)
{
  sluice_run_set_gate (run, NULL, NULL, NULL);
  return FALSE;
}

/* A gate that goes while it is asked can hold nothing: nobody would let it go on. */
static void
test_gate_goes_while_asked (void)
{
  g_autoptr (Probe) probe = probe_new ("node a exec={return}\nflow f start=a\nrun f");

  sluice_run_set_gate (probe->run, leave_cb, NULL, NULL);
  probe_finish (probe);
  g_assert_cmpstr (probe->journal->str, ==, "a.exec = finished");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/engine/gate/boundaries", test_boundaries);
  g_test_add_func ("/engine/gate/an-error-nobody-catches", test_error_boundary);
  g_test_add_func ("/engine/gate/S3-released-everywhere", test_release_everywhere);
  g_test_add_func ("/engine/gate/S3-held-results", test_held_results);
  g_test_add_func ("/engine/gate/limits-stand-still", test_limits_stand_still);
  g_test_add_func ("/engine/gate/without-a-gate-all-go-on", test_gate_goes);
  g_test_add_func ("/engine/gate/asked-at-some-boundaries", test_mask);
  g_test_add_func ("/engine/gate/goes-while-it-is-asked", test_gate_goes_while_asked);
  g_test_add_func ("/engine/gate/cancel-while-held", test_cancel_while_held);
  g_test_add_func ("/engine/gate/cancel-before-a-visit", test_cancel_before_a_visit);
  g_test_add_func ("/engine/gate/cancel-at-an-edge", test_cancel_at_an_edge);

  return g_test_run ();
}
