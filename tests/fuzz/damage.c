/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* See damage.h. */

#include "damage.h"

static guint
pick (GRand *rand,
      guint  n)
{
  return (guint) g_rand_int_range (rand, 0, (gint32) n);
}

/* Values */

const char *
damage_pick_text (GRand *rand)
{
  static const char * const texts[] = {
    "", "main", "main/fetch", "a/b/c", "/", "//", "~0~1", "fetch", "suggest", "no-such-node",
    "Grüße, 世界 🚰", "\xe2\x80\xae" "evil", "\xef\xbb\xbf" "bom", "line\nline", "\r", "\t",
    "\x01\x1b[31m\x7f", "%s%n%d", "{{ shared.x }}", "{{", "}}{{", "return 'x'", "return",
    "end end", "return [[a\nb]]", "--[[", "'", "\"", "\\", "$frames", "$file", "each", "parallel",
    "default", "NaN", "1e999", "true", "null", "../../etc/passwd", "constructor", "__proto__",
    "long-long-long-long-long-long-long-long-long-long-long-long-long-long-long-long-long-long",
  };

  return texts[pick (rand, G_N_ELEMENTS (texts))];
}

const char *
damage_pick_key (GRand *rand)
{
  static const char * const keys[] = {
    "$schema", "format", "name", "note", "uses", "run", "shared", "queues", "flows", "layout",
    "start", "nodes", "params", "batch", "prep", "post", "exec", "fallback", "input", "output",
    "action", "next", "kind", "title", "disabled", "retries", "wait", "timeout", "settings",
    "prompt", "choices", "flow", "mode", "limit", "on_error", "at", "bends", "colour", "items",
    "script", "choice", "ask", "log", "end", "folders", "hosts", "expr", "$file", "$env", "main",
    "default", "level", "message", "fetch", "suggest", "approve",
  };

  return keys[pick (rand, G_N_ELEMENTS (keys))];
}

static SluiceValue
make_number (GRand *rand)
{
  static const double reals[] = {
    -0.0, 0.5, 1.0, -1.5, 1e18, 1e19, -1e300, 1e308, 5e-324, 2147483648.0,
  };
  static const gint64 integers[] = {
    0, -1, 1, 2, 100, G_MAXINT, G_MININT, (gint64) G_MAXUINT + 1, G_MAXINT64, G_MININT64,
  };

  if (pick (rand, 2) == 0)
    return sluice_value_real (reals[pick (rand, G_N_ELEMENTS (reals))]);
  return sluice_value_integer (integers[pick (rand, G_N_ELEMENTS (integers))]);
}

static SluiceValue
make_nested (guint    depth,
             gboolean is_object)
{
  SluiceValue value = sluice_value_null ();

  for (; depth > 0; depth--)
    {
      SluiceValue outer = is_object ? sluice_value_object () : sluice_value_array ();

      if (is_object)
        sluice_value_set_member (&outer, "next", value);
      else
        sluice_value_append (&outer, value);
      value = outer;
    }
  return value;
}

static SluiceValue
make_container (GRand    *rand,
                gboolean  is_object)
{
  SluiceValue value = is_object ? sluice_value_object () : sluice_value_array ();

  for (guint i = pick (rand, 4); i > 0; i--)
    {
      SluiceValue child = pick (rand, 4) == 0 ? damage_make_value (rand)
                                              : sluice_value_string (damage_pick_text (rand));

      if (is_object)
        sluice_value_set_member (&value, pick (rand, 3) > 0 ? damage_pick_key (rand)
                                                            : damage_pick_text (rand), child);
      else
        sluice_value_append (&value, child);
    }
  return value;
}

SluiceValue
damage_make_value (GRand *rand)
{
  switch (pick (rand, 9))
    {
    case 0:
      return sluice_value_null ();
    case 1:
      return sluice_value_boolean (pick (rand, 2) == 0);
    case 2:
      return make_number (rand);
    case 3:
    case 4:
      return sluice_value_string (damage_pick_text (rand));
    case 5:
      return sluice_value_string (damage_pick_key (rand));
    case 6:
      return make_container (rand, FALSE);
    case 7:
      return make_container (rand, TRUE);
    default:
      return pick (rand, 6) == 0 ? make_nested (pick (rand, 140), pick (rand, 2) == 0)
                                 : make_container (rand, TRUE);
    }
}

static SluiceValue
get_child (SluiceValue container,
           guint       index)
{
  return SLUICE_VALUE_IS_OBJECT (container) ? sluice_value_get_member_at (container, index)
                                            : sluice_value_get_element (container, index);
}

static void
set_child (SluiceValue *container,
           guint        index,
           SluiceValue  take)
{
  if (SLUICE_VALUE_IS_OBJECT (*container))
    {
      g_autofree char *key = g_strdup (sluice_value_get_key (*container, index));

      sluice_value_set_member (container, key, take);
    }
  else
    {
      sluice_value_set_element (container, index, take);
    }
}

static void
remove_child (SluiceValue *container,
              guint        index)
{
  if (SLUICE_VALUE_IS_OBJECT (*container))
    {
      g_autofree char *key = g_strdup (sluice_value_get_key (*container, index));

      sluice_value_remove_member (container, key);
    }
  else
    {
      sluice_value_remove_element (container, index);
    }
}

/* Puts a value in under a key that is new or replaces one; at the end of a list. */
static void
add_child (GRand       *rand,
           SluiceValue *container,
           SluiceValue  take)
{
  if (SLUICE_VALUE_IS_OBJECT (*container))
    sluice_value_set_member (container, pick (rand, 3) > 0 ? damage_pick_key (rand)
                                                           : damage_pick_text (rand), take);
  else
    sluice_value_append (container, take);
}

static void
swap_children (SluiceValue *container,
               guint        a,
               guint        b)
{
  SluiceValue first = sluice_value_ref (get_child (*container, a));
  SluiceValue second = sluice_value_ref (get_child (*container, b));

  set_child (container, a, second);
  set_child (container, b, first);
}

static void
rename_child (GRand       *rand,
              SluiceValue *container,
              guint        index)
{
  const char *new_key = pick (rand, 2) == 0 ? damage_pick_key (rand) : damage_pick_text (rand);
  g_autofree char *key = NULL;

  if (!SLUICE_VALUE_IS_OBJECT (*container) || sluice_value_has_member (*container, new_key))
    return;
  key = g_strdup (sluice_value_get_key (*container, index));
  sluice_value_rename_member (container, key, new_key);
}

static void
damage_child (GRand       *rand,
              SluiceValue *container,
              guint        index)
{
  SluiceValue wrapped;

  switch (pick (rand, 8))
    {
    case 0:
      remove_child (container, index);
      break;
    case 1:
    case 2:
      set_child (container, index, damage_make_value (rand));
      break;
    case 3:
      swap_children (container, index, pick (rand, sluice_value_get_length (*container)));
      break;
    case 4:
      rename_child (rand, container, index);
      break;
    case 5:
      add_child (rand, container, sluice_value_ref (get_child (*container, index)));
      break;
    case 6:
      wrapped = sluice_value_array ();
      sluice_value_append (&wrapped, sluice_value_ref (get_child (*container, index)));
      set_child (container, index, wrapped);
      break;
    default:
      add_child (rand, container, damage_make_value (rand));
    }
}

void
damage_value (GRand       *rand,
              SluiceValue *value)
{
  guint n = sluice_value_get_length (*value);
  guint index;
  SluiceValue child;

  if (n == 0)
    {
      sluice_value_replace (value, damage_make_value (rand));
      return;
    }
  index = pick (rand, n);
  child = get_child (*value, index);
  if (sluice_value_get_length (child) > 0 && pick (rand, 6) > 0)
    {
      SluiceValue changed = sluice_value_ref (child);

      damage_value (rand, &changed);
      set_child (value, index, changed);
    }
  else
    {
      damage_child (rand, value, index);
    }
}

/* Text */

static const char *
pick_piece (GRand *rand)
{
  static const char * const pieces[] = {
    "\xff", "\xc3", "\xed\xa0\x80", "\\ud800", "\\u0000", "{", "}", "[", "]", ",", ":", "\"", "0",
    "1e400", "-", "9223372036854775808", "\"kind\": \"end\",", "\"nodes\": {},", "/* */",
    "\n<<<<<<< ours\n", "\n=======\n", "\n>>>>>>> theirs\n", "\xef\xbb\xbf", " ", "\t", "\r\n",
  };

  return pieces[pick (rand, G_N_ELEMENTS (pieces))];
}

void
damage_text (GRand   *rand,
             GString *text)
{
  gssize at = (gssize) pick (rand, (guint) text->len + 1);
  gsize wanted = pick (rand, 40);
  gsize length = MIN (text->len - (gsize) at, wanted);
  g_autofree char *chunk = g_strndup (text->str + at, length);

  switch (pick (rand, 6))
    {
    case 0:
      g_string_truncate (text, (gsize) at);
      break;
    case 1:
      g_string_erase (text, at, (gssize) length);
      break;
    case 2:
      g_string_insert (text, at, chunk);
      break;
    case 3:
      if (length > 0)
        text->str[at] = (char) pick (rand, 256);
      break;
    default:
      g_string_insert (text, at, pick_piece (rand));
    }
}
