/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Moments of a record: what is shown there, going from one to another, and runs that begin there. */

#include "session-fixture.h"

#include "record/history.h"
#include "record/record.h"

/* The visits of SESSION_COUNTING: 1 is the flow, then a and b in turn, the last is end. */
#define N_VISITS 21

static gboolean
is_at_moment (SessionFixture *fixture,
              gconstpointer   data)
{
  return sluice_run_session_get_moment (fixture->session) == GPOINTER_TO_UINT (data);
}

static void
wait_for_moment (SessionFixture *fixture,
                 guint           moment)
{
  session_fixture_wait (fixture, is_at_moment, GUINT_TO_POINTER (moment));
}

static gint64
get_count (SessionFixture *fixture)
{
  return sluice_value_get_integer (sluice_value_get_member (sluice_run_session_get_store (fixture->session), "n"));
}

static guint64
get_visits (SessionFixture *fixture,
            const char     *address)
{
  const SluiceNodeMark *mark = sluice_run_session_get_node_mark (fixture->session, address);

  return mark != NULL ? mark->n_visits : 0;
}

static guint64
get_taken (SessionFixture *fixture,
           const char     *address,
           const char     *action)
{
  const SluiceEdgeMark *mark = sluice_run_session_get_edge_mark (fixture->session, address, action);

  return mark != NULL ? mark->n_taken : 0;
}

/* What there is as visit @moment of SESSION_COUNTING begins. */
static void
assert_moment (SessionFixture *fixture,
               guint           moment)
{
  gboolean is_a = moment % 2 == 0;
  GPtrArray *lanes = sluice_run_session_get_lanes (fixture->session);

  g_assert_cmpuint (sluice_run_session_get_moment (fixture->session), ==, moment);
  g_assert_cmpint (get_count (fixture), ==, (moment - 1) / 2);
  g_assert_cmpuint (get_visits (fixture, "main/a"), ==, moment / 2);
  g_assert_cmpuint (get_visits (fixture, "main/b"), ==, (moment - 1) / 2);
  g_assert_cmpuint (get_taken (fixture, "main/a", "default"), ==, (moment - 1) / 2);
  g_assert_cmpuint (get_taken (fixture, "main/b", "default"), ==, moment / 2 - 1);
  g_assert_cmpstr (sluice_run_session_get_stop_address (fixture->session), ==, is_a ? "main/a" : "main/b");
  g_assert_cmpint (sluice_value_get_integer (sluice_value_get_member (
                     sluice_run_session_get_base_store (fixture->session), "n")), ==, (moment - 2) / 2);
  g_assert_cmpuint (lanes->len, ==, 1);
  g_assert_cmpstr (((SluiceLaneInfo *) g_ptr_array_index (lanes, 0))->path, ==, is_a ? "main/a" : "main/b");
}

/* A finished run has all its moments, in any order. */
static void
test_moments (void)
{
  static const guint moments[] = { 12, 13, 2, 17, 16, 3 };
  SessionFixture fixture;
  const SluicePastInfo *info;

  session_fixture_set_up (&fixture, SESSION_COUNTING);
  session_fixture_run (&fixture);
  session_fixture_wait_for_closed_record (&fixture);
  sluice_run_session_open_past (fixture.session, sluice_run_session_get_record (fixture.session), NULL, moments[0]);
  g_assert_cmpint (sluice_run_session_get_past_state (fixture.session), ==, SLUICE_PAST_READING);
  wait_for_moment (&fixture, moments[0]);
  info = sluice_run_session_get_past (fixture.session);
  g_assert_cmpuint (info->n_visits, ==, N_VISITS);
  g_assert_true (info->has_ended);
  assert_moment (&fixture, moments[0]);
  for (guint i = 1; i < G_N_ELEMENTS (moments); i++)
    {
      sluice_run_session_go_to_moment (fixture.session, moments[i]);
      wait_for_moment (&fixture, moments[i]);
      assert_moment (&fixture, moments[i]);
    }
  sluice_run_session_close_past (fixture.session);
  g_assert_cmpuint (sluice_run_session_get_moment (fixture.session), ==, 0);
  g_assert_cmpint (get_count (&fixture), ==, 10);
  g_assert_cmpuint (get_visits (&fixture, "main/a"), ==, 10);
  session_fixture_tear_down (&fixture);
}

/* Steps go from visit to visit, and end at both ends. */
static void
test_steps (void)
{
  SessionFixture fixture;

  session_fixture_set_up (&fixture, SESSION_COUNTING);
  g_assert_false (sluice_run_session_can_step_back (fixture.session));
  session_fixture_run (&fixture);
  for (guint i = 0; i < 5; i++)
    {
      sluice_run_session_step_back (fixture.session);
      wait_for_moment (&fixture, N_VISITS - i);
    }
  assert_moment (&fixture, N_VISITS - 4);
  sluice_run_session_step_forward (fixture.session);
  wait_for_moment (&fixture, N_VISITS - 3);
  assert_moment (&fixture, N_VISITS - 3);

  sluice_run_session_go_to_moment (fixture.session, 1);
  wait_for_moment (&fixture, 1);
  g_assert_false (sluice_run_session_can_step_back (fixture.session));
  sluice_run_session_go_to_moment (fixture.session, G_MAXUINT64);
  wait_for_moment (&fixture, N_VISITS + 1);
  g_assert_false (sluice_run_session_can_step_forward (fixture.session));
  g_assert_cmpint (get_count (&fixture), ==, 10);
  sluice_run_session_go_to_time (fixture.session, 0);
  wait_for_moment (&fixture, 1);
  session_fixture_tear_down (&fixture);
}

static gboolean
has_stopped_after (SessionFixture *fixture,
                   gconstpointer   data)
{
  return sluice_run_session_get_state (fixture->session) == SLUICE_SESSION_STOPPED
         && get_count (fixture) == GPOINTER_TO_INT (data)
         && g_str_equal (sluice_run_session_get_stop_address (fixture->session), "main/a");
}

static void
step_to_count (SessionFixture *fixture,
               int             count)
{
  while (!has_stopped_after (fixture, GINT_TO_POINTER (count)))
    {
      guint64 visits = get_visits (fixture, "main/a") + get_visits (fixture, "main/b");
      guint stops = 0;

      sluice_run_session_step_over (fixture->session);
      session_fixture_wait_for_state (fixture, SLUICE_SESSION_STOPPED);
      while (get_visits (fixture, "main/a") + get_visits (fixture, "main/b") == visits && stops++ < 10000)
        g_main_context_iteration (NULL, TRUE);
      session_fixture_wait_for_state (fixture, SLUICE_SESSION_STOPPED);
    }
}

/* Behind a moment that is shown the run stays where it is. */
static void
test_live (void)
{
  SessionFixture fixture;

  session_fixture_set_up (&fixture, SESSION_COUNTING);
  session_fixture_start (&fixture, TRUE);
  session_fixture_wait_for_state (&fixture, SLUICE_SESSION_STOPPED);
  step_to_count (&fixture, 3);
  g_assert_true (sluice_run_session_has_earlier_stop (fixture.session));
  sluice_run_session_back_to_stop (fixture.session);
  wait_for_moment (&fixture, 7);
  assert_moment (&fixture, 7);
  g_assert_cmpint (sluice_run_session_get_state (fixture.session), ==, SLUICE_SESSION_STOPPED);
  sluice_run_session_step_back (fixture.session);
  sluice_run_session_step_back (fixture.session);
  wait_for_moment (&fixture, 5);
  assert_moment (&fixture, 5);

  sluice_run_session_close_past (fixture.session);
  g_assert_true (has_stopped_after (&fixture, GINT_TO_POINTER (3)));
  sluice_run_session_continue (fixture.session);
  session_fixture_wait_for_state (&fixture, SLUICE_SESSION_FINISHED);
  g_assert_cmpint (get_count (&fixture), ==, 10);
  session_fixture_tear_down (&fixture);
}

static gboolean
is_shown (SessionFixture *fixture,
          gconstpointer   data)
{
  return sluice_run_session_get_past_state (fixture->session) == SLUICE_PAST_SHOWN;
}

/* Another session's run is shown with its lines and stretches of time. */
static void
test_old_run (void)
{
  SessionFixture fixture, later;

  session_fixture_set_up (&fixture, SESSION_ASKING);
  session_fixture_start (&fixture, FALSE);
  session_fixture_answer (&fixture, "Ada");
  session_fixture_wait_for_state (&fixture, SLUICE_SESSION_FINISHED);
  session_fixture_wait_for_closed_record (&fixture);

  session_fixture_set_up (&later, SESSION_ASKING);
  sluice_run_session_open_past (later.session, sluice_run_session_get_record (fixture.session), NULL, 0);
  session_fixture_wait (&later, is_shown, NULL);
  g_assert_cmpuint (sluice_run_session_get_n_lines (later.session), >=, 2);
  g_assert_cmpstr (sluice_run_session_get_line (later.session, 0)->text, ==, "Hello Ada");
  g_assert_cmpuint (sluice_run_session_get_n_spans (later.session), >, 0);
  g_assert_cmpuint (get_visits (&later, "main/greet"), ==, 1);
  g_assert_cmpstr (sluice_value_get_member_string (sluice_run_session_get_store (later.session), "name"), ==, "Ada");
  sluice_run_session_close_past (later.session);
  g_assert_cmpuint (sluice_run_session_get_n_lines (later.session), ==, 0);
  g_assert_null (sluice_run_session_get_node_mark (later.session, "main/greet"));
  session_fixture_tear_down (&later);
  session_fixture_tear_down (&fixture);
}

static gboolean
is_at_stop (SessionFixture *fixture,
            gconstpointer   data)
{
  const SluiceStopMark *mark = sluice_run_session_get_moment_stop (fixture->session);

  return mark != NULL && g_str_has_prefix (mark->text, data);
}

static gboolean
has_left_stop (SessionFixture *fixture,
               gconstpointer   data)
{
  return sluice_run_session_get_moment_stop (fixture->session) == NULL;
}

static gboolean
has_stops (SessionFixture *fixture,
           gconstpointer   data)
{
  return sluice_run_session_get_state (fixture->session) == SLUICE_SESSION_STOPPED
         && sluice_run_session_get_stops (fixture->session)->len == GPOINTER_TO_UINT (data);
}

/* At the second line of a's post, then at its end, then before b. */
static void
stop_thrice (SessionFixture *fixture)
{
  g_autoptr (SluiceBreakpoints) breakpoints = sluice_breakpoints_new ();
  g_autoptr (SluiceBreakpoint) line = sluice_breakpoint_new (SLUICE_BREAK_LINE, "main/a");
  g_autoptr (SluiceBreakpoint) becomes = sluice_breakpoint_new (SLUICE_BREAK_BECOMES, NULL);

  line->what = g_strdup ("post");
  line->amount = 2;
  line->once = TRUE;
  becomes->what = g_strdup ("/n");
  becomes->value = sluice_value_integer (2);
  g_assert_cmpuint (sluice_breakpoints_add (breakpoints, line, NULL), !=, 0);
  g_assert_cmpuint (sluice_breakpoints_add (breakpoints, becomes, NULL), !=, 0);
  sluice_breakpoints_set (breakpoints, "main/b", TRUE);
  sluice_run_session_set_breakpoints (fixture->session, breakpoints);
  session_fixture_start (fixture, FALSE);
  for (guint i = 1; i <= 3; i++)
    {
      session_fixture_wait (fixture, has_stops, GUINT_TO_POINTER (i));
      sluice_run_session_continue (fixture->session);
    }
  session_fixture_wait_for_state (fixture, SLUICE_SESSION_FINISHED);
  session_fixture_wait_for_closed_record (fixture);
}

static void
assert_stop (SessionFixture *fixture,
             const char     *words,
             const char     *address,
             guint           line,
             gint64          n,
             guint           moment)
{
  session_fixture_wait (fixture, is_at_stop, words);
  g_assert_cmpstr (sluice_run_session_get_stop_address (fixture->session), ==, address);
  g_assert_cmpuint (sluice_run_session_get_stop_line (fixture->session, NULL), ==, line);
  g_assert_cmpint (get_count (fixture), ==, n);
  g_assert_cmpuint (sluice_run_session_get_moment (fixture->session), ==, moment);
}

/* What its badge tells from. */
static void
assert_place (SessionFixture *fixture,
              const char     *address,
              guint           line,
              SluicePhase     phase,
              gboolean        has_begun)
{
  const SluiceNodeMark *mark = sluice_run_session_get_node_mark (fixture->session, address);

  g_assert_nonnull (mark);
  g_assert_cmpint (mark->state, ==, SLUICE_MARK_STOPPED);
  g_assert_true (mark->is_past);
  g_assert_cmpuint (mark->line, ==, line);
  g_assert_cmpint (mark->phase, ==, phase);
  g_assert_cmpint (mark->has_begun, ==, has_begun);
}

/* A run of before is known by where it was stopped: also in the midst of a visit. */
static void
test_stops (void)
{
  static const char flows[] =
    "'main': { 'start': 'a', 'nodes': {"
    "  'a': { 'kind': 'script', 'post': 'shared.n = 1\\nshared.n = 2', 'next': { 'default': 'b' } },"
    "  'b': { 'kind': 'script', 'post': 'shared.n = 3' } } }";
  SessionFixture fixture, later;

  session_fixture_set_up (&fixture, flows);
  stop_thrice (&fixture);
  session_fixture_set_up (&later, flows);
  g_assert_false (sluice_run_session_has_earlier_stop (later.session));
  sluice_run_session_open_past (later.session, sluice_run_session_get_record (fixture.session), NULL, 0);
  session_fixture_wait (&later, is_shown, NULL);
  g_assert_cmpuint (sluice_run_session_get_stops (later.session)->len, ==, 3);
  g_assert_null (sluice_run_session_get_moment_stop (later.session));
  g_assert_cmpint (get_count (&later), ==, 3);
  g_assert_false (sluice_run_session_has_later_stop (later.session));

  sluice_run_session_back_to_stop (later.session);
  assert_stop (&later, "Breakpoint on b", "main/b", 0, 2, 3);
  assert_place (&later, "main/b", 0, SLUICE_PHASE_PREP, FALSE);
  sluice_run_session_back_to_stop (later.session);
  assert_stop (&later, "a wrote /n", "main/a", 0, 2, 2);
  assert_place (&later, "main/a", 0, SLUICE_PHASE_NONE, TRUE);
  sluice_run_session_back_to_stop (later.session);
  assert_stop (&later, "Breakpoint at line 2", "main/a", 2, 1, 2);
  assert_place (&later, "main/a", 2, SLUICE_PHASE_POST, TRUE);
  g_assert_false (sluice_run_session_has_earlier_stop (later.session));
  sluice_run_session_forward_to_stop (later.session);
  assert_stop (&later, "a wrote /n", "main/a", 0, 2, 2);
  sluice_run_session_step_back (later.session);
  session_fixture_wait (&later, has_left_stop, NULL);
  g_assert_cmpuint (sluice_run_session_get_moment (later.session), ==, 2);
  g_assert_cmpint (get_count (&later), ==, 0);
  sluice_run_session_forward_to_stop (later.session);
  assert_stop (&later, "Breakpoint at line 2", "main/a", 2, 1, 2);
  sluice_run_session_step_forward (later.session);
  wait_for_moment (&later, 3);
  g_assert_null (sluice_run_session_get_moment_stop (later.session));
  session_fixture_tear_down (&later);

  /* The run itself, which is over, stands behind them all. */
  sluice_run_session_back_to_stop (fixture.session);
  assert_stop (&fixture, "Breakpoint on b", "main/b", 0, 2, 3);
  session_fixture_tear_down (&fixture);
}

static void
assert_line (SessionFixture *fixture,
             const char     *address,
             guint           line,
             SluicePhase     wanted)
{
  SluicePhase phase = SLUICE_PHASE_NONE;

  g_assert_cmpstr (sluice_run_session_get_stop_address (fixture->session), ==, address);
  g_assert_cmpuint (sluice_run_session_get_stop_line (fixture->session, &phase), ==, line);
  g_assert_cmpint (phase, ==, wanted);
}

static gboolean
is_at_line (SessionFixture *fixture,
            gconstpointer   data)
{
  return sluice_run_session_get_stop_line (fixture->session, NULL) == GPOINTER_TO_UINT (data);
}

/* When the first effect of a run began, in µs since its start. */
static gint64
get_effect_time (const char *path)
{
  g_autoptr (SluiceRecord) record = sluice_record_open (path, NULL);
  gint64 time = -1;
  SluiceFact fact;

  while (time < 0 && sluice_record_step (record, &fact, NULL))
    {
      if (fact.type == SLUICE_EVENT_EFFECT_BEGAN)
        time = fact.time;
      sluice_fact_clear (&fact);
    }
  g_assert_cmpint (time, >=, 0);
  return time;
}

/* A script that waits stands at the line that asks, and one that failed at the line that did. */
static void
test_lines (void)
{
  static const char flows[] =
    "'main': { 'start': 'a', 'nodes': {"
    "  'a': { 'kind': 'script', 'exec': 'local n = 1\\nsleep(0.02)\\nreturn n', 'next': { 'default': 'b' } },"
    "  'b': { 'kind': 'script', 'post': 'shared.n = 3\\n\\nerror([[no]])' } } }";
  SessionFixture fixture, later;
  gint64 began, asked;

  session_fixture_set_up (&fixture, flows);
  session_fixture_start (&fixture, FALSE);
  session_fixture_wait_for_state (&fixture, SLUICE_SESSION_FAILED);
  session_fixture_wait_for_closed_record (&fixture);
  session_fixture_set_up (&later, flows);
  sluice_run_session_open_past (later.session, sluice_run_session_get_record (fixture.session), NULL, 0);
  session_fixture_wait (&later, is_shown, NULL);
  assert_line (&later, "main/b", 3, SLUICE_PHASE_POST);

  sluice_run_session_go_to_moment (later.session, 2);
  wait_for_moment (&later, 2);
  g_assert_cmpuint (sluice_run_session_get_stop_line (later.session, NULL), ==, 0);
  began = sluice_run_session_get_moment_time (later.session);
  asked = get_effect_time (sluice_run_session_get_record (fixture.session));
  sluice_run_session_go_to_time (later.session, asked);
  session_fixture_wait (&later, is_at_line, GUINT_TO_POINTER (2));
  assert_line (&later, "main/a", 2, SLUICE_PHASE_EXEC);
  g_assert_cmpint (sluice_run_session_get_moment_time (later.session), ==, asked);
  g_assert_cmpuint (sluice_run_session_get_moment (later.session), ==, 2);
  sluice_run_session_step_back (later.session);
  session_fixture_wait (&later, is_at_line, GUINT_TO_POINTER (0));
  g_assert_cmpint (sluice_run_session_get_moment_time (later.session), ==, began);
  session_fixture_tear_down (&later);
  session_fixture_tear_down (&fixture);
}

static void
failed_cb (SluiceRunSession *session,
           const GError     *error,
           guint            *n_failed)
{
  ++*n_failed;
}

static gboolean
has_failed (SessionFixture *fixture,
            gconstpointer   data)
{
  return *(const guint *) data > 0;
}

static void
test_unreadable (void)
{
  SessionFixture fixture;
  guint n_failed = 0;

  session_fixture_set_up (&fixture, SESSION_COUNTING);
  g_signal_connect (fixture.session, "past-failed", G_CALLBACK (failed_cb), &n_failed);
  sluice_run_session_open_past (fixture.session, "/nonexistent/there-is-none.run", NULL, 0);
  session_fixture_wait (&fixture, has_failed, &n_failed);
  g_assert_cmpint (sluice_run_session_get_past_state (fixture.session), ==, SLUICE_PAST_NONE);
  session_fixture_tear_down (&fixture);
}

/* Again */

/* A fork stops where it leaves the old run, and goes on from there with its own. */
static void
test_fork (void)
{
  SessionFixture fixture;
  g_autoptr (SluiceHistoryRun) run = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *parent = NULL;

  session_fixture_set_up (&fixture, SESSION_COUNTING);
  session_fixture_run (&fixture);
  session_fixture_wait_for_closed_record (&fixture);
  parent = g_strdup (sluice_run_session_get_record (fixture.session));

  /* Edited behind the moment: b is where it ends now. */
  session_fixture_set_flows (&fixture,
    "'main': { 'start': 'a', 'nodes': {"
    "  'a': { 'kind': 'script', 'post': 'shared.n = (shared.n or 0) + 1', 'next': { 'default': 'b' } },"
    "  'b': { 'kind': 'script', 'post': 'if shared.n >= 5 then return [[enough]] end',"
    "         'next': { 'default': 'a', 'enough': 'end' } },"
    "  'end': { 'kind': 'end' } } }");
  sluice_run_session_fork (fixture.session, fixture.document, parent, 8, &error);
  g_assert_no_error (error);
  session_fixture_wait_for_state (&fixture, SLUICE_SESSION_STOPPED);
  g_assert_cmpstr (sluice_run_session_get_stop_address (fixture.session), ==, "main/a");
  g_assert_cmpint (get_count (&fixture), ==, 3);
  sluice_run_session_continue (fixture.session);
  session_fixture_wait_for_state (&fixture, SLUICE_SESSION_FINISHED);
  g_assert_cmpint (get_count (&fixture), ==, 5);

  session_fixture_wait_for_closed_record (&fixture);
  run = sluice_history_read (sluice_run_session_get_record (fixture.session));
  g_assert_cmpstr (run->path, !=, parent);
  g_assert_true (strstr (parent, run->parent) != NULL);
  g_assert_cmpuint (run->parent_visit, ==, 8);
  session_fixture_tear_down (&fixture);
}

static gboolean
has_edited (SessionFixture *fixture,
            gconstpointer   data)
{
  return sluice_run_session_get_interventions (fixture->session)->len > 0;
}

/* As far as it goes, a fork was stopped where the run before was, and what was done there was done to it too. */
static void
test_fork_of_stops (void)
{
  SessionFixture fixture;
  SluiceIntervention edit = { SLUICE_INTERVENTION_STORE_ADD, 0, "/mine", "1" };
  GPtrArray *deeds;
  g_autofree char *parent = NULL;
  g_autoptr (GError) error = NULL;

  session_fixture_set_up (&fixture, SESSION_COUNTING);
  session_fixture_start (&fixture, TRUE);
  session_fixture_wait (&fixture, has_stops, GUINT_TO_POINTER (1));
  sluice_run_session_intervene (fixture.session, &edit);
  session_fixture_wait (&fixture, has_edited, NULL);
  for (guint i = 2; i <= 3; i++)
    {
      sluice_run_session_step_over (fixture.session);
      session_fixture_wait (&fixture, has_stops, GUINT_TO_POINTER (i));
    }
  sluice_run_session_continue (fixture.session);
  session_fixture_wait_for_state (&fixture, SLUICE_SESSION_FINISHED);
  session_fixture_wait_for_closed_record (&fixture);
  parent = g_strdup (sluice_run_session_get_record (fixture.session));

  sluice_run_session_fork (fixture.session, fixture.document, parent, 4, &error);
  g_assert_no_error (error);
  /* At the third of them it goes on, and stands there itself. */
  session_fixture_wait (&fixture, has_stops, GUINT_TO_POINTER (3));
  deeds = sluice_run_session_get_interventions (fixture.session);
  g_assert_cmpuint (deeds->len, ==, 1);
  g_assert_false (((SluiceInterventionInfo *) g_ptr_array_index (deeds, 0))->is_earlier);
  g_assert_true (sluice_run_session_has_earlier_stop (fixture.session));
  sluice_run_session_back_to_stop (fixture.session);
  assert_stop (&fixture, "Stopped before b", "main/b", 0, 1, 3);
  sluice_run_session_back_to_stop (fixture.session);
  assert_stop (&fixture, "Stopped before a", "main/a", 0, 0, 2);
  g_assert_false (sluice_run_session_has_earlier_stop (fixture.session));
  sluice_run_session_forward_to_stop (fixture.session);
  assert_stop (&fixture, "Stopped before b", "main/b", 0, 1, 3);

  /* Begun anew it has had nothing of that. */
  session_fixture_start (&fixture, TRUE);
  session_fixture_wait (&fixture, has_stops, GUINT_TO_POINTER (1));
  deeds = sluice_run_session_get_interventions (fixture.session);
  g_assert_cmpuint (deeds->len, ==, 1);
  g_assert_true (((SluiceInterventionInfo *) g_ptr_array_index (deeds, 0))->is_earlier);
  g_assert_false (sluice_run_session_has_earlier_stop (fixture.session));
  session_fixture_tear_down (&fixture);
}

static void
run_asking (SessionFixture *fixture)
{
  session_fixture_set_up (fixture, SESSION_ASKING);
  session_fixture_start (fixture, FALSE);
  session_fixture_answer (fixture, "Ada");
  session_fixture_wait_for_state (fixture, SLUICE_SESSION_FINISHED);
  session_fixture_wait_for_closed_record (fixture);
}

/* Nobody is asked again. */
static void
test_replay (void)
{
  SessionFixture fixture;
  g_autofree char *record = NULL;
  g_autoptr (GError) error = NULL;

  run_asking (&fixture);
  record = g_strdup (sluice_run_session_get_record (fixture.session));
  sluice_run_session_replay (fixture.session, fixture.document, record, TRUE, &error);
  g_assert_no_error (error);
  session_fixture_wait_for_state (&fixture, SLUICE_SESSION_FINISHED);
  g_assert_cmpstr (sluice_value_get_member_string (sluice_run_session_get_store (fixture.session), "name"), ==, "Ada");
  g_assert_null (sluice_run_session_get_record (fixture.session));
  session_fixture_tear_down (&fixture);
}

/* A flow that asks for something else is told where it does. */
static void
test_divergence (void)
{
  SessionFixture fixture;
  g_autofree char *record = NULL;
  g_autoptr (GError) error = NULL;

  run_asking (&fixture);
  record = g_strdup (sluice_run_session_get_record (fixture.session));
  session_fixture_set_flows (&fixture,
    "'main': { 'start': 'name', 'nodes': {"
    "  'name': { 'kind': 'ask', 'settings': { 'prompt': 'And who are you?' }, 'output': 'name' } } }");
  sluice_run_session_replay (fixture.session, fixture.document, record, FALSE, &error);
  g_assert_no_error (error);
  session_fixture_wait_for_state (&fixture, SLUICE_SESSION_FAILED);
  g_assert_cmpstr (sluice_run_session_get_stop_address (fixture.session), ==, "main/name");
  g_assert_nonnull (strstr (sluice_run_session_get_message (fixture.session), "diverges"));
  session_fixture_tear_down (&fixture);
}

/* Two runs of a flow that was edited between them: each is told in the words of its own. */
static void
test_compare_flows (void)
{
  SessionFixture fixture;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  const SluicePastInfo *info;

  session_fixture_set_up (&fixture, "'main': { 'start': 'a', 'nodes': {"
                                    "  'a': { 'kind': 'script', 'next': { 'default': 'b' } },"
                                    "  'b': { 'kind': 'script', 'title': 'Afterwards' } } }");
  session_fixture_run (&fixture);
  session_fixture_wait_for_closed_record (&fixture);
  first = g_strdup (sluice_run_session_get_record (fixture.session));
  session_fixture_set_flows (&fixture, "'main': { 'start': 'a', 'nodes': {"
                                       "  'a': { 'kind': 'script', 'next': { 'default': 'c' } },"
                                       "  'c': { 'kind': 'script', 'title': 'Instead' } } }");
  session_fixture_run (&fixture);
  session_fixture_wait_for_closed_record (&fixture);
  second = g_strdup (sluice_run_session_get_record (fixture.session));

  sluice_run_session_open_past (fixture.session, second, first, 0);
  session_fixture_wait (&fixture, is_shown, NULL);
  info = sluice_run_session_get_past (fixture.session);
  g_assert_cmpstr (info->parting_words, ==,
                   "it went to “Instead”; in the other run, of another flow, it went to “Afterwards”");
  session_fixture_tear_down (&fixture);
}

/* Two runs that were told different names part where they were. */
static void
test_compare (void)
{
  SessionFixture fixture;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  const SluicePastInfo *info;

  run_asking (&fixture);
  first = g_strdup (sluice_run_session_get_record (fixture.session));
  session_fixture_start (&fixture, FALSE);
  session_fixture_answer (&fixture, "Grace");
  session_fixture_wait_for_state (&fixture, SLUICE_SESSION_FINISHED);
  session_fixture_wait_for_closed_record (&fixture);
  second = g_strdup (sluice_run_session_get_record (fixture.session));

  sluice_run_session_open_past (fixture.session, second, first, 0);
  session_fixture_wait (&fixture, is_shown, NULL);
  info = sluice_run_session_get_past (fixture.session);
  g_assert_cmpuint (info->parting, ==, 2);
  g_assert_nonnull (strstr (info->parting_words, "Grace"));
  g_assert_nonnull (strstr (info->parting_words, "Ada"));
  wait_for_moment (&fixture, 2);
  sluice_run_session_step_forward (fixture.session);
  wait_for_moment (&fixture, 3);
  g_assert_cmpstr (sluice_value_get_member_string (sluice_run_session_get_base_store (fixture.session), "name"), ==,
                   "Ada");
  g_assert_cmpstr (sluice_value_get_member_string (sluice_run_session_get_store (fixture.session), "name"), ==, "Grace");
  session_fixture_tear_down (&fixture);
}

static gboolean
has_visit (SessionFixture *fixture,
           gconstpointer   data)
{
  const SluiceVisitInfo *visit = sluice_run_session_get_visit (fixture->session);

  return visit != NULL && visit->number == GPOINTER_TO_UINT (data);
}

/* The page of a node's visit is that of the moment. */
static void
test_visit (void)
{
  SessionFixture fixture;
  const SluiceVisitInfo *visit;

  session_fixture_set_up (&fixture, SESSION_COUNTING);
  session_fixture_run (&fixture);
  sluice_run_session_show_visit (fixture.session, "main/a", 0);
  session_fixture_wait (&fixture, has_visit, GUINT_TO_POINTER (10));
  sluice_run_session_step_back (fixture.session);
  wait_for_moment (&fixture, N_VISITS);
  sluice_run_session_go_to_moment (fixture.session, 7);
  session_fixture_wait (&fixture, has_visit, GUINT_TO_POINTER (3));
  visit = sluice_run_session_get_visit (fixture.session);
  g_assert_cmpuint (visit->n_visits, ==, 3);
  g_assert_cmpuint (visit->serial, ==, 6);
  g_assert_cmpstr (visit->action, ==, "default");
  g_assert_cmpstr (visit->target_address, ==, "main/b");
  g_assert_cmpuint (visit->attempts->len, ==, 1);
  sluice_run_session_show_visit (fixture.session, "main/a", 1);
  session_fixture_wait (&fixture, has_visit, GUINT_TO_POINTER (1));
  sluice_run_session_close_past (fixture.session);
  session_fixture_tear_down (&fixture);
}

static void
measure_run (SessionFixture *fixture,
             const char     *how)
{
  gint64 start = g_get_monotonic_time ();
  double taken;

  session_fixture_run (fixture);
  taken = (g_get_monotonic_time () - start) / 1e6;
  g_test_minimized_result (taken, "a run, %s: %.2f s", how, taken);
}

/* How long it takes to show a moment of a long run; a short one is enough to see that it works. */
static void
test_long_run (void)
{
  guint n_visits = g_test_perf () ? 1000000 : 20000;
  g_autofree char *flows =
    g_strdup_printf ("'main': { 'start': 'a', 'nodes': {"
                     "  'a': { 'kind': 'script', 'post': 'shared.n = (shared.n or 0) + 1 "
                     "if shared.n >= %u then return [[done]] end', 'next': { 'default': 'b', 'done': 'end' } },"
                     "  'b': { 'kind': 'script', 'next': { 'default': 'a' } },"
                     "  'end': { 'kind': 'end' } } }", n_visits / 2);
  SessionFixture fixture;
  gint64 start, longest = 0;
  double reading;
  guint seed = 1;

  session_fixture_set_up (&fixture, flows);
  if (g_test_perf ())
    {
      sluice_run_session_set_recording (fixture.session, FALSE);
      measure_run (&fixture, "not recorded");
      sluice_run_session_set_recording (fixture.session, TRUE);
    }
  measure_run (&fixture, "recorded");
  session_fixture_wait_for_closed_record (&fixture);
  start = g_get_monotonic_time ();
  sluice_run_session_step_back (fixture.session);
  wait_for_moment (&fixture, n_visits + 1);
  reading = (g_get_monotonic_time () - start) / 1e6;
  g_test_minimized_result (reading, "a record of %u visits is read in %.2f s", n_visits, reading);

  for (guint i = 0; i < 200; i++)
    {
      guint moment;

      seed = seed * 1664525 + 1013904223;
      moment = 2 + (guint) ((guint64) seed * (n_visits - 2) >> 32);
      start = g_get_monotonic_time ();
      sluice_run_session_go_to_moment (fixture.session, moment);
      wait_for_moment (&fixture, moment);
      longest = MAX (longest, g_get_monotonic_time () - start);
      assert_moment (&fixture, moment);
    }
  g_test_minimized_result (longest / 1e3, "the longest of 200 moments: %.1f ms", longest / 1e3);
  session_fixture_tear_down (&fixture);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/session/past/moments-in-any-order", test_moments);
  g_test_add_func ("/session/past/steps", test_steps);
  g_test_add_func ("/session/past/behind-it-the-run-stays", test_live);
  g_test_add_func ("/session/past/a-visit", test_visit);
  g_test_add_func ("/session/past/a-long-run", test_long_run);
  g_test_add_func ("/session/past/an-old-run", test_old_run);
  g_test_add_func ("/session/past/where-it-was-stopped", test_stops);
  g_test_add_func ("/session/past/where-its-scripts-stood", test_lines);
  g_test_add_func ("/session/past/what-cannot-be-read", test_unreadable);
  g_test_add_func ("/session/past/a-fork-goes-on-from-a-moment", test_fork);
  g_test_add_func ("/session/past/a-fork-was-stopped-before", test_fork_of_stops);
  g_test_add_func ("/session/past/a-replay-asks-nobody", test_replay);
  g_test_add_func ("/session/past/a-replay-tells-where-it-diverges", test_divergence);
  g_test_add_func ("/session/past/two-runs-compared", test_compare);
  g_test_add_func ("/session/past/two-flows-compared", test_compare_flows);
  return g_test_run ();
}
