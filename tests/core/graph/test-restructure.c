/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The verbs that rewire, align, frame and regroup: before, verb, after. Every case is also undone to
 * its first byte and redone to its last. */

#include "graph/restructure.h"

#include <string.h>

#include "graph/catalog.h"
#include "graph/drawing.h"
#include "graph/edit.h"
#include "notation.h"

typedef struct
{
  const char *before;
  const char *verb;
  const char *after;
  const char *name;    /* of the undo step */
  const char *refused; /* part of the message, or NULL */
} Case;

typedef struct
{
  SluiceDocument *document;
  char          **words;
  char          **items; /* addresses of the words behind the verb */
  GError         *error;
} Verb;

static char *
address_of (const char *word)
{
  return g_strconcat ("main/", word, NULL);
}

static const char * const *
items_from (Verb *verb,
            guint first)
{
  return (const char * const *) verb->items + first - 1;
}

static void
do_align (Verb *verb)
{
  static const char *const names[] = { "left", "right", "top", "bottom", "centre", "middle", NULL };

  for (guint i = 0; names[i] != NULL; i++)
    if (g_str_equal (verb->words[1], names[i]))
      sluice_edit_align (verb->document, items_from (verb, 2), (SluiceAlignment) i, &verb->error);
}

static void
do_cut (Verb *verb)
{
  SluiceEdge edges[4];
  guint n = 0;

  for (; verb->words[1 + 2 * n] != NULL; n++)
    edges[n] = (SluiceEdge) { verb->items[2 * n], verb->words[2 + 2 * n] };
  sluice_edit_disconnect_many (verb->document, edges, n, &verb->error);
}

static void
do_verb (Verb *verb)
{
  SluiceDocument *document = verb->document;
  const char *name = verb->words[0];
  GError **error = &verb->error;

  if (g_str_equal (name, "splice"))
    sluice_edit_splice (document, verb->items[0], verb->items[1], verb->words[3], error);
  else if (g_str_equal (name, "heal"))
    sluice_edit_delete_and_heal (document, items_from (verb, 1), error);
  else if (g_str_equal (name, "cut"))
    do_cut (verb);
  else if (g_str_equal (name, "align"))
    do_align (verb);
  else if (g_str_equal (name, "across"))
    sluice_edit_distribute (document, items_from (verb, 1), SLUICE_AXIS_HORIZONTAL, error);
  else if (g_str_equal (name, "down"))
    sluice_edit_distribute (document, items_from (verb, 1), SLUICE_AXIS_VERTICAL, error);
  else if (g_str_equal (name, "duplicate"))
    g_strfreev (sluice_edit_duplicate (document, items_from (verb, 1), 1, 2, SLUICE_KEEP_NONE, error));
  else if (g_str_equal (name, "duplicate-in"))
    g_strfreev (sluice_edit_duplicate (document, items_from (verb, 1), 1, 2, SLUICE_KEEP_INCOMING, error));
  else if (g_str_equal (name, "duplicate-out"))
    g_strfreev (sluice_edit_duplicate (document, items_from (verb, 1), 1, 2, SLUICE_KEEP_OUTGOING, error));
  else if (g_str_equal (name, "collapse"))
    g_free (sluice_edit_collapse (document, items_from (verb, 1), NULL, error));
  else if (g_str_equal (name, "expand"))
    g_strfreev (sluice_edit_expand (document, verb->items[0], error));
  else if (g_str_equal (name, "off"))
    sluice_edit_toggle_disabled (document, items_from (verb, 1), SLUICE_DISABLED_OFF, error);
  else if (g_str_equal (name, "kind"))
    sluice_edit_set_kind (document, verb->items[0], verb->words[2], error);
  else
    g_error ("No such verb: %s", name);
}

static void
check_undo (SluiceDocument *document,
            const char     *first)
{
  g_autofree char *last = sluice_document_to_text (document, NULL);
  g_autofree char *undone = NULL;
  g_autofree char *redone = NULL;

  sluice_document_undo (document);
  undone = sluice_document_to_text (document, NULL);
  g_assert_cmpstr (undone, ==, first);
  sluice_document_redo (document);
  redone = sluice_document_to_text (document, NULL);
  g_assert_cmpstr (redone, ==, last);
}

static void
check_case (const Case *c)
{
  g_autoptr (SluiceDocument) document = notation_parse (c->before);
  g_autofree char *first = sluice_document_to_text (document, NULL);
  g_auto (GStrv) words = g_strsplit (c->verb, " ", -1);
  g_auto (GStrv) items = g_new0 (char *, g_strv_length (words));
  Verb verb = { document, words, items, NULL };
  g_autofree char *after = NULL;

  for (guint i = 1; words[i] != NULL; i++)
    items[i - 1] = address_of (words[i]);
  do_verb (&verb);
  after = notation_print (document);
  g_assert_cmpstr (after, ==, c->after);
  g_assert_cmpstr (sluice_document_get_undo_name (document), ==, c->name);
  if (c->refused == NULL)
    g_assert_no_error (verb.error);
  else if (verb.error == NULL || strstr (verb.error->message, c->refused) == NULL)
    g_error ("%s: refused with “%s”, expected “%s”", c->verb,
             verb.error != NULL ? verb.error->message : "nothing", c->refused);
  else
    g_clear_error (&verb.error);
  check_undo (document, first);
}

#define CHECK_CASES(cases)                         \
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) \
    check_case (&cases[i])

static void
test_splice (void)
{
  static const Case cases[] = {
    { "*a@0,0 b@20,0 c@40,0 a-ok->b", "splice c a ok", "*a@0,0 b@20,0 c@40,0 a-ok->c c-default->b", "Insert c" },
    { "*a c a-ok->.", "splice c a ok", "*a c a-ok->c c-default->.", "Insert c" },
    { "*a b c a-ok->b c-default->a", "splice c a ok", "*a b c a-ok->b c-default->a", NULL, "have edges already" },
    { "*a b c:end a-ok->b", "splice c a ok", "*a b c:end a-ok->b", NULL, "ends the flow" },
    { "*a b a-ok->b", "splice b a ok", "*a b a-ok->b", NULL, "at the node itself" },
    { "*a b a-ok->b", "splice b a no", "*a b a-ok->b", NULL, "no edge for action" },
  };

  CHECK_CASES (cases);
}

static void
test_heal (void)
{
  static const Case cases[] = {
    { "*a b c a-ok->b b-default->c", "heal b", "*a c a-ok->c", "Delete b and Heal" },
    { "*a b c a-ok->b b-x->c", "heal b", "*a c a-ok->c", "Delete b and Heal" },
    { "*a b c a-ok->b b-x->c b-y->a", "heal b", "*a c", "Delete b and Heal" },
    { "*a b c d a-ok->b b-x->c c-default->d", "heal b c", "*a d a-ok->d", "Delete 2 Nodes and Heal" },
    { "*a b c a-ok->b b-x->c c-default->b", "heal b c", "*a", "Delete 2 Nodes and Heal" },
    { "*a b a-ok->b b-default->.", "heal b", "*a a-ok->.", "Delete b and Heal" },
    { "*a b a-ok->b", "heal a", "*b", "Delete a and Heal" },
    { "*a b a-ok->b b-default->a", "heal a", "*b b-default->b", "Delete a and Heal" },
  };

  CHECK_CASES (cases);
}

static void
test_cut (void)
{
  static const Case cases[] = {
    { "*a b a-x->b a-y->b b-z->a", "cut a x b z", "*a b a-y->b", "Disconnect 2 Edges" },
    { "*a b a-x->b", "cut a x", "*a b", "Disconnect “x” of a" },
    { "*a b a-x->b", "cut a x b z", "*a b a-x->b", NULL, "no edge for action “z”" },
  };

  CHECK_CASES (cases);
}

static void
test_arrange (void)
{
  static const Case cases[] = {
    { "*a@0,0 b@20,4 c@9,9", "align left a b c", "*a@0,0 b@0,4 c@0,9", "Align 3 Nodes" },
    { "*a@0,0 b@20,4", "align right a b", "*a@20,0 b@20,4", "Align 2 Nodes" },
    { "*a@0,0 b@20,4", "align top a b", "*a@0,0 b@20,0", "Align 2 Nodes" },
    { "*a@0,0 b@20,4", "align bottom a b", "*a@0,4 b@20,4", "Align 2 Nodes" },
    { "*a@0,0 b@20,4", "align centre a b", "*a@10,0 b@10,4", "Align 2 Nodes" },
    { "*a@0,0 b@20,4", "align middle a b", "*a@0,2 b@20,2", "Align 2 Nodes" },
    { "*a@0,0 b@20,4", "align left a", "*a@0,0 b@20,4", NULL, "at least two" },
    { "*a@0,0 b@14,0 c@60,0", "across a b c", "*a@0,0 b@30,0 c@60,0", "Distribute 3 Nodes" },
    { "*a@0,0 b@0,30 c@0,10", "down a b c", "*a@0,0 b@0,30 c@0,15", "Distribute 3 Nodes" },
    { "*a@0,0 b@0,30", "down a b", "*a@0,0 b@0,30", NULL, "at least three" },
  };

  CHECK_CASES (cases);
}

static void
test_duplicate (void)
{
  static const Case cases[] = {
    { "*a@0,0 b@20,0 a-x->b b-y->a", "duplicate b", "*a@0,0 b@20,0 b-2@21,2 a-x->b b-y->a", "Duplicate b" },
    { "*a@0,0 b@20,0 a-x->b b-y->a", "duplicate-out b", "*a@0,0 b@20,0 b-2@21,2 a-x->b b-y->a b-2-y->a",
      "Duplicate b" },
    { "*a@0,0 b@20,0 a-x->b b-y->a", "duplicate-in b", "*a@0,0 b@20,0 b-2@21,2 a-x->b-2 b-y->a", "Duplicate b" },
    { "*a@0,0 b@20,0 a-x->b", "duplicate a b", "*a@0,0 b@20,0 a-2@1,2 b-2@21,2 a-x->b a-2-x->b-2",
      "Duplicate 2 Nodes" },
  };

  CHECK_CASES (cases);
}

static void
test_collapse (void)
{
  static const Case cases[] = {
    { "*a@0,0 b@20,0 c@40,0 a-x->b b-y->c", "collapse b", "*a@0,0 c@40,0 group:flow'Group'@20,0 a-x->group group-y->c",
      "Collapse b" },
    { "*a b c a-x->b b-y->c c-z->a", "collapse a b c", "*group:flow'Group'@18,0", "Collapse 3 Nodes" },
    { "*a b c a-x->b a-y->c", "collapse b c", "*a b c a-x->b a-y->c", NULL, "has one start" },
    { "*a b a-x->b", "expand a", "*a b a-x->b", NULL, "runs no flow" },
  };

  CHECK_CASES (cases);
}

static void
test_kind (void)
{
  static const Case cases[] = {
    { "*a:choice@0,0 b@20,0 a-x->b", "kind a script", "*a@0,0 b@20,0 a-x->b", "Change a to script" },
    { "*a b a-x->b", "kind a end", "*a:end b", "Change a to Ende" },
    { "*a b a-x->b", "off a b", "*a b a-x->b", "Switch 2 Nodes Off" },
  };

  CHECK_CASES (cases);
}

/* Frames and notes */

static void
changed_cb (SluiceDocument        *document,
            const SluiceChangeSet *changes,
            GHashTable            *touched)
{
  GHashTableIter iter;
  gpointer address;
  gpointer what;

  g_hash_table_remove_all (touched);
  g_hash_table_iter_init (&iter, changes->items);
  while (g_hash_table_iter_next (&iter, &address, &what))
    g_hash_table_insert (touched, g_strdup (address), what);
}

/* The change sets name frames and notes. */
static void
test_touched (void)
{
  g_autoptr (GHashTable) touched = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (SluiceDocument) document = notation_parse ("*a@0,0");
  const SluiceBox box = { 1, 2, 30, 40 };
  g_autofree char *frame = NULL;
  g_autofree char *note = NULL;
  const char *frames[] = { NULL, NULL };

  g_signal_connect (document, "changed", G_CALLBACK (changed_cb), touched);
  frame = sluice_edit_add_frame (document, "main", NULL, &box, NULL);
  g_assert_cmpuint (GPOINTER_TO_UINT (g_hash_table_lookup (touched, frame)), ==, SLUICE_TOUCH_ADDED);
  note = sluice_edit_add_note (document, "main", "N", &box, NULL);
  g_assert_cmpuint (g_hash_table_size (touched), ==, 1);
  g_assert_true (g_hash_table_contains (touched, note));
  g_assert_true (sluice_edit_set_frame_title (document, frame, "T", NULL));
  g_assert_cmpuint (GPOINTER_TO_UINT (g_hash_table_lookup (touched, frame)), ==, SLUICE_TOUCH_LAYOUT);
  frames[0] = frame;
  g_assert_true (sluice_edit_delete_items (document, frames, NULL));
  g_assert_cmpuint (GPOINTER_TO_UINT (g_hash_table_lookup (touched, frame)), ==, SLUICE_TOUCH_REMOVED);
  g_assert_true (sluice_document_undo (document));
  g_assert_cmpuint (GPOINTER_TO_UINT (g_hash_table_lookup (touched, frame)), ==, SLUICE_TOUCH_ADDED);
}

static void
test_frame (void)
{
  g_autoptr (SluiceDocument) document = notation_parse ("*a@0,0 b@20,0 c@90,0");
  g_autofree char *first = sluice_document_to_text (document, NULL);
  const char *const nodes[] = { "main/a", "main/b", NULL };
  g_autofree char *frame = sluice_edit_frame_nodes (document, nodes, " Two\nof them ", NULL);
  const char *const framed[] = { frame, NULL };
  g_auto (GStrv) all = sluice_document_dup_with_contents (document, framed);
  g_autofree char *joined = g_strjoinv (" ", all);
  g_autofree char *title = sluice_document_dup_frame_title (document, frame);
  g_autofree char *moved = NULL;
  SluiceBox box;

  g_assert_cmpstr (frame, ==, "main/$frames/frame");
  g_assert_cmpstr (title, ==, "Two of them");
  g_assert_cmpstr (sluice_document_get_undo_name (document), ==, "Frame 2 Nodes");
  g_assert_cmpstr (joined, ==, "main/$frames/frame main/a main/b");
  g_assert_true (sluice_document_get_box (document, frame, &box));
  g_assert_cmpint (box.x, ==, -2);
  g_assert_cmpint (box.y, ==, -4);
  g_assert_cmpint (box.width, ==, 36);

  g_assert_true (sluice_edit_move_items (document, (const char * const *) all, 1, 2, "drag", NULL));
  moved = notation_print (document);
  g_assert_cmpstr (moved, ==, "*a@1,2 b@21,2 c@90,0");
  g_assert_cmpstr (sluice_document_get_undo_name (document), ==, "Move 3 Items");
  g_assert_true (sluice_edit_set_colour (document, (const char * const *) all, "blue", NULL));
  g_assert_cmpstr (sluice_document_get_colour (document, frame), ==, "blue");
  g_assert_cmpstr (sluice_document_get_colour (document, "main/a"), ==, "blue");
  g_assert_true (sluice_edit_delete_items (document, (const char * const *) all, NULL));
  g_assert_cmpint (sluice_document_get_item_type (document, frame), ==, SLUICE_ITEM_NONE);
  while (sluice_document_undo (document))
    continue;
  g_free (title);
  title = sluice_document_to_text (document, NULL);
  g_assert_cmpstr (title, ==, first);
}

/* Frames and notes go through the clipboard with the nodes. */
static void
test_note (void)
{
  g_autoptr (SluiceDocument) document = notation_parse ("*a@0,0");
  const SluiceBox box = { 10, 20, 8, 1 };
  g_autofree char *note = sluice_edit_add_note (document, "main", "one", &box, NULL);
  const char *const items[] = { "main/a", note, NULL };
  g_autofree char *text = NULL;
  g_auto (GStrv) pasted = NULL;
  g_autofree char *written = NULL;
  SluiceBox read;

  for (guint i = 0; i < 3; i++)
    g_assert_true (sluice_edit_set_note_text (document, note, i < 2 ? "o" : "one\ntwo", NULL));
  g_assert_cmpstr (sluice_document_get_undo_name (document), ==, "Write a Note");
  text = sluice_edit_copy (document, items);
  pasted = sluice_edit_paste (document, "main", text, 100, 100, NULL);
  g_assert_cmpstr (pasted[0], ==, "main/a-2");
  g_assert_cmpstr (pasted[1], ==, "main/$notes/note-2");
  written = sluice_document_dup_note_text (document, pasted[1]);
  g_assert_cmpstr (written, ==, "one\ntwo");
  g_assert_true (sluice_document_get_box (document, pasted[1], &read));
  g_assert_cmpint (read.x, ==, 110);
  g_assert_cmpint (read.y, ==, 120);
  g_assert_cmpint (read.height, ==, SLUICE_FRAME_MINIMUM);
  g_assert_true (sluice_document_undo (document));
  g_assert_true (sluice_document_undo (document));
  g_free (written);
  written = sluice_document_dup_note_text (document, note);
  g_assert_cmpstr (written, ==, "one");
}

static void
test_bends (void)
{
  g_autoptr (SluiceDocument) document = notation_parse ("*a@0,0 b@20,0 a-x->b");
  g_autofree char *first = sluice_document_to_text (document, NULL);
  g_autofree char *last = NULL;
  g_autofree SluiceGridPoint *bends = NULL;
  g_autoptr (GError) error = NULL;
  guint n;

  g_assert_true (sluice_edit_add_bend (document, "main/a", "x", 0, 14, 9, NULL));
  g_assert_true (sluice_edit_add_bend (document, "main/a", "x", 0, 13, 7, NULL));
  g_assert_true (sluice_edit_move_bend (document, "main/a", "x", 1, 15, 9, NULL, NULL));
  bends = sluice_document_dup_bends (document, "main/a", "x", &n);
  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpint (bends[0].x, ==, 13);
  g_assert_cmpint (bends[1].x, ==, 15);
  g_assert_false (sluice_edit_remove_bend (document, "main/a", "x", 2, &error));
  g_assert_error (error, SLUICE_DOCUMENT_ERROR, SLUICE_DOCUMENT_ERROR_NOT_FOUND);
  g_assert_true (sluice_edit_remove_bend (document, "main/a", "x", 0, NULL));
  g_assert_true (sluice_edit_remove_bend (document, "main/a", "x", 0, NULL));
  last = sluice_document_to_text (document, NULL);
  g_assert_cmpstr (last, ==, first);

  /* An edge that leads elsewhere, or goes, loses its bends. */
  g_assert_true (sluice_document_undo (document));
  g_assert_true (sluice_edit_connect (document, "main/a", "x", "a", NULL));
  g_assert_null (sluice_document_dup_bends (document, "main/a", "x", &n));
}

/* Flows */

static void
test_flows (void)
{
  g_autoptr (SluiceDocument) document = notation_parse ("*a@0,0 b@20,0 a-x->b");
  g_autofree char *first = sluice_document_to_text (document, NULL);
  g_autofree char *copy = sluice_edit_duplicate_flow (document, "main", NULL);
  const char *const run[] = { "main", copy, NULL };
  g_autoptr (GError) error = NULL;
  g_autofree char *last = NULL;

  g_assert_cmpstr (copy, ==, "main-2");
  g_assert_true (sluice_edit_set_flow_title (document, copy, "Other", NULL));
  g_assert_true (sluice_edit_set_run (document, run, NULL));
  g_assert_true (sluice_edit_set_kind (document, "main/a", "flow", NULL));
  g_assert_true (sluice_edit_set_setting (document, "main/a", "flow", sluice_value_string (copy), NULL));
  g_assert_false (sluice_edit_delete_flow (document, copy, &error));
  g_assert_error (error, SLUICE_DOCUMENT_ERROR, SLUICE_DOCUMENT_ERROR_EDIT);
  g_assert_cmpstr (error->message, ==, "“main/a” runs the flow “Other”. Delete or change that node first.");
  g_assert_true (sluice_edit_set_kind (document, "main/a", "script", NULL));
  g_assert_true (sluice_edit_delete_flow (document, copy, NULL));
  g_assert_cmpstr (sluice_document_get_undo_name (document), ==, "Delete Flow Other");
  g_assert_false (sluice_document_has_flow (document, copy));
  g_assert_cmpuint (sluice_value_get_length (
                      sluice_value_get_member (sluice_document_get_root (document), "run")), ==, 1);
  while (sluice_document_undo (document))
    continue;
  last = sluice_document_to_text (document, NULL);
  g_assert_cmpstr (last, ==, first);
}

int
main (int    argc,
      char **argv)
{
  static const SluiceKindInfo end_kind = { .id = "end", .title = "Ende", .is_final = TRUE };

  g_test_init (&argc, &argv, NULL);
  sluice_catalog_register (&end_kind);
  g_test_add_func ("/graph/restructure/splice", test_splice);
  g_test_add_func ("/graph/restructure/heal", test_heal);
  g_test_add_func ("/graph/restructure/cut", test_cut);
  g_test_add_func ("/graph/restructure/arrange", test_arrange);
  g_test_add_func ("/graph/restructure/duplicate", test_duplicate);
  g_test_add_func ("/graph/restructure/collapse", test_collapse);
  g_test_add_func ("/graph/restructure/kind", test_kind);
  g_test_add_func ("/graph/restructure/frame", test_frame);
  g_test_add_func ("/graph/restructure/touched", test_touched);
  g_test_add_func ("/graph/restructure/note", test_note);
  g_test_add_func ("/graph/restructure/bends", test_bends);
  g_test_add_func ("/graph/restructure/flows", test_flows);
  return g_test_run ();
}
