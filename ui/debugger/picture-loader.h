/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

#include "kinds/logged-picture.h"

G_BEGIN_DECLS

/* From a picture of the console to one that is drawn, in threads: what a file holds may take long to unfold. */

/* @width, @height: the box it is to fit in, in pixels of the screen, never larger than it is; 0: as it is. */
void        sluice_picture_draw_async  (SluiceLoggedPicture  *picture,
                                        int                   width,
                                        int                   height,
                                        GCancellable         *cancellable,
                                        GAsyncReadyCallback   callback,
                                        gpointer              user_data);
GdkTexture *sluice_picture_draw_finish (GAsyncResult         *result,
                                        GError              **error);
/* The size in which a picture of @width × @height fits in a box, not larger than it is. */
void        sluice_picture_fit         (int                  *width,
                                        int                  *height,
                                        int                   box_width,
                                        int                   box_height);

G_END_DECLS
