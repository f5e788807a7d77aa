/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "window/recent.h"

static int
compare_latest_first (gconstpointer a,
                      gconstpointer b)
{
  GDateTime *time_a = gtk_recent_info_get_modified ((GtkRecentInfo *) a);
  GDateTime *time_b = gtk_recent_info_get_modified ((GtkRecentInfo *) b);

  return g_date_time_compare (time_b, time_a);
}

/**
 * sluice_recent_add:
 * @path: a flow file that was opened or saved
 */
void
sluice_recent_add (const char *path)
{
  g_autofree char *uri = g_filename_to_uri (path, NULL, NULL);
  GtkRecentData data = {
    .mime_type = (char *) "application/vnd.sluice.flow+json",
    .app_name = (char *) "Sluice",
    .app_exec = (char *) "sluice-editor %f",
  };

  if (uri != NULL)
    gtk_recent_manager_add_full (gtk_recent_manager_get_default (), uri, &data);
}

/**
 * sluice_recent_remove:
 * @path: a flow file that is not there any more
 */
void
sluice_recent_remove (const char *path)
{
  g_autofree char *uri = g_filename_to_uri (path, NULL, NULL);

  if (uri != NULL)
    gtk_recent_manager_remove_item (gtk_recent_manager_get_default (), uri, NULL);
}

/**
 * sluice_recent_dup_paths:
 * @max: how many at most
 *
 * Returns: (transfer full) (element-type filename): flow files that are still there, the latest first; those whose
 * names are no UTF-8, and so can be in no menu, are left out
 */
GPtrArray *
sluice_recent_dup_paths (guint max)
{
  GPtrArray *paths = g_ptr_array_new_with_free_func (g_free);
  GList *infos = gtk_recent_manager_get_items (gtk_recent_manager_get_default ());

  infos = g_list_sort (infos, compare_latest_first);
  for (GList *l = infos; l != NULL && paths->len < max; l = l->next)
    {
      g_autofree char *path = g_filename_from_uri (gtk_recent_info_get_uri (l->data), NULL, NULL);

      if (path != NULL && g_utf8_validate (path, -1, NULL) && g_str_has_suffix (path, ".flow.json")
          && gtk_recent_info_exists (l->data))
        g_ptr_array_add (paths, g_steal_pointer (&path));
    }
  g_list_free_full (infos, (GDestroyNotify) gtk_recent_info_unref);

  return paths;
}
