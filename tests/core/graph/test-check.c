/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The checks: a file, and what is said of it. */

#include "graph/check-fixes.h"
#include "graph/check-job.h"

#include "graph/catalog.h"

/* A whole file around the nodes of flow main. */
#define FILE_OF(start, nodes)                                                                      \
  "{\n\"format\": 1,\n\"flows\": { \"main\": { \"start\": \"" start "\", \"nodes\": {\n" nodes     \
  "\n} } }\n}\n"

#define A(rest) "\"a\": { \"kind\": \"script\"" rest " }"

typedef struct
{
  const char *text;
  const char *problems; /* lines, as sluice_problem_to_string() writes them */
} Case;

/* A little at a time, the same is found in the same order; but nothing is said of lines. */
static void
check_in_steps (SluiceDocument *document)
{
  g_autoptr (GPtrArray) whole = sluice_check_document (document);
  g_autoptr (GPtrArray) problems = NULL;
  SluiceCheckJob *job = sluice_check_job_new (document);
  guint n_steps = 1;

  while (sluice_check_job_step (job, 0))
    n_steps++;
  problems = sluice_check_job_finish (job);
  g_assert_cmpuint (n_steps, >, problems->len);
  g_assert_cmpuint (problems->len, ==, whole->len);
  for (guint i = 0; i < problems->len; i++)
    {
      SluiceProblem *other = g_ptr_array_index (whole, i);
      g_autofree char *found = sluice_problem_to_string (g_ptr_array_index (problems, i), NULL);
      g_autofree char *expected = NULL;

      other->line = 0;
      expected = sluice_problem_to_string (other, NULL);
      g_assert_cmpstr (found, ==, expected);
    }
}

static char *
list_problems (SluiceDocument *document)
{
  g_autoptr (GPtrArray) problems = sluice_check_document (document);
  g_autoptr (GString) list = g_string_new (NULL);

  for (guint i = 0; i < problems->len; i++)
    {
      g_autofree char *line = sluice_problem_to_string (g_ptr_array_index (problems, i), NULL);

      g_string_append_printf (list, "%s%s", i > 0 ? "\n" : "", line);
    }
  return g_strdup (list->str);
}

static void
check_case (const Case *c)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SluiceDocument) document = sluice_document_new_from_text (c->text, -1, &error);
  g_autofree char *problems = NULL;

  g_assert_no_error (error);
  problems = list_problems (document);
  g_assert_cmpstr (problems, ==, c->problems);
  check_in_steps (document);
}

#define CHECK_CASES(cases)                         \
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) \
    check_case (&cases[i])

static void
test_edges (void)
{
  static const Case cases[] = {
    { FILE_OF ("a", A ("")), "" },
    { FILE_OF ("a", A (", \"next\": { \"default\": null }")), "" },
    { FILE_OF ("fetch",
               "\"fetch\": { \"kind\": \"script\", \"next\": { \"suggest\": \"sugest\" } },\n"
               "\"suggest\": { \"kind\": \"script\" }"),
      "4:51: error: flows.main.nodes.fetch.next.suggest: no node 'sugest'; did you mean "
      "'suggest'?\n"
      "5:12: info: flows.main.nodes.suggest: nothing leads to 'suggest'; connect it, or delete "
      "it" },
    { FILE_OF ("a", A (", \"next\": { \"default\": 3 }")),
      "4:47: error: flows.main.nodes.a.next.default: an edge leads to the id of a node, or to null" },
    { FILE_OF ("a", A (", \"next\": [\"a\"]")),
      "4:34: error: flows.main.nodes.a.next: 'next' is array here, not an object" },
    { FILE_OF ("a", A (", \"next\": { \"\": \"a\" }")),
      "4:40: error: flows.main.nodes.a.next[\"\"]: an edge of 'a' has an action without a name" },
    { FILE_OF ("a", "\"a\": { \"kind\": \"end\", \"next\": { \"x\": \"a\" } }"),
      "4:31: error: flows.main.nodes.a.next: nothing can follow 'a', which ends the flow; remove "
      "its edges" },
    { FILE_OF ("a", A (", \"post\": \"return 'no'\", \"next\": { \"ok\": null }")),
      "4:6: info: flows.main.nodes.a: action 'no' of 'a' has no edge: the flow ends there; "
      "connect it, or let it end on purpose" },
    { FILE_OF ("a", A (",\n\"next\": { \"default\": \"a\" } },\n\"b\": { \"kind\": \"script\", \"next\": "
                       "{ \"default\": \"c\" } },\n"
                       "\"c\": { \"kind\": \"script\"")),
      "6:6: info: flows.main.nodes.b: nothing leads to 'b'; connect it, or delete it\n"
      "7:6: info: flows.main.nodes.c: no way from the start leads to 'c'" },
  };

  CHECK_CASES (cases);
}

#define CHOOSE(rest, edge) \
  FILE_OF ("a", "\"a\": { \"kind\": \"choose\"" rest ", \"next\": { \"yes\": null, \"no\": null" edge " } }")

/* What is left of a choice that has another name now. */
static void
test_idle_edges (void)
{
  static const char idle[] =
    "4:70: warning: flows.main.nodes.a.next.maybe: action 'maybe' is never given by 'a'; "
    "remove the edge, or rename it";
  static const Case cases[] = {
    { CHOOSE ("", ""), "" },
    { CHOOSE ("", ", \"maybe\": null"), idle },
    /* Where something else may give it nothing is said. */
    { CHOOSE (", \"settings\": { \"default\": \"maybe\" }", ", \"maybe\": null"), "" },
    { CHOOSE (", \"settings\": { \"default\": \"{{ shared.x }}\" }", ", \"maybe\": null"), "" },
    { CHOOSE (", \"post\": \"return shared.x\"", ", \"maybe\": null"), "" },
    { CHOOSE (", \"fallback\": \"return 'maybe'\"", ", \"maybe\": null"), "" },
    { CHOOSE (", \"disabled\": true", ", \"maybe\": null"), "" },
    /* A script's result is no action: without a post it always goes on under "default". */
    { FILE_OF ("a", A (", \"exec\": \"return 'go'\", \"next\": { \"go\": null }")),
      "4:65: warning: flows.main.nodes.a.next.go: action 'go' is never given by 'a'; "
      "return it in post, or remove the edge" },
    /* Nothing is written yet. */
    { FILE_OF ("a", A (", \"next\": { \"go\": null }")), "" },
    { FILE_OF ("a", A (", \"action\": \"go\", \"next\": { \"go\": null }")), "" },
    { FILE_OF ("a", A (", \"post\": \"return shared.x\", \"next\": { \"go\": null }")), "" },
  };
  g_autoptr (SluiceDocument) document = sluice_document_new_from_text (cases[1].text, -1, NULL);
  g_autofree char *title = sluice_check_dup_fix_title (document, "idle-edge", "/flows/main/nodes/a/next/maybe");
  g_autofree char *problems = NULL;

  CHECK_CASES (cases);
  g_assert_cmpstr (title, ==, "Remove the Edge");
  g_assert_cmpuint (sluice_check_fix_all (document, "idle-edge", NULL), ==, 1);
  problems = list_problems (document);
  g_assert_cmpstr (problems, ==, "");
}

static void
test_flows (void)
{
  static const Case cases[] = {
    { "{\"format\": 2, \"flows\": {\"main\": {\"start\": \"a\", \"nodes\": {" A ("") "}}}}",
      "1:12: error: format: This file has format 2, and this version of Sluice knows format 1. It "
      "can be looked at; editing or running it needs a newer version." },
    { "{\"format\": 1, \"run\": [\"main\"], \"flows\": {\"a/b\": {\"start\": \"a\", \"nodes\": {" A ("") "}},\n"
      "\"main\": {\"start\": \"a\", \"nodes\": {" A ("") "}}}}",
      "1:42: error: flows.a/b: 'a/b' is no id: small letters, digits, '-' and '_', at most 64, a "
      "letter or digit first; for example 'a-b'" },
    { "{\"format\": 1}", "1:1: error: flows: 'flows' is missing, or no object" },
    { "{\"format\": 1, \"flows\": []}", "1:24: error: flows: 'flows' is missing, or no object" },
    { "{\"format\": 1, \"flows\": {\"main\": 3}}",
      "1:33: error: flows.main: flow 'main' is no object" },
    { "{\"format\": 1, \"flows\": {\"main\": {}}}",
      "1:33: error: flows.main: flow 'main' has no node; add one" },
    { "{\"format\": 1, \"flows\": {\"main\": {\"nodes\": []}}}",
      "1:33: error: flows.main: flow 'main' has no node; add one\n"
      "1:43: error: flows.main.nodes: 'nodes' is array here, not an object" },
    { FILE_OF ("", "\"a\": 3"), "3:20: error: flows.main: flow 'main' has no node; add one\n"
                                "4:6: error: flows.main.nodes.a: node 'a' is no object" },
    { FILE_OF ("b", A ("")), "3:31: error: flows.main.start: no node 'b'" },
    { FILE_OF ("\\n\\u001b[2J\\u202e", A ("")),
      "3:31: error: flows.main.start: no node '\\u000a\\u001b[2J\\u202e'" },
    { FILE_OF ("fetsh", "\"fetch\": { \"kind\": \"script\" }"),
      "3:31: error: flows.main.start: no node 'fetsh'; did you mean 'fetch'?" },
    { "{\"format\": 1, \"flows\": {\"main\": {\"nodes\": {\"a\": {\"kind\": \"script\"}}}}}",
      "1:33: error: flows.main.start: flow 'main' has no start; choose the node that it starts "
      "with" },
    { "{\"format\": 1, \"run\": [\"mian\"], \"flows\": {\"main\": {\"start\": \"a\", \"nodes\": "
      "{" A ("") "}}}}",
      "1:23: error: run.0: no flow 'mian'; did you mean 'main'?" },
    { "{\"format\": 1, \"run\": [], \"flows\": {\"main\": {\"start\": \"a\", \"nodes\": {" A (
        "") "}}}}",
      "1:22: warning: run: a run starts no flow; name a flow to run" },
    { "{\"format\": 1, \"run\": \"main\", \"shared\": 3, \"uses\": {\"hosts\": \"x\"}, "
      "\"flows\": {\"main\": {\"start\": \"a\", \"nodes\": {" A ("") "}}}}",
      "1:22: error: run: 'run' is string here, not a list of flows\n"
      "1:40: error: shared: 'shared' is number here, not an object\n"
      "1:61: error: uses.hosts: 'hosts' is string here, not a list of strings" },
    { "{\"format\": 1, \"queues\": 3, "
      "\"flows\": {\"main\": {\"start\": \"a\", \"nodes\": {" A ("") "}}}}",
      "1:25: error: queues: 'queues' is number here, not an object" },
    { "{\"format\": 1, \"queues\": {\"a\": {\"limit\": -1}}, "
      "\"flows\": {\"main\": {\"start\": \"a\", \"nodes\": {" A ("") "}}}}",
      "1:41: error: queues.a.limit: 'limit' is number here, not a whole number from 0 on" },
    { "{\"format\": 1, \"queues\": {\"a\": {\"items\": {}}, \"b\": 3}, "
      "\"flows\": {\"main\": {\"start\": \"a\", \"nodes\": {" A ("") "}}}}",
      "1:41: error: queues.a.items: 'items' is object here, not a list\n"
      "1:51: error: queues.b: 'b' is number here, not an object" },
  };

  CHECK_CASES (cases);
}

static void
test_nodes (void)
{
  static const Case cases[] = {
    { FILE_OF ("a", "\"a\": {}"), "4:6: error: flows.main.nodes.a.kind: node 'a' has no kind" },
    { FILE_OF ("a", "\"a\": { \"kind\": \"scirpt\" }"),
      "4:16: error: flows.main.nodes.a.kind: no kind 'scirpt'; did you mean 'script'?" },
    { FILE_OF ("A b", "\"A b\": { \"kind\": \"script\" }"),
      "4:1: error: flows.main.nodes[\"A b\"]: 'A b' is no id: small letters, digits, '-' and '_', "
      "at most 64, "
      "a letter or digit first; for example 'a-b'" },
    { FILE_OF ("a", A (", \"retrys\": 3")),
      "4:26: warning: flows.main.nodes.a.retrys: a node has no 'retrys'; did you mean 'retries'?" },
    { FILE_OF ("a", A (", \"x-color\": 3")), "" },
    { FILE_OF ("a", A (", \"retries\": 0")),
      "4:37: error: flows.main.nodes.a.retries: 'retries' is at least 1" },
    { FILE_OF ("a", A (", \"retries\": 1.5")),
      "4:37: error: flows.main.nodes.a.retries: 'retries' is a whole number" },
    { FILE_OF ("a", A (", \"wait\": 0.5, \"timeout\": 3")), "" },
    { FILE_OF ("a", A (", \"wait\": -1")),
      "4:34: error: flows.main.nodes.a.wait: 'wait' is at least 0" },
    { FILE_OF ("a", A (", \"wait\": \"1\"")),
      "4:34: error: flows.main.nodes.a.wait: 'wait' is a number of seconds" },
    { FILE_OF ("a", A (", \"timeout\": 0")),
      "4:37: error: flows.main.nodes.a.timeout: 'timeout' is more than 0" },
    { FILE_OF ("a", A (", \"prep\": 3")),
      "4:34: error: flows.main.nodes.a.prep: 'prep' is number here, not a text" },
    { FILE_OF ("a", A (", \"prep\": [\"a\", 3]")),
      "4:34: error: flows.main.nodes.a.prep: 'prep' is array here, not a text" },
    { FILE_OF ("a", A (", \"prep\": { \"$file\": \"prep.lua\" }")), "" },
    { FILE_OF ("a", A (", \"batch\": \"each\"")), "" },
    { FILE_OF (
        "a",
        A (", \"batch\": { \"mode\": \"parallel\", \"limit\": 4, \"on_error\": \"let-run\" }")),
      "" },
    { FILE_OF ("a", A (", \"batch\": \"parralel\"")),
      "4:35: error: flows.main.nodes.a.batch: one of these is expected: each, parallel; did you "
      "mean 'parallel'?" },
    { FILE_OF ("a", A (", \"batch\": { \"mode\": \"each\", \"limit\": 0 }")),
      "4:62: error: flows.main.nodes.a.batch.limit: 'limit' is a whole number of at least 1" },
    { FILE_OF ("a", A (", \"action\": 3")),
      "4:36: error: flows.main.nodes.a.action: 'action' is a string, or { \"expr\": \"…\" }" },
    { FILE_OF ("a", A (", \"post\": \"return 'x'\", \"action\": \"x\", \"next\": { \"x\": null }")),
      "4:58: warning: flows.main.nodes.a.action: 'post' returns an action too, and what it returns "
      "counts; "
      "keep one of the two" },
    { FILE_OF ("a", A (", \"prep\": \"\", \"input\": \"1\"")),
      "4:47: warning: flows.main.nodes.a.input: 'prep' and 'input' both say what exec gets; keep "
      "one of the two" },
    { FILE_OF ("a",
               "\"a\": { \"kind\": \"ask\", \"exec\": \"\", \"settings\": { \"prompt\": \"?\" } }"),
      "4:31: warning: flows.main.nodes.a.exec: kind 'ask' has an exec of its own; make it a "
      "script, or remove 'exec'" },
  };

  CHECK_CASES (cases);
}

#define ASK(settings) FILE_OF ("a", "\"a\": { \"kind\": \"ask\", \"settings\": { " settings " } }")

static void
test_settings (void)
{
  static const Case cases[] = {
    { ASK ("\"prompt\": \"Who?\""), "" },
    { ASK ("\"prompt\": [\"Who?\", \"You?\"]"), "" },
    { ASK ("\"prompt\": { \"$file\": \"who.md\" }"), "" },
    { ASK (""),
      "4:35: error: flows.main.nodes.a.settings.prompt: kind 'ask' needs 'prompt'; set 'prompt'" },
    { ASK ("\"prompt\": 3"),
      "4:47: error: flows.main.nodes.a.settings.prompt: 'prompt' is number here, not a text" },
    { ASK ("\"prompt\": \"\", \"promt\": \"x\""),
      "4:47: error: flows.main.nodes.a.settings.prompt: kind 'ask' needs 'prompt'; set 'prompt'\n"
      "4:51: warning: flows.main.nodes.a.settings.promt: kind 'ask' has no setting 'promt'; did "
      "you mean 'prompt'?" },
    { ASK ("\"prompt\": \"?\", \"limit\": 11"),
      "4:61: error: flows.main.nodes.a.settings.limit: 'limit' is from 1 to 10" },
    { ASK ("\"prompt\": \"?\", \"limit\": \"{{ shared.n }}\""), "" },
    { ASK ("\"prompt\": \"?\", \"limit\": 1.5"), "4:61: error: flows.main.nodes.a.settings.limit: "
                                                 "'limit' is number here, not a whole number" },
    { ASK ("\"prompt\": \"?\", \"type\": \"nubmer\""),
      "4:60: error: flows.main.nodes.a.settings.type: 'type' is one of: text, number; did you mean "
      "'number'?" },
    { ASK ("\"prompt\": \"?\", \"many\": 1"),
      "4:60: error: flows.main.nodes.a.settings.many: 'many' is number here, not true or false" },
    { ASK ("\"prompt\": \"?\", \"key\": { \"$env\": \"KEY\" }"), "" },
    { ASK ("\"prompt\": { \"expr\": \"shared.who\" }, \"limit\": { \"expr\": \"5\" }"), "" },
    { FILE_OF ("a", "\"a\": { \"kind\": \"flow\", \"settings\": { \"flow\": { \"expr\": \"x\" } } }"),
      "4:46: error: flows.main.nodes.a.settings.flow: 'flow' is object here, not the id of a flow" },
    { ASK ("\"prompt\": \"?\", \"key\": { \"env\": \"KEY\" }"),
      "4:59: error: flows.main.nodes.a.settings.key: 'key' is object here, not a string" },
    { FILE_OF ("a", "\"a\": { \"kind\": \"flow\", \"settings\": { \"flow\": \"mani\" } }"),
      "4:46: error: flows.main.nodes.a.settings.flow: no flow 'mani'; did you mean 'main'?" },
    { FILE_OF ("a", "\"a\": { \"kind\": \"flow\", \"settings\": { \"flow\": \"main\" } }"),
      "4:46: warning: flows.main.nodes.a.settings.flow: flow 'main' contains itself: main → main; "
      "make sure that it ends" },
    { FILE_OF ("a",
               "\"a\": { \"kind\": \"flow\", \"settings\": { \"flow\": \"other.flow.json\" } }"),
      "" },
  };

  CHECK_CASES (cases);
}

#define REMEDY "; keep it in the environment or the keyring, and refer to it"
#define CALL(settings) \
  FILE_OF ("a", "\"a\": { \"kind\": \"call\", \"settings\": { " settings " } }")

static void
test_typed_settings (void)
{
  static const Case cases[] = {
    { CALL ("\"key\": { \"$env\": \"API_KEY\" }, \"headers\": { \"X-Key\": { \"$secret\": \"x\" }, "
            "\"Accept\": \"*\" }, \"wait\": 1.5, \"colour\": \"#3584e4\", \"path\": \"a/b.txt\", "
            "\"when\": \"shared.n > 1\""),
      "" },
    { CALL ("\"key\": \"hunter2\""),
      "4:45: warning: flows.main.nodes.a.settings.key: 'key' holds the secret itself" REMEDY },
    { CALL ("\"key\": 7"),
      "4:45: error: flows.main.nodes.a.settings.key: 'key' is number here, not a reference to a secret" },
    { CALL ("\"path\": \"sk-proj-abcdef0123456789abcdef01\""),
      "4:46: warning: flows.main.nodes.a.settings.path: 'path' looks like a key or a password" REMEDY },
    { CALL ("\"headers\": { \"Accept\": 1 }"),
      "4:49: error: flows.main.nodes.a.settings.headers: 'headers' is object here, not an object of strings" },
    { CALL ("\"wait\": \"soon\""),
      "4:46: error: flows.main.nodes.a.settings.wait: 'wait' is string here, not a number" },
    { CALL ("\"wait\": -1"), "4:46: error: flows.main.nodes.a.settings.wait: 'wait' is from 0 to 60" },
    { CALL ("\"colour\": \"blue\""),
      "4:48: error: flows.main.nodes.a.settings.colour: 'colour' is a colour such as #3584e4" },
    { CALL ("\"when\": false"), "4:46: error: flows.main.nodes.a.settings.when: 'when' is boolean here, not a text" },
  };

  CHECK_CASES (cases);
}

static void
test_secret_shapes (void)
{
  static const char * const secrets[] = {
    "sk-proj-abcdef0123456789abcdef01", "Bearer ghp_0123456789abcdefghijABCDEFGHIJ",
    "key=AKIA0123456789ABCDEF;", "-----BEGIN RSA PRIVATE KEY-----\nMIIE",
  };
  static const char * const plain[] = {
    "", "sk-", "sk-something-that-people-may-well-say", "A mask-0123456789012345678901234567890",
    "https://example.org/AKIA", "{{ shared.key }}", "-----BEGIN CERTIFICATE-----",
  };

  for (guint i = 0; i < G_N_ELEMENTS (secrets); i++)
    g_assert_true (sluice_text_looks_secret (secrets[i]));
  for (guint i = 0; i < G_N_ELEMENTS (plain); i++)
    g_assert_false (sluice_text_looks_secret (plain[i]));
}

static void
test_layout (void)
{
  static const Case cases[] = {
    { "{\"format\": 1, \"flows\": {\"main\": {\"start\": \"a\", \"nodes\": {" A (
        "") "}}},\n"
            "\"layout\": {\"main\": {\"$frames\": [], \"a\": [1, \"2\"]}}}",
      "2:41: warning: layout.main.a: the place of 'a' is not [x, y]; it is laid out "
      "automatically" },
    { "{\"format\": 1, \"flows\": {\"main\": {\"start\": \"a\", \"nodes\": {" A (
        "") "}}},\n"
            "\"layout\": {\"main\": {\"a\": {\"at\": [1, 2], \"colour\": \"red\"}}}}",
      "" },
  };

  CHECK_CASES (cases);
}

/* Positions are those of the file, and of what would be saved once it is edited. */
static void
test_positions (void)
{
  g_autoptr (SluiceDocument) document =
    sluice_document_new_from_text (FILE_OF ("b", A ("")), -1, NULL);
  g_autofree char *before = list_problems (document);
  g_autofree char *after = NULL;

  g_assert_cmpstr (before, ==, "3:31: error: flows.main.start: no node 'b'");
  sluice_document_begin (document, "Name", NULL);
  g_assert_true (sluice_document_apply (document, SLUICE_CHANGE_ADD, "/name",
                                        sluice_value_string ("x"), -1, NULL));
  sluice_document_commit (document);
  after = list_problems (document);
  g_assert_cmpstr (after, ==, "6:16: error: flows.main.start: no node 'b'");
}

static void
check_more (SluiceDocument *document,
            const char     *flow,
            const char     *node,
            GPtrArray      *problems)
{
  g_autofree char *pointer = g_strdup_printf ("/flows/%s/nodes/%s/prep", flow, node);

  if (g_str_equal (sluice_document_get_name (document), "more") && node != NULL)
    sluice_check_add (problems, SLUICE_PROBLEM_WARNING, "more", pointer, g_strdup ("more"), NULL);
}

static void
test_register (void)
{
  g_autoptr (SluiceDocument) document = NULL;
  g_autoptr (GPtrArray) problems = NULL;
  const SluiceProblem *problem;

  sluice_check_register (check_more);
  sluice_check_register (check_more);
  document =
    sluice_document_new_from_text ("{\"format\": 1, \"name\": \"more\", \"flows\": {\"main\": "
                                   "{\"start\": \"a\", \"nodes\": {" A ("") "}}}}",
                                   -1, NULL);
  problems = sluice_check_document (document);
  g_assert_cmpuint (problems->len, ==, 1);
  problem = g_ptr_array_index (problems, 0);
  g_assert_cmpstr (problem->address, ==, "main/a");
  g_assert_cmpstr (problem->path, ==, "flows.main.nodes.a.prep");
  g_assert_false (sluice_problems_have_errors (problems));
}

/* Files full of slips, and flows nested as deep as a file can hold, are checked in good time. */
static void
test_large (void)
{
  g_autoptr (GString) text = g_string_new ("{\"format\": 1, \"flows\": {");
  g_autoptr (SluiceDocument) document = NULL;
  g_autoptr (GPtrArray) problems = NULL;
  const guint n = 20000;

  for (guint i = 0; i < n; i++)
    g_string_append_printf (text,
                            "%s\"f%u\": {\"start\": \"a\", \"nodes\": {\"a\": {\"kind\": \"flow\", "
                            "\"settings\": {\"flow\": \"f%u\"}, \"next\": {\"x\": \"b\"}}}}",
                            i > 0 ? "," : "", i, (i + 1) % n);
  g_string_append (text, "}}");
  document = sluice_document_new_from_text (text->str, -1, NULL);
  problems = sluice_check_document (document);
  g_assert_cmpuint (problems->len, ==, n + 1); /* each edge, and one circle */
}

static const char * const types[] = { "text", "number", NULL };

static const SluiceSettingInfo ask_settings[] = {
  { .name = "prompt", .type = SLUICE_SETTING_TEXT, .is_required = TRUE },
  { .name = "limit",
    .type = SLUICE_SETTING_INTEGER,
    .minimum = 1,
    .maximum = 10,
    .is_template = TRUE },
  { .name = "type", .type = SLUICE_SETTING_ENUM, .choices = types },
  { .name = "many", .type = SLUICE_SETTING_BOOLEAN },
  { .name = "key", .type = SLUICE_SETTING_STRING },
};

static const SluiceSettingInfo flow_settings[] = {
  { .name = "flow", .type = SLUICE_SETTING_FLOW, .is_required = TRUE },
};

static const SluiceSettingInfo call_settings[] = {
  { .name = "key", .type = SLUICE_SETTING_SECRET },
  { .name = "headers", .type = SLUICE_SETTING_MAP },
  { .name = "wait", .type = SLUICE_SETTING_DURATION, .maximum = 60 },
  { .name = "colour", .type = SLUICE_SETTING_COLOUR },
  { .name = "path", .type = SLUICE_SETTING_FILE },
  { .name = "when", .type = SLUICE_SETTING_EXPRESSION },
};

static const SluiceSettingInfo choose_settings[] = {
  { .name = "prompt", .type = SLUICE_SETTING_TEXT },
  { .name = "default", .type = SLUICE_SETTING_STRING },
};

static char **
dup_choices (SluiceValue node)
{
  static const char * const choices[] = { "yes", "no", NULL };

  return g_strdupv ((char **) choices);
}

static const SluiceKindInfo kinds[] = {
  { .id = "script", .title = "Script", .has_exec = TRUE },
  { .id = "ask",
    .title = "Ask",
    .settings = ask_settings,
    .n_settings = G_N_ELEMENTS (ask_settings) },
  { .id = "flow",
    .title = "Flow",
    .settings = flow_settings,
    .n_settings = G_N_ELEMENTS (flow_settings) },
  { .id = "call",
    .title = "Call",
    .settings = call_settings,
    .n_settings = G_N_ELEMENTS (call_settings) },
  { .id = "choose",
    .title = "Choose",
    .settings = choose_settings,
    .n_settings = G_N_ELEMENTS (choose_settings),
    .dup_actions = dup_choices },
  { .id = "end", .title = "End", .is_final = TRUE },
};

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    sluice_catalog_register (&kinds[i]);
  g_test_add_func ("/graph/check/edges", test_edges);
  g_test_add_func ("/graph/check/idle-edges", test_idle_edges);
  g_test_add_func ("/graph/check/flows", test_flows);
  g_test_add_func ("/graph/check/nodes", test_nodes);
  g_test_add_func ("/graph/check/settings", test_settings);
  g_test_add_func ("/graph/check/typed-settings", test_typed_settings);
  g_test_add_func ("/graph/check/secret-shapes", test_secret_shapes);
  g_test_add_func ("/graph/check/layout", test_layout);
  g_test_add_func ("/graph/check/positions", test_positions);
  g_test_add_func ("/graph/check/register", test_register);
  g_test_add_func ("/graph/check/large", test_large);
  return g_test_run ();
}
