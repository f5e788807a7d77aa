/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "graph/geometry.h"

G_BEGIN_DECLS

/* Which part of the world a widget shows, and how large. */

#define SLUICE_ZOOM_MIN 0.1
#define SLUICE_ZOOM_MAX 4.0

typedef struct
{
  double x; /* the world at the widget's top left */
  double y;
  double zoom;
  double width; /* of the widget */
  double height;
} SluiceViewport;

SluicePoint sluice_viewport_to_world   (const SluiceViewport *self,
                                        double                x,
                                        double                y);
SluicePoint sluice_viewport_to_widget  (const SluiceViewport *self,
                                        double                x,
                                        double                y);
SluiceRect  sluice_viewport_get_area   (const SluiceViewport *self); /* in the world */
SluiceRect  sluice_viewport_rect_to_widget (const SluiceViewport *self,
                                            const SluiceRect     *rect);
/* All of these return whether something changed. */
gboolean    sluice_viewport_pan        (SluiceViewport       *self,
                                        double                dx, /* widget px the content moves */
                                        double                dy);
gboolean    sluice_viewport_zoom_to    (SluiceViewport       *self,
                                        double                zoom,
                                        double                x, /* widget point that stays */
                                        double                y);
gboolean    sluice_viewport_fit        (SluiceViewport       *self,
                                        const SluiceRect     *world,
                                        double                margin,
                                        double                max_zoom);
gboolean    sluice_viewport_reveal     (SluiceViewport       *self,
                                        const SluiceRect     *world,
                                        double                margin);

G_END_DECLS
