/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The states of a visit: each is told apart from all others by its glyph, and by what is said of it. */

#include "canvas/canvas-private.h"

static GHashTable *
new_set (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

static void
assert_of_its_own (SluiceNodeMark *mark,
                   GHashTable     *icons,
                   GHashTable     *words)
{
  const char *icon = sluice_canvas_get_mark_icon (mark);
  char *said = sluice_canvas_describe_mark (mark);

  g_assert_nonnull (icon);
  g_assert_nonnull (said);
  g_test_message ("%s: %s", icon, said);
  g_assert_true (g_hash_table_add (icons, g_strdup (icon)));
  g_assert_true (g_hash_table_add (words, said));
}

static void
states_differ (void)
{
  g_autoptr (GHashTable) icons = new_set ();
  g_autoptr (GHashTable) words = new_set ();
  SluiceNodeMark mark = { .duration = 5, .attempt = 1, .attempts = 3 };

  g_assert_null (sluice_canvas_get_mark_icon (&mark));
  g_assert_null (sluice_canvas_describe_mark (&mark));
  for (mark.state = SLUICE_MARK_NONE + 1; mark.state <= SLUICE_MARK_SKIPPED; mark.state++)
    assert_of_its_own (&mark, icons, words);
  mark.state = SLUICE_MARK_DONE;
  mark.is_mocked = TRUE;
  assert_of_its_own (&mark, icons, words);
  g_assert_cmpuint (g_hash_table_size (icons), ==, SLUICE_MARK_SKIPPED + 1);
}

/* A moment of the past is no stop. */
static void
the_past_is_no_stop (void)
{
  SluiceNodeMark stop = { .state = SLUICE_MARK_STOPPED };
  SluiceNodeMark past = { .state = SLUICE_MARK_STOPPED, .is_past = TRUE };
  g_autofree char *stopped = sluice_canvas_describe_mark (&stop);
  g_autofree char *begins = sluice_canvas_describe_mark (&past);

  g_assert_cmpstr (stopped, !=, begins);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/canvas/marks/states-differ", states_differ);
  g_test_add_func ("/canvas/marks/the-past-is-no-stop", the_past_is_no_stop);
  return g_test_run ();
}
