/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What a recorder does when the disk is full, and what a reader does with a record that is damaged. */

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>

#include "base/json.h"
#include "engine/run-private.h"
#include "record/history.h"
#include "record/journal.h"
#include "record/recorder.h"
#include "record/replay.h"
#include "record-fixture.h"
#include "worker.h"

static void
count_cb (SluiceRecorder *recorder,
          const GError   *error,
          guint          *n)
{
  g_assert_nonnull (error);
  ++*n;
}

static void
resumed_cb (SluiceRecorder *recorder,
            guint          *n)
{
  ++*n;
}

static void
set_file_limit (rlim_t         limit,
                struct rlimit *before)
{
  struct rlimit now = *before;

  signal (SIGXFSZ, SIG_IGN);
  now.rlim_cur = limit;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &now), ==, 0);
}

static gboolean
wake_cb (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

/* Promise D4: a run whose results can't be kept waits, and uses none of them. */
static void
test_full_disk (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr (SluiceEngine) engine = sluice_engine_new (NULL);
  g_autoptr (SluiceRun) run = works_create_run (engine, WORKS_CHAIN);
  g_autoptr (SluiceRecorder) recorder = NULL;
  g_autoptr (GError) error = NULL;
  struct rlimit before;
  guint n_stalled = 0, n_resumed = 0;
  gboolean gives_up = GPOINTER_TO_INT (data);
  guint source = g_timeout_add (1, wake_cb, NULL);

  works_set_performer (engine, 1, NULL);
  recorder = fixture_record (run, fixture->path);
  g_signal_connect (recorder, "stalled", G_CALLBACK (count_cb), &n_stalled);
  g_signal_connect (recorder, "resumed", G_CALLBACK (resumed_cb), &n_resumed);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  set_file_limit (0, &before);
  g_assert_true (sluice_run_start (run, NULL));
  while (n_stalled < 1)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (sluice_recorder_is_stalled (recorder));
  for (guint i = 0; i < 100; i++)
    g_main_context_iteration (NULL, FALSE);
  g_assert_cmpuint (sluice_run_get_n_visits (run), ==, 2); /* the flow, and the first of its nodes */
  g_assert_cmpuint (sluice_value_get_length (sluice_store_get_root (sluice_run_get_store (run))), ==, 0);

  sluice_recorder_retry (recorder); /* still full */
  while (n_stalled < 2)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (n_resumed, ==, 0);
  if (gives_up)
    sluice_recorder_give_up (recorder);
  set_file_limit (before.rlim_cur, &before);
  if (!gives_up)
    sluice_recorder_retry (recorder);
  g_assert_true (sluice_run_join (run, NULL));
  g_assert_cmpuint (n_resumed, ==, gives_up ? 0 : 1);
  g_assert_true (sluice_recorder_close (recorder, &error));
  g_source_remove (source);
}

/* One that only computes waits too: it does not run away from its record. */
static void
test_full_disk_loop (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autoptr (SluiceEngine) engine = sluice_engine_new (NULL);
  g_autoptr (SluiceRun) run = works_create_loop (engine, G_MAXINT64);
  g_autoptr (SluiceRecorder) recorder = NULL;
  g_autoptr (GError) error = NULL;
  struct rlimit before;
  guint n_stalled = 0;
  guint64 visits;

  recorder = fixture_record (run, fixture->path);
  g_signal_connect (recorder, "stalled", G_CALLBACK (count_cb), &n_stalled);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  set_file_limit (0, &before);
  g_assert_true (sluice_run_start (run, NULL));
  while (n_stalled < 1)
    g_main_context_iteration (NULL, TRUE);
  visits = sluice_run_get_n_visits (run);
  for (guint i = 0; i < 100; i++)
    g_main_context_iteration (NULL, FALSE);
  g_assert_cmpuint (sluice_run_get_n_visits (run), ==, visits);

  set_file_limit (before.rlim_cur, &before);
  sluice_recorder_retry (recorder);
  while (sluice_run_get_n_visits (run) == visits)
    g_main_context_iteration (NULL, TRUE);
  sluice_run_cancel (run);
  sluice_run_join (run, NULL);
  g_assert_true (sluice_recorder_close (recorder, &error));
}

/* Promise D2: what a person does is kept before anything comes of it. */
static void
test_full_disk_act (Fixture       *fixture,
                    gconstpointer  data)
{
  static const SluiceAuthor person = { .person = 1 };
  g_autoptr (SluiceEngine) engine = sluice_engine_new (NULL);
  g_autoptr (SluiceRun) run = works_create_loop (engine, G_MAXINT64);
  SluiceStore *store = sluice_run_get_store (run);
  g_autoptr (SluiceRecorder) recorder = NULL;
  g_autoptr (GError) error = NULL;
  struct rlimit before;
  guint n_stalled = 0;
  guint64 visits;

  recorder = fixture_record (run, fixture->path);
  g_signal_connect (recorder, "stalled", G_CALLBACK (count_cb), &n_stalled);
  g_assert_true (sluice_run_start (run, NULL));
  while (sluice_run_get_n_visits (run) < 10)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  set_file_limit (0, &before);
  sluice_store_set_author (store, &person);
  sluice_store_set (store, "edited", sluice_value_integer (1));
  sluice_store_set_author (store, NULL);
  visits = sluice_run_get_n_visits (run);
  g_assert_true (run->held_back); /* at once: a disk may be quicker than the run to say that it is full */
  while (n_stalled < 1)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (sluice_run_get_n_visits (run), ==, visits);

  set_file_limit (before.rlim_cur, &before);
  sluice_recorder_retry (recorder);
  while (sluice_run_get_n_visits (run) == visits)
    g_main_context_iteration (NULL, TRUE);
  sluice_run_cancel (run);
  sluice_run_join (run, NULL);
  g_assert_true (sluice_recorder_close (recorder, &error));
}

static void
record_loop (const char *path)
{
  g_autoptr (SluiceEngine) engine = sluice_engine_new (NULL);
  g_autoptr (SluiceRun) run = works_create_loop (engine, 30000);
  g_autoptr (SluiceRecordInfo) info = sluice_record_info_new ();
  g_autoptr (SluiceRecorder) recorder = NULL;

  info->name = g_strdup ("a loop");
  recorder = sluice_recorder_new (run, path, info, NULL);
  g_assert_true (sluice_run_join (run, NULL));
  g_assert_true (sluice_recorder_close (recorder, NULL));
}

/* Whatever it says is so: the store counts as the visits do. */
static guint64
read_what_is_there (const char *path)
{
  g_autoptr (SluiceRecord) record = sluice_record_open (path, NULL);
  guint64 last = 0;
  SluiceFact fact;

  if (record == NULL)
    return 0;
  while (sluice_record_step (record, &fact, NULL))
    {
      if (fact.type == SLUICE_EVENT_VISIT_STARTED && fact.visit > 1 && sluice_record_get_damage (record) == NULL)
        {
          SluiceValue count = sluice_value_get_member (sluice_record_get_store (record), "count");

          g_assert_cmpint (sluice_value_get_integer (count), ==, (gint64) fact.visit - 2);
          last = fact.visit;
        }
      sluice_fact_clear (&fact);
    }
  if (last < 30001)
    g_assert_true (sluice_record_get_damage (record) != NULL || !sluice_record_has_ended (record));
  for (guint64 visit = 2; visit < 30000; visit += 2999)
    sluice_record_seek (record, visit, NULL);
  return last;
}

/* Promise D3: a torn or garbled record opens up to the damage. */
static void
test_damage (Fixture       *fixture,
             gconstpointer  data)
{
  g_autofree char *bytes = NULL;
  g_autofree char *damaged = g_build_filename (fixture->folder, "damaged", NULL);
  g_autoptr (GRand) random = g_rand_new_with_seed ((guint32) g_test_rand_int ());
  guint n_partly = 0;
  gsize length;

  record_loop (fixture->path);
  g_assert_true (g_file_get_contents (fixture->path, &bytes, &length, NULL));
  g_assert_cmpuint (read_what_is_there (fixture->path), ==, 30001);
  for (guint i = 0; i < 60; i++)
    {
      g_autofree char *copy = g_memdup2 (bytes, length);
      gsize at = (gsize) g_rand_int_range (random, 0, (gint32) length);
      gsize wanted = (gsize) g_rand_int_range (random, 1, 9000);
      gsize n = MIN (wanted, length - at);
      guint64 last;

      for (gsize j = 0; j < n; j++)
        copy[at + j] = i % 3 == 0 ? 0 : (char) g_rand_int (random);
      g_assert_true (g_file_set_contents (damaged, copy, (gssize) (i % 4 == 0 ? at : length), NULL));
      last = read_what_is_there (damaged);
      n_partly += last > 0 && last < 30001;
    }
  g_test_message ("%u of 60 could be read in part", n_partly);
  g_assert_cmpuint (n_partly, >, 10);
}

static void
test_history (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "one.run", NULL);
  g_autoptr (GPtrArray) runs = NULL;
  SluiceHistoryRun *run;

  record_loop (path);
  runs = sluice_history_list (fixture->folder, "LOOP");
  g_assert_cmpuint (runs->len, ==, 1);
  run = g_ptr_array_index (runs, 0);
  g_assert_cmpstr (run->id, ==, "one");
  g_assert_cmpstr (run->name, ==, "a loop");
  g_assert_cmpstr (sluice_history_run_get_end (run), ==, "finished");
  g_assert_cmpuint (run->visits, ==, 30001);
  g_assert_false (run->held);
}

/* Values that are too long */

typedef SluiceNode      Talker;
typedef SluiceNodeClass TalkerClass;

GType talker_get_type (void);

G_DEFINE_TYPE (Talker, talker, SLUICE_TYPE_NODE)

static gsize talk_bytes;
static guint talk_rounds;

/* Another text each time. */
static char *
dup_talk (guint round)
{
  char *text = g_strnfill (talk_bytes, 'x');

  text[0] = (char) ('a' + round % 26);
  text[1] = (char) ('a' + round / 26 % 26);
  return text;
}

static void
talker_exec (SluiceNode *node,
             SluiceCall *call)
{
  SluiceLane *lane = sluice_call_get_lane (call);
  g_autofree char *text = dup_talk ((guint) sluice_lane_get_visit (lane));

  sluice_call_return_value (call, sluice_value_string (text));
}

static void
talker_post (SluiceNode *node,
             SluiceCall *call)
{
  if (sluice_lane_get_visit (sluice_call_get_lane (call)) <= talk_rounds)
    sluice_call_return_action (call, "again");
  else
    sluice_call_return (call);
}

static void
talker_class_init (TalkerClass *klass)
{
  klass->exec = talker_exec;
  klass->post = talker_post;
  klass->async = TRUE;
}

static void
talker_init (Talker *self)
{
}

static SluiceRun *
create_talk (SluiceEngine *engine)
{
  g_autoptr (SluiceNode) node = g_object_new (talker_get_type (), NULL);
  g_autoptr (SluiceNode) flow = NULL;
  SluiceRun *run = sluice_run_new (engine, NULL);

  sluice_node_set_address (node, "main/a");
  sluice_node_next (node, node, "again");
  flow = SLUICE_NODE (sluice_flow_new_async (node));
  sluice_node_set_address (flow, "main");
  sluice_run_add (run, flow);
  return run;
}

static void
replay_talk (const char *path)
{
  g_autoptr (SluiceEngine) engine = sluice_engine_new_virtual (NULL);
  g_autoptr (SluiceRun) run = create_talk (engine);
  g_autoptr (SluiceReplay) replay = NULL;
  g_autoptr (GError) error = NULL;

  replay = sluice_replay_new (run, path, &error);
  g_assert_no_error (error);
  g_assert_true (sluice_run_join (run, &error));
  g_assert_no_error (error);
  g_assert_no_error (sluice_replay_get_error (replay));
}

/* Counts the exec results that are kept; each that is not has its size and the digest of its text. */
static guint
count_kept (const char *path,
            guint      *n_cut)
{
  g_autoptr (SluiceRecord) record = sluice_record_open (path, NULL);
  SluiceFact fact;
  guint n_kept = 0;

  g_assert_nonnull (record);
  *n_cut = 0;
  while (sluice_record_step (record, &fact, NULL))
    {
      g_autofree char *not_kept = sluice_fact_dup_not_kept (&fact);

      if (fact.type == SLUICE_EVENT_PHASE_ENDED && fact.phase == SLUICE_PHASE_EXEC && fact.is_kept)
        n_kept++;
      else if (fact.type == SLUICE_EVENT_PHASE_ENDED && fact.phase == SLUICE_PHASE_EXEC)
        {
          g_autofree char *text = dup_talk ((guint) fact.visit);
          g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
          g_auto (SluiceValue) value = sluice_fact_to_value (&fact);

          ++*n_cut;
          g_assert_cmpuint (fact.size, ==, talk_bytes);
          g_assert_nonnull (strstr (not_kept, digest));
          g_assert_true (sluice_value_get_boolean (sluice_value_get_member (value, "cut")));
          g_assert_cmpstr (sluice_value_get_member_string (value, "sha256"), ==, digest);
        }
      sluice_fact_clear (&fact);
    }
  return n_kept;
}

static void
test_not_kept (Fixture       *fixture,
               gconstpointer  data)
{
  static const struct
  {
    gsize    bytes;
    guint    rounds;
    guint64  max_size;
    gboolean is_lean;
    guint    least_cut, most_cut;
  } cases[] = {
    { 1000, 100, 0, FALSE, 0, 0 },
    { 100000, 10, 0, FALSE, 10, 10 },
    { 3100000, 3, 0, FALSE, 3, 3 },
    { 1000, 1500, 600 * 1024, TRUE, 400, 1100 },
    { 100, 1500, 1, TRUE, 0, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SluiceEngine) engine = sluice_engine_new_virtual (NULL);
      g_autoptr (SluiceRun) run = create_talk (engine);
      g_autoptr (SluiceRecorder) recorder = NULL;
      guint n_kept, n_cut;

      g_unlink (fixture->path);
      talk_bytes = cases[i].bytes;
      talk_rounds = cases[i].rounds;
      recorder = fixture_record (run, fixture->path);
      sluice_recorder_set_max_size (recorder, cases[i].max_size);
      g_assert_true (sluice_run_join (run, NULL));
      g_assert_cmpint (sluice_recorder_is_lean (recorder), ==, cases[i].is_lean);
      g_assert_true (sluice_recorder_close (recorder, NULL));
      n_kept = count_kept (fixture->path, &n_cut);
      g_assert_cmpuint (n_kept + n_cut, ==, cases[i].rounds);
      g_assert_cmpuint (n_cut, >=, cases[i].least_cut);
      g_assert_cmpuint (n_cut, <=, cases[i].most_cut);
      replay_talk (fixture->path);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/record/D4-waits-for-a-full-disk", Fixture, GINT_TO_POINTER (FALSE), set_up, test_full_disk, tear_down);
  g_test_add ("/record/D4-goes-on-unrecorded-if-told", Fixture, GINT_TO_POINTER (TRUE), set_up, test_full_disk,
              tear_down);
  g_test_add ("/record/D4-does-not-run-away", Fixture, NULL, set_up, test_full_disk_loop, tear_down);
  g_test_add ("/record/D2-what-a-person-does-is-kept-first", Fixture, NULL, set_up, test_full_disk_act, tear_down);
  g_test_add ("/record/D3-damage", Fixture, NULL, set_up, test_damage, tear_down);
  g_test_add ("/record/not-kept", Fixture, NULL, set_up, test_not_kept, tear_down);
  g_test_add ("/record/history", Fixture, NULL, set_up, test_history, tear_down);
  return g_test_run ();
}
