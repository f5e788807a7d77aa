/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

#include "debugger/session/run-session.h"

G_BEGIN_DECLS

/* Signal "locate" (const char *address). */

#define SLUICE_TYPE_RUN_PANEL (sluice_run_panel_get_type ())
G_DECLARE_FINAL_TYPE (SluiceRunPanel, sluice_run_panel, SLUICE, RUN_PANEL, GtkWidget)

GtkWidget  *sluice_run_panel_new             (void);
void        sluice_run_panel_set_session     (SluiceRunPanel   *self,
                                              SluiceRunSession *session);
void        sluice_run_panel_set_address     (SluiceRunPanel   *self,
                                              const char       *address);
void        sluice_run_panel_set_document    (SluiceRunPanel   *self,
                                              SluiceDocument   *document);
GListModel *sluice_run_panel_get_store_model (SluiceRunPanel   *self);
GListModel *sluice_run_panel_get_lane_model  (SluiceRunPanel   *self);

G_END_DECLS
