/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What scripts may call without waiting. Lua's own functions where their work is bounded, ours
 * elsewhere; no file, no process, no code from text, no finalizer. The tables are seen through
 * views that can't be written, so that nothing is kept from one phase to the next but by the store. */

#include <math.h>
#include <string.h>

#include "script/script-private.h"

#define MAX_FORMAT_ITEMS 1000
#define MAX_QUOTED       (256 * 1024) /* bytes */
#define MAX_MOVED        100000       /* elements */
#define MAX_PACK_FORMAT  10000        /* bytes */

/* An error of which pcall must not speak: it stops the script. */
static gboolean
is_uncatchable (lua_State *L,
                int        status)
{
  return status == LUA_ERRMEM || sluice_fault_is_final (L, -1);
}

static int
finish_pcall (lua_State   *L,
              int          status,
              lua_KContext context)
{
  if (status != LUA_OK && status != LUA_YIELD)
    {
      if (is_uncatchable (L, status))
        return lua_error (L);
      lua_pushboolean (L, FALSE);
      lua_insert (L, -2);
      return 2;
    }
  return lua_gettop (L) - (int) context;
}

static int
lib_pcall (lua_State *L)
{
  int status;

  luaL_checkany (L, 1);
  lua_pushboolean (L, TRUE);
  lua_insert (L, 1);
  status = lua_pcallk (L, lua_gettop (L) - 2, LUA_MULTRET, 0, 0, finish_pcall);
  return finish_pcall (L, status, 0);
}

static int
lib_type (lua_State *L)
{
  luaL_checkany (L, 1);
  if (sluice_lua_is_null (L, 1))
    lua_pushliteral (L, "null");
  else
    lua_pushstring (L, sluice_shared_is_proxy (L, 1) ? "table" : luaL_typename (L, 1));
  return 1;
}

static int
finish_tostring (lua_State   *L,
                 int          status,
                 lua_KContext context)
{
  if (!lua_isstring (L, -1))
    return luaL_error (L, "'__tostring' must return a string");
  return 1;
}

/* As Lua's, without the addresses of tables and functions, and __tostring may wait. */
static int
lib_tostring (lua_State *L)
{
  int type = lua_type (L, 1);

  luaL_checkany (L, 1);
  if (sluice_lua_is_null (L, 1))
    lua_pushliteral (L, "null");
  else if (type != LUA_TTABLE && type != LUA_TFUNCTION && type != LUA_TUSERDATA)
    luaL_tolstring (L, 1, NULL);
  else if (luaL_getmetafield (L, 1, "__tostring") == LUA_TNIL)
    lua_pushstring (L, luaL_typename (L, 1));
  else
    {
      lua_pushvalue (L, 1);
      lua_callk (L, 1, 1, 0, finish_tostring);
      return finish_tostring (L, LUA_OK, 0);
    }
  return 1;
}

static int
lib_next (lua_State *L)
{
  if (sluice_shared_is_proxy (L, 1))
    return sluice_shared_next (L);
  luaL_checktype (L, 1, LUA_TTABLE);
  lua_settop (L, 2);
  if (lua_next (L, 1))
    return 2;
  lua_pushnil (L);
  return 1;
}

/* What is there is doubled, so that even single bytes are not copied one by one. */
static int
lib_rep (lua_State *L)
{
  gsize length;
  gsize separator_length;
  gsize total;
  gsize done;
  const char *text = luaL_checklstring (L, 1, &length);
  lua_Integer n = luaL_checkinteger (L, 2);
  const char *separator = luaL_optlstring (L, 3, "", &separator_length);
  luaL_Buffer buffer;
  char *to;

  if (n <= 0 || length + separator_length == 0)
    {
      lua_pushliteral (L, "");
      return 1;
    }
  if ((lua_Unsigned) n > SLUICE_SCRIPT_MAX_STRING / (length + separator_length))
    return luaL_error (L, "resulting string too large");
  total = (gsize) n * (length + separator_length) - separator_length;
  to = luaL_buffinitsize (L, &buffer, total);
  memcpy (to, text, length);
  if (n > 1)
    memcpy (to + length, separator, separator_length);
  for (done = MIN (length + separator_length, total); done < total; done += MIN (done, total - done))
    memcpy (to + done, to, MIN (done, total - done));
  luaL_pushresultsize (&buffer, total);
  return 1;
}

/* Refuses "%p", for addresses are nobody's business, and what would take long. */
static int
lib_format (lua_State *L)
{
  const char *format = luaL_checkstring (L, 1);
  guint n_items = 0;

  for (const char *at = strchr (format, '%'); at != NULL; at = strchr (at, '%'))
    {
      at++;
      at += strspn (at, "-+ #0123456789.");
      if (*at == 'p')
        return luaL_error (L, "invalid conversion '%%p' to 'format'");
      if (++n_items > MAX_FORMAT_ITEMS)
        return luaL_error (L, "too many conversions in 'format'");
      if (*at == 'q' && lua_rawlen (L, (int) n_items + 1) > MAX_QUOTED)
        return luaL_error (L, "string too large to be quoted");
      if (*at != '\0')
        at++;
    }
  lua_pushvalue (L, lua_upvalueindex (1));
  lua_insert (L, 1);
  lua_call (L, lua_gettop (L) - 1, 1);
  return 1;
}

/* Whether Lua's own function can do it: no metamethod is called, and not too many elements are moved. */
static gboolean
moves_little (lua_State *L)
{
  return lua_type (L, 1) != LUA_TTABLE
         || (lua_rawlen (L, 1) <= MAX_MOVED
             && (!lua_getmetatable (L, 1) || luaL_getmetafield (L, 1, "__index") == LUA_TNIL));
}

static int
return_all (lua_State   *L,
            int          status,
            lua_KContext context)
{
  return lua_gettop (L);
}

/* Upvalues: Lua's function, and the one of library.lua. */
static int
insert_or_remove (lua_State *L)
{
  int n = lua_gettop (L);
  gboolean little = luaL_getmetafield (L, 1, "__len") == LUA_TNIL && moves_little (L);

  lua_settop (L, n);
  lua_pushvalue (L, lua_upvalueindex (little ? 1 : 2));
  lua_insert (L, 1);
  lua_callk (L, n, LUA_MULTRET, 0, return_all);
  return lua_gettop (L);
}

static int
lib_insert (lua_State *L)
{
  if (sluice_shared_is_proxy (L, 1))
    return sluice_shared_insert (L);
  return insert_or_remove (L);
}

static int
lib_remove (lua_State *L)
{
  if (sluice_shared_is_proxy (L, 1))
    return sluice_shared_remove (L);
  return insert_or_remove (L);
}

static int
lib_unpack (lua_State *L)
{
  lua_Integer from = luaL_optinteger (L, 2, 1);
  lua_Integer to = luaL_opt (L, luaL_checkinteger, 3, luaL_len (L, 1));

  if (from > to)
    return 0;
  if ((lua_Unsigned) to - (lua_Unsigned) from >= 100000
      || !lua_checkstack (L, (int) (to - from) + 1))
    return luaL_error (L, "too many results to unpack");
  for (lua_Integer i = from; i <= to; i++)
    lua_geti (L, 1, i);
  return (int) (to - from) + 1;
}

/* In place of the number on top. No string is made of it: a million different ones fill Lua's table of them, which
 * takes long to grow. */
static void
add_integer (luaL_Buffer *buffer,
             lua_Integer  number)
{
  char text[32];
  int length = g_snprintf (text, sizeof text, LUA_INTEGER_FMT, number);

  lua_pop (buffer->L, 1);
  luaL_addlstring (buffer, text, (size_t) length);
}

/* join (list [, separator [, from, to]]): the strings and numbers of a plain table, with a separator. */
static int
lib_join (lua_State *L)
{
  gsize separator_length;
  const char *separator = luaL_optlstring (L, 2, "", &separator_length);
  lua_Integer from = luaL_optinteger (L, 3, 1);
  lua_Integer n = luaL_opt (L, luaL_checkinteger, 4, (lua_Integer) lua_rawlen (L, 1));
  gsize total = 0;
  luaL_Buffer buffer;

  for (lua_Integer i = from; i <= n && total <= SLUICE_SCRIPT_MAX_STRING; i++)
    {
      lua_rawgeti (L, 1, i);
      total += lua_rawlen (L, -1) + separator_length;
      lua_pop (L, 1);
    }
  if (total > SLUICE_SCRIPT_MAX_STRING)
    return sluice_fault_raise_text (L, "resulting string too large");
  luaL_buffinit (L, &buffer);
  for (lua_Integer i = from; i <= n; i++)
    {
      if (i > from && separator_length > 0)
        luaL_addlstring (&buffer, separator, separator_length);
      if (lua_rawgeti (L, 1, i) == LUA_TNUMBER && lua_isinteger (L, -1))
        add_integer (&buffer, lua_tointeger (L, -1));
      else
        luaL_addvalue (&buffer);
    }
  luaL_pushresult (&buffer);
  return 1;
}

/* string.pack, packsize and unpack with a format of a size that is sane. */
static int
lib_pack (lua_State *L)
{
  gsize length;
  const char *format = luaL_checklstring (L, 1, &length);
  guint64 size = 0;

  if (length > MAX_PACK_FORMAT)
    return luaL_argerror (L, 1, "format too long");
  for (const char *at = format + strcspn (format, "0123456789"); *at != '\0'; at += strcspn (at, "0123456789"))
    {
      char *after;

      size += g_ascii_strtoull (at, &after, 10);
      if (size > SLUICE_SCRIPT_MAX_STRING / 8)
        return luaL_argerror (L, 1, "format result too large");
      at = after;
    }
  lua_pushvalue (L, lua_upvalueindex (1));
  lua_insert (L, 1);
  lua_call (L, lua_gettop (L) - 1, LUA_MULTRET);
  return lua_gettop (L);
}

static int
lib_is_proxy (lua_State *L)
{
  lua_pushboolean (L, sluice_shared_is_proxy (L, 1));
  return 1;
}

/* What a template's expression gives. */
static int
lib_show (lua_State *L)
{
  SluiceValue value;

  lua_settop (L, 1);
  if (lua_type (L, 1) == LUA_TSTRING)
    return 1;
  value = sluice_lua_check_value (L, 1);
  sluice_lua_push_shown (L, value);
  sluice_value_unref (value);
  return 1;
}

static int
lib_log (lua_State *L)
{
  SluiceCall *call = sluice_fiber_get (L)->task->call;
  int n = lua_gettop (L);

  if (n == 1)
    {
      sluice_call_log (call, "info", sluice_lua_check_value (L, 1));
      return 0;
    }
  for (int i = 1; i <= n; i++)
    {
      if (i > 1)
        lua_pushliteral (L, " ");
      lua_pushcfunction (L, lua_isnil (L, i) ? lib_tostring : lib_show);
      lua_pushvalue (L, i);
      lua_call (L, 1, 1);
    }
  if (n == 0)
    lua_pushliteral (L, "");
  else
    lua_concat (L, 2 * n - 1);
  sluice_call_log (call, "info", sluice_lua_check_value (L, -1));
  return 0;
}

static int
lib_now (lua_State *L)
{
  lua_pushnumber (L, sluice_call_get_now (sluice_fiber_get (L)->task->call));
  return 1;
}

/* random (), random (m), random (m, n), as Lua's math.random, from the run's seed. */
static int
lib_random (lua_State *L)
{
  double x = sluice_call_random (sluice_fiber_get (L)->task->call);
  lua_Integer low = lua_gettop (L) >= 2 ? luaL_checkinteger (L, 1) : 1;
  lua_Integer high;
  guint64 span, offset;
  double at;

  if (lua_gettop (L) == 0)
    {
      lua_pushnumber (L, x);
      return 1;
    }
  high = luaL_checkinteger (L, lua_gettop (L) >= 2 ? 2 : 1);
  luaL_argcheck (L, low <= high, 1, "interval is empty");
  span = (guint64) high - (guint64) low;
  at = floor (x * ((double) high - (double) low + 1));
  offset = at < 0x1p64 ? (guint64) at : G_MAXUINT64;
  lua_pushinteger (L, (lua_Integer) ((guint64) low + MIN (offset, span)));
  return 1;
}

static int
refuse_global (lua_State *L)
{
  const char *name = luaL_tolstring (L, 2, NULL);

  return luaL_error (L, "“%s” is not declared; write “local %s”, or keep it in shared", name, name);
}

static int
refuse_library (lua_State *L)
{
  return luaL_error (L, "the library can't be changed");
}

/* Replaces the table on top by a view of it: reads go through, writes are refused. */
static void
make_view (lua_State     *L,
           lua_CFunction  refuse)
{
  lua_newtable (L);
  lua_createtable (L, 0, 4);
  lua_pushvalue (L, -3);
  lua_setfield (L, -2, "__index");
  lua_pushcfunction (L, refuse);
  lua_setfield (L, -2, "__newindex");
  lua_pushboolean (L, FALSE);
  lua_setfield (L, -2, "__metatable");
  lua_pushboolean (L, TRUE);
  lua_setfield (L, -2, "sluice.view");
  lua_setmetatable (L, -2);
  lua_replace (L, -2);
}

/* Adds the named fields of the table on top to the one below, and pops it. */
static void
copy_fields (lua_State          *L,
             const char * const *names)
{
  for (; *names != NULL; names++)
    {
      lua_getfield (L, -1, *names);
      lua_setfield (L, -3, *names);
    }
  lua_pop (L, 1);
}

static void
wrap (lua_State     *L,
      const char    *name,
      lua_CFunction  function)
{
  lua_getfield (L, -1, name);
  lua_pushcclosure (L, function, 1);
  lua_setfield (L, -2, name);
}

static void
add_base (lua_State *L)
{
  static const char * const kept[] = {
    "assert", "error", "ipairs", "pairs", "rawequal", "rawget", "rawlen",
    "select", "tonumber", "_VERSION", NULL,
  };
  static const luaL_Reg ours[] = {
    { "pcall", lib_pcall },
    { "type", lib_type },
    { "tostring", lib_tostring },
    { "next", lib_next },
    { "log", lib_log },
    { "print", lib_log },
    { "now", lib_now },
    { "random", lib_random },
    { NULL, NULL },
  };

  luaL_requiref (L, "_G", luaopen_base, FALSE);
  copy_fields (L, kept);
  luaL_setfuncs (L, ours, 0);
  sluice_metatable_open (L);
}

static void
add_strings (lua_State *L)
{
  static const char * const kept[] = {
    "byte", "char", "format", "len", "lower", "pack", "packsize", "rep", "reverse", "sub", "unpack",
    "upper", NULL,
  };

  lua_newtable (L);
  luaL_requiref (L, "string", luaopen_string, FALSE);
  copy_fields (L, kept);
  wrap (L, "rep", lib_rep);
  wrap (L, "format", lib_format);
  wrap (L, "pack", lib_pack);
  wrap (L, "packsize", lib_pack);
  wrap (L, "unpack", lib_pack);
  lua_pushcfunction (L, sluice_pattern_find);
  lua_setfield (L, -2, "find");
  lua_pushcfunction (L, sluice_pattern_match);
  lua_setfield (L, -2, "match");

  /* ("x"):upper () goes by the metatable of all strings; it is locked. */
  lua_pushliteral (L, "");
  lua_createtable (L, 0, 2);
  lua_pushvalue (L, -3);
  lua_setfield (L, -2, "__index");
  lua_pushboolean (L, FALSE);
  lua_setfield (L, -2, "__metatable");
  lua_setmetatable (L, -2);
  lua_pop (L, 1);
  lua_setfield (L, -2, "string");
}

static void
add_tables (lua_State *L)
{
  static const char * const kept[] = { "insert", "remove", "pack", NULL };

  lua_newtable (L);
  luaL_requiref (L, "table", luaopen_table, FALSE);
  copy_fields (L, kept);
  lua_pushcfunction (L, lib_unpack);
  lua_setfield (L, -2, "unpack");
  lua_setfield (L, -2, "table");
}

static void
add_math (lua_State *L)
{
  static const char * const utf8[] = {
    "char", "charpattern", "codepoint", "codes", "len", "offset", NULL,
  };

  luaL_requiref (L, "math", luaopen_math, FALSE);
  lua_pushcfunction (L, lib_random);
  lua_setfield (L, -2, "random");
  lua_pushnil (L);
  lua_setfield (L, -2, "randomseed");
  lua_setfield (L, -2, "math");
  lua_newtable (L);
  luaL_requiref (L, "utf8", luaopen_utf8, FALSE);
  copy_fields (L, utf8);
  lua_setfield (L, -2, "utf8");
}

/* Puts a function over Lua's in "table" and ours in "moves". */
static void
wrap_pair (lua_State     *L,
           const char    *name,
           lua_CFunction  function)
{
  lua_getfield (L, -1, "table");
  lua_getfield (L, -1, name);
  lua_getfield (L, -3, "moves");
  lua_getfield (L, -1, name);
  lua_remove (L, -2);
  lua_pushcclosure (L, function, 2);
  lua_setfield (L, -2, name);
  lua_pop (L, 1);
}

/* Runs library.lua, which adds what is written in Lua; what only it needs is taken away again. */
static void
add_lua (lua_State *L)
{
  static const luaL_Reg helpers[] = {
    { "pattern_step", sluice_pattern_step },
    { "join", lib_join },
    { "is_proxy", lib_is_proxy },
    { NULL, NULL },
  };

  luaL_setfuncs (L, helpers, 0);
  lua_getfield (L, -1, "error");
  lua_setfield (L, -2, "raise");
  if (luaL_loadbufferx (L, sluice_library_lua, sluice_library_lua_length, "=library", "t") != LUA_OK)
    g_error ("library.lua: %s", lua_tostring (L, -1));
  lua_pushvalue (L, -2);
  lua_call (L, 1, 0);
  wrap_pair (L, "insert", lib_insert);
  wrap_pair (L, "remove", lib_remove);
  for (guint i = 0; helpers[i].name != NULL; i++)
    {
      lua_pushnil (L);
      lua_setfield (L, -2, helpers[i].name);
    }
  lua_pushnil (L);
  lua_setfield (L, -2, "raise");
  lua_pushnil (L);
  lua_setfield (L, -2, "moves");
}

/* Leaves on the stack the table that is the globals of every script. */
void
sluice_library_open (lua_State *L)
{
  static const char * const libraries[] = { "string", "table", "math", "utf8", "json", "yaml" };

  lua_newtable (L);
  add_base (L);
  add_strings (L);
  add_tables (L);
  add_math (L);
  sluice_json_open (L);
  sluice_yaml_open (L);
  sluice_waits_open (L);
  add_lua (L);
  lua_pushcfunction (L, lib_show);
  lua_setfield (L, -2, "_show");
  lua_pushcfunction (L, lib_join);
  lua_setfield (L, -2, "_join");
  lua_getfield (L, -1, "error");
  lua_setfield (L, LUA_REGISTRYINDEX, "sluice.error");
  for (guint i = 0; i < G_N_ELEMENTS (libraries); i++)
    {
      lua_getfield (L, -1, libraries[i]);
      make_view (L, refuse_library);
      lua_setfield (L, -2, libraries[i]);
    }
  make_view (L, refuse_global);
}
