/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* After any failure in a save the file is the old or the new version, whole, and nothing is left
 * beside it. */

#include "base/save.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "folder.h"

typedef struct
{
  char *folder;
  char *path;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->folder = test_folder_new ();
  fixture->path = g_build_filename (fixture->folder, "a.flow.json", NULL);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  test_folder_free (fixture->folder);
  g_free (fixture->path);
}

static guint
count_files (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint count = 0;

  while (g_dir_read_name (dir) != NULL)
    count++;
  return count;
}

static void
assert_content (const char *path,
                const char *expected)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, expected);
}

static void
save (const char      *path,
      const char      *text,
      SluiceFileStamp *stamp)
{
  g_autoptr (GError) error = NULL;

  sluice_file_save (path, text, strlen (text), NULL, stamp, &error);
  g_assert_no_error (error);
}

static void
assert_save_fails (const char            *path,
                   const char            *text,
                   const SluiceFileStamp *expected,
                   SluiceFileError        code)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (sluice_file_save (path, text, strlen (text), expected, NULL, &error));
  g_assert_error (error, SLUICE_FILE_ERROR, (gint) code);
  g_assert_nonnull (strstr (error->message, "flow.json"));
}

static void
test_save_and_load (Fixture       *fixture,
                    gconstpointer  data)
{
  SluiceFileStamp saved, loaded;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  save (fixture->path, "one", &saved);
  save (fixture->path, "", NULL);
  save (fixture->path, "two", &saved);
  g_assert_true (sluice_file_load (fixture->path, 3, &text, &length, &loaded, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, "two");
  g_assert_cmpuint (length, ==, 3);
  g_assert_cmpmem (&saved, sizeof saved, &loaded, sizeof loaded);
  g_assert_true (sluice_file_is_unchanged (fixture->path, &saved));
  g_assert_cmpuint (count_files (fixture->folder), ==, 1);
}

static void
test_changed_on_disk (Fixture       *fixture,
                      gconstpointer  data)
{
  SluiceFileStamp stamp;
  g_autoptr (GError) error = NULL;

  save (fixture->path, "mine", &stamp);
  g_assert_true (g_file_set_contents (fixture->path, "your", -1, NULL));
  g_assert_false (sluice_file_is_unchanged (fixture->path, &stamp));
  assert_save_fails (fixture->path, "new", &stamp, SLUICE_FILE_ERROR_CHANGED);
  assert_content (fixture->path, "your");
  g_assert_cmpuint (count_files (fixture->folder), ==, 1);

  g_assert_cmpint (g_remove (fixture->path), ==, 0);
  assert_save_fails (fixture->path, "new", &stamp, SLUICE_FILE_ERROR_CHANGED);
  g_assert_cmpuint (count_files (fixture->folder), ==, 0);
}

/* Within the resolution of the time stamp, so that the metadata tells nothing. */
static void
test_changed_in_place (Fixture       *fixture,
                       gconstpointer  data)
{
  struct timespec times[2] = { { 0, UTIME_OMIT }, { 0, 0 } };
  SluiceFileStamp stamp;
  int fd;

  save (fixture->path, "mine", &stamp);
  fd = g_open (fixture->path, O_WRONLY, 0);
  g_assert_cmpint (write (fd, "your", 4), ==, 4);
  times[1].tv_sec = stamp.modified / 1000000000;
  times[1].tv_nsec = stamp.modified % 1000000000;
  g_assert_cmpint (futimens (fd, times), ==, 0);
  close (fd);
  assert_save_fails (fixture->path, "new", &stamp, SLUICE_FILE_ERROR_CHANGED);
  assert_content (fixture->path, "your");
}

static void
test_only_touched (Fixture       *fixture,
                   gconstpointer  data)
{
  SluiceFileStamp stamp;
  g_autoptr (GError) error = NULL;

  save (fixture->path, "mine", &stamp);
  g_assert_true (g_file_set_contents (fixture->path, "mine", -1, NULL));
  g_assert_true (sluice_file_is_unchanged (fixture->path, &stamp));
  g_assert_true (sluice_file_save (fixture->path, "new", 3, &stamp, &stamp, &error));
  g_assert_no_error (error);
  assert_content (fixture->path, "new");
  g_assert_true (sluice_file_save (fixture->path, "newer", 5, &stamp, NULL, &error));
}

static void
test_follows_links (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autofree char *link = g_build_filename (fixture->folder, "link.flow.json", NULL);
  g_autofree char *again = g_build_filename (fixture->folder, "again.flow.json", NULL);
  struct stat status;

  g_assert_cmpint (symlink ("a.flow.json", link), ==, 0);
  g_assert_cmpint (symlink (link, again), ==, 0);
  save (again, "through a link to nothing", NULL);
  assert_content (fixture->path, "through a link to nothing");
  save (again, "through a link", NULL);
  assert_content (fixture->path, "through a link");
  g_assert_cmpint (lstat (again, &status), ==, 0);
  g_assert_true (S_ISLNK (status.st_mode));
  g_assert_cmpint (lstat (link, &status), ==, 0);
  g_assert_true (S_ISLNK (status.st_mode));
  g_assert_cmpuint (count_files (fixture->folder), ==, 3);
}

static void
test_link_circle (Fixture       *fixture,
                  gconstpointer  data)
{
  g_assert_cmpint (symlink ("a.flow.json", fixture->path), ==, 0);
  assert_save_fails (fixture->path, "x", NULL, SLUICE_FILE_ERROR_FAILED);
  g_assert_cmpuint (count_files (fixture->folder), ==, 1);
}

static void
test_keeps_mode (Fixture       *fixture,
                 gconstpointer  data)
{
  static const mode_t modes[] = { 0600, 0640, 0644, 0755, 0666 };
  mode_t mask = umask (027);
  struct stat status;

  save (fixture->path, "x", NULL);
  g_assert_cmpint (stat (fixture->path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 07777, ==, 0640);
  for (gsize i = 0; i < G_N_ELEMENTS (modes); i++)
    {
      g_assert_cmpint (g_chmod (fixture->path, (int) modes[i]), ==, 0);
      save (fixture->path, "y", NULL);
      g_assert_cmpint (stat (fixture->path, &status), ==, 0);
      g_assert_cmpint (status.st_mode & 07777, ==, modes[i]);
    }
  umask (mask);
}

static void
test_file_size_limit (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autofree char *large = g_strnfill (100000, 'x');
  struct rlimit before, limited;

  save (fixture->path, "old", NULL);
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  limited = before;
  limited.rlim_cur = 50000;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limited), ==, 0);
  assert_save_fails (fixture->path, large, NULL, SLUICE_FILE_ERROR_FULL);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);
  assert_content (fixture->path, "old");
  g_assert_cmpuint (count_files (fixture->folder), ==, 1);
}

static void
test_read_only_folder (Fixture       *fixture,
                       gconstpointer  data)
{
  if (geteuid () == 0)
    {
      g_test_skip ("root may write everywhere");
      return;
    }
  save (fixture->path, "old", NULL);
  g_assert_cmpint (g_chmod (fixture->folder, 0500), ==, 0);
  assert_save_fails (fixture->path, "new", NULL, SLUICE_FILE_ERROR_DENIED);
  g_assert_cmpint (g_chmod (fixture->folder, 0700), ==, 0);
  assert_content (fixture->path, "old");

  g_assert_cmpint (g_chmod (fixture->path, 0400), ==, 0);
  assert_save_fails (fixture->path, "new", NULL, SLUICE_FILE_ERROR_DENIED);
  assert_content (fixture->path, "old");
}

static void
test_no_folder (Fixture       *fixture,
                gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "none", "b.flow.json", NULL);
  g_autofree char *below_file = g_build_filename (fixture->path, "b.flow.json", NULL);

  assert_save_fails (path, "x", NULL, SLUICE_FILE_ERROR_NOT_FOUND);
  save (fixture->path, "x", NULL);
  assert_save_fails (below_file, "x", NULL, SLUICE_FILE_ERROR_NOT_FOUND);
}

static void
test_load_errors (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autofree char *fifo = g_build_filename (fixture->folder, "fifo", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (sluice_file_load (fixture->path, 0, &text, NULL, NULL, &error));
  g_assert_error (error, SLUICE_FILE_ERROR, SLUICE_FILE_ERROR_NOT_FOUND);
  g_assert_true (g_str_has_suffix (error->message, "; check the name"));
  g_clear_error (&error);
  g_assert_false (sluice_file_load (fixture->folder, 0, &text, NULL, NULL, &error));
  g_assert_error (error, SLUICE_FILE_ERROR, SLUICE_FILE_ERROR_NOT_REGULAR);
  g_clear_error (&error);
  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
  g_assert_false (sluice_file_load (fifo, 0, &text, NULL, NULL, &error));
  g_assert_error (error, SLUICE_FILE_ERROR, SLUICE_FILE_ERROR_NOT_REGULAR);
  g_clear_error (&error);
  g_assert_false (sluice_file_load ("/dev/zero", 0, &text, NULL, NULL, &error));
  g_assert_error (error, SLUICE_FILE_ERROR, SLUICE_FILE_ERROR_NOT_REGULAR);
  g_clear_error (&error);
  save (fixture->path, "four", NULL);
  g_assert_false (sluice_file_load (fixture->path, 3, &text, NULL, NULL, &error));
  g_assert_error (error, SLUICE_FILE_ERROR, SLUICE_FILE_ERROR_TOO_LARGE);
  g_assert_null (text);
}

static void
test_save_over_others (Fixture       *fixture,
                       gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (sluice_file_save (fixture->folder, "x", 1, NULL, NULL, &error));
  g_assert_error (error, SLUICE_FILE_ERROR, SLUICE_FILE_ERROR_NOT_REGULAR);
  g_clear_error (&error);
  g_assert_false (sluice_file_save ("/dev/full", "x", 1, NULL, NULL, &error));
  g_assert_error (error, SLUICE_FILE_ERROR, SLUICE_FILE_ERROR_NOT_REGULAR);
}

static void
test_stamp_copy (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr (SluiceFileStamp) copy = NULL;
  SluiceFileStamp a, b;

  save (fixture->path, "a", &a);
  copy = sluice_file_stamp_copy (&a);
  g_assert_true (sluice_file_stamp_equal (&a, copy));
  save (fixture->path, "b", &b);
  g_assert_false (sluice_file_stamp_equal (&a, &b));
}

int
main (int   argc,
      char *argv[])
{
  static const struct { const char *path; void (*func) (Fixture *, gconstpointer); } tests[] = {
    { "/base/save/saves-and-loads", test_save_and_load },
    { "/base/save/notices-a-change-on-disk", test_changed_on_disk },
    { "/base/save/notices-a-change-the-metadata-hides", test_changed_in_place },
    { "/base/save/a-touch-is-no-change", test_only_touched },
    { "/base/save/follows-links", test_follows_links },
    { "/base/save/links-in-a-circle", test_link_circle },
    { "/base/save/keeps-the-mode", test_keeps_mode },
    { "/base/save/file-size-limit", test_file_size_limit },
    { "/base/save/read-only", test_read_only_folder },
    { "/base/save/no-such-folder", test_no_folder },
    { "/base/save/load-errors", test_load_errors },
    { "/base/save/only-over-regular-files", test_save_over_others },
    { "/base/save/stamps", test_stamp_copy },
  };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].func, tear_down);

  return g_test_run ();
}
