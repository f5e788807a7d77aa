/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The yaml of a script, read and written in steps like its json. */

#include "base/yaml-text.h"
#include "script/script-private.h"

#define DECODER_TYPE "sluice.yaml-decoder"
#define ENCODER_TYPE "sluice.yaml-encoder"
#define MAX_BYTES    ((gsize) 4 << 20)
#define LOOK_EVERY   64 /* events between two looks at the budget */

static int
decoder_gc (lua_State *L)
{
  g_clear_pointer ((SluiceYamlReader **) lua_touserdata (L, 1), sluice_yaml_reader_free);
  return 0;
}

static int
decode_on (lua_State   *L,
           int          status,
           lua_KContext context)
{
  SluiceYamlReader **reader = lua_touserdata (L, 2);
  SluiceBudget *budget = sluice_budget_get ();
  SluiceValue value = SLUICE_VALUE_INIT;
  GError *error = NULL;
  gboolean done = FALSE;

  while (!done)
    {
      if (!sluice_yaml_reader_step (*reader, LOOK_EVERY, &value, &done, &error))
        return sluice_fault_raise (L, error);
      if (!done && sluice_budget_must_yield (budget, L))
        return lua_yieldk (L, 0, 0, decode_on);
    }
  g_clear_pointer (reader, sluice_yaml_reader_free);
  return sluice_lua_give (L, value);
}

/* yaml.decode (text) */
static int
yaml_decode (lua_State *L)
{
  static const SluiceJsonLimits limits = { .max_bytes = MAX_BYTES, .max_nodes = SLUICE_SCRIPT_MAX_VALUES };
  gsize length;
  const char *text = luaL_checklstring (L, 1, &length);
  SluiceYamlReader **reader;

  lua_settop (L, 1);
  reader = lua_newuserdatauv (L, sizeof (SluiceYamlReader *), 0);
  *reader = sluice_yaml_reader_new (text, length, &limits);
  luaL_setmetatable (L, DECODER_TYPE);
  return decode_on (L, LUA_OK, 0);
}

static int
encoder_gc (lua_State *L)
{
  g_clear_pointer ((SluiceYamlWriter **) lua_touserdata (L, 1), sluice_yaml_writer_free);
  return 0;
}

static int
encode_on (lua_State   *L,
           int          status,
           lua_KContext context)
{
  SluiceYamlWriter **writer = lua_touserdata (L, -1);
  SluiceBudget *budget = sluice_budget_get ();
  const GString *text = sluice_yaml_writer_get_text (*writer);
  gboolean limited;

  while (!sluice_yaml_writer_step (*writer, LOOK_EVERY))
    {
      if (sluice_budget_must_yield (budget, L))
        return lua_yieldk (L, 0, 0, encode_on);
    }
  limited = sluice_env_set_limited (L, FALSE);
  lua_pushlstring (L, text->str, text->len);
  sluice_env_set_limited (L, limited);
  g_clear_pointer (writer, sluice_yaml_writer_free);
  return 1;
}

/* yaml.encode (value) */
static int
yaml_encode (lua_State *L)
{
  SluiceValue value = sluice_lua_check_value (L, 1);
  gboolean limited = sluice_env_set_limited (L, FALSE);
  SluiceYamlWriter **writer = lua_newuserdatauv (L, sizeof (SluiceYamlWriter *), 0);

  *writer = sluice_yaml_writer_new (value);
  luaL_setmetatable (L, ENCODER_TYPE);
  sluice_env_set_limited (L, limited);
  return encode_on (L, LUA_OK, 0);
}

/* Adds to the table on top. */
void
sluice_yaml_open (lua_State *L)
{
  static const luaL_Reg functions[] = {
    { "decode", yaml_decode },
    { "encode", yaml_encode },
    { NULL, NULL },
  };

  sluice_lua_make_type (L, DECODER_TYPE, decoder_gc);
  sluice_lua_make_type (L, ENCODER_TYPE, encoder_gc);
  luaL_newlib (L, functions);
  lua_setfield (L, -2, "yaml");
}
