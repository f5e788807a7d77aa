/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Runs of a session are recorded, and had again from their records. */

#include <signal.h>
#include <sys/resource.h>

#include "session-fixture.h"

#include "record/history.h"

static void
recorded_cb (SluiceRunSession *session,
             guint            *n_recorded)
{
  ++*n_recorded;
}

static gboolean
was_recorded (SessionFixture *fixture,
              gconstpointer   data)
{
  return *(const guint *) data == 1;
}

static void
test_recorded (void)
{
  SessionFixture fixture;
  guint n_recorded = 0;
  g_autoptr (SluiceRecord) record = NULL;
  g_autoptr (GError) error = NULL;

  session_fixture_set_up (&fixture, SESSION_COUNTING);
  g_signal_connect (fixture.session, "recorded", G_CALLBACK (recorded_cb), &n_recorded);
  session_fixture_run (&fixture);
  session_fixture_wait (&fixture, was_recorded, &n_recorded);

  record = sluice_record_open (sluice_run_session_get_record (fixture.session), &error);
  g_assert_no_error (error);
  g_assert_true (sluice_record_has_ended (record));
  g_assert_cmpint (sluice_record_get_state (record), ==, SLUICE_RUN_FINISHED);
  g_assert_true (sluice_record_seek_end (record, &error));
  g_assert_true (sluice_value_equal (sluice_record_get_store (record),
                                     sluice_run_session_get_store (fixture.session)));
  session_fixture_tear_down (&fixture);
}

static void
test_unrecorded (void)
{
  SessionFixture fixture;

  session_fixture_set_up (&fixture, SESSION_COUNTING);
  sluice_run_session_set_recording (fixture.session, FALSE);
  session_fixture_run (&fixture);
  g_assert_null (sluice_run_session_get_record (fixture.session));
  session_fixture_tear_down (&fixture);
}

/* Who closes a run that goes on has ended it: nothing is left to resume. */
static void
test_left (void)
{
  SessionFixture fixture;
  g_autoptr (SluiceHistoryRun) run = NULL;
  g_autofree char *path = NULL;

  session_fixture_set_up (&fixture, SESSION_ENDLESS);
  session_fixture_start (&fixture, FALSE);
  session_fixture_wait_for_record (&fixture);
  path = g_strdup (sluice_run_session_get_record (fixture.session));
  session_fixture_tear_down (&fixture);

  run = sluice_history_read (path);
  g_assert_cmpstr (sluice_history_run_get_end (run), ==, "cancelled");
}

static void
set_file_limit (const struct rlimit *limit,
                rlim_t               size)
{
  struct rlimit now = *limit;

  now.rlim_cur = size;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &now), ==, 0);
}

static gboolean
has_stalled (SessionFixture *fixture,
             gconstpointer   data)
{
  return (sluice_run_session_get_stall (fixture->session) != NULL) == GPOINTER_TO_INT (data);
}

/* The run waits with a reason, and goes on when the disk takes more, or when nobody minds. */
static void
test_full_disk (gconstpointer data)
{
  gboolean gives_up = GPOINTER_TO_INT (data);
  SessionFixture fixture;
  struct rlimit limit;

  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  session_fixture_set_up (&fixture, SESSION_ASKING);
  session_fixture_start (&fixture, FALSE);
  session_fixture_wait_for_state (&fixture, SLUICE_SESSION_WAITING);
  session_fixture_wait_for_record (&fixture);
  set_file_limit (&limit, 0);
  session_fixture_answer (&fixture, "Ada");
  session_fixture_wait (&fixture, has_stalled, GINT_TO_POINTER (TRUE));
  g_assert_true (sluice_run_session_is_active (fixture.session));

  if (!gives_up)
    set_file_limit (&limit, limit.rlim_cur);
  if (gives_up)
    sluice_run_session_give_up_record (fixture.session);
  else
    sluice_run_session_retry_record (fixture.session);
  session_fixture_wait (&fixture, has_stalled, GINT_TO_POINTER (FALSE));
  session_fixture_wait_for_state (&fixture, SLUICE_SESSION_FINISHED);
  session_fixture_tear_down (&fixture);
  set_file_limit (&limit, limit.rlim_cur);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/session/record/a-run-is-recorded", test_recorded);
  g_test_add_func ("/session/record/not-where-nobody-wants-it", test_unrecorded);
  g_test_add_func ("/session/record/a-run-that-is-left-is-cancelled", test_left);
  g_test_add_data_func ("/session/record/D4-a-full-disk-holds-it-back", GINT_TO_POINTER (FALSE), test_full_disk);
  g_test_add_data_func ("/session/record/D4-or-it-goes-on-unrecorded", GINT_TO_POINTER (TRUE), test_full_disk);
  return g_test_run ();
}
