/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "engine/run.h"

G_BEGIN_DECLS

/* A picture in the console. What the run logs, and its record keeps, only describes it: its file, type, size and a sum
 * over its bytes. The bytes themselves are on a shelf of the run, the latest so many of them; what is no longer there
 * is read from the file again, if that is still the same. */

#define SLUICE_LOGGED_PICTURE_MAX_SIZE   (8 << 20)   /* bytes, of one */
#define SLUICE_LOGGED_PICTURE_MAX_PIXELS (64 << 20)  /* of one that is drawn */

#define SLUICE_TYPE_LOGGED_PICTURE (sluice_logged_picture_get_type ())
typedef struct _SluiceLoggedPicture SluiceLoggedPicture; /* may be used in any thread */

GType                sluice_logged_picture_get_type (void) G_GNUC_CONST;
/* What @value, as it was logged, says of a picture; NULL: it is none. @run: whose shelf it may be on; NULL: it is of a
 * record. */
SluiceLoggedPicture *sluice_logged_picture_new      (SluiceValue           value,
                                                     SluiceRun            *run);
SluiceLoggedPicture *sluice_logged_picture_ref      (SluiceLoggedPicture  *self);
void                 sluice_logged_picture_unref    (SluiceLoggedPicture  *self);
const char          *sluice_logged_picture_get_name (SluiceLoggedPicture  *self); /* of its file; NULL: it has none */
/* In pixels; FALSE: it does not say, or they are too many to be drawn. */
gboolean             sluice_logged_picture_get_size (SluiceLoggedPicture  *self,
                                                     guint                *width,
                                                     guint                *height);
/* "plot.png · PNG, 640 × 480, 12.3 kB" */
char                *sluice_logged_picture_dup_text (SluiceLoggedPicture  *self);
void                 sluice_logged_picture_load_async (SluiceLoggedPicture *self,
                                                     GCancellable         *cancellable,
                                                     GAsyncReadyCallback   callback,
                                                     gpointer              user_data);
GBytes              *sluice_logged_picture_load_finish (GAsyncResult      *result,
                                                     GError              **error);

/* "picture" { path: a file, or a data address } gives the description that is logged. */
void                 sluice_logged_picture_perform  (SluiceEffect         *effect,
                                                     gpointer              user_data);
/* What is logged, as a line of text: a text as it is, a picture in words, all else as JSON. */
char                *sluice_logged_dup_text         (SluiceValue           value);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SluiceLoggedPicture, sluice_logged_picture_unref)

G_END_DECLS
