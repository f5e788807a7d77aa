/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "exchange/python-project.h"

G_BEGIN_DECLS

/* Projects that were read from Python go out again as they came in: the modules stand in the document's
 * "python", and only the classes and the wiring that were changed in the drawing are written anew. */

/* What a document's drawing says, as far as Python has it: the same while only words and places change. */
char        *sluice_python_dup_digest    (SluiceValue          root);
gboolean     sluice_python_is_kept       (SluiceDocument      *document);
/* The class of a node that came with its source, or NULL. */
const char  *sluice_python_get_own_class (SluiceValue          node);
gboolean     sluice_python_is_own_async  (SluiceValue          node);
/* Adds the modules. */
void         sluice_python_write_kept    (SluicePythonProject *self);

G_END_DECLS
