/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * How a timeline looks. Phases differ by colour and by height, waits are hatched, each kind of wait in
 * its own direction, and what failed has a bar below: nothing is told by colour alone. Stretches
 * narrower than a pixel share one, so a run of any length costs as much as the area is wide.
 */
#include "timeline/timeline-private.h"

#include <glib/gi18n.h>
#include <math.h>

#define DIAMOND 7.0f /* px: the side of one */
#define TICK 96.0 /* px between two times, at least */

typedef struct
{
  const char *name;
  const char *colour; /* the theme's */
  float       height; /* of the row's */
  float       hatch;  /* degrees; -1: plain */
} Look;

static const Look looks[] = {
  [SLUICE_MARK_PREP] = { N_("prep"), "blue_2", 0.5f, -1 },
  [SLUICE_MARK_EXEC] = { N_("exec"), "blue_4", 1, -1 },
  [SLUICE_MARK_WAIT] = { N_("waits"), "yellow_4", 1, 45 },
  [SLUICE_MARK_FALLBACK] = { N_("fallback"), "orange_3", 1, -1 },
  [SLUICE_MARK_POST] = { N_("post"), "green_4", 0.5f, -1 },
  [SLUICE_MARK_PERSON] = { N_("waits for a person"), "purple_3", 1, 135 },
  [SLUICE_MARK_QUEUE] = { N_("waits for a queue"), "brown_3", 1, 90 },
  [SLUICE_MARK_STOPPED] = { N_("stopped"), "red_3", 1, 0 },
};

static const Look *
get_look (SluiceMarkState state)
{
  return (guint) state < G_N_ELEMENTS (looks) && looks[state].name != NULL ? &looks[state]
                                                                           : &looks[SLUICE_MARK_EXEC];
}

const char *
sluice_timeline_state_name (SluiceMarkState state)
{
  return _(get_look (state)->name);
}

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

static GdkRGBA
look_up (GtkWidget  *widget,
         const char *name)
{
  GtkStyleContext *context = gtk_widget_get_style_context (widget);
  GdkRGBA colour;

  if (!gtk_style_context_lookup_color (context, name, &colour))
    gtk_style_context_get_color (context, &colour);
  return colour;
}

static GdkRGBA
get_ink (GtkWidget *widget,
         float      alpha)
{
  GdkRGBA colour;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &colour);
  colour.alpha *= alpha;
  return colour;
}

static void
draw_text (SluiceTimelineArea *self,
           GtkSnapshot        *snapshot,
           const char         *text,
           const GdkRGBA      *colour,
           float               x,
           float               y,
           float               width)
{
  int height;

  pango_layout_set_text (self->layout, text, -1);
  pango_layout_set_width (self->layout, (int) (width * PANGO_SCALE));
  pango_layout_get_pixel_size (self->layout, NULL, &height);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (x, y + ((float) SLUICE_TIMELINE_ROW - (float) height) / 2));
  gtk_snapshot_append_layout (snapshot, self->layout, colour);
  gtk_snapshot_restore (snapshot);
}

static void
draw_hatched (GtkSnapshot           *snapshot,
              const graphene_rect_t *box,
              const GdkRGBA         *colour,
              float                  degrees)
{
  GdkRGBA pale = *colour;
  float angle = degrees * (float) G_PI / 180;
  graphene_point_t end = GRAPHENE_POINT_INIT (box->origin.x + 6 * cosf (angle), box->origin.y + 6 * sinf (angle));
  GskColorStop stops[4];

  pale.alpha = 0.25f;
  stops[0] = (GskColorStop) { 0, *colour };
  stops[1] = (GskColorStop) { 0.35f, *colour };
  stops[2] = (GskColorStop) { 0.35f, pale };
  stops[3] = (GskColorStop) { 1, pale };
  gtk_snapshot_append_repeating_linear_gradient (snapshot, box, &box->origin, &end, stops, G_N_ELEMENTS (stops));
}

static void
draw_title (SluiceTimelineArea    *self,
            GtkSnapshot           *snapshot,
            const SluiceSpan      *span,
            const graphene_rect_t *box)
{
  g_autofree char *title = NULL;
  GdkRGBA white = { 1, 1, 1, 1 };

  if (box->size.width < 48 || get_look (span->state)->hatch >= 0 || get_look (span->state)->height < 1)
    return;
  title = sluice_timeline_area_dup_title (self, span->address);
  draw_text (self, snapshot, title, &white, box->origin.x + 5, box->origin.y - 3, box->size.width - 10);
}

/* A result that arrived while its lane was stopped. */
static void
draw_result (SluiceTimelineArea *self,
             GtkSnapshot        *snapshot,
             float               x,
             float               top)
{
  GdkRGBA ink = get_ink (GTK_WIDGET (self), 1);
  GdkRGBA fill = look_up (GTK_WIDGET (self), "warning_color");

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (x + DIAMOND, top + SLUICE_TIMELINE_ROW / 2.0f));
  gtk_snapshot_rotate (snapshot, 45);
  gtk_snapshot_append_color (snapshot, &ink, &GRAPHENE_RECT_INIT (-DIAMOND / 2 - 1, -DIAMOND / 2 - 1, DIAMOND + 2,
                                                                  DIAMOND + 2));
  gtk_snapshot_append_color (snapshot, &fill, &GRAPHENE_RECT_INIT (-DIAMOND / 2, -DIAMOND / 2, DIAMOND, DIAMOND));
  gtk_snapshot_restore (snapshot);
}

static void
draw_span (SluiceTimelineArea *self,
           GtkSnapshot        *snapshot,
           const SluiceSpan   *span,
           float               left,
           float               right,
           float               top)
{
  const Look *look = get_look (span->state);
  GdkRGBA colour = look_up (GTK_WIDGET (self), look->colour);
  float high = (SLUICE_TIMELINE_ROW - 6) * look->height;
  graphene_rect_t box = GRAPHENE_RECT_INIT (left, top + SLUICE_TIMELINE_ROW - 3 - high, right - left, high);

  if (look->hatch >= 0 && right - left >= 4)
    draw_hatched (snapshot, &box, &colour, look->hatch);
  else
    gtk_snapshot_append_color (snapshot, &colour, &box);
  draw_title (self, snapshot, span, &box);
  if (span->attempt > 0 && right - left >= 3)
    {
      GdkRGBA ink = get_ink (GTK_WIDGET (self), 0.9f);

      gtk_snapshot_append_color (snapshot, &ink, &GRAPHENE_RECT_INIT (left, top + 1, 2, 6)); /* a notch */
    }
  if (span->failed)
    {
      GdkRGBA red = look_up (GTK_WIDGET (self), "error_color");

      gtk_snapshot_append_color (snapshot, &red,
                                 &GRAPHENE_RECT_INIT (left, top + SLUICE_TIMELINE_ROW - 3, MAX (right - left, 4), 3));
    }
  if (span->has_result)
    draw_result (self, snapshot, left, top);
}

static void
draw_row (SluiceTimelineArea      *self,
          GtkSnapshot             *snapshot,
          const SluiceTimelineRow *row,
          float                    top,
          float                    width)
{
  gint64 from = sluice_timeline_area_to_time (self, SLUICE_TIMELINE_NAMES);
  gint64 until = sluice_timeline_area_to_time (self, width);
  float last = -1;

  for (guint i = sluice_timeline_row_find (row, from); i < row->spans->len; i++)
    {
      const SluiceSpan *span = &g_array_index (row->spans, SluiceSpan, i);
      float left = MAX (SLUICE_TIMELINE_NAMES, (float) sluice_timeline_area_to_x (self, span->start));
      float right = (float) sluice_timeline_area_to_x (self, span->end);

      if (span->start > until)
        break;
      if (right < last + 1 && !span->failed && !span->has_result)
        continue;
      right = MAX (right, left + 1);
      draw_span (self, snapshot, span, left, MIN (right, width), top);
      last = right;
    }
}

static void
draw_selection (SluiceTimelineArea *self,
                GtkSnapshot        *snapshot,
                float               top,
                guint32             lane,
                float               width)
{
  const SluiceSpan *span = self->lane == lane ? sluice_timeline_area_get_selected (self) : NULL;
  GdkRGBA colour = look_up (GTK_WIDGET (self), "accent_color");
  GskRoundedRect outline;
  float left, right;

  if (span == NULL)
    return;
  left = MAX (SLUICE_TIMELINE_NAMES, (float) sluice_timeline_area_to_x (self, span->start)) - 2;
  right = MIN (width, MAX ((float) sluice_timeline_area_to_x (self, span->end), left + 3)) + 2;
  if (right <= SLUICE_TIMELINE_NAMES)
    return;
  gsk_rounded_rect_init_from_rect (&outline,
                                   &GRAPHENE_RECT_INIT (left, top + 1, right - left, SLUICE_TIMELINE_ROW - 2), 3);
  gtk_snapshot_append_border (snapshot, &outline, (float[]) { 2, 2, 2, 2 },
                              (GdkRGBA[]) { colour, colour, colour, colour });
}

static void
draw_name (SluiceTimelineArea      *self,
           GtkSnapshot             *snapshot,
           const SluiceTimelineRow *row,
           float                    top)
{
  GdkRGBA ink = get_ink (GTK_WIDGET (self), 0.75f);
  g_autofree char *name = g_strdup_printf (_("Lane %u"), row->lane);

  draw_text (self, snapshot, name, &ink, 12, top, SLUICE_TIMELINE_NAMES - 20);
}

static void
draw_rows (SluiceTimelineArea *self,
           GtkSnapshot        *snapshot,
           float               width,
           float               height)
{
  double down = gtk_adjustment_get_value (self->down);
  GdkRGBA line = get_ink (GTK_WIDGET (self), 0.08f);

  gtk_snapshot_push_clip (snapshot,
                          &GRAPHENE_RECT_INIT (0, SLUICE_TIMELINE_AXIS, width, height - SLUICE_TIMELINE_AXIS));
  for (guint i = (guint) (down / SLUICE_TIMELINE_ROW); i < self->rows.rows->len; i++)
    {
      const SluiceTimelineRow *row = self->rows.rows->pdata[i];
      float top = (float) (SLUICE_TIMELINE_AXIS + i * SLUICE_TIMELINE_ROW - down);

      if (top > height)
        break;
      draw_row (self, snapshot, row, top, width);
      draw_selection (self, snapshot, top, row->lane, width);
      draw_name (self, snapshot, row, top);
      gtk_snapshot_append_color (snapshot, &line, &GRAPHENE_RECT_INIT (0, top + SLUICE_TIMELINE_ROW - 1, width, 1));
    }
  gtk_snapshot_pop (snapshot);
}

/* Idle time that is folded: a band with how long it is. */
static void
draw_gaps (SluiceTimelineArea *self,
           GtkSnapshot        *snapshot,
           float               width,
           float               height)
{
  GArray *gaps = sluice_timescale_get_gaps (&self->rows.scale);
  GdkRGBA band = get_ink (GTK_WIDGET (self), 0.06f);
  GdkRGBA ink = get_ink (GTK_WIDGET (self), 0.6f);

  for (guint i = 0; i < gaps->len; i++)
    {
      const SluiceGap *gap = &g_array_index (gaps, SluiceGap, i);
      g_autofree char *length = sluice_timeline_format_time (gap->end - gap->start, G_USEC_PER_SEC / 10);
      g_autofree char *words = g_strconcat ("⋯ ", length, NULL);
      float left = MAX (SLUICE_TIMELINE_NAMES, (float) sluice_timeline_area_to_x (self, gap->start));
      float right = MIN (width, (float) sluice_timeline_area_to_x (self, gap->end));

      if (right <= left)
        continue;
      gtk_snapshot_append_color (snapshot, &band,
                                 &GRAPHENE_RECT_INIT (left, SLUICE_TIMELINE_AXIS, right - left, height));
      if (right - left > 56)
        draw_text (self, snapshot, words, &ink, left + 6, height - SLUICE_TIMELINE_ROW, right - left - 8);
    }
}

static void
draw_axis (SluiceTimelineArea *self,
           GtkSnapshot        *snapshot,
           float               width,
           float               height)
{
  GdkRGBA ink = get_ink (GTK_WIDGET (self), 0.6f), line = get_ink (GTK_WIDGET (self), 0.12f);
  gint64 precision = (gint64) (TICK / self->scale);

  for (float x = SLUICE_TIMELINE_NAMES; x < width - 40; x += (float) TICK)
    {
      g_autofree char *time = sluice_timeline_format_time (sluice_timeline_area_to_time (self, x), precision / 10);

      gtk_snapshot_append_color (snapshot, &line, &GRAPHENE_RECT_INIT (x, 0, 1, height));
      draw_text (self, snapshot, time, &ink, x + 4, -1, (float) TICK - 6);
    }
  gtk_snapshot_append_color (snapshot, &line, &GRAPHENE_RECT_INIT (0, SLUICE_TIMELINE_AXIS - 1, width, 1));
}

static void
draw_measure (SluiceTimelineArea *self,
              GtkSnapshot        *snapshot,
              float               width,
              float               height)
{
  GdkRGBA colour = look_up (GTK_WIDGET (self), "accent_color");
  GdkRGBA band = colour;
  g_autofree char *length = NULL;
  float left, right;

  if (self->from < 0)
    return;
  left = CLAMP ((float) sluice_timeline_area_to_x (self, MIN (self->from, self->to)), SLUICE_TIMELINE_NAMES, width);
  right = CLAMP ((float) sluice_timeline_area_to_x (self, MAX (self->from, self->to)), left, width);
  length = sluice_timeline_format_time (ABS (self->to - self->from), 100);
  band.alpha = 0.18f;
  gtk_snapshot_append_color (snapshot, &band, &GRAPHENE_RECT_INIT (left, 0, right - left, height));
  draw_text (self, snapshot, length, &colour, MIN (left + 6, width - 80), SLUICE_TIMELINE_AXIS - 2, 120);
}

/* The moment of the past that is shown. */
static void
draw_playhead (SluiceTimelineArea *self,
               GtkSnapshot        *snapshot,
               float               width,
               float               height)
{
  GdkRGBA colour = look_up (GTK_WIDGET (self), "accent_color");
  float x;

  if (self->session == NULL || sluice_run_session_get_moment (self->session) == 0)
    return;
  x = (float) sluice_timeline_area_to_x (self, sluice_run_session_get_moment_time (self->session));
  if (x < SLUICE_TIMELINE_NAMES)
    return;
  gtk_snapshot_append_color (snapshot, &colour, &GRAPHENE_RECT_INIT (x - 1, 4, 2, height - 4));
  gtk_snapshot_append_color (snapshot, &colour, &GRAPHENE_RECT_INIT (x - 5, 2, 10, 8));
}

void
sluice_timeline_area_draw (SluiceTimelineArea *self,
                           GtkSnapshot        *snapshot)
{
  float width = (float) gtk_widget_get_width (GTK_WIDGET (self));
  float height = (float) gtk_widget_get_height (GTK_WIDGET (self));

  gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  draw_gaps (self, snapshot, width, height);
  draw_axis (self, snapshot, width, height);
  draw_rows (self, snapshot, width, height);
  sluice_timeline_area_draw_stops (self, snapshot, width);
  draw_measure (self, snapshot, width, height);
  draw_playhead (self, snapshot, width, height);
  gtk_snapshot_pop (snapshot);
}
