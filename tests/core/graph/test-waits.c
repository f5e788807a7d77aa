/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a node is told to wait for, by its kind and its scripts. */
#include "graph/catalog.h"
#include "graph/waits.h"

static const struct
{
  const char *kind;
  const char *post;
  gboolean    waits;
  const char *queues;
} cases[] = {
  { "ask", "", TRUE, "" },
  { "http", "", TRUE, "" },
  { "script", "return 'ask'", FALSE, "" },
  { "script", "return ask ('Name?')", TRUE, "" },
  { "script", "return choose { 'a', 'b' }", TRUE, "" },
  { "script", "sleep (1)", TRUE, "" },
  { "script", "return llm 'x'", TRUE, "" },
  { "script", "-- sleep (1)\nreturn 'x'", FALSE, "" },
  { "script", "return [[ sleep (1) ]]", FALSE, "" },
  { "script", "return shared.ask (1)", FALSE, "" },
  { "script", "local function sleep (n) end", FALSE, "" },
  { "script", "local asked = 1 return asked", FALSE, "" },
  { "script", "queue ('out'):put (1)", FALSE, "" },
  { "script", "return queue ('in'):get ()", TRUE, "in" },
  { "script", "return queue 'in':get ()", TRUE, "in" },
  { "script", "if queue (\"in\"):size () > 0 then return end", FALSE, "in" },
  { "script", "local q = queue ('b') queue ('a'):get () queue ('b'):get ()", TRUE, "b a" },
  { "script", "return queue (name):get ()", FALSE, "" },
  { "script", "queue (", FALSE, "" },
};

static const SluiceKindInfo kinds[] = {
  { .id = "ask", .category = "people" },
  { .id = "http", .category = "services" },
  { .id = "script", .category = "logic" },
};

static SluiceDocument *
make_document (const char *kind,
               const char *post)
{
  g_autofree char *quoted = g_strescape (post, NULL);
  g_autofree char *text = g_strdup_printf ("{ \"format\": 1, \"flows\": { \"main\": { \"nodes\": { \"a\": "
                                           "{ \"kind\": \"%s\", \"post\": \"%s\" } } } } }", kind, quoted);
  g_autoptr (GError) error = NULL;
  SluiceDocument *document = sluice_document_new_from_text (text, -1, &error);

  g_assert_no_error (error);
  return document;
}

static void
test_tells_what_waits (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SluiceDocument) document = make_document (cases[i].kind, cases[i].post);
      g_auto (GStrv) queues = sluice_document_dup_node_queues (document, "main/a");
      g_autofree char *joined = g_strjoinv (" ", queues);

      g_test_message ("%s: %s", cases[i].kind, cases[i].post);
      g_assert_cmpint (sluice_document_node_waits (document, "main/a"), ==, cases[i].waits);
      g_assert_cmpstr (joined, ==, cases[i].queues);
    }
}

static void
test_tells_what_is_filled (void)
{
  static const char post[] = "queue ('a'):put (1) queue ('b'):get () queue ('a'):put (2) queue ('c'):put (shared.x)";
  g_autoptr (SluiceDocument) document = make_document ("script", post);
  g_auto (GStrv) queues = sluice_document_dup_filled_queues (document, "main/a");
  g_autofree char *joined = g_strjoinv (" ", queues);

  g_assert_cmpstr (joined, ==, "a c");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    sluice_catalog_register (&kinds[i]);
  g_test_add_func ("/graph/waits/tells-what-waits", test_tells_what_waits);
  g_test_add_func ("/graph/waits/tells-what-is-filled", test_tells_what_is_filled);
  return g_test_run ();
}
