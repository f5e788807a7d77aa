/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The examples: each is canonical, has no problems, and runs as it says. */

#include "play.h"

#include <string.h>

#include "graph/check.h"

static const char * const names[] = { "hello", "recipe-finder", "taboo", "nested", "chat", "summarize-files",
                                      "ask-a-database", "review", "poll", "grades", "majority-vote", "translate",
                                      "article", "supervisor", "ask-the-notes", "research", "bookshelf" };

static char *
dup_path (const char *name)
{
  g_autofree char *file = g_strconcat (name, ".flow.json", NULL);

  return g_build_filename (g_getenv ("SLUICE_DATA_DIR"), "examples", file, NULL);
}

static SluiceDocument *
load (const char *name)
{
  g_autofree char *path = dup_path (name);
  g_autoptr (GError) error = NULL;
  SluiceDocument *document = sluice_document_load (path, &error);

  g_assert_no_error (error);
  return document;
}

static Play *
play_example (const char         *name,
              const char * const *answers)
{
  g_autoptr (SluiceDocument) document = load (name);
  Play *played = play (document, NULL, answers);

  g_assert_no_error (played->error);
  g_assert_cmpstr (played->warnings->str, ==, "");
  return played;
}

static void
test_canonical (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = dup_path (names[i]);
      g_autoptr (SluiceDocument) document = load (names[i]);
      g_autofree char *text = sluice_document_to_text (document, NULL);
      g_autofree char *file = NULL;

      g_assert_true (g_file_get_contents (path, &file, NULL, NULL));
      g_assert_cmpstr (text, ==, file);
    }
}

static void
test_no_problems (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (SluiceDocument) document = load (names[i]);
      g_autoptr (GPtrArray) problems = sluice_check_document (document);

      if (problems->len > 0)
        {
          g_autofree char *text = sluice_problem_to_string (g_ptr_array_index (problems, 0), names[i]);

          g_error ("%s", text);
        }
    }
}

static void
test_hello (void)
{
  const char * const answers[] = { "Ada", NULL };
  g_autoptr (Play) played = play_example ("hello", answers);

  g_assert_cmpstr (played->log->str, ==, "info: Hello, Ada!\n");
  g_assert_cmpstr (played->shared, ==, "{\"name\":\"Ada\"}");
}

/* The run that is told everywhere: chicken, no, yes. */
static void
test_recipe_finder (void)
{
  const char * const answers[] = { "Chicken", "retry", "accept", NULL };
  g_autoptr (Play) played = play_example ("recipe-finder", answers);

  g_assert_cmpuint (played->asked->len, ==, 3);
  g_assert_cmpstr (g_ptr_array_index (played->asked, 0), ==, "Enter ingredient:");
  g_assert_cmpstr (g_ptr_array_index (played->asked, 1), ==, "Accept Chicken stir fry?");
  g_assert_cmpstr (g_ptr_array_index (played->asked, 2), ==, "Accept Grilled chicken with herbs?");
  g_assert_cmpstr (played->shared, ==,
                   "{\"ingredient\":\"chicken\","
                   "\"recipes\":[\"Chicken stir fry\",\"Grilled chicken with herbs\",\"Baked chicken with vegetables\"],"
                   "\"refused\":[\"Chicken stir fry\"],"
                   "\"suggestion\":\"Grilled chicken with herbs\"}");
  g_assert_cmpstr (played->path->str, ==,
                   "main main/fetch main/suggest main/approve main/suggest main/approve main/end");
  g_assert_cmpstr (played->log->str, ==, "info: Enjoy your meal: Grilled chicken with herbs\n");
  g_assert_null (played->action);
}

static void
test_recipe_finder_unknown (void)
{
  const char * const answers[] = { "Kale", "retry", "retry", "retry", NULL };
  g_autoptr (Play) played = play_example ("recipe-finder", answers);

  g_assert_cmpuint (played->asked->len, ==, 4);
  g_assert_cmpstr (g_ptr_array_index (played->asked, 3), ==, "Accept Baked kale with vegetables?");
  g_assert_cmpstr (played->log->str, ==, "info: No other recipe with kale is known.\n");
}

static void
test_taboo (void)
{
  g_autoptr (Play) played = play_example ("taboo", NULL);

  g_assert_cmpstr (played->shared, ==,
                   "{\"forbidden_words\":[\"memory\",\"past\",\"remember\",\"feeling\",\"longing\"],"
                   "\"past_guesses\":[\"vintage\",\"homesick\"],"
                   "\"target_word\":\"nostalgic\"}");
  g_assert_cmpstr (played->log->str, ==,
                   "info: Hinter: Thinking of good old times\ninfo: Guesser: vintage\n"
                   "info: Hinter: Sweet sadness far from home\ninfo: Guesser: homesick\n"
                   "info: Hinter: Wistful smile at old photos\ninfo: Guesser: nostalgic\ninfo: Correct!\n");
}

/* Without the first empty guess both wait for ever, and are told so. */
static void
test_taboo_deadlock (void)
{
  g_autoptr (SluiceDocument) document = load ("taboo");
  g_autoptr (Play) played = NULL;

  sluice_document_begin (document, "Take the first guess out", NULL);
  g_assert_true (sluice_document_apply (document, SLUICE_CHANGE_REMOVE, "/queues", sluice_value_null (), -1, NULL));
  sluice_document_commit (document);
  played = play (document, NULL, NULL);
  g_assert_error (played->error, SLUICE_ENGINE_ERROR, SLUICE_ENGINE_ERROR_DEADLOCK);
  g_assert_nonnull (strstr (played->error->message, "hinter_queue"));
  g_assert_nonnull (strstr (played->error->message, "guesser_queue"));
}

static void
test_nested (void)
{
  g_autoptr (Play) played = play_example ("nested", NULL);

  g_assert_cmpstr (played->path->str, ==,
                   "order order/total order/payment payment/check payment/charge "
                   "order/shipping shipping/pack shipping/pickup order/confirm order/end");
  g_assert_cmpstr (played->log->str, ==, "info: Ada, 2 parcels are on their way; pickup at 16:00.\n");
  g_assert_nonnull (strstr (played->shared, "\"payment\":{\"attempts\":2,\"paid\":71.5}"));
  g_assert_nonnull (strstr (played->shared, "\"parcels\":[\"1 × teapot\",\"4 × cup\"]"));
}

/* Nothing is granted: the fallback answers, and what was said is remembered all the same. */
static void
test_chat (void)
{
  const char * const answers[] = { "Hello", "It rains", "Bye", NULL };
  g_autoptr (Play) played = play_example ("chat", answers);

  g_assert_cmpstr (played->log->str, ==, "info: No model answers here; you said: Hello\n"
                                         "info: No model answers here; you said: It rains\n");
  g_assert_nonnull (strstr (played->shared, "{\"content\":\"It rains\",\"role\":\"user\"}"));
}

static void
test_summarize_files (void)
{
  g_autoptr (Play) played = play_example ("summarize-files", NULL);

  g_assert_true (g_str_has_prefix (played->log->str, "info: 3 notes:\nbicycle.txt: Oil the chain"));
  g_assert_nonnull (strstr (played->log->str, "\ngarden.txt: The tomatoes need water in the morning"));
}

/* No program is granted: its fallback sorts. */
static void
test_bookshelf (void)
{
  g_autoptr (Play) played = play_example ("bookshelf", NULL);

  g_assert_cmpstr (played->log->str, ==, "info: Dubliners, Emma, Middlemarch, Walden\n");
  g_assert_nonnull (strstr (played->shared, "\"pile\":\"Walden\\nEmma\\nMiddlemarch\\nDubliners\\n\""));
}

static void
test_review (void)
{
  const char * const answers[] = { "reject", "too stiff", "edit", "Do come on Friday.", "approve", NULL };
  g_autoptr (Play) played = play_example ("review", answers);

  g_assert_cmpstr (g_ptr_array_index (played->asked, 0), ==,
                   "You are invited to the meeting on Friday. Bring your questions.");
  g_assert_cmpstr (g_ptr_array_index (played->asked, 2), ==,
                   "Would you like to come to the meeting on Friday? We would be glad to see you.");
  g_assert_cmpstr (played->log->str, ==, "info: Sent: Do come on Friday.\n");
}

/* Nothing is granted: no answer five times over, a second apart. */
static void
test_poll (void)
{
  g_autoptr (Play) played = play_example ("poll", NULL);

  g_assert_cmpstr (played->log->str, ==, "info: Asked 5 times; nothing changed.\n");
}

static void
test_grades (void)
{
  g_autoptr (Play) played = play_example ("grades", NULL);

  g_assert_cmpstr (played->log->str, ==, "info: maths: 2.17\ninfo: music: 2.33\n");
  g_assert_nonnull (strstr (played->shared, "\"music\":{\"Cy\":2.33,\"Di\":1.33,\"Ed\":3.33,\"all\":2.33}"));
}

static void
test_majority_vote (void)
{
  g_autoptr (Play) played = play_example ("majority-vote", NULL);

  g_assert_nonnull (strstr (played->shared, "\"result\":{\"answer\":\"5\""));
  g_assert_true (g_str_has_suffix (played->log->str, "of 5 votes\n"));
}

static void
test_article (void)
{
  g_autoptr (Play) played = play_example ("article", NULL);

  g_assert_true (g_str_has_prefix (played->log->str, "info: # Why sourdough rises\n\n## What it is\n\nHere stands"));
}

static void
test_supervisor (void)
{
  g_autoptr (Play) played = play_example ("supervisor", NULL);

  g_assert_true (strstr (played->log->str, "info: 1969, after ") != NULL
                 || g_str_has_suffix (played->log->str, "error: The agent gave no answer that could be used.\n"));
}

static void
test_ask_the_notes (void)
{
  g_autoptr (Play) played = play_example ("ask-the-notes", NULL);

  g_assert_cmpstr (played->log->str, ==, "info: bread.txt: Bake it hot, with steam for the first ten minutes.\n");
}

/* Nothing is granted: the search falls back on the flow's own facts, and the model on rules. */
static void
test_research (void)
{
  g_autoptr (Play) played = play_example ("research", NULL);

  g_assert_cmpstr (played->path->str, ==, "main main/decide main/search main/decide main/search main/decide main/answer "
                                          "main/say");
  g_assert_nonnull (strstr (played->log->str, "info: 2. search: Why do rivers meander?\ninfo: Water flows faster"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  sluice_init ();
  g_test_add_func ("/compile/examples/canonical", test_canonical);
  g_test_add_func ("/compile/examples/no-problems", test_no_problems);
  g_test_add_func ("/compile/examples/hello", test_hello);
  g_test_add_func ("/compile/examples/recipe-finder", test_recipe_finder);
  g_test_add_func ("/compile/examples/recipe-finder-unknown-ingredient", test_recipe_finder_unknown);
  g_test_add_func ("/compile/examples/taboo", test_taboo);
  g_test_add_func ("/compile/examples/taboo-deadlock", test_taboo_deadlock);
  g_test_add_func ("/compile/examples/nested", test_nested);
  g_test_add_func ("/compile/examples/chat", test_chat);
  g_test_add_func ("/compile/examples/summarize-files", test_summarize_files);
  g_test_add_func ("/compile/examples/bookshelf", test_bookshelf);
  g_test_add_func ("/compile/examples/review", test_review);
  g_test_add_func ("/compile/examples/poll", test_poll);
  g_test_add_func ("/compile/examples/grades", test_grades);
  g_test_add_func ("/compile/examples/majority-vote", test_majority_vote);
  g_test_add_func ("/compile/examples/article", test_article);
  g_test_add_func ("/compile/examples/supervisor", test_supervisor);
  g_test_add_func ("/compile/examples/ask-the-notes", test_ask_the_notes);
  g_test_add_func ("/compile/examples/research", test_research);
  return g_test_run ();
}
