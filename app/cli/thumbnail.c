/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* sluice thumbnail: what file managers call (data/org.sluiceflow.Sluice.thumbnailer). */

#include "cli.h"

#include "base/save.h"
#include "exchange/exchange.h"
#include "terminal.h"

static const GOptionEntry entries[] = {
  G_OPTION_ENTRY_NULL
};

int
sluice_cli_thumbnail (const char *name,
                      int         argc,
                      char      **argv)
{
  g_autoptr (SluiceDocument) document = NULL;
  g_autoptr (GBytes) png = NULL;
  g_autoptr (GError) error = NULL;
  int status = SLUICE_EXIT_DONE;
  const char *content;
  guint64 size;
  gsize length;

  if (!sluice_cli_parse (name, entries, &argc, &argv))
    return SLUICE_EXIT_USAGE;
  if (argc != 4)
    return sluice_cli_usage (name, "thumbnail needs FILE, OUT and SIZE");
  if (!g_ascii_string_to_unsigned (argv[3], 10, 0, G_MAXUINT, &size, &error))
    return sluice_cli_usage (name, "SIZE is a number of pixels, not “%s”", argv[3]);
  if (!sluice_cli_may_replace (name, argv[1], argv[2]))
    return SLUICE_EXIT_USAGE;

  document = sluice_cli_load (argv[1], &status);
  if (document == NULL)
    return status;
  png = sluice_exchange_thumbnail (document, (guint) size, &error);
  if (png == NULL)
    return sluice_cli_usage (name, "%s", error->message);
  content = g_bytes_get_data (png, &length);
  if (!sluice_file_save (argv[2], content, length, NULL, NULL, &error))
    {
      sluice_terminal_error ("%s", error->message);
      return SLUICE_EXIT_CANT_WRITE;
    }
  return SLUICE_EXIT_DONE;
}
