/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What recording costs, and how quickly any visit is had again: lines of a name, a tab and a number, as
 * the other benchmarks print them. */

#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "compile/compile.h"
#include "nodes.h"
#include "record/recorder.h"

#define VISITS 1000000
#define SEEKS  1000
#define ROUNDS 3

static char *folder;
static char *path;

static void
tell (const char *name,
      double      value)
{
  printf ("%s\t%.6g\n", name, value);
}

static double
get_time (clockid_t clock)
{
  struct timespec now;

  clock_gettime (clock, &now);
  return (double) now.tv_sec * 1e6 + (double) now.tv_nsec / 1e3;
}

/* Two nodes in C, each the other's successor. */
static SluiceRun *
create_loop (SluiceEngine *engine)
{
  g_autoptr (SluiceNode) a = bench_counter_new ();
  g_autoptr (SluiceNode) b = bench_counter_new ();
  g_autoptr (SluiceNode) flow = NULL;
  SluiceRun *run = sluice_run_new (engine, NULL);

  sluice_node_set_address (a, "main/a");
  sluice_node_set_address (b, "main/b");
  sluice_node_next (a, b, NULL);
  sluice_node_next (b, a, NULL);
  flow = SLUICE_NODE (sluice_flow_new_async (a));
  sluice_node_set_address (flow, "main");
  sluice_run_add (run, flow);
  bench_set_limit (VISITS);
  return run;
}

/* The same with prep and post in Lua. */
static SluiceRun *
create_script (SluiceEngine *engine)
{
  static const char text[] =
    "{\"format\":1,\"run\":[\"main\"],\"shared\":{\"count\":0},\"flows\":{\"main\":{\"start\":\"a\",\"nodes\":{"
    "\"a\":{\"kind\":\"script\",\"prep\":\"shared.count = shared.count + 1\",\"post\":\"return 'x'\","
    "\"next\":{\"x\":\"b\"}},"
    "\"b\":{\"kind\":\"script\",\"prep\":\"shared.count = shared.count + 1\",\"post\":\"return 'x'\","
    "\"next\":{\"x\":\"a\"}}}}}}";
  g_autoptr (SluiceDocument) document = NULL;
  g_autoptr (SluiceProgram) program = NULL;
  g_autoptr (GError) error = NULL;
  SluiceRun *run;

  document = sluice_document_new_from_text (text, -1, &error);
  g_assert_no_error (error);
  program = sluice_compile (document, NULL, &error);
  g_assert_no_error (error);
  run = sluice_program_create_run (program, engine, NULL);
  sluice_run_set_max_visits (run, VISITS);
  return run;
}

typedef SluiceRun *(*CreateFunc) (SluiceEngine *engine);

typedef struct
{
  double here;  /* µs of this thread: what the engine has to bear */
  double all;   /* of all threads */
  double clock; /* up to the last byte on disk */
} Times;

static Times
play (CreateFunc create,
      gboolean   is_recorded)
{
  g_autoptr (SluiceEngine) engine = sluice_engine_new (NULL);
  g_autoptr (SluiceRun) run = create (engine);
  g_autoptr (SluiceRecordInfo) info = sluice_record_info_new ();
  g_autoptr (SluiceRecorder) recorder = NULL;
  double all, clock, here;
  Times times;

  g_unlink (path);
  all = get_time (CLOCK_PROCESS_CPUTIME_ID);
  clock = get_time (CLOCK_MONOTONIC);
  here = get_time (CLOCK_THREAD_CPUTIME_ID);
  if (is_recorded)
    recorder = sluice_recorder_new (run, path, info, NULL);
  sluice_run_join (run, NULL);
  times.here = get_time (CLOCK_THREAD_CPUTIME_ID) - here;
  if (recorder != NULL)
    sluice_recorder_close (recorder, NULL);
  times.all = get_time (CLOCK_PROCESS_CPUTIME_ID) - all;
  times.clock = get_time (CLOCK_MONOTONIC) - clock;
  return times;
}

/* Plain and recorded in turn, the best of each: somebody else's work only adds to them. */
static void
compare (const char *name,
         CreateFunc  create)
{
  Times plain = { G_MAXDOUBLE, G_MAXDOUBLE, G_MAXDOUBLE };
  Times recorded = plain;
  GStatBuf info;

  for (guint i = 0; i < ROUNDS; i++)
    {
      Times times = play (create, FALSE);

      plain.here = MIN (plain.here, times.here);
      times = play (create, TRUE);
      recorded.here = MIN (recorded.here, times.here);
      recorded.all = MIN (recorded.all, times.all);
      recorded.clock = MIN (recorded.clock, times.clock);
    }
  g_stat (path, &info);
  printf ("%s-plain\t%.6g\n", name, plain.here / VISITS);
  printf ("%s\t%.6g\n", name, recorded.here / VISITS);
  printf ("%s-all\t%.6g\n", name, recorded.all / VISITS);
  printf ("%s-times\t%.6g\n", name, recorded.here / plain.here);
  printf ("%s-bytes\t%.6g\n", name, (double) info.st_size / VISITS);
  printf ("%s-durable\t%.6g\n", name, recorded.clock / VISITS);
}

static void
bench_loop (void)
{
  compare ("record", create_loop);
}

static void
bench_script (void)
{
  sluice_init ();
  compare ("record-script", create_script);
}

typedef struct
{
  double sum;
  double most;
} Seeks;

static void
seek (SluiceRecord *record,
      guint64       visit,
      Seeks        *seeks)
{
  double began = get_time (CLOCK_THREAD_CPUTIME_ID);
  double took;

  sluice_record_seek (record, visit, NULL);
  took = get_time (CLOCK_THREAD_CPUTIME_ID) - began;
  seeks->sum += took;
  seeks->most = MAX (seeks->most, took);
}

static void
bench_seek (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (1);
  g_autoptr (SluiceRecord) record = NULL;
  Seeks disk = { 0 }, memory = { 0 }, back = { 0 };

  play (create_loop, TRUE);
  for (guint i = 0; i < SEEKS; i++)
    {
      double began = get_time (CLOCK_MONOTONIC);
      g_autoptr (SluiceRecord) fresh = sluice_record_open (path, NULL);
      double opened = get_time (CLOCK_MONOTONIC) - began;
      Seeks one = { 0 };

      seek (fresh, (guint64) g_rand_int_range (random, 1, VISITS), &one);
      disk.sum += opened + one.sum;
      disk.most = MAX (disk.most, opened + one.sum);
    }
  record = sluice_record_open (path, NULL);
  while (sluice_record_step (record, NULL, NULL)) /* all of it is met once, and kept */
    ;
  for (guint i = 0; i < SEEKS; i++)
    seek (record, (guint64) g_rand_int_range (random, 1, VISITS), &memory);
  for (guint i = 0; i < SEEKS; i++)
    seek (record, VISITS / 2 + SEEKS - i, &back);
  tell ("seek-disk-mean", disk.sum / SEEKS / 1e3);
  tell ("seek-disk", disk.most / 1e3);
  tell ("seek-mean", memory.sum / SEEKS / 1e3);
  tell ("seek", memory.most / 1e3);
  tell ("seek-back", back.sum / SEEKS / 1e3);
}

static const struct
{
  const char *name;
  void      (*func) (void);
} cases[] = {
  { "record", bench_loop },
  { "record-script", bench_script },
  { "seek", bench_seek },
};

int
main (int   argc,
      char *argv[])
{
  g_autofree char *lock = NULL;
  gboolean found = FALSE;

  folder = g_dir_make_tmp ("bench-record-XXXXXX", NULL);
  path = g_build_filename (folder, "run", NULL);
  lock = g_strconcat (path, "-lock", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    if (argc < 2 || strcmp (cases[i].name, argv[1]) == 0)
      {
        cases[i].func ();
        found = TRUE;
      }
  g_unlink (path);
  g_unlink (lock);
  g_rmdir (folder);
  g_free (path);
  g_free (folder);
  if (!found)
    fprintf (stderr, "Usage: record [CASE]\nThe cases are: record record-script seek\n");
  return found ? 0 : 2;
}
