/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "graph/geometry.h"

G_BEGIN_DECLS

/* Which part of the world a widget shows, and how large. */

#define SLUICE_ZOOM_MIN 0.1 /* times the unit; by hand */
#define SLUICE_ZOOM_LEAST 0.02 /* where all is shown */
#define SLUICE_ZOOM_MAX 4.0

typedef struct
{
  double x; /* the world at the widget's top left */
  double y;
  double zoom;  /* px of the widget for one of the world */
  double width; /* of the widget */
  double height;
  double unit;  /* the zoom that is called 100 %: how much larger than usual text is; 0 counts as 1 */
} SluiceViewport;

double      sluice_viewport_get_unit   (const SluiceViewport *self);

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
                                        double                max_zoom); /* times the unit */
gboolean    sluice_viewport_reveal     (SluiceViewport       *self,
                                        const SluiceRect     *world,
                                        double                margin);

G_END_DECLS
