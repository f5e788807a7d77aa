/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Statements. Locals of Lua end with their block and may be named as those around them; in Python a
 * function has one room for all, so one within gets a name of its own.
 */
#include "exchange/python-private.h"

#include <string.h>

void
sluice_python_need (GHashTable *set,
                    const char *name)
{
  g_hash_table_add (set, g_strdup (name));
}

void
sluice_python_fail (SluicePythonWriter *self,
                    const SluiceLua    *at,
                    const char         *format,
                    ...)
{
  g_autofree char *what = NULL;
  va_list arguments;

  if (self->problem != NULL)
    return;
  va_start (arguments, format);
  what = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  self->problem = g_strdup_printf ("line %u: %s", at->line, what);
}

/* Names */

char *
sluice_python_name (const char *name)
{
  static const char * const words[] = {
    "False", "None", "True", "abs", "and", "as", "ask", "assert", "assign", "async", "asyncio", "await", "break",
    "choose", "class", "continue", "def", "del", "elif", "else", "enumerate", "except", "exc", "find", "finally",
    "for", "from", "global", "if", "import", "in", "index", "is", "json", "lambda", "len", "list", "map", "match",
    "math", "max", "min", "nonlocal", "not", "number", "or", "pairs", "pass", "print", "raise", "random", "range",
    "re", "read", "return", "self", "shared", "str", "sub", "text", "time", "truthy", "try", "while", "with", "yield",
    NULL
  };

  return g_strv_contains (words, name) ? g_strconcat (name, "_", NULL) : g_strdup (name);
}

const char *
sluice_python_look_up (SluicePythonWriter *self,
                       const char         *name)
{
  for (guint i = self->scopes->len; i > 0; i--)
    {
      const char *found = g_hash_table_lookup (g_ptr_array_index (self->scopes, i - 1), name);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
push_scope (SluicePythonWriter *self)
{
  g_ptr_array_add (self->scopes, g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free));
}

static void
pop_scope (SluicePythonWriter *self)
{
  g_ptr_array_set_size (self->scopes, (int) self->scopes->len - 1);
}

static gboolean
is_in_use (SluicePythonWriter *self,
           const char         *python)
{
  for (guint i = 0; i + 1 < self->scopes->len; i++)
    {
      GHashTableIter iter;
      gpointer value;

      g_hash_table_iter_init (&iter, g_ptr_array_index (self->scopes, i));
      while (g_hash_table_iter_next (&iter, NULL, &value))
        if (g_str_equal (value, python))
          return TRUE;
    }
  return FALSE;
}

/* A new local of the innermost block. Returns: (transfer none): its name in Python */
static const char *
declare (SluicePythonWriter *self,
         const char         *name)
{
  g_autofree char *plain = sluice_python_name (name);
  char *python = g_strdup (plain);

  for (guint n = 2; is_in_use (self, python); n++)
    {
      g_free (python);
      python = g_strdup_printf ("%s_%u", plain, n);
    }
  g_hash_table_replace (g_ptr_array_index (self->scopes, self->scopes->len - 1), g_strdup (name), python);
  return python;
}

/* A name given from without stands for itself. */
static void
declare_given (SluicePythonWriter *self,
               const char         *name,
               const char         *python)
{
  g_hash_table_replace (g_ptr_array_index (self->scopes, self->scopes->len - 1), g_strdup (name), g_strdup (python));
}

/* Whether a local belongs to a function around the one that is written. */
static gboolean
is_from_around (SluicePythonWriter *self,
                const char         *name)
{
  guint border = g_array_index (self->borders, guint, self->borders->len - 1);

  for (guint i = self->scopes->len; i > border; i--)
    if (g_hash_table_contains (g_ptr_array_index (self->scopes, i - 1), name))
      return FALSE;
  return TRUE;
}

/* Lines */

static void G_GNUC_PRINTF (2, 3)
add_line (SluicePythonWriter *self,
          const char         *format,
          ...)
{
  va_list arguments;

  for (guint i = 0; i < self->indent; i++)
    g_string_append (self->out, "    ");
  va_start (arguments, format);
  g_string_append_vprintf (self->out, format, arguments);
  va_end (arguments);
  g_string_append_c (self->out, '\n');
}

static void write_block (SluicePythonWriter *self,
                         const SluiceLua    *block);

static void
write_inner (SluicePythonWriter *self,
             const SluiceLua    *block)
{
  gsize before = self->out->len;

  self->indent++;
  write_block (self, block);
  if (self->out->len == before)
    add_line (self, "pass");
  self->indent--;
}

/* Whether a variable is used as a list: its length is asked for, or something is put into it. */
static gboolean
is_list (SluicePythonWriter *self,
         const char         *name)
{
  for (guint i = 0; i < self->tree->all->len; i++)
    {
      const SluiceLua *it = g_ptr_array_index (self->tree->all, i);
      const SluiceLua *list = NULL;

      if (it->type == SLUICE_LUA_UNARY && g_str_equal (it->text, "#"))
        list = sluice_lua_get (it, 0);
      else if (it->type == SLUICE_LUA_CALL && it->parts->len > 1)
        {
          g_autofree char *called = sluice_python_get_dotted (self, sluice_lua_get (it, 0));

          if (called != NULL && (g_str_has_prefix (called, "table.") || g_str_equal (called, "ipairs")))
            list = sluice_lua_get (it, 1);
        }
      if (list != NULL && list->type == SLUICE_LUA_NAME && g_str_equal (list->text, name))
        return TRUE;
    }
  return FALSE;
}

static char *
write_value (SluicePythonWriter *self,
             const SluiceLua    *value,
             const char         *name)
{
  char *text;
  gsize length;

  if (name != NULL && value->type == SLUICE_LUA_TABLE && value->parts->len == 0 && is_list (self, name))
    return g_strdup ("[]");
  text = sluice_python_write (self, value);
  length = strlen (text);
  /* Alone it needs no parentheses. */
  if (value->type == SLUICE_LUA_METHOD && g_str_has_prefix (text, "(await "))
    {
      text[length - 1] = '\0';
      memmove (text, text + 1, length - 1);
    }
  return text;
}

/* The values of a statement, as a list in Python; those of names where @first is behind them. */
static char *
write_values (SluicePythonWriter *self,
              const SluiceLua    *statement,
              guint               first)
{
  g_autoptr (GPtrArray) values = g_ptr_array_new_with_free_func (g_free);

  for (guint i = first; i < statement->parts->len; i++)
    g_ptr_array_add (values, write_value (self, sluice_lua_get (statement, i),
                                          i - first < first ? sluice_lua_get (statement, i - first)->text : NULL));
  g_ptr_array_add (values, NULL);
  return g_strjoinv (", ", (char **) values->pdata);
}

static void
write_local (SluicePythonWriter *self,
             const SluiceLua    *statement)
{
  guint n_values = statement->parts->len - statement->n;
  g_autofree char *values = write_values (self, statement, statement->n);
  g_autoptr (GString) names = g_string_new (NULL);
  g_autoptr (GString) rest = g_string_new (values);

  if (n_values > statement->n)
    sluice_python_fail (self, statement, "there are more values than names");
  for (guint i = 0; i < statement->n; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", declare (self, sluice_lua_get (statement, i)->text));
  for (guint i = n_values; i < statement->n; i++)
    g_string_append_printf (rest, "%sNone", i > 0 ? ", " : "");
  /* A call may have given several values. */
  if (n_values > 0 && n_values < statement->n
      && sluice_lua_get (statement, statement->parts->len - 1)->type >= SLUICE_LUA_CALL
      && sluice_lua_get (statement, statement->parts->len - 1)->type <= SLUICE_LUA_METHOD)
    sluice_python_fail (self, statement, "a call gives several values");
  add_line (self, "%s = %s", names->str, rest->str);
}

/* t[#t + 1] */
static gboolean
is_end_of (SluicePythonWriter *self,
           const char         *table,
           const SluiceLua    *key)
{
  const SluiceLua *length;
  g_autofree char *other = NULL;

  if (key->type != SLUICE_LUA_BINARY || !g_str_equal (key->text, "+")
      || sluice_lua_get (key, 1)->type != SLUICE_LUA_NUMBER || !g_str_equal (sluice_lua_get (key, 1)->text, "1"))
    return FALSE;
  length = sluice_lua_get (key, 0);
  if (length->type != SLUICE_LUA_UNARY || !g_str_equal (length->text, "#"))
    return FALSE;
  other = sluice_python_operand (self, sluice_lua_get (length, 0));
  return g_str_equal (other, table);
}

static void
write_assignment_to_index (SluicePythonWriter *self,
                           const SluiceLua    *place,
                           const SluiceLua    *value)
{
  const SluiceLua *key = sluice_lua_get (place, 1);
  g_autofree char *table = sluice_python_operand (self, sluice_lua_get (place, 0));
  g_autofree char *python = sluice_python_write (self, value);
  g_autofree char *at = NULL;

  if (is_end_of (self, table, key))
    {
      add_line (self, "%s.append(%s)", table, python);
      return;
    }
  at = sluice_python_write (self, key);
  if (key->type != SLUICE_LUA_STRING)
    {
      sluice_python_need (self->use->helpers, "assign");
      add_line (self, "assign(%s, %s, %s)", table, at, python);
    }
  else if (value->type == SLUICE_LUA_NIL)
    add_line (self, "%s.pop(%s, None)", table, at);
  else
    add_line (self, "%s[%s] = %s", table, at, python);
}

static void
write_assignment_to_name (SluicePythonWriter *self,
                          const SluiceLua    *place,
                          const SluiceLua    *value)
{
  const char *name = sluice_python_look_up (self, place->text);
  g_autofree char *python = NULL;

  if (name == NULL || g_str_equal (name, "shared"))
    sluice_python_fail (self, place, "“%s” is no local variable", place->text);
  else if (is_from_around (self, place->text))
    sluice_python_fail (self, place, "“%s” belongs to the function around", place->text);
  python = sluice_python_write (self, value);
  add_line (self, "%s = %s", name != NULL ? name : "_", python);
}

/* Values that read what the places before them change: Python, too, has all of them before it sets the first. */
static void
write_together (SluicePythonWriter *self,
                const SluiceLua    *statement)
{
  g_autoptr (GString) places = g_string_new (NULL);
  g_autoptr (GString) values = g_string_new (NULL);

  for (guint i = 0; i < statement->n; i++)
    {
      const SluiceLua *place = sluice_lua_get (statement, i), *value = sluice_lua_get (statement, statement->n + i);
      gboolean is_index = place->type == SLUICE_LUA_INDEX;
      const char *name = is_index ? NULL : sluice_python_look_up (self, place->text);
      g_autofree char *table = is_index ? sluice_python_operand (self, sluice_lua_get (place, 0)) : NULL;
      g_autofree char *at = is_index ? sluice_python_write (self, sluice_lua_get (place, 1)) : NULL;
      g_autofree char *python = sluice_python_operand (self, value);

      if ((is_index && sluice_lua_get (place, 1)->type != SLUICE_LUA_STRING) || value->type == SLUICE_LUA_NIL
          || (!is_index && (name == NULL || g_str_equal (name, "shared") || is_from_around (self, place->text))))
        {
          sluice_python_fail (self, statement, "several places change at once");
          return;
        }
      if (is_index)
        g_string_append_printf (places, "%s%s[%s]", i > 0 ? ", " : "", table, at);
      else
        g_string_append_printf (places, "%s%s", i > 0 ? ", " : "", name);
      g_string_append_printf (values, "%s%s", i > 0 ? ", " : "", python);
    }
  add_line (self, "%s = %s", places->str, values->str);
}

static void
write_assignment (SluicePythonWriter *self,
                  const SluiceLua    *statement)
{
  guint n_values = statement->parts->len - statement->n;

  if (n_values != statement->n)
    sluice_python_fail (self, statement, "places and values differ in number");
  /* All values are there before the first place changes: that matters where one is read as well. */
  else if (n_values > 1)
    {
      for (guint i = 0; i < statement->n; i++)
        if (sluice_lua_get (statement, i)->type != SLUICE_LUA_INDEX
            || sluice_lua_get (statement, statement->n + i)->type > SLUICE_LUA_NAME)
          {
            write_together (self, statement);
            return;
          }
    }
  for (guint i = 0; i < MIN (n_values, statement->n); i++)
    {
      const SluiceLua *place = sluice_lua_get (statement, i), *value = sluice_lua_get (statement, statement->n + i);

      if (place->type == SLUICE_LUA_INDEX)
        write_assignment_to_index (self, place, value);
      else
        write_assignment_to_name (self, place, value);
    }
}

/* A call alone: error and assert are statements in Python. */
static void
write_run (SluicePythonWriter *self,
           const SluiceLua    *statement)
{
  const SluiceLua *call = sluice_lua_get (statement, 0);
  g_autofree char *name =
    call->type == SLUICE_LUA_CALL ? sluice_python_get_dotted (self, sluice_lua_get (call, 0)) : NULL;
  g_autofree char *python = NULL;

  if (g_strcmp0 (name, "error") == 0 && call->parts->len == 2)
    {
      python = sluice_python_write (self, sluice_lua_get (call, 1));
      add_line (self, "raise RuntimeError(%s)", python);
    }
  else if (g_strcmp0 (name, "assert") == 0 && call->parts->len >= 2)
    {
      g_autofree char *message =
        call->parts->len > 2 ? sluice_python_write (self, sluice_lua_get (call, 2))
                             : g_strdup ("\"assertion failed!\"");

      python = sluice_python_condition (self, sluice_lua_get (call, 1));
      add_line (self, "if not (%s):", python);
      add_line (self, "    raise RuntimeError(%s)", message);
    }
  else
    {
      python = sluice_python_write (self, call);
      add_line (self, "%s", python);
    }
}

static void
write_if (SluicePythonWriter *self,
          const SluiceLua    *statement)
{
  for (guint i = 0; i + 1 < statement->parts->len; i += 2)
    {
      g_autofree char *condition = sluice_python_condition (self, sluice_lua_get (statement, i));

      add_line (self, "%s %s:", i > 0 ? "elif" : "if", condition);
      write_inner (self, sluice_lua_get (statement, i + 1));
    }
  if (statement->parts->len % 2 == 1)
    {
      add_line (self, "else:");
      write_inner (self, sluice_lua_get (statement, statement->parts->len - 1));
    }
}

static void
write_count (SluicePythonWriter *self,
             const SluiceLua    *statement)
{
  guint n = statement->parts->len;
  const SluiceLua *step = n == 5 ? sluice_lua_get (statement, 3) : NULL;
  gboolean is_down = step != NULL && step->type == SLUICE_LUA_UNARY;
  g_autofree char *from = sluice_python_write (self, sluice_lua_get (statement, 1));
  g_autofree char *to = n > 3 ? sluice_python_operand (self, sluice_lua_get (statement, 2)) : NULL;
  g_autofree char *by = step != NULL ? sluice_python_write (self, step) : NULL;

  if (n < 4 || n > 5
      || (step != NULL && step->type != SLUICE_LUA_NUMBER
          && !(is_down && sluice_lua_get (step, 0)->type == SLUICE_LUA_NUMBER)))
    {
      sluice_python_fail (self, statement, "a loop counts by what is no constant");
      return;
    }
  push_scope (self);
  add_line (self, "for %s in range(%s, %s %c 1%s%s):", declare (self, sluice_lua_get (statement, 0)->text), from, to,
            is_down ? '-' : '+', by != NULL ? ", " : "", by != NULL ? by : "");
  write_inner (self, sluice_lua_get (statement, n - 1));
  pop_scope (self);
}

/* What a loop goes through, as Python has it; @names are the variables to name. */
static char *
write_iterator (SluicePythonWriter *self,
                const SluiceLua    *statement,
                guint              *first,
                guint              *n_names)
{
  const SluiceLua *call = sluice_lua_get (statement, statement->n);
  g_autofree char *name = NULL;
  g_autofree char *list = NULL;
  gboolean skips_index = g_str_equal (sluice_lua_get (statement, 0)->text, "_");

  *first = 0;
  *n_names = statement->n;
  if (call->type == SLUICE_LUA_METHOD && g_str_equal (call->text, "gmatch") && call->parts->len == 2)
    {
      g_autofree char *pattern = sluice_python_pattern (sluice_lua_get (call, 1));

      if (pattern == NULL)
        return NULL;
      sluice_python_need (self->use->modules, "re");
      list = sluice_python_write (self, sluice_lua_get (call, 0));
      return g_strdup_printf ("re.findall(%s, %s)", pattern, list);
    }
  if (call->type != SLUICE_LUA_CALL || call->parts->len != 2)
    return NULL;
  name = sluice_python_get_dotted (self, sluice_lua_get (call, 0));
  list = sluice_python_write (self, sluice_lua_get (call, 1));
  if (g_strcmp0 (name, "pairs") == 0)
    {
      sluice_python_need (self->use->helpers, "pairs");
      if (statement->n == 1)
        return g_strdup_printf ("[key for key, _ in pairs(%s)]", list);
      return g_strdup_printf ("pairs(%s)", list);
    }
  if (g_strcmp0 (name, "ipairs") != 0)
    return NULL;
  if (statement->n == 1)
    return g_strdup_printf ("range(1, len(%s) + 1)", list);
  if (skips_index)
    {
      *first = 1;
      *n_names = 1;
      return g_steal_pointer (&list);
    }
  return g_strdup_printf ("enumerate(%s, 1)", list);
}

static void
write_each (SluicePythonWriter *self,
            const SluiceLua    *statement)
{
  guint first, n_names;
  g_autofree char *list = write_iterator (self, statement, &first, &n_names);
  g_autoptr (GString) names = g_string_new (NULL);

  if (list == NULL)
    {
      sluice_python_fail (self, statement, "a loop goes through what has no counterpart");
      return;
    }
  push_scope (self);
  for (guint i = 0; i < n_names; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "",
                            declare (self, sluice_lua_get (statement, first + i)->text));
  add_line (self, "for %s in %s:", names->str, list);
  write_inner (self, sluice_lua_get (statement, statement->parts->len - 1));
  pop_scope (self);
}

void
sluice_python_define (SluicePythonWriter *self,
                      const char         *name,
                      const SluiceLua    *function)
{
  g_autoptr (GString) names = g_string_new (NULL);
  guint border;

  push_scope (self);
  border = self->scopes->len - 1;
  g_array_append_val (self->borders, border);
  for (guint i = 0; i < function->n; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", declare (self, sluice_lua_get (function, i)->text));
  add_line (self, "def %s(%s):", name, names->str);
  write_inner (self, sluice_lua_get (function, function->n));
  g_array_set_size (self->borders, self->borders->len - 1);
  pop_scope (self);
}

static void
write_return (SluicePythonWriter *self,
              const SluiceLua    *statement)
{
  g_autofree char *value = NULL;

  if (statement->parts->len > 1)
    sluice_python_fail (self, statement, "several values are returned");
  value = statement->parts->len > 0 ? write_value (self, sluice_lua_get (statement, 0), NULL) : g_strdup ("None");
  add_line (self, "return %s", value);
}

static void
write_statement (SluicePythonWriter *self,
                 const SluiceLua    *statement)
{
  g_autofree char *text = NULL;

  switch (statement->type)
    {
    case SLUICE_LUA_LOCAL: write_local (self, statement); break;
    case SLUICE_LUA_ASSIGN: write_assignment (self, statement); break;
    case SLUICE_LUA_RUN: write_run (self, statement); break;
    case SLUICE_LUA_IF: write_if (self, statement); break;
    case SLUICE_LUA_COUNT: write_count (self, statement); break;
    case SLUICE_LUA_EACH: write_each (self, statement); break;
    case SLUICE_LUA_RETURN: write_return (self, statement); break;
    case SLUICE_LUA_BREAK: add_line (self, "break"); break;
    case SLUICE_LUA_DO: write_block (self, sluice_lua_get (statement, 0)); break;

    case SLUICE_LUA_WHILE:
      text = sluice_python_condition (self, sluice_lua_get (statement, 0));
      add_line (self, "while %s:", text);
      write_inner (self, sluice_lua_get (statement, 1));
      break;

    case SLUICE_LUA_REPEAT:
      add_line (self, "while True:");
      write_inner (self, sluice_lua_get (statement, 0));
      text = sluice_python_condition (self, sluice_lua_get (statement, 1));
      add_line (self, "    if %s:", text);
      add_line (self, "        break");
      break;

    case SLUICE_LUA_DEFINE:
      text = g_strdup (declare (self, statement->text));
      sluice_python_define (self, text, sluice_lua_get (statement, 0));
      break;

    default: g_assert_not_reached ();
    }
}

static void
write_block (SluicePythonWriter *self,
             const SluiceLua    *block)
{
  push_scope (self);
  for (guint i = 0; i < block->parts->len && self->problem == NULL; i++)
    write_statement (self, sluice_lua_get (block, i));
  pop_scope (self);
}

static void
declare_phase (SluicePythonWriter *self)
{
  SluicePythonPhase phase = self->use->phase;

  if (phase == SLUICE_PYTHON_PREP || phase == SLUICE_PYTHON_POST)
    declare_given (self, "shared", "shared");
  if (phase == SLUICE_PYTHON_EXEC && self->use->is_batch)
    declare_given (self, "item", "item");
  else if (phase != SLUICE_PYTHON_PREP)
    declare_given (self, "prep_res", "prep_res");
  if (phase == SLUICE_PYTHON_FALLBACK && self->use->is_batch)
    declare_given (self, "item", "prep_res");
  if (phase == SLUICE_PYTHON_POST)
    declare_given (self, "exec_res", "exec_res");
}

/* Returns: (transfer full) (nullable): lines, or the expression alone */
static char *
translate (const char       *lua,
           gboolean          is_expression,
           gboolean          as_lines,
           SluicePythonUse  *use,
           char            **problem)
{
  g_autoptr (SluiceLuaTree) tree = sluice_lua_parse (lua, is_expression, problem);
  g_autoptr (GPtrArray) scopes = g_ptr_array_new_with_free_func ((GDestroyNotify) g_hash_table_unref);
  g_autoptr (GArray) borders = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GString) out = g_string_new (NULL);
  SluicePythonWriter writer = { .use = use, .tree = tree, .out = out, .scopes = scopes, .borders = borders };
  guint border = 0;

  if (tree == NULL)
    return NULL;
  g_array_append_val (borders, border);
  push_scope (&writer);
  declare_phase (&writer);
  if (as_lines)
    write_block (&writer, tree->block);
  else
    {
      g_autofree char *value = sluice_python_write (&writer, sluice_lua_get (sluice_lua_get (tree->block, 0), 0));

      g_string_append (out, value);
    }
  if (writer.problem == NULL)
    return g_strdup (out->str);
  *problem = writer.problem;
  return NULL;
}

char *
sluice_python_body (const char       *lua,
                    gboolean          is_expression,
                    SluicePythonUse  *use,
                    char            **problem)
{
  return translate (lua, is_expression, TRUE, use, problem);
}

char *
sluice_python_expression (const char       *lua,
                          SluicePythonUse  *use,
                          char            **problem)
{
  return translate (lua, TRUE, FALSE, use, problem);
}
