/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Promise D1: runs are killed at named places and at any moment, and resumed until they end. What was
 * acknowledged stays, in its order, and is not done again; the store ends as that of a run nobody
 * disturbed. A child process has the run, so that it can be killed. */

#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/json.h"
#include "folder.h"
#include "record/recorder.h"
#include "record/replay.h"
#include "worker.h"

/* A sanitizer takes its time over each of them. */
#ifdef __SANITIZE_ADDRESS__
#define N_ROUNDS 60
#else
#define N_ROUNDS 560
#endif
#define MAX_LIVES 200
#define SEED      5

enum
{
  CHILD_ENDED = 0,
  CHILD_FAILED = 3,
};

static const char * const places[] = {
  "journal-before-commit", "journal-after-commit", "record-input", "record-use"
};

typedef struct
{
  char   *folder;
  char   *path;  /* the record */
  char   *log;   /* works that were begun, phases that were acknowledged */
  char   *store; /* of the run that has ended */
  GRand  *random;
  Works   works;
  guint   n_kills;
  guint   n_reached[G_N_ELEMENTS (places)]; /* lives that have ended there */
} Round;

static int
compare_keys (gconstpointer a,
              gconstpointer b)
{
  return strcmp (*(const char * const *) a, *(const char * const *) b);
}

static char *
dup_sorted (SluiceValue root)
{
  g_autoptr (GPtrArray) keys = g_ptr_array_new ();
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < sluice_value_get_length (root); i++)
    g_ptr_array_add (keys, (gpointer) sluice_value_get_key (root, i));
  g_ptr_array_sort (keys, compare_keys);
  for (guint i = 0; i < keys->len; i++)
    {
      const char *key = g_ptr_array_index (keys, i);
      g_autofree char *value = sluice_json_write (sluice_value_get_member (root, key), 0, NULL);

      g_string_append_printf (text, "%s: %s\n", key, value);
    }
  return g_string_free (text, FALSE);
}

static char *
dup_store (SluiceRun *run)
{
  return dup_sorted (sluice_store_get_root (sluice_run_get_store (run)));
}

/* The child */

/* A phase that is told is acknowledged. */
static void
phase_ended_cb (SluiceRun         *run,
                const SluiceEvent *event,
                gpointer           user_data)
{
  g_autofree char *line = NULL;

  if (event->phase != SLUICE_PHASE_EXEC)
    return;
  line = g_strdup_printf ("ended %s/%" G_GUINT64_FORMAT "/%d/%d\n", sluice_node_get_id (event->node), event->visit,
                          event->item, event->attempt);
  if (write (GPOINTER_TO_INT (user_data), line, strlen (line)) < 0)
    _exit (CHILD_FAILED);
}

static void
killed_cb (int signal_number)
{
  kill (getpid (), SIGKILL);
}

static void
kill_after (guint microseconds)
{
  struct itimerval timer = { .it_value = { 0, microseconds } };

  signal (SIGALRM, killed_cb);
  setitimer (ITIMER_REAL, &timer, NULL);
}

/* Its keys in order: lanes may have come to them in another. */
static gboolean
save_store (Round     *round,
            SluiceRun *run)
{
  g_autofree char *store = dup_store (run);

  return g_file_set_contents (round->store, store, -1, NULL);
}

static gboolean
play (Round     *round,
      SluiceRun *run)
{
  g_autoptr (SluiceRecordInfo) info = sluice_record_info_new ();
  g_autoptr (SluiceReplay) replay = NULL;
  g_autoptr (SluiceRecorder) recorder = NULL;
  g_autoptr (GError) error = NULL;

  info->seed = SEED;
  if (g_file_test (round->path, G_FILE_TEST_EXISTS))
    replay = sluice_replay_new_resume (run, round->path, &error);
  if (g_error_matches (error, SLUICE_RECORD_ERROR, SLUICE_RECORD_ERROR_ENDED))
    {
      g_clear_error (&error);
      replay = sluice_replay_new (run, round->path, &error);
      sluice_run_join (run, NULL);
      return save_store (round, run);
    }
  if (replay != NULL)
    recorder = g_object_ref (sluice_replay_get_recorder (replay));
  else if (error == NULL)
    recorder = sluice_recorder_new (run, round->path, info, &error);
  if (recorder == NULL || !sluice_run_join (run, &error) || !sluice_recorder_close (recorder, &error))
    {
      if (replay != NULL && sluice_replay_get_error (replay) != NULL)
        g_printerr ("%s\n", sluice_replay_get_error (replay)->message);
      g_printerr ("%s: %s\n", works_name (round->works), error != NULL ? error->message : "no reason");
      return FALSE;
    }
  return save_store (round, run);
}

/* Never returns. */
static void
live (Round      *round,
      const char *place,
      guint       microseconds)
{
  g_autoptr (SluiceEngine) engine = sluice_engine_new (NULL);
  g_autoptr (SluiceRun) run = works_create_run (engine, round->works);
  int log = open (round->log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);

  prctl (PR_SET_PDEATHSIG, SIGKILL);
  if (place != NULL)
    g_setenv ("SLUICE_CRASH", place, TRUE);
  if (microseconds > 0)
    kill_after (microseconds);
  works_set_performer (engine, g_rand_int (round->random), round->log);
  sluice_run_watch (run, SLUICE_EVENT_MASK (SLUICE_EVENT_PHASE_ENDED), phase_ended_cb, GINT_TO_POINTER (log), NULL);
  _exit (play (round, run) ? CHILD_ENDED : CHILD_FAILED);
}

/* The parent */

/* TRUE: it has ended. A life in three ends at a named place, the others at some moment: later ones
 * later, so that a slow machine comes to the end too. */
static gboolean
live_once (Round *round,
           guint  n_lives)
{
  g_autofree char *place = NULL;
  guint microseconds = 0, at = 0;
  int status;
  pid_t child;

  if (g_rand_int_range (round->random, 0, 3) == 0)
    {
      at = (guint) g_rand_int_range (round->random, 0, G_N_ELEMENTS (places));
      place = g_strdup_printf ("%s:%d", places[at], g_rand_int_range (round->random, 1, 12 + (int) n_lives));
    }
  else
    microseconds = (guint) g_rand_int_range (round->random, 300, 8000) * (1 + n_lives / 4);
  g_rand_int (round->random); /* the child's differs from life to life */
  child = fork ();
  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    live (round, place, microseconds);
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  if (WIFSIGNALED (status))
    {
      g_assert_cmpint (WTERMSIG (status), ==, SIGKILL);
      round->n_kills++;
      if (place != NULL)
        round->n_reached[at]++;
      return FALSE;
    }
  g_assert_cmpint (WEXITSTATUS (status), ==, CHILD_ENDED);
  return TRUE;
}

static void
forget (Round *round)
{
  static const char * const ends[] = { "", "-lock", "-wal", "-shm", NULL };

  for (guint i = 0; ends[i] != NULL; i++)
    {
      g_autofree char *path = g_strconcat (round->path, ends[i], NULL);

      g_unlink (path);
    }
  g_unlink (round->log);
  g_unlink (round->store);
}

/* A record that says nothing yet is begun anew, as nothing was acknowledged. */
static void
drop_empty (Round *round)
{
  g_autoptr (SluiceRecord) record = NULL;

  if (!g_file_test (round->path, G_FILE_TEST_EXISTS))
    return;
  record = sluice_record_open (round->path, NULL);
  if (record == NULL)
    forget (round);
}

/* What ended in any life has ended, in the same order, in the last one; and nothing of it began again. */
static void
check_log (Round *round,
           char **lines,
           guint *starts,
           guint  n_starts)
{
  g_autoptr (GHashTable) ended = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) order = g_ptr_array_new ();
  guint at = 0, life = 0;

  for (guint i = 0; lines[i] != NULL && *lines[i] != '\0'; i++)
    {
      while (life + 1 < n_starts && i == starts[life + 1]) /* a life may leave nothing */
        {
          life++;
          at = 0;
        }
      if (g_str_has_prefix (lines[i], "began "))
        {
          if (g_hash_table_contains (ended, lines[i] + strlen ("began ")))
            g_error ("%s was done again.", lines[i]);
          continue;
        }
      g_hash_table_add (ended, lines[i] + strlen ("ended "));
      if (at == order->len)
        g_ptr_array_add (order, lines[i]);
      else
        g_assert_cmpstr (lines[i], ==, g_ptr_array_index (order, at));
      at++;
    }
  g_assert_cmpuint (at, ==, order->len);
}

/* The record of all its lives is one: it has every visit, its clock never goes back (promise D6), and
 * what it says of the store is what came of it. */
static void
check_record (Round      *round,
              const char *wanted)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SluiceRecord) record = sluice_record_open (round->path, &error);
  g_autofree char *store = NULL;
  guint64 visits = 0;
  gint64 time = 0;
  SluiceFact fact;

  g_assert_no_error (error);
  g_assert_true (sluice_record_has_ended (record));
  while (sluice_record_step (record, &fact, &error))
    {
      g_assert_cmpint (fact.time, >=, time);
      time = fact.time;
      if (fact.type == SLUICE_EVENT_VISIT_STARTED)
        g_assert_cmpuint (fact.visit, ==, ++visits);
      sluice_fact_clear (&fact);
    }
  g_assert_no_error (error);
  g_assert_cmpuint (visits, ==, sluice_record_get_n_visits (record));
  store = dup_sorted (sluice_record_get_store (record));
  g_assert_cmpstr (store, ==, wanted);
}

static guint
count_lines (const char *path)
{
  g_autofree char *text = NULL;
  guint n = 0;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return 0;
  for (const char *c = text; *c != '\0'; c++)
    n += *c == '\n';
  return n;
}

static void
play_round (Round      *round,
            const char *wanted)
{
  guint starts[MAX_LIVES] = { 0 };
  guint n_lives = 1;
  g_autofree char *log = NULL;
  g_autofree char *store = NULL;
  g_auto (GStrv) lines = NULL;

  forget (round);
  while (!live_once (round, n_lives))
    {
      drop_empty (round);
      g_assert_cmpuint (n_lives, <, MAX_LIVES);
      starts[n_lives++] = count_lines (round->log);
    }
  g_assert_true (g_file_get_contents (round->store, &store, NULL, NULL));
  g_assert_cmpstr (store, ==, wanted);
  g_assert_true (g_file_get_contents (round->log, &log, NULL, NULL));
  lines = g_strsplit (log, "\n", -1);
  check_log (round, lines, starts, n_lives);
  check_record (round, wanted);
}

static char *
dup_undisturbed (Works works)
{
  g_autoptr (SluiceEngine) engine = sluice_engine_new (NULL);
  g_autoptr (SluiceRun) run = works_create_run (engine, works);

  works_set_performer (engine, 1, NULL);
  sluice_run_set_seed (run, SEED);
  g_assert_true (sluice_run_join (run, NULL));
  return dup_store (run);
}

static void
test_rounds (void)
{
  /* A process that is killed takes nothing with it that it has written. */
  g_autoptr (TestFolder) folder = test_folder_new_in_memory ();
  Round round = { .folder = folder };
  char *wanted[N_WORKS];
  guint n_rounds = g_test_perf () ? 10 * N_ROUNDS : N_ROUNDS;

  round.path = g_build_filename (round.folder, "run", NULL);
  round.log = g_build_filename (round.folder, "log", NULL);
  round.store = g_build_filename (round.folder, "store", NULL);
  round.random = g_rand_new_with_seed ((guint32) g_test_rand_int ());
  for (Works works = 0; works < N_WORKS; works++)
    wanted[works] = dup_undisturbed (works);
  for (guint i = 0; i < n_rounds; i++)
    {
      round.works = i % N_WORKS;
      play_round (&round, wanted[round.works]);
    }
  g_test_message ("%u kills in %u rounds", round.n_kills, n_rounds);
  g_assert_cmpuint (round.n_kills, >, n_rounds / 4);
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    if (round.n_reached[i] == 0)
      g_error ("No run came to %s.", places[i]);

  for (Works works = 0; works < N_WORKS; works++)
    g_free (wanted[works]);
  g_rand_free (round.random);
  g_free (round.path);
  g_free (round.log);
  g_free (round.store);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/record/crash/D1-nothing-is-lost-or-done-again", test_rounds);
  return g_test_run ();
}
