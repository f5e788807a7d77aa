/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "record-fixture.h"

#include "base/json.h"
#include "compile/compile.h"
#include "folder.h"

void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->folder = test_folder_new ();
  fixture->path = g_build_filename (fixture->folder, "run", NULL);
}

void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  test_folder_free (fixture->folder);
  g_free (fixture->path);
}

SluiceRun *
fixture_create_run (const char *flow)
{
  g_autofree char *text = g_strdelimit (g_strdup (flow), "'", '"');
  g_autoptr (SluiceEngine) engine = sluice_engine_new_virtual (NULL);
  g_autoptr (SluiceDocument) document = NULL;
  g_autoptr (SluiceProgram) program = NULL;
  g_autoptr (GError) error = NULL;

  document = sluice_document_new_from_text (text, -1, &error);
  g_assert_no_error (error);
  program = sluice_compile (document, NULL, &error);
  g_assert_no_error (error);
  return sluice_program_create_run (program, engine, NULL);
}

SluiceRecorder *
fixture_record (SluiceRun  *run,
                const char *path)
{
  g_autoptr (SluiceRecordInfo) info = sluice_record_info_new ();
  g_autoptr (GError) error = NULL;
  SluiceRecorder *recorder = sluice_recorder_new (run, path, info, &error);

  g_assert_no_error (error);
  return recorder;
}

char *
fixture_dup_store (SluiceRun *run)
{
  return sluice_json_write (sluice_store_get_root (sluice_run_get_store (run)), 0, NULL);
}

void
fixture_tell_cb (SluiceRun         *run,
                 const SluiceEvent *event,
                 gpointer           user_data)
{
  g_auto (SluiceValue) value = sluice_event_to_value (event);
  g_autofree char *text = NULL;

  sluice_value_remove_member (&value, "time");
  sluice_value_remove_member (&value, "until");
  sluice_value_remove_member (&value, "serial");
  text = sluice_json_write (value, 0, NULL);
  g_string_append_printf (user_data, "%s\n", text);
}
