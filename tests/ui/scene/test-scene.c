/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The scene: hit test, routes and labels; and that following change sets comes out the same as
 * building it anew.
 */
#include "canvas/scene/scene.h"
#include "canvas/scene/shapes.h"

#include "graph/edit.h"
#include "notation.h"

#include <math.h>
#include <string.h>

static void
add_edge_cb (SluiceSceneEdge *edge,
             gpointer         user_data)
{
  g_ptr_array_add (user_data, edge);
}

static void
add_node_cb (SluiceSceneNode *node,
             gpointer         user_data)
{
  g_ptr_array_add (user_data, node);
}

static const SluiceRect everywhere = { -1e6, -1e6, 2e6, 2e6 };

static int
compare_lines (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char * const *) a, *(const char * const *) b);
}

/* All that is to be seen of a scene, as sorted lines. */
static char *
print_scene (SluiceScene *scene)
{
  g_autoptr (GPtrArray) nodes = g_ptr_array_new (), edges = g_ptr_array_new ();
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);

  sluice_scene_foreach_node (scene, &everywhere, add_node_cb, nodes);
  sluice_scene_foreach_edge (scene, &everywhere, add_edge_cb, edges);
  for (guint i = 0; i < nodes->len; i++)
    {
      SluiceSceneNode *node = g_ptr_array_index (nodes, i);

      g_ptr_array_add (lines,
                       g_strdup_printf ("%s %g,%g %gx%g %u ports, %u incoming", node->address,
                                               node->item.bounds.x, node->item.bounds.y, node->item.bounds.width,
                                               node->item.bounds.height, node->n_ports, node->n_incoming));
    }
  for (guint i = 0; i < edges->len; i++)
    {
      SluiceSceneEdge *edge = g_ptr_array_index (edges, i);
      SluiceRect *label = &edge->route->label;

      g_ptr_array_add (lines, g_strdup_printf ("%s-%s->%s %.3f label %g,%g", edge->source->address,
                                               sluice_scene_edge_get_action (edge), edge->target->address,
                                               sluice_curve_get_length (&edge->route->curve), label->x, label->y));
    }
  g_ptr_array_sort (lines, compare_lines);
  g_ptr_array_add (lines, NULL);
  return g_strjoinv ("\n", (char **) lines->pdata);
}

static void
assert_as_built_anew (SluiceScene    *scene,
                      SluiceDocument *document)
{
  g_autoptr (SluiceScene) anew = sluice_scene_new ();
  g_autofree char *followed = print_scene (scene), *built = NULL;

  sluice_scene_set_flow (anew, document, "main");
  built = print_scene (anew);
  g_assert_cmpstr (followed, ==, built);
}

static char *
random_edit (void)
{
  const char *ids = "abcdef";
  char one = ids[g_test_rand_int_range (0, 6)], other = ids[g_test_rand_int_range (0, 6)];
  int x = g_test_rand_int_range (-20, 60), y = g_test_rand_int_range (-20, 40);

  switch (g_test_rand_int_range (0, 9))
    {
    case 0:
      return g_strdup_printf ("add script %c %d,%d", g_ascii_toupper (one), x, y);
    case 1:
      return g_strdup_printf ("delete %c", one);
    case 2:
    case 3:
      return g_strdup_printf ("move %d,%d %c", x / 2, y / 2, one);
    case 4:
      return g_strdup_printf ("connect %c go %c", one, other);
    case 5:
      return g_strdup_printf ("connect %c back %c", one, other);
    case 6:
      return g_strdup_printf ("disconnect %c go", one);
    case 7:
      return g_strdup ("undo");
    default:
      return g_strdup ("redo");
    }
}

static void
follow_edits (const char *before)
{
  g_autoptr (SluiceDocument) document = notation_parse (before);
  g_autoptr (SluiceScene) scene = sluice_scene_new ();

  sluice_scene_set_flow (scene, document, "main");
  for (int i = 0; i < 150; i++)
    {
      g_autofree char *edit = random_edit (), *refused = NULL;

      g_test_message ("%s", edit);
      refused = notation_edit (document, edit);
      assert_as_built_anew (scene, document);
    }
}

static void
test_follows_changes (void)
{
  follow_edits ("*a@0,0 b@20,0 c@40,0 a-go->b b-go->c c-back->a");
  follow_edits ("*a b c a-go->b b-go->c c-back->a");
  follow_edits ("");
}

/* An edge to a node that is not there is drawn as soon as one of that id is. */
static void
test_missing_target (void)
{
  static const char text[] =
    "{ \"format\": 1, \"name\": \"One\", \"run\": [\"main\"], \"flows\": { \"main\": { \"start\": \"a\", \"nodes\": {"
    " \"a\": { \"kind\": \"log\", \"next\": { \"default\": \"log\", \"other\": \"a\", \"last\": null } } } } } }";
  g_autoptr (GError) error = NULL;
  g_autoptr (SluiceDocument) document = sluice_document_new_from_text (text, -1, &error);
  g_autoptr (SluiceScene) scene = sluice_scene_new ();
  SluiceSceneNode *node;

  g_assert_no_error (error);
  sluice_scene_set_flow (scene, document, "main");
  for (guint i = 0; i < 4; i++)
    {
      gboolean is_there = i % 2 == 1;

      node = sluice_scene_get_node (scene, "main/a");
      g_assert_cmpuint (node->n_ports, ==, 3);
      g_assert_cmpstr (sluice_scene_get_target (scene, node, 0), ==, "log");
      g_assert_cmpstr (sluice_scene_get_target (scene, node, 1), ==, "a");
      g_assert_cmpstr (sluice_scene_get_target (scene, node, 2), ==, NULL);
      g_assert_true ((node->ports[0].edge != NULL) == is_there);
      assert_as_built_anew (scene, document);

      if (is_there)
        sluice_document_undo (document);
      else if (i == 0)
        g_free (sluice_edit_add_node (document, "main", "log", NULL, 30, 0, &error));
      else
        sluice_document_redo (document);
      g_assert_no_error (error);
    }
}

static void
test_hits (void)
{
  static const struct
  {
    double x, y, zoom;
    SluiceHitType type;
    const char *address;
  } cases[] = {
    { 100, 24, 1, SLUICE_HIT_NODE, "main/a" },
    { 0, 0, 1, SLUICE_HIT_GUTTER, "main/a" },
    { 192, 64, 1, SLUICE_HIT_PORT, "main/a" },
    { 210, 64, 1, SLUICE_HIT_PORT, "main/a" },       /* within the magnet */
    { 175, 64, 1, SLUICE_HIT_NODE, "main/a" },       /* inside of the box less of it */
    { 640, 24, 1, SLUICE_HIT_INPUT, "main/b" },
    { 0, 24, 1, SLUICE_HIT_INPUT, "main/a" },
    { -40, 24, 0.31, SLUICE_HIT_INPUT, "main/a" },
    { -40, 24, 0.29, SLUICE_HIT_NOTHING, NULL },     /* ports are not drawn from there */
    { 416, 44, 1, SLUICE_HIT_LABEL, "main/a" },
    { 300, 200, 1, SLUICE_HIT_NOTHING, NULL },
    { 350, 400, 1, SLUICE_HIT_NOTHING, NULL },
    { 230, 64, 0.5, SLUICE_HIT_PORT, "main/a" },     /* 24 px are more of the world from afar */
    { 190, 600, 1, SLUICE_HIT_NODE, "main/d" },      /* d covers c's port */
  };
  g_autoptr (SluiceDocument) document = notation_parse ("*a@0,0 b@40,0 c@0,34 d@6,35 a-ok->b");
  g_autoptr (SluiceScene) scene = sluice_scene_new ();

  sluice_scene_set_flow (scene, document, "main");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      SluiceHit hit = sluice_scene_hit (scene, cases[i].x, cases[i].y, cases[i].zoom);

      g_test_message ("%g,%g", cases[i].x, cases[i].y);
      g_assert_cmpint (hit.type, ==, cases[i].type);
      g_assert_cmpstr (hit.node != NULL ? hit.node->address : NULL, ==, cases[i].address);
    }
}

/* How far down the long way of an edge around is. */
static double
get_depth (SluiceScene *scene,
           const char  *source,
           const char  *action)
{
  SluiceSceneEdge *edge = sluice_scene_get_edge (scene, source, action);
  SluiceRect bounds = sluice_curve_get_bounds (&edge->route->curve);

  g_assert_true (edge->route->is_around);
  return sluice_rect_bottom (&bounds);
}

/* Edges around the same nodes do not lie on each other: long loops are around short ones, and what leads on is
 * outside of what leads back. */
static void
test_ways_around_lie_apart (void)
{
  g_autoptr (SluiceDocument) document =
    notation_parse ("*a@0,0 b@17,0 c@34,0 d@51,0 a-x->b a-over->c b-x->c b-back->a c-x->d c-again->a");
  g_autoptr (SluiceScene) scene = sluice_scene_new ();
  double over, back, again;

  sluice_scene_set_flow (scene, document, "main");
  over = get_depth (scene, "main/a", "over");
  back = get_depth (scene, "main/b", "back");
  again = get_depth (scene, "main/c", "again");
  g_assert_cmpfloat (over, >=, back + 12);
  g_assert_cmpfloat (again, >=, back + 12);
}

static void
test_hits_edges_along_their_way (void)
{
  g_autoptr (SluiceDocument) document = notation_parse ("*a@0,0 b@40,10 a-default->b b-default->a");
  g_autoptr (SluiceScene) scene = sluice_scene_new ();
  g_autoptr (GPtrArray) edges = g_ptr_array_new ();

  sluice_scene_set_flow (scene, document, "main");
  sluice_scene_foreach_edge (scene, &everywhere, add_edge_cb, edges);
  g_assert_cmpuint (edges->len, ==, 2);
  for (guint i = 0; i < edges->len; i++)
    for (double at = 0.2; at < 0.85; at += 0.1)
      {
        SluiceSceneEdge *edge = g_ptr_array_index (edges, i);
        SluicePoint point = sluice_curve_get_point (&edge->route->curve, at);
        SluiceHit hit = sluice_scene_hit (scene, point.x, point.y + 4, 1);

        g_assert_cmpint (hit.type, ==, SLUICE_HIT_EDGE);
        g_assert_true (hit.edge == edge);
      }
}

/* A route enters no box, and a label covers none and no other label of its source. */
static void
assert_routes_are_clear (SluiceScene *scene)
{
  g_autoptr (GPtrArray) nodes = g_ptr_array_new (), edges = g_ptr_array_new ();

  sluice_scene_foreach_node (scene, &everywhere, add_node_cb, nodes);
  sluice_scene_foreach_edge (scene, &everywhere, add_edge_cb, edges);
  for (guint i = 0; i < edges->len; i++)
    {
      SluiceSceneEdge *edge = g_ptr_array_index (edges, i);

      for (guint k = 0; k < nodes->len; k++)
        {
          SluiceSceneNode *node = g_ptr_array_index (nodes, k);

          g_assert_false (edge->route->label.width > 0
                          && sluice_rect_intersects (&edge->route->label, &node->item.bounds));
        }
      for (guint k = 0; k < i; k++)
        {
          SluiceSceneEdge *other = g_ptr_array_index (edges, k);

          g_assert_false (other->source == edge->source && edge->route->label.width > 0
                          && other->route->label.width > 0
                          && sluice_rect_intersects (&edge->route->label, &other->route->label));
        }
    }
}

static void
test_labels_cover_no_node (void)
{
  for (int round = 0; round < 40; round++)
    {
      g_autoptr (GString) text = g_string_new ("*a@0,0");
      g_autoptr (SluiceDocument) document = NULL;
      g_autoptr (SluiceScene) scene = sluice_scene_new ();

      for (int i = 1; i < 10; i++)
        g_string_append_printf (text, " %c@%d,%d", 'a' + i, g_test_rand_int_range (-40, 40),
                                g_test_rand_int_range (-30, 30));
      for (int i = 0; i < 20; i++)
        g_string_append_printf (text, " %c-act%d->%c", 'a' + g_test_rand_int_range (0, 10), i,
                                'a' + g_test_rand_int_range (0, 10));
      document = notation_parse (text->str);
      sluice_scene_set_flow (scene, document, "main");
      assert_routes_are_clear (scene);
    }
}

static void
test_routes (void)
{
  static const struct
  {
    const char *document;
    gboolean is_around;
    gboolean has_label;
  } cases[] = {
    { "*a@0,0 b@20,0 a-default->b", FALSE, FALSE },
    { "*a@0,0 b@30,0 a-ok->b", FALSE, TRUE },
    { "*a@0,0 b@30,20 a-ok->b", FALSE, TRUE },
    { "*a@0,0 b@-30,0 a-ok->b", TRUE, TRUE },           /* back */
    { "*a@0,0 a-again->a", TRUE, TRUE },                /* itself */
    { "*a@0,0 b@60,0 c@30,0 a-ok->b", TRUE, TRUE },     /* something is in the way */
    { "*a@0,0 b@60,0 c@30,20 a-ok->b", FALSE, TRUE },
    { "*a@0,0 b@14,0 a-a-long-action->b", FALSE, FALSE }, /* no room for a label */
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SluiceDocument) document = notation_parse (cases[i].document);
      g_autoptr (SluiceScene) scene = sluice_scene_new ();
      g_autoptr (GPtrArray) edges = g_ptr_array_new ();
      SluiceSceneEdge *edge;

      g_test_message ("%s", cases[i].document);
      sluice_scene_set_flow (scene, document, "main");
      sluice_scene_foreach_edge (scene, &everywhere, add_edge_cb, edges);
      edge = g_ptr_array_index (edges, 0);
      g_assert_cmpint (edge->route->is_around, ==, cases[i].is_around);
      g_assert_cmpint (edge->route->label.width > 0, ==, cases[i].has_label);
    }
}

/* An edge that leads back reaches further to the left than any node. */
static void
test_extent_holds_edges (void)
{
  g_autoptr (SluiceDocument) document = notation_parse ("*a@0,0 b@30,0 b-back->a");
  g_autoptr (SluiceScene) scene = sluice_scene_new ();
  SluiceRect extent, nodes;

  sluice_scene_set_flow (scene, document, "main");
  g_assert_true (sluice_scene_get_extent (scene, &nodes));
  g_assert_true (sluice_scene_get_all_extent (scene, &extent));
  g_assert_cmpfloat (extent.x, <, nodes.x);
  g_assert_cmpfloat (sluice_rect_right (&extent), >, sluice_rect_right (&nodes));
}

static void
test_walks_to_the_nearest (void)
{
  static const struct
  {
    const char *from;
    SluiceDirection direction;
    const char *to;
  } cases[] = {
    { NULL, SLUICE_RIGHT, "main/b" },
    { "main/a", SLUICE_RIGHT, "main/b" },
    { "main/b", SLUICE_RIGHT, "main/c" },
    { "main/b", SLUICE_LEFT, "main/a" },
    { "main/a", SLUICE_DOWN, "main/d" },
    { "main/d", SLUICE_UP, "main/a" },
    { "main/a", SLUICE_UP, NULL },
    { "main/c", SLUICE_RIGHT, NULL },
  };
  g_autoptr (SluiceDocument) document = notation_parse ("a@0,0 *b@20,1 c@40,0 d@2,14");
  g_autoptr (SluiceScene) scene = sluice_scene_new ();

  sluice_scene_set_flow (scene, document, "main");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      SluiceSceneNode *node = sluice_scene_find_neighbour (scene, cases[i].from,
                                                           cases[i].direction);

      g_assert_cmpstr (node != NULL ? node->address : NULL, ==, cases[i].to);
    }
}

static void
test_selection_follows_the_document (void)
{
  g_autoptr (SluiceDocument) document = notation_parse ("*a@0,0 b@20,0 a-ok->b");
  g_autoptr (SluiceScene) scene = sluice_scene_new ();
  SluiceSelection *selection = sluice_scene_get_selection (scene);
  g_autofree char *refused = NULL;

  sluice_scene_set_flow (scene, document, "main");
  sluice_selection_set (selection, (const char *[]) { "main/a", "main/b", NULL });
  refused = notation_edit (document, "delete b");
  g_assert_cmpuint (sluice_selection_get_n (selection), ==, 1);
  g_assert_true (sluice_selection_has (selection, "main/a"));

  sluice_document_undo (document);
  sluice_selection_set_edge (selection, "main/a", "ok");
  sluice_edit_disconnect (document, "main/a", "ok", NULL);
  g_assert_false (sluice_selection_get_edge (selection, NULL, NULL));
}

/* A transition shows a node on its way; its edge comes along, and at the end it is in its place. */
static void
test_transition (void)
{
  g_autoptr (SluiceDocument) document = notation_parse ("*a@0,0 b@20,0 a-x->b");
  g_autoptr (SluiceScene) scene = sluice_scene_new ();
  const char * const addresses[] = { "main/b", NULL };
  SluiceSceneNode *b;
  SluiceSceneEdge *edge;

  sluice_scene_set_flow (scene, document, "main");
  sluice_scene_keep_places (scene);
  g_assert_false (sluice_scene_start_transition (scene));
  sluice_scene_keep_places (scene);
  g_assert_true (sluice_edit_move_nodes (document, addresses, 10, 20, NULL, NULL));
  g_assert_true (sluice_scene_start_transition (scene));
  b = sluice_scene_get_node (scene, "main/b");
  g_assert_cmpfloat (b->item.bounds.x, ==, 20 * SLUICE_GRID);
  sluice_scene_set_transition (scene, 0.5);
  g_assert_cmpfloat (b->item.bounds.x, ==, 25 * SLUICE_GRID);
  g_assert_cmpfloat (b->item.bounds.y, ==, 10 * SLUICE_GRID);
  edge = sluice_scene_get_edge (scene, "main/a", "x");
  g_assert_cmpfloat (sluice_curve_get_end (&edge->route->curve).x, <, b->item.bounds.x);
  g_assert_cmpfloat (sluice_curve_get_end (&edge->route->curve).x, >, b->item.bounds.x - 20);
  g_assert_true (sluice_scene_has_transition (scene));
  sluice_scene_set_transition (scene, 0);
  g_assert_false (sluice_scene_has_transition (scene));
  g_assert_cmpfloat (b->item.bounds.x, ==, 30 * SLUICE_GRID);
  g_assert_cmpfloat (b->item.bounds.y, ==, 20 * SLUICE_GRID);
}

static void
count_cb (const SluiceRect *area,
          gpointer          user_data)
{
  ++*(int *) user_data;
}

/* While nodes are lifted no more that is kept is touched than the other edges of their neighbours;
 * then all is as if they never were. */
static void
drag_about (const char *before,
            gboolean    has_siblings)
{
  g_autoptr (SluiceDocument) document = notation_parse (before);
  g_autoptr (SluiceScene) scene = sluice_scene_new ();
  char *lifted[] = { (char[]) { "main/b" }, (char[]) { "main/c" }, NULL };
  const SluiceSceneClient client = { .damage = count_cb };
  int n_damaged = 0;

  sluice_scene_set_client (scene, &client, &n_damaged);
  sluice_scene_set_flow (scene, document, "main");
  for (int i = 0; i < 40; i++)
    {
      int n_steps = g_test_rand_int_range (0, 6), n_before;

      sluice_scene_lift (scene, lifted);
      g_assert_true (sluice_scene_has_lifted (scene));
      g_free (print_scene (scene));
      n_before = n_damaged;
      for (int step = 0; step < n_steps; step++)
        {
          int x = g_test_rand_int_range (-9, 10), y = g_test_rand_int_range (-9, 10);

          g_assert_true (sluice_edit_move_nodes (document, (const char * const *) lifted, x, y, NULL, NULL));
          sluice_document_flush (document);
        }
      g_assert_true (has_siblings || n_damaged == n_before);
      sluice_scene_settle (scene);
      g_assert_cmpint (n_damaged, >, n_before);
      g_assert_false (sluice_scene_has_lifted (scene));
      assert_as_built_anew (scene, document);
    }
  sluice_scene_lift (scene, lifted);
  g_assert_true (sluice_edit_delete_nodes (document, (const char * const *) lifted, NULL));
  sluice_document_flush (document);
  g_assert_false (sluice_scene_has_lifted (scene));
  assert_as_built_anew (scene, document);
}

static void
test_lifts (void)
{
  drag_about ("*a@0,0 b@20,0 c@20,20 d@50,0 e@0,40 f@60,40 b-go->d c-back->e a-x->b d-x->f", FALSE);
  drag_about ("*a@0,0 b@20,0 c@40,0 d@60,0 a-x->d a-y->b b-z->c c-w->c d-v->a", TRUE);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/scene/scene/follows-changes", test_follows_changes);
  g_test_add_func ("/scene/scene/an-edge-finds-a-missing-node-once-it-is-there", test_missing_target);
  g_test_add_func ("/scene/scene/hits", test_hits);
  g_test_add_func ("/scene/scene/hits-edges-along-their-way", test_hits_edges_along_their_way);
  g_test_add_func ("/scene/routes/ways-around-lie-apart", test_ways_around_lie_apart);
  g_test_add_func ("/scene/scene/labels-cover-no-node", test_labels_cover_no_node);
  g_test_add_func ("/scene/scene/routes", test_routes);
  g_test_add_func ("/scene/scene/extent-holds-edges", test_extent_holds_edges);
  g_test_add_func ("/scene/scene/walks-to-the-nearest", test_walks_to_the_nearest);
  g_test_add_func ("/scene/scene/selection-follows-the-document",
                   test_selection_follows_the_document);
  g_test_add_func ("/scene/transition", test_transition);
  g_test_add_func ("/scene/lifts", test_lifts);
  return g_test_run ();
}
