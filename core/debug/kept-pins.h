/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "debug/breakpoint.h"
#include "debug/pins.h"
#include "graph/edit.h"

G_BEGIN_DECLS

/* What a person keeps in the document of what was done while debugging: pins, and edits of the store. */

/* Those that the document has, as it is now. */
void     sluice_pins_take_kept  (SluicePins             *self,
                                 SluiceDocument         *document);
/* Whether changes of a document may be about its pins. */
gboolean sluice_pins_concern    (const SluiceChangeSet  *changes);
gboolean sluice_pins_keep       (SluicePins             *self,
                                 SluiceDocument         *document,
                                 const char             *address,
                                 GError                **error);
/* Out of the document, and the person's as well. */
gboolean sluice_pins_drop       (SluicePins             *self,
                                 SluiceDocument         *document,
                                 const char             *address,
                                 GError                **error);
/* Out of the document, to be the person's own. */
gboolean sluice_pins_leave_to_person (SluicePins        *self,
                                 SluiceDocument         *document,
                                 const char             *address,
                                 GError                **error);
/* Into the initial store. */
gboolean sluice_keep_store_edit (SluiceDocument         *document,
                                 gboolean                removes,
                                 const char             *place,
                                 SluiceValue             take_value,
                                 GError                **error);

G_END_DECLS
