/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <adwaita.h>

#include "debug/breakpoints.h"
#include "debugger/session/run-session.h"
#include "graph/document.h"

G_BEGIN_DECLS

#define SLUICE_TYPE_WINDOW (sluice_window_get_type ())
G_DECLARE_FINAL_TYPE (SluiceWindow, sluice_window, SLUICE, WINDOW, AdwApplicationWindow)

SluiceWindow     *sluice_window_new            (AdwApplication *application);
void              sluice_window_install_keys   (GtkApplication *application);

SluiceDocument   *sluice_window_get_document   (SluiceWindow   *self);
SluiceRunSession *sluice_window_get_session    (SluiceWindow   *self);
gboolean          sluice_window_is_untouched   (SluiceWindow   *self);
gboolean          sluice_window_has_file       (SluiceWindow   *self,
                                                const char     *path);
gboolean          sluice_window_open           (SluiceWindow   *self,
                                                const char     *path);
void              sluice_window_open_anywhere  (SluiceWindow   *self,
                                                const char     *path);

G_END_DECLS
