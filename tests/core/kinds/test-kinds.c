/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "base/json.h"
#include "kinds/kinds.h"

static const char * const type_names[] = {
  "boolean", "integer", "number", "enum", "string", "text", "code", "list", "json", "flow",
  "expression", "secret", "file", "folder", "map", "duration", "colour", "files", "model",
};

static char *
describe (const SluiceSettingInfo *setting)
{
  g_autofree char *fallback = sluice_json_write (setting->fallback, SLUICE_JSON_WRITE_COMPACT, NULL);
  g_autofree char *choices = setting->choices != NULL ? g_strjoinv (",", (char **) setting->choices) : g_strdup ("");

  return g_strdup_printf ("%s %s %s%s%s%s%s", setting->name, type_names[setting->type], fallback,
                          setting->is_template ? " template" : "", setting->is_required ? " required" : "",
                          *choices != '\0' ? " " : "", choices);
}

/* The settings of each kind, as the catalog tells them; from the properties of its class. */
static const struct { const char *kind, *settings; } expected[] = {
  { "script", "" },
  { "ask", "prompt text \"\" template; type enum \"text\" text,multiline,number,secret,file; "
           "default string null template; allow-empty boolean false; timeout duration 0.0" },
  { "choice", "prompt text \"\" template; choices list [] template required; timeout duration 0.0; "
              "default string null template" },
  { "llm", "prompt text \"\" template; system text \"\" template; history string \"\"; images files [] template; "
           "provider enum \"default\" default,openai,anthropic,gemini,mistral,openrouter,ollama,llama-cpp,vllm,other; "
           "model model \"\" template; url string null; key secret null; reply enum \"text\" text,json,yaml; "
           "schema json null; keys list []; repair integer 2; tools json null; temperature number -1.0; "
           "top-p number -1.0; max-tokens integer 0; seed integer -1; stop list []; stream boolean true; "
           "timeout duration 120.0; again integer 2; concurrent integer 0; per-minute integer 0" },
  { "embed", "text text \"\" template; "
             "provider enum \"default\" default,openai,anthropic,gemini,mistral,openrouter,ollama,llama-cpp,vllm,other; "
             "model model \"\" template required; url string null; key secret null; batch integer 64; "
             "dimensions integer 0; timeout duration 60.0; again integer 2; concurrent integer 0; "
             "per-minute integer 0" },
  { "vector", "key string \"\"; file file \"\" template; count integer 5; metric enum \"cosine\" cosine,dot,euclid" },
  { "search", "query string \"\" template; url string \"\" required; parameter string \"q\"; parameters map null; "
              "headers map null; token secret null; results string \"results\"; title-at string \"title\"; "
              "url-at string \"url\"; text-at string \"content\"; count integer 10; timeout duration 30.0; "
              "again integer 2" },
  { "http", "url string \"\" template required; method enum \"GET\" GET,POST,PUT,PATCH,DELETE,HEAD,OPTIONS; "
            "query map null template; headers map null template; token secret null; body json null template; "
            "body-type enum \"auto\" auto,json,form,text; answer enum \"auto\" auto,json,text; timeout duration 60.0; "
            "again integer 0; redirects integer 0; max-size integer 16; pages integer 1; next string \"link\"; "
            "items string \"\"; concurrent integer 0; per-minute integer 0" },
  { "file", "does enum \"read\" read,write,append,list,watch; path file \"\" template required; "
            "format enum \"text\" text,lines,json,csv; content json null template; header boolean true; "
            "make-folders boolean false; max-size integer 16; pattern string \"\" template; "
            "entries enum \"files\" files,folders,all; recursive boolean false; since json null template; "
            "interval duration 1.0; within duration 0.0" },
  { "command", "program string \"\" required; args list [] template; stdin text \"\" template; "
               "environment map null template; pass list []; folder folder \"\" template; timeout duration 60.0; "
               "format enum \"text\" text,lines,json,csv; header boolean true; max-size integer 16" },
  { "sql", "database file \"\" template required; query code \"\" required; params json null template; "
           "read-only boolean false; timeout duration 30.0; max-rows integer 10000" },
  { "set", "values map null template; remove list []" },
  { "switch", "rules map null required; else string \"else\"" },
  { "delay", "waits enum \"for\" for,until,every; seconds duration 1.0; until string \"\" template" },
  { "queue", "does enum \"get\" put,get,size,wait; queue string \"\" template required; value json null template; "
             "limit integer 0; wait boolean true" },
  { "log", "message text \"\" template; level enum \"info\" info,warning,error; "
           "table json null template; picture file \"\" template" },
  { "python", "class string null; base string \"Node\"; file string \"nodes.py\"; arguments string \"\"; "
              "source code \"\"; reads list []; writes list []" },
  { "flow", "flow flow null required" },
  { "end", "" },
};

/* They are the titles of rows. */
static void
assert_header_capitals (const char *text)
{
  static const char * const small[] = { "a", "as", "at", "of", "the", "to", NULL };
  g_auto (GStrv) words = g_strsplit (text, " ", -1);

  for (guint i = 0; words[i] != NULL; i++)
    g_assert_true (g_ascii_isupper (words[i][0])
                   || (i > 0 && words[i + 1] != NULL && g_strv_contains (small, words[i])));
}

static void
assert_choices_have_titles (const SluiceSettingInfo *setting)
{
  g_assert_true ((setting->choices != NULL) == (setting->choice_titles != NULL));
  for (guint i = 0; setting->choices != NULL && setting->choices[i] != NULL; i++)
    g_assert_true (g_ascii_isupper (setting->choice_titles[i][0])
                   || g_str_has_prefix (setting->choice_titles[i], "llama.cpp")
                   || g_str_has_prefix (setting->choice_titles[i], "vLLM"));
}

static void
test_catalog (void)
{
  g_assert_cmpuint (sluice_catalog_get_n (), ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      const SluiceKindInfo *info = sluice_catalog_get (i);
      g_autoptr (GPtrArray) settings = g_ptr_array_new_with_free_func (g_free);
      g_autofree char *text = NULL;

      for (guint j = 0; j < info->n_settings; j++)
        {
          g_ptr_array_add (settings, describe (&info->settings[j]));
          assert_header_capitals (info->settings[j].nick);
          g_assert_cmpstr (info->settings[j].blurb, !=, "");
          assert_choices_have_titles (&info->settings[j]);
        }
      g_ptr_array_add (settings, NULL);
      text = g_strjoinv ("; ", (char **) settings->pdata);
      g_assert_cmpstr (info->id, ==, expected[i].kind);
      g_assert_cmpstr (text, ==, expected[i].settings);
      g_assert_nonnull (info->title);
      g_assert_nonnull (info->blurb);
      g_assert_nonnull (info->keywords);
    }
  g_assert_true (sluice_catalog_lookup ("end")->is_final);
  g_assert_true (sluice_catalog_lookup ("script")->has_exec);
}

static void
test_icons (void)
{
  for (guint i = 0; i < sluice_catalog_get_n (); i++)
    {
      g_autofree char *name = g_strconcat (sluice_catalog_get (i)->icon_name, ".svg", NULL);
      g_autofree char *path = g_build_filename (g_getenv ("SLUICE_DATA_DIR"), "icons/scalable/actions", name, NULL);

      g_assert_true (g_file_test (path, G_FILE_TEST_IS_REGULAR));
    }
}

static SluiceValue
read_json (const char *json)
{
  SluiceValue value;
  GError *error = NULL;

  sluice_json_read (json, -1, NULL, &value, NULL, &error);
  g_assert_no_error (error);
  return value;
}

static SluiceNode *
create (const char  *json,
        GError     **error)
{
  g_auto (SluiceValue) value = read_json (json);

  return sluice_kinds_create_node ("main/a", value, error);
}

static void
test_create (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SluiceNode) node =
    create ("{\"kind\":\"ask\",\"title\":\"T\",\"retries\":3,\"wait\":0.5,\"timeout\":2,\"disabled\":\"pass-through\","
            "\"batch\":{\"mode\":\"parallel\",\"limit\":4,\"on_error\":\"cancel-siblings\"},\"params\":{\"p\":1},"
            "\"settings\":{\"prompt\":[\"one\",\"two\"],\"type\":\"number\",\"allow-empty\":true}}", &error);
  g_autofree char *prompt = NULL;
  gboolean allow_empty = FALSE;

  g_assert_no_error (error);
  g_assert_cmpstr (sluice_node_get_id (node), ==, "a");
  g_assert_cmpstr (sluice_node_get_address (node), ==, "main/a");
  g_assert_cmpstr (sluice_node_get_title (node), ==, "T");
  g_assert_cmpint (sluice_node_get_retries (node), ==, 3);
  g_assert_cmpfloat (sluice_node_get_wait (node), ==, 0.5);
  g_assert_cmpfloat (sluice_node_get_timeout (node), ==, 2);
  g_assert_true (sluice_node_get_disabled (node));
  g_assert_true (sluice_node_is_async (node));
  g_assert_cmpint (sluice_node_get_batch (node), ==, SLUICE_BATCH_PARALLEL);
  g_assert_cmpint (sluice_value_get_integer (sluice_value_get_member (sluice_node_get_params (node), "p")), ==, 1);
  g_object_get (node, "prompt", &prompt, "allow-empty", &allow_empty, NULL);
  g_assert_cmpstr (prompt, ==, "one\ntwo");
  g_assert_true (allow_empty);
}

static const struct { const char *node; int code; const char *message; } refused[] = {
  { "{\"kind\":\"no-such\"}", SLUICE_KIND_ERROR_UNKNOWN, "main/a is of the kind “no-such”" },
  { "{\"kind\":\"ask\",\"settings\":{\"type\":\"colour\"}}", SLUICE_KIND_ERROR_SETTING,
    "the setting “type” is one of text, multiline, number, secret, file" },
  { "{\"kind\":\"ask\",\"settings\":{\"allow-empty\":1}}", SLUICE_KIND_ERROR_SETTING,
    "the setting “allow-empty” takes true or false, not number" },
  { "{\"kind\":\"log\",\"settings\":{\"message\":7}}", SLUICE_KIND_ERROR_SETTING, "the setting “message” takes a text" },
  { "{\"kind\":\"choice\",\"settings\":{\"choices\":\"a\"}}", SLUICE_KIND_ERROR_SETTING, "takes a list of strings" },
  { "{\"kind\":\"script\",\"retries\":-1}", SLUICE_KIND_ERROR_KEY, "“retries” of main/a is a number from 0" },
  { "{\"kind\":\"script\",\"batch\":\"all\"}", SLUICE_KIND_ERROR_KEY, "“batch” of main/a is “each” or “parallel”" },
  { "{\"kind\":\"script\",\"params\":[]}", SLUICE_KIND_ERROR_KEY, "“params” of main/a is an object" },
  { "{\"kind\":\"script\",\"output\":1}", SLUICE_KIND_ERROR_KEY, "“output” of main/a is the name of a store key" },
  { "{\"kind\":\"script\",\"action\":1}", SLUICE_KIND_ERROR_KEY, "“action” of main/a is a string" },
  { "{\"kind\":\"script\",\"prep\":1}", SLUICE_KIND_ERROR_KEY, "“prep” of main/a is a text" },
};

static void
test_refused (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (create (refused[i].node, &error));
      g_assert_error (error, SLUICE_KIND_ERROR, refused[i].code);
      if (strstr (error->message, refused[i].message) == NULL)
        g_error ("expected “%s” in “%s”", refused[i].message, error->message);
    }
}

static void
test_choice_actions (void)
{
  g_auto (SluiceValue) node = read_json ("{\"settings\":{\"choices\":[\"accept\",\"{{ x }}\",\"retry\"]}}");
  g_auto (GStrv) actions = sluice_catalog_lookup ("choice")->dup_actions (node);

  g_assert_true (g_strv_equal ((const char * const *) actions, (const char * const []) { "accept", "retry", NULL }));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  sluice_kinds_register ();
  sluice_kinds_register (); /* once is enough, twice does no harm */
  g_test_add_func ("/kinds/catalog-from-properties", test_catalog);
  g_test_add_func ("/kinds/icons", test_icons);
  g_test_add_func ("/kinds/create", test_create);
  g_test_add_func ("/kinds/refused", test_refused);
  g_test_add_func ("/kinds/choice-actions", test_choice_actions);
  return g_test_run ();
}
