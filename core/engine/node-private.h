/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "engine/flow.h"
#include "engine/node.h"

G_BEGIN_DECLS

typedef struct
{
  const char *action; /* interned */
  SluiceNode *target; /* owned; NULL: an explicit end (rule T6) */
} SluiceEdge;

typedef struct
{
  char         *id;
  char         *title;
  const char   *address; /* interned */

  SluiceEdge   *edges; /* in order of insertion */
  guint         n_edges;

  SluiceFlow   *owner;       /* borrowed: the first flow that owns the node */
  GPtrArray    *more_owners; /* borrowed flows, or NULL */
  GPtrArray    *overwritten; /* actions that were wired twice (rule T2), interned, or NULL */

  SluiceValue   params; /* owned: an object or null */
  double        wait;    /* s */
  double        timeout; /* s */
  int           retries;
  guint         limit;
  guint8        batch;    /* a SluiceBatch */
  guint8        on_error; /* a SluiceOnError */
  guint8        disabled;
  guint8        async;
  guint8        is_flow;
} SluiceNodePrivate;

extern const char *sluice_default_action; /* "default", interned */

SluiceNodePrivate *sluice_node_get_private    (SluiceNode *self);
/* What the rules look up: @action empty or NULL is "default" (rule T4). */
const SluiceEdge  *sluice_node_find_edge      (const SluiceNodePrivate *priv,
                                               const char              *action);
/* Is the phase left to its default? Then nothing happens in it, and it is skipped. */
gboolean           sluice_node_is_default     (void      (*phase) (SluiceNode *, SluiceCall *));

/* The defaults of the classes. */
void               sluice_node_default_prep     (SluiceNode *self, SluiceCall *call);
void               sluice_node_default_exec     (SluiceNode *self, SluiceCall *call);
void               sluice_node_default_fallback (SluiceNode *self, SluiceCall *call);
void               sluice_node_default_post     (SluiceNode *self, SluiceCall *call);
void               sluice_flow_default_post     (SluiceNode *self, SluiceCall *call);

/* Drops a reference without taking stack for each node that goes with it. */
void               sluice_node_release        (SluiceNode *node);
gboolean           sluice_node_add_owner      (SluiceNode *self,
                                               SluiceFlow *flow); /* FALSE: it was one already */
void               sluice_node_remove_owner   (SluiceNode *self,
                                               SluiceFlow *flow);
/* Owns @node and what it reaches. */
void               sluice_flow_own            (SluiceFlow *self,
                                               SluiceNode *node);
/* The nodes a flow owns. */
GPtrArray         *sluice_flow_get_nodes      (SluiceFlow *self);
SluiceNode        *sluice_flow_peek_start     (SluiceFlow *self);
gboolean           sluice_flow_peek_collects  (SluiceFlow *self);

G_END_DECLS
