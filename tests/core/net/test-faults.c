/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What servers do wrong, each with the class it ends in. Replies are scripts of the fault server. */

#include <dirent.h>
#include <string.h>

#include "fault-server.h"
#include "net/http.h"

/* Of requests whose servers never end anything: each ends by its own deadline. */
#define SHORT 0.15 /* s */

static FaultServer *server;
static SluiceHttpClient *client;

typedef struct
{
  GMainLoop *loop;
  GString   *result;
} Outcome;

static const char *
class_name (const GError *error)
{
  static const char * const names[] = { "url", "refused", "resolve", "connect", "tls", "connect-time", "first-time",
                                        "idle-time", "total-time", "truncated", "too-large", "protocol", "redirect",
                                        "payload", "status" };

  g_assert_cmpstr (g_quark_to_string (error->domain), ==, "sluice-http-error-quark");
  g_assert_cmpuint ((guint) error->code, <, G_N_ELEMENTS (names));
  return names[error->code];
}

static void
done_cb (SluiceHttpReply *reply,
         const GError    *error,
         gpointer         user_data)
{
  Outcome *outcome = user_data;

  if (error != NULL)
    g_string_append (outcome->result, class_name (error));
  else
    {
      g_string_append_printf (outcome->result, "%u ", reply->status);
      g_string_append_len (outcome->result, (const char *) reply->body->data, reply->body->len);
    }
  g_main_loop_quit (outcome->loop);
}

static gboolean
allow_all (const char *host,
           guint       port,
           gboolean   *allow_private,
           gpointer    user_data)
{
  *allow_private = strcmp (host, "127.0.0.1") == 0;
  return strcmp (host, "forbidden.example") != 0;
}

/* Runs a request to its end: "200 text" or the class of its error. */
static char *
run (SluiceHttpRequest *take_request)
{
  Outcome outcome = { g_main_loop_new (NULL, FALSE), g_string_new (NULL) };

  if (take_request->allow == NULL)
    take_request->allow = allow_all;
  sluice_http_client_send (client, take_request, NULL, done_cb, &outcome);
  g_main_loop_run (outcome.loop);
  g_main_loop_unref (outcome.loop);
  return g_string_free (outcome.result, FALSE);
}

static SluiceHttpRequest *
make (const char *method,
      const char *url)
{
  g_autoptr (GError) error = NULL;
  SluiceHttpRequest *request = sluice_http_request_new (method, url, &error);

  g_assert_no_error (error);
  return request;
}

static SluiceHttpRequest *
make_script (const char *method,
             const char *script)
{
  g_autofree char *url = fault_server_dup_url (server, script);

  return make (method, url);
}

static void
check (const char *script,
       const char *expected)
{
  g_autofree char *result = run (make_script ("GET", script));

  g_test_message ("%s", script);
  g_assert_cmpstr (result, ==, expected);
}

/* Replies */

typedef struct { const char *script, *expected; } Case;

static const Case lengths[] = {
  { "h 200 OK~Content-Length: 5|w hello", "200 hello" },
  { "h 200 OK~Content-Length: 0", "200 " },
  { "h 200 OK~Content-Length: 5|w hell|close", "truncated" },
  { "h 200 OK~Content-Length: 5|close", "truncated" },
  { "h 200 OK~Content-Length: 5|w hell|reset", "truncated" },
  { "h 200 OK~Content-Length: 5|w hello there|close", "200 hello" },
  { "h 200 OK~Content-Length: 5, 5|w hello", "200 hello" },
  { "h 200 OK~Content-Length: 5~Content-Length: 5|w hello", "200 hello" },
  { "h 200 OK~Content-Length: 5~Content-Length: 6|w hello", "protocol" },
  { "h 200 OK~Content-Length: -5|w hello", "protocol" },
  { "h 200 OK~Content-Length: +5|w hello", "protocol" },
  { "h 200 OK~Content-Length: five|w hello", "protocol" },
  { "h 200 OK~Content-Length: 5 5|w hello", "protocol" },
  { "h 200 OK~Content-Length: 0x5|w hello", "protocol" },
  { "h 200 OK~Content-Length: |w hello", "protocol" },
  { "h 200 OK~Content-Length: 99999999999999999999|w hello", "protocol" },
  { "h 200 OK~Content-Length: 17000000|fill 17000000", "too-large" },
  { "h 200 OK~X: y|w hello|close", "truncated" },
  { "h 204 No Content~Content-Length: 5", "204 " },
  { "h 304 Not Modified~Content-Length: 5", "304 " },
};

static const Case codings[] = {
  { "h 200 OK~Transfer-Encoding: chunked|w 5\\r\\nhello\\r\\n0\\r\\n\\r\\n", "200 hello" },
  { "h 200 OK~Transfer-Encoding: Chunked|w 2\\r\\nhe\\r\\n3\\r\\nllo\\r\\n0\\r\\n\\r\\n", "200 hello" },
  { "h 200 OK~Transfer-Encoding: chunked|w 5;a=b\\r\\nhello\\r\\n0;last\\r\\n\\r\\n", "200 hello" },
  { "h 200 OK~Transfer-Encoding: chunked|w 5\\r\\nhello\\r\\n0\\r\\nTrailer: x\\r\\nY: z\\r\\n\\r\\n", "200 hello" },
  { "h 200 OK~Transfer-Encoding: chunked|w 000000005\\r\\nhello\\r\\n000\\r\\n\\r\\n", "200 hello" },
  { "h 200 OK~Transfer-Encoding: chunked|w 5\\r\\nhello\\r\\n|close", "truncated" },
  { "h 200 OK~Transfer-Encoding: chunked|w 5\\r\\nhello|close", "truncated" },
  { "h 200 OK~Transfer-Encoding: chunked|w 5\\r\\nhel|close", "truncated" },
  { "h 200 OK~Transfer-Encoding: chunked|w 5\\r\\nhello\\r\\n0\\r\\n|close", "truncated" },
  { "h 200 OK~Transfer-Encoding: chunked|w 5\\r\\nhello\\r\\n0\\r\\n\\r|close", "truncated" },
  { "h 200 OK~Transfer-Encoding: chunked|close", "truncated" },
  { "h 200 OK~Transfer-Encoding: chunked|w 5\\r\\nhello\\r\\n|reset", "truncated" },
  { "h 200 OK~Transfer-Encoding: chunked|w zz\\r\\nhello\\r\\n0\\r\\n\\r\\n", "protocol" },
  { "h 200 OK~Transfer-Encoding: chunked|w \\r\\nhello\\r\\n0\\r\\n\\r\\n", "protocol" },
  { "h 200 OK~Transfer-Encoding: chunked|w -5\\r\\nhello\\r\\n0\\r\\n\\r\\n", "protocol" },
  { "h 200 OK~Transfer-Encoding: chunked|w 0x5\\r\\nhello\\r\\n0\\r\\n\\r\\n", "protocol" },
  { "h 200 OK~Transfer-Encoding: chunked|w 5\\nhello\\n0\\n\\n", "protocol" },
  { "h 200 OK~Transfer-Encoding: chunked|w 5\\r\\nhello!\\r\\n0\\r\\n\\r\\n", "protocol" },
  { "h 200 OK~Transfer-Encoding: chunked|w ffffffffffffffff\\r\\nhello", "protocol" },
  { "h 200 OK~Transfer-Encoding: chunked~Content-Length: 5|w hello", "protocol" },
  { "h 200 OK~Transfer-Encoding: gzip, chunked|w hello", "protocol" },
  { "h 200 OK~Transfer-Encoding: gzip|w hello|close", "protocol" },
  { "h 200 OK~Content-Encoding: gzip~Content-Length: 5|w hello", "protocol" },
  { "h 200 OK~Content-Encoding: br~Content-Length: 5|w hello", "protocol" },
  { "h 200 OK~Content-Encoding: identity~Content-Length: 5|w hello", "200 hello" },
};

static const Case heads[] = {
  { "w garbage that is no HTTP at all\\r\\n\\r\\n", "protocol" },
  { "w HTTP/2 200\\r\\n\\r\\n", "protocol" },
  { "w HTTP/1.1 abc OK\\r\\n\\r\\n", "protocol" },
  { "w HTTP/1.1 999 X\\r\\nContent-Length: 0\\r\\n\\r\\n", "protocol" },
  { "w HTTP/1.1 200\\r\\nContent-Length: 2\\r\\n\\r\\nhi", "200 hi" },
  { "w HTTP/1.0 200 OK\\r\\nContent-Length: 2\\r\\n\\r\\nhi|close", "200 hi" },
  { "w SSH-2.0-OpenSSH\\r\\n|close", "truncated" },
  { "w HTTP/1.1 200 OK\\r\\nContent-Le|close", "truncated" },
  { "w HTTP/1.1 200 OK\\r\\nContent-Length: 2\\r\\n|close", "truncated" },
  { "w H|reset", "truncated" },
  { "w HTTP/1.1 200 OK\\r\\nA: b\\0c\\r\\nContent-Length: 0\\r\\n\\r\\n", "protocol" },
  { "w HTTP/1.1 200 OK\\r\\nno header\\r\\nContent-Length: 0\\r\\n\\r\\n", "protocol" },
  { "w HTTP/1.1 200 OK\\r\\nA: b\\r\\n folded\\r\\nContent-Length: 0\\r\\n\\r\\n", "protocol" },
  { "w HTTP/1.1 200 OK\\r\\nContent-Length : 5\\r\\n\\r\\nhello", "protocol" },
  { "w HTTP/1.1 200 OK\\nContent-Length: 2\\n\\nhi\\r\\n\\r\\n", "protocol" },
  { "w HTTP/1.1 200 OK\\r\\nX: |fill 70000|hang", "too-large" },
  { "h 100 Continue|h 200 OK~Content-Length: 2|w hi", "200 hi" },
  { "h 103 Early Hints~Link: x|h 102 Wait|h 200 OK~Content-Length: 2|w hi", "200 hi" },
  { "h 101 Switching~Upgrade: x", "protocol" },
  { "h 100 Continue|close", "truncated" },
  { "close", "connect" },
  { "reset", "connect" },
};

static const Case paces[] = {
  { "each 1 HTTP/1.1 200 OK\\r\\nContent-Length: 5\\r\\n\\r\\nhello", "200 hello" },
  { "each 3 HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n5\\r\\nhello\\r\\n0\\r\\n\\r\\n", "200 hello" },
  { "h 200 OK~Content-Length: 5|pause 20|w he|pause 20|w llo", "200 hello" },
};

static const Case hanging[] = {
  { "hang", "first-time" },
  { "w HTTP/1.1 200 OK\\r\\n|hang", "first-time" },
  { "h 100 Continue|hang", "first-time" },
  { "h 200 OK~Content-Length: 5|hang", "idle-time" },
  { "h 200 OK~Content-Length: 5|w hell|hang", "idle-time" },
  { "h 200 OK~Transfer-Encoding: chunked|w 5\\r\\nhello\\r\\n|hang", "idle-time" },
  { "h 200 OK~Transfer-Encoding: chunked|w 5\\r\\nhello\\r\\n0\\r\\n|hang", "idle-time" },
};

static const Case statuses[] = {
  { "h 400 Bad~Content-Length: 2|w no", "400 no" },
  { "h 401 Who~WWW-Authenticate: Basic~Content-Length: 0", "401 " },
  { "h 404 No~Content-Length: 0", "404 " },
  { "h 407 Proxy~Content-Length: 0", "407 " },
  { "h 429 Slow~Retry-After: 1~Content-Length: 0", "429 " },
  { "h 500 Oh~Content-Length: 4|w oh n|close", "500 oh n" },
  { "h 503 Oh~Content-Length: 4|w oh|close", "truncated" },
  { "h 302 Found~Location: http://127.0.0.1:1/~Content-Length: 0", "302 " },
};

#define ADD(list) check_all (list, G_N_ELEMENTS (list))

static void
check_all (const Case *cases,
           guint       n)
{
  for (guint i = 0; i < n; i++)
    check (cases[i].script, cases[i].expected);
}

static void test_length (void) { ADD (lengths); }
static void test_coding (void) { ADD (codings); }
static void test_head (void) { ADD (heads); }
static void test_pace (void) { ADD (paces); }
static void test_status (void) { ADD (statuses); }

static void
test_hang (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (hanging); i++)
    {
      SluiceHttpRequest *request = make_script ("GET", hanging[i].script);
      g_autofree char *result = NULL;

      request->first_time = request->idle_time = SHORT;
      result = run (request);
      g_test_message ("%s", hanging[i].script);
      g_assert_cmpstr (result, ==, hanging[i].expected);
    }
}

/* A server that always sends a little more is ended by the total alone. */
static void
test_total (void)
{
  g_autofree char *text = g_strnfill (20000, 'x');
  g_autofree char *script = g_strdup_printf ("h 200 OK~Content-Length: 20000|each 1 %s", text);
  SluiceHttpRequest *request = make_script ("GET", script);
  g_autofree char *result = NULL;

  request->total_time = 0.3;
  result = run (request);
  g_assert_cmpstr (result, ==, "total-time");
}

static void
test_connect (void)
{
  const struct { const char *host; guint port; const char *expected; } cases[] = {
    { "127.0.0.1", 1, "connect" },
    { "127.0.0.1", server->silent, "first-time" },
    { "127.0.0.1", server->deaf, "connect-time" },
    { "127.0.0.1", server->hangs_up, "connect" },
    { "no..name", 80, "resolve" },
    { "localhost", 80, "refused" },
    { "[::1]", 80, "refused" },
    { "10.1.2.3", 80, "refused" },
    { "169.254.169.254", 80, "refused" },
    { "2130706433", 80, "resolve" },
    { "0177.0.0.1", 80, "resolve" },
    { "[::ffff:127.0.0.1]", 80, "refused" },
    { "forbidden.example", 80, "refused" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *url = g_strdup_printf ("http://%s:%u/", cases[i].host, cases[i].port);
      SluiceHttpRequest *request = make ("GET", url);
      g_autofree char *result = NULL;

      request->connect_time = request->first_time = 2 * SHORT;
      result = run (request);
      g_test_message ("%s", url);
      g_assert_cmpstr (result, ==, cases[i].expected);
    }
}

/* One that speaks no TLS where it is expected. */
static void
test_tls (void)
{
  const guint ports[] = { server->hangs_up, server->silent };
  const char * const expected[] = { "tls", "connect-time" };

  for (guint i = 0; i < G_N_ELEMENTS (ports); i++)
    {
      g_autofree char *url = g_strdup_printf ("https://127.0.0.1:%u/", ports[i]);
      SluiceHttpRequest *request = make ("GET", url);
      g_autofree char *result = NULL;

      request->connect_time = i == 0 ? 30 : SHORT;
      result = run (request);
      g_assert_cmpstr (result, ==, expected[i]);
    }
}

static void
test_until_close (void)
{
  static const Case cases[] = {
    { "h 200 OK~X: y|w hello|close", "200 hello" },
    { "h 200 OK~X: y|w hello|reset", "truncated" },
    { "h 200 OK~Content-Length: 6|w hello|close", "truncated" },
    { "h 200 OK~Transfer-Encoding: chunked|w 5\\r\\nhello\\r\\n|close", "truncated" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      SluiceHttpRequest *request = make_script ("GET", cases[i].script);
      g_autofree char *result = NULL;

      request->until_close = TRUE;
      result = run (request);
      g_assert_cmpstr (result, ==, cases[i].expected);
    }
}

static void
test_too_large (void)
{
  static const Case cases[] = {
    { "h 200 OK~Content-Length: 10|w 0123456789", "200 0123456789" },
    { "h 200 OK~Content-Length: 11|w 0123456789a", "too-large" },
    { "h 200 OK~Transfer-Encoding: chunked|w 6\\r\\n012345\\r\\n5\\r\\n6789a\\r\\n0\\r\\n\\r\\n", "too-large" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      SluiceHttpRequest *request = make_script ("GET", cases[i].script);
      g_autofree char *result = NULL;

      request->max_bytes = 10;
      result = run (request);
      g_assert_cmpstr (result, ==, cases[i].expected);
    }
}

/* Requests */

static void
test_head_method (void)
{
  g_autofree char *result = run (make_script ("HEAD", "h 200 OK~Content-Length: 5"));

  g_assert_cmpstr (result, ==, "200 ");
}

static void
test_send (void)
{
  g_autoptr (GError) error = NULL;
  SluiceHttpRequest *request = make_script ("post", "echo");
  g_autofree char *text = g_strnfill (3 * 1024 * 1024, 'y');
  g_autofree char *result = NULL;

  g_assert_true (sluice_http_request_add_header (request, "X-Mine", "a b", &error));
  request->body = g_bytes_new (text, strlen (text));
  result = run (request);
  g_assert_true (g_str_has_prefix (result, "200 POST /do?echo HTTP/1.1\r\nHost: 127.0.0.1:"));
  g_assert_nonnull (strstr (result, "\r\nX-Mine: a b\r\n"));
  g_assert_nonnull (strstr (result, "\r\nAccept-Encoding: identity\r\n"));
  g_assert_nonnull (strstr (result, "\r\nContent-Length: 3145728\r\n"));
  g_assert_cmpuint (strlen (strstr (result, "\r\n\r\n")), ==, 4 + 3145728);
}

/* A server that says no before it has read everything is heard. */
static void
test_early (void)
{
  SluiceHttpRequest *request = make_script ("POST", "early|h 413 Too Large~Content-Length: 3|w no!|hang");
  g_autofree char *text = g_strnfill (15 * 1024 * 1024, 'y');
  g_autofree char *result = NULL;

  request->body = g_bytes_new_take (g_steal_pointer (&text), 15 * 1024 * 1024);
  result = run (request);
  g_assert_cmpstr (result, ==, "413 no!");
}

static void
test_unsendable (void)
{
  static const char * const urls[] = { "file:///etc/passwd", "ftp://host/", "http://", "http://a:b@host/", "host",
                                       "http://ho st/", "http://host:0/", "http://host:99999/", "javascript:x", "" };
  static const char * const headers[][2] = { { "X", "a\r\nY: b" }, { "X", "a\nb" }, { "X y", "a" }, { "", "a" },
                                             { "Host", "other" }, { "content-length", "5" },
                                             { "Transfer-Encoding", "chunked" }, { "Connection", "close" } };
  SluiceHttpRequest *request = make ("GET", "http://host/");

  for (guint i = 0; i < G_N_ELEMENTS (urls); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", urls[i]);
      g_assert_null (sluice_http_request_new ("GET", urls[i], &error));
      g_assert_error (error, SLUICE_HTTP_ERROR, SLUICE_HTTP_ERROR_URL);
    }
  for (guint i = 0; i < G_N_ELEMENTS (headers); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (sluice_http_request_add_header (request, headers[i][0], headers[i][1], &error));
      g_assert_error (error, SLUICE_HTTP_ERROR, SLUICE_HTTP_ERROR_URL);
    }
  g_assert_null (sluice_http_request_new ("GET X", "http://host/", NULL));
  sluice_http_request_free (request);
}

/* Redirects */

static char *
redirect_to (guint       status,
             const char *target)
{
  return g_strdup_printf ("h %u Moved~Location: %s~Content-Length: 4|w gone", status, target);
}

static char *
run_redirect (const char *method,
              guint       status,
              const char *target)
{
  g_autofree char *script = redirect_to (status, target);
  SluiceHttpRequest *request = make_script (method, script);

  request->max_redirects = 3;
  sluice_http_request_add_header (request, "X-Api-Key", "secret", NULL);
  sluice_http_request_add_header (request, "Authorization", "Bearer secret", NULL);
  if (strcmp (method, "POST") == 0)
    request->body = g_bytes_new ("data", 4);
  return run (request);
}

static void
test_redirect (void)
{
  g_autofree char *same = run_redirect ("GET", 302, "/do?echo");
  g_autofree char *post = run_redirect ("POST", 303, "/do?echo");
  g_autofree char *again = run_redirect ("POST", 307, "/do?echo");
  g_autofree char *nowhere = run_redirect ("GET", 302, "file:///etc/passwd");
  g_autofree char *forbidden = run_redirect ("GET", 302, "http://forbidden.example/");
  g_autofree char *inside = run_redirect ("GET", 302, "http://localhost/");
  g_autofree char *self = run_redirect ("GET", 301, "/do?h%20302%20X%7ELocation:%20/do%3Fecho%7EContent-Length:%200");

  g_assert_true (g_str_has_prefix (same, "200 GET /do?echo"));
  g_assert_nonnull (strstr (same, "X-Api-Key: secret"));
  g_assert_true (g_str_has_prefix (post, "200 GET /do?echo"));
  g_assert_null (strstr (post, "data"));
  g_assert_true (g_str_has_prefix (again, "200 POST /do?echo"));
  g_assert_true (g_str_has_suffix (again, "\r\n\r\ndata"));
  g_assert_cmpstr (nowhere, ==, "redirect");
  g_assert_cmpstr (forbidden, ==, "refused");
  g_assert_cmpstr (inside, ==, "refused");
  g_assert_true (g_str_has_prefix (self, "200 GET /do?echo"));
}

/* Another port is another place. */
static void
test_redirect_secrets (void)
{
  g_autoptr (FaultServer) other = fault_server_new ();
  g_autofree char *target = fault_server_dup_url (other, "echo");
  g_autofree char *result = run_redirect ("GET", 302, target);

  g_assert_true (g_str_has_prefix (result, "200 GET /do?echo"));
  g_assert_null (strstr (result, "secret"));
}

static void
test_redirect_loop (void)
{
  g_autofree char *script = redirect_to (302, "/do?h%20302%20X%7ELocation:%20%3F%7EContent-Length:%200");
  SluiceHttpRequest *request = make_script ("GET", script);
  g_autofree char *result = NULL;

  request->max_redirects = 1;
  result = run (request);
  g_assert_cmpstr (result, ==, "redirect");
}

/* Connections */

static void
test_reuse (void)
{
  guint idle;

  check ("h 200 OK~Content-Length: 2|w hi", "200 hi");
  idle = sluice_http_client_get_n_idle (client);
  g_assert_cmpuint (idle, >, 0);
  for (guint i = 0; i < 20; i++)
    check ("h 200 OK~Content-Length: 2|w hi", "200 hi");
  g_assert_cmpuint (sluice_http_client_get_n_idle (client), ==, idle);
  /* What came beyond the body belongs to nobody. */
  check ("h 200 OK~Content-Length: 2|w hi there", "200 hi");
  check ("h 200 OK~Content-Length: 2~Connection: close|w hi", "200 hi");
  check ("h 200 OK~Content-Length: 2|w hi", "200 hi");
}

/* A server that closes what it had kept: a GET goes out again. */
static void
test_reuse_closed (void)
{
  for (guint i = 0; i < 10; i++)
    {
      check ("h 200 OK~Content-Length: 2|w hi|close", "200 hi");
      check ("h 200 OK~Content-Length: 2|w ho", "200 ho");
    }
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
test_limit (void)
{
  guint left = 60;

  for (guint i = 0; i < 60; i++)
    {
      SluiceHttpRequest *request = make_script ("GET", "pause 5|h 200 OK~Content-Length: 2|w hi");

      request->allow = allow_all;
      request->concurrent = 4;
      sluice_http_client_send (client, request, NULL, count_cb, &left);
    }
  while (left > 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (sluice_http_client_get_n_idle (client), <=, 5);
}

static void
unwanted_cb (SluiceHttpReply *reply,
             const GError    *error,
             gpointer         user_data)
{
  g_assert_not_reached ();
}

static gboolean
seen_cb (SluiceHttpReply *reply,
         const char      *bytes,
         gsize            length,
         gpointer         user_data)
{
  *(gboolean *) user_data = TRUE;
  return TRUE;
}

static gboolean
cancel_cb (SluiceHttpReply *reply,
           const char      *bytes,
           gsize            length,
           gpointer         user_data)
{
  SluiceHttpExchange **exchange = user_data;

  sluice_http_exchange_cancel (g_steal_pointer (exchange));
  return TRUE;
}

/* At every stage: waiting, connecting, sending, before the head, in the body. */
static void
test_cancel (void)
{
  static const char * const scripts[] = { "hang", "h 200 OK~Content-Length: 5|w he|hang" };
  SluiceHttpExchange *inside;
  SluiceHttpRequest *request;

  for (guint i = 0; i < 12; i++)
    {
      SluiceHttpExchange *exchange;
      gboolean seen = FALSE;

      request = make_script (i % 3 == 0 ? "POST" : "GET", scripts[i % 2]);
      request->allow = allow_all;
      if (i % 3 == 0)
        request->body = g_bytes_new_take (g_strnfill (100, 'z'), 100);
      exchange = sluice_http_client_send (client, request, seen_cb, unwanted_cb, &seen);
      for (guint k = 0; k < i / 2; k++)
        g_main_context_iteration (NULL, FALSE);
      while (i >= 10 && i % 2 == 1 && !seen)
        g_main_context_iteration (NULL, TRUE);
      sluice_http_exchange_cancel (exchange);
    }
  request = make_script ("GET", scripts[1]);
  request->allow = allow_all;
  inside = sluice_http_client_send (client, request, cancel_cb, unwanted_cb, &inside);
  while (inside != NULL)
    g_main_context_iteration (NULL, TRUE);
}

/* Cuts */

static void
append_escaped (GString    *script,
                const char *text,
                gsize       length)
{
  for (gsize i = 0; i < length; i++)
    {
      if (text[i] == '\r')
        g_string_append (script, "\\r");
      else if (text[i] == '\n')
        g_string_append (script, "\\n");
      else
        g_string_append_c (script, text[i]);
    }
}

/* An event stream that is cut after each of its bytes is whole only at the last. */
static void
test_cut_everywhere (void)
{
  static const char text[] =
    "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
    "1f\r\ndata: {\"text\": \"The river\"}\r\n\r\n\r\n"
    "e\r\ndata: [DONE]\r\n\r\n0\r\n\r\n";
  const gsize length = sizeof text - 1;

  for (gsize cut = 0; cut <= length; cut++)
    {
      g_autoptr (GString) script = g_string_new ("w ");
      g_autofree char *result = NULL;

      append_escaped (script, text, cut);
      g_string_append (script, "|close");
      result = run (make_script ("GET", script->str));
      if (cut == length)
        g_assert_true (g_str_has_prefix (result, "200 data: {"));
      else
        g_assert_cmpstr (result, ==, cut == 0 ? "connect" : "truncated");
    }
}

/* A sound reply of random framing, in random pieces. */
static GString *
make_reply (GRand *random)
{
  GString *reply = g_string_new ("HTTP/1.1 200 OK\r\n");
  guint n = (guint) g_rand_int_range (random, 1, 200);

  if (g_rand_boolean (random))
    {
      g_string_append_printf (reply, "Content-Length: %u\r\n\r\n", n);
      for (guint i = 0; i < n; i++)
        g_string_append_c (reply, 'a');
      return reply;
    }
  g_string_append (reply, "Transfer-Encoding: chunked\r\n\r\n");
  while (n > 0)
    {
      guint size = (guint) g_rand_int_range (random, 1, (gint32) n + 1);

      g_string_append_printf (reply, "%x\r\n", size);
      for (guint i = 0; i < size; i++)
        g_string_append_c (reply, 'a');
      g_string_append (reply, "\r\n");
      n -= size;
    }
  return g_string_append (reply, "0\r\n\r\n");
}

static void
test_random (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (20260101);

  for (guint i = 0; i < 200; i++)
    {
      GString *reply = make_reply (random);
      gsize cut = g_rand_boolean (random) ? reply->len : (gsize) g_rand_int_range (random, 0, (gint32) reply->len);
      g_autoptr (GString) script = g_string_new (NULL);
      g_autofree char *result = NULL;

      g_string_append_printf (script, "each %d ", g_rand_int_range (random, 20, 400));
      append_escaped (script, reply->str, cut);
      g_string_append (script, "|close");
      result = run (make_script ("GET", script->str));
      if (cut == reply->len)
        g_assert_true (g_str_has_prefix (result, "200 a"));
      else
        g_assert_cmpstr (result, ==, cut == 0 ? "connect" : "truncated");
      g_string_free (reply, TRUE);
    }
}

static guint
count_files (void)
{
  DIR *dir = opendir ("/proc/self/fd");
  guint n = 0;

  while (readdir (dir) != NULL)
    n++;
  closedir (dir);
  return n;
}

int
main (int   argc,
      char *argv[])
{
  guint n_files;
  int status;

  g_test_init (&argc, &argv, NULL);
  server = fault_server_new ();
  client = sluice_http_client_new (NULL);
  check ("h 200 OK~Content-Length: 2|w hi", "200 hi");
  g_assert_cmpuint (sluice_http_client_get_n_idle (client), ==, 1);
  n_files = count_files ();

  g_test_add_func ("/net/faults/length", test_length);
  g_test_add_func ("/net/faults/coding", test_coding);
  g_test_add_func ("/net/faults/head", test_head);
  g_test_add_func ("/net/faults/pace", test_pace);
  g_test_add_func ("/net/faults/status", test_status);
  g_test_add_func ("/net/faults/hang", test_hang);
  g_test_add_func ("/net/faults/total", test_total);
  g_test_add_func ("/net/faults/connect", test_connect);
  g_test_add_func ("/net/faults/tls", test_tls);
  g_test_add_func ("/net/faults/until-close", test_until_close);
  g_test_add_func ("/net/faults/too-large", test_too_large);
  g_test_add_func ("/net/faults/head-method", test_head_method);
  g_test_add_func ("/net/faults/send", test_send);
  g_test_add_func ("/net/faults/early", test_early);
  g_test_add_func ("/net/faults/unsendable", test_unsendable);
  g_test_add_func ("/net/faults/redirect", test_redirect);
  g_test_add_func ("/net/faults/redirect-secrets", test_redirect_secrets);
  g_test_add_func ("/net/faults/redirect-loop", test_redirect_loop);
  g_test_add_func ("/net/faults/reuse", test_reuse);
  g_test_add_func ("/net/faults/reuse-closed", test_reuse_closed);
  g_test_add_func ("/net/faults/limit", test_limit);
  g_test_add_func ("/net/faults/cancel", test_cancel);
  g_test_add_func ("/net/faults/cut-everywhere", test_cut_everywhere);
  g_test_add_func ("/net/faults/random", test_random);
  status = g_test_run ();

  /* Nothing is left open: the client and its first connection, which are gone, had a file each. */
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  sluice_http_client_unref (client);
  g_assert_cmpuint (count_files (), <=, n_files - 2);
  fault_server_free (server);
  return status;
}
