/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* From file to document and back: bytes, changes on disk, reloading, errors that leave things
 * alone. */

#include "graph/document-private.h"

#include "graph/edit.h"
#include "folder.h"
#include "notation.h"

typedef struct
{
  char *folder;
  char *path;
} Fixture;

static const char odd[] = "{ \"flows\": {\"main\":{\"nodes\":{\"a\":{\"kind\":\"script\"}}, "
                          "\"start\":\"a\"}},\r\n\t\"format\": 1 }";

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = test_folder_new ();
  fixture->path = g_build_filename (fixture->folder, "a.flow.json", NULL);
  g_file_set_contents (fixture->path, odd, -1, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  test_folder_free (fixture->folder);
  g_free (fixture->path);
}

static void
assert_file (const char *path,
             const char *expected)
{
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, expected);
}

static SluiceDocument *
load (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  SluiceDocument *document = sluice_document_load (fixture->path, &error);

  g_assert_no_error (error);
  return document;
}

/* What is not changed is saved as it was read, however it was written. */
static void
test_same_bytes (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr (SluiceDocument) document = load (fixture);
  g_autofree char *copy = g_build_filename (fixture->folder, "b.flow.json", NULL);
  g_autofree char *refused = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (sluice_document_save (document, NULL, FALSE, &error));
  assert_file (fixture->path, odd);
  refused = notation_edit (document, "title a T; undo");
  g_assert_true (sluice_document_save (document, copy, FALSE, &error));
  assert_file (copy, odd);
  g_assert_cmpstr (sluice_document_get_path (document), ==, copy);
}

static void
test_save (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr (SluiceDocument) document = load (fixture);
  g_autoptr (SluiceDocument) again = NULL;
  g_autofree char *refused = notation_edit (document, "title a T");
  g_autofree char *text = sluice_document_to_text (document, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (sluice_document_is_dirty (document));
  g_assert_true (sluice_document_save (document, NULL, FALSE, &error));
  g_assert_false (sluice_document_is_dirty (document));
  assert_file (fixture->path, text);
  g_assert_cmpstr (sluice_document_get_source (document, NULL), ==, text);

  /* Reading and saving it again changes no byte; undoing past the save is a change. */
  again = load (fixture);
  g_assert_true (sluice_document_save (again, NULL, FALSE, &error));
  assert_file (fixture->path, text);
  g_assert_true (sluice_document_undo (document));
  g_assert_true (sluice_document_is_dirty (document));
}

/* Typing on after a save is a step of its own, so that undo leads back to what was saved. */
static void
test_save_breaks_merge (Fixture       *fixture,
                        gconstpointer  data)
{
  g_autoptr (SluiceDocument) document = load (fixture);
  g_autofree char *first = notation_edit (document, "title a T");
  g_autofree char *second = NULL;
  g_autofree char *title = NULL;

  g_assert_true (sluice_document_save (document, NULL, FALSE, NULL));
  second = notation_edit (document, "title a Tt; undo");
  title = sluice_document_dup_node_title (document, "main/a");
  g_assert_cmpstr (title, ==, "T");
  g_assert_false (sluice_document_is_dirty (document));
}

static void
test_changed_on_disk (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autoptr (SluiceDocument) document = load (fixture);
  g_autofree char *refused = notation_edit (document, "title a Mine");
  g_autofree char *text = sluice_document_to_text (document, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (fixture->path, "{\"format\": 1}", -1, NULL));
  g_assert_false (sluice_document_save (document, NULL, FALSE, &error));
  g_assert_error (error, SLUICE_FILE_ERROR, SLUICE_FILE_ERROR_CHANGED);
  assert_file (fixture->path, "{\"format\": 1}");
  g_assert_true (sluice_document_is_dirty (document));

  g_clear_error (&error);
  g_assert_true (sluice_document_save (document, NULL, TRUE, &error));
  g_assert_no_error (error);
  assert_file (fixture->path, text);
}

static void
count_all_cb (SluiceDocument        *document,
              const SluiceChangeSet *changes,
              guint                 *count)
{
  g_assert_true (changes->all);
  (*count)++;
}

static void
test_reload (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (SluiceDocument) document = load (fixture);
  g_autofree char *refused = notation_edit (document, "title a Mine");
  g_autoptr (GError) error = NULL;
  guint count = 0;

  g_signal_connect (document, "changed", G_CALLBACK (count_all_cb), &count);
  g_assert_true (
    g_file_set_contents (fixture->path, "{\"format\": 1, \"name\": \"Theirs\"}", -1, NULL));
  g_assert_true (sluice_document_reload (document, &error));
  g_assert_cmpuint (count, ==, 1);
  g_assert_cmpstr (sluice_document_get_name (document), ==, "Theirs");
  g_assert_false (sluice_document_is_dirty (document));
  g_assert_null (sluice_document_get_undo_name (document));

  /* What can't be read leaves the document as it is. */
  g_assert_true (g_file_set_contents (fixture->path, "{", -1, NULL));
  g_assert_false (sluice_document_reload (document, &error));
  g_assert_cmpuint (count, ==, 1);
  g_assert_cmpstr (sluice_document_get_name (document), ==, "Theirs");
}

/* The message says which file, and where in it. */
static void
test_errors (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr (SluiceDocument) untitled = sluice_document_new ();
  g_autofree char *prefix = g_strconcat (fixture->path, ":2:3: ", NULL);
  g_autofree char *none = g_build_filename (fixture->folder, "none.flow.json", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (fixture->path, "{\n  3}", -1, NULL));
  g_assert_null (sluice_document_load (fixture->path, &error));
  g_assert_true (g_str_has_prefix (error->message, prefix));
  g_clear_error (&error);

  g_assert_null (sluice_document_load (none, &error));
  g_assert_error (error, SLUICE_FILE_ERROR, SLUICE_FILE_ERROR_NOT_FOUND);
  g_clear_error (&error);

  g_assert_false (sluice_document_save (untitled, NULL, FALSE, &error));
  g_assert_error (error, SLUICE_FILE_ERROR, SLUICE_FILE_ERROR_NOT_FOUND);
}

static void
test_untitled (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr (SluiceDocument) document = sluice_document_new ();
  g_autofree char *path = g_build_filename (fixture->folder, "new.flow.json", NULL);
  g_autofree char *text = sluice_document_to_text (document, NULL);
  g_autofree char *folder = NULL;

  g_assert_null (sluice_document_get_path (document));
  g_assert_null (sluice_document_dup_folder (document));
  g_assert_false (sluice_document_is_dirty (document));
  g_assert_true (sluice_document_save (document, path, FALSE, NULL));
  assert_file (path, text);
  folder = sluice_document_dup_folder (document);
  g_assert_cmpstr (folder, ==, fixture->folder);
}

/* What is kept in less room is the same text. */
static void
test_packed (Fixture       *fixture,
             gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "a.flow.json", NULL);
  g_autofree char *copy = g_build_filename (fixture->folder, "b.flow.json", NULL);
  g_autofree char *digest = NULL;
  g_autoptr (GString) text = g_string_new ("{ \"format\": 1, \"note\": \"");
  g_autoptr (SluiceDocument) document = NULL;
  const char *source;
  gsize length;

  for (guint i = 0; i < 200000; i++)
    g_string_append_printf (text, "%u, ", i);
  g_string_append (text, "\", \"run\": [], \"flows\": {} }");
  digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text->str, (gssize) text->len);
  g_assert_true (g_file_set_contents (path, text->str, (gssize) text->len, NULL));
  document = sluice_document_load (path, NULL);

  for (guint i = 0; i < 3; i++)
    {
      sluice_document_pack_source (document);
      while (document->source != NULL)
        g_main_context_iteration (NULL, TRUE);
      g_assert_cmpstr (sluice_document_get_source_digest (document), ==, digest);
      g_assert_null (document->source);
      source = sluice_document_get_source (document, &length);
      g_assert_cmpmem (source, length + 1, text->str, text->len + 1);
    }
  sluice_document_pack_source (document);
  g_assert_true (sluice_document_save (document, copy, FALSE, NULL));
  assert_file (copy, text->str);
}

#define ADD(name, func) g_test_add ("/graph/file/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("same-bytes", test_same_bytes);
  ADD ("save", test_save);
  ADD ("save-breaks-merge", test_save_breaks_merge);
  ADD ("changed-on-disk", test_changed_on_disk);
  ADD ("reload", test_reload);
  ADD ("errors", test_errors);
  ADD ("untitled", test_untitled);
  ADD ("packed", test_packed);
  return g_test_run ();
}
