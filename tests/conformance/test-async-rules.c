/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Rules G1–G6, A1, Q1, Q2, S1, S2: parallel batches, waiting, queues, the order of things. */

#include "probe.h"

static const ProbeRow rows[] = {
  { "/conformance/G1-null-is-empty",
    "node a async batch=parallel prep={return} exec={return 1} post={prep; show; exec; show; return}\nrun a",
    "a.prep a.post null [] = finished" },
  { "/conformance/G2-all-start-before-any-ends",
    "node a async batch=parallel prep={return [3,1,2]} exec={sleep 1; return-item} post={exec; show; return}\nrun a",
    "a.prep a.exec[0] a.exec[1] a.exec[2] +1 a.post [3,1,2] = finished" },
  { "/conformance/G2-an-optional-limit",
    "node a async batch=parallel limit=2 prep={return [1,2,3]} exec={sleep 1; return-item} post={exec; show; return}\nrun a",
    "a.prep a.exec[0] a.exec[1] +1 a.exec[2] +1 a.post [1,2,3] = finished" },
  { "/conformance/G5-the-attempt-number-is-per-item",
    "node a async batch=parallel retries=2 wait=1 prep={return [1,2]} exec={fail-until 1; return-attempt} post={exec; show; return}\nrun a",
    "a.prep a.exec[0] a.exec[1] +1 a.exec[0]@1 a.exec[1]@1 a.post [1,1] = finished" },
  { "/conformance/G5-each-item-has-its-fallback",
    "node a async batch=parallel retries=2 prep={return [1,2]} exec={error no} fallback={return-item} post={exec; show; return}\nrun a",
    "a.prep a.exec[0] a.exec[0]@1 a.fallback[0]@1 a.exec[1] a.exec[1]@1 a.fallback[1]@1 a.post [1,2] = finished" },
  { "/conformance/G6-one-lane-per-entry",
    "node a async exec={params; show; sleep 1} post={action x}\nnode b exec={}\nedge a x b\n"
    "flow f async batch=parallel start=a params={\"p\":0} prep={return [{\"i\":1},{\"i\":2}]} post={prep; show; exec; show; return}\nrun f",
    "f.prep a.exec {\"p\":0,\"i\":1} a.exec {\"p\":0,\"i\":2} +1 a.post b.exec a.post b.exec "
    "f.post [{\"i\":1},{\"i\":2}] null = finished" },
  { "/conformance/G6-collected-actions",
    "node a async exec={sleep 1} post={action x}\n"
    "flow f async batch=parallel collect start=a prep={return [{},{}]} post={exec; show; return}\nrun f",
    "f.prep a.exec a.exec +1 a.post a.post f.post [\"x\",\"x\"] = finished" },
  { "/conformance/G6-an-entry-that-is-no-object",
    "node a async exec={sleep 1} post={}\n"
    "flow f async batch=parallel start=a prep={return [{},4]} post={}\nrun f",
    "f.prep a.exec +1 a.post "
    "= failed: Entry 1 of the batch flow “f” is a value of type number: an object of params is wanted." },
  { "/conformance/G3-two-errors-at-once",
    "node a async batch=parallel prep={return [1,2]} exec={sleep 1; item; error-if 1 one; error-if 2 two}\n"
    "flow f async start=a\nrun f",
    "a.prep a.exec[0] a.exec[1] +1 = failed: one", NULL },
  { "/conformance/G3-siblings-run-to-their-end",
    "node b post={}\n"
    "node a async batch=parallel prep={return [1,2,3]} exec={item; say go; sleep 1; error no} post={}\n"
    "flow f async start=a\nedge a b\nrun f",
    "a.prep a.exec[0] go a.exec[1] go a.exec[2] go +1 = failed: no" },
  { "/conformance/A1-every-phase-may-wait",
    "node a async prep={sleep 1; return 1} exec={sleep 2; error no} fallback={sleep 3; return 4} post={sleep 5; exec; show; return}\nrun a",
    "a.prep +1 a.exec +2 a.fallback +3 a.post +5 4 = finished" },
  { "/conformance/A1-without-blocking-others",
    "node a async exec={sleep 2} post={}\nnode b async exec={sleep 1} post={}\nrun a\nrun b",
    "a.exec b.exec +1 b.post +1 a.post = finished" },
  { "/conformance/A1-a-flow-may-wait",
    "node a post={}\nflow f async start=a prep={sleep 1; return} post={sleep 1; return}\nrun f",
    "f.prep +1 a.post f.post +1 = finished" },
  { "/conformance/Q1-get-waits-for-put",
    "node a async exec={get q; show}\nnode b async exec={sleep 1; put q 5}\nrun a\nrun b",
    "a.exec b.exec +1 5 = finished" },
  { "/conformance/Q1-put-never-waits",
    "node a async exec={put q 1; put q 2; say put} post={}\nnode b async exec={get q; show; get q; show}\nrun a\nrun b",
    "a.exec put a.post b.exec 1 2 = finished" },
  { "/conformance/Q1-first-come-first-served",
    "node a async exec={get q; say a; show}\nnode b async exec={get q; say b; show}\n"
    "node c async exec={put q 1; put q 2}\nrun a\nrun b\nrun c",
    "a.exec b.exec c.exec a 1 b 2 = finished" },
  { "/conformance/Q1-a-cancelled-waiter-is-not-served",
    "node a async timeout=1 exec={get q; say never} fallback={return}\nnode b async exec={sleep 2; put q 5; get q; show}\n"
    "run a\nrun b",
    "a.exec b.exec +1 a.fallback +1 5 = finished" },
  { "/conformance/Q2-deadlock",
    "node a async exec={get x}\nnode b async exec={get y}\nflow f async start=b\nrun a\nrun f",
    "a.exec b.exec (Deadlock: every lane waits for a queue. Lane 1 at a waits for an item of the queue “x”. "
    "Lane 2 at f/b waits for an item of the queue “y”.) "
    "= failed: Deadlock: every lane waits for a queue. Lane 1 at a waits for an item of the queue “x”. "
    "Lane 2 at f/b waits for an item of the queue “y”." },
  { "/conformance/Q2-no-deadlock-while-one-sleeps",
    "node a async exec={get x; say got}\nnode b async exec={sleep 9; put x 1}\nrun a\nrun b",
    "a.exec b.exec +9 got = finished" },
  { "/conformance/Q2-a-time-limit-is-no-deadlock",
    "node a async timeout=3 exec={get x} fallback={return} post={}\nrun a",
    "a.exec +3 a.fallback a.post = finished" },
  { "/conformance/S1-a-lane-is-never-interrupted-between-waits",
    "node a prep={count n; return} post={count n; action}\nnode b async prep={load n; return-last} exec={sleep 1} post={prep; copy r; return}\n"
    "edge a b\nflow f async start=a\nnode c prep={count n; return} post={count n; return}\nnode d async exec={sleep 1}\nedge c d\n"
    "flow g async start=c\nrun f\nrun g",
    "a.prep a.post b.prep b.exec c.prep c.post d.exec +1 b.post = finished", "{\"n\":4,\"r\":2}" },
  { "/conformance/S1-a-turn-of-the-loop-is-no-wait",
    "node a async prep={turn; say one; return} exec={turn; turn; say two} post={}\nnode b exec={}\nrun a\nrun b",
    "a.prep one a.exec two a.post b.exec = finished" },
  { "/conformance/S2-lanes-start-in-order",
    "node a async exec={sleep 1} post={}\nnode b async exec={sleep 1} post={}\nnode c exec={}\nrun a\nrun b\nrun c",
    "a.exec b.exec c.exec +1 a.post b.post = finished" },
};

/* Rule G4. */
static void
test_cancel_children (void)
{
  g_autoptr (Probe) probe = probe_new ("node a async exec={hold} post={}\n"
                                       "flow g async batch=parallel start=a prep={return [{},{}]}\n"
                                       "flow f async batch=parallel start=g prep={return [{},{}]}\nrun f");

  probe_settle (probe);
  g_assert_cmpuint (sluice_run_get_n_lanes (probe->run), ==, 7);
  g_assert_cmpuint (probe->held->len, ==, 4);
  for (guint i = 0; i < probe->held->len; i++)
    g_assert_false (g_cancellable_is_cancelled (sluice_call_get_cancellable (probe->held->pdata[i])));
  sluice_run_cancel (probe->run);
  g_main_context_iteration (NULL, FALSE);
  g_assert_cmpint (sluice_run_get_state (probe->run), ==, SLUICE_RUN_CANCELLED);
  g_assert_cmpuint (sluice_run_get_n_lanes (probe->run), ==, 0);
  for (guint i = 0; i < probe->held->len; i++)
    {
      g_assert_true (sluice_call_is_returned (probe->held->pdata[i]));
      g_assert_true (g_cancellable_is_cancelled (sluice_call_get_cancellable (probe->held->pdata[i])));
    }
}

/* Rule G3: the first error goes to the node at once; the siblings' later errors are dropped. */
static void
test_siblings (gconstpointer on_error)
{
  g_autofree char *text = g_strdup_printf ("node a async batch=parallel %s prep={return [1,2,3]} exec={hold} post={}\nrun a",
                                           (const char *) on_error);
  g_autoptr (Probe) probe = probe_new (text);
  gboolean cancels = *(const char *) on_error != '\0';

  probe_settle (probe);
  sluice_call_return_error (probe->held->pdata[1], g_error_new_literal (SLUICE_ENGINE_ERROR, 0, "first"));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (sluice_run_get_n_lanes (probe->run), ==, cancels ? 0 : 2);
  if (!cancels)
    {
      g_assert_cmpstr (sluice_run_get_error (probe->run)->message, ==, "first");
      g_assert_false (sluice_call_is_returned (probe->held->pdata[0]));
      sluice_call_return (probe->held->pdata[0]);
      sluice_call_return_error (probe->held->pdata[2], g_error_new_literal (SLUICE_ENGINE_ERROR, 0, "later"));
    }
  probe_finish (probe);
  g_assert_cmpstr (probe->journal->str, ==, "a.prep a.exec[0] a.exec[1] a.exec[2] = failed: first");
}

/* Rule G2: whatever the finishing order. */
static void
test_results_in_order (void)
{
  g_autoptr (Probe) probe = probe_new ("node a async batch=parallel prep={return [1,2,3]} exec={hold} post={exec; show; return}\nrun a");

  probe_settle (probe);
  for (guint i = 3; i > 0; i--)
    sluice_call_return_value (probe->held->pdata[i - 1], sluice_value_integer (i * 10));
  probe_finish (probe);
  g_assert_cmpstr (probe->journal->str, ==, "a.prep a.exec[0] a.exec[1] a.exec[2] a.post [10,20,30] = finished");
}

/* Rule Q1: an item that was handed to a getter which is then cancelled is next again. */
static void
test_cancelled_getter (void)
{
  g_autoptr (Probe) probe = probe_new ("node a async timeout=1 exec={get q; show} fallback={return}\n"
                                       "node b async exec={hold}\nrun a\nrun b");
  SluiceQueue *queue = sluice_run_ensure_queue (probe->run, "q");

  g_assert_true (sluice_run_start (probe->run, NULL));
  while (probe->held->len == 0)
    g_main_context_iteration (NULL, FALSE);
  g_assert_cmpuint (sluice_queue_get_n_getters (queue), ==, 1);
  g_assert_true (sluice_queue_try_put (queue, sluice_value_integer (7)));
  g_assert_cmpuint (sluice_queue_get_size (queue), ==, 0);
  sluice_run_cancel (probe->run);
  probe_finish (probe);
  g_assert_cmpuint (sluice_queue_get_size (queue), ==, 1);
  g_assert_cmpint (sluice_value_get_integer (sluice_queue_peek (queue, 0)), ==, 7);
  g_assert_cmpuint (sluice_queue_get_n_getters (queue), ==, 0);
}

static gboolean
hold_results_cb (SluiceRun            *run,
                 const SluiceBoundary *boundary,
                 gpointer              user_data)
{
  return boundary->type != SLUICE_BOUNDARY_RESULT;
}

static void
never_cb (SluiceCall   *call,
          SluiceValue   result,
          const GError *error,
          gpointer      user_data)
{
  g_assert_not_reached ();
}

/* Rule Q1: of several items that are given back the first is the first again. */
static void
test_cancelled_getters_in_order (void)
{
  g_autoptr (Probe) probe = probe_new ("node a async exec={hold}\nrun a");
  SluiceQueue *queue = sluice_run_ensure_queue (probe->run, "q");

  sluice_run_set_gate (probe->run, hold_results_cb, NULL, NULL);
  probe_settle (probe);
  for (int i = 1; i <= 3; i++)
    sluice_call_queue_get (probe->held->pdata[0], "q", never_cb, NULL, NULL);
  for (int i = 1; i <= 3; i++)
    g_assert_true (sluice_queue_try_put (queue, sluice_value_integer (i)));
  g_assert_cmpuint (sluice_queue_get_size (queue), ==, 0);
  sluice_run_cancel (probe->run);
  probe_finish (probe);
  for (int i = 1; i <= 3; i++)
    g_assert_cmpint (sluice_value_get_integer (sluice_queue_peek (queue, i - 1)), ==, i);
}

/* Rule Q1: so it is when each was given to a lane of its own. */
static void
test_cancelled_lanes_in_order (void)
{
  g_autoptr (Probe) probe = probe_new ("node a async exec={get q; show}\nnode b async exec={get q; show}\n"
                                       "node c async exec={get q; show}\nnode d async exec={hold}\n"
                                       "run a\nrun b\nrun c\nrun d");
  SluiceQueue *queue = sluice_run_ensure_queue (probe->run, "q");

  sluice_run_set_gate (probe->run, hold_results_cb, NULL, NULL);
  g_assert_true (sluice_run_start (probe->run, NULL));
  while (sluice_queue_get_n_getters (queue) < 3)
    g_main_context_iteration (NULL, FALSE);
  for (int i = 1; i <= 4; i++)
    g_assert_true (sluice_queue_try_put (queue, sluice_value_integer (i)));
  g_assert_cmpuint (sluice_queue_get_size (queue), ==, 1);
  sluice_run_cancel (probe->run);
  probe_finish (probe);
  for (int i = 1; i <= 4; i++)
    g_assert_cmpint (sluice_value_get_integer (sluice_queue_peek (queue, i - 1)), ==, i);
}

static void
test_limited_queue (void)
{
  g_autoptr (Probe) probe = probe_new ("node a async exec={put q 1; put q 2; say in}\nnode b async exec={sleep 1; get q; sleep 1; get q; show}\n"
                                       "run a\nrun b");

  sluice_queue_set_limit (sluice_run_ensure_queue (probe->run, "q"), 1);
  probe_finish (probe);
  g_assert_cmpstr (probe->journal->str, ==, "a.exec b.exec +1 in +1 2 = finished");
}

/* Rule S1 with a budget so small that every look at the clock ends the dispatch. */
static void
test_budget_turns (void)
{
  g_autoptr (Probe) probe = probe_new ("node a prep={count n; return-last} post={count n; action x}\n"
                                       "node b post={}\nedge a x b\nflow f start=a\n"
                                       "node c prep={count n; return-last} post={count n; action x}\n"
                                       "node d post={}\nedge c x d\nflow g start=c\nrun f\nrun g");

  sluice_engine_set_dispatch_budget (probe->engine, 0);
  probe_finish (probe);
  g_assert_cmpstr (probe->journal->str, ==, "a.prep a.post b.post c.prep c.post d.post = finished");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  probe_add_rows (rows, G_N_ELEMENTS (rows));
  g_test_add_func ("/conformance/G2-results-in-input-order", test_results_in_order);
  g_test_add_data_func ("/conformance/G3-first-error-at-once", "", test_siblings);
  g_test_add_data_func ("/conformance/G3-cancel-siblings", "on-error=cancel", test_siblings);
  g_test_add_func ("/conformance/G4-cancelling-cancels-the-children", test_cancel_children);
  g_test_add_func ("/conformance/Q1-a-cancelled-waiter-loses-nothing", test_cancelled_getter);
  g_test_add_func ("/conformance/Q1-items-given-back-in-order", test_cancelled_getters_in_order);
  g_test_add_func ("/conformance/Q1-items-of-several-lanes-given-back-in-order", test_cancelled_lanes_in_order);
  g_test_add_func ("/conformance/Q1-a-limit-makes-put-wait", test_limited_queue);
  g_test_add_func ("/conformance/S1-the-same-lane-goes-on-after-a-turn", test_budget_turns);

  return g_test_run ();
}
