/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Files with git's markers as two documents, and what is picked of both. */
#include "exchange/conflict.h"

#include <string.h>

#include <glib/gstdio.h>

#include "exchange/compare.h"
#include "graph/format.h"

#define HEAD "{\"format\":1,\"run\":[\"main\"],\"flows\":{\"main\":{\"start\":\"a\",\"nodes\":{\n"
#define TAIL "}}}}\n"
#define A "\"a\":{\"kind\":\"log\",\"next\":{\"default\":\"b\"}},\n"
#define B(message) "\"b\":{\"kind\":\"log\",\"settings\":{\"message\":\"" message "\"}}\n"

static char *
write_file (const char *text)
{
  char *path = NULL;
  int fd = g_file_open_tmp ("sluice-conflict-XXXXXX", &path, NULL);

  g_assert_cmpint (fd, >=, 0);
  g_close (fd, NULL);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));

  return path;
}

static void
test_sides (void)
{
  static const struct { const char *text, *ours, *theirs; gboolean has_base; } cases[] = {
    { HEAD A "<<<<<<< HEAD\n" B ("x") "=======\n" B ("y") ">>>>>>> feature\n" TAIL, "HEAD x", "feature y", FALSE },
    { HEAD A "<<<<<<< HEAD\r\n" B ("x") "=======\r\n" B ("y") ">>>>>>> a b\r\n" TAIL, "HEAD x", "a b y", FALSE },
    { HEAD A "<<<<<<< x\n" B ("1") "||||||| base\n" B ("0") "=======\n" B ("2") ">>>>>>> y\n" TAIL, "x 1", "y 2", TRUE },
    { HEAD A "<<<<<<<\n" B ("x") "=======\n" B ("y") ">>>>>>>\n" TAIL, " x", " y", FALSE },
    { HEAD A "<<<<<<< HEAD\n" B ("x") "=======\n,,\n>>>>>>> feature\n" TAIL, "HEAD x", "feature", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = write_file (cases[i].text);
      g_autoptr (GError) error = NULL;
      g_autoptr (SluiceConflict) conflict = sluice_conflict_load (path, &error);

      g_assert_no_error (error);
      for (SluiceSide side = 0; side < SLUICE_N_SIDES; side++)
        {
          SluiceDocument *document = conflict->sides[side];
          g_autofree char *found = NULL;

          if (document == NULL)
            g_assert_nonnull (conflict->errors[side]);
          found = g_strjoin (document != NULL ? " " : "", conflict->names[side],
                             document != NULL
                               ? sluice_value_get_string (sluice_document_get_setting (document, "main/b", "message"))
                               : "", NULL);
          g_assert_cmpstr (found, ==, side == SLUICE_SIDE_OURS ? cases[i].ours : cases[i].theirs);
        }
      g_assert_cmpint (conflict->base != NULL, ==, cases[i].has_base);
      g_unlink (path);
    }
}

static void
test_refused (void)
{
  static const struct { const char *text, *message; } cases[] = {
    { HEAD "<<<<<<< x\n" A B ("x") TAIL, "markers in lines 2 do not" },
    { HEAD A "=======\n" B ("x") TAIL, "markers in lines 3 do not" },
    { "<<<<<<< x\n<<<<<<< y\n=======\n>>>>>>> z\n", "markers in lines 1, 2, 3 and 4 do not" },
    { "<<<<<<< x\n{\n=======\n}\n>>>>>>> y\n", "Neither side of the merge is a flow" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = write_file (cases[i].text);
      g_autoptr (GError) error = NULL;

      g_assert_null (sluice_conflict_load (path, &error));
      g_assert_error (error, SLUICE_DOCUMENT_ERROR, SLUICE_DOCUMENT_ERROR_CONFLICT);
      if (strstr (error->message, cases[i].message) == NULL)
        g_error ("case %u: %s", i, error->message);
      g_unlink (path);
    }
}

static SluiceDocument *
read_document (const char *text)
{
  g_autoptr (GError) error = NULL;
  SluiceDocument *document = sluice_document_new_from_text (text, -1, &error);

  g_assert_no_error (error);
  return document;
}

/* Each difference picked alone or left out; all of them make the other document. */
static void
test_pick (void)
{
  static const char before[] = HEAD
    "\"a\":{\"kind\":\"log\",\"settings\":{\"message\":\"x\"},\"next\":{\"default\":\"b\"}},"
    "\"b\":{\"kind\":\"log\",\"retries\":2}}},"
    "\"old\":{\"nodes\":{}}},\"layout\":{\"main\":{\"a\":[0,0],\"b\":[20,0]}}}";
  static const char after[] = HEAD
    "\"a\":{\"kind\":\"log\",\"next\":{\"default\":\"c\",\"again\":\"a\"}},"
    "\"c\":{\"kind\":\"log\"}}},"
    "\"new\":{\"nodes\":{}}},\"layout\":{\"main\":{\"a\":[0,9],\"c\":[20,0]}}}";
  static const char * const names[] = {
    "", "main/a:settings.message", "main/a:next.again", "main/c:", "main/b:", "old:", "new:",
  };
  g_autoptr (SluiceDocument) first = read_document (before);
  g_autoptr (SluiceDocument) second = read_document (after);
  g_autoptr (GPtrArray) all = sluice_documents_compare (first, second, FALSE);

  for (guint i = 0; i <= G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GPtrArray) picked = g_ptr_array_new ();
      g_autoptr (GPtrArray) left = NULL;
      g_autoptr (SluiceDocument) result = NULL;
      g_autofree char *text = NULL;
      SluiceValue root;

      for (guint k = 0; k < all->len; k++)
        {
          SluiceDifference *difference = g_ptr_array_index (all, k);
          g_autofree char *name = g_strdup_printf ("%s:%s", difference->address,
                                                   difference->key != NULL ? difference->key : "");

          if (i == G_N_ELEMENTS (names) || g_str_equal (name, names[i]))
            g_ptr_array_add (picked, difference);
        }
      root = sluice_documents_pick (first, second, picked);
      text = sluice_format_write (root, NULL);
      sluice_value_unref (root);
      result = read_document (text);
      left = sluice_documents_compare (result, second, FALSE);
      g_assert_cmpuint (left->len, ==, all->len - picked->len);
      if (i < G_N_ELEMENTS (names) && names[i][0] != '\0')
        g_assert_cmpuint (picked->len, ==, 1);
    }
}

/* What is new stands where it stood, and places of nodes that nobody has any more are gone. */
static void
test_pick_places (void)
{
  g_autoptr (SluiceDocument) first = read_document (
    "{\"format\":1,\"flows\":{\"main\":{\"nodes\":{\"a\":{\"kind\":\"log\"},\"b\":{\"kind\":\"log\"}}}},"
    "\"layout\":{\"main\":{\"a\":[0,0],\"b\":[20,0],\"$notes\":{\"x\":{\"at\":[0,9,8,8],\"text\":\"x\"}}}}}");
  g_autoptr (SluiceDocument) second = read_document (
    "{\"format\":1,\"flows\":{\"main\":{\"nodes\":{\"a\":{\"kind\":\"log\"},\"c\":{\"kind\":\"log\"}}}},"
    "\"layout\":{\"main\":{\"a\":[5,5],\"c\":[40,0],\"$notes\":{\"y\":{\"at\":[9,9,8,8],\"text\":\"y\"}}}}}");
  g_autoptr (GPtrArray) all = sluice_documents_compare (first, second, FALSE);
  SluiceValue root = sluice_documents_pick (first, second, all);
  SluiceValue nodes = sluice_value_get_member (
    sluice_value_get_member (sluice_value_get_member (root, "flows"), "main"), "nodes");
  SluiceValue layout = sluice_value_get_member (sluice_value_get_member (root, "layout"), "main");
  SluiceValue place = sluice_value_get_member (layout, "a");

  g_assert_cmpint (sluice_value_find_member (nodes, "a"), ==, 0);
  g_assert_cmpint (sluice_value_find_member (nodes, "c"), ==, 1);
  g_assert_cmpuint (sluice_value_get_length (nodes), ==, 2);
  g_assert_false (sluice_value_has_member (layout, "b"));
  g_assert_true (sluice_value_has_member (layout, "c"));
  g_assert_cmpint (sluice_value_get_integer (sluice_value_get_element (place, 0)), ==, 0);
  g_assert_cmpuint (sluice_value_get_length (sluice_value_get_member (layout, "$notes")), ==, 2);
  sluice_value_unref (root);
}

static void
test_settle (void)
{
  g_autofree char *path = write_file (HEAD A "<<<<<<< x\n" B ("x") "=======\n" B ("y") ">>>>>>> y\n" TAIL);
  g_autoptr (SluiceConflict) conflict = sluice_conflict_load (path, NULL);
  g_autoptr (SluiceDocument) document = sluice_conflict_settle (conflict, conflict->sides[SLUICE_SIDE_THEIRS]);
  g_autoptr (SluiceDocument) again = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (sluice_document_is_dirty (document));
  g_assert_cmpstr (sluice_document_get_path (document), ==, path);
  g_assert_null (sluice_document_get_undo_name (document));
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "<<<<<<<"));

  g_assert_true (sluice_document_save (document, NULL, FALSE, &error));
  g_assert_no_error (error);
  g_assert_false (sluice_document_is_dirty (document));
  again = sluice_document_load (path, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (sluice_value_get_string (sluice_document_get_setting (again, "main/b", "message")), ==, "y");
  g_unlink (path);
}

/* Somebody else was faster: nothing of theirs is written over. */
static void
test_settle_late (void)
{
  g_autofree char *path = write_file (HEAD A "<<<<<<< x\n" B ("x") "=======\n" B ("y") ">>>>>>> y\n" TAIL);
  g_autoptr (SluiceConflict) conflict = sluice_conflict_load (path, NULL);
  g_autoptr (SluiceDocument) document = sluice_conflict_settle (conflict, conflict->sides[SLUICE_SIDE_OURS]);
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (path, HEAD A B ("z") TAIL, -1, NULL));
  g_assert_false (sluice_document_save (document, NULL, FALSE, &error));
  g_assert_error (error, SLUICE_FILE_ERROR, SLUICE_FILE_ERROR_CHANGED);
  g_assert_true (sluice_document_is_dirty (document));
  g_unlink (path);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/exchange/conflict/sides", test_sides);
  g_test_add_func ("/exchange/conflict/refused", test_refused);
  g_test_add_func ("/exchange/conflict/pick", test_pick);
  g_test_add_func ("/exchange/conflict/pick-places", test_pick_places);
  g_test_add_func ("/exchange/conflict/settle", test_settle);
  g_test_add_func ("/exchange/conflict/settle-late", test_settle_late);
  return g_test_run ();
}
