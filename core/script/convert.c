/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Values into Lua and back. A table with the positions 1 to n is an array, one with names an
 * object; an empty one is what it is marked as (json.array, json.object, or what it was when it
 * came), else an object. Null is nil at the top and json.null inside. Names leave Lua sorted, so that
 * a run does not depend on the order in which Lua keeps them. */

#include <math.h>
#include <string.h>

#include "base/json.h"
#include "script/script-private.h"

#define ARRAY_TYPE  "sluice.array"
#define OBJECT_TYPE "sluice.object"
#define MAX_KEPT    40 /* bytes of a string that is kept; Lua shares those */
#define VALUE_BYTES 64 /* what a value takes at most, with a short text or its part of a container */

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

static gboolean
is_marked (lua_State  *L,
           int         index,
           const char *type)
{
  gboolean marked;

  if (!lua_getmetatable (L, index))
    return FALSE;
  luaL_getmetatable (L, type);
  marked = lua_rawequal (L, -1, -2);
  lua_pop (L, 2);
  return marked;
}

static void push_inner (lua_State   *L,
                        SluiceValue  value);

static void
push_container (lua_State   *L,
                SluiceValue  value)
{
  gboolean is_array = SLUICE_VALUE_IS_ARRAY (value);
  guint n = sluice_value_get_length (value);
  SluiceValueIter iter;
  SluiceValue child;
  const char *key;
  lua_Integer i = 0;

  lua_createtable (L, is_array ? (int) n : 0, is_array ? 0 : (int) n);
  sluice_value_iter_init (&iter, value);
  while (sluice_value_iter_next (&iter, &key, &child))
    {
      push_inner (L, child);
      if (is_array)
        lua_rawseti (L, -2, ++i);
      else
        {
          lua_pushstring (L, key);
          lua_insert (L, -2);
          lua_rawset (L, -3);
        }
    }
  if (is_array)
    luaL_setmetatable (L, ARRAY_TYPE);
}

static void
push_inner (lua_State   *L,
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
      /* Values are at most as deep as the reader and we let them be. */
      if (!lua_checkstack (L, 4))
        sluice_lua_push_null (L);
      else
        push_container (L, value);
      break;

    default:
      g_assert_not_reached ();
    }
}

void
sluice_lua_push (lua_State   *L,
                 SluiceValue  value)
{
  if (SLUICE_VALUE_IS_NULL (value))
    lua_pushnil (L);
  else
    push_inner (L, value);
}

/* An element or member of a table; neither: the table itself. */
typedef struct
{
  guint       position; /* from 1 */
  const char *name;     /* borrowed from Lua */
} Place;

/* The way from Lua, with what a message needs to name a place in it. */
typedef struct
{
  lua_State  *L;
  GError    **error;
  guint       depth;
  guint       n_values;
  gsize       bytes;    /* that the texts take */
  const void *tables[SLUICE_SCRIPT_MAX_DEPTH]; /* those around the current place */
  Place       places[SLUICE_SCRIPT_MAX_DEPTH]; /* where it is in each of them */
} Reader;

static gboolean read_value (Reader      *reader,
                            int          index,
                            SluiceValue *value);

static gboolean
refuse (Reader     *reader,
        const char *what)
{
  g_autoptr (GString) path = g_string_new (NULL);

  for (guint i = 0; i < reader->depth; i++)
    {
      const Place *place = &reader->places[i];

      if (place->name != NULL)
        g_string_append_printf (path, ".%s", place->name);
      else if (place->position > 0)
        g_string_append_printf (path, "[%u]", place->position);
    }
  g_set_error (reader->error, SLUICE_SCRIPT_ERROR, SLUICE_SCRIPT_ERROR_VALUE,
               "%s%s%s", what, path->len > 0 ? " at " : "", path->str);
  return FALSE;
}

static gboolean
refuse_many (Reader *reader)
{
  return refuse (reader, "a table of more than " G_STRINGIFY (SLUICE_SCRIPT_MAX_VALUES) " values");
}

/* Valid UTF-8, in which NULs may stand. */
static gboolean
is_text (const char *text,
         gsize       length)
{
  const char *end = text + length;

  while (text < end)
    {
      gsize part = strnlen (text, end - text);

      if (!g_utf8_validate (text, part, NULL))
        return FALSE;
      text += part + 1;
    }
  return TRUE;
}

static gboolean
read_string (Reader      *reader,
             int          index,
             SluiceValue *value)
{
  gsize length;
  const char *text = lua_tolstring (reader->L, index, &length);

  if (!is_text (text, length))
    return refuse (reader, "a string that is not UTF-8 text");
  *value = sluice_value_string_len (text, length);
  reader->bytes += length;
  return TRUE;
}

static gboolean
read_number (Reader      *reader,
             int          index,
             SluiceValue *value)
{
  if (isfinite (lua_tonumber (reader->L, index)))
    *value = sluice_value_real (lua_tonumber (reader->L, index));
  else
    return refuse (reader, "a number that is not finite");
  return TRUE;
}

static gboolean
read_array (Reader      *reader,
            int          index,
            guint        n,
            SluiceValue *value)
{
  Place *place = &reader->places[reader->depth - 1];

  *value = sluice_value_array ();
  for (guint i = 1; i <= n; i++)
    {
      SluiceValue element = SLUICE_VALUE_INIT;
      gboolean read;

      lua_rawgeti (reader->L, index, i);
      place->position = i;
      read = read_value (reader, lua_gettop (reader->L), &element);
      lua_pop (reader->L, 1);
      if (!read)
        {
          sluice_value_clear (&element);
          return FALSE;
        }
      sluice_value_append (value, element);
    }
  return TRUE;
}

static int
compare_keys (gconstpointer a,
              gconstpointer b)
{
  return strcmp (*(const char * const *) a, *(const char * const *) b);
}

/* The names of the table; they are Lua's, and live as long as the table is not changed. */
static GPtrArray *
collect_names (Reader *reader,
               int     index)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  gboolean valid = TRUE;

  lua_pushnil (reader->L);
  while (valid && lua_next (reader->L, index))
    {
      gsize length = 0;
      const char *name = NULL;

      if (lua_type (reader->L, -2) == LUA_TSTRING)
        name = lua_tolstring (reader->L, -2, &length);
      if (name == NULL)
        valid = refuse (reader, "a table with both names and positions, or with gaps,");
      else if (strlen (name) != length || !g_utf8_validate (name, length, NULL))
        valid = refuse (reader, "a name that is not UTF-8 text");
      else
        g_ptr_array_add (names, (gpointer) name);
      lua_pop (reader->L, 1);
    }
  if (!valid)
    {
      lua_pop (reader->L, 1);
      return NULL;
    }
  g_ptr_array_sort (names, compare_keys);
  return g_steal_pointer (&names);
}

static gboolean
read_object (Reader      *reader,
             int          index,
             SluiceValue *value)
{
  g_autoptr (GPtrArray) names = collect_names (reader, index);
  Place *place = &reader->places[reader->depth - 1];

  if (names == NULL)
    return FALSE;
  *value = sluice_value_object ();
  for (guint i = 0; i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);
      SluiceValue member = SLUICE_VALUE_INIT;
      gboolean read;

      lua_pushstring (reader->L, name);
      lua_rawget (reader->L, index);
      place->name = name;
      read = read_value (reader, lua_gettop (reader->L), &member);
      lua_pop (reader->L, 1);
      if (!read)
        {
          sluice_value_clear (&member);
          return FALSE;
        }
      sluice_value_set_member (value, name, member);
    }
  return TRUE;
}

/* Whether the table has the positions 1 to @n and nothing else. */
static gboolean
is_sequence (lua_State *L,
             int        index,
             guint      n)
{
  guint count = 0;

  lua_pushnil (L);
  while (lua_next (L, index))
    {
      gboolean outside = !lua_isinteger (L, -2) || ++count > n;

      lua_pop (L, 1);
      if (outside)
        {
          lua_pop (L, 1);
          return FALSE;
        }
    }
  return count == n;
}

static gboolean
read_table (Reader      *reader,
            int          index,
            SluiceValue *value)
{
  const void *table = lua_topointer (reader->L, index);
  gboolean is_empty;
  gboolean read;
  lua_Unsigned n;

  for (guint i = 0; i < reader->depth; i++)
    {
      if (reader->tables[i] == table)
        return refuse (reader, "a table that contains itself");
    }
  if (reader->depth == SLUICE_SCRIPT_MAX_DEPTH || !lua_checkstack (reader->L, 8))
    return refuse (reader, "tables nested too deeply");
  reader->places[reader->depth] = (Place) { 0, NULL };
  reader->tables[reader->depth++] = table;

  lua_pushnil (reader->L);
  is_empty = !lua_next (reader->L, index);
  if (!is_empty)
    lua_pop (reader->L, 2);
  n = lua_rawlen (reader->L, index);
  if (is_empty)
    {
      *value = is_marked (reader->L, index, ARRAY_TYPE) ? sluice_value_array ()
                                                        : sluice_value_object ();
      read = TRUE;
    }
  else if (n > SLUICE_SCRIPT_MAX_VALUES)
    read = refuse_many (reader);
  else if (n > 0 && is_sequence (reader->L, index, (guint) n))
    read = read_array (reader, index, (guint) n, value);
  else
    read = read_object (reader, index, value);
  reader->depth--;
  return read;
}

/* Short strings in ASCII, as actions and keys are. Lua has one of each, so the place of the text finds
 * the one that was made of it before; the text itself is compared, for Lua may have moved on. */
static gboolean
read_text (lua_State   *L,
           int          index,
           SluiceValue *value)
{
  gsize length;
  const char *text = lua_tolstring (L, index, &length);
  SluiceEnv *env = sluice_env_of (L);
  SluiceValue *kept;

  if (length > MAX_KEPT || env == NULL)
    return FALSE;
  kept = &env->texts[(GPOINTER_TO_SIZE (text) >> 4) % SLUICE_SCRIPT_TEXTS];
  if (SLUICE_VALUE_IS_NULL (*kept) || sluice_value_get_string_length (*kept) != length
      || memcmp (sluice_value_get_string (*kept), text, length) != 0)
    {
      for (gsize i = 0; i < length; i++)
        {
          if ((guchar) text[i] >= 0x80)
            return FALSE;
        }
      sluice_value_replace (kept, sluice_value_string_len (text, length));
    }
  *value = sluice_value_ref (*kept);
  return TRUE;
}

/* What needs no place in a message: most of what scripts return. */
static gboolean
read_simple (lua_State   *L,
             int          index,
             SluiceValue *value)
{
  switch (lua_type (L, index))
    {
    case LUA_TNIL:
    case LUA_TNONE:
      *value = sluice_value_null ();
      return TRUE;

    case LUA_TBOOLEAN:
      *value = sluice_value_boolean (lua_toboolean (L, index));
      return TRUE;

    case LUA_TNUMBER:
      if (!lua_isinteger (L, index))
        return FALSE;
      *value = sluice_value_integer (lua_tointeger (L, index));
      return TRUE;

    case LUA_TSTRING:
      return read_text (L, index, value);

    default:
      return FALSE;
    }
}

static gboolean
read_value (Reader      *reader,
            int          index,
            SluiceValue *value)
{
  lua_State *L = reader->L;

  if (++reader->n_values > SLUICE_SCRIPT_MAX_VALUES)
    return refuse_many (reader);
  if (read_simple (L, index, value))
    return TRUE;
  switch (lua_type (L, index))
    {
    case LUA_TNUMBER:
      return read_number (reader, index, value);

    case LUA_TSTRING:
      return read_string (reader, index, value);

    case LUA_TTABLE:
      return read_table (reader, index, value);

    default:
      break;
    }
  if (sluice_lua_is_null (L, index))
    {
      *value = sluice_value_null ();
      return TRUE;
    }
  if (sluice_shared_is_proxy (L, index))
    {
      if (!sluice_shared_get_value (L, index, value, reader->error))
        return FALSE;
      sluice_value_ref (*value);
      return TRUE;
    }
  return refuse (reader, lua_type (L, index) == LUA_TFUNCTION ? "a function, which is no value to keep,"
                                                              : "something that is no value to keep");
}

/* The value at @index, owned. On an error @value is null and the message names the place. */
gboolean
sluice_lua_to_value (lua_State    *L,
                     int           index,
                     SluiceValue  *value,
                     GError      **error)
{
  gsize bytes = 0;

  return read_simple (L, index, value) || sluice_lua_to_value_measured (L, index, value, &bytes, error);
}

gboolean
sluice_lua_to_value_measured (lua_State    *L,
                              int           index,
                              SluiceValue  *value,
                              gsize        *bytes,
                              GError      **error)
{
  Reader reader;
  gboolean limited;
  gboolean read;

  *bytes += VALUE_BYTES;
  if (read_simple (L, index, value))
    return TRUE;
  *value = sluice_value_null ();
  reader.L = L;
  reader.error = error;
  reader.depth = 0;
  reader.n_values = 0;
  reader.bytes = 0;
  limited = sluice_env_set_limited (L, FALSE);
  read = read_value (&reader, lua_absindex (L, index), value);
  sluice_env_set_limited (L, limited);
  *bytes += reader.bytes + (gsize) reader.n_values * VALUE_BYTES;
  if (!read)
    sluice_value_clear (value);
  return read;
}

SluiceValue
sluice_lua_check_value (lua_State *L,
                        int        index)
{
  SluiceValue value;
  GError *error = NULL;

  if (!sluice_lua_to_value (L, index, &value, &error))
    sluice_fault_raise (L, error);
  return value;
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
sluice_convert_open (lua_State *L)
{
  make_marker (L, ARRAY_TYPE);
  make_marker (L, OBJECT_TYPE);
}
