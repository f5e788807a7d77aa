/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A sub-flow runs as its nodes did where they were. Random flows are played as they are, with some of
 * their nodes collapsed, and expanded again: what each visit writes down is the same. */

#include "play.h"

#include <string.h>

#include "base/json.h"
#include "compile/compile.h"
#include "graph/drawing.h"
#include "graph/restructure.h"
#include "graph/returns.h"

static const char *const actions[] = { "a", "b", "default" };

#define N_NODES 9

/* Each visit writes its name down, and the run ends before long. */
#define WRITE_DOWN                                                     \
  "shared.trace = (shared.trace or '') .. '%s ' "                      \
  "shared.n = (shared.n or 0) + 1 "                                    \
  "if shared.n > 40 then return 'stop' end "

static char *
make_post (GRand      *rand,
           const char *id,
           gboolean    is_told)
{
  static const char *const ends[] = {
    "return 'a'",
    "return shared.n %% 3 == 0 and 'a' or 'b'",
    "if shared.n %% 4 == 1 then return 'b' end",
    "",
    "return nil",
    "if shared.n %% 5 ~= 2 then return 'a' else return '' end",
    /* What the drawing can't tell. */
    "local all = { 'a', 'b', 'a-2', 'default' } return all[1 + (shared.n * 7) %% 4]",
  };
  gint32 n_ends = (gint32) G_N_ELEMENTS (ends) - is_told;
  g_autofree char *format = g_strconcat (WRITE_DOWN, ends[g_rand_int_range (rand, 0, n_ends)], NULL);

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  return g_strdup_printf (format, id);
#pragma GCC diagnostic pop
}

static char *
node_id (guint index)
{
  return g_strdup_printf ("n%u", index);
}

/* Nodes that are passed by lead forward alone, so that they can't go round without end. */
static SluiceValue
make_edges (GRand   *rand,
            guint    index,
            gboolean passes)
{
  SluiceValue next = sluice_value_object ();

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      guint first = passes ? index + 1 : 0;
      g_autofree char *target =
        first < N_NODES ? node_id ((guint) g_rand_int_range (rand, (gint32) first, N_NODES)) : NULL;

      switch (g_rand_int_range (rand, 0, 5))
        {
        case 0: break;
        case 1: sluice_value_set_member (&next, actions[i], sluice_value_null ()); break;
        default:
          if (target != NULL)
            sluice_value_set_member (&next, actions[i], sluice_value_string (target));
        }
    }
  return next;
}

static SluiceValue
make_node (GRand   *rand,
           guint    index,
           gboolean is_told)
{
  SluiceValue node = sluice_value_object ();
  g_autofree char *id = node_id (index);
  g_autofree char *post = make_post (rand, id, is_told);
  gboolean passes = g_rand_int_range (rand, 0, 8) == 0;
  g_auto (SluiceValue) next = SLUICE_VALUE_INIT;

  if (index > 0 && g_rand_int_range (rand, 0, 10) == 0)
    {
      sluice_value_set_member (&node, "kind", sluice_value_string ("end"));
      if (g_rand_boolean (rand))
        sluice_value_set_member (&node, "action", sluice_value_string ("a"));
      return node;
    }
  sluice_value_set_member (&node, "kind", sluice_value_string ("script"));
  if (passes)
    sluice_value_set_member (&node, "disabled", sluice_value_string ("pass-through"));
  else if (index > 0 && g_rand_int_range (rand, 0, 12) == 0)
    sluice_value_set_member (&node, "disabled", sluice_value_boolean (TRUE));
  if (g_rand_int_range (rand, 0, 3) == 0)
    sluice_value_set_member (&node, "action",
                             sluice_value_string (actions[g_rand_int_range (rand, 0, 3)]));
  sluice_value_set_member (&node, "post", sluice_value_string (post));
  next = make_edges (rand, index, passes);
  if (sluice_value_get_length (next) > 0)
    sluice_value_set_member (&node, "next", sluice_value_steal (&next));
  return node;
}

/* The flow "main" runs "work" as one node and writes down with what action it ended. */
static SluiceDocument *
make_document (GRand   *rand,
               gboolean is_told)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SluiceDocument) document = sluice_document_new_from_text (
    "{\"format\":1,\"run\":[\"main\"],\"flows\":{\"main\":{\"start\":\"w\",\"nodes\":{"
    "\"w\":{\"kind\":\"flow\",\"settings\":{\"flow\":\"work\"},"
    "\"next\":{\"a\":\"wa\",\"b\":\"wb\",\"default\":\"wd\"}},"
    "\"wa\":{\"kind\":\"script\",\"post\":\"shared.how = 'a'\"},"
    "\"wb\":{\"kind\":\"script\",\"post\":\"shared.how = 'b'\"},"
    "\"wd\":{\"kind\":\"script\",\"post\":\"shared.how = 'd'\"}}},"
    "\"work\":{\"start\":\"n0\",\"nodes\":{}}}}",
    -1, &error);

  g_assert_no_error (error);
  sluice_document_begin (document, "Nodes", NULL);
  for (guint i = 0; i < N_NODES; i++)
    {
      g_autofree char *id = node_id (i);
      g_autofree char *pointer = g_strconcat ("/flows/work/nodes/", id, NULL);

      sluice_document_apply (document, SLUICE_CHANGE_ADD, pointer, make_node (rand, i, is_told), -1, &error);
      g_assert_no_error (error);
    }
  sluice_document_commit (document);
  return g_steal_pointer (&document);
}

static char *
dup_trace (SluiceDocument *document)
{
  g_autoptr (Play) played = play (document, NULL, NULL);

  g_assert_no_error (played->error);
  return g_steal_pointer (&played->shared);
}

static char **
choose (GRand          *rand,
        SluiceDocument *document)
{
  g_autoptr (GStrvBuilder) chosen = g_strv_builder_new ();

  for (guint i = 0; i < sluice_document_get_n_nodes (document, "work"); i++)
    {
      g_autofree char *address =
        g_strconcat ("work/", sluice_document_get_node_id (document, "work", i), NULL);

      if (g_rand_int_range (rand, 0, 3) == 0)
        g_strv_builder_add (chosen, address);
    }
  return g_strv_builder_end (chosen);
}

/* Edges of what stood in the flow before, and where it stood to the first of them. */
static char *
describe (SluiceDocument *document,
          const char     *flow)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < N_NODES; i++)
    {
      g_autofree char *id = node_id (i);
      g_autofree char *address = g_strconcat (flow, "/", id, NULL);
      SluiceValue next = sluice_value_get_member (sluice_document_get_node (document, address), "next");
      g_autofree char *edges = sluice_json_write (next, SLUICE_JSON_WRITE_SORT_KEYS, NULL);
      int x;
      int y;

      sluice_document_get_position (document, address, &x, &y);
      g_ptr_array_add (lines, g_strdup_printf ("%s@%d,%d %s", id, x, y, edges));
    }
  g_ptr_array_add (lines, NULL);
  return g_strjoinv ("\n", (char **) lines->pdata);
}

/* @is_told: all actions can be read off, so that no edge has to be added to be sure. */
static gboolean
check_round (GRand          *rand,
             SluiceDocument *document,
             gboolean        is_told)
{
  g_autofree char *drawn = describe (document, "work");
  g_autofree char *before = dup_trace (document);
  g_auto (GStrv) chosen = choose (rand, document);
  g_autoptr (GError) error = NULL;
  g_autofree char *group = NULL;
  g_autofree char *inside = NULL;
  g_autofree char *after = NULL;
  g_auto (GStrv) expanded = NULL;

  group = sluice_edit_collapse (document, (const char * const *) chosen, "Part", &error);
  if (group == NULL)
    {
      g_assert_error (error, SLUICE_DOCUMENT_ERROR, SLUICE_DOCUMENT_ERROR_EDIT);
      return FALSE;
    }
  inside = dup_trace (document);
  g_assert_cmpstr (inside, ==, before);

  expanded = sluice_edit_expand (document, group, &error);
  if (expanded == NULL)
    {
      g_assert_error (error, SLUICE_DOCUMENT_ERROR, SLUICE_DOCUMENT_ERROR_EDIT);
      return FALSE;
    }
  after = dup_trace (document);
  g_assert_cmpstr (after, ==, before);
  if (is_told)
    {
      g_autofree char *redrawn = describe (document, "work");

      g_assert_cmpstr (redrawn, ==, drawn);
    }
  return TRUE;
}

static void
test_random (void)
{
  guint n_done = 0;

  for (guint seed = 0; seed < 400; seed++)
    {
      g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
      g_autoptr (SluiceDocument) document = make_document (rand, seed % 2 == 0);

      if (g_test_verbose ())
        g_test_message ("seed %u", seed);
      n_done += check_round (rand, document, seed % 2 == 0);
    }
  g_test_message ("%u of 400 were collapsed and expanded", n_done);
  g_assert_cmpuint (n_done, >, 100);
}

/* A choice that ends the flow with an action that it does not list, beside an exit under the same action: that must
 * not become the edge of both. */
static void
test_given_otherwise (void)
{
  static const struct { const char *node, *exit; } cases[] = {
    { "'fallback': 'return [[b]]', 'retries': 1, 'settings': { 'choices': ['yes'], 'prompt': '{{ error (1) }}' }", "b" },
    { "'batch': 'each', 'prep': 'return {}'", "default" },
  };
  static const char * const chosen[] = { "main/c", "main/d", NULL };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gboolean has_settings = strstr (cases[i].node, "'settings'") != NULL;
      g_autofree char *text = g_strdup_printf (
        "{ 'format': 1, 'run': ['main'], 'shared': {}, 'flows': { 'main': { 'start': 'c', 'nodes': {"
        "  'c': { 'kind': 'choice', %s %s, 'next': { 'yes': 'd' } },"
        "  'd': { 'kind': 'script', 'post': 'return [[%s]]', 'next': { '%s': 'out' } },"
        "  'out': { 'kind': 'script', 'post': 'shared.out = true' } } } } }",
        has_settings ? "" : "'settings': { 'choices': ['yes'], 'prompt': '?' },", cases[i].node, cases[i].exit,
        cases[i].exit);
      g_autoptr (SluiceDocument) document = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *group = NULL;
      g_autofree char *before = NULL;
      g_autofree char *after = NULL;

      g_strdelimit (text, "'", '"');
      document = sluice_document_new_from_text (text, -1, &error);
      g_assert_no_error (error);
      before = dup_trace (document);
      g_assert_cmpstr (before, ==, "{}");
      group = sluice_edit_collapse (document, chosen, "Part", &error);
      g_assert_no_error (error);
      g_assert_nonnull (group);
      after = dup_trace (document);
      g_assert_cmpstr (after, ==, before);
    }
}

/* What is chosen when the time is up may be none of the choices, nor what is pinned. */
static void
test_unlisted (void)
{
  static const struct { const char *text; gboolean has; } cases[] = {
    { "{\"kind\":\"choice\",\"settings\":{\"choices\":[\"yes\"]}}", FALSE },
    { "{\"kind\":\"choice\",\"settings\":{\"choices\":[\"yes\"],\"default\":\"yes\"}}", FALSE },
    { "{\"kind\":\"choice\",\"settings\":{\"choices\":[\"yes\"],\"default\":\"b\"}}", TRUE },
    { "{\"kind\":\"choice\",\"settings\":{\"choices\":[\"yes\"],\"default\":\"{{ shared.x }}\"}}", TRUE },
    { "{\"kind\":\"choice\",\"pin\":{\"result\":\"b\"},\"settings\":{\"choices\":[\"yes\"]}}", TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (SluiceReturns) returns = { FALSE, NULL };
      g_auto (SluiceValue) node = SLUICE_VALUE_INIT;

      g_assert_true (sluice_json_read (cases[i].text, -1, NULL, &node, NULL, NULL));
      sluice_returns_init (&returns, node);
      g_assert_true (sluice_returns_has (&returns, "yes"));
      g_assert_cmpint (sluice_returns_has (&returns, "b"), ==, cases[i].has);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  sluice_init ();
  g_test_add_func ("/compile/collapse/random", test_random);
  g_test_add_func ("/compile/collapse/given-otherwise", test_given_otherwise);
  g_test_add_func ("/compile/collapse/unlisted", test_unlisted);
  return g_test_run ();
}
