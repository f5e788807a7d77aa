/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Pinned results: what a run makes of them, how it follows their changes, and where they are kept. */

#include <glib/gstdio.h>

#include "base/json.h"
#include "compile/compile.h"
#include "debug/kept-pins.h"

static SluiceValue
read_json (const char *text)
{
  g_autofree char *quoted = g_strdelimit (g_strdup (text), "'", '"');
  SluiceValue value = SLUICE_VALUE_INIT;

  g_assert_true (sluice_json_read (quoted, -1, NULL, &value, NULL, NULL));
  return value;
}

static SluiceRun *
create_run (const char *flows)
{
  g_autofree char *text = g_strdup_printf ("{ 'format': 1, 'name': 'Test', 'run': ['main'], 'flows': { %s } }", flows);
  g_autoptr (SluiceEngine) engine = sluice_engine_new_virtual (NULL);
  g_autoptr (SluiceDocument) document = NULL;
  g_autoptr (SluiceProgram) program = NULL;
  g_autoptr (GError) error = NULL;

  g_strdelimit (text, "'", '"');
  document = sluice_document_new_from_text (text, -1, &error);
  g_assert_no_error (error);
  program = sluice_compile (document, NULL, &error);
  g_assert_no_error (error);
  return sluice_program_create_run (program, engine, NULL);
}

#define CHAIN                                                                                                        \
  "'main': { 'start': 'a', 'nodes': {"                                                                               \
  "  'a': { 'kind': 'script', 'prep': 'return 1', 'exec': 'return item + 1', 'retries': 2, 'fallback': 'return 0',"  \
  "         'post': 'shared.a = exec_res', 'next': { 'default': 'b' } },"                                            \
  "  'b': { 'kind': 'script', 'exec': 'return 3', 'post': 'shared.b = exec_res' } } }"
#define BATCH(way)                                                                                                   \
  "'main': { 'start': 'a', 'nodes': { 'a': { 'kind': 'script', 'batch': '" way "', 'prep': 'return { 1, 2 }',"       \
  "  'exec': 'return item', 'post': 'shared.a = exec_res' } } }"
#define NESTED                                                                                                       \
  "'main': { 'start': 's', 'nodes': {"                                                                               \
  "  's': { 'kind': 'flow', 'settings': { 'flow': 'sub' }, 'next': { 'default': 'b', 'no': 'c' } },"                 \
  "  'b': { 'kind': 'script', 'post': 'shared.b = 1' }, 'c': { 'kind': 'script', 'post': 'shared.c = 1' } } },"      \
  "'sub': { 'start': 'x', 'nodes': { 'x': { 'kind': 'script', 'post': 'shared.x = 1' } } }"

static void
test_runs (void)
{
  static const struct { const char *flows, *pins, *store; } cases[] = {
    { CHAIN, "{}", "{\"a\":2,\"b\":3}" },
    { CHAIN, "{ 'main/a': 'x' }", "{\"a\":\"x\",\"b\":3}" },
    { CHAIN, "{ 'main/a': null, 'main/b': [ 1 ] }", "{\"b\":[1]}" },
    { CHAIN, "{ 'main/nothing': 1 }", "{\"a\":2,\"b\":3}" },
    { BATCH ("each"), "{ 'main/a': [ 'x' ] }", "{\"a\":[\"x\"]}" },
    { BATCH ("parallel"), "{ 'main/a': 7 }", "{\"a\":7}" },
    { NESTED, "{}", "{\"x\":1,\"b\":1}" },
    { NESTED, "{ 'main/s': 'no' }", "{\"c\":1}" },
    { NESTED, "{ 'main/s': null }", "{\"b\":1}" },
    { NESTED, "{ 'sub/x': 1 }", "{\"x\":1,\"b\":1}" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SluiceRun) run = create_run (cases[i].flows);
      g_auto (SluiceValue) results = read_json (cases[i].pins);
      g_autoptr (SluicePins) pins = sluice_pins_new ();
      g_autoptr (GError) error = NULL;
      g_autofree char *store = NULL;

      for (guint j = 0; j < sluice_value_get_length (results); j++)
        sluice_pins_set (pins, sluice_value_get_key (results, j),
                         sluice_value_ref (sluice_value_get_member_at (results, j)), NULL, 0);
      sluice_pins_attach (pins, run);
      g_assert_true (sluice_run_join (run, &error));
      g_assert_no_error (error);
      store = sluice_json_write (sluice_store_get_root (sluice_run_get_store (run)), SLUICE_JSON_WRITE_COMPACT, NULL);
      g_assert_cmpstr (store, ==, cases[i].store);
    }
}

static void
phase_cb (SluiceRun         *run,
          const SluiceEvent *event,
          gpointer           user_data)
{
  g_string_append_printf (user_data, "%s %s%s;", sluice_node_get_address (event->node),
                          sluice_phase_name (event->phase), event->mocked ? " mocked" : "");
}

/* exec is not called, and says so; prep and post are as ever. */
static void
test_events (void)
{
  g_autoptr (SluiceRun) run = create_run (CHAIN);
  g_autoptr (SluicePins) pins = sluice_pins_new ();
  g_autoptr (GString) said = g_string_new (NULL);

  sluice_pins_set (pins, "main/a", sluice_value_integer (5), NULL, 0);
  sluice_pins_attach (pins, run);
  sluice_run_watch (run, SLUICE_EVENT_MASK (SLUICE_EVENT_PHASE_ENDED), phase_cb, said, NULL);
  g_assert_true (sluice_run_join (run, NULL));
  g_assert_cmpstr (said->str, ==, "main prep;main/a prep;main/a exec mocked;main/a post;main/b prep;main/b exec;"
                   "main/b post;main post;");
}

typedef struct
{
  SluicePins *pins;
  const char *does;
} Change;

/* When the first node begins, the pins change. */
static void
change_cb (SluiceRun         *run,
           const SluiceEvent *event,
           gpointer           user_data)
{
  Change *change = user_data;

  if (event->visit != 2)
    return;
  if (g_str_equal (change->does, "set"))
    sluice_pins_set (change->pins, "main/b", sluice_value_string ("late"), "run-1", 2);
  else if (g_str_equal (change->does, "remove"))
    g_assert_true (sluice_pins_remove (change->pins, "main/b"));
  else if (g_str_equal (change->does, "remove all"))
    sluice_pins_remove_all (change->pins);
  else if (g_str_equal (change->does, "mute"))
    sluice_pins_set_muted (change->pins, TRUE);
  else if (g_str_equal (change->does, "turn off"))
    sluice_pins_set_off (change->pins, "main/b", TRUE);
  else if (g_str_equal (change->does, "rename"))
    sluice_pins_rename (change->pins, "main/b", "main/z");
}

static void
test_changes (void)
{
  static const struct { const char *does, *store; } cases[] = {
    { "nothing", "{\"a\":2,\"b\":\"early\"}" },
    { "set", "{\"a\":2,\"b\":\"late\"}" },
    { "remove", "{\"a\":2,\"b\":3}" },
    { "remove all", "{\"a\":2,\"b\":3}" },
    { "mute", "{\"a\":2,\"b\":3}" },
    { "turn off", "{\"a\":2,\"b\":3}" },
    { "rename", "{\"a\":2,\"b\":3}" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SluiceRun) run = create_run (CHAIN);
      g_autoptr (SluicePins) pins = sluice_pins_new ();
      g_autofree char *store = NULL;
      Change change = { pins, cases[i].does };

      sluice_pins_set (pins, "main/b", sluice_value_string ("early"), NULL, 0);
      sluice_pins_attach (pins, run);
      sluice_run_watch (run, SLUICE_EVENT_MASK (SLUICE_EVENT_VISIT_STARTED), change_cb, &change, NULL);
      g_assert_true (sluice_run_join (run, NULL));
      store = sluice_json_write (sluice_store_get_root (sluice_run_get_store (run)), SLUICE_JSON_WRITE_COMPACT, NULL);
      g_assert_cmpstr (store, ==, cases[i].store);
    }
}

static void
changed_cb (SluicePins *pins,
            const char *address,
            GString    *said)
{
  g_string_append_printf (said, "%s;", address != NULL ? address : "many");
}

static void
test_set (void)
{
  g_autoptr (SluicePins) pins = sluice_pins_new ();
  g_autoptr (SluicePins) copy = NULL;
  g_autoptr (SluicePins) none = sluice_pins_new_from_value (sluice_value_integer (3));
  g_autoptr (GString) said = g_string_new (NULL);
  g_auto (SluiceValue) value = SLUICE_VALUE_INIT;

  g_signal_connect (pins, "changed", G_CALLBACK (changed_cb), said);
  sluice_pins_set (pins, "main/b", sluice_value_integer (1), NULL, 0);
  sluice_pins_set (pins, "main/a", sluice_value_string ("x"), "2026-1", 7);
  sluice_pins_set (pins, "main/b", sluice_value_integer (2), NULL, 0);
  g_assert_false (sluice_pins_remove (pins, "main/nothing"));
  g_assert_cmpstr (said->str, ==, "main/b;main/a;main/b;");
  g_assert_cmpuint (sluice_pins_get_n (pins), ==, 2);
  g_assert_cmpstr (sluice_pins_get (pins, 0)->address, ==, "main/a");
  g_assert_cmpint (sluice_value_get_integer (sluice_pins_find (pins, "main/b")->result), ==, 2);
  g_assert_null (sluice_pins_find (pins, "main/nothing"));
  g_assert_null (sluice_pins_find (pins, NULL));

  g_assert_true (sluice_pins_is_used (pins, "main/b"));
  sluice_pins_set_off (pins, "main/b", TRUE);
  g_assert_false (sluice_pins_is_used (pins, "main/b"));
  g_assert_true (sluice_pins_is_used (pins, "main/a"));
  sluice_pins_set_muted (pins, TRUE);
  g_assert_false (sluice_pins_is_used (pins, "main/a"));
  value = sluice_pins_to_value (pins);
  copy = sluice_pins_new_from_value (value);
  g_assert_cmpuint (sluice_pins_get_n (copy), ==, 2);
  g_assert_cmpstr (sluice_pins_find (copy, "main/a")->run, ==, "2026-1");
  g_assert_cmpuint (sluice_pins_find (copy, "main/a")->visit, ==, 7);
  g_assert_true (sluice_pins_is_muted (copy));
  g_assert_true (sluice_pins_find (copy, "main/b")->is_off);
  g_assert_false (sluice_pins_find (copy, "main/a")->is_off);
  g_assert_cmpuint (sluice_pins_get_n (none), ==, 0);
}

static void
test_keep (void)
{
  g_autoptr (SluicePins) pins = sluice_pins_new ();
  g_autoptr (SluicePins) again = sluice_pins_new ();
  g_autofree char *folder = g_dir_make_tmp ("sluice-pins-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "a.flow.json", NULL);
  g_autofree char *spelling = g_build_filename (folder, ".", "a.flow.json", NULL);
  g_autofree char *other = g_build_filename (folder, "b.flow.json", NULL);
  g_autoptr (GError) error = NULL;

  sluice_pins_set (pins, "main/a", read_json ("{ 'deep': [ 1, null, 'x' ] }"), "2026-1", 7);
  g_assert_true (sluice_pins_save (pins, path, &error));
  g_assert_no_error (error);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));

  g_assert_true (sluice_pins_load (again, spelling, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (sluice_pins_get_n (again), ==, 1);
  g_assert_true (sluice_value_equal (sluice_pins_get (again, 0)->result, sluice_pins_get (pins, 0)->result));
  g_assert_true (sluice_pins_load (again, other, &error));
  g_assert_cmpuint (sluice_pins_get_n (again), ==, 0);

  g_assert_true (sluice_pins_save (again, path, &error));
  g_assert_true (sluice_pins_load (pins, path, &error));
  g_assert_cmpuint (sluice_pins_get_n (pins), ==, 0);
  g_rmdir (folder);
}

/* Of the pins that the flow file keeps a person keeps only which are off. */
static void
test_of_the_file (void)
{
  static const char text[] =
    "{ \"format\": 1, \"name\": \"Test\", \"flows\": { \"main\": { \"start\": \"a\", \"nodes\": {"
    "  \"a\": { \"kind\": \"script\", \"pin\": { \"result\": null } },"
    "  \"b\": { \"kind\": \"script\", \"pin\": { \"result\": 2 } } } } } }";
  g_autoptr (SluiceDocument) document = sluice_document_new_from_text (text, -1, NULL);
  g_autoptr (SluicePins) pins = sluice_pins_new ();
  g_autoptr (SluicePins) again = sluice_pins_new ();
  const char *path = "/nowhere/kept.flow.json";

  sluice_pins_take_kept (pins, document);
  g_assert_cmpuint (sluice_pins_get_n (pins), ==, 2);
  g_assert_false (sluice_pins_get (pins, 0)->is_own);
  sluice_pins_set_off (pins, "main/a", TRUE);
  g_assert_true (sluice_pins_save (pins, path, NULL));

  g_assert_true (sluice_pins_load (again, path, NULL));
  g_assert_cmpuint (sluice_pins_get_n (again), ==, 0);
  sluice_pins_take_kept (again, document);
  g_assert_false (sluice_pins_is_used (again, "main/a"));
  g_assert_true (sluice_pins_is_used (again, "main/b"));
  g_assert_true (sluice_pins_load (again, path, NULL));
  g_assert_cmpuint (sluice_pins_get_n (again), ==, 2);
  g_assert_false (sluice_pins_is_used (again, "main/a"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  sluice_init ();
  g_test_add_func ("/debug/pins/runs", test_runs);
  g_test_add_func ("/debug/pins/events", test_events);
  g_test_add_func ("/debug/pins/changes", test_changes);
  g_test_add_func ("/debug/pins/set", test_set);
  g_test_add_func ("/debug/pins/keep", test_keep);
  g_test_add_func ("/debug/pins/of-the-file", test_of_the_file);
  return g_test_run ();
}
