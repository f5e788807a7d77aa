/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "record-runs.h"

#include "record/journal.h"
#include "terminal.h"

int
sluice_cli_record_status (const GError *error)
{
  if (g_error_matches (error, SLUICE_JOURNAL_ERROR, SLUICE_JOURNAL_ERROR_HELD))
    return SLUICE_EXIT_HELD;
  if (g_error_matches (error, SLUICE_RECORD_ERROR, SLUICE_RECORD_ERROR_NOT_FOUND))
    return SLUICE_EXIT_NO_FILE;
  if (g_error_matches (error, SLUICE_JOURNAL_ERROR, SLUICE_JOURNAL_ERROR_FULL))
    return SLUICE_EXIT_CANT_WRITE;
  if (error->domain == SLUICE_JOURNAL_ERROR || g_error_matches (error, SLUICE_RECORD_ERROR, SLUICE_RECORD_ERROR_EMPTY))
    return SLUICE_EXIT_BAD_FILE;
  return SLUICE_EXIT_FAILED;
}

char *
sluice_cli_find_record (const char *run,
                        int        *status)
{
  g_autoptr (GError) error = NULL;
  char *path = sluice_history_find (run, &error);

  if (path != NULL)
    return path;
  *status = sluice_cli_record_status (error);
  sluice_terminal_error ("%s", error->message);
  return NULL;
}

SluiceRecord *
sluice_cli_open_record (const char *run,
                        int        *status)
{
  g_autofree char *path = sluice_cli_find_record (run, status);
  g_autoptr (GError) error = NULL;
  SluiceRecord *record;

  if (path == NULL)
    return NULL;
  record = sluice_record_open (path, &error);
  if (record != NULL)
    return record;
  *status = sluice_cli_record_status (error);
  sluice_terminal_error ("%s", error->message);
  return NULL;
}

static SluiceDocument *
get_document (const SluiceRecordInfo *info,
              const char             *file,
              int                    *status)
{
  g_autoptr (GError) error = NULL;
  SluiceDocument *document;

  if (file != NULL)
    return sluice_cli_load_linked (file, status);
  document = sluice_document_new_for_path (info->document != NULL ? info->document : "", -1, info->file, &error);
  if (document != NULL)
    return document;
  *status = SLUICE_EXIT_BAD_FILE;
  sluice_terminal_error ("The flow of the record: %s", error->message);
  return NULL;
}

SluiceRun *
sluice_cli_remake_run (const SluiceRecordInfo *info,
                       const char             *file,
                       const SluiceRunOptions *grants,
                       gboolean                is_virtual,
                       int                    *status)
{
  g_autoptr (SluiceEngine) engine = is_virtual ? sluice_engine_new_virtual (NULL) : sluice_engine_new (NULL);
  g_autoptr (SluiceStore) store = sluice_store_new_take (sluice_value_ref (info->store));
  g_autoptr (SluiceDocument) document = get_document (info, file, status);
  g_autoptr (SluiceProgram) program = NULL;
  g_autoptr (GError) error = NULL;
  SluiceRun *run;

  if (document == NULL)
    return NULL;
  program = sluice_compile (document, info->flow, &error);
  if (program == NULL)
    {
      *status = SLUICE_EXIT_BAD_FILE;
      sluice_terminal_error ("%s: %s", file != NULL ? file : "The flow of the record", error->message);
      return NULL;
    }
  run = sluice_program_create_run (program, engine, store);
  sluice_run_set_max_visits (run, info->max_visits);
  if (grants != NULL)
    {
      g_autoptr (SluiceGrants) granted = sluice_cli_make_grants (document, grants);

      sluice_run_set_grants (run, granted);
    }
  return run;
}

/* Old runs */

#define PATIENCE (G_USEC_PER_SEC) /* µs; what is not done by then is left to the next run */

typedef struct
{
  int     ref_count; /* atomic */
  GMutex  mutex;
  GCond   cond;
  gboolean is_done;
  SluiceHistoryLimits limits;
  char   *path;
} Prune;

static void
prune_unref (Prune *self)
{
  if (!g_atomic_int_dec_and_test (&self->ref_count))
    return;
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  g_free (self->path);
  g_free (self);
}

/* As the editor's preferences have them, or at first would. */
static SluiceHistoryLimits
get_limits (void)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema = NULL;
  g_autoptr (GSettings) settings = NULL;
  SluiceHistoryLimits limits = { 500, G_GUINT64_CONSTANT (5000) * 1000 * 1000, 0 };

  if (source != NULL)
    schema = g_settings_schema_source_lookup (source, "org.sluiceflow.Sluice", TRUE);
  if (schema == NULL || !g_settings_schema_has_key (schema, "keep-runs"))
    return limits;
  settings = g_settings_new_full (schema, NULL, NULL);
  limits.max_runs = g_settings_get_uint (settings, "keep-runs");
  limits.max_bytes = (guint64) g_settings_get_uint (settings, "keep-megabytes") * 1000 * 1000;
  limits.max_days = g_settings_get_uint (settings, "keep-days");
  return limits;
}

static gpointer
prune_main (gpointer data)
{
  Prune *self = data;
  const char * const spared[] = { self->path, NULL };

  sluice_history_prune_if_due (NULL, &self->limits, spared);
  g_mutex_lock (&self->mutex);
  self->is_done = TRUE;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);
  prune_unref (self);
  return NULL;
}

void
sluice_cli_prune_runs (const char *path)
{
  g_autofree char *folder = sluice_history_dup_folder ();
  g_autofree char *own = g_path_get_dirname (path);
  gint64 until = g_get_monotonic_time () + PATIENCE;
  gboolean goes_on = TRUE;
  Prune *self;

  if (!g_str_equal (own, folder))
    return;
  self = g_new0 (Prune, 1);
  self->ref_count = 2;
  self->limits = get_limits ();
  self->path = g_strdup (path);
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  g_thread_unref (g_thread_new ("sluice-prune", prune_main, self));
  g_mutex_lock (&self->mutex);
  while (!self->is_done && goes_on)
    goes_on = g_cond_wait_until (&self->cond, &self->mutex, until);
  g_mutex_unlock (&self->mutex);
  prune_unref (self);
}
