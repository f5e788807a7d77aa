/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "timeline/timescale.h"

G_BEGIN_DECLS

/* What a timeline shows of a session: a row for each lane, in the order in which they began, and in it
 * its stretches in order of time. No widget: tested without a display. */

#define SLUICE_TIMELINE_MAX_ROWS 1000

typedef struct
{
  guint32     lane;
  GArray     *spans; /* of SluiceSpan; the last one may go on */
  GArray     *signs; /* of guint: the indices of those that failed, or have a held result */
  gboolean    is_open;
} SluiceTimelineRow;

typedef struct
{
  GPtrArray       *rows;     /* of SluiceTimelineRow */
  GHashTable      *by_lane;  /* id → SluiceTimelineRow */
  SluiceTimescale  scale;
  guint64          seen;     /* spans of the session that are here */
  guint            n_spans;  /* in all rows */
  guint            n_hidden; /* lanes that have no row, for there are too many */
  guint64          n_lost;   /* earlier stretches that the session does not keep */
} SluiceTimelineRows;

void     sluice_timeline_rows_init   (SluiceTimelineRows *self);
void     sluice_timeline_rows_clear  (SluiceTimelineRows *self);
void     sluice_timeline_rows_reset  (SluiceTimelineRows *self);
/* Takes what is new in the session. */
void     sluice_timeline_rows_update (SluiceTimelineRows *self,
                                      SluiceRunSession   *session);
/* The index of the first stretch of a row that ends after @time; its length: none does. */
guint    sluice_timeline_row_find    (const SluiceTimelineRow *row,
                                      gint64              time);

/* The place among its signs of the first that stands at @index of the stretches or later. */
guint    sluice_timeline_row_find_sign (const SluiceTimelineRow *row,
                                        guint                    index);

G_END_DECLS
