/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * nodes.py: a class for each distinct node, with the phases it has. What the settings of a node say in
 * templates is worked out at the end of prep, as only there a node of PocketFlow sees the store.
 */
#include "exchange/python-class.h"

#include <string.h>

#include "base/ids.h"
#include "base/json.h"
#include "exchange/python-keep.h"
#include "graph/catalog.h"

static const struct
{
  const char *key;
  const char *plain;     /* what stands behind def */
  const char *waiting;
  SluicePythonPhase phase;
} phases[] = {
  { "prep", "prep(self, shared)", "prep_async(self, shared)", SLUICE_PYTHON_PREP },
  { "exec", "exec(self, prep_res)", "exec_async(self, prep_res)", SLUICE_PYTHON_EXEC },
  { "fallback", "exec_fallback(self, prep_res, exc)", "exec_fallback_async(self, prep_res, exc)",
    SLUICE_PYTHON_FALLBACK },
  { "post", "post(self, shared, prep_res, exec_res)", "post_async(self, shared, prep_res, exec_res)",
    SLUICE_PYTHON_POST },
};

/* A flow that does something itself is written as a node that runs it. */
const char *
sluice_python_get_kind (SluicePythonClass *self)
{
  const char *kind = sluice_value_get_member_string (self->node, "kind");

  return kind != NULL ? kind : "flow";
}

static const char *
get_batch_mode (SluiceValue node)
{
  SluiceValue batch = sluice_value_get_member (node, "batch");
  const char *mode = SLUICE_VALUE_IS_STRING (batch) ? sluice_value_get_string (batch)
                                                    : sluice_value_get_member_string (batch, "mode");

  return mode;
}

gboolean
sluice_python_is_parallel (SluiceValue object)
{
  return g_strcmp0 (get_batch_mode (object), "parallel") == 0;
}

SluicePythonUse
sluice_python_make_use (SluicePythonClass             *self,
          SluicePythonPhase  phase)
{
  static const char * const lists[] = { "sql", "file", "search", "vector", "embed", NULL };

  return (SluicePythonUse) {
    .phase = phase, .is_batch = self->is_batch, .is_async = self->is_async,
    .has_list = self->is_batch || g_strv_contains (lists, sluice_python_get_kind (self)),
    .modules = self->project->modules,
    .helpers = self->project->helpers, .people = self->project->people, .files = self->project->files,
  };
}

void
sluice_python_indent (GString    *into,
              const char *indent,
              const char *lines)
{
  g_auto (GStrv) all = g_strsplit (lines, "\n", -1);

  for (guint i = 0; all[i] != NULL; i++)
    if (*all[i] != '\0')
      g_string_append_printf (into, "%s%s\n", indent, all[i]);
    else if (all[i + 1] != NULL)
      g_string_append_c (into, '\n');
}

void
sluice_python_mark (SluicePythonProject *self,
                    GString             *into,
                    const char          *indent,
                    const char          *name,
                    const char          *text)
{
  const char *kept = g_hash_table_lookup (self->kept, name);

  g_string_append_printf (into, "%s# >>> yours: %s\n", indent, name);
  if (kept != NULL)
    g_string_append (into, kept);
  else
    sluice_python_indent (into, indent, text);
  g_string_append_printf (into, "%s# <<< yours: %s\n", indent, name);
  g_hash_table_remove (self->kept, name);
}

/* What a person has to write: the place is marked, and holds the source. */
void
sluice_python_missing (SluicePythonClass      *self,
               GString    *into,
               const char *phase,
               const char *source,
               const char *why)
{
  g_autofree char *name = g_strdup_printf ("%s.%s", self->address, phase);
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_append_printf (text, "# Not translated: %s.\n", why);
  sluice_python_indent (text, "#     ", source);
  g_string_append_printf (text, "raise NotImplementedError(\"%s\")\n", name);
  if (!self->reports)
    return;
  if (!g_hash_table_contains (self->project->kept, name))
    sluice_export_note (self->project->into, "%s: %s is not translated: %s", self->address, phase, why);
  sluice_python_mark (self->project, into, "        ", name, text->str);
}

static void
write_def (SluicePythonClass      *self,
           const char *phase)
{
  for (guint i = 0; i < G_N_ELEMENTS (phases); i++)
    if (g_str_equal (phases[i].key, phase))
      {
        const char *form = self->is_async ? phases[i].waiting : phases[i].plain;
        g_autofree char *line = g_strdup (form);

        if (self->is_batch && phases[i].phase == SLUICE_PYTHON_EXEC)
          {
            g_free (line);
            line = g_strdup (self->is_async ? "exec_async(self, item)" : "exec(self, item)");
          }
        g_string_append_printf (self->out, "\n    %sdef %s:\n", self->is_async ? "async " : "", line);
      }
}

/* The lines of a phase, translated or for a person to write. Returns: (transfer full) */
char *
sluice_python_lines (SluicePythonClass             *self,
           const char        *key,
           const char        *lua,
           gboolean           is_expression,
           SluicePythonPhase  phase)
{
  SluicePythonUse use = sluice_python_make_use (self, phase);
  g_autofree char *problem = NULL;
  g_autofree char *lines = sluice_python_body (lua, is_expression, &use, &problem);
  GString *body = g_string_new (NULL);

  if (lines != NULL)
    {
      self->waits |= use.waits;
      sluice_python_indent (body, "        ", *lines != '\0' ? lines : "pass");
    }
  else
    sluice_python_missing (self, body, key, lua, problem);
  return g_string_free (body, FALSE);
}

static char *
dup_phase (SluicePythonClass      *self,
           const char *key,
           gboolean   *is_expression)
{
  char *text = sluice_text_from_value (sluice_value_get_member (self->node, key));

  *is_expression = FALSE;
  if (text == NULL && g_str_equal (key, "prep"))
    {
      text = sluice_text_from_value (sluice_value_get_member (self->node, "input"));
      *is_expression = text != NULL;
    }
  return text;
}

static void
write_prep (SluicePythonClass   *self,
            GString *preparation)
{
  gboolean is_expression;
  g_autofree char *lua = dup_phase (self, "prep", &is_expression);
  g_autofree char *body =
    lua != NULL ? sluice_python_lines (self, is_expression ? "input" : "prep", lua, is_expression, SLUICE_PYTHON_PREP)
                : NULL;

  if (body == NULL && preparation->len == 0)
    return;
  if (body != NULL && preparation->len > 0)
    g_string_append_printf (self->out, "\n    %sdef prepare(self, shared):\n%s", self->is_async ? "async " : "", body);
  write_def (self, "prep");
  if (preparation->len == 0)
    g_string_append (self->out, body);
  else if (body == NULL)
    g_string_append (self->out, preparation->str);
  else
    g_string_append_printf (self->out, "        prep_res = %sself.prepare(shared)\n%s        return prep_res\n",
                            self->is_async ? "await " : "", preparation->str);
}

/* Returns: (transfer full) (nullable): the lines of exec, where the kind has one */
static char *
make_exec (SluicePythonClass *self,
           GString           *preparation)
{
  gboolean is_expression;
  g_autofree char *lua = dup_phase (self, "exec", &is_expression);

  if (!g_str_equal (sluice_python_get_kind (self), "script"))
    return sluice_python_kind_exec (self, preparation);
  return lua != NULL ? sluice_python_lines (self, "exec", lua, FALSE, SLUICE_PYTHON_EXEC) : NULL;
}

static void
write_fallback (SluicePythonClass *self)
{
  gboolean is_expression;
  g_autofree char *lua = dup_phase (self, "fallback", &is_expression);
  g_autofree char *body = lua == NULL ? NULL
                                      : sluice_python_lines (self, "fallback", lua, FALSE, SLUICE_PYTHON_FALLBACK);

  if (body == NULL)
    return;
  write_def (self, "fallback");
  g_string_append (self->out, body);
}

/* The action where post gives none: a constant, an expression, or what the kind does. NULL: none. */
static char *
make_action (SluicePythonClass *self,
             GString           *methods)
{
  SluiceValue action = sluice_value_get_member (self->node, "action");
  const char *expression = sluice_value_get_member_string (action, "expr");

  if (SLUICE_VALUE_IS_STRING (action))
    return sluice_python_string (sluice_value_get_string (action));
  if (expression != NULL)
    {
      SluicePythonUse use = sluice_python_make_use (self, SLUICE_PYTHON_POST);
      g_autofree char *problem = NULL;
      char *python = sluice_python_expression (expression, &use, &problem);

      self->waits |= use.waits;
      if (python == NULL && self->reports)
        sluice_export_note (self->project->into, "%s: action is not translated: %s", self->address, problem);
      return python;
    }
  return sluice_python_kind_action (self, methods);
}

static void
add_output (SluicePythonClass   *self,
            GString *lines)
{
  const char *output = sluice_value_get_member_string (self->node, "output");
  g_autofree char *quoted = NULL;

  if (output == NULL && g_str_equal (sluice_python_get_kind (self), "ask")
      && !sluice_value_has_member (self->node, "post"))
    output = strrchr (self->address, '/') + 1;
  if (output == NULL)
    return;
  quoted = sluice_python_string (output);
  g_string_append_printf (lines, "        shared[%s] = exec_res\n", quoted);
}

static void
write_post (SluicePythonClass *self)
{
  gboolean is_expression;
  g_autofree char *lua = dup_phase (self, "post", &is_expression);
  g_autofree char *body = lua != NULL ? sluice_python_lines (self, "post", lua, FALSE, SLUICE_PYTHON_POST) : NULL;
  g_autoptr (GString) methods = g_string_new (NULL);
  g_autofree char *action = make_action (self, methods);
  g_autoptr (GString) lines = g_string_new (NULL);
  gboolean decides = body != NULL && action != NULL && strstr (body, "return") != NULL;

  sluice_python_kind_post (self, lines);
  add_output (self, lines);
  /* PocketFlow's flows return their last action by themselves. */
  if (body == NULL && lines->len == 0 && (action == NULL || g_str_equal (sluice_python_get_kind (self), "flow")))
    return;
  g_string_append (self->out, methods->str);
  if (decides)
    g_string_append_printf (self->out, "\n    %sdef decide(self, shared, prep_res, exec_res):\n%s",
                            self->is_async ? "async " : "", body);
  write_def (self, "post");
  g_string_append (self->out, lines->str);
  if (decides)
    g_string_append_printf (self->out,
                            "        action = %sself.decide(shared, prep_res, exec_res)\n"
                            "        return action if action is not None else %s\n",
                            self->is_async ? "await " : "", action);
  else
    {
      if (body != NULL)
        g_string_append (self->out, body);
      if (action != NULL)
        g_string_append_printf (self->out, "        return %s\n", action);
    }
}

/* All items at once, or so many of them; what an error does to the others. */
static void
write_parallel (SluicePythonClass *self)
{
  SluiceValue batch = sluice_value_get_member (self->node, "batch");
  gint64 limit = sluice_value_get_integer (sluice_value_get_member (batch, "limit"));
  gboolean cancels = g_strcmp0 (sluice_value_get_member_string (batch, "on_error"), "cancel-siblings") == 0;
  const char *run = "AsyncNode._exec(copy.copy(self), item)";

  g_string_append (self->out, "        # Each item counts its own attempts.\n");
  if (limit > 0)
    {
      g_string_append_printf (self->out, "        gate = asyncio.Semaphore(%" G_GINT64_FORMAT ")\n\n"
                              "        async def run(item):\n"
                              "            async with gate:\n"
                              "                return await %s\n\n", limit, run);
      run = "run(item)";
    }
  g_string_append_printf (self->out, "        runs = [asyncio.ensure_future(%s) for item in items or []]\n", run);
  if (!cancels)
    {
      g_string_append (self->out, "        return await asyncio.gather(*runs)\n");
      return;
    }
  g_string_append (self->out, "        try:\n"
                   "            return await asyncio.gather(*runs)\n"
                   "        finally:\n"
                   "            for other in runs:\n"
                   "                other.cancel()\n");
}

/* What PocketFlow's own classes do badly: no items at all, and attempts that parallel items share. */
static void
write_guards (SluicePythonClass *self)
{
  const char *mode = get_batch_mode (self->node);

  if (!self->is_async || !self->is_batch || g_str_equal (sluice_python_get_kind (self), "flow"))
    return;
  g_string_append (self->out, "\n    async def _exec(self, items):\n");
  if (g_strcmp0 (mode, "parallel") != 0)
    {
      g_string_append (self->out, "        return await super()._exec(items or [])\n");
      return;
    }
  g_hash_table_add (self->project->modules, g_strdup ("asyncio"));
  g_hash_table_add (self->project->modules, g_strdup ("copy"));
  g_hash_table_add (self->project->bases, g_strdup ("AsyncNode"));
  write_parallel (self);
}

/* A flow hands its own parameters to each node it comes to. */
static void
write_params (SluicePythonClass *self)
{
  SluiceValue params = sluice_value_get_member (self->node, "params");

  if (!SLUICE_VALUE_IS_OBJECT (params) || strchr (self->address, '/') == NULL)
    return;
  g_string_append (self->out, "\n    def set_params(self, params):\n        super().set_params({**params, **");
  sluice_python_value (self->out, params, 2);
  g_string_append (self->out, "})\n");
}

/* An attempt that may last only so long is a function of its own. */
static void
write_exec (SluicePythonClass *self,
            const char        *lines)
{
  double timeout = sluice_value_get_real (sluice_value_get_member (self->node, "timeout"));
  const char *item = self->is_batch ? "item" : "prep_res";
  char buffer[32];

  if (timeout <= 0 || !self->is_async)
    {
      write_def (self, "exec");
      g_string_append (self->out, lines);
      return;
    }
  g_hash_table_add (self->project->modules, g_strdup ("asyncio"));
  sluice_json_write_real (timeout, buffer);
  g_string_append_printf (self->out, "\n    async def attempt(self, %s):\n%s", item, lines);
  write_def (self, "exec");
  g_string_append_printf (self->out, "        return await asyncio.wait_for(self.attempt(%s), %s)\n", item, buffer);
}

static void
write_phases (SluicePythonClass *self)
{
  g_autoptr (GString) preparation = g_string_new (NULL);
  g_autofree char *exec = make_exec (self, preparation);

  write_params (self);
  write_prep (self, preparation);
  if (exec != NULL)
    write_exec (self, exec);
  write_fallback (self);
  write_post (self);
  write_guards (self);
}

/* A node, or a flow. */
static SluiceValue
get_object (SluiceDocument *document,
            const char     *address)
{
  return strchr (address, '/') != NULL ? sluice_document_get_node (document, address)
                                       : sluice_document_get_flow (document, address);
}

static gboolean
does_wait (SluicePythonProject *self,
           const char          *address)
{
  return g_hash_table_contains (strchr (address, '/') != NULL ? self->waiting : self->async_flows, address);
}

char *
sluice_python_get_base (SluicePythonProject *self,
                        const char          *address)
{
  SluiceValue node = get_object (self->document, address);
  gboolean is_flow = strchr (address, '/') == NULL
                     || g_strcmp0 (sluice_value_get_member_string (node, "kind"), "flow") == 0;
  const char *mode = get_batch_mode (node);

  return g_strdup_printf ("%s%s%s%s", does_wait (self, address) ? "Async" : "",
                          g_strcmp0 (mode, "parallel") == 0 ? "Parallel" : "", mode != NULL ? "Batch" : "",
                          is_flow ? "Flow" : "Node");
}

gboolean
sluice_python_is_plain_flow (SluiceValue node)
{
  static const char * const keys[] = { "prep", "input", "post", "output", "action", "batch", "params" };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (sluice_value_has_member (node, keys[i]))
      return FALSE;
  return TRUE;
}

gboolean
sluice_python_node_waits (SluicePythonProject *self,
                          const char          *address)
{
  g_autoptr (GString) out = g_string_new (NULL);
  SluiceValue node = sluice_document_get_node (self->document, address);
  SluicePythonClass it = { .project = self, .address = address, .node = node, .out = out };
  const char *kind = sluice_python_get_kind (&it);

  it.is_batch = get_batch_mode (node) != NULL;
  if (sluice_python_get_own_class (node) != NULL)
    return sluice_python_is_own_async (node);
  if (sluice_python_is_parallel (node) || sluice_value_has_member (node, "timeout"))
    return TRUE;
  if (self->is_parallel && (g_str_equal (kind, "ask") || g_str_equal (kind, "choice")))
    return TRUE;
  write_phases (&it);
  return it.waits || (self->is_parallel && strstr (out->str, "ask(") != NULL);
}

static char *
dup_title (SluiceDocument *document,
           const char     *address)
{
  const char *title;

  if (strchr (address, '/') != NULL)
    return sluice_document_dup_node_title (document, address);
  title = sluice_value_get_member_string (sluice_document_get_flow (document, address), "title");
  return title != NULL && *title != '\0' ? g_strdup (title) : g_strdup_printf ("%s flow", address);
}

/* Python's own, and those of PocketFlow's classes. */
static gboolean
is_reserved (const char *name)
{
  static const char * const constants[] = { "False", "None", "True", NULL };

  return g_strv_contains (constants, name) || g_str_has_suffix (name, "Node") || g_str_has_suffix (name, "Flow");
}

static char *
make_class_name (SluicePythonProject *self,
                 const char          *address,
                 GHashTable          *taken)
{
  g_autofree char *title = dup_title (self->document, address);
  g_autoptr (GString) name = g_string_new (NULL);
  gboolean is_start = TRUE;
  char *unique;

  for (const char *c = title; *c != '\0'; c++)
    {
      if (g_ascii_isalnum (*c))
        g_string_append_c (name, is_start ? g_ascii_toupper (*c) : *c);
      is_start = !g_ascii_isalnum (*c);
    }
  if (name->len == 0 || g_ascii_isdigit (*name->str) || is_reserved (name->str))
    g_string_prepend (name, "A");
  unique = g_strdup (name->str);
  for (guint n = 2; g_hash_table_contains (taken, unique); n++)
    {
      g_free (unique);
      unique = g_strdup_printf ("%s%u", name->str, n);
    }
  g_hash_table_add (taken, g_strdup (unique));
  return unique;
}

static void
write_docstring (SluicePythonClass *self)
{
  g_autofree char *title = dup_title (self->project->document, self->address);
  g_autofree char *note = sluice_text_from_value (sluice_value_get_member (self->node, "note"));
  g_autoptr (GString) text = g_string_new (title);

  if (!g_str_has_suffix (title, ".") && !g_str_has_suffix (title, "?"))
    g_string_append_c (text, '.');
  if (note != NULL && *note != '\0')
    g_string_append_printf (text, " %s", note);
  g_string_replace (text, "\\", "\\\\", 0);
  g_string_replace (text, "\"", "'", 0);
  g_string_replace (text, "\n", "\n    ", 0);
  g_string_append_printf (self->out, "    \"\"\"%s\"\"\"\n", text->str);
}

/* What makes nodes the same class: all but their place in the flow. */
static char *
make_key (SluicePythonProject *self,
          const char          *address)
{
  static const char * const others[] = { "next", "retries", "wait", "disabled", "pin" };
  g_auto (SluiceValue) node = sluice_value_ref (get_object (self->document, address));
  g_autofree char *json = NULL;

  if (strchr (address, '/') == NULL)
    return g_strdup (address);
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    if (sluice_value_has_member (node, others[i]))
      sluice_value_remove_member (&node, others[i]);
  json = sluice_json_write (node, SLUICE_JSON_WRITE_COMPACT, NULL);
  /* An ask without output writes under its own id. */
  return g_strdup_printf ("%s %s", json,
                          strstr (json, "\"kind\":\"ask\"") != NULL ? strrchr (address, '/') : "");
}

static void
write_class (SluicePythonProject *self,
             const char          *address,
             const char          *name,
             GString             *out)
{
  SluiceValue node = get_object (self->document, address);
  g_autofree char *base = sluice_python_get_base (self, address);
  SluicePythonClass it = {
    .project = self, .address = address, .node = node, .out = out, .reports = TRUE,
    .is_async = does_wait (self, address), .is_batch = get_batch_mode (node) != NULL,
  };

  g_hash_table_add (self->bases, g_strdup (base));
  g_string_append_printf (out, "\n\nclass %s(%s):\n", name, base);
  write_docstring (&it);
  write_phases (&it);
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char * const *) a, *(const char * const *) b);
}

/* "from utils.lua import index, truthy" */
static void
write_imports (GString    *into,
               const char *form,
               GHashTable *names,
               gboolean    each)
{
  g_autoptr (GPtrArray) sorted = g_ptr_array_new ();
  g_autofree char *all = NULL;
  GHashTableIter iter;
  gpointer name;

  g_hash_table_iter_init (&iter, names);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    g_ptr_array_add (sorted, name);
  if (sorted->len == 0)
    return;
  g_ptr_array_sort (sorted, compare_names);
  g_ptr_array_add (sorted, NULL);
  all = g_strjoinv (!each ? ", " : *form != '\0' ? "\nimport " : "\n", (char **) sorted->pdata);
  g_string_append_printf (into, "%s%s\n", form, all);
}

/* The class of a node, or of a flow that does something itself: one for all that are alike. */
static void
add_class (SluicePythonProject *self,
           const char          *address,
           GHashTable          *by_key,
           GHashTable          *taken,
           GString             *classes)
{
  g_autofree char *key = make_key (self, address);
  const char *name = g_hash_table_lookup (by_key, key);

  if (name == NULL)
    {
      char *made = make_class_name (self, address, taken);

      write_class (self, address, made, classes);
      g_hash_table_insert (by_key, g_steal_pointer (&key), made);
      name = made;
    }
  g_hash_table_insert (self->classes, g_strdup (address), g_strdup (name));
}

static gboolean
needs_class (SluicePythonProject *self,
             const char          *address)
{
  SluiceValue node = sluice_document_get_node (self->document, address);
  gboolean is_flow = g_strcmp0 (sluice_value_get_member_string (node, "kind"), "flow") == 0;

  return sluice_python_get_own_class (node) == NULL && !sluice_python_is_passed_by (node)
         && !(is_flow && sluice_python_is_plain_flow (node));
}

/* nodes.py. Returns: (transfer full) (nullable): NULL if there is no class to write */
char *
sluice_python_nodes (SluicePythonProject *self)
{
  g_autoptr (GHashTable) by_key = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GHashTable) taken = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GString) classes = g_string_new (NULL);
  GString *module = g_string_new ("\"\"\"The nodes of the flow.\"\"\"\n");

  for (guint i = 0; i < sluice_document_get_n_flows (self->document); i++)
    {
      const char *flow = sluice_document_get_flow_id (self->document, i);
      SluiceValue object = sluice_document_get_flow (self->document, flow);

      for (guint k = 0; k < sluice_document_get_n_nodes (self->document, flow); k++)
        {
          g_autofree char *address = sluice_address_join (flow, sluice_document_get_node_id (self->document, flow, k));

          if (needs_class (self, address))
            add_class (self, address, by_key, taken, classes);
        }
      if (sluice_python_get_own_class (object) == NULL && sluice_python_flow_has_phases (object))
        add_class (self, flow, by_key, taken, classes);
    }
  write_imports (module, "import ", self->modules, TRUE);
  if (g_hash_table_size (self->modules) > 0)
    g_string_append_c (module, '\n');
  write_imports (module, "from pocketflow import ", self->bases, FALSE);
  write_imports (module, "from utils.lua import ", self->helpers, FALSE);
  write_imports (module, "from utils.people import ", self->people, FALSE);
  write_imports (module, "", self->utils, TRUE);
  g_string_append_c (module, '\n');
  sluice_python_mark (self, module, "", "imports", "");
  g_string_append (module, classes->str);
  g_string_append (module, "\n\n");
  sluice_python_mark (self, module, "", "more", "");
  return g_string_free (module, FALSE);
}
