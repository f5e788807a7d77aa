/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* An exchange: connect, send, read the head, read the body; each step goes as far as it can without
 * waiting. It ends once, by finish(), and is gone then. */

#include <string.h>

#include "net/client-private.h"
#include "net/connect.h"

#define READ_SIZE (64 * 1024)

/* A connection that is being made; it outlives an exchange that is cancelled meanwhile. */
typedef struct SluiceHttpOpening
{
  SluiceHttpExchange *exchange; /* NULL: nobody wants it any more */
  GCancellable       *cancellable;
} Opening;

static void step (SluiceHttpExchange *self);

static gint64
later (gint64 from,
       double seconds)
{
  return seconds <= 0 || seconds > 1e9 ? G_MAXINT64 : from + (gint64) (seconds * G_USEC_PER_SEC);
}

static void
drop_connection (SluiceHttpExchange *self)
{
  if (self->opening != NULL)
    {
      Opening *opening = g_steal_pointer (&self->opening);

      opening->exchange = NULL;
      g_cancellable_cancel (opening->cancellable);
    }
  g_clear_pointer (&self->connection, sluice_http_connection_free);
}

static void
exchange_free (SluiceHttpExchange *self)
{
  SluiceHttpClient *client = self->client;

  drop_connection (self);
  sluice_http_client_release (client, self);
  sluice_http_request_free (self->request);
  g_string_free (self->in, TRUE);
  if (self->out != NULL)
    g_string_free (self->out, TRUE);
  g_clear_pointer (&self->reply, sluice_http_reply_free);
  g_free (self);
  sluice_http_client_unref (client);
}

void
sluice_http_exchange_cancel (SluiceHttpExchange *self)
{
  if (self->is_telling)
    self->is_cancelled = TRUE;
  else
    exchange_free (self);
}

/* Ends it; @take_error: %NULL if all went well. Others may begin before the result is told. */
static void
finish (SluiceHttpExchange *self,
        GError             *take_error)
{
  SluiceHttpDoneFunc done = self->done;
  gpointer user_data = self->user_data;
  SluiceHttpReply *reply = g_steal_pointer (&self->reply);

  if (reply != NULL)
    {
      reply->uri = g_uri_ref (self->request->uri);
      reply->n_redirects = self->n_redirects;
      reply->is_open_ended = self->body.type == SLUICE_HTTP_BODY_CLOSE;
      reply->duration = (double) (g_get_monotonic_time () - self->began) / G_USEC_PER_SEC;
    }
  if (take_error == NULL && self->keep && !self->has_enough)
    sluice_http_client_keep (self->client, g_steal_pointer (&self->connection));
  exchange_free (self);
  done (reply, take_error, user_data);
  g_clear_error (&take_error);
  g_clear_pointer (&reply, sluice_http_reply_free);
}

static void
fail (SluiceHttpExchange  *self,
      SluiceHttpErrorCode  code,
      const char          *format,
      ...) G_GNUC_PRINTF (3, 4);

static void
fail (SluiceHttpExchange  *self,
      SluiceHttpErrorCode  code,
      const char          *format,
      ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  finish (self, g_error_new (SLUICE_HTTP_ERROR, code, "%s: %s", g_uri_get_host (self->request->uri), text));
}

/* Time */

gint64
sluice_http_exchange_get_due (SluiceHttpExchange *self)
{
  return MIN (self->total_due, MIN (self->phase_due, self->idle_due));
}

void
sluice_http_exchange_expire (SluiceHttpExchange *self,
                             gint64              now)
{
  const SluiceHttpRequest *request = self->request;

  if (self->total_due <= now)
    fail (self, SLUICE_HTTP_ERROR_TOTAL_TIME, "not done within %g s", request->total_time);
  else if (self->state == SLUICE_HTTP_CONNECTING)
    fail (self, SLUICE_HTTP_ERROR_CONNECT_TIME, "no connection within %g s", request->connect_time);
  else if (self->phase_due <= now)
    fail (self, SLUICE_HTTP_ERROR_FIRST_TIME, "no answer within %g s", request->first_time);
  else
    fail (self, SLUICE_HTTP_ERROR_IDLE_TIME, "nothing more for %g s", request->idle_time);
}

static void
note_progress (SluiceHttpExchange *self)
{
  self->idle_due = later (g_get_monotonic_time (), self->request->idle_time);
  sluice_http_client_note_due (self->client, self->idle_due);
}

static void
set_phase_due (SluiceHttpExchange *self,
               double              seconds)
{
  self->phase_due = later (g_get_monotonic_time (), seconds);
  sluice_http_client_note_due (self->client, self->phase_due);
}

/* Connecting */

static void
use_connection (SluiceHttpExchange   *self,
                SluiceHttpConnection *take_connection)
{
  self->connection = take_connection;
  take_connection->exchange = self;
  if (self->out != NULL)
    g_string_free (self->out, TRUE);
  self->out = sluice_http_head_write (self->request);
  if (self->request->body != NULL)
    g_string_append_len (self->out, g_bytes_get_data (self->request->body, NULL),
                         (gssize) g_bytes_get_size (self->request->body));
  self->sent = 0;
  self->state = SLUICE_HTTP_SENDING;
  set_phase_due (self, self->request->first_time);
  note_progress (self);
  step (self);
}

static void
opened_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  Opening *opening = user_data;
  SluiceHttpExchange *self = opening->exchange;
  g_autoptr (GError) error = NULL;
  gboolean is_private = FALSE;
  GSocket *socket = NULL;
  GIOStream *stream = sluice_http_connect_finish (result, &socket, &is_private, &error);

  g_object_unref (opening->cancellable);
  g_free (opening);
  if (self == NULL)
    {
      g_clear_object (&stream);
      return;
    }
  self->opening = NULL;
  if (stream == NULL)
    finish (self, g_steal_pointer (&error));
  else
    use_connection (self, sluice_http_connection_new (self->client, self->host, stream, socket, is_private));
}

/* Whether it may go there; else it has failed. */
static gboolean
is_allowed (SluiceHttpExchange *self,
            gboolean           *allow_private)
{
  SluiceHttpRequest *request = self->request;
  const char *host = g_uri_get_host (request->uri);

  *allow_private = FALSE;
  if (request->allow != NULL
      && request->allow (host, sluice_http_get_port (request->uri), allow_private, request->allow_data))
    return TRUE;
  fail (self, SLUICE_HTTP_ERROR_REFUSED, "this host was not granted");
  return FALSE;
}

static void
open_connection (SluiceHttpExchange *self,
                 gboolean            allow_private)
{
  Opening *opening = g_new (Opening, 1);

  opening->exchange = self;
  opening->cancellable = g_cancellable_new ();
  self->opening = opening;
  self->is_reused = FALSE;
  self->state = SLUICE_HTTP_CONNECTING;
  self->idle_due = G_MAXINT64;
  set_phase_due (self, self->request->connect_time);
  g_main_context_push_thread_default (self->client->context);
  sluice_http_connect_async (self->request->uri, allow_private, opening->cancellable, opened_cb, opening);
  g_main_context_pop_thread_default (self->client->context);
}

static void
connect_or_reuse (SluiceHttpExchange *self)
{
  gboolean allow_private;
  SluiceHttpConnection *connection;

  self->state = SLUICE_HTTP_CONNECTING;
  self->phase_due = self->idle_due = G_MAXINT64;
  if (!is_allowed (self, &allow_private))
    return;
  connection = sluice_http_client_take_idle (self->client, self->host, allow_private);
  self->is_reused = connection != NULL;
  if (connection != NULL)
    use_connection (self, connection);
  else
    open_connection (self, allow_private);
}

/* FALSE: nobody wants it any more. */
static gboolean
tell_begin (SluiceHttpExchange *self)
{
  if (self->told == SLUICE_HTTP_WAIT_NONE || self->request->waits == NULL)
    return TRUE;
  self->is_telling = TRUE;
  self->request->waits (SLUICE_HTTP_WAIT_NONE, 0, self->request->waits_data);
  self->is_telling = FALSE;
  if (!self->is_cancelled)
    return TRUE;
  exchange_free (self);
  return FALSE;
}

void
sluice_http_exchange_begin (SluiceHttpExchange *self)
{
  self->state = SLUICE_HTTP_CONNECTING;
  self->phase_due = self->idle_due = self->total_due = G_MAXINT64;
  if (!tell_begin (self))
    return;
  self->began = g_get_monotonic_time ();
  self->total_due = later (self->began, self->request->total_time);
  sluice_http_client_note_due (self->client, self->total_due);
  connect_or_reuse (self);
}

/* A kept connection that the server closed just then: what can be repeated safely goes out on a new one. */
static gboolean
try_anew (SluiceHttpExchange *self)
{
  static const char * const safe[] = { "GET", "HEAD", "OPTIONS", "PUT", "DELETE", NULL };
  gboolean allow_private;

  if (!self->is_reused || self->in->len > 0 || !g_strv_contains (safe, self->request->method))
    return FALSE;
  drop_connection (self);
  if (is_allowed (self, &allow_private))
    open_connection (self, allow_private);
  return TRUE;
}

/* Redirects */

static gboolean
is_redirect (SluiceHttpExchange *self)
{
  guint status = self->reply->status;

  return self->request->max_redirects > 0
         && (status == 301 || status == 302 || status == 303 || status == 307 || status == 308)
         && sluice_http_reply_get_header (self->reply, "Location") != NULL;
}

static gboolean
is_same_place (GUri *a,
               GUri *b)
{
  return g_str_equal (g_uri_get_scheme (a), g_uri_get_scheme (b))
         && g_ascii_strcasecmp (g_uri_get_host (a), g_uri_get_host (b)) == 0
         && sluice_http_get_port (a) == sluice_http_get_port (b);
}

/* Another host gets what says how to answer, and nothing that may be a secret. */
static void
strip_headers (GPtrArray *headers)
{
  static const char * const kept[] = { "accept", "accept-language", "content-type", "user-agent", NULL };

  for (guint i = headers->len; i >= 2; i -= 2)
    {
      g_autofree char *name = g_ascii_strdown (g_ptr_array_index (headers, i - 2), -1);

      if (!g_strv_contains (kept, name))
        g_ptr_array_remove_range (headers, i - 2, 2);
    }
}

static void
change_method (SluiceHttpRequest *request,
               guint              status)
{
  gboolean becomes_get = status == 303 || (status <= 302 && g_str_equal (request->method, "POST"));

  if (!becomes_get || g_str_equal (request->method, "HEAD"))
    return;
  g_free (request->method);
  request->method = g_strdup ("GET");
  g_clear_pointer (&request->body, g_bytes_unref);
}

static void
move_to (SluiceHttpExchange *self,
         SluiceHttpRequest  *take_target)
{
  SluiceHttpRequest *request = self->request;

  if (!is_same_place (request->uri, take_target->uri))
    strip_headers (request->headers);
  g_uri_unref (request->uri);
  request->uri = g_uri_ref (take_target->uri);
  sluice_http_request_free (take_target);

  drop_connection (self);
  sluice_http_client_move (self->client, self, request->uri);
  change_method (request, self->reply->status);
  g_clear_pointer (&self->reply, sluice_http_reply_free);
  g_string_truncate (self->in, 0);
  self->n_heads = 0;
  self->n_redirects++;
  connect_or_reuse (self);
}

static void
follow (SluiceHttpExchange *self)
{
  const char *location = sluice_http_reply_get_header (self->reply, "Location");
  g_autoptr (GUri) uri = g_uri_parse_relative (self->request->uri, location, G_URI_FLAGS_ENCODED, NULL);
  g_autofree char *text = uri != NULL ? g_uri_to_string (uri) : g_strdup (location);
  SluiceHttpRequest *target = sluice_http_request_new ("GET", text, NULL);

  if (self->n_redirects >= self->request->max_redirects)
    fail (self, SLUICE_HTTP_ERROR_REDIRECT, "more than %u redirects", self->request->max_redirects);
  else if (target == NULL)
    fail (self, SLUICE_HTTP_ERROR_REDIRECT, "a redirect to “%.200s” leads nowhere", text);
  else if (g_str_equal (g_uri_get_scheme (self->request->uri), "https")
           && g_str_equal (g_uri_get_scheme (target->uri), "http"))
    fail (self, SLUICE_HTTP_ERROR_REDIRECT, "a redirect from https to http is not followed");
  else
    {
      move_to (self, target);
      return;
    }
  g_clear_pointer (&target, sluice_http_request_free);
}

/* The reply */

static gboolean
take_body (const char  *bytes,
           gsize        length,
           gpointer     user_data,
           GError     **error)
{
  SluiceHttpExchange *self = user_data;

  self->n_body += length;
  if (self->n_body > self->request->max_bytes)
    {
      g_set_error (error, SLUICE_HTTP_ERROR, SLUICE_HTTP_ERROR_TOO_LARGE,
                   "The server's answer has more than the %" G_GSIZE_FORMAT " bytes that are allowed.",
                   self->request->max_bytes);
      return FALSE;
    }
  if (self->data == NULL)
    g_byte_array_append (self->reply->body, (const guint8 *) bytes, (guint) length);
  else if (!self->has_enough)
    {
      self->is_telling = TRUE;
      self->has_enough = !self->data (self->reply, bytes, length, self->user_data) || self->is_cancelled;
      self->is_telling = FALSE;
    }
  return TRUE;
}

/* TRUE: it goes on. */
static gboolean
feed_body (SluiceHttpExchange *self,
           const char         *bytes,
           gsize               length)
{
  GError *error = NULL;
  gsize used = 0;
  gboolean ok;

  note_progress (self);
  ok = sluice_http_body_feed (&self->body, bytes, length, &used, take_body, self, &error);
  if (self->is_cancelled)
    {
      g_clear_error (&error);
      exchange_free (self);
      return FALSE;
    }
  if (!ok)
    {
      finish (self, error);
      return FALSE;
    }
  if (!self->body.is_done && !self->has_enough)
    return TRUE;
  self->keep = self->keep && used == length;
  finish (self, NULL);
  return FALSE;
}

static gboolean
begin_body (SluiceHttpExchange *self,
            gsize               head)
{
  g_autofree char *rest = NULL;
  gsize length = self->in->len - head;

  self->reply->first_byte = (double) (g_get_monotonic_time () - self->began) / G_USEC_PER_SEC;
  self->phase_due = G_MAXINT64;
  self->state = SLUICE_HTTP_BODY;
  if (is_redirect (self))
    {
      follow (self);
      return FALSE;
    }
  if (self->body.type == SLUICE_HTTP_BODY_LENGTH && self->body.left > self->request->max_bytes)
    {
      fail (self, SLUICE_HTTP_ERROR_TOO_LARGE, "the answer has more than the %" G_GSIZE_FORMAT
            " bytes that are allowed", self->request->max_bytes);
      return FALSE;
    }
  rest = g_memdup2 (self->in->str + head, length);
  g_string_truncate (self->in, 0);
  return feed_body (self, rest, length);
}

/* Reads heads from what came: those of interim replies are passed over. */
static gboolean
read_head (SluiceHttpExchange *self)
{
  GError *error = NULL;
  gsize length;

  while ((length = sluice_http_head_find (self->in->str, self->in->len)) > 0)
    {
      self->n_heads += length;
      if (self->n_heads > SLUICE_HTTP_MAX_HEAD)
        break;
      self->reply = sluice_http_head_read (self->in->str, length, self->request->method, &self->body, &self->keep,
                                           &error);
      if (self->reply == NULL)
        {
          finish (self, error);
          return FALSE;
        }
      if (self->reply->status == 101)
        {
          fail (self, SLUICE_HTTP_ERROR_PROTOCOL, "the server changes to a protocol that was not asked for");
          return FALSE;
        }
      if (self->reply->status >= 200)
        {
          self->keep = self->keep && self->sent == self->out->len;
          return begin_body (self, length);
        }
      g_clear_pointer (&self->reply, sluice_http_reply_free);
      g_string_erase (self->in, 0, (gssize) length);
    }
  if (self->n_heads + self->in->len <= SLUICE_HTTP_MAX_HEAD)
    return TRUE;
  fail (self, SLUICE_HTTP_ERROR_TOO_LARGE, "the head of the answer has more than %d KiB", SLUICE_HTTP_MAX_HEAD / 1024);
  return FALSE;
}

/* The connection's end, or what cut it. */
static void
end_of_input (SluiceHttpExchange *self,
              const GError       *cut)
{
  GError *error = NULL;

  if (self->state == SLUICE_HTTP_BODY)
    {
      gboolean is_whole = sluice_http_body_end (&self->body, self->request->until_close && cut == NULL, &error);

      self->keep = FALSE;
      finish (self, is_whole ? NULL : error);
    }
  else if (self->in->len + self->n_heads > 0)
    fail (self, SLUICE_HTTP_ERROR_TRUNCATED, "the answer was cut short in its head");
  else if (!try_anew (self))
    fail (self, SLUICE_HTTP_ERROR_CONNECT, "the server closed the connection without an answer");
}

static gboolean
take_input (SluiceHttpExchange *self,
            gsize               length)
{
  char *buffer = self->client->buffer;

  if (self->state == SLUICE_HTTP_BODY)
    return feed_body (self, buffer, length);
  sluice_http_connection_stop_writing (self->connection);
  self->state = SLUICE_HTTP_HEAD;
  g_string_append_len (self->in, buffer, (gssize) length);
  return read_head (self);
}

/* TRUE: there may be more. */
static gboolean
receive (SluiceHttpExchange *self)
{
  g_autoptr (GError) error = NULL;
  gssize n;

  if (self->client->buffer == NULL)
    self->client->buffer = g_malloc (READ_SIZE);
  n = sluice_http_connection_read (self->connection, self->client->buffer, READ_SIZE, &error);
  if (n > 0)
    {
      gboolean is_plain = sluice_http_connection_is_plain (self->connection);

      /* What is encrypted is told of again only once there was nothing more. */
      return take_input (self, (gsize) n) && (n == READ_SIZE || !is_plain);
    }
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
    end_of_input (self, error);
  return FALSE;
}

/* TRUE: all is sent, or the server will take no more and may say why. */
static gboolean
send_more (SluiceHttpExchange *self)
{
  while (self->sent < self->out->len)
    {
      g_autoptr (GError) error = NULL;
      gssize n = sluice_http_connection_write (self->connection, self->out->str + self->sent,
                                               self->out->len - self->sent, &error);

      if (n <= 0)
        return !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK);
      self->sent += (gsize) n;
      note_progress (self);
    }
  return TRUE;
}

static void
step (SluiceHttpExchange *self)
{
  gboolean is_plain = sluice_http_connection_is_plain (self->connection);

  if (self->state == SLUICE_HTTP_SENDING && send_more (self))
    {
      self->state = SLUICE_HTTP_HEAD;
      self->idle_due = G_MAXINT64;
      if (is_plain)
        return;
    }
  else if (self->state == SLUICE_HTTP_SENDING && !is_plain)
    return;
  while (receive (self))
    continue;
}

void
sluice_http_exchange_ready (SluiceHttpExchange *self)
{
  step (self);
}
