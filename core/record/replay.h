/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "record/recorder.h"

G_BEGIN_DECLS

/* Has a recorded run again: a run that is made as that one was is fed with its inputs, in their order,
 * and makes no call. A replay ends there; a run that is resumed or forked goes on live, recorded. */

#define SLUICE_TYPE_REPLAY (sluice_replay_get_type ())
G_DECLARE_FINAL_TYPE (SluiceReplay, sluice_replay, SLUICE, REPLAY, GObject)

/* Signal "caught-up", once: the run has come to the end of its record; resumed or forked, it is live from here. */

/* @run: not started, from the record's document, with its store and no time limit. The run is
 * cancelled where the record ends before it does, and where it diverges. */
SluiceReplay *sluice_replay_new           (SluiceRun              *run,
                                           const char             *path,
                                           GError                **error);
/* Goes on after the last input, in the same record (promise D1). */
SluiceReplay *sluice_replay_new_resume    (SluiceRun              *run,
                                           const char             *path,
                                           GError                **error);
/* Goes on before @visit, in a new record; what is to be different there is changed in "caught-up". */
SluiceReplay *sluice_replay_new_fork      (SluiceRun              *run,
                                           const char             *path,
                                           guint64                 visit,
                                           const char             *new_path,
                                           const SluiceRecordInfo *info,
                                           GError                **error);
gboolean      sluice_replay_has_caught_up (SluiceReplay           *self);
/* Where the run has left its record, of %SLUICE_RECORD_ERROR; NULL: it has not. */
const GError *sluice_replay_get_error     (SluiceReplay           *self);
/* The address of the node that asks, or asked, for something else; NULL: none, or it is not known. */
const char   *sluice_replay_get_error_node (SluiceReplay          *self);
guint64       sluice_replay_get_n_used    (SluiceReplay           *self); /* inputs of the record */
guint         sluice_replay_get_n_acts    (SluiceReplay           *self); /* a person's, done again */
/* A replay compares what happens with what has happened: FALSE takes any run that asks for the same. */
void          sluice_replay_set_strict    (SluiceReplay           *self,
                                           gboolean                strict);
/* What records a run that goes on; NULL for a mere replay. */
SluiceRecorder *sluice_replay_get_recorder (SluiceReplay          *self);

G_END_DECLS
