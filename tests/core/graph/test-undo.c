/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Undo, change sets and properties. The property test does random edits and undoes them all. */

#include "graph/document.h"

#include "base/json.h"
#include "generate.h"
#include "graph/edit.h"
#include "notation.h"

static SluiceDocument *
generate_document (GRand *rand)
{
  g_auto (SluiceValue) root = generate_file (rand);
  g_autofree char *text = sluice_json_write (root, SLUICE_JSON_WRITE_COMPACT, NULL);

  return sluice_document_new_from_text (text, -1, NULL);
}

/* Undoing everything gives the first bytes, redoing everything the last. */
static void
test_random (void)
{
  for (guint seed = 0; seed < 400; seed++)
    {
      g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
      g_autoptr (SluiceDocument) document = generate_document (rand);
      g_autofree char *first = sluice_document_to_text (document, NULL);
      g_autofree char *last = NULL;

      for (guint i = 0; i < 30; i++)
        {
          generate_edit (rand, document);
          if (g_rand_int_range (rand, 0, 5) == 0)
            sluice_document_undo (document);
          if (g_rand_int_range (rand, 0, 8) == 0)
            sluice_document_redo (document);
        }
      while (sluice_document_redo (document))
        continue;
      last = sluice_document_to_text (document, NULL);

      for (guint round = 0; round < 2; round++)
        {
          g_autofree char *undone = NULL;
          g_autofree char *redone = NULL;

          while (sluice_document_undo (document))
            continue;
          undone = sluice_document_to_text (document, NULL);
          g_assert_cmpstr (undone, ==, first);
          g_assert_false (sluice_document_is_dirty (document));
          while (sluice_document_redo (document))
            continue;
          redone = sluice_document_to_text (document, NULL);
          g_assert_cmpstr (redone, ==, last);
        }
    }
}

/* A transaction that is rolled back leaves no trace, flushed or not. */
static void
test_random_rollback (void)
{
  for (guint seed = 0; seed < 400; seed++)
    {
      g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
      g_autoptr (SluiceDocument) document = generate_document (rand);
      g_autofree char *before = sluice_document_to_text (document, NULL);
      g_autofree char *after = NULL;

      sluice_document_begin (document, "All", NULL);
      for (guint i = 0; i < 10; i++)
        {
          generate_edit (rand, document);
          if (g_rand_int_range (rand, 0, 3) == 0)
            sluice_document_flush (document);
        }
      sluice_document_rollback (document);
      after = sluice_document_to_text (document, NULL);
      g_assert_cmpstr (after, ==, before);
      g_assert_null (sluice_document_get_undo_name (document));
    }
}

/* Change sets */

static gint
compare_strings (gconstpointer a,
                 gconstpointer b)
{
  return g_strcmp0 (*(const char * const *) a, *(const char * const *) b);
}

static void
print_touches (GHashTable *table,
               GPtrArray  *lines)
{
  static const char letters[] = "ARCEL"; /* added, removed, content, edges, layout */
  GHashTableIter iter;
  gpointer key;
  gpointer touched;

  g_hash_table_iter_init (&iter, table);
  while (g_hash_table_iter_next (&iter, &key, &touched))
    {
      g_autoptr (GString) line = g_string_new (key);

      g_string_append_c (line, ':');
      for (guint i = 0; i < 5; i++)
        if (GPOINTER_TO_UINT (touched) & (1u << i))
          g_string_append_c (line, letters[i]);
      g_ptr_array_add (lines, g_strdup (line->str));
    }
}

static void
print_changed_cb (SluiceDocument        *document,
                  const SluiceChangeSet *changes,
                  GString               *text)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *joined = NULL;

  print_touches (changes->nodes, lines);
  print_touches (changes->flows, lines);
  if (changes->document)
    g_ptr_array_add (lines, g_strdup ("document"));
  if (changes->all)
    g_ptr_array_add (lines, g_strdup ("all"));
  g_ptr_array_sort (lines, compare_strings);
  g_ptr_array_add (lines, NULL);
  joined = g_strjoinv (" ", (char **) lines->pdata);
  g_string_append_printf (text, "%s%s", text->len > 0 ? " | " : "", joined);
}

static void
test_changed (void)
{
  static const struct
  {
    const char *edits;
    const char *changed; /* by " | " */
  } cases[] = {
    { "move 1,1 a", "main/a:L" },
    { "title a X", "main/a:C" },
    { "connect a ok b", "main/a:E" },
    { "delete b", "main/a:E main/b:RL" },
    { "delete a", "main/a:RL main/b:E main:C" },
    { "add script C 1,1", "main/c:AL" },
    { "start b", "main:C" },
    { "name N", "document" },
    { "set a x 1", "main/a:C" },
    { "move 1,1 a; undo; redo", "main/a:L | main/a:L | main/a:L" },
    { "begin T; move 1,1 a; title b X; commit", "main/a:L main/b:C" },
    { "begin T; move 1,1 a; flush; move 1,1 a; flush; commit", "main/a:L | main/a:L" },
    { "begin T; move 1,1 a; flush; title b X; rollback", "main/a:L | main/a:L" },
    { "begin T; move 1,1 a; rollback", "" },
    { "begin T; commit", "" },
    { "move 1,1 z", "" },
    { "title a ''", "" },
    { "drag 1,1 a; drag 1,1 a; undo", "main/a:L | main/a:L | main/a:L" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SluiceDocument) document = notation_parse ("*a@0,0 b@20,0 a-go->b b-x->a");
      g_autoptr (GString) changed = g_string_new (NULL);
      g_autofree char *refused = NULL;

      g_signal_connect (document, "changed", G_CALLBACK (print_changed_cb), changed);
      refused = notation_edit (document, cases[i].edits);
      g_assert_cmpstr (changed->str, ==, cases[i].changed);
    }
}

/* Where nothing is placed, an edge can move everything that somebody has looked at. */
static void
test_changed_automatic (void)
{
  g_autoptr (SluiceDocument) document = notation_parse ("*a b");
  g_autoptr (GString) changed = g_string_new (NULL);
  g_autofree char *refused = NULL;
  int x;
  int y;

  sluice_document_get_position (document, "main/b", &x, &y);
  g_assert_cmpint (x, ==, 0);
  g_signal_connect (document, "changed", G_CALLBACK (print_changed_cb), changed);
  refused = notation_edit (document, "connect a ok b");
  g_assert_cmpstr (changed->str, ==, "main/a:EL main/b:L");
  sluice_document_get_position (document, "main/b", &x, &y);
  g_assert_cmpint (x, >, 0);
}

/* Properties */

static void
count_cb (GObject    *object,
          GParamSpec *pspec,
          guint      *count)
{
  (*count)++;
}

/* Each is notified when it changes, and not otherwise. */
static void
test_properties (void)
{
  g_autoptr (SluiceDocument) document = notation_parse ("*a@0,0");
  guint dirty = 0;
  guint can_undo = 0;
  guint undo_name = 0;
  g_autofree char *refused = NULL;

  g_signal_connect (document, "notify::dirty", G_CALLBACK (count_cb), &dirty);
  g_signal_connect (document, "notify::can-undo", G_CALLBACK (count_cb), &can_undo);
  g_signal_connect (document, "notify::undo-name", G_CALLBACK (count_cb), &undo_name);
  refused = notation_edit (document, "move 1,1 a; title a T");
  g_assert_cmpuint (dirty, ==, 1);
  g_assert_cmpuint (can_undo, ==, 1);
  g_assert_cmpuint (undo_name, ==, 2);
  sluice_document_undo (document);
  sluice_document_undo (document);
  g_assert_cmpuint (dirty, ==, 2);
  g_assert_cmpuint (can_undo, ==, 2);
  g_assert_false (sluice_document_is_dirty (document));
  g_assert_false (sluice_document_undo (document));
}

/* A drag of many steps keeps one change for each node. */
static void
test_compaction (void)
{
  g_autoptr (SluiceDocument) document = notation_parse ("*a@0,0 b@20,0");
  const char * const both[] = { "main/a", "main/b", NULL };
  g_autoptr (GString) changed = g_string_new (NULL);

  sluice_document_begin (document, "Drag", NULL);
  for (guint i = 0; i < 1000; i++)
    {
      g_assert_true (sluice_edit_move_nodes (document, both, 1, 0, NULL, NULL));
      sluice_document_flush (document);
    }
  sluice_document_commit (document);
  g_signal_connect (document, "changed", G_CALLBACK (print_changed_cb), changed);
  g_assert_true (sluice_document_undo (document));
  g_assert_cmpstr (changed->str, ==, "main/a:L main/b:L");
  g_assert_false (sluice_document_undo (document));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/graph/undo/random", test_random);
  g_test_add_func ("/graph/undo/random-rollback", test_random_rollback);
  g_test_add_func ("/graph/undo/changed", test_changed);
  g_test_add_func ("/graph/undo/changed-automatic", test_changed_automatic);
  g_test_add_func ("/graph/undo/properties", test_properties);
  g_test_add_func ("/graph/undo/compaction", test_compaction);
  return g_test_run ();
}
