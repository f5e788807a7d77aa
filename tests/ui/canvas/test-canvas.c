/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The canvas in process, with a real pointer and real keys: what they change in the document. */

#include <adwaita.h>

#include "canvas/canvas.h"
#include "compile/compile.h"
#include "graph/drawing.h"
#include "graph/edit.h"
#include "picture.h"
#include "settle.h"
#include "widget-tree.h"
#include "x-input.h"

static const char SOURCE[] =
  "{ \"format\": 1, \"name\": \"Recipes\", \"run\": [\"main\"], \"flows\": {"
  "  \"main\": { \"start\": \"fetch\", \"nodes\": {"
  "    \"fetch\": { \"kind\": \"script\", \"title\": \"Fetch\", \"next\": { \"suggest\": \"suggest\" } },"
  "    \"suggest\": { \"kind\": \"script\", \"title\": \"Suggest\" },"
  "    \"approve\": { \"kind\": \"choice\", \"title\": \"Approve\","
  "                   \"settings\": { \"prompt\": \"Well?\", \"choices\": [\"accept\", \"retry\"] } },"
  "    \"odd\": { \"kind\": \"martian\" } } } },"
  "  \"layout\": { \"main\": { \"fetch\": [0, 0], \"suggest\": [18, 0], \"approve\": [36, 0], \"odd\": [18, 14] } } }";

typedef struct
{
  GtkWidget *window;
  SluiceCanvas *canvas;
  SluiceDocument *document;
  SluiceBreakpoints *breakpoints;
  GString *heard; /* what was asked or told */
} Fixture;

static void
add_node_requested_cb (SluiceCanvas *canvas,
                       double        x,
                       double        y,
                       const char   *from,
                       const char   *action,
                       Fixture      *fixture)
{
  g_string_append_printf (fixture->heard, "add %s %s;", from != NULL ? from : "-", action != NULL
                          ? action : "-");
}

static void
node_activated_cb (SluiceCanvas *canvas,
                   const char   *address,
                   Fixture      *fixture)
{
  g_string_append_printf (fixture->heard, "activate %s;", address);
}

static void
message_cb (SluiceCanvas *canvas,
            const char   *text,
            Fixture      *fixture)
{
  g_string_append_printf (fixture->heard, "message %s;", text);
}

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->document = sluice_document_new_from_text (data != NULL ? data : SOURCE, -1, &error);
  g_assert_no_error (error);
  fixture->breakpoints = sluice_breakpoints_new ();
  fixture->heard = g_string_new (NULL);
  fixture->canvas = SLUICE_CANVAS (sluice_canvas_new ());
  sluice_canvas_set_breakpoints (fixture->canvas, fixture->breakpoints);
  sluice_canvas_set_document (fixture->canvas, fixture->document);
  g_signal_connect (fixture->canvas, "add-node-requested", G_CALLBACK (add_node_requested_cb),
                    fixture);
  g_signal_connect (fixture->canvas, "node-activated", G_CALLBACK (node_activated_cb), fixture);
  g_signal_connect (fixture->canvas, "message", G_CALLBACK (message_cb), fixture);

  fixture->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 1000, 600);
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->canvas));
  gtk_window_present (GTK_WINDOW (fixture->window));
  sluice_test_settle ();
  gtk_widget_grab_focus (GTK_WIDGET (fixture->canvas));
  sluice_test_settle ();
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  g_object_add_weak_pointer (G_OBJECT (fixture->canvas), (gpointer *) &fixture->canvas);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  sluice_test_settle ();
  g_assert_null (fixture->canvas);
  g_assert_finalize_object (fixture->document);
  g_assert_finalize_object (fixture->breakpoints);
  g_string_free (fixture->heard, TRUE);
}

static GtkWidget *
get_widget (Fixture *fixture)
{
  return GTK_WIDGET (fixture->canvas);
}

static graphene_rect_t
node_rect (Fixture    *fixture,
           const char *address)
{
  graphene_rect_t rect;

  g_assert_true (sluice_canvas_get_node_rect (fixture->canvas, address, &rect));
  return rect;
}

static graphene_point_t
port_point (Fixture    *fixture,
            const char *address,
            const char *action)
{
  graphene_point_t point;

  g_assert_true (sluice_canvas_get_port_point (fixture->canvas, address, action, &point));
  return point;
}

static void
assert_position (Fixture    *fixture,
                 const char *address,
                 int         x,
                 int         y)
{
  int at_x, at_y;

  sluice_document_get_position (fixture->document, address, &at_x, &at_y);
  g_assert_cmpint (at_x, ==, x);
  g_assert_cmpint (at_y, ==, y);
}

static const char *
get_target (Fixture    *fixture,
            const char *address,
            const char *action)
{
  SluiceValue node = sluice_document_get_node (fixture->document, address);

  return sluice_value_get_member_string (sluice_value_get_member (node, "next"), action);
}

static void
assert_selected (Fixture    *fixture,
                 const char *expected)
{
  g_auto (GStrv) selected = sluice_canvas_dup_selection (fixture->canvas);
  g_autofree char *text = g_strjoinv (" ", selected);

  g_assert_cmpstr (text, ==, expected);
}

static void
select_node (Fixture    *fixture,
             const char *address)
{
  sluice_canvas_select (fixture->canvas, (const char *[]) { address, NULL });
  sluice_test_settle ();
}

static void
drag_moves_as_one_step (Fixture      *fixture,
                        gconstpointer data)
{
  graphene_rect_t rect = node_rect (fixture, "main/odd");
  double zoom = sluice_canvas_get_zoom (fixture->canvas);

  sluice_test_drag (get_widget (fixture), rect.origin.x + 60, rect.origin.y + 20,
                    rect.origin.x + 60 + 6 * SLUICE_GRID * zoom, rect.origin.y + 20 + 4 * SLUICE_GRID * zoom);
  sluice_test_settle ();
  assert_position (fixture, "main/odd", 24, 18);
  assert_selected (fixture, "main/odd");
  sluice_test_key (GDK_KEY_z, GDK_CONTROL_MASK);
  sluice_test_settle ();
  assert_position (fixture, "main/odd", 18, 14);
}

static void
drag_from_a_port_connects (Fixture      *fixture,
                           gconstpointer data)
{
  graphene_point_t from = port_point (fixture, "main/suggest", "default");
  graphene_rect_t to = node_rect (fixture, "main/approve");

  sluice_test_drag (get_widget (fixture), from.x, from.y, to.origin.x + 50, to.origin.y + 30);
  sluice_test_settle ();
  g_assert_cmpstr (get_target (fixture, "main/suggest", "default"), ==, "approve");

  from = port_point (fixture, "main/approve", "retry");
  sluice_test_drag (get_widget (fixture), from.x, from.y, from.x - 20, from.y + 160);
  sluice_test_settle ();
  g_assert_cmpstr (fixture->heard->str, ==, "add main/approve retry;");
}

static void
drag_of_an_end_leads_elsewhere (Fixture      *fixture,
                                gconstpointer data)
{
  graphene_point_t end = port_point (fixture, "main/suggest", NULL);
  graphene_rect_t odd = node_rect (fixture, "main/odd");

  sluice_test_drag (get_widget (fixture), end.x, end.y, odd.origin.x + 40, odd.origin.y + 20);
  sluice_test_settle ();
  g_assert_cmpstr (get_target (fixture, "main/fetch", "suggest"), ==, "odd");

  end = port_point (fixture, "main/odd", NULL);
  sluice_test_drag (get_widget (fixture), end.x, end.y, end.x - 120, end.y + 60);
  sluice_test_settle ();
  g_assert_cmpstr (get_target (fixture, "main/fetch", "suggest"), ==, NULL);
}

static void
wheel_zooms_at_the_pointer (Fixture      *fixture,
                            gconstpointer data)
{
  graphene_rect_t before = node_rect (fixture, "main/suggest"), after;
  double zoom = sluice_canvas_get_zoom (fixture->canvas);

  sluice_test_scroll (get_widget (fixture), before.origin.x, before.origin.y, -2, 0);
  sluice_test_settle ();
  after = node_rect (fixture, "main/suggest");
  g_assert_cmpfloat (sluice_canvas_get_zoom (fixture->canvas), !=, zoom);
  g_assert_cmpfloat_with_epsilon (after.origin.x, before.origin.x, 1);
  g_assert_cmpfloat_with_epsilon (after.origin.y, before.origin.y, 1);

  sluice_test_key (GDK_KEY_0, GDK_CONTROL_MASK);
  sluice_test_settle ();
  g_assert_cmpfloat (sluice_canvas_get_zoom (fixture->canvas), ==, 1);
}

static void
middle_button_and_space_pan (Fixture      *fixture,
                             gconstpointer data)
{
  graphene_rect_t before = node_rect (fixture, "main/fetch"), after;

  sluice_test_move (get_widget (fixture), 500, 500);
  sluice_test_press (GDK_BUTTON_MIDDLE);
  sluice_test_move (get_widget (fixture), 530, 540);
  sluice_test_release (GDK_BUTTON_MIDDLE);
  sluice_test_settle ();
  after = node_rect (fixture, "main/fetch");
  g_assert_cmpfloat_with_epsilon (after.origin.x - before.origin.x, 30, 1);
  g_assert_cmpfloat_with_epsilon (after.origin.y - before.origin.y, 40, 1);

  sluice_test_scroll (get_widget (fixture), 500, 500, 1, GDK_SHIFT_MASK);
  sluice_test_settle ();
  g_assert_cmpfloat_with_epsilon (node_rect (fixture, "main/fetch").origin.y, after.origin.y, 1);
  g_assert_cmpfloat (node_rect (fixture, "main/fetch").origin.x, !=, after.origin.x);
}

/* No touchpad can be faked: its signal is emitted. */
static void
two_fingers_throw_the_view (Fixture      *fixture,
                            gconstpointer data)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (get_widget (fixture));
  float before = node_rect (fixture, "main/fetch").origin.x;
  gint64 deadline = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;

  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", TRUE, NULL);
  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_SCROLL (controller))
        g_signal_emit_by_name (controller, "decelerate", 0.4, 0.0);
    }
  while (before - node_rect (fixture, "main/fetch").origin.x <= 30)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      sluice_test_settle ();
    }
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
}

static GtkEventController *
find_controller (Fixture *fixture,
                 GType    type)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (get_widget (fixture));

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (G_TYPE_CHECK_INSTANCE_TYPE (controller, type))
        return controller;
    }
  g_assert_not_reached ();
}

/* No fingers can be faked, nor a touchpad: the signals are emitted. Without a place of their own they act at the
 * pointer. */
static void
a_pinch_zooms (Fixture      *fixture,
               gconstpointer data)
{
  GtkEventController *pinch = find_controller (fixture, GTK_TYPE_GESTURE_ZOOM);
  graphene_rect_t before = node_rect (fixture, "main/suggest"), after;
  double zoom = sluice_canvas_get_zoom (fixture->canvas);

  sluice_test_move (get_widget (fixture), before.origin.x, before.origin.y);
  sluice_test_settle ();
  g_signal_emit_by_name (pinch, "begin", NULL);
  g_signal_emit_by_name (pinch, "scale-changed", 1.25);
  g_signal_emit_by_name (pinch, "scale-changed", 1.5);
  sluice_test_settle ();
  after = node_rect (fixture, "main/suggest");
  g_assert_cmpfloat_with_epsilon (sluice_canvas_get_zoom (fixture->canvas), zoom * 1.5, 0.001);
  g_assert_cmpfloat_with_epsilon (after.origin.x, before.origin.x, 1);
  g_assert_cmpfloat_with_epsilon (after.origin.y, before.origin.y, 1);
  g_assert_cmpfloat_with_epsilon (after.size.width, before.size.width * 1.5, 1);
}

static void
a_long_press_opens_the_menu (Fixture      *fixture,
                             gconstpointer data)
{
  graphene_rect_t box = node_rect (fixture, "main/suggest");

  g_signal_emit_by_name (find_controller (fixture, GTK_TYPE_GESTURE_LONG_PRESS), "pressed",
                         (double) box.origin.x + 60, (double) box.origin.y + 20);
  sluice_test_settle ();
  assert_selected (fixture, "main/suggest");
  g_assert_true (gtk_widget_get_mapped (sluice_test_find_widget ("canvas-menu")));
}

static void
drop (Fixture    *fixture,
      const char *text)
{
  g_auto (GValue) value = G_VALUE_INIT;
  gboolean taken = FALSE;

  g_value_init (&value, G_TYPE_STRING);
  g_value_set_string (&value, text);
  g_signal_emit_by_name (find_controller (fixture, GTK_TYPE_DROP_TARGET), "drop", &value, 400.0,
                         500.0, &taken);
  g_assert_true (taken);
  sluice_test_settle ();
}

/* The text of a flow becomes nodes, any other text a note. */
static void
texts_are_dropped (Fixture      *fixture,
                   gconstpointer data)
{
  const char *nodes[] = { "main/fetch", NULL };
  g_autofree char *copied = sluice_edit_copy (fixture->document, nodes), *text = NULL;
  g_autofree char *note = NULL;

  drop (fixture, copied);
  g_assert_true (sluice_document_has_node (fixture->document, "main/fetch-2"));
  drop (fixture, "Buy milk");
  g_assert_cmpint (sluice_document_get_n_notes (fixture->document, "main"), ==, 1);
  note = sluice_note_address ("main", sluice_document_get_note_id (fixture->document, "main", 0));
  text = sluice_document_dup_note_text (fixture->document, note);
  g_assert_cmpstr (text, ==, "Buy milk");
  sluice_document_undo (fixture->document);
  sluice_document_undo (fixture->document);
  g_assert_false (sluice_document_has_node (fixture->document, "main/fetch-2"));
}

/* How much stands out of the ground, or of a card, in an area of a picture. */
static double
measure_contrast (Fixture               *fixture,
                  const graphene_rect_t *area)
{
  g_autoptr (GdkTexture) picture = NULL;
  g_autofree guchar *pixels = NULL;
  double sum = 0, squares = 0, n = 0;
  gsize stride;

  picture = sluice_test_render (get_widget (fixture));
  g_assert_nonnull (picture);
  stride = (gsize) gdk_texture_get_width (picture) * 4;
  pixels = g_malloc (stride * gdk_texture_get_height (picture));
  gdk_texture_download (picture, pixels, stride);
  for (int y = (int) area->origin.y; y < area->origin.y + area->size.height; y++)
    for (int x = (int) area->origin.x; x < area->origin.x + area->size.width; x++)
      {
        const guchar *pixel = pixels + (gsize) y * stride + (gsize) x * 4;
        double light = pixel[0] + pixel[1] + pixel[2];

        sum += light;
        squares += light * light;
        n++;
      }
  return squares / n - (sum / n) * (sum / n);
}

/* What a link can't lead to stands back while it is drawn; what it can lead to does not. */
static void
impossible_targets_are_dimmed (Fixture      *fixture,
                               gconstpointer data)
{
  const char *nodes[] = { "main/odd", NULL };
  g_autofree char *note = NULL, *frame = NULL;
  graphene_rect_t areas[4];
  double before[4];
  graphene_point_t from, port;

  drop (fixture, "Buy milk, eggs and flour");
  note = sluice_note_address ("main", sluice_document_get_note_id (fixture->document, "main", 0));
  frame = sluice_edit_frame_nodes (fixture->document, nodes, "Supplies", NULL);
  g_assert_nonnull (frame);
  sluice_canvas_select (fixture->canvas, (const char *[]) { NULL });
  sluice_test_settle ();

  areas[0] = node_rect (fixture, note);
  areas[1] = node_rect (fixture, frame);
  areas[1].size.height = SLUICE_GRID * sluice_canvas_get_zoom (fixture->canvas);
  port = port_point (fixture, "main/approve", "accept");
  areas[2] = GRAPHENE_RECT_INIT (port.x - 5, port.y - 5, 10, 10);
  areas[3] = node_rect (fixture, "main/odd");
  areas[3].size.width -= 12;
  for (guint i = 0; i < G_N_ELEMENTS (areas); i++)
    before[i] = measure_contrast (fixture, &areas[i]);

  from = port_point (fixture, "main/suggest", "default");
  sluice_test_move (get_widget (fixture), from.x, from.y);
  sluice_test_press (GDK_BUTTON_PRIMARY);
  sluice_test_move (get_widget (fixture), from.x + 20, 550);
  sluice_test_settle ();
  for (guint i = 0; i < 3; i++)
    g_assert_cmpfloat (measure_contrast (fixture, &areas[i]), <, before[i] * 0.5);
  g_assert_cmpfloat_with_epsilon (measure_contrast (fixture, &areas[3]), before[3], before[3] * 0.01);

  sluice_test_key (GDK_KEY_Escape, 0);
  sluice_test_release (GDK_BUTTON_PRIMARY);
  sluice_test_move (get_widget (fixture), 5, 590);
  sluice_test_settle ();
  for (guint i = 0; i < G_N_ELEMENTS (areas); i++)
    g_assert_cmpfloat_with_epsilon (measure_contrast (fixture, &areas[i]), before[i], before[i] * 0.01);
}

/* What a command moves glides there; the document has it at once. */
static void
laying_out_glides (Fixture      *fixture,
                   gconstpointer data)
{
  gint64 deadline = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;
  graphene_rect_t before = node_rect (fixture, "main/odd");
  int x, y;

  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", TRUE, NULL);
  sluice_canvas_select (fixture->canvas, (const char *[]) { "main/fetch", "main/odd", NULL });
  gtk_widget_activate_action (get_widget (fixture), "canvas.align-left", NULL);
  sluice_document_get_position (fixture->document, "main/odd", &x, &y);
  g_assert_cmpint (x, ==, 0);
  g_assert_cmpfloat (node_rect (fixture, "main/odd").origin.x, ==, before.origin.x);
  while (node_rect (fixture, "main/odd").origin.x > node_rect (fixture, "main/fetch").origin.x)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      sluice_test_settle ();
    }
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  sluice_document_undo (fixture->document);
  g_assert_cmpfloat (node_rect (fixture, "main/odd").origin.x, ==, before.origin.x);
  g_assert_null (sluice_document_get_undo_name (fixture->document));
}

/* Who wants nothing to move by itself sees it where it goes, at once, even in the middle of a glide. */
static void
nothing_moves_by_itself (Fixture      *fixture,
                         gconstpointer data)
{
  GtkEventController *scroll = find_controller (fixture, GTK_TYPE_EVENT_CONTROLLER_SCROLL);
  graphene_rect_t before = node_rect (fixture, "main/odd");

  sluice_canvas_select (fixture->canvas, (const char *[]) { "main/fetch", "main/odd", NULL });
  gtk_widget_activate_action (get_widget (fixture), "canvas.align-left", NULL);
  g_assert_cmpfloat (node_rect (fixture, "main/odd").origin.x, ==, node_rect (fixture, "main/fetch").origin.x);
  sluice_document_undo (fixture->document);

  g_signal_emit_by_name (scroll, "decelerate", 0.4, 0.0);
  for (guint i = 0; i < 5; i++)
    sluice_test_settle ();
  g_assert_cmpfloat (node_rect (fixture, "main/odd").origin.x, ==, before.origin.x);

  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", TRUE, NULL);
  gtk_widget_activate_action (get_widget (fixture), "canvas.align-left", NULL);
  g_assert_cmpfloat (node_rect (fixture, "main/odd").origin.x, ==, before.origin.x);
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  g_assert_cmpfloat (node_rect (fixture, "main/odd").origin.x, ==, node_rect (fixture, "main/fetch").origin.x);
  sluice_document_undo (fixture->document);
}

static void
marquee_selects (Fixture      *fixture,
                 gconstpointer data)
{
  graphene_rect_t first = node_rect (fixture, "main/fetch"), last = node_rect (fixture,
                                                                               "main/suggest");

  sluice_test_drag (get_widget (fixture), first.origin.x - 20, first.origin.y - 40,
                    last.origin.x + 20, last.origin.y + 20);
  sluice_test_settle ();
  assert_selected (fixture, "main/fetch main/suggest");
  sluice_test_key (GDK_KEY_Escape, 0);
  sluice_test_settle ();
  assert_selected (fixture, "");
}

static void
keys_walk_nudge_and_delete (Fixture      *fixture,
                            gconstpointer data)
{
  sluice_test_key (GDK_KEY_Right, 0);
  sluice_test_settle ();
  assert_selected (fixture, "main/fetch");
  sluice_test_key (GDK_KEY_Right, 0);
  sluice_test_settle ();
  assert_selected (fixture, "main/suggest");
  sluice_test_key (GDK_KEY_Down, GDK_CONTROL_MASK);
  sluice_test_key (GDK_KEY_Down, GDK_CONTROL_MASK);
  sluice_test_settle ();
  assert_position (fixture, "main/suggest", 18, 2);
  sluice_test_key (GDK_KEY_z, GDK_CONTROL_MASK);
  sluice_test_settle ();
  assert_position (fixture, "main/suggest", 18, 0);

  sluice_test_key (GDK_KEY_Return, 0);
  sluice_test_settle ();
  g_assert_cmpstr (fixture->heard->str, ==, "activate main/suggest;");
  sluice_test_key (GDK_KEY_Delete, 0);
  sluice_test_settle ();
  g_assert_false (sluice_document_has_node (fixture->document, "main/suggest"));
}

static void
tab_and_double_click_ask_for_a_node (Fixture      *fixture,
                                     gconstpointer data)
{
  sluice_test_key (GDK_KEY_Tab, 0);
  sluice_test_settle ();
  g_assert_cmpstr (fixture->heard->str, ==, "add - -;");
  sluice_test_click (get_widget (fixture), 60, 540, GDK_BUTTON_PRIMARY);
  sluice_test_click (get_widget (fixture), 60, 540, GDK_BUTTON_PRIMARY);
  sluice_test_settle ();
  g_assert_cmpstr (fixture->heard->str, ==, "add - -;add - -;");
}

static void
rename_in_place (Fixture      *fixture,
                 gconstpointer data)
{
  g_autofree char *title = NULL;

  select_node (fixture, "main/suggest");
  sluice_test_key (GDK_KEY_F2, 0);
  sluice_test_settle ();
  sluice_test_type ("Choose");
  sluice_test_key (GDK_KEY_Return, 0);
  sluice_test_settle ();
  title = sluice_document_dup_node_title (fixture->document, "main/suggest");
  g_assert_cmpstr (title, ==, "Choose");
}

static void
copy_and_paste_as_text (Fixture      *fixture,
                        gconstpointer data)
{
  guint before = sluice_document_get_n_nodes (fixture->document, "main");

  sluice_canvas_select (fixture->canvas, (const char *[]) { "main/fetch", "main/suggest", NULL });
  sluice_test_key (GDK_KEY_c, GDK_CONTROL_MASK);
  sluice_test_settle ();
  sluice_test_key (GDK_KEY_v, GDK_CONTROL_MASK);
  while (sluice_document_get_n_nodes (fixture->document, "main") == before)
    g_main_context_iteration (NULL, TRUE);
  sluice_test_settle ();
  g_assert_cmpuint (sluice_document_get_n_nodes (fixture->document, "main"), ==, before + 2);
  assert_selected (fixture, "main/fetch-2 main/suggest-2");
  g_assert_cmpstr (get_target (fixture, "main/fetch-2", "suggest"), ==, "suggest-2");

  sluice_test_key (GDK_KEY_d, GDK_CONTROL_MASK);
  sluice_test_settle ();
  g_assert_cmpuint (sluice_document_get_n_nodes (fixture->document, "main"), ==, before + 4);
}

static void
breakpoint_by_key_and_click (Fixture      *fixture,
                             gconstpointer data)
{
  graphene_rect_t rect = node_rect (fixture, "main/approve");

  select_node (fixture, "main/suggest");
  sluice_test_key (GDK_KEY_F9, 0);
  sluice_test_settle ();
  g_assert_true (sluice_breakpoints_has (fixture->breakpoints, "main/suggest"));
  sluice_test_click (get_widget (fixture), rect.origin.x + 1, rect.origin.y + 1,
                     GDK_BUTTON_PRIMARY);
  sluice_test_settle ();
  g_assert_true (sluice_breakpoints_has (fixture->breakpoints, "main/approve"));
}

static void
edge_is_selected_and_deleted (Fixture      *fixture,
                              gconstpointer data)
{
  graphene_point_t point;
  const char *address, *action;

  g_assert_true (sluice_canvas_get_edge_point (fixture->canvas, "main/fetch", "suggest", &point));
  sluice_test_click (get_widget (fixture), point.x, point.y, GDK_BUTTON_PRIMARY);
  sluice_test_settle ();
  g_assert_true (sluice_canvas_get_selected_edge (fixture->canvas, &address, &action));
  g_assert_cmpstr (action, ==, "suggest");
  sluice_test_key (GDK_KEY_Delete, 0);
  sluice_test_settle ();
  g_assert_cmpstr (get_target (fixture, "main/fetch", "suggest"), ==, NULL);
  g_assert_false (sluice_canvas_get_selected_edge (fixture->canvas, NULL, NULL));
}

static void
context_menu_is_about_what_is_under_it (Fixture      *fixture,
                                        gconstpointer data)
{
  graphene_rect_t rect = node_rect (fixture, "main/approve");

  sluice_test_click (get_widget (fixture), rect.origin.x + 60, rect.origin.y + 20,
                     GDK_BUTTON_SECONDARY);
  sluice_test_settle ();
  assert_selected (fixture, "main/approve");
  g_assert_true (gtk_widget_get_mapped (sluice_test_find_widget ("canvas-menu")));
  sluice_test_key (GDK_KEY_Escape, 0);
  sluice_test_settle ();
  g_assert_false (gtk_widget_get_mapped (sluice_test_find_widget ("canvas-menu")));
  sluice_test_click (get_widget (fixture), 100, 500,
                     GDK_BUTTON_PRIMARY); /* the pointer is free again */
  sluice_test_settle ();
  assert_selected (fixture, "");
}

static void
new_node_covers_none_and_is_connected (Fixture      *fixture,
                                       gconstpointer data)
{
  graphene_rect_t rect = node_rect (fixture, "main/approve"), new_rect;

  g_assert_true (sluice_canvas_add_node (fixture->canvas, "end", rect.origin.x, rect.origin.y + 20,
                                         "main/approve", "accept"));
  sluice_test_settle ();
  g_assert_cmpstr (get_target (fixture, "main/approve", "accept"), ==, "end");
  assert_selected (fixture, "main/end");
  rect = node_rect (fixture, "main/approve");
  new_rect = node_rect (fixture, "main/end");
  g_assert_false (graphene_rect_intersection (&rect, &new_rect, NULL));

  sluice_document_undo (fixture->document);
  g_assert_false (sluice_document_has_node (fixture->document, "main/end"));
  g_assert_cmpstr (get_target (fixture, "main/approve", "accept"), ==, NULL);
}

static guint
count_proxies (Fixture *fixture)
{
  guint n = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (get_widget (fixture)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (child)) == GTK_ACCESSIBLE_ROLE_LIST_ITEM
         && gtk_widget_get_child_visible (child);
  return n;
}

static void
nodes_in_view_are_accessible (Fixture      *fixture,
                              gconstpointer data)
{
  GtkWidget *focus;

  g_assert_cmpuint (count_proxies (fixture), ==, 4);
  sluice_test_key (GDK_KEY_Right, 0);
  sluice_test_settle ();
  focus = gtk_window_get_focus (GTK_WINDOW (fixture->window));
  g_assert_cmpint (gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (focus)), ==,
                   GTK_ACCESSIBLE_ROLE_LIST_ITEM);
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (focus), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Fetch, Script, start");
  gtk_test_accessible_assert_state (GTK_ACCESSIBLE (focus), GTK_ACCESSIBLE_STATE_SELECTED, TRUE);
}

static void
empty_flow_says_what_to_do (Fixture      *fixture,
                            gconstpointer data)
{
  GtkWidget *hint = sluice_test_find_type ("GtkLabel");

  g_assert_true (gtk_widget_get_mapped (hint));
  g_assert_true (sluice_canvas_add_node (fixture->canvas, "script", -1, -1, NULL, NULL));
  sluice_test_settle ();
  g_assert_true (gtk_widget_get_mapped (hint)); /* the next step */
  g_assert_true (sluice_canvas_add_node (fixture->canvas, "script", -1, -1, NULL, NULL));
  sluice_test_settle ();
  g_assert_false (gtk_widget_get_mapped (hint));
  g_assert_cmpstr (sluice_document_get_start (fixture->document, "main"), ==, "script");
}

static void
new_node_is_called_as_its_kind (Fixture      *fixture,
                                gconstpointer data)
{
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  g_assert_true (sluice_canvas_add_node (fixture->canvas, "ask", -1, -1, NULL, NULL));
  g_assert_true (sluice_canvas_add_node (fixture->canvas, "ask", -1, -1, NULL, NULL));
  first = sluice_document_dup_node_title (fixture->document, "main/ask");
  second = sluice_document_dup_node_title (fixture->document, "main/ask-2");
  g_assert_cmpstr (first, ==, "Ask");
  g_assert_cmpstr (second, ==, "Ask 2");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  gtk_disable_setlocale ();
  adw_init ();
  sluice_init ();

#define ADD(name, func) g_test_add ("/canvas/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("drag-moves-as-one-step", drag_moves_as_one_step);
  ADD ("drag-from-a-port-connects", drag_from_a_port_connects);
  ADD ("drag-of-an-end-leads-elsewhere", drag_of_an_end_leads_elsewhere);
  ADD ("wheel-zooms-at-the-pointer", wheel_zooms_at_the_pointer);
  ADD ("middle-button-and-space-pan", middle_button_and_space_pan);
  ADD ("two-fingers-throw-the-view", two_fingers_throw_the_view);
  ADD ("a-pinch-zooms", a_pinch_zooms);
  ADD ("texts-are-dropped", texts_are_dropped);
  ADD ("impossible-targets-are-dimmed", impossible_targets_are_dimmed);
  ADD ("laying-out-glides", laying_out_glides);
  ADD ("nothing-moves-by-itself", nothing_moves_by_itself);
  ADD ("marquee-selects", marquee_selects);
  ADD ("keys-walk-nudge-and-delete", keys_walk_nudge_and_delete);
  ADD ("tab-and-double-click-ask-for-a-node", tab_and_double_click_ask_for_a_node);
  ADD ("rename-in-place", rename_in_place);
  ADD ("copy-and-paste-as-text", copy_and_paste_as_text);
  ADD ("breakpoint-by-key-and-click", breakpoint_by_key_and_click);
  ADD ("edge-is-selected-and-deleted", edge_is_selected_and_deleted);
  ADD ("context-menu-is-about-what-is-under-it", context_menu_is_about_what_is_under_it);
  ADD ("new-node-covers-none-and-is-connected", new_node_covers_none_and_is_connected);
  ADD ("nodes-in-view-are-accessible", nodes_in_view_are_accessible);
  g_test_add ("/canvas/empty-flow-says-what-to-do", Fixture,
              "{ \"format\": 1, \"flows\": { \"main\": { \"nodes\": {} } } }",
              set_up, empty_flow_says_what_to_do, tear_down);
  g_test_add ("/canvas/new-node-is-called-as-its-kind", Fixture,
              "{ \"format\": 1, \"flows\": { \"main\": { \"nodes\": {} } } }",
              set_up, new_node_is_called_as_its_kind, tear_down);
  /* Last: it leaves the menu open. */
  ADD ("a-long-press-opens-the-menu", a_long_press_opens_the_menu);
  return g_test_run ();
}
