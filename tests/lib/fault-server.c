/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "fault-server.h"

static void
read_ports (FaultServer *self,
            const char  *line)
{
  guint *ports[] = { &self->port, &self->silent, &self->deaf, &self->hangs_up };
  g_auto (GStrv) words = g_strsplit (line, " ", -1);
  guint n_plain = G_N_ELEMENTS (ports);
  guint n_all = n_plain + FAULT_SERVER_N_CERTIFICATES;
  guint n = g_strv_length (words);

  g_assert_true (n == n_plain || n == n_all + 1);
  for (guint i = 0; i < MIN (n, n_all); i++)
    *(i < n_plain ? ports[i] : &self->secure[i - n_plain]) = (guint) g_ascii_strtoull (words[i], NULL, 10);
  self->folder = n > n_all ? g_strdup (words[n_all]) : NULL;
}

static FaultServer *
start (const char *option)
{
  g_autofree char *script = g_build_filename (g_getenv ("SLUICE_SOURCE_DIR"), "tests/lib/fault-server.py", NULL);
  g_autoptr (GDataInputStream) output = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *line = NULL;
  FaultServer *self = g_new0 (FaultServer, 1);

  self->process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error,
                                    "/usr/bin/python3", script, option, NULL);
  g_assert_no_error (error);
  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  g_filter_input_stream_set_close_base_stream (G_FILTER_INPUT_STREAM (output), FALSE);
  line = g_data_input_stream_read_line (output, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (line);
  read_ports (self, line);
  return self;
}

FaultServer *
fault_server_new (void)
{
  return start (NULL);
}

FaultServer *
fault_server_new_secure (void)
{
  return start ("--secure");
}

/* It ends when its standard input does. */
void
fault_server_free (FaultServer *self)
{
  g_output_stream_close (g_subprocess_get_stdin_pipe (self->process), NULL, NULL);
  g_subprocess_wait (self->process, NULL, NULL);
  g_object_unref (self->process);
  g_free (self->folder);
  g_free (self);
}

static char *
dup_url (const char *scheme,
         guint       port,
         const char *script)
{
  g_autofree char *escaped = g_uri_escape_string (script, NULL, FALSE);

  return g_strdup_printf ("%s://127.0.0.1:%u/do?%s", scheme, port, escaped);
}

char *
fault_server_dup_url (FaultServer *self,
                      const char  *script)
{
  return dup_url ("http", self->port, script);
}

char *
fault_server_dup_secure_url (FaultServer            *self,
                             FaultServerCertificate  certificate,
                             const char             *script)
{
  return dup_url ("https", self->secure[certificate], script);
}
