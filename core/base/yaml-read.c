/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Values from the events of libyaml. What is open is a stack of our own, so that neither depth nor size needs more of
 * the machine's. */

#include "base/yaml-text.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#define MAX_BYTES ((gsize) 64 << 20)
#define MAX_NODES ((gsize) 16 * 1000 * 1000)

typedef struct
{
  SluiceValue value;  /* owned */
  char       *key;    /* that waits for its value; or NULL */
  char       *anchor; /* or NULL */
  gsize       began;  /* nodes there were before it */
} Open;

typedef struct
{
  SluiceValue value;   /* owned */
  gsize       n_nodes; /* in it */
} Anchored;

struct _SluiceYamlReader
{
  yaml_parser_t    parser;
  SluiceJsonLimits limits;
  GArray          *open;    /* of Open, the innermost last */
  GHashTable      *anchors; /* name → Anchored */
  gsize            n_nodes;
  gsize            length;
  guint            n_documents;
  gboolean         has_root;
  SluiceValue      root;
};

static void
open_clear (gpointer data)
{
  Open *open = data;

  sluice_value_unref (open->value);
  g_free (open->key);
  g_free (open->anchor);
}

static void
anchored_free (gpointer data)
{
  Anchored *anchored = data;

  sluice_value_unref (anchored->value);
  g_free (anchored);
}

SluiceYamlReader *
sluice_yaml_reader_new (const char             *text,
                        gsize                   length,
                        const SluiceJsonLimits *limits)
{
  SluiceYamlReader *self = g_new0 (SluiceYamlReader, 1);

  if (limits != NULL)
    self->limits = *limits;
  if (self->limits.max_bytes == 0)
    self->limits.max_bytes = MAX_BYTES;
  if (self->limits.max_depth == 0)
    self->limits.max_depth = SLUICE_JSON_MAX_DEPTH;
  if (self->limits.max_nodes == 0)
    self->limits.max_nodes = MAX_NODES;
  self->length = length;
  self->open = g_array_new (FALSE, FALSE, sizeof (Open));
  g_array_set_clear_func (self->open, open_clear);
  self->anchors = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, anchored_free);
  self->root = sluice_value_null ();
  if (!yaml_parser_initialize (&self->parser))
    g_error ("No memory is left to read YAML.");
  yaml_parser_set_encoding (&self->parser, YAML_UTF8_ENCODING);
  yaml_parser_set_input_string (&self->parser, (const guchar *) text, length);
  return self;
}

void
sluice_yaml_reader_free (SluiceYamlReader *self)
{
  yaml_parser_delete (&self->parser);
  g_array_unref (self->open);
  g_hash_table_unref (self->anchors);
  sluice_value_unref (self->root);
  g_free (self);
}

G_GNUC_PRINTF (4, 5)
static gboolean
fail (GError            **error,
      SluiceJsonError     code,
      const yaml_mark_t  *mark,
      const char         *format,
      ...)
{
  g_autofree char *what = NULL;
  va_list list;

  va_start (list, format);
  what = g_strdup_vprintf (format, list);
  va_end (list);
  g_set_error (error, SLUICE_JSON_ERROR, code, "%" G_GSIZE_FORMAT ":%" G_GSIZE_FORMAT ": %s", mark->line + 1,
               mark->column + 1, what);
  return FALSE;
}

/* Texts without quotes */

static gboolean
is_one_of (const char         *text,
           const char * const *words)
{
  for (guint i = 0; words[i] != NULL; i++)
    if (strcmp (text, words[i]) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
read_integer (const char  *text,
              SluiceValue *value)
{
  const char *digits = text + (*text == '-' || *text == '+');
  int base = g_str_has_prefix (text, "0x") ? 16 : g_str_has_prefix (text, "0o") ? 8 : 10;
  char *end;
  gint64 number;

  if (base != 10)
    digits = text + 2;
  if (*digits == '\0' || strspn (digits, base == 16 ? "0123456789abcdefABCDEF" : base == 8 ? "01234567" : "0123456789")
                         != strlen (digits))
    return FALSE;
  errno = 0;
  number = g_ascii_strtoll (base == 10 ? text : digits, &end, base);
  if (errno != 0 || *end != '\0')
    return FALSE;
  *value = sluice_value_integer (number);
  return TRUE;
}

/* [-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )? */
static gboolean
read_real (const char  *text,
           SluiceValue *value)
{
  const char *at = text + (*text == '-' || *text == '+');
  gsize n_before = strspn (at, "0123456789");
  gsize n_after = 0;
  double number;

  at += n_before;
  if (*at == '.')
    {
      n_after = strspn (at + 1, "0123456789");
      at += 1 + n_after;
    }
  if (n_before + n_after == 0)
    return FALSE;
  if (*at == 'e' || *at == 'E')
    {
      at += 1 + (at[1] == '-' || at[1] == '+');
      if (!g_ascii_isdigit (*at))
        return FALSE;
      at += strspn (at, "0123456789");
    }
  number = *at == '\0' ? g_ascii_strtod (text, NULL) : INFINITY;
  *value = sluice_value_real (number);
  return isfinite (number);
}

SluiceValue
sluice_yaml_resolve (const char *text,
                     gsize       length)
{
  static const char * const nulls[] = { "", "~", "null", "Null", "NULL", NULL };
  static const char * const trues[] = { "true", "True", "TRUE", NULL };
  static const char * const falses[] = { "false", "False", "FALSE", NULL };
  SluiceValue value;

  if (strlen (text) == length && length <= 64)
    {
      if (is_one_of (text, nulls))
        return sluice_value_null ();
      if (is_one_of (text, trues) || is_one_of (text, falses))
        return sluice_value_boolean (*text == 't' || *text == 'T');
      if (read_integer (text, &value) || read_real (text, &value))
        return value;
    }
  return sluice_value_string_len (text, length);
}

static SluiceValue
read_scalar (const yaml_event_t *event)
{
  const char *text = (const char *) event->data.scalar.value;
  gsize length = event->data.scalar.length;
  const char *tag = (const char *) event->data.scalar.tag;

  if (event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE || g_strcmp0 (tag, YAML_STR_TAG) == 0
      || g_strcmp0 (tag, "!") == 0)
    return sluice_value_string_len (text, length);
  return sluice_yaml_resolve (text, length);
}

/* Values where they belong */

static void
keep_anchored (SluiceYamlReader *self,
               const char       *anchor,
               SluiceValue       value,
               gsize             n_nodes)
{
  Anchored *anchored;

  if (anchor == NULL)
    return;
  anchored = g_new (Anchored, 1);
  *anchored = (Anchored) { sluice_value_ref (value), n_nodes };
  g_hash_table_replace (self->anchors, g_strdup (anchor), anchored);
}

static char *
dup_key (SluiceValue key)
{
  return SLUICE_VALUE_IS_STRING (key) ? sluice_value_dup_string (key)
                                      : sluice_json_write (key, SLUICE_JSON_WRITE_COMPACT, NULL);
}

/* The value that is whole: a key, a member, an element, or all of it. */
static gboolean
put (SluiceYamlReader   *self,
     SluiceValue         take,
     const yaml_mark_t  *mark,
     GError            **error)
{
  g_auto (SluiceValue) value = take;
  Open *open = self->open->len > 0 ? &g_array_index (self->open, Open, self->open->len - 1) : NULL;

  if (open == NULL)
    {
      sluice_value_replace (&self->root, sluice_value_ref (value));
      self->has_root = TRUE;
    }
  else if (SLUICE_VALUE_IS_ARRAY (open->value))
    sluice_value_append (&open->value, sluice_value_ref (value));
  else if (open->key != NULL)
    {
      sluice_value_set_member (&open->value, open->key, sluice_value_ref (value));
      g_clear_pointer (&open->key, g_free);
    }
  else if (SLUICE_VALUE_IS_ARRAY (value) || SLUICE_VALUE_IS_OBJECT (value))
    return fail (error, SLUICE_JSON_ERROR_VALUE, mark, "a key is a text");
  else
    {
      open->key = dup_key (value);
      if (sluice_value_has_member (open->value, open->key))
        return fail (error, SLUICE_JSON_ERROR_DUPLICATE, mark, "the key “%.100s” stands there twice", open->key);
    }
  return TRUE;
}

static gboolean
count (SluiceYamlReader   *self,
       gsize               n,
       const yaml_mark_t  *mark,
       GError            **error)
{
  self->n_nodes += n;
  return self->n_nodes <= self->limits.max_nodes
         || fail (error, SLUICE_JSON_ERROR_LIMIT, mark, "more than %" G_GSIZE_FORMAT " values", self->limits.max_nodes);
}

static gboolean
begin (SluiceYamlReader    *self,
       SluiceValue          take,
       const yaml_char_t   *anchor,
       const yaml_event_t  *event,
       GError             **error)
{
  Open open = { take, NULL, g_strdup ((const char *) anchor), self->n_nodes };

  g_array_append_val (self->open, open);
  if (self->open->len > self->limits.max_depth)
    return fail (error, SLUICE_JSON_ERROR_LIMIT, &event->start_mark, "nested more than %u deep",
                 self->limits.max_depth);
  return count (self, 1, &event->start_mark, error);
}

static gboolean
end (SluiceYamlReader    *self,
     const yaml_event_t  *event,
     GError             **error)
{
  Open *open = &g_array_index (self->open, Open, self->open->len - 1);
  SluiceValue value = sluice_value_ref (open->value);

  keep_anchored (self, open->anchor, value, self->n_nodes - open->began);
  g_array_set_size (self->open, self->open->len - 1);
  return put (self, value, &event->start_mark, error);
}

static gboolean
take_scalar (SluiceYamlReader    *self,
             const yaml_event_t  *event,
             GError             **error)
{
  SluiceValue value = read_scalar (event);

  keep_anchored (self, (const char *) event->data.scalar.anchor, value, 1);
  return put (self, value, &event->start_mark, error) && count (self, 1, &event->start_mark, error);
}

static gboolean
take_alias (SluiceYamlReader    *self,
            const yaml_event_t  *event,
            GError             **error)
{
  const char *name = (const char *) event->data.alias.anchor;
  const Anchored *anchored = g_hash_table_lookup (self->anchors, name);

  if (anchored == NULL)
    return fail (error, SLUICE_JSON_ERROR_SYNTAX, &event->start_mark, "there is no value “&%.100s” before", name);
  return count (self, anchored->n_nodes, &event->start_mark, error)
         && put (self, sluice_value_ref (anchored->value), &event->start_mark, error);
}

static gboolean
take_event (SluiceYamlReader    *self,
            const yaml_event_t  *event,
            gboolean            *done,
            GError             **error)
{
  switch (event->type)
    {
    case YAML_DOCUMENT_START_EVENT:
      return ++self->n_documents == 1
             || fail (error, SLUICE_JSON_ERROR_SYNTAX, &event->start_mark,
                      "one document is wanted, and here is another");

    case YAML_SCALAR_EVENT:
      return take_scalar (self, event, error);

    case YAML_ALIAS_EVENT:
      return take_alias (self, event, error);

    case YAML_SEQUENCE_START_EVENT:
      return begin (self, sluice_value_array (), event->data.sequence_start.anchor, event, error);

    case YAML_MAPPING_START_EVENT:
      return begin (self, sluice_value_object (), event->data.mapping_start.anchor, event, error);

    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
      return end (self, event, error);

    case YAML_STREAM_END_EVENT:
      *done = TRUE;
      return self->has_root || fail (error, SLUICE_JSON_ERROR_SYNTAX, &event->start_mark, "there is nothing");

    default:
      return TRUE;
    }
}

static gboolean
fail_parser (SluiceYamlReader  *self,
             GError           **error)
{
  gboolean is_encoding = self->parser.error == YAML_READER_ERROR;

  return fail (error, is_encoding ? SLUICE_JSON_ERROR_ENCODING : SLUICE_JSON_ERROR_SYNTAX,
               is_encoding ? &self->parser.mark : &self->parser.problem_mark, "%s%s%s",
               self->parser.problem != NULL ? self->parser.problem : "this is no YAML",
               self->parser.context != NULL ? " " : "", self->parser.context != NULL ? self->parser.context : "");
}

gboolean
sluice_yaml_reader_step (SluiceYamlReader  *self,
                         gsize              n_events,
                         SluiceValue       *value,
                         gboolean          *done,
                         GError           **error)
{
  *done = FALSE;
  if (self->length > self->limits.max_bytes)
    return fail (error, SLUICE_JSON_ERROR_LIMIT, &self->parser.mark, "more than %" G_GSIZE_FORMAT " bytes",
                 self->limits.max_bytes);
  for (gsize i = 0; i < n_events && !*done; i++)
    {
      yaml_event_t event;
      gboolean ok;

      if (!yaml_parser_parse (&self->parser, &event))
        return fail_parser (self, error);
      ok = take_event (self, &event, done, error);
      yaml_event_delete (&event);
      if (!ok)
        return FALSE;
    }
  if (*done)
    {
      *value = self->root;
      self->root = sluice_value_null ();
    }
  return TRUE;
}

gboolean
sluice_yaml_read (const char              *text,
                  gssize                   length,
                  const SluiceJsonLimits  *limits,
                  SluiceValue             *value,
                  GError                 **error)
{
  SluiceYamlReader *self = sluice_yaml_reader_new (text, length >= 0 ? (gsize) length : strlen (text), limits);
  gboolean done = FALSE;
  gboolean ok = sluice_yaml_reader_step (self, G_MAXSIZE, value, &done, error);

  sluice_yaml_reader_free (self);
  return ok;
}
