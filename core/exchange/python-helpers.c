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

static const Helper helpers[] = {
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
  { "byte", NULL,
    "def byte(value, place=1):\n"
    "    \"\"\"A byte of a text, counted from 1, or from its end; None where there is none.\"\"\"\n"
    "    data = value.encode()\n"
    "    place += len(data) if place < 0 else -1\n"
    "    return data[place] if 0 <= place < len(data) else None\n" },
  { "find", NULL,
    "def find(value, part):\n"
    "    \"\"\"Where a part first begins in a text, counted from 1, or None.\"\"\"\n"
    "    return value.find(part) + 1 or None\n" },
  { "match", "import re",
    "def match(value, pattern):\n"
    "    \"\"\"What a pattern captures in a text, or all that it matches; None where it does not.\"\"\"\n"
    "    found = re.search(pattern, value)\n"
    "    return found and (found.group(1) if found.re.groups else found.group())\n" },
  { "type_of", NULL,
    "def type_of(value):\n"
    "    \"\"\"The type of a value, as scripts call it.\"\"\"\n"
    "    names = ((type(None), \"nil\"), (bool, \"boolean\"), ((int, float), \"number\"), (str, \"string\"))\n"
    "    return next((name for kind, name in names if isinstance(value, kind)), \"table\")\n" },
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

char *
sluice_python_lua_module (GHashTable *wanted)
{
  g_autoptr (GString) module = g_string_new (NULL);
  g_autoptr (GString) functions = g_string_new (NULL);

  g_string_append (module, "\"\"\"What the scripts of the flow mean, where Python means something else.\"\"\"\n");
  for (guint i = 0; i < G_N_ELEMENTS (helpers); i++)
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
