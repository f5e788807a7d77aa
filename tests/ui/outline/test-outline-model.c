/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The outline's items follow every edit, and stay the same objects for what stays. */
#include "outline/outline-model.h"

#include "graph/edit.h"
#include "graph/restructure.h"

typedef struct
{
  SluiceDocument     *document;
  SluiceOutlineModel *model;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->document = sluice_document_new ();
  fixture->model = sluice_outline_model_new ();
  sluice_outline_model_set_document (fixture->model, fixture->document);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_object_unref (fixture->model);
  g_object_unref (fixture->document);
}

/* "main[*one! two-] more[]": * starts, - is off, ! has a problem. */
static char *
dup_words (Fixture *fixture)
{
  GString *words = g_string_new (NULL);
  GListModel *flows = sluice_outline_model_get_flows (fixture->model);

  for (guint i = 0; i < g_list_model_get_n_items (flows); i++)
    {
      g_autoptr (SluiceOutlineItem) flow = g_list_model_get_item (flows, i);
      GListModel *nodes = G_LIST_MODEL (sluice_outline_item_get_nodes (flow));

      g_string_append_printf (words, "%s%s%s[", i > 0 ? " " : "",
                              (sluice_outline_item_get_marks (flow) & SLUICE_OUTLINE_START) != 0 ? "*" : "",
                              sluice_outline_item_get_title (flow));
      for (guint n = 0; n < g_list_model_get_n_items (nodes); n++)
        {
          g_autoptr (SluiceOutlineItem) node = g_list_model_get_item (nodes, n);
          SluiceOutlineMarks marks = sluice_outline_item_get_marks (node);

          g_string_append_printf (words, "%s%s%s%s%s", n > 0 ? " " : "",
                                  (marks & SLUICE_OUTLINE_START) != 0 ? "*" : "",
                                  sluice_outline_item_get_title (node),
                                  (marks & SLUICE_OUTLINE_OFF) != 0 ? "-" : "",
                                  (marks & SLUICE_OUTLINE_ERROR) != 0 ? "!" : "");
        }
      g_string_append_c (words, ']');
    }

  return g_string_free (words, FALSE);
}

static void
expect (Fixture    *fixture,
        const char *expected)
{
  g_autofree char *words = dup_words (fixture);

  g_assert_cmpstr (words, ==, expected);
}

static void
add (Fixture    *fixture,
     const char *flow,
     const char *title)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *address = sluice_edit_add_node (fixture->document, flow, "log", title, 0, 0, &error);

  g_assert_no_error (error);
}

static void
test_follows (Fixture       *fixture,
              gconstpointer  data)
{
  const char * const two[] = { "main/two", NULL };
  g_autoptr (GError) error = NULL;
  g_autofree char *more = NULL;

  add (fixture, "main", "One");
  add (fixture, "main", "Two");
  add (fixture, "main", "Three");
  expect (fixture, "*main[*One Two Three]");

  sluice_edit_set_title (fixture->document, "main/two", "Second", &error);
  expect (fixture, "*main[*One Second Three]");
  sluice_edit_set_start (fixture->document, "main/two", &error);
  expect (fixture, "*main[One *Second Three]");
  sluice_edit_set_disabled (fixture->document, two, SLUICE_DISABLED_OFF, &error);
  expect (fixture, "*main[One *Second- Three]");
  sluice_edit_delete_nodes (fixture->document, two, &error);
  expect (fixture, "*main[One Three]");
  sluice_document_undo (fixture->document);
  expect (fixture, "*main[One *Second- Three]");

  more = sluice_edit_add_flow (fixture->document, "More", &error);
  add (fixture, more, "Four");
  expect (fixture, "*main[One *Second- Three] More[*Four]");
  sluice_edit_set_run (fixture->document, (const char * const []) { more, NULL }, &error);
  expect (fixture, "main[One *Second- Three] *More[*Four]");
  sluice_document_undo (fixture->document);
  sluice_edit_delete_flow (fixture->document, more, &error);
  g_assert_no_error (error);
  expect (fixture, "*main[One *Second- Three]");
  sluice_document_undo (fixture->document);
  expect (fixture, "*main[One *Second- Three] More[*Four]");
}

static void
count_cb (GListModel *list,
          guint       position,
          guint       removed,
          guint       added,
          guint      *n_changed)
{
  *n_changed += removed + added;
}

static void
test_keeps_what_stays (Fixture       *fixture,
                       gconstpointer  data)
{
  const char * const middle[] = { "main/node-500", NULL };
  g_autoptr (GError) error = NULL;
  SluiceOutlineItem *first, *last;
  guint n_changed = 0;

  sluice_document_begin (fixture->document, "Add", NULL);
  for (guint i = 0; i < 1000; i++)
    {
      g_autofree char *title = g_strdup_printf ("Node %u", i);

      add (fixture, "main", title);
    }
  sluice_document_commit (fixture->document);
  first = sluice_outline_model_find (fixture->model, "main/node-0");
  last = sluice_outline_model_find (fixture->model, "main/node-999");
  g_assert_nonnull (first);
  g_assert_nonnull (last);

  g_signal_connect (sluice_outline_item_get_nodes (sluice_outline_model_find (fixture->model, "main")),
                    "items-changed", G_CALLBACK (count_cb), &n_changed);
  sluice_edit_delete_nodes (fixture->document, middle, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n_changed, ==, 1);
  g_assert_null (sluice_outline_model_find (fixture->model, "main/node-500"));
  sluice_document_undo (fixture->document);
  g_assert_cmpuint (n_changed, ==, 2);
  sluice_edit_set_title (fixture->document, "main/node-0", "First", &error);
  g_assert_cmpuint (n_changed, ==, 2);
  g_assert_true (sluice_outline_model_find (fixture->model, "main/node-0") == first);
  g_assert_true (sluice_outline_model_find (fixture->model, "main/node-999") == last);
}

static void
test_marks_problems (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autoptr (GPtrArray) problems = NULL;
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;

  add (fixture, "main", "One");
  sluice_edit_set_key (fixture->document, "main/one", "kind", sluice_value_string ("nonsense"), &error);
  g_assert_no_error (error);
  problems = sluice_check_document (fixture->document);
  sluice_outline_model_set_problems (fixture->model, problems);
  expect (fixture, "*main[*One!]");
  sluice_outline_model_set_document (fixture->model, NULL);
  expect (fixture, "");
  sluice_outline_model_set_problems (fixture->model, problems);
  sluice_outline_model_set_document (fixture->model, fixture->document);
  expect (fixture, "*main[*One!]");
  sluice_outline_model_set_problems (fixture->model, none);
  expect (fixture, "*main[*One]");
}

static void
test_looks_for (Fixture       *fixture,
                gconstpointer  data)
{
  SluiceOutlineItem *flow = sluice_outline_model_find (fixture->model, "main");

  add (fixture, "main", "Fetch recipes");
  add (fixture, "main", "Suggest");
  g_assert_true (sluice_outline_item_look_for (flow, "recipe"));
  g_assert_true (sluice_outline_item_is_found (sluice_outline_model_find (fixture->model, "main/fetch-recipes")));
  g_assert_false (sluice_outline_item_is_found (sluice_outline_model_find (fixture->model, "main/suggest")));
  g_assert_false (sluice_outline_item_look_for (flow, "nowhere"));
  g_assert_true (sluice_outline_item_look_for (flow, "main"));
  g_assert_true (sluice_outline_item_is_found (sluice_outline_model_find (fixture->model, "main/suggest")));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/outline/model/follows-edits", Fixture, NULL, set_up, test_follows, tear_down);
  g_test_add ("/outline/model/keeps-what-stays", Fixture, NULL, set_up, test_keeps_what_stays, tear_down);
  g_test_add ("/outline/model/marks-problems", Fixture, NULL, set_up, test_marks_problems, tear_down);
  g_test_add ("/outline/model/looks-for", Fixture, NULL, set_up, test_looks_for, tear_down);

  return g_test_run ();
}
