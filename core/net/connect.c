/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Resolve, connect to one address after the other, agree on encryption. No proxy is asked: what was
 * checked is what is connected to. */

#include "net/connect.h"

#include "net/address.h"
#include "net/http.h"
#include "net/tls.h"

typedef struct
{
  GUri              *uri;
  gboolean           allow_private;
  gboolean           is_private;  /* the address that is tried */
  GList             *addresses;   /* of GInetAddress, owned: those still to be tried */
  GSocketClient     *client;
  GSocketConnection *connection;  /* once it stands */
  GIOStream         *stream;      /* @connection, or its encryption */
  char              *fault;       /* of the server's certificate; NULL: none was found */
} Connecting;

static void
connecting_free (gpointer data)
{
  Connecting *self = data;

  g_uri_unref (self->uri);
  g_list_free_full (self->addresses, g_object_unref);
  g_clear_object (&self->client);
  g_clear_object (&self->connection);
  g_clear_object (&self->stream);
  g_free (self->fault);
  g_free (self);
}

guint
sluice_http_get_port (GUri *uri)
{
  if (g_uri_get_port (uri) > 0)
    return (guint) g_uri_get_port (uri);
  return g_str_equal (g_uri_get_scheme (uri), "https") ? 443 : 80;
}

/* Words of ours around what GIO says; a cancellation stays what it is. */
static void
fail (GTask               *task,
      SluiceHttpErrorCode  code,
      GError              *take_error)
{
  const Connecting *self = g_task_get_task_data (task);

  if (g_error_matches (take_error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_task_return_error (task, take_error);
      return;
    }
  g_task_return_new_error (task, SLUICE_HTTP_ERROR, code, "%s: %s", g_uri_get_host (self->uri), take_error->message);
  g_error_free (take_error);
}

/* What the library says of a handshake that failed is for those who wrote it. */
static char *
dup_tls_fault (Connecting   *self,
               const GError *error)
{
  if (self->fault != NULL)
    return g_strdup (self->fault);
  if (g_error_matches (error, G_TLS_ERROR, G_TLS_ERROR_NOT_TLS))
    return g_strdup ("It hung up, or speaks without encryption there. An address that is meant so begins with http.");
  if (g_error_matches (error, G_TLS_ERROR, G_TLS_ERROR_CERTIFICATE_REQUIRED))
    return g_strdup ("It wants a certificate from whoever calls, and Sluice has none to show.");
  return g_strdup_printf ("No encryption could be agreed on: %s.", error->message);
}

/* The library would still speak what RFC 8996 forbids. */
static gboolean
is_new_enough (GTlsConnection  *connection,
               GError         **error)
{
  GTlsProtocolVersion version = g_tls_connection_get_protocol_version (connection);

  if (version == G_TLS_PROTOCOL_VERSION_TLS_1_2 || version == G_TLS_PROTOCOL_VERSION_TLS_1_3)
    return TRUE;
  g_set_error_literal (error, SLUICE_HTTP_ERROR, SLUICE_HTTP_ERROR_TLS,
                       "It speaks nothing newer than TLS 1.1, which is no longer safe. Whoever runs it has to bring "
                       "it to TLS 1.2 or newer.");
  return FALSE;
}

static void
handshake_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Connecting *self = g_task_get_task_data (task);
  g_autofree char *fault = NULL;
  GError *error = NULL;

  g_signal_handlers_disconnect_by_data (source, self);
  if (g_tls_connection_handshake_finish (G_TLS_CONNECTION (source), result, &error)
      && is_new_enough (G_TLS_CONNECTION (source), &error))
    {
      g_task_return_pointer (task, g_object_ref (self->stream), g_object_unref);
      return;
    }
  if (error->domain == G_TLS_ERROR)
    {
      fault = dup_tls_fault (self, error);
      g_clear_error (&error);
      error = g_error_new_literal (SLUICE_HTTP_ERROR, SLUICE_HTTP_ERROR_TLS, fault);
    }
  fail (task, SLUICE_HTTP_ERROR_TLS, error);
}

/* Asked only where the system's own look found a fault. */
static gboolean
accept_cb (GTlsConnection       *connection,
           GTlsCertificate      *certificate,
           GTlsCertificateFlags  flags,
           gpointer              user_data)
{
  Connecting *self = user_data;
  GSocketConnectable *identity = g_tls_client_connection_get_server_identity (G_TLS_CLIENT_CONNECTION (connection));

  g_clear_pointer (&self->fault, g_free);
  return sluice_tls_accept (identity, certificate, flags, &self->fault);
}

/* Verified against the system's authorities and the person's, for the host that was asked for. */
static void
encrypt (GTask      *take_task,
         Connecting *self)
{
  g_autoptr (GTask) task = take_task;
  g_autoptr (GSocketConnectable) identity = NULL;
  GError *error = NULL;

  identity = g_network_address_new (g_uri_get_host (self->uri), (guint16) sluice_http_get_port (self->uri));
  self->stream = g_tls_client_connection_new (G_IO_STREAM (self->connection), identity, &error);
  if (self->stream == NULL)
    {
      fail (task, SLUICE_HTTP_ERROR_TLS, error);
      return;
    }
  g_signal_connect (self->stream, "accept-certificate", G_CALLBACK (accept_cb), self);
  g_tls_connection_handshake_async (G_TLS_CONNECTION (self->stream), G_PRIORITY_DEFAULT, g_task_get_cancellable (task),
                                    handshake_cb, g_object_ref (task));
}

static void try_next (GTask  *take_task,
                      GError *take_error);

static void
connected_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  GTask *task = user_data;
  Connecting *self = g_task_get_task_data (task);
  GError *error = NULL;

  self->connection = g_socket_client_connect_finish (G_SOCKET_CLIENT (source), result, &error);
  if (self->connection == NULL)
    {
      try_next (task, error);
      return;
    }
  if (g_str_equal (g_uri_get_scheme (self->uri), "https"))
    {
      encrypt (task, self);
      return;
    }
  self->stream = G_IO_STREAM (g_object_ref (self->connection));
  g_task_return_pointer (task, g_object_ref (self->stream), g_object_unref);
  g_object_unref (task);
}

static void
try_next (GTask  *take_task,
          GError *take_error)
{
  Connecting *self = g_task_get_task_data (take_task);
  g_autoptr (GSocketAddress) address = NULL;
  g_autoptr (GInetAddress) inet = NULL;

  if (self->addresses == NULL || g_error_matches (take_error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      fail (take_task, SLUICE_HTTP_ERROR_CONNECT, take_error);
      g_object_unref (take_task);
      return;
    }
  g_clear_error (&take_error);
  inet = self->addresses->data;
  self->addresses = g_list_delete_link (self->addresses, self->addresses);
  self->is_private = sluice_address_is_private (inet);
  address = g_inet_socket_address_new (inet, (guint16) sluice_http_get_port (self->uri));
  g_socket_client_connect_async (self->client, G_SOCKET_CONNECTABLE (address), g_task_get_cancellable (take_task),
                                 connected_cb, take_task);
}

/* Only those that may be reached stay. */
static gboolean
filter_addresses (Connecting *self)
{
  GList *next;

  for (GList *item = self->addresses; item != NULL; item = next)
    {
      next = item->next;
      if (self->allow_private || !sluice_address_is_private (item->data))
        continue;
      g_object_unref (item->data);
      self->addresses = g_list_delete_link (self->addresses, item);
    }
  return self->addresses != NULL;
}

static void
go_on (GTask *take_task)
{
  Connecting *self = g_task_get_task_data (take_task);

  if (filter_addresses (self))
    {
      self->client = g_socket_client_new ();
      g_socket_client_set_enable_proxy (self->client, FALSE);
      try_next (take_task, NULL);
      return;
    }
  g_task_return_new_error (take_task, SLUICE_HTTP_ERROR, SLUICE_HTTP_ERROR_REFUSED,
                           "%s is an address of this machine or its network, which was not granted.",
                           g_uri_get_host (self->uri));
  g_object_unref (take_task);
}

static void
resolved_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  GTask *task = user_data;
  Connecting *self = g_task_get_task_data (task);
  GError *error = NULL;

  self->addresses = g_resolver_lookup_by_name_finish (G_RESOLVER (source), result, &error);
  if (self->addresses != NULL)
    {
      go_on (task);
      return;
    }
  fail (task, SLUICE_HTTP_ERROR_RESOLVE, error);
  g_object_unref (task);
}

void
sluice_http_connect_async (GUri                *uri,
                           gboolean             allow_private,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Connecting *self = g_new0 (Connecting, 1);
  GInetAddress *address = g_inet_address_new_from_string (g_uri_get_host (uri));
  g_autoptr (GResolver) resolver = NULL;

  self->uri = g_uri_ref (uri);
  self->allow_private = allow_private;
  g_task_set_source_tag (task, sluice_http_connect_async);
  g_task_set_task_data (task, self, connecting_free);
  if (address != NULL)
    {
      self->addresses = g_list_prepend (NULL, address);
      go_on (task);
      return;
    }
  resolver = g_resolver_get_default ();
  g_resolver_lookup_by_name_async (resolver, g_uri_get_host (uri), cancellable, resolved_cb, task);
}

GIOStream *
sluice_http_connect_finish (GAsyncResult  *result,
                            GSocket      **socket,
                            gboolean      *is_private,
                            GError       **error)
{
  GIOStream *stream = g_task_propagate_pointer (G_TASK (result), error);
  Connecting *self = g_task_get_task_data (G_TASK (result));

  if (stream == NULL)
    return NULL;
  *socket = g_socket_connection_get_socket (self->connection);
  *is_private = self->is_private;
  return stream;
}
