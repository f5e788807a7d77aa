/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Random flows, each in random orders of completion. A seed that fails is told, and run again by itself
 * with SLUICE_SIMULATION_SEED=…, which prints what it has drawn; SLUICE_SIMULATION_FLOWS is how many flows. */

#include "sim.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "engine/engine-private.h"

/* A sanitizer takes its time over each allocation. */
#ifdef __SANITIZE_ADDRESS__
#define N_FLOWS 10000
#else
#define N_FLOWS 50000
#endif

#define N_ORDERS 2

guint64 sim_seed;

static struct
{
  guint n_exact;
  guint n_failed;
  guint n_cancelled;
  guint n_calls;
} totals;

void
sim_fail (const char *where,
          const char *what,
          const char *format,
          ...)
{
  g_autofree char *more = NULL;
  va_list args;

  va_start (args, format);
  more = g_strdup_vprintf (format, args);
  va_end (args);
  g_printerr ("%s: not so: %s%s\n", where, what, more);
  abort ();
}

/* Also when the engine itself finds that something is wrong, or does not come to an end. */
static void
tell_seed_cb (int number)
{
  char text[] = "SLUICE_SIMULATION_SEED=00000000\n";
  guint64 seed = sim_seed;

  for (char *digit = text + sizeof text - 3; *digit != '='; digit--, seed /= 10)
    *digit = '0' + (char) (seed % 10);
  (void) !write (STDERR_FILENO, text, sizeof text - 1);
  signal (number, SIG_DFL);
  raise (number);
}

/* TRUE: all of them have ended. */
static gboolean
have_ended (SimWorld **worlds,
            guint      n_worlds)
{
  for (guint i = 0; i < n_worlds; i++)
    if (!worlds[i]->has_ended)
      return FALSE;
  return TRUE;
}

/* A run that is cancelled ends within one turn of the loop. */
static void
cancel (SimWorld     *world,
        GMainContext *context)
{
  world->is_cancelled = TRUE;
  sluice_run_cancel (world->run);
  g_main_context_iteration (context, FALSE);
  sim_check (world->has_ended);
}

/* Until all have ended: what comes from outside, and turns of the loop, in a random order. */
static void
drive (SimWorld    **worlds,
       guint         n_worlds,
       SimRandom    *random,
       GMainContext *context)
{
  gboolean went_on = TRUE;

  while (!have_ended (worlds, n_worlds))
    {
      SimWorld *world = worlds[sim_random (random, n_worlds)];
      gboolean acted = FALSE;
      gboolean was_cancelled = world->is_cancelled;

      if (!went_on || sim_chance (random, 50))
        for (guint i = 0; i < n_worlds && !acted; i++)
          acted = sim_world_act (worlds[i]);
      sim_check (went_on || acted, "nothing goes on");
      if (world->cancel_at != 0 && !world->cancels_inside && !world->has_ended && world->n_calls >= world->cancel_at
          && !was_cancelled && n_worlds == 1)
        cancel (world, context);
      went_on = g_main_context_iteration (context, FALSE);
      sim_check (n_worlds > 1 || !was_cancelled || world->has_ended, "it goes on after it was cancelled");
    }
}

static void
count_totals (const SimWorld *world,
              const SimModel *model)
{
  totals.n_calls += world->n_calls;
  totals.n_exact += !world->is_cancelled && !model->is_uncertain;
  totals.n_failed += model->errors->len > 0;
  totals.n_cancelled += world->is_cancelled;
}

/* Rule A7: plain ones also run here and now. */
static gboolean
may_run_sync (SimPlans       *plans,
              const SimWorld *world,
              SimRandom      *random)
{
  return !plans->async && !world->is_gated && sim_chance (random, 50);
}

static void
run_worlds (SluiceEngine   *engine,
            SimPlans       *plans,
            const SimModel *model,
            SimRandom      *random)
{
  GMainContext *context = sluice_engine_get_context (engine);
  guint n_worlds = sim_chance (random, 10) ? 2 : 1; /* rule C5 */
  SimWorld *worlds[2];

  sluice_engine_set_dispatch_budget (engine, sim_chance (random, 30) ? 0 : 2000);
  for (guint i = 0; i < n_worlds; i++)
    worlds[i] = sim_world_new (plans, engine, sim_random (random, G_MAXINT));
  if (n_worlds == 1 && may_run_sync (plans, worlds[0], random))
    sluice_run_sync (worlds[0]->run, NULL);
  else
    {
      for (guint i = 0; i < n_worlds; i++)
        g_assert_true (sluice_run_start (worlds[i]->run, NULL));
      drive (worlds, n_worlds, random, context);
    }
  while (g_main_context_iteration (context, FALSE))
    ;
  for (guint i = 0; i < n_worlds; i++)
    {
      sim_world_check_end (worlds[i], model);
      count_totals (worlds[i], model);
      sim_world_free (worlds[i]);
    }
  sim_check (sluice_timers_next (&engine->timers) == G_MAXINT64);
  sim_check (engine->clock_holds == 0 && engine->ready_first == NULL);
}

static void
run_seed (SluiceEngine *engine,
          guint64       seed,
          gboolean      prints)
{
  SimRandom random = { seed };
  SimPlans plans;
  SimModel model;

  sim_seed = seed;
  while (sim_plans_draw (&plans, &random), !sim_model_work_out (&model, &plans))
    sim_model_clear (&model);
  if (prints)
    sim_plans_print (&plans);
  sim_plans_build (&plans);
  for (guint i = 0; i < N_ORDERS; i++)
    run_worlds (engine, &plans, &model, &random);
  sim_plans_release (&plans);
  sim_model_clear (&model);
}

static void
test_simulation (void)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  SluiceEngine *engine = sluice_engine_new_virtual (context);
  const char *seed = g_getenv ("SLUICE_SIMULATION_SEED");
  const char *flows = g_getenv ("SLUICE_SIMULATION_FLOWS");
  guint64 n_flows = flows != NULL ? g_ascii_strtoull (flows, NULL, 10) : N_FLOWS;

  if (seed != NULL)
    run_seed (engine, g_ascii_strtoull (seed, NULL, 10), TRUE);
  else
    for (guint64 i = 1; i <= n_flows; i++)
      run_seed (engine, i, FALSE);
  g_test_message ("%u calls; %u runs just as the model says, %u of flows that fail, %u cancelled", totals.n_calls,
                  totals.n_exact, totals.n_failed, totals.n_cancelled);
  g_assert_finalize_object (engine);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  signal (SIGABRT, tell_seed_cb);
  signal (SIGTRAP, tell_seed_cb);
  signal (SIGTERM, tell_seed_cb);

  g_test_add_func ("/conformance/simulation", test_simulation);

  return g_test_run ();
}
