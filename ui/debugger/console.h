/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

#include "debugger/session/run-session.h"

G_BEGIN_DECLS

/* Signals "locate" (const char *address): a line was chosen whose node is known; "visit" (guint64): one was activated
 * that a visit wrote. */

#define SLUICE_TYPE_CONSOLE (sluice_console_get_type ())
G_DECLARE_FINAL_TYPE (SluiceConsole, sluice_console, SLUICE, CONSOLE, GtkWidget)

GtkWidget  *sluice_console_new         (void);
void        sluice_console_set_session (SluiceConsole    *self,
                                        SluiceRunSession *session);
GListModel *sluice_console_get_model   (SluiceConsole    *self);
void        sluice_console_clear       (SluiceConsole    *self);
void        sluice_console_copy        (SluiceConsole    *self);
void        sluice_console_open_search (SluiceConsole    *self);

G_END_DECLS
