/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The inspector in process: its rows show the document, write it, and follow undo. */

#include <adwaita.h>

#include "base/json.h"
#include "compile/compile.h"
#include "graph/catalog.h"
#include "graph/check.h"
#include "graph/drawing.h"
#include "graph/edit.h"
#include "inspector/binding.h"
#include "inspector-fixture.h"
#include "settle.h"
#include "source/line-gutter.h"
#include "x-input.h"

static void
title_goes_both_ways (Fixture      *fixture,
                      gconstpointer data)
{
  g_autofree char *title = NULL;
  GtkWidget *row;

  select_node (fixture, "main/fetch");
  row = get_row (fixture, "Title");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (row)), ==, "Fetch");

  gtk_editable_set_text (GTK_EDITABLE (row), "Fetch recipes");
  title = sluice_document_dup_node_title (fixture->document, "main/fetch");
  g_assert_cmpstr (title, ==, "Fetch recipes");

  g_assert_true (sluice_document_undo (fixture->document));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (row)), ==, "Fetch");
  g_assert_true (sluice_document_redo (fixture->document));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (row)), ==, "Fetch recipes");
}

static void
settings_come_from_the_kind (Fixture      *fixture,
                             gconstpointer data)
{
  GtkWidget *view, *entry;
  SluiceValue prompt;

  select_node (fixture, "main/approve");
  view = find_type (get_row (fixture, "Prompt"), GTK_TYPE_TEXT_VIEW);
  g_assert_nonnull (view);
  type_over (view, "One\nTwo");
  prompt = sluice_document_get_setting (fixture->document, "main/approve", "prompt");
  g_assert_true (SLUICE_VALUE_IS_ARRAY (prompt));
  g_assert_cmpuint (sluice_value_get_length (prompt), ==, 2);

  entry = find_type (get_row (fixture, "Choices"), GTK_TYPE_ENTRY);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "accept");
  gtk_editable_set_text (GTK_EDITABLE (entry), "yes");
  g_assert_cmpstr (sluice_value_get_string (sluice_value_get_element (
                     sluice_document_get_setting (fixture->document, "main/approve", "choices"), 0)),
                   ==, "yes");
}

static void
attempts_are_removed_at_their_default (Fixture      *fixture,
                                       gconstpointer data)
{
  GtkWidget *spin;

  select_node (fixture, "main/fetch");
  spin = find_type (get_row (fixture, "Attempts"), GTK_TYPE_SPIN_BUTTON);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (spin), 3);
  g_assert_cmpint (sluice_value_get_integer (sluice_value_get_member (
                     sluice_document_get_node (fixture->document, "main/fetch"), "retries")), ==, 3);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (spin), 1);
  g_assert_false (sluice_value_has_member (sluice_document_get_node (fixture->document, "main/fetch"),
                                           "retries"));
}

static void
half_typed_json_is_told_and_not_written (Fixture      *fixture,
                                         gconstpointer data)
{
  GtkWidget *row, *view;
  SluiceValue shared;

  sluice_test_settle ();
  row = get_row (fixture, "Initial Shared Store");
  view = find_type (row, GTK_TYPE_TEXT_VIEW);
  type_over (view, "{ \"n\": ");
  g_assert_true (gtk_widget_has_css_class (row, "has-error"));
  g_assert_true (gtk_widget_get_visible (gtk_widget_get_next_sibling (row))); /* what is wrong */
  shared = sluice_value_get_member (sluice_document_get_root (fixture->document), "shared");
  g_assert_cmpint (sluice_value_get_integer (sluice_value_get_member (shared, "n")), ==, 1);

  type_over (view, "{ \"n\": 2 }");
  g_assert_false (gtk_widget_has_css_class (row, "has-error"));
  shared = sluice_value_get_member (sluice_document_get_root (fixture->document), "shared");
  g_assert_cmpint (sluice_value_get_integer (sluice_value_get_member (shared, "n")), ==, 2);
}

static void
edges_are_led_by_keyboard (Fixture      *fixture,
                           gconstpointer data)
{
  GtkWidget *row;
  SluiceValue next;

  select_node (fixture, "main/fetch");
  row = get_row (fixture, "suggest");
  g_assert_cmpuint (g_list_model_get_n_items (adw_combo_row_get_model (ADW_COMBO_ROW (row))), ==, 1);
  gtk_widget_grab_focus (row); /* now it lists all nodes */
  sluice_test_settle ();
  g_assert_cmpuint (g_list_model_get_n_items (adw_combo_row_get_model (ADW_COMBO_ROW (row))), ==, 7);
  adw_combo_row_set_selected (ADW_COMBO_ROW (row), 1); /* the end of the flow */
  next = sluice_value_get_member (sluice_document_get_node (fixture->document, "main/fetch"), "next");
  g_assert_true (sluice_value_has_member (next, "suggest"));
  g_assert_true (SLUICE_VALUE_IS_NULL (sluice_value_get_member (next, "suggest")));

  sluice_document_undo (fixture->document);
  row = get_row (fixture, "suggest");
  g_assert_cmpstr (gtk_string_object_get_string (adw_combo_row_get_selected_item (ADW_COMBO_ROW (row))), ==,
                   "Approve");
}

static void
many_actions_are_listed_when_asked_for (Fixture      *fixture,
                                        gconstpointer data)
{
  for (int i = 0; i < 59; i++)
    {
      g_autofree char *action = g_strdup_printf ("action %d", i);

      g_assert_true (sluice_edit_connect (fixture->document, "main/fetch", action, NULL, NULL));
    }
  select_node (fixture, "main/fetch");
  g_assert_null (find_row (GTK_WIDGET (fixture->inspector), "action 58"));
  gtk_widget_activate (get_row (fixture, "Show 20 More Actions"));
  sluice_test_settle ();
  get_row (fixture, "action 58");
}

static void
unknown_kind_and_deletion_are_survived (Fixture      *fixture,
                                        gconstpointer data)
{
  const char * const odd[] = { "main/odd", NULL };
  g_autoptr (GError) error = NULL;

  select_node (fixture, "main/odd");
  get_row (fixture, "Title");
  sluice_edit_delete_nodes (fixture->document, odd, &error);
  g_assert_no_error (error);
  sluice_test_settle ();
  get_row (fixture, "Initial Shared Store"); /* back to the flow's page */
}

static SluiceValue
setting_of (Fixture    *fixture,
            const char *address,
            const char *name)
{
  return sluice_document_get_setting (fixture->document, address, name);
}

static char *
dup_setting_json (Fixture    *fixture,
                  const char *address,
                  const char *name)
{
  return sluice_json_write (setting_of (fixture, address, name), SLUICE_JSON_WRITE_COMPACT, NULL);
}

static void
assert_setting (Fixture    *fixture,
                const char *name,
                const char *json)
{
  g_autofree char *have = dup_setting_json (fixture, "main/all", name);

  g_assert_cmpstr (have, ==, json);
}

/* The n-th widget of a type in a row, in the order in which Tab goes through them. */
static GtkWidget *
find_nth (GtkWidget *widget,
          GType      type,
          guint     *n)
{
  if (g_type_is_a (G_OBJECT_TYPE (widget), type) && (*n)-- == 0)
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_nth (child, type, n);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static GtkEditable *
get_entry (Fixture    *fixture,
           const char *title,
           guint       n)
{
  GtkWidget *entry = find_nth (get_row (fixture, title), GTK_TYPE_ENTRY, &n);

  g_assert_nonnull (entry);
  return GTK_EDITABLE (entry);
}

/* The button of a row that has this tooltip. */
static GtkWidget *
get_button (GtkWidget  *row,
            const char *tooltip)
{
  for (guint i = 0; ; i++)
    {
      guint n = i;
      GtkWidget *button = find_nth (row, GTK_TYPE_BUTTON, &n);

      g_assert_nonnull (button);
      if (g_strcmp0 (gtk_widget_get_tooltip_text (button), tooltip) == 0)
        return button;
    }
}

static void
click (GtkWidget  *row,
       const char *tooltip)
{
  GtkWidget *button = get_button (row, tooltip);

  g_assert_true (gtk_widget_get_visible (button));
  g_signal_emit_by_name (button, "clicked");
}

static void
a_row_goes_back_to_its_default (Fixture      *fixture,
                                gconstpointer data)
{
  GtkWidget *row;

  select_node (fixture, "main/all");
  row = get_row (fixture, "Limit");
  g_assert_cmpstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), ==, "tokens");
  click (row, "Reset to Default");
  g_assert_true (SLUICE_VALUE_IS_NULL (setting_of (fixture, "main/all", "limit")));
  sluice_document_undo (fixture->document);
  assert_setting (fixture, "limit", "7");
}

static void
lists_are_added_to_and_put_in_order (Fixture      *fixture,
                                     gconstpointer data)
{
  GtkWidget *row;

  select_node (fixture, "main/all");
  row = get_row (fixture, "Stop");
  click (row, "Add to the List");
  assert_setting (fixture, "stop", "[\"a\",\"b\"]"); /* nothing is typed yet */
  gtk_editable_set_text (get_entry (fixture, "Stop", 2), "c");
  assert_setting (fixture, "stop", "[\"a\",\"b\",\"c\"]");

  /* As Alt+Up does it. */
  gtk_widget_grab_focus (GTK_WIDGET (get_entry (fixture, "Stop", 2)));
  sluice_test_settle ();
  sluice_test_key (GDK_KEY_Up, GDK_ALT_MASK);
  sluice_test_settle ();
  assert_setting (fixture, "stop", "[\"a\",\"c\",\"b\"]");

  click (row, "Remove");
  assert_setting (fixture, "stop", "[\"c\",\"b\"]");
  sluice_document_undo (fixture->document);
  g_assert_nonnull (get_entry (fixture, "Stop", 1));
}

static void
maps_keep_what_is_half_typed (Fixture      *fixture,
                              gconstpointer data)
{
  GtkWidget *row;

  select_node (fixture, "main/all");
  row = get_row (fixture, "Headers");
  g_assert_cmpstr (gtk_editable_get_text (get_entry (fixture, "Headers", 1)), ==, "1");
  click (row, "Add a Name");
  gtk_editable_set_text (get_entry (fixture, "Headers", 3), "two");
  assert_setting (fixture, "headers", "{\"X\":\"1\"}"); /* no name yet */
  g_assert_true (gtk_widget_has_css_class (row, "has-error"));
  gtk_editable_set_text (get_entry (fixture, "Headers", 2), "X");
  g_assert_true (gtk_widget_has_css_class (row, "has-error")); /* twice */
  gtk_editable_set_text (get_entry (fixture, "Headers", 2), "Y");
  assert_setting (fixture, "headers", "{\"X\":\"1\",\"Y\":\"two\"}");
  g_assert_false (gtk_widget_has_css_class (row, "has-error"));
}

static void
a_secret_is_never_written (Fixture      *fixture,
                           gconstpointer data)
{
  GtkWidget *row;

  select_node (fixture, "main/all");
  row = get_row (fixture, "Key");
  gtk_editable_set_text (get_entry (fixture, "Key", 0), "sk-proj-abcdef0123456789abcdef01");
  sluice_test_settle ();
  g_assert_true (gtk_widget_has_css_class (row, "has-error"));
  assert_setting (fixture, "key", "{\"$env\":\"KEY\"}");

  gtk_editable_set_text (get_entry (fixture, "Key", 0), "openai");
  gtk_drop_down_set_selected (GTK_DROP_DOWN (find_type (row, GTK_TYPE_DROP_DOWN)), 1);
  assert_setting (fixture, "key", "{\"$secret\":\"openai\"}");
  g_assert_false (gtk_widget_has_css_class (row, "has-error"));
}

static void
half_typed_json_is_there_again (Fixture      *fixture,
                                gconstpointer data)
{
  GtkWidget *view;
  g_autofree char *text = NULL;

  select_node (fixture, "main/all");
  type_over (find_type (get_row (fixture, "Schema"), GTK_TYPE_TEXT_VIEW), "{ \"a\": ");
  gtk_editable_set_text (GTK_EDITABLE (get_row (fixture, "URL")), "http://x"); /* another field of the node */
  select_node (fixture, "main/fetch");
  select_node (fixture, "main/all");
  view = find_type (get_row (fixture, "Schema"), GTK_TYPE_TEXT_VIEW);
  g_object_get (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), "text", &text, NULL);
  g_assert_cmpstr (text, ==, "{ \"a\": ");
  g_assert_true (gtk_widget_has_css_class (get_row (fixture, "Schema"), "has-error"));

  type_over (view, "{ \"a\": 1 }");
  assert_setting (fixture, "schema", "{\"a\":1}");
  g_assert_false (gtk_widget_has_css_class (get_row (fixture, "Schema"), "has-error"));
}

static void
problems_stand_at_their_fields (Fixture      *fixture,
                                gconstpointer data)
{
  g_autoptr (GPtrArray) problems = NULL;
  SluiceBinding *binding;
  gboolean is_error;

  select_node (fixture, "main/all");
  sluice_edit_set_setting (fixture->document, "main/all", "limit", sluice_value_integer (100), NULL);
  problems = sluice_check_document (fixture->document);
  sluice_inspector_set_problems (fixture->inspector, problems);
  binding = sluice_binding_get (get_row (fixture, "Limit"));
  g_assert_cmpstr (sluice_binding_get_message (binding, &is_error), ==, "'limit' is from 0 to 99");
  g_assert_true (is_error);
  g_assert_true (gtk_widget_get_visible (gtk_widget_get_next_sibling (get_row (fixture, "Limit"))));
  g_assert_null (sluice_binding_get_message (sluice_binding_get (get_row (fixture, "URL")), &is_error));

  sluice_inspector_set_problems (fixture->inspector, NULL);
  g_assert_null (sluice_binding_get_message (binding, &is_error));
}

static void
several_nodes_are_one_step (Fixture      *fixture,
                            gconstpointer data)
{
  const char * const both[] = { "main/all", "main/too", NULL };
  GtkWidget *spin;

  sluice_inspector_set_selection (fixture->inspector, both, NULL, NULL);
  sluice_test_settle ();
  g_assert_true (sluice_binding_is_mixed (sluice_binding_get (get_row (fixture, "Limit"))));
  g_assert_false (sluice_binding_is_mixed (sluice_binding_get (get_row (fixture, "URL"))));
  spin = find_type (get_row (fixture, "Limit"), GTK_TYPE_SPIN_BUTTON);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (spin), 9);
  g_assert_cmpint (sluice_value_get_integer (setting_of (fixture, "main/all", "limit")), ==, 9);
  g_assert_cmpint (sluice_value_get_integer (setting_of (fixture, "main/too", "limit")), ==, 9);
  g_assert_false (sluice_binding_is_mixed (sluice_binding_get (get_row (fixture, "Limit"))));

  sluice_document_undo (fixture->document);
  g_assert_cmpint (sluice_value_get_integer (setting_of (fixture, "main/all", "limit")), ==, 7);
  g_assert_cmpint (sluice_value_get_integer (setting_of (fixture, "main/too", "limit")), ==, 8);
}

static void
a_script_takes_the_place_of_its_simple_form (Fixture      *fixture,
                                             gconstpointer data)
{
  g_autofree char *prep = NULL;
  GtkWidget *buttons;

  sluice_edit_set_key (fixture->document, "main/approve", "input", sluice_value_string ("shared.n"), NULL);
  select_node (fixture, "main/approve");
  g_assert_true (gtk_widget_get_visible (get_row (fixture, "Input")));
  buttons = get_row (fixture, "Add a Script");
  click (buttons, "Lua. Reads the shared store and returns what exec gets");
  sluice_test_settle ();
  prep = sluice_document_dup_text (fixture->document, "main/approve", "prep");
  g_assert_cmpstr (prep, ==, "return shared.n");
  g_assert_false (sluice_value_has_member (sluice_document_get_node (fixture->document, "main/approve"), "input"));
  g_assert_false (gtk_widget_get_visible (get_row (fixture, "Input")));
  get_row (fixture, "Prepare (prep)");

  sluice_document_undo (fixture->document);
  g_assert_true (gtk_widget_get_visible (get_row (fixture, "Input")));
}

static void
a_simple_form_takes_the_place_of_its_script (Fixture      *fixture,
                                             gconstpointer data)
{
  static const struct
  {
    const char *post;
    const char *action; /* JSON, or NULL: the simple form cannot say it */
  } cases[] = {
    { "return 'retry'", "\"retry\"" },
    { " return \"retry\" ", "\"retry\"" },
    { "return 'default'", "null" },
    { "return shared.next or 'end'", "{\"expr\":\"shared.next or 'end'\"}" },
    { "return '=x'", "{\"expr\":\"'=x'\"}" },
    { "return 'a' .. 'b'", "{\"expr\":\"'a' .. 'b'\"}" },
    { "shared.n = 2 return 'retry'", NULL },
    { "return 'a', 'b'", NULL },
    { "returned ()", NULL },
    { "return 'a' -- why", NULL },
  };

  select_node (fixture, "main/fetch");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *action = NULL;
      SluiceValue node;

      sluice_edit_set_key (fixture->document, "main/fetch", "post", sluice_value_string (cases[i].post), NULL);
      click (get_row (fixture, "Finish (post)"),
             cases[i].action != NULL ? "Back to the Simple Form, Which Says the Same"
                                     : "Remove the Script; the Simple Form Cannot Say What It Does");
      node = sluice_document_get_node (fixture->document, "main/fetch");
      action = sluice_json_write (sluice_value_get_member (node, "action"), SLUICE_JSON_WRITE_COMPACT, NULL);
      g_assert_cmpstr (action, ==, cases[i].action != NULL ? cases[i].action : "null");
      g_assert_false (sluice_value_has_member (node, "post"));
      sluice_document_undo (fixture->document); /* one step */
      g_assert_true (sluice_value_has_member (sluice_document_get_node (fixture->document, "main/fetch"), "post"));
    }

  click (get_row (fixture, "Prepare (prep)"), "Back to the Simple Form, Which Says the Same");
  g_assert_cmpstr (sluice_value_get_member_string (sluice_document_get_node (fixture->document, "main/fetch"),
                                                   "input"), ==, "1");
}

static void
a_batch_is_an_object_only_when_it_says_more (Fixture      *fixture,
                                             gconstpointer data)
{
  GtkWidget *limit;
  SluiceValue batch;

  select_node (fixture, "main/fetch");
  limit = get_row (fixture, "At Most Together");
  g_assert_false (gtk_widget_get_visible (limit));
  adw_combo_row_set_selected (ADW_COMBO_ROW (get_row (fixture, "For Each Item")), 2);
  g_assert_true (gtk_widget_get_visible (limit));
  batch = sluice_value_get_member (sluice_document_get_node (fixture->document, "main/fetch"), "batch");
  g_assert_cmpstr (sluice_value_get_string (batch), ==, "parallel");

  gtk_spin_button_set_value (GTK_SPIN_BUTTON (find_type (limit, GTK_TYPE_SPIN_BUTTON)), 4);
  batch = sluice_value_get_member (sluice_document_get_node (fixture->document, "main/fetch"), "batch");
  g_assert_cmpint (sluice_value_get_integer (sluice_value_get_member (batch, "limit")), ==, 4);
  adw_combo_row_set_selected (ADW_COMBO_ROW (get_row (fixture, "For Each Item")), 0);
  g_assert_false (sluice_value_has_member (sluice_document_get_node (fixture->document, "main/fetch"), "batch"));
}

static void
every_row_has_a_name_and_an_explanation (Fixture      *fixture,
                                         gconstpointer data)
{
  select_node (fixture, "main/all");
  for (guint i = 0; i < inspector_fixture_kind.n_settings; i++)
    {
      const SluiceSettingInfo *setting = &inspector_fixture_kind.settings[i];

      g_assert_cmpstr (gtk_widget_get_tooltip_text (get_row (fixture, setting->nick)), ==, setting->blurb);
    }
}

/* Frames, notes and edges */

static char *
dup_entry_json (Fixture    *fixture,
                const char *address)
{
  g_auto (GStrv) parts = g_strsplit (address, "/", 3);
  SluiceValue entry = sluice_value_get_member (sluice_document_get_root (fixture->document), "layout");

  for (guint i = 0; parts[i] != NULL; i++)
    entry = sluice_value_get_member (entry, parts[i]);
  return sluice_json_write (entry, SLUICE_JSON_WRITE_COMPACT, NULL);
}

static void
assert_entry (Fixture    *fixture,
              const char *address,
              const char *json)
{
  g_autofree char *have = dup_entry_json (fixture, address);

  g_assert_cmpstr (have, ==, json);
}

static void
assert_colour (Fixture    *fixture,
               const char *tooltip,
               gboolean    is_active)
{
  GtkWidget *swatch = get_button (get_row (fixture, "Colour"), tooltip);

  g_assert_cmpint (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (swatch)), ==, is_active);
}

static void
a_frame_has_a_page (Fixture      *fixture,
                    gconstpointer data)
{
  const SluiceBox box = { 1, 2, 10, 8 };
  g_autofree char *frame = sluice_edit_add_frame (fixture->document, "main", "Work", &box, NULL);
  GtkWidget *width;

  select_node (fixture, frame);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (get_row (fixture, "Title"))), ==, "Work");
  assert_colour (fixture, "No Colour", TRUE);
  gtk_editable_set_text (GTK_EDITABLE (get_row (fixture, "Title")), "Play");
  click (get_row (fixture, "Colour"), "Red");
  assert_colour (fixture, "Red", TRUE);
  assert_colour (fixture, "No Colour", FALSE);
  width = find_type (get_row (fixture, "Width"), GTK_TYPE_SPIN_BUTTON);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (width), 12);
  assert_entry (fixture, frame, "{\"at\":[1,2],\"size\":[12,8],\"title\":\"Play\",\"colour\":\"red\"}");

  click (get_row (fixture, "Colour"), "Red"); /* it stays */
  assert_colour (fixture, "Red", TRUE);
  sluice_document_undo (fixture->document);
  g_assert_cmpfloat (gtk_spin_button_get_value (GTK_SPIN_BUTTON (width)), ==, 10);
  sluice_document_undo (fixture->document);
  assert_colour (fixture, "Red", FALSE);
  sluice_document_undo (fixture->document);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (get_row (fixture, "Title"))), ==, "Work");
  g_assert_true (sluice_inspector_focus_title (fixture->inspector));

  sluice_document_undo (fixture->document); /* the frame goes, and its page */
  sluice_test_settle ();
  get_row (fixture, "Initial Shared Store");
}

static void
a_note_has_a_page (Fixture      *fixture,
                   gconstpointer data)
{
  const SluiceBox box = { 0, 0, 10, 8 };
  g_autofree char *note = sluice_edit_add_note (fixture->document, "main", "Well", &box, NULL);
  g_autofree char *text = NULL;

  select_node (fixture, note);
  type_over (find_type (get_row (fixture, "Text"), GTK_TYPE_TEXT_VIEW), "one\ntwo");
  text = sluice_document_dup_note_text (fixture->document, note);
  g_assert_cmpstr (text, ==, "one\ntwo");
}

static void
items_of_all_types_have_their_colour_in_common (Fixture      *fixture,
                                                gconstpointer data)
{
  const SluiceBox box = { 0, 0, 10, 8 };
  g_autofree char *frame = sluice_edit_add_frame (fixture->document, "main", "Work", &box, NULL);
  const char * const items[] = { "main/fetch", frame, NULL };
  GtkWidget *row;

  sluice_edit_set_colour (fixture->document, items, "blue", NULL);
  sluice_edit_set_colour (fixture->document, items + 1, "green", NULL);
  sluice_inspector_set_selection (fixture->inspector, items, NULL, NULL);
  sluice_test_settle ();
  row = get_row (fixture, "Colour");
  g_assert_null (find_row (GTK_WIDGET (fixture->inspector), "Params"));
  g_assert_true (sluice_binding_is_mixed (sluice_binding_get (row)));
  assert_colour (fixture, "Blue", FALSE);
  click (row, "Purple");
  g_assert_cmpstr (sluice_document_get_colour (fixture->document, "main/fetch"), ==, "purple");
  g_assert_cmpstr (sluice_document_get_colour (fixture->document, frame), ==, "purple");
  assert_colour (fixture, "Purple", TRUE);

  sluice_document_undo (fixture->document);
  g_assert_cmpstr (sluice_document_get_colour (fixture->document, "main/fetch"), ==, "blue");
  g_assert_cmpstr (sluice_document_get_colour (fixture->document, frame), ==, "green");
}

static void
bends_are_counted_and_removed (Fixture      *fixture,
                               gconstpointer data)
{
  GtkWidget *row;
  guint n = 0;

  sluice_inspector_set_selection (fixture->inspector, NULL, "main/fetch", "suggest");
  sluice_test_settle ();
  row = get_row (fixture, "Way");
  g_assert_false (gtk_widget_get_visible (find_type (row, GTK_TYPE_BUTTON)));
  sluice_edit_add_bend (fixture->document, "main/fetch", "suggest", 0, 3, 4, NULL);
  sluice_edit_add_bend (fixture->document, "main/fetch", "suggest", 1, 5, 4, NULL);
  g_assert_cmpstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), ==, "2 bends");

  g_signal_emit_by_name (find_type (row, GTK_TYPE_BUTTON), "clicked");
  g_free (sluice_document_dup_bends (fixture->document, "main/fetch", "suggest", &n));
  g_assert_cmpuint (n, ==, 0);
  sluice_document_undo (fixture->document);
  g_assert_cmpstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), ==, "2 bends");
}

/* Walking from node to node makes the page of the one where it ends. */
static void
walking_makes_one_page (Fixture      *fixture,
                        gconstpointer data)
{
  static const char * const walk[] = { "main/fetch", "main/approve", "main/all", "main/odd", "main/too" };
  GtkWidget *row;

  sluice_test_settle ();
  for (guint i = 0; i < G_N_ELEMENTS (walk); i++)
    {
      const char * const addresses[] = { walk[i], NULL };

      sluice_inspector_set_selection (fixture->inspector, addresses, NULL, NULL);
    }
  row = find_row (GTK_WIDGET (fixture->inspector), "Initial Shared Store"); /* still the page before */
  g_assert_nonnull (row);
  sluice_test_settle ();
  g_assert_cmpstr (sluice_binding_get_address (sluice_binding_get (get_row (fixture, "Limit"))), ==, "main/too");
}

/* What nobody sees is not made; when it is shown, it is the page of what is selected by then. */
static void
hidden_makes_no_page (Fixture      *fixture,
                      gconstpointer data)
{
  const char * const addresses[] = { "main/too", NULL };

  gtk_widget_set_visible (GTK_WIDGET (fixture->inspector), FALSE);
  select_node (fixture, "main/fetch");
  g_assert_null (find_type (GTK_WIDGET (fixture->inspector), ADW_TYPE_PREFERENCES_ROW));

  sluice_inspector_set_selection (fixture->inspector, addresses, NULL, NULL);
  gtk_widget_set_visible (GTK_WIDGET (fixture->inspector), TRUE);
  sluice_test_settle ();
  g_assert_cmpstr (sluice_binding_get_address (sluice_binding_get (get_row (fixture, "Limit"))), ==, "main/too");
}

static void
hold (GtkWidget *widget,
      GType      type,
      GPtrArray *held)
{
  if (g_type_is_a (G_OBJECT_TYPE (widget), type) && !gtk_widget_has_css_class (widget, "sluice-message-row"))
    g_ptr_array_add (held, g_object_ref (widget));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    hold (child, type, held);
}

/* The page goes while the pointer presses what is on it, which is kept by that but not what belongs to it. */
static void
what_is_pressed_survives_its_page (Fixture      *fixture,
                                   gconstpointer data)
{
  const GType types[] = { ADW_TYPE_PREFERENCES_ROW, SLUICE_TYPE_LINE_GUTTER };
  const SluiceScriptPlace place = { "main/fetch", "prep" };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autoptr (GPtrArray) held = g_ptr_array_new_with_free_func (g_object_unref);

      select_node (fixture, "main/fetch");
      hold (GTK_WIDGET (fixture->inspector), types[i], held);
      g_assert_cmpuint (held->len, >, 0);
      sluice_inspector_set_flow (fixture->inspector, NULL);

      g_assert_true (sluice_edit_set_title (fixture->document, "main/fetch", "Other", NULL));
      g_assert_true (sluice_document_undo (fixture->document));
      sluice_line_marks_set_stop (sluice_line_marks_of (fixture->document), &place, i + 1);
      sluice_test_settle ();
      sluice_inspector_set_flow (fixture->inspector, "main");
    }
}

/* A row that is taken elsewhere with its page shows what became of the document meanwhile. */
static void
what_is_put_elsewhere_catches_up (Fixture      *fixture,
                                  gconstpointer data)
{
  GtkWidget *row;

  select_node (fixture, "main/fetch");
  row = get_row (fixture, "Title");
  g_object_ref (fixture->inspector);
  adw_window_set_content (ADW_WINDOW (fixture->window), NULL);
  g_assert_true (sluice_edit_set_title (fixture->document, "main/fetch", "Other", NULL));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (row)), ==, "Fetch");
  adw_window_set_content (ADW_WINDOW (fixture->window), GTK_WIDGET (fixture->inspector));
  g_object_unref (fixture->inspector);
  sluice_test_settle ();
  g_assert_true (row == get_row (fixture, "Title"));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (row)), ==, "Other");
}

static void
set_lines (GtkTextView *view,
           guint        n_lines)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < n_lines; i++)
    g_string_append_printf (text, "%u\n", i);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (view), text->str, -1);
}

static void
before_paint_cb (GdkFrameClock *clock,
                 GtkTextView   *view)
{
  g_signal_handlers_disconnect_by_func (clock, before_paint_cb, view);
  set_lines (view, 60);
}

/* A key may come within a frame, after which there is no more time to lay out but what is asked for. */
static void
a_text_may_change_within_a_frame (Fixture      *fixture,
                                  gconstpointer data)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (fixture->window);
  GtkTextView *view;

  select_node (fixture, "main/approve");
  view = GTK_TEXT_VIEW (find_type (get_row (fixture, "Prompt"), GTK_TYPE_TEXT_VIEW));
  for (guint i = 0; i < 3; i++)
    {
      set_lines (view, 80 + i);
      sluice_test_settle ();
      sluice_test_move (GTK_WIDGET (view), 20 + i, 20); /* over it, it has its scroll bar */
      g_signal_connect (clock, "before-paint", G_CALLBACK (before_paint_cb), view);
      gtk_widget_queue_draw (GTK_WIDGET (view));
      sluice_test_settle ();
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  gtk_disable_setlocale ();
  adw_init ();
  sluice_init ();
  sluice_catalog_register (&inspector_fixture_kind);

#define ADD(name, func) g_test_add ("/inspector/" name, Fixture, NULL, inspector_fixture_set_up, func, \
                               inspector_fixture_tear_down)
  ADD ("title-goes-both-ways", title_goes_both_ways);
  ADD ("settings-come-from-the-kind", settings_come_from_the_kind);
  ADD ("attempts-are-removed-at-their-default", attempts_are_removed_at_their_default);
  ADD ("half-typed-json-is-told-and-not-written", half_typed_json_is_told_and_not_written);
  ADD ("edges-are-led-by-keyboard", edges_are_led_by_keyboard);
  ADD ("many-actions-are-listed-when-asked-for", many_actions_are_listed_when_asked_for);
  ADD ("unknown-kind-and-deletion-are-survived", unknown_kind_and_deletion_are_survived);
  ADD ("a-row-goes-back-to-its-default", a_row_goes_back_to_its_default);
  ADD ("lists-are-added-to-and-put-in-order", lists_are_added_to_and_put_in_order);
  ADD ("maps-keep-what-is-half-typed", maps_keep_what_is_half_typed);
  ADD ("a-secret-is-never-written", a_secret_is_never_written);
  ADD ("half-typed-json-is-there-again", half_typed_json_is_there_again);
  ADD ("problems-stand-at-their-fields", problems_stand_at_their_fields);
  ADD ("several-nodes-are-one-step", several_nodes_are_one_step);
  ADD ("a-script-takes-the-place-of-its-simple-form", a_script_takes_the_place_of_its_simple_form);
  ADD ("a-simple-form-takes-the-place-of-its-script", a_simple_form_takes_the_place_of_its_script);
  ADD ("a-batch-is-an-object-only-when-it-says-more", a_batch_is_an_object_only_when_it_says_more);
  ADD ("every-row-has-a-name-and-an-explanation", every_row_has_a_name_and_an_explanation);
  ADD ("walking-makes-one-page", walking_makes_one_page);
  ADD ("hidden-makes-no-page", hidden_makes_no_page);
  ADD ("what-is-pressed-survives-its-page", what_is_pressed_survives_its_page);
  ADD ("what-is-put-elsewhere-catches-up", what_is_put_elsewhere_catches_up);
  ADD ("a-text-may-change-within-a-frame", a_text_may_change_within_a_frame);
  ADD ("a-frame-has-a-page", a_frame_has_a_page);
  ADD ("a-note-has-a-page", a_note_has_a_page);
  ADD ("items-of-all-types-have-their-colour-in-common", items_of_all_types_have_their_colour_in_common);
  ADD ("bends-are-counted-and-removed", bends_are_counted_and_removed);

  return g_test_run ();
}
