/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A fuzz target for the JSON reader and writer: what is read is written and reads back the same,
 * in the same bytes when written again; what is refused has a position inside the text.
 *
 * With clang: build it alone with -fsanitize=fuzzer. Otherwise, and as a test, the main() below
 * feeds it texts of its own making: argv[1] is how many. */

#include <stdlib.h>
#include <string.h>

#include "base/json.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
check_again (SluiceValue          value,
             SluiceJsonWriteFlags flags)
{
  g_auto (SluiceValue) again = SLUICE_VALUE_INIT;
  g_autofree char *text = NULL;
  g_autofree char *text_again = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  text = sluice_json_write (value, flags, &length);
  sluice_json_read (text, (gssize) length, NULL, &again, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (sluice_value_equal (value, again));
  text_again = sluice_json_write (again, flags, NULL);
  g_assert_cmpstr (text, ==, text_again);
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_auto (SluiceValue) value = SLUICE_VALUE_INIT;
  SluiceJsonPosition position;

  if (sluice_json_read ((const char *) data, (gssize) size, NULL, &value, &position, NULL))
    {
      check_again (value, SLUICE_JSON_WRITE_COMPACT);
      check_again (value, SLUICE_JSON_WRITE_PRETTY);
    }
  else
    {
      g_assert_cmpuint (position.offset, <=, size);
      g_assert_cmpuint (position.line, >=, 1);
    }
  return 0;
}

#ifndef SLUICE_LIBFUZZER
/* Pieces that are often JSON when put one after the other. */
static void
make_text (GRand   *rand,
           GString *text)
{
  static const char *pieces[] = {
    "{", "}", "[", "]", "[]", "{}", ",", ":", "\"a\"", "\"b\":", "\"\\u00", "\\ud83d\\ude00", "\"",
    "1", "-", "0", ".5", "e9", "1.5", "9223372036854775807", "1e308", "null", "true", "false",
    " ", "\n", "\xc3\xa9", "\xff", "/", "\\",
  };

  g_string_truncate (text, 0);
  for (gint i = g_rand_int_range (rand, 0, 24); i > 0; i--)
    g_string_append (text, pieces[g_rand_int_range (rand, 0, G_N_ELEMENTS (pieces))]);
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  g_autoptr (GString) text = g_string_new (NULL);

  for (gint64 i = argc > 1 ? g_ascii_strtoll (argv[1], NULL, 10) : 200000; i > 0; i--)
    {
      make_text (rand, text);
      LLVMFuzzerTestOneInput ((const guint8 *) text->str, text->len);
    }
  return EXIT_SUCCESS;
}
#endif
