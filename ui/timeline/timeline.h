/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

#include "debugger/session/run-session.h"
#include "graph/document.h"

G_BEGIN_DECLS

/* The lanes of a run over time. Signal "activated" (address): the person wants to see that node. */

#define SLUICE_TYPE_TIMELINE (sluice_timeline_get_type ())
G_DECLARE_FINAL_TYPE (SluiceTimeline, sluice_timeline, SLUICE, TIMELINE, GtkWidget)

GtkWidget *sluice_timeline_new          (void);
void       sluice_timeline_set_session  (SluiceTimeline   *self,
                                         SluiceRunSession *session);
void       sluice_timeline_set_document (SluiceTimeline   *self,
                                         SluiceDocument   *document);
void       sluice_timeline_focus        (SluiceTimeline   *self);

G_END_DECLS
