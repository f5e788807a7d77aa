/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Where the run was stopped: a sign on the axis, as on a road, and a line through the row of its lane. Stops too close
 * to be told apart share one sign, which is about the last of them.
 */
#include "timeline/timeline-private.h"

#include <glib/gi18n.h>
#include <math.h>

#define RADIUS 5.0 /* px: of a sign */
#define PLACE (SLUICE_TIMELINE_AXIS - 3.0)
#define CLOSE 4.0 /* px: two that are not told apart */

static GPtrArray *
get_stops (SluiceTimelineArea *self)
{
  return self->session != NULL ? sluice_run_session_get_stops (self->session) : NULL;
}

static double
get_x (SluiceTimelineArea *self,
       GPtrArray          *stops,
       guint               i)
{
  const SluiceStopMark *mark = g_ptr_array_index (stops, i);

  return sluice_timeline_area_to_x (self, mark->time);
}

static void
draw_sign (GtkSnapshot   *snapshot,
           const GdkRGBA *fill,
           const GdkRGBA *ink,
           double         x)
{
  graphene_rect_t box = GRAPHENE_RECT_INIT ((float) (x - RADIUS - 1), (float) (PLACE - RADIUS - 1),
                                            (float) RADIUS * 2 + 2, (float) RADIUS * 2 + 2);
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &box);

  for (int i = 0; i < 8; i++)
    {
      double angle = (i + 0.5) * G_PI / 4;

      cairo_line_to (cr, x + RADIUS * cos (angle), PLACE + RADIUS * sin (angle));
    }
  cairo_close_path (cr);
  gdk_cairo_set_source_rgba (cr, fill);
  cairo_fill_preserve (cr);
  gdk_cairo_set_source_rgba (cr, ink);
  cairo_set_line_width (cr, 1);
  cairo_stroke (cr);
  cairo_destroy (cr);
}

static void
draw_line (SluiceTimelineArea   *self,
           GtkSnapshot          *snapshot,
           const SluiceStopMark *mark,
           const GdkRGBA        *colour,
           double                x)
{
  double top = SLUICE_TIMELINE_AXIS - gtk_adjustment_get_value (self->down);

  for (guint i = 0; i < self->rows.rows->len; i++, top += SLUICE_TIMELINE_ROW)
    if (((SluiceTimelineRow *) self->rows.rows->pdata[i])->lane == mark->lane && top >= SLUICE_TIMELINE_AXIS)
      gtk_snapshot_append_color (snapshot, colour,
                                 &GRAPHENE_RECT_INIT ((float) x - 0.5f, (float) top, 1, SLUICE_TIMELINE_ROW - 1));
}

void
sluice_timeline_area_draw_stops (SluiceTimelineArea *self,
                                 GtkSnapshot        *snapshot,
                                 double              width)
{
  GtkStyleContext *context = gtk_widget_get_style_context (GTK_WIDGET (self));
  GPtrArray *stops = get_stops (self);
  GdkRGBA fill, ink;
  double next = G_MAXDOUBLE;

  gtk_style_context_get_color (context, &ink);
  if (!gtk_style_context_lookup_color (context, "error_color", &fill))
    fill = ink;
  for (guint i = stops != NULL ? stops->len : 0; i-- > 0;)
    {
      double x = get_x (self, stops, i);

      if (x < SLUICE_TIMELINE_NAMES)
        break;
      if (x > width + RADIUS || next - x < CLOSE)
        continue;
      draw_line (self, snapshot, g_ptr_array_index (stops, i), &fill, x);
      draw_sign (snapshot, &fill, &ink, x);
      next = x;
    }
}

guint
sluice_timeline_area_pick_stop (SluiceTimelineArea *self,
                                double              x,
                                double              y)
{
  GPtrArray *stops = get_stops (self);
  double nearest = RADIUS + 2;
  guint found = 0;

  if (x < SLUICE_TIMELINE_NAMES || y >= SLUICE_TIMELINE_AXIS)
    return 0;
  for (guint i = 0; stops != NULL && i < stops->len; i++)
    {
      double distance = fabs (get_x (self, stops, i) - x);

      if (distance > nearest)
        continue;
      nearest = distance;
      found = i + 1;
    }
  return found;
}

char *
sluice_timeline_dup_stop_words (const SluiceStopMark *mark)
{
  g_autofree char *time = sluice_timeline_format_time (mark->time, 1000);

  /* Translators: when, counted from the start of the run, and why in words. */
  return g_strdup_printf (_("Stopped at %s: %s"), time, mark->text);
}
