/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * How a timeline looks. Phases differ by colour and by height, waits are hatched, each kind of wait in
 * its own direction, and what failed has a bar below: nothing is told by colour alone. Stretches too
 * narrow to be seen share a band, so a run of any length costs as much as the area is wide.
 */
#include "timeline/timeline-private.h"

#include <glib/gi18n.h>
#include <math.h>

#define DIAMOND 7.0f /* px: the side of one */
#define NARROW  3.0f /* px: what is narrower is no stretch of its own where others are near */
#define APART   2.0f /* px between two bands, at least */

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
 * sluice_timeline_area_look_up:
 * @name: of a colour of the theme
 *
 * Returns: it
 */
GdkRGBA
sluice_timeline_area_look_up (SluiceTimelineArea *self,
                              const char         *name)
{
  GtkStyleContext *context = gtk_widget_get_style_context (GTK_WIDGET (self));
  GdkRGBA colour;

  if (!gtk_style_context_lookup_color (context, name, &colour))
    gtk_style_context_get_color (context, &colour);
  return colour;
}

/**
 * sluice_timeline_area_get_ink:
 * @alpha: how much of it
 *
 * Returns: the colour of text
 */
GdkRGBA
sluice_timeline_area_get_ink (SluiceTimelineArea *self,
                              float               alpha)
{
  GdkRGBA colour;

  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (self)), &colour);
  colour.alpha *= alpha;
  return colour;
}

/**
 * sluice_timeline_area_draw_text:
 * @self: a timeline
 * @snapshot: of it
 * @text: one line
 * @colour: its colour
 * @x: where it begins
 * @y: the top of the row that it is in the middle of
 * @width: px; what does not fit ends in "…"
 */
void
sluice_timeline_area_draw_text (SluiceTimelineArea *self,
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
  sluice_timeline_area_draw_text (self, snapshot, title, &white, box->origin.x + 5, box->origin.y - 3,
                                  box->size.width - 10);
}

/* A result that arrived while its lane was stopped. */
static void
draw_result (SluiceTimelineArea *self,
             GtkSnapshot        *snapshot,
             float               x,
             float               top)
{
  GdkRGBA ink = sluice_timeline_area_get_ink (self, 1);
  GdkRGBA fill = sluice_timeline_area_look_up (self, "warning_color");

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
  const GdkRGBA *colour = &self->colours[span->state];
  float high = (SLUICE_TIMELINE_ROW - 6) * look->height;
  graphene_rect_t box = GRAPHENE_RECT_INIT (left, top + SLUICE_TIMELINE_ROW - 3 - high, right - left, high);

  if (look->hatch >= 0 && right - left >= 4)
    draw_hatched (snapshot, &box, colour, look->hatch);
  else
    gtk_snapshot_append_color (snapshot, colour, &box);
  draw_title (self, snapshot, span, &box);
  if (span->attempt > 0 && right - left >= 3)
    {
      GdkRGBA ink = sluice_timeline_area_get_ink (self, 0.9f);

      gtk_snapshot_append_color (snapshot, &ink, &GRAPHENE_RECT_INIT (left, top + 1, 2, 6)); /* a notch */
    }
}

/* Stretches that are too narrow, side by side. */
typedef struct
{
  float             left, right;
  guint             first, last; /* indices */
  guint             n_seen[SLUICE_TIMELINE_N_COLOURS]; /* of each state, at each pixel */
} Band;

static void
draw_band (SluiceTimelineArea      *self,
           GtkSnapshot             *snapshot,
           const SluiceTimelineRow *row,
           Band                    *band,
           float                    top)
{
  guint n = band->last - band->first + 1, most = 0;
  float width = MAX (band->right - band->left, 1);
  graphene_rect_t box = GRAPHENE_RECT_INIT (band->left, top + 3, width, SLUICE_TIMELINE_ROW - 6);
  GdkRGBA colour;

  if (band->right < band->left)
    return;
  if (n == 1)
    {
      draw_span (self, snapshot, &g_array_index (row->spans, SluiceSpan, band->first), band->left, band->left + width,
                 top);
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (band->n_seen); i++)
    if (band->n_seen[i] > band->n_seen[most])
      most = i;
  colour = self->colours[most];
  gtk_snapshot_append_color (snapshot, &colour, &GRAPHENE_RECT_INIT (box.origin.x, box.origin.y, width, 3));
  colour.alpha *= 0.45f;
  gtk_snapshot_append_color (snapshot, &colour, &GRAPHENE_RECT_INIT (box.origin.x, box.origin.y + 3, width,
                                                                     box.size.height - 3));
  if (width >= 96)
    {
      g_autofree char *words = g_strdup_printf (ngettext ("%u stretch", "%u stretches", n), n);
      GdkRGBA ink = sluice_timeline_area_get_ink (self, 0.9f);

      sluice_timeline_area_draw_text (self, snapshot, words, &ink, box.origin.x + 5, top + 1, width - 10);
    }
}

static void
draw_row (SluiceTimelineArea      *self,
          GtkSnapshot             *snapshot,
          const SluiceTimelineRow *row,
          float                    top,
          float                    width)
{
  gint64 until = sluice_timeline_area_to_time (self, width);
  guint i = sluice_timeline_row_find (row, sluice_timeline_area_to_time (self, SLUICE_TIMELINE_NAMES));
  Band band = { .right = -1 };

  while (i < row->spans->len && g_array_index (row->spans, SluiceSpan, i).start <= until)
    {
      const SluiceSpan *span = &g_array_index (row->spans, SluiceSpan, i);
      float left = MAX (SLUICE_TIMELINE_NAMES, (float) sluice_timeline_area_to_x (self, span->start));
      float right = MIN ((float) sluice_timeline_area_to_x (self, span->end), width);
      guint next = i + 1;

      if (right - left >= NARROW || left > band.right + APART)
        {
          draw_band (self, snapshot, row, &band, top);
          band = (Band) { .left = left, .right = -1, .first = i };
        }
      if (right - left >= NARROW)
        draw_span (self, snapshot, span, left, right, top);
      else
        {
          /* Those that end before the next pixel are not looked at one by one. */
          next = MAX (next, sluice_timeline_row_find (row, sluice_timeline_area_to_time (self, left + 1)));
          band.right = MAX (right, left + 1);
          band.last = next - 1;
          band.n_seen[span->state]++;
        }
      i = next;
    }
  draw_band (self, snapshot, row, &band, top);
}

/* A bar below what failed, a diamond where a result is held: both are seen from any distance. */
static void
draw_signs (SluiceTimelineArea      *self,
            GtkSnapshot             *snapshot,
            const SluiceTimelineRow *row,
            float                    top,
            float                    width)
{
  gint64 until = sluice_timeline_area_to_time (self, width);
  guint from = sluice_timeline_row_find (row, sluice_timeline_area_to_time (self, SLUICE_TIMELINE_NAMES));
  GdkRGBA red = sluice_timeline_area_look_up (self, "error_color");
  guint i = sluice_timeline_row_find_sign (row, from);

  while (i < row->signs->len)
    {
      const SluiceSpan *span = &g_array_index (row->spans, SluiceSpan, g_array_index (row->signs, guint, i));
      float left = MAX (SLUICE_TIMELINE_NAMES, (float) sluice_timeline_area_to_x (self, span->start));
      float right = MAX (MIN ((float) sluice_timeline_area_to_x (self, span->end), width), left + 4);

      if (span->start > until)
        break;
      if (span->failed)
        gtk_snapshot_append_color (snapshot, &red,
                                   &GRAPHENE_RECT_INIT (left, top + SLUICE_TIMELINE_ROW - 3, right - left, 3));
      if (span->has_result)
        draw_result (self, snapshot, left, top);
      from = sluice_timeline_row_find (row, sluice_timeline_area_to_time (self, left + 3));
      i = MAX (i + 1, sluice_timeline_row_find_sign (row, from));
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
  GdkRGBA colour = sluice_timeline_area_look_up (self, "accent_color");
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
  GdkRGBA ink = sluice_timeline_area_get_ink (self, 0.75f);
  g_autofree char *name = g_strdup_printf (_("Lane %u"), row->lane);

  sluice_timeline_area_draw_text (self, snapshot, name, &ink, 12, top, SLUICE_TIMELINE_NAMES - 20);
}

static void
draw_rows (SluiceTimelineArea *self,
           GtkSnapshot        *snapshot,
           float               width,
           float               height)
{
  double down = gtk_adjustment_get_value (self->down);
  GdkRGBA line = sluice_timeline_area_get_ink (self, 0.08f);

  gtk_snapshot_push_clip (snapshot,
                          &GRAPHENE_RECT_INIT (0, SLUICE_TIMELINE_AXIS, width, height - SLUICE_TIMELINE_AXIS));
  for (guint i = (guint) (down / SLUICE_TIMELINE_ROW); i < self->rows.rows->len; i++)
    {
      const SluiceTimelineRow *row = self->rows.rows->pdata[i];
      float top = (float) (SLUICE_TIMELINE_AXIS + i * SLUICE_TIMELINE_ROW - down);

      if (top > height)
        break;
      draw_row (self, snapshot, row, top, width);
      draw_signs (self, snapshot, row, top, width);
      draw_selection (self, snapshot, top, row->lane, width);
      draw_name (self, snapshot, row, top);
      gtk_snapshot_append_color (snapshot, &line, &GRAPHENE_RECT_INIT (0, top + SLUICE_TIMELINE_ROW - 1, width, 1));
    }
  gtk_snapshot_pop (snapshot);
}

/* The moment of the past that is shown. */
static void
draw_playhead (SluiceTimelineArea *self,
               GtkSnapshot        *snapshot,
               float               width,
               float               height)
{
  GdkRGBA colour = sluice_timeline_area_look_up (self, "accent_color");
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

  for (guint i = 0; i < G_N_ELEMENTS (self->colours); i++)
    self->colours[i] = sluice_timeline_area_look_up (self, get_look (i)->colour);
  gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  sluice_timeline_area_draw_gaps (self, snapshot, width, height);
  sluice_timeline_area_draw_axis (self, snapshot, width, height);
  draw_rows (self, snapshot, width, height);
  sluice_timeline_area_draw_stops (self, snapshot, width);
  sluice_timeline_area_draw_measure (self, snapshot, width, height);
  draw_playhead (self, snapshot, width, height);
  gtk_snapshot_pop (snapshot);
}
