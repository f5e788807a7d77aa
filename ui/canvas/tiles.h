/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

#include "canvas/scene/viewport.h"

G_BEGIN_DECLS

/* What was drawn, kept in square tiles for the zoom it was drawn at: panning only copies, and a
 * change paints no more than where it was. Presented as one render node per tile. */

typedef struct _SluiceTiles SluiceTiles;

/* Paints what is within @area of the world; @cr is scaled to the world and clipped to it. */
typedef void (*SluiceTilesFunc) (cairo_t          *cr,
                                 const SluiceRect *area,
                                 gpointer          user_data);

SluiceTiles *sluice_tiles_new       (SluiceTilesFunc        paint,
                                     gpointer               user_data);
void         sluice_tiles_free      (SluiceTiles           *self);
void         sluice_tiles_damage    (SluiceTiles           *self,
                                     const SluiceRect      *area); /* of the world; NULL: all */
void         sluice_tiles_snapshot  (SluiceTiles           *self,
                                     GtkSnapshot           *snapshot,
                                     const SluiceViewport  *view,
                                     int                    scale); /* device pixels in a px */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SluiceTiles, sluice_tiles_free)

G_END_DECLS
