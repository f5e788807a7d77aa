/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* YAML: what texts mean, what is refused and where, and that what is written reads back the same. */

#include <string.h>

#include "base/yaml-text.h"
#include "random-value.h"

static void
test_values (void)
{
  static const struct { const char *yaml, *json; } cases[] = {
    { "a: 1\nb: two\n", "{\"a\":1,\"b\":\"two\"}" },
    { "- a\n- [1, 2]\n- {x: y}\n", "[\"a\",[1,2],{\"x\":\"y\"}]" },
    { "[~, null, NULL, '', Null]", "[null,null,null,\"\",null]" },
    { "[true, False, TRUE, yes, no, on]", "[true,false,true,\"yes\",\"no\",\"on\"]" },
    { "[1, -2, +3, 0x1F, 0o17, 012, 1_000]", "[1,-2,3,31,15,12,\"1_000\"]" },
    { "[1.5, -.5, 2., 1e3, 1E-2, .inf, .nan, 1e999]", "[1.5,-0.5,2.0,1000.0,0.01,\".inf\",\".nan\",\"1e999\"]" },
    { "[9223372036854775807, 9223372036854775808]", "[9223372036854775807,9.223372036854776e18]" },
    { "[1.2.3, 2024-01-01, 1:30, '1', \"2\", !!str 3, 0x, 0xg, -, +, e5]",
      "[\"1.2.3\",\"2024-01-01\",\"1:30\",\"1\",\"2\",\"3\",\"0x\",\"0xg\",\"-\",\"+\",\"e5\"]" },
    { "t: |\n  one\n  two\nf: >\n  one\n  two\n", "{\"t\":\"one\\ntwo\\n\",\"f\":\"one two\\n\"}" },
    { "a: &x [1, 2]\nb: *x\nc: &y {k: *x}\nd: *y\n",
      "{\"a\":[1,2],\"b\":[1,2],\"c\":{\"k\":[1,2]},\"d\":{\"k\":[1,2]}}" },
    { "1: a\ntrue: b\n", "{\"1\":\"a\",\"true\":\"b\"}" },
    { "# only\n--- \nx\n...\n", "\"x\"" },
    { "thinking: |\n    It: rains.\n\naction: search\nsearch_query: weather: today?\n", NULL },
    { "Grüße: „ja“\n", "{\"Grüße\":\"„ja“\"}" },
    { "{\"json\": [1, {\"too\": null}]}", "{\"json\":[1,{\"too\":null}]}" },
    { "---\n", "null" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (SluiceValue) value = SLUICE_VALUE_INIT;
      g_autoptr (GError) error = NULL;
      g_autofree char *json = NULL;
      gboolean ok = sluice_yaml_read (cases[i].yaml, -1, NULL, &value, &error);

      g_test_message ("%s", cases[i].yaml);
      g_assert_true (ok == (cases[i].json != NULL));
      if (!ok)
        continue;
      json = sluice_json_write (value, SLUICE_JSON_WRITE_COMPACT, NULL);
      g_assert_cmpstr (json, ==, cases[i].json);
    }
}

static void
test_errors (void)
{
  static const struct { const char *yaml; SluiceJsonError code; const char *words; } cases[] = {
    { "", SLUICE_JSON_ERROR_SYNTAX, "there is nothing" },
    { "# x", SLUICE_JSON_ERROR_SYNTAX, "there is nothing" },
    { "a: b: c", SLUICE_JSON_ERROR_SYNTAX, "1:5: mapping values are not allowed" },
    { "a: 1\nb: 2\na: 3\n", SLUICE_JSON_ERROR_DUPLICATE, "3:1: the key “a” stands there twice" },
    { "[1, 2", SLUICE_JSON_ERROR_SYNTAX, "2" },
    { "a:\n\t- b", SLUICE_JSON_ERROR_SYNTAX, "2:1: found character that cannot start any token" },
    { "? [a, b]\n: c\n", SLUICE_JSON_ERROR_VALUE, "a key is a text" },
    { "a: *b\n", SLUICE_JSON_ERROR_SYNTAX, "1:4: there is no value “&b” before" },
    { "a: &b [*b]\n", SLUICE_JSON_ERROR_SYNTAX, "there is no value “&b” before" },
    { "a\n---\nb\n", SLUICE_JSON_ERROR_SYNTAX, "2:1: one document is wanted" },
    { "a: \xff\n", SLUICE_JSON_ERROR_ENCODING, "UTF-8" },
    { "a: \x01\n", SLUICE_JSON_ERROR_ENCODING, "control characters" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      SluiceValue value = SLUICE_VALUE_INIT;
      g_autoptr (GError) error = NULL;
      g_autofree char *shown = g_strescape (cases[i].yaml, NULL);

      g_test_message ("%s", shown);
      g_assert_false (sluice_yaml_read (cases[i].yaml, -1, NULL, &value, &error));
      g_test_message ("%s", error->message);
      g_assert_error (error, SLUICE_JSON_ERROR, (int) cases[i].code);
      g_assert_nonnull (strstr (error->message, cases[i].words));
    }
}

/* What is shared counts as often as it stands there; what is deep or large ends soon. */
static void
test_limits (void)
{
  g_autoptr (GString) laughs = g_string_new ("a0: &a0 x\n");
  g_autofree char *deep = g_strnfill (200, '[');
  const SluiceJsonLimits small = { .max_bytes = 4, .max_nodes = 3 };
  SluiceValue value = SLUICE_VALUE_INIT;
  GError *error = NULL;

  for (guint i = 1; i < 12; i++)
    {
      g_string_append_printf (laughs, "a%u: &a%u [", i, i);
      for (guint k = 0; k < 10; k++)
        g_string_append_printf (laughs, "%s*a%u", k > 0 ? ", " : "", i - 1);
      g_string_append (laughs, "]\n");
    }
  g_assert_false (sluice_yaml_read (laughs->str, -1, NULL, &value, &error));
  g_assert_error (error, SLUICE_JSON_ERROR, SLUICE_JSON_ERROR_LIMIT);
  g_clear_error (&error);
  g_assert_false (sluice_yaml_read (deep, -1, NULL, &value, &error));
  g_assert_error (error, SLUICE_JSON_ERROR, SLUICE_JSON_ERROR_LIMIT);
  g_clear_error (&error);
  g_assert_false (sluice_yaml_read ("abcde", -1, &small, &value, &error));
  g_assert_error (error, SLUICE_JSON_ERROR, SLUICE_JSON_ERROR_LIMIT);
  g_clear_error (&error);
  g_assert_false (sluice_yaml_read ("[,,,", -1, &small, &value, &error));
  g_clear_error (&error);
}

static void
check_back (SluiceValue value)
{
  g_autofree char *text = sluice_yaml_write (value);
  g_auto (SluiceValue) back = SLUICE_VALUE_INIT;
  g_autoptr (GError) error = NULL;

  sluice_yaml_read (text, -1, NULL, &back, &error);
  if (error != NULL || !sluice_value_equal (value, back))
    {
      g_autofree char *json = sluice_json_write (value, SLUICE_JSON_WRITE_COMPACT, NULL);

      g_error ("%s became\n%s\n%s", json, text, error != NULL ? error->message : "");
    }
}

static void
test_written (void)
{
  static const char * const texts[] = {
    "", "a", "1", "1.5", "true", "null", "~", "no", "Yes", " a", "a ", "a: b", "a # b", "# a", "- a", "-", "?", "*a",
    "&a", "!a", "|", ">", "%", "@a", "`a", "'", "\"", "{", "[", "a\nb", "a\nb\n", "\na", "a\n\nb\n\n", "a \nb", " a\nb",
    "\t", "a\tb", "a\n\tb", "\r\n", "a\\b", "\x01", "ü", "🐈", "---", "...", "a\n---\nb", "0x10", "0o7", "+1", ".5", "=",
    "<<", "2024-01-01", "a\xc2\x85""b", "a\xe2\x80\xa8""b", "\xef\xbb\xbf""a", "a\nb: c\n# d\n",
  };
  g_autofree char *text = NULL;
  g_auto (SluiceValue) list = sluice_value_array ();

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_auto (SluiceValue) alone = sluice_value_string (texts[i]);
      g_auto (SluiceValue) object = sluice_value_object ();

      sluice_value_set_member (&object, texts[i], sluice_value_ref (alone));
      sluice_value_append (&list, sluice_value_ref (object));
      check_back (alone);
      check_back (object);
    }
  check_back (list);
}

static void
test_random (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (20261123);

  for (guint i = 0; i < 500; i++)
    {
      g_auto (SluiceValue) value = random_value (rand, 4);

      check_back (value);
    }
}

/* In steps it is the same as at once. */
static void
test_steps (void)
{
  static const char text[] = "a: [1, {b: c}]\nd: |\n  e\n";
  SluiceYamlReader *reader = sluice_yaml_reader_new (text, strlen (text), NULL);
  SluiceYamlWriter *writer;
  SluiceValue value = SLUICE_VALUE_INIT;
  gboolean done = FALSE;
  guint n = 0;

  while (!done)
    {
      g_assert_true (sluice_yaml_reader_step (reader, 1, &value, &done, NULL));
      n++;
    }
  sluice_yaml_reader_free (reader);
  g_assert_cmpuint (n, >, 10);
  writer = sluice_yaml_writer_new (value);
  for (n = 0; !sluice_yaml_writer_step (writer, 1); n++)
    continue;
  g_assert_cmpuint (n, >, 5);
  g_assert_cmpstr (sluice_yaml_writer_get_text (writer)->str, ==, "a:\n- 1\n- b: c\nd: |\n  e\n");
  sluice_yaml_writer_free (writer);
  reader = sluice_yaml_reader_new (text, strlen (text), NULL);
  g_assert_true (sluice_yaml_reader_step (reader, 5, &value, &done, NULL));
  sluice_yaml_reader_free (reader);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/yaml/values", test_values);
  g_test_add_func ("/base/yaml/errors", test_errors);
  g_test_add_func ("/base/yaml/limits", test_limits);
  g_test_add_func ("/base/yaml/written", test_written);
  g_test_add_func ("/base/yaml/random", test_random);
  g_test_add_func ("/base/yaml/steps", test_steps);
  return g_test_run ();
}
