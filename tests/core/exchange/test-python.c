/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Lua bodies as Python: what is translated, and what is said of the rest. */

#include "exchange/python-body.h"

#include <string.h>

typedef struct
{
  SluicePythonPhase phase;
  const char *lua;
  const char *python; /* or, of what is not translated, the problem */
} Case;

static char *
translate (const Case *it)
{
  g_autoptr (GHashTable) modules = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) helpers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) people = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) files = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  SluicePythonUse use = {
    .phase = it->phase, .modules = modules, .helpers = helpers, .people = people, .files = files,
  };
  char *problem = NULL;
  char *python = sluice_python_body (it->lua, FALSE, &use, &problem);

  g_assert_true ((python == NULL) == (problem != NULL));
  return python != NULL ? python : problem;
}

static void
check (const Case *cases,
       guint       n)
{
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *python = translate (&cases[i]);

      g_assert_cmpstr (python, ==, cases[i].python);
    }
}

static void
test_statements (void)
{
  static const Case cases[] = {
    { SLUICE_PYTHON_POST, "shared.a = exec_res\nreturn 'x'", "shared[\"a\"] = exec_res\nreturn \"x\"\n" },
    { SLUICE_PYTHON_POST, "shared.a = nil", "shared.pop(\"a\", None)\n" },
    { SLUICE_PYTHON_POST, "shared.a, shared.b = exec_res, prep_res",
      "shared[\"a\"] = exec_res\nshared[\"b\"] = prep_res\n" },
    { SLUICE_PYTHON_EXEC, "local n = 0\nfor i = 1, 3 do n = n + i end\nreturn n",
      "n = 0\nfor i in range(1, 3 + 1):\n    n = n + i\nreturn n\n" },
    { SLUICE_PYTHON_EXEC, "for i = 3, 1, -1 do print (i) end", "for i in range(3, 1 - 1, -1):\n    print(i)\n" },
    { SLUICE_PYTHON_EXEC, "local all = {}\nfor _, x in ipairs (prep_res) do all[#all + 1] = x end\nreturn all",
      "all = []\nfor x in prep_res:\n    all.append(x)\nreturn all\n" },
    { SLUICE_PYTHON_EXEC, "for k, v in pairs (prep_res) do log (k .. '=' .. v) end",
      "for k, v in pairs(prep_res):\n    print(f\"{k}={v}\")\n" },
    { SLUICE_PYTHON_EXEC, "local x = 1\nif x == 1 then\n local x = 2\n print (x)\nend\nreturn x",
      "x = 1\nif x == 1:\n    x_2 = 2\n    print(x_2)\nreturn x\n" },
    { SLUICE_PYTHON_EXEC, "if prep_res then return 1 elseif not prep_res.a then return 2 else return 3 end",
      "if truthy(prep_res):\n    return 1\nelif not truthy(prep_res.get(\"a\")):\n    return 2\nelse:\n    return 3\n" },
    { SLUICE_PYTHON_EXEC, "repeat\n local n = 1\nuntil prep_res == nil\nwhile true do break end",
      "while True:\n    n = 1\n    if prep_res is None:\n        break\nwhile True:\n    break\n" },
    { SLUICE_PYTHON_EXEC, "local function double (n) return n * 2 end\nreturn double (4)",
      "def double(n):\n    return n * 2\nreturn double(4)\n" },
    { SLUICE_PYTHON_EXEC, "error ('no: ' .. prep_res)", "raise RuntimeError(f\"no: {prep_res}\")\n" },
    { SLUICE_PYTHON_EXEC, "-- nothing\n", "" },
    { SLUICE_PYTHON_EXEC, "local class, list = 1", "class_, list_ = 1, None\n" },
  };

  check (cases, G_N_ELEMENTS (cases));
}

static void
test_expressions (void)
{
  static const Case cases[] = {
    { SLUICE_PYTHON_PREP, "return shared.a or {}", "return shared.get(\"a\") or {}\n" },
    { SLUICE_PYTHON_PREP, "return shared.a or 0",
      "return shared.get(\"a\") if truthy(shared.get(\"a\")) else 0\n" },
    { SLUICE_PYTHON_PREP, "return #shared.a > 2 and 'many' or 'few'",
      "return \"many\" if len(shared.get(\"a\")) > 2 else \"few\"\n" },
    { SLUICE_PYTHON_EXEC, "return prep_res[1], nil", "line 1: several values are returned" },
    { SLUICE_PYTHON_EXEC, "return prep_res[1]", "return index(prep_res, 1)\n" },
    { SLUICE_PYTHON_EXEC, "return (prep_res.a + 1) * 2 ^ 3", "return (prep_res.get(\"a\") + 1) * (float(2) ** 3)\n" },
    { SLUICE_PYTHON_EXEC, "return { a = 1, ['b c'] = { 1, 2 } }", "return {\"a\": 1, \"b c\": [1, 2]}\n" },
    { SLUICE_PYTHON_EXEC, "return { 1, a = 2 }", "line 1: a table is a list and an object at once" },
    { SLUICE_PYTHON_EXEC, "return prep_res:lower ():gsub ('%s+', ' ')",
      "return re.sub(r\"[\\s]+\", \" \", prep_res.lower())\n" },
    { SLUICE_PYTHON_EXEC, "return string.format ('%d of %s', attempt, params.n)",
      "return \"%d of %s\" % (self.cur_retry, self.params.get(\"n\"))\n" },
    { SLUICE_PYTHON_EXEC, "return json.decode (read ('a.json'))", "return json.loads(read(\"a.json\"))\n" },
    { SLUICE_PYTHON_EXEC, "return template ('{{ prep_res }} {x}')", "return f\"{text(prep_res)} {{x}}\"\n" },
    { SLUICE_PYTHON_EXEC, "return \"a\\\"b\\n\" .. 'c' == nil", "return \"a\\\"b\\nc\" is None\n" },
    { SLUICE_PYTHON_EXEC, "return prep_res:byte (2) + string.byte ('a')", "return byte(prep_res, 2) + byte(\"a\")\n" },
    { SLUICE_PYTHON_EXEC, "return type (prep_res) == 'table'", "return type_of(prep_res) == \"table\"\n" },
    { SLUICE_PYTHON_EXEC, "return json.encode (prep_res)",
      "return json.dumps(prep_res, ensure_ascii=False, separators=(\",\", \":\"), sort_keys=True)\n" },
    { SLUICE_PYTHON_PREP, "return json.encode (shared.a.b)",
      "return json.dumps(shared.get(\"a\").get(\"b\"), ensure_ascii=False, separators=(\",\", \":\"))\n" },
    { SLUICE_PYTHON_FALLBACK, "return error .. attempt", "return f\"{str(exc)}{self.cur_retry}\"\n" },
    { SLUICE_PYTHON_PREP, "sleep (1)\nlocal x = queue ('q'):get ()",
      "await asyncio.sleep(1)\nx = await shared[\"queues\"][\"q\"].get()\n" },
  };

  check (cases, G_N_ELEMENTS (cases));
}

static void
test_not_translated (void)
{
  static const Case cases[] = {
    { SLUICE_PYTHON_EXEC, "return shared.a", "line 1: “shared” has no counterpart here" },
    { SLUICE_PYTHON_EXEC, "goto x", "line 1: a name is missing" },
    { SLUICE_PYTHON_EXEC, "local t = {}\nsetmetatable (t, {})", "line 2: “setmetatable” has no counterpart as it is called here" },
    { SLUICE_PYTHON_EXEC, "x = 1", "line 1: “x” is no local variable" },
    { SLUICE_PYTHON_EXEC, "return function () end", "line 1: a function without a name" },
    { SLUICE_PYTHON_EXEC, "local n = 1\nlocal function f () n = 2 end", "line 2: “n” belongs to the function around" },
    { SLUICE_PYTHON_EXEC, "return 'a", "line 1: a text has no end" },
    { SLUICE_PYTHON_EXEC, "if x then", "line 1: “end” is missing" },
    { SLUICE_PYTHON_EXEC, "return prep_res:find ('%bxy')", "line 1: “:find” has no counterpart as it is called here" },
    { SLUICE_PYTHON_EXEC, "queue ('q'):put (1)", "line 1: a queue is used where there is no shared store" },
  };

  check (cases, G_N_ELEMENTS (cases));
}

/* Whatever is written there, translating it ends. */
static void
test_anything (void)
{
  static const char * const words[] = {
    "local ", "x ", "= ", "if ", "then ", "end ", "for ", "in ", "do ", "( ", ") ", "{ ", "} ", "[ ", "] ", "1 ", "'a' ",
    ".. ", "and ", "or ", "not ", "# ", "return ", "function ", ", ", ": ", ". ", "shared ", "prep_res ", "ipairs ", "\n",
    "while ", "repeat ", "until ", "--", "[[", "break ", "+ ", "== ", "string.format ", "table.insert ", "queue ",
  };
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);

  for (guint i = 0; i < 20000; i++)
    {
      g_autoptr (GString) lua = g_string_new (NULL);
      Case it = { (SluicePythonPhase) g_rand_int_range (rand, 0, 4) };
      g_autofree char *made = NULL;

      for (int n = g_rand_int_range (rand, 0, 14); n > 0; n--)
        g_string_append (lua, words[g_rand_int_range (rand, 0, G_N_ELEMENTS (words))]);
      it.lua = lua->str;
      made = translate (&it);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/exchange/python/statements", test_statements);
  g_test_add_func ("/exchange/python/expressions", test_expressions);
  g_test_add_func ("/exchange/python/not-translated", test_not_translated);
  g_test_add_func ("/exchange/python/anything", test_anything);
  return g_test_run ();
}
