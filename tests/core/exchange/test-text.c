/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The formats that are text: what is written is compared letter by letter, what is read as a line of
 * the notation. */

#include "exchange/exchange.h"

#include <glib/gstdio.h>
#include <string.h>

#include "kinds/kinds.h"
#include "notation.h"

#define NESTED \
  "{ 'format': 1, 'name': 'Say \\\\\"hi\\\\\"', 'run': ['main'], 'flows': {" \
  "  'main': { 'start': 'a', 'nodes': {" \
  "    'a': { 'kind': 'ask', 'title': 'Who <you>?', 'note': 'One | two', 'settings': { 'prompt': 'Name' }," \
  "           'output': 'name', 'next': { 'default': 'pay' } }," \
  "    'pay': { 'kind': 'flow', 'title': 'Pay #1', 'settings': { 'flow': 'pay' }, 'next': { 'ok': 'end', 'no': null } }," \
  "    'again': { 'kind': 'flow', 'title': 'Again', 'settings': { 'flow': 'pay' } }," \
  "    'end': { 'kind': 'end', 'title': 'End' } } }," \
  "  'pay': { 'title': 'Payment', 'start': 'b', 'nodes': {" \
  "    'b': { 'kind': 'choice', 'title': 'Ok?', 'settings': { 'prompt': 'Ok?', 'choices': ['ok'] }," \
  "           'next': { 'ok': 'c' } }," \
  "    'c': { 'kind': 'script', 'title': 'C', 'post': 'shared.paid = shared.name' } } } } }"

static SluiceDocument *
new_document (const char *quoted)
{
  g_autofree char *text = g_strdelimit (g_strdup (quoted), "'", '"');
  g_autoptr (GString) plain = g_string_new (text);
  g_autoptr (GError) error = NULL;
  SluiceDocument *document;

  g_string_replace (plain, "\\\\\"", "\\\"", 0);
  document = sluice_document_new_from_text (plain->str, (gssize) plain->len, &error);
  g_assert_no_error (error);
  return document;
}

static char *
dup_export (SluiceDocument *document,
            const char     *format,
            const char     *flow)
{
  SluiceExportOptions options = { .flow = flow };
  g_autoptr (GError) error = NULL;
  g_autoptr (SluiceExport) made = sluice_exchange_export (document, sluice_exchange_find (format), &options, &error);
  const SluiceExportFile *file;
  gsize length;
  const char *content;

  g_assert_no_error (error);
  g_assert_cmpuint (made->files->len, ==, 1);
  file = g_ptr_array_index (made->files, 0);
  g_assert_null (file->path);
  content = g_bytes_get_data (file->content, &length);
  return g_strndup (content, length);
}

/* Reads @text by way of a file; a message in place of a document where it can't be read. */
static SluiceDocument *
read_text (const char  *format,
           const char  *suffix,
           const char  *text,
           char       **notes,
           GError     **error)
{
  g_autofree char *folder = g_dir_make_tmp ("sluice-exchange-XXXXXX", NULL);
  g_autofree char *name = g_strconcat ("in", suffix, NULL);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GPtrArray) said = g_ptr_array_new_with_free_func (g_free);
  SluiceDocument *document;

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  document = sluice_exchange_import (sluice_exchange_find (format), path, said, error);
  g_remove (path);
  g_rmdir (folder);
  g_ptr_array_add (said, NULL);
  if (notes != NULL)
    *notes = g_strjoinv ("; ", (char **) said->pdata);
  return document;
}

static void
test_mermaid_out (void)
{
  g_autoptr (SluiceDocument) document = new_document (NESTED);
  g_autofree char *all = dup_export (document, "mermaid", NULL);
  g_autofree char *one = dup_export (document, "mermaid", "pay");

  g_assert_cmpstr (all, ==,
                   "---\n"
                   "title: \"Say #quot;hi#quot;\"\n"
                   "---\n"
                   "flowchart LR\n"
                   "  a[/\"Who #lt;you#gt;?\"/]:::first\n"
                   "  subgraph pay[\"Pay #35;1\"]\n"
                   "    pay_b{\"Ok?\"}:::first\n"
                   "    pay_c[\"C\"]\n"
                   "    pay_b -->|\"ok\"| pay_c\n"
                   "  end\n"
                   "  again[[\"Again\"]]\n"
                   "  end_([\"End\"])\n"
                   "  a --> pay\n"
                   "  pay -->|\"ok\"| end_\n"
                   "  pay -->|\"no\"| pay__end1((\" \"))\n"
                   "  classDef first stroke-width:3px\n");
  g_assert_nonnull (strstr (one, "flowchart LR\n"
                                 "  b{\"Ok?\"}:::first\n"
                                 "  c[\"C\"]\n"
                                 "  b -->|\"ok\"| c\n"));
}

static void
test_dot (void)
{
  g_autoptr (SluiceDocument) document = new_document (NESTED);
  g_autofree char *text = dup_export (document, "dot", NULL);

  g_assert_cmpstr (text, ==,
                   "digraph \"Say \\\"hi\\\"\" {\n"
                   "  rankdir=LR;\n"
                   "  compound=true;\n"
                   "  node [shape=box, style=rounded, fontname=\"sans-serif\"];\n"
                   "  edge [fontname=\"sans-serif\"];\n"
                   "  \"a\" [label=\"Who <you>?\", shape=parallelogram, penwidth=2];\n"
                   "  subgraph \"cluster_pay\" {\n"
                   "    label=\"Pay #1\";\n"
                   "    \"pay_b\" [label=\"Ok?\", shape=diamond, penwidth=2];\n"
                   "    \"pay_c\" [label=\"C\"];\n"
                   "    \"pay_b\" -> \"pay_c\" [label=\"ok\"];\n"
                   "  }\n"
                   "  \"again\" [label=\"Again\", shape=component];\n"
                   "  \"end_\" [label=\"End\", shape=oval];\n"
                   "  \"a\" -> \"pay_b\" [lhead=\"cluster_pay\"];\n"
                   "  \"pay_b\" -> \"end_\" [label=\"ok\", ltail=\"cluster_pay\"];\n"
                   "  \"pay__end1\" [label=\"\", shape=doublecircle, width=0.15];\n"
                   "  \"pay_b\" -> \"pay__end1\" [label=\"no\", ltail=\"cluster_pay\"];\n"
                   "}\n");
}

static void
test_markdown (void)
{
  g_autoptr (SluiceDocument) document = new_document (NESTED);
  g_autofree char *text = dup_export (document, "markdown", NULL);

  g_assert_true (g_str_has_prefix (text, "# Say \"hi\"\n\n```mermaid\nflowchart LR\n"));
  g_assert_nonnull (strstr (text, "```\n\n"
                                  "## main\n\n"
                                  "| Node | Kind | Does | Leads to |\n"
                                  "|---|---|---|---|\n"
                                  "| **Who \\<you\\>?** | Ask | One \\| two | `default` → Pay \\#1 |\n"
                                  "| Pay \\#1 | Flow | `pay` | `ok` → End, `no` → end |\n"));
  g_assert_true (g_str_has_suffix (text,
                                   "## Shared store\n\n"
                                   "| Key | At first | Written by | Read by |\n"
                                   "|---|---|---|---|\n"
                                   "| `name` |  | Who \\<you\\>? | C |\n"
                                   "| `paid` |  | C |  |\n"));
}

static void
test_mermaid_in (void)
{
  static const struct
  {
    const char *text;
    const char *after;
    const char *notes;
  } cases[] = {
    { "flowchart LR\n  a --> b\n", "*a b a-default->b", "" },
    /* One line, and chains. */
    { "graph TD; a-->b-->c; b-->|no|a", "*a b c a-default->b b-default->c b-no->a", "" },
    /* All the ways to write a text. */
    { "flowchart LR\na -- yes --> b\na -. maybe .-> c\na == no ==> d\na ---|or|e",
      "*a b c d e a-yes->b a-maybe->c a-no->d a-or->e", "" },
    { "flowchart LR\na -- \"yes\" --> b\nb -- \" --> c", "*a b c a-yes->b b-default->c", "" },
    /* Shapes are kinds; a look without what its kind needs is a script. */
    { "flowchart LR\n"
      "q{\"Go on?\"} -->|yes| s([Done])\n"
      "q -->|no| i[/\"Name\"/]\n"
      "i --> l>\"Hello\"]\n"
      "l --> d{Alone}",
      "*q:choice'Go on?' s:end'Done' i:ask'Name' l:log'Hello' d'Alone' q-yes->s q-no->i i-default->l l-default->d", "" },
    /* An action leads to one node. */
    { "flowchart LR\na --> b & c", "*a b c a-default->b a-default to c->c",
      "“a” has two edges “default”; the one to “c” is now “default to c”" },
    /* A blank circle is an end. */
    { "flowchart LR\na -->|stop| e((\" \"))", "*a a-stop->.", "" },
    { "flowchart LR\n%% a remark\nb --> c\nclassDef first stroke-width:3px\nclass c first\nstyle b fill:#fff\n",
      "b *c b-default->c", "" },
    { "flowchart LR\na[\"say #quot;hi#quot; #35;1<br/>now &amp; then\"]", "*a'say \"hi\" #1 now & then'", "" },
    /* An edge across the border takes a subgraph apart. */
    { "flowchart LR\na --> c\nsubgraph one[Part]\nb --> c\nend",
      "*a c b a-default->c b-default->c",
      "Edges cross the border of “Part”, so it is no flow of its own; its nodes are in the one around it" },
    { "Words\n\n```mermaid\nflowchart LR\na-->b\n```\nmore", "*a b a-default->b", "" },
    /* Names with hyphens, and arrows without blanks. */
    { "flowchart LR\nload-all-->sort\nsort---->load-all", "*load-all sort load-all-default->sort sort-default->load-all", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *notes = NULL;
      g_autoptr (SluiceDocument) document = read_text ("mermaid", ".mmd", cases[i].text, &notes, &error);
      g_autofree char *after = NULL;

      g_assert_no_error (error);
      after = notation_print (document);
      g_assert_cmpstr (after, ==, cases[i].after);
      g_assert_cmpstr (notes, ==, cases[i].notes);
    }
}

static void
test_mermaid_bad (void)
{
  static const struct
  {
    const char *text;
    const char *message;
  } cases[] = {
    { "", "line 1: a Mermaid flowchart begins with “flowchart” or “graph”" },
    { "sequenceDiagram\n", "line 1: a Mermaid flowchart begins with “flowchart” or “graph”" },
    { "flowchart LR\na --> ", "line 2: a node is expected here" },
    { "flowchart LR\n\na b", "line 3: an arrow such as --> is expected here" },
    { "flowchart LR\na -- text", "line 2: the text of an arrow has no end" },
    { "flowchart LR\nsubgraph x\na", "line 3: a subgraph has no end" },
    { "flowchart LR\na\nend", "line 3: this end closes no subgraph" },
    { "flowchart LR\na[open", "line 2: an arrow such as --> is expected here" },
    { "flowchart LR\na -->|open", "line 2: the text of an arrow has no end" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (SluiceDocument) document = read_text ("mermaid", ".mmd", cases[i].text, NULL, &error);

      g_assert_null (document);
      g_assert_error (error, SLUICE_EXCHANGE_ERROR, SLUICE_EXCHANGE_ERROR_SYNTAX);
      g_assert_true (g_str_has_suffix (error->message, cases[i].message));
    }
}

/* A diagram that is read and written again is the same, subgraphs and all. */
static void
test_mermaid_round_trip (void)
{
  g_autoptr (SluiceDocument) document = new_document (NESTED);
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autoptr (SluiceDocument) again = NULL;
  g_autoptr (GError) error = NULL;
  SluiceDocument *nested = document;

  /* What is drawn as a reference to another flow can't be read back. */
  sluice_document_begin (nested, "Delete", NULL);
  g_assert_true (sluice_document_apply (nested, SLUICE_CHANGE_REMOVE, "/flows/main/nodes/again",
                                        sluice_value_null (), -1, NULL));
  sluice_document_commit (nested);
  first = dup_export (document, "mermaid", NULL);
  again = read_text ("mermaid", ".mmd", first, NULL, &error);
  g_assert_no_error (error);
  second = dup_export (again, "mermaid", NULL);
  g_assert_cmpstr (second, ==, first);
}

static void
test_bytes_of_any_kind (void)
{
  static const char alphabet[] = "ab \n->|[](){}\"&;%:.=/<xo#-end subgraph";
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);

  for (guint i = 0; i < 1000; i++)
    {
      g_autoptr (GString) text = g_string_new ("flowchart LR\n");
      g_autoptr (SluiceDocument) document = NULL;
      guint n = (guint) g_rand_int_range (rand, 0, 60);

      for (guint k = 0; k < n; k++)
        g_string_append_c (text, alphabet[g_rand_int_range (rand, 0, sizeof alphabet - 1)]);
      document = read_text ("mermaid", ".mmd", text->str, NULL, NULL);
      if (document != NULL)
        {
          g_autofree char *out = dup_export (document, "mermaid", NULL);
          g_autoptr (GError) error = NULL;
          g_autoptr (SluiceDocument) again = read_text ("mermaid", ".mmd", out, NULL, &error);

          g_assert_no_error (error);
        }
    }
}

static void
test_table (void)
{
  for (guint i = 0; i < sluice_exchange_get_n (); i++)
    {
      const SluiceExchangeFormat *format = sluice_exchange_get (i);

      g_assert_true (sluice_exchange_find (format->id) == format);
      g_assert_true (format->write != NULL || format->read != NULL);
      g_assert_true (format->is_folder == (*format->suffix == '\0'));
      if (!format->is_folder)
        {
          g_autofree char *path = g_strconcat ("/nowhere/A", format->suffix, NULL);

          g_assert_true (sluice_exchange_guess (path) == format);
        }
    }
  g_assert_null (sluice_exchange_find ("wishes"));
  g_assert_null (sluice_exchange_guess ("/nowhere/a.wishes"));
}

static void
test_secrets_are_noted (void)
{
  g_autoptr (SluiceDocument) document =
    new_document ("{ 'format': 1, 'flows': { 'main': { 'nodes': { 'a': { 'kind': 'log', 'settings': {"
                  "  'message': 'sk-proj-Ab3dEf6hIj9kLm2nOp5qRs8tUv1wXy4z' } } } } } }");
  g_autoptr (SluiceExport) made = sluice_exchange_export (document, sluice_exchange_find ("dot"), NULL, NULL);

  g_assert_cmpuint (made->notes->len, ==, 1);
  g_assert_true (g_str_has_prefix (g_ptr_array_index (made->notes, 0), "flows.main.nodes.a.settings.message "));
}

static void
test_options (void)
{
  g_autoptr (SluiceDocument) document = new_document (NESTED);
  SluiceExportOptions options = { .flow = "pey" };
  g_autoptr (GError) error = NULL;

  g_assert_null (sluice_exchange_export (document, sluice_exchange_find ("dot"), &options, &error));
  g_assert_error (error, SLUICE_EXCHANGE_ERROR, SLUICE_EXCHANGE_ERROR_OPTION);
  g_assert_cmpstr (error->message, ==, "There is no flow “pey”; did you mean “pay”?");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  sluice_kinds_register ();
  g_test_add_func ("/exchange/table", test_table);
  g_test_add_func ("/exchange/options", test_options);
  g_test_add_func ("/exchange/secrets-are-noted", test_secrets_are_noted);
  g_test_add_func ("/exchange/mermaid/out", test_mermaid_out);
  g_test_add_func ("/exchange/mermaid/in", test_mermaid_in);
  g_test_add_func ("/exchange/mermaid/bad", test_mermaid_bad);
  g_test_add_func ("/exchange/mermaid/round-trip", test_mermaid_round_trip);
  g_test_add_func ("/exchange/mermaid/anything", test_bytes_of_any_kind);
  g_test_add_func ("/exchange/dot", test_dot);
  g_test_add_func ("/exchange/markdown", test_markdown);
  return g_test_run ();
}
