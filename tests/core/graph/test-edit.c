/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The edit verbs: before, edits, after. Every case is also undone to its first byte and redone to
 * its last. */

#include "graph/edit.h"

#include "graph/catalog.h"
#include "notation.h"

typedef struct
{
  const char *before;
  const char *edits;
  const char *after;
  const char *refused; /* part of the messages, or NULL: nothing is refused */
} Case;

static void
check_undo_and_redo (SluiceDocument *document,
                     const char     *first)
{
  g_autofree char *last = NULL;
  g_autofree char *undone = NULL;
  g_autofree char *redone = NULL;

  while (sluice_document_redo (document))
    continue;
  last = sluice_document_to_text (document, NULL);
  while (sluice_document_undo (document))
    continue;
  undone = sluice_document_to_text (document, NULL);
  g_assert_cmpstr (undone, ==, first);
  g_assert_false (sluice_document_is_dirty (document));

  while (sluice_document_redo (document))
    continue;
  redone = sluice_document_to_text (document, NULL);
  g_assert_cmpstr (redone, ==, last);
}

static void
check_case (const Case *c)
{
  g_autoptr (SluiceDocument) document = notation_parse (c->before);
  g_autofree char *first = sluice_document_to_text (document, NULL);
  g_autofree char *refused = notation_edit (document, c->edits);
  g_autofree char *after = notation_print (document);

  if (g_test_verbose ())
    g_test_message ("%s | %s", c->before, c->edits);
  g_assert_cmpstr (after, ==, c->after);
  if (c->refused == NULL)
    g_assert_cmpstr (refused, ==, NULL);
  else if (refused == NULL || strstr (refused, c->refused) == NULL)
    g_error ("%s: refused with “%s”, expected “%s”", c->edits, refused, c->refused);
  check_undo_and_redo (document, first);
}

#define CHECK_CASES(cases)                              \
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)      \
    check_case (&cases[i])

static void
test_add (void)
{
  static const Case cases[] = {
    { "", "add script Fetch 3,4", "*fetch'Fetch'@3,4" },
    { "*a@0,0", "add script A 20,0", "*a@0,0 a-2'A'@20,0" },
    { "*a@0,0", "add choice '' 20,0", "*a@0,0 choice:choice@20,0" },
    { "a@0,0", "add script B 1,1", "a@0,0 *b'B'@1,1" },
    /* The first place in a flow without layout writes down those of all. */
    { "*a b a-default->b", "add script C 0,20", "*a@0,0 b@20,0 c'C'@0,20 a-default->b" },
    { "*a", "add script 'Get the list' 9,9; undo", "*a" },
  };

  CHECK_CASES (cases);
}

static void
test_delete (void)
{
  static const Case cases[] = {
    { "*a@0,0 b@20,0 a-ok->b b-no->a", "delete b", "*a@0,0" },
    { "*a@0,0 b@20,0 a-ok->b b-no->a", "delete a", "b@20,0" },
    { "*a@0,0 b@20,0 c@40,0 a-x->b a-y->c b-z->c", "delete b", "*a@0,0 c@40,0 a-y->c" },
    { "*a b", "delete a b", "" },
    { "*a b a-x->b a-y->.", "delete b", "*a a-y->." },
    { "*a", "delete z", "*a", "There is no node “main/z”" },
    { "*a b", "delete b z", "*a b", "main/z" },
  };

  CHECK_CASES (cases);
}

static void
test_move (void)
{
  static const Case cases[] = {
    { "*a@0,0 b@20,0", "move 3,4 a", "*a@3,4 b@20,0" },
    { "*a@0,0 b@20,0", "move 3,4 a b", "*a@3,4 b@23,4" },
    { "*a@0,0 b@20,0", "move 0,0 a; undo", "*a@0,0 b@20,0" },
    { "*a b a-default->b", "move 0,1 b", "*a@0,0 b@20,1 a-default->b" },
    { "*a b a-default->b", "move 0,1 b; undo", "*a b a-default->b" },
    { "*a@0,0", "move 5,5 a; move 5,5 a; undo", "*a@5,5" },
    { "*a@0,0", "drag 5,5 a; drag 5,5 a; undo", "*a@0,0" },
    { "*a@0,0", "drag 5,5 a; break; drag 5,5 a; undo", "*a@5,5" },
    { "*a@0,0", "drag 5,5 a; drag -5,-5 a", "*a@0,0" },
  };

  CHECK_CASES (cases);
}

static void
test_edges (void)
{
  static const Case cases[] = {
    { "*a b", "connect a ok b", "*a b a-ok->b" },
    { "*a b c a-ok->b a-no->c", "connect a ok c", "*a b c a-ok->c a-no->c" },
    { "*a", "connect a again a", "*a a-again->a" },
    { "*a", "end a done", "*a a-done->." },
    { "*a b a-ok->.", "connect a ok b", "*a b a-ok->b" },
    { "*a b", "connect a ok z", "*a b", "There is no node “main/z”" },
    { "*a b", "connect a '' b", "*a b", "needs a name" },
    { "*a b:end", "connect b ok a", "*a b:end", "ends the flow" },
    { "*a b a-ok->b", "disconnect a ok", "*a b" },
    { "*a b a-ok->b", "disconnect a no", "*a b a-ok->b", "no edge for action “no”" },
    { "*a b a-x->b a-y->b a-z->b", "rename a x w", "*a b a-w->b a-y->b a-z->b" },
    { "*a b a-x->b a-y->b", "rename a x y", "*a b a-x->b a-y->b", "has an edge already" },
    { "*a b a-x->b", "rename a x x; undo", "*a b a-x->b" },
  };

  CHECK_CASES (cases);
}

static void
test_keys (void)
{
  static const Case cases[] = {
    { "*a", "title a 'Fetch it'", "*a'Fetch it'" },
    { "*a'Old'", "title a ''", "*a" },
    { "*a'O'", "title a On; title a One; undo", "*a'O'" },
    { "*a b", "start b", "a *b" },
    { "*a", "key a kind \"choice\"", "*a:choice" },
    { "*a", "key a kind null", "*a", "needs a kind" },
    { "*a", "key a next {}", "*a", "one by one" },
    { "*a", "set z prompt 1", "*a", "main/z" },
  };

  CHECK_CASES (cases);
}

static void
test_paste (void)
{
  static const Case cases[] = {
    { "*a@0,0 b@20,5 a-ok->b", "copy a b; paste 0,30",
      "*a@0,0 b@20,5 a-2@0,30 b-2@20,35 a-ok->b a-2-ok->b-2" },
    { "*a@0,0 b@20,5 a-ok->b a-no->.", "copy a; paste 1,1",
      "*a@0,0 b@20,5 a-2@1,1 a-ok->b a-no->. a-2-no->." },
    { "*a@0,0 b@20,5 a-ok->b", "copy a b; delete a b; paste 7,7", "*a@7,7 b@27,12 a-ok->b" },
    { "*a", "copy; paste 0,0", "*a", "no nodes" },
  };

  CHECK_CASES (cases);
}

/* A clipboard can hold anything: what is no flow file is refused, and nothing is changed. */
static void
test_paste_anything (void)
{
  static const struct
  {
    const char *text;
    const char *message; /* its beginning */
  } cases[] = {
    { "Dear Ada,", "This can’t be pasted as nodes: 1:1: " },
    { "[1, 2]", "This can’t be pasted as nodes: This is JSON, but no flow file" },
    { "{\"format\": 2, \"flows\": {}}", "This file has format 2" },
    { "{\"format\": 1, \"flows\": {\"x\": {\"nodes\": {}}}}", "There are no nodes" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SluiceDocument) document = notation_parse ("*a@0,0");
      g_autoptr (GError) error = NULL;

      g_assert_null (sluice_edit_paste (document, "main", cases[i].text, 0, 0, &error));
      g_assert_nonnull (error);
      if (!g_str_has_prefix (error->message, cases[i].message))
        g_error ("%s: “%s”, expected “%s”", cases[i].text, error->message, cases[i].message);
      g_assert_null (sluice_document_get_undo_name (document));
    }
}

/* Foreign ids become slugs, and the edges follow them. */
static void
test_paste_foreign_ids (void)
{
  g_autoptr (SluiceDocument) document = notation_parse ("*a@0,0");
  g_auto (GStrv) added = sluice_edit_paste (
    document, "main",
    "{\"format\": 1, \"flows\": {\"x\": {\"nodes\": {\"My Node\": {\"kind\": \"script\", "
    "\"next\": {\"ok\": \"My Node\", \"no\": \"gone\"}}}}}}",
    5, 6, NULL);
  g_autofree char *after = notation_print (document);

  g_assert_cmpuint (g_strv_length (added), ==, 1);
  g_assert_cmpstr (added[0], ==, "main/my-node");
  g_assert_cmpstr (after, ==, "*a@0,0 my-node@5,6 my-node-ok->my-node");
}

/* Also from a flow whose id is none. */
static void
test_paste_foreign_flow (void)
{
  g_autoptr (SluiceDocument) document = notation_parse ("*a@0,0");
  g_auto (GStrv) added = sluice_edit_paste (
    document, "main",
    "{\"format\": 1, \"flows\": {\"x/y\": {\"nodes\": {\"b\": {\"kind\": \"script\"}}}}}", 5, 6, NULL);
  g_autofree char *after = notation_print (document);

  g_assert_cmpuint (g_strv_length (added), ==, 1);
  g_assert_cmpstr (after, ==, "*a@0,0 b@5,6");
}

static SluiceValue
make_nested (guint levels)
{
  SluiceValue value = sluice_value_null ();

  for (; levels > 0; levels--)
    {
      SluiceValue outer = sluice_value_object ();

      sluice_value_set_member (&outer, "in", value);
      value = outer;
    }
  return value;
}

/* What could not be read again is not taken. */
static void
test_nested_too_deep (void)
{
  g_autoptr (SluiceDocument) document = sluice_document_new ();
  g_autoptr (SluiceDocument) again = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  g_assert_true (sluice_edit_set_shared (document, make_nested (127), &error));
  text = sluice_document_to_text (document, NULL);
  again = sluice_document_new_from_text (text, -1, &error);
  g_assert_no_error (error);

  g_assert_false (sluice_edit_set_shared (document, make_nested (128), &error));
  g_assert_error (error, SLUICE_DOCUMENT_ERROR, SLUICE_DOCUMENT_ERROR_EDIT);
}

static void
test_transactions (void)
{
  static const Case cases[] = {
    { "*a@0,0 b@9,9", "begin Both; move 1,1 a; connect a ok b; commit; undo", "*a@0,0 b@9,9" },
    { "*a@0,0 b@9,9", "begin Both; move 1,1 a; flush; connect a ok b; rollback", "*a@0,0 b@9,9" },
    { "*a@0,0 b@9,9", "begin Out; move 1,1 a; begin In; move 5,5 a; rollback; commit",
      "*a@1,1 b@9,9" },
    { "*a@0,0 b@9,9", "begin Out; move 1,1 a; begin In; move 5,5 a; commit; rollback",
      "*a@0,0 b@9,9" },
    { "*a@0,0", "move 1,1 a; undo; move 2,2 a; redo", "*a@2,2" },
    { "*a@0,0", "begin None; commit; undo", "*a@0,0" },
  };

  CHECK_CASES (cases);
}

/* What the menu shows. */
static void
test_names (void)
{
  static const struct
  {
    const char *edits;
    const char *name;
  } cases[] = {
    { "add choice '' 0,0", "Add Choice" },
    { "add script Fetch 0,0", "Add Fetch" },
    { "move 1,1 a b", "Move 2 Nodes" },
    { "move 1,1 a", "Move Get" },
    { "delete a", "Delete Get" },
    { "connect b ok a", "Connect b to Get" },
    { "end b ok", "End After b" },
    { "disconnect a go", "Disconnect “go” of Get" },
    { "rename a go come", "Rename Action to “come”" },
    { "title a Fetch", "Rename Get" },
    { "key a retries 3", "Change Attempts of Get" },
    { "set c prompt \"Sure?\"", "Change Question of c" },
    { "start b", "Start With b" },
    { "name Recipes", "Rename the Document" },
    { "copy a; paste 9,9", "Paste Get" },
    { "layout", "Lay Out the Flow" },
    { "begin 'Move twice'; move 1,1 a; move 1,1 a; commit", "Move twice" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SluiceDocument) document =
        notation_parse ("*a'Get'@0,0 b@40,0 c:choice@70,1 a-go->b");
      g_autofree char *refused = notation_edit (document, cases[i].edits);

      g_assert_cmpstr (refused, ==, NULL);
      g_assert_cmpstr (sluice_document_get_undo_name (document), ==, cases[i].name);
      g_assert_null (sluice_document_get_redo_name (document));
      g_assert_true (sluice_document_undo (document));
      g_assert_cmpstr (sluice_document_get_redo_name (document), ==, cases[i].name);
    }
}

/* A constant action is renamed with its edge; the rest of the node stays as it is. */
static void
test_rename_constant (void)
{
  g_autoptr (SluiceDocument) document = notation_parse ("*a b a-x->b");
  g_autofree char *refused = notation_edit (document, "key a action \"x\"; rename a x y");

  g_assert_cmpstr (refused, ==, NULL);
  g_assert_cmpstr (
    sluice_value_get_member_string (sluice_document_get_node (document, "main/a"), "action"), ==,
    "y");
}

static void
test_add_flow (void)
{
  g_autoptr (SluiceDocument) document = notation_parse ("*a");
  g_autofree char *first = sluice_edit_add_flow (document, "Pay the bill", NULL);
  g_autofree char *second = sluice_edit_add_flow (document, "Pay the bill", NULL);

  g_assert_cmpstr (first, ==, "pay-the-bill");
  g_assert_cmpstr (second, ==, "pay-the-bill-2");
  g_assert_cmpuint (sluice_document_get_n_flows (document), ==, 3);
  g_assert_true (sluice_document_undo (document));
  g_assert_false (sluice_document_has_flow (document, "pay-the-bill-2"));
}

static const SluiceSettingInfo choice_settings[] = {
  { .name = "prompt", .nick = "Question", .type = SLUICE_SETTING_TEXT },
};

static const SluiceKindInfo choice = {
  .id = "choice",
  .title = "Choice",
  .settings = choice_settings,
  .n_settings = 1,
  .summary_setting = "prompt",
};

static const SluiceKindInfo end = { .id = "end", .title = "End", .is_final = TRUE };

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  sluice_catalog_register (&choice);
  sluice_catalog_register (&end);
  g_test_add_func ("/graph/edit/add", test_add);
  g_test_add_func ("/graph/edit/delete", test_delete);
  g_test_add_func ("/graph/edit/move", test_move);
  g_test_add_func ("/graph/edit/edges", test_edges);
  g_test_add_func ("/graph/edit/keys", test_keys);
  g_test_add_func ("/graph/edit/paste", test_paste);
  g_test_add_func ("/graph/edit/paste-anything", test_paste_anything);
  g_test_add_func ("/graph/edit/paste-foreign-ids", test_paste_foreign_ids);
  g_test_add_func ("/graph/edit/paste-foreign-flow", test_paste_foreign_flow);
  g_test_add_func ("/graph/edit/nested-too-deep", test_nested_too_deep);
  g_test_add_func ("/graph/edit/transactions", test_transactions);
  g_test_add_func ("/graph/edit/names", test_names);
  g_test_add_func ("/graph/edit/rename-constant", test_rename_constant);
  g_test_add_func ("/graph/edit/add-flow", test_add_flow);
  return g_test_run ();
}
