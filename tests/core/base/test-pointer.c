/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Pointers as RFC 6901 has them; changes undo and redo; a diff finds what changes did. */

#include "base/pointer.h"

#include <string.h>

#include "base/json.h"
#include "random-value.h"

static SluiceValue
read_value (const char *text)
{
  SluiceValue value = SLUICE_VALUE_INIT;
  g_autoptr (GError) error = NULL;

  sluice_json_read (text, -1, NULL, &value, NULL, &error);
  g_assert_no_error (error);
  return value;
}

static void
assert_text (SluiceValue  value,
             const char  *expected)
{
  g_autofree char *text = sluice_json_write (value, 0, NULL);

  g_assert_cmpstr (text, ==, expected);
}

/* Pointers */

static void
test_rfc_examples (void)
{
  g_auto (SluiceValue) root =
    read_value ("{\"foo\":[\"bar\",\"baz\"],\"\":0,\"a/b\":1,\"c%d\":2,\"e^f\":3,\"g|h\":4,"
                "\"i\\\\j\":5,\"k\\\"l\":6,\" \":7,\"m~n\":8}");
  static const struct { const char *pointer, *text; } cases[] = {
    { "/foo", "[\"bar\",\"baz\"]" }, { "/foo/0", "\"bar\"" }, { "/", "0" }, { "/a~1b", "1" },
    { "/c%d", "2" }, { "/e^f", "3" }, { "/g|h", "4" }, { "/i\\j", "5" }, { "/k\"l", "6" },
    { "/ ", "7" }, { "/m~0n", "8" },
  };
  SluiceValue value;

  g_assert_true (sluice_pointer_get (root, "", &value, NULL));
  g_assert_true (sluice_value_is_same (value, root));
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      sluice_pointer_get (root, cases[i].pointer, &value, &error);
      g_assert_no_error (error);
      assert_text (value, cases[i].text);
    }
}

static void
test_errors (void)
{
  g_auto (SluiceValue) root = read_value ("{\"a\":{\"b\":[1]},\"~x\":null}");
  static const struct { const char *pointer; SluicePointerError code; const char *message; } cases[] = {
    { "a", SLUICE_POINTER_ERROR_SYNTAX, "'a' is not a JSON Pointer: it begins with '/'" },
    { "/~x", SLUICE_POINTER_ERROR_SYNTAX,
      "'/~x' is not a JSON Pointer: '~' is written ~0, and '/' in a key ~1" },
    { "/a/~", SLUICE_POINTER_ERROR_SYNTAX,
      "'/a/~' is not a JSON Pointer: '~' is written ~0, and '/' in a key ~1" },
    { "/a/c/d", SLUICE_POINTER_ERROR_NOT_FOUND,
      "nothing at '/a/c/d': the object at '/a' has no member 'c'" },
    { "/z", SLUICE_POINTER_ERROR_NOT_FOUND,
      "nothing at '/z': the object at '' has no member 'z'" },
    { "/a/b/1", SLUICE_POINTER_ERROR_INDEX,
      "nothing at '/a/b/1': the array at '/a/b' has 1 element" },
    { "/a/b/00", SLUICE_POINTER_ERROR_INDEX,
      "nothing at '/a/b/00': '00' is no index for the array at '/a/b'" },
    { "/a/b/-", SLUICE_POINTER_ERROR_INDEX,
      "nothing at '/a/b/-': '-' is no index for the array at '/a/b'" },
    { "/a/b/4294967296", SLUICE_POINTER_ERROR_INDEX,
      "nothing at '/a/b/4294967296': '4294967296' is no index for the array at '/a/b'" },
    { "/a/b/0/x", SLUICE_POINTER_ERROR_TYPE,
      "nothing at '/a/b/0/x': at '/a/b/0' is a number, which has no parts" },
    { "/~0x/y", SLUICE_POINTER_ERROR_TYPE,
      "nothing at '/~0x/y': at '/~0x' is a null, which has no parts" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      SluiceValue value = sluice_value_integer (7);
      g_autoptr (GError) error = NULL;

      g_assert_false (sluice_pointer_get (root, cases[i].pointer, &value, &error));
      g_assert_cmpstr (error->message, ==, cases[i].message);
      g_assert_error (error, SLUICE_POINTER_ERROR, (gint) cases[i].code);
      g_assert_cmpint (sluice_value_get_integer (value), ==, 7);
    }
}

static void
test_parts (void)
{
  g_autofree char *built = sluice_pointer_build ("flows", "a/b", "~", "", NULL);
  g_autofree char *root = sluice_pointer_build (NULL, NULL);
  g_autofree char *joined = sluice_pointer_join ("/x", "~1");
  g_auto (GStrv) parts = sluice_pointer_split (built, NULL);
  g_auto (GStrv) none = sluice_pointer_split ("", NULL);

  g_assert_cmpstr (built, ==, "/flows/a~1b/~0/");
  g_assert_cmpstr (root, ==, "");
  g_assert_cmpstr (joined, ==, "/x/~01");
  g_assert_cmpuint (g_strv_length (parts), ==, 4);
  g_assert_cmpstr (parts[1], ==, "a/b");
  g_assert_cmpstr (parts[2], ==, "~");
  g_assert_cmpstr (parts[3], ==, "");
  g_assert_cmpuint (g_strv_length (none), ==, 0);
  g_assert_true (sluice_pointer_is_below ("/a/b", "/a"));
  g_assert_true (sluice_pointer_is_below ("/a", "/a"));
  g_assert_true (sluice_pointer_is_below ("/a", ""));
  g_assert_false (sluice_pointer_is_below ("/ab", "/a"));
  g_assert_false (sluice_pointer_is_below ("/a", "/a/b"));
}

/* Changes */

static void
test_changes (void)
{
  static const struct
  {
    const char      *before;
    SluiceChangeType type;
    const char      *pointer, *value;
    gint             place;
    const char      *after, *pointer_after;
  } cases[] = {
    { "{\"a\":1}", SLUICE_CHANGE_ADD, "/b", "2", -1, "{\"a\":1,\"b\":2}", "/b" },
    { "{\"a\":1}", SLUICE_CHANGE_ADD, "/b", "2", 0, "{\"b\":2,\"a\":1}", "/b" },
    { "{\"a\":1}", SLUICE_CHANGE_ADD, "/b", "2", 9, "{\"a\":1,\"b\":2}", "/b" },
    { "{\"a\":1,\"b\":2}", SLUICE_CHANGE_ADD, "/a", "3", -1, "{\"a\":3,\"b\":2}", "/a" },
    { "{\"a\":[1,2]}", SLUICE_CHANGE_ADD, "/a/1", "9", -1, "{\"a\":[1,9,2]}", "/a/1" },
    { "{\"a\":[1,2]}", SLUICE_CHANGE_ADD, "/a/2", "9", -1, "{\"a\":[1,2,9]}", "/a/2" },
    { "{\"a\":[1,2]}", SLUICE_CHANGE_ADD, "/a/-", "9", -1, "{\"a\":[1,2,9]}", "/a/2" },
    { "{\"-\":1}", SLUICE_CHANGE_ADD, "/-", "2", -1, "{\"-\":2}", "/-" },
    { "[1]", SLUICE_CHANGE_REPLACE, "/0", "[2]", -1, "[[2]]", "/0" },
    { "[1]", SLUICE_CHANGE_REPLACE, "", "null", -1, "null", "" },
    { "[1]", SLUICE_CHANGE_ADD, "", "{}", -1, "{}", "" },
    { "{\"a\":1,\"b\":2,\"c\":3}", SLUICE_CHANGE_REMOVE, "/b", "null", -1,
      "{\"a\":1,\"c\":3}", "/b" },
    { "[[1,2,3]]", SLUICE_CHANGE_REMOVE, "/0/1", "null", -1, "[[1,3]]", "/0/1" },
    { "{\"a~\":{\"/\":{}}}", SLUICE_CHANGE_ADD, "/a~0/~1/x", "1", -1,
      "{\"a~\":{\"/\":{\"x\":1}}}", "/a~0/~1/x" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (SluiceValue) root = read_value (cases[i].before);
      g_auto (SluiceValue) snapshot = sluice_value_ref (root);
      g_autoptr (SluiceChange) change = sluice_change_new (cases[i].type, cases[i].pointer,
                                                           read_value (cases[i].value),
                                                           cases[i].place);
      g_autoptr (SluiceChange) inverse = NULL;
      g_autoptr (GError) error = NULL;

      sluice_change_apply (change, &root, &error);
      g_assert_no_error (error);
      assert_text (root, cases[i].after);
      assert_text (snapshot, cases[i].before);
      g_assert_cmpstr (change->pointer, ==, cases[i].pointer_after);
      inverse = sluice_change_invert (change);
      g_assert_true (sluice_change_apply (inverse, &root, NULL));
      assert_text (root, cases[i].before);
      g_assert_true (sluice_change_apply (change, &root, NULL));
      assert_text (root, cases[i].after);
    }
}

static void
test_change_errors (void)
{
  static const struct { SluiceChangeType type; const char *pointer; SluicePointerError code; } cases[] = {
    { SLUICE_CHANGE_REMOVE, "", SLUICE_POINTER_ERROR_TYPE },
    { SLUICE_CHANGE_REMOVE, "/x", SLUICE_POINTER_ERROR_NOT_FOUND },
    { SLUICE_CHANGE_REPLACE, "/x", SLUICE_POINTER_ERROR_NOT_FOUND },
    { SLUICE_CHANGE_ADD, "/x/y", SLUICE_POINTER_ERROR_NOT_FOUND },
    { SLUICE_CHANGE_ADD, "/a/3", SLUICE_POINTER_ERROR_INDEX },
    { SLUICE_CHANGE_ADD, "/a/x", SLUICE_POINTER_ERROR_INDEX },
    { SLUICE_CHANGE_REPLACE, "/a/-", SLUICE_POINTER_ERROR_INDEX },
    { SLUICE_CHANGE_REMOVE, "/a/2", SLUICE_POINTER_ERROR_INDEX },
    { SLUICE_CHANGE_ADD, "/a/0/x", SLUICE_POINTER_ERROR_TYPE },
    { SLUICE_CHANGE_ADD, "a", SLUICE_POINTER_ERROR_SYNTAX },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (SluiceValue) root = read_value ("{\"a\":[1,2]}");
      SluiceValue before = root;
      g_autoptr (SluiceChange) change = sluice_change_new (cases[i].type, cases[i].pointer,
                                                           sluice_value_null (), -1);
      g_autoptr (GError) error = NULL;

      g_assert_false (sluice_change_apply (change, &root, &error));
      g_assert_error (error, SLUICE_POINTER_ERROR, (gint) cases[i].code);
      g_assert_true (sluice_value_is_same (root, before));
      assert_text (root, "{\"a\":[1,2]}");
    }
}

/* A pointer to something in @root, or to where something could be added. */
static char *
random_pointer (GRand       *rand,
                SluiceValue  root,
                gboolean     new)
{
  g_autofree char *pointer = g_strdup ("");
  SluiceValue at = root;

  while (sluice_value_get_length (at) > 0 && g_rand_int_range (rand, 0, 5) > 0)
    {
      guint index = (guint) g_rand_int_range (rand, 0, (gint) sluice_value_get_length (at));
      g_autofree char *part = SLUICE_VALUE_IS_OBJECT (at)
                              ? g_strdup (sluice_value_get_key (at, index))
                              : g_strdup_printf ("%u", index);
      g_autofree char *parent = g_steal_pointer (&pointer);

      pointer = sluice_pointer_join (parent, part);
      at = SLUICE_VALUE_IS_OBJECT (at) ? sluice_value_get_member_at (at, index)
                                       : sluice_value_get_element (at, index);
    }
  if (new && SLUICE_VALUE_IS_OBJECT (at))
    {
      g_autofree char *key = random_text (rand, NULL);

      return sluice_pointer_join (pointer, key);
    }
  if (new && SLUICE_VALUE_IS_ARRAY (at))
    return sluice_pointer_join (pointer, "-");
  return g_steal_pointer (&pointer);
}

static SluiceChange *
random_change (GRand       *rand,
               SluiceValue  root)
{
  SluiceChangeType type = (SluiceChangeType) g_rand_int_range (rand, 0, 3);
  g_autofree char *pointer = random_pointer (rand, root, type == SLUICE_CHANGE_ADD);

  if (*pointer == '\0')
    type = SLUICE_CHANGE_REPLACE;
  return sluice_change_new (type, pointer,
                            type != SLUICE_CHANGE_REMOVE ? random_value (rand, 3)
                                                         : sluice_value_null (),
                            g_rand_int_range (rand, -1, 5));
}

static void
test_undo_and_redo (void)
{
  for (guint32 seed = 1; seed <= 40; seed++)
    {
      g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
      g_auto (SluiceValue) root = random_value (rand, 4);
      g_autoptr (GPtrArray) changes =
        g_ptr_array_new_with_free_func ((GDestroyNotify) sluice_change_free);
      g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);

      for (guint i = 0; i < 60; i++)
        {
          SluiceChange *change = random_change (rand, root);
          g_autoptr (GError) error = NULL;

          g_ptr_array_add (texts, sluice_json_write (root, 0, NULL));
          sluice_change_apply (change, &root, &error);
          g_assert_no_error (error);
          g_ptr_array_add (changes, change);
        }
      g_ptr_array_add (texts, sluice_json_write (root, 0, NULL));
      for (guint i = changes->len; i > 0; i--)
        {
          g_autoptr (SluiceChange) inverse = sluice_change_invert (changes->pdata[i - 1]);

          g_assert_true (sluice_change_apply (inverse, &root, NULL));
          assert_text (root, texts->pdata[i - 1]);
        }
      for (guint i = 0; i < changes->len; i++)
        {
          g_assert_true (sluice_change_apply (changes->pdata[i], &root, NULL));
          assert_text (root, texts->pdata[i + 1]);
        }
    }
}

/* Differences */

static void
write_difference (const char  *pointer,
                  SluiceValue  before,
                  gboolean     had,
                  SluiceValue  after,
                  gboolean     has,
                  gpointer     user_data)
{
  GString *text = user_data;

  g_string_append_printf (text, "%s%s ", text->len > 0 ? "; " : "", pointer);
  if (had)
    sluice_json_write_to (before, 0, 0, text);
  g_string_append (text, "->");
  if (has)
    sluice_json_write_to (after, 0, 0, text);
}

static void
test_diff (void)
{
  static const struct { const char *before, *after, *difference; } cases[] = {
    { "{\"a\":1}", "{\"a\":1}", "" },
    { "{\"a\":1,\"b\":2}", "{\"b\":2,\"a\":1}", "" },
    { "1", "2", " 1->2" },
    { "1", "1.0", " 1->1.0" },
    { "\"a\"", "\"a\"", "" },
    { "{\"a\":1}", "[]", " {\"a\":1}->[]" },
    { "{\"a\":1,\"b\":2}", "{\"a\":3,\"c\":4}", "/a 1->3; /b 2->; /c ->4" },
    { "{\"x/y\":{\"~\":[1,2]}}", "{\"x/y\":{\"~\":[1,3,4]}}", "/x~1y/~0/1 2->3; /x~1y/~0/2 ->4" },
    { "[[1],[2],[3]]", "[[1],[5]]", "/1/0 2->5; /2 [3]->" },
    { "{\"a\":null}", "{}", "/a null->" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (SluiceValue) before = read_value (cases[i].before);
      g_auto (SluiceValue) after = read_value (cases[i].after);
      g_autoptr (GString) text = g_string_new (NULL);

      sluice_value_diff (before, after, write_difference, text);
      g_assert_cmpstr (text->str, ==, cases[i].difference);
    }
}

/* Collects what turns one root into the other; removals from the end of an array come last. */
static void
collect_change (const char  *pointer,
                SluiceValue  before,
                gboolean     had,
                SluiceValue  after,
                gboolean     has,
                gpointer     user_data)
{
  SluiceChangeType type = !had ? SLUICE_CHANGE_ADD
                               : has ? SLUICE_CHANGE_REPLACE : SLUICE_CHANGE_REMOVE;

  g_ptr_array_insert (user_data, type == SLUICE_CHANGE_REMOVE ? 0 : -1,
                      sluice_change_new (type, pointer, sluice_value_ref (after), -1));
}

static void
check_diff_is_patch (SluiceValue before,
                     SluiceValue after)
{
  g_autoptr (GPtrArray) changes =
    g_ptr_array_new_with_free_func ((GDestroyNotify) sluice_change_free);
  g_auto (SluiceValue) root = sluice_value_ref (before);

  sluice_value_diff (before, after, collect_change, changes);
  for (guint i = 0; i < changes->len; i++)
    {
      g_autoptr (GError) error = NULL;

      sluice_change_apply (changes->pdata[i], &root, &error);
      g_assert_no_error (error);
    }
  g_assert_true (sluice_value_equal (root, after));
}

static void
test_diff_is_patch (void)
{
  for (guint32 seed = 1; seed <= 200; seed++)
    {
      g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
      g_auto (SluiceValue) before = random_value (rand, 4);
      g_auto (SluiceValue) after = sluice_value_ref (before);
      g_auto (SluiceValue) apart = SLUICE_VALUE_INIT;

      for (guint i = 0; i < 10; i++)
        {
          g_autoptr (SluiceChange) change = random_change (rand, after);

          g_assert_true (sluice_change_apply (change, &after, NULL));
        }
      apart = sluice_value_deep_copy (after);
      check_diff_is_patch (before, after);
      check_diff_is_patch (after, before);
      check_diff_is_patch (before, apart);
    }
}

static void
count_difference (const char  *pointer,
                  SluiceValue  before,
                  gboolean     had,
                  SluiceValue  after,
                  gboolean     has,
                  gpointer     user_data)
{
  (*(guint *) user_data)++;
}

/* Large arrays and objects that share most of their nodes: each change is found, and no more. */
static void
test_diff_of_large (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (9);
  g_auto (SluiceValue) array = sluice_value_array ();
  g_auto (SluiceValue) object = sluice_value_object ();

  for (guint i = 0; i < 5000; i++)
    {
      g_autofree char *key = g_strdup_printf ("k%u", i);

      sluice_value_append (&array, sluice_value_integer (i));
      sluice_value_set_member (&object, key, sluice_value_integer (i));
    }
  for (guint round = 0; round < 100; round++)
    {
      g_auto (SluiceValue) array_before = sluice_value_ref (array);
      g_auto (SluiceValue) object_before = sluice_value_ref (object);
      guint index = (guint) g_rand_int_range (rand, 0, 5000);
      g_autofree char *key = g_strdup_printf ("k%u", index);
      gboolean removes = round % 3 == 0 && sluice_value_has_member (object, key);
      guint found = 0;

      sluice_value_set_element (&array, index, sluice_value_integer (-1 - (gint64) round));
      sluice_value_diff (array_before, array, count_difference, &found);
      g_assert_cmpuint (found, ==, 1);
      if (removes)
        sluice_value_remove_member (&object, key);
      else
        sluice_value_set_member (&object, key, sluice_value_integer (-1 - (gint64) round));
      sluice_value_diff (object_before, object, count_difference, &found);
      g_assert_cmpuint (found, ==, 2);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/base/pointer/rfc-6901-examples", test_rfc_examples);
  g_test_add_func ("/base/pointer/errors-name-what-exists", test_errors);
  g_test_add_func ("/base/pointer/parts", test_parts);
  g_test_add_func ("/base/change/applies-and-inverts", test_changes);
  g_test_add_func ("/base/change/errors-leave-the-root", test_change_errors);
  g_test_add_func ("/base/change/undo-and-redo", test_undo_and_redo);
  g_test_add_func ("/base/diff/smallest-places", test_diff);
  g_test_add_func ("/base/diff/is-a-patch", test_diff_is_patch);
  g_test_add_func ("/base/diff/of-large-containers", test_diff_of_large);

  return g_test_run ();
}
