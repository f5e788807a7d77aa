/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "canvas/canvas.h"

G_BEGIN_DECLS

/* All of a flow in a corner of its canvas: the nodes, what of them is in view, and where a run is.
 * A press or a drag brings that part into view. It is there for flows that are larger than the view
 * only, and while it is wanted (Alt+M).
 * Properties: canvas, wanted. */

#define SLUICE_TYPE_MINIMAP (sluice_minimap_get_type ())
G_DECLARE_FINAL_TYPE (SluiceMinimap, sluice_minimap, SLUICE, MINIMAP, GtkWidget)

GtkWidget *sluice_minimap_new        (void);
void       sluice_minimap_set_canvas (SluiceMinimap *self,
                                      SluiceCanvas  *canvas);

G_END_DECLS
