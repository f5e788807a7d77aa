/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "child.h"

#include <sys/wait.h>
#include <unistd.h>

int
test_child_run (void     (*func) (gpointer data),
                gpointer   data)
{
  pid_t child = fork ();
  int status;

  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    {
      func (data);
      _exit (0);
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  return status;
}
