/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A span of time that is measured: by a drag with Shift, whose ends snap to those of the stretches it comes near, or by
 * the arrow keys with Shift from one stretch to another. It stays until the next click or Escape.
 */
#include "timeline/timeline-private.h"

#include <glib/gi18n.h>

#define SNAP 5.0 /* px */

static void
take_nearer (SluiceTimelineArea *self,
             gint64              time,
             double              x,
             gint64             *best,
             double             *distance)
{
  double off = ABS (sluice_timeline_area_to_x (self, time) - x);

  if (off > *distance)
    return;
  *distance = off;
  *best = time;
}

/* The moment at a place: that of an end of a stretch of the row there, if one is near. */
static gint64
snap (SluiceTimelineArea *self,
      double              x,
      double              y)
{
  double down = y - SLUICE_TIMELINE_AXIS + gtk_adjustment_get_value (self->down), distance = SNAP;
  gint64 time = sluice_timeline_area_to_time (self, MAX (x, SLUICE_TIMELINE_NAMES)), best = time;
  guint place = (guint) MAX (down, 0) / SLUICE_TIMELINE_ROW;
  const SluiceTimelineRow *row;
  guint i;

  if (y < SLUICE_TIMELINE_AXIS || place >= self->rows.rows->len)
    return MIN (time, self->rows.scale.end);
  row = self->rows.rows->pdata[place];
  i = sluice_timeline_row_find (row, time);
  for (guint k = i > 0 ? i - 1 : 0; k < MIN (i + 2, row->spans->len); k++)
    {
      const SluiceSpan *span = &g_array_index (row->spans, SluiceSpan, k);

      take_nearer (self, span->start, x, &best, &distance);
      take_nearer (self, span->end, x, &best, &distance);
    }
  return MIN (best, self->rows.scale.end);
}

static void
changed (SluiceTimelineArea *self)
{
  sluice_timeline_area_tell (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
sluice_timeline_area_measure_from (SluiceTimelineArea *self,
                                   double              x,
                                   double              y)
{
  self->from = self->to = snap (self, x, y);
  changed (self);
}

void
sluice_timeline_area_measure_to (SluiceTimelineArea *self,
                                 double              x,
                                 double              y)
{
  self->to = snap (self, x, y);
  changed (self);
}

/**
 * sluice_timeline_area_measure_step:
 * @self: a timeline
 * @along: how many stretches on, negative: back
 *
 * Measures from the stretch that is selected to one beside it.
 */
void
sluice_timeline_area_measure_step (SluiceTimelineArea *self,
                                   int                 along)
{
  const SluiceSpan *span = sluice_timeline_area_get_selected (self);
  gint64 from = self->from;

  if (span == NULL)
    return;
  if (from < 0)
    from = along > 0 ? span->start : span->end;
  sluice_timeline_area_walk (self, along, 0);
  span = sluice_timeline_area_get_selected (self);
  if (span == NULL)
    return;
  self->from = from;
  self->to = span->start >= from ? span->end : span->start;
  changed (self);
}

/**
 * sluice_timeline_area_clear_measure:
 * @self: a timeline
 *
 * Returns: whether there was one
 */
gboolean
sluice_timeline_area_clear_measure (SluiceTimelineArea *self)
{
  if (self->from < 0)
    return FALSE;
  self->from = -1;
  changed (self);
  return TRUE;
}

/**
 * sluice_timeline_area_dup_measured:
 * @self: a timeline
 *
 * Returns: (transfer full) (nullable): how long what is measured took, %NULL where nothing is
 */
char *
sluice_timeline_area_dup_measured (SluiceTimelineArea *self)
{
  return self->from >= 0 ? sluice_timeline_format_time (ABS (self->to - self->from), 100) : NULL;
}

/* Where the measure is in view; FALSE: there is none, or it is out of sight. */
static gboolean
get_extent (SluiceTimelineArea *self,
            float               width,
            float              *left,
            float              *right)
{
  if (self->from < 0)
    return FALSE;
  *left = (float) sluice_timeline_area_to_x (self, MIN (self->from, self->to));
  *right = (float) sluice_timeline_area_to_x (self, MAX (self->from, self->to));
  return *right >= SLUICE_TIMELINE_NAMES && *left <= width;
}

/**
 * sluice_timeline_area_get_length_box:
 * @self: a timeline
 * @width: px
 * @box: (out): where it is said above a measure how long that is, as near to its middle as is in view
 *
 * Returns: whether it is said
 */
gboolean
sluice_timeline_area_get_length_box (SluiceTimelineArea *self,
                                     float               width,
                                     graphene_rect_t    *box)
{
  g_autofree char *length = sluice_timeline_area_dup_measured (self);
  float left, right, middle;
  int text_width;

  if (!get_extent (self, width, &left, &right))
    return FALSE;
  pango_layout_set_text (self->layout, length, -1);
  pango_layout_set_width (self->layout, -1);
  pango_layout_get_pixel_size (self->layout, &text_width, NULL);
  middle = (MAX (left, SLUICE_TIMELINE_NAMES) + MIN (right, width)) / 2;
  *box = GRAPHENE_RECT_INIT (0, 2, (float) text_width + 16, SLUICE_TIMELINE_AXIS - 4);
  box->origin.x = MAX (MIN (middle - box->size.width / 2, width - box->size.width - 2), SLUICE_TIMELINE_NAMES);
  return TRUE;
}

static void
draw_length (SluiceTimelineArea *self,
             GtkSnapshot        *snapshot,
             float               width)
{
  GdkRGBA accent = sluice_timeline_area_look_up (self, "accent_bg_color");
  GdkRGBA ink = sluice_timeline_area_look_up (self, "accent_fg_color");
  g_autofree char *length = sluice_timeline_area_dup_measured (self);
  GskRoundedRect outline;
  graphene_rect_t box;

  if (!sluice_timeline_area_get_length_box (self, width, &box))
    return;
  gsk_rounded_rect_init_from_rect (&outline, &box, 9);
  gtk_snapshot_push_rounded_clip (snapshot, &outline);
  gtk_snapshot_append_color (snapshot, &accent, &box);
  gtk_snapshot_pop (snapshot);
  sluice_timeline_area_draw_text (self, snapshot, length, &ink, box.origin.x + 8, -1, box.size.width);
}

/**
 * sluice_timeline_area_draw_measure:
 * @self: a timeline
 * @snapshot: of it
 * @width: px
 * @height: px
 */
void
sluice_timeline_area_draw_measure (SluiceTimelineArea *self,
                                   GtkSnapshot        *snapshot,
                                   float               width,
                                   float               height)
{
  GdkRGBA colour = sluice_timeline_area_look_up (self, "accent_color");
  GdkRGBA band = colour;
  float start, end, left, right;

  if (!get_extent (self, width, &start, &end))
    return;
  left = MAX (start, SLUICE_TIMELINE_NAMES);
  right = MIN (end, width);
  band.alpha = 0.16f;
  gtk_snapshot_append_color (snapshot, &band, &GRAPHENE_RECT_INIT (left, 0, right - left, height));
  if (start >= SLUICE_TIMELINE_NAMES)
    gtk_snapshot_append_color (snapshot, &colour, &GRAPHENE_RECT_INIT (left, 0, 1, height));
  if (end <= width)
    gtk_snapshot_append_color (snapshot, &colour, &GRAPHENE_RECT_INIT (right - 1, 0, 1, height));
  draw_length (self, snapshot, width);
}
