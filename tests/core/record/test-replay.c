/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A run that is recorded can be had again without asking anybody, resumed, forked and looked at. */

#include <glib/gstdio.h>
#include <unistd.h>

#include "base/json.h"
#include "record/entries.h"
#include "record/recorder.h"
#include "record/replay.h"
#include "record-fixture.h"
#include "worker.h"

/* Everything but what depends on the time that results take. */
#define ALL_EVENTS (SLUICE_EVENT_MASK_ALL & ~SLUICE_EVENT_MASK (SLUICE_EVENT_LANE_STATE))

static char *
record (const char *path,
        Works       works,
        guint32     seed,
        GString    *events)
{
  g_autoptr (SluiceEngine) engine = sluice_engine_new (NULL);
  g_autoptr (SluiceRun) run = works_create_run (engine, works);
  g_autoptr (SluiceRecordInfo) info = sluice_record_info_new ();
  g_autoptr (SluiceRecorder) recorder = NULL;
  g_autoptr (GError) error = NULL;

  works_set_performer (engine, seed, NULL);
  info->seed = seed;
  info->document = g_strdup (works_name (works));
  if (events != NULL)
    sluice_run_watch (run, ALL_EVENTS, fixture_tell_cb, events, NULL);
  recorder = sluice_recorder_new (run, path, info, &error);
  g_assert_no_error (error);
  g_assert_true (sluice_run_join (run, &error));
  g_assert_no_error (error);
  g_assert_true (sluice_recorder_close (recorder, &error));
  return fixture_dup_store (run);
}

static void
test_replay (Fixture       *fixture,
             gconstpointer  data)
{
  for (Works works = 0; works < N_WORKS; works++)
    for (guint32 seed = 1; seed <= 5; seed++)
      {
        g_autoptr (SluiceEngine) engine = sluice_engine_new_virtual (NULL);
        g_autoptr (SluiceRun) run = works_create_run (engine, works);
        g_autoptr (GString) then = g_string_new (NULL);
        g_autoptr (GString) now = g_string_new (NULL);
        g_autoptr (SluiceReplay) replay = NULL;
        g_autoptr (GError) error = NULL;
        g_autofree char *store = record (fixture->path, works, seed, then);
        g_autofree char *again = NULL;

        works_forbid (engine);
        sluice_run_watch (run, ALL_EVENTS, fixture_tell_cb, now, NULL);
        replay = sluice_replay_new (run, fixture->path, &error);
        g_assert_no_error (error);
        sluice_run_join (run, &error);
        g_assert_no_error (sluice_replay_get_error (replay));
        g_assert_no_error (error);
        again = fixture_dup_store (run);
        g_assert_cmpstr (again, ==, store);
        g_assert_cmpstr (now->str, ==, then->str);
        g_assert_true (sluice_replay_has_caught_up (replay));
        g_unlink (fixture->path);
      }
}

/* Another flow asks for something else: the run ends there, and says where. */
static void
test_divergence (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autofree char *store = record (fixture->path, WORKS_CHAIN, 1, NULL);

  for (guint strict = 0; strict < 2; strict++)
    {
      g_autoptr (SluiceEngine) engine = sluice_engine_new_virtual (NULL);
      g_autoptr (SluiceRun) run = works_create_run (engine, WORKS_RETRY);
      g_autoptr (SluiceReplay) replay = NULL;
      g_autoptr (GError) error = NULL;

      works_forbid (engine);
      replay = sluice_replay_new (run, fixture->path, &error);
      g_assert_no_error (error);
      sluice_replay_set_strict (replay, strict == 1);
      g_assert_false (sluice_run_join (run, NULL));
      g_assert_error (sluice_replay_get_error (replay), SLUICE_RECORD_ERROR, SLUICE_RECORD_ERROR_DIVERGED);
      g_test_message ("%s", sluice_replay_get_error (replay)->message);
      if (strict == 0)
        g_assert_nonnull (strstr (sluice_replay_get_error (replay)->message, "main/retry0"));
    }
}

static void
test_seek (Fixture       *fixture,
           gconstpointer  data)
{
  const gint64 n_visits = 20000;
  g_autoptr (SluiceEngine) engine = sluice_engine_new (NULL);
  g_autoptr (SluiceRun) run = works_create_loop (engine, n_visits);
  g_autoptr (SluiceRecorder) recorder = NULL;
  g_autoptr (SluiceRecord) record_read = NULL;
  g_autoptr (GRand) random = g_rand_new_with_seed (7);
  g_autoptr (GError) error = NULL;

  recorder = fixture_record (run, fixture->path);
  g_assert_true (sluice_run_join (run, NULL));
  g_assert_true (sluice_recorder_close (recorder, &error));

  record_read = sluice_record_open (fixture->path, &error);
  g_assert_no_error (error);
  g_assert_true (sluice_record_has_ended (record_read));
  g_assert_cmpint (sluice_record_get_state (record_read), ==, SLUICE_RUN_FINISHED);
  g_assert_cmpuint (sluice_record_get_n_visits (record_read), ==, n_visits + 1); /* and the flow's own */
  for (guint i = 0; i < 200; i++)
    {
      gint64 visit = g_rand_int_range (random, 2, n_visits + 2);
      SluiceRecordLane *lane;
      GArray *frames;

      if (i % 3 == 0 && i > 0) /* a step on, or back */
        visit = CLAMP ((gint64) sluice_record_get_visit (record_read) + (i % 2 == 0 ? 1 : -1), 2, n_visits + 1);
      g_assert_true (sluice_record_seek (record_read, (guint64) visit, &error));
      g_assert_no_error (error);
      g_assert_cmpuint (sluice_record_get_visit (record_read), ==, visit);
      g_assert_cmpint (sluice_value_get_integer (sluice_value_get_member (sluice_record_get_store (record_read),
                                                                          "count")), ==, visit - 2);
      g_assert_cmpuint (sluice_record_get_lanes (record_read)->len, ==, 1);
      lane = g_ptr_array_index (sluice_record_get_lanes (record_read), 0);
      frames = lane->frames;
      g_assert_cmpuint (frames->len, ==, 2);
      g_assert_cmpstr (g_array_index (frames, SluiceRecordFrame, 1).node, ==, visit % 2 == 0 ? "main/a" : "main/b");
      g_assert_cmpuint (g_array_index (frames, SluiceRecordFrame, 1).visit, ==, visit);
    }
  g_assert_false (sluice_record_seek (record_read, n_visits + 2, &error));
  g_assert_error (error, SLUICE_RECORD_ERROR, SLUICE_RECORD_ERROR_NO_VISIT);
  g_assert_null (sluice_record_get_damage (record_read));
}

static void
test_card (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *store = record (fixture->path, WORKS_RETRY, 1, NULL);
  g_autoptr (SluiceRecord) reader = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (SluiceValue) card = SLUICE_VALUE_INIT;
  SluiceValue phases;

  reader = sluice_record_open (fixture->path, &error);
  g_assert_no_error (error);
  g_assert_true (sluice_record_get_card (reader, 2, &card, &error));
  g_assert_cmpstr (sluice_value_get_member_string (card, "node"), ==, "main/retry0");
  g_assert_cmpstr (sluice_value_get_member_string (card, "target"), ==, "main/retry1");
  phases = sluice_value_get_member (card, "phases");
  /* prep, three attempts with two waits between, post */
  g_assert_cmpuint (sluice_value_get_length (phases), ==, 7);
  g_assert_cmpuint (sluice_value_get_length (sluice_value_get_member (card, "effects")), ==, 6);
  g_assert_true (sluice_value_has_member (sluice_value_get_element (phases, 1), "error"));
  g_assert_true (sluice_value_has_member (sluice_value_get_element (phases, 5), "value"));
}

static void
caught_up_cb (SluiceReplay *replay,
              SluiceRun    *run)
{
  static const SluiceAuthor person = { .person = 1 };
  SluiceStore *store = sluice_run_get_store (run);

  sluice_store_set_author (store, &person);
  sluice_store_set (store, "chain0-round-0", sluice_value_integer (9));
  sluice_store_set_author (store, NULL);
}

/* From its fourth visit on, with another store: it knows its parent, and can be had again by itself. */
static void
test_fork (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *store = record (fixture->path, WORKS_CHAIN, 1, NULL);
  g_autofree char *new_path = g_build_filename (fixture->folder, "fork", NULL);
  g_autofree char *forked = NULL;
  g_autoptr (SluiceRecordInfo) info = sluice_record_info_new ();
  g_autoptr (GError) error = NULL;

  {
    g_autoptr (SluiceEngine) engine = sluice_engine_new (NULL);
    g_autoptr (SluiceRun) run = works_create_run (engine, WORKS_CHAIN);
    g_autoptr (SluiceReplay) replay = NULL;

    works_set_performer (engine, 3, NULL);
    replay = sluice_replay_new_fork (run, fixture->path, 4, new_path, info, &error);
    g_assert_no_error (error);
    g_signal_connect (replay, "caught-up", G_CALLBACK (caught_up_cb), run);
    g_assert_true (sluice_run_join (run, &error));
    g_assert_no_error (sluice_replay_get_error (replay));
    g_assert_cmpuint (sluice_replay_get_n_used (replay), ==, 2);
    g_assert_true (sluice_recorder_close (sluice_replay_get_recorder (replay), &error));
    forked = fixture_dup_store (run);
    g_assert_cmpstr (forked, !=, store);
  }
  {
    g_autoptr (SluiceEngine) engine = sluice_engine_new_virtual (NULL);
    g_autoptr (SluiceRun) run = works_create_run (engine, WORKS_CHAIN);
    g_autoptr (SluiceReplay) replay = NULL;
    g_autoptr (SluiceRecord) reader = sluice_record_open (new_path, &error);
    g_autofree char *again = NULL;

    g_assert_no_error (error);
    g_assert_cmpstr (sluice_record_get_info (reader)->parent, ==, fixture->path);
    g_assert_cmpuint (sluice_record_get_info (reader)->parent_visit, ==, 4);
    works_forbid (engine);
    replay = sluice_replay_new (run, new_path, &error);
    g_assert_no_error (error);
    sluice_run_join (run, NULL);
    g_assert_no_error (sluice_replay_get_error (replay));
    again = fixture_dup_store (run);
    g_assert_cmpstr (again, ==, forked);
  }
}

/* One that ends while it still has what the run before got would ask for the rest of that again: it is not resumed.
 * Once it is a run of its own it is. */
static void
test_fork_cut_short (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autofree char *store = record (fixture->path, WORKS_CHAIN, 1, NULL);
  g_autofree char *new_path = g_build_filename (fixture->folder, "fork", NULL);
  g_autoptr (SluiceRecordInfo) info = sluice_record_info_new ();
  g_autoptr (SluiceEngine) other = sluice_engine_new_virtual (NULL);
  g_autoptr (SluiceRun) ended = works_create_run (other, WORKS_CHAIN);
  g_autoptr (GError) local = NULL;

  g_assert_null (sluice_replay_new_resume (ended, fixture->path, &local));
  g_assert_error (local, SLUICE_RECORD_ERROR, SLUICE_RECORD_ERROR_ENDED);
  for (guint64 n_visits = 3; n_visits <= 8; n_visits++)
    {
      g_autoptr (SluiceEngine) engine = sluice_engine_new (NULL);
      g_autoptr (SluiceRun) run = works_create_run (engine, WORKS_CHAIN);
      g_autoptr (SluiceRun) again = works_create_run (engine, WORKS_CHAIN);
      g_autoptr (SluiceReplay) replay = NULL;
      g_autoptr (SluiceReplay) resumed = NULL;
      g_autoptr (GError) error = NULL;

      g_unlink (new_path);
      works_set_performer (engine, 3, NULL);
      sluice_engine_set_dispatch_budget (engine, 0);
      replay = sluice_replay_new_fork (run, fixture->path, 7, new_path, info, &error);
      g_assert_no_error (error);
      g_assert_true (sluice_run_start (run, NULL));
      while (sluice_run_get_n_visits (run) < n_visits)
        g_main_context_iteration (NULL, TRUE);
      g_assert_cmpint (sluice_replay_has_caught_up (replay), ==, n_visits >= 7);
      g_assert_true (sluice_recorder_close (sluice_replay_get_recorder (replay), &error));
      sluice_run_cancel (run);
      sluice_run_join (run, NULL);

      resumed = sluice_replay_new_resume (again, new_path, &error);
      if (n_visits < 7)
        g_assert_error (error, SLUICE_RECORD_ERROR, SLUICE_RECORD_ERROR_EMPTY);
      else
        {
          g_autofree char *end = NULL;

          g_assert_no_error (error);
          g_assert_true (sluice_run_join (again, &error)); /* what was under way is begun again */
          end = fixture_dup_store (again);
          g_assert_cmpstr (end, ==, store);
        }
    }
}

static SluiceRun *
create_worker_run (SluiceEngine *engine,
                   int           failures)
{
  SluiceRun *run = sluice_run_new (engine, NULL);
  g_autoptr (SluiceNode) node = worker_new ("w", &(WorkerPlan) { .failures = failures });
  g_autoptr (SluiceNode) flow = SLUICE_NODE (sluice_flow_new_async (node));

  sluice_node_set_address (flow, "main");
  sluice_run_add (run, flow);
  return run;
}

/* The same node asks the same office, but for something else: what came then is no answer to that. */
static void
test_another_request (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autoptr (SluiceEngine) engine = sluice_engine_new_virtual (NULL);
  g_autoptr (SluiceRun) run = create_worker_run (engine, 1);
  g_autoptr (SluiceRun) again = create_worker_run (engine, 2);
  g_autoptr (SluiceRecorder) recorder = NULL;
  g_autoptr (SluiceReplay) replay = NULL;
  g_autoptr (GError) error = NULL;

  works_set_performer (engine, 1, NULL);
  recorder = fixture_record (run, fixture->path);
  g_assert_true (sluice_run_join (run, &error));
  g_assert_true (sluice_recorder_close (recorder, &error));
  replay = sluice_replay_new (again, fixture->path, &error);
  g_assert_no_error (error);
  g_assert_false (sluice_run_join (again, NULL));
  g_assert_error (sluice_replay_get_error (replay), SLUICE_RECORD_ERROR, SLUICE_RECORD_ERROR_DIVERGED);
}

/* One after the other: the second is visit 3. */
static SluiceRun *
create_two_workers (SluiceEngine *engine,
                    int           failures)
{
  SluiceRun *run = sluice_run_new (engine, NULL);
  g_autoptr (SluiceNode) first = worker_new ("w", &(WorkerPlan) { .failures = failures });
  g_autoptr (SluiceNode) second = worker_new ("x", &(WorkerPlan) { .failures = failures });
  g_autoptr (SluiceNode) flow = SLUICE_NODE (sluice_flow_new_async (first));

  sluice_node_next (first, second, NULL);
  sluice_node_set_address (flow, "main");
  sluice_run_add (run, flow);
  return run;
}

static void
record_run (SluiceRun  *run,
            const char *path)
{
  g_autoptr (SluiceRecordInfo) info = sluice_record_info_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (SluiceRecorder) recorder = sluice_recorder_new (run, path, info, &error);

  g_assert_no_error (error);
  g_assert_true (sluice_run_join (run, &error));
  g_assert_true (sluice_recorder_close (recorder, &error));
}

static SluiceReplay *
fork_run (SluiceRun  *run,
          const char *record,
          guint64     visit,
          const char *path)
{
  g_autoptr (SluiceRecordInfo) info = sluice_record_info_new ();
  g_autoptr (GError) error = NULL;
  SluiceReplay *replay = sluice_replay_new_fork (run, record, visit, path, info, &error);

  g_assert_no_error (error);
  sluice_run_join (run, NULL);
  return replay;
}

/* A fork of an edited flow has what came before its visit, though it would ask for something else there by now; and
 * its own record is that of the flow that it runs. */
static void
test_edited_fork (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autofree char *path = g_strconcat (fixture->path, ".fork", NULL);
  g_autoptr (SluiceEngine) engine = sluice_engine_new_virtual (NULL);
  g_autoptr (SluiceRun) run = create_two_workers (engine, 1);
  g_autoptr (SluiceRun) forked = create_two_workers (engine, 2);
  g_autoptr (SluiceRun) again = create_two_workers (engine, 2);
  g_autoptr (SluiceReplay) fork = NULL;
  g_autoptr (SluiceReplay) replay = NULL;
  g_autoptr (GError) error = NULL;

  works_set_performer (engine, 1, NULL);
  record_run (run, fixture->path);
  fork = fork_run (forked, fixture->path, 3, path);
  g_assert_no_error (sluice_replay_get_error (fork));
  g_assert_true (sluice_replay_has_caught_up (fork));

  replay = sluice_replay_new (again, path, &error);
  g_assert_no_error (error);
  g_assert_true (sluice_run_join (again, &error));
  g_assert_no_error (sluice_replay_get_error (replay));
  g_unlink (path);
}

static void
cancel_cb (SluiceRun         *run,
           const SluiceEvent *event,
           gpointer           data)
{
  if (sluice_run_get_n_visits (run) == 17)
    sluice_run_cancel (run);
}

/* An edited flow that ends before the visit does not end as if all were well, nor as the run did that it is of. */
static void
test_lost_fork (Fixture       *fixture,
                gconstpointer  data)
{
  g_autofree char *path = g_strconcat (fixture->path, ".fork", NULL);
  g_autoptr (SluiceEngine) engine = sluice_engine_new_virtual (NULL);
  g_autoptr (SluiceRun) run = works_create_loop (engine, 20);
  g_autoptr (SluiceRun) shorter = works_create_loop (engine, 4);
  g_autoptr (SluiceRecordInfo) info = sluice_record_info_new ();
  g_autoptr (SluiceRecorder) recorder = NULL;
  g_autoptr (SluiceReplay) fork = NULL;
  g_autoptr (GError) error = NULL;

  recorder = sluice_recorder_new (run, fixture->path, info, &error);
  g_assert_no_error (error);
  sluice_run_watch (run, SLUICE_EVENT_MASK (SLUICE_EVENT_VISIT_STARTED), cancel_cb, NULL, NULL);
  g_assert_false (sluice_run_join (run, NULL));
  g_assert_true (sluice_recorder_close (recorder, &error));
  fork = fork_run (shorter, fixture->path, 15, path);
  g_assert_error (sluice_replay_get_error (fork), SLUICE_RECORD_ERROR, SLUICE_RECORD_ERROR_DIVERGED);
  g_assert_nonnull (strstr (sluice_replay_get_error (fork)->message, "before it comes to visit 15"));
  g_unlink (path);
}

/* What can't be done, by anybody, is damage. */
static void
test_no_sense (void)
{
  static const struct
  {
    SluiceKept kept;
    gboolean   makes_sense;
  } cases[] = {
    { { .type = SLUICE_KEPT_COMMAND, .at_once = TRUE, .command = SLUICE_COMMAND_REPLACE }, TRUE },
    { { .type = SLUICE_KEPT_COMMAND, .at_once = TRUE, .command = SLUICE_COMMAND_REPLACE + 1 }, FALSE },
    { { .type = SLUICE_KEPT_COMMAND, .at_once = TRUE, .command = SLUICE_COMMAND_FAIL }, FALSE },
    { { .type = SLUICE_KEPT_COMMAND, .command = SLUICE_COMMAND_SKIP }, FALSE },
    { { .type = SLUICE_KEPT_CHANGE, .at_once = TRUE, .change = SLUICE_CHANGE_REMOVE, .pointer = (char *) "" }, TRUE },
    { { .type = SLUICE_KEPT_CHANGE, .at_once = TRUE, .pointer = (char *) "/a", .change = 7 }, FALSE },
    { { .type = SLUICE_KEPT_CHANGE, .at_once = TRUE, .change = SLUICE_CHANGE_REMOVE }, FALSE },
    { { .type = SLUICE_KEPT_PIN, .at_once = TRUE }, FALSE },
    { { .type = SLUICE_KEPT_CLOCK, .number = 2e9 }, TRUE },
    { { .type = SLUICE_KEPT_CLOCK, .number = 1e300 }, FALSE },
    { { .type = SLUICE_KEPT_CLOCK, .number = -1 }, FALSE },
    { { .type = SLUICE_INPUT_CANCEL, .at_once = TRUE }, TRUE },
    { { .type = SLUICE_INPUT_CANCEL }, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) bytes = g_byte_array_free_to_bytes (sluice_kept_pack (&cases[i].kept));
      g_autoptr (SluiceKept) kept = sluice_kept_unpack (bytes);

      g_assert_cmpint (kept != NULL, ==, cases[i].makes_sense);
    }
}

/* What was done by hand is about a place behind an input that is not there: the run ends, and does not wait. */
static void
test_stuck (Fixture       *fixture,
            gconstpointer  data)
{
  SluiceKept pin = { .type = SLUICE_KEPT_PIN, .at_once = TRUE, .taken = 7, .pointer = (char *) "main/chain0" };
  g_autoptr (SluiceEngine) engine = sluice_engine_new_virtual (NULL);
  g_autoptr (SluiceRun) run = works_create_run (engine, WORKS_CHAIN);
  g_autoptr (SluiceRecordInfo) info = sluice_record_info_new ();
  g_autoptr (SluiceJournal) journal = NULL;
  g_autoptr (SluiceReplay) replay = NULL;
  g_autoptr (GError) error = NULL;

  info->store = sluice_value_object ();
  journal = sluice_journal_create (fixture->path, &error);
  g_assert_no_error (error);
  sluice_journal_append (journal, SLUICE_ENTRY_HEADER, 0, sluice_record_info_pack (info));
  sluice_journal_append (journal, SLUICE_ENTRY_INPUT, 1, sluice_kept_pack (&pin));
  g_assert_true (sluice_journal_close (journal, &error));
  replay = sluice_replay_new (run, fixture->path, &error);
  g_assert_no_error (error);
  g_assert_false (sluice_run_join (run, NULL));
  g_assert_error (sluice_replay_get_error (replay), SLUICE_RECORD_ERROR, SLUICE_RECORD_ERROR_DIVERGED);
}

/* Promise D3: what came behind the damage would be done again. */
static void
test_damaged (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr (SluiceEngine) engine = sluice_engine_new_virtual (NULL);
  g_autoptr (SluiceRun) run = works_create_run (engine, WORKS_CHAIN);
  g_autoptr (SluiceRecordInfo) info = sluice_record_info_new ();
  g_autoptr (SluiceJournal) journal = NULL;
  g_autoptr (GError) error = NULL;

  info->store = sluice_value_object ();
  journal = sluice_journal_create (fixture->path, &error);
  g_assert_no_error (error);
  sluice_journal_append (journal, SLUICE_ENTRY_HEADER, 0, sluice_record_info_pack (info));
  sluice_journal_append (journal, SLUICE_ENTRY_INPUT, 1, g_byte_array_new ());
  g_assert_true (sluice_journal_close (journal, &error));
  g_assert_null (sluice_replay_new_resume (run, fixture->path, &error));
  g_assert_error (error, SLUICE_RECORD_ERROR, SLUICE_RECORD_ERROR_DAMAGED);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/record/replay/calls-nobody", Fixture, NULL, set_up, test_replay, tear_down);
  g_test_add ("/record/replay/a-fork-of-an-edited-flow", Fixture, NULL, set_up, test_edited_fork, tear_down);
  g_test_add ("/record/replay/a-fork-that-loses-its-way", Fixture, NULL, set_up, test_lost_fork, tear_down);
  g_test_add ("/record/replay/says-where-it-diverges", Fixture, NULL, set_up, test_divergence, tear_down);
  g_test_add_func ("/record/replay/what-makes-no-sense", test_no_sense);
  g_test_add ("/record/replay/does-not-wait-for-ever", Fixture, NULL, set_up, test_stuck, tear_down);
  g_test_add ("/record/resume/not-behind-damage", Fixture, NULL, set_up, test_damaged, tear_down);
  g_test_add ("/record/seek/any-visit", Fixture, NULL, set_up, test_seek, tear_down);
  g_test_add ("/record/card", Fixture, NULL, set_up, test_card, tear_down);
  g_test_add ("/record/fork", Fixture, NULL, set_up, test_fork, tear_down);
  g_test_add ("/record/replay/another-request", Fixture, NULL, set_up, test_another_request, tear_down);
  g_test_add ("/record/fork-cut-short", Fixture, NULL, set_up, test_fork_cut_short, tear_down);
  return g_test_run ();
}
