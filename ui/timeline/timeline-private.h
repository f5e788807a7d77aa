/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "timeline/timeline-area.h"

G_BEGIN_DECLS

#define SLUICE_TIMELINE_NAMES   132 /* px: the names of the lanes */
#define SLUICE_TIMELINE_AXIS    22  /* px: the times above */
#define SLUICE_TIMELINE_ROW     24  /* px */

#define SLUICE_TIMELINE_N_COLOURS (SLUICE_MARK_SKIPPED + 1)

struct _SluiceTimelineArea
{
  GtkWidget          parent_instance;

  /* owned */
  SluiceRunSession  *session;
  SluiceDocument    *document;
  GtkAdjustment     *across;   /* µs of the line */
  GtkAdjustment     *down;     /* px */
  PangoLayout       *layout;
  SluiceTimelineRows rows;

  /* state */
  double             scale;    /* px for a µs of the line */
  gboolean           is_fit;   /* all of it is shown, and will be */
  guint              clock;    /* moves the end on while nothing happens */
  gint64             updated;  /* monotonic µs */
  guint32            lane;     /* selected; 0: nothing is */
  gint64             moment;   /* start of the selected stretch */
  gint64             from;     /* a measure, µs of the run; -1: none */
  gint64             to;
  GdkRGBA            colours[SLUICE_TIMELINE_N_COLOURS]; /* of the states, as they are while it is drawn */
  gboolean           is_scrubbing; /* a drag moves the playhead */
  double             pointer;      /* px across */
  double             held_left;    /* the adjustments at the start of a drag */
  double             held_top;
};

/* timeline-draw.c */
void    sluice_timeline_area_draw      (SluiceTimelineArea *self,
                                        GtkSnapshot        *snapshot);
const char *sluice_timeline_state_name (SluiceMarkState     state);
void    sluice_timeline_area_draw_text (SluiceTimelineArea *self,
                                        GtkSnapshot        *snapshot,
                                        const char         *text,
                                        const GdkRGBA      *colour,
                                        float               x,
                                        float               y,
                                        float               width);
GdkRGBA sluice_timeline_area_look_up   (SluiceTimelineArea *self,
                                        const char         *name);
GdkRGBA sluice_timeline_area_get_ink   (SluiceTimelineArea *self,
                                        float               alpha);

/* timeline-axis.c */
char   *sluice_timeline_format_time    (gint64              time,
                                        gint64              precision);
void    sluice_timeline_area_draw_gaps (SluiceTimelineArea *self,
                                        GtkSnapshot        *snapshot,
                                        float               width,
                                        float               height);
void    sluice_timeline_area_draw_axis (SluiceTimelineArea *self,
                                        GtkSnapshot        *snapshot,
                                        float               width,
                                        float               height);

/* timeline-measure.c */
void    sluice_timeline_area_measure_from   (SluiceTimelineArea *self,
                                             double              x,
                                             double              y);
void    sluice_timeline_area_measure_to     (SluiceTimelineArea *self,
                                             double              x,
                                             double              y);
void    sluice_timeline_area_measure_step   (SluiceTimelineArea *self,
                                             int                 along);
gboolean sluice_timeline_area_clear_measure (SluiceTimelineArea *self);
gboolean sluice_timeline_area_get_length_box (SluiceTimelineArea *self,
                                              float               width,
                                              graphene_rect_t    *box);
char   *sluice_timeline_area_dup_measured   (SluiceTimelineArea *self);
void    sluice_timeline_area_draw_measure   (SluiceTimelineArea *self,
                                             GtkSnapshot        *snapshot,
                                             float               width,
                                             float               height);

/* timeline-stops.c */
void    sluice_timeline_area_draw_stops (SluiceTimelineArea *self,
                                        GtkSnapshot        *snapshot,
                                        double              width);
guint   sluice_timeline_area_pick_stop (SluiceTimelineArea *self, /* from 1; 0: none is there */
                                        double              x,
                                        double              y);
char   *sluice_timeline_dup_stop_words (const SluiceStopMark *mark);

/* timeline-area.c */
double  sluice_timeline_area_to_x      (SluiceTimelineArea *self,
                                        gint64              time);
gint64  sluice_timeline_area_to_time   (SluiceTimelineArea *self,
                                        double              x);
void    sluice_timeline_area_tell      (SluiceTimelineArea *self);
void    sluice_timeline_area_walk      (SluiceTimelineArea *self,
                                        int                 along,
                                        int                 rows);
char   *sluice_timeline_area_dup_title (SluiceTimelineArea *self,
                                        const char         *address);
const SluiceSpan *sluice_timeline_area_get_selected (SluiceTimelineArea *self);

G_END_DECLS
