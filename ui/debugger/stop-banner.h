/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

#include "debugger/session/run-session.h"

G_BEGIN_DECLS

#define SLUICE_TYPE_STOP_BANNER (sluice_stop_banner_get_type ())
G_DECLARE_FINAL_TYPE (SluiceStopBanner, sluice_stop_banner, SLUICE, STOP_BANNER, GtkWidget)

GtkWidget  *sluice_stop_banner_new         (void);
void        sluice_stop_banner_set_session (SluiceStopBanner *self,
                                            SluiceRunSession *session);
const char *sluice_stop_banner_get_text    (SluiceStopBanner *self);

G_END_DECLS
