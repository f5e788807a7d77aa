/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "base/ids.h"

#include <string.h>

#define SIXTY_FOUR "a123456789b123456789c123456789d123456789e123456789f123456789g123"

static void
test_valid (void)
{
  static const struct { const char *id; gboolean valid; } cases[] = {
    { "a", TRUE }, { "7", TRUE }, { "suggest-2", TRUE }, { "a_b-", TRUE }, { SIXTY_FOUR, TRUE },
    { SIXTY_FOUR "x", FALSE }, { "", FALSE }, { NULL, FALSE }, { "-a", FALSE }, { "_a", FALSE },
    { "A", FALSE }, { "a b", FALSE }, { "a/b", FALSE }, { "é", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (sluice_id_is_valid (cases[i].id), ==, cases[i].valid);
}

static void
test_from_title (void)
{
  static const struct { const char *title, *id; } cases[] = {
    { "Fetch recipes", "fetch-recipes" }, { "  Été  à Paris! ", "ete-a-paris" },
    { "What's next?", "whats-next" }, { "a_b", "a_b" }, { "A -- B", "a-b" }, { "", "node" },
    { "???", "node" }, { "日本", "node" }, { "Step 2", "step-2" }, { "-", "node" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *id = sluice_id_from_title (cases[i].title);

      g_assert_cmpstr (id, ==, cases[i].id);
      g_assert_true (sluice_id_is_valid (id));
    }
}

static void
test_from_any_title (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);

  for (guint i = 0; i < 2000; i++)
    {
      g_autoptr (GString) title = g_string_new (NULL);
      g_autofree char *id = NULL;

      for (gint j = g_rand_int_range (rand, 0, 100); j > 0; j--)
        g_string_append_unichar (title, (gunichar) g_rand_int_range (rand, 1, 0x2000));
      id = sluice_id_from_title (title->str);
      g_assert_true (sluice_id_is_valid (id));
    }
}

static gboolean
is_taken (const char *id,
          gpointer    user_data)
{
  return g_strv_contains (user_data, id);
}

static void
test_unique (void)
{
  static const struct { const char *wanted, *taken[4], *id; } cases[] = {
    { "suggest", { NULL }, "suggest" },
    { "suggest", { "suggest", NULL }, "suggest-2" },
    { "suggest", { "suggest", "suggest-2", NULL }, "suggest-3" },
    { "suggest-2", { "suggest-2", NULL }, "suggest-3" },
    { "step-02", { "step-02", NULL }, "step-02-2" },
    { "7", { "7", NULL }, "7-2" },
    { SIXTY_FOUR, { SIXTY_FOUR, NULL },
      "a123456789b123456789c123456789d123456789e123456789f123456789g1-2" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *id = sluice_id_make_unique (cases[i].wanted, is_taken,
                                                   (gpointer) cases[i].taken);

      g_assert_cmpstr (id, ==, cases[i].id);
      g_assert_true (sluice_id_is_valid (id));
    }
}

static void
test_closest (void)
{
  static const char * const ids[] = { "fetch", "suggest", "approve", "end", NULL };
  static const struct { const char *wanted, *closest; } cases[] = {
    { "sugest", "suggest" }, { "Approve", "approve" }, { "fecth", "fetch" }, { "edn", "end" },
    { "suggest", "suggest" }, { "xyz", NULL }, { "", NULL }, { "fetching-all-of-it", NULL },
    { SIXTY_FOUR "x", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpstr (sluice_id_closest (cases[i].wanted, ids), ==, cases[i].closest);
}

static void
test_address (void)
{
  g_autofree char *joined = sluice_address_join ("main/order", "pay");
  g_autofree char *alone = sluice_address_join ("", "main");
  g_autofree char *parent = NULL;
  g_autofree char *last = NULL;
  g_autofree char *none = NULL;

  g_assert_cmpstr (joined, ==, "main/order/pay");
  g_assert_cmpstr (alone, ==, "main");
  g_assert_true (sluice_address_split (joined, &parent, &last));
  g_assert_cmpstr (parent, ==, "main/order");
  g_assert_cmpstr (last, ==, "pay");
  g_assert_true (sluice_address_split ("main", &none, NULL));
  g_assert_cmpstr (none, ==, "");
  g_assert_false (sluice_address_split ("", NULL, NULL));
  g_assert_false (sluice_address_split ("/main", NULL, NULL));
  g_assert_false (sluice_address_split ("main//pay", NULL, NULL));
  g_assert_false (sluice_address_split ("main/", NULL, NULL));
}

static gpointer
intern_cb (gpointer text)
{
  g_autofree char *copy = g_strdup (text);

  return (gpointer) sluice_address_intern (copy);
}

static void
test_one_copy (void)
{
  const char *kept = sluice_address_intern ("main/pay");

  g_assert_cmpstr (kept, ==, "main/pay");
  g_assert_true (intern_cb ("main/pay") == kept);
  g_assert_true (g_thread_join (g_thread_new ("intern", intern_cb, "main/pay")) == kept);
  g_assert_true (sluice_address_intern ("main/pa") != kept);
  g_assert_null (sluice_address_intern (NULL));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/base/ids/valid", test_valid);
  g_test_add_func ("/base/ids/from-title", test_from_title);
  g_test_add_func ("/base/ids/any-title-gives-a-valid-id", test_from_any_title);
  g_test_add_func ("/base/ids/unique", test_unique);
  g_test_add_func ("/base/ids/closest", test_closest);
  g_test_add_func ("/base/ids/address", test_address);
  g_test_add_func ("/base/ids/address-has-one-copy", test_one_copy);

  return g_test_run ();
}
