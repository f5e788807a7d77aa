/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What requests of nodes cost beside the time the server takes: a parallel batch of 5,000 items, 200 at a time, each
 * visited by the kind "http", as a multiple of the time they would take if nothing else took any; and the same where not
 * the batch but the limiter of the host holds them back. */

#include <malloc.h>
#include <stdio.h>

#include "compile/compile.h"
#include "kinds/grants.h"

#define REQUESTS  5000
#define IN_FLIGHT 200
#define DELAY     0.02 /* s */

static SluiceProgram *
make_program (const char *port,
              gboolean    is_limited)
{
  /* Held back by the batch: so many lanes; by the limiter: a lane for each item. */
  g_autofree char *text = g_strdup_printf (
    "{\"format\":1,\"run\":[\"main\"],\"flows\":{\"main\":{\"start\":\"ask\",\"nodes\":{\"ask\":{\"kind\":\"http\","
    "\"batch\":{\"mode\":\"parallel\",\"limit\":%d},\"prep\":\"local items = {} for i = 1, %d do items[i] = i end return items\","
    "\"settings\":{\"url\":\"http://127.0.0.1:%s/\",\"method\":\"POST\",\"body\":{\"item\":\"{{ item }}\"},"
    "\"concurrent\":%d},\"post\":\"shared.n = #exec_res\"}}}}}", is_limited ? REQUESTS : IN_FLIGHT, REQUESTS, port, IN_FLIGHT);
  g_autoptr (GError) error = NULL;
  g_autoptr (SluiceDocument) document = sluice_document_new_from_text (text, -1, &error);
  SluiceProgram *program = error == NULL ? sluice_compile (document, NULL, &error) : NULL;

  if (program == NULL)
    g_error ("%s", error->message);
  return program;
}

static void
play (SluiceProgram *program,
      SluiceEngine  *engine)
{
  g_autoptr (SluiceRun) run = sluice_program_create_run (program, engine, NULL);
  g_autoptr (SluiceGrants) grants = sluice_grants_new ();
  g_autoptr (GError) error = NULL;

  sluice_grants_add (grants, SLUICE_GRANT_HOST, "127.0.0.1");
  sluice_run_set_grants (run, grants);
  if (!sluice_run_join (run, &error))
    g_error ("A run failed: %s", error->message);
  if (sluice_value_get_integer (sluice_store_get (sluice_run_get_store (run), "n")) != REQUESTS)
    g_error ("Some requests have no answer.");
}

static void
measure (const char *name,
         const char *port,
         gboolean    is_limited)
{
  g_autoptr (SluiceProgram) program = make_program (port, is_limited);
  g_autoptr (SluiceEngine) engine = sluice_engine_new (NULL);
  gsize before;
  gint64 began;
  double seconds;

  /* Connections stand, memory is there. */
  play (program, engine);
  play (program, engine);
  before = mallinfo2 ().uordblks;
  began = g_get_monotonic_time ();
  play (program, engine);
  seconds = (double) (g_get_monotonic_time () - began) / G_USEC_PER_SEC;
  printf ("%s\t%.4g\n", name, seconds / (DELAY * REQUESTS / IN_FLIGHT));
  printf ("%s-bytes\t%g\n", name, (double) mallinfo2 ().uordblks - (double) before);
}

int
main (int   argc,
      char *argv[])
{
  g_autofree char *folder = g_path_get_dirname (argv[0]);
  g_autofree char *path = g_build_filename (folder, "bench-slow-server", NULL);
  g_autoptr (GSubprocess) server = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE,
                                                     NULL, path, NULL);
  char line[16] = "";

  sluice_init ();
  g_input_stream_read (g_subprocess_get_stdout_pipe (server), line, sizeof line - 1, NULL, NULL);
  g_strchomp (line);
  measure ("http-nodes", line, FALSE);
  measure ("http-lanes", line, TRUE);

  g_output_stream_close (g_subprocess_get_stdin_pipe (server), NULL, NULL);
  g_subprocess_wait (server, NULL, NULL);
  return 0;
}
