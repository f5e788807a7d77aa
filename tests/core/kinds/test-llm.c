/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The kind "llm", llm{} of scripts, and what is made of replies; against a model server in a process of
 * its own. */

#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/json.h"
#include "compile/compile.h"
#include "kinds/keyring.h"
#include "kinds/llm-reply.h"
#include "kinds/models.h"
#include "service.h"

static guint port;

/* A node of these settings, and of these keys beside them; @expected: the store, or "~" and a part of the result. */
static void
check (const char *settings,
       const char *keys,
       const char *expected)
{
  g_autofree char *node = g_strdup_printf ("{'kind':'llm','settings':{'url':'http://127.0.0.1:%u/v1/','model':'m',%s},"
                                           "'post':'shared.x = exec_res'%s}", port, settings, keys);
  g_autofree char *result = service_run (node);

  g_test_message ("%s %s", settings, keys);
  if (*expected == '~' && strstr (result, expected + 1) != NULL)
    return;
  g_assert_cmpstr (result, ==, expected);
}

static void
test_text (void)
{
  check ("'prompt':'say good day'", "", "{\"x\":\"good day\"}");
  check ("'prompt':'say {{ 1 + 1 }}'", "", "{\"x\":\"2\"}");
  check ("'stream':false,'prompt':'say good day'", "", "{\"x\":\"good day\"}");
  check ("'system':'Be brief.','prompt':'repeat'", "",
         "{\"x\":\"[{\\\"role\\\": \\\"system\\\", \\\"content\\\": \\\"Be brief.\\\"}, "
         "{\\\"role\\\": \\\"user\\\", \\\"content\\\": \\\"repeat\\\"}]\"}");
  check ("'stop':[]", ",'prep':'return [[say from prep]]'", "{\"x\":\"from prep\"}");
  check ("'stop':[]", ",'prep':'return { { role = [[user]], content = [[say listed]] } }'", "{\"x\":\"listed\"}");
  check ("'stop':[]", "", "~There is nothing to ask the model");
  check ("'prompt':'{{ shared.nothing }}'", "", "~The prompt came out empty");
  check ("'images':['https://x.example/a.png'],'prompt':'say this'", "", "~https://x.example/a.png");
}

static void
test_sampling (void)
{
  check ("'stream':false,'prompt':'request','temperature':0,'top-p':0.5,'max-tokens':9,'seed':3,'stop':['a']", "",
         "~\\\"temperature\\\": 0.0, \\\"top_p\\\": 0.5, \\\"seed\\\": 3, \\\"max_completion_tokens\\\": 9, "
         "\\\"stop\\\": [\\\"a\\\"]}");
  check ("'stream':false,'prompt':'request'", "",
         "{\"x\":\"{\\\"model\\\": \\\"m\\\", \\\"messages\\\": [{\\\"role\\\": \\\"user\\\", "
         "\\\"content\\\": \\\"request\\\"}]}\"}");
}

static void
test_history (void)
{
  check ("'history':'talk'", ",'prep':'return [[say one]]'",
         "{\"talk\":[{\"content\":\"say one\",\"role\":\"user\"},{\"content\":\"one\",\"role\":\"assistant\"}],"
         "\"x\":\"one\"}");
  check ("'history':'talk'", ",'prep':'shared.talk = { { role = [[user]], content = [[before]] } } return [[repeat]]'",
         "~{\\\"content\\\": \\\"before\\\", \\\"role\\\": \\\"user\\\"}, {\\\"role\\\": \\\"user\\\", "
         "\\\"content\\\": \\\"repeat\\\"}]\"}");
}

static void
test_json (void)
{
  check ("'reply':'json','prompt':'fence [1, 2]'", "", "{\"x\":[1,2]}");
  check ("'reply':'json','prompt':'fence a: [1, 2]'", "", "{\"x\":{\"a\":[1,2]}}");
  check ("'reply':'yaml','prompt':'fence a: [1, 2]'", "", "{\"x\":{\"a\":[1,2]}}");
  check ("'reply':'yaml','prompt':'say - one'", "", "{\"x\":[\"one\"]}");
  check ("'reply':'yaml','keys':['city'],'prompt':'learn'", "", "{\"x\":{\"city\":\"Ulm\"}}");
  check ("'reply':'yaml','repair':0,'prompt':'say hello'", "", "error: The answer holds no list or object in YAML.");
  check ("'reply':'json','keys':['city'],'prompt':'learn'", "", "{\"x\":{\"city\":\"Ulm\"}}");
  check ("'reply':'json','keys':['city'],'repair':0,'prompt':'learn'", "", "error: The answer holds no JSON.");
  check ("'reply':'json','keys':['river'],'prompt':'learn'", "", "error: The value: the key “river” is missing.");
  check ("'reply':'json','repair':0,'schema':{'type':'array','items':{'type':'string'}},'prompt':'fence [1]'", "",
         "error: /0: it must be of type \"string\".");
  check ("'reply':'json','schema':{'type':'array','items':{'type':'integer'}},'prompt':'fence [1]'", "", "{\"x\":[1]}");
}

static void
test_tools (void)
{
  static const char expected[] =
    "{\"x\":{\"text\":null,\"tool_calls\":[{\"arguments\":{\"city\":\"Ulm\"},\"id\":\"call-1\",\"name\":\"weather\"}]}}";

  check ("'prompt':'call','tools':[{'type':'function','function':{'name':'weather'}}]", "", expected);
  check ("'stream':false,'prompt':'call'", "", "~\"arguments\":{\"city\":\"Ulm\"},\"id\":\"call-1\",\"name\":\"weather\"");
}

/* Never a part of an answer for all of it. */
static void
test_faults (void)
{
  check ("'stream':false,'prompt':'cut'", "", "error: The model server's answer is no whole JSON.");
  check ("'prompt':'cut'", "", "error: The model's answer was cut short: its stream has no end.");
  check ("'stream':false,'prompt':'long'", "", "error: The model's answer was cut short at the limit on its tokens.");
  check ("'stream':true,'prompt':'long'", "", "~at the limit on its tokens.");
  check ("'prompt':'fail 400'", "", "error: The model server answered 400: it was told to fail");
  check ("'prompt':'fail 400'", ",'fallback':'return [[by rule]]'", "{\"x\":\"by rule\"}");
  check ("'prompt':'busy'", "", "{\"x\":\"at last\"}");
}

static void
test_key (void)
{
  check ("'prompt':'key','key':{'$env':'TEST_KEY'}", "", "{\"x\":\"Bearer •••\"}");
  check ("'prompt':'key'", "", "{\"x\":\"none\"}");
  check ("'prompt':'key','key':{'$env':'HOME'}", "", "~The variable HOME of the environment was not granted");
}

/* What the provider's name alone says: its host and its key, neither granted. */
static void
test_grants (void)
{
  g_autofree char *text = service_document ("{'kind':'llm','settings':{'provider':'mistral','model':'m'}}");
  g_autoptr (GError) error = NULL;
  g_autoptr (SluiceDocument) document = sluice_document_new_from_text (text, -1, &error);
  g_autoptr (SluiceGrants) needed = sluice_grants_new_of_document (document);
  g_autofree char *result = service_run ("{'kind':'llm','settings':{'provider':'ollama','model':'m','prompt':'x'},"
                                         "'fallback':'return error.message','post':'shared.x = exec_res'}");

  g_assert_cmpuint (sluice_grants_get_n (needed, SLUICE_GRANT_HOST), ==, 1);
  g_assert_cmpstr (sluice_grants_get_name (needed, SLUICE_GRANT_HOST, 0), ==, "api.mistral.ai");
  g_assert_cmpstr (sluice_grants_get_name (needed, SLUICE_GRANT_ENVIRONMENT, 0), ==, "MISTRAL_API_KEY");
  g_assert_nonnull (strstr (result, "localhost: this host was not granted"));
}

static void
test_script (void)
{
  g_autofree char *node = g_strdup_printf ("{'kind':'script','exec':'return llm { url = [[http://127.0.0.1:%u/v1]], "
                                           "model = [[m]], prompt = [[say so]] }','post':["
                                           "'shared.text = exec_res.text','shared.used = exec_res.usage',"
                                           "'shared.model = exec_res.model']}", port);
  g_autofree char *result = service_run (node);

  g_assert_cmpstr (result, ==, "{\"model\":\"m-1\",\"text\":\"so\",\"used\":{\"completion_tokens\":3,"
                               "\"prompt_tokens\":7}}");
}

/* The person's own choice serves where a node names nothing, and nothing is needed before there is one. */
static void
test_default (void)
{
  static const char node[] = "{'kind':'llm','settings':{'prompt':'say hello'},'fallback':'return error.message',"
                             "'post':'shared.x = exec_res'}";
  const SluiceProvider *other = sluice_provider_find ("other");
  g_autofree char *url = g_strdup_printf ("http://127.0.0.1:%u/v1", port);
  g_autofree char *before = service_run (node);
  g_autofree char *after = NULL;
  g_autofree char *given = NULL;
  g_autofree char *text = service_document (node);
  g_autoptr (GError) error = NULL;
  g_autoptr (SluiceDocument) document = sluice_document_new_from_text (text, -1, &error);
  g_autoptr (SluiceGrants) none = sluice_grants_new_of_document (document);
  g_autoptr (SluiceGrants) needed = NULL;

  g_assert_nonnull (strstr (before, "No model was chosen yet"));
  g_assert_true (sluice_grants_is_empty (none));

  sluice_models_set_url (other, url, &error);
  g_assert_no_error (error);
  sluice_models_set_default ("other", "small-model", &error);
  g_assert_no_error (error);
  sluice_models_forget (); /* what is kept is read */
  after = service_run (node);
  g_assert_cmpstr (after, ==, "{\"x\":\"hello\"}");
  needed = sluice_grants_new_of_document (document);
  g_assert_cmpuint (sluice_grants_get_n (needed, SLUICE_GRANT_HOST), ==, 1);
  g_assert_true (g_str_has_prefix (sluice_grants_get_name (needed, SLUICE_GRANT_HOST, 0), "127.0.0.1:"));

  g_setenv ("SLUICE_MODEL", "nobody/m", TRUE);
  given = service_run (node);
  g_assert_nonnull (strstr (given, "There is no such provider"));
  g_unsetenv ("SLUICE_MODEL");
  sluice_models_set_default (NULL, NULL, &error);
  g_assert_no_error (error);
}

/* What is wrong is told with its place. */
static void
test_schema (void)
{
  static const struct { const char *schema, *value, *wrong; } cases[] = {
    { "{'type':['string','null']}", "null", NULL },
    { "{'type':'integer'}", "1.5", "The value: it must be of type \"integer\"" },
    { "{'const':{'a':1}}", "{'a':2}", "it must be {\"a\":1}" },
    { "{'enum':['a','b']}", "'c'", "it must be one of [\"a\",\"b\"]" },
    { "{'minimum':1,'maximum':3}", "2", NULL },
    { "{'minimum':1}", "0.5", "it must be at least 1" },
    { "{'maximum':3}", "4", "it must be at most 3" },
    { "{'exclusiveMinimum':1}", "1", "it must be more than 1" },
    { "{'exclusiveMaximum':3}", "3", "it must be less than 3" },
    { "{'minLength':2,'maxLength':3}", "'äöü'", NULL },
    { "{'maxLength':3}", "'abcd'", "it must have at most 3 characters" },
    { "{'pattern':'^[a-z]+$'}", "'ab1'", "it must match the pattern ^[a-z]+$" },
    { "{'required':['a']}", "{'b':1}", "the key “a” is missing" },
    { "{'properties':{'a':{'type':'string'}},'additionalProperties':false}", "{'a':'x','b':1}",
      "the key “b” is not one of those" },
    { "{'additionalProperties':{'type':'integer'}}", "{'a':1,'b':'x'}", "/b: it must be of type \"integer\"" },
    { "{'items':{'properties':{'n':{'minimum':0}}}}", "[{'n':1},{'n':-1}]", "/1/n: it must be at least 0" },
    { "{'minItems':2,'maxItems':3}", "[1]", "it must have at least 2 elements" },
    { "{'maxItems':3}", "[1,2,3,4]", "it must have at most 3 elements" },
    { "{'uniqueItems':true}", "[1,{'a':1},{'a':1}]", "the same element twice" },
    { "{'anyOf':[{'type':'string'},{'type':'integer'}]}", "1.5", "it fits none of the shapes" },
    { "{'oneOf':[{'minimum':1},{'minimum':2}]}", "3", "just one of the shapes" },
    { "{'oneOf':[{'minimum':1},{'minimum':2}]}", "1", NULL },
    { "{'allOf':[{'minimum':1},{'maximum':2}]}", "3", "it must be at most 2" },
    { "{'not':{'type':'null'}}", "null", "a shape that it must not have" },
    { "{'$defs':{'n':{'properties':{'next':{'$ref':'#/$defs/n'},'v':{'type':'integer'}}}},'$ref':'#/$defs/n'}",
      "{'v':1,'next':{'v':2,'next':{'v':'x'}}}", "/next/next/v: it must be of type" },
    { "{'properties':{'a':false}}", "{'a':1}", "/a: it must not be there" },
    { "{'$ref':'#'}", "1", "its schema is" },
    { "{'allOf':[{'$ref':'#'},{'$ref':'#'}]}", "1", "its schema is" },
    { "{'anyOf':[{'$ref':'#'},{'$ref':'#'}]}", "1", "none of the shapes" },
    { "{'format':'date','title':'x'}", "1", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *schema_text = g_strdelimit (g_strdup (cases[i].schema), "'", '"');
      g_autofree char *text = g_strdelimit (g_strdup (cases[i].value), "'", '"');
      g_auto (SluiceValue) schema = SLUICE_VALUE_INIT;
      g_auto (SluiceValue) value = SLUICE_VALUE_INIT;
      g_autoptr (GError) error = NULL;

      g_assert_true (sluice_json_read (schema_text, -1, NULL, &schema, NULL, NULL));
      g_assert_true (sluice_json_read (text, -1, NULL, &value, NULL, NULL));
      g_test_message ("%s %s", schema_text, text);
      g_assert_true (sluice_llm_check_schema (value, schema, &error) == (cases[i].wrong == NULL));
      if (cases[i].wrong != NULL)
        g_assert_nonnull (strstr (error->message, cases[i].wrong));
    }
}

static void
kept_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  gboolean *done = user_data;
  g_autoptr (GError) error = NULL;

  sluice_keyring_store_finish (result, &error);
  g_assert_no_error (error);
  *done = TRUE;
}

static void
keep_key (const char *name,
          const char *secret)
{
  gboolean done = FALSE;

  sluice_keyring_store_async (name, secret, NULL, kept_cb, &done);
  while (!done)
    g_main_context_iteration (NULL, TRUE);
}

/* A key of the keyring is sent, never seen, and only where it was granted. */
static void
test_keyring (void)
{
  g_autofree char *node = g_strdup_printf ("{'kind':'llm','settings':{'url':'http://127.0.0.1:%u/v1','model':'m',"
                                           "'prompt':'key','key':{'$secret':'other'}},"
                                           "'post':'shared.x = exec_res'}", port);
  g_autofree char *denied = service_run (node);
  g_autoptr (SluiceGrants) grants = sluice_grants_new ();
  g_autofree char *missing = NULL;
  g_autofree char *sent = NULL;

  g_assert_nonnull (strstr (denied, "The key “other” of the keyring was not granted"));
  sluice_grants_add (grants, SLUICE_GRANT_HOST, "127.0.0.1");
  sluice_grants_add (grants, SLUICE_GRANT_KEYRING, "other");
  missing = service_run_with (node, grants);
  g_assert_nonnull (strstr (missing, "The keyring holds no key “other”"));
  keep_key ("other", "a-key-of-the-keyring");
  sent = service_run_with (node, grants);
  g_assert_cmpstr (sent, ==, "{\"x\":\"Bearer •••\"}");
}

typedef struct
{
  GString   *text;
  SluiceRun *run;
  const char *stop_at; /* NULL: never */
} Watch;

static void
progress_cb (SluiceRun         *run,
             const SluiceEvent *event,
             gpointer           user_data)
{
  Watch *watch = user_data;
  const char *piece = sluice_value_get_string (event->value);

  g_assert_cmpstr (event->text, ==, "llm");
  if (piece == NULL)
    g_string_append (watch->text, "|");
  g_string_append (watch->text, piece != NULL ? piece : "");
  if (watch->stop_at != NULL && strstr (watch->text->str, watch->stop_at) != NULL)
    g_assert_true (sluice_run_stop_effect (run, event->effect));
}

static char *
run_watched (const char *settings,
             const char *stop_at,
             char      **seen)
{
  g_autofree char *node = g_strdup_printf ("{'kind':'llm','settings':{'url':'http://127.0.0.1:%u/v1','model':'m',%s},"
                                           "'post':'shared.x = exec_res'}", port, settings);
  g_autofree char *text = service_document (node);
  g_autoptr (GError) error = NULL;
  g_autoptr (SluiceDocument) document = sluice_document_new_from_text (text, -1, &error);
  g_autoptr (SluiceEngine) engine = sluice_engine_new (NULL);
  g_autoptr (SluiceProgram) program = sluice_compile (document, NULL, &error);
  g_autoptr (SluiceRun) run = sluice_program_create_run (program, engine, NULL);
  g_autoptr (SluiceGrants) grants = sluice_grants_new ();
  Watch watch = { g_string_new (NULL), run, stop_at };
  char *result;

  sluice_grants_add (grants, SLUICE_GRANT_HOST, "127.0.0.1");
  sluice_grants_add (grants, SLUICE_GRANT_ENVIRONMENT, "TEST_KEY");
  sluice_run_set_grants (run, grants);
  sluice_run_watch (run, SLUICE_EVENT_MASK (SLUICE_EVENT_PROGRESS), progress_cb, &watch, NULL);
  if (sluice_run_join (run, &error))
    result = sluice_json_write (sluice_store_get_root (sluice_run_get_store (run)), SLUICE_JSON_WRITE_SORT_KEYS, NULL);
  else
    result = g_strdup_printf ("error: %s", error->message);
  *seen = g_string_free (watch.text, FALSE);
  return result;
}

static void
check_watched (const char *settings,
               const char *stop_at,
               const char *expected_seen,
               const char *expected)
{
  g_autofree char *seen = NULL;
  g_autofree char *result = run_watched (settings, stop_at, &seen);

  g_assert_cmpstr (seen, ==, expected_seen);
  g_assert_cmpstr (result, ==, expected);
}

static void
test_progress (void)
{
  check_watched ("'prompt':'say good day'", NULL, "good day", "{\"x\":\"good day\"}");
  check_watched ("'stream':false,'prompt':'say good day'", NULL, "", "{\"x\":\"good day\"}");
  check_watched ("'reply':'json','keys':['city'],'prompt':'learn'", NULL, "It is Ulm.|{\"city\": \"Ulm\"}",
                 "{\"x\":{\"city\":\"Ulm\"}}");
  /* What a person has stopped is the answer, but for a value that must be whole. */
  check_watched ("'prompt':'endless and so'", "and so", "and so", "{\"x\":\"and so\"}");
  check_watched ("'reply':'json','prompt':'endless [1, 2'", "[1, 2", "[1, 2", "error: A person stopped the model's answer.");
  /* A secret that comes in pieces is seen in none. */
  check_watched ("'prompt':'leak','key':{'$env':'TEST_KEY'}", NULL, "Bearer •••", "{\"x\":\"Bearer •••\"}");
}

static void
test_cost (void)
{
  const SluiceProvider *openai = sluice_provider_find ("openai");

  g_assert_cmpfloat_with_epsilon (sluice_provider_get_cost (openai, "gpt-4o-mini-2024-07-18", 1000000, 1000000), 0.75,
                                  1e-9);
  g_assert_cmpfloat_with_epsilon (sluice_provider_get_cost (openai, "gpt-4o", 1000000, 0), 2.5, 1e-9);
  g_assert_cmpfloat (sluice_provider_get_cost (openai, "unheard-of", 1, 1), <, 0);
  g_assert_cmpfloat (sluice_provider_get_cost (sluice_provider_find ("ollama"), "llama3.2", 1, 1), <, 0);
}

/* A stream that ends anywhere before its end is an error. */
static void
test_every_cut (void)
{
  static const char stream[] =
    "data: {\"choices\":[{\"delta\":{\"content\":\"Ulm\"}}]}\n\n"
    "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
    "data: [DONE]\n\n";
  const gsize end = (gsize) (strstr (stream, "\"stop\"}]}") - stream) + strlen ("\"stop\"}]}");

  for (gsize cut = 0; cut < sizeof stream; cut++)
    {
      g_autofree char *part = g_strndup (stream, cut);
      g_autoptr (GError) error = NULL;
      SluiceLlmReply reply;
      gboolean ok = sluice_llm_reply_read (&reply, part, &error);

      /* After the finish reason only what says nothing is missing. */
      if (ok)
        {
          g_assert_cmpuint (cut, >=, end);
          g_assert_cmpstr (sluice_value_get_string (reply.text), ==, "Ulm");
          sluice_llm_reply_clear (&reply);
        }
      else
        g_assert_true (cut < end || cut < sizeof stream - 3);
    }
}

static void
test_cut_json (void)
{
  static const struct { const char *text, *json; } cases[] = {
    { "{\"a\":1}", "{\"a\":1}" },
    { " [1, 2]\n", "[1,2]" },
    { "```json\n{\"a\":1}\n```", "{\"a\":1}" },
    { "First:\n```\nno\n```\nthen\n```json\n[3]\n```\n", "[3]" },
    { "The answer is {\"a\": {\"b\": 2}}, I think.", "{\"a\":{\"b\":2}}" },
    { "none", NULL },
    { "{\"a\":", NULL },
    { "```json\n{\"a\":\n```", NULL },
    { "", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (SluiceValue) value = SLUICE_VALUE_INIT;
      g_autoptr (GError) error = NULL;
      gboolean ok = sluice_llm_cut_json (cases[i].text, &value, &error);
      g_autofree char *json = ok ? sluice_json_write (value, SLUICE_JSON_WRITE_COMPACT, NULL) : NULL;

      g_assert_cmpstr (json, ==, cases[i].json);
    }
}

int
main (int   argc,
      char *argv[])
{
  int status;

  g_autofree char *keyring = NULL;

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_setenv ("TEST_KEY", "canary-4711-secret", TRUE);
  /* A keyring of the test's own: a file. */
  keyring = g_strdup_printf ("%s/test-kind-llm-%d.keyring", g_get_tmp_dir (), (int) getpid ());
  g_setenv ("SECRET_BACKEND", "file", TRUE);
  g_setenv ("SECRET_FILE_TEST_PATH", keyring, TRUE);
  g_setenv ("SECRET_FILE_TEST_PASSWORD", "of the test", TRUE);
  port = service_start_models ();

  g_test_add_func ("/kinds/llm/schema", test_schema);
  g_test_add_func ("/kinds/llm/text", test_text);
  g_test_add_func ("/kinds/llm/sampling", test_sampling);
  g_test_add_func ("/kinds/llm/history", test_history);
  g_test_add_func ("/kinds/llm/json", test_json);
  g_test_add_func ("/kinds/llm/tools", test_tools);
  g_test_add_func ("/kinds/llm/faults", test_faults);
  g_test_add_func ("/kinds/llm/key", test_key);
  g_test_add_func ("/kinds/llm/grants", test_grants);
  g_test_add_func ("/kinds/llm/script", test_script);
  g_test_add_func ("/kinds/llm/default", test_default);
  g_test_add_func ("/kinds/llm/keyring", test_keyring);
  g_test_add_func ("/kinds/llm/progress-and-stop", test_progress);
  g_test_add_func ("/kinds/llm/cost", test_cost);
  g_test_add_func ("/kinds/llm/every-cut", test_every_cut);
  g_test_add_func ("/kinds/llm/cut-json", test_cut_json);
  status = g_test_run ();

  service_stop_models ();
  g_unlink (keyring);
  return status;
}
