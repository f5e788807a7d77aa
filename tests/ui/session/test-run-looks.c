/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a person looks at at a stop: watches, the line of a script and its locals, hits; and running to a place. */

#include "base/json.h"
#include "debugger/session/run-session.h"

#define DEADLINE (20 * G_USEC_PER_SEC)

static const char text[] =
  "{ \"format\": 1, \"name\": \"Test\", \"run\": [\"main\"], \"flows\": { \"main\": { \"start\": \"a\", \"nodes\": {"
  " \"a\": { \"kind\": \"script\", \"title\": \"Count\","
  "   \"prep\": [\"return shared.n or 0\"],"
  "   \"exec\": [\"local step = 2\", \"local sum = prep_res + step\", \"return sum\"],"
  "   \"post\": [\"shared.n = exec_res\", \"if shared.n >= 20 then return 'done' end\"],"
  "   \"next\": { \"default\": \"a\", \"done\": \"b\" } },"
  " \"b\": { \"kind\": \"script\", \"title\": \"Last\" } } } } }";

typedef struct
{
  SluiceRunSession  *session;
  SluiceDocument    *document;
  SluiceBreakpoints *breakpoints;
} Fixture;

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  self->session = sluice_run_session_new ();
  self->document = sluice_document_new_from_text (text, -1, &error);
  self->breakpoints = sluice_breakpoints_new ();
  g_assert_no_error (error);
  sluice_run_session_set_breakpoints (self->session, self->breakpoints);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  g_clear_object (&self->session);
  g_clear_object (&self->document);
  g_clear_object (&self->breakpoints);
}

static gboolean
tick_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

static void
wait_for_message (Fixture    *self,
                  const char *message)
{
  gint64 end = g_get_monotonic_time () + DEADLINE;
  guint tick = g_timeout_add (100, tick_cb, NULL);

  while (g_strcmp0 (sluice_run_session_get_message (self->session), message) != 0 && g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (tick);
  g_assert_cmpstr (sluice_run_session_get_message (self->session), ==, message);
}

/* Each watch as its value or, after an exclamation mark, its error. */
static char *
tell_watches (Fixture *self)
{
  SluiceValue watched = sluice_run_session_get_watched (self->session);
  GString *told = g_string_new (NULL);

  for (guint i = 0; i < sluice_value_get_length (watched); i++)
    {
      SluiceValue entry = sluice_value_get_element (watched, i);
      g_autofree char *value = sluice_json_write (sluice_value_get_member (entry, "value"), SLUICE_JSON_WRITE_COMPACT,
                                                  NULL);

      g_string_append_printf (told, "%s = %s; ", sluice_value_get_member_string (entry, "expression"),
                              sluice_value_has_member (entry, "error") ? "!" : value);
    }
  return g_string_free (told, FALSE);
}

static void
wait_for_watches (Fixture    *self,
                  const char *wanted)
{
  gint64 end = g_get_monotonic_time () + DEADLINE;
  guint tick = g_timeout_add (100, tick_cb, NULL);
  g_autofree char *told = tell_watches (self);

  while (!g_str_equal (told, wanted) && g_get_monotonic_time () < end)
    {
      g_main_context_iteration (NULL, TRUE);
      g_free (told);
      told = tell_watches (self);
    }
  g_source_remove (tick);
  g_assert_cmpstr (told, ==, wanted);
}

static guint
add (Fixture         *self,
     SluiceBreakKind  kind,
     const char      *what,
     double           amount,
     const char      *condition,
     guint            hits)
{
  g_autoptr (SluiceBreakpoint) breakpoint = sluice_breakpoint_new (kind, "main/a");
  g_autoptr (GError) error = NULL;
  guint id;

  breakpoint->what = g_strdup (what);
  breakpoint->amount = amount;
  breakpoint->condition = g_strdup (condition);
  breakpoint->hits = hits;
  id = sluice_breakpoints_add (self->breakpoints, breakpoint, &error);
  g_assert_no_error (error);
  return id;
}

static void
start (Fixture *self)
{
  g_autoptr (GError) error = NULL;

  sluice_run_session_start (self->session, self->document, FALSE, &error);
  g_assert_no_error (error);
}

static void
test_watches (Fixture       *self,
              gconstpointer  data)
{
  const char * const before[] = { "shared.n + 1", "prep_res", NULL };
  const char * const after[] = { "exec_res", "what is", "shared.n", NULL };

  sluice_run_session_set_watches (self->session, before);
  add (self, SLUICE_BREAK_AFTER, NULL, 0, "shared.n == 6", 0);
  start (self);
  wait_for_message (self, "Breakpoint after Count, with “default”");
  wait_for_watches (self, "shared.n + 1 = 7; prep_res = 4; ");
  sluice_run_session_set_watches (self->session, after);
  wait_for_watches (self, "exec_res = 6; what is = !; shared.n = 6; ");
  sluice_breakpoints_remove_all (self->breakpoints);
  sluice_run_session_continue (self->session);
  wait_for_message (self, "Finished");
  wait_for_watches (self, "exec_res = null; what is = !; shared.n = 20; ");
}

static void
test_hits (Fixture       *self,
           gconstpointer  data)
{
  guint third, odd;

  sluice_breakpoints_set (self->breakpoints, "main/b", TRUE);
  third = add (self, SLUICE_BREAK_PHASE, "post", 0, NULL, 3);
  odd = add (self, SLUICE_BREAK_AFTER, NULL, 0, "shared.n % 4 == 0", 100);
  start (self);
  wait_for_message (self, "Breakpoint before the post of Count");
  g_assert_cmpuint (sluice_run_session_get_hits (self->session, third), ==, 3);
  g_assert_cmpuint (sluice_run_session_get_hits (self->session, odd), ==, 1);
  /* Another one before it in the order of addresses changes nothing about the counts. */
  sluice_breakpoints_set (self->breakpoints, "main/_", TRUE);
  g_assert_true (sluice_breakpoints_remove (self->breakpoints, third));
  sluice_run_session_continue (self->session);
  wait_for_message (self, "Breakpoint on Last");
  g_assert_cmpuint (sluice_run_session_get_hits (self->session, odd), ==, 5);
  g_assert_cmpuint (sluice_run_session_get_hits (self->session, 1), ==, 1);
}

static void
test_lines (Fixture       *self,
            gconstpointer  data)
{
  SluiceValue frames;
  SluicePhase phase;

  add (self, SLUICE_BREAK_LINE, "exec", 2, NULL, 0);
  start (self);
  wait_for_message (self, "Breakpoint at line 2 of the exec of Count");
  g_assert_cmpuint (sluice_run_session_get_stop_line (self->session, &phase), ==, 2);
  g_assert_cmpint (phase, ==, SLUICE_PHASE_EXEC);
  frames = sluice_run_session_get_frames (self->session);
  g_assert_cmpuint (sluice_value_get_length (frames), ==, 1);
  frames = sluice_value_get_member (sluice_value_get_element (frames, 0), "locals");
  g_assert_cmpint (sluice_value_get_integer (sluice_value_get_member (frames, "step")), ==, 2);
  sluice_run_session_step_over (self->session);
  wait_for_message (self, "Stopped at line 3 of the exec of Count");
  g_assert_cmpuint (sluice_run_session_get_stop_line (self->session, NULL), ==, 3);
  sluice_breakpoints_remove_all (self->breakpoints);
  sluice_run_session_continue (self->session);
  wait_for_message (self, "Finished");
  g_assert_cmpuint (sluice_run_session_get_stop_line (self->session, NULL), ==, 0);
  g_assert_cmpuint (sluice_value_get_length (sluice_run_session_get_frames (self->session)), ==, 0);
}

/* A step into a script is to its first line. */
static void
test_step_into (Fixture       *self,
                gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  sluice_run_session_start (self->session, self->document, TRUE, &error);
  g_assert_no_error (error);
  wait_for_message (self, "Stopped before Count");
  sluice_run_session_step_into (self->session);
  wait_for_message (self, "Stopped at line 1 of the prep of Count");
}

static void
test_run_to (Fixture       *self,
             gconstpointer  data)
{
  g_autoptr (SluiceBreakpoint) last = sluice_breakpoint_new (SLUICE_BREAK_NODE, "main/b");
  g_autoptr (SluiceBreakpoint) edge = sluice_breakpoint_new (SLUICE_BREAK_TAKEN, "main/a");
  g_autoptr (SluiceBreakpoint) bad = sluice_breakpoint_new (SLUICE_BREAK_LINE, "main/a");
  g_autoptr (GError) error = NULL;

  edge->what = g_strdup ("default");
  g_assert_false (sluice_run_session_start_to (self->session, self->document, bad, &error));
  g_assert_error (error, SLUICE_DEBUG_ERROR, SLUICE_DEBUG_ERROR_BREAKPOINT);
  g_clear_error (&error);
  g_assert_true (sluice_run_session_start_to (self->session, self->document, edge, &error));
  g_assert_no_error (error);
  wait_for_message (self, "Count went on by “default”");
  sluice_run_session_run_to (self->session, last);
  wait_for_message (self, "Breakpoint on Last");
  g_assert_cmpuint (sluice_breakpoints_get_n (self->breakpoints), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, func) g_test_add ("/session/looks/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("watches-are-evaluated-at-stops-and-ends", test_watches);
  ADD ("hits-are-counted-by-breakpoint", test_hits);
  ADD ("the-line-and-its-locals", test_lines);
  ADD ("steps-into-a-script", test_step_into);
  ADD ("runs-to-a-place-once", test_run_to);
#undef ADD

  return g_test_run ();
}
