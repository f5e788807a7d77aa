/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

#include "graph/document.h"

G_BEGIN_DECLS

/* Signal "changed": another flow is to be shown. */

#define SLUICE_TYPE_FLOW_TRAIL (sluice_flow_trail_get_type ())
G_DECLARE_FINAL_TYPE (SluiceFlowTrail, sluice_flow_trail, SLUICE, FLOW_TRAIL, GtkWidget)

GtkWidget  *sluice_flow_trail_new          (void);
void        sluice_flow_trail_set_document (SluiceFlowTrail *self,
                                            SluiceDocument  *document);
const char *sluice_flow_trail_get_flow     (SluiceFlowTrail *self);
guint       sluice_flow_trail_get_depth    (SluiceFlowTrail *self);
void        sluice_flow_trail_go           (SluiceFlowTrail *self,
                                            const char      *flow);
/* Those that the document does not have are left out. */
void        sluice_flow_trail_set_flows    (SluiceFlowTrail *self,
                                            const char * const *flows);
void        sluice_flow_trail_enter        (SluiceFlowTrail *self,
                                            const char      *flow);
gboolean    sluice_flow_trail_leave        (SluiceFlowTrail *self);

G_END_DECLS
