/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "record/journal.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "record-fixture.h"

static GByteArray *
make_bytes (const char *text)
{
  GByteArray *bytes = g_byte_array_new ();

  g_byte_array_append (bytes, (const guint8 *) text, (guint) strlen (text));
  return bytes;
}

static void
append_number (SluiceJournal *journal,
               guint64        number)
{
  g_autofree char *text = g_strdup_printf ("entry %" G_GUINT64_FORMAT, number);

  g_assert_cmpuint (sluice_journal_append (journal, number % 10 == 0 ? 2 : 1, number, make_bytes (text)), ==, number);
}

static void
close_journal (SluiceJournal *journal)
{
  g_autoptr (GError) error = NULL;

  sluice_journal_close (journal, &error);
  g_assert_no_error (error);
}

/* How many entries there are, each as append_number() made it. */
static guint64
count_entries (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SluiceJournalReader) reader = sluice_journal_reader_new (path, &error);
  guint64 n = 0;

  g_assert_no_error (error);
  for (;;)
    {
      g_auto (SluiceJournalEntry) entry = { 0 };
      g_autofree char *expected = g_strdup_printf ("entry %" G_GUINT64_FORMAT, n + 1);
      gsize length;
      gconstpointer bytes;

      if (!sluice_journal_reader_next (reader, &entry, &error))
        break;
      n++;
      g_assert_cmpuint (entry.serial, ==, n);
      g_assert_cmpuint (entry.key, ==, n);
      bytes = g_bytes_get_data (entry.bytes, &length);
      g_assert_cmpmem (bytes, length, expected, strlen (expected));
    }
  g_assert_no_error (error);
  return n;
}

static void
done_cb (SluiceJournal *journal,
         const GError  *error,
         gpointer       user_data)
{
  GString *told = user_data;

  g_assert_no_error (error);
  g_string_append_c (told, '.');
}

static void
test_entries_come_back_in_order (Fixture       *fixture,
                                 gconstpointer  data)
{
  g_autoptr (SluiceJournal) journal = sluice_journal_create (fixture->path, NULL);

  for (guint64 i = 1; i <= 5000; i++)
    append_number (journal, i);
  close_journal (journal);
  g_assert_cmpuint (count_entries (fixture->path), ==, 5000);
}

/* What is told to be on disk is there, while the journal goes on. */
static void
test_a_commit_is_told_when_it_is_on_disk (Fixture       *fixture,
                                          gconstpointer  data)
{
  g_autoptr (SluiceJournal) journal = sluice_journal_create (fixture->path, NULL);
  g_autoptr (GString) told = g_string_new (NULL);

  for (guint64 i = 1; i <= 100; i++)
    {
      append_number (journal, i);
      sluice_journal_commit (journal, done_cb, told);
      g_assert_cmpuint (told->len, <, i);
      if (i % 10 == 0)
        {
          while (told->len < i)
            g_main_context_iteration (NULL, TRUE);
          g_assert_cmpuint (count_entries (fixture->path), ==, i);
        }
    }
  sluice_journal_commit (journal, done_cb, told); /* nothing new: told all the same */
  while (told->len < 101)
    g_main_context_iteration (NULL, TRUE);
  close_journal (journal);
}

static void
test_it_goes_on_where_it_was (Fixture       *fixture,
                              gconstpointer  data)
{
  for (guint64 round = 0; round < 3; round++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (SluiceJournal) journal = round == 0 ? sluice_journal_create (fixture->path, &error)
                                                     : sluice_journal_resume (fixture->path, &error);

      g_assert_no_error (error);
      for (guint64 i = 1; i <= 7; i++)
        append_number (journal, round * 7 + i);
      close_journal (journal);
    }
  g_assert_cmpuint (count_entries (fixture->path), ==, 21);
}

static void
test_seek_finds_the_last_before (Fixture       *fixture,
                                 gconstpointer  data)
{
  g_autoptr (SluiceJournal) journal = sluice_journal_create (fixture->path, NULL);
  g_autoptr (SluiceJournalReader) reader = NULL;

  for (guint64 i = 1; i <= 100; i++)
    append_number (journal, i);
  close_journal (journal);

  reader = sluice_journal_reader_new (fixture->path, NULL);
  for (guint64 key = 0; key <= 120; key++)
    {
      g_auto (SluiceJournalEntry) entry = { 0 };

      g_assert_cmpint (sluice_journal_reader_seek (reader, 2, key), ==, key >= 10);
      if (key < 10)
        continue;
      g_assert_true (sluice_journal_reader_next (reader, &entry, NULL));
      g_assert_cmpuint (entry.key, ==, MIN (key, 100) / 10 * 10);
    }
}

static void
test_one_process_writes_it (Fixture       *fixture,
                            gconstpointer  data)
{
  g_autoptr (SluiceJournal) journal = sluice_journal_create (fixture->path, NULL);
  g_autoptr (SluiceJournal) second = NULL;
  g_autoptr (GError) error = NULL;

  append_number (journal, 1);
  second = sluice_journal_resume (fixture->path, &error);
  g_assert_null (second);
  g_assert_error (error, SLUICE_JOURNAL_ERROR, SLUICE_JOURNAL_ERROR_HELD);
  close_journal (journal);

  g_clear_error (&error);
  second = sluice_journal_resume (fixture->path, &error);
  g_assert_no_error (error);
  close_journal (second);
}

static void
test_what_is_no_record (Fixture       *fixture,
                        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SluiceJournalReader) reader = NULL;

  g_assert_true (g_file_set_contents (fixture->path, "no database, but a text that is long enough to look into", -1, NULL));
  reader = sluice_journal_reader_new (fixture->path, &error);
  g_assert_null (reader);
  g_assert_error (error, SLUICE_JOURNAL_ERROR, SLUICE_JOURNAL_ERROR_FORMAT);
}

/* Promise D3: up to the damage all is there, and it is said that there is more. */
static void
test_damage_ends_it (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autoptr (SluiceJournal) journal = sluice_journal_create (fixture->path, NULL);
  g_autoptr (SluiceJournalReader) reader = NULL;
  g_autoptr (GError) error = NULL;
  sqlite3 *database = NULL;
  guint n = 0;

  for (guint64 i = 1; i <= 20; i++)
    append_number (journal, i);
  close_journal (journal);
  g_assert_cmpint (sqlite3_open (fixture->path, &database), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (database, "UPDATE entry SET bytes = X'00' WHERE serial = 13", NULL, NULL, NULL), ==,
                   SQLITE_OK);
  sqlite3_close (database);

  reader = sluice_journal_reader_new (fixture->path, NULL);
  for (;;)
    {
      g_auto (SluiceJournalEntry) entry = { 0 };

      if (!sluice_journal_reader_next (reader, &entry, &error))
        break;
      n++;
    }
  g_assert_cmpuint (n, ==, 12);
  g_assert_error (error, SLUICE_JOURNAL_ERROR, SLUICE_JOURNAL_ERROR_DAMAGED);
}

/* Promise D2: killed at any place of a commit, all that was told to be on disk is there. */

/* In a process of its own: a dot on stdout for each entry that is said to be on disk. */
static int
write_until_killed (const char *path)
{
  g_autoptr (SluiceJournal) journal = sluice_journal_create (path, NULL);
  g_autoptr (GString) told = g_string_new (NULL);

  for (guint64 i = 1; i <= 1000; i++)
    {
      append_number (journal, i);
      sluice_journal_commit (journal, done_cb, told);
      while (told->len < i)
        g_main_context_iteration (NULL, TRUE);
      if (write (STDOUT_FILENO, ".", 1) != 1)
        return 2;
    }
  return 1;
}

static void
check_killed (const char *path,
              const char *place)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr (GSubprocess) child = NULL;
  g_autoptr (GBytes) dots = NULL;
  g_autoptr (GError) error = NULL;
  gsize n, acknowledged;

  g_subprocess_launcher_setenv (launcher, "SLUICE_CRASH", place, TRUE);
  child = g_subprocess_launcher_spawn (launcher, &error, "/proc/self/exe", "--write", path, NULL);
  g_assert_no_error (error);
  g_subprocess_communicate (child, NULL, NULL, &dots, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_signaled (child));
  g_assert_cmpint (g_subprocess_get_term_sig (child), ==, SIGKILL);

  acknowledged = g_bytes_get_size (dots);
  n = count_entries (path);
  g_assert_cmpuint (n, >=, acknowledged);
  g_assert_cmpuint (n, <=, acknowledged + 1);
}

static void
test_killed_nothing_told_is_lost (Fixture       *fixture,
                                  gconstpointer  data)
{
  static const char * const places[] = { "journal-before-commit", "journal-after-commit" };

  for (guint i = 0; i < 40; i++)
    {
      g_autofree char *path = g_strdup_printf ("%s-%u", fixture->path, i);
      g_autofree char *place = g_strdup_printf ("%s:%u", places[i % 2], 1 + i * 3);

      check_killed (path, place);
    }
}

/* Promise D4: a full disk stalls it, and what was appended is written once there is room. */
static void
stalled_cb (SluiceJournal *journal,
            const GError  *error,
            gpointer       user_data)
{
  g_assert_nonnull (error);
  (*(guint *) user_data)++;
}

/* Where there is no room for a new one, none is left that is half made. */
static void
test_no_room_for_one (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autofree char *lock = g_strconcat (fixture->path, "-lock", NULL);
  g_autofree char *wal = g_strconcat (fixture->path, "-wal", NULL);
  g_autoptr (SluiceJournal) journal = NULL;
  g_autoptr (GError) error = NULL;
  struct rlimit before, none;

  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  none = (struct rlimit) { .rlim_cur = 0, .rlim_max = before.rlim_max };
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &none), ==, 0);
  journal = sluice_journal_create (fixture->path, &error);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);
  g_assert_null (journal);
  g_assert_error (error, SLUICE_JOURNAL_ERROR, SLUICE_JOURNAL_ERROR_FULL);
  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (lock, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (wal, G_FILE_TEST_EXISTS));

  journal = sluice_journal_create (fixture->path, NULL);
  g_assert_nonnull (journal);
  close_journal (journal);
}

static void
test_no_room (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr (SluiceJournal) journal = sluice_journal_create (fixture->path, NULL);
  g_autoptr (GString) told = g_string_new (NULL);
  struct rlimit before, none;
  guint stalls = 0;

  append_number (journal, 1);
  sluice_journal_commit (journal, done_cb, told);
  while (told->len < 1)
    g_main_context_iteration (NULL, TRUE);

  sluice_journal_set_stalled_func (journal, stalled_cb, &stalls);
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  none = (struct rlimit) { .rlim_cur = 4096, .rlim_max = before.rlim_max };
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &none), ==, 0);
  append_number (journal, 2);
  sluice_journal_commit (journal, done_cb, told);
  while (stalls < 1)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (sluice_journal_is_stalled (journal));
  append_number (journal, 3);
  sluice_journal_retry (journal);
  while (stalls < 2)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (told->len, ==, 1);

  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);
  sluice_journal_retry (journal);
  while (told->len < 2)
    g_main_context_iteration (NULL, TRUE);
  close_journal (journal);
  g_assert_cmpuint (count_entries (fixture->path), ==, 3);
}

#define ADD(name, func) g_test_add ("/record/journal/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  if (argc == 3 && strcmp (argv[1], "--write") == 0)
    return write_until_killed (argv[2]);
  g_test_init (&argc, &argv, NULL);

  ADD ("entries-come-back-in-order", test_entries_come_back_in_order);
  ADD ("a-commit-is-told-when-it-is-on-disk", test_a_commit_is_told_when_it_is_on_disk);
  ADD ("it-goes-on-where-it-was", test_it_goes_on_where_it_was);
  ADD ("seek-finds-the-last-before", test_seek_finds_the_last_before);
  ADD ("one-process-writes-it", test_one_process_writes_it);
  ADD ("what-is-no-record", test_what_is_no_record);
  ADD ("damage-ends-it", test_damage_ends_it);
  ADD ("killed-nothing-told-is-lost", test_killed_nothing_told_is_lost);
  ADD ("no-room", test_no_room);
  ADD ("no-room-for-one", test_no_room_for_one);

  return g_test_run ();
}
