/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Metatables in scripts, without the events that would run code when Lua collects or unwinds, or make
 * a run depend on when it collects: __gc, __close and __mode. setmetatable() refuses them, and what has become
 * a metatable is guarded, so that they can't come later: a table that has no metatable of its own gets the
 * guard as one, which getmetatable() does not show; in one that it has, the guard becomes its __newindex. */

#include "script/script-private.h"

#define GUARD_TYPE "sluice.guard"

static const char * const refused[] = { "__gc", "__close", "__mode" };

static int
refuse (lua_State  *L,
        const char *name)
{
  return luaL_error (L, "a metatable with %s is refused", name);
}

/* The name at @index, if it is one of those. */
static const char *
get_refused (lua_State *L,
             int        index)
{
  const char *name = lua_type (L, index) == LUA_TSTRING ? lua_tostring (L, index) : NULL;

  for (guint i = 0; name != NULL && i < G_N_ELEMENTS (refused); i++)
    {
      if (g_str_equal (name, refused[i]))
        return refused[i];
    }
  return NULL;
}

/* The guard's __newindex: a new name in a metatable. */
static int
guard_new_name (lua_State *L)
{
  const char *name = get_refused (L, 2);

  luaL_checktype (L, 1, LUA_TTABLE);
  lua_settop (L, 3);
  if (name != NULL)
    return refuse (L, name);
  lua_rawset (L, 1);
  return 0;
}

/* Whether the table at @index has a field of the table's own that is the guard's function. */
static gboolean
has_guard_field (lua_State *L,
                 int        index)
{
  gboolean has;

  lua_pushliteral (L, "__newindex");
  lua_rawget (L, index);
  has = lua_tocfunction (L, -1) == guard_new_name;
  lua_pop (L, 1);
  return has;
}

/* Whether the table at @index must keep the metatable that it has. */
gboolean
sluice_metatable_is_guarded (lua_State *L,
                             int        index)
{
  gboolean guarded;

  if (!lua_getmetatable (L, index))
    return FALSE;
  guarded = has_guard_field (L, lua_gettop (L));
  lua_pop (L, 1);
  return guarded;
}

/* Guards the table at @index, which is or becomes a metatable. */
static void
guard (lua_State *L,
       int        index)
{
  int own;

  if (!lua_getmetatable (L, index))
    {
      lua_pushvalue (L, index);
      luaL_setmetatable (L, GUARD_TYPE);
      lua_pop (L, 1);
      return;
    }
  own = lua_gettop (L);
  lua_pushliteral (L, "__metatable");
  if (lua_rawget (L, own) == LUA_TBOOLEAN)
    {
      /* One of the library's own: the mark of an empty list, which a metatable can do without. */
      lua_pushvalue (L, index);
      luaL_setmetatable (L, GUARD_TYPE);
    }
  else
    {
      lua_pushliteral (L, "__newindex");
      if (lua_rawget (L, own) == LUA_TNIL)
        {
          lua_pushliteral (L, "__newindex");
          lua_pushcfunction (L, guard_new_name);
          lua_rawset (L, own);
        }
    }
  lua_settop (L, own - 1);
}

static int
lib_setmetatable (lua_State *L)
{
  gboolean was_guarded;

  luaL_checktype (L, 1, LUA_TTABLE);
  luaL_argexpected (L, lua_isnil (L, 2) || lua_istable (L, 2), 2, "nil or table");
  if (luaL_getmetafield (L, 1, "__metatable") != LUA_TNIL)
    return luaL_error (L, "cannot change a protected metatable");
  for (guint i = 0; lua_istable (L, 2) && i < G_N_ELEMENTS (refused); i++)
    {
      lua_pushstring (L, refused[i]);
      if (lua_rawget (L, 2) != LUA_TNIL)
        return refuse (L, refused[i]);
      lua_pop (L, 1);
    }
  lua_settop (L, 2);
  was_guarded = sluice_metatable_is_guarded (L, 1);
  lua_setmetatable (L, 1);
  if (lua_getmetatable (L, 1))
    guard (L, 2);
  if (was_guarded)
    guard (L, 1);
  lua_settop (L, 1);
  return 1;
}

static int
lib_getmetatable (lua_State *L)
{
  luaL_checkany (L, 1);
  if (luaL_getmetafield (L, 1, "__metatable") != LUA_TNIL)
    return 1;
  if (!lua_getmetatable (L, 1))
    lua_pushnil (L);
  else
    {
      luaL_getmetatable (L, GUARD_TYPE);
      if (lua_rawequal (L, -1, -2))
        lua_pushnil (L);
      else
        lua_pop (L, 1);
    }
  return 1;
}

static int
lib_rawset (lua_State *L)
{
  luaL_checktype (L, 1, LUA_TTABLE);
  luaL_checkany (L, 3);
  lua_settop (L, 3);
  if (lua_getmetatable (L, 1))
    {
      lua_pushliteral (L, "sluice.view");
      if (lua_rawget (L, -2) != LUA_TNIL)
        return luaL_error (L, "the library can't be changed");
      lua_settop (L, 3);
    }
  if (get_refused (L, 2) != NULL && !lua_isnil (L, 3))
    return refuse (L, get_refused (L, 2));
  lua_rawset (L, 1);
  return 1;
}

/* Adds to the table on top. */
void
sluice_metatable_open (lua_State *L)
{
  static const luaL_Reg functions[] = {
    { "getmetatable", lib_getmetatable },
    { "setmetatable", lib_setmetatable },
    { "rawset", lib_rawset },
    { NULL, NULL },
  };

  luaL_newmetatable (L, GUARD_TYPE);
  lua_pushcfunction (L, guard_new_name);
  lua_setfield (L, -2, "__newindex");
  lua_pop (L, 1);
  luaL_setfuncs (L, functions, 0);
}
