/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The kind "http", and http{} of scripts, against a server in a process of its own. */

#include <string.h>

#include "compile/compile.h"
#include "fault-server.h"
#include "graph/check.h"
#include "kinds/models.h"
#include "service.h"

static FaultServer *server;

/* %s in @node is the address of @script. */
static char *
run (const char *node,
     const char *script)
{
  g_autofree char *url = fault_server_dup_url (server, script);
  g_auto (GStrv) parts = g_strsplit (node, "%s", 2);
  g_autofree char *whole = g_strconcat (parts[0], url, parts[1], NULL);

  return service_run (whole);
}

static void
check (const char *node,
       const char *script,
       const char *expected)
{
  g_autofree char *result = run (node, script);

  g_test_message ("%s with %s", node, script);
  if (*expected == '~' && strstr (result, expected + 1) != NULL)
    return;
  g_assert_cmpstr (result, ==, expected);
}

#define NODE(settings) "{'kind':'http','settings':{'url':'%s'" settings "},'post':'shared.x = exec_res.body'}"
#define JSON "h 200 OK~Content-Type: application/json~Content-Length: "

static void
test_answers (void)
{
  check (NODE (""), JSON "9|w {\"a\":[1]}", "{\"x\":{\"a\":[1]}}");
  check (NODE (""), "h 200 OK~Content-Length: 9|w {\"a\":[1]}", "{\"x\":\"{\\\"a\\\":[1]}\"}");
  check (NODE (",'answer':'json'"), "h 200 OK~Content-Length: 9|w {\"a\":[1]}", "{\"x\":{\"a\":[1]}}");
  check (NODE (",'answer':'text'"), JSON "9|w {\"a\":[1]}", "{\"x\":\"{\\\"a\\\":[1]}\"}");
  check (NODE (""), "h 200 OK~Content-Type: text/plain; charset=iso-8859-1~Content-Length: 3|w m\\xfcd", "{\"x\":\"müd\"}");
  check (NODE (""), "h 204 No Content~X: y", "{\"x\":null}");
}

/* Whole by HTTP's rules or by JSON's own, never by chance. */
static void
test_whole (void)
{
  check (NODE (""), "h 200 OK~Content-Type: application/json|w {\"a\":1}|close", "{\"x\":{\"a\":1}}");
  check (NODE (""), "h 200 OK~Content-Type: application/json|w {\"a\":|close", "~no whole JSON");
  check (NODE (""), "h 200 OK~Content-Type: text/plain|w hello|close", "~nobody can tell whether it is whole");
  check (NODE (""), JSON "9|w {\"a\":1}|close", "~was cut short");
  check (NODE (""), JSON "9|w {\"a\":1}\\0x", "~no text");
  check (NODE (""), "h 200 OK~Content-Length: 2|w \\xff\\xfe", "~no text");
  check (NODE (",'timeout':0.2"), "hang", "~within 0.2 s");
}

static void
test_request (void)
{
  check (NODE (",'method':'POST','body':{'a':1},'headers':{'X-A':'{{ 1 + 1 }}'}"), "echo", "~POST /do?echo HTTP/1.1");
  check (NODE (",'method':'POST','body':{'a':1},'headers':{'X-A':'{{ 1 + 1 }}'}"), "echo", "~X-A: 2\\r\\n");
  check (NODE (",'method':'POST','body':{'a':1}"), "echo", "~application/json\\r\\n");
  check (NODE (",'method':'POST','body':{'a':1}"), "echo", "~\\r\\n\\r\\n{\\\"a\\\":1}");
  check (NODE (",'method':'POST','body-type':'form','body':{'a':'x y','b':['1','2'],'c':null}"), "echo",
         "~\\r\\n\\r\\na=x%20y&b=1&b=2\"");
  check (NODE (",'method':'POST','body':'hello'"), "echo", "~text/plain; charset=utf-8\\r\\n");
  check (NODE (",'query':{'p q':'a&b'}"), "echo ", "~&p%20q=a%26b HTTP/1.1");
}

static void
test_status (void)
{
  static const char not_found[] = "h 404 Not Found~Content-Length: 0";

  check (NODE (""), not_found, "~The server answered 404");
  check ("{'kind':'http','settings':{'url':'%s'},'next':{'404':'gone'}}", not_found, "{\"gone\":true}");
  check ("{'kind':'http','settings':{'url':'%s'},'next':{'4xx':'gone'}}", not_found, "{\"gone\":true}");
  check ("{'kind':'http','settings':{'url':'%s'},'next':{'error':'gone'}}", not_found, "{\"gone\":true}");
  check ("{'kind':'http','settings':{'url':'%s'},'next':{'200':'gone'}}", "h 200 OK~Content-Length: 0", "{\"gone\":true}");
  check ("{'kind':'http','settings':{'url':'%s'},'fallback':'return 7','post':'shared.x = exec_res'}", not_found,
         "{\"x\":7}");
}

/* Two pages by the Link header, and by a pointer into the body; the limit; another server. */
static void
test_pages (void)
{
  static const char last[] = "/do?h%20200%20X%7EContent-Type:%20application/json%7EContent-Length:%203%7Cw%20%5B3%5D";
  g_autofree char *by_link = g_strdup_printf ("h 200 OK~Content-Type: application/json~Link: <%s>; rel=\"next\"~"
                                              "Content-Length: 5|w [1,2]", last);
  g_autofree char *away = g_strdup ("h 200 OK~Content-Type: application/json~Link: <http://other.example/>; rel=next~"
                                    "Content-Length: 5|w [1,2]");

  check (NODE (",'pages':5"), by_link, "{\"x\":[1,2,3]}");
  check (NODE (",'pages':1"), by_link, "{\"x\":[1,2]}");
  check (NODE (",'pages':5"), away, "~is not on the same server");
  check (NODE (",'pages':5,'items':'/list','next':'/next'"), JSON "24|w {\"list\":[1],\"next\":null}", "{\"x\":[1]}");
}

static void
test_again (void)
{
  check (NODE (",'again':1"), "h 503 Busy~retry-after-ms: 10~Content-Length: 0", "~answered 503");
}

#define MANY(settings) "{'kind':'http','batch':'parallel','prep':'return { 1, 2, 3 }','timeout':1,'fallback':'return 0'," \
  "'settings':{'url':'%s'" settings "},'post':['local n = 0'," \
  "'for _, r in ipairs (exec_res) do n = n + (r == 0 and 0 or 1) end','shared.x = n']}"

/* What is held back by the limits of its server says so, in the words of its lane; what is not says nothing of it. */
static void
test_waits (void)
{
  static const char answer[] = "pause 2|h 200 OK~Content-Length: 2|w hi";
  g_autoptr (GString) waits = g_string_new (NULL);

  service_note_waits (waits);
  check (MANY (""), answer, "{\"x\":3}");
  g_assert_nonnull (strstr (waits->str, "http; http; http"));
  g_assert_null (strstr (waits->str, "its turn"));
  g_string_truncate (waits, 0);
  check (MANY (",'concurrent':1"), answer, "{\"x\":3}");
  g_assert_nonnull (strstr (waits->str, "http; its turn with 127.0.0.1, 1 at a time; "
                                        "its turn with 127.0.0.1, 1 at a time; http; http"));
  g_string_truncate (waits, 0);
  check (MANY (",'per-minute':2"), answer, "{\"x\":2}");
  g_assert_nonnull (strstr (waits->str, "http; its turn with 127.0.0.1, 2 a minute"));
  g_string_truncate (waits, 0);
  check (NODE (",'again':1"), "h 503 Busy~retry-after-ms: 10~Content-Length: 0", "~answered 503");
  g_assert_nonnull (strstr (waits->str, "http; 0.01 s before 127.0.0.1 is asked again, 1 of 1; http"));
  service_note_waits (NULL);
}

static void
test_script (void)
{
  check ("{'kind':'script','exec':'return http { url = [[%s]] }.body','post':'shared.x = exec_res'}",
         JSON "3|w [1]", "{\"x\":[1]}");
  check ("{'kind':'script','exec':'return http { url = [[http://other.example/]], note = [[%s]] }'}", "x",
         "~was not granted");
}

static void
test_grants (void)
{
  g_autofree char *url = fault_server_dup_url (server, "h 200 OK~Content-Length: 0");
  g_autofree char *node = g_strdup_printf ("{'kind':'http','settings':{'url':'%s'}}", url);
  g_autofree char *port = g_strdup_printf ("127.0.0.1:%u", server->port);
  const struct { const char *host; gboolean is_allowed; } cases[] = {
    { NULL, FALSE }, { "example.com", FALSE }, { "*", FALSE }, { "127.0.0.1:1", FALSE }, { "localhost", FALSE },
    { "127.0.0.1", TRUE }, { port, TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SluiceGrants) grants = sluice_grants_new ();
      g_autofree char *result = NULL;

      if (cases[i].host != NULL)
        sluice_grants_add (grants, SLUICE_GRANT_HOST, cases[i].host);
      result = service_run_with (node, grants);
      g_test_message ("%s", cases[i].host);
      g_assert_cmpint (g_str_has_prefix (result, "error: "), ==, !cases[i].is_allowed);
    }
}

/* A key is sent, and neither it nor a coded form of it comes back. */
static void
test_secret (void)
{
  static const char node[] = NODE (",'token':{'$env':'TEST_KEY'},'headers':{'X-Key':{'$env':'TEST_KEY'}}");
  static const char leaks[] = NODE (",'token':{'$env':'TEST_KEY'}");
  static const char refused[] = NODE (",'token':{'$env':'HOME'}");
  g_autofree char *coded = g_base64_encode ((const guchar *) "user:canary-4711-secret", 23);
  g_autofree char *script = g_strdup_printf ("h 200 OK~X-Echo: canary-4711-secret~Content-Length: %u|w %s",
                                             (guint) strlen (coded), coded);
  g_autofree char *echoed = run (node, "echo");
  g_autofree char *encoded = run (leaks, script);

  g_assert_nonnull (strstr (echoed, "Authorization: Bearer •••"));
  g_assert_nonnull (strstr (echoed, "X-Key: •••"));
  g_assert_null (strstr (echoed, "canary"));
  g_assert_nonnull (strstr (encoded, "•••"));
  g_assert_null (strstr (encoded, coded + 8));
  check (refused, "echo", "error: The variable HOME of the environment was not granted to this flow.");
}

/* S2: what is granted stands in the file. */
static void
test_templates_in_grants (void)
{
  static const struct { const char *settings, *pointer; } cases[] = {
    { "'url':'{{ shared.url }}'", "/settings/url" },
    { "'url':'https://{{ shared.host }}/a'", "/settings/url" },
    { "'url':'{{ shared.scheme }}://example.org/a'", "/settings/url" },
    { "'url':'https://a.example.org{{ shared.rest }}'", "/settings/url" },
    { "'url':'https://example.org/{{ shared.id }}?q={{ shared.q }}'", NULL },
    { "'url':'https://example.org/','token':{'$env':'{{ shared.name }}'}", "/settings/token" },
    { "'url':'https://example.org/','headers':{'X-Key':{'$secret':'{{ shared.name }}'}}", "/settings/headers/X-Key" },
    { "'url':'https://example.org/','token':{'$env':'TOKEN'}", NULL },
  };

  sluice_init ();
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *node = g_strdup_printf ("{'kind':'http','settings':{%s}}", cases[i].settings);
      g_autofree char *text = service_document (node);
      g_autoptr (SluiceDocument) document = sluice_document_new_from_text (text, -1, NULL);
      g_autoptr (GPtrArray) problems = sluice_check_document (document);
      const char *found = NULL;

      for (guint k = 0; k < problems->len; k++)
        {
          const SluiceProblem *problem = g_ptr_array_index (problems, k);

          if (g_strcmp0 (problem->code, "template-grant") == 0)
            found = problem->pointer;
        }
      g_test_message ("%s", cases[i].settings);
      if (cases[i].pointer == NULL)
        g_assert_null (found);
      else
        {
          g_assert_nonnull (found);
          g_assert_true (g_str_has_suffix (found, cases[i].pointer));
        }
    }
}

/* The preferences name a file of authorities: it is trusted, and a file that holds none is refused. */
static void
test_authorities (void)
{
  g_autoptr (FaultServer) secure = fault_server_new_secure ();
  g_autofree char *file = g_build_filename (secure->folder, "authority.pem", NULL);
  g_autofree char *other = g_build_filename (secure->folder, "configuration", NULL);
  g_autofree char *url = fault_server_dup_secure_url (secure, FAULT_SERVER_GOOD, "h 200 OK~Content-Length: 2|w hi");
  g_autofree char *node = g_strdup_printf ("{'kind':'http','settings':{'url':'%s','answer':'text'},"
                                           "'post':'shared.x = exec_res.body'}", url);
  g_autofree char *before = service_run (node);
  g_autofree char *trusted = NULL;
  g_autofree char *kept = NULL;
  g_autofree char *after = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (strstr (before, "does not know who signed its certificate"));
  g_assert_false (sluice_models_set_authorities (other, &error));
  g_assert_nonnull (strstr (error->message, "configuration holds no certificates"));
  g_clear_error (&error);
  g_assert_false (sluice_models_set_authorities ("/nowhere/at-all.pem", &error));
  g_clear_error (&error);
  sluice_models_set_authorities (file, &error);
  g_assert_no_error (error);
  sluice_models_forget ();
  trusted = service_run (node);
  g_assert_cmpstr (trusted, ==, "{\"x\":\"hi\"}");
  kept = sluice_models_dup_authorities ();
  g_assert_cmpstr (kept, ==, file);
  sluice_models_set_authorities (NULL, &error);
  g_assert_no_error (error);
  after = service_run (node);
  g_assert_cmpstr (after, ==, before);
}

int
main (int   argc,
      char *argv[])
{
  int status;

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_setenv ("TEST_KEY", "canary-4711-secret", TRUE);
  g_unsetenv ("SSL_CERT_FILE");
  server = fault_server_new ();

  g_test_add_func ("/kinds/http/S2-no-templates-in-grants", test_templates_in_grants);
  g_test_add_func ("/kinds/http/answers", test_answers);
  g_test_add_func ("/kinds/http/whole", test_whole);
  g_test_add_func ("/kinds/http/request", test_request);
  g_test_add_func ("/kinds/http/status", test_status);
  g_test_add_func ("/kinds/http/pages", test_pages);
  g_test_add_func ("/kinds/http/again", test_again);
  g_test_add_func ("/kinds/http/waits", test_waits);
  g_test_add_func ("/kinds/http/script", test_script);
  g_test_add_func ("/kinds/http/grants", test_grants);
  g_test_add_func ("/kinds/http/secret", test_secret);
  g_test_add_func ("/kinds/http/authorities", test_authorities);
  status = g_test_run ();

  fault_server_free (server);
  return status;
}
