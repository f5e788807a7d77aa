/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The effect "llm": { provider, url, key, model, messages, … } gives { text, value, tool_calls, usage, … }.
 * A structured reply that is not what was asked for goes back to the model with what is wrong, a few
 * times. Usage is the sum of all rounds. */

#include <string.h>

#include "base/json.h"
#include "kinds/llm-reply.h"
#include "kinds/perform-http.h"
#include "kinds/providers.h"
#include "kinds/settings.h"

typedef struct
{
  SluiceValue           options;  /* of the effect */
  SluiceValue           messages; /* as they are sent */
  const SluiceProvider *provider;
  gint64                tokens[2]; /* of prompts, of replies */
  gint64                rounds;
} Job;

static void
job_free (Job *job)
{
  sluice_value_unref (job->options);
  sluice_value_unref (job->messages);
  g_free (job);
}

static SluiceValue
option (const Job  *job,
        const char *name)
{
  return sluice_value_get_member (job->options, name);
}

static gboolean
wants_json (const Job *job)
{
  return g_strcmp0 (sluice_value_get_string (option (job, "reply")), "json") == 0;
}

/* The request */

static void
copy_number (const Job   *job,
             SluiceValue *body,
             const char  *name,
             const char  *key,
             double       unset)
{
  SluiceValue value = option (job, name);

  if (SLUICE_VALUE_IS_NUMBER (value) && sluice_value_get_real (value) != unset)
    sluice_value_set_member (body, key, sluice_value_ref (value));
}

static void
copy_list (const Job   *job,
           SluiceValue *body,
           const char  *name)
{
  SluiceValue value = option (job, name);

  if (SLUICE_VALUE_IS_ARRAY (value) && sluice_value_get_length (value) > 0)
    sluice_value_set_member (body, name, sluice_value_ref (value));
}

/* With a schema, a server that can holds the model to it. */
static SluiceValue
make_format (const Job *job)
{
  SluiceValue schema = option (job, "schema");
  SluiceValue format = sluice_value_object ();
  SluiceValue named;

  if (!SLUICE_VALUE_IS_OBJECT (schema))
    {
      sluice_value_set_member (&format, "type", sluice_value_string ("json_object"));
      return format;
    }
  named = sluice_value_object ();
  sluice_value_set_member (&named, "name", sluice_value_string ("answer"));
  sluice_value_set_member (&named, "schema", sluice_value_ref (schema));
  sluice_value_set_member (&format, "type", sluice_value_string ("json_schema"));
  sluice_value_set_member (&format, "json_schema", named);
  return format;
}

static char *
write_body (const Job *job)
{
  g_auto (SluiceValue) body = sluice_value_object ();
  SluiceValue stream;

  sluice_value_set_member (&body, "model", sluice_value_ref (option (job, "model")));
  sluice_value_set_member (&body, "messages", sluice_value_ref (job->messages));
  copy_number (job, &body, "temperature", "temperature", -1);
  copy_number (job, &body, "top-p", "top_p", -1);
  copy_number (job, &body, "seed", "seed", -1);
  copy_number (job, &body, "max-tokens", job->provider->limit, 0);
  copy_list (job, &body, "stop");
  copy_list (job, &body, "tools");
  if (wants_json (job))
    sluice_value_set_member (&body, "response_format", make_format (job));
  if (sluice_value_get_boolean (option (job, "stream")))
    {
      stream = sluice_value_object ();
      sluice_value_set_member (&stream, "include_usage", sluice_value_boolean (TRUE));
      sluice_value_set_member (&body, "stream", sluice_value_boolean (TRUE));
      sluice_value_set_member (&body, "stream_options", stream);
    }
  return sluice_json_write (body, SLUICE_JSON_WRITE_COMPACT, NULL);
}

static gboolean
add_key (const Job          *job,
         SluiceErrand       *errand,
         SluiceHttpRequest  *request,
         GError            **error)
{
  g_auto (SluiceValue) key = sluice_value_ref (option (job, "key"));

  /* A provider's own key goes to that provider only. */
  if (SLUICE_VALUE_IS_NULL (key) && job->provider->key != NULL && SLUICE_VALUE_IS_NULL (option (job, "url")))
    {
      key = sluice_value_object ();
      sluice_value_set_member (&key, "$env", sluice_value_string (job->provider->key));
    }
  return sluice_errand_add_token (errand, request, key, error);
}

static SluiceHttpRequest *
make_request (const Job     *job,
              SluiceErrand  *errand,
              GError       **error)
{
  const char *base = sluice_value_get_string (option (job, "url"));
  g_autofree char *trimmed = g_strdup (base != NULL && *base != '\0' ? base : job->provider->url);
  g_autofree char *url = NULL;
  g_autoptr (SluiceHttpRequest) request = NULL;
  char *text;

  while (g_str_has_suffix (trimmed, "/"))
    trimmed[strlen (trimmed) - 1] = '\0';
  url = g_strconcat (trimmed, "/chat/completions", NULL);
  request = sluice_errand_prepare (errand, "POST", url, job->options, error);
  if (request == NULL || !add_key (job, errand, request, error)
      || !sluice_http_request_add_header (request, "Content-Type", "application/json", error))
    return NULL;
  text = write_body (job);
  request->body = g_bytes_new_take (text, strlen (text));
  request->until_close = TRUE; /* JSON and streams of events show by themselves whether they are whole */
  return g_steal_pointer (&request);
}

/* The reply */

static SluiceValue
make_result (const Job             *job,
             const SluiceLlmReply  *reply,
             const SluiceHttpReply *http,
             SluiceValue            take_value)
{
  SluiceValue result = sluice_value_object ();
  SluiceValue usage = sluice_value_object ();

  sluice_value_set_member (&usage, "prompt_tokens", sluice_value_integer (job->tokens[0]));
  sluice_value_set_member (&usage, "completion_tokens", sluice_value_integer (job->tokens[1]));
  sluice_value_set_member (&result, "text", sluice_value_ref (reply->text));
  if (wants_json (job))
    sluice_value_set_member (&result, "value", take_value);
  if (!SLUICE_VALUE_IS_NULL (reply->tool_calls))
    sluice_value_set_member (&result, "tool_calls", sluice_value_ref (reply->tool_calls));
  sluice_value_set_member (&result, "usage", usage);
  sluice_value_set_member (&result, "rounds", sluice_value_integer (job->rounds));
  if (reply->model != NULL)
    sluice_value_set_member (&result, "model", sluice_value_string (reply->model));
  sluice_value_set_member (&result, "first_byte", sluice_value_real (http->first_byte));
  sluice_value_set_member (&result, "seconds", sluice_value_real (http->duration));
  return result;
}

static gboolean
check_value (const Job             *job,
             const SluiceLlmReply  *reply,
             SluiceValue           *value,
             GError               **error)
{
  SluiceValue schema = option (job, "schema");

  *value = sluice_value_null ();
  if (!wants_json (job) || !SLUICE_VALUE_IS_NULL (reply->tool_calls))
    return TRUE;
  if (sluice_llm_cut_json (sluice_value_get_string (reply->text), value, error)
      && (!SLUICE_VALUE_IS_OBJECT (schema) || sluice_llm_check_schema (*value, schema, error))
      && sluice_llm_check_keys (*value, option (job, "keys"), error))
    return TRUE;
  sluice_value_clear (value);
  return FALSE;
}

static void
add_message (SluiceValue *messages,
             const char  *role,
             const char  *content)
{
  SluiceValue message = sluice_value_object ();

  sluice_value_set_member (&message, "role", sluice_value_string (role));
  sluice_value_set_member (&message, "content", sluice_value_string (content));
  sluice_value_append (messages, message);
}

static void send (Job          *take_job,
                  SluiceErrand *errand);

static void
ask_again (Job                  *job,
           SluiceErrand         *errand,
           const SluiceLlmReply *reply,
           const GError         *error)
{
  g_autofree char *text = g_strdup_printf ("%s Answer again, with the corrected JSON and nothing else.",
                                           error->message);

  add_message (&job->messages, "assistant", sluice_value_get_string (reply->text));
  add_message (&job->messages, "user", text);
  send (job, errand);
}

static GError *
status_error (const SluiceHttpReply *http,
              const char            *body)
{
  g_auto (SluiceValue) object = SLUICE_VALUE_INIT;
  const char *message = NULL;

  if (sluice_json_read (body, -1, NULL, &object, NULL, NULL))
    {
      SluiceValue said = sluice_value_get_member (object, "error");

      message = SLUICE_VALUE_IS_STRING (said) ? sluice_value_get_string (said)
                                              : sluice_value_get_member_string (said, "message");
    }
  return g_error_new (SLUICE_HTTP_ERROR, SLUICE_HTTP_ERROR_STATUS, "The model server answered %u: %.500s", http->status,
                      message != NULL ? message : http->reason);
}

static void
count_usage (Job                  *job,
             const SluiceLlmReply *reply)
{
  job->rounds++;
  job->tokens[0] += sluice_value_get_integer (sluice_value_get_member (reply->usage, "prompt_tokens"));
  job->tokens[1] += sluice_value_get_integer (sluice_value_get_member (reply->usage, "completion_tokens"));
}

static void
take_reply (Job             *job,
            SluiceErrand    *errand,
            SluiceHttpReply *http,
            const char      *body)
{
  g_autoptr (GError) error = NULL;
  SluiceLlmReply reply;
  SluiceValue value;

  if (http->status >= 300)
    error = status_error (http, body);
  else if (memchr (http->body->data, '\0', http->body->len) != NULL)
    error = g_error_new_literal (SLUICE_HTTP_ERROR, SLUICE_HTTP_ERROR_PAYLOAD, "The model's answer is no text.");
  else
    sluice_llm_reply_read (&reply, body, &error);
  if (error != NULL)
    {
      sluice_errand_fail (errand, g_steal_pointer (&error));
      job_free (job);
      return;
    }
  count_usage (job, &reply);
  if (check_value (job, &reply, &value, &error))
    {
      sluice_errand_return (errand, make_result (job, &reply, http, value));
      job_free (job);
    }
  else if (job->rounds <= CLAMP (sluice_value_get_integer (option (job, "repair")), 0, 10))
    ask_again (job, errand, &reply, error);
  else
    {
      sluice_errand_fail (errand, g_steal_pointer (&error));
      job_free (job);
    }
  sluice_llm_reply_clear (&reply);
}

static void
done_cb (SluiceErrand    *errand,
         SluiceHttpReply *reply,
         const char      *body,
         const GError    *error,
         gpointer         user_data)
{
  Job *job = user_data;

  if (reply != NULL)
    {
      take_reply (job, errand, reply, body);
      return;
    }
  if (error != NULL)
    sluice_errand_fail (errand, g_error_copy (error));
  job_free (job);
}

static void
send (Job          *take_job,
      SluiceErrand *errand)
{
  guint again = (guint) CLAMP (sluice_value_get_integer (option (take_job, "again")), 0, 20);
  GError *error = NULL;
  SluiceHttpRequest *request = make_request (take_job, errand, &error);

  if (request != NULL)
    {
      sluice_errand_send (errand, request, again, done_cb, take_job);
      return;
    }
  sluice_errand_fail (errand, error);
  job_free (take_job);
}

void
sluice_llm_perform (SluiceEffect *effect,
                    gpointer      client)
{
  SluiceValue options = sluice_effect_get_request (effect);
  const SluiceProvider *provider = sluice_provider_find (sluice_value_get_member_string (options, "provider"));
  const char *model = sluice_value_get_member_string (options, "model");
  SluiceValue messages = sluice_value_get_member (options, "messages");
  Job *job;

  if (provider == NULL || model == NULL || *model == '\0' || !SLUICE_VALUE_IS_ARRAY (messages))
    {
      sluice_effect_return_error (effect, g_error_new_literal (SLUICE_KIND_ERROR, SLUICE_KIND_ERROR_SETTING,
                                                               provider == NULL ? "There is no such provider of models."
                                                               : !SLUICE_VALUE_IS_ARRAY (messages)
                                                                 ? "Messages for the model are missing."
                                                                 : "Which model is to be asked is not said."));
      return;
    }
  job = g_new0 (Job, 1);
  job->options = sluice_value_ref (options);
  job->messages = sluice_value_ref (messages);
  job->provider = provider;
  send (job, sluice_errand_new (effect, client));
}
