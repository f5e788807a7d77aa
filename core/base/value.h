/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* The persistent JSON value. A SluiceValue is 16 bytes and is passed by value; a copy of the
 * bytes is a borrow, sluice_value_ref() makes an owned one. Strings, arrays and objects are
 * immutable to everybody who shares them: the functions that change take a pointer to an owned
 * value, change it in place while its count is 1 and copy the path to the change otherwise.
 * Counts are not atomic and belong to one thread. */

typedef enum
{
  SLUICE_VALUE_NULL = 0, /* a zeroed SluiceValue is null */
  SLUICE_VALUE_BOOLEAN,
  SLUICE_VALUE_INTEGER,
  SLUICE_VALUE_REAL,
  SLUICE_VALUE_STRING,
  SLUICE_VALUE_ARRAY,
  SLUICE_VALUE_OBJECT,
} SluiceValueType;

typedef struct _SluiceValue SluiceValue;

struct _SluiceValue
{
  /*< private >*/
  guint32 type;
  guint32 extra; /* of the implementation */
#ifdef __GI_SCANNER__
  guint64 u; /* a union in a structure has no size in a typelib */
#else
  union
  {
    gint64   integer;
    double   real;
    gpointer pointer;
  } u;
#endif
};

#define SLUICE_TYPE_VALUE (sluice_value_get_type ())
GType sluice_value_get_type (void) G_GNUC_CONST; /* boxed: copy = ref */

#define SLUICE_VALUE_INIT { 0, }

/* Making. All give an owned value. */
static inline SluiceValue
sluice_value_null (void)
{
  SluiceValue v = SLUICE_VALUE_INIT;
  return v;
}

static inline SluiceValue
sluice_value_boolean (gboolean b)
{
  SluiceValue v = SLUICE_VALUE_INIT;
  v.type = SLUICE_VALUE_BOOLEAN;
  v.u.integer = b ? 1 : 0;
  return v;
}

static inline SluiceValue
sluice_value_integer (gint64 i)
{
  SluiceValue v = SLUICE_VALUE_INIT;
  v.type = SLUICE_VALUE_INTEGER;
  v.u.integer = i;
  return v;
}

static inline SluiceValue
sluice_value_real (double d) /* finite; NaN and infinities are programmer errors */
{
  SluiceValue v = SLUICE_VALUE_INIT;
  v.type = SLUICE_VALUE_REAL;
  v.u.real = d;
  return v;
}

/* copies; valid UTF-8 */
SluiceValue      sluice_value_string             (const char        *utf8);
SluiceValue      sluice_value_string_len         (const char        *utf8,
                                                  gsize              length); /* may hold NULs */
SluiceValue      sluice_value_array              (void);
SluiceValue      sluice_value_object             (void);

/* Owning. */
SluiceValue      sluice_value_ref                (SluiceValue        value);
void             sluice_value_unref              (SluiceValue        value);
gboolean         sluice_value_free_some          (void); /* of what this thread gave up; whether there is more */
void             sluice_value_clear              (SluiceValue       *value); /* unref, then null */
SluiceValue      sluice_value_steal              (SluiceValue       *value); /* leaves null */
void             sluice_value_replace            (SluiceValue       *place,
                                                  SluiceValue        take);
/* shares nothing: to hand to another thread */
SluiceValue      sluice_value_deep_copy          (SluiceValue        value);
/* O(1): the same by pointer or by scalar bits */
gboolean         sluice_value_is_same            (SluiceValue        a,
                                                  SluiceValue        b);
/* as JSON; 1 == 1.0; key order is ignored */
gboolean         sluice_value_equal              (SluiceValue        a,
                                                  SluiceValue        b);
/* bytes, shared parts counted once */
gsize            sluice_value_get_memory         (SluiceValue        value);

/* Looking. */
static inline SluiceValueType
sluice_value_get_value_type (SluiceValue v)
{
  return (SluiceValueType) v.type;
}

#define SLUICE_VALUE_IS_NULL(v)    ((v).type == SLUICE_VALUE_NULL)
#define SLUICE_VALUE_IS_BOOLEAN(v) ((v).type == SLUICE_VALUE_BOOLEAN)
#define SLUICE_VALUE_IS_INTEGER(v) ((v).type == SLUICE_VALUE_INTEGER)
#define SLUICE_VALUE_IS_REAL(v)    ((v).type == SLUICE_VALUE_REAL)
#define SLUICE_VALUE_IS_NUMBER(v)  ((v).type == SLUICE_VALUE_INTEGER || (v).type == SLUICE_VALUE_REAL)
#define SLUICE_VALUE_IS_STRING(v)  ((v).type == SLUICE_VALUE_STRING)
#define SLUICE_VALUE_IS_ARRAY(v)   ((v).type == SLUICE_VALUE_ARRAY)
#define SLUICE_VALUE_IS_OBJECT(v)  ((v).type == SLUICE_VALUE_OBJECT)

/* "null", "boolean", "number", … */
const char      *sluice_value_type_name          (SluiceValueType    type);
/* FALSE unless it is true */
gboolean         sluice_value_get_boolean        (SluiceValue        value);
/* 0 unless a number; truncates */
gint64           sluice_value_get_integer        (SluiceValue        value);
double           sluice_value_get_real           (SluiceValue        value); /* 0 unless a number */

/* The text of a string, NUL-terminated and borrowed, or NULL unless it is a string. */
const char      *sluice_value_get_string         (SluiceValue        value);
gsize            sluice_value_get_string_length  (SluiceValue        value); /* bytes */
/* NULL unless a string */
char            *sluice_value_dup_string         (SluiceValue        value);

/* Arrays and objects. Getters borrow, and give null for what is not there. */
/* elements or members; else 0 */
guint            sluice_value_get_length         (SluiceValue        value);
SluiceValue      sluice_value_get_element        (SluiceValue        array,
                                                  guint              index);
SluiceValue      sluice_value_get_member         (SluiceValue        object,
                                                  const char        *key);
gboolean         sluice_value_has_member         (SluiceValue        object,
                                                  const char        *key);
/* borrowed from @object, or NULL unless a string */
const char      *sluice_value_get_member_string  (SluiceValue        object,
                                                  const char        *key);
/* its place in order, or -1 */
gint             sluice_value_find_member        (SluiceValue        object,
                                                  const char        *key);
/* in order of insertion */
const char      *sluice_value_get_key            (SluiceValue        object,
                                                  guint              index);
SluiceValue      sluice_value_get_member_at      (SluiceValue        object,
                                                  guint              index);

/* Changing. @value is owned by the caller and is an array or object; @take is consumed. */
void             sluice_value_append             (SluiceValue       *array,
                                                  SluiceValue        take);
void             sluice_value_insert_element     (SluiceValue       *array,
                                                  guint              index,
                                                  SluiceValue        take);
void             sluice_value_set_element        (SluiceValue       *array,
                                                  guint              index,
                                                  SluiceValue        take);
void             sluice_value_remove_element     (SluiceValue       *array,
                                                  guint              index);
/* keeps its place, or appends */
void             sluice_value_set_member         (SluiceValue       *object,
                                                  const char        *key,
                                                  SluiceValue        take);
/* a new key, at a place in the order */
/* TRUE: there was one, and @old is it, owned. */
gboolean         sluice_value_exchange_member    (SluiceValue       *object,
                                                  const char        *key,
                                                  SluiceValue        take,
                                                  SluiceValue       *old);
void             sluice_value_insert_member      (SluiceValue       *object,
                                                  guint              index,
                                                  const char        *key,
                                                  SluiceValue        take);
gboolean         sluice_value_remove_member      (SluiceValue       *object,
                                                  const char        *key);
/* keeps value and place */
void             sluice_value_rename_member      (SluiceValue       *object,
                                                  const char        *key,
                                                  const char        *new_key);

/* Walking an object in order: for (sluice_value_iter_init (&it, obj); sluice_value_iter_next
 * (&it, &key, &v);) */
typedef struct
{
  /*< private >*/
  SluiceValue container;
  guint       index;
} SluiceValueIter;

void             sluice_value_iter_init          (SluiceValueIter   *iter,
                                                  SluiceValue        container);
gboolean         sluice_value_iter_next          (SluiceValueIter   *iter,
                                                  const char       **key,  /* NULL for arrays */
                                                  SluiceValue       *value); /* borrowed */

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SluiceValue, sluice_value_clear)

G_END_DECLS
