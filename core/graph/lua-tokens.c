/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "graph/lua-tokens.h"

#include <string.h>

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
read_string (const char  *at,
             SluiceToken *token)
{
  char quote = *at++;

  token->type = SLUICE_TOKEN_STRING;
  token->start = at;
  while (*at != '\0' && *at != quote && *at != '\n')
    {
      if (*at == '\\' && at[1] != '\0')
        {
          token->type = SLUICE_TOKEN_OTHER; /* what it says is not what is written */
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

const char *
sluice_token_next (const char  *at,
                   SluiceToken *token)
{
  const char *end;

  while (g_ascii_isspace (*at) || g_str_has_prefix (at, "--"))
    at = g_ascii_isspace (*at) ? at + 1 : skip_comment (at);

  token->start = at;
  token->length = 1;
  token->type = *at == '\0' ? SLUICE_TOKEN_END : SLUICE_TOKEN_OTHER;
  if (*at == '\0')
    return at;
  if (*at == '\'' || *at == '"')
    return read_string (at, token);
  if ((end = skip_long_bracket (at)) != NULL)
    return end;
  if (!is_word_char (*at))
    return at + 1;

  token->type = SLUICE_TOKEN_WORD;
  while (is_word_char (*at))
    at++;
  token->length = (gsize) (at - token->start);
  return at;
}

gboolean
sluice_token_is (const SluiceToken *token,
                 const char        *word)
{
  return token->type == SLUICE_TOKEN_WORD && strlen (word) == token->length &&
         memcmp (token->start, word, token->length) == 0;
}
