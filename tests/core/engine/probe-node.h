/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "probe.h"

G_BEGIN_DECLS

/* A node or flow whose phases are commands; the ones that are not set are the class's own. */
SluiceNode *probe_node_new       (Probe      *probe,
                                  gboolean    is_flow,
                                  gboolean    async);
void        probe_node_set_phase (SluiceNode *node,
                                  const char *phase,
                                  const char *commands);

G_END_DECLS
