/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Points, rectangles and cubic curves in plain doubles. World coordinates are pixels at 100 %,
 * x to the right and y down. */

typedef struct
{
  double x;
  double y;
} SluicePoint;

typedef struct
{
  double x;
  double y;
  double width;
  double height;
} SluiceRect;

#define SLUICE_RECT_INIT(x, y, w, h) ((SluiceRect) { (x), (y), (w), (h) })

static inline double
sluice_rect_right (const SluiceRect *rect)
{
  return rect->x + rect->width;
}

static inline double
sluice_rect_bottom (const SluiceRect *rect)
{
  return rect->y + rect->height;
}

static inline gboolean
sluice_rect_contains (const SluiceRect *rect,
                      double            x,
                      double            y)
{
  return x >= rect->x && x <= rect->x + rect->width && y >= rect->y && y <= rect->y + rect->height;
}

static inline gboolean
sluice_rect_holds (const SluiceRect *rect,
                   const SluiceRect *other)
{
  return sluice_rect_contains (rect, other->x, other->y)
         && sluice_rect_contains (rect, sluice_rect_right (other), sluice_rect_bottom (other));
}

static inline gboolean
sluice_rect_intersects (const SluiceRect *a,
                        const SluiceRect *b)
{
  return a->x < b->x + b->width && b->x < a->x + a->width
         && a->y < b->y + b->height && b->y < a->y + a->height;
}

void        sluice_rect_union          (SluiceRect       *rect,
                                        const SluiceRect *other);
SluiceRect  sluice_rect_inflate        (SluiceRect        rect,
                                        double            by);
SluiceRect  sluice_rect_from_corners   (double            ax,
                                        double            ay,
                                        double            bx,
                                        double            by);

/* A curve of cubic Béziers joined at their ends: 3 n + 1 points. */
#define SLUICE_CURVE_MAX 9

typedef struct
{
  guint       n_segments;
  SluicePoint points[3 * SLUICE_CURVE_MAX + 1];
} SluiceCurve;

void        sluice_curve_start         (SluiceCurve       *curve,
                                        double             x,
                                        double             y);
void        sluice_curve_line_to       (SluiceCurve       *curve,
                                        double             x,
                                        double             y);
void        sluice_curve_cubic_to      (SluiceCurve       *curve,
                                        SluicePoint        a,
                                        SluicePoint        b,
                                        SluicePoint        end);
void        sluice_curve_through       (SluiceCurve       *curve,
                                        const SluicePoint *corners,
                                        guint              n_corners,
                                        double             radius);
SluiceRect  sluice_curve_get_bounds    (const SluiceCurve *curve);
SluicePoint sluice_curve_get_end       (const SluiceCurve *curve);
double      sluice_curve_get_length    (const SluiceCurve *curve);
SluicePoint sluice_curve_get_point     (const SluiceCurve *curve,
                                        double             at);
double      sluice_curve_get_distance  (const SluiceCurve *curve,
                                        double             x,
                                        double             y);
gboolean    sluice_curve_crosses       (const SluiceCurve *curve,
                                        const SluiceRect  *rect);
gboolean    sluice_curve_crosses_line  (const SluiceCurve *curve,
                                        SluicePoint        from,
                                        SluicePoint        to);

G_END_DECLS
