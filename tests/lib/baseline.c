/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "baseline.h"

#include <errno.h>
#include <sys/wait.h>

#include "engine/engine-private.h"

/* For what a thread is still closing after its task was cancelled. */
#define PATIENCE (10 * G_TIME_SPAN_SECOND)

static guint
count_files (void)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc/self/fd", 0, NULL);
  guint n = 0;

  g_assert_nonnull (dir);
  while (g_dir_read_name (dir) != NULL)
    n++;
  return n; /* with the folder itself, each time */
}

static void
do_nothing (GTask        *task,
            gpointer      source,
            gpointer      data,
            GCancellable *cancellable)
{
  g_task_return_boolean (task, TRUE);
}

/* The first task in a thread makes GLib open what it keeps. */
static void
warm_up (void)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, NULL, NULL);

  g_task_run_in_thread_sync (task, do_nothing);
}

void
baseline_take (Baseline *self)
{
  static gsize is_warm = 0;

  if (g_once_init_enter (&is_warm))
    {
      warm_up ();
      g_once_init_leave (&is_warm, 1);
    }
  self->n_files = count_files ();
}

static gboolean
has_children (void)
{
  siginfo_t info;

  return waitid (P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) == 0 || errno != ECHILD;
}

void
baseline_check (const Baseline *self,
                SluiceEngine   *take_engine)
{
  gint64 end = g_get_monotonic_time () + PATIENCE;

  g_assert_cmpint (sluice_timers_next (&take_engine->timers), ==, G_MAXINT64);
  g_assert_finalize_object (take_engine);
  while ((count_files () > self->n_files || has_children ()) && g_get_monotonic_time () < end)
    {
      g_main_context_iteration (NULL, FALSE);
      g_thread_yield ();
    }
  g_assert_cmpuint (count_files (), <=, self->n_files);
  g_assert_false (has_children ());
}
