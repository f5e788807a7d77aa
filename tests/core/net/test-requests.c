/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is sent and how: heads and bodies, connections that serve again, the limits of a host and who waits for them. */

#include <string.h>

#include "fault-case.h"

#define HI "h 200 OK~Content-Length: 2|w hi"

static void
check (const char *script,
       const char *expected)
{
  g_autofree char *result = fault_run (fault_make_script ("GET", script));

  g_test_message ("%s", script);
  g_assert_cmpstr (result, ==, expected);
}

static void
test_head_method (void)
{
  g_autofree char *result = fault_run (fault_make_script ("HEAD", "h 200 OK~Content-Length: 5"));

  g_assert_cmpstr (result, ==, "200 ");
}

static void
test_send (void)
{
  g_autoptr (GError) error = NULL;
  SluiceHttpRequest *request = fault_make_script ("post", "echo");
  g_autofree char *text = g_strnfill (3 * 1024 * 1024, 'y');
  g_autofree char *result = NULL;

  g_assert_true (sluice_http_request_add_header (request, "X-Mine", "a b", &error));
  request->body = g_bytes_new (text, strlen (text));
  result = fault_run (request);
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
  SluiceHttpRequest *request = fault_make_script ("POST", "early|h 413 Too Large~Content-Length: 3|w no!|hang");
  g_autofree char *text = g_strnfill (15 * 1024 * 1024, 'y');
  g_autofree char *result = NULL;

  request->body = g_bytes_new_take (g_steal_pointer (&text), 15 * 1024 * 1024);
  result = fault_run (request);
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
  SluiceHttpRequest *request = fault_make ("GET", "http://host/");

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

/* Connections */

static void
test_reuse (void)
{
  guint idle;

  check ("h 200 OK~Content-Length: 2|w hi", "200 hi");
  idle = sluice_http_client_get_n_idle (fault_get_client ());
  g_assert_cmpuint (idle, >, 0);
  for (guint i = 0; i < 20; i++)
    check ("h 200 OK~Content-Length: 2|w hi", "200 hi");
  g_assert_cmpuint (sluice_http_client_get_n_idle (fault_get_client ()), ==, idle);
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
      SluiceHttpRequest *request = fault_make_script ("GET", "pause 5|h 200 OK~Content-Length: 2|w hi");

      request->allow = fault_allow;
      request->concurrent = 4;
      sluice_http_client_send (fault_get_client (), request, NULL, count_cb, &left);
    }
  while (left > 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (sluice_http_client_get_n_idle (fault_get_client ()), <=, 5);
}

/* Waits */

typedef struct
{
  GString            *text;   /* "concurrent 2, begins, …", of this request */
  guint              *left;   /* requests */
  SluiceHttpExchange *cancel; /* when this is told; NULL: nothing */
} Waiter;

static void
waits_cb (SluiceHttpWait wait,
          guint          limit,
          gpointer       user_data)
{
  static const char * const names[] = { "begins", "concurrent", "per-minute", "all" };
  Waiter *waiter = user_data;

  g_string_append_printf (waiter->text, "%s%s %u", waiter->text->len > 0 ? ", " : "", names[wait], limit);
  if (waiter->cancel != NULL)
    {
      sluice_http_exchange_cancel (g_steal_pointer (&waiter->cancel));
      --*waiter->left;
    }
}

static void
waited_cb (SluiceHttpReply *reply,
           const GError    *error,
           gpointer         user_data)
{
  Waiter *waiter = user_data;

  count_cb (reply, error, waiter->left);
}

static SluiceHttpExchange *
send_waiting (SluiceHttpClient *client,
              Waiter           *waiter,
              guint             concurrent,
              guint             per_minute)
{
  SluiceHttpRequest *request = fault_make_script ("GET", HI);

  waiter->text = g_string_new (NULL);
  request->allow = fault_allow;
  request->concurrent = concurrent;
  request->per_minute = per_minute;
  request->waits = waits_cb;
  request->waits_data = waiter;
  return sluice_http_client_send (client, request, NULL, waited_cb, waiter);
}

/* Those that have to wait are told so once, and then that they begin; the others are told nothing. */
static void
test_waits (void)
{
  static const char * const expected[] = { "", "", "concurrent 2, begins 0", "concurrent 2, begins 0" };
  Waiter waiters[4] = { 0 };
  guint left = G_N_ELEMENTS (waiters);

  for (guint i = 0; i < G_N_ELEMENTS (waiters); i++)
    {
      waiters[i].left = &left;
      send_waiting (fault_get_client (), &waiters[i], 2, 0);
    }
  while (left > 0)
    g_main_context_iteration (NULL, TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (waiters); i++)
    {
      g_assert_cmpstr (waiters[i].text->str, ==, expected[i]);
      g_string_free (waiters[i].text, TRUE);
    }
}

/* Who is told that it waits may want it no more, or another one, or no longer when it is told that it begins. */
static void
test_waits_cancelled (void)
{
  static const guint victims[][2] = { { 1, 1 }, { 1, 2 }, { 2, 1 }, { 3, 3 }, { 1, 3 } }; /* told, cancelled */

  for (guint i = 0; i < G_N_ELEMENTS (victims); i++)
    {
      g_autoptr (SluiceHttpClient) client = sluice_http_client_new (NULL);
      SluiceHttpExchange *exchanges[4];
      Waiter waiters[4] = { 0 };
      guint left = G_N_ELEMENTS (waiters);

      for (guint k = 0; k < G_N_ELEMENTS (waiters); k++)
        {
          waiters[k].left = &left;
          exchanges[k] = send_waiting (client, &waiters[k], 1, 0);
        }
      waiters[victims[i][0]].cancel = exchanges[victims[i][1]];
      while (left > 0)
        g_main_context_iteration (NULL, TRUE);
      for (guint k = 0; k < G_N_ELEMENTS (waiters); k++)
        {
          g_assert_cmpuint (waiters[k].text->len > 0, ==, k > 0 && (k != victims[i][1] || victims[i][0] >= k));
          g_string_free (waiters[k].text, TRUE);
        }
    }
}

/* The third of a minute has to wait for the next one. */
static void
test_waits_per_minute (void)
{
  g_autoptr (SluiceHttpClient) client = sluice_http_client_new (NULL);
  SluiceHttpExchange *last = NULL;
  Waiter waiters[3] = { 0 };
  guint left = 2;

  for (guint i = 0; i < G_N_ELEMENTS (waiters); i++)
    {
      waiters[i].left = &left;
      last = send_waiting (client, &waiters[i], 0, 2);
    }
  while (left > 0 || waiters[2].text->len == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (waiters[2].text->str, ==, "per-minute 2");
  sluice_http_exchange_cancel (last);
  for (guint i = 0; i < G_N_ELEMENTS (waiters); i++)
    g_string_free (waiters[i].text, TRUE);
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
      fault_append_escaped (script, reply->str, cut);
      g_string_append (script, "|close");
      result = fault_run (fault_make_script ("GET", script->str));
      if (cut == reply->len)
        g_assert_true (g_str_has_prefix (result, "200 a"));
      else
        g_assert_cmpstr (result, ==, cut == 0 ? "connect" : "truncated");
      g_string_free (reply, TRUE);
    }
}

int
main (int   argc,
      char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  fault_cases_begin ();
  g_test_add_func ("/net/requests/head-method", test_head_method);
  g_test_add_func ("/net/requests/send", test_send);
  g_test_add_func ("/net/requests/early", test_early);
  g_test_add_func ("/net/requests/unsendable", test_unsendable);
  g_test_add_func ("/net/requests/reuse", test_reuse);
  g_test_add_func ("/net/requests/reuse-closed", test_reuse_closed);
  g_test_add_func ("/net/requests/limit", test_limit);
  g_test_add_func ("/net/requests/waits", test_waits);
  g_test_add_func ("/net/requests/waits-cancelled", test_waits_cancelled);
  g_test_add_func ("/net/requests/waits-per-minute", test_waits_per_minute);
  g_test_add_func ("/net/requests/random", test_random);
  status = g_test_run ();
  fault_cases_end ();
  return status;
}
