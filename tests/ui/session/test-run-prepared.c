/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a run is made of: a copy of the document as it was, made in a thread while it may be edited. */

#include <glib/gstdio.h>

#include "compile/compile.h"
#include "graph/edit.h"
#include "session-fixture.h"

static const char broken[] = "'main': { 'start': 'nowhere', 'nodes': {} }";

static void
assert_refused (SessionFixture *fixture)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (sluice_run_session_start (fixture->session, fixture->document, FALSE, &error));
  g_assert_error (error, SLUICE_COMPILE_ERROR, SLUICE_COMPILE_ERROR_PROBLEMS);
}

/* It is run once and not checked again, and is of no use for another document. */
static void
test_run_once (void)
{
  SessionFixture fixture;
  g_autoptr (GError) error = NULL;

  session_fixture_set_up (&fixture, broken);
  sluice_run_session_take_prepared (fixture.session, sluice_prepared_new (fixture.document, &error));
  g_assert_no_error (error);
  session_fixture_run (&fixture);
  assert_refused (&fixture);

  sluice_run_session_take_prepared (fixture.session, sluice_prepared_new (fixture.document, &error));
  g_assert_no_error (error);
  session_fixture_set_flows (&fixture, broken);
  assert_refused (&fixture);
  session_fixture_tear_down (&fixture);
}

static void
keep_result_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

/* While that goes on in its thread nodes are moved and, @n_titles times, named. */
static SluicePrepared *
prepare_while_edited (SessionFixture  *fixture,
                      GCancellable    *cancellable,
                      guint            n_titles,
                      GError         **error)
{
  const char *const nodes[] = { "main/a", NULL };
  g_autoptr (GAsyncResult) result = NULL;

  sluice_prepared_new_async (fixture->document, cancellable, keep_result_cb, &result);
  g_assert_true (sluice_edit_move_nodes (fixture->document, nodes, 4, 0, NULL, NULL));
  for (guint i = 0; i < n_titles; i++)
    {
      g_autofree char *title = g_strdup_printf ("Turn %u", i);

      g_assert_true (sluice_edit_set_title (fixture->document, "main/a", title, NULL));
    }
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return sluice_prepared_new_finish (result, error);
}

static gboolean
is_stale (SessionFixture *fixture)
{
  gboolean stale;

  g_object_get (fixture->session, "stale", &stale, NULL);
  return stale;
}

/* It is what the document was when it was asked for; the run of it is stale, unless no more than a place is another. */
static void
test_while_edited (void)
{
  SessionFixture fixture;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  SluicePrepared *prepared;

  session_fixture_set_up (&fixture, SESSION_ENDLESS);
  text = sluice_document_to_text (fixture.document, NULL);
  prepared = prepare_while_edited (&fixture, NULL, 200, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (sluice_prepared_get_text (prepared), ==, text);
  g_assert_true (sluice_prepared_is_outdated (prepared));
  sluice_run_session_take_prepared (fixture.session, prepared);
  session_fixture_start (&fixture, FALSE);
  g_assert_true (is_stale (&fixture));
  session_fixture_wait_for_state (&fixture, SLUICE_SESSION_RUNNING);

  prepared = prepare_while_edited (&fixture, NULL, 0, &error);
  g_assert_no_error (error);
  g_assert_false (sluice_prepared_is_outdated (prepared));
  sluice_run_session_take_prepared (fixture.session, prepared);
  session_fixture_start (&fixture, FALSE);
  g_assert_false (is_stale (&fixture));
  session_fixture_wait_for_state (&fixture, SLUICE_SESSION_RUNNING);
  session_fixture_tear_down (&fixture);
}

static void
test_given_up (void)
{
  SessionFixture fixture;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  session_fixture_set_up (&fixture, SESSION_ENDLESS);
  g_cancellable_cancel (cancellable);
  g_assert_null (prepare_while_edited (&fixture, cancellable, 1, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  session_fixture_tear_down (&fixture);
}

/* A text that is kept in a file beside the document is found from there. */
static void
test_text_beside (void)
{
  SessionFixture fixture;
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("sluice-test-XXXXXX", &error);
  g_autofree char *path = g_build_filename (folder, "flow.flow.json", NULL);
  g_autofree char *beside = g_build_filename (folder, "hello.md", NULL);
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  g_file_set_contents (beside, "Hello from beside", -1, &error);
  g_assert_no_error (error);
  session_fixture_set_up (&fixture, "'main': { 'start': 'a', 'nodes': {"
                                    "  'a': { 'kind': 'log', 'settings': { 'message': { '$file': 'hello.md' } } } } }");
  text = sluice_document_to_text (fixture.document, NULL);
  g_clear_object (&fixture.document);
  fixture.document = sluice_document_new_for_path (text, -1, path, &error);
  g_assert_no_error (error);
  session_fixture_run (&fixture);
  session_fixture_tear_down (&fixture);
  g_assert_cmpint (g_remove (beside), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/prepared/run-once", test_run_once);
  g_test_add_func ("/prepared/while-edited", test_while_edited);
  g_test_add_func ("/prepared/given-up", test_given_up);
  g_test_add_func ("/prepared/text-beside", test_text_beside);

  return g_test_run ();
}
