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
#include "exchange/python-helpers.h"
#include "exchange/python-project.h"

#define OPEN_MARK "# >>> yours: "
#define CLOSE_MARK "# <<< yours: "
#define MAX_FILE (1u << 20) /* bytes of a file that is taken along */

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
  static const char * const names[] = { "nodes.py", "flow.py", "main.py" };

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
        }
    }
}

static char *
make_identifier (const char *id)
{
  g_autofree char *plain = g_strdelimit (g_strdup (id), "-", '_');

  if (g_ascii_isdigit (*plain))
    return g_strconcat ("n", plain, NULL);
  return sluice_python_name (plain);
}

/* JSON as Python. */
static void
append_value (GString     *into,
              SluiceValue  value,
              guint        indent)
{
  SluiceValueIter iter;
  SluiceValue member;
  const char *key;
  gboolean is_object = SLUICE_VALUE_IS_OBJECT (value);

  if (SLUICE_VALUE_IS_NULL (value))
    g_string_append (into, "None");
  else if (SLUICE_VALUE_IS_BOOLEAN (value))
    g_string_append (into, sluice_value_get_boolean (value) ? "True" : "False");
  else if (SLUICE_VALUE_IS_STRING (value))
    {
      g_autofree char *quoted = sluice_python_string (sluice_value_get_string (value));

      g_string_append (into, quoted);
    }
  else if (SLUICE_VALUE_IS_NUMBER (value))
    {
      g_autofree char *json = sluice_json_write (value, SLUICE_JSON_WRITE_COMPACT, NULL);

      g_string_append (into, json);
    }
  else if (sluice_value_get_length (value) == 0)
    g_string_append (into, is_object ? "{}" : "[]");
  else
    {
      g_string_append (into, is_object ? "{\n" : "[\n");
      for (sluice_value_iter_init (&iter, value); sluice_value_iter_next (&iter, &key, &member);)
        {
          g_string_append_printf (into, "%*s", (int) (indent + 1) * 4, "");
          if (key != NULL)
            {
              g_autofree char *quoted = sluice_python_string (key);

              g_string_append_printf (into, "%s: ", quoted);
            }
          append_value (into, member, indent + 1);
          g_string_append (into, ",\n");
        }
      g_string_append_printf (into, "%*s%c", (int) indent * 4, "", is_object ? '}' : ']');
    }
}

/* flow.py */

static void
write_node (SluicePythonProject *self,
            GString             *into,
            const char          *address,
            const char          *variable,
            GHashTable          *used)
{
  SluiceValue node = sluice_document_get_node (self->document, address);
  const char *class = g_hash_table_lookup (self->classes, address);
  const char *inner = sluice_value_get_string (sluice_document_get_setting (self->document, address, "flow"));
  gint64 retries = sluice_value_get_integer (sluice_value_get_member (node, "retries"));
  double wait = sluice_value_get_real (sluice_value_get_member (node, "wait"));
  char buffer[32];

  if (g_strcmp0 (sluice_value_get_member_string (node, "kind"), "flow") == 0)
    {
      g_autofree char *id = inner != NULL ? make_identifier (inner) : g_strdup ("missing");

      if (class == NULL)
        g_string_append_printf (into, "    %s = create_%s_flow()\n", variable, id);
      else
        g_string_append_printf (into, "    %s = %s(start=create_%s_flow().start_node)\n", variable, class, id);
    }
  else
    {
      g_string_append_printf (into, "    %s = %s(", variable, class);
      if (sluice_value_has_member (node, "retries"))
        g_string_append_printf (into, "max_retries=%" G_GINT64_FORMAT, retries);
      if (wait > 0)
        {
          sluice_json_write_real (wait, buffer);
          g_string_append_printf (into, "%swait=%s", sluice_value_has_member (node, "retries") ? ", " : "", buffer);
        }
      g_string_append (into, ")\n");
    }
  if (class != NULL)
    g_hash_table_add (used, g_strdup (class));
}

/* An edge on a line of its own, in the order of the file. */
static void
write_edges (SluicePythonProject *self,
             GString             *into,
             const char          *flow,
             const char          *address,
             const char          *variable)
{
  g_autoptr (GPtrArray) ports = sluice_document_dup_ports (self->document, address);

  for (guint i = 0; i < ports->len; i++)
    {
      const SluicePort *port = g_ptr_array_index (ports, i);
      g_autofree char *action = sluice_python_string (port->action);
      g_autofree char *target = port->target != NULL ? make_identifier (port->target) : NULL;
      g_autofree char *address_of_target = port->target != NULL ? sluice_address_join (flow, port->target) : NULL;

      if (!port->has_edge)
        continue;
      if (target == NULL)
        g_string_append_printf (into, "    # %s - %s: the flow ends here.\n", variable, action);
      else if (!sluice_document_has_node (self->document, address_of_target))
        sluice_export_note (self->into, "%s: its edge %s leads to no node", address, action);
      else if (g_str_equal (port->action, "default"))
        g_string_append_printf (into, "    %s >> %s\n", variable, target);
      else
        g_string_append_printf (into, "    %s - %s >> %s\n", variable, action, target);
    }
}

static void
write_factory (SluicePythonProject *self,
               GString             *into,
               const char          *flow,
               GHashTable          *used)
{
  SluiceValue object = sluice_document_get_flow (self->document, flow);
  const char *title = sluice_value_get_member_string (object, "title");
  const char *start = sluice_document_get_start (self->document, flow);
  SluiceValue params = sluice_value_get_member (object, "params");
  g_autofree char *id = make_identifier (flow);
  g_autofree char *start_id = start != NULL ? make_identifier (start) : g_strdup ("");
  g_autoptr (GString) edges = g_string_new (NULL);
  const char *base = g_hash_table_contains (self->async_flows, flow) ? "AsyncFlow" : "Flow";
  guint n = sluice_document_get_n_nodes (self->document, flow);

  g_string_append_printf (into, "\n\ndef create_%s_flow():\n    \"\"\"Connects the nodes of “%s”.\"\"\"\n", id,
                          title != NULL && strpbrk (title, "\"\\\n") == NULL ? title : flow);
  for (guint i = 0; i < n; i++)
    {
      const char *node = sluice_document_get_node_id (self->document, flow, i);
      g_autofree char *address = sluice_address_join (flow, node);
      g_autofree char *variable = make_identifier (node);

      write_node (self, into, address, variable, used);
      write_edges (self, edges, flow, address, variable);
    }
  if (edges->len > 0)
    g_string_append_printf (into, "\n%s", edges->str);
  if (sluice_value_has_member (object, "prep") || sluice_value_has_member (object, "post")
      || sluice_value_has_member (object, "batch"))
    sluice_export_note (self->into, "%s: prep, post and batch of a flow that runs by itself are not exported", flow);
  g_string_append_printf (into, "%s    %s %s(%s%s)\n", n > 0 ? "\n" : "",
                          SLUICE_VALUE_IS_OBJECT (params) ? "flow =" : "return", base,
                          start != NULL ? "start=" : "", start_id);
  if (SLUICE_VALUE_IS_OBJECT (params))
    {
      g_string_append (into, "    flow.set_params(");
      append_value (into, params, 1);
      g_string_append (into, ")\n    return flow\n");
    }
  g_hash_table_add (self->bases, g_strdup (base));
}

static char *
join_sorted (GHashTable *names)
{
  guint n;
  g_autofree char **keys = (char **) g_hash_table_get_keys_as_array (names, &n);

  for (guint i = 0; i < n; i++)
    for (guint k = i + 1; k < n; k++)
      if (strcmp (keys[i], keys[k]) > 0)
        {
          char *kept = keys[i];

          keys[i] = keys[k];
          keys[k] = kept;
        }
  return g_strjoinv (", ", keys);
}

/* In parentheses and on lines of their own where they are many. */
static void
append_import (GString    *into,
               const char *from,
               const char *names)
{
  g_auto (GStrv) all = g_strsplit (names, ", ", -1);

  if (*names == '\0')
    return;
  if (strlen (from) + strlen (names) < 75)
    {
      g_string_append_printf (into, "from %s import %s\n", from, names);
      return;
    }
  g_string_append_printf (into, "from %s import (\n", from);
  for (guint i = 0; all[i] != NULL; i++)
    g_string_append_printf (into, "    %s,\n", all[i]);
  g_string_append (into, ")\n");
}

static GString *
make_flow_module (SluicePythonProject *self)
{
  g_autoptr (GHashTable) used = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GString) factories = g_string_new (NULL);
  GString *module = g_string_new ("\"\"\"How the nodes are connected.\"\"\"\n");
  g_autofree char *bases = NULL;
  g_autofree char *classes = NULL;

  g_hash_table_remove_all (self->bases);
  for (guint i = 0; i < sluice_document_get_n_flows (self->document); i++)
    write_factory (self, factories, sluice_document_get_flow_id (self->document, i), used);
  bases = join_sorted (self->bases);
  classes = join_sorted (used);
  append_import (module, "pocketflow", bases);
  append_import (module, "nodes", classes);
  g_string_append (module, factories->str);
  return module;
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
          append_value (into, sluice_value_get_element (items, k), 1);
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
      g_autofree char *id = make_identifier (run[i]);

      is_async |= g_hash_table_contains (self->async_flows, run[i]);
      g_string_append_printf (names, "%screate_%s_flow", i > 0 ? ", " : "", id);
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
    append_value (module, shared, 1);
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
      g_autofree char *id = make_identifier (run[i]);
      gboolean waits = g_hash_table_contains (self->async_flows, run[i]);

      if (is_async)
        g_string_append_printf (module, waits ? "        create_%s_flow().run_async(shared),\n"
                                              : "        asyncio.to_thread(create_%s_flow().run, shared),\n", id);
      else
        g_string_append_printf (module, "    create_%s_flow().run(shared)\n", id);
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

static void
add_utils (SluicePythonProject *self)
{
  g_autofree char *lua = sluice_python_lua_module (self->helpers);
  g_autofree char *people = sluice_python_people_module (self->people);

  if (lua == NULL && people == NULL)
    return;
  add_text (self, "utils/__init__.py", g_strdup (""));
  add_text (self, "utils/lua.py", g_steal_pointer (&lua));
  add_text (self, "utils/people.py", g_steal_pointer (&people));
}

/* The files that scripts read go along, when they lie beside the document. */
static void
add_files (SluicePythonProject *self)
{
  g_autofree char *folder = sluice_document_dup_folder (self->document);
  GHashTableIter iter;
  gpointer path;

  g_hash_table_iter_init (&iter, self->files);
  while (g_hash_table_iter_next (&iter, &path, NULL))
    {
      g_autofree char *place = folder != NULL ? g_build_filename (folder, path, NULL) : NULL;
      g_autofree char *text = NULL;
      gsize length;

      if (g_path_is_absolute (path) || strstr (path, "..") != NULL || place == NULL
          || !sluice_file_load (place, MAX_FILE, &text, &length, NULL, NULL))
        sluice_export_note (self->into, "The file “%s” that a script reads is to be put beside main.py", (char *) path);
      else
        sluice_export_add (self->into, path, g_bytes_new_take (g_steal_pointer (&text), length));
    }
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

static void
write_project (SluicePythonProject *self)
{
  g_autoptr (SluiceExport) design = NULL;
  const SluiceExportFile *file;

  find_waiting (self);
  add_text (self, "nodes.py", sluice_python_nodes (self));
  sluice_export_add_text (self->into, "flow.py", make_flow_module (self));
  sluice_export_add_text (self->into, "main.py", make_main_module (self));
  add_utils (self);
  add_files (self);
  add_text (self, "requirements.txt", g_strdup ("pocketflow>=0.0.3\n"));
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
  g_autoptr (GHashTable) bases = new_set ();
  g_autoptr (GHashTable) files = new_set ();
  g_autoptr (GHashTable) waiting = new_set ();
  g_autoptr (GHashTable) async_flows = new_set ();
  g_autoptr (GHashTable) classes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  SluicePythonProject project = {
    document, into, kept, modules, helpers, people, bases, files, waiting, async_flows, classes,
    g_strv_length (run) > 1,
  };

  keep_files (kept, options->target);
  write_project (&project);
  return TRUE;
}
