/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The stream of events, as a trace has it. */

#include "probe.h"

typedef struct
{
  GString *text;
  guint64  serial;
} Trace;

static void
traced_cb (SluiceRun         *run,
           const SluiceEvent *event,
           gpointer           user_data)
{
  Trace *trace = user_data;
  g_auto (SluiceValue) value = sluice_event_to_value (event);
  g_autofree char *json = NULL;

  g_assert_cmpuint (event->serial, ==, ++trace->serial);
  g_assert_cmpstr (sluice_value_get_member_string (value, "event"), ==, sluice_event_type_name (event->type));
  sluice_value_remove_member (&value, "serial");
  json = sluice_json_write (value, SLUICE_JSON_WRITE_COMPACT, NULL);
  g_string_append_printf (trace->text, "%s\n", json);
}

static void
check_trace (const char *text,
             guint       mask,
             const char *expected)
{
  g_autoptr (Probe) probe = probe_new (text);
  Trace trace = { g_string_new (NULL), 0 };

  sluice_run_watch (probe->run, mask, traced_cb, &trace, NULL);
  probe_finish (probe);
  g_assert_cmpstr (trace.text->str, ==, expected);
  g_string_free (trace.text, TRUE);
}

#define MASK(name) SLUICE_EVENT_MASK (SLUICE_EVENT_##name)

static void
test_visits (void)
{
  check_trace ("node a prep={return 1} post={action x}\nnode b\nflow f start=a\nedge a x b\nrun f",
               MASK (VISIT_STARTED) | MASK (VISIT_ENDED) | MASK (EDGE) | MASK (LANE_STARTED) | MASK (LANE_ENDED)
                 | MASK (RUN_STARTED) | MASK (RUN_ENDED),
               "{\"event\":\"run-started\",\"time\":0,\"value\":{}}\n"
               "{\"event\":\"lane-started\",\"time\":0,\"lane\":1,\"parent\":0,\"node\":\"f\"}\n"
               "{\"event\":\"visit-started\",\"time\":0,\"lane\":1,\"visit\":1,\"node\":\"f\"}\n"
               "{\"event\":\"visit-started\",\"time\":0,\"lane\":1,\"visit\":2,\"node\":\"a\"}\n"
               "{\"event\":\"visit-ended\",\"time\":0,\"lane\":1,\"visit\":2,\"node\":\"a\",\"action\":\"x\"}\n"
               "{\"event\":\"edge\",\"time\":0,\"lane\":1,\"visit\":2,\"node\":\"a\",\"target\":\"b\",\"action\":\"x\"}\n"
               "{\"event\":\"visit-started\",\"time\":0,\"lane\":1,\"visit\":3,\"node\":\"b\"}\n"
               "{\"event\":\"visit-ended\",\"time\":0,\"lane\":1,\"visit\":3,\"node\":\"b\",\"action\":null}\n"
               "{\"event\":\"edge\",\"time\":0,\"lane\":1,\"visit\":3,\"node\":\"b\",\"target\":null,\"action\":null}\n"
               "{\"event\":\"visit-ended\",\"time\":0,\"lane\":1,\"visit\":1,\"node\":\"f\",\"action\":null}\n"
               "{\"event\":\"lane-ended\",\"time\":0,\"lane\":1,\"visit\":1,\"action\":null}\n"
               "{\"event\":\"run-ended\",\"time\":0,\"state\":\"finished\",\"action\":null}\n");
}

/* A class of its own: what it leaves to its parent is passed by silently. */
static void
test_phases (void)
{
  check_trace ("node a retries=2 wait=1 prep={return 1} exec={fail-until 1; return 2} post={action x}\nrun a",
               MASK (PHASE_STARTED) | MASK (PHASE_ENDED),
               "{\"event\":\"phase-started\",\"time\":0,\"lane\":1,\"visit\":1,\"node\":\"a\",\"phase\":\"prep\"}\n"
               "{\"event\":\"phase-ended\",\"time\":0,\"lane\":1,\"visit\":1,\"node\":\"a\",\"phase\":\"prep\",\"value\":1}\n"
               "{\"event\":\"phase-started\",\"time\":0,\"lane\":1,\"visit\":1,\"node\":\"a\",\"phase\":\"exec\",\"attempt\":0,\"attempts\":2}\n"
               "{\"event\":\"phase-ended\",\"time\":0,\"lane\":1,\"visit\":1,\"node\":\"a\",\"phase\":\"exec\",\"attempt\":0,\"attempts\":2,"
               "\"error\":{\"domain\":\"sluice-engine-error-quark\",\"code\":0,\"message\":\"not yet\"}}\n"
               "{\"event\":\"phase-started\",\"time\":0,\"lane\":1,\"visit\":1,\"node\":\"a\",\"phase\":\"wait\",\"attempt\":0,\"attempts\":2,\"until\":1000000}\n"
               "{\"event\":\"phase-ended\",\"time\":1000000,\"lane\":1,\"visit\":1,\"node\":\"a\",\"phase\":\"wait\",\"attempt\":0,\"attempts\":2,\"value\":null}\n"
               "{\"event\":\"phase-started\",\"time\":1000000,\"lane\":1,\"visit\":1,\"node\":\"a\",\"phase\":\"exec\",\"attempt\":1,\"attempts\":2}\n"
               "{\"event\":\"phase-ended\",\"time\":1000000,\"lane\":1,\"visit\":1,\"node\":\"a\",\"phase\":\"exec\",\"attempt\":1,\"attempts\":2,\"value\":2}\n"
               "{\"event\":\"phase-started\",\"time\":1000000,\"lane\":1,\"visit\":1,\"node\":\"a\",\"phase\":\"post\"}\n"
               "{\"event\":\"phase-ended\",\"time\":1000000,\"lane\":1,\"visit\":1,\"node\":\"a\",\"phase\":\"post\",\"value\":\"x\"}\n");
}

static void
test_patches (void)
{
  check_trace ("node a prep={set k 1} post={set k 2}\nrun a", MASK (PATCH),
               "{\"event\":\"patch\",\"time\":0,\"lane\":1,\"visit\":1,\"node\":\"a\",\"phase\":\"prep\",\"op\":\"add\",\"path\":\"/k\",\"value\":1}\n"
               "{\"event\":\"patch\",\"time\":0,\"lane\":1,\"visit\":1,\"node\":\"a\",\"phase\":\"post\",\"op\":\"replace\",\"path\":\"/k\",\"value\":2,\"old\":1}\n");
}

static void
test_effects (void)
{
  check_trace ("node a async exec={sleep 1}\nrun a", MASK (EFFECT_BEGAN) | MASK (EFFECT_ENDED) | MASK (LANE_STATE),
               "{\"event\":\"lane-state\",\"time\":0,\"lane\":1,\"node\":\"a\",\"state\":\"computing\"}\n"
               "{\"event\":\"effect-began\",\"time\":0,\"lane\":1,\"visit\":1,\"node\":\"a\",\"effect\":1,\"text\":\"sleep\",\"value\":{\"seconds\":1.0}}\n"
               "{\"event\":\"lane-state\",\"time\":0,\"lane\":1,\"visit\":1,\"node\":\"a\",\"state\":\"sleeping\",\"text\":\"1 s\",\"until\":1000000}\n"
               "{\"event\":\"lane-state\",\"time\":1000000,\"lane\":1,\"visit\":1,\"node\":\"a\",\"state\":\"runnable\"}\n"
               "{\"event\":\"lane-state\",\"time\":1000000,\"lane\":1,\"visit\":1,\"node\":\"a\",\"state\":\"computing\"}\n"
               "{\"event\":\"effect-ended\",\"time\":1000000,\"lane\":1,\"visit\":1,\"node\":\"a\",\"effect\":1,\"text\":\"sleep\",\"value\":null}\n");
}

static void
test_queues (void)
{
  check_trace ("node a async exec={put q 5}\nnode b async exec={get q}\nrun a\nrun b", MASK (QUEUE),
               "{\"event\":\"queue\",\"time\":0,\"lane\":1,\"visit\":1,\"node\":\"a\",\"text\":\"q\",\"action\":\"put\",\"value\":[5]}\n"
               "{\"event\":\"queue\",\"time\":0,\"lane\":2,\"visit\":2,\"node\":\"b\",\"text\":\"q\",\"action\":\"get\",\"value\":[]}\n");
}

static void
test_parallel (void)
{
  check_trace ("node a async batch=parallel prep={return [7,8]} exec={sleep 1}\nrun a",
               MASK (LANE_STARTED) | MASK (LANE_ENDED),
               "{\"event\":\"lane-started\",\"time\":0,\"lane\":1,\"parent\":0,\"node\":\"a\"}\n"
               "{\"event\":\"lane-started\",\"time\":0,\"lane\":2,\"visit\":1,\"parent\":1,\"node\":\"a\",\"item\":0}\n"
               "{\"event\":\"lane-started\",\"time\":0,\"lane\":3,\"visit\":1,\"parent\":1,\"node\":\"a\",\"item\":1}\n"
               "{\"event\":\"lane-ended\",\"time\":1000000,\"lane\":2,\"visit\":1,\"action\":null}\n"
               "{\"event\":\"lane-ended\",\"time\":1000000,\"lane\":3,\"visit\":1,\"action\":null}\n"
               "{\"event\":\"lane-ended\",\"time\":1000000,\"lane\":1,\"visit\":1,\"action\":null}\n");
}

/* Whatever begins ends, also when the run is cancelled. */
typedef struct
{
  int visits;
  int lanes;
  int effects;
  int ended;
} Balance;

static void
balance_cb (SluiceRun         *run,
            const SluiceEvent *event,
            gpointer           user_data)
{
  Balance *balance = user_data;

  balance->visits += event->type == SLUICE_EVENT_VISIT_STARTED ? 1 : event->type == SLUICE_EVENT_VISIT_ENDED ? -1 : 0;
  balance->lanes += event->type == SLUICE_EVENT_LANE_STARTED ? 1 : event->type == SLUICE_EVENT_LANE_ENDED ? -1 : 0;
  balance->effects += event->type == SLUICE_EVENT_EFFECT_BEGAN ? 1 : event->type == SLUICE_EVENT_EFFECT_ENDED ? -1 : 0;
  balance->ended += event->type == SLUICE_EVENT_RUN_ENDED;
}

static void
test_balance (gconstpointer data)
{
  g_autoptr (Probe) probe = probe_new ("node a async exec={sleep 1; error no}\nnode b async exec={sleep 9}\n"
                                       "flow g async batch=parallel start=b prep={return [{},{},4]}\n"
                                       "flow f async start=g\nnode c async exec={ask x}\nrun f\nrun c");
  Balance balance = { 0, };

  sluice_run_watch (probe->run, SLUICE_EVENT_MASK_ALL, balance_cb, &balance, NULL);
  if (GPOINTER_TO_INT (data))
    {
      sluice_run_start (probe->run, NULL);
      for (guint i = 0; i < 1; i++)
        g_main_context_iteration (NULL, FALSE);
      sluice_run_cancel (probe->run);
    }
  probe_finish (probe);
  g_assert_cmpint (balance.visits, ==, 0);
  g_assert_cmpint (balance.lanes, ==, 0);
  g_assert_cmpint (balance.effects, ==, 0);
  g_assert_cmpint (balance.ended, ==, 1);
}

static void
counted_cb (SluiceRun         *run,
            const SluiceEvent *event,
            gpointer           user_data)
{
  guint *count = user_data;

  sluice_run_unwatch (run, *count);
  *count = 0;
}

static void
test_unwatch (void)
{
  g_autoptr (Probe) probe = probe_new ("node a\nrun a");
  guint id = sluice_run_watch (probe->run, SLUICE_EVENT_MASK_ALL, counted_cb, &id, NULL);

  probe_finish (probe);
  g_assert_cmpuint (id, ==, 0);
}

typedef struct
{
  SluiceRun *run;
  guint      other;
  guint      n_freed;
} Watched;

static void
ignore_cb (SluiceRun         *run,
           const SluiceEvent *event,
           gpointer           user_data)
{
}

static void
count_freed_cb (gpointer user_data)
{
  ((Watched *) user_data)->n_freed++;
}

static void
unwatch_other_cb (gpointer user_data)
{
  Watched *watched = user_data;

  watched->n_freed++;
  sluice_run_unwatch (watched->run, watched->other);
}

/* A watcher that goes takes the one before it along; a third one stays. */
static void
test_unwatch_in_destroy (void)
{
  g_autoptr (Probe) probe = probe_new ("node a\nrun a");
  Watched watched = { probe->run, 0, 0 };
  guint mask = SLUICE_EVENT_MASK (SLUICE_EVENT_RUN_ENDED);
  guint taker;

  watched.other = sluice_run_watch (probe->run, mask, ignore_cb, &watched, count_freed_cb);
  taker = sluice_run_watch (probe->run, mask, ignore_cb, &watched, unwatch_other_cb);
  sluice_run_watch (probe->run, mask, ignore_cb, &watched, count_freed_cb);
  sluice_run_unwatch (probe->run, taker);
  g_assert_cmpuint (watched.n_freed, ==, 2);
  probe_finish (probe);
  g_clear_pointer (&probe, probe_free);
  g_assert_cmpuint (watched.n_freed, ==, 3);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/engine/events/visits-and-edges", test_visits);
  g_test_add_func ("/engine/events/phases", test_phases);
  g_test_add_func ("/engine/events/patches-have-authors", test_patches);
  g_test_add_func ("/engine/events/effects-and-states", test_effects);
  g_test_add_func ("/engine/events/queues", test_queues);
  g_test_add_func ("/engine/events/child-lanes", test_parallel);
  g_test_add_data_func ("/engine/events/balance-when-it-fails", GINT_TO_POINTER (0), test_balance);
  g_test_add_data_func ("/engine/events/balance-when-cancelled", GINT_TO_POINTER (1), test_balance);
  g_test_add_func ("/engine/events/unwatch-while-told", test_unwatch);
  g_test_add_func ("/engine/events/unwatched-as-another-goes", test_unwatch_in_destroy);

  return g_test_run ();
}
