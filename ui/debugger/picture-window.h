/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <adwaita.h>

#include "kinds/logged-picture.h"

G_BEGIN_DECLS

/* A picture of the console by itself: as large as fits, or pixel by pixel. */

#define SLUICE_TYPE_PICTURE_WINDOW (sluice_picture_window_get_type ())
G_DECLARE_FINAL_TYPE (SluicePictureWindow, sluice_picture_window, SLUICE, PICTURE_WINDOW, AdwWindow)

GtkWidget *sluice_picture_window_new (GtkWindow           *parent,
                                      SluiceLoggedPicture *picture);

G_END_DECLS
