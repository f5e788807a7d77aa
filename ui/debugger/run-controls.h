/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

#include "debugger/session/run-session.h"

G_BEGIN_DECLS

#define SLUICE_TYPE_RUN_CONTROLS (sluice_run_controls_get_type ())
G_DECLARE_FINAL_TYPE (SluiceRunControls, sluice_run_controls, SLUICE, RUN_CONTROLS, GtkWidget)

GtkWidget *sluice_run_controls_new         (void);
void       sluice_run_controls_set_session (SluiceRunControls *self,
                                            SluiceRunSession  *session);

G_END_DECLS
