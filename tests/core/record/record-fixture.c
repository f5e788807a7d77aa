/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "record-fixture.h"

#include <glib/gstdio.h>
#include <unistd.h>

void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->folder = g_dir_make_tmp ("record-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "run", NULL);
}

void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->path);
}
