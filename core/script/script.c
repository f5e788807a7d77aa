/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A script: the text of a phase body, an expression or a template, made into a Lua chunk that is
 * checked once and loaded by each run's environment. The chunk has exactly the lines of the text,
 * so Lua's line numbers are the author's. */

#include "script/script.h"

#include <string.h>

#include "script/script-private.h"

#define CHUNK_NAME_MAX  56          /* LUA_IDSIZE is 60 */
#define MAX_EXPRESSIONS 1000        /* of a template */
#define MAX_CODE        (64 * 1024) /* bytes, in all of them */
#define MAX_LOCALS      100         /* that one expression may mention */

G_DEFINE_QUARK (sluice-script-error-quark, sluice_script_error)

static const char * const variable_names[SLUICE_N_NAMES] = {
  [SLUICE_NAME_SHARED] = "shared",
  [SLUICE_NAME_PARAMS] = "params",
  [SLUICE_NAME_PREP_RES] = "prep_res",
  [SLUICE_NAME_EXEC_RES] = "exec_res",
  [SLUICE_NAME_ITEM] = "item",
  [SLUICE_NAME_ATTEMPT] = "attempt",
  [SLUICE_NAME_ERROR] = "error",
  [SLUICE_NAME_ACTION] = "action",
};

static gboolean
is_word_char (char c)
{
  return g_ascii_isalnum (c) || c == '_';
}

static gboolean
mentions (const char *text,
          const char *word)
{
  gsize length = strlen (word);

  for (const char *at = strstr (text, word); at != NULL; at = strstr (at + 1, word))
    {
      if ((at == text || !is_word_char (at[-1])) && !is_word_char (at[length]))
        return TRUE;
    }
  return FALSE;
}

/* The names come as the chunk's arguments and are its first locals, on the author's first line. */
static void
append_names (GString *chunk,
              guint    names)
{
  gboolean first = TRUE;

  if (names == 0)
    return;
  g_string_append (chunk, "local ");
  for (guint i = 0; i < SLUICE_N_NAMES; i++)
    {
      if ((names & (1u << i)) == 0)
        continue;
      if (!first)
        g_string_append (chunk, ", ");
      g_string_append (chunk, variable_names[i]);
      first = FALSE;
    }
  g_string_append (chunk, " = ...; ");
}

/* A Lua string on one line, then as many newlines as the text has. */
static void
append_literal (GString    *chunk,
                const char *text,
                gsize       length)
{
  guint n_lines = 0;

  g_string_append_c (chunk, '"');
  for (gsize i = 0; i < length; i++)
    {
      guchar c = (guchar) text[i];

      n_lines += c == '\n';
      if (c == '"' || c == '\\' || c < ' ' || c == 0x7f)
        {
          const char escape[] = { '\\', (char) ('0' + c / 100), (char) ('0' + c / 10 % 10), (char) ('0' + c % 10) };

          g_string_append_len (chunk, escape, sizeof escape);
        }
      else
        g_string_append_c (chunk, (char) c);
    }
  g_string_append (chunk, "\", ");
  while (n_lines-- > 0)
    g_string_append_c (chunk, '\n');
}

/* The end of an expression that begins at @at: the "}}" outside strings and braces, or NULL. */
static const char *
find_expression_end (const char *at)
{
  guint depth = 0;

  for (; *at != '\0'; at++)
    {
      if (*at == '"' || *at == '\'')
        {
          char quote = *at++;

          while (*at != '\0' && *at != quote)
            at += *at == '\\' && at[1] != '\0' ? 2 : 1;
          if (*at == '\0')
            return NULL;
        }
      else if (*at == '{')
        depth++;
      else if (*at == '}' && depth > 0)
        depth--;
      else if (*at == '}' && at[1] == '}')
        return at;
    }
  return NULL;
}

static guint
count_newlines (const char *text,
                const char *end)
{
  guint n = 0;

  for (; text < end; text++)
    n += *text == '\n';
  return n;
}

static void
close_state (gpointer data)
{
  lua_close (data);
}

/* Parsing needs a state, but nothing in it. One a thread serves. */
static lua_State *
get_parser (void)
{
  static GPrivate parser = G_PRIVATE_INIT (close_state);
  lua_State *L = g_private_get (&parser);

  if (L == NULL)
    {
      L = luaL_newstate ();
      g_assert (L != NULL);
      g_private_set (&parser, L);
    }
  return L;
}

static gboolean
check_chunk (SluiceScript *self,
             const char   *chunk,
             gsize         length,
             GError      **error)
{
  lua_State *L = get_parser ();

  if (luaL_loadbufferx (L, chunk, length, self->chunk_name, "t") != LUA_OK)
    {
      g_autoptr (GError) fault = sluice_fault_to_error (L, -1, self);

      fault->domain = SLUICE_SCRIPT_ERROR;
      fault->code = SLUICE_SCRIPT_ERROR_SYNTAX;
      lua_settop (L, 0);
      g_propagate_error (error, g_steal_pointer (&fault));
      return FALSE;
    }
  lua_settop (L, 0);
  return TRUE;
}

/* A comment at its end must not swallow what follows. */
static void
append_expression (GString    *chunk,
                   const char *text,
                   gsize       length)
{
  g_string_append_len (chunk, text, length);
  if (g_strstr_len (text, length, "--") != NULL)
    g_string_append_c (chunk, '\n');
}

/* The lines before it are there for the message only: many expressions in many lines would take long. */
static gboolean
check_between (SluiceScript *self,
               const char   *before,
               const char   *text,
               gsize         length,
               const char   *after,
               guint         line,
               GError      **error)
{
  g_autoptr (GString) chunk = g_string_new (before);
  g_autofree char *lines = NULL;

  append_expression (chunk, text, length);
  g_string_append (chunk, after);
  if (check_chunk (self, chunk->str, chunk->len, NULL))
    return TRUE;
  lines = g_strnfill (line - 1, '\n');
  g_string_prepend (chunk, lines);
  return check_chunk (self, chunk->str, chunk->len, error);
}

/* One expression must parse without brackets, or it could close them: "a) or (b"; and with them around it, or it
 * could be several: "a, b". What is wrong is told in what the person wrote, which has none. */
static gboolean
check_expression (SluiceScript *self,
                  const char   *text,
                  gsize         length,
                  guint         line,
                  GError      **error)
{
  return check_between (self, "return ", text, length, "", line, error)
         && check_between (self, "return (", text, length, ")", line, error);
}

static gboolean
append_template (SluiceScript *self,
                 GString      *chunk,
                 GError      **error)
{
  const char *rest = self->text;
  const char *open;
  guint line = 1;
  guint n = 0;
  gsize length = 0;

  g_string_append (chunk, "return _join { ");
  while ((open = strstr (rest, "{{")) != NULL)
    {
      const char *end = find_expression_end (open + 2);

      line += count_newlines (rest, open);
      if (end != NULL)
        length += end - open;
      if (++n > MAX_EXPRESSIONS || length > MAX_CODE)
        {
          g_set_error (error, SLUICE_SCRIPT_ERROR, SLUICE_SCRIPT_ERROR_SYNTAX,
                       "%s, line %u: the template is too long: it may have %d expressions and %d KiB of code",
                       self->name, line, MAX_EXPRESSIONS, MAX_CODE / 1024);
          return FALSE;
        }
      if (end == NULL)
        {
          g_set_error (error, SLUICE_SCRIPT_ERROR, SLUICE_SCRIPT_ERROR_SYNTAX,
                       "%s, line %u: “{{” has no “}}”", self->name, line);
          return FALSE;
        }
      if (!check_expression (self, open + 2, end - open - 2, line, error))
        return FALSE;
      append_literal (chunk, rest, open - rest);
      line += count_newlines (open, end);
      g_string_append (chunk, "_show (");
      append_expression (chunk, open + 2, end - open - 2);
      g_string_append (chunk, "), ");
      rest = end + 2;
    }
  append_literal (chunk, rest, strlen (rest));
  g_string_append (chunk, " }");
  return TRUE;
}

/* The locals of the function that a watch looks into come after the names, and hide them. */
static void
append_scene (GString *chunk,
              guint    names,
              char   **locals)
{
  g_string_append (chunk, "local ");
  for (guint i = 0; i < SLUICE_N_NAMES; i++)
    if ((names & (1u << i)) != 0)
      g_string_append_printf (chunk, "%s, ", variable_names[i]);
  for (guint i = 0; locals[i] != NULL; i++)
    g_string_append_printf (chunk, "%s, ", locals[i]);
  g_string_append (chunk, "_ = ...; ");
}

static gboolean
build_chunk (SluiceScript *self,
             GError      **error)
{
  g_autoptr (GString) chunk = g_string_new (NULL);

  if (self->locals != NULL)
    append_scene (chunk, self->names, self->locals);
  else
    append_names (chunk, self->names);
  switch (self->type)
    {
    case SLUICE_SCRIPT_BODY:
      g_string_append (chunk, self->text);
      break;

    case SLUICE_SCRIPT_EXPRESSION:
      if (!check_expression (self, self->text, strlen (self->text), 1, error))
        return FALSE;
      g_string_append (chunk, "return (");
      append_expression (chunk, self->text, strlen (self->text));
      g_string_append_c (chunk, ')');
      break;

    case SLUICE_SCRIPT_TEMPLATE:
      if (!append_template (self, chunk, error))
        return FALSE;
      break;

    default:
      g_assert_not_reached ();
    }
  self->chunk = g_strdup (chunk->str);
  return check_chunk (self, self->chunk, chunk->len, error);
}

static char *
make_chunk_name (const char *name)
{
  gsize length = strlen (name);
  const char *tail;

  if (length <= CHUNK_NAME_MAX)
    return g_strconcat ("=", name, NULL);
  for (tail = name + length - CHUNK_NAME_MAX + 3; (*tail & 0xc0) == 0x80; tail++)
    ;
  return g_strconcat ("=", "…", tail, NULL);
}

static char **
dup_mentioned (const char         *text,
               const char * const *names)
{
  g_autoptr (GStrvBuilder) mentioned = g_strv_builder_new ();
  guint n = 0;

  for (guint i = 0; names[i] != NULL && n < MAX_LOCALS; i++)
    if (mentions (text, names[i]))
      {
        g_strv_builder_add (mentioned, names[i]);
        n++;
      }
  return g_strv_builder_end (mentioned);
}

#define NAMES_OF_SCRIPT (ALL_NAMES & ~(1u << SLUICE_NAME_ACTION))
#define NAMES_OF_PAST   (1u << SLUICE_NAME_SHARED)
#define ALL_NAMES       ((1u << SLUICE_N_NAMES) - 1)

/* @allowed: the names that are given to it where it mentions them; @locals: that are visible where a watch looks;
 * NULL: it looks into no function. */
static SluiceScript *
make_script (SluiceScriptType     type,
             guint                allowed,
             const char * const  *locals,
             const char          *name,
             const char          *text,
             GError             **error)
{
  g_autoptr (SluiceScript) self = NULL;

  g_return_val_if_fail (name != NULL, NULL);
  g_return_val_if_fail (text != NULL, NULL);

  self = g_new0 (SluiceScript, 1);
  self->count = 1;
  self->type = type;
  self->name = g_strdup (name);
  self->chunk_name = make_chunk_name (name);
  self->text = g_strdup (text);
  if (type == SLUICE_SCRIPT_TEMPLATE && strstr (text, "{{") == NULL)
    return g_steal_pointer (&self);

  for (guint i = 0; i < SLUICE_N_NAMES; i++)
    {
      if (mentions (text, variable_names[i]))
        self->names |= allowed & (1u << i);
    }
  if (locals != NULL)
    self->locals = dup_mentioned (text, locals);
  self->uses_env = mentions (text, "_ENV");
  if (!build_chunk (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * sluice_script_new:
 * @type: what the text is
 * @name: what its errors begin with, for example "main/suggest post"
 * @text: the text
 * @error: return location for an error
 *
 * Makes a script of a text and checks that it parses.
 *
 * Returns: (transfer full) (nullable): the script, or %NULL with %SLUICE_SCRIPT_ERROR_SYNTAX
 */
SluiceScript *
sluice_script_new (SluiceScriptType   type,
                   const char        *name,
                   const char        *text,
                   GError           **error)
{
  return make_script (type, NAMES_OF_SCRIPT, NULL, name, text, error);
}

/**
 * sluice_script_new_watch:
 * @type: %SLUICE_SCRIPT_EXPRESSION or %SLUICE_SCRIPT_TEMPLATE
 * @name: what its errors begin with, for example "condition"
 * @text: the text
 * @error: return location for an error
 *
 * Makes a script for sluice_script_evaluate(), which sees `action` too.
 *
 * Returns: (transfer full) (nullable): the script, or %NULL with %SLUICE_SCRIPT_ERROR_SYNTAX
 */
SluiceScript *
sluice_script_new_watch (SluiceScriptType   type,
                         const char        *name,
                         const char        *text,
                         GError           **error)
{
  return make_script (type, ALL_NAMES, NULL, name, text, error);
}

/**
 * sluice_script_new_watch_in: (skip)
 * @name: what its errors begin with
 * @text: an expression
 * @locals: names that are visible at the line of a script that is held
 * @error: return location for an error
 *
 * Makes an expression for sluice_script_evaluate_in(), which sees these names as the script does.
 *
 * Returns: (transfer full) (nullable): the script, or %NULL with %SLUICE_SCRIPT_ERROR_SYNTAX
 */
SluiceScript *
sluice_script_new_watch_in (const char          *name,
                            const char          *text,
                            const char * const  *locals,
                            GError             **error)
{
  return make_script (SLUICE_SCRIPT_EXPRESSION, ALL_NAMES, locals, name, text, error);
}

/**
 * sluice_script_new_past: (skip)
 * @name: what its errors begin with
 * @text: an expression
 * @names: that are at hand beside `shared`
 * @has_error: whether `error` is, too
 * @error: return location for an error
 *
 * Makes an expression for sluice_script_evaluate_past(). What else it mentions is asked for there.
 *
 * Returns: (transfer full) (nullable): the script, or %NULL with %SLUICE_SCRIPT_ERROR_SYNTAX
 */
SluiceScript *
sluice_script_new_past (const char          *name,
                        const char          *text,
                        const char * const  *names,
                        gboolean             has_error,
                        GError             **error)
{
  guint allowed = NAMES_OF_PAST | (has_error ? 1u << SLUICE_NAME_ERROR : 0);

  return make_script (SLUICE_SCRIPT_EXPRESSION, allowed, names, name, text, error);
}

SluiceScript *
sluice_script_ref (SluiceScript *self)
{
  g_atomic_int_inc (&self->count);
  return self;
}

void
sluice_script_unref (SluiceScript *self)
{
  if (!g_atomic_int_dec_and_test (&self->count))
    return;
  g_free (self->name);
  g_free (self->chunk_name);
  g_free (self->text);
  g_free (self->chunk);
  g_strfreev (self->locals);
  g_free (self);
}

const char *
sluice_script_get_name (SluiceScript *self)
{
  return self->name;
}

const char *
sluice_script_get_text (SluiceScript *self)
{
  return self->text;
}

/**
 * sluice_script_is_constant:
 * @self: a script
 *
 * Whether @self is a template without expressions, whose result is its text.
 */
gboolean
sluice_script_is_constant (SluiceScript *self)
{
  return self->chunk == NULL;
}

/**
 * sluice_script_error_line:
 * @error: an error of a script
 *
 * Returns: the line that @error is about, from 1, or 0 if it names none
 */
guint
sluice_script_error_line (const GError *error)
{
  const char *at = error != NULL ? strstr (error->message, ", line ") : NULL;

  return at != NULL ? (guint) g_ascii_strtoull (at + strlen (", line "), NULL, 10) : 0;
}
