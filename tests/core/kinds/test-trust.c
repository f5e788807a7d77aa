/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What people have allowed flows for good: known by content and by path, and never by what a file says of itself. */

#include <glib/gstdio.h>

#include "kinds/kinds.h"
#include "kinds/trust.h"

#define FLOW(url) "{'format':1,'run':['main'],'uses':{'hosts':['b.example']},'flows':{'main':{'start':'get','nodes':{" \
                  "'get':{'kind':'http','settings':{'url':'" url "','token':{'$env':'TOKEN'}}}}}}%s}"

static SluiceDocument *
make (const char *text,
      const char *rest,
      const char *path)
{
  g_auto (GStrv) whole = g_strsplit (text, "%s", 2);
  g_autofree char *joined = g_strconcat (whole[0], rest, whole[1], NULL);
  g_autoptr (GError) error = NULL;
  SluiceDocument *document;

  g_strdelimit (joined, "'", '"');
  g_strdelimit (joined, "`", '\'');
  document = sluice_document_new_from_text (joined, -1, &error);
  g_assert_no_error (error);
  if (path != NULL)
    {
      sluice_document_save (document, path, TRUE, &error);
      g_assert_no_error (error);
    }
  return document;
}

static void
check (SluiceGrants *grants,
       const char   *expected)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint type = 0; type < SLUICE_N_GRANT_TYPES; type++)
    for (guint i = 0; i < sluice_grants_get_n (grants, type); i++)
      g_string_append_printf (text, "%s%s:%s", text->len > 0 ? " " : "", sluice_grant_type_get_key (type),
                              sluice_grants_get_name (grants, type, i));
  g_assert_cmpstr (text->str, ==, expected);
}

static void
check_lookup (SluiceDocument *document,
              const char     *expected)
{
  g_autoptr (SluiceGrants) found = sluice_trust_lookup (document);

  check (found, expected);
}

/* What is needed and was not allowed before. */
static void
check_missing (SluiceDocument *document,
               const char     *expected)
{
  g_autoptr (SluiceGrants) found = sluice_trust_lookup (document);
  g_autoptr (SluiceGrants) needed = sluice_grants_new_of_document (document);
  g_autoptr (SluiceGrants) missing = sluice_grants_new_missing (needed, found);

  check (missing, expected);
}

static void
keep_all (SluiceDocument *document)
{
  g_autoptr (SluiceGrants) needed = sluice_grants_new_of_document (document);
  g_autoptr (GError) error = NULL;

  sluice_trust_keep (document, needed, &error);
  g_assert_no_error (error);
}

static char *
dup_path (const char *name)
{
  g_assert_cmpint (g_mkdir_with_parents (g_get_user_state_dir (), 0700), ==, 0);
  return g_build_filename (g_get_user_state_dir (), name, NULL);
}

static void
revoke_all (void)
{
  g_autoptr (GPtrArray) entries = sluice_trust_list ();
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < entries->len; i++)
    {
      sluice_trust_revoke (g_ptr_array_index (entries, i), &error);
      g_assert_no_error (error);
    }
}

static void
test_content (void)
{
  g_autofree char *there = dup_path ("there.flow.json");
  g_autofree char *elsewhere = dup_path ("elsewhere.flow.json");
  g_autoptr (SluiceDocument) document = make (FLOW ("http://a.example"), "", there);
  g_autoptr (SluiceDocument) copy = make (FLOW ("http://a.example"), "", elsewhere);
  g_autoptr (SluiceDocument) moved = make (FLOW ("http://a.example"), ",'layout':{'main':{'get':[8,8]}}", NULL);
  g_autoptr (SluiceDocument) other = make (FLOW ("http://c.example"), "", NULL);

  check_lookup (document, "");
  keep_all (document);
  check_lookup (document, "hosts:a.example hosts:b.example environment:TOKEN");
  check_lookup (copy, "hosts:a.example hosts:b.example environment:TOKEN");
  check_lookup (moved, "hosts:a.example hosts:b.example environment:TOKEN");
  check_lookup (other, "");
  revoke_all ();
  check_lookup (document, "");
}

/* What was drawn has its keys in the order in which they came, and in the file's own order once it is saved. */
static void
test_drawn (void)
{
  g_autofree char *path = dup_path ("drawn.flow.json");
  g_autoptr (SluiceDocument) drawn = make ("{'format':1,'run':['main'],'flows':{'main':{'start':'get','nodes':{"
                                           "'get':{'next':{'a':'get'},'settings':{'url':'http://a.example'},"
                                           "'kind':'http'}}}}%s}", "", NULL);
  g_autoptr (SluiceDocument) saved = make ("{'format':1,'run':['main'],'flows':{'main':{'start':'get','nodes':{"
                                           "'get':{'kind':'http','settings':{'url':'http://a.example'},"
                                           "'next':{'a':'get'}}}}}%s}", "", path);

  keep_all (drawn);
  check_lookup (saved, "hosts:a.example");
  revoke_all ();
}

static void
test_changed (void)
{
  g_autofree char *path = dup_path ("flow.flow.json");
  g_autoptr (SluiceDocument) document = make (FLOW ("http://a.example"), "", path);
  g_autoptr (SluiceDocument) changed = NULL;
  g_autoptr (GPtrArray) entries = NULL;

  keep_all (document);
  changed = make (FLOW ("http://c.example:81"), "", path);
  check_missing (changed, "hosts:c.example:81");
  keep_all (changed);
  check_missing (changed, "");
  entries = sluice_trust_list ();
  g_assert_cmpuint (entries->len, ==, 1);
  revoke_all ();
  check_missing (changed, "hosts:c.example:81 hosts:b.example environment:TOKEN");
}

/* Who can write the state folder can allow what they like; what is garbled allows nothing. */
static void
test_garbled (void)
{
  static const char * const texts[] = {
    "", "{", "[]", "{\"flows\":7}", "{\"flows\":[7,{\"hash\":1},{\"path\":\"/x\"},{\"hash\":\"x\",\"allowed\":[]}]}",
  };
  g_autofree char *file = g_build_filename (g_get_user_state_dir (), "sluice", "permissions.json", NULL);
  g_autoptr (SluiceDocument) document = make (FLOW ("http://a.example"), "", NULL);

  keep_all (document);
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_assert_true (g_file_set_contents (file, texts[i], -1, NULL));
      check_lookup (document, "");
    }
  keep_all (document);
  check_missing (document, "");
  revoke_all ();
}

/* What scripts name when they reach out; what they compute only the run can tell. */
static void
test_scripts (void)
{
  static const struct { const char *script, *needs; } cases[] = {
    { "return http { url = `https://A.example/x` }.body", "hosts:a.example" },
    { "return http { method = `GET`, headers = { url = 1 }, url = `http://b.example:81` }", "hosts:b.example:81" },
    { "return http { url = `https://` .. prep_res }", "" },
    { "return http { url = prep_res }", "" },
    { "-- http { url = `https://c.example` }", "" },
    { "return llm { provider = `mistral`, model = `m`, prompt = `hi` }", "hosts:api.mistral.ai environment:MISTRAL_API_KEY" },
    { "return llm { url = `http://own.example/v1`, model = `m` }", "hosts:own.example" },
    { "return llm { url = `http://own.example/v1`, model = `m`, images = { `/flows/pics/a.png`, `https://x.example/b.png` } }",
      "hosts:own.example folders:/flows/pics" },
    { "return llm { model = `m`, url = `http://own.example`, images = `/flows/a.png` }", "hosts:own.example folders:/flows" },
    { "return llm { images = { name, f (`no`), -- `/not/this`\\n `/flows/deep/` .. name, [[x]] }, url = `http://o.example` }",
      "hosts:o.example folders:/flows/deep" },
    { "return llm { images = { name .. `.png`, `data:image/png;base64,AA` }, url = `http://o.example` }",
      "hosts:o.example" },
    { "return llm { prompt = `hi` }, embed { input = { `a` } }", "hosts:api.openai.com environment:OPENAI_API_KEY" },
    { "return embed { provider = `gemini`, input = {} }",
      "hosts:generativelanguage.googleapis.com environment:GEMINI_API_KEY" },
    { "return shared.llm { }, x:embed { }", "" },
  };
  g_autoptr (SluiceDocument) uses = NULL;
  g_autoptr (SluiceGrants) said = NULL;

  g_setenv ("SLUICE_MODEL", "openai/gpt-4o-mini", TRUE);
  uses = make ("{'format':1,'run':[],'flows':{},'uses':{'hosts':['$llm','d.example']}%s}", "", NULL);
  said = sluice_grants_new_of_document (uses);
  check (said, "hosts:api.openai.com hosts:d.example environment:OPENAI_API_KEY");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *flow = g_strdup_printf ("{'format':1,'run':['main'],'flows':{'main':{'start':'a','nodes':{"
                                               "'a':{'kind':'script','exec':'%s'}}}}%%s}", cases[i].script);
      g_autoptr (SluiceDocument) document = NULL;
      g_autoptr (SluiceGrants) needed = NULL;

      document = make (flow, "", NULL);
      needed = sluice_grants_new_of_document (document);
      g_test_message ("%s", cases[i].script);
      check (needed, cases[i].needs);
    }
  g_unsetenv ("SLUICE_MODEL");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/kinds/trust/S1-goes-with-the-content", test_content);
  g_test_add_func ("/kinds/trust/S1-stays-when-a-drawn-flow-is-saved", test_drawn);
  g_test_add_func ("/kinds/trust/S1-a-changed-flow-asks-for-what-is-new", test_changed);
  g_test_add_func ("/kinds/trust/S1-scripts-ask-for-what-they-name", test_scripts);
  g_test_add_func ("/kinds/trust/what-is-garbled-allows-nothing", test_garbled);
  return g_test_run ();
}
