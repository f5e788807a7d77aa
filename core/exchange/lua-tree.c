/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Reads Lua 5.4 by recursive descent. Words are cut off the text one at a time; the first problem ends
 * the reading.
 */
#include "exchange/lua-tree.h"

#include <string.h>

#define MAX_DEPTH 100

typedef enum
{
  WORD_END,
  WORD_NAME,
  WORD_NUMBER,
  WORD_STRING,
  WORD_SIGN, /* keywords too */
} WordType;

typedef struct
{
  const char    *at;
  guint          line;
  WordType       type;
  GString       *word;
  guint          depth;
  SluiceLuaTree *tree;
  char          *problem;
} Parser;

static SluiceLua *parse_expression (Parser *self,
                                    guint   level);
static SluiceLua *parse_block      (Parser *self);

static void
fail (Parser     *self,
      const char *what)
{
  if (self->problem == NULL)
    self->problem = g_strdup_printf ("line %u: %s", self->line, what);
  self->type = WORD_END;
  self->at = "";
}

/* Words */

static gboolean
is_keyword (const char *word)
{
  static const char * const words[] = {
    "and", "break", "do", "else", "elseif", "end", "false", "for", "function", "goto", "if", "in", "local",
    "nil", "not", "or", "repeat", "return", "then", "true", "until", "while", NULL
  };

  return g_strv_contains (words, word);
}

/* [[…]] and [=[…]=]; the line break right behind the opening does not count. */
static gboolean
read_long (Parser  *self,
           GString *into)
{
  gsize level = strspn (self->at + 1, "=");
  g_autofree char *close = NULL;
  const char *end;

  if (self->at[0] != '[' || self->at[1 + level] != '[')
    return FALSE;
  close = g_strnfill (level + 2, '=');
  close[0] = close[level + 1] = ']';
  self->at += level + 2;
  if (*self->at == '\n')
    {
      self->line++;
      self->at++;
    }
  end = strstr (self->at, close);
  if (end == NULL)
    {
      fail (self, "a long text has no end");
      return TRUE;
    }
  if (into != NULL)
    g_string_append_len (into, self->at, end - self->at);
  for (; self->at < end; self->at++)
    self->line += *self->at == '\n';
  self->at = end + level + 2;
  return TRUE;
}

static void
skip_space (Parser *self)
{
  for (;;)
    {
      if (*self->at == '\n')
        self->line++;
      if (*self->at != '\0' && strchr (" \t\r\n", *self->at) != NULL)
        self->at++;
      else if (g_str_has_prefix (self->at, "--"))
        {
          self->at += 2;
          if (*self->at != '[' || !read_long (self, NULL))
            self->at += strcspn (self->at, "\n");
        }
      else
        return;
    }
}

static void
read_escape (Parser *self)
{
  static const char plain[] = "abfnrtv\\\"'\n", meant[] = "\a\b\f\n\r\t\v\\\"'\n";
  const char *found = *self->at != '\0' ? strchr (plain, *self->at) : NULL;

  if (found != NULL)
    {
      g_string_append_c (self->word, meant[found - plain]);
      self->at++;
    }
  else if (*self->at == 'z')
    for (self->at++; *self->at != '\0' && strchr (" \t\r\n", *self->at) != NULL; self->at++)
      self->line += *self->at == '\n';
  else if (g_ascii_isdigit (*self->at) || *self->at == 'x' || *self->at == 'u')
    {
      gboolean is_hex = *self->at != 'u' && *self->at == 'x', is_code = *self->at == 'u';
      guint64 code = 0;
      char *end = (char *) self->at;

      if (is_code)
        {
          code = g_ascii_strtoull (self->at + 2, &end, 16);
          end += *end == '}';
        }
      else
        {
          g_autofree char *digits = g_strndup (self->at + is_hex, is_hex ? 2 : strspn (self->at, "0123456789") < 3
                                               ? strspn (self->at, "0123456789") : 3);

          code = g_ascii_strtoull (digits, NULL, is_hex ? 16 : 10);
          end = (char *) self->at + is_hex + strlen (digits);
        }
      if (code == 0 || (!is_code && code > 127) || code > 0x10ffff || !g_unichar_validate ((gunichar) code))
        fail (self, "a text holds bytes that are no characters");
      else
        {
          g_string_append_unichar (self->word, (gunichar) code);
          self->at = end;
        }
    }
  else
    fail (self, "an escape is unknown");
}

static void
read_string (Parser *self)
{
  char quote = *self->at++;

  self->type = WORD_STRING;
  while (*self->at != quote)
    {
      if (*self->at == '\0' || *self->at == '\n')
        {
          fail (self, "a text has no end");
          return;
        }
      if (*self->at == '\\')
        {
          self->at++;
          read_escape (self);
        }
      else
        g_string_append_c (self->word, *self->at++);
    }
  self->at++;
}

static void
read_sign (Parser *self)
{
  static const char * const signs[] = {
    "...", "==", "~=", "<=", ">=", "..", "//", "::", "<<", ">>",
  };

  self->type = WORD_SIGN;
  for (guint i = 0; i < G_N_ELEMENTS (signs); i++)
    if (g_str_has_prefix (self->at, signs[i]))
      {
        g_string_append (self->word, signs[i]);
        self->at += strlen (signs[i]);
        return;
      }
  g_string_append_c (self->word, *self->at++);
}

static void
advance (Parser *self)
{
  skip_space (self);
  g_string_truncate (self->word, 0);
  if (*self->at == '\0')
    self->type = WORD_END;
  else if (g_ascii_isalpha (*self->at) || *self->at == '_')
    {
      while (g_ascii_isalnum (*self->at) || *self->at == '_')
        g_string_append_c (self->word, *self->at++);
      self->type = is_keyword (self->word->str) ? WORD_SIGN : WORD_NAME;
    }
  else if (g_ascii_isdigit (*self->at) || (*self->at == '.' && g_ascii_isdigit (self->at[1])))
    {
      while (g_ascii_isalnum (*self->at) || *self->at == '.'
             || ((*self->at == '-' || *self->at == '+') && strchr ("eE", self->at[-1]) != NULL
                 && !g_str_has_prefix (self->word->str, "0x")))
        g_string_append_c (self->word, *self->at++);
      self->type = WORD_NUMBER;
    }
  else if (*self->at == '"' || *self->at == '\'')
    read_string (self);
  else if (*self->at == '[' && read_long (self, self->word))
    self->type = WORD_STRING;
  else
    read_sign (self);
}

static gboolean
is_at (Parser     *self,
       const char *sign)
{
  return self->type == WORD_SIGN && g_str_equal (self->word->str, sign);
}

static gboolean
take (Parser     *self,
      const char *sign)
{
  if (!is_at (self, sign))
    return FALSE;
  advance (self);
  return TRUE;
}

static void
expect (Parser     *self,
        const char *sign)
{
  if (!take (self, sign))
    {
      g_autofree char *what = g_strdup_printf ("“%s” is missing", sign);

      fail (self, what);
    }
}

/* Trees */

static void
lua_free (gpointer data)
{
  SluiceLua *self = data;

  g_free (self->text);
  g_ptr_array_unref (self->parts);
  g_free (self);
}

static SluiceLua *
make (Parser        *self,
      SluiceLuaType  type,
      const char    *text)
{
  SluiceLua *made = g_new0 (SluiceLua, 1);

  made->type = type;
  made->text = g_strdup (text);
  made->line = self->line;
  made->parts = g_ptr_array_new ();
  g_ptr_array_add (self->tree->all, made);
  return made;
}

static void
add (SluiceLua *self,
     SluiceLua *part)
{
  g_ptr_array_add (self->parts, part);
}

static SluiceLua *
parse_name (Parser *self)
{
  SluiceLua *name = make (self, SLUICE_LUA_NAME, self->word->str);

  if (self->type != WORD_NAME)
    fail (self, "a name is missing");
  else
    advance (self);
  return name;
}

static void
parse_list (Parser    *self,
            SluiceLua *into)
{
  do
    add (into, parse_expression (self, 0));
  while (take (self, ","));
}

static SluiceLua *
parse_function (Parser *self)
{
  SluiceLua *function = make (self, SLUICE_LUA_FUNCTION, NULL);

  expect (self, "(");
  while (!is_at (self, ")") && self->type != WORD_END)
    {
      add (function, parse_name (self));
      function->n++;
      if (!take (self, ","))
        break;
    }
  expect (self, ")");
  add (function, parse_block (self));
  expect (self, "end");
  return function;
}

static SluiceLua *
parse_table (Parser *self)
{
  SluiceLua *table = make (self, SLUICE_LUA_TABLE, NULL);

  expect (self, "{");
  while (!is_at (self, "}") && self->type != WORD_END)
    {
      SluiceLua *item = make (self, SLUICE_LUA_ITEM, NULL);

      if (take (self, "["))
        {
          add (item, parse_expression (self, 0));
          expect (self, "]");
          expect (self, "=");
        }
      else if (self->type == WORD_NAME)
        {
          const char *ahead = self->at;

          ahead += strspn (ahead, " \t\r\n");
          if (ahead[0] == '=' && ahead[1] != '=')
            {
              add (item, make (self, SLUICE_LUA_STRING, self->word->str));
              advance (self);
              expect (self, "=");
            }
        }
      add (item, parse_expression (self, 0));
      add (table, item);
      if (!take (self, ",") && !take (self, ";"))
        break;
    }
  expect (self, "}");
  return table;
}

static void
parse_arguments (Parser    *self,
                 SluiceLua *call)
{
  if (self->type == WORD_STRING)
    {
      add (call, make (self, SLUICE_LUA_STRING, self->word->str));
      advance (self);
    }
  else if (is_at (self, "{"))
    add (call, parse_table (self));
  else
    {
      expect (self, "(");
      if (!is_at (self, ")"))
        parse_list (self, call);
      expect (self, ")");
    }
}

static SluiceLua *
parse_suffixed (Parser *self)
{
  SluiceLua *value;

  if (take (self, "("))
    {
      value = parse_expression (self, 0);
      expect (self, ")");
    }
  else
    value = parse_name (self);
  while (self->type != WORD_END)
    {
      SluiceLua *outer;

      if (take (self, "."))
        {
          SluiceLua *name = parse_name (self);

          name->type = SLUICE_LUA_STRING;
          outer = make (self, SLUICE_LUA_INDEX, NULL);
          add (outer, value);
          add (outer, name);
        }
      else if (take (self, "["))
        {
          outer = make (self, SLUICE_LUA_INDEX, NULL);
          add (outer, value);
          add (outer, parse_expression (self, 0));
          expect (self, "]");
        }
      else if (take (self, ":"))
        {
          outer = make (self, SLUICE_LUA_METHOD, self->word->str);
          parse_name (self);
          add (outer, value);
          parse_arguments (self, outer);
        }
      else if (is_at (self, "(") || is_at (self, "{") || self->type == WORD_STRING)
        {
          outer = make (self, SLUICE_LUA_CALL, NULL);
          add (outer, value);
          parse_arguments (self, outer);
        }
      else
        break;
      value = outer;
    }
  return value;
}

static SluiceLua *
parse_simple (Parser *self)
{
  static const struct
  {
    const char *word;
    SluiceLuaType type;
  } constants[] = { { "nil", SLUICE_LUA_NIL }, { "true", SLUICE_LUA_TRUE }, { "false", SLUICE_LUA_FALSE } };
  SluiceLua *value;

  if (self->type == WORD_NUMBER || self->type == WORD_STRING)
    {
      value = make (self, self->type == WORD_NUMBER ? SLUICE_LUA_NUMBER : SLUICE_LUA_STRING, self->word->str);
      advance (self);
      return value;
    }
  for (guint i = 0; i < G_N_ELEMENTS (constants); i++)
    if (take (self, constants[i].word))
      return make (self, constants[i].type, NULL);
  if (is_at (self, "{"))
    return parse_table (self);
  if (take (self, "function"))
    return parse_function (self);
  return parse_suffixed (self);
}

/* How tightly an operator binds to its left and right; 0: it is none. */
static guint
get_level (Parser *self,
           guint  *right)
{
  static const struct
  {
    const char *sign;
    guint left;
    guint right;
  } levels[] = {
    { "or", 1, 1 }, { "and", 2, 2 }, { "<", 3, 3 }, { ">", 3, 3 }, { "<=", 3, 3 }, { ">=", 3, 3 }, { "~=", 3, 3 },
    { "==", 3, 3 }, { "..", 9, 8 }, { "+", 10, 10 }, { "-", 10, 10 }, { "*", 11, 11 }, { "/", 11, 11 },
    { "//", 11, 11 }, { "%", 11, 11 }, { "^", 14, 13 },
  };

  for (guint i = 0; self->type == WORD_SIGN && i < G_N_ELEMENTS (levels); i++)
    if (g_str_equal (self->word->str, levels[i].sign))
      {
        *right = levels[i].right;
        return levels[i].left;
      }
  return 0;
}

#define LEVEL_UNARY 12

static SluiceLua *
parse_operand (Parser *self)
{
  static const char * const signs[] = { "not", "-", "#" };

  for (guint i = 0; i < G_N_ELEMENTS (signs); i++)
    if (take (self, signs[i]))
      {
        SluiceLua *unary = make (self, SLUICE_LUA_UNARY, signs[i]);

        add (unary, parse_expression (self, LEVEL_UNARY));
        return unary;
      }
  return parse_simple (self);
}

static SluiceLua *
parse_expression (Parser *self,
                  guint   level)
{
  SluiceLua *value;
  guint left, right;

  if (++self->depth > MAX_DEPTH)
    fail (self, "it is nested too deep");
  value = parse_operand (self);
  while ((left = get_level (self, &right)) > level)
    {
      SluiceLua *binary = make (self, SLUICE_LUA_BINARY, self->word->str);

      advance (self);
      add (binary, value);
      add (binary, parse_expression (self, right));
      value = binary;
    }
  self->depth--;
  return value;
}

/* Statements */

static SluiceLua *
parse_if (Parser *self)
{
  SluiceLua *statement = make (self, SLUICE_LUA_IF, NULL);

  do
    {
      add (statement, parse_expression (self, 0));
      expect (self, "then");
      add (statement, parse_block (self));
    }
  while (take (self, "elseif"));
  if (take (self, "else"))
    add (statement, parse_block (self));
  expect (self, "end");
  return statement;
}

static SluiceLua *
parse_for (Parser *self)
{
  SluiceLua *statement = make (self, SLUICE_LUA_EACH, NULL);

  do
    add (statement, parse_name (self));
  while (++statement->n > 0 && take (self, ","));
  if (statement->n == 1 && take (self, "="))
    {
      statement->type = SLUICE_LUA_COUNT;
      parse_list (self, statement);
    }
  else
    {
      expect (self, "in");
      add (statement, parse_expression (self, 0));
    }
  expect (self, "do");
  add (statement, parse_block (self));
  expect (self, "end");
  return statement;
}

static SluiceLua *
parse_local (Parser *self)
{
  SluiceLua *statement;

  if (take (self, "function"))
    {
      statement = make (self, SLUICE_LUA_DEFINE, self->word->str);
      parse_name (self);
      add (statement, parse_function (self));
      return statement;
    }
  statement = make (self, SLUICE_LUA_LOCAL, NULL);
  do
    add (statement, parse_name (self));
  while (++statement->n > 0 && take (self, ","));
  if (take (self, "="))
    parse_list (self, statement);
  return statement;
}

static SluiceLua *
parse_assignment (Parser *self)
{
  SluiceLua *first = parse_suffixed (self), *statement;

  if (!is_at (self, "=") && !is_at (self, ","))
    {
      statement = make (self, SLUICE_LUA_RUN, NULL);
      if (first->type != SLUICE_LUA_CALL && first->type != SLUICE_LUA_METHOD)
        fail (self, "this is no statement");
      add (statement, first);
      return statement;
    }
  statement = make (self, SLUICE_LUA_ASSIGN, NULL);
  statement->n = 1;
  add (statement, first);
  for (; take (self, ","); statement->n++)
    add (statement, parse_suffixed (self));
  expect (self, "=");
  parse_list (self, statement);
  for (guint i = 0; i < statement->n; i++)
    if (sluice_lua_get (statement, i)->type != SLUICE_LUA_NAME
        && sluice_lua_get (statement, i)->type != SLUICE_LUA_INDEX)
      fail (self, "this can't be assigned to");
  return statement;
}

static gboolean
is_at_end_of_block (Parser *self)
{
  return self->type == WORD_END || is_at (self, "end") || is_at (self, "else") || is_at (self, "elseif")
         || is_at (self, "until");
}

static SluiceLua *
parse_statement (Parser *self)
{
  SluiceLua *statement;

  if (take (self, "if"))
    return parse_if (self);
  if (take (self, "for"))
    return parse_for (self);
  if (take (self, "local"))
    return parse_local (self);
  if (take (self, "break"))
    return make (self, SLUICE_LUA_BREAK, NULL);
  if (take (self, "do"))
    {
      statement = make (self, SLUICE_LUA_DO, NULL);
      add (statement, parse_block (self));
      expect (self, "end");
      return statement;
    }
  if (take (self, "while"))
    {
      statement = make (self, SLUICE_LUA_WHILE, NULL);
      add (statement, parse_expression (self, 0));
      expect (self, "do");
      add (statement, parse_block (self));
      expect (self, "end");
      return statement;
    }
  if (take (self, "repeat"))
    {
      statement = make (self, SLUICE_LUA_REPEAT, NULL);
      add (statement, parse_block (self));
      expect (self, "until");
      add (statement, parse_expression (self, 0));
      return statement;
    }
  if (take (self, "return"))
    {
      statement = make (self, SLUICE_LUA_RETURN, NULL);
      if (!is_at_end_of_block (self) && !is_at (self, ";"))
        parse_list (self, statement);
      take (self, ";");
      if (!is_at_end_of_block (self))
        fail (self, "something stands behind return");
      return statement;
    }
  return parse_assignment (self);
}

static SluiceLua *
parse_block (Parser *self)
{
  SluiceLua *block = make (self, SLUICE_LUA_BLOCK, NULL);

  if (++self->depth > MAX_DEPTH)
    fail (self, "it is nested too deep");
  while (!is_at_end_of_block (self))
    if (!take (self, ";"))
      add (block, parse_statement (self));
  self->depth--;
  return block;
}

void
sluice_lua_tree_free (SluiceLuaTree *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->all);
  g_free (self);
}

SluiceLuaTree *
sluice_lua_parse (const char  *text,
                  gboolean     is_expression,
                  char       **problem)
{
  g_autoptr (GString) word = g_string_new (NULL);
  g_autoptr (SluiceLuaTree) tree = g_new0 (SluiceLuaTree, 1);
  Parser parser = { .at = text, .line = 1, .word = word, .tree = tree };

  tree->all = g_ptr_array_new_with_free_func (lua_free);
  advance (&parser);
  if (is_expression)
    {
      SluiceLua *back = make (&parser, SLUICE_LUA_RETURN, NULL);

      add (back, parse_expression (&parser, 0));
      tree->block = make (&parser, SLUICE_LUA_BLOCK, NULL);
      add (tree->block, back);
    }
  else
    tree->block = parse_block (&parser);
  if (parser.type != WORD_END)
    fail (&parser, "this is not understood");
  if (parser.problem == NULL)
    return g_steal_pointer (&tree);
  *problem = parser.problem;
  return NULL;
}
