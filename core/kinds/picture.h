/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "kinds/grants.h"

G_BEGIN_DECLS

/* Pictures that a model is shown. In messages they stand as their addresses, or as paths of files below granted
 * folders, which are read when the messages are sent: what is recorded names the file and does not hold it. */

#define SLUICE_PICTURE_MAX_SIZE (20 << 20) /* bytes, of one */

typedef struct _SluicePictures SluicePictures;

/* Whether @text is an address, http(s) or data, and no path. */
gboolean        sluice_picture_is_address (const char      *text);
/* @messages with @images, a list of texts, beside the text of the last one of a user. */
SluiceValue     sluice_pictures_add       (SluiceValue      messages,
                                           SluiceValue      images);
/* The files among the pictures of @messages. NULL without an error: there are none. */
SluicePictures *sluice_pictures_new       (SluiceRun       *run,
                                           SluiceValue      messages,
                                           GError         **error);
void            sluice_pictures_free      (gpointer         self);
/* A SluiceJobFunc: reads them, in any thread. The result is the list of their data addresses. */
gboolean        sluice_pictures_read      (gpointer         self,
                                           GCancellable    *cancellable,
                                           SluiceValue     *result,
                                           GError         **error);
/* @messages with what was read in the places of the paths. */
SluiceValue     sluice_pictures_put       (SluiceValue      messages,
                                           SluiceValue      addresses);

G_END_DECLS
