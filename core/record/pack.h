/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "base/value.h"

G_BEGIN_DECLS

/* How the record writes numbers, texts and values into bytes: numbers in groups of seven bits, lowest
 * first, texts with their length before them, values with a byte for their type. What is read may be
 * damaged: a reader never leaves its bytes, and says afterwards whether all was well. */

void        sluice_pack_uint   (GByteArray  *out,
                                guint64      number);
void        sluice_pack_int    (GByteArray  *out,
                                gint64       number);
void        sluice_pack_text   (GByteArray  *out,
                                const char  *text,    /* NULL is kept apart from "" */
                                gssize       length); /* -1: up to its NUL */
void        sluice_pack_value  (GByteArray  *out,
                                SluiceValue  value);
/* FALSE, with some bytes of it written: it takes more than @budget bytes (0: there is no limit). */
gboolean    sluice_pack_value_within (GByteArray *out,
                                 SluiceValue  value,
                                 gsize        budget);

typedef struct
{
  /*< private >*/
  const guint8 *at;
  const guint8 *end;
  gboolean      bad;
} SluiceUnpack;

void        sluice_unpack_init  (SluiceUnpack *self,
                                 const void   *bytes,
                                 gsize         n_bytes);
gboolean    sluice_unpack_has   (SluiceUnpack *self); /* more to read, and nothing wrong so far */
gboolean    sluice_unpack_ok    (SluiceUnpack *self); /* all was read, and nothing was wrong */
/* 0, NULL and null where there is nothing left or it makes no sense. */
guint64     sluice_unpack_uint  (SluiceUnpack *self);
gint64      sluice_unpack_int   (SluiceUnpack *self);
/* µs since 1970, or since a run has started: none that no calendar has. */
#define SLUICE_PACK_MAX_TIME (G_GINT64_CONSTANT (253402300799) * G_USEC_PER_SEC)
gint64      sluice_unpack_time  (SluiceUnpack *self);
char       *sluice_unpack_text  (SluiceUnpack *self,
                                 gsize        *length); /* NULL: not wanted */
SluiceValue sluice_unpack_value (SluiceUnpack *self);

G_END_DECLS
