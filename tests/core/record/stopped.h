/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "compile/compile.h"
#include "record/replay.h"

G_BEGIN_DECLS

/* Drawings whose flows lie in several files, and a person who stops their runs, looks, and does something. All that is
 * asked for and done is such that the store ends the same, whatever comes when. */

typedef enum
{
  STOPPED_LINKED, /* flows of three files, parallel items, attempts */
  STOPPED_LANES,  /* two lanes: one is stopped, and what comes for the other is held */
  N_STOPPED
} Stopped;

void       stopped_write_files   (const char   *folder);
SluiceRun *stopped_create_run    (SluiceEngine *engine,
                                  const char   *folder,
                                  Stopped       which);
/* @log: a file that gets a line for each question, or NULL. */
void       stopped_set_performer (SluiceEngine *engine,
                                  guint32       seed,
                                  const char   *log);
/* Whether the exec of nodes of that id is a question. */
gboolean   stopped_asks          (const char   *id);
/* To its end. @replay: what has its beginning again; NULL: nothing. @has_edited: the store was "edited" in a life before,
 * and a phase ended after that: this is not to be done again. */
gboolean   stopped_play          (SluiceRun    *run,
                                  SluiceReplay *replay,
                                  guint32       seed,
                                  gboolean      has_edited,
                                  GError      **error);

G_END_DECLS
