/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The viewport: the point under the pointer stays, and what shall be seen is seen. */
#include "canvas/scene/viewport.h"

#include <math.h>

static void
test_zoom_keeps_the_point (void)
{
  for (int i = 0; i < 500; i++)
    {
      SluiceViewport view = { g_test_rand_double_range (-5000, 5000),
                              g_test_rand_double_range (-5000, 5000),
                              g_test_rand_double_range (SLUICE_ZOOM_MIN,
                                                        SLUICE_ZOOM_MAX), 800, 600 };
      double x = g_test_rand_double_range (0, 800), y = g_test_rand_double_range (0, 600);
      SluicePoint before = sluice_viewport_to_world (&view, x, y), after;

      sluice_viewport_zoom_to (&view, g_test_rand_double_range (0.01, 8), x, y);
      g_assert_cmpfloat (view.zoom, >=, SLUICE_ZOOM_MIN);
      g_assert_cmpfloat (view.zoom, <=, SLUICE_ZOOM_MAX);
      after = sluice_viewport_to_widget (&view, before.x, before.y);
      g_assert_cmpfloat (fabs (after.x - x), <=, 0.51);
      g_assert_cmpfloat (fabs (after.y - y), <=, 0.51);
    }
}

/* Where text is twice as large 100 % is, and so is all that is allowed. */
static void
test_text_size (void)
{
  SluiceViewport view = { 0, 0, 2, 800, 600, 2 };
  SluiceRect small = { 0, 0, 10, 10 };

  sluice_viewport_zoom_to (&view, 100, 0, 0);
  g_assert_cmpfloat (view.zoom, ==, 2 * SLUICE_ZOOM_MAX);
  sluice_viewport_zoom_to (&view, 0.01, 0, 0);
  g_assert_cmpfloat (view.zoom, ==, 2 * SLUICE_ZOOM_MIN);
  sluice_viewport_fit (&view, &small, 0, 1);
  g_assert_cmpfloat (view.zoom, ==, 2);
}

static void
test_origin_is_on_a_whole_pixel (void)
{
  SluiceViewport view = { 0, 0, 1, 800, 600 };

  sluice_viewport_pan (&view, 0.4, 10.6);
  g_assert_cmpfloat (view.x, ==, 0);
  g_assert_cmpfloat (view.y, ==, -11);
}

static void
test_fit_shows_all (void)
{
  SluiceViewport view = { 0, 0, 1, 800, 600 };
  SluiceRect small = { 100, 100, 50, 50 }, large = { -1000, 0, 3000, 400 };
  SluiceRect shown;

  g_assert_true (sluice_viewport_fit (&view, &small, 40, 1));
  g_assert_cmpfloat (view.zoom, ==, 1);
  g_assert_cmpfloat (sluice_viewport_to_widget (&view, 125, 125).x, ==, 400);

  sluice_viewport_fit (&view, &large, 40, 1);
  shown = sluice_viewport_rect_to_widget (&view, &large);
  g_assert_cmpfloat (shown.x, >=, 39);
  g_assert_cmpfloat (sluice_rect_right (&shown), <=, 761);
  g_assert_false (sluice_viewport_fit (&view, &large, 40, 1));
}

/* All is shown from farther away than a hand can go; from there it only goes nearer. */
static void
test_fit_goes_farther (void)
{
  SluiceViewport view = { 0, 0, 1, 800, 600 };
  SluiceRect huge = { 0, 0, 20000, 300 };
  SluiceRect shown;
  double far;

  sluice_viewport_fit (&view, &huge, 40, 1);
  shown = sluice_viewport_rect_to_widget (&view, &huge);
  g_assert_cmpfloat (shown.x, >=, 39);
  g_assert_cmpfloat (sluice_rect_right (&shown), <=, 761);
  far = view.zoom;
  g_assert_cmpfloat (far, <, SLUICE_ZOOM_MIN);
  g_assert_false (sluice_viewport_zoom_to (&view, far / 1.2, 400, 300));
  g_assert_true (sluice_viewport_zoom_to (&view, far * 1.2, 400, 300));
  g_assert_cmpfloat (view.zoom, ==, far * 1.2);
  huge.width *= 100;
  sluice_viewport_fit (&view, &huge, 40, 1);
  g_assert_cmpfloat (view.zoom, ==, SLUICE_ZOOM_LEAST);
}

static void
test_reveal_moves_no_more_than_needed (void)
{
  SluiceViewport view = { 0, 0, 1, 800, 600 };
  SluiceRect inside = { 100, 100, 50, 50 }, right = { 900, 100, 50, 50 }, wide = { -300, 100, 2000,
                                                                                   50 };

  g_assert_false (sluice_viewport_reveal (&view, &inside, 20));
  g_assert_true (sluice_viewport_reveal (&view, &right, 20));
  g_assert_cmpfloat (view.x, ==, 170);
  g_assert_cmpfloat (view.y, ==, 0);
  sluice_viewport_reveal (&view, &wide, 20);
  g_assert_cmpfloat (view.x, ==, -320);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/scene/viewport/text-size", test_text_size);
  g_test_add_func ("/scene/viewport/zoom-keeps-the-point", test_zoom_keeps_the_point);
  g_test_add_func ("/scene/viewport/origin-is-on-a-whole-pixel", test_origin_is_on_a_whole_pixel);
  g_test_add_func ("/scene/viewport/fit-shows-all", test_fit_shows_all);
  g_test_add_func ("/scene/viewport/fit-goes-farther", test_fit_goes_farther);
  g_test_add_func ("/scene/viewport/reveal-moves-no-more-than-needed",
                   test_reveal_moves_no_more_than_needed);
  return g_test_run ();
}
