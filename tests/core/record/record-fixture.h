/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "record/recorder.h"

G_BEGIN_DECLS

/* A folder of its own for a record, and what tests of records do with runs. */
typedef struct
{
  char *folder; /* goes with all that is in it */
  char *path;   /* of a record in it that is not there yet */
} Fixture;

void            set_up             (Fixture           *fixture,
                                    gconstpointer      data);
void            tear_down          (Fixture           *fixture,
                                    gconstpointer      data);

/* Of the text of a flow file, with ' for "; not started, its clock is virtual. */
SluiceRun      *fixture_create_run (const char        *flow);
/* Of a run that is not started. */
SluiceRecorder *fixture_record     (SluiceRun         *run,
                                    const char        *path);
/* As JSON. */
char           *fixture_dup_store  (SluiceRun         *run);
/* Tells events, but for their times, in a GString: a line for each. */
void            fixture_tell_cb    (SluiceRun         *run,
                                    const SluiceEvent *event,
                                    gpointer           user_data);

G_END_DECLS
