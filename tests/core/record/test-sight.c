/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What could be named at a stop is kept with it, so that an expression says of the record what it said of the run. */

#include <string.h>

#include "base/json.h"
#include "compile/compile.h"
#include "debug/debugger.h"
#include "debug/sight.h"
#include "record/entries.h"
#include "record/recorder.h"
#include "record-fixture.h"
#include "script/script.h"

static const char drawing[] =
  "{ 'format': 1, 'name': 'Test', 'run': ['main'], 'flows': { 'main': { 'start': 'a', 'params': { 'of': 7 }, 'nodes': {"
  "  'a': { 'kind': 'script', 'prep': 'return { of = params.of }',"
  "         'exec': 'local n, t = 3, { x = [[abc]], long = {} }\\nlocal function add (k)\\n  local params = k * n\\n"
  "  return params + n\\nend\\nlocal sum = add (2)\\nreturn { sum, t.x }',"
  "         'post': 'shared.n = exec_res[1]', 'next': { 'default': 'b' } },"
  "  'b': { 'kind': 'script', 'batch': 'each', 'prep': 'return { 5, 6 }', 'exec': 'return item * 2',"
  "         'post': 'return [[on]]', 'next': { 'on': 'c' } },"
  "  'c': { 'kind': 'script', 'retries': 2, 'exec': 'error ([[no]])' } } } } }";

static const char large[] =
  "{ 'format': 1, 'name': 'Test', 'run': ['main'], 'flows': { 'main': { 'start': 'a', 'nodes': {"
  "  'a': { 'kind': 'script', 'prep': 'return string.rep ([[p]], 70000)',"
  "         'exec': 'local small, long, params = 1, string.rep ([[x]], 70000), string.rep ([[y]], 70000)\\n"
  "local function down (k)\\n  local part = string.rep ([[z]], 60000)\\n  if k > 0 then\\n    down (k - 1)\\n  end\\n"
  "  return part\\nend\\ndown (9)\\nlocal deep = {}\\nfor i = 1, 120 do deep = { deep } end\\nreturn small' } } } } }";

/* In each of the expressions all that may be named. */
static const char * const expressions[] = {
  "shared", "shared.n", "params", "params.of", "prep_res", "exec_res", "item", "attempt", "action", "error", "n", "k",
  "t", "t.x .. [[d]]", "add", "sum", "nobody", "shared.error", "shared.item", "{ n, item, t }", "error and error.message",
  "error and error.code", "#[[error]]", "type (params)", "(function (x) return x end) (n)", "1 +", "error (1)",
};

static void
break_at_line (SluiceBreakpoints *breakpoints,
               const char        *address,
               double             line)
{
  g_autoptr (SluiceBreakpoint) breakpoint = sluice_breakpoint_new (SLUICE_BREAK_LINE, address);
  g_autoptr (GError) error = NULL;

  breakpoint->what = g_strdup ("exec");
  breakpoint->amount = line;
  sluice_breakpoints_add (breakpoints, breakpoint, &error);
  g_assert_no_error (error);
}

/* What an expression comes to, or that it fails. Where the script was held the live run says it. */
static char *
dup_answer (const char    *expression,
            SluiceValue    value,
            const GError  *error)
{
  g_autofree char *json = error == NULL ? sluice_json_write (value, SLUICE_JSON_WRITE_SORT_KEYS, NULL) : NULL;

  return g_strdup_printf ("%s = %s\n", expression, error == NULL ? json : "(fails)");
}

static void
ask_debugger (SluiceDebugger *debugger,
              GString        *text)
{
  g_auto (SluiceValue) frames = sluice_debugger_dup_frames (debugger, sluice_debugger_get_lane (debugger));
  guint n = MAX (1, sluice_value_get_length (frames));

  for (guint frame = 0; frame < n; frame++)
    for (guint i = 0; i < G_N_ELEMENTS (expressions); i++)
      {
        g_auto (SluiceValue) value = SLUICE_VALUE_INIT;
        g_autoptr (GError) error = NULL;
        g_autofree char *answer = NULL;

        sluice_debugger_select_frame (debugger, frame);
        sluice_debugger_evaluate (debugger, expressions[i], &value, &error);
        answer = dup_answer (expressions[i], value, error);
        g_string_append (text, answer);
      }
}

static void
ask_record (SluiceRecord *record,
            GString      *text)
{
  g_auto (SluiceValue) kept = sluice_record_dup_sight (record);
  guint n = MAX (1, sluice_value_get_length (sluice_value_get_member (kept, "frames")));

  for (guint frame = 0; frame < n; frame++)
    {
      g_autoptr (SluiceSight) sight = sluice_sight_new (kept, sluice_record_get_store (record), frame);

      for (guint i = 0; i < G_N_ELEMENTS (expressions); i++)
        {
          g_auto (SluiceValue) value = SLUICE_VALUE_INIT;
          g_autoptr (GError) error = NULL;
          g_autofree char *answer = NULL;

          sluice_sight_evaluate (sight, expressions[i], &value, &error);
          answer = dup_answer (expressions[i], value, error);
          g_string_append (text, answer);
        }
    }
}

/* Every phase of all, two lines, and the error. @text: NULL, or what the expressions are there */
static void
play (SluiceRun   *run,
      const char  *path,
      const double lines[],
      guint64      max_size,
      GString     *text)
{
  g_autoptr (SluiceBreakpoints) breakpoints = sluice_breakpoints_new ();
  g_autoptr (SluiceDebugger) debugger = sluice_debugger_new (run, breakpoints);
  g_autoptr (GError) error = NULL;
  g_autoptr (SluiceRecorder) recorder = fixture_record (run, path);

  sluice_recorder_set_max_size (recorder, max_size);
  for (guint i = 0; lines[i] != 0; i++)
    break_at_line (breakpoints, "main/a", lines[i]);
  sluice_debugger_set_stop_errors (debugger, SLUICE_STOP_ERRORS_UNCAUGHT);
  sluice_debugger_stop_at_start (debugger);
  g_assert_true (sluice_run_start (run, NULL));
  while (sluice_run_get_state (run) < SLUICE_RUN_FINISHED)
    {
      if (g_main_context_iteration (NULL, FALSE) || !sluice_debugger_is_stopped (debugger))
        continue;
      if (text != NULL)
        {
          ask_debugger (debugger, text);
          sluice_debugger_step_phase (debugger);
        }
      else
        sluice_debugger_continue (debugger);
    }
  g_assert_true (sluice_recorder_close (recorder, &error));
}

static gboolean
go_to_stop (SluiceRecord *record)
{
  SluiceFact fact = { 0, };
  gboolean is_stop = FALSE;

  while (!is_stop && sluice_record_step (record, &fact, NULL))
    {
      is_stop = fact.type == SLUICE_EVENT_STOP;
      sluice_fact_clear (&fact);
    }
  return is_stop;
}

static void
test_same_answers (Fixture       *fixture,
                   gconstpointer  data)
{
  static const double lines[] = { 4, 7, 0 };
  static const char * const parts[] = {
    "n = 3\n", "k = 2\n", "params = 6\n", "t = {\"long\":{},\"x\":\"abc\"}\n", "sum = 9\n", "item = 6\n",
    "attempt = 1\n", "action = \"on\"\n", "error = \"main/c exec, line 1: no", "prep_res = {\"of\":7}\n",
    "nobody = null\n", "add = \"(function)\"\n", "shared.n = 9\n", "1 + = (fails)\n", "error (1) = (fails)\n",
    "exec_res = [9,\"abc\"]\n",
  };
  g_autoptr (SluiceRun) run = fixture_create_run (drawing);
  g_autoptr (GString) told = g_string_new (NULL);
  g_autoptr (GString) kept = g_string_new (NULL);
  g_autoptr (SluiceRecord) record = NULL;
  g_autoptr (GError) error = NULL;

  play (run, fixture->path, lines, 0, told);
  record = sluice_record_open (fixture->path, &error);
  g_assert_no_error (error);
  while (go_to_stop (record))
    ask_record (record, kept);
  g_assert_cmpstr (kept->str, ==, told->str);
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (strstr (kept->str, parts[i]) == NULL)
      g_error ("%s is not in\n%s", parts[i], kept->str);
}

static void
assert_answer (SluiceValue  kept,
               SluiceValue  store,
               guint        frame,
               const char  *expression,
               const char  *expected) /* JSON, or words of why it is not at hand */
{
  g_autoptr (SluiceSight) sight = sluice_sight_new (kept, store, frame);
  g_auto (SluiceValue) value = SLUICE_VALUE_INIT;
  g_autoptr (GError) error = NULL;
  g_autofree char *json = NULL;

  if (!sluice_sight_evaluate (sight, expression, &value, &error))
    {
      g_assert_error (error, SLUICE_SCRIPT_ERROR, SLUICE_SCRIPT_ERROR_MISSING);
      g_assert_nonnull (strstr (error->message, expected));
      return;
    }
  json = sluice_json_write (value, SLUICE_JSON_WRITE_SORT_KEYS, NULL);
  if (strlen (json) > 1000)
    g_error ("“%s” is at hand", expression);
  g_assert_cmpstr (json, ==, expected);
}

static void
test_no_stop (void)
{
  static const struct
  {
    const char *expression;
    const char *expected;
  } cases[] = {
    { "shared.error", "\"e\"" },
    { "shared.item or {}", "1" },
    { "string.rep ('error', 2)", "\"errorerror\"" },
    { "(function (params) return params end) (2)", "2" },
    { "{ item = 1 }", "{\"item\":1}" },
    { "params", "“params” of this moment" },
    { "prep_res", "“prep_res” of this moment" },
    { "exec_res == nil", "“exec_res” of this moment" },
    { "item", "“item” of this moment" },
    { "attempt + 1", "“attempt” of this moment" },
    { "error", "“error” of this moment" },
    { "action", "“action” of this moment" },
    { "my_local", "“my_local” of this moment" },
  };
  g_auto (SluiceValue) store = SLUICE_VALUE_INIT;

  g_assert_true (sluice_json_read ("{\"error\":\"e\",\"item\":1}", -1, 0, &store, NULL, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_answer (sluice_value_null (), store, 0, cases[i].expression, cases[i].expected);
}

static SluiceValue
dup_last_sight (const char *path)
{
  g_autoptr (SluiceRecord) record = sluice_record_open (path, NULL);
  SluiceValue kept = SLUICE_VALUE_INIT;

  while (go_to_stop (record))
    sluice_value_replace (&kept, sluice_record_dup_sight (record));
  return kept;
}

/* What is too large is not kept, and said to be so; the rest is. What hides another name still hides it. */
static void
test_too_large (Fixture       *fixture,
                gconstpointer  data)
{
  static const double lines[] = { 11, 0 };
  g_autoptr (SluiceRun) run = fixture_create_run (large);
  g_auto (SluiceValue) store = sluice_value_object ();
  g_auto (SluiceValue) kept = SLUICE_VALUE_INIT;

  play (run, fixture->path, lines, 0, NULL);
  kept = dup_last_sight (fixture->path);
  assert_answer (kept, store, 0, "small", "1");
  assert_answer (kept, store, 0, "attempt", "0");
  assert_answer (kept, store, 0, "#prep_res", "“prep_res” of that stop: it was too large");
  assert_answer (kept, store, 0, "long", "“long” of that stop: it was too large");
  assert_answer (kept, store, 0, "type (params)", "“params” of that stop: it was too large");
  assert_answer (kept, store, 0, "shared.long", "null");
}

/* There is so much room for all of them together, from the innermost on. */
static void
test_room (Fixture       *fixture,
           gconstpointer  data)
{
  static const double lines[] = { 7, 0 };
  g_autoptr (SluiceRun) run = fixture_create_run (large);
  g_auto (SluiceValue) store = sluice_value_object ();
  g_auto (SluiceValue) kept = SLUICE_VALUE_INIT;

  play (run, fixture->path, lines, 0, NULL);
  kept = dup_last_sight (fixture->path);
  g_assert_cmpuint (sluice_value_get_length (sluice_value_get_member (kept, "frames")), ==, 2);
  assert_answer (kept, store, 0, "#part", "60000");
  assert_answer (kept, store, 0, "k", "9");
  assert_answer (kept, store, 1, "small", "1");
  assert_answer (kept, store, 1, "k", "null");
}

/* A record that has come to its limit keeps what is tiny. */
static void
test_limit (Fixture       *fixture,
            gconstpointer  data)
{
  static const double lines[] = { 4, 0 };
  g_autoptr (SluiceRun) run = fixture_create_run (large);
  g_auto (SluiceValue) store = sluice_value_object ();
  g_auto (SluiceValue) kept = SLUICE_VALUE_INIT;

  play (run, fixture->path, lines, 1, NULL);
  kept = dup_last_sight (fixture->path);
  assert_answer (kept, store, 0, "part", "too large");
  assert_answer (kept, store, 0, "k", "0");
}

static GBytes *
pack_stop (SluiceValue sight,
           gsize       length) /* 0: all of it */
{
  const SluiceEvent event = { .type = SLUICE_EVENT_STOP, .text = "Stopped", .action = "step", .sight = sight };
  GByteArray *bytes = sluice_stop_pack (&event, 5, 1000);

  if (length > 0)
    g_byte_array_set_size (bytes, (guint) length);
  return g_byte_array_free_to_bytes (bytes);
}

/* Of an older version, which kept no names, and cut anywhere. */
static void
test_old_and_damaged (void)
{
  g_auto (SluiceValue) sight = SLUICE_VALUE_INIT;
  g_auto (SluiceValue) all = SLUICE_VALUE_INIT;
  g_autoptr (GBytes) empty = pack_stop (sluice_value_null (), 0);
  g_autoptr (GBytes) whole = NULL;
  gsize old = g_bytes_get_size (empty) - 2; /* no names, no frames */

  g_assert_true (sluice_json_read ("{\"item\":[1],\"frames\":[{\"function\":null,\"line\":3,\"locals\":{\"a\":1},"
                                   "\"upvalues\":[\"a\"]},{\"function\":\"f\",\"line\":1,\"locals\":{}}]}", -1, 0,
                                   &sight, NULL, NULL));
  whole = pack_stop (sight, 0);
  all = sluice_stop_unpack_sight (whole);
  g_assert_true (sluice_value_equal (all, sight));
  for (gsize length = 1; length <= g_bytes_get_size (whole); length++)
    {
      char *texts[SLUICE_STOP_TEXTS] = { NULL, };
      g_autoptr (GBytes) bytes = pack_stop (sight, length);
      g_auto (SluiceValue) read = sluice_stop_unpack_sight (bytes);
      SluiceFact fact;

      g_assert_cmpint (sluice_stop_unpack (bytes, &fact, texts), ==, length >= old);
      if (length >= old)
        sluice_fact_clear (&fact);
      if (length <= old)
        g_assert_true (SLUICE_VALUE_IS_NULL (read));
      for (guint i = 0; i < SLUICE_STOP_TEXTS; i++)
        g_free (texts[i]);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  sluice_init ();

  g_test_add_func ("/record/sight/at-no-stop", test_no_stop);
  g_test_add_func ("/record/sight/old-and-damaged", test_old_and_damaged);
  g_test_add ("/record/sight/same-answers", Fixture, NULL, set_up, test_same_answers, tear_down);
  g_test_add ("/record/sight/too-large", Fixture, NULL, set_up, test_too_large, tear_down);
  g_test_add ("/record/sight/room", Fixture, NULL, set_up, test_room, tear_down);
  g_test_add ("/record/sight/limit", Fixture, NULL, set_up, test_limit, tear_down);
  return g_test_run ();
}
