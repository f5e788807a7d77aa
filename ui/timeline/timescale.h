/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "debugger/session/run-session.h"

G_BEGIN_DECLS

/* Time on a line whose idle gaps can be folded: where nothing but waiting happens for long, a gap takes
 * no more than a moment. Plain numbers: µs of the run on one side, µs of the line on the other. */

#define SLUICE_TIMESCALE_MIN_GAP  G_USEC_PER_SEC /* what is shorter is not folded */
#define SLUICE_TIMESCALE_FOLD     (G_USEC_PER_SEC / 4)

typedef struct
{
  gint64 start;
  gint64 end;
  gint64 saved; /* µs that this gap and those before it save */
} SluiceGap;

typedef struct
{
  GArray   *busy;    /* of two gint64: start and end, sorted, apart from each other */
  GArray   *gaps;    /* of SluiceGap; made again when asked for */
  gint64    end;
  gint64    last;    /* end of the last span */
  gboolean  folds;
  gboolean  is_stale;
} SluiceTimescale;

void     sluice_timescale_init      (SluiceTimescale  *self);
void     sluice_timescale_clear     (SluiceTimescale  *self);
void     sluice_timescale_reset     (SluiceTimescale  *self);
/* Spans come in the order of their ends, or nearly. */
void     sluice_timescale_add       (SluiceTimescale  *self,
                                     const SluiceSpan *span);
/* Where the line ends, at the end of the last span or later. */
void     sluice_timescale_set_end   (SluiceTimescale  *self,
                                     gint64            end);
void     sluice_timescale_set_folds (SluiceTimescale  *self,
                                     gboolean          folds);
gint64   sluice_timescale_to_line   (SluiceTimescale  *self,
                                     gint64            time);
gint64   sluice_timescale_to_time   (SluiceTimescale  *self,
                                     gint64            line);
/* of SluiceGap; empty unless it folds */
GArray  *sluice_timescale_get_gaps  (SluiceTimescale  *self);

G_END_DECLS
