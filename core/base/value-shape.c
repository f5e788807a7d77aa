/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Shapes: the keys of small objects, in order, with their hashes. A shape is shared by objects
 * copied from each other, and by those the reader finds with the same keys. It
 * belongs to one thread, as all blocks do: there is no table of all shapes. */

#include "base/value-private.h"

#define FIRST_CAPACITY 4u

static inline gsize
shape_size (guint capacity)
{
  return sizeof (SluiceShape) + capacity * sizeof (SluiceShapeKey);
}

void
sluice_shape_unref (SluiceShape *shape)
{
  if (shape == NULL || --shape->count > 0)
    return;
  for (guint i = 0; i < shape->length; i++)
    sluice_string_unref (shape->keys[i].key);
  g_free (shape);
}

/* Makes the shape at @place one that may be changed and has room for one more key. */
static SluiceShape *
shape_writable (SluiceShape **place)
{
  SluiceShape *old = *place;
  guint length = old != NULL ? old->length : 0;
  guint capacity = MAX (FIRST_CAPACITY, length * 2);

  if (old != NULL && old->count == 1)
    {
      if (length < old->capacity)
        return old;
      *place = g_realloc (old, shape_size (capacity));
      (*place)->capacity = capacity;
      return *place;
    }

  *place = g_malloc (shape_size (capacity));
  (*place)->count = 1;
  (*place)->length = length;
  (*place)->capacity = capacity;
  for (guint i = 0; i < length; i++)
    {
      (*place)->keys[i] = old->keys[i];
      old->keys[i].key->count++;
    }
  if (old != NULL)
    old->count--;
  return *place;
}

gint
sluice_shape_find (const SluiceShape *shape,
                   const char        *key,
                   gsize              length,
                   guint32            hash)
{
  if (shape == NULL)
    return -1;
  for (guint i = 0; i < shape->length; i++)
    if (shape->keys[i].hash == hash && sluice_string_is (shape->keys[i].key, key, length))
      return (gint) i;
  return -1;
}

void
sluice_shape_insert (SluiceShape  **place,
                     guint          index,
                     SluiceString  *take)
{
  SluiceShape *shape = shape_writable (place);

  memmove (shape->keys + index + 1, shape->keys + index,
           (shape->length - index) * sizeof *shape->keys);
  shape->keys[index].key = take;
  shape->keys[index].hash = sluice_string_hash (take);
  shape->length++;
}

void
sluice_shape_remove (SluiceShape **place,
                     guint         index)
{
  SluiceShape *shape = shape_writable (place);

  sluice_string_unref (shape->keys[index].key);
  shape->length--;
  memmove (shape->keys + index, shape->keys + index + 1,
           (shape->length - index) * sizeof *shape->keys);
}

gboolean
sluice_shape_equal (const SluiceShape *a,
                    const SluiceShape *b)
{
  if (a->length != b->length)
    return FALSE;
  for (guint i = 0; i < a->length; i++)
    if (a->keys[i].hash != b->keys[i].hash ||
        !sluice_string_is (a->keys[i].key, b->keys[i].key->text, b->keys[i].key->length))
      return FALSE;
  return TRUE;
}

void
sluice_shape_visit_blocks (const SluiceShape *shape,
                           SluiceBlockFunc    block,
                           SluiceChildFunc    child,
                           gpointer           user_data)
{
  if (!block ((gpointer) shape, shape_size (shape->capacity), user_data))
    return;
  for (guint i = 0; i < shape->length; i++)
    child (sluice_value_from_block (SLUICE_VALUE_STRING, shape->keys[i].key), user_data);
}
