/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What recording costs, and how quickly any visit is had again: lines of a name, a tab and a number, as
 * the other benchmarks print them. */

#include <glib/gstdio.h>
#include <stdio.h>
#include <time.h>

#include "nodes.h"
#include "record/recorder.h"

#define VISITS 1000000
#define SEEKS  300

static double
get_time (clockid_t clock)
{
  struct timespec now;

  clock_gettime (clock, &now);
  return (double) now.tv_sec * 1e6 + (double) now.tv_nsec / 1e3;
}

static SluiceRun *
create_run (SluiceEngine *engine)
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

/* µs of this thread and all others, and of the clock, up to the last byte on disk. */
static void
play (const char *path,
      double     *cpu,
      double     *wall,
      double     *here)
{
  g_autoptr (SluiceEngine) engine = sluice_engine_new (NULL);
  g_autoptr (SluiceRun) run = create_run (engine);
  g_autoptr (SluiceRecordInfo) info = sluice_record_info_new ();
  g_autoptr (SluiceRecorder) recorder = NULL;
  double began = get_time (CLOCK_PROCESS_CPUTIME_ID);
  double wall_began = get_time (CLOCK_MONOTONIC);
  double here_began = get_time (CLOCK_THREAD_CPUTIME_ID);

  if (path != NULL)
    recorder = sluice_recorder_new (run, path, info, NULL);
  sluice_run_join (run, NULL);
  *here = get_time (CLOCK_THREAD_CPUTIME_ID) - here_began;
  if (recorder != NULL)
    sluice_recorder_close (recorder, NULL);
  *cpu = get_time (CLOCK_PROCESS_CPUTIME_ID) - began;
  *wall = get_time (CLOCK_MONOTONIC) - wall_began;
}

static void
seek (const char *path)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (1);
  double worst = 0, sum = 0, warm = 0, warm_worst = 0, back = 0;
  g_autoptr (SluiceRecord) record = NULL;

  for (guint i = 0; i < SEEKS; i++)
    {
      g_autoptr (SluiceRecord) fresh = NULL;
      double began = get_time (CLOCK_MONOTONIC), took;

      fresh = sluice_record_open (path, NULL);
      sluice_record_seek (fresh, (guint64) g_rand_int_range (random, 1, VISITS), NULL);
      took = get_time (CLOCK_MONOTONIC) - began;
      sum += took;
      worst = MAX (worst, took);
    }
  record = sluice_record_open (path, NULL);
  while (sluice_record_step (record, NULL, NULL)) /* all of it is met once, and kept */
    ;
  for (guint i = 0; i < SEEKS; i++)
    {
      double began = get_time (CLOCK_MONOTONIC), took;

      sluice_record_seek (record, (guint64) g_rand_int_range (random, 1, VISITS), NULL);
      took = get_time (CLOCK_MONOTONIC) - began;
      warm += took;
      warm_worst = MAX (warm_worst, took);
    }
  for (guint i = 0; i < SEEKS; i++)
    {
      double began = get_time (CLOCK_MONOTONIC);

      sluice_record_seek (record, VISITS / 2 + SEEKS - i, NULL);
      back += get_time (CLOCK_MONOTONIC) - began;
    }
  printf ("open and seek, mean ms\t%.6g\n", sum / SEEKS / 1e3);
  printf ("open and seek, worst ms\t%.6g\n", worst / 1e3);
  printf ("seek in an open record, mean ms\t%.6g\n", warm / SEEKS / 1e3);
  printf ("seek in an open record, worst ms\t%.6g\n", warm_worst / 1e3);
  printf ("step back, mean ms\t%.6g\n", back / SEEKS / 1e3);
}

int
main (int   argc,
      char *argv[])
{
  g_autofree char *folder = g_dir_make_tmp ("bench-record-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "run", NULL);
  double cpu, wall, here, plain, recorded;
  GStatBuf info;

  play (NULL, &cpu, &wall, &here);
  plain = here;
  play (path, &cpu, &wall, &here);
  recorded = here;
  g_stat (path, &info);
  printf ("plain, us a visit\t%.6g\n", plain / VISITS);
  printf ("recorded, us a visit\t%.6g\n", recorded / VISITS);
  printf ("recorded, with the writer, us a visit\t%.6g\n", cpu / VISITS);
  printf ("recorded, times plain\t%.6g\n", recorded / plain);
  printf ("bytes a visit\t%.6g\n", (double) info.st_size / VISITS);
  printf ("visits a second, durable\t%.6g\n", VISITS / wall * 1e6);
  seek (path);

  g_unlink (path);
  g_free (path);
  path = g_strconcat (folder, "/run-lock", NULL);
  g_unlink (path);
  g_rmdir (folder);
  return 0;
}
