/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "window/recent.h"

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
