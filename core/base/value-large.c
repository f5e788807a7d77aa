/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The members of a large object: two persistent tries.
 *
 * The order is a 32-way trie of members by place. A place is given once, in order; a member that
 * is removed leaves a hole, and one that is inserted gets one: of those that are near, else of some
 * that are left when all are packed again around it. Inner nodes count the members below each child,
 * so the n-th member and the rank of a place are found without looking at holes. When holes outnumber
 * the members, all are packed again.
 *
 * The index is a hash trie from the hash of a key to its place, 5 bits a level; its nodes hold
 * only the slots in use. Below the last bits is a bucket of places whose hashes are all equal. */

#include "base/value-private.h"

#define HASH_BITS 32
#define NO_PLACE  G_MAXUINT

typedef struct _OrderNode OrderNode;
typedef struct _IndexNode IndexNode;

typedef struct
{
  OrderNode *node;
  guint      members; /* below it */
} OrderChild;

/* A leaf holds members (a hole has no key), an inner node holds children. */
struct _OrderNode
{
  gint count;
  union
  {
    SluiceMember members[0];
    OrderChild   children[0];
  } u;
};

typedef union
{
  IndexNode *node;
  struct
  {
    guint32 hash;
    guint32 place;
  } leaf;
} IndexSlot;

struct _IndexNode
{
  gint      count;
  guint32   nodes;  /* bits whose slot is a node */
  guint32   leaves; /* bits whose slot is a place; in a bucket: how many places */
  IndexSlot slots[];
};

struct _SluiceLarge
{
  guint      members;
  guint      next;  /* the place after the last */
  guint      shift; /* of the order's root */
  OrderNode *order;
  IndexNode *index;
};

/* The index */

static inline guint32
index_bit (guint32 hash,
           guint   shift)
{
  return 1u << ((hash >> shift) & SLUICE_MASK);
}

static inline guint
count_bits (guint32 bits)
{
  /* Pairs, then fours, then eights are added side by side: without an instruction for it the compiler
   * calls a function that looks up tables. */
  bits -= (bits >> 1) & 0x55555555;
  bits = (bits & 0x33333333) + ((bits >> 2) & 0x33333333);
  return (((bits + (bits >> 4)) & 0x0f0f0f0f) * 0x01010101) >> 24;
}

static inline guint
index_size (const IndexNode *node,
            guint            shift)
{
  return shift < HASH_BITS ? count_bits (node->nodes | node->leaves) : node->leaves;
}

static inline gsize
index_bytes (guint slots)
{
  return sizeof (IndexNode) + slots * sizeof (IndexSlot);
}

/* Where the slot of @bit is, or would be. */
static inline guint
index_position (const IndexNode *node,
                guint32          bit)
{
  return count_bits ((node->nodes | node->leaves) & (bit - 1));
}

static IndexNode *
index_writable (IndexNode **place,
                guint       shift)
{
  IndexNode *old = *place;
  guint size = index_size (old, shift);

  if (old->count == 1)
    return old;
  *place = g_memdup2 (old, index_bytes (size));
  (*place)->count = 1;
  for (guint32 bits = old->nodes; bits != 0; bits &= bits - 1)
    old->slots[index_position (old, bits & -bits)].node->count++;
  old->count--;
  return *place;
}

/* Opens a gap for a slot; the node at @place moves. */
static IndexSlot *
index_open_slot (IndexNode **place,
                 guint       position,
                 guint       size)
{
  *place = g_realloc (*place, index_bytes (size + 1));
  memmove ((*place)->slots + position + 1, (*place)->slots + position,
           (size - position) * sizeof (IndexSlot));
  return &(*place)->slots[position];
}

/* Adds a place whose key is not there yet. */
static void
index_add (IndexNode **place,
           guint       shift,
           IndexSlot   slot)
{
  IndexNode *node;
  guint32 bit;
  guint position;

  if (*place == NULL)
    {
      *place = g_new0 (IndexNode, 1);
      (*place)->count = 1;
    }
  node = index_writable (place, shift);
  if (shift >= HASH_BITS)
    {
      *index_open_slot (place, node->leaves, node->leaves) = slot;
      (*place)->leaves++;
      return;
    }

  bit = index_bit (slot.leaf.hash, shift);
  position = index_position (node, bit);
  if ((node->leaves & bit) != 0)
    {
      IndexNode *child = NULL;

      index_add (&child, shift + SLUICE_BITS, node->slots[position]);
      node->slots[position].node = child;
      node->leaves &= ~bit;
      node->nodes |= bit;
    }
  if ((node->nodes & bit) != 0)
    {
      index_add (&node->slots[position].node, shift + SLUICE_BITS, slot);
      return;
    }
  *index_open_slot (place, position, index_size (node, shift)) = slot;
  (*place)->leaves |= bit;
}

static void
index_close_slot (IndexNode *node,
                  guint      position,
                  guint      size)
{
  memmove (node->slots + position, node->slots + position + 1,
           (size - position - 1) * sizeof (IndexSlot));
}

static void
index_remove_from_bucket (IndexNode *node,
                          guint      member_place)
{
  guint position = 0;

  while (node->slots[position].leaf.place != member_place)
    position++;
  index_close_slot (node, position, node->leaves);
  node->leaves--;
}

/* Removes a place that is there; nodes that it leaves empty go. */
static void
index_remove (IndexNode **place,
              guint       shift,
              guint32     hash,
              guint       member_place)
{
  IndexNode *node = index_writable (place, shift);
  guint size = index_size (node, shift);
  guint32 bit;
  guint position;

  if (shift >= HASH_BITS)
    {
      index_remove_from_bucket (node, member_place);
    }
  else
    {
      bit = index_bit (hash, shift);
      position = index_position (node, bit);
      if ((node->nodes & bit) != 0)
        {
          index_remove (&node->slots[position].node, shift + SLUICE_BITS, hash, member_place);
          if (node->slots[position].node != NULL)
            return;
        }
      index_close_slot (node, position, size);
      node->nodes &= ~bit;
      node->leaves &= ~bit;
    }
  if (size == 1)
    g_clear_pointer (place, g_free);
}

static void
index_release (IndexNode *node)
{
  if (node == NULL || --node->count > 0)
    return;
  for (guint32 bits = node->nodes; bits != 0; bits &= bits - 1)
    index_release (node->slots[index_position (node, bits & -bits)].node);
  g_free (node);
}

/* The order */

#define LEAF_SIZE  (sizeof (OrderNode) + SLUICE_WIDTH * sizeof (SluiceMember))
#define INNER_SIZE (sizeof (OrderNode) + SLUICE_WIDTH * sizeof (OrderChild))

static OrderNode *
order_new (guint level)
{
  OrderNode *node = g_malloc0 (level == 0 ? LEAF_SIZE : INNER_SIZE);

  node->count = 1;
  return node;
}

static void
order_share_children (OrderNode *node,
                      guint      level)
{
  for (guint i = 0; i < SLUICE_WIDTH; i++)
    {
      if (level > 0 && node->u.children[i].node != NULL)
        {
          node->u.children[i].node->count++;
        }
      else if (level == 0 && node->u.members[i].key != NULL)
        {
          sluice_string_ref (node->u.members[i].key);
          sluice_value_share (node->u.members[i].value);
        }
    }
}

static OrderNode *
order_writable (OrderNode **place,
                guint       level)
{
  OrderNode *old = *place;

  if (old == NULL)
    {
      *place = order_new (level);
    }
  else if (old->count > 1)
    {
      *place = g_memdup2 (old, level == 0 ? LEAF_SIZE : INNER_SIZE);
      (*place)->count = 1;
      order_share_children (*place, level);
      old->count--;
    }
  return *place;
}

static void
order_release (OrderNode  *node,
               guint       level,
               SluiceDead *dead)
{
  if (node == NULL || --node->count > 0)
    return;
  for (guint i = 0; i < SLUICE_WIDTH; i++)
    {
      if (level > 0)
        {
          order_release (node->u.children[i].node, level - SLUICE_BITS, dead);
        }
      else if (node->u.members[i].key != NULL)
        {
          sluice_string_unref (node->u.members[i].key);
          sluice_dead_release (dead, node->u.members[i].value);
        }
    }
  g_free (node);
}

/* The leaf of a place, or %NULL where a whole part of the trie is a hole. */
static const OrderNode *
order_leaf (const SluiceLarge *large,
            guint              place)
{
  const OrderNode *node = large->order;

  for (guint level = large->shift; level > 0 && node != NULL; level -= SLUICE_BITS)
    node = node->u.children[(place >> level) & SLUICE_MASK].node;
  return node;
}

const SluiceMember *
sluice_large_get (const SluiceLarge *large,
                  guint              place)
{
  const OrderNode *leaf = order_leaf (large, place);

  if (leaf == NULL || leaf->u.members[place & SLUICE_MASK].key == NULL)
    return NULL;
  return &leaf->u.members[place & SLUICE_MASK];
}

/* Makes the way to a place writable; @added members will be there more (or less). */
static SluiceMember *
order_open (SluiceLarge *large,
            guint        place,
            gint         added)
{
  OrderNode **at = &large->order;

  for (guint level = large->shift; level > 0; level -= SLUICE_BITS)
    {
      OrderChild *child = &order_writable (at, level)->u.children[(place >> level) & SLUICE_MASK];

      child->members += (guint) added;
      at = &child->node;
    }
  large->members += (guint) added;
  return &order_writable (at, 0)->u.members[place & SLUICE_MASK];
}

SluiceMember *
sluice_large_open (SluiceLarge *large,
                   guint        place)
{
  return order_open (large, place, 0);
}

/* The place of the member at @rank in the order. */
guint
sluice_large_select (const SluiceLarge *large,
                     guint              rank)
{
  const OrderNode *node = large->order;
  guint place = 0;
  guint i;

  if (large->next == large->members)
    return rank;
  for (guint level = large->shift; level > 0; level -= SLUICE_BITS)
    {
      for (i = 0; rank >= node->u.children[i].members; i++)
        rank -= node->u.children[i].members;
      place |= i << level;
      node = node->u.children[i].node;
    }
  for (i = 0; rank > 0 || node->u.members[i].key == NULL; i++)
    rank -= node->u.members[i].key != NULL ? 1 : 0;
  return place | i;
}

/* How many members are before @place. */
guint
sluice_large_rank (const SluiceLarge *large,
                   guint              place)
{
  const OrderNode *node = large->order;
  guint rank = 0;

  if (large->next == large->members)
    return place;
  for (guint level = large->shift; level > 0; level -= SLUICE_BITS)
    {
      guint child = (place >> level) & SLUICE_MASK;

      for (guint i = 0; i < child; i++)
        rank += node->u.children[i].members;
      node = node->u.children[child].node;
    }
  for (guint i = 0; i < (place & SLUICE_MASK); i++)
    rank += node->u.members[i].key != NULL ? 1 : 0;
  return rank;
}

/* Members */

SluiceLarge *
sluice_large_new (void)
{
  return g_new0 (SluiceLarge, 1);
}

SluiceLarge *
sluice_large_copy (const SluiceLarge *large)
{
  SluiceLarge *copy = g_memdup2 (large, sizeof *large);

  if (copy->order != NULL)
    copy->order->count++;
  if (copy->index != NULL)
    copy->index->count++;
  return copy;
}

void
sluice_large_free (SluiceLarge *large,
                   SluiceDead  *dead)
{
  order_release (large->order, large->shift, dead);
  index_release (large->index);
  g_free (large);
}

static inline gboolean
place_has_key (const SluiceLarge *large,
               guint              place,
               const char        *key,
               gsize              length)
{
  const SluiceMember *member = sluice_large_get (large, place);

  return sluice_string_is (member->key, key, length);
}

static gint
find_in_bucket (const SluiceLarge *large,
                const IndexNode   *bucket,
                const char        *key,
                gsize              length)
{
  for (guint i = 0; i < bucket->leaves; i++)
    if (place_has_key (large, bucket->slots[i].leaf.place, key, length))
      return (gint) bucket->slots[i].leaf.place;
  return -1;
}

gint
sluice_large_find (const SluiceLarge *large,
                   const char        *key,
                   gsize              length,
                   guint32            hash)
{
  const IndexNode *node = large->index;

  for (guint shift = 0; node != NULL; shift += SLUICE_BITS)
    {
      const IndexSlot *slot;
      guint32 bit;

      if (shift >= HASH_BITS)
        return find_in_bucket (large, node, key, length);
      bit = index_bit (hash, shift);
      slot = &node->slots[index_position (node, bit)];
      if ((node->nodes & bit) != 0)
        {
          node = slot->node;
          continue;
        }
      if ((node->leaves & bit) != 0 && slot->leaf.hash == hash &&
          place_has_key (large, slot->leaf.place, key, length))
        return (gint) slot->leaf.place;
      return -1;
    }
  return -1;
}

static void
put_member (SluiceLarge   *large,
            guint          place,
            SluiceString  *take_key,
            SluiceValue    take)
{
  SluiceMember *member = order_open (large, place, 1);
  IndexSlot slot;

  member->key = take_key;
  member->value = take;
  slot.leaf.hash = sluice_string_hash (take_key);
  slot.leaf.place = place;
  index_add (&large->index, 0, slot);
}

void
sluice_large_append (SluiceLarge  *large,
                     SluiceString *take_key,
                     SluiceValue   take)
{
  guint place = large->next;

  while ((guint64) place >= G_GUINT64_CONSTANT (1) << (large->shift + SLUICE_BITS))
    {
      OrderNode *root = order_new (large->shift + SLUICE_BITS);

      root->u.children[0].node = large->order;
      root->u.children[0].members = large->members;
      large->order = root;
      large->shift += SLUICE_BITS;
    }
  large->next++;
  put_member (large, place, take_key, take);
}

static void
append_shared (SluiceLarge        *large,
               const SluiceMember *member)
{
  sluice_large_append (large, sluice_string_ref (member->key), sluice_value_share (member->value));
}

static void
replace_with (SluiceLarge *large,
              SluiceLarge *packed)
{
  SluiceLarge old = *large;
  SluiceDead dead = { NULL };

  /* Each value has been shared with the new tries, so none dies with the old. */
  *large = *packed;
  order_release (old.order, old.shift, &dead);
  index_release (old.index);
  g_free (packed);
  g_assert (dead.first == NULL);
}

/* Takes a member out of its place, which becomes a hole. */
static SluiceMember
take_member (SluiceLarge *large,
             guint        place)
{
  SluiceMember *member = order_open (large, place, -1);
  SluiceMember taken = *member;

  index_remove (&large->index, 0, sluice_string_hash (taken.key), place);
  member->key = NULL;
  member->value = sluice_value_null ();
  return taken;
}

/* Moves the members before the one at @rank to the other end of the hole that is before them, if only a
 * few are between it and @place, so that there is a hole before @place. Members that come back one after
 * the other, as an undo brings them, each need one to be moved at most. */
static gboolean
move_hole (SluiceLarge *large,
           guint        rank,
           guint        place)
{
  guint n = 0;
  guint first;

  while (n < place && n < SLUICE_WIDTH && sluice_large_get (large, place - 1 - n) != NULL)
    n++;
  if (n == place || n == SLUICE_WIDTH)
    return FALSE;

  first = rank > n ? sluice_large_select (large, rank - n - 1) + 1 : 0;
  for (guint i = 0; i < n; i++)
    {
      SluiceMember member = take_member (large, place - n + i);

      put_member (large, first + i, member.key, member.value);
    }
  return TRUE;
}

/* Packs all anew, with a hole before the member at @place: where one member is inserted, others may
 * follow. */
static void
pack_around (SluiceLarge *large,
             guint        place)
{
  SluiceLarge *packed = sluice_large_new ();
  guint hole = SLUICE_WIDTH + large->members / 8;

  for (guint i = 0; i < large->next; i++)
    {
      const SluiceMember *member = sluice_large_get (large, i);

      if (i == place)
        packed->next += hole;
      if (member != NULL)
        append_shared (packed, member);
    }
  replace_with (large, packed);
}

void
sluice_large_insert (SluiceLarge  *large,
                     guint         rank,
                     SluiceString *take_key,
                     SluiceValue   take)
{
  guint place;

  if (rank == large->members)
    {
      sluice_large_append (large, take_key, take);
      return;
    }
  place = sluice_large_select (large, rank);
  if ((place == 0 || sluice_large_get (large, place - 1) != NULL) && !move_hole (large, rank, place))
    {
      pack_around (large, place);
      place = sluice_large_select (large, rank);
    }
  put_member (large, place - 1, take_key, take);
}

static void
pack (SluiceLarge *large)
{
  SluiceLarge *packed = sluice_large_new ();

  for (guint i = 0; i < large->next; i++)
    {
      const SluiceMember *member = sluice_large_get (large, i);

      if (member != NULL)
        append_shared (packed, member);
    }
  replace_with (large, packed);
}

SluiceValue
sluice_large_remove (SluiceLarge *large,
                     guint        place)
{
  SluiceMember *member = order_open (large, place, -1);
  SluiceValue removed = sluice_value_steal (&member->value);

  index_remove (&large->index, 0, sluice_string_hash (member->key), place);
  g_clear_pointer (&member->key, sluice_string_unref);
  if (place + 1 == large->next)
    large->next--;
  if (large->next - large->members > large->members + SLUICE_WIDTH)
    pack (large);
  return removed;
}

void
sluice_large_rename (SluiceLarge  *large,
                     guint         place,
                     SluiceString *take_key)
{
  SluiceMember *member = order_open (large, place, 0);
  IndexSlot slot;

  index_remove (&large->index, 0, sluice_string_hash (member->key), place);
  sluice_string_unref (member->key);
  member->key = take_key;
  slot.leaf.hash = sluice_string_hash (take_key);
  slot.leaf.place = place;
  index_add (&large->index, 0, slot);
}

/* Walking */

/* Where the largest node around @place ends that both share; @place if there is none. */
static guint
skip_shared (const SluiceLarge *a,
             const SluiceLarge *b,
             guint              place)
{
  const OrderNode *left = a->order;
  const OrderNode *right = b->order;

  if (a->shift != b->shift)
    return place;
  if (left == right)
    return a->next;
  for (guint level = a->shift; level > 0; level -= SLUICE_BITS)
    {
      left = left->u.children[(place >> level) & SLUICE_MASK].node;
      right = right->u.children[(place >> level) & SLUICE_MASK].node;
      if (left == right)
        return (guint) MIN ((((guint64) place >> level) + 1) << level, a->next);
      if (left == NULL || right == NULL)
        return place;
    }
  return place;
}

const SluiceMember *
sluice_large_next_unshared (const SluiceLarge *large,
                            const SluiceLarge *other,
                            guint             *place)
{
  while (*place < large->next)
    {
      guint next = other != NULL && (*place & SLUICE_MASK) == 0 ? skip_shared (large, other, *place)
                                                               : *place;
      const SluiceMember *member;

      if (next != *place)
        {
          *place = next;
          continue;
        }
      member = sluice_large_get (large, (*place)++);
      if (member != NULL)
        return member;
    }
  return NULL;
}

static void
visit_order (const OrderNode *node,
             guint            level,
             SluiceBlockFunc  block,
             SluiceChildFunc  child,
             gpointer         user_data)
{
  if (node == NULL || !block ((gpointer) node, level == 0 ? LEAF_SIZE : INNER_SIZE, user_data))
    return;
  for (guint i = 0; i < SLUICE_WIDTH; i++)
    {
      if (level > 0)
        visit_order (node->u.children[i].node, level - SLUICE_BITS, block, child, user_data);
      else if (node->u.members[i].key != NULL)
        {
          SluiceString *key = node->u.members[i].key;

          child (sluice_value_from_block (SLUICE_VALUE_STRING, key), user_data);
          child (node->u.members[i].value, user_data);
        }
    }
}

static void
visit_index (const IndexNode *node,
             guint            shift,
             SluiceBlockFunc  block,
             gpointer         user_data)
{
  if (node == NULL || !block ((gpointer) node, index_bytes (index_size (node, shift)), user_data))
    return;
  for (guint32 bits = node->nodes; bits != 0; bits &= bits - 1)
    visit_index (node->slots[index_position (node, bits & -bits)].node, shift + SLUICE_BITS,
                 block, user_data);
}

void
sluice_large_visit_blocks (const SluiceLarge *large,
                           SluiceBlockFunc    block,
                           SluiceChildFunc    child,
                           gpointer           user_data)
{
  if (!block ((gpointer) large, sizeof *large, user_data))
    return;
  visit_order (large->order, large->shift, block, child, user_data);
  visit_index (large->index, 0, block, user_data);
}
