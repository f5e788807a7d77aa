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

/* It is told where in a node a run stands, and a moment of the past is no stop. */
static void
places_are_told (void)
{
  static const struct
  {
    SluiceNodeMark  mark;
    const char     *words;
  } cases[] = {
    { { .phase = SLUICE_PHASE_NONE }, "stopped here" },
    { { .phase = SLUICE_PHASE_PREP }, "stopped here" },
    { { .phase = SLUICE_PHASE_EXEC }, "stopped before exec" },
    { { .phase = SLUICE_PHASE_PREP, .line = 1 }, "stopped at line 1 of prep" },
    { { .phase = SLUICE_PHASE_POST, .line = 12 }, "stopped at line 12 of post" },
    { { .is_past = TRUE, .phase = SLUICE_PHASE_PREP }, "about to begin" },
    { { .is_past = TRUE, .has_begun = TRUE }, "was stopped here" },
    { { .is_past = TRUE, .has_begun = TRUE, .phase = SLUICE_PHASE_POST }, "before post" },
    { { .is_past = TRUE, .has_begun = TRUE, .phase = SLUICE_PHASE_EXEC, .line = 3 }, "at line 3 of exec" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      SluiceNodeMark mark = cases[i].mark;
      g_autofree char *words = NULL;

      mark.state = SLUICE_MARK_STOPPED;
      words = sluice_canvas_describe_mark (&mark);
      g_assert_cmpstr (words, ==, cases[i].words);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/canvas/marks/states-differ", states_differ);
  g_test_add_func ("/canvas/marks/places-are-told", places_are_told);
  return g_test_run ();
}
