/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "drawn.h"

#include "debug/debugger.h"
#include "debug/pins.h"

#define MAX_VISITS 60

/* A loop, a batch of parallel items, a flow in a flow, a batch flow, retries and two lanes with queues: all of them
 * have phases of their own, and most wait for something. */
const char * const drawn_flows[N_DRAWN] = {
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

SluiceProgram *
drawn_compile (const char *drawing)
{
  g_autofree char *text = g_strdup_printf ("{ 'format': 1, 'name': 'Test', %s }", drawing);
  g_autoptr (SluiceDocument) document = NULL;
  g_autoptr (GError) error = NULL;
  SluiceProgram *program;

  g_strdelimit (text, "'", '"');
  document = sluice_document_new_from_text (text, -1, &error);
  g_assert_no_error (error);
  program = sluice_compile (document, NULL, &error);
  g_assert_no_error (error);
  return program;
}

SluiceRun *
drawn_create_run (SluiceEngine *engine,
                  const char   *drawing)
{
  g_autoptr (SluiceProgram) program = drawn_compile (drawing);
  SluiceRun *run = sluice_program_create_run (program, engine, NULL);

  sluice_run_set_max_visits (run, MAX_VISITS);
  return run;
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

guint
drawn_play (SluiceRun *run,
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
