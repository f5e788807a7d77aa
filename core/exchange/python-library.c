/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Calls of what scripts have: the library and what waits. Each has its counterpart in Python's own library
 * or in utils; a call that has none is not translated.
 */
#include "exchange/python-private.h"

#include <string.h>

typedef struct
{
  SluicePythonWriter *writer;
  const SluiceLua    *call;
  GPtrArray          *given; /* the arguments in Python, owned */
} Call;

/* One that only takes a name, and maybe a module or helper. */
static const struct
{
  const char *lua;
  guint n;            /* arguments */
  const char *python; /* %1 %2 %3: the arguments */
  const char *module;
  const char *helper;
} plain[] = {
  { "json.decode", 1, "json.loads(%1)", "json", NULL },
  { "json.array", 0, "[]", NULL, NULL },
  { "json.object", 0, "{}", NULL, NULL },
  { "json.array", 1, "%1", NULL, NULL },
  { "json.object", 1, "%1", NULL, NULL },
  { "math.abs", 1, "abs(%1)", NULL, NULL },
  { "math.ceil", 1, "math.ceil(%1)", "math", NULL },
  { "math.floor", 1, "math.floor(%1)", "math", NULL },
  { "math.sqrt", 1, "math.sqrt(%1)", "math", NULL },
  { "math.max", 2, "max(%1, %2)", NULL, NULL },
  { "math.max", 3, "max(%1, %2, %3)", NULL, NULL },
  { "math.min", 2, "min(%1, %2)", NULL, NULL },
  { "math.min", 3, "min(%1, %2, %3)", NULL, NULL },
  { "now", 0, "time.time()", "time", NULL },
  { "random", 0, "random.random()", "random", NULL },
  { "random", 1, "random.randint(1, %1)", "random", NULL },
  { "random", 2, "random.randint(%1, %2)", "random", NULL },
  { "math.random", 0, "random.random()", "random", NULL },
  { "math.random", 1, "random.randint(1, %1)", "random", NULL },
  { "math.random", 2, "random.randint(%1, %2)", "random", NULL },
  { "string.byte", 1, "byte(%1)", NULL, "byte" },
  { "string.byte", 2, "byte(%1, %2)", NULL, "byte" },
  { "string.len", 1, "len(%1)", NULL, NULL },
  { "string.lower", 1, "%1.lower()", NULL, NULL },
  { "string.upper", 1, "%1.upper()", NULL, NULL },
  { "string.rep", 2, "%1 * %2", NULL, NULL },
  { "string.reverse", 1, "%1[::-1]", NULL, NULL },
  { "string.sub", 2, "sub(%1, %2)", NULL, "sub" },
  { "string.sub", 3, "sub(%1, %2, %3)", NULL, "sub" },
  { "table.concat", 1, "\"\".join(map(str, %1))", NULL, NULL },
  { "table.concat", 2, "%2.join(map(str, %1))", NULL, NULL },
  { "table.insert", 2, "%1.append(%2)", NULL, NULL },
  { "table.insert", 3, "%1.insert(%2 - 1, %3)", NULL, NULL },
  { "table.remove", 1, "%1.pop()", NULL, NULL },
  { "table.remove", 2, "%1.pop(%2 - 1)", NULL, NULL },
  { "table.sort", 1, "%1.sort()", NULL, NULL },
  { "tonumber", 1, "number(%1)", NULL, "number" },
  { "tostring", 1, "text(%1)", NULL, "text" },
  { "type", 1, "type_of(%1)", NULL, "type_of" },
  { "utf8.len", 1, "len(%1)", NULL, NULL },
};

char *
sluice_python_get_dotted (SluicePythonWriter *self,
                          const SluiceLua    *value)
{
  const SluiceLua *of;

  if (value->type == SLUICE_LUA_NAME)
    return sluice_python_look_up (self, value->text) == NULL ? g_strdup (value->text) : NULL;
  if (value->type != SLUICE_LUA_INDEX || sluice_lua_get (value, 1)->type != SLUICE_LUA_STRING)
    return NULL;
  of = sluice_lua_get (value, 0);
  if (of->type != SLUICE_LUA_NAME || sluice_python_look_up (self, of->text) != NULL)
    return NULL;
  return g_strdup_printf ("%s.%s", of->text, sluice_lua_get (value, 1)->text);
}

static char *
fill_in (const char *form,
         GPtrArray  *given)
{
  GString *text = g_string_new (NULL);

  for (const char *c = form; *c != '\0'; c++)
    if (*c == '%' && g_ascii_isdigit (c[1]))
      g_string_append (text, g_ptr_array_index (given, (guint) (*++c - '1')));
    else
      g_string_append_c (text, *c);
  return g_string_free (text, FALSE);
}

static char *
call_plain (Call       *self,
            const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (plain); i++)
    if (g_str_equal (plain[i].lua, name) && plain[i].n == self->given->len)
      {
        if (plain[i].module != NULL)
          sluice_python_need (self->writer->use->modules, plain[i].module);
        if (plain[i].helper != NULL)
          sluice_python_need (self->writer->use->helpers, plain[i].helper);
        return fill_in (plain[i].python, self->given);
      }
  return NULL;
}

/* Patterns */

static const char *
get_class (char letter)
{
  static const struct
  {
    char letter;
    const char *set; /* within brackets */
  } classes[] = {
    { 'a', "A-Za-z" }, { 'd', "0-9" }, { 'l', "a-z" }, { 's', "\\s" }, { 'u', "A-Z" }, { 'w', "A-Za-z0-9" },
    { 'x', "0-9A-Fa-f" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (classes); i++)
    if (classes[i].letter == letter)
      return classes[i].set;
  return NULL;
}

/* One %x; FALSE for what regular expressions have not. */
static gboolean
convert_escape (GString  *into,
                char      letter,
                gboolean  in_set)
{
  const char *set = get_class (g_ascii_tolower (letter));

  if (set != NULL && (g_ascii_islower (letter) || !in_set))
    g_string_append_printf (into, in_set ? "%s" : g_ascii_islower (letter) ? "[%s]" : "[^%s]", set);
  else if (letter != '\0' && !g_ascii_isalnum (letter))
    g_string_append_printf (into, "\\%c", letter);
  else
    return FALSE;
  return TRUE;
}

char *
sluice_python_pattern (const SluiceLua *value)
{
  g_autoptr (GString) pattern = g_string_new ("r\"");
  gboolean in_set = FALSE;

  if (value->type != SLUICE_LUA_STRING)
    return NULL;
  for (const char *c = value->text; *c != '\0'; c++)
    {
      if (*c == '%')
        {
          if (!convert_escape (pattern, *++c, in_set))
            return NULL;
        }
      else if (*c == '"' || (*c == '(' && c[1] == ')'))
        return NULL;
      else if (*c == '\n')
        g_string_append (pattern, "\\n");
      else if (*c == '-' && !in_set)
        g_string_append (pattern, "*?");
      else if (*c == '$' && c[1] == '\0')
        g_string_append (pattern, "\\Z");
      else if (strchr ("\\{}|$", *c) != NULL || (*c == '^' && !in_set && c != value->text))
        g_string_append_printf (pattern, "\\%c", *c);
      else
        g_string_append_c (pattern, *c);
      if (*c == '[' && (c == value->text || c[-1] != '%'))
        in_set = TRUE;
      else if (*c == ']' && c[-1] != '%')
        in_set = FALSE;
    }
  g_string_append_c (pattern, '"');
  return g_strdup (pattern->str);
}

static gboolean
is_plain_text (const SluiceLua *value)
{
  return value->type == SLUICE_LUA_STRING && strpbrk (value->text, "^$*+?.([%-") == NULL;
}

/* Functions that read a pattern: @arguments are those in Lua, the text first. */
static char *
call_pattern (Call             *self,
              const char       *name,
              const SluiceLua **arguments,
              guint             n)
{
  g_autofree char *pattern = n >= 2 ? sluice_python_pattern (arguments[1]) : NULL;
  gboolean is_literal = n == 4 && arguments[2]->type == SLUICE_LUA_NUMBER && g_str_equal (arguments[2]->text, "1")
                        && arguments[3]->type == SLUICE_LUA_TRUE;

  if (g_str_equal (name, "find") && (is_literal || (n == 2 && is_plain_text (arguments[1]))))
    {
      sluice_python_need (self->writer->use->helpers, "find");
      return fill_in ("find(%1, %2)", self->given);
    }
  if (g_str_equal (name, "match") && n == 2 && pattern != NULL)
    {
      sluice_python_need (self->writer->use->helpers, "match");
      return g_strdup_printf ("match(%s, %s)", (char *) g_ptr_array_index (self->given, 0), pattern);
    }
  if (g_str_equal (name, "gsub") && n == 3 && pattern != NULL && arguments[2]->type == SLUICE_LUA_STRING
      && strpbrk (arguments[2]->text, "%\\") == NULL)
    {
      sluice_python_need (self->writer->use->modules, "re");
      return g_strdup_printf ("re.sub(%s, %s, %s)", pattern, (char *) g_ptr_array_index (self->given, 2),
                              (char *) g_ptr_array_index (self->given, 0));
    }
  return NULL;
}

/* string.format, where each %s, %d, %5.2f means the same in both. */
static char *
call_format (Call            *self,
             const SluiceLua *form)
{
  g_autoptr (GString) values = g_string_new (NULL);
  guint n = 0;

  if (form->type != SLUICE_LUA_STRING)
    {
      for (guint i = 1; i < self->given->len; i++)
        g_string_append_printf (values, "%s, ", (char *) g_ptr_array_index (self->given, i));
      return g_strdup_printf ("%s %% (%s)", (char *) g_ptr_array_index (self->given, 0), values->str);
    }
  for (const char *c = strchr (form->text, '%'); c != NULL; c = strchr (c + 1, '%'))
    {
      c++;
      if (*c == '%')
        continue;
      c += strspn (c, "-+ 0123456789.");
      if (*c == '\0' || strchr ("sdfgxXeiuc", *c) == NULL || ++n >= self->given->len)
        return NULL;
      g_string_append_printf (values, "%s%s", n > 1 ? ", " : "", (char *) g_ptr_array_index (self->given, n));
    }
  if (n + 1 != self->given->len || n == 0)
    return NULL;
  return g_strdup_printf (n == 1 ? "%s %% (%s,)" : "%s %% (%s)", (char *) g_ptr_array_index (self->given, 0),
                          values->str);
}

/* What waits, and what asks */

static char *
wait_for (Call       *self,
          char       *take_awaited)
{
  self->writer->use->waits = TRUE;
  if (self->writer->borders->len > 1)
    sluice_python_fail (self->writer, self->call, "a function within a function waits");
  return take_awaited;
}

static char *
call_person (Call       *self,
             const char *name)
{
  g_autofree char *arguments = NULL;

  sluice_python_need (self->writer->use->people, name);
  g_ptr_array_add (self->given, NULL);
  arguments = g_strjoinv (", ", (char **) self->given->pdata);
  g_ptr_array_set_size (self->given, (int) self->given->len - 1);
  if (!self->writer->use->is_async)
    return g_strdup_printf ("%s(%s)", name, arguments);
  sluice_python_need (self->writer->use->modules, "asyncio");
  return g_strdup_printf ("(await asyncio.to_thread(%s, %s))", name, arguments);
}

static char *
call_template (Call            *self,
               const SluiceLua *text)
{
  char *problem = NULL;
  char *made;

  if (text->type != SLUICE_LUA_STRING)
    return NULL;
  made = sluice_python_template (text->text, self->writer->use, &problem);
  if (made == NULL)
    sluice_python_fail (self->writer, self->call, "%s", problem);
  g_free (problem);
  return made;
}

static char *
call_read (Call            *self,
           const SluiceLua *path)
{
  if (path->type == SLUICE_LUA_STRING)
    sluice_python_need (self->writer->use->files, path->text);
  sluice_python_need (self->writer->use->helpers, "read");
  return fill_in ("read(%1)", self->given);
}

/* Names leave a script sorted; those of the store are in the order they have there. */
static char *
call_encode (Call            *self,
             const SluiceLua *value)
{
  const SluiceLua *root = value;

  while (root->type == SLUICE_LUA_INDEX)
    root = sluice_lua_get (root, 0);
  sluice_python_need (self->writer->use->modules, "json");
  if (root->type == SLUICE_LUA_NAME && g_str_equal (root->text, "shared"))
    return fill_in ("json.dumps(%1, ensure_ascii=False, separators=(\",\", \":\"))", self->given);
  return fill_in ("json.dumps(%1, ensure_ascii=False, separators=(\",\", \":\"), sort_keys=True)", self->given);
}

static char *
call_by_name (Call             *self,
              const char       *name,
              const SluiceLua **arguments,
              guint             n)
{
  if (g_str_equal (name, "sleep") && n == 1)
    {
      sluice_python_need (self->writer->use->modules, "asyncio");
      return wait_for (self, fill_in ("await asyncio.sleep(%1)", self->given));
    }
  if ((g_str_equal (name, "ask") && n == 1) || (g_str_equal (name, "choose") && n == 2))
    return call_person (self, name);
  if (g_str_equal (name, "read") && n == 1)
    return call_read (self, arguments[0]);
  if (g_str_equal (name, "list") && n == 1)
    {
      if (arguments[0]->type == SLUICE_LUA_STRING)
        sluice_python_need (self->writer->use->files, arguments[0]->text);
      sluice_python_need (self->writer->use->helpers, "list_folder");
      return fill_in ("list_folder(%1)", self->given);
    }
  if (g_str_equal (name, "json.encode") && n == 1)
    return call_encode (self, arguments[0]);
  if (g_str_equal (name, "template") && n == 1)
    return call_template (self, arguments[0]);
  if (g_str_equal (name, "string.format") && n > 0)
    return call_format (self, arguments[0]);
  if (g_str_equal (name, "string.find") || g_str_equal (name, "string.match") || g_str_equal (name, "string.gsub"))
    return call_pattern (self, name + strlen ("string."), arguments, n);
  if (g_str_equal (name, "log") || g_str_equal (name, "print"))
    {
      g_autofree char *all = NULL;

      g_ptr_array_add (self->given, NULL);
      all = g_strjoinv (", ", (char **) self->given->pdata);
      g_ptr_array_set_size (self->given, (int) self->given->len - 1);
      return g_strdup_printf ("print(%s)", all);
    }
  return call_plain (self, name);
}

/* Translates the arguments from @first on. */
static GPtrArray *
write_arguments (SluicePythonWriter *self,
                 const SluiceLua    *call,
                 guint               first)
{
  GPtrArray *given = g_ptr_array_new_with_free_func (g_free);

  for (guint i = first; i < call->parts->len; i++)
    g_ptr_array_add (given, sluice_python_operand (self, sluice_lua_get (call, i)));
  return given;
}

char *
sluice_python_call (SluicePythonWriter *self,
                    const SluiceLua    *call)
{
  const SluiceLua *function = sluice_lua_get (call, 0);
  g_autofree char *name = sluice_python_get_dotted (self, function);
  g_autoptr (GPtrArray) given = write_arguments (self, call, 1);
  Call it = { self, call, given };
  char *made = NULL;

  if (name != NULL)
    made = call_by_name (&it, name, (const SluiceLua **) call->parts->pdata + 1, call->parts->len - 1);
  else if (function->type == SLUICE_LUA_NAME)
    {
      g_autofree char *all = NULL;

      g_ptr_array_add (given, NULL);
      all = g_strjoinv (", ", (char **) given->pdata);
      made = g_strdup_printf ("%s(%s)", sluice_python_look_up (self, function->text), all);
    }
  if (made == NULL)
    sluice_python_fail (self, call, "“%s” has no counterpart as it is called here",
                        name != NULL ? name : "a function");
  return made != NULL ? made : g_strdup ("None");
}

/* queue ('name'):get () */
static char *
call_queue (Call       *self,
            const char *method)
{
  const SluiceLua *queue = sluice_lua_get (self->call, 0);
  SluicePythonPhase phase = self->writer->use->phase;
  g_autofree char *name = NULL;
  g_autofree char *id = NULL;

  if (queue->type != SLUICE_LUA_CALL || queue->parts->len != 2)
    return NULL;
  name = sluice_python_get_dotted (self->writer, sluice_lua_get (queue, 0));
  if (g_strcmp0 (name, "queue") != 0)
    return NULL;
  if (phase != SLUICE_PYTHON_PREP && phase != SLUICE_PYTHON_POST)
    {
      sluice_python_fail (self->writer, self->call, "a queue is used where there is no shared store");
      return NULL;
    }
  id = sluice_python_write (self->writer, sluice_lua_get (queue, 1));
  if (g_str_equal (method, "get") && self->given->len == 0)
    return wait_for (self, g_strdup_printf ("(await shared[\"queues\"][%s].get())", id));
  if (g_str_equal (method, "put") && self->given->len == 1)
    return wait_for (self, g_strdup_printf ("await shared[\"queues\"][%s].put(%s)", id,
                                            (char *) g_ptr_array_index (self->given, 0)));
  if (g_str_equal (method, "size") && self->given->len == 0)
    return wait_for (self, g_strdup_printf ("shared[\"queues\"][%s].qsize()", id));
  return NULL;
}

/* Of a text: text:lower () is string.lower (text). */
char *
sluice_python_method (SluicePythonWriter *self,
                      const SluiceLua    *call)
{
  g_autoptr (GPtrArray) given = write_arguments (self, call, 1);
  g_autofree char *name = g_strconcat ("string.", call->text, NULL);
  Call it = { self, call, given };
  char *made = NULL;
  const SluiceLua *of = sluice_lua_get (call, 0);

  if (of->type == SLUICE_LUA_CALL && sluice_lua_get (of, 0)->type == SLUICE_LUA_NAME
      && g_str_equal (sluice_lua_get (of, 0)->text, "queue"))
    made = call_queue (&it, call->text);
  else
    {
      g_ptr_array_insert (given, 0, sluice_python_operand (self, of));
      made = call_by_name (&it, name, (const SluiceLua **) call->parts->pdata, call->parts->len);
    }
  if (made == NULL)
    sluice_python_fail (self, call, "“:%s” has no counterpart as it is called here", call->text);
  return made != NULL ? made : g_strdup ("None");
}
