/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "play.h"

#include <glib/gstdio.h>
#include <sys/stat.h>
#include <string.h>

#include "graph/check.h"
#include "folder.h"

/* A document whose flow "main" has these nodes, and perhaps more. */
#define DOCUMENT(start, nodes, more) \
  "{\"format\":1,\"run\":[\"main\"],\"flows\":{\"main\":{\"start\":\"" start "\",\"nodes\":{" nodes "}}" more "}}"

/* nodes of main, more flows, answers, the store after, the path */
static const struct
{
  const char *text;
  const char *answers[4];
  const char *shared;
  const char *path;
} cases[] = {
  /* Input, output and action are the simple form of the phases. */
  { DOCUMENT ("a", "\"a\":{\"kind\":\"script\",\"input\":\"1 + 1\",\"exec\":\"return prep_res * 10\",\"output\":\"x\","
              "\"action\":{\"expr\":\"exec_res > 5 and 'big' or 'small'\"},\"next\":{\"big\":\"b\"}},"
              "\"b\":{\"kind\":\"end\"}", ""),
    { NULL }, "{\"x\":20}", "main main/a main/b" },
  /* A body of lines. */
  { DOCUMENT ("a", "\"a\":{\"kind\":\"script\",\"post\":[\"local x = 1\",\"shared.x = x + 1\"]}", ""),
    { NULL }, "{\"x\":2}", "main main/a" },
  /* The answer goes where output says; else under the node's id. */
  { DOCUMENT ("a", "\"a\":{\"kind\":\"ask\",\"settings\":{\"prompt\":\"?\"},\"next\":{\"default\":\"b\"}},"
              "\"b\":{\"kind\":\"ask\",\"settings\":{\"prompt\":\"?\"},\"output\":\"x\"}", ""),
    { "one", "two", NULL }, "{\"a\":\"one\",\"x\":\"two\"}", "main main/a main/b" },
  /* An empty answer is the default; where there is none, the person is asked again. */
  { DOCUMENT ("a", "\"a\":{\"kind\":\"ask\",\"settings\":{\"prompt\":\"?\",\"default\":\"{{ 1 + 1 }}\"},"
              "\"next\":{\"default\":\"b\"}},\"b\":{\"kind\":\"ask\",\"settings\":{\"prompt\":\"?\"}}", ""),
    { "", "", "x", NULL }, "{\"a\":\"2\",\"b\":\"x\"}", "main main/a main/b" },
  /* The choice is the action; choices may be worked out. */
  { DOCUMENT ("a", "\"a\":{\"kind\":\"choice\",\"settings\":{\"prompt\":\"?\",\"choices\":[\"{{ 'y' }}es\",\"no\"]},"
              "\"output\":\"x\",\"next\":{\"yes\":\"b\",\"no\":null}},\"b\":{\"kind\":\"end\"}", ""),
    { "yes", NULL }, "{\"x\":\"yes\"}", "main main/a main/b" },
  { DOCUMENT ("a", "\"a\":{\"kind\":\"choice\",\"settings\":{\"prompt\":{\"expr\":\"'a' .. 1\"},"
              "\"choices\":{\"expr\":\"{ 'yes', 'no' }\"}},\"output\":\"x\"}", ""),
    { "no", NULL }, "{\"x\":\"no\"}", "main main/a" },
  /* The flow ends before a node that is off, with the action that led there; at the start it does nothing. */
  { DOCUMENT ("a", "\"a\":{\"kind\":\"flow\",\"settings\":{\"flow\":\"sub\"},\"next\":{\"out\":\"b\"}},"
              "\"b\":{\"kind\":\"end\"}",
              ",\"sub\":{\"start\":\"s\",\"nodes\":{\"s\":{\"kind\":\"script\",\"action\":\"out\","
              "\"next\":{\"out\":\"t\"}},\"t\":{\"kind\":\"script\",\"disabled\":true,\"post\":\"shared.x = 1\"}}}"),
    { NULL }, "{}", "main main/a sub/s main/b" },
  { DOCUMENT ("a", "\"a\":{\"kind\":\"script\",\"disabled\":true,\"post\":\"shared.x = 1\","
              "\"next\":{\"default\":\"b\"}},\"b\":{\"kind\":\"end\"}", ""),
    { NULL }, "{}", "main" },
  /* A node that is passed by does nothing and passes on by its only edge. */
  { DOCUMENT ("a", "\"a\":{\"kind\":\"script\",\"disabled\":\"pass-through\",\"post\":\"shared.x = 1 return 'go'\","
              "\"next\":{\"go\":\"b\"}},\"b\":{\"kind\":\"end\"}", ""),
    { NULL }, "{}", "main main/a main/b" },
  /* A batch: exec once for each item. */
  { DOCUMENT ("a", "\"a\":{\"kind\":\"script\",\"batch\":\"each\",\"input\":\"{ 1, 2, 3 }\","
              "\"exec\":\"return item * item\",\"output\":\"x\"}", ""),
    { NULL }, "{\"x\":[1,4,9]}", "main main/a" },
  { DOCUMENT ("a", "\"a\":{\"kind\":\"script\",\"batch\":{\"mode\":\"parallel\",\"limit\":2},\"input\":\"{ 3, 1, 2 }\","
              "\"exec\":\"sleep (item) return item\",\"output\":\"x\"}", ""),
    { NULL }, "{\"x\":[3,1,2]}", "main main/a" },
  /* The last action of a nested flow is its node's; params of the node are seen inside. */
  { DOCUMENT ("a", "\"a\":{\"kind\":\"flow\",\"settings\":{\"flow\":\"sub\"},\"next\":{\"out\":\"b\"}},"
              "\"b\":{\"kind\":\"end\"}",
              ",\"sub\":{\"start\":\"s\",\"nodes\":{\"s\":{\"kind\":\"script\",\"post\":\"shared.x = 1\","
              "\"action\":\"out\",\"next\":{\"out\":null}}}}"),
    { NULL }, "{\"x\":1}", "main main/a sub/s main/b" },
  /* A flow with phases of its own is one more level. */
  { DOCUMENT ("a", "\"a\":{\"kind\":\"flow\",\"settings\":{\"flow\":\"sub\"},\"next\":{\"late\":\"b\"}},"
              "\"b\":{\"kind\":\"end\"}",
              ",\"sub\":{\"start\":\"s\",\"post\":\"shared.last = exec_res return 'late'\","
              "\"nodes\":{\"s\":{\"kind\":\"script\",\"action\":\"out\"}}}"),
    { NULL }, "{\"last\":\"out\"}", "main main/a sub sub/s main/b" },
  /* A batch flow: once for each entry, which is its params. */
  { DOCUMENT ("a", "\"a\":{\"kind\":\"flow\",\"batch\":\"each\",\"settings\":{\"flow\":\"sub\"},"
              "\"prep\":\"return { { n = 1 }, { n = 2 } }\"}",
              ",\"sub\":{\"start\":\"s\",\"nodes\":{\"s\":{\"kind\":\"script\","
              "\"post\":\"shared.sum = (shared.sum or 0) + params.n\"}}}"),
    { NULL }, "{\"sum\":3}", "main main/a sub/s sub/s" },
  /* A flow may contain itself, if it ends. */
  { "{\"format\":1,\"run\":[\"main\"],\"shared\":{\"n\":3},\"flows\":{\"main\":{\"start\":\"a\",\"nodes\":{"
    "\"a\":{\"kind\":\"script\",\"post\":\"shared.n = shared.n - 1 return shared.n > 0 and 'again' or 'done'\","
    "\"next\":{\"again\":\"b\",\"done\":null}},\"b\":{\"kind\":\"flow\",\"settings\":{\"flow\":\"main\"},"
    "\"next\":{\"done\":null}}}}}}",
    { NULL }, "{\"n\":0}", "main main/a main/b main/a main/b main/a" },
  /* Keys that only nodes have mean nothing on a flow, and a note is not read to run. */
  { DOCUMENT ("a", "\"a\":{\"kind\":\"script\",\"note\":{\"$file\":\"no.md\"},\"post\":\"shared.x = 1\"}",
              ",\"sub\":{\"start\":\"s\",\"exec\":\"'\",\"retries\":-1,\"nodes\":{\"s\":{\"kind\":\"end\"}}}"),
    { NULL }, "{\"x\":1}", "main main/a" },
  /* Queues may hold something from the start. */
  { "{\"format\":1,\"run\":[\"main\"],\"queues\":{\"q\":{\"items\":[1,2]}},\"flows\":{\"main\":{\"start\":\"a\","
    "\"nodes\":{\"a\":{\"kind\":\"script\",\"prep\":\"local q = queue ('q') return q:get () + q:get ()\","
    "\"post\":\"shared.x = prep_res\"}}}}}",
    { NULL }, "{\"x\":3}", "main main/a" },
};

static void
test_runs (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (Play) played = play_text (cases[i].text, cases[i].answers);

      g_assert_no_error (played->error);
      g_assert_cmpstr (played->shared, ==, cases[i].shared);
      g_assert_cmpstr (played->path->str, ==, cases[i].path);
      g_assert_cmpstr (played->warnings->str, ==, "");
    }
}

static void
test_templates_see_prep (void)
{
  g_autoptr (Play) played =
    play_text (DOCUMENT ("a", "\"a\":{\"kind\":\"log\",\"prep\":\"shared.x = 1 return { 'a', 'b' }\",\"settings\":"
                         "{\"message\":\"{{ shared.x }} {{ table.concat (prep_res, ', ') }} {{ nil }}{{ prep_res }}\","
                         "\"level\":\"warning\"}}", ""), NULL);

  g_assert_no_error (played->error);
  g_assert_cmpstr (played->log->str, ==, "warning: 1 a, b [\"a\",\"b\"]\n");
}

static void
test_templates_only_read (void)
{
  g_autoptr (Play) played =
    play_text (DOCUMENT ("a", "\"a\":{\"kind\":\"log\",\"settings\":{\"message\":"
                         "\"{{ rawset and (function () shared.x = 1 end) () }}\"}}", ""), NULL);

  g_assert_nonnull (played->error);
  g_assert_nonnull (strstr (played->error->message,
                            "main/a message, line 1: shared can only be read here; write it in prep or post"));
}

/* text of node a, pointer of the problem, its message */
static const struct { const char *node, *pointer, *message; } problems[] = {
  { "\"kind\":\"script\",\"post\":[\"local x = 1\",\"if x then\",\"return ]\"]",
    "/flows/main/nodes/a/post/2", "main/a post, line 3: unexpected symbol near ']'" },
  { "\"kind\":\"script\",\"input\":\"1 +\"", "/flows/main/nodes/a/input", "main/a input, line 1" },
  { "\"kind\":\"script\",\"input\":\"1) or (2\"", "/flows/main/nodes/a/input", "main/a input, line 1" },
  { "\"kind\":\"script\",\"action\":{\"expr\":\"'\"}", "/flows/main/nodes/a/action", "unfinished string" },
  { "\"kind\":\"log\",\"settings\":{\"message\":\"{{ 1\"}", "/flows/main/nodes/a/settings/message",
    "“{{” has no “}}”" },
  { "\"kind\":\"log\",\"settings\":{\"message\":{\"$file\":\"no.md\"}}", "/flows/main/nodes/a/settings/message",
    "save the document first" },
  { "\"kind\":\"script\",\"wait\":1e300", "/flows/main/nodes/a/wait", "a number from 0 to 1000000000" },
  { "\"kind\":\"script\",\"output\":{\"$env\":\"X\"}", "/flows/main/nodes/a/output", "the name of a store key" },
  { "\"kind\":\"log\",\"settings\":{\"message\":{\"$env\":\"X\"}}", "/flows/main/nodes/a/settings/message",
    "takes a text, not object" },
  { "\"kind\":\"script\",\"batch\":\"eech\"", "/flows/main/nodes/a/batch", "one of these is expected" },
};

static void
test_problems (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (problems); i++)
    {
      g_autofree char *text = g_strdup_printf ("{\"format\":1,\"run\":[\"main\"],\"flows\":{\"main\":{\"start\":\"a\","
                                               "\"nodes\":{\"a\":{%s}}}}}", problems[i].node);
      g_autoptr (SluiceDocument) document = sluice_document_new_from_text (text, -1, NULL);
      g_autoptr (GPtrArray) found = sluice_check_document (document);
      g_autoptr (GError) error = NULL;
      const SluiceProblem *problem;

      g_assert_cmpuint (found->len, ==, 1);
      problem = g_ptr_array_index (found, 0);
      g_assert_cmpint (problem->severity, ==, SLUICE_PROBLEM_ERROR);
      g_assert_cmpstr (problem->pointer, ==, problems[i].pointer);
      g_assert_null (strstr (problem->message, "u000a"));
      if (strstr (problem->message, problems[i].message) == NULL)
        g_error ("expected “%s” in “%s”", problems[i].message, problem->message);
      g_assert_null (sluice_compile (document, NULL, &error));
      g_assert_error (error, SLUICE_COMPILE_ERROR, SLUICE_COMPILE_ERROR_PROBLEMS);
    }
}

/* What the graph says already is not said again. */
static void
test_said_once (void)
{
  g_autoptr (SluiceDocument) document = sluice_document_new_from_text (
    DOCUMENT ("a", "\"a\":{\"kind\":\"log\",\"exec\":\"return 1\"}", ""), -1, NULL);
  g_autoptr (GPtrArray) found = sluice_check_document (document);

  g_assert_cmpuint (found->len, ==, 1);
  g_assert_cmpstr (((SluiceProblem *) found->pdata[0])->code, ==, "unused-exec");
}

static void
test_no_flow (void)
{
  g_autoptr (SluiceDocument) document =
    sluice_document_new_from_text (DOCUMENT ("a", "\"a\":{\"kind\":\"end\"}", ""), -1, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (sluice_compile (document, "other", &error));
  g_assert_error (error, SLUICE_COMPILE_ERROR, SLUICE_COMPILE_ERROR_NO_FLOW);
}

static void
write_file (const char *folder,
            const char *name,
            const char *text)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

/* Texts beside the document, and only below its folder. */
static void
test_text_files (void)
{
  g_autoptr (TestFolder) folder = test_folder_new ();
  g_autofree char *inner = g_build_filename (folder, "inner", NULL);
  g_autofree char *path = g_build_filename (inner, "a.flow.json", NULL);
  g_autoptr (SluiceDocument) document = NULL;
  g_autoptr (SluiceDocument) outside = NULL;
  g_autoptr (Play) played = NULL;
  g_autoptr (Play) refused = NULL;

  g_mkdir (inner, 0700);
  write_file (folder, "secret.md", "secret");
  write_file (inner, "text.md", "Sum: {{ 1 + 1 }}");
  write_file (inner, "a.flow.json", DOCUMENT ("a", "\"a\":{\"kind\":\"log\",\"settings\":{\"message\":{\"$file\":\"text.md\"}}}", ""));
  write_file (inner, "b.flow.json", DOCUMENT ("a", "\"a\":{\"kind\":\"log\",\"settings\":{\"message\":{\"$file\":\"../secret.md\"}}}", ""));
  document = sluice_document_load (path, NULL);
  played = play (document, NULL, NULL);
  g_assert_no_error (played->error);
  g_assert_cmpstr (played->log->str, ==, "info: Sum: 2\n");

  path[strlen (inner) + 1] = 'b';
  outside = sluice_document_load (path, NULL);
  refused = play (outside, NULL, NULL);
  g_assert_error (refused->error, SLUICE_COMPILE_ERROR, SLUICE_COMPILE_ERROR_PROBLEMS);
  g_assert_nonnull (strstr (refused->error->message, "is not below the document's folder"));
}

/* A pipe is refused at once: reading it would wait for a writer for ever. */
static void
test_text_pipe (void)
{
  g_autoptr (TestFolder) folder = test_folder_new ();
  g_autofree char *path = g_build_filename (folder, "a.flow.json", NULL);
  g_autofree char *pipe_path = g_build_filename (folder, "text.md", NULL);
  g_autoptr (SluiceDocument) document = NULL;
  g_autoptr (Play) refused = NULL;

  g_assert_cmpint (mkfifo (pipe_path, 0600), ==, 0);
  write_file (folder, "a.flow.json",
              DOCUMENT ("a", "\"a\":{\"kind\":\"log\","
                             "\"settings\":{\"message\":{\"$file\":\"text.md\"}}}", ""));
  document = sluice_document_load (path, NULL);
  refused = play (document, NULL, NULL);
  g_assert_error (refused->error, SLUICE_COMPILE_ERROR, SLUICE_COMPILE_ERROR_PROBLEMS);
  g_assert_nonnull (strstr (refused->error->message, "text.md"));
}

static void
count_cb (gpointer  n,
          GObject  *gone)
{
  (*(guint *) n)++;
}

/* After its end a run keeps its results, and nothing of what was run; not even where a node failed. */
static void
test_leaves_program (void)
{
  static const struct { const char *last; SluiceRunState state; } ends[] = {
    { "\"b\":{\"kind\":\"end\"}", SLUICE_RUN_FINISHED },
    { "\"b\":{\"kind\":\"script\",\"exec\":\"error ('x')\",\"next\":{\"default\":\"a\"}}", SLUICE_RUN_FAILED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      g_autofree char *text = g_strdup_printf (
        DOCUMENT ("a", "\"a\":{\"kind\":\"script\",\"post\":\"shared.x = 1\",\"next\":{\"default\":\"b\"}},%s", ""),
        ends[i].last);
      g_autoptr (SluiceDocument) document = sluice_document_new_from_text (text, -1, NULL);
      g_autoptr (SluiceEngine) engine = sluice_engine_new (NULL);
      SluiceProgram *program = sluice_compile (document, NULL, NULL);
      g_autoptr (SluiceRun) run = sluice_program_create_run (program, engine, NULL);
      guint n_gone = 0;
      SluiceNode *node;

      g_object_weak_ref (G_OBJECT (sluice_program_get_flow (program, 0)), count_cb, &n_gone);
      g_object_weak_ref (G_OBJECT (sluice_program_find_node (program, "main/a")), count_cb, &n_gone);
      sluice_run_start (run, NULL);
      sluice_run_join (run, NULL);
      g_assert_cmpuint (n_gone, ==, 0);
      sluice_program_leave_run (program, run);
      g_assert_cmpuint (n_gone, ==, 2);

      g_assert_cmpint (sluice_run_get_state (run), ==, ends[i].state);
      g_assert_cmpint (sluice_value_get_integer (sluice_value_get_member (
        sluice_store_get_root (sluice_run_get_store (run)), "x")), ==, 1);
      node = sluice_run_get_error_node (run);
      g_assert_cmpstr (node != NULL ? sluice_node_get_address (node) : NULL, ==,
                       ends[i].state == SLUICE_RUN_FAILED ? "main/b" : NULL);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  sluice_init ();
  g_test_add_func ("/compile/runs", test_runs);
  g_test_add_func ("/compile/templates-see-prep", test_templates_see_prep);
  g_test_add_func ("/compile/templates-only-read", test_templates_only_read);
  g_test_add_func ("/compile/problems-have-positions", test_problems);
  g_test_add_func ("/compile/problems-are-said-once", test_said_once);
  g_test_add_func ("/compile/no-flow", test_no_flow);
  g_test_add_func ("/compile/text-files", test_text_files);
  g_test_add_func ("/compile/text-pipe", test_text_pipe);
  g_test_add_func ("/compile/an-ended-run-leaves-its-program", test_leaves_program);
  return g_test_run ();
}
