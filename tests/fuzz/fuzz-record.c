/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Feeds damaged records to everything that reads one. Their sums are right, so that nothing of it is stopped at the
 * door: what a newer version or a mistake has written is as odd. Each is refused with a message, or it can be looked
 * at, gone through, judged, compared, replayed, resumed and forked, whatever comes of that.
 *
 *   fuzz-record ROUNDS [FIRST-SEED [verbose]] */

#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "debugger/session/past-reader.h"
#include "folder.h"
#include "record/compare.h"
#include "record/history.h"
#include "record/journal.h"
#include "record/judge.h"
#include "record/replay.h"

#include "../core/record/drawn.h"

/* A round that takes longer hangs. */
#define ROUND_SECONDS 20
#define N_ORIGINALS   (2 * N_DRAWN)

/* The entries of a record, of SluiceJournalEntry, owned. */
static GArray *originals[N_ORIGINALS];

static char *path;     /* of the damaged record */
static char *new_path; /* of a fork of it */

static void
clear_entry (gpointer entry)
{
  sluice_journal_entry_clear (entry);
}

static GArray *
entries_new (void)
{
  GArray *entries = g_array_new (FALSE, FALSE, sizeof (SluiceJournalEntry));

  g_array_set_clear_func (entries, clear_entry);
  return entries;
}

static void
remove_record (const char *record)
{
  static const char * const ends[] = { "", "-lock", "-wal", "-shm" };

  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      g_autofree char *name = g_strconcat (record, ends[i], NULL);

      g_unlink (name);
    }
}

/* What is recorded when somebody debugs a flow. */
static GArray *
make_original (const char *drawing,
               guint32     seed)
{
  g_autoptr (SluiceEngine) engine = sluice_engine_new_virtual (NULL);
  g_autoptr (SluiceRun) run = drawn_create_run (engine, drawing);
  g_autoptr (SluiceRecordInfo) info = sluice_record_info_new ();
  g_autoptr (SluiceRecorder) recorder = NULL;
  g_autoptr (SluiceJournalReader) reader = NULL;
  g_autoptr (GError) error = NULL;
  SluiceJournalEntry entry;
  GArray *entries = entries_new ();

  info->seed = seed;
  recorder = sluice_recorder_new (run, path, info, &error);
  g_assert_no_error (error);
  drawn_play (run, seed);
  g_assert_true (sluice_recorder_close (recorder, &error));
  reader = sluice_journal_reader_new (path, &error);
  g_assert_no_error (error);
  while (sluice_journal_reader_next (reader, &entry, &error))
    g_array_append_val (entries, entry);
  g_assert_no_error (error);
  g_clear_object (&reader);
  remove_record (path);
  return entries;
}

/* Damage */

/* A number in the packing of records; the largest, often. */
static void
put_number (GRand      *rand,
            GByteArray *bytes,
            guint       at)
{
  static const guint8 largest[] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01 };
  static const guint8 halves[] = { 0xfe, 0xff, 0xff, 0xff, 0x0f };
  const guint8 *from = g_rand_boolean (rand) ? largest : halves;
  guint n = from == largest ? sizeof largest : sizeof halves;
  guint rest = bytes->len - at - 1;

  g_byte_array_set_size (bytes, bytes->len + n - 1);
  memmove (bytes->data + at + n, bytes->data + at + 1, rest);
  memcpy (bytes->data + at, from, n);
}

static void
damage_bytes (GRand              *rand,
              SluiceJournalEntry *entry)
{
  static const guint8 odd[] = { 0, 1, 2, 0x7f, 0x80, 0x81, 0xfe, 0xff };
  GByteArray *bytes = g_bytes_unref_to_array (g_steal_pointer (&entry->bytes));
  guint at = bytes->len > 0 ? (guint) g_rand_int_range (rand, 0, (gint32) bytes->len) : 0;

  if (bytes->len > 0)
    switch (g_rand_int_range (rand, 0, 7))
      {
      case 0: g_byte_array_set_size (bytes, at); break;
      case 1: g_byte_array_remove_index (bytes, at); break;
      case 2: put_number (rand, bytes, at); break;
      case 3: bytes->data[at] ^= (guint8) (1 << g_rand_int_range (rand, 0, 8)); break;
      case 4: bytes->data[at] = odd[g_rand_int_range (rand, 0, G_N_ELEMENTS (odd))]; break;
      case 5: bytes->data[at] = bytes->data[g_rand_int_range (rand, 0, (gint32) bytes->len)]; break;
      default: bytes->data[at] = (guint8) g_rand_int_range (rand, 0, 256); break;
      }
  entry->bytes = g_byte_array_free_to_bytes (bytes);
}

static SluiceJournalEntry
copy_entry (GArray *entries,
            guint   at)
{
  SluiceJournalEntry entry = g_array_index (entries, SluiceJournalEntry, at);

  g_bytes_ref (entry.bytes);
  return entry;
}

static guint
pick (GRand  *rand,
      GArray *entries)
{
  return (guint) g_rand_int_range (rand, 0, (gint32) entries->len);
}

/* An entry more, of the same record or of another, somewhere behind the first. */
static void
add_entry (GRand  *rand,
           GArray *entries)
{
  GArray *from = g_rand_boolean (rand) ? entries : originals[g_rand_int_range (rand, 0, N_ORIGINALS)];
  SluiceJournalEntry entry = copy_entry (from, pick (rand, from));

  g_array_insert_val (entries, pick (rand, entries) + 1, entry);
}

static void
damage_entries (GRand  *rand,
                GArray *entries)
{
  guint at = pick (rand, entries);
  SluiceJournalEntry *entry = &g_array_index (entries, SluiceJournalEntry, at);

  switch (g_rand_int_range (rand, 0, 16))
    {
    case 0:
      if (entries->len > 1)
        g_array_remove_index (entries, at);
      break;
    case 1:
    case 2: add_entry (rand, entries); break;
    case 3: entry->kind = (guint) g_rand_int_range (rand, 0, 8); break;
    case 4: entry->key = g_rand_boolean (rand) ? (guint64) g_rand_int_range (rand, 0, 90) : G_MAXINT64; break;
    case 5:
      if (at > 1)
        g_array_set_size (entries, at); /* it was interrupted there */
      break;
    default: damage_bytes (rand, entry); break;
    }
}

static void
write_damaged (GRand *rand,
               guint  original)
{
  g_autoptr (GArray) entries = entries_new ();
  g_autoptr (SluiceJournal) journal = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < originals[original]->len; i++)
    {
      SluiceJournalEntry entry = copy_entry (originals[original], i);

      g_array_append_val (entries, entry);
    }
  for (int n = g_rand_int_range (rand, 1, 6); n > 0; n--)
    damage_entries (rand, entries);
  journal = sluice_journal_create (path, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < entries->len; i++)
    {
      SluiceJournalEntry *entry = &g_array_index (entries, SluiceJournalEntry, i);

      sluice_journal_append (journal, entry->kind, entry->key,
                             g_bytes_unref_to_array (g_steal_pointer (&entry->bytes)));
    }
  g_assert_true (sluice_journal_close (journal, &error));
}

/* Looking */

static void
check_value (SluiceValue take_value)
{
  g_assert_true (SLUICE_VALUE_IS_OBJECT (take_value));
  sluice_value_unref (take_value);
}

static void
look_at_place (SluiceRecord *record)
{
  GPtrArray *lanes = sluice_record_get_lanes (record);

  for (guint i = 0; i < lanes->len; i++)
    g_free (sluice_record_lane_dup_path (g_ptr_array_index (lanes, i)));
  sluice_record_choose_lane (record);
  g_assert_true (SLUICE_VALUE_IS_OBJECT (sluice_record_get_store (record)));
  sluice_record_get_queues (record);
}

static guint
go_through (SluiceRecord *record)
{
  guint n = 0;
  SluiceFact fact;

  for (; sluice_record_step (record, &fact, NULL); n++)
    {
      check_value (sluice_fact_to_value (&fact));
      g_free (sluice_fact_dup_not_kept (&fact));
      look_at_place (record);
      sluice_fact_clear (&fact);
    }
  return n;
}

static void
go_about (GRand        *rand,
          SluiceRecord *record)
{
  for (guint i = 0; i < 8; i++)
    {
      guint64 visit = (guint64) g_rand_int_range (rand, 0, 70);
      g_auto (SluiceValue) card = SLUICE_VALUE_INIT;
      g_autoptr (GError) error = NULL;

      if (i == 7)
        visit = sluice_record_get_n_visits (record);
      if (sluice_record_seek (record, visit, &error))
        look_at_place (record);
      else
        g_assert_error (error, SLUICE_RECORD_ERROR, SLUICE_RECORD_ERROR_NO_VISIT);
      if (visit > 0 && sluice_record_get_card (record, visit, &card, NULL))
        g_assert_true (SLUICE_VALUE_IS_OBJECT (card));
      sluice_record_find_visit (record, g_rand_int_range (rand, 0, 20000000));
    }
  sluice_record_seek_end (record, NULL);
  look_at_place (record);
}

static SluiceNode *
find_cb (const char *address,
         gpointer    user_data)
{
  return sluice_program_find_node (user_data, address);
}

static void
judge (SluiceRecord *record,
       const char   *drawing)
{
  g_autoptr (SluiceProgram) program = drawn_compile (drawing);
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GError) error = NULL;
  SluiceJudgeCounts counts;

  found = sluice_record_judge (record, find_cb, program, &counts, NULL, &error);
  g_assert_true ((found == NULL) == (error != NULL));
  if (found != NULL)
    g_assert_cmpuint (counts.n_changed, ==, found->len);
}

static void
compare (SluiceRecord *record)
{
  g_autoptr (SluiceRecord) other = sluice_record_open (path, NULL);
  g_auto (SluiceValue) difference = SLUICE_VALUE_INIT;

  sluice_record_compare (record, other, &difference);
}

/* What the editor shows of it */

static gboolean
wake_cb (GSource     *source,
         GSourceFunc  callback,
         gpointer     user_data)
{
  g_source_set_ready_time (source, -1);
  return G_SOURCE_CONTINUE;
}

/* FALSE: it can't be read. */
static gboolean
take_look (SluicePastReader *reader,
           GMainContext     *context)
{
  SluicePastLook *look;
  gboolean is_one;

  while ((look = sluice_past_reader_take (reader)) == NULL)
    g_main_context_iteration (context, TRUE);
  is_one = look->error == NULL;
  sluice_past_reader_set_seen (reader, look->serial);
  sluice_past_look_free (look);
  return is_one;
}

static void
take_reply (SluicePastReader *reader,
            GMainContext     *context)
{
  SluiceReply *reply;

  while ((reply = sluice_past_reader_take_reply (reader)) == NULL)
    g_main_context_iteration (context, TRUE);
  sluice_reply_free (reply);
}

static void
look_back (GRand *rand)
{
  static GSourceFuncs functions = { .dispatch = wake_cb };
  static const char * const addresses[] = { "main/a", "main/b", "sub/x", "two/y" };
  static const char * const watches[] = { "params", "shared.n", "n", NULL };
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GSource) wakeup = g_source_new (&functions, sizeof (GSource));
  SluicePastReader *reader;

  g_source_attach (wakeup, context);
  reader = sluice_past_reader_new (path, g_rand_int_range (rand, 0, 4) == 0 ? path : NULL, 0,
                                   g_rand_int_range (rand, -1, 3), (char **) watches, wakeup);
  if (take_look (reader, context))
    {
      const char *address = addresses[g_rand_int_range (rand, 0, G_N_ELEMENTS (addresses))];
      guint64 number = (guint64) g_rand_int_range (rand, 0, 5);

      sluice_past_reader_show_visit (reader, address, number);
      take_look (reader, context);
      for (guint i = 0; i < 4; i++)
        {
          if (g_rand_boolean (rand))
            sluice_past_reader_go (reader, (guint64) g_rand_int_range (rand, 0, 70));
          else
            sluice_past_reader_go_to_time (reader, g_rand_int_range (rand, 0, 20000000));
          take_look (reader, context);
        }
      sluice_past_reader_request_value (reader, 1, address, number, (SluiceVisitPart) g_rand_int_range (rand, 0, 2));
      take_reply (reader, context);
    }
  sluice_past_reader_free (reader);
  g_source_destroy (wakeup);
}

/* The description of the record in a list of runs. */
static void
list (void)
{
  g_autoptr (SluiceHistoryRun) run = sluice_history_read (path);
  g_auto (SluiceValue) value = sluice_history_run_to_value (run);

  g_assert_nonnull (sluice_history_run_get_end (run));
}

static void
have_again (GRand      *rand,
            const char *drawing)
{
  g_autoptr (SluiceEngine) engine = sluice_engine_new_virtual (NULL);
  g_autoptr (SluiceRun) run = drawn_create_run (engine, drawing);
  g_autoptr (SluiceRecordInfo) info = sluice_record_info_new ();
  g_autoptr (SluiceReplay) replay = NULL;
  g_autoptr (GError) error = NULL;
  guint way = (guint) g_rand_int_range (rand, 0, 4);

  if (way < 2)
    replay = sluice_replay_new (run, path, &error);
  else if (way == 2)
    replay = sluice_replay_new_resume (run, path, &error);
  else
    replay = sluice_replay_new_fork (run, path, (guint64) g_rand_int_range (rand, 1, 20), new_path, info, &error);
  g_assert_true ((replay == NULL) == (error != NULL));
  if (replay == NULL)
    return;
  sluice_replay_set_strict (replay, way == 0);
  sluice_run_join (run, NULL);
  if (way >= 2)
    sluice_recorder_close (sluice_replay_get_recorder (replay), NULL);
}

static void
play_round (guint64 seed)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed ((guint32) seed);
  guint original = (guint) g_rand_int_range (rand, 0, N_ORIGINALS);
  const char *drawing = drawn_flows[original % N_DRAWN];
  g_autoptr (SluiceRecord) record = NULL;
  g_autoptr (GError) error = NULL;

  write_damaged (rand, original);
  list ();
  record = sluice_record_open (path, &error);
  g_assert_true ((record == NULL) == (error != NULL));
  if (record != NULL)
    {
      go_through (record);
      go_about (rand, record);
      judge (record, drawing);
      compare (record);
    }
  g_clear_object (&record);
  look_back (rand);
  have_again (rand, drawing);
  remove_record (path);
  remove_record (new_path);
}

int
main (int   argc,
      char *argv[])
{
  guint64 rounds = argc > 1 ? g_ascii_strtoull (argv[1], NULL, 10) : 100;
  guint64 first = argc > 2 ? g_ascii_strtoull (argv[2], NULL, 10) : 1;
  g_autoptr (TestFolder) folder = test_folder_new_in_memory ();

  sluice_init ();
  path = g_build_filename (folder, "run" SLUICE_HISTORY_ENDING, NULL);
  new_path = g_build_filename (folder, "fork" SLUICE_HISTORY_ENDING, NULL);
  for (guint i = 0; i < N_ORIGINALS; i++)
    originals[i] = make_original (drawn_flows[i % N_DRAWN], i + 3);
  for (guint64 seed = first; seed < first + rounds; seed++)
    {
      if (argc > 3)
        g_printerr ("seed %" G_GUINT64_FORMAT "\n", seed);
      alarm (ROUND_SECONDS);
      play_round (seed);
    }
  alarm (0);
  g_print ("%" G_GUINT64_FORMAT " seeds from %" G_GUINT64_FORMAT "\n", rounds, first);
  for (guint i = 0; i < N_ORIGINALS; i++)
    g_array_unref (originals[i]);
  g_free (path);
  g_free (new_path);
  return EXIT_SUCCESS;
}
