/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Loading a flow file, and saying why it can't be loaded. */

#include "cli.h"

#include <glib/gstdio.h>
#include <string.h>

#include "kinds/link.h"
#include "terminal.h"

/* What a program exits with when reading a file failed with @error. */
int
sluice_cli_file_status (const GError *error)
{
  if (error->domain == SLUICE_FILE_ERROR && error->code != SLUICE_FILE_ERROR_TOO_LARGE)
    return SLUICE_EXIT_NO_FILE;
  return SLUICE_EXIT_BAD_FILE;
}

/* Returns: (transfer full) (nullable): the document; NULL with @status set */
SluiceDocument *
sluice_cli_load (const char *path,
                 int        *status)
{
  g_autoptr (GError) error = NULL;
  SluiceDocument *document = sluice_document_load (path, &error);

  if (document != NULL)
    return document;
  *status = sluice_cli_file_status (error);
  /* Some messages begin with the file's name already. */
  if (strstr (error->message, path) != NULL)
    sluice_terminal_error ("%s", error->message);
  else
    sluice_terminal_error ("%s: %s", path, error->message);
  return NULL;
}

SluiceDocument *
sluice_cli_link (SluiceDocument *document,
                 int            *status)
{
  g_autoptr (GError) error = NULL;
  SluiceDocument *linked = sluice_link_document (document, &error);

  if (linked != NULL)
    return linked;
  *status = SLUICE_EXIT_BAD_FILE;
  sluice_terminal_error ("%s", error->message);
  return NULL;
}

SluiceDocument *
sluice_cli_load_linked (const char *path,
                        int        *status)
{
  g_autoptr (SluiceDocument) document = sluice_cli_load (path, status);

  return document != NULL ? sluice_cli_link (document, status) : NULL;
}

/* What is made of @path must not be written over it: nothing would be left of what it was made of. */
gboolean
sluice_cli_may_replace (const char *name,
                        const char *path,
                        const char *output)
{
  GStatBuf read;
  GStatBuf written;

  if (g_stat (path, &read) != 0 || g_stat (output, &written) != 0 || read.st_dev != written.st_dev ||
      read.st_ino != written.st_ino)
    return TRUE;
  sluice_cli_usage (name, "“%s” is the file that is read; name another for what is made of it", output);
  return FALSE;
}
