/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "folder.h"

#include <glib/gstdio.h>

TestFolder *
test_folder_new (void)
{
  g_autoptr (GError) error = NULL;
  TestFolder *folder = g_dir_make_tmp ("sluice-test-XXXXXX", &error);

  g_assert_no_error (error);
  return folder;
}

TestFolder *
test_folder_new_in_memory (void)
{
  TestFolder *folder = g_strdup ("/dev/shm/sluice-test-XXXXXX");

  if (g_mkdtemp (folder) != NULL)
    return folder;
  g_free (folder);
  return test_folder_new ();
}

/* A link goes, and not what it names. */
static void
remove_tree (const char *path)
{
  g_autoptr (GDir) folder = g_file_test (path, G_FILE_TEST_IS_SYMLINK) ? NULL : g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *inner = g_build_filename (path, name, NULL);

      remove_tree (inner);
    }
  g_assert_cmpint (g_remove (path), ==, 0);
}

void
test_folder_free (TestFolder *folder)
{
  if (folder == NULL)
    return;
  remove_tree (folder);
  g_free (folder);
}
