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
  status = g_test_run ();

  g_rmdir (kept);
  g_rmdir (sluice);
  g_rmdir (state);
  return status;
}
