/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The json of a script. Long texts are read and written in steps, between which the main loop has its turns. */

#include "base/json.h"
#include "script/script-private.h"

#define DECODER_TYPE "sluice.decoder"
#define ENCODER_TYPE "sluice.encoder"
#define SHORT_TEXT   4096 /* bytes of JSON that are read at once */
#define LOOK_EVERY   128  /* values between two looks at the budget */

static int
decoder_gc (lua_State *L)
{
  g_clear_pointer ((SluiceJsonReader **) lua_touserdata (L, 1), sluice_json_reader_free);
  return 0;
}

static int
decode_on (lua_State   *L,
           int          status,
           lua_KContext context)
{
  SluiceJsonReader **reader = lua_touserdata (L, 2);
  SluiceBudget *budget = sluice_budget_get ();
  SluiceValue value = SLUICE_VALUE_INIT;
  GError *error = NULL;
  gboolean done = FALSE;

  while (!done)
    {
      if (!sluice_json_reader_step (*reader, LOOK_EVERY, &value, &done, &error))
        return sluice_fault_raise (L, error);
      if (!done && sluice_budget_must_yield (budget, L))
        return lua_yieldk (L, 0, 0, decode_on);
    }
  g_clear_pointer (reader, sluice_json_reader_free);
  return sluice_lua_give (L, value);
}

/* json.decode (text) */
static int
json_decode (lua_State *L)
{
  static const SluiceJsonLimits limits = { .max_nodes = SLUICE_SCRIPT_MAX_VALUES };
  gsize length;
  const char *text = luaL_checklstring (L, 1, &length);
  SluiceValue value = SLUICE_VALUE_INIT;
  SluiceJsonReader **reader;
  GError *error = NULL;

  if (length > SHORT_TEXT)
    {
      lua_settop (L, 1);
      reader = lua_newuserdatauv (L, sizeof (SluiceJsonReader *), 0);
      *reader = sluice_json_reader_new (text, length, &limits);
      luaL_setmetatable (L, DECODER_TYPE);
      return decode_on (L, LUA_OK, 0);
    }
  if (!sluice_json_read (text, (gssize) length, &limits, &value, NULL, &error))
    return sluice_fault_raise (L, error);
  return sluice_lua_give (L, value);
}

static int
encoder_gc (lua_State *L)
{
  g_clear_pointer ((SluiceJsonWriter **) lua_touserdata (L, 1), sluice_json_writer_free);
  return 0;
}

static int
push_encoded (lua_State  *L,
              const char *text,
              gsize       length)
{
  gboolean limited = sluice_env_set_limited (L, FALSE);

  lua_pushlstring (L, text, length);
  sluice_env_set_limited (L, limited);
  return 1;
}

static int
encode_on (lua_State   *L,
           int          status,
           lua_KContext context)
{
  SluiceJsonWriter **writer = lua_touserdata (L, -1);
  SluiceBudget *budget = sluice_budget_get ();
  const GString *text = sluice_json_writer_get_text (*writer);

  while (!sluice_json_writer_step (*writer, LOOK_EVERY))
    {
      if (sluice_budget_must_yield (budget, L))
        return lua_yieldk (L, 0, 0, encode_on);
    }
  push_encoded (L, text->str, text->len);
  g_clear_pointer (writer, sluice_json_writer_free);
  return 1;
}

/* json.encode (value [, pretty]) */
static int
json_encode (lua_State *L)
{
  SluiceValue value = sluice_lua_check_value (L, 1);
  SluiceJsonWriteFlags flags = lua_toboolean (L, 2) ? SLUICE_JSON_WRITE_PRETTY : SLUICE_JSON_WRITE_COMPACT;
  gboolean much = sluice_lua_is_much (value);
  SluiceJsonWriter **writer;
  gboolean limited;
  gsize length;
  char *text;

  if (!much)
    {
      text = sluice_json_write (value, flags, &length);
      push_encoded (L, text, length);
      g_free (text);
      sluice_value_unref (value);
      return 1;
    }
  limited = sluice_env_set_limited (L, FALSE);
  writer = lua_newuserdatauv (L, sizeof (SluiceJsonWriter *), 0);
  *writer = sluice_json_writer_new (value, flags);
  luaL_setmetatable (L, ENCODER_TYPE);
  sluice_env_set_limited (L, limited);
  return encode_on (L, LUA_OK, 0);
}

static int
json_mark (lua_State *L,
           gboolean   is_array)
{
  if (lua_isnoneornil (L, 1))
    lua_newtable (L);
  else
    {
      luaL_checktype (L, 1, LUA_TTABLE);
      lua_settop (L, 1);
      if (luaL_getmetafield (L, 1, "sluice.view") != LUA_TNIL)
        return luaL_error (L, "the library can't be changed");
      if (sluice_metatable_is_guarded (L, 1))
        return luaL_error (L, "a metatable can't be a list or an object");
    }
  sluice_lua_mark (L, is_array);
  return 1;
}

static int
json_array (lua_State *L)
{
  return json_mark (L, TRUE);
}

static int
json_object (lua_State *L)
{
  return json_mark (L, FALSE);
}

/* Adds to the table on top. */
void
sluice_json_open (lua_State *L)
{
  static const luaL_Reg functions[] = {
    { "decode", json_decode },
    { "encode", json_encode },
    { "array", json_array },
    { "object", json_object },
    { NULL, NULL },
  };

  sluice_lua_make_type (L, DECODER_TYPE, decoder_gc);
  sluice_lua_make_type (L, ENCODER_TYPE, encoder_gc);
  luaL_newlib (L, functions);
  sluice_lua_push_null (L);
  lua_setfield (L, -2, "null");
  lua_setfield (L, -2, "json");
}
