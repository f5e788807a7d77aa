/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Values into Lua: an array or object becomes a table. One of many parts is made in steps, between which
 * the main loop has its turns. */

#include <string.h>

#include "base/json.h"
#include "script/script-private.h"

#define GIVER_TYPE "sluice.giver"
#define LOOK_EVERY 128 /* parts between two looks at the budget */

/* The tables that are begun stand on the stack of Lua, one for each level. */
typedef struct
{
  SluiceValue     root;   /* owned */
  guint           depth;
  SluiceValueIter iters[SLUICE_SCRIPT_MAX_DEPTH];
} Giver;

static gboolean
is_container (SluiceValue value)
{
  return SLUICE_VALUE_IS_ARRAY (value) || SLUICE_VALUE_IS_OBJECT (value);
}

static void
push_leaf (lua_State   *L,
           SluiceValue  value)
{
  switch (sluice_value_get_value_type (value))
    {
    case SLUICE_VALUE_NULL:
      sluice_lua_push_null (L);
      break;

    case SLUICE_VALUE_BOOLEAN:
      lua_pushboolean (L, sluice_value_get_boolean (value));
      break;

    case SLUICE_VALUE_INTEGER:
      lua_pushinteger (L, sluice_value_get_integer (value));
      break;

    case SLUICE_VALUE_REAL:
      lua_pushnumber (L, sluice_value_get_real (value));
      break;

    case SLUICE_VALUE_STRING:
      lua_pushlstring (L, sluice_value_get_string (value), sluice_value_get_string_length (value));
      break;

    case SLUICE_VALUE_ARRAY:
    case SLUICE_VALUE_OBJECT:
    default:
      g_assert_not_reached ();
    }
}

/* Begins a table. Values are at most as deep as the reader of JSON and we let them be; what a node written in
 * C makes deeper is null. */
static void
open_table (Giver       *self,
            lua_State   *L,
            SluiceValue  value)
{
  gboolean is_array = SLUICE_VALUE_IS_ARRAY (value);
  guint n = sluice_value_get_length (value);

  lua_createtable (L, is_array ? (int) n : 0, is_array ? 0 : (int) n);
  if (is_array)
    sluice_lua_mark (L, TRUE);
  sluice_value_iter_init (&self->iters[self->depth++], value);
}

/* What is on top goes to its place in the table below it. */
static void
put (lua_State       *L,
     SluiceValueIter *iter,
     const char      *key)
{
  if (key == NULL)
    {
      lua_rawseti (L, -2, (lua_Integer) iter->index);
      return;
    }
  lua_pushstring (L, key);
  lua_insert (L, -2);
  lua_rawset (L, -3);
}

/* Where a table was left to fill another in it, that one's key is the last that was walked over. */
static const char *
get_last_key (SluiceValueIter *iter)
{
  return SLUICE_VALUE_IS_OBJECT (iter->container) ? sluice_value_get_key (iter->container, iter->index - 1) : NULL;
}

/* Makes at most @most parts. Whether the outermost table is whole; it is on top then. */
static gboolean
give_some (Giver     *self,
           lua_State *L,
           guint      most)
{
  while (most-- > 0)
    {
      SluiceValueIter *iter = &self->iters[self->depth - 1];
      SluiceValue child;
      const char *key;

      if (!sluice_value_iter_next (iter, &key, &child))
        {
          if (--self->depth == 0)
            return TRUE;
          iter = &self->iters[self->depth - 1];
          put (L, iter, get_last_key (iter));
        }
      else if (!is_container (child))
        {
          push_leaf (L, child);
          put (L, iter, key);
        }
      else if (self->depth == SLUICE_SCRIPT_MAX_DEPTH || !lua_checkstack (L, 4))
        {
          sluice_lua_push_null (L);
          put (L, iter, key);
        }
      else
        open_table (self, L, child);
    }
  return FALSE;
}

static void
giver_begin (Giver       *self,
             lua_State   *L,
             SluiceValue  root)
{
  self->root = root;
  self->depth = 0;
  open_table (self, L, root);
}

void
sluice_lua_push (lua_State   *L,
                 SluiceValue  value)
{
  Giver giver;

  if (SLUICE_VALUE_IS_NULL (value))
    lua_pushnil (L);
  else if (!is_container (value))
    push_leaf (L, value);
  else
    {
      giver_begin (&giver, L, value);
      while (!give_some (&giver, L, G_MAXUINT))
        ;
    }
}

/* Takes the parts of @value from @left. */
static gboolean
has_more (SluiceValue  value,
          guint        levels,
          guint       *left)
{
  SluiceValueIter iter;
  SluiceValue child;
  const char *key;

  if (sluice_value_get_length (value) > *left || levels == 0)
    return TRUE;
  *left -= sluice_value_get_length (value);
  sluice_value_iter_init (&iter, value);
  while (sluice_value_iter_next (&iter, &key, &child))
    {
      if (is_container (child) && has_more (child, levels - 1, left))
        return TRUE;
    }
  return FALSE;
}

/* Whether a value has so many parts that it is not to be given at once. */
gboolean
sluice_lua_is_much (SluiceValue value)
{
  guint left = SLUICE_SCRIPT_FEW;

  return is_container (value) && has_more (value, SLUICE_SCRIPT_MAX_DEPTH, &left);
}

static int
giver_gc (lua_State *L)
{
  Giver *self = lua_touserdata (L, 1);

  sluice_value_clear (&self->root);
  return 0;
}

/* The giver is below the tables that it fills. */
static int
go_on (lua_State   *L,
       int          status,
       lua_KContext place)
{
  Giver *self = lua_touserdata (L, (int) place);
  SluiceBudget *budget = sluice_budget_get ();
  gboolean whole = FALSE;

  while (!whole)
    {
      gboolean limited = sluice_env_set_limited (L, FALSE);

      whole = give_some (self, L, LOOK_EVERY);
      sluice_env_set_limited (L, limited);
      if (!whole && sluice_budget_must_yield (budget, L))
        return lua_yieldk (L, 0, place, go_on);
    }
  sluice_value_clear (&self->root);
  return 1;
}

/* For the end of a function that Lua has called: returns the value to it. */
int
sluice_lua_give (lua_State   *L,
                 SluiceValue  take_value)
{
  gboolean limited = sluice_env_set_limited (L, FALSE);
  gboolean much = sluice_lua_is_much (take_value);
  Giver *self;
  int place;

  if (!much)
    {
      sluice_lua_push (L, take_value);
      sluice_value_unref (take_value);
    }
  else
    {
      self = lua_newuserdatauv (L, sizeof (Giver), 0);
      self->root = sluice_value_null ();
      luaL_setmetatable (L, GIVER_TYPE);
      place = lua_gettop (L);
      giver_begin (self, L, take_value);
    }
  sluice_env_set_limited (L, limited);
  return much ? go_on (L, LUA_OK, place) : 1;
}

void
sluice_give_open (lua_State *L)
{
  sluice_lua_make_type (L, GIVER_TYPE, giver_gc);
}
