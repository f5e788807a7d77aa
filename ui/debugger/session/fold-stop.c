/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A stop, in the engine's thread: what a person does to the run there, the results that are held, and
 * what of it goes to the UI. */

#include "debugger/session/run-fold-private.h"

#include <string.h>

#include "base/ids.h"
#include "base/json.h"

/* Texts */

/* All of @value as JSON; NULL where it has no text. */
char *
sluice_fold_dup_json (SluiceValue value)
{
  return sluice_json_write (value, SLUICE_JSON_WRITE_PRETTY, NULL);
}

static gboolean
is_empty (SluiceValue value)
{
  if (SLUICE_VALUE_IS_STRING (value))
    return sluice_value_get_string_length (value) == 0;
  if (SLUICE_VALUE_IS_OBJECT (value) || SLUICE_VALUE_IS_ARRAY (value))
    return sluice_value_get_length (value) == 0;
  return SLUICE_VALUE_IS_NULL (value);
}

/* What is said to a model first; then the settings that say something. */
char *
sluice_fold_dup_request (SluiceValue request)
{
  g_auto (SluiceValue) shown = sluice_value_object ();
  SluiceValue messages = sluice_value_get_member (request, "messages"), value;
  SluiceValueIter iter;
  const char *name;

  if (!SLUICE_VALUE_IS_OBJECT (request))
    return sluice_fold_dup_json (request);
  if (!is_empty (messages))
    sluice_value_set_member (&shown, "messages", sluice_value_ref (messages));
  sluice_value_iter_init (&iter, request);
  while (sluice_value_iter_next (&iter, &name, &value))
    if (!is_empty (value) && !sluice_value_has_member (shown, name))
      sluice_value_set_member (&shown, name, sluice_value_ref (value));
  return sluice_fold_dup_json (shown);
}

/* Cut between characters where it is long. */
void
sluice_fold_shorten (char            *take_text,
                     SluiceShortText *place)
{
  gsize size = take_text != NULL ? strlen (take_text) : 0;

  place->size = size;
  if (size > SLUICE_STOP_MAX_TEXT)
    {
      char *end = g_utf8_find_prev_char (take_text, take_text + SLUICE_STOP_MAX_TEXT);

      place->text = g_strndup (take_text, (gsize) (end - take_text));
      g_free (take_text);
      return;
    }
  place->text = take_text;
}

static char *
dup_member_json (SluiceValue  entry,
                 const char  *key)
{
  return sluice_value_has_member (entry, key) ? sluice_fold_dup_json (sluice_value_get_member (entry, key)) : NULL;
}

static char *
dup_title (SluiceRunFold *self,
           const char    *address)
{
  FoldNode *node = address != NULL ? g_hash_table_lookup (self->nodes, sluice_address_intern (address)) : NULL;

  return g_strdup (node != NULL ? node->title : address);
}

/* Held results */

static SluiceHeldInfo *
held_info_new (SluiceValue entry)
{
  SluiceHeldInfo *info = g_new0 (SluiceHeldInfo, 1);

  info->lane = (guint32) sluice_value_get_integer (sluice_value_get_member (entry, "lane"));
  info->address = g_strdup (sluice_value_get_member_string (entry, "node"));
  info->title = g_strdup (sluice_value_get_member_string (entry, "title"));
  info->is_effect = sluice_value_get_integer (sluice_value_get_member (entry, "effect")) != 0;
  info->is_error = sluice_value_has_member (entry, "error");
  sluice_fold_shorten (info->is_error ? g_strdup (sluice_value_get_member_string (entry, "error"))
                                      : dup_member_json (entry, "value"), &info->value);
  return info;
}

static void
publish_held (SluiceRunFold  *self,
              SluiceRunDelta *delta)
{
  g_auto (SluiceValue) results = sluice_debugger_dup_held_results (self->debugger);
  guint n = sluice_value_get_length (results);

  /* Rows that somebody is about to click are not made anew for nothing. */
  if (sluice_value_equal (results, self->held_results))
    return;
  sluice_value_replace (&self->held_results, sluice_value_ref (results));
  delta->held = g_ptr_array_new_full (n, (GDestroyNotify) sluice_held_info_free);
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (delta->held, held_info_new (sluice_value_get_element (results, i)));
}

/* Interventions */

static SluiceInterventionInfo *
intervention_info_new (SluiceRunFold *self,
                       SluiceValue    entry)
{
  SluiceInterventionInfo *info = g_new0 (SluiceInterventionInfo, 1);

  info->type = sluice_intervention_get_kind (entry);
  info->is_earlier = sluice_intervention_is_earlier (entry);
  info->lane = (guint32) sluice_value_get_integer (sluice_value_get_member (entry, "lane"));
  info->address = g_strdup (sluice_value_get_member_string (entry, "node"));
  info->title = dup_title (self, info->address);
  info->had = dup_member_json (entry, "had");
  switch (info->type)
    {
    case SLUICE_INTERVENTION_SKIP:
      info->value = g_strdup (sluice_value_get_member_string (entry, "action"));
      break;
    case SLUICE_INTERVENTION_FAIL:
      info->value = g_strdup (sluice_value_get_member_string (entry, "message"));
      break;
    case SLUICE_INTERVENTION_NEXT:
      info->place = dup_title (self, sluice_value_get_member_string (entry, "to"));
      break;
    case SLUICE_INTERVENTION_RESULT:
    case SLUICE_INTERVENTION_HELD:
      info->value = dup_member_json (entry, "result");
      break;
    case SLUICE_INTERVENTION_RETRY:
    case SLUICE_INTERVENTION_STORE_ADD:
    case SLUICE_INTERVENTION_STORE_REPLACE:
    case SLUICE_INTERVENTION_STORE_REMOVE:
    case SLUICE_INTERVENTION_RELEASE:
    default:
      info->place = g_strdup (sluice_value_get_member_string (entry, "place"));
      info->value = dup_member_json (entry, "value");
    }
  return info;
}

static void
publish_interventions (SluiceRunFold  *self,
                       SluiceRunDelta *delta)
{
  SluiceValue entries;
  guint n;

  if (self->debugger == NULL)
    return;
  entries = sluice_debugger_get_interventions (self->debugger);
  n = sluice_value_get_length (entries);
  if (n == self->n_interventions)
    return;
  delta->interventions = g_ptr_array_new_with_free_func ((GDestroyNotify) sluice_intervention_info_free);
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (delta->interventions, intervention_info_new (self, sluice_value_get_element (entries, i)));
  self->n_interventions = n;
}

/* What this run has not had again of the one before it is marked as of that. */
void
sluice_run_fold_inherit (SluiceRunFold *self)
{
  gboolean begins_as_before = self->replay != NULL && g_strcmp0 (self->replayed, self->before_record) == 0;

  if (self->before == NULL)
    return;
  sluice_debugger_inherit_interventions (self->debugger, self->before,
                                         begins_as_before ? sluice_replay_get_n_acts (self->replay) : 0);
  if (self->is_live)
    g_clear_object (&self->before);
  self->n_interventions = G_MAXUINT;
  sluice_run_fold_touch (self);
}

void
sluice_run_fold_publish_stop (SluiceRunFold  *self,
                              SluiceRunDelta *delta)
{
  publish_held (self, delta);
  publish_interventions (self, delta);
}

/* What a person does */

typedef struct
{
  SluiceRunFold          *fold;
  guint                   id;
  SluiceInterventionType  type;
  guint32                 lane;
  char                   *place;
  char                   *value;
} Request;

static void
request_free (gpointer data)
{
  Request *request = data;

  g_free (request->place);
  g_free (request->value);
  g_free (request);
}

void
sluice_run_fold_reply (SluiceRunFold *self,
                       guint          id,
                       const char    *error,
                       char          *take_text)
{
  SluiceReply *reply = g_new0 (SluiceReply, 1);

  reply->id = id;
  reply->error = g_strdup (error);
  reply->text = take_text;
  g_ptr_array_add (self->replies, reply);
  sluice_run_fold_touch (self);
}

static gboolean
change_store (SluiceRunFold    *self,
              const Request    *request,
              SluiceChangeType  type,
              GError          **error)
{
  SluiceValue value = sluice_value_null ();

  if (request->value != NULL && !sluice_json_read (request->value, -1, NULL, &value, NULL, error))
    return FALSE;
  return sluice_debugger_edit_store (self->debugger, type, request->place, value, error);
}

static gboolean
use_result (SluiceRunFold  *self,
            const Request  *request,
            GError        **error)
{
  SluiceValue value = SLUICE_VALUE_INIT;

  if (!sluice_json_read (request->value, -1, NULL, &value, NULL, error))
    return FALSE;
  if (request->type == SLUICE_INTERVENTION_HELD)
    return sluice_debugger_replace_result (self->debugger, request->lane, value, error);
  return sluice_debugger_use_result (self->debugger, value, error);
}

static gboolean
set_next (SluiceRunFold  *self,
          const Request  *request,
          GError        **error)
{
  SluiceNode *node = self->program != NULL ? sluice_program_find_node (self->program, request->place) : NULL;

  if (node != NULL)
    return sluice_debugger_set_next (self->debugger, node, error);
  g_set_error (error, SLUICE_DEBUG_ERROR, SLUICE_DEBUG_ERROR_NO_NODE, "The run has no node “%s”.", request->place);
  return FALSE;
}

static gboolean
perform (SluiceRunFold  *self,
         const Request  *request,
         GError        **error)
{
  switch (request->type)
    {
    case SLUICE_INTERVENTION_RETRY:
      return sluice_debugger_retry (self->debugger, error);
    case SLUICE_INTERVENTION_SKIP:
      return sluice_debugger_skip (self->debugger, request->value, error);
    case SLUICE_INTERVENTION_RESULT:
    case SLUICE_INTERVENTION_HELD:
      return use_result (self, request, error);
    case SLUICE_INTERVENTION_FAIL:
      return sluice_debugger_fail (self->debugger, request->value, error);
    case SLUICE_INTERVENTION_NEXT:
      return set_next (self, request, error);
    case SLUICE_INTERVENTION_STORE_ADD:
      return change_store (self, request, SLUICE_CHANGE_ADD, error);
    case SLUICE_INTERVENTION_STORE_REPLACE:
      return change_store (self, request, SLUICE_CHANGE_REPLACE, error);
    case SLUICE_INTERVENTION_STORE_REMOVE:
      return change_store (self, request, SLUICE_CHANGE_REMOVE, error);
    case SLUICE_INTERVENTION_RELEASE:
    default:
      return sluice_debugger_next_event (self->debugger, request->lane, error);
    }
}

static gboolean
is_about_lane (const Request *request)
{
  switch (request->type)
    {
    case SLUICE_INTERVENTION_RETRY:
    case SLUICE_INTERVENTION_SKIP:
    case SLUICE_INTERVENTION_RESULT:
    case SLUICE_INTERVENTION_FAIL:
    case SLUICE_INTERVENTION_NEXT:
      return request->lane != 0;
    case SLUICE_INTERVENTION_STORE_ADD:
    case SLUICE_INTERVENTION_STORE_REPLACE:
    case SLUICE_INTERVENTION_STORE_REMOVE:
    case SLUICE_INTERVENTION_HELD:
    case SLUICE_INTERVENTION_RELEASE:
    default:
      return FALSE;
    }
}

static gboolean
intervene_cb (gpointer data)
{
  Request *request = data;
  SluiceRunFold *self = request->fold;
  g_autoptr (GError) error = NULL;

  if (self->debugger == NULL)
    {
      sluice_run_fold_reply (self, request->id, "There is no run.", NULL);
      return G_SOURCE_REMOVE;
    }
  if (is_about_lane (request))
    sluice_debugger_select_lane (self->debugger, request->lane);
  self->lanes_dirty = TRUE;
  self->held_dirty = TRUE;
  if (perform (self, request, &error))
    sluice_run_fold_reply (self, request->id, NULL, NULL);
  else
    sluice_run_fold_reply (self, request->id, error->message, NULL);
  return G_SOURCE_REMOVE;
}

/**
 * sluice_run_fold_intervene:
 * @self: a fold
 * @id: comes back in the reply
 * @what: what to do; copied
 */
void
sluice_run_fold_intervene (SluiceRunFold            *self,
                           guint                     id,
                           const SluiceIntervention *what)
{
  Request *request = g_new0 (Request, 1);

  request->fold = self;
  request->id = id;
  request->type = what->type;
  request->lane = what->lane;
  request->place = g_strdup (what->place);
  request->value = g_strdup (what->value);
  sluice_engine_thread_send (self->thread, intervene_cb, request, request_free);
}

static gboolean
set_steps_all_cb (gpointer data)
{
  Request *request = data;

  if (request->fold->debugger != NULL)
    sluice_debugger_set_steps_all (request->fold->debugger, request->lane != 0);
  return G_SOURCE_REMOVE;
}

void
sluice_run_fold_set_steps_all (SluiceRunFold *self,
                               gboolean       steps_all)
{
  Request *request = g_new0 (Request, 1);

  request->fold = self;
  request->lane = steps_all ? 1 : 0;
  sluice_engine_thread_send (self->thread, set_steps_all_cb, request, request_free);
}

static gboolean
set_stop_errors_cb (gpointer data)
{
  Request *request = data;

  if (request->fold->debugger != NULL)
    sluice_debugger_set_stop_errors (request->fold->debugger, (SluiceStopErrors) request->lane);
  return G_SOURCE_REMOVE;
}

void
sluice_run_fold_set_stop_errors (SluiceRunFold    *self,
                                 SluiceStopErrors  errors)
{
  Request *request = g_new0 (Request, 1);

  request->fold = self;
  request->lane = errors;
  sluice_engine_thread_send (self->thread, set_stop_errors_cb, request, request_free);
}

/* Pins */

typedef struct
{
  SluiceRunFold *fold;
  SluiceValue    pins; /* owned */
} PinsMessage;

static void
pins_message_free (gpointer data)
{
  PinsMessage *message = data;

  sluice_value_clear (&message->pins);
  g_free (message);
}

static gboolean
set_pins_cb (gpointer data)
{
  PinsMessage *message = data;
  SluiceRunFold *self = message->fold;

  if (self->pins != NULL)
    {
      sluice_pins_assign (self->pins, message->pins);
      return G_SOURCE_REMOVE;
    }
  self->pins = sluice_pins_new_from_value (message->pins);
  if (self->run != NULL)
    sluice_pins_attach (self->pins, self->run);
  return G_SOURCE_REMOVE;
}

/* Handed over with @take_pins, of which the caller may keep no part. */
void
sluice_run_fold_set_pins (SluiceRunFold *self,
                          SluiceValue    take_pins)
{
  PinsMessage *message = g_new0 (PinsMessage, 1);

  message->fold = self;
  message->pins = take_pins;
  sluice_engine_thread_send (self->thread, set_pins_cb, message, pins_message_free);
}

/* The list of what was done by hand */

typedef struct
{
  SluiceRunFold *fold;
  SluiceRunFold *before; /* NULL: the list is thrown away */
} ListMessage;

static gboolean
set_before_cb (gpointer data)
{
  ListMessage *message = data;

  SluiceRunFold *before = message->before;

  /* One that never began has nothing of its own. */
  if (before->debugger != NULL)
    g_set_object (&message->fold->before, before->debugger);
  else
    g_set_object (&message->fold->before, before->before);
  message->fold->before_record = g_strdup (before->debugger != NULL ? before->record : before->before_record);
  return G_SOURCE_REMOVE;
}

/* Before the start of @self, and before @before is closed: what was done to its run stays listed. */
void
sluice_run_fold_set_before (SluiceRunFold *self,
                            SluiceRunFold *before)
{
  ListMessage *message = g_new0 (ListMessage, 1);

  message->fold = self;
  message->before = before;
  sluice_engine_thread_send (self->thread, set_before_cb, message, g_free);
}

static gboolean
forget_interventions_cb (gpointer data)
{
  SluiceRunFold *self = ((ListMessage *) data)->fold;

  if (self->debugger == NULL)
    return G_SOURCE_REMOVE;
  sluice_debugger_forget_interventions (self->debugger);
  g_clear_object (&self->before);
  self->n_interventions = G_MAXUINT;
  sluice_run_fold_touch (self);
  return G_SOURCE_REMOVE;
}

void
sluice_run_fold_forget_interventions (SluiceRunFold *self)
{
  ListMessage *message = g_new0 (ListMessage, 1);

  message->fold = self;
  sluice_engine_thread_send (self->thread, forget_interventions_cb, message, g_free);
}
