/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "runner.h"

#include <string.h>

#include "base/json.h"

/* template, what it gives with shared = {"n":1,"s":"x","l":[1,2],"o":{"a":null}} */
static const struct { const char *text, *result; } templates[] = {
  { "plain", "plain" },
  { "", "" },
  { "{{ 1 + 1 }}", "2" },
  { "a {{ shared.s }} b {{shared.n}} c", "a x b 1 c" },
  { "{{ nil }}|{{ shared.missing }}|{{ json.null }}", "||" },
  { "{{ true }} {{ 1.5 }} {{ 2.0 }}", "true 1.5 2.0" },
  { "{{ { 1, 'a' } }}", "[1,\"a\"]" },
  { "{{ {a = {b = 1}} }}", "{\"a\":{\"b\":1}}" },
  { "{{ shared.l }} {{ shared.o }}", "[1,2] {\"a\":null}" },
  { "{{ '}}' }}{{ '{{' }}", "}}{{" },
  { "{{ \"a\\\"}}\" }}", "a\"}}" },
  { "{{ 1 -- a comment\n}}", "1" },
  { "} { {} }}", "} { {} }}" },
  { "line\n{{ #shared.l }}\nline", "line\n2\nline" },
  { "\\ \" ' \t", "\\ \" ' \t" },
  { "ä {{ 'ö' }} ü", "ä ö ü" },
  { "{{ (function () return 'f' end) () }}", "f" },
  { "{{ table.concat (shared.l, ', ') }}", "1, 2" },
};

static void
test_results (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (templates); i++)
    {
      Setup setup = {
        .shared = "{\"n\":1,\"s\":\"x\",\"l\":[1,2],\"o\":{\"a\":null}}",
        .prep = "shared.r = template (params.text)",
      };
      g_auto (SluiceValue) params = sluice_value_object ();
      g_autofree char *json = NULL;
      g_autoptr (Runner) runner = NULL;

      sluice_value_set_member (&params, "text", sluice_value_string (templates[i].text));
      json = sluice_json_write (params, SLUICE_JSON_WRITE_COMPACT, NULL);
      setup.params = json;
      runner = runner_start (&setup, TRUE);
      runner_join (runner);
      g_assert_no_error (runner->error);
      g_assert_cmpstr (sluice_value_get_string (sluice_store_get (sluice_run_get_store (runner->run), "r")), ==,
                       templates[i].result);
    }
}

static const struct { SluiceScriptType type; const char *text, *message; guint line; } errors[] = {
  { SLUICE_SCRIPT_TEMPLATE, "a\nb {{ 1", "x y, line 2: “{{” has no “}}”", 2 },
  { SLUICE_SCRIPT_TEMPLATE, "a\n\n{{ 1 + }}", "x y, line 3: unexpected symbol near <eof>", 3 },
  { SLUICE_SCRIPT_TEMPLATE, "{{ 1, 2 }}", "x y, line 1", 1 },
  { SLUICE_SCRIPT_TEMPLATE, "{{ a) (b }}", "x y, line 1", 1 },
  { SLUICE_SCRIPT_TEMPLATE, "{{ }}", "x y, line 1", 1 },
  { SLUICE_SCRIPT_EXPRESSION, "return 1", "x y, line 1: unexpected symbol near 'return'", 1 },
  { SLUICE_SCRIPT_EXPRESSION, "", "x y, line 1", 1 },
  { SLUICE_SCRIPT_BODY, "local x = 1\nif x then\n", "x y, line 3: 'end' expected (to close 'if' at line 2) near <eof>", 3 },
  { SLUICE_SCRIPT_BODY, "\033Lua", "x y: attempt to load a binary chunk", 0 },
};

static void
test_errors (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (errors); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (sluice_script_new (errors[i].type, "x y", errors[i].text, &error));
      g_assert_error (error, SLUICE_SCRIPT_ERROR, SLUICE_SCRIPT_ERROR_SYNTAX);
      if (strstr (error->message, errors[i].message) == NULL)
        g_error ("expected “%s” in “%s”", errors[i].message, error->message);
      g_assert_cmpuint (sluice_script_error_line (error), ==, errors[i].line);
    }
}

/* A name that is too long for Lua is shortened there, and whole in our message. */
static void
test_long_name (void)
{
  g_autofree char *name = g_strconcat ("a-flow-with-a-very-long-name-indeed",
                                       "/a-node-with-a-very-long-name-indeed post", NULL);
  g_autofree char *expected = g_strconcat (name, ", line 2: ", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (sluice_script_new (SLUICE_SCRIPT_BODY, name, "\n?", &error));
  g_assert_true (g_str_has_prefix (error->message, expected));
}

static void
test_constant (void)
{
  g_autoptr (SluiceScript) constant = sluice_script_new (SLUICE_SCRIPT_TEMPLATE, "x", "a } b", NULL);
  g_autoptr (SluiceScript) other = sluice_script_new (SLUICE_SCRIPT_TEMPLATE, "x", "a {{ 1 }}", NULL);

  g_assert_true (sluice_script_is_constant (constant));
  g_assert_false (sluice_script_is_constant (other));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/script/template/results", test_results);
  g_test_add_func ("/script/template/errors", test_errors);
  g_test_add_func ("/script/template/long-name", test_long_name);
  g_test_add_func ("/script/template/constant", test_constant);
  return g_test_run ();
}
