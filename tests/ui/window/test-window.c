/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The window: files, flows, panels, actions and closing. */
#include "exchange/exchange.h"
#include "settle.h"
#include "window-fixture.h"

#include "graph/edit.h"

static const char small[] =
  "{ \"format\": 1, \"name\": \"Small\", \"run\": [\"main\"], \"flows\": {"
  "  \"main\": { \"start\": \"say\", \"nodes\": {"
  "    \"say\": { \"kind\": \"log\", \"settings\": { \"message\": \"hello\" } } } } } }";

static const char small_renamed[] =
  "{ \"format\": 1, \"name\": \"Renamed\", \"run\": [\"main\"], \"flows\": {"
  "  \"main\": { \"start\": \"say\", \"nodes\": {"
  "    \"say\": { \"kind\": \"log\", \"settings\": { \"message\": \"hello\" } } } } } }";

static void
open_example (Fixture    *fixture,
              const char *name)
{
  g_autofree char *path = fixture_example (name);

  g_assert_true (sluice_window_open (fixture->window, path));
  sluice_test_settle ();
}

static const char *
get_page (Fixture *fixture)
{
  return gtk_stack_get_visible_child_name (fixture->window->pages);
}

static void
test_starts_empty (Fixture       *fixture,
                   gconstpointer  data)
{
  g_assert_cmpstr (get_page (fixture), ==, "start");
  g_assert_null (fixture->window->page);
  g_assert_false (fixture_is_enabled (fixture, "run"));
  g_assert_false (fixture_is_enabled (fixture, "save"));

  fixture_activate (fixture, "new");
  g_assert_cmpstr (get_page (fixture), ==, "editor");
  g_assert_true (sluice_page_is_untouched (fixture->window->page));
  g_assert_true (fixture_is_enabled (fixture, "save"));
  g_assert_false (fixture_is_enabled (fixture, "reload"));
  g_assert_false (fixture_is_enabled (fixture, "compare-disk"));
}

static void
test_opens_an_example (Fixture       *fixture,
                       gconstpointer  data)
{
  g_autofree char *title = NULL;
  g_autofree char *path = fixture_example ("recipe-finder.flow.json");
  graphene_rect_t rect;

  open_example (fixture, "recipe-finder.flow.json");
  title = sluice_page_dup_title (fixture->window->page);
  g_assert_cmpstr (title, ==, "Recipe finder");
  g_assert_cmpstr (get_page (fixture), ==, "editor");
  g_assert_true (sluice_page_has_file (fixture->window->page, path));
  g_assert_false (sluice_page_is_untouched (fixture->window->page));
  g_assert_true (sluice_canvas_get_node_rect (fixture->window->page->canvas, "main/suggest", &rect));
  g_assert_cmpfloat (rect.size.width, >, 0);
}

static void
test_bad_file (Fixture       *fixture,
               gconstpointer  data)
{
  g_autofree char *path = fixture_write (fixture, "bad.flow.json", "{\n  \"format\": 1\n  \"flows\": {}\n}\n");
  SluiceDocument *document;
  const char *text;

  open_example (fixture, "hello.flow.json");
  document = sluice_page_get_document (fixture->window->page);
  sluice_window_open (fixture->window, path);

  text = sluice_message_bar_get_text (fixture->window->error_bar);
  g_assert_nonnull (text);
  g_assert_nonnull (strstr (text, "3:3"));
  g_assert_true (sluice_page_get_document (fixture->window->page) == document);
}

static void
test_undo_is_named (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  open_example (fixture, "hello.flow.json");
  g_assert_false (fixture_is_enabled (fixture, "undo"));
  sluice_edit_set_title (fixture->window->page->document, "main/name", "Ask", &error);
  g_assert_no_error (error);
  g_assert_true (fixture_is_enabled (fixture, "undo"));
  g_assert_false (fixture_is_enabled (fixture, "redo"));

  fixture_activate (fixture, "undo");
  g_assert_false (fixture_is_enabled (fixture, "undo"));
  g_assert_true (fixture_is_enabled (fixture, "redo"));
  g_assert_false (sluice_document_is_dirty (fixture->window->page->document));
}

static gboolean
is_renamed (gpointer user_data)
{
  Fixture *fixture = user_data;

  return g_strcmp0 (sluice_document_get_name (fixture->window->page->document), "Renamed") == 0;
}

static gboolean
tells_of_disk (gpointer user_data)
{
  Fixture *fixture = user_data;

  return sluice_message_bar_get_text (fixture->window->page->file_bar) != NULL;
}

static void
test_disk_clean (Fixture       *fixture,
                 gconstpointer  data)
{
  const char * const selection[] = { "main/say", NULL };
  g_autofree char *path = fixture_write (fixture, "small.flow.json", small);
  g_autofree char *again = NULL;
  g_auto (GStrv) selected = NULL;

  g_assert_true (sluice_window_open (fixture->window, path));
  sluice_canvas_select (fixture->window->page->canvas, selection);
  again = fixture_write (fixture, "small.flow.json", small_renamed);
  fixture_wait (is_renamed, fixture);
  g_assert_null (sluice_message_bar_get_text (fixture->window->page->file_bar));
  selected = sluice_canvas_dup_selection (fixture->window->page->canvas);
  g_assert_cmpstrv (selected, selection);
}

static void
test_disk_edited (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autofree char *path = fixture_write (fixture, "small.flow.json", small);
  g_autofree char *again = NULL;
  g_autofree char *text = NULL;

  g_assert_true (sluice_window_open (fixture->window, path));
  sluice_edit_set_title (fixture->window->page->document, "main/say", "Mine", NULL);
  again = fixture_write (fixture, "small.flow.json", small_renamed);
  fixture_wait (tells_of_disk, fixture);
  g_assert_cmpstr (sluice_document_get_name (fixture->window->page->document), ==, "Small");

  /* A plain save does not write over it; being told to does. */
  g_assert_false (sluice_page_save (fixture->window->page, FALSE));
  fixture_activate (fixture, "overwrite");
  g_assert_false (sluice_document_is_dirty (fixture->window->page->document));
  g_assert_null (sluice_message_bar_get_text (fixture->window->page->file_bar));
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "Mine"));
}

static void
test_problems (Fixture       *fixture,
               gconstpointer  data)
{
  GListModel *problems;
  g_autofree char *path =
    fixture_write (fixture, "loose.flow.json",
                   "{ \"format\": 1, \"run\": [\"main\"], \"flows\": { \"main\": { \"start\": \"a\", \"nodes\": {"
                   "  \"a\": { \"kind\": \"log\", \"next\": { \"default\": \"nowhere\" } } } } } }");

  open_example (fixture, "hello.flow.json");
  problems = sluice_problem_list_get_model (fixture->window->page->problems);
  g_assert_cmpuint (g_list_model_get_n_items (problems), ==, 0);
  g_assert_false (gtk_widget_get_visible (fixture->window->page->problems_button));

  g_assert_true (sluice_window_open (fixture->window, path));
  problems = sluice_problem_list_get_model (fixture->window->page->problems);
  g_assert_cmpuint (g_list_model_get_n_items (problems), >, 0);
  g_assert_true (gtk_widget_get_visible (fixture->window->page->problems_button));

  /* It cannot run, and says why without a dialog. */
  fixture_activate (fixture, "run");
  g_assert_cmpint (sluice_run_session_get_state (fixture->window->page->session), ==, SLUICE_SESSION_IDLE);
  g_assert_nonnull (sluice_message_bar_get_text (fixture->window->error_bar));
}

static void
test_nested_flows (Fixture       *fixture,
                   gconstpointer  data)
{
  const char *outer, *inner = NULL;
  g_autofree char *address = NULL;

  open_example (fixture, "nested.flow.json");
  outer = sluice_flow_trail_get_flow (fixture->window->page->trail);
  g_assert_false (fixture_is_enabled (fixture, "flow-up"));
  for (guint i = 0; i < sluice_document_get_n_nodes (fixture->window->page->document, outer); i++)
    {
      g_autofree char *candidate =
        g_strconcat (outer, "/", sluice_document_get_node_id (fixture->window->page->document, outer, i), NULL);

      if (g_strcmp0 (sluice_document_get_node_kind (fixture->window->page->document, candidate), "flow") == 0)
        {
          address = g_steal_pointer (&candidate);
          break;
        }
    }
  g_assert_nonnull (address);

  g_signal_emit_by_name (fixture->window->page->canvas, "node-activated", address);
  inner = sluice_flow_trail_get_flow (fixture->window->page->trail);
  g_assert_cmpstr (inner, !=, outer);
  g_assert_cmpstr (sluice_canvas_get_flow (fixture->window->page->canvas), ==, inner);
  g_assert_cmpuint (sluice_flow_trail_get_depth (fixture->window->page->trail), ==, 2);

  fixture_activate (fixture, "flow-up");
  g_assert_cmpuint (sluice_flow_trail_get_depth (fixture->window->page->trail), ==, 1);
  g_assert_cmpstr (sluice_canvas_get_flow (fixture->window->page->canvas), ==,
                   sluice_flow_trail_get_flow (fixture->window->page->trail));
}

static void
test_panels (Fixture       *fixture,
             gconstpointer  data)
{
  GtkWidget *left, *right;

  open_example (fixture, "hello.flow.json");
  left = fixture->window->page->panels[SLUICE_PANEL_LEFT];
  right = fixture->window->page->panels[SLUICE_PANEL_RIGHT];
  g_assert_cmpint (gtk_widget_get_width (left), ==,
                   g_settings_get_int (fixture->window->page->settings, "left-panel-width"));
  g_assert_cmpint (gtk_widget_get_width (right), ==,
                   g_settings_get_int (fixture->window->page->settings, "right-panel-width"));

  fixture_activate (fixture, "toggle-left");
  g_assert_false (gtk_widget_get_visible (left));
  g_assert_false (g_settings_get_boolean (fixture->window->page->settings, "left-panel-visible"));
  fixture_activate (fixture, "toggle-left");
  sluice_test_settle ();
  g_assert_true (gtk_widget_get_visible (left));
  g_assert_cmpint (gtk_widget_get_width (left), ==,
                   g_settings_get_int (fixture->window->page->settings, "left-panel-width"));
}

static gboolean
is_folded (gpointer user_data)
{
  Fixture *fixture = user_data;

  return !gtk_widget_get_visible (fixture->window->page->panels[SLUICE_PANEL_LEFT]) &&
         !gtk_widget_get_visible (fixture->window->page->panels[SLUICE_PANEL_RIGHT]);
}

static void
test_narrow (Fixture       *fixture,
             gconstpointer  data)
{
  open_example (fixture, "hello.flow.json");
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 640, 600);
  fixture_wait (is_folded, fixture);

  /* One side at a time, and what is wanted in a wide window stays. */
  fixture_activate (fixture, "toggle-left");
  g_assert_true (gtk_widget_get_visible (fixture->window->page->panels[SLUICE_PANEL_LEFT]));
  fixture_activate (fixture, "toggle-right");
  g_assert_false (gtk_widget_get_visible (fixture->window->page->panels[SLUICE_PANEL_LEFT]));
  g_assert_true (gtk_widget_get_visible (fixture->window->page->panels[SLUICE_PANEL_RIGHT]));
  g_assert_true (g_settings_get_boolean (fixture->window->page->settings, "left-panel-visible"));
}

static GtkWindow *
find_dialog (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (ADW_IS_MESSAGE_DIALOG (window))
        return window;
    }

  return NULL;
}

/* As a click on one of its buttons: the answer, then the dialog goes. */
static void
answer_dialog (const char *response)
{
  GtkWindow *dialog = find_dialog ();

  g_assert_nonnull (dialog);
  g_object_ref (dialog);
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), response);
  gtk_window_destroy (dialog);
  g_object_unref (dialog);
}

static gboolean
is_closed (gpointer user_data)
{
  return ((Fixture *) user_data)->window == NULL;
}

static void
test_close_asks (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autofree char *path = fixture_write (fixture, "small.flow.json", small);
  g_autofree char *text = NULL;

  g_assert_true (sluice_window_open (fixture->window, path));
  g_object_add_weak_pointer (G_OBJECT (fixture->window), (gpointer *) &fixture->window);
  sluice_edit_set_title (fixture->window->page->document, "main/say", "Mine", NULL);

  gtk_window_close (GTK_WINDOW (fixture->window));
  g_assert_nonnull (find_dialog ());
  answer_dialog ("cancel");
  sluice_test_settle ();
  g_assert_nonnull (fixture->window);
  g_assert_true (sluice_document_is_dirty (fixture->window->page->document));
  g_assert_null (find_dialog ());

  gtk_window_close (GTK_WINDOW (fixture->window));
  answer_dialog ("save");
  fixture_wait (is_closed, fixture);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "Mine"));
}

static void
test_close_discards (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autofree char *path = fixture_write (fixture, "small.flow.json", small);
  g_autofree char *text = NULL;

  g_assert_true (sluice_window_open (fixture->window, path));
  g_object_add_weak_pointer (G_OBJECT (fixture->window), (gpointer *) &fixture->window);
  sluice_edit_set_title (fixture->window->page->document, "main/say", "Mine", NULL);

  gtk_window_close (GTK_WINDOW (fixture->window));
  answer_dialog ("discard");
  fixture_wait (is_closed, fixture);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_null (strstr (text, "Mine"));
}

static void
test_breakpoints_are_kept (Fixture       *fixture,
                           gconstpointer  data)
{
  g_autofree char *path = fixture_write (fixture, "small.flow.json", small);
  g_autoptr (SluiceBreakpoints) kept = sluice_breakpoints_new ();
  g_autoptr (GError) error = NULL;

  g_assert_true (sluice_window_open (fixture->window, path));
  sluice_breakpoints_toggle (fixture->window->page->breakpoints, "main/say");
  g_assert_true (sluice_breakpoints_load (kept, path, &error));
  g_assert_no_error (error);
  g_assert_true (sluice_breakpoints_has (kept, "main/say"));
}

/* What takes files that are dropped on the window. */
static GtkDropTarget *
find_file_target (GtkWidget *widget)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_DROP_TARGET (controller)
          && gdk_content_formats_contain_gtype (gtk_drop_target_get_formats (GTK_DROP_TARGET (controller)),
                                                GDK_TYPE_FILE_LIST))
        return GTK_DROP_TARGET (controller);
    }
  return NULL;
}

static void
drop_file (Fixture    *fixture,
           const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  GSList *files = g_slist_prepend (NULL, file);
  g_auto (GValue) value = G_VALUE_INIT;
  gboolean is_taken = FALSE;

  g_value_init (&value, GDK_TYPE_FILE_LIST);
  g_value_take_boxed (&value, gdk_file_list_new_from_list (files));
  g_slist_free (files);
  g_signal_emit_by_name (find_file_target (GTK_WIDGET (fixture->window)), "drop", &value, 10.0, 10.0, &is_taken);
  g_assert_true (is_taken);
  sluice_test_settle ();
}

/* A picture that has the flow in it. */
static char *
export_picture (SluiceDocument *document,
                const char     *beside,
                const char     *format)
{
  g_autoptr (SluiceExport) made = sluice_exchange_export (document, sluice_exchange_find (format), NULL, NULL);
  char *path = g_strconcat (beside, ".", format, NULL);

  g_assert_nonnull (made);
  g_assert_true (sluice_export_save (made, path, NULL));
  return path;
}

static void
test_dropped_pictures (Fixture       *fixture,
                       gconstpointer  data)
{
  static const char * const formats[] = { "svg", "png" };
  g_autofree char *flow = fixture_write (fixture, "small.flow.json", small);
  g_autofree char *text = NULL;

  drop_file (fixture, flow);
  text = sluice_document_to_text (fixture->window->page->document, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      SluicePage *page = fixture->window->page;
      g_autofree char *picture = export_picture (page->document, flow, formats[i]);
      g_autofree char *again = NULL;

      drop_file (fixture, picture);
      g_assert_true (fixture->window->page != page);
      again = sluice_document_to_text (fixture->window->page->document, NULL);
      g_assert_cmpstr (again, ==, text);
      g_assert_null (sluice_document_get_path (fixture->window->page->document));
    }
}

static void
test_dropped_files (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autofree char *flow = fixture_write (fixture, "small.flow.json", small);
  g_autofree char *diagram = fixture_write (fixture, "steps.mmd", "flowchart LR\n  a[Fetch] --> b[Done]\n");
  g_autofree char *title = NULL;
  SluicePage *page;

  drop_file (fixture, flow);
  page = fixture->window->page;
  title = sluice_page_dup_title (page);
  g_assert_cmpstr (title, ==, "Small");
  drop_file (fixture, diagram);
  g_assert_true (fixture->window->page != page);
  g_assert_cmpuint (sluice_document_get_n_nodes (fixture->window->page->document, "main"), ==, 2);
  g_assert_null (sluice_document_get_path (fixture->window->page->document));
}

static void
test_tab_dragged_out (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autofree char *path = fixture_write (fixture, "small.flow.json", small);
  AdwTabView *tabs = fixture->window->tabs, *other = NULL;
  SluiceWindow *window;
  SluicePage *page;

  fixture_activate (fixture, "new");
  g_assert_true (sluice_edit_set_name (fixture->window->page->document, "Stays", NULL));
  g_assert_true (sluice_window_open (fixture->window, path));
  page = fixture->window->page;

  /* As AdwTabBar does when a tab is let go outside. */
  g_signal_emit_by_name (tabs, "create-window", &other);
  window = SLUICE_WINDOW (gtk_widget_get_root (GTK_WIDGET (other)));
  adw_tab_view_transfer_page (tabs, adw_tab_view_get_page (tabs, GTK_WIDGET (page)), other, 0);
  sluice_test_settle ();
  g_assert_true (window->page == page);
  g_assert_true (fixture->window->page != page);
  g_assert_cmpint (adw_tab_view_get_n_pages (tabs), ==, 1);
  g_assert_cmpstr (sluice_document_get_path (page->document), ==, path);
  gtk_window_close (GTK_WINDOW (window));
  sluice_document_undo (fixture->window->page->document);
  sluice_test_settle ();
}

static gboolean
has_two_nodes (gpointer user_data)
{
  return sluice_document_get_n_nodes (user_data, "main") == 2;
}

static void
test_pasted_in_another_window (Fixture       *fixture,
                               gconstpointer  data)
{
  g_autofree char *path = fixture_write (fixture, "small.flow.json", small);
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (fixture->window));
  SluiceWindow *window = sluice_window_new (ADW_APPLICATION (application));
  g_autofree char *other = fixture_write (fixture, "other.flow.json", small_renamed);
  SluiceDocument *document;

  gtk_window_present (GTK_WINDOW (window));
  g_assert_true (sluice_window_open (fixture->window, path));
  g_assert_true (sluice_window_open (window, other));
  document = window->page->document;
  sluice_test_settle ();
  gtk_widget_activate_action (GTK_WIDGET (fixture->window->page->canvas), "canvas.select-all", NULL);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window->page->canvas), "canvas.copy", NULL);
  gtk_widget_activate_action (GTK_WIDGET (window->page->canvas), "canvas.paste", NULL);
  fixture_wait (has_two_nodes, document);
  g_assert_true (sluice_document_undo (document));
  gtk_window_close (GTK_WINDOW (window));
  sluice_test_settle ();
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gtk_init ();

#define ADD(path, func) g_test_add (path, Fixture, NULL, fixture_set_up, func, fixture_tear_down)
  ADD ("/window/starts-empty", test_starts_empty);
  ADD ("/window/opens-an-example", test_opens_an_example);
  ADD ("/window/a-bad-file-leaves-all-as-it-is", test_bad_file);
  ADD ("/window/undo-follows-the-document", test_undo_is_named);
  ADD ("/window/disk/an-unedited-document-follows", test_disk_clean);
  ADD ("/window/disk/an-edited-document-asks", test_disk_edited);
  ADD ("/window/problems-are-listed-and-stop-a-run", test_problems);
  ADD ("/window/into-nested-flows-and-back", test_nested_flows);
  ADD ("/window/panels-keep-their-sizes", test_panels);
  ADD ("/window/a-narrow-window-folds-its-panels", test_narrow);
  ADD ("/window/close/asks-and-saves", test_close_asks);
  ADD ("/window/close/discards", test_close_discards);
  ADD ("/window/breakpoints-are-kept", test_breakpoints_are_kept);
  ADD ("/window/dropped-files-are-opened", test_dropped_files);
  ADD ("/window/dropped-pictures-open-as-their-flow", test_dropped_pictures);
  ADD ("/window/a-tab-is-dragged-out", test_tab_dragged_out);
  ADD ("/window/nodes-are-pasted-in-another-window", test_pasted_in_another_window);
#undef ADD

  return g_test_run ();
}
