/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "fault-server.h"

#include <stdio.h>

FaultServer *
fault_server_new (void)
{
  g_autofree char *script = g_build_filename (g_getenv ("SLUICE_SOURCE_DIR"), "tests/lib/fault-server.py", NULL);
  g_autoptr (GDataInputStream) output = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *line = NULL;
  FaultServer *self = g_new0 (FaultServer, 1);

  self->process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error,
                                    "/usr/bin/python3", script, NULL);
  g_assert_no_error (error);
  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  g_filter_input_stream_set_close_base_stream (G_FILTER_INPUT_STREAM (output), FALSE);
  line = g_data_input_stream_read_line (output, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (sscanf (line, "%u %u %u %u", &self->port, &self->silent, &self->deaf, &self->hangs_up), ==, 4);
  return self;
}

/* It ends when its standard input does. */
void
fault_server_free (FaultServer *self)
{
  g_output_stream_close (g_subprocess_get_stdin_pipe (self->process), NULL, NULL);
  g_subprocess_wait (self->process, NULL, NULL);
  g_object_unref (self->process);
  g_free (self);
}

char *
fault_server_dup_url (FaultServer *self,
                      const char  *script)
{
  g_autofree char *escaped = g_uri_escape_string (script, NULL, FALSE);

  return g_strdup_printf ("http://127.0.0.1:%u/do?%s", self->port, escaped);
}
