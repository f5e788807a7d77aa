/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the engine costs. One case a process, so that each begins with a fresh heap: prints lines
 * of a name, a tab and a number, which tests/bench/table.py makes a table of. A transition is a visit:
 * prep, exec, post and edge. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "compile/compile.h"
#include "debug/debugger.h"
#include "nodes.h"

#define STEPS 1000000

static double began;

static void
tell (const char *name,
      double      value)
{
  printf ("%s\t%.6g\n", name, value);
}

/* µs of processor time: what else the machine does counts as little as can be. */
static double
get_time (clockid_t clock)
{
  struct timespec now;

  clock_gettime (clock, &now);
  return (double) now.tv_sec * 1e6 + (double) now.tv_nsec / 1e3;
}

static void
start_clock (void)
{
  began = get_time (CLOCK_PROCESS_CPUTIME_ID);
}

static double
read_clock (void)
{
  return get_time (CLOCK_PROCESS_CPUTIME_ID) - began;
}

/* Runs flows side by side in one run, up to a number of visits if there is one: µs. */
static double
play (SluiceNode *root,
      guint       times,
      guint64     visits)
{
  g_autoptr (SluiceEngine) engine = sluice_engine_new (NULL);
  g_autoptr (SluiceRun) run = sluice_run_new (engine, NULL);

  for (guint i = 0; i < times; i++)
    sluice_run_add (run, root);
  if (visits > 0)
    sluice_run_set_max_visits (run, visits);
  start_clock ();
  sluice_run_join (run, NULL);
  return read_clock ();
}

/* Two nodes, each the other's successor. */
static SluiceFlow *
make_loop (void)
{
  g_autoptr (SluiceNode) a = bench_counter_new ();
  g_autoptr (SluiceNode) b = bench_counter_new ();

  sluice_node_set_address (a, "main/a");
  sluice_node_set_address (b, "main/b");
  sluice_node_next (a, b, NULL);
  sluice_node_next (b, a, NULL);
  return sluice_flow_new_async (a);
}

static void
bench_loop (void)
{
  g_autoptr (SluiceFlow) flow = make_loop ();

  bench_set_limit (3 * STEPS);
  tell ("loop", play (SLUICE_NODE (flow), 1, 0) / (3 * STEPS));
}

static void
bench_script (void)
{
  static const char text[] =
    "{\"format\":1,\"run\":[\"main\"],\"shared\":{\"count\":0},\"flows\":{\"main\":{\"start\":\"a\",\"nodes\":{"
    "\"a\":{\"kind\":\"script\",\"prep\":\"shared.count = shared.count + 1\",\"post\":\"return 'x'\","
    "\"next\":{\"x\":\"b\"}},"
    "\"b\":{\"kind\":\"script\",\"prep\":\"shared.count = shared.count + 1\",\"post\":\"return 'x'\","
    "\"next\":{\"x\":\"a\"}}}}}}";
  g_autoptr (SluiceEngine) engine = sluice_engine_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (SluiceDocument) document = NULL;
  g_autoptr (SluiceProgram) program = NULL;
  g_autoptr (SluiceRun) run = NULL;

  sluice_init ();
  document = sluice_document_new_from_text (text, -1, &error);
  g_assert_no_error (error);
  program = sluice_compile (document, NULL, &error);
  g_assert_no_error (error);
  run = sluice_program_create_run (program, engine, NULL);
  sluice_run_set_max_visits (run, STEPS + 1); /* the flow's own is one */
  start_clock ();
  sluice_run_join (run, NULL);
  tell ("script", read_clock () / STEPS);
  g_assert_cmpint (sluice_value_get_integer (sluice_store_get (sluice_run_get_store (run), "count")), ==, STEPS);
}

static void
bench_chain (void)
{
  const guint length = 10000;
  gsize memory = bench_get_memory ();
  g_autoptr (SluiceNode) first = NULL;
  g_autoptr (SluiceFlow) flow = NULL;
  SluiceNode *last;

  start_clock ();
  last = first = bench_counter_new ();
  for (guint i = 1; i < length; i++)
    {
      g_autoptr (SluiceNode) node = bench_counter_new ();

      last = sluice_node_next (last, node, NULL);
    }
  flow = sluice_flow_new_async (first);
  tell ("chain-build", read_clock () / 1000);
  tell ("chain-bytes", (double) (bench_get_memory () - memory) / length);

  bench_set_limit (G_MAXINT64);
  tell ("chain-run", play (SLUICE_NODE (flow), 1, 0) / length);
}

static void
bench_nested (void)
{
  g_autoptr (SluiceNode) leaf = bench_counter_new ();
  g_autoptr (SluiceFlow) inner = sluice_flow_new_async (leaf);
  g_autoptr (SluiceFlow) middle = sluice_flow_new_async (SLUICE_NODE (inner));
  g_autoptr (SluiceFlow) outer = sluice_flow_new_async (SLUICE_NODE (middle));
  g_autoptr (SluiceFlow) loop = NULL;

  sluice_node_next (SLUICE_NODE (outer), SLUICE_NODE (outer), NULL);
  loop = sluice_flow_new_async (SLUICE_NODE (outer));
  bench_set_limit (G_MAXINT64);
  tell ("nested", play (SLUICE_NODE (loop), 1, 4 * STEPS) / STEPS);
}

static void
bench_many (void)
{
  g_autoptr (SluiceNode) node = bench_sleeper_new (0, SLUICE_BATCH_NONE);
  g_autoptr (SluiceFlow) flow = NULL;

  sluice_node_next (node, node, NULL);
  flow = sluice_flow_new_async (node);
  tell ("many", play (SLUICE_NODE (flow), 1000, STEPS) / STEPS);
}

static void
bench_queue (void)
{
  g_autoptr (SluiceEngine) engine = sluice_engine_new (NULL);
  g_autoptr (SluiceRun) run = sluice_run_new (engine, NULL);

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (SluiceNode) node = bench_pinger_new (i == 0);
      g_autoptr (SluiceFlow) flow = NULL;

      sluice_node_next (node, node, NULL);
      flow = sluice_flow_new_async (node);
      sluice_run_add (run, SLUICE_NODE (flow));
    }
  sluice_run_set_max_visits (run, STEPS);
  start_clock ();
  sluice_run_join (run, NULL);
  tell ("queue", read_clock () / STEPS);
}

/* Time on the wall, for most of it is waiting; the quickest of some, for a busy machine only adds. */
static void
bench_parallel (void)
{
  const guint items = 10000;
  g_autoptr (SluiceNode) node = bench_sleeper_new (0.01, SLUICE_BATCH_PARALLEL);
  gsize memory = bench_get_memory ();
  double best = G_MAXDOUBLE;

  bench_set_limit (items);
  for (guint i = 0; i < 10; i++)
    {
      double begin = get_time (CLOCK_MONOTONIC);

      play (node, 1, 0);
      best = MIN (best, get_time (CLOCK_MONOTONIC) - begin);
      if (i == 0)
        tell ("parallel-bytes", (double) (bench_get_peak () - memory) / items);
    }
  tell ("parallel", best / 1000 - 10);
}

static void
bench_lanes (void)
{
  const guint items = 100000;
  g_autoptr (SluiceNode) node = bench_sleeper_new (0.2, SLUICE_BATCH_PARALLEL);
  gsize memory = bench_get_memory ();

  bench_set_limit (items);
  tell ("lanes", play (node, 1, 0) / items);
  tell ("lanes-bytes", (double) (bench_get_peak () - memory) / items);
}

static void
keep_snapshot_cb (SluiceRun         *run,
                  const SluiceEvent *event,
                  gpointer           user_data)
{
  sluice_value_replace (user_data, sluice_value_ref (sluice_store_get_root (sluice_run_get_store (run))));
}

/* The same loop over a store of 1 KB, with and without a watcher that keeps a snapshot. */
static double
play_snapshots (gboolean watched)
{
  g_autoptr (SluiceEngine) engine = sluice_engine_new (NULL);
  g_autoptr (SluiceRun) run = sluice_run_new (engine, NULL);
  g_autoptr (SluiceFlow) flow = make_loop ();
  g_auto (SluiceValue) kept = SLUICE_VALUE_INIT;
  SluiceStore *store = sluice_run_get_store (run);
  char text[101] = { 0, };

  memset (text, 'x', sizeof text - 1);
  sluice_store_set (store, "n", sluice_value_integer (0));
  for (guint i = 0; i < 9; i++)
    {
      char key[] = { 'k', (char) ('0' + i), '\0' };

      sluice_store_set (store, key, sluice_value_string (text));
    }
  if (watched)
    sluice_run_watch (run, SLUICE_EVENT_MASK (SLUICE_EVENT_VISIT_ENDED), keep_snapshot_cb, &kept, NULL);
  sluice_run_add (run, SLUICE_NODE (flow));
  start_clock ();
  sluice_run_join (run, NULL);
  return read_clock () / STEPS;
}

static void
bench_event (void)
{
  double plain;

  bench_set_limit (STEPS);
  plain = play_snapshots (FALSE);
  tell ("event", play_snapshots (TRUE) - plain);
}

/* Ten million steps: what they leave in the heap, and by how much the process is larger in their
 * midst than after the first million. */
static void
bench_steps (void)
{
  g_autoptr (SluiceFlow) flow = make_loop ();
  gsize memory;
  gsize resident;

  bench_set_limit (STEPS);
  play (SLUICE_NODE (flow), 1, 0);
  memory = bench_get_memory ();
  resident = bench_get_resident ();
  bench_set_limit (10 * STEPS);
  tell ("steps", play (SLUICE_NODE (flow), 1, 0) / (10 * STEPS));
  tell ("steps-bytes", (double) bench_get_memory () - (double) memory);
  tell ("steps-resident", ((double) bench_get_resident () - (double) resident) / 1024);
}

/* The loop, with a debugger and 1,000 breakpoints that are never hit. */
static double
play_debugged (gboolean debugged)
{
  g_autoptr (SluiceEngine) engine = sluice_engine_new (NULL);
  g_autoptr (SluiceRun) run = sluice_run_new (engine, NULL);
  g_autoptr (SluiceBreakpoints) breakpoints = sluice_breakpoints_new ();
  g_autoptr (SluiceDebugger) debugger = NULL;
  g_autoptr (SluiceFlow) flow = make_loop ();

  for (guint i = 0; i < 1000; i++)
    {
      g_autofree char *address = g_strdup_printf ("main/n%u", i);

      sluice_breakpoints_set (breakpoints, address, TRUE);
    }
  if (debugged)
    debugger = sluice_debugger_new (run, breakpoints);
  sluice_run_add (run, SLUICE_NODE (flow));
  start_clock ();
  sluice_run_join (run, NULL);
  return read_clock () / STEPS;
}

/* Several times in turn, for a small difference. */
static void
bench_breakpoints (void)
{
  double plain = G_MAXDOUBLE;
  double debugged = G_MAXDOUBLE;

  bench_set_limit (STEPS);
  for (guint i = 0; i < 5; i++)
    {
      plain = MIN (plain, play_debugged (FALSE));
      debugged = MIN (debugged, play_debugged (TRUE));
    }
  tell ("breakpoints", (debugged / plain - 1) * 100);
}

static int
compare_doubles (gconstpointer a,
                 gconstpointer b)
{
  double x = *(const double *) a;
  double y = *(const double *) b;

  return x < y ? -1 : x > y;
}

/* How long an endless script keeps the main loop: of 400 turns the longest but a few. Somebody else's
 * work may come in between those. */
static void
bench_endless (void)
{
  static const char text[] =
    "{\"format\":1,\"run\":[\"main\"],\"flows\":{\"main\":{\"start\":\"a\",\"nodes\":{"
    "\"a\":{\"kind\":\"script\",\"exec\":\"while true do end\"}}}}}";
  g_autoptr (SluiceEngine) engine = sluice_engine_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (SluiceDocument) document = NULL;
  g_autoptr (SluiceProgram) program = NULL;
  g_autoptr (SluiceRun) run = NULL;
  double turns[400];

  sluice_init ();
  document = sluice_document_new_from_text (text, -1, &error);
  g_assert_no_error (error);
  program = sluice_compile (document, NULL, &error);
  g_assert_no_error (error);
  run = sluice_program_create_run (program, engine, NULL);
  g_assert_true (sluice_run_start (run, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (turns); i++)
    {
      double begin = get_time (CLOCK_THREAD_CPUTIME_ID);

      g_main_context_iteration (NULL, TRUE);
      turns[i] = get_time (CLOCK_THREAD_CPUTIME_ID) - begin;
    }
  qsort (turns, G_N_ELEMENTS (turns), sizeof turns[0], compare_doubles);
  tell ("endless", turns[G_N_ELEMENTS (turns) * 98 / 100] / 1000);
  sluice_run_cancel (run);
  sluice_run_join (run, NULL);
}

/* A leaf in 1,000 flows, visited 1,000 times: each visit of a flow or the leaf counts. */
static void
bench_deep (void)
{
  const guint depth = 1000;
  g_autoptr (SluiceNode) inner = bench_counter_new ();
  g_autoptr (SluiceFlow) loop = NULL;

  for (guint i = 0; i < depth; i++)
    {
      SluiceNode *outer = SLUICE_NODE (sluice_flow_new_async (inner));

      g_object_unref (inner);
      inner = outer;
    }
  sluice_node_next (inner, inner, NULL);
  loop = sluice_flow_new_async (inner);
  bench_set_limit (G_MAXINT64);
  tell ("deep", play (SLUICE_NODE (loop), 1, STEPS) / STEPS);
}

/* The longest turn of the main loop while one flow runs at full speed and another begins, waits for
 * and ends 10,000 timers again and again. */
static void
bench_turns (void)
{
  g_autoptr (SluiceEngine) engine = sluice_engine_new (NULL);
  g_autoptr (SluiceFlow) loop = make_loop ();
  g_autoptr (SluiceNode) node = bench_sleeper_new (0.01, SLUICE_BATCH_PARALLEL);
  g_autoptr (SluiceFlow) sleepers = NULL;
  g_autoptr (SluiceRun) busy = sluice_run_new (engine, NULL);
  g_autoptr (SluiceRun) sleeping = sluice_run_new (engine, NULL);
  double longest = 0;

  bench_set_limit (10000);
  sluice_node_next (node, node, NULL);
  sleepers = sluice_flow_new_async (node);
  sluice_store_set (sluice_run_get_store (busy), "n", sluice_value_integer (G_MININT64));
  sluice_run_add (busy, SLUICE_NODE (loop));
  sluice_run_add (sleeping, SLUICE_NODE (sleepers));
  g_assert_true (sluice_run_start (busy, NULL));
  g_assert_true (sluice_run_start (sleeping, NULL));
  for (guint i = 0; i < 1000; i++)
    {
      double begin = get_time (CLOCK_THREAD_CPUTIME_ID);

      g_main_context_iteration (NULL, TRUE);
      longest = MAX (longest, get_time (CLOCK_THREAD_CPUTIME_ID) - begin);
    }
  tell ("turns", longest / 1000);
  sluice_run_cancel (busy);
  sluice_run_cancel (sleeping);
  sluice_run_join (busy, NULL);
  sluice_run_join (sleeping, NULL);
}

static const struct
{
  const char *name;
  void      (*func) (void);
} cases[] = {
  { "loop", bench_loop },
  { "script", bench_script },
  { "chain", bench_chain },
  { "nested", bench_nested },
  { "many", bench_many },
  { "queue", bench_queue },
  { "parallel", bench_parallel },
  { "event", bench_event },
  { "steps", bench_steps },
  { "deep", bench_deep },
  { "lanes", bench_lanes },
  { "breakpoints", bench_breakpoints },
  { "endless", bench_endless },
  { "turns", bench_turns },
};

int
main (int   argc,
      char *argv[])
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      if (argc > 1 && strcmp (cases[i].name, argv[1]) == 0)
        {
          cases[i].func ();
          return 0;
        }
    }
  fprintf (stderr, "Usage: engine CASE\nThe cases are:");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    fprintf (stderr, " %s", cases[i].name);
  fputc ('\n', stderr);
  return 2;
}
