/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The widgets of a run, over real runs of the examples. */
#include "settle.h"
#include "window-fixture.h"

#include "debugger/console-line.h"
#include "debugger/prompt-card.h"
#include "debugger/value-item.h"

#include "graph/edit.h"

static void
open_example (Fixture    *fixture,
              const char *name)
{
  g_autofree char *path = fixture_example (name);

  g_assert_true (sluice_window_open (fixture->window, path));
}

static SluicePromptCard *
get_card (Fixture *fixture)
{
  GtkWidget *card = fixture_find (GTK_WIDGET (fixture->window->page->prompts), SLUICE_TYPE_PROMPT_CARD);

  g_assert_nonnull (card);
  return SLUICE_PROMPT_CARD (card);
}

static void
assert_enabled (Fixture    *fixture,
                const char *expected)
{
  static const char * const actions[] = {
    "run", "pause", "stop", "restart", "step-over", "step-into", "step-out", "step-phase",
  };
  g_autoptr (GString) enabled = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    if (fixture_is_enabled (fixture, actions[i]))
      g_string_append_printf (enabled, "%s%s", enabled->len > 0 ? " " : "", actions[i]);
  g_assert_cmpstr (enabled->str, ==, expected);
}

static GtkWidget *
find_named (GtkWidget  *root,
            const char *name)
{
  GtkWidget *found = g_strcmp0 (gtk_widget_get_name (root), name) == 0 ? root : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_named (child, name);
  return found;
}

/* A button that can't be pressed says why. */
static void
assert_tooltip (Fixture    *fixture,
                const char *name,
                const char *expected)
{
  GtkWidget *button = find_named (GTK_WIDGET (fixture->window->run_controls), name);

  g_assert_cmpstr (gtk_widget_get_tooltip_text (button), ==, expected);
}

static void
test_actions (Fixture       *fixture,
              gconstpointer  data)
{
  open_example (fixture, "hello.flow.json");
  assert_enabled (fixture, "run step-into");
  assert_tooltip (fixture, "run-button", "Run (F5)");
  assert_tooltip (fixture, "pause-button", "Pause (F6)\nNothing runs");
  assert_tooltip (fixture, "step-over-button", "Step over (F10)\nNo run is stopped");
  assert_tooltip (fixture, "step-into-button", "Step into (F11)");

  fixture_activate (fixture, "step-into");
  fixture_wait_state (fixture, SLUICE_SESSION_STOPPED);
  assert_enabled (fixture, "run stop restart step-over step-into step-out step-phase");
  assert_tooltip (fixture, "run-button", "Continue (F5)");
  assert_tooltip (fixture, "pause-button", "Pause (F6)\nThe run is stopped already");
  assert_tooltip (fixture, "step-over-button", "Step over (F10)");
  g_assert_nonnull (sluice_stop_banner_get_text (fixture->window->page->stop_banner));

  fixture_activate (fixture, "run");
  fixture_wait_cards (fixture, 1);
  assert_enabled (fixture, "pause stop restart");
  assert_tooltip (fixture, "run-button", "Run (F5)\nIt runs already");
  assert_tooltip (fixture, "step-into-button", "Step into (F11)\nThe run goes on: pause it first (F6)");
  g_assert_null (sluice_stop_banner_get_text (fixture->window->page->stop_banner));

  fixture_activate (fixture, "stop");
  fixture_wait_state (fixture, SLUICE_SESSION_CANCELLED);
  assert_enabled (fixture, "run restart step-into");
  fixture_wait_cards (fixture, 0);
}

static void
test_prompts (Fixture       *fixture,
              gconstpointer  data)
{
  SluicePromptCard *card;
  GtkWidget *focus;

  open_example (fixture, "recipe-finder.flow.json");
  fixture_activate (fixture, "run");
  fixture_wait_cards (fixture, 1);
  card = get_card (fixture);
  g_assert_cmpstr (sluice_prompt_card_get_address (card), ==, "main/fetch");
  focus = gtk_root_get_focus (GTK_ROOT (fixture->window));
  g_assert_true (gtk_widget_is_ancestor (focus, GTK_WIDGET (card)));
  g_assert_true (sluice_prompt_card_answer (card, "chicken"));
}

typedef struct
{
  Fixture    *fixture;
  const char *address;
} Asked;

static gboolean
is_asked_by (gpointer user_data)
{
  Asked *asked = user_data;
  GtkWidget *card = fixture_find (GTK_WIDGET (asked->fixture->window->page->prompts), SLUICE_TYPE_PROMPT_CARD);

  return card != NULL && g_strcmp0 (sluice_prompt_card_get_address (SLUICE_PROMPT_CARD (card)),
                                    asked->address) == 0;
}

static void
test_answers (Fixture       *fixture,
              gconstpointer  data)
{
  test_prompts (fixture, data);
  fixture_wait (is_asked_by, &(Asked) { fixture, "main/approve" });

  /* What is no choice is refused in the card, which stays. */
  g_assert_false (sluice_prompt_card_answer (get_card (fixture), "perhaps"));
  g_assert_cmpuint (sluice_prompt_stack_get_n_cards (fixture->window->page->prompts), ==, 1);

  g_assert_true (sluice_prompt_card_answer (get_card (fixture), "accept"));
  fixture_wait_state (fixture, SLUICE_SESSION_FINISHED);
  fixture_wait_cards (fixture, 0);
}

static void
test_prompt_leaves_typing_alone (Fixture       *fixture,
                                 gconstpointer  data)
{
  GtkWidget *focus;

  open_example (fixture, "hello.flow.json");
  sluice_test_settle ();
  sluice_palette_focus_search (fixture->window->page->palette);
  fixture_activate (fixture, "run");
  fixture_wait_cards (fixture, 1);
  focus = gtk_root_get_focus (GTK_ROOT (fixture->window));
  g_assert_true (gtk_widget_is_ancestor (focus, GTK_WIDGET (fixture->window->page->palette)));
}

static SluiceValueItem *
get_row (GListModel *model,
         guint       position)
{
  g_autoptr (GtkTreeListRow) row = g_list_model_get_item (model, position);
  g_autoptr (SluiceValueItem) item = gtk_tree_list_row_get_item (row);

  return item;
}

typedef struct
{
  Fixture    *fixture;
  const char *key;
} Key;

static gboolean
has_key (gpointer user_data)
{
  Key *key = user_data;
  GListModel *model = sluice_run_panel_get_store_model (key->fixture->window->page->run_panel);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    if (g_str_equal (sluice_value_item_get_key (get_row (model, i)), key->key))
      return TRUE;

  return FALSE;
}

static void
test_store (Fixture       *fixture,
            gconstpointer  data)
{
  GListModel *model;
  g_autoptr (GtkTreeListRow) row = NULL;
  SluiceValueItem *recipes;
  guint n_rows;

  test_prompts (fixture, data);
  model = sluice_run_panel_get_store_model (fixture->window->page->run_panel);
  fixture_wait (is_asked_by, &(Asked) { fixture, "main/approve" });
  fixture_wait (has_key, &(Key) { fixture, "suggestion" });

  row = g_list_model_get_item (model, 0);
  recipes = get_row (model, 0);
  g_assert_cmpstr (sluice_value_item_get_key (recipes), ==, "recipes");
  g_assert_true (gtk_tree_list_row_is_expandable (row));
  n_rows = g_list_model_get_n_items (model);
  gtk_tree_list_row_set_expanded (row, TRUE);
  g_assert_cmpuint (g_list_model_get_n_items (model), >, n_rows);
  n_rows = g_list_model_get_n_items (model);
  g_assert_cmpstr (sluice_value_item_get_pointer (get_row (model, 1)), ==, "/recipes/0");

  /* What changes elsewhere leaves the row, and that it is open, alone. */
  g_assert_true (sluice_prompt_card_answer (get_card (fixture), "retry"));
  fixture_wait (has_key, &(Key) { fixture, "refused" });
  g_assert_true (get_row (model, 0) == recipes);
  g_assert_true (gtk_tree_list_row_get_expanded (row));
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, n_rows + 1);
}

static void
test_value_item (void)
{
  g_auto (SluiceValue) value = sluice_value_object ();
  g_autoptr (SluiceValueItem) root = sluice_value_item_new_root ();
  GListModel *children = sluice_value_item_get_children (root);
  g_autoptr (SluiceValueItem) list = NULL;
  g_autoptr (SluiceValueItem) nameless = NULL;
  g_autofree char *shown = NULL;
  SluiceValue numbers = sluice_value_array ();

  for (int i = 0; i < SLUICE_VALUE_ITEM_MAX_CHILDREN + 5; i++)
    sluice_value_append (&numbers, sluice_value_integer (i));
  sluice_value_set_member (&value, "a", sluice_value_string ("two\nlines"));
  sluice_value_set_member (&value, "list", numbers);
  sluice_value_set_member (&value, "pi", sluice_value_real (3.25));
  sluice_value_item_update (root, &(SluiceValuePair) { value, value, TRUE, TRUE }, NULL);

  g_assert_cmpuint (g_list_model_get_n_items (children), ==, 3);
  list = g_list_model_get_item (children, 1);
  g_assert_null (sluice_value_item_get_children (list));
  sluice_value_item_open (list, &(SluiceValuePair) { sluice_value_get_member (value, "list"), SLUICE_VALUE_INIT, TRUE,
                                                     FALSE }, NULL);
  g_assert_cmpuint (g_list_model_get_n_items (sluice_value_item_get_children (list)), ==,
                    SLUICE_VALUE_ITEM_MAX_CHILDREN + 1);

  /* A key without letters can be seen, too. */
  sluice_value_set_member (&value, "", sluice_value_integer (1));
  sluice_value_item_update (root, &(SluiceValuePair) { value, value, TRUE, TRUE }, NULL);
  nameless = g_list_model_get_item (children, 3);
  g_assert_cmpstr (sluice_value_item_get_key (nameless), ==, "");
  g_object_get (nameless, "key", &shown, NULL);
  g_assert_cmpstr (shown, ==, "“”");
  sluice_value_remove_member (&value, "");

  /* A member that goes takes its row along; the others stay what they are. */
  sluice_value_remove_member (&value, "a");
  sluice_value_item_update (root, &(SluiceValuePair) { value, value, TRUE, TRUE }, NULL);
  g_assert_cmpuint (g_list_model_get_n_items (children), ==, 2);
  {
    g_autoptr (SluiceValueItem) first = g_list_model_get_item (children, 0);
    g_autoptr (SluiceValueItem) second = g_list_model_get_item (children, 1);

    g_assert_true (first == list);
    g_assert_cmpstr (sluice_value_item_get_summary (second), ==, "3.25");
  }

  /* What was a list and is none now is another row. */
  sluice_value_set_member (&value, "list", sluice_value_boolean (TRUE));
  sluice_value_item_update (root, &(SluiceValuePair) { value, value, TRUE, TRUE }, NULL);
  {
    g_autoptr (SluiceValueItem) first = g_list_model_get_item (children, 0);

    g_assert_true (first != list);
    g_assert_cmpstr (sluice_value_item_get_summary (first), ==, "true");
    g_assert_false (sluice_value_item_is_container (first));
  }
}

static gboolean
console_says (gpointer user_data)
{
  Key *key = user_data;
  GListModel *model = sluice_console_get_model (key->fixture->window->page->console);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (SluiceConsoleLine) line = g_list_model_get_item (model, i);

      if (strstr (sluice_console_line_get_text (line), key->key) != NULL)
        return TRUE;
    }

  return FALSE;
}

static void
test_console (Fixture       *fixture,
              gconstpointer  data)
{
  GListModel *model;

  open_example (fixture, "hello.flow.json");
  model = sluice_console_get_model (fixture->window->page->console);
  fixture_activate (fixture, "run");
  fixture_wait_cards (fixture, 1);
  g_assert_true (sluice_prompt_card_answer (get_card (fixture), "Ada"));
  fixture_wait_state (fixture, SLUICE_SESSION_FINISHED);
  fixture_wait (console_says, &(Key) { fixture, "Hello, Ada!" });

  fixture_activate (fixture, "console-clear");
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, 0);

  /* A new run writes into the cleared console. */
  fixture_activate (fixture, "run");
  fixture_wait_cards (fixture, 1);
  g_assert_true (sluice_prompt_card_answer (get_card (fixture), "Bob"));
  fixture_wait (console_says, &(Key) { fixture, "Hello, Bob!" });
  g_assert_false (console_says (&(Key) { fixture, "Ada" }));
}

static void
test_stop_is_shown (Fixture       *fixture,
                    gconstpointer  data)
{
  open_example (fixture, "recipe-finder.flow.json");
  sluice_breakpoints_set (fixture->window->page->breakpoints, "main/suggest", TRUE);
  fixture_activate (fixture, "run");
  fixture_wait_cards (fixture, 1);
  g_assert_true (sluice_prompt_card_answer (get_card (fixture), "chicken"));
  fixture_wait_state (fixture, SLUICE_SESSION_STOPPED);

  g_assert_cmpstr (sluice_run_session_get_stop_address (fixture->window->page->session), ==, "main/suggest");
  g_assert_nonnull (strstr (sluice_stop_banner_get_text (fixture->window->page->stop_banner), "Suggest a recipe"));
  g_assert_cmpstr (gtk_stack_get_visible_child_name (fixture->window->page->right_stack), ==, "run");
  g_assert_cmpuint (g_list_model_get_n_items (sluice_run_panel_get_lane_model (fixture->window->page->run_panel)),
                    ==, 1);
  sluice_breakpoints_clear (fixture->window->page->breakpoints, "main/suggest");
}

static void
test_stale (Fixture       *fixture,
            gconstpointer  data)
{
  open_example (fixture, "hello.flow.json");
  fixture_activate (fixture, "run");
  fixture_wait_cards (fixture, 1);
  g_assert_false (gtk_widget_get_visible (fixture->window->page->stale_button));
  sluice_edit_set_title (fixture->window->page->document, "main/name", "Ask", NULL);
  sluice_test_settle ();
  g_assert_true (gtk_widget_get_visible (fixture->window->page->stale_button));

  fixture_activate (fixture, "restart");
  fixture_wait_state (fixture, SLUICE_SESSION_WAITING);
  g_assert_false (gtk_widget_get_visible (fixture->window->page->stale_button));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gtk_init ();

#define ADD(path, func) g_test_add (path, Fixture, NULL, fixture_set_up, func, fixture_tear_down)
  ADD ("/run/actions-follow-the-state", test_actions);
  ADD ("/run/prompt/takes-the-focus", test_prompts);
  ADD ("/run/prompt/refuses-and-takes-answers", test_answers);
  ADD ("/run/prompt/leaves-typing-alone", test_prompt_leaves_typing_alone);
  ADD ("/run/store/keeps-its-rows", test_store);
  g_test_add_func ("/run/store/updates-in-place", test_value_item);
  ADD ("/run/console/shows-and-clears", test_console);
  ADD ("/run/a-stop-is-shown", test_stop_is_shown);
  ADD ("/run/an-edited-flow-is-stale", test_stale);
#undef ADD

  return g_test_run ();
}
