/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

#include "graph/document.h"

G_BEGIN_DECLS

/* Shows and edits what is selected: a node, an edge, or with nothing selected the flow. */

#define SLUICE_TYPE_INSPECTOR (sluice_inspector_get_type ())
G_DECLARE_FINAL_TYPE (SluiceInspector, sluice_inspector, SLUICE, INSPECTOR, GtkWidget)

GtkWidget *sluice_inspector_new           (void);
void       sluice_inspector_set_document  (SluiceInspector    *self,
                                           SluiceDocument     *document);
void       sluice_inspector_set_flow      (SluiceInspector    *self,
                                           const char         *flow);
void       sluice_inspector_set_selection (SluiceInspector    *self,
                                           const char * const *addresses,
                                           const char         *edge_address,
                                           const char         *edge_action);
/* What the check says of the document, of SluiceProblem; shown at the fields that they are about. */
void       sluice_inspector_set_problems  (SluiceInspector    *self,
                                           GPtrArray          *problems);
gboolean   sluice_inspector_focus_title   (SluiceInspector    *self);

G_END_DECLS
