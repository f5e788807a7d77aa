/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The only place that knows GtkFileChooserNative. */
#include "window/file-dialog.h"

#include "exchange/exchange.h"
#include "rows/native-dialog.h"

#include <glib/gi18n.h>

/* Who asked. */
typedef struct
{
  SluiceFileDialogFunc func;
  gpointer             user_data;
} Request;

/* What is asked, and what of the files is shown. */
typedef struct
{
  const char           *title;
  const char           *accept;
  GtkFileChooserAction  action;
  const char           *folder;      /* where to look first, or NULL */
  const char           *name;        /* to suggest, or NULL */
  const char           *filter_name; /* NULL: folders have none */
  const char * const   *patterns;
} Question;

static const char * const flow_patterns[] = { "*.flow.json", NULL };

static void
add_filter (GtkFileChooser     *chooser,
            const char         *name,
            const char * const *patterns)
{
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, name);
  for (gsize i = 0; patterns[i] != NULL; i++)
    gtk_file_filter_add_pattern (filter, patterns[i]);
  gtk_file_chooser_add_filter (chooser, filter);
}

static void
add_filters (GtkFileChooser *chooser,
             const Question *question)
{
  static const char * const anything[] = { "*", NULL };

  if (question->filter_name == NULL)
    return;

  add_filter (chooser, question->filter_name, question->patterns);
  add_filter (chooser, _("All files"), anything);
}

static void
answered_cb (GtkNativeDialog *dialog,
             int              response,
             gpointer         user_data)
{
  Request *request = user_data;
  g_autoptr (GListModel) files = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    files = gtk_file_chooser_get_files (GTK_FILE_CHOOSER (dialog));
  for (guint i = 0; files != NULL && i < g_list_model_get_n_items (files); i++)
    {
      g_autoptr (GFile) file = g_list_model_get_item (files, i);
      g_autofree char *path = g_file_get_path (file);

      if (path != NULL)
        request->func (path, request->user_data);
    }
  request->func (NULL, request->user_data);
  g_free (request);
}

static void
run (GtkWindow            *parent,
     const Question       *question,
     SluiceFileDialogFunc  func,
     gpointer              user_data)
{
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (question->title, parent, question->action,
                                                              question->accept, NULL);
  Request *request = g_new (Request, 1);

  request->func = func;
  request->user_data = user_data;
  add_filters (GTK_FILE_CHOOSER (dialog), question);
  if (question->folder != NULL)
    {
      g_autoptr (GFile) file = g_file_new_for_path (question->folder);

      gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (dialog), file, NULL);
    }
  if (question->name != NULL)
    gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), question->name);

  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (dialog),
                                        question->action == GTK_FILE_CHOOSER_ACTION_OPEN);
  sluice_native_dialog_ask (GTK_NATIVE_DIALOG (dialog), parent, answered_cb, request);
}

/* Flow files, and what else a flow can be read from. */
static char **
dup_readable (void)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  g_strv_builder_add (builder, flow_patterns[0]);
  for (guint i = 0; i < sluice_exchange_get_n (); i++)
    {
      const SluiceExchangeFormat *format = sluice_exchange_get (i);
      g_autofree char *pattern = g_strconcat ("*", format->is_folder ? format->part_suffix : format->suffix,
                                               NULL);

      if (format->read != NULL)
        g_strv_builder_add (builder, pattern);
    }

  return g_strv_builder_end (builder);
}

/**
 * sluice_file_dialog_open:
 * @parent: the window that asks
 * @folder: (nullable): where to look first
 * @func: called for each file that was chosen, then with %NULL
 *
 * Asks which files to open: flows, and pictures and diagrams with a flow in them.
 */
void
sluice_file_dialog_open (GtkWindow            *parent,
                         const char           *folder,
                         SluiceFileDialogFunc  func,
                         gpointer              user_data)
{
  g_auto (GStrv) patterns = dup_readable ();
  const Question question = {
    .title = _("Open a flow"), .accept = _("_Open"), .action = GTK_FILE_CHOOSER_ACTION_OPEN,
    .folder = folder, .filter_name = _("Flows, pictures and diagrams"),
    .patterns = (const char * const *) patterns,
  };

  run (parent, &question, func, user_data);
}

/**
 * sluice_file_dialog_import:
 * @parent: the window that asks
 * @folder: (nullable): where to look first
 * @func: called for the folder that was chosen, then with %NULL
 *
 * Asks for the folder of a project to be read.
 */
void
sluice_file_dialog_import (GtkWindow            *parent,
                           const char           *folder,
                           SluiceFileDialogFunc  func,
                           gpointer              user_data)
{
  const Question question = {
    .title = _("Import a project"), .accept = _("_Import"), .action = GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER,
    .folder = folder,
  };

  run (parent, &question, func, user_data);
}

/**
 * sluice_file_dialog_save:
 * @parent: the window that asks
 * @folder: (nullable): where to look first
 * @name: the name to suggest
 * @func: called for the file that was chosen, then with %NULL
 *
 * Asks where to save a flow. The dialog itself asks before an existing file is chosen.
 */
void
sluice_file_dialog_save (GtkWindow            *parent,
                         const char           *folder,
                         const char           *name,
                         SluiceFileDialogFunc  func,
                         gpointer              user_data)
{
  const Question question = {
    .title = _("Save the flow"), .accept = _("_Save"), .action = GTK_FILE_CHOOSER_ACTION_SAVE,
    .folder = folder, .name = name, .filter_name = _("Flows"), .patterns = flow_patterns,
  };

  run (parent, &question, func, user_data);
}

/**
 * sluice_file_dialog_export:
 * @parent: the window that asks
 * @folder: (nullable): where to look first
 * @name: the name to suggest
 * @filter: (nullable): what such files are called; %NULL: a folder is to be chosen
 * @pattern: of their names
 * @func: called for the file or folder that was chosen, then with %NULL
 *
 * Asks where to put what is exported. The dialog itself asks before an existing file is chosen.
 */
void
sluice_file_dialog_export (GtkWindow            *parent,
                           const char           *folder,
                           const char           *name,
                           const char           *filter,
                           const char           *pattern,
                           SluiceFileDialogFunc  func,
                           gpointer              user_data)
{
  const char * const patterns[] = { pattern, NULL };
  Question question = {
    .title = _("Export the flow"), .accept = _("_Export"), .action = GTK_FILE_CHOOSER_ACTION_SAVE,
    .folder = folder, .name = name, .filter_name = filter, .patterns = patterns,
  };

  if (filter == NULL)
    {
      question.action = GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER;
      question.name = NULL;
    }
  run (parent, &question, func, user_data);
}

/**
 * sluice_file_dialog_export_run:
 * @parent: the window that asks
 * @folder: (nullable): where to look first
 * @name: the name to suggest
 * @func: called for the file that was chosen, then with %NULL
 * @user_data: for @func
 *
 * Asks where to put a run as text.
 */
void
sluice_file_dialog_export_run (GtkWindow            *parent,
                               const char           *folder,
                               const char           *name,
                               SluiceFileDialogFunc  func,
                               gpointer              user_data)
{
  static const char * const patterns[] = { "*.jsonl", NULL };
  const Question question = {
    .title = _("Export the run"), .accept = _("_Export"), .action = GTK_FILE_CHOOSER_ACTION_SAVE,
    .folder = folder, .name = name, .filter_name = _("Events of a run"), .patterns = patterns,
  };

  run (parent, &question, func, user_data);
}

/**
 * sluice_file_dialog_pick:
 * @parent: the window that asks
 * @title: of the question
 * @filter: what such files are called
 * @patterns: of their names
 * @func: called for each file that was chosen, then with %NULL
 *
 * Asks for a file that is no flow.
 */
void
sluice_file_dialog_pick (GtkWindow            *parent,
                         const char           *title,
                         const char           *filter,
                         const char * const   *patterns,
                         SluiceFileDialogFunc  func,
                         gpointer              user_data)
{
  const Question question = {
    .title = title, .accept = _("_Open"), .action = GTK_FILE_CHOOSER_ACTION_OPEN, .filter_name = filter,
    .patterns = patterns,
  };

  run (parent, &question, func, user_data);
}
