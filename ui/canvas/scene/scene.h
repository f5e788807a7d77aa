/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "graph/route.h"
#include "canvas/scene/selection.h"
#include "graph/drawing.h"

G_BEGIN_DECLS

/* One flow of a document as boxes, ports and curves in world coordinates, kept up to date by the
 * document's change sets. Nodes and edges are borrowed by those who ask and are gone after the
 * next change: keep addresses. */

#define SLUICE_PORT_RADIUS 6.0
#define SLUICE_PORT_MAGNET 24.0
#define SLUICE_BOXES_BELOW 0.3 /* the zoom below which nodes are boxes, without texts and ports */
#define SLUICE_EDGE_REACH  6.0

typedef struct _SluiceScene     SluiceScene;
typedef struct _SluiceSceneNode SluiceSceneNode;
typedef struct _SluiceSceneEdge SluiceSceneEdge;
typedef struct _SluiceSceneShape SluiceSceneShape;

/* There are as many of these as the largest flow has: what can be told from the rest of them is not kept. */

typedef struct
{
  GRefString      *action;  /* most share a few */
  SluiceSceneEdge *edge;    /* owned; NULL: open, an explicit end, or its target is missing */
  guint            has_edge : 1;
  guint            is_end : 1;
} SluiceScenePort;

struct _SluiceSceneNode
{
  SluiceSpatialItem  item;     /* first: bounds is the box */
  const char        *id;       /* within the address */
  SluiceScenePort   *ports;
  guint              n_ports;
  float              ports_top; /* in px, from the top of the box */
  float              input_top; /* as that, of the input */
  SluicePoint        shift;    /* to where it was when a transition began */
  const char        *colour;   /* its name, interned; or NULL */
  SluiceSceneEdge   *incoming; /* the first of the edges that lead in, borrowed; before it comes the last */
  guint              n_incoming;
  guint              order;    /* from bottom to top */
  guint              is_stale : 1; /* its edges wait to be routed */
  guint              is_queued : 1; /* and the scene will see to it */
  guint              is_lifted : 1; /* it is being dragged */
  gpointer           drawing;  /* of the drawing side, dropped when the node changed */
  char               address[];
};

struct _SluiceSceneEdge
{
  SluiceSpatialItem  item;     /* first: bounds is the route's reach */
  SluiceSceneNode   *source;
  SluiceSceneNode   *target;
  SluiceSceneEdge   *next_incoming; /* of the target's, in the order they came; NULL: it is the last */
  SluiceSceneEdge   *previous_incoming;
  guint              port;
  guint              n_bends : 31;
  guint              is_lit : 1; /* of the drawing side: that a run took it was painted */
  SluiceRoute       *route;    /* NULL until somebody looks there; as large as its curve is */
  SluicePoint       *bends;    /* known with the route; NULL: none */
  gpointer           drawing;
};

/* What the drawing side needs to know and to tell. */
typedef struct
{
  void   (*changed)       (gpointer         user_data);   /* the drawing differs */
  double (*measure_label) (const char      *text,
                           gpointer         user_data);   /* width in px at 100 % */
  void   (*drop_drawing)  (gpointer         drawing,
                           gpointer         user_data);
  void   (*damage)        (const SluiceRect *area,         /* where; NULL: all */
                           gpointer         user_data);
} SluiceSceneClient;

SluiceScene     *sluice_scene_new            (void);
void             sluice_scene_free           (SluiceScene             *self);
void             sluice_scene_set_client     (SluiceScene             *self,
                                              const SluiceSceneClient *client,
                                              gpointer                 user_data);
/* Whether edges are painted as straight lines, from end to end: then none is another for being routed. */
void             sluice_scene_set_shows_lines (SluiceScene            *self,
                                               gboolean                shows_lines);
void             sluice_scene_set_flow       (SluiceScene             *self,
                                              SluiceDocument          *document, /* NULL: nothing */
                                              const char              *flow);
SluiceDocument  *sluice_scene_get_document   (SluiceScene             *self);
const char      *sluice_scene_get_flow       (SluiceScene             *self);
/* Drops every drawing, and measures the labels anew. */
void             sluice_scene_restyle        (SluiceScene             *self);
void             sluice_scene_drop_drawings  (SluiceScene             *self);
SluiceSelection *sluice_scene_get_selection  (SluiceScene             *self);

guint            sluice_scene_get_n_nodes    (SluiceScene             *self);
SluiceSceneNode *sluice_scene_get_node       (SluiceScene             *self,
                                              const char              *address);
SluiceSceneEdge *sluice_scene_get_edge       (SluiceScene             *self,
                                              const char              *address,
                                              const char              *action);
const char      *sluice_scene_edge_get_action (const SluiceSceneEdge  *edge);
void             sluice_scene_edge_get_ends   (const SluiceSceneEdge  *edge,
                                               SluicePoint            *from,
                                               SluicePoint            *to);
/* How it runs if no node is in its way. */
void             sluice_scene_edge_get_plain_curve (const SluiceSceneEdge *edge,
                                                    SluiceCurve           *curve);
/* Between which bends a point is: where a new one goes. */
guint            sluice_scene_edge_find_bend_place (const SluiceSceneEdge *edge,
                                                    double                 x,
                                                    double                 y);
/* Where a port is; -1: where edges come in. */
SluicePoint      sluice_scene_node_place_port (const SluiceSceneNode  *node,
                                              int                      port);
/* The id of the node that a port leads to, whether it is there or not; NULL: to none. */
const char      *sluice_scene_get_target     (SluiceScene             *self,
                                              const SluiceSceneNode   *node,
                                              guint                    port);
int              sluice_scene_node_find_port (const SluiceSceneNode   *node,
                                              const char              *action); /* -1: none */
void             sluice_scene_select_all     (SluiceScene             *self);
/* A transition shows the nodes on their way from where they were; see transition.c. */
void             sluice_scene_keep_places    (SluiceScene             *self);
gboolean         sluice_scene_start_transition (SluiceScene           *self);
void             sluice_scene_set_transition (SluiceScene             *self,
                                              double                   left);
gboolean         sluice_scene_has_transition (SluiceScene             *self);

/* What is dragged is lifted out of the drawing until it is put down; see lift.c. */
void             sluice_scene_lift           (SluiceScene             *self,
                                              char                   **addresses);
void             sluice_scene_settle         (SluiceScene             *self);
gboolean         sluice_scene_has_lifted     (SluiceScene             *self);

gboolean         sluice_scene_get_extent     (SluiceScene             *self,
                                              SluiceRect              *extent); /* FALSE: there is no node */
gboolean         sluice_scene_get_extent_of  (SluiceScene             *self,
                                              char                   **addresses,
                                              SluiceRect              *extent);

typedef void (*SluiceSceneNodeFunc) (SluiceSceneNode *node,
                                     gpointer         user_data);
typedef void (*SluiceSceneEdgeFunc) (SluiceSceneEdge *edge,
                                     gpointer         user_data);

/* All that is to be seen within an area; edges by their drawn bounds. */
void             sluice_scene_foreach_node   (SluiceScene             *self,
                                              const SluiceRect        *area,
                                              SluiceSceneNodeFunc      func,
                                              gpointer                 user_data);
void             sluice_scene_foreach_edge   (SluiceScene             *self,
                                              const SluiceRect        *area,
                                              SluiceSceneEdgeFunc      func,
                                              gpointer                 user_data);
/* From so far that an edge is a straight line; it need not be routed. */
void             sluice_scene_foreach_line   (SluiceScene             *self,
                                              const SluiceRect        *area,
                                              SluiceSceneEdgeFunc      func,
                                              gpointer                 user_data);
/* All there are, in no order. */
void             sluice_scene_foreach_any_node (SluiceScene           *self,
                                                SluiceSceneNodeFunc    func,
                                                gpointer               user_data);

/* The edges that begin or end at a lifted node; the lifted nodes, from bottom to top. */
void             sluice_scene_foreach_lifted_edge (SluiceScene        *self,
                                                   SluiceSceneEdgeFunc func,
                                                   gpointer            user_data);
void             sluice_scene_foreach_lifted_node (SluiceScene        *self,
                                                   SluiceSceneNodeFunc func,
                                                   gpointer            user_data);

static inline gboolean
sluice_scene_edge_is_lifted (const SluiceSceneEdge *edge)
{
  return edge->source->is_lifted || edge->target->is_lifted;
}

typedef enum
{
  SLUICE_HIT_NOTHING,
  SLUICE_HIT_PORT,     /* an action's port; port says which */
  SLUICE_HIT_INPUT,
  SLUICE_HIT_GUTTER,   /* where a node's breakpoint is set */
  SLUICE_HIT_NODE,
  SLUICE_HIT_LABEL,
  SLUICE_HIT_EDGE,
  SLUICE_HIT_BEND,     /* of an edge; bend says which */
  SLUICE_HIT_NOTE,
  SLUICE_HIT_FRAME,    /* its bar or its sides: within it is canvas */
} SluiceHitType;

typedef struct
{
  SluiceHitType    type;
  SluiceSceneNode *node;
  SluiceSceneEdge *edge;
  guint            port;
  guint            bend;
  SluiceSceneShape *shape;
  guint            sides; /* of a shape, of SluiceSides; 0: within */
} SluiceHit;

/* @zoom turns the reach of ports and edges, which is in widget px, into the world's. */
SluiceHit        sluice_scene_hit            (SluiceScene             *self,
                                              double                   x,
                                              double                   y,
                                              double                   zoom);
/* The node a dragged link would connect to: below the pointer, or with its input within the magnet. */
SluiceSceneNode *sluice_scene_find_target    (SluiceScene             *self,
                                              double                   x,
                                              double                   y,
                                              double                   zoom);
/* The node a link dragged back from @target would leave, and its port, which is within the magnet; else
 * the first of the node below the pointer that has no edge, or the first. */
SluiceSceneNode *sluice_scene_find_source    (SluiceScene             *self,
                                              double                   x,
                                              double                   y,
                                              double                   zoom,
                                              const char              *target,
                                              int                     *port);

typedef enum
{
  SLUICE_LEFT,
  SLUICE_RIGHT,
  SLUICE_UP,
  SLUICE_DOWN,
} SluiceDirection;

/* The nearest node that way from @from; from nothing: the start, or the first. */
SluiceSceneNode *sluice_scene_find_neighbour (SluiceScene             *self,
                                              const char              *from,
                                              SluiceDirection          direction);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SluiceScene, sluice_scene_free)

G_END_DECLS
