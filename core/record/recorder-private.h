/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "record/entries.h"
#include "record/recorder.h"

G_BEGIN_DECLS

#define SLUICE_RECORDER_VALUE_BUDGET (64 * 1024) /* bytes of one value */

/* A chunk of a run that is had again. Returns how many facts the next one is to have; 0: there is
 * none to compare it with, and the recorder keeps chunks itself. */
typedef guint (*SluiceChunkFunc) (GByteArray *take_chunk,
                                  gpointer    user_data);

struct _SluiceRecorder
{
  GObject            parent_instance;

  SluiceRun         *run;     /* owned */
  SluiceJournal     *journal; /* owned; NULL: nothing is kept, or no longer */
  char              *path;
  SluiceChunkWriter *writer;
  guint              watch;
  GSource           *flush;   /* owned, while a chunk has facts */

  SluiceChunkFunc    chunk_func;
  gpointer           chunk_data;
  guint              chunk_facts; /* of the chunk under way */

  GQueue             waiting; /* of inputs that are not used yet, owned, in order */
  guint64            n_inputs;
  guint64            kept;    /* inputs up to this one are on disk */
  guint64            taken;
  guint64            act;     /* entry of the last thing done at once that the run is to wait for; 0: it is on disk */
  gint64             offset;  /* of times: those of a run that was resumed go on */
  guint64            since_snapshot; /* bytes of chunks */
  guint64            snapshot_size;
  gboolean           is_due;  /* a snapshot, before the next visit */
  guint64            max_size;   /* bytes; 0: no limit */
  gboolean           is_lean;    /* it has come to that */
  gboolean           is_live;
  gboolean           holds;   /* the run back */
  gboolean           is_stalled;
};

/* Tells nothing of inputs until it goes live. @journal NULL: it never will. Of an earlier part of the
 * run there are @n_inputs, and @time µs. */
SluiceRecorder *sluice_recorder_new_quiet  (SluiceRun              *run,
                                            SluiceJournal          *journal,
                                            guint64                 n_inputs,
                                            gint64                  time);
void            sluice_recorder_begin      (SluiceRecorder         *self,
                                            const SluiceRecordInfo *info);
void            sluice_recorder_set_chunk_func (SluiceRecorder     *self,
                                            SluiceChunkFunc         func,
                                            guint                   n_facts,
                                            gpointer                user_data);
/* Keeps an input that is used already: it comes from another record. */
void            sluice_recorder_keep       (SluiceRecorder         *self,
                                            const SluiceKept       *kept);
/* The same of something that is done at once: where the run stands is filled in. */
void            sluice_recorder_keep_act   (SluiceRecorder         *self,
                                            SluiceKept             *kept);
/* A stop of another record, behind what was written of this one. */
void            sluice_recorder_keep_stop  (SluiceRecorder         *self,
                                            GByteArray             *take,
                                            guint64                 n_visits);
/* A fork has all of the run before that it is to have. */
void            sluice_recorder_keep_own   (SluiceRecorder         *self);
/* Takes over as the keeper of the run, which has used so many inputs. */
void            sluice_recorder_go_live    (SluiceRecorder         *self,
                                            guint64                 taken);
/* Lets the run go on, or not. */
void            sluice_recorder_hold_back  (SluiceRecorder         *self,
                                            gboolean                holds);
/* Lets it go on, unless there is still something to wait for. */
void            sluice_recorder_let_go_on  (SluiceRecorder         *self);

/* recorder-tape.c */
void            sluice_recorder_watch_run  (SluiceRecorder         *self);
void            sluice_recorder_unwatch_run (SluiceRecorder        *self);
void            sluice_recorder_finish_chunk (SluiceRecorder       *self);
/* Hands on a chunk that is to be compared, if it has all its facts. */
void            sluice_recorder_compare_chunk (SluiceRecorder      *self);
void            sluice_recorder_drop_flush (SluiceRecorder         *self);
/* The run has ended. */
void            sluice_recorder_end        (SluiceRecorder         *self);

/* recorder-acts.c */
void            sluice_recorder_keep_pins  (SluiceRecorder         *self,
                                            SluiceRun              *run);
void            sluice_recorder_keep_change (SluiceRecorder        *self,
                                            const SluiceChange     *change);
void            sluice_recorder_pinned_cb  (SluiceRun              *run,
                                            const char             *address,
                                            const SluiceValue      *result,
                                            gpointer                user_data);
void            sluice_recorder_held_cb    (SluiceRun              *run,
                                            const SluiceBoundary   *boundary,
                                            gpointer                user_data);
void            sluice_recorder_commanded_cb (SluiceRun            *run,
                                            const SluiceCommand    *command,
                                            gpointer                user_data);

G_END_DECLS
