/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The few functions that translated bodies need beside Python's own library. */

#include "exchange/python-helpers.h"

#include <string.h>

typedef struct
{
  const char *name;
  const char *import; /* or NULL */
  const char *text;
} Helper;

static const Helper lua_helpers[] = {
  { "truthy", NULL,
    "def truthy(value):\n"
    "    \"\"\"Whether a value counts as true in a condition: 0 and \"\" do.\"\"\"\n"
    "    return value is not None and value is not False\n" },
  { "text", "import json",
    "def text(value):\n"
    "    \"\"\"A value as a template shows it.\"\"\"\n"
    "    if value is None:\n"
    "        return \"\"\n"
    "    if isinstance(value, (bool, list, dict)):\n"
    "        return json.dumps(value, ensure_ascii=False, separators=(\",\", \":\"))\n"
    "    return str(value)\n" },
  { "index", NULL,
    "def index(table, key):\n"
    "    \"\"\"An element, counted from 1, or a member; None where there is none.\"\"\"\n"
    "    if isinstance(table, dict):\n"
    "        return table.get(key)\n"
    "    return table[key - 1] if isinstance(key, int) and 0 < key <= len(table) else None\n" },
  { "assign", NULL,
    "def assign(table, key, value):\n"
    "    \"\"\"Sets an element, counted from 1, or a member; None takes a member away.\"\"\"\n"
    "    if isinstance(table, dict):\n"
    "        if value is None:\n"
    "            table.pop(key, None)\n"
    "        else:\n"
    "            table[key] = value\n"
    "    elif key == len(table) + 1:\n"
    "        table.append(value)\n"
    "    else:\n"
    "        table[key - 1] = value\n" },
  { "pairs", NULL,
    "def pairs(table):\n"
    "    \"\"\"Keys and values; those of a list are counted from 1.\"\"\"\n"
    "    return list(table.items() if isinstance(table, dict) else enumerate(table, 1))\n" },
  { "number", NULL,
    "def number(value):\n"
    "    \"\"\"The number that a text says, or None.\"\"\"\n"
    "    for kind in (int, float):\n"
    "        try:\n"
    "            return kind(value)\n"
    "        except (TypeError, ValueError):\n"
    "            pass\n"
    "    return None\n" },
  { "sub", NULL,
    "def sub(value, first, last=-1):\n"
    "    \"\"\"A part of a text, counted from 1; negative numbers count from its end.\"\"\"\n"
    "    size = len(value)\n"
    "    first = max(size + first + 1, 1) if first < 0 else max(first, 1)\n"
    "    last = size + last + 1 if last < 0 else min(last, size)\n"
    "    return value[first - 1:max(last, 0)]\n" },
  { "find", NULL,
    "def find(value, part):\n"
    "    \"\"\"Where a part first begins in a text, counted from 1, or None.\"\"\"\n"
    "    return value.find(part) + 1 or None\n" },
  { "match", "import re",
    "def match(value, pattern):\n"
    "    \"\"\"What a pattern captures in a text, or all that it matches; None where it does not.\"\"\"\n"
    "    found = re.search(pattern, value)\n"
    "    return found and (found.group(1) if found.re.groups else found.group())\n" },
  { "list_folder", "from pathlib import Path",
    "def list_folder(path):\n"
    "    \"\"\"The names of the files in a folder of the project.\"\"\"\n"
    "    folder = Path(__file__).resolve().parent.parent / path\n"
    "    return sorted(item.name for item in folder.iterdir() if item.is_file())\n" },
  { "read", "from pathlib import Path",
    "def read(path):\n"
    "    \"\"\"The text of a file of the project.\"\"\"\n"
    "    return (Path(__file__).resolve().parent.parent / path).read_text(encoding=\"utf-8\")\n" },
};

static const Helper people_helpers[] = {
  { "ask", NULL,
    "def ask(prompt, kind=\"text\", default=None, allow_empty=False):\n"
    "    \"\"\"Asks a person until there is an answer.\"\"\"\n"
    "    while True:\n"
    "        answer = input(f\"{prompt} \")\n"
    "        if not answer and default is not None:\n"
    "            answer = default\n"
    "        if not answer and not allow_empty:\n"
    "            continue\n"
    "        if kind != \"number\":\n"
    "            return answer\n"
    "        try:\n"
    "            return float(answer) if \".\" in answer else int(answer)\n"
    "        except ValueError:\n"
    "            print(f\"{answer} is no number.\")\n" },
  { "choose", NULL,
    "def choose(prompt, choices):\n"
    "    \"\"\"Asks a person to choose, by number or by word.\"\"\"\n"
    "    print(prompt)\n"
    "    for number, choice in enumerate(choices, 1):\n"
    "        print(f\"  {number}. {choice}\")\n"
    "    while True:\n"
    "        answer = input(\"> \").strip()\n"
    "        if answer in choices:\n"
    "            return answer\n"
    "        if answer.isdigit() and 0 < int(answer) <= len(choices):\n"
    "            return choices[int(answer) - 1]\n" },
};

static char *
make_module (const char   *title,
             const Helper *helpers,
             guint         n_helpers,
             GHashTable   *wanted)
{
  g_autoptr (GString) module = g_string_new (NULL);
  g_autoptr (GString) functions = g_string_new (NULL);

  g_string_append_printf (module, "\"\"\"%s\"\"\"\n", title);
  for (guint i = 0; i < n_helpers; i++)
    if (g_hash_table_contains (wanted, helpers[i].name))
      {
        if (helpers[i].import != NULL && strstr (module->str, helpers[i].import) == NULL)
          g_string_append_printf (module, "%s\n", helpers[i].import);
        g_string_append_printf (functions, "\n\n%s", helpers[i].text);
      }
  if (functions->len == 0)
    return NULL;
  g_string_append (module, functions->str);
  return g_strdup (module->str);
}

char *
sluice_python_lua_module (GHashTable *wanted)
{
  return make_module ("What the scripts of the flow mean, where Python means something else.", lua_helpers,
                      G_N_ELEMENTS (lua_helpers), wanted);
}

char *
sluice_python_people_module (GHashTable *wanted)
{
  return make_module ("Questions to people, on the terminal.", people_helpers, G_N_ELEMENTS (people_helpers), wanted);
}
