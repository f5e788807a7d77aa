/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The palette and the search: what they list, and what fits what somebody types. */
#include "compile/compile.h"
#include "library/kind-match.h"
#include "library/kind-row.h"
#include "library/palette.h"
#include "settle.h"

#include <adwaita.h>

static const SluiceKindInfo info = {
  .id = "choice",
  .title = "Pick one",
  .blurb = "Asks a person to choose.",
  .keywords = "decision approve",
  .category = "people",
  .icon_name = "go-next-symbolic",
};

static void
test_match (void)
{
  /* Each line fits better than the one below it. */
  static const char * const order[] = { "pick", "one", "ick", "decision", "person", "pckn" };
  int last = G_MAXINT;

  for (gsize i = 0; i < G_N_ELEMENTS (order); i++)
    {
      int score = sluice_kind_match (&info, order[i]);

      g_assert_cmpint (score, >, 0);
      g_assert_cmpint (score, <, last);
      last = score;
    }

  g_assert_cmpint (sluice_kind_match (&info, ""), ==, 0);
  g_assert_cmpint (sluice_kind_match (&info, "PICK"), ==, sluice_kind_match (&info, "pick"));
  g_assert_cmpint (sluice_kind_match (&info, "pick zebra"), ==, -1);
  g_assert_cmpint (sluice_kind_match (&info, "zebra"), ==, -1);
}

static GtkWidget *
show_palette (SluicePalette **palette)
{
  GtkWidget *window = adw_window_new ();

  *palette = SLUICE_PALETTE (sluice_palette_new ());
  adw_window_set_content (ADW_WINDOW (window), GTK_WIDGET (*palette));
  gtk_window_set_default_size (GTK_WINDOW (window), 260, 700);
  gtk_window_present (GTK_WINDOW (window));
  sluice_test_settle ();

  return window;
}

static GtkWidget *
find (GtkWidget  *root,
      GType       type)
{
  if (g_type_is_a (G_OBJECT_TYPE (root), type))
    return root;

  for (GtkWidget *child = gtk_widget_get_first_child (root);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find (child, type);

      if (found != NULL)
        return found;
    }

  return NULL;
}

/* Words that people bring along from other programs lead to what does it here. */
static void
test_words_of_others (void)
{
  static const struct { const char *word, *kind; } cases[] = {
    { "memory", "llm" }, { "assistant", "llm" }, { "summarize", "llm" }, { "approval", "choice" }, { "confirm", "choice" },
    { "map", "flow" }, { "foreach", "flow" }, { "reduce", "script" }, { "transform", "script" }, { "loop", "switch" },
    { "counter", "set" }, { "user", "ask" }, { "trigger", "delay" }, { "print", "log" }, { "if", "switch" },
    { "chat", "llm" }, { "code", "script" }, { "fetch", "http" }, { "rag", "vector" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].word);
      g_assert_cmpint (sluice_kind_match (sluice_catalog_lookup (cases[i].kind), cases[i].word), >, 5);
    }
  g_assert_cmpint (sluice_kind_match (sluice_catalog_lookup ("ask"), "chat"), <,
                   sluice_kind_match (sluice_catalog_lookup ("llm"), "chat"));
}

static void
test_palette_lists_all_kinds (void)
{
  SluicePalette *palette;
  GtkWidget *window = show_palette (&palette);

  g_assert_cmpuint (sluice_catalog_get_n (), >, 5);
  g_assert_cmpuint (sluice_palette_get_n_shown (palette), ==, sluice_catalog_get_n ());
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
chosen_cb (const char **chosen,
           const char  *kind)
{
  *chosen = kind;
}

static void
test_palette_search (void)
{
  SluicePalette *palette;
  GtkWidget *window = show_palette (&palette);
  GtkWidget *entry = find (GTK_WIDGET (palette), GTK_TYPE_SEARCH_ENTRY);
  const char *chosen = NULL;

  g_signal_connect_swapped (palette, "kind-activated", G_CALLBACK (chosen_cb), &chosen);
  gtk_editable_set_text (GTK_EDITABLE (entry), "choice");
  g_signal_emit_by_name (entry, "search-changed");
  sluice_test_settle ();
  g_assert_cmpuint (sluice_palette_get_n_shown (palette), <, sluice_catalog_get_n ());
  g_assert_cmpuint (sluice_palette_get_n_shown (palette), >, 0);

  g_signal_emit_by_name (entry, "activate");
  g_assert_cmpstr (chosen, ==, "choice");

  g_signal_emit_by_name (entry, "stop-search");
  g_signal_emit_by_name (entry, "search-changed");
  g_assert_cmpuint (sluice_palette_get_n_shown (palette), ==, sluice_catalog_get_n ());
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  sluice_init ();

  g_test_add_func ("/library/match/orders-by-fit", test_match);
  g_test_add_func ("/library/match/words-of-others", test_words_of_others);
  g_test_add_func ("/library/palette/lists-all-kinds", test_palette_lists_all_kinds);
  g_test_add_func ("/library/palette/search-filters-and-adds", test_palette_search);

  return g_test_run ();
}
