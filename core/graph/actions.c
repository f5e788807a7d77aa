/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Finds the actions that a phase's Lua body returns as constants. This reads words, strings and
 * comments and parses nothing: it may miss an action, which then is no open port, and it must be
 * right about what a string is. */

#include "graph/actions.h"

#include <string.h>

typedef enum
{
  TOKEN_END,
  TOKEN_WORD,
  TOKEN_STRING,
  TOKEN_OTHER,
} TokenType;

typedef struct
{
  TokenType   type;
  const char *start; /* of the word; of the text within quotes */
  gsize       length;
} Token;

/* The end of [[…]] or [=[…]=] that begins at @at, or NULL if none begins there. */
static const char *
skip_long_bracket (const char *at)
{
  g_autofree char *close = NULL;
  const char *end;
  gsize level;

  if (*at != '[')
    return NULL;
  level = strspn (at + 1, "=");
  if (at[1 + level] != '[')
    return NULL;

  close = g_strnfill (level + 2, '=');
  close[0] = close[level + 1] = ']';
  end = strstr (at + level + 2, close);
  return end != NULL ? end + level + 2 : at + strlen (at);
}

static const char *
skip_comment (const char *at)
{
  const char *end = skip_long_bracket (at + 2);

  return end != NULL ? end : at + strcspn (at, "\n");
}

static const char *
read_string (const char *at,
             Token      *token)
{
  char quote = *at++;

  token->type = TOKEN_STRING;
  token->start = at;
  while (*at != '\0' && *at != quote && *at != '\n')
    {
      if (*at == '\\' && at[1] != '\0')
        {
          token->type = TOKEN_OTHER; /* an action with escapes is nothing that a port can show */
          at++;
        }
      at++;
    }
  token->length = (gsize) (at - token->start);
  return *at == quote ? at + 1 : at;
}

static gboolean
is_word_char (char c)
{
  return g_ascii_isalnum (c) || c == '_';
}

static const char *
read_token (const char *at,
            Token      *token)
{
  const char *end;

  while (g_ascii_isspace (*at) || g_str_has_prefix (at, "--"))
    at = g_ascii_isspace (*at) ? at + 1 : skip_comment (at);

  token->start = at;
  token->length = 1;
  token->type = *at == '\0' ? TOKEN_END : TOKEN_OTHER;
  if (*at == '\0')
    return at;
  if (*at == '\'' || *at == '"')
    return read_string (at, token);
  if ((end = skip_long_bracket (at)) != NULL)
    return end;
  if (!is_word_char (*at))
    return at + 1;

  token->type = TOKEN_WORD;
  while (is_word_char (*at))
    at++;
  token->length = (gsize) (at - token->start);
  return at;
}

static gboolean
is_word (const Token *token,
         const char  *word)
{
  return token->type == TOKEN_WORD && strlen (word) == token->length &&
         memcmp (token->start, word, token->length) == 0;
}

/* A constant stands behind return, and, or; what follows must not go on computing with it. */
static gboolean
is_result (const Token *before,
           const Token *after)
{
  if (!is_word (before, "return") && !is_word (before, "and") && !is_word (before, "or"))
    return FALSE;
  if (after->type == TOKEN_OTHER)
    return *after->start == ';';
  return after->type != TOKEN_STRING && !is_word (after, "and");
}

static gboolean
ends_return (const Token *token)
{
  return is_word (token, "end") || is_word (token, "else") || is_word (token, "elseif") ||
         is_word (token, "until") || (token->type == TOKEN_OTHER && *token->start == ';');
}

void
sluice_actions_add (GPtrArray  *actions,
                    const char *action)
{
  if (*action != '\0' && !g_ptr_array_find_with_equal_func (actions, action, g_str_equal, NULL))
    g_ptr_array_add (actions, g_strdup (action));
}

void
sluice_actions_scan (const char *lua,
                     GPtrArray  *actions)
{
  Token before = { TOKEN_END, lua, 0 };
  Token token;
  Token after;
  gboolean in_return = FALSE;
  const char *at = read_token (lua, &token);

  while (token.type != TOKEN_END)
    {
      at = read_token (at, &after);
      if (is_word (&token, "return"))
        in_return = TRUE;
      else if (ends_return (&token))
        in_return = FALSE;
      else if (in_return && token.type == TOKEN_STRING && is_result (&before, &after))
        {
          g_autofree char *action = g_strndup (token.start, token.length);

          sluice_actions_add (actions, action);
        }
      before = token;
      token = after;
    }
}

/* What a return that has just been read gives; @last is its last token, @before the one before that. */
typedef struct
{
  gboolean is_empty;    /* nothing, or nil */
  gboolean is_constant; /* strings alone, chosen with "and" and "or" */
  Token    before;
  Token    last;
} Result;

static void
read_result (Result      *result,
             const Token *token)
{
  gboolean is_nil = is_word (token, "nil") && is_word (&result->last, "return");

  /* Each alternative ends with a string that nothing is computed with. */
  if (is_word (token, "or") && (result->last.type != TOKEN_STRING ||
                                !is_result (&result->before, token)))
    result->is_constant = FALSE;
  result->is_empty = is_nil;
  result->before = result->last;
  result->last = *token;
}

static gboolean
ends_constant (const Result *result,
               const Token  *after)
{
  return result->is_empty ||
         (result->is_constant && result->last.type == TOKEN_STRING &&
          (is_word (&result->before, "return") || is_word (&result->before, "or")) &&
          is_result (&result->before, after));
}

gboolean
sluice_actions_are_constant (const char *lua,
                             gboolean   *falls_through)
{
  Result result;
  Token token;
  gboolean in_return = FALSE;
  const char *at = read_token (lua, &token);

  *falls_through = TRUE;
  for (; token.type != TOKEN_END; at = read_token (at, &token))
    {
      if (is_word (&token, "return"))
        {
          result = (Result) { TRUE, TRUE, token, token };
          in_return = TRUE;
        }
      else if (in_return && ends_return (&token))
        {
          *falls_through |= result.is_empty;
          if (!ends_constant (&result, &token))
            return FALSE;
          in_return = FALSE;
        }
      else if (in_return)
        {
          read_result (&result, &token);
        }
    }
  *falls_through = !in_return || result.is_empty;
  return !in_return || ends_constant (&result, &token);
}
