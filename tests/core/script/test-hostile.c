/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Scripts that mean no good: whatever they do, each ends within its limit and 100 ms, or when it is
 * told to, and a timer on the same loop is never more than 20 ms late for it; where even a plain copy is
 * slow, twice as long as that. lateness.h says how that is measured; with a guard taken away (say, the hook in
 * budget.c) these are the tests that fail. */

#include <string.h>

#include "lateness.h"
#include "runner.h"

#if defined (__SANITIZE_ADDRESS__)
#define SLOW 75 /* every block that is allocated or freed is looked after */
#else
#define SLOW 1
#endif

#define MAX_LATE   (SLOW * 20 * G_TIME_SPAN_MILLISECOND)
#define MAX_OVER   (SLOW * 100 * G_TIME_SPAN_MILLISECOND)
#define TIME_LIMIT 0.05 /* s, of the node */

/* What ends by itself, with the error or, if that is NULL, without one. */
static const struct { const char *name, *script, *error; } bounded[] = {
#include "hostile-bounded.h"
};

/* What would never end. Without `shared` it runs in exec. */
static const struct { const char *name, *script; gboolean in_prep; } endless[] = {
#include "hostile-endless.h"
};

/* The largest step of a script that can't be split is to move half of the memory it may have. A machine that
 * others keep so busy that the bare copy takes most of the time allowed is no measure, so twice that is. */
static gint64
get_max_late (void)
{
  gint64 copy = lateness_measure_copy (32 << 20);

  g_printerr ("# a copy of 32 MiB takes %d us\n", (int) copy);
  return MAX (MAX_LATE, 2 * copy);
}

static void
check_lateness (Lateness   *lateness,
                const char *name)
{
  gint64 late = lateness_get_most (lateness);

  g_printerr ("# %s: %u ticks, %d us late at most\n", name, lateness_get_n (lateness), (int) late);
  if (late > MAX_LATE && late > get_max_late ())
    g_error ("%s: the timer was %d ms late", name, (int) (late / G_TIME_SPAN_MILLISECOND));
}

static void
check_end (Lateness   *lateness,
           const char *name)
{
  gint64 over = lateness_get_due (lateness);

  if (over > MAX_OVER)
    g_error ("%s: it ended %d ms late", name, (int) (over / G_TIME_SPAN_MILLISECOND));
}

static void
iterate_to_end (Runner *runner)
{
  while (!runner->ended)
    g_main_context_iteration (NULL, TRUE);
}

/* What is left of a run goes with the loop running, too. */
static void
let_go (Runner  **runner,
        Lateness *lateness)
{
  guint n = lateness_get_n (lateness);

  runner_free (g_steal_pointer (runner));
  while (lateness_get_n (lateness) < n + 2)
    g_main_context_iteration (NULL, TRUE);
}

static void
run_bounded (guint i)
{
  Setup setup = { .prep = bounded[i].script, .post = "return 'end'" };
  g_autoptr (Lateness) lateness = lateness_start ();
  g_autoptr (Runner) runner = runner_start (&setup, FALSE);

  iterate_to_end (runner);
  runner_join (runner);
  if (bounded[i].error == NULL)
    g_assert_no_error (runner->error);
  else
    {
      g_assert_nonnull (runner->error);
      g_test_message ("%.300s", runner->error->message);
      if (strstr (runner->error->message, bounded[i].error) == NULL)
        g_error ("%s: expected “%s” in “%s”", bounded[i].name, bounded[i].error, runner->error->message);
    }
  let_go (&runner, lateness);
  check_lateness (lateness, bounded[i].name);
}

static void
run_time_limit (guint i)
{
  Setup setup = { .exec = endless[i].script, .timeout = TIME_LIMIT };
  g_autoptr (Lateness) lateness = lateness_start ();
  g_autoptr (Runner) runner = runner_start (&setup, FALSE);

  lateness_set_due (lateness, g_get_monotonic_time () + (gint64) (TIME_LIMIT * G_USEC_PER_SEC));
  iterate_to_end (runner);
  check_end (lateness, endless[i].name);
  runner_join (runner);
  g_assert_error (runner->error, SLUICE_ENGINE_ERROR, SLUICE_ENGINE_ERROR_TIMEOUT);
  let_go (&runner, lateness);
  check_lateness (lateness, endless[i].name);
}

static void
run_stop (guint i)
{
  Setup setup = { .prep = endless[i].script };
  g_autoptr (Lateness) lateness = lateness_start ();
  g_autoptr (Runner) runner = runner_start (&setup, FALSE);

  while (!runner->ended && lateness_get_n (lateness) < 4)
    g_main_context_iteration (NULL, TRUE);
  lateness_set_due (lateness, g_get_monotonic_time ());
  sluice_run_cancel (runner->run);
  iterate_to_end (runner);
  check_end (lateness, endless[i].name);
  runner_join (runner);
  if (sluice_run_get_state (runner->run) != SLUICE_RUN_CANCELLED)
    g_error ("%s ended by itself: %s", endless[i].name, runner->error != NULL ? runner->error->message : "no error");
  let_go (&runner, lateness);
  check_lateness (lateness, endless[i].name);
}

typedef struct
{
  void (*func) (guint i);
  guint i;
} Case;

/* Each in a process of its own: the heap that one leaves is not held against the next. The kernel's own work
 * for a page or a timer counts as the thread's, so once is chance; a script that holds up the loop does it
 * each time. */
static void
test_case (gconstpointer data)
{
  const Case *self = data;

  if (g_test_subprocess ())
    {
      self->func (self->i);
      return;
    }
  for (guint n = 0; n < 3; n++)
    {
      g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
      if (g_test_trap_has_passed ())
        return;
    }
  g_test_trap_assert_passed ();
}

static void
add (const char   *group,
     const char   *name,
     guint         i,
     void        (*func) (guint i))
{
  static Case cases[512]; /* what a process that runs one of them never frees */
  static guint n_cases = 0;
  g_autofree char *path = g_strconcat ("/script/hostile/", group, "/", name, NULL);

  g_assert_cmpuint (n_cases, <, G_N_ELEMENTS (cases));
  cases[n_cases] = (Case) { func, i };
  g_test_add_data_func (path, &cases[n_cases++], test_case);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (bounded); i++)
    add ("bounded", bounded[i].name, i, run_bounded);
  for (guint i = 0; i < G_N_ELEMENTS (endless); i++)
    {
      add ("stop", endless[i].name, i, run_stop);
      if (!endless[i].in_prep)
        add ("time-limit", endless[i].name, i, run_time_limit);
    }
  return g_test_run ();
}
