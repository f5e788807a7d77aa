/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a transition costs: a visit's prep, exec, post and edge, in µs, beside a plain C trampoline
 * that does the same counting. Printed as a table; not part of the tests. */

#include "engine/call.h"
#include "engine/run.h"

typedef SluiceNode      Counter;
typedef SluiceNodeClass CounterClass;

GType counter_get_type  (void);
GType sleeper_get_type  (void);
GType pinger_get_type   (void);

/* Counts in the store in prep, as the flows of the other engines' tables do. */
G_DEFINE_TYPE (Counter, counter, SLUICE_TYPE_NODE)

static gint64 limit;

static void
counter_prep (SluiceNode *node,
              SluiceCall *call)
{
  SluiceStore *store = sluice_call_get_store (call, NULL);

  sluice_call_return_value (call, sluice_value_ref (sluice_store_get (store, "n")));
}

static void
counter_exec (SluiceNode *node,
              SluiceCall *call)
{
  gint64 n = sluice_value_get_integer (sluice_call_get_prep_result (call));

  sluice_call_return_value (call, sluice_value_integer (n + 1));
}

static void
counter_post (SluiceNode *node,
              SluiceCall *call)
{
  SluiceStore *store = sluice_call_get_store (call, NULL);
  SluiceValue n = sluice_call_get_exec_result (call);

  sluice_store_set (store, "n", sluice_value_ref (n));
  if (sluice_value_get_integer (n) >= limit)
    sluice_call_return_action (call, "done");
  else
    sluice_call_return (call);
}

static void
counter_class_init (CounterClass *klass)
{
  klass->prep = counter_prep;
  klass->exec = counter_exec;
  klass->post = counter_post;
  klass->async = TRUE;
}

static void
counter_init (Counter *self)
{
}

/* Waits for the loop once in each visit. */
typedef SluiceNode      Sleeper;
typedef SluiceNodeClass SleeperClass;

G_DEFINE_TYPE (Sleeper, sleeper, counter_get_type ())

static double nap;

static void
slept_cb (SluiceCall   *call,
          SluiceValue   result,
          const GError *error,
          gpointer      user_data)
{
  sluice_call_return (call);
}

static void
sleeper_exec (SluiceNode *node,
              SluiceCall *call)
{
  SluiceValue request = sluice_value_object ();

  sluice_value_set_member (&request, "seconds", sluice_value_real (nap));
  sluice_call_begin_effect (call, "sleep", request, slept_cb, NULL, NULL);
}

static void
sleeper_prep (SluiceNode *node,
              SluiceCall *call)
{
  SluiceValue items = sluice_value_array ();

  for (guint i = 0; sluice_node_get_batch (node) != SLUICE_BATCH_NONE && i < limit; i++)
    sluice_value_append (&items, sluice_value_integer (i));
  sluice_call_return_value (call, items);
}

static void
sleeper_class_init (SleeperClass *klass)
{
  klass->prep = sleeper_prep;
  klass->exec = sleeper_exec;
  klass->post = SLUICE_NODE_CLASS (g_type_class_peek (SLUICE_TYPE_NODE))->post;
}

static void
sleeper_init (Sleeper *self)
{
}

/* Puts into one queue and gets from the other. */
typedef SluiceNode      Pinger;
typedef SluiceNodeClass PingerClass;

G_DEFINE_TYPE (Pinger, pinger, SLUICE_TYPE_NODE)

static void
got_cb (SluiceCall   *call,
        SluiceValue   result,
        const GError *error,
        gpointer      user_data)
{
  sluice_call_return_value (call, sluice_value_ref (result));
}

static void
pinger_exec (SluiceNode *node,
             SluiceCall *call)
{
  gboolean serves = *sluice_node_get_id (node) == 'a';

  sluice_call_queue_put (call, serves ? "ping" : "pong", sluice_value_integer (1), NULL, NULL, NULL);
  sluice_call_queue_get (call, serves ? "pong" : "ping", got_cb, NULL, NULL);
}

static void
pinger_class_init (PingerClass *klass)
{
  klass->exec = pinger_exec;
  klass->async = TRUE;
}

static void
pinger_init (Pinger *self)
{
}

static void
report (const char *work,
        gint64      began,
        double      transitions,
        double      wanted)
{
  double each = (g_get_monotonic_time () - began) / transitions;

  g_print ("%-44s %8.4f µs  (at most %g)%s\n", work, each, wanted, each > wanted ? "  SLOW" : "");
}

/* The floor: what the work itself costs. */
static void
bench_trampoline (gint64 steps)
{
  g_autoptr (SluiceStore) store = sluice_store_new ();
  gint64 began = g_get_monotonic_time ();

  for (gint64 i = 0; i < steps; i++)
    sluice_store_set (store, "n", sluice_value_integer (sluice_value_get_integer (sluice_store_get (store, "n")) + 1));
  report ("the store alone: get and set", began, steps, 1);
}

static SluiceRun *
run_all (SluiceEngine *engine,
         SluiceNode   *root,
         guint         times)
{
  SluiceRun *run = sluice_run_new (engine, NULL);

  for (guint i = 0; i < times; i++)
    sluice_run_add (run, root);
  sluice_run_join (run, NULL);
  return run;
}

static void
ignore_cb (SluiceRun         *run,
           const SluiceEvent *event,
           gpointer           user_data)
{
}

static void
bench_loop (SluiceEngine *engine,
            gint64        steps,
            guint         mask)
{
  g_autoptr (SluiceNode) a = g_object_new (counter_get_type (), NULL);
  g_autoptr (SluiceNode) b = g_object_new (counter_get_type (), NULL);
  g_autoptr (SluiceFlow) flow = NULL;
  g_autoptr (SluiceRun) run = sluice_run_new (engine, NULL);
  gint64 began;

  sluice_node_next (a, b, NULL);
  sluice_node_next (b, a, NULL);
  flow = sluice_flow_new_async (a);
  if (mask != 0)
    sluice_run_watch (run, mask, ignore_cb, NULL, NULL);
  limit = steps;
  sluice_run_add (run, SLUICE_NODE (flow));
  began = g_get_monotonic_time ();
  sluice_run_join (run, NULL);
  report (mask == 0 ? "loop of 2 C nodes" : "the same, every event watched", began, steps, mask == 0 ? 0.08 : 1);
}

static void
bench_chain (SluiceEngine *engine,
             guint         length)
{
  gint64 began = g_get_monotonic_time ();
  g_autoptr (SluiceNode) first = g_object_new (counter_get_type (), NULL);
  g_autoptr (SluiceFlow) flow = NULL;
  SluiceNode *last = first;
  SluiceRun *run;

  for (guint i = 1; i < length; i++)
    {
      g_autoptr (SluiceNode) node = g_object_new (counter_get_type (), NULL);

      last = sluice_node_next (last, node, NULL);
    }
  flow = sluice_flow_new_async (first);
  g_print ("%-44s %8.4f ms  (at most 8)\n", "chain: build", (g_get_monotonic_time () - began) / 1e3);

  limit = G_MAXINT64;
  began = g_get_monotonic_time ();
  run = run_all (engine, SLUICE_NODE (flow), 1);
  report ("chain: run", began, length, 0.08);
  g_object_unref (run);
}

static void
bench_nested (SluiceEngine *engine,
              gint64        steps)
{
  g_autoptr (SluiceNode) leaf = g_object_new (counter_get_type (), NULL);
  g_autoptr (SluiceFlow) inner = sluice_flow_new_async (leaf);
  g_autoptr (SluiceFlow) middle = sluice_flow_new_async (SLUICE_NODE (inner));
  g_autoptr (SluiceFlow) outer = sluice_flow_new_async (SLUICE_NODE (middle));
  g_autoptr (SluiceFlow) loop = NULL;
  gint64 began;

  sluice_node_next (SLUICE_NODE (outer), SLUICE_NODE (outer), NULL);
  loop = sluice_flow_new_async (SLUICE_NODE (outer));
  limit = steps;
  began = g_get_monotonic_time ();
  g_object_unref (run_all (engine, SLUICE_NODE (loop), 1));
  report ("leaf in 3 nested flows", began, steps, 0.15 * 4);
}

static void
bench_queues (SluiceEngine *engine,
              guint64       messages)
{
  g_autoptr (SluiceRun) run = sluice_run_new (engine, NULL);
  gint64 began;

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (SluiceNode) node = g_object_new (pinger_get_type (), "id", i == 0 ? "a" : "b", NULL);
      g_autoptr (SluiceFlow) flow = NULL;

      sluice_node_next (node, node, NULL);
      flow = sluice_flow_new_async (node);
      sluice_run_add (run, SLUICE_NODE (flow));
    }
  sluice_run_set_max_visits (run, messages);
  began = g_get_monotonic_time ();
  sluice_run_join (run, NULL);
  report ("queue ping-pong, per message", began, messages, 0.06);
}

static void
bench_parallel (SluiceEngine *engine,
                guint         items)
{
  g_autoptr (SluiceNode) node = g_object_new (sleeper_get_type (), "batch", SLUICE_BATCH_PARALLEL, NULL);
  gint64 began = g_get_monotonic_time ();

  limit = items;
  nap = 0.01;
  g_object_unref (run_all (engine, node, 1));
  g_print ("%-44s %8.4f ms  (at most 7)\n", "parallel batch of 10,000: over the ideal",
           (g_get_monotonic_time () - began) / 1e3 - 10);
}

static void
bench_many (SluiceEngine *engine,
            guint         flows,
            guint64       visits)
{
  g_autoptr (SluiceNode) node = g_object_new (sleeper_get_type (), NULL);
  g_autoptr (SluiceFlow) flow = NULL;
  g_autoptr (SluiceRun) run = sluice_run_new (engine, NULL);
  gint64 began;

  sluice_node_next (node, node, NULL);
  flow = sluice_flow_new_async (node);
  nap = 0;
  for (guint i = 0; i < flows; i++)
    sluice_run_add (run, SLUICE_NODE (flow));
  sluice_run_set_max_visits (run, visits);
  began = g_get_monotonic_time ();
  sluice_run_join (run, NULL);
  report ("1,000 flows, a sleep of 0 per transition", began, visits, 0.5);
  sluice_node_clear_edges (node);
}

int
main (int   argc,
      char *argv[])
{
  gint64 scale = argc > 1 ? g_ascii_strtoll (argv[1], NULL, 10) : 1;
  g_autoptr (SluiceEngine) engine = sluice_engine_new (NULL);

  bench_trampoline (3000000 * scale);
  bench_loop (engine, 3000000 * scale, 0);
  bench_loop (engine, 1000000 * scale, SLUICE_EVENT_MASK_ALL);
  bench_chain (engine, 10000);
  bench_nested (engine, 1000000 * scale);
  bench_queues (engine, 1000000 * scale);
  bench_parallel (engine, 10000);
  bench_many (engine, 1000, 1000000 * scale);
  return 0;
}
