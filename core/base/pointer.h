/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "base/value.h"

G_BEGIN_DECLS

/* JSON Pointer (RFC 6901) and single changes at a pointer (RFC 6902: add, replace, remove),
 * each with its inverse. Document and store are both changed only through SluiceChange. */

#define SLUICE_POINTER_ERROR (sluice_pointer_error_quark ())
GQuark sluice_pointer_error_quark (void);

typedef enum
{
  SLUICE_POINTER_ERROR_SYNTAX,    /* not a JSON Pointer */
  SLUICE_POINTER_ERROR_NOT_FOUND, /* nothing there; the message names the last part that exists */
  SLUICE_POINTER_ERROR_TYPE,      /* a part leads into a scalar */
  SLUICE_POINTER_ERROR_INDEX,     /* not an index, or outside the array */
} SluicePointerError;

#define SLUICE_TYPE_POINTER_ERROR (sluice_pointer_error_get_type ())
GType            sluice_pointer_error_get_type (void) G_GNUC_CONST;

/* "" is the root. Parts are joined escaped (~0, ~1). */
char            *sluice_pointer_join     (const char        *base,
                                          const char        *part); /* base + "/" + escaped part */
char            *sluice_pointer_build    (const char        *first,
                                          ...) G_GNUC_NULL_TERMINATED; /* unescaped parts */
char           **sluice_pointer_split    (const char        *pointer,
                                          GError           **error); /* unescaped parts */
gboolean         sluice_pointer_is_below (const char        *pointer,
                                          const char        *ancestor); /* equal counts */
/* Borrowed from @root. */
gboolean         sluice_pointer_get      (SluiceValue        root,
                                          const char        *pointer,
                                          SluiceValue       *value,
                                          GError           **error);

typedef enum
{
  SLUICE_CHANGE_ADD,     /* a new member or an element inserted */
  SLUICE_CHANGE_REPLACE, /* also the root */
  SLUICE_CHANGE_REMOVE,
} SluiceChangeType;

typedef struct
{
  SluiceChangeType type;
  char            *pointer;   /* owned */
  SluiceValue      value;     /* owned: the new value; null for REMOVE */
  SluiceValue      old_value; /* owned: what was there; null for ADD */
  /* ADD of a member: where in the order (-1: last). REMOVE: where it was */
  gint             place;
} SluiceChange;

#define SLUICE_TYPE_CHANGE (sluice_change_get_type ())
GType            sluice_change_get_type  (void) G_GNUC_CONST;

/* Applies one change to *root and completes it (old_value, place, index for "-"). On an error
 * *root is untouched. ADD on an existing member becomes REPLACE, as RFC 6902 says. */
gboolean         sluice_change_apply     (SluiceChange      *change,
                                          SluiceValue       *root,
                                          GError           **error);
/* The change that undoes an applied one. */
SluiceChange    *sluice_change_invert    (const SluiceChange *change);
SluiceChange    *sluice_change_new       (SluiceChangeType   type,
                                          const char        *pointer,
                                          SluiceValue        take,
                                          gint               place);
SluiceChange    *sluice_change_copy      (const SluiceChange *change);
void             sluice_change_free      (SluiceChange      *change);

/* Calls @func for each smallest place where the two roots differ; parts they share are skipped
 * by pointer. The pointer is given without leading parts allocated per call: copy it to keep it. */
typedef void (*SluiceDiffFunc) (const char  *pointer,
                                SluiceValue  before,
                                gboolean     had,
                                SluiceValue  after,
                                gboolean     has,
                                gpointer     user_data);
void             sluice_value_diff       (SluiceValue        before,
                                          SluiceValue        after,
                                          SluiceDiffFunc     func,
                                          gpointer           user_data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SluiceChange, sluice_change_free)

G_END_DECLS
