/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "baseline.h"
#include "engine/run.h"
#include "script/script.h"

G_BEGIN_DECLS

/* Runs scripts as the phases of one node, on a virtual clock, and tells what came of it. */

typedef struct
{
  const char *shared;  /* JSON: the store before */
  const char *prep;    /* Lua; NULL: none */
  const char *exec;
  const char *fallback;
  const char *post;
  const char *params;  /* JSON */
  int         retries; /* 0: 1 */
  double      timeout; /* s; 0: none */
  guint64     store_limit; /* bytes; 0: as it is */
  const char * const *answers; /* to ask and choose, in order */
  const char *folder;
} Setup;

typedef struct
{
  SluiceEngine *engine;
  Baseline      baseline;
  SluiceRun    *run;
  GError       *error;  /* of the run */
  char         *shared; /* JSON, keys sorted: the store after */
  char         *action; /* or NULL */
  GString      *log;    /* its lines */
  gboolean      ended;
} Runner;

Runner *runner_start (const Setup *setup,
                      gboolean     is_virtual);
void    runner_join  (Runner      *self);
void    runner_free  (Runner      *self);
/* Runs @setup to its end and checks the store. */
void    run_expect   (const Setup *setup,
                      const char  *shared);
/* Runs @body as prep and checks what it returns, as JSON. */
void    expect_value (const char  *body,
                      const char  *json);
/* Runs @body as prep: the error's message must contain @text. */
void    expect_error (const char  *body,
                      const char  *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Runner, runner_free)

G_END_DECLS
