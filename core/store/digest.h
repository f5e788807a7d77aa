/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "store/store.h"

G_BEGIN_DECLS

/* Gathers what changes at some places of a store, for somebody who looks now and then, as a window
 * does once a frame: at most one entry for each place, however often it has changed. */

typedef struct _SluiceStoreDigest SluiceStoreDigest;

#define SLUICE_TYPE_STORE_DIGEST (sluice_store_digest_get_type ())
GType              sluice_store_digest_get_type (void) G_GNUC_CONST;

typedef void (*SluiceStoreDigestFunc) (SluiceStoreDigest *digest,
                                       gpointer           user_data);

/* What has changed at a place since the last take. */
typedef struct
{
  char        *pointer; /* owned */
  gboolean     had;     /* there was something at the last take */
  gboolean     has;     /* there is something now */
  SluiceValue  old_value; /* owned */
  SluiceValue  value;     /* owned */
  SluiceAuthor author;  /* of the last change */
  guint64      version; /* the number of the last change */
} SluiceStoreEntry;

SluiceStoreDigest *sluice_store_digest_new    (SluiceStore           *store,
                                               SluiceStoreDigestFunc  wake,
                                               gpointer               user_data,
                                               GDestroyNotify         destroy);
SluiceStoreDigest *sluice_store_digest_ref    (SluiceStoreDigest     *self);
void               sluice_store_digest_unref  (SluiceStoreDigest     *self);
gboolean           sluice_store_digest_add    (SluiceStoreDigest     *self,
                                               const char            *pointer,
                                               GError               **error);
gboolean           sluice_store_digest_remove (SluiceStoreDigest     *self,
                                               const char            *pointer);
GPtrArray         *sluice_store_digest_take   (SluiceStoreDigest     *self); /* of SluiceStoreEntry */
/* The same as a JSON array of objects. */
JsonNode          *sluice_store_digest_take_json (SluiceStoreDigest  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SluiceStoreDigest, sluice_store_digest_unref)

G_END_DECLS
