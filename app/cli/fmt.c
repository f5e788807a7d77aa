/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* sluice fmt: the canonical text of flow files (flow-file rule 1). */

#include "cli.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/json.h"
#include "terminal.h"

static gboolean only_check;

static const GOptionEntry entries[] = {
  { "check", 0, 0, G_OPTION_ARG_NONE, &only_check,
    "Change nothing; print the files that are not canonical and exit with 1", NULL },
  G_OPTION_ENTRY_NULL
};

static int
say_error (const char   *path,
           const GError *error,
           int           status)
{
  if (strstr (error->message, path) != NULL)
    sluice_terminal_error ("%s", error->message);
  else if (error->domain == SLUICE_JSON_ERROR) /* begins with line and column */
    sluice_terminal_error ("%s:%s", path, error->message);
  else
    sluice_terminal_error ("%s: %s", path, error->message);
  return status;
}

/* Returns: (nullable): the canonical text of @text; NULL with @error set */
static char *
dup_canonical (const char  *text,
               gsize        length,
               gsize       *canonical_length,
               GError     **error)
{
  g_autoptr (SluiceDocument) document = NULL;

  document = sluice_document_new_from_text (text, (gssize) length, error);
  if (document == NULL)
    return NULL;
  if (sluice_document_is_read_only (document))
    {
      g_set_error_literal (error, SLUICE_DOCUMENT_ERROR, SLUICE_DOCUMENT_ERROR_NEWER,
                           "it is of a newer format; a newer sluice can format it");
      return NULL;
    }
  return sluice_document_to_text (document, canonical_length);
}

static int
format_file (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_autofree char *canonical = NULL;
  SluiceFileStamp stamp;
  gsize length;
  gsize canonical_length;

  if (!sluice_file_load (path, 0, &text, &length, &stamp, &error))
    return say_error (path, error, sluice_cli_file_status (error));
  canonical = dup_canonical (text, length, &canonical_length, &error);
  if (canonical == NULL)
    return say_error (path, error, SLUICE_EXIT_BAD_FILE);
  if (length == canonical_length && memcmp (text, canonical, length) == 0)
    return SLUICE_EXIT_DONE;

  if (only_check)
    {
      sluice_terminal_line (stdout, SLUICE_COLOUR_NONE, path);
      return SLUICE_EXIT_FAILED;
    }
  if (!sluice_file_save (path, canonical, canonical_length, &stamp, NULL, &error))
    return say_error (path, error, SLUICE_EXIT_CANT_WRITE);
  return SLUICE_EXIT_DONE;
}

static int
format_stdin (void)
{
  g_autoptr (GByteArray) input = g_byte_array_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *canonical = NULL;
  guint8 buffer[16384];
  gsize length;
  gssize n;

  while ((n = read (STDIN_FILENO, buffer, sizeof buffer)) != 0)
    {
      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        {
          sluice_terminal_error ("stdin: %s", g_strerror (errno));
          return SLUICE_EXIT_NO_FILE;
        }
      g_byte_array_append (input, buffer, (guint) n);
    }

  /* An empty array has no data at all. */
  canonical = dup_canonical (input->len > 0 ? (const char *) input->data : "", input->len, &length,
                             &error);
  if (canonical == NULL)
    return say_error ("stdin", error, SLUICE_EXIT_BAD_FILE);
  if (!only_check)
    {
      if (fwrite (canonical, 1, length, stdout) == length && fflush (stdout) == 0)
        return SLUICE_EXIT_DONE;
      sluice_terminal_error ("stdout: %s", g_strerror (errno));
      return SLUICE_EXIT_CANT_WRITE;
    }
  if (length == input->len && memcmp (canonical, input->data, length) == 0)
    return SLUICE_EXIT_DONE;
  sluice_terminal_line (stdout, SLUICE_COLOUR_NONE, "-");
  return SLUICE_EXIT_FAILED;
}

int
sluice_cli_fmt (const char *name,
                int         argc,
                char      **argv)
{
  int worst = SLUICE_EXIT_DONE;

  if (!sluice_cli_parse (name, entries, &argc, &argv))
    return SLUICE_EXIT_USAGE;
  if (argc < 2)
    return sluice_cli_usage (name, "fmt needs a FILE, or - for stdin");

  for (int i = 1; i < argc; i++)
    {
      int status = g_str_equal (argv[i], "-") ? format_stdin () : format_file (argv[i]);

      worst = MAX (worst, status);
    }
  return worst;
}
