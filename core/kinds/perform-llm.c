/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The effect "llm": { provider, url, key, model, messages, … } gives { text, value, tool_calls, usage, … }.
 * A structured reply that is not what was asked for goes back to the model with what is wrong, a few
 * times. Usage is the sum of all rounds. What comes of a stream is reported piece by piece; a person who stops it takes
 * what there is for the answer, and says so by that: the result tells. */

#include <string.h>

#include "base/json.h"
#include "kinds/job.h"
#include "kinds/llm-reply.h"
#include "kinds/llm-stream.h"
#include "kinds/llm-target.h"
#include "kinds/perform-http.h"
#include "kinds/picture.h"
#include "kinds/settings.h"

typedef struct
{
  SluiceValue      options;    /* of the effect */
  SluiceValue      messages;   /* as they are sent */
  SluiceLlmTarget  target;
  SluiceErrand    *errand;     /* that does it */
  SluiceLlmStream  stream;     /* of this round */
  GString         *held;       /* what may be the beginning of a secret */
  GString         *shown;      /* what was reported of this round */
  gint64           began;      /* monotonic µs */
  double           first_text; /* s until the first piece of text; negative: none came yet */
  gint64           tokens[2];  /* of prompts, of replies */
  double           cost;       /* US dollars, as the server says; negative: it does not */
  gint64           rounds;
} Job;

static void
job_free (Job *job)
{
  sluice_value_unref (job->options);
  sluice_value_unref (job->messages);
  sluice_llm_target_clear (&job->target);
  sluice_llm_stream_clear (&job->stream);
  g_string_free (job->held, TRUE);
  g_string_free (job->shown, TRUE);
  g_free (job);
}

/* Ends the errand, and its effect with it. */
static void
fail (Job    *job,
      GError *take_error)
{
  sluice_effect_set_stop_func (sluice_errand_get_effect (job->errand), NULL, NULL);
  sluice_errand_fail (job->errand, take_error);
  job_free (job);
}

static void
succeed (Job         *job,
         SluiceValue  take_result)
{
  sluice_effect_set_stop_func (sluice_errand_get_effect (job->errand), NULL, NULL);
  sluice_errand_return (job->errand, take_result);
  job_free (job);
}

static SluiceValue
option (const Job  *job,
        const char *name)
{
  return sluice_value_get_member (job->options, name);
}

static gboolean
wants (const Job  *job,
       const char *form)
{
  return g_strcmp0 (sluice_value_get_string (option (job, "reply")), form) == 0;
}

static gboolean
wants_value (const Job *job)
{
  return wants (job, "json") || wants (job, "yaml");
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

  sluice_value_set_member (&body, "model", sluice_value_string (job->target.model));
  sluice_value_set_member (&body, "messages", sluice_value_ref (job->messages));
  copy_number (job, &body, "temperature", "temperature", -1);
  copy_number (job, &body, "top-p", "top_p", -1);
  copy_number (job, &body, "seed", "seed", -1);
  copy_number (job, &body, "max-tokens", sluice_llm_target_get_limit (&job->target), 0);
  copy_list (job, &body, "stop");
  copy_list (job, &body, "tools");
  if (wants (job, "json"))
    sluice_value_set_member (&body, "response_format", make_format (job));
  if (sluice_value_get_boolean (option (job, "stream")))
    {
      sluice_value_set_member (&body, "stream", sluice_value_boolean (TRUE));
      if (job->target.provider == NULL || job->target.provider->tells_usage)
        {
          stream = sluice_value_object ();
          sluice_value_set_member (&stream, "include_usage", sluice_value_boolean (TRUE));
          sluice_value_set_member (&body, "stream_options", stream);
        }
    }
  return sluice_json_write (body, SLUICE_JSON_WRITE_COMPACT, NULL);
}

static SluiceHttpRequest *
make_request (const Job  *job,
              GError    **error)
{
  return sluice_errand_prepare_json (job->errand, job->target.url, "/chat/completions", job->target.key, job->options,
                                     write_body (job), error);
}

/* The reply */

static SluiceValue
make_usage (const Job *job)
{
  SluiceValue usage = sluice_value_object ();
  const SluiceProvider *provider = job->target.provider;
  double cost = job->cost;

  sluice_value_set_member (&usage, "prompt_tokens", sluice_value_integer (job->tokens[0]));
  sluice_value_set_member (&usage, "completion_tokens", sluice_value_integer (job->tokens[1]));
  if (cost < 0 && provider != NULL)
    cost = sluice_provider_get_cost (provider, job->target.model, job->tokens[0], job->tokens[1]);
  if (cost >= 0)
    sluice_value_set_member (&usage, "cost", sluice_value_real (cost));
  return usage;
}

static double
get_seconds (const Job *job)
{
  return (double) (g_get_monotonic_time () - job->began) / G_USEC_PER_SEC;
}

static SluiceValue
make_result (const Job             *job,
             const SluiceLlmReply  *reply,
             const SluiceHttpReply *http,
             SluiceValue            take_value)
{
  SluiceValue result = sluice_value_object ();

  sluice_value_set_member (&result, "text", sluice_value_ref (reply->text));
  if (wants_value (job))
    sluice_value_set_member (&result, "value", take_value);
  if (!SLUICE_VALUE_IS_NULL (reply->tool_calls))
    sluice_value_set_member (&result, "tool_calls", sluice_value_ref (reply->tool_calls));
  sluice_value_set_member (&result, "usage", make_usage (job));
  sluice_value_set_member (&result, "rounds", sluice_value_integer (job->rounds));
  sluice_value_set_member (&result, "model",
                           sluice_value_string (reply->model != NULL ? reply->model : job->target.model));
  sluice_value_set_member (&result, "first_byte", sluice_value_real (http->first_byte));
  if (job->first_text >= 0)
    sluice_value_set_member (&result, "first_text", sluice_value_real (job->first_text));
  sluice_value_set_member (&result, "seconds", sluice_value_real (get_seconds (job)));
  return result;
}

static gboolean
cut_value (const Job    *job,
           const char   *text,
           SluiceValue  *value,
           GError      **error)
{
  return wants (job, "yaml") ? sluice_llm_cut_yaml (text, value, error) : sluice_llm_cut_json (text, value, error);
}

static gboolean
check_value (const Job             *job,
             const SluiceLlmReply  *reply,
             SluiceValue           *value,
             GError               **error)
{
  SluiceValue schema = option (job, "schema");

  *value = sluice_value_null ();
  if (!wants_value (job) || !SLUICE_VALUE_IS_NULL (reply->tool_calls))
    return TRUE;
  if (cut_value (job, sluice_value_get_string (reply->text), value, error)
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

static void send (Job *take_job);

static void
ask_again (Job                  *job,
           const SluiceLlmReply *reply,
           const GError         *error)
{
  g_autofree char *text = g_strdup_printf ("%s Answer again, with the corrected %s and nothing else.",
                                           error->message, wants (job, "yaml") ? "YAML" : "JSON");

  add_message (&job->messages, "assistant", sluice_value_get_string (reply->text));
  add_message (&job->messages, "user", text);
  send (job);
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
  SluiceValue cost = sluice_value_get_member (reply->usage, "cost");

  job->rounds++;
  job->tokens[0] += sluice_value_get_integer (sluice_value_get_member (reply->usage, "prompt_tokens"));
  job->tokens[1] += sluice_value_get_integer (sluice_value_get_member (reply->usage, "completion_tokens"));
  if (SLUICE_VALUE_IS_NUMBER (cost))
    job->cost = MAX (job->cost, 0) + sluice_value_get_real (cost);
}

/* The pieces of a stream may make up what none of them shows. */
static void
clean_reply (Job            *job,
             SluiceLlmReply *reply)
{
  SluiceSecrets *secrets = sluice_errand_get_secrets (job->errand);

  sluice_secrets_redact_value (secrets, &reply->text);
  sluice_secrets_redact_value (secrets, &reply->tool_calls);
}

static void
use_reply (Job             *job,
           SluiceLlmReply  *reply,
           SluiceHttpReply *http)
{
  g_autoptr (GError) error = NULL;
  SluiceValue value;

  count_usage (job, reply);
  clean_reply (job, reply);
  if (check_value (job, reply, &value, &error))
    succeed (job, make_result (job, reply, http, value));
  else if (job->rounds <= CLAMP (sluice_value_get_integer (option (job, "repair")), 0, 10))
    ask_again (job, reply, error);
  else
    fail (job, g_steal_pointer (&error));
}

static void
take_reply (Job             *job,
            SluiceHttpReply *http,
            const char      *body)
{
  GError *error = NULL;
  SluiceLlmReply reply;

  if (http->status >= 300)
    error = status_error (http, body);
  else if (memchr (http->body->data, '\0', http->body->len) != NULL)
    error = g_error_new_literal (SLUICE_HTTP_ERROR, SLUICE_HTTP_ERROR_PAYLOAD, "The model's answer is no text.");
  else if (sluice_llm_reply_read (&reply, body, &error))
    {
      use_reply (job, &reply, http);
      sluice_llm_reply_clear (&reply);
    }
  if (error != NULL)
    fail (job, error);
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
    take_reply (job, reply, body);
  else if (error != NULL)
    fail (job, g_error_copy (error));
  else
    {
      sluice_effect_set_stop_func (sluice_errand_get_effect (errand), NULL, NULL);
      job_free (job);
    }
}

/* While it comes */

static void
begin_anew (Job *job)
{
  gboolean was_shown = job->shown->len > 0;

  sluice_llm_stream_reset (&job->stream);
  g_string_truncate (job->held, 0);
  g_string_truncate (job->shown, 0);
  if (was_shown)
    sluice_effect_report (sluice_errand_get_effect (job->errand), sluice_value_null ());
}

/* What hears the report may end the run, and the job with it: nothing is touched after it. */
static void
piece_cb (SluiceErrand *errand,
          const char   *bytes,
          gsize         length,
          gpointer      user_data)
{
  Job *job = user_data;
  g_autofree char *text = NULL;
  g_autofree char *clean = NULL;

  if (bytes == NULL)
    {
      begin_anew (job);
      return;
    }
  text = sluice_llm_stream_feed (&job->stream, bytes, length);
  if (*text == '\0')
    return;
  if (job->first_text < 0)
    job->first_text = get_seconds (job);
  clean = sluice_secrets_redact_piece (sluice_errand_get_secrets (errand), job->held, text);
  if (*clean == '\0')
    return;
  g_string_append (job->shown, clean);
  sluice_effect_report (sluice_errand_get_effect (errand), sluice_value_string (clean));
}

static void
stop_cb (SluiceEffect *effect,
         gpointer      user_data)
{
  Job *job = user_data;
  g_autofree char *rest = NULL;
  SluiceValue result;

  if (wants_value (job) || job->shown->len == 0)
    {
      fail (job, g_error_new_literal (SLUICE_ENGINE_ERROR, SLUICE_ENGINE_ERROR_CANCELLED,
                                      "A person stopped the model's answer."));
      return;
    }
  rest = sluice_secrets_redact_piece (sluice_errand_get_secrets (job->errand), job->held, NULL);
  g_string_append (job->shown, rest);
  result = sluice_value_object ();
  sluice_value_set_member (&result, "text", sluice_value_string (job->shown->str));
  sluice_value_set_member (&result, "stopped", sluice_value_boolean (TRUE));
  sluice_value_set_member (&result, "usage", make_usage (job));
  sluice_value_set_member (&result, "rounds", sluice_value_integer (job->rounds));
  sluice_value_set_member (&result, "model", sluice_value_string (job->target.model));
  sluice_value_set_member (&result, "first_text", sluice_value_real (job->first_text));
  sluice_value_set_member (&result, "seconds", sluice_value_real (get_seconds (job)));
  succeed (job, result);
}

static void
send (Job *take_job)
{
  guint again = (guint) CLAMP (sluice_value_get_integer (option (take_job, "again")), 0, 20);
  GError *error = NULL;
  SluiceHttpRequest *request = make_request (take_job, &error);

  if (request != NULL)
    sluice_errand_send (take_job->errand, request, again, done_cb, take_job);
  else
    fail (take_job, error);
}

static void
ready_cb (SluiceErrand *errand,
          gpointer      user_data)
{
  Job *job = user_data;

  sluice_effect_set_stop_func (sluice_errand_get_effect (errand), stop_cb, job);
  sluice_errand_set_piece_func (errand, piece_cb);
  send (job);
}

static void
gone_cb (gpointer user_data)
{
  job_free (user_data);
}

/* @take_messages: as they are to be sent. */
static Job *
job_new (SluiceValue   options,
         SluiceValue   take_messages,
         GError      **error)
{
  g_auto (SluiceValue) messages = take_messages;
  SluiceLlmTarget target;
  Job *job;

  if (!sluice_llm_target_find (&target, options, error))
    return NULL;
  if (target.model == NULL)
    {
      sluice_llm_target_clear (&target);
      g_set_error_literal (error, SLUICE_KIND_ERROR, SLUICE_KIND_ERROR_SETTING,
                           "Which model is to be asked is not said.");
      return NULL;
    }
  job = g_new0 (Job, 1);
  job->options = sluice_value_ref (options);
  job->messages = sluice_value_ref (messages);
  job->target = target;
  job->held = g_string_new (NULL);
  job->shown = g_string_new (NULL);
  job->began = g_get_monotonic_time ();
  job->first_text = job->cost = -1;
  sluice_llm_stream_init (&job->stream);
  return job;
}

static void
ask (SluiceEffect     *effect,
     SluiceHttpClient *client,
     SluiceValue       take_messages)
{
  GError *error = NULL;
  Job *job = job_new (sluice_effect_get_request (effect), take_messages, &error);

  if (job == NULL)
    {
      sluice_effect_return_error (effect, error);
      return;
    }
  job->errand = sluice_errand_new (effect, client);
  sluice_errand_unlock (job->errand, job->target.key, ready_cb, gone_cb, job);
}

/* What is asked, with its pictures as they are named. */
static SluiceValue
make_messages (SluiceValue options)
{
  return sluice_pictures_add (sluice_value_get_member (options, "messages"),
                              sluice_value_get_member (options, "images"));
}

static void
pictures_cb (SluiceEffect *effect,
             SluiceValue   take_addresses,
             GError       *take_error,
             gpointer      client)
{
  g_auto (SluiceValue) messages = make_messages (sluice_effect_get_request (effect));

  if (take_error == NULL)
    ask (effect, client, sluice_pictures_put (messages, take_addresses));
  else
    sluice_effect_return_error (effect, take_error);
  sluice_value_unref (take_addresses);
  sluice_http_client_unref (client);
}

void
sluice_llm_perform (SluiceEffect *effect,
                    gpointer      client)
{
  SluiceValue options = sluice_effect_get_request (effect);
  SluiceValue messages = make_messages (options);
  SluicePictures *pictures = NULL;
  GError *error = NULL;

  if (!SLUICE_VALUE_IS_ARRAY (messages))
    error = g_error_new_literal (SLUICE_KIND_ERROR, SLUICE_KIND_ERROR_SETTING, "Messages for the model are missing.");
  else
    pictures = sluice_pictures_new (sluice_effect_get_run (effect), messages, &error);
  if (pictures == NULL && error == NULL)
    {
      ask (effect, client, messages);
      return;
    }
  sluice_value_unref (messages);
  if (error != NULL)
    sluice_effect_return_error (effect, error);
  else
    sluice_job_begin_with (effect, sluice_pictures_read, pictures, sluice_pictures_free, pictures_cb,
                           sluice_http_client_ref (client));
}
