/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The key, then one request: GET …/models. What the server says is shown without the key, should it repeat it. */

#include "kinds/model-list.h"

#include <string.h>

#include "base/json.h"
#include "kinds/keyring.h"
#include "kinds/models.h"
#include "kinds/secrets.h"
#include "net/http.h"

#define TIME_LIMIT 20.0 /* s */

typedef struct
{
  const SluiceProvider *provider;
  SluiceSecrets        *secrets;
  SluiceHttpClient     *client;
  SluiceHttpExchange   *exchange; /* borrowed, while one is under way */
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  sluice_secrets_free (job->secrets);
  sluice_http_client_unref (job->client);
  g_free (job);
}

static Job *
get_job (GTask *task)
{
  return g_task_get_task_data (task);
}

static void
fail (GTask  *task,
      GError *take_error)
{
  sluice_secrets_redact_error (get_job (task)->secrets, take_error);
  g_task_return_error (task, take_error);
  g_object_unref (task);
}

/* The reply */

static int
compare (gconstpointer a,
         gconstpointer b)
{
  return g_utf8_collate (*(const char * const *) a, *(const char * const *) b);
}

static char **
read_names (const char *body)
{
  g_auto (SluiceValue) root = SLUICE_VALUE_INIT;
  GPtrArray *names = g_ptr_array_new ();
  SluiceValue list;

  if (sluice_json_read (body, -1, NULL, &root, NULL, NULL))
    {
      list = sluice_value_get_member (root, "data");
      for (guint i = 0; SLUICE_VALUE_IS_ARRAY (list) && i < sluice_value_get_length (list); i++)
        {
          const char *id = sluice_value_get_member_string (sluice_value_get_element (list, i), "id");

          if (id != NULL)
            g_ptr_array_add (names, g_strdup (g_str_has_prefix (id, "models/") ? id + strlen ("models/") : id));
        }
    }
  g_ptr_array_sort (names, compare);
  g_ptr_array_add (names, NULL);
  return (char **) g_ptr_array_free (names, FALSE);
}

static GError *
make_error (const SluiceHttpReply *reply,
            const char            *body)
{
  g_auto (SluiceValue) root = SLUICE_VALUE_INIT;
  const char *message = NULL;

  if (sluice_json_read (body, -1, NULL, &root, NULL, NULL))
    message = sluice_value_get_member_string (sluice_value_get_member (root, "error"), "message");
  return g_error_new (SLUICE_HTTP_ERROR, SLUICE_HTTP_ERROR_STATUS, "The server answered %u: %.300s", reply->status,
                      message != NULL ? message : reply->reason);
}

static void
replied_cb (SluiceHttpReply *reply,
            const GError    *error,
            gpointer         user_data)
{
  GTask *task = user_data;
  Job *job = get_job (task);
  g_autofree char *body = NULL;
  char **names;

  job->exchange = NULL;
  if (error != NULL)
    {
      fail (task, g_error_copy (error));
      return;
    }
  body = sluice_secrets_redact (job->secrets, (const char *) reply->body->data, reply->body->len);
  if (reply->status >= 300)
    {
      fail (task, make_error (reply, body));
      return;
    }
  names = read_names (body);
  if (names[0] != NULL)
    {
      g_task_return_pointer (task, names, (GDestroyNotify) g_strfreev);
      g_object_unref (task);
      return;
    }
  g_strfreev (names);
  fail (task, g_error_new_literal (SLUICE_HTTP_ERROR, SLUICE_HTTP_ERROR_PAYLOAD,
                                   "A server answers there, but lists no models."));
}

/* The request */

/* The person has entered the address. */
static gboolean
allow_cb (const char *host,
          guint       port,
          gboolean   *allow_private,
          gpointer    user_data)
{
  *allow_private = sluice_grants_is_private_host (host);
  return TRUE;
}

static gboolean
add_headers (Job                *job,
             SluiceHttpRequest  *request,
             GError            **error)
{
  const SluiceProvider *provider = job->provider;
  g_autoptr (SluiceGrants) grants = sluice_grants_new ();
  g_auto (SluiceValue) key = sluice_models_make_key (provider);
  g_autofree char *name = NULL;
  g_autofree char *secret = NULL;
  g_autofree char *header = NULL;
  SluiceKeyPlace place = sluice_models_dup_key (provider, &name);

  for (guint i = 0; i + 1 < provider->list_headers->len; i += 2)
    if (!sluice_http_request_add_header (request, provider->list_headers->pdata[i],
                                         provider->list_headers->pdata[i + 1], error))
      return FALSE;
  if (place == SLUICE_KEY_NONE)
    return TRUE;
  sluice_grants_add (grants, place == SLUICE_KEY_KEYRING ? SLUICE_GRANT_KEYRING : SLUICE_GRANT_ENVIRONMENT, name);
  secret = sluice_secrets_resolve (job->secrets, key, grants, error);
  if (secret == NULL)
    return FALSE;
  header = g_strconcat (provider->list_header != NULL ? "" : "Bearer ", secret, NULL);
  return sluice_http_request_add_header (request, provider->list_header != NULL ? provider->list_header
                                                                               : "Authorization", header, error);
}

static void
send (GTask *task)
{
  Job *job = get_job (task);
  g_autofree char *base = sluice_models_dup_url (job->provider);
  g_autofree char *url = NULL;
  g_autoptr (SluiceHttpRequest) request = NULL;
  GError *error = NULL;

  while (base != NULL && g_str_has_suffix (base, "/"))
    base[strlen (base) - 1] = '\0';
  url = g_strconcat (base != NULL ? base : "", "/models", NULL);
  request = sluice_http_request_new ("GET", url, &error);
  if (request == NULL || !add_headers (job, request, &error))
    {
      fail (task, error);
      return;
    }
  request->allow = allow_cb;
  request->until_close = TRUE;
  request->total_time = TIME_LIMIT;
  job->exchange = sluice_http_client_send (job->client, g_steal_pointer (&request), NULL, replied_cb, task);
}

static void
looked_up_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  GTask *task = user_data;
  GError *error = NULL;
  char *secret = sluice_keyring_lookup_finish (result, &error);

  if (error != NULL)
    {
      g_prefix_error (&error, "The keyring could not be asked: ");
      fail (task, error);
      return;
    }
  if (secret != NULL)
    sluice_secrets_add_key (get_job (task)->secrets, get_job (task)->provider->id, secret);
  send (task);
}

/**
 * sluice_model_list_async: (skip)
 * @provider: who is asked, at the person's address for it and with the person's key
 * @cancellable: (nullable): ends the wait for the keyring
 * @callback: called in the thread's default context
 * @user_data: for @callback
 */
void
sluice_model_list_async (const SluiceProvider *provider,
                         GCancellable         *cancellable,
                         GAsyncReadyCallback   callback,
                         gpointer              user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  g_autofree char *name = NULL;
  Job *job = g_new0 (Job, 1);

  g_task_set_source_tag (task, sluice_model_list_async);
  job->provider = provider;
  job->secrets = sluice_secrets_new (NULL);
  job->client = sluice_http_client_new (g_main_context_get_thread_default ());
  g_task_set_task_data (task, job, job_free);
  if (sluice_models_dup_key (provider, &name) == SLUICE_KEY_KEYRING)
    sluice_keyring_lookup_async (name, cancellable, looked_up_cb, task);
  else
    send (task);
}

char **
sluice_model_list_finish (GAsyncResult  *result,
                          GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
