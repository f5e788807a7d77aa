/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Nodes and flows as objects: properties, edges, and who owns whom. */

#include "base/ids.h"
#include "engine/flow.h"
#include "engine/timers.h"

static SluiceNode *
new_node (const char *id)
{
  return g_object_new (SLUICE_TYPE_NODE, "id", id, NULL);
}

static void
test_properties (void)
{
  g_autoptr (SluiceNode) node = g_object_new (SLUICE_TYPE_NODE, "id", "a", "retries", 3, "wait", 0.5, "timeout", 2.0, "batch",
                                              SLUICE_BATCH_PARALLEL, "limit", 4, "on-error",
                                              SLUICE_ON_ERROR_CANCEL_SIBLINGS, NULL);
  g_autofree char *title = NULL;

  g_assert_cmpint (sluice_node_get_retries (node), ==, 3);
  g_assert_cmpfloat (sluice_node_get_wait (node), ==, 0.5);
  g_assert_cmpfloat (sluice_node_get_timeout (node), ==, 2.0);
  g_assert_cmpint (sluice_node_get_batch (node), ==, SLUICE_BATCH_PARALLEL);
  g_object_get (node, "title", &title, NULL);
  g_assert_cmpstr (title, ==, "a");
  sluice_node_set_title (node, "A node");
  g_assert_cmpstr (sluice_node_get_title (node), ==, "A node");
  sluice_node_set_address (node, "main/a");
  g_assert_true (sluice_node_get_address (node) == sluice_address_intern ("main/a"));
  sluice_node_set_id (node, NULL);
  sluice_node_set_title (node, NULL);
  g_assert_cmpstr (sluice_node_get_title (node), ==, "SluiceNode");
}

static void
count_cb (GObject    *object,
          GParamSpec *pspec,
          gpointer    user_data)
{
  (*(guint *) user_data)++;
}

static void
test_notify_on_change_only (void)
{
  g_autoptr (SluiceNode) node = new_node ("a");
  guint changes = 0;

  g_signal_connect (node, "notify", G_CALLBACK (count_cb), &changes);
  sluice_node_set_retries (node, 1);
  sluice_node_set_id (node, "a");
  g_assert_cmpuint (changes, ==, 0);
  sluice_node_set_retries (node, 2);
  g_assert_cmpuint (changes, ==, 1);
}

/* a ⇄ b in one flow: both go with it. */
static void
test_loops_go (void)
{
  SluiceNode *a = new_node ("a");
  SluiceNode *b = new_node ("b");
  SluiceFlow *flow;

  sluice_node_next (a, b, NULL);
  sluice_node_next (b, a, NULL);
  flow = sluice_flow_new (a);
  g_object_add_weak_pointer (G_OBJECT (a), (gpointer *) &a);
  g_object_add_weak_pointer (G_OBJECT (b), (gpointer *) &b);
  g_object_unref (a);
  g_object_unref (b);
  g_assert_nonnull (a);
  g_assert_finalize_object (flow);
  g_assert_null (a);
  g_assert_null (b);
}

/* What is wired after the start was set is owned too, and a shared node keeps its edges. */
static void
test_shared_nodes (void)
{
  SluiceNode *a = new_node ("a");
  SluiceNode *b = new_node ("b");
  SluiceFlow *first = sluice_flow_new (a);
  SluiceFlow *second = sluice_flow_new (NULL);

  sluice_flow_set_start (second, a);
  sluice_node_next (a, b, NULL);
  sluice_node_next (b, a, "back");
  g_object_add_weak_pointer (G_OBJECT (b), (gpointer *) &b);
  g_object_unref (b);
  g_object_unref (a);
  g_assert_finalize_object (first);
  g_assert_nonnull (b);
  g_assert_cmpuint (sluice_node_get_n_edges (b), ==, 1);
  g_assert_finalize_object (second);
  g_assert_null (b);
}

static void
test_long_chain_goes (void)
{
  SluiceNode *first = new_node (NULL);
  SluiceNode *last = first;

  for (guint i = 0; i < 200000; i++)
    {
      g_autoptr (SluiceNode) node = new_node (NULL);

      last = sluice_node_next (last, node, NULL);
    }
  g_assert_finalize_object (first);
}

static void
test_clear_edges (void)
{
  g_autoptr (SluiceNode) a = new_node ("a");

  sluice_node_next (a, a, NULL);
  sluice_node_next (a, a, "x");
  sluice_node_next (a, NULL, "y");
  g_assert_cmpuint (sluice_node_get_n_edges (a), ==, 3);
  sluice_node_clear_edges (a);
  g_assert_cmpuint (sluice_node_get_n_edges (a), ==, 0);
  g_assert_cmpuint (G_OBJECT (a)->ref_count, ==, 1);
}

static void
test_timers (void)
{
  enum { N = 500 };
  SluiceTimers timers = { NULL, };
  g_autofree SluiceTimer *all = g_new0 (SluiceTimer, N);
  g_autoptr (GRand) random = g_rand_new_with_seed (7);
  SluiceTimer *timer;
  gint64 before = -1;
  guint n = 0;

  for (guint i = 0; i < N; i++)
    sluice_timers_set (&timers, &all[i], g_rand_int_range (random, 0, 50), SLUICE_TIMER_SLEEP);
  for (guint i = 0; i < N; i += 3)
    sluice_timers_unset (&timers, &all[i]);
  for (guint i = 0; i < N; i += 5)
    sluice_timers_set (&timers, &all[i], g_rand_int_range (random, 0, 50), SLUICE_TIMER_SLEEP);
  for (guint i = 0; i < N; i++)
    n += sluice_timer_is_set (&all[i]);
  while ((timer = sluice_timers_take (&timers, 1000)) != NULL)
    {
      g_assert_cmpint (timer->due, >=, before);
      before = timer->due;
      n--;
    }
  g_assert_cmpuint (n, ==, 0);
  sluice_timers_clear (&timers);
}

/* Timers of one instant go in the order they were set (rule S2). */
static void
test_timers_in_order (void)
{
  SluiceTimers timers = { NULL, };
  SluiceTimer all[20] = { { 0, }, };

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    sluice_timers_set (&timers, &all[i], 5, SLUICE_TIMER_SLEEP);
  g_assert_null (sluice_timers_take (&timers, 4));
  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    g_assert_true (sluice_timers_take (&timers, 5) == &all[i]);
  sluice_timers_clear (&timers);
}

typedef struct
{
  SluiceTimer timer;
  guint64     order; /* of setting */
} Model;

static Model *
find_first (Model *all,
            guint  n,
            gint64 now)
{
  Model *first = NULL;

  for (guint i = 0; i < n; i++)
    {
      Model *model = &all[i];

      if (!sluice_timer_is_set (&model->timer) || model->timer.due > now)
        continue;
      if (first == NULL || model->timer.due < first->timer.due
          || (model->timer.due == first->timer.due && model->order < first->order))
        first = model;
    }
  return first;
}

/* Set, unset and taken at random, mostly for a time after the others: always the one that a search
 * of all of them finds. One that is due much later stands at the head of the line for long. */
static void
test_timers_as_searched (void)
{
  enum { N = 60, STEPS = 30000 };
  SluiceTimers timers = { NULL, };
  Model all[N] = { { { 0, }, }, };
  g_autoptr (GRand) random = g_rand_new_with_seed (11);
  guint64 order = 0;
  gint64 now = 0;

  for (guint step = 0; step < STEPS; step++)
    {
      Model *model = &all[g_rand_int_range (random, 0, N)];
      gint64 in = step % 1000 == 0 ? 5000 : g_rand_int_range (random, 0, 8) == 0 ? 3 : 40;

      if (g_rand_int_range (random, 0, 3) == 0)
        sluice_timers_unset (&timers, &model->timer);
      else
        {
          model->order = ++order;
          sluice_timers_set (&timers, &model->timer, now + in, SLUICE_TIMER_SLEEP);
        }
      now += g_rand_int_range (random, 0, 4);
      while ((model = find_first (all, N, now)) != NULL)
        g_assert_true (sluice_timers_take (&timers, now) == &model->timer);
      g_assert_null (sluice_timers_take (&timers, now));
      model = find_first (all, N, G_MAXINT64 - 1);
      g_assert_cmpint (sluice_timers_next (&timers), ==, model != NULL ? model->timer.due : G_MAXINT64);
    }
  g_assert_cmpuint (timers.line_capacity, <=, 4 * N);
  sluice_timers_clear (&timers);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/engine/timers/as-searched", test_timers_as_searched);
  g_test_add_func ("/engine/node/properties", test_properties);
  g_test_add_func ("/engine/node/notify-on-change-only", test_notify_on_change_only);
  g_test_add_func ("/engine/node/clear-edges", test_clear_edges);
  g_test_add_func ("/engine/node/a-long-chain-goes", test_long_chain_goes);
  g_test_add_func ("/engine/flow/loops-go-with-it", test_loops_go);
  g_test_add_func ("/engine/flow/shared-nodes-stay", test_shared_nodes);
  g_test_add_func ("/engine/timers/heap", test_timers);
  g_test_add_func ("/engine/timers/in-order", test_timers_in_order);

  return g_test_run ();
}
