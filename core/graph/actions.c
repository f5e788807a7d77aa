/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Finds the actions that a phase's Lua body returns as constants. It may miss an action, which then is
 * no open port. */

#include "graph/actions.h"

#include "graph/lua-tokens.h"

/* A constant stands behind return, and, or; what follows must not go on computing with it. */
static gboolean
is_result (const SluiceToken *before,
           const SluiceToken *after)
{
  if (!sluice_token_is (before, "return") && !sluice_token_is (before, "and")
      && !sluice_token_is (before, "or"))
    return FALSE;
  if (after->type == SLUICE_TOKEN_OTHER)
    return *after->start == ';';
  return after->type != SLUICE_TOKEN_STRING && !sluice_token_is (after, "and");
}

static gboolean
ends_return (const SluiceToken *token)
{
  return sluice_token_is (token, "end") || sluice_token_is (token, "else") ||
         sluice_token_is (token, "elseif") || sluice_token_is (token, "until") ||
         (token->type == SLUICE_TOKEN_OTHER && *token->start == ';');
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
  SluiceToken before = { SLUICE_TOKEN_END, lua, 0 };
  SluiceToken token;
  SluiceToken after;
  gboolean in_return = FALSE;
  const char *at = sluice_token_next (lua, &token);

  while (token.type != SLUICE_TOKEN_END)
    {
      at = sluice_token_next (at, &after);
      if (sluice_token_is (&token, "return"))
        in_return = TRUE;
      else if (ends_return (&token))
        in_return = FALSE;
      else if (in_return && token.type == SLUICE_TOKEN_STRING && is_result (&before, &after))
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
  gboolean    is_empty;    /* nothing, or nil */
  gboolean    is_constant; /* strings alone, chosen with "and" and "or" */
  SluiceToken before;
  SluiceToken last;
} Result;

static void
read_result (Result            *result,
             const SluiceToken *token)
{
  gboolean is_nil = sluice_token_is (token, "nil") && sluice_token_is (&result->last, "return");

  /* Each alternative ends with a string that nothing is computed with. */
  if (sluice_token_is (token, "or") && (result->last.type != SLUICE_TOKEN_STRING ||
                                      !is_result (&result->before, token)))
    result->is_constant = FALSE;
  result->is_empty = is_nil;
  result->before = result->last;
  result->last = *token;
}

static gboolean
ends_constant (const Result      *result,
               const SluiceToken *after)
{
  return result->is_empty ||
         (result->is_constant && result->last.type == SLUICE_TOKEN_STRING &&
          (sluice_token_is (&result->before, "return") || sluice_token_is (&result->before, "or")) &&
          is_result (&result->before, after));
}

gboolean
sluice_actions_are_constant (const char *lua,
                             gboolean   *falls_through)
{
  Result result;
  SluiceToken token;
  gboolean in_return = FALSE;
  const char *at = sluice_token_next (lua, &token);

  *falls_through = TRUE;
  for (; token.type != SLUICE_TOKEN_END; at = sluice_token_next (at, &token))
    {
      if (sluice_token_is (&token, "return"))
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
