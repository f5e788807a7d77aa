/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The spatial index against looking at everything, and the curves. */
#include "graph/spatial-index.h"

#include <math.h>

#define N_ITEMS 400

static SluiceRect
random_rect (void)
{
  double size = pow (2, g_test_rand_double_range (0, 14));

  return SLUICE_RECT_INIT (g_test_rand_double_range (-20000, 20000),
                           g_test_rand_double_range (-20000, 20000),
                           size, size * g_test_rand_double_range (0.01, 1));
}

static gboolean
count_cb (SluiceSpatialItem *item,
          gpointer           user_data)
{
  g_hash_table_add (user_data, item);
  return TRUE;
}

static void
assert_finds_the_same (SluiceSpatialIndex *index,
                       SluiceSpatialItem  *items,
                       const gboolean     *is_in,
                       const SluiceRect   *area)
{
  g_autoptr (GHashTable) found = g_hash_table_new (NULL, NULL);
  guint n = 0;

  sluice_spatial_index_search (index, area, count_cb, found);
  for (guint i = 0; i < N_ITEMS; i++)
    if (is_in[i] && sluice_rect_intersects (&items[i].bounds, area))
      {
        g_assert_true (g_hash_table_contains (found, &items[i]));
        n++;
      }
  g_assert_cmpuint (g_hash_table_size (found), ==, n);
}

static void
test_finds_what_brute_force_finds (void)
{
  g_autoptr (SluiceSpatialIndex) index = sluice_spatial_index_new ();
  g_autofree SluiceSpatialItem *items = g_new0 (SluiceSpatialItem, N_ITEMS);
  gboolean is_in[N_ITEMS] = { FALSE };

  for (guint step = 0; step < 4000; step++)
    {
      guint i = (guint) g_test_rand_int_range (0, N_ITEMS);
      SluiceRect rect = random_rect (), area = random_rect ();

      is_in[i] = g_test_rand_int_range (0, 4) > 0;
      if (is_in[i])
        sluice_spatial_index_put (index, &items[i], &rect);
      else
        sluice_spatial_index_remove (index, &items[i]);
      if (step % 20 == 0)
        assert_finds_the_same (index, items, is_in, &area);
    }
}

static void
test_forgets_what_is_removed (void)
{
  g_autoptr (SluiceSpatialIndex) index = sluice_spatial_index_new ();
  SluiceSpatialItem items[3] = { 0 };
  SluiceRect rect = { 10, 10, 20, 20 };

  for (int i = 0; i < 3; i++)
    sluice_spatial_index_put (index, &items[i], &rect);
  sluice_spatial_index_remove (index, &items[0]);
  sluice_spatial_index_remove (index, &items[0]);
  g_assert_cmpuint (sluice_spatial_index_get_n (index), ==, 2);
  sluice_spatial_index_remove (index, &items[2]);
  sluice_spatial_index_remove (index, &items[1]);
  g_assert_cmpuint (sluice_spatial_index_get_n (index), ==, 0);
}

static gboolean
stop_cb (SluiceSpatialItem *item,
         gpointer           user_data)
{
  (*(guint *) user_data)++;
  return FALSE;
}

static void
test_search_stops_when_told (void)
{
  g_autoptr (SluiceSpatialIndex) index = sluice_spatial_index_new ();
  SluiceSpatialItem items[5] = { 0 };
  SluiceRect rect = { 0, 0, 10, 10 };
  guint n = 0;

  for (int i = 0; i < 5; i++)
    sluice_spatial_index_put (index, &items[i], &rect);
  sluice_spatial_index_search (index, &rect, stop_cb, &n);
  g_assert_cmpuint (n, ==, 1);
}

static void
test_curve_measures (void)
{
  SluiceCurve curve;
  SluicePoint corners[] = { { 0, 0 }, { 100, 0 }, { 100, 100 } };
  SluiceRect around = { 40, -5, 10, 10 }, beside = { 0, 20, 50, 50 };

  sluice_curve_start (&curve, 0, 0);
  sluice_curve_line_to (&curve, 30, 40);
  g_assert_cmpfloat_with_epsilon (sluice_curve_get_length (&curve), 50, 1e-9);
  g_assert_cmpfloat_with_epsilon (sluice_curve_get_point (&curve, 0.5).x, 15, 1e-9);
  g_assert_cmpfloat_with_epsilon (sluice_curve_get_distance (&curve, 30, 50), 10, 1e-9);

  sluice_curve_through (&curve, corners, 3, 20);
  g_assert_cmpfloat (sluice_curve_get_end (&curve).y, ==, 100);
  g_assert_cmpfloat (sluice_curve_get_length (&curve), <, 200);
  g_assert_cmpfloat (sluice_curve_get_length (&curve), >, 180);
  g_assert_true (sluice_curve_crosses (&curve, &around));
  g_assert_false (sluice_curve_crosses (&curve, &beside));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/graph/index/finds-what-brute-force-finds", test_finds_what_brute_force_finds);
  g_test_add_func ("/graph/index/forgets-what-is-removed", test_forgets_what_is_removed);
  g_test_add_func ("/graph/index/search-stops-when-told", test_search_stops_when_told);
  g_test_add_func ("/graph/curve/measures", test_curve_measures);
  return g_test_run ();
}
