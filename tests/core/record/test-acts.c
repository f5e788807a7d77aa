/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What a person does to a run in a debugger is in its record: the run can be had again with all of it. */

#include <glib/gstdio.h>

#include "base/json.h"
#include "compile/compile.h"
#include "debug/debugger.h"
#include "debug/pins.h"
#include "engine/async-node.h"
#include "record/recorder.h"
#include "record/replay.h"
#include "record-fixture.h"

#define MAX_VISITS 60

/* A loop, a batch of parallel items, a flow in a flow, a batch flow, retries and two lanes with queues: all of them
 * have phases of their own, and most wait for something. */
static const char * const drawings[] = {
  "'run': ['main'], 'flows': { 'main': { 'start': 'a', 'nodes': {"
  "  'a': { 'kind': 'script', 'exec': 'sleep(1) return (shared.n or 0) + 1', 'post': 'shared.n = exec_res',"
  "         'next': { 'default': 'b' } },"
  "  'b': { 'kind': 'script', 'prep': 'return shared.n', 'post': 'if shared.n < 4 then return [[again]] end',"
  "         'next': { 'again': 'a', 'default': 'c' } },"
  "  'c': { 'kind': 'script', 'exec': 'return 7', 'post': 'shared.c = exec_res' } } } }",
  "'run': ['main'], 'flows': { 'main': { 'start': 'a', 'nodes': {"
  "  'a': { 'kind': 'script', 'next': { 'default': 'p' } },"
  "  'p': { 'kind': 'script', 'batch': 'parallel', 'prep': 'return { 1, 2, 3 }',"
  "         'exec': 'sleep(item) return item', 'post': 'shared.p = exec_res', 'next': { 'default': 'b' } },"
  "  'b': { 'kind': 'script', 'post': 'shared.b = 1' } } } }",
  "'run': ['main'], 'flows': { 'main': { 'start': 's', 'nodes': {"
  "  's': { 'kind': 'flow', 'settings': { 'flow': 'sub' }, 'batch': 'parallel',"
  "         'prep': 'return { { n = 1 }, { n = 2 } }', 'next': { 'default': 't' } },"
  "  't': { 'kind': 'flow', 'settings': { 'flow': 'sub' }, 'next': { 'default': 'b' } },"
  "  'b': { 'kind': 'script', 'post': 'shared.b = 1' } } },"
  "'sub': { 'start': 'x', 'nodes': {"
  "  'x': { 'kind': 'script', 'exec': 'sleep(1) return 2', 'post': 'shared.x = (shared.x or 0) + exec_res',"
  "         'next': { 'default': 'y' } },"
  "  'y': { 'kind': 'script', 'retries': 3, 'wait': 1, 'exec': 'if (shared.x or 0) < 7 then error([[no]]) end',"
  "         'fallback': 'return 0', 'post': 'shared.y = shared.x' } } } }",
  "'run': ['one', 'two'], 'flows': { 'one': { 'start': 'a', 'nodes': {"
  "  'a': { 'kind': 'script', 'exec': 'sleep(1) queue([[q]]):put(1)', 'post': 'shared.a = (shared.a or 0) + 1',"
  "         'next': { 'default': 'b' } },"
  "  'b': { 'kind': 'script', 'post': 'if shared.a < 3 then return [[again]] end', 'next': { 'again': 'a' } } } },"
  "'two': { 'start': 'x', 'nodes': {"
  "  'x': { 'kind': 'script', 'prep': 'return queue([[q]]):get()', 'post': 'shared.x = (shared.x or 0) + 1',"
  "         'next': { 'default': 'y' } },"
  "  'y': { 'kind': 'script', 'exec': 'sleep(2)', 'post': 'if shared.x < 3 then return [[again]] end',"
  "         'next': { 'again': 'x' } } } } }",
};

static SluiceRun *
create_run (const char *drawing)
{
  g_autofree char *text = g_strdup_printf ("{ 'format': 1, 'name': 'Test', %s }", drawing);
  g_autoptr (SluiceEngine) engine = sluice_engine_new_virtual (NULL);
  g_autoptr (SluiceDocument) document = NULL;
  g_autoptr (SluiceProgram) program = NULL;
  g_autoptr (GError) error = NULL;
  SluiceRun *run;

  g_strdelimit (text, "'", '"');
  document = sluice_document_new_from_text (text, -1, &error);
  g_assert_no_error (error);
  program = sluice_compile (document, NULL, &error);
  g_assert_no_error (error);
  run = sluice_program_create_run (program, engine, NULL);
  sluice_run_set_max_visits (run, MAX_VISITS);
  return run;
}

static void
event_cb (SluiceRun         *run,
          const SluiceEvent *event,
          gpointer           user_data)
{
  g_auto (SluiceValue) value = sluice_event_to_value (event);
  g_autofree char *text = NULL;

  sluice_value_remove_member (&value, "time");
  sluice_value_remove_member (&value, "until");
  sluice_value_remove_member (&value, "serial");
  text = sluice_json_write (value, 0, NULL);
  g_string_append_printf (user_data, "%s\n", text);
}

/* What a debugger says of stops is no part of what happens. */
#define ALL_EVENTS                                                                                  \
  (SLUICE_EVENT_MASK_ALL                                                                            \
   & ~(SLUICE_EVENT_MASK (SLUICE_EVENT_LANE_STATE) | SLUICE_EVENT_MASK (SLUICE_EVENT_RUN_STATE)      \
       | SLUICE_EVENT_MASK (SLUICE_EVENT_HELD) | SLUICE_EVENT_MASK (SLUICE_EVENT_STOP)))

static char *
dup_store (SluiceRun *run)
{
  return sluice_json_write (sluice_store_get_root (sluice_run_get_store (run)), 0, NULL);
}

static void
choose_lane (SluiceDebugger *debugger,
             SluiceRun      *run,
             GRand          *random)
{
  guint n = sluice_run_get_n_lanes (run);

  if (n > 0)
    sluice_debugger_select_lane (debugger,
                                 sluice_lane_get_id (sluice_run_get_lane (run, g_rand_int_range (random, 0, n))));
}

/* One of all that a person can do at a stop; what can't be done there is refused, and is no matter. */
static void
act (SluiceDebugger *debugger,
     SluicePins     *pins,
     GRand          *random)
{
  static const char * const addresses[] = { "main/a", "main/p", "main/b", "sub/x", "sub/y", "one/a", "two/x" };
  SluiceRun *run = sluice_debugger_get_run (debugger);
  const char *address = addresses[g_rand_int_range (random, 0, G_N_ELEMENTS (addresses))];
  SluiceLane *lane;

  choose_lane (debugger, run, random);
  lane = sluice_debugger_get_lane (debugger);
  switch (g_rand_int_range (random, 0, 16))
    {
    case 0: sluice_debugger_step_over (debugger); break;
    case 1: sluice_debugger_step_out (debugger); break;
    case 2:
    case 3: sluice_debugger_step_phase (debugger); break;
    case 4: sluice_debugger_next_event (debugger, 0, NULL); break;
    case 5: sluice_debugger_retry (debugger, NULL); break;
    case 6: sluice_debugger_skip (debugger, g_rand_boolean (random) ? "again" : NULL, NULL); break;
    case 7: sluice_debugger_use_result (debugger, sluice_value_integer (40), NULL); break;
    case 8:
      sluice_debugger_edit_store (debugger, SLUICE_CHANGE_ADD, "/edited",
                                  sluice_value_integer (g_rand_int_range (random, 0, 9)), NULL);
      break;
    case 9: sluice_pins_set (pins, address, sluice_value_integer (3), NULL, 0); break;
    case 10: sluice_pins_remove (pins, address); break;
    case 11: sluice_debugger_set_steps_all (debugger, g_rand_boolean (random)); break;
    case 12:
      if (lane != NULL && g_rand_int_range (random, 0, 4) == 0)
        sluice_debugger_fail (debugger, "by hand", NULL);
      break;
    case 13: sluice_debugger_continue (debugger); break;
    case 14:
      if (lane != NULL)
        sluice_debugger_replace_result (debugger, sluice_lane_get_id (lane), sluice_value_integer (50), NULL);
      break;
    default: sluice_debugger_step_into (debugger); break;
    }
}

static gboolean
has_ended (SluiceRun *run)
{
  return sluice_run_get_state (run) >= SLUICE_RUN_FINISHED;
}

/* Returns: how many things were done by hand */
static guint
play (SluiceRun *run,
      guint32    seed)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  g_autoptr (SluiceBreakpoints) breakpoints = sluice_breakpoints_new ();
  g_autoptr (SluicePins) pins = sluice_pins_new ();
  g_autoptr (SluiceDebugger) debugger = sluice_debugger_new (run, breakpoints);
  guint left = 40, n_done = 0;

  sluice_breakpoints_set (breakpoints, "main/b", TRUE);
  sluice_breakpoints_set (breakpoints, "sub/y", TRUE);
  sluice_pins_attach (pins, run);
  sluice_debugger_set_stop_errors (debugger, SLUICE_STOP_ERRORS_UNCAUGHT);
  sluice_debugger_stop_at_start (debugger);
  g_assert_true (sluice_run_start (run, NULL));
  while (!has_ended (run))
    {
      if (g_main_context_iteration (NULL, FALSE))
        continue;
      if (left > 0 && sluice_debugger_is_stopped (debugger))
        act (debugger, pins, random);
      else if (left > 0)
        sluice_debugger_pause (debugger);
      else
        {
          n_done = sluice_value_get_length (sluice_debugger_get_interventions (debugger));
          g_clear_object (&debugger); /* and all goes on */
          if (!has_ended (run))
            sluice_run_join (run, NULL);
        }
      left -= left > 0;
    }
  return debugger != NULL ? sluice_value_get_length (sluice_debugger_get_interventions (debugger)) : n_done;
}

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
      g_autoptr (SluiceRecordInfo) info = sluice_record_info_new ();
      g_autoptr (SluiceRecorder) recorder = NULL;
      g_autoptr (SluiceReplay) replay = NULL;
      g_autoptr (GString) then = g_string_new (NULL);
      g_autoptr (GString) now = g_string_new (NULL);
      g_autoptr (GError) error = NULL;
      g_autofree char *was = NULL;
      g_autofree char *is = NULL;
      guint n_done;

      g_unlink (fixture->path);
      recorder = sluice_recorder_new (run, fixture->path, info, &error);
      g_assert_no_error (error);
      sluice_run_watch (run, ALL_EVENTS, event_cb, then, NULL);
      n_done = play (run, seed);
      g_assert_true (sluice_recorder_close (recorder, &error));
      was = dup_store (run);

      replay = sluice_replay_new (again, fixture->path, &error);
      g_assert_no_error (error);
      sluice_run_watch (again, ALL_EVENTS, event_cb, now, NULL);
      sluice_run_join (again, NULL);
      is = dup_store (again);
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
  g_autoptr (SluiceRecordInfo) info = sluice_record_info_new ();
  g_autoptr (SluiceRecorder) recorder = NULL;
  g_autoptr (SluiceReplay) replay = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *was = NULL;
  g_autofree char *is = NULL;

  recorder = sluice_recorder_new (run, fixture->path, info, &error);
  g_assert_no_error (error);
  g_assert_true (sluice_run_join (run, &error));
  g_assert_no_error (error);
  g_assert_true (sluice_recorder_close (recorder, &error));
  was = dup_store (run);
  g_assert_cmpuint (count_outside (fixture->path), ==, n_returned);

  n_returned = 1000;
  replay = sluice_replay_new (again, fixture->path, &error);
  g_assert_no_error (error);
  g_assert_true (sluice_run_join (again, &error));
  g_assert_no_error (sluice_replay_get_error (replay));
  is = dup_store (again);
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
  g_test_add ("/record/acts/loop", Fixture, drawings[0], set_up, test_random, tear_down);
  g_test_add ("/record/acts/parallel", Fixture, drawings[1], set_up, test_random, tear_down);
  g_test_add ("/record/acts/nested", Fixture, drawings[2], set_up, test_random, tear_down);
  g_test_add ("/record/acts/queues", Fixture, drawings[3], set_up, test_random, tear_down);
  g_test_add ("/record/acts/outside", Fixture, NULL, set_up, test_outside, tear_down);
  return g_test_run ();
}
