/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Places where a test lets the program be killed, as a power cut would end it. The tests come to each of them. */
typedef enum
{
  SLUICE_CRASH_BEFORE_COMMIT, /* "journal-before-commit" */
  SLUICE_CRASH_AFTER_COMMIT,  /* "journal-after-commit" */
  SLUICE_CRASH_INPUT,         /* "record-input": it is written down, and not yet on disk */
  SLUICE_CRASH_USE,           /* "record-use": it is on disk, and not yet used */
  SLUICE_CRASH_ACT,           /* "record-act": a person does something */
  SLUICE_CRASH_FORK,          /* "fork-feed": a fork has an input of the run before again */
  SLUICE_CRASH_LIVE,          /* "fork-live": and goes on by itself */
  SLUICE_N_CRASH_POINTS
} SluiceCrashPoint;

void        sluice_crash_point          (SluiceCrashPoint point);
const char *sluice_crash_point_get_name (SluiceCrashPoint point);

G_END_DECLS
