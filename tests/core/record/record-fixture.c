/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "record-fixture.h"

#include "folder.h"

void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->folder = test_folder_new ();
  fixture->path = g_build_filename (fixture->folder, "run", NULL);
}

void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  test_folder_free (fixture->folder);
  g_free (fixture->path);
}
