/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The effect "http": { method, url, query, headers, token, body, body-type, answer, … } gives
 * { status, headers, body, url, seconds }. A body is what it is said to be, or an error. */

#include "kinds/perform-http.h"

#include <string.h>

#include "base/json.h"
#include "kinds/logged-picture.h"
#include "kinds/models.h"
#include "kinds/perform-command.h"
#include "kinds/perform-file.h"
#include "kinds/perform-sql.h"

static void
append_pair (GString    *text,
             const char *name,
             SluiceValue value)
{
  g_autofree char *written = SLUICE_VALUE_IS_STRING (value)
                               ? sluice_value_dup_string (value)
                               : sluice_json_write (value, SLUICE_JSON_WRITE_COMPACT, NULL);
  g_autofree char *key = g_uri_escape_string (name, NULL, FALSE);
  g_autofree char *coded = g_uri_escape_string (written, NULL, FALSE);

  if (text->len > 0)
    g_string_append_c (text, '&');
  g_string_append_printf (text, "%s=%s", key, coded);
}

/* "a=1&b=2"; a list is its name again for each of its elements, null is nothing. */
static char *
write_form (SluiceValue fields)
{
  GString *text = g_string_new (NULL);
  SluiceValueIter iter;
  SluiceValue value;
  const char *name;

  sluice_value_iter_init (&iter, fields);
  while (SLUICE_VALUE_IS_OBJECT (fields) && sluice_value_iter_next (&iter, &name, &value))
    {
      if (SLUICE_VALUE_IS_ARRAY (value))
        for (guint i = 0; i < sluice_value_get_length (value); i++)
          append_pair (text, name, sluice_value_get_element (value, i));
      else if (!SLUICE_VALUE_IS_NULL (value))
        append_pair (text, name, value);
    }
  return g_string_free (text, FALSE);
}

static char *
dup_url (SluiceValue options)
{
  const char *url = sluice_value_get_member_string (options, "url");
  g_autofree char *query = write_form (sluice_value_get_member (options, "query"));
  const char *fragment = url != NULL ? strchr (url, '#') : NULL;
  g_autofree char *base = g_strndup (url != NULL ? url : "",
                                     fragment != NULL ? (gsize) (fragment - url) : url != NULL ? strlen (url) : 0);

  if (*query == '\0')
    return g_steal_pointer (&base);
  return g_strconcat (base, strchr (base, '?') != NULL ? "&" : "?", query, NULL);
}

static void
set_body (SluiceHttpRequest *request,
          SluiceValue        options)
{
  SluiceValue body = sluice_value_get_member (options, "body");
  const char *type = sluice_value_get_member_string (options, "body-type");
  const char *media = "application/json";
  char *text;

  if (SLUICE_VALUE_IS_NULL (body) || (SLUICE_VALUE_IS_STRING (body) && sluice_value_get_string_length (body) == 0))
    return;
  if (g_strcmp0 (type, "form") == 0)
    {
      text = write_form (body);
      media = "application/x-www-form-urlencoded";
    }
  else if (SLUICE_VALUE_IS_STRING (body) && g_strcmp0 (type, "json") != 0)
    {
      text = sluice_value_dup_string (body);
      media = "text/plain; charset=utf-8";
    }
  else
    text = sluice_json_write (body, SLUICE_JSON_WRITE_COMPACT, NULL);
  request->body = g_bytes_new_take (text, strlen (text));
  if (!sluice_http_request_has_header (request, "Content-Type"))
    sluice_http_request_add_header (request, "Content-Type", media, NULL);
}

/* By name in lower case; several of a name are parted by commas. */
static SluiceValue
make_headers (const SluiceHttpReply *reply)
{
  SluiceValue headers = sluice_value_object ();

  for (guint i = 0; i + 1 < reply->headers->len; i += 2)
    {
      g_autofree char *name = g_ascii_strdown (g_ptr_array_index (reply->headers, i), -1);
      const char *before = sluice_value_get_member_string (headers, name);
      const char *value = g_ptr_array_index (reply->headers, i + 1);
      g_autofree char *joined = before != NULL ? g_strconcat (before, ", ", value, NULL) : NULL;

      sluice_value_set_member (&headers, name, sluice_value_string (joined != NULL ? joined : value));
    }
  return headers;
}

/* The charset that a reply names, or UTF-8. */
static char *
dup_charset (const char *media)
{
  const char *charset = media != NULL ? strcasestr (media, "charset=") : NULL;
  const char *begin;

  if (charset == NULL)
    return g_strdup ("UTF-8");
  begin = charset + strlen ("charset=");
  begin += *begin == '"';
  return g_strndup (begin, strcspn (begin, "\"; \t"));
}

static gboolean
read_text (const char   *media,
           const char   *body,
           gsize         length,
           SluiceValue  *value,
           GError      **error)
{
  g_autofree char *charset = dup_charset (media);
  g_autofree char *text = NULL;
  gsize written = 0;

  if (g_utf8_validate_len (body, length, NULL))
    {
      *value = sluice_value_string_len (body, length);
      return TRUE;
    }
  if (g_ascii_strcasecmp (charset, "utf-8") != 0)
    text = g_convert (body, (gssize) length, "UTF-8", charset, NULL, &written, NULL);
  if (text != NULL)
    *value = sluice_value_string_len (text, written);
  else
    g_set_error_literal (error, SLUICE_HTTP_ERROR, SLUICE_HTTP_ERROR_PAYLOAD, "The server's answer is no text.");
  return text != NULL;
}

static gboolean
read_body (const SluiceHttpReply *reply,
           const char            *body,
           const char            *answer,
           SluiceValue           *value,
           GError               **error)
{
  const char *media = sluice_http_reply_get_header (reply, "Content-Type");
  gboolean is_json = g_strcmp0 (answer, "json") == 0
                     || (g_strcmp0 (answer, "text") != 0 && media != NULL && strcasestr (media, "json") != NULL);
  g_autoptr (GError) local = NULL;

  *value = sluice_value_null ();
  if (reply->body->len > 0 && memchr (reply->body->data, '\0', reply->body->len) != NULL)
    {
      g_set_error_literal (error, SLUICE_HTTP_ERROR, SLUICE_HTTP_ERROR_PAYLOAD, "The server's answer is no text.");
      return FALSE;
    }
  if (reply->body->len == 0 && !reply->is_open_ended && (!is_json || reply->status >= 300 || reply->status == 204))
    return TRUE;
  if (is_json)
    {
      if (sluice_json_read (body, -1, NULL, value, NULL, &local))
        return TRUE;
      g_set_error (error, SLUICE_HTTP_ERROR, SLUICE_HTTP_ERROR_PAYLOAD, "The server's answer is no whole JSON: %s",
                   local->message);
      return FALSE;
    }
  if (!reply->is_open_ended)
    return read_text (media, body, strlen (body), value, error);
  g_set_error_literal (error, SLUICE_HTTP_ERROR, SLUICE_HTTP_ERROR_TRUNCATED,
                       "The server did not say how long its answer is: nobody can tell whether it is whole.");
  return FALSE;
}

static void
done_cb (SluiceErrand    *errand,
         SluiceHttpReply *reply,
         const char      *body,
         const GError    *error,
         gpointer         user_data)
{
  g_autofree char *url = NULL;
  GError *wrong = NULL;
  SluiceValue options;
  SluiceValue result;
  SluiceValue value;

  if (reply == NULL)
    {
      if (error != NULL)
        sluice_errand_fail (errand, g_error_copy (error));
      return;
    }
  options = sluice_effect_get_request (sluice_errand_get_effect (errand));
  if (!read_body (reply, body, sluice_value_get_member_string (options, "answer"), &value, &wrong))
    {
      sluice_errand_fail (errand, wrong);
      return;
    }
  url = g_uri_to_string (reply->uri);
  result = sluice_value_object ();
  sluice_value_set_member (&result, "status", sluice_value_integer (reply->status));
  sluice_value_set_member (&result, "headers", make_headers (reply));
  sluice_value_set_member (&result, "body", value);
  sluice_value_set_member (&result, "url", sluice_value_string (url));
  sluice_value_set_member (&result, "seconds", sluice_value_real (reply->duration));
  sluice_errand_return (errand, result);
}

static void
send_request (SluiceErrand *errand,
              gpointer      user_data)
{
  SluiceValue options = sluice_effect_get_request (sluice_errand_get_effect (errand));
  const char *method = sluice_value_get_member_string (options, "method");
  const char *answer = sluice_value_get_member_string (options, "answer");
  g_autofree char *url = dup_url (options);
  SluiceHttpRequest *request;
  GError *error = NULL;

  request = sluice_errand_prepare (errand, method != NULL ? method : "GET", url, options, &error);
  if (request == NULL || !sluice_errand_add_token (errand, request, sluice_value_get_member (options, "token"), &error))
    {
      g_clear_pointer (&request, sluice_http_request_free);
      sluice_errand_fail (errand, error);
      return;
    }
  set_body (request, options);
  /* JSON shows by itself whether it is whole. */
  request->until_close = g_strcmp0 (answer, "text") != 0;
  sluice_errand_send (errand, request,
                      (guint) CLAMP (sluice_value_get_integer (sluice_value_get_member (options, "again")), 0, 20),
                      done_cb, NULL);
}

static void
gone_cb (gpointer user_data)
{
}

static void
perform_http (SluiceEffect *effect,
              gpointer      client)
{
  sluice_errand_unlock (sluice_errand_new (effect, client), sluice_effect_get_request (effect), send_request, gone_cb,
                        NULL);
}

static void
unref_client (gpointer client)
{
  sluice_http_client_unref (client);
}

void
sluice_kinds_add_performers (SluiceEngine *engine)
{
  static const char mark[] = "sluice-kinds";
  g_autofree char *authorities = NULL;
  SluiceHttpClient *client;

  if (g_object_get_data (G_OBJECT (engine), mark) != NULL)
    return;
  g_object_set_data (G_OBJECT (engine), mark, GINT_TO_POINTER (TRUE));
  authorities = sluice_models_dup_authorities (); /* from here on they are trusted */
  client = sluice_http_client_new (sluice_engine_get_context (engine));
  sluice_engine_set_performer (engine, "http", perform_http, sluice_http_client_ref (client), unref_client);
  sluice_engine_set_performer (engine, "embed", sluice_embed_perform, sluice_http_client_ref (client), unref_client);
  sluice_engine_set_performer (engine, "llm", sluice_llm_perform, client, unref_client);
  sluice_engine_set_performer (engine, "read", sluice_file_perform_read, NULL, NULL);
  sluice_engine_set_performer (engine, "picture", sluice_logged_picture_perform, NULL, NULL);
  sluice_engine_set_performer (engine, "write", sluice_file_perform_write, NULL, NULL);
  sluice_engine_set_performer (engine, "list", sluice_file_perform_list, NULL, NULL);
  sluice_engine_set_performer (engine, "run", sluice_command_perform, NULL, NULL);
  sluice_engine_set_performer (engine, "sql", sluice_sql_perform, NULL, NULL);
  sluice_engine_set_performer (engine, "watch", sluice_file_perform_watch, NULL, NULL);
}
