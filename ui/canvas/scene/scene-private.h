/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "canvas/scene/scene.h"

G_BEGIN_DECLS

/* A node that is being dragged, and its box when that began. */
typedef struct
{
  SluiceSceneNode *node;
  SluiceRect       from;
} SluiceLifted;

struct _SluiceScene
{
  SluiceDocument     *document;  /* or NULL */
  char               *flow;
  gulong              changed_id;
  char               *start;     /* the start node's address, or NULL */

  GHashTable         *nodes;     /* address → SluiceSceneNode, owned */
  GHashTable         *dangling;  /* node with edges to nodes that are not there, borrowed → of each of its ports the
                                  * id of that node or NULL, all owned: char *[n_ports] */
  GPtrArray          *queue;     /* nodes whose edges will be routed after this change, borrowed */
  GArray             *lifted;    /* SluiceLifted */
  SluiceSpatialIndex *node_index;
  SluiceSpatialIndex *edge_index;
  guint               next_order;
  GPtrArray          *shapes;    /* SluiceSceneShape, owned, from bottom to top */
  GHashTable         *kept_places; /* address → SluicePoint, both owned: where a transition began */
  gboolean            shows_lines; /* what is painted has no routes */
  double              transition;  /* how much of its way is left, from 1 to 0 */

  SluiceSelection    *selection;
  SluiceSceneClient   client;
  gpointer            client_data;
};

/* What is drawn within @area (NULL: anywhere) is another now. */
void sluice_scene_damage     (SluiceScene      *self,
                              const SluiceRect *area);
void sluice_scene_free_drawing (SluiceScene    *self,
                                gpointer       *drawing);

/* scene-edges.c */
void sluice_scene_free_edge     (SluiceScene      *self,
                                 SluiceSceneEdge  *edge);
void sluice_scene_damage_edge   (SluiceScene      *self,
                                 SluiceSceneEdge  *edge);
void sluice_scene_mark_stale    (SluiceScene      *self,
                                 SluiceSceneNode  *node);
void sluice_scene_disturb       (SluiceScene      *self,
                                 const SluiceRect *box);
/* Makes the edges of a node whose ports are new; @targets: the id of the node that each leads to, or NULL. Where the
 * nodes are is not asked before the edges are routed. */
void sluice_scene_link_ports    (SluiceScene      *self,
                                 SluiceSceneNode  *node,
                                 const char       *const *targets);
/* The edge goes, but comes back with a node of its target's id. */
void sluice_scene_detach_edge   (SluiceScene      *self,
                                 SluiceSceneEdge  *edge);
void sluice_scene_link_dangling (SluiceScene      *self);
void sluice_scene_forget_dangling (SluiceScene    *self,
                                 SluiceSceneNode  *node);
void sluice_scene_route_node    (SluiceScene      *self,
                                 SluiceSceneNode  *node);
void sluice_scene_route_stale   (SluiceScene      *self);

static inline void
sluice_scene_ensure_route (SluiceScene     *self,
                           SluiceSceneEdge *edge)
{
  if (edge->route == NULL || edge->source->is_stale)
    sluice_scene_route_node (self, edge->source);
}

static inline gboolean
scene_rect_equal (const SluiceRect *a,
                  const SluiceRect *b)
{
  return a->x == b->x && a->y == b->y && a->width == b->width && a->height == b->height;
}

/* scene-query.c: makes room for the edges whose way is known. */
void sluice_scene_add_routes    (SluiceScene      *self,
                                 SluiceRect       *extent);

/* lift.c */
void sluice_scene_forget_lifted (SluiceScene      *self,
                                 SluiceSceneNode  *node);

/* A node shows up where the transition has it; its edges follow when all have moved. */
void sluice_scene_move_node    (SluiceScene     *self,
                                SluiceSceneNode *node);
void sluice_scene_finish_moves (SluiceScene     *self);

/* shapes.c */
void     sluice_scene_update_shapes  (SluiceScene *self);
void     sluice_scene_clear_shapes   (SluiceScene *self);
gboolean sluice_scene_hit_shapes     (SluiceScene *self,
                                      SluiceHit   *hit,
                                      double       x,
                                      double       y,
                                      double       zoom);

G_END_DECLS
