/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Rectangles and curves. A curve is measured by walking each of its segments in steps: exact enough
 * to hit a line two pixels wide, and without a special case for any shape.
 */
#include "graph/geometry.h"

#include <math.h>

#define CURVE_STEPS 24 /* of a segment that bends; a straight one needs but its ends */

/**
 * sluice_rect_union:
 * @rect: (inout): grows
 * @other: what it has to hold as well
 */
void
sluice_rect_union (SluiceRect       *rect,
                   const SluiceRect *other)
{
  double right = MAX (sluice_rect_right (rect), sluice_rect_right (other));
  double bottom = MAX (sluice_rect_bottom (rect), sluice_rect_bottom (other));

  rect->x = MIN (rect->x, other->x);
  rect->y = MIN (rect->y, other->y);
  rect->width = right - rect->x;
  rect->height = bottom - rect->y;
}

/**
 * sluice_rect_inflate:
 * @rect: a rectangle
 * @by: how far each side moves outwards
 *
 * Returns: the larger rectangle
 */
SluiceRect
sluice_rect_inflate (SluiceRect rect,
                     double     by)
{
  return SLUICE_RECT_INIT (rect.x - by, rect.y - by, rect.width + 2 * by, rect.height + 2 * by);
}

/**
 * sluice_rect_from_corners:
 * @ax: one corner
 * @ay: one corner
 * @bx: the corner across
 * @by: the corner across
 *
 * Returns: the rectangle between two corners, whichever they are
 */
SluiceRect
sluice_rect_from_corners (double ax,
                          double ay,
                          double bx,
                          double by)
{
  return SLUICE_RECT_INIT (MIN (ax, bx), MIN (ay, by), fabs (bx - ax), fabs (by - ay));
}

/**
 * sluice_curve_start:
 * @curve: (out): becomes a single point
 * @x: where
 * @y: where
 */
void
sluice_curve_start (SluiceCurve *curve,
                    double       x,
                    double       y)
{
  curve->n_segments = 0;
  curve->points[0] = (SluicePoint) { x, y };
}

/**
 * sluice_curve_cubic_to:
 * @curve: a curve with room for one more segment
 * @a: the first handle
 * @b: the second handle
 * @end: where it goes
 */
void
sluice_curve_cubic_to (SluiceCurve *curve,
                       SluicePoint  a,
                       SluicePoint  b,
                       SluicePoint  end)
{
  SluicePoint *next = &curve->points[3 * curve->n_segments + 1];

  g_return_if_fail (curve->n_segments < SLUICE_CURVE_MAX);

  next[0] = a;
  next[1] = b;
  next[2] = end;
  curve->n_segments++;
}

/**
 * sluice_curve_line_to:
 * @curve: a curve with room for one more segment
 * @x: where it goes
 * @y: where it goes
 */
void
sluice_curve_line_to (SluiceCurve *curve,
                      double       x,
                      double       y)
{
  SluicePoint from = sluice_curve_get_end (curve);

  sluice_curve_cubic_to (curve,
                         (SluicePoint) { from.x + (x - from.x) / 3, from.y + (y - from.y) / 3 },
                         (SluicePoint) { x - (x - from.x) / 3, y - (y - from.y) / 3 },
                         (SluicePoint) { x, y });
}

static SluicePoint
point_towards (SluicePoint from,
               SluicePoint to,
               double      distance)
{
  double length = hypot (to.x - from.x, to.y - from.y);
  double part = length > 0 ? distance / length : 0;

  return (SluicePoint) { from.x + (to.x - from.x) * part, from.y + (to.y - from.y) * part };
}

/**
 * sluice_curve_through:
 * @curve: (out): the curve
 * @corners: the first and the last point and the corners between them
 * @n_corners: at least 2, at most 6
 * @radius: of the rounded corners; less where there is no room
 *
 * Makes straight lines with rounded corners.
 */
void
sluice_curve_through (SluiceCurve       *curve,
                      const SluicePoint *corners,
                      guint              n_corners,
                      double             radius)
{
  const double kappa = 0.5523; /* the handle of a quarter circle */

  g_return_if_fail (n_corners >= 2 && n_corners <= 6);

  sluice_curve_start (curve, corners[0].x, corners[0].y);
  for (guint i = 1; i + 1 < n_corners; i++)
    {
      SluicePoint before = corners[i - 1], at = corners[i], after = corners[i + 1];
      double room = MIN (hypot (at.x - before.x, at.y - before.y) / (i == 1 ? 1 : 2),
                         hypot (after.x - at.x, after.y - at.y) / (i + 2 == n_corners ? 1 : 2));
      double r = MIN (radius, room);
      SluicePoint in = point_towards (at, before, r), out = point_towards (at, after, r);

      sluice_curve_line_to (curve, in.x, in.y);
      sluice_curve_cubic_to (curve, point_towards (in, at, r * kappa),
                             point_towards (out, at, r * kappa), out);
    }
  sluice_curve_line_to (curve, corners[n_corners - 1].x, corners[n_corners - 1].y);
}

/**
 * sluice_curve_get_bounds:
 * @curve: a curve
 *
 * Returns: a rectangle that holds it, handles and all
 */
SluiceRect
sluice_curve_get_bounds (const SluiceCurve *curve)
{
  SluicePoint low = curve->points[0], high = low;

  for (guint i = 1; i <= 3 * curve->n_segments; i++)
    {
      low.x = MIN (low.x, curve->points[i].x);
      low.y = MIN (low.y, curve->points[i].y);
      high.x = MAX (high.x, curve->points[i].x);
      high.y = MAX (high.y, curve->points[i].y);
    }
  return sluice_rect_from_corners (low.x, low.y, high.x, high.y);
}

SluicePoint
sluice_curve_get_end (const SluiceCurve *curve)
{
  return curve->points[3 * curve->n_segments];
}

static SluicePoint
segment_at (const SluicePoint *p,
            double             t)
{
  double u = 1 - t;
  double a = u * u * u, b = 3 * u * u * t, c = 3 * u * t * t, d = t * t * t;

  return (SluicePoint) { a * p[0].x + b * p[1].x + c * p[2].x + d * p[3].x,
                         a * p[0].y + b * p[1].y + c * p[2].y + d * p[3].y };
}

static gboolean
segment_is_straight (const SluicePoint *p)
{
  double dx = p[3].x - p[0].x, dy = p[3].y - p[0].y;

  return fabs (dx * (p[1].y - p[0].y) - dy * (p[1].x - p[0].x)) < 1e-6
         && fabs (dx * (p[2].y - p[0].y) - dy * (p[2].x - p[0].x)) < 1e-6
         && (p[1].x - p[0].x) * dx >= 0 && (p[2].x - p[3].x) * dx <= 0;
}

/* Calls @visit with each small straight piece, until it says stop. */
typedef gboolean (*PieceFunc) (SluicePoint from,
                               SluicePoint to,
                               gpointer    user_data);

static void
curve_foreach_piece (const SluiceCurve *curve,
                     PieceFunc          visit,
                     gpointer           user_data)
{
  for (guint i = 0; i < curve->n_segments; i++)
    {
      const SluicePoint *p = &curve->points[3 * i];
      guint n = segment_is_straight (p) ? 1 : CURVE_STEPS;
      SluicePoint from = p[0];

      for (guint k = 1; k <= n; k++)
        {
          SluicePoint to = k == n ? p[3] : segment_at (p, (double) k / n);

          if (visit (from, to, user_data))
            return;
          from = to;
        }
    }
}

static gboolean
add_length_cb (SluicePoint from,
               SluicePoint to,
               gpointer    user_data)
{
  *(double *) user_data += hypot (to.x - from.x, to.y - from.y);
  return FALSE;
}

/**
 * sluice_curve_get_length:
 * @curve: a curve
 *
 * Returns: how long it is
 */
double
sluice_curve_get_length (const SluiceCurve *curve)
{
  double length = 0;

  curve_foreach_piece (curve, add_length_cb, &length);
  return length;
}

typedef struct
{
  double left;
  SluicePoint point;
} Walk;

static gboolean
walk_cb (SluicePoint from,
         SluicePoint to,
         gpointer    user_data)
{
  Walk *walk = user_data;
  double length = hypot (to.x - from.x, to.y - from.y);
  gboolean is_here = walk->left <= length;

  walk->point = is_here ? point_towards (from, to, walk->left) : to;
  walk->left -= length;
  return is_here;
}

/**
 * sluice_curve_get_point:
 * @curve: a curve
 * @at: how far along, from 0 to 1, by length
 *
 * Returns: the point there
 */
SluicePoint
sluice_curve_get_point (const SluiceCurve *curve,
                        double             at)
{
  Walk walk = { at * sluice_curve_get_length (curve), curve->points[0] };

  curve_foreach_piece (curve, walk_cb, &walk);
  return walk.point;
}

typedef struct
{
  double x;
  double y;
  double nearest;
} Nearest;

static gboolean
nearest_cb (SluicePoint from,
            SluicePoint to,
            gpointer    user_data)
{
  Nearest *it = user_data;
  double dx = to.x - from.x, dy = to.y - from.y;
  double square = dx * dx + dy * dy;
  double t = square > 0 ? ((it->x - from.x) * dx + (it->y - from.y) * dy) / square : 0;

  t = CLAMP (t, 0, 1);
  it->nearest = MIN (it->nearest, hypot (from.x + t * dx - it->x, from.y + t * dy - it->y));
  return FALSE;
}

/**
 * sluice_curve_get_distance:
 * @curve: a curve
 * @x: a point
 * @y: a point
 *
 * Returns: how far the point is from the curve
 */
double
sluice_curve_get_distance (const SluiceCurve *curve,
                           double             x,
                           double             y)
{
  Nearest nearest = { x, y, hypot (x - curve->points[0].x, y - curve->points[0].y) };

  curve_foreach_piece (curve, nearest_cb, &nearest);
  return nearest.nearest;
}

typedef struct
{
  const SluiceRect *rect;
  gboolean crosses;
} Crossing;

/* The part of the piece within the rectangle, narrowed side by side. */
static gboolean
crosses_cb (SluicePoint from,
            SluicePoint to,
            gpointer    user_data)
{
  Crossing *it = user_data;
  double low = 0, high = 1;
  double starts[2] = { from.x, from.y };
  double deltas[2] = { to.x - from.x, to.y - from.y };
  double lows[2] = { it->rect->x, it->rect->y };
  double highs[2] = { sluice_rect_right (it->rect), sluice_rect_bottom (it->rect) };

  for (int i = 0; i < 2; i++)
    if (fabs (deltas[i]) < 1e-9)
      {
        if (starts[i] <= lows[i] || starts[i] >= highs[i])
          return FALSE;
      }
    else
      {
        double a = (lows[i] - starts[i]) / deltas[i], b = (highs[i] - starts[i]) / deltas[i];

        low = MAX (low, MIN (a, b));
        high = MIN (high, MAX (a, b));
      }
  it->crosses = low < high;
  return it->crosses;
}

/**
 * sluice_curve_crosses:
 * @curve: a curve
 * @rect: a rectangle
 *
 * Returns: whether some of the curve is inside of the rectangle; touching a side is not
 */
gboolean
sluice_curve_crosses (const SluiceCurve *curve,
                      const SluiceRect  *rect)
{
  Crossing crossing = { rect, FALSE };

  curve_foreach_piece (curve, crosses_cb, &crossing);
  return crossing.crosses;
}

typedef struct
{
  SluicePoint from;
  SluicePoint to;
  gboolean crosses;
} LineCrossing;

/* On which side of the line from @a to @b a point lies. */
static double
side_of (SluicePoint a,
         SluicePoint b,
         SluicePoint p)
{
  return (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x);
}

static gboolean
crosses_line_cb (SluicePoint from,
                 SluicePoint to,
                 gpointer    user_data)
{
  LineCrossing *it = user_data;

  it->crosses = side_of (from, to, it->from) * side_of (from, to, it->to) <= 0
                && side_of (it->from, it->to, from) * side_of (it->from, it->to, to) < 0;
  return it->crosses;
}

/**
 * sluice_curve_crosses_line:
 * @curve: a curve
 * @from: one end of a straight line
 * @to: its other end
 *
 * Returns: whether the line crosses the curve
 */
gboolean
sluice_curve_crosses_line (const SluiceCurve *curve,
                           SluicePoint        from,
                           SluicePoint        to)
{
  LineCrossing crossing = { from, to, FALSE };

  curve_foreach_piece (curve, crosses_line_cb, &crossing);
  return crossing.crosses;
}
