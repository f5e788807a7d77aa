/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The reader is strict and says where and why; what is written reads back the same. */

#include "base/json.h"

#include <math.h>
#include <string.h>

#include <gio/gio.h>

#include "base/pointer.h"
#include "random-value.h"

/* Reading */

static const struct
{
  const char *text, *compact; /* what it is written as again */
} good[] = {
  { "null", NULL },
  { " true\r\n", "true" },
  { "\tfalse", "false" },
  { "0", NULL },
  { "-1", NULL },
  { "9223372036854775807", NULL },
  { "-9223372036854775808", NULL },
  { "1.0", NULL },
  { "-0", "-0.0" },
  { "-0.0", NULL },
  { "0e5", "0.0" },
  { "1E+2", "100.0" },
  { "1e-7", NULL },
  { "1e17", NULL },
  { "3e-23", NULL },
  { "9223372036854775808.0", "9.223372036854776e18" },
  { "1e-400", "0.0" },
  { "\"\"", NULL },
  { "\"a\\u0000b\"", NULL },
  { "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\\"\\\\/\\b\\f\\n\\r\\t\"" },
  { "\"\\u001f\\u007F\\u00e9\\ud83d\\ude00\"", "\"\\u001f\x7f\xc3\xa9\xf0\x9f\x98\x80\"" },
  { "[]", NULL },
  { "[ ]", "[]" },
  { "{ }", "{}" },
  { "[[[]],{\"\":{}}]", NULL },
  { "{\"b\":1,\"a\":[1,2.5,null]}", NULL },
};

static void
test_reads (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_auto (SluiceValue) value = SLUICE_VALUE_INIT;
      g_autoptr (GError) error = NULL;
      g_autofree char *text = NULL;

      sluice_json_read (good[i].text, -1, NULL, &value, NULL, &error);
      g_assert_no_error (error);
      text = sluice_json_write (value, SLUICE_JSON_WRITE_COMPACT, NULL);
      g_assert_cmpstr (text, ==, good[i].compact != NULL ? good[i].compact : good[i].text);
    }
}

static const struct
{
  const char     *text;
  SluiceJsonError code;
  const char     *message;
} bad[] = {
  { "", SLUICE_JSON_ERROR_SYNTAX, "1:1: expected a value, but the text ends" },
  { " \n ", SLUICE_JSON_ERROR_SYNTAX, "2:2: expected a value, but the text ends" },
  { "nul", SLUICE_JSON_ERROR_SYNTAX, "1:1: expected a value, found 'n'" },
  { "nulll", SLUICE_JSON_ERROR_SYNTAX, "1:5: expected nothing after the value, found 'l'" },
  { "[1] x", SLUICE_JSON_ERROR_SYNTAX, "1:5: expected nothing after the value, found 'x'" },
  { "1 2", SLUICE_JSON_ERROR_SYNTAX, "1:3: expected nothing after the value, found '2'" },
  { "// x\n1", SLUICE_JSON_ERROR_SYNTAX,
    "1:1: expected a value: JSON has no comments; remove it" },
  { "[1, /* x */ 2]", SLUICE_JSON_ERROR_SYNTAX,
    "1:5: expected a value: JSON has no comments; remove it (at /1)" },
  { "\xef\xbb\xbf{}", SLUICE_JSON_ERROR_SYNTAX,
    "1:1: the text begins with a byte order mark; save it without one" },
  { "'a'", SLUICE_JSON_ERROR_SYNTAX,
    "1:1: expected a value: strings are written in double quotes" },
  { "{a:1}", SLUICE_JSON_ERROR_SYNTAX, "1:2: expected a key in double quotes, found 'a'" },
  { "{\"a\" 1}", SLUICE_JSON_ERROR_SYNTAX, "1:6: expected ':' after the key, found '1' (at /a)" },
  { "{\"a\":}", SLUICE_JSON_ERROR_SYNTAX, "1:6: expected a value, found '}' (at /a)" },
  { "{\"a\":1", SLUICE_JSON_ERROR_SYNTAX,
    "1:7: expected ',' or '}' after the member, but the text ends" },
  { "[1", SLUICE_JSON_ERROR_SYNTAX,
    "1:3: expected ',' or ']' after the element, but the text ends (at /1)" },
  { "[1}", SLUICE_JSON_ERROR_SYNTAX,
    "1:3: expected ',' or ']' after the element, found '}' (at /1)" },
  { "[1,]", SLUICE_JSON_ERROR_SYNTAX,
    "1:3: a comma with nothing after it; remove it (at /1)" },
  { "{\"a\":1,}", SLUICE_JSON_ERROR_SYNTAX, "1:7: a comma with nothing after it; remove it" },
  { "[,1]", SLUICE_JSON_ERROR_SYNTAX, "1:2: expected a value, found ',' (at /0)" },
  { "]", SLUICE_JSON_ERROR_SYNTAX, "1:1: expected a value, found ']'" },
  { "01", SLUICE_JSON_ERROR_SYNTAX, "1:1: a number has no leading zeros" },
  { "-01", SLUICE_JSON_ERROR_SYNTAX, "1:1: a number has no leading zeros" },
  { "+1", SLUICE_JSON_ERROR_SYNTAX, "1:1: expected a value: a number has no '+' in front" },
  { ".5", SLUICE_JSON_ERROR_SYNTAX, "1:1: expected a value: a number begins with a digit" },
  { "1.", SLUICE_JSON_ERROR_SYNTAX, "1:3: a number needs a digit after its point" },
  { "1e", SLUICE_JSON_ERROR_SYNTAX, "1:3: a number needs a digit in its exponent" },
  { "-", SLUICE_JSON_ERROR_SYNTAX, "1:2: a number needs a digit after its '-'" },
  { "0x10", SLUICE_JSON_ERROR_SYNTAX, "1:2: expected nothing after the value, found 'x'" },
  { "NaN", SLUICE_JSON_ERROR_SYNTAX, "1:1: expected a value: JSON has finite numbers only" },
  { "True", SLUICE_JSON_ERROR_SYNTAX, "1:1: expected a value: true is written in lower case" },
  { "\"a", SLUICE_JSON_ERROR_SYNTAX, "1:3: the text ends inside a string" },
  { "\"a\\", SLUICE_JSON_ERROR_SYNTAX, "1:4: the text ends inside a string" },
  { "\"a\nb\"", SLUICE_JSON_ERROR_SYNTAX,
    "1:3: a string holds no line break or control character; write \\u000a or \\n" },
  { "\"\\x\"", SLUICE_JSON_ERROR_SYNTAX,
    "1:2: no such escape in a string; a backslash itself is written \\\\" },
  { "\"\\u12g4\"", SLUICE_JSON_ERROR_SYNTAX,
    "1:2: \\u is followed by four hexadecimal digits" },
  { "\"\\ud800\"", SLUICE_JSON_ERROR_ENCODING,
    "1:2: \\ud800 is the first half of a character without the second" },
  { "\"\\ud800\\u0041\"", SLUICE_JSON_ERROR_ENCODING,
    "1:2: \\ud800 is the first half of a character without the second" },
  { "\"\\udc00\"", SLUICE_JSON_ERROR_ENCODING,
    "1:2: \\udc00 is the second half of a character without the first" },
  { "\"\xc3\xa9\xff\"", SLUICE_JSON_ERROR_ENCODING,
    "1:3: the byte 0xff is not UTF-8 here; save the text as UTF-8" },
  { "\"\xed\xa0\x80\"", SLUICE_JSON_ERROR_ENCODING,
    "1:2: the byte 0xed is not UTF-8 here; save the text as UTF-8" },
  { "\"\xc0\xaf\"", SLUICE_JSON_ERROR_ENCODING,
    "1:2: the byte 0xc0 is not UTF-8 here; save the text as UTF-8" },
  { "{\"a\":1,\n \"a\":2}", SLUICE_JSON_ERROR_DUPLICATE,
    "2:2: the key \"a\" is there twice; remove or rename one" },
  { "{\"x\":[0,{\"a\":1,\"\\u0061\":2}]}", SLUICE_JSON_ERROR_DUPLICATE,
    "1:16: the key \"a\" is there twice; remove or rename one (at /x/1)" },
  { "{\"a\\u0000\":1}", SLUICE_JSON_ERROR_VALUE, "1:2: a key holds no \\u0000" },
  { "[9223372036854775808]", SLUICE_JSON_ERROR_RANGE,
    "1:2: the integer 9223372036854775808 is outside 64 bits; write it as a string, or as a real "
    "with a fraction or exponent (at /0)" },
  { "-9223372036854775809", SLUICE_JSON_ERROR_RANGE,
    "1:1: the integer -9223372036854775809 is outside 64 bits; write it as a string, or as a real "
    "with a fraction or exponent" },
  { "{\"a/b\":1e400}", SLUICE_JSON_ERROR_RANGE,
    "1:8: the number 1e400 is outside a double (about ±1.8e308); write it as a string "
    "(at /a~1b)" },
};

static void
test_refuses (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      SluiceValue value = sluice_value_integer (7);
      g_autoptr (GError) error = NULL;

      g_assert_false (sluice_json_read (bad[i].text, -1, NULL, &value, NULL, &error));
      g_assert_cmpstr (error->message, ==, bad[i].message);
      g_assert_error (error, SLUICE_JSON_ERROR, (gint) bad[i].code);
      g_assert_cmpint (sluice_value_get_integer (value), ==, 7);
    }
}

static void
test_refuses_nul (void)
{
  SluiceValue value = SLUICE_VALUE_INIT;

  g_assert_false (sluice_json_read ("1\0", 2, NULL, &value, NULL, NULL));
  g_assert_false (sluice_json_read ("\"a\0\"", 4, NULL, &value, NULL, NULL));
  g_assert_false (sluice_json_read ("[\0]", 3, NULL, &value, NULL, NULL));
  g_assert_true (sluice_json_read ("12garbage", 2, NULL, &value, NULL, NULL));
  g_assert_cmpint (sluice_value_get_integer (value), ==, 12);
}

static void
test_position (void)
{
  const char *text = "{\n  \"é€\": tru\n}";
  SluiceJsonPosition position = { 0 };
  SluiceValue value = SLUICE_VALUE_INIT;

  g_assert_false (sluice_json_read (text, -1, NULL, &value, &position, NULL));
  g_assert_cmpuint (position.line, ==, 2);
  g_assert_cmpuint (position.column, ==, 9);
  g_assert_cmpuint (position.offset, ==, strstr (text, "tru") - text);
}

static void
check_limit (const char             *text,
             const SluiceJsonLimits *limits,
             gboolean                allowed)
{
  g_auto (SluiceValue) value = SLUICE_VALUE_INIT;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (sluice_json_read (text, -1, limits, &value, NULL, &error), ==, allowed);
  if (!allowed)
    g_assert_error (error, SLUICE_JSON_ERROR, SLUICE_JSON_ERROR_LIMIT);
}

static char *
nested (guint levels)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < levels; i++)
    g_string_append_c (text, '[');
  for (guint i = 0; i < levels; i++)
    g_string_append_c (text, ']');
  return g_string_free (text, FALSE);
}

static void
test_limits (void)
{
  SluiceJsonLimits bytes = { 5, 0, 0 };
  SluiceJsonLimits depth = { 0, 2, 0 };
  SluiceJsonLimits nodes = { 0, 0, 3 };
  SluiceJsonLimits deep = { 0, 100000, 0 };
  g_autofree char *allowed = nested (128);
  g_autofree char *too_deep = nested (129);
  g_autofree char *very_deep = nested (100000);

  check_limit ("[1,2]", &bytes, TRUE);
  check_limit ("[1,23]", &bytes, FALSE);
  check_limit ("[{}]", &depth, TRUE);
  check_limit ("[{\"a\":[]}]", &depth, FALSE);
  check_limit ("[1,2]", &nodes, TRUE);
  check_limit ("[1,2,3]", &nodes, FALSE);
  check_limit (allowed, NULL, TRUE);
  check_limit (too_deep, NULL, FALSE);
  check_limit (very_deep, NULL, FALSE);
  check_limit (very_deep, &deep, TRUE);
}

/* Nobody reads a pointer of 128 parts: its middle is left out. */
static void
test_depth_is_said_shortly (void)
{
  static const struct { guint depth; const char *pointer; } cases[] = {
    { 8, "/k1/k2/k3/k4/k5/k6/k7/k8" },
    { 9, "/k1/k2/k3/k4/k5/k6/k7/k8/k9" },
    { 10, "/k1/k2/k3/k4/…/k7/k8/k9/k10" },
    { 128, "/k1/k2/k3/k4/…/k125/k126/k127/k128" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      SluiceJsonLimits limits = { .max_depth = cases[i].depth };
      g_auto (SluiceValue) value = SLUICE_VALUE_INIT;
      g_autoptr (GString) text = g_string_new (NULL);
      g_autoptr (GError) error = NULL;

      for (guint level = 1; level <= cases[i].depth + 1; level++)
        g_string_append_printf (text, "{\"k%u\":", level);
      g_assert_false (sluice_json_read (text->str, -1, &limits, &value, NULL, &error));
      g_assert_error (error, SLUICE_JSON_ERROR, SLUICE_JSON_ERROR_LIMIT);
      g_assert_nonnull (strstr (error->message, cases[i].pointer));
      g_assert_cmpuint (strlen (error->message), <, 160);
    }
}

/* Writing */

static void
test_reals (void)
{
  static const struct { double real; const char *text; } cases[] = {
    { 0.0, "0.0" }, { -0.0, "-0.0" }, { 1, "1.0" }, { 0.1, "0.1" }, { 0.3, "0.3" },
    { 100000, "100000.0" }, { 1e15, "1e15" }, { 1e22, "1e22" }, { 1e17, "1e17" },
    { 3e-23, "3e-23" }, { 1e-5, "1e-5" }, { 0.0001, "0.0001" },
    { 1.0 / 3, "0.3333333333333333" }, { 0.1 + 0.2, "0.30000000000000004" },
    { 123456789012345680.0, "1.2345678901234568e17" },
    { 5e-324, "5e-324" }, { 2.2250738585072014e-308, "2.2250738585072014e-308" },
    { 1.7976931348623157e308, "1.7976931348623157e308" },
    { 0x1p-44, "5.684341886080802e-14" }, { 9007199254740993.0, "9007199254740992.0" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      char buffer[32];

      sluice_json_write_real (cases[i].real, buffer);
      g_assert_cmpstr (buffer, ==, cases[i].text);
    }
}

static void
test_pretty (void)
{
  static const char *texts[] = {
    "{}",
    "[]",
    "[0, 0]",
    "[\n  \"a\"\n]",
    "{\n  \"a\": [1, 2.5],\n  \"b\": [\n    {},\n    [],\n    {\n      \"c\": null\n    }\n  ]\n}",
    "[1234567890123456789, 1234567890123456789, 1234567890123456789, 123456789012345]",
    "[\n  1234567890123456789,\n  1234567890123456789,\n  1234567890123456789,\n"
    "  1234567890123456\n]",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_auto (SluiceValue) value = SLUICE_VALUE_INIT;
      g_autofree char *text = NULL;
      gsize length;

      g_assert_true (sluice_json_read (texts[i], -1, NULL, &value, NULL, NULL));
      text = sluice_json_write (value, SLUICE_JSON_WRITE_PRETTY, &length);
      g_assert_cmpstr (text, ==, texts[i]);
      g_assert_cmpuint (length, ==, strlen (text));
    }
}

static void
test_sorted_and_indented (void)
{
  g_auto (SluiceValue) value = SLUICE_VALUE_INIT;
  g_autoptr (GString) text = g_string_new ("x");

  g_assert_true (sluice_json_read ("{\"é\":{\"z\":1,\"y\":2},\"b\":1,\"B\":2,\"\":3}", -1, NULL,
                                   &value, NULL, NULL));
  sluice_json_write_to (value, SLUICE_JSON_WRITE_SORT_KEYS, 0, text);
  g_assert_cmpstr (text->str, ==, "x{\"\":3,\"B\":2,\"b\":1,\"é\":{\"y\":2,\"z\":1}}");

  g_string_truncate (text, 0);
  sluice_json_write_to (sluice_value_get_member (value, "é"), SLUICE_JSON_WRITE_PRETTY, 2, text);
  g_assert_cmpstr (text->str, ==, "{\n      \"z\": 1,\n      \"y\": 2\n    }");
}

/* Exactly the same, with the types of numbers, the order of members and the sign of zero. */
static void
assert_identical (SluiceValue a,
                  SluiceValue b)
{
  SluiceValueIter left, right;
  SluiceValue x, y;
  const char *key, *other;

  g_assert_cmpint (a.type, ==, b.type);
  if (SLUICE_VALUE_IS_REAL (a))
    g_assert_cmpmem (&a.u.real, sizeof (double), &b.u.real, sizeof (double));
  if (a.type < SLUICE_VALUE_ARRAY)
    {
      g_assert_true (sluice_value_equal (a, b));
      return;
    }
  g_assert_cmpuint (sluice_value_get_length (a), ==, sluice_value_get_length (b));
  sluice_value_iter_init (&left, a);
  sluice_value_iter_init (&right, b);
  while (sluice_value_iter_next (&left, &key, &x))
    {
      g_assert_true (sluice_value_iter_next (&right, &other, &y));
      g_assert_cmpstr (key, ==, other);
      assert_identical (x, y);
    }
}

static void
test_round_trip (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (11);

  for (guint i = 0; i < 1500; i++)
    {
      SluiceJsonWriteFlags flags = i % 2 == 0 ? SLUICE_JSON_WRITE_PRETTY : 0;
      g_auto (SluiceValue) value = random_value (rand, 4);
      g_auto (SluiceValue) again = SLUICE_VALUE_INIT;
      g_autofree char *text = sluice_json_write (value, flags, NULL);
      g_autofree char *text_again = NULL;
      g_autoptr (GError) error = NULL;

      sluice_json_read (text, -1, NULL, &again, NULL, &error);
      g_assert_no_error (error);
      assert_identical (value, again);
      text_again = sluice_json_write (again, flags, NULL);
      g_assert_cmpstr (text_again, ==, text);
    }
}

/* Also those of many kinds, in whatever order they come. */
static void
test_shared_keys_of_many_kinds (void)
{
  const guint n = 4000, n_kinds = 10;
  GString *text = g_string_new ("[");
  g_auto (SluiceValue) value = SLUICE_VALUE_INIT;

  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "%s{\"key %u\":%u}", i > 0 ? "," : "", i % n_kinds, i);
  g_string_append_c (text, ']');
  g_assert_true (sluice_json_read (text->str, -1, NULL, &value, NULL, NULL));
  g_assert_cmpuint (sluice_value_get_memory (value), <, n * 100);
  g_string_free (text, TRUE);
}

/* Objects side by side share their keys, and still are objects of their own. */
static void
test_shared_keys (void)
{
  GString *text = g_string_new ("[");
  g_auto (SluiceValue) value = SLUICE_VALUE_INIT;
  SluiceValue first;

  for (guint i = 0; i < 100; i++)
    g_string_append_printf (text, "%s{\"identifier\":%u,\"description\":null}", i > 0 ? "," : "", i);
  g_string_append_c (text, ']');
  g_assert_true (sluice_json_read (text->str, -1, NULL, &value, NULL, NULL));
  g_assert_cmpuint (sluice_value_get_memory (value), <, 100 * 180);
  g_string_free (text, TRUE);

  first = sluice_value_ref (sluice_value_get_element (value, 0));
  sluice_value_set_member (&first, "new", sluice_value_null ());
  sluice_value_remove_member (&first, "identifier");
  for (guint i = 0; i < 100; i++)
    {
      SluiceValue element = sluice_value_get_element (value, i);

      g_assert_cmpuint (sluice_value_get_length (element), ==, 2);
      g_assert_cmpint (sluice_value_get_integer (sluice_value_get_member (element, "identifier")),
                       ==, i);
    }
  sluice_value_unref (first);
}

/* Places */

static void
test_locate (void)
{
  const char *text = "{\n  \"a\": [10, {\"b]\": \"}\\\"\"}, -2.5e3],\n  \"\": {\"x/y\": true},\n"
                     "  \"z\": [\n    [[]], \"é\", 7 ]\n}";
  static const struct { const char *pointer; gboolean key; guint line, column; } cases[] = {
    { "", FALSE, 1, 1 }, { "/a", FALSE, 2, 8 }, { "/a", TRUE, 2, 3 }, { "/a/0", FALSE, 2, 9 },
    { "/a/1", FALSE, 2, 13 }, { "/a/1/b]", FALSE, 2, 20 }, { "/a/1/b]", TRUE, 2, 14 },
    { "/a/2", FALSE, 2, 28 }, { "/", FALSE, 3, 7 }, { "//x~1y", TRUE, 3, 8 },
    { "/z/0/0", FALSE, 5, 6 }, { "/z/2", TRUE, 5, 16 },
    { "/b", FALSE, 0, 0 }, { "/a/3", FALSE, 0, 0 }, { "/a/0/x", FALSE, 0, 0 },
    { "/z/0/0/0", FALSE, 0, 0 }, { "/a/x", FALSE, 0, 0 }, { "a", FALSE, 0, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      SluiceJsonPosition position = { 0 };
      gboolean found = sluice_json_locate (text, -1, cases[i].pointer, cases[i].key, &position);

      g_test_message ("%s", cases[i].pointer);
      g_assert_cmpint (found, ==, cases[i].line > 0);
      g_assert_cmpuint (position.line, ==, cases[i].line);
      g_assert_cmpuint (position.column, ==, cases[i].column);
    }
}

/* Many at once: each has the position that it has alone, or that of the nearest thing around it. */
static void
test_locate_all (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (11);

  for (guint i = 0; i < 300; i++)
    {
      g_auto (SluiceValue) value = random_value (rand, 4);
      g_autofree char *text = sluice_json_write (value, i % 2 ? SLUICE_JSON_WRITE_PRETTY : 0, NULL);
      SluiceJsonPlace places[40] = { 0, };

      for (guint j = 0; j < G_N_ELEMENTS (places); j++)
        {
          g_autoptr (GString) pointer = g_string_new (g_rand_int_range (rand, 0, 20) == 0 ? "x" : "");
          SluiceValue at = value;

          while (sluice_value_get_length (at) > 0 && g_rand_int_range (rand, 0, 6) > 0)
            {
              guint index = (guint) g_rand_int_range (rand, 0, (gint) sluice_value_get_length (at) + 1);
              g_autofree char *part = SLUICE_VALUE_IS_OBJECT (at) ? g_strdup (sluice_value_get_key (at, index))
                                                                  : g_strdup_printf ("%u", index);
              g_autofree char *longer = sluice_pointer_join (pointer->str, part != NULL ? part : "missing");

              g_string_assign (pointer, longer);
              at = SLUICE_VALUE_IS_OBJECT (at) ? sluice_value_get_member_at (at, index)
                                               : sluice_value_get_element (at, index);
            }
          places[j].pointer = g_string_free (g_steal_pointer (&pointer), FALSE);
          places[j].at_key = g_rand_boolean (rand);
        }
      sluice_json_locate_all (text, -1, places, G_N_ELEMENTS (places));
      for (guint j = 0; j < G_N_ELEMENTS (places); j++)
        {
          g_autofree char *pointer = (char *) places[j].pointer;
          gboolean at_key = places[j].at_key;
          SluiceJsonPosition alone = { 0, };

          g_assert_cmpint (sluice_json_locate (text, -1, pointer, at_key, &alone), ==, places[j].found);
          for (; alone.line == 0 && strchr (pointer, '/') != NULL; *strrchr (pointer, '/') = '\0')
            {
              sluice_json_locate (text, -1, pointer, at_key, &alone);
              at_key = FALSE;
            }
          if (alone.line == 0)
            sluice_json_locate (text, -1, pointer, FALSE, &alone);
          g_assert_cmpuint (places[j].position.offset, ==, alone.offset);
          g_assert_cmpuint (places[j].position.line, ==, alone.line);
          g_assert_cmpuint (places[j].position.column, ==, alone.column);
        }
    }
}

/* A text of many lines with a problem in each: one walk, however many there are. */
static void
test_locate_thousands (void)
{
  g_autoptr (GString) text = g_string_new ("[\n");
  g_autofree SluiceJsonPlace *places = g_new0 (SluiceJsonPlace, 20000);

  for (guint i = 0; i < 20000; i++)
    {
      g_string_append_printf (text, "%s{\"node\": [%u, \"a longer text\"]}", i > 0 ? ",\n" : "", i);
      places[i].pointer = g_strdup_printf ("/%u/node/%u", 19999 - i, i % 3);
    }
  g_string_append (text, "\n]");
  sluice_json_locate_all (text->str, -1, places, 20000);
  for (guint i = 0; i < 20000; i++)
    {
      g_assert_cmpuint (places[i].position.line, ==, 20001 - i);
      g_assert_cmpint (places[i].found, ==, i % 3 < 2);
      g_free ((char *) places[i].pointer);
    }
}

/* json-glib */

static void
test_json_node (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);

  for (guint i = 0; i < 300; i++)
    {
      g_auto (SluiceValue) value = random_value (rand, 4);
      g_auto (SluiceValue) again = SLUICE_VALUE_INIT;
      g_auto (SluiceValue) third = SLUICE_VALUE_INIT;
      g_autoptr (JsonNode) node = sluice_value_to_json_node (value);
      g_autoptr (JsonNode) node_again = NULL;
      g_autoptr (GError) error = NULL;

      sluice_value_from_json_node (node, &again, &error);
      g_assert_no_error (error);
      /* Strings are cut at a NUL on the way out, so the second way must change nothing more. */
      node_again = sluice_value_to_json_node (again);
      g_assert_true (sluice_value_from_json_node (node_again, &third, NULL));
      assert_identical (again, third);
      g_assert_cmpuint (sluice_value_get_length (value), ==, sluice_value_get_length (again));
    }
}

static void
test_json_node_refused (void)
{
  g_autoptr (JsonNode) nan = json_node_init_double (json_node_alloc (), NAN);
  g_autoptr (JsonNode) text = json_node_init_string (json_node_alloc (), "\xff");
  SluiceValue value = SLUICE_VALUE_INIT;
  g_autoptr (GError) error = NULL;

  g_assert_false (sluice_value_from_json_node (nan, &value, &error));
  g_assert_error (error, SLUICE_JSON_ERROR, SLUICE_JSON_ERROR_VALUE);
  g_clear_error (&error);
  g_assert_false (sluice_value_from_json_node (text, &value, &error));
  g_assert_error (error, SLUICE_JSON_ERROR, SLUICE_JSON_ERROR_ENCODING);
}

/* Texts with random damage. */

#if defined (__SANITIZE_ADDRESS__)
#define DAMAGED_TEXTS 4000
#else
#define DAMAGED_TEXTS 20000
#endif

static void
damage (GRand   *rand,
        GString *text)
{
  static const char bytes[] = "{}[],:\"\\ 019-+.eEtfn/u\n\x80\xc3\xed\x1f";

  for (gint i = g_rand_int_range (rand, 0, 3); i > 0 && text->len > 0; i--)
    {
      gsize at = (gsize) g_rand_int_range (rand, 0, (gint) text->len);

      if (g_rand_boolean (rand))
        text->str[at] = bytes[g_rand_int_range (rand, 0, sizeof bytes - 1)];
      else
        g_string_erase (text, (gssize) at, 1);
    }
}

static GPtrArray *
make_damaged_texts (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (23);
  GPtrArray *texts = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  for (guint i = 0; i < DAMAGED_TEXTS; i++)
    {
      g_auto (SluiceValue) value = random_value (rand, 3);
      GString *text = g_string_new (NULL);

      sluice_json_write_to (value, i % 2 == 0 ? SLUICE_JSON_WRITE_PRETTY : 0, 0, text);
      damage (rand, text);
      g_ptr_array_add (texts, g_string_free_to_bytes (text));
    }
  return texts;
}

/* A value or an error, as a text. */
static char *
read_in_steps (const char *text,
               gsize       length,
               gsize       n_values)
{
  SluiceJsonReader *reader = sluice_json_reader_new (text, length, NULL);
  g_auto (SluiceValue) value = SLUICE_VALUE_INIT;
  g_autoptr (GError) error = NULL;
  gboolean done = FALSE;
  gboolean read = TRUE;

  while (read && !done)
    read = sluice_json_reader_step (reader, n_values, &value, &done, &error);
  sluice_json_reader_free (reader);
  return read ? sluice_json_write (value, SLUICE_JSON_WRITE_COMPACT, NULL) : g_strdup (error->message);
}

/* A reader that is left in the middle of a text loses nothing. */
static void
leave_in_the_middle (const char *text,
                     gsize       length,
                     gsize       n_values)
{
  SluiceJsonReader *reader = sluice_json_reader_new (text, length, NULL);
  g_auto (SluiceValue) value = SLUICE_VALUE_INIT;
  g_autoptr (GError) error = NULL;
  gboolean done;

  sluice_json_reader_step (reader, n_values, &value, &done, &error);
  sluice_json_reader_free (reader);
}

static char *
write_in_steps (SluiceValue          value,
                SluiceJsonWriteFlags flags,
                gsize                n_values)
{
  SluiceJsonWriter *writer = sluice_json_writer_new (sluice_value_ref (value), flags);
  char *text;

  while (!sluice_json_writer_step (writer, n_values))
    ;
  text = g_strdup (sluice_json_writer_get_text (writer)->str);
  sluice_json_writer_free (writer);
  return text;
}

static void
test_in_steps (void)
{
  g_autoptr (GPtrArray) texts = make_damaged_texts ();

  for (guint i = 0; i < texts->len; i++)
    {
      g_auto (SluiceValue) value = SLUICE_VALUE_INIT;
      g_autoptr (GError) error = NULL;
      gsize length;
      const char *text = g_bytes_get_data (texts->pdata[i], &length);
      g_autofree char *whole = read_in_steps (text, length, G_MAXSIZE);
      g_autofree char *parts = read_in_steps (text, length, 1 + i % 7);
      SluiceJsonWriteFlags flags = i % 8;

      g_assert_cmpstr (whole, ==, parts);
      leave_in_the_middle (text, length, i % 11);
      if (sluice_json_read (text, (gssize) length, NULL, &value, NULL, &error))
        {
          g_autofree char *at_once = sluice_json_write (value, flags, NULL);
          g_autofree char *in_steps = write_in_steps (value, flags, 1 + i % 5);

          g_assert_cmpstr (at_once, ==, in_steps);
        }
    }
}

#ifdef JANSSON_ORACLE
/* jansson as the oracle: on texts with random damage both say yes or both say no. */
static GBytes *
ask_oracle (GPtrArray *texts)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) oracle = NULL;
  g_autoptr (GBytes) input = NULL;
  GBytes *output = NULL;
  GString *all = g_string_new (NULL);

  for (guint i = 0; i < texts->len; i++)
    {
      gsize length;
      const char *text = g_bytes_get_data (texts->pdata[i], &length);

      g_string_append_printf (all, "%" G_GSIZE_FORMAT "\n", length);
      g_string_append_len (all, text, (gssize) length);
    }
  input = g_string_free_to_bytes (all);
  oracle = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE,
                             &error, JANSSON_ORACLE, NULL);
  g_assert_no_error (error);
  g_subprocess_communicate (oracle, input, NULL, &output, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (output), ==, texts->len);
  return output;
}

static void
test_jansson (void)
{
  g_autoptr (GPtrArray) texts = make_damaged_texts ();
  g_autoptr (GBytes) answers = ask_oracle (texts);
  const char *answer = g_bytes_get_data (answers, NULL);
  guint accepted = 0;

  for (guint i = 0; i < texts->len; i++)
    {
      g_auto (SluiceValue) value = SLUICE_VALUE_INIT;
      g_autoptr (GError) error = NULL;
      gsize length;
      const char *text = g_bytes_get_data (texts->pdata[i], &length);
      gboolean taken = sluice_json_read (text, (gssize) length, NULL, &value, NULL, &error);

      if (taken != (answer[i] == 'y'))
        g_error ("jansson says %c, we say %s: %.*s", answer[i], taken ? "y" : error->message,
                 (int) length, text);
      accepted += taken;
    }
  g_assert_cmpuint (accepted, >, DAMAGED_TEXTS / 4);
  g_assert_cmpuint (accepted, <, DAMAGED_TEXTS - DAMAGED_TEXTS / 10);
}
#endif

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/base/json/reads", test_reads);
  g_test_add_func ("/base/json/refuses-and-says-why", test_refuses);
  g_test_add_func ("/base/json/refuses-nul", test_refuses_nul);
  g_test_add_func ("/base/json/error-has-position", test_position);
  g_test_add_func ("/base/json/limits", test_limits);
  g_test_add_func ("/base/json/depth-is-said-shortly", test_depth_is_said_shortly);
  g_test_add_func ("/base/json/reals-are-shortest", test_reals);
  g_test_add_func ("/base/json/pretty", test_pretty);
  g_test_add_func ("/base/json/sorted-and-indented", test_sorted_and_indented);
  g_test_add_func ("/base/json/round-trip", test_round_trip);
  g_test_add_func ("/base/json/in-steps", test_in_steps);
  g_test_add_func ("/base/json/objects-side-by-side-share-keys", test_shared_keys);
  g_test_add_func ("/base/json/objects-of-many-kinds-share-keys", test_shared_keys_of_many_kinds);
  g_test_add_func ("/base/json/locate", test_locate);
  g_test_add_func ("/base/json/locate-all", test_locate_all);
  g_test_add_func ("/base/json/locate-thousands", test_locate_thousands);
  g_test_add_func ("/base/json/json-node", test_json_node);
  g_test_add_func ("/base/json/json-node-refused", test_json_node_refused);
#ifdef JANSSON_ORACLE
  g_test_add_func ("/base/json/as-jansson", test_jansson);
#endif

  return g_test_run ();
}
