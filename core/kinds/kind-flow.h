/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "engine/flow.h"
#include "kinds/kind.h"

G_BEGIN_DECLS

/* A flow of a document, or a node that runs one: a SluiceFlow with phases as a person wrote them. */

#define SLUICE_TYPE_FLOW_NODE (sluice_flow_node_get_type ())
G_DECLARE_FINAL_TYPE (SluiceFlowNode, sluice_flow_node, SLUICE, FLOW_NODE, SluiceFlow)

gboolean    sluice_flow_node_load     (SluiceFlowNode *self,
                                       SluiceValue     node,
                                       GError        **error);
const char *sluice_flow_node_get_flow (SluiceFlowNode *self); /* the id of the flow it runs, or NULL */

G_END_DECLS
