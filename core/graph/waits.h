/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "graph/document.h"

G_BEGIN_DECLS

/* What a node may wait for, told from its kind and its texts: a person, a server, a timer, a queue.
 * What a text computes cannot be told; nothing of it is run. */

gboolean   sluice_document_node_waits       (SluiceDocument *self,
                                             const char     *address);
/* The queues that it names in its texts, in order, each once; those it only puts into are not among
 * them. */
char     **sluice_document_dup_node_queues  (SluiceDocument *self,
                                             const char     *address);
/* Those that it puts items into. */
char     **sluice_document_dup_filled_queues (SluiceDocument *self,
                                             const char     *address);

G_END_DECLS
