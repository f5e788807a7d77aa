/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Calls that are returned late, twice, or never; cancelling in every phase; time limits. */

#include "probe.h"

static const ProbeRow rows[] = {
  { "/engine/call/dropped-in-prep", "node a async prep={drop}\nrun a",
    "a.prep = failed: prep of “a” dropped its call without returning it." },
  { "/engine/call/dropped-in-exec-is-an-attempt", "node a async retries=2 exec={drop} fallback={why; show}\nrun a",
    "a.exec a.exec@1 a.fallback@1 \"exec of “a” dropped its call without returning it.\" = finished" },
  { "/engine/call/twice", "node a exec={twice}\nrun a",
    "a.exec = failed: “a” returned a call twice." },
  { "/engine/call/no-store-in-exec", "node a exec={set k 1}\nrun a",
    "a.exec = failed: exec of “a” asked for the store: only prep and post have it." },
  { "/engine/call/no-store-in-fallback", "node a exec={error no} fallback={set k 1}\nrun a",
    "a.exec a.fallback = failed: fallback of “a” asked for the store: only prep and post have it. "
    "(in the fallback for: no)" },
  { "/engine/call/no-action-in-exec", "node a exec={action x}\nrun a",
    "a.exec = failed: exec of “a” returned an action: only post does." },
};

static void
test_late_return (void)
{
  g_autoptr (Probe) probe = probe_new ("node a async prep={hold} exec={prep; show; hold} post={exec; show; hold}\nrun a");

  for (guint i = 0; i < 3; i++)
    {
      probe_settle (probe);
      g_assert_cmpuint (probe->held->len, ==, i + 1);
      if (i < 2)
        sluice_call_return_value (probe->held->pdata[i], sluice_value_integer (i + 1));
      else
        sluice_call_return_action (probe->held->pdata[i], "end");
    }
  probe_finish (probe);
  g_assert_cmpstr (probe->journal->str, ==, "a.prep a.exec 1 a.post 2 = finished end");
}

/* The last reference goes later, from outside. */
static void
test_dropped_later (void)
{
  g_autoptr (Probe) probe = probe_new ("node a async exec={hold}\nrun a");

  probe_settle (probe);
  g_ptr_array_set_size (probe->held, 0);
  probe_finish (probe);
  g_assert_cmpstr (probe->journal->str, ==,
                   "a.exec = failed: exec of “a” dropped its call without returning it.");
}

static void
test_twice_later (void)
{
  g_autoptr (Probe) probe = probe_new ("node a async prep={hold} exec={hold}\nrun a");

  probe_settle (probe);
  sluice_call_return_value (probe->held->pdata[0], sluice_value_integer (3));
  probe_settle (probe);
  sluice_call_return (probe->held->pdata[0]);
  g_assert_cmpint (sluice_value_get_integer (sluice_call_get_prep_result (probe->held->pdata[1])), ==, 3);
  sluice_call_return (probe->held->pdata[1]);
  probe_finish (probe);
  g_assert_cmpstr (probe->journal->str, ==, "a.prep a.exec (“a” returned a call twice.) = finished");
}

/* Whatever the lane waits in, one turn of the loop ends it; returning late is harmless. */
static void
test_cancel (gconstpointer data)
{
  g_autofree char *text = g_strdup_printf ("node a async retries=2 wait=5 %s\nflow f async start=a post={hold}\nrun f",
                                           (const char *) data);
  g_autoptr (Probe) probe = probe_new (text);
  guint ended = 0;

  g_signal_connect_swapped (probe->run, "ended", G_CALLBACK (g_atomic_int_inc), &ended);
  sluice_run_start (probe->run, NULL);
  while (sluice_lane_get_state (sluice_run_get_lane (probe->run, 0)) == SLUICE_LANE_RUNNABLE)
    g_main_context_iteration (NULL, FALSE);
  sluice_run_cancel (probe->run);
  sluice_run_cancel (probe->run);
  g_assert_cmpuint (ended, ==, 0);
  g_main_context_iteration (NULL, FALSE);
  g_assert_cmpuint (ended, ==, 1);
  g_assert_cmpint (sluice_run_get_state (probe->run), ==, SLUICE_RUN_CANCELLED);
  for (guint i = 0; i < probe->held->len; i++)
    {
      SluiceCall *call = probe->held->pdata[i];

      g_assert_true (sluice_call_is_returned (call));
      g_assert_true (g_cancellable_is_cancelled (sluice_call_get_cancellable (call)));
      g_assert_cmpuint (sluice_call_get_visit (call), >, 0);
      g_assert_null (sluice_call_get_lane (call));
      g_assert_null (sluice_call_get_data (call));
      sluice_call_return_value (call, sluice_value_string ("late"));
    }
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpint (sluice_engine_get_time (probe->engine), ==, 0);
}

static void
test_cancel_from_a_phase (void)
{
  probe_check ("node a exec={cancel} post={}\nnode b exec={}\nflow f start=a\nedge a b\nrun f",
               "a.exec = cancelled: The run was cancelled.");
}

static void
test_cancel_before_the_start (void)
{
  g_autoptr (Probe) probe = probe_new ("node a exec={}\nrun a");

  sluice_run_cancel (probe->run);
  g_assert_cmpint (sluice_run_get_state (probe->run), ==, SLUICE_RUN_CANCELLED);
  g_assert_cmpstr (probe->journal->str, ==, "");
}

static void
test_cancellable (void)
{
  g_autoptr (Probe) probe = probe_new ("node a async timeout=1 retries=2 exec={hold} post={}\nrun a");
  GCancellable *cancellable;

  sluice_run_start (probe->run, NULL);
  while (probe->held->len == 0)
    g_main_context_iteration (NULL, FALSE);
  cancellable = sluice_call_get_cancellable (probe->held->pdata[0]);
  while (probe->held->len == 1)
    g_main_context_iteration (NULL, FALSE);
  g_assert_true (g_cancellable_is_cancelled (cancellable));
  g_assert_cmpint (sluice_call_get_attempt (probe->held->pdata[0]), ==, 0);
  g_assert_cmpint (sluice_call_get_attempt (probe->held->pdata[1]), ==, 1);
  cancellable = sluice_call_get_cancellable (probe->held->pdata[1]);
  sluice_call_return (probe->held->pdata[1]);
  probe_finish (probe);
  g_assert_false (g_cancellable_is_cancelled (cancellable));
  g_assert_cmpstr (probe->journal->str, ==, "a.exec +1 a.exec@1 a.post = finished");
}

static void
test_time_limit (void)
{
  g_autoptr (Probe) probe = probe_new ("node a async exec={sleep 2}\nnode b async exec={hold}\nrun a\nrun b");

  sluice_run_set_time_limit (probe->run, 5);
  probe_finish (probe);
  g_assert_cmpstr (probe->journal->str, ==, "a.exec b.exec +5 = failed: The run took longer than 5 s, its limit.");
  g_assert_error (sluice_run_get_error (probe->run), SLUICE_ENGINE_ERROR, SLUICE_ENGINE_ERROR_TIMEOUT);
}

static void
test_visit_limit (void)
{
  g_autoptr (Probe) probe = probe_new ("node a exec={}\nflow f start=a\nedge a a\nrun f");

  sluice_run_set_max_visits (probe->run, 3);
  probe_finish (probe);
  g_assert_cmpstr (probe->journal->str, ==, "a.exec a.exec = failed: The run has made 3 visits, its limit.");
  g_assert_true (sluice_run_get_error_node (probe->run) == probe_get (probe, "a"));
}

static void
test_cause (void)
{
  g_autoptr (Probe) probe = probe_new ("node a exec={error first} fallback={error second}\nrun a");

  probe_finish (probe);
  g_assert_cmpstr (sluice_run_get_error_cause (probe->run)->message, ==, "first");
}

int
main (int   argc,
      char *argv[])
{
  static const char * const waits[][2] = {
    { "prep", "prep={hold}" },     { "exec", "exec={hold}" },
    { "wait", "exec={error no}" }, { "fallback", "retries=1 exec={error no} fallback={hold}" },
    { "post", "post={hold}" },     { "a-flows-post", "exec={}" },
    { "sleep", "exec={sleep 3}" }, { "a-person", "prep={ask name}" },
    { "a-queue", "timeout=9 exec={get q}" }, { "items", "batch=parallel prep={return [1,2]} exec={hold}" },
  };

  g_test_init (&argc, &argv, NULL);

  probe_add_rows (rows, G_N_ELEMENTS (rows));
  g_test_add_func ("/engine/call/late-return", test_late_return);
  g_test_add_func ("/engine/call/dropped-later", test_dropped_later);
  g_test_add_func ("/engine/call/twice-later", test_twice_later);
  for (guint i = 0; i < G_N_ELEMENTS (waits); i++)
    {
      g_autofree char *path = g_strdup_printf ("/engine/cancel/in-%s", waits[i][0]);

      g_test_add_data_func (path, waits[i][1], test_cancel);
    }
  g_test_add_func ("/engine/cancel/from-a-phase", test_cancel_from_a_phase);
  g_test_add_func ("/engine/cancel/before-the-start", test_cancel_before_the_start);
  g_test_add_func ("/engine/cancel/the-calls-cancellable", test_cancellable);
  g_test_add_func ("/engine/limits/time", test_time_limit);
  g_test_add_func ("/engine/limits/visits", test_visit_limit);
  g_test_add_func ("/engine/call/cause", test_cause);

  return g_test_run ();
}
