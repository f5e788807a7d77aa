/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* `shared`: the store as a Lua value. A proxy is a place in the store, named by a JSON Pointer; it
 * is read when it is used, and each write is one change of the store. It belongs to the phase
 * that got it: used later it is an error, so that no phase can reach the store behind the call's
 * back. An empty array or object becomes the other when its first element asks for it, as an
 * empty Lua table would. */

#include <string.h>

#include "base/json.h"
#include "script/script-private.h"

#define PROXY_TYPE "sluice.shared"

typedef struct
{
  guint64 task;      /* SluiceTask.id */
  gsize   length;    /* of the pointer */
  char    pointer[]; /* "" is the store itself */
} Proxy;

static Proxy *
push_proxy (lua_State  *L,
            guint64     task,
            const char *base,
            gsize       base_length,
            const char *part,
            gsize       part_length)
{
  gsize length = base_length;
  Proxy *proxy;
  char *to;

  if (part != NULL)
    {
      length += 1 + part_length;
      for (gsize i = 0; i < part_length; i++)
        length += part[i] == '~' || part[i] == '/';
    }
  proxy = lua_newuserdatauv (L, sizeof (Proxy) + length + 1, 0);
  proxy->task = task;
  proxy->length = length;
  memcpy (proxy->pointer, base, base_length);
  to = proxy->pointer + base_length;
  if (part != NULL)
    {
      *to++ = '/';
      for (gsize i = 0; i < part_length; i++)
        {
          if (part[i] == '~' || part[i] == '/')
            *to++ = '~';
          *to++ = part[i] == '~' ? '0' : part[i] == '/' ? '1' : part[i];
        }
    }
  *to = '\0';
  luaL_setmetatable (L, PROXY_TYPE);
  return proxy;
}

/* A fiber has one proxy of the store itself, which each phase it runs takes over: nothing of an earlier
 * one can have kept it. */
void
sluice_shared_push (lua_State  *L,
                    SluiceTask *task)
{
  SluiceFiber *fiber = sluice_fiber_get (L);

  if (G_UNLIKELY (fiber->proxy == NULL))
    {
      fiber->proxy = push_proxy (L, task->id, "", 0, NULL, 0);
      lua_pushvalue (L, -1);
      fiber->root = luaL_ref (L, LUA_REGISTRYINDEX);
      return;
    }
  ((Proxy *) fiber->proxy)->task = task->id;
  lua_rawgeti (L, LUA_REGISTRYINDEX, fiber->root);
}

gboolean
sluice_shared_is_proxy (lua_State *L,
                        int        index)
{
  return luaL_testudata (L, index, PROXY_TYPE) != NULL;
}

static gboolean
get_root (lua_State    *L,
          const Proxy  *proxy,
          SluiceValue  *root,
          GError      **error)
{
  SluiceTask *task = sluice_fiber_get (L)->task;

  if (proxy->task != task->id)
    {
      g_set_error_literal (error, SLUICE_SCRIPT_ERROR, SLUICE_SCRIPT_ERROR_RUNTIME,
                           "shared belongs to the phase that got it; read it again in this one");
      return FALSE;
    }
  if (task->shared == SLUICE_SCRIPT_SHARED_SNAPSHOT)
    *root = task->snapshot;
  else if (task->store != NULL)
    *root = sluice_store_get_root (task->store);
  else
    {
      g_set_error (error, SLUICE_ENGINE_ERROR, SLUICE_ENGINE_ERROR_PHASE,
                   "%s has no access to the shared store; read it in prep",
                   sluice_phase_name (sluice_call_get_phase (task->call)));
      return FALSE;
    }
  return TRUE;
}

static gboolean
resolve (lua_State    *L,
         const Proxy  *proxy,
         SluiceValue  *value,
         GError      **error)
{
  SluiceValue root;

  if (!get_root (L, proxy, &root, error))
    return FALSE;
  if (proxy->length == 0)
    *value = root;
  else if (!sluice_pointer_get (root, proxy->pointer, value, NULL))
    *value = sluice_value_null ();
  return TRUE;
}

gboolean
sluice_shared_get_value (lua_State    *L,
                         int           index,
                         SluiceValue  *value,
                         GError      **error)
{
  return resolve (L, lua_touserdata (L, index), value, error);
}

/* The first argument of a metamethod that only a proxy can have called. */
static Proxy *
get_proxy (lua_State   *L,
           SluiceValue *value)
{
  Proxy *proxy = lua_touserdata (L, 1);
  GError *error = NULL;

  if (!resolve (L, proxy, value, &error))
    sluice_fault_raise (L, error);
  return proxy;
}

static Proxy *
check_proxy (lua_State   *L,
             SluiceValue *value)
{
  luaL_checkudata (L, 1, PROXY_TYPE);
  return get_proxy (L, value);
}

/* Scalars as they are; an array or object as a place of its own. */
static void
push_child (lua_State   *L,
            const Proxy *proxy,
            const char  *part,
            gsize        length,
            SluiceValue  child)
{
  if (SLUICE_VALUE_IS_ARRAY (child) || SLUICE_VALUE_IS_OBJECT (child))
    push_proxy (L, proxy->task, proxy->pointer, proxy->length, part, length);
  else
    sluice_lua_push (L, child);
}

static void
push_element (lua_State   *L,
              const Proxy *proxy,
              SluiceValue  array,
              lua_Integer  index)
{
  char part[24];

  if (index < 1 || (lua_Unsigned) index > sluice_value_get_length (array))
    {
      lua_pushnil (L);
      return;
    }
  g_snprintf (part, sizeof part, "%lld", (long long) index - 1);
  push_child (L, proxy, part, strlen (part), sluice_value_get_element (array, (guint) index - 1));
}

static int
proxy_index (lua_State *L)
{
  SluiceValue value;
  Proxy *proxy = get_proxy (L, &value);
  int is_integer = 0;
  lua_Integer index;
  const char *key;
  gsize length;

  if (lua_type (L, 2) == LUA_TSTRING)
    {
      key = lua_tolstring (L, 2, &length);
      if (SLUICE_VALUE_IS_OBJECT (value) && strlen (key) == length)
        push_child (L, proxy, key, length, sluice_value_get_member (value, key));
      else
        lua_pushnil (L);
      return 1;
    }
  index = lua_tointegerx (L, 2, &is_integer);
  if (is_integer && SLUICE_VALUE_IS_ARRAY (value))
    push_element (L, proxy, value, index);
  else
    lua_pushnil (L);
  return 1;
}

static SluiceStore *
check_writable (lua_State *L)
{
  SluiceTask *task = sluice_fiber_get (L)->task;

  if (task->shared == SLUICE_SCRIPT_SHARED_SNAPSHOT || task->store == NULL)
    luaL_error (L, "shared can only be read here; write it in prep or post");
  return task->store;
}

static char *
format_place (const Proxy *proxy)
{
  char *place = g_strconcat ("shared", proxy->pointer, NULL);

  for (char *at = place; *at != '\0'; at++)
    {
      if (*at == '/')
        *at = '.';
    }
  return place;
}

/* One change of the store at @part below the proxy. The value is consumed. */
static void
change (lua_State        *L,
        SluiceStore      *store,
        const Proxy      *proxy,
        SluiceChangeType  type,
        const char       *part,
        SluiceValue       take)
{
  GError *error = NULL;

  if (part == NULL)
    sluice_store_change (store, type, proxy->pointer, take, &error);
  else
    {
      char *pointer = sluice_pointer_join (proxy->pointer, part);

      sluice_store_change (store, type, pointer, take, &error);
      g_free (pointer);
    }
  if (error != NULL)
    sluice_fault_raise (L, error);
}

/* The index of @what is refused: a string key in an array, or a position in an object. */
static void
refuse_key (lua_State   *L,
            const Proxy *proxy,
            SluiceValue  value)
{
  char *place = format_place (proxy);

  lua_pushfstring (L, "%s is %s; it takes no %s", place,
                   SLUICE_VALUE_IS_ARRAY (value) ? "an array"
                   : SLUICE_VALUE_IS_OBJECT (value) ? "an object" : "no table any more",
                   SLUICE_VALUE_IS_OBJECT (value) ? "positions" : "names");
  g_free (place);
  luaL_where (L, 1);
  lua_insert (L, -2);
  lua_concat (L, 2);
  lua_error (L);
}

/* An empty container of the other sort becomes what the key needs. */
static SluiceValue
become (lua_State   *L,
        SluiceStore *store,
        const Proxy *proxy,
        SluiceValue  value,
        gboolean     is_array)
{
  gboolean fits = is_array ? SLUICE_VALUE_IS_ARRAY (value) : SLUICE_VALUE_IS_OBJECT (value);

  if (fits)
    return value;
  if (sluice_value_get_length (value) > 0 || proxy->length == 0
      || (!SLUICE_VALUE_IS_ARRAY (value) && !SLUICE_VALUE_IS_OBJECT (value)))
    refuse_key (L, proxy, value);
  change (L, store, proxy, SLUICE_CHANGE_REPLACE, NULL,
          is_array ? sluice_value_array () : sluice_value_object ());
  resolve (L, proxy, &value, NULL);
  return value;
}

/* UTF-8 without a NUL: nearly always plain ASCII. */
static gboolean
is_name (const char *key,
         gsize       length)
{
  for (gsize i = 0; i < length; i++)
    {
      if (key[i] == '\0' || (guchar) key[i] >= 0x80)
        return g_utf8_validate (key, length, NULL);
    }
  return TRUE;
}

static void
set_member (lua_State   *L,
            SluiceStore *store,
            const Proxy *proxy,
            SluiceValue  object)
{
  gsize length;
  const char *key = lua_tolstring (L, 2, &length);

  luaL_argcheck (L, is_name (key, length), 2, "a name must be UTF-8 text");
  if (lua_isnil (L, 3))
    {
      if (SLUICE_VALUE_IS_OBJECT (object) && sluice_value_has_member (object, key))
        change (L, store, proxy, SLUICE_CHANGE_REMOVE, key, sluice_value_null ());
      return;
    }
  if (proxy->length == 0)
    {
      sluice_store_set (store, key, sluice_lua_check_kept (L, 3, "", key));
      return;
    }
  become (L, store, proxy, object, FALSE);
  change (L, store, proxy, SLUICE_CHANGE_ADD, key, sluice_lua_check_kept (L, 3, proxy->pointer, key));
}

static void
set_element (lua_State   *L,
             SluiceStore *store,
             const Proxy *proxy,
             SluiceValue  array,
             lua_Integer  index)
{
  guint n = SLUICE_VALUE_IS_ARRAY (array) ? sluice_value_get_length (array) : 0;
  char part[24];

  if (lua_isnil (L, 3) && (!SLUICE_VALUE_IS_ARRAY (array) || index < 1 || index > n))
    return;
  array = become (L, store, proxy, array, TRUE);
  if (index < 1 || index > (lua_Integer) n + 1)
    luaL_error (L, "position %I would leave a gap; the array has %d elements", index, (int) n);
  g_snprintf (part, sizeof part, "%lld", (long long) index - 1);
  if (lua_isnil (L, 3) && index == n)
    change (L, store, proxy, SLUICE_CHANGE_REMOVE, part, sluice_value_null ());
  else if (index == (lua_Integer) n + 1)
    change (L, store, proxy, SLUICE_CHANGE_ADD, "-", sluice_lua_check_kept (L, 3, proxy->pointer, part));
  else
    change (L, store, proxy, SLUICE_CHANGE_REPLACE, part, sluice_lua_check_kept (L, 3, proxy->pointer, part));
}

static int
proxy_new_index (lua_State *L)
{
  SluiceValue value;
  Proxy *proxy = get_proxy (L, &value);
  SluiceStore *store = check_writable (L);
  int is_integer = 0;
  lua_Integer index;

  if (lua_type (L, 2) == LUA_TSTRING)
    {
      set_member (L, store, proxy, value);
      return 0;
    }
  index = lua_tointegerx (L, 2, &is_integer);
  if (!is_integer)
    return luaL_error (L, "a key in shared is a name or a position, not a %s", luaL_typename (L, 2));
  set_element (L, store, proxy, value, index);
  return 0;
}

static int
proxy_length (lua_State *L)
{
  SluiceValue value;

  check_proxy (L, &value);
  lua_pushinteger (L, SLUICE_VALUE_IS_ARRAY (value) ? sluice_value_get_length (value) : 0);
  return 1;
}

static int
proxy_equal (lua_State *L)
{
  Proxy *a = luaL_testudata (L, 1, PROXY_TYPE);
  Proxy *b = luaL_testudata (L, 2, PROXY_TYPE);

  lua_pushboolean (L, a != NULL && b != NULL && a->task == b->task
                      && strcmp (a->pointer, b->pointer) == 0);
  return 1;
}

static int
proxy_to_string (lua_State *L)
{
  SluiceValue value;

  check_proxy (L, &value);
  sluice_lua_push_shown (L, value);
  return 1;
}

/* next (proxy, key): by the place of the key, or of the position. */
int
sluice_shared_next (lua_State *L)
{
  SluiceValue value;
  Proxy *proxy = check_proxy (L, &value);
  guint at = 0;

  lua_settop (L, 2);
  if (SLUICE_VALUE_IS_ARRAY (value))
    at = (guint) luaL_optinteger (L, 2, 0);
  else if (!lua_isnil (L, 2))
    {
      int place = sluice_value_find_member (value, luaL_checkstring (L, 2));

      luaL_argcheck (L, place >= 0, 2, "no such name any more");
      at = (guint) place + 1;
    }
  if (at >= sluice_value_get_length (value))
    {
      lua_pushnil (L);
      return 1;
    }
  if (SLUICE_VALUE_IS_ARRAY (value))
    {
      lua_pushinteger (L, at + 1);
      push_element (L, proxy, value, at + 1);
    }
  else
    {
      const char *key = sluice_value_get_key (value, at);

      lua_pushstring (L, key);
      push_child (L, proxy, key, strlen (key), sluice_value_get_member_at (value, at));
    }
  return 2;
}

/* The step of pairs: upvalues are the keys there were and the number done. What is gone
 * meanwhile is passed over, so that a loop may remove what it visits. */
static int
pairs_step (lua_State *L)
{
  lua_Integer at = lua_tointeger (L, lua_upvalueindex (2));
  SluiceValue value;

  check_proxy (L, &value);
  lua_settop (L, 1);
  while (lua_rawgeti (L, lua_upvalueindex (1), ++at) != LUA_TNIL)
    {
      lua_pushinteger (L, at);
      lua_replace (L, lua_upvalueindex (2));
      if (lua_type (L, 2) != LUA_TSTRING || sluice_value_has_member (value, lua_tostring (L, 2)))
        {
          lua_pushcfunction (L, proxy_index);
          lua_pushvalue (L, 1);
          lua_pushvalue (L, 2);
          lua_call (L, 2, 1);
          return 2;
        }
      lua_settop (L, 1);
    }
  lua_pushnil (L);
  return 1;
}

static int
proxy_pairs (lua_State *L)
{
  SluiceValue value;
  SluiceValueIter iter;
  SluiceValue child;
  const char *key;
  lua_Integer i = 0;

  check_proxy (L, &value);
  lua_createtable (L, (int) sluice_value_get_length (value), 0);
  sluice_value_iter_init (&iter, value);
  while (sluice_value_iter_next (&iter, &key, &child))
    {
      i++;
      if (key != NULL)
        lua_pushstring (L, key);
      else
        lua_pushinteger (L, i);
      lua_rawseti (L, -2, i);
    }
  lua_pushinteger (L, 0);
  lua_pushcclosure (L, pairs_step, 2);
  lua_pushvalue (L, 1);
  lua_pushnil (L);
  return 3;
}

/* table.insert (shared.list, [position,] value): one change. */
int
sluice_shared_insert (lua_State *L)
{
  int n_args = lua_gettop (L);
  SluiceValue value;
  Proxy *proxy = check_proxy (L, &value);
  SluiceStore *store = check_writable (L);
  lua_Integer n = SLUICE_VALUE_IS_ARRAY (value) ? sluice_value_get_length (value) : 0;
  lua_Integer at = n_args >= 3 ? luaL_checkinteger (L, 2) : n + 1;
  char part[24];

  luaL_argcheck (L, n_args == 2 || n_args == 3, 2, "a value, or a position and a value, is wanted");
  luaL_argcheck (L, at >= 1 && at <= n + 1, 2, "position out of bounds");
  become (L, store, proxy, value, TRUE);
  g_snprintf (part, sizeof part, "%lld", (long long) at - 1);
  change (L, store, proxy, SLUICE_CHANGE_ADD, part, sluice_lua_check_kept (L, n_args, proxy->pointer, part));
  return 0;
}

/* table.remove (shared.list [, position]): one change; the element that was there. */
int
sluice_shared_remove (lua_State *L)
{
  SluiceValue value;
  Proxy *proxy = check_proxy (L, &value);
  SluiceStore *store = check_writable (L);
  lua_Integer n = SLUICE_VALUE_IS_ARRAY (value) ? sluice_value_get_length (value) : 0;
  lua_Integer at = luaL_optinteger (L, 2, n);
  char part[24];

  if (n == 0 || at == n + 1)
    {
      lua_pushnil (L);
      return 1;
    }
  luaL_argcheck (L, at >= 1 && at <= n, 2, "position out of bounds");
  sluice_lua_push (L, sluice_value_get_element (value, (guint) at - 1));
  g_snprintf (part, sizeof part, "%lld", (long long) at - 1);
  change (L, store, proxy, SLUICE_CHANGE_REMOVE, part, sluice_value_null ());
  return 1;
}

void
sluice_shared_open (lua_State *L)
{
  static const luaL_Reg methods[] = {
    { "__index", proxy_index },
    { "__newindex", proxy_new_index },
    { "__len", proxy_length },
    { "__eq", proxy_equal },
    { "__pairs", proxy_pairs },
    { "__tostring", proxy_to_string },
    { NULL, NULL },
  };

  luaL_newmetatable (L, PROXY_TYPE);
  luaL_setfuncs (L, methods, 0);
  lua_pushboolean (L, FALSE);
  lua_setfield (L, -2, "__metatable");
  lua_pop (L, 1);
}
