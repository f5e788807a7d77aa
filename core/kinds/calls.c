/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Goes over a Lua text token by token: comments and strings hold no calls, and what follows "." or ":" is
 * no function of the library, as is what the script gives that name itself. Never too strict: a text that does not
 * parse has calls, too. */

#include "kinds/calls.h"

#include "kinds/lua-scopes.h"

#include <string.h>

static gboolean
is_name (char c)
{
  return g_ascii_isalnum (c) || c == '_';
}

static const char *
skip_blank (const char *at)
{
  while (g_ascii_isspace (*at))
    at++;
  return at;
}

/* The end of "[[ … ]]" or "[==[ … ]==]" at @at; NULL: there is none that begins here. */
static const char *
skip_long (const char *at)
{
  g_autofree char *end = NULL;
  const char *found;
  gsize level = 0;

  if (*at != '[')
    return NULL;
  while (at[level + 1] == '=')
    level++;
  if (at[level + 1] != '[')
    return NULL;
  end = g_strdup_printf ("]%.*s]", (int) level, at + 1);
  found = strstr (at + level + 2, end);
  return found != NULL ? found + level + 2 : at + strlen (at);
}

static const char *
skip_quoted (const char *at)
{
  const char quote = *at++;

  while (*at != '\0' && *at != quote && *at != '\n')
    at += *at == '\\' && at[1] != '\0' ? 2 : 1;
  return *at == quote ? at + 1 : at;
}

static const char *
skip_comment (const char *at)
{
  const char *end = skip_long (at + 2);

  return end != NULL ? end : at + strcspn (at, "\n");
}

/* What can't be a call: the next token or blank. */
static const char *
skip_other (const char *at)
{
  const char *end = NULL;

  if (at[0] == '-' && at[1] == '-')
    return skip_comment (at);
  if (*at == '"' || *at == '\'')
    return skip_quoted (at);
  if (*at == '[')
    end = skip_long (at);
  return end != NULL ? end : at + 1;
}

/* The text that stands at @at, after "(" or "{" as may be; one with escapes counts as computed. */
static char *
dup_literal (const char *at,
             gboolean   *is_whole)
{
  const char *end;
  char *text;

  *is_whole = FALSE;
  at = skip_blank (at);
  while (*at == '(' || *at == '{')
    at = skip_blank (at + 1);
  if (*at != '"' && *at != '\'')
    return NULL;
  end = skip_quoted (at);
  text = g_strndup (at + 1, end - at >= 2 ? (gsize) (end - at - 2) : 0);
  if (strchr (text, '\\') != NULL)
    g_clear_pointer (&text, g_free);
  *is_whole = text != NULL && strncmp (skip_blank (end), "..", 2) != 0;
  return text;
}

static void
tell (const char         *name,
      const char         *after,
      SluiceCallTextFunc  func,
      gpointer            user_data)
{
  gboolean is_whole;
  g_autofree char *literal = dup_literal (after, &is_whole);

  func (&(SluiceCallText) { name, literal, is_whole, after }, user_data);
}

/* The value of a field whose name ends at @at: what is written behind "=". */
static const char *
find_value (const char *at)
{
  at = skip_blank (at);
  if (*at == ']')
    at = skip_blank (at + 1);
  return at[0] == '=' && at[1] != '=' ? skip_blank (at + 1) : NULL;
}

/* Where the value of @field stands in the table that a call is given. NULL: there is none. */
static const char *
find_field (const SluiceCallText *call,
            const char           *field)
{
  gsize length = strlen (field);
  guint braces = 0;
  guint all = 0;

  for (const char *at = skip_blank (call->arguments); *at != '\0'; at = skip_blank (at))
    {
      const char *end = at;

      braces += *at == '{';
      braces -= *at == '}' && braces > 0;
      all += *at == '{' || *at == '(';
      all -= *at == '}' || *at == ')';
      if (all == 0)
        return NULL;
      while (is_name (*end))
        end++;
      if (braces == 1 && (gsize) (end - at) == length && strncmp (at, field, length) == 0)
        return find_value (end);
      at = end > at ? end : skip_other (at);
    }
  return NULL;
}

char *
sluice_calls_dup_field (const SluiceCallText *call,
                        const char           *field)
{
  const char *value = find_field (call, field);
  gboolean is_whole = FALSE;
  g_autofree char *text = NULL;

  if (value != NULL && (*value == '"' || *value == '\''))
    text = dup_literal (value, &is_whole);
  return is_whole ? g_steal_pointer (&text) : NULL;
}

/* A text that begins at @at; after one that something is joined to, only how it begins is known. */
static void
tell_text (const SluiceCallText *call,
           const char           *at,
           SluiceCallTextFunc    func,
           gpointer              user_data)
{
  gboolean is_whole;
  g_autofree char *text = dup_literal (at, &is_whole);

  if (text != NULL)
    func (&(SluiceCallText) { call->name, text, is_whole, call->arguments }, user_data);
}

void
sluice_calls_each_text (const SluiceCallText *call,
                        const char           *field,
                        SluiceCallTextFunc    func,
                        gpointer              user_data)
{
  const char *at = find_field (call, field);
  gboolean begins = TRUE; /* an element does, here */
  guint depth = 0;

  if (at != NULL && *at != '{')
    tell_text (call, at, func, user_data);
  for (; at != NULL && *at != '\0' && (*at == '{' || depth > 0); at = skip_blank (at))
    {
      depth += *at == '{' || *at == '(';
      depth -= *at == '}' || *at == ')';
      if (depth == 0)
        return;
      if (depth == 1 && begins && (*at == '"' || *at == '\''))
        tell_text (call, at, func, user_data);
      if (at[0] != '-' || at[1] != '-')
        begins = depth == 1 && strchr ("{,;", *at) != NULL;
      at = skip_other (at);
    }
}

/* A token that is no word; a comment is none. Returns: its end */
static const char *
pass_other (SluiceLuaScopes *scopes,
            const char      *at)
{
  const char *end = strncmp (at, "...", 3) == 0 ? at + 3 : skip_other (at);
  char token[2] = { *at, '\0' };

  if (end == at + 3 && *at == '.')
    sluice_lua_scopes_pass (scopes, "...");
  else if (*at == '"' || *at == '\'' || (*at == '[' && end > at + 1))
    sluice_lua_scopes_pass (scopes, "\"");
  else if (at[0] != '-' || at[1] != '-')
    sluice_lua_scopes_pass (scopes, token);
  return end;
}

/* What is given to a function stands in brackets, or is a text or a table alone. */
static gboolean
begins_arguments (const char *at)
{
  return *at == '(' || *at == '{' || *at == '"' || *at == '\'' || skip_long (at) != NULL;
}

void
sluice_calls_scan (const char         *text,
                   SluiceCallTextFunc  func,
                   gpointer            user_data)
{
  g_autoptr (SluiceLuaScopes) scopes = sluice_lua_scopes_new ();
  char before = '\0'; /* the last character that is not blank */

  for (const char *at = skip_blank (text); *at != '\0'; at = skip_blank (at))
    {
      g_autofree char *name = NULL;
      const char *end = at;
      gboolean is_field;

      while (is_name (*end))
        end++;
      if (end == at)
        {
          /* "a .. b" joins; it is no field. */
          before = *at == '.' && before == '.' ? ' ' : *at;
          at = pass_other (scopes, at);
          continue;
        }
      name = g_strndup (at, (gsize) (end - at));
      is_field = before == '.' || before == ':';
      sluice_lua_scopes_pass (scopes, is_field ? "\"" : name);
      if (!g_ascii_isdigit (*at) && !is_field && begins_arguments (skip_blank (end))
          && !sluice_lua_scopes_have (scopes, name))
        tell (name, end, func, user_data);
      before = end[-1];
      at = end;
    }
}
