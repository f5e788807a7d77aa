/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Writing JSON in one canonical form: what is read back is the same value, with the same types
 * of numbers, and writing that again gives the same bytes. Nesting takes no stack. */

#include "base/json.h"

#include <math.h>
#include <string.h>

#include "base/value-private.h"

#define LINE_COLUMNS 80 /* an array of numbers up to this length is written on one line */

/* Numbers */

/* "1e-07" → "1e-7", "1e+20" → "1e20"; without point and exponent it gets ".0". */
static void
tidy_real (char *buffer)
{
  char *exponent = strchr (buffer, 'e');
  char *from, *to;

  if (exponent == NULL)
    {
      if (strchr (buffer, '.') == NULL)
        strcat (buffer, ".0");
      return;
    }
  from = to = exponent + 1;
  if (*from == '-')
    to++;
  for (from++; *from == '0'; from++)
    ;
  memmove (to, from, strlen (from) + 1);
}

static gboolean
format_real (double  real,
             guint   digits,
             char   *buffer)
{
  char format[8];

  g_snprintf (format, sizeof format, "%%.%ug", digits);
  g_ascii_formatd (buffer, 32, format, real);
  return g_ascii_strtod (buffer, NULL) == real;
}

/* At a power of two the numbers below are twice as dense as those above, and the 16 digits next
 * above may read back as the same where the nearest ones, below, do not. */
static gboolean
format_next_above (double  real,
                   char   *buffer)
{
  char *last;

  format_real (real, 16, buffer);
  last = buffer + strcspn (buffer, "e") - 1;
  if (!g_ascii_isdigit (*last) || *last == '9')
    return FALSE;
  (*last)++;
  return g_ascii_strtod (buffer, NULL) == real;
}

/**
 * sluice_json_write_real: (skip)
 * @real: a finite number
 * @buffer: room for 32 bytes
 *
 * Writes a real with the fewest digits that read back as the same double. It always has a point
 * or an exponent, so that it reads back as a real.
 */
void
sluice_json_write_real (double  real,
                        char   *buffer)
{
  /* 15 digits always survive the way through a normal double, and "%g" leaves out zeros at the
   * end; only numbers next to zero have shorter forms that it does not find. */
  guint digits = isnormal (real) ? 15 : 1;
  int exponent;

  g_return_if_fail (buffer != NULL);
  if (!isfinite (real))
    {
      g_critical ("%g has no JSON form", real);
      real = 0;
    }

  while (digits < 17 && !format_real (real, digits, buffer))
    digits++;
  if (digits == 17 && (fabs (frexp (real, &exponent)) != 0.5 || !format_next_above (real, buffer)))
    format_real (real, 17, buffer);
  tidy_real (buffer);
}

static void
write_integer (gint64   integer,
               GString *into)
{
  char buffer[24];
  char *at = buffer + sizeof buffer;
  guint64 rest = integer < 0 ? 0 - (guint64) integer : (guint64) integer;

  do
    {
      *--at = (char) ('0' + rest % 10);
      rest /= 10;
    }
  while (rest > 0);
  if (integer < 0)
    *--at = '-';
  g_string_append_len (into, at, buffer + sizeof buffer - at);
}

/* Strings */

static void
write_escape (char     c,
              GString *into)
{
  static const char from[] = "\"\\\b\f\n\r\t";
  static const char to[] = "\"\\bfnrt";
  const char *found = c != '\0' ? strchr (from, c) : NULL;

  if (found != NULL)
    {
      g_string_append_c (into, '\\');
      g_string_append_c (into, to[found - from]);
    }
  else
    {
      g_string_append_printf (into, "\\u%04x", (guchar) c);
    }
}

/**
 * sluice_json_write_string: (skip)
 * @utf8: valid UTF-8; may hold NULs
 * @length: its length in bytes
 * @into: where it is appended
 *
 * Writes a string in quotes. Only what must be escaped is.
 */
void
sluice_json_write_string (const char *utf8,
                          gsize       length,
                          GString    *into)
{
  const char *end = utf8 + length;
  const char *plain = utf8;

  g_string_append_c (into, '"');
  for (const char *at = utf8; at < end; at++)
    {
      if (*at != '"' && *at != '\\' && (guchar) *at >= 0x20)
        continue;
      g_string_append_len (into, plain, at - plain);
      write_escape (*at, into);
      plain = at + 1;
    }
  g_string_append_len (into, plain, end - plain);
  g_string_append_c (into, '"');
}

static void
write_scalar (SluiceValue  value,
              GString     *into)
{
  char buffer[32];

  switch (value.type)
    {
    case SLUICE_VALUE_BOOLEAN:
      g_string_append (into, value.u.integer != 0 ? "true" : "false");
      break;
    case SLUICE_VALUE_INTEGER:
      write_integer (value.u.integer, into);
      break;
    case SLUICE_VALUE_REAL:
      sluice_json_write_real (value.u.real, buffer);
      g_string_append (into, buffer);
      break;
    case SLUICE_VALUE_STRING:
      sluice_json_write_string (sluice_value_get_string (value),
                                sluice_value_get_string_length (value), into);
      break;
    default:
      g_string_append (into, "null");
    }
}

/* Containers */

/* A container that is being written. */
typedef struct
{
  SluiceValue container;
  guint       next;
  guint      *order; /* owned: members by key; NULL in order of insertion */
} Frame;

struct _SluiceJsonWriter
{
  GString              *into;   /* borrowed, or owned with @value */
  SluiceJsonWriteFlags  flags;
  guint                 indent;
  GArray               *frames; /* Frame */
  SluiceValue           value;  /* owned, or null */
};

typedef SluiceJsonWriter Writer;

static void
frame_clear (gpointer data)
{
  g_free (((Frame *) data)->order);
}

/* UTF-8 sorts by code point when its bytes are compared unsigned, as strcmp() does. */
static int
compare_members (gconstpointer a,
                 gconstpointer b,
                 gpointer      object)
{
  const SluiceObject *self = object;

  return strcmp (sluice_object_get_key (self, *(const guint *) a)->text,
                 sluice_object_get_key (self, *(const guint *) b)->text);
}

static guint *
sort_members (SluiceValue object)
{
  guint length = sluice_value_get_length (object);
  guint *order = g_new (guint, length);

  for (guint i = 0; i < length; i++)
    order[i] = i;
  g_qsort_with_data (order, (gint) length, sizeof *order, compare_members, object.u.pointer);
  return order;
}

static void
break_line (Writer *writer,
            guint   level)
{
  if ((writer->flags & SLUICE_JSON_WRITE_PRETTY) == 0)
    return;
  g_string_append_c (writer->into, '\n');
  for (guint i = 0; i < writer->indent + level; i++)
    g_string_append (writer->into, "  ");
}

/* Writes an array of numbers on one line, if it is one and short enough. */
static gboolean
write_numbers (SluiceValue  array,
               GString     *into)
{
  gsize begin = into->len;
  guint length = sluice_value_get_length (array);

  if (length > LINE_COLUMNS / 2)
    return FALSE;
  for (guint i = 0; i < length; i++)
    if (!SLUICE_VALUE_IS_NUMBER (sluice_value_get_element (array, i)))
      return FALSE;

  g_string_append_c (into, '[');
  for (guint i = 0; i < length; i++)
    {
      if (i > 0)
        g_string_append (into, ", ");
      write_scalar (sluice_value_get_element (array, i), into);
    }
  g_string_append_c (into, ']');
  if (into->len - begin <= LINE_COLUMNS)
    return TRUE;
  g_string_truncate (into, begin);
  return FALSE;
}

static void
begin_value (Writer      *writer,
             SluiceValue  value)
{
  gboolean is_object = SLUICE_VALUE_IS_OBJECT (value);
  Frame frame = { value, 0, NULL };

  if (value.type < SLUICE_VALUE_ARRAY)
    {
      write_scalar (value, writer->into);
      return;
    }
  if (sluice_value_get_length (value) == 0)
    {
      g_string_append (writer->into, is_object ? "{}" : "[]");
      return;
    }
  if (!is_object && (writer->flags & SLUICE_JSON_WRITE_PRETTY) != 0 &&
      write_numbers (value, writer->into))
    return;

  if (is_object && (writer->flags & SLUICE_JSON_WRITE_SORT_KEYS) != 0)
    frame.order = sort_members (value);
  g_string_append_c (writer->into, is_object ? '{' : '[');
  g_array_append_val (writer->frames, frame);
}

/* Writes what comes before the next child, and gives it. */
static SluiceValue
begin_child (Writer *writer,
             Frame  *frame)
{
  guint index = frame->order != NULL ? frame->order[frame->next] : frame->next;
  SluiceMember member;

  if (frame->next++ > 0)
    g_string_append_c (writer->into, ',');
  break_line (writer, writer->frames->len);
  if (SLUICE_VALUE_IS_ARRAY (frame->container))
    return sluice_value_get_element (frame->container, index);

  member = sluice_object_get_at (frame->container.u.pointer, index);
  sluice_json_write_string (member.key->text, member.key->length, writer->into);
  g_string_append (writer->into,
                   (writer->flags & SLUICE_JSON_WRITE_PRETTY) != 0 ? ": " : ":");
  return member.value;
}

static void
end_container (Writer *writer,
               Frame  *frame)
{
  break_line (writer, writer->frames->len - 1);
  g_string_append_c (writer->into, SLUICE_VALUE_IS_OBJECT (frame->container) ? '}' : ']');
  g_array_set_size (writer->frames, writer->frames->len - 1);
}

static void
writer_begin (Writer      *writer,
              SluiceValue  value)
{
  writer->frames = g_array_new (FALSE, FALSE, sizeof (Frame));
  g_array_set_clear_func (writer->frames, frame_clear);
  begin_value (writer, value);
}

/* At most @most values and ends of containers. Whether all is written. */
static gboolean
write_some (Writer *writer,
            gsize   most)
{
  while (writer->frames->len > 0 && most-- > 0)
    {
      Frame *frame = &g_array_index (writer->frames, Frame, writer->frames->len - 1);

      if (frame->next == sluice_value_get_length (frame->container))
        end_container (writer, frame);
      else
        begin_value (writer, begin_child (writer, frame));
    }
  return writer->frames->len == 0;
}

/**
 * sluice_json_write_to: (skip)
 * @value: a value
 * @flags: how
 * @indent: with %SLUICE_JSON_WRITE_PRETTY: levels the text already stands in
 * @into: where it is appended
 *
 * Writes a value behind a text.
 */
void
sluice_json_write_to (SluiceValue           value,
                      SluiceJsonWriteFlags  flags,
                      guint                 indent,
                      GString              *into)
{
  Writer writer = { into, flags, indent, NULL, SLUICE_VALUE_INIT };

  g_return_if_fail (into != NULL);

  writer_begin (&writer, value);
  write_some (&writer, G_MAXSIZE);
  g_array_unref (writer.frames);
}

/**
 * sluice_json_write: (skip)
 * @value: a value
 * @flags: how
 * @length: (out) (optional): bytes, without the NUL at the end
 *
 * Writes a value. Integers and reals keep their type: a real always has a point or an exponent.
 *
 * Returns: (transfer full): the text, with no newline at its end
 */
char *
sluice_json_write (SluiceValue           value,
                   SluiceJsonWriteFlags  flags,
                   gsize                *length)
{
  GString *text = g_string_new (NULL);

  sluice_json_write_to (value, flags, 0, text);
  if (length != NULL)
    *length = text->len;
  return g_string_free (text, FALSE);
}

/**
 * SluiceJsonWriter: (skip)
 *
 * Writes a JSON text in steps.
 */

/**
 * sluice_json_writer_new: (skip)
 * @take_value: (transfer full): a value
 * @flags: how
 *
 * Writes a value as sluice_json_write() does, in steps.
 *
 * Returns: (transfer full): a writer; free it with sluice_json_writer_free()
 */
SluiceJsonWriter *
sluice_json_writer_new (SluiceValue          take_value,
                        SluiceJsonWriteFlags flags)
{
  SluiceJsonWriter *self = g_new (SluiceJsonWriter, 1);

  *self = (SluiceJsonWriter) { g_string_new (NULL), flags, 0, NULL, take_value };
  writer_begin (self, take_value);
  return self;
}

/**
 * sluice_json_writer_step: (skip)
 * @self: a writer
 * @n_values: how many values to write, about
 *
 * Writes on.
 *
 * Returns: whether the text is whole
 */
gboolean
sluice_json_writer_step (SluiceJsonWriter *self,
                         gsize             n_values)
{
  return write_some (self, n_values);
}

/**
 * sluice_json_writer_get_text: (skip)
 * @self: a writer
 *
 * Returns: (transfer none): what is written so far
 */
const GString *
sluice_json_writer_get_text (SluiceJsonWriter *self)
{
  return self->into;
}

/**
 * sluice_json_writer_free: (skip)
 * @self: (transfer full): a writer, at its end or before
 *
 * Frees it, its text and its value.
 */
void
sluice_json_writer_free (SluiceJsonWriter *self)
{
  g_array_unref (self->frames);
  g_string_free (self->into, TRUE);
  sluice_value_unref (self->value);
  g_free (self);
}
