/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a moment of a record has beside the store: at a stop what could be named there. */

#include "session-fixture.h"

#include "base/json.h"

static gboolean
has_stops (SessionFixture *fixture,
           gconstpointer   data)
{
  return sluice_run_session_get_state (fixture->session) == SLUICE_SESSION_STOPPED
         && sluice_run_session_get_stops (fixture->session)->len == GPOINTER_TO_UINT (data);
}

/* What was watched, and of the functions of the script the chosen one, in a line. */
static char *
tell_looks (SessionFixture *fixture)
{
  SluiceValue watched = sluice_run_session_get_watched (fixture->session);
  SluiceValue frames = sluice_run_session_get_frames (fixture->session);
  GString *told = g_string_new (NULL);

  for (guint i = 0; i < sluice_value_get_length (watched); i++)
    {
      SluiceValue entry = sluice_value_get_element (watched, i);
      g_autofree char *value = sluice_json_write (sluice_value_get_member (entry, "value"), SLUICE_JSON_WRITE_COMPACT,
                                                  NULL);

      g_string_append_printf (told, "%s = %s; ", sluice_value_get_member_string (entry, "expression"),
                              sluice_value_has_member (entry, "error") ? "!" : value);
    }
  for (guint i = 0; i < sluice_value_get_length (frames); i++)
    {
      SluiceValue frame = sluice_value_get_element (frames, i);
      const char *function = sluice_value_get_member_string (frame, "function");

      if (sluice_value_has_member (frame, "chosen"))
        g_string_append_printf (told, "%u of %u: %s with %u", i, sluice_value_get_length (frames),
                                function != NULL ? function : "the script",
                                sluice_value_get_length (sluice_value_get_member (frame, "locals")));
    }
  return g_string_free (told, FALSE);
}

static gboolean
looks_like (SessionFixture *fixture,
            gconstpointer   data)
{
  g_autofree char *told = tell_looks (fixture);

  return g_str_equal (told, data);
}

static void
stop_at_a_line_and_b (SessionFixture *fixture)
{
  g_autoptr (SluiceBreakpoints) breakpoints = sluice_breakpoints_new ();
  g_autoptr (SluiceBreakpoint) line = sluice_breakpoint_new (SLUICE_BREAK_LINE, "main/a");

  line->what = g_strdup ("exec");
  line->amount = 3;
  g_assert_cmpuint (sluice_breakpoints_add (breakpoints, line, NULL), !=, 0);
  sluice_breakpoints_set (breakpoints, "main/b", TRUE);
  sluice_run_session_set_breakpoints (fixture->session, breakpoints);
  session_fixture_start (fixture, FALSE);
  for (guint i = 1; i <= 2; i++)
    {
      session_fixture_wait (fixture, has_stops, GUINT_TO_POINTER (i));
      sluice_run_session_continue (fixture->session);
    }
  session_fixture_wait_for_state (fixture, SLUICE_SESSION_FINISHED);
  session_fixture_wait_for_closed_record (fixture);
}

/* At a stop that is over watches and the script's functions are as they were; elsewhere there is the store alone. */
static void
test_names (void)
{
  static const char flows[] =
    "'main': { 'start': 'a', 'params': { 'of': 7 }, 'nodes': {"
    "  'a': { 'kind': 'script', 'prep': 'return 5', 'exec': 'local t = prep_res\\nlocal function add (k)\\n"
    "  return k + t\\nend\\nlocal sum = add (2)\\nreturn sum', 'post': 'shared.n = exec_res',"
    "         'next': { 'default': 'b' } },"
    "  'b': { 'kind': 'script', 'post': 'shared.n = 3' } } }";
  static const char * const before[] = { "k", "params.of", NULL };
  static const char * const after[] = { "t", "shared.n", "params.of", "prep_res", NULL };
  SessionFixture fixture, later;

  session_fixture_set_up (&fixture, flows);
  stop_at_a_line_and_b (&fixture);
  session_fixture_set_up (&later, flows);
  sluice_run_session_set_watches (later.session, before);
  sluice_run_session_open_past (later.session, sluice_run_session_get_record (fixture.session), NULL, 0);
  session_fixture_wait (&later, looks_like, "k = !; params.of = !; ");
  sluice_run_session_back_to_stop (later.session);
  session_fixture_wait (&later, looks_like, "k = null; params.of = 7; ");
  sluice_run_session_back_to_stop (later.session);
  session_fixture_wait (&later, looks_like, "k = 2; params.of = 7; 0 of 2: add with 2");
  sluice_run_session_choose_frame (later.session, 1);
  session_fixture_wait (&later, looks_like, "k = null; params.of = 7; 1 of 2: the script with 3");
  sluice_run_session_set_watches (later.session, after);
  session_fixture_wait (&later, looks_like,
                        "t = 5; shared.n = null; params.of = 7; prep_res = 5; 1 of 2: the script with 3");
  sluice_run_session_forward_to_stop (later.session);
  session_fixture_wait (&later, looks_like, "t = null; shared.n = 7; params.of = 7; prep_res = null; ");
  sluice_run_session_back_to_stop (later.session);
  session_fixture_wait (&later, looks_like,
                        "t = 5; shared.n = null; params.of = 7; prep_res = 5; 0 of 2: add with 2");
  sluice_run_session_step_back (later.session);
  session_fixture_wait (&later, looks_like, "t = !; shared.n = null; params.of = !; prep_res = !; ");
  sluice_run_session_close_past (later.session);
  g_assert_true (looks_like (&later, ""));
  session_fixture_tear_down (&later);
  session_fixture_tear_down (&fixture);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/session/sight/at-a-stop-that-is-over", test_names);
  return g_test_run ();
}
