/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The effect "embed": { provider, url, key, model, input: [texts], batch } gives { vectors, usage, model }, a vector
 * for each text in its order. Texts go out in batches, one after another. */

#include <string.h>

#include "base/json.h"
#include "kinds/llm-target.h"
#include "kinds/perform-http.h"
#include "kinds/settings.h"

#define DEFAULT_BATCH 64

typedef struct
{
  SluiceValue      options;
  SluiceValue      vectors; /* so far */
  SluiceLlmTarget  target;
  SluiceErrand    *errand;
  gint64           tokens;
} Job;

static void
job_free (Job *job)
{
  sluice_value_unref (job->options);
  sluice_value_unref (job->vectors);
  sluice_llm_target_clear (&job->target);
  g_free (job);
}

static void
fail (Job    *job,
      GError *take_error)
{
  sluice_errand_fail (job->errand, take_error);
  job_free (job);
}

static SluiceValue
get_input (const Job *job)
{
  return sluice_value_get_member (job->options, "input");
}

/* The next texts that were not sent yet. */
static SluiceValue
make_batch (const Job *job)
{
  gint64 size = sluice_value_get_integer (sluice_value_get_member (job->options, "batch"));
  guint from = sluice_value_get_length (job->vectors);
  guint n = sluice_value_get_length (get_input (job));
  SluiceValue batch = sluice_value_array ();

  if (size < 1)
    size = DEFAULT_BATCH;
  for (guint i = from; i < n && i - from < size; i++)
    sluice_value_append (&batch, sluice_value_ref (sluice_value_get_element (get_input (job), i)));
  return batch;
}

static char *
write_body (const Job *job)
{
  g_auto (SluiceValue) body = sluice_value_object ();
  SluiceValue dimensions = sluice_value_get_member (job->options, "dimensions");

  sluice_value_set_member (&body, "model", sluice_value_string (job->target.model));
  sluice_value_set_member (&body, "input", make_batch (job));
  if (sluice_value_get_integer (dimensions) > 0)
    sluice_value_set_member (&body, "dimensions", sluice_value_ref (dimensions));
  return sluice_json_write (body, SLUICE_JSON_WRITE_COMPACT, NULL);
}

static SluiceHttpRequest *
make_request (const Job  *job,
              GError    **error)
{
  return sluice_errand_prepare_json (job->errand, job->target.url, "/embeddings", job->target.key, job->options,
                                     write_body (job), error);
}

/* The reply */

static gboolean
is_vector (SluiceValue value)
{
  if (!SLUICE_VALUE_IS_ARRAY (value) || sluice_value_get_length (value) == 0)
    return FALSE;
  for (guint i = 0; i < sluice_value_get_length (value); i++)
    if (!SLUICE_VALUE_IS_NUMBER (sluice_value_get_element (value, i)))
      return FALSE;
  return TRUE;
}

/* They may come in any order, each with its number. */
static gboolean
add_vectors (Job          *job,
             SluiceValue   root,
             GError      **error)
{
  SluiceValue data = sluice_value_get_member (root, "data");
  g_auto (SluiceValue) batch = make_batch (job);
  guint n = sluice_value_get_length (batch);
  g_autofree SluiceValue *sorted = g_new0 (SluiceValue, n);
  guint n_found = 0;

  for (guint i = 0; SLUICE_VALUE_IS_ARRAY (data) && i < sluice_value_get_length (data); i++)
    {
      SluiceValue entry = sluice_value_get_element (data, i);
      SluiceValue number = sluice_value_get_member (entry, "index");
      gint64 index = SLUICE_VALUE_IS_INTEGER (number) ? sluice_value_get_integer (number) : (gint64) i;
      SluiceValue vector = sluice_value_get_member (entry, "embedding");

      if (index < 0 || index >= n || !is_vector (vector) || !SLUICE_VALUE_IS_NULL (sorted[index]))
        continue;
      sorted[index] = vector; /* borrowed from the root */
      n_found++;
    }
  if (n_found != n)
    {
      g_set_error (error, SLUICE_HTTP_ERROR, SLUICE_HTTP_ERROR_PAYLOAD,
                   "The model server gave %u vectors for %u texts.", n_found, n);
      return FALSE;
    }
  for (guint i = 0; i < n; i++)
    sluice_value_append (&job->vectors, sluice_value_ref (sorted[i]));
  return TRUE;
}

static void
succeed (Job *job)
{
  SluiceValue result = sluice_value_object ();
  SluiceValue usage = sluice_value_object ();
  double cost = job->target.provider != NULL ? sluice_provider_get_cost (job->target.provider, job->target.model,
                                                                         job->tokens, 0) : -1;

  sluice_value_set_member (&usage, "prompt_tokens", sluice_value_integer (job->tokens));
  if (cost >= 0)
    sluice_value_set_member (&usage, "cost", sluice_value_real (cost));
  sluice_value_set_member (&result, "vectors", sluice_value_ref (job->vectors));
  sluice_value_set_member (&result, "usage", usage);
  sluice_value_set_member (&result, "model", sluice_value_string (job->target.model));
  sluice_errand_return (job->errand, result);
  job_free (job);
}

static void send (Job *take_job);

static void
take_reply (Job             *job,
            SluiceHttpReply *http,
            const char      *body)
{
  g_auto (SluiceValue) root = SLUICE_VALUE_INIT;
  GError *error = NULL;

  if (http->status >= 300)
    error = g_error_new (SLUICE_HTTP_ERROR, SLUICE_HTTP_ERROR_STATUS, "The model server answered %u: %.500s",
                         http->status, http->reason);
  else if (!sluice_json_read (body, -1, NULL, &root, NULL, NULL))
    error = g_error_new_literal (SLUICE_HTTP_ERROR, SLUICE_HTTP_ERROR_PAYLOAD,
                                 "The model server's answer is no whole JSON.");
  else
    add_vectors (job, root, &error);
  if (error != NULL)
    {
      fail (job, error);
      return;
    }
  job->tokens += sluice_value_get_integer (sluice_value_get_member (sluice_value_get_member (root, "usage"),
                                                                    "prompt_tokens"));
  if (sluice_value_get_length (job->vectors) < sluice_value_get_length (get_input (job)))
    send (job);
  else
    succeed (job);
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
    job_free (job);
}

static void
send (Job *take_job)
{
  guint again = (guint) CLAMP (sluice_value_get_integer (sluice_value_get_member (take_job->options, "again")), 0, 20);
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

  if (sluice_value_get_length (get_input (job)) > 0)
    send (job);
  else
    succeed (job);
}

static void
gone_cb (gpointer user_data)
{
  job_free (user_data);
}

static gboolean
check_input (SluiceValue   input,
             GError      **error)
{
  gboolean is_right = SLUICE_VALUE_IS_ARRAY (input);

  for (guint i = 0; is_right && i < sluice_value_get_length (input); i++)
    is_right = SLUICE_VALUE_IS_STRING (sluice_value_get_element (input, i));
  if (!is_right)
    g_set_error_literal (error, SLUICE_KIND_ERROR, SLUICE_KIND_ERROR_SETTING, "A list of texts is wanted as input.");
  return is_right;
}

void
sluice_embed_perform (SluiceEffect *effect,
                      gpointer      client)
{
  SluiceValue options = sluice_effect_get_request (effect);
  GError *error = NULL;
  SluiceLlmTarget target;
  Job *job;

  if (!check_input (sluice_value_get_member (options, "input"), &error)
      || !sluice_llm_target_find (&target, options, &error))
    {
      sluice_effect_return_error (effect, error);
      return;
    }
  if (target.model == NULL)
    {
      sluice_llm_target_clear (&target);
      sluice_effect_return_error (effect, g_error_new_literal (SLUICE_KIND_ERROR, SLUICE_KIND_ERROR_SETTING,
                                                               "Which model is to be asked is not said."));
      return;
    }
  job = g_new0 (Job, 1);
  job->options = sluice_value_ref (options);
  job->vectors = sluice_value_array ();
  job->target = target;
  job->errand = sluice_errand_new (effect, client);
  sluice_errand_unlock (job->errand, target.key, ready_cb, gone_cb, job);
}
