/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Objects: members in order of insertion.
 *
 * An object with up to SLUICE_SMALL_MAX members is a shape (its keys) with slots (its values), so
 * that objects copied from each other share their keys. One that grows larger becomes two tries
 * (value-large.c), and a small one again when it has shrunk to half of that. */

#include <string.h>

#include "base/value-private.h"

#define FIRST_CAPACITY 2u /* objects of one member are many */

static inline SluiceObject *
object_of (SluiceValue value)
{
  return value.u.pointer;
}

/* Slots */

static void
slots_insert (SluiceObject *object,
              guint         index,
              SluiceValue   take)
{
  if (object->head.length == object->capacity)
    {
      object->capacity = MAX (FIRST_CAPACITY, object->capacity * 2);
      object->slots = g_renew (SluiceValue, object->slots, object->capacity);
    }
  memmove (object->slots + index + 1, object->slots + index,
           (object->head.length - index) * sizeof *object->slots);
  object->slots[index] = take;
}

static SluiceValue
slots_remove (SluiceObject *object,
              guint         index)
{
  SluiceValue removed = object->slots[index];

  memmove (object->slots + index, object->slots + index + 1,
           (object->head.length - index - 1) * sizeof *object->slots);
  return removed;
}

static void
drop_slots (SluiceObject *object)
{
  g_clear_pointer (&object->shape, sluice_shape_unref);
  g_clear_pointer (&object->slots, g_free);
  object->capacity = 0;
}

/* Whole objects */

static SluiceObject *
object_writable (SluiceValue *value)
{
  SluiceObject *old = object_of (*value);
  SluiceObject *copy;

  if (old->head.count == 1)
    return old;

  copy = g_memdup2 (old, sizeof *old);
  copy->head.count = 1;
  if (copy->shape != NULL)
    copy->shape->count++;
  if (copy->is_large)
    {
      copy->large = sluice_large_copy (copy->large);
    }
  else if (copy->slots != NULL)
    {
      copy->slots = g_new (SluiceValue, copy->capacity);
      for (guint i = 0; i < copy->head.length; i++)
        copy->slots[i] = sluice_value_share (old->slots[i]);
    }
  old->head.count--;
  value->u.pointer = copy;
  return copy;
}

void
sluice_object_free (SluiceObject *object,
                    SluiceDead   *dead)
{
  if (object->is_large)
    {
      sluice_large_free (object->large, dead);
    }
  else
    {
      for (guint i = 0; i < object->head.length; i++)
        sluice_dead_release (dead, object->slots[i]);
      drop_slots (object);
    }
  g_free (object);
}

static void
become_large (SluiceObject *object)
{
  SluiceLarge *large = sluice_large_new ();

  for (guint i = 0; i < object->head.length; i++)
    sluice_large_append (large, sluice_string_ref (object->shape->keys[i].key), object->slots[i]);
  drop_slots (object);
  object->large = large;
  object->is_large = TRUE;
}

static void
become_small (SluiceObject *object)
{
  SluiceLarge *large = g_steal_pointer (&object->large);
  SluiceDead dead = { NULL };
  guint length = object->head.length;

  object->is_large = FALSE;
  for (object->head.length = 0; object->head.length < length; object->head.length++)
    {
      guint place = sluice_large_select (large, object->head.length);
      const SluiceMember *member = sluice_large_get (large, place);

      sluice_shape_insert (&object->shape, object->head.length, sluice_string_ref (member->key));
      slots_insert (object, object->head.length, sluice_value_share (member->value));
    }
  sluice_large_free (large, &dead);
}

/* Finding */

/* The rank of a member in a small object, its place in a large one; -1 if there is none. */
static gint
locate (const SluiceObject *object,
        const char         *key,
        gsize               length)
{
  guint32 hash;

  if (object->head.length == 0)
    return -1;
  hash = sluice_string_hash_text (key, length);
  if (object->is_large)
    return sluice_large_find (object->large, key, length, hash);
  return sluice_shape_find (object->shape, key, length, hash);
}

gint
sluice_object_find (const SluiceObject *object,
                    const char         *key,
                    gsize               length)
{
  gint found = locate (object, key, length);

  return found >= 0 && object->is_large
         ? (gint) sluice_large_rank (object->large, (guint) found) : found;
}

gboolean
sluice_object_find_value (const SluiceObject *object,
                          const char         *key,
                          gsize               length,
                          SluiceValue        *value)
{
  gint found = locate (object, key, length);

  if (found >= 0 && value != NULL)
    *value = object->is_large ? sluice_large_get (object->large, (guint) found)->value
                              : object->slots[found];
  return found >= 0;
}

SluiceMember
sluice_object_get_at (const SluiceObject *object,
                      guint               index)
{
  if (object->is_large)
    return *sluice_large_get (object->large, sluice_large_select (object->large, index));
  return (SluiceMember) { object->shape->keys[index].key, object->slots[index] };
}

SluiceString *
sluice_object_get_key (const SluiceObject *object,
                       guint               index)
{
  return sluice_object_get_at (object, index).key;
}

gboolean
sluice_object_next_unshared (const SluiceObject *object,
                             const SluiceObject *other,
                             guint              *place,
                             SluiceMember       *member)
{
  const SluiceMember *found;

  if (object->is_large)
    {
      found = sluice_large_next_unshared (object->large, other->is_large ? other->large : NULL, place);
      if (found != NULL)
        *member = *found;
      return found != NULL;
    }
  if (*place >= object->head.length)
    return FALSE;
  *member = sluice_object_get_at (object, (*place)++);
  return TRUE;
}

/* Changing */

static SluiceValue *
get_slot (SluiceObject *object,
          gint          found)
{
  return object->is_large ? &sluice_large_open (object->large, (guint) found)->value
                          : &object->slots[found];
}

SluiceValue *
sluice_object_slot (SluiceValue *object,
                    const char  *key,
                    gsize        length)
{
  SluiceObject *self = object_writable (object);
  gint found = locate (self, key, length);

  return found >= 0 ? get_slot (self, found) : NULL;
}

static void
insert_new (SluiceObject *object,
            guint         index,
            SluiceString *take_key,
            SluiceValue   take)
{
  if (!object->is_large && object->head.length == SLUICE_SMALL_MAX)
    become_large (object);
  if (object->is_large)
    {
      sluice_large_insert (object->large, index, take_key, take);
    }
  else
    {
      sluice_shape_insert (&object->shape, index, take_key);
      slots_insert (object, index, take);
    }
  object->head.length++;
}

void
sluice_object_add (SluiceObject *object,
                   SluiceString *key,
                   SluiceValue   take)
{
  insert_new (object, object->head.length, key, take);
}

static SluiceValue
remove_found (SluiceObject *object,
              gint          found)
{
  SluiceValue removed;

  if (object->is_large)
    {
      removed = sluice_large_remove (object->large, (guint) found);
    }
  else
    {
      sluice_shape_remove (&object->shape, (guint) found);
      removed = slots_remove (object, (guint) found);
    }
  object->head.length--;
  if (object->is_large && object->head.length <= SLUICE_SMALL_MAX / 2)
    become_small (object);
  return removed;
}

void
sluice_object_share_shape (SluiceObject  *object,
                           SluiceShape  **places,
                           guint          n)
{
  SluiceShape *mine = object->shape;
  guint found = 0;

  while (found < n && places[found] != NULL && !sluice_shape_equal (mine, places[found]))
    found++;
  if (found < n && places[found] != NULL)
    {
      object->shape = places[found];
      sluice_shape_unref (mine);
    }
  else
    {
      found = MIN (found, n - 1);
      sluice_shape_unref (places[found]);
    }
  memmove (places + 1, places, found * sizeof *places);
  places[0] = object->shape;
  object->shape->count++;
}

void
sluice_object_visit_blocks (const SluiceObject *object,
                            SluiceBlockFunc     block,
                            SluiceChildFunc     child,
                            gpointer            user_data)
{
  gsize slots = object->capacity * sizeof (SluiceValue);

  if (!block ((gpointer) object, sizeof *object + slots, user_data))
    return;
  if (object->is_large)
    sluice_large_visit_blocks (object->large, block, child, user_data);
  if (object->shape != NULL)
    sluice_shape_visit_blocks (object->shape, block, child, user_data);
  for (guint i = 0; !object->is_large && i < object->head.length; i++)
    child (object->slots[i], user_data);
}

/* Public */

/**
 * sluice_value_object: (skip)
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
 * sluice_value_get_member: (skip)
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
    sluice_object_find_value (object_of (object), key, strlen (key), &value);
  return value;
}

/**
 * sluice_value_find_member: (skip)
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
  return sluice_object_find (object_of (object), key, strlen (key));
}

/**
 * sluice_value_has_member: (skip)
 * @object: a value
 * @key: a key
 *
 * Returns: %TRUE if @object is an object with that member
 */
gboolean
sluice_value_has_member (SluiceValue  object,
                         const char  *key)
{
  g_return_val_if_fail (key != NULL, FALSE);

  return SLUICE_VALUE_IS_OBJECT (object) && locate (object_of (object), key, strlen (key)) >= 0;
}

/**
 * sluice_value_get_member_string: (skip)
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
 * sluice_value_get_key: (skip)
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
 * sluice_value_get_member_at: (skip)
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
  return sluice_object_get_at (object_of (object), index).value;
}

/**
 * sluice_value_set_member: (skip)
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
  gint found;

  g_return_if_fail (object != NULL && SLUICE_VALUE_IS_OBJECT (*object));
  g_return_if_fail (key != NULL);

  self = object_writable (object);
  length = strlen (key);
  found = locate (self, key, length);
  if (found >= 0)
    sluice_value_replace (get_slot (self, found), take);
  else
    sluice_object_add (self, sluice_string_new (key, length), take);
}

/**
 * sluice_value_exchange_member: (skip)
 * @object: an owned object
 * @key: a key
 * @take: (transfer full): the value
 * @old: (out) (transfer full): what was there
 *
 * Sets a member as sluice_value_set_member() does, and gives what it had.
 *
 * Returns: whether it had any; else @old is null
 */
gboolean
sluice_value_exchange_member (SluiceValue *object,
                              const char  *key,
                              SluiceValue  take,
                              SluiceValue *old)
{
  SluiceObject *self;
  SluiceValue *slot;
  gsize length;
  gint found;

  g_return_val_if_fail (object != NULL && SLUICE_VALUE_IS_OBJECT (*object), FALSE);
  g_return_val_if_fail (key != NULL, FALSE);

  self = object_writable (object);
  length = strlen (key);
  found = locate (self, key, length);
  if (found < 0)
    {
      *old = sluice_value_null ();
      sluice_object_add (self, sluice_string_new (key, length), take);
      return FALSE;
    }
  slot = get_slot (self, found);
  *old = *slot;
  *slot = take;
  return TRUE;
}

/**
 * sluice_value_insert_member: (skip)
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
  g_return_if_fail (object != NULL && SLUICE_VALUE_IS_OBJECT (*object));
  g_return_if_fail (key != NULL && !sluice_value_has_member (*object, key));
  g_return_if_fail (index <= object_of (*object)->head.length);

  insert_new (object_writable (object), index, sluice_string_new (key, strlen (key)), take);
}

/**
 * sluice_value_remove_member: (skip)
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
  gint found;

  g_return_val_if_fail (object != NULL && SLUICE_VALUE_IS_OBJECT (*object), FALSE);
  g_return_val_if_fail (key != NULL, FALSE);

  found = locate (object_of (*object), key, strlen (key));
  if (found < 0)
    return FALSE;
  sluice_value_unref (remove_found (object_writable (object), found));
  return TRUE;
}

/**
 * sluice_value_rename_member: (skip)
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
  SluiceString *renamed;
  gint found;

  g_return_if_fail (object != NULL && SLUICE_VALUE_IS_OBJECT (*object));
  g_return_if_fail (key != NULL && new_key != NULL);

  found = locate (object_of (*object), key, strlen (key));
  g_return_if_fail (found >= 0);
  if (g_str_equal (key, new_key))
    return;
  g_return_if_fail (!sluice_value_has_member (*object, new_key));

  self = object_writable (object);
  renamed = sluice_string_new (new_key, strlen (new_key));
  if (self->is_large)
    {
      sluice_large_rename (self->large, (guint) found, renamed);
    }
  else
    {
      sluice_shape_remove (&self->shape, (guint) found);
      sluice_shape_insert (&self->shape, (guint) found, renamed);
    }
}
