/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Subscriptions of single places of a store, and digests of them. */

#include <string.h>

#include "base/json.h"
#include "store/digest.h"
#include "store/places.h"

static SluiceValue
json (const char *text)
{
  SluiceValue value = SLUICE_VALUE_INIT;
  g_autoptr (GError) error = NULL;

  sluice_json_read (text, -1, NULL, &value, NULL, &error);
  g_assert_no_error (error);
  return value;
}

static void
append_value (GString     *into,
              gboolean     is_there,
              SluiceValue  value)
{
  if (is_there)
    sluice_json_write_to (value, SLUICE_JSON_WRITE_COMPACT, 0, into);
  else
    g_string_append_c (into, '-');
}

/* "pointer old→new; " */
static void
told_cb (SluiceStore             *store,
         const SluiceStoreNotice *notice,
         gpointer                 user_data)
{
  GString *told = user_data;

  g_string_append_printf (told, "%s ", notice->pointer);
  append_value (told, notice->had, notice->old_value);
  g_string_append (told, "→");
  append_value (told, notice->has, notice->value);
  g_string_append (told, "; ");
}

static void
subscribe (SluiceStore *store,
           const char  *pointer,
           GString     *told)
{
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (sluice_store_subscribe (store, pointer, told_cb, told, NULL, &error), !=, 0);
  g_assert_no_error (error);
}

static const struct
{
  const char      *root;
  SluiceChangeType type;
  const char      *pointer, *value;
  const char      *places; /* subscribed in this order */
  const char      *told;
} cases[] = {
  /* Around it and at it, in the order of subscription. */
  { "{\"a\":{\"b\":{\"c\":1}}}", SLUICE_CHANGE_REPLACE, "/a/b/c", "2", "/a/b/c /a/b /a  /x /a/x /a/b/x",
    "/a/b/c 1→2; /a/b {\"c\":1}→{\"c\":2}; /a {\"b\":{\"c\":1}}→{\"b\":{\"c\":2}}; "
    " {\"a\":{\"b\":{\"c\":1}}}→{\"a\":{\"b\":{\"c\":2}}}; " },
  /* Below it, what has another value. */
  { "{\"a\":{\"b\":1,\"c\":2,\"d\":{\"e\":3}}}", SLUICE_CHANGE_REPLACE, "/a", "{\"b\":1,\"c\":9,\"x\":0}",
    "/a/b /a/c /a/d /a/d/e /a/x /a/y /a/b/z", "/a/c 2→9; /a/d {\"e\":3}→-; /a/d/e 3→-; /a/x -→0; " },
  /* An equal value is told at its place, but changes nothing below. */
  { "{\"a\":{\"b\":[1]}}", SLUICE_CHANGE_REPLACE, "/a", "{\"b\":[1.0]}", "/a /a/b /a/b/0",
    "/a {\"b\":[1]}→{\"b\":[1.0]}; " },
  { "{\"a\":1}", SLUICE_CHANGE_REMOVE, "/a", "null", "/a/b /a", "/a 1→-; " },
  { "{}", SLUICE_CHANGE_ADD, "/a", "null", "/a /ab", "/a -→null; " },
  { "{\"a\":null}", SLUICE_CHANGE_REMOVE, "/a", "null", "/a", "/a null→-; " },
  /* In arrays the elements behind move. */
  { "{\"l\":[1,2,2,{\"k\":3}]}", SLUICE_CHANGE_REMOVE, "/l/0", "null", "/l/0 /l/1 /l/2 /l/2/k /l/3 /l/3/k /l/-",
    "/l/0 1→2; /l/2 2→{\"k\":3}; /l/2/k -→3; /l/3 {\"k\":3}→-; /l/3/k 3→-; " },
  { "{\"l\":[1,2]}", SLUICE_CHANGE_ADD, "/l/1", "1", "/l/0 /l/1 /l/2 /l/01", "/l/1 2→1; /l/2 -→2; " },
  { "{\"l\":[1,2]}", SLUICE_CHANGE_ADD, "/l/-", "3", "/l/1 /l/2 /l/3", "/l/2 -→3; " },
  { "{\"l\":[1,2,3]}", SLUICE_CHANGE_REMOVE, "/l/0", "null", "/l/2", "/l/2 3→-; " },
  { "{\"o\":{\"0\":1,\"1\":2}}", SLUICE_CHANGE_REMOVE, "/o/0", "null", "/o/0 /o/1", "/o/0 1→-; " },
  /* Escapes. */
  { "{\"a/b\":{\"m~n\":1}}", SLUICE_CHANGE_REPLACE, "/a~1b/m~0n", "2", "/a~1b/m~0n /a /a/b", "/a~1b/m~0n 1→2; " },
  /* The root. */
  { "{\"a\":1}", SLUICE_CHANGE_REPLACE, "", "{\"b\":1}", "/a /b /c", "/a 1→-; /b -→1; " },
};

static void
test_who_is_told (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SluiceStore) store = sluice_store_new_take (json (cases[i].root));
      g_autoptr (GString) told = g_string_new (NULL);
      g_auto (GStrv) places = g_strsplit (cases[i].places, " ", -1);
      g_autoptr (GError) error = NULL;

      for (guint j = 0; places[j] != NULL; j++)
        subscribe (store, places[j], told);
      sluice_store_change (store, cases[i].type, cases[i].pointer, json (cases[i].value), &error);
      g_assert_no_error (error);
      g_assert_cmpstr (told->str, ==, cases[i].told);
    }
}

/* The quick ways over a key tell the same. */
static void
test_keys (void)
{
  g_autoptr (SluiceStore) store = sluice_store_new ();
  g_autoptr (GString) told = g_string_new (NULL);

  subscribe (store, "/a~1b", told);
  subscribe (store, "/o/x", told);
  sluice_store_set (store, "a/b", sluice_value_integer (1));
  sluice_store_set (store, "other", sluice_value_integer (1));
  sluice_store_set (store, "o", json ("{\"x\":5}"));
  sluice_store_remove (store, "other");
  sluice_store_remove (store, "o");
  sluice_store_remove (store, "a/b");
  g_assert_cmpstr (told->str, ==, "/a~1b -→1; /o/x -→5; /o/x 5→-; /a~1b 1→-; ");
  g_assert_cmpuint (sluice_store_get_version (store), ==, 6);
}

static void
author_cb (SluiceStore             *store,
           const SluiceStoreNotice *notice,
           gpointer                 user_data)
{
  g_string_append_printf (user_data, "%s by %u.%u: %u; ", notice->change->pointer, notice->author->lane,
                          (guint) notice->author->visit, (guint) notice->version);
}

static void
test_author_and_number (void)
{
  g_autoptr (SluiceStore) store = sluice_store_new ();
  g_autoptr (GString) told = g_string_new (NULL);
  SluiceAuthor author = { 2, 7, 1, 0 };

  sluice_store_subscribe (store, "/a", author_cb, told, NULL, NULL);
  sluice_store_set (store, "x", sluice_value_null ());
  sluice_store_set_author (store, &author);
  sluice_store_set (store, "a", sluice_value_null ());
  g_assert_cmpstr (told->str, ==, "/a by 2.7: 2; ");
}

static void
freed_cb (gpointer data)
{
  ++*(guint *) data;
}

static void
test_refused (void)
{
  g_autoptr (SluiceStore) store = sluice_store_new_take (json ("{\"l\":[]}"));
  g_autoptr (GString) told = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  guint freed = 0;

  g_assert_cmpuint (sluice_store_subscribe (store, "a", told_cb, &freed, freed_cb, &error), ==, 0);
  g_assert_error (error, SLUICE_POINTER_ERROR, SLUICE_POINTER_ERROR_SYNTAX);
  g_assert_cmpuint (freed, ==, 1);

  /* A change that is refused is not told. */
  subscribe (store, "", told);
  g_assert_false (sluice_store_change (store, SLUICE_CHANGE_ADD, "/l/5", sluice_value_null (), NULL));
  g_assert_false (sluice_store_change (store, SLUICE_CHANGE_REMOVE, "/x", sluice_value_null (), NULL));
  g_assert_cmpstr (told->str, ==, "");
}

/* Comings and goings while a change is told */

typedef struct
{
  SluiceStore *store;
  guint        ids[4];
  guint        told[4];
  guint        freed;
} Guests;

static void
late_cb (SluiceStore             *store,
         const SluiceStoreNotice *notice,
         gpointer                 user_data)
{
  ((Guests *) user_data)->told[3]++;
}

static void
leave_cb (SluiceStore             *store,
          const SluiceStoreNotice *notice,
          gpointer                 user_data)
{
  Guests *guests = user_data;

  guests->told[0]++;
  sluice_store_unsubscribe (store, guests->ids[0]);
  sluice_store_unsubscribe (store, guests->ids[1]);
  guests->ids[3] = sluice_store_subscribe (store, "/a", late_cb, guests, NULL, NULL);
  g_assert_cmpuint (guests->freed, ==, 0);
}

static void
never_cb (SluiceStore             *store,
          const SluiceStoreNotice *notice,
          gpointer                 user_data)
{
  g_assert_not_reached ();
}

static void
stay_cb (SluiceStore             *store,
         const SluiceStoreNotice *notice,
         gpointer                 user_data)
{
  ((Guests *) user_data)->told[2]++;
}

static void
guest_free (gpointer data)
{
  ((Guests *) data)->freed++;
}

static void
test_come_and_go (void)
{
  g_autoptr (SluiceStore) store = sluice_store_new ();
  Guests guests = { store, };

  guests.ids[0] = sluice_store_subscribe (store, "/a", leave_cb, &guests, guest_free, NULL);
  guests.ids[1] = sluice_store_subscribe (store, "", never_cb, &guests, guest_free, NULL);
  guests.ids[2] = sluice_store_subscribe (store, "/a/b", stay_cb, &guests, guest_free, NULL);

  sluice_store_set (store, "a", json ("{\"b\":1}"));
  g_assert_cmpuint (guests.told[0], ==, 1);
  g_assert_cmpuint (guests.told[2], ==, 1);
  g_assert_cmpuint (guests.told[3], ==, 0);
  g_assert_cmpuint (guests.freed, ==, 2);

  sluice_store_set (store, "a", json ("{\"b\":2}"));
  g_assert_cmpuint (guests.told[0], ==, 1);
  g_assert_cmpuint (guests.told[2], ==, 2);
  g_assert_cmpuint (guests.told[3], ==, 1);
  sluice_store_unsubscribe (store, guests.ids[2]);
  g_assert_cmpuint (guests.freed, ==, 3);
}

/* The last to know the store gives it up while it is told. */
static void
give_up_cb (SluiceStore             *store,
            const SluiceStoreNotice *notice,
            gpointer                 user_data)
{
  g_clear_object ((SluiceStore **) user_data);
}

static void
test_store_given_up (void)
{
  SluiceStore *store = sluice_store_new ();
  guint freed = 0;

  sluice_store_subscribe (store, "/a", give_up_cb, &store, NULL, NULL);
  sluice_store_subscribe (store, "/b", never_cb, &freed, freed_cb, NULL);
  sluice_store_set (store, "a", sluice_value_null ());
  g_assert_null (store);
  g_assert_cmpuint (freed, ==, 1);
}

static void
test_snapshots (void)
{
  g_autoptr (SluiceStore) store = sluice_store_new_take (json ("{\"l\":[0]}"));
  g_autoptr (GString) told = g_string_new (NULL);

  subscribe (store, "/l", told);
  for (int i = 1; i < 3; i++)
    sluice_store_change (store, SLUICE_CHANGE_ADD, "/l/-", sluice_value_integer (i), NULL);
  g_assert_cmpstr (told->str, ==, "/l [0]→[0,1]; /l [0,1]→[0,1,2]; ");
}

/* Ten thousand who look elsewhere cost no step, and no copy of what changes. */
static void
test_costs_by_depth_and_matches (void)
{
  SluicePlaces *places = sluice_places_new ();
  g_auto (SluiceValue) before = json ("{\"a\":{\"b\":{\"c\":1}},\"l\":[1,2,3]}");
  g_auto (SluiceValue) after = sluice_value_ref (before);
  g_autoptr (SluiceChange) change = sluice_change_new (SLUICE_CHANGE_REPLACE, "/a/b/c", sluice_value_integer (2), -1);
  guint64 begin;
  GArray *matches;

  for (int i = 0; i < 10000; i++)
    {
      g_autofree char *beside = g_strdup_printf ("/a/b/x%d", i);
      g_autofree char *deep = g_strdup_printf ("/k%d/b/c", i);

      sluice_places_add (places, beside, told_cb, NULL, NULL, NULL);
      sluice_places_add (places, deep, told_cb, NULL, NULL, NULL);
    }
  begin = sluice_places_get_steps (places);
  g_assert_false (sluice_places_concern (places, SLUICE_CHANGE_REPLACE, "/a/b/c"));
  g_assert_false (sluice_places_concern (places, SLUICE_CHANGE_ADD, "/l/-"));
  g_assert_false (sluice_places_concern_key (places, "l"));
  g_assert_cmpuint (sluice_places_get_steps (places) - begin, <=, 6);

  sluice_places_add (places, "/a", told_cb, NULL, NULL, NULL);
  sluice_change_apply (change, &after, NULL);
  begin = sluice_places_get_steps (places);
  g_assert_true (sluice_places_concern (places, SLUICE_CHANGE_REPLACE, "/a/b/c"));
  matches = sluice_places_match (places, change, before, after);
  g_assert_cmpuint (matches->len, ==, 1);
  g_assert_cmpuint (sluice_places_get_steps (places) - begin, <=, 4);
  g_array_unref (matches);
  sluice_places_free (places);
}

/* Taken away, everything is gone: nothing is left to be walked through. */
static void
test_prunes (void)
{
  SluicePlaces *places = sluice_places_new ();
  guint deep = sluice_places_add (places, "/a/b/c", told_cb, NULL, NULL, NULL);
  guint shallow = sluice_places_add (places, "/a", told_cb, NULL, NULL, NULL);

  g_assert_true (sluice_places_remove (places, shallow));
  g_assert_false (sluice_places_remove (places, shallow));
  g_assert_true (sluice_places_concern_key (places, "a"));
  g_assert_true (sluice_places_remove (places, deep));
  g_assert_false (sluice_places_concern_key (places, "a"));
  g_assert_true (sluice_places_is_empty (places));
  sluice_places_free (places);
}

/* Digests */

static void
wake_cb (SluiceStoreDigest *digest,
         gpointer           user_data)
{
  ++*(guint *) user_data;
}

static void
assert_taken (SluiceStoreDigest *digest,
              const char        *expected)
{
  g_autoptr (GPtrArray) entries = sluice_store_digest_take (digest);
  g_autoptr (GString) taken = g_string_new (NULL);

  for (guint i = 0; i < entries->len; i++)
    {
      SluiceStoreEntry *entry = g_ptr_array_index (entries, i);

      g_string_append_printf (taken, "%s ", entry->pointer);
      append_value (taken, entry->had, entry->old_value);
      g_string_append (taken, "→");
      append_value (taken, entry->has, entry->value);
      g_string_append_printf (taken, " %u; ", (guint) entry->version);
    }
  g_assert_cmpstr (taken->str, ==, expected);
}

static void
test_digest (void)
{
  g_autoptr (SluiceStore) store = sluice_store_new_take (json ("{\"a\":{\"b\":0},\"c\":1}"));
  guint woken = 0;
  g_autoptr (SluiceStoreDigest) digest = sluice_store_digest_new (store, wake_cb, &woken, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (sluice_store_digest_add (digest, "x", &error));
  g_assert_error (error, SLUICE_POINTER_ERROR, SLUICE_POINTER_ERROR_SYNTAX);
  g_assert_true (sluice_store_digest_add (digest, "/a/b", NULL));
  g_assert_true (sluice_store_digest_add (digest, "/a/b", NULL));
  g_assert_true (sluice_store_digest_add (digest, "/c", NULL));
  g_assert_true (sluice_store_digest_add (digest, "/d", NULL));
  assert_taken (digest, "");

  sluice_store_remove (store, "c");
  for (int i = 1; i <= 1000; i++)
    sluice_store_change (store, SLUICE_CHANGE_REPLACE, "/a/b", sluice_value_integer (i), NULL);
  sluice_store_set (store, "d", sluice_value_null ());
  sluice_store_remove (store, "d");
  g_assert_cmpuint (woken, ==, 1);
  assert_taken (digest, "/c 1→- 1; /a/b 0→1000 1001; ");
  assert_taken (digest, "");

  sluice_store_set (store, "a", json ("{\"b\":1000}"));
  g_assert_cmpuint (woken, ==, 1);
  sluice_store_set (store, "c", sluice_value_integer (2));
  g_assert_cmpuint (woken, ==, 2);
  g_assert_true (sluice_store_digest_remove (digest, "/c"));
  g_assert_false (sluice_store_digest_remove (digest, "/c"));
  assert_taken (digest, "");
}

/* The digest keeps its store, and goes with what it has not given. */
static void
test_digest_freed (void)
{
  SluiceStore *store = sluice_store_new ();
  guint freed = 0;
  SluiceStoreDigest *digest = sluice_store_digest_new (store, NULL, &freed, freed_cb);

  sluice_store_digest_add (digest, "", NULL);
  sluice_store_set (store, "a", sluice_value_string ("text"));
  g_object_unref (store);
  sluice_store_digest_unref (sluice_store_digest_ref (digest));
  g_assert_cmpuint (freed, ==, 0);
  sluice_store_digest_unref (digest);
  g_assert_cmpuint (freed, ==, 1);
}

/* Against a model: a place is told if its value differs, and only with what it was and is. */
typedef struct
{
  const char *pointer;
  guint       told;
  SluiceValue before;
  SluiceValue after;
} Model;

static void
model_cb (SluiceStore             *store,
          const SluiceStoreNotice *notice,
          gpointer                 user_data)
{
  Model *model = user_data;

  model->told++;
  g_assert_true (sluice_value_equal (notice->old_value, model->before));
  sluice_value_replace (&model->after, sluice_value_ref (notice->value));
}

static void
test_random (void)
{
  static const char * const pointers[] = { "", "/a", "/a/0", "/a/1", "/a/0/a", "/b", "/b/a", "/b/b/0", "/b/b", "/0" };
  static const char * const values[] = { "0", "1", "{}", "[]", "[0,1,{\"a\":1}]", "{\"a\":[1],\"b\":[0,0]}", "null" };
  g_autoptr (SluiceStore) store = sluice_store_new ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  Model models[G_N_ELEMENTS (pointers)] = { 0, };

  for (gsize i = 0; i < G_N_ELEMENTS (pointers); i++)
    {
      models[i].pointer = pointers[i];
      sluice_store_subscribe (store, pointers[i], model_cb, &models[i], NULL, NULL);
    }
  for (int round = 0; round < 20000; round++)
    {
      const char *pointer = pointers[g_rand_int_range (rand, 0, G_N_ELEMENTS (pointers))];
      g_auto (SluiceValue) before = sluice_value_ref (sluice_store_get_root (store));
      SluiceValue value;
      gboolean changed;

      for (gsize i = 0; i < G_N_ELEMENTS (models); i++)
        {
          value = sluice_value_null ();
          sluice_pointer_get (before, models[i].pointer, &value, NULL);
          models[i].told = 0;
          sluice_value_replace (&models[i].before, sluice_value_ref (value));
          sluice_value_replace (&models[i].after, sluice_value_ref (value));
        }
      changed = sluice_store_change (store, g_rand_int_range (rand, 0, 3), pointer,
                                     json (values[g_rand_int_range (rand, 0, G_N_ELEMENTS (values))]), NULL);
      for (gsize i = 0; i < G_N_ELEMENTS (models); i++)
        {
          value = sluice_value_null ();
          sluice_pointer_get (sluice_store_get_root (store), models[i].pointer, &value, NULL);
          g_assert_true (sluice_value_equal (models[i].after, value));
          g_assert_cmpuint (models[i].told, <=, changed ? 1 : 0);
          if (changed && sluice_pointer_is_below (pointer, models[i].pointer))
            g_assert_cmpuint (models[i].told, ==, 1);
        }
    }
  for (gsize i = 0; i < G_N_ELEMENTS (models); i++)
    {
      sluice_value_clear (&models[i].before);
      sluice_value_clear (&models[i].after);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/store/places/who-is-told", test_who_is_told);
  g_test_add_func ("/store/places/keys", test_keys);
  g_test_add_func ("/store/places/author-and-number", test_author_and_number);
  g_test_add_func ("/store/places/refused", test_refused);
  g_test_add_func ("/store/places/come-and-go-while-told", test_come_and_go);
  g_test_add_func ("/store/places/store-given-up-while-told", test_store_given_up);
  g_test_add_func ("/store/places/snapshots", test_snapshots);
  g_test_add_func ("/store/places/costs-by-depth-and-matches", test_costs_by_depth_and_matches);
  g_test_add_func ("/store/places/prunes", test_prunes);
  g_test_add_func ("/store/places/random", test_random);
  g_test_add_func ("/store/digest/one-entry-for-each-place", test_digest);
  g_test_add_func ("/store/digest/freed", test_digest_freed);

  return g_test_run ();
}
