/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Encrypted connections: whom they trust, what is said of those they do not, and that a reply which is cut is as cut
 * there as anywhere. The authority is the test's own. */

#include <stdlib.h>
#include <string.h>

#include "fault-case.h"
#include "net/tls.h"

static FaultServer *server;
static SluiceHttpClient *client;

static char *
get (FaultServerCertificate  certificate,
     const char             *script)
{
  g_autofree char *url = fault_server_dup_secure_url (server, certificate, script);

  return fault_run_words (fault_make ("GET", url), client);
}

/* @said: of which the error's words hold all. */
static void
check_refused (FaultServerCertificate  certificate,
               const char             *first,
               const char             *second)
{
  g_autofree char *result = get (certificate, "h 200 OK~Content-Length: 2|w hi");

  g_test_message ("%s", result);
  g_assert_true (g_str_has_prefix (result, "tls 127.0.0.1: "));
  g_assert_nonnull (strstr (result, first));
  g_assert_nonnull (strstr (result, second));
}

static void
trust (const char *name)
{
  g_autofree char *path = name != NULL ? g_build_filename (server->folder, name, NULL) : NULL;

  sluice_tls_set_authorities (path);
}

/* Who signed is known: by the server's own word, or over one between. */
static void
test_trusted (void)
{
  const FaultServerCertificate certificates[] = { FAULT_SERVER_GOOD, FAULT_SERVER_CHAIN };

  trust ("authority.pem");
  for (guint i = 0; i < G_N_ELEMENTS (certificates); i++)
    {
      g_autofree char *result = get (certificates[i], "h 200 OK~Content-Length: 2|w hi");

      g_assert_cmpstr (result, ==, "200 hi");
    }
}

/* The person's file heals nothing but an authority that was not known. */
static void
test_refused (void)
{
  trust ("authority.pem");
  check_refused (FAULT_SERVER_EXPIRED, "valid until 2021-02-03", "clock");
  check_refused (FAULT_SERVER_EARLY, "valid from 2098-04-05", "clock");
  check_refused (FAULT_SERVER_HOST, "another host: river.example, *.river.example", "address");
  check_refused (FAULT_SERVER_SELF, "authority.pem", "add its certificate to that file");
  check_refused (FAULT_SERVER_STRANGER, "“CN=Unknown Authority”", "add its certificate to that file");
  check_refused (FAULT_SERVER_GAP, "“CN=Second Authority”", "authority.pem");
  check_refused (FAULT_SERVER_WEAK, "no longer safe", "replace it");
  check_refused (FAULT_SERVER_OLD, "nothing newer than TLS 1.1", "TLS 1.2 or newer");
}

static void
test_unknown (void)
{
  trust (NULL);
  check_refused (FAULT_SERVER_GOOD, "does not know who signed its certificate, “CN=Test Authority”", "SSL_CERT_FILE");
  check_refused (FAULT_SERVER_SELF, "signed by nobody but itself", "SSL_CERT_FILE");
}

static void
test_file (void)
{
  g_autofree char *path = g_build_filename (server->folder, "authority.pem", NULL);
  g_autofree char *result = NULL;

  trust (NULL);
  g_setenv ("SSL_CERT_FILE", path, TRUE);
  result = get (FAULT_SERVER_GOOD, "h 200 OK~Content-Length: 2~Connection: close|w hi|close");
  g_assert_cmpstr (result, ==, "200 hi");
  /* What the person has chosen comes before it. */
  trust ("nowhere.pem");
  check_refused (FAULT_SERVER_GOOD, "nowhere.pem can't be read", "“CN=Test Authority”");
  g_unsetenv ("SSL_CERT_FILE");
}

/* One that is silent where encryption is to be agreed on, one that hangs up, one that speaks plainly. */
static void
test_handshake (void)
{
  const struct { guint port; double time; const char *code; const char *said; } cases[] = {
    { server->hangs_up, 60, "tls ", "127.0.0.1: It hung up" },
    { server->silent, 0.3, "connect-time ", "127.0.0.1" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *url = g_strdup_printf ("https://127.0.0.1:%u/", cases[i].port);
      g_autofree char *result = NULL;
      SluiceHttpRequest *request = fault_make ("GET", url);

      request->connect_time = cases[i].time;
      result = fault_run_words (request, client);
      g_test_message ("%s", result);
      g_assert_true (g_str_has_prefix (result, cases[i].code));
      g_assert_nonnull (strstr (result, cases[i].said));
    }
}

/* Replies */

static void
test_replies (void)
{
  const struct { const char *script; const char *result; } cases[] = {
    { "h 200 OK~Content-Length: 5|w hello", "200 hello" },
    { "each 1 HTTP/1.1 200 OK\\r\\nContent-Length: 5\\r\\n\\r\\nhello", "200 hello" },
    { "h 200 OK~Transfer-Encoding: chunked|w 5\\r\\nhello\\r\\n0\\r\\n\\r\\n", "200 hello" },
    { "h 200 OK~Content-Length: 5|w hell|close", "truncated " },
    { "h 200 OK~Transfer-Encoding: chunked|w 5\\r\\nhello\\r\\n|close", "truncated " },
    { "h 200 OK~X: y|w hello|close", "truncated " },
    { "w HTTP/1.1 200 OK\\r\\nContent-Le|close", "truncated " },
    { "h 503 Oh~Content-Length: 2|w no", "503 no" },
  };

  trust ("authority.pem");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *result = get (FAULT_SERVER_GOOD, cases[i].script);

      g_test_message ("%s: %s", cases[i].script, result);
      g_assert_true (g_str_has_prefix (result, cases[i].result));
    }
}

/* More than a record holds, either way. */
static void
test_large (void)
{
  g_autofree char *url = fault_server_dup_secure_url (server, FAULT_SERVER_GOOD, "echo");
  SluiceHttpRequest *request = fault_make ("POST", url);
  g_autofree char *text = g_strnfill (3 * 1024 * 1024, 'y');
  g_autofree char *result = NULL;

  trust ("authority.pem");
  request->body = g_bytes_new (text, strlen (text));
  result = fault_run_words (request, client);
  g_assert_true (g_str_has_prefix (result, "200 POST /do?echo HTTP/1.1\r\n"));
  g_assert_cmpuint (strlen (strstr (result, "\r\n\r\n")), ==, 4 + strlen (text));
}

static void
count_cb (SluiceHttpReply *reply,
          const GError    *error,
          gpointer         user_data)
{
  guint *left = user_data;

  g_assert_no_error (error);
  g_assert_cmpuint (reply->status, ==, 200);
  --*left;
}

static void
test_many (void)
{
  g_autofree char *url = fault_server_dup_secure_url (server, FAULT_SERVER_GOOD,
                                                      "pause 5|h 200 OK~Content-Length: 2|w hi");
  guint left = 60;

  trust ("authority.pem");
  for (guint i = 0; i < 60; i++)
    {
      SluiceHttpRequest *request = fault_make ("GET", url);

      request->allow = fault_allow;
      request->concurrent = 8;
      sluice_http_client_send (client, request, NULL, count_cb, &left);
    }
  while (left > 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (sluice_http_client_get_n_idle (client), <=, 9);
}

int
main (int   argc,
      char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  g_unsetenv ("SSL_CERT_FILE");
  server = fault_server_new_secure ();
  client = sluice_http_client_new (NULL);
  g_test_add_func ("/net/tls/unknown", test_unknown);
  g_test_add_func ("/net/tls/trusted", test_trusted);
  g_test_add_func ("/net/tls/refused", test_refused);
  g_test_add_func ("/net/tls/file", test_file);
  g_test_add_func ("/net/tls/handshake", test_handshake);
  g_test_add_func ("/net/tls/replies", test_replies);
  g_test_add_func ("/net/tls/large", test_large);
  g_test_add_func ("/net/tls/many", test_many);
  status = g_test_run ();
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  sluice_http_client_unref (client);
  sluice_tls_set_authorities (NULL);
  fault_server_free (server);
  return status;
}
