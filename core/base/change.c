/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Single changes at a pointer. A change is checked as a whole before anything is touched; the way
 * down to it is then made writable, which copies only what is shared. */

#include "base/pointer.h"

#include <string.h>

#include "base/pointer-private.h"
#include "base/value-private.h"

/* Where a change takes place. */
typedef struct
{
  SluiceValue parent;     /* borrowed from the root; null for the root itself */
  gboolean    is_root;
  gint        index;      /* the place of the target in its parent, -1: not there */
  GString    *key;        /* owned: the last part */
} Target;

static void
target_clear (Target *target)
{
  if (target->key != NULL)
    g_string_free (g_steal_pointer (&target->key), TRUE);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Target, target_clear)

/**
 * sluice_change_new: (skip)
 * @type: what to do
 * @pointer: where
 * @take: (transfer full): the new value; null for %SLUICE_CHANGE_REMOVE
 * @place: for a new member: where in the order, or -1 for last
 *
 * Makes a change, not yet applied.
 *
 * Returns: (transfer full): the change
 */
SluiceChange *
sluice_change_new (SluiceChangeType  type,
                   const char       *pointer,
                   SluiceValue       take,
                   gint              place)
{
  SluiceChange *change;

  g_return_val_if_fail (pointer != NULL, NULL);

  change = g_new0 (SluiceChange, 1);
  change->type = type;
  change->pointer = g_strdup (pointer);
  change->value = take;
  change->place = place;
  return change;
}

/**
 * SluiceChange:
 * @type: what was done (RFC 6902)
 * @pointer: where (RFC 6901)
 * @value: the new value; null for a removal
 * @old_value: what was there; null for an addition
 * @place: where in the order of an object, or -1: last
 *
 * A change at one place of a JSON value, with all that its inverse needs.
 */
G_DEFINE_BOXED_TYPE (SluiceChange, sluice_change, sluice_change_copy, sluice_change_free)

/**
 * sluice_change_copy:
 * @change: a change
 *
 * Returns: (transfer full): a copy that shares its values
 */
SluiceChange *
sluice_change_copy (const SluiceChange *change)
{
  SluiceChange *copy;

  g_return_val_if_fail (change != NULL, NULL);

  copy = sluice_change_new (change->type, change->pointer, sluice_value_ref (change->value),
                            change->place);
  copy->old_value = sluice_value_ref (change->old_value);
  return copy;
}

/**
 * sluice_change_free:
 * @change: (nullable) (transfer full): a change
 *
 * Frees a change.
 */
void
sluice_change_free (SluiceChange *change)
{
  if (change == NULL)
    return;
  sluice_value_clear (&change->value);
  sluice_value_clear (&change->old_value);
  g_free (change->pointer);
  g_free (change);
}

/**
 * sluice_change_invert:
 * @change: a change that has been applied
 *
 * Makes the change that undoes another.
 *
 * Returns: (transfer full): the inverse
 */
SluiceChange *
sluice_change_invert (const SluiceChange *change)
{
  SluiceChange *inverse = sluice_change_copy (change);
  SluiceValue value = inverse->value;

  if (change->type == SLUICE_CHANGE_ADD)
    inverse->type = SLUICE_CHANGE_REMOVE;
  else if (change->type == SLUICE_CHANGE_REMOVE)
    inverse->type = SLUICE_CHANGE_ADD;
  inverse->value = inverse->old_value;
  inverse->old_value = value;
  return inverse;
}

/* Checking */

/* Finds the parent of the target; what is below must exist but for the last part. */
static gboolean
find_parent (const SluiceChange  *change,
             SluiceValue          root,
             Target              *target,
             GError             **error)
{
  g_auto (SluicePointerIter) iter = { NULL };
  const char *part;
  gsize length;

  target->parent = root;
  if (!sluice_pointer_iter_init (&iter, change->pointer, error))
    return FALSE;
  target->is_root = !sluice_pointer_iter_next (&iter, &part, &length);
  if (target->is_root)
    return TRUE;
  while (*iter.rest != '\0')
    {
      if (!sluice_pointer_step (&target->parent, change->pointer, part, length, iter.rest, error))
        return FALSE;
      sluice_pointer_iter_next (&iter, &part, &length);
    }
  target->key = g_string_new_len (part, length);
  return TRUE;
}

static gboolean
find_in_array (const SluiceChange  *change,
               Target              *target,
               GError             **error)
{
  guint length = sluice_value_get_length (target->parent);
  gboolean adds = change->type == SLUICE_CHANGE_ADD;
  SluiceValue element = target->parent;
  guint index;

  if (adds && g_str_equal (target->key->str, "-"))
    {
      target->index = (gint) length;
      return TRUE;
    }
  if (sluice_pointer_parse_index (target->key->str, target->key->len, &index) &&
      index < length + (adds ? 1 : 0))
    {
      target->index = (gint) index;
      return TRUE;
    }
  return sluice_pointer_step (&element, change->pointer, target->key->str, target->key->len,
                              change->pointer + strlen (change->pointer), error);
}

static gboolean
find_in_object (const SluiceChange  *change,
                Target              *target,
                GError             **error)
{
  SluiceValue member = target->parent;

  target->index = sluice_object_find (target->parent.u.pointer, target->key->str,
                                      target->key->len);
  if (target->index >= 0 || change->type == SLUICE_CHANGE_ADD)
    return TRUE;
  return sluice_pointer_step (&member, change->pointer, target->key->str, target->key->len,
                              change->pointer + strlen (change->pointer), error);
}

static gboolean
find_target (const SluiceChange  *change,
             SluiceValue          root,
             Target              *target,
             GError             **error)
{
  if (!find_parent (change, root, target, error))
    return FALSE;
  if (target->is_root)
    {
      if (change->type != SLUICE_CHANGE_REMOVE)
        return TRUE;
      g_set_error_literal (error, SLUICE_POINTER_ERROR, SLUICE_POINTER_ERROR_TYPE,
                           "the root cannot be removed; replace it with null instead");
      return FALSE;
    }
  if (SLUICE_VALUE_IS_ARRAY (target->parent))
    return find_in_array (change, target, error);
  if (SLUICE_VALUE_IS_OBJECT (target->parent))
    return find_in_object (change, target, error);
  return sluice_pointer_step (&target->parent, change->pointer, target->key->str,
                              target->key->len, change->pointer + strlen (change->pointer), error);
}

/* Applying */

/* The place in @container that a part leads to, made writable. */
static SluiceValue *
get_slot (SluiceValue *container,
          const char  *part,
          gsize        length)
{
  guint index = 0;

  if (SLUICE_VALUE_IS_OBJECT (*container))
    return sluice_object_slot (container, part, length);
  sluice_pointer_parse_index (part, length, &index);
  return sluice_array_slot (container, index);
}

/* Makes the way to the parent of the target writable. */
static SluiceValue *
open_parent (const char  *pointer,
             SluiceValue *root)
{
  g_auto (SluicePointerIter) iter = { NULL };
  SluiceValue *parent = root;
  const char *part;
  gsize length;

  sluice_pointer_iter_init (&iter, pointer, NULL);
  sluice_pointer_iter_next (&iter, &part, &length);
  while (*iter.rest != '\0')
    {
      parent = get_slot (parent, part, length);
      sluice_pointer_iter_next (&iter, &part, &length);
    }
  return parent;
}

static void
exchange (SluiceChange *change,
          SluiceValue  *slot)
{
  change->type = SLUICE_CHANGE_REPLACE;
  sluice_value_replace (&change->old_value, *slot);
  *slot = sluice_value_ref (change->value);
}

static void
apply_to_array (SluiceChange *change,
                SluiceValue  *array,
                Target       *target)
{
  guint index = (guint) target->index;

  if (change->type == SLUICE_CHANGE_REPLACE)
    {
      exchange (change, sluice_array_slot (array, index));
      return;
    }

  change->place = target->index;
  if (change->type == SLUICE_CHANGE_ADD)
    {
      sluice_value_clear (&change->old_value);
      sluice_value_insert_element (array, index, sluice_value_ref (change->value));
    }
  else
    {
      sluice_value_replace (&change->old_value,
                            sluice_value_ref (sluice_value_get_element (*array, index)));
      sluice_value_remove_element (array, index);
    }
}

static void
apply_to_object (SluiceChange *change,
                 SluiceValue  *object,
                 Target       *target)
{
  const char *key = target->key->str;
  gint length = (gint) sluice_value_get_length (*object);

  if (change->type == SLUICE_CHANGE_REMOVE)
    {
      change->place = target->index;
      sluice_value_replace (&change->old_value,
                            sluice_value_ref (sluice_value_get_member (*object, key)));
      sluice_value_remove_member (object, key);
    }
  else if (target->index >= 0)
    {
      exchange (change, sluice_object_slot (object, key, target->key->len));
    }
  else
    {
      if (change->place < 0 || change->place > length)
        change->place = length;
      sluice_value_clear (&change->old_value);
      sluice_value_insert_member (object, change->place, key, sluice_value_ref (change->value));
    }
}

/* "/list/-" becomes "/list/7", so that the change and its inverse say where. */
static void
name_index (SluiceChange *change,
            guint         index)
{
  char *slash = strrchr (change->pointer, '/');
  char *named;

  if (!g_str_equal (slash, "/-"))
    return;
  named = g_strdup_printf ("%.*s/%u", (int) (slash - change->pointer), change->pointer, index);
  g_free (change->pointer);
  change->pointer = named;
}

/**
 * sluice_change_apply: (skip)
 * @change: a change
 * @root: an owned value
 * @error: return location for a #GError of %SLUICE_POINTER_ERROR
 *
 * Applies a change to @root and completes it: the old value, the place in the order, and the
 * index where the pointer ends in "-". Adding a member that exists replaces it (RFC 6902, 4.1),
 * and so does adding the root. A change can be applied again, to another root too.
 *
 * Returns: %FALSE on an error; @root and @change are untouched then
 */
gboolean
sluice_change_apply (SluiceChange  *change,
                     SluiceValue   *root,
                     GError       **error)
{
  g_auto (Target) target = { SLUICE_VALUE_INIT, FALSE, -1, NULL };
  SluiceValue *parent;

  g_return_val_if_fail (change != NULL && root != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (!find_target (change, *root, &target, error))
    return FALSE;
  if (target.is_root)
    {
      exchange (change, root);
      return TRUE;
    }

  parent = open_parent (change->pointer, root);
  if (SLUICE_VALUE_IS_OBJECT (*parent))
    {
      apply_to_object (change, parent, &target);
    }
  else
    {
      apply_to_array (change, parent, &target);
      name_index (change, (guint) target.index);
    }
  return TRUE;
}
