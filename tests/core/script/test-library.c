/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "runner.h"

#include <lauxlib.h>
#include <lualib.h>
#include <string.h>

#include "script/words.h"

static const struct { const char *body, *json; } values[] = {
  { "return table.concat ({ 1, 'b', 2.5 }, ', ')", "\"1, b, 2.5\"" },
  { "return table.concat ({ 1, 2, 3 }, '-', 2, 3)", "\"2-3\"" },
  { "return table.concat {}", "\"\"" },
  { "local t = { 3, 1, 2 } table.sort (t, function (a, b) return a > b end) return t", "[3,2,1]" },
  { "local t = {} for i = 1, 100 do t[i] = (i * 37) % 101 end table.sort (t) "
    "for i = 2, 100 do assert (t[i - 1] <= t[i]) end return #t", "100" },
  { "local t = { { 1, 'a' }, { 0, 'b' }, { 1, 'c' }, { 0, 'd' } } "
    "table.sort (t, function (a, b) return a[1] < b[1] end) "
    "local s = '' for _, x in ipairs (t) do s = s .. x[2] end return s", "\"bdac\"" },
  { "return table.move ({ 1, 2, 3 }, 1, 3, 2)", "[1,1,2,3]" },
  { "return table.move ({ 1, 2, 3 }, 2, 3, 1)", "[2,3,3]" },
  { "return table.move ({ 1, 2 }, 1, 2, 1, {})", "[1,2]" },
  { "return { table.unpack ({ 1, 2, 3 }, 2) }", "[2,3]" },
  { "return table.pack (1, nil, 3).n", "3" },
  { "local t = { 1, 3 } table.insert (t, 2, 2) table.insert (t, 4) table.remove (t, 1) return t", "[2,3,4]" },
  { "return ('x'):rep (3, ',')", "\"x,x,x\"" },
  { "return ('%d %s %5.2f'):format (1, 'a', 2.5)", "\"1 a  2.50\"" },
  { "return { pcall (error, 'x') }", "[false,\"x\"]" },
  { "return { pcall (function (...) return ... end, 1, 2) }", "[true,1,2]" },
  { "return { xpcall (error, function (e) return e .. '!' end, 'x') }", "[false,\"x!\"]" },
  { "return select (2, pcall (error, { code = 7 })).code", "7" },
  { "return { type (nil), type (1), type ({}), type (json.null), type (print) }",
    "[\"nil\",\"number\",\"table\",\"null\",\"function\"]" },
  { "return { tostring ({}), tostring (print), tostring (1.5), tostring (nil) }",
    "[\"table\",\"function\",\"1.5\",\"nil\"]" },
  { "local t = setmetatable ({}, { __index = { x = 1 } }) return t.x", "1" },
  { "return getmetatable ('')", "false" },
  { "local Animal = {} Animal.__index = Animal function Animal.new (n) return setmetatable ({ n = n }, Animal) end "
    "local a = Animal.new ('x') function Animal:name () return self.n end Animal.__len = function () return 7 end "
    "local Dog = setmetatable ({}, { __index = Animal }) Dog.__index = Dog "
    "local d = setmetatable (Animal.new ('y'), Dog) function Dog:bark () return self:name () .. '!' end "
    "return { a:name (), #a, d:bark (), getmetatable (Animal) == nil, getmetatable (d) == Dog }",
    "[\"x\",7,\"y!\",true,true]" },
  { "return math.floor (2.5) + math.max (1, 2)", "4" },
  { "return utf8.len ('äö')", "2" },
  { "local x = random (1, 6) return x >= 1 and x <= 6 and x == math.floor (x)", "true" },
  { "return random () < 1 and random (1) == 1", "true" },
  { "return _VERSION", "\"Lua 5.4\"" },
  { "return load == nil and os == nil and io == nil and debug == nil and coroutine == nil and dofile == nil", "true" },
};

static void
test_values (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    expect_value (values[i].body, values[i].json);
}

static const struct { const char *body, *text; } errors[] = {
  { "local x = nil\nreturn x.y", "main/test prep, line 2: attempt to index a nil value (local 'x')\n    2 | return x.y" },
  { "error ('mine')", "main/test prep, line 1: mine" },
  { "error ('mine', 0)", "main/test prep: mine" },
  { "error { message = 'from a table' }", "main/test prep: from a table" },
  { "error ()", "nil was raised as an error" },
  { "json.decode ('[1,]')", "main/test prep, line 1: 1:3: a comma" },
  { "table.sort ({ 1, 'a' })", "main/test prep, line 1: attempt to compare" },
  { "local x = {}\nfor _ in ipairs (x.list) do end",
    "main/test prep, line 2: attempt to index a nil value\n    2 | for _ in ipairs (x.list) do end" },
  { "local function walk (x)\n  for _ in ipairs (x) do end\nend\nreturn walk (nil)", "main/test prep, line 2: " },
  { "error ('attempt to', 0)", "main/test prep: attempt to" },
  { "('x'):gsub ('x', '%9')", "main/test prep, line 1: invalid capture index %9 in replacement string" },
  { "('x'):gsub ('x', true)", "main/test prep, line 1: bad argument #3 to 'gsub'" },
  { "table.concat ({ {} })", "main/test prep, line 1: invalid value (at index 1) in table for 'concat'" },
};

static void
test_errors (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (errors); i++)
    expect_error (errors[i].body, errors[i].text);
}

/* Patterns and subjects for which our functions must do exactly what Lua's do. */
static const char * const subjects[] = {
  "", "a", "aaa", "hello world", "key = value", "(a(b)c)d", "  trim  ", "2026-11-22", "THE (quick) fox", "a,b,,c", "x\\0y",
  "%d", "äöü", "ab\\n\\tcd", "f(a,b)", "[[x]]", "abcabcabc",
};
static const char * const patterns[] = {
  "", "a", "a*", "a-", "a+", "a?", ".", ".*", ".-", "^a", "a$", "^$", "^.*$", "(%w+)", "(%w+) = (%w+)", "%b()", "%f[%w]%w+",
  "%f[%W]", "^%s*(.-)%s*$", "(%d+)-(%d+)-(%d+)", "[^,]*", "[a-c]+", "[%a_][%w_]*", "()ll()", "(a)(b)%1", "(.)%1", "[]]", "[^]]",
  "[a-]", "[%]]", "%%", "(()())", "a.-c", "%u%l*", "[%z\\1-\\31]", ".-b", "(.-)(b)", "%x+", "%p", "-", "%f[a]a", "[a%-z]",
};

/* Ours parse a pattern before they match; Lua's meet what is wrong with it when they come there. */
static const struct { const char *pattern, *text; } malformed[] = {
  { "%", "malformed pattern (ends with '%')" },
  { "[", "malformed pattern (missing ']')" },
  { "[a", "malformed pattern (missing ']')" },
  { "[%", "malformed pattern (ends with '%')" },
  { "(", "unfinished capture" },
  { "(a", "unfinished capture" },
  { ")", "invalid pattern capture" },
  { "a)", "invalid pattern capture" },
  { "%b", "malformed pattern (missing arguments to '%b')" },
  { "%b(", "malformed pattern (missing arguments to '%b')" },
  { "%f", "missing '[' after '%f' in pattern" },
  { "%1", "invalid capture index %1 in pattern" },
  { "(%1)", "invalid capture index %1 in pattern" },
};

static char *
make_probe (const char *subject,
            const char *pattern)
{
  return g_strdup_printf (
    "local s, p = \"%s\", \"%s\"\n"
    "local out = {}\n"
    "local function show (...)\n"
    "  for i = 1, select ('#', ...) do\n"
    "    local value = select (i, ...)\n"
    "    if type (value) == 'string' then value = value:gsub ('main/test prep:', 'x:') end\n"
    "    out[#out + 1] = tostring (value)\n"
    "  end\n"
    "  out[#out + 1] = '|'\n"
    "end\n"
    "show (pcall (string.find, s, p)) show (pcall (string.find, s, p, 2)) show (pcall (string.find, s, p, -1, true))\n"
    "show (pcall (string.match, s, p)) show (pcall (string.match, s, p, 3))\n"
    "show (pcall (function () for a, b, c in s:gmatch (p) do show (a, b, c) end end))\n"
    "show (pcall (function () return s:gsub (p, '<%%0>') end))\n"
    "show (pcall (function () return s:gsub (p, function (a, b) return b end, 2) end))\n"
    "show (pcall (function () return s:gsub (p, { a = 1, b = false }) end))\n"
    "return table.concat (out, ' ')\n", subject, pattern);
}

static char *
ask_lua (const char *probe)
{
  lua_State *L = luaL_newstate ();
  char *answer;

  luaL_openlibs (L);
  g_assert_cmpint (luaL_loadbufferx (L, probe, strlen (probe), "=main/test prep", "t"), ==, LUA_OK);
  g_assert_cmpint (lua_pcall (L, 0, 1, 0), ==, LUA_OK);
  answer = g_utf8_make_valid (lua_tostring (L, -1), (gssize) lua_rawlen (L, -1));
  lua_close (L);
  return answer;
}

/* Where both refuse a pattern, what they say may differ. */
static void
strip_messages (char *text)
{
  for (char *at = strstr (text, "false "); at != NULL; at = strstr (at, "false "))
    {
      char *end = strstr (at, " |");

      if (end == NULL)
        return;
      memmove (at + 5, end, strlen (end) + 1);
      at += 5;
    }
}

static void
test_patterns (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (subjects); i++)
    {
      for (guint j = 0; j < G_N_ELEMENTS (patterns); j++)
        {
          g_autofree char *probe = make_probe (subjects[i], patterns[j]);
          g_autofree char *theirs = ask_lua (probe);
          g_autofree char *body = g_strconcat ("local probe = function () ", probe, " end "
                                               "local r = probe () shared.r = (utf8.len (r) and r) or 'bytes'", NULL);
          Setup setup = { .prep = body };
          g_autoptr (Runner) runner = runner_start (&setup, TRUE);
          g_autofree char *ours = NULL;
          SluiceValue result;

          runner_join (runner);
          g_assert_no_error (runner->error);
          result = sluice_store_get (sluice_run_get_store (runner->run), "r");
          ours = g_utf8_make_valid (sluice_value_get_string (result), (gssize) sluice_value_get_string_length (result));
          if (strcmp (ours, "bytes") == 0)
            continue;
          strip_messages (theirs);
          strip_messages (ours);
          if (strcmp (ours, theirs) != 0)
            g_error ("“%s” in “%s”:\nours   %s\ntheirs %s", patterns[j], subjects[i], ours, theirs);
        }
    }
}

static void
test_malformed_patterns (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (malformed); i++)
    {
      g_autofree char *body = g_strdup_printf ("return ('x'):match ('%s')", malformed[i].pattern);

      expect_error (body, malformed[i].text);
    }
}

static void
test_log (void)
{
  Setup setup = { .prep = "log ('a', 1, nil, { 2 }) print { b = 1 } log ()", .shared = "{}" };
  g_autoptr (Runner) runner = runner_start (&setup, TRUE);

  runner_join (runner);
  g_assert_no_error (runner->error);
  g_assert_cmpstr (runner->log->str, ==, "\"a 1 nil [2]\"\n{\"b\":1}\n\"\"\n");
}

/* What a script does to its globals' table is gone the next time it runs. */
static void
test_env (void)
{
  Setup setup = {
    .exec = "if attempt == 1 then return log ~= nil end _ENV = {} local x = nil + 1",
    .post = "shared.x = exec_res",
    .retries = 2,
  };

  run_expect (&setup, "{\"x\":true}");
}

/* What editors offer is there, and is a function where they say so. */
static void
test_words (void)
{
  g_autoptr (GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);
  guint n;
  const SluiceScriptWord *words = sluice_script_get_words (&n);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *body = g_strdup_printf ("return type (%s) == 'function'", words[i].name);

      expect_value (body, words[i].is_function ? "true" : "false");
      g_assert_true (g_hash_table_add (known, (gpointer) words[i].name));
      g_assert_cmpint (words[i].arguments[0], ==, words[i].is_function ? '(' : '\0');
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/script/library/values", test_values);
  g_test_add_func ("/script/library/errors", test_errors);
  g_test_add_func ("/script/library/patterns-as-lua", test_patterns);
  g_test_add_func ("/script/library/malformed-patterns", test_malformed_patterns);
  g_test_add_func ("/script/library/log", test_log);
  g_test_add_func ("/script/library/words", test_words);
  g_test_add_func ("/script/library/globals-are-restored", test_env);
  return g_test_run ();
}
