/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Bytes of the record. */

#include "record/pack.h"

#include <math.h>
#include <string.h>

/* As deep as the reader of files goes. */
#define MAX_DEPTH 128

enum
{
  TAG_NULL,
  TAG_FALSE,
  TAG_TRUE,
  TAG_INTEGER,
  TAG_REAL,
  TAG_STRING,
  TAG_ARRAY,
  TAG_OBJECT,
};

/**
 * sluice_pack_uint: (skip)
 * @out: where to
 * @number: a number; small ones take one byte
 */
void
sluice_pack_uint (GByteArray *out,
                  guint64     number)
{
  guint8 bytes[10];
  guint n = 0;

  while (number >= 0x80)
    {
      bytes[n++] = (guint8) (number | 0x80);
      number >>= 7;
    }
  bytes[n++] = (guint8) number;
  g_byte_array_append (out, bytes, n);
}

/**
 * sluice_pack_int: (skip)
 * @out: where to
 * @number: a number; small ones of either sign take one byte
 */
void
sluice_pack_int (GByteArray *out,
                 gint64      number)
{
  sluice_pack_uint (out, ((guint64) number << 1) ^ (guint64) (number >> 63));
}

/**
 * sluice_pack_text: (skip)
 * @out: where to
 * @text: (nullable): a text, which may hold NULs where @length says so
 * @length: its bytes, or -1
 */
void
sluice_pack_text (GByteArray *out,
                  const char *text,
                  gssize      length)
{
  gsize n = text == NULL ? 0 : length < 0 ? strlen (text) : (gsize) length;

  sluice_pack_uint (out, text == NULL ? 0 : (guint64) n + 1);
  g_byte_array_append (out, (const guint8 *) text, (guint) n);
}

static void
pack_tag (GByteArray *out,
          guint8      tag)
{
  g_byte_array_append (out, &tag, 1);
}

static void
pack_real (GByteArray *out,
           double      real)
{
  guint64 bits;

  memcpy (&bits, &real, sizeof bits);
  bits = GUINT64_TO_LE (bits);
  g_byte_array_append (out, (const guint8 *) &bits, sizeof bits);
}

static gboolean pack_up_to (GByteArray *out,
                            SluiceValue value,
                            gsize       end);

static gboolean
pack_members (GByteArray *out,
              SluiceValue value,
              gsize       end)
{
  SluiceValueIter iter;
  SluiceValue item;
  const char *key;

  sluice_pack_uint (out, sluice_value_get_length (value));
  sluice_value_iter_init (&iter, value);
  while (sluice_value_iter_next (&iter, &key, &item))
    {
      if (key != NULL)
        sluice_pack_text (out, key, -1);
      if (!pack_up_to (out, item, end))
        return FALSE;
    }
  return TRUE;
}

/* FALSE: @out would grow beyond @end. */
static gboolean
pack_up_to (GByteArray *out,
            SluiceValue value,
            gsize       end)
{
  switch (sluice_value_get_value_type (value))
    {
    case SLUICE_VALUE_NULL:
      pack_tag (out, TAG_NULL);
      break;
    case SLUICE_VALUE_BOOLEAN:
      pack_tag (out, sluice_value_get_boolean (value) ? TAG_TRUE : TAG_FALSE);
      break;
    case SLUICE_VALUE_INTEGER:
      pack_tag (out, TAG_INTEGER);
      sluice_pack_int (out, sluice_value_get_integer (value));
      break;
    case SLUICE_VALUE_REAL:
      pack_tag (out, TAG_REAL);
      pack_real (out, sluice_value_get_real (value));
      break;
    case SLUICE_VALUE_STRING:
      if (sluice_value_get_string_length (value) > end)
        return FALSE;
      pack_tag (out, TAG_STRING);
      sluice_pack_text (out, sluice_value_get_string (value), (gssize) sluice_value_get_string_length (value));
      break;
    case SLUICE_VALUE_ARRAY:
      pack_tag (out, TAG_ARRAY);
      return pack_members (out, value, end);
    case SLUICE_VALUE_OBJECT:
      pack_tag (out, TAG_OBJECT);
      return pack_members (out, value, end);
    default:
      g_assert_not_reached ();
    }
  return out->len <= end;
}

/**
 * sluice_pack_value: (skip)
 * @out: where to
 * @value: a value
 */
void
sluice_pack_value (GByteArray *out,
                   SluiceValue value)
{
  pack_up_to (out, value, G_MAXSIZE);
}

/**
 * sluice_pack_value_within: (skip)
 * @out: where to
 * @value: a value
 * @budget: bytes, or 0
 *
 * Returns: whether it took no more than that
 */
gboolean
sluice_pack_value_within (GByteArray *out,
                          SluiceValue value,
                          gsize       budget)
{
  return pack_up_to (out, value, budget > 0 ? out->len + budget : G_MAXSIZE);
}

/**
 * sluice_unpack_init: (skip)
 * @self: a reader
 * @bytes: what it reads, which stays while it does
 * @n_bytes: how many
 */
void
sluice_unpack_init (SluiceUnpack *self,
                    const void   *bytes,
                    gsize         n_bytes)
{
  self->at = bytes;
  self->end = self->at + n_bytes;
  self->bad = FALSE;
}

gboolean
sluice_unpack_has (SluiceUnpack *self)
{
  return !self->bad && self->at < self->end;
}

gboolean
sluice_unpack_ok (SluiceUnpack *self)
{
  return !self->bad && self->at == self->end;
}

/* Nothing more is read. */
static void
give_up (SluiceUnpack *self)
{
  self->bad = TRUE;
  self->at = self->end;
}

static inline gsize
get_rest (SluiceUnpack *self)
{
  return (gsize) (self->end - self->at);
}

guint64
sluice_unpack_uint (SluiceUnpack *self)
{
  guint64 number = 0;

  for (guint shift = 0; shift < 64 && self->at < self->end; shift += 7)
    {
      guint8 byte = *self->at++;

      if (shift == 63 && byte > 1)
        break;
      number |= (guint64) (byte & 0x7f) << shift;
      if (byte < 0x80)
        return number;
    }
  give_up (self);
  return 0;
}

gint64
sluice_unpack_int (SluiceUnpack *self)
{
  guint64 number = sluice_unpack_uint (self);

  return (gint64) (number >> 1) ^ -(gint64) (number & 1);
}

gint64
sluice_unpack_time (SluiceUnpack *self)
{
  gint64 time = sluice_unpack_int (self);

  if (time >= 0 && time <= SLUICE_PACK_MAX_TIME)
    return time;
  give_up (self);
  return 0;
}

/* The bytes of a text in place; NULL for no text. */
static const char *
read_text (SluiceUnpack *self,
           gsize        *length)
{
  guint64 n = sluice_unpack_uint (self);
  const char *text = (const char *) self->at;

  *length = 0;
  if (n == 0)
    return NULL;
  if (n - 1 > get_rest (self))
    {
      give_up (self);
      return NULL;
    }
  *length = (gsize) n - 1;
  self->at += n - 1;
  return text;
}

/* Texts are UTF-8 but for the NULs they may hold. */
static gboolean
is_utf8 (const char *text,
         gsize       length)
{
  const char *end = text + length;

  while (text < end)
    {
      const char *stop;

      if (g_utf8_validate_len (text, (gsize) (end - text), &stop))
        return TRUE;
      if (*stop != '\0')
        return FALSE;
      text = stop + 1;
    }
  return TRUE;
}

/**
 * sluice_unpack_text: (skip)
 * @self: a reader
 * @length: (out) (optional): its bytes
 *
 * Returns: (transfer full) (nullable): the text, with a NUL behind it
 */
char *
sluice_unpack_text (SluiceUnpack *self,
                    gsize        *length)
{
  gsize n;
  const char *text = read_text (self, &n);
  char *copy;

  if (length != NULL)
    *length = n;
  if (text == NULL)
    return NULL;
  if (!is_utf8 (text, n))
    {
      give_up (self);
      return NULL;
    }
  copy = g_malloc (n + 1);
  memcpy (copy, text, n);
  copy[n] = '\0';
  return copy;
}

static double
read_real (SluiceUnpack *self)
{
  guint64 bits;
  double real;

  if (get_rest (self) < sizeof bits)
    {
      give_up (self);
      return 0;
    }
  memcpy (&bits, self->at, sizeof bits);
  self->at += sizeof bits;
  bits = GUINT64_FROM_LE (bits);
  memcpy (&real, &bits, sizeof real);
  if (!isfinite (real))
    give_up (self);
  return isfinite (real) ? real : 0;
}

static SluiceValue
read_string (SluiceUnpack *self)
{
  gsize length;
  const char *text = read_text (self, &length);

  if (text == NULL || !is_utf8 (text, length))
    {
      give_up (self);
      return sluice_value_null ();
    }
  return sluice_value_string_len (text, length);
}

static SluiceValue read_value (SluiceUnpack *self,
                               guint         depth);

static SluiceValue
read_array (SluiceUnpack *self,
            guint         depth)
{
  SluiceValue array = sluice_value_array ();
  guint64 n = sluice_unpack_uint (self);

  for (guint64 i = 0; i < n && sluice_unpack_has (self); i++)
    sluice_value_append (&array, read_value (self, depth + 1));
  if (sluice_value_get_length (array) != n)
    give_up (self);
  return array;
}

static SluiceValue
read_object (SluiceUnpack *self,
             guint         depth)
{
  SluiceValue object = sluice_value_object ();
  guint64 n = sluice_unpack_uint (self);

  for (guint64 i = 0; i < n && sluice_unpack_has (self); i++)
    {
      g_autofree char *key = sluice_unpack_text (self, NULL);

      if (key == NULL)
        break;
      sluice_value_set_member (&object, key, read_value (self, depth + 1));
    }
  if (sluice_value_get_length (object) != n)
    give_up (self);
  return object;
}

static SluiceValue
read_value (SluiceUnpack *self,
            guint         depth)
{
  guint8 tag;

  if (self->at == self->end || depth > MAX_DEPTH)
    {
      give_up (self);
      return sluice_value_null ();
    }
  tag = *self->at++;
  switch (tag)
    {
    case TAG_NULL:
      return sluice_value_null ();
    case TAG_FALSE:
    case TAG_TRUE:
      return sluice_value_boolean (tag == TAG_TRUE);
    case TAG_INTEGER:
      return sluice_value_integer (sluice_unpack_int (self));
    case TAG_REAL:
      return sluice_value_real (read_real (self));
    case TAG_STRING:
      return read_string (self);
    case TAG_ARRAY:
      return read_array (self, depth);
    case TAG_OBJECT:
      return read_object (self, depth);
    default:
      give_up (self);
      return sluice_value_null ();
    }
}

/**
 * sluice_unpack_value: (skip)
 * @self: a reader
 *
 * Returns: (transfer full): the value; after damage what could be read of it
 */
SluiceValue
sluice_unpack_value (SluiceUnpack *self)
{
  return read_value (self, 0);
}
