/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Nodes that a command moved glide to their new places. The document has the places at once; only
 * what is seen of them takes its time, and none where motion is reduced.
 */
#include "canvas/canvas-private.h"

#include <math.h>

#define DURATION 0.22 /* seconds */

/**
 * sluice_canvas_begin_animation:
 * @self: a canvas
 *
 * Remembers where the nodes are, before a command moves them.
 */
void
sluice_canvas_begin_animation (SluiceCanvas *self)
{
  gboolean is_animated;

  sluice_canvas_finish_animation (self);
  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-enable-animations", &is_animated,
                NULL);
  if (is_animated && gtk_widget_get_mapped (GTK_WIDGET (self)))
    sluice_scene_keep_places (sluice_stage_get_scene (self->stage));
}

/**
 * sluice_canvas_run_animation:
 * @self: a canvas
 *
 * Shows the nodes where they were, and lets them glide from there.
 */
void
sluice_canvas_run_animation (SluiceCanvas *self)
{
  self->animation_time = 0;
  if (sluice_scene_start_transition (sluice_stage_get_scene (self->stage)))
    sluice_canvas_update_tick (self);
}

gboolean
sluice_canvas_is_animating (SluiceCanvas *self)
{
  return sluice_scene_has_transition (sluice_stage_get_scene (self->stage));
}

/* Fast at first, gently at the end. */
void
sluice_canvas_advance_animation (SluiceCanvas *self,
                                 double        seconds)
{
  double left;

  if (!sluice_canvas_is_animating (self))
    return;
  self->animation_time += seconds;
  left = MAX (0, 1 - self->animation_time / DURATION);
  sluice_scene_set_transition (sluice_stage_get_scene (self->stage), pow (left, 3));
}

/* Whoever acts meanwhile acts on things where they will be. */
void
sluice_canvas_finish_animation (SluiceCanvas *self)
{
  if (sluice_canvas_is_animating (self))
    sluice_scene_set_transition (sluice_stage_get_scene (self->stage), 0);
}
