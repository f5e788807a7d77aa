/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The persistent JSON value: owning, comparing, copying. Strings, arrays and objects each have a
 * file of their own.
 *
 * Nothing here recurses from a value into its children: what a value nests is put on a list and
 * worked off, so no depth can exhaust the stack. Nor is all of it worked off at once where there is much: the
 * rest is freed with what dies next, so that giving up a large value holds nobody up. */

#include "base/value.h"

#include <string.h>

#include "base/value-private.h"

static gpointer
box_copy (gpointer boxed)
{
  SluiceValue *copy = g_new (SluiceValue, 1);

  *copy = sluice_value_ref (*(SluiceValue *) boxed);
  return copy;
}

static void
box_free (gpointer boxed)
{
  sluice_value_unref (*(SluiceValue *) boxed);
  g_free (boxed);
}

GType
sluice_value_get_type (void)
{
  static gsize type = 0;

  if (g_once_init_enter (&type))
    g_once_init_leave (&type, g_boxed_type_register_static (g_intern_static_string ("SluiceValue"),
                                                            box_copy, box_free));
  return type;
}

/* Freeing */

#define FREED_WITH 128  /* containers, with one that dies */
#define FREED_SOME 2048 /* by who has the time */

static _Thread_local SluiceDead given_up; /* what this thread gave up and has not yet freed */
static _Thread_local void (*left_func) (void); /* who hears that there is some, or NULL */

void
sluice_dead_add (SluiceDead      *dead,
                 SluiceContainer *container,
                 gboolean         is_object)
{
  container->next_dead = dead->first;
  dead->first = (SluiceContainer *) ((guintptr) container | (is_object ? 1 : 0));
}

static SluiceContainer *
dead_take (SluiceDead *dead,
           gboolean   *is_object)
{
  SluiceContainer *container = (SluiceContainer *) ((guintptr) dead->first & ~(guintptr) 1);

  *is_object = ((guintptr) dead->first & 1) != 0;
  if (container != NULL)
    dead->first = container->next_dead;
  return container;
}

/* Drops one reference; a container without any waits in @dead. */
void
sluice_dead_release (SluiceDead  *dead,
                     SluiceValue  value)
{
  if (value.type < SLUICE_VALUE_STRING || --*(gint *) value.u.pointer > 0)
    return;
  if (value.type == SLUICE_VALUE_STRING)
    g_free (value.u.pointer);
  else
    sluice_dead_add (dead, value.u.pointer, value.type == SLUICE_VALUE_OBJECT);
}

/* Owning */

/**
 * sluice_value_ref: (skip)
 * @value: a value
 *
 * Makes an owned value of a borrowed one. Scalars own nothing and are just copied.
 *
 * Returns: (transfer full): the same value
 */
SluiceValue
sluice_value_ref (SluiceValue value)
{
  return sluice_value_share (value);
}

/* Whether there is more. */
static gboolean
free_some (guint n)
{
  SluiceContainer *container;
  gboolean is_object;

  for (guint i = 0; i < n; i++)
    {
      container = dead_take (&given_up, &is_object);
      if (container == NULL)
        return FALSE;
      if (is_object)
        sluice_object_free ((SluiceObject *) container, &given_up);
      else
        sluice_array_free ((SluiceArray *) container, &given_up);
    }
  return given_up.first != NULL;
}

static void
free_left (gpointer unused)
{
  while (free_some (FREED_SOME))
    ;
}

/* What is left when the thread ends is freed then. */
static void
note_left (void)
{
  static GPrivate ending = G_PRIVATE_INIT (free_left);

  g_private_set (&ending, &given_up);
  if (left_func != NULL)
    left_func ();
}

/* @func is called in this thread whenever a part of what is given up is left. */
void
sluice_value_set_left_func (void (*func) (void))
{
  left_func = func;
}

/**
 * sluice_value_free_some: (skip)
 *
 * Frees a part of what this thread gave up. Large values are freed in parts: with what is given up next, or
 * by a loop that has the time (sluice_tidy_attach()).
 *
 * Returns: whether there is more
 */
gboolean
sluice_value_free_some (void)
{
  return free_some (FREED_SOME);
}

/**
 * sluice_value_unref: (skip)
 * @value: (transfer full): a value
 *
 * Gives an owned value up. Takes no stack for what it nests, and no long time: see sluice_value_free_some().
 */
void
sluice_value_unref (SluiceValue value)
{
  if (value.type < SLUICE_VALUE_STRING || --*(gint *) value.u.pointer > 0)
    return;
  if (value.type == SLUICE_VALUE_STRING)
    {
      g_free (value.u.pointer);
      return;
    }
  sluice_dead_add (&given_up, value.u.pointer, value.type == SLUICE_VALUE_OBJECT);
  if (G_UNLIKELY (free_some (FREED_WITH)))
    note_left ();
}

/**
 * sluice_value_clear: (skip)
 * @value: an owned value
 *
 * Gives the value up and leaves null.
 */
void
sluice_value_clear (SluiceValue *value)
{
  g_return_if_fail (value != NULL);

  sluice_value_unref (sluice_value_steal (value));
}

/**
 * sluice_value_steal: (skip)
 * @value: an owned value
 *
 * Takes the value out of its place, which is null afterwards.
 *
 * Returns: (transfer full): the value
 */
SluiceValue
sluice_value_steal (SluiceValue *value)
{
  SluiceValue stolen = *value;

  *value = sluice_value_null ();
  return stolen;
}

/**
 * sluice_value_replace: (skip)
 * @place: an owned value
 * @take: (transfer full): the new value
 *
 * Gives up what is in @place and puts @take there.
 */
void
sluice_value_replace (SluiceValue *place,
                      SluiceValue  take)
{
  SluiceValue old = *place;

  *place = take;
  sluice_value_unref (old);
}

/* Looking */

/**
 * sluice_value_type_name:
 * @type: a type
 *
 * Names a type as JSON does: integers and reals are both "number".
 *
 * Returns: (transfer none): the name
 */
const char *
sluice_value_type_name (SluiceValueType type)
{
  switch (type)
    {
    case SLUICE_VALUE_NULL:
      return "null";
    case SLUICE_VALUE_BOOLEAN:
      return "boolean";
    case SLUICE_VALUE_INTEGER:
    case SLUICE_VALUE_REAL:
      return "number";
    case SLUICE_VALUE_STRING:
      return "string";
    case SLUICE_VALUE_ARRAY:
      return "array";
    case SLUICE_VALUE_OBJECT:
      return "object";
    default:
      g_return_val_if_reached ("null");
    }
}

/**
 * sluice_value_get_boolean: (skip)
 * @value: a value
 *
 * Returns: %TRUE if @value is true; %FALSE for everything else
 */
gboolean
sluice_value_get_boolean (SluiceValue value)
{
  return value.type == SLUICE_VALUE_BOOLEAN && value.u.integer != 0;
}

/**
 * sluice_value_get_integer: (skip)
 * @value: a value
 *
 * Gets a number as an integer. A real is cut towards zero, and held to the range of int64.
 *
 * Returns: the integer, 0 unless @value is a number
 */
gint64
sluice_value_get_integer (SluiceValue value)
{
  if (value.type == SLUICE_VALUE_INTEGER)
    return value.u.integer;
  if (value.type != SLUICE_VALUE_REAL)
    return 0;
  if (value.u.real >= 0x1p63)
    return G_MAXINT64;
  if (value.u.real < -0x1p63)
    return G_MININT64;
  return (gint64) value.u.real;
}

/**
 * sluice_value_get_real: (skip)
 * @value: a value
 *
 * Returns: the number as a double, 0 unless @value is a number
 */
double
sluice_value_get_real (SluiceValue value)
{
  if (value.type == SLUICE_VALUE_INTEGER)
    return (double) value.u.integer;
  return value.type == SLUICE_VALUE_REAL ? value.u.real : 0;
}

/**
 * sluice_value_get_length: (skip)
 * @value: a value
 *
 * Returns: the number of elements or members, 0 unless @value is an array or an object
 */
guint
sluice_value_get_length (SluiceValue value)
{
  return value.type >= SLUICE_VALUE_ARRAY ? ((SluiceContainer *) value.u.pointer)->length : 0;
}

/**
 * sluice_value_iter_init: (skip)
 * @iter: an iterator, on the stack
 * @container: an array or object, borrowed while the walk lasts; anything else has nothing to walk
 *
 * Begins a walk over the elements, or over the members in order. @container must not be changed
 * meanwhile; to change while walking, walk over a reference of one's own.
 */
void
sluice_value_iter_init (SluiceValueIter *iter,
                        SluiceValue      container)
{
  iter->container = container;
  iter->index = 0;
}

/**
 * sluice_value_iter_next: (skip)
 * @iter: an iterator
 * @key: (out) (optional) (nullable) (transfer none): the key, %NULL for an element
 * @value: (out) (optional) (transfer none): the value
 *
 * Goes to the next element or member.
 *
 * Returns: %FALSE at the end
 */
gboolean
sluice_value_iter_next (SluiceValueIter  *iter,
                        const char      **key,
                        SluiceValue      *value)
{
  if (iter->index >= sluice_value_get_length (iter->container))
    return FALSE;

  if (iter->container.type == SLUICE_VALUE_OBJECT)
    {
      SluiceMember member = sluice_object_get_at (iter->container.u.pointer, iter->index);

      if (key != NULL)
        *key = member.key->text;
      if (value != NULL)
        *value = member.value;
    }
  else
    {
      if (key != NULL)
        *key = NULL;
      if (value != NULL)
        *value = sluice_value_get_element (iter->container, iter->index);
    }
  iter->index++;
  return TRUE;
}

/* Comparing */

/**
 * sluice_value_is_same: (skip)
 * @a: a value
 * @b: another
 *
 * Whether two values are the same block, or scalars with the same bits. Takes constant time, so
 * values that are equal but were made apart are not the same.
 *
 * Returns: %TRUE if they are the same
 */
gboolean
sluice_value_is_same (SluiceValue a,
                      SluiceValue b)
{
  return a.type == b.type && (a.type == SLUICE_VALUE_NULL || a.u.integer == b.u.integer);
}

/* An integer equals a real only if the real is exactly that integer. */
static gboolean
integer_equals_real (gint64 integer,
                     double real)
{
  return real >= -0x1p63 && real < 0x1p63 && (double) (gint64) real == real &&
         (gint64) real == integer;
}

static gboolean
string_equal (SluiceValue a,
              SluiceValue b)
{
  SluiceString *left = a.u.pointer;
  SluiceString *right = b.u.pointer;

  return sluice_string_is (left, right->text, right->length);
}

/* Compares all but what containers hold. */
static gboolean
shallow_equal (SluiceValue a,
               SluiceValue b)
{
  if (a.type == SLUICE_VALUE_INTEGER && b.type == SLUICE_VALUE_REAL)
    return integer_equals_real (a.u.integer, b.u.real);
  if (a.type == SLUICE_VALUE_REAL && b.type == SLUICE_VALUE_INTEGER)
    return integer_equals_real (b.u.integer, a.u.real);
  if (a.type != b.type)
    return FALSE;

  switch (a.type)
    {
    case SLUICE_VALUE_NULL:
      return TRUE;
    case SLUICE_VALUE_REAL:
      return a.u.real == b.u.real;
    case SLUICE_VALUE_STRING:
      return string_equal (a, b);
    case SLUICE_VALUE_ARRAY:
    case SLUICE_VALUE_OBJECT:
      return sluice_value_get_length (a) == sluice_value_get_length (b);
    default:
      return a.u.integer == b.u.integer;
    }
}

typedef struct
{
  SluiceValue a;
  SluiceValue b;
} Pair;

/* Compares one pair of children; pairs of containers wait in @pairs. */
static gboolean
compare_pair (GArray      *pairs,
              SluiceValue  a,
              SluiceValue  b)
{
  Pair pair = { a, b };

  if (sluice_value_is_same (a, b))
    return TRUE;
  if (!shallow_equal (a, b))
    return FALSE;
  if (a.type >= SLUICE_VALUE_ARRAY)
    g_array_append_val (pairs, pair);
  return TRUE;
}

static gboolean
compare_children (GArray *pairs,
                  Pair    pair)
{
  guint length = sluice_value_get_length (pair.a);

  for (guint i = 0; i < length; i++)
    {
      SluiceValue b;

      if (pair.a.type == SLUICE_VALUE_ARRAY)
        {
          if (!compare_pair (pairs, sluice_value_get_element (pair.a, i),
                             sluice_value_get_element (pair.b, i)))
            return FALSE;
        }
      else
        {
          SluiceMember a = sluice_object_get_at (pair.a.u.pointer, i);

          if (!sluice_object_find_value (pair.b.u.pointer, a.key->text, a.key->length, &b) ||
              !compare_pair (pairs, a.value, b))
            return FALSE;
        }
    }
  return TRUE;
}

/**
 * sluice_value_equal: (skip)
 * @a: a value
 * @b: another
 *
 * Whether two values are equal as JSON: 1 equals 1.0, the order of members does not matter.
 * Parts they share are not looked into.
 *
 * Returns: %TRUE if they are equal
 */
gboolean
sluice_value_equal (SluiceValue a,
                    SluiceValue b)
{
  g_autoptr (GArray) pairs = NULL;
  gboolean equal;

  if (a.type < SLUICE_VALUE_ARRAY || b.type < SLUICE_VALUE_ARRAY)
    return shallow_equal (a, b);

  pairs = g_array_new (FALSE, FALSE, sizeof (Pair));
  equal = compare_pair (pairs, a, b);
  while (equal && pairs->len > 0)
    {
      Pair pair = g_array_index (pairs, Pair, pairs->len - 1);

      g_array_set_size (pairs, pairs->len - 1);
      equal = compare_children (pairs, pair);
    }
  return equal;
}

/* Copying */

/* A container that is being copied, child by child. */
typedef struct
{
  SluiceValue source; /* borrowed */
  SluiceValue copy;   /* owned */
  guint       next;
} CopyFrame;

static SluiceValue
copy_scalar (SluiceValue value)
{
  SluiceString *string;

  if (value.type != SLUICE_VALUE_STRING)
    return value;
  string = value.u.pointer;
  return sluice_value_string_len (string->text, string->length);
}

static void
copy_push (GArray      *stack,
           SluiceValue  source)
{
  CopyFrame frame = { source, SLUICE_VALUE_INIT, 0 };

  frame.copy = source.type == SLUICE_VALUE_ARRAY ? sluice_value_array () : sluice_value_object ();
  g_array_append_val (stack, frame);
}

/* Puts a finished copy into the copy of its parent, which waits for it. */
static void
copy_put (CopyFrame   *parent,
          SluiceValue  take)
{
  if (parent->source.type == SLUICE_VALUE_ARRAY)
    {
      sluice_value_append (&parent->copy, take);
    }
  else
    {
      SluiceString *key = sluice_object_get_key (parent->source.u.pointer, parent->next);

      sluice_object_add (parent->copy.u.pointer, sluice_string_new (key->text, key->length), take);
    }
  parent->next++;
}

/**
 * sluice_value_deep_copy: (skip)
 * @value: a value
 *
 * Copies a value so that the copy shares no block with it. Counts belong to one thread: this is
 * how a value gets into another.
 *
 * Returns: (transfer full): the copy
 */
SluiceValue
sluice_value_deep_copy (SluiceValue value)
{
  g_autoptr (GArray) stack = NULL;

  if (value.type < SLUICE_VALUE_ARRAY)
    return copy_scalar (value);

  stack = g_array_new (FALSE, FALSE, sizeof (CopyFrame));
  copy_push (stack, value);
  for (;;)
    {
      CopyFrame *frame = &g_array_index (stack, CopyFrame, stack->len - 1);
      SluiceValue child;

      if (frame->next == sluice_value_get_length (frame->source))
        {
          SluiceValue done = frame->copy;

          g_array_set_size (stack, stack->len - 1);
          if (stack->len == 0)
            return done;
          copy_put (&g_array_index (stack, CopyFrame, stack->len - 1), done);
          continue;
        }

      child = frame->source.type == SLUICE_VALUE_ARRAY
              ? sluice_value_get_element (frame->source, frame->next)
              : sluice_value_get_member_at (frame->source, frame->next);
      if (child.type >= SLUICE_VALUE_ARRAY)
        copy_push (stack, child);
      else
        copy_put (frame, copy_scalar (child));
    }
}

/* Measuring */

typedef struct
{
  GHashTable *seen;    /* blocks counted */
  GArray     *waiting; /* SluiceValue: containers to look into */
  gsize       bytes;
} Measure;

static gboolean
measure_block (gpointer block,
               gsize    bytes,
               gpointer user_data)
{
  Measure *measure = user_data;

  if (!g_hash_table_add (measure->seen, block))
    return FALSE;
  measure->bytes += bytes;
  return TRUE;
}

static void
measure_child (SluiceValue child,
               gpointer    user_data)
{
  Measure *measure = user_data;

  if (child.type == SLUICE_VALUE_STRING)
    {
      SluiceString *string = child.u.pointer;

      measure_block (string, sizeof *string + string->length + 1, measure);
    }
  else if (child.type >= SLUICE_VALUE_ARRAY)
    {
      g_array_append_val (measure->waiting, child);
    }
}

/**
 * sluice_value_get_memory: (skip)
 * @value: a value
 *
 * Measures the blocks a value is made of, each once however often it is used in it, without the
 * overhead of the allocator.
 *
 * Returns: bytes; 0 for a scalar
 */
gsize
sluice_value_get_memory (SluiceValue value)
{
  Measure measure = { NULL };

  measure.seen = g_hash_table_new (NULL, NULL);
  measure.waiting = g_array_new (FALSE, FALSE, sizeof (SluiceValue));
  measure_child (value, &measure);
  while (measure.waiting->len > 0)
    {
      SluiceValue next = g_array_index (measure.waiting, SluiceValue, measure.waiting->len - 1);

      g_array_set_size (measure.waiting, measure.waiting->len - 1);
      if (next.type == SLUICE_VALUE_ARRAY)
        sluice_array_visit_blocks (next.u.pointer, measure_block, measure_child, &measure);
      else
        sluice_object_visit_blocks (next.u.pointer, measure_block, measure_child, &measure);
    }
  g_hash_table_unref (measure.seen);
  g_array_unref (measure.waiting);
  return measure.bytes;
}
