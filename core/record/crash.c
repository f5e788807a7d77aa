/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Named ends: SLUICE_CRASH=NAME or NAME:N in the environment ends the process by SIGKILL when it comes
 * to that place for the Nth time. */

#include "record/crash.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

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
 * @name: what the place is called
 */
void
sluice_crash_point (const char *name)
{
  const CrashPlan *plan = get_plan ();

  if (G_UNLIKELY (plan->name != NULL) && strcmp (plan->name, name) == 0
      && g_atomic_int_dec_and_test ((gint *) &plan->left))
    kill (getpid (), SIGKILL);
}
