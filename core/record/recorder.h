/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "record/record.h"

G_BEGIN_DECLS

/* Records a run as it happens (promises D1–D5). What comes into the run from outside is used only once
 * it is on disk; what the run makes of it is told to the record as well, and follows soon. */

#define SLUICE_TYPE_RECORDER (sluice_recorder_get_type ())
G_DECLARE_FINAL_TYPE (SluiceRecorder, sluice_recorder, SLUICE, RECORDER, GObject)

/* Signal "stalled" (GError): the disk takes no more; the run is held back until a retry succeeds.
 * Signal "resumed": it did.
 * Signal "flushed": what had happened when it was asked for can be read. */

/* A new record of a run that is not started. Program, seed, store and start of @info are filled in. */
SluiceRecorder *sluice_recorder_new        (SluiceRun              *run,
                                            const char             *path,
                                            const SluiceRecordInfo *info,
                                            GError                **error);
#define SLUICE_RECORDER_MAX_SIZE (G_GUINT64_CONSTANT (2) * 1024 * 1024 * 1024)
void            sluice_recorder_set_max_size (SluiceRecorder       *self,
                                            guint64                 bytes); /* 0: no limit */
/* It has come to that: of long values only the size and a digest are kept. */
gboolean        sluice_recorder_is_lean    (SluiceRecorder         *self);
const char     *sluice_recorder_get_path   (SluiceRecorder         *self);
gboolean        sluice_recorder_is_stalled (SluiceRecorder         *self);
void            sluice_recorder_retry      (SluiceRecorder         *self);
/* What has happened so far is to be seen by who reads along; "flushed" follows. */
void            sluice_recorder_flush      (SluiceRecorder         *self);
/* The run goes on without a record from here: somebody wants it so. */
void            sluice_recorder_give_up    (SluiceRecorder         *self);
/* Writes what is left; blocks. The last reference does the same. */
gboolean        sluice_recorder_close      (SluiceRecorder         *self,
                                            GError                **error);

G_END_DECLS
