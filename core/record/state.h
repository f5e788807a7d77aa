/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "record/record.h"

G_BEGIN_DECLS

/* The state of a run at a place of its record: made from a snapshot, carried on by facts. */

typedef struct
{
  guint64      visit;  /* the last that has begun */
  gint64       time;
  SluiceValue  store;  /* owned */
  SluiceValue  queues; /* owned: an object of arrays, those that were used; null: not known */
  gboolean     whole;  /* nothing of the store was left out */
  GPtrArray   *lanes;  /* owned, of SluiceRecordLane, by id */
} SluiceRecordState;

void              sluice_record_state_init   (SluiceRecordState       *self,
                                              SluiceValue              store);
void              sluice_record_state_clear  (SluiceRecordState       *self);
void              sluice_record_state_copy   (SluiceRecordState       *self,
                                              const SluiceRecordState *from); /* @self: cleared */
/* FALSE: it does not follow from what was before. */
gboolean          sluice_record_state_apply  (SluiceRecordState       *self,
                                              const SluiceFact        *fact);
/* A run's own, as it is now. */
GByteArray       *sluice_snapshot_pack       (SluiceRun               *run,
                                              guint64                  n_visits,
                                              gint64                   time);
gboolean          sluice_record_state_unpack (SluiceRecordState       *self, /* cleared */
                                              GBytes                  *bytes);

G_END_DECLS
