/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The persistent value against a plain model, with old snapshots checked again at the end. */

#include "base/value.h"

#include <math.h>
#include <string.h>

#include "base/json.h"
#include "base/tidy.h"
#include "random-value.h"

#define SNAPSHOT_EVERY 97

typedef struct
{
  SluiceValue value; /* owned */
  char       *text;  /* owned: what it was */
} Snapshot;

static void
snapshot_clear (gpointer data)
{
  Snapshot *snapshot = data;

  sluice_value_clear (&snapshot->value);
  g_free (snapshot->text);
}

static void
keep_snapshot (GArray      *snapshots,
               SluiceValue  value)
{
  Snapshot snapshot = { sluice_value_ref (value), sluice_json_write (value, 0, NULL) };

  g_array_append_val (snapshots, snapshot);
}

static GArray *
snapshots_new (void)
{
  GArray *snapshots = g_array_new (FALSE, FALSE, sizeof (Snapshot));

  g_array_set_clear_func (snapshots, snapshot_clear);
  return snapshots;
}

static void
check_snapshots (GArray *snapshots)
{
  for (guint i = 0; i < snapshots->len; i++)
    {
      Snapshot *snapshot = &g_array_index (snapshots, Snapshot, i);
      g_autofree char *text = sluice_json_write (snapshot->value, 0, NULL);

      g_assert_cmpstr (text, ==, snapshot->text);
    }
}

/* Arrays */

static void
check_array (SluiceValue  value,
             GArray      *model)
{
  g_assert_cmpuint (sluice_value_get_length (value), ==, model->len);
  for (guint i = 0; i < model->len; i++)
    {
      SluiceValue element = sluice_value_get_element (value, i);

      g_assert_true (SLUICE_VALUE_IS_INTEGER (element));
      g_assert_cmpint (sluice_value_get_integer (element), ==, g_array_index (model, gint64, i));
    }
}

static void
change_array (GRand       *rand,
              SluiceValue *value,
              GArray      *model,
              gint64       number,
              gboolean     grow)
{
  guint index = (guint) g_rand_int_range (rand, 0, (gint) model->len + 1);
  gint what = g_rand_int_range (rand, 0, 10);

  if (what < (grow ? 6 : 2))
    {
      sluice_value_append (value, sluice_value_integer (number));
      g_array_append_val (model, number);
    }
  else if (what == 9)
    {
      sluice_value_insert_element (value, index, sluice_value_integer (number));
      g_array_insert_val (model, index, number);
    }
  else if (index < model->len && what == 8)
    {
      sluice_value_set_element (value, index, sluice_value_integer (number));
      g_array_index (model, gint64, index) = number;
    }
  else if (index < model->len)
    {
      sluice_value_remove_element (value, index);
      g_array_remove_index (model, index);
    }
}

static void
test_array_model (void)
{
  for (guint32 seed = 1; seed <= 8; seed++)
    {
      g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
      g_autoptr (GArray) model = g_array_new (FALSE, FALSE, sizeof (gint64));
      g_autoptr (GArray) snapshots = snapshots_new ();
      g_auto (SluiceValue) value = sluice_value_array ();

      for (gint64 step = 0; step < 6000; step++)
        {
          change_array (rand, &value, model, step, step % 3000 < 2000);
          if (step % SNAPSHOT_EVERY == 0)
            {
              check_array (value, model);
              keep_snapshot (snapshots, value);
            }
        }
      check_array (value, model);
      check_snapshots (snapshots);
    }
}

/* Each length around the edges of leaves and levels, up and down again. */
static void
test_array_edges (void)
{
  g_auto (SluiceValue) value = sluice_value_array ();
  g_auto (SluiceValue) full = SLUICE_VALUE_INIT;

  for (guint i = 0; i < 33000; i++)
    {
      sluice_value_append (&value, sluice_value_integer (i));
      g_assert_cmpint (sluice_value_get_integer (sluice_value_get_element (value, i)), ==, i);
      g_assert_cmpint (sluice_value_get_integer (sluice_value_get_element (value, i / 2)), ==, i / 2);
    }
  full = sluice_value_ref (value);
  for (guint i = 33000; i > 0; i--)
    {
      g_assert_cmpuint (sluice_value_get_length (value), ==, i);
      g_assert_cmpint (sluice_value_get_integer (sluice_value_get_element (value, i - 1)), ==, i - 1);
      sluice_value_remove_element (&value, i - 1);
    }
  g_assert_cmpuint (sluice_value_get_length (value), ==, 0);
  for (guint i = 0; i < 33000; i++)
    g_assert_cmpint (sluice_value_get_integer (sluice_value_get_element (full, i)), ==, i);
}

/* Objects */

typedef struct
{
  char  *key;
  gint64 number;
} ModelMember;

static void
model_member_clear (gpointer data)
{
  g_free (((ModelMember *) data)->key);
}

static gint
model_find (GArray     *model,
            const char *key)
{
  for (guint i = 0; i < model->len; i++)
    if (g_str_equal (g_array_index (model, ModelMember, i).key, key))
      return (gint) i;
  return -1;
}

static void
check_object (SluiceValue  value,
              GArray      *model)
{
  SluiceValueIter iter;
  SluiceValue member;
  const char *key;

  g_assert_cmpuint (sluice_value_get_length (value), ==, model->len);
  sluice_value_iter_init (&iter, value);
  for (guint i = 0; i < model->len; i++)
    {
      ModelMember *expected = &g_array_index (model, ModelMember, i);

      g_assert_true (sluice_value_iter_next (&iter, &key, &member));
      g_assert_cmpstr (key, ==, expected->key);
      g_assert_cmpint (sluice_value_get_integer (member), ==, expected->number);
      g_assert_cmpint (sluice_value_find_member (value, key), ==, i);
      g_assert_true (sluice_value_is_same (sluice_value_get_member (value, key), member));
    }
  g_assert_false (sluice_value_iter_next (&iter, NULL, NULL));
  g_assert_false (sluice_value_has_member (value, "absent"));
}

static void
set_member (SluiceValue *value,
            GArray      *model,
            const char  *key,
            gint64       number,
            gint         at)
{
  gint found = model_find (model, key);
  ModelMember member = { NULL, number };

  if (found >= 0)
    {
      g_array_index (model, ModelMember, found).number = number;
      sluice_value_set_member (value, key, sluice_value_integer (number));
      return;
    }
  member.key = g_strdup (key);
  if (at < 0)
    {
      g_array_append_val (model, member);
      sluice_value_set_member (value, key, sluice_value_integer (number));
    }
  else
    {
      g_array_insert_val (model, (guint) at, member);
      sluice_value_insert_member (value, (guint) at, key, sluice_value_integer (number));
    }
}

static void
rename_member (SluiceValue *value,
               GArray      *model,
               const char  *key,
               const char  *new_key)
{
  gint found = model_find (model, key);

  if (found < 0 || model_find (model, new_key) >= 0)
    return;
  sluice_value_rename_member (value, key, new_key);
  g_free (g_array_index (model, ModelMember, found).key);
  g_array_index (model, ModelMember, found).key = g_strdup (new_key);
}

static void
change_object (GRand       *rand,
               SluiceValue *value,
               GArray      *model,
               gint         keys,
               gint64       number,
               gboolean     grow)
{
  g_autofree char *key = g_strdup_printf ("k%d", g_rand_int_range (rand, 0, keys));
  g_autofree char *other = g_strdup_printf ("k%d", g_rand_int_range (rand, 0, keys));
  gint what = g_rand_int_range (rand, 0, 10);
  gint found;

  if (what < (grow ? 6 : 2))
    {
      set_member (value, model, key, number, -1);
    }
  else if (what == 8)
    {
      set_member (value, model, key, number, g_rand_int_range (rand, 0, (gint) model->len + 1));
    }
  else if (what == 9)
    {
      rename_member (value, model, key, other);
    }
  else
    {
      found = model_find (model, key);
      g_assert_cmpint (sluice_value_remove_member (value, key), ==, found >= 0);
      if (found >= 0)
        g_array_remove_index (model, (guint) found);
    }
}

static void
test_object_model (void)
{
  static const gint keys[] = { 8, 24, 60, 300, 3000 };

  for (guint32 seed = 0; seed < G_N_ELEMENTS (keys) * 2; seed++)
    {
      g_autoptr (GRand) rand = g_rand_new_with_seed (seed + 1);
      g_autoptr (GArray) model = g_array_new (FALSE, FALSE, sizeof (ModelMember));
      g_autoptr (GArray) snapshots = snapshots_new ();
      g_auto (SluiceValue) value = sluice_value_object ();

      g_array_set_clear_func (model, model_member_clear);
      for (gint64 step = 0; step < 3000; step++)
        {
          change_object (rand, &value, model, keys[seed / 2], step, step % 1000 < 600);
          if (step % SNAPSHOT_EVERY == 0)
            {
              check_object (value, model);
              keep_snapshot (snapshots, value);
            }
        }
      check_object (value, model);
      check_snapshots (snapshots);
    }
}

/* A member that is removed and put back where it was, as undo does, in a large object. */
static void
test_object_put_back (void)
{
  g_auto (SluiceValue) value = sluice_value_object ();
  g_auto (SluiceValue) before = SLUICE_VALUE_INIT;
  g_autofree char *expected = NULL;
  g_autofree char *text = NULL;

  for (guint i = 0; i < 2000; i++)
    {
      g_autofree char *key = g_strdup_printf ("%u", i);

      sluice_value_set_member (&value, key, sluice_value_integer (i));
    }
  before = sluice_value_ref (value);
  expected = sluice_json_write (value, 0, NULL);
  for (guint i = 0; i < 2000; i += 7)
    {
      g_autofree char *key = g_strdup_printf ("%u", i);

      g_assert_true (sluice_value_remove_member (&value, key));
      g_assert_cmpuint (sluice_value_get_length (value), ==, 1999);
      sluice_value_insert_member (&value, i, key, sluice_value_integer (i));
      g_assert_cmpint (sluice_value_find_member (value, key), ==, i);
    }
  g_assert_true (sluice_value_equal (before, value));
  text = sluice_json_write (value, 0, NULL);
  g_assert_cmpstr (text, ==, expected);
}

/* Many neighbours that come back one by one, from either end: were all packed anew for each, this would
 * take minutes. */
static void
test_object_put_many_back (void)
{
  enum { N = 60000, FIRST = 20000, GONE = 20000 };
  g_auto (SluiceValue) value = sluice_value_object ();
  g_autofree char *expected = NULL;

  for (guint i = 0; i < N; i++)
    {
      g_autofree char *key = g_strdup_printf ("%u", i);

      sluice_value_set_member (&value, key, sluice_value_integer (i));
    }
  expected = sluice_json_write (value, 0, NULL);
  for (guint round = 0; round < 2; round++)
    {
      g_auto (SluiceValue) whole = sluice_value_ref (value);
      g_autofree char *text = NULL;
      g_autofree char *kept = NULL;

      for (guint i = 0; i < GONE; i++)
        {
          g_autofree char *key = g_strdup_printf ("%u", FIRST + i);

          sluice_value_remove_member (&value, key);
        }
      for (guint i = 0; i < GONE; i++)
        {
          guint number = FIRST + (round == 0 ? i : GONE - 1 - i);
          g_autofree char *key = g_strdup_printf ("%u", number);

          sluice_value_insert_member (&value, round == 0 ? number : FIRST, key,
                                      sluice_value_integer (number));
        }
      g_assert_cmpint (sluice_value_find_member (value, "20001"), ==, FIRST + 1);
      text = sluice_json_write (value, 0, NULL);
      kept = sluice_json_write (whole, 0, NULL);
      g_assert_cmpstr (text, ==, expected);
      g_assert_cmpstr (kept, ==, expected);
    }
}

/* Members that nobody removed before, at one place of a large object, and then at its start. */
static void
test_object_insert_many (void)
{
  g_autoptr (GArray) model = g_array_new (FALSE, FALSE, sizeof (ModelMember));
  g_auto (SluiceValue) value = sluice_value_object ();

  g_array_set_clear_func (model, model_member_clear);
  for (guint i = 0; i < 3000; i++)
    {
      g_autofree char *key = g_strdup_printf ("%u", i);

      set_member (&value, model, key, i, i < 1000 ? -1 : i < 2000 ? 500 + (gint) (i & 1) : 0);
    }
  check_object (value, model);
}

/* Sharing */

static void
test_set_shares_the_rest (void)
{
  g_auto (SluiceValue) root = sluice_value_object ();
  g_auto (SluiceValue) old = SLUICE_VALUE_INIT;
  SluiceValue big = sluice_value_array ();

  for (guint i = 0; i < 1000; i++)
    sluice_value_append (&big, sluice_value_string ("element"));
  sluice_value_set_member (&root, "big", big);
  sluice_value_set_member (&root, "count", sluice_value_integer (1));
  old = sluice_value_ref (root);
  sluice_value_set_member (&root, "count", sluice_value_integer (2));

  g_assert_false (sluice_value_is_same (old, root));
  g_assert_true (sluice_value_is_same (sluice_value_get_member (old, "big"),
                                       sluice_value_get_member (root, "big")));
  g_assert_cmpint (sluice_value_get_integer (sluice_value_get_member (old, "count")), ==, 1);
  g_assert_cmpint (sluice_value_get_integer (sluice_value_get_member (root, "count")), ==, 2);
}

static void
test_change_in_place (void)
{
  g_auto (SluiceValue) value = sluice_value_array ();
  SluiceValue borrowed = value;

  for (guint i = 0; i < 100; i++)
    sluice_value_append (&value, sluice_value_integer (i));
  sluice_value_set_element (&value, 3, sluice_value_null ());
  g_assert_true (sluice_value_is_same (borrowed, value));
}

static void
test_contains_itself_before (void)
{
  g_auto (SluiceValue) value = sluice_value_array ();

  sluice_value_append (&value, sluice_value_integer (1));
  sluice_value_append (&value, sluice_value_ref (value));
  g_assert_cmpuint (sluice_value_get_length (value), ==, 2);
  g_assert_cmpuint (sluice_value_get_length (sluice_value_get_element (value, 1)), ==, 1);
}

static void
test_deep (void)
{
  SluiceValue value = sluice_value_null ();
  g_auto (SluiceValue) copy = SLUICE_VALUE_INIT;
  g_autofree char *text = NULL;
  gsize length;

  for (guint i = 0; i < 100000; i++)
    {
      SluiceValue outer = i % 2 == 0 ? sluice_value_array () : sluice_value_object ();

      if (i % 2 == 0)
        sluice_value_append (&outer, value);
      else
        sluice_value_set_member (&outer, "k", value);
      value = outer;
    }
  copy = sluice_value_deep_copy (value);
  g_assert_true (sluice_value_equal (copy, value));
  g_assert_cmpuint (sluice_value_get_memory (value), >, 100000 * 16);
  text = sluice_json_write (value, 0, &length);
  g_assert_cmpuint (length, ==, 50000 * 2 + 50000 * 6 + 4);
  sluice_value_unref (value);
}

static SluiceValue
make_rows (guint n)
{
  SluiceValue rows = sluice_value_array ();

  for (guint i = 0; i < n; i++)
    sluice_value_append (&rows, i % 2 == 0 ? sluice_value_array () : sluice_value_object ());
  return rows;
}

static gpointer
give_rows_up (gpointer data)
{
  sluice_value_unref (make_rows (20000)); /* what is left goes with the thread */
  return NULL;
}

/* What dies next brings the rest on its way; nothing that is alive goes with it. */
static void
test_large_dies_in_parts (void)
{
  g_auto (SluiceValue) rows = make_rows (20000);
  g_auto (SluiceValue) kept = sluice_value_ref (sluice_value_get_element (rows, 19999));
  guint n = 1;

  while (sluice_value_free_some ())
    ;
  sluice_value_set_member (&kept, "k", sluice_value_integer (1));
  sluice_value_clear (&rows);
  while (sluice_value_free_some ())
    n++;
  g_assert_cmpuint (n, >, 4);
  g_assert_cmpuint (sluice_value_get_length (kept), ==, 1);

  sluice_value_unref (make_rows (20000));
  for (n = 1; n < 200; n++)
    sluice_value_unref (sluice_value_array ());
  g_assert_false (sluice_value_free_some ());
  g_thread_join (g_thread_new ("rows", give_rows_up, NULL));
}

/* A thread with a loop frees the rest when it has nothing else to do. */
static gpointer
give_rows_up_beside_a_loop (gpointer data)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  guint n = 0;

  sluice_tidy_attach (context);
  g_assert_false (g_main_context_pending (context));
  sluice_value_unref (make_rows (2));
  g_assert_false (g_main_context_pending (context));
  sluice_value_unref (make_rows (20000));
  while (g_main_context_iteration (context, FALSE))
    n++;
  g_assert_cmpuint (n, >, 4);
  g_assert_false (sluice_value_free_some ());
  return NULL;
}

static void
test_large_dies_beside_a_loop (void)
{
  g_thread_join (g_thread_new ("rows", give_rows_up_beside_a_loop, NULL));
}

static void
test_deep_copy_shares_nothing (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);

  for (guint i = 0; i < 200; i++)
    {
      g_auto (SluiceValue) value = random_value (rand, 4);
      g_auto (SluiceValue) copy = sluice_value_deep_copy (value);
      g_auto (SluiceValue) both = sluice_value_array ();
      gsize one = sluice_value_get_memory (value);
      gsize other = sluice_value_get_memory (copy);
      gsize array;

      g_assert_true (sluice_value_equal (value, copy));
      sluice_value_append (&both, sluice_value_null ());
      sluice_value_append (&both, sluice_value_null ());
      array = sluice_value_get_memory (both);
      sluice_value_set_element (&both, 0, sluice_value_ref (value));
      sluice_value_set_element (&both, 1, sluice_value_ref (copy));
      g_assert_cmpuint (sluice_value_get_memory (both), ==, array + one + other);
    }
}

static void
test_memory_counts_once (void)
{
  g_auto (SluiceValue) text = sluice_value_string ("a text that is used twice");
  g_auto (SluiceValue) once = sluice_value_array ();
  g_auto (SluiceValue) twice = sluice_value_array ();

  sluice_value_append (&once, sluice_value_ref (text));
  sluice_value_append (&twice, sluice_value_ref (text));
  sluice_value_append (&twice, sluice_value_ref (text));
  g_assert_cmpuint (sluice_value_get_memory (once), ==, sluice_value_get_memory (twice));
  g_assert_cmpuint (sluice_value_get_memory (sluice_value_integer (1)), ==, 0);
}

/* Comparing and scalars */

static void
test_equal (void)
{
  static const struct { const char *a, *b; gboolean equal; } cases[] = {
    { "1", "1.0", TRUE },
    { "1", "1.5", FALSE },
    { "9007199254740993", "9007199254740992.0", FALSE },
    { "-9223372036854775808", "-9223372036854775808.0", TRUE },
    { "9223372036854775807", "9223372036854775808.0", FALSE },
    { "-0.0", "0", TRUE },
    { "null", "false", FALSE },
    { "0", "false", FALSE },
    { "\"a\"", "\"a\"", TRUE },
    { "\"a\"", "\"a\\u0000\"", FALSE },
    { "[1,[2]]", "[1.0,[2]]", TRUE },
    { "[1,2]", "[2,1]", FALSE },
    { "[1]", "[1,2]", FALSE },
    { "{\"a\":1,\"b\":[{}]}", "{\"b\":[{}],\"a\":1}", TRUE },
    { "{\"a\":null}", "{\"b\":null}", FALSE },
    { "{}", "[]", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (SluiceValue) a = SLUICE_VALUE_INIT;
      g_auto (SluiceValue) b = SLUICE_VALUE_INIT;

      g_assert_true (sluice_json_read (cases[i].a, -1, NULL, &a, NULL, NULL));
      g_assert_true (sluice_json_read (cases[i].b, -1, NULL, &b, NULL, NULL));
      g_test_message ("%s and %s", cases[i].a, cases[i].b);
      g_assert_cmpint (sluice_value_equal (a, b), ==, cases[i].equal);
      g_assert_cmpint (sluice_value_equal (b, a), ==, cases[i].equal);
    }
}

static void
test_scalars (void)
{
  SluiceValue zeroed;
  g_auto (SluiceValue) text = sluice_value_string_len ("a\0b", 3);
  g_auto (SluiceValue) object = sluice_value_object ();

  memset (&zeroed, 0, sizeof zeroed);
  g_assert_true (SLUICE_VALUE_IS_NULL (zeroed));
  g_assert_cmpint (sluice_value_get_integer (sluice_value_real (-1.9)), ==, -1);
  g_assert_cmpint (sluice_value_get_integer (sluice_value_real (1e300)), ==, G_MAXINT64);
  g_assert_cmpint (sluice_value_get_integer (sluice_value_real (-1e300)), ==, G_MININT64);
  g_assert_cmpint (sluice_value_get_integer (text), ==, 0);
  g_assert_cmpfloat (sluice_value_get_real (sluice_value_integer (3)), ==, 3.0);
  g_assert_false (sluice_value_get_boolean (sluice_value_integer (1)));
  g_assert_true (sluice_value_get_boolean (sluice_value_boolean (7)));
  g_assert_cmpuint (sluice_value_get_string_length (text), ==, 3);
  g_assert_cmpmem (sluice_value_get_string (text), 4, "a\0b", 4);
  g_assert_null (sluice_value_get_string (object));
  g_assert_true (SLUICE_VALUE_IS_NULL (sluice_value_get_member (text, "x")));
  g_assert_null (sluice_value_get_key (object, 0));
  g_assert_null (sluice_value_get_member_string (object, "x"));
  g_assert_cmpstr (sluice_value_type_name (SLUICE_VALUE_REAL), ==, "number");
}

static void
test_boxed (void)
{
  g_auto (SluiceValue) value = sluice_value_array ();
  SluiceValue *boxed = g_boxed_copy (SLUICE_TYPE_VALUE, &value);

  sluice_value_append (&value, sluice_value_null ());
  g_assert_cmpuint (sluice_value_get_length (*boxed), ==, 0);
  g_boxed_free (SLUICE_TYPE_VALUE, boxed);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/base/value/scalars", test_scalars);
  g_test_add_func ("/base/value/boxed", test_boxed);
  g_test_add_func ("/base/value/equal-as-json", test_equal);
  g_test_add_func ("/base/value/array-as-its-model", test_array_model);
  g_test_add_func ("/base/value/array-at-the-edges-of-levels", test_array_edges);
  g_test_add_func ("/base/value/object-as-its-model", test_object_model);
  g_test_add_func ("/base/value/object-puts-back-in-place", test_object_put_back);
  g_test_add_func ("/base/value/object-puts-many-back", test_object_put_many_back);
  g_test_add_func ("/base/value/object-inserts-many", test_object_insert_many);
  g_test_add_func ("/base/value/set-shares-the-rest", test_set_shares_the_rest);
  g_test_add_func ("/base/value/changes-in-place-while-alone", test_change_in_place);
  g_test_add_func ("/base/value/may-hold-what-it-was", test_contains_itself_before);
  g_test_add_func ("/base/value/deep-takes-no-stack", test_deep);
  g_test_add_func ("/base/value/large-dies-in-parts", test_large_dies_in_parts);
  g_test_add_func ("/base/value/large-dies-beside-a-loop", test_large_dies_beside_a_loop);
  g_test_add_func ("/base/value/deep-copy-shares-nothing", test_deep_copy_shares_nothing);
  g_test_add_func ("/base/value/memory-counts-shared-parts-once", test_memory_counts_once);

  return g_test_run ();
}
