/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The viewport. After each change the world's origin lies on a whole pixel of the widget, so that
 * lines stay crisp and a pan is a plain copy. Zooming keeps the exact point and rounds afterwards:
 * the point under the pointer stays within half a pixel.
 */
#include "canvas/scene/viewport.h"

#include <math.h>

double
sluice_viewport_get_unit (const SluiceViewport *self)
{
  return self->unit > 0 ? self->unit : 1;
}

SluicePoint
sluice_viewport_to_world (const SluiceViewport *self,
                          double                x,
                          double                y)
{
  return (SluicePoint) { self->x + x / self->zoom, self->y + y / self->zoom };
}

SluicePoint
sluice_viewport_to_widget (const SluiceViewport *self,
                           double                x,
                           double                y)
{
  return (SluicePoint) { (x - self->x) * self->zoom, (y - self->y) * self->zoom };
}

SluiceRect
sluice_viewport_rect_to_widget (const SluiceViewport *self,
                                const SluiceRect     *rect)
{
  SluicePoint origin = sluice_viewport_to_widget (self, rect->x, rect->y);

  return SLUICE_RECT_INIT (origin.x, origin.y, rect->width * self->zoom, rect->height * self->zoom);
}

SluiceRect
sluice_viewport_get_area (const SluiceViewport *self)
{
  return SLUICE_RECT_INIT (self->x, self->y, self->width / self->zoom, self->height / self->zoom);
}

static gboolean
viewport_place (SluiceViewport *self,
                double          x,
                double          y,
                double          zoom)
{
  gboolean changed;

  x = round (x * zoom) / zoom;
  y = round (y * zoom) / zoom;
  changed = x != self->x || y != self->y || zoom != self->zoom;
  self->x = x;
  self->y = y;
  self->zoom = zoom;
  return changed;
}

gboolean
sluice_viewport_pan (SluiceViewport *self,
                     double          dx,
                     double          dy)
{
  return viewport_place (self, self->x - dx / self->zoom, self->y - dy / self->zoom, self->zoom);
}

/**
 * sluice_viewport_zoom_to:
 * @self: a viewport
 * @zoom: px for one of the world; clamped to what is allowed
 * @x: the widget's point under which the world stays
 * @y: the widget's point under which the world stays
 *
 * Returns: whether something changed
 */
gboolean
sluice_viewport_zoom_to (SluiceViewport *self,
                         double          zoom,
                         double          x,
                         double          y)
{
  SluicePoint world = sluice_viewport_to_world (self, x, y);
  double unit = sluice_viewport_get_unit (self);

  /* From farther away, where all is shown, it can only go nearer. */
  zoom = CLAMP (zoom, MIN (SLUICE_ZOOM_MIN * unit, self->zoom), SLUICE_ZOOM_MAX * unit);
  if (zoom == self->zoom)
    return FALSE;
  return viewport_place (self, world.x - x / zoom, world.y - y / zoom, zoom);
}

/**
 * sluice_viewport_fit:
 * @self: a viewport
 * @world: what shall be seen
 * @margin: free space around it, in widget px
 * @max_zoom: no larger than that; 1.0 is 100 %
 *
 * Shows all of @world in the middle.
 *
 * Returns: whether something changed
 */
gboolean
sluice_viewport_fit (SluiceViewport   *self,
                     const SluiceRect *world,
                     double            margin,
                     double            max_zoom)
{
  double wide = MAX (self->width - 2 * margin, 1) / MAX (world->width, 1);
  double high = MAX (self->height - 2 * margin, 1) / MAX (world->height, 1);
  double unit = sluice_viewport_get_unit (self);
  double zoom = CLAMP (MIN (wide, high), SLUICE_ZOOM_LEAST * unit, max_zoom * unit);

  return viewport_place (self, world->x + world->width / 2 - self->width / zoom / 2,
                         world->y + world->height / 2 - self->height / zoom / 2, zoom);
}

/* How far a span must move to lie within [0, room]; a span that is too long shows its start. */
static double
shift_into (double start,
            double length,
            double room,
            double margin)
{
  if (start < margin || length > room - 2 * margin)
    return start < margin || start + length > room - margin ? margin - start : 0;
  return MIN (0, room - margin - (start + length));
}

/**
 * sluice_viewport_reveal:
 * @self: a viewport
 * @world: what shall be seen
 * @margin: free space around it, in widget px
 *
 * Pans as little as it takes to see @world.
 *
 * Returns: whether something changed
 */
gboolean
sluice_viewport_reveal (SluiceViewport   *self,
                        const SluiceRect *world,
                        double            margin)
{
  SluiceRect rect = sluice_viewport_rect_to_widget (self, world);

  return sluice_viewport_pan (self, shift_into (rect.x, rect.width, self->width, margin),
                              shift_into (rect.y, rect.height, self->height, margin));
}
