/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What moves the view: the wheel, two fingers on a touchpad, and two on a screen. The point of the world under the
 * pointer, or between the fingers, stays there.
 */
#include "canvas/scene/stage.h"

#include <math.h>

#define WHEEL_ZOOM 1.2      /* per click of the wheel */
#define WHEEL_PAN 60.0      /* px per click */
#define TOUCHPAD_ZOOM 0.01  /* per px with Control held */

/**
 * sluice_stage_scroll:
 * @self: a stage
 * @dx: to the right, in clicks of a wheel or px of a touchpad
 * @dy: down
 * @is_wheel: whether in clicks
 * @modifiers: what is held
 * @x: where the pointer is, in the widget
 * @y: where the pointer is
 *
 * By habit the wheel zooms at the pointer, or scrolls and zooms with Control; two fingers and Shift pan whatever the
 * habit. What is dragged meanwhile stays under the pointer.
 */
void
sluice_stage_scroll (SluiceStage     *self,
                     double           dx,
                     double           dy,
                     gboolean         is_wheel,
                     SluiceModifiers  modifiers,
                     double           x,
                     double           y)
{
  double zoom = sluice_stage_get_viewport (self)->zoom;
  double step = is_wheel ? WHEEL_PAN : 1;
  gboolean has_control = modifiers & SLUICE_MODIFIER_CONTROL;

  sluice_stage_stop_glide (self);
  if (modifiers & SLUICE_MODIFIER_SHIFT)
    sluice_stage_pan (self, -(dx + dy) * step, 0);
  else if (is_wheel && (dy == 0 || (sluice_stage_get_drag_pans (self) && !has_control)))
    sluice_stage_pan (self, -dx * step, -dy * step);
  else if (is_wheel)
    sluice_stage_zoom_to (self, zoom * pow (WHEEL_ZOOM, -dy), x, y);
  else if (has_control)
    sluice_stage_zoom_to (self, zoom * exp (-dy * TOUCHPAD_ZOOM), x, y);
  else
    sluice_stage_pan (self, -dx, -dy);
  sluice_stage_follow (self);
}

/**
 * sluice_stage_begin_pinch:
 * @self: a stage
 * @pinch: what is kept of it
 * @x: the middle of the fingers, in the widget
 * @y: the middle of the fingers
 *
 * Two fingers touch the view: what one of them had begun is over.
 */
void
sluice_stage_begin_pinch (SluiceStage *self,
                          SluicePinch *pinch,
                          double       x,
                          double       y)
{
  sluice_stage_cancel (self);
  sluice_stage_stop_glide (self);
  *pinch = (SluicePinch) { sluice_stage_get_viewport (self)->zoom, x, y };
}

/**
 * sluice_stage_pinch:
 * @self: a stage
 * @pinch: what was begun
 * @x: the middle of the fingers, in the widget
 * @y: the middle of the fingers
 * @scale: how far they are apart, by how far they were
 *
 * Two fingers pan with their middle and zoom with their distance, both at once.
 */
void
sluice_stage_pinch (SluiceStage *self,
                    SluicePinch *pinch,
                    double       x,
                    double       y,
                    double       scale)
{
  sluice_stage_pan (self, x - pinch->x, y - pinch->y);
  sluice_stage_zoom_to (self, pinch->zoom * scale, x, y);
  pinch->x = x;
  pinch->y = y;
}
