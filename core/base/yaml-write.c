/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Values as events for libyaml, which knows how to indent and when to quote what it is told to. A text is left without
 * quotes only where it reads back as itself. */

#include "base/yaml-text.h"

#include <string.h>
#include <yaml.h>

typedef struct
{
  SluiceValue     value; /* borrowed */
  SluiceValueIter iter;
} Open;

struct _SluiceYamlWriter
{
  yaml_emitter_t emitter;
  SluiceValue    root;  /* owned */
  GArray        *open;  /* of Open, the innermost last */
  GString       *text;
  gboolean       has_begun;
  gboolean       is_done;
};

static int
write_cb (void   *user_data,
          guchar *bytes,
          size_t  length)
{
  g_string_append_len (user_data, (const char *) bytes, (gssize) length);
  return 1;
}

SluiceYamlWriter *
sluice_yaml_writer_new (SluiceValue take_value)
{
  SluiceYamlWriter *self = g_new0 (SluiceYamlWriter, 1);

  self->root = take_value;
  self->open = g_array_new (FALSE, FALSE, sizeof (Open));
  self->text = g_string_new (NULL);
  if (!yaml_emitter_initialize (&self->emitter))
    g_error ("No memory is left to write YAML.");
  yaml_emitter_set_output (&self->emitter, write_cb, self->text);
  yaml_emitter_set_unicode (&self->emitter, TRUE);
  yaml_emitter_set_width (&self->emitter, -1);
  return self;
}

void
sluice_yaml_writer_free (SluiceYamlWriter *self)
{
  yaml_emitter_delete (&self->emitter);
  sluice_value_unref (self->root);
  g_array_unref (self->open);
  g_string_free (self->text, TRUE);
  g_free (self);
}

/* The emitter takes the event in any case. */
static void
emit (SluiceYamlWriter *self,
      yaml_event_t     *event)
{
  if (!yaml_emitter_emit (&self->emitter, event))
    g_warning ("YAML can't be written: %s", self->emitter.problem);
}

static void
emit_scalar (SluiceYamlWriter    *self,
             const char          *text,
             gsize                length,
             yaml_scalar_style_t  style)
{
  yaml_event_t event;

  yaml_scalar_event_initialize (&event, NULL, NULL, (const guchar *) text, (int) length,
                                style == YAML_PLAIN_SCALAR_STYLE, TRUE, style);
  emit (self, &event);
}

static gboolean
reads_as_itself (const char *text,
                 gsize       length)
{
  SluiceValue value = sluice_yaml_resolve (text, length);
  gboolean is_text = SLUICE_VALUE_IS_STRING (value);

  sluice_value_unref (value);
  return is_text;
}

/* Lines of text stand as a block, where such a block gives them back: neither blanks at their ends nor anything
 * that a block would have to escape. */
static gboolean
is_block (const char *text,
          gsize       length)
{
  if (strlen (text) != length || strchr (text, '\n') == NULL || *text == ' ' || *text == '\n' || *text == '\t')
    return FALSE;
  for (const char *c = text; *c != '\0'; c++)
    if (((guchar) *c < ' ' && *c != '\n') || *c == '\x7f' || (*c == ' ' && (c[1] == '\n' || c[1] == '\0')))
      return FALSE;
  return TRUE;
}

static void
emit_text (SluiceYamlWriter *self,
           const char       *text,
           gsize             length)
{
  /* What YAML 1.1 takes for a boolean is put in quotes, too. */
  static const char * const older[] = { "y", "n", "yes", "no", "on", "off", NULL };
  g_autofree char *lower = length <= 3 ? g_ascii_strdown (text, -1) : NULL;

  if (is_block (text, length))
    emit_scalar (self, text, length, YAML_LITERAL_SCALAR_STYLE);
  else if (reads_as_itself (text, length) && (lower == NULL || !g_strv_contains (older, lower)))
    emit_scalar (self, text, length, YAML_PLAIN_SCALAR_STYLE);
  else
    emit_scalar (self, text, length, YAML_DOUBLE_QUOTED_SCALAR_STYLE);
}

static void
begin (SluiceYamlWriter *self,
       SluiceValue       value)
{
  gboolean is_empty = sluice_value_get_length (value) == 0;
  Open open = { .value = value };
  yaml_event_t event;

  if (SLUICE_VALUE_IS_ARRAY (value))
    yaml_sequence_start_event_initialize (&event, NULL, NULL, TRUE,
                                          is_empty ? YAML_FLOW_SEQUENCE_STYLE : YAML_BLOCK_SEQUENCE_STYLE);
  else
    yaml_mapping_start_event_initialize (&event, NULL, NULL, TRUE,
                                         is_empty ? YAML_FLOW_MAPPING_STYLE : YAML_BLOCK_MAPPING_STYLE);
  emit (self, &event);
  sluice_value_iter_init (&open.iter, value);
  g_array_append_val (self->open, open);
}

static void
write_value (SluiceYamlWriter *self,
             SluiceValue       value)
{
  g_autofree char *text = NULL;
  gsize length;

  if (SLUICE_VALUE_IS_ARRAY (value) || SLUICE_VALUE_IS_OBJECT (value))
    begin (self, value);
  else if (SLUICE_VALUE_IS_STRING (value))
    emit_text (self, sluice_value_get_string (value), sluice_value_get_string_length (value));
  else
    {
      text = sluice_json_write (value, SLUICE_JSON_WRITE_COMPACT, &length);
      emit_scalar (self, text, length, YAML_PLAIN_SCALAR_STYLE);
    }
}

static void
end (SluiceYamlWriter *self,
     gboolean          is_array)
{
  yaml_event_t event;

  if (is_array)
    yaml_sequence_end_event_initialize (&event);
  else
    yaml_mapping_end_event_initialize (&event);
  emit (self, &event);
}

static void
begin_document (SluiceYamlWriter *self)
{
  yaml_event_t event;

  yaml_stream_start_event_initialize (&event, YAML_UTF8_ENCODING);
  emit (self, &event);
  yaml_document_start_event_initialize (&event, NULL, NULL, NULL, TRUE);
  emit (self, &event);
  self->has_begun = TRUE;
  write_value (self, self->root);
}

static void
end_document (SluiceYamlWriter *self)
{
  static const char mark[] = "...\n"; /* that the emitter sets after a text alone */
  yaml_event_t event;

  yaml_document_end_event_initialize (&event, TRUE);
  emit (self, &event);
  yaml_stream_end_event_initialize (&event);
  emit (self, &event);
  if (g_str_has_suffix (self->text->str, mark))
    g_string_truncate (self->text, self->text->len - strlen (mark));
  self->is_done = TRUE;
}

gboolean
sluice_yaml_writer_step (SluiceYamlWriter *self,
                         gsize             n_values)
{
  SluiceValue child;
  const char *key;

  if (!self->has_begun)
    begin_document (self);
  for (gsize i = 0; i < n_values && !self->is_done; i++)
    {
      Open *open = self->open->len > 0 ? &g_array_index (self->open, Open, self->open->len - 1) : NULL;

      if (open == NULL)
        end_document (self);
      else if (sluice_value_iter_next (&open->iter, &key, &child))
        {
          if (key != NULL)
            emit_text (self, key, strlen (key));
          write_value (self, child);
        }
      else
        {
          end (self, SLUICE_VALUE_IS_ARRAY (open->value));
          g_array_set_size (self->open, self->open->len - 1);
        }
    }
  return self->is_done;
}

const GString *
sluice_yaml_writer_get_text (SluiceYamlWriter *self)
{
  return self->text;
}

char *
sluice_yaml_write (SluiceValue value)
{
  SluiceYamlWriter *self = sluice_yaml_writer_new (sluice_value_ref (value));
  char *text;

  sluice_yaml_writer_step (self, G_MAXSIZE);
  text = g_strdup (self->text->str);
  sluice_yaml_writer_free (self);
  return text;
}
