/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "runner.h"

static const struct { const char *body, *json; } values[] = {
  { "return nil", "nil" },
  { "return", "nil" },
  { "return json.null", "nil" },
  { "return true", "true" },
  { "return 7", "7" },
  { "return 7.5", "7.5" },
  { "return 'a\\0b'", "\"a\\u0000b\"" },
  { "return { 1, 2, 3 }", "[1,2,3]" },
  { "return {}", "{}" },
  { "return json.array ()", "[]" },
  { "return json.array {}", "[]" },
  { "return json.object { }", "{}" },
  { "return { b = 1, a = 2, c = { d = {} } }", "{\"a\":2,\"b\":1,\"c\":{\"d\":{}}}" },
  { "return { 1, json.null, 3 }", "[1,null,3]" },
  { "return { a = json.null }", "{\"a\":null}" },
  { "return json.decode ('[]')", "[]" },
  { "return json.decode ('{}')", "{}" },
  { "return json.decode ('{\"a\":[],\"b\":{},\"c\":null,\"d\":[1,[2]]}')",
    "{\"a\":[],\"b\":{},\"c\":null,\"d\":[1,[2]]}" },
  { "return json.encode { a = { 1, 2.5, 'x' } }", "\"{\\\"a\\\":[1,2.5,\\\"x\\\"]}\"" },
  { "return json.decode (json.encode (9007199254740993))", "9007199254740993" },
  { "return math.maxinteger", "9223372036854775807" },
  { "return json.encode (json.decode ('1e300'))", "\"1e300\"" },
};

static const struct { const char *body, *text; } errors[] = {
  { "return print", "main/test prep returns a function" },
  { "return { a = { print } }", "a function, which is no value to keep, at .a[1]" },
  { "local t = {} t.self = t return t", "a table that contains itself at .self" },
  { "return { 1, 2, x = 3 }", "a table with both names and positions" },
  { "return { a = { [1] = 1, [3] = 3 } }", "or with gaps, at .a" },
  { "return 0 / 0", "a number that is not finite" },
  { "return { x = 1 / 0 }", "a number that is not finite at .x" },
  { "return '\\xff'", "a string that is not UTF-8 text" },
  { "return { ['\\xff'] = 1 }", "a name that is not UTF-8 text" },
  { "local t = {} for _ = 1, 200 do t = { t } end return t", "nested too deeply" },
  { "local t = {} for _ = 1, 100 do t = { t, t } end return t", "more than 250000 values" },
  { "shared.x = print", "a function, which is no value to keep," },
};

static void
test_values (gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    expect_value (values[i].body, values[i].json);
}

static void
test_errors (gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (errors); i++)
    expect_error (errors[i].body, errors[i].text);
}

/* Each phase gets tables of its own: what one does to them, another does not see (rule N10). */
static void
test_fresh (gconstpointer data)
{
  Setup setup = {
    .prep = "return { n = 1 }",
    .exec = "prep_res.n = prep_res.n + 1 if attempt == 0 then error ('once') end return prep_res.n",
    .post = "shared.exec, shared.prep = exec_res, prep_res.n",
    .retries = 2,
  };

  run_expect (&setup, "{\"exec\":2,\"prep\":1}");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/script/convert/round-trips", NULL, test_values);
  g_test_add_data_func ("/script/convert/errors-name-the-place", NULL, test_errors);
  g_test_add_data_func ("/script/convert/each-phase-gets-its-own", NULL, test_fresh);
  return g_test_run ();
}
