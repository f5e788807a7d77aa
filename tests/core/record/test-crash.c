/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Promise D1: runs are killed at named places and at any moment, and resumed until they end. What was
 * acknowledged stays, in its order, and is not done again; the store ends as that of a run nobody
 * disturbed. So do forks of runs, and runs that a person stops and does something to. A child process
 * has the run, so that it can be killed. */

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
#include "record/crash.h"
#include "record/recorder.h"
#include "record/replay.h"
#include "stopped.h"
#include "worker.h"

/* A sanitizer takes its time over each of them. */
#ifdef __SANITIZE_ADDRESS__
#define N_ROUNDS 108
#else
#define N_ROUNDS 1080
#endif
#define MAX_LIVES 200
#define SEED      5

enum
{
  CHILD_ENDED = 0,
  CHILD_FAILED = 3,
};

/* What is run: works, and after them what a person stops. */
#define N_RUNS ((guint) N_WORKS + N_STOPPED)

typedef struct
{
  char          *wanted;   /* the store at the end */
  char          *path;     /* the record of one that nobody disturbed */
  guint64        n_visits; /* of that */
} Past;

typedef struct
{
  char          *folder;
  char          *path;  /* the record */
  char          *log;   /* works that were begun, phases that were acknowledged */
  char          *store; /* of the run that has ended */
  char          *edit;  /* is there once a phase has ended behind a person's edit */
  GRand         *random;
  Past           pasts[N_RUNS];
  guint          which;
  guint64        fork;  /* the visit that it leaves the past at; 0: a run of its own */
  guint          first; /* the place at which the first life ends; none: at some moment */
  guint          n_kills;
  guint          n_reached[SLUICE_N_CRASH_POINTS]; /* lives that have ended there */
} Round;

static gboolean
is_stopped (guint which)
{
  return which >= N_WORKS;
}

static SluiceRun *
create_run (Round        *round,
            SluiceEngine *engine,
            guint         which)
{
  if (is_stopped (which))
    return stopped_create_run (engine, round->folder, which - N_WORKS);
  return works_create_run (engine, which);
}

static void
set_performer (SluiceEngine *engine,
               guint         which,
               guint32       seed,
               const char   *log)
{
  if (is_stopped (which))
    stopped_set_performer (engine, seed, log);
  else
    works_set_performer (engine, seed, log);
}

static void
delete_record (const char *path)
{
  static const char * const ends[] = { "", "-lock", "-wal", "-shm" };

  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      g_autofree char *name = g_strconcat (path, ends[i], NULL);

      g_unlink (name);
    }
}

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

typedef struct
{
  Round          *round;
  SluiceRecorder *recorder; /* borrowed */
  int             log;
} Witness;

/* A time that was used before it was on disk: once a phase behind it is acknowledged, it is the time of all lives. */
static void
log_clock (Witness           *self,
           const SluiceEvent *event)
{
  g_autofree char *line = g_strdup_printf ("clock %" G_GUINT64_FORMAT "/%.6f\n", event->visit, works_get_last_now ());

  if (write (self->log, line, strlen (line)) < 0)
    _exit (CHILD_FAILED);
}

/* A phase that is told is acknowledged. Now and then somebody wants to read along. */
static void
phase_ended_cb (SluiceRun         *run,
                const SluiceEvent *event,
                gpointer           user_data)
{
  Witness *self = user_data;
  g_autofree char *line = NULL;

  if (event->phase != SLUICE_PHASE_EXEC)
    return;
  line = g_strdup_printf ("ended %s/%" G_GUINT64_FORMAT "/%d/%d\n", sluice_node_get_id (event->node), event->visit,
                          event->item, event->attempt);
  if (write (self->log, line, strlen (line)) < 0)
    _exit (CHILD_FAILED);
  if (self->round->which == WORKS_CLOCK)
    log_clock (self, event);
  /* While it is stopped, what a person does ends phases, too. */
  if (sluice_run_get_state (run) == SLUICE_RUN_RUNNING && sluice_store_has (sluice_run_get_store (run), "edited"))
    close (creat (self->round->edit, 0600));
  if (self->recorder != NULL && g_rand_int_range (self->round->random, 0, 8) == 0)
    sluice_recorder_flush (self->recorder);
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

/* Goes on where the record ends, or begins it; a fork that was killed before it was a run of its own is begun again. */
static SluiceReplay *
begin_again (Round      *round,
             SluiceRun  *run,
             GError    **error)
{
  const Past *past = &round->pasts[round->which];
  g_autoptr (SluiceRecordInfo) info = sluice_record_info_new ();
  g_autoptr (GError) local = NULL;
  SluiceReplay *replay = NULL;

  if (g_file_test (round->path, G_FILE_TEST_EXISTS))
    replay = sluice_replay_new_resume (run, round->path, &local);
  if (replay != NULL)
    return replay;
  if (local != NULL && (round->fork == 0 || !g_error_matches (local, SLUICE_RECORD_ERROR, SLUICE_RECORD_ERROR_EMPTY)))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  delete_record (round->path);
  return sluice_replay_new_fork (run, past->path, round->fork, round->path, info, error);
}

static gboolean
play_to_end (Round         *round,
             SluiceRun     *run,
             SluiceReplay  *replay,
             GError       **error)
{
  gboolean has_edited = g_file_test (round->edit, G_FILE_TEST_EXISTS);

  if (is_stopped (round->which))
    return stopped_play (run, replay, g_rand_int (round->random), has_edited, error);
  return sluice_run_join (run, error);
}

static gboolean
say (Round        *round,
     SluiceReplay *replay,
     const GError *error)
{
  if (replay != NULL && sluice_replay_get_error (replay) != NULL)
    g_printerr ("%s\n", sluice_replay_get_error (replay)->message);
  g_printerr ("run %u, fork %" G_GUINT64_FORMAT ": %s\n", round->which, round->fork,
              error != NULL ? error->message : "no reason");
  return FALSE;
}

/* All was recorded, but for the store that the test looks at. */
static gboolean
read_end (Round     *round,
          SluiceRun *run)
{
  g_autoptr (SluiceReplay) replay = sluice_replay_new (run, round->path, NULL);
  g_autoptr (GError) error = NULL;

  if (replay != NULL && sluice_run_join (run, &error) && sluice_replay_get_error (replay) == NULL)
    return save_store (round, run);
  return say (round, replay, error);
}

static gboolean
play (Round     *round,
      SluiceRun *run,
      Witness   *witness)
{
  g_autoptr (SluiceRecordInfo) info = sluice_record_info_new ();
  g_autoptr (SluiceReplay) replay = NULL;
  g_autoptr (SluiceRecorder) recorder = NULL;
  g_autoptr (GError) error = NULL;

  info->seed = SEED;
  if (round->fork > 0 || g_file_test (round->path, G_FILE_TEST_EXISTS))
    replay = begin_again (round, run, &error);
  if (g_error_matches (error, SLUICE_RECORD_ERROR, SLUICE_RECORD_ERROR_ENDED))
    return read_end (round, run);
  if (replay != NULL)
    recorder = g_object_ref (sluice_replay_get_recorder (replay));
  else if (error == NULL)
    recorder = sluice_recorder_new (run, round->path, info, &error);
  witness->recorder = recorder;
  if (recorder == NULL || !play_to_end (round, run, replay, &error) || !sluice_recorder_close (recorder, &error))
    return say (round, replay, error);
  return save_store (round, run);
}

/* Never returns. */
static void
live (Round      *round,
      const char *place,
      guint       microseconds)
{
  g_autoptr (SluiceEngine) engine = sluice_engine_new (NULL);
  g_autoptr (SluiceRun) run = create_run (round, engine, round->which);
  Witness witness = { round, NULL, open (round->log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600) };

  prctl (PR_SET_PDEATHSIG, SIGKILL);
  if (place != NULL)
    g_setenv ("SLUICE_CRASH", place, TRUE);
  if (microseconds > 0)
    kill_after (microseconds);
  set_performer (engine, round->which, g_rand_int (round->random), round->log);
  sluice_run_watch (run, SLUICE_EVENT_MASK (SLUICE_EVENT_PHASE_ENDED), phase_ended_cb, &witness, NULL);
  _exit (play (round, run, &witness) ? CHILD_ENDED : CHILD_FAILED);
}

/* The parent */

/* Where a life ends; NULL: at some moment. */
static char *
choose_place (Round *round,
              guint  n_lives,
              guint *at)
{
  int most = 1;

  if (round->first < SLUICE_N_CRASH_POINTS && n_lives == 1)
    *at = round->first;
  else if (g_rand_int_range (round->random, 0, 3) == 0)
    {
      *at = (guint) g_rand_int_range (round->random, 0, SLUICE_N_CRASH_POINTS);
      most = *at == SLUICE_CRASH_LIVE ? 1 : 12 + (int) n_lives;
    }
  else
    return NULL;
  return g_strdup_printf ("%s:%d", sluice_crash_point_get_name (*at), g_rand_int_range (round->random, 1, most + 1));
}

/* TRUE: it has ended. A life in three ends at a named place, the others at some moment: later ones
 * later, so that a slow machine comes to the end too. */
static gboolean
live_once (Round *round,
           guint  n_lives)
{
  guint microseconds = 0, at = 0;
  g_autofree char *place = choose_place (round, n_lives, &at);
  int status;
  pid_t child;

  if (place == NULL)
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
  delete_record (round->path);
  g_unlink (round->log);
  g_unlink (round->store);
  g_unlink (round->edit);
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

/* What ended, in its order; and how much of it one life has come to. */
typedef struct
{
  GPtrArray *lines;
  guint      at;
} Strand;

static void
strand_free (gpointer data)
{
  g_ptr_array_unref (((Strand *) data)->lines);
  g_free (data);
}

/* "ended a/VISIT/ITEM/ATTEMPT": a person may stop a lane in one life, and another one in the next. There each node
 * has an order of its own, and each item of it. NULL: of one that asks for nothing, whose visit may get another
 * number. */
static char *
dup_strand_name (Round      *round,
                 const char *line)
{
  g_auto (GStrv) parts = g_strsplit (line + strlen ("ended "), "/", -1);

  if (!is_stopped (round->which))
    return g_strdup ("all");
  return stopped_asks (parts[0]) ? g_strconcat (parts[0], "/", parts[2], NULL) : NULL;
}

static void
begin_life (GHashTable *strands)
{
  GHashTableIter iter;
  Strand *strand;

  g_hash_table_iter_init (&iter, strands);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &strand))
    strand->at = 0;
}

static void
follow (Round      *round,
        GHashTable *strands,
        char       *line)
{
  g_autofree char *name = dup_strand_name (round, line);
  Strand *strand = name != NULL ? g_hash_table_lookup (strands, name) : NULL;

  if (name == NULL)
    return;
  if (strand == NULL)
    {
      strand = g_new (Strand, 1);
      *strand = (Strand) { g_ptr_array_new (), 0 };
      g_hash_table_insert (strands, g_steal_pointer (&name), strand);
    }
  if (strand->at == strand->lines->len)
    g_ptr_array_add (strand->lines, line);
  g_assert_cmpstr (line, ==, g_ptr_array_index (strand->lines, strand->at));
  strand->at++;
}

/* "clock VISIT/TIME" */
static void
check_clock (GHashTable *clock,
             const char *line)
{
  g_autofree char *visit = g_strndup (line, strcspn (line, "/"));
  const char *before = g_hash_table_lookup (clock, visit);

  if (before != NULL)
    g_assert_cmpstr (line, ==, before);
  g_hash_table_insert (clock, g_steal_pointer (&visit), (gpointer) line);
}

/* What ended in any life has ended, in the same order, in the last one; and nothing of it began again. */
static void
check_log (Round *round,
           char **lines,
           guint *starts,
           guint  n_starts)
{
  g_autoptr (GHashTable) ended = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) strands = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, strand_free);
  g_autoptr (GHashTable) clock = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GHashTableIter iter;
  Strand *strand;
  guint life = 0;

  for (guint i = 0; lines[i] != NULL && *lines[i] != '\0'; i++)
    {
      while (life + 1 < n_starts && i == starts[life + 1]) /* a life may leave nothing */
        {
          life++;
          begin_life (strands);
        }
      if (g_str_has_prefix (lines[i], "began "))
        {
          if (g_hash_table_contains (ended, lines[i] + strlen ("began ")))
            g_error ("%s was done again.", lines[i]);
          continue;
        }
      if (g_str_has_prefix (lines[i], "clock "))
        {
          check_clock (clock, lines[i]);
          continue;
        }
      g_hash_table_add (ended, lines[i] + strlen ("ended "));
      follow (round, strands, lines[i]);
    }
  g_hash_table_iter_init (&iter, strands);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &strand))
    g_assert_cmpuint (strand->at, ==, strand->lines->len);
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
  g_autoptr (GHashTable) visits = g_hash_table_new (NULL, NULL);
  guint64 last = 0;
  gint64 time = 0;
  SluiceFact fact;

  g_assert_no_error (error);
  g_assert_true (sluice_record_has_ended (record));
  while (sluice_record_step (record, &fact, &error))
    {
      g_assert_cmpint (fact.time, >=, time);
      time = fact.time;
      if (fact.type == SLUICE_EVENT_VISIT_STARTED)
        {
          g_assert_true (g_hash_table_add (visits, GUINT_TO_POINTER ((guint) fact.visit)));
          last = MAX (last, fact.visit);
        }
      sluice_fact_clear (&fact);
    }
  g_assert_no_error (error);
  g_assert_cmpuint (last, ==, sluice_record_get_n_visits (record));
  if (!is_stopped (round->which)) /* a person may leave one before it begins */
    g_assert_cmpuint (g_hash_table_size (visits), ==, last);
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
play_round (Round *round)
{
  const char *wanted = round->pasts[round->which].wanted;
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
      starts[n_lives] = count_lines (round->log);
      if (starts[n_lives] == 0) /* the lives before have left nothing, and a fork may have begun anew */
        memset (starts, 0, sizeof starts);
      n_lives++;
    }
  g_assert_true (g_file_get_contents (round->store, &store, NULL, NULL));
  g_assert_cmpstr (store, ==, wanted);
  g_assert_true (g_file_get_contents (round->log, &log, NULL, NULL));
  lines = g_strsplit (log, "\n", -1);
  check_log (round, lines, starts, n_lives);
  check_record (round, wanted);
}

/* What nobody disturbed, and its record. */
static void
make_past (Round *round,
           guint  which)
{
  Past *past = &round->pasts[which];
  g_autoptr (SluiceRecord) record = NULL;
  g_autofree char *name = g_strdup_printf ("past-%u", which);
  pid_t child;
  int status;

  past->path = g_build_filename (round->folder, name, NULL);
  round->path = past->path;
  round->which = which;
  round->fork = 0;
  forget (round);
  child = fork ();
  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    live (round, NULL, 0);
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFEXITED (status) && WEXITSTATUS (status) == CHILD_ENDED);
  g_assert_true (g_file_get_contents (round->store, &past->wanted, NULL, NULL));
  record = sluice_record_open (past->path, NULL);
  past->n_visits = sluice_record_get_n_visits (record);
  round->path = NULL;
}

static void
round_init (Round      *round,
            TestFolder *folder)
{
  *round = (Round) { .folder = folder, .first = SLUICE_N_CRASH_POINTS };
  round->log = g_build_filename (folder, "log", NULL);
  round->store = g_build_filename (folder, "store", NULL);
  round->edit = g_build_filename (folder, "edit", NULL);
  round->random = g_rand_new_with_seed ((guint32) g_test_rand_int ());
  stopped_write_files (folder);
  for (guint which = 0; which < N_RUNS; which++)
    make_past (round, which);
  round->path = g_build_filename (folder, "run", NULL);
}

static void
round_clear (Round *round)
{
  for (guint which = 0; which < N_RUNS; which++)
    {
      g_free (round->pasts[which].wanted);
      g_free (round->pasts[which].path);
    }
  g_rand_free (round->random);
  g_free (round->path);
  g_free (round->log);
  g_free (round->store);
  g_free (round->edit);
}

static void
test_rounds (void)
{
  /* A process that is killed takes nothing with it that it has written. */
  g_autoptr (TestFolder) folder = test_folder_new_in_memory ();
  guint n_rounds = g_test_perf () ? 10 * N_ROUNDS : N_ROUNDS;
  Round round;

  round_init (&round, folder);
  for (guint i = 0; i < n_rounds; i++)
    {
      guint64 n_visits = round.pasts[i % N_RUNS].n_visits;

      round.which = i % N_RUNS;
      round.fork = i / N_RUNS % 2 == 0 ? 0 : (guint64) g_rand_int_range (round.random, 1, (int) n_visits + 1);
      play_round (&round);
    }
  g_test_message ("%u kills in %u rounds", round.n_kills, n_rounds);
  g_assert_cmpuint (round.n_kills, >, n_rounds / 4);
  for (guint i = 0; i < SLUICE_N_CRASH_POINTS; i++)
    g_test_message ("%u at %s", round.n_reached[i], sluice_crash_point_get_name (i));
  round_clear (&round);
}

/* A fork of a run that a person stops comes to all that have a name. */
static void
test_places (void)
{
  g_autoptr (TestFolder) folder = test_folder_new_in_memory ();
  Round round;

  round_init (&round, folder);
  round.which = N_WORKS + STOPPED_LINKED;
  round.fork = round.pasts[round.which].n_visits / 2;
  for (round.first = 0; round.first < SLUICE_N_CRASH_POINTS; round.first++)
    {
      guint before = round.n_reached[round.first];

      play_round (&round);
      if (round.n_reached[round.first] == before)
        g_error ("No run came to %s.", sluice_crash_point_get_name (round.first));
    }
  round_clear (&round);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  sluice_init ();
  g_test_add_func ("/record/crash/each-place", test_places);
  g_test_add_func ("/record/crash/D1-nothing-is-lost-or-done-again", test_rounds);
  return g_test_run ();
}
