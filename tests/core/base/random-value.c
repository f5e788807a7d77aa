/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "random-value.h"

#include <math.h>
#include <string.h>

char *
random_text (GRand *rand,
             gsize *length)
{
  static const gunichar chars[] = { 'a', 'b', '/', '~', '"', '\\', '\n', 0x1f, 0x7f, 0xe9, 0x20ac,
                                    0x1f600, 0x10ffff, 0xfffd };
  GString *text = g_string_new (NULL);
  guint count = (guint) g_rand_int_range (rand, 0, 12);

  for (guint i = 0; i < count; i++)
    {
      gint pick = g_rand_int_range (rand, 0, G_N_ELEMENTS (chars) + 1);

      if (pick < (gint) G_N_ELEMENTS (chars))
        g_string_append_unichar (text, chars[pick]);
      else if (length != NULL)
        g_string_append_c (text, '\0');
    }
  if (length != NULL)
    *length = text->len;
  return g_string_free (text, FALSE);
}

/* Of any size: half of them have fewer than 32 bits. */
static gint64
random_integer (GRand *rand)
{
  guint64 bits = ((guint64) g_rand_int (rand) << 32) | g_rand_int (rand);
  gint64 integer = (gint64) (bits >> g_rand_int_range (rand, 0, 64));

  return g_rand_boolean (rand) ? integer : -(integer & G_MAXINT64);
}

static double
random_real (GRand *rand)
{
  guint64 bits;
  double real;

  do
    {
      bits = ((guint64) g_rand_int (rand) << 32) | g_rand_int (rand);
      memcpy (&real, &bits, sizeof real);
    }
  while (!isfinite (real));
  return g_rand_boolean (rand) ? real : (double) g_rand_int_range (rand, -100, 100) / 8;
}

static SluiceValue
random_scalar (GRand *rand)
{
  g_autofree char *text = NULL;
  gsize length;

  switch (g_rand_int_range (rand, 0, 5))
    {
    case 0:
      return sluice_value_null ();
    case 1:
      return sluice_value_boolean (g_rand_boolean (rand));
    case 2:
      return sluice_value_integer (random_integer (rand));
    case 3:
      return sluice_value_real (random_real (rand));
    default:
      text = random_text (rand, &length);
      return sluice_value_string_len (text, length);
    }
}

SluiceValue
random_value (GRand *rand,
              guint  depth)
{
  guint count = (guint) g_rand_int_range (rand, 0, g_rand_int_range (rand, 0, 8) == 0 ? 40 : 6);
  SluiceValue value;

  if (depth == 0 || g_rand_int_range (rand, 0, 3) == 0)
    return random_scalar (rand);
  if (g_rand_boolean (rand))
    {
      value = sluice_value_array ();
      for (guint i = 0; i < count; i++)
        sluice_value_append (&value, random_value (rand, depth - 1));
      return value;
    }

  value = sluice_value_object ();
  for (guint i = 0; i < count; i++)
    {
      g_autofree char *key = random_text (rand, NULL);

      sluice_value_set_member (&value, key, random_value (rand, depth - 1));
    }
  return value;
}
