/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Undo is total. Long random histories of edits by every verb go back to their first byte and on to
 * their last; each single step does, too; what was edited is read back as it was written; and the
 * checks find their way through all of it. */

#include "graph/document.h"

#include "base/json.h"
#include "generate.h"
#include "graph/check.h"

/* The sanitizers make each edit take many times as long. */
#ifdef __SANITIZE_ADDRESS__
#define N_HISTORIES 6
#else
#define N_HISTORIES 48
#endif
#define N_EDITS     500

static SluiceDocument *
generate_document (GRand *rand)
{
  g_auto (SluiceValue) root = generate_file (rand);
  g_autofree char *text = sluice_json_write (root, SLUICE_JSON_WRITE_COMPACT, NULL);

  return sluice_document_new_from_text (text, -1, NULL);
}

/* One edit, back, and on again. */
static void
check_step (GRand          *rand,
            SluiceDocument *document)
{
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *undone = NULL;
  g_autofree char *redone = NULL;

  sluice_document_break_merge (document);
  before = sluice_document_to_text (document, NULL);
  generate_edit (rand, document);
  after = sluice_document_to_text (document, NULL);
  if (g_str_equal (after, before))
    return;

  g_assert_true (sluice_document_undo (document));
  undone = sluice_document_to_text (document, NULL);
  g_assert_cmpstr (undone, ==, before);
  g_assert_true (sluice_document_redo (document));
  redone = sluice_document_to_text (document, NULL);
  g_assert_cmpstr (redone, ==, after);
}

/* What is kept of a flow while it changes is what a look at the whole gives. */
static void
check_derived (SluiceDocument *document,
               SluiceDocument *read)
{
  g_assert_cmpuint (sluice_document_get_n_flows (document), ==, sluice_document_get_n_flows (read));
  for (guint f = 0; f < sluice_document_get_n_flows (read); f++)
    {
      const char *flow = sluice_document_get_flow_id (read, f);
      guint n = sluice_document_get_n_nodes (read, flow);

      g_assert_cmpuint (sluice_document_get_n_nodes (document, flow), ==, n);
      g_assert_cmpint (sluice_document_has_layout (document, flow), ==,
                       sluice_document_has_layout (read, flow));
      for (guint i = 0; i < n; i++)
        {
          const char *id = sluice_document_get_node_id (read, flow, i);
          g_autofree char *address = g_strconcat (flow, "/", id, NULL);
          int x;
          int y;
          int read_x;
          int read_y;

          g_assert_cmpstr (sluice_document_get_node_id (document, flow, i), ==, id);
          sluice_document_get_position (document, address, &x, &y);
          sluice_document_get_position (read, address, &read_x, &read_y);
          g_assert_cmpint (x, ==, read_x);
          g_assert_cmpint (y, ==, read_y);
        }
    }
}

static void
check_file (SluiceDocument *document)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = sluice_document_to_text (document, NULL);
  g_autoptr (SluiceDocument) read = sluice_document_new_from_text (text, -1, &error);
  g_autoptr (GPtrArray) problems = sluice_check_document (document);
  g_autofree char *again = NULL;

  g_assert_no_error (error);
  g_assert_nonnull (problems);
  again = sluice_document_to_text (read, NULL);
  g_assert_cmpstr (again, ==, text);
  check_derived (document, read);
}

static guint
undo_all (SluiceDocument *document,
          const char     *expected)
{
  g_autofree char *text = NULL;
  guint n = 0;

  while (sluice_document_undo (document))
    n++;
  text = sluice_document_to_text (document, NULL);
  g_assert_cmpstr (text, ==, expected);
  g_assert_false (sluice_document_is_dirty (document));
  return n;
}

static guint
redo_all (SluiceDocument *document,
          const char     *expected)
{
  g_autofree char *text = NULL;
  guint n = 0;

  while (sluice_document_redo (document))
    n++;
  text = sluice_document_to_text (document, NULL);
  g_assert_cmpstr (text, ==, expected);
  return n;
}

static void
check_history (guint seed)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  g_autoptr (SluiceDocument) document = generate_document (rand);
  g_autofree char *first = sluice_document_to_text (document, NULL);
  g_autofree char *last = NULL;
  guint n_undone;

  for (guint i = 0; i < N_EDITS; i++)
    {
      if (i % 10 == 9)
        check_step (rand, document);
      else
        generate_any_edit (rand, document);
      if (i % 10 == 9)
        check_file (document);
    }
  while (sluice_document_redo (document))
    continue;
  last = sluice_document_to_text (document, NULL);
  n_undone = undo_all (document, first);
  g_assert_cmpuint (redo_all (document, last), ==, n_undone);
  g_assert_cmpuint (n_undone, >, 5);
}

static void
test_total (void)
{
  for (guint seed = 0; seed < N_HISTORIES; seed++)
    {
      if (g_test_verbose ())
        g_test_message ("seed %u", seed);
      check_history (seed);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/graph/history/undo-is-total", test_total);
  return g_test_run ();
}
