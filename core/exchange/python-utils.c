/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The modules of utils that an exported project needs; their texts stand in data/python/utils. */

#include "exchange/python-class.h"

#include <string.h>

typedef struct
{
  const char *name;
  const char *text;
} Module;

extern const Module sluice_python_utils[]; /* the last has no name */

static void
add_module (SluiceExport *into,
            const char   *name,
            GHashTable   *added)
{
  for (const Module *module = sluice_python_utils; module->name != NULL; module++)
    {
      g_autofree char *path = NULL;

      if (!g_str_equal (module->name, name) || !g_hash_table_add (added, g_strdup (name)))
        continue;
      path = g_strdup_printf ("utils/%s.py", name);
      sluice_export_add (into, path, g_bytes_new_static (module->text, strlen (module->text)));
      for (const char *at = strstr (module->text, "\nfrom utils."); at != NULL; at = strstr (at + 1, "\nfrom utils."))
        {
          const char *other = at + strlen ("\nfrom utils.");
          g_autofree char *needed = g_strndup (other, strcspn (other, " "));

          add_module (into, needed, added);
        }
    }
}

void
sluice_python_add_utils (SluiceExport *into,
                         GHashTable   *wanted)
{
  g_autoptr (GHashTable) added = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *all = sluice_python_join_sorted (wanted, "\n");
  g_auto (GStrv) lines = g_strsplit (all, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    if (g_str_has_prefix (lines[i], "from utils."))
      {
        const char *module = lines[i] + strlen ("from utils.");
        g_autofree char *name = g_strndup (module, strcspn (module, " "));

        add_module (into, name, added);
      }
}
