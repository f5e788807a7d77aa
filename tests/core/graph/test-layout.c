/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The automatic layout: boxes never overlap, edges lead to the right, the same graph gives the same
 * picture. */

#include "graph/layout.h"

#include <stdlib.h>
#include <string.h>

#include "graph/edit.h"
#include "graph/metrics.h"
#include "notation.h"

/* What is laid out, as text: "x,y" of every node. */
static void
test_pictures (void)
{
  static const struct
  {
    const char *graph;
    const char *after;
  } cases[] = {
    { "*a", "*a@0,0" },
    /* A chain is straight. */
    { "*a b c a-x->b b-x->c", "*a@0,0 b@18,0 c@36,0 a-x->b b-x->c" },
    /* A label gets its room. */
    { "*a b a-approved_by_all->b", "*a@0,0 b@24,0 a-approved_by_all->b" },
    /* Branches stand in the order of ports, and meet again in the middle. */
    { "*a b c d a-x->b a-y->c b-x->d c-x->d",
      "*a@0,4 b@18,0 c@18,8 d@36,4 a-x->b a-y->c b-x->d c-x->d" },
    { "*a b c a-y->c a-x->b", "*a@0,4 b@18,8 c@18,0 a-y->c a-x->b" },
    /* A way back closes a circle and moves nothing. */
    { "*a b c a-x->b b-x->c c-x->a b-y->b", "*a@0,0 b@18,0 c@36,0 a-x->b b-x->c b-y->b c-x->a" },
    /* Parts that are not connected stand below one another; the one with the start is first. */
    { "a *b", "a@0,8 *b@0,0" },
    /* The start leads, though a circle leads back to it. */
    { "a *b a-x->b b-x->a", "a@18,0 *b@0,0 a-x->b b-x->a" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SluiceDocument) document = notation_parse (cases[i].graph);
      g_autofree char *refused = notation_edit (document, "layout");
      g_autofree char *after = notation_print (document);

      g_assert_cmpstr (refused, ==, NULL);
      g_assert_cmpstr (after, ==, cases[i].after);
    }
}

/* Some nodes alone are laid out where they are. */
static void
test_selection (void)
{
  g_autoptr (SluiceDocument) document = notation_parse ("*a@0,0 b@50,60 c@51,61 a-x->b b-x->c");
  g_autofree char *refused = notation_edit (document, "layout b c");
  g_autofree char *after = notation_print (document);

  g_assert_cmpstr (refused, ==, NULL);
  g_assert_cmpstr (after, ==, "*a@0,0 b@50,60 c@68,60 a-x->b b-x->c");
}

/* Looking writes nothing; a node without a place stands below those that have one. */
static void
test_looking (void)
{
  g_autoptr (SluiceDocument) none = notation_parse ("*a b a-x->b");
  g_autoptr (SluiceDocument) some = notation_parse ("*a@5,5 b a-x->b");
  g_autofree char *before = sluice_document_to_text (none, NULL);
  g_autofree char *after = NULL;
  int x;
  int y;

  sluice_document_get_position (none, "main/b", &x, &y);
  g_assert_cmpint (x, ==, 18);
  g_assert_false (sluice_document_has_layout (none, "main"));
  after = sluice_document_to_text (none, NULL);
  g_assert_cmpstr (after, ==, before);
  g_assert_false (sluice_document_is_dirty (none));

  g_assert_true (sluice_document_has_layout (some, "main"));
  sluice_document_get_position (some, "main/b", &x, &y);
  g_assert_cmpint (x, ==, 5);
  g_assert_cmpint (y, >=, 5 + 5 + SLUICE_LAYOUT_GAP_Y);
}

/* Random graphs */

typedef struct
{
  SluiceLayoutNode *nodes;
  guint             n_nodes;
  SluiceLayoutEdge *edges;
  guint             n_edges;
} Graph;

static void
graph_init (Graph *graph,
            GRand *rand,
            guint  n_nodes,
            guint  n_edges,
            guint  reach) /* how far the ends of an edge may be apart */
{
  graph->nodes = g_new0 (SluiceLayoutNode, n_nodes);
  graph->edges = g_new0 (SluiceLayoutEdge, n_edges + 1);
  graph->n_nodes = n_nodes;
  graph->n_edges = n_edges;
  for (guint i = 0; i < n_nodes; i++)
    {
      graph->nodes[i].width = SLUICE_NODE_WIDTH;
      graph->nodes[i].height = g_rand_int_range (rand, 3, 15);
    }
  for (guint i = 0; i < n_edges; i++)
    {
      guint from = (guint) g_rand_int_range (rand, 0, (gint32) n_nodes);

      graph->edges[i].from = from;
      graph->edges[i].to = (from + (guint) g_rand_int_range (rand, 0, (gint32) reach)) % n_nodes;
      graph->edges[i].port = i % 4;
      graph->edges[i].label_width = g_rand_int_range (rand, 0, 9);
    }
}

static void
graph_clear (Graph *graph)
{
  g_free (graph->nodes);
  g_free (graph->edges);
}

static int
compare_columns (const void *a,
                 const void *b)
{
  const SluiceLayoutNode *left = a;
  const SluiceLayoutNode *right = b;

  return left->x != right->x ? (left->x > right->x) - (left->x < right->x)
                             : (left->y > right->y) - (left->y < right->y);
}

/* Boxes of a column keep their gap; columns keep theirs. */
static void
check_gaps (const Graph *graph)
{
  g_autofree SluiceLayoutNode *sorted =
    g_memdup2 (graph->nodes, sizeof (SluiceLayoutNode) * graph->n_nodes);

  qsort (sorted, graph->n_nodes, sizeof *sorted, compare_columns);
  for (guint i = 1; i < graph->n_nodes; i++)
    {
      const SluiceLayoutNode *before = &sorted[i - 1];

      if (sorted[i].x == before->x)
        g_assert_cmpint (sorted[i].y, >=, before->y + before->height + SLUICE_LAYOUT_GAP_Y);
    }
}

/* No two boxes of the whole picture overlap or stand closer than the gaps. */
static void
check_pairs (const Graph *graph)
{
  for (guint i = 0; i < graph->n_nodes; i++)
    for (guint j = i + 1; j < graph->n_nodes; j++)
      {
        const SluiceLayoutNode *a = &graph->nodes[i];
        const SluiceLayoutNode *b = &graph->nodes[j];

        g_assert_true (a->x + a->width + SLUICE_LAYOUT_GAP_X <= b->x ||
                       b->x + b->width + SLUICE_LAYOUT_GAP_X <= a->x ||
                       a->y + a->height + SLUICE_LAYOUT_GAP_Y <= b->y ||
                       b->y + b->height + SLUICE_LAYOUT_GAP_Y <= a->y);
      }
}

static void
test_random (void)
{
  for (guint seed = 0; seed < 300; seed++)
    {
      g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
      guint n = (guint) g_rand_int_range (rand, 1, 60);
      Graph graph;
      Graph again;

      graph_init (&graph, rand, n, (guint) g_rand_int_range (rand, 0, 3 * (gint32) n), n);
      again = graph;
      again.nodes = g_memdup2 (graph.nodes, sizeof (SluiceLayoutNode) * n);
      sluice_layout (graph.nodes, n, graph.edges, graph.n_edges, 0);
      sluice_layout (again.nodes, n, again.edges, again.n_edges, 0);
      g_assert_cmpmem (graph.nodes, sizeof (SluiceLayoutNode) * n, again.nodes,
                       sizeof (SluiceLayoutNode) * n);
      check_pairs (&graph);
      g_free (again.nodes);
      graph_clear (&graph);
    }
}

/* A chain of nodes of the usual size. */
static void
chain_init (Graph *graph,
            guint  n_nodes)
{
  graph->nodes = g_new0 (SluiceLayoutNode, n_nodes);
  graph->edges = g_new0 (SluiceLayoutEdge, n_nodes);
  graph->n_nodes = n_nodes;
  graph->n_edges = n_nodes - 1;
  for (guint i = 0; i < n_nodes; i++)
    {
      graph->nodes[i] = (SluiceLayoutNode) { .width = SLUICE_NODE_WIDTH, .height = 6 };
      if (i + 1 < n_nodes)
        graph->edges[i] = (SluiceLayoutEdge) { .from = i, .to = i + 1 };
    }
}

/* A long chain is read like lines of text: each node is behind the one before it, or begins the next row. */
static void
test_folded (void)
{
  static const struct
  {
    guint n_nodes;
    guint n_rows; /* at least */
  } cases[] = { { 13, 1 }, { 30, 3 }, { 200, 8 }, { 1000, 20 } };

  for (guint c = 0; c < G_N_ELEMENTS (cases); c++)
    {
      Graph graph;
      guint n_rows = 1;
      int right = 0;
      int bottom = 0;

      chain_init (&graph, cases[c].n_nodes);
      sluice_layout (graph.nodes, graph.n_nodes, graph.edges, graph.n_edges, 0);
      check_pairs (&graph);
      for (guint i = 0; i < graph.n_nodes; i++)
        {
          const SluiceLayoutNode *node = &graph.nodes[i];

          right = MAX (right, node->x + node->width);
          bottom = MAX (bottom, node->y + node->height);
          if (i == 0 || node->y == node[-1].y)
            {
              g_assert_cmpint (node->x, ==, i == 0 ? 0 : node[-1].x + SLUICE_NODE_WIDTH + SLUICE_LAYOUT_GAP_X);
              continue;
            }
          n_rows++;
          g_assert_cmpint (node->x, ==, 0);
          g_assert_cmpint (node->y, >, node[-1].y + node[-1].height + SLUICE_LAYOUT_GAP_Y);
        }
      g_assert_cmpuint (n_rows, >=, cases[c].n_rows);
      g_assert_true (cases[c].n_rows == 1 ? n_rows == 1 : right < 3 * bottom * 2 && bottom < 2 * right);
      graph_clear (&graph);
    }
}

/* Kinds of large graphs */

static void
local_init (Graph *graph,
            GRand *rand,
            guint  n)
{
  graph_init (graph, rand, n, 2 * n, 20);
  for (guint i = 0; i + 1 < n; i++)
    graph->edges[i] = (SluiceLayoutEdge) { .from = i, .to = i + 1 };
}

static void
crossed_init (Graph *graph,
              GRand *rand,
              guint  n)
{
  graph_init (graph, rand, n, 2 * n, n);
  for (guint i = 0; i + 1 < n; i++)
    graph->edges[i] = (SluiceLayoutEdge) { .from = i, .to = i + 1 };
}

static void
any_init (Graph *graph,
          GRand *rand,
          guint  n)
{
  graph_init (graph, rand, n, 3 * n / 2, n);
}

static void
star_init (Graph *graph,
           GRand *rand,
           guint  n)
{
  graph_init (graph, rand, n, n - 1, 1);
  for (guint i = 0; i + 1 < n; i++)
    graph->edges[i] = (SluiceLayoutEdge) { .from = 0, .to = i + 1, .port = i };
}

/* Out and together again: the layer between is full. */
static void
fan_init (Graph *graph,
          GRand *rand,
          guint  n)
{
  graph_init (graph, rand, n, 2 * (n - 2), 1);
  for (guint i = 0; i + 2 < n; i++)
    {
      graph->edges[2 * i] = (SluiceLayoutEdge) { .from = 0, .to = i + 1, .port = i };
      graph->edges[2 * i + 1] = (SluiceLayoutEdge) { .from = i + 1, .to = n - 1 };
    }
}

static void
tree_init (Graph *graph,
           GRand *rand,
           guint  n)
{
  graph_init (graph, rand, n, n - 1, 1);
  for (guint i = 0; i + 1 < n; i++)
    graph->edges[i] = (SluiceLayoutEdge) { .from = i / 3, .to = i + 1, .port = i % 3 };
}

static void
loose_init (Graph *graph,
            GRand *rand,
            guint  n)
{
  graph_init (graph, rand, n, 0, 1);
}

/* Parts of five in a row. */
static void
parts_init (Graph *graph,
            GRand *rand,
            guint  n)
{
  graph_init (graph, rand, n, n, 1);
  for (guint i = 0; i < n; i++)
    graph->edges[i] = (SluiceLayoutEdge) { .from = i, .to = i % 5 == 4 ? i : MIN (i + 1, n - 1) };
}

/* A picture of many nodes is about as wide as the view that it is looked at in, whatever is connected to what. */
static void
test_aspects (void)
{
  static const struct
  {
    const char *name;
    void (*init) (Graph *graph,
                  GRand *rand,
                  guint  n);
  } kinds[] = {
    { "local", local_init }, { "crossed", crossed_init }, { "any", any_init }, { "star", star_init },
    { "fan", fan_init }, { "tree", tree_init }, { "loose", loose_init }, { "parts", parts_init },
  };
  static const guint sizes[] = { 100, 300, 1000, 3000 };

  for (guint k = 0; k < G_N_ELEMENTS (kinds); k++)
    for (guint s = 0; s < G_N_ELEMENTS (sizes); s++)
      {
        g_autoptr (GRand) rand = g_rand_new_with_seed (k);
        Graph graph;
        double width = 0, height = 0, area = 0;

        kinds[k].init (&graph, rand, sizes[s]);
        sluice_layout (graph.nodes, graph.n_nodes, graph.edges, graph.n_edges, 0);
        check_gaps (&graph);
        if (sizes[s] <= 1000)
          check_pairs (&graph);
        for (guint i = 0; i < graph.n_nodes; i++)
          {
            const SluiceLayoutNode *node = &graph.nodes[i];

            width = MAX (width, node->x + node->width);
            height = MAX (height, node->y + node->height);
            area += (node->width + SLUICE_LAYOUT_GAP_X) * (node->height + SLUICE_LAYOUT_GAP_Y);
          }
        g_test_message ("%s of %u: %g by %g, aspect %.2f, %.1f %% filled", kinds[k].name, sizes[s], width, height,
                        width / height, 100 * area / width / height);
        g_assert_cmpfloat (width, <, 4 * height);
        g_assert_cmpfloat (height, <, 2.5 * width);
        g_assert_cmpfloat (area, >, 0.15 * width * height);
        graph_clear (&graph);
      }
}

/* Without circles, every edge leads to the right. */
static void
test_layers (void)
{
  for (guint seed = 0; seed < 100; seed++)
    {
      g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
      Graph graph;

      graph_init (&graph, rand, 40, 80, 40);
      for (guint i = 0; i < graph.n_edges; i++)
        {
          SluiceLayoutEdge *edge = &graph.edges[i];
          guint low = MIN (edge->from, edge->to);
          guint high = MAX (edge->from, edge->to);

          edge->from = low == high ? 0 : low;
          edge->to = low == high ? 1 : high;
        }
      sluice_layout (graph.nodes, 40, graph.edges, graph.n_edges, 0);
      for (guint i = 0; i < graph.n_edges; i++)
        g_assert_cmpint (graph.nodes[graph.edges[i].to].x, >=,
                         graph.nodes[graph.edges[i].from].x + SLUICE_NODE_WIDTH +
                           SLUICE_LAYOUT_GAP_X);
      graph_clear (&graph);
    }
}

/* 10,000 nodes in less than a second: mostly local edges, any edges, and one long chain. The bound
 * is loose, so that a slow or sanitized machine passes; what is caught is a step that grows with
 * the square. */
static void
test_large (void)
{
  const guint n = 10000;
  static const guint reaches[] = { 20, 10000, 2 };

  for (guint i = 0; i < G_N_ELEMENTS (reaches); i++)
    {
      g_autoptr (GRand) rand = g_rand_new_with_seed (i);
      g_autoptr (GTimer) timer = NULL;
      Graph graph;

      graph_init (&graph, rand, n, 3 * n / 2, reaches[i]);
      for (guint e = 0; reaches[i] == 2 && e < n - 1; e++)
        graph.edges[e] = (SluiceLayoutEdge) { e, e + 1, 0, 0 };
      timer = g_timer_new ();
      sluice_layout (graph.nodes, n, graph.edges, graph.n_edges, 0);
      g_test_message ("reach %u: %.3f s", reaches[i], g_timer_elapsed (timer, NULL));
      g_assert_cmpfloat (g_timer_elapsed (timer, NULL), <, 10);
      check_gaps (&graph);
      graph_clear (&graph);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/graph/layout/pictures", test_pictures);
  g_test_add_func ("/graph/layout/selection", test_selection);
  g_test_add_func ("/graph/layout/looking", test_looking);
  g_test_add_func ("/graph/layout/random", test_random);
  g_test_add_func ("/graph/layout/folded", test_folded);
  g_test_add_func ("/graph/layout/aspects", test_aspects);
  g_test_add_func ("/graph/layout/layers", test_layers);
  g_test_add_func ("/graph/layout/large", test_large);
  return g_test_run ();
}
