/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "net/head.h"
#include "net/retry.h"

#define NOW 784111777.0 /* Sun, 06 Nov 1994 08:49:37 GMT */

static SluiceHttpReply *
make_reply (guint       status,
            const char *headers)
{
  g_autofree char *text = g_strdup_printf ("HTTP/1.1 %u X\r\n%sContent-Length: 0\r\n\r\n", status, headers);
  g_autoptr (GError) error = NULL;
  SluiceHttpBody body;
  gboolean keep;
  SluiceHttpReply *reply = sluice_http_head_read (text, strlen (text), "GET", &body, &keep, &error);

  g_assert_no_error (error);
  return reply;
}

static void
test_after (void)
{
  static const struct { const char *headers; double seconds; } cases[] = {
    { "", -1 },
    { "Retry-After: 3\r\n", 3 },
    { "Retry-After: 0\r\n", 0 },
    { "Retry-After: 1.5\r\n", 1.5 },
    { "retry-after: 120\r\n", 120 },
    { "Retry-After: Sun, 06 Nov 1994 08:49:47 GMT\r\n", 10 },
    { "Retry-After: Sunday, 06-Nov-94 08:49:47 GMT\r\n", 10 },
    { "Retry-After: Sun Nov  6 08:49:47 1994\r\n", 10 },
    { "Retry-After: Sun, 06 Nov 1994 08:49:27 GMT\r\n", 0 },
    { "Retry-After: -3\r\n", -1 },
    { "Retry-After: soon\r\n", -1 },
    { "Retry-After: 3 s\r\n", -1 },
    { "Retry-After: inf\r\n", -1 },
    { "retry-after-ms: 250\r\n", 0.25 },
    { "retry-after-ms: 250\r\nRetry-After: 3\r\n", 0.25 },
    { "retry-after-ms: x\r\nRetry-After: 3\r\n", 3 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SluiceHttpReply) reply = make_reply (429, cases[i].headers);

      g_test_message ("%s", cases[i].headers);
      g_assert_cmpfloat_with_epsilon (sluice_http_retry_after (reply, NOW), cases[i].seconds, 1e-9);
    }
}

static void
test_delay (void)
{
  g_autoptr (SluiceHttpReply) wish = make_reply (429, "Retry-After: 60\r\n");
  g_autoptr (SluiceHttpReply) too_long = make_reply (429, "Retry-After: 61\r\n");

  g_assert_cmpfloat (sluice_http_retry_delay (NULL, 1, NOW, 0), ==, 0.5);
  g_assert_cmpfloat (sluice_http_retry_delay (NULL, 2, NOW, 0), ==, 1);
  g_assert_cmpfloat (sluice_http_retry_delay (NULL, 5, NOW, 0), ==, 8);
  g_assert_cmpfloat (sluice_http_retry_delay (NULL, 500, NOW, 0), ==, 8);
  g_assert_cmpfloat (sluice_http_retry_delay (NULL, 1, NOW, 1), ==, 0.375);
  g_assert_cmpfloat (sluice_http_retry_delay (wish, 1, NOW, 0.5), ==, 60);
  g_assert_cmpfloat (sluice_http_retry_delay (too_long, 1, NOW, 0), ==, 0.5);
}

static void
test_worth (void)
{
  static const struct { guint status; const char *headers; gboolean is_worth; } cases[] = {
    { 200, "", FALSE }, { 400, "", FALSE }, { 401, "", FALSE }, { 404, "", FALSE }, { 408, "", TRUE },
    { 409, "", TRUE }, { 422, "", FALSE }, { 429, "", TRUE }, { 500, "", TRUE }, { 503, "", TRUE },
    { 400, "x-should-retry: true\r\n", TRUE }, { 500, "x-should-retry: false\r\n", FALSE },
  };
  static const struct { SluiceHttpErrorCode code; gboolean is_worth; } errors[] = {
    { SLUICE_HTTP_ERROR_URL, FALSE }, { SLUICE_HTTP_ERROR_REFUSED, FALSE }, { SLUICE_HTTP_ERROR_RESOLVE, TRUE },
    { SLUICE_HTTP_ERROR_CONNECT, TRUE }, { SLUICE_HTTP_ERROR_TLS, FALSE }, { SLUICE_HTTP_ERROR_CONNECT_TIME, TRUE },
    { SLUICE_HTTP_ERROR_FIRST_TIME, TRUE }, { SLUICE_HTTP_ERROR_IDLE_TIME, TRUE },
    { SLUICE_HTTP_ERROR_TOTAL_TIME, FALSE }, { SLUICE_HTTP_ERROR_TRUNCATED, TRUE },
    { SLUICE_HTTP_ERROR_TOO_LARGE, FALSE }, { SLUICE_HTTP_ERROR_PROTOCOL, FALSE },
    { SLUICE_HTTP_ERROR_REDIRECT, FALSE }, { SLUICE_HTTP_ERROR_PAYLOAD, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SluiceHttpReply) reply = make_reply (cases[i].status, cases[i].headers);

      g_assert_cmpint (sluice_http_retry_is_worth (reply, NULL), ==, cases[i].is_worth);
    }
  for (guint i = 0; i < G_N_ELEMENTS (errors); i++)
    {
      g_autoptr (GError) error = g_error_new_literal (SLUICE_HTTP_ERROR, errors[i].code, "x");

      g_assert_cmpint (sluice_http_retry_is_worth (NULL, error), ==, errors[i].is_worth);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/net/retry/after", test_after);
  g_test_add_func ("/net/retry/delay", test_delay);
  g_test_add_func ("/net/retry/worth", test_worth);

  return g_test_run ();
}
