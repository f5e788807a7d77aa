/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "base/pointer.h"

G_BEGIN_DECLS

/* Walks over the parts of a pointer without allocating, but for parts with escapes. */
typedef struct
{
  const char *rest;    /* borrowed: "" at the end, else begins with '/' */
  GString    *scratch; /* owned: the last part that had escapes */
} SluicePointerIter;

gboolean sluice_pointer_iter_init    (SluicePointerIter  *iter,
                                      const char         *pointer,
                                      GError            **error);
gboolean sluice_pointer_iter_next    (SluicePointerIter  *iter,
                                      const char        **part,   /* not NUL-terminated */
                                      gsize              *length);
void     sluice_pointer_iter_clear   (SluicePointerIter  *iter);
/* "0", "17"; no sign, no leading zeros. */
gboolean sluice_pointer_parse_index  (const char         *part,
                                      gsize               length,
                                      guint              *index);
void     sluice_pointer_append       (GString            *pointer,
                                      const char         *part,
                                      gsize               length); /* "/" + escaped part */
/* One step down. Sets an error that names @pointer and how far it went. */
gboolean sluice_pointer_step         (SluiceValue        *value,   /* inout, borrowed */
                                      const char         *pointer,
                                      const char         *part,
                                      gsize               length,
                                      const char         *rest,    /* of @pointer, behind the part */
                                      GError            **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SluicePointerIter, sluice_pointer_iter_clear)

G_END_DECLS
