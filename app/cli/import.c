/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* sluice import: a flow file made of something else. */

#include "cli.h"

#include <string.h>

#include "exchange/exchange.h"
#include "terminal.h"

static char *from;
static char *output;

static const GOptionEntry entries[] = {
  { "from", 'f', 0, G_OPTION_ARG_STRING, &from, "The format of FILE", "FORMAT" },
  { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output, "Where to; - is stdout", "OUT" },
  G_OPTION_ENTRY_NULL
};

static int
write_document (SluiceDocument *document)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  gsize length;

  if (output != NULL && !g_str_equal (output, "-"))
    {
      if (sluice_document_save (document, output, TRUE, &error))
        return SLUICE_EXIT_DONE;
      sluice_terminal_error ("%s", error->message);
      return SLUICE_EXIT_CANT_WRITE;
    }
  text = sluice_document_to_text (document, &length);
  if (fwrite (text, 1, length, stdout) == length)
    return SLUICE_EXIT_DONE;
  sluice_terminal_error ("stdout could not be written");
  return SLUICE_EXIT_CANT_WRITE;
}

int
sluice_cli_import (const char *name,
                   int         argc,
                   char      **argv)
{
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (SluiceDocument) document = NULL;
  g_autoptr (GError) error = NULL;
  const SluiceExchangeFormat *format;

  if (!sluice_cli_parse (name, entries, &argc, &argv))
    return SLUICE_EXIT_USAGE;
  if (argc != 2)
    return sluice_cli_usage (name, argc < 2 ? "import needs a FILE" : "import takes one FILE");
  format = sluice_cli_find_format (name, from, argv[1], TRUE);
  if (format == NULL || (output != NULL && !sluice_cli_may_replace (name, argv[1], output)))
    return SLUICE_EXIT_USAGE;

  document = sluice_exchange_import (format, argv[1], notes, &error);
  if (document == NULL)
    {
      sluice_terminal_error ("%s", error->message);
      if (g_error_matches (error, SLUICE_EXCHANGE_ERROR, SLUICE_EXCHANGE_ERROR_OPTION))
        return SLUICE_EXIT_USAGE;
      if (g_error_matches (error, SLUICE_EXCHANGE_ERROR, SLUICE_EXCHANGE_ERROR_MISSING))
        return SLUICE_EXIT_UNAVAILABLE;
      return sluice_cli_file_status (error);
    }
  for (guint i = 0; i < notes->len; i++)
    sluice_terminal_warning ("%s", (const char *) g_ptr_array_index (notes, i));
  return write_document (document);
}
