/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "runner.h"

#include <string.h>

/* before, script in prep, after */
static const struct { const char *before, *prep, *after; } cases[] = {
  { "{\"n\":1}", "shared.n = shared.n + 1", "{\"n\":2}" },
  { "{}", "shared.a = { b = { 1, 2 } }", "{\"a\":{\"b\":[1,2]}}" },
  { "{\"a\":{\"b\":[1,2]}}", "shared.a.b[2] = 5 shared.a.b[3] = 6", "{\"a\":{\"b\":[1,5,6]}}" },
  { "{\"a\":{\"b\":1,\"c\":2}}", "shared.a.b = nil", "{\"a\":{\"c\":2}}" },
  { "{\"a\":1}", "shared.a = nil shared.missing = nil", "{}" },
  { "{\"l\":[1,2,3]}", "shared.l[3] = nil shared.l[1] = nil", "{\"l\":[null,2]}" },
  { "{\"l\":[]}", "shared.l.x = 1", "{\"l\":{\"x\":1}}" },
  { "{}", "shared.l = {} shared.l[1] = 'a' shared.l[#shared.l + 1] = 'b'", "{\"l\":[\"a\",\"b\"]}" },
  { "{\"l\":[2]}", "table.insert (shared.l, 3) table.insert (shared.l, 1, 1)", "{\"l\":[1,2,3]}" },
  { "{}", "shared.l = {} table.insert (shared.l, { a = 1 })", "{\"l\":[{\"a\":1}]}" },
  { "{\"l\":[1,2,3]}", "shared.x = table.remove (shared.l, 1) shared.y = table.remove (shared.l)",
    "{\"l\":[2],\"x\":1,\"y\":3}" },
  { "{\"l\":[3,1,2]}", "table.sort (shared.l)", "{\"l\":[1,2,3]}" },
  { "{\"l\":[\"a\",\"b\"]}", "shared.s = table.concat (shared.l, ', ')", "{\"l\":[\"a\",\"b\"],\"s\":\"a, b\"}" },
  { "{\"l\":[4,5]}", "local a, b = table.unpack (shared.l) shared.s = a + b", "{\"l\":[4,5],\"s\":9}" },
  { "{\"a\":{\"b\":1}}", "shared.c = shared.a shared.a.b = 2", "{\"a\":{\"b\":2},\"c\":{\"b\":1}}" },
  { "{\"l\":[5,6]}", "local s = 0 for i, x in ipairs (shared.l) do s = s + i * x end shared.s = s",
    "{\"l\":[5,6],\"s\":17}" },
  { "{\"o\":{\"b\":1,\"a\":2}}", "local s = '' for k, v in pairs (shared.o) do s = s .. k .. v end shared.s = s",
    "{\"o\":{\"a\":2,\"b\":1},\"s\":\"b1a2\"}" },
  { "{\"o\":{\"a\":1,\"b\":2}}", "for k in pairs (shared.o) do shared.o[k] = nil end", "{\"o\":{}}" },
  { "{\"o\":{\"a\":1}}", "shared.s = next (shared.o) shared.t = next (shared.o, 'a') == nil",
    "{\"o\":{\"a\":1},\"s\":\"a\",\"t\":true}" },
  { "{\"l\":[1,2]}", "shared.n, shared.t = #shared.l, type (shared.l)", "{\"l\":[1,2],\"n\":2,\"t\":\"table\"}" },
  { "{\"a/b\":{\"~\":1}}", "shared['a/b']['~'] = 2 shared['a/b']['x/~'] = 3", "{\"a/b\":{\"x/~\":3,\"~\":2}}" },
  { "{\"a\":null}", "shared.b = shared.a == nil", "{\"a\":null,\"b\":true}" },
  { "{\"a\":{\"b\":1}}", "shared.s = tostring (shared.a) shared.e = shared.a == shared.a",
    "{\"a\":{\"b\":1},\"e\":true,\"s\":\"{\\\"b\\\":1}\"}" },
  { "{\"l\":[{\"a\":1},{\"a\":2}]}", "for _, x in ipairs (shared.l) do x.a = x.a * 10 end",
    "{\"l\":[{\"a\":10},{\"a\":20}]}" },
};

static void
test_cases (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Setup setup = { .shared = cases[i].before, .prep = cases[i].prep };

      run_expect (&setup, cases[i].after);
    }
}

static void
test_errors (void)
{
  expect_error ("shared.l = { 1 } shared.l.x = 1", "shared.l is an array; it takes no names");
  expect_error ("shared.o = { a = 1 } shared.o[1] = 1", "shared.o is an object; it takes no positions");
  expect_error ("shared.l = { 1 } shared.l[5] = 1", "position 5 would leave a gap; the array has 1 elements");
  expect_error ("shared[1] = 2", "takes no positions");
  expect_error ("local x = shared.a.b", "attempt to index a nil value (field 'a')");
}

static void
expect_phase_error (const Setup *setup,
                    const char  *text)
{
  g_autoptr (Runner) runner = runner_start (setup, TRUE);

  runner_join (runner);
  g_assert_error (runner->error, SLUICE_ENGINE_ERROR, SLUICE_ENGINE_ERROR_PHASE);
  if (strstr (runner->error->message, text) == NULL)
    g_error ("expected “%s” in “%s”", text, runner->error->message);
}

static void
test_refused_in_exec (void)
{
  Setup exec = { .exec = "return shared.x" };
  Setup fallback = { .exec = "error ('x')", .fallback = "shared.x = 1" };

  expect_phase_error (&exec, "exec has no access to the shared store; read it in prep");
  expect_phase_error (&fallback, "fallback has no access to the shared store; read it in prep");
}

/* A function kept from prep would be a way round; there is no place to keep it. */
static void
test_nothing_is_kept (void)
{
  expect_error ("keep = shared", "“keep” is not declared; write “local keep”, or keep it in shared");
  expect_error ("string.keep = shared", "the library can't be changed");
  expect_error ("rawset (string, 'keep', shared)", "the library can't be changed");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/script/shared/reads-and-writes", test_cases);
  g_test_add_func ("/script/shared/errors", test_errors);
  g_test_add_func ("/script/shared/refused-in-exec", test_refused_in_exec);
  g_test_add_func ("/script/shared/nothing-is-kept", test_nothing_is_kept);
  return g_test_run ();
}
