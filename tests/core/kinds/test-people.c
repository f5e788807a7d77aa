/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The kinds "ask" and "choice": how long they wait; and the secrets that people type. */

#include <string.h>

#include "base/json.h"
#include "compile/compile.h"
#include "workshop.h"

#define ASK(settings) "{'kind':'ask','settings':{'prompt':'Well?'" settings "},'output':'x'}"
#define CHOICE(settings, next) "{'kind':'choice','settings':{'prompt':'Well?','choices':['a','b']" settings "},'next':{" next "}}"

/* Nobody is there: on a virtual clock the time is up at once. */
static void
test_time_limit (void)
{
  g_autoptr (Workshop) self = workshop_new ();

  workshop_check (self, ASK (",'timeout':5,'default':'later'"), "{\"x\":\"later\"}");
  workshop_check (self, ASK (",'timeout':5"), "error: Nobody answered “a” within 5 s.");
  workshop_check (self, "{'kind':'ask','settings':{'prompt':'Well?','timeout':5},'next':{'timeout':'gone'}}",
                  "{\"a\":null,\"gone\":true}");
  workshop_check (self, CHOICE (",'timeout':5,'default':'b'", "'a':'other','b':'gone'"), "{\"gone\":true}");
  workshop_check (self, CHOICE (",'timeout':5", "'a':'other','timeout':'gone'"), "{\"gone\":true}");
  workshop_check (self, CHOICE (",'timeout':5", "'a':'other'"), "error: Nobody answered “a” within 5 s.");
}

static const char *
answer_b (const char *prompt)
{
  return "b";
}

static void
test_in_time (void)
{
  g_autoptr (Workshop) self = workshop_new ();

  self->answer = answer_b;
  workshop_check (self, ASK (",'timeout':5,'default':'later'"), "{\"x\":\"b\"}");
  workshop_check (self, CHOICE (",'timeout':5,'default':'a'", "'a':'other','b':'gone'"), "{\"gone\":true}");
}

static char *chosen;

static const char *
answer_chosen (const char *prompt)
{
  return chosen;
}

/* A file that a person chose may be read, and no other. */
static void
test_file (void)
{
  g_autoptr (Workshop) self = workshop_new ();

  workshop_write (self, "one", "1");
  workshop_write (self, "two", "2");
  chosen = workshop_path (self, "one");
  self->answer = answer_chosen;
  workshop_check (self, "{'kind':'ask','settings':{'prompt':'Which?','type':'file'},'post':'shared.x = read (exec_res)'}",
                  "{\"x\":\"1\"}");
  workshop_check (self, "{'kind':'ask','settings':{'prompt':'Which?','type':'file'},'post':'shared.x = read (`two`)'}",
                  "~“two”: reading there was not granted");
  g_clear_pointer (&chosen, g_free);
}

static gboolean
answer_cb (gpointer user_data)
{
  SluiceRun *run = user_data;
  g_autoptr (GError) error = NULL;
  SluiceEffect *prompt = sluice_run_get_prompt (run, 0);

  if (prompt == NULL)
    return G_SOURCE_CONTINUE;
  sluice_run_answer (run, sluice_effect_get_id (prompt), sluice_value_string ("hush-hush-42"), &error);
  g_assert_no_error (error);
  return G_SOURCE_REMOVE;
}

static void
append_event (SluiceRun         *run,
              const SluiceEvent *event,
              gpointer           user_data)
{
  if (event->text != NULL)
    g_string_append (user_data, event->text);
  sluice_json_write_to (event->value, 0, 0, user_data);
}

/* It gets to the program that needs it, and into nothing that is kept or shown. */
static void
test_secret (void)
{
  static const char text[] =
    "{\"format\":1,\"run\":[\"m\"],\"flows\":{\"m\":{\"start\":\"a\",\"nodes\":{"
    "\"a\":{\"kind\":\"ask\",\"settings\":{\"prompt\":\"Password\",\"type\":\"secret\"},\"output\":\"key\","
    "\"next\":{\"default\":\"b\"}},"
    "\"b\":{\"kind\":\"command\",\"settings\":{\"program\":\"sh\",\"args\":[\"-c\",\"read x; echo ${#x} $x; test $x = $KEY\"],"
    "\"stdin\":{\"expr\":\"shared.key\"},\"environment\":{\"KEY\":{\"expr\":\"shared.key\"}}},"
    "\"post\":\"shared.said = exec_res.output\",\"next\":{\"default\":\"c\"}},"
    "\"c\":{\"kind\":\"log\",\"settings\":{\"message\":\"{{ json.encode (shared) }}\"}}}}}}";
  g_autoptr (SluiceDocument) document = sluice_document_new_from_text (text, -1, NULL);
  g_autoptr (SluiceGrants) grants = sluice_grants_new ();
  g_autoptr (SluiceProgram) program = NULL;
  g_autoptr (SluiceEngine) engine = NULL;
  g_autoptr (SluiceRun) run = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) seen = g_string_new (NULL);
  g_autofree char *store = NULL;

  program = sluice_compile (document, NULL, &error);
  g_assert_no_error (error);
  engine = sluice_engine_new (NULL);
  run = sluice_program_create_run (program, engine, NULL);
  sluice_grants_add (grants, SLUICE_GRANT_COMMAND, "sh");
  sluice_run_set_grants (run, grants);
  sluice_run_watch (run, G_MAXUINT, append_event, seen, NULL);
  g_idle_add (answer_cb, run);
  sluice_run_join (run, &error);
  g_assert_no_error (error);
  store = sluice_json_write (sluice_store_get_root (sluice_run_get_store (run)), SLUICE_JSON_WRITE_SORT_KEYS, NULL);
  g_assert_cmpstr (store, ==, "{\"key\":{\"$answer\":1},\"said\":\"12 •••\\n\"}");
  g_assert_nonnull (strstr (seen->str, "$answer"));
  g_assert_null (strstr (seen->str, "hush"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  sluice_init ();
  g_test_add_func ("/kinds/people/time-limit", test_time_limit);
  g_test_add_func ("/kinds/people/in-time", test_in_time);
  g_test_add_func ("/kinds/people/secret", test_secret);
  g_test_add_func ("/kinds/people/file", test_file);
  return g_test_run ();
}
