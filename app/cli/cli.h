/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>
#include <stdio.h>

#include "exchange/exchange.h"
#include "graph/check.h"
#include "graph/document.h"

G_BEGIN_DECLS

/* What the subcommands share: exit statuses, options, loading. */

typedef enum
{
  SLUICE_EXIT_DONE        = 0,
  SLUICE_EXIT_FAILED      = 1,   /* the flow failed; for fmt --check: a file is not canonical */
  SLUICE_EXIT_USAGE       = 2,
  SLUICE_EXIT_BAD_FILE    = 65,
  SLUICE_EXIT_NO_FILE     = 66,
  SLUICE_EXIT_UNAVAILABLE = 69,  /* a program that is needed is not installed */
  SLUICE_EXIT_CANT_WRITE  = 73,
  SLUICE_EXIT_HELD        = 75,  /* another process records the run */
  SLUICE_EXIT_NO_GRANT    = 77,  /* the flow may not touch what it needs */
  SLUICE_EXIT_LIMIT       = 124, /* of time or visits */
  SLUICE_EXIT_INTERRUPTED = 130,
  SLUICE_EXIT_TERMINATED  = 143,
} SluiceExit;

typedef struct
{
  const char *name;
  const char *arguments; /* "FILE…" */
  const char *summary;
  const char *details;   /* what its --help says below the options */
  int       (*run) (const char *name,
                    int         argc,
                    char      **argv);
} SluiceSubcommand;

int             sluice_cli_run         (const char *name,
                                        int         argc,
                                        char      **argv);
int             sluice_cli_debug       (const char *name,
                                        int         argc,
                                        char      **argv);
int             sluice_cli_check       (const char *name,
                                        int         argc,
                                        char      **argv);
int             sluice_cli_fmt         (const char *name,
                                        int         argc,
                                        char      **argv);
int             sluice_cli_diff        (const char *name,
                                        int         argc,
                                        char      **argv);
int             sluice_cli_export      (const char *name,
                                        int         argc,
                                        char      **argv);
int             sluice_cli_import      (const char *name,
                                        int         argc,
                                        char      **argv);
int             sluice_cli_kinds       (const char *name,
                                        int         argc,
                                        char      **argv);
int             sluice_cli_merge       (const char *name,
                                        int         argc,
                                        char      **argv);
int             sluice_cli_thumbnail   (const char *name,
                                        int         argc,
                                        char      **argv);
int             sluice_cli_runs        (const char *name,
                                        int         argc,
                                        char      **argv);
int             sluice_cli_prune       (const char *name,
                                        int         argc,
                                        char      **argv);
int             sluice_cli_show        (const char *name,
                                        int         argc,
                                        char      **argv);
int             sluice_cli_compare     (const char *name,
                                        int         argc,
                                        char      **argv);
int             sluice_cli_judge       (const char *name,
                                        int         argc,
                                        char      **argv);
int             sluice_cli_replay      (const char *name,
                                        int         argc,
                                        char      **argv);
int             sluice_cli_resume      (const char *name,
                                        int         argc,
                                        char      **argv);
int             sluice_cli_fork        (const char *name,
                                        int         argc,
                                        char      **argv);

/* main.c */
const SluiceSubcommand *sluice_cli_find_subcommand (const char *name);

/* options.c */
gboolean        sluice_cli_parse       (const char         *name,
                                        const GOptionEntry *entries,
                                        int                *argc,
                                        char             ***argv);
/* options.c: says what is wrong with the command line, and returns SLUICE_EXIT_USAGE. */
int             sluice_cli_usage       (const char *name,
                                        const char *format,
                                        ...) G_GNUC_PRINTF (2, 3);
/* ", did you mean “x”?" or "". */
char           *sluice_cli_suggest     (const char         *wanted,
                                        const char * const *candidates);

/* load.c: says on stderr why not, and gives the exit status. */
SluiceDocument *sluice_cli_load        (const char *path,
                                        int        *status);
int             sluice_cli_file_status (const GError *error);
/* With the flows of other files that it names; the document itself, where it names none. */
SluiceDocument *sluice_cli_link        (SluiceDocument *document,
                                        int            *status);
/* Both in one. */
SluiceDocument *sluice_cli_load_linked (const char *path,
                                        int        *status);

gboolean        sluice_cli_may_replace (const char *name,
                                        const char *path,
                                        const char *output);

/* export.c: says what is wrong with the command line when there is none. */
const SluiceExchangeFormat *sluice_cli_find_format (const char *name,
                                                    const char *id,
                                                    const char *path,
                                                    gboolean    to_read);

/* problems.c */
void            sluice_cli_print_problem (SluiceProblem *problem,
                                          const char    *file,
                                          FILE          *to);
SluiceValue     sluice_cli_problem_to_value (SluiceProblem *problem,
                                             const char    *file);

G_END_DECLS
