/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Stands between the program and the C library in what a save calls, in GLib's code too, and lets one
 * call go wrong. */

typedef enum
{
  FAILING_ERROR, /* the call fails with the error number */
  FAILING_SHORT, /* a write writes one byte only; other calls work */
  FAILING_KILL,  /* the process ends there and then */
} FailingMode;

/* The call number @at from now, counted from 1, goes wrong; 0: none, they are just counted. */
void        failing_calls_arm    (guint        at,
                                  FailingMode  mode,
                                  int          number);
/* Everything works again. Returns how many calls there were. */
guint       failing_calls_disarm (void);
/* Takes the names of the calls from now on, in their order; NULL: nobody does. */
void        failing_calls_set_names (GString    *names);
/* What the call that went wrong is called, or NULL if there were not as many. */
const char *failing_calls_which  (void);

G_END_DECLS
