/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The inspector in process: its rows show the document, write it, and follow undo. */

#include <adwaita.h>

#include "compile/compile.h"
#include "graph/edit.h"
#include "inspector/inspector.h"
#include "settle.h"

static const char SOURCE[] =
  "{ \"format\": 1, \"name\": \"Recipes\", \"run\": [\"main\"], \"shared\": { \"n\": 1 }, \"flows\": {"
  "  \"main\": { \"start\": \"fetch\", \"nodes\": {"
  "    \"fetch\": { \"kind\": \"script\", \"title\": \"Fetch\", \"prep\": \"return 1\","
  "                 \"next\": { \"suggest\": \"approve\" } },"
  "    \"approve\": { \"kind\": \"choice\", \"title\": \"Approve\","
  "                   \"settings\": { \"prompt\": \"Well?\", \"choices\": [\"accept\", \"retry\"] } },"
  "    \"odd\": { \"kind\": \"martian\" } } } } }";

typedef struct
{
  GtkWidget       *window;
  SluiceInspector *inspector;
  SluiceDocument  *document;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->document = sluice_document_new_from_text (SOURCE, -1, &error);
  g_assert_no_error (error);
  fixture->inspector = SLUICE_INSPECTOR (sluice_inspector_new ());
  sluice_inspector_set_document (fixture->inspector, fixture->document);
  sluice_inspector_set_flow (fixture->inspector, "main");

  fixture->window = adw_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 360, 900);
  adw_window_set_content (ADW_WINDOW (fixture->window), GTK_WIDGET (fixture->inspector));
  gtk_window_present (GTK_WINDOW (fixture->window));
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  g_object_add_weak_pointer (G_OBJECT (fixture->inspector), (gpointer *) &fixture->inspector);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  sluice_test_settle ();
  g_assert_null (fixture->inspector);
  g_assert_finalize_object (fixture->document);
}

static void
select_node (Fixture    *fixture,
             const char *address)
{
  const char * const addresses[] = { address, NULL };

  sluice_inspector_set_selection (fixture->inspector, addresses, NULL, NULL);
  sluice_test_settle ();
}

static GtkWidget *
find_row (GtkWidget  *widget,
          const char *title)
{
  if (ADW_IS_PREFERENCES_ROW (widget) &&
      g_strcmp0 (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)), title) == 0)
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_row (child, title);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static GtkWidget *
find_type (GtkWidget *widget,
           GType      type)
{
  if (g_type_is_a (G_OBJECT_TYPE (widget), type))
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_type (child, type);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static GtkWidget *
get_row (Fixture    *fixture,
         const char *title)
{
  GtkWidget *row = find_row (GTK_WIDGET (fixture->inspector), title);

  g_assert_nonnull (row);
  return row;
}

/* As a person does it: select all, type over it. */
static void
type_over (GtkWidget  *view,
           const char *text)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));

  gtk_text_buffer_begin_user_action (buffer);
  gtk_text_buffer_set_text (buffer, text, -1);
  gtk_text_buffer_end_user_action (buffer);
}

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
  g_assert_true (gtk_widget_has_css_class (row, "error"));
  g_assert_true (gtk_widget_get_visible (gtk_widget_get_next_sibling (row))); /* what is wrong */
  shared = sluice_value_get_member (sluice_document_get_root (fixture->document), "shared");
  g_assert_cmpint (sluice_value_get_integer (sluice_value_get_member (shared, "n")), ==, 1);

  type_over (view, "{ \"n\": 2 }");
  g_assert_false (gtk_widget_has_css_class (row, "error"));
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
  adw_combo_row_set_selected (ADW_COMBO_ROW (row), 1); /* the end of the flow */
  next = sluice_value_get_member (sluice_document_get_node (fixture->document, "main/fetch"), "next");
  g_assert_true (sluice_value_has_member (next, "suggest"));
  g_assert_true (SLUICE_VALUE_IS_NULL (sluice_value_get_member (next, "suggest")));

  sluice_document_undo (fixture->document);
  row = get_row (fixture, "suggest");
  g_assert_cmpuint (adw_combo_row_get_selected (ADW_COMBO_ROW (row)), ==, 3); /* Approve, the second node */
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

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  gtk_disable_setlocale ();
  adw_init ();
  sluice_init ();

#define ADD(name, func) g_test_add ("/inspector/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("title-goes-both-ways", title_goes_both_ways);
  ADD ("settings-come-from-the-kind", settings_come_from_the_kind);
  ADD ("attempts-are-removed-at-their-default", attempts_are_removed_at_their_default);
  ADD ("half-typed-json-is-told-and-not-written", half_typed_json_is_told_and_not_written);
  ADD ("edges-are-led-by-keyboard", edges_are_led_by_keyboard);
  ADD ("unknown-kind-and-deletion-are-survived", unknown_kind_and_deletion_are_survived);

  return g_test_run ();
}
