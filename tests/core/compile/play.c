/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "play.h"

#include "base/json.h"
#include "kinds/grants.h"

static void
answer_cb (SluiceEffect *effect,
           gpointer      user_data)
{
  Play *self = user_data;
  SluiceValue prompt = sluice_value_get_member (sluice_effect_get_request (effect), "prompt");

  g_ptr_array_add (self->asked, sluice_value_dup_string (prompt));
  if (self->answers == NULL || *self->answers == NULL)
    sluice_effect_return_error (effect, g_error_new_literal (SLUICE_ENGINE_ERROR, SLUICE_ENGINE_ERROR_NO_ANSWER,
                                                             "nobody is there to answer"));
  else
    sluice_effect_return_value (effect, sluice_value_string (*self->answers++));
}

static void
event_cb (SluiceRun         *run,
          const SluiceEvent *event,
          gpointer           user_data)
{
  Play *self = user_data;
  g_autofree char *text = NULL;

  switch ((guint) event->type)
    {
    case SLUICE_EVENT_LOG:
      text = SLUICE_VALUE_IS_STRING (event->value)
             ? sluice_value_dup_string (event->value)
             : sluice_json_write (event->value, SLUICE_JSON_WRITE_COMPACT, NULL);
      g_string_append_printf (self->log, "%s: %s\n", event->text, text);
      break;

    case SLUICE_EVENT_WARNING:
      g_string_append_printf (self->warnings, "%s\n", event->text);
      break;

    case SLUICE_EVENT_VISIT_STARTED:
      g_string_append_printf (self->path, "%s%s", self->path->len > 0 ? " " : "",
                              sluice_node_get_address (event->node));
      break;

    default:
      break;
    }
}

/* The files that it names; nothing else. */
static void
grant_reading (SluiceRun      *run,
               SluiceDocument *document)
{
  g_autoptr (SluiceGrants) needed = sluice_grants_new_of_document (document);
  g_autoptr (SluiceGrants) grants = sluice_grants_new ();

  for (guint i = 0; i < sluice_grants_get_n (needed, SLUICE_GRANT_READ); i++)
    sluice_grants_add (grants, SLUICE_GRANT_READ, sluice_grants_get_name (needed, SLUICE_GRANT_READ, i));
  sluice_run_set_grants (run, grants);
}

static void
run (Play           *self,
     SluiceDocument *document,
     SluiceProgram  *program)
{
  static const char * const types[] = { "ask", "choose" };

  self->engine = sluice_engine_new_virtual (NULL);
  baseline_take (&self->baseline);
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    sluice_engine_set_performer (self->engine, types[i], answer_cb, self, NULL);
  self->run = sluice_program_create_run (program, self->engine, NULL);
  grant_reading (self->run, document);
  sluice_run_set_seed (self->run, 1);
  sluice_run_watch (self->run,
                    SLUICE_EVENT_MASK (SLUICE_EVENT_LOG) | SLUICE_EVENT_MASK (SLUICE_EVENT_WARNING)
                    | SLUICE_EVENT_MASK (SLUICE_EVENT_VISIT_STARTED),
                    event_cb, self, NULL);
  if (sluice_run_start (self->run, &self->error))
    sluice_run_join (self->run, &self->error);
  self->shared = sluice_json_write (sluice_store_get_root (sluice_run_get_store (self->run)),
                                    SLUICE_JSON_WRITE_SORT_KEYS, NULL);
  self->action = g_strdup (sluice_run_get_action (self->run));
}

Play *
play (SluiceDocument     *document,
      const char         *flow,
      const char * const *answers)
{
  Play *self = g_new0 (Play, 1);
  g_autoptr (SluiceProgram) program = NULL;

  self->log = g_string_new (NULL);
  self->warnings = g_string_new (NULL);
  self->path = g_string_new (NULL);
  self->asked = g_ptr_array_new_with_free_func (g_free);
  self->answers = answers;
  program = sluice_compile (document, flow, &self->error);
  if (program != NULL)
    run (self, document, program);
  return self;
}

Play *
play_text (const char         *text,
           const char * const *answers)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SluiceDocument) document = sluice_document_new_from_text (text, -1, &error);

  g_assert_no_error (error);
  return play (document, NULL, answers);
}

void
play_free (Play *self)
{
  g_clear_object (&self->run);
  if (self->engine != NULL)
    baseline_check (&self->baseline, self->engine);
  g_clear_error (&self->error);
  g_free (self->shared);
  g_free (self->action);
  g_string_free (self->log, TRUE);
  g_string_free (self->warnings, TRUE);
  g_string_free (self->path, TRUE);
  g_ptr_array_unref (self->asked);
  g_free (self);
}
