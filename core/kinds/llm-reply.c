/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Replies of chat completions. A stream ends in [DONE] or a finish reason, else it was cut; a reply that
 * ran into the limit on tokens was cut, too. */

#include "kinds/llm-reply.h"

#include <string.h>

#include "base/json.h"
#include "base/yaml-text.h"
#include "net/http.h"

static gboolean
fail (GError              **error,
      SluiceHttpErrorCode   code,
      const char           *message)
{
  g_set_error_literal (error, SLUICE_HTTP_ERROR, code, message);
  return FALSE;
}

void
sluice_llm_reply_clear (SluiceLlmReply *self)
{
  sluice_value_clear (&self->text);
  sluice_value_clear (&self->tool_calls);
  sluice_value_clear (&self->usage);
  g_clear_pointer (&self->model, g_free);
  g_clear_pointer (&self->finish, g_free);
}

/* Arguments come as the text of a JSON object. */
static gboolean
add_tool_call (SluiceLlmReply  *self,
               const char      *id,
               const char      *name,
               const char      *arguments,
               GError         **error)
{
  SluiceValue call;
  SluiceValue value;

  if (arguments == NULL || *arguments == '\0')
    arguments = "{}";
  if (!sluice_json_read (arguments, -1, NULL, &value, NULL, NULL))
    return fail (error, SLUICE_HTTP_ERROR_PAYLOAD, "The model called a tool with arguments that are no JSON.");
  call = sluice_value_object ();
  sluice_value_set_member (&call, "id", sluice_value_string (id != NULL ? id : ""));
  sluice_value_set_member (&call, "name", sluice_value_string (name != NULL ? name : ""));
  sluice_value_set_member (&call, "arguments", value);
  if (SLUICE_VALUE_IS_NULL (self->tool_calls))
    self->tool_calls = sluice_value_array ();
  sluice_value_append (&self->tool_calls, call);
  return TRUE;
}

static void
take_common (SluiceLlmReply *self,
             SluiceValue     object,
             SluiceValue     choice)
{
  SluiceValue usage = sluice_value_get_member (object, "usage");
  const char *finish = sluice_value_get_member_string (choice, "finish_reason");
  const char *model = sluice_value_get_member_string (object, "model");

  if (SLUICE_VALUE_IS_OBJECT (usage))
    sluice_value_replace (&self->usage, sluice_value_ref (usage));
  if (finish != NULL && *finish != '\0')
    {
      g_free (self->finish);
      self->finish = g_strdup (finish);
    }
  if (model != NULL && self->model == NULL)
    self->model = g_strdup (model);
}

/* What the server says is wrong, in either form it comes in. */
static gboolean
check_error (SluiceValue   object,
             GError      **error)
{
  SluiceValue said = sluice_value_get_member (object, "error");
  const char *message = sluice_value_get_string (said);

  if (SLUICE_VALUE_IS_NULL (said))
    return TRUE;
  if (message == NULL)
    message = sluice_value_get_member_string (said, "message");
  g_set_error (error, SLUICE_HTTP_ERROR, SLUICE_HTTP_ERROR_STATUS, "The model server says: %.500s",
               message != NULL ? message : "an error");
  return FALSE;
}

static gboolean
read_whole (SluiceLlmReply  *self,
            SluiceValue      object,
            GError         **error)
{
  SluiceValue choice = sluice_value_get_element (sluice_value_get_member (object, "choices"), 0);
  SluiceValue message = sluice_value_get_member (choice, "message");
  SluiceValue calls = sluice_value_get_member (message, "tool_calls");

  if (!check_error (object, error))
    return FALSE;
  if (!SLUICE_VALUE_IS_OBJECT (message))
    return fail (error, SLUICE_HTTP_ERROR_PAYLOAD, "The model server's answer holds no message.");
  take_common (self, object, choice);
  self->text = sluice_value_ref (sluice_value_get_member (message, "content"));
  for (guint i = 0; SLUICE_VALUE_IS_ARRAY (calls) && i < sluice_value_get_length (calls); i++)
    {
      SluiceValue call = sluice_value_get_element (calls, i);
      SluiceValue function = sluice_value_get_member (call, "function");

      if (!add_tool_call (self, sluice_value_get_member_string (call, "id"),
                          sluice_value_get_member_string (function, "name"),
                          sluice_value_get_member_string (function, "arguments"), error))
        return FALSE;
    }
  return TRUE;
}

/* A tool call of a stream comes in pieces. */
typedef struct
{
  char    *id;
  char    *name;
  GString *arguments;
} Piece;

static void
piece_free (gpointer data)
{
  Piece *piece = data;

  g_free (piece->id);
  g_free (piece->name);
  g_string_free (piece->arguments, TRUE);
  g_free (piece);
}

static void
take_piece (GPtrArray   *pieces,
            SluiceValue  call)
{
  SluiceValue function = sluice_value_get_member (call, "function");
  gint64 index = sluice_value_get_integer (sluice_value_get_member (call, "index"));
  const char *arguments = sluice_value_get_member_string (function, "arguments");
  Piece *piece;

  index = CLAMP (index, 0, 255);
  while (pieces->len <= index)
    {
      piece = g_new0 (Piece, 1);
      piece->arguments = g_string_new (NULL);
      g_ptr_array_add (pieces, piece);
    }
  piece = g_ptr_array_index (pieces, index);
  if (piece->id == NULL)
    piece->id = sluice_value_dup_string (sluice_value_get_member (call, "id"));
  if (piece->name == NULL)
    piece->name = sluice_value_dup_string (sluice_value_get_member (function, "name"));
  g_string_append (piece->arguments, arguments != NULL ? arguments : "");
}

static gboolean
take_event (SluiceLlmReply  *self,
            const char      *data,
            GString         *text,
            GPtrArray       *pieces,
            GError         **error)
{
  g_auto (SluiceValue) object = SLUICE_VALUE_INIT;
  SluiceValue choice;
  SluiceValue delta;
  SluiceValue calls;
  const char *content;

  if (!sluice_json_read (data, -1, NULL, &object, NULL, NULL))
    return fail (error, SLUICE_HTTP_ERROR_PAYLOAD, "An event of the model's answer is no whole JSON.");
  if (!check_error (object, error))
    return FALSE;
  choice = sluice_value_get_element (sluice_value_get_member (object, "choices"), 0);
  delta = sluice_value_get_member (choice, "delta");
  calls = sluice_value_get_member (delta, "tool_calls");
  content = sluice_value_get_member_string (delta, "content");
  take_common (self, object, choice);
  g_string_append (text, content != NULL ? content : "");
  for (guint i = 0; SLUICE_VALUE_IS_ARRAY (calls) && i < sluice_value_get_length (calls); i++)
    take_piece (pieces, sluice_value_get_element (calls, i));
  return TRUE;
}

static gboolean
read_stream (SluiceLlmReply  *self,
             const char      *body,
             GError         **error)
{
  g_autoptr (GPtrArray) pieces = g_ptr_array_new_with_free_func (piece_free);
  g_autoptr (GString) text = g_string_new (NULL);
  g_auto (GStrv) lines = g_strsplit (body, "\n", -1);
  gboolean is_done = FALSE;

  for (guint i = 0; lines[i] != NULL && !is_done; i++)
    {
      const char *data = g_strchomp (lines[i]);

      if (!g_str_has_prefix (data, "data:"))
        continue;
      data += strlen ("data:");
      data += *data == ' ';
      is_done = strcmp (data, "[DONE]") == 0;
      if (!is_done && !take_event (self, data, text, pieces, error))
        return FALSE;
    }
  if (!is_done && self->finish == NULL)
    return fail (error, SLUICE_HTTP_ERROR_TRUNCATED, "The model's answer was cut short: its stream has no end.");
  if (text->len > 0 || pieces->len == 0)
    self->text = sluice_value_string_len (text->str, text->len);
  for (guint i = 0; i < pieces->len; i++)
    {
      const Piece *piece = g_ptr_array_index (pieces, i);

      if (!add_tool_call (self, piece->id, piece->name, piece->arguments->str, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
check_finish (const SluiceLlmReply  *self,
              GError               **error)
{
  if (g_strcmp0 (self->finish, "length") == 0)
    return fail (error, SLUICE_HTTP_ERROR_TRUNCATED, "The model's answer was cut short at the limit on its tokens.");
  if (g_strcmp0 (self->finish, "content_filter") == 0)
    return fail (error, SLUICE_HTTP_ERROR_PAYLOAD, "The model server withheld the answer.");
  if (!SLUICE_VALUE_IS_STRING (self->text) && SLUICE_VALUE_IS_NULL (self->tool_calls))
    return fail (error, SLUICE_HTTP_ERROR_PAYLOAD, "The model's answer is no text.");
  return TRUE;
}

gboolean
sluice_llm_reply_read (SluiceLlmReply  *self,
                       const char      *body,
                       GError         **error)
{
  g_auto (SluiceValue) object = SLUICE_VALUE_INIT;
  gboolean ok;

  *self = (SluiceLlmReply) { 0 };
  while (g_ascii_isspace (*body))
    body++;
  if (*body != '{')
    ok = read_stream (self, body, error);
  else if (sluice_json_read (body, -1, NULL, &object, NULL, NULL))
    ok = read_whole (self, object, error);
  else
    ok = fail (error, SLUICE_HTTP_ERROR_PAYLOAD, "The model server's answer is no whole JSON.");
  if (ok && check_finish (self, error))
    return TRUE;
  sluice_llm_reply_clear (self);
  return FALSE;
}

/* Structured replies */

typedef gboolean (*ReadFunc) (const char   *begin,
                              gsize         length,
                              SluiceValue  *value);

static gboolean
read_json (const char   *begin,
           gsize         length,
           SluiceValue  *value)
{
  return length > 0 && sluice_json_read (begin, (gssize) length, NULL, value, NULL, NULL);
}

/* Words are YAML, too: they are not what was asked for. */
static gboolean
read_yaml (const char   *begin,
           gsize         length,
           SluiceValue  *value)
{
  if (!sluice_yaml_read (begin, (gssize) length, NULL, value, NULL))
    return FALSE;
  if (SLUICE_VALUE_IS_ARRAY (*value) || SLUICE_VALUE_IS_OBJECT (*value))
    return TRUE;
  sluice_value_clear (value);
  return FALSE;
}

/* What stands between ``` and ```, after the language's name. */
static gboolean
read_fenced (const char   *text,
             ReadFunc      read,
             SluiceValue  *value)
{
  for (const char *fence = strstr (text, "```"); fence != NULL; fence = strstr (fence, "```"))
    {
      const char *begin = strchr (fence, '\n');
      const char *end = begin != NULL ? strstr (begin, "```") : NULL;

      if (end == NULL)
        return FALSE;
      if (read (begin, (gsize) (end - begin), value))
        return TRUE;
      fence = end;
      fence += strlen ("```");
    }
  return FALSE;
}

static gboolean
read_between (const char   *text,
              SluiceValue  *value)
{
  const char *begin = strpbrk (text, "{[");
  const char *end = begin != NULL ? strrchr (begin, *begin == '{' ? '}' : ']') : NULL;

  return end != NULL && read_json (begin, (gsize) (end + 1 - begin), value);
}

gboolean
sluice_llm_cut_json (const char   *text,
                     SluiceValue  *value,
                     GError      **error)
{
  if (read_json (text, strlen (text), value) || read_fenced (text, read_json, value)
      || read_fenced (text, read_yaml, value) || read_between (text, value))
    return TRUE;
  return fail (error, SLUICE_HTTP_ERROR_PAYLOAD, "The answer holds no JSON.");
}

gboolean
sluice_llm_cut_yaml (const char   *text,
                     SluiceValue  *value,
                     GError      **error)
{
  if (read_fenced (text, read_yaml, value) || read_yaml (text, strlen (text), value))
    return TRUE;
  return fail (error, SLUICE_HTTP_ERROR_PAYLOAD, "The answer holds no list or object in YAML.");
}
