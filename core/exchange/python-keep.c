/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Writes the modules of a project that was read from Python. A module is copied line by line; where a class stands
 * its source of now is put, and where nodes were made and connected, and only if the drawing is another than the one
 * that was read, what makes and connects the nodes of now.
 */
#include "exchange/python-keep.h"

#include <string.h>

#include "base/ids.h"
#include "base/json.h"

#define ADDED_NODES "added_nodes"
#define ADDED_FLOWS "added_flows"

/* What stands in place of some lines of a module. */
typedef struct
{
  gint64 first;
  gint64 last;
  char  *text; /* owned; with a newline at its end */
} Patch;

static void
patch_free (gpointer data)
{
  g_free (((Patch *) data)->text);
  g_free (data);
}

static void
add_patch (GPtrArray *patches,
           gint64     first,
           gint64     last,
           char      *take_text)
{
  Patch *patch = g_new (Patch, 1);

  *patch = (Patch) { first, last, take_text };
  g_ptr_array_add (patches, patch);
}

static int
compare_patches (gconstpointer a,
                 gconstpointer b)
{
  const Patch *one = *(const Patch * const *) a, *other = *(const Patch * const *) b;

  return one->first < other->first ? -1 : one->first > other->first;
}

static SluiceValue
get_python (SluiceDocument *document)
{
  return sluice_value_get_member (sluice_document_get_root (document), "python");
}

gboolean
sluice_python_is_kept (SluiceDocument *document)
{
  return SLUICE_VALUE_IS_OBJECT (sluice_value_get_member (get_python (document), "files"));
}

/* Where the class of a node or flow is described: its settings, or its "python". */
static SluiceValue
get_description (SluiceValue object)
{
  const char *kind = sluice_value_get_member_string (object, "kind");

  return sluice_value_get_member (object, g_strcmp0 (kind, "python") == 0 ? "settings" : "python");
}

const char *
sluice_python_get_own_class (SluiceValue node)
{
  const char *kind = sluice_value_get_member_string (node, "kind");
  const char *class = sluice_value_get_member_string (get_description (node), "class");

  if (class == NULL && g_strcmp0 (kind, "python") == 0)
    return "Node";
  return class;
}

gboolean
sluice_python_is_own_async (SluiceValue node)
{
  const char *base = sluice_value_get_member_string (get_description (node), "base");
  g_autofree char *source = sluice_text_from_value (sluice_value_get_member (get_description (node), "source"));

  return (base != NULL && g_str_has_prefix (base, "Async"))
         || (source != NULL && strstr (source, "async def ") != NULL);
}

/* The drawing that was read */

static void
copy_members (SluiceValue        *into,
              SluiceValue         from,
              const char * const *keys)
{
  for (; *keys != NULL; keys++)
    if (sluice_value_has_member (from, *keys))
      sluice_value_set_member (into, *keys, sluice_value_ref (sluice_value_get_member (from, *keys)));
}

static SluiceValue
outline (SluiceValue object)
{
  static const char * const keys[] = {
    "kind", "disabled", "retries", "wait", "batch", "params", "next", "start", NULL,
  };
  static const char * const parts[] = { "class", "file", "arguments", "flow", NULL };
  SluiceValue made = sluice_value_object ();
  SluiceValue class = sluice_value_object ();

  copy_members (&made, object, keys);
  copy_members (&class, sluice_value_get_member (object, "settings"), parts);
  copy_members (&class, sluice_value_get_member (object, "python"), parts);
  sluice_value_set_member (&made, "python", class);
  return made;
}

char *
sluice_python_dup_digest (SluiceValue root)
{
  SluiceValue flows = sluice_value_get_member (root, "flows");
  g_auto (SluiceValue) all = sluice_value_object ();
  g_autofree char *json = NULL;

  for (guint i = 0; SLUICE_VALUE_IS_OBJECT (flows) && i < sluice_value_get_length (flows); i++)
    {
      SluiceValue flow = sluice_value_get_member_at (flows, i);
      SluiceValue nodes = sluice_value_get_member (flow, "nodes");
      SluiceValue made = outline (flow);
      SluiceValue inner = sluice_value_object ();

      for (guint k = 0; SLUICE_VALUE_IS_OBJECT (nodes) && k < sluice_value_get_length (nodes); k++)
        sluice_value_set_member (&inner, sluice_value_get_key (nodes, k),
                                 outline (sluice_value_get_member_at (nodes, k)));
      sluice_value_set_member (&made, "nodes", inner);
      sluice_value_set_member (&all, sluice_value_get_key (flows, i), made);
    }
  json = sluice_json_write (all, SLUICE_JSON_WRITE_COMPACT, NULL);
  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, json, -1);
}

/* Classes */

static char *
join_lines (SluiceValue lines,
            gint64      first,
            gint64      last)
{
  GString *text = g_string_new (NULL);

  for (gint64 i = first; i <= last && i <= (gint64) sluice_value_get_length (lines); i++)
    g_string_append_printf (text, "%s\n", sluice_value_get_string (sluice_value_get_element (lines, (guint) i - 1)));
  return g_string_free (text, FALSE);
}

static gint64
get_line (SluiceValue span,
          guint       index)
{
  return sluice_value_get_integer (sluice_value_get_element (span, index));
}

/* Puts the source of one node or flow where its class stands in the module, or behind all that is there. */
static void
patch_class (SluicePythonProject *self,
             const char          *path,
             SluiceValue          file,
             SluiceValue          object,
             const char          *address,
             GPtrArray           *patches,
             GHashTable          *done)
{
  SluiceValue description = get_description (object);
  const char *class = sluice_value_get_member_string (description, "class");
  const char *home = sluice_value_get_member_string (description, "file");
  g_autofree char *source = sluice_text_from_value (sluice_value_get_member (description, "source"));
  SluiceValue lines = sluice_value_get_member (file, "text");
  SluiceValue span;
  g_autofree char *now = NULL;
  g_autofree char *before = NULL;
  const char *other;

  if (class == NULL || source == NULL || *source == '\0' || g_strcmp0 (home, path) != 0)
    return;
  span = sluice_value_get_member (sluice_value_get_member (file, "classes"), class);
  now = g_strconcat (source, g_str_has_suffix (source, "\n") ? "" : "\n", NULL);
  if (SLUICE_VALUE_IS_ARRAY (span))
    before = join_lines (lines, get_line (span, 0), get_line (span, 1));
  if (g_strcmp0 (now, before) == 0)
    return;
  other = g_hash_table_lookup (done, class);
  if (other != NULL && !g_str_equal (other, now))
    sluice_export_note (self->into, "%s: the class %s is written otherwise in another node; that one is exported",
                        address, class);
  if (other != NULL)
    return;
  g_hash_table_insert (done, g_strdup (class), g_strdup (now));
  if (before != NULL)
    add_patch (patches, get_line (span, 0), get_line (span, 1), g_steal_pointer (&now));
  else
    add_patch (patches, sluice_value_get_length (lines), 0, g_strconcat ("\n\n", now, NULL));
}

static void
patch_classes (SluicePythonProject *self,
               const char          *path,
               SluiceValue          file,
               GPtrArray           *patches)
{
  g_autoptr (GHashTable) done = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (guint i = 0; i < sluice_document_get_n_flows (self->document); i++)
    {
      const char *flow = sluice_document_get_flow_id (self->document, i);

      patch_class (self, path, file, sluice_document_get_flow (self->document, flow), flow, patches, done);
      for (guint k = 0; k < sluice_document_get_n_nodes (self->document, flow); k++)
        {
          g_autofree char *address = sluice_address_join (flow, sluice_document_get_node_id (self->document, flow, k));

          patch_class (self, path, file, sluice_document_get_node (self->document, address), address, patches, done);
        }
    }
}

/* Wiring */

typedef struct
{
  SluicePythonProject *project;
  SluiceValue          site;
  GString             *out;
  char                *indent;  /* owned */
  GHashTable          *imports; /* "from x import y" → itself, owned */
  SluiceValue          names;   /* that the module binds */
} Wiring;

/* The site that a flow is put together at; null: it is new. */
static SluiceValue
find_site (SluiceDocument *document,
           const char     *flow)
{
  SluiceValue sites = sluice_value_get_member (get_python (document), "sites");

  for (guint i = 0; SLUICE_VALUE_IS_ARRAY (sites) && i < sluice_value_get_length (sites); i++)
    {
      SluiceValue site = sluice_value_get_element (sites, i);
      SluiceValue flows = sluice_value_get_member (site, "flows");

      for (guint k = 0; SLUICE_VALUE_IS_ARRAY (flows) && k < sluice_value_get_length (flows); k++)
        if (g_strcmp0 (sluice_value_get_string (sluice_value_get_element (flows, k)), flow) == 0)
          return site;
    }
  return sluice_value_null ();
}

/* Makes sure that the module knows a name of another. */
static void
need_import (Wiring     *self,
             const char *path,
             const char *name)
{
  g_autofree char *module = NULL;

  for (guint i = 0; SLUICE_VALUE_IS_ARRAY (self->names) && i < sluice_value_get_length (self->names); i++)
    if (g_strcmp0 (sluice_value_get_string (sluice_value_get_element (self->names, i)), name) == 0)
      return;
  if (path == NULL || g_strcmp0 (path, sluice_value_get_member_string (self->site, "file")) == 0)
    return;
  module = g_str_has_suffix (path, ".py") ? g_strndup (path, strlen (path) - 3) : g_strdup (path);
  g_strdelimit (module, "/", '.');
  g_hash_table_add (self->imports, g_strdup_printf ("from %s import %s", module, name));
}

/* What stands for the flow that a node runs. */
static char *
make_inner (Wiring     *self,
            SluiceValue node)
{
  const char *inner = sluice_value_get_member_string (sluice_value_get_member (node, "settings"), "flow");
  const char *class = sluice_python_get_own_class (node);
  SluiceValue flow = inner != NULL ? sluice_document_get_flow (self->project->document, inner) : sluice_value_null ();
  SluiceValue python = sluice_value_get_member (flow, "python");
  const char *function = sluice_value_get_member_string (python, "function");
  const char *result = sluice_value_get_member_string (python, "result");
  const char *home = sluice_value_get_member_string (python, "class");
  SluiceValue site = inner != NULL ? find_site (self->project->document, inner) : sluice_value_null ();
  g_autofree char *made = NULL;

  if (sluice_value_is_same (site, self->site) && g_strcmp0 (result, "return") != 0)
    made = g_strdup (result);
  else if (SLUICE_VALUE_IS_NULL (site))
    {
      g_autofree char *name = sluice_python_factory (inner != NULL ? inner : "missing");

      need_import (self, ADDED_FLOWS, name);
      made = g_strdup_printf ("%s()", name);
    }
  else
    {
      need_import (self, sluice_value_get_member_string (site, "file"), function != NULL ? function : result);
      made = function != NULL ? g_strdup_printf ("%s()", function) : g_strdup (result);
    }
  if (class == NULL || g_strcmp0 (class, home) == 0)
    return g_steal_pointer (&made);
  need_import (self, sluice_value_get_member_string (get_description (node), "file"), class);
  return g_strdup_printf ("%s(start=%s.start_node)", class, made);
}

/* The call that makes a node. */
static char *
make_call (Wiring     *self,
           const char *address)
{
  SluiceValue node = sluice_document_get_node (self->project->document, address);
  SluiceValue description = get_description (node);
  const char *kind = sluice_value_get_member_string (node, "kind");
  const char *class = sluice_python_get_own_class (node);
  const char *arguments = sluice_value_get_member_string (description, "arguments");
  g_autofree char *source = sluice_text_from_value (sluice_value_get_member (description, "source"));
  g_autofree char *tries = NULL;

  if (g_strcmp0 (kind, "flow") == 0)
    return make_inner (self, node);
  if (class != NULL)
    need_import (self, sluice_value_has_member (description, "file")
                         ? sluice_value_get_member_string (description, "file") : "pocketflow", class);
  else
    {
      class = g_hash_table_lookup (self->project->classes, address);
      need_import (self, ADDED_NODES, class);
    }
  /* A class with a constructor of its own may not take them. */
  if ((source != NULL && strstr (source, "def __init__") != NULL)
      || (arguments != NULL && strstr (arguments, "max_retries") != NULL))
    tries = g_strdup ("");
  else
    tries = sluice_python_tries (node);
  return g_strdup_printf ("%s(%s%s%s)", class, arguments != NULL ? arguments : "",
                          arguments != NULL && *arguments != '\0' && *tries != '\0' ? ", " : "", tries);
}

static void
write_nodes (Wiring     *self,
             const char *flow)
{
  for (guint i = 0; i < sluice_document_get_n_nodes (self->project->document, flow); i++)
    {
      const char *id = sluice_document_get_node_id (self->project->document, flow, i);
      g_autofree char *address = sluice_address_join (flow, id);
      g_autofree char *variable = sluice_python_identifier (id);
      g_autofree char *call = make_call (self, address);
      SluiceValue params = sluice_value_get_member (sluice_document_get_node (self->project->document, address),
                                                    "params");

      if (!g_str_equal (variable, call))
        g_string_append_printf (self->out, "%s%s = %s\n", self->indent, variable, call);
      if (SLUICE_VALUE_IS_OBJECT (params))
        {
          g_string_append_printf (self->out, "%s%s.set_params(", self->indent, variable);
          sluice_python_value (self->out, params, (guint) strlen (self->indent) / 4);
          g_string_append (self->out, ")\n");
        }
    }
}

static void
write_result (Wiring     *self,
              const char *flow)
{
  SluiceValue object = sluice_document_get_flow (self->project->document, flow);
  SluiceValue python = sluice_value_get_member (object, "python");
  const char *result = sluice_value_get_member_string (python, "result");
  const char *class = sluice_value_get_member_string (python, "class");
  const char *start = sluice_document_get_start (self->project->document, flow);
  g_autofree char *start_id = start != NULL ? sluice_python_identifier (start) : NULL;
  SluiceValue params = sluice_value_get_member (object, "params");
  gboolean has_params = SLUICE_VALUE_IS_OBJECT (params);
  gboolean is_returned = g_strcmp0 (result, "return") == 0;

  if (class == NULL)
    {
      class = g_hash_table_contains (self->project->async_flows, flow) ? "AsyncFlow" : "Flow";
      need_import (self, "pocketflow", class);
    }
  else
    need_import (self, sluice_value_get_member_string (python, "file"), class);
  if (is_returned && !has_params)
    g_string_append_printf (self->out, "%sreturn ", self->indent);
  else
    g_string_append_printf (self->out, "%s%s = ", self->indent, is_returned ? "flow" : result);
  g_string_append_printf (self->out, "%s(%s%s)\n", class, start != NULL ? "start=" : "", start != NULL ? start_id : "");
  if (!has_params)
    return;
  g_string_append_printf (self->out, "%s%s.set_params(", self->indent, is_returned ? "flow" : result);
  sluice_python_value (self->out, params, (guint) strlen (self->indent) / 4);
  g_string_append (self->out, ")\n");
  if (is_returned)
    g_string_append_printf (self->out, "%sreturn flow\n", self->indent);
}

/* Names of one module on one line. */
static void
write_imports (Wiring  *self,
               GString *into)
{
  g_autofree char *all = sluice_python_join_sorted (self->imports, "\n");
  g_auto (GStrv) lines = g_strsplit (all, "\n", -1);

  for (guint i = 0; lines[i] != NULL && *lines[i] != '\0'; i++)
    {
      const char *name = strstr (lines[i], " import ") + strlen (" import ");
      gsize length = (gsize) (name - lines[i]);

      if (i > 0 && strncmp (lines[i], lines[i - 1], length) == 0)
        g_string_append_printf (into, ", %s", name);
      else
        g_string_append_printf (into, "%s%s%s", i > 0 ? "\n" : "", self->indent, lines[i]);
    }
  if (into->len > 0)
    g_string_append_c (into, '\n');
}

/* What makes and connects the nodes of all flows of a site, the inner ones first. */
static char *
write_site (SluicePythonProject *project,
            SluiceValue          site,
            SluiceValue          file)
{
  SluiceValue flows = sluice_value_get_member (site, "flows");
  g_autoptr (GHashTable) imports = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GString) out = g_string_new (NULL);
  g_autofree char *indent = g_strnfill ((gsize) sluice_value_get_integer (sluice_value_get_member (site, "indent")),
                                        ' ');
  Wiring self = { project, site, out, indent, imports, sluice_value_get_member (file, "names") };
  g_autoptr (GString) whole = g_string_new (NULL);

  for (guint i = sluice_value_get_length (flows); i > 0; i--)
    {
      const char *flow = sluice_value_get_string (sluice_value_get_element (flows, i - 1));

      g_autoptr (GString) edges = NULL;

      if (flow == NULL || !sluice_document_has_flow (project->document, flow))
        continue;
      write_nodes (&self, flow);
      edges = g_string_new (NULL);
      for (guint k = 0; k < sluice_document_get_n_nodes (project->document, flow); k++)
        {
          g_autofree char *address = sluice_address_join (flow, sluice_document_get_node_id (project->document, flow,
                                                                                             k));

          sluice_python_edges (project, edges, indent, address);
        }
      if (edges->len > 0)
        g_string_append_printf (out, "\n%s\n", edges->str);
      write_result (&self, flow);
    }
  write_imports (&self, whole);
  g_string_append (whole, out->str);
  return g_strdup (whole->str);
}

static void
patch_sites (SluicePythonProject *self,
             const char          *path,
             SluiceValue          file,
             GPtrArray           *patches)
{
  SluiceValue sites = sluice_value_get_member (get_python (self->document), "sites");

  for (guint i = 0; SLUICE_VALUE_IS_ARRAY (sites) && i < sluice_value_get_length (sites); i++)
    {
      SluiceValue site = sluice_value_get_element (sites, i);
      SluiceValue spans = sluice_value_get_member (site, "lines");

      if (g_strcmp0 (sluice_value_get_member_string (site, "file"), path) != 0)
        continue;
      if (sluice_value_get_boolean (sluice_value_get_member (site, "fixed")))
        {
          sluice_export_note (self->into, "%s: nodes are made or connected here in a way that is not written anew; "
                              "what was changed in the drawing is to be changed there by hand", path);
          continue;
        }
      for (guint k = 0; SLUICE_VALUE_IS_ARRAY (spans) && k < sluice_value_get_length (spans); k++)
        {
          SluiceValue span = sluice_value_get_element (spans, k);

          add_patch (patches, get_line (span, 0), get_line (span, 1),
                     k + 1 == sluice_value_get_length (spans) ? write_site (self, site, file) : g_strdup (""));
        }
    }
}

/* Modules */

static void
write_module (SluicePythonProject *self,
              const char          *path,
              SluiceValue          file,
              gboolean             is_same)
{
  g_autoptr (GPtrArray) patches = g_ptr_array_new_with_free_func (patch_free);
  SluiceValue lines = sluice_value_get_member (file, "text");
  guint n = SLUICE_VALUE_IS_ARRAY (lines) ? sluice_value_get_length (lines) : 0;
  GString *text = g_string_new (NULL);
  gint64 line = 1;

  patch_classes (self, path, file, patches);
  if (!is_same)
    patch_sites (self, path, file, patches);
  g_ptr_array_sort (patches, compare_patches);
  for (guint i = 0; i < patches->len; i++)
    {
      const Patch *patch = g_ptr_array_index (patches, i);
      g_autofree char *before = join_lines (lines, line, patch->first - 1);

      g_string_append (text, before);
      g_string_append (text, patch->text);
      line = MAX (MAX (line, patch->first), patch->last + 1);
    }
  for (; line <= n; line++)
    {
      g_string_append (text, sluice_value_get_string (sluice_value_get_element (lines, (guint) line - 1)));
      if (line < n)
        g_string_append_c (text, '\n');
    }
  sluice_export_add_text (self->into, path, text);
}

/* Nodes and flows that were drawn beside those that were read have modules of their own. */
static void
write_added (SluicePythonProject *self)
{
  gboolean has_nodes = FALSE;
  g_autofree char *nodes = sluice_python_nodes (self);
  g_autoptr (GPtrArray) flows = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer class;

  g_hash_table_iter_init (&iter, self->classes);
  while (g_hash_table_iter_next (&iter, NULL, &class))
    has_nodes = TRUE;
  if (has_nodes)
    sluice_export_add (self->into, ADDED_NODES ".py", g_bytes_new (nodes, strlen (nodes)));
  for (guint i = 0; i < sluice_document_get_n_flows (self->document); i++)
    {
      const char *flow = sluice_document_get_flow_id (self->document, i);

      if (SLUICE_VALUE_IS_NULL (find_site (self->document, flow)))
        g_ptr_array_add (flows, (gpointer) flow);
    }
  if (flows->len > 0)
    sluice_export_add_text (self->into, ADDED_FLOWS ".py", sluice_python_flow_module (self, flows, ADDED_NODES));
}

void
sluice_python_write_kept (SluicePythonProject *self)
{
  SluiceValue python = get_python (self->document);
  SluiceValue files = sluice_value_get_member (python, "files");
  g_autofree char *digest = sluice_python_dup_digest (sluice_document_get_root (self->document));
  gboolean is_same = g_strcmp0 (digest, sluice_value_get_member_string (python, "graph")) == 0;

  if (!is_same)
    {
      write_added (self);
      sluice_python_write_utils (self, sluice_value_has_member (files, "utils/__init__.py"));
    }
  for (guint i = 0; i < sluice_value_get_length (files); i++)
    {
      const char *path = sluice_value_get_key (files, i);

      if (g_path_is_absolute (path) || strstr (path, "..") != NULL)
        sluice_export_note (self->into, "%s is outside of the project, and is left out", path);
      else
        write_module (self, path, sluice_value_get_member_at (files, i), is_same);
    }
}
