/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Drafts: whose they are, when they are there, and what differs between two versions. */
#include "drafts/draft-keeper.h"
#include "drafts/draft.h"
#include "drafts/flow-diff.h"

#include <glib/gstdio.h>
#include <string.h>

#include "graph/edit.h"

static guint
count_files (void)
{
  g_autofree char *folder = sluice_draft_dup_folder ();
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint count = 0;

  while (dir != NULL && g_dir_read_name (dir) != NULL)
    count++;

  return count;
}

static void
write_draft (SluiceDraft *draft,
             const char  *path,
             const char  *text)
{
  g_autoptr (GError) error = NULL;
  gsize length;
  g_autofree char *content = sluice_draft_format (path, "Title", "0123abcd", text, &length);

  g_assert_true (sluice_draft_write (draft, content, length, &error));
  g_assert_no_error (error);
}

static void
test_belongs_to_who_wrote_it (void)
{
  g_autoptr (SluiceDraft) draft = sluice_draft_new ();
  g_autoptr (GPtrArray) orphans = NULL;

  g_assert_cmpuint (count_files (), ==, 0);
  write_draft (draft, "/tmp/a.flow.json", "{}");
  orphans = sluice_draft_claim_orphans ();
  g_assert_cmpuint (orphans->len, ==, 0);

  sluice_draft_remove (draft);
  g_assert_cmpuint (count_files (), ==, 0);
  write_draft (draft, "/tmp/a.flow.json", "{}");
  g_assert_cmpuint (count_files (), ==, 0);
}

static void
test_left_over_ones_are_claimed_once (void)
{
  g_autoptr (SluiceDraft) draft = sluice_draft_new ();
  g_autoptr (GPtrArray) orphans = NULL;
  g_autoptr (GPtrArray) again = NULL;
  SluiceDraft *found;

  write_draft (draft, "/tmp/a.flow.json", "{ \"format\": 1 }");
  g_clear_object (&draft);
  orphans = sluice_draft_claim_orphans ();
  again = sluice_draft_claim_orphans ();
  g_assert_cmpuint (orphans->len, ==, 1);
  g_assert_cmpuint (again->len, ==, 0);

  found = g_ptr_array_index (orphans, 0);
  g_assert_cmpstr (sluice_draft_get_path (found), ==, "/tmp/a.flow.json");
  g_assert_cmpstr (sluice_draft_get_title (found), ==, "Title");
  g_assert_cmpstr (sluice_draft_get_text (found), ==, "{ \"format\": 1 }");
  g_assert_true (sluice_draft_is_based_on (found, "0123abcd"));
  g_assert_false (sluice_draft_is_based_on (found, "0123abce"));
  g_assert_false (sluice_draft_is_based_on (found, NULL));
  sluice_draft_remove (found);
  g_assert_cmpuint (count_files (), ==, 0);
}

static void
test_what_is_no_draft_is_left_alone (void)
{
  g_autofree char *folder = sluice_draft_dup_folder ();
  g_autofree char *path = g_build_filename (folder, "torn.draft", NULL);
  g_autoptr (GPtrArray) orphans = NULL;
  g_autofree char *lock = g_build_filename (folder, "torn.lock", NULL);

  g_assert_true (g_file_set_contents (path, "{ \"draft\": 1, \"te", -1, NULL));
  orphans = sluice_draft_claim_orphans ();
  g_assert_cmpuint (orphans->len, ==, 0);
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
  g_unlink (path);
  g_unlink (lock);
}

static void
test_is_gone_with_the_changes (void)
{
  g_autoptr (SluiceDocument) document = sluice_document_new ();
  g_autoptr (SluiceDraftKeeper) keeper = sluice_draft_keeper_new (document);

  sluice_draft_keeper_write_now (keeper);
  g_assert_cmpuint (count_files (), ==, 0);

  sluice_edit_set_name (document, "One", NULL);
  sluice_draft_keeper_write_now (keeper);
  g_assert_cmpuint (count_files (), ==, 2);
  sluice_document_undo (document);
  g_assert_cmpuint (count_files (), ==, 0);

  sluice_document_redo (document);
  sluice_draft_keeper_write_now (keeper);
  g_assert_cmpuint (count_files (), ==, 2);
  g_clear_object (&keeper);
  g_assert_cmpuint (count_files (), ==, 0);
}

/* Returns: (nullable): what the draft on disk holds, NULL: there is none */
static char *
dup_draft_on_disk (void)
{
  g_autofree char *folder = sluice_draft_dup_folder ();
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      char *text = NULL;

      if (g_str_has_suffix (name, ".draft") && g_file_get_contents (path, &text, NULL, NULL))
        return text;
    }
  return NULL;
}

/* The clock rings by itself; what is written is the document as it was then, and what it is based on. */
static void
test_is_written_by_the_clock (void)
{
  const char *source = "{ \"format\": 1, \"name\": \"Before\", \"run\": [], \"flows\": {} }";
  g_autoptr (GError) error = NULL;
  g_autoptr (SluiceDocument) document = sluice_document_new_from_text (source, -1, &error);
  g_autoptr (SluiceDraftKeeper) keeper = sluice_draft_keeper_new (document);
  g_autofree char *base = g_compute_checksum_for_string (G_CHECKSUM_SHA256, source, -1);
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  sluice_edit_set_name (document, "After", NULL);
  while ((text = dup_draft_on_disk ()) == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_nonnull (strstr (text, "After"));
  g_assert_null (strstr (text, "Before"));
  g_assert_nonnull (strstr (text, base));
  sluice_document_undo (document);
  g_assert_cmpuint (count_files (), ==, 0);
}

static void
failed_cb (SluiceDraftKeeper *keeper,
           const GError      *error,
           char             **message)
{
  g_free (*message);
  *message = g_strdup (error->message);
}

static void
test_says_that_it_cannot_be_written (void)
{
  g_autofree char *folder = sluice_draft_dup_folder ();
  g_autoptr (SluiceDocument) document = sluice_document_new ();
  g_autoptr (SluiceDraftKeeper) keeper = sluice_draft_keeper_new (document);
  g_autofree char *message = NULL;

  g_rmdir (folder);
  g_assert_true (g_file_set_contents (folder, "in the way", -1, NULL));
  g_signal_connect (keeper, "failed", G_CALLBACK (failed_cb), &message);
  sluice_edit_set_name (document, "One", NULL);
  sluice_draft_keeper_write_now (keeper);
  g_assert_nonnull (message);
  g_assert_nonnull (strstr (message, folder));
  g_unlink (folder);
}

/* What could not be written is written once it can be, though nobody changes anything meanwhile. */
static void
test_is_tried_again (void)
{
  g_autofree char *folder = sluice_draft_dup_folder ();
  g_autoptr (SluiceDocument) document = sluice_document_new ();
  g_autoptr (SluiceDraftKeeper) keeper = sluice_draft_keeper_new (document);
  g_autofree char *message = NULL;
  g_autofree char *text = NULL;

  g_rmdir (folder);
  g_assert_true (g_file_set_contents (folder, "in the way", -1, NULL));
  g_signal_connect (keeper, "failed", G_CALLBACK (failed_cb), &message);
  sluice_edit_set_name (document, "Kept late", NULL);
  while (message == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_unlink (folder);
  while ((text = dup_draft_on_disk ()) == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_nonnull (strstr (text, "Kept late"));
}

static char *
dup_diff (const char *before,
          const char *after)
{
  static const char signs[] = { '+', '-', '~' };
  g_autoptr (SluiceDocument) a = sluice_document_new_from_text (before, -1, NULL);
  g_autoptr (SluiceDocument) b = sluice_document_new_from_text (after, -1, NULL);
  g_autoptr (GPtrArray) changes = sluice_flow_diff (a, b);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < changes->len; i++)
    {
      SluiceFlowChange *change = g_ptr_array_index (changes, i);

      g_string_append_printf (text, "%s%c%s [%s] %s", i > 0 ? "; " : "", signs[change->type],
                              change->address != NULL ? change->address : "file", change->title,
                              change->text);
    }

  return g_string_free (text, FALSE);
}

#define FLOW(nodes) "{\"format\":1,\"flows\":{\"main\":{\"nodes\":{" nodes "}}}}"

static void
test_diff (void)
{
  static const struct { const char *before, *after, *expected; } cases[] = {
    { FLOW ("\"a\":{\"kind\":\"log\",\"retries\":1}"), FLOW ("\"a\":{\"retries\":1,\"kind\":\"log\"}"), "" },
    { FLOW (""), FLOW ("\"a\":{\"kind\":\"log\",\"title\":\"Say\"}"), "+main/a [Say] " },
    { FLOW ("\"a\":{\"kind\":\"log\"}"), FLOW (""), "-main/a [a] " },
    { FLOW ("\"a\":{\"kind\":\"log\",\"settings\":{\"message\":\"x\"}}"),
      FLOW ("\"a\":{\"kind\":\"log\",\"settings\":{\"message\":\"y\"}}"), "~main/a [a] message: “x” → “y”" },
    { FLOW ("\"a\":{\"kind\":\"log\",\"next\":{\"default\":\"b\"}}"),
      FLOW ("\"a\":{\"kind\":\"log\",\"next\":{\"other\":\"b\"}}"),
      "~main/a [a] → default: removed “b”\n→ other: added “b”" },
    { "{\"format\":1,\"name\":\"A\",\"flows\":{}}", "{\"format\":1,\"name\":\"B\",\"flows\":{\"sub\":{\"nodes\":{}}}}",
      "~file [The flow file] name: “A” → “B”; +sub [sub] " },
    { "{\"format\":1,\"flows\":{\"main\":{\"nodes\":{\"a\":{\"kind\":\"log\"}}}},\"layout\":{\"main\":{\"a\":[0,0]}}}",
      "{\"format\":1,\"flows\":{\"main\":{\"nodes\":{\"a\":{\"kind\":\"log\"}}}},\"layout\":{\"main\":{\"a\":[0,9]}}}",
      "~main/a [a] Moved" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *found = dup_diff (cases[i].before, cases[i].after);

      g_assert_cmpstr (found, ==, cases[i].expected);
    }
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *state = g_dir_make_tmp ("sluice-drafts-XXXXXX", NULL);
  g_autofree char *drafts = g_build_filename (state, "sluice", "drafts", NULL);
  g_autofree char *sluice = g_build_filename (state, "sluice", NULL);
  int status;

  g_setenv ("XDG_STATE_HOME", state, TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/drafts/belongs-to-who-wrote-it", test_belongs_to_who_wrote_it);
  g_test_add_func ("/drafts/left-over-ones-are-claimed-once", test_left_over_ones_are_claimed_once);
  g_test_add_func ("/drafts/what-is-no-draft-is-left-alone", test_what_is_no_draft_is_left_alone);
  g_test_add_func ("/drafts/is-gone-with-the-changes", test_is_gone_with_the_changes);
  g_test_add_func ("/drafts/is-written-by-the-clock", test_is_written_by_the_clock);
  g_test_add_func ("/drafts/says-that-it-cannot-be-written", test_says_that_it_cannot_be_written);
  g_test_add_func ("/drafts/is-tried-again", test_is_tried_again);
  g_test_add_func ("/drafts/diff", test_diff);
  status = g_test_run ();

  g_rmdir (drafts);
  g_rmdir (sluice);
  g_rmdir (state);

  return status;
}
