/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Arrays: a 32-way trie with a tail.
 *
 * The last 1 to 32 elements are in the tail, a leaf of its own that grows by doubling; those
 * before them are in full leaves below the root. So appending touches the tail only, and pushes
 * a full one into the trie each 32 elements; setting copies at most one node per level. A node
 * is changed in place only while its count, and those of all nodes above it, are 1. */

#include <string.h>

#include "base/value-private.h"

#define FIRST_CAPACITY 2u /* points are many */

static inline SluiceArray *
array_of (SluiceValue value)
{
  return value.u.pointer;
}

static inline guint
tail_offset (const SluiceArray *array)
{
  return array->head.length == 0 ? 0 : (array->head.length - 1) & ~SLUICE_MASK;
}

static inline guint
tail_length (const SluiceArray *array)
{
  return array->head.length - tail_offset (array);
}

/* Nodes */

static inline gsize
leaf_size (guint capacity)
{
  return sizeof (SluiceArrayNode) + capacity * sizeof (SluiceValue);
}

#define INNER_SIZE (sizeof (SluiceArrayNode) + SLUICE_WIDTH * sizeof (SluiceArrayNode *))

static SluiceArrayNode *
leaf_new (guint capacity)
{
  SluiceArrayNode *leaf = g_malloc (leaf_size (capacity));

  leaf->count = 1;
  leaf->capacity = capacity;
  return leaf;
}

static SluiceArrayNode *
inner_new (void)
{
  SluiceArrayNode *inner = g_malloc0 (INNER_SIZE);

  inner->count = 1;
  inner->capacity = SLUICE_WIDTH;
  return inner;
}

/* Makes the leaf at @place, with @used values in it, one that may be changed and has room for
 * @wanted values. */
static SluiceArrayNode *
leaf_writable (SluiceArrayNode **place,
               guint             used,
               guint             wanted)
{
  SluiceArrayNode *old = *place;
  guint capacity = old != NULL ? old->capacity : FIRST_CAPACITY;

  while (capacity < wanted)
    capacity *= 2;
  if (old == NULL)
    {
      *place = leaf_new (capacity);
    }
  else if (old->count > 1)
    {
      *place = leaf_new (capacity);
      for (guint i = 0; i < used; i++)
        (*place)->u.values[i] = sluice_value_share (old->u.values[i]);
      old->count--;
    }
  else if (capacity > old->capacity)
    {
      *place = g_realloc (old, leaf_size (capacity));
      (*place)->capacity = capacity;
    }
  return *place;
}

static SluiceArrayNode *
inner_writable (SluiceArrayNode **place)
{
  SluiceArrayNode *old = *place;
  SluiceArrayNode *copy;

  if (old->count == 1)
    return old;

  copy = inner_new ();
  for (guint i = 0; i < SLUICE_WIDTH && old->u.nodes[i] != NULL; i++)
    {
      copy->u.nodes[i] = old->u.nodes[i];
      copy->u.nodes[i]->count++;
    }
  old->count--;
  *place = copy;
  return copy;
}

static void
node_release (SluiceArrayNode *node,
              guint            level,
              guint            used,
              SluiceDead      *dead)
{
  if (node == NULL || --node->count > 0)
    return;

  for (guint i = 0; level == 0 && i < used; i++)
    sluice_dead_release (dead, node->u.values[i]);
  for (guint i = 0; level > 0 && i < SLUICE_WIDTH && node->u.nodes[i] != NULL; i++)
    node_release (node->u.nodes[i], level - SLUICE_BITS, SLUICE_WIDTH, dead);
  g_free (node);
}

/* Arrays */

void
sluice_array_free (SluiceArray *array,
                   SluiceDead  *dead)
{
  node_release (array->tail, 0, tail_length (array), dead);
  node_release (array->root, array->shift, 0, dead);
  g_free (array);
}

static SluiceArray *
array_writable (SluiceValue *value)
{
  SluiceArray *old = array_of (*value);
  SluiceArray *copy;

  if (old->head.count == 1)
    return old;

  copy = g_new (SluiceArray, 1);
  *copy = *old;
  copy->head.count = 1;
  if (copy->root != NULL)
    copy->root->count++;
  if (copy->tail != NULL)
    copy->tail->count++;
  old->head.count--;
  value->u.pointer = copy;
  return copy;
}

static const SluiceArrayNode *
leaf_for_reading (const SluiceArray *array,
                  guint              index)
{
  const SluiceArrayNode *node = array->root;

  if (index >= tail_offset (array))
    return array->tail;
  for (guint level = array->shift; level > 0; level -= SLUICE_BITS)
    node = node->u.nodes[(index >> level) & SLUICE_MASK];
  return node;
}

static SluiceArrayNode *
leaf_for_writing (SluiceArray *array,
                  guint        index)
{
  SluiceArrayNode **place = &array->root;

  if (index >= tail_offset (array))
    return leaf_writable (&array->tail, tail_length (array), tail_length (array));
  for (guint level = array->shift; level > 0; level -= SLUICE_BITS)
    place = &inner_writable (place)->u.nodes[(index >> level) & SLUICE_MASK];
  return leaf_writable (place, SLUICE_WIDTH, SLUICE_WIDTH);
}

SluiceValue
sluice_array_get (const SluiceArray *array,
                  guint              index)
{
  return leaf_for_reading (array, index)->u.values[index & SLUICE_MASK];
}

/* Where the largest node around @index ends that both tries share; @index if there is none. */
static guint
skip_shared_node (const SluiceArray *a,
                  const SluiceArray *b,
                  guint              index)
{
  const SluiceArrayNode *left = a->root;
  const SluiceArrayNode *right = b->root;

  if (left == right)
    return MIN (tail_offset (a), tail_offset (b));
  for (guint level = a->shift; level > 0; level -= SLUICE_BITS)
    {
      left = left->u.nodes[(index >> level) & SLUICE_MASK];
      right = right->u.nodes[(index >> level) & SLUICE_MASK];
      if (left == right)
        return (guint) MIN ((((guint64) index >> level) + 1) << level, G_MAXUINT);
    }
  return index;
}

guint
sluice_array_skip_shared (const SluiceArray *a,
                          const SluiceArray *b,
                          guint              index)
{
  guint length = MIN (a->head.length, b->head.length);
  guint tail = MIN (tail_offset (a), tail_offset (b));

  /* Leaves are shared as a whole: inside of one there is nothing to find. */
  while (index < length && (index & SLUICE_MASK) == 0)
    {
      guint next = index;

      if (index < tail && a->shift == b->shift)
        next = skip_shared_node (a, b, index);
      else if (leaf_for_reading (a, index) == leaf_for_reading (b, index))
        next = index + SLUICE_WIDTH;
      if (next == index)
        break;
      index = MIN (next, length);
    }
  return index;
}

SluiceValue *
sluice_array_slot (SluiceValue *array,
                   guint        index)
{
  return &leaf_for_writing (array_writable (array), index)->u.values[index & SLUICE_MASK];
}

/* Moves the full tail into the trie, which grows a level when it is full too. */
static void
push_tail (SluiceArray *array)
{
  guint index = tail_offset (array);
  SluiceArrayNode **place = &array->root;

  if (array->root == NULL)
    {
      array->root = inner_new ();
      array->shift = SLUICE_BITS;
    }
  else if ((guint64) index == G_GUINT64_CONSTANT (1) << (array->shift + SLUICE_BITS))
    {
      SluiceArrayNode *root = inner_new ();

      root->u.nodes[0] = array->root;
      array->root = root;
      array->shift += SLUICE_BITS;
    }

  for (guint level = array->shift; level > 0; level -= SLUICE_BITS)
    {
      if (*place == NULL)
        *place = inner_new ();
      place = &inner_writable (place)->u.nodes[(index >> level) & SLUICE_MASK];
    }
  *place = g_steal_pointer (&array->tail);
}

/* Takes the leaf that begins at @index, the last one, out of the trie; what it leaves empty goes. */
static SluiceArrayNode *
pull_leaf (SluiceArrayNode **place,
           guint             level,
           guint             index)
{
  SluiceArrayNode *inner;
  SluiceArrayNode *leaf;
  SluiceArrayNode **child;

  if (level == 0)
    return g_steal_pointer (place);

  inner = inner_writable (place);
  child = &inner->u.nodes[(index >> level) & SLUICE_MASK];
  leaf = pull_leaf (child, level - SLUICE_BITS, index);
  if (inner->u.nodes[0] == NULL)
    g_clear_pointer (place, g_free);
  return leaf;
}

static void
pull_tail (SluiceArray *array,
           guint        index)
{
  array->tail = pull_leaf (&array->root, array->shift, index);
  if (array->root == NULL)
    array->shift = 0;
  while (array->shift > SLUICE_BITS && array->root->u.nodes[1] == NULL)
    {
      SluiceArrayNode *root = array->root;

      array->root = root->u.nodes[0];
      array->shift -= SLUICE_BITS;
      g_free (root);
    }
}

static void
array_push (SluiceArray *array,
            SluiceValue  take)
{
  guint used = tail_length (array);
  guint wanted;

  if (used == SLUICE_WIDTH)
    {
      push_tail (array);
      used = 0;
    }
  wanted = array->root != NULL ? SLUICE_WIDTH : used + 1;
  leaf_writable (&array->tail, used, wanted)->u.values[used] = take;
  array->head.length++;
}

/* Takes the last element. */
static SluiceValue
array_pop (SluiceArray *array)
{
  guint used = tail_length (array);
  SluiceValue last = leaf_writable (&array->tail, used, used)->u.values[used - 1];

  array->head.length--;
  if (used == 1)
    {
      g_clear_pointer (&array->tail, g_free);
      if (array->head.length > 0)
        pull_tail (array, tail_offset (array));
    }
  return last;
}

static void
visit_node (const SluiceArrayNode *node,
            guint                  level,
            guint                  used,
            SluiceBlockFunc        block,
            SluiceChildFunc        child,
            gpointer               user_data)
{
  if (node == NULL ||
      !block ((gpointer) node, level == 0 ? leaf_size (node->capacity) : INNER_SIZE, user_data))
    return;
  for (guint i = 0; level == 0 && i < used; i++)
    child (node->u.values[i], user_data);
  for (guint i = 0; level > 0 && i < SLUICE_WIDTH; i++)
    visit_node (node->u.nodes[i], level - SLUICE_BITS, SLUICE_WIDTH, block, child, user_data);
}

void
sluice_array_visit_blocks (const SluiceArray *array,
                           SluiceBlockFunc    block,
                           SluiceChildFunc    child,
                           gpointer           user_data)
{
  if (!block ((gpointer) array, sizeof *array, user_data))
    return;
  visit_node (array->root, array->shift, 0, block, child, user_data);
  visit_node (array->tail, 0, tail_length (array), block, child, user_data);
}

/* Public */

/**
 * sluice_value_array: (skip)
 *
 * Makes an empty array.
 *
 * Returns: (transfer full): the value
 */
SluiceValue
sluice_value_array (void)
{
  SluiceArray *array = g_new0 (SluiceArray, 1);

  array->head.count = 1;
  return sluice_value_from_block (SLUICE_VALUE_ARRAY, array);
}

/**
 * sluice_value_get_element: (skip)
 * @array: a value
 * @index: from 0
 *
 * Gets an element.
 *
 * Returns: (transfer none): the element, null if there is none
 */
SluiceValue
sluice_value_get_element (SluiceValue array,
                          guint       index)
{
  if (!SLUICE_VALUE_IS_ARRAY (array) || index >= array_of (array)->head.length)
    return sluice_value_null ();
  return sluice_array_get (array_of (array), index);
}

/**
 * sluice_value_append: (skip)
 * @array: an owned array
 * @take: (transfer full): the new last element
 *
 * Appends an element.
 */
void
sluice_value_append (SluiceValue *array,
                     SluiceValue  take)
{
  g_return_if_fail (array != NULL && SLUICE_VALUE_IS_ARRAY (*array));

  array_push (array_writable (array), take);
}

/**
 * sluice_value_set_element: (skip)
 * @array: an owned array
 * @index: of an element that exists
 * @take: (transfer full): the new element
 *
 * Replaces an element.
 */
void
sluice_value_set_element (SluiceValue *array,
                          guint        index,
                          SluiceValue  take)
{
  g_return_if_fail (array != NULL && SLUICE_VALUE_IS_ARRAY (*array));
  g_return_if_fail (index < array_of (*array)->head.length);

  sluice_value_replace (sluice_array_slot (array, index), take);
}

/**
 * sluice_value_insert_element: (skip)
 * @array: an owned array
 * @index: where, at most the length
 * @take: (transfer full): the new element
 *
 * Inserts an element before @index. Takes time in proportion to the elements behind it.
 */
void
sluice_value_insert_element (SluiceValue *array,
                             guint        index,
                             SluiceValue  take)
{
  SluiceArray *self;
  guint length;

  g_return_if_fail (array != NULL && SLUICE_VALUE_IS_ARRAY (*array));
  g_return_if_fail (index <= array_of (*array)->head.length);

  /* Each leaf hands its last element on to the next one. */
  self = array_writable (array);
  length = self->head.length;
  for (guint i = index; i < length; i = (i | SLUICE_MASK) + 1)
    {
      SluiceValue *values = leaf_for_writing (self, i)->u.values;
      guint first = i & SLUICE_MASK;
      guint last = MIN (i | SLUICE_MASK, length - 1) & SLUICE_MASK;
      SluiceValue carried = values[last];

      memmove (values + first + 1, values + first, (last - first) * sizeof *values);
      values[first] = take;
      take = carried;
    }
  array_push (self, take);
}

/**
 * sluice_value_remove_element: (skip)
 * @array: an owned array
 * @index: of an element that exists
 *
 * Removes an element. Takes time in proportion to the elements behind it.
 */
void
sluice_value_remove_element (SluiceValue *array,
                             guint        index)
{
  SluiceArray *self;
  SluiceValue carried;

  g_return_if_fail (array != NULL && SLUICE_VALUE_IS_ARRAY (*array));
  g_return_if_fail (index < array_of (*array)->head.length);

  /* From the end, each leaf hands its first element on to the one before. */
  self = array_writable (array);
  carried = array_pop (self);
  for (guint end = self->head.length; end > index; end = (end - 1) & ~SLUICE_MASK)
    {
      guint start = MAX ((end - 1) & ~SLUICE_MASK, index);
      SluiceValue *values = leaf_for_writing (self, start)->u.values;
      guint first = start & SLUICE_MASK;
      guint last = (end - 1) & SLUICE_MASK;
      SluiceValue removed = values[first];

      memmove (values + first, values + first + 1, (last - first) * sizeof *values);
      values[last] = carried;
      carried = removed;
    }
  sluice_value_unref (carried);
}
