/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cli.h"
#include "compile/compile.h"
#include "debug/pins.h"
#include "kinds/grants.h"
#include "record/recorder.h"
#include "record/replay.h"

G_BEGIN_DECLS

/* sluice run: the options, and the parts that show the run and speak with people. */

typedef struct
{
  char     *flow;
  char    **sets;
  char     *store;
  char    **answers;
  char    **hosts;       /* granted */
  char    **environment; /* granted, as are the following */
  char    **reads;
  char    **writes;
  char    **commands;
  char    **keys;        /* of the keyring */
  char     *trace;
  double    timeout;
  gint64    max_visits;
  gint64    seed;
  gboolean  has_seed;
  gboolean  print_store;
  gboolean  json;
  gboolean  ask;
  char     *record;     /* where; NULL: the usual place */
  gboolean  no_record;
  double    record_size; /* MB; 0: the usual limit */
  gboolean  pins;       /* those of the person are used */
  gboolean  is_debugged; /* who debugs it gives the run its pins */
  gboolean  trust;       /* all that the file names */
} SluiceRunOptions;

/* The options that grant, among those of a command. */
#define SLUICE_GRANT_ENTRIES(options)                                                                                 \
  { "allow-host", 0, 0, G_OPTION_ARG_STRING_ARRAY, &(options).hosts,                                                  \
    "Let the flow reach this host, like api.example.com or localhost:8080; may be repeated", "HOST" },                \
  { "allow-env", 0, 0, G_OPTION_ARG_STRING_ARRAY, &(options).environment,                                             \
    "Let the flow send this variable of the environment to its hosts and commands; may be repeated", "NAME" },        \
  { "allow-read", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &(options).reads,                                                \
    "Let the flow read below this folder, or this file; may be repeated", "FOLDER" },                                 \
  { "allow-write", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &(options).writes,                                              \
    "Let the flow write below this folder, or this file; may be repeated", "FOLDER" },                                \
  { "allow-command", 0, 0, G_OPTION_ARG_STRING_ARRAY, &(options).commands,                                            \
    "Let the flow start this program; may be repeated", "NAME" },                                                     \
  { "allow-key", 0, 0, G_OPTION_ARG_STRING_ARRAY, &(options).keys,                                                    \
    "Let the flow send this key of the keyring to its hosts; may be repeated", "NAME" },                              \
  { "trust", 0, 0, G_OPTION_ARG_NONE, &(options).trust,                                                               \
    "Let the flow touch all that its file names", NULL }

/* The options about the record, likewise. */
#define SLUICE_RECORD_ENTRIES(options)                                                                                \
  { "record", 0, 0, G_OPTION_ARG_FILENAME, &(options).record,                                                         \
    "Record the run in FILE instead of the usual place", "FILE" },                                                    \
  { "record-size", 0, 0, G_OPTION_ARG_DOUBLE, &(options).record_size,                                                 \
    "Once the record has MB megabytes keep of long values their size and digest alone (2147 at first)", "MB" },       \
  { "no-record", 0, 0, G_OPTION_ARG_NONE, &(options).no_record,                                                       \
    "Don't record the run: it can't be resumed or looked at later", NULL }

/* grants.c: what the options allow, of what the file names. */
SluiceGrants    *sluice_cli_make_grants        (SluiceDocument         *document,
                                                const SluiceRunOptions *options);
void             sluice_cli_say_missing_grants (SluiceRun              *run,
                                                const GError           *error);

/* play.c: the exit status of a run that did not finish. */
int              sluice_run_get_exit_status    (SluiceRun              *run);
/* A disk that takes no more is told, and tried again until it does; until the recorder goes. */
void             sluice_run_watch_record       (SluiceRecorder         *recorder);
/* Returns the exit status. */
int              sluice_cli_play               (SluiceRun              *run,
                                                const SluiceRunOptions *options,
                                                SluiceRecorder         *recorder,
                                                SluiceReplay           *replay);
/* run.c: a run that has not started, as the options say; NULL with the exit status, and what is wrong said. */
SluiceRun       *sluice_run_prepare            (const char              *name, /* of the subcommand */
                                                const char              *path,
                                                const SluiceRunOptions  *given,
                                                SluiceProgram          **program, /* owned */
                                                int                     *status);

/* The same, to begin as a recorded run did. */
SluiceRun       *sluice_run_prepare_again      (const char              *name,
                                                const char              *path,
                                                const SluiceRunOptions  *given,
                                                const SluiceRecordInfo  *past,
                                                SluiceProgram          **program,
                                                int                     *status);
/* The file that was prepared, as its record keeps it. */
char            *sluice_run_dup_text           (const char              *file,
                                                GError                 **error);
/* Those of the person for that file; which of them are used is said on stderr. */
SluicePins      *sluice_run_load_pins          (const char              *path);
/* Those that the file keeps, too. */
void             sluice_run_take_kept_pins     (SluicePins              *pins,
                                                const char              *path);
gboolean         sluice_run_is_record_size     (const char              *name,
                                                double                   megabytes);

/* FALSE: it was to be recorded, and can't be. @recorder is owned; NULL: it goes without. */
gboolean         sluice_run_begin_record       (SluiceRun               *run,
                                                const char              *file,
                                                const SluiceRunOptions  *given,
                                                SluiceRecorder         **recorder);

/* run-output.c: log lines, warnings, the trace, the status. */
typedef struct _SluiceRunOutput SluiceRunOutput;

SluiceRunOutput *sluice_run_output_new         (SluiceRun              *run,
                                                const SluiceRunOptions *options,
                                                GError                **error);
void             sluice_run_output_free        (SluiceRunOutput        *self);
/* While somebody types below it there is no status. */
void             sluice_run_output_set_quiet   (SluiceRunOutput        *self,
                                                gboolean                is_quiet);
/* What came of it; FALSE: it could not be written. */
gboolean         sluice_run_output_finish      (SluiceRunOutput        *self,
                                                GError                **error);

/* run-people.c: answers from the command line and from the terminal. */
typedef struct _SluiceRunPeople SluiceRunPeople;

SluiceRunPeople *sluice_run_people_new         (SluiceRun              *run,
                                                const SluiceRunOptions *options,
                                                SluiceRunOutput        *output);
void             sluice_run_people_free        (SluiceRunPeople        *self);
/* Whether an --answer was none that its prompt takes: the command line was wrong. */
gboolean         sluice_run_people_was_misled  (SluiceRunPeople        *self);
char           **sluice_run_people_dup_unused  (SluiceRunPeople        *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SluiceRunOutput, sluice_run_output_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SluiceRunPeople, sluice_run_people_free)

G_END_DECLS
