/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Reading JSON: the structure and its limits. The containers that are open stand on a stack of
 * their own, so nesting takes no stack of the program. */

#include "base/json.h"

#include <string.h>

#include "base/json-private.h"
#include "base/pointer.h"
#include "base/value-private.h"

#define SHOWN_PARTS 4 /* of a deep pointer in a message, at each end */
#define N_SEEN 256    /* short texts that are shared where they come again */
#define SEEN_LENGTH 31
#define N_SHAPES 256  /* keys of objects, as those, */
#define N_WAYS 4      /* and so many where they would have the same place */
#define DEFAULT_MAX_BYTES (64 * 1024 * 1024)
#define DEFAULT_MAX_NODES (16 * 1000 * 1000)

/* A container that is open. */
typedef struct
{
  SluiceValue   container; /* owned */
  SluiceString *key;       /* owned: of the member whose value comes next, in an object */
} Frame;

struct _SluiceJsonReader
{
  SluiceJsonScan   scan;
  SluiceJsonLimits limits;
  gsize            nodes;
  GArray          *frames;  /* Frame, the innermost last */
  SluiceValue      current; /* owned: finished, and in no container yet */
  SluiceString    *seen[N_SEEN]; /* owned, or NULL: short texts met lately, each at its hash */
  SluiceShape     *shapes[N_SHAPES]; /* owned, or NULL: those met lately, each near the hashes of its keys */
  gboolean         checked; /* the text as a whole */
};

typedef SluiceJsonReader Reader;

static void
frame_clear (gpointer data)
{
  Frame *frame = data;

  sluice_value_clear (&frame->container);
  g_clear_pointer (&frame->key, sluice_string_unref);
}

static Frame *
innermost (Reader *reader)
{
  return &g_array_index (reader->frames, Frame, reader->frames->len - 1);
}

static void
reader_init (Reader                 *reader,
             const char             *text,
             gsize                   length,
             const SluiceJsonLimits *limits)
{
  static const SluiceJsonLimits none = { 0 };

  reader->limits = limits != NULL ? *limits : none;
  if (reader->limits.max_bytes == 0)
    reader->limits.max_bytes = DEFAULT_MAX_BYTES;
  if (reader->limits.max_depth == 0)
    reader->limits.max_depth = SLUICE_JSON_MAX_DEPTH;
  if (reader->limits.max_nodes == 0)
    reader->limits.max_nodes = DEFAULT_MAX_NODES;
  reader->nodes = 0;
  reader->current = sluice_value_null ();
  reader->checked = FALSE;
  memset (reader->seen, 0, sizeof reader->seen);
  memset (reader->shapes, 0, sizeof reader->shapes);
  reader->frames = g_array_new (FALSE, FALSE, sizeof (Frame));
  g_array_set_clear_func (reader->frames, frame_clear);
  sluice_json_scan_init (&reader->scan, text, length);
}

static void
reader_clear (Reader *reader)
{
  g_array_unref (reader->frames);
  sluice_value_clear (&reader->current);
  for (guint i = 0; i < N_SEEN; i++)
    g_clear_pointer (&reader->seen[i], sluice_string_unref);
  for (guint i = 0; i < N_SHAPES; i++)
    g_clear_pointer (&reader->shapes[i], sluice_shape_unref);
  sluice_json_scan_clear (&reader->scan);
}

/* Checks on the whole text */

static gboolean
check_encoding (SluiceJsonScan *scan)
{
  const char *at = scan->start;

  /* A NUL is good UTF-8; the scanner says where it may not stand. */
  while (at < scan->end && !g_utf8_validate_len (at, scan->end - at, &at))
    {
      if (*at != '\0')
        return sluice_json_scan_fail (scan, at, SLUICE_JSON_ERROR_ENCODING,
                                      "the byte 0x%02x is not UTF-8 here; save the text as UTF-8",
                                      (guchar) *at);
      at++;
    }
  return TRUE;
}

static gboolean
check_text (Reader *reader)
{
  SluiceJsonScan *scan = &reader->scan;
  gsize length = scan->end - scan->start;

  if (length > reader->limits.max_bytes)
    return sluice_json_scan_fail (scan, scan->start, SLUICE_JSON_ERROR_LIMIT,
                                  "the text has %" G_GSIZE_FORMAT " bytes; at most %"
                                  G_GSIZE_FORMAT " are read", length, reader->limits.max_bytes);
  if (length >= 3 && memcmp (scan->start, "\xef\xbb\xbf", 3) == 0)
    return sluice_json_scan_fail (scan, scan->start, SLUICE_JSON_ERROR_SYNTAX,
                                  "the text begins with a byte order mark; save it without one");
  return check_encoding (scan);
}

/* Values */

/* Keys and short texts ("script") come again and again: they become one string. */
static SluiceString *
take_text (Reader     *reader,
           const char *text,
           gsize       length)
{
  guint32 hash;
  SluiceString **seen;

  if (length > SEEN_LENGTH)
    return sluice_string_new (text, length);
  hash = sluice_string_hash_text (text, length);
  seen = &reader->seen[hash % N_SEEN];
  if (*seen == NULL || (*seen)->length != length || memcmp ((*seen)->text, text, length) != 0)
    {
      g_clear_pointer (seen, sluice_string_unref);
      *seen = sluice_string_new (text, length);
      (*seen)->hash = hash;
    }
  return sluice_string_ref (*seen);
}

static gboolean
read_key (Reader *reader)
{
  Frame *frame = innermost (reader);
  const char *begin = reader->scan.at;
  const char *text;
  gsize length;

  if (sluice_json_scan_peek (&reader->scan) != '"')
    return sluice_json_scan_fail_expected (&reader->scan, "a key in double quotes");
  begin = reader->scan.at;
  if (!sluice_json_scan_string (&reader->scan, &text, &length))
    return FALSE;
  if (memchr (text, '\0', length) != NULL)
    return sluice_json_scan_fail (&reader->scan, begin, SLUICE_JSON_ERROR_VALUE,
                                  "a key holds no \\u0000");
  if (sluice_object_find (frame->container.u.pointer, text, length) >= 0)
    return sluice_json_scan_fail (&reader->scan, begin, SLUICE_JSON_ERROR_DUPLICATE,
                                  "the key \"%.*s\" is there twice; remove or rename one",
                                  (int) MIN (length, 80), text);
  frame->key = take_text (reader, text, length);
  if (sluice_json_scan_peek (&reader->scan) != ':')
    return sluice_json_scan_fail_expected (&reader->scan, "':' after the key");
  reader->scan.at++;
  return TRUE;
}

/* Opens a container. One that is empty is closed at once: @opened is FALSE, @value is set. */
static gboolean
open_container (Reader      *reader,
                SluiceValue *value,
                gboolean    *opened)
{
  gboolean is_object = *reader->scan.at == '{';
  Frame frame = { SLUICE_VALUE_INIT, NULL };

  if (reader->frames->len >= reader->limits.max_depth)
    return sluice_json_scan_fail (&reader->scan, reader->scan.at, SLUICE_JSON_ERROR_LIMIT,
                                  "nested deeper than %u levels; make it flatter",
                                  reader->limits.max_depth);
  reader->scan.at++;
  frame.container = is_object ? sluice_value_object () : sluice_value_array ();
  *opened = sluice_json_scan_peek (&reader->scan) != (is_object ? '}' : ']');
  if (!*opened)
    {
      reader->scan.at++;
      *value = frame.container;
      return TRUE;
    }
  g_array_append_val (reader->frames, frame);
  return is_object ? read_key (reader) : TRUE;
}

static gboolean
read_string (Reader      *reader,
             SluiceValue *value)
{
  const char *text;
  gsize length;

  if (!sluice_json_scan_string (&reader->scan, &text, &length))
    return FALSE;
  *value = sluice_value_from_block (SLUICE_VALUE_STRING, take_text (reader, text, length));
  return TRUE;
}

static gboolean
begin_value (Reader      *reader,
             SluiceValue *value,
             gboolean    *opened)
{
  char next = sluice_json_scan_peek (&reader->scan);

  *opened = FALSE;
  if (++reader->nodes > reader->limits.max_nodes)
    return sluice_json_scan_fail (&reader->scan, reader->scan.at, SLUICE_JSON_ERROR_LIMIT,
                                  "more than %" G_GSIZE_FORMAT " values",
                                  reader->limits.max_nodes);
  if (next == '{' || next == '[')
    return open_container (reader, value, opened);
  if (next == '"')
    return read_string (reader, value);
  if (next == '-' || g_ascii_isdigit (next))
    return sluice_json_scan_number (&reader->scan, value);
  return sluice_json_scan_word (&reader->scan, value);
}

/* Objects often have the same keys: they then share one shape. */
static void
share_shape (Reader      *reader,
             SluiceValue  value)
{
  SluiceObject *object = value.u.pointer;
  guint32 hash = 0;

  if (!SLUICE_VALUE_IS_OBJECT (value) || object->shape == NULL)
    return;
  for (guint i = 0; i < object->shape->length; i++)
    hash = hash * 31 + object->shape->keys[i].hash;
  hash *= 2654435761u; /* which brings all bits of it to the upper ones */
  sluice_object_share_shape (object, &reader->shapes[(hash >> 16) % (N_SHAPES / N_WAYS) * N_WAYS], N_WAYS);
}

static void
put_value (Reader      *reader,
           SluiceValue  take)
{
  Frame *frame = innermost (reader);

  share_shape (reader, take);
  if (SLUICE_VALUE_IS_ARRAY (frame->container))
    sluice_value_append (&frame->container, take);
  else
    sluice_object_add (frame->container.u.pointer, g_steal_pointer (&frame->key), take);
}

/* After a value in a container: a comma (@closed is FALSE) or the end. */
static gboolean
read_separator (Reader   *reader,
                gboolean *closed)
{
  gboolean is_object = SLUICE_VALUE_IS_OBJECT (innermost (reader)->container);
  char close = is_object ? '}' : ']';
  char next = sluice_json_scan_peek (&reader->scan);
  const char *comma = reader->scan.at;

  *closed = next == close;
  if (next != close && next != ',')
    return sluice_json_scan_fail_expected (&reader->scan, is_object ? "',' or '}' after the member"
                                                                    : "',' or ']' after the element");
  reader->scan.at++;
  if (*closed)
    return TRUE;
  if (sluice_json_scan_peek (&reader->scan) == close)
    return sluice_json_scan_fail (&reader->scan, comma, SLUICE_JSON_ERROR_SYNTAX,
                                  "a comma with nothing after it; remove it");
  return is_object ? read_key (reader) : TRUE;
}

/* Hands a finished value to its container, and that to its own when it closes, and so on. @done
 * once the outermost is finished. */
static gboolean
finish_value (Reader      *reader,
              SluiceValue *value,
              gboolean    *done)
{
  gboolean closed;

  while (reader->frames->len > 0)
    {
      put_value (reader, sluice_value_steal (value));
      if (!read_separator (reader, &closed))
        return FALSE;
      if (!closed)
        {
          *done = FALSE;
          return TRUE;
        }
      *value = sluice_value_steal (&innermost (reader)->container);
      g_array_set_size (reader->frames, reader->frames->len - 1);
    }
  *done = TRUE;
  return TRUE;
}

/* @done once the value is whole; else when @most values have been begun. */
static gboolean
read_some (Reader   *reader,
           gsize     most,
           gboolean *done)
{
  gsize end = most < G_MAXSIZE - reader->nodes ? reader->nodes + most : G_MAXSIZE;
  gboolean opened;

  *done = FALSE;
  if (!reader->checked && !check_text (reader))
    return FALSE;
  reader->checked = TRUE;
  while (!*done && reader->nodes < end)
    {
      if (!begin_value (reader, &reader->current, &opened))
        return FALSE;
      if (!opened && !finish_value (reader, &reader->current, done))
        return FALSE;
    }
  if (!*done)
    return TRUE;
  sluice_json_scan_peek (&reader->scan);
  if (reader->scan.at != reader->scan.end)
    return sluice_json_scan_fail_expected (&reader->scan, "nothing after the value");
  return TRUE;
}

/* Errors */

/* Where the reader is, as a JSON Pointer. In a place too deep to be read by anybody the middle is
 * left out. */
static char *
describe_place (Reader *reader)
{
  GString *pointer = g_string_new (NULL);
  guint depth = reader->frames->len;

  for (guint i = 0; i < depth; i++)
    {
      Frame *frame = &g_array_index (reader->frames, Frame, i);

      if (depth > 2 * SHOWN_PARTS + 1 && i == SHOWN_PARTS)
        {
          g_string_append (pointer, "/…");
          i = depth - SHOWN_PARTS - 1;
          continue;
        }
      if (frame->key != NULL)
        {
          g_autofree char *part = sluice_pointer_join ("", frame->key->text);

          g_string_append (pointer, part);
        }
      else if (SLUICE_VALUE_IS_ARRAY (frame->container))
        {
          g_string_append_printf (pointer, "/%u", sluice_value_get_length (frame->container));
        }
    }
  return g_string_free (pointer, FALSE);
}

static void
report (Reader              *reader,
        SluiceJsonPosition  *position,
        GError             **error)
{
  g_autofree char *place = describe_place (reader);
  SluiceJsonPosition found;

  sluice_json_scan_get_position (&reader->scan, &found);
  if (position != NULL)
    *position = found;
  g_set_error (error, SLUICE_JSON_ERROR, reader->scan.error->code, "%u:%u: %s%s%s%s",
               found.line, found.column, reader->scan.error->message,
               *place != '\0' ? " (at " : "", place, *place != '\0' ? ")" : "");
}

/**
 * sluice_json_read: (skip)
 * @text: a JSON text; need not end with a NUL
 * @length: its length in bytes, or -1 if it ends with a NUL
 * @limits: (nullable): limits, %NULL for the defaults
 * @value: (out): the value, owned by the caller; untouched on an error
 * @position: (out) (optional): set on an error: where it is
 * @error: return location for a #GError of %SLUICE_JSON_ERROR
 *
 * Reads a text strictly as RFC 8259 says, with no key twice in an object. Numbers without a
 * fraction or exponent are integers and must fit into 64 bits; all others are reals. -0 is the
 * real -0.0, which alone keeps its sign. Every message begins with line and column, says what to
 * do where that is known, and ends with the JSON Pointer of the place.
 *
 * Returns: %TRUE on success
 */
gboolean
sluice_json_read (const char              *text,
                  gssize                   length,
                  const SluiceJsonLimits  *limits,
                  SluiceValue             *value,
                  SluiceJsonPosition      *position,
                  GError                 **error)
{
  Reader reader;
  gboolean success;
  gboolean done;

  g_return_val_if_fail (text != NULL || length == 0, FALSE);
  g_return_val_if_fail (value != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  reader_init (&reader, text, length < 0 ? strlen (text) : (gsize) length, limits);
  success = read_some (&reader, G_MAXSIZE, &done);
  if (success)
    *value = sluice_value_steal (&reader.current);
  else
    report (&reader, position, error);
  reader_clear (&reader);
  return success;
}

/**
 * SluiceJsonReader: (skip)
 *
 * Reads a JSON text in steps.
 */

/**
 * sluice_json_reader_new: (skip)
 * @text: a JSON text; has to stay until the reader is freed
 * @length: its length in bytes
 * @limits: (nullable): limits, %NULL for the defaults
 *
 * Reads a text as sluice_json_read() does, in steps.
 *
 * Returns: (transfer full): a reader; free it with sluice_json_reader_free()
 */
SluiceJsonReader *
sluice_json_reader_new (const char             *text,
                        gsize                   length,
                        const SluiceJsonLimits *limits)
{
  SluiceJsonReader *self = g_new (SluiceJsonReader, 1);

  reader_init (self, text, length, limits);
  return self;
}

/**
 * sluice_json_reader_step: (skip)
 * @self: a reader that has neither failed nor ended
 * @n_values: how many values to read, at most
 * @value: (out): the whole value, owned by the caller; set at the end only
 * @done: (out): whether it is
 * @error: return location for a #GError of %SLUICE_JSON_ERROR
 *
 * Reads on. The first step looks at the encoding of the whole text, too.
 *
 * Returns: %FALSE on an error
 */
gboolean
sluice_json_reader_step (SluiceJsonReader  *self,
                         gsize              n_values,
                         SluiceValue       *value,
                         gboolean          *done,
                         GError           **error)
{
  if (!read_some (self, n_values, done))
    {
      report (self, NULL, error);
      return FALSE;
    }
  if (*done)
    *value = sluice_value_steal (&self->current);
  return TRUE;
}

/**
 * sluice_json_reader_free: (skip)
 * @self: (transfer full): a reader, at its end or before
 *
 * Frees it, and what it has read and not given.
 */
void
sluice_json_reader_free (SluiceJsonReader *self)
{
  reader_clear (self);
  g_free (self);
}
