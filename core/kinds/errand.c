/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Errands: an effect's way out to a server and back. Here is decided what every such effect shares:
 * that the host is granted, that secrets are put in last and taken out first, and how often a request
 * goes out again. */

#include <string.h>

#include "engine/engine-private.h"
#include "kinds/keyring.h"
#include "kinds/perform-http.h"
#include "net/retry.h"

/* One question after another for the keys of the keyring. */
typedef struct
{
  SluiceErrand          *errand; /* NULL: it is gone */
  GCancellable          *cancellable;
  GPtrArray             *names;
  guint                  at;
  SluiceErrandReadyFunc  ready;
  GDestroyNotify         gone;
  gpointer               user_data;
} Unlocking;

struct _SluiceErrand
{
  SluiceEffect       *effect;   /* owned */
  SluiceHttpClient   *client;   /* owned */
  SluiceEngine       *engine;   /* owned: its clock stands meanwhile */
  SluiceSecrets      *secrets;  /* owned */
  SluiceHttpRequest  *request;  /* owned: what is sent again */
  SluiceHttpExchange *exchange; /* borrowed, while one is under way */
  GSource            *pause;    /* owned, between two */
  Unlocking          *unlocking; /* owned by its answer; NULL: none is under way */
  gulong              cancelled;
  guint               attempt;  /* from 1 */
  guint               again;
  SluiceErrandFunc    done;
  SluiceErrandPieceFunc piece;
  gpointer            user_data;
};

static void begin (SluiceErrand *self);

static void
stop (SluiceErrand *self)
{
  if (self->exchange != NULL)
    sluice_http_exchange_cancel (g_steal_pointer (&self->exchange));
  if (self->unlocking != NULL)
    {
      g_cancellable_cancel (self->unlocking->cancellable);
      self->unlocking->errand = NULL;
      self->unlocking = NULL;
    }
  if (self->pause != NULL)
    {
      g_source_destroy (self->pause);
      g_clear_pointer (&self->pause, g_source_unref);
    }
}

void
sluice_errand_free (SluiceErrand *self)
{
  stop (self);
  g_signal_handler_disconnect (sluice_effect_get_cancellable (self->effect), self->cancelled);
  sluice_engine_free_clock (self->engine);
  g_clear_pointer (&self->request, sluice_http_request_free);
  sluice_secrets_free (self->secrets);
  sluice_http_client_unref (self->client);
  sluice_effect_unref (self->effect);
  g_object_unref (self->engine);
  g_free (self);
}

static void
cancelled_cb (GCancellable *cancellable,
              gpointer      user_data)
{
  SluiceErrand *self = user_data;

  if (self->unlocking != NULL)
    self->unlocking->gone (self->unlocking->user_data);
  else if (self->done != NULL)
    self->done (self, NULL, NULL, NULL, self->user_data);
  sluice_errand_free (self);
}

SluiceErrand *
sluice_errand_new (SluiceEffect     *effect,
                   SluiceHttpClient *client)
{
  SluiceErrand *self = g_new0 (SluiceErrand, 1);

  self->effect = sluice_effect_ref (effect);
  self->client = sluice_http_client_ref (client);
  self->engine = g_object_ref (sluice_run_get_engine (sluice_effect_get_run (effect)));
  self->secrets = sluice_secrets_new (sluice_effect_get_run (effect));
  self->cancelled = g_signal_connect (sluice_effect_get_cancellable (effect), "cancelled",
                                      G_CALLBACK (cancelled_cb), self);
  sluice_engine_hold_clock (self->engine);
  return self;
}

void
sluice_errand_set_piece_func (SluiceErrand          *self,
                              SluiceErrandPieceFunc  piece)
{
  self->piece = piece;
}

SluiceSecrets *
sluice_errand_get_secrets (SluiceErrand *self)
{
  return self->secrets;
}

SluiceEffect *
sluice_errand_get_effect (SluiceErrand *self)
{
  return self->effect;
}

void
sluice_errand_fail (SluiceErrand *self,
                    GError       *take_error)
{
  g_autoptr (SluiceEffect) effect = sluice_effect_ref (self->effect);

  sluice_secrets_redact_error (self->secrets, take_error);
  sluice_errand_free (self);
  sluice_effect_return_error (effect, take_error);
}

void
sluice_errand_return (SluiceErrand *self,
                      SluiceValue   take)
{
  g_autoptr (SluiceEffect) effect = sluice_effect_ref (self->effect);

  sluice_secrets_redact_value (self->secrets, &take);
  sluice_errand_free (self);
  sluice_effect_return_value (effect, take);
}

/* Preparing */

static gboolean
allow_cb (const char *host,
          guint       port,
          gboolean   *allow_private,
          gpointer    user_data)
{
  SluiceErrand *self = user_data;
  SluiceGrants *grants = sluice_run_get_grants (sluice_effect_get_run (self->effect));

  return sluice_grants_allow_host (grants, host, port, allow_private);
}

/* Why the request does not leave yet, for who looks at the lane. */
static void
waits_cb (SluiceHttpWait wait,
          guint          limit,
          gpointer       user_data)
{
  SluiceErrand *self = user_data;
  const char *host = g_uri_get_host (self->request->uri);
  g_autofree char *text = NULL;

  if (wait == SLUICE_HTTP_WAIT_CONCURRENT)
    text = g_strdup_printf ("its turn with %s, %u at a time", host, limit);
  else if (wait == SLUICE_HTTP_WAIT_PER_MINUTE)
    text = g_strdup_printf ("its turn with %s, %u a minute", host, limit);
  else if (wait == SLUICE_HTTP_WAIT_ALL)
    text = g_strdup_printf ("its turn, %u requests at a time", limit);
  sluice_effect_set_waits_for (self->effect, text);
}

static gboolean
add_header (SluiceErrand       *self,
            SluiceHttpRequest  *request,
            const char         *name,
            SluiceValue         value,
            const char         *prefix,
            GError            **error)
{
  SluiceGrants *grants = sluice_run_get_grants (sluice_effect_get_run (self->effect));
  g_autofree char *text = sluice_secrets_resolve (self->secrets, value, grants, error);
  g_autofree char *whole = text != NULL ? g_strconcat (prefix, text, NULL) : NULL;

  return whole != NULL && sluice_http_request_add_header (request, name, whole, error);
}

gboolean
sluice_errand_add_token (SluiceErrand       *self,
                         SluiceHttpRequest  *request,
                         SluiceValue         token,
                         GError            **error)
{
  return SLUICE_VALUE_IS_NULL (token) || add_header (self, request, "Authorization", token, "Bearer ", error);
}

static void
set_limits (SluiceHttpRequest *request,
            SluiceValue        options)
{
  double timeout = sluice_value_get_real (sluice_value_get_member (options, "timeout"));
  gint64 mebibytes = sluice_value_get_integer (sluice_value_get_member (options, "max-size"));

  if (timeout > 0)
    request->total_time = request->first_time = request->idle_time = timeout;
  if (mebibytes > 0)
    request->max_bytes = (gsize) MIN (mebibytes, 64) << 20;
  request->max_redirects = (guint) CLAMP (sluice_value_get_integer (sluice_value_get_member (options, "redirects")),
                                          0, 20);
  request->concurrent = (guint) CLAMP (sluice_value_get_integer (sluice_value_get_member (options, "concurrent")),
                                       0, 256);
  request->per_minute = (guint) CLAMP (sluice_value_get_integer (sluice_value_get_member (options, "per-minute")),
                                       0, 100000);
}

SluiceHttpRequest *
sluice_errand_prepare (SluiceErrand  *self,
                       const char    *method,
                       const char    *url,
                       SluiceValue    options,
                       GError       **error)
{
  g_autoptr (SluiceHttpRequest) request = sluice_http_request_new (method, url, error);
  SluiceValue headers = sluice_value_get_member (options, "headers");
  SluiceValueIter iter;
  SluiceValue value;
  const char *name;

  if (request == NULL)
    return NULL;
  request->allow = allow_cb;
  request->allow_data = self;
  request->waits = waits_cb;
  request->waits_data = self;
  set_limits (request, options);
  sluice_value_iter_init (&iter, headers);
  while (SLUICE_VALUE_IS_OBJECT (headers) && sluice_value_iter_next (&iter, &name, &value))
    if (!add_header (self, request, name, value, "", error))
      return NULL;
  return g_steal_pointer (&request);
}

/* A POST of JSON to @path below @base, the address of a server of models. The text is consumed. */
SluiceHttpRequest *
sluice_errand_prepare_json (SluiceErrand  *self,
                            const char    *base,
                            const char    *path,
                            SluiceValue    token,
                            SluiceValue    options,
                            char          *take_text,
                            GError       **error)
{
  g_autofree char *text = take_text;
  g_autofree char *trimmed = g_strdup (base);
  g_autofree char *url = NULL;
  g_autoptr (SluiceHttpRequest) request = NULL;
  gsize length = strlen (text);

  while (g_str_has_suffix (trimmed, "/"))
    trimmed[strlen (trimmed) - 1] = '\0';
  url = g_strconcat (trimmed, path, NULL);
  request = sluice_errand_prepare (self, "POST", url, options, error);
  if (request == NULL || !sluice_errand_add_token (self, request, token, error)
      || !sluice_http_request_add_header (request, "Content-Type", "application/json", error))
    return NULL;
  request->body = g_bytes_new_take (g_steal_pointer (&text), length);
  request->until_close = TRUE; /* JSON and streams of events show by themselves whether they are whole */
  return g_steal_pointer (&request);
}

/* Keys of the keyring */

static void ask_keyring (Unlocking *unlocking);

static void
unlocking_free (Unlocking *unlocking)
{
  g_object_unref (unlocking->cancellable);
  g_ptr_array_unref (unlocking->names);
  g_free (unlocking);
}

/* One that is not to be had is missed where it is used. */
static void
looked_up_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  Unlocking *unlocking = user_data;
  char *secret = sluice_keyring_lookup_finish (result, NULL);

  if (unlocking->errand != NULL)
    {
      if (secret != NULL && *secret != '\0')
        sluice_secrets_add_key (unlocking->errand->secrets, g_ptr_array_index (unlocking->names, unlocking->at),
                                g_steal_pointer (&secret));
      unlocking->at++;
      ask_keyring (unlocking);
    }
  else
    unlocking_free (unlocking);
  if (secret != NULL)
    explicit_bzero (secret, strlen (secret));
  g_free (secret);
}

static void
ask_keyring (Unlocking *unlocking)
{
  SluiceErrand *errand = unlocking->errand;
  SluiceGrants *grants = sluice_run_get_grants (sluice_effect_get_run (errand->effect));

  /* What was not granted is not even asked for. */
  while (unlocking->at < unlocking->names->len
         && !sluice_grants_has (grants, SLUICE_GRANT_KEYRING, g_ptr_array_index (unlocking->names, unlocking->at)))
    unlocking->at++;
  if (unlocking->at < unlocking->names->len)
    {
      sluice_keyring_lookup_async (g_ptr_array_index (unlocking->names, unlocking->at), unlocking->cancellable,
                                   looked_up_cb, unlocking);
      return;
    }
  errand->unlocking = NULL;
  unlocking->ready (errand, unlocking->user_data);
  unlocking_free (unlocking);
}

void
sluice_errand_unlock (SluiceErrand          *self,
                      SluiceValue            options,
                      SluiceErrandReadyFunc  ready,
                      GDestroyNotify         gone,
                      gpointer               user_data)
{
  Unlocking *unlocking = g_new0 (Unlocking, 1);

  unlocking->errand = self;
  unlocking->cancellable = g_cancellable_new ();
  unlocking->names = g_ptr_array_new_with_free_func (g_free);
  unlocking->ready = ready;
  unlocking->gone = gone;
  unlocking->user_data = user_data;
  sluice_secrets_find_keys (options, unlocking->names);
  self->unlocking = unlocking;
  ask_keyring (unlocking);
}

/* Sending */

static void
tell_pause (SluiceErrand *self,
            double        seconds)
{
  g_autofree char *text = g_strdup_printf ("%.3g s before %s is asked again, %u of %u", seconds,
                                           g_uri_get_host (self->request->uri), self->attempt - 1, self->again);

  sluice_effect_set_waits_for (self->effect, text);
}

static gboolean
resume_cb (gpointer user_data)
{
  SluiceErrand *self = user_data;

  g_clear_pointer (&self->pause, g_source_unref);
  begin (self);
  sluice_effect_set_waits_for (self->effect, NULL);
  return G_SOURCE_REMOVE;
}

static void
pause_for (SluiceErrand *self,
           double        seconds)
{
  self->pause = g_timeout_source_new ((guint) (seconds * 1000));
  g_source_set_callback (self->pause, resume_cb, self, NULL);
  g_source_attach (self->pause, self->engine->context);
  tell_pause (self, seconds);
}

/* What was not granted is told as such, whoever found out. */
static GError *
word_error (const GError *error)
{
  if (g_error_matches (error, SLUICE_HTTP_ERROR, SLUICE_HTTP_ERROR_REFUSED))
    return g_error_new_literal (SLUICE_GRANT_ERROR, SLUICE_GRANT_HOST, error->message);
  return g_error_copy (error);
}

static void
clean_headers (SluiceErrand    *self,
               SluiceHttpReply *reply)
{
  for (guint i = 1; i < reply->headers->len; i += 2)
    {
      char *value = reply->headers->pdata[i];

      reply->headers->pdata[i] = sluice_secrets_redact (self->secrets, value, -1);
      g_free (value);
    }
}

static void
replied_cb (SluiceHttpReply *reply,
            const GError    *error,
            gpointer         user_data)
{
  SluiceErrand *self = user_data;
  g_autoptr (GError) worded = NULL;
  g_autofree char *body = NULL;

  self->exchange = NULL;
  if (self->attempt <= self->again && sluice_http_retry_is_worth (reply, error))
    {
      double delay = sluice_http_retry_delay (error == NULL ? reply : NULL, self->attempt,
                                              (double) g_get_real_time () / G_USEC_PER_SEC, g_random_double ());

      self->attempt++;
      pause_for (self, delay);
      return;
    }
  if (error != NULL)
    worded = word_error (error);
  else
    {
      clean_headers (self, reply);
      /* An empty body has no bytes to point to; it is a text all the same. */
      body = sluice_secrets_redact (self->secrets, reply->body->len > 0 ? (const char *) reply->body->data : "",
                                    reply->body->len);
    }
  self->done (self, error == NULL ? reply : NULL, body, worded, self->user_data);
}

static gboolean
data_cb (SluiceHttpReply *reply,
         const char      *bytes,
         gsize            length,
         gpointer         user_data)
{
  SluiceErrand *self = user_data;

  g_byte_array_append (reply->body, (const guint8 *) bytes, (guint) length);
  if (reply->status < 300)
    self->piece (self, bytes, length, self->user_data);
  return TRUE;
}

static void
begin (SluiceErrand *self)
{
  if (self->piece != NULL)
    self->piece (self, NULL, 0, self->user_data);
  self->exchange = sluice_http_client_send (self->client, sluice_http_request_copy (self->request),
                                            self->piece != NULL ? data_cb : NULL, replied_cb, self);
}

void
sluice_errand_send (SluiceErrand      *self,
                    SluiceHttpRequest *take_request,
                    guint              again,
                    SluiceErrandFunc   done,
                    gpointer           user_data)
{
  g_clear_pointer (&self->request, sluice_http_request_free);
  self->request = take_request;
  self->again = again;
  self->attempt = 1;
  self->done = done;
  self->user_data = user_data;
  begin (self);
}
