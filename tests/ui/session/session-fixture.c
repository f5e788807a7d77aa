/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "session-fixture.h"

#include "record/history.h"

#define DEADLINE (60 * G_USEC_PER_SEC)

const char SESSION_COUNTING[] =
  "'main': { 'start': 'a', 'nodes': {"
  "  'a': { 'kind': 'script', 'post': 'shared.n = (shared.n or 0) + 1 if shared.n >= 10 then return [[done]] end',"
  "         'next': { 'default': 'b', 'done': 'end' } },"
  "  'b': { 'kind': 'script', 'next': { 'default': 'a' } },"
  "  'end': { 'kind': 'end' } } }";

const char SESSION_ENDLESS[] =
  "'main': { 'start': 'a', 'nodes': {"
  "  'a': { 'kind': 'script', 'post': 'shared.n = (shared.n or 0) + 1', 'next': { 'default': 'b' } },"
  "  'b': { 'kind': 'script', 'next': { 'default': 'a' } } } }";

const char SESSION_ASKING[] =
  "'main': { 'start': 'name', 'nodes': {"
  "  'name': { 'kind': 'ask', 'settings': { 'prompt': 'Who are you?' }, 'output': 'name',"
  "            'next': { 'default': 'greet' } },"
  "  'greet': { 'kind': 'log', 'settings': { 'message': 'Hello {{ shared.name }}' } } } }";

void
session_fixture_set_flows (SessionFixture *fixture,
                           const char     *flows)
{
  g_autofree char *text = g_strdup_printf ("{ 'format': 1, 'name': 'Test', 'run': ['main'], 'flows': { %s } }", flows);
  g_autoptr (GError) error = NULL;

  g_clear_object (&fixture->document);
  g_strdelimit (text, "'", '"');
  fixture->document = sluice_document_new_from_text (text, -1, &error);
  g_assert_no_error (error);
}

void
session_fixture_set_up (SessionFixture *fixture,
                        const char     *flows)
{
  *fixture = (SessionFixture) { NULL, };
  session_fixture_set_flows (fixture, flows);
  fixture->session = sluice_run_session_new ();
  sluice_run_session_set_recording (fixture->session, TRUE);
}

void
session_fixture_tear_down (SessionFixture *fixture)
{
  g_clear_object (&fixture->session);
  g_clear_object (&fixture->document);
}

void
session_fixture_start (SessionFixture *fixture,
                       gboolean        stops_at_start)
{
  g_autoptr (GError) error = NULL;

  sluice_run_session_start (fixture->session, fixture->document, stops_at_start, &error);
  g_assert_no_error (error);
}

void
session_fixture_run (SessionFixture *fixture)
{
  session_fixture_start (fixture, FALSE);
  session_fixture_wait_for_state (fixture, SLUICE_SESSION_FINISHED);
}

static gboolean
tick_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

void
session_fixture_wait (SessionFixture   *fixture,
                      SessionCondition  condition,
                      gconstpointer     data)
{
  gint64 deadline = g_get_monotonic_time () + DEADLINE;
  guint tick = g_timeout_add (20, tick_cb, NULL);

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
is_state (SessionFixture *fixture,
          gconstpointer   data)
{
  return (int) sluice_run_session_get_state (fixture->session) == GPOINTER_TO_INT (data);
}

void
session_fixture_wait_for_state (SessionFixture     *fixture,
                                SluiceSessionState  state)
{
  session_fixture_wait (fixture, is_state, GINT_TO_POINTER (state));
}

static gboolean
has_record (SessionFixture *fixture,
            gconstpointer   data)
{
  return sluice_run_session_get_record (fixture->session) != NULL;
}

void
session_fixture_wait_for_record (SessionFixture *fixture)
{
  session_fixture_wait (fixture, has_record, NULL);
}

static gboolean
is_record_closed (SessionFixture *fixture,
                  gconstpointer   data)
{
  g_autoptr (SluiceHistoryRun) run = NULL;

  if (!has_record (fixture, data))
    return FALSE;
  run = sluice_history_read (sluice_run_session_get_record (fixture->session));
  return !run->held;
}

void
session_fixture_wait_for_closed_record (SessionFixture *fixture)
{
  session_fixture_wait (fixture, is_record_closed, NULL);
}

static gboolean
is_asked (SessionFixture *fixture,
          gconstpointer   data)
{
  return sluice_run_session_get_prompts (fixture->session)->len > 0;
}

void
session_fixture_answer (SessionFixture *fixture,
                        const char     *text)
{
  const SluicePrompt *prompt;
  g_autoptr (GError) error = NULL;

  session_fixture_wait (fixture, is_asked, NULL);
  prompt = g_ptr_array_index (sluice_run_session_get_prompts (fixture->session), 0);
  sluice_run_session_answer (fixture->session, prompt->effect, text, &error);
  g_assert_no_error (error);
}
