/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* sluice export: a flow in another form. */

#include "cli.h"

#include <string.h>
#include <unistd.h>

#include "base/ids.h"
#include "exchange/run-marks.h"
#include "record/record.h"
#include "record-runs.h"
#include "terminal.h"

static char *to;
static char *output;
static char *flow;
static char *theme;
static int scale = 1;
static char *run;
static char **chosen;

static const GOptionEntry entries[] = {
  { "to", 't', 0, G_OPTION_ARG_STRING, &to, "The format; “help” lists them", "FORMAT" },
  { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output, "Where to; - is stdout", "OUT" },
  { "flow", 0, 0, G_OPTION_ARG_STRING, &flow, "Only this flow of the file, and what is nested in it", "ID" },
  { "theme", 0, 0, G_OPTION_ARG_STRING, &theme, "Of a picture: light, dark or transparent", "THEME" },
  { "scale", 0, 0, G_OPTION_ARG_INT, &scale, "Of a picture in pixels: 1 to 4", "N" },
  { "run", 0, 0, G_OPTION_ARG_STRING, &run, "Show how far this recorded run came", "RUN" },
  { "select", 0, 0, G_OPTION_ARG_STRING_ARRAY, &chosen, "Only these nodes and what they run, by their addresses",
    "NODE,…" },
  G_OPTION_ENTRY_NULL
};

static const char *
get_direction (const SluiceExchangeFormat *format)
{
  if (format->write != NULL && format->read != NULL)
    return "export, import";
  return format->write != NULL ? "export" : "import";
}

static int
list_formats (void)
{
  for (guint i = 0; i < sluice_exchange_get_n (); i++)
    {
      const SluiceExchangeFormat *format = sluice_exchange_get (i);

      g_print ("  %-10s %-20s %-8s %s\n", format->id, format->title, format->is_folder ? "folder" : format->suffix,
               get_direction (format));
    }
  return SLUICE_EXIT_DONE;
}

/* Returns: the format asked for; NULL, and it is said why, when there is none */
const SluiceExchangeFormat *
sluice_cli_find_format (const char *name,
                        const char *id,
                        const char *path,
                        gboolean    to_read)
{
  const SluiceExchangeFormat *format = id != NULL ? sluice_exchange_find (id)
                                       : path == NULL ? NULL
                                       : to_read ? sluice_exchange_guess_import (path) : sluice_exchange_guess (path);
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();

  if (format != NULL)
    return format;
  for (guint i = 0; i < sluice_exchange_get_n (); i++)
    if (to_read ? sluice_exchange_get (i)->read != NULL : sluice_exchange_get (i)->write != NULL)
      g_ptr_array_add (ids, (gpointer) sluice_exchange_get (i)->id);
  g_ptr_array_add (ids, NULL);
  if (id != NULL)
    {
      g_autofree char *suggestion = sluice_cli_suggest (id, (const char * const *) ids->pdata);

      sluice_cli_usage (name, "There is no format “%s”%s", id, suggestion);
    }
  else
    {
      g_autofree char *all = g_strjoinv (", ", (char **) ids->pdata);

      if (path != NULL)
        sluice_cli_usage (name, "“%s” does not tell the format; name one of %s with --%s", path, all,
                          to_read ? "from" : "to");
      else
        sluice_cli_usage (name, "Which format? Name one of %s with --to, or a file with -o", all);
    }
  return NULL;
}

static gboolean
read_theme (SluiceExportOptions *options)
{
  static const char * const names[] = {
    [SLUICE_THEME_LIGHT] = "light", [SLUICE_THEME_DARK] = "dark", [SLUICE_THEME_TRANSPARENT] = "transparent",
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (theme == NULL || g_str_equal (theme, names[i]))
      {
        options->theme = i;
        return TRUE;
      }
  return FALSE;
}

static void
fold_fact (SluiceRunMarks   *marks,
           GHashTable       *nodes,
           const SluiceFact *fact)
{
  gpointer visit = (gpointer) (guintptr) fact->visit;

  if (fact->type == SLUICE_EVENT_VISIT_STARTED && fact->node != NULL)
    {
      sluice_run_marks_begin (marks, fact->node);
      g_hash_table_insert (nodes, visit, g_strdup (fact->node));
    }
  else if (fact->type == SLUICE_EVENT_VISIT_ENDED && g_hash_table_contains (nodes, visit))
    {
      const char *node = g_hash_table_lookup (nodes, visit);
      gboolean has_failed = fact->error != NULL;

      sluice_run_marks_set (marks, node, has_failed ? SLUICE_RUN_MARK_FAILED : SLUICE_RUN_MARK_DONE,
                            sluice_run_marks_get_visits (marks, node));
      if (!has_failed)
        sluice_run_marks_take_edge (marks, node, fact->action != NULL ? fact->action : "default");
      g_hash_table_remove (nodes, visit);
    }
}

/* Returns: (transfer full) (nullable): how far a recorded run came */
static SluiceRunMarks *
read_run (const char *name,
          int        *status)
{
  g_autoptr (SluiceRecord) record = sluice_cli_open_record (name, status);
  g_autoptr (SluiceRunMarks) marks = sluice_run_marks_new ();
  g_autoptr (GHashTable) nodes = g_hash_table_new_full (NULL, NULL, NULL, g_free); /* visit → its node */
  g_autoptr (GError) error = NULL;
  SluiceFact fact;

  if (record == NULL)
    return NULL;
  while (sluice_record_step (record, &fact, &error))
    {
      fold_fact (marks, nodes, &fact);
      sluice_fact_clear (&fact);
    }
  if (error == NULL)
    return g_steal_pointer (&marks);
  sluice_terminal_error ("%s", error->message);
  *status = SLUICE_EXIT_FAILED;
  return NULL;
}

/* "fetch,main/suggest": an id alone is of the flow that is exported, or of the first. */
static char **
dup_addresses (SluiceDocument *document)
{
  g_autoptr (GStrvBuilder) addresses = g_strv_builder_new ();
  const char *home = flow != NULL ? flow : sluice_document_get_flow_id (document, 0);

  for (char **list = chosen; *list != NULL; list++)
    {
      g_auto (GStrv) names = g_strsplit (*list, ",", -1);

      for (char **name = names; *name != NULL; name++)
        {
          g_autofree char *address = strchr (*name, '/') == NULL ? sluice_address_join (home, *name)
                                                                 : g_strdup (*name);

          g_strv_builder_add (addresses, address);
        }
    }
  return g_strv_builder_end (addresses);
}

static int
write_stdout (const SluiceExport *made)
{
  const SluiceExportFile *file = g_ptr_array_index (made->files, 0);
  gsize length;
  const char *content = g_bytes_get_data (file->content, &length);

  if (fwrite (content, 1, length, stdout) == length)
    return SLUICE_EXIT_DONE;
  sluice_terminal_error ("stdout could not be written");
  return SLUICE_EXIT_CANT_WRITE;
}

static int
export (const char                 *path,
        const SluiceExchangeFormat *format,
        SluiceExportOptions        *options,
        gboolean                    to_stdout)
{
  g_autoptr (SluiceRunMarks) marks = NULL;
  g_auto (GStrv) select = NULL;
  g_autoptr (SluiceDocument) document = NULL;
  g_autoptr (SluiceExport) made = NULL;
  g_autoptr (GError) error = NULL;
  int status = SLUICE_EXIT_DONE;

  document = format->is_folder ? sluice_cli_load_linked (path, &status) : sluice_cli_load (path, &status);
  if (document == NULL)
    return status;
  if (chosen != NULL)
    options->select = (const char * const *) (select = dup_addresses (document));
  if (run != NULL && (options->run = marks = read_run (run, &status)) == NULL)
    return status;
  made = sluice_exchange_export (document, format, options, &error);
  if (made == NULL)
    {
      sluice_terminal_error ("%s", error->message);
      return error->code == SLUICE_EXCHANGE_ERROR_OPTION ? SLUICE_EXIT_USAGE : SLUICE_EXIT_BAD_FILE;
    }
  for (guint i = 0; i < made->notes->len; i++)
    sluice_terminal_warning ("%s", (const char *) g_ptr_array_index (made->notes, i));
  if (to_stdout)
    return write_stdout (made);
  if (!sluice_export_save (made, output, &error))
    {
      sluice_terminal_error ("%s", error->message);
      return SLUICE_EXIT_CANT_WRITE;
    }
  return SLUICE_EXIT_DONE;
}

int
sluice_cli_export (const char *name,
                   int         argc,
                   char      **argv)
{
  const SluiceExchangeFormat *format;
  SluiceExportOptions options = { NULL };
  gboolean to_stdout;

  if (!sluice_cli_parse (name, entries, &argc, &argv))
    return SLUICE_EXIT_USAGE;
  if (to != NULL && g_str_equal (to, "help"))
    return list_formats ();
  if (argc != 2)
    return sluice_cli_usage (name, argc < 2 ? "export needs a FILE" : "export takes one FILE");
  to_stdout = output == NULL || g_str_equal (output, "-");
  format = sluice_cli_find_format (name, to, to_stdout ? NULL : output, FALSE);
  if (format == NULL)
    return SLUICE_EXIT_USAGE;
  if (format->is_folder && to_stdout)
    return sluice_cli_usage (name, "%s is a folder; say where with -o", format->id);
  if (format->is_binary && to_stdout && sluice_terminal_is (stdout))
    return sluice_cli_usage (name, "%s is no text for a terminal; say where with -o", format->id);
  if (!read_theme (&options))
    return sluice_cli_usage (name, "--theme is light, dark or transparent");
  if (run != NULL && !(format->options & SLUICE_EXPORT_OPTION_RUN))
    return sluice_cli_usage (name, "%s does not show a run", format->id);
  if (scale < 1 || scale > 4)
    return sluice_cli_usage (name, "--scale is 1, 2, 3 or 4");

  if (!to_stdout && !sluice_cli_may_replace (name, argv[1], output))
    return SLUICE_EXIT_USAGE;

  options.flow = flow;
  options.scale = (guint) scale;
  options.target = to_stdout ? NULL : output;
  return export (argv[1], format, &options, to_stdout);
}
