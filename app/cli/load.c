/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Loading a flow file, and saying why it can't be loaded. */

#include "cli.h"

#include <string.h>

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
