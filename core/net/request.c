/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Requests: only what can be sent as it stands, so that no value reaches into the next line. */

#include "net/http.h"

#include <string.h>

#define MAX_BYTES (16 * 1024 * 1024)

G_DEFINE_QUARK (sluice-http-error-quark, sluice_http_error)

static gboolean
is_token (const char *text)
{
  for (const char *c = text; *c != '\0'; c++)
    if (!g_ascii_isalnum (*c) && strchr ("!#$%&'*+-.^_`|~", *c) == NULL)
      return FALSE;
  return *text != '\0';
}

/* What a kind decides by itself. */
static gboolean
is_ours (const char *name)
{
  static const char * const names[] = { "Host", "Content-Length", "Transfer-Encoding", "Connection", "Upgrade",
                                        "Accept-Encoding", "TE", "Trailer", "Expect", "Keep-Alive" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_ascii_strcasecmp (names[i], name) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
is_sound_url (GUri *uri)
{
  const char *scheme = g_uri_get_scheme (uri);
  const char *host = g_uri_get_host (uri);
  int port = g_uri_get_port (uri);

  return (g_strcmp0 (scheme, "http") == 0 || g_strcmp0 (scheme, "https") == 0) && host != NULL && *host != '\0'
         && strpbrk (host, " \r\n\t%/@") == NULL && g_uri_get_userinfo (uri) == NULL && port != 0 && port < 65536;
}

SluiceHttpRequest *
sluice_http_request_new (const char  *method,
                         const char  *url,
                         GError     **error)
{
  const GUriFlags flags = G_URI_FLAGS_ENCODED | G_URI_FLAGS_PARSE_RELAXED | G_URI_FLAGS_SCHEME_NORMALIZE;
  g_autoptr (GUri) uri = g_uri_parse (url, flags, NULL);
  SluiceHttpRequest *self;

  if (!is_token (method))
    {
      g_set_error (error, SLUICE_HTTP_ERROR, SLUICE_HTTP_ERROR_URL, "“%.40s” is no method of HTTP.", method);
      return NULL;
    }
  if (uri == NULL || !is_sound_url (uri))
    {
      g_set_error (error, SLUICE_HTTP_ERROR, SLUICE_HTTP_ERROR_URL,
                   "“%.200s” is no address that can be asked: give http:// or https://, a host, and no password.",
                   url);
      return NULL;
    }
  self = g_new0 (SluiceHttpRequest, 1);
  self->method = g_ascii_strup (method, -1);
  self->uri = g_steal_pointer (&uri);
  self->headers = g_ptr_array_new_with_free_func (g_free);
  self->max_bytes = MAX_BYTES;
  self->connect_time = 10;
  self->first_time = 60;
  self->idle_time = 60;
  self->total_time = 300;
  return self;
}

gboolean
sluice_http_request_has_header (SluiceHttpRequest *self,
                                const char        *name)
{
  for (guint i = 0; i + 1 < self->headers->len; i += 2)
    if (g_ascii_strcasecmp (g_ptr_array_index (self->headers, i), name) == 0)
      return TRUE;
  return FALSE;
}

gboolean
sluice_http_request_add_header (SluiceHttpRequest  *self,
                                const char         *name,
                                const char         *value,
                                GError            **error)
{
  if (!is_token (name) || is_ours (name))
    {
      g_set_error (error, SLUICE_HTTP_ERROR, SLUICE_HTTP_ERROR_URL, "The header “%.40s” can't be set.", name);
      return FALSE;
    }
  for (const char *c = value; *c != '\0'; c++)
    {
      if ((guchar) *c >= 32 ? *c != 127 : *c == '\t')
        continue;
      g_set_error (error, SLUICE_HTTP_ERROR, SLUICE_HTTP_ERROR_URL,
                   "The value of the header “%s” holds a control character.", name);
      return FALSE;
    }
  g_ptr_array_add (self->headers, g_strdup (name));
  g_ptr_array_add (self->headers, g_strdup (value));
  return TRUE;
}

static gpointer
copy_text (gconstpointer text,
           gpointer      user_data)
{
  return g_strdup (text);
}

SluiceHttpRequest *
sluice_http_request_copy (SluiceHttpRequest *self)
{
  SluiceHttpRequest *copy = g_memdup2 (self, sizeof *self);

  copy->method = g_strdup (self->method);
  copy->uri = g_uri_ref (self->uri);
  copy->headers = g_ptr_array_copy (self->headers, copy_text, NULL);
  g_ptr_array_set_free_func (copy->headers, g_free);
  if (self->body != NULL)
    g_bytes_ref (self->body);
  copy->allow_destroy = NULL;
  return copy;
}

void
sluice_http_request_free (SluiceHttpRequest *self)
{
  g_free (self->method);
  g_uri_unref (self->uri);
  g_ptr_array_unref (self->headers);
  g_clear_pointer (&self->body, g_bytes_unref);
  if (self->allow_destroy != NULL)
    self->allow_destroy (self->allow_data);
  g_free (self);
}
