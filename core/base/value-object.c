/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Objects: members in order of insertion. A small one is a shape (its keys) with slots (its
 * values), so that objects copied from each other share their keys. */

#include <string.h>

#include "base/value-private.h"

static inline SluiceObject *
object_of (SluiceValue value)
{
  return value.u.pointer;
}

/* Shapes */

static inline gsize
shape_size (guint capacity)
{
  return sizeof (SluiceShape) + capacity * sizeof (SluiceShapeKey);
}

static void
shape_unref (SluiceShape *shape)
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
  guint capacity = MAX (4, length < 4 ? 4 : length * 2);

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

static gint
shape_find (const SluiceShape *shape,
            const char        *key,
            gsize              length)
{
  guint32 hash;

  if (shape == NULL)
    return -1;
  hash = sluice_string_hash_text (key, length);
  for (guint i = 0; i < shape->length; i++)
    if (shape->keys[i].hash == hash && sluice_string_is (shape->keys[i].key, key, length))
      return (gint) i;
  return -1;
}

static void
shape_insert (SluiceShape  **place,
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

static void
shape_remove (SluiceShape **place,
              guint         index)
{
  SluiceShape *shape = shape_writable (place);

  sluice_string_unref (shape->keys[index].key);
  shape->length--;
  memmove (shape->keys + index, shape->keys + index + 1,
           (shape->length - index) * sizeof *shape->keys);
}

/* Small objects */

static void
slots_insert (SluiceObject *object,
              guint         index,
              SluiceValue   take)
{
  if (object->head.length == object->capacity)
    {
      object->capacity = MAX (4, object->capacity * 2);
      object->slots = g_renew (SluiceValue, object->slots, object->capacity);
    }
  memmove (object->slots + index + 1, object->slots + index,
           (object->head.length - index) * sizeof *object->slots);
  object->slots[index] = take;
  object->head.length++;
}

static SluiceObject *
object_writable (SluiceValue *value)
{
  SluiceObject *old = object_of (*value);
  SluiceObject *copy;

  if (old->head.count == 1)
    return old;

  copy = g_new (SluiceObject, 1);
  *copy = *old;
  copy->head.count = 1;
  if (copy->shape != NULL)
    copy->shape->count++;
  copy->slots = g_new (SluiceValue, copy->capacity);
  for (guint i = 0; i < copy->head.length; i++)
    copy->slots[i] = sluice_value_share (old->slots[i]);
  old->head.count--;
  value->u.pointer = copy;
  return copy;
}

void
sluice_object_free (SluiceObject *object,
                    SluiceDead   *dead)
{
  for (guint i = 0; i < object->head.length; i++)
    sluice_dead_release (dead, object->slots[i]);
  shape_unref (object->shape);
  g_free (object->slots);
  g_free (object);
}

gint
sluice_object_find (const SluiceObject *object,
                    const char         *key,
                    gsize               length,
                    SluiceValue        *value)
{
  gint place = shape_find (object->shape, key, length);

  if (place >= 0 && value != NULL)
    *value = object->slots[place];
  return place;
}

SluiceValue *
sluice_object_slot (SluiceValue *object,
                    const char  *key,
                    gsize        length)
{
  SluiceObject *self = object_writable (object);
  gint place = shape_find (self->shape, key, length);

  return place >= 0 ? &self->slots[place] : NULL;
}

SluiceString *
sluice_object_get_key (const SluiceObject *object,
                       guint               index)
{
  return object->shape->keys[index].key;
}

void
sluice_object_add (SluiceObject *object,
                   SluiceString *key,
                   SluiceValue   take)
{
  shape_insert (&object->shape, object->head.length, key);
  slots_insert (object, object->head.length, take);
}

void
sluice_object_share_shape (SluiceObject       *object,
                           const SluiceObject *model)
{
  SluiceShape *mine = object->shape;
  SluiceShape *theirs = model->shape;

  if (mine == NULL || theirs == NULL || mine == theirs || mine->length != theirs->length)
    return;
  for (guint i = 0; i < mine->length; i++)
    if (mine->keys[i].hash != theirs->keys[i].hash ||
        !sluice_string_is (mine->keys[i].key, theirs->keys[i].key->text,
                           theirs->keys[i].key->length))
      return;
  theirs->count++;
  object->shape = theirs;
  shape_unref (mine);
}

void
sluice_object_visit_blocks (const SluiceObject *object,
                            SluiceBlockFunc     block,
                            SluiceChildFunc     child,
                            gpointer            user_data)
{
  if (!block ((gpointer) object, sizeof *object + object->capacity * sizeof (SluiceValue),
              user_data))
    return;
  for (guint i = 0; i < object->head.length; i++)
    child (object->slots[i], user_data);
}

/* Public */

/**
 * sluice_value_object:
 *
 * Makes an empty object.
 *
 * Returns: (transfer full): the value
 */
SluiceValue
sluice_value_object (void)
{
  SluiceObject *object = g_new0 (SluiceObject, 1);

  object->head.count = 1;
  return sluice_value_from_block (SLUICE_VALUE_OBJECT, object);
}

/**
 * sluice_value_get_member:
 * @object: a value
 * @key: a key
 *
 * Gets the value of a member.
 *
 * Returns: (transfer none): the value, null if there is none
 */
SluiceValue
sluice_value_get_member (SluiceValue  object,
                         const char  *key)
{
  SluiceValue value = SLUICE_VALUE_INIT;

  g_return_val_if_fail (key != NULL, value);

  if (SLUICE_VALUE_IS_OBJECT (object))
    sluice_object_find (object_of (object), key, strlen (key), &value);
  return value;
}

/**
 * sluice_value_find_member:
 * @object: a value
 * @key: a key
 *
 * Finds the place of a member in the order.
 *
 * Returns: the place from 0, or -1 if there is no such member
 */
gint
sluice_value_find_member (SluiceValue  object,
                          const char  *key)
{
  g_return_val_if_fail (key != NULL, -1);

  if (!SLUICE_VALUE_IS_OBJECT (object))
    return -1;
  return sluice_object_find (object_of (object), key, strlen (key), NULL);
}

/**
 * sluice_value_has_member:
 * @object: a value
 * @key: a key
 *
 * Returns: %TRUE if @object is an object with that member
 */
gboolean
sluice_value_has_member (SluiceValue  object,
                         const char  *key)
{
  return sluice_value_find_member (object, key) >= 0;
}

/**
 * sluice_value_get_member_string:
 * @object: a value
 * @key: a key
 *
 * Gets the text of a member that is a string.
 *
 * Returns: (transfer none) (nullable): the text, or %NULL if there is no such member or it is
 *   not a string
 */
const char *
sluice_value_get_member_string (SluiceValue  object,
                                const char  *key)
{
  return sluice_value_get_string (sluice_value_get_member (object, key));
}

/**
 * sluice_value_get_key:
 * @object: a value
 * @index: a place in the order
 *
 * Returns: (transfer none) (nullable): the key there, or %NULL if there is none
 */
const char *
sluice_value_get_key (SluiceValue object,
                      guint       index)
{
  if (!SLUICE_VALUE_IS_OBJECT (object) || index >= object_of (object)->head.length)
    return NULL;
  return sluice_object_get_key (object_of (object), index)->text;
}

/**
 * sluice_value_get_member_at:
 * @object: a value
 * @index: a place in the order
 *
 * Returns: (transfer none): the value there, null if there is none
 */
SluiceValue
sluice_value_get_member_at (SluiceValue object,
                            guint       index)
{
  if (!SLUICE_VALUE_IS_OBJECT (object) || index >= object_of (object)->head.length)
    return sluice_value_null ();
  return object_of (object)->slots[index];
}

/**
 * sluice_value_set_member:
 * @object: an owned object
 * @key: a key
 * @take: (transfer full): the value
 *
 * Sets a member. One that exists keeps its place, a new one comes last.
 */
void
sluice_value_set_member (SluiceValue *object,
                         const char  *key,
                         SluiceValue  take)
{
  SluiceObject *self;
  gsize length;
  gint place;

  g_return_if_fail (object != NULL && SLUICE_VALUE_IS_OBJECT (*object));
  g_return_if_fail (key != NULL);

  self = object_writable (object);
  length = strlen (key);
  place = shape_find (self->shape, key, length);
  if (place >= 0)
    sluice_value_replace (&self->slots[place], take);
  else
    sluice_object_add (self, sluice_string_new (key, length), take);
}

/**
 * sluice_value_insert_member:
 * @object: an owned object
 * @index: the place in the order, at most the number of members
 * @key: a key that @object has not
 * @take: (transfer full): the value
 *
 * Adds a member at a place in the order.
 */
void
sluice_value_insert_member (SluiceValue *object,
                            guint        index,
                            const char  *key,
                            SluiceValue  take)
{
  SluiceObject *self;

  g_return_if_fail (object != NULL && SLUICE_VALUE_IS_OBJECT (*object));
  g_return_if_fail (key != NULL && !sluice_value_has_member (*object, key));
  g_return_if_fail (index <= object_of (*object)->head.length);

  self = object_writable (object);
  shape_insert (&self->shape, index, sluice_string_new (key, strlen (key)));
  slots_insert (self, index, take);
}

/**
 * sluice_value_remove_member:
 * @object: an owned object
 * @key: a key
 *
 * Removes a member; the others keep their order.
 *
 * Returns: %FALSE if there was none
 */
gboolean
sluice_value_remove_member (SluiceValue *object,
                            const char  *key)
{
  SluiceObject *self;
  SluiceValue removed;
  gint place;

  g_return_val_if_fail (object != NULL && SLUICE_VALUE_IS_OBJECT (*object), FALSE);
  g_return_val_if_fail (key != NULL, FALSE);

  place = sluice_value_find_member (*object, key);
  if (place < 0)
    return FALSE;

  self = object_writable (object);
  removed = self->slots[place];
  shape_remove (&self->shape, place);
  self->head.length--;
  memmove (self->slots + place, self->slots + place + 1,
           (self->head.length - place) * sizeof *self->slots);
  sluice_value_unref (removed);
  return TRUE;
}

/**
 * sluice_value_rename_member:
 * @object: an owned object
 * @key: a key it has
 * @new_key: a key it has not, or @key itself
 *
 * Renames a member, which keeps its value and its place.
 */
void
sluice_value_rename_member (SluiceValue *object,
                            const char  *key,
                            const char  *new_key)
{
  SluiceObject *self;
  gint place;

  g_return_if_fail (object != NULL && SLUICE_VALUE_IS_OBJECT (*object));
  g_return_if_fail (key != NULL && new_key != NULL);

  place = sluice_value_find_member (*object, key);
  g_return_if_fail (place >= 0);
  if (g_str_equal (key, new_key))
    return;
  g_return_if_fail (!sluice_value_has_member (*object, new_key));

  self = object_writable (object);
  shape_remove (&self->shape, place);
  shape_insert (&self->shape, place, sluice_string_new (new_key, strlen (new_key)));
}
