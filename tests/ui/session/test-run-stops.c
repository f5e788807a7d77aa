/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a person sees and does at a stop, as the window sees it and without a window. Each wait ends by what is
 * waited for, or fails at a deadline. */

#include <string.h>

#include "base/pointer.h"
#include "debugger/session/run-session.h"

#define DEADLINE (20 * G_USEC_PER_SEC)

typedef struct
{
  SluiceRunSession *session;
  SluiceDocument   *document;
  guint             replied; /* the last request that was answered */
  char             *error;   /* its error, or NULL */
  char             *text;
} Fixture;

/* Where it goes depends on the store. */
static const char branching[] =
  "'main': { 'start': 'a', 'nodes': {"
  "  'a': { 'kind': 'script', 'title': 'Count', 'post': 'shared.count = (shared.count or 0) + 1 shared.old = nil',"
  "         'next': { 'default': 'b' } },"
  "  'b': { 'kind': 'script', 'title': 'Decide',"
  "         'post': 'if shared.count > 2 then return [[many]] end return [[few]]',"
  "         'next': { 'many': 'many', 'few': 'few' } },"
  "  'many': { 'kind': 'end', 'title': 'Many' }, 'few': { 'kind': 'end', 'title': 'Few' } } }";

static const char asking[] =
  "'main': { 'start': 'name', 'nodes': {"
  "  'name': { 'kind': 'ask', 'title': 'Ask name', 'settings': { 'prompt': 'Who are you?' }, 'output': 'name' } } }";

static void
replied_cb (SluiceRunSession *session,
            guint             request,
            const char       *error,
            const char       *text,
            Fixture          *fixture)
{
  fixture->replied = request;
  g_free (fixture->error);
  fixture->error = g_strdup (error);
  g_free (fixture->text);
  fixture->text = g_strdup (text);
}

static void
set_up (Fixture    *fixture,
        const char *flows)
{
  g_autofree char *text = g_strdup_printf ("{ 'format': 1, 'name': 'Test', 'run': ['main'],"
                                           "  'shared': { 'old': 'x' }, 'flows': { %s } }", flows);
  g_autoptr (GError) error = NULL;

  *fixture = (Fixture) { NULL, };
  g_strdelimit (text, "'", '"');
  fixture->document = sluice_document_new_from_text (text, -1, &error);
  g_assert_no_error (error);
  fixture->session = sluice_run_session_new ();
  g_signal_connect (fixture->session, "replied", G_CALLBACK (replied_cb), fixture);
}

static void
tear_down (Fixture *fixture)
{
  g_clear_object (&fixture->session);
  g_clear_object (&fixture->document);
  g_free (fixture->error);
  g_free (fixture->text);
}

static void
start (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  sluice_run_session_start (fixture->session, fixture->document, TRUE, &error);
  g_assert_no_error (error);
}

typedef gboolean (*Condition) (Fixture       *fixture,
                               gconstpointer  data);

static gboolean
tick_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

static void
wait_for (Fixture       *fixture,
          Condition      condition,
          gconstpointer  data)
{
  gint64 deadline = g_get_monotonic_time () + DEADLINE;
  guint tick = g_timeout_add (100, tick_cb, NULL);

  while (!condition (fixture, data))
    {
      if (g_get_monotonic_time () > deadline)
        g_error ("Waited too long; the state is %d, the message %s",
                 sluice_run_session_get_state (fixture->session),
                 sluice_run_session_get_message (fixture->session));
      g_main_context_iteration (NULL, TRUE);
    }
  g_source_remove (tick);
}

static gboolean
is_state (Fixture       *fixture,
          gconstpointer  data)
{
  return (int) sluice_run_session_get_state (fixture->session) == GPOINTER_TO_INT (data);
}

static void
wait_for_state (Fixture            *fixture,
                SluiceSessionState  state)
{
  wait_for (fixture, is_state, GINT_TO_POINTER (state));
}

static gboolean
is_stopped_at (Fixture       *fixture,
               gconstpointer  data)
{
  return sluice_run_session_get_state (fixture->session) == SLUICE_SESSION_STOPPED &&
         g_strcmp0 (sluice_run_session_get_stop_address (fixture->session), data) == 0;
}

static gboolean
is_replied (Fixture       *fixture,
            gconstpointer  data)
{
  return fixture->replied == GPOINTER_TO_UINT (data);
}

/* Returns: why it was not done, NULL when it was */
static const char *
intervene (Fixture                *fixture,
           SluiceInterventionType  type,
           guint32                 lane,
           const char             *place,
           const char             *value)
{
  guint request = sluice_run_session_intervene (fixture->session,
                                                &(SluiceIntervention) { type, lane, place, value });

  g_assert_cmpuint (request, >, 0);
  wait_for (fixture, is_replied, GUINT_TO_POINTER (request));
  return fixture->error;
}

static const SluiceInterventionInfo *
get_intervention (Fixture *fixture,
                  guint    index)
{
  GPtrArray *all = sluice_run_session_get_interventions (fixture->session);

  g_assert_cmpuint (index, <, all->len);
  return g_ptr_array_index (all, index);
}

static void
test_edit_takes_another_edge (void)
{
  Fixture fixture;
  const char *writer;

  set_up (&fixture, branching);
  start (&fixture);
  wait_for (&fixture, is_stopped_at, "main/a");
  sluice_run_session_step_over (fixture.session);
  wait_for (&fixture, is_stopped_at, "main/b");

  g_assert_null (intervene (&fixture, SLUICE_INTERVENTION_STORE_REPLACE, 0, "/count", "7"));
  g_assert_cmpint (sluice_value_get_integer (sluice_value_get_member (sluice_run_session_get_store (fixture.session),
                                                                      "count")), ==, 7);
  g_assert_true (sluice_run_session_get_writer (fixture.session, "/count", &writer, NULL));
  g_assert_cmpstr (writer, ==, "You");
  g_assert_cmpint (sluice_run_session_get_write_time (fixture.session, "/count"), >=, 0);
  g_assert_cmpint (get_intervention (&fixture, 0)->type, ==, SLUICE_INTERVENTION_STORE_REPLACE);
  g_assert_cmpstr (get_intervention (&fixture, 0)->place, ==, "/count");
  g_assert_cmpstr (get_intervention (&fixture, 0)->had, ==, "1");
  g_assert_cmpstr (get_intervention (&fixture, 0)->value, ==, "7");

  sluice_run_session_continue (fixture.session);
  wait_for_state (&fixture, SLUICE_SESSION_FINISHED);
  g_assert_nonnull (sluice_run_session_get_node_mark (fixture.session, "main/many"));
  g_assert_null (sluice_run_session_get_node_mark (fixture.session, "main/few"));
  /* They stay to be looked at, until they are thrown away. */
  g_assert_cmpuint (sluice_run_session_get_interventions (fixture.session)->len, ==, 1);
  start (&fixture);
  wait_for (&fixture, is_stopped_at, "main/a");
  g_assert_cmpuint (sluice_run_session_get_interventions (fixture.session)->len, ==, 1);
  g_assert_true (get_intervention (&fixture, 0)->is_earlier);
  g_assert_null (intervene (&fixture, SLUICE_INTERVENTION_STORE_ADD, 0, "/mine", "1"));
  g_assert_cmpuint (sluice_run_session_get_interventions (fixture.session)->len, ==, 2);
  g_assert_false (get_intervention (&fixture, 1)->is_earlier);
  sluice_run_session_forget_interventions (fixture.session);
  g_assert_cmpuint (sluice_run_session_get_interventions (fixture.session)->len, ==, 0);
  tear_down (&fixture);
}

static void
test_refuses_what_cannot_be (void)
{
  Fixture fixture;

  set_up (&fixture, branching);
  start (&fixture);
  wait_for (&fixture, is_stopped_at, "main/a");
  g_assert_nonnull (intervene (&fixture, SLUICE_INTERVENTION_STORE_REPLACE, 0, "/nothing/here", "7"));
  g_assert_nonnull (intervene (&fixture, SLUICE_INTERVENTION_STORE_REPLACE, 0, "/old", "seven"));
  g_assert_nonnull (intervene (&fixture, SLUICE_INTERVENTION_NEXT, 0, "main/none", NULL));
  g_assert_nonnull (intervene (&fixture, SLUICE_INTERVENTION_RELEASE, 0, NULL, NULL));
  g_assert_cmpuint (sluice_run_session_get_interventions (fixture.session)->len, ==, 0);

  sluice_run_session_continue (fixture.session);
  wait_for_state (&fixture, SLUICE_SESSION_FINISHED);
  g_assert_cmpuint (sluice_run_session_intervene (fixture.session,
                                                  &(SluiceIntervention) { SLUICE_INTERVENTION_RETRY, 0, NULL, NULL }),
                    ==, 0);
  tear_down (&fixture);
}

/* What is told apart is the store at the last stop and the store now. */
static void
test_base_store (void)
{
  Fixture fixture;
  SluiceValue base, store;

  set_up (&fixture, branching);
  start (&fixture);
  wait_for (&fixture, is_stopped_at, "main/a");
  sluice_run_session_step_over (fixture.session);
  wait_for (&fixture, is_stopped_at, "main/b");
  base = sluice_run_session_get_base_store (fixture.session);
  store = sluice_run_session_get_store (fixture.session);
  g_assert_true (sluice_value_has_member (base, "old"));
  g_assert_false (sluice_value_has_member (base, "count"));
  g_assert_false (sluice_value_has_member (store, "old"));
  g_assert_true (sluice_value_has_member (store, "count"));

  sluice_run_session_continue (fixture.session);
  wait_for_state (&fixture, SLUICE_SESSION_FINISHED);
  base = sluice_run_session_get_base_store (fixture.session);
  g_assert_true (sluice_value_has_member (base, "count"));
  tear_down (&fixture);
}

static void
test_commands (void)
{
  Fixture fixture;

  set_up (&fixture, branching);
  start (&fixture);
  wait_for (&fixture, is_stopped_at, "main/a");
  sluice_run_session_step_over (fixture.session);
  wait_for (&fixture, is_stopped_at, "main/b");
  g_assert_null (intervene (&fixture, SLUICE_INTERVENTION_NEXT, 0, "main/a", NULL));
  wait_for (&fixture, is_stopped_at, "main/a");
  sluice_run_session_step_over (fixture.session);
  wait_for (&fixture, is_stopped_at, "main/b");
  g_assert_cmpint (sluice_value_get_integer (sluice_value_get_member (sluice_run_session_get_store (fixture.session),
                                                                      "count")), ==, 2);
  g_assert_null (intervene (&fixture, SLUICE_INTERVENTION_SKIP, 0, NULL, "many"));
  sluice_run_session_step_over (fixture.session);
  wait_for (&fixture, is_stopped_at, "main/many");
  g_assert_cmpstr (get_intervention (&fixture, 1)->value, ==, "many");
  g_assert_cmpstr (get_intervention (&fixture, 1)->title, ==, "Decide");
  g_assert_null (intervene (&fixture, SLUICE_INTERVENTION_FAIL, 0, NULL, "enough"));
  sluice_run_session_continue (fixture.session);
  wait_for_state (&fixture, SLUICE_SESSION_FAILED);
  g_assert_nonnull (strstr (sluice_run_session_get_message (fixture.session), "enough"));
  tear_down (&fixture);
}

static gboolean
has_prompt (Fixture       *fixture,
            gconstpointer  data)
{
  return sluice_run_session_get_prompts (fixture->session)->len > 0;
}

static gboolean
has_held (Fixture       *fixture,
          gconstpointer  data)
{
  GPtrArray *held = sluice_run_session_get_held (fixture->session);
  const SluiceHeldInfo *info = held->len > 0 ? g_ptr_array_index (held, 0) : NULL;

  return info != NULL && g_strcmp0 (info->value.text, data) == 0;
}

static void
test_held_result_is_edited (void)
{
  Fixture fixture;
  const SluicePrompt *prompt;
  guint64 effect;
  guint32 lane;

  set_up (&fixture, asking);
  start (&fixture);
  wait_for (&fixture, is_stopped_at, "main/name");
  sluice_run_session_continue (fixture.session);
  wait_for (&fixture, has_prompt, NULL);
  sluice_run_session_pause (fixture.session);
  wait_for_state (&fixture, SLUICE_SESSION_STOPPED);
  prompt = g_ptr_array_index (sluice_run_session_get_prompts (fixture.session), 0);
  effect = prompt->effect;
  lane = prompt->lane;
  g_assert_true (sluice_run_session_answer (fixture.session, effect, "Ada", NULL));
  wait_for (&fixture, has_held, "\"Ada\"");

  g_assert_nonnull (intervene (&fixture, SLUICE_INTERVENTION_HELD, lane + 7, NULL, "\"Bob\""));
  g_assert_null (intervene (&fixture, SLUICE_INTERVENTION_HELD, lane, NULL, "\"Bob\""));
  wait_for (&fixture, has_held, "\"Bob\"");
  g_assert_null (intervene (&fixture, SLUICE_INTERVENTION_RELEASE, lane, NULL, NULL));
  wait_for_state (&fixture, SLUICE_SESSION_STOPPED);
  sluice_run_session_continue (fixture.session);
  wait_for_state (&fixture, SLUICE_SESSION_FINISHED);
  g_assert_cmpstr (sluice_value_get_member_string (sluice_run_session_get_store (fixture.session), "name"), ==, "Bob");
  g_assert_cmpuint (sluice_run_session_get_held (fixture.session)->len, ==, 0);
  tear_down (&fixture);
}

static const char retrying[] =
  "'main': { 'start': 'f', 'nodes': {"
  "  'f': { 'kind': 'script', 'title': 'Fetch', 'retries': 3, 'wait': 0.02,"
  "         'prep': 'return shared.round or 1',"
  "         'exec': 'if prep_res > 1 then return string.rep([[x]], 5000) end error([[no luck]])',"
  "         'fallback': 'return [[none]]',"
  "         'post': 'shared.round = prep_res + 1 if prep_res > 1 then return [[out]] end return [[again]]',"
  "         'next': { 'again': 'f' } } } }";

static gboolean
has_visit (Fixture       *fixture,
           gconstpointer  data)
{
  const SluiceVisitInfo *visit = sluice_run_session_get_visit (fixture->session);

  return visit != NULL && visit->number == GPOINTER_TO_UINT (data) && visit->duration >= 0;
}

static const SluiceVisitInfo *
wait_for_visit (Fixture *fixture,
                guint    number)
{
  wait_for (fixture, has_visit, GUINT_TO_POINTER (number));
  return sluice_run_session_get_visit (fixture->session);
}

static void
test_visits (void)
{
  Fixture fixture;
  const SluiceVisitInfo *visit;
  guint request;

  set_up (&fixture, retrying);
  sluice_run_session_show_visit (fixture.session, "main/f", 0);
  start (&fixture);
  wait_for (&fixture, is_stopped_at, "main/f");
  g_assert_null (sluice_run_session_get_visit (fixture.session));
  sluice_run_session_continue (fixture.session);
  wait_for_state (&fixture, SLUICE_SESSION_FINISHED);
  visit = wait_for_visit (&fixture, 2);
  g_assert_cmpuint (visit->n_visits, ==, 2);
  g_assert_cmpuint (visit->previous, ==, 1);
  g_assert_cmpuint (visit->next, ==, 0);
  g_assert_cmpstr (visit->prep.text, ==, "2");
  g_assert_cmpuint (visit->exec.size, ==, 5002);
  g_assert_cmpuint (strlen (visit->exec.text), <=, SLUICE_STOP_MAX_TEXT);
  g_assert_cmpstr (visit->action, ==, "out");
  g_assert_true (visit->has_edge);
  g_assert_null (visit->target_address);
  request = sluice_run_session_request_value (fixture.session, "main/f", 2, SLUICE_VISIT_EXEC);
  wait_for (&fixture, is_replied, GUINT_TO_POINTER (request));
  g_assert_cmpuint (strlen (fixture.text), ==, 5002);

  sluice_run_session_show_visit (fixture.session, "main/f", 1);
  visit = wait_for_visit (&fixture, 1);
  g_assert_cmpuint (visit->attempts->len, ==, 3);
  for (guint i = 0; i < visit->attempts->len; i++)
    {
      const SluiceAttemptInfo *attempt = g_ptr_array_index (visit->attempts, i);

      g_assert_cmpint (attempt->attempt, ==, (int) i);
      g_assert_cmpint (attempt->wait, ==, i < 2 ? 20000 : 0);
      g_assert_nonnull (strstr (attempt->error, "no luck"));
      g_assert_cmpint (attempt->duration, >=, 0);
    }
  g_assert_true (visit->had_fallback);
  g_assert_cmpstr (visit->exec.text, ==, "\"none\"");
  g_assert_cmpstr (visit->target_address, ==, "main/f");
  g_assert_cmpstr (visit->target_title, ==, "Fetch");
  request = sluice_run_session_request_value (fixture.session, "main/f", 9, SLUICE_VISIT_EXEC);
  wait_for (&fixture, is_replied, GUINT_TO_POINTER (request));
  g_assert_nonnull (fixture.error);
  tear_down (&fixture);
}

static const char circling[] =
  "'main': { 'start': 'a', 'nodes': {"
  "  'a': { 'kind': 'script', 'post': 'shared.n = (shared.n or 0) + 1 if shared.n < 5000 then return [[on]] end',"
  "         'next': { 'on': 'a' } } } }";

/* Only the last visits are kept, and what is not is told. */
static void
test_old_visits (void)
{
  Fixture fixture;
  const SluiceVisitInfo *visit;

  set_up (&fixture, circling);
  sluice_run_session_show_visit (fixture.session, "main/a", 0);
  start (&fixture);
  wait_for (&fixture, is_stopped_at, "main/a");
  sluice_run_session_continue (fixture.session);
  wait_for_state (&fixture, SLUICE_SESSION_FINISHED);
  visit = wait_for_visit (&fixture, 5000);
  g_assert_cmpuint (visit->previous, ==, 4999);
  sluice_run_session_show_visit (fixture.session, "main/a", 4901);
  visit = wait_for_visit (&fixture, 4901);
  g_assert_cmpstr (visit->action, ==, "on");
  g_assert_cmpuint (visit->previous, ==, 0);
  g_assert_cmpuint (visit->next, ==, 4902);
  tear_down (&fixture);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/session/stops/an-edit-takes-another-edge", test_edit_takes_another_edge);
  g_test_add_func ("/session/stops/refuses-what-cannot-be", test_refuses_what_cannot_be);
  g_test_add_func ("/session/stops/the-store-at-the-last-stop", test_base_store);
  g_test_add_func ("/session/stops/commands", test_commands);
  g_test_add_func ("/session/stops/a-held-result-is-edited", test_held_result_is_edited);
  g_test_add_func ("/session/stops/visits-attempt-by-attempt", test_visits);
  g_test_add_func ("/session/stops/the-last-visits-are-kept", test_old_visits);
  return g_test_run ();
}
