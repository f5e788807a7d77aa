/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Records in a folder: which of them go by themselves. */
#include <glib/gstdio.h>
#include <utime.h>

#include "record/history.h"
#include "record/recorder.h"
#include "record-fixture.h"

static char *
dup_path (Fixture *self,
          int      number)
{
  g_autofree char *name = g_strdup_printf ("run-%03d.run", number);

  return g_build_filename (self->folder, name, NULL);
}

static void
record (Fixture *self,
        int      number)
{
  g_autoptr (SluiceEngine) engine = sluice_engine_new_virtual (NULL);
  g_autoptr (SluiceRun) run = sluice_run_new (engine, NULL);
  g_autofree char *path = dup_path (self, number);
  g_autoptr (SluiceRecorder) recorder = NULL;

  recorder = fixture_record (run, path);
  g_assert_true (sluice_recorder_close (recorder, NULL));
}

/* "1 2 3": the runs that are there */
static char *
dup_left (Fixture *self)
{
  GString *left = g_string_new (NULL);

  for (int number = 0; number < 10; number++)
    {
      g_autofree char *path = dup_path (self, number);

      if (g_file_test (path, G_FILE_TEST_EXISTS))
        g_string_append_printf (left, "%s%d", left->len > 0 ? " " : "", number);
    }
  return g_string_free (left, FALSE);
}

static void
test_prune (Fixture       *self,
            gconstpointer  unused)
{
  static const struct
  {
    SluiceHistoryLimits  limits;
    guint                n_gone;
    const char          *left;
  } cases[] = {
    { { 0, 0, 0 }, 0, "1 2 3 4 5 6" },
    { { 4, 0, 0 }, 1, "1 2 3 4 5" }, /* the fifth has a name */
    { { 3, 0, 0 }, 1, "1 2 3 5" },   /* the third is pinned, and counts */
    { { 0, 1, 0 }, 1, "1 3 5" },     /* the first is looked at */
    { { 0, 0, 1e-12 }, 0, "1 3 5" },
  };
  g_autofree char *named = NULL;
  g_autofree char *pinned = NULL;
  g_autofree char *looked_at = NULL;

  /* The first is the newest. */
  for (int number = 6; number >= 1; number--)
    record (self, number);
  named = dup_path (self, 5);
  pinned = dup_path (self, 3);
  looked_at = dup_path (self, 1);
  g_assert_true (sluice_history_set_name (named, "The good one", NULL));
  g_assert_true (sluice_history_set_pinned (pinned, TRUE, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char * const spared[] = { looked_at, NULL };
      guint n_gone = sluice_history_prune (self->folder, &cases[i].limits, spared);
      g_autofree char *left = dup_left (self);

      g_assert_cmpstr (left, ==, cases[i].left);
      g_assert_cmpuint (n_gone, ==, cases[i].n_gone);
    }
  g_assert_true (sluice_history_set_name (named, NULL, NULL));
  g_assert_cmpuint (sluice_history_prune (self->folder, &cases[4].limits, NULL), ==, 2);
}

/* As if the mark had been made so long ago. */
static void
age_mark (Fixture *self,
          gint64   seconds)
{
  g_autofree char *mark = g_build_filename (self->folder, ".pruned", NULL);
  gint64 then = g_get_real_time () / G_USEC_PER_SEC - seconds;
  struct utimbuf times = { (time_t) then, (time_t) then };

  g_assert_cmpint (g_utime (mark, &times), ==, 0);
}

static void
assert_pruned (Fixture    *self,
               guint       max_runs,
               const char *wanted)
{
  const SluiceHistoryLimits limits = { max_runs, 0, 0 };
  g_autofree char *left = NULL;

  sluice_history_prune_if_due (self->folder, &limits, NULL);
  left = dup_left (self);
  g_assert_cmpstr (left, ==, wanted);
}

/* Once a day, and when runs have come. */
static void
test_prune_if_due (Fixture       *self,
                   gconstpointer  unused)
{
  for (int number = 6; number >= 3; number--)
    record (self, number);
  assert_pruned (self, 5, "3 4 5 6");
  assert_pruned (self, 3, "3 4 5 6"); /* not yet */
  age_mark (self, 23 * 3600);
  assert_pruned (self, 3, "3 4 5 6");
  age_mark (self, 25 * 3600);
  assert_pruned (self, 3, "3 4 5");
  record (self, 2);
  assert_pruned (self, 30, "2 3 4 5"); /* three would be needed */
  assert_pruned (self, 3, "2 3 4");
  age_mark (self, -3600); /* a clock that went wrong */
  assert_pruned (self, 2, "2 3");
}

/* A name stands in a line of a list. */
static void
test_names (Fixture       *self,
            gconstpointer  data)
{
  static const char * const refused[] = { "a\nb", "a\rb", "\t", "\033[31mred", "\177", "a\302\205", "\342\200\250", };
  g_autofree char *path = dup_path (self, 1);

  g_assert_true (sluice_history_set_name (path, "Gut – 좋은 것 👍", NULL));
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (SluiceHistoryRun) run = NULL;
      g_autoptr (GError) error = NULL;

      g_assert_false (sluice_history_set_name (path, refused[i], &error));
      g_assert_error (error, SLUICE_RECORD_ERROR, SLUICE_RECORD_ERROR_NAME);
      run = sluice_history_read (path);
      g_assert_cmpstr (run->name, ==, "Gut – 좋은 것 👍");
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/record/history/prune", Fixture, NULL, set_up, test_prune, tear_down);
  g_test_add ("/record/history/names", Fixture, NULL, set_up, test_names, tear_down);
  g_test_add ("/record/history/prune-now-and-then", Fixture, NULL, set_up, test_prune_if_due, tear_down);

  return g_test_run ();
}
