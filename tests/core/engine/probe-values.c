/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Commands of phases that compute: with the last value, and with the store by pointer. A pointer
 * has params in braces: "/results/{key}". */

#include "probe-values.h"

static SluiceValue
get_number (double number)
{
  return number == (gint64) number ? sluice_value_integer ((gint64) number) : sluice_value_real (number);
}

static double
sum (SluiceValue list)
{
  double total = 0;

  for (guint i = 0; i < sluice_value_get_length (list); i++)
    total += sluice_value_get_real (sluice_value_get_element (list, i));
  return total;
}

/* The elements of the lists in an object or a list, in one list. */
static SluiceValue
flatten (SluiceValue value)
{
  SluiceValue flat = sluice_value_array ();

  for (guint i = 0; i < sluice_value_get_length (value); i++)
    {
      SluiceValue list = SLUICE_VALUE_IS_OBJECT (value) ? sluice_value_get_member_at (value, i)
                                                        : sluice_value_get_element (value, i);

      for (guint j = 0; j < sluice_value_get_length (list); j++)
        sluice_value_append (&flat, sluice_value_ref (sluice_value_get_element (list, j)));
    }
  return flat;
}

static SluiceValue
chunk (SluiceValue list,
       guint       size)
{
  SluiceValue chunks = sluice_value_array ();

  for (guint i = 0; i < sluice_value_get_length (list); i += size)
    {
      SluiceValue part = sluice_value_array ();

      for (guint j = i; j < MIN (i + size, sluice_value_get_length (list)); j++)
        sluice_value_append (&part, sluice_value_ref (sluice_value_get_element (list, j)));
      sluice_value_append (&chunks, part);
    }
  return chunks;
}

/* One object of params for each key of an object, or each index of a list. */
static SluiceValue
list_entries (SluiceValue  value,
              const char  *param)
{
  SluiceValue entries = sluice_value_array ();

  for (guint i = 0; i < sluice_value_get_length (value); i++)
    {
      SluiceValue entry = sluice_value_object ();

      sluice_value_set_member (&entry, param,
                               SLUICE_VALUE_IS_OBJECT (value)
                                 ? sluice_value_string (sluice_value_get_key (value, i))
                                 : sluice_value_integer (i));
      sluice_value_append (&entries, entry);
    }
  return entries;
}

/* An object whose members are what the words say: "attempts" and "exec" of the call. */
static SluiceValue
make (SluiceCall *call,
      const char *words)
{
  g_auto (GStrv) names = g_strsplit (words, " ", -1);
  SluiceValue object = sluice_value_object ();

  for (guint i = 0; names[i] != NULL; i++)
    if (strcmp (names[i], "attempts") == 0)
      sluice_value_set_member (&object, "attempts", sluice_value_integer (sluice_call_get_attempt (call) + 1));
    else
      sluice_value_set_member (&object, "result", sluice_value_ref (sluice_call_get_exec_result (call)));
  return object;
}

static char *
fill_in (SluiceCall *call,
         const char *pointer)
{
  GString *text = g_string_new (NULL);

  for (const char *at = pointer; *at != '\0'; at++)
    if (*at == '{')
      {
        const char *end = strchr (at, '}');
        g_autofree char *name = g_strndup (at + 1, end - at - 1);
        SluiceValue param = sluice_value_get_member (sluice_call_get_params (call), name);
        g_autofree char *json = sluice_json_write (param, SLUICE_JSON_WRITE_COMPACT, NULL);

        g_string_append (text, SLUICE_VALUE_IS_STRING (param) ? sluice_value_get_string (param) : json);
        at = end;
      }
    else
      g_string_append_c (text, *at);
  return g_string_free (text, FALSE);
}

static SluiceValue
lookup (SluiceStore *store,
        const char  *pointer)
{
  SluiceValue value = SLUICE_VALUE_INIT;

  return sluice_store_lookup (store, pointer, &value, NULL) ? sluice_value_ref (value) : sluice_value_null ();
}

static gboolean
has (SluiceStore *store,
     const char  *pointer)
{
  SluiceValue value;

  return sluice_store_lookup (store, pointer, &value, NULL);
}

/* Adds what is missing on the way to @pointer: objects, or at its end @take_default. */
static void
ensure (SluiceStore *store,
        const char  *pointer,
        SluiceValue  take_default)
{
  for (const char *slash = strchr (pointer + 1, '/'); slash != NULL; slash = strchr (slash + 1, '/'))
    {
      g_autofree char *parent = g_strndup (pointer, slash - pointer);

      if (!has (store, parent))
        g_assert_true (sluice_store_change (store, SLUICE_CHANGE_ADD, parent, sluice_value_object (), NULL));
    }
  if (!has (store, pointer))
    g_assert_true (sluice_store_change (store, SLUICE_CHANGE_ADD, pointer, take_default, NULL));
  else
    sluice_value_unref (take_default);
}

static gboolean
do_pointer (SluiceCall  *call,
            SluiceValue *last,
            const char  *verb,
            const char  *rest)
{
  SluiceStore *store = sluice_call_get_store (call, NULL);
  g_autofree char *pointer = fill_in (call, rest);

  if (strcmp (verb, "look-up") == 0)
    sluice_value_replace (last, lookup (store, pointer));
  else if (strcmp (verb, "ensure-list") == 0)
    ensure (store, pointer, sluice_value_array ());
  else if (strcmp (verb, "put-at") == 0)
    {
      ensure (store, pointer, sluice_value_null ());
      g_assert_true (sluice_store_change (store, SLUICE_CHANGE_REPLACE, pointer, sluice_value_ref (*last), NULL));
    }
  else
    {
      g_autofree char *end = g_strconcat (pointer, "/-", NULL);

      ensure (store, pointer, sluice_value_array ());
      g_assert_true (sluice_store_change (store, SLUICE_CHANGE_ADD, end, sluice_value_ref (*last), NULL));
    }
  return TRUE;
}

gboolean
probe_do_values (SluiceCall  *call,
                 SluiceValue *last,
                 const char  *verb,
                 const char  *rest)
{
  static const char * const on_pointers[] = { "look-up", "put-at", "append-at", "ensure-list", NULL };
  SluiceValue value;

  if (g_strv_contains (on_pointers, verb))
    return do_pointer (call, last, verb, rest);
  if (strcmp (verb, "add") == 0)
    value = get_number (sluice_value_get_real (*last) + g_ascii_strtod (rest, NULL));
  else if (strcmp (verb, "times") == 0)
    value = get_number (sluice_value_get_real (*last) * g_ascii_strtod (rest, NULL));
  else if (strcmp (verb, "times-param") == 0)
    value = get_number (sluice_value_get_real (*last)
                        * sluice_value_get_real (sluice_value_get_member (sluice_call_get_params (call), rest)));
  else if (strcmp (verb, "sum") == 0)
    value = get_number (sum (*last));
  else if (strcmp (verb, "flatten") == 0)
    value = flatten (*last);
  else if (strcmp (verb, "chunk") == 0)
    value = chunk (*last, atoi (rest));
  else if (strcmp (verb, "entries") == 0)
    value = list_entries (*last, rest);
  else if (strcmp (verb, "make") == 0)
    value = make (call, rest);
  else if (strcmp (verb, "param") == 0)
    value = sluice_value_ref (sluice_value_get_member (sluice_call_get_params (call), rest));
  else if (strcmp (verb, "is") == 0)
    value = probe_json (rest);
  else if (strcmp (verb, "pick") == 0)
    {
      g_auto (SluiceValue) list = probe_json (rest);

      value = sluice_value_ref (sluice_value_get_element (list, sluice_value_get_integer (*last)));
    }
  else
    return FALSE;
  sluice_value_replace (last, value);
  return TRUE;
}
