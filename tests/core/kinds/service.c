/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "service.h"

#include <stdio.h>

#include "base/json.h"
#include "compile/compile.h"

char *
service_document (const char *node)
{
  g_autofree char *text = g_strdup_printf ("{'format':1,'run':['main'],'flows':{'main':{'start':'a','nodes':{'a':%s,"
                                           "'gone':{'kind':'script','post':'shared.gone = true'}}}}}", node);

  return g_strdelimit (g_steal_pointer (&text), "'", '"');
}

static GString *noted; /* NULL: nobody wants to know */

void
service_note_waits (GString *waits)
{
  noted = waits;
}

static void
waits_cb (SluiceRun         *run,
          const SluiceEvent *event,
          gpointer           user_data)
{
  if (event->text != NULL)
    g_string_append_printf (noted, "%s%s", noted->len > 0 ? "; " : "", event->text);
}

char *
service_run_full (const char    *node,
                  SluiceGrants  *grants,
                  GError       **error)
{
  g_autofree char *text = service_document (node);
  g_autoptr (GError) wrong = NULL;
  SluiceEngine *engine = sluice_engine_new (NULL);
  SluiceDocument *document;
  SluiceProgram *program;
  SluiceRun *run;
  char *result = NULL;

  sluice_init ();
  document = sluice_document_new_from_text (text, -1, &wrong);
  g_assert_no_error (wrong);
  program = sluice_compile (document, NULL, &wrong);
  g_assert_no_error (wrong);
  run = sluice_program_create_run (program, engine, NULL);
  sluice_run_set_grants (run, grants);
  if (noted != NULL)
    sluice_run_watch (run, SLUICE_EVENT_MASK (SLUICE_EVENT_LANE_STATE), waits_cb, NULL, NULL);
  if (sluice_run_join (run, error))
    result = sluice_json_write (sluice_store_get_root (sluice_run_get_store (run)), SLUICE_JSON_WRITE_SORT_KEYS, NULL);
  g_object_unref (run);
  sluice_program_unref (program);
  g_object_unref (document);
  g_assert_finalize_object (engine);
  return result;
}

char *
service_run_with (const char   *node,
                  SluiceGrants *grants)
{
  g_autoptr (GError) error = NULL;
  char *result = service_run_full (node, grants, &error);

  return result != NULL ? result : g_strdup_printf ("error: %s", error->message);
}

char *
service_run (const char *node)
{
  g_autoptr (SluiceGrants) grants = sluice_grants_new ();

  sluice_grants_add (grants, SLUICE_GRANT_HOST, "127.0.0.1");
  sluice_grants_add (grants, SLUICE_GRANT_ENVIRONMENT, "TEST_KEY");
  return service_run_with (node, grants);
}

static GSubprocess *models;

guint
service_start_models (void)
{
  g_autofree char *script = g_build_filename (g_getenv ("SLUICE_SOURCE_DIR"), "tests/lib/model-server.py", NULL);
  char line[16] = "";
  g_autoptr (GError) error = NULL;
  guint port = 0;

  models = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error,
                             "/usr/bin/python3", script, NULL);
  g_assert_no_error (error);
  g_input_stream_read (g_subprocess_get_stdout_pipe (models), line, sizeof line - 1, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (sscanf (line, "%u", &port), ==, 1);
  return port;
}

void
service_stop_models (void)
{
  g_output_stream_close (g_subprocess_get_stdin_pipe (models), NULL, NULL);
  g_subprocess_wait (models, NULL, NULL);
  g_clear_object (&models);
}
