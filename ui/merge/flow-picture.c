/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* It is drawn as pictures are that are exported, in the theme that the window has. */
#include "merge/flow-picture.h"

#include <adwaita.h>

#include "exchange/paint.h"
#include "exchange/pen-cairo.h"

#define MARGIN 8      /* px round the picture */
#define READABLE 0.3  /* less than this, and no text can be read */

struct _SluiceFlowPicture
{
  GtkWidget parent_instance;

  /* Owned. */
  SluicePicture *picture; /* or NULL */
  GHashTable    *marked;  /* set of addresses, or NULL */
};

G_DEFINE_FINAL_TYPE (SluiceFlowPicture, sluice_flow_picture, GTK_TYPE_WIDGET)

static void
draw_rings (SluiceFlowPicture       *self,
            cairo_t                 *cr,
            const SluicePictureFlow *flow,
            double                   scale)
{
  GdkRGBA colour = { 0, 0, 0, 1 };

  gtk_style_context_lookup_color (gtk_widget_get_style_context (GTK_WIDGET (self)), "accent_color", &colour);
  gdk_cairo_set_source_rgba (cr, &colour);
  cairo_set_line_width (cr, 2 / scale);
  for (guint i = 0; i < flow->nodes->len; i++)
    {
      const SluicePictureNode *node = g_ptr_array_index (flow->nodes, i);
      const SluiceRect *box = &node->item.bounds;
      double gap = 3 / scale;

      if (self->marked == NULL || !g_hash_table_contains (self->marked, node->address))
        continue;
      cairo_rectangle (cr, box->x + flow->offset.x - gap, box->y + flow->offset.y - gap,
                       box->width + 2 * gap, box->height + 2 * gap);
      cairo_stroke (cr);
    }
}

static void
sluice_flow_picture_snapshot (GtkWidget   *widget,
                              GtkSnapshot *snapshot)
{
  SluiceFlowPicture *self = SLUICE_FLOW_PICTURE (widget);
  gboolean is_dark = adw_style_manager_get_dark (adw_style_manager_get_for_display (gtk_widget_get_display (widget)));
  SluiceTheme theme = is_dark ? SLUICE_THEME_DARK : SLUICE_THEME_LIGHT;
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, width, height);
  SluiceInk ground = sluice_paint_get_ground (theme);
  SluiceCairoPen pen;
  double scale;
  cairo_t *cr;

  if (self->picture == NULL || width <= 2 * MARGIN || height <= 2 * MARGIN)
    return;

  cr = gtk_snapshot_append_cairo (snapshot, &bounds);
  cairo_set_source_rgba (cr, ground.red, ground.green, ground.blue, ground.alpha);
  cairo_paint (cr);
  scale = MIN (1, MIN ((width - 2 * MARGIN) / MAX (self->picture->width, 1),
                       (height - 2 * MARGIN) / MAX (self->picture->height, 1)));
  cairo_translate (cr, (width - self->picture->width * scale) / 2, (height - self->picture->height * scale) / 2);
  cairo_scale (cr, scale, scale);
  sluice_cairo_pen_init (&pen, cr);
  for (guint i = 0; i < self->picture->flows->len; i++)
    {
      const SluicePictureFlow *flow = g_ptr_array_index (self->picture->flows, i);

      if (scale >= READABLE)
        sluice_paint_flow (&pen.pen, flow, theme);
      else
        sluice_paint_from_afar (&pen.pen, flow, theme);
      draw_rings (self, cr, flow, scale);
    }
  cairo_destroy (cr);
}

static void
sluice_flow_picture_dispose (GObject *object)
{
  SluiceFlowPicture *self = SLUICE_FLOW_PICTURE (object);

  g_clear_pointer (&self->picture, sluice_picture_free);
  g_clear_pointer (&self->marked, g_hash_table_unref);

  G_OBJECT_CLASS (sluice_flow_picture_parent_class)->dispose (object);
}

static void
sluice_flow_picture_class_init (SluiceFlowPictureClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sluice_flow_picture_dispose;
  widget_class->snapshot = sluice_flow_picture_snapshot;

  gtk_widget_class_set_css_name (widget_class, "flowpicture");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
sluice_flow_picture_init (SluiceFlowPicture *self)
{
  AdwStyleManager *style = adw_style_manager_get_for_display (gtk_widget_get_display (GTK_WIDGET (self)));

  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  g_signal_connect_object (style, "notify::dark", G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
}

/**
 * sluice_flow_picture_set_document:
 * @document: (nullable): what to show, as it is now
 * @marked: (nullable): a set of addresses of nodes that get a ring
 */
void
sluice_flow_picture_set_document (SluiceFlowPicture *self,
                                  SluiceDocument    *document,
                                  GHashTable        *marked)
{
  g_return_if_fail (SLUICE_IS_FLOW_PICTURE (self));

  g_clear_pointer (&self->picture, sluice_picture_free);
  g_clear_pointer (&self->marked, g_hash_table_unref);
  if (document != NULL)
    self->picture = sluice_picture_new (document, NULL, FALSE);
  if (marked != NULL)
    self->marked = g_hash_table_ref (marked);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
