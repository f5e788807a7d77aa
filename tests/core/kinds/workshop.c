/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "workshop.h"

#include <string.h>

#include "base/json.h"
#include "compile/compile.h"
#include "folder.h"

Workshop *
workshop_new (void)
{
  Workshop *self = g_new0 (Workshop, 1);

  sluice_init ();
  self->folder = test_folder_new ();
  self->grants = sluice_grants_new ();
  self->is_virtual = TRUE;
  return self;
}

void
workshop_free (Workshop *self)
{
  test_folder_free (self->folder);
  sluice_grants_unref (self->grants);
  g_free (self);
}

char *
workshop_path (Workshop   *self,
               const char *name)
{
  return g_canonicalize_filename (name, self->folder);
}

void
workshop_grant (Workshop        *self,
                SluiceGrantType  type,
                const char      *name)
{
  g_autofree char *path = workshop_path (self, name);

  sluice_grants_add (self->grants, type, type == SLUICE_GRANT_READ || type == SLUICE_GRANT_WRITE ? path : name);
}

void
workshop_write (Workshop   *self,
                const char *name,
                const char *content)
{
  g_autofree char *path = workshop_path (self, name);
  g_autofree char *folder = g_path_get_dirname (path);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, content, -1, NULL));
}

char *
workshop_read (Workshop   *self,
               const char *name)
{
  g_autofree char *path = workshop_path (self, name);
  char *content = NULL;

  g_file_get_contents (path, &content, NULL, NULL);
  return content;
}

static gboolean
cancel_cb (gpointer user_data)
{
  sluice_run_cancel (user_data);
  return G_SOURCE_REMOVE;
}

typedef struct
{
  Workshop  *workshop;
  SluiceRun *run;
} Watch;

static gboolean
look_cb (gpointer user_data)
{
  Watch *watch = user_data;
  g_autofree char *content = workshop_read (watch->workshop, watch->workshop->cancel_when);

  if (content == NULL || *content == '\0')
    return G_SOURCE_CONTINUE;
  sluice_run_cancel (watch->run);
  return G_SOURCE_REMOVE;
}

static void
answer_cb (SluiceEffect *effect,
           gpointer      user_data)
{
  Workshop *self = user_data;
  const char *prompt = sluice_value_get_member_string (sluice_effect_get_request (effect), "prompt");

  sluice_effect_return_value (effect, sluice_value_string (self->answer (prompt)));
}

static char *
run_program (Workshop      *self,
             SluiceProgram *program,
             SluiceEngine  *engine)
{
  g_autoptr (SluiceRun) run = sluice_program_create_run (program, engine, NULL);
  Watch watch = { self, run };
  g_autoptr (GError) error = NULL;

  if (self->answer != NULL)
    {
      sluice_engine_set_performer (engine, "ask", answer_cb, self, NULL);
      sluice_engine_set_performer (engine, "choose", answer_cb, self, NULL);
    }
  sluice_run_set_folder (run, self->folder);
  sluice_run_set_grants (run, self->grants);
  if (self->log != NULL)
    sluice_run_watch (run, SLUICE_EVENT_MASK (SLUICE_EVENT_LOG), self->log, self->log_data, NULL);
  if (self->cancel_after > 0)
    g_timeout_add ((guint) (self->cancel_after * 1000), cancel_cb, run);
  if (self->cancel_when != NULL)
    g_timeout_add (10, look_cb, &watch);
  if (sluice_run_join (run, &error))
    return sluice_json_write (sluice_store_get_root (sluice_run_get_store (run)), SLUICE_JSON_WRITE_SORT_KEYS, NULL);
  return g_strdup_printf ("error: %s", error->message);
}

/* What a thread was doing when the run was cancelled comes to its end. */
static void
settle (SluiceEngine *engine)
{
  gint64 end = g_get_monotonic_time () + 10 * G_TIME_SPAN_SECOND;

  while (G_OBJECT (engine)->ref_count > 1 && g_get_monotonic_time () < end)
    {
      g_main_context_iteration (NULL, FALSE);
      g_thread_yield ();
    }
}

char *
workshop_run_text (Workshop   *self,
                   const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SluiceDocument) document = sluice_document_new_from_text (text, -1, &error);
  g_autoptr (SluiceProgram) program = NULL;
  SluiceEngine *engine = self->is_virtual ? sluice_engine_new_virtual (NULL) : sluice_engine_new (NULL);
  Baseline baseline;
  char *result;

  g_assert_no_error (error);
  baseline_take (&baseline);
  program = sluice_compile (document, NULL, &error);
  if (program != NULL)
    result = run_program (self, program, engine);
  else
    result = g_strdup_printf ("error: %s", error->message);
  g_clear_pointer (&program, sluice_program_unref);
  settle (engine);
  baseline_check (&baseline, engine);
  return result;
}

char *
workshop_run (Workshop   *self,
              const char *node)
{
  g_autofree char *text =
    g_strdup_printf ("{'format':1,'run':['main'],'flows':{'main':{'start':'a','nodes':{'a':%s,"
                     "'gone':{'kind':'script','post':'shared.gone = true'},"
                     "'other':{'kind':'script','post':'shared.other = true'}}}}}", node);

  g_strdelimit (text, "'", '"');
  g_strdelimit (text, "`", '\'');
  return workshop_run_text (self, text);
}

void
workshop_check (Workshop   *self,
                const char *node,
                const char *expected)
{
  g_autofree char *result = workshop_run (self, node);

  g_test_message ("%.300s", node);
  if (*expected == '~' && strstr (result, expected + 1) != NULL)
    return;
  g_assert_cmpstr (result, ==, expected);
}
