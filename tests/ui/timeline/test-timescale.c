/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Time on a line whose idle gaps are folded. */

#include "timeline/timescale.h"

#define SECOND ((gint64) G_USEC_PER_SEC)

static void
add (SluiceTimescale *scale,
     SluiceMarkState  state,
     gint64           start,
     gint64           end)
{
  SluiceSpan span = { .start = start, .end = end, .state = state, .lane = 1 };

  sluice_timescale_add (scale, &span);
}

/* Busy for a second, ten of waiting, busy again; two lanes. */
static void
fill (SluiceTimescale *scale)
{
  sluice_timescale_init (scale);
  add (scale, SLUICE_MARK_EXEC, 0, SECOND);
  add (scale, SLUICE_MARK_EXEC, SECOND / 2, SECOND + 10);
  add (scale, SLUICE_MARK_PERSON, SECOND + 10, 11 * SECOND);
  add (scale, SLUICE_MARK_POST, 11 * SECOND, 12 * SECOND);
}

static void
test_gaps (void)
{
  SluiceTimescale scale;
  GArray *gaps;

  fill (&scale);
  gaps = sluice_timescale_get_gaps (&scale);
  g_assert_cmpuint (gaps->len, ==, 1);
  g_assert_cmpint (g_array_index (gaps, SluiceGap, 0).start, ==, SECOND + 10);
  g_assert_cmpint (g_array_index (gaps, SluiceGap, 0).end, ==, 11 * SECOND);
  g_assert_cmpint (sluice_timescale_to_line (&scale, SECOND / 2), ==, SECOND / 2);
  g_assert_cmpint (sluice_timescale_to_line (&scale, 11 * SECOND), ==, SECOND + 10 + SLUICE_TIMESCALE_FOLD);
  g_assert_cmpint (sluice_timescale_to_line (&scale, 12 * SECOND), ==, 2 * SECOND + 10 + SLUICE_TIMESCALE_FOLD);

  sluice_timescale_set_folds (&scale, FALSE);
  g_assert_cmpuint (sluice_timescale_get_gaps (&scale)->len, ==, 0);
  g_assert_cmpint (sluice_timescale_to_line (&scale, 12 * SECOND), ==, 12 * SECOND);
  sluice_timescale_clear (&scale);
}

/* A wait while another lane works is no gap, nor is a short one. */
static void
test_what_is_no_gap (void)
{
  SluiceTimescale scale;

  sluice_timescale_init (&scale);
  add (&scale, SLUICE_MARK_EXEC, 0, SECOND / 10);
  add (&scale, SLUICE_MARK_WAIT, SECOND / 10, SECOND);
  add (&scale, SLUICE_MARK_EXEC, SECOND, 5 * SECOND);
  add (&scale, SLUICE_MARK_QUEUE, 0, 5 * SECOND);
  g_assert_cmpuint (sluice_timescale_get_gaps (&scale)->len, ==, 0);
  sluice_timescale_set_end (&scale, 9 * SECOND);
  g_assert_cmpuint (sluice_timescale_get_gaps (&scale)->len, ==, 1);
  /* A run that is over ends with its last stretch. */
  sluice_timescale_set_end (&scale, 0);
  g_assert_cmpint (scale.end, ==, 5 * SECOND);
  g_assert_cmpuint (sluice_timescale_get_gaps (&scale)->len, ==, 0);
  sluice_timescale_reset (&scale);
  g_assert_cmpuint (sluice_timescale_get_gaps (&scale)->len, ==, 0);
  sluice_timescale_clear (&scale);
}

/* There and back is the same place, and later is never before. */
static void
test_there_and_back (void)
{
  for (guint32 seed = 0; seed < 200; seed++)
    {
      g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
      SluiceTimescale scale;
      gint64 now = 0, last = -1;

      sluice_timescale_init (&scale);
      for (guint i = 0; i < 50; i++)
        {
          gint64 end = now + g_rand_int_range (rand, 1, 3000000);

          add (&scale, g_rand_boolean (rand) ? SLUICE_MARK_EXEC : SLUICE_MARK_PERSON, now, end);
          now = end + (g_rand_int_range (rand, 0, 4) == 0 ? g_rand_int_range (rand, 0, 20000000) : 0);
        }
      for (gint64 time = 0; time <= scale.end; time += 250007)
        {
          gint64 line = sluice_timescale_to_line (&scale, time);
          gint64 back = sluice_timescale_to_time (&scale, line);

          g_assert_cmpint (line, >=, last);
          g_assert_cmpint (ABS (back - time), <=, 200); /* within a gap a µs of the line is many */
          last = line;
        }
      sluice_timescale_clear (&scale);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/timeline/timescale/gaps", test_gaps);
  g_test_add_func ("/timeline/timescale/what-is-no-gap", test_what_is_no_gap);
  g_test_add_func ("/timeline/timescale/there-and-back", test_there_and_back);

  return g_test_run ();
}
