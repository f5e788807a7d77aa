/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What servers do wrong, each with the class it ends in, and none without an end. Replies are scripts of the fault
 * server. At the end it is told how many cases of each class there were. */

#include <string.h>

#include "fault-case.h"
#include "net/client-private.h"
#include "net/retry.h"
#include "service.h"

/* Of requests whose servers never end anything: each ends by its own deadline. */
#define SHORT 0.15 /* s */

/* Fewer of all classes together would be no test of a client. */
#define MIN_CASES 96

/* Replies */

static const FaultCase lengths[] = {
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

static const FaultCase codings[] = {
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

static const FaultCase heads[] = {
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

static const FaultCase paces[] = {
  { "each 1 HTTP/1.1 200 OK\\r\\nContent-Length: 5\\r\\n\\r\\nhello", "200 hello" },
  { "each 3 HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n5\\r\\nhello\\r\\n0\\r\\n\\r\\n", "200 hello" },
  { "h 200 OK~Content-Length: 5|pause 20|w he|pause 20|w llo", "200 hello" },
};

static const FaultCase hanging[] = {
  { "hang", "first-time" },
  { "w HTTP/1.1 200 OK\\r\\n|hang", "first-time" },
  { "h 100 Continue|hang", "first-time" },
  { "h 200 OK~Content-Length: 5|hang", "idle-time" },
  { "h 200 OK~Content-Length: 5|w hell|hang", "idle-time" },
  { "h 200 OK~Transfer-Encoding: chunked|w 5\\r\\nhello\\r\\n|hang", "idle-time" },
  { "h 200 OK~Transfer-Encoding: chunked|w 5\\r\\nhello\\r\\n0\\r\\n|hang", "idle-time" },
};

static const FaultCase statuses[] = {
  { "h 400 Bad~Content-Length: 2|w no", "400 no" },
  { "h 401 Who~WWW-Authenticate: Basic~Content-Length: 0", "401 " },
  { "h 404 No~Content-Length: 0", "404 " },
  { "h 407 Proxy~Content-Length: 0", "407 " },
  { "h 408 Late~Content-Length: 0", "408 " },
  { "h 413 Large~Content-Length: 0~Connection: close|close", "413 " },
  { "h 500 Oh~Content-Length: 4|w oh n|close", "500 oh n" },
  { "h 503 Oh~Content-Length: 4|w oh|close", "truncated" },
  { "h 302 Found~Location: http://127.0.0.1:1/~Content-Length: 0", "302 " },
};

#define NOW 784111777.0 /* Sun, 06 Nov 1994 08:49:37 GMT */

/* When the server wants to be asked again, as it came over the wire; negative: it does not say. */
static const struct { const char *headers; double seconds; } afters[] = {
  { "Retry-After: 3", 3 },
  { "Retry-After: 0", 0 },
  { "Retry-After: 1.5", 1.5 },
  { "RETRY-AFTER:120", 120 },
  { "Retry-After: Sun, 06 Nov 1994 08:49:47 GMT", 10 },
  { "Retry-After: Sunday, 06-Nov-94 08:49:47 GMT", 10 },
  { "Retry-After: Sun Nov  6 08:49:47 1994", 10 },
  { "Retry-After: Sun, 06 Nov 1994 08:49:27 GMT", 0 },
  { "retry-after-ms: 250", 0.25 },
  { "retry-after-ms: 250~Retry-After: 3", 0.25 },
  { "retry-after-ms: x~Retry-After: 3", 3 },
  { "Retry-After: -3", -1 },
  { "Retry-After: soon", -1 },
  { "Retry-After: inf", -1 },
  { "Retry-After: ", -1 },
};

#define CHECK_ALL(of, list) fault_check_all (of, list, G_N_ELEMENTS (list))

static void test_length (void) { CHECK_ALL (FAULT_LENGTH, lengths); }
static void test_coding (void) { CHECK_ALL (FAULT_CODING, codings); }
static void test_head (void) { CHECK_ALL (FAULT_HEAD, heads); }
static void test_pace (void) { CHECK_ALL (FAULT_PACE, paces); }
static void test_status (void) { CHECK_ALL (FAULT_STATUS, statuses); }

static void
after_cb (SluiceHttpReply *reply,
          const GError    *error,
          gpointer         user_data)
{
  double *seconds = user_data;

  g_assert_no_error (error);
  g_assert_true (sluice_http_retry_is_worth (reply, NULL));
  *seconds = sluice_http_retry_after (reply, NOW);
}

static void
test_retry_after (void)
{
  static const guint codes[] = { 429, 503 };

  for (guint i = 0; i < G_N_ELEMENTS (afters); i++)
    {
      g_autofree char *script = g_strdup_printf ("h %u Later~%s~Content-Length: 0", codes[i % 2], afters[i].headers);
      SluiceHttpRequest *request = fault_make_script ("GET", script);
      double seconds = G_MAXDOUBLE;

      request->allow = fault_allow;
      sluice_http_client_send (fault_get_client (), request, NULL, after_cb, &seconds);
      while (seconds == G_MAXDOUBLE)
        g_main_context_iteration (NULL, TRUE);
      g_test_message ("%s", script);
      g_assert_cmpfloat_with_epsilon (seconds, afters[i].seconds, 1e-9);
      fault_count (FAULT_STATUS);
    }
}

static void
test_hang (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (hanging); i++)
    {
      SluiceHttpRequest *request = fault_make_script ("GET", hanging[i].script);
      g_autofree char *result = NULL;

      request->first_time = request->idle_time = SHORT;
      result = fault_run (request);
      g_test_message ("%s", hanging[i].script);
      g_assert_cmpstr (result, ==, hanging[i].expected);
      fault_count (FAULT_PACE);
    }
}

/* A server that always sends a little more is ended by the total alone. */
static void
test_total (void)
{
  g_autofree char *text = g_strnfill (20000, 'x');
  g_autofree char *script = g_strdup_printf ("h 200 OK~Content-Length: 20000|each 1 %s", text);
  SluiceHttpRequest *request = fault_make_script ("GET", script);
  g_autofree char *result = NULL;

  request->total_time = 0.3;
  result = fault_run (request);
  g_assert_cmpstr (result, ==, "total-time");
  fault_count (FAULT_PACE);
}

/* Connecting */

static void
test_connect (void)
{
  const FaultServer *server = fault_get_server ();
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
      SluiceHttpRequest *request = fault_make ("GET", url);
      g_autofree char *result = NULL;

      request->connect_time = request->first_time = 2 * SHORT;
      result = fault_run (request);
      g_test_message ("%s", url);
      g_assert_cmpstr (result, ==, cases[i].expected);
      fault_count (FAULT_CONNECT);
    }
}

/* One that speaks no TLS where it is expected. */
static void
test_tls (void)
{
  const FaultServer *server = fault_get_server ();
  const guint ports[] = { server->hangs_up, server->silent };
  const char * const expected[] = { "tls", "connect-time" };

  for (guint i = 0; i < G_N_ELEMENTS (ports); i++)
    {
      g_autofree char *url = g_strdup_printf ("https://127.0.0.1:%u/", ports[i]);
      SluiceHttpRequest *request = fault_make ("GET", url);
      g_autofree char *result = NULL;

      request->connect_time = i == 0 ? 30 : SHORT;
      result = fault_run (request);
      g_assert_cmpstr (result, ==, expected[i]);
      fault_count (FAULT_CONNECT);
    }
}

/* Ends and limits */

static void
test_until_close (void)
{
  static const FaultCase cases[] = {
    { "h 200 OK~X: y|w hello|close", "200 hello" },
    { "h 200 OK~X: y|w hello|reset", "truncated" },
    { "h 200 OK~Content-Length: 6|w hello|close", "truncated" },
    { "h 200 OK~Transfer-Encoding: chunked|w 5\\r\\nhello\\r\\n|close", "truncated" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      SluiceHttpRequest *request = fault_make_script ("GET", cases[i].script);
      g_autofree char *result = NULL;

      request->until_close = TRUE;
      result = fault_run (request);
      g_assert_cmpstr (result, ==, cases[i].expected);
      fault_count (FAULT_LENGTH);
    }
}

static void
test_too_large (void)
{
  static const FaultCase cases[] = {
    { "h 200 OK~Content-Length: 10|w 0123456789", "200 0123456789" },
    { "h 200 OK~Content-Length: 11|w 0123456789a", "too-large" },
    { "h 200 OK~Transfer-Encoding: chunked|w 6\\r\\n012345\\r\\n5\\r\\n6789a\\r\\n0\\r\\n\\r\\n", "too-large" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      SluiceHttpRequest *request = fault_make_script ("GET", cases[i].script);
      g_autofree char *result = NULL;

      request->max_bytes = 10;
      result = fault_run (request);
      g_assert_cmpstr (result, ==, cases[i].expected);
      fault_count (FAULT_LENGTH);
    }
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
  SluiceHttpRequest *request = fault_make_script (method, script);

  request->max_redirects = 3;
  sluice_http_request_add_header (request, "X-Api-Key", "secret", NULL);
  sluice_http_request_add_header (request, "Authorization", "Bearer secret", NULL);
  if (strcmp (method, "POST") == 0)
    request->body = g_bytes_new ("data", 4);
  return fault_run (request);
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
  for (guint i = 0; i < 7; i++)
    fault_count (FAULT_REDIRECT);
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
  fault_count (FAULT_REDIRECT);
}

static void
test_redirect_loop (void)
{
  g_autofree char *script = redirect_to (302, "/do?h%20302%20X%7ELocation:%20%3F%7EContent-Length:%200");
  SluiceHttpRequest *request = fault_make_script ("GET", script);
  g_autofree char *result = NULL;

  request->max_redirects = 1;
  result = fault_run (request);
  g_assert_cmpstr (result, ==, "redirect");
  fault_count (FAULT_REDIRECT);
}

/* Cancelled at each stage: nothing is told any more, and nothing stays open. */

static void
unwanted_cb (SluiceHttpReply *reply,
             const GError    *error,
             gpointer         user_data)
{
  g_assert_not_reached ();
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

static void
test_cancel (void)
{
  const FaultServer *server = fault_get_server ();
  const struct { SluiceHttpState stage; guint port; const char *script; gsize body; } cases[] = {
    { SLUICE_HTTP_WAITING, server->port, "hang", 0 },
    { SLUICE_HTTP_CONNECTING, server->deaf, "", 0 },
    { SLUICE_HTTP_SENDING, server->silent, "", 32 << 20 },
    { SLUICE_HTTP_HEAD, server->port, "hang", 0 },
    { SLUICE_HTTP_HEAD, server->port, "w%20HTTP/1.1%20200%20OK%7Chang", 0 },
    { SLUICE_HTTP_BODY, server->port, "h%20200%20OK%7EContent-Length:%205%7Cw%20he%7Chang", 0 },
    { SLUICE_HTTP_BODY, server->port, "h%20200%20OK%7ETransfer-Encoding:%20chunked%7Cw%205%7Chang", 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SluiceHttpClient) own = sluice_http_client_new (NULL);
      g_autofree char *url = g_strdup_printf ("http://127.0.0.1:%u/do?%s", cases[i].port, cases[i].script);
      SluiceHttpRequest *request = fault_make (cases[i].body > 0 ? "POST" : "GET", url);
      SluiceHttpExchange *exchange;

      request->allow = fault_allow;
      if (cases[i].body > 0)
        request->body = g_bytes_new_take (g_strnfill (cases[i].body, 'z'), cases[i].body);
      exchange = sluice_http_client_send (own, request, NULL, unwanted_cb, NULL);
      while (exchange->state != cases[i].stage)
        g_main_context_iteration (NULL, TRUE);
      sluice_http_exchange_cancel (exchange);
      while (g_main_context_iteration (NULL, FALSE))
        continue;
      fault_count (FAULT_CANCEL);
    }
}

/* By the one who is just told of a piece. */
static void
test_cancel_inside (void)
{
  SluiceHttpRequest *request = fault_make_script ("GET", "h 200 OK~Content-Length: 5|w he|hang");
  SluiceHttpExchange *inside;

  request->allow = fault_allow;
  inside = sluice_http_client_send (fault_get_client (), request, cancel_cb, unwanted_cb, &inside);
  while (inside != NULL)
    g_main_context_iteration (NULL, TRUE);
  fault_count (FAULT_CANCEL);
}

/* Streams */

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

      fault_append_escaped (script, text, cut);
      g_string_append (script, "|close");
      result = fault_run (fault_make_script ("GET", script->str));
      if (cut == length)
        g_assert_true (g_str_has_prefix (result, "200 data: {"));
      else
        g_assert_cmpstr (result, ==, cut == 0 ? "connect" : "truncated");
      fault_count (FAULT_STREAM);
    }
}

/* Payloads: whole replies of nodes that hold something else than was asked for. */

static void
test_payload (void)
{
  static const struct { const char *script, *settings, *expected; } cases[] = {
    { "h 200 OK~Content-Type: application/json~Content-Length: 6|w {'a':1", "", "payload" },
    { "h 200 OK~Content-Type: application/json|w {'a':|close", "", "payload" },
    { "h 200 OK~Content-Type: application/json~Content-Length: 0", "", "payload" },
    { "h 200 OK~Content-Type: application/json~Content-Length: 9|w {'a':1} x", "", "payload" },
    { "h 200 OK~Content-Type: application/json~Content-Length: 2|w 01", "", "payload" },
    { "h 200 OK~Content-Length: 5|w hello", ",'answer':'json'", "payload" },
    { "h 200 OK~Content-Length: 2|w \\xff\\xfe", "", "payload" },
    { "h 200 OK~Content-Type: text/plain~Content-Length: 3|w a\\0b", "", "payload" },
    { "h 200 OK~Content-Type: application/json~Content-Length: 9|w {'a':1}|close", "", "truncated" },
    { "h 200 OK~Content-Type: text/plain|w hello|close", "", "truncated" },
    { "h 404 No~Content-Type: application/json~Content-Length: 7|w {'a':1}", "", "status" },
    { "h 200 OK~Content-Type: application/json~Content-Length: 7|w {'a':1}", "", NULL },
  };
  g_autoptr (SluiceGrants) grants = sluice_grants_new ();

  sluice_grants_add (grants, SLUICE_GRANT_HOST, "127.0.0.1");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *script = g_strdelimit (g_strdup (cases[i].script), "'", '"');
      g_autofree char *url = fault_server_dup_url (fault_get_server (), script);
      g_autofree char *node = g_strdup_printf ("{'kind':'http','settings':{'url':'%s'%s}}", url, cases[i].settings);
      g_autoptr (GError) error = NULL;
      g_autofree char *result = service_run_full (node, grants, &error);

      g_test_message ("%s", cases[i].script);
      g_assert_cmpint (result == NULL, ==, cases[i].expected != NULL);
      if (error != NULL)
        g_assert_cmpstr (fault_class_of (error), ==, cases[i].expected);
      fault_count (FAULT_PAYLOAD);
    }
}

/* How many there were: none is left out by being forgotten in a list. */
static void
test_count (void)
{
  guint all = 0;

  for (guint of = 0; of < FAULT_N_CLASSES; of++)
    {
      g_test_message ("%s: %u cases", fault_class_name (of), fault_get_n (of));
      g_assert_cmpuint (fault_get_n (of), >, 0);
      all += of != FAULT_STREAM ? fault_get_n (of) : 1;
    }
  g_test_message ("%u cases, the cuts of a stream taken for one", all);
  g_assert_cmpuint (all, >=, MIN_CASES);
}

int
main (int   argc,
      char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  fault_cases_begin ();
  g_test_add_func ("/net/faults/connect", test_connect);
  g_test_add_func ("/net/faults/connect-tls", test_tls);
  g_test_add_func ("/net/faults/head", test_head);
  g_test_add_func ("/net/faults/length", test_length);
  g_test_add_func ("/net/faults/length-until-close", test_until_close);
  g_test_add_func ("/net/faults/length-too-large", test_too_large);
  g_test_add_func ("/net/faults/coding", test_coding);
  g_test_add_func ("/net/faults/pace", test_pace);
  g_test_add_func ("/net/faults/pace-hang", test_hang);
  g_test_add_func ("/net/faults/pace-total", test_total);
  g_test_add_func ("/net/faults/status", test_status);
  g_test_add_func ("/net/faults/status-retry-after", test_retry_after);
  g_test_add_func ("/net/faults/redirect", test_redirect);
  g_test_add_func ("/net/faults/redirect-secrets", test_redirect_secrets);
  g_test_add_func ("/net/faults/redirect-loop", test_redirect_loop);
  g_test_add_func ("/net/faults/stream-every-cut", test_cut_everywhere);
  g_test_add_func ("/net/faults/cancel", test_cancel);
  g_test_add_func ("/net/faults/cancel-inside", test_cancel_inside);
  g_test_add_func ("/net/faults/payload", test_payload);
  g_test_add_func ("/net/faults/count", test_count);
  status = g_test_run ();
  fault_cases_end ();
  return status;
}
