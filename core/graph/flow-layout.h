/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "graph/document.h"
#include "graph/layout.h"

G_BEGIN_DECLS

/* Lays out some nodes of a flow with the edges among them, top left at 0, 0. Returns a new table
 * from node id to SluicePlace. */
GHashTable *sluice_flow_layout (SluiceDocument *document,
                                const char     *flow,
                                GPtrArray      *node_ids);

G_END_DECLS
