/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "engine/types.h"

G_BEGIN_DECLS

/* A node: prep → exec → post. Subclass it and override what you need; each phase gets a call,
 * which is returned once, now or later (engine/call.h). A node object holds settings only: what
 * a visit keeps for itself is hung on the call (rule C1), so that one node may be visited by
 * several lanes at once. */

#define SLUICE_TYPE_NODE (sluice_node_get_type ())
G_DECLARE_DERIVABLE_TYPE (SluiceNode, sluice_node, SLUICE, NODE, GObject)

struct _SluiceNodeClass
{
  GObjectClass parent_class;

  void (*prep)     (SluiceNode *self, SluiceCall *call);
  void (*exec)     (SluiceNode *self, SluiceCall *call);
  void (*fallback) (SluiceNode *self, SluiceCall *call);
  void (*post)     (SluiceNode *self, SluiceCall *call);

  /* A class whose phases may return later. Plain classes leave it FALSE. */
  gboolean async;

  gpointer padding[8];
};

/* Construct properties: id, title, address (its place in a document, "main/approve"),
 * retries (attempts, default 1), wait (s), timeout (s, 0: none), batch, limit, on-error, params. */

const char  *sluice_node_get_id          (SluiceNode   *self);
void         sluice_node_set_id          (SluiceNode   *self, const char *id);
const char  *sluice_node_get_title       (SluiceNode   *self); /* falls back to the id, then the type's name */
void         sluice_node_set_title       (SluiceNode   *self, const char *title);
const char  *sluice_node_get_address     (SluiceNode   *self); /* interned; NULL outside a document */
void         sluice_node_set_address     (SluiceNode   *self, const char *address);
int          sluice_node_get_retries     (SluiceNode   *self);
void         sluice_node_set_retries     (SluiceNode   *self, int attempts);
double       sluice_node_get_wait        (SluiceNode   *self);
void         sluice_node_set_wait        (SluiceNode   *self, double seconds);
double       sluice_node_get_timeout     (SluiceNode   *self);
void         sluice_node_set_timeout     (SluiceNode   *self, double seconds);
SluiceBatch  sluice_node_get_batch       (SluiceNode   *self);
void         sluice_node_set_batch       (SluiceNode   *self, SluiceBatch batch, guint limit, SluiceOnError on_error);
SluiceValue  sluice_node_get_params      (SluiceNode   *self); /* borrowed object or null */
void         sluice_node_set_params      (SluiceNode   *self, SluiceValue take_params);
JsonNode    *sluice_node_dup_params_json (SluiceNode   *self); /* for other languages */
gboolean     sluice_node_set_params_json (SluiceNode   *self, JsonNode *params, GError **error);
gboolean     sluice_node_is_async        (SluiceNode   *self);
gboolean     sluice_node_get_disabled    (SluiceNode   *self); /* a visit passes it by: no phase, action "default" */
void         sluice_node_set_disabled    (SluiceNode   *self, gboolean disabled);

/* Wiring (rules T1–T6). @action NULL is "default"; @target NULL is an explicit end. An edge holds
 * a reference; a flow owns the nodes reachable from its start, and when the last flow that owns a
 * node goes, the node's edges are cleared, so that loops do not leak. Returns @target. */
SluiceNode  *sluice_node_next            (SluiceNode   *self,
                                          SluiceNode   *target,
                                          const char   *action);
gboolean     sluice_node_get_successor   (SluiceNode   *self,
                                          const char   *action,
                                          SluiceNode  **target); /* FALSE: no such edge */
guint        sluice_node_get_n_edges     (SluiceNode   *self);
const char  *sluice_node_get_edge        (SluiceNode   *self,
                                          guint         index,
                                          SluiceNode  **target); /* in order of insertion */
void         sluice_node_clear_edges     (SluiceNode   *self);

G_END_DECLS
