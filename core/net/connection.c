/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Connections that stand. Plain ones stay in the client's epoll set all their life; encrypted ones,
 * which may hold what came already, wait by a source of their own. */

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>

#include "net/client-private.h"

gboolean
sluice_http_connection_is_plain (const SluiceHttpConnection *self)
{
  return G_IS_SOCKET_CONNECTION (self->stream);
}

SluiceHttpConnection *
sluice_http_connection_new (SluiceHttpClient *client,
                            SluiceHttpHost   *host,
                            GIOStream        *take_stream,
                            GSocket          *socket,
                            gboolean          is_private)
{
  SluiceHttpConnection *self = g_new0 (SluiceHttpConnection, 1);
  struct epoll_event event = { .events = EPOLLIN };

  self->client = client;
  self->host = host;
  self->stream = take_stream;
  self->socket = socket;
  self->is_private = is_private;
  self->id = event.data.u64 = ++client->last_id;
  g_socket_set_option (socket, IPPROTO_TCP, TCP_NODELAY, TRUE, NULL);
  g_hash_table_insert (client->connections, &self->id, self);
  if (sluice_http_connection_is_plain (self))
    epoll_ctl (client->epoll, EPOLL_CTL_ADD, g_socket_get_fd (socket), &event);
  return self;
}

static void
clear_source (SluiceHttpConnection *self)
{
  if (self->source != NULL)
    {
      g_source_destroy (self->source);
      g_clear_pointer (&self->source, g_source_unref);
    }
}

/* The socket itself is closed, at once: an encrypted stream would want to say goodbye first. */
void
sluice_http_connection_free (SluiceHttpConnection *self)
{
  clear_source (self);
  if (sluice_http_connection_is_plain (self))
    epoll_ctl (self->client->epoll, EPOLL_CTL_DEL, g_socket_get_fd (self->socket), NULL);
  g_hash_table_remove (self->client->connections, &self->id);
  g_socket_close (self->socket, NULL);
  g_object_unref (self->stream);
  g_free (self);
}

static gboolean
stream_ready_cb (GObject  *stream,
                 gpointer  user_data)
{
  SluiceHttpConnection *self = user_data;

  clear_source (self);
  if (self->exchange != NULL)
    sluice_http_exchange_ready (self->exchange);
  return G_SOURCE_REMOVE;
}

static void
wait_out (SluiceHttpConnection *self,
          gboolean              wants_out)
{
  struct epoll_event event = { .events = EPOLLIN | (wants_out ? EPOLLOUT : 0), .data.u64 = self->id };

  if (self->wants_out == wants_out)
    return;
  self->wants_out = wants_out;
  epoll_ctl (self->client->epoll, EPOLL_CTL_MOD, g_socket_get_fd (self->socket), &event);
}

static void
wait_source (SluiceHttpConnection *self,
             GSource              *take_source)
{
  clear_source (self);
  self->source = take_source;
  g_source_set_callback (take_source, G_SOURCE_FUNC (stream_ready_cb), self, NULL);
  g_source_attach (take_source, self->client->context);
}

gssize
sluice_http_connection_read (SluiceHttpConnection  *self,
                             char                  *buffer,
                             gsize                  length,
                             GError               **error)
{
  GPollableInputStream *input = G_POLLABLE_INPUT_STREAM (g_io_stream_get_input_stream (self->stream));
  g_autoptr (GError) local = NULL;
  gssize n;

  if (sluice_http_connection_is_plain (self))
    return g_socket_receive_with_blocking (self->socket, buffer, length, FALSE, NULL, error);
  n = g_pollable_input_stream_read_nonblocking (input, buffer, length, NULL, &local);
  if (g_error_matches (local, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
    wait_source (self, g_pollable_input_stream_create_source (input, NULL));
  if (local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  return n;
}

gssize
sluice_http_connection_write (SluiceHttpConnection  *self,
                              const char            *bytes,
                              gsize                  length,
                              GError               **error)
{
  GPollableOutputStream *output = G_POLLABLE_OUTPUT_STREAM (g_io_stream_get_output_stream (self->stream));
  g_autoptr (GError) local = NULL;
  gssize n;

  if (sluice_http_connection_is_plain (self))
    {
      n = g_socket_send_with_blocking (self->socket, bytes, length, FALSE, NULL, error);
      wait_out (self, n < 0 || (gsize) n < length);
      return n;
    }
  n = g_pollable_output_stream_write_nonblocking (output, bytes, length, NULL, &local);
  if (g_error_matches (local, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
    wait_source (self, g_pollable_output_stream_create_source (output, NULL));
  if (local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  return n;
}

/* What the source would tell of it is not wanted any more. */
void
sluice_http_connection_stop_writing (SluiceHttpConnection *self)
{
  if (sluice_http_connection_is_plain (self))
    wait_out (self, FALSE);
}

/* Neither closed by the server nor talking out of turn. */
gboolean
sluice_http_connection_is_quiet (SluiceHttpConnection *self)
{
  return g_socket_condition_check (self->socket, G_IO_IN) == 0;
}
