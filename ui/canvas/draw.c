/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The painting of the canvas, from below: ground, edges, cards and what a run left there, kept in tiles;
 * then what is dragged, the run, the pointer and what a gesture shows, in layers. Only what is in view is asked
 * for, and how much is drawn of it depends on the zoom.
 */
#include "canvas/canvas-private.h"

#include <math.h>

#define GRID_STEP 32.0      /* px at 100 %: every second grid unit */
#define GRID_TIGHT 18.0     /* dots never come nearer than that */
#define LINES_BELOW 0.12
#define DRAWINGS_MAX 3000  /* cards and labels that are kept */
#define TEXT_SIZE 14.667   /* px at 100 %: what 11 pt are where text is not scaled */

SluiceDetail
sluice_canvas_get_detail (SluiceCanvas *self)
{
  double zoom = sluice_stage_get_viewport (self->stage)->zoom;

  return zoom < LINES_BELOW ? SLUICE_DETAIL_LINES
         : zoom < SLUICE_BOXES_BELOW ? SLUICE_DETAIL_BOXES : SLUICE_DETAIL_FULL;
}

/**
 * sluice_canvas_create_text:
 * @self: a canvas
 * @text: one line
 * @scale: of the size of a title
 * @weight: how bold
 * @width: at most that wide, ellipsized; negative: any
 *
 * Cards have their size in grid units, and so has what is written on them: who wants it larger
 * zooms, and who has larger text on the desktop has a larger 100 %.
 *
 * Returns: (transfer full): the text laid out
 */
PangoLayout *
sluice_canvas_create_text (SluiceCanvas *self,
                           const char   *text,
                           double        scale,
                           PangoWeight   weight,
                           double        width)
{
  PangoLayout *layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  PangoAttrList *attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes,
                          pango_attr_size_new_absolute ((int) (TEXT_SIZE * scale * PANGO_SCALE)));
  if (weight != PANGO_WEIGHT_NORMAL)
    pango_attr_list_insert (attributes, pango_attr_weight_new (weight));
  pango_layout_set_attributes (layout, attributes);
  pango_attr_list_unref (attributes);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  if (width >= 0)
    {
      pango_layout_set_width (layout, (int) (width * PANGO_SCALE));
      pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
    }
  return layout;
}

/* Puts a text with its middle at a height; whole pixels keep it crisp. */
void
sluice_canvas_append_text (GtkSnapshot   *snapshot,
                           PangoLayout   *layout,
                           double         x,
                           double         middle,
                           const GdkRGBA *colour)
{
  int height;

  pango_layout_get_pixel_size (layout, NULL, &height);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot,
                          &GRAPHENE_POINT_INIT (round (x), round (middle - height / 2.0)));
  gtk_snapshot_append_layout (snapshot, layout, colour);
  gtk_snapshot_restore (snapshot);
}

/**
 * sluice_canvas_get_sharpness:
 * @self: a canvas
 *
 * Returns: how many device pixels a px at 100 % is to be rendered with, for the zoom it is seen at
 */
int
sluice_canvas_get_sharpness (SluiceCanvas *self)
{
  double zoom = sluice_stage_get_viewport (self->stage)->zoom
                * gtk_widget_get_scale_factor (GTK_WIDGET (self));

  return zoom <= 1 ? 1 : zoom <= 2 ? 2 : 4;
}

void
sluice_canvas_append_icon (SluiceCanvas     *self,
                           GtkSnapshot      *snapshot,
                           const char       *icon_name,
                           const SluiceRect *place,
                           const GdkRGBA    *colour)
{
  GtkIconTheme *theme = gtk_icon_theme_get_for_display (gtk_widget_get_display (GTK_WIDGET (self)));
  g_autoptr (GtkIconPaintable) icon = NULL;

  if (icon_name == NULL || !gtk_icon_theme_has_icon (theme, icon_name))
    icon_name = "application-x-executable-symbolic";
  icon = gtk_icon_theme_lookup_icon (theme, icon_name, NULL, (int) place->width, sluice_canvas_get_sharpness (self),
                                     gtk_widget_get_direction (GTK_WIDGET (self)), 0);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (place->x, place->y));
  gtk_symbolic_paintable_snapshot_symbolic (GTK_SYMBOLIC_PAINTABLE (icon), snapshot,
                                            place->width, place->height, colour, 1);
  gtk_snapshot_restore (snapshot);
}

/* A ring around a box, @offset outside of it. */
void
sluice_canvas_append_ring (GtkSnapshot      *snapshot,
                           const SluiceRect *box,
                           double            offset,
                           double            radius,
                           double            width,
                           const GdkRGBA    *colour)
{
  SluiceRect outer = sluice_rect_inflate (*box, offset);
  GskRoundedRect ring;
  float w = width;

  gsk_rounded_rect_init_from_rect (&ring,
                                   &GRAPHENE_RECT_INIT (outer.x, outer.y, outer.width,
                                                        outer.height),
                                   radius + offset);
  gtk_snapshot_append_border (snapshot, &ring, (float[4]) { w, w, w, w },
                              (GdkRGBA[4]) { *colour, *colour, *colour, *colour });
}

/* Dots on whole pixels, in px of the zoomed world. */
static void
paint_dots (SluiceCanvas     *self,
            cairo_t          *cr,
            const SluiceRect *area)
{
  double zoom = sluice_canvas_get_zoom (self), step = GRID_STEP * zoom;
  double right = sluice_rect_right (area) * zoom, bottom = sluice_rect_bottom (area) * zoom;
  double size;

  if (self->hides_grid)
    return;
  while (step < GRID_TIGHT)
    step *= 2;
  size = step >= 40 ? 3 : 2;
  cairo_save (cr);
  cairo_scale (cr, 1 / zoom, 1 / zoom);
  for (double y = floor (area->y * zoom / step) * step; y < bottom + size; y += step)
    for (double x = floor (area->x * zoom / step) * step; x < right + size; x += step)
      cairo_rectangle (cr, round (x) - 1, round (y) - 1, size, size);
  gdk_cairo_set_source_rgba (cr, &self->palette.dots);
  cairo_fill (cr);
  cairo_restore (cr);
}

typedef struct
{
  SluiceCanvas *canvas;
  cairo_t *cr;
  GtkSnapshot *snapshot;
} Painting;

static void
paint_edge_cb (SluiceSceneEdge *edge,
               gpointer         user_data)
{
  Painting *painting = user_data;

  if (!sluice_scene_edge_is_lifted (edge))
    sluice_canvas_paint_edge (painting->canvas, painting->cr, edge);
}

static void
draw_label_cb (SluiceSceneEdge *edge,
               gpointer         user_data)
{
  Painting *painting = user_data;

  if (sluice_scene_edge_is_lifted (edge))
    return;
  sluice_canvas_draw_edge_label (painting->canvas, painting->snapshot, edge);
  sluice_canvas_draw_run_count (painting->canvas, painting->snapshot, edge);
  sluice_canvas_draw_edge_break (painting->canvas, painting->snapshot, edge);
}

static void
draw_node_cb (SluiceSceneNode *node,
              gpointer         user_data)
{
  Painting *painting = user_data;

  if (!node->is_lifted)
    sluice_canvas_draw_node (painting->canvas, painting->snapshot, node);
}

static void
draw_run_node_cb (SluiceSceneNode *node,
                  gpointer         user_data)
{
  Painting *painting = user_data;

  if (!node->is_lifted)
    sluice_canvas_draw_run_node (painting->canvas, painting->snapshot, node);
}

static void
paint_box_cb (SluiceSceneNode *node,
              gpointer         user_data)
{
  Painting *painting = user_data;

  if (!node->is_lifted)
    sluice_canvas_paint_box (painting->canvas, painting->cr, node);
}

/* Everything with text; what reaches out of a card, such as what the run says, into the area too. */
static void
paint_details (Painting         *painting,
               SluiceScene      *scene,
               const SluiceRect *area)
{
  SluiceRect near = sluice_canvas_get_reach_into (painting->canvas, area);
  GskRenderNode *node;

  painting->snapshot = gtk_snapshot_new ();
  sluice_scene_foreach_edge (scene, area, draw_label_cb, painting);
  sluice_scene_foreach_node (scene, &near, draw_node_cb, painting);
  if (painting->canvas->session != NULL)
    sluice_scene_foreach_node (scene, &near, draw_run_node_cb, painting);
  node = gtk_snapshot_free_to_node (painting->snapshot);
  if (node != NULL)
    {
      gsk_render_node_draw (node, painting->cr);
      gsk_render_node_unref (node);
    }
}

/**
 * sluice_canvas_paint_tile:
 * @cr: scaled to the world, clipped to the area
 * @area: what is to be painted
 * @user_data: the canvas
 *
 * Paints what does not change often.
 */
void
sluice_canvas_paint_tile (cairo_t          *cr,
                          const SluiceRect *area,
                          gpointer          user_data)
{
  SluiceCanvas *self = user_data;
  SluiceScene *scene = sluice_stage_get_scene (self->stage);
  SluiceRect near = sluice_canvas_get_reach_into (self, area);
  Painting painting = { self, cr, NULL };

  gdk_cairo_set_source_rgba (cr, &self->palette.background);
  cairo_paint (cr);
  paint_dots (self, cr, area);
  if (self->document == NULL)
    return;
  sluice_canvas_paint_shapes (self, cr, area);
  sluice_scene_set_shows_lines (scene, sluice_canvas_get_detail (self) == SLUICE_DETAIL_LINES);
  if (sluice_canvas_get_detail (self) == SLUICE_DETAIL_LINES)
    sluice_scene_foreach_line (scene, area, paint_edge_cb, &painting);
  else
    sluice_scene_foreach_edge (scene, area, paint_edge_cb, &painting);
  if (sluice_canvas_get_detail (self) == SLUICE_DETAIL_FULL)
    paint_details (&painting, scene, area);
  else
    sluice_scene_foreach_node (scene, &near, paint_box_cb, &painting);
}

static void
draw_guides (SluiceCanvas     *self,
             GtkSnapshot      *snapshot,
             const SluiceRect *area)
{
  const SluiceFeedback *feedback = sluice_stage_get_feedback (self->stage);
  GdkRGBA colour = sluice_rgba_fade (&self->palette.accent_bg, 0.6);
  double line = 1 / sluice_stage_get_viewport (self->stage)->zoom;

  if (feedback->has_guide_x)
    gtk_snapshot_append_color (snapshot, &colour,
                               &GRAPHENE_RECT_INIT (feedback->guide.x, area->y, line,
                                                    area->height));
  if (feedback->has_guide_y)
    gtk_snapshot_append_color (snapshot, &colour,
                               &GRAPHENE_RECT_INIT (area->x, feedback->guide.y, area->width, line));
}

static void
draw_marquee (SluiceCanvas *self,
              GtkSnapshot  *snapshot)
{
  const SluiceFeedback *feedback = sluice_stage_get_feedback (self->stage);
  const SluiceRect *rect = &feedback->marquee;
  GdkRGBA fill = sluice_rgba_fade (&self->palette.accent_bg, 0.12);
  double zoom = sluice_stage_get_viewport (self->stage)->zoom;

  if (!feedback->has_marquee)
    return;
  gtk_snapshot_append_color (snapshot, &fill,
                             &GRAPHENE_RECT_INIT (rect->x, rect->y, rect->width, rect->height));
  sluice_canvas_append_ring (snapshot, rect, 0, 3 / zoom, 1 / zoom, &self->palette.accent_bg);
}

static void
draw_pointer (SluiceCanvas *self,
              GtkSnapshot  *snapshot)
{
  SluiceRect area = sluice_viewport_get_area (sluice_stage_get_viewport (self->stage));

  sluice_canvas_draw_found (self, snapshot, &area);
  sluice_canvas_draw_hovered_node (self, snapshot);
  sluice_canvas_draw_shape_marks (self, snapshot, &area);
  draw_guides (self, snapshot, &area);
  sluice_canvas_draw_tool (self, snapshot);
  sluice_canvas_draw_link (self, snapshot);
  draw_marquee (self, snapshot);
}

static void
draw_dimmed (SluiceCanvas *self,
             GtkSnapshot  *snapshot)
{
  SluiceRect area = sluice_viewport_get_area (sluice_stage_get_viewport (self->stage));

  sluice_canvas_draw_dimmed (self, snapshot, &area);
}

static void
draw_above (SluiceCanvas *self,
            GtkSnapshot  *snapshot)
{
  sluice_canvas_show_layer (self, snapshot, SLUICE_LAYER_DIMMED, draw_dimmed);
  sluice_canvas_begin_world (self, snapshot);
  sluice_canvas_draw_lifted (self, snapshot);
  gtk_snapshot_restore (snapshot);
  sluice_canvas_show_layer (self, snapshot, SLUICE_LAYER_HOVERED_EDGE, sluice_canvas_draw_hovered_edge);
  sluice_canvas_draw_run (self, snapshot);
  sluice_canvas_show_layer (self, snapshot, SLUICE_LAYER_POINTER, draw_pointer);
}

void
sluice_canvas_snapshot (GtkWidget   *widget,
                        GtkSnapshot *snapshot)
{
  SluiceCanvas *self = SLUICE_CANVAS (widget);
  const SluiceViewport *view = sluice_stage_get_viewport (self->stage);
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, view->width, view->height);

  gtk_snapshot_push_clip (snapshot, &bounds);
  sluice_tiles_snapshot (self->tiles, snapshot, view, gtk_widget_get_scale_factor (widget));
  if (self->document != NULL)
    draw_above (self, snapshot);
  gtk_snapshot_pop (snapshot);
  if (self->n_drawings > DRAWINGS_MAX)
    sluice_scene_drop_drawings (sluice_stage_get_scene (self->stage));
  if (gtk_widget_get_visible (self->hint))
    gtk_widget_snapshot_child (widget, self->hint, snapshot);
  if (self->keys_hint != NULL)
    gtk_widget_snapshot_child (widget, self->keys_hint, snapshot);
}
