/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The stretches of time that a session keeps of its run. */

#include "debugger/session/run-session.h"

#define DEADLINE (20 * G_USEC_PER_SEC)

static const char text[] =
  "{ \"format\": 1, \"name\": \"Test\", \"run\": [\"main\"], \"flows\": { \"main\": { \"start\": \"try\", \"nodes\": {"
  " \"try\": { \"kind\": \"script\", \"retries\": 2, \"wait\": 0.02, \"exec\": \"error('no luck')\","
  "   \"fallback\": \"return 1\", \"next\": { \"default\": \"who\" } },"
  " \"who\": { \"kind\": \"ask\", \"output\": \"name\", \"settings\": { \"prompt\": \"Who?\" },"
  "   \"next\": { \"default\": \"nap\" } },"
  " \"nap\": { \"kind\": \"script\", \"exec\": \"sleep(0.02)\" } } } } }";

static SluiceRunSession *
start (const char *flow)
{
  SluiceRunSession *session = sluice_run_session_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (SluiceDocument) document = sluice_document_new_from_text (flow, -1, &error);

  g_assert_no_error (error);
  sluice_run_session_start (session, document, FALSE, &error);
  g_assert_no_error (error);
  return session;
}

static void
wait_for_state (SluiceRunSession   *session,
                SluiceSessionState  state)
{
  gint64 end = g_get_monotonic_time () + DEADLINE;

  while (sluice_run_session_get_state (session) != state && g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (sluice_run_session_get_state (session), ==, state);
}

/* "exec@1!" for an attempt that failed; stretches may be missing where they took no time. */
static char *
tell (SluiceRunSession *session)
{
  static const char * const words[] = {
    [SLUICE_MARK_PREP] = "prep", [SLUICE_MARK_EXEC] = "exec", [SLUICE_MARK_WAIT] = "wait",
    [SLUICE_MARK_FALLBACK] = "fallback", [SLUICE_MARK_POST] = "post", [SLUICE_MARK_PERSON] = "person",
    [SLUICE_MARK_QUEUE] = "queue", [SLUICE_MARK_STOPPED] = "stopped",
  };
  GString *told = g_string_new (NULL);

  for (guint64 i = 0; i < sluice_run_session_get_n_spans (session); i++)
    {
      const SluiceSpan *span = sluice_run_session_get_span (session, i);

      g_assert_nonnull (span);
      g_assert_cmpint (span->end, >=, span->start);
      g_assert_cmpuint (span->lane, ==, 1);
      if (span->failed || span->end - span->start >= 20000)
        g_string_append_printf (told, "%s %s@%d%s; ", span->address, words[span->state], span->attempt,
                                span->failed ? "!" : "");
    }
  return g_string_free (told, FALSE);
}

static void
test_attempts_and_waits (void)
{
  g_autoptr (SluiceRunSession) session = start (text);
  g_autoptr (GError) error = NULL;
  g_autofree char *told = NULL;
  const SluiceSpan *open;
  const SluicePrompt *prompt;

  wait_for_state (session, SLUICE_SESSION_WAITING);
  while (sluice_run_session_get_prompts (session)->len == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (sluice_run_session_get_open_spans (session)->len, ==, 1);
  open = &g_array_index (sluice_run_session_get_open_spans (session), SluiceSpan, 0);
  g_assert_cmpint (open->state, ==, SLUICE_MARK_PERSON);
  g_assert_cmpstr (open->address, ==, "main/who");
  g_assert_cmpint (open->end, ==, sluice_run_session_get_time (session));

  prompt = g_ptr_array_index (sluice_run_session_get_prompts (session), 0);
  g_assert_true (sluice_run_session_answer (session, prompt->effect, "Ada", &error));
  wait_for_state (session, SLUICE_SESSION_FINISHED);
  g_assert_cmpuint (sluice_run_session_get_open_spans (session)->len, ==, 0);
  told = tell (session);
  g_assert_true (g_str_has_prefix (told, "main/try exec@0!; main/try wait@0; main/try exec@1!; "));
  g_assert_true (g_str_has_suffix (told, "main/nap wait@0; "));
}

/* A run at full speed keeps the last stretches, and counts the others. Each prep takes longer than the clock's step,
 * or it would be no stretch. */
static void
test_many (void)
{
  g_autoptr (SluiceRunSession) session = start (
    "{ \"format\": 1, \"name\": \"Test\", \"run\": [\"main\"], \"flows\": { \"main\": { \"start\": \"a\", \"nodes\": {"
    " \"a\": { \"kind\": \"script\", \"prep\": \"for i = 1, 400 do math.sin (i) end\","
    "   \"post\": \"shared.n = (shared.n or 0) + 1 if shared.n >= 200000 then return 'done' end\","
    "   \"next\": { \"default\": \"a\", \"done\": null } } } } } }");
  guint64 n, kept = 0;

  wait_for_state (session, SLUICE_SESSION_FINISHED);
  n = sluice_run_session_get_n_spans (session);
  for (guint64 i = 0; i < n; i++)
    kept += sluice_run_session_get_span (session, i) != NULL;
  g_assert_cmpuint (n, >, 100000);
  g_assert_cmpuint (kept, >, 0);
  g_assert_cmpuint (kept, <=, 120000);
  g_assert_nonnull (sluice_run_session_get_span (session, n - 1));
  g_assert_null (sluice_run_session_get_span (session, n));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/session/spans/attempts-and-waits", test_attempts_and_waits);
  g_test_add_func ("/session/spans/many", test_many);

  return g_test_run ();
}
