/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Strings of values and keys of objects: immutable, counted, with their length and a hash that is
 * computed at first need. The hash is seeded per process, so that nobody can write a file whose
 * keys all fall together. */

#include <string.h>

#include "base/value-private.h"

static guint64
get_seed (void)
{
  static gsize seed = 0;

  if (g_once_init_enter (&seed))
    {
      guint64 random = ((guint64) g_random_int () << 32) ^ g_random_int ();

      g_once_init_leave (&seed, (gsize) random | 1);
    }
  return seed;
}

static inline guint64
mix (guint64 hash,
     guint64 word)
{
  hash = (hash ^ word) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
  return hash ^ (hash >> 29);
}

/* One to seven bytes as a number, another for each text of that length. */
static inline guint64
read_rest (const char *text,
           gsize       length)
{
  guint32 first;
  guint32 last;

  if (length < sizeof first)
    return (guchar) text[0] | (guchar) text[length / 2] << 8 | (guchar) text[length - 1] << 16;
  memcpy (&first, text, sizeof first);
  memcpy (&last, text + length - sizeof last, sizeof last);
  return first | (guint64) last << 32;
}

guint32
sluice_string_hash_text (const char *text,
                         gsize       length)
{
  guint64 hash = get_seed () ^ length;
  guint64 word;
  guint32 folded;

  for (; length >= sizeof word; length -= sizeof word, text += sizeof word)
    {
      memcpy (&word, text, sizeof word);
      hash = mix (hash, word);
    }
  if (length > 0)
    hash = mix (hash, read_rest (text, length));
  folded = (guint32) (hash ^ (hash >> 32));
  return folded != 0 ? folded : 1;
}

SluiceString *
sluice_string_new (const char *text,
                   gsize       length)
{
  SluiceString *string = g_malloc (sizeof (SluiceString) + length + 1);

  string->count = 1;
  string->hash = 0;
  string->length = length;
  if (length > 0)
    memcpy (string->text, text, length);
  string->text[length] = '\0';
  return string;
}

void
sluice_string_unref (SluiceString *string)
{
  if (--string->count == 0)
    g_free (string);
}

/**
 * sluice_value_string: (skip)
 * @utf8: valid UTF-8, NUL-terminated
 *
 * Makes a string.
 *
 * Returns: (transfer full): the value
 */
SluiceValue
sluice_value_string (const char *utf8)
{
  g_return_val_if_fail (utf8 != NULL, sluice_value_null ());

  return sluice_value_string_len (utf8, strlen (utf8));
}

/**
 * sluice_value_string_len: (skip)
 * @utf8: valid UTF-8; may hold NULs
 * @length: its length in bytes
 *
 * Makes a string of a part of a text.
 *
 * Returns: (transfer full): the value
 */
SluiceValue
sluice_value_string_len (const char *utf8,
                         gsize       length)
{
  g_return_val_if_fail (utf8 != NULL || length == 0, sluice_value_null ());

  return sluice_value_from_block (SLUICE_VALUE_STRING, sluice_string_new (utf8, length));
}

/**
 * sluice_value_get_string: (skip)
 * @value: a value
 *
 * Gets the text of a string. It ends with a NUL, and may hold others: see
 * [func@Sluice.value_get_string_length].
 *
 * Returns: (transfer none) (nullable): the text, or %NULL unless @value is a string
 */
const char *
sluice_value_get_string (SluiceValue value)
{
  return SLUICE_VALUE_IS_STRING (value) ? ((SluiceString *) value.u.pointer)->text : NULL;
}

/**
 * sluice_value_get_string_length: (skip)
 * @value: a value
 *
 * Returns: the length in bytes, 0 unless @value is a string
 */
gsize
sluice_value_get_string_length (SluiceValue value)
{
  return SLUICE_VALUE_IS_STRING (value) ? ((SluiceString *) value.u.pointer)->length : 0;
}

/**
 * sluice_value_dup_string: (skip)
 * @value: a value
 *
 * Copies the text of a string, cut at its first NUL if it holds one.
 *
 * Returns: (transfer full) (nullable): the text, or %NULL unless @value is a string
 */
char *
sluice_value_dup_string (SluiceValue value)
{
  return g_strdup (sluice_value_get_string (value));
}
