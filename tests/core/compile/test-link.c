/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Flows of other files: brought into a copy of the document, or refused with what to do. */

#include "play.h"

#include <glib/gstdio.h>
#include <string.h>

#include "folder.h"
#include "graph/check.h"
#include "kinds/grants.h"
#include "kinds/link.h"

#define FLOW(name, nodes) "\"" name "\":{\"start\":\"a\",\"nodes\":{" nodes "}}"
#define FILE_OF(flows, more) "{\"format\":1" more ",\"flows\":{" flows "}}"
#define RUNS(id, flow) "\"" id "\":{\"kind\":\"flow\",\"settings\":{\"flow\":\"" flow "\"}}"
#define ADDS "\"a\":{\"kind\":\"script\",\"post\":\"shared.sum = (shared.sum or 0) + (params.n or 1)\"}"

static SluiceDocument *
load (const char *folder,
      const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;
  SluiceDocument *document = sluice_document_load (path, &error);

  g_assert_no_error (error);
  return document;
}

static void
write_file (const char *folder,
            const char *name,
            const char *text)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

/* What is in one file is as it was, to the very object. */
static void
test_alone (void)
{
  g_autoptr (SluiceDocument) document =
    sluice_document_new_from_text (FILE_OF (FLOW ("main", RUNS ("a", "sub")) "," FLOW ("sub", ADDS), ""), -1, NULL);
  g_autoptr (SluiceDocument) linked = sluice_link_document (document, NULL);

  g_assert_true (linked == document);
}

/* The other file's own flows come along, each once, and nothing that is not run; an id that is taken stays so. */
static void
test_links (void)
{
  g_autoptr (TestFolder) folder = test_folder_new ();
  g_autoptr (SluiceDocument) document = NULL;
  g_autoptr (SluiceDocument) linked = NULL;
  g_autoptr (SluiceDocument) again = NULL;
  g_autoptr (Play) played = NULL;
  g_autoptr (GError) error = NULL;

  write_file (folder, "this.flow.json",
              FILE_OF (FLOW ("main", RUNS ("a", "other.flow.json") ","
                             RUNS ("b", "other.flow.json#sub")) "," FLOW ("other-main", ADDS),
                       ",\"shared\":{\"x\":1},\"run\":[\"main\"]"));
  write_file (folder, "other.flow.json",
              FILE_OF (FLOW ("main", RUNS ("a", "sub")) "," FLOW ("sub", ADDS) "," FLOW ("idle", ADDS),
                       ",\"shared\":{\"x\":2,\"y\":3},\"queues\":{\"q\":{\"items\":[1]}}"));
  document = load (folder, "this.flow.json");
  linked = sluice_link_document (document, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (sluice_document_get_n_flows (linked), ==, 4);
  g_assert_cmpstr (sluice_document_get_flow_id (linked, 2), ==, "other-main-2");
  g_assert_cmpstr (sluice_document_get_flow_id (linked, 3), ==, "other-sub");
  g_assert_cmpstr (sluice_value_get_string (sluice_document_get_setting (linked, "main/a", "flow")), ==, "other-main-2");
  g_assert_cmpstr (sluice_value_get_string (sluice_document_get_setting (linked, "main/b", "flow")), ==, "other-sub");
  g_assert_cmpstr (sluice_value_get_string (sluice_document_get_setting (linked, "other-main-2/a", "flow")), ==,
                   "other-sub");
  g_assert_cmpstr (sluice_document_get_path (linked), ==, sluice_document_get_path (document));
  again = sluice_link_document (linked, NULL);
  g_assert_true (again == linked);

  played = play (document, NULL, NULL);
  g_assert_no_error (played->error);
  g_assert_cmpstr (played->shared, ==, "{\"sum\":1,\"x\":1,\"y\":3}");
  g_assert_cmpstr (played->path->str, ==, "main main/a other-main-2/a other-sub/a");
}

/* Over a flow of another file, one after another and side by side. */
static void
test_batch (void)
{
  static const char * const modes[] = { "each", "parallel" };

  for (guint i = 0; i < G_N_ELEMENTS (modes); i++)
    {
      g_autoptr (TestFolder) folder = test_folder_new ();
      g_autofree char *text = g_strdup_printf (
        FILE_OF (FLOW ("main", "\"a\":{\"kind\":\"flow\",\"batch\":\"%s\",\"settings\":{\"flow\":\"other.flow.json#sub\"},"
                       "\"prep\":\"return { { n = 1 }, { n = 2 }, { n = 4 } }\"}"), ""), modes[i]);
      g_autoptr (SluiceDocument) document = NULL;
      g_autoptr (Play) played = NULL;

      write_file (folder, "this.flow.json", text);
      write_file (folder, "other.flow.json", FILE_OF (FLOW ("sub", ADDS), ""));
      document = load (folder, "this.flow.json");
      played = play (document, NULL, NULL);
      g_assert_no_error (played->error);
      g_assert_cmpstr (played->shared, ==, "{\"sum\":7}");
    }
}

/* From a folder below: its texts are beside it, and what it touches is seen from there. */
static void
test_folders (void)
{
  g_autoptr (TestFolder) folder = test_folder_new ();
  g_autofree char *inner = g_build_filename (folder, "inner", NULL);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr (SluiceDocument) document = NULL;
  g_autoptr (SluiceDocument) linked = NULL;
  g_autoptr (SluiceDocument) changed = NULL;
  g_autoptr (SluiceGrants) needed = NULL;
  g_autoptr (Play) played = NULL;

  g_mkdir (inner, 0700);
  write_file (folder, "this.flow.json", FILE_OF (FLOW ("main", RUNS ("a", "inner/other.flow.json")), ""));
  write_file (inner, "other.flow.json",
              FILE_OF (FLOW ("main", "\"a\":{\"kind\":\"log\",\"settings\":{\"message\":{\"$file\":\"text.md\"}},"
                             "\"next\":{\"default\":\"b\"}}," RUNS ("b", "third.flow.json")),
                       ",\"uses\":{\"folders\":[\".\"],\"hosts\":[\"one.example\"]}"));
  write_file (inner, "third.flow.json", FILE_OF (FLOW ("main", ADDS), ",\"uses\":{\"hosts\":[\"two.example\"]}"));
  write_file (inner, "text.md", "Hello");
  document = load (folder, "this.flow.json");
  played = play (document, NULL, NULL);
  g_assert_no_error (played->error);
  g_assert_cmpstr (played->log->str, ==, "info: Hello\n");
  g_assert_cmpstr (played->shared, ==, "{\"sum\":1}");

  linked = sluice_link_document (document, NULL);
  needed = sluice_grants_new_of_document (linked);
  g_assert_true (sluice_grants_has (needed, SLUICE_GRANT_READ, inner));
  g_assert_true (sluice_grants_has (needed, SLUICE_GRANT_HOST, "one.example"));
  g_assert_true (sluice_grants_has (needed, SLUICE_GRANT_HOST, "two.example"));

  /* What is in the other file belongs to what was run. */
  before = sluice_document_to_text (linked, NULL);
  write_file (inner, "third.flow.json", FILE_OF (FLOW ("main", ADDS), ",\"uses\":{\"hosts\":[\"more.example\"]}"));
  changed = sluice_link_document (document, NULL);
  after = sluice_document_to_text (changed, NULL);
  g_assert_cmpstr (before, !=, after);
}

/* What the other file is, and what is said of it; "this.flow.json" is beside it. */
static const struct
{
  const char *names;
  const char *other; /* NULL: it is not there */
  int         code;
  const char *says;
  gboolean    deep; /* it is not in the file that is named itself */
} wrong[] = {
  { "gone.flow.json", NULL, SLUICE_LINK_ERROR_NO_FILE, "no file “gone.flow.json” beside the document; choose", FALSE },
  { "folder/other", NULL, SLUICE_LINK_ERROR_BAD_FILE, "no flow file; name one that ends", FALSE },
  { "this.flow.json#main", NULL, SLUICE_LINK_ERROR_CIRCLE, "this.flow.json", FALSE },
  { "other.flow.json", "{\"format\":1,", SLUICE_LINK_ERROR_BAD_FILE, "repair it", FALSE },
  { "other.flow.json", "{\"format\":99,\"flows\":{}}", SLUICE_LINK_ERROR_BAD_FILE, "newer version", FALSE },
  { "other.flow.json#mian", FILE_OF (FLOW ("main", ADDS), ""), SLUICE_LINK_ERROR_NO_FLOW,
    "no flow “mian”; did you mean “other.flow.json#main”?", FALSE },
  { "other.flow.json", FILE_OF (FLOW ("b", ADDS) "," FLOW ("c", ADDS), ",\"run\":[\"b\",\"c\"]"),
    SLUICE_LINK_ERROR_NO_FLOW, "several flows; name one of them, as in “other.flow.json#b”", FALSE },
  { "other.flow.json", FILE_OF (FLOW ("main", RUNS ("a", "this.flow.json")), ""), SLUICE_LINK_ERROR_CIRCLE,
    "other.flow.json → this.flow.json → other.flow.json", TRUE },
  { "other.flow.json", FILE_OF (FLOW ("main", RUNS ("a", "gone.flow.json")), ""), SLUICE_LINK_ERROR_NO_FILE,
    "other.flow.json:1:89: main/a: there is no file “gone.flow.json”", TRUE },
  { "other.flow.json", FILE_OF (FLOW ("main", RUNS ("a", "gone")), ""), SLUICE_LINK_ERROR_NO_FLOW,
    "main/a: there is no flow “gone”", TRUE },
};

/* The check says of the same file the same, unless the fault lies deeper. */
static void
check_says (SluiceDocument *document,
            const char     *says,
            gboolean        deep)
{
  g_autoptr (GPtrArray) problems = sluice_check_document (document);
  g_autofree char *text = NULL;

  g_assert_cmpuint (problems->len, ==, deep ? 0 : 1);
  if (deep)
    return;
  text = sluice_problem_to_string (g_ptr_array_index (problems, 0), "");
  if (strstr (text, says) == NULL)
    g_error ("“%s” is not in: %s", says, text);
}

static void
test_refusals (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (TestFolder) folder = test_folder_new ();
      g_autofree char *text = g_strdup_printf (FILE_OF (FLOW ("main", RUNS ("a", "%s")), ""), wrong[i].names);
      g_autoptr (SluiceDocument) document = NULL;
      g_autoptr (SluiceDocument) linked = NULL;
      g_autoptr (GError) error = NULL;

      write_file (folder, "this.flow.json", text);
      if (wrong[i].other != NULL)
        write_file (folder, "other.flow.json", wrong[i].other);
      document = load (folder, "this.flow.json");
      linked = sluice_link_document (document, &error);
      g_assert_null (linked);
      g_assert_error (error, SLUICE_LINK_ERROR, wrong[i].code);
      g_assert_nonnull (strstr (error->message, "main/a: "));
      if (strstr (error->message, wrong[i].says) == NULL)
        g_error ("“%s” is not in: %s", wrong[i].says, error->message);
      check_says (document, wrong[i].says, wrong[i].deep);
    }
}

/* A file that was repaired, or has gone, is looked at anew. */
static void
test_check_looks_again (void)
{
  g_autoptr (TestFolder) folder = test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "other.flow.json", NULL);
  g_autoptr (SluiceDocument) document = NULL;

  write_file (folder, "this.flow.json", FILE_OF (FLOW ("main", RUNS ("a", "other.flow.json#sub")), ""));
  document = load (folder, "this.flow.json");
  check_says (document, "no file", FALSE);
  write_file (folder, "other.flow.json", FILE_OF (FLOW ("main", ADDS), ""));
  check_says (document, "no flow “sub”", FALSE);
  write_file (folder, "other.flow.json", FILE_OF (FLOW ("main", ADDS) "," FLOW ("sub", ADDS), ""));
  check_says (document, NULL, TRUE);
  g_remove (path);
  check_says (document, "no file", FALSE);
}

/* Nothing is beside a document that was never saved. */
static void
test_untitled (void)
{
  g_autoptr (SluiceDocument) document =
    sluice_document_new_from_text (FILE_OF (FLOW ("main", RUNS ("a", "other.flow.json")), ""), -1, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (sluice_link_document (document, &error));
  g_assert_error (error, SLUICE_LINK_ERROR, SLUICE_LINK_ERROR_NO_FILE);
  check_says (document, "save the document first", FALSE);
}

/* A line of files is no circle, but it has an end. */
static void
test_too_many (void)
{
  g_autoptr (TestFolder) folder = test_folder_new ();
  g_autoptr (SluiceDocument) document = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 100; i++)
    {
      g_autofree char *name = g_strdup_printf ("n%u.flow.json", i);
      g_autofree char *text = g_strdup_printf (FILE_OF (FLOW ("main", RUNS ("a", "n%u.flow.json")), ""), i + 1);

      write_file (folder, name, text);
    }
  document = load (folder, "n0.flow.json");
  g_assert_null (sluice_link_document (document, &error));
  g_assert_error (error, SLUICE_LINK_ERROR, SLUICE_LINK_ERROR_LIMIT);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  sluice_init ();
  g_test_add_func ("/link/what-is-in-one-file-stays", test_alone);
  g_test_add_func ("/link/links", test_links);
  g_test_add_func ("/link/batch", test_batch);
  g_test_add_func ("/link/folders", test_folders);
  g_test_add_func ("/link/refusals", test_refusals);
  g_test_add_func ("/link/check-looks-again", test_check_looks_again);
  g_test_add_func ("/link/untitled", test_untitled);
  g_test_add_func ("/link/too-many-files", test_too_many);
  return g_test_run ();
}
