/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A record of before opens, and says of what it does not have that it does not. */

#include <sqlite3.h>

#include "base/json.h"
#include "compile/compile.h"
#include "record/compare.h"
#include "record/entries.h"
#include "record/judge.h"
#include "record/pack.h"
#include "record/replay.h"
#include "record/state.h"
#include "record-fixture.h"

static char *
dup_source (const char *name)
{
  return g_build_filename (g_getenv ("SLUICE_SOURCE_DIR"), "tests/core/record", name, NULL);
}

static void
make_record (Fixture       *fixture,
             gconstpointer  data)
{
  g_autofree char *source = dup_source ("before.sql");
  g_autofree char *statements = NULL;
  sqlite3 *database = NULL;
  g_autoptr (GError) error = NULL;

  set_up (fixture, data);
  g_file_get_contents (source, &statements, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (sqlite3_open (fixture->path, &database), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (database, statements, NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_close (database), ==, SQLITE_OK);
}

static SluiceProgram *
compile (void)
{
  g_autofree char *path = dup_source ("before.flow.json");
  g_autoptr (SluiceDocument) document = NULL;
  g_autoptr (GError) error = NULL;
  SluiceProgram *program;

  document = sluice_document_load (path, &error);
  g_assert_no_error (error);
  program = sluice_compile (document, NULL, &error);
  g_assert_no_error (error);
  return program;
}

static void
test_read (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (SluiceRecord) record = sluice_record_open (fixture->path, NULL);
  g_autofree char *store = NULL;
  g_autoptr (GError) error = NULL;
  SluiceFact fact;
  guint n_visits = 0;

  g_assert_nonnull (record);
  g_assert_true (sluice_record_has_ended (record));
  while (sluice_record_step (record, &fact, &error))
    {
      g_auto (SluiceValue) value = sluice_fact_to_value (&fact);

      g_assert_cmpint (fact.type, !=, SLUICE_EVENT_STOP);
      if (fact.type == SLUICE_EVENT_VISIT_STARTED)
        {
          n_visits++;
          g_assert_cmpint (fact.item, ==, -1);
          g_assert_false (sluice_value_has_member (value, "item"));
        }
      sluice_fact_clear (&fact);
    }
  g_assert_no_error (error);
  g_assert_null (sluice_record_get_damage (record));
  g_assert_cmpuint (n_visits, ==, 8);
  g_assert_cmpuint (sluice_record_get_n_visits (record), ==, 8);
  store = sluice_json_write (sluice_record_get_store (record), 0, NULL);
  g_assert_cmpstr (store, ==, "{\"last\":8}");
  for (guint64 visit = 8; visit > 0; visit--)
    {
      g_auto (SluiceValue) card = SLUICE_VALUE_INIT;

      g_assert_true (sluice_record_get_card (record, visit, &card, NULL));
      g_assert_false (sluice_value_has_member (card, "stops"));
    }
}

static SluiceNode *
find_cb (const char *address,
         gpointer    user_data)
{
  return sluice_program_find_node (user_data, address);
}

/* Of what is not in a batch, and of lanes, which have always said their entry, it is known. */
static void
test_judge (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr (SluiceRecord) record = sluice_record_open (fixture->path, NULL);
  g_autoptr (SluiceProgram) program = compile ();
  g_autoptr (GPtrArray) found = NULL;
  SluiceJudgeCounts counts;

  found = sluice_record_judge (record, find_cb, program, &counts, NULL, NULL);
  g_assert_nonnull (found);
  g_assert_cmpuint (counts.n_judged, ==, 5);
  g_assert_cmpuint (counts.n_changed, ==, 0);
  g_assert_cmpuint (counts.n_skipped, ==, 2);
  g_assert_cmpuint (counts.n_too_old, ==, 2);
}

/* What it does not say is no difference. */
static void
test_replay (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (SluiceRecord) record = sluice_record_open (fixture->path, NULL);
  g_autoptr (SluiceProgram) program = compile ();
  g_autoptr (SluiceEngine) engine = sluice_engine_new_virtual (NULL);
  g_autoptr (SluiceRun) run = sluice_program_create_run (program, engine, NULL);
  g_autoptr (SluiceReplay) replay = NULL;
  g_autoptr (GError) error = NULL;

  replay = sluice_replay_new (run, fixture->path, &error);
  g_assert_no_error (error);
  sluice_run_join (run, NULL);
  g_assert_no_error (sluice_replay_get_error (replay));
  g_assert_cmpint (sluice_run_get_state (run), ==, SLUICE_RUN_FINISHED);
}

static GBytes *
pack_snapshot (gboolean has_queues)
{
  GByteArray *out = g_byte_array_new ();
  g_auto (SluiceValue) empty = sluice_value_object ();

  sluice_pack_uint (out, 3); /* visits */
  sluice_pack_int (out, 10); /* µs */
  sluice_pack_uint (out, 1); /* lanes */
  sluice_pack_uint (out, 1);
  sluice_pack_uint (out, 0);
  sluice_pack_int (out, -1);
  sluice_pack_text (out, "main/a", -1);
  sluice_pack_text (out, NULL, -1);
  sluice_pack_uint (out, 1); /* frames */
  sluice_pack_uint (out, 1);
  sluice_pack_text (out, "main", -1);
  sluice_pack_uint (out, 0);
  sluice_pack_value (out, empty);
  if (has_queues)
    sluice_pack_value (out, empty);
  return g_byte_array_free_to_bytes (out);
}

/* Snapshots have had queues, and then entries, only since. */
static void
test_snapshots (void)
{
  for (guint has_queues = 0; has_queues <= 1; has_queues++)
    {
      g_autoptr (GBytes) bytes = pack_snapshot (has_queues != 0);
      SluiceRecordState state;
      SluiceRecordLane *lane;

      g_assert_true (sluice_record_state_unpack (&state, bytes));
      lane = g_ptr_array_index (state.lanes, 0);
      g_assert_cmpuint (state.visit, ==, 3);
      g_assert_cmpint (g_array_index (lane->frames, SluiceRecordFrame, 0).entry, ==, -1);
      g_assert_cmpint (SLUICE_VALUE_IS_OBJECT (state.queues), ==, has_queues);
      g_assert_true (sluice_record_state_apply (&state, &(SluiceFact) { .type = SLUICE_EVENT_QUEUE, .text = "q",
                                                                        .lane = 1, .action = "put", .is_kept = TRUE }));
      g_assert_cmpint (SLUICE_VALUE_IS_OBJECT (state.queues), ==, has_queues);
      sluice_record_state_clear (&state);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  sluice_init ();
  g_test_add ("/record/old/read", Fixture, NULL, make_record, test_read, tear_down);
  g_test_add ("/record/old/judge", Fixture, NULL, make_record, test_judge, tear_down);
  g_test_add ("/record/old/replay", Fixture, NULL, make_record, test_replay, tear_down);
  g_test_add_func ("/record/old/snapshots", test_snapshots);
  return g_test_run ();
}
