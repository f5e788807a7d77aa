/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Patterns: ours against those of stock Lua, for find, match, gmatch and gsub. Patterns and subjects are
 * random over a small alphabet, and short, so that stock Lua ends. Results must be the same. Ours are parsed as a
 * whole before they are tried, Lua's as far as a match gets: where ours is refused, Lua's may not be.
 *
 *   fuzz-pattern ROUNDS [FIRST-SEED] */

#include <stdlib.h>
#include <string.h>

#include "script/script-private.h"

#define MAX_SUBJECT 12
#define MAX_PIECES  6

static const char * const pieces[] = {
  "a", "b", "c", ".", "%a", "%A", "%d", "%s", "%w", "%x", "%p", "%.", "%%", "%z", "[ab]", "[^ab]", "[a-c]",
  "[]]", "[^]]",
  "[%a-]", "[a%-c]", "[%w_]", "*", "+", "-", "?", "(", ")", "(a)", "(.)", "(.-)", "(b*)", "()",
  "%1", "%2", "%b()", "%bab",
  "%f[a]", "%f[%w]", "%f[^a]", "^", "$", "1", " ", "[", "]", "%", "%b", "%f", "[a", "[a-", "%0", "%9", "\\0",
};
static const char * const replacements[] = { "", "x", "%0", "<%1>", "%2", "%%", "%", "%a", "%9" };
static const char alphabet[] = "aaabbbc1 ()-.]_A";

static const char probe[] =
  "local s, pattern, replacement, init, subject = ...\n"
  "local out = {}\n"
  "local function note (...)\n"
  "  local list = table.pack (...)\n"
  "  if not list[1] then out[#out + 1] = 'error;' return end\n"
  "  for i = 2, list.n do out[#out + 1] = tostring (list[i]) end\n"
  "  out[#out + 1] = ';'\n"
  "end\n"
  "note (pcall (s.find, subject, pattern, init))\n"
  "note (pcall (s.match, subject, pattern, init))\n"
  "note (pcall (function ()\n"
  "  local all = {}\n"
  "  for a, b, c in s.gmatch (subject, pattern) do\n"
  "    all[#all + 1] = tostring (a) .. '/' .. tostring (b) .. '/' .. tostring (c)\n"
  "  end\n"
  "  return table.concat (all, ' ')\n"
  "end))\n"
  "note (pcall (s.gsub, subject, pattern, replacement))\n"
  "note (pcall (s.gsub, subject, pattern, function (a, b) return b end, 2))\n"
  "note (pcall (s.gsub, subject, pattern, { a = 1, b = false }))\n"
  "return table.concat (out, ',')\n";

static void
append_random (GRand   *rand,
               GString *pattern)
{
  int n = g_rand_int_range (rand, 0, MAX_PIECES + 1);

  for (int i = 0; i < n; i++)
    {
      const char *piece = pieces[g_rand_int_range (rand, 0, G_N_ELEMENTS (pieces))];

      if (strcmp (piece, "\\0") == 0)
        g_string_append_c (pattern, '\0');
      else
        g_string_append (pattern, piece);
    }
}

static void
open_ours (lua_State *L)
{
  sluice_convert_open (L);
  sluice_shared_open (L);
  sluice_fault_open (L);
  sluice_library_open (L);
  lua_getfield (L, -1, "string");
  lua_setfield (L, LUA_REGISTRYINDEX, "ours");
  lua_pop (L, 1);
}

/* What the probe says with a string library, which is on top; pops it. */
static char *
ask (lua_State     *L,
     int            chunk,
     const GString *pattern,
     const char    *replacement,
     int            init,
     const GString *subject)
{
  char *answer;
  gsize length;
  const char *text;

  lua_pushvalue (L, chunk);
  lua_insert (L, -2);
  lua_pushlstring (L, pattern->str, pattern->len);
  lua_pushstring (L, replacement);
  lua_pushinteger (L, init);
  lua_pushlstring (L, subject->str, subject->len);
  if (lua_pcall (L, 5, 1, 0) != LUA_OK)
    g_error ("the probe: %s", lua_tostring (L, -1));
  text = lua_tolstring (L, -1, &length);
  answer = g_strescape (text, NULL);
  lua_pop (L, 1);
  return answer;
}

static gboolean
is_error (const char *part)
{
  return strcmp (part, ",error") == 0 || strcmp (part, "error") == 0;
}

/* Whether @ours says the same as @theirs. A pattern that gmatch refuses may be an error to ours only, where
 * Lua did not come to what is wrong with it. */
static gboolean
agree (const char *ours,
       const char *theirs,
       gboolean   *refused)
{
  g_auto (GStrv) our_parts = g_strsplit (ours, ";", -1);
  g_auto (GStrv) their_parts = g_strsplit (theirs, ";", -1);

  if (g_strv_length (our_parts) != g_strv_length (their_parts))
    return FALSE;
  *refused = is_error (our_parts[2]);
  for (guint i = 0; our_parts[i] != NULL; i++)
    {
      if (strcmp (our_parts[i], their_parts[i]) != 0 && !(*refused && is_error (our_parts[i])))
        return FALSE;
    }
  return TRUE;
}

int
main (int   argc,
      char *argv[])
{
  guint64 rounds = argc > 1 ? g_ascii_strtoull (argv[1], NULL, 10) : 1000;
  guint64 first = argc > 2 ? g_ascii_strtoull (argv[2], NULL, 10) : 1;
  lua_State *L = luaL_newstate ();
  guint64 n_refused = 0;
  int chunk;

  luaL_openlibs (L);
  lua_getglobal (L, "string");
  lua_setfield (L, LUA_REGISTRYINDEX, "theirs");
  if (luaL_loadbufferx (L, probe, strlen (probe), "=probe", "t") != LUA_OK)
    g_error ("%s", lua_tostring (L, -1));
  chunk = lua_gettop (L);
  open_ours (L);
  for (guint64 seed = first; seed < first + rounds; seed++)
    {
      g_autoptr (GRand) rand = g_rand_new_with_seed ((guint32) seed);
      g_autoptr (GString) pattern = g_string_new (NULL);
      g_autoptr (GString) subject = g_string_new (NULL);
      g_autofree char *ours = NULL;
      g_autofree char *theirs = NULL;
      const char *replacement = replacements[g_rand_int_range (rand, 0, G_N_ELEMENTS (replacements))];
      gboolean refused = FALSE;
      gboolean agreed;
      int init = g_rand_int_range (rand, -3, MAX_SUBJECT);

      append_random (rand, pattern);
      for (int n = g_rand_int_range (rand, 0, MAX_SUBJECT); n > 0; n--)
        g_string_append_c (subject, alphabet[g_rand_int_range (rand, 0, sizeof alphabet - 1)]);
      lua_getfield (L, LUA_REGISTRYINDEX, "ours");
      ours = ask (L, chunk, pattern, replacement, init, subject);
      lua_getfield (L, LUA_REGISTRYINDEX, "theirs");
      theirs = ask (L, chunk, pattern, replacement, init, subject);
      agreed = agree (ours, theirs, &refused);
      n_refused += refused;
      if (!agreed)
        {
          g_autofree char *shown = g_strescape (pattern->str, NULL);

          g_printerr ("seed %" G_GUINT64_FORMAT ": “%s” (%d bytes) in “%s” from %d, with “%s”:\n"
                      "ours   %s\ntheirs %s\n",
                      seed, shown, (int) pattern->len, subject->str, init, replacement, ours, theirs);
          return 1;
        }
    }
  g_print ("%" G_GUINT64_FORMAT " patterns, %" G_GUINT64_FORMAT " refused\n", rounds, n_refused);
  lua_close (L);
  return 0;
}
