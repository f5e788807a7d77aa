/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The minimap: when it is there, and where a click on it leads. */

#include <adwaita.h>

#include "canvas/minimap.h"
#include "compile/compile.h"
#include "graph/edit.h"
#include "settle.h"
#include "x-input.h"

#define FLOW(place) \
        "{ \"format\": 1, \"name\": \"Far\", \"run\": [\"main\"], \"flows\": { \"main\": {" \
        "  \"start\": \"near\", \"nodes\": { \"near\": { \"kind\": \"script\" }, \"far\": { \"kind\": \"log\" } } } }," \
        "  \"layout\": { \"main\": { \"near\": [0, 0], \"far\": " place " } } }"

typedef struct
{
  GtkWidget *window;
  SluiceCanvas *canvas;
  GtkWidget *map;
  SluiceDocument *document;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer source)
{
  GtkWidget *overlay = gtk_overlay_new ();
  g_autoptr (GError) error = NULL;

  fixture->document = sluice_document_new_from_text (source, -1, &error);
  g_assert_no_error (error);
  fixture->canvas = SLUICE_CANVAS (sluice_canvas_new ());
  fixture->map = sluice_minimap_new ();
  gtk_widget_set_halign (fixture->map, GTK_ALIGN_END);
  gtk_widget_set_valign (fixture->map, GTK_ALIGN_END);
  gtk_overlay_set_child (GTK_OVERLAY (overlay), GTK_WIDGET (fixture->canvas));
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), fixture->map);
  sluice_minimap_set_canvas (SLUICE_MINIMAP (fixture->map), fixture->canvas);
  sluice_canvas_set_document (fixture->canvas, fixture->document);
  fixture->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 800, 500);
  gtk_window_set_child (GTK_WINDOW (fixture->window), overlay);
  gtk_window_present (GTK_WINDOW (fixture->window));
  sluice_test_settle ();
}

static void
tear_down (Fixture      *fixture,
           gconstpointer source)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  sluice_test_settle ();
  g_assert_finalize_object (fixture->document);
}

/* It comes and goes a moment after the flow changed. */
static void
wait_for_map (Fixture  *fixture,
              gboolean  is_there)
{
  gint64 deadline = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;

  while (gtk_widget_get_visible (fixture->map) != is_there)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      g_main_context_iteration (NULL, TRUE);
    }
  sluice_test_settle ();
}

static void
assert_in_the_middle (Fixture    *fixture,
                      const char *address)
{
  double width = gtk_widget_get_width (GTK_WIDGET (fixture->canvas));
  double height = gtk_widget_get_height (GTK_WIDGET (fixture->canvas));
  graphene_rect_t rect;

  g_assert_true (sluice_canvas_get_node_rect (fixture->canvas, address, &rect));
  g_assert_cmpfloat (rect.origin.x, >, 0);
  g_assert_cmpfloat (rect.origin.y, >, 0);
  g_assert_cmpfloat (rect.origin.x + rect.size.width, <, width);
  g_assert_cmpfloat (rect.origin.y + rect.size.height, <, height);
}

static void
drag_looks_elsewhere (Fixture      *fixture,
                      gconstpointer source)
{
  int width, height;

  sluice_canvas_zoom_to (fixture->canvas, 1, 0, 0);
  wait_for_map (fixture, TRUE);
  width = gtk_widget_get_width (fixture->map);
  height = gtk_widget_get_height (fixture->map);

  /* The nodes are in two corners of the map. */
  sluice_test_click (fixture->map, width - 12, height / 2.0 + 4, 1);
  sluice_test_settle ();
  assert_in_the_middle (fixture, "main/far");
  sluice_test_drag (fixture->map, width - 12, height / 2.0 + 4, 12, height / 2.0 - 4);
  sluice_test_settle ();
  assert_in_the_middle (fixture, "main/near");
}

static void
is_there_while_wanted (Fixture      *fixture,
                       gconstpointer source)
{
  sluice_canvas_zoom_to (fixture->canvas, 1, 0, 0);
  wait_for_map (fixture, TRUE);
  g_object_set (fixture->map, "wanted", FALSE, NULL);
  g_assert_false (gtk_widget_get_visible (fixture->map));
  g_object_set (fixture->map, "wanted", TRUE, NULL);
  g_assert_true (gtk_widget_get_visible (fixture->map));
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (fixture->map), GTK_ACCESSIBLE_PROPERTY_LABEL, "Minimap");
}

static void
is_for_large_flows (Fixture      *fixture,
                    gconstpointer source)
{
  sluice_canvas_zoom_to (fixture->canvas, 1, 0, 0);
  wait_for_map (fixture, FALSE);
  g_assert_true (sluice_edit_move_nodes (fixture->document, (const char *[]) { "main/far", NULL }, 300, 0, NULL,
                                         NULL));
  wait_for_map (fixture, TRUE);
  g_assert_true (sluice_document_undo (fixture->document));
  wait_for_map (fixture, FALSE);
}

static void
is_gone_while_all_is_in_view (Fixture      *fixture,
                              gconstpointer source)
{
  sluice_canvas_zoom_to (fixture->canvas, 1, 0, 0);
  wait_for_map (fixture, TRUE);
  sluice_canvas_fit (fixture->canvas);
  wait_for_map (fixture, FALSE);
  sluice_canvas_zoom_to (fixture->canvas, 1, 0, 0);
  wait_for_map (fixture, TRUE);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  gtk_disable_setlocale ();
  adw_init ();
  sluice_init ();

#define ADD(name, source, func) g_test_add ("/canvas/minimap/" name, Fixture, source, set_up, func, tear_down)
  ADD ("drag-looks-elsewhere", FLOW ("[400, 20]"), drag_looks_elsewhere);
  ADD ("is-there-while-wanted", FLOW ("[400, 20]"), is_there_while_wanted);
  ADD ("is-gone-while-all-is-in-view", FLOW ("[200, 20]"), is_gone_while_all_is_in_view);
  ADD ("is-for-large-flows", FLOW ("[20, 0]"), is_for_large_flows);
  return g_test_run ();
}
