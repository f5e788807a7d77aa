/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "kinds/grants.h"

G_BEGIN_DECLS

/* What people have allowed flows for good. It is kept outside of the flows' files, under the XDG state folder: no
 * file can grant itself anything. A flow is known by its content wherever it lies; one that has changed is known by
 * its path, and has only to ask for what is new. */

typedef struct
{
  char         *path;    /* of the file; NULL: it was never saved */
  char         *hash;    /* of its content when it was allowed last */
  char         *title;
  SluiceGrants *allowed;
} SluiceTrustEntry;

/* SHA-256 of what a document does; where its nodes are drawn is no part of that. */
char         *sluice_trust_dup_hash (SluiceDocument  *document);
SluiceGrants *sluice_trust_lookup   (SluiceDocument  *document);
gboolean      sluice_trust_keep     (SluiceDocument  *document,
                                     SluiceGrants    *grants,
                                     GError         **error);
/* Of SluiceTrustEntry, the latest first. */
GPtrArray    *sluice_trust_list     (void);
gboolean      sluice_trust_revoke   (const SluiceTrustEntry *entry,
                                     GError         **error);
void          sluice_trust_entry_free (SluiceTrustEntry *entry);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SluiceTrustEntry, sluice_trust_entry_free)

G_END_DECLS
