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
  const char *does;      /* of the kinds that do several things; or NULL: whatever it is */
  const char *module;
  const char *function;
  const char *first;     /* the setting that stands first, else what prep gives; NULL: none does */
  gboolean    has_item;  /* what prep gives stands first, or behind the first setting */
  gboolean    waits;     /* the function is a coroutine */
  Argument    arguments[20];
} Translation;

/* What one request is told. */
#define REQUEST \
  { "method", NULL }, { "query", NULL }, { "headers", NULL }, { "token", NULL }, { "body", NULL }, \
  { "body-type", "body_type" }, { "answer", NULL }, { "timeout", NULL }, { "again", NULL }, { "redirects", NULL }, \
  { "max-size", "max_size" }, { "concurrent", NULL }, { "per-minute", "per_minute" }

static const Translation translations[] = {
  { "llm", NULL, "llm", "call_llm", "prompt", TRUE, FALSE,
    { { "system", NULL }, { "images", NULL }, { "provider", NULL }, { "model", NULL }, { "url", NULL }, { "key", NULL },
      { "reply", NULL }, { "schema", NULL }, { "keys", NULL }, { "repair", NULL }, { "tools", NULL },
      { "temperature", NULL }, { "top-p", "top_p" }, { "max-tokens", "max_tokens" }, { "seed", NULL }, { "stop", NULL },
      { "timeout", NULL }, { "again", NULL }, { "concurrent", NULL }, { "per-minute", "per_minute" } } },
  { "embed", NULL, "embeddings", "embed", "text", TRUE, FALSE,
    { { "provider", NULL }, { "model", NULL }, { "url", NULL }, { "key", NULL }, { "batch", NULL },
      { "dimensions", NULL }, { "timeout", NULL }, { "again", NULL }, { "concurrent", NULL },
      { "per-minute", "per_minute" } } },
  { "search", NULL, "web_search", "search", "query", TRUE, FALSE,
    { { "url", NULL }, { "parameter", NULL }, { "parameters", NULL }, { "headers", NULL }, { "token", NULL },
      { "results", NULL }, { "title-at", "title_at" }, { "url-at", "url_at" }, { "text-at", "text_at" },
      { "count", NULL }, { "timeout", NULL }, { "again", NULL } } },
  { "http", "pages", "pages", "request_pages", "url", FALSE, FALSE,
    { { "pages", NULL }, { "next", "next_at" }, { "items", NULL }, REQUEST } },
  { "http", NULL, "web", "request", "url", FALSE, FALSE, { REQUEST } },
  { "file", "read", "files", "read_file", "path", FALSE, FALSE,
    { { "format", "form" }, { "header", NULL }, { "max-size", "max_size" } } },
  { "file", "write", "files", "write_file", "path", FALSE, FALSE,
    { { "format", "form" }, { "make-folders", "make_folders" } } },
  { "file", "append", "files", "write_file", "path", FALSE, FALSE,
    { { "format", "form" }, { "make-folders", "make_folders" } } },
  { "file", "list", "files", "list_folder", "path", FALSE, FALSE,
    { { "pattern", NULL }, { "entries", NULL }, { "recursive", NULL } } },
  { "file", "watch", "files", "watch", "path", FALSE, TRUE,
    { { "pattern", NULL }, { "entries", NULL }, { "recursive", NULL }, { "since", NULL }, { "interval", NULL },
      { "within", NULL } } },
  { "command", NULL, "command", "run_command", "program", FALSE, FALSE,
    { { "args", NULL }, { "stdin", NULL }, { "environment", NULL }, { "pass", "keep" }, { "folder", NULL },
      { "timeout", NULL }, { "format", "form" }, { "header", NULL }, { "max-size", "max_size" } } },
  { "sql", NULL, "database", "query", "database", FALSE, FALSE,
    { { "query", "sql" }, { "params", NULL }, { "read-only", "read_only" }, { "timeout", NULL },
      { "max-rows", "max_rows" } } },
  { "delay", "for", "clock", "sleep_for", "seconds", FALSE, TRUE, { { NULL, NULL } } },
  { "delay", "until", "clock", "sleep_until", "until", FALSE, TRUE, { { NULL, NULL } } },
  { "delay", "every", "clock", "sleep_to_beat", "seconds", FALSE, TRUE, { { NULL, NULL } } },
  { "log", NULL, "console", "show", "message", FALSE, FALSE,
    { { "level", NULL }, { "table", NULL }, { "picture", NULL } } },
};

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
  const char *history = sluice_value_get_string (sluice_python_get_setting (self, "history"));

  if (g_str_equal (way->kind, "llm") && history != NULL && *history != '\0')
    {
      g_autofree char *quoted = sluice_python_string (history);

      g_string_append_printf (preparation, "        self.history = shared.get(%s, [])\n", quoted);
      add_argument (arguments, "history", g_strdup ("self.history"));
    }
  if (g_str_equal (way->kind, "http") || g_str_equal (way->kind, "command"))
    add_argument (arguments, "edges", make_edges (self));
  if (g_str_equal (way->kind, "file") && has_edge (self, "missing") && !g_str_equal (way->does, "watch"))
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

/* A file or folder of the document's own goes along, where it is there already. */
static void
need_file (SluicePythonClass *self,
           const char        *setting)
{
  const char *path = sluice_value_get_string (sluice_python_get_setting (self, setting));
  g_autofree char *folder = sluice_document_dup_folder (self->project->document);
  g_autofree char *place = path != NULL && folder != NULL ? g_build_filename (folder, path, NULL) : NULL;

  if (place != NULL && *path != '\0' && strcmp (path, ".") != 0 && strstr (path, "{{") == NULL
      && !g_path_is_absolute (path) && g_file_test (place, G_FILE_TEST_EXISTS))
    g_hash_table_add (self->project->files, g_strdup (path));
}

static char *
translate (SluicePythonClass *self,
           const Translation *way,
           GString           *preparation)
{
  g_autoptr (GPtrArray) arguments = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *first = way->first != NULL ? sluice_python_make_setting (self, way->first, preparation) : NULL;
  gboolean is_written = g_str_equal (way->function, "write_file");

  need_function (self, way->module, way->function);
  need_file (self, "path");
  need_file (self, "database");
  need_file (self, "picture");
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
      char *content = sluice_python_make_setting (self, "content", preparation);

      g_ptr_array_add (arguments, content != NULL ? content : g_strdup (get_item (self)));
    }
  for (guint i = 0; i < G_N_ELEMENTS (way->arguments) && way->arguments[i].setting != NULL; i++)
    {
      const Argument *argument = &way->arguments[i];

      add_argument (arguments, argument->name != NULL ? argument->name : argument->setting,
                    sluice_python_make_setting (self, argument->setting, preparation));
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
  g_autofree char *file = sluice_python_make_setting (self, "file", preparation);
  const char *key = sluice_value_get_string (sluice_python_get_setting (self, "key"));
  g_autofree char *quoted = sluice_python_string (key != NULL ? key : "");

  need_function (self, "nearest", "nearest");
  need_file (self, "file");
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
  add_argument (arguments, "count", sluice_python_make_setting (self, "count", preparation));
  add_argument (arguments, "metric", sluice_python_make_setting (self, "metric", preparation));
  return join_call (self, "nearest", arguments, FALSE);
}

static char *
make_queue (SluicePythonClass *self,
            GString           *preparation)
{
  const char *does = sluice_python_get_choice (self, "does");
  SluiceValue wait = sluice_python_get_setting (self, "wait");
  gboolean waits = !SLUICE_VALUE_IS_BOOLEAN (wait) || sluice_value_get_boolean (wait);
  gint64 limit = sluice_value_get_integer (sluice_python_get_setting (self, "limit"));
  g_autofree char *name = sluice_python_make_setting (self, "queue", preparation);
  g_autofree char *value = sluice_python_make_setting (self, "value", preparation);
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

/* How long a person may take, and what stands for an answer that does not come. */
static void
add_limit (SluicePythonClass *self,
           GPtrArray         *arguments,
           GString           *preparation)
{
  double timeout = sluice_value_get_real (sluice_python_get_setting (self, "timeout"));

  add_argument (arguments, "default", sluice_python_make_setting (self, "default", preparation));
  if (timeout <= 0)
    return;
  add_argument (arguments, "timeout", sluice_python_make_setting (self, "timeout", preparation));
  if (has_edge (self, "timeout"))
    add_argument (arguments, "may_be_late", g_strdup ("True"));
}

static void
add_ask_options (SluicePythonClass *self,
                 GPtrArray         *arguments)
{
  const char *type = sluice_value_get_string (sluice_python_get_setting (self, "type"));

  if (type != NULL && !g_str_equal (type, "text"))
    add_argument (arguments, "kind", g_strdup_printf ("\"%s\"", type));
  if (sluice_value_get_boolean (sluice_python_get_setting (self, "allow-empty")))
    add_argument (arguments, "allow_empty", g_strdup ("True"));
}

static char *
make_person (SluicePythonClass *self,
             GString           *preparation)
{
  gboolean is_ask = g_str_equal (sluice_python_get_kind (self), "ask");
  g_autoptr (GPtrArray) arguments = g_ptr_array_new_with_free_func (g_free);
  const char *function = is_ask ? "ask" : "choose";
  char *prompt = sluice_python_make_setting (self, "prompt", preparation);

  g_hash_table_add (self->project->people, g_strdup (function));
  g_ptr_array_add (arguments, prompt != NULL ? prompt : g_strdup ("\"\""));
  if (is_ask)
    add_ask_options (self, arguments);
  else
    {
      char *choices = sluice_python_make_setting (self, "choices", preparation);

      g_ptr_array_add (arguments, choices != NULL ? choices : g_strdup ("[]"));
    }
  add_limit (self, arguments, preparation);
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
  return SLUICE_VALUE_IS_NULL (sluice_python_get_setting (self, "level"))
         && SLUICE_VALUE_IS_NULL (sluice_python_get_setting (self, "table"))
         && SLUICE_VALUE_IS_NULL (sluice_python_get_setting (self, "picture"));
}

/* Which of the things it can do a node does; NULL: its kind does one. */
static const char *
get_does (SluicePythonClass *self)
{
  const char *kind = sluice_python_get_kind (self);

  if (g_str_equal (kind, "http"))
    return sluice_value_get_integer (sluice_python_get_setting (self, "pages")) > 1 ? "pages" : NULL;
  return sluice_python_get_choice (self, g_str_equal (kind, "delay") ? "waits" : "does");
}

char *
sluice_python_kind_exec (SluicePythonClass *self,
                         GString           *preparation)
{
  static const char * const without[] = { "end", "flow", "set", NULL };
  const char *kind = sluice_python_get_kind (self);
  const char *does = get_does (self);

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
      g_autofree char *message = sluice_python_make_setting (self, "message", preparation);

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

/* A value as Lua says it, so that it is translated as a script is. What is within others is plain. */
static void
append_lua (GString     *into,
            SluiceValue  value,
            gboolean     is_plain)
{
  const char *expression = sluice_value_get_member_string (value, "expr");
  const char *text = sluice_value_get_string (value);
  g_autofree char *only = text != NULL && !is_plain ? sluice_python_dup_only_expression (text) : NULL;
  SluiceValueIter iter;
  SluiceValue member;
  const char *key;

  if ((expression != NULL && !is_plain) || only != NULL)
    g_string_append_printf (into, "(%s)", only != NULL ? only : expression);
  else if (text != NULL)
    {
      gboolean is_template = !is_plain && strstr (text, "{{") != NULL;

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
          append_lua (into, member, TRUE);
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
  SluiceValue values = sluice_python_get_setting (self, "values"), remove = sluice_python_get_setting (self, "remove");
  g_autoptr (GString) lua = g_string_new (NULL);
  g_autofree char *body = NULL;

  for (guint i = 0; SLUICE_VALUE_IS_OBJECT (values) && i < sluice_value_get_length (values); i++)
    {
      g_string_append (lua, "shared[");
      append_lua_text (lua, sluice_value_get_key (values, i));
      g_string_append (lua, "] = ");
      append_lua (lua, sluice_value_get_member_at (values, i), FALSE);
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
  const char *history = sluice_value_get_string (sluice_python_get_setting (self, "history"));
  g_autofree char *quoted = NULL;

  if (history == NULL || *history == '\0')
    return;
  quoted = sluice_python_string (history);
  g_string_append_printf (lines, "        if isinstance(prep_res, str) and isinstance(exec_res, str):\n"
                          "            shared.setdefault(%s, []).extend([\n"
                          "                {\"role\": \"user\", \"content\": prep_res},\n"
                          "                {\"role\": \"assistant\", \"content\": exec_res},\n"
                          "            ])\n", quoted);
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
  SluiceValue rules = sluice_python_get_setting (self, "rules");
  const char *otherwise = sluice_value_get_string (sluice_python_get_setting (self, "else"));
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

/* Where nobody answered in time. */
static char *
make_late (SluicePythonClass *self)
{
  gboolean is_ask = g_str_equal (sluice_python_get_kind (self), "ask");

  if (!has_edge (self, "timeout"))
    return NULL;
  return g_strdup_printf ("\"timeout\" if exec_res is None else %s", is_ask ? "None" : "exec_res");
}

char *
sluice_python_kind_action (SluicePythonClass *self,
                           GString           *methods)
{
  const char *kind = sluice_python_get_kind (self);
  gboolean is_http = g_str_equal (kind, "http");
  g_autofree char *edges = is_http || g_str_equal (kind, "command") ? make_edges (self) : NULL;
  SluiceValue wait = sluice_python_get_setting (self, "wait");

  if (g_str_equal (kind, "ask") || (g_str_equal (kind, "choice") && has_edge (self, "timeout")))
    return make_late (self);
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
  if (g_str_equal (kind, "file") && g_strcmp0 (sluice_python_get_choice (self, "does"), "watch") == 0)
    {
      need_function (self, "files", "find_watched");
      return g_strdup ("find_watched(exec_res)");
    }
  if (g_str_equal (kind, "file") && has_edge (self, "missing"))
    return g_strdup ("\"missing\" if exec_res is None else None");
  if (g_str_equal (kind, "queue") && SLUICE_VALUE_IS_BOOLEAN (wait) && !sluice_value_get_boolean (wait))
    return g_strdup_printf ("\"%s\" if exec_res is None else None",
                            g_strcmp0 (sluice_python_get_choice (self, "does"), "put") == 0 ? "full" : "empty");
  return NULL;
}
