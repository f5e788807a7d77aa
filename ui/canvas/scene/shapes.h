/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "canvas/scene/scene.h"

G_BEGIN_DECLS

/* Frames and notes of the flow that a scene shows. Frames lie under everything, from the bottom up
 * in the order of the document; notes lie over frames and under edges and nodes. */

#define SLUICE_FRAME_BAR   (2.0 * SLUICE_GRID) /* where its title is */
#define SLUICE_SHAPE_REACH 6.0                 /* px of the widget from a side that still resize */

struct _SluiceSceneShape
{
  char           *address;
  SluiceItemType  type;    /* a frame or a note */
  SluiceRect      bounds;
};

typedef enum
{
  SLUICE_SIDE_LEFT   = 1 << 0,
  SLUICE_SIDE_RIGHT  = 1 << 1,
  SLUICE_SIDE_TOP    = 1 << 2,
  SLUICE_SIDE_BOTTOM = 1 << 3,
} SluiceSides;

typedef void (*SluiceSceneShapeFunc) (SluiceSceneShape *shape,
                                      gpointer          user_data);

SluiceSceneShape *sluice_scene_get_shape      (SluiceScene          *self,
                                               const char           *address);
void              sluice_scene_foreach_shape  (SluiceScene          *self,
                                               const SluiceRect     *area,
                                               SluiceSceneShapeFunc  func,
                                               gpointer              user_data);
/* Of a node, a frame or a note; FALSE if it is not shown. */
gboolean          sluice_scene_get_item_box   (SluiceScene          *self,
                                               const char           *address,
                                               SluiceRect           *box);
/* Whether anything is drawn at all; what holds it. */
gboolean          sluice_scene_get_all_extent (SluiceScene          *self,
                                               SluiceRect           *extent);
char            **sluice_scene_dup_selected_nodes (SluiceScene      *self);
guint             sluice_scene_get_n_selected_nodes (SluiceScene    *self);

G_END_DECLS
