/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Breakpoints: the set, and the file beside the documents where it is kept. */

#include <glib/gstdio.h>
#include <string.h>

#include "debug/breakpoints.h"

static void
changed_cb (SluiceBreakpoints *breakpoints,
            const char        *address,
            GString           *said)
{
  g_string_append_printf (said, "%s;", address != NULL ? address : "many");
}

static void
test_set (void)
{
  g_autoptr (SluiceBreakpoints) breakpoints = sluice_breakpoints_new ();
  g_autoptr (GString) said = g_string_new (NULL);
  g_auto (GStrv) addresses = NULL;

  g_signal_connect (breakpoints, "changed", G_CALLBACK (changed_cb), said);
  sluice_breakpoints_set (breakpoints, "main/b", TRUE);
  sluice_breakpoints_set (breakpoints, "main/b", TRUE);
  sluice_breakpoints_set (breakpoints, "main/a", FALSE);
  g_assert_true (sluice_breakpoints_toggle (breakpoints, "main/c"));
  g_assert_false (sluice_breakpoints_toggle (breakpoints, "main/c"));
  sluice_breakpoints_clear (breakpoints, "main/nothing");
  g_assert_cmpstr (said->str, ==, "main/b;main/a;main/c;main/c;");

  g_assert_cmpuint (sluice_breakpoints_get_n (breakpoints), ==, 2);
  g_assert_true (sluice_breakpoints_has (breakpoints, "main/a"));
  g_assert_false (sluice_breakpoints_is_enabled (breakpoints, "main/a"));
  g_assert_true (sluice_breakpoints_hits (breakpoints, "main/b"));
  g_assert_false (sluice_breakpoints_hits (breakpoints, "main/a"));
  g_assert_false (sluice_breakpoints_hits (breakpoints, NULL));
  addresses = sluice_breakpoints_dup_addresses (breakpoints);
  g_assert_cmpstrv (addresses, ((const char *[]) { "main/a", "main/b", NULL }));
}

static void
test_value (void)
{
  g_autoptr (SluiceBreakpoints) breakpoints = sluice_breakpoints_new ();
  g_autoptr (SluiceBreakpoints) copy = NULL;
  g_autoptr (SluiceBreakpoints) none = sluice_breakpoints_new_from_value (sluice_value_integer (3));
  g_auto (SluiceValue) value = SLUICE_VALUE_INIT;

  sluice_breakpoints_set (breakpoints, "main/a", TRUE);
  sluice_breakpoints_set (breakpoints, "main/b", FALSE);
  value = sluice_breakpoints_to_value (breakpoints);
  copy = sluice_breakpoints_new_from_value (value);
  g_assert_true (sluice_breakpoints_is_enabled (copy, "main/a"));
  g_assert_true (sluice_breakpoints_has (copy, "main/b"));
  g_assert_false (sluice_breakpoints_is_enabled (copy, "main/b"));
  g_assert_cmpuint (sluice_breakpoints_get_n (none), ==, 0);

  sluice_breakpoints_assign (copy, sluice_value_null ());
  g_assert_cmpuint (sluice_breakpoints_get_n (copy), ==, 0);
}

/* Two spellings of a path are one document; another document has breakpoints of its own. */
static void
test_keep (void)
{
  g_autoptr (SluiceBreakpoints) breakpoints = sluice_breakpoints_new ();
  g_autoptr (SluiceBreakpoints) again = sluice_breakpoints_new ();
  g_autofree char *folder = g_dir_make_tmp ("sluice-breakpoints-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "a.flow.json", NULL);
  g_autofree char *spelling = g_build_filename (folder, ".", "a.flow.json", NULL);
  g_autofree char *other = g_build_filename (folder, "b.flow.json", NULL);
  g_autoptr (GError) error = NULL;

  sluice_breakpoints_set (breakpoints, "main/a", TRUE);
  sluice_breakpoints_set (breakpoints, "main/b", FALSE);
  g_assert_true (sluice_breakpoints_save (breakpoints, path, &error));
  g_assert_no_error (error);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));

  g_assert_true (sluice_breakpoints_load (again, spelling, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (sluice_breakpoints_get_n (again), ==, 2);
  g_assert_true (sluice_breakpoints_is_enabled (again, "main/a"));
  g_assert_false (sluice_breakpoints_is_enabled (again, "main/b"));

  g_assert_true (sluice_breakpoints_load (again, other, &error));
  g_assert_cmpuint (sluice_breakpoints_get_n (again), ==, 0);

  /* None are kept by keeping no file. */
  g_assert_true (sluice_breakpoints_save (again, path, &error));
  g_assert_true (sluice_breakpoints_load (breakpoints, path, &error));
  g_assert_cmpuint (sluice_breakpoints_get_n (breakpoints), ==, 0);
  g_rmdir (folder);
}

/* The one file in the state folder. */
static char *
dup_kept_file (void)
{
  g_autofree char *folder = g_build_filename (g_get_user_state_dir (), "sluice", "breakpoints", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);

  g_assert_nonnull (dir);
  return g_build_filename (folder, g_dir_read_name (dir), NULL);
}

static void
test_damaged (void)
{
  g_autoptr (SluiceBreakpoints) breakpoints = sluice_breakpoints_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *file = NULL;

  sluice_breakpoints_set (breakpoints, "main/a", TRUE);
  g_assert_true (sluice_breakpoints_save (breakpoints, "/no/such/x.flow.json", &error));
  file = dup_kept_file ();
  g_assert_true (g_file_set_contents (file, "{ \"breakpoints\": ", -1, NULL));
  g_assert_false (sluice_breakpoints_load (breakpoints, "/no/such/x.flow.json", &error));
  g_assert_nonnull (error);
  g_assert_nonnull (strstr (error->message, "/no/such/x.flow.json"));
  g_assert_cmpuint (sluice_breakpoints_get_n (breakpoints), ==, 0);
  g_unlink (file);
}

static void
test_untitled (void)
{
  g_autoptr (SluiceBreakpoints) breakpoints = sluice_breakpoints_new ();
  g_autoptr (GError) error = NULL;

  sluice_breakpoints_set (breakpoints, "main/a", TRUE);
  g_assert_true (sluice_breakpoints_save (breakpoints, NULL, &error));
  g_assert_true (sluice_breakpoints_load (breakpoints, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (sluice_breakpoints_get_n (breakpoints), ==, 0);
}

static guint
add (SluiceBreakpoints *breakpoints,
     SluiceBreakKind    kind,
     const char        *address,
     const char        *what)
{
  g_autoptr (SluiceBreakpoint) breakpoint = sluice_breakpoint_new (kind, address);
  g_autoptr (GError) error = NULL;
  guint id;

  breakpoint->what = g_strdup (what);
  breakpoint->condition = g_strdup ("shared.n > 3");
  breakpoint->log = g_strdup ("n is {{ shared.n }}");
  breakpoint->hits = 2;
  breakpoint->after = 1;
  breakpoint->once = TRUE;
  id = sluice_breakpoints_add (breakpoints, breakpoint, &error);
  g_assert_no_error (error);
  return id;
}

/* What is kept is all there is, ids too; muted as well. */
static void
test_every_kind_is_kept (void)
{
  g_autoptr (SluiceBreakpoints) breakpoints = sluice_breakpoints_new ();
  g_autoptr (SluiceBreakpoints) copy = NULL;
  g_auto (SluiceValue) value = SLUICE_VALUE_INIT;
  g_auto (SluiceValue) again = SLUICE_VALUE_INIT;

  sluice_breakpoints_set (breakpoints, "main/a", FALSE);
  for (guint i = 0; i < SLUICE_N_BREAKS; i++)
    {
      g_autoptr (SluiceBreakpoint) breakpoint = sluice_breakpoint_new ((SluiceBreakKind) i, "main/b");

      breakpoint->what = g_strdup (i == SLUICE_BREAK_PHASE || i == SLUICE_BREAK_LINE ? "exec" : "/n");
      breakpoint->amount = 2;
      breakpoint->value = sluice_value_string ("x");
      g_assert_cmpuint (sluice_breakpoints_add (breakpoints, breakpoint, NULL), ==, i + 2);
    }
  add (breakpoints, SLUICE_BREAK_CHANGED, NULL, "/n");
  g_assert_true (sluice_breakpoints_remove (breakpoints, 3));
  sluice_breakpoints_set_muted (breakpoints, TRUE);
  g_assert_false (sluice_breakpoints_hits (breakpoints, "main/b"));

  value = sluice_breakpoints_to_value (breakpoints);
  copy = sluice_breakpoints_new_from_value (value);
  again = sluice_breakpoints_to_value (copy);
  g_assert_true (sluice_value_equal (value, again));
  g_assert_cmpuint (sluice_breakpoints_get_n (copy), ==, SLUICE_N_BREAKS + 1);
  g_assert_true (sluice_breakpoints_is_muted (copy));
  g_assert_cmpstr (sluice_breakpoints_find (copy, SLUICE_N_BREAKS + 2)->condition, ==, "shared.n > 3");
  g_assert_cmpint (sluice_breakpoints_find (copy, 4)->kind, ==, SLUICE_BREAK_PHASE);
}

/* One of a node on no terms keeps its id where another names it, and where all are handed over. */
static void
test_ids_are_kept (void)
{
  g_autoptr (SluiceBreakpoints) breakpoints = sluice_breakpoints_new ();
  g_autoptr (SluiceBreakpoints) copy = NULL;
  g_autoptr (SluiceBreakpoints) list = NULL;
  g_auto (SluiceValue) value = SLUICE_VALUE_INIT;
  g_auto (SluiceValue) all = SLUICE_VALUE_INIT;

  sluice_breakpoints_set (breakpoints, "main/z", TRUE);
  sluice_breakpoints_set (breakpoints, "main/a", FALSE);
  g_assert_cmpuint (add (breakpoints, SLUICE_BREAK_CHANGED, NULL, "/n"), ==, 3);
  value = sluice_breakpoints_to_value (breakpoints);
  copy = sluice_breakpoints_new_from_value (value);
  g_assert_cmpstr (sluice_breakpoints_find (copy, 1)->address, ==, "main/z");
  g_assert_true (sluice_value_has_member (value, "main/a"));
  all = sluice_breakpoints_to_list_value (breakpoints);
  list = sluice_breakpoints_new_from_value (all);
  g_assert_cmpuint (sluice_breakpoints_get_n (list), ==, 3);
  g_assert_cmpstr (sluice_breakpoints_find (list, 2)->address, ==, "main/a");
  g_assert_false (sluice_breakpoints_find (list, 2)->enabled);
}

/* Also after a restart none takes the id of one that is gone and waited for. */
static void
test_ids_of_the_gone_are_not_taken (void)
{
  g_autoptr (SluiceBreakpoints) breakpoints = sluice_breakpoints_new ();
  g_autoptr (SluiceBreakpoint) waiting = sluice_breakpoint_new (SLUICE_BREAK_NODE, "main/a");
  g_autoptr (SluiceBreakpoints) copy = NULL;
  g_auto (SluiceValue) value = SLUICE_VALUE_INIT;

  sluice_breakpoints_add (breakpoints, waiting, NULL);
  waiting->after = add (breakpoints, SLUICE_BREAK_CHANGED, NULL, "/n");
  sluice_breakpoints_change (breakpoints, 1, waiting, NULL);
  sluice_breakpoints_remove (breakpoints, waiting->after);
  value = sluice_breakpoints_to_value (breakpoints);
  copy = sluice_breakpoints_new_from_value (value);
  g_assert_cmpuint (add (copy, SLUICE_BREAK_WRITTEN, NULL, "/n"), ==, waiting->after + 1);
}

static void
test_rename (void)
{
  g_autoptr (SluiceBreakpoints) breakpoints = sluice_breakpoints_new ();
  guint id;

  sluice_breakpoints_set (breakpoints, "main/a", TRUE);
  sluice_breakpoints_set (breakpoints, "main/ab", TRUE);
  id = add (breakpoints, SLUICE_BREAK_AFTER, "main/a", NULL);
  sluice_breakpoints_rename (breakpoints, "main/a", "main/c");
  g_assert_true (sluice_breakpoints_is_enabled (breakpoints, "main/c"));
  g_assert_true (sluice_breakpoints_has (breakpoints, "main/ab"));
  g_assert_false (sluice_breakpoints_has (breakpoints, "main/a"));
  g_assert_cmpstr (sluice_breakpoints_find (breakpoints, id)->address, ==, "main/c");
  sluice_breakpoints_rename (breakpoints, "main", "other");
  g_assert_true (sluice_breakpoints_is_enabled (breakpoints, "other/c"));
  g_assert_cmpstr (sluice_breakpoints_find (breakpoints, id)->address, ==, "other/c");
}

/* A node has one: terms are added to it, and its id stays. */
static void
test_one_on_a_node (void)
{
  g_autoptr (SluiceBreakpoints) breakpoints = sluice_breakpoints_new ();

  sluice_breakpoints_set (breakpoints, "main/a", TRUE);
  g_assert_cmpuint (add (breakpoints, SLUICE_BREAK_NODE, "main/a", NULL), ==, 1);
  g_assert_cmpuint (sluice_breakpoints_get_n (breakpoints), ==, 1);
  sluice_breakpoints_set (breakpoints, "main/a", FALSE);
  g_assert_cmpuint (sluice_breakpoints_find (breakpoints, 1)->hits, ==, 2);
  g_assert_false (sluice_breakpoints_find (breakpoints, 1)->enabled);
  sluice_breakpoints_clear (breakpoints, "main/a");
  g_assert_cmpuint (sluice_breakpoints_get_n (breakpoints), ==, 0);
}

static void
test_refused (void)
{
  static const struct { SluiceBreakKind kind; const char *address, *what, *condition, *message; } cases[] = {
    { SLUICE_BREAK_NODE, NULL, NULL, NULL, "it needs a node" },
    { SLUICE_BREAK_PHASE, NULL, "run", NULL, "it needs a phase" },
    { SLUICE_BREAK_CHANGED, NULL, "n", NULL, "it needs a place" },
    { SLUICE_BREAK_CHANGED, NULL, "/~2", NULL, "it needs a place" },
    { SLUICE_BREAK_LINE, "main/a", "exec", NULL, "it needs a line" },
    { SLUICE_BREAK_TIME, NULL, NULL, NULL, "a number above 0" },
    { SLUICE_BREAK_NODE, "main/a", NULL, "1 +", "condition, line 1" },
  };
  g_autoptr (SluiceBreakpoints) breakpoints = sluice_breakpoints_new ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SluiceBreakpoint) breakpoint = sluice_breakpoint_new (cases[i].kind, cases[i].address);
      g_autoptr (GError) error = NULL;

      breakpoint->what = g_strdup (cases[i].what);
      breakpoint->condition = g_strdup (cases[i].condition);
      g_assert_cmpuint (sluice_breakpoints_add (breakpoints, breakpoint, &error), ==, 0);
      g_assert_nonnull (error);
      g_assert_nonnull (strstr (error->message, cases[i].message));
    }
  g_assert_cmpuint (sluice_breakpoints_get_n (breakpoints), ==, 0);
}

/* The list stays as a person knows it. */
static void
test_a_change_keeps_the_order (void)
{
  g_autoptr (SluiceBreakpoints) breakpoints = sluice_breakpoints_new ();
  g_autoptr (SluiceBreakpoint) first = sluice_breakpoint_new (SLUICE_BREAK_NODE, "main/a");
  g_autoptr (SluiceBreakpoint) second = sluice_breakpoint_new (SLUICE_BREAK_AFTER, "main/b");

  g_assert_cmpuint (sluice_breakpoints_add (breakpoints, first, NULL), ==, 1);
  g_assert_cmpuint (sluice_breakpoints_add (breakpoints, second, NULL), ==, 2);
  first->enabled = FALSE;
  g_assert_true (sluice_breakpoints_change (breakpoints, 1, first, NULL));
  g_assert_cmpuint (sluice_breakpoints_get (breakpoints, 0)->id, ==, 1);
  g_assert_false (sluice_breakpoints_get (breakpoints, 0)->enabled);
  g_assert_cmpuint (sluice_breakpoints_get (breakpoints, 1)->id, ==, 2);
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *state = g_dir_make_tmp ("sluice-state-XXXXXX", NULL);
  g_autofree char *sluice = g_build_filename (state, "sluice", NULL);
  g_autofree char *kept = g_build_filename (sluice, "breakpoints", NULL);
  int status;

  g_setenv ("XDG_STATE_HOME", state, TRUE);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/debug/breakpoints/set", test_set);
  g_test_add_func ("/debug/breakpoints/value", test_value);
  g_test_add_func ("/debug/breakpoints/keep", test_keep);
  g_test_add_func ("/debug/breakpoints/damaged", test_damaged);
  g_test_add_func ("/debug/breakpoints/untitled", test_untitled);
  g_test_add_func ("/debug/breakpoints/every-kind-is-kept", test_every_kind_is_kept);
  g_test_add_func ("/debug/breakpoints/rename", test_rename);
  g_test_add_func ("/debug/breakpoints/ids-are-kept", test_ids_are_kept);
  g_test_add_func ("/debug/breakpoints/ids-of-the-gone-are-not-taken", test_ids_of_the_gone_are_not_taken);
  g_test_add_func ("/debug/breakpoints/one-on-a-node", test_one_on_a_node);
  g_test_add_func ("/debug/breakpoints/refused", test_refused);
  g_test_add_func ("/debug/breakpoints/a-change-keeps-the-order", test_a_change_keeps_the_order);
  status = g_test_run ();

  g_rmdir (kept);
  g_rmdir (sluice);
  g_rmdir (state);
  return status;
}
