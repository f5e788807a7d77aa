/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A program, started with an argument list and no shell, in a session of its own: whatever it starts is ended with
 * it, and it is ended with this process. */

typedef struct
{
  const char         *path;        /* whole */
  const char * const *argv;        /* with argv[0] */
  const char * const *environment; /* all there is */
  int                 folder;      /* a descriptor, borrowed; where it runs */
  const char         *input;       /* what it reads; may be empty */
  gsize               input_length;
  double              time_limit;  /* s; 0: none */
  gsize               max_output;  /* bytes; more is an error */
} SluiceProcessSetup;

typedef struct
{
  int      status;   /* what it exited with; 128 + n: ended by signal n, as a shell tells it */
  GString *output;
  GString *errors;   /* what it wrote to stderr, the beginning of it */
} SluiceProcessResult;

typedef struct _SluiceProcess SluiceProcess;

/* Called once, on the context it was started with; @result is borrowed, NULL with @error. The process is gone then. */
typedef void (*SluiceProcessFunc) (const SluiceProcessResult *result,
                                   const GError              *error,
                                   gpointer                   user_data);

SluiceProcess *sluice_process_start  (const SluiceProcessSetup *setup,
                                      GMainContext             *context,
                                      SluiceProcessFunc         func,
                                      gpointer                  user_data,
                                      GError                  **error);
/* Ends it with all that it started; @func is not called. */
void           sluice_process_cancel (SluiceProcess            *self);

G_END_DECLS
