/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Rules T1–T8, F1–F6, P1–P4, C1, C5, BF1, BF2: wiring, flows, params, batch flows. */

#include <stdio.h>

#include "probe.h"

static const ProbeRow rows[] = {
  { "/conformance/T1-default-and-named",
    "node a post={action x}\nnode b post={}\nnode c post={}\nflow f start=a\nedge a b\nedge a x c\nrun f",
    "a.post c.post = finished" },
  { "/conformance/T2-overwriting-warns-and-the-last-wins",
    "node a post={action x}\nnode b post={}\nnode c post={}\nflow f start=a\nedge a x b\nedge a x c\nrun f",
    "(Overwriting successor for action 'x') a.post c.post = finished" },
  { "/conformance/T4-empty-is-default",
    "node a post={return \"\"}\nnode b post={}\nflow f start=a\nedge a b\nrun f",
    "a.post b.post = finished" },
  { "/conformance/T5-an-action-without-an-edge-ends-with-a-warning",
    "node a post={action x}\nnode b post={}\nflow f start=a\nedge a b\nedge a y b\nrun f",
    "a.post (Flow ends: 'x' not found in ['default', 'y']) = finished x" },
  { "/conformance/T5-a-missing-action-is-None",
    "node a post={}\nnode b post={}\nflow f start=a\nedge a y b\nrun f",
    "a.post (Flow ends: 'None' not found in ['y']) = finished" },
  { "/conformance/T5-an-empty-action-is-printed-as-it-is",
    "node a post={return \"\"}\nnode b post={}\nflow f start=a\nedge a y b\nrun f",
    "a.post (Flow ends: '' not found in ['y']) = finished " },
  { "/conformance/T5-no-edge-at-all-is-silent",
    "node a post={action x}\nflow f start=a\nrun f",
    "a.post = finished x" },
  { "/conformance/T6-an-edge-to-nothing-is-an-end",
    "node a post={action x}\nnode b post={}\nflow f start=a\nedge a b\nedge a x -\nrun f",
    "a.post = finished x" },
  { "/conformance/T8-an-action-is-a-string",
    "node a post={return 3}\nrun a",
    "a.post = failed: post of “a” returned a value of type number: an action is a string, or nothing." },
  { "/conformance/F1-prep-orchestrate-post",
    "node a post={action x}\nflow f start=a prep={return 7} post={prep; show; exec; show; return}\nrun f",
    "f.prep a.post f.post 7 \"x\" = finished" },
  { "/conformance/F1-no-exec-and-no-retry",
    "node a exec={error no}\nflow f start=a retries=3 exec={return} fallback={return}\nrun f",
    "a.exec = failed: no" },
  { "/conformance/F2-the-last-action-is-the-flows-own",
    "node a post={action x}\nflow g start=a\nnode b post={}\nnode c post={}\nflow f start=g\nedge g b\nedge g x c\nrun f",
    "a.post c.post = finished" },
  { "/conformance/F2-a-post-that-returns-nothing-gives-default",
    "node a post={action x}\nflow g start=a post={}\nnode b post={}\nnode c post={}\nflow f start=g\nedge g b\nedge g x c\nrun f",
    "a.post g.post b.post = finished" },
  { "/conformance/F4-no-start",
    "flow f prep={return 1} post={prep; show; exec; show; action z}\nrun f",
    "f.prep f.post 1 null = finished z" },
  { "/conformance/F5-an-inner-action-warns-inside-and-is-looked-up-outside",
    "node a post={action x}\nnode i post={}\nedge a i\nflow g start=a\nnode b post={}\nflow f start=g\nedge g x b\nrun f",
    "a.post (Flow ends: 'x' not found in ['default']) b.post = finished" },
  { "/conformance/F6-an-error-leaves-at-once",
    "node a prep={set k 1; return} exec={error no} post={}\nnode b post={}\nedge a b\nflow g start=a post={}\nflow f start=g post={}\nrun f",
    "a.prep a.exec = failed: no", "{\"k\":1}" },
  { "/conformance/P1-the-flows-params-replace-the-nodes",
    "node a params={\"a\":1} exec={params; show}\nflow f start=a params={\"f\":2}\nrun f",
    "a.exec {\"f\":2} = finished" },
  { "/conformance/P1-alone-a-node-has-its-own",
    "node a params={\"a\":1} exec={params; show}\nrun a",
    "a.exec {\"a\":1} = finished" },
  { "/conformance/P2-without-any-an-empty-object",
    "node a exec={params; show}\nflow f start=a\nrun f",
    "a.exec {} = finished" },
  { "/conformance/P2-all-nodes-share-them",
    "node a exec={params; show}\nnode b exec={params; show}\nedge a b\nflow f start=a params={\"f\":2} post={params; show}\nrun f",
    "a.exec {\"f\":2} b.exec {\"f\":2} f.post {\"f\":2} = finished" },
  { "/conformance/P3-an-inner-flow-gets-the-outers",
    "node a exec={params; show}\nflow g start=a params={\"g\":1} prep={params; show}\nflow f start=g params={\"f\":2}\nrun f",
    "g.prep {\"f\":2} a.exec {\"f\":2} = finished" },
  { "/conformance/P4-the-entry-wins",
    "node a exec={params; show}\nflow f start=a batch=each params={\"x\":0,\"y\":0} prep={return [{\"x\":1},{\"z\":2}]}\nrun f",
    "f.prep a.exec {\"x\":1,\"y\":0} a.exec {\"x\":0,\"y\":0,\"z\":2} = finished" },
  { "/conformance/P4-nested-batches-accumulate",
    "node a exec={params; show}\nflow g start=a batch=each prep={return [{\"i\":1},{\"i\":2}]}\n"
    "flow f start=g batch=each prep={return [{\"o\":1},{\"o\":2}]}\nrun f",
    "f.prep g.prep a.exec {\"o\":1,\"i\":1} a.exec {\"o\":1,\"i\":2} "
    "g.prep a.exec {\"o\":2,\"i\":1} a.exec {\"o\":2,\"i\":2} = finished" },
  { "/conformance/C1-every-visit-is-fresh",
    "node a prep={recall; show; remember x; return} exec={recall; show} post={recall; show; count n; action x}\n"
    "node b prep={recall; show; return} post={count m; action x}\n"
    "flow f start=a\nedge a x b\nedge b y a\nrun f",
    "a.prep null a.exec \"x\" a.post \"x\" b.prep null b.post (Flow ends: 'x' not found in ['y']) = finished x" },
  { "/conformance/BF1-one-orchestration-per-entry",
    "node a post={action x}\nflow f start=a batch=each prep={return [{},{}]} post={prep; show; exec; show; return}\nrun f",
    "f.prep a.post a.post f.post [{},{}] null = finished" },
  { "/conformance/BF1-inner-actions-do-not-leave",
    "node a post={action x}\nnode b post={}\nnode c post={}\nflow g start=a batch=each prep={return [{}]}\n"
    "flow f start=g\nedge g x b\nedge g c\nrun f",
    "g.prep a.post c.post = finished" },
  { "/conformance/BF1-empty-is-post-only",
    "node a post={}\nflow f start=a batch=each prep={return []} post={exec; show; return}\nrun f",
    "f.prep f.post null = finished" },
  { "/conformance/BF1-null-is-post-only",
    "node a post={}\nflow f start=a batch=each prep={return} post={prep; show; return}\nrun f",
    "f.prep f.post null = finished" },
  { "/conformance/BF1-collected-actions",
    "node a post={params; return \"x\"}\nflow f start=a batch=each collect prep={return [{},{}]} post={exec; show; return}\nrun f",
    "f.prep a.post a.post f.post [\"x\",\"x\"] = finished" },
  { "/conformance/BF2-the-first-error-ends-the-rest",
    "node a exec={error no}\nflow f start=a batch=each prep={return [{},{}]} post={}\nrun f",
    "f.prep a.exec = failed: no" },
  { "/conformance/BF2-an-entry-that-is-no-object",
    "node a exec={}\nflow f start=a batch=each prep={return [{},4]} post={}\nrun f",
    "f.prep a.exec = failed: Entry 1 of the batch flow “f” is a value of type number: an object of params is wanted." },
  { "/conformance/A4-plain-nodes-in-an-async-flow",
    "node a post={}\nnode b async exec={sleep 1} post={}\nflow f async start=a\nedge a b\nrun f",
    "a.post b.exec +1 b.post = finished" },
  { "/conformance/A4-the-retry-wait-never-blocks",
    "node a retries=2 wait=2 exec={fail-until 1} post={}\nnode b async exec={sleep 1} post={}\n"
    "run a\nrun b",
    "a.exec b.exec +1 b.post +1 a.exec@1 a.post = finished" },
  { "/conformance/disabled-is-passed-by",
    "node a post={}\nnode b disabled exec={} post={action x}\nnode c post={}\nflow f start=a\nedge a b\nedge b c\nrun f",
    "a.post c.post = finished" },
};

static void
test_next_returns_the_target (void)
{
  g_autoptr (SluiceNode) a = g_object_new (SLUICE_TYPE_NODE, NULL);
  g_autoptr (SluiceNode) b = g_object_new (SLUICE_TYPE_NODE, NULL);
  g_autoptr (SluiceNode) c = g_object_new (SLUICE_TYPE_NODE, NULL);
  SluiceNode *target;

  g_assert_true (sluice_node_next (sluice_node_next (a, b, NULL), c, "x") == c);
  g_assert_true (sluice_node_get_successor (a, "default", &target) && target == b);
  g_assert_true (sluice_node_get_successor (b, "x", &target) && target == c);
  g_assert_false (sluice_node_get_successor (b, NULL, &target));
  g_assert_cmpstr (sluice_node_get_edge (b, 0, NULL), ==, "x");
  g_assert_null (sluice_node_get_edge (b, 1, NULL));
}

/* Pages of memory the process has. */
static gsize
get_memory (void)
{
  g_autofree char *text = NULL;
  gsize all = 0;
  gsize resident = 0;

  g_assert_true (g_file_get_contents ("/proc/self/statm", &text, NULL, NULL));
  g_assert_cmpint (sscanf (text, "%zu %zu", &all, &resident), ==, 2);
  return resident;
}

static void
test_long_loop (void)
{
  g_autoptr (Probe) probe = probe_new ("");
  g_autoptr (SluiceNode) a = g_object_new (SLUICE_TYPE_NODE, NULL);
  g_autoptr (SluiceNode) b = g_object_new (SLUICE_TYPE_NODE, NULL);
  g_autoptr (SluiceFlow) flow = sluice_flow_new (a);
  const guint64 steps = 10000000;
  gsize before;

  sluice_node_next (sluice_node_next (a, b, NULL), a, NULL);
  sluice_run_add (probe->run, SLUICE_NODE (flow));
  sluice_run_set_max_visits (probe->run, steps);
  g_assert_true (sluice_run_start (probe->run, NULL));
  g_main_context_iteration (NULL, FALSE);
  before = get_memory ();
  probe_finish (probe);
  g_assert_cmpuint (sluice_run_get_n_visits (probe->run), ==, steps + 1);
  g_assert_error (sluice_run_get_error (probe->run), SLUICE_ENGINE_ERROR, SLUICE_ENGINE_ERROR_VISITS);
  g_assert_cmpuint (get_memory (), <, before + 256);
}

static void
run_nested (guint    depth,
            gboolean is_refused)
{
  g_autoptr (SluiceEngine) engine = sluice_engine_new_virtual (NULL);
  g_autoptr (SluiceRun) run = sluice_run_new (engine, NULL);
  g_autoptr (SluiceFlow) flow = NULL;
  g_autoptr (GError) error = NULL;

  flow = sluice_flow_new (NULL);
  for (guint i = 1; i < depth; i++)
    {
      g_autoptr (SluiceFlow) inner = g_steal_pointer (&flow);

      flow = sluice_flow_new (SLUICE_NODE (inner));
    }
  sluice_run_add (run, SLUICE_NODE (flow));
  if (is_refused)
    {
      g_assert_false (sluice_run_start (run, &error));
      g_assert_error (error, SLUICE_ENGINE_ERROR, SLUICE_ENGINE_ERROR_TOO_DEEP);
    }
  else
    g_assert_true (sluice_run_join (run, NULL));
}

static void
test_nesting (void)
{
  run_nested (1000, FALSE);
  run_nested (10000, FALSE);
  run_nested (10001, TRUE);
}

/* A flow that is its own node: found only by running it. */
static void
test_endless_nesting (void)
{
  g_autoptr (SluiceEngine) engine = sluice_engine_new_virtual (NULL);
  g_autoptr (SluiceNode) leaf = g_object_new (SLUICE_TYPE_NODE, NULL);
  g_autoptr (SluiceFlow) flow = sluice_flow_new (leaf);
  g_autoptr (SluiceRun) run = sluice_run_new (engine, NULL);
  g_autoptr (GError) error = NULL;

  sluice_node_next (leaf, SLUICE_NODE (flow), NULL);
  sluice_run_add (run, SLUICE_NODE (flow));
  g_assert_false (sluice_run_join (run, &error));
  g_assert_error (error, SLUICE_ENGINE_ERROR, SLUICE_ENGINE_ERROR_TOO_DEEP);
  sluice_node_clear_edges (leaf);
}

/* Each level in a lane of its own. */
static void
test_endless_lanes (void)
{
  g_autoptr (Probe) probe = probe_new ("node a\nflow f async batch=parallel start=a prep={return [{}]}\nedge a f\nrun f");
  g_autoptr (GError) error = NULL;

  probe->quiet = TRUE;
  g_assert_false (sluice_run_join (probe->run, &error));
  g_assert_error (error, SLUICE_ENGINE_ERROR, SLUICE_ENGINE_ERROR_TOO_DEEP);
}

static void
test_refused (const char        *text,
              SluiceEngineError  code)
{
  g_autoptr (Probe) probe = probe_new (text);
  g_autoptr (GError) error = NULL;

  g_assert_false (sluice_run_start (probe->run, &error));
  g_assert_error (error, SLUICE_ENGINE_ERROR, (int) code);
}

static void
test_async_in_plain (void)
{
  test_refused ("node a async\nflow f start=a\nrun f", SLUICE_ENGINE_ERROR_ASYNC_IN_PLAIN);
  test_refused ("node a async\nflow g start=a\nflow f async start=g\nrun f", SLUICE_ENGINE_ERROR_ASYNC_IN_PLAIN);
  test_refused ("node a async\nflow h async start=a\nflow g start=h\nflow f async start=g\nrun f",
                SLUICE_ENGINE_ERROR_ASYNC_IN_PLAIN);
}

static void
test_use_async (void)
{
  static const char * const texts[] = {
    "node a async\nrun a", "node a\nflow f async start=a\nrun f", "flow f async\nrun f",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (Probe) probe = probe_new (texts[i]);
      g_autoptr (GError) error = NULL;

      g_assert_false (sluice_run_sync (probe->run, &error));
      g_assert_error (error, SLUICE_ENGINE_ERROR, SLUICE_ENGINE_ERROR_USE_ASYNC);
      g_assert_cmpstr (error->message, ==, "Use run_async.");
    }
}

static void
test_sync (void)
{
  probe_check_sync ("node a retries=2 wait=3 exec={fail-until 1} post={}\nnode b post={action z}\nflow f start=a\nedge a b\nrun f",
                    "a.exec +3 a.exec@1 a.post b.post = finished z");
  probe_check_sync ("node a batch=parallel prep={return [1,2]} exec={return-item} post={exec; show; return}\nrun a",
                    "a.prep a.exec[0] a.exec[1] a.post [1,2] = finished");
  probe_check_sync ("node a exec={hold} post={}\nrun a", "a.exec = failed: Use run_async.");
}

static void
test_own_params_stay_clean (void)
{
  g_autoptr (Probe) probe = probe_new ("node a exec={}\nflow f start=a batch=each params={\"x\":0} prep={return [{\"x\":1}]}\nrun f");

  probe_finish (probe);
  g_assert_cmpint (sluice_value_get_integer (sluice_value_get_member (sluice_node_get_params (probe_get (probe, "f")), "x")),
                   ==, 0);
}

/* Rule C5: one flow, two runs at once, two stores. */
static void
test_two_runs (void)
{
  g_autoptr (Probe) probe = probe_new ("node a async prep={count n; return} exec={sleep 1} post={count n; return}\n"
                                       "flow f async start=a\nrun f");
  g_autoptr (SluiceStore) store = sluice_store_new_take (probe_json ("{\"n\":10}"));
  g_autoptr (SluiceRun) other = sluice_run_new (probe->engine, store);

  sluice_run_add (other, probe_get (probe, "f"));
  g_assert_true (sluice_run_start (other, NULL));
  probe_finish (probe);
  g_assert_true (sluice_run_join (other, NULL));
  g_assert_cmpstr (probe->journal->str, ==, "a.prep a.exec a.prep a.exec +1 a.post a.post = finished");
  g_assert_cmpint (sluice_value_get_integer (sluice_store_get (probe->store, "n")), ==, 2);
  g_assert_cmpint (sluice_value_get_integer (sluice_store_get (store, "n")), ==, 12);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  probe_add_rows (rows, G_N_ELEMENTS (rows));
  g_test_add_func ("/conformance/T1-next-returns-the-target", test_next_returns_the_target);
  g_test_add_func ("/conformance/F3-long-loop", test_long_loop);
  g_test_add_func ("/conformance/F3-nesting", test_nesting);
  g_test_add_func ("/conformance/F3-endless-nesting", test_endless_nesting);
  g_test_add_func ("/conformance/F3-endless-nesting-in-parallel", test_endless_lanes);
  g_test_add_func ("/conformance/P2-own-params-stay-clean", test_own_params_stay_clean);
  g_test_add_func ("/conformance/C5-two-runs", test_two_runs);
  g_test_add_func ("/conformance/A2-use-async", test_use_async);
  g_test_add_func ("/conformance/A5-async-in-plain", test_async_in_plain);
  g_test_add_func ("/conformance/A7-sync-runs-plain-ones", test_sync);

  return g_test_run ();
}
