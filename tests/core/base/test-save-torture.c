/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Each call of a save goes wrong in turn, on each sort of target: the file is the old or the new
 * version, whole, success is only told of the new one, and nothing is left beside it.
 */
#include "failing-calls.h"

#include "base/save.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <linux/capability.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "child.h"
#include "folder.h"

static const char before[] = "the version that was there before\n";

typedef enum
{
  TARGET_NEW,
  TARGET_PLAIN,
  TARGET_LINK,
  TARGET_DANGLING,
  TARGET_HARD_LINK,
  N_TARGETS,
} TargetType;

static const char * const target_names[N_TARGETS] = {
  "new", "plain", "link", "dangling", "hard-link",
};

typedef struct
{
  char            *folder;
  char            *path;   /* as it is saved to */
  char            *file;   /* where that leads */
  SluiceFileStamp  stamp;  /* of what is there */
  gboolean         exists;
} Target;

static char *after; /* longer than a chunk, so that it is read back in several */

static void
target_set_up (Target     *target,
               TargetType  type)
{
  g_autofree char *other = NULL;

  target->folder = test_folder_new ();
  target->file = g_build_filename (target->folder, "a.flow.json", NULL);
  other = g_build_filename (target->folder, "b.flow.json", NULL);
  target->exists = type != TARGET_NEW && type != TARGET_DANGLING;
  target->path = g_strdup (type == TARGET_LINK || type == TARGET_DANGLING ? other : target->file);

  if (target->exists)
    g_assert_true (sluice_file_save (target->file, before, strlen (before), NULL, &target->stamp, NULL));
  if (type == TARGET_LINK || type == TARGET_DANGLING)
    g_assert_cmpint (symlink ("a.flow.json", other), ==, 0);
  if (type == TARGET_HARD_LINK)
    g_assert_cmpint (link (target->file, other), ==, 0);
}

/* Counts what is beside the file and its link. */
static guint
target_count_others (Target *target)
{
  g_autoptr (GDir) dir = g_dir_open (target->folder, 0, NULL);
  const char *name;
  guint count = 0;

  while ((name = g_dir_read_name (dir)) != NULL)
    count += !g_str_has_suffix (name, ".flow.json");

  return count;
}

static void
target_tear_down (Target *target)
{
  test_folder_free (target->folder);
  g_free (target->path);
  g_free (target->file);
}

/* Whether the new version is there; anything but the old or the new one is a failure. */
static gboolean
target_is_new (Target *target)
{
  g_autofree char *text = NULL;
  gsize length;

  if (!g_file_get_contents (target->file, &text, &length, NULL))
    {
      g_assert_false (target->exists);
      return FALSE;
    }
  if (length == strlen (after) && memcmp (text, after, length) == 0)
    return TRUE;
  g_assert_true (target->exists);
  g_assert_cmpstr (text, ==, before);
  return FALSE;
}

static void
assert_link_is_kept (Target     *target,
                     TargetType  type)
{
  g_autofree char *other = g_build_filename (target->folder, "b.flow.json", NULL);
  g_autofree char *text = NULL;
  struct stat status;

  if (type == TARGET_LINK || type == TARGET_DANGLING)
    {
      g_assert_cmpint (lstat (other, &status), ==, 0);
      g_assert_true (S_ISLNK (status.st_mode));
    }
  if (type == TARGET_HARD_LINK)
    {
      g_assert_true (g_file_get_contents (other, &text, NULL, NULL));
      g_assert_cmpstr (text, ==, before);
    }
}

static gboolean
save (Target  *target,
      GError **error)
{
  return sluice_file_save (target->path, after, strlen (after), target->exists ? &target->stamp : NULL, NULL, error);
}

static void
test_each_call (gconstpointer data)
{
  static const int numbers[] = { EIO, ENOSPC, EACCES, EINTR };
  TargetType type = GPOINTER_TO_INT (data);

  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    for (guint at = 1, n_calls = G_MAXUINT; at <= n_calls; at++)
      {
        g_autoptr (GError) error = NULL;
        Target target;
        gboolean success;

        target_set_up (&target, type);
        failing_calls_arm (at, FAILING_ERROR, numbers[i]);
        success = save (&target, &error);
        n_calls = failing_calls_disarm ();
        g_assert_true (success == (error == NULL));
        g_assert_true (target_is_new (&target) || !success);
        if (g_strcmp0 (failing_calls_which (), "unlink") != 0)
          g_assert_cmpuint (target_count_others (&target), ==, 0);
        assert_link_is_kept (&target, type);
        target_tear_down (&target);
      }
}

/* A call that is interrupted, and a write that takes a part, are tried again. */
static void
test_short_writes (gconstpointer data)
{
  TargetType type = GPOINTER_TO_INT (data);

  for (guint at = 1, n_calls = G_MAXUINT; at <= n_calls; at++)
    {
      g_autoptr (GError) error = NULL;
      Target target;

      target_set_up (&target, type);
      failing_calls_arm (at, FAILING_SHORT, 0);
      g_assert_true (save (&target, &error));
      n_calls = failing_calls_disarm ();
      g_assert_no_error (error);
      g_assert_true (target_is_new (&target));
      target_tear_down (&target);
    }
}

/* A machine that stops keeps what was synced: the text before it takes its place, and the folder behind that. */
static void
test_synced (gconstpointer data)
{
  g_autoptr (GString) names = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  const char *sync, *rename, *folder;
  Target target;

  target_set_up (&target, GPOINTER_TO_INT (data));
  failing_calls_set_names (names);
  failing_calls_arm (0, FAILING_ERROR, 0);
  g_assert_true (save (&target, &error));
  failing_calls_disarm ();
  failing_calls_set_names (NULL);
  rename = strstr (names->str, "rename ");
  sync = g_strstr_len (names->str, rename != NULL ? rename - names->str : 0, "fsync ");
  folder = rename != NULL ? strstr (rename, "fsync ") : NULL;
  if (rename == NULL || sync == NULL || folder == NULL || g_strstr_len (sync, rename - sync, "write ") != NULL)
    g_error ("A save was made of these calls: %s", names->str);
  target_tear_down (&target);
}

typedef struct
{
  Target target;
  guint  at;
} Killed;

static void
save_and_die (gpointer data)
{
  Killed *killed = data;

  failing_calls_arm (killed->at, FAILING_KILL, 0);
  save (&killed->target, NULL);
}

static void
test_killed_at_each_call (gconstpointer data)
{
  gboolean was_killed;
  Killed killed = { .at = 1 };

  do
    {
      int status;

      target_set_up (&killed.target, GPOINTER_TO_INT (data));
      status = test_child_run (save_and_die, &killed);
      was_killed = WIFSIGNALED (status) && WTERMSIG (status) == SIGKILL;
      g_assert_true (was_killed || status == 0);
      g_assert_true (target_is_new (&killed.target) || was_killed);
      target_tear_down (&killed.target);
      killed.at++;
    }
  while (was_killed);
  g_assert_cmpuint (killed.at, >, 10);
}

/* Where nothing can be saved each call goes wrong in turn, too: it stays so, and what is there stays. */
static gboolean
is_never_saved (const char            *path,
                const char            *text,
                const SluiceFileStamp *stamp)
{
  for (guint at = 1, n_calls = G_MAXUINT; at <= n_calls; at++)
    {
      g_autofree char *there = NULL;
      g_autoptr (GError) error = NULL;
      gboolean is_saved;

      failing_calls_arm (at, FAILING_ERROR, EIO);
      is_saved = sluice_file_save (path, text, strlen (text), stamp, NULL, NULL);
      n_calls = failing_calls_disarm ();
      if (is_saved || !g_file_get_contents (path, &there, NULL, &error) || !g_str_equal (there, before))
        {
          g_printerr ("Call %u of %u (%s) went wrong: %s\n", at, n_calls, failing_calls_which (),
                      is_saved ? "saved" : error != NULL ? error->message : "the file is another");
          return FALSE;
        }
    }
  return TRUE;
}

/* What root may beside what it owns; nothing is left of it in this process. */
static gboolean
give_up_privileges (void)
{
  struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
  struct __user_cap_data_struct none[_LINUX_CAPABILITY_U32S_3] = { 0 };

  return syscall (SYS_capset, &header, none) == 0;
}

/* As somebody whom the modes of files hold. */
static void
save_unprivileged (gpointer data)
{
  Target *target = data;
  g_autoptr (GError) error = NULL;

  if (!give_up_privileges ())
    _exit (2);
  if (save (data, &error) || !g_error_matches (error, SLUICE_FILE_ERROR, SLUICE_FILE_ERROR_DENIED))
    _exit (1);
  if (!is_never_saved (target->path, after, &target->stamp))
    _exit (3);
}

static void
test_read_only_folder (void)
{
  Target target;

  target_set_up (&target, TARGET_PLAIN);
  g_assert_cmpint (g_chmod (target.folder, 0555), ==, 0);
  g_assert_cmpint (g_chmod (target.file, 0666), ==, 0);
  g_assert_cmpint (test_child_run (save_unprivileged, &target), ==, 0);
  g_assert_cmpint (g_chmod (target.folder, 0755), ==, 0);
  g_assert_false (target_is_new (&target));
  g_assert_cmpuint (target_count_others (&target), ==, 0);
  target_tear_down (&target);
}

#define NO_DISK 77

/* On a file system of its own that is full after 64 KiB, which nobody else sees. */
static void
save_to_full_disk (gpointer data)
{
  g_autofree char *folder = g_dir_make_tmp ("sluice-disk-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "a.flow.json", NULL);
  g_autofree char *large = g_strnfill (80000, 'x');
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  SluiceFileStamp stamp;

  if (unshare (geteuid () == 0 ? CLONE_NEWNS : CLONE_NEWUSER | CLONE_NEWNS) != 0 ||
      mount ("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0 ||
      mount ("none", folder, "tmpfs", 0, "size=65536") != 0)
    {
      g_rmdir (folder);
      _exit (NO_DISK);
    }
  if (!sluice_file_save (path, before, strlen (before), NULL, &stamp, NULL) ||
      sluice_file_save (path, large, strlen (large), &stamp, NULL, &error) ||
      !g_error_matches (error, SLUICE_FILE_ERROR, SLUICE_FILE_ERROR_FULL) ||
      !g_file_get_contents (path, &text, NULL, NULL) || !g_str_equal (text, before))
    _exit (1);
  if (!is_never_saved (path, large, &stamp))
    _exit (3);
  umount (folder);
  g_rmdir (folder);
}

static void
test_full_disk (void)
{
  int status = test_child_run (save_to_full_disk, NULL);

  if (WIFEXITED (status) && WEXITSTATUS (status) == NO_DISK)
    g_test_skip ("no file system may be mounted here");
  else
    g_assert_cmpint (status, ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  int status;

  after = g_strnfill (100000, 'n');
  g_test_init (&argc, &argv, NULL);
  for (TargetType type = 0; type < N_TARGETS; type++)
    {
      g_autofree char *each = g_strdup_printf ("/base/save/torture/%s/each-call-fails", target_names[type]);
      g_autofree char *shorter = g_strdup_printf ("/base/save/torture/%s/short-writes", target_names[type]);
      g_autofree char *synced = g_strdup_printf ("/base/save/torture/%s/synced", target_names[type]);
      g_autofree char *killed = g_strdup_printf ("/base/save/torture/%s/killed-at-each-call", target_names[type]);

      g_test_add_data_func (each, GINT_TO_POINTER (type), test_each_call);
      g_test_add_data_func (synced, GINT_TO_POINTER (type), test_synced);
      g_test_add_data_func (shorter, GINT_TO_POINTER (type), test_short_writes);
      g_test_add_data_func (killed, GINT_TO_POINTER (type), test_killed_at_each_call);
    }
  g_test_add_func ("/base/save/torture/read-only-folder", test_read_only_folder);
  g_test_add_func ("/base/save/torture/full-disk", test_full_disk);
  status = g_test_run ();
  g_free (after);

  return status;
}
