/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What tables and values are marked with on both sides, and how a template shows a value. give.c brings values
 * into Lua, take.c takes them out. */

#include "base/json.h"
#include "script/script-private.h"

#define ARRAY_TYPE  "sluice.array"
#define OBJECT_TYPE "sluice.object"

static const char null_key; /* json.null is the light userdata of its address */

void
sluice_lua_push_null (lua_State *L)
{
  lua_pushlightuserdata (L, (gpointer) &null_key);
}

gboolean
sluice_lua_is_null (lua_State *L,
                    int        index)
{
  return lua_islightuserdata (L, index) && lua_touserdata (L, index) == &null_key;
}

/* Marks the table on top. */
void
sluice_lua_mark (lua_State *L,
                 gboolean   is_array)
{
  luaL_setmetatable (L, is_array ? ARRAY_TYPE : OBJECT_TYPE);
}

gboolean
sluice_lua_is_marked_array (lua_State *L,
                            int        index)
{
  gboolean marked;

  if (!lua_getmetatable (L, index))
    return FALSE;
  luaL_getmetatable (L, ARRAY_TYPE);
  marked = lua_rawequal (L, -1, -2);
  lua_pop (L, 2);
  return marked;
}

void
sluice_lua_push_shown (lua_State   *L,
                       SluiceValue  value)
{
  char *text;
  gsize length;

  if (SLUICE_VALUE_IS_NULL (value))
    {
      lua_pushliteral (L, "");
      return;
    }
  if (SLUICE_VALUE_IS_STRING (value))
    {
      lua_pushlstring (L, sluice_value_get_string (value), sluice_value_get_string_length (value));
      return;
    }
  text = sluice_json_write (value, SLUICE_JSON_WRITE_COMPACT, &length);
  lua_pushlstring (L, text, length);
  g_free (text);
}

static void
make_marker (lua_State  *L,
             const char *type)
{
  luaL_newmetatable (L, type);
  lua_pushboolean (L, FALSE);
  lua_setfield (L, -2, "__metatable");
  lua_pop (L, 1);
}

void
sluice_lua_make_type (lua_State     *L,
                      const char    *type,
                      lua_CFunction  gc)
{
  luaL_newmetatable (L, type);
  lua_pushcfunction (L, gc);
  lua_setfield (L, -2, "__gc");
  lua_pop (L, 1);
}

void
sluice_convert_open (lua_State *L)
{
  make_marker (L, ARRAY_TYPE);
  make_marker (L, OBJECT_TYPE);
  sluice_give_open (L);
  sluice_take_open (L);
  sluice_kept_open (L);
}
