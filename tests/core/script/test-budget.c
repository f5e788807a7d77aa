/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Scripts that mean no good, or know no end: each comes to an end in time or is stopped, and
 * the loop goes on all the while. */

#include "runner.h"

#include <string.h>
#include <time.h>

#define MAX_GAP_MS 80 /* of this thread's own time: other programs do not count */

typedef struct
{
  gint64 last;
  gint64 longest; /* µs of work between two ticks */
  guint  n;
} Ticks;

static gint64
get_work (void)
{
  struct timespec spent;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &spent);
  return spent.tv_sec * G_USEC_PER_SEC + spent.tv_nsec / 1000;
}

static gboolean
tick_cb (gpointer user_data)
{
  Ticks *ticks = user_data;
  gint64 now = get_work ();

  if (ticks->last != 0)
    ticks->longest = MAX (ticks->longest, now - ticks->last);
  ticks->last = now;
  ticks->n++;
  return G_SOURCE_CONTINUE;
}

static void
check_ticks (const Ticks *ticks,
             const char  *script)
{
  if (ticks->longest > MAX_GAP_MS * 1000)
    g_error ("the loop stood still for %d ms in: %s", (int) (ticks->longest / 1000), script);
}

/* What never ends: the run goes on until it is cancelled after some ticks, and is gone then. */
static const char * const endless[] = {
  "while true do end",
  "while true do pcall (function () while true do end end) end",
  "while true do pcall (error, 'x') end",
  "while true do xpcall (error, function () while true do end end) end",
  "local function f () return f () end f ()",
  "while true do string.rep ('x', 100000) end",
  "while true do all { function () end } end",
  "while true do local t = {} for i = 1, 1000 do t[i] = {} end end",
  "while true do shared.n = (shared.n or 0) + 1 end",
  "for _ in ('x'):rep (1000):gmatch ('x') do while true do end end",
  "('x'):gsub ('x', function () while true do end end)",
  "table.sort ({ 3, 2, 1 }, function () while true do end end)",
  "while true do pcall (table.sort, { 3, 2, 1 }, function () error ('x') end) end",
  "table.move ({}, 1, math.maxinteger, 2, {})",
  "local t = setmetatable ({}, { __index = function () while true do end end }) return t.x",
  "while true do pcall (string.find, ('a'):rep (200), '.-.-.-.-b') end",
  "while true do sleep (0) end",
  "return tostring (setmetatable ({}, { __tostring = function () while true do end end }))",
};

static void
test_endless (gconstpointer data)
{
  const char *script = data;
  Setup setup = { .prep = script };
  g_autoptr (Runner) runner = runner_start (&setup, FALSE);
  Ticks ticks = { 0, 0, 0 };
  guint timer = g_timeout_add (1000 / 60, tick_cb, &ticks);

  while (!runner->ended && ticks.n < 12)
    g_main_context_iteration (NULL, TRUE);
  if (runner->ended)
    {
      runner_join (runner);
      g_error ("ended by itself: %s: %s", script, runner->error != NULL ? runner->error->message : "no error");
    }
  sluice_run_cancel (runner->run);
  while (!runner->ended)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (timer);
  runner_join (runner);
  g_assert_cmpint (sluice_run_get_state (runner->run), ==, SLUICE_RUN_CANCELLED);
  check_ticks (&ticks, script);
}

/* What ends with an error of its own. */
static const struct { const char *script, *error; } bounded[] = {
  { "return ('a'):rep (1e9)", "resulting string too large" },
  { "return ('a'):rep (200):find ('.-.-.-.-b')", "pattern took too many steps" },
  { "pcall (string.find, ('a'):rep (200), '.-.-.-.-b') error ('after')", "after" },
  { "local function f () return 1 + f () end f ()", "main/test prep, line 1: stack overflow" },
  { "local t = {} while true do t[#t + 1] = ('x'):rep (1000) .. #t end",
    "the scripts of this run need more than 64 MiB of memory" },
  { "local t = {} while true do pcall (function () while true do t[#t + 1] = ('x'):rep (1000) .. #t end end) end",
    "the scripts of this run need more than 64 MiB of memory" },
  { "local s = 'x' while true do s = s .. s end", "the scripts of this run need more than 64 MiB of memory" },
  { "table.concat (setmetatable ({}, { __index = function () return 'x' end }), '', 1, math.maxinteger)",
    "the scripts of this run need more than 64 MiB of memory" },
  { "return string.format ('%99999d', 1)", "invalid conversion" },
  { "return string.format ('%p', {})", "invalid conversion '%p'" },
  { "return table.unpack ({}, 1, 1e8)", "too many results to unpack" },
  { "return (('x'):rep (1e6):gsub ('x', ('y'):rep (1e6)))", "main/test prep, line 1: the scripts of this run need" },
  { "local t = {} for i = 1, 1e6 do t[i] = 'a' end return #table.concat (t, ('x'):rep (1000))",
    "main/test prep, line 1: resulting string too large" },
  { "return ('%s'):format (setmetatable ({}, { __tostring = function () while true do end end }))",
    "ran too long in a metamethod, where it can't be suspended" },
  { "return ('('):rep (100):find (('('):rep (100))", "too many captures" },
  { "setmetatable ({}, { __gc = function () end })", "a metatable with __gc is refused" },
  { "getmetatable ('').__index = nil", "attempt to index a boolean value" },
  { "return load ('return 1')", "attempt to call a nil value (global 'load')" },
  { "return os.time ()", "attempt to index a nil value (global 'os')" },
  { "return io.open ('x')", "attempt to index a nil value (global 'io')" },
  { "return require ('x')", "attempt to call a nil value (global 'require')" },
  { "return string.dump (print)", "attempt to call a nil value (field 'dump')" },
  { "return collectgarbage ()", "attempt to call a nil value (global 'collectgarbage')" },
  { "return ('x'):rep (1e6):rep (100)", "resulting string too large" },
};

static void
test_bounded (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (bounded); i++)
    {
      gint64 begin = get_work ();

      expect_error (bounded[i].script, bounded[i].error);
      g_test_message ("%d ms: %s", (int) ((get_work () - begin) / 1000), bounded[i].script);
      g_assert_cmpint (get_work () - begin, <, 30 * G_USEC_PER_SEC);
    }
}

/* The limit is the environment's: after an error it serves again. */
static void
test_memory_comes_back (void)
{
  Setup setup = {
    .exec = "if attempt == 0 then local t = {} while true do t[#t + 1] = ('x'):rep (1000) .. #t end end "
            "return #('x'):rep (1e6)",
    .post = "shared.n = exec_res",
    .retries = 2,
  };

  run_expect (&setup, "{\"n\":1000000}");
}

/* Suspended scripts do not let another lane in between (rule S1), and end as if they were not. */
static void
test_long_ends (void)
{
  Setup setup = { .prep = "local n = 0 for i = 1, 5000000 do n = n + i end shared.n = n" };

  run_expect (&setup, "{\"n\":12500002500000}");
}

/* A time limit ends what computes for ever, and its fallback serves. */
static void
test_time_limit (void)
{
  Setup setup = {
    .exec = "while true do pcall (function () while true do end end) end",
    .fallback = "return error.message",
    .post = "shared.x = exec_res:match ('longer than .*')",
    .timeout = 0.02,
  };
  g_autoptr (Runner) runner = runner_start (&setup, FALSE);

  runner_join (runner);
  g_assert_no_error (runner->error);
  g_assert_cmpstr (runner->shared, ==, "{\"x\":\"longer than 0.02 s.\"}");
}

/* What is written over and over takes no more room; what grows does, in the store and in queues. */
static const struct { const char *script, *error; } kept[] = {
  { "for i = 1, 500000 do shared.count = i end", NULL },
  { "for i = 1, 300 do shared.text = ('x'):rep (100000) .. i end", NULL },
  { "local q = queue ('q') for i = 1, 300 do q:put (('x'):rep (100000) .. i) q:get () end", NULL },
  { "for i = 1, 1000 do shared['k' .. i] = ('x'):rep (100000) .. i end",
    "main/test prep, line 1: the store and the queues of this run hold more than 8 MiB; /k" },
  { "shared.list = json.array () for i = 1, 1000 do shared.list[i] = ('x'):rep (100000) .. i end",
    "more than 8 MiB; /list/" },
  { "shared.a = { b = {} } for i = 1, 1e6 do shared.a.b['k' .. i] = i end", "more than 8 MiB; /a/b/k" },
  { "shared.a = { 1 } for i = 1, 100 do shared.a = { shared.a, shared.a } end", "more than 8 MiB; /a can't be" },
  { "shared.a = { 1 } for i = 1, 5 do local t = {} for j = 1, 300 do t[j] = shared.a end shared.a = t end",
    "more than 8 MiB; /a can't be" },
  { "local q = queue ('q') q:put ({ 1 }) for i = 1, 100 do local t = q:get () shared.a = t"
    " shared.a = { shared.a, shared.a } q:put (shared.a) end", "can't be" },
  { "shared.a = { 1 } for i = 1, 12 do shared.a = { shared.a, shared.a } end"
    " for i = 1, 300 do shared.b = shared.a end", NULL },
  { "local q = queue ('q') for i = 1, 1000 do q:put (('x'):rep (100000) .. i) end", "more than 8 MiB; q can't be" },
  { "while true do pcall (function () shared['k' .. #shared] = 1 shared[tostring (random ())] = ('x'):rep (9999) end) end",
    "more than 8 MiB; /" },
};

static void
test_kept (gconstpointer data)
{
  const guint i = GPOINTER_TO_UINT (data);
  Setup setup = { .prep = kept[i].script, .post = "return 'end'", .store_limit = 8 * 1024 * 1024 };
  g_autoptr (Runner) runner = runner_start (&setup, TRUE);

  runner_join (runner);
  if (kept[i].error == NULL)
    g_assert_no_error (runner->error);
  else
    {
      g_assert_error (runner->error, SLUICE_SCRIPT_ERROR, SLUICE_SCRIPT_ERROR_MEMORY);
      if (strstr (runner->error->message, kept[i].error) == NULL)
        g_error ("expected “%s” in “%s”", kept[i].error, runner->error->message);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (endless); i++)
    {
      g_autofree char *path = g_strdup_printf ("/script/budget/endless/%u", i);

      g_test_add_data_func (path, endless[i], test_endless);
    }
  g_test_add_func ("/script/budget/bounded", test_bounded);
  g_test_add_func ("/script/budget/memory-comes-back", test_memory_comes_back);
  g_test_add_func ("/script/budget/time-limit", test_time_limit);
  g_test_add_func ("/script/budget/long-ends", test_long_ends);
  for (guint i = 0; i < G_N_ELEMENTS (kept); i++)
    {
      g_autofree char *path = g_strdup_printf ("/script/budget/store/%u", i);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_kept);
    }
  return g_test_run ();
}
