/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What requests cost beside the time the server takes: 5,000 of 20 ms, 100 or 200 in flight, as multiples
 * of the time they would take if nothing else took any. Real time, since it is waiting that is measured. */

#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>

#include "net/http.h"

#define REQUESTS 5000
#define DELAY    0.02 /* s */

static guint left;

static gboolean
allow_cb (const char *host,
          guint       port,
          gboolean   *allow_private,
          gpointer    user_data)
{
  *allow_private = TRUE;
  return TRUE;
}

static void
done_cb (SluiceHttpReply *reply,
         const GError    *error,
         gpointer         user_data)
{
  if (error != NULL || reply->status != 200 || reply->body->len != 11)
    g_error ("A request failed: %s", error != NULL ? error->message : reply->reason);
  left--;
}

static void
play (SluiceHttpClient *client,
      const char       *url,
      guint             in_flight,
      guint             n)
{
  left = n;
  for (guint i = 0; i < n; i++)
    {
      SluiceHttpRequest *request = sluice_http_request_new ("POST", url, NULL);

      request->allow = allow_cb;
      request->concurrent = in_flight;
      request->body = g_bytes_new_static ("{\"model\":\"x\"}", 13);
      sluice_http_client_send (client, request, NULL, done_cb, NULL);
    }
  while (left > 0)
    g_main_context_iteration (NULL, TRUE);
}

int
main (int   argc,
      char *argv[])
{
  guint in_flight = argc > 1 ? (guint) atoi (argv[1]) : 100;
  g_autofree char *folder = g_path_get_dirname (argv[0]);
  g_autofree char *path = g_build_filename (folder, "bench-slow-server", NULL);
  g_autoptr (GSubprocess) server = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE,
                                                     NULL, path, NULL);
  SluiceHttpClient *client = sluice_http_client_new (NULL);
  g_autofree char *url = NULL;
  char line[16] = "";
  gint64 began;
  double ratio;
  gsize before;

  g_input_stream_read (g_subprocess_get_stdout_pipe (server), line, sizeof line - 1, NULL, NULL);
  url = g_strdup_printf ("http://127.0.0.1:%s/", g_strchomp (line));

  play (client, url, in_flight, REQUESTS); /* connections stand, memory is there */
  before = mallinfo2 ().uordblks;
  began = g_get_monotonic_time ();
  play (client, url, in_flight, REQUESTS);
  ratio = (double) (g_get_monotonic_time () - began) / 1e6 / (DELAY * REQUESTS / in_flight);
  printf ("http-%u\t%.4g\n", in_flight, ratio);
  printf ("http-%u-bytes\t%g\n", in_flight, (double) mallinfo2 ().uordblks - (double) before);

  sluice_http_client_unref (client);
  g_output_stream_close (g_subprocess_get_stdin_pipe (server), NULL, NULL);
  g_subprocess_wait (server, NULL, NULL);
  return 0;
}
