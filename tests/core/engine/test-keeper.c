/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A keeper gets what comes from outside, and a lane only what the keeper has it use. */

#include "engine/keeper.h"
#include "probe.h"

static GPtrArray *inputs; /* SluiceInput, owned: that came, and are not used */
static double foregone;   /* how long the wait was that the first of them ends; -1: it might not have come */

static gboolean
begins_cb (SluiceRun    *run,
           SluiceEffect *effect,
           gpointer      user_data)
{
  return TRUE;
}

static void
came_cb (SluiceRun   *run,
         SluiceInput *take_input,
         gpointer     user_data)
{
  if (inputs->len == 0 && !sluice_input_is_foregone (take_input, &foregone))
    foregone = -1;
  g_ptr_array_add (inputs, take_input);
}

static void
turn_cb (SluiceRun       *run,
         SluiceTurnPlace  place,
         gpointer         user_data)
{
}

static void
clock_cb (SluiceRun *run,
          double    *now,
          gpointer   user_data)
{
  *now = 42;
}

static const SluiceKeeper keeper = { .begins = begins_cb, .came = came_cb, .turn = turn_cb, .clock = clock_cb };

static void
keep_cb (SluiceEffect *effect,
         gpointer      user_data)
{
  *(SluiceEffect **) user_data = sluice_effect_ref (effect);
}

static Probe *
start (const char    *text,
       SluiceEffect **kept)
{
  Probe *probe = probe_new (text);

  inputs = g_ptr_array_new_with_free_func ((GDestroyNotify) sluice_input_free);
  sluice_run_set_keeper (probe->run, &keeper, NULL);
  sluice_engine_set_performer (probe->engine, "work", keep_cb, kept, NULL);
  probe_settle (probe);
  return probe;
}

static void
check_input (guint           i,
             SluiceInputType type)
{
  g_assert_cmpuint (i, <, inputs->len);
  g_assert_cmpint (((SluiceInput *) inputs->pdata[i])->type, ==, type);
}

static void
use_input (Probe *probe,
           guint  i)
{
  sluice_input_use (inputs->pdata[i]);
  probe_settle (probe);
}

static void
finish (Probe      *probe,
        const char *journal)
{
  g_clear_pointer (&inputs, g_ptr_array_unref);
  probe_finish (probe);
  g_assert_cmpstr (probe->journal->str, ==, journal);
}

static void
test_result (void)
{
  SluiceEffect *effect = NULL;
  g_autoptr (Probe) probe = start ("node a async exec={effect work; show}\nrun a", &effect);

  sluice_effect_return_value (effect, sluice_value_integer (7));
  probe_settle (probe);
  check_input (0, SLUICE_INPUT_RESULT);
  g_assert_cmpint (sluice_lane_get_state (sluice_run_get_lane (probe->run, 0)), ==, SLUICE_LANE_IN_FLIGHT);
  use_input (probe, 0);
  sluice_effect_unref (effect);
  finish (probe, "a.exec 7 = finished");
}

/* Somebody else has ended the effect meanwhile: what came is no longer of use. */
static void
test_result_too_late (void)
{
  SluiceEffect *effect = NULL;
  g_autoptr (Probe) probe = start ("node a async exec={effect work; show}\nrun a", &effect);

  sluice_effect_return_value (effect, sluice_value_integer (7));
  sluice_effect_settle (effect, sluice_value_integer (8), NULL);
  use_input (probe, 0);
  sluice_effect_unref (effect);
  finish (probe, "a.exec 8 = finished");
}

static void
test_timeout (void)
{
  SluiceEffect *effect = NULL;
  g_autoptr (Probe) probe = start ("node a async timeout=2 exec={effect work; show}\nrun a", &effect);

  g_assert_cmpuint (inputs->len, ==, 1);
  check_input (0, SLUICE_INPUT_TIMEOUT);
  g_assert_cmpint (sluice_lane_get_state (sluice_run_get_lane (probe->run, 0)), ==, SLUICE_LANE_IN_FLIGHT);
  use_input (probe, 0);
  g_assert_error (sluice_run_get_error (probe->run), SLUICE_ENGINE_ERROR, SLUICE_ENGINE_ERROR_TIMEOUT);
  sluice_effect_unref (effect);
  g_clear_pointer (&inputs, g_ptr_array_unref);
}

static void
test_wake (void)
{
  SluiceEffect *effect = NULL;
  g_autoptr (Probe) probe = start ("node a async retries=2 wait=1 exec={fail-until 1; say ok}\nrun a", &effect);

  g_assert_cmpuint (inputs->len, ==, 1);
  check_input (0, SLUICE_INPUT_WAKE);
  g_assert_cmpint (sluice_lane_get_state (sluice_run_get_lane (probe->run, 0)), ==, SLUICE_LANE_SLEEPING);
  use_input (probe, 0);
  finish (probe, "a.exec +1 a.exec@1 ok = finished");
}

/* The lane has ended when its wait is over. */
static void
test_wake_too_late (void)
{
  SluiceEffect *effect = NULL;
  g_autoptr (Probe) probe = start ("node a async retries=2 wait=1 exec={error no}\nrun a", &effect);

  check_input (0, SLUICE_INPUT_WAKE);
  sluice_run_cancel (probe->run);
  check_input (1, SLUICE_INPUT_CANCEL);
  g_assert_true (((SluiceInput *) inputs->pdata[1])->at_once);
  probe_settle (probe);
  use_input (probe, 0);
  g_assert_cmpint (sluice_run_get_state (probe->run), ==, SLUICE_RUN_CANCELLED);
  finish (probe, "a.exec +1 = cancelled: The run was cancelled.");
}

/* An input is for the attempt that it came in. */
static void
test_wake_of_another_attempt (void)
{
  SluiceEffect *effect = NULL;
  g_autoptr (Probe) probe = start ("node a async retries=3 wait=1 exec={fail-until 2; say ok}\nrun a", &effect);

  use_input (probe, 0);
  check_input (1, SLUICE_INPUT_WAKE);
  use_input (probe, 0);
  g_assert_cmpint (sluice_lane_get_state (sluice_run_get_lane (probe->run, 0)), ==, SLUICE_LANE_SLEEPING);
  use_input (probe, 1);
  finish (probe, "a.exec +1 a.exec@1 +1 a.exec@2 ok = finished");
}

static void
test_foregone (void)
{
  static const struct
  {
    const char *text;
    double      seconds;
  } cases[] = {
    { "node a async exec={sleep 0.5}\nrun a", 0.5 },
    { "node a async retries=2 wait=1 exec={fail-until 1; say ok}\nrun a", 1 },
    { "node a async exec={sleep 0.5}\nnode b async exec={get q}\nrun a\nrun b", 0.5 },
    { "node a async batch=parallel prep={return [1]} exec={sleep 2}\nrun a", 2 },
    { "node a async exec={sleep 0.5}\nnode b async exec={sleep 3}\nrun a\nrun b", -1 },
    { "node a async exec={sleep 0.5}\nnode b async exec={effect work}\nrun a\nrun b", -1 },
    { "node a async exec={sleep 0.5}\nnode b async exec={ask name}\nrun a\nrun b", -1 },
    { "node a async exec={sleep 0.5}\nnode b async timeout=2 exec={get q}\nrun a\nrun b", -1 },
    { "node a async timeout=2 exec={sleep 0.5}\nrun a", -1 },
    { "node a async timeout=2 exec={effect work}\nrun a", -1 },
    { "node a async batch=parallel prep={return [1, 2]} exec={sleep 2}\nrun a", -1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      SluiceEffect *effect = NULL;
      g_autoptr (Probe) probe = start (cases[i].text, &effect);

      g_test_message ("%s", cases[i].text);
      g_assert_cmpuint (inputs->len, >, 0);
      g_assert_cmpfloat (foregone, ==, cases[i].seconds);
      g_clear_pointer (&effect, sluice_effect_unref);
      sluice_run_cancel (probe->run);
      probe_settle (probe);
      g_clear_pointer (&inputs, g_ptr_array_unref);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/engine/keeper/result", test_result);
  g_test_add_func ("/engine/keeper/result-too-late", test_result_too_late);
  g_test_add_func ("/engine/keeper/timeout", test_timeout);
  g_test_add_func ("/engine/keeper/wake", test_wake);
  g_test_add_func ("/engine/keeper/wake-too-late", test_wake_too_late);
  g_test_add_func ("/engine/keeper/wake-of-another-attempt", test_wake_of_another_attempt);
  g_test_add_func ("/engine/keeper/foregone", test_foregone);

  return g_test_run ();
}
