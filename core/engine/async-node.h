/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "engine/node.h"

G_BEGIN_DECLS

/* A node whose phases may return later (rules A1–A7). In C a class says so with a field of its
 * class structure; languages that can't reach that subclass this one. */

#define SLUICE_TYPE_ASYNC_NODE (sluice_async_node_get_type ())
G_DECLARE_DERIVABLE_TYPE (SluiceAsyncNode, sluice_async_node, SLUICE, ASYNC_NODE, SluiceNode)

struct _SluiceAsyncNodeClass
{
  SluiceNodeClass parent_class;
  gpointer        padding[4];
};

G_END_DECLS
