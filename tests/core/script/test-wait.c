/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "runner.h"

#include <string.h>

#include "engine/call.h"

static void
test_people (void)
{
  const char * const answers[] = { "Ada", NULL };
  const char * const choices[] = { "b", NULL };
  Setup ask = { .prep = "shared.name = ask ('Name?', { type = 'text' })", .answers = answers };
  Setup choose = { .exec = "return choose ('Which?', { 'a', 'b' })", .post = "shared.x = exec_res", .answers = choices };

  run_expect (&ask, "{\"name\":\"Ada\"}");
  run_expect (&choose, "{\"x\":\"b\"}");
}

/* What an effect ends with is an error that pcall may catch, and stays what it was when it is not. */
static void
test_errors (void)
{
  Setup caught = { .prep = "local ok, e = pcall (ask, 'Name?') shared.ok, shared.said = ok, e.message" };
  Setup uncaught = { .prep = "local x = 1\nreturn ask ('Name?')" };
  Setup fallback = {
    .exec = "return ask ('Name?')",
    .fallback = "return { error.message, tostring (attempt), select (2, pcall (error, 'raised')) }",
    .post = "shared.x = exec_res",
  };
  g_autoptr (Runner) runner = NULL;

  run_expect (&caught, "{\"ok\":false,\"said\":\"nobody is there to answer\"}");
  runner = runner_start (&uncaught, TRUE);
  runner_join (runner);
  g_assert_error (runner->error, SLUICE_ENGINE_ERROR, SLUICE_ENGINE_ERROR_NO_ANSWER);
  g_assert_nonnull (strstr (runner->error->message, "main/test prep, line 2: nobody is there to answer"));
  run_expect (&fallback,
              "{\"x\":[\"main/test exec, line 1: nobody is there to answer\\n    1 | return ask ('Name?')\","
              "\"0\",\"raised\"]}");
}

static void
test_sleep (void)
{
  Setup setup = { .prep = "local t = now () sleep (2.5) shared.slept = now () - t" };

  run_expect (&setup, "{\"slept\":2.5}");
}

static void
test_queue (void)
{
  Setup setup = {
    .prep = "local q = queue ('q') q:put ({ a = 1 }) q:put (2) "
            "shared.size = q:size () shared.first = q:get () shared.second = queue ('q'):get () shared.rest = q:size ()",
  };

  run_expect (&setup, "{\"first\":{\"a\":1},\"rest\":0,\"second\":2,\"size\":2}");
}

static void
test_all (void)
{
  Setup together = {
    .prep = "local t = now ()\n"
            "local r = all {\n"
            "  function () sleep (3) return 'a' end,\n"
            "  function () sleep (1) shared.order = (shared.order or '') .. 'b' return 'b' end,\n"
            "  function () return nil end,\n"
            "  function () sleep (2) shared.order = shared.order .. 'd' return all { function () sleep (2) return 'e' end } end,\n"
            "}\n"
            "shared.r, shared.t = r, now () - t",
  };
  Setup fails = {
    .prep = "local ok, e = pcall (all, {\n"
            "  function () sleep (5) shared.late = true end,\n"
            "  function () sleep (1) error ('broken', 0) end,\n"
            "})\n"
            "sleep (10) shared.ok, shared.e = ok, e",
  };
  Setup empty = { .prep = "shared.n = #all {}" };

  run_expect (&together, "{\"order\":\"bd\",\"r\":[\"a\",\"b\",null,[\"e\"]],\"t\":4.0}");
  run_expect (&fails, "{\"e\":\"broken\",\"ok\":false}");
  run_expect (&empty, "{\"n\":0}");
  expect_error ("all { 1 }", "element 1 is no function");
}

/* A function that Lua's library calls can't be suspended; it is told so. */
static void
test_no_place_to_wait (void)
{
  expect_value ("return tostring (setmetatable ({}, { __tostring = function () sleep (1) return 'x' end }))", "\"x\"");
  expect_error ("return ('%s'):format (setmetatable ({}, { __tostring = function () sleep (1) return '' end }))",
                "a script can't wait here");
}

static gboolean
quit_cb (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_REMOVE;
}

/* Cancelled in the midst of waits: nothing is left, and no pcall hears of it. */
static void
test_cancel (void)
{
  Setup setup = {
    .prep = "while true do pcall (function () all { function () sleep (1000) end, function () queue ('q'):get () end } end) "
            "shared.woken = true end",
  };
  g_autoptr (Runner) runner = runner_start (&setup, FALSE);
  gboolean quit = FALSE;

  g_timeout_add (5, quit_cb, &quit);
  while (!quit)
    g_main_context_iteration (NULL, TRUE);
  sluice_run_cancel (runner->run);
  runner_join (runner);
  g_assert_cmpint (sluice_run_get_state (runner->run), ==, SLUICE_RUN_CANCELLED);
  g_assert_cmpstr (runner->shared, ==, "{}");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/script/wait/people", test_people);
  g_test_add_func ("/script/wait/errors", test_errors);
  g_test_add_func ("/script/wait/sleep", test_sleep);
  g_test_add_func ("/script/wait/queue", test_queue);
  g_test_add_func ("/script/wait/all", test_all);
  g_test_add_func ("/script/wait/no-place-to-wait", test_no_place_to_wait);
  g_test_add_func ("/script/wait/cancel", test_cancel);
  return g_test_run ();
}
