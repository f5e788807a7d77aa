/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "record/entries.h"
#include "record/recorder-private.h"
#include "record/replay.h"

G_BEGIN_DECLS

typedef struct
{
  GBytes *bytes;    /* owned */
  guint   n_chunks; /* before it */
} SluiceReplayStop;

/* What a record has for a replay. */
typedef struct
{
  SluiceRecordInfo *info;
  GPtrArray        *inputs;  /* of SluiceKept: used in turn */
  GPtrArray        *at_once; /* of SluiceKept, borrowed from kept */
  GPtrArray        *clock;   /* the same */
  GPtrArray        *kept;    /* all of them, owned, as they came */
  GPtrArray        *chunks;  /* of GBytes */
  GArray           *stops;   /* of SluiceReplayStop */
  gboolean          has_ended;
  char             *damage;  /* what is wrong behind all this; NULL: nothing */
  gboolean          is_own;   /* no fork, or one that has come to its place */
  gint64            time;    /* of the last chunk's last fact */
} SluiceReplayPlan;

SluiceReplayPlan *sluice_replay_plan_load (const char        *path,
                                           GError           **error);
/* It can be resumed. */
gboolean          sluice_replay_plan_can_go_on (const SluiceReplayPlan *self,
                                           const char        *path,
                                           GError           **error);
/* Who ended the run does not end a fork of it. */
void              sluice_replay_plan_drop_cancel (SluiceReplayPlan *self);
void              sluice_replay_plan_free (SluiceReplayPlan  *self);
/* replay-acts.c */
gboolean          sluice_replay_act       (SluiceRun         *run,
                                           const SluiceKept  *kept,
                                           GError           **error);
/* replay-stops.c */
typedef struct _SluiceReplayStops SluiceReplayStops;

SluiceReplayStops *sluice_replay_stops_new (SluiceReplayPlan  *plan,
                                           SluiceRun         *run,
                                           SluiceRecorder    *recorder);
void              sluice_replay_stops_free (SluiceReplayStops *self);
/* replay-difference.c; @node: its address, owned, or NULL */
GError           *sluice_replay_find_difference (GBytes         *then,
                                           GBytes            *now,
                                           char             **node);
GError           *sluice_replay_compare_request (SluiceEffect   *effect,
                                           const SluiceKept  *kept,
                                           gboolean           exactly);
GError           *sluice_replay_make_unasked (const SluiceKept *kept);
GError           *sluice_replay_make_left (guint              n_inputs);
GError           *sluice_replay_make_lost (guint64            visit);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SluiceReplayPlan, sluice_replay_plan_free)

G_END_DECLS
