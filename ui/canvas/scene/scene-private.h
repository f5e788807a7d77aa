/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "canvas/scene/scene.h"

G_BEGIN_DECLS

struct _SluiceScene
{
  SluiceDocument     *document;  /* or NULL */
  char               *flow;
  gulong              changed_id;
  char               *start;     /* the start node's address, or NULL */

  GHashTable         *nodes;     /* address → SluiceSceneNode, owned */
  GHashTable         *dangling;  /* nodes with an edge to a node that is not there, borrowed */
  GPtrArray          *queue;     /* nodes whose edges will be routed after this change, borrowed */
  SluiceSpatialIndex *node_index;
  SluiceSpatialIndex *edge_index;
  guint               next_order;

  SluiceSelection    *selection;
  SluiceSceneClient   client;
  gpointer            client_data;
};

void sluice_scene_route_node (SluiceScene     *self,
                              SluiceSceneNode *node);

G_END_DECLS
