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
    return sluice_cli_load (file, status);
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
