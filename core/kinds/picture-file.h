/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "kinds/beneath.h"

G_BEGIN_DECLS

/* The bytes of a picture: what they are, how large it is, and the way to those of a file. */

/* "image/png" of PNG, JPEG, GIF or WebP, by its first bytes; NULL: none of them. */
const char *sluice_picture_find_type (const guchar         *bytes,
                                      gsize                 length);
/* In pixels, as its head says. FALSE: it does not say. */
gboolean    sluice_picture_find_size (const guchar         *bytes,
                                      gsize                 length,
                                      guint                *width,
                                      guint                *height);
/* Whether "data:image/png;base64,…" is what it says, by its first bytes, and not too large. */
gboolean    sluice_picture_check_data (const char           *address,
                                       gsize                 max_size,
                                       GError              **error);
GBytes     *sluice_picture_read_data (const char           *address,
                                      gsize                 max_size,
                                      GError              **error);
/* In any thread: a file that is a picture. Of another no more is read than it takes to know. */
GBytes     *sluice_picture_read_file (const SluiceBeneath  *file,
                                      gsize                 max_size,
                                      GCancellable         *cancellable,
                                      GError              **error);

G_END_DECLS
