/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Named ends: SLUICE_CRASH=NAME or NAME:N in the environment ends the process by SIGKILL when it comes
 * to that place for the Nth time. */

#include "record/crash.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

static const char * const names[SLUICE_N_CRASH_POINTS] = {
  [SLUICE_CRASH_BEFORE_COMMIT] = "journal-before-commit",
  [SLUICE_CRASH_AFTER_COMMIT] = "journal-after-commit",
  [SLUICE_CRASH_INPUT] = "record-input",
  [SLUICE_CRASH_USE] = "record-use",
  [SLUICE_CRASH_ACT] = "record-act",
  [SLUICE_CRASH_FORK] = "fork-feed",
  [SLUICE_CRASH_LIVE] = "fork-live",
};

typedef struct
{
  char *name; /* NULL: nowhere */
  gint  left; /* atomic: how often the place may still be passed */
} CrashPlan;

static const CrashPlan *
get_plan (void)
{
  static CrashPlan plan;
  static gsize read_once = 0;

  if (g_once_init_enter (&read_once))
    {
      const char *wanted = g_getenv ("SLUICE_CRASH");
      const char *colon = wanted != NULL ? strchr (wanted, ':') : NULL;

      if (wanted != NULL)
        plan.name = colon != NULL ? g_strndup (wanted, (gsize) (colon - wanted)) : g_strdup (wanted);
      plan.left = colon != NULL ? (gint) g_ascii_strtoll (colon + 1, NULL, 10) : 1;
      g_once_init_leave (&read_once, 1);
    }
  return &plan;
}

/**
 * sluice_crash_point: (skip)
 * @point: the place that the program comes to
 */
void
sluice_crash_point (SluiceCrashPoint point)
{
  const CrashPlan *plan = get_plan ();

  if (G_UNLIKELY (plan->name != NULL) && strcmp (plan->name, names[point]) == 0
      && g_atomic_int_dec_and_test ((gint *) &plan->left))
    kill (getpid (), SIGKILL);
}

/**
 * sluice_crash_point_get_name: (skip)
 * @point: a place
 *
 * Returns: what it is called in SLUICE_CRASH
 */
const char *
sluice_crash_point_get_name (SluiceCrashPoint point)
{
  return names[point];
}
