/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the tiles keep is what would be drawn afresh, whatever happened since they were painted. */

#include <adwaita.h>

#include "canvas/canvas-private.h"
#include "compile/compile.h"
#include "graph/edit.h"
#include "picture.h"
#include "settle.h"

#define TOLERANCE 24 /* of 255 */
#define FEW 100      /* where a line ends above a card and not below it */

static const char SOURCE[] =
  "{ \"format\": 1, \"name\": \"Tiles\", \"run\": [\"main\"], \"flows\": {"
  "  \"main\": { \"start\": \"a\", \"nodes\": {"
  "    \"a\": { \"kind\": \"script\", \"title\": \"First\", \"next\": { \"on\": \"b\", \"back\": \"a\" } },"
  "    \"b\": { \"kind\": \"log\", \"title\": \"Second\", \"next\": { \"default\": \"c\" } },"
  "    \"c\": { \"kind\": \"choice\", \"title\": \"Third\","
  "             \"settings\": { \"prompt\": \"Well?\", \"choices\": [\"yes\", \"no\"] },"
  "             \"next\": { \"yes\": \"a\", \"no\": \"d\" } },"
  "    \"d\": { \"kind\": \"martian\" } } } },"
  "  \"layout\": { \"main\": { \"a\": [0, 0], \"b\": [18, 0], \"c\": [36, 2], \"d\": [18, 14] } } }";

typedef struct
{
  GtkWidget *window;
  SluiceCanvas *canvas;
  SluiceDocument *document;
  SluiceBreakpoints *breakpoints;
} Fixture;

static void
set_up (Fixture      *fixture,
        gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->document = sluice_document_new_from_text (SOURCE, -1, &error);
  g_assert_no_error (error);
  fixture->breakpoints = sluice_breakpoints_new ();
  fixture->canvas = SLUICE_CANVAS (sluice_canvas_new ());
  sluice_canvas_set_breakpoints (fixture->canvas, fixture->breakpoints);
  sluice_canvas_set_document (fixture->canvas, fixture->document);
  fixture->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 1000, 600);
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->canvas));
  gtk_window_present (GTK_WINDOW (fixture->window));
  sluice_test_settle ();
}

static void
tear_down (Fixture      *fixture,
           gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  sluice_test_settle ();
  g_assert_finalize_object (fixture->document);
  g_assert_finalize_object (fixture->breakpoints);
}

static GBytes *
look (Fixture *fixture)
{
  g_autoptr (GdkTexture) texture = NULL;
  gsize stride, size;
  guchar *pixels;

  sluice_test_settle ();
  texture = sluice_test_render (GTK_WIDGET (fixture->canvas));
  stride = 4 * (gsize) gdk_texture_get_width (texture);
  size = stride * (gsize) gdk_texture_get_height (texture);
  pixels = g_malloc (size);
  gdk_texture_download (texture, pixels, stride);
  return g_bytes_new_take (pixels, size);
}

/* As when the font was changed: everything is drawn afresh. */
static void
forget_drawing (Fixture *fixture)
{
  GtkWidget *widget = GTK_WIDGET (fixture->canvas);

  GTK_WIDGET_GET_CLASS (widget)->system_setting_changed (widget, GTK_SYSTEM_SETTING_FONT_NAME);
}

/* A shadow cut by another clip is rounded another way: that is not to be seen. */
static guint
count_differences (GBytes *a,
                   GBytes *b)
{
  gsize size;
  const guchar *one = g_bytes_get_data (a, &size), *other = g_bytes_get_data (b, NULL);
  guint n = 0;

  for (gsize i = 0; i < size; i++)
    n += ABS (one[i] - other[i]) > TOLERANCE;
  return n;
}

static gboolean
look_alike (GBytes *a,
            GBytes *b)
{
  return count_differences (a, b) == 0;
}

static void
assert_up_to_date (Fixture    *fixture,
                   const char *what)
{
  g_autoptr (GBytes) kept = look (fixture);
  g_autoptr (GBytes) fresh = NULL;

  forget_drawing (fixture);
  fresh = look (fixture);
  if (!look_alike (kept, fresh))
    g_error ("After %s something of before was still to be seen", what);
}

static void
change_everything (Fixture *fixture)
{
  SluiceDocument *document = fixture->document;

  assert_up_to_date (fixture, "the first look");
  sluice_canvas_select (fixture->canvas, (const char *[]) { "main/a", "main/c", NULL });
  assert_up_to_date (fixture, "a selection");
  sluice_canvas_select (fixture->canvas, (const char *[]) { "main/b", NULL });
  assert_up_to_date (fixture, "another selection");
  sluice_breakpoints_toggle (fixture->breakpoints, "main/c");
  assert_up_to_date (fixture, "a breakpoint");
  g_assert_true (sluice_edit_move_nodes (document, (const char *[]) { "main/b", NULL }, 3, 9, NULL, NULL));
  assert_up_to_date (fixture, "a move");
  g_assert_true (sluice_edit_set_start (document, "main/b", NULL));
  assert_up_to_date (fixture, "another start");
  g_assert_true (sluice_edit_disconnect (document, "main/c", "yes", NULL));
  assert_up_to_date (fixture, "an edge less");
  g_assert_true (sluice_canvas_add_node (fixture->canvas, "ask", 300, 500, "main/a", "new"));
  assert_up_to_date (fixture, "a node more");
  g_assert_true (sluice_document_undo (document));
  g_assert_true (sluice_document_undo (document));
  assert_up_to_date (fixture, "two steps back");
}

/* What is dragged looks as it did before, and as it does once it is put down. */
static void
drag (Fixture *fixture)
{
  SluiceScene *scene = sluice_stage_get_scene (fixture->canvas->stage);
  char *dragged[] = { (char[]) { "main/b" }, (char[]) { "main/d" }, NULL };
  g_autoptr (GBytes) before = look (fixture);
  g_autoptr (GBytes) lifted = NULL;
  g_autoptr (GBytes) moved = NULL;
  g_autoptr (GBytes) put = NULL;

  sluice_scene_lift (scene, dragged);
  gtk_widget_queue_draw (GTK_WIDGET (fixture->canvas));
  lifted = look (fixture);
  g_assert_cmpuint (count_differences (before, lifted), <, FEW);
  g_assert_true (sluice_edit_move_nodes (fixture->document, (const char * const *) dragged, 2, 8, NULL,
                                         NULL));
  moved = look (fixture);
  g_assert_cmpuint (count_differences (before, moved), >, FEW);
  assert_up_to_date (fixture, "a drag under way");
  sluice_scene_settle (scene);
  put = look (fixture);
  g_assert_cmpuint (count_differences (moved, put), <, FEW);
  assert_up_to_date (fixture, "a drag");
}

static void
show_problems (Fixture *fixture)
{
  g_autoptr (GPtrArray) problems = sluice_check_document (fixture->document);
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  g_autoptr (GBytes) before = look (fixture);
  g_autoptr (GBytes) marked = NULL;
  g_autoptr (GBytes) after = NULL;
  g_autofree char *text = NULL;

  g_assert_null (sluice_canvas_dup_problem (fixture->canvas, "main/d"));
  sluice_canvas_set_problems (fixture->canvas, problems);
  marked = look (fixture);
  g_assert_false (look_alike (before, marked));
  text = sluice_canvas_dup_problem (fixture->canvas, "main/d");
  g_assert_true (g_str_has_prefix (text, "Error: "));
  g_assert_nonnull (strstr (text, "martian"));
  g_assert_null (sluice_canvas_dup_problem (fixture->canvas, "main/a"));
  assert_up_to_date (fixture, "problems");

  sluice_canvas_set_problems (fixture->canvas, none);
  after = look (fixture);
  g_assert_true (look_alike (before, after));
}

static void
tiles_follow_every_change (Fixture      *fixture,
                           gconstpointer data)
{
  change_everything (fixture);
}

static void
tiles_follow_from_afar (Fixture      *fixture,
                        gconstpointer zoom)
{
  sluice_canvas_zoom_to (fixture->canvas, GPOINTER_TO_INT (zoom) / 100.0, 500, 300);
  change_everything (fixture);
}

static void
drags_are_drawn_above (Fixture      *fixture,
                       gconstpointer zoom)
{
  sluice_canvas_zoom_to (fixture->canvas, GPOINTER_TO_INT (zoom) / 100.0, 500, 300);
  drag (fixture);
}

static void
problems_are_marked (Fixture      *fixture,
                     gconstpointer data)
{
  show_problems (fixture);
}

static void
problems_are_marked_from_afar (Fixture      *fixture,
                               gconstpointer data)
{
  sluice_canvas_zoom_to (fixture->canvas, 0.2, 500, 300);
  show_problems (fixture);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  gtk_disable_setlocale ();
  adw_init ();
  sluice_init ();

#define ADD(name, data, func) g_test_add ("/canvas/tiles/" name, Fixture, data, set_up, func, tear_down)
  ADD ("follow-every-change", NULL, tiles_follow_every_change);
  ADD ("follow-with-boxes", GINT_TO_POINTER (25), tiles_follow_from_afar);
  ADD ("follow-with-lines", GINT_TO_POINTER (11), tiles_follow_from_afar);
  ADD ("follow-from-near", GINT_TO_POINTER (270), tiles_follow_from_afar);
  ADD ("drags-are-drawn-above", GINT_TO_POINTER (100), drags_are_drawn_above);
  ADD ("drags-are-drawn-above-with-boxes", GINT_TO_POINTER (25), drags_are_drawn_above);
  ADD ("drags-are-drawn-above-with-lines", GINT_TO_POINTER (11), drags_are_drawn_above);
  ADD ("problems-are-marked", NULL, problems_are_marked);
  ADD ("problems-are-marked-from-afar", NULL, problems_are_marked_from_afar);
  return g_test_run ();
}
