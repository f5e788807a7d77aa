/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

#include "kinds/grants.h"

G_BEGIN_DECLS

/* A document made ready to be run: a copy as it was, with the flows of other files, its text, and what it touches.
 * It belongs to one thread at a time; whoever hands it on keeps no value of it. */

typedef struct _SluicePrepared SluicePrepared;

/* At once, or in a thread of its own, which borrows the document's values meanwhile. */
SluicePrepared *sluice_prepared_new          (SluiceDocument       *document,
                                              GError              **error);
void            sluice_prepared_new_async    (SluiceDocument       *document,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
SluicePrepared *sluice_prepared_new_finish   (GAsyncResult         *result,
                                              GError              **error);
void            sluice_prepared_free         (SluicePrepared       *self);

SluiceDocument *sluice_prepared_get_document (SluicePrepared       *self); /* the copy */
const char     *sluice_prepared_get_text     (SluicePrepared       *self); /* canonical */
/* What it touches; what of that and more was allowed for good. */
SluiceGrants   *sluice_prepared_get_needed   (SluicePrepared       *self);
SluiceGrants   *sluice_prepared_get_allowed  (SluicePrepared       *self);
/* Whether a flow of it came from another file, which the document's own checks have not seen. */
gboolean        sluice_prepared_is_linked    (SluicePrepared       *self);

/* In the thread that asked for it, until it is released to another. */
gboolean        sluice_prepared_is_of        (SluicePrepared       *self,
                                              SluiceDocument       *document);
gboolean        sluice_prepared_is_outdated  (SluicePrepared       *self);
SluicePrepared *sluice_prepared_release      (SluicePrepared       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SluicePrepared, sluice_prepared_free)

G_END_DECLS
