/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The times above the rows, at round places, and the idle time that is folded between them. */
#include "timeline/timeline-private.h"

#include <glib/gi18n.h>
#include <math.h>

#define TICK 88.0 /* px between two times, at least */

/**
 * sluice_timeline_format_time:
 * @time: µs
 * @precision: µs that are to be told apart
 *
 * Returns: (transfer full): as "2.5 s", "1:04.2" or "340 ms"
 */
char *
sluice_timeline_format_time (gint64 time,
                             gint64 precision)
{
  int digits = precision >= G_USEC_PER_SEC ? 0 : precision >= G_USEC_PER_SEC / 10 ? 1 : precision >= 10000 ? 2 : 3;
  double seconds = (double) time / G_USEC_PER_SEC;

  if (time >= 60 * (gint64) G_USEC_PER_SEC)
    return g_strdup_printf ("%d:%0*.*f", (int) (seconds / 60), digits > 0 ? digits + 3 : 2, digits,
                            fmod (seconds, 60));
  if (time != 0 && time < G_USEC_PER_SEC / 1000)
    return g_strdup_printf (_("%d µs"), (int) time);
  if (time != 0 && (precision < 1000 || time < G_USEC_PER_SEC))
    return g_strdup_printf (_("%.*f ms"), precision < 1000 ? 1 : 0, (double) time / 1000);
  return g_strdup_printf (_("%.*f s"), digits, seconds);
}

/* The shortest round time that takes as much room. */
static gint64
choose_step (SluiceTimelineArea *self)
{
  static const int parts[] = { 1, 2, 5 };
  static const int minutes[] = { 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21600, 43200, 86400 }; /* s */
  double least = TICK / self->scale;

  for (gint64 unit = 1; unit <= G_USEC_PER_SEC; unit *= 10)
    for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
      if ((double) (unit * parts[i]) >= least)
        return unit * parts[i];
  for (guint i = 0; i < G_N_ELEMENTS (minutes); i++)
    if ((double) minutes[i] * G_USEC_PER_SEC >= least)
      return minutes[i] * (gint64) G_USEC_PER_SEC;
  return (gint64) ceil (least / (86400.0 * G_USEC_PER_SEC)) * 86400 * G_USEC_PER_SEC;
}

/* The first gap that ends after a moment, or NULL. */
static const SluiceGap *
find_gap (SluiceTimelineArea *self,
          gint64              time)
{
  GArray *gaps = sluice_timescale_get_gaps (&self->rows.scale);
  guint low = 0, high = gaps->len;

  while (low < high)
    {
      guint middle = (low + high) / 2;

      if (g_array_index (gaps, SluiceGap, middle).end <= time)
        low = middle + 1;
      else
        high = middle;
    }
  return low < gaps->len ? &g_array_index (gaps, SluiceGap, low) : NULL;
}

static void
draw_tick (SluiceTimelineArea *self,
           GtkSnapshot        *snapshot,
           gint64              time,
           gint64              step,
           float               x,
           float               width,
           float               height)
{
  GdkRGBA ink = sluice_timeline_area_get_ink (self, 0.6f), line = sluice_timeline_area_get_ink (self, 0.12f);
  g_autofree char *words = time == 0 ? g_strdup ("0") : sluice_timeline_format_time (time, step);
  graphene_rect_t box;

  gtk_snapshot_append_color (snapshot, &line, &GRAPHENE_RECT_INIT (x, 0, 1, height));
  if (sluice_timeline_area_get_length_box (self, width, &box) && x < box.origin.x + box.size.width
      && x + TICK * 0.7 > box.origin.x)
    return;
  sluice_timeline_area_draw_text (self, snapshot, words, &ink, x + 4, -1, (float) TICK - 6);
}

/**
 * sluice_timeline_area_draw_axis:
 * @self: a timeline
 * @snapshot: of it
 * @width: px
 * @height: px
 *
 * Draws a line and its time at each round place that there is room for; folded time has none.
 */
void
sluice_timeline_area_draw_axis (SluiceTimelineArea *self,
                                GtkSnapshot        *snapshot,
                                float               width,
                                float               height)
{
  GdkRGBA line = sluice_timeline_area_get_ink (self, 0.12f);
  gint64 step = choose_step (self);
  gint64 first = sluice_timeline_area_to_time (self, SLUICE_TIMELINE_NAMES);
  double next = SLUICE_TIMELINE_NAMES;

  for (gint64 time = (first + step - 1) / step * step;; time += step)
    {
      const SluiceGap *gap = find_gap (self, time);
      double x = sluice_timeline_area_to_x (self, time);

      if (x > width - 40)
        break;
      if (gap != NULL && time > gap->start)
        {
          time = (gap->end - 1) / step * step;
          continue;
        }
      /* What a gap says stands in the same line. */
      if (x < next || (gap != NULL && sluice_timeline_area_to_x (self, gap->start) < x + TICK * 0.6))
        continue;
      draw_tick (self, snapshot, time, step, (float) x, width, height);
      next = x + TICK * 0.75;
    }
  gtk_snapshot_append_color (snapshot, &line, &GRAPHENE_RECT_INIT (0, SLUICE_TIMELINE_AXIS - 1, width, 1));
}

/**
 * sluice_timeline_area_draw_gaps:
 * @self: a timeline
 * @snapshot: of it
 * @width: px
 * @height: px
 *
 * Draws idle time that is folded: a band that says how long it is.
 */
void
sluice_timeline_area_draw_gaps (SluiceTimelineArea *self,
                                GtkSnapshot        *snapshot,
                                float               width,
                                float               height)
{
  GArray *gaps = sluice_timescale_get_gaps (&self->rows.scale);
  GdkRGBA band = sluice_timeline_area_get_ink (self, 0.06f);
  GdkRGBA ink = sluice_timeline_area_get_ink (self, 0.6f);

  for (guint i = 0; i < gaps->len; i++)
    {
      const SluiceGap *gap = &g_array_index (gaps, SluiceGap, i);
      g_autofree char *length = NULL;
      g_autofree char *words = NULL;
      float left = MAX (SLUICE_TIMELINE_NAMES, (float) sluice_timeline_area_to_x (self, gap->start));
      float right = MIN (width, (float) sluice_timeline_area_to_x (self, gap->end));

      if (left >= width)
        break;
      if (right <= left)
        continue;
      gtk_snapshot_append_color (snapshot, &band, &GRAPHENE_RECT_INIT (left, 0, right - left, height));
      if (right - left < 56)
        continue;
      length = sluice_timeline_format_time (gap->end - gap->start, G_USEC_PER_SEC / 10);
      words = g_strconcat ("⋯ ", length, NULL);
      sluice_timeline_area_draw_text (self, snapshot, words, &ink, left + 6, -1, right - left - 8);
    }
}
