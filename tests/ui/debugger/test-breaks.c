/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Breakpoints as the window tells and marks them: words, shapes, their places on the canvas and in scripts. */

#include "debugger/breakpoints/break-index.h"
#include "debugger/breakpoints/break-words.h"
#include "source/line-marks.h"

static const char flow[] =
  "{ \"format\": 1, \"name\": \"Test\", \"run\": [\"main\"], \"flows\": { \"main\": { \"start\": \"a\", \"nodes\": {"
  " \"a\": { \"kind\": \"script\", \"title\": \"First\", \"next\": { \"yes\": \"b\" } },"
  " \"b\": { \"kind\": \"script\", \"title\": \"Second\" } } } } }";

static SluiceBreakpoint *
create (SluiceBreakKind  kind,
        const char      *address,
        const char      *what,
        double           amount)
{
  SluiceBreakpoint *breakpoint = sluice_breakpoint_new (kind, address);

  breakpoint->what = g_strdup (what);
  breakpoint->amount = amount;
  return breakpoint;
}

static guint
add (SluiceBreakpoints *breakpoints,
     SluiceBreakKind    kind,
     const char        *address,
     const char        *what,
     double             amount)
{
  g_autoptr (SluiceBreakpoint) breakpoint = create (kind, address, what, amount);

  return sluice_breakpoints_add (breakpoints, breakpoint, NULL);
}

static void
test_words (void)
{
  static const struct
  {
    SluiceBreakKind kind;
    const char *address, *what;
    double amount;
    const char *words;
  } cases[] = {
    { SLUICE_BREAK_NODE, "main/a", NULL, 0, "Before a node: First" },
    { SLUICE_BREAK_NODE, "main/gone", NULL, 0, "Before a node: main/gone" },
    { SLUICE_BREAK_PHASE, NULL, "exec", 0, "Before a phase: any node, Exec" },
    { SLUICE_BREAK_TAKEN, "main/a", "yes", 0, "An edge is taken: First → yes" },
    { SLUICE_BREAK_CONSIDERED, "main/a", NULL, 0, "An action is considered: First, any action" },
    { SLUICE_BREAK_CHANGED, NULL, "", 0, "A place of the store changes: the whole store" },
    { SLUICE_BREAK_LINE, "main/b", "post", 3, "Before a line of a script: Second, Post, line 3" },
    { SLUICE_BREAK_QUEUE_FULL, NULL, "q", 0, "A queue is full and waited for: q" },
    { SLUICE_BREAK_TIME, NULL, NULL, 1.5, "A run has taken so many seconds: 1.5 s" },
  };
  g_autoptr (SluiceDocument) document = sluice_document_new_from_text (flow, -1, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SluiceBreakpoint) breakpoint = create (cases[i].kind, cases[i].address, cases[i].what,
                                                        cases[i].amount);
      g_autofree char *words = sluice_break_dup_words (breakpoint, NULL, document, FALSE);

      g_assert_cmpstr (words, ==, cases[i].words);
    }
}

static void
test_terms (void)
{
  g_autoptr (SluiceBreakpoint) breakpoint = sluice_breakpoint_new (SLUICE_BREAK_NODE, "main/a");
  g_autofree char *none = sluice_break_dup_terms (breakpoint, NULL, NULL, FALSE);
  g_autofree char *terms = NULL;

  g_assert_null (none);
  g_assert_cmpint (sluice_break_shape_get (breakpoint), ==, SLUICE_BREAK_SHAPE_PLAIN);
  breakpoint->condition = g_strdup ("item > 2");
  breakpoint->hits = 3;
  breakpoint->after = 7;
  breakpoint->once = TRUE;
  g_assert_cmpint (sluice_break_shape_get (breakpoint), ==, SLUICE_BREAK_SHAPE_TERMS);
  breakpoint->log = g_strdup ("{{ item }}");
  g_assert_cmpint (sluice_break_shape_get (breakpoint), ==, SLUICE_BREAK_SHAPE_LOG);
  terms = sluice_break_dup_terms (breakpoint, NULL, NULL, FALSE);
  g_assert_cmpstr (terms, ==, "if item > 2, from hit 3 on, after breakpoint 7, once in a run, logs “{{ item }}”");
}

/* What one waits for is named, and it is told when it can't come. */
static void
test_order (void)
{
  g_autoptr (SluiceDocument) document = sluice_document_new_from_text (flow, -1, NULL);
  g_autoptr (SluiceBreakpoints) breakpoints = sluice_breakpoints_new ();
  g_autoptr (SluiceBreakIndex) index = sluice_break_index_new (breakpoints);
  g_autoptr (SluiceBreakpoint) last = create (SLUICE_BREAK_TAKEN, "main/a", "yes", 0);
  guint first = add (breakpoints, SLUICE_BREAK_AFTER, "main/b", NULL, 0), id;
  g_autofree char *waiting = NULL, *met = NULL, *disabled = NULL, *gone = NULL, *words = NULL;
  g_autoptr (SluiceBreakpoint) off = sluice_breakpoint_copy (sluice_breakpoints_find (breakpoints, first));

  last->after = first;
  id = sluice_breakpoints_add (breakpoints, last, NULL);
  sluice_break_index_update (index);
  waiting = sluice_break_dup_terms (last, breakpoints, document, TRUE);
  g_assert_cmpstr (waiting, ==, "waits for Second (After a node)");
  met = sluice_break_dup_terms (last, breakpoints, document, FALSE);
  g_assert_cmpstr (met, ==, "after Second (After a node)");
  words = sluice_break_index_dup_words (index, document, "main/a", "yes");
  g_assert_cmpstr (words, ==, "An edge is taken: First → yes, after Second (After a node)");
  g_assert_true (sluice_break_index_has_order (index));
  g_assert_true (sluice_break_index_get_edge (index, "main/a", "yes")->enabled);

  off->enabled = FALSE;
  g_assert_true (sluice_breakpoints_change (breakpoints, first, off, NULL));
  disabled = sluice_break_dup_terms (last, breakpoints, document, TRUE);
  g_assert_cmpstr (disabled, ==, "waits for Second (After a node), which is disabled");
  sluice_break_index_update (index);
  g_assert_false (sluice_break_index_get_edge (index, "main/a", "yes")->enabled);

  sluice_breakpoints_remove (breakpoints, first);
  gone = sluice_break_dup_terms (last, breakpoints, document, TRUE);
  g_assert_cmpstr (gone, ==, "waits for a breakpoint that is gone");
  g_assert_false (sluice_break_can_come (sluice_breakpoints_find (breakpoints, id), breakpoints));
}

/* A circle is seen, and is no endless way. */
static void
test_circles (void)
{
  g_autoptr (SluiceBreakpoints) breakpoints = sluice_breakpoints_new ();
  guint ids[3];

  for (guint i = 0; i < 3; i++)
    ids[i] = add (breakpoints, SLUICE_BREAK_AFTER, "main/a", NULL, 0);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (SluiceBreakpoint) one = sluice_breakpoint_copy (sluice_breakpoints_find (breakpoints, ids[i]));

      g_assert_true (sluice_break_can_come (one, breakpoints));
      one->after = ids[(i + 1) % 3];
      g_assert_true (sluice_breakpoints_change (breakpoints, ids[i], one, NULL));
    }
  for (guint i = 0; i < 3; i++)
    {
      const SluiceBreakpoint *one = sluice_breakpoints_find (breakpoints, ids[i]);

      g_assert_false (sluice_break_can_come (one, breakpoints));
      g_assert_true (sluice_break_waits_for (one, breakpoints, ids[0]));
      g_assert_false (sluice_break_waits_for (one, breakpoints, 77));
    }
}

static void
test_pointers (void)
{
  static const char * const cases[][2] = {
    { "shared.count", "/count" }, { " shared.a.b ", "/a/b" }, { "shared", "" }, { "/a~1b", "/a~1b" }, { "count", "count" },
    { "shared.list[3].x", "/list/2/x" }, { "shared['a/b'][\"c.d\"]", "/a~1b/c.d" }, { "shared[1]", "/0" },
    { "shared.list[0]", "shared.list[0]" }, { "shared.list[", "shared.list[" }, { "shared..a", "shared..a" },
    { "shared.list[x]", "shared.list[x]" }, { "sharedness", "sharedness" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *pointer = sluice_break_dup_pointer (cases[i][0]);

      g_assert_cmpstr (pointer, ==, cases[i][1]);
    }
}

static void
test_missing (void)
{
  g_autoptr (SluiceDocument) document = sluice_document_new_from_text (flow, -1, NULL);
  g_autoptr (SluiceBreakpoint) node = sluice_breakpoint_new (SLUICE_BREAK_AFTER, "main/gone");
  g_autoptr (SluiceBreakpoint) edge = create (SLUICE_BREAK_TAKEN, "main/a", "no", 0);
  g_autoptr (SluiceBreakpoint) there = create (SLUICE_BREAK_TAKEN, "main/a", "yes", 0);

  g_assert_true (sluice_break_is_missing (node, document));
  g_assert_true (sluice_break_is_missing (edge, document));
  g_assert_false (sluice_break_is_missing (there, document));
}

/* A node shows what the keys are about before anything else; an edge what is of its action alone. */
static void
test_index (void)
{
  g_autoptr (SluiceBreakpoints) breakpoints = sluice_breakpoints_new ();
  g_autoptr (SluiceBreakIndex) index = sluice_break_index_new (breakpoints);
  g_autofree char *words = NULL;
  const SluiceBreakSpot *spot;
  guint node, edge;

  g_assert_null (sluice_break_index_get_edge (index, "main/a", "yes"));
  add (breakpoints, SLUICE_BREAK_AFTER, "main/a", NULL, 0);
  sluice_break_index_update (index);
  g_assert_cmpuint (sluice_break_index_get_node (index, "main/a")->id, ==, 0);
  node = add (breakpoints, SLUICE_BREAK_NODE, "main/a", NULL, 0);
  add (breakpoints, SLUICE_BREAK_CONSIDERED, "main/a", "yes", 0);
  edge = add (breakpoints, SLUICE_BREAK_TAKEN, "main/a", "yes", 0);
  sluice_break_index_update (index);
  spot = sluice_break_index_get_node (index, "main/a");
  g_assert_cmpuint (spot->id, ==, node);
  g_assert_cmpuint (spot->n, ==, 2);
  g_assert_true (spot->enabled);
  spot = sluice_break_index_get_edge (index, "main/a", "yes");
  g_assert_cmpuint (spot->id, ==, edge);
  g_assert_null (sluice_break_index_get_edge (index, "main/a", "no"));
  words = sluice_break_index_dup_words (index, NULL, "main/a", NULL);
  g_assert_cmpstr (words, ==, "After a node: main/a\nBefore a node: main/a");
  sluice_breakpoints_set_muted (breakpoints, TRUE);
  sluice_break_index_update (index);
  g_assert_false (sluice_break_index_get_node (index, "main/a")->enabled);
}

static void
test_lines (void)
{
  static const SluiceScriptPlace exec = { "main/a", "exec" }, post = { "main/a", "post" };
  g_autoptr (SluiceDocument) document = sluice_document_new_from_text (flow, -1, NULL);
  g_autoptr (SluiceBreakpoints) breakpoints = sluice_breakpoints_new ();
  SluiceLineMarks *marks = sluice_line_marks_of (document);
  g_autofree char *words = NULL;

  g_assert_true (marks == sluice_line_marks_of (document));
  sluice_line_marks_set_breakpoints (marks, breakpoints);
  sluice_line_marks_toggle (marks, &exec, 2);
  sluice_line_marks_toggle (marks, &exec, 5);
  sluice_line_marks_toggle (marks, &post, 5);
  g_assert_nonnull (sluice_line_marks_find (marks, &exec, 2));
  g_assert_null (sluice_line_marks_find (marks, &exec, 3));
  g_assert_nonnull (sluice_line_marks_find (marks, &post, 5));
  sluice_line_marks_set_stop (marks, &exec, 4);
  words = sluice_line_marks_dup_words (marks, &exec);
  g_assert_cmpstr (words, ==, "Stopped at line 4. Breakpoints at lines: 2, 5.");
  g_assert_cmpuint (sluice_line_marks_get_stop (marks, &post), ==, 0);
  sluice_line_marks_enable (marks, &exec, 2);
  g_assert_false (sluice_line_marks_find (marks, &exec, 2)->enabled);
  sluice_line_marks_toggle (marks, &exec, 2);
  g_assert_null (sluice_line_marks_find (marks, &exec, 2));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/debugger/breaks/words", test_words);
  g_test_add_func ("/debugger/breaks/terms", test_terms);
  g_test_add_func ("/debugger/breaks/order", test_order);
  g_test_add_func ("/debugger/breaks/circles", test_circles);
  g_test_add_func ("/debugger/breaks/pointers", test_pointers);
  g_test_add_func ("/debugger/breaks/missing", test_missing);
  g_test_add_func ("/debugger/breaks/index", test_index);
  g_test_add_func ("/debugger/breaks/lines-move", test_lines);

  return g_test_run ();
}
