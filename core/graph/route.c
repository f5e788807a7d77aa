/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Routing. A route depends on nothing but the boxes within its reach, so it can be computed again
 * alone when one of them changed, and comes out the same however the drawing got there.
 */
#include "graph/route.h"

#include <math.h>
#include <stddef.h>

#define OUT_MIN 20.0       /* how far an edge leaves a node before it turns */
#define OUT_STEP 9.0       /* more for each further port, so that turns do not meet */
#define LANE_CLEARANCE 12.0
#define LANE_GAP 22.0
#define LANE_ONWARD 18.0   /* further out, where it does not lead back */
#define LANE_SPREAD_FROM 480.0
#define LANE_SPREAD 0.0625 /* and for each px that it is longer than that */
#define LANE_SPREAD_MIN 6.0
#define LANE_SPREAD_MAX 96.0
#define LANE_TRIES 12
#define LANE_FAR 900.0     /* px off the way beyond which a straight line is clearer */
#define RADIUS 14.0
#define ARROW_ROOM 10.0
#define LABEL_PLACES 9
#define LONG_WAY 4         /* its segment in a curve around: after line, corner, line, corner */

/* The first node within an area, other than the two ends. */
typedef struct
{
  const SluiceRouteRequest *request;
  const SluiceCurve *curve;
  gboolean found;
} Crossing;

static gboolean
crossing_cb (SluiceSpatialItem *item,
             gpointer           user_data)
{
  Crossing *it = user_data;
  SluiceRect box = sluice_rect_inflate (item->bounds, 4);

  if (&item->bounds == it->request->source || &item->bounds == it->request->target)
    return TRUE;
  it->found = sluice_curve_crosses (it->curve, &box);
  return !it->found;
}

static gboolean
curve_is_free (const SluiceRouteRequest *request,
               const SluiceCurve        *curve)
{
  Crossing crossing = { request, curve, FALSE };
  SluiceRect bounds = sluice_rect_inflate (sluice_curve_get_bounds (curve), 4);

  if (request->nodes != NULL)
    sluice_spatial_index_search (request->nodes, &bounds, crossing_cb, &crossing);
  return !crossing.found;
}

static void
make_direct (SluiceCurve              *curve,
             const SluiceRouteRequest *request)
{
  double gap = request->to.x - request->from.x;
  double handle = MAX (gap / 2, OUT_MIN + 4);

  sluice_curve_start (curve, request->from.x, request->from.y);
  sluice_curve_cubic_to (curve, (SluicePoint) { request->from.x + handle, request->from.y },
                         (SluicePoint) { request->to.x - handle, request->to.y }, request->to);
}

/* One smooth curve through all bends: it leaves and enters level, and passes a bend in the direction
 * from the point before to the one after. */
static void
make_bent (SluiceCurve              *curve,
           const SluiceRouteRequest *request)
{
  SluicePoint points[SLUICE_BENDS_MAX + 2], tangents[SLUICE_BENDS_MAX + 2];
  guint n = request->n_bends + 2;

  points[0] = request->from;
  points[n - 1] = request->to;
  for (guint i = 0; i < request->n_bends; i++)
    points[i + 1] = request->bends[i];
  tangents[0] = tangents[n - 1] = (SluicePoint) { 1, 0 };
  for (guint i = 1; i + 1 < n; i++)
    {
      double dx = points[i + 1].x - points[i - 1].x, dy = points[i + 1].y - points[i - 1].y;
      double length = MAX (hypot (dx, dy), 1e-6);

      tangents[i] = (SluicePoint) { dx / length, dy / length };
    }
  sluice_curve_start (curve, points[0].x, points[0].y);
  for (guint i = 0; i + 1 < n; i++)
    {
      double handle = hypot (points[i + 1].x - points[i].x, points[i + 1].y - points[i].y) / 3;
      SluicePoint a = { points[i].x + tangents[i].x * handle,
                        points[i].y + tangents[i].y * handle };
      SluicePoint b = { points[i + 1].x - tangents[i + 1].x * handle,
                        points[i + 1].y - tangents[i + 1].y * handle };

      sluice_curve_cubic_to (curve, a, b, points[i + 1]);
    }
}

typedef struct
{
  SluiceRect found; /* union of what is in the lane */
  gboolean any;
} Blocking;

static gboolean
blocking_cb (SluiceSpatialItem *item,
             gpointer           user_data)
{
  Blocking *blocking = user_data;

  if (blocking->any)
    sluice_rect_union (&blocking->found, &item->bounds);
  else
    blocking->found = item->bounds;
  blocking->any = TRUE;
  return TRUE;
}

/* One way around: below (@sign 1) or above (-1). */
typedef struct
{
  double sign;
  double out;   /* how far right of the source it turns */
  double in;    /* how far left of the target */
  double y;     /* the long way's height */
  double detour;
  gboolean is_free;
  SluiceRect seen;
} Lane;

/* Ways of several edges around the same nodes do not lie on each other: the longer one is further out, as loops are
 * nested, and what leads on is further out than what leads back; by less, where there is less room. */
static void
lane_spread (Lane                     *lane,
             const SluiceRouteRequest *request)
{
  double length = fabs (request->to.x - request->from.x);
  double spread = CLAMP (round ((length - LANE_SPREAD_FROM) * LANE_SPREAD), 0, LANE_SPREAD_MAX)
                  + (request->to.x > request->from.x ? LANE_ONWARD : 0);

  for (; spread >= LANE_SPREAD_MIN; spread = round (spread / 2))
    {
      double y = lane->y + lane->sign * spread;
      SluiceRect area = sluice_rect_from_corners (lane->out, lane->y, lane->in, y + lane->sign * LANE_CLEARANCE);
      Blocking blocking = { 0 };

      sluice_rect_union (&lane->seen, &area);
      sluice_spatial_index_search (request->nodes, &area, blocking_cb, &blocking);
      if (!blocking.any)
        {
          lane->y = y;
          return;
        }
    }
}

static void
lane_find (Lane                     *lane,
           const SluiceRouteRequest *request)
{
  double step = OUT_STEP * (lane->sign > 0 ? request->n_ports - 1 - request->port : request->port);
  double ends[2] = { request->from.x + OUT_MIN + step, request->to.x - OUT_MIN - step };
  double start = lane->sign > 0 ? MAX (request->from.y, request->to.y)
                                : MIN (request->from.y, request->to.y);

  lane->out = ends[0];
  lane->in = ends[1];
  lane->y = start + lane->sign * LANE_GAP;
  for (int i = 0; i < LANE_TRIES && request->nodes != NULL && !lane->is_free; i++)
    {
      SluiceRect area = sluice_rect_from_corners (ends[0], lane->y - LANE_CLEARANCE,
                                                  ends[1], lane->y + LANE_CLEARANCE);
      Blocking blocking = { 0 };

      if (i == 0)
        lane->seen = area;
      sluice_rect_union (&lane->seen, &area);
      sluice_spatial_index_search (request->nodes, &area, blocking_cb, &blocking);
      lane->is_free = !blocking.any;
      if (blocking.any)
        lane->y = (lane->sign > 0 ? sluice_rect_bottom (&blocking.found) : blocking.found.y)
                  + lane->sign * (LANE_GAP + step);
    }
  if (lane->is_free)
    lane_spread (lane, request);
  lane->detour = fabs (lane->y - request->from.y) + fabs (lane->y - request->to.y);
}

/* Back to the left and down, as from the end of a row to the begin of the next: the way leads between both boxes if
 * there is room. */
static gboolean
lane_find_between (Lane                     *lane,
                   const SluiceRouteRequest *request)
{
  double step = OUT_STEP * (request->n_ports - 1 - request->port);
  const SluiceRect *upper = request->source, *lower = request->target;
  Blocking blocking = { 0 };
  double room;

  if (request->nodes == NULL || upper == NULL || lower == NULL)
    return FALSE;
  room = lower->y - sluice_rect_bottom (upper);
  if (room < 2 * LANE_GAP)
    return FALSE;
  lane->out = request->from.x + OUT_MIN + step;
  lane->in = request->to.x - OUT_MIN - step;
  lane->y = sluice_rect_bottom (upper) + room / 2 - MIN (step, room / 2 - LANE_GAP);
  lane->seen = sluice_rect_from_corners (lane->in, lane->y - LANE_CLEARANCE, lane->out, lane->y + LANE_CLEARANCE);
  sluice_spatial_index_search (request->nodes, &lane->seen, blocking_cb, &blocking);
  lane->is_free = !blocking.any;
  return TRUE;
}

static void
make_around (SluiceCurve              *curve,
             const Lane               *lane,
             const SluiceRouteRequest *request)
{
  SluicePoint corners[] = { request->from,
                            { lane->out, request->from.y },
                            { lane->out, lane->y },
                            { lane->in, lane->y },
                            { lane->in, request->to.y },
                            request->to };

  sluice_curve_through (curve, corners, G_N_ELEMENTS (corners), RADIUS);
}

/* Around is taken when there is a free lane that is not far off. */
static gboolean
route_around (SluiceRoute              *route,
              const SluiceRouteRequest *request,
              gboolean                  must)
{
  Lane between = { .sign = 1 };
  Lane below = { .sign = 1 }, above = { .sign = -1 };
  const Lane *best;

  if (must && lane_find_between (&between, request))
    {
      sluice_rect_union (&route->reach, &between.seen);
      if (between.is_free)
        {
          make_around (&route->curve, &between, request);
          route->is_around = TRUE;
          return TRUE;
        }
    }
  lane_find (&below, request);
  lane_find (&above, request);
  if (request->nodes != NULL)
    {
      sluice_rect_union (&route->reach, &below.seen);
      sluice_rect_union (&route->reach, &above.seen);
    }
  best = below.is_free == above.is_free ? (below.detour <= above.detour ? &below : &above)
                                        : (below.is_free ? &below : &above);
  if (!must && (!best->is_free || best->detour > LANE_FAR))
    return FALSE;
  make_around (&route->curve, best, request);
  route->is_around = TRUE;
  return TRUE;
}

static gboolean
label_is_free (const SluiceRouteRequest *request,
               const SluiceRect         *label)
{
  SluiceRect area = sluice_rect_inflate (*label, 3);
  Blocking blocking = { 0 };

  for (guint i = 0; i < request->n_avoid; i++)
    if (sluice_rect_intersects (&area, &request->avoid[i]))
      return FALSE;
  if (request->nodes != NULL)
    sluice_spatial_index_search (request->nodes, &area, blocking_cb, &blocking);
  return !blocking.any;
}

/* The n-th best place: along the whole of a direct edge, along the long way of one around. */
static SluicePoint
label_place (const SluiceRoute *route,
             guint              n)
{
  static const double places[LABEL_PLACES] = { 0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18,
                                               0.82 };
  const SluicePoint *p = route->curve.points;
  double at = places[n];

  if (!route->is_around)
    return sluice_curve_get_point (&route->curve, at);
  p += 3 * LONG_WAY;
  return (SluicePoint) { p[0].x + (p[3].x - p[0].x) * at, p[0].y };
}

static void
place_label (SluiceRoute              *route,
             const SluiceRouteRequest *request)
{
  for (guint i = 0; i < LABEL_PLACES && request->label_width > 0; i++)
    {
      SluicePoint at = label_place (route, i);
      SluiceRect label = { round (at.x - request->label_width / 2),
                           round (at.y - SLUICE_LABEL_HEIGHT / 2),
                           request->label_width, SLUICE_LABEL_HEIGHT };
      SluiceRect looked_at = sluice_rect_inflate (label, 3);

      sluice_rect_union (&route->reach, &looked_at);
      if (label_is_free (request, &label))
        {
          route->label = label;
          sluice_rect_union (&route->bounds, &label);
          return;
        }
    }
}

/**
 * sluice_route_copy:
 * @route: a route
 *
 * Returns: (transfer full): the same, in a block that has no room for more points than its curve has; free it with
 *   g_free()
 */
SluiceRoute *
sluice_route_copy (const SluiceRoute *route)
{
  guint n_points = 3 * route->curve.n_segments + 1;

  return g_memdup2 (route, offsetof (SluiceRoute, curve.points) + n_points * sizeof (SluicePoint));
}

/**
 * sluice_route_compute:
 * @route: (out): the route
 * @request: between what
 *
 * Finds the way of an edge and a place for its label where it covers no node.
 */
void
sluice_route_compute (SluiceRoute              *route,
                      const SluiceRouteRequest *request)
{
  gboolean is_bent = request->n_bends > 0;
  gboolean is_behind = !is_bent && request->to.x - request->from.x < OUT_MIN;

  route->label = SLUICE_RECT_INIT (0, 0, 0, 0);
  route->is_around = FALSE;
  if (is_bent)
    make_bent (&route->curve, request);
  else
    make_direct (&route->curve, request);
  route->reach = sluice_rect_inflate (sluice_curve_get_bounds (&route->curve), 4);
  if (!is_bent && (is_behind || !curve_is_free (request, &route->curve)))
    route_around (route, request, is_behind);
  route->bounds = sluice_rect_inflate (sluice_curve_get_bounds (&route->curve), ARROW_ROOM);
  sluice_rect_union (&route->reach, &route->bounds);
  place_label (route, request);
}
