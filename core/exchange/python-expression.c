/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Expressions. Lua takes 0 and "" for true and has nil for what is missing, so conditions go by
 * truthy() unless they are comparisons, and keys are looked up with get().
 */
#include "exchange/python-private.h"

#include <string.h>

char *
sluice_python_string (const char *text)
{
  GString *quoted = g_string_new ("\"");

  for (const char *c = text; *c != '\0'; c++)
    switch (*c)
      {
      case '"': g_string_append (quoted, "\\\""); break;
      case '\\': g_string_append (quoted, "\\\\"); break;
      case '\n': g_string_append (quoted, "\\n"); break;
      case '\t': g_string_append (quoted, "\\t"); break;
      case '\r': g_string_append (quoted, "\\r"); break;
      default:
        if (g_ascii_iscntrl (*c))
          g_string_append_printf (quoted, "\\x%02x", (guchar) *c);
        else
          g_string_append_c (quoted, *c);
      }
  g_string_append_c (quoted, '"');
  return g_string_free (quoted, FALSE);
}

static gboolean
is_comparison (const SluiceLua *value)
{
  static const char * const signs[] = { "==", "~=", "<", ">", "<=", ">=", NULL };

  return value->type == SLUICE_LUA_BINARY && g_strv_contains (signs, value->text);
}

static gboolean
is_sign (const SluiceLua *value,
         const char      *sign)
{
  return value->type == SLUICE_LUA_BINARY && g_str_equal (value->text, sign);
}

static gboolean
is_boolean (const SluiceLua *value)
{
  if (is_sign (value, "and") || is_sign (value, "or"))
    return is_boolean (sluice_lua_get (value, 0)) && is_boolean (sluice_lua_get (value, 1));
  return value->type == SLUICE_LUA_TRUE || value->type == SLUICE_LUA_FALSE || is_comparison (value)
         || (value->type == SLUICE_LUA_UNARY && g_str_equal (value->text, "not"));
}

/* Whether it is true in Lua whatever happens. */
static gboolean
is_always_true (const SluiceLua *value)
{
  static const char * const numbers[] = { "+", "-", "*", "/", "//", "%", "^", "..", NULL };

  if (value->type == SLUICE_LUA_BINARY)
    return g_strv_contains (numbers, value->text);
  return value->type == SLUICE_LUA_TRUE || value->type == SLUICE_LUA_STRING || value->type == SLUICE_LUA_NUMBER
         || value->type == SLUICE_LUA_TABLE
         || (value->type == SLUICE_LUA_UNARY && !g_str_equal (value->text, "not"));
}

/* Whether it may be written twice. */
static gboolean
is_plain (const SluiceLua *value)
{
  if (value->type == SLUICE_LUA_INDEX)
    return is_plain (sluice_lua_get (value, 0)) && is_plain (sluice_lua_get (value, 1));
  return value->type <= SLUICE_LUA_NAME;
}

/* One side of "and" or "or": an "or" within an "and" is in parentheses. */
static char *
write_side (SluicePythonWriter *self,
            const SluiceLua    *value,
            gboolean            is_and)
{
  g_autofree char *text = sluice_python_condition (self, value);

  return is_and && is_sign (value, "or") ? g_strdup_printf ("(%s)", text) : g_steal_pointer (&text);
}

char *
sluice_python_condition (SluicePythonWriter *self,
                         const SluiceLua    *value)
{
  g_autofree char *a = NULL;
  g_autofree char *b = NULL;

  if (value->type == SLUICE_LUA_UNARY && g_str_equal (value->text, "not"))
    {
      const SluiceLua *inner = sluice_lua_get (value, 0);

      a = sluice_python_condition (self, inner);
      if (inner->type == SLUICE_LUA_BINARY)
        return g_strdup_printf ("not (%s)", a);
      return g_strdup_printf ("not %s", a);
    }
  if (is_sign (value, "and") || is_sign (value, "or"))
    {
      const SluiceLua *left = sluice_lua_get (value, 0), *right = sluice_lua_get (value, 1);
      gboolean is_and = is_sign (value, "and");

      a = write_side (self, left, is_and);
      b = write_side (self, right, is_and);
      return g_strdup_printf ("%s %s %s", a, value->text, b);
    }
  if (is_boolean (value))
    return sluice_python_write (self, value);
  if (is_always_true (value))
    return g_strdup ("True");
  if (value->type == SLUICE_LUA_NIL)
    return g_strdup ("False");
  a = sluice_python_write (self, value);
  sluice_python_need (self->use->helpers, "truthy");
  return g_strdup_printf ("truthy(%s)", a);
}

static gboolean
needs_parentheses (const SluiceLua *value)
{
  return value->type == SLUICE_LUA_BINARY
         || (value->type == SLUICE_LUA_UNARY && !g_str_equal (value->text, "#"));
}

char *
sluice_python_operand (SluicePythonWriter *self,
                       const SluiceLua    *value)
{
  g_autofree char *text = sluice_python_write (self, value);

  return needs_parentheses (value) && !is_sign (value, "..") ? g_strdup_printf ("(%s)", text)
                                                             : g_steal_pointer (&text);
}

/* What stands for nothing: x or {}. There Python's own "or" does the same. */
static gboolean
is_empty_default (const SluiceLua *value)
{
  const SluiceLua *function = value->type == SLUICE_LUA_CALL ? sluice_lua_get (value, 0) : NULL;

  return value->type == SLUICE_LUA_TABLE
         || (function != NULL && function->type == SLUICE_LUA_INDEX
             && g_strcmp0 (sluice_lua_get (function, 0)->text, "json") == 0);
}

/* a and b, a or b: one of the two values. */
static char *
write_choice (SluicePythonWriter *self,
              const SluiceLua    *value)
{
  const SluiceLua *left = sluice_lua_get (value, 0), *right = sluice_lua_get (value, 1);
  gboolean is_or = is_sign (value, "or");
  g_autofree char *a = NULL;
  g_autofree char *b = sluice_python_operand (self, right);

  if (is_boolean (left) || (is_or && is_empty_default (right)))
    {
      a = sluice_python_operand (self, left);
      return g_strdup_printf ("%s %s %s", a, value->text, b);
    }
  /* The idiom: condition and one or other. */
  if (is_or && is_sign (left, "and") && is_always_true (sluice_lua_get (left, 1)))
    {
      g_autofree char *condition = sluice_python_condition (self, sluice_lua_get (left, 0));

      a = sluice_python_operand (self, sluice_lua_get (left, 1));
      return g_strdup_printf ("%s if %s else %s", a, condition, b);
    }
  sluice_python_need (self->use->helpers, "truthy");
  a = sluice_python_operand (self, left);
  if (is_plain (left))
    return is_or ? g_strdup_printf ("%s if truthy(%s) else %s", a, a, b)
                 : g_strdup_printf ("%s if truthy(%s) else %s", b, a, a);
  self->n_temporaries++;
  return is_or ? g_strdup_printf ("value_%u if truthy(value_%u := %s) else %s", self->n_temporaries,
                                  self->n_temporaries, a, b)
               : g_strdup_printf ("%s if truthy(value_%u := %s) else value_%u", b, self->n_temporaries, a,
                                  self->n_temporaries);
}

static void
flatten (const SluiceLua *value,
         GPtrArray       *into)
{
  if (is_sign (value, ".."))
    {
      flatten (sluice_lua_get (value, 0), into);
      flatten (sluice_lua_get (value, 1), into);
    }
  else
    g_ptr_array_add (into, (gpointer) value);
}

/* Within an f-string: until Python 3.12 neither the same quotes nor a backslash may stand there. */
static char *
make_inner (char *text)
{
  if (strchr (text, '\'') != NULL || strchr (text, '\\') != NULL || strchr (text, '{') != NULL
      || strchr (text, '!') != NULL || strstr (text, ":=") != NULL)
    return NULL;
  return g_strdelimit (g_strdup (text), "\"", '\'');
}

static void
append_literal (GString    *into,
                const char *text)
{
  g_autofree char *quoted = sluice_python_string (text);

  for (const char *c = quoted + 1; c[1] != '\0'; c++)
    {
      g_string_append_c (into, *c);
      if (*c == '{' || *c == '}')
        g_string_append_c (into, *c);
    }
}

/* Texts and values in turn as an f-string, or as a sum of texts. */
static char *
join_texts (GPtrArray *parts,
            GArray    *are_literal)
{
  g_autoptr (GString) inner = g_string_new ("f\"");
  g_autoptr (GString) sum = g_string_new (NULL);
  g_autoptr (GString) plain = g_string_new (NULL);
  gboolean fits = TRUE, is_plain_text = TRUE;

  for (guint i = 0; i < parts->len; i++)
    {
      char *part = g_ptr_array_index (parts, i);
      g_autofree char *quoted = NULL;

      if (g_array_index (are_literal, gboolean, i))
        {
          append_literal (inner, part);
          g_string_append (plain, part);
          quoted = sluice_python_string (part);
        }
      else
        {
          g_autofree char *within = make_inner (part);

          fits = fits && within != NULL;
          is_plain_text = FALSE;
          g_string_append_printf (inner, "{%s}", within != NULL ? within : "");
          quoted = g_strdup_printf ("str(%s)", part);
        }
      g_string_append_printf (sum, "%s%s", sum->len > 0 ? " + " : "", quoted);
    }
  if (is_plain_text)
    return sluice_python_string (plain->str);
  g_string_append_c (inner, '"');
  return g_strdup (fits ? inner->str : sum->str);
}

static char *
write_joined (SluicePythonWriter *self,
              const SluiceLua    *value)
{
  g_autoptr (GPtrArray) values = g_ptr_array_new ();
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) are_literal = g_array_new (FALSE, FALSE, sizeof (gboolean));

  flatten (value, values);
  for (guint i = 0; i < values->len; i++)
    {
      const SluiceLua *part = g_ptr_array_index (values, i);
      gboolean is_literal = part->type == SLUICE_LUA_STRING;

      g_ptr_array_add (parts, is_literal ? g_strdup (part->text) : sluice_python_write (self, part));
      g_array_append_val (are_literal, is_literal);
    }
  return join_texts (parts, are_literal);
}

static char *
write_binary (SluicePythonWriter *self,
              const SluiceLua    *value)
{
  const SluiceLua *left = sluice_lua_get (value, 0), *right = sluice_lua_get (value, 1);
  const char *sign = g_str_equal (value->text, "~=") ? "!=" : g_str_equal (value->text, "^") ? "**" : value->text;
  g_autofree char *a = NULL;
  g_autofree char *b = NULL;

  if (is_sign (value, "and") || is_sign (value, "or"))
    return write_choice (self, value);
  if (is_sign (value, ".."))
    return write_joined (self, value);
  a = sluice_python_operand (self, left);
  if ((is_sign (value, "==") || is_sign (value, "~=")) && right->type == SLUICE_LUA_NIL)
    return g_strdup_printf (is_sign (value, "==") ? "%s is None" : "%s is not None", a);
  b = sluice_python_operand (self, right);
  if (is_sign (value, "^"))
    return g_strdup_printf ("float(%s) ** %s", a, b);
  return g_strdup_printf ("%s %s %s", a, sign, b);
}

static char *
write_table (SluicePythonWriter *self,
             const SluiceLua    *value)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_free);
  gboolean is_object = value->parts->len == 0 || sluice_lua_get (value, 0)->parts->len == 2;
  g_autofree char *line = NULL;
  g_autofree char *separator = NULL;

  for (guint i = 0; i < value->parts->len; i++)
    {
      const SluiceLua *item = sluice_lua_get (value, i);
      g_autofree char *last = sluice_python_write (self, sluice_lua_get (item, item->parts->len - 1));

      if ((item->parts->len == 2) != is_object)
        sluice_python_fail (self, value, "a table is a list and an object at once");
      if (item->parts->len == 2)
        {
          g_autofree char *key = sluice_python_write (self, sluice_lua_get (item, 0));

          g_ptr_array_add (items, g_strdup_printf ("%s: %s", key, last));
        }
      else
        g_ptr_array_add (items, g_steal_pointer (&last));
    }
  g_ptr_array_add (items, NULL);
  line = g_strjoinv (", ", (char **) items->pdata);
  if (strlen (line) < 72)
    return g_strdup_printf (is_object ? "{%s}" : "[%s]", line);
  separator = g_strdup_printf (",\n%*s", (int) (self->indent + 1) * 4, "");
  g_free (line);
  line = g_strjoinv (separator, (char **) items->pdata);
  return g_strdup_printf ("%c\n%*s%s,\n%*s%c", is_object ? '{' : '[', (int) (self->indent + 1) * 4, "", line,
                          (int) self->indent * 4, "", is_object ? '}' : ']');
}

static char *
write_index (SluicePythonWriter *self,
             const SluiceLua    *value)
{
  const SluiceLua *key = sluice_lua_get (value, 1);
  g_autofree char *dotted = sluice_python_get_dotted (self, value);
  g_autofree char *of = NULL;
  g_autofree char *at = NULL;

  if (g_strcmp0 (dotted, "math.huge") == 0 || g_strcmp0 (dotted, "math.pi") == 0)
    {
      sluice_python_need (self->use->modules, "math");
      return g_strdup (g_str_equal (dotted, "math.pi") ? "math.pi" : "math.inf");
    }
  if (g_strcmp0 (dotted, "json.null") == 0)
    return g_strdup ("None");
  of = sluice_python_operand (self, sluice_lua_get (value, 0));
  at = sluice_python_write (self, key);
  if (key->type == SLUICE_LUA_STRING && !(self->use->has_list && g_str_equal (of, "exec_res")))
    return g_strdup_printf ("%s.get(%s)", of, at);
  sluice_python_need (self->use->helpers, "index");
  return g_strdup_printf ("index(%s, %s)", of, at);
}

static char *
write_name (SluicePythonWriter *self,
            const SluiceLua    *value)
{
  const char *local = sluice_python_look_up (self, value->text);
  SluicePythonPhase phase = self->use->phase;

  if (local != NULL)
    return g_strdup (local);
  if (g_str_equal (value->text, "params"))
    return g_strdup ("self.params");
  if (g_str_equal (value->text, "attempt") && (phase == SLUICE_PYTHON_EXEC || phase == SLUICE_PYTHON_FALLBACK))
    return g_strdup ("self.cur_retry");
  if (g_str_equal (value->text, "error") && phase == SLUICE_PYTHON_FALLBACK)
    return g_strdup ("str(exc)");
  sluice_python_fail (self, value, "“%s” has no counterpart here", value->text);
  return g_strdup ("None");
}

static char *
write_unary (SluicePythonWriter *self,
             const SluiceLua    *value)
{
  g_autofree char *inner = NULL;

  if (g_str_equal (value->text, "not"))
    return sluice_python_condition (self, value);
  if (g_str_equal (value->text, "#"))
    {
      inner = sluice_python_write (self, sluice_lua_get (value, 0));
      return g_strdup_printf ("len(%s)", inner);
    }
  inner = sluice_python_operand (self, sluice_lua_get (value, 0));
  return g_strdup_printf ("-%s", inner);
}

char *
sluice_python_write (SluicePythonWriter *self,
                     const SluiceLua    *value)
{
  switch (value->type)
    {
    case SLUICE_LUA_NIL: return g_strdup ("None");
    case SLUICE_LUA_TRUE: return g_strdup ("True");
    case SLUICE_LUA_FALSE: return g_strdup ("False");
    case SLUICE_LUA_NUMBER: return g_strdup (value->text);
    case SLUICE_LUA_STRING: return sluice_python_string (value->text);
    case SLUICE_LUA_NAME: return write_name (self, value);
    case SLUICE_LUA_INDEX: return write_index (self, value);
    case SLUICE_LUA_CALL: return sluice_python_call (self, value);
    case SLUICE_LUA_METHOD: return sluice_python_method (self, value);
    case SLUICE_LUA_TABLE: return write_table (self, value);
    case SLUICE_LUA_UNARY: return write_unary (self, value);
    case SLUICE_LUA_BINARY: return write_binary (self, value);
    default:
      sluice_python_fail (self, value, "a function without a name");
      return g_strdup ("None");
    }
}

/* "Hello {{ shared.name }}" */
char *
sluice_python_template (const char       *text,
                        SluicePythonUse  *use,
                        char            **problem)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) are_literal = g_array_new (FALSE, FALSE, sizeof (gboolean));
  const char *at = text;

  for (;;)
    {
      const char *open = strstr (at, "{{");
      const char *close = open != NULL ? strstr (open, "}}") : NULL;
      g_autofree char *lua = NULL;
      g_autofree char *value = NULL;
      gboolean is_literal = TRUE;

      if (close == NULL)
        {
          if (*at != '\0' || parts->len == 0)
            {
              g_ptr_array_add (parts, g_strdup (at));
              g_array_append_val (are_literal, is_literal);
            }
          break;
        }
      if (open > at)
        {
          g_ptr_array_add (parts, g_strndup (at, (gsize) (open - at)));
          g_array_append_val (are_literal, is_literal);
        }
      lua = g_strndup (open + 2, (gsize) (close - open - 2));
      value = sluice_python_expression (lua, use, problem);
      if (value == NULL)
        return NULL;
      is_literal = FALSE;
      sluice_python_need (use->helpers, "text");
      g_ptr_array_add (parts, g_strdup_printf ("text(%s)", value));
      g_array_append_val (are_literal, is_literal);
      at = close + 2;
    }
  if (parts->len == 1 && g_array_index (are_literal, gboolean, 0))
    return sluice_python_string (g_ptr_array_index (parts, 0));
  return join_texts (parts, are_literal);
}
