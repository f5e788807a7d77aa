/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The list of watches: put in order, and kept for its document. */

#include <glib/gstdio.h>

#include "base/json.h"
#include "debug/person-file.h"
#include "debug/watches.h"
#include "debugger/value-words.h"

static void
changed_cb (SluiceWatches *watches,
            guint         *n)
{
  ++*n;
}

static void
assert_list (SluiceWatches *watches,
             const char    *wanted)
{
  g_autofree char *list = g_strjoinv ("; ", (char **) sluice_watches_get_expressions (watches));

  g_assert_cmpstr (list, ==, wanted);
}

static void
test_order (void)
{
  g_autoptr (SluiceWatches) watches = sluice_watches_new ();
  guint n = 0;

  g_signal_connect (watches, "changed", G_CALLBACK (changed_cb), &n);
  g_assert_false (sluice_watches_add (watches, "  "));
  g_assert_true (sluice_watches_add (watches, " a "));
  g_assert_true (sluice_watches_add (watches, "b"));
  g_assert_true (sluice_watches_add (watches, "c"));
  assert_list (watches, "a; b; c");
  sluice_watches_move (watches, 0, 9);
  assert_list (watches, "b; c; a");
  sluice_watches_move (watches, 2, 1);
  assert_list (watches, "b; a; c");
  sluice_watches_set (watches, 1, "a");
  g_assert_cmpuint (n, ==, 5);
  sluice_watches_set (watches, 1, "x + 1");
  assert_list (watches, "b; x + 1; c");
  sluice_watches_set (watches, 0, " ");
  sluice_watches_remove (watches, 1);
  assert_list (watches, "x + 1");
  g_assert_cmpuint (n, ==, 8);
}

static void
test_kept (void)
{
  g_autoptr (SluiceWatches) watches = sluice_watches_new ();
  g_autoptr (SluiceWatches) again = sluice_watches_new ();
  g_autoptr (GError) error = NULL;

  sluice_watches_add (watches, "shared.n");
  sluice_watches_add (watches, "item");
  g_assert_true (sluice_watches_save (watches, "/no/such/flow.json", &error));
  g_assert_no_error (error);
  g_assert_true (sluice_watches_load (again, "/no/such/../such/flow.json", &error));
  g_assert_no_error (error);
  assert_list (again, "shared.n; item");
  g_assert_true (sluice_watches_load (again, "/no/other/flow.json", &error));
  assert_list (again, "");
  g_assert_true (sluice_watches_save (again, "/no/such/flow.json", &error));
  g_assert_true (sluice_watches_load (watches, "/no/such/flow.json", &error));
  assert_list (watches, "");
}

/* No more than so many are added; those of a file that has more are not thrown away. */
static void
test_full (void)
{
  g_autoptr (SluiceWatches) watches = sluice_watches_new ();
  g_autoptr (SluiceWatches) again = sluice_watches_new ();
  SluiceValue many = sluice_value_array ();
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < SLUICE_WATCHES_MAX; i++)
    {
      g_assert_false (sluice_watches_is_full (watches));
      g_assert_true (sluice_watches_add (watches, "x"));
    }
  g_assert_true (sluice_watches_is_full (watches));
  g_assert_false (sluice_watches_add (watches, "x"));

  for (guint i = 0; i < SLUICE_WATCHES_MAX + 50; i++)
    sluice_value_append (&many, sluice_value_string ("y"));
  g_assert_true (sluice_person_file_save ("watches", "/no/such/flow.json", many, &error));
  g_assert_true (sluice_watches_load (again, "/no/such/flow.json", &error));
  g_assert_cmpuint (sluice_watches_get_n (again), ==, SLUICE_WATCHES_MAX + 50);
  g_assert_true (sluice_watches_is_full (again));
  g_assert_true (sluice_watches_load (again, NULL, &error));
  g_assert_true (sluice_watches_save (again, "/no/such/flow.json", &error));
  g_assert_no_error (error);
}

/* The expression of a place reads what is there. */
static void
test_expressions (void)
{
  static const struct { const char *prefix, *pointer, *expression; } cases[] = {
    { "shared", "", "shared" },
    { "shared", "/order/items/0/name", "shared.order.items[1].name" },
    { "shared", "/order/the item", "shared.order[\"the item\"]" },
    { "shared", "/end", "shared[\"end\"]" },
    { "shared", "/say \"hi\"", "shared[\"say \\034hi\\034\"]" },
    { "shared", "/1", "shared[\"1\"]" },
    { NULL, "/order/items/1", "order.items[2]" },
  };
  g_auto (SluiceValue) root = SLUICE_VALUE_INIT;

  g_assert_true (sluice_json_read ("{\"order\":{\"items\":[{\"name\":1},2],\"the item\":3},\"end\":4,\"1\":5}", -1,
                                   NULL, &root, NULL, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *expression = sluice_value_words_dup_expression (root, cases[i].prefix, cases[i].pointer);

      g_assert_cmpstr (expression, ==, cases[i].expression);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_autofree char *state = g_dir_make_tmp ("sluice-watches-XXXXXX", NULL);
  g_autofree char *sluice = g_build_filename (state, "sluice", NULL);
  g_autofree char *kept = g_build_filename (sluice, "watches", NULL);
  int status;

  g_setenv ("XDG_STATE_HOME", state, TRUE);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/debugger/watches/order", test_order);
  g_test_add_func ("/debugger/watches/kept", test_kept);
  g_test_add_func ("/debugger/watches/full", test_full);
  g_test_add_func ("/debugger/watches/expressions", test_expressions);

  status = g_test_run ();
  g_rmdir (kept);
  g_rmdir (sluice);
  g_rmdir (state);
  return status;
}
