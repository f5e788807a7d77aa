/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "window/page.h"

G_BEGIN_DECLS

#define SLUICE_TYPE_WINDOW (sluice_window_get_type ())
G_DECLARE_FINAL_TYPE (SluiceWindow, sluice_window, SLUICE, WINDOW, AdwApplicationWindow)

SluiceWindow *sluice_window_new          (AdwApplication *application);
void          sluice_window_install_keys (GtkApplication *application);

void          sluice_window_recover      (SluiceWindow   *self);
gboolean      sluice_window_open         (SluiceWindow   *self,
                                          const char     *path);
void          sluice_window_open_files   (SluiceWindow   *self,
                                          GFile         **files,
                                          guint           n_files);

G_END_DECLS
