/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "canvas/scene/scene.h"

G_BEGIN_DECLS

/* Walking along the edges of a scene: what can be reached from a node, and one step from it. */

typedef enum
{
  SLUICE_REACH_UPSTREAM,
  SLUICE_REACH_DOWNSTREAM,
  SLUICE_REACH_CONNECTED, /* any way */
} SluiceReach;

char           **sluice_scene_dup_reach (SluiceScene        *self,
                                         const char * const *from,
                                         SluiceReach         reach);
SluiceSceneNode *sluice_scene_follow    (SluiceScene        *self,
                                         const char         *from,
                                         SluiceDirection     direction);

G_END_DECLS
