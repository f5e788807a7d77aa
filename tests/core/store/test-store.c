/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "base/json.h"
#include "store/store.h"

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
assert_root (SluiceStore *store,
             const char  *expected)
{
  g_autofree char *text = sluice_json_write (sluice_store_get_root (store), SLUICE_JSON_WRITE_COMPACT, NULL);

  g_assert_cmpstr (text, ==, expected);
}

/* Writes each change down as "op pointer old→new by lane.visit.phase". */
static void
changed_cb (SluiceStore        *store,
            const SluiceChange *change,
            const SluiceAuthor *author,
            gpointer            user_data)
{
  static const char * const ops[] = { "add", "replace", "remove" };
  g_autofree char *old_value = sluice_json_write (change->old_value, SLUICE_JSON_WRITE_COMPACT, NULL);
  g_autofree char *value = sluice_json_write (change->value, SLUICE_JSON_WRITE_COMPACT, NULL);

  g_string_append_printf (user_data, "%s %s %s→%s by %u.%u.%u; ", ops[change->type], change->pointer, old_value, value,
                          author->lane, (guint) author->visit, author->phase);
}

static void
test_keys (void)
{
  g_autoptr (SluiceStore) store = sluice_store_new ();

  g_assert_false (sluice_store_has (store, "a"));
  sluice_store_set (store, "a", sluice_value_integer (1));
  sluice_store_set (store, "b", sluice_value_null ());
  sluice_store_set (store, "a", sluice_value_integer (2));
  g_assert_true (sluice_store_has (store, "b"));
  g_assert_cmpint (sluice_value_get_integer (sluice_store_get (store, "a")), ==, 2);
  assert_root (store, "{\"a\":2,\"b\":null}");
  g_assert_true (sluice_store_remove (store, "a"));
  g_assert_false (sluice_store_remove (store, "a"));
  assert_root (store, "{\"b\":null}");
  g_assert_cmpuint (sluice_store_get_version (store), ==, 4);
}

static void
test_snapshot (void)
{
  g_autoptr (SluiceStore) store = sluice_store_new_take (json ("{\"a\":[1,2]}"));
  g_auto (SluiceValue) before = sluice_value_ref (sluice_store_get_root (store));
  g_autofree char *text = NULL;

  g_assert_cmpuint (sluice_store_get_version (store), ==, 0);
  g_assert_true (sluice_store_change (store, SLUICE_CHANGE_ADD, "/a/-", sluice_value_integer (3), NULL));
  assert_root (store, "{\"a\":[1,2,3]}");
  text = sluice_json_write (before, SLUICE_JSON_WRITE_COMPACT, NULL);
  g_assert_cmpstr (text, ==, "{\"a\":[1,2]}");
}

static void
test_patches (void)
{
  g_autoptr (SluiceStore) store = sluice_store_new_take (json ("{\"l\":[1]}"));
  g_autoptr (GString) told = g_string_new (NULL);
  SluiceAuthor author = { 2, 7, 1, 0 };
  guint id = sluice_store_watch (store, changed_cb, told, NULL);

  sluice_store_set_author (store, &author);
  sluice_store_set (store, "a/b", sluice_value_integer (1));
  sluice_store_set (store, "a/b", sluice_value_integer (2));
  g_assert_true (sluice_store_change (store, SLUICE_CHANGE_REPLACE, "/l/0", sluice_value_integer (9), NULL));
  sluice_store_set_author (store, NULL);
  sluice_store_remove (store, "a/b");
  g_assert_true (sluice_store_set_root (store, json ("{}"), NULL));
  g_assert_cmpstr (told->str, ==,
                   "add /a~1b null→1 by 2.7.1; replace /a~1b 1→2 by 2.7.1; replace /l/0 1→9 by 2.7.1; "
                   "remove /a~1b 2→null by 0.0.0; replace  {\"l\":[9]}→{} by 0.0.0; ");

  sluice_store_unwatch (store, id);
  g_string_truncate (told, 0);
  sluice_store_set (store, "a", sluice_value_integer (1));
  g_assert_cmpstr (told->str, ==, "");
}

/* Every change told can be undone by its inverse. */
static void
invert_cb (SluiceStore        *store,
           const SluiceChange *change,
           const SluiceAuthor *author,
           gpointer            user_data)
{
  g_ptr_array_add (user_data, sluice_change_invert (change));
}

static void
test_inverses (void)
{
  const char *begin = "{\"a\":1,\"b\":{\"c\":[1,2]},\"d\":3}";
  g_autoptr (SluiceStore) store = sluice_store_new_take (json (begin));
  g_autoptr (GPtrArray) undo = g_ptr_array_new_with_free_func ((GDestroyNotify) sluice_change_free);
  g_auto (SluiceValue) root = SLUICE_VALUE_INIT;
  g_autofree char *text = NULL;

  sluice_store_watch (store, invert_cb, undo, NULL);
  sluice_store_remove (store, "a");
  sluice_store_set (store, "e", sluice_value_integer (5));
  g_assert_true (sluice_store_change (store, SLUICE_CHANGE_REMOVE, "/b/c/0", sluice_value_null (), NULL));
  sluice_store_set (store, "d", sluice_value_string ("x"));
  root = sluice_value_ref (sluice_store_get_root (store));
  while (undo->len > 0)
    {
      g_autoptr (SluiceChange) change = g_ptr_array_steal_index (undo, undo->len - 1);

      g_assert_true (sluice_change_apply (change, &root, NULL));
    }
  text = sluice_json_write (root, SLUICE_JSON_WRITE_COMPACT, NULL);
  g_assert_cmpstr (text, ==, begin);
}

static void
test_refused (void)
{
  g_autoptr (SluiceStore) store = sluice_store_new_take (json ("{\"a\":1}"));
  g_autoptr (GError) error = NULL;
  SluiceValue value;

  g_assert_false (sluice_store_set_root (store, sluice_value_integer (1), &error));
  g_assert_error (error, SLUICE_STORE_ERROR, SLUICE_STORE_ERROR_ROOT);
  g_clear_error (&error);
  g_assert_false (sluice_store_change (store, SLUICE_CHANGE_REMOVE, "", sluice_value_null (), &error));
  g_assert_error (error, SLUICE_STORE_ERROR, SLUICE_STORE_ERROR_ROOT);
  g_clear_error (&error);
  g_assert_false (sluice_store_change (store, SLUICE_CHANGE_REPLACE, "/x/y", sluice_value_array (), &error));
  g_assert_error (error, SLUICE_POINTER_ERROR, SLUICE_POINTER_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_true (sluice_store_lookup (store, "/a", &value, NULL));
  g_assert_cmpint (sluice_value_get_integer (value), ==, 1);
  g_assert_false (sluice_store_lookup (store, "/b", &value, &error));
  g_assert_cmpuint (sluice_store_get_version (store), ==, 0);
  assert_root (store, "{\"a\":1}");
}

typedef struct
{
  guint id;
  guint told;
  guint freed;
} Once;

static void
once_cb (SluiceStore        *store,
         const SluiceChange *change,
         const SluiceAuthor *author,
         gpointer            user_data)
{
  Once *once = user_data;

  once->told++;
  sluice_store_unwatch (store, once->id);
}

static void
once_free (gpointer data)
{
  ((Once *) data)->freed++;
}

static void
test_unwatch_while_told (void)
{
  g_autoptr (SluiceStore) store = sluice_store_new ();
  Once first = { 0, }, second = { 0, };

  first.id = sluice_store_watch (store, once_cb, &first, once_free);
  second.id = sluice_store_watch (store, once_cb, &second, once_free);
  sluice_store_set (store, "a", sluice_value_integer (1));
  sluice_store_set (store, "a", sluice_value_integer (2));
  g_assert_cmpuint (first.told, ==, 1);
  g_assert_cmpuint (second.told, ==, 1);
  g_assert_cmpuint (first.freed + second.freed, ==, 2);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/store/store/keys", test_keys);
  g_test_add_func ("/store/store/a-snapshot-stays-as-it-was", test_snapshot);
  g_test_add_func ("/store/store/patches-have-authors", test_patches);
  g_test_add_func ("/store/store/inverses-undo", test_inverses);
  g_test_add_func ("/store/store/refused", test_refused);
  g_test_add_func ("/store/store/unwatch-while-told", test_unwatch_while_told);

  return g_test_run ();
}
