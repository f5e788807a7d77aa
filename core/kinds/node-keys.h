/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "engine/node.h"

G_BEGIN_DECLS

/* What every node has (flow-file.md, rule 7): title, disabled, retries, wait, timeout, batch, params. */
gboolean sluice_node_keys_load (SluiceNode  *node,
                                SluiceValue  object,
                                GError     **error);

G_END_DECLS
