/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The painting of the canvas, from below: ground, edges, cards, the run, and what a gesture shows.
 * Only what is in view is asked for, and how much is drawn of it depends on the zoom.
 */
#include "canvas/canvas-private.h"

#include <math.h>

#define GRID_STEP 32.0      /* px at 100 %: every second grid unit */
#define GRID_TIGHT 18.0     /* dots never come nearer than that */
#define BOXES_BELOW 0.4
#define LINES_BELOW 0.15
#define TEXT_SIZE 14.667   /* px at 100 %: what 11 pt are where text is not scaled */

SluiceDetail
sluice_canvas_get_detail (SluiceCanvas *self)
{
  double zoom = sluice_stage_get_viewport (self->stage)->zoom;

  return zoom < LINES_BELOW ? SLUICE_DETAIL_LINES
         : zoom < BOXES_BELOW ? SLUICE_DETAIL_BOXES : SLUICE_DETAIL_FULL;
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
 * zooms.
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

static double
phase_of (double origin,
          double step)
{
  double phase = fmod (-origin, step);

  return phase < 0 ? phase + step : phase;
}

/* One node per dot: less to paint than one node as large as the view. */
static GskRenderNode *
make_grid (SluiceCanvas *self,
           const double  key[5])
{
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  double size = key[2] >= 40 ? 3 : 2;

  for (double y = key[1]; y < key[4]; y += key[2])
    for (double x = key[0]; x < key[3]; x += key[2])
      gtk_snapshot_append_color (snapshot, &self->palette.dots,
                                 &GRAPHENE_RECT_INIT (round (x) - 1, round (y) - 1, size, size));
  return gtk_snapshot_free_to_node (snapshot);
}

static void
draw_ground (SluiceCanvas *self,
             GtkSnapshot  *snapshot)
{
  const SluiceViewport *view = sluice_stage_get_viewport (self->stage);
  double step = GRID_STEP * view->zoom, key[5];

  gtk_snapshot_append_color (snapshot, &self->palette.background,
                             &GRAPHENE_RECT_INIT (0, 0, view->width, view->height));
  while (step < GRID_TIGHT)
    step *= 2;
  key[0] = phase_of (view->x * view->zoom, step);
  key[1] = phase_of (view->y * view->zoom, step);
  key[2] = step;
  key[3] = view->width;
  key[4] = view->height;
  if (self->grid == NULL || memcmp (key, self->grid_key, sizeof key) != 0)
    {
      g_clear_pointer (&self->grid, gsk_render_node_unref);
      self->grid = make_grid (self, key);
      memcpy (self->grid_key, key, sizeof key);
    }
  if (self->grid != NULL)
    gtk_snapshot_append_node (snapshot, self->grid);
}

typedef struct
{
  SluiceCanvas *canvas;
  GtkSnapshot *snapshot;
} Painting;

static void
draw_edge_cb (SluiceSceneEdge *edge,
              gpointer         user_data)
{
  Painting *painting = user_data;

  sluice_canvas_draw_edge (painting->canvas, painting->snapshot, edge);
}

static void
draw_run_edge_cb (SluiceSceneEdge *edge,
                  gpointer         user_data)
{
  Painting *painting = user_data;

  sluice_canvas_draw_run_edge (painting->canvas, painting->snapshot, edge);
}

static void
draw_label_cb (SluiceSceneEdge *edge,
               gpointer         user_data)
{
  Painting *painting = user_data;

  sluice_canvas_draw_edge_label (painting->canvas, painting->snapshot, edge);
  if (painting->canvas->session != NULL)
    sluice_canvas_draw_run_count (painting->canvas, painting->snapshot, edge);
}

static void
draw_node_cb (SluiceSceneNode *node,
              gpointer         user_data)
{
  Painting *painting = user_data;

  sluice_canvas_draw_node (painting->canvas, painting->snapshot, node);
}

static void
draw_run_node_cb (SluiceSceneNode *node,
                  gpointer         user_data)
{
  Painting *painting = user_data;

  sluice_canvas_draw_run_node (painting->canvas, painting->snapshot, node);
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
draw_world (SluiceCanvas *self,
            GtkSnapshot  *snapshot)
{
  SluiceScene *scene = sluice_stage_get_scene (self->stage);
  SluiceRect area = sluice_viewport_get_area (sluice_stage_get_viewport (self->stage));
  SluiceRect near = sluice_rect_inflate (area, 40); /* pills and rings reach out of a card */
  Painting painting = { self, snapshot };

  if (sluice_canvas_get_detail (self) != SLUICE_DETAIL_LINES)
    sluice_scene_foreach_edge (scene, &area, draw_edge_cb, &painting);
  if (self->session != NULL)
    sluice_scene_foreach_edge (scene, &area, draw_run_edge_cb, &painting);
  if (sluice_canvas_get_detail (self) == SLUICE_DETAIL_FULL)
    sluice_scene_foreach_edge (scene, &area, draw_label_cb, &painting);
  sluice_scene_foreach_node (scene, &near, draw_node_cb, &painting);
  if (self->session != NULL)
    sluice_scene_foreach_node (scene, &near, draw_run_node_cb, &painting);
  draw_guides (self, snapshot, &area);
  sluice_canvas_draw_tool (self, snapshot);
  sluice_canvas_draw_link (self, snapshot);
  draw_marquee (self, snapshot);
}

void
sluice_canvas_snapshot (GtkWidget   *widget,
                        GtkSnapshot *snapshot)
{
  SluiceCanvas *self = SLUICE_CANVAS (widget);
  const SluiceViewport *view = sluice_stage_get_viewport (self->stage);
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, view->width, view->height);

  gtk_snapshot_push_clip (snapshot, &bounds);
  draw_ground (self, snapshot);
  if (self->document != NULL)
    {
      sluice_canvas_draw_large_edges (self, snapshot);
      gtk_snapshot_save (snapshot);
      gtk_snapshot_scale (snapshot, view->zoom, view->zoom);
      gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (-view->x, -view->y));
      draw_world (self, snapshot);
      gtk_snapshot_restore (snapshot);
    }
  gtk_snapshot_pop (snapshot);
  if (gtk_widget_get_visible (self->hint))
    gtk_widget_snapshot_child (widget, self->hint, snapshot);
  if (self->keys_hint != NULL)
    gtk_widget_snapshot_child (widget, self->keys_hint, snapshot);
}
