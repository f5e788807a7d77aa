/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "baseline.h"
#include "compile/compile.h"

G_BEGIN_DECLS

/* Plays a document on a virtual clock, a person's answers given, and tells what came of it. */

typedef struct
{
  SluiceEngine *engine; /* NULL: it did not compile */
  Baseline      baseline;
  SluiceRun    *run;
  GError       *error;       /* of compiling or of the run */
  char         *shared;      /* JSON, keys sorted: the store after */
  char         *action;      /* or NULL */
  GString      *log;         /* "level: text" lines */
  GString      *warnings;    /* lines */
  GString      *path;        /* addresses visited, in order, joined by spaces */
  GPtrArray    *asked;       /* what was asked */
  const char * const *answers; /* borrowed: those that are left */
} Play;

Play *play       (SluiceDocument     *document,
                  const char         *flow,
                  const char * const *answers);
Play *play_text  (const char         *text,
                  const char * const *answers);
void  play_free  (Play               *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Play, play_free)

G_END_DECLS
