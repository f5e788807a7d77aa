/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A PocketFlow project in Python: nodes.py, flow.py with a factory for each flow, main.py, utils/,
 * requirements.txt and docs/design.md. What was written by hand between marks is taken over from the
 * project that is there.
 */
#include "exchange/formats-private.h"

#include <string.h>

#include "base/ids.h"
#include "base/json.h"
#include "base/save.h"
#include "exchange/python-class.h"
#include "exchange/python-helpers.h"
#include "exchange/python-keep.h"
#include "exchange/python-project.h"

#define OPEN_MARK "# >>> yours: "
#define CLOSE_MARK "# <<< yours: "
#define MAX_FILE (1u << 20) /* bytes of a file that is taken along */
#define MAX_FILES 200        /* of a folder */

/* What a person wrote in the project that is there. */
static void
keep_marks (GHashTable *kept,
            const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autoptr (GString) within = NULL;
  g_autofree char *name = NULL;

  for (guint i = 0; lines[i] != NULL; i++)
    {
      const char *line = lines[i] + strspn (lines[i], " ");

      if (g_str_has_prefix (line, OPEN_MARK))
        {
          g_clear_pointer (&name, g_free);
          name = g_strdup (line + strlen (OPEN_MARK));
          if (within != NULL)
            g_string_free (within, TRUE);
          within = g_string_new (NULL);
        }
      else if (g_str_has_prefix (line, CLOSE_MARK) && name != NULL)
        {
          /* What nobody has written yet is written anew. */
          if (within->len > 0 && strstr (within->str, "raise NotImplementedError") == NULL)
            g_hash_table_insert (kept, g_steal_pointer (&name), g_strdup (within->str));
          g_clear_pointer (&name, g_free);
        }
      else if (name != NULL)
        g_string_append_printf (within, "%s\n", lines[i]);
    }
}

static void
keep_files (GHashTable *kept,
            const char *folder)
{
  static const char * const names[] = { "nodes.py", "flow.py", "main.py", "added_nodes.py" };

  for (guint i = 0; folder != NULL && i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (folder, names[i], NULL);
      g_autofree char *text = NULL;

      if (sluice_file_load (path, MAX_FILE, &text, NULL, NULL, NULL))
        keep_marks (kept, text);
    }
}

/* Which nodes and flows wait: waiting spreads from a node to its flow, and to the nodes that run it. */
static void
find_waiting (SluicePythonProject *self)
{
  gboolean has_changed = TRUE;

  while (has_changed)
    {
      has_changed = FALSE;
      for (guint i = 0; i < sluice_document_get_n_flows (self->document); i++)
        {
          const char *flow = sluice_document_get_flow_id (self->document, i);

          for (guint k = 0; k < sluice_document_get_n_nodes (self->document, flow); k++)
            {
              const char *id = sluice_document_get_node_id (self->document, flow, k);
              g_autofree char *address = sluice_address_join (flow, id);
              SluiceValue setting = sluice_document_get_setting (self->document, address, "flow");
              const char *inner = sluice_value_get_string (setting);
              gboolean is_flow = g_strcmp0 (sluice_document_get_node_kind (self->document, address), "flow") == 0;
              gboolean waits = g_hash_table_contains (self->waiting, address);

              if (!waits && ((is_flow && inner != NULL && g_hash_table_contains (self->async_flows, inner))
                             || sluice_python_node_waits (self, address)))
                {
                  g_hash_table_add (self->waiting, g_strdup (address));
                  waits = has_changed = TRUE;
                }
              if (waits && g_hash_table_add (self->async_flows, g_strdup (flow)))
                has_changed = TRUE;
            }
          if (sluice_python_is_parallel (sluice_document_get_flow (self->document, flow))
              && g_hash_table_add (self->async_flows, g_strdup (flow)))
            has_changed = TRUE;
        }
    }
}

/* main.py */

static void
append_queues (GString     *into,
               SluiceValue  queues)
{
  g_string_append (into, "    # A queue belongs to the loop that runs.\n    shared[\"queues\"] = {}\n");
  for (guint i = 0; i < sluice_value_get_length (queues); i++)
    {
      g_autofree char *name = sluice_python_string (sluice_value_get_key (queues, i));
      SluiceValue queue = sluice_value_get_member_at (queues, i);
      SluiceValue items = SLUICE_VALUE_IS_ARRAY (queue) ? queue : sluice_value_get_member (queue, "items");
      gint64 limit = sluice_value_get_integer (sluice_value_get_member (queue, "limit"));

      g_string_append_printf (into, "    shared[\"queues\"][%s] = asyncio.Queue(%" G_GINT64_FORMAT ")\n", name,
                              MAX (limit, 0));
      for (guint k = 0; SLUICE_VALUE_IS_ARRAY (items) && k < sluice_value_get_length (items); k++)
        {
          g_string_append_printf (into, "    shared[\"queues\"][%s].put_nowait(", name);
          sluice_python_value (into, sluice_value_get_element (items, k), 1);
          g_string_append (into, ")\n");
        }
    }
}

static GString *
make_main_module (SluicePythonProject *self)
{
  g_auto (GStrv) run = sluice_document_dup_run (self->document);
  SluiceValue root = sluice_document_get_root (self->document);
  SluiceValue shared = sluice_value_get_member (root, "shared"), queues = sluice_value_get_member (root, "queues");
  const char *name = sluice_document_get_name (self->document);
  gboolean has_queues = SLUICE_VALUE_IS_OBJECT (queues) && sluice_value_get_length (queues) > 0;
  gboolean is_async = has_queues;
  GString *module = g_string_new (NULL);
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; run[i] != NULL; i++)
    {
      g_autofree char *factory = sluice_python_factory (run[i]);

      is_async |= g_hash_table_contains (self->async_flows, run[i]);
      g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", factory);
    }
  g_string_append_printf (module, "\"\"\"%s.\"\"\"\n", name != NULL && *name != '\0' ? name : "Runs the flow");
  if (is_async)
    g_string_append (module, "import asyncio\n\n");
  if (names->len > 0)
    g_string_append_printf (module, "from flow import %s\n", names->str);
  g_string_append_c (module, '\n');
  sluice_python_mark (self, module, "", "main imports", "");
  g_string_append_printf (module, "\n\n%sdef main():\n    shared = ", is_async ? "async " : "");
  if (SLUICE_VALUE_IS_OBJECT (shared))
    sluice_python_value (module, shared, 1);
  else
    g_string_append (module, "{}");
  g_string_append_c (module, '\n');
  if (has_queues)
    append_queues (module, queues);
  sluice_python_mark (self, module, "    ", "before the run", "");
  if (is_async)
    g_string_append (module, "    await asyncio.gather(\n");
  for (guint i = 0; run[i] != NULL; i++)
    {
      g_autofree char *factory = sluice_python_factory (run[i]);
      gboolean waits = g_hash_table_contains (self->async_flows, run[i]);

      if (is_async)
        g_string_append_printf (module, waits ? "        %s().run_async(shared),\n"
                                              : "        asyncio.to_thread(%s().run, shared),\n", factory);
      else
        g_string_append_printf (module, "    %s().run(shared)\n", factory);
    }
  if (is_async)
    g_string_append (module, "    )\n");
  sluice_python_mark (self, module, "    ", "after the run", "");
  g_string_append_printf (module, "    return shared\n\n\nif __name__ == \"__main__\":\n    %s\n",
                          is_async ? "asyncio.run(main())" : "main()");
  return module;
}

/* The rest */

static void
add_text (SluicePythonProject *self,
          const char          *path,
          char                *take)
{
  if (take != NULL)
    sluice_export_add (self->into, path, g_bytes_new_take (take, strlen (take)));
}

void
sluice_python_write_utils (SluicePythonProject *self,
                           gboolean             has_package)
{
  g_autofree char *lua = sluice_python_lua_module (self->helpers);

  if (g_hash_table_size (self->people) > 0)
    g_hash_table_add (self->utils, g_strdup ("from utils.people import ask, choose"));
  if (lua == NULL && g_hash_table_size (self->utils) == 0)
    return;
  if (!has_package)
    add_text (self, "utils/__init__.py", g_strdup (""));
  add_text (self, "utils/lua.py", g_steal_pointer (&lua));
  sluice_python_add_utils (self->into, self->utils);
}

/* Files go along */

static gboolean
add_file (SluicePythonProject *self,
          const char          *folder,
          const char          *path)
{
  g_autofree char *place = g_build_filename (folder, path, NULL);
  char *text = NULL;
  gsize length;

  if (!sluice_file_load (place, MAX_FILE, &text, &length, NULL, NULL))
    return FALSE;
  sluice_export_add (self->into, path, g_bytes_new_take (text, length));
  return TRUE;
}

static int
compare_paths (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char * const *) a, *(const char * const *) b);
}

/* What is in a folder, but not in the folders there. */
static gboolean
add_folder (SluicePythonProject *self,
            const char          *folder,
            const char          *path)
{
  g_autofree char *place = g_build_filename (folder, path, NULL);
  g_autoptr (GDir) dir = g_strcmp0 (path, ".") != 0 ? g_dir_open (place, 0, NULL) : NULL;
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  if (dir == NULL)
    return FALSE;
  while ((name = g_dir_read_name (dir)) != NULL && names->len < MAX_FILES)
    if (*name != '.' && g_utf8_validate (name, -1, NULL))
      g_ptr_array_add (names, g_build_filename (path, name, NULL));
  g_ptr_array_sort (names, compare_paths);
  for (guint i = 0; i < names->len; i++)
    add_file (self, folder, g_ptr_array_index (names, i));
  return TRUE;
}

/* Files and folders that nodes read go along, when they lie beside the document. */
static void
add_files (SluicePythonProject *self)
{
  g_autofree char *folder = sluice_document_dup_folder (self->document);
  GHashTableIter iter;
  gpointer path;

  g_hash_table_iter_init (&iter, self->files);
  while (g_hash_table_iter_next (&iter, &path, NULL))
    if (g_path_is_absolute (path) || strstr (path, "..") != NULL || folder == NULL
        || (!add_folder (self, folder, path) && !add_file (self, folder, path)))
      sluice_export_note (self->into, "“%s”, which a node reads, is to be put beside main.py", (char *) path);
}

/* What was written by hand for what is no more in the flow is not lost. */
static void
add_leftovers (SluicePythonProject *self)
{
  GHashTableIter iter;
  gpointer name, text;
  GString *all = NULL;

  g_hash_table_iter_init (&iter, self->kept);
  while (g_hash_table_iter_next (&iter, &name, &text))
    {
      if (all == NULL)
        all = g_string_new ("# Written by hand for what is no more in the flow.\n");
      g_string_append_printf (all, "\n# %s\n%s", (char *) name, (char *) text);
      sluice_export_note (self->into, "What was written for “%s” has no place any more; it is in docs/leftovers.txt",
                          (char *) name);
    }
  if (all != NULL)
    sluice_export_add_text (self->into, "docs/leftovers.txt", all);
}

static GHashTable *
new_set (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

static gboolean
replies_in_yaml (SluiceDocument *document)
{
  for (guint i = 0; i < sluice_document_get_n_flows (document); i++)
    for (guint k = 0; k < sluice_document_get_n_nodes (document, sluice_document_get_flow_id (document, i)); k++)
      {
        const char *flow = sluice_document_get_flow_id (document, i);
        g_autofree char *address = sluice_address_join (flow, sluice_document_get_node_id (document, flow, k));
        SluiceValue reply = sluice_document_get_setting (document, address, "reply");

        if (g_strcmp0 (sluice_value_get_string (reply), "yaml") == 0)
          return TRUE;
      }
  return FALSE;
}

static void
write_project (SluicePythonProject *self)
{
  g_autoptr (SluiceExport) design = NULL;
  g_autoptr (GPtrArray) flows = g_ptr_array_new ();
  const SluiceExportFile *file;

  add_text (self, "nodes.py", sluice_python_nodes (self));
  for (guint i = 0; i < sluice_document_get_n_flows (self->document); i++)
    g_ptr_array_add (flows, (gpointer) sluice_document_get_flow_id (self->document, i));
  sluice_export_add_text (self->into, "flow.py", sluice_python_flow_module (self, flows, "nodes"));
  sluice_export_add_text (self->into, "main.py", make_main_module (self));
  sluice_python_write_utils (self, FALSE);
  add_files (self);
  add_text (self, "requirements.txt",
            g_strconcat ("pocketflow>=0.0.3\n", replies_in_yaml (self->document) ? "pyyaml\n" : NULL, NULL));
  design = sluice_exchange_export (self->document, sluice_exchange_find ("markdown"), NULL, NULL);
  file = g_ptr_array_index (design->files, 0);
  sluice_export_add (self->into, "docs/design.md", g_bytes_ref (file->content));
  add_leftovers (self);
}

gboolean
sluice_python_write_project (SluiceDocument             *document,
                             const SluiceExportOptions  *options,
                             SluiceExport               *into,
                             GError                    **error)
{
  g_auto (GStrv) run = sluice_document_dup_run (document);
  g_autoptr (GHashTable) kept = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GHashTable) modules = new_set ();
  g_autoptr (GHashTable) helpers = new_set ();
  g_autoptr (GHashTable) people = new_set ();
  g_autoptr (GHashTable) utils = new_set ();
  g_autoptr (GHashTable) bases = new_set ();
  g_autoptr (GHashTable) files = new_set ();
  g_autoptr (GHashTable) waiting = new_set ();
  g_autoptr (GHashTable) async_flows = new_set ();
  g_autoptr (GHashTable) classes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  SluicePythonProject project = {
    document, into, kept, modules, helpers, people, utils, bases, files, waiting, async_flows, classes,
    g_strv_length (run) > 1,
  };

  keep_files (kept, options->target);
  find_waiting (&project);
  if (sluice_python_is_kept (document))
    sluice_python_write_kept (&project);
  else
    write_project (&project);
  return TRUE;
}
