/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <string.h>

#include "base/value.h"

G_BEGIN_DECLS

/* What a SluiceValue points to. Every block begins with its count; a block whose count is 1 may
 * be changed by its only owner, any other is copied first. */

#define SLUICE_BITS  5
#define SLUICE_WIDTH (1u << SLUICE_BITS) /* children of a trie node */
#define SLUICE_MASK  (SLUICE_WIDTH - 1)

typedef struct
{
  gint    count;
  guint32 hash;   /* 0: not yet computed */
  gsize   length; /* bytes, without the NUL at the end */
  char    text[];
} SluiceString;

/* Arrays and objects begin alike, so that dead ones can wait in a list to be freed in turn:
 * freeing takes no stack, however deep the value. */
typedef struct _SluiceContainer SluiceContainer;

struct _SluiceContainer
{
  gint             count;
  guint            length;    /* elements or members */
  SluiceContainer *next_dead; /* only once the count is 0; the low bit says "an object" */
};

typedef struct
{
  SluiceContainer *first;
} SluiceDead;

typedef struct _SluiceArrayNode SluiceArrayNode;

/* A leaf holds values, an inner node holds nodes. */
struct _SluiceArrayNode
{
  gint    count;
  guint32 capacity; /* slots there is room for; SLUICE_WIDTH in the trie, less in a short tail */
  union
  {
    SluiceValue      values[0];
    SluiceArrayNode *nodes[0];
  } u;
};

/* The last 1 to 32 elements are in the tail, those before them in the trie. */
typedef struct
{
  SluiceContainer  head;
  guint            shift; /* of the root's level; 0 when there is no root */
  SluiceArrayNode *root;
  SluiceArrayNode *tail;
} SluiceArray;

typedef struct
{
  SluiceString *key;
  guint32       hash;
} SluiceShapeKey;

/* The keys of a small object in order. Objects copied from each other share it. */
typedef struct
{
  gint           count;
  guint          length;
  guint          capacity;
  SluiceShapeKey keys[];
} SluiceShape;

typedef struct
{
  SluiceString *key;
  SluiceValue   value;
} SluiceMember;

typedef struct _SluiceLarge SluiceLarge;

#define SLUICE_SMALL_MAX 16u /* members; an object with more is large */

/* Either a shape with slots, or large. There are as many as nodes in a document, and more. */
typedef struct
{
  SluiceContainer head;
  guint32         capacity; /* of slots */
  guint32         is_large;
  SluiceShape    *shape;    /* NULL for an empty object and for a large one */
  union
  {
    SluiceValue  *slots;    /* of a small one */
    SluiceLarge  *large;
  };
} SluiceObject;

/* value.c */
void          sluice_value_set_left_func (void              (*func) (void));
void          sluice_dead_add            (SluiceDead         *dead,
                                          SluiceContainer    *container,
                                          gboolean            is_object);
void          sluice_dead_release        (SluiceDead         *dead,
                                          SluiceValue         value);

static inline SluiceValue
sluice_value_from_block (SluiceValueType type,
                         gpointer        block)
{
  SluiceValue value = SLUICE_VALUE_INIT;

  value.type = type;
  value.u.pointer = block;
  return value;
}

/* Owned from borrowed, without the checks of the public function. */
static inline SluiceValue
sluice_value_share (SluiceValue value)
{
  if (value.type >= SLUICE_VALUE_STRING)
    (*(gint *) value.u.pointer)++;
  return value;
}

/* value-string.c */
SluiceString *sluice_string_new          (const char         *text,
                                          gsize               length);
void          sluice_string_unref        (SluiceString       *string);
guint32       sluice_string_hash_text    (const char         *text,
                                          gsize               length);

static inline SluiceString *
sluice_string_ref (SluiceString *string)
{
  string->count++;
  return string;
}

static inline guint32
sluice_string_hash (SluiceString *string)
{
  if (string->hash == 0)
    string->hash = sluice_string_hash_text (string->text, string->length);
  return string->hash;
}

static inline gboolean
sluice_string_is (const SluiceString *string,
                  const char         *text,
                  gsize               length)
{
  return string->length == length && memcmp (string->text, text, length) == 0;
}

/* value-array.c */
SluiceValue   sluice_array_get           (const SluiceArray  *array,
                                          guint               index);
SluiceValue  *sluice_array_slot          (SluiceValue        *array,
                                          guint               index); /* writable, until the next change */
/* The first index from @index on whose leaf the two do not share, or that one has not. */
guint         sluice_array_skip_shared   (const SluiceArray  *a,
                                          const SluiceArray  *b,
                                          guint               index);
void          sluice_array_free          (SluiceArray        *array,
                                          SluiceDead         *dead);
/* Calls @block for each block the array is made of; FALSE skips what is below it. */
typedef gboolean (*SluiceBlockFunc) (gpointer block,
                                     gsize    bytes,
                                     gpointer user_data);
typedef void     (*SluiceChildFunc) (SluiceValue child,
                                     gpointer    user_data);
void          sluice_array_visit_blocks  (const SluiceArray  *array,
                                          SluiceBlockFunc     block,
                                          SluiceChildFunc     child,
                                          gpointer            user_data);

/* value-shape.c: the keys of a small object. A shape at @place may be NULL: no keys. */
void          sluice_shape_unref         (SluiceShape        *shape);
gint          sluice_shape_find          (const SluiceShape  *shape,
                                          const char         *key,
                                          gsize               length,
                                          guint32             hash);
void          sluice_shape_insert        (SluiceShape       **place,
                                          guint               index,
                                          SluiceString       *take);
void          sluice_shape_remove        (SluiceShape       **place,
                                          guint               index);
gboolean      sluice_shape_equal         (const SluiceShape  *a,
                                          const SluiceShape  *b); /* the order counts */
void          sluice_shape_visit_blocks  (const SluiceShape  *shape,
                                          SluiceBlockFunc     block,
                                          SluiceChildFunc     child,
                                          gpointer            user_data);

/* value-large.c: the members of a large object, by place; places have holes, ranks have not. */
SluiceLarge  *sluice_large_new           (void);
SluiceLarge  *sluice_large_copy          (const SluiceLarge  *large);
void          sluice_large_free          (SluiceLarge        *large,
                                          SluiceDead         *dead);
gint          sluice_large_find          (const SluiceLarge  *large,
                                          const char         *key,
                                          gsize               length,
                                          guint32             hash); /* the place, or -1 */
const SluiceMember *
              sluice_large_get           (const SluiceLarge  *large,
                                          guint               place); /* NULL: a hole */
SluiceMember *sluice_large_open          (SluiceLarge        *large,
                                          guint               place); /* to change the value */
guint         sluice_large_select        (const SluiceLarge  *large,
                                          guint               rank);
guint         sluice_large_rank          (const SluiceLarge  *large,
                                          guint               place);
void          sluice_large_append        (SluiceLarge        *large,
                                          SluiceString       *take_key,
                                          SluiceValue         take);
void          sluice_large_insert        (SluiceLarge        *large,
                                          guint               rank,
                                          SluiceString       *take_key,
                                          SluiceValue         take);
SluiceValue   sluice_large_remove        (SluiceLarge        *large,
                                          guint               place);
void          sluice_large_rename        (SluiceLarge        *large,
                                          guint               place,
                                          SluiceString       *take_key);
/* The next member from *@place on whose leaf @other does not share; moves *@place behind it. */
const SluiceMember *
              sluice_large_next_unshared (const SluiceLarge  *large,
                                          const SluiceLarge  *other,  /* nullable */
                                          guint              *place); /* inout */
void          sluice_large_visit_blocks  (const SluiceLarge  *large,
                                          SluiceBlockFunc     block,
                                          SluiceChildFunc     child,
                                          gpointer            user_data);

/* value-object.c */
void          sluice_object_free         (SluiceObject       *object,
                                          SluiceDead         *dead);
void          sluice_object_visit_blocks (const SluiceObject *object,
                                          SluiceBlockFunc     block,
                                          SluiceChildFunc     child,
                                          gpointer            user_data);
SluiceMember  sluice_object_get_at       (const SluiceObject *object,
                                          guint               index); /* borrowed */
SluiceString *sluice_object_get_key      (const SluiceObject *object,
                                          guint               index);
gboolean      sluice_object_find_value   (const SluiceObject *object,
                                          const char         *key,
                                          gsize               length,
                                          SluiceValue        *value); /* out, borrowed, optional */
/* Walks over what @object does not visibly share with @other; *@place begins at 0. */
gboolean      sluice_object_next_unshared (const SluiceObject *object,
                                          const SluiceObject *other,
                                          guint              *place, /* inout */
                                          SluiceMember       *member); /* out, borrowed */
gint          sluice_object_find         (const SluiceObject *object,
                                          const char         *key,
                                          gsize               length); /* its rank, or -1 */
SluiceValue  *sluice_object_slot         (SluiceValue        *object,
                                          const char         *key, /* of a member */
                                          gsize               length); /* writable, until the next change */
/* Adds a member that is known to be new; consumes both. */
void          sluice_object_add          (SluiceObject       *object,
                                          SluiceString       *key,
                                          SluiceValue         take);
/* Lets @object, which has one, use a shape with the same keys in the same order if one of the @n at @places is such;
 * it is the first there from then on. Else the object's own is, owned, and the last one is dropped. */
void          sluice_object_share_shape  (SluiceObject       *object,
                                          SluiceShape       **places,
                                          guint               n);

G_END_DECLS
