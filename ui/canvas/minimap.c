/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The minimap. Its nodes are pixels of a picture that is made again when the flow changed, a moment
 * later and at most a few times a second; the view, the selection and the run are drawn over it. The picture of
 * a large flow is made a strip after another, while the one before is still shown.
 */
#include "canvas/minimap.h"

#include "canvas/canvas-private.h"
#include "graph/catalog.h"

#include <glib/gi18n.h>
#include <math.h>

#define WIDTH 208
#define HEIGHT 136
#define MARGIN 8.0          /* px around the flow */
#define REDRAW_DELAY 150    /* ms */
#define MANY_NODES 10000
#define MANY_DELAY 1000     /* ms, of a flow of many nodes */
#define AT_ONCE 2000        /* nodes; the picture of more is made in strips */
#define N_STRIPS 100
#define SLICE 4000          /* µs */
#define RADIUS 9.0
#define TINT 0.75

/* What is being made. */
typedef struct
{
  cairo_surface_t *surface;
  guint32 *pixels;
  int stride;  /* in pixels */
  int scale;   /* device pixels in a px */
  guint strip; /* the next one */
} Picture;

struct _SluiceMinimap
{
  GtkWidget parent_instance;

  GtkGesture *drag; /* borrowed */

  /* owned */
  SluiceCanvas *canvas;
  GskRenderNode *picture; /* the nodes; NULL: to be made */
  Picture *making;        /* the next one, or NULL */

  /* state */
  gboolean is_wanted;
  guint redraw_id;
  guint making_id;
  gboolean is_large;
  SluiceRect flow;        /* of the world, as it was when it was looked at */
  SluiceRect extent;      /* of the world, what the picture shows */
  double scale;           /* 0: nothing was shown yet */
  double offset_x;        /* of the picture within the widget */
  double offset_y;
};

enum
{
  PROP_0,
  PROP_CANVAS,
  PROP_WANTED,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (SluiceMinimap, sluice_minimap, GTK_TYPE_WIDGET)

static SluiceScene *
get_scene (SluiceMinimap *self)
{
  return sluice_stage_get_scene (self->canvas->stage);
}

static SluiceRect
to_map (SluiceMinimap    *self,
        const SluiceRect *world)
{
  return SLUICE_RECT_INIT (self->offset_x + (world->x - self->extent.x) * self->scale,
                           self->offset_y + (world->y - self->extent.y) * self->scale,
                           world->width * self->scale, world->height * self->scale);
}

/* A flow that can be seen at a glance at 100 % needs no map; on a small canvas there is no room for one. */
static gboolean
is_large (SluiceMinimap    *self,
          const SluiceRect *extent)
{
  const SluiceViewport *view = sluice_stage_get_viewport (self->canvas->stage);

  return (view->width == 0 || (view->width >= 2 * WIDTH && view->height >= 2 * HEIGHT))
         && (extent->width > 2 * view->width || extent->height > 2 * view->height);
}

/* Where all of the flow is in view a map would tell nothing, and lie over some of it. It stays while it is held. */
static gboolean
is_of_use (SluiceMinimap *self)
{
  const SluiceViewport *view;
  SluiceRect area;

  if (!self->is_wanted || self->canvas == NULL || self->canvas->document == NULL || !self->is_large)
    return FALSE;
  view = sluice_stage_get_viewport (self->canvas->stage);
  area = sluice_viewport_get_area (view);
  return view->width > 0 && (gtk_gesture_is_active (self->drag) || !sluice_rect_holds (&area, &self->flow));
}

static void
measure_flow (SluiceMinimap *self)
{
  double wide, high;

  self->extent = SLUICE_RECT_INIT (0, 0, 1, 1);
  sluice_scene_get_extent (get_scene (self), &self->extent);
  wide = (WIDTH - 2 * MARGIN) / MAX (self->extent.width, 1);
  high = (HEIGHT - 2 * MARGIN) / MAX (self->extent.height, 1);
  self->scale = MIN (wide, high);
  self->offset_x = (WIDTH - self->extent.width * self->scale) / 2;
  self->offset_y = (HEIGHT - self->extent.height * self->scale) / 2;
}

static guint32
to_pixel (const GdkRGBA *colour)
{
  double alpha = colour->alpha * TINT;

  return (guint32) (alpha * 255) << 24 | (guint32) (colour->red * alpha * 255) << 16
         | (guint32) (colour->green * alpha * 255) << 8 | (guint32) (colour->blue * alpha * 255);
}

/* Whole pixels, at least one: a flow of 100,000 nodes has less than one for each. */
static void
add_node_cb (SluiceSceneNode *node,
             gpointer         user_data)
{
  SluiceMinimap *self = user_data;
  Picture *picture = self->making;
  SluiceCanvas *canvas = self->canvas;
  SluiceRect box = to_map (self, &node->item.bounds);
  const SluiceKindInfo *kind =
    sluice_catalog_lookup (sluice_document_get_node_kind (canvas->document, node->address));
  guint32 pixel = to_pixel (kind != NULL ? sluice_palette_get_tint (&canvas->palette, kind->category)
                                         : &canvas->palette.warning);
  int left = CLAMP ((int) round (box.x * picture->scale), 0, WIDTH * picture->scale - 1);
  int top = CLAMP ((int) round (box.y * picture->scale), 0, HEIGHT * picture->scale - 1);
  int right = CLAMP ((int) round (sluice_rect_right (&box) * picture->scale), left + 1,
                     WIDTH * picture->scale);
  int bottom = CLAMP ((int) round (sluice_rect_bottom (&box) * picture->scale), top + 1,
                      HEIGHT * picture->scale);

  for (int y = top; y < bottom; y++)
    for (int x = left; x < right; x++)
      picture->pixels[y * picture->stride + x] = pixel;
}

static void
stop_making (SluiceMinimap *self)
{
  g_clear_handle_id (&self->making_id, g_source_remove);
  if (self->making != NULL)
    cairo_surface_destroy (self->making->surface);
  g_clear_pointer (&self->making, g_free);
}

static void
forget_picture (SluiceMinimap *self)
{
  stop_making (self);
  g_clear_pointer (&self->picture, gsk_render_node_unref);
}

static void
begin_making (SluiceMinimap *self)
{
  int scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  Picture *picture = g_new0 (Picture, 1);

  stop_making (self);
  measure_flow (self);
  picture->surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, WIDTH * scale, HEIGHT * scale);
  picture->stride = cairo_image_surface_get_stride (picture->surface) / 4;
  picture->scale = scale;
  cairo_surface_flush (picture->surface);
  picture->pixels = (guint32 *) (gpointer) cairo_image_surface_get_data (picture->surface);
  self->making = picture;
}

/* Nodes that lie in two strips are painted twice. */
static void
paint_strips (SluiceMinimap *self,
              guint          n_strips)
{
  double height = self->extent.height / N_STRIPS;
  SluiceRect area = { self->extent.x, self->extent.y + self->making->strip * height, self->extent.width,
                      n_strips * height };

  sluice_scene_foreach_node (get_scene (self), &area, add_node_cb, self);
  self->making->strip += n_strips;
}

static void
finish_making (SluiceMinimap *self)
{
  cairo_surface_t *surface = self->making->surface;
  cairo_t *cr;

  cairo_surface_mark_dirty (surface);
  cairo_surface_set_device_scale (surface, self->making->scale, self->making->scale);
  g_clear_pointer (&self->picture, gsk_render_node_unref);
  self->picture = gsk_cairo_node_new (&GRAPHENE_RECT_INIT (0, 0, WIDTH, HEIGHT));
  cr = gsk_cairo_node_get_draw_context (self->picture);
  cairo_set_source_surface (cr, surface, 0, 0);
  cairo_paint (cr);
  cairo_destroy (cr);
  stop_making (self);
}

static gboolean
make_some_cb (gpointer user_data)
{
  SluiceMinimap *self = user_data;
  gint64 end = g_get_monotonic_time () + SLICE;

  if (self->canvas->document == NULL)
    {
      self->making_id = 0;
      forget_picture (self);
      return G_SOURCE_REMOVE;
    }
  do
    paint_strips (self, 1);
  while (self->making->strip < N_STRIPS && g_get_monotonic_time () < end);
  if (self->making->strip < N_STRIPS)
    return G_SOURCE_CONTINUE;
  self->making_id = 0;
  finish_making (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  return G_SOURCE_REMOVE;
}

/* Of low priority: the flow itself is to be seen before. */
static void
make_picture (SluiceMinimap *self)
{
  begin_making (self);
  if (sluice_scene_get_n_nodes (get_scene (self)) > AT_ONCE)
    {
      self->making_id = g_idle_add_full (G_PRIORITY_LOW, make_some_cb, self, NULL);
      return;
    }
  paint_strips (self, N_STRIPS);
  finish_making (self);
}

static void
fill (GtkSnapshot      *snapshot,
      const SluiceRect *rect,
      double            radius,
      const GdkRGBA    *colour)
{
  GskRoundedRect outline;

  gsk_rounded_rect_init_from_rect (&outline, &GRAPHENE_RECT_INIT (rect->x, rect->y, rect->width,
                                                                  rect->height), radius);
  gtk_snapshot_push_rounded_clip (snapshot, &outline);
  gtk_snapshot_append_color (snapshot, colour, &outline.bounds);
  gtk_snapshot_pop (snapshot);
}

/* A place that stands out, however small its node is here. */
static void
draw_place (SluiceMinimap *self,
            GtkSnapshot   *snapshot,
            const char    *address,
            const GdkRGBA *colour)
{
  SluiceSceneNode *node = sluice_scene_get_node (get_scene (self), address);
  SluiceRect box;
  double lack;

  if (node == NULL)
    return;
  box = to_map (self, &node->item.bounds);
  lack = MAX (0, 5 - MIN (box.width, box.height)) / 2;
  box = sluice_rect_inflate (box, lack);
  fill (snapshot, &box, 2, colour);
}

static void
draw_places (SluiceMinimap *self,
             GtkSnapshot   *snapshot)
{
  SluiceSelection *selection = sluice_scene_get_selection (get_scene (self));
  g_auto (GStrv) selected = sluice_selection_dup (selection);
  GHashTableIter iter;
  gpointer address;

  for (guint i = 0; selected[i] != NULL && i < 200; i++)
    draw_place (self, snapshot, selected[i], &self->canvas->palette.accent_bg);
  g_hash_table_iter_init (&iter, self->canvas->lively);
  while (g_hash_table_iter_next (&iter, &address, NULL))
    if (sluice_canvas_is_node_lively (self->canvas, address))
      draw_place (self, snapshot, address, &self->canvas->palette.success);
}

static void
draw_view (SluiceMinimap *self,
           GtkSnapshot   *snapshot)
{
  SluiceRect area = sluice_viewport_get_area (sluice_stage_get_viewport (self->canvas->stage));
  SluiceRect view = to_map (self, &area);
  GdkRGBA ground = sluice_rgba_fade (&self->canvas->palette.text, 0.08);
  double left = MAX (view.x, 2), top = MAX (view.y, 2);

  view.width = MIN (sluice_rect_right (&view), WIDTH - 2) - left;
  view.height = MIN (sluice_rect_bottom (&view), HEIGHT - 2) - top;
  view.x = left;
  view.y = top;
  if (view.width <= 0 || view.height <= 0)
    return;
  fill (snapshot, &view, 2, &ground);
  sluice_canvas_append_ring (snapshot, &view, 0, 2, 1.5, &self->canvas->palette.text);
}

static void
snapshot_map (GtkWidget   *widget,
              GtkSnapshot *snapshot)
{
  SluiceMinimap *self = SLUICE_MINIMAP (widget);
  SluiceRect all = { 0, 0, WIDTH, HEIGHT };
  const SluicePalette *palette;

  if (self->canvas == NULL || self->canvas->document == NULL)
    return;
  palette = &self->canvas->palette;
  if (self->picture == NULL && self->making == NULL)
    make_picture (self);
  fill (snapshot, &all, RADIUS, &palette->card);
  if (self->picture != NULL)
    gtk_snapshot_append_node (snapshot, self->picture);
  draw_places (self, snapshot);
  draw_view (self, snapshot);
  sluice_canvas_append_ring (snapshot, &all, 0, RADIUS, 1, &palette->border);
}

static void
update (SluiceMinimap *self)
{
  self->is_large = self->canvas != NULL && self->canvas->document != NULL
                   && sluice_scene_get_extent (get_scene (self), &self->flow) && is_large (self, &self->flow);
  gtk_widget_set_visible (GTK_WIDGET (self), is_of_use (self));
}

static gboolean
redraw_cb (gpointer user_data)
{
  SluiceMinimap *self = user_data;

  self->redraw_id = 0;
  update (self);
  if (self->picture != NULL && self->canvas != NULL && self->canvas->document != NULL
      && gtk_widget_get_mapped (GTK_WIDGET (self)))
    make_picture (self);
  else
    forget_picture (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  return G_SOURCE_REMOVE;
}

/* Only what lies over the picture, or the flow itself, or whether all of it is in view. */
static void
overview_changed_cb (SluiceCanvas  *canvas,
                     gboolean       is_flow,
                     SluiceMinimap *self)
{
  if (!is_flow && is_of_use (self) == gtk_widget_get_visible (GTK_WIDGET (self)))
    gtk_widget_queue_draw (GTK_WIDGET (self));
  else if (self->redraw_id == 0)
    self->redraw_id = g_timeout_add (sluice_scene_get_n_nodes (get_scene (self)) > MANY_NODES
                                     ? MANY_DELAY : REDRAW_DELAY, redraw_cb, self);
}

static void
drag_to (SluiceMinimap *self,
         double         x,
         double         y)
{
  const SluiceViewport *view = sluice_stage_get_viewport (self->canvas->stage);
  SluicePoint world = { self->extent.x + (x - self->offset_x) / self->scale,
                        self->extent.y + (y - self->offset_y) / self->scale };
  SluicePoint at = sluice_viewport_to_widget (view, world.x, world.y);

  sluice_stage_pan (self->canvas->stage, view->width / 2 - at.x, view->height / 2 - at.y);
}

static void
drag_begin_cb (GtkGestureDrag *gesture,
               double          x,
               double          y,
               SluiceMinimap  *self)
{
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  if (self->scale > 0)
    drag_to (self, x, y);
}

static void
drag_update_cb (GtkGestureDrag *gesture,
                double          dx,
                double          dy,
                SluiceMinimap  *self)
{
  double x, y;

  if (self->scale > 0 && gtk_gesture_drag_get_start_point (gesture, &x, &y))
    drag_to (self, x + dx, y + dy);
}

static void
let_go_cb (SluiceMinimap *self)
{
  if (self->canvas != NULL)
    overview_changed_cb (self->canvas, FALSE, self);
}

static void
measure (GtkWidget      *widget,
         GtkOrientation  orientation,
         int             for_size,
         int            *minimum,
         int            *natural,
         int            *minimum_baseline,
         int            *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? WIDTH : HEIGHT;
}

static void
css_changed (GtkWidget         *widget,
             GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (sluice_minimap_parent_class)->css_changed (widget, change);
  forget_picture (SLUICE_MINIMAP (widget));
}

static void
get_property (GObject    *object,
              guint       id,
              GValue     *value,
              GParamSpec *pspec)
{
  SluiceMinimap *self = SLUICE_MINIMAP (object);

  switch (id)
    {
    case PROP_CANVAS:
      g_value_set_object (value, self->canvas);
      break;
    case PROP_WANTED:
      g_value_set_boolean (value, self->is_wanted);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
set_wanted (SluiceMinimap *self,
            gboolean       is_wanted)
{
  if (self->is_wanted == is_wanted)
    return;
  self->is_wanted = is_wanted;
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WANTED]);
}

static void
set_property (GObject      *object,
              guint         id,
              const GValue *value,
              GParamSpec   *pspec)
{
  SluiceMinimap *self = SLUICE_MINIMAP (object);

  switch (id)
    {
    case PROP_CANVAS:
      sluice_minimap_set_canvas (self, g_value_get_object (value));
      break;
    case PROP_WANTED:
      set_wanted (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
sluice_minimap_dispose (GObject *object)
{
  SluiceMinimap *self = SLUICE_MINIMAP (object);

  g_clear_handle_id (&self->redraw_id, g_source_remove);
  forget_picture (self);
  if (self->canvas != NULL)
    g_signal_handlers_disconnect_by_func (self->canvas, overview_changed_cb, self);
  g_clear_object (&self->canvas);
  G_OBJECT_CLASS (sluice_minimap_parent_class)->dispose (object);
}

static void
sluice_minimap_class_init (SluiceMinimapClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = get_property;
  object_class->set_property = set_property;
  object_class->dispose = sluice_minimap_dispose;
  widget_class->snapshot = snapshot_map;
  widget_class->measure = measure;
  widget_class->css_changed = css_changed;

  properties[PROP_CANVAS] = g_param_spec_object ("canvas", NULL, NULL, SLUICE_TYPE_CANVAS, flags);
  properties[PROP_WANTED] = g_param_spec_boolean ("wanted", NULL, NULL, TRUE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_css_name (widget_class, "minimap");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
sluice_minimap_init (SluiceMinimap *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();

  self->is_wanted = TRUE;
  gtk_widget_set_name (GTK_WIDGET (self), "minimap");
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), "pointer");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), _("Minimap (Alt+M): drag to look elsewhere"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Minimap"), -1);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect_swapped (drag, "end", G_CALLBACK (let_go_cb), self);
  self->drag = drag;
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
}

/**
 * sluice_minimap_new:
 *
 * Returns: (transfer floating): a map of nothing yet
 */
GtkWidget *
sluice_minimap_new (void)
{
  return g_object_new (SLUICE_TYPE_MINIMAP, NULL);
}

/**
 * sluice_minimap_set_canvas:
 * @self: a minimap
 * @canvas: (nullable): whose flow to show
 *
 * Shows the flow of a canvas, as it goes on.
 */
void
sluice_minimap_set_canvas (SluiceMinimap *self,
                           SluiceCanvas  *canvas)
{
  g_return_if_fail (SLUICE_IS_MINIMAP (self));

  if (self->canvas == canvas)
    return;
  if (self->canvas != NULL)
    g_signal_handlers_disconnect_by_func (self->canvas, overview_changed_cb, self);
  forget_picture (self);
  g_set_object (&self->canvas, canvas);
  if (canvas != NULL)
    {
      g_signal_connect_object (canvas, "overview-changed", G_CALLBACK (overview_changed_cb), self, 0);
      overview_changed_cb (canvas, TRUE, self);
    }
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CANVAS]);
}
