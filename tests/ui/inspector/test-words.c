/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the completion offers, as text: the text before the cursor, what is among the words. */

#include "compile/compile.h"
#include "inspector/words.h"

static const char SOURCE[] =
  "{ \"format\": 1, \"shared\": { \"recipes\": [], \"two words\": 1 }, \"flows\": {"
  "  \"main\": { \"start\": \"a\", \"params\": { \"city\": \"x\" }, \"nodes\": {"
  "    \"a\": { \"kind\": \"script\", \"title\": \"Fetch\", \"output\": \"found\", \"params\": { \"n\": 1 },"
  "           \"post\": [\"shared.seen = shared.found.name\", \"my_shared.not_this = 1\"] } } } } }";

static const struct
{
  const char *before;
  const char *has;  /* name and arguments */
  const char *lacks;
} cases[] = {
  { "return shared.", "recipes", "two words" },
  { "return shared.", "found", "not_this" },
  { "x = shared.se", "seen", "return" },
  { "params.", "city", "recipes" },
  { "params.", "n", "city.n" },
  { "", "shared", "decode" },
  { "loc", "local", "json.decode" },
  { "json.", "decode(text)", "shared" },
  { "x = string.for", "format(format, …)", "local" },
  { "shared.found.", NULL, "name" },
  { "my_shared.", NULL, "recipes" },
};

static gboolean
has_word (GPtrArray  *words,
          const char *wanted)
{
  for (guint i = 0; i < words->len; i++)
    {
      const SluiceWord *word = words->pdata[i];
      g_autofree char *text = g_strconcat (word->name, word->arguments, NULL);

      if (g_str_equal (text, wanted))
        return TRUE;
    }
  return FALSE;
}

static void
test_words (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SluiceDocument) document = sluice_document_new_from_text (SOURCE, -1, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) words = sluice_words_at (document, "main/a", cases[i].before);

      g_test_message ("%s", cases[i].before);
      if (cases[i].has != NULL)
        g_assert_true (has_word (words, cases[i].has));
      else
        g_assert_cmpuint (words->len, ==, 0);
      g_assert_false (has_word (words, cases[i].lacks));
    }
}

static void
test_braces (void)
{
  g_assert_false (sluice_words_in_braces (""));
  g_assert_false (sluice_words_in_braces ("Say { shared"));
  g_assert_true (sluice_words_in_braces ("Say {{ shared."));
  g_assert_false (sluice_words_in_braces ("Say {{ shared.x }} sha"));
  g_assert_true (sluice_words_in_braces ("Say {{ shared.x }} {{\nsha"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  sluice_init ();
  g_test_add_func ("/inspector/words/at", test_words);
  g_test_add_func ("/inspector/words/braces", test_braces);

  return g_test_run ();
}
