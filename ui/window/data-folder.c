/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Where the data that comes with the program is: installed, or where SLUICE_DATA_DIR says. */
#include "window/data-folder.h"

/**
 * sluice_data_folder_dup:
 *
 * Returns: (transfer full): the folder
 */
char *
sluice_data_folder_dup (void)
{
  const char *folder = g_getenv ("SLUICE_DATA_DIR");

  return g_strdup (folder != NULL && folder[0] != '\0' ? folder : SLUICE_PKGDATADIR);
}

static int
compare_paths (gconstpointer a,
               gconstpointer b)
{
  return g_strcmp0 (*(const char * const *) a, *(const char * const *) b);
}

/**
 * sluice_data_dup_examples:
 *
 * Returns: (transfer full) (element-type filename): the paths of the examples, sorted
 */
GPtrArray *
sluice_data_dup_examples (void)
{
  GPtrArray *paths = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *folder = sluice_data_folder_dup ();
  g_autofree char *examples = g_build_filename (folder, "examples", NULL);
  g_autoptr (GDir) dir = g_dir_open (examples, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".flow.json"))
      g_ptr_array_add (paths, g_build_filename (examples, name, NULL));
  g_ptr_array_sort (paths, compare_paths);

  return paths;
}
