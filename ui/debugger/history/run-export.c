/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A record as text: a million events take a while, so it is written in a thread, straight into the file. */
#include "debugger/history/run-export.h"

#include "base/json.h"
#include "record/record.h"

typedef struct
{
  char *record;
  char *target;
} Export;

static void
export_free (gpointer data)
{
  Export *self = data;

  g_free (self->record);
  g_free (self->target);
  g_free (self);
}

static gboolean
write_fact (const SluiceFact  *fact,
            GOutputStream     *stream,
            GCancellable      *cancellable,
            GError           **error)
{
  g_auto (SluiceValue) value = sluice_fact_to_value (fact);
  g_autofree char *text = sluice_json_write (value, SLUICE_JSON_WRITE_COMPACT, NULL);

  return g_output_stream_write_all (stream, text, strlen (text), NULL, cancellable, error)
         && g_output_stream_write_all (stream, "\n", 1, NULL, cancellable, error);
}

static gboolean
write_record (SluiceRecord   *record,
              GOutputStream  *stream,
              GCancellable   *cancellable,
              GError        **error)
{
  g_autoptr (GError) end = NULL;
  gboolean is_well = TRUE;
  SluiceFact fact;

  if (!sluice_record_seek (record, 0, error))
    return FALSE;
  while (is_well && sluice_record_step (record, &fact, &end))
    {
      is_well = write_fact (&fact, stream, cancellable, error);
      sluice_fact_clear (&fact);
    }
  if (is_well && end != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&end));
      return FALSE;
    }
  return is_well && g_output_stream_close (stream, cancellable, error);
}

static void
export_thread (GTask        *task,
               gpointer      source,
               gpointer      data,
               GCancellable *cancellable)
{
  const Export *self = data;
  g_autoptr (GFile) file = g_file_new_for_path (self->target);
  g_autoptr (GFileOutputStream) stream = NULL;
  g_autoptr (GOutputStream) buffered = NULL;
  g_autoptr (SluiceRecord) record = NULL;
  GError *error = NULL;

  record = sluice_record_open (self->record, &error);
  if (record != NULL)
    stream = g_file_replace (file, NULL, FALSE, G_FILE_CREATE_NONE, cancellable, &error);
  if (stream != NULL)
    buffered = g_buffered_output_stream_new_sized (G_OUTPUT_STREAM (stream), 1 << 16);
  if (buffered == NULL || !write_record (record, buffered, cancellable, &error))
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

/**
 * sluice_run_export_async:
 * @record: the path of a record
 * @target: the path of the file that is written
 * @cancellable: (nullable): to give up
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Writes a recorded run as text.
 */
void
sluice_run_export_async (const char          *record,
                         const char          *target,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Export *self = g_new (Export, 1);

  *self = (Export) { g_strdup (record), g_strdup (target) };
  g_task_set_source_tag (task, sluice_run_export_async);
  g_task_set_task_data (task, self, export_free);
  g_task_run_in_thread (task, export_thread);
}

/**
 * sluice_run_export_finish:
 * @result: what the callback was given
 * @error: return location for an error
 *
 * Returns: whether the run was written
 */
gboolean
sluice_run_export_finish (GAsyncResult  *result,
                          GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
