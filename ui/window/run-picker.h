/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

#include "debugger/session/run-session.h"

G_BEGIN_DECLS

/* Which run the pages of the debugger show: the one of its page, one that lives in another tab or window, or a recorded
 * one of the same flow. Its menu is filled when it opens. */

#define SLUICE_TYPE_RUN_PICKER (sluice_run_picker_get_type ())
G_DECLARE_FINAL_TYPE (SluiceRunPicker, sluice_run_picker, SLUICE, RUN_PICKER, GtkWidget)

GtkWidget *sluice_run_picker_new         (void);
void       sluice_run_picker_set_session (SluiceRunPicker  *self,
                                          SluiceRunSession *session);

G_END_DECLS
