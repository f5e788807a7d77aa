/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Lines, of which those that are events with a text are looked at. */

#include "kinds/llm-stream.h"

#include <string.h>

#include "base/json.h"

void
sluice_llm_stream_init (SluiceLlmStream *self)
{
  self->line = g_string_new (NULL);
  self->text = g_string_new (NULL);
}

void
sluice_llm_stream_clear (SluiceLlmStream *self)
{
  g_string_free (self->line, TRUE);
  g_string_free (self->text, TRUE);
}

void
sluice_llm_stream_reset (SluiceLlmStream *self)
{
  g_string_truncate (self->line, 0);
  g_string_truncate (self->text, 0);
}

static void
take_line (SluiceLlmStream *self)
{
  const char *data = g_strstrip (self->line->str);
  g_auto (SluiceValue) object = SLUICE_VALUE_INIT;
  SluiceValue choice;
  const char *content;

  if (!g_str_has_prefix (data, "data:"))
    return;
  data += strlen ("data:");
  if (!sluice_json_read (data, -1, NULL, &object, NULL, NULL))
    return;
  choice = sluice_value_get_element (sluice_value_get_member (object, "choices"), 0);
  content = sluice_value_get_member_string (sluice_value_get_member (choice, "delta"), "content");
  if (content != NULL)
    g_string_append (self->text, content);
}

char *
sluice_llm_stream_feed (SluiceLlmStream *self,
                        const char      *bytes,
                        gsize            length)
{
  gsize before = self->text->len;

  for (const char *end; length > 0; length -= (gsize) (end - bytes), bytes = end)
    {
      const char *newline = memchr (bytes, '\n', length);

      end = newline != NULL ? newline + 1 : bytes + length;
      g_string_append_len (self->line, bytes, end - bytes);
      if (newline == NULL)
        continue;
      take_line (self);
      g_string_truncate (self->line, 0);
    }
  return g_strdup (self->text->str + before);
}
