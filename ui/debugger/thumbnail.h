/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A picture of the console, small; it opens larger. Without one it is not there. */

#define SLUICE_TYPE_THUMBNAIL (sluice_thumbnail_get_type ())
G_DECLARE_FINAL_TYPE (SluiceThumbnail, sluice_thumbnail, SLUICE, THUMBNAIL, GtkWidget)

G_END_DECLS
