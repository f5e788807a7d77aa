/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What the kinds do, in Python: each calls a function of a module of utils with its settings. What a setting works
 * out from the store is worked out at the end of prep, as only there a node of PocketFlow sees it.
 */
#include "exchange/python-class.h"

#include <string.h>

#include "base/json.h"
#include "graph/catalog.h"

typedef struct
{
  const char *setting;
  const char *name; /* of the argument; NULL: the same */
} Argument;

typedef struct
{
  const char *kind;
  const char *does;      /* of the kinds that do several things; or NULL */
  const char *module;
  const char *function;
  const char *first;     /* the setting that stands first, else what prep gives; NULL: none does */
  gboolean    has_item;  /* what prep gives stands first, or behind the first setting */
  gboolean    waits;     /* the function is a coroutine */
  Argument    arguments[20];
} Translation;

static const Translation translations[] = {
  { "llm", NULL, "llm", "call_llm", "prompt", TRUE, FALSE,
    { { "system", NULL }, { "images", NULL }, { "provider", NULL }, { "model", NULL }, { "url", NULL }, { "key", NULL },
      { "reply", NULL }, { "schema", NULL }, { "keys", NULL }, { "repair", NULL }, { "temperature", NULL },
      { "top-p", "top_p" }, { "max-tokens", "max_tokens" }, { "seed", NULL }, { "stop", NULL }, { "timeout", NULL },
      { "again", NULL } } },
  { "embed", NULL, "embeddings", "embed", "text", TRUE, FALSE,
    { { "provider", NULL }, { "model", NULL }, { "url", NULL }, { "key", NULL }, { "batch", NULL },
      { "dimensions", NULL }, { "timeout", NULL }, { "again", NULL } } },
  { "search", NULL, "web_search", "search", "query", TRUE, FALSE,
    { { "url", NULL }, { "parameter", NULL }, { "parameters", NULL }, { "headers", NULL }, { "token", NULL },
      { "results", NULL }, { "title-at", "title_at" }, { "url-at", "url_at" }, { "text-at", "text_at" },
      { "count", NULL }, { "timeout", NULL }, { "again", NULL } } },
  { "http", NULL, "web", "request", "url", FALSE, FALSE,
    { { "method", NULL }, { "query", NULL }, { "headers", NULL }, { "token", NULL }, { "body", NULL },
      { "body-type", "body_type" }, { "answer", NULL }, { "timeout", NULL }, { "again", NULL },
      { "max-size", "max_size" } } },
  { "file", "read", "files", "read_file", "path", FALSE, FALSE,
    { { "format", "form" }, { "header", NULL }, { "max-size", "max_size" } } },
  { "file", "write", "files", "write_file", "path", FALSE, FALSE,
    { { "format", "form" }, { "header", NULL }, { "make-folders", "make_folders" } } },
  { "file", "append", "files", "write_file", "path", FALSE, FALSE,
    { { "format", "form" }, { "header", NULL }, { "make-folders", "make_folders" } } },
  { "file", "list", "files", "list_folder", "path", FALSE, FALSE,
    { { "pattern", NULL }, { "entries", NULL }, { "recursive", NULL } } },
  { "command", NULL, "command", "run_command", "program", FALSE, FALSE,
    { { "args", NULL }, { "stdin", NULL }, { "environment", NULL }, { "pass", "keep" }, { "folder", NULL },
      { "timeout", NULL }, { "format", "form" }, { "header", NULL } } },
  { "sql", NULL, "database", "query", "database", FALSE, FALSE,
    { { "query", "sql" }, { "params", NULL }, { "read-only", "read_only" }, { "timeout", NULL },
      { "max-rows", "max_rows" } } },
  { "delay", "for", "clock", "sleep_for", "seconds", FALSE, TRUE, { { NULL, NULL } } },
  { "delay", "until", "clock", "sleep_until", "until", FALSE, TRUE, { { NULL, NULL } } },
  { "delay", "every", "clock", "sleep_to_beat", "seconds", FALSE, TRUE, { { NULL, NULL } } },
  { "log", NULL, "console", "show", "message", FALSE, FALSE, { { "level", NULL }, { "table", NULL } } },
};

/* Settings without a counterpart; the value that asks for nothing. */
static const struct
{
  const char *kind;
  const char *setting;
} dropped[] = {
  { "embed", "concurrent" }, { "embed", "per-minute" },
  { "llm", "tools" }, { "llm", "concurrent" }, { "llm", "per-minute" }, { "http", "redirects" }, { "http", "pages" },
  { "http", "next" }, { "http", "items" }, { "http", "concurrent" }, { "http", "per-minute" },
  { "command", "max-size" },
};

static SluiceValue
get_setting (SluicePythonClass *self,
             const char        *name)
{
  return sluice_value_get_member (sluice_value_get_member (self->node, "settings"), name);
}

/* The setting, or what it is where it is not set. */
static const char *
get_choice (SluicePythonClass *self,
            const char        *name)
{
  const SluiceKindInfo *info = sluice_catalog_lookup (sluice_python_get_kind (self));
  const SluiceSettingInfo *setting = info != NULL ? sluice_kind_info_find_setting (info, name) : NULL;
  const char *given = sluice_value_get_string (get_setting (self, name));

  if (given != NULL || setting == NULL)
    return given;
  return sluice_value_get_string (setting->fallback);
}

/* Values */

static char *
dup_only_expression (const char *text)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));
  gsize length = strlen (stripped);
  const char *end = strstr (stripped, "}}");

  if (!g_str_has_prefix (stripped, "{{") || end == NULL || end != stripped + length - 2)
    return NULL;
  return g_strndup (stripped + 2, length - 4);
}

/* Whether something in a value is worked out from the store. */
static gboolean
needs_store (SluiceValue value)
{
  g_autofree char *json = sluice_json_write (value, SLUICE_JSON_WRITE_COMPACT, NULL);

  return (strstr (json, "{{") != NULL || strstr (json, "\"expr\"") != NULL) && strstr (json, "shared") != NULL;
}

static char *
write_text (SluicePythonClass  *self,
            const char         *text,
            gboolean            is_value,
            SluicePythonUse    *use,
            char              **problem)
{
  g_autofree char *only = is_value ? dup_only_expression (text) : NULL;

  if (only != NULL)
    return sluice_python_expression (only, use, problem);
  return sluice_python_template (text, use, problem);
}

static char *
write_secret (SluicePythonClass *self,
              const char        *name,
              gboolean           is_kept)
{
  g_autofree char *upper = g_ascii_strup (name, -1);
  g_autofree char *variable = g_strdelimit (g_strdup (is_kept ? upper : name), "- .", '_');
  g_autofree char *quoted = sluice_python_string (variable);

  g_hash_table_add (self->project->modules, g_strdup ("os"));
  if (is_kept && self->reports)
    sluice_export_note (self->project->into,
                        "%s: the secret “%s” of the keyring is to be in the environment, as %s", self->address, name,
                        variable);
  return g_strdup_printf ("os.environ.get(%s)", quoted);
}

static char *write_value (SluicePythonClass  *self,
                          SluiceValue         value,
                          gboolean            is_value,
                          SluicePythonUse    *use,
                          char              **problem);

static char *
write_members (SluicePythonClass  *self,
               SluiceValue         value,
               gboolean            is_value,
               SluicePythonUse    *use,
               char              **problem)
{
  gboolean is_object = SLUICE_VALUE_IS_OBJECT (value);
  g_autoptr (GString) out = g_string_new (is_object ? "{" : "[");
  SluiceValueIter iter;
  SluiceValue member;
  const char *key;

  for (sluice_value_iter_init (&iter, value); sluice_value_iter_next (&iter, &key, &member);)
    {
      g_autofree char *quoted = key != NULL ? sluice_python_string (key) : NULL;
      g_autofree char *text = write_value (self, member, is_value, use, problem);

      if (text == NULL)
        return NULL;
      g_string_append_printf (out, "%s%s%s%s", out->len > 1 ? ", " : "", quoted != NULL ? quoted : "",
                              quoted != NULL ? ": " : "", text);
    }
  g_string_append_c (out, is_object ? '}' : ']');
  return g_strdup (out->str);
}

/* A value of JSON, its templates and expressions as Python. */
static char *
write_value (SluicePythonClass  *self,
             SluiceValue         value,
             gboolean            is_value,
             SluicePythonUse    *use,
             char              **problem)
{
  const char *expression = sluice_value_get_member_string (value, "expr");
  const char *variable = sluice_value_get_member_string (value, "$env");
  const char *secret = sluice_value_get_member_string (value, "$secret");
  const char *text = sluice_value_get_string (value);
  g_autoptr (GString) plain = NULL;

  if (expression != NULL && sluice_value_get_length (value) == 1)
    return sluice_python_expression (expression, use, problem);
  if (variable != NULL || secret != NULL)
    return write_secret (self, variable != NULL ? variable : secret, variable == NULL);
  if (text != NULL && strstr (text, "{{") != NULL)
    return write_text (self, text, is_value, use, problem);
  if (SLUICE_VALUE_IS_OBJECT (value) || SLUICE_VALUE_IS_ARRAY (value))
    return write_members (self, value, is_value, use, problem);
  plain = g_string_new (NULL);
  sluice_python_value (plain, value, 0);
  return g_strdup (plain->str);
}

/* Texts are lines, or one. */
static SluiceValue
dup_setting (SluicePythonClass *self,
             const char        *name)
{
  const SluiceKindInfo *info = sluice_catalog_lookup (sluice_python_get_kind (self));
  const SluiceSettingInfo *setting = info != NULL ? sluice_kind_info_find_setting (info, name) : NULL;
  SluiceValue value = get_setting (self, name);
  gboolean is_text = setting != NULL && (setting->type == SLUICE_SETTING_TEXT || setting->type == SLUICE_SETTING_CODE);
  g_autofree char *text = is_text ? sluice_text_from_value (value) : NULL;

  return text != NULL ? sluice_value_string (text) : sluice_value_ref (value);
}

/* The expression that gives a setting where exec runs; NULL: it is not set. */
static char *
make_setting (SluicePythonClass *self,
              const char        *name,
              GString           *preparation)
{
  static const char * const taken[] = { "params", "wait", "next", NULL };
  const SluiceKindInfo *info = sluice_catalog_lookup (sluice_python_get_kind (self));
  const SluiceSettingInfo *setting = info != NULL ? sluice_kind_info_find_setting (info, name) : NULL;
  gboolean is_value = setting != NULL && setting->type == SLUICE_SETTING_JSON;
  g_auto (SluiceValue) value = dup_setting (self, name);
  gboolean is_of_store = needs_store (value);
  SluicePythonUse use = sluice_python_make_use (self, is_of_store ? SLUICE_PYTHON_PREP : SLUICE_PYTHON_EXEC);
  g_autofree char *problem = NULL;
  g_autofree char *python = NULL;
  g_autofree char *attribute = NULL;

  if (SLUICE_VALUE_IS_NULL (value))
    return NULL;
  python = write_value (self, value, is_value, &use, &problem);
  self->waits |= use.waits;
  if (python == NULL)
    {
      g_autofree char *json = sluice_json_write (value, SLUICE_JSON_WRITE_COMPACT, NULL);

      if (self->reports)
        sluice_export_note (self->project->into, "%s: the template of %s is not translated: %s", self->address, name,
                            problem);
      return sluice_python_string (SLUICE_VALUE_IS_STRING (value) ? sluice_value_get_string (value) : json);
    }
  if (!is_of_store)
    return g_steal_pointer (&python);
  attribute = g_strdelimit (g_strconcat (name, g_strv_contains (taken, name) ? "_" : "", NULL), "-", '_');
  g_string_append_printf (preparation, "        self.%s = %s\n", attribute, python);
  return g_strdup_printf ("self.%s", attribute);
}

/* Calls */

static void
need_function (SluicePythonClass *self,
               const char        *module,
               const char        *function)
{
  g_hash_table_add (self->project->utils, g_strdup_printf ("from utils.%s import %s", module, function));
}

static const char *
get_item (SluicePythonClass *self)
{
  return self->is_batch ? "item" : "prep_res";
}

/* The actions of edges beside "default", as a tuple; NULL: there are none. */
static char *
make_edges (SluicePythonClass *self)
{
  SluiceValue next = sluice_value_get_member (self->node, "next");
  g_autoptr (GString) edges = g_string_new (NULL);

  for (guint i = 0; SLUICE_VALUE_IS_OBJECT (next) && i < sluice_value_get_length (next); i++)
    {
      g_autofree char *quoted = sluice_python_string (sluice_value_get_key (next, i));

      if (!g_str_equal (sluice_value_get_key (next, i), "default"))
        g_string_append_printf (edges, "%s, ", quoted);
    }
  if (edges->len == 0)
    return NULL;
  /* One alone keeps its comma. */
  g_string_truncate (edges, edges->len - (strchr (edges->str, ',') == edges->str + edges->len - 2 ? 1 : 2));
  return g_strdup_printf ("(%s)", edges->str);
}

static gboolean
has_edge (SluicePythonClass *self,
          const char        *action)
{
  return sluice_value_has_member (sluice_value_get_member (self->node, "next"), action);
}

static void
add_argument (GPtrArray  *arguments,
              const char *name,
              char       *take_value)
{
  g_autofree char *value = take_value;

  if (value != NULL)
    g_ptr_array_add (arguments, g_strdup_printf ("%s=%s", name, value));
}

/* What a kind needs beside its settings. */
static void
add_others (SluicePythonClass *self,
            const Translation *way,
            GPtrArray         *arguments,
            GString           *preparation)
{
  const char *history = sluice_value_get_string (get_setting (self, "history"));

  if (g_str_equal (way->kind, "llm") && history != NULL && *history != '\0')
    {
      g_autofree char *quoted = sluice_python_string (history);

      g_string_append_printf (preparation, "        self.history = shared.get(%s, [])\n", quoted);
      add_argument (arguments, "history", g_strdup ("self.history"));
    }
  if (g_str_equal (way->kind, "http") || g_str_equal (way->kind, "command"))
    add_argument (arguments, "edges", make_edges (self));
  if (g_str_equal (way->kind, "file") && has_edge (self, "missing") && g_str_equal (way->does, "read"))
    add_argument (arguments, "may_miss", g_strdup ("True"));
  if (g_strcmp0 (way->does, "append") == 0)
    add_argument (arguments, "append", g_strdup ("True"));
}

/* Many arguments stand on lines of their own. */
static char *
join_call (SluicePythonClass *self,
           const char        *function,
           GPtrArray         *arguments,
           gboolean           waits)
{
  gboolean is_threaded = self->is_async && !waits;
  GString *call = g_string_new (NULL);
  gsize length = 0;

  for (guint i = 0; i < arguments->len; i++)
    length += strlen (g_ptr_array_index (arguments, i)) + 2;
  g_string_append_printf (call, "        return %s%s", waits || self->is_async ? "await " : "",
                          is_threaded ? "asyncio.to_thread" : function);
  if (is_threaded)
    g_hash_table_add (self->project->modules, g_strdup ("asyncio"));
  g_string_append (call, length > 80 ? "(\n" : "(");
  if (is_threaded)
    g_ptr_array_insert (arguments, 0, g_strdup (function));
  for (guint i = 0; i < arguments->len; i++)
    if (length > 80)
      g_string_append_printf (call, "            %s,\n", (char *) g_ptr_array_index (arguments, i));
    else
      g_string_append_printf (call, "%s%s", i > 0 ? ", " : "", (char *) g_ptr_array_index (arguments, i));
  g_string_append (call, length > 80 ? "        )\n" : ")\n");
  return g_string_free (call, FALSE);
}

static void
note_dropped (SluicePythonClass *self)
{
  for (guint i = 0; self->reports && i < G_N_ELEMENTS (dropped); i++)
    if (g_str_equal (dropped[i].kind, sluice_python_get_kind (self))
        && !SLUICE_VALUE_IS_NULL (get_setting (self, dropped[i].setting)))
      sluice_export_note (self->project->into, "%s: the setting “%s” has no counterpart, and is left out",
                          self->address, dropped[i].setting);
}

static char *
translate (SluicePythonClass *self,
           const Translation *way,
           GString           *preparation)
{
  g_autoptr (GPtrArray) arguments = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *first = way->first != NULL ? make_setting (self, way->first, preparation) : NULL;
  gboolean is_written = g_str_equal (way->function, "write_file");

  note_dropped (self);
  need_function (self, way->module, way->function);
  self->waits |= way->waits;
  if (first == NULL && !way->has_item)
    first = g_strdup (g_str_equal (way->kind, "delay") ? "1" : "\"\"");
  if (first != NULL && way->has_item && *first != '"')
    /* A text that turns out blank leaves it to what prep gave. */
    g_ptr_array_add (arguments, g_strdup_printf ("%s or %s", first, get_item (self)));
  else
    g_ptr_array_add (arguments, first != NULL ? g_steal_pointer (&first) : g_strdup (get_item (self)));
  if (is_written)
    {
      char *content = make_setting (self, "content", preparation);

      g_ptr_array_add (arguments, content != NULL ? content : g_strdup (get_item (self)));
    }
  for (guint i = 0; i < G_N_ELEMENTS (way->arguments) && way->arguments[i].setting != NULL; i++)
    {
      const Argument *argument = &way->arguments[i];

      add_argument (arguments, argument->name != NULL ? argument->name : argument->setting,
                    make_setting (self, argument->setting, preparation));
    }
  add_others (self, way, arguments, preparation);
  return join_call (self, way->function, arguments, way->waits);
}

/* Kinds that are not one call */

static char *
make_vector (SluicePythonClass *self,
             GString           *preparation)
{
  g_autoptr (GPtrArray) arguments = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *file = make_setting (self, "file", preparation);
  const char *key = sluice_value_get_string (get_setting (self, "key"));
  g_autofree char *quoted = sluice_python_string (key != NULL ? key : "");

  need_function (self, "nearest", "nearest");
  if (file != NULL)
    {
      need_function (self, "files", "read_file");
      g_ptr_array_add (arguments, g_strdup_printf ("read_file(%s, \"json\")", file));
    }
  else
    {
      g_string_append_printf (preparation, "        self.items = shared.get(%s)\n", quoted);
      g_ptr_array_add (arguments, g_strdup ("self.items"));
    }
  g_ptr_array_add (arguments, g_strdup (get_item (self)));
  add_argument (arguments, "count", make_setting (self, "count", preparation));
  add_argument (arguments, "metric", make_setting (self, "metric", preparation));
  return join_call (self, "nearest", arguments, FALSE);
}

static char *
make_queue (SluicePythonClass *self,
            GString           *preparation)
{
  const char *does = get_choice (self, "does");
  SluiceValue wait = get_setting (self, "wait");
  gboolean waits = !SLUICE_VALUE_IS_BOOLEAN (wait) || sluice_value_get_boolean (wait);
  gint64 limit = sluice_value_get_integer (get_setting (self, "limit"));
  g_autofree char *name = make_setting (self, "queue", preparation);
  g_autofree char *value = make_setting (self, "value", preparation);
  g_autofree char *more = limit > 0 ? g_strdup_printf (", %" G_GINT64_FORMAT, limit) : g_strdup ("");
  const char *put = value != NULL ? value : get_item (self);

  need_function (self, "queues", "get_queue");
  g_string_append_printf (preparation, "        self.queue = get_queue(shared, %s%s)\n", name != NULL ? name : "\"\"",
                          more);
  self->waits = TRUE;
  if (g_strcmp0 (does, "size") == 0)
    return g_strdup ("        return self.queue.qsize()\n");
  if (g_strcmp0 (does, "wait") == 0)
    {
      need_function (self, "queues", "wait_for_item");
      return g_strdup ("        return await wait_for_item(self.queue)\n");
    }
  if (g_strcmp0 (does, "put") == 0 && waits)
    return g_strdup_printf ("        await self.queue.put(%s)\n        return True\n", put);
  if (g_strcmp0 (does, "put") == 0)
    return g_strdup_printf ("        if self.queue.full():\n            return None\n"
                            "        self.queue.put_nowait(%s)\n        return True\n", put);
  return g_strdup (waits ? "        return await self.queue.get()\n"
                         : "        return None if self.queue.empty() else self.queue.get_nowait()\n");
}

static void
add_ask_options (SluicePythonClass *self,
                 GPtrArray         *arguments,
                 GString           *preparation)
{
  const char *type = sluice_value_get_string (get_setting (self, "type"));

  if (type != NULL && !g_str_equal (type, "text"))
    add_argument (arguments, "kind", g_strdup_printf ("\"%s\"", type));
  add_argument (arguments, "default", make_setting (self, "default", preparation));
  if (sluice_value_get_boolean (get_setting (self, "allow-empty")))
    add_argument (arguments, "allow_empty", g_strdup ("True"));
}

static char *
make_person (SluicePythonClass *self,
             GString           *preparation)
{
  gboolean is_ask = g_str_equal (sluice_python_get_kind (self), "ask");
  g_autoptr (GPtrArray) arguments = g_ptr_array_new_with_free_func (g_free);
  const char *function = is_ask ? "ask" : "choose";
  char *prompt = make_setting (self, "prompt", preparation);

  g_hash_table_add (self->project->people, g_strdup (function));
  g_ptr_array_add (arguments, prompt != NULL ? prompt : g_strdup ("\"\""));
  if (is_ask)
    add_ask_options (self, arguments, preparation);
  else
    {
      char *choices = make_setting (self, "choices", preparation);

      g_ptr_array_add (arguments, choices != NULL ? choices : g_strdup ("[]"));
    }
  return join_call (self, function, arguments, FALSE);
}

static char *
make_missing (SluicePythonClass *self)
{
  GString *body = g_string_new (NULL);
  g_autofree char *settings = sluice_json_write (sluice_value_get_member (self->node, "settings"),
                                                 SLUICE_JSON_WRITE_PRETTY, NULL);
  g_autofree char *why = g_strdup_printf ("there is no counterpart of the kind “%s”",
                                          sluice_python_get_kind (self));

  sluice_python_missing (self, body, "exec", settings, why);
  return g_string_free (body, FALSE);
}

/* A line alone is printed as people print. */
static gboolean
is_plain_log (SluicePythonClass *self)
{
  return SLUICE_VALUE_IS_NULL (get_setting (self, "level")) && SLUICE_VALUE_IS_NULL (get_setting (self, "table"));
}

char *
sluice_python_kind_exec (SluicePythonClass *self,
                         GString           *preparation)
{
  static const char * const without[] = { "end", "flow", "set", NULL };
  const char *kind = sluice_python_get_kind (self);
  const char *does = get_choice (self, g_str_equal (kind, "delay") ? "waits" : "does");

  if (g_strv_contains (without, kind))
    return NULL;
  if (g_str_equal (kind, "switch"))
    return g_strdup_printf ("        return %s\n", get_item (self));
  if (g_str_equal (kind, "ask") || g_str_equal (kind, "choice"))
    return make_person (self, preparation);
  if (g_str_equal (kind, "vector"))
    return make_vector (self, preparation);
  if (g_str_equal (kind, "queue"))
    return make_queue (self, preparation);
  if (g_str_equal (kind, "log") && is_plain_log (self))
    {
      g_autofree char *message = make_setting (self, "message", preparation);

      return g_strdup_printf ("        message = %s\n        print(message)\n        return message\n",
                              message != NULL ? message : "\"\"");
    }
  for (guint i = 0; i < G_N_ELEMENTS (translations); i++)
    if (g_str_equal (translations[i].kind, kind)
        && (translations[i].does == NULL || g_strcmp0 (translations[i].does, does) == 0))
      return translate (self, &translations[i], preparation);
  return make_missing (self);
}

/* post */

static void
append_lua_text (GString    *into,
                 const char *text)
{
  g_string_append_c (into, '"');
  for (; *text != '\0'; text++)
    if (*text == '\n')
      g_string_append (into, "\\n");
    else
      g_string_append_printf (into, "%s%c", strchr ("\"\\", *text) != NULL ? "\\" : "", *text);
  g_string_append_c (into, '"');
}

/* A value as Lua says it, so that it is translated as a script is. */
static void
append_lua (GString     *into,
            SluiceValue  value)
{
  const char *expression = sluice_value_get_member_string (value, "expr");
  const char *text = sluice_value_get_string (value);
  g_autofree char *only = text != NULL ? dup_only_expression (text) : NULL;
  SluiceValueIter iter;
  SluiceValue member;
  const char *key;

  if (expression != NULL || only != NULL)
    g_string_append_printf (into, "(%s)", only != NULL ? only : expression);
  else if (text != NULL)
    {
      gboolean is_template = strstr (text, "{{") != NULL;

      g_string_append (into, is_template ? "template (" : "");
      append_lua_text (into, text);
      g_string_append (into, is_template ? ")" : "");
    }
  else if (SLUICE_VALUE_IS_OBJECT (value) || SLUICE_VALUE_IS_ARRAY (value))
    {
      g_string_append (into, "{ ");
      for (sluice_value_iter_init (&iter, value); sluice_value_iter_next (&iter, &key, &member);)
        {
          if (key != NULL)
            {
              g_string_append_c (into, '[');
              append_lua_text (into, key);
              g_string_append (into, "] = ");
            }
          append_lua (into, member);
          g_string_append (into, ", ");
        }
      g_string_append_c (into, '}');
    }
  else
    {
      g_autofree char *json = sluice_json_write (value, SLUICE_JSON_WRITE_COMPACT, NULL);

      g_string_append (into, SLUICE_VALUE_IS_NULL (value) ? "nil" : json);
    }
}

static void
add_set (SluicePythonClass *self,
         GString           *lines)
{
  SluiceValue values = get_setting (self, "values"), remove = get_setting (self, "remove");
  g_autoptr (GString) lua = g_string_new (NULL);
  g_autofree char *body = NULL;

  for (guint i = 0; SLUICE_VALUE_IS_OBJECT (values) && i < sluice_value_get_length (values); i++)
    {
      g_string_append (lua, "shared[");
      append_lua_text (lua, sluice_value_get_key (values, i));
      g_string_append (lua, "] = ");
      append_lua (lua, sluice_value_get_member_at (values, i));
      g_string_append_c (lua, '\n');
    }
  for (guint i = 0; SLUICE_VALUE_IS_ARRAY (remove) && i < sluice_value_get_length (remove); i++)
    {
      const char *key = sluice_value_get_string (sluice_value_get_element (remove, i));

      g_string_append (lua, "shared[");
      append_lua_text (lua, key != NULL ? key : "");
      g_string_append (lua, "] = nil\n");
    }
  body = sluice_python_lines (self, "values", lua->str, FALSE, SLUICE_PYTHON_POST);
  if (lua->len > 0)
    g_string_append (lines, body);
}

/* What was asked and answered is known at the next visit. */
static void
add_history (SluicePythonClass *self,
             GString           *lines)
{
  const char *history = sluice_value_get_string (get_setting (self, "history"));
  g_autoptr (GString) unused = g_string_new (NULL);
  g_autofree char *prompt = NULL;
  g_autofree char *quoted = NULL;

  if (history == NULL || *history == '\0')
    return;
  quoted = sluice_python_string (history);
  prompt = make_setting (self, "prompt", unused);
  g_string_append_printf (lines, "        if isinstance(exec_res, str):\n"
                          "            shared[%s] = [*self.history,\n"
                          "                {\"role\": \"user\", \"content\": %s},\n"
                          "                {\"role\": \"assistant\", \"content\": exec_res}]\n",
                          quoted, prompt != NULL ? prompt : "prep_res");
}

void
sluice_python_kind_post (SluicePythonClass *self,
                         GString           *lines)
{
  const char *kind = sluice_python_get_kind (self);

  if (g_str_equal (kind, "set"))
    add_set (self, lines);
  else if (g_str_equal (kind, "llm"))
    add_history (self, lines);
}

/* Rules in order: the first that holds is the action. */
static void
write_rules (SluicePythonClass *self,
             GString           *methods)
{
  SluiceValue rules = get_setting (self, "rules");
  const char *otherwise = sluice_value_get_string (get_setting (self, "else"));
  g_autoptr (GString) lua = g_string_new (NULL);
  g_autofree char *body = NULL;

  for (guint i = 0; SLUICE_VALUE_IS_OBJECT (rules) && i < sluice_value_get_length (rules); i++)
    {
      const char *rule = sluice_value_get_string (sluice_value_get_member_at (rules, i));

      g_string_append_printf (lua, "if %s then return ", rule != NULL ? rule : "false");
      append_lua_text (lua, sluice_value_get_key (rules, i));
      g_string_append (lua, " end\n");
    }
  g_string_append (lua, "return ");
  append_lua_text (lua, otherwise != NULL ? otherwise : "else");
  body = sluice_python_lines (self, "rules", lua->str, FALSE, SLUICE_PYTHON_POST);
  g_string_append_printf (methods, "\n    def choose(self, shared, prep_res, exec_res):\n%s", body);
}

char *
sluice_python_kind_action (SluicePythonClass *self,
                           GString           *methods)
{
  const char *kind = sluice_python_get_kind (self);
  gboolean is_http = g_str_equal (kind, "http");
  g_autofree char *edges = is_http || g_str_equal (kind, "command") ? make_edges (self) : NULL;
  SluiceValue wait = get_setting (self, "wait");

  if (g_str_equal (kind, "choice") || g_str_equal (kind, "flow"))
    return g_strdup ("exec_res");
  if (g_str_equal (kind, "switch"))
    {
      write_rules (self, methods);
      return g_strdup ("self.choose(shared, prep_res, exec_res)");
    }
  if (edges != NULL && !self->is_batch)
    {
      const char *function = is_http ? "find_edge" : "find_exit";

      need_function (self, is_http ? "web" : "command", function);
      return g_strdup_printf ("%s(exec_res.get(\"status\", 0), %s)", function, edges);
    }
  if (g_str_equal (kind, "file") && has_edge (self, "missing"))
    return g_strdup ("\"missing\" if exec_res is None else None");
  if (g_str_equal (kind, "queue") && SLUICE_VALUE_IS_BOOLEAN (wait) && !sluice_value_get_boolean (wait))
    return g_strdup_printf ("\"%s\" if exec_res is None else None",
                            g_strcmp0 (get_choice (self, "does"), "put") == 0 ? "full" : "empty");
  return NULL;
}
