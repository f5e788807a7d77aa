/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "engine/flow.h"
#include "base/ids.h"
#include "graph/check.h"
#include "kinds/kind.h"

G_BEGIN_DECLS

/* The table of kinds, and nodes made from a document's objects. */

void              sluice_kinds_register    (void); /* into the catalog, with their checks; once */
const SluiceKind *sluice_kinds_lookup      (const char  *id); /* NULL: unknown */
/* A node of its kind with all but its edges. The texts of @node are in it (kinds/texts.h). */
SluiceNode       *sluice_kinds_create_node (const char  *address,
                                            SluiceValue  node,
                                            GError     **error);
/* The same in two steps. */
SluiceNode       *sluice_kinds_new_node    (const char  *address,
                                            SluiceValue  object,
                                            GError     **error);
gboolean          sluice_kinds_load_node   (SluiceNode  *node,
                                            const char  *address,
                                            SluiceValue  object,
                                            GError     **error);
/* A flow of a document, without its nodes. */
SluiceFlow       *sluice_kinds_create_flow (const char  *id,
                                            SluiceValue  flow,
                                            GError     **error);
/* check.c */
void              sluice_kinds_check       (SluiceDocument *document,
                                            const char     *flow,
                                            const char     *node, /* NULL: the flow itself */
                                            GPtrArray      *problems);

G_END_DECLS
