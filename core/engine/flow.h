/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "engine/node.h"

G_BEGIN_DECLS

/* A flow is a node (rule F1): its prep, then its nodes from the start on, then its post, which
 * gets the last action and returns it by default. With batch (rules BF1–G6) it is orchestrated once for each
 * entry of what prep returns. exec and fallback of a flow are never called. */

#define SLUICE_TYPE_FLOW (sluice_flow_get_type ())
G_DECLARE_DERIVABLE_TYPE (SluiceFlow, sluice_flow, SLUICE, FLOW, SluiceNode)

struct _SluiceFlowClass
{
  SluiceNodeClass parent_class;
  gpointer        padding[4];
};

SluiceFlow  *sluice_flow_new           (SluiceNode *start); /* a plain flow; NULL: no start */
SluiceFlow  *sluice_flow_new_async     (SluiceNode *start);
SluiceNode  *sluice_flow_get_start     (SluiceFlow *self);
void         sluice_flow_set_start     (SluiceFlow *self,
                                        SluiceNode *start);
/* A flow is async if one of its nodes, or one of its own phases, may return later (rule A5). */
void         sluice_flow_set_async     (SluiceFlow *self,
                                        gboolean    async);
/* Of a batch flow: post gets the list of each entry's last action (rule BF1). */
void         sluice_flow_set_collect_actions (SluiceFlow *self,
                                        gboolean    collect);
/* Owns @node too although the start does not reach it. */
void         sluice_flow_add_node      (SluiceFlow *self,
                                        SluiceNode *node);
/* Rules A5, T8, F3 and the like: everything that can be refused before a run. */
gboolean     sluice_flow_check         (SluiceFlow *self,
                                        GError    **error);

G_END_DECLS
