/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The table of formats, and what is the same for all of them: looking for secrets before something
 * leaves, and saving.
 */
#include "exchange/exchange.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/ids.h"
#include "exchange/formats-private.h"
#include "graph/catalog.h"

G_DEFINE_QUARK (sluice-exchange-error-quark, sluice_exchange_error)

static const SluiceExchangeFormat formats[] = {
  { .id = "svg", .title = N_("SVG picture"), .suffix = ".svg", .mime_type = "image/svg+xml",
    .options = SLUICE_EXPORT_OPTION_FLOW | SLUICE_EXPORT_OPTION_THEME | SLUICE_EXPORT_OPTION_RUN,
    .write = sluice_svg_write, .read = sluice_svg_read },
  { .id = "png", .title = N_("PNG picture"), .suffix = ".png", .mime_type = "image/png", .is_binary = TRUE,
    .options = SLUICE_EXPORT_OPTION_FLOW | SLUICE_EXPORT_OPTION_THEME | SLUICE_EXPORT_OPTION_SCALE
               | SLUICE_EXPORT_OPTION_RUN,
    .write = sluice_png_write, .read = sluice_png_read },
  { .id = "pdf", .title = N_("PDF pages"), .suffix = ".pdf", .mime_type = "application/pdf", .is_binary = TRUE,
    .options = SLUICE_EXPORT_OPTION_FLOW | SLUICE_EXPORT_OPTION_THEME | SLUICE_EXPORT_OPTION_RUN,
    .write = sluice_pdf_write },
  { .id = "mermaid", .title = N_("Mermaid diagram"), .suffix = ".mmd", .mime_type = "text/vnd.mermaid",
    .options = SLUICE_EXPORT_OPTION_FLOW | SLUICE_EXPORT_OPTION_RUN,
    .write = sluice_mermaid_write, .read = sluice_mermaid_read },
  { .id = "dot", .title = N_("Graphviz DOT"), .suffix = ".dot", .mime_type = "text/vnd.graphviz",
    .options = SLUICE_EXPORT_OPTION_FLOW,
    .write = sluice_dot_write },
  { .id = "markdown", .title = N_("Markdown document"), .suffix = ".md", .mime_type = "text/markdown",
    .options = SLUICE_EXPORT_OPTION_FLOW,
    .write = sluice_markdown_write },
  { .id = "python", .title = N_("PocketFlow project"), .suffix = "", .mime_type = "inode/directory",
    .is_folder = TRUE, .part_suffix = ".py",
    .write = sluice_python_write_project, .read = sluice_python_read,
    .read_async = sluice_python_read_async, .read_finish = sluice_python_read_finish },
};

/**
 * sluice_exchange_get_n:
 *
 * Returns: how many formats there are
 */
guint
sluice_exchange_get_n (void)
{
  return G_N_ELEMENTS (formats);
}

/**
 * sluice_exchange_get:
 * @index: less than sluice_exchange_get_n()
 *
 * Returns: (transfer none): a format; the order is the one to show them in
 */
const SluiceExchangeFormat *
sluice_exchange_get (guint index)
{
  g_return_val_if_fail (index < G_N_ELEMENTS (formats), NULL);

  return &formats[index];
}

/**
 * sluice_exchange_find:
 * @id: what the command line calls it
 *
 * Returns: (transfer none) (nullable): the format of that name
 */
const SluiceExchangeFormat *
sluice_exchange_find (const char *id)
{
  g_return_val_if_fail (id != NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    if (g_str_equal (formats[i].id, id))
      return &formats[i];
  return NULL;
}

/**
 * sluice_exchange_guess:
 * @path: the name of a file or folder, which need not exist
 *
 * Returns: (transfer none) (nullable): the format that goes by its name
 */
const SluiceExchangeFormat *
sluice_exchange_guess (const char *path)
{
  g_autofree char *lower = NULL;
  gboolean is_folder;

  g_return_val_if_fail (path != NULL, NULL);

  lower = g_ascii_strdown (path, -1);
  is_folder = g_str_has_suffix (path, G_DIR_SEPARATOR_S) || g_file_test (path, G_FILE_TEST_IS_DIR);
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    if (formats[i].is_folder ? is_folder : !is_folder && g_str_has_suffix (lower, formats[i].suffix))
      return &formats[i];
  return NULL;
}

/**
 * sluice_exchange_guess_import:
 * @path: a file or folder
 *
 * As sluice_exchange_guess(); a module of a project stands for the project.
 *
 * Returns: (transfer none) (nullable): the format that it is of, which may be one that is only written
 */
const SluiceExchangeFormat *
sluice_exchange_guess_import (const char *path)
{
  const SluiceExchangeFormat *format = sluice_exchange_guess (path);

  if (format != NULL)
    return format;
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    if (formats[i].part_suffix != NULL && g_str_has_suffix (path, formats[i].part_suffix))
      return &formats[i];
  return NULL;
}

/* Exporting. */

static void
export_file_free (gpointer data)
{
  SluiceExportFile *file = data;

  g_free (file->path);
  g_bytes_unref (file->content);
  g_free (file);
}

void
sluice_export_free (SluiceExport *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->files);
  g_ptr_array_unref (self->notes);
  g_free (self);
}

static SluiceExport *
export_new (void)
{
  SluiceExport *self = g_new0 (SluiceExport, 1);

  self->files = g_ptr_array_new_with_free_func (export_file_free);
  self->notes = g_ptr_array_new_with_free_func (g_free);
  return self;
}

/**
 * sluice_export_add:
 * @self: an export
 * @path: (nullable): where in the folder; %NULL for a format of one file
 * @take: (transfer full): what is in it
 */
void
sluice_export_add (SluiceExport *self,
                   const char   *path,
                   GBytes       *take)
{
  SluiceExportFile *file = g_new0 (SluiceExportFile, 1);

  file->path = g_strdup (path);
  file->content = take;
  g_ptr_array_add (self->files, file);
}

/**
 * sluice_export_add_text:
 * @self: an export
 * @path: (nullable): where in the folder; %NULL for a format of one file
 * @take: (transfer full): what is in it
 */
void
sluice_export_add_text (SluiceExport *self,
                        const char   *path,
                        GString      *take)
{
  sluice_export_add (self, path, g_string_free_to_bytes (take));
}

/**
 * sluice_export_note:
 * @self: an export
 * @format: a sentence for people, as printf() takes it
 * @...: its values
 */
void
sluice_export_note (SluiceExport *self,
                    const char   *format,
                    ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_ptr_array_add (self->notes, g_strdup_vprintf (format, arguments));
  va_end (arguments);
}

/* Whatever is exported shows texts of the file: a key among them would leave with it. */
static void
note_secrets (SluiceExport *self,
              SluiceValue   value,
              GString      *path)
{
  const char *text = sluice_value_get_string (value);
  gsize length = path->len;
  SluiceValueIter iter;
  const char *key;
  SluiceValue member;
  guint index = 0;

  if (text != NULL && sluice_text_looks_secret (text))
    sluice_export_note (self, _("%s looks like a key or password, and may now be in what was exported; "
                                "keep it in the environment or the keyring"), path->str);
  if (!SLUICE_VALUE_IS_ARRAY (value) && !SLUICE_VALUE_IS_OBJECT (value))
    return;
  for (sluice_value_iter_init (&iter, value); sluice_value_iter_next (&iter, &key, &member); index++)
    {
      if (path->len > 0)
        g_string_append_c (path, '.');
      if (key != NULL)
        g_string_append (path, key);
      else
        g_string_append_printf (path, "%u", index);
      note_secrets (self, member, path);
      g_string_truncate (path, length);
    }
}

static gboolean
check_options (SluiceDocument             *document,
               const SluiceExchangeFormat *format,
               const SluiceExportOptions  *options,
               GError                    **error)
{
  if (format->write == NULL)
    {
      g_set_error (error, SLUICE_EXCHANGE_ERROR, SLUICE_EXCHANGE_ERROR_OPTION,
                   _("%s can only be imported"), format->id);
      return FALSE;
    }
  if (options->flow != NULL && !sluice_document_has_flow (document, options->flow))
    {
      g_autoptr (GPtrArray) ids = g_ptr_array_new ();
      const char *closest;

      for (guint i = 0; i < sluice_document_get_n_flows (document); i++)
        g_ptr_array_add (ids, (gpointer) sluice_document_get_flow_id (document, i));
      g_ptr_array_add (ids, NULL);
      closest = sluice_id_closest (options->flow, (const char * const *) ids->pdata);
      g_set_error (error, SLUICE_EXCHANGE_ERROR, SLUICE_EXCHANGE_ERROR_OPTION,
                   closest != NULL ? _("There is no flow “%s”; did you mean “%s”?") : _("There is no flow “%s”%s"),
                   options->flow, closest != NULL ? closest : "");
      return FALSE;
    }
  if (options->scale > 4)
    {
      g_set_error_literal (error, SLUICE_EXCHANGE_ERROR, SLUICE_EXCHANGE_ERROR_OPTION,
                           _("A picture's scale is 1, 2, 3 or 4"));
      return FALSE;
    }
  return TRUE;
}

/**
 * sluice_exchange_export:
 * @document: what to export; it is not changed
 * @format: into what
 * @options: (nullable): how; %NULL for the defaults
 * @error: return location
 *
 * Exports a document, in memory. What looks like a secret in it is among the notes.
 *
 * Returns: (transfer full) (nullable): its files and notes, or %NULL with @error set
 */
SluiceExport *
sluice_exchange_export (SluiceDocument             *document,
                        const SluiceExchangeFormat *format,
                        const SluiceExportOptions  *options,
                        GError                    **error)
{
  const SluiceExportOptions defaults = { NULL };
  g_autoptr (SluiceExport) made = export_new ();
  g_autoptr (GString) path = g_string_new (NULL);
  g_autoptr (SluiceDocument) part = NULL;

  g_return_val_if_fail (SLUICE_IS_DOCUMENT (document), NULL);
  g_return_val_if_fail (format != NULL, NULL);

  if (options == NULL)
    options = &defaults;
  if (!check_options (document, format, options, error))
    return NULL;
  if (options->select != NULL)
    {
      part = sluice_exchange_select (document, options->select, error);
      if (part == NULL)
        return NULL;
      document = part;
    }
  note_secrets (made, sluice_document_get_root (document), path);
  if (!format->write (document, options, made, error))
    return NULL;
  return g_steal_pointer (&made);
}

static gboolean
save_file (const SluiceExportFile *file,
           const char             *path,
           GError                **error)
{
  gsize length;
  const char *content = g_bytes_get_data (file->content, &length);

  return sluice_file_save (path, content != NULL ? content : "", length, NULL, NULL, error);
}

/**
 * sluice_export_save:
 * @self: an export
 * @path: a file; for a format that is a folder, the folder, which is made where it is missing
 * @error: return location
 *
 * Returns: whether all of it is saved
 */
gboolean
sluice_export_save (SluiceExport  *self,
                    const char    *path,
                    GError       **error)
{
  for (guint i = 0; i < self->files->len; i++)
    {
      const SluiceExportFile *file = g_ptr_array_index (self->files, i);
      g_autofree char *place = NULL;
      g_autofree char *folder = NULL;

      if (file->path == NULL)
        return save_file (file, path, error);
      place = g_build_filename (path, file->path, NULL);
      folder = g_path_get_dirname (place);
      if (g_mkdir_with_parents (folder, 0777) != 0)
        {
          int saved = errno;

          g_set_error (error, SLUICE_EXCHANGE_ERROR, SLUICE_EXCHANGE_ERROR_FAILED,
                       _("The folder %s can't be made: %s"), folder, g_strerror (saved));
          return FALSE;
        }
      if (!save_file (file, place, error))
        return FALSE;
    }
  return TRUE;
}

/**
 * sluice_exchange_import:
 * @format: of what it is
 * @path: the file or folder
 * @notes: (nullable): gets a sentence (char *) for each thing that could not be taken over
 * @error: return location
 *
 * Nothing of what is imported is run.
 *
 * Returns: (transfer full) (nullable): a new document without a path, or %NULL with @error set
 */
SluiceDocument *
sluice_exchange_import (const SluiceExchangeFormat *format,
                        const char                 *path,
                        GPtrArray                  *notes,
                        GError                    **error)
{
  g_autoptr (GPtrArray) unheard = NULL;

  g_return_val_if_fail (format != NULL, NULL);
  g_return_val_if_fail (path != NULL, NULL);

  if (format->read == NULL)
    {
      g_set_error (error, SLUICE_EXCHANGE_ERROR, SLUICE_EXCHANGE_ERROR_OPTION,
                   _("%s can only be exported"), format->id);
      return NULL;
    }
  if (notes == NULL)
    notes = unheard = g_ptr_array_new_with_free_func (g_free);
  return format->read (path, notes, error);
}

/* Importing without waiting */

typedef struct
{
  const SluiceExchangeFormat *format;
  GPtrArray *notes; /* char * */
} Import;

static void
import_free (gpointer data)
{
  Import *import = data;

  g_ptr_array_unref (import->notes);
  g_free (import);
}

static void
return_document (GTask          *task,
                 SluiceDocument *take_document,
                 GError         *take_error)
{
  if (take_document != NULL)
    g_task_return_pointer (task, take_document, g_object_unref);
  else
    g_task_return_error (task, take_error);
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Import *import = g_task_get_task_data (task);
  GError *error = NULL;
  SluiceDocument *document = import->format->read_finish (result, import->notes, &error);

  return_document (task, document, error);
}

/**
 * sluice_exchange_import_async:
 * @format: of what it is
 * @path: the file or folder
 * @cancellable: (nullable): ends it
 * @callback: called in the thread's main context
 * @user_data: for @callback
 *
 * As sluice_exchange_import(); what takes a while is done meanwhile, and ended with @cancellable.
 */
void
sluice_exchange_import_async (const SluiceExchangeFormat *format,
                              const char                 *path,
                              GCancellable               *cancellable,
                              GAsyncReadyCallback         callback,
                              gpointer                    user_data)
{
  g_autoptr (GTask) task = NULL;
  Import *import;
  GError *error = NULL;
  SluiceDocument *document;

  g_return_if_fail (format != NULL);
  g_return_if_fail (path != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  import = g_new0 (Import, 1);
  g_task_set_source_tag (task, sluice_exchange_import_async);
  import->format = format;
  import->notes = g_ptr_array_new_with_free_func (g_free);
  g_task_set_task_data (task, import, import_free);
  if (format->read_async != NULL)
    {
      format->read_async (path, cancellable, read_cb, g_steal_pointer (&task));
      return;
    }
  document = sluice_exchange_import (format, path, import->notes, &error);
  return_document (task, document, error);
}

/**
 * sluice_exchange_import_finish:
 * @result: what the callback was given
 * @notes: (nullable): gets a sentence (char *) for each thing that could not be taken over
 * @error: return location
 *
 * Returns: (transfer full) (nullable): a new document without a path, or %NULL with @error set
 */
SluiceDocument *
sluice_exchange_import_finish (GAsyncResult  *result,
                               GPtrArray     *notes,
                               GError       **error)
{
  Import *import;

  g_return_val_if_fail (g_async_result_is_tagged (result, sluice_exchange_import_async), NULL);

  import = g_task_get_task_data (G_TASK (result));
  for (guint i = 0; notes != NULL && i < import->notes->len; i++)
    g_ptr_array_add (notes, g_strdup (g_ptr_array_index (import->notes, i)));
  return g_task_propagate_pointer (G_TASK (result), error);
}
