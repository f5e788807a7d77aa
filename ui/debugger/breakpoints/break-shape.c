/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The one place that knows what a breakpoint looks like. */
#include "debugger/breakpoints/break-shape.h"

#include <glib/gi18n.h>

#define MARK_SIZE 16

struct _SluiceBreakMark
{
  GtkWidget parent_instance;

  SluiceBreakShape shape;
  gboolean         enabled;
};

G_DEFINE_FINAL_TYPE (SluiceBreakMark, sluice_break_mark, GTK_TYPE_WIDGET)

/**
 * sluice_break_shape_get:
 * @breakpoint: a breakpoint
 *
 * Returns: the shape that says what it does
 */
SluiceBreakShape
sluice_break_shape_get (const SluiceBreakpoint *breakpoint)
{
  if (breakpoint->log != NULL)
    return SLUICE_BREAK_SHAPE_LOG;
  if (breakpoint->condition != NULL || breakpoint->hits > 1 || breakpoint->after != 0 || breakpoint->once)
    return SLUICE_BREAK_SHAPE_TERMS;
  return SLUICE_BREAK_SHAPE_PLAIN;
}

static void
add_outline (SluiceBreakShape  shape,
             cairo_t          *cr,
             double            x,
             double            y,
             double            radius)
{
  double reach = radius * 1.2;

  cairo_new_path (cr);
  if (shape != SLUICE_BREAK_SHAPE_LOG)
    {
      cairo_arc (cr, x, y, radius, 0, 2 * G_PI);
      return;
    }
  cairo_move_to (cr, x, y - reach);
  cairo_line_to (cr, x + reach, y);
  cairo_line_to (cr, x, y + reach);
  cairo_line_to (cr, x - reach, y);
  cairo_close_path (cr);
}

/* Two bars in its middle. */
static void
paint_equals (cairo_t *cr,
              double   x,
              double   y,
              double   radius)
{
  double half = radius * 0.5, apart = radius * 0.28;

  cairo_set_line_width (cr, MAX (radius * 0.28, 1));
  cairo_move_to (cr, x - half, y - apart);
  cairo_line_to (cr, x + half, y - apart);
  cairo_move_to (cr, x - half, y + apart);
  cairo_line_to (cr, x + half, y + apart);
  cairo_stroke (cr);
}

/* Of a sign on @colour: white or black, which differs more from it. */
static GdkRGBA
get_sign_colour (const GdkRGBA *colour)
{
  float light = 0.2126f * colour->red + 0.7152f * colour->green + 0.0722f * colour->blue;

  return light < 0.5f ? (GdkRGBA) { 1, 1, 1, 1 } : (GdkRGBA) { 0, 0, 0, 1 };
}

/**
 * sluice_break_shape_paint:
 * @shape: what is painted
 * @cr: where
 * @enabled: whether it is filled
 * @x: of its centre
 * @y: of its centre
 * @radius: half its size
 * @colour: its colour
 * @background: of what it lies on
 */
void
sluice_break_shape_paint (SluiceBreakShape  shape,
                          cairo_t          *cr,
                          gboolean          enabled,
                          double            x,
                          double            y,
                          double            radius,
                          const GdkRGBA    *colour,
                          const GdkRGBA    *background)
{
  GdkRGBA sign = enabled ? get_sign_colour (colour) : *colour;
  double line = radius * 0.3;

  cairo_save (cr);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  add_outline (shape, cr, x, y, radius - line / 2);
  gdk_cairo_set_source_rgba (cr, enabled ? colour : background);
  cairo_fill_preserve (cr);
  gdk_cairo_set_source_rgba (cr, colour);
  cairo_set_line_width (cr, line);
  cairo_stroke (cr);
  if (shape == SLUICE_BREAK_SHAPE_TERMS)
    {
      gdk_cairo_set_source_rgba (cr, &sign);
      paint_equals (cr, x, y, radius);
    }
  cairo_restore (cr);
}

/**
 * sluice_break_shape_get_word:
 * @shape: a shape
 * @enabled: whether it is on
 *
 * Returns: what it stands for, to be read out
 */
const char *
sluice_break_shape_get_word (SluiceBreakShape shape,
                             gboolean         enabled)
{
  switch (shape)
    {
    case SLUICE_BREAK_SHAPE_TERMS:
      return enabled ? _("conditional breakpoint") : _("disabled conditional breakpoint");
    case SLUICE_BREAK_SHAPE_LOG:
      return enabled ? _("log point") : _("disabled log point");
    case SLUICE_BREAK_SHAPE_PLAIN:
    default:
      return enabled ? _("breakpoint") : _("disabled breakpoint");
    }
}

static void
sluice_break_mark_measure (GtkWidget      *widget,
                           GtkOrientation  orientation,
                           int             for_size,
                           int            *minimum,
                           int            *natural,
                           int            *minimum_baseline,
                           int            *natural_baseline)
{
  *minimum = *natural = MARK_SIZE;
}

static void
sluice_break_mark_snapshot (GtkWidget   *widget,
                            GtkSnapshot *snapshot)
{
  SluiceBreakMark *self = SLUICE_BREAK_MARK (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  GtkStyleContext *style = gtk_widget_get_style_context (widget);
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
  GdkRGBA colour, background;

  gtk_style_context_get_color (style, &colour);
  if (!gtk_style_context_lookup_color (style, "window_bg_color", &background))
    background = (GdkRGBA) { 0, 0, 0, 0 };
  sluice_break_shape_paint (self->shape, cr, self->enabled, width / 2.0, height / 2.0, 6, &colour, &background);
  cairo_destroy (cr);
}

static void
sluice_break_mark_class_init (SluiceBreakMarkClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->measure = sluice_break_mark_measure;
  widget_class->snapshot = sluice_break_mark_snapshot;
  gtk_widget_class_set_css_name (widget_class, "breakmark");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
sluice_break_mark_init (SluiceBreakMark *self)
{
  self->enabled = TRUE;
}

/**
 * sluice_break_mark_new:
 *
 * Returns: (transfer floating): a picture of a plain breakpoint
 */
GtkWidget *
sluice_break_mark_new (void)
{
  return g_object_new (SLUICE_TYPE_BREAK_MARK, NULL);
}

void
sluice_break_mark_set (SluiceBreakMark  *self,
                       SluiceBreakShape  shape,
                       gboolean          enabled)
{
  const char *word = sluice_break_shape_get_word (shape, enabled);

  g_return_if_fail (SLUICE_IS_BREAK_MARK (self));

  self->shape = shape;
  self->enabled = enabled;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, word, -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
