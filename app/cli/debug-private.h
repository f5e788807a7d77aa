/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cli.h"
#include "compile/compile.h"
#include "debug/debugger.h"
#include "debug/pins.h"

G_BEGIN_DECLS

/* sluice debug: the session, and the commands it reads. */

typedef struct
{
  SluiceProgram     *program;
  SluiceRun         *run;
  SluiceDebugger    *debugger;
  SluiceBreakpoints *breakpoints;
  const char        *path;    /* of the file */
  SluicePins        *pins;    /* that commands have set; NULL: none yet */
  gboolean           fresh;   /* breakpoints are neither read nor kept */
  gboolean           keeps_pins;
  gboolean           goes_on; /* the last command let the run go on */
  gboolean           quits;
} SluiceDebugSession;

/* debug-commands.c: FALSE: what was typed was wrong, which has been said. */
gboolean sluice_debug_session_do         (SluiceDebugSession *self,
                                          const char         *line);
void     sluice_debug_session_print_help (void);
/* debug-pins.c: of the session; with --pins they are kept for the file. */
gboolean sluice_debug_session_pin        (SluiceDebugSession *self,
                                          const char         *argument,
                                          GError            **error);
gboolean sluice_debug_session_unpin      (SluiceDebugSession *self,
                                          const char         *argument,
                                          GError            **error);
gboolean sluice_debug_session_list_pins  (SluiceDebugSession *self,
                                          const char         *argument,
                                          GError            **error);
/* debug-break.c */
SluiceBreakpoint *sluice_debug_parse_break (const char *text,
                                            GError    **error);

G_END_DECLS
