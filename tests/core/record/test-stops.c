/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Where somebody stopped a run is in its record, at its place between the facts, and is no part of what the run did. */

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>

#include "base/json.h"
#include "compile/compile.h"
#include "debug/debugger.h"
#include "record/compare.h"
#include "record/entries.h"
#include "record/journal.h"
#include "record/recorder-private.h"
#include "record/replay.h"
#include "record-fixture.h"
#include "worker.h"

static const char drawing[] =
  "{ 'format': 1, 'name': 'Test', 'run': ['main'], 'flows': { 'main': { 'start': 'a', 'nodes': {"
  "  'a': { 'kind': 'script', 'exec': 'local n = shared_n or 1\\nn = n + 1\\nreturn n',"
  "         'post': 'shared.n = (shared.n or 0) + exec_res', 'next': { 'default': 'b' } },"
  "  'b': { 'kind': 'script', 'exec': 'sleep(1)', 'post': 'if shared.n < 6 then return [[again]] end',"
  "         'next': { 'again': 'a', 'default': 'c' } },"
  "  'c': { 'kind': 'script', 'exec': 'error([[no]])' } } } } }";

/* A line for each: the visits that had begun, and all that is told of it. */
static void
add_stop (GString     *text,
          guint64      n_visits,
          SluiceValue  take_value)
{
  g_autofree char *json = NULL;

  sluice_value_remove_member (&take_value, "serial");
  json = sluice_json_write (take_value, SLUICE_JSON_WRITE_SORT_KEYS, NULL);
  g_string_append_printf (text, "%" G_GUINT64_FORMAT " %s\n", n_visits, json);
  sluice_value_unref (take_value);
}

/* What was told of stops, and the last visit that had begun by then. */
typedef struct
{
  GString *text;
  guint64  visit;
} Told;

static void
event_cb (SluiceRun         *run,
          const SluiceEvent *event,
          gpointer           user_data)
{
  Told *told = user_data;

  if (event->type == SLUICE_EVENT_VISIT_STARTED)
    told->visit = event->visit;
  else
    add_stop (told->text, told->visit, sluice_event_to_value (event));
}

static char *
read_stops (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SluiceRecord) record = sluice_record_open (path, &error);
  GString *text = g_string_new (NULL);
  SluiceFact fact;

  g_assert_no_error (error);
  while (sluice_record_step (record, &fact, &error))
    {
      if (fact.type == SLUICE_EVENT_STOP)
        add_stop (text, sluice_record_get_visit (record), sluice_fact_to_value (&fact));
      sluice_fact_clear (&fact);
    }
  g_assert_no_error (error);
  return g_string_free (text, FALSE);
}

static void
add_breakpoint (SluiceBreakpoints *breakpoints,
                SluiceBreakKind    kind,
                const char        *address,
                const char        *what,
                double             amount)
{
  g_autoptr (SluiceBreakpoint) breakpoint = sluice_breakpoint_new (kind, address);
  g_autoptr (GError) error = NULL;

  breakpoint->what = g_strdup (what);
  breakpoint->amount = amount;
  sluice_breakpoints_add (breakpoints, breakpoint, &error);
  g_assert_no_error (error);
}

/* Stops at a node, a line, a write, by a step and at an error. */
static void
play (SluiceRun *run)
{
  g_autoptr (SluiceBreakpoints) breakpoints = sluice_breakpoints_new ();
  g_autoptr (SluiceDebugger) debugger = sluice_debugger_new (run, breakpoints);
  guint n_stops = 0;

  add_breakpoint (breakpoints, SLUICE_BREAK_NODE, "main/b", NULL, 0);
  add_breakpoint (breakpoints, SLUICE_BREAK_LINE, "main/a", "exec", 2);
  add_breakpoint (breakpoints, SLUICE_BREAK_CHANGED, NULL, "/n", 0);
  sluice_debugger_set_stop_errors (debugger, SLUICE_STOP_ERRORS_UNCAUGHT);
  sluice_debugger_stop_at_start (debugger);
  g_assert_true (sluice_run_start (run, NULL));
  while (sluice_run_get_state (run) < SLUICE_RUN_FINISHED)
    {
      if (g_main_context_iteration (NULL, FALSE) || !sluice_debugger_is_stopped (debugger))
        continue;
      if (++n_stops % 4 == 0)
        sluice_debugger_step_phase (debugger);
      else
        sluice_debugger_continue (debugger);
    }
}

static void
record_run (const char *path,
            GString    *text)
{
  const guint mask = SLUICE_EVENT_MASK (SLUICE_EVENT_STOP) | SLUICE_EVENT_MASK (SLUICE_EVENT_VISIT_STARTED);
  g_autoptr (SluiceRun) run = fixture_create_run (drawing);
  Told told = { text, 0 };
  g_autoptr (SluiceRecorder) recorder = NULL;
  g_autoptr (GError) error = NULL;

  recorder = fixture_record (run, path);
  if (text == NULL)
    sluice_run_join (run, NULL);
  else
    {
      sluice_run_watch (run, mask, event_cb, &told, NULL);
      play (run);
    }
  g_assert_true (sluice_recorder_close (recorder, &error));
}

static void
test_told (Fixture       *fixture,
           gconstpointer  data)
{
  static const char * const parts[] = {
    "\"reason\":\"start\"", "\"reason\":\"breakpoint\"", "\"reason\":\"step\"", "\"reason\":\"error\"",
    "\"text\":\"Breakpoint at line 2 of the exec of a\"", "\"line\":2", "\"phase\":\"exec\"",
    "\"breakpoint\":{", "\"what\":\"/n\"", "\"address\":\"main/b\"",
  };
  g_autoptr (GString) told = g_string_new (NULL);
  g_autofree char *kept = NULL;

  record_run (fixture->path, told);
  kept = read_stops (fixture->path);
  g_assert_cmpstr (kept, ==, told->str);
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (strstr (kept, parts[i]) == NULL)
      g_error ("%s is not in\n%s", parts[i], kept);
}

/* To a visit, and on from there: the stops behind it are met again. */
static void
test_seek (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (GString) told = g_string_new (NULL);
  g_autoptr (GString) met = g_string_new (NULL);
  g_autoptr (SluiceRecord) record = NULL;
  g_auto (SluiceValue) card = SLUICE_VALUE_INIT;
  guint64 n_visits;

  record_run (fixture->path, told);
  record = sluice_record_open (fixture->path, NULL);
  n_visits = sluice_record_get_n_visits (record);
  g_assert_cmpuint (n_visits, >, 5);
  for (guint64 visit = n_visits; visit > 0; visit--)
    {
      SluiceFact fact;
      gboolean is_next = FALSE;
      g_autoptr (GString) here = g_string_new (NULL);

      g_assert_true (sluice_record_seek (record, visit, NULL));
      while (!is_next && sluice_record_step (record, &fact, NULL))
        {
          is_next = fact.type == SLUICE_EVENT_VISIT_STARTED;
          if (fact.type == SLUICE_EVENT_STOP)
            add_stop (here, sluice_record_get_visit (record), sluice_fact_to_value (&fact));
          sluice_fact_clear (&fact);
        }
      g_string_prepend (met, here->str);
    }
  g_assert_true (g_str_has_suffix (told->str, met->str));
  g_assert_true (sluice_record_get_card (record, 2, &card, NULL));
  g_assert_cmpuint (sluice_value_get_length (sluice_value_get_member (card, "stops")), ==, 1);
  g_assert_cmpstr (sluice_value_get_member_string (card, "target"), ==, "main/b");
}

/* One that nobody stopped did the same, and a replay does too. */
static void
test_no_part (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *other = g_build_filename (fixture->folder, "other.sluice-run", NULL);
  g_autoptr (GString) told = g_string_new (NULL);
  g_autoptr (SluiceRun) again = fixture_create_run (drawing);
  g_autoptr (SluiceReplay) replay = NULL;
  g_autoptr (SluiceRecord) first = NULL;
  g_autoptr (SluiceRecord) second = NULL;
  g_auto (SluiceValue) difference = SLUICE_VALUE_INIT;
  g_autoptr (GError) error = NULL;

  record_run (fixture->path, told);
  record_run (other, NULL);
  first = sluice_record_open (fixture->path, NULL);
  second = sluice_record_open (other, NULL);
  g_assert_false (sluice_record_compare (first, second, &difference));

  replay = sluice_replay_new (again, fixture->path, &error);
  g_assert_no_error (error);
  sluice_run_join (again, NULL);
  g_assert_no_error (sluice_replay_get_error (replay));
}

/* Of each stop all but its time, up to that visit, or to the end. One that nothing comes behind is left out. */
static char *
read_stops_before (const char *path,
                   guint64     visit)
{
  g_autoptr (SluiceRecord) record = sluice_record_open (path, NULL);
  g_autoptr (GString) here = g_string_new (NULL);
  GString *text = g_string_new (NULL);
  SluiceFact fact;
  gboolean is_there = FALSE;

  while (!is_there && sluice_record_step (record, &fact, NULL))
    {
      is_there = fact.type == SLUICE_EVENT_VISIT_STARTED && fact.visit == visit;
      if (fact.type == SLUICE_EVENT_STOP)
        {
          SluiceValue value = sluice_fact_to_value (&fact);

          sluice_value_remove_member (&value, "time");
          add_stop (here, sluice_record_get_visit (record), value);
        }
      else if (!is_there)
        {
          g_string_append (text, here->str);
          g_string_truncate (here, 0);
        }
      sluice_fact_clear (&fact);
    }
  return g_string_free (text, FALSE);
}

static SluiceRun *
fork_run (const char *path,
          guint64     visit,
          const char *new_path)
{
  g_autoptr (SluiceRun) run = fixture_create_run (drawing);
  g_autoptr (SluiceRecordInfo) info = sluice_record_info_new ();
  g_autoptr (SluiceReplay) replay = NULL;
  g_autoptr (GError) error = NULL;

  g_unlink (new_path);
  replay = sluice_replay_new_fork (run, path, visit, new_path, info, &error);
  g_assert_no_error (error);
  sluice_run_join (run, NULL);
  g_assert_no_error (sluice_replay_get_error (replay));
  g_assert_true (sluice_recorder_close (sluice_replay_get_recorder (replay), &error));
  return g_steal_pointer (&run);
}

/* A fork has the stops of what it has of the run before; so has a fork of that. */
static void
test_fork (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *other = g_build_filename (fixture->folder, "other.sluice-run", NULL);
  g_autofree char *third = g_build_filename (fixture->folder, "third.sluice-run", NULL);
  g_autoptr (GString) told = g_string_new (NULL);
  g_autoptr (SluiceRecord) record = NULL;
  gsize length = 0;

  record_run (fixture->path, told);
  record = sluice_record_open (fixture->path, NULL);
  for (guint64 visit = 1; visit <= sluice_record_get_n_visits (record); visit++)
    {
      g_autoptr (SluiceRun) run = fork_run (fixture->path, visit, other);
      g_autoptr (SluiceRun) again = fork_run (other, visit, third);
      g_autoptr (SluiceRecord) fork = sluice_record_open (other, NULL);
      g_autofree char *expected = read_stops_before (fixture->path, visit);
      g_autofree char *is = read_stops_before (other, 0);
      g_autofree char *is_again = read_stops_before (third, 0);
      g_auto (SluiceValue) difference = SLUICE_VALUE_INIT;

      g_assert_cmpstr (is, ==, expected);
      g_assert_cmpstr (is_again, ==, expected);
      g_assert_false (sluice_record_compare (record, fork, &difference));
      g_assert_cmpuint (strlen (expected), >=, length);
      length = strlen (expected);
    }
  g_assert_cmpuint (length, >, 1000);
}

static void
stop_at_start (SluiceRun       *run,
               SluiceDebugger **debugger)
{
  *debugger = sluice_debugger_new (run, NULL);
  sluice_debugger_stop_at_start (*debugger);
  g_assert_true (sluice_run_start (run, NULL));
  while (!sluice_debugger_is_stopped (*debugger))
    g_main_context_iteration (NULL, TRUE);
}

static void
caught_up_cb (SluiceReplay *replay,
              SluiceRun    *run)
{
  g_assert_true (sluice_store_has (sluice_run_get_store (run), "edited"));
}

/* What was changed while the run was stopped before a visit is there for a fork that begins with it. */
static void
test_edit_before_fork (Fixture       *fixture,
                       gconstpointer  data)
{
  g_autofree char *other = g_build_filename (fixture->folder, "other.sluice-run", NULL);
  g_autoptr (SluiceRun) run = fixture_create_run (drawing);
  g_autoptr (SluiceRun) fork = fixture_create_run (drawing);
  g_autoptr (SluiceBreakpoints) breakpoints = sluice_breakpoints_new ();
  g_autoptr (SluiceDebugger) debugger = sluice_debugger_new (run, breakpoints);
  g_autoptr (SluiceRecordInfo) info = sluice_record_info_new ();
  g_autoptr (SluiceRecorder) recorder = NULL;
  g_autoptr (SluiceReplay) replay = NULL;
  g_autoptr (GError) error = NULL;
  guint64 visit;

  recorder = sluice_recorder_new (run, fixture->path, info, &error);
  g_assert_no_error (error);
  add_breakpoint (breakpoints, SLUICE_BREAK_NODE, "main/b", NULL, 0);
  g_assert_true (sluice_run_start (run, NULL));
  while (!sluice_debugger_is_stopped (debugger))
    g_main_context_iteration (NULL, TRUE);
  visit = sluice_lane_get_visit (sluice_debugger_get_lane (debugger));
  g_assert_true (sluice_debugger_edit_store (debugger, SLUICE_CHANGE_ADD, "/edited", sluice_value_integer (1), &error));
  g_clear_object (&debugger); /* and it goes on */
  sluice_run_join (run, NULL);
  g_assert_true (sluice_recorder_close (recorder, &error));

  replay = sluice_replay_new_fork (fork, fixture->path, visit, other, info, &error);
  g_assert_no_error (error);
  g_signal_connect (replay, "caught-up", G_CALLBACK (caught_up_cb), fork);
  sluice_run_join (fork, NULL);
  g_assert_no_error (sluice_replay_get_error (replay));
  g_assert_true (sluice_recorder_close (sluice_replay_get_recorder (replay), &error));
}

/* Behind all that is in the record. */
static void
append_stop (const char *path,
             gint64      time)
{
  SluiceEvent event = { .type = SLUICE_EVENT_STOP, .item = -1, .text = "Paused", .action = "pause" };
  g_autoptr (GError) error = NULL;
  g_autoptr (SluiceJournal) journal = sluice_journal_resume (path, &error);

  g_assert_no_error (error);
  sluice_journal_append (journal, SLUICE_ENTRY_STOP, 2, sluice_stop_pack (&event, time, 1000));
  g_assert_true (sluice_journal_close (journal, &error));
}

/* Promise D6: the clock of a run that is resumed goes on behind the stop at which it was left. */
static void
test_clock (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr (SluiceRecord) record = NULL;
  g_autoptr (GError) error = NULL;
  SluiceFact fact;
  gint64 time = 0;
  guint n_stops = 0;

  {
    g_autoptr (SluiceRun) run = fixture_create_run (drawing);
    g_autoptr (SluiceDebugger) debugger = NULL;
    g_autoptr (SluiceRecorder) recorder = fixture_record (run, fixture->path);

    stop_at_start (run, &debugger);
    for (guint i = 0; i < 2; i++)
      {
        sluice_debugger_step_phase (debugger);
        while (!sluice_debugger_is_stopped (debugger))
          g_main_context_iteration (NULL, TRUE);
      }
    g_assert_true (sluice_recorder_close (recorder, &error));
  }
  append_stop (fixture->path, G_USEC_PER_SEC);
  {
    g_autoptr (SluiceRun) run = fixture_create_run (drawing);
    g_autoptr (SluiceReplay) replay = sluice_replay_new_resume (run, fixture->path, &error);

    g_assert_no_error (error);
    sluice_run_join (run, NULL);
    g_assert_no_error (sluice_replay_get_error (replay));
    g_assert_true (sluice_recorder_close (sluice_replay_get_recorder (replay), &error));
  }
  record = sluice_record_open (fixture->path, &error);
  g_assert_no_error (error);
  while (sluice_record_step (record, &fact, &error))
    {
      g_assert_cmpint (fact.time, >=, time);
      time = fact.time;
      n_stops += fact.type == SLUICE_EVENT_STOP;
      sluice_fact_clear (&fact);
    }
  g_assert_cmpuint (n_stops, ==, 4);
}

/* It has come to the end of its record: from here on breakpoints count, as in a window. */
static void
watch_out_cb (SluiceReplay      *replay,
              SluiceBreakpoints *breakpoints)
{
  add_breakpoint (breakpoints, SLUICE_BREAK_NODE, "main/a", NULL, 0);
  add_breakpoint (breakpoints, SLUICE_BREAK_NODE, "main/b", NULL, 0);
}

static guint64
count_recorded (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SluiceRecord) record = sluice_record_open (path, &error);
  guint64 visit = 0;
  SluiceFact fact;

  g_assert_no_error (error);
  while (sluice_record_step (record, &fact, &error))
    {
      if (fact.type == SLUICE_EVENT_VISIT_STARTED)
        visit = fact.visit;
      sluice_fact_clear (&fact);
    }
  g_assert_no_error (error);
  return visit;
}

/* A run of nodes that never wait is left after @n_visits, and resumed until it stops. */
static void
resume_to_stop (const char *path,
                guint64     n_visits)
{
  g_autoptr (SluiceEngine) engine = sluice_engine_new (NULL);
  g_autoptr (SluiceRun) run = works_create_loop (engine, 20000);
  g_autoptr (SluiceRun) again = works_create_loop (engine, 20000);
  g_autoptr (SluiceBreakpoints) breakpoints = sluice_breakpoints_new ();
  g_autoptr (SluiceDebugger) debugger = sluice_debugger_new (again, breakpoints);
  g_autoptr (SluiceRecorder) recorder = NULL;
  g_autoptr (SluiceReplay) replay = NULL;
  g_autoptr (GError) error = NULL;
  guint64 recorded;

  sluice_engine_set_dispatch_budget (engine, 0);
  recorder = fixture_record (run, path);
  g_assert_true (sluice_run_start (run, NULL));
  while (sluice_run_get_n_visits (run) < n_visits)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (sluice_recorder_close (recorder, &error));
  sluice_run_cancel (run);
  sluice_run_join (run, NULL);
  recorded = count_recorded (path);
  g_assert_cmpuint (recorded, >=, n_visits);

  sluice_engine_set_dispatch_budget (engine, 4000);
  replay = sluice_replay_new_resume (again, path, &error);
  g_assert_no_error (error);
  g_signal_connect (replay, "caught-up", G_CALLBACK (watch_out_cb), breakpoints);
  g_assert_true (sluice_run_start (again, NULL));
  while (!sluice_debugger_is_stopped (debugger) && sluice_run_get_state (again) < SLUICE_RUN_FINISHED)
    g_main_context_iteration (NULL, TRUE);
  g_assert_no_error (sluice_replay_get_error (replay));
  g_assert_true (sluice_debugger_is_stopped (debugger));
  g_assert_cmpuint (sluice_run_get_n_visits (again), ==, recorded + 1); /* it is stopped before that */
  sluice_breakpoints_set_muted (breakpoints, TRUE);
  sluice_debugger_continue (debugger);
  g_assert_true (sluice_run_join (again, &error));
  g_assert_cmpuint (sluice_run_get_n_visits (again), ==, 20001);
  g_assert_true (sluice_recorder_close (sluice_replay_get_recorder (replay), &error));
  g_assert_cmpuint (count_recorded (path), ==, 20001);
}

static void
watch_phases_cb (SluiceReplay      *replay,
                 SluiceBreakpoints *breakpoints)
{
  add_breakpoint (breakpoints, SLUICE_BREAK_PHASE, "main/a", "post", 0);
  add_breakpoint (breakpoints, SLUICE_BREAK_PHASE, "main/b", "post", 0);
}

typedef struct
{
  SluiceRecorder *recorder;
  guint           n_facts; /* that are still to come */
} Cut;

/* The recorder has the fact by now. */
static void
cut_cb (SluiceRun         *run,
        const SluiceEvent *event,
        gpointer           user_data)
{
  Cut *cut = user_data;

  if (--cut->n_facts == 0)
    sluice_recorder_finish_chunk (cut->recorder);
}

/* As it is left by a crash after the first chunk was kept. */
static void
drop_rest (const char *path)
{
  g_autofree char *statement = g_strdup_printf ("DELETE FROM entry WHERE serial > "
                                                "(SELECT MIN (serial) FROM entry WHERE kind = %d)", SLUICE_ENTRY_CHUNK);
  sqlite3 *database = NULL;

  g_assert_cmpint (sqlite3_open (path, &database), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (database, statement, NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_close (database), ==, SQLITE_OK);
}

/* The first visit of a node whose post does not begin in the record. */
static guint64
find_stop (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SluiceRecord) record = sluice_record_open (path, &error);
  guint64 visit = 2;
  SluiceFact fact;

  g_assert_no_error (error);
  while (sluice_record_step (record, &fact, &error))
    {
      if (fact.type == SLUICE_EVENT_PATCH || (fact.type == SLUICE_EVENT_PHASE_ENDED && fact.phase == SLUICE_PHASE_POST))
        visit = MAX (visit, fact.visit + 1);
      sluice_fact_clear (&fact);
    }
  g_assert_no_error (error);
  return visit;
}

/* Left with so many facts, in the middle of a visit or between two, and resumed. */
static void
resume_to_phase (const char *path,
                 guint       n_facts)
{
  g_autoptr (SluiceEngine) engine = sluice_engine_new (NULL);
  g_autoptr (SluiceRun) run = works_create_loop (engine, 100);
  g_autoptr (SluiceRun) again = works_create_loop (engine, 100);
  g_autoptr (SluiceBreakpoints) breakpoints = sluice_breakpoints_new ();
  g_autoptr (SluiceDebugger) debugger = sluice_debugger_new (again, breakpoints);
  g_autoptr (SluiceRecorder) recorder = NULL;
  g_autoptr (SluiceReplay) replay = NULL;
  g_autoptr (GError) error = NULL;
  Cut cut = { NULL, n_facts };

  recorder = fixture_record (run, path);
  cut.recorder = recorder;
  sluice_run_watch (run, SLUICE_FACT_MASK, cut_cb, &cut, NULL);
  g_assert_true (sluice_run_start (run, NULL));
  g_assert_true (sluice_run_join (run, &error));
  g_assert_true (sluice_recorder_close (recorder, &error));
  drop_rest (path);

  replay = sluice_replay_new_resume (again, path, &error);
  g_assert_no_error (error);
  g_signal_connect (replay, "caught-up", G_CALLBACK (watch_phases_cb), breakpoints);
  g_assert_true (sluice_run_start (again, NULL));
  while (!sluice_debugger_is_stopped (debugger) && sluice_run_get_state (again) < SLUICE_RUN_FINISHED)
    g_main_context_iteration (NULL, TRUE);
  g_assert_no_error (sluice_replay_get_error (replay));
  g_assert_true (sluice_debugger_is_stopped (debugger));
  g_assert_cmpuint (sluice_run_get_n_visits (again), ==, find_stop (path));
  sluice_breakpoints_set_muted (breakpoints, TRUE);
  sluice_debugger_continue (debugger);
  g_assert_true (sluice_run_join (again, &error));
  g_assert_true (sluice_recorder_close (sluice_replay_get_recorder (replay), &error));
  g_assert_cmpuint (count_recorded (path), ==, 101);
}

/* A phase that comes behind the end of the record stops it too, in the very visit in which that is. */
static void
test_resumed_in_a_visit (Fixture       *fixture,
                         gconstpointer  data)
{
  for (guint i = 1; i <= 14; i++)
    {
      resume_to_phase (fixture->path, i);
      g_unlink (fixture->path);
    }
}

/* A breakpoint stops a resumed run at the first visit behind its record, though no lane waits there. */
static void
test_resumed (Fixture       *fixture,
              gconstpointer  data)
{
  static const guint64 lengths[] = { 1, 2, 3, 40, 41, 1000, 9000 };

  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      resume_to_stop (fixture->path, lengths[i]);
      g_unlink (fixture->path);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  sluice_init ();

  g_test_add ("/record/stops/as-told", Fixture, NULL, set_up, test_told, tear_down);
  g_test_add ("/record/stops/seek", Fixture, NULL, set_up, test_seek, tear_down);
  g_test_add ("/record/stops/of-a-fork", Fixture, NULL, set_up, test_fork, tear_down);
  g_test_add ("/record/stops/an-edit-before-a-fork", Fixture, NULL, set_up, test_edit_before_fork, tear_down);
  g_test_add ("/record/stops/the-clock-goes-on", Fixture, NULL, set_up, test_clock, tear_down);
  g_test_add ("/record/stops/a-resumed-run-at-once", Fixture, NULL, set_up, test_resumed, tear_down);
  g_test_add ("/record/stops/a-resumed-run-in-a-visit", Fixture, NULL, set_up, test_resumed_in_a_visit, tear_down);
  g_test_add ("/record/stops/no-part-of-the-run", Fixture, NULL, set_up, test_no_part, tear_down);
  return g_test_run ();
}
