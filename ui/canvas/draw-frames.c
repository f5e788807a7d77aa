/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Frames and notes: a tinted ground with a title, and a card with a text. They lie under the edges
 * and are painted into the tiles; that one is selected or hovered is drawn above.
 */
#include "canvas/canvas-private.h"
#include "canvas/scene/shapes.h"

#include <adwaita.h>
#include <math.h>

#define FRAME_RADIUS 10.0
#define NOTE_RADIUS 6.0
#define FRAME_PADDING 12.0
#define NOTE_PADDING 10.0
#define NOTE_SCALE 0.9
#define BEND_RADIUS 5.0

/* The names that a document has for colours, in those of the theme. */
static const struct
{
  const char *name;
  const char *light;
  const char *dark;
} colours[] = {
  { "blue", "blue_3", "blue_2" },       { "green", "green_5", "green_3" },
  { "yellow", "yellow_4", "yellow_3" }, { "orange", "orange_4", "orange_3" },
  { "red", "red_3", "red_1" },          { "purple", "purple_3", "purple_2" },
  { "brown", "brown_3", "brown_1" },    { "grey", "dark_1", "light_5" },
};

/**
 * sluice_canvas_find_colour:
 * @self: a canvas
 * @name: (nullable): as a document names it
 * @colour: (out): what the theme has for it
 *
 * Returns: FALSE for none, and for one that is not known
 */
gboolean
sluice_canvas_find_colour (SluiceCanvas *self,
                           const char   *name,
                           GdkRGBA      *colour)
{
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean is_dark =
    adw_style_manager_get_dark (adw_style_manager_get_for_display (gtk_widget_get_display (widget)));

  for (guint i = 0; i < G_N_ELEMENTS (colours) && name != NULL; i++)
    if (g_str_equal (colours[i].name, name))
      return gtk_style_context_lookup_color (gtk_widget_get_style_context (widget),
                                             is_dark ? colours[i].dark : colours[i].light, colour);
  return FALSE;
}

static GdkRGBA
get_colour (SluiceCanvas           *self,
            const SluiceSceneShape *shape)
{
  const char *name = sluice_document_get_colour (self->document, shape->address);
  GdkRGBA colour;

  if (!sluice_canvas_find_colour (self, name, &colour)
      && !(shape->type == SLUICE_ITEM_NOTE && sluice_canvas_find_colour (self, "yellow", &colour)))
    colour = self->palette.dim_text;
  return colour;
}

static void
add_rounded (cairo_t          *cr,
             const SluiceRect *rect,
             double            radius)
{
  double right = sluice_rect_right (rect), bottom = sluice_rect_bottom (rect);

  cairo_new_sub_path (cr);
  cairo_arc (cr, right - radius, rect->y + radius, radius, -G_PI_2, 0);
  cairo_arc (cr, right - radius, bottom - radius, radius, 0, G_PI_2);
  cairo_arc (cr, rect->x + radius, bottom - radius, radius, G_PI_2, G_PI);
  cairo_arc (cr, rect->x + radius, rect->y + radius, radius, G_PI, 3 * G_PI_2);
  cairo_close_path (cr);
}

static void
paint_ground (cairo_t          *cr,
              const SluiceRect *bounds,
              double            radius,
              const GdkRGBA    *colour,
              double            fill,
              double            line)
{
  SluiceRect inner = sluice_rect_inflate (*bounds, -0.5);
  GdkRGBA tint = sluice_rgba_fade (colour, fill), border = sluice_rgba_fade (colour, line);

  add_rounded (cr, &inner, radius);
  gdk_cairo_set_source_rgba (cr, &tint);
  cairo_fill_preserve (cr);
  gdk_cairo_set_source_rgba (cr, &border);
  cairo_set_line_width (cr, 1);
  cairo_stroke (cr);
}

static void
paint_frame (SluiceCanvas           *self,
             cairo_t                *cr,
             const SluiceSceneShape *shape,
             const GdkRGBA          *colour)
{
  g_autofree char *title = sluice_document_dup_frame_title (self->document, shape->address);
  g_autoptr (PangoLayout) layout = NULL;
  int height;

  paint_ground (cr, &shape->bounds, FRAME_RADIUS, colour, 0.10, 0.45);
  if (*title == '\0' || sluice_canvas_get_detail (self) != SLUICE_DETAIL_FULL)
    return;
  layout = sluice_canvas_create_text (self, title, 1, PANGO_WEIGHT_BOLD,
                                      MAX (0, shape->bounds.width - 2 * FRAME_PADDING));
  pango_layout_get_pixel_size (layout, NULL, &height);
  gdk_cairo_set_source_rgba (cr, &self->palette.text);
  cairo_move_to (cr, shape->bounds.x + FRAME_PADDING,
                 round (shape->bounds.y + (SLUICE_FRAME_BAR - height) / 2));
  pango_cairo_show_layout (cr, layout);
}

static void
paint_note (SluiceCanvas           *self,
            cairo_t                *cr,
            const SluiceSceneShape *shape,
            const GdkRGBA          *colour)
{
  g_autofree char *text = sluice_document_dup_note_text (self->document, shape->address);
  g_autoptr (PangoLayout) layout = NULL;
  SluiceRect inner = sluice_rect_inflate (shape->bounds, -NOTE_PADDING);

  add_rounded (cr, &shape->bounds, NOTE_RADIUS);
  gdk_cairo_set_source_rgba (cr, &self->palette.card);
  cairo_fill (cr);
  paint_ground (cr, &shape->bounds, NOTE_RADIUS, colour, 0.22, 0.55);
  if (sluice_canvas_get_detail (self) != SLUICE_DETAIL_FULL || inner.width <= 0)
    return;
  layout = sluice_canvas_create_text (self, text, NOTE_SCALE, PANGO_WEIGHT_NORMAL, inner.width);
  pango_layout_set_single_paragraph_mode (layout, FALSE);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_height (layout, (int) (MAX (inner.height, 1) * PANGO_SCALE));
  gdk_cairo_set_source_rgba (cr, &self->palette.text);
  cairo_move_to (cr, inner.x, inner.y);
  pango_cairo_show_layout (cr, layout);
}

typedef struct
{
  SluiceCanvas *canvas;
  cairo_t *cr;
} Painting;

static void
paint_cb (SluiceSceneShape *shape,
          gpointer          user_data)
{
  Painting *painting = user_data;
  GdkRGBA colour = get_colour (painting->canvas, shape);

  if (shape->type == SLUICE_ITEM_FRAME)
    paint_frame (painting->canvas, painting->cr, shape, &colour);
  else
    paint_note (painting->canvas, painting->cr, shape, &colour);
}

/**
 * sluice_canvas_paint_shapes:
 * @self: a canvas
 * @cr: scaled to the world
 * @area: what of it is wanted
 *
 * Paints frames and notes: after the ground, before the edges.
 */
void
sluice_canvas_paint_shapes (SluiceCanvas     *self,
                            cairo_t          *cr,
                            const SluiceRect *area)
{
  Painting painting = { self, cr };

  if (self->document != NULL)
    sluice_scene_foreach_shape (sluice_stage_get_scene (self->stage), area, paint_cb, &painting);
}

typedef struct
{
  SluiceCanvas *canvas;
  GtkSnapshot *snapshot;
} Drawing;

static void
draw_ring_cb (SluiceSceneShape *shape,
              gpointer          user_data)
{
  Drawing *drawing = user_data;
  SluiceCanvas *self = drawing->canvas;
  const SluiceFeedback *feedback = sluice_stage_get_feedback (self->stage);
  SluiceSelection *selection = sluice_scene_get_selection (sluice_stage_get_scene (self->stage));
  double radius = shape->type == SLUICE_ITEM_FRAME ? FRAME_RADIUS : NOTE_RADIUS;
  GdkRGBA faint = sluice_rgba_fade (&self->palette.accent_bg, 0.5);

  if (sluice_selection_has (selection, shape->address))
    sluice_canvas_append_ring (drawing->snapshot, &shape->bounds, 1, radius, 2,
                               &self->palette.accent_bg);
  else if (g_strcmp0 (feedback->hover_address, shape->address) == 0)
    sluice_canvas_append_ring (drawing->snapshot, &shape->bounds, 0.5, radius, 1, &faint);
}

/* The bends of an edge can be taken: where it is selected or under the pointer they show. */
static void
draw_bends (SluiceCanvas *self,
            GtkSnapshot  *snapshot,
            const char   *address,
            const char   *action)
{
  SluiceSceneEdge *edge = address == NULL || action == NULL ? NULL
                          : sluice_scene_get_edge (sluice_stage_get_scene (self->stage), address,
                                                   action);

  for (guint i = 0; edge != NULL && i < edge->n_bends; i++)
    {
      SluiceRect dot = { edge->bends[i].x - BEND_RADIUS, edge->bends[i].y - BEND_RADIUS,
                         2 * BEND_RADIUS, 2 * BEND_RADIUS };
      GskRoundedRect round_dot;

      gsk_rounded_rect_init_from_rect (&round_dot,
                                       &GRAPHENE_RECT_INIT (dot.x, dot.y, dot.width, dot.height),
                                       BEND_RADIUS);
      gtk_snapshot_push_rounded_clip (snapshot, &round_dot);
      gtk_snapshot_append_color (snapshot, &self->palette.card, &round_dot.bounds);
      gtk_snapshot_pop (snapshot);
      sluice_canvas_append_ring (snapshot, &dot, 0, BEND_RADIUS, 2, &self->palette.accent_bg);
    }
}

/**
 * sluice_canvas_draw_shape_marks:
 * @self: a canvas
 * @snapshot: scaled to the world
 * @area: what is in view
 *
 * Draws which frames and notes are selected, and the bends of the selected edge.
 */
void
sluice_canvas_draw_shape_marks (SluiceCanvas     *self,
                                GtkSnapshot      *snapshot,
                                const SluiceRect *area)
{
  const SluiceFeedback *feedback = sluice_stage_get_feedback (self->stage);
  SluiceScene *scene = sluice_stage_get_scene (self->stage);
  Drawing drawing = { self, snapshot };
  const char *address, *action;

  sluice_scene_foreach_shape (scene, area, draw_ring_cb, &drawing);
  if (sluice_selection_get_edge (sluice_scene_get_selection (scene), &address, &action))
    draw_bends (self, snapshot, address, action);
  draw_bends (self, snapshot, feedback->hover_address, feedback->hover_action);
}
