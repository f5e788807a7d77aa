/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Errors as Lua values and back. A GError that an effect ended with travels through Lua as a
 * "fault": pcall gives it to the script, which may read its message, show it or raise it again,
 * and when it leaves the script it is the same error, with the line where it was met. */

#include <string.h>

#include "base/json.h"
#include "script/script-private.h"

#define FAULT_TYPE  "sluice.fault"
#define LIBRARY     "library" /* the name of its chunk */
#define MAX_MESSAGE 65536 /* bytes */

#define ALLOCATED 128 /* bytes for what says where it was, and for the parts of it that are allocated */

typedef struct
{
  GError  *error;
  char    *where; /* "chunk:line: ", or "" */
  gboolean final;
  gsize    bytes; /* outside of Lua's memory, that count as if they were in it */
} Fault;

static Fault *
push_fault (lua_State    *L,
            const GError *error)
{
  /* Telling of an error must not fail for want of memory. */
  gboolean limited = sluice_env_set_limited (L, FALSE);
  Fault *fault = lua_newuserdatauv (L, sizeof (Fault), 0);

  sluice_env_set_limited (L, limited);

  fault->error = g_error_copy (error);
  fault->where = NULL;
  fault->final = FALSE;
  fault->bytes = sizeof (GError) + strlen (error->message) + ALLOCATED;
  sluice_env_add_memory (L, (gssize) fault->bytes);
  luaL_setmetatable (L, FAULT_TYPE);
  return fault;
}

void
sluice_fault_push (lua_State    *L,
                   const GError *error,
                   int           level)
{
  Fault *fault = push_fault (L, error);

  if (level > 0)
    {
      luaL_where (L, level);
      fault->where = g_strdup (lua_tostring (L, -1));
      lua_pop (L, 1);
    }
}

int
sluice_fault_raise (lua_State *L,
                    GError    *take_error)
{
  sluice_fault_push (L, take_error, 1);
  g_error_free (take_error);
  return lua_error (L);
}

/* The part of the library that is written in Lua is none of the author's lines. */
char *
sluice_fault_dup_where (lua_State *L)
{
  lua_Debug ar;

  for (int level = 0; lua_getstack (L, level, &ar); level++)
    {
      lua_getinfo (L, "Sl", &ar);
      if (ar.currentline > 0 && strcmp (ar.short_src, LIBRARY) != 0)
        return g_strdup_printf ("%s:%d: ", ar.short_src, ar.currentline);
    }
  return NULL;
}

int
sluice_fault_raise_text (lua_State  *L,
                         const char *format,
                         ...)
{
  gboolean limited = sluice_env_set_limited (L, FALSE);
  char *where = sluice_fault_dup_where (L);
  char *text;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  lua_pushfstring (L, "%s%s", where != NULL ? where : "", text);
  g_free (where);
  g_free (text);
  sluice_env_set_limited (L, limited);
  return lua_error (L);
}

int
sluice_fault_raise_final (lua_State *L,
                          GError    *take_error)
{
  Fault *fault = push_fault (L, take_error);

  g_error_free (take_error);
  fault->final = TRUE;
  fault->where = sluice_fault_dup_where (L);
  return lua_error (L);
}

gboolean
sluice_fault_is_final (lua_State *L,
                       int        index)
{
  Fault *fault = luaL_testudata (L, index, FAULT_TYPE);

  return fault != NULL && fault->final;
}

static char *
get_source_line (SluiceScript *script,
                 guint         line)
{
  const char *at = script->text;
  const char *end;
  g_autofree char *text = NULL;

  while (--line > 0)
    {
      at = strchr (at, '\n');
      if (at == NULL)
        return NULL;
      at++;
    }
  end = strchrnul (at, '\n');
  text = g_strstrip (g_strndup (at, MIN (end - at, 200)));
  if (*text == '\0' || !g_utf8_validate (text, -1, NULL))
    return NULL;
  return g_steal_pointer (&text);
}

/* Lua says "chunk:3: what"; we say "main/suggest post, line 3: what", and show the line. */
char *
sluice_fault_format (SluiceScript *script,
                     const char   *where,
                     const char   *message)
{
  const char *chunk = script->chunk_name + 1;
  gsize length = strlen (chunk);
  g_autofree char *whole = g_strconcat (where != NULL ? where : "", message, NULL);
  g_autofree char *source = NULL;
  const char *rest = whole;
  char *after = NULL;
  guint line = 0;

  if (strncmp (whole, chunk, length) == 0 && whole[length] == ':')
    {
      line = (guint) g_ascii_strtoull (whole + length + 1, &after, 10);
      if (line > 0 && after != NULL && *after == ':')
        rest = after[1] == ' ' ? after + 2 : after + 1;
      else
        line = 0;
    }
  if (line == 0)
    return g_strdup_printf ("%s: %s", script->name, whole);
  source = get_source_line (script, line);
  if (source == NULL)
    return g_strdup_printf ("%s, line %u: %s", script->name, line, rest);
  return g_strdup_printf ("%s, line %u: %s\n%5u | %s", script->name, line, rest, line, source);
}

/* A text as long as a message may be. */
static char *
dup_short_text (const char *text,
                gsize       length)
{
  g_autofree char *valid = g_utf8_make_valid (text, (gssize) MIN (length, MAX_MESSAGE));

  return length > MAX_MESSAGE ? g_strconcat (valid, "…", NULL) : g_steal_pointer (&valid);
}

static char *
dup_text (lua_State *L,
          int        index)
{
  g_auto (SluiceValue) value = SLUICE_VALUE_INIT;
  g_autofree char *json = NULL;
  SluiceValue message;
  const char *text;
  gsize length;

  if (lua_type (L, index) == LUA_TSTRING)
    {
      text = lua_tolstring (L, index, &length);
      return dup_short_text (text, strnlen (text, length));
    }
  if (!sluice_lua_take_few (L, index, &value))
    return g_strdup_printf ("a %s was raised as an error", luaL_typename (L, index));
  message = sluice_value_get_member (value, "message");
  if (SLUICE_VALUE_IS_STRING (message))
    return dup_short_text (sluice_value_get_string (message), sluice_value_get_string_length (message));
  if (SLUICE_VALUE_IS_NULL (value))
    return g_strdup ("nil was raised as an error");
  json = sluice_json_write (value, SLUICE_JSON_WRITE_COMPACT, &length);
  return dup_short_text (json, length);
}

/* The error that was raised with sluice_fault_raise(); NULL for another. */
GError *
sluice_fault_dup_error (lua_State *L,
                        int        index)
{
  Fault *fault = luaL_testudata (L, index, FAULT_TYPE);

  return fault != NULL ? g_error_copy (fault->error) : NULL;
}

/* Behind "library:255: ": the part of the library that is written in Lua has no lines that an author knows. */
static const char *
skip_library (const char *text)
{
  const char *rest = text + strlen (LIBRARY ":");

  if (!g_str_has_prefix (text, LIBRARY ":") || !g_ascii_isdigit (*rest))
    return text;
  rest += strspn (rest, "0123456789");
  return g_str_has_prefix (rest, ": ") ? rest + 2 : text;
}

/* Lua says where it was but for what goes wrong within a function of the library, such as ipairs (nil). The stack of
 * what has failed still stands; an author who raises a text without a place meant that. */
static char *
dup_missing_where (lua_State  *L,
                   const char *text)
{
  return skip_library (text) != text || g_str_has_prefix (text, "attempt to ") ? sluice_fault_dup_where (L) : NULL;
}

/* The error that the value at @index is, for what is outside of @script. */
GError *
sluice_fault_to_error (lua_State    *L,
                       int           index,
                       SluiceScript *script)
{
  Fault *fault = luaL_testudata (L, index, FAULT_TYPE);
  g_autofree char *text = NULL;
  g_autofree char *where = NULL;
  g_autofree char *message = NULL;

  if (fault != NULL)
    {
      message = sluice_fault_format (script, fault->where, fault->error->message);
      return g_error_new_literal (fault->error->domain, fault->error->code, message);
    }
  text = dup_text (L, index);
  where = dup_missing_where (L, text);
  message = sluice_fault_format (script, where, skip_library (text));
  return g_error_new_literal (SLUICE_SCRIPT_ERROR, SLUICE_SCRIPT_ERROR_RUNTIME, message);
}

static Fault *
check_fault (lua_State *L)
{
  return luaL_checkudata (L, 1, FAULT_TYPE);
}

static int
fault_to_string (lua_State *L)
{
  Fault *fault = check_fault (L);

  lua_pushfstring (L, "%s%s", fault->where != NULL ? fault->where : "", fault->error->message);
  return 1;
}

static int
fault_index (lua_State *L)
{
  Fault *fault = check_fault (L);
  const char *key = luaL_checkstring (L, 2);

  if (strcmp (key, "message") == 0)
    lua_pushstring (L, fault->error->message);
  else if (strcmp (key, "domain") == 0)
    lua_pushstring (L, g_quark_to_string (fault->error->domain));
  else if (strcmp (key, "code") == 0)
    lua_pushinteger (L, fault->error->code);
  else
    lua_pushnil (L);
  return 1;
}

static int
fault_concat (lua_State *L)
{
  luaL_tolstring (L, 1, NULL);
  luaL_tolstring (L, 2, NULL);
  lua_concat (L, 2);
  return 1;
}

/* In a fallback the name `error` is what went wrong, and still raises: error ("…"). */
static int
fault_call (lua_State *L)
{
  if (lua_type (L, 2) == LUA_TSTRING && luaL_optinteger (L, 3, 1) > 0)
    {
      luaL_where (L, 1);
      lua_pushvalue (L, 2);
      lua_concat (L, 2);
    }
  else
    lua_pushvalue (L, lua_isnoneornil (L, 2) ? 1 : 2);
  return lua_error (L);
}

static int
fault_free (lua_State *L)
{
  Fault *fault = check_fault (L);

  sluice_env_add_memory (L, -(gssize) fault->bytes);
  fault->bytes = 0;
  g_clear_error (&fault->error);
  g_clear_pointer (&fault->where, g_free);
  return 0;
}

void
sluice_fault_open (lua_State *L)
{
  static const luaL_Reg methods[] = {
    { "__tostring", fault_to_string },
    { "__index", fault_index },
    { "__concat", fault_concat },
    { "__call", fault_call },
    { "__gc", fault_free },
    { NULL, NULL },
  };

  luaL_newmetatable (L, FAULT_TYPE);
  luaL_setfuncs (L, methods, 0);
  lua_pushboolean (L, FALSE);
  lua_setfield (L, -2, "__metatable");
  lua_pop (L, 1);
}
