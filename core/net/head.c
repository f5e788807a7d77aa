/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Heads: libsoup reads them; what decides where a body ends is read here, strictly (RFC 9112, 6.3).
 * What two readers could take for different lengths is refused. */

#include "net/head.h"

#include <libsoup/soup.h>
#include <string.h>

gsize
sluice_http_head_find (const char *text,
                       gsize       length)
{
  const char *end = memmem (text, length, "\r\n\r\n", 4);

  return end != NULL ? (gsize) (end - text) + 4 : 0;
}

static gboolean
refuse (GError     **error,
        const char  *why)
{
  g_set_error (error, SLUICE_HTTP_ERROR, SLUICE_HTTP_ERROR_PROTOCOL, "The server's answer is no sound HTTP: %s.", why);
  return FALSE;
}

/* Digits and no more; the same number may stand there twice. */
static gboolean
read_length (const char  *text,
             guint64     *length,
             GError     **error)
{
  g_auto (GStrv) parts = g_strsplit (text, ",", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      const char *digits = g_strstrip (parts[i]);
      guint64 number;

      if (!g_ascii_isdigit (*digits) || strspn (digits, "0123456789") != strlen (digits)
          || !g_ascii_string_to_unsigned (digits, 10, 0, G_MAXINT64, &number, NULL)
          || (i > 0 && number != *length))
        return refuse (error, "its length can't be told");
      *length = number;
    }
  return parts[0] != NULL || refuse (error, "its length can't be told");
}

static gboolean
read_framing (SoupMessageHeaders  *headers,
              guint                status,
              const char          *method,
              SluiceHttpBody      *body,
              GError             **error)
{
  const char *coding = soup_message_headers_get_list (headers, "Transfer-Encoding");
  const char *announced = soup_message_headers_get_list (headers, "Content-Length");
  guint64 length = 0;

  if (coding != NULL && announced != NULL)
    return refuse (error, "it has a length and chunks");
  if (coding != NULL && g_ascii_strcasecmp (coding, "chunked") != 0)
    return refuse (error, "it has a transfer coding that was not asked for");
  if (announced != NULL && !read_length (announced, &length, error))
    return FALSE;

  if (strcmp (method, "HEAD") == 0 || status == 204 || status == 304)
    sluice_http_body_init (body, SLUICE_HTTP_BODY_NONE, 0);
  else if (coding != NULL)
    sluice_http_body_init (body, SLUICE_HTTP_BODY_CHUNKED, 0);
  else if (announced != NULL)
    sluice_http_body_init (body, SLUICE_HTTP_BODY_LENGTH, length);
  else
    sluice_http_body_init (body, SLUICE_HTTP_BODY_CLOSE, 0);
  return TRUE;
}

static gboolean
check_coding (SoupMessageHeaders  *headers,
              GError             **error)
{
  const char *coding = soup_message_headers_get_list (headers, "Content-Encoding");

  if (coding == NULL || *coding == '\0' || g_ascii_strcasecmp (coding, "identity") == 0)
    return TRUE;
  g_set_error (error, SLUICE_HTTP_ERROR, SLUICE_HTTP_ERROR_PROTOCOL,
               "The server's answer is coded as “%.40s”, which was not asked for.", coding);
  return FALSE;
}

/* Every line names a header; none is folded, none holds a control character. */
static gboolean
check_lines (const char  *text,
             gsize        length,
             GError     **error)
{
  const char *line = memchr (text, '\n', length);
  const char *end = text + length - 2; /* the empty line */

  if (length < 12 || strncmp (text, "HTTP/1.", 7) != 0 || !g_ascii_isdigit (text[7]) || text[8] != ' ')
    return refuse (error, "it does not begin with a status line");
  if (memchr (text, '\0', length) != NULL || line == NULL)
    return refuse (error, "its head holds a NUL");
  for (line++; line < end;)
    {
      const char *next = memchr (line, '\n', (gsize) (end - line));
      const char *colon = memchr (line, ':', (gsize) (next - line));

      if (next[-1] != '\r' || memchr (line, '\r', (gsize) (next - line - 1)) != NULL)
        return refuse (error, "a line of its head does not end in CR LF");
      if (colon == NULL || colon == line || strcspn (line, " \t") < (gsize) (colon - line))
        return refuse (error, "a line of its head is no header");
      line = next + 1;
    }
  return TRUE;
}

static GPtrArray *
dup_headers (SoupMessageHeaders *headers)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (g_free);
  SoupMessageHeadersIter iter;
  const char *name;
  const char *value;

  soup_message_headers_iter_init (&iter, headers);
  while (soup_message_headers_iter_next (&iter, &name, &value))
    {
      g_ptr_array_add (list, g_utf8_make_valid (name, -1));
      g_ptr_array_add (list, g_utf8_make_valid (value, -1));
    }
  return list;
}

SluiceHttpReply *
sluice_http_head_read (const char      *text,
                       gsize            length,
                       const char      *method,
                       SluiceHttpBody  *body,
                       gboolean        *keep,
                       GError         **error)
{
  SoupMessageHeaders *headers;
  SluiceHttpReply *reply = NULL;
  SoupHTTPVersion version;
  g_autofree char *reason = NULL;
  guint status = 0;

  if (!check_lines (text, length, error))
    return NULL;
  headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_RESPONSE);
  if (!soup_headers_parse_response (text, (int) length - 2, headers, &version, &status, &reason)
      || status < 100 || status > 599)
    refuse (error, "its status line can't be read");
  else if (read_framing (headers, status, method, body, error) && (status < 200 || check_coding (headers, error)))
    {
      reply = g_new0 (SluiceHttpReply, 1);
      reply->status = status;
      reply->reason = g_utf8_make_valid (reason != NULL ? reason : "", -1);
      reply->headers = dup_headers (headers);
      reply->body = g_byte_array_new ();
      *keep = version == SOUP_HTTP_1_1 && body->type != SLUICE_HTTP_BODY_CLOSE
              && !soup_message_headers_header_contains (headers, "Connection", "close");
    }
  soup_message_headers_unref (headers);
  return reply;
}

void
sluice_http_reply_free (SluiceHttpReply *self)
{
  g_free (self->reason);
  g_ptr_array_unref (self->headers);
  g_byte_array_unref (self->body);
  g_clear_pointer (&self->uri, g_uri_unref);
  g_free (self);
}

const char *
sluice_http_reply_get_header (const SluiceHttpReply *self,
                              const char            *name)
{
  for (guint i = 0; i + 1 < self->headers->len; i += 2)
    {
      if (g_ascii_strcasecmp (g_ptr_array_index (self->headers, i), name) == 0)
        return g_ptr_array_index (self->headers, i + 1);
    }
  return NULL;
}

static void
write_host (GString *text,
            GUri    *uri)
{
  const char *host = g_uri_get_host (uri);

  g_string_append_printf (text, strchr (host, ':') != NULL ? "Host: [%s]" : "Host: %s", host);
  if (g_uri_get_port (uri) > 0)
    g_string_append_printf (text, ":%d", g_uri_get_port (uri));
  g_string_append (text, "\r\n");
}

GString *
sluice_http_head_write (SluiceHttpRequest *request)
{
  const char *path = g_uri_get_path (request->uri);
  const char *query = g_uri_get_query (request->uri);
  GString *text = g_string_new (request->method);
  gsize length = request->body != NULL ? g_bytes_get_size (request->body) : 0;

  g_string_append_printf (text, " %s", *path != '\0' ? path : "/");
  if (query != NULL)
    g_string_append_printf (text, "?%s", query);
  g_string_append (text, " HTTP/1.1\r\n");
  write_host (text, request->uri);
  for (guint i = 0; i + 1 < request->headers->len; i += 2)
    g_string_append_printf (text, "%s: %s\r\n", (char *) g_ptr_array_index (request->headers, i),
                            (char *) g_ptr_array_index (request->headers, i + 1));
  if (!sluice_http_request_has_header (request, "User-Agent"))
    g_string_append (text, "User-Agent: Sluice/1\r\n");
  if (!sluice_http_request_has_header (request, "Accept"))
    g_string_append (text, "Accept: */*\r\n");
  g_string_append (text, "Accept-Encoding: identity\r\n");
  if (length > 0 || (strcmp (request->method, "GET") != 0 && strcmp (request->method, "HEAD") != 0))
    g_string_append_printf (text, "Content-Length: %" G_GSIZE_FORMAT "\r\n", length);
  return g_string_append (text, "\r\n");
}
