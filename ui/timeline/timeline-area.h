/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

#include "graph/document.h"
#include "timeline/timeline-rows.h"

G_BEGIN_DECLS

/* The rows of a timeline under an axis of time. Signal "activated" (address): the person wants to see
 * that node. */

#define SLUICE_TYPE_TIMELINE_AREA (sluice_timeline_area_get_type ())
G_DECLARE_FINAL_TYPE (SluiceTimelineArea, sluice_timeline_area, SLUICE, TIMELINE_AREA, GtkWidget)

void            sluice_timeline_area_set_session  (SluiceTimelineArea *self,
                                                   SluiceRunSession   *session);
void            sluice_timeline_area_set_document (SluiceTimelineArea *self,
                                                   SluiceDocument     *document);
void            sluice_timeline_area_set_folds    (SluiceTimelineArea *self,
                                                   gboolean            folds);
void            sluice_timeline_area_fit          (SluiceTimelineArea *self);
/* @factor above 1 shows less time, larger. */
void            sluice_timeline_area_zoom         (SluiceTimelineArea *self,
                                                   double              factor);
GtkAdjustment  *sluice_timeline_area_get_across   (SluiceTimelineArea *self);
GtkAdjustment  *sluice_timeline_area_get_down     (SluiceTimelineArea *self);
gboolean        sluice_timeline_area_is_empty     (SluiceTimelineArea *self);
/* What of the run is not shown, for there is too much of it. */
void           sluice_timeline_area_get_left_out (SluiceTimelineArea *self,
                                                  guint              *n_lanes,
                                                  guint64            *n_stretches);

G_END_DECLS
