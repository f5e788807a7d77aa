/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a gesture shows over the drawing: the way of the knife, and the edges it would change. */
#include "canvas/canvas-private.h"

#define LIT_WIDTH 3.0

static void
draw_lit (SluiceCanvas *self,
          GtkSnapshot  *snapshot)
{
  const SluiceFeedback *feedback = sluice_stage_get_feedback (self->stage);
  const GdkRGBA *colour = feedback->lit_is_cut ? &self->palette.error : &self->palette.accent_bg;

  for (guint i = 0; i < feedback->lit->len; i++)
    {
      const SluiceEdgeName *name = g_ptr_array_index (feedback->lit, i);
      SluiceSceneEdge *edge = sluice_scene_get_edge (sluice_stage_get_scene (self->stage),
                                                     name->address, name->action);

      if (edge == NULL)
        continue;
      sluice_canvas_draw_edge_lit (self, snapshot, edge, colour, LIT_WIDTH);
      if (sluice_canvas_get_detail (self) == SLUICE_DETAIL_FULL)
        sluice_canvas_draw_edge_label (self, snapshot, edge);
    }
}

static void
draw_knife (SluiceCanvas *self,
            GtkSnapshot  *snapshot)
{
  const SluiceFeedback *feedback = sluice_stage_get_feedback (self->stage);
  SluiceRect view = sluice_viewport_get_area (sluice_stage_get_viewport (self->stage));
  double line = 1.5 / sluice_stage_get_viewport (self->stage)->zoom;
  cairo_t *cr;

  if (feedback->n_knife < 2)
    return;
  cr = sluice_canvas_append_cairo (self, snapshot, &GRAPHENE_RECT_INIT (view.x, view.y, view.width,
                                                                        view.height));
  gdk_cairo_set_source_rgba (cr, &self->palette.error);
  cairo_set_line_width (cr, line);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_dash (cr, (double[]) { 4 * line, 3 * line }, 2, 0);
  for (guint i = 0; i < feedback->n_knife; i++)
    cairo_line_to (cr, feedback->knife[i].x, feedback->knife[i].y);
  cairo_stroke (cr);
  cairo_destroy (cr);
}

/**
 * sluice_canvas_draw_tool:
 * @self: a canvas
 * @snapshot: scaled to the world
 *
 * Draws what the gesture under way shows over everything else.
 */
void
sluice_canvas_draw_tool (SluiceCanvas *self,
                         GtkSnapshot  *snapshot)
{
  draw_lit (self, snapshot);
  draw_knife (self, snapshot);
}
