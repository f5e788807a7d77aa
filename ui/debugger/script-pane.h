/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

#include "debugger/session/run-session.h"

G_BEGIN_DECLS

/* The script that a run is stopped in, with the line and its locals. Shows nothing while it is stopped in none. */

#define SLUICE_TYPE_SCRIPT_PANE (sluice_script_pane_get_type ())
G_DECLARE_FINAL_TYPE (SluiceScriptPane, sluice_script_pane, SLUICE, SCRIPT_PANE, GtkWidget)

GtkWidget *sluice_script_pane_new          (void);
void       sluice_script_pane_set_session  (SluiceScriptPane *self,
                                            SluiceRunSession *session);
void       sluice_script_pane_set_document (SluiceScriptPane *self,
                                            SluiceDocument   *document);

G_END_DECLS
