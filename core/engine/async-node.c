/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "engine/async-node.h"

/**
 * SluiceAsyncNode:
 *
 * A node whose phases may keep their call and return it later (rule A1).
 *
 * It runs in async flows only (rule A5); without a subclass it does nothing.
 */

G_DEFINE_TYPE (SluiceAsyncNode, sluice_async_node, SLUICE_TYPE_NODE)

static void
sluice_async_node_class_init (SluiceAsyncNodeClass *klass)
{
  SLUICE_NODE_CLASS (klass)->async = TRUE;
}

static void
sluice_async_node_init (SluiceAsyncNode *self)
{
}
