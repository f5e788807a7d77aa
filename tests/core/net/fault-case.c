/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "fault-case.h"

#include <dirent.h>
#include <string.h>

#define DEADLINE 30 /* s, of any request: more than any of their own */

static FaultServer *server;
static SluiceHttpClient *client;
static guint n_files;
static guint counts[FAULT_N_CLASSES];

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

void
fault_cases_begin (void)
{
  g_autofree char *result = NULL;

  server = fault_server_new ();
  client = sluice_http_client_new (NULL);
  result = fault_run (fault_make_script ("GET", "h 200 OK~Content-Length: 2|w hi"));
  g_assert_cmpstr (result, ==, "200 hi");
  g_assert_cmpuint (sluice_http_client_get_n_idle (client), ==, 1);
  n_files = count_files ();
}

/* The client and its first connection, which go, had a file each. */
void
fault_cases_end (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  sluice_http_client_unref (client);
  g_assert_cmpuint (count_files (), <=, n_files - 2);
  fault_server_free (server);
}

FaultServer *
fault_get_server (void)
{
  return server;
}

SluiceHttpClient *
fault_get_client (void)
{
  return client;
}

const char *
fault_class_of (const GError *error)
{
  static const char * const names[] = { "url", "refused", "resolve", "connect", "tls", "connect-time", "first-time",
                                        "idle-time", "total-time", "truncated", "too-large", "protocol", "redirect",
                                        "payload", "status" };

  g_assert_cmpstr (g_quark_to_string (error->domain), ==, "sluice-http-error-quark");
  g_assert_cmpuint ((guint) error->code, <, G_N_ELEMENTS (names));
  return names[error->code];
}

typedef struct
{
  GMainLoop *loop;
  GString   *result;
  gboolean   has_words;
} Outcome;

static void
done_cb (SluiceHttpReply *reply,
         const GError    *error,
         gpointer         user_data)
{
  Outcome *outcome = user_data;

  if (error != NULL)
    g_string_append (outcome->result, fault_class_of (error));
  if (error != NULL && outcome->has_words)
    g_string_append_printf (outcome->result, " %s", error->message);
  if (error == NULL)
    {
      g_string_append_printf (outcome->result, "%u ", reply->status);
      g_string_append_len (outcome->result, (const char *) reply->body->data, reply->body->len);
    }
  g_main_loop_quit (outcome->loop);
}

gboolean
fault_allow (const char *host,
             guint       port,
             gboolean   *allow_private,
             gpointer    user_data)
{
  *allow_private = strcmp (host, "127.0.0.1") == 0;
  return strcmp (host, "forbidden.example") != 0;
}

static char *
run_with (SluiceHttpRequest *take_request,
          SluiceHttpClient  *with,
          gboolean           has_words)
{
  Outcome outcome = { g_main_loop_new (NULL, FALSE), g_string_new (NULL), has_words };
  gint64 began = g_get_monotonic_time ();

  if (take_request->allow == NULL)
    take_request->allow = fault_allow;
  sluice_http_client_send (with, take_request, NULL, done_cb, &outcome);
  g_main_loop_run (outcome.loop);
  g_main_loop_unref (outcome.loop);
  g_assert_cmpint (g_get_monotonic_time () - began, <, DEADLINE * G_TIME_SPAN_SECOND);
  return g_string_free (outcome.result, FALSE);
}

char *
fault_run (SluiceHttpRequest *take_request)
{
  return run_with (take_request, client, FALSE);
}

char *
fault_run_words (SluiceHttpRequest *take_request,
                 SluiceHttpClient  *with)
{
  return run_with (take_request, with, TRUE);
}

SluiceHttpRequest *
fault_make (const char *method,
            const char *url)
{
  g_autoptr (GError) error = NULL;
  SluiceHttpRequest *request = sluice_http_request_new (method, url, &error);

  g_assert_no_error (error);
  return request;
}

SluiceHttpRequest *
fault_make_script (const char *method,
                   const char *script)
{
  g_autofree char *url = fault_server_dup_url (server, script);

  return fault_make (method, url);
}

void
fault_check (FaultClass  of,
             const char *script,
             const char *expected)
{
  g_autofree char *result = fault_run (fault_make_script ("GET", script));

  g_test_message ("%s", script);
  g_assert_cmpstr (result, ==, expected);
  fault_count (of);
}

void
fault_check_all (FaultClass       of,
                 const FaultCase *cases,
                 guint            n)
{
  for (guint i = 0; i < n; i++)
    fault_check (of, cases[i].script, cases[i].expected);
}

void
fault_count (FaultClass of)
{
  counts[of]++;
}

const char *
fault_class_name (FaultClass of)
{
  static const char * const names[] = { "connect", "head", "length", "coding", "pace", "status", "redirect", "stream",
                                        "cancel", "payload" };

  return names[of];
}

guint
fault_get_n (FaultClass of)
{
  return counts[of];
}

void
fault_append_escaped (GString    *script,
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
