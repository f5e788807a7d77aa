/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What the persistent value costs: µs an operation, each the best of five rounds. */

#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "base/pointer.h"

#define ROUNDS   5
#define ELEMENTS 100000u
#define STEPS    200000u

typedef void (*Work) (SluiceValue *value, guint step);

static void
measure (const char  *name,
         SluiceValue  value,
         Work         work,
         gboolean     snapshot)
{
  double best = G_MAXDOUBLE;

  for (guint round = 0; round < ROUNDS; round++)
    {
      SluiceValue mine = sluice_value_ref (value);
      gint64 begin = g_get_monotonic_time ();

      for (guint step = 0; step < STEPS; step++)
        {
          SluiceValue old = snapshot ? sluice_value_ref (mine) : sluice_value_null ();

          work (&mine, step);
          sluice_value_unref (old);
        }
      best = MIN (best, (double) (g_get_monotonic_time () - begin) / STEPS);
      sluice_value_unref (mine);
    }
  printf ("%-48s %8.3f µs\n", name, best);
}

static void
set_small (SluiceValue *value,
           guint        step)
{
  sluice_value_set_member (value, "count", sluice_value_integer (step));
}

static void
set_large (SluiceValue *value,
           guint        step)
{
  char key[16];

  g_snprintf (key, sizeof key, "k%u", step * 7919 % ELEMENTS);
  sluice_value_set_member (value, key, sluice_value_integer (step));
}

static void
only_format (SluiceValue *value,
             guint        step)
{
  char key[16];

  g_snprintf (key, sizeof key, "k%u", step * 7919 % ELEMENTS);
}

static void
append (SluiceValue *value,
        guint        step)
{
  sluice_value_append (value, sluice_value_integer (step));
}

static void
set_element (SluiceValue *value,
             guint        step)
{
  sluice_value_set_element (value, step * 7919 % ELEMENTS, sluice_value_integer (step));
}

static void
measure_json (SluiceValue value)
{
  gsize length;
  g_autofree char *text = sluice_json_write (value, 0, &length);
  gint64 begin = g_get_monotonic_time ();
  g_auto (SluiceValue) again = SLUICE_VALUE_INIT;
  gint64 middle;

  g_free (sluice_json_write (value, 0, NULL));
  middle = g_get_monotonic_time ();
  sluice_json_read (text, (gssize) length, NULL, &again, NULL, NULL);
  printf ("%-48s %8.1f MB/s\n", "write JSON", (double) length / (double) (middle - begin));
  printf ("%-48s %8.1f MB/s\n", "read JSON",
          (double) length / (double) (g_get_monotonic_time () - middle));
}

int
main (void)
{
  g_auto (SluiceValue) small = sluice_value_object ();
  g_auto (SluiceValue) large = sluice_value_object ();
  g_auto (SluiceValue) array = sluice_value_array ();

  for (guint i = 0; i < ELEMENTS; i++)
    {
      char key[16];

      g_snprintf (key, sizeof key, "k%u", i);
      sluice_value_set_member (&large, key, sluice_value_integer (i));
      sluice_value_append (&array, sluice_value_integer (i));
    }
  for (guint i = 0; i < 7; i++)
    {
      char key[16];

      g_snprintf (key, sizeof key, "member%u", i);
      sluice_value_set_member (&small, key, sluice_value_string ("text"));
    }
  sluice_value_set_member (&small, "count", sluice_value_integer (0));

  measure ("set in a small object, in place", small, set_small, FALSE);
  measure ("set in a small object, each after a snapshot", small, set_small, TRUE);
  measure ("(making a key)", large, only_format, FALSE);
  measure ("set in 100,000 members, in place", large, set_large, FALSE);
  measure ("set in 100,000 members, each after a snapshot", large, set_large, TRUE);
  measure ("append to 100,000 elements, in place", array, append, FALSE);
  measure ("append to 100,000 elements, each after a snapshot", array, append, TRUE);
  measure ("set in 100,000 elements, in place", array, set_element, FALSE);
  measure ("set in 100,000 elements, each after a snapshot", array, set_element, TRUE);
  measure_json (large);
  return 0;
}
