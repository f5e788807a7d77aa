/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "record/pack.h"

#include <string.h>

#include "random-value.h"

static void
test_numbers (void)
{
  static const guint64 uints[] = { 0, 1, 127, 128, 16383, 16384, G_MAXUINT32, G_MAXINT64, G_MAXUINT64 };
  static const gint64 ints[] = { 0, -1, 1, -64, 63, 64, -65, G_MININT64, G_MAXINT64 };
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  SluiceUnpack in;

  for (guint i = 0; i < G_N_ELEMENTS (uints); i++)
    sluice_pack_uint (bytes, uints[i]);
  for (guint i = 0; i < G_N_ELEMENTS (ints); i++)
    sluice_pack_int (bytes, ints[i]);

  sluice_unpack_init (&in, bytes->data, bytes->len);
  for (guint i = 0; i < G_N_ELEMENTS (uints); i++)
    g_assert_cmpuint (sluice_unpack_uint (&in), ==, uints[i]);
  for (guint i = 0; i < G_N_ELEMENTS (ints); i++)
    g_assert_cmpint (sluice_unpack_int (&in), ==, ints[i]);
  g_assert_true (sluice_unpack_ok (&in));
}

static void
test_small_numbers_take_a_byte (void)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  sluice_pack_uint (bytes, 127);
  sluice_pack_int (bytes, -64);
  g_assert_cmpuint (bytes->len, ==, 2);
}

static void
test_texts (void)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autofree char *none = NULL, *empty = NULL, *nul = NULL, *wide = NULL;
  gsize length;
  SluiceUnpack in;

  sluice_pack_text (bytes, NULL, -1);
  sluice_pack_text (bytes, "", -1);
  sluice_pack_text (bytes, "a\0b", 3);
  sluice_pack_text (bytes, "물길 → ✓", -1);

  sluice_unpack_init (&in, bytes->data, bytes->len);
  none = sluice_unpack_text (&in, NULL);
  g_assert_null (none);
  empty = sluice_unpack_text (&in, &length);
  g_assert_cmpstr (empty, ==, "");
  g_assert_cmpuint (length, ==, 0);
  nul = sluice_unpack_text (&in, &length);
  g_assert_cmpmem (nul, length, "a\0b", 3);
  wide = sluice_unpack_text (&in, NULL);
  g_assert_cmpstr (wide, ==, "물길 → ✓");
  g_assert_true (sluice_unpack_ok (&in));
}

static void
test_values_come_back (void)
{
  for (guint32 seed = 0; seed < 5000; seed++)
    {
      g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
      g_auto (SluiceValue) value = random_value (rand, 4);
      g_auto (SluiceValue) back = SLUICE_VALUE_INIT;
      g_autoptr (GByteArray) bytes = g_byte_array_new ();
      SluiceUnpack in;

      sluice_pack_value (bytes, value);
      sluice_unpack_init (&in, bytes->data, bytes->len);
      back = sluice_unpack_value (&in);
      g_assert_true (sluice_unpack_ok (&in));
      g_assert_true (sluice_value_equal (value, back));
    }
}

/* Whatever the bytes are, the reader stays within them and makes at most a value of their size. */
static void
test_damage (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);

  for (guint round = 0; round < 40000; round++)
    {
      g_auto (SluiceValue) value = random_value (rand, 3);
      g_auto (SluiceValue) back = SLUICE_VALUE_INIT;
      g_autoptr (GByteArray) bytes = g_byte_array_new ();
      g_autofree guint8 *exact = NULL;
      gsize length;
      SluiceUnpack in;

      sluice_pack_value (bytes, value);
      length = (gsize) g_rand_int_range (rand, 0, (gint) bytes->len + 1);
      exact = g_memdup2 (bytes->data, length); /* a byte too far is seen by the sanitizer */
      for (guint i = 0; i < 3 && length > 0; i++)
        exact[g_rand_int_range (rand, 0, (gint) length)] = (guint8) g_rand_int (rand);
      sluice_unpack_init (&in, exact, length);
      back = sluice_unpack_value (&in);
      g_assert_cmpuint (sluice_value_get_length (back), <=, length);
    }
}

static void
test_a_cut_is_noticed (void)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_auto (SluiceValue) value = sluice_value_array ();

  for (int i = 0; i < 50; i++)
    sluice_value_append (&value, sluice_value_string ("text"));
  sluice_pack_value (bytes, value);

  for (gsize length = 0; length < bytes->len; length++)
    {
      g_auto (SluiceValue) back = SLUICE_VALUE_INIT;
      SluiceUnpack in;

      sluice_unpack_init (&in, bytes->data, length);
      back = sluice_unpack_value (&in);
      g_assert_false (sluice_unpack_ok (&in));
    }
}

static void
test_depth_has_an_end (void)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_auto (SluiceValue) back = SLUICE_VALUE_INIT;
  SluiceUnpack in;

  for (int i = 0; i < 1000000; i++)
    g_byte_array_append (bytes, (const guint8 *) "\x06\x01", 2); /* a list of one */
  sluice_unpack_init (&in, bytes->data, bytes->len);
  back = sluice_unpack_value (&in);
  g_assert_false (sluice_unpack_ok (&in));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/record/pack/numbers", test_numbers);
  g_test_add_func ("/record/pack/small-numbers-take-a-byte", test_small_numbers_take_a_byte);
  g_test_add_func ("/record/pack/texts", test_texts);
  g_test_add_func ("/record/pack/values-come-back", test_values_come_back);
  g_test_add_func ("/record/pack/damage", test_damage);
  g_test_add_func ("/record/pack/a-cut-is-noticed", test_a_cut_is_noticed);
  g_test_add_func ("/record/pack/depth-has-an-end", test_depth_has_an_end);

  return g_test_run ();
}
