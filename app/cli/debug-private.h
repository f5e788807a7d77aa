/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cli.h"
#include "compile/compile.h"
#include "debug/debugger.h"
#include "debug/pins.h"
#include "debug/watches.h"
#include "record/record.h"
#include "run-private.h"

G_BEGIN_DECLS

/* sluice debug: the session, and the commands it reads. */

typedef struct
{
  const char             *name;    /* of the subcommand */
  const char             *path;    /* of the file */
  const SluiceRunOptions *options;
  SluiceBreakpoints      *breakpoints;
  SluicePins             *pins;
  SluiceWatches          *watches;
  GCancellable           *reading; /* of a command */

  /* The run that is debugged, owned; another takes its place. */
  SluiceProgram          *program;
  SluiceRun              *run;
  SluiceDebugger         *debugger;
  SluiceDebugger         *before;   /* that of the run before, while this one comes to where it is live; or NULL */
  SluiceRunOutput        *output;
  SluiceRecorder         *recorder; /* NULL: it is not recorded */
  SluiceReplay           *replay;   /* NULL: it begins at its beginning */
  char                   *record;   /* the path of its record, or NULL */
  guint                   n_records;

  /* The past of that run. */
  SluiceRecord           *past;     /* NULL: the run itself is looked at */
  guint64                 moment;   /* a visit, as it begins; 0: the run itself */
  guint                   stop;     /* or a stop, in the midst of it; 0: none */
  SluiceValue             sight;    /* what could be named at that stop; null: at none, or it is not kept */
  guint                   frame;    /* of the script that it was in, which is looked into */

  /* For this run and later ones. */
  SluiceStopErrors        stop_errors;
  gboolean                steps_all;
  gboolean                steps_lines;
  gboolean                stops_at_start;

  gboolean                fresh;       /* breakpoints and watches are neither read nor kept */
  gboolean                is_typed;    /* by a person, who sees what is wrong */
  gboolean                goes_on;     /* the last command let the run go on */
  gboolean                was_refused; /* a command of a script */
  gboolean                was_paused;  /* by a signal, since the last command */
  gboolean                was_signalled; /* what came of it is not told yet */
  gboolean                quits;
  gboolean                interrupted;
  int                     status;      /* of a record that could not be written; 0: none */
} SluiceDebugSession;

/* A command: FALSE with an error that says what is wrong and what to do. */
typedef gboolean (*SluiceDebugFunc) (SluiceDebugSession *self,
                                     const char         *argument,
                                     GError            **error);

#define SLUICE_DEBUG_COMMAND(name)                                       \
  gboolean sluice_debug_do_##name (SluiceDebugSession *self,             \
                                   const char         *argument,         \
                                   GError            **error)

/* debug.c */
gboolean sluice_debug_session_has_ended  (SluiceDebugSession *self);
void     sluice_debug_session_print_state (SluiceDebugSession *self);

/* debug-commands.c: FALSE: what was typed was wrong, which has been said. */
gboolean sluice_debug_session_do         (SluiceDebugSession *self,
                                          const char         *line);
gboolean sluice_debug_refuse             (GError            **error,
                                          const char         *format,
                                          ...) G_GNUC_PRINTF (2, 3);
/* A whole number; FALSE with an error. */
gboolean sluice_debug_read_number        (const char         *text,
                                          guint64            *number,
                                          GError            **error);
/* "on", or nothing, and "off". */
gboolean sluice_debug_read_switch        (const char         *text,
                                          gboolean           *is_on,
                                          GError            **error);
gboolean sluice_debug_read_value         (const char         *text,
                                          SluiceValue        *value,
                                          GError            **error);
/* Cuts the first word off @text; the rest begins with no space. */
char    *sluice_debug_take_word          (const char        **text);

/* debug-run.c: runs as they come and go. */
gboolean sluice_debug_session_load       (SluiceDebugSession *self,
                                          int                *status);
void     sluice_debug_session_drop       (SluiceDebugSession *self);
gboolean sluice_debug_session_fork       (SluiceDebugSession *self,
                                          GError            **error);
SLUICE_DEBUG_COMMAND (restart);

/* debug-past.c: moments of the run's record. */
SluiceRecord *sluice_debug_session_open_record (SluiceDebugSession *self,
                                          GError            **error);
gboolean sluice_debug_session_flush      (SluiceDebugSession *self);
void     sluice_debug_session_leave_past (SluiceDebugSession *self);
/* Where the run is, or at the moment that is looked at. */
gboolean sluice_debug_session_evaluate   (SluiceDebugSession *self,
                                          const char         *expression,
                                          SluiceValue        *value, /* owned */
                                          GError            **error);
SLUICE_DEBUG_COMMAND (back);
SLUICE_DEBUG_COMMAND (forward);
SLUICE_DEBUG_COMMAND (at);
SLUICE_DEBUG_COMMAND (now);

/* debug-look.c: what there is to see, of the run or of a moment of it. */
SLUICE_DEBUG_COMMAND (print);
SLUICE_DEBUG_COMMAND (store);
SLUICE_DEBUG_COMMAND (lanes);
SLUICE_DEBUG_COMMAND (lane);
SLUICE_DEBUG_COMMAND (where);
SLUICE_DEBUG_COMMAND (frame);
SLUICE_DEBUG_COMMAND (queues);
SLUICE_DEBUG_COMMAND (held);

/* debug-card.c: visits. */
SLUICE_DEBUG_COMMAND (card);
SLUICE_DEBUG_COMMAND (visits);

/* debug-value.c: values as people and scripts read them. */
void     sluice_debug_print_value        (SluiceValue         value);
char    *sluice_debug_dup_short          (SluiceValue         value);
void     sluice_debug_print_line         (const char         *format,
                                          ...) G_GNUC_PRINTF (1, 2);

/* debug-pins.c: of the session; with --pins they are kept for the file. */
SLUICE_DEBUG_COMMAND (pin);
SLUICE_DEBUG_COMMAND (unpin);
SLUICE_DEBUG_COMMAND (pins);

/* debug-watch.c: expressions, shown at every stop. */
void     sluice_debug_session_print_watches (SluiceDebugSession *self);
SLUICE_DEBUG_COMMAND (watch);
SLUICE_DEBUG_COMMAND (watches);
SLUICE_DEBUG_COMMAND (unwatch);

/* debug-kept.c: what was done by hand, and what of it is kept in the file. */
void     sluice_debug_session_count_interventions (SluiceDebugSession *self);
SLUICE_DEBUG_COMMAND (interventions);
SLUICE_DEBUG_COMMAND (forget);
SLUICE_DEBUG_COMMAND (keep);
SLUICE_DEBUG_COMMAND (unkeep);

/* debug-break.c */
SluiceBreakpoint *sluice_debug_parse_break (const char *text,
                                            GError    **error);
SLUICE_DEBUG_COMMAND (break);
SLUICE_DEBUG_COMMAND (breakpoints);
SLUICE_DEBUG_COMMAND (delete);
SLUICE_DEBUG_COMMAND (enable);
SLUICE_DEBUG_COMMAND (disable);
SLUICE_DEBUG_COMMAND (mute);

G_END_DECLS
